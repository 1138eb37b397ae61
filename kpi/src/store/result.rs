//! What KPIs came to on each day: one row a KPI and day, whoever works it out how often.

use std::{collections::HashMap, str::FromStr as _};

use catalog::clock::from_micros;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use sea_orm::{
    ActiveValue::Set,
    Condition, ConnectionTrait, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{OnConflict, Query},
};

use crate::{
    coverage::Share,
    error::Result,
    metric::Measured,
    results::DayResult,
    store::{ROWS, day_number, day_of},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_result")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kpi_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i32,
    pub value: String,
    pub part: Option<i64>,
    pub whole: Option<i64>,
    pub at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    fn result(self) -> DayResult {
        DayResult {
            day: day_of(self.day),
            value: Decimal::from_str(&self.value).unwrap_or_default(),
            share: self.part.zip(self.whole).map(|(part, whole)| Share::new(part, whole)),
            at: from_micros(self.at),
        }
    }
}

/// Writes what KPIs came to on a day. Those without data have no row.
pub(crate) async fn write(
    db: &impl ConnectionTrait,
    (day, at): (NaiveDate, i64),
    measured: &[(Uuid, Option<Measured>)],
) -> Result<()> {
    let day = day_number(day);
    let nothing = measured.iter().filter(|(_, value)| value.is_none()).map(|(id, _)| *id);
    Entity::delete_many().filter(Column::Day.eq(day)).filter(Column::KpiId.is_in(nothing)).exec(db).await?;
    let rows = measured.iter().filter_map(|(id, value)| {
        let value = (*value)?;
        Some(ActiveModel {
            kpi_id: Set(*id),
            day: Set(day),
            value: Set(value.value.normalize().to_string()),
            part: Set(value.share.map(|share| share.part)),
            whole: Set(value.share.map(|share| share.whole)),
            at: Set(at),
        })
    });
    let rows: Vec<ActiveModel> = rows.collect();
    for chunk in rows.chunks(ROWS) {
        let conflict = OnConflict::columns([Column::KpiId, Column::Day])
            .update_columns([Column::Value, Column::Part, Column::Whole, Column::At])
            .to_owned();
        Entity::insert_many(chunk.to_vec()).on_conflict(conflict).exec_without_returning(db).await?;
    }
    Ok(())
}

/// What a KPI came to on the days from one to another, oldest first.
pub(crate) async fn between(
    db: &impl ConnectionTrait,
    kpi: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<DayResult>> {
    let rows = Entity::find()
        .filter(Column::KpiId.eq(kpi))
        .filter(Column::Day.gte(day_number(from)))
        .filter(Column::Day.lte(day_number(to)))
        .order_by_asc(Column::Day)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Model::result).collect())
}

/// The last results of KPIs, at most `most` of each, oldest first.
pub(crate) async fn last(db: &impl ConnectionTrait, kpis: &[Uuid], most: i32) -> Result<HashMap<Uuid, Vec<DayResult>>> {
    let mut found: HashMap<Uuid, Vec<DayResult>> = HashMap::new();
    for chunk in kpis.chunks(ROWS) {
        let newest: Vec<(Uuid, i32)> = Entity::find()
            .select_only()
            .column(Column::KpiId)
            .column_as(Column::Day.max(), "day")
            .filter(Column::KpiId.is_in(chunk.iter().copied()))
            .group_by(Column::KpiId)
            .into_tuple()
            .all(db)
            .await?;
        let Some(oldest) = newest.iter().map(|(_, day)| day - most + 1).min() else { continue };
        let last_of: HashMap<Uuid, i32> = newest.into_iter().collect();
        let rows = Entity::find()
            .filter(Column::KpiId.is_in(chunk.iter().copied()))
            .filter(Column::Day.gte(oldest))
            .order_by_asc(Column::Day)
            .all(db)
            .await?;
        for row in rows.into_iter().filter(|row| last_of.get(&row.kpi_id).is_some_and(|last| row.day > last - most)) {
            found.entry(row.kpi_id).or_default().push(row.result());
        }
    }
    Ok(found)
}

/// Forgets what a KPI came to.
pub(crate) async fn forget(db: &impl ConnectionTrait, kpi: Uuid) -> Result<()> {
    Entity::delete_many().filter(Column::KpiId.eq(kpi)).exec(db).await?;
    Ok(())
}

/// Forgets results of before a day, and those of KPIs that are no more.
pub(crate) async fn forget_before(db: &impl ConnectionTrait, day: NaiveDate) -> Result<()> {
    let known = Query::select().column(super::definition::Column::Id).from(super::definition::Entity).to_owned();
    let lost = Condition::any().add(Column::Day.lt(day_number(day))).add(Column::KpiId.not_in_subquery(known));
    Entity::delete_many().filter(lost).exec(db).await?;
    Ok(())
}
