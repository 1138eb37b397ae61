//! Accounts: making, changing and listing users. Signing in is `session`'s.

use std::collections::HashMap;

use catalog::{
    Action, Page, PageRequest, Role, UserId, Viewer,
    page::{decode_cursor, encode_cursor},
};
use chrono::{DateTime, Utc};
use secrecy::SecretString;

use super::{
    Access, Credential,
    caller::Caller,
    error::{Error, Result},
    password,
    store::{self, UserRow, micros, role_number, session},
};

/// A user, as others may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Their identifier.
    pub id: UserId,
    /// What they sign in with, and what history records.
    pub name: String,
    /// How people call them.
    pub display_name: String,
    /// What they may.
    pub role: Role,
    /// Whether they are kept out.
    pub is_disabled: bool,
    /// Whether it is a program's.
    pub is_service: bool,
    /// Who answers for a program's.
    pub owner: Option<UserId>,
    /// Their address, by which other systems may vouch for them.
    pub email: Option<String>,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// When they last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id(),
            role: row.role(),
            is_disabled: row.is_disabled,
            is_service: row.is_service(),
            owner: row.owner_id.map(UserId),
            created_at: catalog::clock::from_micros(row.created_at),
            last_sign_in_at: row.last_sign_in_at.map(catalog::clock::from_micros),
            email: row.email,
            name: row.name,
            display_name: row.display_name,
        }
    }
}

/// What a new account needs.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// What they sign in with.
    pub name: String,
    /// How people call them; the name when empty.
    pub display_name: String,
    /// The first password.
    pub password: SecretString,
    /// What they may.
    pub role: Role,
}

/// What changes of an account; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct UserChange {
    /// How people call them.
    pub display_name: Option<String>,
    /// A new password; it ends their sessions.
    pub password: Option<SecretString>,
    /// What they may.
    pub role: Option<Role>,
    /// Whether they are kept out; it ends their sessions.
    pub is_disabled: Option<bool>,
    /// Their address; none when empty.
    pub email: Option<String>,
    /// Who answers for a program's.
    pub owner: Option<UserId>,
}

/// The names nobody can have, because history uses them.
const RESERVED: [&str; 4] = ["system", "anonymous", "token", "demo"];

impl Access {
    /// Makes an account.
    ///
    /// # Errors
    /// `Forbidden` for those who may not manage users, `Invalid` for a bad name or password, `Conflict` when the name is
    /// taken.
    pub async fn create_user(&self, viewer: &Viewer, new: NewUser) -> Result<User> {
        manage(viewer)?;
        self.must_be_above_account(viewer, None, new.role).await?;
        let row = self.new_row(new).await?;
        let write = self.database().write().await?;
        let taken = || format!("there is a user `{}` already", row.name);
        store::insert_user(&*write, &row).await.map_err(|error| store::conflict(error, taken()))?;
        write.commit().await?;
        tracing::info!(user = %row.name, role = row.role().code(), by = %viewer.name, "made an account");
        Ok(row.into())
    }

    /// The row of a new account: everything checked, the password hashed.
    pub(super) async fn new_row(&self, new: NewUser) -> Result<UserRow> {
        let name = check_name(&new.name)?;
        password::check(&name, &new.password)?;
        let hash = self.hasher().hash(new.password).await?;
        let display_name = check_display_name(&new.display_name)?;
        Ok(UserRow {
            id: UserId::new().0,
            name_key: name.to_lowercase(),
            display_name: if display_name.is_empty() { name.clone() } else { display_name },
            name,
            password_hash: Some(hash),
            role: role_number(new.role),
            created_at: micros(self.clock().now()),
            ..UserRow::default()
        })
    }

