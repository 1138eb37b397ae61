//! What rules let a viewer know of, as documents: the rules are asked of the index like any question, once for each of
//! its segments, and the answer is kept for as long as the segment lives.
//!
//! A document says where its asset is and what is tied to it and to what it is inside of, so the index decides as
//! `catalog::governance` does. It may be a moment behind the store: whoever reads hits from the store is decided on anew.

use std::{collections::VecDeque, sync::Arc};

use catalog::{
    AssetId, Visibility,
    governance::{Sight, Test},
};
use tantivy::{DocId, Searcher, SegmentReader, Term, index::SegmentId, query::EnableScoring};

use crate::{
    clause::{Clause, walk::Walk},
    schema::{Fields, key, key::Sort},
};

/// The most answers that are kept: one for each segment and sight.
const MAX_KEPT: usize = 512;

/// Documents of a segment.
pub(crate) struct Documents(Vec<u64>);

impl Documents {
    pub(crate) fn has(&self, document: DocId) -> bool {
        self.0[document as usize / 64] & (1 << (document % 64)) != 0
    }
}

/// The documents of each segment that a viewer may know of.
pub(crate) type Seen = Vec<Arc<Documents>>;

/// Answers that are kept.
#[derive(Default)]
pub(crate) struct Kept(VecDeque<(SegmentId, Arc<Sight>, Arc<Documents>)>);

impl Kept {
    fn find(&mut self, segment: SegmentId, sight: &Arc<Sight>) -> Option<Arc<Documents>> {
        let is_it = |(id, kept, _): &(SegmentId, Arc<Sight>, Arc<Documents>)| {
            *id == segment
                && kept.fingerprint() == sight.fingerprint()
                && (Arc::ptr_eq(kept, sight) || kept.as_ref() == sight.as_ref())
        };
        let at = self.0.iter().position(is_it)?;
        let (segment, kept, found) = self.0.remove(at)?;
        self.0.push_back((segment, kept, Arc::clone(&found)));
        Some(found)
    }

    fn keep(&mut self, segment: SegmentId, sight: &Arc<Sight>, documents: &Arc<Documents>) {
        if self.0.len() == MAX_KEPT {
            self.0.pop_front();
        }
        self.0.push_back((segment, Arc::clone(sight), Arc::clone(documents)));
    }
}

/// The documents that rules let a viewer know of; none where no rules decide document by document.
pub(crate) fn seen(
    searcher: &Searcher,
    fields: &Fields,
    sees: &Visibility,
    kept: &std::sync::Mutex<Kept>,
) -> tantivy::Result<Option<Seen>> {
    let Visibility::Some(sight) = sees else { return Ok(None) };
    let lock = || kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let clause = clause_of(sight, fields).prepare(EnableScoring::disabled_from_searcher(searcher))?;
    let mut seen = Vec::with_capacity(searcher.segment_readers().len());
    for segment in searcher.segment_readers() {
        let known = lock().find(segment.segment_id(), sight);
        seen.push(match known {
            Some(known) => known,
            None => {
                let documents = Arc::new(documents_of(&clause, segment)?);
                lock().keep(segment.segment_id(), sight, &documents);
                documents
            }
        });
    }
    Ok(Some(seen))
}

fn documents_of(
    clause: &Clause<Box<dyn tantivy::query::Weight>>,
    segment: &SegmentReader,
) -> tantivy::Result<Documents> {
    let mut bits = vec![0_u64; (segment.max_doc() as usize).div_ceil(64)];
    let mut walk = Walk::begin(clause, segment)?;
    while let Some(window) = walk.next() {
        window.each(|document, _| bits[document as usize / 64] |= 1 << (document % 64));
    }
    Ok(Documents(bits))
}

/// A sight as a question.
fn clause_of(sight: &Sight, fields: &Fields) -> Clause {
    let (bound, given, taken, ways) = sight.parts();
    let asking = Asking { fields };
    let itself = |id: &AssetId| asking.keyed(Sort::Itself, &id.to_string());
    let given = Clause::any([asking.clause(given)].into_iter().chain(ways.iter().map(itself)).collect());
    let mut must = vec![given];
    must.extend(bound.map(|bound| asking.clause(&Test::Source(bound.clone()))));
    let not = if taken.is_never() { Vec::new() } else { vec![asking.clause(taken)] };
    Clause::conditions(must, Vec::new(), not)
}

struct Asking<'a> {
    fields: &'a Fields,
}

impl Asking<'_> {
    fn clause(&self, test: &Test) -> Clause {
        let words = |sort: Sort, words: &std::collections::BTreeSet<String>| {
            Clause::any(words.iter().map(|word| self.keyed(sort, word)).collect())
        };
        match test {
            Test::Any(tests) => Clause::any(tests.iter().map(|test| self.clause(test)).collect()),
            Test::All(tests) if tests.is_empty() => Clause::Everything,
            Test::All(tests) => Clause::all(tests.iter().map(|test| self.clause(test)).collect()),
            Test::Not(test) => Clause::conditions(vec![Clause::Everything], Vec::new(), vec![self.clause(test)]),
            Test::Source(sources) => {
                Clause::any(sources.iter().map(|source| self.keyed(Sort::Source, &source.to_string())).collect())
            }
            Test::Within(places) => {
                let inside = |(place, test): (&AssetId, &Test)| {
                    let place = self.keyed(Sort::Inside, &place.to_string());
                    if test.is_always() { place } else { Clause::all(vec![place, self.clause(test)]) }
                };
                Clause::any(places.iter().map(inside).collect())
            }
            Test::Kind(kinds) => Clause::any(kinds.iter().map(|kind| self.keyed(Sort::Kind, kind.code())).collect()),
            Test::Tag(set) => words(Sort::RuledTag, set),
            Test::Owner(set) => words(Sort::RuledOwner, set),
            Test::Tier(set) => words(Sort::RuledTier, set),
            Test::Domain(set) => words(Sort::RuledDomain, set),
        }
    }

    fn keyed(&self, sort: Sort, text: &str) -> Clause {
        Clause::term(Term::from_field_text(self.fields.key, &key::term(sort, text)), 0)
    }
}
