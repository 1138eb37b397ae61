//! Who used what on which day.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "catalog_usage")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub asset_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub actor: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub teller: String,
    pub queries: i64,
    pub reads: i64,
    pub writes: i64,
    pub total_micros: Option<i64>,
    pub last_read: Option<i64>,
    pub last_write: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// When an asset was last used.
pub(crate) mod last {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "catalog_usage_last")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub asset_id: Uuid,
        pub read_at: Option<i64>,
        pub read_by: Option<String>,
        pub write_at: Option<i64>,
        pub write_by: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Columns that queries compare to join tables.
pub(crate) mod join {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "catalog_usage_join")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub left_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub right_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub teller: String,
        pub left_table_id: Uuid,
        pub right_table_id: Uuid,
        pub queries: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Queries without their values.
pub(crate) mod query {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "catalog_usage_query")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub teller: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub fingerprint: String,
        pub sql: String,
        pub dialect: Option<String>,
        pub first_seen: i64,
        pub last_seen: i64,
        pub queries: i64,
        pub rows_moved: Option<i64>,
        pub total_micros: Option<i64>,
        pub declares: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Which assets a query uses.
pub(crate) mod query_asset {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "catalog_usage_query_asset")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub asset_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub teller: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub fingerprint: String,
        pub writes: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How far sources were read.
pub(crate) mod position {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "catalog_position")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub source_id: Uuid,
        pub at: i64,
        pub position: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
