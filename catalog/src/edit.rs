//! What people decide: display names, descriptions, owners, tags, tier. It is kept in its own layer, which no crawl touches.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::{
    asset::{Asset, Curated, Version},
    catalog::Catalog,
    change::{Operation, Origin, diff},
    draft::{Author, Draft, Step},
    error::{Error, Result},
    governance::Permission,
    id::AssetId,
    ingest::{current_ties, tie_fields},
    relation::{Layer, RelationKind, TIERS},
    state::{self, StoredTie},
    store::{ROWS, asset},
    viewer::Viewer,
    vocabulary::{self, TieRules, Wanted},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// The longest display name, in characters.
pub const MAX_DISPLAY_NAME: usize = 200;
/// The longest description, in bytes.
pub const MAX_DESCRIPTION: usize = 1024 * 1024;
/// The longest tag or owner name, in characters.
pub const MAX_TARGET: usize = 100;
/// The most ties of one sort that an asset may have.
pub const MAX_TIES: usize = 100;

/// What to do with one field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Patch<T> {
    /// Leave it.
    #[default]
    Keep,
    /// Take it away, so that the source's word counts again.
    Clear,
    /// Put this.
    Set(T),
}

/// What a person decides about an asset; what is kept stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edit {
    /// The name that people read.
    pub display_name: Patch<String>,
    /// The description, in Markdown.
    pub description: Patch<String>,
    /// All owners that people named.
    pub owners: Patch<Vec<String>>,
    /// All tags that people gave.
    pub tags: Patch<Vec<String>>,
    /// `tier1` to `tier5`.
    pub tier: Patch<String>,
    /// All terms that people gave.
    pub terms: Patch<Vec<AssetId>>,
    /// The domain.
    pub domain: Patch<AssetId>,
    /// All data products that people put it into.
    pub products: Patch<Vec<AssetId>>,
    /// Refuse when the asset has another version by now.
    pub expected_version: Option<Version>,
}

/// What to add to and take away from many assets at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BulkEdit {
    /// Owners to add.
    pub add_owners: Vec<String>,
    /// Owners to take away.
    pub remove_owners: Vec<String>,
    /// Tags to add.
    pub add_tags: Vec<String>,
    /// Tags to take away.
    pub remove_tags: Vec<String>,
    /// The tier.
    pub tier: Patch<String>,
    /// Terms to add.
    pub add_terms: Vec<AssetId>,
    /// Terms to take away.
    pub remove_terms: Vec<AssetId>,
    /// The domain.
    pub domain: Patch<AssetId>,
    /// Data products to put them into.
    pub add_products: Vec<AssetId>,
    /// Data products to take them out of.
    pub remove_products: Vec<AssetId>,
}

/// What holds for a set of edits.
struct Editing<'a, F> {
    viewer: &'a Viewer,
    apply: F,
    rules: TieRules,
    expected: Option<Version>,
}

impl Catalog {
    /// Writes what a person decided; an edit that changes nothing writes nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field; [`Error::NotFound`]; [`Error::Forbidden`]; [`Error::Conflict`] when the
    /// asset is removed or has another version than expected.
    pub async fn edit(&self, viewer: &Viewer, id: AssetId, edit: Edit) -> Result<Asset> {
        self.must_with(viewer, Permission::Edit, &[id]).await?;
        let mut edit = checked(edit)?;
        let rules = self.tie_rules(viewer, &wanted(&edit)).await?;
        if let Patch::Set(tags) = edit.tags {
            edit.tags = Patch::Set(rules.all_spelled(tags));
        }
        let expected = edit.expected_version;
        let apply = |ties: &mut BTreeSet<StoredTie>, curated: &mut Curated| apply(&edit, ties, curated);
        self.write_edits(&[id], Editing { viewer, apply, rules, expected }).await?;
        self.asset(viewer, id, None).await
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
        let mut once = HashSet::new();
        let distinct: Vec<AssetId> = ids.iter().copied().filter(|id| once.insert(*id)).collect();
        let apply = |ties: &mut BTreeSet<StoredTie>, _: &mut Curated| apply_bulk(&edit, ties);
        self.write_edits(&distinct, Editing { viewer, apply, rules, expected: None }).await?;
        self.assets(viewer, ids, None).await
    }

    async fn write_edits<F: Fn(&mut BTreeSet<StoredTie>, &mut Curated)>(
        &self,
        ids: &[AssetId],
        editing: Editing<'_, F>,
    ) -> Result<()> {
        let actor = editing.viewer.name.clone();
        let author = Author { actor, origin: Origin::Person, source: None, run: None, reverts: None };
        let write = self.database().write().await?;
        let mut draft = Draft::begin(&write, &author, self.clock()).await?;
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        for chunk in ids.chunks(ROWS) {
            let rows = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied()));
            let rows = rows.all(&*write).await?.into_iter().map(|row| (row.id, row));
            let mut rows: HashMap<Uuid, asset::Model> = rows.collect();
            let mut ties = current_ties(&*write, chunk).await?;
            for id in chunk {
                let row = rows.remove(id).ok_or_else(|| Error::not_found("asset", id))?;
                edit_one(&mut draft, row, ties.remove(id).unwrap_or_default(), &editing)?;
            }
        }
        let last = draft.finish().await?.map(|written| written.last);
        self.commit_write(write, last).await
    }
}

