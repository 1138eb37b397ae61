//! From an asset to its document: what is searchable, what is counted, what a hit shows.
//!
//! A table's document also has the names and descriptions of its columns, so that it is found through them; only
//! columns of the table's own source, so that nobody learns of others. Measurements influence the rank alone and are
//! not part of the digest, because they are not part of an asset's history either.

pub(crate) mod names;
mod states;

use std::{borrow::Cow, collections::BTreeSet};

use catalog::{
    Asset, AssetId, AssetKind, ChangeNumber, Details, RelationKind, Statistics, governance, property::shown,
    relation::TIERS, vocabulary::Called,
};
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;

pub(crate) use self::states::STATES;
use self::states::states;
use crate::{
    rank::{self, Facts},
    schema::{Fields, key, key::Sort},
    words,
};

/// The most columns that a table is found through.
pub(crate) const MAX_COLUMNS: usize = 4096;
/// The most bytes of a description that a hit can show a part of.
const MAX_STORED_DESCRIPTION: usize = 4096;
/// The most bytes of a column's description that a hit can show.
const MAX_STORED_COLUMN_DESCRIPTION: usize = 256;
/// The most columns that a hit can name as matching.
const MAX_STORED_COLUMNS: usize = 1024;
/// The most bytes of a description that are searchable.
const MAX_DESCRIPTION: usize = 64 * 1024;

/// What a document is made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Material<'a> {
    /// The asset.
    pub(crate) asset: &'a Asset,
    /// Its columns, when it has such.
    pub(crate) columns: &'a [&'a Asset],
    /// Its last measurements.
    pub(crate) statistics: Option<&'a Statistics>,
    /// What rules may ask about it.
    pub(crate) facts: &'a governance::Facts,
    /// How its terms, domains and data products are called.
    pub(crate) called: &'a [(RelationKind, Called)],
    /// The paths of the domains that it is in.
    pub(crate) domains: &'a BTreeSet<String>,
}

