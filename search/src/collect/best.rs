//! The best hits of a segment behind a cursor.

use std::collections::BinaryHeap;

use tantivy::{
    DocAddress, DocId, SegmentOrdinal, SegmentReader,
    columnar::{Column, StrColumn, TermOrdHit},
};

use super::{By, Found, Gather, Place};
use crate::{
    rows::{Class, Rows},
    schema::column,
    search::Sort,
};

/// A hit that may be one of the best of its segment: its place there, then what else is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    by: u64,
    id: u128,
    document: DocId,
    score: u64,
}

/// The cursor, in a segment's own numbers.
#[derive(Debug, Clone, Copy)]
struct After {
    by: u64,
    /// Whether a hit with the same `by` and a greater id comes behind; else all with the same `by` do.
    id: Option<u128>,
}

/// What hits are sorted by.
enum Order {
    /// The greatest score first.
    Score,
    /// The greatest number first.
    Number(Column<u64>),
    /// The first text first.
    Text(StrColumn),
}

pub(super) struct Best<'a> {
    ordinal: SegmentOrdinal,
    rows: &'a Rows,
    order: Order,
    after: Option<After>,
    first: usize,
    id_high: Column<u64>,
    id_low: Column<u64>,
    heap: BinaryHeap<Candidate>,
}

impl<'a> Best<'a> {
    pub(super) fn new(
        gather: &'a Gather<'_>,
        ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let order = match gather.sort {
            Sort::Relevance => Order::Score,
            Sort::Updated => Order::Number(columns.u64(column::CHANGED)?),
            Sort::Name => columns.str(column::SORT_NAME)?.map_or(Order::Score, Order::Text),
        };
        Ok(Self {
            ordinal,
            rows: &gather.values.rows()[ordinal as usize],
            after: gather.after.as_ref().map(|place| order.after(place)).transpose()?,
            order,
            first: gather.first,
            id_high: columns.u64(column::ID_HIGH)?,
            id_low: columns.u64(column::ID_LOW)?,
            heap: BinaryHeap::with_capacity(gather.first + 1),
        })
    }

    /// Keeps a hit if it is one of the best so far.
    pub(super) fn offer(&mut self, document: DocId, class: Class, points: u32) {
        let score = u64::from(points) + u64::from(class.standing);
        let by = match &self.order {
            Order::Score => u64::MAX - score,
            Order::Number(column) => u64::MAX - column.first(document).unwrap_or(0),
            Order::Text(names) => names.ords().first(document).unwrap_or(0),
        };
        if self.after.is_some_and(|after| by < after.by) {
            return;
        }
        let is_full = self.heap.len() >= self.first;
        if is_full {
            let Some(worst) = self.heap.peek() else { return };
            let is_behind = by > worst.by || (by == worst.by && u128::from(self.rows.floor(document)) > worst.id >> 64);
            if is_behind {
                return;
            }
        }
        let id = self.id(document);
        if self.after.is_some_and(|after| by == after.by && after.id.is_some_and(|after| id <= after)) {
            return;
        }
        self.heap.push(Candidate { by, id, document, score });
        if is_full {
            self.heap.pop();
        }
    }

    fn id(&self, document: DocId) -> u128 {
        let of = |column: &Column<u64>| u128::from(column.first(document).unwrap_or(0));
        of(&self.id_high) << 64 | of(&self.id_low)
    }

    /// Adds them, best first.
    pub(super) fn add_to(mut self, found: &mut Vec<Found>) -> tantivy::Result<()> {
        for candidate in std::mem::take(&mut self.heap).into_sorted_vec() {
            found.push(self.found(candidate)?);
        }
        Ok(())
    }

    fn found(&self, candidate: Candidate) -> tantivy::Result<Found> {
        let by = match &self.order {
            Order::Score | Order::Number(_) => By::Number(candidate.by),
            Order::Text(names) => {
                let mut text = String::new();
                names.ord_to_str(candidate.by, &mut text)?;
                By::Text(text)
            }
        };
        let group = self.rows.groups[self.rows.classes[self.rows.class_of(candidate.document)].group as usize];
        Ok(Found {
            place: Place { by, id: candidate.id },
            address: DocAddress::new(self.ordinal, candidate.document),
            score: candidate.score,
            facts: group.facts(),
        })
    }
}

impl Order {
    fn after(&self, place: &Place) -> tantivy::Result<After> {
        Ok(match (&place.by, self) {
            (By::Number(by), _) => After { by: *by, id: Some(place.id) },
            (By::Text(text), Self::Text(names)) => match names.dictionary().term_ord_or_next(text)? {
                TermOrdHit::Exact(by) => After { by, id: Some(place.id) },
                TermOrdHit::Next(by) => After { by, id: None },
            },
            (By::Text(_), Self::Score | Self::Number(_)) => After { by: 0, id: None },
        })
    }
}
