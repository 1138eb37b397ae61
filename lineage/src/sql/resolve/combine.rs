//! Set operations from left to right, built up in place so that a long chain costs no more than its terms.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Resolver;
use super::scope::ScopeId;
use super::shape::{Output, Shape};
use crate::sql::flow::{How, NodeId};
use crate::sql::names::Symbol;
use crate::sql::statement::{IndirectSubtype, Span};
use crate::sql::syntax::{Combination, Query, Role};

/// What the terms so far yield.
struct Combined {
    outputs: Vec<Output>,
    places: HashMap<Symbol, usize>,
    rows: NodeId,
    span: Span,
}

impl Combined {
    /// Whether the columns of `term` match by position even though some may not be known.
    fn matches(&self, term: &Shape) -> bool {
        let mut stars = self.outputs.iter().enumerate().filter(|(_, output)| output.is_star()).map(|(place, _)| place);
        let has_star = !term.stars.is_empty();
        let same_places = term.stars.iter().all(|star| stars.next() == Some(*star)) && stars.next().is_none();
        same_places && (!has_star || self.outputs.len() == term.outputs.len())
    }

    fn push(&mut self, output: Output) {
        self.places.entry(output.name.key).or_insert(self.outputs.len());
        self.outputs.push(output);
    }
}

impl Resolver<'_> {
    /// Combines two results.
    pub(super) fn combine_two(&mut self, one: &Shape, other: &Shape, how: Combination, span: Span) -> Rc<Shape> {
        let mut combined = self.begin(one, span);
        self.add(&mut combined, other, how);
        Shape::new(combined.outputs, combined.rows)
    }

    fn begin(&mut self, first: &Shape, span: Span) -> Combined {
        let rows = self.flow.node();
        self.flow.link(rows, first.rows, How::Rows, span);
        let mut combined = Combined { outputs: Vec::new(), places: HashMap::new(), rows, span };
        for output in &first.outputs {
            let node = self.copy_of(output.node, span);
            combined.push(Output { node, ..output.clone() });
        }
        combined
    }

    fn add(&mut self, combined: &mut Combined, term: &Shape, combination: Combination) {
        match combination {
            Combination::Except => self.filter_by(combined.rows, term, combined.span),
            Combination::Union if combined.matches(term) => self.add_by_position(combined, term),
            Combination::Union | Combination::UnionByName => {
                self.add_by_name(combined, term, combination == Combination::UnionByName);
            }
            Combination::UnionCommon => self.add_common(combined, term),
        }
    }

    /// Only columns that both sides have stay, unless one side's are not known.
    fn add_common(&mut self, combined: &mut Combined, term: &Shape) {
        if term.stars.is_empty() {
            combined.outputs.retain(|output| output.is_star() || term.column(output.name.key).is_some());
            let places = combined.outputs.iter().enumerate().map(|(place, output)| (output.name.key, place));
            combined.places = places.collect();
        }
        for output in &term.outputs {
            self.flow.step(1);
            if let Some(place) = combined.places.get(&output.name.key) {
                let node = combined.outputs[*place].node;
                self.flow.link(node, output.node, How::As(Role::COPY), combined.span);
            }
        }
        self.flow.link(combined.rows, term.rows, How::Rows, combined.span);
    }

    /// Combines `first` with the further terms of `query`.
    pub(super) fn combine(&mut self, query: &Query, first: &Rc<Shape>, parent: Option<ScopeId>) -> Rc<Shape> {
        let mut combined = self.begin(first, query.span);
        for (combination, term) in &query.rest {
            let (term, _) = self.term(term, parent);
            self.add(&mut combined, &term, *combination);
        }
        for output in &mut combined.outputs {
            let mut seen = HashSet::new();
            output.stars.retain(|table| seen.insert(*table));
        }
        Shape::new(combined.outputs, combined.rows)
    }

    /// Lets a further term flow into a result that may be read by that very term.
    pub(super) fn feed(&mut self, into: &Shape, term: &Shape, combination: Combination, span: Span) {
        if combination == Combination::Except {
            return self.filter_by(into.rows, term, span);
        }
        for (output, source) in into.outputs.iter().zip(&term.outputs) {
            self.flow.link(output.node, source.node, How::As(Role::COPY), span);
        }
        self.flow.link(into.rows, term.rows, How::Rows, span);
    }

    /// The rows of a term only take others away.
    fn filter_by(&mut self, rows: NodeId, term: &Shape, span: Span) {
        let filter = How::As(Role::Indirect(IndirectSubtype::Filter));
        for output in &term.outputs {
            self.flow.link(rows, output.node, filter, span);
        }
        self.flow.link(rows, term.rows, filter, span);
    }

    fn add_by_position(&mut self, combined: &mut Combined, term: &Shape) {
        for (output, source) in combined.outputs.iter_mut().zip(&term.outputs) {
            self.flow.link(output.node, source.node, How::As(Role::COPY), combined.span);
            output.stars.extend(&source.stars);
        }
        self.flow.link(combined.rows, term.rows, How::Rows, combined.span);
    }

    /// Columns of the same name become one when that `is_asked` for; without it only the place of a star is not known,
    /// and a column that is there already says all that can be said.
    fn add_by_name(&mut self, combined: &mut Combined, term: &Shape, is_asked: bool) {
        for output in &term.outputs {
            self.flow.step(1);
            let known = combined.places.get(&output.name.key).copied().filter(|_| !output.is_star());
            match known {
                Some(place) if is_asked => {
                    let node = combined.outputs[place].node;
                    self.flow.link(node, output.node, How::As(Role::COPY), combined.span);
                }
                Some(_) => {}
                None => combined.push(output.clone()),
            }
        }
        self.flow.link(combined.rows, term.rows, How::Rows, combined.span);
    }
}
