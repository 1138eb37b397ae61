//! Pace: an ingest does not run far ahead of the followers, so that what is committed can soon be found.
//!
//! A follower takes longer over a change than the store does. Left alone, a large ingest would be over while search is
//! still at its beginning, and an edit made meanwhile would wait behind all of it. Only followers that are reading on
//! right now are waited for, and never long. One that stands still is soon waited for no more, and one that has to begin
//! anew not until it is near. Nothing is held while waiting: the transaction is over.

use std::{
    collections::HashMap,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use tokio::sync::watch;

use crate::change::ChangeNumber;

/// How many changes an ingest may be ahead: twice what a follower is given at once, so that none has to wait for more.
const AHEAD: i64 = 4_000;
/// A follower that is so many changes behind was not brought there by this ingest, and is not waited for.
const FAR_BEHIND: i64 = 50_000;
/// How long is waited after each transaction at most.
const LONGEST: Duration = Duration::from_millis(500);
/// A follower that has not moved for so long is not waited for.
const STILL: Duration = Duration::from_secs(5);

/// Where the followers are that are reading on.
#[derive(Debug)]
pub(crate) struct Pace {
    readers: watch::Sender<HashMap<u64, Reader>>,
    next: AtomicU64,
}

/// Where one of them is, and since when.
#[derive(Debug)]
struct Reader {
    position: ChangeNumber,
    since: Instant,
}

impl Default for Pace {
    fn default() -> Self {
        Self { readers: watch::channel(HashMap::new()).0, next: AtomicU64::new(0) }
    }
}

impl Pace {
    /// A follower reads on from `position`, until what is given is dropped.
    pub(crate) fn begin(&self, position: ChangeNumber) -> Reading<'_> {
        let reading = Reading { pace: self, key: self.next.fetch_add(1, Ordering::Relaxed) };
        reading.reached(position);
        reading
    }

    /// Waits, for a moment at most, until those who read are near `last`.
    pub(crate) async fn wait(&self, last: ChangeNumber) {
        let mut readers = self.readers.subscribe();
        let holds_up = |reader: &Reader| {
            let behind = last.0 - reader.position.0;
            (AHEAD + 1..FAR_BEHIND).contains(&behind) && reader.since.elapsed() <= STILL
        };
        // It is no matter whether they are near or the moment is over.
        drop(tokio::time::timeout(LONGEST, readers.wait_for(|readers| !readers.values().any(holds_up))).await);
    }
}

/// A follower that is reading on.
pub(crate) struct Reading<'a> {
    pace: &'a Pace,
    key: u64,
}

impl Reading<'_> {
    /// It has applied everything up to `position`.
    pub(crate) fn reached(&self, position: ChangeNumber) {
        self.note(Reader { position, since: Instant::now() });
    }

    fn note(&self, reader: Reader) {
        self.pace.readers.send_modify(|readers| {
            readers.insert(self.key, reader);
        });
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        self.pace.readers.send_modify(|readers| {
            readers.remove(&self.key);
        });
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::Future,
        pin::pin,
        task::{Context, Poll, Waker},
    };

    use super::*;

    const FAR: ChangeNumber = ChangeNumber(AHEAD + 11);

    fn is_waiting(future: std::pin::Pin<&mut impl Future<Output = ()>>) -> bool {
        future.poll(&mut Context::from_waker(Waker::noop())) == Poll::Pending
    }

    #[tokio::test]
    async fn nobody_waits_for_nobody() {
        let pace = Pace::default();
        assert!(!is_waiting(pin!(pace.wait(FAR))));
        drop(pace.begin(ChangeNumber(10)));
        assert!(!is_waiting(pin!(pace.wait(FAR))));
    }

    #[tokio::test]
    async fn ingest_waits_until_every_reader_is_near() {
        let pace = Pace::default();
        let (slow, quick) = (pace.begin(ChangeNumber(10)), pace.begin(FAR));
        let mut waiting = pin!(pace.wait(FAR));
        assert!(is_waiting(waiting.as_mut()));
        quick.reached(ChangeNumber(FAR.0 + 1));
        assert!(is_waiting(waiting.as_mut()));
        slow.reached(ChangeNumber(11));
        assert!(!is_waiting(waiting));
    }

    #[tokio::test]
    async fn reader_that_gives_up_is_not_waited_for() {
        let pace = Pace::default();
        let reading = pace.begin(ChangeNumber(0));
        let mut waiting = pin!(pace.wait(FAR));
        assert!(is_waiting(waiting.as_mut()));
        drop(reading);
        assert!(!is_waiting(waiting));
    }

    #[tokio::test]
    async fn reader_that_does_not_come_near_is_waited_for_a_moment_only() {
        let pace = Pace::default();
        let reading = pace.begin(ChangeNumber(0));
        let mut waiting = pin!(pace.wait(FAR));
        assert!(is_waiting(waiting.as_mut()));
        waiting.await;
        drop(reading);
    }

    #[tokio::test]
    async fn reader_that_begins_anew_is_not_waited_for_until_it_is_near() {
        let pace = Pace::default();
        let reading = pace.begin(ChangeNumber(0));
        let last = ChangeNumber(FAR_BEHIND + 7);
        assert!(!is_waiting(pin!(pace.wait(last))));
        reading.reached(ChangeNumber(8));
        assert!(is_waiting(pin!(pace.wait(last))));
    }

    #[tokio::test]
    async fn reader_that_stands_still_is_not_waited_for_until_it_moves() {
        let pace = Pace::default();
        let reading = pace.begin(ChangeNumber(0));
        let long_ago = Instant::now().checked_sub(STILL + LONGEST).expect("the machine has been up for longer");
        reading.note(Reader { position: ChangeNumber(0), since: long_ago });
        assert!(!is_waiting(pin!(pace.wait(FAR))));
        reading.reached(ChangeNumber(1));
        assert!(is_waiting(pin!(pace.wait(FAR))));
    }
}
