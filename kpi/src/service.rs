//! KPIs, prices, weights and plans as they are kept: who may see and change which, and what they come to day by day.
//!
//! Everybody who may read the catalog sees the KPIs of everybody; those of a team or domain only its members see, who
//! answers for them, and who manages KPIs. Results and snapshots are of the whole catalog: whoever shows them to a viewer
//! who may not know of all of it says so.

mod days;
mod definitions;
mod insights;
mod plans;
mod turns;

use std::collections::BTreeSet;

use catalog::{Action, Catalog, Viewer};

pub use self::{
    days::{Due, Evaluated},
    plans::PlanDraft,
    turns::{Outlook, Turn},
};
use crate::{
    definition::Definition,
    error::{Error, Result},
    health::{Part, Weights},
    price::{Price, PriceBook},
    store::setting,
};

/// The name under which prices are kept.
const PRICES: &str = "prices";
/// The name under which weights are kept.
const WEIGHTS: &str = "weights";

/// The handle through which everything else uses what this crate keeps; cheap to clone.
#[derive(Debug, Clone)]
pub struct Kpis {
    catalog: Catalog,
}

/// Who is asking, with what makes KPIs theirs.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    /// Who is asking.
    pub viewer: &'a Viewer,
    /// What they go by as an owner, in lower case: the account, and `team:` with each team.
    pub names: &'a BTreeSet<String>,
    /// The domains they belong to, in lower case.
    pub domains: &'a BTreeSet<String>,
}

impl Asker<'_> {
    /// Whether they may know of a KPI.
    #[must_use]
    pub fn sees(&self, definition: &Definition) -> bool {
        let of_team = |team: &String| self.names.contains(&format!("team:{}", team.to_lowercase()));
        let is_owner = definition.owner.as_ref().is_some_and(|owner| self.names.contains(&owner.to_lowercase()));
        let is_member = definition.team.as_ref().is_none_or(of_team)
            && definition.domain.as_ref().is_none_or(|domain| self.domains.contains(&domain.to_lowercase()));
        self.viewer.may(Action::ReadCatalog) && (self.viewer.may(Action::ManageKpis) || is_owner || is_member)
    }
}

impl Kpis {
    /// What is kept in the store of `catalog`, whose tables are up to date.
    #[must_use]
    pub fn new(catalog: Catalog) -> Self {
        Self { catalog }
    }

    fn now(&self) -> i64 {
        self.catalog.clock().now().timestamp_micros()
    }

    /// The price book, with its version; an empty one of version 0 where nobody wrote one.
    ///
    /// # Errors
    /// `Forbidden`; the store's own.
    pub async fn prices(&self, viewer: &Viewer) -> Result<(i32, PriceBook)> {
        viewer.must(Action::ReadCatalog)?;
        let found: Option<(i32, Vec<Price>)> = setting::find(self.catalog.database().read(), PRICES).await?;
        let (version, prices) = found.unwrap_or_default();
        Ok((version, PriceBook::new(prices)?))
    }

    /// Replaces the price book; `version` is the one that was seen.
    ///
    /// # Errors
    /// `Forbidden`; [`Error::Invalid`] naming the price; [`Error::Conflict`] when somebody wrote another meanwhile.
    pub async fn set_prices(&self, viewer: &Viewer, prices: Vec<Price>, version: i32) -> Result<(i32, PriceBook)> {
        viewer.must(Action::ManageKpis)?;
        let book = PriceBook::new(prices)?;
        self.set(PRICES, version, &book, viewer).await?;
        Ok((version + 1, book))
    }

    /// The weights of the health score, with their version.
    ///
    /// # Errors
    /// `Forbidden`; the store's own.
    pub async fn weights(&self, viewer: &Viewer) -> Result<(i32, Weights)> {
        viewer.must(Action::ReadCatalog)?;
        Ok(setting::find(self.catalog.database().read(), WEIGHTS).await?.unwrap_or_default())
    }

    /// Sets some weights of the health score; `version` is the one that was seen.
    ///
    /// # Errors
    /// `Forbidden`; [`Error::Invalid`] for `weights`; [`Error::Conflict`] when somebody set others meanwhile.
    pub async fn set_weights(&self, viewer: &Viewer, set: Vec<(Part, u32)>, version: i32) -> Result<(i32, Weights)> {
        viewer.must(Action::ManageKpis)?;
        let weights = self.weights(viewer).await?.1.with(set)?;
        self.set(WEIGHTS, version, &weights, viewer).await?;
        Ok((version + 1, weights))
    }

    async fn set<T>(&self, name: &'static str, version: i32, body: &T, viewer: &Viewer) -> Result<()>
    where
        T: serde::Serialize + Sync,
    {
        let write = self.catalog.database().write().await?;
        let current: Option<(i32, serde_json::Value)> = setting::find(&*write, name).await?;
        let current = current.map_or(0, |(version, _)| version);
        if current != version {
            let problem = format!("{name} are of version {current} by now, and {version} was seen; look at them anew");
            return Err(Error::Conflict { problem });
        }
        setting::set(&*write, (name, version), body, (&viewer.name, self.now())).await?;
        Ok(write.commit().await?)
    }
}
