//! Requests for access: somebody asks to see an asset, its samples, or to edit it; its owners, or who manages policies,
//! give that for a time or refuse it.
//!
//! Asking tells nothing: what was typed is only kept while the answer is made, and looked up behind it, so that the
//! answer is the same, and takes as long, whether there is such an asset or not. What is given is a policy; a policy
//! that takes still wins over it.

mod ask;
mod decide;
mod list;

use async_graphql::Enum;
use catalog::{AssetId, CollabId, PolicyId, UserId, clock::from_micros, governance::Permission};
use chrono::{DateTime, Duration, Utc};

pub use self::{
    ask::NewRequest,
    decide::{Approved, Hindrance},
    list::{Filter, Which},
};
use super::store::request::RequestRow;

/// For how long somebody may decide.
pub const OPEN_DAYS: i64 = 30;
/// The longest that access is given, in days.
pub const MOST_DAYS: u32 = 730;
/// How many requests of one account may be pending.
pub const MOST_PENDING: usize = 50;
/// The longest reason, in characters.
const MOST_REASON: usize = 1_000;
/// The longest name of what is asked for, in characters.
const MOST_TYPED: usize = 1_000;

/// What somebody asks to be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "AccessWish")]
pub enum Wish {
    /// To see it.
    See,
    /// To see samples of its data.
    Sample,
    /// To edit what people decide about it.
    Edit,
}

impl Wish {
    const ALL: [Self; 3] = [Self::See, Self::Sample, Self::Edit];

    /// Its number in the store; never change one.
    const fn number(self) -> i16 {
        match self {
            Self::See => 0,
            Self::Sample => 1,
            Self::Edit => 2,
        }
    }

    /// The permission that it is about.
    #[must_use]
    pub const fn permission(self) -> Permission {
        match self {
            Self::See => Permission::View,
            Self::Sample => Permission::Sample,
            Self::Edit => Permission::Edit,
        }
    }

    /// The word for it.
    const fn phrase(self) -> &'static str {
        match self {
            Self::See => "see it",
            Self::Sample => "see samples of its data",
            Self::Edit => "edit it",
        }
    }
}

/// What has become of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "AccessRequestState")]
pub enum State {
    /// Nobody has decided.
    Pending,
    /// It was given, and holds.
    Approved,
    /// It was refused.
    Rejected,
    /// Whoever asked does not ask any more.
    Withdrawn,
    /// Nobody decided in time.
    Expired,
    /// It was given, and the time is over.
    Ended,
    /// It was given, and taken back before its time was over.
    TakenBack,
}

/// What the store keeps of a state; the rest follows from the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stored {
    Pending,
    Approved,
    Rejected,
    Withdrawn,
    TakenBack,
}

impl Stored {
    const ALL: [Self; 5] = [Self::Pending, Self::Approved, Self::Rejected, Self::Withdrawn, Self::TakenBack];

    /// Its number in the store; never change one.
    pub(super) const fn number(self) -> i16 {
        match self {
            Self::Pending => 0,
            Self::Approved => 1,
            Self::Rejected => 2,
            Self::Withdrawn => 3,
            Self::TakenBack => 4,
        }
    }
}

impl State {
    pub(super) const fn stored(self) -> Stored {
        match self {
            Self::Pending | Self::Expired => Stored::Pending,
            Self::Approved | Self::Ended => Stored::Approved,
            Self::Rejected => Stored::Rejected,
            Self::Withdrawn => Stored::Withdrawn,
            Self::TakenBack => Stored::TakenBack,
        }
    }
}

