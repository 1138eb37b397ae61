//! Facets: how many hits have each kind, source, schema, tag, owner, tier, domain, term and custom property.
//!
//! A facet is counted under the choices made in all *other* facets, so that choosing a second value of the same facet
//! shows beforehand what it will add.

use catalog::{AssetKind, SourceId};
use serde::Serialize;

use crate::{document, schema::column, values::AllValues};

/// The most values of one facet that an answer has; those with the highest counts.
pub const MAX_FACET_VALUES: usize = 100;

/// How many facets there are.
pub(crate) const FACETS: usize = 9;

/// Something that hits are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// What it is.
    Kind,
    /// Where it was crawled.
    Source,
    /// The schema or database it is in.
    Schema,
    /// Its labels.
    Tag,
    /// Who is accountable.
    Owner,
    /// How important it is.
    Tier,
    /// What part of the business it belongs to: its domains, those of what it is inside of, and the domains around these.
    Domain,
    /// What it means: its terms.
    Term,
    /// What a company knows of it besides: custom properties with their values.
    Property,
}

impl Facet {
    /// Every facet, in the order in which they are shown.
    pub const ALL: [Self; FACETS] = [
        Self::Kind,
        Self::Source,
        Self::Schema,
        Self::Tag,
        Self::Owner,
        Self::Tier,
        Self::Domain,
        Self::Term,
        Self::Property,
    ];

    /// The word for it in answers and filters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Source => "source",
            Self::Schema => "schema",
            Self::Tag => "tag",
            Self::Owner => "owner",
            Self::Tier => "tier",
            Self::Domain => "domain",
            Self::Term => "term",
            Self::Property => "property",
        }
    }

    /// The column of its values, where they are texts.
    pub(crate) const fn column(self) -> Option<&'static str> {
        match self {
            Self::Kind | Self::Tier => None,
            Self::Source => Some(column::SOURCE),
            Self::Schema => Some(column::SCHEMA),
            Self::Tag => Some(column::TAG),
            Self::Owner => Some(column::OWNER),
            Self::Domain => Some(column::DOMAIN),
            Self::Term => Some(column::TERM),
            Self::Property => Some(column::PROPERTY),
        }
    }
}

/// What was chosen in the facets: a hit has one of the values of each facet that has any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filters {
    /// Kinds.
    pub kinds: Vec<AssetKind>,
    /// Sources.
    pub sources: Vec<SourceId>,
    /// Schemas, as the facet gives them.
    pub schemas: Vec<String>,
    /// Tags, as the facet gives them.
    pub tags: Vec<String>,
    /// Owners, as the facet gives them.
    pub owners: Vec<String>,
    /// Tiers.
    pub tiers: Vec<String>,
    /// Paths of domains, as the facet gives them; each covers those inside of it.
    pub domains: Vec<String>,
    /// Paths of terms, as the facet gives them.
    pub terms: Vec<String>,
    /// Custom properties with a value, `name=value`, as the facet gives them.
    pub properties: Vec<String>,
}

impl Filters {
    /// The number of values chosen.
    pub(crate) fn len(&self) -> usize {
        self.kinds.len()
            + self.sources.len()
            + self.schemas.len()
            + self.tags.len()
            + self.owners.len()
            + self.tiers.len()
            + self.domains.len()
            + self.terms.len()
            + self.properties.len()
    }
}

/// A value of a facet with its count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// The value, as [`Filters`] and the query language take it.
    pub value: String,
    /// What people read, where it is not the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The number of hits that have it.
    pub count: u64,
}

/// A facet with its values, the most frequent first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetCounts {
    /// Which facet.
    pub facet: Facet,
    /// Up to [`MAX_FACET_VALUES`] values.
    pub values: Vec<FacetValue>,
    /// How many values there are in all.
    pub distinct: u64,
}

/// The number of hits, and of those that have each value of each facet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    pub(crate) total: u64,
    pub(crate) of_value: [Vec<u64>; FACETS],
}

impl Counts {
    /// Nothing counted yet, of any of these values.
    pub(crate) fn none(values: &AllValues) -> Self {
        Self { total: 0, of_value: Facet::ALL.map(|facet| vec![0; values.width(facet)]) }
    }

    /// The facets for an answer; `label` gives what people read for a value.
    pub(crate) fn facets(&self, values: &AllValues, label: impl Fn(Facet, &str) -> Option<String>) -> Vec<FacetCounts> {
        let facet_counts = |(facet, counts): (Facet, &Vec<u64>)| {
            let mut found: Vec<(String, u64)> = Vec::new();
            for (number, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                found.extend(value_text(values, facet, number).map(|text| (text, *count)));
            }
            let distinct = found.len() as u64;
            found.sort_by(|(left, more), (right, less)| less.cmp(more).then_with(|| left.cmp(right)));
            found.truncate(MAX_FACET_VALUES);
            let with_label = |(value, count): (String, u64)| FacetValue { label: label(facet, &value), value, count };
            FacetCounts { facet, values: found.into_iter().map(with_label).collect(), distinct }
        };
        Facet::ALL.into_iter().zip(&self.of_value).map(facet_counts).collect()
    }
}

fn value_text(values: &AllValues, facet: Facet, number: usize) -> Option<String> {
    match facet {
        Facet::Kind => AssetKind::from_number(i16::try_from(number).ok()?).map(|kind| kind.code().to_owned()),
        Facet::Tier => document::tier_name(number).map(str::to_owned),
        _ => values.of(facet).texts.get(number).cloned(),
    }
}
