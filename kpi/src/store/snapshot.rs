//! What is kept of each day, group by group.

use std::sync::Arc;

use catalog::AssetKind;
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QuerySelect, entity::prelude::*};

use crate::{
    error::Result,
    insight::{Counts, Group, Snapshot},
    store::{ROWS, day_number, day_of},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_snapshot")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: i16,
    #[sea_orm(primary_key, auto_increment = false)]
    pub tier: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub domain: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub team: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    pub assets: i64,
    pub described: i64,
    pub owned: i64,
    pub tiered: i64,
    pub classified: i64,
    pub healthy: i64,
    pub checked: i64,
    pub used: i64,
    pub unused: i64,
    pub bytes: i64,
    pub unused_bytes: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

fn text(word: &Option<Arc<str>>) -> String {
    word.as_deref().unwrap_or_default().to_owned()
}

fn word(text: String) -> Option<Arc<str>> {
    (!text.is_empty()).then(|| text.into())
}

/// Replaces what is kept of a day.
pub(crate) async fn write(db: &impl ConnectionTrait, day: NaiveDate, snapshot: &Snapshot) -> Result<()> {
    let day = day_number(day);
    Entity::delete_many().filter(Column::Day.eq(day)).exec(db).await?;
    let rows: Vec<ActiveModel> = snapshot.iter().map(|(group, counts)| row(day, group, *counts)).collect();
    for chunk in rows.chunks(ROWS) {
        Entity::insert_many(chunk.to_vec()).exec_without_returning(db).await?;
    }
    Ok(())
}

fn row(day: i32, group: &Group, counts: Counts) -> ActiveModel {
    ActiveModel {
        day: Set(day),
        kind: Set(group.kind.number()),
        tier: Set(text(&group.tier)),
        domain: Set(text(&group.domain)),
        team: Set(text(&group.team)),
        source: Set(text(&group.source)),
        assets: Set(counts.assets),
        described: Set(counts.described),
        owned: Set(counts.owned),
        tiered: Set(counts.tiered),
        classified: Set(counts.classified),
        healthy: Set(counts.healthy),
        checked: Set(counts.checked),
        used: Set(counts.used),
        unused: Set(counts.unused),
        bytes: Set(counts.bytes),
        unused_bytes: Set(counts.unused_bytes),
    }
}

/// What is kept of the days from one to another.
pub(crate) async fn between(
    db: &impl ConnectionTrait,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<(NaiveDate, Group, Counts)>> {
    let rows = Entity::find()
        .filter(Column::Day.gte(day_number(from)))
        .filter(Column::Day.lte(day_number(to)))
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

fn read(row: Model) -> Option<(NaiveDate, Group, Counts)> {
    let group = Group {
        kind: AssetKind::from_number(row.kind)?,
        tier: word(row.tier),
        domain: word(row.domain),
        team: word(row.team),
        source: word(row.source),
    };
    let counts = Counts {
        assets: row.assets,
        described: row.described,
        owned: row.owned,
        tiered: row.tiered,
        classified: row.classified,
        healthy: row.healthy,
        checked: row.checked,
        used: row.used,
        unused: row.unused,
        bytes: row.bytes,
        unused_bytes: row.unused_bytes,
    };
    Some((day_of(row.day), group, counts))
}

/// The last day of which something is kept.
pub(crate) async fn last(db: &impl ConnectionTrait) -> Result<Option<NaiveDate>> {
    let last: Option<Option<i32>> =
        Entity::find().select_only().column_as(Column::Day.max(), "day").into_tuple().one(db).await?;
    Ok(last.flatten().map(day_of))
}

/// Forgets the days before one.
pub(crate) async fn forget_before(db: &impl ConnectionTrait, day: NaiveDate) -> Result<u64> {
    Ok(Entity::delete_many().filter(Column::Day.lt(day_number(day))).exec(db).await?.rows_affected)
}
