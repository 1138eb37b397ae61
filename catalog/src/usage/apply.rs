//! Adds what was observed to what is known: a handful of statements for many rows, in the caller's transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::{JoinUse, Observed, QueryUse, Use, UseCounts, day_number, sum};
use crate::{
    database::Write,
    error::Result,
    store::{
        ROWS,
        usage::{self, join, last, position, query, query_asset},
    },
};

/// Asset, day, actor.
type UseKey = (Uuid, i32, String);
/// The smaller column, the larger column, day.
type JoinKey = (Uuid, Uuid, i32);

/// Whether counts are added to what the teller said before, or stand in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counting {
    Add,
    Replace,
}

/// Adds everything that `teller` observed, but for the position.
pub(crate) async fn apply(write: &Write, teller: &str, observed: Observed) -> Result<()> {
    apply_uses(write, teller, observed.uses, Counting::Add).await?;
    apply_joins(write, teller, observed.joins).await?;
    apply_queries(write, teller, observed.queries).await
}

/// Says how far a source was read.
pub(crate) async fn move_position(write: &Write, source: Uuid, position: String, at: i64) -> Result<()> {
    let row = position::ActiveModel { source_id: Set(source), at: Set(at), position: Set(position) };
    let conflict = OnConflict::column(position::Column::SourceId)
        .update_columns([position::Column::At, position::Column::Position])
        .to_owned();
    position::Entity::insert(row).on_conflict(conflict).exec_without_returning(&**write).await?;
    Ok(())
}

/// Counts uses for their days, and remembers the last of each asset.
pub(crate) async fn apply_uses(write: &Write, teller: &str, uses: Vec<Use>, counting: Counting) -> Result<()> {
    let mut said: BTreeMap<UseKey, Use> = BTreeMap::new();
    for one in uses {
        let key = (one.asset.0, day_number(one.day), one.actor.clone().unwrap_or_default());
        match said.get_mut(&key) {
            Some(known) => {
                known.counts = known.counts.and(one.counts);
                known.last_read = known.last_read.max(one.last_read);
                known.last_write = known.last_write.max(one.last_write);
            }
            None => drop(said.insert(key, one)),
        }
    }
    if said.is_empty() {
        return Ok(());
    }
    let known = if counting == Counting::Add { known_uses(write, teller, &said).await? } else { HashMap::new() };
    let rows = said.iter().map(|(key, one)| use_row(teller, key, one, known.get(key)));
    store_uses(write, rows.collect()).await?;
    apply_last(write, said.into_values()).await
}

fn use_row(teller: &str, key: &UseKey, one: &Use, known: Option<&usage::Model>) -> usage::Model {
    let before = known.map_or_else(UseCounts::default, |row| UseCounts {
        queries: row.queries,
        reads: row.reads,
        writes: row.writes,
        total_micros: row.total_micros,
    });
    let counts = before.and(one.counts);
    usage::Model {
        asset_id: key.0,
        day: key.1,
        actor: key.2.clone(),
        teller: teller.to_owned(),
        queries: counts.queries,
        reads: counts.reads,
        writes: counts.writes,
        total_micros: counts.total_micros,
        last_read: known.and_then(|row| row.last_read).max(micros(one.last_read)),
        last_write: known.and_then(|row| row.last_write).max(micros(one.last_write)),
    }
}

fn micros(at: Option<DateTime<Utc>>) -> Option<i64> {
    at.map(|at| at.timestamp_micros())
}

async fn known_uses(
    write: &Write,
    teller: &str,
    said: &BTreeMap<UseKey, Use>,
) -> Result<HashMap<UseKey, usage::Model>> {
    let assets: BTreeSet<Uuid> = said.keys().map(|key| key.0).collect();
    let days: BTreeSet<i32> = said.keys().map(|key| key.1).collect();
    let (assets, days): (Vec<Uuid>, Vec<i32>) = (assets.into_iter().collect(), days.into_iter().collect());
    let mut known = HashMap::new();
    for assets in assets.chunks(ROWS) {
        for days in days.chunks(ROWS) {
            let rows = usage::Entity::find()
                .filter(usage::Column::AssetId.is_in(assets.iter().copied()))
                .filter(usage::Column::Day.is_in(days.iter().copied()))
                .filter(usage::Column::Teller.eq(teller))
                .all(&**write)
                .await?;
            known.extend(rows.into_iter().map(|row| ((row.asset_id, row.day, row.actor.clone()), row)));
        }
    }
    Ok(known)
}

