//! Which stored columns a statement compares to join rows: `a.x = b.y` in `ON`, `WHERE` and the like, and what `USING` and
//! `NATURAL` merge.

use super::Resolver;
use super::mention::Sink;
use super::reference::{Candidates, Place};
use super::scope::ScopeId;
use crate::sql::flow::{Leaf, NodeId};
use crate::sql::statement::{IndirectSubtype, Span};
use crate::sql::syntax::{Expression, Mention, Role, What};

/// Pairs of one statement that are told at most.
const PAIRS: usize = 256;

impl Resolver<'_> {
    /// Notes columns that a condition compares with one another.
    pub(super) fn compared(&mut self, expression: &Expression, sink: Sink, scope: ScopeId) {
        if !matches!(sink.role, Role::Indirect(IndirectSubtype::Join | IndirectSubtype::Filter)) {
            return;
        }
        for pair in expression.mentions.windows(2) {
            let [left, right] = pair else { continue };
            let (What::Column(left_name), What::Column(right_name)) = (&left.what, &right.what) else { continue };
            if !self.are_equal(left, right) || self.flow.is_exhausted() {
                continue;
            }
            let place = |span| Place { scope, span, names: sink.names };
            let left = self.candidates(left_name, place(left.span));
            let right = self.candidates(right_name, place(right.span));
            self.join_each(&left, &right);
        }
    }

    /// Notes that the columns of two sides are equal, where each side is one stored column.
    pub(super) fn join_each(&mut self, left: &Candidates, right: &Candidates) {
        let ([(left, _)], [(right, _)]) = (left.as_slice(), right.as_slice()) else { return };
        let (Some(left), Some(right)) = (self.stored_leaf(*left), self.stored_leaf(*right)) else { return };
        if left == right || self.joins.len() >= PAIRS {
            return;
        }
        let is_known = self
            .joins
            .iter()
            .any(|(one, other)| (one == &left && other == &right) || (one == &right && other == &left));
        if !is_known {
            self.joins.push((left, right));
        }
    }

    fn stored_leaf(&self, node: NodeId) -> Option<Leaf> {
        self.flow.copied_leaf(node).cloned()
    }

    /// Whether nothing but a sign of equality stands between two mentions.
    fn are_equal(&self, left: &Mention, right: &Mention) -> bool {
        let Span(_, end) = left.span;
        let Span(start, _) = right.span;
        let between = self.sql.get(end..start).unwrap_or_default();
        between.len() < 64 && matches!(between.trim(), "=" | "==" | "<=>")
    }
}
