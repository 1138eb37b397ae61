//! Documents of which there is one each: prices, weights, and through which day everything is worked out.

use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*, sea_query::OnConflict};
use serde::{Serialize, de::DeserializeOwned};

use crate::error::{Error, Result};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_setting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub version: i32,
    pub body: String,
    pub at: i64,
    pub actor: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A document with its version; none where nobody set it.
pub(crate) async fn find<T: DeserializeOwned>(
    db: &impl ConnectionTrait,
    name: &'static str,
) -> Result<Option<(i32, T)>> {
    let Some(row) = Entity::find_by_id(name.to_owned()).one(db).await? else { return Ok(None) };
    let body = serde_json::from_str(&row.body).map_err(|cause| Error::Corrupt {
        what: "setting",
        name: name.to_owned(),
        cause,
    })?;
    Ok(Some((row.version, body)))
}

/// Sets a document; the new version is one more than `version`.
pub(crate) async fn set<T: Serialize>(
    db: &impl ConnectionTrait,
    (name, version): (&'static str, i32),
    body: &T,
    (actor, at): (&str, i64),
) -> Result<()> {
    let row = ActiveModel {
        name: Set(name.to_owned()),
        version: Set(version + 1),
        body: Set(serde_json::to_string(body).unwrap_or_default()),
        at: Set(at),
        actor: Set(actor.to_owned()),
    };
    let conflict = OnConflict::column(Column::Name)
        .update_columns([Column::Version, Column::Body, Column::At, Column::Actor])
        .to_owned();
    Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}
