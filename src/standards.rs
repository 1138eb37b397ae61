//! Data standards at work: what columns that keep a code list really hold, what people say that their values mean, and
//! how far both agree.
//!
//! A code list is an asset, and that a column keeps it is a tie (see `catalog::vocabulary`); both have history. What is
//! here is measured or worked out: the distinct values of a column, read from its source; the mapping of values to codes;
//! the contrast ratio, which is the share of distinct values that mean a code; and the rule `consistent`, which lists the
//! rows whose value is no code. Values are data: they are shown only with the right to samples.

mod bound;
mod consistent;
mod contrast;
mod error;
mod mapping;
mod ratio;
mod reading;
pub mod sheet;
mod store;
pub mod suggest;

use std::time::Duration;

use catalog::{Catalog, Database};
use chrono::{DateTime, Utc};

pub use self::{
    bound::{Bound, codes_kept},
    consistent::Consistency,
    contrast::{Contrast, Measured},
    error::{Error, Result},
    mapping::{MAX_MAPPINGS, Meaning},
    ratio::{Grouping, Ratio},
    reading::{ColumnValue, MAX_VALUES},
};
use crate::collab::Collab;

/// How long a source may take for one question.
const PATIENCE: Duration = Duration::from_secs(15);

/// Data standards at work; a cheap handle.
#[derive(Clone)]
pub struct Standards {
    catalog: Catalog,
    collab: Collab,
}

impl Standards {
    /// What is known of the standards in `catalog`; sources are asked through `collab`, as for samples.
    #[must_use]
    pub fn new(catalog: Catalog, collab: Collab) -> Self {
        Self { catalog, collab }
    }

    fn database(&self) -> &Database {
        self.catalog.database()
    }

    fn now(&self) -> DateTime<Utc> {
        self.catalog.clock().now()
    }
}
