//! Policies that follow from a decision elsewhere, such as an approved request for access. They are written in the
//! transaction of that decision, whose maker checks who may.

use std::collections::BTreeSet;

use catalog::{PolicyId, Write, governance::Policy};

use super::check;
use crate::access::{
    Access,
    error::Result,
    organisation::MOST,
    store::organisation::{self, Table},
};

impl Access {
    /// Writes a policy. Behind the commit, [`Access::regoverned`] lets open streams ask again.
    ///
    /// # Errors
    /// `Conflict` when there are too many policies, or one of its name.
    pub(crate) async fn grant(&self, write: &Write, policy: &Policy) -> Result<()> {
        let policies: Vec<Policy> = organisation::all(&**write, Table::Policy).await?;
        let nothing = BTreeSet::new();
        check::is_free("policy", &policy.name, policies.iter().map(|other| (&other.name, &nothing)))?;
        organisation::put(&**write, Table::Policy, (policy.id.0, &policy.name.to_lowercase()), policy).await?;
        organisation::touch(&**write).await
    }

    /// Takes policies away that a decision wrote; those that are gone already do not count.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn end_grants(&self, write: &Write, policies: &[PolicyId]) -> Result<()> {
        debug_assert!(policies.len() <= MOST);
        let mut is_changed = false;
        for policy in policies {
            is_changed |= organisation::delete(&**write, Table::Policy, policy.0).await?;
        }
        if is_changed { organisation::touch(&**write).await } else { Ok(()) }
    }

    /// Says that what people may has changed in this process.
    pub(crate) fn regoverned(&self) {
        self.changed();
    }
}
