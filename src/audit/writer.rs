//! The one task that stores rows: whatever has come in meanwhile, in one transaction.

use std::time::Duration;

use catalog::{Database, ErrorKind, Fault as _};
use tokio::sync::{mpsc, oneshot};

use super::store::audit::{self, AuditRow};

/// The most messages of one transaction.
const MOST: usize = 256;
/// How long the pause is after a failure.
const PAUSE: Duration = Duration::from_millis(250);
/// How often rows are tried that the store refuses although it answers.
const ATTEMPTS: u32 = 4;

/// Rows that belong together, and who waits for them.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) rows: Vec<AuditRow>,
    pub(super) stored: Option<oneshot::Sender<()>>,
}

/// Stores what comes until nobody can send any more.
pub(super) async fn run(database: Database, mut queue: mpsc::Receiver<Message>) {
    let mut messages = Vec::with_capacity(MOST);
    while queue.recv_many(&mut messages, MOST).await > 0 {
        let (mut rows, mut waiting) = (Vec::new(), Vec::new());
        for message in messages.drain(..) {
            rows.extend(message.rows);
            waiting.extend(message.stored);
        }
        keep(&database, &rows).await;
        for stored in waiting {
            // Who does not wait any more need not hear of it.
            let _gone = stored.send(());
        }
    }
}

/// Stores rows, as often as it takes while the store is away. What a store that answers will not take goes to the
/// process's log, so that it is not lost without a trace.
async fn keep(database: &Database, rows: &[AuditRow]) {
    let mut refusals = 0;
    while !rows.is_empty() {
        let Err(error) = store(database, rows).await else { return };
        let is_away = error.kind() == ErrorKind::Unavailable;
        refusals += u32::from(!is_away);
        if refusals >= ATTEMPTS {
            metrics::counter!("cadastre_audit_lost_total").increment(rows.len() as u64);
            for row in rows {
                tracing::error!(
                    actor = row.actor,
                    operation = row.operation,
                    target = row.target,
                    result = row.result,
                    "could not store a row of the audit log: {}",
                    crate::telemetry::chain(&error)
                );
            }
            return;
        }
        tracing::warn!(rows = rows.len(), "the audit log waits for the store: {}", crate::telemetry::chain(&error));
        tokio::time::sleep(PAUSE).await;
    }
}

async fn store(database: &Database, rows: &[AuditRow]) -> catalog::Result<()> {
    let write = database.write().await?;
    audit::insert(&*write, rows).await?;
    write.commit().await
}