/// What an edit ties an asset to.
fn wanted(edit: &Edit) -> Wanted<'_> {
    fn all<T>(patch: &Patch<Vec<T>>) -> &[T] {
        if let Patch::Set(targets) = patch { targets } else { &[] }
    }
    let domain = if let Patch::Set(domain) = &edit.domain { std::slice::from_ref(domain) } else { &[] };
    Wanted {
        things: vec![
            ("terms", RelationKind::Term, all(&edit.terms)),
            ("domain", RelationKind::Domain, domain),
            ("products", RelationKind::Product, all(&edit.products)),
        ],
        tags: vec![("tags", all(&edit.tags))],
    }
}

fn wanted_in_bulk(edit: &BulkEdit) -> Wanted<'_> {
    let domain = if let Patch::Set(domain) = &edit.domain { std::slice::from_ref(domain) } else { &[] };
    Wanted {
        things: vec![
            ("addTerms", RelationKind::Term, &edit.add_terms),
            ("domain", RelationKind::Domain, domain),
            ("addProducts", RelationKind::Product, &edit.add_products),
        ],
        tags: vec![("addTags", &edit.add_tags)],
    }
}

fn edit_one<F: Fn(&mut BTreeSet<StoredTie>, &mut Curated)>(
    draft: &mut Draft<'_>,
    row: asset::Model,
    old_ties: Vec<StoredTie>,
    editing: &Editing<'_, F>,
) -> Result<()> {
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
    let ties: Vec<StoredTie> = ties.into_iter().collect();
    editing.rules.check(&old_ties, &ties)?;
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
    if fields.is_empty() {
        return Ok(());
    }
    retie(draft, row.id, &old_ties, &ties);
    let relations = (old_ties != ties).then_some(ties);
    draft.step(Step { operation: Operation::Updated, before: row, after, fields, relations });
    Ok(())
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

/// Puts an edit's word into ties and texts.
pub(crate) fn apply(edit: &Edit, ties: &mut BTreeSet<StoredTie>, curated: &mut Curated) {
    let put = |field: &mut Option<String>, patch: &Patch<String>| match patch {
        Patch::Keep => {}
        Patch::Clear => *field = None,
        Patch::Set(value) => *field = Some(value.clone()),
    };
    put(&mut curated.display_name, &edit.display_name);
    put(&mut curated.description, &edit.description);
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
    let domain = match &edit.domain {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(id) => Patch::Set(vec![id.to_string()]),
    };
    for (kind, patch) in [
        (RelationKind::Owner, &edit.owners),
        (RelationKind::Tag, &edit.tags),
        (RelationKind::Tier, &tier),
        (RelationKind::Term, &texts(&edit.terms)),
        (RelationKind::Domain, &domain),
        (RelationKind::Product, &texts(&edit.products)),
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

/// The edit with its texts in order; what it ties to is looked at elsewhere.
pub(crate) fn checked(mut edit: Edit) -> Result<Edit> {
    if let Patch::Set(name) = &edit.display_name {
        let name = name.trim().to_owned();
        if name.chars().count() > MAX_DISPLAY_NAME || name.contains(['\0', '\n']) {
            let problem = format!("must be one line of at most {MAX_DISPLAY_NAME} characters");
            return Err(Error::invalid("displayName", problem));
        }
        edit.display_name = if name.is_empty() { Patch::Clear } else { Patch::Set(name) };
    }
    if let Patch::Set(text) = &edit.description {
        if text.len() > MAX_DESCRIPTION {
            let problem = format!("has {} bytes; {MAX_DESCRIPTION} are allowed", text.len());
            return Err(Error::invalid("description", problem));
        }
        if text.contains('\0') {
            return Err(Error::invalid("description", "contains a NUL character"));
        }
        if text.trim().is_empty() {
            edit.description = Patch::Clear;
        }
    }
    if let Patch::Set(owners) = edit.owners {
        edit.owners = Patch::Set(targets("owners", owners)?);
    }
    if let Patch::Set(tags) = edit.tags {
        edit.tags = Patch::Set(targets("tags", tags)?);
    }
    for (field, things) in [("terms", &edit.terms), ("products", &edit.products)] {
        if let Patch::Set(ids) = things
            && ids.len() > MAX_TIES
        {
            return Err(Error::invalid(field, format!("has {}; {MAX_TIES} are allowed", ids.len())));
        }
    }
    edit.tier = checked_tier(edit.tier)?;
    Ok(edit)
}

fn checked_tier(tier: Patch<String>) -> Result<Patch<String>> {
    match tier {
        Patch::Set(tier) if !TIERS.contains(&tier.as_str()) => {
            Err(Error::invalid("tier", format!("`{tier}` is not a tier; known: {}", TIERS.join(", "))))
        }
        tier => Ok(tier),
    }
}

/// A text as a tag: without blanks around it.
///
/// # Errors
/// [`Error::Invalid`] for `tag` when it cannot be one.
pub fn checked_tag(text: &str) -> Result<String> {
    Ok(targets("tag", vec![text.to_owned()])?.swap_remove(0))
}

/// Checks and trims the names of owners or tags; each counts once.
pub(crate) fn targets(field: &str, targets: Vec<String>) -> Result<Vec<String>> {
    if targets.len() > MAX_TIES {
        return Err(Error::invalid(field, format!("has {}; {MAX_TIES} are allowed", targets.len())));
    }
    let mut checked = BTreeSet::new();
    for target in targets {
        let target = target.trim();
        if target.is_empty() || target.chars().count() > MAX_TARGET || target.chars().any(char::is_control) {
            let problem = format!("each must be one line of 1 to {MAX_TARGET} characters");
            return Err(Error::invalid(field, problem));
        }
        checked.insert(target.to_owned());
    }
    Ok(checked.into_iter().collect())
}
