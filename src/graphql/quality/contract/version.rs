//! Versions of contracts, and what differs between two.

use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use catalog::ContractId;
use chrono::{DateTime, Utc};
use quality::contract::{self, Difference, State};

use crate::graphql::{app, quality::Sentence, viewer};

/// A promise that no check holds anybody to.
#[derive(SimpleObject)]
pub struct ContractNotEnforced {
    /// Where the document says it.
    path: String,
    /// Why it is not checked.
    why: Sentence,
}

/// A difference between two versions.
#[derive(SimpleObject)]
pub struct ContractDifference {
    /// Where: names of tables and columns, or a key of the document.
    path: String,
    /// What differs, such as `column_removed`.
    what: String,
    /// Whether who relies on the old version has to look.
    is_breaking: bool,
    /// The same in a sentence.
    why: Sentence,
}

impl From<&Difference> for ContractDifference {
    fn from(difference: &Difference) -> Self {
        let what = serde_json::json!(difference.what).as_str().unwrap_or_default().to_owned();
        let (path, is_breaking) = (difference.path.clone(), difference.breaking);
        Self { path, what, is_breaking, why: Sentence::from(&difference.why) }
    }
}

/// What a new version changes.
#[derive(SimpleObject)]
pub struct ContractDiff {
    /// Whether something breaks who relies on the old one.
    is_breaking: bool,
    /// Every difference.
    differences: Vec<ContractDifference>,
}

impl ContractDiff {
    pub(super) fn of(differences: &[Difference]) -> Self {
        let is_breaking = differences.iter().any(|difference| difference.breaking);
        Self { is_breaking, differences: differences.iter().map(ContractDifference::from).collect() }
    }
}

/// A version of a contract; what it says never changes.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct ContractVersion {
    /// Its place among the versions, from 1.
    number: i32,
    /// What its document calls it.
    version: String,
    /// Where it is in its life.
    state: State,
    /// Whether tables are held to it.
    is_in_force: bool,
    /// Whether it breaks who relied on the version that held when it was saved.
    is_breaking: bool,
    /// Who said that this is known.
    acknowledged_by: Option<String>,
    /// Who saved it.
    saved_by: String,
    /// When.
    saved_at: DateTime<Utc>,
    #[graphql(skip)]
    contract: ContractId,
    #[graphql(skip)]
    kept: contract::Version,
}

impl ContractVersion {
    pub(super) fn of(kept: &contract::Kept, version: contract::Version) -> Self {
        Self {
            number: version.number,
            version: version.word.clone(),
            state: version.state,
            is_in_force: kept.in_force == Some(version.number),
            is_breaking: version.is_breaking,
            acknowledged_by: version.acknowledged_by.clone(),
            saved_by: version.saved_by.clone(),
            saved_at: version.saved_at,
            contract: kept.id,
            kept: version,
        }
    }
}

#[ComplexObject]
impl ContractVersion {
    /// The document in its canonical form, with its state as its status.
    #[graphql(complexity = 20)]
    async fn document(&self) -> Result<String> {
        Ok(self.kept.contract()?.canonical())
    }

    /// What it changes of the version before it; empty for the first.
    #[graphql(complexity = "50 + child_complexity")]
    async fn changes(&self, ctx: &Context<'_>) -> Result<ContractDiff> {
        if self.number <= 1 {
            return Ok(ContractDiff::of(&[]));
        }
        let quality = app(ctx).checking().quality();
        let before = quality.contract_version_numbered(viewer(ctx), self.contract, self.number - 1).await?;
        Ok(ContractDiff::of(&contract::compare(&before.contract()?, &self.kept.contract()?)))
    }

    /// What it says that no check holds anybody to.
    #[graphql(complexity = 50)]
    async fn not_enforced(&self) -> Result<Vec<ContractNotEnforced>> {
        let contract = self.kept.contract()?;
        let of = |table| contract::checks(table, &contract.agreed.services, "").1;
        let left = contract.agreed.tables.iter().flat_map(of);
        Ok(left.map(|one| ContractNotEnforced { path: one.path, why: Sentence::from(&one.why) }).collect())
    }
}
