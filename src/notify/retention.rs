//! What was told long ago is forgotten: events, what inboxes say of them, and deliveries.

use catalog::{Database, Result};
use chrono::{DateTime, Utc};

use super::store::{delivery, event, inbox};

/// How many events one transaction forgets.
const BATCH: i64 = 5_000;

/// Forgets events from before `time` and all but the newest `most`, with everything about them; answers how many events.
///
/// # Errors
/// The store's own.
pub async fn forget(database: &Database, time: DateTime<Utc>, most: i64) -> Result<i64> {
    let time = time.timestamp_micros();
    let old = event::last_before(database.read(), time).await?;
    let until = old.max(event::last(database.read()).await? - most);
    let mut total = 0;
    loop {
        let write = database.write().await?;
        let Some(first) = event::first(&*write).await?.filter(|first| *first <= until) else {
            // Deliveries that came to an end are done with, even where one waits before them.
            delivery::forget(&write, time, 0).await?;
            write.commit().await?;
            return Ok(total);
        };
        let step = until.min(first + BATCH - 1);
        inbox::forget(&write, step).await?;
        delivery::forget(&write, time, step).await?;
        total += event::forget(&write, step).await?;
        write.commit().await?;
    }
}
