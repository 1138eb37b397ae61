//! The catalog as canonical lines: for digests, exports, and replay into another store.
//!
//! The log is the whole truth: an export is the log with the few tables that are not part of it, and an import replays
//! it. The same export gives the same store on either engine.

mod export;
mod line;
mod replay;

pub use export::Exported;
pub use replay::Imported;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    catalog::Catalog,
    error::Result,
    store::{asset, namespace, relation},
};

/// How many rows are read at once.
const PAGE: u64 = 5_000;

impl Catalog {
    /// A fingerprint of what the catalog says now: names, kinds, both layers and ties of everything that is not
    /// removed. Versions, numbers and times are not part of it, so that what was taken back leaves no trace in it.
    ///
    /// # Errors
    /// The store's own.
    pub async fn digest(&self) -> Result<String> {
        let mut hasher = blake3::Hasher::new();
        let mut after = Uuid::nil();
        loop {
            let rows = asset::Entity::find()
                .filter(asset::Column::Id.gt(after))
                .order_by_asc(asset::Column::Id)
                .limit(PAGE)
                .all(self.database().read())
                .await?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in rows.iter().filter(|row| row.removed_change.is_none()) {
                let line = serde_json::json!([
                    row.id,
                    row.namespace_id,
                    row.parent_id,
                    row.kind,
                    row.name,
                    row.ordinal,
                    row.source_id,
                    row.harvested,
                    row.curated,
                    row.is_placeholder
                ]);
                hasher.update(line.to_string().as_bytes());
            }
        }
        let namespaces = namespace::Entity::find().order_by_asc(namespace::Column::Id);
        for row in namespaces.all(self.database().read()).await? {
            hasher.update(format!("{} {}\n", row.id, row.name).as_bytes());
        }
        self.digest_ties(&mut hasher).await?;
        Ok(hasher.finalize().to_hex().to_string())
    }

    async fn digest_ties(&self, hasher: &mut blake3::Hasher) -> Result<()> {
        use relation::Column;
        let ties = relation::Entity::find()
            .filter(Column::UntilChange.is_null())
            .order_by_asc(Column::AssetId)
            .order_by_asc(Column::Kind)
            .order_by_asc(Column::Target)
            .order_by_asc(Column::Layer);
        let mut pages = ties.all(self.database().read()).await?.into_iter();
        for row in pages.by_ref() {
            hasher.update(serde_json::json!([row.asset_id, row.kind, row.target, row.layer]).to_string().as_bytes());
        }
        Ok(())
    }
}
