//! Accounts of programs: modules, crawlers, identity providers. They have no password and sign in nowhere; they come with
//! tokens, which their owner and administrators make and revoke.

use catalog::{
    Action, Page, PageRequest, Role, UserId, Viewer, Visibility,
    page::{decode_cursor, encode_cursor},
};
use uuid::Uuid;

use super::{
    Access, ApiToken, User,
    account::{check_display_name, check_name, manage},
    error::{Error, Result},
    store::{self, SERVICE, UserRow, micros, role_number, token},
};

/// What a new account of a program needs.
#[derive(Debug, Clone)]
pub struct NewService {
    /// What history records.
    pub name: String,
    /// How people call it; the name when empty.
    pub display_name: String,
    /// What it may at most; its tokens narrow that.
    pub role: Role,
    /// The person who answers for it.
    pub owner: Option<UserId>,
}

impl Access {
    /// Makes an account of a program.
    ///
    /// # Errors
    /// `Forbidden` for those who may not manage users; `Invalid`; `Conflict` when the name is taken.
    pub async fn create_service(&self, viewer: &Viewer, new: NewService) -> Result<User> {
        manage(viewer)?;
        let name = check_name(&new.name)?;
        let display_name = check_display_name(&new.display_name)?;
        let row = UserRow {
            id: UserId::new().0,
            name_key: name.to_lowercase(),
            display_name: if display_name.is_empty() { name.clone() } else { display_name },
            name,
            role: role_number(new.role),
            kind: SERVICE,
            owner_id: new.owner.map(|owner| owner.0),
            created_at: micros(self.clock().now()),
            ..UserRow::default()
        };
        let write = self.database().write().await?;
        check_owner(&*write, new.owner).await?;
        let taken = || format!("there is a user `{}` already", row.name);
        store::insert_user(&*write, &row).await.map_err(|error| store::conflict(error, taken()))?;
        write.commit().await?;
        tracing::info!(user = %row.name, by = %viewer.name, "made an account of a program");
        Ok(row.into())
    }

    /// The account that the viewer may make tokens for: their own, or a program's that they answer for or manage. Nobody
    /// gets more that way than they have.
    pub(super) async fn token_account(&self, viewer: &Viewer, user: Option<UserId>) -> Result<Uuid> {
        let own = super::token::own(viewer);
        let Some(user) = user.filter(|user| viewer.user != Some(*user)) else { return own };
        let row = store::find_user(self.database().read(), user).await?;
        let row = row.filter(|row| answers_for(viewer, row)).ok_or_else(|| catalog::Error::not_found("user", user))?;
        if viewer.role.is_none_or(|role| role < row.role()) {
            let action = format!("make tokens for `{}`, which may more than you", row.name);
            return Err(catalog::Error::Forbidden { action }.into());
        }
        own.map(|_| row.id)
    }

    /// The tokens of all accounts, or of one, newest first, without their secrets.
    ///
    /// # Errors
    /// `Forbidden` for those who may not manage users, unless they ask for a program's that they answer for.
    pub async fn account_tokens(
        &self,
        viewer: &Viewer,
        user: Option<UserId>,
        page: &PageRequest,
    ) -> Result<Page<(ApiToken, User)>> {
        let row = match user {
            Some(user) => store::find_user(self.database().read(), user).await?,
            None => None,
        };
        if !row.is_some_and(|row| answers_for(viewer, &row) && super::token::own(viewer).is_ok()) {
            manage(viewer)?;
        }
        let bad = || catalog::Error::invalid("after", "is not a cursor of this list");
        let after = page.after.as_deref().map(|cursor| decode_cursor(cursor, 1)).transpose()?;
        let after: Option<Uuid> = after.map(|parts| parts.concat().parse()).transpose().map_err(|_| bad())?;
        let limit = page.first as u64 + 1;
        let rows = token::of_all(self.database().read(), user.map(|user| user.0), after, limit).await?;
        let page = Page::cut(rows, page.first, |(row, _)| encode_cursor(&[&row.id.to_string()]));
        Ok(page.map(|(row, user)| (super::token::read(row), user.into())))
    }

    /// Whether the viewer may revoke the tokens of this account.
    pub(super) async fn may_revoke_of(&self, viewer: &Viewer, user: Uuid) -> Result<bool> {
        if manage(viewer).is_ok() {
            return Ok(true);
        }
        let row = store::find_user(self.database().read(), UserId(user)).await?;
        Ok(row.is_some_and(|row| answers_for(viewer, &row)))
    }
}

/// Whether an account is a program's that the viewer manages or answers for.
pub(super) fn answers_for(viewer: &Viewer, row: &UserRow) -> bool {
    let is_owner = row.owner_id.is_some() && row.owner_id == viewer.user.map(|user| user.0);
    let manages = viewer.may(Action::ManageUsers) && viewer.sees == Visibility::Everything;
    row.is_service() && (is_owner || manages)
}

/// Refuses an owner who is no person here.
pub(super) async fn check_owner(db: &impl sea_orm::ConnectionTrait, owner: Option<UserId>) -> Result<()> {
    let Some(owner) = owner else { return Ok(()) };
    match store::find_user(db, owner).await? {
        Some(row) if !row.is_service() => Ok(()),
        _ => Err(Error::invalid("owner", "is no person here")),
    }
}
