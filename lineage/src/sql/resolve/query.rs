//! Queries: named queries, set operations and the order of the whole.

use std::rc::Rc;

use super::Resolver;
use super::mention::Sink;
use super::scope::ScopeId;
use super::shape::{Output, Shape};
use crate::sql::Dialect;
use crate::sql::flow::{How, NodeId};
use crate::sql::names::{Ident, Symbol};
use crate::sql::statement::{IndirectSubtype, Span};
use crate::sql::syntax::{ClauseNames, Cte, CteBody, Expression, Label, Query, Role, Term, With};

impl Resolver<'_> {
    /// What `query` yields at a place whose scope is `parent`.
    pub(super) fn query(&mut self, query: &Query, parent: Option<ScopeId>) -> Rc<Shape> {
        let defined = self.define(&query.with, parent);
        let (mut shape, mut scope) = self.term(&query.first, parent);
        if !query.rest.is_empty() {
            shape = self.combine(query, &shape, parent);
            scope = None;
        }
        self.order(&query.order, &shape, scope);
        self.forget(&defined);
        shape
    }

    /// Resolves named queries and brings them into scope; tells their names.
    pub(super) fn define(&mut self, with: &With, parent: Option<ScopeId>) -> Vec<Symbol> {
        let mut defined = Vec::new();
        if !with.values.is_empty() {
            self.name_values(with, parent);
        }
        let effects = self.effects.len();
        for cte in &with.ctes {
            let shape = match &cte.body {
                CteBody::Query(query) => self.named_query(cte, query, with.is_recursive, parent),
                CteBody::Write(write) => {
                    let shape = self.write(write);
                    shape.renamed(&cte.columns)
                }
                CteBody::Modify(modify) => self.modify(modify).renamed(&cte.columns),
            };
            self.ctes.entry(cte.name.key).or_default().push(shape);
            defined.push(cte.name.key);
        }
        for effect in &mut self.effects[effects..] {
            effect.defines = false;
        }
        defined
    }

    /// Gives names to expressions; they stay known for the rest of the statement.
    fn name_values(&mut self, with: &With, parent: Option<ScopeId>) {
        let scope = self.open_scope(parent);
        for (expression, name) in &with.values {
            let node = self.flow.node();
            self.expression(expression, Sink { node, role: Role::COPY, names: ClauseNames::Columns }, scope);
            self.values.insert(name.key, node);
        }
    }

    /// Takes named queries out of scope.
    pub(super) fn forget(&mut self, defined: &[Symbol]) {
        for name in defined {
            if let Some(shapes) = self.ctes.get_mut(name) {
                shapes.pop();
            }
        }
    }

    fn named_query(&mut self, cte: &Cte, query: &Query, is_recursive: bool, parent: Option<ScopeId>) -> Rc<Shape> {
        let may_recur = is_recursive || self.names.dialect().recurs_unasked();
        if may_recur && !query.rest.is_empty() {
            return self.recursive_query(cte, query, parent);
        }
        self.query(query, parent).renamed(&cte.columns)
    }

    /// A query that may read itself: its own columns are nodes that its later terms flow back into.
    fn recursive_query(&mut self, cte: &Cte, query: &Query, parent: Option<ScopeId>) -> Rc<Shape> {
        let defined = self.define(&query.with, parent);
        let (first, _) = self.term(&query.first, parent);
        let shape = self.fresh_copy(&first, query.span).renamed(&cte.columns);
        self.ctes.entry(cte.name.key).or_default().push(Rc::clone(&shape));
        for (combination, term) in &query.rest {
            let (next, _) = self.term(term, parent);
            self.feed(&shape, &next, *combination, query.span);
        }
        self.forget(&[cte.name.key]);
        self.forget(&defined);
        shape
    }

    /// What one operand yields, and its scope when it is a plain select.
    pub(super) fn term(&mut self, term: &Term, parent: Option<ScopeId>) -> (Rc<Shape>, Option<ScopeId>) {
        match term {
            Term::Select(select) => {
                let (shape, scope) = self.select(select, parent);
                (shape, Some(scope))
            }
            Term::Values(columns) => (self.values(columns, parent), None),
            Term::Query(query) => (self.query(query, parent), None),
            Term::Piped(base, steps) => (self.piped(base.as_deref(), steps, parent), None),
            Term::Missing => (Shape::new(Vec::new(), self.flow.node()), None),
        }
    }

    /// `VALUES`: columns are called by the dialect's rule.
    fn values(&mut self, columns: &[Expression], parent: Option<ScopeId>) -> Rc<Shape> {
        let scope = self.open_scope(parent);
        let rows = self.flow.node();
        let mut outputs = Vec::with_capacity(columns.len());
        for (position, expression) in columns.iter().enumerate() {
            let node = self.flow.node();
            self.expression(expression, Sink { node, role: Role::COPY, names: ClauseNames::Columns }, scope);
            let name = match self.names.dialect() {
                Dialect::MySql => format!("column_{position}"),
                Dialect::ClickHouse => format!("c{}", position + 1),
                Dialect::DuckDb => format!("col{position}"),
                Dialect::Spark | Dialect::Databricks | Dialect::Hive => format!("col{}", position + 1),
                _ => format!("column{}", position + 1),
            };
            outputs.push(Output { name: self.names.exact(&name), node, stars: Vec::new() });
        }
        Shape::new(outputs, rows)
    }

    /// A result with nodes of its own, to which more can flow.
    fn fresh_copy(&mut self, shape: &Shape, span: Span) -> Rc<Shape> {
        let outputs = shape.outputs.iter().map(|output| {
            let node = self.copy_of(output.node, span);
            Output { node, ..output.clone() }
        });
        let outputs = outputs.collect();
        let rows = self.flow.node();
        self.flow.link(rows, shape.rows, How::Rows, span);
        Shape::new(outputs, rows)
    }

    /// `ORDER BY` of a query: names of the result come before those of its relations.
    pub(super) fn order(&mut self, keys: &[Expression], shape: &Shape, scope: Option<ScopeId>) {
        if keys.is_empty() {
            return;
        }
        let scope = scope.unwrap_or_else(|| self.result_scope(shape));
        for key in keys {
            let names = match key.label {
                Label::Column(_) => ClauseNames::ResultThenColumns,
                _ => ClauseNames::ColumnsThenResult,
            };
            let role = Role::Indirect(IndirectSubtype::Sort);
            self.row_key(key, Sink { node: shape.rows, role, names }, shape, scope);
        }
    }

    /// A key that may be the position of a column of the result.
    pub(super) fn row_key(&mut self, key: &Expression, sink: Sink, shape: &Shape, scope: ScopeId) {
        if let Label::Number(position) = key.label {
            let place = usize::try_from(position).unwrap_or(0).checked_sub(1);
            if let Some(output) = place.and_then(|place| shape.outputs.get(place)) {
                self.flow.link(sink.node, output.node, How::As(sink.role), key.span);
            }
            return;
        }
        self.expression(key, sink, scope);
    }

    /// A scope in which only the columns of a result can be named.
    fn result_scope(&mut self, shape: &Shape) -> ScopeId {
        let scope = self.open_scope(None);
        let results: Vec<(Symbol, NodeId)> =
            shape.outputs.iter().map(|output| (output.name.key, output.node)).collect();
        self.flow.step(results.len());
        self.scope_mut(scope).results = results.into_iter().collect();
        scope
    }

    /// The named query that a table name without qualifier means here.
    pub(super) fn named(&self, parts: &[Ident]) -> Option<Rc<Shape>> {
        let [name] = parts else { return None };
        self.ctes.get(&name.key)?.last().cloned()
    }
}
