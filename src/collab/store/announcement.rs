//! The table of announcements.

use catalog::{database::rows::Row as _, page::filling::Step};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait as _, Query},
};
use uuid::Uuid;

use crate::collab::Result;

catalog::table_row! {
    /// A row of `collab_announcement`.
    pub(in crate::collab) struct AnnouncementRow in "collab_announcement" {
        id: Uuid,
        at: i64,
        author: String,
        asset_id: Option<Uuid>,
        level: i16,
        title: String,
        body: String,
        from_at: i64,
        until_at: Option<i64>,
    }
}

/// Those of `assets`, at least of `level`, that hold at `now`; the newest first.
pub(in crate::collab) async fn current(
    db: &impl ConnectionTrait,
    assets: &[Uuid],
    (level, now): (i16, i64),
    limit: u64,
) -> Result<Vec<AnnouncementRow>> {
    let mut found: Vec<AnnouncementRow> = Vec::new();
    for piece in super::pieces(assets) {
        let mut query = AnnouncementRow::select();
        query.and_where(Expr::col("asset_id").is_in(piece.iter().copied())).and_where(Expr::col("level").gte(level));
        hold_at(&mut query, now);
        super::newest(&mut query, Step { after: None, limit });
        found.extend(super::all(db, &query).await?);
    }
    found.sort_by_key(|row| std::cmp::Reverse(row.id));
    Ok(found)
}

/// Those for everybody that hold at `now`; the newest first.
pub(in crate::collab) async fn for_everybody(
    db: &impl ConnectionTrait,
    now: i64,
    limit: u64,
) -> Result<Vec<AnnouncementRow>> {
    let mut query = AnnouncementRow::select();
    query.and_where(Expr::col("asset_id").is_null());
    hold_at(&mut query, now);
    super::newest(&mut query, Step { after: None, limit });
    super::all(db, &query).await
}

fn hold_at(query: &mut sea_orm::sea_query::SelectStatement, now: i64) {
    query.and_where(Expr::col("from_at").lte(now));
    query.and_where(Expr::col("until_at").is_null().or(Expr::col("until_at").gt(now)));
}

/// Whether anything at least of a level about some asset holds at `now`.
pub(in crate::collab) async fn is_any(db: &impl ConnectionTrait, (level, now): (i16, i64)) -> Result<bool> {
    let mut query = AnnouncementRow::select();
    query.and_where(Expr::col("asset_id").is_not_null()).and_where(Expr::col("level").gte(level));
    hold_at(&mut query, now);
    Ok(super::one::<AnnouncementRow>(db, query.limit(1)).await?.is_some())
}

/// How many of an asset, or for everybody, are not over at `now`: at most `limit`.
pub(in crate::collab) async fn count_open(
    db: &impl ConnectionTrait,
    asset: Option<Uuid>,
    now: i64,
    limit: u64,
) -> Result<usize> {
    let mut query = AnnouncementRow::select();
    match asset {
        Some(asset) => query.and_where(Expr::col("asset_id").eq(asset)),
        None => query.and_where(Expr::col("asset_id").is_null()),
    };
    query.and_where(Expr::col("until_at").is_null().or(Expr::col("until_at").gt(now))).limit(limit);
    Ok(super::all::<AnnouncementRow>(db, &query).await?.len())
}

/// Stores what can change of an announcement.
pub(in crate::collab) async fn update(db: &impl ConnectionTrait, row: &AnnouncementRow) -> Result<()> {
    let mut query = Query::update();
    query
        .table(AnnouncementRow::TABLE)
        .value("level", row.level)
        .value("title", row.title.clone())
        .value("body", row.body.clone())
        .value("from_at", row.from_at)
        .value("until_at", row.until_at)
        .and_where(Expr::col("id").eq(row.id));
    db.execute(&query).await?;
    Ok(())
}

pub(in crate::collab) async fn delete(db: &impl ConnectionTrait, id: Uuid) -> Result<()> {
    db.execute(Query::delete().from_table(AnnouncementRow::TABLE).and_where(Expr::col("id").eq(id))).await?;
    Ok(())
}

/// A step of all announcements, newest first.
pub(in crate::collab) async fn page(db: &impl ConnectionTrait, step: Step) -> Result<Vec<AnnouncementRow>> {
    let mut query = AnnouncementRow::select();
    super::newest(&mut query, step);
    super::all(db, &query).await
}
