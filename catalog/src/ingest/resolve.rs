//! From names to assets already known, set by set: one statement for many names, never one for each.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    catalog::Catalog,
    error::Result,
    kinds::AssetKind,
    name::Name,
    platform::{Platform, ancestor_kinds},
    read::merged_into,
    store::{ROWS, asset},
};

/// What has to be known of an asset to compare it.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) id: Uuid,
    pub(crate) parent: Uuid,
    pub(crate) namespace: i32,
    pub(crate) kind: i16,
    pub(crate) key: String,
    pub(crate) object: Option<String>,
    pub(crate) source: Option<Uuid>,
    pub(crate) hash: Uuid,
    pub(crate) is_removed: bool,
    pub(crate) is_placeholder: bool,
}

type KnownRow = (Uuid, Uuid, i32, i16, String, Option<String>, Option<Uuid>, Uuid, Option<i64>, bool);

fn known(row: KnownRow) -> Known {
    let (id, parent, namespace, kind, key, object, source, hash, removed, is_placeholder) = row;
    let is_removed = removed.is_some();
    Known { id, parent, namespace, kind, key, object, source, hash, is_removed, is_placeholder }
}

fn select() -> sea_orm::Select<asset::Entity> {
    use asset::Column;
    asset::Entity::find().select_only().columns([
        Column::Id,
        Column::ParentId,
        Column::NamespaceId,
        Column::Kind,
        Column::IdentityKey,
        Column::ObjectId,
        Column::SourceId,
        Column::Hash,
        Column::RemovedChange,
        Column::IsPlaceholder,
    ])
}

/// Every column below `parents`: families are small and wanted whole.
pub(crate) async fn columns_of<C: ConnectionTrait>(connection: &C, parents: &[Uuid]) -> Result<Vec<Known>> {
    let mut found = Vec::new();
    for chunk in parents.chunks(ROWS) {
        let rows: Vec<KnownRow> = select()
            .filter(asset::Column::ParentId.is_in(chunk.iter().copied()))
            .filter(asset::Column::Kind.eq(AssetKind::Column.number()))
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(rows.into_iter().map(known));
    }
    Ok(found)
}

/// Those of `keys` (identity keys, or the source's own identifiers) that are directly below `parent`.
pub(crate) async fn children_by<C: ConnectionTrait>(
    connection: &C,
    parent: Uuid,
    by: asset::Column,
    keys: &[String],
) -> Result<Vec<Known>> {
    let mut found = Vec::new();
    for chunk in keys.chunks(ROWS) {
        let rows: Vec<KnownRow> = select()
            .filter(asset::Column::ParentId.eq(parent))
            .filter(by.is_in(chunk.iter().map(String::as_str)))
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(rows.into_iter().map(known));
    }
    Ok(found)
}

/// One level of names being looked up below one parent.
struct Wanted {
    name: Name,
    kind: AssetKind,
    is_leaf: bool,
}

/// An asset that others are looked for in. What is inside of it goes by its namespace, which is another than that of the
/// name where the asset was merged into one of another system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Place {
    id: Uuid,
    namespace: i32,
}

