//! Who is signed in, the accounts, and API tokens.

use std::collections::BTreeSet;

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use catalog::{Action, Role, Scope, SourceId, UserId};
use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret as _, SecretString};

use super::{
    app,
    asset::{SourceRef, loaders},
    caller, connection,
    connection::PageInfo,
    loaders::SourceKey,
    viewer,
};
use crate::access::{self, NewToken, NewUser, UserChange};

/// Whoever asks.
#[derive(SimpleObject)]
pub struct Me {
    /// The name that history records for what they do.
    name: String,
    /// How people call them.
    display_name: String,
    /// Their role.
    role: Option<Role>,
    /// What they may do.
    permissions: Vec<Action>,
    /// Whether it is the user of the demonstration.
    is_demo: bool,
}

/// An account.
#[derive(SimpleObject)]
pub struct User {
    /// Its identifier.
    id: UserId,
    /// What they sign in with.
    name: String,
    /// How people call them.
    display_name: String,
    /// What they may.
    role: Role,
    /// Whether they are kept out.
    is_disabled: bool,
    /// Whether it is a program's, which comes with tokens only.
    is_service: bool,
    /// Who answers for a program's.
    owner_id: Option<UserId>,
    /// Their address, by which other systems may vouch for them.
    email: Option<String>,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When they last signed in; null when they never have.
    last_sign_in_at: Option<DateTime<Utc>>,
}

impl From<access::User> for User {
    fn from(user: access::User) -> Self {
        Self {
            id: user.id,
            name: user.name,
            display_name: user.display_name,
            role: user.role,
            is_disabled: user.is_disabled,
            is_service: user.is_service,
            owner_id: user.owner,
            email: user.email,
            created_at: user.created_at,
            last_sign_in_at: user.last_sign_in_at,
        }
    }
}

/// A page of accounts.
#[derive(SimpleObject)]
pub struct UserConnection {
    /// The accounts.
    nodes: Vec<User>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// Somebody who can own assets.
#[derive(SimpleObject)]
pub struct Person {
    /// Their account.
    id: UserId,
    /// Their name.
    name: String,
    /// How people call them.
    display_name: String,
}

/// A secret that a program comes with; itself it is shown only once.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct ApiToken {
    /// Its identifier.
    id: String,
    /// What its owner calls it.
    name: String,
    /// What it may be used for.
    scopes: Vec<Scope>,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// Until when it is good; null when it does not end by itself.
    expires_at: Option<DateTime<Utc>>,
    /// When it was last used, within a minute; null when it never was.
    last_used_at: Option<DateTime<Utc>>,
    /// How it begins.
    prefix: String,
    /// The sources it is bound to.
    #[graphql(skip)]
    bound_to: Option<Vec<SourceId>>,
}

#[ComplexObject]
impl ApiToken {
    /// The sources it is bound to, as far as they are there; null when it is not bound.
    async fn sources(&self, ctx: &Context<'_>) -> Result<Option<Vec<SourceRef>>> {
        let Some(ids) = &self.bound_to else { return Ok(None) };
        let mut found = loaders(ctx).many(ids.iter().copied().map(SourceKey)).await?;
        let reference = |id: &SourceId| {
            found.remove(&SourceKey(*id)).map(|source| SourceRef {
                id: *id,
                name: source.name,
                connector: source.connector,
            })
        };
        Ok(Some(ids.iter().filter_map(reference).collect()))
    }
}

impl From<access::ApiToken> for ApiToken {
    fn from(token: access::ApiToken) -> Self {
        Self {
            id: token.id.to_string(),
            name: token.name,
            scopes: token.scopes.into_iter().collect(),
            created_at: token.created_at,
            expires_at: token.expires_at,
            last_used_at: token.last_used_at,
            prefix: token.prefix,
            bound_to: token.sources.map(|sources| sources.into_iter().collect()),
        }
    }
}

/// A token that was just made.
#[derive(SimpleObject)]
pub struct CreatedToken {
    /// What is kept of it.
    token: ApiToken,
    /// The token itself; it cannot be shown again.
    secret: String,
}

/// What a new account needs.
#[derive(InputObject)]
pub struct CreateUserInput {
    /// What they sign in with: letters, digits and `.`, `_`, `-`, `@`.
    name: String,
    /// How people call them; their name when left out.
    display_name: Option<String>,
    /// The first password: at least 10 characters.
    #[graphql(secret)]
    password: String,
    /// What they may.
    role: Role,
}

/// What changes of an account; what is left out stays.
#[derive(InputObject)]
pub struct UpdateUserInput {
    /// How people call them.
    display_name: Option<String>,
    /// A new password; it ends their sessions.
    #[graphql(secret)]
    password: Option<String>,
    /// What they may.
    role: Option<Role>,
    /// Whether they are kept out; it ends their sessions.
    is_disabled: Option<bool>,
    /// Their address, by which other systems may vouch for them; none when empty.
    email: Option<String>,
    /// Who answers for a program's account.
    owner: Option<UserId>,
}

