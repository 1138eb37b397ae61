//! Who may know of which hits of a segment, which of them are chosen, and how many there are of each kind.

use catalog::{Action, SourceId, Visibility};
use tantivy::{DocId, SegmentOrdinal};

use super::Gather;
use crate::{
    count::{Counts, FACETS, Facet},
    rows::{Class, Group, Rows, Ties},
    sight::Documents,
    values::AllValues,
};

/// Not for this viewer, or removed and not asked for. Below are the facets, as bits, that have none of the chosen values.
const HIDDEN: u16 = 1 << 15;

/// The hits of a segment, counted by class.
pub(super) struct Tally<'a> {
    values: &'a AllValues,
    ordinal: usize,
    rows: &'a Rows,
    seen: Option<&'a Documents>,
    with_counts: bool,
    /// What each class misses.
    missed: Vec<u16>,
    total: u64,
    hits: Vec<u32>,
    /// For each facet that something is chosen in, the documents that miss this one alone.
    nearly: [Vec<u32>; FACETS],
}

impl<'a> Tally<'a> {
    pub(super) fn new(gather: &'a Gather<'_>, ordinal: SegmentOrdinal) -> Self {
        let ordinal = ordinal as usize;
        let rows = &*gather.values.rows()[ordinal];
        let judge = Judge { gather, ordinal };
        let zeros = |is_wanted: bool| if is_wanted { vec![0; rows.classes.len()] } else { Vec::new() };
        let with_counts = gather.with_counts;
        Self {
            values: &gather.values,
            ordinal,
            rows,
            seen: gather.seen.as_ref().map(|seen| &*seen[ordinal]),
            with_counts,
            missed: judge.classes(rows),
            total: 0,
            hits: zeros(with_counts),
            nearly: Facet::ALL.map(|facet| zeros(with_counts && gather.chosen[facet as usize].is_some())),
        }
    }

    /// Counts a document. Gives its class if it is a hit.
    pub(super) fn count(&mut self, document: DocId) -> Option<Class> {
        if self.seen.is_some_and(|seen| !seen.has(document)) {
            return None;
        }
        let class = self.rows.class_of(document);
        let missed = self.missed[class];
        if missed == 0 {
            self.total += 1;
            if self.with_counts {
                self.hits[class] += 1;
            }
            return Some(self.rows.classes[class]);
        }
        if self.with_counts && missed < HIDDEN && missed.is_power_of_two() {
            self.nearly[missed.trailing_zeros() as usize][class] += 1;
        }
        None
    }

    /// Adds what was counted.
    pub(super) fn add_to(self, counts: &mut Counts) {
        counts.total += self.total;
        if !self.with_counts {
            return;
        }
        let (groups, ties) = self.shared(&self.hits);
        for facet in Facet::ALL {
            self.add(facet, if is_tie(facet) { &ties } else { &groups }, counts);
            let nearly = &self.nearly[facet as usize];
            if !nearly.is_empty() {
                let (groups, ties) = self.shared(nearly);
                self.add(facet, if is_tie(facet) { &ties } else { &groups }, counts);
            }
        }
    }

    /// From counts of classes to those of groups and ties.
    fn shared(&self, of_class: &[u32]) -> (Vec<u32>, Vec<u32>) {
        let (mut groups, mut ties) = (vec![0; self.rows.groups.len()], vec![0; self.rows.ties.len()]);
        for (class, count) in self.rows.classes.iter().zip(of_class).filter(|(_, count)| **count > 0) {
            groups[class.group as usize] += count;
            ties[class.ties as usize] += count;
        }
        (groups, ties)
    }

    fn add(&self, facet: Facet, of_place: &[u32], counts: &mut Counts) {
        let of_value = &mut counts.of_value[facet as usize];
        for (place, count) in of_place.iter().enumerate().filter(|(_, count)| **count > 0) {
            self.each_value(facet, place, |number| of_value[number] += u64::from(*count));
        }
    }

