//! Making, changing and deleting custom properties.

use std::collections::HashSet;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LikeExpr, OnConflict},
};
use uuid::Uuid;

use super::{MAX_PROPERTIES, Property};
use crate::{
    catalog::Catalog,
    change::{Operation, Origin, diff},
    database::Write,
    draft::{Author, Draft, Step},
    error::{Error, Result},
    state,
    store::{ROWS, asset, property},
    viewer::{Action, Viewer},
    vocabulary::MAX_CARRIED,
};

fn read(row: &property::Model) -> Result<Property> {
    serde_json::from_str(&row.definition).map_err(|cause| state::corrupt("custom property", Uuid::nil(), cause))
}

impl Catalog {
    /// Every custom property, by name.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for who may not read the catalog.
    pub async fn properties(&self, viewer: &Viewer) -> Result<Vec<Property>> {
        viewer.must(Action::ReadCatalog)?;
        self.all_properties().await
    }

    pub(crate) async fn all_properties(&self) -> Result<Vec<Property>> {
        let rows = property::Entity::find().order_by_asc(property::Column::Name).limit(MAX_PROPERTIES as u64);
        rows.all(self.database().read()).await?.iter().map(read).collect()
    }

    /// Makes or changes a custom property. One that assets have keeps its type.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field; [`Error::Forbidden`]; [`Error::Conflict`] for another type of one that is used,
    /// and for one too many.
    pub async fn save_property(&self, viewer: &Viewer, property: Property) -> Result<Property> {
        viewer.must(Action::ManageGovernance)?;
        let property = property.checked()?;
        let write = self.database().write().await?;
        let before = property::Entity::find_by_id(&property.name).one(&*write).await?;
        match &before {
            Some(row) if read(row)?.property_type != property.property_type => {
                let used = users(&write, &property.name).await?.len();
                if used > 0 {
                    let problem = format!("{used} assets have it; its type can be changed when none has");
                    return Err(Error::conflict(problem));
                }
            }
            Some(_) => {}
            None if property::Entity::find().count(&*write).await? >= MAX_PROPERTIES as u64 => {
                return Err(Error::conflict(format!(
                    "there are {MAX_PROPERTIES} custom properties, as many as may be"
                )));
            }
            None => {}
        }
        let row = property::ActiveModel {
            name: Set(property.name.clone()),
            definition: Set(state::json(&property)),
            changed_at: Set(self.clock().now().timestamp_micros()),
            changed_by: Set(viewer.name.clone()),
        };
        use property::Column::{ChangedAt, ChangedBy, Definition, Name};
        let conflict = OnConflict::column(Name).update_columns([Definition, ChangedAt, ChangedBy]).to_owned();
        property::Entity::insert(row).on_conflict(conflict).exec_without_returning(&*write).await?;
        write.commit().await?;
        Ok(property)
    }

    /// Deletes a custom property; one that assets have only with `force`, which takes it from them in the same commit.
    /// Gives how many had it.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`]; [`Error::Conflict`] when it is used.
    pub async fn delete_property(&self, viewer: &Viewer, name: &str, force: bool) -> Result<usize> {
        viewer.must(Action::ManageGovernance)?;
        let author =
            Author { actor: viewer.name.clone(), origin: Origin::Person, source: None, run: None, reverts: None };
        let write = self.database().write().await?;
        if property::Entity::delete_by_id(name).exec(&*write).await?.rows_affected == 0 {
            return Err(Error::not_found("custom property", name));
        }
        let users = users(&write, name).await?;
        if !users.is_empty() && !force {
            let problem = format!("{} assets have it; delete it with `force` to take it from them", users.len());
            return Err(Error::conflict(problem));
        }
        if users.len() > MAX_CARRIED {
            let problem = format!("{} assets have it; it can be taken from at most {MAX_CARRIED} at once", users.len());
            return Err(Error::conflict(problem));
        }
        let mut draft = Draft::begin(&write, &author, self.clock()).await?;
        for chunk in users.chunks(ROWS) {
            let rows = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied()));
            for row in rows.order_by_asc(asset::Column::Id).all(&*write).await? {
                take_away(&mut draft, row, name)?;
            }
        }
        let last = draft.finish().await?.map(|written| written.last);
        self.commit_write(write, last).await?;
        Ok(users.len())
    }
}

fn take_away(draft: &mut Draft<'_>, before: asset::Model, name: &str) -> Result<()> {
    let old = state::curated(&before)?;
    let mut new = old.clone();
    new.properties.remove(name);
    let harvested = state::harvested(&before)?;
    let comparable = |curated| diff::Comparable { name: &before.name, harvested: &harvested, curated };
    let fields = diff::diff(&comparable(&old), &comparable(&new));
    let mut after = before.clone();
    after.curated = (!new.is_empty()).then(|| state::json(&new));
    draft.step(Step { operation: Operation::Updated, before, after, fields, relations: None });
    Ok(())
}

/// The assets that have a property, removed ones included. It is asked rarely: everything curated is looked through.
async fn users(write: &Write, name: &str) -> Result<Vec<Uuid>> {
    let pattern = LikeExpr::new(format!("%\"{name}\":%"));
    let rows: Vec<(Uuid, Option<String>)> = asset::Entity::find()
        .select_only()
        .columns([asset::Column::Id, asset::Column::Curated])
        .filter(asset::Column::Curated.is_not_null())
        .filter(asset::Column::Curated.like(pattern))
        .order_by_asc(asset::Column::Id)
        .into_tuple()
        .all(&**write)
        .await?;
    let has = |curated: &Option<String>| {
        let curated: Option<crate::asset::Curated> =
            curated.as_deref().and_then(|text| serde_json::from_str(text).ok());
        curated.is_some_and(|curated| curated.properties.contains_key(name))
    };
    let users: HashSet<Uuid> = rows.into_iter().filter(|(_, curated)| has(curated)).map(|(id, _)| id).collect();
    let mut users: Vec<Uuid> = users.into_iter().collect();
    users.sort_unstable();
    Ok(users)
}
