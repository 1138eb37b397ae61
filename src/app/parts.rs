//! The parts of the application, each by its name.

use catalog::{Catalog, Clock, Database};
use lineage::{Lineage, openlineage::OpenLineage, propagation::Propagation};
use search::Index;

use super::App;
use crate::{
    access::{Access, Sealer},
    audit::{Audit, Exceptions},
    checking::Checking,
    collab::Collab,
    config::Config,
    jobs::Jobs,
    notify::Notify,
    sources::Sources,
    standards::Standards,
    worth::Worth,
};

impl App {
    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.0.catalog.clock()
    }

    /// The store.
    #[must_use]
    pub fn database(&self) -> &Database {
        self.0.catalog.database()
    }

    /// What exists.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.0.catalog
    }

    /// What can be found.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.0.index
    }

    /// Where data comes from.
    #[must_use]
    pub fn lineage(&self) -> &Lineage {
        &self.0.lineage
    }

    /// What takes the events of outside tools.
    #[must_use]
    pub fn openlineage(&self) -> &OpenLineage {
        &self.0.openlineage
    }

    /// Tags that follow lineage.
    #[must_use]
    pub fn propagation(&self) -> &Propagation {
        &self.0.propagation
    }

    /// Checks, profiles and incidents.
    #[must_use]
    pub fn checking(&self) -> &Checking {
        &self.0.checking
    }

    /// The doorkeeper.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.0.access
    }

    /// What was done by whom.
    #[must_use]
    pub fn audit(&self) -> &Audit {
        &self.0.audit
    }

    /// What went wrong.
    #[must_use]
    pub fn exceptions(&self) -> &Exceptions {
        &self.0.exceptions
    }

    /// What seals secrets.
    #[must_use]
    pub fn sealer(&self) -> &Sealer {
        &self.0.sealer
    }

    /// What is crawled.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.0.sources
    }

    /// Background work.
    #[must_use]
    pub fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    /// What people write to each other.
    #[must_use]
    pub fn collab(&self) -> &Collab {
        &self.0.collab
    }

    /// Data standards at work.
    #[must_use]
    pub fn standards(&self) -> &Standards {
        &self.0.standards
    }

    /// What tells people and programs.
    #[must_use]
    pub fn notify(&self) -> &Notify {
        &self.0.notify
    }

    /// What the catalog is worth.
    #[must_use]
    pub fn worth(&self) -> &Worth {
        &self.0.worth
    }
}