    /// The values of a facet that a group, or a set of ties, has.
    fn each_value(&self, facet: Facet, place: usize, mut each: impl FnMut(usize)) {
        let mut text = |number: usize| {
            if let Some(number) = self.values.of(facet).of_segment[self.ordinal].get(number) {
                each(*number as usize);
            }
        };
        match facet {
            Facet::Kind => each(self.rows.groups[place].facts().kind_number()),
            Facet::Tier => each(self.rows.groups[place].facts().tier()),
            Facet::Source => self.rows.groups[place].source().into_iter().for_each(text),
            Facet::Schema => self.rows.groups[place].schema().into_iter().for_each(text),
            tie => {
                let numbers = self.rows.ties[place].of(tie).unwrap_or_default();
                numbers.iter().for_each(|number| text(*number as usize));
            }
        }
    }
}

const fn is_tie(facet: Facet) -> bool {
    matches!(facet, Facet::Tag | Facet::Owner | Facet::Domain | Facet::Term | Facet::Property)
}

/// Decides about combinations.
struct Judge<'a> {
    gather: &'a Gather<'a>,
    ordinal: usize,
}

impl Judge<'_> {
    /// What each class misses.
    fn classes(&self, rows: &Rows) -> Vec<u16> {
        let sees = self.sees(rows);
        let groups: Vec<u16> = rows.groups.iter().map(|group| self.group(*group, &sees)).collect();
        let ties: Vec<u16> = rows.ties.iter().map(|ties| self.ties(ties)).collect();
        rows.classes.iter().map(|class| groups[class.group as usize] | ties[class.ties as usize]).collect()
    }

    /// For each source of the segment whether the viewer may know of what is from there; then the same for what is from
    /// no source. Where rules decide document by document, this is only whether anything may be known at all.
    fn sees(&self, rows: &Rows) -> Vec<bool> {
        let viewer = self.gather.viewer;
        let may = |source: Option<SourceId>| {
            viewer.may(Action::ReadCatalog)
                && match &viewer.sees {
                    Visibility::Everything => true,
                    Visibility::Sources(bound) => source.is_some_and(|source| bound.contains(&source)),
                    Visibility::Some(_) => self.gather.seen.is_some(),
                    Visibility::Nothing => false,
                }
        };
        rows.sources.iter().map(|source| may(Some(*source))).chain([may(None)]).collect()
    }

    fn group(&self, group: Group, sees: &[bool]) -> u16 {
        let facts = group.facts();
        let is_seen = sees[group.source().unwrap_or(sees.len() - 1)];
        if !is_seen || (facts.is_removed() && !self.gather.with_removed) {
            return HIDDEN;
        }
        let missed = |facet: Facet, is_hit: Option<bool>| u16::from(is_hit == Some(false)) << facet as u8;
        missed(Facet::Kind, self.is_chosen(Facet::Kind, Some(facts.kind_number())))
            | missed(Facet::Tier, self.is_chosen(Facet::Tier, Some(facts.tier())))
            | missed(Facet::Source, self.is_chosen(Facet::Source, group.source()))
            | missed(Facet::Schema, self.is_chosen(Facet::Schema, group.schema()))
    }

    fn ties(&self, ties: &Ties) -> u16 {
        let mut missed = 0;
        for (facet, numbers) in Facet::ALL.into_iter().filter_map(|facet| Some((facet, ties.of(facet)?))) {
            if self.gather.chosen[facet as usize].is_some() {
                let is_hit = numbers.iter().any(|number| self.is_chosen(facet, Some(*number as usize)) == Some(true));
                missed |= u16::from(!is_hit) << facet as u8;
            }
        }
        missed
    }

    /// Whether a value, numbered as the segment does, is chosen; nothing where no value of the facet is.
    fn is_chosen(&self, facet: Facet, number: Option<usize>) -> Option<bool> {
        let chosen = self.gather.chosen[facet as usize].as_ref()?;
        let number = match facet {
            Facet::Kind | Facet::Tier => number,
            _ => number.and_then(|number| {
                self.gather.values.of(facet).of_segment[self.ordinal].get(number).map(|number| *number as usize)
            }),
        };
        Some(number.and_then(|number| chosen.get(number)).copied().unwrap_or(false))
    }
}
