//! One pass over the hits: how many there are, what they are counted by, and the best ones behind a cursor.

use std::{collections::BinaryHeap, sync::Arc};

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Column, StrColumn, TermOrdHit},
    termdict::TermOrdinal,
};

use crate::{
    count::{AllValues, Counts, Facet},
    rank::Facts,
    schema::column,
    search::Sort,
};

/// A place in the order of hits: what they are sorted by, then the id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// What they are sorted by.
    pub(crate) by: By,
    /// The id, which tells equal ones apart.
    pub(crate) id: u128,
}

/// What hits are sorted by, smaller ones first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum By {
    /// A number that grows as hits get worse.
    Number(u64),
    /// A text.
    Text(String),
}

/// What to gather.
pub(crate) struct Gather {
    pub(crate) sort: Sort,
    pub(crate) with_score: bool,
    pub(crate) with_removed: bool,
    pub(crate) with_counts: bool,
    pub(crate) after: Option<Place>,
    pub(crate) first: usize,
    pub(crate) chosen: Arc<[Option<Vec<bool>>; 6]>,
    pub(crate) values: Arc<AllValues>,
}

/// One of the best hits.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) place: Place,
    pub(crate) address: DocAddress,
    pub(crate) score: u64,
    pub(crate) facts: Facts,
}

/// What was gathered.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) counts: Counts,
    /// The best hits behind the cursor, best first.
    pub(crate) best: Vec<Found>,
}

/// A hit that may be one of the best of its segment: its place there, then what else is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    by: u64,
    id: u128,
    document: DocId,
    score: u64,
    facts: u64,
}

/// The cursor, in a segment's own numbers.
#[derive(Debug, Clone, Copy)]
struct After {
    by: u64,
    /// Whether a hit with the same `by` and a greater id comes behind; else all with the same `by` do.
    id: Option<u128>,
}

