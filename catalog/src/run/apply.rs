//! Writes news of runs beside what is known of them: a handful of statements whatever their number.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, Iterable, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::{RunRecord, merge, success};
use crate::{
    database::Write,
    error::Result,
    id::PipelineRunId,
    kinds::AssetKind,
    name::Name,
    store::{ROWS, asset, run},
};

/// How many runs one statement carries: a row has many columns.
const CHUNK: usize = ROWS / 5;

/// Which run news are about: asset and the tool's identifier.
type Key = (Uuid, String);

/// Adds `news` to what is known; `ids` has the assets that they speak of, `said` who says so and when.
pub(crate) async fn apply(
    write: &Write,
    news: Vec<RunRecord>,
    ids: &HashMap<(Name, AssetKind), Uuid>,
    said: (&str, i64),
) -> Result<()> {
    let about = |news: &RunRecord| {
        let asset = ids.get(&(news.name.clone(), news.kind)).copied()?;
        Some((asset, news.external_id.clone()))
    };
    let news: Vec<(Key, RunRecord)> = news.into_iter().filter_map(|news| Some((about(&news)?, news))).collect();
    if news.is_empty() {
        return Ok(());
    }
    let pipelines = pipelines_of(write, &news).await?;
    let known = known(write, &news).await?;
    let logs = logs(write, known.values().map(|row| row.id).collect()).await?;
    let (mut rows, mut texts) = (known.clone(), logs.clone());
    for ((asset, external), news) in news {
        let key = (asset, external);
        let id = rows.get(&key).map_or_else(|| PipelineRunId::new().0, |row| row.id);
        let pipeline = pipelines.get(&asset).copied().unwrap_or(asset);
        let keys = merge::Keys { id, asset, pipeline, reporter: said.0, reported_at: said.1 };
        let row = merge::first(&news, keys);
        let row = match rows.remove(&key) {
            Some(known) => merge::merged(known, row),
            None => row,
        };
        rows.insert(key, row);
        if let Some(text) = merge::merged_log(texts.remove(&id), id, &news) {
            texts.insert(id, text);
        }
    }
    let is_new = |(key, row): &(&Key, &run::Model)| success::is_new(known.get(*key), row, said.1);
    let succeeded: BTreeSet<Uuid> = rows.iter().filter(is_new).map(|(_, row)| row.asset_id).collect();
    success::note(write, &succeeded, said.1).await?;
    let changed = rows.into_iter().filter(|(key, row)| known.get(key) != Some(row)).map(|(_, row)| row);
    store_runs(write, changed.collect()).await?;
    let changed = texts.into_iter().filter(|(id, text)| logs.get(id) != Some(text)).map(|(_, text)| text);
    store_logs(write, changed.collect()).await
}

/// What tasks are inside of, up to their pipeline.
async fn pipelines_of(write: &Write, news: &[(Key, RunRecord)]) -> Result<HashMap<Uuid, Uuid>> {
    use asset::Column::{Id, Kind, ParentId};
    let mut up: HashMap<Uuid, Uuid> = HashMap::new();
    let mut open: BTreeSet<Uuid> = news.iter().map(|((asset, _), _)| *asset).collect();
    while !open.is_empty() {
        let ids: Vec<Uuid> = std::mem::take(&mut open).into_iter().collect();
        for chunk in ids.chunks(ROWS) {
            let rows: Vec<(Uuid, Uuid)> = asset::Entity::find()
                .select_only()
                .columns([Id, ParentId])
                .filter(Id.is_in(chunk.iter().copied()))
                .filter(Kind.eq(AssetKind::Task.number()))
                .into_tuple()
                .all(&**write)
                .await?;
            for (task, parent) in rows.into_iter().filter(|(_, parent)| !parent.is_nil()) {
                if up.insert(task, parent).is_none() && !up.contains_key(&parent) {
                    open.insert(parent);
                }
            }
        }
    }
    let top = |mut asset: Uuid| {
        // Names are bounded, so parents end; the bound keeps a damaged store from going round.
        for _ in 0..64 {
            match up.get(&asset) {
                Some(parent) => asset = *parent,
                None => break,
            }
        }
        asset
    };
    Ok(news.iter().map(|((asset, _), _)| (*asset, top(*asset))).collect())
}

async fn known(write: &Write, news: &[(Key, RunRecord)]) -> Result<HashMap<Key, run::Model>> {
    let mut wanted: HashMap<Uuid, BTreeSet<&str>> = HashMap::new();
    for ((asset, external), _) in news {
        wanted.entry(*asset).or_default().insert(external);
    }
    let mut known = HashMap::new();
    let externals: Vec<&str> = wanted.values().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let assets: Vec<Uuid> = wanted.keys().copied().collect();
    for assets in assets.chunks(ROWS) {
        for externals in externals.chunks(ROWS) {
            let rows = run::Entity::find()
                .filter(run::Column::AssetId.is_in(assets.iter().copied()))
                .filter(run::Column::ExternalId.is_in(externals.iter().copied()))
                .all(&**write)
                .await?;
            known.extend(rows.into_iter().map(|row| ((row.asset_id, row.external_id.clone()), row)));
        }
    }
    Ok(known)
}

async fn logs(write: &Write, runs: Vec<Uuid>) -> Result<HashMap<Uuid, run::log::Model>> {
    let mut logs = HashMap::new();
    for chunk in runs.chunks(ROWS) {
        let rows = run::log::Entity::find().filter(run::log::Column::RunId.is_in(chunk.iter().copied()));
        logs.extend(rows.all(&**write).await?.into_iter().map(|row| (row.run_id, row)));
    }
    Ok(logs)
}

async fn store_runs(write: &Write, rows: Vec<run::Model>) -> Result<()> {
    for chunk in rows.chunks(CHUNK) {
        let columns = run::Column::iter().filter(|column| !matches!(column, run::Column::Id));
        let conflict = OnConflict::column(run::Column::Id).update_columns(columns).to_owned();
        let rows = chunk.iter().map(|row| row.clone().into_active_model().reset_all());
        run::Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(&**write).await?;
    }
    Ok(())
}

async fn store_logs(write: &Write, rows: Vec<run::log::Model>) -> Result<()> {
    use run::log::Column;
    for chunk in rows.chunks(CHUNK) {
        let conflict = OnConflict::column(Column::RunId)
            .update_columns([Column::Head, Column::Tail, Column::Omitted, Column::Facets])
            .to_owned();
        let rows = chunk.iter().map(|row| row.clone().into_active_model().reset_all());
        run::log::Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(&**write).await?;
    }
    Ok(())
}
