//! Domains, data products, glossaries with terms, classifications with tags and data standards, as files name them: by their
//! path, such as `Finance.Revenue` for the term `Revenue` of the glossary `Finance`.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use catalog::{
    Asset, AssetId, AssetKind, Details, Layer, Name, Patch, RelationKind, Viewer,
    name::parse_path,
    vocabulary::{Entry, NAMESPACE},
};
use serde_json::{Map, Value, json};

use super::{
    Declared, Step,
    declared::Word,
    section::{Section, Wanted, each, json, read},
};
use crate::{
    access::{Error, Result},
    app::App,
};

/// One sort of them.
pub(super) struct Vocabulary {
    name: &'static str,
    kind: AssetKind,
    /// What may hold one.
    holders: &'static [AssetKind],
    /// Whether one may stand alone.
    stands_alone: bool,
    /// What its kind alone has, as files say it, with what counts where they are silent.
    fields: &'static [(&'static str, Fallback)],
}

/// What counts where files are silent.
#[derive(Clone, Copy)]
enum Fallback {
    Nothing,
    No,
    Word(&'static str),
    Empty,
}

pub(super) static DOMAINS: Vocabulary = Vocabulary {
    name: "domains",
    kind: AssetKind::Domain,
    holders: &[AssetKind::Domain],
    stands_alone: true,
    fields: &[("domain_type", Fallback::Word("aggregate")), ("experts", Fallback::Empty)],
};
pub(super) static PRODUCTS: Vocabulary = Vocabulary {
    name: "data_products",
    kind: AssetKind::DataProduct,
    holders: &[],
    stands_alone: true,
    fields: &[("stage", Fallback::Word("idea")), ("ports", Fallback::Empty), ("experts", Fallback::Empty)],
};
pub(super) static GLOSSARIES: Vocabulary = Vocabulary {
    name: "glossaries",
    kind: AssetKind::Glossary,
    holders: &[],
    stands_alone: true,
    fields: &[("is_mutually_exclusive", Fallback::No), ("reviewers", Fallback::Empty)],
};
pub(super) static TERMS: Vocabulary = Vocabulary {
    name: "terms",
    kind: AssetKind::Term,
    holders: &[AssetKind::Term, AssetKind::Glossary],
    stands_alone: false,
    fields: &[
        ("synonyms", Fallback::Empty),
        ("references", Fallback::Empty),
        ("is_mutually_exclusive", Fallback::No),
        ("reviewers", Fallback::Empty),
    ],
};
pub(super) static CLASSIFICATIONS: Vocabulary = Vocabulary {
    name: "classifications",
    kind: AssetKind::Classification,
    holders: &[],
    stands_alone: true,
    fields: &[("is_mutually_exclusive", Fallback::No), ("level", Fallback::Nothing)],
};
pub(super) static TAGS: Vocabulary = Vocabulary {
    name: "tags",
    kind: AssetKind::Tag,
    holders: &[AssetKind::Classification],
    stands_alone: false,
    fields: &[("level", Fallback::Nothing)],
};

pub(super) static CODE_LISTS: Vocabulary = Vocabulary {
    name: "code_lists",
    kind: AssetKind::CodeList,
    holders: &[],
    stands_alone: true,
    fields: &[
        ("standard", Fallback::Nothing),
        ("expected_class", Fallback::Nothing),
        ("max_length", Fallback::Nothing),
        ("pattern", Fallback::Nothing),
        ("codes", Fallback::Empty),
    ],
};

impl Fallback {
    fn value(self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::No => json!(false),
            Self::Word(word) => json!(word),
            Self::Empty => json!([]),
        }
    }
}

