//! The tables of access; rows do not leave this crate's `access`. Accounts are here, the rest in files of their own.

pub(super) mod group;
pub(super) mod identity;
pub(super) mod organisation;
pub(in crate::access) mod provision;
pub(super) mod session;
pub(super) mod token;

use std::collections::BTreeMap;

use catalog::{ErrorKind, Role, UserId};
use chrono::{DateTime, Utc};
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult, QueryResult,
    sea_query::{Expr, ExprTrait as _, Order, Query, SelectStatement},
};
use uuid::Uuid;

use super::error::{Error, Result};

/// The columns of `access_user`.
pub(super) const USER: [&str; 16] = [
    "id",
    "name",
    "name_key",
    "display_name",
    "password_hash",
    "role",
    "is_disabled",
    "is_demo",
    "created_at",
    "last_sign_in_at",
    "kind",
    "owner_id",
    "email",
    "email_key",
    "external_id",
    "is_provisioned",
];

/// A row of `access_user`.
#[derive(Debug, Clone, Default, FromQueryResult)]
pub(super) struct UserRow {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) name_key: String,
    pub(super) display_name: String,
    pub(super) password_hash: Option<String>,
    pub(super) role: i16,
    pub(super) is_disabled: bool,
    pub(super) is_demo: bool,
    pub(super) created_at: i64,
    pub(super) last_sign_in_at: Option<i64>,
    pub(super) kind: i16,
    pub(super) owner_id: Option<Uuid>,
    pub(super) email: Option<String>,
    pub(super) email_key: Option<String>,
    pub(super) external_id: Option<String>,
    pub(super) is_provisioned: bool,
}

/// The stored number of a program's account.
pub(super) const SERVICE: i16 = 1;

impl UserRow {
    pub(super) fn id(&self) -> UserId {
        UserId(self.id)
    }

    /// Whether it is a program's, which signs in with tokens only.
    pub(super) fn is_service(&self) -> bool {
        self.kind == SERVICE
    }

    /// The role; one that this version does not know may as little as the least.
    pub(super) fn role(&self) -> Role {
        role_of(self.role)
    }
}

/// The stored number of a role; never change one.
pub(super) const fn role_number(role: Role) -> i16 {
    match role {
        Role::Member => 0,
        Role::Viewer => 1,
        Role::Editor => 2,
        Role::Admin => 3,
    }
}

const fn role_of(number: i16) -> Role {
    match number {
        3 => Role::Admin,
        2 => Role::Editor,
        1 => Role::Viewer,
        _ => Role::Member,
    }
}

/// A time as the store keeps it.
pub(super) fn micros(time: DateTime<Utc>) -> i64 {
    time.timestamp_micros()
}

fn select() -> SelectStatement {
    Query::select().columns(USER).from("access_user").to_owned()
}

