//! Governance from files: what YAML under version control says of departments, teams, roles, policies, words of the business,
//! data standards, custom properties, rules of propagation and assets is compared with what is there, shown as steps, and done
//! step by step.
//!
//! An object of the organisation is wholly as its file says, but for its members, which stay as they are where the file
//! is silent. Of an asset only what the file names is touched. What a file said before and says no more is taken back:
//! for that, what was applied is remembered ([`ledger`]), by the name of the set of files it came from. A step is *drift*
//! when somebody changed by hand what was applied.
//!
//! A new sort of object is one file here and one line in [`SECTIONS`].

pub mod declared;
pub mod files;
pub mod ledger;

mod accounts;
mod assets;
mod departments;
mod policies;
mod propagation;
mod properties;
mod pull;
mod roles;
mod section;
mod teams;
mod vocabulary;

pub use pull::pull;

use std::collections::{BTreeMap, BTreeSet};

use catalog::Viewer;
use serde::Serialize;
use serde_json::{Map, Value};

pub use self::declared::Declared;
use self::{ledger::Applied, section::Section};
use crate::{
    access::{Error, Result},
    app::App,
};

/// Every sort of object, in the order in which they are made; they are taken away in the opposite order.
static SECTIONS: &[&dyn Section] = &[
    &departments::Departments,    // who is below whom
    &teams::Teams,                // belong to departments
    &roles::Roles,                // may name departments
    &policies::Policies,          // name all of them, and assets
    &vocabulary::DOMAINS,         // each below those it is in
    &vocabulary::PRODUCTS,        // stand alone
    &vocabulary::GLOSSARIES,      // hold terms
    &vocabulary::TERMS,           // in glossaries and in other terms
    &vocabulary::CLASSIFICATIONS, // hold tags
    &vocabulary::TAGS,            // in classifications
    &vocabulary::CODE_LISTS,      // stand alone
    &properties::Properties,      // stand alone
    &propagation::Rules,          // name terms and tags
    &assets::Assets,              // owned by people and teams, sorted by all of the above
];

/// The most steps of one plan.
pub const MOST_STEPS: usize = 20_000;

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, async_graphql::Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "GovernanceStepKind")]
pub enum StepKind {
    /// Makes what is not there.
    Create,
    /// Changes what is there.
    Change,
    /// Takes away what no file names any more.
    Remove,
}

/// One field of a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// What it is called in files.
    pub field: String,
    /// What is there; null for nothing.
    pub before: Value,
    /// What is there afterwards; null for nothing.
    pub after: Value,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Which sort of object, as files call it.
    pub section: &'static str,
    /// The object's name.
    pub name: String,
    /// What is done.
    pub kind: StepKind,
    /// Which fields differ.
    pub fields: Vec<Field>,
    /// Whether somebody changed by hand what was applied before.
    pub is_drift: bool,
    /// The file that says so; none for what no file names any more.
    pub file: Option<String>,
    /// What is to be afterwards; none for nothing.
    #[serde(skip)]
    wanted: Option<Value>,
}

/// What would be done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// The steps, in the order in which they are done.
    pub steps: Vec<Step>,
    /// How many objects are as the files say.
    pub unchanged: usize,
    /// A fingerprint of the steps: a plan that was read is applied only while it is still this one.
    pub digest: String,
    #[serde(skip)]
    remembered: BTreeMap<(String, String), Value>,
}

/// Compares what is declared with what is there. The same plan applied twice has nothing to do the second time.
///
/// # Errors
/// `Invalid` naming file, object and field; `Forbidden` for who may not read what files speak of.
pub async fn plan(app: &App, viewer: &Viewer, set: &str, declared: &Declared) -> Result<Plan> {
    let applied = ledger::all(app.catalog().database(), set).await?;
    let (mut makes, mut takes) = (Vec::new(), Vec::new());
    let mut unchanged = 0;
    let mut remembered = BTreeMap::new();
    for section in SECTIONS {
        let wanted = declared.section(section.name());
        let before: BTreeMap<&str, &Applied> =
            applied.iter().filter(|row| row.section == section.name()).map(|row| (row.name.as_str(), row)).collect();
        if wanted.is_empty() && before.is_empty() {
            continue;
        }
        let wanted = section.checked(app, viewer, declared, wanted).await?;
        let names: BTreeSet<String> =
            wanted.keys().cloned().chain(before.keys().map(|name| (*name).to_owned())).collect();
        let current = section.current(app, viewer, &names).await?;
        for (name, (file, document)) in section.ordered(wanted) {
            remembered.insert((section.name().to_owned(), name.clone()), document.clone());
            let earlier = before.get(name.as_str()).map(|row| &row.document);
            match step(*section, &name, current.get(&name), document, earlier) {
                Some(step) => makes.push(Step { file: Some(file), ..step }),
                None => unchanged += 1,
            }
        }
        let gone = before.iter().filter(|(name, _)| !remembered.contains_key(&key(*section, name)));
        let gone = gone.map(|(name, row)| ((*name).to_owned(), (String::new(), row.document.clone()))).collect();
        let taken = section.ordered(gone).into_iter();
        let mut gone: Vec<Step> =
            taken.filter_map(|(name, (_, applied))| removal(*section, &name, current.get(&name)?, &applied)).collect();
        gone.reverse();
        takes.push(gone);
    }
    makes.extend(takes.into_iter().rev().flatten());
    if makes.len() > MOST_STEPS {
        let problem = format!("make {} steps; {MOST_STEPS} are allowed", makes.len());
        return Err(Error::invalid("files", problem));
    }
    let digest = digest(&makes);
    Ok(Plan { steps: makes, unchanged, digest, remembered })
}

