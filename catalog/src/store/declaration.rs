//! Sets of edges that tools declared, current and past.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "catalog_declaration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tool: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope: String,
    pub asset_id: Uuid,
    pub declared: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_change: i64,
    pub until_change: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