/// What a new token needs.
#[derive(InputObject)]
pub struct CreateTokenInput {
    /// What to call it.
    name: String,
    /// What it may be used for; at least one.
    scopes: Vec<Scope>,
    /// The sources it is bound to; all when left out.
    sources: Option<Vec<SourceId>>,
    /// Until when it is good; for ever when left out.
    expires_at: Option<DateTime<Utc>>,
}

/// Questions about access.
#[derive(Default)]
pub struct AccessQuery;

#[Object]
impl AccessQuery {
    /// Whoever asks.
    async fn me(&self, ctx: &Context<'_>) -> Me {
        let caller = caller(ctx);
        let actions = <Action as async_graphql::resolver_utils::EnumType>::items().iter().map(|item| item.value);
        Me {
            name: caller.viewer.name.clone(),
            display_name: caller.display_name.clone(),
            role: caller.viewer.role,
            permissions: actions.filter(|action| caller.viewer.may(*action)).collect(),
            is_demo: caller.is_demo,
        }
    }

    /// The accounts by name; for those who may manage them.
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 100)] first: i32,
        after: Option<String>,
    ) -> Result<UserConnection> {
        let page = app(ctx).access().users(viewer(ctx), &connection::page(first, after)?).await?;
        let page_info = PageInfo::of(&page);
        Ok(UserConnection { nodes: page.items.into_iter().map(|(_, user)| user.into()).collect(), page_info })
    }

    /// People whose name begins with `text`, for choosing owners.
    async fn people(
        &self,
        ctx: &Context<'_>,
        text: Option<String>,
        #[graphql(default = 20)] first: i32,
    ) -> Result<Vec<Person>> {
        let first = usize::try_from(first).unwrap_or(0);
        let found = app(ctx).access().people(viewer(ctx), text.as_deref().unwrap_or_default(), first).await?;
        let person = |user: access::User| Person { id: user.id, name: user.name, display_name: user.display_name };
        Ok(found.into_iter().map(person).collect())
    }

    /// My own API tokens, newest first.
    async fn tokens(&self, ctx: &Context<'_>) -> Result<Vec<ApiToken>> {
        let tokens = app(ctx).access().tokens(viewer(ctx)).await?;
        Ok(tokens.into_iter().map(ApiToken::from).collect())
    }
}

/// Changes of access.
#[derive(Default)]
pub struct AccessMutation;

#[Object]
impl AccessMutation {
    /// Makes an account.
    async fn create_user(&self, ctx: &Context<'_>, input: CreateUserInput) -> Result<User> {
        let new = NewUser {
            name: input.name,
            display_name: input.display_name.unwrap_or_default(),
            password: SecretString::from(input.password),
            role: input.role,
        };
        Ok(app(ctx).access().create_user(viewer(ctx), new).await?.into())
    }

    /// Changes an account; it counts from that user's next request on.
    async fn update_user(&self, ctx: &Context<'_>, id: UserId, input: UpdateUserInput) -> Result<User> {
        let change = UserChange {
            display_name: input.display_name,
            password: input.password.map(SecretString::from),
            role: input.role,
            is_disabled: input.is_disabled,
            email: input.email,
            owner: input.owner,
        };
        Ok(app(ctx).access().update_user(viewer(ctx), id, change).await?.into())
    }

    /// Changes my own password and ends my other sessions.
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(secret)] current: String,
        #[graphql(secret)] new: String,
    ) -> Result<bool> {
        let (current, new) = (SecretString::from(current), SecretString::from(new));
        app(ctx).access().change_password(caller(ctx), current, new).await?;
        Ok(true)
    }

    /// Makes an API token for me, or for a program's account that I answer for or manage.
    async fn create_token(
        &self,
        ctx: &Context<'_>,
        input: CreateTokenInput,
        user: Option<UserId>,
    ) -> Result<CreatedToken> {
        let new = NewToken {
            name: input.name,
            scopes: input.scopes.into_iter().collect(),
            sources: input.sources.map(|sources| sources.into_iter().collect::<BTreeSet<_>>()),
            expires_at: input.expires_at,
        };
        let (token, secret) = app(ctx).access().create_token(viewer(ctx), user, new).await?;
        Ok(CreatedToken { token: token.into(), secret: secret.expose_secret().to_owned() })
    }

    /// Revokes an API token: one of mine, of a program that I answer for, or anybody's for those who may manage users.
    /// What is open with it ends.
    async fn revoke_token(&self, ctx: &Context<'_>, id: String) -> Result<bool> {
        let id = id.parse().map_err(|_| catalog::Error::not_found("token", &id))?;
        app(ctx).access().revoke_token(viewer(ctx), id).await?;
        Ok(true)
    }
}