/// A request for access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its identifier.
    pub id: CollabId,
    /// When it was asked.
    pub at: DateTime<Utc>,
    /// Who asked.
    pub user: UserId,
    /// What they sign in with.
    pub user_name: String,
    /// What they asked for, in their own words.
    pub typed: String,
    /// What that means; not to be shown to who may not know of it.
    pub asset: Option<AssetId>,
    /// What they ask to be allowed.
    pub wants: Wish,
    /// Why.
    pub reason: String,
    /// For how many days.
    pub days: u32,
    /// What has become of it.
    pub state: State,
    /// When it was decided, or withdrawn.
    pub decided_at: Option<DateTime<Utc>>,
    /// By whom.
    pub decided_by: Option<String>,
    /// What they said.
    pub note: Option<String>,
    /// Until when it holds, or held.
    pub until: Option<DateTime<Utc>>,
    /// What it gave.
    pub policy: Option<PolicyId>,
    /// Whether whoever asks may decide it, or take it back.
    pub may_decide: bool,
}

impl Request {
    fn of(row: RequestRow, now: DateTime<Utc>) -> Self {
        let (at, until) = (from_micros(row.at), row.until_at.map(from_micros));
        Self {
            id: CollabId(row.id),
            at,
            user: UserId(row.user_id),
            user_name: row.user_name,
            typed: row.typed,
            asset: row.asset_id.map(AssetId),
            wants: Wish::ALL.into_iter().find(|wish| wish.number() == row.wants).unwrap_or(Wish::See),
            reason: row.reason,
            days: u32::try_from(row.days).unwrap_or(0),
            state: state(row.state, at, until, now),
            decided_at: row.decided_at.map(from_micros),
            decided_by: row.decided_by,
            note: row.note,
            until,
            policy: row.policy_id.map(PolicyId),
            may_decide: false,
        }
    }
}

/// What has become of a request that is stored with this state; a number that this version does not know is refused
/// access.
fn state(number: i16, at: DateTime<Utc>, until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> State {
    match Stored::ALL.into_iter().find(|stored| stored.number() == number) {
        Some(Stored::Pending) if at <= oldest_open(now) => State::Expired,
        Some(Stored::Pending) => State::Pending,
        Some(Stored::Approved) if until.is_some_and(|until| until <= now) => State::Ended,
        Some(Stored::Approved) => State::Approved,
        Some(Stored::Withdrawn) => State::Withdrawn,
        Some(Stored::TakenBack) => State::TakenBack,
        Some(Stored::Rejected) | None => State::Rejected,
    }
}

/// What was asked then, or before, is no longer open.
fn oldest_open(now: DateTime<Utc>) -> DateTime<Utc> {
    now - Duration::days(OPEN_DAYS)
}

/// Refuses a number of days for which nothing is given.
fn check_days(days: u32) -> super::Result<()> {
    if (1..=MOST_DAYS).contains(&days) {
        return Ok(());
    }
    Err(super::Error::invalid("days", format!("is {days}; 1 to {MOST_DAYS} are allowed")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b10_time_turns_pending_into_expired_and_approved_into_ended() {
        let now = DateTime::from_timestamp(1_760_000_000, 0).unwrap();
        let (fresh, old) = (now - Duration::days(29), now - Duration::days(30));
        assert_eq!(state(Stored::Pending.number(), fresh, None, now), State::Pending);
        assert_eq!(state(Stored::Pending.number(), old, None, now), State::Expired);
        let later = Some(now + Duration::seconds(1));
        assert_eq!(state(Stored::Approved.number(), old, later, now), State::Approved);
        assert_eq!(state(Stored::Approved.number(), old, Some(now), now), State::Ended, "the end itself is behind it");
        assert_eq!(state(77, fresh, None, now), State::Rejected, "what is not understood gives nothing");
    }

    #[test]
    fn stored_numbers_are_read_back() {
        for one in [State::Pending, State::Approved, State::Rejected, State::Withdrawn, State::TakenBack] {
            let until = Some(DateTime::from_timestamp(2, 0).unwrap());
            let now = DateTime::from_timestamp(1, 0).unwrap();
            assert_eq!(state(one.stored().number(), now, until, now), one);
        }
    }
}
