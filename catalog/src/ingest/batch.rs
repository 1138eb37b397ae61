//! One batch of assets: found, compared, and written where they differ.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    Ingest,
    resolve::{Known, children_by, columns_of},
};
use crate::{
    asset::Harvested,
    change::{Operation, diff},
    database::Write,
    draft::{Draft, Step},
    error::Result,
    id::AssetId,
    kinds::{AssetKind, Details},
    name::Name,
    platform::{ancestor_kinds, folded},
    record::AssetRecord,
    state,
    store::{ROWS, asset},
};

/// A record with what it means for the store.
struct Said {
    record: AssetRecord,
    namespace: i32,
    parent: Uuid,
    key: String,
    harvested: String,
    hash: Uuid,
    source: Option<Uuid>,
    is_placeholder: bool,
}

/// Where something stands: namespace, parent, kind and key. The outermost of two namespaces have no parent alike.
pub(super) type Place = (i32, Uuid, i16, String);

impl Said {
    fn place(&self) -> Place {
        (self.namespace, self.parent, self.kind().number(), self.key.clone())
    }

    fn kind(&self) -> AssetKind {
        self.record.harvested.details.kind()
    }

    /// The row of a new asset; the draft gives it its numbers.
    fn into_row(self, id: Uuid) -> asset::Model {
        let kind = self.kind().number();
        let mut parts = self.record.name.parts;
        let name = parts.pop().unwrap_or_default();
        asset::Model {
            id,
            namespace_id: self.namespace,
            parent_id: self.parent,
            kind,
            folded: folded(&name),
            name,
            identity_key: self.key,
            ordinal: i32::try_from(self.record.ordinal).unwrap_or(i32::MAX),
            source_id: self.source,
            object_id: self.record.object_id,
            harvested: self.harvested,
            curated: None,
            hash: self.hash,
            major: 1,
            minor: 0,
            created_change: 0,
            from_change: 0,
            removed_change: None,
            is_placeholder: self.is_placeholder,
        }
    }

    /// The row that replaces `before`.
    fn over(self, before: &asset::Model) -> asset::Model {
        let source = before.source_id.filter(|_| before.removed_change.is_none()).or(self.source);
        let object = self.record.object_id.clone().or_else(|| before.object_id.clone());
        let mut row = self.into_row(before.id);
        row.curated.clone_from(&before.curated);
        row.created_change = before.created_change;
        row.source_id = source;
        row.object_id = object;
        row
    }
}

impl Ingest {
    /// Applies `records`, outermost first.
    pub(super) async fn apply_assets(
        &mut self,
        write: &Write,
        draft: &mut Draft<'_>,
        records: Vec<AssetRecord>,
    ) -> Result<()> {
        let mut levels: Vec<Vec<AssetRecord>> = Vec::new();
        for record in records {
            let depth = record.name.parts.len();
            if levels.len() < depth {
                levels.resize_with(depth, Vec::new);
            }
            levels[depth - 1].push(record);
        }
        for level in levels.into_iter().filter(|level| !level.is_empty()) {
            self.ensure_parents(write, draft, &level).await?;
            let level = self.pass_over(level);
            let mut said = Vec::with_capacity(level.len());
            for record in level {
                said.push(self.prepare(record, false).await?);
            }
            self.apply_level(write, draft, said).await?;
        }
        Ok(())
    }

    async fn prepare(&self, record: AssetRecord, is_placeholder: bool) -> Result<Said> {
        let parent = record.name.parent().and_then(|parent| self.names.get(&parent).copied()).unwrap_or_default();
        let kind = record.harvested.details.kind();
        let harvested = state::json(&record.harvested);
        let ordinal = i32::try_from(record.ordinal).unwrap_or(i32::MAX);
        Ok(Said {
            namespace: self.catalog.find_namespace(&record.name.namespace).await?.unwrap_or_default(),
            parent,
            key: record.name.platform().identity_key(kind, record.name.last()),
            hash: state::fingerprint(record.name.last(), ordinal, &harvested),
            harvested,
            source: self.context.source.filter(|_| !is_placeholder).map(|id| id.0),
            is_placeholder,
            record,
        })
    }

