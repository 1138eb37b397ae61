//! Data contracts that are kept: their versions, what breaks between them, and whether they are kept.

pub mod change;
pub mod version;

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use catalog::{AssetId, ContractId, Count, Page};
use chrono::{DateTime, Utc};
use quality::{
    Outcome,
    contract::{self, Consumer, Contract as Document},
    service::IncidentFilter,
};

pub use self::change::ContractMutation;
use self::version::{ContractDiff, ContractVersion};
use super::{
    check::{Check, CheckConnection},
    incident::IncidentConnection,
    loaders::{ContractCheckKey, ContractsKey, VersionKey},
};
use crate::graphql::{
    app,
    asset::{Asset, loaders},
    connection::{PageInfo, page},
    viewer,
};

/// The most versions of one page: each is read with its document.
const MOST_VERSIONS: i32 = 50;
/// How many assets downstream are shown.
const SHOWN: usize = 50;

/// A data contract that is kept here.
pub struct Contract(pub(super) contract::Kept);

/// A table that a contract is about.
#[derive(SimpleObject)]
pub struct ContractTable {
    /// Its name in the contract.
    name: String,
    /// The table; null as long as nobody knows it.
    asset: Option<Asset>,
}

/// Who relies on a contract: a name, or an asset.
#[derive(SimpleObject)]
pub struct ContractConsumer {
    /// An account or `team:` and a name.
    name: Option<String>,
    /// An asset, such as a dashboard.
    asset: Option<Asset>,
}

/// What hangs on a contract by lineage.
#[derive(SimpleObject)]
pub struct ContractReach {
    /// The nearest assets downstream of its tables.
    assets: Vec<Asset>,
    /// How many there are, those that whoever asks may not know of included.
    total: Count,
}

/// What the checks of a contract came to last.
#[derive(SimpleObject)]
pub struct ContractStanding {
    /// How many checks were made.
    made: Count,
    /// Of which so many passed.
    passed: Count,
    /// So many failed.
    failed: Count,
    /// So many could not be judged.
    errors: Count,
}

/// Whether a contract is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum ContractHealth {
    /// Every promise that is checked is kept.
    Kept,
    /// One is not.
    Broken,
    /// One could not be judged.
    Unknown,
    /// Nothing was looked at, or no version is in force.
    Unchecked,
}

/// A data contract that is kept here.
#[Object]
impl Contract {
    /// Its identifier here.
    async fn id(&self) -> ContractId {
        self.0.id
    }

    /// The identifier that its document has.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Who answers for it: an account or `team:` and a name.
    async fn owner(&self) -> Option<&str> {
        self.0.owner.as_deref()
    }

    /// When it is looked at besides after crawls.
    async fn cron(&self) -> Option<&str> {
        self.0.cron.as_ref().map(|(cron, _)| cron.as_str())
    }

    /// The version that counts: the one in force, else the newest.
    #[graphql(complexity = "5 + child_complexity")]
    async fn version(&self, ctx: &Context<'_>) -> Result<ContractVersion> {
        let found = loaders(ctx).one(VersionKey(self.0.id, self.0.current())).await?;
        let found = found.ok_or_else(|| catalog::Error::not_found("version", self.0.current()))?;
        Ok(ContractVersion::of(&self.0, found))
    }

    /// Whether a version is in force, so that tables are held to it.
    async fn is_in_force(&self) -> bool {
        self.0.in_force.is_some()
    }

    /// Its tables.
    async fn tables(&self, ctx: &Context<'_>) -> Result<Vec<ContractTable>> {
        let found = loaders(ctx).many(self.0.assets().map(|asset| (asset, None))).await?;
        let table = |table: &contract::KeptTable| ContractTable {
            name: table.name.clone(),
            asset: table.asset.and_then(|id| found.get(&(id, None))).map(|asset| Asset::new(asset.clone(), None)),
        };
        Ok(self.0.tables.iter().map(table).collect())
    }

    /// Who relies on it, as people said; assets as far as whoever asks may know of them.
    async fn consumers(&self, ctx: &Context<'_>) -> Result<Vec<ContractConsumer>> {
        let assets = self.0.consumers.iter().filter_map(|consumer| match consumer {
            Consumer::Asset(asset) => Some((*asset, None)),
            Consumer::Party(_) => None,
        });
        let found = loaders(ctx).many(assets).await?;
        let consumer = |consumer: &Consumer| match consumer {
            Consumer::Party(name) => Some(ContractConsumer { name: Some(name.clone()), asset: None }),
            Consumer::Asset(id) => {
                let asset = Asset::new(found.get(&(*id, None))?.clone(), None);
                Some(ContractConsumer { name: None, asset: Some(asset) })
            }
        };
        Ok(self.0.consumers.iter().filter_map(consumer).collect())
    }

    /// What hangs on it by lineage, whoever said so or not.
    #[graphql(complexity = "200 + child_complexity")]
    async fn reach(&self, ctx: &Context<'_>) -> Result<ContractReach> {
        let (mut ids, mut total) = (Vec::new(), 0);
        for table in self.0.assets() {
            let below = app(ctx).checking().at_risk(viewer(ctx), table, SHOWN).await?;
            total += below.total;
            ids.extend(below.assets.into_iter().map(|(asset, _)| asset));
        }
        ids.truncate(SHOWN);
        ids.dedup();
        let found = app(ctx).catalog().assets(viewer(ctx), &ids, None).await?;
        let assets = found.into_iter().map(|asset| Asset::new(asset, None)).collect();
        Ok(ContractReach { assets, total: total.into() })
    }

