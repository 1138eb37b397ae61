//! Many edits at once, each of its own asset: what they would change, line by line, or all of them in one commit.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{Editing, apply, checked, edit_one, wanted};
use crate::{
    asset::Curated,
    catalog::Catalog,
    change::{FieldChange, Origin},
    draft::{Author, Draft},
    edit::{Edit, Patch},
    error::{Error, Result},
    governance::{Facts, Permission},
    id::{AssetId, CommitId},
    ingest::current_ties,
    property::PropertyChanges,
    state::StoredTie,
    store::{ROWS, asset},
    viewer::{Action, Viewer, Visibility},
    vocabulary::{TieRules, Wanted},
};

/// The most edits at once.
pub const MAX_EDITS: usize = 50_000;

/// What became, or would become, of many edits.
#[derive(Debug)]
pub struct EachAnswer {
    /// The commit; none when nothing was written.
    pub commit: Option<CommitId>,
    /// What each of them changes, in the order asked, or why it cannot be.
    pub results: Vec<Result<Vec<FieldChange>>>,
}

/// An edit of which everything is known that is not in the asset itself.
struct Ready {
    edit: Edit,
    properties: PropertyChanges,
}

impl Catalog {
    /// Writes many edits (at most 50,000) in one commit, or, when one of them cannot be or it is only tried, none. An edit
    /// that changes nothing writes nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`] for too many; the store's own. What is wrong with one edit is in the answer.
    pub async fn edit_each(&self, viewer: &Viewer, edits: Vec<(AssetId, Edit)>, is_trial: bool) -> Result<EachAnswer> {
        if edits.len() > MAX_EDITS {
            return Err(Error::invalid("edits", format!("has {}; {MAX_EDITS} are allowed", edits.len())));
        }
        let ids: Vec<AssetId> = edits.iter().map(|(id, _)| *id).collect();
        let hidden = self.hidden_targets(viewer, &ids).await?;
        let (rules, ready) = self.make_ready(viewer, edits).await?;
        let author =
            Author { actor: viewer.name.clone(), origin: Origin::Person, source: None, run: None, reverts: None };
        let write = self.database().write().await?;
        let mut draft = Draft::begin(&write, &author, self.clock()).await?;
        let mut results = Vec::with_capacity(ready.len());
        let mut ready = ready.into_iter();
        for chunk in ids.chunks(ROWS) {
            let chunk: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
            let rows = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied()));
            let mut rows: HashMap<Uuid, asset::Model> =
                rows.all(&*write).await?.into_iter().map(|row| (row.id, row)).collect();
            let mut ties = current_ties(&*write, &chunk).await?;
            for (id, ready) in chunk.iter().zip(ready.by_ref()) {
                let result = ready.and_then(|Ready { edit, properties }| {
                    let row = rows.remove(id).ok_or_else(|| Error::not_found("asset", id))?;
                    let expected = edit.expected_version;
                    let apply = |ties: &mut BTreeSet<StoredTie>, curated: &mut Curated| apply(&edit, ties, curated);
                    let actor = viewer.name.clone();
                    let editing =
                        Editing { viewer, actor, apply, rules: &rules, properties, expected, hidden: &hidden };
                    edit_one(&mut draft, row, ties.remove(id).unwrap_or_default(), &editing)
                });
                results.push(result);
            }
        }
        if is_trial || results.iter().any(Result::is_err) {
            return Ok(EachAnswer { commit: None, results });
        }
        let written = draft.finish().await?;
        self.commit_write(write, written.map(|written| written.last)).await?;
        Ok(EachAnswer { commit: written.map(|written| written.id), results })
    }

    /// Checks each edit by itself, in as few statements as one takes.
    async fn make_ready(&self, viewer: &Viewer, edits: Vec<(AssetId, Edit)>) -> Result<(TieRules, Vec<Result<Ready>>)> {
        let ids: Vec<AssetId> = edits.iter().map(|(id, _)| *id).collect();
        let facts = self.facts(&ids).await?;
        let mut once = HashSet::new();
        let edits: Vec<Result<Edit>> = edits
            .into_iter()
            .map(|(id, edit)| {
                allowed(viewer, id, facts.get(&id))?;
                if !once.insert(id) {
                    return Err(Error::conflict("the same asset stands further up already; put it into one line"));
                }
                checked(edit)
            })
            .collect();
        let mut all = Wanted::default();
        for wanted in edits.iter().flatten().map(wanted) {
            all.things.extend(wanted.things);
            all.tags.extend(wanted.tags);
        }
        let rules = self.gather_rules(viewer, &all).await?;
        let asked = edits.iter().flatten().map(|edit| &edit.properties);
        let properties = self.property_reader(viewer, asked).await?;
        let ready = edits.into_iter().map(|edit| {
            let mut edit = edit?;
            rules.check_wanted(&wanted(&edit))?;
            if let Patch::Set(tags) = edit.tags {
                edit.tags = Patch::Set(rules.all_spelled(tags));
            }
            let properties = properties.read(&edit.properties)?;
            Ok(Ready { edit, properties })
        });
        let ready = ready.collect();
        Ok((rules, ready))
    }

    /// What assets are tied to by identifier and the viewer may not know of.
    pub(super) async fn hidden_targets(&self, viewer: &Viewer, ids: &[AssetId]) -> Result<HashSet<String>> {
        if viewer.sees == Visibility::Everything {
            return Ok(HashSet::new());
        }
        let ties = self.ties(ids).await?;
        let targets: HashSet<AssetId> = ties.values().flatten().filter_map(crate::Relation::target_id).collect();
        let seen = self.visible(viewer, &targets.iter().copied().collect::<Vec<_>>()).await?;
        Ok(targets.difference(&seen).map(AssetId::to_string).collect())
    }
}

fn allowed(viewer: &Viewer, id: AssetId, facts: Option<&Facts>) -> Result<()> {
    match facts {
        Some(facts) if viewer.may_with(Permission::Edit, facts) => Ok(()),
        Some(facts) if viewer.may_with(Permission::View, facts) => {
            Err(Error::Forbidden { action: Action::EditCatalog.phrase().to_owned() })
        }
        _ => Err(Error::not_found("asset", id)),
    }
}
