//! PRIVATE: the tables of runs and their log lines. Rows do not leave this module; every write happens in a transaction
//! that the store gives to one writer at a time, so that what is looked at before a write still holds at the write.

mod log_row;
mod read;
mod run_row;
mod shape;

use catalog::{AssetId, Error, Result, RunId, SourceId, database::Write};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, sea_query::Expr,
};
use uuid::Uuid;

pub use self::read::Filter;
pub(crate) use self::read::{find, has_leases_over, has_waiting, is_taken, lines, list, newest};
use self::{
    run_row as row,
    shape::{from_row, progress_of, tables_of, to_row},
};
use super::run::{Line, Run, Status};

/// How many problems of a run are kept.
pub(crate) const MAX_PROBLEMS: usize = 100;

/// What the holder of a run finds out when it says that it still works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beat {
    /// Go on.
    Working,
    /// Somebody wants it stopped.
    Cancelling,
    /// The lease was over and is another's, or nobody's.
    Lost,
}

/// Puts a new run into the queue, unless its slot was already used. Returns whether it was put there.
pub(crate) async fn insert(write: &Write, run: &Run, slot: Option<&str>) -> Result<bool> {
    if let Some(slot) = slot {
        let taken = row::Entity::find().filter(row::Column::Slot.eq(slot)).one(&**write).await?;
        if taken.is_some() {
            return Ok(false);
        }
    }
    let mut model: row::ActiveModel = to_row(run).into();
    model.slot = Set(slot.map(ToOwned::to_owned));
    row::Entity::insert(model).exec_without_returning(&**write).await?;
    Ok(true)
}

