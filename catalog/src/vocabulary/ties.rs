//! What an asset may be tied to: terms, domains and data products that are there, tags as their classification spells
//! them, and of what excludes each other at most one.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::word;
use crate::{
    catalog::Catalog,
    error::{Error, Result},
    id::AssetId,
    kinds::{AssetKind, Details},
    platform::folded,
    relation::{Layer, RelationKind},
    state::{self, StoredTie},
    store::{ROWS, asset},
    viewer::Viewer,
};

/// The most tags or terms that are named in an error.
const MOST_NAMED: usize = 10;

/// What somebody wants assets to be tied to.
#[derive(Debug, Default)]
pub(crate) struct Wanted<'a> {
    /// By the name of the input field: identifiers of what is of a kind.
    pub(crate) things: Vec<(&'static str, RelationKind, &'a [AssetId])>,
    /// By the name of the input field: tags.
    pub(crate) tags: Vec<(&'static str, &'a [String])>,
}

/// Things of which an asset has at most one.
#[derive(Debug)]
struct Group {
    sort: RelationKind,
    /// What they are of.
    of: String,
    /// Their targets, with how they are called.
    members: HashMap<String, String>,
}

/// What holds for ties that are about to be written.
#[derive(Debug, Default)]
pub(crate) struct TieRules {
    /// What is there and may be known of, of all that is wanted.
    known: HashMap<AssetId, AssetKind>,
    /// Tags in lower case, as their classification spells them.
    spelling: HashMap<String, String>,
    /// Classifications that are spoken of, in lower case, with their tags.
    classifications: BTreeMap<String, (String, Vec<String>)>,
    groups: Vec<Group>,
}

impl Catalog {
    /// What holds for what is wanted, all of which has to be in order.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field.
    pub(crate) async fn tie_rules(&self, viewer: &Viewer, wanted: &Wanted<'_>) -> Result<TieRules> {
        let rules = self.gather_rules(viewer, wanted).await?;
        rules.check_wanted(wanted)?;
        Ok(rules)
    }

    /// What holds for what is wanted, whether that is in order or not.
    pub(crate) async fn gather_rules(&self, viewer: &Viewer, wanted: &Wanted<'_>) -> Result<TieRules> {
        let mut rules = TieRules::default();
        let all: HashSet<AssetId> = wanted.things.iter().flat_map(|(_, _, ids)| ids.iter().copied()).collect();
        let known = self.assets(viewer, &all.into_iter().collect::<Vec<_>>(), None).await?;
        let known = || known.iter().filter(|asset| asset.removed.is_none());
        rules.known = known().map(|asset| (asset.id, asset.kind)).collect();
        let terms = known().filter(|asset| asset.kind == AssetKind::Term);
        let parents: HashSet<Uuid> = terms.filter_map(|term| term.parent.map(|parent| parent.0)).collect();
        self.exclusive_terms(&parents, &mut rules).await?;
        let tags = wanted.tags.iter().flat_map(|(_, tags)| tags.iter());
        self.classified(tags.map(String::as_str), &mut rules).await?;
        Ok(rules)
    }

