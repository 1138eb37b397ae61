//! Why the names of an asset are one thing, and what else may be the same: what a steward decides by.

use std::collections::{BTreeMap, HashMap, HashSet};

use async_graphql::{Enum, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    asset::Asset,
    catalog::Catalog,
    change::ChangeNumber,
    error::Result,
    id::{AssetId, CommitId},
    kinds::AssetKind,
    name::Name,
    platform::{Platform, folded},
    relation::RelationKind,
    store::{asset, asset_past, change, commit, namespace, relation},
    viewer::Viewer,
};

/// The most names of one sort that are told.
const MOST_NAMES: u64 = 100;
/// How many assets of the same name are looked at.
const MOST_CANDIDATES: u64 = 500;
/// The most lookalikes that are told.
const MOST_LOOKALIKES: usize = 20;

/// Which spellings are one thing here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum NameRule {
    /// Each spelling is a thing of its own; an unquoted name in SQL means the one in lower case.
    ExactFoldsToLower,
    /// Each spelling is a thing of its own.
    Exact,
    /// The case of letters makes no difference.
    IgnoresCase,
    /// The case of ASCII letters makes no difference.
    IgnoresAsciiCase,
}

impl NameRule {
    /// The rule of a platform for names of a kind.
    #[must_use]
    pub fn of(platform: Platform, kind: AssetKind) -> Self {
        match (platform, kind) {
            (Platform::Postgres, _) => Self::ExactFoldsToLower,
            (Platform::MySql, AssetKind::Column) => Self::IgnoresCase,
            (Platform::Sqlite, AssetKind::Database) | (Platform::MySql | Platform::Other, _) => Self::Exact,
            (Platform::Sqlite, _) => Self::IgnoresAsciiCase,
        }
    }
}

/// What makes a name one of an asset's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum Evidence {
    /// It is what its source calls it.
    Own,
    /// The system goes by another name, too.
    NamespaceAlias,
    /// It was called so; the source's own identifier of it stayed the same.
    SameObject,
    /// It was called so before.
    FormerName,
    /// A person found that it is the same.
    Merged,
}

/// A name by which an asset is found.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownName {
    /// The name.
    pub name: Name,
    /// What makes it one of the asset's.
    pub evidence: Evidence,
    /// What the evidence rests on: the source's identifier, or the reason that a person gave.
    pub detail: Option<String>,
    /// Who said so; none for what sources say.
    pub by: Option<String>,
    /// Since when; none for what was always so.
    pub at: Option<DateTime<Utc>>,
    /// The asset that was merged.
    pub asset: Option<AssetId>,
    /// The commit that did it.
    pub commit: Option<CommitId>,
}

/// Under which names an asset goes, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// Which spellings are one thing in its system.
    pub rule: NameRule,
    /// Its names, its own first.
    pub names: Vec<KnownName>,
}

/// How two assets resemble each other.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct Resemblance {
    /// How many parts of the names agree from the end, whatever their case.
    pub shared_parts: usize,
    /// Whether the names differ by the case of letters alone.
    pub only_case_differs: bool,
    /// Whether they are in different systems.
    pub other_namespace: bool,
    /// How many columns both have; none when they have no columns.
    pub shared_columns: Option<usize>,
    /// How many columns either has.
    pub all_columns: Option<usize>,
}

/// Something that may be the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookalike {
    /// It.
    pub asset: Asset,
    /// What speaks for it.
    pub resemblance: Resemblance,
}