/// The runs of a source that are not over.
pub(crate) async fn open_runs(write: &Write, source: SourceId) -> Result<Vec<Run>> {
    let open = [Status::Queued.number(), Status::Running.number()];
    let rows = row::Entity::find()
        .filter(row::Column::Source.eq(source.0))
        .filter(row::Column::Status.is_in(open))
        .order_by_asc(row::Column::Id)
        .limit(10)
        .all(&**write)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The runs of a job about this that are not over.
pub(crate) async fn open_about(write: &Write, job: &str, subject: Uuid) -> Result<Vec<Run>> {
    let open = [Status::Queued.number(), Status::Running.number()];
    let rows = row::Entity::find()
        .filter(row::Column::Subject.eq(subject))
        .filter(row::Column::Job.eq(job))
        .filter(row::Column::Status.is_in(open))
        .limit(10)
        .all(&**write)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Says of which tables a run that waits is.
pub(crate) async fn set_tables(write: &Write, run: RunId, tables: &[AssetId]) -> Result<()> {
    let update = row::ActiveModel { id: Set(run.0), tables: Set(Some(tables_of(tables))), ..Default::default() };
    update.update(&**write).await?;
    Ok(())
}

/// Makes a waiting run due now.
pub(crate) async fn hasten(write: &Write, run: &Run, now: DateTime<Utc>) -> Result<Run> {
    let not_before = run.not_before.min(now);
    let update =
        row::ActiveModel { id: Set(run.id.0), not_before: Set(not_before.timestamp_micros()), ..Default::default() };
    update.update(&**write).await?;
    Ok(Run { not_before, ..run.clone() })
}

/// Times that are farther ahead than this were written before the clock was set back: no lease and no pause is so long.
const SET_BACK: chrono::Duration = chrono::Duration::hours(2);

/// Whether the time in `column` is over.
pub(super) fn has_come(column: row::Column, now: DateTime<Utc>) -> Condition {
    let far_ahead = (now + SET_BACK).timestamp_micros();
    Condition::any().add(column.lt(now.timestamp_micros() + 1)).add(column.gt(far_ahead))
}

/// Takes the run that has waited longest and may begin: of one source only one works at a time.
pub(crate) async fn claim(
    write: &Write,
    holder: Uuid,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<Run>> {
    let waiting = row::Entity::find()
        .filter(row::Column::Status.eq(Status::Queued.number()))
        .filter(has_come(row::Column::NotBefore, now))
        .order_by_asc(row::Column::NotBefore)
        .order_by_asc(row::Column::Id)
        .limit(200)
        .all(&**write)
        .await?;
    if waiting.is_empty() {
        return Ok(None);
    }
    let busy: Vec<Option<Uuid>> = row::Entity::find()
        .select_only()
        .column(row::Column::Source)
        .filter(row::Column::Status.eq(Status::Running.number()))
        .into_tuple()
        .all(&**write)
        .await?;
    let Some(mut found) = waiting.into_iter().find(|run| run.source.is_none() || !busy.contains(&run.source)) else {
        return Ok(None);
    };
    found.status = Status::Running.number();
    found.attempt += 1;
    found.started_at = Some(now.timestamp_micros());
    let update = row::ActiveModel {
        id: Set(found.id),
        status: Set(found.status),
        attempt: Set(found.attempt),
        started_at: Set(found.started_at),
        holder: Set(Some(holder)),
        lease_until: Set(Some(lease_until.timestamp_micros())),
        ..Default::default()
    };
    update.update(&**write).await?;
    Ok(Some(from_row(found)))
}

/// Keeps a run's lease and notes how far it is.
pub(crate) async fn beat(write: &Write, run: &Run, holder: Uuid, lease_until: DateTime<Utc>) -> Result<Beat> {
    let Some(found) = row::Entity::find_by_id(run.id.0).one(&**write).await? else { return Ok(Beat::Lost) };
    if found.status != Status::Running.number() || found.holder != Some(holder) {
        return Ok(Beat::Lost);
    }
    let mut update = progress_of(run);
    update.lease_until = Set(Some(lease_until.timestamp_micros()));
    update.update(&**write).await?;
    Ok(if found.is_cancelling { Beat::Cancelling } else { Beat::Working })
}

/// Ends a run, or puts it back into the queue for another attempt. Does nothing, and says so, when it is not `holder`'s.
pub(crate) async fn release(write: &Write, run: &Run, holder: Uuid) -> Result<bool> {
    let found = row::Entity::find_by_id(run.id.0).one(&**write).await?;
    if found.is_none_or(|found| found.holder != Some(holder) || found.status != Status::Running.number()) {
        return Ok(false);
    }
    let mut update = progress_of(run);
    update.status = Set(run.status.number());
    update.not_before = Set(run.not_before.timestamp_micros());
    update.ended_at = Set(run.ended_at.map(|at| at.timestamp_micros()));
    update.hold = Set(run.hold.map(|hold| hold.0));
    update.message = Set(run.message.clone());
    update.code = Set(run.code.clone());
    update.holder = Set(None);
    update.lease_until = Set(None);
    update.breaking = Set(run.drift.breaking);
    update.additive = Set(run.drift.additive);
    update.other = Set(run.drift.other);
    update.update(&**write).await?;
    Ok(true)
}

/// Marks runs whose holder is gone as lost: those whose lease is over, or all of them where no other process can be at
/// work. Returns them.
pub(crate) async fn recover(write: &Write, now: DateTime<Utc>, is_alone: bool, not: &[RunId]) -> Result<Vec<Run>> {
    let mut gone = Condition::all()
        .add(row::Column::Status.eq(Status::Running.number()))
        .add(row::Column::Id.is_not_in(not.iter().map(|run| run.0)));
    if !is_alone {
        gone = gone.add(has_come(row::Column::LeaseUntil, now));
    }
    let rows = row::Entity::find().filter(gone).limit(1000).all(&**write).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    row::Entity::update_many()
        .col_expr(row::Column::Status, Expr::value(Status::Lost.number()))
        .col_expr(row::Column::EndedAt, Expr::value(now.timestamp_micros()))
        .col_expr(row::Column::Message, Expr::value(LOST))
        .col_expr(row::Column::Code, Expr::value("unavailable"))
        .filter(row::Column::Id.is_in(rows.iter().map(|run| run.id)))
        .exec(&**write)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

const LOST: &str =
    "the process ended before the run did; what it had stored is consistent, and the next run completes it";

/// Stops a run that waits; tells the holder of one that works.
///
/// # Errors
/// `NotFound`, or `Conflict` when it is over.
pub(crate) async fn cancel(write: &Write, id: RunId, now: DateTime<Utc>) -> Result<Run> {
    let found = row::Entity::find_by_id(id.0).one(&**write).await?;
    let mut found = found.ok_or_else(|| Error::not_found("run", id))?;
    let mut update = row::ActiveModel { id: Set(found.id), is_cancelling: Set(true), ..Default::default() };
    match Status::from_number(found.status) {
        Status::Queued => {
            found.status = Status::Cancelled.number();
            found.ended_at = Some(now.timestamp_micros());
            update.status = Set(found.status);
            update.ended_at = Set(found.ended_at);
        }
        Status::Running => {}
        over => return Err(Error::conflict(format!("run `{id}` is over: it {}", over.code()))),
    }
    update.update(&**write).await?;
    Ok(from_row(found))
}

/// Adds lines to logs.
pub(crate) async fn append(write: &Write, run: RunId, lines: &[Line]) -> Result<()> {
    let rows = lines.iter().map(|line| log_row::ActiveModel {
        run: Set(run.0),
        number: Set(line.number.0),
        at: Set(line.at.timestamp_micros()),
        level: Set(line.level.number()),
        message: Set(line.message.clone()),
    });
    for chunk in rows.collect::<Vec<_>>().chunks(500) {
        log_row::Entity::insert_many(chunk.to_vec()).exec_without_returning(&**write).await?;
    }
    Ok(())
}

/// The number of a run's last line; 0 without any.
pub(crate) async fn last_line(write: &Write, run: RunId) -> Result<i64> {
    let last = log_row::Entity::find()
        .filter(log_row::Column::Run.eq(run.0))
        .order_by_desc(log_row::Column::Number)
        .one(&**write)
        .await?;
    Ok(last.map_or(0, |line| line.number))
}

/// Forgets log lines of runs that were over before `logs`, and runs that were over before `runs`; at most so many a
/// call. Returns how many runs were dealt with.
pub(crate) async fn prune(write: &Write, logs: DateTime<Utc>, runs: DateTime<Utc>, most: u64) -> Result<u64> {
    let old: Vec<(Uuid, i64)> = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .column(row::Column::EndedAt)
        .filter(row::Column::EndedAt.lt(logs.timestamp_micros()))
        .filter(has_lines_or_is_older(runs))
        .limit(most)
        .into_tuple()
        .all(&**write)
        .await?;
    let ids: Vec<Uuid> = old.iter().map(|(id, _)| *id).collect();
    log_row::Entity::delete_many().filter(log_row::Column::Run.is_in(ids.clone())).exec(&**write).await?;
    row::Entity::delete_many()
        .filter(row::Column::Id.is_in(ids))
        .filter(row::Column::EndedAt.lt(runs.timestamp_micros()))
        .exec(&**write)
        .await?;
    Ok(old.len() as u64)
}

fn has_lines_or_is_older(runs: DateTime<Utc>) -> Condition {
    use sea_orm::sea_query::{ExprTrait as _, Query};
    let lines = Query::select()
        .expr(Expr::val(1))
        .from(log_row::Entity)
        .and_where(Expr::col((log_row::Entity, log_row::Column::Run)).equals((row::Entity, row::Column::Id)))
        .to_owned();
    Condition::any().add(Expr::exists(lines)).add(row::Column::EndedAt.lt(runs.timestamp_micros()))
}
