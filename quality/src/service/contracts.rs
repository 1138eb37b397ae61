//! Contracts that are kept here: reading them, as far as whoever asks may know of their tables.
//!
//! A document tells of all its tables, so a contract is for who may know of every one of them that is there.

mod save;
mod suite;

use std::collections::{BTreeMap, HashMap, HashSet};

use catalog::{
    Action, AssetId, ContractId, IncidentId, Page, PageRequest, SuiteId, Viewer, Write,
    page::{decode_cursor, encode_cursor, filling::Filling},
};

pub use self::save::Saved;
use super::{Check, Quality};
use crate::{
    contract::{Kept, Version},
    error::{Error, Result},
    incident::Entry,
    outcome::Outcome,
    store,
};

/// The tool that judges whether a contract is kept as a whole: its check is the one that has incidents.
pub const CONTRACTS: &str = "contract";
/// The most contracts that are named of some tables.
const MOST_NAMED: u64 = 1_000;

/// What the checks of a contract came to last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ContractStanding {
    /// How many checks there are that were made.
    pub made: i64,
    /// Of which so many failed.
    pub failed: i64,
    /// So many could not be judged.
    pub errors: i64,
    /// So many passed.
    pub passed: i64,
}

impl Quality {
    /// A page of contracts, newest first; of those about a table, when one is named.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for a foreign cursor.
    pub async fn contracts(&self, viewer: &Viewer, about: Option<AssetId>, page: &PageRequest) -> Result<Page<Kept>> {
        viewer.must(Action::ReadCatalog)?;
        let mut filling = Filling::begin(page)?;
        while let Some(step) = filling.next()? {
            let read = store::contract::page(self.database().read(), about, step).await?;
            let seen = (read.len(), read.last().map(|last| last.id.0));
            filling.add(step, seen, self.known_contracts(viewer, read).await?);
        }
        Ok(filling.page(|kept: &Kept| encode_cursor(&[&kept.id.to_string()])))
    }

