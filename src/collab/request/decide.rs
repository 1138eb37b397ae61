//! Deciding about requests for access: by owners of the asset and by those who manage policies, never by whoever asked.

use std::collections::BTreeSet;

use catalog::{
    Action, AssetId, CollabId, PolicyId, Scope, UserId, Viewer, Write,
    governance::{Effect, Facts, Permission, Policy, Subject, Target},
};
use chrono::{DateTime, Duration, Utc};

use super::{MOST_REASON, Request, State, Stored, Wish, check_days};
use crate::{
    access::Account,
    collab::{
        Collab, Error, Result,
        store::{
            Kept as _,
            request::{self, RequestRow},
        },
        text,
    },
};

/// How many policies whose time is over are cleared away with one decision.
const MOST_CLEARED: u64 = 200;

/// Why somebody may not what they were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, async_graphql::Enum)]
#[graphql(name = "AccessHindrance")]
pub enum Hindrance {
    /// A policy takes it, and what one policy takes is taken.
    Denied,
    /// No role of theirs may read the catalog.
    Role,
}

/// A request that was approved, and whether that is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    /// The request.
    pub request: Request,
    /// What keeps whoever asked from it all the same.
    pub hindrance: Option<Hindrance>,
}

/// Who decides, as far as decisions ask.
pub(super) struct Decider {
    user: Option<UserId>,
    names: BTreeSet<String>,
    manages: bool,
    owns: bool,
    viewer: Viewer,
}

impl Decider {
    /// Whether they may decide about a request for the asset with these facts; of one for nothing that is there, only
    /// who manages policies.
    pub(super) fn may(&self, request: &Request, facts: Option<&Facts>) -> bool {
        let is_own = self.user == Some(request.user);
        let has_sight = |facts: &Facts| self.viewer.may_with(Permission::View, facts);
        let owns = |facts: &Facts| self.owns && !facts.owners.is_disjoint(&self.names);
        !is_own && facts.map_or(self.manages, |facts| has_sight(facts) && (self.manages || owns(facts)))
    }
}

impl Collab {
    /// Whoever asks, as far as decisions ask.
    pub(super) async fn decider(&self, viewer: &Viewer) -> Result<Decider> {
        let names = match viewer.user {
            Some(user) => self.access.owner_names(user).await?,
            None => BTreeSet::new(),
        };
        Ok(Decider {
            user: viewer.user,
            names,
            manages: viewer.may(Action::ManagePolicies),
            owns: viewer.may(Action::RequestAccess) && viewer.has_scope(Scope::Edit),
            viewer: viewer.clone(),
        })
    }

    /// Gives what a request asks for, for `days` or as long as it asks. It counts from the next request of theirs on.
    ///
    /// # Errors
    /// `NotFound` for who may not know of the request; `Forbidden` for who may not decide it; `Conflict` when it is
    /// decided, or for nothing that is there; `Invalid` naming the field.
    pub async fn approve(&self, viewer: &Viewer, id: CollabId, days: Option<u32>, note: &str) -> Result<Approved> {
        let (request, by) = self.decidable(viewer, id).await?;
        must_be(&request, State::Pending)?;
        let note = text::body("note", note, 0, MOST_REASON)?;
        let days = days.unwrap_or(request.days);
        check_days(days)?;
        let Some(asset) = request.asset else {
            return Err(Error::conflict("what was asked for is not there; reject it, or ask for what is meant"));
        };
        let account = self.access.account(request.user).await?.filter(|account| !account.is_disabled);
        let account = account.ok_or_else(|| Error::conflict("whoever asked cannot sign in any more; reject it"))?;
        let (now, until) = (self.now(), self.now() + Duration::days(days.into()));
        let policy = policy(&request, &account, (asset, &by), until);
        let write = self.database().write().await?;
        self.clear_over(&write, now).await?;
        let given = Decision { state: Stored::Approved, by: by.clone(), note, given: Some((until, policy.id)) };
        let row = decide(&write, &request, given, now).await?;
        self.access.grant(&write, &policy).await?;
        let request = Request { may_decide: true, ..Request::of(row, now) };
        self.tell_of_decision(&write, &request, &by).await?;
        write.commit().await?;
        self.access.regoverned();
        let hindrance = self.hindrance(request.user, asset, request.wants).await?;
        Ok(Approved { request, hindrance })
    }

    /// Refuses what a request asks for, with a reason.
    ///
    /// # Errors
    /// As [`Collab::approve`].
    pub async fn reject(&self, viewer: &Viewer, id: CollabId, note: &str) -> Result<Request> {
        let (request, by) = self.decidable(viewer, id).await?;
        must_be(&request, State::Pending)?;
        let note = text::body("note", note, 1, MOST_REASON)?;
        let (write, now) = (self.database().write().await?, self.now());
        let decision = Decision { state: Stored::Rejected, by: by.clone(), note, given: None };
        let row = decide(&write, &request, decision, now).await?;
        let request = Request { may_decide: true, ..Request::of(row, now) };
        self.tell_of_decision(&write, &request, &by).await?;
        write.commit().await?;
        Ok(request)
    }

