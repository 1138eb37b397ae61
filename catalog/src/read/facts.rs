//! What rules ask of assets, read in sets; and which of many assets a viewer may know of.
//!
//! Rules are asked about what holds *now*, also where the past is read: what was tagged as secret since is secret.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    catalog::Catalog,
    error::{Error, Result},
    governance::{DomainNames, Facts, Permission, facts::domains_in},
    id::{AssetId, SourceId},
    kinds::AssetKind,
    name::MAX_PARTS,
    relation::{Layer, Relation, RelationKind},
    state,
    store::{ROWS, asset, relation},
    viewer::{Action, Viewer, Visibility},
};

/// Where an asset is: its parent, kind and source.
type Place = (Uuid, i16, Option<Uuid>);

impl Catalog {
    /// Which of `ids` this viewer may know of.
    ///
    /// # Errors
    /// The store's own.
    pub async fn visible(&self, viewer: &Viewer, ids: &[AssetId]) -> Result<HashSet<AssetId>> {
        if !viewer.may(Action::ReadCatalog) || viewer.sees == Visibility::Nothing {
            return Ok(HashSet::new());
        }
        if viewer.sees == Visibility::Everything {
            return Ok(ids.iter().copied().collect());
        }
        let facts = self.facts_for(&viewer.sees, ids).await?;
        Ok(facts.into_iter().filter(|(_, facts)| viewer.sees.has(facts)).map(|(id, _)| id).collect())
    }

    /// Leaves of `rows` those that the viewer may know of.
    pub(crate) async fn retain_visible(&self, viewer: &Viewer, rows: &mut Vec<asset::Model>) -> Result<()> {
        let ids: Vec<AssetId> = rows.iter().map(|row| AssetId(row.id)).collect();
        let seen = self.visible(viewer, &ids).await?;
        rows.retain(|row| seen.contains(&AssetId(row.id)));
        Ok(())
    }

    /// Refuses unless the viewer may do something with all of `ids`.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what they may not know of; [`Error::Forbidden`] naming the asset.
    pub async fn must_with(&self, viewer: &Viewer, permission: Permission, ids: &[AssetId]) -> Result<()> {
        let facts = self.facts(ids).await?;
        for id in ids {
            match facts.get(id) {
                Some(facts) if viewer.may_with(permission, facts) => {}
                Some(facts) if viewer.may_with(Permission::View, facts) => {
                    let doing = match permission {
                        Permission::View => Action::ReadCatalog.phrase(),
                        Permission::Edit if facts.kind.is_governance() => Action::ManageGovernance.phrase(),
                        Permission::Edit => Action::EditCatalog.phrase(),
                        Permission::Sample => "see samples of the data",
                    };
                    return Err(Error::Forbidden { action: doing.to_owned() });
                }
                _ => return Err(Error::not_found("asset", id)),
            }
        }
        Ok(())
    }

    /// Everything that rules may ask of assets; those that do not exist are absent. The number of statements is bounded
    /// by the depth of names.
    ///
    /// # Errors
    /// The store's own.
    pub async fn facts(&self, ids: &[AssetId]) -> Result<HashMap<AssetId, Facts>> {
        self.gather(ids, true, true).await
    }

    /// As much of the facts as the rules of `sees` ask for.
    async fn facts_for(&self, sees: &Visibility, ids: &[AssetId]) -> Result<HashMap<AssetId, Facts>> {
        match sees {
            Visibility::Some(sight) => self.gather(ids, true, sight.asks_ties()).await,
            _ => self.gather(ids, false, false).await,
        }
    }

