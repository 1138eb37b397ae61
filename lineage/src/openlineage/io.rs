//! What a job reads and writes, added up over the events of its runs. Pure.
//!
//! A run's events each tell a part: the start often the inputs, the end the outputs. The last run that did its work
//! declares the complete set; runs that began later add to it until one of them does its work. So an edge that the job
//! no longer has ends with the first complete run without it, and none is lost while a run is on its way or has failed.
//! A run that names no data set says nothing. The order in which events arrive does not matter, as long as they are not
//! later than the [`MOST_RUNS`] runs that are remembered.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{
    AssetKind, Name,
    record::{DeclaredColumnEdge, DeclaredEdge, DeclaredQuery},
};
use serde::{Deserialize, Serialize};

use super::{event::EventType, query::Query};

/// How many runs of a job are remembered.
const MOST_RUNS: usize = 20;
/// The most edges that inputs and outputs are paired to; beyond, they are tied to the job instead.
const MOST_PAIRS: usize = 2_000;
/// Under which identifier a job event counts as a run.
const JOB_EVENT: &str = "";

/// A data set, resolved.
pub(super) type Place = (Name, AssetKind);

/// What is read and written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Io {
    pub(super) inputs: BTreeSet<Place>,
    pub(super) outputs: BTreeSet<Place>,
    pub(super) columns: BTreeSet<ColumnPair>,
}

/// A column that goes into a column, or (with an empty name) decides about a whole data set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct ColumnPair {
    pub(super) from: Name,
    pub(super) to: Name,
    pub(super) from_column: String,
    pub(super) to_column: String,
    pub(super) subtype: String,
    pub(super) masking: bool,
}

impl Io {
    fn says_nothing(&self) -> bool {
        self.inputs.is_empty() && self.outputs.is_empty()
    }

    fn add(&mut self, other: &Self) {
        self.inputs.extend(other.inputs.iter().cloned());
        self.outputs.extend(other.outputs.iter().cloned());
        self.columns.extend(other.columns.iter().cloned());
    }

    /// The edges, where `job` stands in for a side that has no data sets, and between the two sides when there are too
    /// many pairs.
    pub(super) fn edges(&self, job: &Place) -> Vec<DeclaredEdge> {
        let star = self.inputs.len().saturating_mul(self.outputs.len()) > MOST_PAIRS;
        let own = BTreeSet::from([job.clone()]);
        if star || self.outputs.is_empty() || self.inputs.is_empty() {
            let mut edges = self.pairs(&self.inputs, &own);
            edges.extend(self.pairs(&own, &self.outputs));
            edges.extend(self.column_edges(|pair| star && self.has(pair)));
            return edges;
        }
        let mut edges = self.pairs(&self.inputs, &self.outputs);
        // A data set that goes into itself has no edge of its own, but its columns may move.
        edges.extend(self.column_edges(|pair| pair.from == pair.to && self.has(pair)));
        edges
    }

    fn has(&self, pair: &ColumnPair) -> bool {
        self.kind(&self.inputs, &pair.from).is_some() && self.kind(&self.outputs, &pair.to).is_some()
    }

    fn kind(&self, side: &BTreeSet<Place>, name: &Name) -> Option<AssetKind> {
        side.iter().find(|(known, _)| known == name).map(|(_, kind)| *kind)
    }

    fn pairs(&self, from: &BTreeSet<Place>, to: &BTreeSet<Place>) -> Vec<DeclaredEdge> {
        let mut columns = self.columns_by_pair();
        let mut edges = Vec::new();
        for (upstream, upstream_kind) in from {
            for (downstream, downstream_kind) in to.iter().filter(|(name, _)| name != upstream) {
                edges.push(DeclaredEdge {
                    upstream: upstream.clone(),
                    upstream_kind: *upstream_kind,
                    downstream: downstream.clone(),
                    downstream_kind: *downstream_kind,
                    columns: columns.remove(&(upstream, downstream)).unwrap_or_default(),
                });
            }
        }
        edges
    }

