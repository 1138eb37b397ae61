//! What is remembered of OpenLineage events: jobs, other spellings of data sets, facets.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalog::AssetId;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::{PIECE, ROWS};
use crate::error::Result;

mod job {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "lineage_openlineage_job")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) namespace: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) name: String,
        pub(crate) place: String,
        pub(crate) state: String,
        pub(crate) version: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod alias {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "lineage_openlineage_alias")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) namespace: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) name: String,
        pub(crate) place: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod facet {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "lineage_openlineage_facet")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) asset: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) name: String,
        pub(crate) at: i64,
        pub(crate) value: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A spelling: namespace and name.
pub(crate) type Key = (String, String);

/// A job that was heard of: its place and state in JSON, and a number that grows with every change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredJob {
    pub(crate) place: String,
    pub(crate) state: String,
    pub(crate) version: i64,
}

/// The jobs of `keys` that were heard of.
pub(crate) async fn jobs(db: &impl ConnectionTrait, keys: &BTreeSet<Key>) -> Result<HashMap<Key, StoredJob>> {
    let names: Vec<&str> = keys.iter().map(|key| key.1.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let mut found = HashMap::new();
    for piece in names.chunks(PIECE) {
        let rows = job::Entity::find().filter(job::Column::Name.is_in(piece.iter().copied())).all(db).await?;
        for row in rows {
            let key = (row.namespace, row.name);
            if keys.contains(&key) {
                found.insert(key, StoredJob { place: row.place, state: row.state, version: row.version });
            }
        }
    }
    Ok(found)
}

/// Stores jobs, over what was stored under their keys.
pub(crate) async fn save_jobs(db: &impl ConnectionTrait, jobs: BTreeMap<Key, StoredJob>) -> Result<()> {
    use job::Column;
    let jobs: Vec<(Key, StoredJob)> = jobs.into_iter().collect();
    for piece in jobs.chunks(ROWS) {
        let rows = piece.iter().cloned().map(|((namespace, name), stored)| job::ActiveModel {
            namespace: Set(namespace),
            name: Set(name),
            place: Set(stored.place),
            state: Set(stored.state),
            version: Set(stored.version),
        });
        let conflict = OnConflict::columns([Column::Namespace, Column::Name])
            .update_columns([Column::Place, Column::State, Column::Version])
            .to_owned();
        job::Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The places of those spellings of `keys` that are known, in JSON.
pub(crate) async fn aliases(db: &impl ConnectionTrait, keys: &BTreeSet<Key>) -> Result<HashMap<Key, String>> {
    let names: Vec<&str> = keys.iter().map(|key| key.1.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let mut found = HashMap::new();
    for piece in names.chunks(PIECE) {
        let rows = alias::Entity::find().filter(alias::Column::Name.is_in(piece.iter().copied())).all(db).await?;
        let rows = rows.into_iter().map(|row| ((row.namespace, row.name), row.place));
        found.extend(rows.filter(|(key, _)| keys.contains(key)));
    }
    Ok(found)
}

/// Stores spellings, over what was stored under their keys.
pub(crate) async fn save_aliases(db: &impl ConnectionTrait, aliases: BTreeMap<Key, String>) -> Result<()> {
    use alias::Column;
    let aliases: Vec<(Key, String)> = aliases.into_iter().collect();
    for piece in aliases.chunks(ROWS) {
        let rows = piece.iter().cloned().map(|((namespace, name), place)| alias::ActiveModel {
            namespace: Set(namespace),
            name: Set(name),
            place: Set(place),
        });
        let conflict = OnConflict::columns([Column::Namespace, Column::Name]).update_column(Column::Place).to_owned();
        alias::Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(db).await?;
    }
    Ok(())
}

/// A facet: when it was said, and its value in JSON.
pub(crate) type Said = (i64, String);

/// The facets of assets, by asset and name.
pub(crate) async fn facets(
    db: &impl ConnectionTrait,
    assets: &[AssetId],
) -> Result<HashMap<AssetId, BTreeMap<String, Said>>> {
    let mut found: HashMap<AssetId, BTreeMap<String, Said>> = HashMap::new();
    for piece in assets.chunks(PIECE) {
        let rows = facet::Entity::find().filter(facet::Column::Asset.is_in(piece.iter().map(|asset| asset.0)));
        for row in rows.all(db).await? {
            found.entry(AssetId(row.asset)).or_default().insert(row.name, (row.at, row.value));
        }
    }
    Ok(found)
}

/// Stores facets that are later than what is stored (of one time, the greater text), so that the order in which they
/// arrive does not matter; at most `most` for one asset.
pub(crate) async fn save_facets(
    db: &impl ConnectionTrait,
    said: BTreeMap<(AssetId, String), Said>,
    most: usize,
) -> Result<()> {
    use facet::Column;
    let assets: BTreeSet<AssetId> = said.keys().map(|(asset, _)| *asset).collect();
    let mut known = facets(db, &assets.into_iter().collect::<Vec<_>>()).await?;
    let mut rows = Vec::new();
    for ((asset, name), said) in said {
        let known = known.entry(asset).or_default();
        let is_news = known.get(&name).map_or(known.len() < most, |known| *known < said);
        if is_news {
            known.insert(name.clone(), said.clone());
            rows.push(facet::ActiveModel { asset: Set(asset.0), name: Set(name), at: Set(said.0), value: Set(said.1) });
        }
    }
    for piece in rows.chunks(ROWS) {
        let conflict =
            OnConflict::columns([Column::Asset, Column::Name]).update_columns([Column::At, Column::Value]).to_owned();
        facet::Entity::insert_many(piece.to_vec()).on_conflict(conflict).exec_without_returning(db).await?;
    }
    Ok(())
}
