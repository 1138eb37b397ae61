//! What people decide: display names, descriptions, ties, custom properties. It is kept in its own layer, which no crawl touches.

mod asked;
mod each;

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::{
    asset::{Asset, Curated, Version},
    catalog::Catalog,
    change::{ChangeNumber, FieldChange, Operation, Origin, diff},
    database::Write,
    draft::{Author, Draft, Step},
    error::{Error, Result},
    governance::Permission,
    id::AssetId,
    ingest::{current_ties, tie_fields},
    kinds::AssetKind,
    property::PropertyChanges,
    relation::{Layer, RelationKind},
    state::{self, StoredTie},
    store::{ROWS, asset},
    viewer::Viewer,
    vocabulary::{self, TieRules},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

pub use self::asked::{BulkEdit, Edit, MAX_DESCRIPTION, MAX_DISPLAY_NAME, MAX_TARGET, MAX_TIES, Patch, checked_tag};
pub(crate) use self::asked::{checked, targets};
use self::asked::{checked_tier, wanted, wanted_in_bulk};
pub use self::each::{EachAnswer, MAX_EDITS};

/// What holds for a set of edits.
struct Editing<'a, F> {
    viewer: &'a Viewer,
    /// The name that history records.
    actor: String,
    apply: F,
    rules: &'a TieRules,
    properties: PropertyChanges,
    expected: Option<Version>,
    /// What assets are tied to and the viewer may not know of: they cannot have meant it to go.
    hidden: &'a HashSet<String>,
}

/// An edit of one asset that was checked before the store is held.
struct Ready {
    id: AssetId,
    edit: Edit,
    rules: TieRules,
    hidden: HashSet<String>,
    properties: PropertyChanges,
}

impl Catalog {
    /// Writes what a person decided; an edit that changes nothing writes nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field; [`Error::NotFound`]; [`Error::Forbidden`]; [`Error::Conflict`] when the
    /// asset is removed or has another version than expected.
    pub async fn edit(&self, viewer: &Viewer, id: AssetId, edit: Edit) -> Result<Asset> {
        let ready = self.ready(viewer, id, edit).await?;
        let write = self.database().write().await?;
        let last = self.write_ready(&write, viewer, ready, viewer.name.clone()).await?;
        self.commit_write(write, last).await?;
        self.asset(viewer, id, None).await
    }

    /// The same of what somebody else proposed, in the caller's transaction, which [`Catalog::commit_write`] ends: history
    /// names whoever writes it, and in brackets who proposed it. Gives the last change; none when nothing changed.
    ///
    /// # Errors
    /// As [`Catalog::edit`].
    pub async fn edit_for(
        &self,
        write: &Write,
        viewer: &Viewer,
        (id, edit): (AssetId, Edit),
        proposer: &str,
    ) -> Result<Option<ChangeNumber>> {
        let ready = self.ready(viewer, id, edit).await?;
        self.write_ready(write, viewer, ready, format!("{} ({proposer})", viewer.name)).await
    }

    async fn ready(&self, viewer: &Viewer, id: AssetId, edit: Edit) -> Result<Ready> {
        self.must_with(viewer, Permission::Edit, &[id]).await?;
        let mut edit = checked(edit)?;
        let rules = self.tie_rules(viewer, &wanted(&edit)).await?;
        if let Patch::Set(tags) = edit.tags {
            edit.tags = Patch::Set(rules.all_spelled(tags));
        }
        edit.deprecation = self.checked_deprecation(viewer, id, edit.deprecation).await?;
        let hidden = self.hidden_targets(viewer, &[id]).await?;
        let properties = self.property_changes(viewer, &edit.properties).await?;
        Ok(Ready { id, edit, rules, hidden, properties })
    }

    async fn write_ready(
        &self,
        write: &Write,
        viewer: &Viewer,
        ready: Ready,
        actor: String,
    ) -> Result<Option<ChangeNumber>> {
        let Ready { id, edit, rules, hidden, properties } = ready;
        let expected = edit.expected_version;
        let apply = |ties: &mut BTreeSet<StoredTie>, curated: &mut Curated| apply(&edit, ties, curated);
        let editing = Editing { viewer, actor, apply, rules: &rules, properties, expected, hidden: &hidden };
        self.write_edits(write, &[id], editing).await
    }

