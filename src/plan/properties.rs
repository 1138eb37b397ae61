//! Custom properties, as files define them. Their values are said with the assets.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use catalog::{Action, Viewer, property};
use serde_json::Value;

use super::{
    Declared, Step,
    declared::Property,
    section::{Section, Wanted, each, json, read},
};
use crate::{access::Result, app::App};

pub(super) struct Properties;

#[async_trait]
impl Section for Properties {
    fn name(&self) -> &'static str {
        "properties"
    }

    async fn checked(&self, _app: &App, viewer: &Viewer, _declared: &Declared, wanted: Wanted) -> Result<Wanted> {
        viewer.must(Action::ManageGovernance)?;
        each(self.name(), wanted, |_, one: Property| Ok(told(meant(one).checked()?)))
    }

    async fn current(&self, app: &App, viewer: &Viewer, names: &BTreeSet<String>) -> Result<BTreeMap<String, Value>> {
        let found = app.catalog().properties(viewer).await?.into_iter().filter(|one| names.contains(&one.name));
        Ok(found.map(|one| (one.name.clone(), json(&told(one)))).collect())
    }

    async fn put(&self, app: &App, viewer: &Viewer, _name: &str, wanted: &Value) -> Result<()> {
        app.catalog().save_property(viewer, meant(read(wanted)?)).await?;
        Ok(())
    }

    /// Values that people gave by hand are never lost by it: one that assets still have is refused.
    async fn remove(&self, app: &App, viewer: &Viewer, step: &Step) -> Result<()> {
        app.catalog().delete_property(viewer, &step.name, false).await?;
        Ok(())
    }
}

/// A property in the words of files.
fn told(one: property::Property) -> Property {
    let property::Property {
        name,
        title_en,
        title_zh,
        description,
        kinds,
        property_type,
        choices,
        pattern,
        is_required,
    } = one;
    Property { name, title_en, title_zh, description, kinds, property_type, choices, pattern, required: is_required }
}

fn meant(one: Property) -> property::Property {
    let Property { name, title_en, title_zh, description, kinds, property_type, choices, pattern, required } = one;
    let is_required = required;
    property::Property { name, title_en, title_zh, description, kinds, property_type, choices, pattern, is_required }
}
