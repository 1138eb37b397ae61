//! What many checks, incidents and assets of an answer need, asked once for all of them.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use catalog::{AssetId, CheckId, ContractId};
use chrono::{DateTime, Duration, Utc};
use quality::{
    Outcome,
    contract::{Kept, Version},
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

/// The contracts about a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ContractsKey(pub(super) AssetId);

impl Loader<ContractsKey> for Reader {
    type Value = Vec<Kept>;
    type Error = Shared;

    async fn load(&self, keys: &[ContractsKey]) -> Result<HashMap<ContractsKey, Vec<Kept>>, Shared> {
        let ids: Vec<AssetId> = keys.iter().map(|key| key.0).collect();
        let found = self.app.checking().quality().contracts_of(&self.viewer, &ids).await.map_err(share)?;
        Ok(found.into_iter().map(|(asset, contracts)| (ContractsKey(asset), contracts)).collect())
    }
}

/// The version of a contract that counts, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct VersionKey(pub(super) ContractId, pub(super) i32);

impl Loader<VersionKey> for Reader {
    type Value = Version;
    type Error = Shared;

    async fn load(&self, keys: &[VersionKey]) -> Result<HashMap<VersionKey, Version>, Shared> {
        let wanted: Vec<(ContractId, i32)> = keys.iter().map(|key| (key.0, key.1)).collect();
        let found = self.app.checking().quality().current_versions(&wanted).await.map_err(share)?;
        Ok(keys.iter().filter_map(|key| Some((*key, found.get(&key.0)?.clone()))).collect())
    }
}

/// The check that says whether a contract is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ContractCheckKey(pub(super) ContractId);

impl Loader<ContractCheckKey> for Reader {
    type Value = Check;
    type Error = Shared;

    async fn load(&self, keys: &[ContractCheckKey]) -> Result<HashMap<ContractCheckKey, Check>, Shared> {
        let ids: Vec<ContractId> = keys.iter().map(|key| key.0).collect();
        let found = self.app.checking().quality().contract_checks(&self.viewer, &ids).await.map_err(share)?;
        Ok(found.into_iter().map(|(id, check)| (ContractCheckKey(id), check)).collect())
    }
}

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
