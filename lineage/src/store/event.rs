//! OpenLineage events as they came.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};
use uuid::Uuid;

use super::{PIECE, ROWS};
use crate::error::Result;

mod kept {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "lineage_event")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) at: i64,
        pub(crate) received_at: i64,
        pub(crate) namespace: String,
        pub(crate) run: Option<String>,
        pub(crate) event_type: Option<String>,
        pub(crate) size: i32,
        pub(crate) about: Vec<u8>,
        pub(crate) body: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) use kept::Model as StoredEvent;
use kept::{Column, Entity};

/// How many events, each of up to half a megabyte, one statement carries.
const FEW: usize = 20;

/// An event without its text.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(crate) struct Line {
    pub(crate) id: Uuid,
    pub(crate) at: i64,
    pub(crate) event_type: Option<String>,
    pub(crate) about: Vec<u8>,
}

/// Which events are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) namespace: Option<String>,
    pub(crate) run: Option<String>,
    /// At or behind this time.
    pub(crate) from: Option<i64>,
    /// Before this time.
    pub(crate) to: Option<i64>,
    pub(crate) is_oldest_first: bool,
}

impl Wanted {
    fn condition(&self) -> Condition {
        Condition::all()
            .add_option(self.namespace.as_ref().map(|namespace| Column::Namespace.eq(namespace)))
            .add_option(self.run.as_ref().map(|run| Column::Run.eq(run)))
            .add_option(self.from.map(|from| Column::At.gte(from)))
            .add_option(self.to.map(|to| Column::At.lt(to)))
    }
}

/// Stores events; those that are there already stay as they are.
pub(crate) async fn save(db: &impl ConnectionTrait, events: Vec<StoredEvent>) -> Result<()> {
    for piece in events.chunks(FEW) {
        let rows = piece.iter().cloned().map(|event| kept::ActiveModel {
            id: Set(event.id),
            at: Set(event.at),
            received_at: Set(event.received_at),
            namespace: Set(event.namespace),
            run: Set(event.run),
            event_type: Set(event.event_type),
            size: Set(event.size),
            about: Set(event.about),
            body: Set(event.body),
        });
        let conflict = OnConflict::column(Column::Id).do_nothing().to_owned();
        Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Up to `most` events behind one of them, by time.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    wanted: &Wanted,
    behind: Option<(i64, Uuid)>,
    most: usize,
) -> Result<Vec<Line>> {
    let key = || Expr::tuple([Expr::col(Column::At), Expr::col(Column::Id)]);
    let behind = behind.map(|(at, id)| {
        let last = Expr::tuple([Expr::val(at), Expr::val(id)]);
        if wanted.is_oldest_first { key().gt(last) } else { key().lt(last) }
    });
    let query = Entity::find()
        .select_only()
        .columns([Column::Id, Column::At, Column::EventType, Column::About])
        .filter(wanted.condition().add_option(behind))
        .limit(most as u64);
    let query = if wanted.is_oldest_first {
        query.order_by_asc(Column::At).order_by_asc(Column::Id)
    } else {
        query.order_by_desc(Column::At).order_by_desc(Column::Id)
    };
    Ok(query.into_model().all(db).await?)
}

/// How many events there are.
pub(crate) async fn count(db: &impl ConnectionTrait, wanted: &Wanted) -> Result<u64> {
    Ok(Entity::find().filter(wanted.condition()).count(db).await?)
}

/// How many events of runs there are of each type in each piece of time; a piece is named by its beginning divided by
/// its length.
pub(crate) async fn tally(
    db: &impl ConnectionTrait,
    wanted: &Wanted,
    piece: i64,
) -> Result<Vec<(i64, Option<String>, i64)>> {
    // Written out: an engine does not see that two bound values are one.
    let bucket = Expr::cust(format!("\"lineage_event\".\"at\" / {piece}"));
    let query = Entity::find()
        .select_only()
        .column_as(bucket.clone(), "bucket")
        .column(Column::EventType)
        .column_as(Column::Id.count(), "count")
        .filter(wanted.condition())
        .group_by(bucket)
        .group_by(Column::EventType);
    Ok(query.into_tuple().all(db).await?)
}

/// Events with their texts, in any order.
pub(crate) async fn get(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<StoredEvent>> {
    let mut found = Vec::with_capacity(ids.len());
    for piece in ids.chunks(PIECE) {
        found.extend(Entity::find().filter(Column::Id.is_in(piece.iter().copied())).all(db).await?);
    }
    Ok(found)
}

/// How many bytes all events have together.
pub(crate) async fn total_bytes(db: &impl ConnectionTrait) -> Result<i64> {
    let sum = Expr::col(Column::Size).sum().cast_as("bigint");
    let total: Option<Option<i64>> = Entity::find().select_only().column_as(sum, "total").into_tuple().one(db).await?;
    Ok(total.flatten().unwrap_or_default())
}

/// Forgets up to [`ROWS`] of the events that came first: those from before a moment, and as many as have `excess` bytes.
/// Returns how many they were, and how many bytes they had.
pub(crate) async fn forget(db: &impl ConnectionTrait, before: i64, excess: i64) -> Result<(u64, i64)> {
    let first: Vec<(Uuid, i64, i32)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::ReceivedAt, Column::Size])
        .order_by_asc(Column::ReceivedAt)
        .limit(ROWS as u64)
        .into_tuple()
        .all(db)
        .await?;
    let (mut old, mut bytes) = (Vec::new(), 0);
    for (id, received_at, size) in first {
        if received_at >= before && bytes >= excess {
            break;
        }
        old.push(id);
        bytes += i64::from(size);
    }
    let count = old.len() as u64;
    if count > 0 {
        Entity::delete_many().filter(Column::Id.is_in(old)).exec(db).await?;
    }
    Ok((count, bytes))
}