    /// Adds to and takes away from many assets (at most 500) in one commit.
    ///
    /// # Errors
    /// As [`Catalog::edit`]; then nothing was written.
    pub async fn edit_all(&self, viewer: &Viewer, ids: &[AssetId], edit: BulkEdit) -> Result<Vec<Asset>> {
        if ids.is_empty() || ids.len() > 500 {
            return Err(Error::invalid("ids", format!("has {} assets; 1 to 500 are allowed", ids.len())));
        }
        self.must_with(viewer, Permission::Edit, ids).await?;
        let mut edit = BulkEdit {
            add_owners: targets("addOwners", edit.add_owners)?,
            remove_owners: targets("removeOwners", edit.remove_owners)?,
            add_tags: targets("addTags", edit.add_tags)?,
            remove_tags: targets("removeTags", edit.remove_tags)?,
            tier: checked_tier(edit.tier)?,
            ..edit
        };
        let rules = self.tie_rules(viewer, &wanted_in_bulk(&edit)).await?;
        edit.add_tags = rules.all_spelled(edit.add_tags);
        let properties = self.property_changes(viewer, &edit.properties).await?;
        let mut once = HashSet::new();
        let distinct: Vec<AssetId> = ids.iter().copied().filter(|id| once.insert(*id)).collect();
        let apply = |ties: &mut BTreeSet<StoredTie>, _: &mut Curated| apply_bulk(&edit, ties);
        let (actor, hidden) = (viewer.name.clone(), HashSet::new());
        let editing = Editing { viewer, actor, apply, rules: &rules, properties, expected: None, hidden: &hidden };
        let write = self.database().write().await?;
        let last = self.write_edits(&write, &distinct, editing).await?;
        self.commit_write(write, last).await?;
        self.assets(viewer, ids, None).await
    }

    async fn write_edits<F: Fn(&mut BTreeSet<StoredTie>, &mut Curated)>(
        &self,
        write: &Write,
        ids: &[AssetId],
        editing: Editing<'_, F>,
    ) -> Result<Option<ChangeNumber>> {
        let actor = editing.actor.clone();
        let author = Author { actor, origin: Origin::Person, source: None, run: None, reverts: None };
        let mut draft = Draft::begin(write, &author, self.clock()).await?;
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        for chunk in ids.chunks(ROWS) {
            let rows = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied()));
            let rows = rows.all(&**write).await?.into_iter().map(|row| (row.id, row));
            let mut rows: HashMap<Uuid, asset::Model> = rows.collect();
            let mut ties = current_ties(&**write, chunk).await?;
            for id in chunk {
                let row = rows.remove(id).ok_or_else(|| Error::not_found("asset", id))?;
                edit_one(&mut draft, row, ties.remove(id).unwrap_or_default(), &editing)?;
            }
        }
        Ok(draft.finish().await?.map(|written| written.last))
    }
}

fn edit_one<F: Fn(&mut BTreeSet<StoredTie>, &mut Curated)>(
    draft: &mut Draft<'_>,
    row: asset::Model,
    old_ties: Vec<StoredTie>,
    editing: &Editing<'_, F>,
) -> Result<Vec<FieldChange>> {
    if row.removed_change.is_some() {
        return Err(Error::conflict("the asset was removed from its source; it can be edited when it is back"));
    }
    if let Some(expected) = editing.expected.filter(|expected| *expected != state::version(&row)) {
        let now = state::version(&row);
        return Err(Error::conflict(format!(
            "somebody else changed it: version {expected} is {now} by now; reload it"
        )));
    }
    let old_curated = state::curated(&row)?;
    let (mut ties, mut curated) = (old_ties.iter().cloned().collect::<BTreeSet<_>>(), old_curated.clone());
    (editing.apply)(&mut ties, &mut curated);
    editing.properties.apply(state::kind(row.kind), &mut curated)?;
    keep_hidden(&old_ties, &mut ties, editing.hidden);
    let ties: Vec<StoredTie> = ties.into_iter().collect();
    editing.rules.check(&old_ties, &ties)?;
    check_standard(state::kind(row.kind), &ties)?;
    let mut after = row.clone();
    if curated != old_curated {
        after.curated = (!curated.is_empty()).then(|| state::json(&curated));
        vocabulary::written(&mut after, editing.viewer)?;
    }
    let (old, new) = (state::harvested(&row)?, state::harvested(&after)?);
    let mut fields = diff::diff(
        &diff::Comparable { name: &row.name, harvested: &old, curated: &old_curated },
        &diff::Comparable { name: &row.name, harvested: &new, curated: &curated },
    );
    fields.extend(tie_fields(&old_ties, &ties));
    if !fields.is_empty() {
        retie(draft, row.id, &old_ties, &ties);
        let relations = (old_ties != ties).then_some(ties);
        let (operation, fields) = (Operation::Updated, fields.clone());
        draft.step(Step { operation, before: row, after, fields, relations });
    }
    Ok(fields)
}

/// Refuses a data standard of what has no values of its own.
fn check_standard(kind: AssetKind, ties: &[StoredTie]) -> Result<()> {
    if kind != AssetKind::Column && ties.iter().any(|tie| tie.0 == RelationKind::CodeList.number()) {
        return Err(Error::invalid("codeList", format!("is for columns; this is a {}", kind.words()[0])));
    }
    Ok(())
}

