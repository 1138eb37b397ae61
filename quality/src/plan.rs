//! All questions about a table in the fewest statements.
//!
//! Every check asks in terms of single expressions; equal ones are asked once. Aggregates of the same rows become one
//! scan (of at most a thousand expressions), counts of equal values one grouped statement, and what cannot be merged a
//! statement of its own. [`Plan::statements`] is that as people read it: which statement answers which check.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    check::{Asked, definition_of},
    error::{Error, Result},
    execute::Answers,
    judge::Judge,
    profile::{self, ProfileWish},
    table::Table,
};

mod asking;
mod condition;
mod question;
mod statement;

#[doc(hidden)]
pub use asking::Asking;
pub(crate) use asking::{Distinct, Total, Wrong, verdict};
pub(crate) use condition::whole_statement;
pub(crate) use question::{Question, Questions, Scope};
pub(crate) use statement::Piece;

/// The most checks of one plan.
const MOST_CHECKS: usize = 5_000;
/// How many groups are told when nothing is said.
const GROUPS: u16 = 20;
/// Under which key statements of the profile are listed.
pub const PROFILE: &str = "profile";

/// Which rows are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sampling {
    /// All of them.
    #[default]
    All,
    /// About such a part, between 0 and 100, chosen by chance.
    Percent(f64),
    /// At most so many, the first that the engine comes across.
    Rows(u64),
}

/// What is wanted besides checks.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The time of the run, for checks that ask how old rows are.
    pub now: DateTime<Utc>,
    /// Which rows are looked at. Checks that only make sense over all rows (counts, uniqueness, freshness) look at all.
    pub sampling: Sampling,
    /// Whether the table is profiled too.
    pub profile: Option<ProfileWish>,
}

/// Statements, and how to judge what they answer.
pub struct Plan {
    /// The statements in the order in which they are asked.
    pub statements: Vec<Statement>,
    pub(crate) table: Table,
    pub(crate) checks: Vec<Planned>,
    pub(crate) questions: Questions,
    pub(crate) profile: Option<profile::Asked>,
    wish: Wish,
}

/// One statement of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// In the SQL of the source.
    pub sql: String,
    /// The keys of the checks it answers; [`PROFILE`] for the profile.
    pub answers: Vec<String>,
    /// What it is for.
    pub purpose: Purpose,
}

/// What a statement is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, async_graphql::Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "StatementPurpose")]
pub enum Purpose {
    /// One pass over the rows for everything that counts, sums or compares.
    Scan,
    /// The same by the values of a grouping column.
    ByGroup,
    /// How often each value is there.
    Uniqueness,
    /// A question that cannot share a pass.
    Own,
}

/// One check of a plan.
pub(crate) struct Planned {
    pub(crate) key: String,
    /// Why it cannot be asked, or how it is judged.
    pub(crate) asked: Result<Prepared>,
}

/// A check that has asked its questions.
pub(crate) struct Prepared {
    pub(crate) judge: Judge,
    /// The questions that are asked by group, and how each group is judged.
    pub(crate) by_group: Option<(Vec<usize>, Judge)>,
    /// Whether it looks at a sample when the plan does.
    pub(crate) is_sampled: bool,
    /// Which rows are wrong, as a condition in the SQL of the source.
    pub(crate) wrong: Option<String>,
    /// The column it is about.
    pub(crate) column: Option<String>,
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plan").field("table", &self.table.name).field("statements", &self.statements).finish()
    }
}

/// The fewest statements for these checks of a table, and for its profile when that is wished for.
///
/// A check that cannot be asked costs no other check anything: its finding will say why.
#[must_use]
pub fn plan(table: &Table, asked: &[Asked], wish: &Wish) -> Plan {
    let mut questions = Questions::default();
    let mut checks = Vec::with_capacity(asked.len());
    for (number, check) in asked.iter().enumerate() {
        let planned = if number < MOST_CHECKS {
            ask(check, table, wish, number, &mut questions)
        } else {
            Err(Error::invalid("key", format!("a table has at most {MOST_CHECKS} checks at a time")))
        };
        checks.push(Planned { key: check.key.clone(), asked: planned });
    }
    let profile = wish.profile.as_ref().map(|wished| profile::ask(table, wished, wish, &mut questions));
    let mut plan =
        Plan { statements: Vec::new(), table: table.clone(), checks, questions, profile, wish: wish.clone() };
    plan.statements = plan.pieces().iter().map(|piece| piece.statement(&plan)).collect();
    plan
}

/// One check's questions alone, to find what is wrong with it.
pub(crate) fn prepare(asked: &Asked, table: &Table, wish: &Wish) -> Result<Prepared> {
    ask(asked, table, wish, 0, &mut Questions::default())
}

fn ask(asked: &Asked, table: &Table, wish: &Wish, number: usize, questions: &mut Questions) -> Result<Prepared> {
    let definition = definition_of(asked, table)?;
    // What a check that is refused half-way has asked must not be asked of the source.
    let before = questions.mark();
    let result = ask_both(definition, asked, table, wish, (number, &mut *questions));
    if result.is_err() {
        questions.forget_from(before, number);
    }
    result
}

fn ask_both(
    definition: &dyn crate::check::Definition,
    asked: &Asked,
    table: &Table,
    wish: &Wish,
    (number, questions): (usize, &mut Questions),
) -> Result<Prepared> {
    let mut asking = Asking::new(asked, table, wish, number, questions)?;
    let judge = definition.ask(&asked.settings, &mut asking)?;
    let (is_sampled, wrong) = (asking.is_sampled(), asking.wrong());
    let by_group = match &asked.group_by {
        None => None,
        Some(column) => {
            table.column(column).ok_or_else(|| {
                Error::invalid("group_by", format!("`{}` has no column `{column}`", table.name.last()))
            })?;
            let mut asking = Asking::new(asked, table, wish, number, questions)?;
            asking.by_group(column, asked.groups.unwrap_or(GROUPS));
            let judge = definition.ask(&asked.settings, &mut asking)?;
            let asked_by_group = asking.asked();
            if asked_by_group.is_empty() {
                return Err(Error::invalid("group_by", format!("`{}` cannot be told apart by group", asked.kind)));
            }
            Some((asked_by_group, judge))
        }
    };
    Ok(Prepared { judge, by_group, is_sampled, wrong, column: asked.column.clone() })
}

impl Plan {
    /// The table that is asked about.
    #[must_use]
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Which rows are looked at.
    #[must_use]
    pub fn sampling(&self) -> Sampling {
        self.wish.sampling
    }

    /// The checks that cannot be asked, by key, and why.
    #[must_use]
    pub fn refused(&self) -> BTreeMap<String, String> {
        let refused = |check: &Planned| check.asked.as_ref().err().map(|error| (check.key.clone(), error.to_string()));
        self.checks.iter().filter_map(refused).collect()
    }

    /// What is selected from: the table, or the sample of it.
    pub(crate) fn source(&self) -> String {
        statement::source(self, self.sampling() != Sampling::All)
    }

    /// The statements, as what can be asked and split.
    pub(crate) fn pieces(&self) -> Vec<Piece> {
        statement::pieces(self)
    }

    /// The statements for what these answers leave open.
    pub(crate) fn pieces_left(&self, answers: &Answers) -> Vec<Piece> {
        statement::pieces_left(self, |question| answers.is_given_up(question))
    }

    fn key_of(&self, number: usize) -> &str {
        self.checks.get(number).map_or(PROFILE, |check| check.key.as_str())
    }
}
