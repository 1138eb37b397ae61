//! Taking back a commit, or everything a run wrote: the inverse is written as a new commit. Nothing is erased.

mod before;

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    catalog::Catalog,
    change::{Change, Commit, Operation, Origin, diff},
    declare::{self, Declared, Place},
    derive::{self, is_derived},
    draft::{Author, Draft, Step},
    edit::retie,
    error::{Error, Result},
    id::{CommitId, RunId},
    ingest::{current_ties, tie_fields},
    record::LineageRecord,
    relation::RelationKind,
    state::{self, StoredTie},
    store::{ROWS, asset, change, commit},
    viewer::{Action, Viewer},
};

use self::before::Before;

/// What to take back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevertTarget {
    /// One commit.
    Commit(CommitId),
    /// Every commit of a run.
    Run(RunId),
}

/// What an asset's changes within the target touched.
#[derive(Debug, Clone, Copy, Default)]
struct Touched {
    harvested: bool,
    curated: bool,
    relations: bool,
    first: i64,
    last: i64,
}

/// Everything that the target touched.
#[derive(Debug, Default)]
struct Target {
    assets: BTreeMap<Uuid, Touched>,
    declared: BTreeMap<Place, Declared>,
}

impl Catalog {
    /// Takes back a commit or a run: assets it made are removed, assets it removed are back, what tools declared there
    /// is as they had declared it before, and so is everything else. What people decided later stays.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`]; [`Error::Conflict`] when a later commit changed the same things: take
    /// that one back first.
    pub async fn revert(&self, viewer: &Viewer, target: RevertTarget) -> Result<Commit> {
        viewer.must(Action::RevertChanges)?;
        self.take_back(viewer, target).await
    }

    /// The same for those who may do it for another reason.
    pub(crate) async fn take_back(&self, viewer: &Viewer, target: RevertTarget) -> Result<Commit> {
        let commits = self.commits_of(target).await?;
        let reverts = match target {
            RevertTarget::Commit(id) => id.to_string(),
            RevertTarget::Run(id) => id.to_string(),
        };
        let author = Author {
            actor: viewer.name.clone(),
            origin: Origin::Revert,
            source: None,
            run: None,
            reverts: Some(reverts),
        };
        let write = self.database().write().await?;
        let Target { assets: touched, declared } = self.touched(&commits).await?;
        self.refuse_later_changes(&commits, &touched).await?;
        let mut draft = Draft::begin(&write, &author, self.clock()).await?;
        // First, because these changes leave the version alone.
        declare::take_back(&write, &mut draft, &declared).await?;
        let ids: Vec<Uuid> = touched.keys().copied().collect();
        for chunk in ids.chunks(ROWS) {
            let mut ties = current_ties(&*write, chunk).await?;
            let mut before = Before::read(&write, chunk, &touched).await?;
            let current = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied()));
            for row in current.order_by_asc(asset::Column::Id).all(&*write).await? {
                let (state, old_ties) = before.take(row.id);
                let now_ties = ties.remove(&row.id).unwrap_or_default();
                let was = touched[&row.id];
                inverse(&mut draft, row, state, was, (now_ties, old_ties))?;
            }
        }
        let Some(written) = draft.finish().await? else {
            return Err(Error::conflict("nothing is left to take back"));
        };
        self.commit_write(write, Some(written.last)).await?;
        self.commit(viewer, written.id).await
    }

    async fn commits_of(&self, target: RevertTarget) -> Result<Vec<commit::Model>> {
        let (query, name) = match target {
            RevertTarget::Commit(id) => (commit::Entity::find().filter(commit::Column::Id.eq(id.0)), id.to_string()),
            RevertTarget::Run(id) => (commit::Entity::find().filter(commit::Column::RunId.eq(id.0)), id.to_string()),
        };
        let commits = query.order_by_asc(commit::Column::FirstChange).all(self.database().read()).await?;
        if commits.is_empty() {
            return Err(Error::not_found("commit", name));
        }
        if commits.iter().any(|commit| commit.origin == Origin::Propagation.number()) {
            return Err(Error::conflict(
                "what follows from lineage would follow again; refuse the tags, or change the rule by which they follow",
            ));
        }
        Ok(commits)
    }

    /// Which assets the commits touched, in which layer, and what was declared in them.
    async fn touched(&self, commits: &[commit::Model]) -> Result<Target> {
        let mut target = Target::default();
        for commit in commits {
            let rows = change::Entity::find()
                .filter(change::Column::Number.between(commit.first_change, commit.last_change))
                .order_by_asc(change::Column::Number)
                .all(self.database().read())
                .await?;
            for row in rows {
                let number = row.number;
                let change = state::change(row)?;
                if change.operation == Operation::LineageDeclared {
                    if let Some(place) = place(&change) {
                        let set = Declared { asset: change.asset.0, first: number, last: number };
                        target.declared.entry(place).or_insert(set).last = number;
                    }
                    continue;
                }
                let layers = layers(&change);
                let new = Touched { first: number, last: number, ..Touched::default() };
                let entry = target.assets.entry(change.asset.0).or_insert(new);
                entry.last = number;
                entry.harvested |= layers.harvested;
                entry.curated |= layers.curated;
                entry.relations |= layers.relations;
            }
        }
        Ok(target)
    }

    /// A later change of the same layer of the same asset cannot be kept and undone at once.
    async fn refuse_later_changes(&self, commits: &[commit::Model], touched: &BTreeMap<Uuid, Touched>) -> Result<()> {
        let own: std::collections::HashSet<Uuid> = commits.iter().map(|commit| commit.id).collect();
        let ids: Vec<Uuid> = touched.keys().copied().collect();
        let first = touched.values().map(|touched| touched.last).min().unwrap_or(0);
        for chunk in ids.chunks(ROWS) {
            let rows = change::Entity::find()
                .filter(change::Column::AssetId.is_in(chunk.iter().copied()))
                .filter(change::Column::Number.gt(first))
                .order_by_asc(change::Column::Number)
                .limit(100_000)
                .all(self.database().read())
                .await?;
            for row in rows.into_iter().filter(|row| !own.contains(&row.commit_id)) {
                let was = touched[&row.asset_id];
                let change = state::change(row)?;
                if change.fields.iter().any(|field| field.field == derive::FIELD) {
                    continue;
                }
                let later = layers(&change);
                let clashes = (later.harvested && was.harvested)
                    || (later.curated && was.curated)
                    || (later.relations && was.relations);
                if change.number.0 > was.last && clashes {
                    return Err(Error::conflict(format!(
                        "asset `{}` was changed again by commit `{}`; take that one back first",
                        change.asset, change.commit
                    )));
                }
            }
        }
        Ok(())
    }
}

