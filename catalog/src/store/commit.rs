//! Changes that were written together.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "catalog_commit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub first_change: i64,
    pub last_change: i64,
    pub at: i64,
    pub actor: String,
    pub origin: i16,
    pub source_id: Option<Uuid>,
    pub run_id: Option<Uuid>,
    pub reverts: Option<String>,
    pub summary: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
