//! How terms, domains, data products and standards are called, for rules and for search, which know them by identifier only.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    catalog::Catalog,
    error::Result,
    id::AssetId,
    kinds::{AssetKind, Details},
    name::MAX_PARTS,
    state,
    store::{ROWS, asset},
};

/// How something is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// What it is.
    pub kind: AssetKind,
    /// Its name, then the names of what it is inside of, innermost first.
    pub path: Vec<String>,
    /// The other words for it: its display name, its synonyms, the document that a standard is from.
    pub words: Vec<String>,
}

impl Catalog {
    /// How assets are called; those that do not exist are absent. For followers and decisions: whoever shows it to
    /// somebody asks first whether they may know.
    ///
    /// # Errors
    /// The store's own.
    pub async fn called(&self, ids: &[AssetId]) -> Result<HashMap<AssetId, Called>> {
        let mut rows: HashMap<Uuid, asset::Model> = HashMap::new();
        let mut wanted: HashSet<Uuid> = ids.iter().map(|id| id.0).collect();
        for _ in 0..MAX_PARTS {
            wanted.retain(|id| !id.is_nil() && !rows.contains_key(id));
            if wanted.is_empty() {
                break;
            }
            let level: Vec<Uuid> = wanted.drain().collect();
            for chunk in level.chunks(ROWS) {
                let found = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied()));
                for row in found.all(self.database().read()).await? {
                    wanted.insert(row.parent_id);
                    rows.insert(row.id, row);
                }
            }
        }
        let mut called = HashMap::with_capacity(ids.len());
        for id in ids {
            if let Some(row) = rows.get(&id.0) {
                called.insert(*id, Called { kind: state::kind(row.kind), path: path(row, &rows), words: words(row)? });
            }
        }
        Ok(called)
    }
}

fn path(row: &asset::Model, rows: &HashMap<Uuid, asset::Model>) -> Vec<String> {
    let mut path = vec![row.name.clone()];
    let mut at = row.parent_id;
    while let Some(row) = rows.get(&at).filter(|_| path.len() < MAX_PARTS) {
        path.push(row.name.clone());
        at = row.parent_id;
    }
    path
}

fn words(row: &asset::Model) -> Result<Vec<String>> {
    let mut words: Vec<String> = state::curated(row)?.display_name.into_iter().collect();
    match state::harvested(row)?.details {
        Details::Term(term) => words.extend(term.synonyms),
        Details::CodeList(list) => words.extend(list.standard),
        _ => {}
    }
    Ok(words)
}
