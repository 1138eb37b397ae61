//! Every row as text, page by page: for comparing two stores.

use std::{collections::BTreeMap, fmt::Debug};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::tables::{assertion, edge, node, reference, scope, statement};
use crate::error::Result;

/// How many numbers one page covers.
const PAGE: i64 = 10_000;

/// A table that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    Node,
    Scope,
    Reference,
    Edge,
    Assertion,
    Statement,
}

impl Table {
    /// Every table that is compared.
    pub(crate) const ALL: [Self; 6] =
        [Self::Node, Self::Scope, Self::Reference, Self::Edge, Self::Assertion, Self::Statement];
}

/// Rows by key.
pub(crate) type Rows = BTreeMap<(i64, i64), String>;

/// The rows whose number is behind `after`, up to [`PAGE`] numbers on, and where the next page begins; none at the end.
pub(crate) async fn page(db: &impl ConnectionTrait, table: Table, after: Option<i64>) -> Result<(Rows, Option<i64>)> {
    let from = after.map_or(0, |after| after + 1);
    let rows = match table {
        Table::Node => rows::<node::Entity>(db, node::Column::Id, from, |row| (row.id, 0)).await,
        Table::Scope => rows::<scope::Entity>(db, scope::Column::Id, from, |row| (row.id, 0)).await,
        Table::Reference => {
            rows::<reference::Entity>(db, reference::Column::Scope, from, |row| (row.scope, row.name_key)).await
        }
        Table::Edge => rows::<edge::Entity>(db, edge::Column::Id, from, |row| (row.id, 0)).await,
        Table::Assertion => rows::<assertion::Entity>(db, assertion::Column::Id, from, |row| (row.id, 0)).await,
        Table::Statement => rows::<statement::Entity>(db, statement::Column::Id, from, |row| (row.id, 0)).await,
    }?;
    let has_more = match table {
        Table::Node => is_behind::<node::Entity>(db, node::Column::Id, from).await,
        Table::Scope => is_behind::<scope::Entity>(db, scope::Column::Id, from).await,
        Table::Reference => is_behind::<reference::Entity>(db, reference::Column::Scope, from).await,
        Table::Edge => is_behind::<edge::Entity>(db, edge::Column::Id, from).await,
        Table::Assertion => is_behind::<assertion::Entity>(db, assertion::Column::Id, from).await,
        Table::Statement => is_behind::<statement::Entity>(db, statement::Column::Id, from).await,
    }?;
    Ok((rows, has_more.then_some(from + PAGE - 1)))
}

async fn rows<E: EntityTrait>(
    db: &impl ConnectionTrait,
    number: E::Column,
    from: i64,
    key: impl Fn(&E::Model) -> (i64, i64),
) -> Result<Rows>
where
    E::Model: Debug,
{
    let query = E::find().filter(number.gte(from)).filter(number.lt(from + PAGE));
    Ok(query.all(db).await?.iter().map(|row| (key(row), format!("{row:?}"))).collect())
}

async fn is_behind<E: EntityTrait>(db: &impl ConnectionTrait, number: E::Column, from: i64) -> Result<bool> {
    let query = E::find().select_only().column(number).filter(number.gte(from + PAGE)).order_by_asc(number).limit(1);
    let next: Option<i64> = query.into_tuple().one(db).await?;
    Ok(next.is_some())
}