    /// The pairs of data sets between which wanted column pairs go, as edges.
    fn column_edges(&self, is_wanted: impl Fn(&ColumnPair) -> bool) -> Vec<DeclaredEdge> {
        let mut edges: BTreeMap<(&Name, &Name), DeclaredEdge> = BTreeMap::new();
        for pair in self.columns.iter().filter(|pair| is_wanted(pair)) {
            let kinds = (self.kind(&self.inputs, &pair.from), self.kind(&self.outputs, &pair.to));
            let (Some(upstream_kind), Some(downstream_kind)) = kinds else { continue };
            let edge = edges.entry((&pair.from, &pair.to)).or_insert_with(|| DeclaredEdge {
                upstream: pair.from.clone(),
                upstream_kind,
                downstream: pair.to.clone(),
                downstream_kind,
                columns: Vec::new(),
            });
            edge.columns.push(pair.declared());
        }
        edges.into_values().collect()
    }

    fn columns_by_pair(&self) -> BTreeMap<(&Name, &Name), Vec<DeclaredColumnEdge>> {
        let mut pairs: BTreeMap<(&Name, &Name), Vec<DeclaredColumnEdge>> = BTreeMap::new();
        for pair in &self.columns {
            pairs.entry((&pair.from, &pair.to)).or_default().push(pair.declared());
        }
        pairs
    }
}

impl ColumnPair {
    fn declared(&self) -> DeclaredColumnEdge {
        DeclaredColumnEdge {
            upstream: self.from_column.clone(),
            downstream: self.to_column.clone(),
            subtype: self.subtype.clone(),
            masking: self.masking,
        }
    }
}

/// A run of a job, as far as its data sets go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Heard {
    /// The time of its first event.
    at: i64,
    /// Whether it did its work.
    is_complete: bool,
    io: Io,
}

/// The runs of a job that are remembered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct JobState {
    runs: BTreeMap<String, Heard>,
    /// The latest query that was heard, or that there is none, and when.
    #[serde(default)]
    query: Option<(i64, Option<Query>)>,
}

impl JobState {
    /// Adds an event of a run.
    pub(super) fn hear(&mut self, run: &str, at: i64, event_type: EventType, io: &Io) {
        let is_complete = event_type == EventType::Complete;
        let heard = self.runs.entry(run.to_owned()).or_insert(Heard { at, is_complete: false, io: Io::default() });
        heard.at = heard.at.min(at);
        heard.is_complete |= is_complete;
        heard.io.add(io);
        while self.runs.len() > MOST_RUNS {
            let oldest = self.runs.iter().min_by_key(|(id, heard)| (heard.at, id.as_str())).map(|(id, _)| id.clone());
            let Some(oldest) = oldest else { break };
            self.runs.remove(&oldest);
        }
    }

    /// Adds what a job event says: the whole of it, unless a later one said something else.
    pub(super) fn hear_job(&mut self, at: i64, io: &Io) {
        if io.says_nothing() || self.runs.get(JOB_EVENT).is_some_and(|known| known.at > at) {
            return;
        }
        self.runs.insert(JOB_EVENT.to_owned(), Heard { at, is_complete: true, io: io.clone() });
    }

    /// Adds a query whose rows go into the job's output, or that there is none; the latest counts.
    pub(super) fn hear_query(&mut self, at: i64, query: Option<Query>) {
        let heard = Some((at, query));
        if self.query < heard {
            self.query = heard;
        }
    }

    /// The queries that say where the columns of `io` come from, where nothing else does.
    pub(super) fn queries(&self, io: &Io) -> Vec<DeclaredQuery> {
        let query = self.query.iter().filter_map(|(_, query)| query.as_ref());
        query.filter(|query| io.outputs.contains(&query.to)).map(Query::declared).collect()
    }

