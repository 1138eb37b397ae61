//! The tables of incidents and their stories.

use std::collections::HashMap;

use catalog::{
    AssetId, CheckId, IncidentId, Write,
    clock::from_micros,
    database::rows::{self, Row as _},
    page::filling::Step,
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait as _, Order, Query},
};
use uuid::Uuid;

use crate::{
    error::Result,
    incident::{Entry, Incident, Reason, State},
};

catalog::table_row! {
    /// A row of `quality_incident`.
    pub(crate) struct IncidentRow in "quality_incident" {
        id: Uuid,
        check_id: Uuid,
        asset_id: Uuid,
        state: i16,
        severity: i16,
        opened_at: i64,
        last_at: i64,
        failures: i64,
        assignee: Option<String>,
        reason: Option<String>,
        resolved_at: Option<i64>,
        updated_at: i64,
    }
}

catalog::table_row! {
    /// A row of `quality_incident_entry`.
    pub(crate) struct EntryRow in "quality_incident_entry" {
        incident: Uuid,
        number: i32,
        at: i64,
        actor: String,
        what: String,
        note: Option<String>,
    }
}

impl IncidentRow {
    fn of(incident: &Incident, now: DateTime<Utc>) -> Self {
        Self {
            id: incident.id.0,
            check_id: incident.check.0,
            asset_id: incident.asset.0,
            state: incident.state.number(),
            severity: incident.severity,
            opened_at: incident.opened_at.timestamp_micros(),
            last_at: incident.last_at.timestamp_micros(),
            failures: incident.failures,
            assignee: incident.assignee.clone(),
            reason: incident.reason.map(|reason| reason.code().to_owned()),
            resolved_at: incident.resolved_at.map(|at| at.timestamp_micros()),
            updated_at: now.timestamp_micros(),
        }
    }

    fn incident(self) -> Incident {
        Incident {
            id: IncidentId(self.id),
            check: CheckId(self.check_id),
            asset: AssetId(self.asset_id),
            state: State::from_number(self.state),
            severity: self.severity,
            opened_at: from_micros(self.opened_at),
            last_at: from_micros(self.last_at),
            failures: self.failures,
            assignee: self.assignee,
            reason: self.reason.as_deref().and_then(Reason::of),
            resolved_at: self.resolved_at.map(from_micros),
        }
    }
}

/// Which incidents are listed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) asset: Option<Uuid>,
    pub(crate) check: Option<Uuid>,
    /// In one of these states; any when empty.
    pub(crate) states: Vec<State>,
    pub(crate) assignee: Option<String>,
}

/// One incident.
pub(crate) async fn find(db: &impl ConnectionTrait, id: IncidentId) -> Result<Option<Incident>> {
    let query = IncidentRow::select().and_where(Expr::col("id").eq(id.0)).to_owned();
    Ok(rows::one::<IncidentRow>(db, &query).await?.map(IncidentRow::incident))
}

/// A step of the list, newest first.
pub(crate) async fn page(db: &impl ConnectionTrait, wanted: &Wanted, step: Step) -> Result<Vec<Incident>> {
    let mut query = IncidentRow::select();
    if let Some(asset) = wanted.asset {
        query.and_where(Expr::col("asset_id").eq(asset));
    }
    if let Some(check) = wanted.check {
        query.and_where(Expr::col("check_id").eq(check));
    }
    if !wanted.states.is_empty() {
        query.and_where(Expr::col("state").is_in(wanted.states.iter().map(|state| state.number())));
    }
    if let Some(assignee) = &wanted.assignee {
        query.and_where(Expr::col("assignee").eq(assignee.as_str()));
    }
    super::newest(&mut query, step);
    Ok(rows::all::<IncidentRow>(db, &query).await?.into_iter().map(IncidentRow::incident).collect())
}

/// The newest incident of each of these checks.
pub(crate) async fn newest_of(db: &impl ConnectionTrait, checks: &[Uuid]) -> Result<HashMap<Uuid, Incident>> {
    let mut found = HashMap::new();
    for piece in checks.chunks(super::NAMED) {
        let mut query = IncidentRow::select();
        query.and_where(Expr::col("check_id").is_in(piece.iter().copied())).order_by("id", Order::Asc);
        for row in rows::all::<IncidentRow>(db, &query).await? {
            found.insert(row.check_id, row.incident());
        }
    }
    Ok(found)
}

