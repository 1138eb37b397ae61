//! Every asset at once, as counts need it: a handful of passes over the tables, each in one statement, now or as of a
//! change. Columns are counted by the engine and do not leave it.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Statement, Value};
use uuid::Uuid;

use crate::kinds::AssetKind;

/// An asset that is no column.
#[derive(Debug, FromQueryResult)]
pub(crate) struct AssetRow {
    pub(crate) id: Uuid,
    pub(crate) parent_id: Uuid,
    pub(crate) kind: i16,
    pub(crate) name: String,
    pub(crate) source_id: Option<Uuid>,
    pub(crate) described: i32,
    pub(crate) storage: Option<String>,
}

/// How many columns are directly inside something.
#[derive(Debug, FromQueryResult)]
pub(crate) struct ColumnsRow {
    pub(crate) parent_id: Uuid,
    pub(crate) columns: i64,
    pub(crate) described: i64,
}

/// A tie.
#[derive(Debug, FromQueryResult)]
pub(crate) struct TieRow {
    pub(crate) asset_id: Uuid,
    pub(crate) kind: i16,
    pub(crate) target: String,
}

/// Where a column is.
#[derive(Debug, FromQueryResult)]
pub(crate) struct PlaceRow {
    pub(crate) id: Uuid,
    pub(crate) parent_id: Uuid,
    pub(crate) kind: i16,
}

/// The size of an asset.
#[derive(Debug, FromQueryResult)]
pub(crate) struct SizeRow {
    pub(crate) asset_id: Uuid,
    pub(crate) bytes: i64,
}

/// What was last measured of an asset.
#[derive(Debug, FromQueryResult)]
pub(crate) struct StatisticsRow {
    pub(crate) asset_id: Uuid,
    pub(crate) value: String,
}

/// How an asset was used until the end of a day.
#[derive(Debug, FromQueryResult)]
pub(crate) struct UseRow {
    pub(crate) asset_id: Uuid,
    pub(crate) read_at: Option<i64>,
    pub(crate) written_at: Option<i64>,
    pub(crate) micros: Option<i64>,
}

/// A described state has the key in one of its two layers; texts inside are escaped, so a quote is a key's. An empty text
/// describes nothing.
const DESCRIBED: &str = "((harvested LIKE '{\"description\":%' AND harvested NOT LIKE '{\"description\":\"\"%') \
     OR harvested LIKE '{\"told\":%' OR curated LIKE '%\"description\":\"_%')";

/// The two tables that states are in, with what holds of the rows that held at `$1`; now there is one.
fn tables(as_of: Option<i64>) -> &'static [(&'static str, &'static str)] {
    match as_of {
        None => &[("catalog_asset", "from_change >= $1")],
        Some(_) => {
            &[("catalog_asset", "from_change <= $1"), ("catalog_asset_past", "from_change <= $1 AND until_change > $1")]
        }
    }
}

async fn all<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: String,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbErr> {
    T::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await
}

/// Every data asset that is no column; placeholders and what is removed are left out.
pub(crate) async fn assets(db: &impl ConnectionTrait, as_of: Option<i64>) -> Result<Vec<AssetRow>, DbErr> {
    let storage = match db.get_database_backend() {
        DbBackend::Postgres => "harvested::json #>> '{details,storage}'",
        _ => "json_extract(harvested, '$.details.storage')",
    };
    let (column, first, table) = (AssetKind::Column.number(), AssetKind::Domain.number(), AssetKind::Table.number());
    let mut rows = Vec::new();
    for (from, held) in tables(as_of) {
        let sql = format!(
            "SELECT id, parent_id, kind, name, source_id, CASE WHEN {DESCRIBED} THEN 1 ELSE 0 END AS \
             described, CASE WHEN kind = {table} THEN {storage} END AS storage FROM {from} WHERE {held} AND kind <> \
             {column} AND kind < {first} AND removed_change IS NULL AND is_placeholder = false"
        );
        rows.extend(all(db, sql, [as_of.unwrap_or(0).into()]).await?);
    }
    Ok(rows)
}

