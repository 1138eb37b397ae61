//! What the mentions of an expression contribute to a column or to the rows of a query.

use super::Resolver;
use super::reference::{Candidates, Place};
use super::scope::ScopeId;
use crate::sql::flow::{Edge, How, NodeId, Trust};
use crate::sql::names::{Ident, Symbol};
use crate::sql::statement::Span;
use crate::sql::syntax::{ClauseNames, Expression, Mention, Query, Role, Term, What};

/// What an expression flows into.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sink {
    pub(super) node: NodeId,
    /// The role of the expression as a whole.
    pub(super) role: Role,
    pub(super) names: ClauseNames,
}

impl Resolver<'_> {
    /// Lets everything that `expression` mentions flow into `sink`.
    pub(super) fn expression(&mut self, expression: &Expression, sink: Sink, scope: ScopeId) {
        for mention in &expression.mentions {
            if self.flow.is_exhausted() {
                return self.note(
                    mention.span,
                    "too_many_steps",
                    "the limit on steps was reached; the rest was not resolved".to_owned(),
                );
            }
            self.mention(mention, sink, scope);
        }
        self.compared(expression, sink, scope);
    }

    pub(super) fn mention(&mut self, mention: &Mention, sink: Sink, scope: ScopeId) {
        let role = mention.role.within(sink.role);
        match &mention.what {
            What::Column(parts) => {
                let place = Place { scope, span: mention.span, names: sink.names };
                let candidates = self.candidates(parts, place);
                self.connect_all(candidates, sink.node, role, mention.span);
            }
            What::Row(qualifier) => {
                let candidates = self.whole_row(qualifier, scope, mention.span);
                self.connect_all(candidates, sink.node, role, mention.span);
            }
            What::Query(query) => self.nested_query(query, sink.node, role, scope),
            What::Existence(query) => {
                let shape = self.query(query, Some(scope));
                self.flow.link(sink.node, shape.rows, How::As(role), mention.span);
            }
            What::Variable(name) => {
                if let Some(base) = self.base {
                    let candidates = self.known(*name, base);
                    self.connect_all(candidates, sink.node, role, mention.span);
                }
            }
            What::Lookup(name, columns) => {
                let table = self.tables.find(name, self.names, self.options);
                self.tables.read(table, name.span);
                for column in columns {
                    let to = self.stored(table, column.name);
                    self.flow.link(sink.node, to, How::As(role), mention.span);
                }
            }
            What::Window(name) => {
                if let Some(window) = self.scope(scope).windows.get(&name.key).copied() {
                    self.flow.link(sink.node, window, How::As(role), mention.span);
                }
            }
        }
    }

    pub(super) fn connect_all(&mut self, candidates: Candidates, node: NodeId, role: Role, span: Span) {
        for (to, trust) in candidates {
            self.flow.connect(node, Edge { to, how: How::As(role), span, trust });
        }
    }

    /// Tells what is inside the value that `expression` puts together in `node`.
    pub(super) fn fields(&mut self, expression: &Expression, node: NodeId, scope: ScopeId) {
        let mut known: Vec<(Symbol, NodeId)> = Vec::new();
        for field in &expression.fields {
            let mentions = expression.mentions.get(field.mentions.clone()).unwrap_or_default();
            let part = match known.iter().find(|(name, _)| *name == field.name.key) {
                Some((_, part)) => *part,
                None => {
                    let part = self.flow.node();
                    known.push((field.name.key, part));
                    self.flow.add_part(node, field.name.key, part);
                    part
                }
            };
            // A query inside is resolved once, as part of the whole.
            if mentions.iter().any(|mention| !matches!(mention.what, What::Column(_) | What::Window(_))) {
                self.flow.link(part, node, How::As(Role::COPY), field.name_span);
                continue;
            }
            for mention in mentions {
                self.mention(mention, Sink { node: part, role: Role::COPY, names: ClauseNames::Columns }, scope);
            }
        }
    }

    /// A scalar subquery gives its values; what decides about its rows decides about them.
    fn nested_query(&mut self, query: &Query, node: NodeId, role: Role, scope: ScopeId) {
        let shape = self.query(query, Some(scope));
        let is_struct = matches!(&query.first, Term::Select(select) if select.is_struct);
        for output in &shape.outputs {
            if is_struct {
                self.flow.add_part(node, output.name.key, output.node);
            }
            self.flow.connect(node, Edge { to: output.node, how: How::As(role), span: query.span, trust: Trust::SURE });
        }
        let how = if matches!(role, Role::Value { .. }) { How::Rows } else { How::As(role) };
        self.flow.link(node, shape.rows, how, query.span);
    }

    fn whole_row(&mut self, qualifier: &[Ident], scope: ScopeId, span: Span) -> Candidates {
        let mut next = Some(scope);
        while let Some(scope) = next {
            if let Some(relation) = self.scope(scope).relation(qualifier) {
                let columns = self.scope(scope).relations[relation].columns.clone();
                return self.row(&columns, span);
            }
            next = self.scope(scope).parent;
        }
        Vec::new()
    }
}