async fn store_uses(write: &Write, rows: Vec<usage::Model>) -> Result<()> {
    use usage::Column::{Actor, AssetId, Day, LastRead, LastWrite, Queries, Reads, Teller, TotalMicros, Writes};
    for chunk in rows.chunks(ROWS) {
        let conflict = OnConflict::columns([AssetId, Day, Actor, Teller])
            .update_columns([Queries, Reads, Writes, TotalMicros, LastRead, LastWrite])
            .to_owned();
        let rows = chunk.iter().map(|row| row.clone().into_active_model().reset_all());
        usage::Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(&**write).await?;
    }
    Ok(())
}

/// Remembers when assets were last used, where that is later than what is known.
async fn apply_last(write: &Write, uses: impl Iterator<Item = Use>) -> Result<()> {
    let mut latest: BTreeMap<Uuid, last::Model> = BTreeMap::new();
    for one in uses {
        let Use { asset, actor, last_read, last_write, .. } = one;
        let row = latest.entry(asset.0).or_insert_with(|| empty_last(asset.0));
        later((&mut row.read_at, &mut row.read_by), micros(last_read), actor.as_ref());
        later((&mut row.write_at, &mut row.write_by), micros(last_write), actor.as_ref());
    }
    let ids: Vec<Uuid> = latest.keys().copied().collect();
    for chunk in ids.chunks(ROWS) {
        let rows = last::Entity::find().filter(last::Column::AssetId.is_in(chunk.iter().copied()));
        for known in rows.all(&**write).await? {
            let Some(row) = latest.get_mut(&known.asset_id) else { continue };
            later((&mut row.read_at, &mut row.read_by), known.read_at, known.read_by.as_ref());
            later((&mut row.write_at, &mut row.write_by), known.write_at, known.write_by.as_ref());
        }
    }
    use last::Column::{AssetId, ReadAt, ReadBy, WriteAt, WriteBy};
    let rows: Vec<last::Model> = latest.into_values().collect();
    for chunk in rows.chunks(ROWS) {
        let conflict = OnConflict::column(AssetId).update_columns([ReadAt, ReadBy, WriteAt, WriteBy]).to_owned();
        let rows = chunk.iter().map(|row| row.clone().into_active_model().reset_all());
        last::Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(&**write).await?;
    }
    Ok(())
}

fn empty_last(asset_id: Uuid) -> last::Model {
    last::Model { asset_id, read_at: None, read_by: None, write_at: None, write_by: None }
}

/// Takes `at` over, when it is later.
fn later(known: (&mut Option<i64>, &mut Option<String>), at: Option<i64>, by: Option<&String>) {
    if at > *known.0 {
        *known.0 = at;
        *known.1 = by.cloned();
    }
}

async fn apply_joins(write: &Write, teller: &str, joins: Vec<JoinUse>) -> Result<()> {
    use join::Column::{Day, LeftId, Queries, RightId, Teller};
    let mut rows: BTreeMap<JoinKey, join::Model> = BTreeMap::new();
    for one in joins {
        let mut columns = one.columns;
        columns.sort();
        let [left, right] = columns;
        let key = (left.column.0, right.column.0, day_number(one.day));
        let row = rows.entry(key).or_insert_with(|| join::Model {
            left_id: key.0,
            right_id: key.1,
            day: key.2,
            teller: teller.to_owned(),
            left_table_id: left.table.0,
            right_table_id: right.table.0,
            queries: 0,
        });
        row.queries = row.queries.saturating_add(one.queries);
    }
    let left: BTreeSet<Uuid> = rows.keys().map(|key| key.0).collect();
    let days: BTreeSet<i32> = rows.keys().map(|key| key.2).collect();
    for chunk in left.into_iter().collect::<Vec<_>>().chunks(ROWS / 2) {
        let known = join::Entity::find()
            .filter(LeftId.is_in(chunk.iter().copied()))
            .filter(Day.is_in(days.iter().copied().take(ROWS / 2)))
            .filter(Teller.eq(teller));
        for known in known.all(&**write).await? {
            if let Some(row) = rows.get_mut(&(known.left_id, known.right_id, known.day)) {
                row.queries = row.queries.saturating_add(known.queries);
            }
        }
    }
    let rows: Vec<join::Model> = rows.into_values().collect();
    for chunk in rows.chunks(ROWS) {
        let conflict = OnConflict::columns([LeftId, RightId, Day, Teller]).update_column(Queries).to_owned();
        let rows = chunk.iter().map(|row| row.clone().into_active_model().reset_all());
        join::Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(&**write).await?;
    }
    Ok(())
}

