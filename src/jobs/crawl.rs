//! A crawl: everything a source says, into the catalog.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use catalog::{Catalog, Count, ErrorKind, Ingest, Origin, PageRequest, Record, RunContext, SourceId, Summary, Viewer};
use futures_util::StreamExt as _;
use quality::drift;

use super::{
    job::{Failure, Job, Outcome, Work},
    live::Live,
    run::{Counts, Level},
};
use crate::sources::Source;

mod foresee;
mod observe;
use foresee::Seer;
use observe::Observer;

/// How often the counts of a running crawl are shown anew.
const SHOW_EVERY: Duration = Duration::from_millis(250);
/// The most changes that are judged for the summary of a run; a first crawl of something huge has more.
const MAX_JUDGED: usize = 50_000;

/// Reads a source and brings the catalog in line with it.
#[derive(Debug)]
pub(super) struct Crawl;

#[async_trait]
impl Job for Crawl {
    fn name(&self) -> &'static str {
        "crawl"
    }

    fn schedule(&self) -> Option<&'static str> {
        None
    }

    fn timeout(&self) -> Duration {
        Duration::from_secs(12 * 3600)
    }

    async fn run(&self, work: Work) -> Result<Outcome, Failure> {
        let run = work.live.now();
        let source = find_source(&work, run.source).await?;
        let connection = work.sources.connect(&source)?;
        work.live.keep_secret(connection.secrets);
        let connector = connection.connector;

        work.live.phase("connecting");
        let checked = connector.check().await?;
        work.live.log(Level::Info, &format!("connected to {} {}", checked.engine, checked.version));

        work.live.phase("reading");
        let covers = Arc::clone(&connector);
        let mut context =
            RunContext::new(&run.actor, Origin::Crawl, work.catalog.clock().now()).of_source(source.id, run.id);
        context.covers = Arc::new(move |name, kind| covers.covers(name, kind));
        let ingest = work.catalog.begin(context).await?;
        let position = work.catalog.position_of(source.id).await?;
        let mut observer = Observer::new(work.catalog.clone());
        let mut seer = Seer::new(work.catalog.clone());
        let records = connector.crawl_from(position);
        let ingest = read(records, ingest, (&mut observer, &mut seer), &work.live).await?;
        if let Some(summary) = seer.summary() {
            work.live.log(Level::Info, &summary);
        }
        if let Some(summary) = observer.summary() {
            work.live.log(Level::Info, &summary);
        }

        work.live.phase("looking for what is gone");
        let summary = ingest.finish().await?;
        work.live.counts(counts_of(&summary, failed(&work.live)));
        for error in summary.errors.iter().filter(|error| error.field.is_some()) {
            work.live.problem(&error.scope, &error.message);
        }
        conclude(&work, source.id, &summary).await
    }
}

async fn find_source(work: &Work, id: Option<SourceId>) -> Result<Source, Failure> {
    let gone = || Failure { kind: ErrorKind::NotFound, message: "the source was deleted".into() };
    Ok(work.sources.get(&Viewer::system(), id.ok_or_else(gone)?).await?)
}

/// Takes every record. When the source breaks off, what it said before is kept and nothing is marked as removed.
async fn read(
    mut records: futures_util::stream::BoxStream<'_, connectors::Result<Record>>,
    mut ingest: Ingest,
    (observer, seer): (&mut Observer, &mut Seer),
    live: &Live,
) -> Result<Ingest, Failure> {
    let mut shown = Instant::now();
    let mut seen = 0;
    while let Some(record) = records.next().await {
        let record = match record {
            Ok(record) => record,
            Err(cause) => {
                let summary = ingest.stop().await?;
                live.counts(counts_of(&Summary { seen, ..summary }, failed(live)));
                return Err(cause.into());
            }
        };
        match &record {
            Record::Asset(_) => seen += 1,
            Record::ScopeFailed { root, message } => live.problem(&root.to_string(), message),
            Record::ScopeRead { root } => live.log(Level::Info, &format!("read {root}")),
            Record::Note { about, message, is_warning } => {
                live.log(if *is_warning { Level::Warn } else { Level::Info }, &format!("{about}: {message}"));
            }
            _ => {}
        }
        seer.listen(&record, &mut ingest).await?;
        match record {
            Record::Queries(batch) => observer.take(*batch, &mut ingest).await?,
            record => ingest.push(record).await?,
        }
        if shown.elapsed() >= SHOW_EVERY {
            shown = Instant::now();
            let so_far = Summary { seen, ..ingest.summary().clone() };
            live.counts(counts_of(&so_far, failed(live)));
        }
    }
    seer.foresee(&mut ingest).await?;
    Ok(ingest)
}

fn failed(live: &Live) -> Count {
    live.now().counts.failed
}

fn counts_of(summary: &Summary, failed: Count) -> Counts {
    Counts {
        seen: Count(summary.seen),
        added: Count(summary.added),
        changed: Count(summary.changed),
        removed: Count(summary.removed),
        held: Count(summary.held),
        failed,
    }
}

async fn conclude(work: &Work, source: SourceId, summary: &Summary) -> Result<Outcome, Failure> {
    let run = work.live.now();
    let is_changed = summary.added + summary.changed + summary.removed > 0;
    let drift = if is_changed { judge(&work.catalog, run.id).await? } else { drift::Summary::default() };
    if summary.held > 0 {
        let problem = format!("{} removals wait for a person, because they are suspiciously many", summary.held);
        work.live.log(Level::Warn, &problem);
    }
    let message = format!(
        "{} seen, {} new, {} changed, {} removed, {} held",
        summary.seen, summary.added, summary.changed, summary.removed, summary.held
    );
    tracing::info!(source.id = %source, run.id = %run.id, "crawled: {message}");
    let is_partial = !summary.is_complete || run.counts.failed.0 > 0;
    Ok(Outcome { is_partial, drift, hold: summary.hold, message })
}

/// What the changes of a run mean to readers of the data.
async fn judge(catalog: &Catalog, run: catalog::RunId) -> Result<drift::Summary, Failure> {
    let filter = catalog::ChangeFilter { run: Some(run), ..Default::default() };
    let mut summary = drift::Summary::default();
    let mut page = PageRequest::first(catalog::page::MAX_PAGE);
    for _ in 0..MAX_JUDGED / catalog::page::MAX_PAGE {
        let changes = catalog.changes(&Viewer::system(), &filter, &page).await?;
        changes.items.iter().for_each(|(_, (change, _))| summary.count(change));
        match changes.next() {
            Some(cursor) => page.after = Some(cursor.to_owned()),
            None => break,
        }
    }
    Ok(summary)
}
