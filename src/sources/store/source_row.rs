//! Rows of `sources_source`.
#![expect(unreachable_pub, reason = "sea-orm's derives make public items")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sources_source")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub connector: String,
    pub config: String,
    pub secrets: Option<String>,
    pub cron: Option<String>,
    pub timezone: Option<String>,
    pub overlap: i16,
    pub missed: i16,
    pub retries: i32,
    pub fired_until: i64,
    pub is_paused: bool,
    pub created_at: i64,
    pub updated_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
