//! Letting followers run: one task each, woken by the log, patient with errors, its state open to be seen.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use catalog::{Catalog, ChangeNumber, Follower};
use tokio_util::sync::CancellationToken;

use crate::telemetry;

/// How long a follower that failed waits before it tries again, at first and at most.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How often the log is looked at when nothing in this process wakes anybody: another server may have written.
const LOOK: Duration = Duration::from_secs(5);

/// Where a follower is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowerState {
    /// Its name.
    pub name: &'static str,
    /// The last change it has applied.
    pub position: ChangeNumber,
    /// How many changes it has yet to see.
    pub behind: i64,
    /// Whether it failed the last time; what it answers may be old.
    pub is_degraded: bool,
}

/// A follower with the state of its task.
#[derive(Clone)]
pub(super) struct Running {
    follower: Arc<dyn Follower>,
    state: Arc<Mutex<(ChangeNumber, bool)>>,
    /// Two at once would take each other's changes away.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Running {
    pub(super) fn new(follower: Arc<dyn Follower>) -> Self {
        Self { follower, state: Arc::default(), turn: Arc::default() }
    }

    /// Whose it is.
    pub(super) fn name(&self) -> &'static str {
        self.follower.name()
    }

    /// Where it is, when the log is at `last`.
    pub(super) fn state(&self, last: ChangeNumber) -> FollowerState {
        let (position, is_degraded) = *self.state.lock().unwrap_or_else(PoisonError::into_inner);
        FollowerState { name: self.follower.name(), position, behind: (last.0 - position.0).max(0), is_degraded }
    }

    /// Reads on until everything is seen.
    pub(super) async fn catch_up(
        &self,
        catalog: &Catalog,
    ) -> Result<ChangeNumber, catalog::change::follow::FollowError> {
        let _turn = self.turn.lock().await;
        let outcome = catalog.catch_up(self.follower.as_ref()).await;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match &outcome {
            Ok(position) => *state = (*position, false),
            Err(_) => state.1 = true,
        }
        outcome
    }

    /// Forgets everything.
    pub(super) async fn reset(&self) -> Result<(), catalog::change::follow::FollowError> {
        self.follower.reset().await
    }

    /// Follows the log until `stop`.
    pub(super) async fn run(self, catalog: Catalog, stop: CancellationToken) {
        let mut news = catalog.watch();
        let mut wait = FIRST_WAIT;
        loop {
            // Marked as seen before reading on, so that what comes meanwhile wakes again.
            news.borrow_and_update();
            let caught_up = tokio::select! {
                biased;
                () = stop.cancelled() => return,
                caught_up = self.catch_up(&catalog) => caught_up,
            };
            let pause = match caught_up {
                Ok(_) => {
                    wait = FIRST_WAIT;
                    LOOK
                }
                Err(error) => {
                    let name = self.follower.name();
                    tracing::error!(follower = name, error = telemetry::chain(error.as_ref()), "a follower failed");
                    wait = (wait * 2).min(LONGEST_WAIT);
                    wait
                }
            };
            if pause != LOOK {
                // News soon after a failure would only make it fail again.
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(FIRST_WAIT) => {}
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
                // Something was written, so the store is back if it was gone.
                Ok(()) = news.changed() => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use catalog::{Change, change::follow::FollowError};

    use super::*;

    /// Fails until it is told not to.
    struct Moody {
        is_well: Arc<AtomicBool>,
    }

    #[async_trait::async_trait]
    impl Follower for Moody {
        fn name(&self) -> &'static str {
            "moody"
        }

        async fn position(&self) -> Result<ChangeNumber, FollowError> {
            if self.is_well.load(Ordering::SeqCst) {
                Ok(ChangeNumber(0))
            } else {
                Err(catalog::Error::conflict("not well").into())
            }
        }

        async fn apply(&self, _: &[Change]) -> Result<(), FollowError> {
            Ok(())
        }

        async fn reset(&self) -> Result<(), FollowError> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn failed_follower_is_seen_as_degraded_until_it_is_well() {
        let directory = tempfile::tempdir().unwrap();
        let app = crate::app::App::for_test(directory.path(), catalog::Clock::System).await.unwrap();
        let is_well = Arc::new(AtomicBool::new(false));
        let running = Running::new(Arc::new(Moody { is_well: Arc::clone(&is_well) }));
        assert!(running.catch_up(app.catalog()).await.is_err());
        let state = running.state(ChangeNumber(7));
        assert_eq!((state.behind, state.is_degraded), (7, true));
        is_well.store(true, Ordering::SeqCst);
        running.catch_up(app.catalog()).await.unwrap();
        assert!(!running.state(ChangeNumber(0)).is_degraded);
    }

    #[tokio::test]
    async fn task_of_a_follower_ends_with_the_application() {
        let directory = tempfile::tempdir().unwrap();
        let app = crate::app::App::for_test(directory.path(), catalog::Clock::System).await.unwrap();
        let running = Running::new(Arc::new(Moody { is_well: Arc::new(AtomicBool::new(false)) }));
        let task = tokio::spawn(running.run(app.catalog().clone(), app.stopping()));
        app.stop();
        task.await.unwrap();
    }
}
