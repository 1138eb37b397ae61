//! What people say of assets, as files say it: only the fields that a file names are touched, and only they are taken back.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use async_trait::async_trait;
use catalog::{
    AssetId, AssetKind, Edit, Layer, Name, Patch, RelationKind, Viewer, name::parse_path, vocabulary::NAMESPACE,
};
use serde_json::{Map, Value};

use super::{
    Declared, Field, Step,
    declared::Asset,
    differing,
    policies::asset,
    section::{Section, Wanted, each, json, read},
};
use crate::{
    access::{Error, Result},
    app::App,
};

pub(super) struct Assets;

#[async_trait]
impl Section for Assets {
    fn name(&self) -> &'static str {
        "assets"
    }

    async fn checked(&self, app: &App, viewer: &Viewer, _declared: &Declared, wanted: Wanted) -> Result<Wanted> {
        // Names of any length mean the asset; the whole name is what is remembered.
        let mut whole = Wanted::new();
        for (name, (file, document)) in wanted {
            let found = asset(app, viewer, &name).await?.1;
            let mut one: Asset = read(&document)?;
            one.name.clone_from(&found);
            if let Some((other, _)) = whole.insert(found.clone(), (file.clone(), json(&one))) {
                let problem = format!("is said twice, in `{other}` and in `{file}`; keep one");
                return Err(catalog::Error::invalid(format!("assets.{found}"), problem).into());
            }
        }
        each(self.name(), whole, |_, mut one: Asset| {
            // As they are kept: without blanks around them.
            let trimmed = |texts: BTreeSet<String>| texts.iter().map(|text| text.trim().to_owned()).collect();
            one.owners = one.owners.map(trimmed);
            one.tags = one.tags.map(trimmed);
            one.display_name = one.display_name.map(|name| name.trim().to_owned());
            one.terms = one.terms.map(|terms| spelled_all(&terms)).transpose()?;
            one.products = one.products.map(|products| spelled_all(&products)).transpose()?;
            one.domain = one.domain.map(|path| spelled(&path)).transpose()?;
            one.code_list = one.code_list.map(|path| spelled(&path)).transpose()?;
            Ok(one)
        })
    }

    async fn current(&self, app: &App, viewer: &Viewer, names: &BTreeSet<String>) -> Result<BTreeMap<String, Value>> {
        let mut assets = Vec::new();
        for name in names {
            let Ok(query) = name.parse() else { continue };
            match app.catalog().find(viewer, &query, None).await {
                Ok(found) if found.removed.is_none() => assets.push((name.clone(), found)),
                Ok(_) | Err(catalog::Error::NotFound { .. } | catalog::Error::Ambiguous { .. }) => {}
                Err(cause) => return Err(cause.into()),
            }
        }
        let paths = paths(app, viewer, assets.iter().map(|(_, asset)| asset)).await?;
        Ok(assets.into_iter().map(|(name, asset)| (name, json(&told(&asset, &paths)))).collect())
    }

    async fn put(&self, app: &App, viewer: &Viewer, name: &str, wanted: &Value) -> Result<()> {
        let one: Asset = read(wanted)?;
        let edit = Edit {
            display_name: text(one.display_name),
            description: text(one.description),
            owners: list(one.owners),
            tags: list(one.tags),
            tier: text(one.tier),
            terms: list(meant(app, viewer, AssetKind::Term, one.terms).await?),
            domain: one_meant(app, viewer, AssetKind::Domain, one.domain).await?,
            code_list: one_meant(app, viewer, AssetKind::CodeList, one.code_list).await?,
            products: list(meant(app, viewer, AssetKind::DataProduct, one.products).await?),
            properties: one
                .properties
                .into_iter()
                .map(|(name, it)| (name, Some(it).filter(|it| !it.is_null())))
                .collect(),
            ..Edit::default()
        };
        let id = asset(app, viewer, name).await?.0;
        app.catalog().edit(viewer, id, edit).await?;
        Ok(())
    }

    /// What is still as it was applied; what somebody changed since stays theirs.
    fn taken_back(&self, there: &Map<String, Value>, applied: &Map<String, Value>) -> Vec<Field> {
        let same = applied.iter().filter(|(field, value)| *field != "name" && there.get(*field) == Some(value));
        let kept: Map<String, Value> = same.map(|(field, _)| (field.clone(), Value::Null)).collect();
        differing(there, &kept)
    }

    async fn remove(&self, app: &App, viewer: &Viewer, step: &Step) -> Result<()> {
        let id = asset(app, viewer, &step.name).await?.0;
        let goes = |field: &str| step.fields.iter().any(|it| it.field == field);
        let properties = step.fields.iter().find(|it| it.field == "properties").and_then(|it| it.before.as_object());
        let edit = Edit {
            display_name: cleared(goes("display_name")),
            description: cleared(goes("description")),
            owners: cleared(goes("owners")),
            tags: cleared(goes("tags")),
            tier: cleared(goes("tier")),
            terms: cleared(goes("terms")),
            domain: cleared(goes("domain")),
            products: cleared(goes("products")),
            code_list: cleared(goes("code_list")),
            properties: properties.into_iter().flatten().map(|(name, _)| (name.clone(), None)).collect(),
            ..Edit::default()
        };
        app.catalog().edit(viewer, id, edit).await?;
        Ok(())
    }
}

