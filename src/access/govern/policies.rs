//! Policies: who may, or may not, do what with which assets.

use std::collections::BTreeSet;

use catalog::{
    Action, AssetId, PolicyId, Viewer,
    governance::{Permission, Policy, Subject, facts::fold},
};

use super::{Write, check};
use crate::access::{
    Access,
    error::{Error, Result},
    organisation::Organisation,
    store::{self, organisation::Table},
};

/// The most places, sources or subjects that one policy names.
const MOST_NAMED: usize = 1_000;

impl Access {
    /// Makes a policy, or puts it in the place of the one with its identifier.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` naming the field; `Conflict` for a name that is taken.
    pub async fn save_policy(&self, viewer: &Viewer, policy: Policy) -> Result<Policy> {
        viewer.must(Action::ManagePolicies)?;
        let policy = Policy {
            name: check::name(&policy.name)?,
            description: check::description(&policy.description)?,
            subjects: policy.subjects.iter().map(Subject::folded).collect(),
            ..policy
        };
        if policy.permissions.is_empty() {
            return Err(Error::invalid("permissions", "is empty; name at least one of VIEW, SAMPLE, EDIT"));
        }
        if policy.effect.masking().is_some() && policy.permissions != [Permission::Sample].into() {
            return Err(Error::invalid("permissions", "of a policy that masks is SAMPLE and nothing else"));
        }
        self.check_target(viewer, &policy).await?;
        self.check_users(&policy).await?;
        self.reorganise(|organisation| {
            let nothing = BTreeSet::new();
            let others = organisation.policies.iter().filter(|other| other.id != policy.id);
            check::is_free("policy", &policy.name, others.map(|other| (&other.name, &nothing)))?;
            check_subjects(organisation, &policy)?;
            Ok((vec![Write::Policy(policy.clone())], policy))
        })
        .await
    }

    /// Deletes a policy.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn delete_policy(&self, viewer: &Viewer, id: PolicyId) -> Result<()> {
        viewer.must(Action::ManagePolicies)?;
        self.reorganise(|_| Ok((vec![Write::Gone(Table::Policy, id.0)], ()))).await
    }

    /// The policies by name.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn policies(&self, viewer: &Viewer) -> Result<Vec<Policy>> {
        viewer.must(Action::ManagePolicies)?;
        Ok(self.organisation().await?.policies.clone())
    }

    async fn check_target(&self, viewer: &Viewer, policy: &Policy) -> Result<()> {
        let target = &policy.target;
        for (field, count) in
            [("assets", target.assets.len()), ("sources", target.sources.len()), ("subjects", policy.subjects.len())]
        {
            if count > MOST_NAMED {
                return Err(Error::invalid(field, format!("has {count}; {MOST_NAMED} are allowed")));
            }
        }
        let assets: Vec<AssetId> = target.assets.iter().copied().collect();
        let seen = self.catalog().visible(viewer, &assets).await?;
        let known = self.catalog().facts(&assets).await?;
        match assets.iter().find(|id| !seen.contains(id) || !known.contains_key(id)) {
            Some(unknown) => Err(Error::invalid("assets", format!("there is no asset `{unknown}`"))),
            None => Ok(()),
        }
    }

    async fn check_users(&self, policy: &Policy) -> Result<()> {
        for subject in &policy.subjects {
            let Subject::User(name) = subject else { continue };
            if store::find_user_named(self.database().read(), &name.to_lowercase()).await?.is_none() {
                return Err(Error::invalid("subjects", format!("there is no account `{name}`")));
            }
        }
        Ok(())
    }
}

fn check_subjects(organisation: &Organisation, policy: &Policy) -> Result<()> {
    if policy.subjects.is_empty() {
        return Err(Error::invalid("subjects", "is empty; name whom the policy is about, or everyone"));
    }
    let is = |name: &str, asked: &str| fold(name) == fold(asked);
    for subject in &policy.subjects {
        let (what, name, is_known) = match subject {
            Subject::Everyone | Subject::User(_) => continue,
            Subject::Team(name) => ("team", name, organisation.teams.values().any(|one| is(&one.name, name))),
            Subject::Department(name) => {
                ("department", name, organisation.departments.values().any(|one| is(&one.name, name)))
            }
            Subject::Role(name) => {
                let is_builtin = catalog::Role::ALL.iter().any(|role| is(role.code(), name));
                ("role", name, is_builtin || organisation.roles.values().any(|one| is(&one.name, name)))
            }
        };
        if !is_known {
            return Err(Error::invalid("subjects", format!("there is no {what} `{name}`")));
        }
    }
    Ok(())
}