    /// What the job reads and writes now; none when nobody ever said.
    pub(super) fn current(&self) -> Option<Io> {
        let key = |(id, heard): &(&String, &Heard)| (heard.at, (*id).clone());
        let speaking = || self.runs.iter().filter(|(_, heard)| !heard.io.says_nothing());
        let complete = speaking().filter(|(_, heard)| heard.is_complete).max_by_key(key);
        let since = complete.as_ref().map(key);
        let mut io = complete.map(|(_, heard)| heard.io.clone()).unwrap_or_default();
        for run in speaking().filter(|run| since.as_ref().is_none_or(|since| key(run) > *since)) {
            io.add(&run.1.io);
        }
        (!io.says_nothing()).then_some(io)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(name: &str) -> Place {
        (Name::new("postgres://h:5432", ["shop", "public", name]), AssetKind::Table)
    }

    fn io(inputs: &[&str], outputs: &[&str]) -> Io {
        let places = |names: &[&str]| names.iter().map(|name| table(name)).collect();
        Io { inputs: places(inputs), outputs: places(outputs), columns: BTreeSet::new() }
    }

    fn names(io: Option<Io>) -> (Vec<String>, Vec<String>) {
        let io = io.unwrap_or_default();
        let names = |side: BTreeSet<Place>| side.into_iter().map(|(name, _)| name.last().to_owned()).collect();
        (names(io.inputs), names(io.outputs))
    }

    fn strings(all: &[&str]) -> Vec<String> {
        all.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn events_of_a_run_add_up() {
        let mut job = JobState::default();
        job.hear("1", 10, EventType::Start, &io(&["a"], &[]));
        job.hear("1", 20, EventType::Complete, &io(&[], &["b"]));
        assert_eq!(names(job.current()), (strings(&["a"]), strings(&["b"])));
    }

    #[test]
    fn j4_complete_run_ends_what_it_no_longer_has() {
        let mut job = JobState::default();
        job.hear("1", 10, EventType::Complete, &io(&["a", "b"], &["c"]));
        job.hear("2", 20, EventType::Start, &io(&["b", "d"], &["c"]));
        assert_eq!(names(job.current()).0, ["a", "b", "d"]);
        job.hear("2", 30, EventType::Complete, &Io::default());
        assert_eq!(names(job.current()).0, ["b", "d"]);
        job.hear("3", 40, EventType::Fail, &io(&["e"], &["c"]));
        assert_eq!(names(job.current()).0, ["b", "d", "e"]);
    }

    #[test]
    fn run_without_data_sets_says_nothing() {
        let mut job = JobState::default();
        job.hear("1", 10, EventType::Complete, &io(&["a"], &["b"]));
        job.hear("2", 20, EventType::Complete, &Io::default());
        assert_eq!(names(job.current()).0, ["a"]);
    }

    #[test]
    fn side_without_data_sets_is_the_job() {
        let job = (Name::new("etl", ["report"]), AssetKind::Task);
        let edges = io(&["a", "b"], &[]).edges(&job);
        assert_eq!(edges.iter().filter(|edge| edge.downstream == job.0).count(), 2);
        let many: Vec<String> = (0..100).map(|n| format!("t{n:03}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(io(&many[..50], &many[50..]).edges(&job).len(), 100);
        assert_eq!(io(&["a", "b"], &["b"]).edges(&job).len(), 1);
    }

    fn events() -> impl Strategy<Value = Vec<(String, i64, EventType, Io)>> {
        let tables = || prop::collection::vec(prop::sample::select(&["a", "b", "c", "d"][..]), 0..3);
        let kinds = [EventType::Start, EventType::Complete, EventType::Fail, EventType::Other];
        let event = (0..4_u8, 0..40_i64, prop::sample::select(kinds.to_vec()), tables(), tables());
        let event =
            event.prop_map(|(run, at, kind, inputs, outputs)| (run.to_string(), at, kind, io(&inputs, &outputs)));
        prop::collection::vec(event, 1..8)
    }

    proptest! {
        #[test]
        fn threat_36_order_and_repetition_of_events_change_nothing(
            (said, heard) in events().prop_flat_map(|said| {
                (Just(said.clone()), Just([said.clone(), said].concat()).prop_shuffle())
            })
        ) {
            let all = |events: &[(String, i64, EventType, Io)]| {
                let mut job = JobState::default();
                for (run, at, kind, io) in events {
                    job.hear(run, *at, *kind, io);
                }
                job
            };
            prop_assert_eq!(all(&said), all(&heard));
        }
    }
}