    /// Finds what `records` are inside of; what nobody has said yet becomes a placeholder.
    async fn ensure_parents(&mut self, write: &Write, draft: &mut Draft<'_>, records: &[AssetRecord]) -> Result<()> {
        let mut missing: Vec<(Name, AssetKind)> = Vec::new();
        let mut asked = HashSet::new();
        for record in records {
            let Some(parent) = record.name.parent() else { continue };
            if self.names.contains_key(&parent) || !asked.insert(parent.clone()) {
                continue;
            }
            let kinds = ancestor_kinds(record.harvested.details.kind(), record.name.parts.len());
            missing.push((parent, kinds.last().copied().unwrap_or(AssetKind::Database)));
        }
        self.ensure_known(write, draft, missing).await
    }

    /// Makes every name of `wanted` known: by what the store has, else as a placeholder with placeholders around it.
    pub(super) async fn ensure_known(
        &mut self,
        write: &Write,
        draft: &mut Draft<'_>,
        wanted: Vec<(Name, AssetKind)>,
    ) -> Result<()> {
        if wanted.is_empty() {
            return Ok(());
        }
        let mut all: Vec<(Name, AssetKind)> = Vec::new();
        for (name, kind) in wanted {
            let kinds = ancestor_kinds(kind, name.parts.len());
            for (depth, kind) in kinds.into_iter().enumerate() {
                all.push((Name { namespace: name.namespace.clone(), parts: name.parts[..=depth].to_vec() }, kind));
            }
            all.push((name, kind));
        }
        all.sort_by(|(a, _), (b, _)| a.parts.len().cmp(&b.parts.len()).then_with(|| a.cmp(b)));
        all.dedup_by(|(a, _), (b, _)| a == b);
        all.retain(|(name, _)| !self.names.contains_key(name));
        let found = self.catalog.resolve_all(&**write, &all, true).await?;
        for ((name, _), id) in &found {
            self.names.insert(name.clone(), *id);
        }
        for (name, kind) in all {
            if self.names.contains_key(&name) {
                continue;
            }
            let parent = name.parent().and_then(|parent| self.names.get(&parent).copied());
            if parent.is_some_and(|parent| self.absorbed.has(parent)) {
                continue;
            }
            let record = AssetRecord::new(name, Details::empty(kind));
            let said = self.prepare(record, true).await?;
            self.create(draft, said);
        }
        Ok(())
    }

    async fn apply_level(&mut self, write: &Write, draft: &mut Draft<'_>, said: Vec<Said>) -> Result<()> {
        let mut existing = self.existing(write, &said).await?;
        let mut changed: Vec<(Said, Known)> = Vec::new();
        let mut unknown: Vec<Said> = Vec::new();
        for said in said {
            let place = said.place();
            let Some(known) = existing.remove(&place) else {
                unknown.push(said);
                continue;
            };
            self.taken.insert(place, known.id);
            self.summary.seen += 1;
            if !self.seen.insert(known.id) {
                continue;
            }
            if self.absorbed.has(known.id) {
                self.absorb(said.record.name);
                continue;
            }
            self.remember(&said.record.name, said.kind(), known.id);
            let is_same = known.hash == said.hash && !known.is_removed && !known.is_placeholder;
            if !is_same || (known.source.is_none() && said.source.is_some()) {
                changed.push((said, known));
            }
        }
        let unsaid: Vec<Known> = existing.into_values().collect();
        self.drop_spoken(write, draft, &unsaid).await?;
        let renamed = self.find_renamed(write, &unknown, unsaid).await?;
        let mut claimed: HashMap<Uuid, Known> = renamed;
        for said in unknown {
            self.summary.seen += 1;
            let by_object = said.record.object_id.as_ref().and_then(|object| {
                claimed
                    .values()
                    .find(|known| known.object.as_ref() == Some(object) && known.kind == said.kind().number())
            });
            match by_object.map(|known| known.id).and_then(|id| claimed.remove(&id)) {
                Some(known) if self.seen.insert(known.id) => {
                    self.remember(&said.record.name, said.kind(), known.id);
                    changed.push((said, known));
                }
                _ => self.create(draft, said),
            }
        }
        self.update(write, draft, changed).await
    }