async fn apply_queries(write: &Write, teller: &str, queries: Vec<QueryUse>) -> Result<()> {
    let mut rows: BTreeMap<String, query::Model> = BTreeMap::new();
    let mut assets: BTreeMap<(Uuid, String), bool> = BTreeMap::new();
    for one in queries {
        for (asset, writes) in &one.assets {
            *assets.entry((asset.0, one.fingerprint.clone())).or_default() |= writes;
        }
        let row = query_row(teller, one);
        let merged = match rows.remove(&row.fingerprint) {
            Some(known) => merged(known, row),
            None => row,
        };
        rows.insert(merged.fingerprint.clone(), merged);
    }
    let fingerprints: Vec<String> = rows.keys().cloned().collect();
    for chunk in fingerprints.chunks(ROWS) {
        let known = query::Entity::find()
            .filter(query::Column::Teller.eq(teller))
            .filter(query::Column::Fingerprint.is_in(chunk.iter().map(String::as_str)));
        for known in known.all(&**write).await? {
            if let Some(row) = rows.remove(&known.fingerprint) {
                rows.insert(known.fingerprint.clone(), merged(known, row));
            }
        }
    }
    store_queries(write, rows.into_values().collect()).await?;
    let row = |((asset_id, fingerprint), writes)| query_asset::Model {
        asset_id,
        teller: teller.to_owned(),
        fingerprint,
        writes,
    };
    store_query_assets(write, assets.into_iter().map(row).collect()).await
}

fn query_row(teller: &str, one: QueryUse) -> query::Model {
    query::Model {
        teller: teller.to_owned(),
        fingerprint: one.fingerprint,
        sql: one.sql,
        dialect: one.dialect,
        first_seen: one.first_seen.timestamp_micros(),
        last_seen: one.last_seen.timestamp_micros(),
        queries: one.queries,
        rows_moved: one.rows,
        total_micros: one.total_micros,
        declares: one.declares,
    }
}

fn merged(known: query::Model, news: query::Model) -> query::Model {
    query::Model {
        first_seen: known.first_seen.min(news.first_seen),
        last_seen: known.last_seen.max(news.last_seen),
        queries: known.queries.saturating_add(news.queries),
        rows_moved: sum(known.rows_moved, news.rows_moved),
        total_micros: sum(known.total_micros, news.total_micros),
        declares: news.declares,
        ..known
    }
}

async fn store_queries(write: &Write, rows: Vec<query::Model>) -> Result<()> {
    use query::Column::{Declares, Fingerprint, FirstSeen, LastSeen, Queries, RowsMoved, Teller, TotalMicros};
    for chunk in rows.chunks(ROWS) {
        let conflict = OnConflict::columns([Teller, Fingerprint])
            .update_columns([FirstSeen, LastSeen, Queries, RowsMoved, TotalMicros, Declares])
            .to_owned();
        let rows = chunk.iter().map(|row| row.clone().into_active_model().reset_all());
        query::Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(&**write).await?;
    }
    Ok(())
}

async fn store_query_assets(write: &Write, rows: Vec<query_asset::Model>) -> Result<()> {
    use query_asset::Column::{AssetId, Fingerprint, Teller, Writes};
    for chunk in rows.chunks(ROWS) {
        let conflict = OnConflict::columns([AssetId, Teller, Fingerprint]).update_column(Writes).to_owned();
        let rows = chunk.iter().map(|row| row.clone().into_active_model().reset_all());
        query_asset::Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(&**write).await?;
    }
    Ok(())
}