    /// Changes an account. It takes effect on that user's next request, and ends what they have open.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound`, `Invalid`, or `Conflict` when nobody would be left who may manage users.
    pub async fn update_user(&self, viewer: &Viewer, id: UserId, change: UserChange) -> Result<User> {
        manage(viewer)?;
        let found = store::find_user(self.database().read(), id).await?.ok_or_else(|| no_user(id))?;
        self.must_be_above_account(viewer, Some((id, found.role())), change.role.unwrap_or(found.role())).await?;
        let hash = match &change.password {
            Some(password) => {
                password::check(&found.name, password)?;
                Some(self.hasher().hash(password.clone()).await?)
            }
            None => None,
        };
        let display_name = change.display_name.as_deref().map(check_display_name).transpose()?;
        let write = self.database().write().await?;
        let mut row = store::find_user(&*write, id).await?.ok_or_else(|| no_user(id))?;
        if row.is_service() && hash.is_some() {
            return Err(Error::invalid("password", "is nothing that a program's account has; make a token for it"));
        }
        set_details(&*write, &mut row, &change).await?;
        let ends_sessions = hash.is_some() || change.is_disabled == Some(true);
        row.display_name = display_name.filter(|name| !name.is_empty()).unwrap_or(row.display_name);
        row.role = change.role.map_or(row.role, role_number);
        row.is_disabled = change.is_disabled.unwrap_or(row.is_disabled);
        row.password_hash = hash.or(row.password_hash);
        let is_admin = row.role() == Role::Admin && !row.is_disabled;
        if !is_admin && found.role() == Role::Admin && store::count_admins(&*write, Some(id)).await? == 0 {
            let problem = format!("`{}` is the last administrator; make another one first", row.name);
            return Err(catalog::Error::conflict(problem).into());
        }
        let taken = || "there is an account with this address already".to_owned();
        store::update_user(&*write, &row).await.map_err(|error| store::conflict(error, taken()))?;
        if ends_sessions {
            session::delete_of(&*write, row.id, None).await?;
        }
        write.commit().await?;
        self.changed();
        tracing::info!(user = %row.name, role = row.role().code(), by = %viewer.name, "changed an account");
        Ok(row.into())
    }

    /// Changes the caller's own password; their other sessions end.
    ///
    /// # Errors
    /// `Forbidden` for a token or a wrong current password, `Invalid` for a bad new one, `Unavailable` after too many
    /// attempts.
    pub async fn change_password(&self, caller: &Caller, current: SecretString, new: SecretString) -> Result<()> {
        let Credential::Session { hash: session } = &caller.credential else {
            return Err(catalog::Error::Forbidden { action: "change a password without signing in".into() }.into());
        };
        let id = caller.viewer.user.ok_or(Error::NotSignedIn)?;
        let found = store::find_user(self.database().read(), id).await?.ok_or(Error::NotSignedIn)?;
        self.throttle().attempt(&*found.name_key, None, self.clock().now())?;
        if !self.hasher().is_right(current, found.password_hash).await? {
            return Err(Error::invalid("current", "is not the password of this account"));
        }
        self.throttle().succeed(&found.name_key);
        password::check(&found.name, &new).map_err(|error| rename_field(error, "new"))?;
        let hash = self.hasher().hash(new).await?;
        let write = self.database().write().await?;
        let mut row = store::find_user(&*write, id).await?.ok_or(Error::NotSignedIn)?;
        row.password_hash = Some(hash);
        store::update_user(&*write, &row).await?;
        session::delete_of(&*write, row.id, Some(session)).await?;
        write.commit().await?;
        self.changed();
        tracing::info!(user = %row.name, "changed their password");
        Ok(())
    }

    /// The users by name.
    ///
    /// # Errors
    /// `Forbidden` for those who may not manage users; `Invalid` for a bad cursor.
    pub async fn users(&self, viewer: &Viewer, page: &PageRequest) -> Result<Page<User>> {
        manage(viewer)?;
        let after = page.after.as_deref().map(|cursor| decode_cursor(cursor, 1)).transpose()?;
        let after = after.as_ref().and_then(|parts| parts.first()).map(String::as_str);
        let limit = u64::try_from(page.first).unwrap_or(u64::MAX).saturating_add(1);
        let rows = store::users_after(self.database().read(), after, limit).await?;
        let page = Page::cut(rows, page.first, |row| encode_cursor(&[&row.name_key]));
        Ok(page.map(User::from))
    }

    /// The user named `name`.
    ///
    /// # Errors
    /// `Forbidden` for those who may not manage users, `NotFound` when there is none.
    pub async fn user_named(&self, viewer: &Viewer, name: &str) -> Result<User> {
        manage(viewer)?;
        let found = store::find_user_named(self.database().read(), &name.to_lowercase()).await?;
        Ok(found.ok_or_else(|| catalog::Error::not_found("user", name))?.into())
    }

