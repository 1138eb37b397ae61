//! One thing under several names: what a person found to be the same is merged, and can be parted again.
//!
//! A merge is a tie from one asset to another ([`RelationKind::MergedInto`]). The merged one leaves every list together
//! with all that is inside; from then on its name, and every name below it, means the other one, so that lineage, use and
//! reports land there. Sources may go on saying it: what they say is passed over until it is parted. The past stays as
//! it was, because ties hold from one change until another. What people wrote about the merged one goes over to the
//! other where that has nothing of its own, as a commit of its own.

mod evidence;
mod namespaces;
mod takeover;

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

pub use self::{
    evidence::{Evidence, Identity, KnownName, Lookalike, NameRule, Resemblance},
    namespaces::{Alias, Namespace, NamespacesMerged},
};
use crate::{
    asset::Asset,
    catalog::Catalog,
    change::{FieldChange, Operation, Origin},
    database::Write,
    draft::{Author, Draft, Step},
    error::{Error, Result},
    governance::Permission,
    id::{AssetId, CommitId},
    ingest::{current_ties, tie_fields},
    relation::{Layer, RelationKind},
    revert::RevertTarget,
    state::StoredTie,
    store::{ROWS, asset, change, commit, relation},
    viewer::Viewer,
};

/// The most assets that leave the lists with one merge.
pub const MAX_MERGED: usize = 100_000;
/// The longest reason, in characters.
pub const MAX_REASON: usize = 1000;

/// What a merge did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// The commit that made one of two.
    pub commit: CommitId,
    /// The commit in which the other took over what people wrote; none when there was nothing to take over.
    pub taken_over: Option<CommitId>,
    /// How many assets left the lists: the merged one and all inside.
    pub assets: usize,
}

/// What parting did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parted {
    /// The commit that brought it back.
    pub commit: CommitId,
    /// Why the other one kept what it had taken over; none when it gave it back or had taken nothing.
    pub kept: Option<String>,
}

/// What a person wants to be one.
struct Pair {
    from: Asset,
    into: Asset,
    reason: Option<String>,
}

impl Catalog {
    /// Lets `from` be `into` from now on.
    ///
    /// # Errors
    /// [`Error::NotFound`] and [`Error::Forbidden`] for either; [`Error::Invalid`] when they cannot be one: of different
    /// kinds, one inside of the other, `into` removed, or more than [`MAX_MERGED`] assets inside of `from`;
    /// [`Error::Conflict`] when `from` is merged already.
    pub async fn merge(&self, viewer: &Viewer, from: AssetId, into: AssetId, reason: Option<String>) -> Result<Merged> {
        self.must_with(viewer, Permission::Edit, &[from, into]).await?;
        let pair = Pair {
            from: self.asset(viewer, from, None).await?,
            into: self.asset(viewer, into, None).await?,
            reason: checked_reason(reason)?,
        };
        check(&pair)?;
        let inside = self.everything_inside(from.0).await?;
        let taken_over = self.take_over(viewer, &pair).await?;
        let author =
            Author { actor: viewer.name.clone(), origin: Origin::Person, source: None, run: None, reverts: None };
        let write = self.database().write().await?;
        let mut draft = Draft::begin(&write, &author, self.clock()).await?;
        tie_to(&write, &mut draft, &pair, taken_over).await?;
        let assets = 1 + leave(&write, &mut draft, &inside).await?;
        let written = draft.finish().await?.ok_or_else(|| Error::conflict("nothing is left to merge"))?;
        self.commit_write(write, Some(written.last)).await?;
        Ok(Merged { commit: written.id, taken_over, assets })
    }

    /// Brings back what was merged, with all that was inside. What the other one had taken over goes back, unless
    /// somebody changed it since.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`]; [`Error::Conflict`] when it is not merged, or changed since.
    pub async fn part(&self, viewer: &Viewer, id: AssetId) -> Result<Parted> {
        self.must_with(viewer, Permission::Edit, &[id]).await?;
        let tie = self.merge_tie(id).await?.ok_or_else(|| Error::conflict("the asset is not merged into another"))?;
        let merge = self.commit_at(tie.from_change).await?;
        let taken_over = self.taken_over_at(tie.from_change).await?;
        let commit = self.take_back(viewer, RevertTarget::Commit(merge)).await?.id;
        let kept = match taken_over {
            None => None,
            Some(taken) => match self.take_back(viewer, RevertTarget::Commit(taken)).await {
                Ok(_) => None,
                Err(Error::Conflict { problem }) => Some(problem),
                Err(cause) => return Err(cause),
            },
        };
        Ok(Parted { commit, kept })
    }

    /// What assets are merged into at present; those that are not are absent.
    ///
    /// # Errors
    /// The store's own.
    pub async fn merged_into(&self, viewer: &Viewer, ids: &[AssetId]) -> Result<HashMap<AssetId, AssetId>> {
        let seen: Vec<Uuid> = self.visible(viewer, ids).await?.into_iter().map(|id| id.0).collect();
        let found = crate::read::merged_into(self.database().read(), &seen, None).await?;
        let targets: Vec<AssetId> = found.values().map(|id| AssetId(*id)).collect();
        let known = self.visible(viewer, &targets).await?;
        let both = found.into_iter().map(|(id, into)| (AssetId(id), AssetId(into)));
        Ok(both.filter(|(_, into)| known.contains(into)).collect())
    }

    async fn merge_tie(&self, id: AssetId) -> Result<Option<relation::Model>> {
        let tie = relation::Entity::find()
            .filter(relation::Column::AssetId.eq(id.0))
            .filter(relation::Column::Kind.eq(RelationKind::MergedInto.number()))
            .filter(relation::Column::UntilChange.is_null());
        Ok(tie.one(self.database().read()).await?)
    }

