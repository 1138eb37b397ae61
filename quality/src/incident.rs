//! Incidents: a failing thing that people work on, from its beginning to its end.
//!
//! Of one check at most one incident is open. Failing again while it is open is counted; failing again soon after it was
//! resolved opens the same one anew, so that a thing that comes and goes is one story.

use async_graphql::Enum;
use catalog::{AssetId, CheckId, IncidentId};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// How long after its end an incident is opened anew by another failure.
pub const REOPENED_WITHIN: Duration = Duration::days(7);
/// The longest note, in characters.
pub const MOST_NOTE: usize = 10_000;

/// How far people are with an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "IncidentState")]
pub enum State {
    /// Nobody has looked at it.
    New = 1,
    /// Somebody has seen it.
    Acknowledged = 2,
    /// Somebody works on it.
    Assigned = 3,
    /// It is over.
    Resolved = 4,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::New, Self::Acknowledged, Self::Assigned, Self::Resolved];

    /// The number that the store keeps.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The state with this stored number; resolved for any other.
    #[must_use]
    pub fn from_number(number: i16) -> Self {
        Self::ALL.into_iter().find(|state| state.number() == number).unwrap_or(Self::Resolved)
    }

    /// Whether it still needs somebody.
    #[must_use]
    pub fn is_open(self) -> bool {
        self != Self::Resolved
    }
}

/// Why an incident is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "IncidentReason")]
pub enum Reason {
    /// The data was mended.
    Fixed,
    /// The data is right; the check is wrong or too strict.
    FalsePositive,
    /// It is known, and lived with.
    Accepted,
    /// It is another incident's doing.
    Duplicate,
    /// The check passed again.
    Passing,
    /// The check is gone.
    Withdrawn,
}

impl Reason {
    /// The word for it in the store.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::FalsePositive => "false_positive",
            Self::Accepted => "accepted",
            Self::Duplicate => "duplicate",
            Self::Passing => "passing",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The reason with this word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        [Self::Fixed, Self::FalsePositive, Self::Accepted, Self::Duplicate, Self::Passing, Self::Withdrawn]
            .into_iter()
            .find(|reason| reason.code() == code)
    }
}

/// What is done with an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Somebody has seen it.
    Acknowledge,
    /// It is given to somebody: an account, or `team:` and a name.
    Assign(String),
    /// It is over.
    Resolve(Reason),
    /// It is not over after all.
    Reopen,
    /// Something is said about it.
    Note,
}

impl Act {
    /// The word for it in the timeline.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledged",
            Self::Assign(_) => "assigned",
            Self::Resolve(_) => "resolved",
            Self::Reopen => "reopened",
            Self::Note => "noted",
        }
    }
}

/// A failing thing that people work on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Its identifier.
    pub id: IncidentId,
    /// The check that fails.
    pub check: CheckId,
    /// The table it is about.
    pub asset: AssetId,
    /// How far people are with it.
    pub state: State,
    /// How bad it is: 1 (worst) to 5.
    pub severity: i16,
    /// When it began.
    pub opened_at: DateTime<Utc>,
    /// When the check failed last.
    pub last_at: DateTime<Utc>,
    /// How often the check has failed since it began.
    pub failures: i64,
    /// Whom it is given to: an account, or `team:` and a name.
    pub assignee: Option<String>,
    /// Why it is over.
    pub reason: Option<Reason>,
    /// Since when it is over.
    pub resolved_at: Option<DateTime<Utc>>,
}

impl Incident {
    /// The same after `act`.
    ///
    /// # Errors
    /// `Conflict` for what its state does not allow; `Invalid` for an assignee without a name.
    pub fn after(mut self, act: &Act, now: DateTime<Utc>) -> Result<Self> {
        let is_over = !self.state.is_open();
        match act {
            Act::Note => {}
            Act::Reopen if is_over => {
                self.state = if self.assignee.is_some() { State::Assigned } else { State::New };
                (self.reason, self.resolved_at) = (None, None);
            }
            Act::Reopen => return Err(Error::conflict("it is open")),
            _ if is_over => return Err(Error::conflict("it is resolved; reopen it first")),
            Act::Acknowledge if self.state == State::New => self.state = State::Acknowledged,
            Act::Acknowledge => return Err(Error::conflict("somebody has acknowledged it already")),
            Act::Assign(to) => {
                let to = to.trim();
                if to.is_empty() || to == "team:" || to.chars().count() > 200 {
                    return Err(Error::invalid("assignee", "names nobody; give an account or `team:` and a name"));
                }
                self.assignee = Some(to.to_owned());
                self.state = State::Assigned;
            }
            Act::Resolve(reason) => {
                self.state = State::Resolved;
                (self.reason, self.resolved_at) = (Some(*reason), Some(now));
            }
        }
        Ok(self)
    }