#[async_trait]
impl Section for Vocabulary {
    fn name(&self) -> &'static str {
        self.name
    }

    async fn checked(&self, _app: &App, _viewer: &Viewer, _declared: &Declared, wanted: Wanted) -> Result<Wanted> {
        let mut whole = Wanted::new();
        for (name, (file, document)) in wanted {
            let mut one: Word = read(&document)?;
            one.name = spelled(&parse_path(&name)?);
            whole.insert(one.name.clone(), (file, json(&one)));
        }
        each(self.name, whole, |name, mut one: Word| {
            let parts = parse_path(name)?;
            if parts.len() < 2 && !self.stands_alone {
                return Err(Error::invalid("name", "needs what it is inside of before it, joined with a dot"));
            }
            if parts.len() > 1 && self.holders.is_empty() {
                return Err(Error::invalid("name", "has a dot; put a name with dots into double quotes"));
            }
            if let Some(unknown) = one.details.keys().find(|field| !self.fields.iter().any(|(known, _)| known == field))
            {
                let known: Vec<&str> = self.fields.iter().map(|(known, _)| *known).collect();
                return Err(Error::invalid(unknown, format!("is not known here; known: {}", known.join(", "))));
            }
            let kept = json(&self.details(&one.details)?);
            // As they are kept, so that what is the same is seen to be.
            for (field, value) in &mut one.details {
                *value = self.field(&kept, field);
            }
            Ok(one)
        })
    }

    async fn current(&self, app: &App, viewer: &Viewer, names: &BTreeSet<String>) -> Result<BTreeMap<String, Value>> {
        let ids = self.ids(app, viewer, names).await?;
        let wanted: Vec<AssetId> = ids.values().copied().collect();
        let found = app.catalog().assets(viewer, &wanted, None).await?;
        Ok(found.iter().map(|asset| (asset.name.path(), json(&self.told(asset)))).collect())
    }

    /// What holds others comes before them.
    fn ordered(&self, wanted: Wanted) -> Vec<(String, (String, Value))> {
        let mut ordered: Vec<_> = wanted.into_iter().collect();
        ordered.sort_by_key(|(name, _)| parse_path(name).map_or(0, |parts| parts.len()));
        ordered
    }

    async fn put(&self, app: &App, viewer: &Viewer, name: &str, wanted: &Value) -> Result<()> {
        let one: Word = read(wanted)?;
        let mut parts = parse_path(name)?;
        let id = self.ids(app, viewer, &BTreeSet::from([name.to_owned()])).await?.get(name).copied();
        let last = parts.pop().unwrap_or_default();
        let parent = self.holder(app, viewer, &parts).await?;
        let mut entry = Entry::new(self.kind, id);
        entry.name = Some(last);
        entry.parent = parent.map_or(Patch::Keep, Patch::Set);
        entry.display_name = text(one.display_name);
        entry.description = text(one.description);
        entry.owners = match one.owners {
            None => Patch::Keep,
            Some(owners) if owners.is_empty() => Patch::Clear,
            Some(owners) => Patch::Set(owners.into_iter().collect()),
        };
        let said = one.details;
        let amend = |details: &mut Details| {
            // It was read so before anything was done.
            if let Ok(amended) = amended(details, &said) {
                *details = amended;
            }
        };
        app.catalog().save_entry(viewer, entry, amend).await?;
        Ok(())
    }

    async fn remove(&self, app: &App, viewer: &Viewer, step: &Step) -> Result<()> {
        let ids = self.ids(app, viewer, &BTreeSet::from([step.name.clone()])).await?;
        if let Some(id) = ids.get(&step.name) {
            app.catalog().delete_entry(viewer, *id).await?;
        }
        Ok(())
    }
}

impl Vocabulary {
    /// What is there under `names`.
    async fn ids(&self, app: &App, viewer: &Viewer, names: &BTreeSet<String>) -> Result<BTreeMap<String, AssetId>> {
        let mut wanted = Vec::with_capacity(names.len());
        for name in names {
            wanted.push((Name::new(NAMESPACE, parse_path(name)?), self.kind));
        }
        let found = app.catalog().resolve(viewer, &wanted).await?;
        Ok(names.iter().zip(found).filter_map(|(name, id)| Some((name.clone(), id?))).collect())
    }

    async fn holder(&self, app: &App, viewer: &Viewer, parts: &[String]) -> Result<Option<AssetId>> {
        if parts.is_empty() {
            return Ok(None);
        }
        let name = Name::new(NAMESPACE, parts.to_vec());
        let wanted: Vec<(Name, AssetKind)> = self.holders.iter().map(|kind| (name.clone(), *kind)).collect();
        let found = app.catalog().resolve(viewer, &wanted).await?.into_iter().flatten().next();
        let missing = || Error::invalid("name", format!("there is no `{}` for it to be in", spelled(parts)));
        Ok(Some(found.ok_or_else(missing)?))
    }

    /// Reads what a file says of its kind alone.
    fn details(&self, said: &Map<String, Value>) -> Result<Details> {
        let mut details = amended(&Details::empty(self.kind), said)?;
        if let Details::CodeList(list) = &mut details {
            list.check()?;
        }
        Ok(details)
    }

    /// What details say in a field, or what counts where they are silent.
    fn field(&self, details: &Value, name: &str) -> Value {
        let fallback = self.fields.iter().find(|(field, _)| *field == name).map(|(_, fallback)| fallback.value());
        details.get(name).cloned().or(fallback).unwrap_or_default()
    }

    fn told(&self, asset: &Asset) -> Word {
        let details = json(&asset.harvested.details);
        let told = self.fields.iter().map(|(field, _)| ((*field).to_owned(), self.field(&details, field)));
        let owners =
            asset.relations.iter().filter(|tie| tie.kind == RelationKind::Owner && tie.layer == Layer::Curated);
        Word {
            name: asset.name.path(),
            display_name: asset.curated.display_name.clone(),
            description: asset.curated.description.clone(),
            owners: Some(owners.map(|tie| tie.target.clone()).collect()),
            details: told.collect(),
        }
    }
}

/// Details with what a file says put over them.
fn amended(details: &Details, said: &Map<String, Value>) -> Result<Details> {
    let mut all = json(details);
    if let Some(fields) = all.as_object_mut() {
        fields.extend(said.clone());
    }
    serde_json::from_value(all).map_err(|cause| Error::invalid("details", cause.to_string()))
}

/// A path as it is typed.
fn spelled(parts: &[String]) -> String {
    Name::new(NAMESPACE, parts.to_vec()).path()
}

fn text(wanted: Option<String>) -> Patch<String> {
    match wanted {
        None => Patch::Keep,
        Some(text) if text.trim().is_empty() => Patch::Clear,
        Some(text) => Patch::Set(text),
    }
}
