//! What another system asks of the accounts that it keeps here.

use std::collections::HashSet;

use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait as _, Order, Query, SelectStatement},
};
use uuid::Uuid;

use super::{USER, UserRow, all};
use crate::access::error::Result;

/// How many identifiers one statement compares.
const IDS: usize = 500;

/// What an account has to equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Equals {
    /// Its identifier.
    Id(Uuid),
    /// Its name, in any case.
    Name(String),
    /// Its identifier there.
    ExternalId(String),
    /// Its address, in any case.
    Email(String),
}

fn narrow(query: &mut SelectStatement, equals: Option<&Equals>) {
    query.from("access_user").and_where(Expr::col("is_provisioned").eq(true));
    if let Some(equals) = equals {
        query.and_where(match equals {
            Equals::Id(id) => Expr::col("id").eq(*id),
            Equals::Name(name) => Expr::col("name_key").eq(name.to_lowercase()),
            Equals::ExternalId(id) => Expr::col("external_id").eq(id.as_str()),
            Equals::Email(email) => Expr::col("email_key").eq(email.to_lowercase()),
        });
    }
}

/// A page of the accounts, and how many there are.
pub(in crate::access) async fn page(
    db: &impl ConnectionTrait,
    equals: Option<&Equals>,
    start: u64,
    limit: u64,
) -> Result<(Vec<UserRow>, i64)> {
    let mut query = Query::select();
    narrow(query.columns(USER), equals);
    query.order_by("name_key", Order::Asc).offset(start).limit(limit);
    let mut count = Query::select();
    narrow(count.expr_as(Expr::col("id").count(), "found"), equals);
    let total = db.query_one(&count).await?.map(|row| row.try_get("", "found")).transpose()?.unwrap_or(0);
    let rows = if limit == 0 { Vec::new() } else { all(db, &query).await? };
    Ok((rows, total))
}

/// Which of these accounts are kept by another system.
pub(in crate::access) async fn known(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    let mut known = HashSet::new();
    for ids in ids.chunks(IDS) {
        let mut query = Query::select();
        query
            .column("id")
            .from("access_user")
            .and_where(Expr::col("is_provisioned").eq(true))
            .and_where(Expr::col("id").is_in(ids.iter().copied()));
        for row in db.query_all(&query).await? {
            known.insert(row.try_get("", "id")?);
        }
    }
    Ok(known)
}

/// Takes away who a user is elsewhere, and the groups they are in.
pub(in crate::access) async fn forget(db: &impl ConnectionTrait, user: Uuid) -> Result<()> {
    for table in ["access_identity", "access_group_member"] {
        db.execute(Query::delete().from_table(table).and_where(Expr::col("user_id").eq(user))).await?;
    }
    Ok(())
}