    /// How people call accounts, by their names; only what everybody may know.
    ///
    /// # Errors
    /// The store's own.
    pub async fn display_names(&self, names: &[String]) -> Result<HashMap<String, String>> {
        let mut known = HashMap::new();
        for names in names.chunks(500) {
            let rows = store::display_names(self.database().read(), names).await?;
            known.extend(rows.into_iter().map(User::from).map(|user| (user.name, user.display_name)));
        }
        Ok(known)
    }

    /// Up to `first` people whose name begins with `text`, for pickers of owners: only what everybody may know.
    ///
    /// # Errors
    /// `Forbidden` for those who may not read the catalog.
    pub async fn people(&self, viewer: &Viewer, text: &str, first: usize) -> Result<Vec<User>> {
        viewer.must(Action::ReadCatalog)?;
        let limit = u64::try_from(PageRequest::new(first, None)?.first).unwrap_or(1);
        let text: String = text.trim().chars().take(64).collect::<String>().to_lowercase();
        let rows = store::people(self.database().read(), &text, limit).await?;
        Ok(rows.into_iter().map(User::from).collect())
    }
}

/// Refuses those who may not manage users, and tokens that are bound to sources: an account would free them.
pub(super) fn manage(viewer: &Viewer) -> Result<()> {
    viewer.must(Action::ManageUsers)?;
    if viewer.sees.sources().is_none() {
        Ok(())
    } else {
        Err(catalog::Error::Forbidden { action: "manage users with a token that is bound to sources".into() }.into())
    }
}

/// Sets address and owner, where they change.
async fn set_details(db: &impl sea_orm::ConnectionTrait, row: &mut UserRow, change: &UserChange) -> Result<()> {
    if let Some(email) = &change.email {
        let email = email.trim();
        if !email.is_empty() && !super::oidc::is_address(email) {
            return Err(Error::invalid("email", "is no address"));
        }
        row.email = (!email.is_empty()).then(|| email.to_owned());
        row.email_key = row.email.as_ref().map(|email| email.to_lowercase());
    }
    if let Some(owner) = change.owner {
        if !row.is_service() {
            return Err(Error::invalid("owner", "is for programs' accounts only"));
        }
        super::service::check_owner(db, Some(owner)).await?;
        row.owner_id = Some(owner.0);
    }
    Ok(())
}

fn no_user(id: UserId) -> Error {
    catalog::Error::not_found("user", id).into()
}

fn rename_field(error: Error, field: &str) -> Error {
    match error {
        Error::Catalog(catalog::Error::Invalid { problem, .. }) => Error::invalid(field, problem),
        other => other,
    }
}

/// A name: letters and digits of any script, and `.`, `_`, `-`, `@` between them.
pub(super) fn check_name(name: &str) -> Result<String> {
    let name = name.trim();
    let length = name.chars().count();
    if length == 0 || length > 64 {
        return Err(Error::invalid("name", format!("has {length} characters; 1 to 64 are allowed")));
    }
    if let Some(odd) = name.chars().find(|found| !found.is_alphanumeric() && !"._-@".contains(*found)) {
        return Err(Error::invalid("name", format!("has {odd:?}; letters, digits and . _ - @ are allowed")));
    }
    if RESERVED.contains(&name.to_lowercase().as_str()) {
        return Err(Error::invalid("name", format!("`{name}` is reserved; choose another one")));
    }
    Ok(name.to_owned())
}

pub(super) fn check_display_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.chars().count() > 128 || name.chars().any(char::is_control) {
        return Err(Error::invalid("displayName", "has more than 128 characters or a control character"));
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_script_are_kept_and_trimmed() {
        assert_eq!(check_name(" 王小明 ").unwrap(), "王小明");
        assert_eq!(check_name("ana.maria@example.org").unwrap(), "ana.maria@example.org");
    }

    #[test]
    fn odd_empty_and_reserved_names_are_refused() {
        for name in ["", "  ", "a b", "token:x", "a\u{0}b", "a/b", "System", "DEMO", &"x".repeat(65)] {
            let error = check_name(name).unwrap_err();
            assert_eq!(catalog::Fault::field(&error), Some("name"), "{name}");
        }
    }
}
