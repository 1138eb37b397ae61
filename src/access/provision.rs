//! Accounts and groups that another system keeps here (SCIM). It knows only those that it made: accounts of this house are
//! none of its business, and what it deletes leaves nothing that a later account of the same name could use.

use catalog::{Action, Role, TokenId, UserId, Viewer, Visibility};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Access,
    account::check_name,
    error::{Error, Result},
    oidc::is_address,
    store::{
        self, UserRow,
        group::{self, GroupRow},
        micros, organisation, provision, role_number, session, token,
    },
};

/// Where groups of SCIM are from.
const ORIGIN: &str = "scim";
/// The most members of a group.
pub const MOST_MEMBERS: usize = 20_000;

pub use super::store::provision::Equals;

/// An account that another system keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provisioned {
    /// Its identifier.
    pub id: Uuid,
    /// What they sign in with, and what history records.
    pub name: String,
    /// How people call them.
    pub display_name: String,
    /// Their address.
    pub email: Option<String>,
    /// Its identifier there.
    pub external_id: Option<String>,
    /// Whether it may be used.
    pub is_active: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Everything that another system says of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProvisionedState {
    /// What they sign in with.
    pub name: String,
    /// How people call them; the name when empty.
    pub display_name: String,
    /// Their address.
    pub email: Option<String>,
    /// Its identifier there.
    pub external_id: Option<String>,
    /// Whether it may be used; if not, its sessions end.
    pub is_active: bool,
}

/// A group that another system keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its identifier.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its identifier there.
    pub external_id: Option<String>,
    /// Who is in it: identifier and name of accounts.
    pub members: Vec<(Uuid, String)>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed.
    pub updated_at: DateTime<Utc>,
}

/// Everything that another system says of a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupState {
    /// Its name.
    pub name: String,
    /// Its identifier there.
    pub external_id: Option<String>,
    /// Who is in it; accounts that are not known are refused.
    pub members: Vec<Uuid>,
}

impl Access {
    /// Accounts by name: those that equal what is wanted, `start` of them left out; and how many there are.
    ///
    /// # Errors
    /// `Forbidden` for those who may not provision.
    pub async fn provisioned(
        &self,
        viewer: &Viewer,
        equals: Option<&Equals>,
        start: u64,
        count: u64,
    ) -> Result<(Vec<Provisioned>, i64)> {
        may(viewer)?;
        let (rows, total) = provision::page(self.database().read(), equals, start, count).await?;
        Ok((rows.into_iter().map(Provisioned::from).collect(), total))
    }

    /// Makes an account, of the least role and without a password.
    ///
    /// # Errors
    /// `Invalid`; `Conflict` when name or address is taken, by whomever.
    pub async fn provision(&self, viewer: &Viewer, state: ProvisionedState) -> Result<Provisioned> {
        may(viewer)?;
        let mut row = UserRow {
            id: UserId::new().0,
            role: role_number(Role::Viewer),
            created_at: micros(self.clock().now()),
            is_provisioned: true,
            ..UserRow::default()
        };
        fill(&mut row, state)?;
        let write = self.database().write().await?;
        store::insert_user(&*write, &row).await.map_err(taken)?;
        write.commit().await?;
        tracing::info!(user = %row.name, by = %viewer.name, "made an account that another system keeps");
        Ok(row.into())
    }

    /// Makes an account what another system says of it.
    ///
    /// # Errors
    /// `NotFound` for accounts that it does not keep; `Invalid`; `Conflict`.
    pub async fn reprovision(&self, viewer: &Viewer, id: Uuid, state: ProvisionedState) -> Result<Provisioned> {
        may(viewer)?;
        let write = self.database().write().await?;
        let mut row = kept(&*write, id).await?;
        fill(&mut row, state)?;
        store::update_user(&*write, &row).await.map_err(taken)?;
        if row.is_disabled {
            session::delete_of(&*write, id, None).await?;
        }
        write.commit().await?;
        self.changed();
        tracing::info!(user = %row.name, active = !row.is_disabled, by = %viewer.name, "changed an account from outside");
        Ok(row.into())
    }

