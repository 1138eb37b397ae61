//! How long what was committed takes until it is found, while more is being committed as fast as the store takes it.

use std::{
    collections::VecDeque,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use catalog::{
    Catalog, Change, ChangeNumber, Follower, Origin, RunContext, RunId, SourceId, change::follow::FollowError,
};

use super::{Figure, figure, milliseconds};
use crate::{
    error::{Error, Result},
    follow::SearchFollower,
    index::Index,
};

/// Ingests a made-up database of about `assets` assets into `catalog`, which is empty, while a new index in `path`
/// follows.
///
/// # Errors
/// [`Error`](crate::Error) when the index cannot be written or the catalog does not answer.
pub async fn follow(catalog: &Catalog, path: &Path, assets: u64) -> Result<Figure> {
    let index = Index::open(&path.join("index"))?;
    let timed = Timed { follower: SearchFollower::new(catalog.clone(), index.clone()), log: Arc::default() };
    let noting = tokio::spawn(note(catalog.clone(), Arc::clone(&timed.log)));
    let mut ingest = tokio::spawn(ingest(catalog.clone(), assets));
    let mut news = catalog.watch();
    loop {
        news.borrow_and_update();
        catalog.catch_up(&timed).await.map_err(|_| Error::Stopped)?;
        tokio::select! {
            outcome = &mut ingest => {
                outcome.map_err(|_| Error::Stopped)?.map_err(Error::Catalog)?;
                break;
            }
            _ = news.changed() => {}
        }
    }
    catalog.catch_up(&timed).await.map_err(|_| Error::Stopped)?;
    noting.abort();
    let taken = std::mem::take(&mut timed.log().taken);
    Ok(figure("a commit is found, under ingest", &index, &taken, None))
}

async fn ingest(catalog: Catalog, assets: u64) -> catalog::Result<()> {
    let context = RunContext::new("bench", Origin::Crawl, catalog.clock().now());
    let mut ingest = catalog.begin(context.of_source(SourceId::new(), RunId::new())).await?;
    for record in catalog::bench::records(assets) {
        ingest.push(record).await?;
    }
    ingest.finish().await?;
    Ok(())
}

/// Notes when something was committed.
async fn note(catalog: Catalog, log: Arc<Mutex<Log>>) {
    let mut news = catalog.watch();
    while news.changed().await.is_ok() {
        let last = *news.borrow_and_update();
        lock(&log).committed(last);
    }
}

/// What was committed and not found yet, and how long the rest took.
#[derive(Debug, Default)]
struct Log {
    waiting: VecDeque<(ChangeNumber, Instant)>,
    found: ChangeNumber,
    taken: Vec<f64>,
}

impl Log {
    fn committed(&mut self, last: ChangeNumber) {
        if last > self.found {
            self.waiting.push_back((last, Instant::now()));
        } else {
            // Found before this could be noted.
            self.taken.push(0.0);
        }
    }

    fn found(&mut self, last: ChangeNumber) {
        self.found = last;
        while let Some((_, since)) = self.waiting.pop_front_if(|(number, _)| *number <= last) {
            self.taken.push(milliseconds(since));
        }
    }
}

fn lock(log: &Mutex<Log>) -> MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The follower, with a watch in its hand.
struct Timed {
    follower: SearchFollower,
    log: Arc<Mutex<Log>>,
}

impl Timed {
    fn log(&self) -> MutexGuard<'_, Log> {
        lock(&self.log)
    }
}

#[async_trait::async_trait]
impl Follower for Timed {
    fn name(&self) -> &'static str {
        self.follower.name()
    }

    async fn position(&self) -> Result<ChangeNumber, FollowError> {
        self.follower.position().await
    }

    async fn apply(&self, changes: &[Change]) -> Result<(), FollowError> {
        self.follower.apply(changes).await?;
        if let Some(last) = changes.last() {
            self.log().found(last.number);
        }
        Ok(())
    }

    async fn reset(&self) -> Result<(), FollowError> {
        self.follower.reset().await
    }
}

#[cfg(test)]
mod tests {
    use catalog::{Clock, Database};

    use super::*;

    #[tokio::test]
    async fn every_commit_is_found() {
        let directory = tempfile::tempdir().unwrap();
        let database = Database::open(&format!("sqlite://{}/catalog.db", directory.path().display())).await.unwrap();
        migrations::up(database.for_migrations()).await.unwrap();
        let figure = follow(&Catalog::new(database, Clock::System), directory.path(), 1_600).await.unwrap();
        assert_eq!(figure.size, 1_602, "tables with their columns, a schema and a database");
        assert!(figure.p99.is_some_and(|most| most > 0.0));
    }
}