/// What a hit shows of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stored<'a> {
    /// The namespace.
    #[serde(rename = "n", borrow)]
    pub(crate) namespace: Cow<'a, str>,
    /// The parts of the name.
    #[serde(rename = "p", borrow)]
    pub(crate) parts: Vec<Cow<'a, str>>,
    /// The decided name.
    #[serde(rename = "d", borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) display_name: Option<Cow<'a, str>>,
    /// The start of the description.
    #[serde(rename = "t", borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<Cow<'a, str>>,
    /// The data type of a column.
    #[serde(rename = "y", borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) data_type: Option<Cow<'a, str>>,
    /// The tags.
    #[serde(rename = "g", borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<Cow<'a, str>>,
    /// The owners.
    #[serde(rename = "o", borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) owners: Vec<Cow<'a, str>>,
    /// The source.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<catalog::SourceId>,
    /// Names and descriptions of columns.
    #[serde(rename = "c", borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) columns: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Material<'a> {
    /// The columns that may be known to whoever may know the table, first ones first.
    fn own_columns(&self) -> impl Iterator<Item = &'a Asset> + use<'a> {
        let source = self.asset.source;
        self.columns
            .iter()
            .copied()
            .filter(move |column| column.source == source && column.removed.is_none())
            .take(MAX_COLUMNS)
    }

    fn description(&self) -> Option<&'a str> {
        self.asset.description().map(|text| words::cut(text, MAX_DESCRIPTION)).filter(|text| !text.trim().is_empty())
    }

    /// The document.
    pub(crate) fn document(&self, fields: &Fields) -> TantivyDocument {
        let asset = self.asset;
        let mut document = TantivyDocument::default();
        document.add_bytes(fields.id, asset.id.0.as_bytes());
        let (high, low) = asset.id.0.as_u64_pair();
        document.add_u64(fields.id_high, high);
        document.add_u64(fields.id_low, low);
        document.add_u64(fields.facts, Facts::new(asset, self.statistics).0);
        document.add_u64(fields.changed, asset.changed.0.unsigned_abs());
        document.add_u64(fields.digest, self.digest());
        self.add_texts(&mut document, fields);
        self.add_facets(&mut document, fields);
        self.add_keys(&mut document, fields);
        let stored = serde_json::to_vec(&self.stored()).unwrap_or_default();
        document.add_bytes(fields.stored, &stored);
        document
    }

    fn add_texts(&self, document: &mut TantivyDocument, fields: &Fields) {
        let asset = self.asset;
        let last = asset.name.last();
        for name in [last].into_iter().chain(names::other_names(asset)) {
            document.add_text(fields.name, name);
            document.add_text(fields.prefix, name);
        }
        document.add_text(fields.sort_name, words::cut(asset.display_name(), 128).to_lowercase());
        if let Some(text) = self.description() {
            document.add_text(fields.description, text);
        }
        for text in names::code_texts(asset) {
            document.add_text(fields.description, text);
        }
        for column in self.own_columns() {
            document.add_text(fields.columns, column.name.last());
            if let Some(text) = column.description() {
                document.add_text(fields.columns, words::cut(text, 1024));
            }
        }
        let [english, chinese] = asset.kind.words();
        let mut context = format!("{english} {chinese} {}", scheme(&asset.name.namespace));
        let outer = &asset.name.parts[..asset.name.parts.len().saturating_sub(1)];
        let ties = rank::targets(asset, RelationKind::Tag).chain(rank::targets(asset, RelationKind::Owner));
        let called = self.called.iter().flat_map(|(_, called)| called.path.iter().chain(&called.words));
        let values: Vec<String> = asset.curated.properties.values().map(shown).collect();
        let ties = ties.chain(called.chain(&values).map(String::as_str));
        for part in outer.iter().map(String::as_str).chain(ties).chain(data_type(asset)) {
            context.push_str(" , ");
            context.push_str(words::cut(part, 256));
        }
        document.add_text(fields.context, context);
    }

    fn add_facets(&self, document: &mut TantivyDocument, fields: &Fields) {
        let asset = self.asset;
        if let Some(source) = asset.source {
            document.add_text(fields.source, source.to_string());
        }
        if let Some(schema) = schema_of(asset) {
            document.add_text(fields.schema, schema);
        }
        for tag in rank::targets(asset, RelationKind::Tag) {
            document.add_text(fields.tag, tag);
        }
        for owner in rank::targets(asset, RelationKind::Owner) {
            document.add_text(fields.owner, owner);
        }
        self.domains.iter().for_each(|domain| document.add_text(fields.domain, domain));
        for (_, called) in self.called.iter().filter(|(sort, _)| *sort == RelationKind::Term) {
            document.add_text(fields.term, names::path(&called.path));
        }
        for (name, value) in &asset.curated.properties {
            names::property_values(name, value).for_each(|text| document.add_text(fields.property, text));
        }
    }

    fn add_keys(&self, document: &mut TantivyDocument, fields: &Fields) {
        let asset = self.asset;
        let mut add = |sort: Sort, thing: &str| document.add_text(fields.key, key::term(sort, thing));
        add(Sort::Kind, asset.kind.code());
        if let Some(source) = asset.source {
            add(Sort::Source, &source.to_string());
        }
        if let Some(schema) = schema_of(asset) {
            add(Sort::Schema, &schema);
            if let Some((_, last)) = schema.rsplit_once('.') {
                add(Sort::Schema, last);
            }
        }
        add(Sort::Namespace, &asset.name.namespace);
        add(Sort::Namespace, scheme(&asset.name.namespace));
        for sort in RelationKind::ALL {
            let targets = || rank::targets(asset, *sort);
            let (thing, owned) = match sort {
                RelationKind::Owner => (Sort::Owner, "owner"),
                RelationKind::Tag => (Sort::Tag, "tag"),
                RelationKind::Tier => (Sort::Tier, "tier"),
                RelationKind::Term => (Sort::Term, "term"),
                RelationKind::Domain => (Sort::RuledDomain, "domain"),
                RelationKind::Product => (Sort::Product, "product"),
                RelationKind::CodeList => (Sort::Standard, "standard"),
                RelationKind::MergedInto => continue,
            };
            match sort.target_kind() {
                None => targets().for_each(|target| add(thing, target)),
                // Domains are found by what rules ask, which has those around it too.
                Some(AssetKind::Domain) => {}
                Some(_) => self.names_of(*sort).for_each(|name| add(thing, name)),
            }
            if targets().next().is_some() {
                add(Sort::Has, owned);
            }
        }
        if self.description().is_some() {
            add(Sort::Has, "description");
        }
        states(asset).into_iter().for_each(|state| add(Sort::Is, state));
        if let Some(data_type) = data_type(asset) {
            add(Sort::Type, data_type.split('(').next().unwrap_or_default().trim());
        }
        for (name, value) in &asset.curated.properties {
            names::values(value).iter().for_each(|value| add(Sort::Property, &format!("{name}={}", shown(value))));
        }
        add_names(asset, &mut add);
        self.add_facts(&mut add);
    }

    /// The names of what it is tied to by ties of one sort.
    fn names_of(&self, sort: RelationKind) -> impl Iterator<Item = &'a str> {
        let called = self.called.iter().filter(move |(kind, _)| *kind == sort);
        called.flat_map(|(_, called)| called.path.first().into_iter().chain(&called.words).map(String::as_str))
    }

    fn add_facts(&self, add: &mut impl FnMut(Sort, &str)) {
        let facts = self.facts;
        add(Sort::Itself, &facts.asset.to_string());
        facts.places().for_each(|place| add(Sort::Inside, &place.to_string()));
        facts.tags.iter().for_each(|tag| add(Sort::RuledTag, tag));
        facts.owners.iter().for_each(|owner| add(Sort::RuledOwner, owner));
        facts.tier.iter().for_each(|tier| add(Sort::RuledTier, tier));
        facts.domains.iter().for_each(|domain| add(Sort::RuledDomain, domain));
    }

    /// A digest of everything that the document says but measurements.
    pub(crate) fn digest(&self) -> u64 {
        let asset = self.asset;
        let mut hasher = blake3::Hasher::new();
        let mut feed = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        feed(asset.kind.code().as_bytes());
        feed(asset.source.map_or([0; 16], |source| source.0.into_bytes()).as_slice());
        feed(&[u8::from(asset.removed.is_some()), u8::from(asset.is_placeholder)]);
        feed(asset.name.namespace.as_bytes());
        asset.name.parts.iter().for_each(|part| feed(part.as_bytes()));
        feed(asset.curated.display_name.as_deref().unwrap_or_default().as_bytes());
        feed(self.description().unwrap_or_default().as_bytes());
        if asset.curated.deprecation.is_some() {
            feed(b"deprecated");
        }
        feed(data_type(asset).unwrap_or_default().as_bytes());
        states(asset).into_iter().for_each(|state| feed(state.as_bytes()));
        for sort in RelationKind::ALL {
            let mut targets: Vec<&str> = rank::targets(asset, *sort).collect();
            targets.sort_unstable();
            feed(sort.field().as_bytes());
            targets.into_iter().for_each(|target| feed(target.as_bytes()));
        }
        for column in self.own_columns() {
            feed(column.name.last().as_bytes());
            feed(column.description().unwrap_or_default().as_bytes());
        }
        for (name, value) in &asset.curated.properties {
            feed(name.as_bytes());
            feed(shown(value).as_bytes());
        }
        names::code_texts(asset).for_each(|text| feed(text.as_bytes()));
        let synonyms = names::other_names(asset).skip(usize::from(asset.curated.display_name.is_some()));
        let called = self.called.iter().flat_map(|(_, called)| called.path.iter().chain(&called.words));
        synonyms.chain(called.map(String::as_str)).for_each(|word| feed(word.as_bytes()));
        let facts = self.facts;
        for words in [&facts.tags, &facts.owners, &facts.domains, self.domains] {
            feed(b"ruled");
            words.iter().for_each(|word| feed(word.as_bytes()));
        }
        feed(facts.tier.as_deref().unwrap_or_default().as_bytes());
        let hash = hasher.finalize();
        hash.as_bytes()[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    fn stored(&self) -> Stored<'a> {
        let asset = self.asset;
        let cut = |text: &'a str, bytes: usize| Cow::Borrowed(words::cut(text, bytes));
        Stored {
            namespace: Cow::Borrowed(&asset.name.namespace),
            parts: asset.name.parts.iter().map(|part| Cow::Borrowed(part.as_str())).collect(),
            display_name: asset.curated.display_name.as_deref().map(Cow::Borrowed),
            description: self.description().map(|text| cut(text, MAX_STORED_DESCRIPTION)),
            data_type: data_type(asset).map(Cow::Borrowed),
            tags: rank::targets(asset, RelationKind::Tag).map(Cow::Borrowed).collect(),
            owners: rank::targets(asset, RelationKind::Owner).map(Cow::Borrowed).collect(),
            source: asset.source,
            columns: self
                .own_columns()
                .take(MAX_STORED_COLUMNS)
                .map(|column| {
                    let description = column.description().unwrap_or_default();
                    (cut(column.name.last(), 256), cut(description, MAX_STORED_COLUMN_DESCRIPTION))
                })
                .collect(),
        }
    }
}

