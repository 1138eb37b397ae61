//! How fast ingest is, beside what the engine underneath can do at all: both are measured in the same run, so that the
//! machine's mood cancels out.

mod counts;
mod rules;

use std::time::Duration;

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;

use crate::{
    asset::Version,
    catalog::Catalog,
    change::Origin,
    data_type::{DataType, TypeClass},
    database::Database,
    error::Result,
    id::{AssetId, RunId, SourceId},
    ingest::{RunContext, Summary},
    kinds::{Details, column::ColumnDetails, database::DatabaseDetails, schema::SchemaDetails, table::TableDetails},
    name::Name,
    record::{AssetRecord, Record},
    state,
    store::{ROWS, asset},
};

pub use counts::count;
pub use rules::rules;

/// One figure of a measurement.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// With how much data.
    pub size: u64,
    /// In what `value`, the percentiles and `yardstick` are.
    pub unit: &'static str,
    /// The median of many, where there are many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p50: Option<f64>,
    /// What 95 of 100 are below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p95: Option<f64>,
    /// What 99 of 100 are below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p99: Option<f64>,
    /// The figure.
    pub value: f64,
    /// What it is measured against, in the same run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yardstick: Option<f64>,
    /// `value` as a share of `yardstick`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<f64>,
}

/// The columns of each table that is made up.
const COLUMNS: u32 = 15;

/// The records of a made-up database of about `assets` assets.
pub fn records(assets: u64) -> impl Iterator<Item = Record> {
    let root = Name::new("postgres://bench:5432", ["bench"]);
    let schema = root.child("public");
    let head = [
        AssetRecord::new(root.clone(), Details::Database(DatabaseDetails::default())),
        AssetRecord::new(schema.clone(), Details::Schema(SchemaDetails::default())),
    ];
    let tables = assets / u64::from(COLUMNS + 1);
    let body = (0..tables).flat_map(move |number| table(&schema, number));
    let end = std::iter::once(Record::ScopeRead { root });
    head.into_iter().map(Record::from).chain(body).chain(end)
}

fn table(schema: &Name, number: u64) -> Vec<Record> {
    let name = schema.child(format!("customer_order_{number:07}"));
    let mut records: Vec<Record> = Vec::with_capacity(COLUMNS as usize + 1);
    let record = AssetRecord::new(name.clone(), Details::Table(TableDetails::default()));
    records.push(record.described(Some(format!("Orders of region {number}"))).identified(number.to_string()).into());
    for position in 1..=COLUMNS {
        let details = ColumnDetails {
            data_type: DataType { length: Some(64), ..DataType::new("character varying(64)", TypeClass::Text) },
            is_nullable: position > 1,
            position,
            ..ColumnDetails::default()
        };
        let record = AssetRecord::new(name.child(format!("attribute_{position:02}")), Details::Column(details));
        records.push(record.identified(format!("{number}.{position}")).into());
    }
    records
}

/// The processor time that a process has used, in all its threads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CpuTime {
    /// By itself.
    pub own: Duration,
    /// By those of its children, and theirs, that have ended and were waited for.
    pub waited: Duration,
}

impl CpuTime {
    /// Of the process with this number, or of `self`; zero where the system does not tell.
    #[must_use]
    pub fn of(process: &str) -> Self {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let ticks: Vec<u64> = after_name.split_whitespace().skip(11).take(4).flat_map(str::parse).collect();
        // Linux counts these in hundredths of a second on every platform it still runs on.
        let of = |ticks: Option<&[u64]>| Duration::from_millis(ticks.unwrap_or_default().iter().sum::<u64>() * 10);
        Self { own: of(ticks.get(..2)), waited: of(ticks.get(2..4)) }
    }
}

/// The processor time that this process has used, in all its threads; zero where the system does not tell.
#[must_use]
pub fn cpu_time() -> Duration {
    CpuTime::of("self").own
}

