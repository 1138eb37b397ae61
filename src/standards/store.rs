//! The tables of what columns hold and what their values mean.

use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult, QueryResult,
    sea_query::{Expr, ExprTrait as _, JoinType, Order, Query, SelectStatement},
};
use uuid::Uuid;

use super::Result;

/// How many columns one statement names.
pub(super) const PIECE: usize = 100;
/// How many rows one statement inserts.
const ROWS: usize = 500;

const READING: &str = "standards_reading";
const VALUE: &str = "standards_value";
const MAPPING: &str = "standards_mapping";

/// A row of `standards_reading`.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct ReadingRow {
    pub(super) column_id: Uuid,
    pub(super) list_id: Uuid,
    pub(super) at: i64,
    pub(super) actor: String,
    pub(super) count_rows: i64,
    pub(super) count_nulls: i64,
    pub(super) count_outside: i64,
    pub(super) is_partial: bool,
}

/// A row of `standards_value`, with the code that people said it means.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct ValueRow {
    pub(super) column_id: Uuid,
    pub(super) value: String,
    pub(super) count_rows: i64,
    pub(super) code: Option<String>,
}

/// A row of `standards_mapping`.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct MappingRow {
    pub(super) value: String,
    pub(super) code: String,
}

async fn all<T: FromQueryResult>(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<T>> {
    let rows: Vec<QueryResult> = db.query_all(query).await?;
    let read: Result<Vec<T>, DbErr> = rows.iter().map(|row| T::from_query_result(row, "")).collect();
    Ok(read?)
}

fn readings_query() -> SelectStatement {
    let columns = ["column_id", "list_id", "at", "actor", "count_rows", "count_nulls", "count_outside", "is_partial"];
    Query::select().columns(columns).from(READING).to_owned()
}

/// The readings of columns.
pub(super) async fn readings(db: &impl ConnectionTrait, columns: &[Uuid]) -> Result<Vec<ReadingRow>> {
    let mut found = Vec::new();
    for piece in columns.chunks(ROWS) {
        let query = readings_query().and_where(Expr::col("column_id").is_in(piece.iter().copied())).to_owned();
        found.extend(all::<ReadingRow>(db, &query).await?);
    }
    Ok(found)
}

/// The columns of which something was read, behind `after`, in order.
pub(super) async fn read_columns(db: &impl ConnectionTrait, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
    let mut query = readings_query();
    if let Some(after) = after {
        query.and_where(Expr::col("column_id").gt(after));
    }
    query.order_by("column_id", Order::Asc).limit(limit);
    Ok(all::<ReadingRow>(db, &query).await?.into_iter().map(|row| row.column_id).collect())
}

/// The values of columns with what they mean, most frequent first.
pub(super) async fn values(db: &impl ConnectionTrait, columns: &[Uuid]) -> Result<Vec<ValueRow>> {
    let on = Expr::col((MAPPING, "column_id"))
        .equals((VALUE, "column_id"))
        .and(Expr::col((MAPPING, "value")).equals((VALUE, "value")));
    let query = Query::select()
        .columns([(VALUE, "column_id"), (VALUE, "value"), (VALUE, "count_rows")])
        .column((MAPPING, "code"))
        .from(VALUE)
        .join(JoinType::LeftJoin, MAPPING, on)
        .and_where(Expr::col((VALUE, "column_id")).is_in(columns.iter().copied()))
        .order_by((VALUE, "count_rows"), Order::Desc)
        .order_by((VALUE, "value"), Order::Asc)
        .to_owned();
    all(db, &query).await
}

/// Puts what was read in the place of what was read before.
pub(super) async fn replace(db: &impl ConnectionTrait, row: &ReadingRow, values: &[(String, i64)]) -> Result<()> {
    for table in [READING, VALUE] {
        let of_column = Expr::col("column_id").eq(row.column_id);
        db.execute(Query::delete().from_table(table).and_where(of_column)).await?;
    }
    let mut query = Query::insert();
    query.into_table(READING).columns([
        "column_id",
        "list_id",
        "at",
        "actor",
        "count_rows",
        "count_nulls",
        "count_outside",
        "is_partial",
    ]);
    query.values_panic([
        row.column_id.into(),
        row.list_id.into(),
        row.at.into(),
        row.actor.clone().into(),
        row.count_rows.into(),
        row.count_nulls.into(),
        row.count_outside.into(),
        row.is_partial.into(),
    ]);
    db.execute(&query).await?;
    for piece in values.chunks(ROWS) {
        let mut query = Query::insert();
        query.into_table(VALUE).columns(["column_id", "value", "count_rows"]);
        for (value, rows) in piece {
            query.values_panic([row.column_id.into(), value.clone().into(), (*rows).into()]);
        }
        db.execute(&query).await?;
    }
    Ok(())
}

/// Everything that people said about the values of a column.
pub(super) async fn mappings(db: &impl ConnectionTrait, column: Uuid) -> Result<Vec<MappingRow>> {
    let query = Query::select()
        .columns(["value", "code"])
        .from(MAPPING)
        .and_where(Expr::col("column_id").eq(column))
        .order_by("value", Order::Asc)
        .to_owned();
    all(db, &query).await
}

/// Says what values mean; what means nothing any more is forgotten.
pub(super) async fn map(
    db: &impl ConnectionTrait,
    column: Uuid,
    meanings: &[(String, Option<String>)],
    (at, actor): (i64, &str),
) -> Result<()> {
    for piece in meanings.chunks(ROWS) {
        let named = Expr::col("value").is_in(piece.iter().map(|(value, _)| value.as_str()));
        let of_column = Expr::col("column_id").eq(column);
        db.execute(Query::delete().from_table(MAPPING).and_where(of_column).and_where(named)).await?;
        let mut query = Query::insert();
        query.into_table(MAPPING).columns(["column_id", "value", "code", "at", "actor"]);
        let mut is_any = false;
        for (value, code) in piece {
            let Some(code) = code else { continue };
            is_any = true;
            query.values_panic([column.into(), value.clone().into(), code.clone().into(), at.into(), actor.into()]);
        }
        if is_any {
            db.execute(&query).await?;
        }
    }
    Ok(())
}
