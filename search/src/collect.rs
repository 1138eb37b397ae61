//! One pass over the hits: how many there are, what they are counted by, and the best ones behind a cursor.

mod best;
mod tally;

use std::sync::Arc;

use catalog::Viewer;
use tantivy::{DocAddress, Searcher, query::EnableScoring};

use self::{best::Best, tally::Tally};
use crate::{
    clause::{Clause, walk::Walk},
    count::{Counts, FACETS},
    rank::Facts,
    search::Sort,
    sight::Seen,
    values::AllValues,
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
pub(crate) struct Gather<'a> {
    pub(crate) viewer: &'a Viewer,
    pub(crate) sort: Sort,
    pub(crate) with_removed: bool,
    pub(crate) with_counts: bool,
    pub(crate) after: Option<Place>,
    pub(crate) first: usize,
    pub(crate) chosen: [Option<Vec<bool>>; FACETS],
    pub(crate) values: Arc<AllValues>,
    /// What rules let the viewer know of, where they decide document by document.
    pub(crate) seen: Option<Seen>,
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

impl Gather<'_> {
    /// Gathers from the documents for which a clause holds and that the viewer may know of.
    pub(crate) fn gather(&self, searcher: &Searcher, clause: &Clause) -> tantivy::Result<Gathered> {
        let clause = clause.prepare(EnableScoring::disabled_from_searcher(searcher))?;
        let mut gathered = Gathered::default();
        if self.with_counts {
            gathered.counts = Counts::none(&self.values);
        }
        for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
            let mut tally = Tally::new(self, ordinal);
            let mut best = Best::new(self, ordinal, segment)?;
            let mut walk = Walk::begin(&clause, segment)?;
            let alive = segment.alive_bitset();
            while let Some(window) = walk.next() {
                window.each(|document, points| {
                    if alive.is_none_or(|alive| alive.is_alive(document))
                        && let Some(class) = tally.count(document)
                    {
                        best.offer(document, class, points);
                    }
                });
            }
            tally.add_to(&mut gathered.counts);
            best.add_to(&mut gathered.best)?;
        }
        gathered.best.sort_by(|left, right| left.place.cmp(&right.place));
        gathered.best.truncate(self.first);
        Ok(gathered)
    }
}
