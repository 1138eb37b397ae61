//! What many checks, incidents and assets of an answer need, asked once for all of them.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use catalog::{AssetId, CheckId};
use chrono::{DateTime, Duration, Utc};
use quality::{
    Outcome,
    service::{Check, TableTally},
};

use crate::graphql::loaders::{Reader, Shared, share};

/// How many results a strip has.
const STRIP: usize = 30;
/// How far back a strip looks, in days.
const STRIP_DAYS: i64 = 90;

/// A check, by its identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct CheckKey(pub(super) CheckId);

/// How a check ended the last times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct StripKey(pub(super) CheckId);

/// The checks of a table, in counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TallyKey(pub(super) AssetId);

impl Loader<CheckKey> for Reader {
    type Value = Check;
    type Error = Shared;

    async fn load(&self, keys: &[CheckKey]) -> Result<HashMap<CheckKey, Check>, Shared> {
        let ids: Vec<CheckId> = keys.iter().map(|key| key.0).collect();
        let found = self.app.checking().quality().checks_by_id(&self.viewer, &ids).await.map_err(share)?;
        Ok(found.into_iter().map(|check| (CheckKey(check.id), check)).collect())
    }
}

impl Loader<StripKey> for Reader {
    type Value = Vec<(DateTime<Utc>, Outcome)>;
    type Error = Shared;

    async fn load(&self, keys: &[StripKey]) -> Result<HashMap<StripKey, Self::Value>, Shared> {
        let ids: Vec<CheckId> = keys.iter().map(|key| key.0).collect();
        let since = self.app.clock().now() - Duration::days(STRIP_DAYS);
        let found = self.app.checking().quality().strips(&ids, since, STRIP).await.map_err(share)?;
        Ok(found.into_iter().map(|(id, strip)| (StripKey(id), strip)).collect())
    }
}

impl Loader<TallyKey> for Reader {
    type Value = TableTally;
    type Error = Shared;

    async fn load(&self, keys: &[TallyKey]) -> Result<HashMap<TallyKey, TableTally>, Shared> {
        let ids: Vec<AssetId> = keys.iter().map(|key| key.0).collect();
        let found = self.app.checking().quality().tallies(&self.viewer, Some(&ids)).await.map_err(share)?;
        Ok(found.into_iter().map(|table| (TallyKey(table.asset), table)).collect())
    }
}
