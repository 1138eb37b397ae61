//! Bringing contracts, and saying where they are in their life.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{AssetId, ContractId};
use quality::contract::{Consumer, State};

use super::{
    Contract,
    version::{ContractDiff, ContractVersion},
};
use crate::{
    checking::Brought,
    graphql::{app, runs::Run, viewer},
    jobs::cron::Cron,
};

/// A table of a contract, where the names in the contract do not say which it is.
#[derive(InputObject)]
pub struct ContractTableInput {
    /// Its name in the contract.
    name: String,
    /// The table.
    asset: AssetId,
}

/// Who relies on a contract; at most 200 in all.
#[derive(InputObject)]
pub struct ContractConsumersInput {
    /// Accounts and teams, as owners are written: `ana`, `team:bi`.
    #[graphql(default)]
    names: Vec<String>,
    /// Assets, such as dashboards; their owners are told.
    #[graphql(default)]
    assets: Vec<AssetId>,
}

/// A version of a contract.
#[derive(InputObject)]
pub struct ContractInput {
    /// The document: YAML of ODCS 3.x, at most 1 MiB, 200 tables and 10,000 columns.
    text: String,
    /// Tables, where the names in the contract do not say which they are.
    #[graphql(default)]
    tables: Vec<ContractTableInput>,
    /// Who answers for it: an account or `team:` and a name; left out: as it was.
    owner: Option<String>,
    /// Who relies on it; left out: as it was.
    consumers: Option<ContractConsumersInput>,
    /// When it is looked at besides after crawls, as a cron expression; left out: as it was.
    cron: Option<String>,
    /// The IANA name of the time zone of `cron`.
    #[graphql(default_with = "String::from(\"UTC\")")]
    timezone: String,
    /// Whether it is known that it breaks who relies on the version in force.
    #[graphql(default)]
    is_breaking_known: bool,
}

impl ContractInput {
    fn brought(self) -> catalog::Result<Brought> {
        let cron = self.cron.filter(|cron| !cron.trim().is_empty());
        if let Some(cron) = &cron {
            Cron::parse(cron, &self.timezone)?;
        }
        let consumers = self.consumers.map(|said| {
            let names = said.names.into_iter().map(|name| Consumer::Party(name.trim().to_owned()));
            names.chain(said.assets.into_iter().map(Consumer::Asset)).collect()
        });
        Ok(Brought {
            text: self.text,
            tables: self.tables.into_iter().map(|table| (table.name, table.asset)).collect(),
            owner: self.owner,
            consumers,
            cron: cron.map(|cron| (cron, self.timezone)),
            is_breaking_known: self.is_breaking_known,
        })
    }
}

/// What was saved.
#[derive(SimpleObject)]
pub struct SavedContract {
    /// The contract.
    contract: Contract,
    /// The version that was brought.
    version: ContractVersion,
    /// Whether the version was not there before.
    is_new: bool,
    /// What it changes for who relies on the version that held before.
    changes: ContractDiff,
}

/// Changes of contracts.
#[derive(Default)]
pub struct ContractMutation;

#[Object]
impl ContractMutation {
    /// Saves a version of a contract. A version is never overwritten: the same version with another text is refused. One that
    /// breaks who relies on the version in force is refused, unless its major number is higher or `isBreakingKnown` is said.
    #[graphql(complexity = "200 + child_complexity")]
    async fn save_contract(&self, ctx: &Context<'_>, input: ContractInput) -> Result<SavedContract> {
        let saved = app(ctx).checking().save_contract(viewer(ctx), input.brought()?).await?;
        Ok(SavedContract {
            version: ContractVersion::of(&saved.kept, saved.version),
            contract: Contract(saved.kept),
            is_new: saved.is_new,
            changes: ContractDiff::of(&saved.differences),
        })
    }

    /// Says where a version of a contract is in its life; without a version, the newest. One that holds is in force from then
    /// on.
    #[graphql(complexity = "200 + child_complexity")]
    async fn set_contract_state(
        &self,
        ctx: &Context<'_>,
        id: ContractId,
        state: State,
        #[graphql(desc = "What its document calls it.")] version: Option<String>,
        #[graphql(default, desc = "Whether it is known that it breaks who relies on the version in force.")]
        is_breaking_known: bool,
    ) -> Result<Contract> {
        let subject = (id, version.as_deref());
        Ok(Contract(app(ctx).checking().set_contract_state(viewer(ctx), subject, state, is_breaking_known).await?))
    }

    /// Takes a contract away with all its versions; what its checks came to stays.
    async fn delete_contract(&self, ctx: &Context<'_>, id: ContractId) -> Result<bool> {
        app(ctx).checking().delete_contract(viewer(ctx), id).await?;
        Ok(true)
    }

    /// Makes the checks of a contract now; null when no version is in force, or none of its tables is known.
    async fn test_contract(&self, ctx: &Context<'_>, id: ContractId) -> Result<Option<Run>> {
        let app = app(ctx);
        let kept = app.checking().quality().contract(viewer(ctx), id).await?;
        let Some(suite) = kept.suite else { return Ok(None) };
        let suite = app.checking().quality().suite(viewer(ctx), suite).await?;
        Ok(Some(Run(app.jobs().start_suite(viewer(ctx), &suite).await?)))
    }
}
