//! Roles that the organisation makes. Nobody gives what they do not have, nor touches what is as high as they are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalog::{Action, Role, UserId, Viewer, governance::Subject};
use uuid::Uuid;

use super::{Write, check, level, must_be_above, renamed};
use crate::access::{
    Access,
    error::{Error, Result},
    organisation::{DataScope, Organisation, RoleDefinition, level_of},
    store::{self, organisation::Table},
};

/// A role as it shall be.
#[derive(Debug, Clone)]
pub struct RoleChange {
    /// Which one; none for a new one.
    pub id: Option<Uuid>,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// How high it is, 1 to 99.
    pub level: u8,
    /// What it permits.
    pub permits: BTreeSet<Action>,
    /// Which assets it lets its members see.
    pub scope: DataScope,
    /// Who has it; none leaves them as they are.
    pub members: Option<BTreeSet<UserId>>,
    /// Groups of elsewhere whose members have it; none leaves them as they are.
    pub fed_by: Option<BTreeSet<String>>,
}

impl Access {
    /// Makes or changes a role.
    ///
    /// # Errors
    /// `Forbidden` for who may not manage roles, is not above the role, or would give what they do not have; `Invalid`
    /// naming the field; `NotFound`; `Conflict` for a name that is taken.
    pub async fn save_role(&self, viewer: &Viewer, mut change: RoleChange) -> Result<RoleDefinition> {
        viewer.must(Action::ManageRoles)?;
        change.fed_by = change.fed_by.map(check::groups).transpose()?;
        let texts = (check::name(&change.name)?, check::description(&change.description)?);
        if Role::ALL.iter().any(|role| role.code() == texts.0.to_lowercase()) {
            return Err(Error::invalid("name", format!("`{}` is a built-in role; choose another name", texts.0)));
        }
        if change.level == 0 || change.level > 99 {
            return Err(Error::invalid("level", format!("is {}; 1 to 99 are allowed", change.level)));
        }
        if let Some(lacking) = change.permits.iter().find(|action| !viewer.may(**action)) {
            let action = format!("give a role what you may not do yourself: {}", lacking.phrase());
            return Err(catalog::Error::Forbidden { action }.into());
        }
        if let Some(members) = &change.members {
            self.check_members(members).await?;
        }
        let saved = self.reorganise(|organisation| plan(organisation, viewer, change, texts)).await?;
        // As it is read: with who has it by groups.
        Ok(self.organisation().await?.roles.get(&saved.id).cloned().unwrap_or(saved))
    }

    /// Deletes a role; whoever had it has it no more.
    ///
    /// # Errors
    /// `Forbidden` for who may not manage roles or is not above it; `NotFound`.
    pub async fn delete_role(&self, viewer: &Viewer, id: Uuid) -> Result<()> {
        viewer.must(Action::ManageRoles)?;
        self.reorganise(|organisation| {
            let role = organisation.roles.get(&id).ok_or_else(|| catalog::Error::not_found("role", id))?;
            must_be_above(organisation, viewer, role.level, "delete this role")?;
            let mut writes = renamed(organisation, &Subject::Role(role.name.clone()), None);
            writes.push(Write::Gone(Table::Role, id));
            Ok((writes, ()))
        })
        .await
    }

    /// Refuses whoever may not make an account what it shall be: they have to be above what it is, and what it becomes
    /// may not be above them.
    pub(in crate::access) async fn must_be_above_account(
        &self,
        viewer: &Viewer,
        account: Option<(UserId, Role)>,
        becomes: Role,
    ) -> Result<()> {
        let organisation = self.organisation().await?;
        if let Some((id, role)) = account.filter(|(id, _)| viewer.user != Some(*id)) {
            must_be_above(&organisation, viewer, organisation.level(id, role), "change this account")?;
        }
        if level_of(becomes) > level(&organisation, viewer) {
            return Err(catalog::Error::Forbidden { action: format!("give the role `{}`", becomes.code()) }.into());
        }
        Ok(())
    }

    /// The names of accounts, for those who see the organisation.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn names_of_members(&self, viewer: &Viewer, members: &[UserId]) -> Result<Vec<(UserId, String)>> {
        viewer.must(Action::ReadOrganisation)?;
        store::account_names(self.database().read(), members).await
    }

    /// How many accounts have each built-in role; one that nobody has is left out.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn accounts_by_role(&self, viewer: &Viewer) -> Result<BTreeMap<Role, i64>> {
        viewer.must(Action::ReadOrganisation)?;
        store::accounts_by_role(self.database().read()).await
    }

    /// Accounts by their folded names, for those who see the organisation; names that nobody has are absent.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn members_named(
        &self,
        viewer: &Viewer,
        names: &BTreeSet<String>,
    ) -> Result<HashMap<String, (UserId, String)>> {
        viewer.must(Action::ReadOrganisation)?;
        let keys: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        store::accounts_by_key(self.database().read(), &keys).await
    }
}

fn plan(
    organisation: &Organisation,
    viewer: &Viewer,
    change: RoleChange,
    (name, description): (String, String),
) -> Result<(Vec<Write>, RoleDefinition)> {
    let old = match change.id {
        Some(id) => Some(organisation.roles.get(&id).ok_or_else(|| catalog::Error::not_found("role", id))?),
        None => None,
    };
    if let Some(old) = old {
        must_be_above(organisation, viewer, old.level, "change this role")?;
    }
    must_be_above(organisation, viewer, change.level, "make a role of this level")?;
    let nothing = BTreeSet::new();
    let others = organisation.roles.values().filter(|other| Some(other.id) != change.id);
    check::is_free("role", &name, others.map(|other| (&other.name, &nothing)))?;
    if let Some(unknown) = change.scope.departments().find(|id| !organisation.departments.contains_key(id)) {
        return Err(Error::invalid("departments", format!("there is no department `{unknown}`")));
    }
    let mut writes = Vec::new();
    if let Some(old) = old.filter(|old| old.name != name) {
        let (before, now) = (Subject::Role(old.name.clone()), Subject::Role(name.clone()));
        writes.extend(renamed(organisation, &before, Some(&now)));
    }
    let role = RoleDefinition {
        id: old.map_or_else(|| UserId::new().0, |old| old.id),
        name,
        description,
        level: change.level,
        permits: change.permits,
        scope: change.scope,
        members: change.members.or_else(|| old.map(|old| old.members.clone())).unwrap_or_default(),
        fed_by: change.fed_by.or_else(|| old.map(|old| old.fed_by.clone())).unwrap_or_default(),
        fed: BTreeSet::new(),
    };
    writes.push(Write::Role(role.clone()));
    Ok((writes, role))
}
