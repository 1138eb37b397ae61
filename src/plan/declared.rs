//! The shape of files: lists of departments, teams, roles, policies and assets, in any number of files and documents.

mod defined;

use std::collections::{BTreeMap, BTreeSet};

use catalog::{
    Action, AssetKind, Error, Result,
    governance::{Effect, Permission, Subject},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::defined::{Follows, Passes, PropagationRule, Property};
use super::section::{Wanted, json};

/// One document of a file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Document {
    /// Departments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub departments: Vec<Department>,
    /// Teams.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<Team>,
    /// Roles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Policies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<Policy>,
    /// Domains.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<Word>,
    /// Data products.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub data_products: Vec<Word>,
    /// Glossaries.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub glossaries: Vec<Word>,
    /// Terms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Word>,
    /// Classifications.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classifications: Vec<Word>,
    /// Tags of classifications.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Word>,
    /// Data standards.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub code_lists: Vec<Word>,
    /// Custom properties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
    /// Rules by which tags and terms follow column lineage.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub propagation_rules: Vec<PropagationRule>,
    /// Assets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<Asset>,
}

/// A domain, data product, glossary, term, classification, tag or data standard. What is left out stays as it is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Word {
    /// Its path: the names of what it is inside of, then its own, joined with dots.
    pub name: String,
    /// The name that people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What it means, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Accounts and `team:` or `department:` with a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owners: Option<BTreeSet<String>>,
    /// What only its kind has.
    #[serde(flatten)]
    pub details: serde_json::Map<String, Value>,
}

/// A department.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// What people call it.
    pub name: String,
    /// The department that it is directly below.
    #[serde(default)]
    pub parent: Option<String>,
    /// Accounts; left out, they stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<BTreeSet<String>>,
}

/// A team.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// The department that it belongs to.
    #[serde(default)]
    pub department: Option<String>,
    /// Accounts; left out, they stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<BTreeSet<String>>,
    /// Groups of elsewhere whose people are in it, too, such as `oidc:corp/data`; left out, they stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fed_by: Option<BTreeSet<String>>,
}

/// Which assets a role lets its members see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All of them.
    All,
    /// Those of their own department.
    Department,
    /// Those of their own department and of all below it.
    DepartmentAndBelow,
    /// Those of `departments`.
    Chosen,
    /// Their own, and those of their teams.
    Own,
    /// None.
    #[default]
    Nothing,
}

/// A role.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// How high it is, 1 to 99.
    pub level: u8,
    /// What it permits.
    #[serde(default)]
    pub permits: BTreeSet<Action>,
    /// Which assets its members see.
    #[serde(default)]
    pub scope: Scope,
    /// The departments of the scope `chosen`.
    #[serde(default)]
    pub departments: BTreeSet<String>,
    /// Accounts; left out, they stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<BTreeSet<String>>,
    /// Groups of elsewhere whose people are in it, too, such as `oidc:corp/data`; left out, they stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fed_by: Option<BTreeSet<String>>,
}

const fn yes() -> bool {
    true
}

/// A policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// Whether it gives or takes.
    pub effect: Effect,
    /// What it gives or takes.
    pub permissions: BTreeSet<Permission>,
    /// Whom it is about: `everyone`, or `user`, `team`, `department` or `role` with a name.
    pub subjects: BTreeSet<Subject>,
    /// Sources, by name; any when left out.
    #[serde(default)]
    pub sources: BTreeSet<String>,
    /// Assets, by name, each with everything in it; any when left out.
    #[serde(default)]
    pub assets: BTreeSet<String>,
    /// Kinds; any when left out.
    #[serde(default)]
    pub kinds: BTreeSet<AssetKind>,
    /// The condition that assets meet.
    #[serde(default)]
    pub condition: String,
    /// When it ends by itself.
    #[serde(default)]
    pub until: Option<DateTime<Utc>>,
    /// Whether it counts.
    #[serde(default = "yes")]
    pub enabled: bool,
}

/// What people say of an asset. What is left out stays as it is; what is empty is taken away.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// Its whole name, or its last parts where only one asset fits.
    pub name: String,
    /// The name that people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What it is, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Accounts and `team:` or `department:` with a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owners: Option<BTreeSet<String>>,
    /// Tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeSet<String>>,
    /// `tier1` to `tier5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// Terms, by path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<BTreeSet<String>>,
    /// The domain, by path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Data products, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub products: Option<BTreeSet<String>>,
    /// The data standard that a column keeps, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_list: Option<String>,
    /// Values of custom properties; null takes one away.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<String, Value>,
}

/// Everything that files say, by section and name.
#[derive(Debug, Default)]
pub struct Declared {
    sections: BTreeMap<&'static str, Wanted>,
}

impl Declared {
    /// Takes a document of a file.
    ///
    /// # Errors
    /// `Invalid` for an object that is named twice.
    pub fn add(&mut self, file: &str, document: Document) -> Result<()> {
        let Document { departments, teams, roles, policies, assets, .. } = document;
        let Document { domains, data_products, glossaries, terms, classifications, tags, .. } = document;
        let Document { code_lists, properties, propagation_rules, .. } = document;
        for one in departments {
            self.insert("departments", file, &one.name, json(&one))?;
        }
        for one in teams {
            self.insert("teams", file, &one.name, json(&one))?;
        }
        for one in roles {
            self.insert("roles", file, &one.name, json(&one))?;
        }
        for one in policies {
            self.insert("policies", file, &one.name, json(&one))?;
        }
        let words = [
            ("domains", domains),
            ("data_products", data_products),
            ("glossaries", glossaries),
            ("terms", terms),
            ("classifications", classifications),
            ("tags", tags),
            ("code_lists", code_lists),
        ];
        for (section, words) in words {
            for one in words {
                self.insert(section, file, &one.name, json(&one))?;
            }
        }
        for one in properties {
            self.insert("properties", file, &one.name, json(&one))?;
        }
        for one in propagation_rules {
            self.insert("propagation_rules", file, &one.name, json(&one))?;
        }
        for one in assets {
            self.insert("assets", file, &one.name, json(&one))?;
        }
        Ok(())
    }

    fn insert(&mut self, section: &'static str, file: &str, name: &str, document: Value) -> Result<()> {
        let name = name.trim();
        if name.is_empty() {
            return Err(Error::invalid(format!("{section}.name"), format!("is empty ({file})")));
        }
        let before = self.sections.entry(section).or_default().insert(name.to_owned(), (file.to_owned(), document));
        match before {
            Some((other, _)) => {
                let problem = format!("is said twice, in `{other}` and in `{file}`; keep one");
                Err(Error::invalid(format!("{section}.{name}"), problem))
            }
            None => Ok(()),
        }
    }

    /// What is wanted of a sort.
    pub(super) fn section(&self, name: &str) -> Wanted {
        self.sections.get(name).cloned().unwrap_or_default()
    }

    /// Whether an object is wanted.
    pub(super) fn has(&self, section: &str, name: &str) -> bool {
        self.sections.get(section).is_some_and(|wanted| wanted.contains_key(name))
    }
}
