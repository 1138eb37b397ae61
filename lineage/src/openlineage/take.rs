//! Takes events: reads them, finds out what they are about, remembers what runs read and write, and reports it all to
//! the catalog.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use catalog::{
    Action, AssetId, Catalog, Fault as _, Record, RefusedItem, Report, ReportItem, RunRecord, Viewer,
    record::LineageRecord, report::MAX_ITEMS,
};
use serde_json::Value;
use tokio::sync::Mutex;

use super::{
    TOOL, columns,
    details::{Sheet, by_asset},
    event::{Dataset, DatasetEvent, Event, EventType, Facets, Job, JobEvent, RunEvent},
    io::{Io, JobState, Place},
    job::{self, JobKey},
    kept,
    known::Known,
    query::{self, Query},
    raw::{Label, Raw},
    run,
};
use crate::{
    error::Result,
    store::{
        event as events,
        openlineage::{self as store, StoredJob},
    },
};

/// How many events are taken with one set of statements.
const BATCH: usize = 50;
/// The most facets of one asset.
const MOST_FACETS: usize = 200;
/// What stands before the namespace of a data set where jobs are remembered; no client's text begins with it.
const DATASET: char = '\u{1}';
/// How often a set is declared anew because another process heard more of the job meanwhile.
const MOST_ROUNDS: usize = 5;

/// What became of events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many were taken whole.
    pub accepted: usize,
    /// Which were not, by their place among the events, and why.
    pub errors: Vec<(usize, RefusedItem)>,
}

/// What takes events, and answers what was heard; cheap to clone.
#[derive(Debug, Clone)]
pub struct OpenLineage {
    pub(super) catalog: Catalog,
    /// Events are taken one batch at a time, so that what runs add up to is declared in the order in which it was heard.
    turn: Arc<Mutex<()>>,
}

/// An event that can be read.
struct Coming {
    index: usize,
    event: Event,
    raw: Raw,
}

/// What an event says a job, or a data set by itself, reads and writes.
struct Heard {
    index: usize,
    key: JobKey,
    place: Place,
    /// The run, its time and what happened to it; none for what holds without a run.
    run: Option<(String, EventType)>,
    at: i64,
    io: Io,
    /// Its query, or that there is none; nothing when the event does not tell.
    query: Option<Option<Query>>,
}

/// A job as it is remembered behind a batch.
struct Remembered {
    index: usize,
    place: Place,
    state: JobState,
    version: i64,
}

impl OpenLineage {
    /// What takes events for a catalog.
    #[must_use]
    pub fn new(catalog: Catalog) -> Self {
        Self { catalog, turn: Arc::default() }
    }

    /// Takes events in the order given. A bad one is answered alone. The same event twice has the effect of one.
    ///
    /// # Errors
    /// [`catalog::Error::Forbidden`] for those who may not report; the store's own.
    pub async fn take(&self, viewer: &Viewer, events: Vec<Value>) -> Result<Taken> {
        viewer.must(Action::Report)?;
        let total = events.len();
        let mut errors: BTreeMap<usize, RefusedItem> = BTreeMap::new();
        let mut good: Vec<Coming> = Vec::new();
        for (index, event) in events.into_iter().enumerate() {
            let raw = Raw::of(&event);
            match Event::read(event) {
                Ok(event) => good.push(Coming { index, event, raw }),
                Err(error) => {
                    let field = error.field().map(str::to_owned);
                    errors.insert(index, RefusedItem { field, message: error.to_string() });
                }
            }
        }
        let _turn = self.turn.lock().await;
        for batch in good.chunks(BATCH) {
            for (index, refused) in self.take_batch(viewer, batch).await? {
                errors.entry(index).or_insert(refused);
            }
        }
        Ok(Taken { accepted: total - errors.len(), errors: errors.into_iter().collect() })
    }

