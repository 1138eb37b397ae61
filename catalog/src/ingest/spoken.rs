//! Columns that are only spoken of: an edge or a script names them, and nobody has said what their table is like.
//!
//! They become placeholders, so that lineage reaches them at once. When a source says the table, those that it has become
//! real, and those that it does not have go.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{Ingest, resolve::Known};
use crate::{
    change::Operation,
    database::Write,
    draft::{Draft, Step},
    error::Result,
    kinds::AssetKind,
    name::Name,
    record::Record,
    store::{ROWS, asset},
};

impl Ingest {
    /// Makes the columns known that edges of `records` name in tables which are placeholders.
    pub(super) async fn ensure_columns(
        &mut self,
        write: &Write,
        draft: &mut Draft<'_>,
        records: &[Record],
    ) -> Result<()> {
        let mut spoken: HashMap<&Name, Vec<&str>> = HashMap::new();
        for record in records {
            if let Record::Mention { name, columns, .. } = record {
                spoken.entry(name).or_default().extend(columns.iter().map(String::as_str));
            }
            let Record::Lineage(lineage) = record else { continue };
            for edge in &lineage.edges {
                let pairs = || edge.columns.iter();
                spoken.entry(&edge.upstream).or_default().extend(pairs().map(|pair| pair.upstream.as_str()));
                spoken.entry(&edge.downstream).or_default().extend(pairs().map(|pair| pair.downstream.as_str()));
            }
            for query in &lineage.queries {
                spoken.entry(&query.downstream).or_default().extend(query.columns.iter().map(String::as_str));
            }
        }
        spoken.retain(|_, columns| !columns.is_empty());
        let holders: HashMap<Uuid, &Name> =
            spoken.keys().filter_map(|name| Some((*self.names.get(*name)?, *name))).collect();
        let mut wanted = Vec::new();
        for holder in self.placeholders(write, holders.keys().copied().collect()).await? {
            let table = holders[&holder];
            // Two spellings of one column are one column.
            let mut keys = HashSet::new();
            for column in spoken.get(table).into_iter().flatten() {
                let name = table.child(*column);
                if name.validate().is_ok() && keys.insert(table.platform().identity_key(AssetKind::Column, column)) {
                    wanted.push((name, AssetKind::Column));
                }
            }
        }
        self.ensure_known(write, draft, wanted).await
    }

    /// Those of `ids` that nobody has said yet.
    async fn placeholders(&self, write: &Write, ids: Vec<Uuid>) -> Result<Vec<Uuid>> {
        let (fresh, stored): (Vec<Uuid>, Vec<Uuid>) = ids.into_iter().partition(|id| self.fresh.contains(id));
        let mut found: Vec<Uuid> = fresh.into_iter().filter(|id| !self.seen.contains(id)).collect();
        for chunk in stored.chunks(ROWS) {
            let rows = asset::Entity::find()
                .select_only()
                .column(asset::Column::Id)
                .filter(asset::Column::Id.is_in(chunk.iter().copied()))
                .filter(asset::Column::IsPlaceholder.eq(true));
            found.extend(rows.into_tuple::<Uuid>().all(&**write).await?);
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Removes placeholders among the columns of tables that a source has said whole: they are not there.
    pub(super) async fn drop_spoken(&self, write: &Write, draft: &mut Draft<'_>, unsaid: &[Known]) -> Result<()> {
        let is_dead = |known: &&Known| {
            known.kind == AssetKind::Column.number()
                && known.is_placeholder
                && !known.is_removed
                && self.context.source.is_some()
                && self.seen.contains(&known.parent)
        };
        let ids: Vec<Uuid> = unsaid.iter().filter(is_dead).map(|known| known.id).collect();
        for chunk in ids.chunks(ROWS) {
            let rows = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied()));
            for row in rows.all(&**write).await? {
                let (before, after) = (row.clone(), row);
                draft.step(Step { operation: Operation::Removed, before, after, fields: Vec::new(), relations: None });
            }
        }
        Ok(())
    }
}