impl Catalog {
    /// The identifiers of `names` of the given kinds, by the platform's own rule. Removed assets are found where they
    /// are wanted; otherwise names of what was merged mean what it was merged into. Names never heard of are absent.
    /// As many statements as there are distinct parents, whatever the number of names.
    pub(crate) async fn resolve_all<C: ConnectionTrait>(
        &self,
        connection: &C,
        names: &[(Name, AssetKind)],
        with_removed: bool,
    ) -> Result<HashMap<(Name, AssetKind), Uuid>> {
        let mut ancestors: HashMap<Name, Place> = HashMap::new();
        let mut resolved = HashMap::new();
        let deepest = names.iter().map(|(name, _)| name.parts.len()).max().unwrap_or(0);
        for depth in 1..=deepest {
            for (place, group) in self.wanted_at(depth, names, &ancestors).await? {
                let platform = Platform::of_namespace(&self.namespace_name(place.namespace).await?);
                let key = |wanted: &Wanted| platform.identity_key(wanted.kind, wanted.name.last());
                let keys: Vec<String> = group.iter().map(key).collect();
                let mut found = children_by(connection, place.id, asset::Column::IdentityKey, &keys).await?;
                found.retain(|known| known.namespace == place.namespace);
                if !with_removed {
                    follow_merges(connection, &mut found).await?;
                }
                for (wanted, key) in group.into_iter().zip(keys) {
                    let is_called_so = |known: &&Known| known.key == key;
                    let exactly = found.iter().filter(is_called_so).find(|known| known.kind == wanted.kind.number());
                    let hit =
                        exactly.or_else(|| found.iter().filter(is_called_so).find(|one| wanted.accepts(one.kind)));
                    let Some(hit) = hit else { continue };
                    ancestors.insert(wanted.name.clone(), Place { id: hit.id, namespace: hit.namespace });
                    if wanted.is_leaf {
                        resolved.insert((wanted.name, wanted.kind), hit.id);
                    }
                }
            }
        }
        Ok(resolved)
    }

    /// The names' first `depth` parts, each once, by the parent that was found for them.
    async fn wanted_at(
        &self,
        depth: usize,
        names: &[(Name, AssetKind)],
        ancestors: &HashMap<Name, Place>,
    ) -> Result<HashMap<Place, Vec<Wanted>>> {
        let mut groups: HashMap<Place, Vec<Wanted>> = HashMap::new();
        let mut asked = HashSet::new();
        for (name, leaf_kind) in names.iter().filter(|(name, _)| name.parts.len() >= depth) {
            let is_leaf = name.parts.len() == depth;
            let kind = if is_leaf { *leaf_kind } else { ancestor_kinds(*leaf_kind, name.parts.len())[depth - 1] };
            let name = Name { namespace: name.namespace.clone(), parts: name.parts[..depth].to_vec() };
            let place = match name.parent() {
                None => {
                    self.find_namespace(&name.namespace).await?.map(|namespace| Place { id: Uuid::nil(), namespace })
                }
                Some(parent) => ancestors.get(&parent).copied(),
            };
            let Some(place) = place else { continue };
            if asked.insert((name.clone(), kind, is_leaf)) {
                groups.entry(place).or_default().push(Wanted { name, kind, is_leaf });
            }
        }
        Ok(groups)
    }
}

/// Puts what assets were merged into in their place, under their keys; what was removed otherwise goes.
async fn follow_merges<C: ConnectionTrait>(connection: &C, found: &mut Vec<Known>) -> Result<()> {
    let removed: Vec<Uuid> = found.iter().filter(|known| known.is_removed).map(|known| known.id).collect();
    if removed.is_empty() {
        return Ok(());
    }
    let survivors = merged_into(connection, &removed, None).await?;
    let ids: Vec<Uuid> = survivors.values().copied().collect();
    let mut live: HashMap<Uuid, i32> = HashMap::new();
    for chunk in ids.chunks(ROWS) {
        let rows: Vec<KnownRow> =
            select().filter(asset::Column::Id.is_in(chunk.iter().copied())).into_tuple().all(connection).await?;
        live.extend(rows.into_iter().map(known).filter(|it| !it.is_removed).map(|it| (it.id, it.namespace)));
    }
    for known in found.iter_mut().filter(|known| known.is_removed) {
        let survivor = survivors.get(&known.id);
        if let Some((id, namespace)) = survivor.and_then(|id| live.get(id).map(|namespace| (*id, *namespace))) {
            (known.id, known.namespace, known.is_removed) = (id, namespace, false);
        }
    }
    found.retain(|known| !known.is_removed);
    Ok(())
}

impl Wanted {
    /// Whether an asset of this kind can be what is meant: exactly it, or for what is on the way, anything that can
    /// have children.
    fn accepts(&self, kind: i16) -> bool {
        if self.is_leaf { kind == self.kind.number() } else { kind != AssetKind::Column.number() }
    }
}
