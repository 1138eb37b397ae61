//! Turns a crawl that is written as a straight sequence of steps into the stream that [`Connector::crawl`] gives.
//!
//! The steps run only while somebody asks for the next record, a bounded number of records ahead; dropping the stream
//! drops the steps with everything they hold.
//!
//! [`Connector::crawl`]: crate::Connector::crawl

use std::pin::Pin;

use catalog::{Name, Record};
use futures_util::stream::{BoxStream, StreamExt, unfold};
use tokio::sync::mpsc;

use crate::error::{Error, Result};

/// How many records a crawl may be ahead of whoever reads it.
const AHEAD: usize = 512;

/// Where the steps of a crawl put their records.
#[derive(Clone)]
pub(crate) struct Sink(mpsc::Sender<Record>);

impl Sink {
    /// Says one record; waits while the reader is behind.
    pub(crate) async fn say(&self, record: impl Into<Record>) {
        // It fails only when the stream was dropped, and then this runs no more.
        drop(self.0.send(record.into()).await);
    }

    /// Says that everything inside `root` was read.
    pub(crate) async fn scope_read(&self, root: Name) {
        self.say(Record::ScopeRead { root }).await;
    }

    /// Says that `root` could not be read completely.
    pub(crate) async fn scope_failed(&self, root: Name, cause: &Error) {
        self.scope_unread(root, cause.to_string()).await;
    }

    /// Says why `root` could not be read completely.
    pub(crate) async fn scope_unread(&self, root: Name, message: String) {
        self.say(Record::ScopeFailed { root, message }).await;
    }

    /// Says what whoever looks at the run should know.
    pub(crate) async fn note(&self, about: Name, message: String, is_warning: bool) {
        self.say(Record::Note { about, message, is_warning }).await;
    }
}

struct Running<W> {
    steps: Option<Pin<Box<W>>>,
    records: mpsc::Receiver<Record>,
    failure: Option<Error>,
}

/// The stream of what `steps` says into its sink; it ends behind the last record, or with the error the steps end with.
pub(crate) fn stream<'a, W>(steps: impl FnOnce(Sink) -> W) -> BoxStream<'a, Result<Record>>
where
    W: Future<Output = Result<()>> + Send + 'a,
{
    let (sender, records) = mpsc::channel(AHEAD);
    let running = Running { steps: Some(Box::pin(steps(Sink(sender)))), records, failure: None };
    unfold(running, async |mut running| {
        let record = next(&mut running).await?;
        Some((record, running))
    })
    .boxed()
}

async fn next<W: Future<Output = Result<()>>>(running: &mut Running<W>) -> Option<Result<Record>> {
    while let Some(steps) = &mut running.steps {
        tokio::select! {
            biased;
            record = running.records.recv() => {
                if let Some(record) = record {
                    return Some(Ok(record));
                }
                // Every sink is gone although the steps go on: nothing more can be said, only their end matters.
                running.failure = steps.as_mut().await.err();
                running.steps = None;
            }
            end = steps.as_mut() => {
                running.failure = end.err();
                running.steps = None;
            }
        }
    }
    match running.records.recv().await {
        Some(record) => Some(Ok(record)),
        None => running.failure.take().map(Err),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use futures_util::TryStreamExt;

    use super::*;

    fn name(number: usize) -> Name {
        Name::new("test", [number.to_string()])
    }

    #[tokio::test]
    async fn error_comes_behind_everything_that_was_said_and_ends_the_stream() {
        let mut records = stream(async |sink| {
            for number in 0..3 {
                sink.scope_read(name(number)).await;
            }
            Err(Error::invalid("x", "is wrong"))
        });
        for _ in 0..3 {
            assert!(records.next().await.unwrap().is_ok());
        }
        assert!(records.next().await.unwrap().is_err());
        assert!(records.next().await.is_none());
    }

    #[tokio::test]
    async fn everything_said_arrives_in_order() {
        let records: Vec<Record> = stream(async |sink| {
            for number in 0..5_000 {
                sink.scope_read(name(number)).await;
            }
            Ok(())
        })
        .try_collect()
        .await
        .unwrap();
        let expected: Vec<Record> = (0..5_000).map(|number| Record::ScopeRead { root: name(number) }).collect();
        assert_eq!(records, expected);
    }

    #[tokio::test]
    async fn steps_run_a_bounded_way_ahead_and_stop_when_the_stream_is_dropped() {
        let said = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&said);
        let mut records = stream(async move |sink| {
            loop {
                sink.scope_read(name(0)).await;
                counter.fetch_add(1, Ordering::SeqCst);
            }
        });
        records.next().await.unwrap().unwrap();
        assert!(said.load(Ordering::SeqCst) <= AHEAD + 1);
        assert_eq!(Arc::strong_count(&said), 2);
        drop(records);
        assert_eq!(Arc::strong_count(&said), 1, "the steps live on");
    }
}
