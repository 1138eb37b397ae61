//! Making checks: which tables a suite is about, asking the source that holds them, taking down what they came to, and
//! telling people.
//!
//! What a check is, what it asks and how it is judged is in the crate `quality`; this brings it together with sources,
//! the search index and lineage.

mod act;
mod cause;
mod conclude;
mod contract;
mod detect;
mod import;
mod keep;
mod make;
mod measure;
mod run;
mod select;
mod table;
mod tell;
mod written;

use catalog::Catalog;
use lineage::Lineage;
use quality::service::Quality;
use search::Index;

pub use self::{
    cause::{AtRisk, Suspect},
    contract::Kept,
    import::{Taken, Untaken},
    keep::Brought,
    make::{Dry, Planned, PlannedCheck},
    run::{Scope, Told},
};
use crate::{access::Access, sources::Sources};

/// Checks, profiles and incidents of an installation; a cheap handle.
#[derive(Clone)]
pub struct Checking {
    catalog: Catalog,
    sources: Sources,
    index: Index,
    lineage: Lineage,
    access: Access,
    quality: Quality,
}

impl std::fmt::Debug for Checking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Checking(…)")
    }
}

impl Checking {
    /// Checks of the tables of `catalog`, asked of `sources`; searches go to `index`, `lineage` tells what hangs on
    /// a table, and `access` who is behind the name of an owner.
    #[must_use]
    pub fn new(catalog: Catalog, sources: Sources, index: Index, lineage: Lineage, access: Access) -> Self {
        Self { quality: Quality::new(catalog.clone(), sources.mask_key()), catalog, sources, index, lineage, access }
    }

    /// What is kept.
    #[must_use]
    pub fn quality(&self) -> &Quality {
        &self.quality
    }
}
