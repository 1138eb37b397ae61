//! The suite that holds tables to a contract: kept in step with the version in force, and with nothing else.

use catalog::{AssetId, SuiteId, Viewer, Write};

use super::{super::Quality, CONTRACTS, save::must_be_few};
use crate::{
    contract::{Kept, KeptTable},
    error::{Error, Result},
    store,
    suite::{Draft, Item, Selection, Suite, Timing},
};

impl Quality {
    /// Makes, changes or takes away the suite of a contract, as the version in force asks for.
    pub(super) async fn keep_suite(
        &self,
        write: &Write,
        viewer: &Viewer,
        kept: &mut Kept,
        promises: Vec<Item>,
    ) -> Result<()> {
        let assets: Vec<AssetId> = kept.assets().collect();
        if kept.in_force.is_none() || assets.is_empty() {
            return self.drop_suite(write, kept).await;
        }
        must_be_few(&promises)?;
        let before = match kept.suite {
            Some(id) => store::suite::find(&**write, id).await?,
            None => None,
        };
        let now = self.now();
        let draft = Draft {
            name: format!("{} ({})", kept.name, kept.key),
            description: String::new(),
            selection: Selection { assets, query: None },
            items: promises,
            timing: Timing { cron: kept.cron.clone(), is_after_crawl: true, is_after_run: false },
            is_enabled: true,
        };
        let taken = store::suite::find_by_name(&**write, &draft.name).await?;
        if taken.is_some_and(|taken| Some(taken.id) != kept.suite) {
            return Err(Error::conflict(format!("there is a suite of the name `{}` already", draft.name)));
        }
        let suite = Suite {
            id: before.as_ref().map_or_else(SuiteId::new, |before| before.id),
            version: before.as_ref().map_or(1, |before| before.version + 1),
            fired_until: now,
            created_by: before.as_ref().map_or_else(|| viewer.name.clone(), |before| before.created_by.clone()),
            created_at: before.as_ref().map_or(now, |before| before.created_at),
            updated_by: viewer.name.clone(),
            updated_at: now,
            draft,
        };
        match before {
            Some(_) => store::suite::update(write, &suite).await?,
            None => store::suite::insert(write, &suite).await?,
        }
        self.retire_items(write, &suite).await?;
        if kept.suite != Some(suite.id) {
            kept.suite = Some(suite.id);
            store::contract::put(write, kept, false).await?;
        }
        Ok(())
    }

    async fn drop_suite(&self, write: &Write, kept: &mut Kept) -> Result<()> {
        let whole = store::check::by_keys(&**write, CONTRACTS, &[kept.id.to_string()]).await?;
        self.retire(write, whole.into_values().collect()).await?;
        let Some(suite) = kept.suite.take() else { return Ok(()) };
        store::contract::put(write, kept, false).await?;
        self.retire(write, store::check::of_suite(&**write, suite).await?).await?;
        store::suite::delete(write, suite).await
    }

    /// Takes in tables that have become known, in the caller's transaction.
    ///
    /// # Errors
    /// `Conflict` when the contract was changed meanwhile; the store's own.
    pub async fn settle_contract(
        &self,
        write: &Write,
        seen: &Kept,
        (tables, promises): (Vec<KeptTable>, Vec<Item>),
    ) -> Result<()> {
        let current = store::contract::find(&**write, seen.id).await?;
        let Some(mut kept) = current.filter(|current| current == seen) else {
            return Err(Error::conflict("the contract was changed meanwhile"));
        };
        kept.tables = tables;
        store::contract::put(write, &kept, false).await?;
        self.keep_suite(write, &Viewer::system(), &mut kept, promises).await
    }

    /// Refuses to touch a suite by hand that a contract keeps.
    pub(in crate::service) async fn must_be_free(&self, suite: SuiteId) -> Result<()> {
        match self.contract_of_suite(suite).await? {
            Some(kept) => Err(Error::conflict(format!("the contract `{}` keeps this suite; change that", kept.name))),
            None => Ok(()),
        }
    }
}
