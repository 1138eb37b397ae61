//! Making and changing a glossary, term, classification, tag, domain or data product: one commit of a person.

use std::collections::{BTreeSet, HashSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{MAX_DEPTH, NAMESPACE, carry::Carry, check, review, word};
use crate::{
    asset::{Asset, Curated, Harvested, Version},
    catalog::Catalog,
    change::{FieldChange, Operation, Origin, diff},
    database::Write,
    draft::{Author, Draft, Step},
    edit::{self, Edit, Patch, retie},
    error::{Error, Result},
    governance::Permission,
    id::AssetId,
    ingest::{current_ties, tie_fields},
    kinds::{AssetKind, Details},
    platform::folded,
    relation::RelationKind,
    state::{self, StoredTie},
    store::asset,
    viewer::{Action, Viewer},
};

/// What is to be written of one of them; what is kept stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which one is changed; none: a new one is made.
    pub id: Option<AssetId>,
    /// What it is.
    pub kind: AssetKind,
    /// What it is called; a new one needs it.
    pub name: Option<String>,
    /// What it is inside of.
    pub parent: Patch<AssetId>,
    /// The name that people read.
    pub display_name: Patch<String>,
    /// The description, in Markdown.
    pub description: Patch<String>,
    /// Who is accountable.
    pub owners: Patch<Vec<String>>,
    /// Refuse when it has another version by now.
    pub expected_version: Option<Version>,
}

impl Entry {
    /// A new one, or one that is changed, with nothing said yet.
    #[must_use]
    pub fn new(kind: AssetKind, id: Option<AssetId>) -> Self {
        Self {
            id,
            kind,
            name: None,
            parent: Patch::Keep,
            display_name: Patch::Keep,
            description: Patch::Keep,
            owners: Patch::Keep,
            expected_version: None,
        }
    }
}

/// The row that is written over, or none, and the row it is inside of.
struct Found {
    before: Option<asset::Model>,
    parent: Option<asset::Model>,
    name: String,
}

impl Catalog {
    /// Makes or changes one; `amend` changes what only its kind has. A tag or classification that gets another name takes
    /// the words with it that assets have.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field; [`Error::NotFound`]; [`Error::Forbidden`]; [`Error::Conflict`] when there is
    /// one of that name already, or somebody else changed it.
    pub async fn save_entry(
        &self,
        viewer: &Viewer,
        entry: Entry,
        amend: impl FnOnce(&mut Details) + Send,
    ) -> Result<Asset> {
        viewer.must(Action::ManageGovernance)?;
        let touched: Vec<AssetId> = entry.id.into_iter().chain(set(&entry.parent)).collect();
        self.must_with(viewer, Permission::Edit, &touched).await?;
        let edit = edit::checked(Edit {
            display_name: entry.display_name.clone(),
            description: entry.description.clone(),
            owners: entry.owners.clone(),
            ..Edit::default()
        })?;
        let namespace = self.ensure_namespace(NAMESPACE).await?;
        let author =
            Author { actor: viewer.name.clone(), origin: Origin::Person, source: None, run: None, reverts: None };
        let write = self.database().write().await?;
        let found = find(&write, &entry).await?;
        let mut details = match &found.before {
            Some(before) if before.removed_change.is_none() => state::harvested(before)?.details,
            _ => Details::empty(entry.kind),
        };
        amend(&mut details);
        check::details(&mut details)?;
        self.check_related(viewer, &details).await?;
        let mut draft = Draft::begin(&write, &author, self.clock()).await?;
        let after = row(namespace, &found, details, (&edit, entry.kind))?;
        let id = AssetId(after.id);
        put(&write, &mut draft, (found, after), (viewer, &edit)).await?;
        let last = draft.finish().await?.map(|written| written.last);
        self.commit_write(write, last).await?;
        self.asset(viewer, id, None).await
    }

    /// Terms that a term speaks of have to be there for whoever writes it.
    async fn check_related(&self, viewer: &Viewer, details: &Details) -> Result<()> {
        let Details::Term(term) = details else { return Ok(()) };
        let known = self.assets(viewer, &term.related, None).await?;
        let terms: HashSet<AssetId> =
            known.into_iter().filter(|asset| asset.kind == AssetKind::Term).map(|asset| asset.id).collect();
        match term.related.iter().find(|id| !terms.contains(id)) {
            Some(missing) => Err(Error::invalid("related", format!("`{missing}` is no term"))),
            None => Ok(()),
        }
    }
}

fn set(patch: &Patch<AssetId>) -> Option<AssetId> {
    match patch {
        Patch::Set(id) => Some(*id),
        Patch::Keep | Patch::Clear => None,
    }
}