pub(super) async fn one<T: FromQueryResult>(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Option<T>> {
    let row: Option<QueryResult> = db.query_one(query).await?;
    Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
}

pub(super) async fn all<T: FromQueryResult>(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<T>> {
    let rows: Vec<QueryResult> = db.query_all(query).await?;
    let read: Result<Vec<T>, DbErr> = rows.iter().map(|row| T::from_query_result(row, "")).collect();
    Ok(read?)
}

pub(super) async fn find_user_named(db: &impl ConnectionTrait, key: &str) -> Result<Option<UserRow>> {
    one(db, select().and_where(Expr::col("name_key").eq(key))).await
}

pub(super) async fn find_user(db: &impl ConnectionTrait, id: UserId) -> Result<Option<UserRow>> {
    one(db, select().and_where(Expr::col("id").eq(id.0))).await
}

/// The account with this folded address.
pub(super) async fn find_user_with_email(db: &impl ConnectionTrait, key: &str) -> Result<Option<UserRow>> {
    one(db, select().and_where(Expr::col("email_key").eq(key))).await
}

/// Those of these accounts that there are.
pub(super) async fn users_of(db: &impl ConnectionTrait, ids: &[UserId]) -> Result<Vec<UserRow>> {
    let mut rows = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        rows.extend(all::<UserRow>(db, select().and_where(Expr::col("id").is_in(chunk.iter().map(|id| id.0)))).await?);
    }
    Ok(rows)
}

/// Up to `limit` accounts of programs that are not kept out, by folded name.
pub(super) async fn programs(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<UserRow>> {
    let mut query = select();
    query.and_where(Expr::col("kind").eq(SERVICE)).and_where(Expr::col("is_disabled").eq(false));
    all(db, query.order_by("name_key", Order::Asc).limit(limit)).await
}

/// The accounts with these folded names.
pub(super) async fn users_with_keys(db: &impl ConnectionTrait, keys: &[&String]) -> Result<Vec<UserRow>> {
    let mut rows = Vec::with_capacity(keys.len());
    for chunk in keys.chunks(500) {
        let keys = chunk.iter().map(|key| key.as_str());
        rows.extend(all::<UserRow>(db, select().and_where(Expr::col("name_key").is_in(keys))).await?);
    }
    Ok(rows)
}

/// Up to `limit` users whose folded name comes behind `after`, by folded name.
pub(super) async fn users_after(db: &impl ConnectionTrait, after: Option<&str>, limit: u64) -> Result<Vec<UserRow>> {
    let mut query = select();
    if let Some(after) = after {
        query.and_where(Expr::col("name_key").gt(after));
    }
    all(db, query.order_by("name_key", Order::Asc).limit(limit)).await
}

/// Up to `limit` users that are not disabled and whose folded name or display name begins with `text`.
pub(super) async fn people(db: &impl ConnectionTrait, text: &str, limit: u64) -> Result<Vec<UserRow>> {
    let mut query = select();
    query.and_where(Expr::col("is_disabled").eq(false));
    if !text.is_empty() {
        let pattern = format!("{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let like = sea_orm::sea_query::LikeExpr::new(pattern).escape('\\');
        let lowered = Expr::expr(sea_orm::sea_query::Func::lower(Expr::col("display_name")));
        query.and_where(Expr::col("name_key").like(like.clone()).or(lowered.like(like)));
    }
    all(db, query.order_by("name_key", Order::Asc).limit(limit)).await
}

/// The names and display names of those accounts of `names` that there are.
pub(super) async fn display_names(db: &impl ConnectionTrait, names: &[String]) -> Result<Vec<UserRow>> {
    let mut query = select();
    query.and_where(Expr::col("name").is_in(names.iter().map(String::as_str)));
    all(db, &query).await
}

/// The names of accounts, by identifier.
pub(super) async fn account_names(db: &impl ConnectionTrait, ids: &[UserId]) -> Result<Vec<(UserId, String)>> {
    let mut names = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let mut query = Query::select();
        query.columns(["id", "name"]).from("access_user").and_where(Expr::col("id").is_in(chunk.iter().map(|id| id.0)));
        for row in db.query_all(&query).await? {
            names.push((UserId(row.try_get("", "id")?), row.try_get("", "name")?));
        }
    }
    Ok(names)
}

/// How many accounts have each built-in role.
pub(super) async fn accounts_by_role(db: &impl ConnectionTrait) -> Result<BTreeMap<Role, i64>> {
    let mut query = Query::select();
    query.column("role").expr_as(Expr::col("id").count(), "found").from("access_user").group_by_col("role");
    let rows = db.query_all(&query).await?;
    let count = |row: QueryResult| Ok((role_of(row.try_get("", "role")?), row.try_get("", "found")?));
    rows.into_iter().map(count).collect()
}

/// Accounts by their folded names.
pub(super) async fn accounts_by_key(
    db: &impl ConnectionTrait,
    keys: &[String],
) -> Result<std::collections::HashMap<String, (UserId, String)>> {
    let mut found = std::collections::HashMap::new();
    for chunk in keys.chunks(500) {
        let mut query = Query::select();
        let named = Expr::col("name_key").is_in(chunk.iter().map(String::as_str));
        query.columns(["id", "name", "name_key"]).from("access_user").and_where(named);
        for row in db.query_all(&query).await? {
            found.insert(row.try_get("", "name_key")?, (UserId(row.try_get("", "id")?), row.try_get("", "name")?));
        }
    }
    Ok(found)
}

/// How many people can sign in with a password as an administrator, `but` left out.
pub(super) async fn count_admins(db: &impl ConnectionTrait, but: Option<UserId>) -> Result<i64> {
    let mut query = Query::select();
    query
        .expr_as(Expr::col("id").count(), "found")
        .from("access_user")
        .and_where(Expr::col("role").eq(role_number(Role::Admin)))
        .and_where(Expr::col("is_disabled").eq(false))
        .and_where(Expr::col("password_hash").is_not_null());
    if let Some(but) = but {
        query.and_where(Expr::col("id").ne(but.0));
    }
    let row = db.query_one(&query).await?;
    Ok(row.map(|row| row.try_get("", "found")).transpose()?.unwrap_or(0))
}

/// Those accounts whose folded names are among `keys`.
pub(super) async fn accounts_named(db: &impl ConnectionTrait, keys: &[String]) -> Result<Vec<UserId>> {
    let mut found = Vec::new();
    for chunk in keys.chunks(500) {
        let mut query = Query::select();
        query.column("id").from("access_user").and_where(Expr::col("name_key").is_in(chunk.iter().map(String::as_str)));
        for row in db.query_all(&query).await? {
            found.push(UserId(row.try_get("", "id")?));
        }
    }
    Ok(found)
}

pub(super) async fn insert_user(db: &impl ConnectionTrait, row: &UserRow) -> Result<()> {
    let values = [
        Expr::val(row.id),
        Expr::val(row.name.clone()),
        Expr::val(row.name_key.clone()),
        Expr::val(row.display_name.clone()),
        Expr::val(row.password_hash.clone()),
        Expr::val(row.role),
        Expr::val(row.is_disabled),
        Expr::val(row.is_demo),
        Expr::val(row.created_at),
        Expr::val(row.last_sign_in_at),
        Expr::val(row.kind),
        Expr::val(row.owner_id),
        Expr::val(row.email.clone()),
        Expr::val(row.email_key.clone()),
        Expr::val(row.external_id.clone()),
        Expr::val(row.is_provisioned),
    ];
    db.execute(Query::insert().into_table("access_user").columns(USER).values_panic(values)).await?;
    Ok(())
}

/// Stores everything of `row` that can change.
pub(super) async fn update_user(db: &impl ConnectionTrait, row: &UserRow) -> Result<()> {
    let mut query = Query::update();
    query
        .table("access_user")
        .value("display_name", row.display_name.clone())
        .value("password_hash", row.password_hash.clone())
        .value("role", row.role)
        .value("is_disabled", row.is_disabled)
        .value("last_sign_in_at", row.last_sign_in_at)
        .value("name", row.name.clone())
        .value("name_key", row.name_key.clone())
        .value("owner_id", row.owner_id)
        .value("email", row.email.clone())
        .value("email_key", row.email_key.clone())
        .value("external_id", row.external_id.clone())
        .value("is_provisioned", row.is_provisioned)
        .and_where(Expr::col("id").eq(row.id));
    db.execute(&query).await?;
    Ok(())
}

/// Puts the hash of the setup link in the place of any earlier one.
pub(super) async fn replace_setup(db: &impl ConnectionTrait, hash: &str, expires_at: i64) -> Result<()> {
    delete_setup(db).await?;
    let values = [Expr::val(hash), Expr::val(expires_at)];
    let mut query = Query::insert();
    query.into_table("access_setup").columns(["secret_hash", "expires_at"]).values_panic(values);
    db.execute(&query).await?;
    Ok(())
}

pub(super) async fn delete_setup(db: &impl ConnectionTrait) -> Result<()> {
    db.execute(Query::delete().from_table("access_setup")).await?;
    Ok(())
}

/// Whether the setup link with this hash is still good at `now`.
pub(super) async fn is_setup_open(db: &impl ConnectionTrait, hash: &str, now: i64) -> Result<bool> {
    let mut query = Query::select();
    query
        .column("expires_at")
        .from("access_setup")
        .and_where(Expr::col("secret_hash").eq(hash))
        .and_where(Expr::col("expires_at").gt(now));
    Ok(db.query_one(&query).await?.is_some())
}

/// Turns "there is one already" of a unique index into a conflict about `problem`.
pub(super) fn conflict(error: Error, problem: String) -> Error {
    let is_twin = match &error {
        Error::Catalog(catalog::Error::Store(cause)) => {
            matches!(cause.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
        }
        _ => false,
    };
    debug_assert!(!is_twin || catalog::Fault::kind(&error) == ErrorKind::Internal);
    if is_twin { catalog::Error::conflict(problem).into() } else { error }
}
