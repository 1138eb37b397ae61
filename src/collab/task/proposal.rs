//! What somebody proposes that people should decide about an asset, and how that differs from what is there.

use catalog::{Asset, Edit, Layer, Patch, RelationKind};
use serde::{Deserialize, Serialize};

use crate::collab::{Error, Result};

/// Fields as they shall be, or were; those left out are not spoken of. An empty text or list takes away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Proposal {
    /// The name that people read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The description, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// All owners that people named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owners: Option<Vec<String>>,
    /// All tags that people gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
}

impl Proposal {
    /// The same with lists trimmed, in order, each name once.
    ///
    /// # Errors
    /// `Invalid` when it speaks of nothing.
    pub(super) fn checked(self) -> Result<Self> {
        if self == Self::default() {
            return Err(Error::invalid("edit", "proposes nothing; name at least one field"));
        }
        Ok(Self { owners: self.owners.map(sorted), tags: self.tags.map(sorted), ..self })
    }

    /// What an asset has in the fields that `self` speaks of.
    pub(super) fn of(&self, asset: &Asset) -> Self {
        let decided = |sort: RelationKind| {
            let ties = asset.relations.iter().filter(|tie| tie.kind == sort && tie.layer == Layer::Curated);
            sorted(ties.map(|tie| tie.target.clone()).collect())
        };
        let curated = &asset.curated;
        Self {
            display_name: self.display_name.as_ref().map(|_| curated.display_name.clone().unwrap_or_default()),
            description: self.description.as_ref().map(|_| asset.description().unwrap_or_default().to_owned()),
            owners: self.owners.as_ref().map(|_| decided(RelationKind::Owner)),
            tags: self.tags.as_ref().map(|_| decided(RelationKind::Tag)),
        }
    }

    /// The edit that writes it.
    pub(super) fn edit(&self) -> Edit {
        let text = |value: &Option<String>| match value {
            None => Patch::Keep,
            Some(text) if text.trim().is_empty() => Patch::Clear,
            Some(text) => Patch::Set(text.clone()),
        };
        let list = |value: &Option<Vec<String>>| value.clone().map_or(Patch::Keep, Patch::Set);
        Edit {
            display_name: text(&self.display_name),
            description: text(&self.description),
            owners: list(&self.owners),
            tags: list(&self.tags),
            ..Edit::default()
        }
    }

    /// The names of the fields in which two differ.
    pub(super) fn differs_from(&self, other: &Self) -> Vec<&'static str> {
        let all = [
            ("display name", self.display_name != other.display_name),
            ("description", self.description != other.description),
            ("owners", self.owners != other.owners),
            ("tags", self.tags != other.tags),
        ];
        all.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
    }
}

fn sorted(names: Vec<String>) -> Vec<String> {
    let mut names: Vec<String> = names.into_iter().map(|name| name.trim().to_owned()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b10_proposal_speaks_of_what_it_names_alone() {
        let proposal = Proposal { tags: Some(vec![" b".into(), "a".into(), "b".into()]), ..Proposal::default() };
        let proposal = proposal.checked().unwrap();
        assert_eq!(proposal.tags, Some(vec!["a".into(), "b".into()]));
        let edit = proposal.edit();
        assert_eq!((edit.tags, edit.description), (Patch::Set(vec!["a".into(), "b".into()]), Patch::Keep));
        assert!(Proposal::default().checked().is_err());
        let other = Proposal { tags: Some(vec!["a".into()]), ..Proposal::default() };
        assert_eq!(proposal.differs_from(&other), ["tags"]);
    }
}