fn cleared<T>(goes: bool) -> Patch<T> {
    if goes { Patch::Clear } else { Patch::Keep }
}

/// A path as it is spelled here.
fn spelled(path: &str) -> Result<String> {
    if path.trim().is_empty() {
        return Ok(String::new());
    }
    Ok(Name::new(NAMESPACE, parse_path(path.trim())?).path())
}

fn spelled_all(paths: &BTreeSet<String>) -> Result<BTreeSet<String>> {
    paths.iter().map(|path| spelled(path)).collect()
}

/// The terms, domains, products or data standards that paths mean.
async fn meant(
    app: &App,
    viewer: &Viewer,
    kind: AssetKind,
    paths: Option<BTreeSet<String>>,
) -> Result<Option<BTreeSet<AssetId>>> {
    let Some(paths) = paths else { return Ok(None) };
    let mut names = Vec::with_capacity(paths.len());
    for path in &paths {
        names.push((Name::new(NAMESPACE, parse_path(path)?), kind));
    }
    let found = app.catalog().resolve(viewer, &names).await?;
    match paths.iter().zip(&found).find(|(_, id)| id.is_none()) {
        Some((path, _)) => Err(Error::invalid(field_of(kind), format!("there is no {kind} `{path}`"))),
        None => Ok(Some(found.into_iter().flatten().collect())),
    }
}

/// The one thing that a path means; an empty path takes away.
async fn one_meant(app: &App, viewer: &Viewer, kind: AssetKind, path: Option<String>) -> Result<Patch<AssetId>> {
    match path {
        None => Ok(Patch::Keep),
        Some(path) if path.is_empty() => Ok(Patch::Clear),
        Some(path) => {
            let found = meant(app, viewer, kind, Some(BTreeSet::from([path]))).await?;
            Ok(found.and_then(|ids| ids.into_iter().next()).map_or(Patch::Keep, Patch::Set))
        }
    }
}

const fn field_of(kind: AssetKind) -> &'static str {
    match kind {
        AssetKind::Term => "terms",
        AssetKind::Domain => "domain",
        AssetKind::CodeList => "code_list",
        _ => "products",
    }
}

/// The paths of everything that assets are sorted by.
pub(super) async fn paths<'a>(
    app: &App,
    viewer: &Viewer,
    assets: impl Iterator<Item = &'a catalog::Asset>,
) -> Result<HashMap<AssetId, String>> {
    let ids: BTreeSet<AssetId> = assets.flat_map(|asset| &asset.relations).filter_map(|tie| tie.target_id()).collect();
    let ids: Vec<AssetId> = ids.into_iter().collect();
    let found = app.catalog().assets(viewer, &ids, None).await?;
    Ok(found.into_iter().map(|asset| (asset.id, asset.name.path())).collect())
}

/// What people said of an asset.
pub(super) fn told(asset: &catalog::Asset, paths: &HashMap<AssetId, String>) -> Asset {
    let decided = |kind: RelationKind| -> BTreeSet<String> {
        let ties = asset.relations.iter().filter(|tie| tie.kind == kind && tie.layer == Layer::Curated);
        ties.map(|tie| tie.target.clone()).collect()
    };
    let sorted = |kind: RelationKind| -> BTreeSet<String> {
        let ties = asset.relations.iter().filter(|tie| tie.kind == kind && tie.layer == Layer::Curated);
        ties.filter_map(|tie| paths.get(&tie.target_id()?).cloned()).collect()
    };
    Asset {
        name: asset.name.to_string(),
        display_name: asset.curated.display_name.clone(),
        description: asset.curated.description.clone(),
        owners: Some(decided(RelationKind::Owner)),
        tags: Some(decided(RelationKind::Tag)),
        tier: decided(RelationKind::Tier).pop_first(),
        terms: Some(sorted(RelationKind::Term)),
        domain: sorted(RelationKind::Domain).pop_first(),
        products: Some(sorted(RelationKind::Product)),
        code_list: sorted(RelationKind::CodeList).pop_first(),
        properties: asset.curated.properties.clone(),
    }
}

fn text(wanted: Option<String>) -> Patch<String> {
    match wanted {
        None => Patch::Keep,
        Some(text) if text.trim().is_empty() => Patch::Clear,
        Some(text) => Patch::Set(text),
    }
}

fn list<T>(wanted: Option<BTreeSet<T>>) -> Patch<Vec<T>> {
    match wanted {
        None => Patch::Keep,
        Some(targets) if targets.is_empty() => Patch::Clear,
        Some(targets) => Patch::Set(targets.into_iter().collect()),
    }
}
