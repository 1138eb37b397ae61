//! The one handle on what is kept about quality: suites, checks with their results, profiles, incidents.
//!
//! It reads and writes the store and decides who may what. Asking sources and telling people is the application's.

mod checks;
mod contracts;
mod detections;
mod incidents;
mod profiles;
mod record;
mod suggestions;
mod suites;
mod summary;
mod trend;

use catalog::{Catalog, Database};
use chrono::{DateTime, Utc};

use crate::mask::MaskKey;

pub use self::{
    checks::{Check, CheckFilter, CheckResult, Last},
    contracts::{CONTRACTS, ContractStanding, Saved},
    detections::{Detection, Standing},
    incidents::IncidentFilter,
    profiles::KeptProfile,
    record::{Batch, Impact, Made, News, OURS, Stage},
    summary::{Summary, TableTally, Tally},
    trend::{Day, MOST_DAYS, TrendFilter},
};

/// What is kept about quality; a cheap handle.
#[derive(Debug, Clone)]
pub struct Quality {
    catalog: Catalog,
    masks: MaskKey,
}

impl Quality {
    /// What is kept in the store of `catalog`; values that somebody sees only masked have stand-ins under `masks`.
    #[must_use]
    pub fn new(catalog: Catalog, masks: MaskKey) -> Self {
        Self { catalog, masks }
    }

    fn database(&self) -> &Database {
        self.catalog.database()
    }

    fn now(&self) -> DateTime<Utc> {
        self.catalog.clock().now()
    }

    /// Forgets results and profiles from before a moment; returns how many.
    ///
    /// # Errors
    /// The store's own.
    pub async fn forget(&self, before: DateTime<Utc>) -> crate::Result<u64> {
        const PIECE: u64 = 5_000;
        let before = before.timestamp_micros();
        let mut total = 0;
        loop {
            let write = self.database().write().await?;
            let mut done = crate::store::result::forget(&write, before, PIECE).await?;
            if done == 0 {
                done = crate::store::profile::forget(&write, before).await?;
                total += done;
                write.commit().await?;
                return Ok(total);
            }
            write.commit().await?;
            total += done;
        }
    }
}