    /// Ends an account: sessions, tokens, identities and memberships are gone at once, and its name and address are free.
    ///
    /// # Errors
    /// `NotFound` for accounts that it does not keep.
    pub async fn deprovision(&self, viewer: &Viewer, id: Uuid) -> Result<()> {
        may(viewer)?;
        let write = self.database().write().await?;
        let mut row = kept(&*write, id).await?;
        let name = row.name.clone();
        session::delete_of(&*write, id, None).await?;
        token::delete_of(&*write, id).await?;
        provision::forget(&*write, id).await?;
        organisation::touch(&*write).await?;
        // The row stays, because history and the log of who did what name it; under a name that nobody can be given.
        row.name = format!("{name}~{}", &id.simple().to_string()[20..]);
        row.name_key = row.name.to_lowercase();
        (row.email, row.email_key, row.external_id) = (None, None, None);
        (row.is_disabled, row.is_provisioned, row.role) = (true, false, role_number(Role::Viewer));
        store::update_user(&*write, &row).await?;
        write.commit().await?;
        self.changed();
        tracing::info!(user = %name, by = %viewer.name, "ended an account from outside");
        Ok(())
    }

    /// Groups by name, with their members; `start` of them left out; and how many there are.
    ///
    /// # Errors
    /// `Forbidden` for those who may not provision.
    pub async fn groups(
        &self,
        viewer: &Viewer,
        name: Option<&str>,
        start: u64,
        count: u64,
    ) -> Result<(Vec<Group>, i64)> {
        may(viewer)?;
        let db = self.database().read();
        let (rows, total) = match name {
            Some(name) => {
                let rows = group::named(db, ORIGIN, &[name.to_lowercase()]).await?;
                let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
                (if start == 0 && count > 0 { rows } else { Vec::new() }, total)
            }
            None => group::page(db, ORIGIN, start, count).await?,
        };
        Ok((self.with_members(rows).await?, total))
    }

    /// One group with its members.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn group(&self, viewer: &Viewer, id: Uuid) -> Result<Group> {
        may(viewer)?;
        let row = group::find(self.database().read(), ORIGIN, id).await?.ok_or_else(|| no_group(id))?;
        Ok(self.with_members(vec![row]).await?.remove(0))
    }

    async fn with_members(&self, rows: Vec<GroupRow>) -> Result<Vec<Group>> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let most = (MOST_MEMBERS as u64).saturating_mul(2);
        let members = group::members(self.database().read(), &ids, most).await?;
        let shown = |row: GroupRow| Group {
            members: members
                .iter()
                .filter(|member| member.group == row.id)
                .map(|member| (member.user.id, member.user.name.clone()))
                .collect(),
            id: row.id,
            name: row.name,
            external_id: row.external_id,
            created_at: catalog::clock::from_micros(row.created_at),
            updated_at: catalog::clock::from_micros(row.updated_at),
        };
        Ok(rows.into_iter().map(shown).collect())
    }

    /// Makes a group, or makes group `id` what another system says of it.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` for a bad name or members that it does not keep; `Conflict` when the name is taken.
    pub async fn set_group(&self, viewer: &Viewer, id: Option<Uuid>, state: GroupState) -> Result<Group> {
        may(viewer)?;
        let name = state.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 256 || name.chars().any(char::is_control) {
            return Err(Error::invalid("displayName", "has to have 1 to 256 characters and no control characters"));
        }
        if state.members.len() > MOST_MEMBERS {
            return Err(Error::invalid("members", format!("has more than {MOST_MEMBERS} members")));
        }
        let now = micros(self.clock().now());
        let write = self.database().write().await?;
        let known = provision::known(&*write, &state.members).await?;
        if let Some(stranger) = state.members.iter().find(|member| !known.contains(member)) {
            return Err(Error::invalid("members", format!("`{stranger}` is no account that you keep here")));
        }
        let fresh = || GroupRow {
            id: TokenId::new().0,
            origin: ORIGIN.into(),
            name: String::new(),
            name_key: String::new(),
            external_id: None,
            created_at: now,
            updated_at: now,
        };
        let mut row = match id {
            Some(id) => group::find(&*write, ORIGIN, id).await?.ok_or_else(|| no_group(id))?,
            None => fresh(),
        };
        (row.name_key, row.name, row.external_id, row.updated_at) = (name.to_lowercase(), name, state.external_id, now);
        let stored = match id {
            Some(_) => group::update(&*write, &row).await,
            None => group::insert(&*write, &row).await,
        };
        stored.map_err(|error| store::conflict(error, format!("there is a group `{}` already", row.name)))?;
        group::remove(&*write, row.id, None).await?;
        let pairs: Vec<(Uuid, Uuid)> = state.members.iter().map(|member| (row.id, *member)).collect();
        group::add(&*write, &pairs).await?;
        organisation::touch(&*write).await?;
        write.commit().await?;
        self.changed();
        Ok(self.with_members(vec![row]).await?.remove(0))
    }

    /// Deletes a group; its members lose what it gave them.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn delete_group(&self, viewer: &Viewer, id: Uuid) -> Result<()> {
        may(viewer)?;
        let write = self.database().write().await?;
        let row = group::find(&*write, ORIGIN, id).await?.ok_or_else(|| no_group(id))?;
        group::delete(&*write, row.id).await?;
        organisation::touch(&*write).await?;
        write.commit().await?;
        self.changed();
        Ok(())
    }
}

