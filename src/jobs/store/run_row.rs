//! Rows of `jobs_run`.
#![expect(unreachable_pub, reason = "sea-orm's derives make public items")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub job: String,
    pub source: Option<Uuid>,
    pub source_name: Option<String>,
    pub connector: Option<String>,
    pub subject: Option<Uuid>,
    pub within: Option<Uuid>,
    pub tables: Option<String>,
    pub status: i16,
    pub started_by: i16,
    pub actor: String,
    pub slot: Option<String>,
    pub queued_at: i64,
    pub not_before: i64,
    pub started_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub attempt: i32,
    pub attempts: i32,
    pub holder: Option<Uuid>,
    pub lease_until: Option<i64>,
    pub is_cancelling: bool,
    pub phase: Option<String>,
    pub progress: Option<f64>,
    pub seen: i64,
    pub added: i64,
    pub changed: i64,
    pub removed: i64,
    pub held: i64,
    pub failed: i64,
    pub breaking: i64,
    pub additive: i64,
    pub other: i64,
    pub hold: Option<Uuid>,
    pub message: Option<String>,
    pub code: Option<String>,
    pub errors: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
