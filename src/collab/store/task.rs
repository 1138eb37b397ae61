//! The table of tasks and proposals.

use catalog::{database::rows::Row as _, page::filling::Step};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait as _, Query},
};
use uuid::Uuid;

use crate::collab::Result;

catalog::table_row! {
    /// A row of `collab_task`.
    pub(in crate::collab) struct TaskRow in "collab_task" {
        id: Uuid,
        at: i64,
        user_id: Uuid,
        author: String,
        asset_id: Uuid,
        kind: i16,
        body: String,
        edit: Option<String>,
        base: Option<String>,
        assignee: Option<String>,
        state: i16,
        decided_at: Option<i64>,
        decided_by: Option<String>,
        note: Option<String>,
    }
}

/// Which tasks are listed.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::collab) struct Wanted {
    /// Those of one account.
    pub(in crate::collab) user: Option<Uuid>,
    /// Those about one asset.
    pub(in crate::collab) asset: Option<Uuid>,
    /// Those in one state.
    pub(in crate::collab) state: Option<i16>,
}

/// How many open ones an account has: at most `limit`.
pub(in crate::collab) async fn count_open(
    db: &impl ConnectionTrait,
    user: Uuid,
    state: i16,
    limit: u64,
) -> Result<usize> {
    let mut query = TaskRow::select();
    query.and_where(Expr::col("user_id").eq(user)).and_where(Expr::col("state").eq(state)).limit(limit);
    Ok(super::all::<TaskRow>(db, &query).await?.len())
}

/// Stores how a task was decided.
pub(in crate::collab) async fn decide(db: &impl ConnectionTrait, row: &TaskRow) -> Result<()> {
    let mut query = Query::update();
    query
        .table(TaskRow::TABLE)
        .value("state", row.state)
        .value("decided_at", row.decided_at)
        .value("decided_by", row.decided_by.clone())
        .value("note", row.note.clone())
        .and_where(Expr::col("id").eq(row.id));
    db.execute(&query).await?;
    Ok(())
}

/// A step of the list, newest first.
pub(in crate::collab) async fn page(db: &impl ConnectionTrait, wanted: Wanted, step: Step) -> Result<Vec<TaskRow>> {
    let mut query = TaskRow::select();
    if let Some(user) = wanted.user {
        query.and_where(Expr::col("user_id").eq(user));
    }
    if let Some(asset) = wanted.asset {
        query.and_where(Expr::col("asset_id").eq(asset));
    }
    if let Some(state) = wanted.state {
        query.and_where(Expr::col("state").eq(state));
    }
    super::newest(&mut query, step);
    super::all(db, &query).await
}
