//! The tables of threads and their comments.

use catalog::{database::rows::Row as _, page::filling::Step};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait as _, Order, Query},
};
use uuid::Uuid;

use crate::collab::Result;

catalog::table_row! {
    /// A row of `collab_thread`.
    pub(in crate::collab) struct ThreadRow in "collab_thread" {
        id: Uuid,
        at: i64,
        asset_id: Uuid,
        user_id: Uuid,
        resolved_at: Option<i64>,
        resolved_by: Option<String>,
    }
}

catalog::table_row! {
    /// A row of `collab_comment`.
    pub(in crate::collab) struct CommentRow in "collab_comment" {
        id: Uuid,
        thread_id: Uuid,
        at: i64,
        user_id: Uuid,
        author: String,
        body: String,
        edited_at: Option<i64>,
        deleted_at: Option<i64>,
        deleted_by: Option<String>,
    }
}

/// A step of the threads of an asset, newest first; resolved ones, or open ones, where wanted.
pub(in crate::collab) async fn threads(
    db: &impl ConnectionTrait,
    asset: Uuid,
    is_resolved: Option<bool>,
    step: Step,
) -> Result<Vec<ThreadRow>> {
    let mut query = ThreadRow::select();
    query.and_where(Expr::col("asset_id").eq(asset));
    match is_resolved {
        Some(true) => query.and_where(Expr::col("resolved_at").is_not_null()),
        Some(false) => query.and_where(Expr::col("resolved_at").is_null()),
        None => &mut query,
    };
    super::newest(&mut query, step);
    super::all(db, &query).await
}

/// How many threads an asset has: at most `limit`.
pub(in crate::collab) async fn count_threads(db: &impl ConnectionTrait, asset: Uuid, limit: u64) -> Result<usize> {
    let mut query = ThreadRow::select();
    query.and_where(Expr::col("asset_id").eq(asset)).limit(limit);
    Ok(super::all::<ThreadRow>(db, &query).await?.len())
}

/// Stores whether a thread is resolved.
pub(in crate::collab) async fn resolve(db: &impl ConnectionTrait, row: &ThreadRow) -> Result<()> {
    let mut query = Query::update();
    query
        .table(ThreadRow::TABLE)
        .value("resolved_at", row.resolved_at)
        .value("resolved_by", row.resolved_by.clone())
        .and_where(Expr::col("id").eq(row.id));
    db.execute(&query).await?;
    Ok(())
}

/// The comments of a thread behind one, oldest first.
pub(in crate::collab) async fn comments(
    db: &impl ConnectionTrait,
    thread: Uuid,
    step: Step,
) -> Result<Vec<CommentRow>> {
    let mut query = CommentRow::select();
    query.and_where(Expr::col("thread_id").eq(thread));
    if let Some(after) = step.after {
        query.and_where(Expr::col("id").gt(after));
    }
    query.order_by("id", Order::Asc).limit(step.limit);
    super::all(db, &query).await
}

/// How many comments threads have; those without are absent.
pub(in crate::collab) async fn counts(db: &impl ConnectionTrait, threads: &[Uuid]) -> Result<Vec<(Uuid, i64)>> {
    let mut found = Vec::new();
    for piece in super::pieces(threads) {
        let mut query = Query::select();
        query.column("thread_id").expr_as(Expr::col("id").count(), "found").from(CommentRow::TABLE);
        query.and_where(Expr::col("thread_id").is_in(piece.iter().copied())).add_group_by([Expr::col("thread_id")]);
        for row in db.query_all(&query).await? {
            found.push((row.try_get("", "thread_id")?, row.try_get("", "found")?));
        }
    }
    Ok(found)
}

/// The first comments of threads, which have the identifiers of their threads.
pub(in crate::collab) async fn first_comments(db: &impl ConnectionTrait, threads: &[Uuid]) -> Result<Vec<CommentRow>> {
    let mut found = Vec::new();
    for piece in super::pieces(threads) {
        let mut query = CommentRow::select();
        query.and_where(Expr::col("id").is_in(piece.iter().copied()));
        found.extend(super::all::<CommentRow>(db, &query).await?);
    }
    Ok(found)
}

/// Stores what has become of a comment.
pub(in crate::collab) async fn update(db: &impl ConnectionTrait, row: &CommentRow) -> Result<()> {
    let mut query = Query::update();
    query
        .table(CommentRow::TABLE)
        .value("body", row.body.clone())
        .value("edited_at", row.edited_at)
        .value("deleted_at", row.deleted_at)
        .value("deleted_by", row.deleted_by.clone())
        .and_where(Expr::col("id").eq(row.id));
    db.execute(&query).await?;
    Ok(())
}