    async fn gather(&self, ids: &[AssetId], with_path: bool, with_ties: bool) -> Result<HashMap<AssetId, Facts>> {
        let mut places: HashMap<Uuid, Place> = HashMap::new();
        let mut wanted: HashSet<Uuid> = ids.iter().map(|id| id.0).collect();
        for _ in 0..MAX_PARTS {
            wanted.retain(|id| !id.is_nil() && !places.contains_key(id));
            if wanted.is_empty() {
                break;
            }
            let found = self.places(&wanted.drain().collect::<Vec<_>>()).await?;
            if with_path {
                wanted.extend(found.values().map(|(parent, ..)| *parent));
            }
            places.extend(found);
        }
        let all: Vec<AssetId> = places.keys().map(|id| AssetId(*id)).collect();
        let ties = if with_ties { self.ties(&all).await? } else { HashMap::new() };
        let domains = if with_ties { self.domain_names(&ties, &places).await? } else { DomainNames::default() };
        let mut gathered = HashMap::with_capacity(ids.len());
        for id in ids {
            let Some((parent, kind, source)) = places.get(&id.0) else { continue };
            let path = if with_path { climb(*parent, &places) } else { Vec::new() };
            let mut facts = Facts::bare(*id, state::kind(*kind), source.map(SourceId), path);
            let around: Vec<AssetId> = facts.places().collect();
            for place in around {
                facts.tie(ties.get(&place).into_iter().flatten(), &domains);
            }
            if facts.kind == AssetKind::Domain {
                facts.add_domain(*id, &domains);
            }
            gathered.insert(*id, facts);
        }
        Ok(gathered)
    }

    /// The names of the domains that assets are tied to, and of those assets that are domains.
    async fn domain_names(
        &self,
        ties: &HashMap<AssetId, Vec<Relation>>,
        places: &HashMap<Uuid, Place>,
    ) -> Result<DomainNames> {
        let own = places.iter().filter(|(_, (_, kind, _))| *kind == AssetKind::Domain.number());
        let mut ids = domains_in(ties.values().flatten());
        ids.extend(own.map(|(id, _)| AssetId(*id)));
        if ids.is_empty() {
            return Ok(DomainNames::default());
        }
        let called = self.called(&ids.into_iter().collect::<Vec<_>>()).await?;
        Ok(called.into_iter().map(|(id, called)| (id, called.path)).collect())
    }

    async fn places(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Place>> {
        use asset::Column::{Id, Kind, ParentId, SourceId};
        let mut places = HashMap::with_capacity(ids.len());
        for chunk in ids.chunks(ROWS) {
            let rows: Vec<(Uuid, Uuid, i16, Option<Uuid>)> = asset::Entity::find()
                .select_only()
                .columns([Id, ParentId, Kind, SourceId])
                .filter(Id.is_in(chunk.iter().copied()))
                .into_tuple()
                .all(self.database().read())
                .await?;
            places.extend(rows.into_iter().map(|(id, parent, kind, source)| (id, (parent, kind, source))));
        }
        Ok(places)
    }

    /// What is tied to assets at present, by asset; those with no ties are absent. For followers and decisions: whoever
    /// shows it to somebody asks first whether they may know.
    ///
    /// # Errors
    /// The store's own.
    pub async fn ties(&self, ids: &[AssetId]) -> Result<HashMap<AssetId, Vec<Relation>>> {
        let mut ties: HashMap<AssetId, Vec<Relation>> = HashMap::new();
        for chunk in ids.chunks(ROWS) {
            let rows = relation::Entity::find()
                .filter(relation::Column::AssetId.is_in(chunk.iter().map(|id| id.0)))
                .filter(relation::Column::UntilChange.is_null())
                .all(self.database().read())
                .await?;
            for row in rows {
                if let (Some(kind), Some(layer)) = (RelationKind::from_number(row.kind), Layer::from_number(row.layer))
                {
                    let since = crate::change::ChangeNumber(row.from_change);
                    let tie = Relation { kind, target: row.target, layer, since };
                    ties.entry(AssetId(row.asset_id)).or_default().push(tie);
                }
            }
        }
        Ok(ties)
    }

    /// Everything that assets are inside of, at any depth.
    ///
    /// # Errors
    /// The store's own.
    pub async fn containers_of(&self, ids: &[AssetId]) -> Result<HashSet<AssetId>> {
        let facts = self.gather(ids, true, false).await?;
        Ok(facts.into_values().flat_map(|facts| facts.path).collect())
    }
}

/// What something below `at` is inside of, nearest first.
fn climb(mut at: Uuid, places: &HashMap<Uuid, Place>) -> Vec<AssetId> {
    let mut path = Vec::new();
    while let Some((parent, ..)) = places.get(&at).filter(|_| path.len() < MAX_PARTS) {
        path.push(AssetId(at));
        at = *parent;
    }
    path
}
