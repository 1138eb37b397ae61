//! A run while it works: how far it is, for whoever watches, and its log lines until they are stored.
//!
//! Words that must not be repeated are told to it once; it blots them out of everything that is said through it.

use std::sync::{Arc, Mutex, PoisonError};

use catalog::{Clock, Count, RunId};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{
    run::{Counts, Level, Line, Problem, Run},
    store::MAX_PROBLEMS,
};

/// The most lines that one run may log.
pub const MAX_LINES: i64 = 5_000;
/// The longest line, in bytes.
const MAX_LINE_BYTES: usize = 2_000;

/// A run that works in this process; cheap to clone.
#[derive(Debug, Clone)]
pub struct Live(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    id: RunId,
    clock: Clock,
    shown: watch::Sender<Run>,
    cancel: CancellationToken,
    log: Mutex<Log>,
    secrets: Mutex<Vec<SecretString>>,
}

#[derive(Debug)]
struct Log {
    next: i64,
    waiting: Vec<Line>,
}

impl Live {
    /// A run at work; its log goes on behind line `last_line`.
    #[must_use]
    pub(super) fn new(run: Run, last_line: i64, clock: Clock) -> Self {
        Self(Arc::new(Inner {
            id: run.id,
            clock,
            shown: watch::Sender::new(run),
            cancel: CancellationToken::new(),
            log: Mutex::new(Log { next: last_line + 1, waiting: Vec::new() }),
            secrets: Mutex::default(),
        }))
    }

    /// The run's identifier.
    #[must_use]
    pub fn id(&self) -> RunId {
        self.0.id
    }

    /// The run as it is at this moment.
    #[must_use]
    pub fn now(&self) -> Run {
        self.0.shown.borrow().clone()
    }

    /// To be told whenever something about the run changes.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Run> {
        self.0.shown.subscribe()
    }

    /// What ends when the run is to stop.
    #[must_use]
    pub fn cancellation(&self) -> CancellationToken {
        self.0.cancel.clone()
    }

    /// Names words that must never be repeated.
    pub fn keep_secret(&self, words: impl IntoIterator<Item = SecretString>) {
        self.0.secrets.lock().unwrap_or_else(PoisonError::into_inner).extend(words);
    }

    /// Says what it is doing from now on; also a line of the log.
    pub fn phase(&self, phase: &str) {
        self.0.shown.send_modify(|run| run.phase = Some(phase.to_owned()));
        self.log(Level::Info, phase);
    }

    /// Says how far it is.
    pub fn counts(&self, counts: Counts) {
        self.0.shown.send_modify(|run| run.counts = counts);
    }

    /// Notes something that could not be read or stored.
    pub fn problem(&self, scope: &str, message: &str) {
        let problem = Problem { scope: self.hide(scope), message: self.hide(message) };
        self.log(Level::Warn, &format!("{}: {}", problem.scope, problem.message));
        self.0.shown.send_modify(|run| {
            run.counts.failed = Count(run.counts.failed.0 + 1);
            if run.problems.len() < MAX_PROBLEMS {
                run.problems.push(problem);
            }
        });
    }

    /// Writes a line of the log. Lines beyond [`MAX_LINES`] are left out, and the last line says so.
    pub fn log(&self, level: Level, message: &str) {
        let message = shorten(self.hide(message));
        let at = self.0.clock.now();
        let mut log = self.0.log.lock().unwrap_or_else(PoisonError::into_inner);
        if log.next > MAX_LINES {
            return;
        }
        let (level, message) = if log.next == MAX_LINES {
            (Level::Warn, format!("the log ends here; a run keeps {MAX_LINES} lines"))
        } else {
            (level, message)
        };
        let number = Count(log.next);
        log.next += 1;
        log.waiting.push(Line { number, at, level, message });
    }

    /// Changes what is shown.
    pub(super) fn change(&self, with: impl FnOnce(&mut Run)) {
        self.0.shown.send_modify(with);
    }

    /// The lines that are not stored yet; they are taken out.
    pub(super) fn take_lines(&self) -> Vec<Line> {
        std::mem::take(&mut self.0.log.lock().unwrap_or_else(PoisonError::into_inner).waiting)
    }

    /// Puts back lines that could not be stored.
    pub(super) fn put_back(&self, mut lines: Vec<Line>) {
        let mut log = self.0.log.lock().unwrap_or_else(PoisonError::into_inner);
        lines.append(&mut log.waiting);
        log.waiting = lines;
    }

    /// The text with every secret blotted out.
    #[must_use]
    pub fn hide(&self, text: &str) -> String {
        let secrets = self.0.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        secrets
            .iter()
            .filter(|word| word.expose_secret().chars().count() >= 3)
            .fold(text.to_owned(), |text, word| text.replace(word.expose_secret(), "•••"))
    }
}

fn shorten(mut text: String) -> String {
    if text.len() > MAX_LINE_BYTES {
        let end = (0..=MAX_LINE_BYTES).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
        text.push('…');
    }
    text
}