    /// Everything that an event leaves behind is written before it is answered, its text last. Whoever gets no answer
    /// sends it again, and what was written already is then not written twice.
    async fn take_batch(&self, viewer: &Viewer, batch: &[Coming]) -> Result<Vec<(usize, RefusedItem)>> {
        let events: Vec<&Event> = batch.iter().map(|coming| &coming.event).collect();
        let mut known = Known::look_up(&self.catalog, &events).await?;
        let mut reading = Reading { sheet: Sheet::default(), heard: Vec::new(), runs: Vec::new() };
        for coming in batch {
            reading.read(coming.index, &coming.event, &mut known);
        }
        let Reading { sheet, heard, runs } = reading;
        let keys: BTreeSet<JobKey> = heard.iter().map(|heard| heard.key.clone()).collect();
        let remembered = self.remember(heard).await?;
        let named: Vec<BTreeSet<Place>> = events.iter().map(|event| known.named(event)).collect();
        let places = named.iter().flatten().cloned().chain(sheet.faceted()).collect();
        let (mut records, facets) = sheet.into_records();
        records.extend(remembered.iter().map(|(key, job)| (job.index, declared(key, job))));
        records.extend(runs.into_iter().map(|(index, run)| (index, Record::from(run))));
        let mut errors = self.report(viewer, records).await?;
        self.follow_others(viewer, &keys, remembered, &mut errors).await?;
        let ids = self.ids(&places).await?;
        let now = self.catalog.clock().now();
        let taken =
            std::iter::zip(batch, &named).filter(|(coming, _)| errors.iter().all(|(at, _)| *at != coming.index));
        let kept = taken.map(|(coming, named)| {
            let assets = named.iter().filter_map(|place| ids.get(place).copied()).collect();
            kept::row(&coming.raw, &Label::of(&coming.event), &assets, now)
        });
        let kept = kept.collect();
        let write = self.catalog.database().write().await?;
        store::save_facets(&*write, by_asset(facets, &ids), MOST_FACETS).await?;
        let aliases = known.aliases.into_iter().map(|(key, place)| (key, json(&place))).collect();
        store::save_aliases(&*write, aliases).await?;
        events::save(&*write, kept).await?;
        write.commit().await?;
        Ok(errors)
    }

    /// Adds what was heard to what is remembered of each job, in one transaction.
    async fn remember(&self, heard: Vec<Heard>) -> Result<BTreeMap<JobKey, Remembered>> {
        let keys: BTreeSet<JobKey> = heard.iter().map(|heard| heard.key.clone()).collect();
        let write = self.catalog.database().write().await?;
        let mut stored = store::jobs(&*write, &keys).await?;
        let mut all: BTreeMap<JobKey, Remembered> = BTreeMap::new();
        for heard in heard {
            let job = all.entry(heard.key.clone()).or_insert_with(|| {
                let stored = stored.remove(&heard.key);
                let state = stored.as_ref().and_then(|stored| serde_json::from_str(&stored.state).ok());
                let place = stored.as_ref().and_then(|stored| serde_json::from_str(&stored.place).ok());
                let version = stored.map_or(0, |stored| stored.version) + 1;
                let place = place.unwrap_or_else(|| heard.place.clone());
                Remembered { index: heard.index, place, state: state.unwrap_or_default(), version }
            });
            job.index = heard.index;
            match &heard.run {
                Some((run, event_type)) => job.state.hear(run, heard.at, *event_type, &heard.io),
                None => job.state.hear_job(heard.at, &heard.io),
            }
            if let Some(query) = heard.query {
                job.state.hear_query(heard.at, query);
            }
        }
        let rows = all.iter().map(|(key, job)| {
            let stored = StoredJob { place: json(&job.place), state: json(&job.state), version: job.version };
            (key.clone(), stored)
        });
        store::save_jobs(&*write, rows.collect()).await?;
        write.commit().await?;
        Ok(all)
    }

    /// Declares anew what another process heard of the same jobs meanwhile, so that the last word is everybody's.
    async fn follow_others(
        &self,
        viewer: &Viewer,
        keys: &BTreeSet<JobKey>,
        mut declared_last: BTreeMap<JobKey, Remembered>,
        errors: &mut Vec<(usize, RefusedItem)>,
    ) -> Result<()> {
        for _ in 0..MOST_ROUNDS {
            let mut records = Vec::new();
            for (key, stored) in store::jobs(self.catalog.database().read(), keys).await? {
                let Some(job) = declared_last.get_mut(&key).filter(|job| job.version != stored.version) else {
                    continue;
                };
                let Ok(state) = serde_json::from_str(&stored.state) else { continue };
                job.state = state;
                job.version = stored.version;
                records.push((job.index, declared(&key, job)));
            }
            if records.is_empty() {
                return Ok(());
            }
            errors.extend(self.report(viewer, records).await?);
        }
        Ok(())
    }

    /// Reports records; what is refused is answered with the event that said so.
    async fn report(&self, viewer: &Viewer, records: Vec<(usize, Record)>) -> Result<Vec<(usize, RefusedItem)>> {
        let mut errors = Vec::new();
        let mut records = records.into_iter().peekable();
        while records.peek().is_some() {
            let item = |(index, record)| ReportItem { list: "events".to_owned(), index, record: Ok(record) };
            let items = records.by_ref().take(MAX_ITEMS).map(item).collect();
            let outcome = self.catalog.report(viewer, Report { idempotency_key: None, items }).await?;
            errors.extend(outcome.errors.into_iter().map(|(_, index, refused)| (index, refused)));
        }
        Ok(errors)
    }

    async fn ids(&self, places: &BTreeSet<Place>) -> Result<BTreeMap<Place, AssetId>> {
        let places: Vec<Place> = places.iter().cloned().collect();
        let ids = self.catalog.resolve(&Viewer::system(), &places).await?;
        Ok(std::iter::zip(places, ids).filter_map(|(place, id)| Some((place, id?))).collect())
    }
}

