//! Counters that a server keeps of each statement: how often since when. What counts is the difference to the last look.
//! Pure.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{
    gather::{Gatherer, Sighting},
    position::{Counter, Position},
};

/// The most statements that are remembered; servers keep 5,000 to 10,000 where nothing is set.
pub(crate) const MAX_STATEMENTS: usize = 100_000;

/// What a server counts.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    /// The server's time.
    pub(crate) now: DateTime<Utc>,
    /// When the counters began, where the server tells.
    pub(crate) began: Option<DateTime<Utc>>,
    /// The statements.
    pub(crate) statements: Vec<Statement>,
    /// What whoever looks at the run should know, and whether somebody should do something about it.
    pub(crate) notes: Vec<(String, bool)>,
}

/// A statement with its counters.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    /// What tells it from others.
    pub(crate) key: String,
    pub(crate) sql: String,
    /// Whether the end of the text is missing.
    pub(crate) is_cut: bool,
    pub(crate) actor: Option<String>,
    pub(crate) database: Option<String>,
    pub(crate) calls: i64,
    pub(crate) micros: i64,
    pub(crate) rows: i64,
    /// When it first and last ran, where the server tells.
    pub(crate) seen: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

/// What is to be remembered until the next look.
pub(super) struct Next {
    pub(super) position: Position,
    pub(super) notes: Vec<(String, bool)>,
}

/// Puts what happened since `position` into `gatherer`.
///
/// Of a first look nobody knows on which days things happened, unless that was one day; then only what there is counts, and
/// not how often.
pub(super) fn see(counted: &Counted, position: &Position, is_known: bool, gatherer: &mut Gatherer) -> Next {
    let began = counted.began.map(|began| began.timestamp_micros());
    let began_anew = is_known && began.is_some() && began != position.began;
    let known = if began_anew { Position::default() } else { position.clone() };
    let mut counters: BTreeMap<String, Counter> = BTreeMap::new();
    let mut uncounted = 0_usize;
    for statement in &counted.statements {
        let now = Counter(statement.calls, statement.micros, statement.rows);
        let mut news = known.since(&statement.key, now);
        counters.insert(statement.key.clone(), now);
        if news.0 <= 0 {
            continue;
        }
        if !is_known && !is_of_one_day(counted, statement) {
            news = Counter(0, 0, 0);
            uncounted += 1;
        }
        let (first_seen, last_seen) = statement.seen.unwrap_or((counted.now, counted.now));
        let has_counts = news.0 > 0;
        gatherer.see(&Sighting {
            sql: &statement.sql,
            is_cut: statement.is_cut,
            actor: statement.actor.as_deref(),
            database: statement.database.as_deref(),
            first_seen: first_seen.min(last_seen),
            last_seen,
            count: news.0,
            rows: has_counts.then_some(news.2),
            total_micros: has_counts.then_some(news.1),
        });
    }
    let mut notes = Vec::new();
    if uncounted > 0 {
        let message = format!(
            "{uncounted} statements ran before the first look, nobody knows on which days; they count from now on"
        );
        notes.push((message, false));
    }
    if began_anew {
        notes.push(("the server's counters began anew since the last look".to_owned(), false));
    }
    let position = Position { log: position.log.clone(), began, counters, ..Position::default() };
    Next { position, notes }
}

/// Whether everything that is counted of a statement happened on the day for which it would count.
fn is_of_one_day(counted: &Counted, statement: &Statement) -> bool {
    match (statement.seen, counted.began) {
        (Some((first, last)), _) => first.date_naive() == last.date_naive(),
        (None, Some(began)) => counted.now - began < chrono::Duration::days(1),
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use catalog::Name;

    use super::*;
    use crate::query_log::{gather::Place, normal::Quoting};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn gatherer() -> Gatherer {
        Gatherer::new(Place {
            log: Name::new("query_log", ["x"]),
            namespace: "postgres://h:5432".into(),
            dialect: "postgres",
            quoting: Quoting::Postgres,
            schema: Some("public".into()),
        })
    }

    fn counted(began: &str, calls: i64) -> Counted {
        let statement = Statement {
            key: "1".into(),
            sql: "SELECT a FROM t".into(),
            is_cut: false,
            actor: Some("ana".into()),
            database: Some("shop".into()),
            calls,
            micros: calls * 10,
            rows: calls,
            seen: None,
        };
        let statements = vec![statement];
        Counted { now: at("2026-11-23T10:00:00Z"), began: Some(at(began)), statements, notes: Vec::new() }
    }

    fn counts(gatherer: Gatherer) -> Vec<i64> {
        gatherer.into_queries().into_iter().map(|query| query.count).collect()
    }

    #[test]
    fn first_look_counts_what_is_of_today_and_only_knows_the_rest() {
        for (began, expected) in [("2026-11-23T08:00:00Z", 5), ("2026-10-01T00:00:00Z", 0)] {
            let mut gatherer = gatherer();
            let next = see(&counted(began, 5), &Position::default(), false, &mut gatherer);
            assert_eq!(counts(gatherer), [expected], "{began}");
            assert_eq!(next.position.counters["1"], Counter(5, 50, 5));
        }
    }

    #[test]
    fn later_looks_count_the_difference_and_see_that_counters_began_anew() {
        let began = "2026-10-01T00:00:00Z";
        let first = see(&counted(began, 5), &Position::default(), false, &mut gatherer()).position;
        for (began, calls, expected) in
            [(began, 5, vec![]), (began, 7, vec![2]), (began, 3, vec![3]), ("2026-11-22T00:00:00Z", 9, vec![9])]
        {
            let mut gatherer = gatherer();
            see(&counted(began, calls), &first, true, &mut gatherer);
            assert_eq!(counts(gatherer), expected, "{began} {calls}");
        }
    }
}
