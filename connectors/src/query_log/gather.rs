//! Gathers single sightings of statements into batches: those of one day, account, place and text are one.

use std::collections::BTreeMap;

use catalog::{
    Name, Record,
    record::{ObservedQuery, QueryBatch},
};
use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::normal::{Normal, Quoting, normalize};
use crate::crawl::Sink;

/// The most different queries of one batch.
const MAX_QUERIES: usize = 5_000;
/// The most bytes of text of one batch.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Whose log it is.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The log itself.
    pub(super) log: Name,
    /// The namespace of the tables.
    pub(super) namespace: String,
    /// The dialect of the queries.
    pub(super) dialect: &'static str,
    /// What quotes mean in them.
    pub(super) quoting: Quoting,
    /// The schema of tables that a query names without one, where there are schemas.
    pub(super) schema: Option<String>,
}

/// One sighting of a statement, or several of which only the sum is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sighting<'a> {
    pub(super) sql: &'a str,
    /// Whether the end of the text is missing.
    pub(super) is_cut: bool,
    pub(super) actor: Option<&'a str>,
    pub(super) database: Option<&'a str>,
    pub(super) first_seen: DateTime<Utc>,
    pub(super) last_seen: DateTime<Utc>,
    pub(super) count: i64,
    pub(super) rows: Option<i64>,
    pub(super) total_micros: Option<i64>,
}

impl<'a> Sighting<'a> {
    /// One run of a statement.
    pub(super) fn once(sql: &'a str, at: DateTime<Utc>) -> Self {
        Self {
            sql,
            is_cut: false,
            actor: None,
            database: None,
            first_seen: at,
            last_seen: at,
            count: 1,
            rows: None,
            total_micros: None,
        }
    }
}

type Key = (NaiveDate, Option<String>, Vec<String>, String);

/// The batch that is being filled.
pub(super) struct Gatherer {
    place: Place,
    queries: BTreeMap<Key, ObservedQuery>,
    bytes: usize,
    /// Statements of which it cannot be told what their values are.
    pub(super) unclear: usize,
}

impl Gatherer {
    pub(super) fn new(place: Place) -> Self {
        Self { place, queries: BTreeMap::new(), bytes: 0, unclear: 0 }
    }

    /// Whether the batch is as large as one may be.
    pub(super) fn is_full(&self) -> bool {
        self.queries.len() >= MAX_QUERIES || self.bytes >= MAX_BYTES
    }

    /// Adds a sighting, perhaps of several statements; only what is left of them without values. Gives the database that
    /// they make the one of what follows.
    pub(super) fn see(&mut self, sighting: &Sighting<'_>) -> Option<String> {
        let Some(found) = normalize(sighting.sql, self.place.quoting, sighting.is_cut) else {
            self.unclear += 1;
            return None;
        };
        let mut database = None;
        for normal in found {
            match normal {
                Normal::Statement(sql) => {
                    let place = database.as_deref().or(sighting.database);
                    self.add(sql, &Sighting { database: place, ..*sighting });
                }
                Normal::Use(name) => database = Some(name),
                Normal::Other => {}
            }
        }
        database
    }

    fn add(&mut self, sql: String, sighting: &Sighting<'_>) {
        let given =
            |text: Option<&str>| text.filter(|text| !text.is_empty() && !text.contains('\0')).map(str::to_owned);
        let actor = given(sighting.actor).map(|actor| actor.chars().take(128).collect());
        let database = given(sighting.database);
        let schema = database.is_some().then(|| self.place.schema.clone()).flatten();
        let defaults: Vec<String> = database.into_iter().chain(schema).collect();
        let key = (sighting.last_seen.date_naive(), actor, defaults, sql);
        if let Some(known) = self.queries.get_mut(&key) {
            return add(known, sighting);
        }
        self.bytes += key.3.len() + 200;
        let query = ObservedQuery {
            sql: key.3.clone(),
            defaults: key.2.clone(),
            actor: key.1.clone(),
            first_seen: sighting.first_seen,
            last_seen: sighting.last_seen,
            count: sighting.count,
            rows: sighting.rows,
            total_micros: sighting.total_micros,
        };
        self.queries.insert(key, query);
    }

    /// What is in the batch.
    #[cfg(test)]
    pub(super) fn into_queries(self) -> Vec<ObservedQuery> {
        self.queries.into_values().collect()
    }

    /// Says the batch, with how far the log was read behind it.
    pub(super) async fn say(&mut self, sink: &Sink, position: Option<String>, keep: Option<Duration>) {
        self.bytes = 0;
        let queries = std::mem::take(&mut self.queries).into_values().collect();
        let Place { log, namespace, dialect, .. } = self.place.clone();
        let batch = QueryBatch { log, dialect: dialect.to_owned(), namespace, queries, position, keep };
        sink.say(Record::Queries(Box::new(batch))).await;
    }
}

fn add(known: &mut ObservedQuery, news: &Sighting<'_>) {
    let sum = |one: Option<i64>, other: Option<i64>| match (one, other) {
        (Some(one), Some(other)) => Some(one.saturating_add(other)),
        (one, other) => one.or(other),
    };
    known.first_seen = known.first_seen.min(news.first_seen);
    known.last_seen = known.last_seen.max(news.last_seen);
    known.count = known.count.saturating_add(news.count);
    known.rows = sum(known.rows, news.rows);
    known.total_micros = sum(known.total_micros, news.total_micros);
}