    /// Whether another failure at `now` opens it anew.
    #[must_use]
    pub fn is_reopened_at(&self, now: DateTime<Utc>) -> bool {
        let is_final = matches!(self.reason, Some(Reason::FalsePositive | Reason::Accepted | Reason::Withdrawn));
        !is_final && self.resolved_at.is_some_and(|ended| now - ended <= REOPENED_WITHIN)
    }
}

/// How bad an incident is, 1 (worst) to 5: the tier of the table (1 to 5; none counts as 4), one worse for a critical
/// check, and one worse from 10, two from 100 assets downstream.
#[must_use]
pub fn severity(tier: Option<i16>, is_critical: bool, downstream: usize) -> i16 {
    let reach = match downstream {
        0..10 => 0,
        10..100 => 1,
        _ => 2,
    };
    (tier.unwrap_or(4) - i16::from(is_critical) - reach).clamp(1, 5)
}

/// The number of a tier as people write it: `Tier.Tier1`, `tier2`, `3`.
#[must_use]
pub fn tier_number(tier: &str) -> Option<i16> {
    let digits = tier.trim_end().rsplit(|character: char| !character.is_ascii_digit()).next()?;
    digits.parse().ok().filter(|number| (1..=5).contains(number))
}

/// A line of an incident's story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it: an account, or `system`.
    pub actor: String,
    /// What was done: `opened`, `failed`, `acknowledged`, `assigned`, `resolved`, `reopened` or `noted`.
    pub what: String,
    /// What was said; of an assignment to whom, of an end why.
    pub note: Option<String>,
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn new() -> Incident {
        Incident {
            id: IncidentId(uuid::Uuid::nil()),
            check: CheckId(uuid::Uuid::nil()),
            asset: AssetId(uuid::Uuid::nil()),
            state: State::New,
            severity: 3,
            opened_at: noon(),
            last_at: noon(),
            failures: 1,
            assignee: None,
            reason: None,
            resolved_at: None,
        }
    }

    #[test]
    fn f2_incident_goes_from_new_to_resolved() {
        let seen = new().after(&Act::Acknowledge, noon()).unwrap();
        assert_eq!(seen.state, State::Acknowledged);
        let given = seen.after(&Act::Assign("ana".into()), noon()).unwrap();
        assert_eq!((given.state, given.assignee.as_deref()), (State::Assigned, Some("ana")));
        let over = given.after(&Act::Resolve(Reason::Fixed), noon()).unwrap();
        assert_eq!((over.state, over.reason, over.resolved_at), (State::Resolved, Some(Reason::Fixed), Some(noon())));
        assert!(over.clone().after(&Act::Acknowledge, noon()).is_err(), "what is over is reopened first");
        let again = over.after(&Act::Reopen, noon()).unwrap();
        assert_eq!((again.state, again.reason), (State::Assigned, None), "it is still theirs");
    }

    #[test]
    fn f2_what_comes_back_within_a_week_is_the_same_incident() {
        let over = |reason| new().after(&Act::Resolve(reason), noon()).unwrap();
        assert!(over(Reason::Fixed).is_reopened_at(noon() + TimeDelta::days(7)));
        assert!(!over(Reason::Fixed).is_reopened_at(noon() + TimeDelta::days(8)));
        assert!(!over(Reason::Accepted).is_reopened_at(noon()), "people have decided");
        assert!(!new().is_reopened_at(noon()));
    }

    #[test]
    fn f2_severity_follows_tier_check_and_reach() {
        assert_eq!(severity(Some(1), false, 0), 1);
        assert_eq!(severity(Some(3), true, 10), 1);
        assert_eq!(severity(None, false, 9), 4);
        assert_eq!(severity(None, false, 100), 2);
        assert_eq!(severity(Some(5), false, 0), 5);
        assert_eq!(tier_number("Tier.Tier1"), Some(1));
        assert_eq!(tier_number("tier5"), Some(5));
        assert_eq!(tier_number("gold"), None);
        assert_eq!(tier_number("tier9"), None);
    }

    #[test]
    fn nobody_is_no_assignee() {
        assert!(new().after(&Act::Assign("team:".into()), noon()).is_err());
        assert!(new().after(&Act::Assign(" ".into()), noon()).is_err());
    }
}
