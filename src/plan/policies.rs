//! Policies, as files name them. Sources and assets go by name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use async_trait::async_trait;
use catalog::{
    Action, AssetId, NameQuery, PageRequest, PolicyId, SourceId, Viewer,
    governance::{self, Condition, Subject, Target},
};
use serde_json::Value;

use super::{
    Declared, Step,
    declared::Policy,
    section::{Section, Wanted, each, json, read},
};
use crate::{
    access::{Error, Result},
    app::App,
};

pub(super) struct Policies;

#[async_trait]
impl Section for Policies {
    fn name(&self) -> &'static str {
        "policies"
    }

    async fn checked(&self, app: &App, viewer: &Viewer, _declared: &Declared, wanted: Wanted) -> Result<Wanted> {
        viewer.must(Action::ManagePolicies)?;
        let mut named: BTreeSet<String> = BTreeSet::new();
        for (_, document) in wanted.values() {
            named.extend(read::<Policy>(document)?.assets);
        }
        let mut spelled: HashMap<String, String> = HashMap::new();
        for name in named {
            let found = asset(app, viewer, &name).await?;
            spelled.insert(name, found.1);
        }
        let sources = sources(app, viewer).await?;
        each(self.name(), wanted, |_, mut one: Policy| {
            one.subjects = one.subjects.iter().map(Subject::folded).collect();
            one.assets = one.assets.iter().filter_map(|name| spelled.get(name).cloned()).collect();
            if let Some(unknown) = one.sources.iter().find(|name| !sources.contains_key(*name)) {
                return Err(Error::invalid("sources", format!("there is no source `{unknown}`")));
            }
            if !one.condition.trim().is_empty() {
                one.condition = one.condition.parse::<Condition>()?.to_string();
            }
            Ok(one)
        })
    }

    async fn current(&self, app: &App, viewer: &Viewer, names: &BTreeSet<String>) -> Result<BTreeMap<String, Value>> {
        let mut policies = app.access().policies(viewer).await?;
        policies.retain(|one| names.contains(&one.name));
        let ids: BTreeSet<AssetId> = policies.iter().flat_map(|one| one.target.assets.iter().copied()).collect();
        let ids: Vec<AssetId> = ids.into_iter().collect();
        let assets = app.catalog().assets(viewer, &ids, None).await?;
        let assets: HashMap<AssetId, String> = assets.into_iter().map(|it| (it.id, it.name.to_string())).collect();
        let sources: HashMap<SourceId, String> =
            sources(app, viewer).await?.into_iter().map(|(name, id)| (id, name)).collect();
        let documents = policies.into_iter().map(|one| {
            let Target { sources: on, assets: named, kinds, condition } = one.target;
            let policy = Policy {
                name: one.name.clone(),
                description: one.description,
                effect: one.effect,
                permissions: one.permissions,
                subjects: one.subjects,
                sources: on.iter().filter_map(|id| sources.get(id).cloned()).collect(),
                assets: named.iter().filter_map(|id| assets.get(id).cloned()).collect(),
                kinds,
                condition: condition.map(|condition| condition.to_string()).unwrap_or_default(),
                until: one.until,
                enabled: one.is_enabled,
            };
            (one.name, json(&policy))
        });
        Ok(documents.collect())
    }

    async fn put(&self, app: &App, viewer: &Viewer, name: &str, wanted: &Value) -> Result<()> {
        let one: Policy = read(wanted)?;
        let known = sources(app, viewer).await?;
        let mut assets = BTreeSet::new();
        for name in &one.assets {
            assets.insert(asset(app, viewer, name).await?.0);
        }
        let condition = Some(one.condition.trim()).filter(|text| !text.is_empty());
        let policy = governance::Policy {
            id: id(app, viewer, name).await?.unwrap_or_else(PolicyId::new),
            name: name.to_owned(),
            description: one.description,
            effect: one.effect,
            permissions: one.permissions,
            subjects: one.subjects,
            target: Target {
                sources: one.sources.iter().filter_map(|name| known.get(name).copied()).collect(),
                assets,
                kinds: one.kinds,
                condition: condition.map(str::parse).transpose()?,
            },
            until: one.until,
            is_enabled: one.enabled,
        };
        app.access().save_policy(viewer, policy).await?;
        Ok(())
    }

    async fn remove(&self, app: &App, viewer: &Viewer, step: &Step) -> Result<()> {
        match id(app, viewer, &step.name).await? {
            Some(id) => app.access().delete_policy(viewer, id).await,
            None => Ok(()),
        }
    }
}

async fn id(app: &App, viewer: &Viewer, name: &str) -> Result<Option<PolicyId>> {
    Ok(app.access().policies(viewer).await?.into_iter().find(|one| one.name == name).map(|one| one.id))
}

/// The asset that a file means, and its whole name.
pub(super) async fn asset(app: &App, viewer: &Viewer, name: &str) -> Result<(AssetId, String)> {
    let wrong = |problem: String| Error::invalid("assets", problem);
    let query: NameQuery = name.parse().map_err(|cause: catalog::Error| wrong(format!("`{name}`: {cause}")))?;
    match app.catalog().find(viewer, &query, None).await {
        Ok(found) if found.removed.is_none() => Ok((found.id, found.name.to_string())),
        Ok(_) | Err(catalog::Error::NotFound { .. }) => Err(wrong(format!("there is no asset `{name}`"))),
        Err(cause @ catalog::Error::Ambiguous { .. }) => Err(wrong(cause.to_string())),
        Err(cause) => Err(cause.into()),
    }
}

/// The sources that may be known of, by name.
async fn sources(app: &App, viewer: &Viewer) -> Result<HashMap<String, SourceId>> {
    let mut named = HashMap::new();
    let mut page = PageRequest::first(catalog::page::MAX_PAGE);
    loop {
        let found = app.sources().list(viewer, &page).await.map_err(|cause| match cause {
            crate::sources::Error::Catalog(cause) => Error::Catalog(cause),
            crate::sources::Error::Access(cause) => cause,
            crate::sources::Error::Connector(cause) => Error::invalid("sources", cause.to_string()),
        })?;
        let next = found.next().map(str::to_owned);
        named.extend(found.items.into_iter().map(|(_, source)| (source.name, source.id)));
        match next {
            Some(after) => page.after = Some(after),
            None => return Ok(named),
        }
    }
}
