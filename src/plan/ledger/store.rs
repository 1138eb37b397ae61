//! The table of what was applied.

use std::collections::BTreeMap;

use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait as _, OnConflict, Order, Query},
};
use serde_json::Value;

use super::Applied;
use crate::access::Result;

const TABLE: &str = "access_applied";

pub(super) async fn all(db: &impl ConnectionTrait, set: &str) -> Result<Vec<Applied>> {
    let mut query = Query::select();
    query
        .columns(["section", "name", "document"])
        .from(TABLE)
        .and_where(Expr::col("part").eq(set))
        .order_by("section", Order::Asc)
        .order_by("name", Order::Asc);
    let mut found = Vec::new();
    for row in db.query_all(&query).await? {
        let document: String = row.try_get("", "document")?;
        let document = serde_json::from_str(&document).unwrap_or(Value::Null);
        found.push(Applied { section: row.try_get("", "section")?, name: row.try_get("", "name")?, document });
    }
    Ok(found)
}

pub(super) async fn put(
    db: &impl ConnectionTrait,
    set: &str,
    documents: &BTreeMap<(String, String), Value>,
    (at, actor): (i64, &str),
) -> Result<()> {
    let rows: Vec<_> = documents.iter().collect();
    for chunk in rows.chunks(500) {
        let mut query = Query::insert();
        query.into_table(TABLE).columns(["part", "section", "name", "document", "at", "actor"]);
        for ((section, name), document) in chunk {
            let document = document.to_string();
            query.values_panic([
                set.into(),
                section.as_str().into(),
                name.as_str().into(),
                document.into(),
                at.into(),
                actor.into(),
            ]);
        }
        let conflict =
            OnConflict::columns(["part", "section", "name"]).update_columns(["document", "at", "actor"]).to_owned();
        query.on_conflict(conflict);
        db.execute(&query).await?;
    }
    Ok(())
}

pub(super) async fn delete(db: &impl ConnectionTrait, set: &str, section: &str, name: &str) -> Result<()> {
    let mut query = Query::delete();
    query
        .from_table(TABLE)
        .and_where(Expr::col("part").eq(set))
        .and_where(Expr::col("section").eq(section))
        .and_where(Expr::col("name").eq(name));
    db.execute(&query).await?;
    Ok(())
}
