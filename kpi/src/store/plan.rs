//! Savings plans.

use catalog::clock::from_micros;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::OnConflict};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    money::Currency,
    savings::{Picked, Plan},
    store::definition::key,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kpi_plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name_key: String,
    pub body: String,
    pub at: i64,
    pub actor: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Serialize, Deserialize)]
struct Body {
    name: String,
    currency: Currency,
    picked: Vec<Picked>,
}

impl Model {
    fn plan(self) -> Result<Plan> {
        let body: Body = serde_json::from_str(&self.body).map_err(|cause| Error::Corrupt {
            what: "plan",
            name: self.id.to_string(),
            cause,
        })?;
        let Body { name, currency, picked } = body;
        Ok(Plan { id: self.id, name, currency, picked, made_by: self.actor, changed_at: from_micros(self.at) })
    }
}

/// The plan with this identifier.
pub(crate) async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Plan>> {
    Entity::find_by_id(id).one(db).await?.map(Model::plan).transpose()
}

/// Whether another plan has this name.
pub(crate) async fn is_taken(db: &impl ConnectionTrait, name: &str, other_than: Uuid) -> Result<bool> {
    let same = Entity::find().filter(Column::NameKey.eq(key(name))).filter(Column::Id.ne(other_than));
    Ok(same.one(db).await?.is_some())
}

/// How many there are.
pub(crate) async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(Entity::find().count(db).await?)
}

/// Plans by name behind `after`, at most `most`.
pub(crate) async fn list(db: &impl ConnectionTrait, after: Option<&str>, most: u64) -> Result<Vec<Plan>> {
    let mut query = Entity::find().order_by_asc(Column::NameKey).limit(most);
    if let Some(after) = after {
        query = query.filter(Column::NameKey.gt(after));
    }
    query.all(db).await?.into_iter().map(Model::plan).collect()
}

/// Writes a plan.
pub(crate) async fn save(db: &impl ConnectionTrait, plan: &Plan) -> Result<()> {
    let body = Body { name: plan.name.clone(), currency: plan.currency, picked: plan.picked.clone() };
    let row = ActiveModel {
        id: Set(plan.id),
        name_key: Set(key(&plan.name)),
        body: Set(serde_json::to_string(&body).unwrap_or_default()),
        at: Set(plan.changed_at.timestamp_micros()),
        actor: Set(plan.made_by.clone()),
    };
    let conflict =
        OnConflict::column(Column::Id).update_columns([Column::NameKey, Column::Body, Column::At]).to_owned();
    Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}

/// Deletes a plan.
pub(crate) async fn delete(db: &impl ConnectionTrait, id: Uuid) -> Result<()> {
    Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}
