//! Rules by which tags and terms follow column lineage, as files name them. Terms go by path.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use async_trait::async_trait;
use catalog::{Action, AssetId, AssetKind, Name, RelationKind, Viewer, name::parse_path, vocabulary::NAMESPACE};
use lineage::propagation::{Passage, Rule, RuleText};
use serde_json::Value;

use super::{
    Declared, Step,
    declared::{Follows, Passes, PropagationRule},
    section::{Section, Wanted, each, json, read},
};
use crate::{
    access::{Error, Result},
    app::App,
};

pub(super) struct Rules;

/// What stands for every term.
const ALL: &str = "*";

#[async_trait]
impl Section for Rules {
    fn name(&self) -> &'static str {
        "propagation_rules"
    }

    async fn checked(&self, app: &App, viewer: &Viewer, declared: &Declared, wanted: Wanted) -> Result<Wanted> {
        viewer.must(Action::ManageGovernance)?;
        let mut spelled: HashMap<String, String> = HashMap::new();
        for (_, document) in wanted.values() {
            let one: PropagationRule = read(document)?;
            if let Some(path) = term(&one).filter(|path| !spelled.contains_key(*path)) {
                let name = Name::new(NAMESPACE, parse_path(path)?).path();
                let is_there = declared.has("terms", &name) || id_of(app, viewer, &name).await?.is_some();
                spelled.extend(is_there.then(|| (path.to_owned(), name)));
            }
        }
        each(self.name(), wanted, |_, mut one: PropagationRule| {
            let path = term(&one).map(str::to_owned);
            let text = if path.is_some() { text(&one, ALL) } else { text(&one, &one.pattern) };
            let text = text.checked().map_err(told_by)?;
            one.pattern = match path {
                None => text.pattern,
                Some(path) => {
                    let missing = || Error::invalid("pattern", format!("there is no term `{path}`"));
                    spelled.get(&path).cloned().ok_or_else(missing)?
                }
            };
            Ok(one)
        })
    }

    async fn current(&self, app: &App, viewer: &Viewer, names: &BTreeSet<String>) -> Result<BTreeMap<String, Value>> {
        let mut rules = app.propagation().rules(viewer).await.map_err(told_by)?;
        rules.retain(|rule| names.contains(&rule.text.name));
        let terms = rules.iter().filter(|rule| rule.text.sort == RelationKind::Term);
        let terms: BTreeSet<AssetId> = terms.filter_map(|rule| rule.text.pattern.parse().ok()).collect();
        let terms = app.catalog().assets(viewer, &terms.into_iter().collect::<Vec<_>>(), None).await?;
        let paths: HashMap<String, String> =
            terms.into_iter().map(|term| (term.id.to_string(), term.name.path())).collect();
        Ok(rules.into_iter().map(|rule| (rule.text.name.clone(), json(&told(rule, &paths)))).collect())
    }

    async fn put(&self, app: &App, viewer: &Viewer, name: &str, wanted: &Value) -> Result<()> {
        let one: PropagationRule = read(wanted)?;
        let text = match term(&one) {
            None => text(&one, &one.pattern),
            Some(path) => {
                let missing = || Error::invalid("pattern", format!("there is no term `{path}`"));
                text(&one, &id_of(app, viewer, path).await?.ok_or_else(missing)?.to_string())
            }
        };
        let id = rule(app, viewer, name).await?.map(|rule| rule.id);
        app.propagation().save_rule(viewer, id, text).await.map_err(told_by)?;
        Ok(())
    }

    async fn remove(&self, app: &App, viewer: &Viewer, step: &Step) -> Result<()> {
        match rule(app, viewer, &step.name).await? {
            Some(rule) => app.propagation().delete_rule(viewer, rule.id).await.map_err(told_by),
            None => Ok(()),
        }
    }
}

/// The names of all rules.
///
/// # Errors
/// `Forbidden`.
pub(super) async fn names(app: &App, viewer: &Viewer) -> Result<BTreeSet<String>> {
    let rules = app.propagation().rules(viewer).await.map_err(told_by)?;
    Ok(rules.into_iter().map(|rule| rule.text.name).collect())
}

async fn rule(app: &App, viewer: &Viewer, name: &str) -> Result<Option<Rule>> {
    let rules = app.propagation().rules(viewer).await.map_err(told_by)?;
    Ok(rules.into_iter().find(|rule| rule.text.name == name))
}

/// The path of the one term that a rule is about.
fn term(one: &PropagationRule) -> Option<&str> {
    let pattern = one.pattern.trim();
    (one.sort == Follows::Term && pattern != ALL).then_some(pattern)
}

async fn id_of(app: &App, viewer: &Viewer, path: &str) -> Result<Option<AssetId>> {
    let name = Name::new(NAMESPACE, parse_path(path)?);
    let found = app.catalog().resolve(viewer, &[(name, AssetKind::Term)]).await?;
    Ok(found.into_iter().flatten().next())
}

fn text(one: &PropagationRule, pattern: &str) -> RuleText {
    RuleText {
        name: one.name.clone(),
        sort: match one.sort {
            Follows::Tag => RelationKind::Tag,
            Follows::Term => RelationKind::Term,
        },
        pattern: pattern.to_owned(),
        passes: match one.passes {
            Passes::Copies => Passage::Copies,
            Passes::Values => Passage::Values,
        },
        stops_at_masking: one.stops_at_masking,
        stops_at_aggregation: one.stops_at_aggregation,
        confirms: one.confirms,
        max_steps: one.max_steps,
        is_enabled: one.enabled,
    }
}

/// A rule in the words of files. A term that is gone, or may not be known of, keeps its identifier.
fn told(rule: Rule, paths: &HashMap<String, String>) -> PropagationRule {
    let text = rule.text;
    PropagationRule {
        name: text.name,
        sort: if text.sort == RelationKind::Term { Follows::Term } else { Follows::Tag },
        pattern: paths.get(&text.pattern).cloned().unwrap_or(text.pattern),
        passes: match text.passes {
            Passage::Copies => Passes::Copies,
            Passage::Values => Passes::Values,
        },
        stops_at_masking: text.stops_at_masking,
        stops_at_aggregation: text.stops_at_aggregation,
        confirms: text.confirms,
        max_steps: text.max_steps,
        enabled: text.is_enabled,
    }
}

/// What lineage says, in the words of plans.
fn told_by(cause: lineage::Error) -> Error {
    match cause {
        lineage::Error::Catalog(cause) => cause.into(),
        lineage::Error::Invalid { field, problem } => Error::invalid(field, problem),
        other => Error::invalid("propagation_rules", other.to_string()),
    }
}
