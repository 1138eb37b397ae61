//! Rows as of a change: the current row where it held then, else the one that did.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    catalog::Catalog,
    change::ChangeNumber,
    error::Result,
    kinds::AssetKind,
    store::{ROWS, asset, asset_past},
};

/// What is looked up in the current rows and in the past ones alike.
pub(super) struct Held {
    pub(super) current: Condition,
    pub(super) past: Condition,
}

/// The rows that held at `number`.
pub(super) fn held_at(number: ChangeNumber) -> Held {
    Held {
        current: Condition::all().add(asset::Column::FromChange.lte(number.0)),
        past: Condition::all()
            .add(asset_past::Column::FromChange.lte(number.0))
            .add(asset_past::Column::UntilChange.gt(number.0)),
    }
}

impl Catalog {
    /// The states of `ids`, now or as of a change.
    pub(crate) async fn states(&self, ids: &[Uuid], as_of: Option<ChangeNumber>) -> Result<Vec<asset::Model>> {
        let mut states = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(ROWS) {
            let query = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied()));
            let Some(number) = as_of else {
                states.extend(query.all(self.database().read()).await?);
                continue;
            };
            let held = held_at(number);
            let rows = query.filter(held.current).all(self.database().read()).await?;
            let known: HashSet<Uuid> = rows.iter().map(|row| row.id).collect();
            states.extend(rows);
            let missing: Vec<Uuid> = chunk.iter().copied().filter(|id| !known.contains(id)).collect();
            if missing.is_empty() {
                continue;
            }
            let rows = asset_past::Entity::find()
                .filter(asset_past::Column::Id.is_in(missing))
                .filter(held.past)
                .all(self.database().read())
                .await?;
            states.extend(rows.into_iter().map(asset_past::Model::into_state));
        }
        Ok(states)
    }

    /// The states of everything whose innermost part folds to `key`; at most 200.
    pub(super) async fn named(
        &self,
        key: &str,
        namespace: Option<i32>,
        as_of: Option<ChangeNumber>,
    ) -> Result<Vec<asset::Model>> {
        use sea_orm::QuerySelect;
        const MOST: u64 = 200;
        let mut query = asset::Entity::find().filter(asset::Column::Folded.eq(key)).limit(MOST);
        if let Some(namespace) = namespace {
            query = query.filter(asset::Column::NamespaceId.eq(namespace));
        }
        let Some(number) = as_of else {
            // Tables before columns: many tables share a column's name.
            use sea_orm::QueryOrder;
            let order = query.order_by_asc(asset::Column::Kind.eq(AssetKind::Column.number()));
            return Ok(order.all(self.database().read()).await?);
        };
        let held = held_at(number);
        let mut rows = query.filter(held.current).all(self.database().read()).await?;
        let mut past =
            asset_past::Entity::find().filter(asset_past::Column::Folded.eq(key)).filter(held.past).limit(MOST);
        if let Some(namespace) = namespace {
            past = past.filter(asset_past::Column::NamespaceId.eq(namespace));
        }
        let past = past.all(self.database().read()).await?;
        rows.extend(past.into_iter().map(asset_past::Model::into_state));
        Ok(rows)
    }
}
