//! The table of requests for access.

use catalog::{database::rows::Row as _, page::filling::Step};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait as _, Query},
};
use uuid::Uuid;

use crate::collab::{
    Result,
    request::{State, Stored},
};

catalog::table_row! {
    /// A row of `collab_request`.
    pub(in crate::collab) struct RequestRow in "collab_request" {
        id: Uuid,
        at: i64,
        user_id: Uuid,
        user_name: String,
        typed: String,
        typed_key: String,
        asset_id: Option<Uuid>,
        is_looked_up: bool,
        wants: i16,
        reason: String,
        days: i32,
        state: i16,
        decided_at: Option<i64>,
        decided_by: Option<String>,
        note: Option<String>,
        until_at: Option<i64>,
        policy_id: Option<Uuid>,
    }
}

/// Which requests are listed.
#[derive(Debug, Clone, Default)]
pub(in crate::collab) struct Wanted {
    /// Those of one account.
    pub(in crate::collab) user: Option<Uuid>,
    /// Those in one state.
    pub(in crate::collab) state: Option<State>,
    /// What is still open at this time: asked after the first, given until behind the second.
    pub(in crate::collab) now: (i64, i64),
}

/// Stores how a request was decided.
pub(in crate::collab) async fn decide(db: &impl ConnectionTrait, row: &RequestRow) -> Result<()> {
    let mut query = Query::update();
    query
        .table(RequestRow::TABLE)
        .value("state", row.state)
        .value("decided_at", row.decided_at)
        .value("decided_by", row.decided_by.clone())
        .value("note", row.note.clone())
        .value("until_at", row.until_at)
        .value("policy_id", row.policy_id)
        .and_where(Expr::col("id").eq(row.id));
    db.execute(&query).await?;
    Ok(())
}

/// Stores what a request turned out to be about; answers whether nobody had done so.
pub(in crate::collab) async fn looked_up(db: &impl ConnectionTrait, id: Uuid, asset: Option<Uuid>) -> Result<bool> {
    let mut query = Query::update();
    query.table(RequestRow::TABLE).value("asset_id", asset).value("is_looked_up", true);
    query.and_where(Expr::col("id").eq(id)).and_where(Expr::col("is_looked_up").eq(false));
    Ok(db.execute(&query).await?.rows_affected() > 0)
}

/// Up to `limit` requests that nobody has looked up yet, the oldest first.
pub(in crate::collab) async fn not_looked_up(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<RequestRow>> {
    let mut query = RequestRow::select();
    query.and_where(Expr::col("is_looked_up").eq(false));
    query.order_by("id", sea_orm::sea_query::Order::Asc).limit(limit);
    super::all(db, &query).await
}

/// The pending requests of an account that were asked after a time: at most `limit`.
pub(in crate::collab) async fn pending_of(
    db: &impl ConnectionTrait,
    user: Uuid,
    after: i64,
    limit: u64,
) -> Result<Vec<RequestRow>> {
    let mut query = RequestRow::select();
    query
        .and_where(Expr::col("user_id").eq(user))
        .and_where(Expr::col("state").eq(Stored::Pending.number()))
        .and_where(Expr::col("at").gt(after))
        .limit(limit);
    super::all(db, &query).await
}

/// Policies of approved requests whose time was over at `now`: at most `limit`.
pub(in crate::collab) async fn over(db: &impl ConnectionTrait, now: i64, limit: u64) -> Result<Vec<(Uuid, Uuid)>> {
    let mut query = RequestRow::select();
    query
        .and_where(Expr::col("state").eq(Stored::Approved.number()))
        .and_where(Expr::col("until_at").lte(now))
        .and_where(Expr::col("policy_id").is_not_null())
        .limit(limit);
    let rows: Vec<RequestRow> = super::all(db, &query).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, row.policy_id?))).collect())
}

/// Forgets the policies of requests whose time is over.
pub(in crate::collab) async fn forget_policies(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<()> {
    for piece in super::pieces(ids) {
        let mut query = Query::update();
        query.table(RequestRow::TABLE).value("policy_id", Option::<Uuid>::None);
        query.and_where(Expr::col("id").is_in(piece.iter().copied()));
        db.execute(&query).await?;
    }
    Ok(())
}

/// A step of the list, newest first.
pub(in crate::collab) async fn page(db: &impl ConnectionTrait, wanted: &Wanted, step: Step) -> Result<Vec<RequestRow>> {
    let mut query = RequestRow::select();
    if let Some(user) = wanted.user {
        query.and_where(Expr::col("user_id").eq(user));
    }
    if let Some(state) = wanted.state {
        let (oldest, now) = wanted.now;
        query.and_where(Expr::col("state").eq(state.stored().number()));
        match state {
            State::Pending => query.and_where(Expr::col("at").gt(oldest)),
            State::Expired => query.and_where(Expr::col("at").lte(oldest)),
            State::Approved => query.and_where(Expr::col("until_at").gt(now)),
            State::Ended => query.and_where(Expr::col("until_at").lte(now)),
            State::Rejected | State::Withdrawn | State::TakenBack => &mut query,
        };
    }
    super::newest(&mut query, step);
    super::all(db, &query).await
}
