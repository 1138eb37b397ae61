//! Reading runs and their logs.

use std::collections::HashMap;

use catalog::{Count, Database, Error, Page, PageRequest, Result, RunId, SourceId, Visibility};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    super::run::{Level, Line, Run, Status},
    has_come, log_row, run_row as row,
    shape::from_row,
};

/// Which runs are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those of this source.
    pub source: Option<SourceId>,
    /// Those with one of these; empty means any.
    pub statuses: Vec<Status>,
    /// Those made at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Those made before this moment.
    pub to: Option<DateTime<Utc>>,
}

/// Whether a run waits that may begin; a cheap look before a writer's turn is asked for.
pub(crate) async fn has_waiting(database: &Database, now: DateTime<Utc>) -> Result<bool> {
    let found = row::Entity::find()
        .filter(row::Column::Status.eq(Status::Queued.number()))
        .filter(has_come(row::Column::NotBefore, now))
        .one(database.read())
        .await?;
    Ok(found.is_some())
}

/// Whether a run counts as running whose lease is over.
pub(crate) async fn has_leases_over(database: &Database, now: DateTime<Utc>) -> Result<bool> {
    let found = row::Entity::find()
        .filter(row::Column::Status.eq(Status::Running.number()))
        .filter(has_come(row::Column::LeaseUntil, now))
        .one(database.read())
        .await?;
    Ok(found.is_some())
}

/// Whether a run has this slot.
pub(crate) async fn is_taken(database: &Database, slot: &str) -> Result<bool> {
    Ok(row::Entity::find().filter(row::Column::Slot.eq(slot)).one(database.read()).await?.is_some())
}

/// A page of a run's log, oldest first.
pub(crate) async fn lines(database: &Database, run: RunId, least: Level, page: &PageRequest) -> Result<Page<Line>> {
    let after = match &page.after {
        Some(cursor) => parse_cursor(&catalog::page::decode_cursor(cursor, 1)?[0])?,
        None => 0,
    };
    let rows = log_row::Entity::find()
        .filter(log_row::Column::Run.eq(run.0))
        .filter(log_row::Column::Number.gt(after))
        .filter(log_row::Column::Level.gte(least.number()))
        .order_by_asc(log_row::Column::Number)
        .limit(page.first as u64 + 1)
        .all(database.read())
        .await?;
    let lines = rows.into_iter().map(|line| Line {
        number: Count(line.number),
        at: catalog::clock::from_micros(line.at),
        level: Level::from_number(line.level),
        message: line.message,
    });
    Ok(Page::cut(lines.collect(), page.first, |line| catalog::page::encode_cursor(&[&line.number.0.to_string()])))
}

/// One run.
pub(crate) async fn find(database: &Database, id: RunId) -> Result<Option<Run>> {
    Ok(row::Entity::find_by_id(id.0).one(database.read()).await?.map(from_row))
}

/// A page of runs, newest first.
pub(crate) async fn list(
    database: &Database,
    sees: &Visibility,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Page<Run>> {
    let mut wanted = Condition::all();
    if let Some(source) = filter.source {
        wanted = wanted.add(row::Column::Source.eq(source.0));
    }
    if !filter.statuses.is_empty() {
        wanted = wanted.add(row::Column::Status.is_in(filter.statuses.iter().map(|status| status.number())));
    }
    if let Some(from) = filter.from {
        wanted = wanted.add(row::Column::QueuedAt.gte(from.timestamp_micros()));
    }
    if let Some(to) = filter.to {
        wanted = wanted.add(row::Column::QueuedAt.lt(to.timestamp_micros()));
    }
    if let Some(cursor) = &page.after {
        let last = &catalog::page::decode_cursor(cursor, 1)?[0];
        let last: Uuid = last.parse().map_err(|_| Error::invalid("after", "is not a cursor of this list"))?;
        wanted = wanted.add(row::Column::Id.lt(last));
    }
    wanted = match sees {
        Visibility::Everything => wanted,
        Visibility::Nothing => return Ok(Page::empty()),
        bound => match bound.sources() {
            None => wanted,
            Some(sources) => wanted.add(row::Column::Source.is_in(sources.iter().map(|source| source.0))),
        },
    };
    let rows = row::Entity::find()
        .filter(wanted)
        .order_by_desc(row::Column::Id)
        .limit(page.first as u64 + 1)
        .all(database.read())
        .await?;
    let runs = rows.into_iter().map(from_row).collect();
    Ok(Page::cut(runs, page.first, |run: &Run| catalog::page::encode_cursor(&[&run.id.to_string()])))
}

/// The newest run of each source with one of these statuses, in one statement.
pub(crate) async fn newest(
    database: &Database,
    sources: &[SourceId],
    statuses: &[Status],
) -> Result<HashMap<SourceId, Run>> {
    use sea_orm::sea_query::{Alias, ExprTrait as _, Query};
    let numbers: Vec<i16> = statuses.iter().map(|status| status.number()).collect();
    let newer = Alias::new("newer");
    let later = Query::select()
        .expr(Expr::val(1))
        .from_as(row::Entity, newer.clone())
        .and_where(Expr::col((newer.clone(), row::Column::Source)).equals((row::Entity, row::Column::Source)))
        .and_where(Expr::col((newer.clone(), row::Column::Id)).gt(Expr::col((row::Entity, row::Column::Id))))
        .and_where(Expr::col((newer, row::Column::Status)).is_in(numbers.clone()))
        .to_owned();
    let rows = row::Entity::find()
        .filter(row::Column::Source.is_in(sources.iter().map(|source| source.0)))
        .filter(row::Column::Status.is_in(numbers))
        .filter(Expr::exists(later).not())
        .all(database.read())
        .await?;
    Ok(rows.into_iter().map(from_row).filter_map(|run| Some((run.source?, run))).collect())
}

fn parse_cursor(text: &str) -> Result<i64> {
    text.parse().map_err(|_| Error::invalid("after", "is not a cursor of this list"))
}