impl Catalog {
    /// Under which names an asset goes, and why each of them means it.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn identity(&self, viewer: &Viewer, id: AssetId) -> Result<Identity> {
        let asset = self.asset(viewer, id, None).await?;
        let mut names = vec![plain(asset.name.clone(), Evidence::Own)];
        names.extend(self.aliased(&asset).await?);
        names.extend(self.former(&asset).await?);
        names.extend(self.merged_here(viewer, &asset).await?);
        Ok(Identity { rule: NameRule::of(asset.name.platform(), asset.kind), names })
    }

    /// The name with every other name of its namespace.
    async fn aliased(&self, asset: &Asset) -> Result<Vec<KnownName>> {
        let Some(id) = self.find_namespace(&asset.name.namespace).await? else { return Ok(Vec::new()) };
        let rows = namespace::alias::Entity::find()
            .filter(namespace::alias::Column::NamespaceId.eq(id))
            .order_by_asc(namespace::alias::Column::Alias)
            .limit(MOST_NAMES)
            .all(self.database().read())
            .await?;
        let named = rows.into_iter().map(|row| {
            let name = Name { namespace: row.alias.as_str().into(), parts: asset.name.parts.clone() };
            KnownName {
                by: row.added_by,
                at: row.added_at.map(crate::clock::from_micros),
                ..plain(name, Evidence::NamespaceAlias)
            }
        });
        Ok(named.collect())
    }

    /// What the asset itself was called; of what it is inside, the present names.
    async fn former(&self, asset: &Asset) -> Result<Vec<KnownName>> {
        let rows = asset_past::Entity::find()
            .filter(asset_past::Column::Id.eq(asset.id.0))
            .filter(asset_past::Column::Name.ne(asset.name.last()))
            .order_by_desc(asset_past::Column::UntilChange)
            .limit(MOST_NAMES)
            .all(self.database().read())
            .await?;
        let now = asset::Entity::find_by_id(asset.id.0).one(self.database().read()).await?;
        let object = now.and_then(|row| row.object_id);
        let mut told = HashSet::new();
        let mut names = Vec::new();
        for row in rows {
            if !told.insert(row.name.clone()) {
                continue;
            }
            let mut name = asset.name.clone();
            name.parts.pop();
            name.parts.push(row.name);
            let is_same = object.is_some() && row.object_id == object;
            let evidence = if is_same { Evidence::SameObject } else { Evidence::FormerName };
            let at = self.time_of(row.until_change).await?;
            names.push(KnownName { detail: object.clone().filter(|_| is_same), at, ..plain(name, evidence) });
        }
        Ok(names)
    }

    async fn time_of(&self, number: i64) -> Result<Option<DateTime<Utc>>> {
        Ok(self.times_of(&[ChangeNumber(number)]).await?.pop().flatten())
    }

    /// What people merged into the asset and may be known of.
    async fn merged_here(&self, viewer: &Viewer, asset: &Asset) -> Result<Vec<KnownName>> {
        let ties = relation::Entity::find()
            .filter(relation::Column::Kind.eq(RelationKind::MergedInto.number()))
            .filter(relation::Column::Target.eq(asset.id.to_string()))
            .filter(relation::Column::UntilChange.is_null())
            .order_by_asc(relation::Column::FromChange)
            .limit(MOST_NAMES)
            .all(self.database().read())
            .await?;
        let ids: Vec<AssetId> = ties.iter().map(|tie| AssetId(tie.asset_id)).collect();
        let found = self.assets(viewer, &ids, None).await?;
        let mut found: HashMap<AssetId, Asset> = found.into_iter().map(|asset| (asset.id, asset)).collect();
        let mut names = Vec::new();
        for tie in ties {
            let Some(merged) = found.remove(&AssetId(tie.asset_id)) else { continue };
            let mut known = self.reason(tie.from_change).await?;
            (known.asset, known.name) = (Some(merged.id), merged.name);
            names.push(known);
        }
        Ok(names)
    }

    /// Who merged, when and why.
    async fn reason(&self, number: i64) -> Result<KnownName> {
        let mut known = plain(Name { namespace: "".into(), parts: Vec::new() }, Evidence::Merged);
        let Some(row) = change::Entity::find_by_id(number).one(self.database().read()).await? else {
            return Ok(known);
        };
        if let Some(commit) = commit::Entity::find_by_id(row.commit_id).one(self.database().read()).await? {
            known.by = Some(commit.actor);
            known.at = Some(crate::clock::from_micros(commit.at));
            known.commit = Some(CommitId(commit.id));
        }
        let change = crate::state::change(row)?;
        let said = change.fields.iter().find(|field| field.field == super::REASON);
        known.detail = said.and_then(|field| field.after.as_str()).map(str::to_owned);
        Ok(known)
    }

    /// What else of this kind is called alike, the likeliest first: at most 20 of the first 500 of that name.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn lookalikes(&self, viewer: &Viewer, id: AssetId) -> Result<Vec<Lookalike>> {
        let own = self.asset(viewer, id, None).await?;
        let rows: Vec<uuid::Uuid> = asset::Entity::find()
            .select_only()
            .column(asset::Column::Id)
            .filter(asset::Column::Folded.eq(folded(own.name.last())))
            .filter(asset::Column::Kind.eq(own.kind.number()))
            .filter(asset::Column::RemovedChange.is_null())
            .filter(asset::Column::Id.ne(id.0))
            .order_by_asc(asset::Column::Id)
            .limit(MOST_CANDIDATES)
            .into_tuple()
            .all(self.database().read())
            .await?;
        let ids: Vec<AssetId> = rows.into_iter().map(AssetId).collect();
        let mut found: Vec<(usize, Asset)> = Vec::new();
        for asset in self.assets(viewer, &ids, None).await? {
            found.push((shared_parts(&own.name, &asset.name), asset));
        }
        found.sort_by(|(a, left), (b, right)| b.cmp(a).then_with(|| left.name.cmp(&right.name)));
        found.truncate(MOST_LOOKALIKES);
        let columns = self.column_keys(viewer, &own, &found).await?;
        let own_columns = columns.get(&own.id).cloned().unwrap_or_default();
        let told = found.into_iter().map(|(shared_parts, asset)| {
            let theirs = columns.get(&asset.id).cloned().unwrap_or_default();
            let has_columns = !(own_columns.is_empty() && theirs.is_empty());
            let resemblance = Resemblance {
                shared_parts,
                only_case_differs: differs_by_case(&own.name, &asset.name),
                other_namespace: own.name.namespace != asset.name.namespace,
                shared_columns: has_columns.then(|| own_columns.intersection(&theirs).count()),
                all_columns: has_columns.then(|| own_columns.union(&theirs).count()),
            };
            Lookalike { asset, resemblance }
        });
        Ok(told.collect())
    }

    /// The loose names of the columns of the asset and of those that look like it, in one reading.
    async fn column_keys(
        &self,
        viewer: &Viewer,
        own: &Asset,
        others: &[(usize, Asset)],
    ) -> Result<BTreeMap<AssetId, HashSet<String>>> {
        if own.kind == AssetKind::Column {
            return Ok(BTreeMap::new());
        }
        let ids: Vec<AssetId> = std::iter::once(own.id).chain(others.iter().map(|(_, asset)| asset.id)).collect();
        let mut keys: BTreeMap<AssetId, HashSet<String>> = BTreeMap::new();
        for column in self.inside(viewer, &ids, Some(AssetKind::Column)).await? {
            if let (Some(parent), None) = (column.parent, column.removed) {
                keys.entry(parent).or_default().insert(folded(column.name.last()));
            }
        }
        Ok(keys)
    }
}

fn plain(name: Name, evidence: Evidence) -> KnownName {
    KnownName { name, evidence, detail: None, by: None, at: None, asset: None, commit: None }
}

fn shared_parts(a: &Name, b: &Name) -> usize {
    a.parts.iter().rev().zip(b.parts.iter().rev()).take_while(|(a, b)| folded(a) == folded(b)).count()
}

fn differs_by_case(a: &Name, b: &Name) -> bool {
    a.namespace == b.namespace && a.parts.len() == b.parts.len() && shared_parts(a, b) == a.parts.len()
}