/// One line of what the index holds, to compare it with the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Whose document it is.
    pub asset: AssetId,
    /// The asset's last change when the document was made.
    pub changed: ChangeNumber,
    /// The digest of what the document was made from.
    pub digest: u64,
}

/// The spellings by which an asset is exactly what was asked for.
fn add_names(asset: &Asset, add: &mut impl FnMut(Sort, &str)) {
    let parts = &asset.name.parts;
    for count in 1..=parts.len().min(4) {
        add(Sort::Path, &parts[parts.len() - count..].join("."));
    }
    if parts.len() > 4 {
        add(Sort::Path, &parts.join("."));
    }
    let squashed = words::squash(asset.name.last());
    if let Some(display_name) = asset.curated.display_name.as_deref() {
        add(Sort::Path, display_name);
        let other = words::squash(display_name);
        if other != squashed && !other.is_empty() {
            add(Sort::Squashed, &other);
        }
    }
    if !squashed.is_empty() {
        add(Sort::Squashed, &squashed);
    }
}

fn data_type(asset: &Asset) -> Option<&str> {
    match &asset.harvested.details {
        Details::Column(column) if !column.data_type.text.is_empty() => Some(words::cut(&column.data_type.text, 256)),
        _ => None,
    }
}

/// The path of the schema an asset is in, or of the database where there are no schemas.
fn schema_of(asset: &Asset) -> Option<String> {
    let parts = &asset.name.parts;
    let inside = match asset.kind {
        AssetKind::Database => return None,
        AssetKind::Schema => parts.len(),
        AssetKind::Column => parts.len().checked_sub(2)?,
        _ => parts.len().checked_sub(1)?,
    };
    (inside > 0).then(|| parts[..inside].join("."))
}

/// `postgres` of `postgres://host:5432`.
fn scheme(namespace: &str) -> &str {
    namespace.split("://").next().unwrap_or(namespace)
}

/// The word for a tier of a document's facts.
pub(crate) fn tier_name(tier: usize) -> Option<&'static str> {
    TIERS.get(tier.checked_sub(1)?).copied()
}
