//! What held of assets before: each row from one change until another.

use sea_orm::entity::prelude::*;

use super::asset;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "catalog_asset_past")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub namespace_id: i32,
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
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_change: i64,
    pub removed_change: Option<i64>,
    pub is_placeholder: bool,
    pub until_change: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The state as it was, in the shape of a current one.
    pub(crate) fn into_state(self) -> asset::Model {
        asset::Model {
            id: self.id,
            namespace_id: self.namespace_id,
            parent_id: self.parent_id,
            kind: self.kind,
            name: self.name,
            identity_key: self.identity_key,
            folded: self.folded,
            ordinal: self.ordinal,
            source_id: self.source_id,
            object_id: self.object_id,
            harvested: self.harvested,
            curated: self.curated,
            hash: self.hash,
            major: self.major,
            minor: self.minor,
            created_change: self.created_change,
            from_change: self.from_change,
            removed_change: self.removed_change,
            is_placeholder: self.is_placeholder,
        }
    }
}

impl ActiveModel {
    /// The row that keeps `state` as having held until `until`.
    pub(crate) fn ended(state: asset::Model, until: i64) -> Self {
        use sea_orm::ActiveValue::Set;
        Self {
            id: Set(state.id),
            namespace_id: Set(state.namespace_id),
            parent_id: Set(state.parent_id),
            kind: Set(state.kind),
            name: Set(state.name),
            identity_key: Set(state.identity_key),
            folded: Set(state.folded),
            ordinal: Set(state.ordinal),
            source_id: Set(state.source_id),
            object_id: Set(state.object_id),
            harvested: Set(state.harvested),
            curated: Set(state.curated),
            hash: Set(state.hash),
            major: Set(state.major),
            minor: Set(state.minor),
            created_change: Set(state.created_change),
            from_change: Set(state.from_change),
            removed_change: Set(state.removed_change),
            is_placeholder: Set(state.is_placeholder),
            until_change: Set(until),
        }
    }
}
