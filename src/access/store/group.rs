//! The tables of groups that are kept elsewhere, and of who is in them.

use std::collections::{BTreeSet, HashMap};

use catalog::UserId;
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait as _, LikeExpr, OnConflict, Order, Query},
};
use uuid::Uuid;

use super::{USER, UserRow, all, one};
use crate::access::error::Result;

/// How many members one statement inserts.
const ROWS: usize = 500;

/// A row of `access_group`.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::access) struct GroupRow {
    pub(in crate::access) id: Uuid,
    pub(in crate::access) origin: String,
    pub(in crate::access) name: String,
    pub(in crate::access) name_key: String,
    pub(in crate::access) external_id: Option<String>,
    pub(in crate::access) created_at: i64,
    pub(in crate::access) updated_at: i64,
}

const GROUP: [&str; 7] = ["id", "origin", "name", "name_key", "external_id", "created_at", "updated_at"];

pub(in crate::access) async fn find(db: &impl ConnectionTrait, origin: &str, id: Uuid) -> Result<Option<GroupRow>> {
    let mut query = Query::select();
    query
        .columns(GROUP)
        .from("access_group")
        .and_where(Expr::col("origin").eq(origin))
        .and_where(Expr::col("id").eq(id));
    one(db, &query).await
}

/// Those groups of an origin whose folded names are among `keys`.
pub(in crate::access) async fn named(
    db: &impl ConnectionTrait,
    origin: &str,
    keys: &[String],
) -> Result<Vec<GroupRow>> {
    let mut query = Query::select();
    query
        .columns(GROUP)
        .from("access_group")
        .and_where(Expr::col("origin").eq(origin))
        .and_where(Expr::col("name_key").is_in(keys.iter().map(String::as_str)));
    all(db, &query).await
}

/// A page of the groups of an origin by folded name, and how many there are: `start` are left out.
pub(in crate::access) async fn page(
    db: &impl ConnectionTrait,
    origin: &str,
    start: u64,
    limit: u64,
) -> Result<(Vec<GroupRow>, i64)> {
    let mut query = Query::select();
    query
        .columns(GROUP)
        .from("access_group")
        .and_where(Expr::col("origin").eq(origin))
        .order_by("name_key", Order::Asc)
        .offset(start)
        .limit(limit);
    let mut count = Query::select();
    count.expr_as(Expr::col("id").count(), "found").from("access_group").and_where(Expr::col("origin").eq(origin));
    let total = db.query_one(&count).await?.map(|row| row.try_get("", "found")).transpose()?.unwrap_or(0);
    Ok((all(db, &query).await?, total))
}

pub(in crate::access) async fn insert(db: &impl ConnectionTrait, row: &GroupRow) -> Result<()> {
    let values = [
        Expr::val(row.id),
        Expr::val(row.origin.clone()),
        Expr::val(row.name.clone()),
        Expr::val(row.name_key.clone()),
        Expr::val(row.external_id.clone()),
        Expr::val(row.created_at),
        Expr::val(row.updated_at),
    ];
    db.execute(Query::insert().into_table("access_group").columns(GROUP).values_panic(values)).await?;
    Ok(())
}

/// Stores everything of `row` that can change.
pub(in crate::access) async fn update(db: &impl ConnectionTrait, row: &GroupRow) -> Result<()> {
    let mut query = Query::update();
    query
        .table("access_group")
        .value("name", row.name.clone())
        .value("name_key", row.name_key.clone())
        .value("external_id", row.external_id.clone())
        .value("updated_at", row.updated_at)
        .and_where(Expr::col("id").eq(row.id));
    db.execute(&query).await?;
    Ok(())
}

pub(in crate::access) async fn delete(db: &impl ConnectionTrait, id: Uuid) -> Result<()> {
    db.execute(Query::delete().from_table("access_group_member").and_where(Expr::col("group_id").eq(id))).await?;
    db.execute(Query::delete().from_table("access_group").and_where(Expr::col("id").eq(id))).await?;
    Ok(())
}

/// A member, with the group.
#[derive(Debug, Clone)]
pub(in crate::access) struct MemberRow {
    pub(in crate::access) group: Uuid,
    pub(in crate::access) user: UserRow,
}

/// Who is in these groups, by folded name; at most `limit`.
pub(in crate::access) async fn members(
    db: &impl ConnectionTrait,
    groups: &[Uuid],
    limit: u64,
) -> Result<Vec<MemberRow>> {
    let mut query = Query::select();
    query.expr_as(Expr::col(("access_group_member", "group_id")), "group_id");
    for column in USER {
        query.expr_as(Expr::col(("access_user", column)), format!("u_{column}"));
    }
    query
        .from("access_group_member")
        .inner_join("access_user", Expr::col(("access_user", "id")).equals(("access_group_member", "user_id")))
        .and_where(Expr::col(("access_group_member", "group_id")).is_in(groups.iter().copied()))
        .order_by(("access_user", "name_key"), Order::Asc)
        .limit(limit);
    let rows = db.query_all(&query).await?;
    let read = rows
        .iter()
        .map(|row| Ok(MemberRow { group: row.try_get("", "group_id")?, user: UserRow::from_query_result(row, "u_")? }));
    read.collect()
}