/// For which place a change declares lineage.
fn place(change: &Change) -> Option<Place> {
    let field = change.fields.iter().find(|field| field.field == "lineage")?;
    let read = |value: &serde_json::Value| serde_json::from_value::<LineageRecord>(value.clone()).ok();
    let record = read(&field.after).or_else(|| read(&field.before))?;
    Some((record.tool, record.scope))
}

fn layers(change: &Change) -> Touched {
    let mut touched = Touched::default();
    match change.operation {
        Operation::Created | Operation::Removed | Operation::Restored => {
            touched.harvested = true;
            touched.relations = change.fields.iter().any(|field| is_tie(&field.field));
        }
        Operation::LineageDeclared => {}
        Operation::Updated => {
            for field in &change.fields {
                match field.field.split('.').next() {
                    Some("curated") => touched.curated = true,
                    Some(derive::FIELD) => touched.relations = true,
                    Some(_) if is_tie(&field.field) => touched.relations = true,
                    _ => touched.harvested = true,
                }
            }
            touched.harvested |= change.fields.is_empty();
        }
    }
    touched
}

/// The ties of before, as far as somebody said them, with what follows from other assets now.
fn with_derived_of(now: &[StoredTie], before: Vec<StoredTie>) -> Vec<StoredTie> {
    let said = before.into_iter().filter(|tie| !is_derived(tie));
    let mut ties: Vec<StoredTie> = said.chain(now.iter().filter(|tie| is_derived(tie)).cloned()).collect();
    ties.sort();
    ties
}

/// Whether a field tells of ties.
fn is_tie(field: &str) -> bool {
    let name = field.split('.').next().unwrap_or(field);
    RelationKind::ALL.iter().any(|kind| kind.field() == name)
}

/// Adds to the commit what makes `row` as it was, in the layers that were touched.
fn inverse(
    draft: &mut Draft<'_>,
    row: asset::Model,
    before: Option<asset::Model>,
    was: Touched,
    (now_ties, old_ties): (Vec<StoredTie>, Vec<StoredTie>),
) -> Result<()> {
    let is_removed = row.removed_change.is_some();
    let Some(before) = before.filter(|before| before.removed_change.is_none() || !was.harvested) else {
        if !is_removed {
            let step = Step {
                operation: Operation::Removed,
                before: row.clone(),
                after: row,
                fields: Vec::new(),
                relations: None,
            };
            draft.step(step);
        }
        return Ok(());
    };
    let mut after = row.clone();
    if was.harvested {
        let curated = if was.curated { before.curated.clone() } else { row.curated.clone() };
        after = asset::Model { curated, created_change: row.created_change, ..before };
    } else if was.curated {
        after.curated = before.curated;
    }
    let ties = if was.relations { with_derived_of(&now_ties, old_ties) } else { now_ties.clone() };
    let (old, new) =
        ((state::harvested(&row)?, state::curated(&row)?), (state::harvested(&after)?, state::curated(&after)?));
    let mut fields = diff::diff(
        &diff::Comparable { name: &row.name, harvested: &old.0, curated: &old.1 },
        &diff::Comparable { name: &after.name, harvested: &new.0, curated: &new.1 },
    );
    fields.extend(tie_fields(&now_ties, &ties));
    let is_back = is_removed && was.harvested;
    if fields.is_empty() && !is_back {
        return Ok(());
    }
    retie(draft, row.id, &now_ties, &ties);
    let relations = (now_ties != ties).then_some(ties);
    let operation = if is_back { Operation::Restored } else { Operation::Updated };
    draft.step(Step { operation, before: row, after, fields, relations });
    Ok(())
}