/// Does what a plan says. `expected`, when given, is the digest of the plan that was read. When a step fails, those
/// before it are done and remembered; applied again, the rest follows.
///
/// # Errors
/// As [`plan`]; `Conflict` when the plan is another by now; what the step itself refuses, with the object's name.
pub async fn apply(app: &App, viewer: &Viewer, set: &str, declared: &Declared, expected: Option<&str>) -> Result<Plan> {
    let plan = plan(app, viewer, set, declared).await?;
    if expected.is_some_and(|digest| digest != plan.digest) {
        let problem = "what is there has changed since the plan was made; read the new plan first";
        return Err(catalog::Error::conflict(problem).into());
    }
    let database = app.catalog().database();
    let mut left: BTreeSet<(String, String)> =
        ledger::all(database, set).await?.into_iter().map(|row| (row.section, row.name)).collect();
    for step in &plan.steps {
        let section = section::named(step.section)?;
        let named = |cause: Error| within(cause, step);
        match &step.wanted {
            Some(wanted) => section.put(app, viewer, &step.name, wanted).await.map_err(named)?,
            None => section.remove(app, viewer, step).await.map_err(named)?,
        }
        let place = (step.section.to_owned(), step.name.clone());
        match plan.remembered.get(&place) {
            Some(document) => ledger::remember(app, viewer, set, &place, document).await?,
            None => ledger::forget(app, set, &place).await?,
        }
        left.remove(&place);
    }
    // What was so already is from now on kept so, and what is gone already is no longer.
    for place in left.iter().filter(|place| !plan.remembered.contains_key(place)) {
        ledger::forget(app, set, place).await?;
    }
    ledger::remember_all(app, viewer, set, &plan.remembered).await?;
    Ok(plan)
}

fn key(section: &dyn Section, name: &str) -> (String, String) {
    (section.name().to_owned(), name.to_owned())
}

/// What has to be done to an object that a file names; none when nothing has.
fn step(
    section: &dyn Section,
    name: &str,
    current: Option<&Value>,
    wanted: Value,
    earlier: Option<&Value>,
) -> Option<Step> {
    let empty = Map::new();
    let there = current.and_then(Value::as_object).unwrap_or(&empty);
    let fields = differing(there, wanted.as_object().unwrap_or(&empty));
    if fields.is_empty() && current.is_some() {
        return None;
    }
    let is_drift = earlier
        .and_then(Value::as_object)
        .is_some_and(|earlier| current.is_none() || !differing(there, earlier).is_empty());
    let kind = if current.is_none() { StepKind::Create } else { StepKind::Change };
    let wanted = Some(wanted);
    Some(Step { section: section.name(), name: name.to_owned(), kind, fields, is_drift, file: None, wanted })
}

/// What has to be done to an object that no file names any more; none when it is as if none ever had.
fn removal(section: &dyn Section, name: &str, current: &Value, applied: &Value) -> Option<Step> {
    let (there, applied) = (current.as_object()?, applied.as_object()?);
    let fields = section.taken_back(there, applied);
    if fields.is_empty() {
        return None;
    }
    let is_drift = !differing(there, applied).is_empty();
    let kind = StepKind::Remove;
    Some(Step { section: section.name(), name: name.to_owned(), kind, fields, is_drift, file: None, wanted: None })
}

/// The fields of `wanted` that are otherwise in `there`.
fn differing(there: &Map<String, Value>, wanted: &Map<String, Value>) -> Vec<Field> {
    let mut fields = Vec::new();
    for (field, after) in wanted {
        let before = there.get(field).cloned().unwrap_or(Value::Null);
        let is_nothing = |value: &Value| match value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            Value::Bool(_) | Value::Number(_) => false,
        };
        if before != *after && !(is_nothing(&before) && is_nothing(after)) {
            fields.push(Field { field: field.clone(), before, after: after.clone() });
        }
    }
    fields
}

fn digest(steps: &[Step]) -> String {
    let text = serde_json::to_string(steps).unwrap_or_default();
    blake3::hash(text.as_bytes()).to_hex()[..32].to_owned()
}

/// The error of a step, with the object that it is about.
fn within(cause: Error, step: &Step) -> Error {
    let place = format!("{}.{}", step.section, step.name);
    match cause {
        Error::Catalog(catalog::Error::Invalid { field, problem }) => {
            catalog::Error::invalid(format!("{place}.{field}"), problem).into()
        }
        Error::Catalog(catalog::Error::Conflict { problem }) => {
            catalog::Error::conflict(format!("{place}: {problem}")).into()
        }
        other => other,
    }
}
