//! What was applied from files, by set, sort and name.

use std::collections::BTreeMap;

use catalog::{Database, Viewer};
use serde_json::Value;

mod store;

use crate::{access::Result, app::App};

/// The longest name of a set of files, in characters.
pub const MAX_SET: usize = 100;

/// Something that was applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// Which sort of object.
    pub section: String,
    /// Its name.
    pub name: String,
    /// What the file said.
    pub document: Value,
}

/// Everything of a set.
///
/// # Errors
/// The store's own.
pub async fn all(database: &Database, set: &str) -> Result<Vec<Applied>> {
    store::all(database.read(), set).await
}

/// Remembers that an object is as `document` says.
///
/// # Errors
/// The store's own.
pub async fn remember(
    app: &App,
    viewer: &Viewer,
    set: &str,
    (section, name): &(String, String),
    document: &Value,
) -> Result<()> {
    let one = BTreeMap::from([((section.clone(), name.clone()), document.clone())]);
    remember_all(app, viewer, set, &one).await
}

/// Remembers many objects at once.
///
/// # Errors
/// The store's own.
pub async fn remember_all(
    app: &App,
    viewer: &Viewer,
    set: &str,
    documents: &BTreeMap<(String, String), Value>,
) -> Result<()> {
    let at = app.clock().now().timestamp_micros();
    let write = app.catalog().database().write().await?;
    store::put(&*write, set, documents, (at, &viewer.name)).await?;
    write.commit().await?;
    Ok(())
}

/// Forgets an object.
///
/// # Errors
/// The store's own.
pub async fn forget(app: &App, set: &str, (section, name): &(String, String)) -> Result<()> {
    let write = app.catalog().database().write().await?;
    store::delete(&*write, set, section, name).await?;
    write.commit().await?;
    Ok(())
}
