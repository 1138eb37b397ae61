//! PRIVATE: the table of sources.

use std::collections::BTreeSet;

use catalog::{Database, Error, Page, PageRequest, Result, SourceId, Visibility, database::Write};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use serde_json::{Map, Value};

mod source_row;

use self::source_row as row;
use super::{MissedRuns, Overlap, Schedule, Source};

/// What the column of secrets holds: the names of the fields in the open, their values sealed.
#[derive(serde::Serialize, serde::Deserialize)]
struct Secrets {
    fields: BTreeSet<String>,
    sealed: String,
}

/// A page of sources by name.
pub(super) async fn list(database: &Database, sees: &Visibility, page: &PageRequest) -> Result<Page<Source>> {
    let mut query = row::Entity::find();
    if let Some(cursor) = &page.after {
        query = query.filter(row::Column::Name.gt(catalog::page::decode_cursor(cursor, 1)?[0].as_str()));
    }
    query = match sees {
        Visibility::Nothing => return Ok(Page::empty()),
        bound => match bound.sources() {
            None => query,
            Some(ids) => query.filter(row::Column::Id.is_in(ids.iter().map(|id| id.0))),
        },
    };
    let rows = query.order_by_asc(row::Column::Name).limit(page.first as u64 + 1).all(database.read()).await?;
    let sources = rows.into_iter().map(from_row).collect();
    Ok(Page::cut(sources, page.first, |source: &Source| catalog::page::encode_cursor(&[&source.name])))
}

/// Those of `ids` that are there.
pub(super) async fn find_many(database: &Database, ids: &[SourceId]) -> Result<Vec<Source>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows =
        row::Entity::find().filter(row::Column::Id.is_in(ids.iter().map(|id| id.0))).all(database.read()).await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Every source's name.
pub(super) async fn names(database: &Database) -> Result<Vec<(SourceId, String)>> {
    let rows: Vec<(uuid::Uuid, String)> = row::Entity::find()
        .select_only()
        .columns([row::Column::Id, row::Column::Name])
        .into_tuple()
        .all(database.read())
        .await?;
    Ok(rows.into_iter().map(|(id, name)| (SourceId(id), name)).collect())
}

/// The source of this name.
pub(super) async fn find_by_name(database: &Database, name: &str) -> Result<Option<Source>> {
    Ok(row::Entity::find().filter(row::Column::Name.eq(name)).one(database.read()).await?.map(from_row))
}

/// Every source with a schedule that does not rest.
pub(super) async fn scheduled(database: &Database) -> Result<Vec<Source>> {
    let rows = row::Entity::find()
        .filter(row::Column::Cron.is_not_null())
        .filter(row::Column::IsPaused.eq(false))
        .order_by_asc(row::Column::Id)
        .all(database.read())
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The source as it is now, seen by a writer.
pub(crate) async fn get_for_write(write: &Write, id: SourceId) -> Result<Option<Source>> {
    Ok(row::Entity::find_by_id(id.0).one(&**write).await?.map(from_row))
}

/// Writes a new source.
pub(super) async fn insert(write: &Write, source: &Source) -> Result<()> {
    refuse_taken_name(write, source).await?;
    let model: row::ActiveModel = to_row(source).into();
    row::Entity::insert(model).exec_without_returning(&**write).await?;
    Ok(())
}

/// Writes a changed source.
pub(super) async fn update(write: &Write, source: &Source) -> Result<()> {
    refuse_taken_name(write, source).await?;
    let model: row::ActiveModel = to_row(source).into();
    let done = row::Entity::update_many()
        .set(model.reset_all())
        .filter(row::Column::Id.eq(source.id.0))
        .exec(&**write)
        .await?;
    if done.rows_affected == 0 { Err(Error::not_found("source", source.id)) } else { Ok(()) }
}

/// Notes up to when a schedule has been looked at.
pub(crate) async fn set_fired_until(write: &Write, id: SourceId, until: chrono::DateTime<chrono::Utc>) -> Result<()> {
    let update = row::ActiveModel { id: Set(id.0), fired_until: Set(until.timestamp_micros()), ..Default::default() };
    update.update(&**write).await?;
    Ok(())
}

/// Forgets a source.
pub(super) async fn delete(write: &Write, id: SourceId) -> Result<()> {
    row::Entity::delete_by_id(id.0).exec(&**write).await?;
    Ok(())
}

async fn refuse_taken_name(write: &Write, source: &Source) -> Result<()> {
    let taken = row::Entity::find()
        .filter(row::Column::Name.eq(source.name.as_str()))
        .filter(row::Column::Id.ne(source.id.0))
        .one(&**write)
        .await?;
    match taken {
        Some(_) => Err(Error::conflict(format!("a source named `{}` exists; choose another name", source.name))),
        None => Ok(()),
    }
}

fn to_row(source: &Source) -> row::Model {
    let schedule = source.schedule.as_ref();
    let secrets = source.sealed.clone().map(|sealed| {
        let secrets = Secrets { fields: source.secrets.clone(), sealed };
        serde_json::to_string(&secrets).unwrap_or_default()
    });
    row::Model {
        id: source.id.0,
        name: source.name.clone(),
        connector: source.connector.clone(),
        config: Value::Object(source.config.clone()).to_string(),
        secrets,
        cron: schedule.map(|schedule| schedule.cron.clone()),
        timezone: schedule.map(|schedule| schedule.timezone.clone()),
        overlap: schedule.map_or(Overlap::default(), |schedule| schedule.overlap) as i16,
        missed: schedule.map_or(MissedRuns::default(), |schedule| schedule.missed) as i16,
        retries: schedule.map_or(0, |schedule| schedule.retries),
        fired_until: source.fired_until.timestamp_micros(),
        is_paused: source.is_paused,
        created_at: source.created_at.timestamp_micros(),
        updated_at: source.updated_at.timestamp_micros(),
    }
}

fn from_row(row: row::Model) -> Source {
    let time = catalog::clock::from_micros;
    let schedule = row.cron.map(|cron| Schedule {
        cron,
        timezone: row.timezone.unwrap_or_else(|| "UTC".into()),
        overlap: if row.overlap == Overlap::Queue as i16 { Overlap::Queue } else { Overlap::Skip },
        missed: if row.missed == MissedRuns::Skip as i16 { MissedRuns::Skip } else { MissedRuns::RunOnce },
        retries: row.retries,
    });
    let secrets: Option<Secrets> = row.secrets.and_then(|text| serde_json::from_str(&text).ok());
    let (fields, sealed) = secrets.map_or_else(Default::default, |secrets| (secrets.fields, Some(secrets.sealed)));
    Source {
        id: SourceId(row.id),
        name: row.name,
        connector: row.connector,
        config: serde_json::from_str::<Map<String, Value>>(&row.config).unwrap_or_default(),
        secrets: fields,
        schedule,
        fired_until: time(row.fired_until),
        is_paused: row.is_paused,
        created_at: time(row.created_at),
        updated_at: time(row.updated_at),
        sealed,
    }
}
