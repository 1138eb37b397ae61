//! Who somebody is elsewhere, accounts of programs, and the tokens of all accounts.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{Role, UserId};
use chrono::{DateTime, Utc};

use super::{
    access::{ApiToken, User},
    app, caller, connection,
    connection::PageInfo,
    viewer,
};
use crate::access::{Linked, NewService};

/// Who I am in another system that signs me in.
#[derive(SimpleObject)]
pub struct LinkedIdentity {
    /// The system, such as `oidc:corp`.
    provider: String,
    /// Who I am there.
    subject: String,
    /// The address it told, when it is verified there.
    email: Option<String>,
    /// Since when it is known.
    linked_at: DateTime<Utc>,
    /// When it last signed me in.
    last_used_at: DateTime<Utc>,
}

impl From<Linked> for LinkedIdentity {
    fn from(linked: Linked) -> Self {
        Self {
            provider: linked.provider,
            subject: linked.subject,
            email: linked.email,
            linked_at: linked.created_at,
            last_used_at: linked.used_at,
        }
    }
}

/// A group that another system says I am in.
#[derive(SimpleObject)]
pub struct ExternalGroup {
    /// Where it is from, such as `oidc:corp` or `scim`.
    origin: String,
    /// Its name.
    name: String,
}

/// A token with the account it is of.
#[derive(SimpleObject)]
pub struct AccountToken {
    /// The token, without its secret.
    token: ApiToken,
    /// The account.
    user: User,
}

/// A page of tokens.
#[derive(SimpleObject)]
pub struct AccountTokenConnection {
    /// The tokens.
    nodes: Vec<AccountToken>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// What a new account of a program needs.
#[derive(InputObject)]
pub struct CreateServiceAccountInput {
    /// What history records: letters, digits and `.`, `_`, `-`, `@`.
    name: String,
    /// How people call it; its name when left out.
    display_name: Option<String>,
    /// What it may at most; its tokens narrow that.
    role: Role,
    /// The person who answers for it, and may make and revoke its tokens.
    owner: Option<UserId>,
}

/// Questions about who somebody is elsewhere, and about programs.
#[derive(Default)]
pub struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// Who I am in other systems that sign me in.
    async fn identities(&self, ctx: &Context<'_>) -> Result<Vec<LinkedIdentity>> {
        let linked = app(ctx).access().identities(caller(ctx)).await?;
        Ok(linked.into_iter().map(LinkedIdentity::from).collect())
    }

    /// The groups that other systems say I am in.
    async fn external_groups(&self, ctx: &Context<'_>) -> Result<Vec<ExternalGroup>> {
        let groups = app(ctx).access().external_groups(caller(ctx)).await?;
        Ok(groups.into_iter().map(|(origin, name)| ExternalGroup { origin, name }).collect())
    }

    /// The API tokens of all accounts or of one, newest first: for those who may manage users, and for whoever answers
    /// for the program asked for.
    #[graphql(complexity = "usize::try_from(first).unwrap_or(0) + child_complexity")]
    async fn account_tokens(
        &self,
        ctx: &Context<'_>,
        user: Option<UserId>,
        #[graphql(default = 100)] first: i32,
        after: Option<String>,
    ) -> Result<AccountTokenConnection> {
        let page = app(ctx).access().account_tokens(viewer(ctx), user, &connection::page(first, after)?).await?;
        let page_info = PageInfo::of(&page);
        let shown = |(_, (token, user)): (String, (crate::access::ApiToken, crate::access::User))| AccountToken {
            token: token.into(),
            user: user.into(),
        };
        Ok(AccountTokenConnection { nodes: page.items.into_iter().map(shown).collect(), page_info })
    }
}

/// Changes of who somebody is elsewhere, and of programs.
#[derive(Default)]
pub struct IdentityMutation;

#[Object]
impl IdentityMutation {
    /// Makes an account of a program: it has no password and comes with tokens only.
    async fn create_service_account(&self, ctx: &Context<'_>, input: CreateServiceAccountInput) -> Result<User> {
        let new = NewService {
            name: input.name,
            display_name: input.display_name.unwrap_or_default(),
            role: input.role,
            owner: input.owner,
        };
        Ok(app(ctx).access().create_service(viewer(ctx), new).await?.into())
    }

    /// Forgets who I am in another system: it signs me in no more.
    async fn unlink_identity(&self, ctx: &Context<'_>, provider: String, subject: String) -> Result<bool> {
        app(ctx).access().unlink_identity(caller(ctx), &provider, &subject).await?;
        Ok(true)
    }
}