/// Finds what is written over and what it is inside of, and checks that the one may be in the other.
async fn find(write: &Write, entry: &Entry) -> Result<Found> {
    let before = match entry.id {
        Some(id) => Some(existing(write, id, entry).await?),
        None => None,
    };
    let name = match (&entry.name, &before) {
        (Some(name), _) => check::name(entry.kind, name)?,
        (None, Some(before)) => before.name.clone(),
        (None, None) => return Err(Error::invalid("name", "is needed for a new one")),
    };
    let parent = match (&entry.parent, &before) {
        (Patch::Set(id), _) => Some(id.0),
        (Patch::Keep, Some(before)) => Some(before.parent_id).filter(|id| !id.is_nil()),
        (Patch::Keep, None) | (Patch::Clear, _) => None,
    };
    let parent = match parent {
        Some(id) => {
            let row = asset::Entity::find_by_id(id).one(&**write).await?;
            Some(row.filter(|row| row.removed_change.is_none()).ok_or_else(|| Error::not_found("parent", id))?)
        }
        None => None,
    };
    check::parent(entry.kind, parent.as_ref().map(|row| state::kind(row.kind)))?;
    check_depth(write, before.as_ref(), parent.as_ref()).await?;
    let mut found = Found { before, parent, name };
    let namesake = namesake(write, entry.kind, &found).await?;
    if let Some(namesake) = namesake.filter(|row| found.before.as_ref().is_none_or(|before| before.id != row.id)) {
        if namesake.removed_change.is_none() || found.before.is_some() {
            let gone =
                if namesake.removed_change.is_some() { " (deleted; make it anew, or take another name)" } else { "" };
            let (kind, name) = (entry.kind.words()[0], &namesake.name);
            return Err(Error::conflict(format!("there is a {kind} `{name}` in this place already{gone}")));
        }
        found.before = Some(namesake);
    }
    Ok(found)
}

async fn existing(write: &Write, id: AssetId, entry: &Entry) -> Result<asset::Model> {
    let row = asset::Entity::find_by_id(id.0).one(&**write).await?;
    let row =
        row.filter(|row| row.kind == entry.kind.number()).ok_or_else(|| Error::not_found(noun(entry.kind), id))?;
    if row.removed_change.is_some() {
        return Err(Error::conflict("it was deleted; make it anew under its name"));
    }
    match entry.expected_version {
        Some(expected) if expected != state::version(&row) => {
            let now = state::version(&row);
            Err(Error::conflict(format!("somebody else changed it: version {expected} is {now} by now; reload it")))
        }
        _ => Ok(row),
    }
}

fn noun(kind: AssetKind) -> &'static str {
    kind.words()[0]
}

/// What has the name already, removed or not.
async fn namesake(write: &Write, kind: AssetKind, found: &Found) -> Result<Option<asset::Model>> {
    let parent = found.parent.as_ref().map_or(Uuid::nil(), |row| row.id);
    let rows = asset::Entity::find()
        .filter(asset::Column::ParentId.eq(parent))
        .filter(asset::Column::IdentityKey.eq(folded(&found.name)))
        .filter(asset::Column::Kind.eq(kind.number()));
    Ok(rows.one(&**write).await?)
}

/// Refuses a place inside of itself, and one that is too deep for it and what it holds.
async fn check_depth(write: &Write, own: Option<&asset::Model>, parent: Option<&asset::Model>) -> Result<()> {
    let mut depth = 1;
    let mut above = parent.cloned();
    while let Some(row) = above {
        if own.is_some_and(|own| own.id == row.id) {
            return Err(Error::invalid("parent", "is itself, or inside of it; choose another place"));
        }
        depth += 1;
        if depth > MAX_DEPTH {
            break;
        }
        above = match row.parent_id.is_nil() {
            true => None,
            false => asset::Entity::find_by_id(row.parent_id).one(&**write).await?,
        };
    }
    if let Some(own) = own.filter(|own| own.parent_id != parent.map_or(Uuid::nil(), |row| row.id)) {
        depth += super::delete::inside(write, own.id).await?.0.saturating_sub(1);
    }
    if depth > MAX_DEPTH {
        return Err(Error::invalid("parent", format!("is too deep: at most {MAX_DEPTH} may be inside of each other")));
    }
    Ok(())
}

