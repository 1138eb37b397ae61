//! Old against new: which assertions end, which begin, and which edges open and close with them. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::tables::{assertion, edge};
use crate::{
    declare::{Declaration, EdgeKey, Evidence},
    error::Result,
    store::nodes::Numbers,
};

/// What makes an edge this edge, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NumberedKey {
    pub(super) upstream: i64,
    pub(super) downstream: i64,
    pub(super) transformation: i16,
    pub(super) masking: bool,
    pub(super) through: Option<i64>,
}

impl NumberedKey {
    /// The key of a declared edge.
    pub(super) fn of(key: &EdgeKey, numbers: &Numbers) -> Result<Self> {
        Ok(Self {
            upstream: numbers.get(key.upstream)?,
            downstream: numbers.get(key.downstream)?,
            transformation: i16::from(key.transformation.number()),
            masking: key.masking,
            through: key.through.map(|through| numbers.get(through)).transpose()?,
        })
    }

    /// The key of a stored edge.
    pub(super) fn of_row(row: &edge::Model) -> Self {
        let edge::Model { upstream, downstream, transformation, masking, through, .. } = *row;
        Self { upstream, downstream, transformation, masking, through }
    }

    /// Both ends in one number, by which edges are looked up.
    pub(super) fn pair(&self) -> i64 {
        self.downstream << 32 | self.upstream
    }

    fn row(self, id: i64, from_change: i64) -> edge::Model {
        let Self { upstream, downstream, transformation, masking, through } = self;
        let pair = self.pair();
        edge::Model {
            id,
            upstream,
            downstream,
            pair,
            transformation,
            masking,
            through,
            from_change,
            until_change: None,
        }
    }
}

/// A scope's new set.
#[derive(Debug)]
pub(super) struct NewSet<'a> {
    pub(super) scope: i64,
    pub(super) at: i64,
    pub(super) edges: BTreeMap<NumberedKey, &'a Evidence>,
}

impl<'a> NewSet<'a> {
    /// The set of a declaration for the scope with this number.
    pub(super) fn of(declaration: &'a Declaration, scope: i64, numbers: &Numbers) -> Result<Self> {
        let edges = declaration
            .edges
            .iter()
            .map(|(key, evidence)| Ok((NumberedKey::of(key, numbers)?, evidence)))
            .collect::<Result<_>>()?;
        Ok(Self { scope, at: declaration.at.0, edges })
    }
}

/// Something that a scope says and did not say before.
#[derive(Debug)]
pub(super) struct Begin<'a> {
    pub(super) scope: i64,
    pub(super) at: i64,
    pub(super) key: NumberedKey,
    evidence: &'a Evidence,
}

/// How sets differ from what is stored.
#[derive(Debug, Default)]
pub(super) struct Difference<'a> {
    /// Assertions that end: identifier, edge, change.
    pub(super) ends: Vec<(i64, i64, i64)>,
    /// Assertions that begin, in the order in which they are numbered.
    pub(super) begins: Vec<Begin<'a>>,
}

/// Compares new sets with the open assertions of their scopes, whose edges are in `edges`.
pub(super) fn compare<'a>(
    sets: Vec<NewSet<'a>>,
    open: &[assertion::Model],
    edges: &HashMap<i64, NumberedKey>,
) -> Difference<'a> {
    let mut of_scope: HashMap<i64, Vec<&assertion::Model>> = HashMap::new();
    for assertion in open {
        of_scope.entry(assertion.scope).or_default().push(assertion);
    }
    let mut difference = Difference::default();
    for NewSet { scope, at, edges: mut wanted } in sets {
        for assertion in of_scope.remove(&scope).unwrap_or_default() {
            let key = edges.get(&assertion.edge);
            let is_same = key.and_then(|key| wanted.get(key)).is_some_and(|evidence| says(assertion, evidence));
            match key {
                Some(key) if is_same => drop(wanted.remove(key)),
                _ => difference.ends.push((assertion.id, assertion.edge, at)),
            }
        }
        difference.begins.extend(wanted.into_iter().map(|(key, evidence)| Begin { scope, at, key, evidence }));
    }
    difference
}

/// Whether a stored assertion says just this.
fn says(row: &assertion::Model, evidence: &Evidence) -> bool {
    row.span_start == evidence.span.map(|span| span.start)
        && row.span_end == evidence.span.map(|span| span.end)
        && row.confidence == evidence.confidence_permille
        && row.why == evidence.why
}

/// Rows to insert.
#[derive(Debug, Default)]
pub(super) struct Inserts {
    pub(super) edges: Vec<edge::Model>,
    pub(super) assertions: Vec<assertion::Model>,
}

impl Difference<'_> {
    /// The rows of what begins: an edge that is open already (`open`) is used again, the others are made.
    pub(super) fn inserts(&self, open: &HashMap<NumberedKey, i64>, next_edge: i64, next_assertion: i64) -> Inserts {
        let mut inserts = Inserts::default();
        let mut made: HashMap<NumberedKey, i64> = HashMap::new();
        let mut next_edge = next_edge;
        for (id, begin) in (next_assertion..).zip(&self.begins) {
            let edge = open.get(&begin.key).or_else(|| made.get(&begin.key)).copied().unwrap_or_else(|| {
                inserts.edges.push(begin.key.row(next_edge, begin.at));
                made.insert(begin.key, next_edge);
                next_edge += 1;
                next_edge - 1
            });
            inserts.assertions.push(begin.row(id, edge));
        }
        inserts
    }

    /// Which edges close, and when: those that lose an assertion and that nobody asserts any more. `kept` are the open
    /// assertions of the edges that lose one: identifier and edge.
    pub(super) fn closing(&self, kept: &[(i64, i64)], inserts: &Inserts) -> BTreeMap<i64, BTreeSet<i64>> {
        let ended: HashSet<i64> = self.ends.iter().map(|(id, ..)| *id).collect();
        let alive: HashSet<i64> = kept
            .iter()
            .filter(|(id, _)| !ended.contains(id))
            .map(|(_, edge)| *edge)
            .chain(inserts.assertions.iter().map(|assertion| assertion.edge))
            .collect();
        let mut last: BTreeMap<i64, i64> = BTreeMap::new();
        for (_, edge, at) in self.ends.iter().filter(|(_, edge, _)| !alive.contains(edge)) {
            let until = last.entry(*edge).or_insert(*at);
            *until = (*until).max(*at);
        }
        let mut closing: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for (edge, until) in last {
            closing.entry(until).or_default().insert(edge);
        }
        closing
    }
}

impl Begin<'_> {
    fn row(&self, id: i64, edge: i64) -> assertion::Model {
        let Evidence { span, confidence_permille, why } = self.evidence;
        assertion::Model {
            id,
            edge,
            scope: self.scope,
            span_start: span.map(|span| span.start),
            span_end: span.map(|span| span.end),
            confidence: *confidence_permille,
            why: why.clone(),
            from_change: self.at,
            until_change: None,
        }
    }
}
