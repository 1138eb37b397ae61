//! Runs of outside pipelines.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "catalog_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub asset_id: Uuid,
    pub pipeline_id: Uuid,
    pub external_id: String,
    pub parent_external_id: Option<String>,
    pub triggered_by: Option<i16>,
    pub status: i16,
    pub status_at: i64,
    pub with_errors: bool,
    pub scheduled_at: Option<i64>,
    pub started_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub at: i64,
    pub attempt: Option<i32>,
    pub records_read: Option<i64>,
    pub records_written: Option<i64>,
    pub records_failed: Option<i64>,
    pub bytes: Option<i64>,
    pub records_per_second: Option<f64>,
    pub bytes_per_second: Option<f64>,
    pub error_reason: Option<String>,
    pub reporter: String,
    pub reported_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Pipelines and tasks of which a run has succeeded, until somebody has dealt with it.
pub(crate) mod success {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "catalog_run_success")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub asset_id: Uuid,
        pub since: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is only read with one run.
pub(crate) mod log {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "catalog_run_log")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub run_id: Uuid,
        pub head: String,
        pub tail: String,
        pub omitted: i64,
        pub facets: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
