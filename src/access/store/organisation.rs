//! The tables of departments, teams, roles and policies, which are alike; and the stamp of them all.

use sea_orm::{
    ConnectionTrait, QueryResult,
    sea_query::{Expr, ExprTrait as _, Order, Query, SelectStatement},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::access::error::Result;

/// One of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::access) enum Table {
    Department,
    Team,
    Role,
    Policy,
}

impl Table {
    const fn name(self) -> &'static str {
        match self {
            Self::Department => "access_department",
            Self::Team => "access_team",
            Self::Role => "access_role",
            Self::Policy => "access_policy",
        }
    }

    /// What one of them is called in errors.
    pub(in crate::access) const fn word(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Team => "team",
            Self::Role => "role",
            Self::Policy => "policy",
        }
    }
}

/// All of a table by name.
pub(in crate::access) async fn all<T: DeserializeOwned>(db: &impl ConnectionTrait, table: Table) -> Result<Vec<T>> {
    let mut query = Query::select();
    query.columns(["id", "body"]).from(table.name()).order_by("name_key", Order::Asc);
    let mut found = Vec::new();
    for row in db.query_all(&query).await? {
        let (id, body): (Uuid, String) = (row.try_get("", "id")?, row.try_get("", "body")?);
        found.push(serde_json::from_str(&body).map_err(|cause| catalog::Error::Corrupt {
            what: table.word(),
            asset: catalog::AssetId(id),
            cause,
        })?);
    }
    Ok(found)
}

/// Stores one, in the place of the one with its identifier.
pub(in crate::access) async fn put(
    db: &impl ConnectionTrait,
    table: Table,
    (id, name_key): (Uuid, &str),
    body: &impl Serialize,
) -> Result<()> {
    let text = serde_json::to_string(body).expect("what the organisation is made of is JSON");
    delete(db, table, id).await?;
    let mut query = Query::insert();
    query.into_table(table.name()).columns(["id", "name_key", "body"]).values_panic([
        Expr::val(id),
        Expr::val(name_key),
        Expr::val(text),
    ]);
    db.execute(&query).await?;
    Ok(())
}

/// Deletes one; answers whether there was one.
pub(in crate::access) async fn delete(db: &impl ConnectionTrait, table: Table, id: Uuid) -> Result<bool> {
    let mut query = Query::delete();
    query.from_table(table.name()).and_where(Expr::col("id").eq(id));
    Ok(db.execute(&query).await?.rows_affected() > 0)
}

/// The stamp as a column of another question, so that it costs no statement of its own.
pub(in crate::access) fn with_stamp(query: &mut SelectStatement) {
    let mut stamp = Query::select();
    stamp.column("value").from("access_stamp").and_where(Expr::col(("access_stamp", "id")).eq(1));
    query.expr_as(Expr::SubQuery(None, Box::new(stamp.into())), "stamp");
}

/// What [`with_stamp`] asked for.
pub(in crate::access) fn stamp_of(row: &QueryResult) -> Result<i64> {
    Ok(row.try_get("", "stamp")?)
}

/// A number that grows with every change of any of the tables.
pub(in crate::access) async fn stamp(db: &impl ConnectionTrait) -> Result<i64> {
    let mut query = Query::select();
    query.column("value").from("access_stamp").and_where(Expr::col("id").eq(1));
    Ok(db.query_one(&query).await?.map(|row| row.try_get("", "value")).transpose()?.unwrap_or(0))
}

/// Says that one of the tables, or an account, changed.
pub(in crate::access) async fn touch(db: &impl ConnectionTrait) -> Result<()> {
    let mut query = Query::update();
    query.table("access_stamp").value("value", Expr::col("value").add(1)).and_where(Expr::col("id").eq(1));
    db.execute(&query).await?;
    Ok(())
}