/// What the events of a batch say, as far as it was read.
struct Reading {
    sheet: Sheet,
    heard: Vec<Heard>,
    runs: Vec<(usize, RunRecord)>,
}

impl Reading {
    fn read(&mut self, index: usize, event: &Event, known: &mut Known) {
        match event {
            Event::Run(event) => self.read_run(index, event, known),
            Event::Job(event) => self.read_job(index, event, known),
            Event::Dataset(event) => self.read_dataset(index, event, known),
        }
    }

    fn read_run(&mut self, index: usize, event: &RunEvent, known: &mut Known) {
        let at = event.at.timestamp_micros();
        let sides = (event.inputs.as_slice(), event.outputs.as_slice());
        let (place, io) = self.read_work((index, at), (&event.job, &event.run_facets), sides, known);
        self.runs.push((index, run::news(event, place.clone())));
        let run = Some((event.run.clone(), event.event_type));
        let query = query::of(&event.job, sides, known);
        self.heard.push(Heard { index, key: job::key(&event.job), place, run, at, io, query });
    }

    fn read_job(&mut self, index: usize, event: &JobEvent, known: &mut Known) {
        let at = event.at.timestamp_micros();
        let sides = (event.inputs.as_slice(), event.outputs.as_slice());
        let (place, io) = self.read_work((index, at), (&event.job, &Facets::new()), sides, known);
        let query = query::of(&event.job, sides, known);
        self.heard.push(Heard { index, key: job::key(&event.job), place, run: None, at, io, query });
    }

    /// What both sorts of events say about a job and its data sets.
    fn read_work(
        &mut self,
        (index, at): (usize, i64),
        (job, run_facets): (&Job, &Facets),
        (inputs, outputs): (&[Dataset], &[Dataset]),
        known: &mut Known,
    ) -> (Place, Io) {
        let place = job::place(job, run_facets, &known.jobs);
        known.jobs.insert(job::key(job), place.clone());
        let datasets: Vec<(&str, &str)> =
            outputs.iter().chain(inputs).map(|dataset| (dataset.namespace.as_str(), dataset.name.as_str())).collect();
        self.sheet.job((index, at), &place, (job, run_facets), &datasets, known);
        let mut io = Io::default();
        for dataset in inputs {
            io.inputs.insert(self.read_side((index, at), dataset, known));
        }
        for dataset in outputs {
            let to = self.read_side((index, at), dataset, known);
            for pair in columns::pairs(dataset) {
                let from = known.dataset(&pair.from.0, &pair.from.1);
                io.columns.insert(pair.between(from.0, to.0.clone()));
            }
            io.outputs.insert(to);
        }
        (place, io)
    }

    fn read_side(&mut self, (index, at): (usize, i64), dataset: &Dataset, known: &Known) -> Place {
        let place = known.dataset(&dataset.namespace, &dataset.name);
        self.sheet.dataset((index, at), &place, dataset, known, false);
        place
    }

    /// A data set by itself may say which columns its own come from.
    fn read_dataset(&mut self, index: usize, event: &DatasetEvent, known: &Known) {
        let at = event.at.timestamp_micros();
        let dataset = &event.dataset;
        let place = known.dataset(&dataset.namespace, &dataset.name);
        self.sheet.dataset((index, at), &place, dataset, known, true);
        let mut io = Io::default();
        for pair in columns::pairs(dataset) {
            let from = known.dataset(&pair.from.0, &pair.from.1);
            io.inputs.insert(from.clone());
            io.columns.insert(pair.between(from.0, place.0.clone()));
        }
        if io.inputs.is_empty() {
            return;
        }
        io.outputs.insert(place.clone());
        let key = (format!("{DATASET}{}", dataset.namespace), dataset.name.clone());
        self.heard.push(Heard { index, key, place, run: None, at, io, query: None });
    }
}

/// The complete set of edges of a job, or of a data set by itself.
fn declared(key: &JobKey, job: &Remembered) -> Record {
    let (what, namespace) = match key.0.strip_prefix(DATASET) {
        Some(namespace) => ("dataset", namespace),
        None => ("job", key.0.as_str()),
    };
    let io = job.state.current().unwrap_or_default();
    let scope: String = format!("{what} {namespace}/{}", key.1);
    // A scope has at most 1000 bytes; what differs only behind that is told apart by a hash.
    let scope = if scope.len() > 900 {
        format!("{}… {}", &scope[..scope.floor_char_boundary(850)], fingerprint(&scope))
    } else {
        scope
    };
    Record::Lineage(LineageRecord {
        tool: TOOL.to_owned(),
        scope,
        through: (what == "job").then(|| job.place.0.clone()),
        edges: io.edges(&job.place),
        queries: job.state.queries(&io),
        statements: Vec::new(),
        by_hand: None,
    })
}

fn fingerprint(text: &str) -> String {
    format!("{:016x}", crate::declare::scope_key(TOOL, text))
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("names and sets of them are JSON")
}