/// The most memory that this process has used, in bytes; zero where the system does not tell.
#[must_use]
pub fn peak_memory() -> u64 {
    peak_memory_of("self")
}

/// The most memory that the process with this number, or `self`, has used so far, in bytes; zero where the system does
/// not tell.
#[must_use]
pub fn peak_memory_of(process: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).and_then(|word| word.parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}

/// Ingests a made-up database of about `assets` assets once, and once more unchanged; then writes as many bare rows
/// into the same engine with plain multi-row upserts. `database` and `bare` are two empty stores.
///
/// # Errors
/// The stores' own.
pub async fn ingest(catalog: &Catalog, bare: &Database, assets: u64) -> Result<Vec<Figure>> {
    let source = SourceId::new();
    let before = cpu_time();
    let first = run(catalog, source, assets).await?;
    let fresh = cpu_time() - before;
    let before = cpu_time();
    let again = run(catalog, source, assets).await?;
    let unchanged = cpu_time() - before;
    let before = cpu_time();
    upsert(bare, assets).await?;
    let raw = cpu_time() - before;
    let rate = |count: i64, time: Duration| {
        #[expect(clippy::cast_precision_loss, reason = "a rate of counts far below 2^52")]
        let count = count as f64;
        count / time.as_secs_f64().max(0.001)
    };
    let yardstick = rate(first.added, raw);
    let figure = |name: &str, value: f64| Figure {
        name: name.to_owned(),
        size: assets,
        unit: "per CPU second",
        value,
        yardstick: Some(yardstick),
        ratio: Some(value / yardstick),
        ..Figure::default()
    };
    Ok(vec![
        figure("assets ingested, first time (rows of a bare upsert)", rate(first.added, fresh)),
        figure("assets ingested, unchanged (rows of a bare upsert)", rate(again.seen, unchanged)),
    ])
}

async fn run(catalog: &Catalog, source: SourceId, assets: u64) -> Result<Summary> {
    let context = RunContext::new("bench", Origin::Crawl, catalog.clock().now()).of_source(source, RunId::new());
    let mut ingest = catalog.begin(context).await?;
    for record in records(assets) {
        ingest.push(record).await?;
    }
    ingest.finish().await
}

/// Writes `assets` rows of the same shape without comparing, versions or history.
async fn upsert(database: &Database, assets: u64) -> Result<()> {
    use sea_orm::sea_query::OnConflict;
    let mut rows = records(assets).filter_map(|record| match record {
        Record::Asset(record) => Some(row(*record)),
        _ => None,
    });
    loop {
        let chunk: Vec<asset::ActiveModel> = rows.by_ref().take(ROWS).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        let write = database.write().await?;
        let conflict = OnConflict::column(asset::Column::Id).update_column(asset::Column::Harvested).to_owned();
        asset::Entity::insert_many(chunk).on_conflict(conflict).exec_without_returning(&*write).await?;
        write.commit().await?;
    }
}

fn row(record: AssetRecord) -> asset::ActiveModel {
    let id = AssetId::new().0;
    let harvested = state::json(&record.harvested);
    asset::ActiveModel {
        id: Set(id),
        namespace_id: Set(1),
        parent_id: Set(id),
        kind: Set(record.harvested.details.kind().number()),
        name: Set(record.name.last().to_owned()),
        identity_key: Set(record.name.last().to_owned()),
        folded: Set(record.name.last().to_owned()),
        ordinal: Set(0),
        source_id: Set(None),
        object_id: Set(record.object_id),
        harvested: Set(harvested),
        curated: Set(None),
        hash: Set(id),
        major: Set(Version::FIRST.major),
        minor: Set(Version::FIRST.minor),
        created_change: Set(0),
        from_change: Set(0),
        removed_change: Set(None),
        is_placeholder: Set(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_database_has_about_as_many_assets_as_asked() {
        let count = records(1_600).filter(|record| matches!(record, Record::Asset(_))).count();
        assert_eq!(count, 1_602);
    }
}