/// The row as it is to be.
fn row(namespace: i32, found: &Found, details: Details, (edit, kind): (&Edit, AssetKind)) -> Result<asset::Model> {
    let before = found.before.as_ref().filter(|before| before.removed_change.is_none());
    let mut curated = before.map(state::curated).transpose()?.unwrap_or_default();
    edit::apply(edit, &mut BTreeSet::new(), &mut curated);
    let harvested = state::json(&Harvested::new(details));
    Ok(asset::Model {
        id: found.before.as_ref().map_or_else(|| AssetId::new().0, |before| before.id),
        namespace_id: namespace,
        parent_id: found.parent.as_ref().map_or(Uuid::nil(), |row| row.id),
        kind: kind.number(),
        identity_key: folded(&found.name),
        folded: folded(&found.name),
        hash: state::fingerprint(&found.name, 0, &harvested),
        name: found.name.clone(),
        ordinal: 0,
        source_id: None,
        object_id: None,
        harvested,
        curated: (!curated.is_empty()).then(|| state::json(&curated)),
        major: Version::FIRST.major,
        minor: Version::FIRST.minor,
        created_change: found.before.as_ref().map_or(0, |before| before.created_change),
        from_change: 0,
        removed_change: None,
        is_placeholder: false,
    })
}

/// Writes the row into the commit, with what it means for assets that have it as a word.
async fn put(
    write: &Write,
    draft: &mut Draft<'_>,
    (found, mut after): (Found, asset::Model),
    (viewer, edit): (&Viewer, &Edit),
) -> Result<()> {
    let Some(before) = found.before else {
        review::written(&mut after, viewer)?;
        let mut ties = BTreeSet::new();
        edit::apply(edit, &mut ties, &mut Curated::default());
        draft.create_tied(after, ties.into_iter().collect());
        return Ok(());
    };
    let carry = carry(write, &before, &after, found.parent.as_ref()).await?;
    let old_ties = current_ties(&**write, &[before.id]).await?.remove(&before.id).unwrap_or_default();
    let mut ties: BTreeSet<StoredTie> = carry.ties(&old_ties).into_iter().collect();
    edit::apply(edit, &mut ties, &mut Curated::default());
    let ties: Vec<StoredTie> = ties.into_iter().collect();
    if !content(&before, &after)?.is_empty() || before.removed_change.is_some() {
        review::written(&mut after, viewer)?;
    }
    let mut fields = content(&before, &after)?;
    fields.extend(tie_fields(&old_ties, &ties));
    let id = after.id;
    if !fields.is_empty() || before.removed_change.is_some() {
        let operation = if before.removed_change.is_some() { Operation::Restored } else { Operation::Updated };
        retie(draft, id, &old_ties, &ties);
        let relations = (old_ties != ties).then_some(ties);
        draft.step(Step { operation, before, after, fields, relations });
    }
    carry.write(write, draft, &[id].into()).await?;
    Ok(())
}

/// The fields that differ, ties left out.
fn content(before: &asset::Model, after: &asset::Model) -> Result<Vec<FieldChange>> {
    let (old, new) =
        ((state::harvested(before)?, state::curated(before)?), (state::harvested(after)?, state::curated(after)?));
    let mut fields = diff::diff(
        &diff::Comparable { name: &before.name, harvested: &old.0, curated: &old.1 },
        &diff::Comparable { name: &after.name, harvested: &new.0, curated: &new.1 },
    );
    if before.parent_id != after.parent_id {
        let id = |id: Uuid| if id.is_nil() { serde_json::Value::Null } else { id.to_string().into() };
        let (before, after) = (id(before.parent_id), id(after.parent_id));
        fields.push(FieldChange { field: "parent".into(), before, after, is_breaking: false });
    }
    Ok(fields)
}

/// What another name, or place, of a tag or classification means for words.
async fn carry(
    write: &Write,
    before: &asset::Model,
    after: &asset::Model,
    parent: Option<&asset::Model>,
) -> Result<Carry> {
    let mut carry = Carry::default();
    if before.removed_change.is_some() || (&before.name, before.parent_id) == (&after.name, after.parent_id) {
        return Ok(carry);
    }
    match (state::kind(before.kind), parent) {
        (AssetKind::Tag, Some(parent)) => {
            let old = match before.parent_id == parent.id {
                true => Some(parent.clone()),
                false => asset::Entity::find_by_id(before.parent_id).one(&**write).await?,
            };
            let old = old.map_or_else(String::new, |row| row.name);
            carry.turn(RelationKind::Tag, word(&old, &before.name), word(&parent.name, &after.name));
        }
        (AssetKind::Classification, _) => {
            let tags = asset::Entity::find().filter(asset::Column::ParentId.eq(before.id));
            for tag in tags.all(&**write).await? {
                carry.turn(RelationKind::Tag, word(&before.name, &tag.name), word(&after.name, &tag.name));
            }
        }
        _ => {}
    }
    Ok(carry)
}
