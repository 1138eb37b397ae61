//! What assets were before the first of some changes: states and ties, of many assets at once.

use std::collections::{BTreeMap, HashMap};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::Touched;
use crate::{
    database::Write,
    error::Result,
    state::StoredTie,
    store::{asset, asset_past, relation},
};

/// What held before.
#[derive(Debug, Default)]
pub(super) struct Before {
    states: HashMap<Uuid, asset::Model>,
    ties: HashMap<Uuid, Vec<StoredTie>>,
}

impl Before {
    /// What held of `ids`, at most [`ROWS`](crate::store::ROWS) of them, before they were touched.
    pub(super) async fn read(write: &Write, ids: &[Uuid], touched: &BTreeMap<Uuid, Touched>) -> Result<Self> {
        let mut before = Self::default();
        // Every touch replaced a state, so what held before it ended with it.
        let past = asset_past::Entity::find()
            .filter(asset_past::Column::Id.is_in(ids.iter().copied()))
            .filter(asset_past::Column::UntilChange.is_in(ids.iter().map(|id| touched[id].first)));
        for row in past.all(&**write).await? {
            if row.until_change == touched[&row.id].first {
                before.states.insert(row.id, row.into_state());
            }
        }
        let latest = ids.iter().map(|id| touched[id].first).max().unwrap_or_default();
        let ties = relation::Entity::find()
            .filter(relation::Column::AssetId.is_in(ids.iter().copied()))
            .filter(relation::Column::FromChange.lt(latest));
        for row in ties.all(&**write).await? {
            let first = touched[&row.asset_id].first;
            if row.from_change < first && row.until_change.is_none_or(|until| until >= first) {
                before.ties.entry(row.asset_id).or_default().push((row.kind, row.target, row.layer));
            }
        }
        before.ties.values_mut().for_each(|ties| ties.sort());
        Ok(before)
    }

    /// The state and the ties of an asset; no state when it was not there.
    pub(super) fn take(&mut self, id: Uuid) -> (Option<asset::Model>, Vec<StoredTie>) {
        (self.states.remove(&id), self.ties.remove(&id).unwrap_or_default())
    }
}