/// Refuses those who may not provision, and tokens that are bound to sources.
fn may(viewer: &Viewer) -> Result<()> {
    viewer.must(Action::Provision)?;
    if viewer.sees == Visibility::Everything {
        Ok(())
    } else {
        Err(catalog::Error::Forbidden { action: "provision accounts with a token that is bound to sources".into() }
            .into())
    }
}

async fn kept(db: &impl sea_orm::ConnectionTrait, id: Uuid) -> Result<UserRow> {
    let found = store::find_user(db, UserId(id)).await?.filter(|row| row.is_provisioned);
    found.ok_or_else(|| catalog::Error::not_found("User", id).into())
}

fn fill(row: &mut UserRow, state: ProvisionedState) -> Result<()> {
    let name = check_name(&state.name).map_err(|error| match error {
        Error::Catalog(catalog::Error::Invalid { problem, .. }) => Error::invalid("userName", problem),
        other => other,
    })?;
    let email = state.email.map(|email| email.trim().to_owned()).filter(|email| !email.is_empty());
    if email.as_ref().is_some_and(|email| !is_address(email)) {
        return Err(Error::invalid("emails", "has an address that is none"));
    }
    if state.external_id.as_ref().is_some_and(|id| id.chars().count() > 256 || id.contains('\0')) {
        return Err(Error::invalid("externalId", "has more than 256 characters"));
    }
    let display_name: String = state.display_name.chars().filter(|found| !found.is_control()).take(128).collect();
    row.display_name = if display_name.trim().is_empty() { name.clone() } else { display_name.trim().to_owned() };
    row.name_key = name.to_lowercase();
    row.name = name;
    row.email_key = email.as_ref().map(|email| email.to_lowercase());
    row.email = email;
    row.external_id = state.external_id;
    row.is_disabled = !state.is_active;
    Ok(())
}

fn taken(error: Error) -> Error {
    store::conflict(error, "there is an account with this `userName` or address already".into())
}

fn no_group(id: Uuid) -> Error {
    catalog::Error::not_found("Group", id).into()
}

impl From<UserRow> for Provisioned {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            display_name: row.display_name,
            email: row.email,
            external_id: row.external_id,
            is_active: !row.is_disabled,
            created_at: catalog::clock::from_micros(row.created_at),
        }
    }
}
