//! KPIs, and what they were.

use catalog::clock::from_micros;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::OnConflict};

use crate::{
    definition::{Definition, Kpi},
    error::{Error, Result},
    store::{day_number, day_of},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_definition")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name_key: String,
    pub version: i32,
    pub body: String,
    pub at: i64,
    pub actor: String,
    pub through: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What KPIs were.
pub(crate) mod version {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "kpi_definition_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        pub body: String,
        pub at: i64,
        pub actor: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What no two KPIs have the same of.
pub(crate) fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

fn read(id: Uuid, (version, body, at, actor): (i32, &str, i64, String)) -> Result<Kpi> {
    let definition: Definition =
        serde_json::from_str(body).map_err(|cause| Error::Corrupt { what: "kpi", name: id.to_string(), cause })?;
    Ok(Kpi { id, version, definition, changed_at: from_micros(at), changed_by: actor })
}

impl Model {
    fn kpi(self) -> Result<Kpi> {
        read(self.id, (self.version, &self.body, self.at, self.actor))
    }
}

/// The KPI with this identifier.
pub(crate) async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Kpi>> {
    Entity::find_by_id(id).one(db).await?.map(Model::kpi).transpose()
}

/// KPIs by name behind `after`, at most `most`.
pub(crate) async fn list(db: &impl ConnectionTrait, after: Option<&str>, most: u64) -> Result<Vec<Kpi>> {
    let mut query = Entity::find().order_by_asc(Column::NameKey).limit(most);
    if let Some(after) = after {
        query = query.filter(Column::NameKey.gt(after));
    }
    query.all(db).await?.into_iter().map(Model::kpi).collect()
}

/// How many there are.
pub(crate) async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(Entity::find().count(db).await?)
}

/// The KPI of another identifier with this name.
pub(crate) async fn is_taken(db: &impl ConnectionTrait, name: &str, other_than: Uuid) -> Result<bool> {
    let same = Entity::find().filter(Column::NameKey.eq(key(name))).filter(Column::Id.ne(other_than));
    Ok(same.one(db).await?.is_some())
}

/// Writes a KPI and its version. What it measured is kept in mind unless it `begins_anew`.
pub(crate) async fn save(db: &impl ConnectionTrait, kpi: &Kpi, begins_anew: bool) -> Result<()> {
    let body = serde_json::to_string(&kpi.definition).unwrap_or_default();
    let at = kpi.changed_at.timestamp_micros();
    let row = ActiveModel {
        id: Set(kpi.id),
        name_key: Set(key(&kpi.definition.name)),
        version: Set(kpi.version),
        body: Set(body.clone()),
        at: Set(at),
        actor: Set(kpi.changed_by.clone()),
        through: Set(None),
    };
    let mut columns = vec![Column::NameKey, Column::Version, Column::Body, Column::At, Column::Actor];
    if begins_anew {
        columns.push(Column::Through);
    }
    let conflict = OnConflict::column(Column::Id).update_columns(columns).to_owned();
    Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    keep(db, kpi, body).await
}

async fn keep(db: &impl ConnectionTrait, kpi: &Kpi, body: String) -> Result<()> {
    let row = version::ActiveModel {
        id: Set(kpi.id),
        version: Set(kpi.version),
        body: Set(body),
        at: Set(kpi.changed_at.timestamp_micros()),
        actor: Set(kpi.changed_by.clone()),
    };
    version::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Deletes a KPI; that is a version of its own.
pub(crate) async fn delete(db: &impl ConnectionTrait, kpi: &Kpi) -> Result<()> {
    Entity::delete_by_id(kpi.id).exec(db).await?;
    keep(db, kpi, String::new()).await
}

/// What a KPI was, newest first, before version `before`.
pub(crate) async fn versions(
    db: &impl ConnectionTrait,
    id: Uuid,
    (before, most): (Option<i32>, u64),
) -> Result<Vec<Kpi>> {
    let mut query = version::Entity::find()
        .filter(version::Column::Id.eq(id))
        .filter(version::Column::Body.ne(""))
        .order_by_desc(version::Column::Version)
        .limit(most);
    if let Some(before) = before {
        query = query.filter(version::Column::Version.lt(before));
    }
    let rows = query.all(db).await?;
    rows.into_iter().map(|row| read(row.id, (row.version, &row.body, row.at, row.actor))).collect()
}

/// Through which day each KPI was worked out.
pub(crate) async fn through(db: &impl ConnectionTrait) -> Result<Vec<(Kpi, Option<chrono::NaiveDate>)>> {
    let rows = Entity::find().order_by_asc(Column::NameKey).all(db).await?;
    rows.into_iter()
        .map(|row| {
            let through = row.through.map(day_of);
            Ok((row.kpi()?, through))
        })
        .collect()
}

/// Remembers that a version of a KPI was worked out through a day; of one that was changed meanwhile nothing is remembered.
pub(crate) async fn advance(db: &impl ConnectionTrait, kpi: &Kpi, day: chrono::NaiveDate) -> Result<bool> {
    let updated = Entity::update_many()
        .col_expr(Column::Through, Expr::value(day_number(day)))
        .filter(Column::Id.eq(kpi.id))
        .filter(Column::Version.eq(kpi.version))
        .exec(db)
        .await?;
    Ok(updated.rows_affected > 0)
}
