//! A question, ready to be worked off: which documents hold, and for how many points each.
//!
//! Every leaf is worth the same wherever it holds, and a document's points are the sum of its leaves. Nothing is left
//! for a scorer to compute, so a question is worked off a [window](window) of documents at a time: each leaf adds its
//! points to the documents that it names, and conditions are set operations on words of bits.

pub(crate) mod walk;
pub(crate) mod window;

use tantivy::{
    Term,
    query::{EnableScoring, Query, Weight},
};

/// A part of a question.
pub(crate) enum Clause<Q = Box<dyn Query>> {
    /// Holds for every document, for no points.
    Everything,
    /// Holds where the index says so.
    Leaf(Source<Q>, u32),
    /// Holds where one of these holds, for the points of all that do. None at all hold nowhere.
    Any(Vec<Self>),
    /// Holds where some of these hold and others do not.
    All(All<Self>),
}

/// Where a leaf's documents come from.
pub(crate) enum Source<Q> {
    /// They have this term.
    Term(Term),
    /// They answer this query.
    Query(Q),
}

/// Conditions that have to hold together.
pub(crate) struct All<C> {
    /// These hold; there is at least one.
    pub(crate) must: Vec<C>,
    /// These may hold, for their points.
    pub(crate) may: Vec<C>,
    /// None of these holds.
    pub(crate) not: Vec<C>,
}

impl Clause {
    /// A term, wherever it stands.
    pub(crate) fn term(term: Term, points: u32) -> Self {
        Self::Leaf(Source::Term(term), points)
    }

    /// The documents of a query.
    pub(crate) fn query(query: impl Query, points: u32) -> Self {
        Self::Leaf(Source::Query(Box::new(query)), points)
    }

    /// Where one of `clauses` holds.
    pub(crate) fn any(mut clauses: Vec<Self>) -> Self {
        if clauses.len() == 1 { clauses.remove(0) } else { Self::Any(clauses) }
    }

    /// Where all of `clauses` hold; none at all hold nowhere.
    pub(crate) fn all(clauses: Vec<Self>) -> Self {
        Self::conditions(clauses, Vec::new(), Vec::new())
    }

    /// Where all of `must` hold (without any, one of `may`) and none of `not`.
    pub(crate) fn conditions(mut must: Vec<Self>, mut may: Vec<Self>, not: Vec<Self>) -> Self {
        if must.is_empty() {
            must.push(Self::any(std::mem::take(&mut may)));
        }
        if must.len() == 1 && may.is_empty() && not.is_empty() {
            return must.remove(0);
        }
        Self::All(All { must, may, not })
    }

    /// The same with everything prepared that does not depend on a segment.
    pub(crate) fn prepare(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Clause<Box<dyn Weight>>> {
        let each = |clauses: &[Self]| clauses.iter().map(|clause| clause.prepare(scoring)).collect::<Result<_, _>>();
        Ok(match self {
            Self::Everything => Clause::Everything,
            Self::Leaf(Source::Term(term), points) => Clause::Leaf(Source::Term(term.clone()), *points),
            Self::Leaf(Source::Query(query), points) => Clause::Leaf(Source::Query(query.weight(scoring)?), *points),
            Self::Any(clauses) => Clause::Any(each(clauses)?),
            Self::All(All { must, may, not }) => {
                Clause::All(All { must: each(must)?, may: each(may)?, not: each(not)? })
            }
        })
    }
}
