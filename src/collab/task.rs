//! Tasks and proposals: somebody asks for a description or an owner of an asset, or proposes what people should decide
//! about it; its owners, who may edit it, or whom it is assigned to, accept or decline.
//!
//! An accepted proposal is written as one commit in the name of whoever accepted it, with whoever proposed it in
//! brackets. A proposal remembers what it was made from, so that nobody's later work is written over unseen.

mod decide;
mod list;
mod proposal;
mod propose;

use async_graphql::Enum;
use catalog::{AssetId, CollabId, UserId, clock::from_micros};
use chrono::{DateTime, Utc};

pub use self::{
    decide::Verdict,
    list::{Filter, Which},
    proposal::Proposal,
    propose::NewTask,
};
use super::store::task::TaskRow;

/// How many open ones somebody may have.
pub const MOST_OPEN: usize = 200;
/// The longest text, in characters.
const MOST_BODY: usize = 10_000;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "TaskKind")]
pub enum Kind {
    /// Somebody should describe it.
    Description,
    /// Somebody should be named who is accountable.
    Owner,
    /// An edit is proposed.
    Proposal,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Description, Self::Owner, Self::Proposal];

    /// Its number in the store; never change one.
    const fn number(self) -> i16 {
        match self {
            Self::Description => 0,
            Self::Owner => 1,
            Self::Proposal => 2,
        }
    }
}

/// What has become of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "TaskState")]
pub enum State {
    /// Nobody has decided.
    Open,
    /// It was done; of a proposal: it was written.
    Accepted,
    /// It was declined.
    Declined,
    /// Whoever wrote it took it back.
    Withdrawn,
}

impl State {
    const ALL: [Self; 4] = [Self::Open, Self::Accepted, Self::Declined, Self::Withdrawn];

    /// Its number in the store; never change one.
    const fn number(self) -> i16 {
        match self {
            Self::Open => 0,
            Self::Accepted => 1,
            Self::Declined => 2,
            Self::Withdrawn => 3,
        }
    }
}

/// Something that somebody asks of others.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Its identifier.
    pub id: CollabId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Who wrote it.
    pub user: UserId,
    /// The name of their account.
    pub author: String,
    /// What it is about.
    pub asset: AssetId,
    /// What is asked for.
    pub kind: Kind,
    /// Why, in Markdown.
    pub body: String,
    /// What is proposed.
    pub edit: Option<Proposal>,
    /// What was there when it was proposed.
    pub base: Option<Proposal>,
    /// Whom it is assigned to: an account, or `team:` and a name.
    pub assignee: Option<String>,
    /// What has become of it.
    pub state: State,
    /// When it was decided, or withdrawn.
    pub decided_at: Option<DateTime<Utc>>,
    /// By whom.
    pub decided_by: Option<String>,
    /// What they said.
    pub note: Option<String>,
    /// Whether whoever asks may decide it.
    pub may_decide: bool,
}

impl From<TaskRow> for Task {
    fn from(row: TaskRow) -> Self {
        let proposal = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        Self {
            id: CollabId(row.id),
            at: from_micros(row.at),
            user: UserId(row.user_id),
            author: row.author,
            asset: AssetId(row.asset_id),
            kind: Kind::ALL.into_iter().find(|kind| kind.number() == row.kind).unwrap_or(Kind::Description),
            body: row.body,
            edit: proposal(row.edit),
            base: proposal(row.base),
            assignee: row.assignee,
            state: State::ALL.into_iter().find(|state| state.number() == row.state).unwrap_or(State::Withdrawn),
            decided_at: row.decided_at.map(from_micros),
            decided_by: row.decided_by,
            note: row.note,
            may_decide: false,
        }
    }
}
