//! Rows of a table whose columns are said once: how they are selected, read and stored.

use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult, QueryResult,
    sea_query::{Expr, ExprTrait as _, InsertStatement, SelectStatement, SimpleExpr},
};

use crate::error::Result;

/// How many values one statement binds at most; SQLite takes 32,766.
const MOST_VALUES: usize = 20_000;

/// A row of a table; made by [`table_row!`](crate::table_row).
pub trait Row: FromQueryResult + Sized {
    /// The name of the table.
    const TABLE: &'static str;
    /// Its columns, in the order of [`Row::values`].
    const COLUMNS: &'static [&'static str];

    /// What the row has in each column.
    fn values(&self) -> Vec<SimpleExpr>;

    /// Begins a question for whole rows.
    #[must_use]
    fn select() -> SelectStatement {
        sea_orm::sea_query::Query::select().columns(Self::COLUMNS.iter().copied()).from(Self::TABLE).to_owned()
    }

    /// Begins to store some; none is no statement.
    #[must_use]
    fn inserting(rows: &[Self]) -> InsertStatement {
        let mut query = sea_orm::sea_query::Query::insert();
        query.into_table(Self::TABLE).columns(Self::COLUMNS.iter().copied());
        for row in rows {
            query.values_panic(row.values());
        }
        query
    }
}

/// Every row that a question finds.
///
/// # Errors
/// The engine's own.
pub async fn all<T: FromQueryResult>(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<T>> {
    let rows: Vec<QueryResult> = db.query_all(query).await?;
    let read: Result<Vec<T>, DbErr> = rows.iter().map(|row| T::from_query_result(row, "")).collect();
    Ok(read?)
}

/// The first row that a question finds.
///
/// # Errors
/// The engine's own.
pub async fn one<T: FromQueryResult>(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Option<T>> {
    let row: Option<QueryResult> = db.query_one(query).await?;
    Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
}

/// Stores new rows, as many with one statement as it can bind.
///
/// # Errors
/// The engine's own.
pub async fn insert<T: Row>(db: &impl ConnectionTrait, rows: &[T]) -> Result<()> {
    for piece in rows.chunks((MOST_VALUES / T::COLUMNS.len()).max(1)) {
        db.execute(&T::inserting(piece)).await?;
    }
    Ok(())
}

/// Stores what became of a row: its first column says which one.
///
/// # Errors
/// The engine's own.
pub async fn update<T: Row>(db: &impl ConnectionTrait, row: &T) -> Result<()> {
    let mut query = sea_orm::sea_query::Query::update();
    query.table(T::TABLE);
    for (index, (column, value)) in T::COLUMNS.iter().copied().zip(row.values()).enumerate() {
        if index == 0 {
            query.and_where(Expr::col(column).eq(value));
        } else {
            query.value(column, value);
        }
    }
    db.execute(&query).await?;
    Ok(())
}

/// Declares a row of a table by its columns. It expands to the struct with its fields, how it is read, and [`Row`].
#[macro_export]
macro_rules! table_row {
    ($(#[$says:meta])* $vis:vis struct $name:ident in $table:literal { $($column:ident: $kind:ty),* $(,)? }) => {
        $(#[$says])*
        #[derive(Debug, Clone, PartialEq, sea_orm::FromQueryResult)]
        $vis struct $name {
            $($vis $column: $kind),*
        }

        impl $crate::database::rows::Row for $name {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),*];

            fn values(&self) -> Vec<sea_orm::sea_query::SimpleExpr> {
                vec![$(sea_orm::sea_query::Expr::val(self.$column.clone())),*]
            }
        }
    };
}
