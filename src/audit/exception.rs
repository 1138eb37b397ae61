//! What went wrong and was our fault: where, when, for whom, with all causes, under the number that the client was told.
//!
//! Each occurrence is a row until the same fault has come twenty times in an hour; from then on the newest of its rows
//! counts. The same fault is the same chain of causes at the same place, with numbers and identifiers left out of account.

use std::{collections::HashMap, sync::Arc};

use catalog::{
    Action, Clock, Database, ErrorKind, Fault as _, Page, PageRequest, RequestId, Result, Viewer, page::encode_cursor,
};
use chrono::{DateTime, Duration, Utc};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::store::exception::{self, ExceptionRow};
use crate::telemetry::Seen;

/// How often a store that does not answer is tried again, and after which pause.
const ATTEMPTS: u32 = 8;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(250);
/// How many faults may be on their way; more are only in the process's log.
const QUEUE: usize = 512;
/// How many faults one transaction keeps.
const BATCH: usize = 64;
/// How often a fault has a row of its own within [`SPAN`].
const ROWS_EACH: u32 = 20;
const SPAN: Duration = Duration::hours(1);
/// How many different faults are told apart at a time.
const MOST_KNOWN: usize = 1_000;
/// How many rows are kept; the oldest go first.
const MOST_ROWS: u64 = 10_000;
/// How often the number of rows is looked at: every so many new ones.
const LOOK_EVERY: usize = 200;
/// The most characters of a chain.
const MOST_TEXT: usize = 8_000;

/// What went wrong; a cheap handle.
#[derive(Debug, Clone)]
pub struct Exceptions(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    database: Database,
    clock: Clock,
    faults: mpsc::Sender<Seen>,
}

/// Which faults are wanted; what is absent admits everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The number that a client was told.
    pub trace_id: Option<String>,
    /// A part of where or what, in any case.
    pub text: Option<String>,
    /// From when on.
    pub from: Option<DateTime<Utc>>,
    /// Until when, that moment not included.
    pub until: Option<DateTime<Utc>>,
}

/// A fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Its identifier.
    pub id: Uuid,
    /// When it was met first.
    pub at: DateTime<Utc>,
    /// When it was met last.
    pub last_at: DateTime<Utc>,
    /// How often it was met.
    pub count: i64,
    /// The number that the client was told the first time.
    pub trace_id: String,
    /// The number that the client was told the last time.
    pub last_trace_id: String,
    /// Where.
    pub place: String,
    /// Who met it.
    pub actor: Option<String>,
    /// What, without causes.
    pub message: String,
    /// What, with all causes.
    pub chain: String,
}

impl Exceptions {
    /// The faults in `database`. Begins the task that keeps them, which ends with the last handle.
    #[must_use]
    pub fn new(database: Database, clock: Clock) -> Self {
        let (faults, seen) = mpsc::channel(QUEUE);
        let keeper = Keeper { database: database.clone(), clock: clock.clone(), known: HashMap::new(), fresh: 0 };
        tokio::spawn(keeper.run(seen));
        Self(Arc::new(Inner { database, clock, faults }))
    }

    /// Where faults are told.
    #[must_use]
    pub fn sink(&self) -> mpsc::Sender<Seen> {
        self.0.faults.clone()
    }

    /// A page of faults, newest first.
    ///
    /// # Errors
    /// `Forbidden` for those who may not operate the service; `Invalid` for a foreign cursor.
    pub async fn list(&self, viewer: &Viewer, filter: &Filter, page: &PageRequest) -> Result<Page<Exception>> {
        viewer.must(Action::Operate)?;
        let after = page.after.as_deref().map(super::read::read_cursor).transpose()?;
        let rows = exception::page(self.0.database.read(), filter, after, page.first as u64 + 1).await?;
        let page = Page::cut(rows, page.first, |row| encode_cursor(&[&row.at.to_string(), &row.id.to_string()]));
        Ok(page.map(Exception::from))
    }

    /// Forgets all that went wrong until now; returns how many rows that were.
    ///
    /// # Errors
    /// `Forbidden` for those who may not operate the service.
    pub async fn clear(&self, viewer: &Viewer) -> Result<u64> {
        viewer.must(Action::Operate)?;
        let now = self.0.clock.now().timestamp_micros();
        let write = self.0.database.write().await?;
        let cleared = exception::clear(&*write, now).await?;
        write.commit().await?;
        tracing::info!(by = %viewer.name, cleared, "cleared the exceptions");
        Ok(cleared)
    }
}

/// What is remembered of a fault.
#[derive(Debug, Clone, Copy)]
struct Known {
    newest: Uuid,
    began: DateTime<Utc>,
    rows: u32,
}

/// The task that keeps faults.
struct Keeper {
    database: Database,
    clock: Clock,
    known: HashMap<String, Known>,
    fresh: usize,
}

