//! The current state of every asset, removed ones included.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "catalog_asset")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub namespace_id: i32,
    /// Nil for the outermost.
    pub parent_id: Uuid,
    pub kind: i16,
    pub name: String,
    pub identity_key: String,
    pub folded: String,
    pub ordinal: i32,
    pub source_id: Option<Uuid>,
    pub object_id: Option<String>,
    pub harvested: String,
    pub curated: Option<String>,
    pub hash: Uuid,
    pub major: i32,
    pub minor: i32,
    pub created_change: i64,
    pub from_change: i64,
    pub removed_change: Option<i64>,
    pub is_placeholder: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The row that replaces the current one.
    pub(crate) fn into_row(self) -> ActiveModel {
        use sea_orm::ActiveValue::Set;
        ActiveModel {
            id: Set(self.id),
            namespace_id: Set(self.namespace_id),
            parent_id: Set(self.parent_id),
            kind: Set(self.kind),
            name: Set(self.name),
            identity_key: Set(self.identity_key),
            folded: Set(self.folded),
            ordinal: Set(self.ordinal),
            source_id: Set(self.source_id),
            object_id: Set(self.object_id),
            harvested: Set(self.harvested),
            curated: Set(self.curated),
            hash: Set(self.hash),
            major: Set(self.major),
            minor: Set(self.minor),
            created_change: Set(self.created_change),
            from_change: Set(self.from_change),
            removed_change: Set(self.removed_change),
            is_placeholder: Set(self.is_placeholder),
        }
    }
}
