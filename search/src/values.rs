//! The values of facets in all segments of a searcher, numbered in one order.

use std::{collections::HashMap, sync::Arc};

use catalog::AssetKind;

use crate::{
    count::{FACETS, Facet, Filters},
    document,
    rows::Rows,
};

/// The values of one facet.
#[derive(Debug, Default)]
pub(crate) struct Values {
    /// The values, sorted.
    pub(crate) texts: Vec<String>,
    /// For each segment, from its own numbers to these.
    pub(crate) of_segment: Vec<Vec<u32>>,
}

impl Values {
    fn new(lists: &[&Vec<String>]) -> Self {
        let mut texts: Vec<String> = lists.iter().copied().flatten().cloned().collect();
        texts.sort_unstable();
        texts.dedup();
        let numbers: HashMap<&str, u32> = texts.iter().map(String::as_str).zip(0..).collect();
        let number = |text: &String| numbers.get(text.as_str()).copied().unwrap_or(u32::MAX);
        let of_segment = lists.iter().map(|list| list.iter().map(number).collect()).collect();
        Self { texts, of_segment }
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

/// The rows of all segments of a searcher, and the values of all facets that have texts.
pub(crate) struct AllValues {
    rows: Vec<Arc<Rows>>,
    values: [Values; FACETS],
}

impl AllValues {
    /// The values in these segments.
    pub(crate) fn new(rows: Vec<Arc<Rows>>) -> Self {
        let values = Facet::ALL.map(|facet| {
            let lists: Vec<&Vec<String>> = rows.iter().map(|rows| &rows.texts[facet as usize]).collect();
            Values::new(&lists)
        });
        Self { rows, values }
    }

    pub(crate) fn rows(&self) -> &[Arc<Rows>] {
        &self.rows
    }

    pub(crate) fn of(&self, facet: Facet) -> &Values {
        &self.values[facet as usize]
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
    pub(crate) fn chosen(&self, filters: &Filters) -> [Option<Vec<bool>>; FACETS] {
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
            self.of(Facet::Domain).chosen(&filters.domains),
            self.of(Facet::Term).chosen(&filters.terms),
            self.of(Facet::Property).chosen(&filters.properties),
        ]
    }
}
