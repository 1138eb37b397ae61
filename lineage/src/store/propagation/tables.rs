//! The rows as they are stored; m0015 creates the tables and says what each is for.

/// Rules.
pub(crate) mod rule {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "lineage_propagation_rule")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) name: String,
        pub(crate) name_key: String,
        pub(crate) sort: i16,
        pub(crate) pattern: String,
        pub(crate) passes: i16,
        pub(crate) stops_at_masking: bool,
        pub(crate) stops_at_aggregation: bool,
        pub(crate) confirms: bool,
        pub(crate) max_steps: i32,
        pub(crate) is_enabled: bool,
        pub(crate) changed_by: String,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What people decided.
pub(crate) mod decision {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "lineage_propagation_decision")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) asset: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) sort: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) target: String,
        pub(crate) verdict: i16,
        pub(crate) decided_by: String,
        pub(crate) decided_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Why ties follow.
pub(crate) mod tie {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "lineage_propagation_tie")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) asset: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) sort: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) target: String,
        pub(crate) layer: i16,
        pub(crate) rule: Uuid,
        pub(crate) steps: i32,
        pub(crate) origins: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is to be worked out.
pub(crate) mod pending {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "lineage_propagation_pending")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) sort: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) target: String,
        pub(crate) stamp: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Up to which change it is known what is to be worked out.
pub(crate) mod cursor {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "lineage_propagation_cursor")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: i32,
        pub(crate) position: i64,
        pub(crate) relevant: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
