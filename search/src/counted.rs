//! What is kept between questions: the rows of each segment for as long as it lives, and counts for as long as nothing
//! is committed. A question about everything costs one pass over the index, and paging through its answer does not pay
//! again.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use catalog::{SourceId, Visibility};
use tantivy::{Searcher, index::SegmentId};

use crate::{
    count::{Counts, Filters},
    query::Expression,
    rows::Rows,
    values::AllValues,
};

/// The most counts that are kept.
const MAX_KEPT: usize = 32;

/// What a count was made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) expression: Expression,
    pub(crate) filters: Filters,
    pub(crate) sees: Option<Visibility>,
    pub(crate) viewer: String,
    pub(crate) sources: Vec<(SourceId, String)>,
}

/// What is kept of one state of the index.
#[derive(Default)]
pub(crate) struct Counted {
    generation: u64,
    rows: HashMap<SegmentId, Arc<Rows>>,
    values: Option<Arc<AllValues>>,
    kept: VecDeque<(Question, Arc<Counts>)>,
}

impl Counted {
    /// The rows and values of this searcher.
    pub(crate) fn values(&mut self, searcher: &Searcher) -> tantivy::Result<Arc<AllValues>> {
        let is_current = self.turn_to(searcher);
        if let Some(values) = self.values.as_ref().filter(|_| is_current) {
            return Ok(Arc::clone(values));
        }
        let mut rows = HashMap::new();
        let mut in_order = Vec::with_capacity(searcher.segment_readers().len());
        for segment in searcher.segment_readers() {
            let id = segment.segment_id();
            let of_segment = match self.rows.get(&id) {
                Some(known) => Arc::clone(known),
                None => Arc::new(Rows::read(segment)?),
            };
            in_order.push(Arc::clone(&of_segment));
            rows.insert(id, of_segment);
        }
        let values = Arc::new(AllValues::new(in_order));
        if is_current {
            self.rows = rows;
            self.values = Some(Arc::clone(&values));
        }
        Ok(values)
    }

    /// The counts for a question, if they were made for this searcher.
    pub(crate) fn find(&mut self, searcher: &Searcher, question: &Question) -> Option<Arc<Counts>> {
        if !self.turn_to(searcher) {
            return None;
        }
        self.kept.iter().find(|(kept, _)| kept == question).map(|(_, counts)| Arc::clone(counts))
    }

    /// Keeps counts.
    pub(crate) fn keep(&mut self, searcher: &Searcher, question: Question, counts: Arc<Counts>) {
        if !self.turn_to(searcher) {
            return;
        }
        if self.kept.len() == MAX_KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((question, counts));
    }

    /// Forgets counts but not rows and values, as a new question finds it.
    pub(crate) fn forget_counts(&mut self) {
        self.kept.clear();
    }

    /// Forgets what a newer searcher does not need. False for a searcher that is not the newest: whoever still has it
    /// gets nothing from here, and changes nothing.
    fn turn_to(&mut self, searcher: &Searcher) -> bool {
        let generation = searcher.generation().generation_id();
        if generation > self.generation {
            *self = Self { generation, rows: std::mem::take(&mut self.rows), ..Self::default() };
        }
        generation == self.generation
    }
}
