//! What followers look up: what names meant and which columns tables had as of a change, in sets. A follower that reads
//! the log anew asks about the past, so the answer must be the one that it got then.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::past::held_at;
use crate::{
    catalog::Catalog,
    change::ChangeNumber,
    error::Result,
    id::{AssetId, SourceId},
    kinds::AssetKind,
    name::Name,
    platform::{Platform, ancestor_kinds},
    read::merged_into,
    store::{ROWS, asset, asset_past},
};

/// A column as its table had it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnOutline {
    /// Its identifier.
    pub id: AssetId,
    /// Its name.
    pub name: String,
}

/// A row as far as looking up needs it: identifier, parent, namespace, kind, identity key, name, ordinal, removal.
type Outline = (Uuid, Uuid, i32, i16, String, String, i32, Option<i64>);

/// The first parts of a name that is looked up, below a parent that was found.
struct Wanted {
    place: (Uuid, i32, String),
    name: Name,
    kind: AssetKind,
    is_leaf: bool,
}

impl Wanted {
    fn accepts(&self, kind: i16) -> bool {
        if self.is_leaf { kind == self.kind.number() } else { kind != AssetKind::Column.number() }
    }
}

impl Catalog {
    /// What names of the given kinds meant right behind a change, in the order asked; none for what was not there then.
    /// Names are those of the log, in which namespaces go by their own names and not by aliases.
    /// The number of statements depends on the depth of the names.
    ///
    /// # Errors
    /// The store's own.
    pub async fn resolve_at(&self, names: &[(Name, AssetKind)], at: ChangeNumber) -> Result<Vec<Option<AssetId>>> {
        let mut ancestors: HashMap<Name, (Uuid, i32)> = HashMap::new();
        let mut leaves: HashMap<(Name, AssetKind), Uuid> = HashMap::new();
        let deepest = names.iter().map(|(name, _)| name.parts.len()).max().unwrap_or(0);
        for depth in 1..=deepest {
            let wanted = self.wanted_below(depth, names, &ancestors).await?;
            let parents = wanted.iter().map(|wanted| wanted.place.0).collect();
            let keys: BTreeSet<&str> = wanted.iter().map(|wanted| wanted.place.2.as_str()).collect();
            let mut found: HashMap<(Uuid, i32, String), Vec<(i16, Uuid)>> = HashMap::new();
            let mut merged: HashMap<Uuid, (Uuid, i32)> = HashMap::new();
            for (id, parent, namespace, kind, key, _, _, removed) in self.outlines_at(&parents, Some(&keys), at).await?
            {
                found.entry((parent, namespace, key)).or_default().push((kind, id));
                if removed.is_some() {
                    merged.insert(id, (id, namespace));
                }
            }
            let removed: Vec<Uuid> = merged.keys().copied().collect();
            let survivors = self.survivors_at(&removed, at).await?;
            for wanted in wanted {
                let here = found.get(&wanted.place).map_or(&[][..], Vec::as_slice);
                let Some((_, id)) = here.iter().find(|(kind, _)| wanted.accepts(*kind)) else { continue };
                let stands = (*id, wanted.place.1);
                let meant = if merged.contains_key(id) { survivors.get(id).copied() } else { Some(stands) };
                let Some(meant) = meant else { continue };
                if wanted.is_leaf {
                    leaves.insert((wanted.name, wanted.kind), meant.0);
                } else {
                    ancestors.insert(wanted.name, meant);
                }
            }
        }
        Ok(names.iter().map(|name| leaves.get(name).map(|id| AssetId(*id))).collect())
    }

    /// What removed assets had been merged into right behind a change and was there then, with its namespace.
    async fn survivors_at(&self, removed: &[Uuid], at: ChangeNumber) -> Result<HashMap<Uuid, (Uuid, i32)>> {
        let survivors = merged_into(self.database().read(), removed, Some(at)).await?;
        let ids: Vec<Uuid> = survivors.values().copied().collect();
        let mut live: HashMap<Uuid, i32> = HashMap::new();
        for chunk in ids.chunks(ROWS) {
            let held = held_at(at);
            let current = asset::Entity::find()
                .select_only()
                .columns([asset::Column::Id, asset::Column::NamespaceId])
                .filter(asset::Column::Id.is_in(chunk.iter().copied()))
                .filter(asset::Column::RemovedChange.is_null())
                .filter(held.current);
            let past = asset_past::Entity::find()
                .select_only()
                .columns([asset_past::Column::Id, asset_past::Column::NamespaceId])
                .filter(asset_past::Column::Id.is_in(chunk.iter().copied()))
                .filter(asset_past::Column::RemovedChange.is_null())
                .filter(held.past);
            let rows: Vec<(Uuid, i32)> = current.into_tuple().all(self.database().read()).await?;
            live.extend(rows);
            let rows: Vec<(Uuid, i32)> = past.into_tuple().all(self.database().read()).await?;
            live.extend(rows);
        }
        let found = survivors.into_iter().filter_map(|(id, into)| Some((id, (into, *live.get(&into)?))));
        Ok(found.collect())
    }

    /// The columns that tables had right behind a change, in their order. Tables without columns are absent.
    ///
    /// # Errors
    /// The store's own.
    pub async fn columns_at(
        &self,
        tables: &[AssetId],
        at: ChangeNumber,
    ) -> Result<HashMap<AssetId, Vec<ColumnOutline>>> {
        let parents = tables.iter().map(|table| table.0).collect();
        let mut rows = self.outlines_at(&parents, None, at).await?;
        rows.retain(|row| row.3 == AssetKind::Column.number() && row.7.is_none());
        rows.sort_by(|a, b| (a.1, a.6, &a.5).cmp(&(b.1, b.6, &b.5)));
        let mut columns: HashMap<AssetId, Vec<ColumnOutline>> = HashMap::new();
        for (id, parent, _, _, _, name, ..) in rows {
            columns.entry(AssetId(parent)).or_default().push(ColumnOutline { id: AssetId(id), name });
        }
        Ok(columns)
    }