    /// Whether it is kept.
    #[graphql(complexity = 10)]
    async fn health(&self, ctx: &Context<'_>) -> Result<ContractHealth> {
        let check = loaders(ctx).one(ContractCheckKey(self.0.id)).await?;
        let outcome = check.filter(|_| self.0.in_force.is_some()).and_then(|check| check.last).map(|last| last.outcome);
        Ok(match outcome {
            Some(Outcome::Pass) => ContractHealth::Kept,
            Some(Outcome::Fail) => ContractHealth::Broken,
            Some(Outcome::Error) => ContractHealth::Unknown,
            Some(Outcome::NoData) | None => ContractHealth::Unchecked,
        })
    }

    /// What its checks came to last.
    #[graphql(complexity = 10)]
    async fn standing(&self, ctx: &Context<'_>) -> Result<Option<ContractStanding>> {
        let Some(suite) = self.0.suite else { return Ok(None) };
        let found = app(ctx).checking().quality().standing(suite).await?;
        Ok(Some(ContractStanding {
            made: Count(found.made),
            passed: Count(found.passed),
            failed: Count(found.failed),
            errors: Count(found.errors),
        }))
    }

    /// The check that says whether it is kept as a whole; its incidents are the contract's.
    #[graphql(complexity = "10 + child_complexity")]
    async fn check(&self, ctx: &Context<'_>) -> Result<Option<Check>> {
        Ok(loaders(ctx).one(ContractCheckKey(self.0.id)).await?.map(Check))
    }

    /// The suite that holds its tables to it; nobody edits it by hand.
    async fn suite_id(&self) -> Option<catalog::SuiteId> {
        self.0.suite
    }

    /// Its promises as checks, with what each came to last.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn checks(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<Option<CheckConnection>> {
        let Some(suite) = self.0.suite else { return Ok(None) };
        let filter = quality::service::CheckFilter { suite: Some(suite), ..Default::default() };
        let found = app(ctx).checking().quality().checks(viewer(ctx), filter, &page(first, after)?).await?;
        Ok(Some(CheckConnection::of(found)))
    }

    /// Its incidents, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn incidents(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Option<IncidentConnection>> {
        let quality = app(ctx).checking().quality();
        let Some(check) = loaders(ctx).one(ContractCheckKey(self.0.id)).await? else { return Ok(None) };
        let filter = IncidentFilter { check: Some(check.id), ..IncidentFilter::default() };
        Ok(Some(IncidentConnection::of(quality.incidents(viewer(ctx), &filter, &page(first, after)?).await?)))
    }

    /// Who changed it last.
    async fn updated_by(&self) -> &str {
        &self.0.updated_by
    }

    /// When.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

/// A page of contracts, newest first.
#[derive(SimpleObject)]
pub struct ContractConnection {
    /// The contracts.
    nodes: Vec<Contract>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// A page of versions, newest first.
#[derive(SimpleObject)]
pub struct ContractVersionConnection {
    /// The versions.
    nodes: Vec<ContractVersion>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// The contracts about an asset.
pub(in crate::graphql) async fn of_asset(ctx: &Context<'_>, asset: AssetId) -> Result<Vec<Contract>> {
    let found = loaders(ctx).one(ContractsKey(asset)).await?;
    Ok(found.unwrap_or_default().into_iter().map(Contract).collect())
}

/// Questions about contracts.
#[derive(Default)]
pub struct ContractQuery;

#[Object]
impl ContractQuery {
    /// The contracts, newest first; of those about a table, when one is named.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        asset: Option<AssetId>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<ContractConnection> {
        let found = app(ctx).checking().quality().contracts(viewer(ctx), asset, &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        Ok(ContractConnection { nodes: found.items.into_iter().map(|(_, kept)| Contract(kept)).collect(), page_info })
    }

    /// One contract.
    async fn contract(&self, ctx: &Context<'_>, id: ContractId) -> Result<Contract> {
        Ok(Contract(app(ctx).checking().quality().contract(viewer(ctx), id).await?))
    }

    /// The versions of a contract, newest first; at most 50 on a page.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn contract_versions(
        &self,
        ctx: &Context<'_>,
        id: ContractId,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<ContractVersionConnection> {
        let quality = app(ctx).checking().quality();
        let kept = quality.contract(viewer(ctx), id).await?;
        let wanted = page(first.min(MOST_VERSIONS), after)?;
        let found: Page<contract::Version> = quality.contract_versions(viewer(ctx), id, &wanted).await?;
        let page_info = PageInfo::of(&found);
        let nodes = found.items.into_iter().map(|(_, version)| ContractVersion::of(&kept, version)).collect();
        Ok(ContractVersionConnection { nodes, page_info })
    }

    /// What a document changes for who relies on another, both as texts of ODCS 3.x.
    #[graphql(complexity = "100 + child_complexity")]
    async fn contract_diff(&self, ctx: &Context<'_>, old: String, new: String) -> Result<ContractDiff> {
        viewer(ctx).must(catalog::Action::ReadCatalog)?;
        let read = |field: &str, text: &str| {
            let named = |cause: quality::Error| catalog::Error::invalid(field, cause.to_string());
            Document::read(text).map_err(named)
        };
        Ok(ContractDiff::of(&contract::compare(&read("old", &old)?, &read("new", &new)?)))
    }

    /// What one version of a contract changes of another, by what their documents call them.
    #[graphql(complexity = "100 + child_complexity")]
    async fn contract_version_diff(
        &self,
        ctx: &Context<'_>,
        id: ContractId,
        old: String,
        new: String,
    ) -> Result<ContractDiff> {
        let quality = app(ctx).checking().quality();
        let old = quality.contract_version(viewer(ctx), id, Some(&old)).await?;
        let new = quality.contract_version(viewer(ctx), id, Some(&new)).await?;
        Ok(ContractDiff::of(&contract::compare(&old.contract()?, &new.contract()?)))
    }
}