    /// Takes back what was given, before its time is over. It counts from the next request of theirs on.
    ///
    /// # Errors
    /// As [`Collab::approve`].
    pub async fn take_back(&self, viewer: &Viewer, id: CollabId, note: &str) -> Result<Request> {
        let (request, by) = self.decidable(viewer, id).await?;
        must_be(&request, State::Approved)?;
        let note = text::body("note", note, 0, MOST_REASON)?;
        let (write, now) = (self.database().write().await?, self.now());
        let decision = Decision { state: Stored::TakenBack, by: by.clone(), note, given: None };
        let row = decide(&write, &request, decision, now).await?;
        let policies: Vec<PolicyId> = request.policy.into_iter().collect();
        self.access.end_grants(&write, &policies).await?;
        let request = Request { may_decide: true, ..Request::of(row, now) };
        self.tell_of_decision(&write, &request, &by).await?;
        write.commit().await?;
        self.access.regoverned();
        Ok(request)
    }

    /// A request that the viewer may decide about, and the name of their account.
    async fn decidable(&self, viewer: &Viewer, id: CollabId) -> Result<(Request, String)> {
        viewer.must(Action::RequestAccess)?;
        let (user, name) = self.author(viewer).await?;
        self.look_up_left().await?;
        let row = RequestRow::find(self.database().read(), id.0).await?;
        let request = row.map(|row| Request::of(row, self.now())).ok_or_else(|| Error::not_found("request", id))?;
        let facts = self.catalog.facts(&request.asset.into_iter().collect::<Vec<_>>()).await?;
        let facts = request.asset.and_then(|asset| facts.get(&asset));
        if user == request.user {
            return Err(Error::forbidden("decide about a request of your own"));
        }
        if !self.decider(viewer).await?.may(&request, facts) {
            return Err(Error::not_found("request", id));
        }
        if self.access.is_one_hand(user, request.user).await? {
            return Err(Error::forbidden(
                "decide about a request of a program of yours, or for whoever answers for you",
            ));
        }
        Ok((request, name))
    }

    /// What keeps somebody from something that they were given.
    async fn hindrance(&self, user: UserId, asset: AssetId, wants: Wish) -> Result<Option<Hindrance>> {
        let Some(account) = self.access.account(user).await? else { return Ok(Some(Hindrance::Role)) };
        if !account.viewer.may(Action::ReadCatalog) {
            return Ok(Some(Hindrance::Role));
        }
        let facts = self.catalog.facts(&[asset]).await?.remove(&asset);
        let may = facts.is_some_and(|facts| account.viewer.may_with(wants.permission(), &facts));
        Ok((!may).then_some(Hindrance::Denied))
    }

    /// Clears away policies whose time is over: they say nothing any more.
    async fn clear_over(&self, write: &Write, now: DateTime<Utc>) -> Result<()> {
        let over = request::over(&**write, now.timestamp_micros(), MOST_CLEARED).await?;
        let policies: Vec<PolicyId> = over.iter().map(|(_, policy)| PolicyId(*policy)).collect();
        self.access.end_grants(write, &policies).await?;
        request::forget_policies(&**write, &over.into_iter().map(|(id, _)| id).collect::<Vec<_>>()).await
    }
}

/// Refuses a request that is in another state.
pub(super) fn must_be(request: &Request, state: State) -> Result<()> {
    if request.state == state {
        return Ok(());
    }
    let word = match request.state {
        State::Pending => "is not decided yet",
        State::Approved => "was approved already",
        State::Rejected => "was rejected already",
        State::Withdrawn => "was withdrawn",
        State::Expired => "was not decided in time; it can be asked again",
        State::Ended => "is over",
        State::TakenBack => "was taken back already",
    };
    Err(Error::conflict(format!("the request {word}")))
}

/// How a request is decided.
struct Decision {
    state: Stored,
    by: String,
    note: String,
    given: Option<(DateTime<Utc>, PolicyId)>,
}

/// Stores how a request was decided, unless somebody else decided it meanwhile.
async fn decide(write: &Write, request: &Request, decision: Decision, now: DateTime<Utc>) -> Result<RequestRow> {
    let row = RequestRow::find(&**write, request.id.0).await?;
    let mut row = row.ok_or_else(|| Error::not_found("request", request.id))?;
    must_be(&Request::of(row.clone(), now), request.state)?;
    row.state = decision.state.number();
    row.decided_at = Some(now.timestamp_micros());
    row.decided_by = Some(decision.by);
    row.note = (!decision.note.is_empty()).then_some(decision.note);
    if let Some((until, policy)) = decision.given {
        row.until_at = Some(until.timestamp_micros());
        row.policy_id = Some(policy.0);
    }
    request::decide(&**write, &row).await?;
    Ok(row)
}

/// The policy that gives what a request asks for.
fn policy(request: &Request, account: &Account, (asset, by): (AssetId, &str), until: DateTime<Utc>) -> Policy {
    Policy {
        id: PolicyId::new(),
        name: format!("Access request {}", request.id),
        description: format!(
            "{} may {}, approved by {by}.\n\n{}",
            account.name,
            request.wants.phrase(),
            request.reason
        ),
        effect: Effect::Allow,
        permissions: [Permission::View, request.wants.permission()].into(),
        subjects: [Subject::User(account.name.clone()).folded()].into(),
        target: Target { assets: [asset].into(), ..Target::default() },
        until: Some(until),
        is_enabled: true,
    }
}