/// Puts ties back that whoever edits may not know of; a domain or standard only where no other took its place.
fn keep_hidden(before: &[StoredTie], after: &mut BTreeSet<StoredTie>, hidden: &HashSet<String>) {
    for tie in before.iter().filter(|tie| hidden.contains(&tie.1)) {
        let is_single = [RelationKind::Domain.number(), RelationKind::CodeList.number()].contains(&tie.0);
        let is_replaced = is_single && after.iter().any(|other| other.0 == tie.0);
        if !is_replaced {
            after.insert(tie.clone());
        }
    }
}

/// Ends ties that are no longer there and opens those that are new.
pub(crate) fn retie(draft: &mut Draft<'_>, asset: Uuid, before: &[StoredTie], after: &[StoredTie]) {
    for tie in before.iter().filter(|tie| !after.contains(tie)) {
        draft.close_tie(asset, tie.clone());
    }
    for tie in after.iter().filter(|tie| !before.contains(tie)) {
        draft.open_tie(asset, tie.clone());
    }
}

fn put<T: Clone>(field: &mut Option<T>, patch: &Patch<T>) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => *field = None,
        Patch::Set(value) => *field = Some(value.clone()),
    }
}

/// Puts an edit's word into ties and texts.
pub(crate) fn apply(edit: &Edit, ties: &mut BTreeSet<StoredTie>, curated: &mut Curated) {
    put(&mut curated.display_name, &edit.display_name);
    put(&mut curated.description, &edit.description);
    put(&mut curated.deprecation, &edit.deprecation);
    let tier = match &edit.tier {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(tier) => Patch::Set(vec![tier.clone()]),
    };
    let texts = |patch: &Patch<Vec<AssetId>>| match patch {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(ids) => Patch::Set(ids.iter().map(AssetId::to_string).collect()),
    };
    let single = |patch: &Patch<AssetId>| match patch {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(id) => Patch::Set(vec![id.to_string()]),
    };
    for (kind, patch) in [
        (RelationKind::Owner, &edit.owners),
        (RelationKind::Tag, &edit.tags),
        (RelationKind::Tier, &tier),
        (RelationKind::Term, &texts(&edit.terms)),
        (RelationKind::Domain, &single(&edit.domain)),
        (RelationKind::Product, &texts(&edit.products)),
        (RelationKind::CodeList, &single(&edit.code_list)),
    ] {
        let is_decided = |tie: &StoredTie| tie.0 == kind.number() && tie.2 == Layer::Curated.number();
        match patch {
            Patch::Keep => {}
            Patch::Clear => ties.retain(|tie| !is_decided(tie)),
            Patch::Set(targets) => {
                // Whoever sends back the list that they read does not mean to say again what follows from elsewhere.
                let follows = |target: &String| {
                    let tie = |layer: Layer| (kind.number(), target.clone(), layer.number());
                    ties.contains(&tie(Layer::Propagated)) && !ties.contains(&tie(Layer::Curated))
                };
                let said: Vec<StoredTie> = targets
                    .iter()
                    .filter(|target| !follows(target))
                    .map(|target| (kind.number(), target.clone(), Layer::Curated.number()))
                    .collect();
                ties.retain(|tie| !is_decided(tie));
                ties.extend(said);
            }
        }
    }
}

fn apply_bulk(edit: &BulkEdit, ties: &mut BTreeSet<StoredTie>) {
    let tie = |kind: RelationKind, target: String| (kind.number(), target, Layer::Curated.number());
    let words = [
        (RelationKind::Owner, &edit.add_owners, &edit.remove_owners),
        (RelationKind::Tag, &edit.add_tags, &edit.remove_tags),
    ];
    for (kind, add, remove) in words {
        remove.iter().for_each(|target| {
            ties.remove(&tie(kind, target.clone()));
        });
        ties.extend(add.iter().map(|target| tie(kind, target.clone())));
    }
    let things = [
        (RelationKind::Term, &edit.add_terms, &edit.remove_terms),
        (RelationKind::Product, &edit.add_products, &edit.remove_products),
    ];
    for (kind, add, remove) in things {
        remove.iter().for_each(|target| {
            ties.remove(&tie(kind, target.to_string()));
        });
        ties.extend(add.iter().map(|target| tie(kind, target.to_string())));
    }
    only(ties, RelationKind::Tier, &edit.tier);
    only(ties, RelationKind::Domain, &edit.domain);
    only(ties, RelationKind::CodeList, &edit.code_list);
}

/// Puts the tie of which there is one at most.
fn only<T: ToString>(ties: &mut BTreeSet<StoredTie>, kind: RelationKind, patch: &Patch<T>) {
    if !matches!(patch, Patch::Keep) {
        ties.retain(|tie| (tie.0, tie.2) != (kind.number(), Layer::Curated.number()));
    }
    if let Patch::Set(target) = patch {
        ties.insert((kind.number(), target.to_string(), Layer::Curated.number()));
    }
}
