//! The log: what happened, in order.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "catalog_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub commit_id: Uuid,
    pub asset_id: Uuid,
    pub kind: i16,
    pub operation: i16,
    pub major: i32,
    pub minor: i32,
    pub is_breaking: bool,
    pub payload: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::commit::Entity", from = "Column::CommitId", to = "super::commit::Column::Id")]
    Commit,
}

impl Related<super::commit::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Commit.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
