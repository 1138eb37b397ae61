//! What was merged into another asset, with all inside: sources may go on saying it, and it stays where it is.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::Ingest;
use crate::{
    catalog::Catalog,
    error::Result,
    name::Name,
    record::AssetRecord,
    relation::RelationKind,
    store::{ROWS, asset, relation},
};

/// What an ingest passes over.
#[derive(Debug, Default)]
pub(super) struct Absorbed {
    ids: HashSet<Uuid>,
    /// The names under which it was said, by which what is inside of it is known.
    names: HashSet<Name>,
}

impl Absorbed {
    /// Everything that is merged at present: one statement where nothing is, else one more for each level.
    pub(super) async fn read(catalog: &Catalog) -> Result<Self> {
        let mut level: Vec<Uuid> = relation::Entity::find()
            .select_only()
            .column(relation::Column::AssetId)
            .filter(relation::Column::Kind.eq(RelationKind::MergedInto.number()))
            .filter(relation::Column::UntilChange.is_null())
            .into_tuple()
            .all(catalog.database().read())
            .await?;
        let mut ids: HashSet<Uuid> = HashSet::new();
        while !level.is_empty() {
            let mut next: Vec<Uuid> = Vec::new();
            for chunk in level.chunks(ROWS) {
                let rows = asset::Entity::find()
                    .select_only()
                    .column(asset::Column::Id)
                    .filter(asset::Column::ParentId.is_in(chunk.iter().copied()));
                next.extend(rows.into_tuple::<Uuid>().all(catalog.database().read()).await?);
            }
            ids.extend(&level);
            next.retain(|id| !ids.contains(id));
            level = next;
        }
        Ok(Self { ids, names: HashSet::new() })
    }

    /// Whether this asset is passed over.
    pub(super) fn has(&self, id: Uuid) -> bool {
        self.ids.contains(&id)
    }

    /// Whether something is.
    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

impl Ingest {
    /// Takes out of `level` what is inside of something merged: its parent was found by [`Ingest::absorb`] before.
    pub(super) fn pass_over(&mut self, level: Vec<AssetRecord>) -> Vec<AssetRecord> {
        if self.absorbed.is_empty() {
            return level;
        }
        let mut kept = Vec::with_capacity(level.len());
        for record in level {
            let parent = record.name.parent();
            let is_inside = parent.is_some_and(|parent| {
                self.absorbed.names.contains(&parent)
                    || self.names.get(&parent).is_some_and(|id| self.absorbed.ids.contains(id))
            });
            if is_inside {
                self.summary.seen += 1;
                self.absorbed.names.insert(record.name);
            } else {
                kept.push(record);
            }
        }
        kept
    }

    /// Passes over something that is merged itself.
    pub(super) fn absorb(&mut self, name: Name) {
        self.absorbed.names.insert(name);
    }
}