    /// The terms below those of `parents` whose terms exclude each other.
    async fn exclusive_terms(&self, parents: &HashSet<Uuid>, rules: &mut TieRules) -> Result<()> {
        let parents: Vec<Uuid> = parents.iter().copied().collect();
        for chunk in parents.chunks(ROWS) {
            let rows = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied()));
            for row in rows.all(self.database().read()).await? {
                let is_exclusive = match state::harvested(&row)?.details {
                    Details::Glossary(glossary) => glossary.is_mutually_exclusive,
                    Details::Term(term) => term.is_mutually_exclusive,
                    _ => false,
                };
                if is_exclusive {
                    let members = self.below(row.id).await?.into_iter().map(|row| (row.id.to_string(), row.name));
                    rules.groups.push(Group { sort: RelationKind::Term, of: row.name, members: members.collect() });
                }
            }
        }
        Ok(())
    }

    /// The classifications that `tags` name by what stands before a dot, with all their tags.
    async fn classified(&self, tags: impl Iterator<Item = &str>, rules: &mut TieRules) -> Result<()> {
        let named: HashSet<String> = tags.filter_map(|tag| tag.split_once('.')).map(|(name, _)| folded(name)).collect();
        let named: Vec<String> = named.into_iter().collect();
        for chunk in named.chunks(ROWS) {
            let rows = asset::Entity::find()
                .filter(asset::Column::ParentId.eq(Uuid::nil()))
                .filter(asset::Column::IdentityKey.is_in(chunk.iter().map(String::as_str)))
                .filter(asset::Column::Kind.eq(AssetKind::Classification.number()))
                .filter(asset::Column::RemovedChange.is_null());
            for row in rows.all(self.database().read()).await? {
                let Details::Classification(details) = state::harvested(&row)?.details else { continue };
                let words: Vec<String> =
                    self.below(row.id).await?.into_iter().map(|tag| word(&row.name, &tag.name)).collect();
                rules.spelling.extend(words.iter().map(|word| (folded(word), word.clone())));
                if details.is_mutually_exclusive {
                    let members = words.iter().map(|word| (word.clone(), word.clone())).collect();
                    rules.groups.push(Group { sort: RelationKind::Tag, of: row.name.clone(), members });
                }
                rules.classifications.insert(folded(&row.name), (row.name, words));
            }
        }
        Ok(())
    }

    /// What is directly inside of a term or classification and was not deleted.
    async fn below(&self, parent: Uuid) -> Result<Vec<asset::Model>> {
        let rows = asset::Entity::find()
            .filter(asset::Column::ParentId.eq(parent))
            .filter(asset::Column::RemovedChange.is_null());
        Ok(rows.all(self.database().read()).await?)
    }
}

impl TieRules {
    /// Refuses what is not there, and tags that are almost those of a classification.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field.
    pub(crate) fn check_wanted(&self, wanted: &Wanted<'_>) -> Result<()> {
        for (field, sort, ids) in &wanted.things {
            if let Some(id) = ids.iter().find(|id| self.known.get(id).copied() != sort.target_kind()) {
                let kind = sort.target_kind().unwrap_or(AssetKind::Term).words()[0];
                return Err(Error::invalid(*field, format!("`{id}` is no {kind}")));
            }
        }
        for (field, tags) in &wanted.tags {
            for tag in *tags {
                self.check_tag(field, tag)?;
            }
        }
        Ok(())
    }

    /// A tag as its classification spells it, where it is one of a classification.
    pub(crate) fn spelled<'a>(&'a self, tag: &'a str) -> &'a str {
        self.spelling.get(&folded(tag)).map_or(tag, String::as_str)
    }

    /// Tags as their classifications spell them.
    pub(crate) fn all_spelled(&self, tags: Vec<String>) -> Vec<String> {
        tags.iter().map(|tag| self.spelled(tag).to_owned()).collect()
    }

    /// Refuses a tag that is almost one of a classification.
    fn check_tag(&self, field: &str, tag: &str) -> Result<()> {
        let Some((name, _)) = tag.split_once('.') else { return Ok(()) };
        let Some((classification, words)) = self.classifications.get(&folded(name)) else { return Ok(()) };
        if self.spelling.contains_key(&folded(tag)) {
            return Ok(());
        }
        let known = words.iter().take(MOST_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if words.len() > MOST_NAMED { ", …" } else { "" };
        Err(Error::invalid(
            field,
            format!("`{tag}` is no tag of the classification `{classification}`; it has: {known}{more}"),
        ))
    }

    /// Refuses ties that exclude each other, where one of them is new.
    pub(crate) fn check(&self, before: &[StoredTie], after: &[StoredTie]) -> Result<()> {
        for group in &self.groups {
            let is_member = |tie: &&StoredTie| {
                tie.0 == group.sort.number() && tie.2 != Layer::Suggested.number() && group.members.contains_key(&tie.1)
            };
            let targets = |ties: &[StoredTie]| -> Vec<String> {
                let mut targets: Vec<String> = ties.iter().filter(is_member).map(|tie| tie.1.clone()).collect();
                targets.sort_unstable();
                targets.dedup();
                targets
            };
            let (old, new) = (targets(before), targets(after));
            if new.len() > 1 && new.iter().any(|target| !old.contains(target)) {
                let names: Vec<String> =
                    new.iter().take(2).map(|target| format!("`{}`", group.members[target])).collect();
                let problem =
                    format!("{} exclude each other: of `{}` an asset has at most one", names.join(" and "), group.of);
                return Err(Error::invalid(group.sort.field(), problem));
            }
        }
        Ok(())
    }
}
