//! Who looked at what: one row for a person, sitting, asset and day.

use catalog::{AssetId, AssetKind, clock::from_micros};
use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, OnConflict},
};

use crate::{error::Result, insight::View, store::day_number};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_view")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub actor: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub asset_id: Uuid,
    pub kind: i16,
    pub views: i64,
    pub first_at: i64,
    pub last_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Adds a view to what its sitting saw.
pub(crate) async fn add(db: &impl ConnectionTrait, view: &View) -> Result<()> {
    let row = ActiveModel {
        day: Set(day_number(view.first_at.date_naive())),
        actor: Set(view.user.to_string()),
        session: Set(view.session.to_string()),
        asset_id: Set(view.asset.map_or(Uuid::nil(), |asset| asset.0)),
        kind: Set(view.kind.map_or(0, AssetKind::number)),
        views: Set(view.count),
        first_at: Set(view.first_at.timestamp_micros()),
        last_at: Set(view.last_at.timestamp_micros()),
    };
    let conflict = OnConflict::columns([Column::Day, Column::Actor, Column::Session, Column::AssetId])
        .value(Column::Views, Expr::cust("\"kpi_view\".\"views\" + \"excluded\".\"views\""))
        .value(
            Column::LastAt,
            Expr::cust("CASE WHEN \"excluded\".\"last_at\" > \"kpi_view\".\"last_at\" THEN \"excluded\".\"last_at\" ELSE \"kpi_view\".\"last_at\" END"),
        )
        .to_owned();
    Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}

/// The views of the days from one to another; at most `most` rows, the newest days first.
pub(crate) async fn between(
    db: &impl ConnectionTrait,
    (from, to): (NaiveDate, NaiveDate),
    most: u64,
) -> Result<Vec<View>> {
    use sea_orm::QueryOrder;
    let rows = Entity::find()
        .filter(Column::Day.gte(day_number(from)))
        .filter(Column::Day.lte(day_number(to)))
        .order_by_desc(Column::Day)
        .limit(most)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(read).collect())
}

fn read(row: Model) -> View {
    View {
        user: row.actor.into(),
        session: row.session.into(),
        asset: (!row.asset_id.is_nil()).then_some(AssetId(row.asset_id)),
        kind: AssetKind::from_number(row.kind),
        count: row.views,
        first_at: from_micros(row.first_at),
        last_at: from_micros(row.last_at),
    }
}

/// Forgets the days before one.
pub(crate) async fn forget_before(db: &impl ConnectionTrait, day: NaiveDate) -> Result<u64> {
    Ok(Entity::delete_many().filter(Column::Day.lt(day_number(day))).exec(db).await?.rows_affected)
}