pub(crate) struct GatherSegment {
    ordinal: SegmentOrdinal,
    sort: Sort,
    with_removed: bool,
    with_counts: bool,
    after: Option<After>,
    first: usize,
    chosen: Arc<[Option<Vec<bool>>; 6]>,
    values: Arc<AllValues>,
    facts: Column<u64>,
    id_high: Column<u64>,
    id_low: Column<u64>,
    changed: Option<Column<u64>>,
    names: Option<StrColumn>,
    texts: [Option<Column<u64>>; 6],
    counts: Counts,
    best: BinaryHeap<Candidate>,
}

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = GatherSegment;

    fn for_segment(&self, ordinal: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<GatherSegment> {
        let columns = segment.fast_fields();
        let texts = |name: &str| -> tantivy::Result<Option<Column<u64>>> {
            Ok(columns.str(name)?.map(|column| column.ords().clone()))
        };
        let names = if self.sort == Sort::Name { columns.str(column::SORT_NAME)? } else { None };
        let after = self.after.as_ref().map(|place| after(place, names.as_ref())).transpose()?;
        let mut counts = Counts::default();
        if self.with_counts {
            counts.of_value = Facet::ALL.map(|facet| vec![0; self.values.width(facet)]);
        }
        Ok(GatherSegment {
            ordinal,
            sort: self.sort,
            with_removed: self.with_removed,
            with_counts: self.with_counts,
            after,
            first: self.first,
            chosen: Arc::clone(&self.chosen),
            values: Arc::clone(&self.values),
            facts: columns.u64(column::FACTS)?,
            id_high: columns.u64(column::ID_HIGH)?,
            id_low: columns.u64(column::ID_LOW)?,
            changed: (self.sort == Sort::Updated).then(|| columns.u64(column::CHANGED)).transpose()?,
            names,
            texts: [
                None,
                texts(column::SOURCE)?,
                texts(column::SCHEMA)?,
                texts(column::TAG)?,
                texts(column::OWNER)?,
                None,
            ],
            counts,
            best: BinaryHeap::with_capacity(self.first + 1),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.with_score
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Gathered>>) -> tantivy::Result<Gathered> {
        let mut all = Gathered::default();
        for segment in segments {
            let segment = segment?;
            all.best.extend(segment.best);
            all.counts.total += segment.counts.total;
            for (sum, part) in all.counts.of_value.iter_mut().zip(segment.counts.of_value) {
                if sum.is_empty() {
                    *sum = part;
                } else {
                    sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
                }
            }
        }
        all.best.sort_by(|left, right| left.place.cmp(&right.place));
        all.best.truncate(self.first);
        Ok(all)
    }
}

fn after(place: &Place, names: Option<&StrColumn>) -> tantivy::Result<After> {
    match (&place.by, names) {
        (By::Number(by), _) => Ok(After { by: *by, id: Some(place.id) }),
        (By::Text(text), Some(names)) => Ok(match names.dictionary().term_ord_or_next(text)? {
            TermOrdHit::Exact(by) => After { by, id: Some(place.id) },
            TermOrdHit::Next(by) => After { by, id: None },
        }),
        (By::Text(_), None) => Ok(After { by: 0, id: None }),
    }
}

impl GatherSegment {
    fn id(&self, document: DocId) -> u128 {
        let of = |column: &Column<u64>| u128::from(column.first(document).unwrap_or(0));
        of(&self.id_high) << 64 | of(&self.id_low)
    }

    /// The facets, as bits, in which the document has none of the chosen values.
    fn missed(&self, document: DocId, facts: Facts) -> u8 {
        let mut missed = 0;
        for (bit, chosen) in self.chosen.iter().enumerate() {
            let Some(chosen) = chosen else { continue };
            let mut is_hit = false;
            self.each_value(Facet::ALL[bit], document, facts, |number| {
                is_hit |= chosen.get(number).copied().unwrap_or(false);
            });
            missed |= u8::from(!is_hit) << bit;
        }
        missed
    }

    fn each_value(&self, facet: Facet, document: DocId, facts: Facts, mut each: impl FnMut(usize)) {
        match facet {
            Facet::Kind => each(facts.kind_number()),
            Facet::Tier => each(facts.tier()),
            Facet::Source | Facet::Schema | Facet::Tag | Facet::Owner => {
                let Some(column) = &self.texts[facet as usize] else { return };
                let numbers = &self.values.of(facet).of_segment[self.ordinal as usize];
                for number in column.values_for_doc(document) {
                    if let Some(number) = usize::try_from(number).ok().and_then(|number| numbers.get(number)) {
                        each(*number as usize);
                    }
                }
            }
        }
    }

    fn count(&mut self, document: DocId, facts: Facts, missed: u8) {
        let mut of_value = std::mem::take(&mut self.counts.of_value);
        for (bit, facet) in Facet::ALL.into_iter().enumerate() {
            if missed & !(1 << bit) == 0 {
                self.each_value(facet, document, facts, |number| of_value[bit][number] += 1);
            }
        }
        self.counts.of_value = of_value;
    }

    fn offer(&mut self, document: DocId, facts: Facts, points: u64) {
        let score = points + facts.standing();
        let by = match self.sort {
            Sort::Relevance => u64::MAX - score,
            Sort::Updated => u64::MAX - self.changed.as_ref().and_then(|column| column.first(document)).unwrap_or(0),
            Sort::Name => self.names.as_ref().and_then(|names| names.ords().first(document)).unwrap_or(0),
        };
        if self.after.is_some_and(|after| by < after.by) {
            return;
        }
        let is_full = self.best.len() >= self.first;
        if is_full && self.best.peek().is_none_or(|worst| by > worst.by) {
            return;
        }
        let id = self.id(document);
        if self.after.is_some_and(|after| by == after.by && after.id.is_some_and(|after| id <= after)) {
            return;
        }
        self.best.push(Candidate { by, id, document, score, facts: facts.0 });
        if is_full {
            self.best.pop();
        }
    }

    fn found(&self, candidate: Candidate) -> tantivy::Result<Found> {
        let by = match &self.names {
            None => By::Number(candidate.by),
            Some(names) => {
                let mut text = String::new();
                let number: TermOrdinal = candidate.by;
                names.ord_to_str(number, &mut text)?;
                By::Text(text)
            }
        };
        Ok(Found {
            place: Place { by, id: candidate.id },
            address: DocAddress::new(self.ordinal, candidate.document),
            score: candidate.score,
            facts: Facts(candidate.facts),
        })
    }
}

impl SegmentCollector for GatherSegment {
    type Fruit = tantivy::Result<Gathered>;

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points are small whole numbers")]
    fn collect(&mut self, document: DocId, score: Score) {
        let facts = Facts(self.facts.first(document).unwrap_or(0));
        if facts.is_removed() && !self.with_removed {
            return;
        }
        let missed = self.missed(document, facts);
        if self.with_counts && missed.count_ones() < 2 {
            self.count(document, facts, missed);
        }
        if missed == 0 {
            self.counts.total += 1;
            self.offer(document, facts, score as u64);
        }
    }

    fn harvest(mut self) -> tantivy::Result<Gathered> {
        let best = std::mem::take(&mut self.best);
        let best =
            best.into_sorted_vec().into_iter().map(|candidate| self.found(candidate)).collect::<Result<_, _>>()?;
        Ok(Gathered { counts: self.counts, best })
    }
}