    /// What the store has under the names that are said, by parent, kind and key.
    async fn existing(&self, write: &Write, said: &[Said]) -> Result<HashMap<Place, Known>> {
        let mut families: HashSet<Uuid> = HashSet::new();
        let mut singles: HashMap<Uuid, Vec<String>> = HashMap::new();
        for said in said.iter().filter(|said| !self.fresh.contains(&said.parent)) {
            if said.kind() == AssetKind::Column {
                families.insert(said.parent);
            } else {
                singles.entry(said.parent).or_default().push(said.key.clone());
            }
        }
        let families: Vec<Uuid> = families.into_iter().collect();
        let mut found = columns_of(&**write, &families).await?;
        for (parent, keys) in singles {
            found.extend(children_by(&**write, parent, asset::Column::IdentityKey, &keys).await?);
        }
        let namespaces: HashSet<i32> = said.iter().map(|said| said.namespace).collect();
        found.retain(|known| namespaces.contains(&known.namespace));
        Ok(found
            .into_iter()
            .map(|known| ((known.namespace, known.parent, known.kind, known.key.clone()), known))
            .collect())
    }

    /// Assets that carry the source's identifier of something unknown, and whose own name nobody has said: renamed.
    async fn find_renamed(&self, write: &Write, unknown: &[Said], columns: Vec<Known>) -> Result<HashMap<Uuid, Known>> {
        let mut objects: HashMap<Uuid, Vec<String>> = HashMap::new();
        for said in unknown.iter().filter(|said| !self.fresh.contains(&said.parent)) {
            if let (Some(object), true) = (&said.record.object_id, said.kind() != AssetKind::Column) {
                objects.entry(said.parent).or_default().push(object.clone());
            }
        }
        let mut candidates = columns;
        for (parent, objects) in objects {
            candidates.extend(children_by(&**write, parent, asset::Column::ObjectId, &objects).await?);
        }
        let source = self.context.source.map(|id| id.0);
        candidates.retain(|known| known.object.is_some() && known.source == source && !self.seen.contains(&known.id));
        Ok(candidates.into_iter().map(|known| (known.id, known)).collect())
    }

    /// Makes something new; what this batch took already under another spelling of the name is told, and stays.
    fn create(&mut self, draft: &mut Draft<'_>, said: Said) {
        let place = said.place();
        if let Some(first) = self.taken.get(&place).copied() {
            if !said.is_placeholder && !self.seen.insert(first) {
                let name = super::shortened(&said.record.name);
                self.note(name, "is said twice; the first counts".to_owned(), None);
            }
            self.remember(&said.record.name, said.kind(), first);
            return;
        }
        let id = AssetId::new().0;
        self.taken.insert(place, id);
        if !said.is_placeholder {
            self.seen.insert(id);
        }
        if said.kind() != AssetKind::Column {
            self.fresh.insert(id);
        }
        self.remember(&said.record.name, said.kind(), id);
        draft.create(said.into_row(id));
    }

    fn remember(&mut self, name: &Name, kind: AssetKind, id: Uuid) {
        if kind != AssetKind::Column {
            self.names.insert(name.clone(), id);
        }
    }

    /// Replaces what differs. The whole old state is read only here.
    async fn update(&self, write: &Write, draft: &mut Draft<'_>, changed: Vec<(Said, Known)>) -> Result<()> {
        let ids: Vec<Uuid> = changed.iter().map(|(_, known)| known.id).collect();
        let mut before: HashMap<Uuid, asset::Model> = HashMap::new();
        for chunk in ids.chunks(ROWS) {
            let rows = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied()));
            before.extend(rows.all(&**write).await?.into_iter().map(|row| (row.id, row)));
        }
        for (said, known) in changed {
            let Some(before) = before.remove(&known.id) else { continue };
            let mut said = said;
            let told = state::harvested(&before)?.told;
            if !told.is_empty() {
                // What tools say stays beside whatever the source says; the fingerprint leaves it out.
                said.record.harvested.told = told;
                said.harvested = state::json(&said.record.harvested);
            }
            let told = said.record.harvested.clone();
            let after = said.over(&before);
            draft.step(step(before, after, &told)?);
        }
        Ok(())
    }
}

/// The change from `before` to `after`, in which the source says `told`.
pub(super) fn step(before: asset::Model, after: asset::Model, told: &Harvested) -> Result<Step> {
    let curated = state::curated(&before)?;
    let old = state::harvested(&before)?;
    let comparable = |name, harvested| diff::Comparable { name, harvested, curated: &curated };
    let fields = diff::diff(&comparable(&before.name, &old), &comparable(&after.name, told));
    let operation = if before.removed_change.is_some() { Operation::Restored } else { Operation::Updated };
    Ok(Step { operation, before, after, fields, relations: None })
}