    /// The commit that a change belongs to.
    async fn commit_at(&self, number: i64) -> Result<CommitId> {
        let row = change::Entity::find_by_id(number).one(self.database().read()).await?;
        row.map(|row| CommitId(row.commit_id)).ok_or_else(|| Error::not_found("change", number))
    }

    /// The commit in which the other asset took over what people wrote, as the merge says.
    async fn taken_over_at(&self, number: i64) -> Result<Option<CommitId>> {
        let Some(row) = change::Entity::find_by_id(number).one(self.database().read()).await? else { return Ok(None) };
        let change = crate::state::change(row)?;
        let field = change.fields.iter().find(|field| field.field == TAKEN_OVER);
        let Some(id) = field.and_then(|field| field.after.as_str()?.parse::<Uuid>().ok()) else { return Ok(None) };
        let found = commit::Entity::find_by_id(id).one(self.database().read()).await?;
        Ok(found.map(|row| CommitId(row.id)))
    }

    /// Everything inside of an asset that is there, outermost first, the asset itself left out.
    async fn everything_inside(&self, root: Uuid) -> Result<Vec<Uuid>> {
        use sea_orm::QuerySelect as _;
        let mut inside: Vec<Uuid> = Vec::new();
        let mut parents = vec![root];
        while !parents.is_empty() {
            let mut next: Vec<Uuid> = Vec::new();
            for chunk in parents.chunks(ROWS) {
                let rows = asset::Entity::find()
                    .select_only()
                    .column(asset::Column::Id)
                    .filter(asset::Column::ParentId.is_in(chunk.iter().copied()))
                    .filter(asset::Column::RemovedChange.is_null())
                    .order_by_asc(asset::Column::Id);
                next.extend(rows.into_tuple::<Uuid>().all(self.database().read()).await?);
                if inside.len() + next.len() > MAX_MERGED {
                    let problem = format!("has more than {MAX_MERGED} assets inside; merge what is inside of it first");
                    return Err(Error::invalid("from", problem));
                }
            }
            inside.extend(&next);
            parents = next;
        }
        Ok(inside)
    }
}

/// The field of a change that says why.
const REASON: &str = "merged_into.reason";
/// The field of a change that names the commit in which the other asset took over what people wrote.
const TAKEN_OVER: &str = "merged_into.taken_over";

fn checked_reason(reason: Option<String>) -> Result<Option<String>> {
    let reason = reason.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    match &reason {
        Some(text) if text.chars().count() > MAX_REASON || text.contains('\0') => {
            Err(Error::invalid("reason", format!("must be text of at most {MAX_REASON} characters")))
        }
        _ => Ok(reason),
    }
}

/// Whether the two can be one.
fn check(pair: &Pair) -> Result<()> {
    let Pair { from, into, .. } = pair;
    if from.id == into.id {
        return Err(Error::invalid("into", "is the asset itself; name the other one"));
    }
    if from.kind != into.kind {
        return Err(Error::invalid("into", format!("is a {}, and what is merged is a {}", into.kind, from.kind)));
    }
    if into.removed.is_some() {
        return Err(Error::invalid("into", "was removed; merge it the other way round"));
    }
    let is_inside = |inner: &Asset, outer: &Asset| inner.ancestors.iter().any(|ancestor| ancestor.id == outer.id);
    if is_inside(into, from) || is_inside(from, into) {
        return Err(Error::invalid("into", "is inside of what is merged, or the other way round"));
    }
    if from.related(RelationKind::MergedInto).next().is_some() {
        return Err(Error::conflict("the asset is merged already; part it first"));
    }
    Ok(())
}

/// Ties the one to the other, and takes it from the lists when it is not gone yet.
async fn tie_to(write: &Write, draft: &mut Draft<'_>, pair: &Pair, taken_over: Option<CommitId>) -> Result<()> {
    let id = pair.from.id.0;
    let row = asset::Entity::find_by_id(id).one(&**write).await?;
    let row = row.ok_or_else(|| Error::not_found("asset", pair.from.id))?;
    let before: Vec<StoredTie> = current_ties(&**write, &[id]).await?.remove(&id).unwrap_or_default();
    let tie = (RelationKind::MergedInto.number(), pair.into.id.to_string(), Layer::Curated.number());
    let mut after = before.clone();
    after.push(tie.clone());
    after.sort();
    let mut fields = tie_fields(&before, &after);
    let mut say = |field: &str, value: Option<String>| {
        let said = value.map(|value| FieldChange {
            field: field.to_owned(),
            before: serde_json::Value::Null,
            after: value.into(),
            is_breaking: false,
        });
        fields.extend(said);
    };
    say(REASON, pair.reason.clone());
    say(TAKEN_OVER, taken_over.map(|id| id.to_string()));
    draft.open_tie(id, tie);
    let operation = if row.removed_change.is_none() { Operation::Removed } else { Operation::Updated };
    draft.step(Step { operation, before: row.clone(), after: row, fields, relations: Some(after) });
    Ok(())
}

/// Takes `ids` from the lists; gives how many there were.
async fn leave(write: &Write, draft: &mut Draft<'_>, ids: &[Uuid]) -> Result<usize> {
    let mut count = 0;
    for chunk in ids.chunks(ROWS) {
        let rows = asset::Entity::find()
            .filter(asset::Column::Id.is_in(chunk.iter().copied()))
            .filter(asset::Column::RemovedChange.is_null())
            .order_by_asc(asset::Column::Id)
            .all(&**write)
            .await?;
        count += rows.len();
        for row in rows {
            let (before, after) = (row.clone(), row);
            draft.step(Step { operation: Operation::Removed, before, after, fields: Vec::new(), relations: None });
        }
    }
    Ok(count)
}
