//! Reading assets, now or as of a change. Whatever the number of assets, the number of statements is bounded by the
//! depth of their names.

mod assemble;
mod bulk;
mod census;
mod facts;
mod growth;
mod list;
mod listing;
mod lookup;
mod merged;
mod past;
mod redact;
mod tags;
mod totals;
pub(crate) mod trim;
mod versions;

pub use census::{Census, CensusAsset};
pub use list::ChildFilter;
pub use listing::Listing;
pub use lookup::ColumnOutline;
pub(crate) use merged::merged_into;
pub use totals::Coverage;
pub use versions::{StateSpan, TieSpan};

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    asset::{Asset, Statistics},
    catalog::Catalog,
    change::ChangeNumber,
    error::{Error, Result},
    id::{AssetId, SourceId},
    kinds::AssetKind,
    name::{Name, NameQuery},
    platform::folded,
    store::{ROWS, scope, statistics},
    viewer::{Action, Viewer},
};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

impl Catalog {
    /// The asset with this identifier, removed ones included.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it does not exist (then) or this viewer may not know of it.
    pub async fn asset(&self, viewer: &Viewer, id: AssetId, as_of: Option<ChangeNumber>) -> Result<Asset> {
        let found = self.assets(viewer, &[id], as_of).await?;
        found.into_iter().next().ok_or_else(|| Error::not_found("asset", id))
    }

    /// The assets with these identifiers, in any order; those that do not exist or must not be known are absent.
    ///
    /// # Errors
    /// The store's own.
    pub async fn assets(&self, viewer: &Viewer, ids: &[AssetId], as_of: Option<ChangeNumber>) -> Result<Vec<Asset>> {
        let seen: Vec<Uuid> = self.visible(viewer, ids).await?.into_iter().map(|id| id.0).collect();
        let rows = self.states(&seen, as_of).await?;
        let mut assets = self.assemble(rows, as_of).await?;
        self.redact(viewer, &mut assets).await?;
        Ok(assets)
    }

    /// The asset that a person means by `query`: by its whole name, or by its last parts when only one fits. Spelling
    /// is compared exactly first; where nothing fits, without case. Tables are preferred to columns of the same name.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Ambiguous`] with the candidates.
    pub async fn find(&self, viewer: &Viewer, query: &NameQuery, as_of: Option<ChangeNumber>) -> Result<Asset> {
        viewer.must(Action::ReadCatalog)?;
        let (parts, namespace) = match query {
            NameQuery::Full(name) => (&name.parts, Some(&name.namespace)),
            NameQuery::Tail(parts) => (parts, None),
        };
        let last = parts.last().map_or("", String::as_str);
        let namespace_id = match namespace {
            Some(namespace) => Some(self.find_namespace(namespace).await?.ok_or_else(|| not_found(query))?),
            None => None,
        };
        let mut rows = self.named(&folded(last), namespace_id, as_of).await?;
        self.retain_visible(viewer, &mut rows).await?;
        let mut found: Vec<Asset> = self.assemble(rows, as_of).await?;
        self.redact(viewer, &mut found).await?;
        found.retain(|asset| ends_with(&asset.name, parts, namespace.is_some()));
        let exact: Vec<Asset> = found.iter().filter(|asset| asset.name.parts.ends_with(parts)).cloned().collect();
        if !exact.is_empty() {
            found = exact;
        }
        if found.iter().any(|asset| asset.kind != AssetKind::Column) {
            found.retain(|asset| asset.kind != AssetKind::Column);
        }
        if found.iter().any(|asset| asset.removed.is_none()) {
            found.retain(|asset| asset.removed.is_none());
        }
        match found.len() {
            0 => Err(not_found(query)),
            1 => Ok(found.swap_remove(0)),
            _ => {
                found.sort_by(|a, b| a.name.cmp(&b.name));
                let candidates = found.into_iter().take(10).map(|asset| asset.name).collect();
                Err(Error::Ambiguous { name: shown(query), candidates })
            }
        }
    }

    /// The identifiers of assets by name and kind, in the order asked; none for what is not known or not to be known.
    ///
    /// # Errors
    /// The store's own.
    pub async fn resolve(&self, viewer: &Viewer, names: &[(Name, AssetKind)]) -> Result<Vec<Option<AssetId>>> {
        let found = self.resolve_all(self.database().read(), names, false).await?;
        let ids: Vec<AssetId> = found.values().map(|id| AssetId(*id)).collect();
        let seen: std::collections::HashSet<AssetId> = self.visible(viewer, &ids).await?;
        let known = |name: &(Name, AssetKind)| found.get(name).map(|id| AssetId(*id)).filter(|id| seen.contains(id));
        Ok(names.iter().map(known).collect())
    }

    /// What was last measured of assets.
    ///
    /// # Errors
    /// The store's own.
    pub async fn statistics(&self, viewer: &Viewer, ids: &[AssetId]) -> Result<HashMap<AssetId, Statistics>> {
        let visible = self.visible(viewer, ids).await?;
        let mut measured = HashMap::new();
        let ids: Vec<Uuid> = visible.iter().map(|id| id.0).collect();
        for chunk in ids.chunks(ROWS) {
            let rows = statistics::Entity::find().filter(statistics::Column::AssetId.is_in(chunk.iter().copied()));
            for row in rows.all(self.database().read()).await? {
                let value = serde_json::from_str(&row.value)
                    .map_err(|cause| crate::state::corrupt("statistics", row.asset_id, cause))?;
                measured.insert(AssetId(row.asset_id), value);
            }
        }
        Ok(measured)
    }

    /// When sources were last read completely: an asset that is not removed was last seen then.
    ///
    /// # Errors
    /// The store's own.
    pub async fn last_complete(&self, sources: &[SourceId]) -> Result<HashMap<SourceId, DateTime<Utc>>> {
        let rows = scope::Entity::find()
            .filter(scope::Column::SourceId.is_in(sources.iter().map(|id| id.0)))
            .all(self.database().read())
            .await?;
        let read = |row: scope::Model| (SourceId(row.source_id), crate::clock::from_micros(row.last_complete_at));
        Ok(rows.into_iter().map(read).collect())
    }
}

fn ends_with(name: &Name, parts: &[String], is_whole: bool) -> bool {
    let fits = |(mine, asked): (&String, &String)| folded(mine) == folded(asked);
    name.parts.len() >= parts.len()
        && (!is_whole || name.parts.len() == parts.len())
        && name.parts.iter().rev().zip(parts.iter().rev()).all(fits)
}

fn shown(query: &NameQuery) -> String {
    match query {
        NameQuery::Full(name) => name.to_string(),
        NameQuery::Tail(parts) => Name::new("", parts.iter().cloned()).path(),
    }
}

fn not_found(query: &NameQuery) -> Error {
    Error::not_found("asset", shown(query))
}
