//! The table of webhooks and chats.

use catalog::{Result, Write};
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait as _, Order, Query, SelectStatement},
};
use uuid::Uuid;

use super::delivery;

const TABLE: &str = "notify_endpoint";

/// A row of `notify_endpoint`.
#[derive(Debug, Clone, Default, FromQueryResult)]
pub(in crate::notify) struct EndpointRow {
    pub(in crate::notify) id: Uuid,
    pub(in crate::notify) name: String,
    pub(in crate::notify) name_key: String,
    pub(in crate::notify) shape: String,
    pub(in crate::notify) url: String,
    pub(in crate::notify) shown_url: String,
    pub(in crate::notify) secret: Option<String>,
    pub(in crate::notify) old_secret: Option<String>,
    pub(in crate::notify) old_until: Option<i64>,
    pub(in crate::notify) kinds: Option<String>,
    pub(in crate::notify) reader: Uuid,
    pub(in crate::notify) owner: Option<Uuid>,
    pub(in crate::notify) locale: String,
    pub(in crate::notify) is_enabled: bool,
    pub(in crate::notify) trouble: Option<String>,
    pub(in crate::notify) position: i64,
    pub(in crate::notify) failures: i32,
    pub(in crate::notify) pause_until: i64,
    pub(in crate::notify) last_success_at: Option<i64>,
    pub(in crate::notify) served_at: i64,
    pub(in crate::notify) created_at: i64,
    pub(in crate::notify) updated_at: i64,
}

const COLUMNS: [&str; 22] = [
    "id",
    "name",
    "name_key",
    "shape",
    "url",
    "shown_url",
    "secret",
    "old_secret",
    "old_until",
    "kinds",
    "reader",
    "owner",
    "locale",
    "is_enabled",
    "trouble",
    "position",
    "failures",
    "pause_until",
    "last_success_at",
    "served_at",
    "created_at",
    "updated_at",
];

impl EndpointRow {
    fn values(&self) -> [Expr; 22] {
        [
            Expr::val(self.id),
            Expr::val(self.name.clone()),
            Expr::val(self.name_key.clone()),
            Expr::val(self.shape.clone()),
            Expr::val(self.url.clone()),
            Expr::val(self.shown_url.clone()),
            Expr::val(self.secret.clone()),
            Expr::val(self.old_secret.clone()),
            Expr::val(self.old_until),
            Expr::val(self.kinds.clone()),
            Expr::val(self.reader),
            Expr::val(self.owner),
            Expr::val(self.locale.clone()),
            Expr::val(self.is_enabled),
            Expr::val(self.trouble.clone()),
            Expr::val(self.position),
            Expr::val(self.failures),
            Expr::val(self.pause_until),
            Expr::val(self.last_success_at),
            Expr::val(self.served_at),
            Expr::val(self.created_at),
            Expr::val(self.updated_at),
        ]
    }
}

fn select() -> SelectStatement {
    Query::select().columns(COLUMNS).from(TABLE).to_owned()
}

pub(in crate::notify) async fn insert(write: &Write, row: &EndpointRow) -> Result<()> {
    write.execute(Query::insert().into_table(TABLE).columns(COLUMNS).values_panic(row.values())).await?;
    Ok(())
}

/// What the worker moves, and no change of settings may move back.
const MOVED: [&str; 4] = ["id", "position", "last_success_at", "served_at"];

/// Stores everything of a row but what the worker moves.
pub(in crate::notify) async fn update(write: &Write, row: &EndpointRow) -> Result<()> {
    let mut query = Query::update();
    query.table(TABLE).and_where(Expr::col("id").eq(row.id));
    for (column, value) in COLUMNS.into_iter().zip(row.values()).filter(|(column, _)| !MOVED.contains(column)) {
        query.value(column, value);
    }
    write.execute(&query).await?;
    Ok(())
}

/// Deletes one, with its deliveries.
pub(in crate::notify) async fn delete(write: &Write, id: Uuid) -> Result<()> {
    delivery::delete_of(write, id).await?;
    write.execute(Query::delete().from_table(TABLE).and_where(Expr::col("id").eq(id))).await?;
    Ok(())
}

pub(in crate::notify) async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<EndpointRow>> {
    super::one(db, select().and_where(Expr::col("id").eq(id))).await
}

/// How many there are.
pub(in crate::notify) async fn count(db: &impl ConnectionTrait) -> Result<i64> {
    let mut query = Query::select();
    query.expr_as(Expr::col("id").count(), "found").from(TABLE);
    let row = db.query_one(&query).await?;
    Ok(row.map(|row| row.try_get("", "found")).transpose()?.unwrap_or(0))
}