/// What is to be written of some faults.
#[derive(Default)]
struct Batch {
    rows: Vec<ExceptionRow>,
    /// By row: how often more, and the newest of them as a row of its own.
    repeats: HashMap<Uuid, (i64, ExceptionRow)>,
}

impl Keeper {
    async fn run(mut self, mut seen: mpsc::Receiver<Seen>) {
        let mut faults = Vec::with_capacity(BATCH);
        while seen.recv_many(&mut faults, BATCH).await > 0 {
            let now = self.clock.now();
            let mut batch = Batch::default();
            for fault in faults.drain(..) {
                self.sort(fault, now, &mut batch);
            }
            self.fresh += batch.rows.len();
            let mut stored = self.store(&batch, now).await;
            for _ in 0..ATTEMPTS {
                if !matches!(&stored, Err(error) if error.kind() == ErrorKind::Unavailable) {
                    break;
                }
                tokio::time::sleep(PAUSE).await;
                stored = self.store(&batch, now).await;
            }
            if let Err(error) = stored {
                // Not told as a fault: that would come back here.
                tracing::warn!("could not keep what went wrong: {}", crate::telemetry::chain(&error));
                self.known.clear();
            }
        }
    }

    /// Settles whether a fault has a row of its own, or one of before counts on.
    fn sort(&mut self, fault: Seen, now: DateTime<Utc>, batch: &mut Batch) {
        let fingerprint = fingerprint(&fault);
        if self.known.len() >= MOST_KNOWN {
            self.known.retain(|_, known| now - known.began < SPAN);
        }
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        let first = Known { newest: Uuid::nil(), began: now, rows: 0 };
        let known = self.known.entry(fingerprint.clone()).or_insert(first);
        if now - known.began >= SPAN {
            *known = first;
        }
        if known.rows >= ROWS_EACH {
            if let Some(row) = batch.rows.iter_mut().find(|row| row.id == known.newest) {
                (row.repeats, row.last_trace_id) = (row.repeats + 1, fault.trace_id);
            } else {
                let row = row_of(fault, fingerprint, now);
                let more = batch.repeats.get(&known.newest).map_or(0, |(more, _)| *more);
                batch.repeats.insert(known.newest, (more + 1, row));
            }
            return;
        }
        let row = row_of(fault, fingerprint, now);
        (known.newest, known.rows) = (row.id, known.rows + 1);
        batch.rows.push(row);
    }

    async fn store(&mut self, batch: &Batch, now: DateTime<Utc>) -> Result<()> {
        let write = self.database.write().await?;
        exception::insert(&*write, &batch.rows).await?;
        for (id, (more, newest)) in &batch.repeats {
            if !exception::count_on(&*write, *id, *more, &newest.trace_id, now.timestamp_micros()).await? {
                // Somebody cleared the row that counted, so these have one of their own.
                let row = ExceptionRow { repeats: *more, ..newest.clone() };
                exception::insert(&*write, std::slice::from_ref(&row)).await?;
                self.known.insert(row.fingerprint, Known { newest: row.id, began: now, rows: 1 });
            }
        }
        if self.fresh >= LOOK_EVERY {
            exception::keep_newest(&*write, MOST_ROWS).await?;
            self.fresh = 0;
        }
        write.commit().await
    }
}

fn row_of(fault: Seen, fingerprint: String, now: DateTime<Utc>) -> ExceptionRow {
    let chain = cut(&fault.chain, MOST_TEXT);
    ExceptionRow {
        id: RequestId::new().0,
        fingerprint,
        at: now.timestamp_micros(),
        last_at: now.timestamp_micros(),
        repeats: 1,
        last_trace_id: fault.trace_id.clone(),
        trace_id: fault.trace_id,
        place: cut(&fault.place, 300),
        actor: fault.who.map(|who| cut(&who, 300)),
        message: cut(chain.split(": ").next().unwrap_or_default(), 300),
        chain,
    }
}

fn cut(text: &str, most: usize) -> String {
    text.chars().filter(|found| *found != '\0').take(most).collect()
}

/// The same for occurrences of the same fault: digits say which row or request it was, not which fault.
fn fingerprint(fault: &Seen) -> String {
    let told: String = fault.chain.chars().take(MOST_TEXT).filter(|found| !found.is_ascii_digit()).collect();
    let mut hash = blake3::Hasher::new();
    hash.update(fault.place.as_bytes()).update(&[0]).update(told.as_bytes());
    hash.finalize().to_hex()[..32].to_owned()
}

impl From<ExceptionRow> for Exception {
    fn from(row: ExceptionRow) -> Self {
        Self {
            id: row.id,
            at: catalog::clock::from_micros(row.at),
            last_at: catalog::clock::from_micros(row.last_at),
            count: row.repeats,
            trace_id: row.trace_id,
            last_trace_id: row.last_trace_id,
            place: row.place,
            actor: row.actor,
            message: row.message,
            chain: row.chain,
        }
    }
}
