//! The tables of what people write. Every list is newest first; identifiers are made in order, so they are its key.

pub(super) mod announcement;
pub(super) mod discussion;
pub(super) mod request;
pub(super) mod task;

use catalog::page::filling::Step;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult, QueryResult,
    sea_query::{Expr, ExprTrait as _, Order, SelectStatement},
};
use uuid::Uuid;

use super::Result;

/// How many identifiers one statement names.
const ROWS: usize = 500;

/// Declares a row of a table with its columns, and how it is selected by its identifier and inserted: what all tables
/// here have alike. It expands to the struct, `TABLE`, `select`, `find` and `insert`.
macro_rules! table {
    ($(#[$says:meta])* $name:ident in $table:literal { $($column:ident: $kind:ty),* $(,)? }) => {
        $(#[$says])*
        #[derive(Debug, Clone, sea_orm::FromQueryResult)]
        pub(in crate::collab) struct $name {
            $(pub(in crate::collab) $column: $kind),*
        }

        impl $name {
            const TABLE: &'static str = $table;

            fn select() -> sea_orm::sea_query::SelectStatement {
                sea_orm::sea_query::Query::select().columns([$(stringify!($column)),*]).from($table).to_owned()
            }

            /// The one with this identifier.
            pub(in crate::collab) async fn find(
                db: &impl sea_orm::ConnectionTrait,
                id: uuid::Uuid,
            ) -> crate::collab::Result<Option<Self>> {
                use sea_orm::sea_query::ExprTrait as _;
                let by_id = sea_orm::sea_query::Expr::col("id").eq(id);
                super::one(db, Self::select().and_where(by_id)).await
            }

            /// Stores a new one.
            pub(in crate::collab) async fn insert(
                &self,
                db: &impl sea_orm::ConnectionTrait,
            ) -> crate::collab::Result<()> {
                let mut query = sea_orm::sea_query::Query::insert();
                query.into_table($table).columns([$(stringify!($column)),*]);
                query.values_panic([$(sea_orm::sea_query::Expr::val(self.$column.clone())),*]);
                db.execute(&query).await?;
                Ok(())
            }
        }
    };
}
use table;

async fn all<T: FromQueryResult>(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<T>> {
    let rows: Vec<QueryResult> = db.query_all(query).await?;
    let read: Result<Vec<T>, DbErr> = rows.iter().map(|row| T::from_query_result(row, "")).collect();
    Ok(read?)
}

async fn one<T: FromQueryResult>(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Option<T>> {
    let row: Option<QueryResult> = db.query_one(query).await?;
    Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
}

/// Narrows a query to the rows of a step, newest first.
fn newest(query: &mut SelectStatement, step: Step) {
    if let Some(after) = step.after {
        query.and_where(Expr::col("id").lt(after));
    }
    query.order_by("id", Order::Desc).limit(step.limit);
}

/// Identifiers in pieces that one statement can name.
fn pieces(ids: &[Uuid]) -> impl Iterator<Item = &[Uuid]> {
    ids.chunks(ROWS)
}