/// The names of the groups of an origin that a user is in.
pub(in crate::access) async fn of_user(
    db: &impl ConnectionTrait,
    user: Uuid,
    origin: Option<&str>,
) -> Result<Vec<GroupRow>> {
    let mut query = Query::select();
    for column in GROUP {
        query.expr_as(Expr::col(("access_group", column)), column);
    }
    query
        .from("access_group_member")
        .inner_join("access_group", Expr::col(("access_group", "id")).equals(("access_group_member", "group_id")))
        .and_where(Expr::col(("access_group_member", "user_id")).eq(user));
    if let Some(origin) = origin {
        query.and_where(Expr::col(("access_group", "origin")).eq(origin));
    }
    all(db, query.order_by(("access_group", "name_key"), Order::Asc).limit(1_000)).await
}

/// The most members of groups that feed teams and roles.
const MOST_FED: u64 = 200_000;

/// Who is in groups that are named `ORIGIN/NAME`, by that in lower case; one statement for each origin.
pub(in crate::access) async fn people(
    db: &impl ConnectionTrait,
    names: &BTreeSet<&String>,
) -> Result<HashMap<String, BTreeSet<UserId>>> {
    let mut by_origin: HashMap<&str, Vec<String>> = HashMap::new();
    for (origin, name) in names.iter().filter_map(|name| name.split_once('/')) {
        by_origin.entry(origin).or_default().push(name.to_lowercase());
    }
    let mut people: HashMap<String, BTreeSet<UserId>> = HashMap::new();
    for (origin, keys) in by_origin {
        let mut query = Query::select();
        query
            .expr_as(Expr::col(("access_group", "name_key")), "name_key")
            .expr_as(Expr::col(("access_group_member", "user_id")), "user_id")
            .from("access_group")
            .inner_join(
                "access_group_member",
                Expr::col(("access_group_member", "group_id")).equals(("access_group", "id")),
            )
            .and_where(Expr::col(("access_group", "origin")).eq(origin))
            .and_where(Expr::col(("access_group", "name_key")).is_in(keys))
            .limit(MOST_FED);
        for row in db.query_all(&query).await? {
            let (key, user): (String, Uuid) = (row.try_get("", "name_key")?, row.try_get("", "user_id")?);
            people.entry(format!("{origin}/{key}").to_lowercase()).or_default().insert(UserId(user));
        }
    }
    Ok(people)
}

/// Groups whose name has a text in it, whatever its case, as `ORIGIN/NAME`; at most `limit`.
pub(in crate::access) async fn with_text(db: &impl ConnectionTrait, text: &str, limit: u64) -> Result<Vec<String>> {
    let escaped = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let mut query = Query::select();
    query
        .columns(GROUP)
        .from("access_group")
        .and_where(Expr::col("name_key").like(LikeExpr::new(format!("%{escaped}%")).escape('\\')))
        .order_by("name_key", Order::Asc)
        .limit(limit);
    let found: Vec<GroupRow> = all(db, &query).await?;
    Ok(found.into_iter().map(|row| format!("{}/{}", row.origin, row.name)).collect())
}

/// Puts users into groups, as pairs of a group and a user; who is in already stays.
pub(in crate::access) async fn add(db: &impl ConnectionTrait, pairs: &[(Uuid, Uuid)]) -> Result<()> {
    for pairs in pairs.chunks(ROWS) {
        let mut query = Query::insert();
        query.into_table("access_group_member").columns(["group_id", "user_id"]);
        for (group, user) in pairs {
            query.values_panic([Expr::val(*group), Expr::val(*user)]);
        }
        query.on_conflict(OnConflict::columns(["group_id", "user_id"]).do_nothing().to_owned());
        db.execute(&query).await?;
    }
    Ok(())
}

/// Takes a user out of groups.
pub(in crate::access) async fn leave(db: &impl ConnectionTrait, user: Uuid, groups: &[Uuid]) -> Result<()> {
    if groups.is_empty() {
        return Ok(());
    }
    let mut query = Query::delete();
    query
        .from_table("access_group_member")
        .and_where(Expr::col("user_id").eq(user))
        .and_where(Expr::col("group_id").is_in(groups.iter().copied()));
    db.execute(&query).await?;
    Ok(())
}

/// Takes users out of a group; all of them when none are named.
pub(in crate::access) async fn remove(db: &impl ConnectionTrait, group: Uuid, users: Option<&[Uuid]>) -> Result<()> {
    let mut query = Query::delete();
    query.from_table("access_group_member").and_where(Expr::col("group_id").eq(group));
    if let Some(users) = users {
        query.and_where(Expr::col("user_id").is_in(users.iter().copied()));
    }
    db.execute(&query).await?;
    Ok(())
}