/// Open incidents by table, of every table or of some.
pub(crate) async fn open_by_asset(db: &impl ConnectionTrait, assets: Option<&[Uuid]>) -> Result<HashMap<Uuid, i64>> {
    let mut query = Query::select();
    query
        .column("asset_id")
        .expr_as(Expr::col("id").count(), "incidents")
        .from(IncidentRow::TABLE)
        .and_where(Expr::col("state").lt(State::Resolved.number()))
        .group_by_col("asset_id");
    if let Some(assets) = assets {
        query.and_where(Expr::col("asset_id").is_in(assets.iter().copied()));
    }
    let found: Vec<OpenRow> = rows::all(db, &query).await?;
    Ok(found.into_iter().map(|row| (row.asset_id, row.incidents)).collect())
}

#[derive(Debug, FromQueryResult)]
struct OpenRow {
    asset_id: Uuid,
    incidents: i64,
}

/// Of incidents that ended since a moment, how many there were and how many microseconds all of them took, by table.
pub(crate) async fn resolved_by_asset(
    db: &impl ConnectionTrait,
    assets: Option<&[Uuid]>,
    since: DateTime<Utc>,
) -> Result<HashMap<Uuid, (i64, i64)>> {
    let mut query = Query::select();
    query
        .column("asset_id")
        .expr_as(Expr::col("id").count(), "incidents")
        .expr_as(Expr::cust("CAST(SUM(\"resolved_at\" - \"opened_at\") AS bigint)"), "micros")
        .from(IncidentRow::TABLE)
        .and_where(Expr::col("state").gte(State::Resolved.number()))
        .and_where(Expr::col("resolved_at").gte(since.timestamp_micros()))
        .group_by_col("asset_id");
    if let Some(assets) = assets {
        query.and_where(Expr::col("asset_id").is_in(assets.iter().copied()));
    }
    let found: Vec<ResolvedRow> = rows::all(db, &query).await?;
    Ok(found.into_iter().map(|row| (row.asset_id, (row.incidents, row.micros))).collect())
}

#[derive(Debug, FromQueryResult)]
struct ResolvedRow {
    asset_id: Uuid,
    incidents: i64,
    micros: i64,
}

/// Stores a new incident.
pub(crate) async fn insert(write: &Write, incident: &Incident, now: DateTime<Utc>) -> Result<()> {
    Ok(rows::insert(&**write, &[IncidentRow::of(incident, now)]).await?)
}

/// Stores what became of an incident.
pub(crate) async fn update(write: &Write, incident: &Incident, now: DateTime<Utc>) -> Result<()> {
    let row = IncidentRow::of(incident, now);
    Ok(rows::update(&**write, &row).await?)
}

/// Adds a line to an incident's story.
pub(crate) async fn add_entry(write: &Write, incident: IncidentId, entry: &Entry) -> Result<()> {
    let mut last = Query::select();
    last.expr_as(Expr::col("number").max(), "number")
        .from(EntryRow::TABLE)
        .and_where(Expr::col("incident").eq(incident.0));
    let last = write.query_one(&last).await.map_err(catalog::Error::from)?;
    let last: Option<i32> = match last {
        Some(row) => row.try_get("", "number").map_err(catalog::Error::from)?,
        None => None,
    };
    let row = EntryRow {
        incident: incident.0,
        number: last.unwrap_or(0) + 1,
        at: entry.at.timestamp_micros(),
        actor: entry.actor.clone(),
        what: entry.what.clone(),
        note: entry.note.clone(),
    };
    Ok(rows::insert(&**write, &[row]).await?)
}

/// An incident's story, oldest first; the newest `limit` lines.
pub(crate) async fn entries(db: &impl ConnectionTrait, incident: IncidentId, limit: u64) -> Result<Vec<Entry>> {
    let mut query = EntryRow::select();
    query.and_where(Expr::col("incident").eq(incident.0)).order_by("number", Order::Desc).limit(limit);
    let mut found: Vec<EntryRow> = rows::all(db, &query).await?;
    found.reverse();
    let entry = |row: EntryRow| Entry { at: from_micros(row.at), actor: row.actor, what: row.what, note: row.note };
    Ok(found.into_iter().map(entry).collect())
}