    /// One contract.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn contract(&self, viewer: &Viewer, id: ContractId) -> Result<Kept> {
        viewer.must(Action::ReadCatalog)?;
        let found = store::contract::find(self.database().read(), id).await?;
        let known = self.known_contracts(viewer, found.into_iter().collect()).await?.pop();
        known.ok_or_else(|| Error::not_found("contract", id))
    }

    /// The contract whose document has this identifier.
    ///
    /// # Errors
    /// As [`Quality::contract`].
    pub async fn contract_by_key(&self, viewer: &Viewer, key: &str) -> Result<Kept> {
        viewer.must(Action::ReadCatalog)?;
        let found = store::contract::find_by_key(self.database().read(), key).await?;
        let known = self.known_contracts(viewer, found.into_iter().collect()).await?.pop();
        known.ok_or_else(|| Error::not_found("contract", key))
    }

    async fn known_contracts(&self, viewer: &Viewer, contracts: Vec<Kept>) -> Result<Vec<Kept>> {
        let about: Vec<AssetId> = contracts.iter().flat_map(Kept::assets).collect::<HashSet<_>>().into_iter().collect();
        let visible = self.catalog.visible(viewer, &about).await?;
        Ok(contracts.into_iter().filter(|kept| kept.assets().all(|asset| visible.contains(&asset))).collect())
    }

    /// A page of a contract's versions, newest first.
    ///
    /// # Errors
    /// As [`Quality::contract`]; `Invalid` for a foreign cursor.
    pub async fn contract_versions(
        &self,
        viewer: &Viewer,
        id: ContractId,
        page: &PageRequest,
    ) -> Result<Page<Version>> {
        self.contract(viewer, id).await?;
        let before = page.after.as_deref().map(|cursor| decode_cursor(cursor, 1)).transpose()?;
        let before = before.map(|parts| parts.concat().parse::<i32>()).transpose();
        let before = before.map_err(|_| Error::invalid("after", "is not a cursor of this list"))?;
        let found = store::contract::versions(self.database().read(), id, before, page.first as u64 + 1).await?;
        Ok(Page::cut(found, page.first, |version: &Version| encode_cursor(&[&version.number.to_string()])))
    }

    /// One version of a contract, by what its document calls it; without a word the one that counts.
    ///
    /// # Errors
    /// As [`Quality::contract`]; `NotFound` for a version that is not there.
    pub async fn contract_version(&self, viewer: &Viewer, id: ContractId, word: Option<&str>) -> Result<Version> {
        let kept = self.contract(viewer, id).await?;
        let db = self.database().read();
        let found = match word {
            Some(word) => store::contract::version_of(db, id, word).await?,
            None => store::contract::version(db, id, kept.current()).await?,
        };
        found.ok_or_else(|| Error::not_found("version", word.unwrap_or_default()))
    }

    /// One version of a contract by its number.
    ///
    /// # Errors
    /// As [`Quality::contract_version`].
    pub async fn contract_version_numbered(&self, viewer: &Viewer, id: ContractId, number: i32) -> Result<Version> {
        self.contract(viewer, id).await?;
        let found = store::contract::version(self.database().read(), id, number).await?;
        found.ok_or_else(|| Error::not_found("version", number))
    }

    /// The contracts about each of some tables, at most 1,000 in all.
    ///
    /// # Errors
    /// `Forbidden`; the store's own.
    pub async fn contracts_of(&self, viewer: &Viewer, assets: &[AssetId]) -> Result<HashMap<AssetId, Vec<Kept>>> {
        viewer.must(Action::ReadCatalog)?;
        let db = self.database().read();
        let pairs = store::contract::about(db, assets, MOST_NAMED).await?;
        let ids: Vec<ContractId> = pairs.iter().map(|(_, contract)| *contract).collect();
        let found = store::contract::find_many(db, &ids).await?;
        let known = self.known_contracts(viewer, found).await?;
        let known: BTreeMap<ContractId, Kept> = known.into_iter().map(|kept| (kept.id, kept)).collect();
        let mut by_asset: HashMap<AssetId, Vec<Kept>> = HashMap::new();
        for (asset, contract) in pairs {
            by_asset.entry(asset).or_default().extend(known.get(&contract).cloned());
        }
        Ok(by_asset)
    }

    /// The assets that contracts in force are about. For the service itself, which counts them.
    ///
    /// # Errors
    /// The store's own.
    pub async fn promised_assets(&self) -> Result<HashSet<AssetId>> {
        store::contract::promised(self.database().read()).await
    }

    /// The contract that a suite holds tables to.
    ///
    /// # Errors
    /// The store's own.
    pub async fn contract_of_suite(&self, suite: SuiteId) -> Result<Option<Kept>> {
        store::contract::find_by_suite(self.database().read(), suite).await
    }

    /// Contracts in force with tables that nobody knew when they were looked for.
    ///
    /// # Errors
    /// The store's own.
    pub async fn unsettled_contracts(&self) -> Result<Vec<Kept>> {
        store::contract::unsettled(self.database().read()).await
    }

    /// What the checks of a contract's suite came to last.
    ///
    /// # Errors
    /// The store's own.
    pub async fn standing(&self, suite: SuiteId) -> Result<ContractStanding> {
        let mut standing = ContractStanding::default();
        for check in store::check::of_suite(self.database().read(), suite).await? {
            let Some(outcome) = check.outcome.map(super::record::outcome_of) else { continue };
            standing.made += 1;
            match outcome {
                Outcome::Pass => standing.passed += 1,
                Outcome::Fail => standing.failed += 1,
                Outcome::Error => standing.errors += 1,
                Outcome::NoData => {}
            }
        }
        Ok(standing)
    }

    /// The check that says whether a contract is kept as a whole; none before it was looked at.
    ///
    /// # Errors
    /// `Forbidden`; the store's own.
    pub async fn contract_check(&self, viewer: &Viewer, id: ContractId) -> Result<Option<Check>> {
        Ok(self.contract_checks(viewer, &[id]).await?.remove(&id))
    }

    /// The same of several contracts, which the viewer may know of.
    ///
    /// # Errors
    /// `Forbidden`; the store's own.
    pub async fn contract_checks(&self, viewer: &Viewer, ids: &[ContractId]) -> Result<HashMap<ContractId, Check>> {
        let keys: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let mut rows = store::check::by_keys(self.database().read(), CONTRACTS, &keys).await?;
        let of: HashMap<catalog::CheckId, ContractId> =
            ids.iter().filter_map(|id| Some((catalog::CheckId(rows.remove(&id.to_string())?.id), *id))).collect();
        let checks = self.checks_by_id(viewer, &of.keys().copied().collect::<Vec<_>>()).await?;
        Ok(checks.into_iter().filter_map(|check| Some((*of.get(&check.id)?, check))).collect())
    }

    /// The version that counts of each of some contracts, which the viewer may know of.
    ///
    /// # Errors
    /// The store's own.
    pub async fn current_versions(&self, contracts: &[(ContractId, i32)]) -> Result<HashMap<ContractId, Version>> {
        let found = store::contract::versions_at(self.database().read(), contracts).await?;
        Ok(found.into_iter().map(|((contract, _), version)| (contract, version)).collect())
    }

    /// Adds what the service has to say to an incident's story.
    ///
    /// # Errors
    /// The store's own.
    pub async fn note_incident(&self, write: &Write, incident: IncidentId, note: &str) -> Result<()> {
        let (actor, what) = ("system".to_owned(), "noted".to_owned());
        let entry = Entry { at: self.now(), actor, what, note: Some(note.to_owned()) };
        store::incident::add_entry(write, incident, &entry).await
    }
}