/// How many columns are directly inside everything that has some.
pub(crate) async fn columns(db: &impl ConnectionTrait, as_of: Option<i64>) -> Result<Vec<ColumnsRow>, DbErr> {
    let column = AssetKind::Column.number();
    let mut rows = Vec::new();
    for (from, held) in tables(as_of) {
        let sql = format!(
            "SELECT parent_id, COUNT(*) AS columns, CAST(SUM(CASE WHEN {DESCRIBED} THEN 1 ELSE 0 END) AS bigint) AS \
             described FROM {from} WHERE {held} AND kind = {column} AND removed_change IS NULL AND is_placeholder = \
             false GROUP BY parent_id"
        );
        rows.extend(all(db, sql, [as_of.unwrap_or(0).into()]).await?);
    }
    Ok(rows)
}

/// Every tie that held, without what is merely suggested.
pub(crate) async fn ties(db: &impl ConnectionTrait, as_of: Option<i64>) -> Result<Vec<TieRow>, DbErr> {
    let held = match as_of {
        None => "until_change IS NULL AND from_change >= $1",
        Some(_) => "from_change <= $1 AND (until_change IS NULL OR until_change > $1)",
    };
    let suggested = crate::relation::Layer::Suggested.number();
    let sql = format!("SELECT asset_id, kind, target FROM catalog_relation WHERE {held} AND layer <> {suggested}");
    all(db, sql, [as_of.unwrap_or(0).into()]).await
}

/// Where assets were, of `ids`, without those that were removed then.
pub(crate) async fn places(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
    as_of: Option<i64>,
) -> Result<Vec<PlaceRow>, DbErr> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(super::ROWS) {
        let list = (2..chunk.len() + 2).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
        for (from, held) in tables(as_of) {
            let sql = format!(
                "SELECT id, parent_id, kind FROM {from} WHERE {held} AND removed_change IS NULL AND id IN ({list})"
            );
            let values = std::iter::once(Value::from(as_of.unwrap_or(0)));
            rows.extend(all(db, sql, values.chain(chunk.iter().map(|id| Value::from(*id)))).await?);
        }
    }
    Ok(rows)
}

/// The sizes that were last measured until the end of a day.
pub(crate) async fn sizes(db: &impl ConnectionTrait, day: i32) -> Result<Vec<SizeRow>, DbErr> {
    let sql = "SELECT s.asset_id, s.bytes FROM catalog_size AS s JOIN (SELECT asset_id, MAX(day) AS day FROM catalog_size \
               WHERE day <= $1 GROUP BY asset_id) AS newest ON newest.asset_id = s.asset_id AND newest.day = s.day";
    all(db, sql.to_owned(), [day.into()]).await
}

/// What was last measured of assets before `end`.
pub(crate) async fn statistics(db: &impl ConnectionTrait, end: i64) -> Result<Vec<StatisticsRow>, DbErr> {
    let sql = "SELECT asset_id, value FROM catalog_statistics WHERE measured_at < $1";
    all(db, sql.to_owned(), [end.into()]).await
}

/// How assets were used until the end of `day`, whose last microsecond is before `end`; time of queries on it and the
/// `days` - 1 days before.
pub(crate) async fn uses(db: &impl ConnectionTrait, (day, days, end): (i32, i32, i64)) -> Result<Vec<UseRow>, DbErr> {
    let sql = "SELECT asset_id, MAX(last_read) AS read_at, MAX(last_write) AS written_at, CAST(SUM(CASE WHEN day > $2 \
               THEN total_micros END) AS bigint) AS micros FROM catalog_usage WHERE day <= $1 GROUP BY asset_id";
    let mut rows: Vec<UseRow> = all(db, sql.to_owned(), [day.into(), (day - days).into()]).await?;
    let kept = "SELECT asset_id, CASE WHEN read_at < $1 THEN read_at END AS read_at, CASE WHEN write_at < $1 THEN \
                write_at END AS written_at, CAST(NULL AS bigint) AS micros FROM catalog_usage_last";
    rows.extend(all(db, kept.to_owned(), [end.into()]).await?);
    Ok(rows)
}
