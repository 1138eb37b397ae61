//! Steps that rows go through one after the other, each reading what the one before yields.

use std::rc::Rc;

use super::Resolver;
use super::scope::{Bound, Columns, ScopeId};
use super::shape::Shape;
use crate::sql::flow::{How, NodeId};
use crate::sql::statement::Span;
use crate::sql::syntax::{Query, Step};

impl Resolver<'_> {
    /// What the last of `steps` yields, which begin with the rows of `base` or name relations themselves.
    pub(super) fn piped(&mut self, base: Option<&Query>, steps: &[Step], parent: Option<ScopeId>) -> Rc<Shape> {
        let mut shape = match base {
            Some(query) => self.query(query, parent),
            None => Shape::new(Vec::new(), self.flow.node()),
        };
        for step in steps {
            match step {
                Step::Select(select) => {
                    let outer = self.piped.replace(Rc::clone(&shape));
                    shape = self.select(select, parent).0;
                    self.piped = outer;
                }
                Step::Combine(combination, term) => {
                    let (term, _) = self.term(term, parent);
                    shape = self.combine_two(&shape, &term, *combination, Span::default());
                }
                Step::Order(keys) => self.order(keys, &shape, None),
            }
        }
        shape
    }

    /// What the step before yields, as a relation.
    pub(super) fn before(&mut self, rows: NodeId) -> Bound {
        let shape = match &self.piped {
            Some(shape) => Rc::clone(shape),
            None => Shape::new(Vec::new(), rows),
        };
        self.flow.link(rows, shape.rows, How::Rows, Span::default());
        Bound { path: Vec::new(), columns: Columns::Derived(shape) }
    }
}