    /// What assets are directly inside of, which never changes; the outermost and the unknown are absent.
    ///
    /// # Errors
    /// The store's own.
    pub async fn parents(&self, ids: &[AssetId]) -> Result<HashMap<AssetId, AssetId>> {
        let mut parents = HashMap::with_capacity(ids.len());
        for chunk in ids.chunks(ROWS) {
            let rows: Vec<(Uuid, Uuid)> = asset::Entity::find()
                .select_only()
                .columns([asset::Column::Id, asset::Column::ParentId])
                .filter(asset::Column::Id.is_in(chunk.iter().map(|id| id.0)))
                .into_tuple()
                .all(self.database().read())
                .await?;
            let inner = rows.into_iter().filter(|(_, parent)| !parent.is_nil());
            parents.extend(inner.map(|(id, parent)| (AssetId(id), AssetId(parent))));
        }
        Ok(parents)
    }

    /// The sources that assets were crawled from; what people or modules reported is absent.
    ///
    /// # Errors
    /// The store's own.
    pub async fn sources_of(&self, ids: &[AssetId]) -> Result<HashMap<AssetId, SourceId>> {
        let mut sources = HashMap::with_capacity(ids.len());
        for chunk in ids.chunks(ROWS) {
            let rows: Vec<(Uuid, Option<Uuid>)> = asset::Entity::find()
                .select_only()
                .columns([asset::Column::Id, asset::Column::SourceId])
                .filter(asset::Column::Id.is_in(chunk.iter().map(|id| id.0)))
                .into_tuple()
                .all(self.database().read())
                .await?;
            sources.extend(rows.into_iter().filter_map(|(id, source)| Some((AssetId(id), SourceId(source?)))));
        }
        Ok(sources)
    }

    /// The names' first `depth` parts whose parent was found.
    async fn wanted_below(
        &self,
        depth: usize,
        names: &[(Name, AssetKind)],
        ancestors: &HashMap<Name, (Uuid, i32)>,
    ) -> Result<Vec<Wanted>> {
        let mut all = Vec::new();
        for (name, kind) in names.iter().filter(|(name, _)| name.parts.len() >= depth) {
            let is_leaf = name.parts.len() == depth;
            let kind = if is_leaf { *kind } else { ancestor_kinds(*kind, name.parts.len())[depth - 1] };
            let name = Name { namespace: name.namespace.clone(), parts: name.parts[..depth].to_vec() };
            let place = match name.parent() {
                Some(parent) => ancestors.get(&parent).copied(),
                None => self.find_logged_namespace(&name.namespace).await?.map(|namespace| (Uuid::nil(), namespace)),
            };
            if let Some((parent, namespace)) = place {
                let platform = Platform::of_namespace(&self.namespace_name(namespace).await?);
                let key = platform.identity_key(kind, name.last());
                all.push(Wanted { place: (parent, namespace, key), name, kind, is_leaf });
            }
        }
        Ok(all)
    }

    /// What was directly below `parents` right behind a change, removed or not, with one of `keys` where there are any.
    async fn outlines_at(
        &self,
        parents: &BTreeSet<Uuid>,
        keys: Option<&BTreeSet<&str>>,
        at: ChangeNumber,
    ) -> Result<Vec<Outline>> {
        let parents: Vec<Uuid> = parents.iter().copied().collect();
        let keys: Option<Vec<&str>> = keys.map(|keys| keys.iter().copied().collect());
        let mut found = Vec::new();
        for parents in parents.chunks(ROWS) {
            let Some(keys) = &keys else {
                found.extend(self.outlines_of(parents, &[], at).await?);
                continue;
            };
            for keys in keys.chunks(ROWS) {
                found.extend(self.outlines_of(parents, keys, at).await?);
            }
        }
        Ok(found)
    }

    async fn outlines_of(&self, parents: &[Uuid], keys: &[&str], at: ChangeNumber) -> Result<Vec<Outline>> {
        let held = held_at(at);
        let keyed = |condition: Condition| if keys.is_empty() { Condition::all() } else { condition };
        let current = {
            use asset::Column::{Id, IdentityKey, Kind, Name, NamespaceId, Ordinal, ParentId, RemovedChange};
            asset::Entity::find()
                .select_only()
                .columns([Id, ParentId, NamespaceId, Kind, IdentityKey, Name, Ordinal, RemovedChange])
                .filter(ParentId.is_in(parents.iter().copied()))
                .filter(keyed(Condition::all().add(IdentityKey.is_in(keys.iter().copied()))))
                .filter(held.current)
        };
        let past = {
            use asset_past::Column::{Id, IdentityKey, Kind, Name, NamespaceId, Ordinal, ParentId, RemovedChange};
            asset_past::Entity::find()
                .select_only()
                .columns([Id, ParentId, NamespaceId, Kind, IdentityKey, Name, Ordinal, RemovedChange])
                .filter(ParentId.is_in(parents.iter().copied()))
                .filter(keyed(Condition::all().add(IdentityKey.is_in(keys.iter().copied()))))
                .filter(held.past)
        };
        let mut rows: Vec<Outline> = current.into_tuple().all(self.database().read()).await?;
        rows.extend(past.into_tuple::<Outline>().all(self.database().read()).await?);
        Ok(rows)
    }
}
