//! Facets: how many hits have each kind, source, schema, tag, owner and tier.
//!
//! A facet is counted under the choices made in all *other* facets, so that choosing a second value of the same facet
//! shows beforehand what it will add. Values are numbered once for all segments of a searcher ([`Values`]), so that
//! counting touches no text. Counts are kept for as long as nothing is committed: a question about everything costs
//! one pass over the index, and paging through its answer does not pay again.

use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
};

use catalog::{AssetKind, SourceId, Visibility};
use serde::Serialize;
use tantivy::{Searcher, columnar::StrColumn};

use crate::{document, error::Result, query::Expression, schema::column};

/// The most values of one facet that an answer has; those with the highest counts.
pub const MAX_FACET_VALUES: usize = 100;

/// The most counts that are kept.
const MAX_KEPT: usize = 32;

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
}

impl Facet {
    /// Every facet, in the order in which they are shown.
    pub const ALL: [Self; 6] = [Self::Kind, Self::Source, Self::Schema, Self::Tag, Self::Owner, Self::Tier];

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
        }
    }

    /// The column of its values, where they are texts.
    const fn column(self) -> Option<&'static str> {
        match self {
            Self::Kind | Self::Tier => None,
            Self::Source => Some(column::SOURCE),
            Self::Schema => Some(column::SCHEMA),
            Self::Tag => Some(column::TAG),
            Self::Owner => Some(column::OWNER),
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

/// The values of one facet in all segments, numbered in their order.
#[derive(Debug, Default)]
pub(crate) struct Values {
    /// The values, sorted.
    pub(crate) texts: Vec<String>,
    /// For each segment, from its own numbers to these.
    pub(crate) of_segment: Vec<Vec<u32>>,
}

impl Values {
    fn read(searcher: &Searcher, name: &str) -> Result<Self> {
        let mut lists = Vec::with_capacity(searcher.segment_readers().len());
        for segment in searcher.segment_readers() {
            lists.push(segment.fast_fields().str(name)?.map_or_else(|| Ok(Vec::new()), |column| texts(&column))?);
        }
        let distinct: HashSet<&String> = lists.iter().flatten().collect();
        let mut all: Vec<String> = distinct.into_iter().cloned().collect();
        all.sort_unstable();
        let number =
            |text: &String| all.binary_search(text).map_or(u32::MAX, |at| u32::try_from(at).unwrap_or(u32::MAX));
        let of_segment = lists.iter().map(|list| list.iter().map(number).collect()).collect();
        Ok(Self { texts: all, of_segment })
    }

    /// For each number, whether it is one of `chosen`.
    fn chosen(&self, chosen: &[String]) -> Option<Vec<bool>> {
        if chosen.is_empty() {
            return None;
        }
        let mut is_chosen = vec![false; self.texts.len()];
        for at in chosen.iter().filter_map(|text| self.texts.binary_search(text).ok()) {
            is_chosen[at] = true;
        }
        Some(is_chosen)
    }
}

fn texts(column: &StrColumn) -> Result<Vec<String>> {
    let mut texts = Vec::with_capacity(column.num_terms());
    let mut stream = column.dictionary().stream().map_err(tantivy::TantivyError::from)?;
    while stream.advance() {
        texts.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    Ok(texts)
}

/// The values of all facets that have texts, in the order of [`Facet::ALL`].
#[derive(Debug, Default)]
pub(crate) struct AllValues([Values; 6]);

impl AllValues {
    fn read(searcher: &Searcher) -> Result<Self> {
        let mut all = Self::default();
        for (facet, values) in Facet::ALL.into_iter().zip(&mut all.0) {
            if let Some(name) = facet.column() {
                *values = Values::read(searcher, name)?;
            }
        }
        Ok(all)
    }

    pub(crate) fn of(&self, facet: Facet) -> &Values {
        &self.0[facet as usize]
    }

    /// How many values a facet can have.
    pub(crate) fn width(&self, facet: Facet) -> usize {
        match facet {
            Facet::Kind => AssetKind::ALL.iter().map(|kind| kind.number()).max().unwrap_or(0).unsigned_abs().into(),
            Facet::Tier => catalog::relation::TIERS.len(),
            _ => return self.of(facet).texts.len(),
        }
        .saturating_add(1)
    }

    /// For each facet that something was chosen in, which of its values were.
    pub(crate) fn chosen(&self, filters: &Filters) -> [Option<Vec<bool>>; 6] {
        let sources: Vec<String> = filters.sources.iter().map(ToString::to_string).collect();
        let numbered = |facet: Facet, numbers: Vec<usize>, is_any: bool| {
            is_any.then(|| (0..self.width(facet)).map(|number| numbers.contains(&number)).collect::<Vec<bool>>())
        };
        let kinds = filters.kinds.iter().map(|kind| usize::from(kind.number().unsigned_abs())).collect();
        let tiers = (1..=5).filter(|tier| {
            document::tier_name(*tier).is_some_and(|name| filters.tiers.iter().any(|chosen| chosen == name))
        });
        [
            numbered(Facet::Kind, kinds, !filters.kinds.is_empty()),
            self.of(Facet::Source).chosen(&sources),
            self.of(Facet::Schema).chosen(&filters.schemas),
            self.of(Facet::Tag).chosen(&filters.tags),
            self.of(Facet::Owner).chosen(&filters.owners),
            numbered(Facet::Tier, tiers.collect(), !filters.tiers.is_empty()),
        ]
    }
}

/// The number of hits, and of those that have each value of each facet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    pub(crate) total: u64,
    pub(crate) of_value: [Vec<u64>; 6],
}

impl Counts {
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

/// What a count was made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) expression: Expression,
    pub(crate) filters: Filters,
    pub(crate) sees: Option<Visibility>,
    pub(crate) viewer: String,
    pub(crate) sources: Vec<(SourceId, String)>,
}

/// Counts of one state of the index.
#[derive(Default)]
pub(crate) struct Counted {
    generation: u64,
    values: Option<Arc<AllValues>>,
    kept: VecDeque<(Question, Arc<Counts>)>,
}

impl Counted {
    /// The values of facets in this searcher.
    pub(crate) fn values(&mut self, searcher: &Searcher) -> Result<Arc<AllValues>> {
        self.turn_to(searcher);
        if let Some(values) = &self.values {
            return Ok(Arc::clone(values));
        }
        let values = Arc::new(AllValues::read(searcher)?);
        self.values = Some(Arc::clone(&values));
        Ok(values)
    }

    /// The counts for a question, if they were made for this searcher.
    pub(crate) fn find(&mut self, searcher: &Searcher, question: &Question) -> Option<Arc<Counts>> {
        self.turn_to(searcher);
        self.kept.iter().find(|(kept, _)| kept == question).map(|(_, counts)| Arc::clone(counts))
    }

    /// Keeps counts.
    pub(crate) fn keep(&mut self, searcher: &Searcher, question: Question, counts: Arc<Counts>) {
        self.turn_to(searcher);
        if self.kept.len() == MAX_KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((question, counts));
    }

    /// Forgets counts but not the numbering of values, as a new question finds it.
    pub(crate) fn forget_counts(&mut self) {
        self.kept.clear();
    }

    fn turn_to(&mut self, searcher: &Searcher) {
        let generation = searcher.generation().generation_id();
        if self.generation != generation {
            *self = Self { generation, ..Self::default() };
        }
    }
}