/// Up to `limit` behind a folded name, by folded name.
pub(in crate::notify) async fn page(
    db: &impl ConnectionTrait,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<EndpointRow>> {
    let mut query = select();
    if let Some(after) = after {
        query.and_where(Expr::col("name_key").gt(after));
    }
    super::all(db, query.order_by("name_key", Order::Asc).limit(limit)).await
}

/// Those that are on and have not taken up everything until `last`.
pub(in crate::notify) async fn behind(db: &impl ConnectionTrait, last: i64) -> Result<Vec<EndpointRow>> {
    let mut query = select();
    query.and_where(Expr::col("is_enabled").eq(true)).and_where(Expr::col("position").lt(last));
    super::all(db, query.order_by("position", Order::Asc).order_by("id", Order::Asc)).await
}

/// Sets the place behind which deliveries are made anew.
pub(in crate::notify) async fn rewind(write: &Write, id: Uuid, to: i64) -> Result<()> {
    let mut query = Query::update();
    write.execute(query.table(TABLE).value("position", to).and_where(Expr::col("id").eq(id))).await?;
    Ok(())
}

/// Moves the place up to which deliveries were made, unless somebody moved it meanwhile; answers whether.
pub(in crate::notify) async fn advance(write: &Write, id: Uuid, from: i64, to: i64) -> Result<bool> {
    let mut query = Query::update();
    query.table(TABLE).value("position", to);
    query.and_where(Expr::col("id").eq(id)).and_where(Expr::col("position").eq(from));
    Ok(write.execute(&query).await?.rows_affected() == 1)
}

fn free(now: i64) -> Expr {
    Expr::col("lease_until").is_null().or(Expr::col("lease_until").lte(now))
}

/// Up to `limit` that are on, held by nobody and have something due at `now`; who waited longest comes first.
pub(in crate::notify) async fn due(db: &impl ConnectionTrait, now: i64, limit: u64) -> Result<Vec<Uuid>> {
    let mut query = Query::select();
    query
        .column("id")
        .from(TABLE)
        .and_where(Expr::col("is_enabled").eq(true))
        .and_where(Expr::col("pause_until").lte(now))
        .and_where(free(now))
        .and_where(Expr::exists(delivery::due_of((TABLE, "id"), now)))
        .order_by("served_at", Order::Asc)
        .order_by("id", Order::Asc)
        .limit(limit);
    let rows = db.query_all(&query).await?;
    rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
}

/// Takes one for `holder` until `until`, if it is free or theirs; answers whether.
pub(in crate::notify) async fn claim(write: &Write, id: Uuid, holder: Uuid, now: i64, until: i64) -> Result<bool> {
    let mut query = Query::update();
    query.table(TABLE).value("holder", holder).value("lease_until", until).value("served_at", now);
    query.and_where(Expr::col("id").eq(id)).and_where(free(now).or(Expr::col("holder").eq(holder)));
    Ok(write.execute(&query).await?.rows_affected() == 1)
}

/// Lets go of one that `holder` has.
pub(in crate::notify) async fn release(write: &Write, id: Uuid, holder: Uuid) -> Result<()> {
    let mut query = Query::update();
    query.table(TABLE).value("lease_until", Option::<i64>::None).value("holder", Option::<Uuid>::None);
    query.and_where(Expr::col("id").eq(id)).and_where(Expr::col("holder").eq(holder));
    write.execute(&query).await?;
    Ok(())
}

/// Lets an endpoint rest, or go on.
pub(in crate::notify) async fn set_pause(write: &Write, id: Uuid, failures: i32, until: i64) -> Result<()> {
    let mut query = Query::update();
    query.table(TABLE).value("failures", failures).value("pause_until", until).and_where(Expr::col("id").eq(id));
    write.execute(&query).await?;
    Ok(())
}

/// Remembers that one took a message at `now`.
pub(in crate::notify) async fn set_success(write: &Write, id: Uuid, now: i64) -> Result<()> {
    let mut query = Query::update();
    query.table(TABLE).value("last_success_at", now).value("failures", 0).value("pause_until", 0);
    query.and_where(Expr::col("id").eq(id));
    write.execute(&query).await?;
    Ok(())
}

/// Switches one off, and says why.
pub(in crate::notify) async fn disable(write: &Write, id: Uuid, trouble: &str) -> Result<()> {
    let mut query = Query::update();
    query.table(TABLE).value("is_enabled", false).value("trouble", trouble).and_where(Expr::col("id").eq(id));
    write.execute(&query).await?;
    Ok(())
}
