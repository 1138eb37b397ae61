//! What a sort of object has to know to be governed by files.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use catalog::Viewer;
use serde_json::{Map, Value};

use super::{Declared, Field, SECTIONS, Step};
use crate::{
    access::{Error, Result},
    app::App,
};

/// Objects by name, each with the file that names it.
pub(super) type Wanted = BTreeMap<String, (String, Value)>;

/// A sort of object. Objects are JSON in the shape that files have; see [`super::declared`].
#[async_trait]
pub(super) trait Section: Sync {
    /// What files call it.
    fn name(&self) -> &'static str;

    /// What is wanted with every name as it is spelled here, refused where a name means nothing.
    async fn checked(&self, app: &App, viewer: &Viewer, declared: &Declared, wanted: Wanted) -> Result<Wanted>;

    /// What is there under `names`; what is not, is absent.
    async fn current(&self, app: &App, viewer: &Viewer, names: &BTreeSet<String>) -> Result<BTreeMap<String, Value>>;

    /// What is wanted in an order in which each can be made.
    fn ordered(&self, wanted: Wanted) -> Vec<(String, (String, Value))> {
        wanted.into_iter().collect()
    }

    /// Makes or changes one.
    async fn put(&self, app: &App, viewer: &Viewer, name: &str, wanted: &Value) -> Result<()>;

    /// Which fields are taken back when no file names it any more: by default, all of it goes.
    fn taken_back(&self, there: &Map<String, Value>, _applied: &Map<String, Value>) -> Vec<Field> {
        let gone = |(field, before): (&String, &Value)| Field {
            field: field.clone(),
            before: before.clone(),
            after: Value::Null,
        };
        there.iter().map(gone).collect()
    }

    /// Takes one away, as the step says.
    async fn remove(&self, app: &App, viewer: &Viewer, step: &Step) -> Result<()>;
}

/// The section that files call so.
pub(super) fn named(name: &str) -> Result<&'static dyn Section> {
    let found = SECTIONS.iter().copied().find(|section| section.name() == name);
    Ok(found.ok_or_else(|| catalog::Error::not_found("section", name))?)
}

/// Reads a document in its own shape.
pub(super) fn read<T: serde::de::DeserializeOwned>(document: &Value) -> Result<T> {
    serde_json::from_value(document.clone()).map_err(|cause| Error::invalid("document", cause.to_string()))
}

/// A document as JSON.
pub(super) fn json<T: serde::Serialize>(document: &T) -> Value {
    serde_json::to_value(document).unwrap_or_default()
}

/// Checks each of `wanted` in its own shape, and names the file and the object where something is wrong.
pub(super) fn each<T: serde::de::DeserializeOwned + serde::Serialize>(
    section: &str,
    wanted: Wanted,
    mut check: impl FnMut(&str, T) -> Result<T>,
) -> Result<Wanted> {
    let mut checked = Wanted::new();
    for (name, (file, document)) in wanted {
        let object: T = read(&document)?;
        let object = check(&name, object).map_err(|cause| match cause {
            Error::Catalog(catalog::Error::Invalid { field, problem }) => {
                let field = format!("{section}.{name}.{field}");
                catalog::Error::invalid(field, format!("{problem} ({file})")).into()
            }
            other => other,
        })?;
        checked.insert(name, (file, json(&object)));
    }
    Ok(checked)
}
