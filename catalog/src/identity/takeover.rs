//! What people wrote about an asset goes over to the one it is merged into, and so for what is inside of both.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::Pair;
use crate::{
    asset::Curated,
    catalog::Catalog,
    change::{Operation, Origin, diff},
    database::Write,
    draft::{Author, Draft, Step},
    edit::retie,
    error::Result,
    id::CommitId,
    ingest::{current_ties, tie_fields},
    relation::{Layer, RelationKind},
    state::{self, StoredTie},
    store::{ROWS, asset},
    viewer::Viewer,
};

/// What people wrote about one asset.
#[derive(Debug, Default)]
struct Written {
    curated: Curated,
    ties: Vec<StoredTie>,
}

impl Catalog {
    /// Gives `pair.into`, and what is inside of it under the same names, what people wrote about the other; none when
    /// nobody wrote anything that is missing there.
    pub(super) async fn take_over(&self, viewer: &Viewer, pair: &Pair) -> Result<Option<CommitId>> {
        let author =
            Author { actor: viewer.name.clone(), origin: Origin::Person, source: None, run: None, reverts: None };
        let write = self.database().write().await?;
        let heirs = heirs(&write, pair).await?;
        let mut draft = Draft::begin(&write, &author, self.clock()).await?;
        let givers: Vec<Uuid> = heirs.keys().copied().collect();
        for chunk in givers.chunks(ROWS) {
            let mut written = written(&write, chunk).await?;
            written.retain(|_, written| !written.curated.is_empty() || !written.ties.is_empty());
            let takers: HashMap<Uuid, Written> =
                written.into_iter().filter_map(|(giver, written)| Some((*heirs.get(&giver)?, written))).collect();
            give(&write, &mut draft, takers).await?;
        }
        let done = draft.finish().await?;
        self.commit_write(write, done.map(|done| done.last)).await?;
        Ok(done.map(|done| done.id))
    }
}

async fn give(write: &Write, draft: &mut Draft<'_>, takers: HashMap<Uuid, Written>) -> Result<()> {
    let ids: Vec<Uuid> = takers.keys().copied().collect();
    let mut ties = current_ties(&**write, &ids).await?;
    let rows = asset::Entity::find()
        .filter(asset::Column::Id.is_in(ids.iter().copied()))
        .filter(asset::Column::RemovedChange.is_null());
    for row in rows.all(&**write).await? {
        let Some(given) = takers.get(&row.id) else { continue };
        let held = ties.remove(&row.id).unwrap_or_default();
        draft_taken(draft, row, held, given)?;
    }
    Ok(())
}

/// Adds to the commit what `row` takes over, if anything.
fn draft_taken(draft: &mut Draft<'_>, row: asset::Model, held: Vec<StoredTie>, given: &Written) -> Result<()> {
    let has = |kind: i16| held.iter().any(|tie| tie.0 == kind && tie.2 == Layer::Curated.number());
    let taken = given.ties.iter().filter(|tie| !(held.contains(tie) || is_single(tie.0) && has(tie.0)));
    let mut ties: Vec<StoredTie> = held.iter().chain(taken).cloned().collect();
    ties.sort();
    let old = state::curated(&row)?;
    let mut new = old.clone();
    new.inherit(&given.curated);
    let harvested = state::harvested(&row)?;
    let comparable = |curated| diff::Comparable { name: &row.name, harvested: &harvested, curated };
    let mut fields = diff::diff(&comparable(&old), &comparable(&new));
    fields.extend(tie_fields(&held, &ties));
    if fields.is_empty() {
        return Ok(());
    }
    retie(draft, row.id, &held, &ties);
    let mut after = row.clone();
    after.curated = (!new.is_empty()).then(|| state::json(&new));
    let relations = (held != ties).then_some(ties);
    draft.step(Step { operation: Operation::Updated, before: row, after, fields, relations });
    Ok(())
}

/// Whether an asset has at most one tie of a sort.
fn is_single(kind: i16) -> bool {
    [RelationKind::Tier, RelationKind::Domain, RelationKind::CodeList].iter().any(|single| single.number() == kind)
}

/// What people wrote about each of `ids`: the curated layer alone.
async fn written(write: &Write, ids: &[Uuid]) -> Result<HashMap<Uuid, Written>> {
    let mut ties = current_ties(&**write, ids).await?;
    let rows = asset::Entity::find().filter(asset::Column::Id.is_in(ids.iter().copied())).all(&**write).await?;
    let mut found = HashMap::new();
    for row in rows {
        let mut ties = ties.remove(&row.id).unwrap_or_default();
        let merge = RelationKind::MergedInto.number();
        ties.retain(|tie| tie.2 == Layer::Curated.number() && tie.0 != merge);
        found.insert(row.id, Written { curated: state::curated(&row)?, ties });
    }
    Ok(found)
}

/// Who takes over from whom: the two, and level by level those inside of both that have one kind and one key.
async fn heirs(write: &Write, pair: &Pair) -> Result<HashMap<Uuid, Uuid>> {
    let mut heirs = HashMap::from([(pair.from.id.0, pair.into.id.0)]);
    let mut level = heirs.clone();
    while !level.is_empty() {
        let parents: Vec<Uuid> = level.iter().flat_map(|(from, into)| [*from, *into]).collect();
        let mut families: HashMap<Uuid, HashMap<(i16, String), Uuid>> = HashMap::new();
        for chunk in parents.chunks(ROWS) {
            use asset::Column::{Id, IdentityKey, Kind, ParentId};
            let rows: Vec<(Uuid, Uuid, i16, String)> = asset::Entity::find()
                .select_only()
                .columns([Id, ParentId, Kind, IdentityKey])
                .filter(ParentId.is_in(chunk.iter().copied()))
                .into_tuple()
                .all(&**write)
                .await?;
            for (id, parent, kind, key) in rows {
                families.entry(parent).or_default().insert((kind, key), id);
            }
        }
        let mut next = HashMap::new();
        for (from, into) in &level {
            let (Some(ours), Some(theirs)) = (families.get(from), families.get(into)) else { continue };
            next.extend(ours.iter().filter_map(|(key, id)| Some((*id, *theirs.get(key)?))));
        }
        heirs.extend(&next);
        level = next;
    }
    Ok(heirs)
}
