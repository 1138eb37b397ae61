//! Requests for access.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{CollabId, Page, PolicyId};
use chrono::{DateTime, Utc};

use super::{PersonRef, person};
use crate::{
    collab::request::{self, Approved, Filter, Hindrance, NewRequest, State, Which, Wish},
    graphql::{
        app,
        asset::{Asset, loaders},
        connection::{PageInfo, page},
        viewer,
    },
};

/// A request for access.
pub struct AccessRequest(request::Request);

/// A request for access.
#[Object]
impl AccessRequest {
    /// Its identifier.
    async fn id(&self) -> CollabId {
        self.0.id
    }

    /// What was asked for, as it was typed.
    async fn asked_for(&self) -> &str {
        &self.0.typed
    }

    /// What that means, as far as whoever reads this may know of it.
    async fn asset(&self, ctx: &Context<'_>) -> Result<Option<Asset>> {
        let Some(id) = self.0.asset else { return Ok(None) };
        Ok(loaders(ctx).one((id, None)).await?.map(|asset| Asset::new(asset, None)))
    }

    /// Who asks.
    async fn requester(&self, ctx: &Context<'_>) -> Result<PersonRef> {
        person(ctx, &self.0.user_name).await
    }

    /// What they ask to be allowed.
    async fn wants(&self) -> Wish {
        self.0.wants
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// For how many days.
    async fn days(&self) -> i64 {
        self.0.days.into()
    }

    /// What has become of it.
    async fn state(&self) -> State {
        self.0.state
    }

    /// When it was asked.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// When it was decided, or withdrawn.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// By whom.
    async fn decided_by(&self, ctx: &Context<'_>) -> Result<Option<PersonRef>> {
        match &self.0.decided_by {
            Some(name) => Ok(Some(person(ctx, name).await?)),
            None => Ok(None),
        }
    }

    /// What they said.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Until when it holds, or held, where it was approved.
    async fn until(&self) -> Option<DateTime<Utc>> {
        self.0.until
    }

    /// The policy that it became; for those who may manage policies.
    async fn policy(&self, ctx: &Context<'_>) -> Option<PolicyId> {
        self.0.policy.filter(|_| viewer(ctx).may(catalog::Action::ManagePolicies))
    }

    /// Whether whoever reads this may decide it, or take it back.
    async fn may_decide(&self) -> bool {
        self.0.may_decide
    }
}

/// A page of requests for access.
#[derive(SimpleObject)]
pub struct AccessRequestConnection {
    /// The requests.
    nodes: Vec<AccessRequest>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// A request that was approved, and whether that is enough.
#[derive(SimpleObject)]
pub struct ApprovedAccess {
    /// The request.
    request: AccessRequest,
    /// What keeps whoever asked from it all the same; null when nothing does.
    hindrance: Option<Hindrance>,
}

/// What somebody asks for.
#[derive(InputObject)]
pub struct AccessRequestInput {
    /// The name of an asset, or its identifier. Nothing is told about whether there is one.
    asset: String,
    /// What they ask to be allowed.
    wants: Wish,
    /// Why: at most 1,000 characters.
    reason: String,
    /// For how many days, 1 to 730.
    #[graphql(default = 30)]
    days: i32,
}

/// Questions about requests for access.
#[derive(Default)]
pub struct RequestQuery;

#[Object]
impl RequestQuery {
    /// Requests for access, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn access_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] which: Which,
        #[graphql(desc = "In which state; those to decide are pending anyway.")] state: Option<State>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<AccessRequestConnection> {
        let filter = Filter { which, state };
        let found: Page<_> = app(ctx).collab().requests(viewer(ctx), filter, &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        Ok(AccessRequestConnection {
            nodes: found.items.into_iter().map(|(_, one)| AccessRequest(one)).collect(),
            page_info,
        })
    }
}

/// Changes of requests for access.
#[derive(Default)]
pub struct RequestMutation;

#[Object]
impl RequestMutation {
    /// Asks to see an asset, samples of its data, or to edit it. The answer is the same whether there is such an asset
    /// or not.
    async fn request_access(&self, ctx: &Context<'_>, input: AccessRequestInput) -> Result<AccessRequest> {
        let AccessRequestInput { asset, wants, reason, days } = input;
        let new = NewRequest { asset, wants, reason, days: u32::try_from(days).unwrap_or(0) };
        Ok(AccessRequest(app(ctx).collab().ask(viewer(ctx), new).await?))
    }

    /// No longer asks; of one's own requests that are pending.
    async fn withdraw_access_request(&self, ctx: &Context<'_>, id: CollabId) -> Result<AccessRequest> {
        Ok(AccessRequest(app(ctx).collab().withdraw(viewer(ctx), id).await?))
    }

    /// Gives what a request asks for, by a policy that ends by itself. For owners of the asset and who may manage
    /// policies; never for whoever asked. It counts from the next request of theirs on.
    async fn approve_access(
        &self,
        ctx: &Context<'_>,
        id: CollabId,
        #[graphql(desc = "For how many days, 1 to 730; as long as was asked for when left out.")] days: Option<i32>,
        #[graphql(default, desc = "What to say to whoever asked.")] note: String,
    ) -> Result<ApprovedAccess> {
        let days = days.map(|days| u32::try_from(days).unwrap_or(0));
        let Approved { request, hindrance } = app(ctx).collab().approve(viewer(ctx), id, days, &note).await?;
        Ok(ApprovedAccess { request: AccessRequest(request), hindrance })
    }

    /// Refuses what a request asks for, with a reason.
    async fn reject_access(&self, ctx: &Context<'_>, id: CollabId, note: String) -> Result<AccessRequest> {
        Ok(AccessRequest(app(ctx).collab().reject(viewer(ctx), id, &note).await?))
    }

    /// Takes back what was given, before its time is over.
    async fn take_back_access(
        &self,
        ctx: &Context<'_>,
        id: CollabId,
        #[graphql(default, desc = "What to say to whoever asked.")] note: String,
    ) -> Result<AccessRequest> {
        Ok(AccessRequest(app(ctx).collab().take_back(viewer(ctx), id, &note).await?))
    }
}
