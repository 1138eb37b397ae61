//! What turns the rows of a relation into others: `PIVOT`, `UNPIVOT` and `MATCH_RECOGNIZE`.

use std::collections::HashSet;

use super::Resolver;
use super::from::Shown;
use super::mention::Sink;
use super::scope::{Bound, Columns, ScopeId, Visible};
use super::shape::{Output, Shape};
use crate::sql::Dialect;
use crate::sql::flow::{How, NodeId};
use crate::sql::names::{Ident, Symbol};
use crate::sql::statement::{IndirectSubtype, Span, Subtype};
use crate::sql::syntax::{ClauseNames, Expression, Matches, Pivot, Reshape, Role, Source, Unpivot, Way, What};

const CONDITIONAL: Role = Role::Indirect(IndirectSubtype::Conditional);

/// The rows before they are turned into others.
#[derive(Debug, Clone, Copy)]
struct Before {
    /// Where their columns can be named.
    scope: ScopeId,
    /// What decides about them.
    rows: NodeId,
}

/// What a reshaped relation yields.
#[derive(Debug, Default)]
struct After {
    outputs: Vec<Output>,
    /// What any other name stands for, when only the data tell the names.
    other: Option<NodeId>,
}

impl Resolver<'_> {
    /// Binds a relation whose rows are turned into others, one way after the other.
    pub(super) fn bind_reshaped(&mut self, source: &Source, scope: ScopeId, rows: NodeId) -> Shown {
        let mut inner = self.open_scope(Some(scope));
        let shown = self.bind_plain(source, inner, rows);
        self.show(shown, inner);
        let mut bound = None;
        for reshape in &source.reshapes {
            let before = Before { scope: inner, rows };
            let after = self.reshaped(&reshape.way, before);
            let columns = self.columns_after(after, reshape);
            inner = self.open_scope(Some(scope));
            let alias = reshape.alias.or(source.alias).map(|alias| alias.key);
            let next = Bound { path: Vec::new(), columns };
            let place = self.scope_mut(inner).bind(alias, next.clone());
            self.scope_mut(inner).visible.push(Visible::Relation(place));
            bound = Some((alias, next));
        }
        let Some((alias, bound)) = bound else { return Shown::default() };
        let place = self.scope_mut(scope).bind(alias, bound);
        Shown { merged: Vec::new(), rest: vec![Visible::Relation(place)] }
    }

    /// Lets a star in `scope` list what `shown` shows.
    pub(super) fn show(&mut self, shown: Shown, scope: ScopeId) {
        let visible = shown.merged.into_iter().map(|(name, node)| Visible::Merged(name, node)).chain(shown.rest);
        self.scope_mut(scope).visible.extend(visible);
    }

    fn columns_after(&mut self, after: After, reshape: &Reshape) -> Columns {
        let shape = Shape::new(after.outputs, self.flow.node()).renamed(&reshape.columns);
        match after.other {
            Some(node) if shape.stars.is_empty() => Columns::Any { node, shape },
            _ => Columns::Derived(shape),
        }
    }

    fn reshaped(&mut self, way: &Way, before: Before) -> After {
        match way {
            Way::Pivot(pivot) => self.pivoted(pivot, before),
            Way::Unpivot(unpivot) => After { outputs: self.unpivoted(unpivot, before), other: None },
            Way::Matches(matches) => After { outputs: self.matched(matches, before), other: None },
        }
    }

    /// What is mentioned nowhere groups the rows and stays; each value makes a column for each aggregate.
    fn pivoted(&mut self, pivot: &Pivot, before: Before) -> After {
        let span = Span::default();
        let mentioned = pivot.aggregates.iter().map(|(expression, _)| expression).chain(&pivot.keys);
        let used: HashSet<Symbol> = mentioned.flat_map(column_names).collect();
        let mut outputs = self.visible(before.scope, span);
        if pivot.kept.is_empty() {
            outputs.retain(|output| output.is_star() || !used.contains(&output.name.key));
        } else {
            let kept: HashSet<Symbol> = pivot.kept.iter().flat_map(column_names).collect();
            outputs.retain(|output| output.is_star() || kept.contains(&output.name.key));
        }
        for output in outputs.iter().filter(|output| !output.is_star()) {
            self.flow.link(before.rows, output.node, How::As(Role::Indirect(IndirectSubtype::GroupBy)), span);
        }
        let nodes: Vec<NodeId> = pivot.aggregates.iter().map(|(one, _)| self.pivot_value(one, pivot, before)).collect();
        for value in &pivot.values {
            for ((_, alias), node) in pivot.aggregates.iter().zip(&nodes) {
                let is_only = pivot.aggregates.len() == 1;
                let name = self.pivot_name(*value, alias.filter(|_| true), is_only);
                outputs.push(Output { name, node: self.copy_of(*node, span), stars: Vec::new() });
            }
        }
        let other = self.flow.node();
        for node in &nodes {
            self.flow.link(other, *node, How::As(Role::COPY), span);
        }
        After { outputs, other: Some(other) }
    }

    /// The value that an aggregate has in each of its columns; the keys choose the column.
    fn pivot_value(&mut self, aggregate: &Expression, pivot: &Pivot, before: Before) -> NodeId {
        let node = self.flow.node();
        let value = Role::Value { subtype: Subtype::Aggregation, masking: false };
        self.expression(aggregate, Sink { node, role: value, names: ClauseNames::Columns }, before.scope);
        for key in &pivot.keys {
            self.expression(key, Sink { node, role: CONDITIONAL, names: ClauseNames::Columns }, before.scope);
        }
        node
    }

    /// What a pivoted column is called by the dialect's rule.
    fn pivot_name(&mut self, value: Ident, alias: Option<Ident>, is_only: bool) -> Ident {
        let Some(alias) = alias else { return value };
        let (value, alias) = (self.names.text(value.name), self.names.text(alias.name));
        let name = match self.names.dialect() {
            Dialect::BigQuery => format!("{alias}_{value}"),
            Dialect::Spark | Dialect::Databricks if is_only => value.to_owned(),
            _ => format!("{value}_{alias}"),
        };
        self.names.exact(&name)
    }

    /// The columns that become rows leave; one tells where each value was, others hold the values.
    fn unpivoted(&mut self, unpivot: &Unpivot, before: Before) -> Vec<Output> {
        let span = Span::default();
        let visible = self.visible(before.scope, span);
        let names: HashSet<Symbol> = unpivot.groups.iter().flatten().map(|name| name.key).collect();
        let (gone, mut outputs): (Vec<Output>, Vec<Output>) = visible
            .into_iter()
            .partition(|output| !output.is_star() && (names.contains(&output.name.key) || names.is_empty()));
        let place = self.flow.node();
        let values: Vec<NodeId> = unpivot.values.iter().map(|_| self.flow.node()).collect();
        for output in gone.iter().filter(|_| names.is_empty()) {
            for value in &values {
                self.flow.link(*value, output.node, How::As(Role::COPY), span);
            }
        }
        for group in &unpivot.groups {
            for (position, column) in group.iter().enumerate() {
                let found = self.candidates(
                    &[*column],
                    super::reference::Place { scope: before.scope, span, names: ClauseNames::Columns },
                );
                for (node, _) in found {
                    if let Some(value) = values.get(position) {
                        self.flow.link(*value, node, How::As(Role::COPY), span);
                    }
                    self.flow.link(place, node, How::As(CONDITIONAL), span);
                }
            }
        }
        let named = unpivot.names.iter().map(|name| Output { name: *name, node: place, stars: Vec::new() });
        let valued = unpivot.values.iter().zip(&values).map(|(name, node)| Output {
            name: *name,
            node: *node,
            stars: Vec::new(),
        });
        if self.puts_values_first() {
            outputs.extend(valued.chain(named));
        } else {
            outputs.extend(named.chain(valued));
        }
        outputs
    }

    fn puts_values_first(&self) -> bool {
        matches!(self.names.dialect(), Dialect::BigQuery | Dialect::SqlServer | Dialect::Redshift)
    }

    /// Matches yield what divides the rows and the measures, or every column and the measures.
    fn matched(&mut self, matches: &Matches, before: Before) -> Vec<Output> {
        let window = Role::Indirect(IndirectSubtype::Window);
        for key in matches.partition.iter().chain(&matches.order) {
            self.expression(key, Sink { node: before.rows, role: window, names: ClauseNames::Columns }, before.scope);
        }
        for condition in &matches.conditions {
            self.free_expression(
                condition,
                Sink { node: before.rows, role: Role::Indirect(IndirectSubtype::Filter), names: ClauseNames::Columns },
                before.scope,
            );
        }
        let mut outputs = self.visible(before.scope, Span::default());
        if !matches.keeps_rows {
            let kept: HashSet<Symbol> = matches.partition.iter().flat_map(column_names).collect();
            outputs.retain(|output| kept.contains(&output.name.key));
        }
        for (expression, name) in &matches.measures {
            let node = self.flow.node();
            self.free_expression(
                expression,
                Sink { node, role: Role::COPY, names: ClauseNames::Columns },
                before.scope,
            );
            outputs.push(Output { name: *name, node, stars: Vec::new() });
        }
        outputs
    }

    /// An expression in which variables of a pattern qualify columns.
    fn free_expression(&mut self, expression: &Expression, sink: Sink, scope: ScopeId) {
        for mention in &expression.mentions {
            let What::Column(parts) = &mention.what else {
                self.mention(mention, sink, scope);
                continue;
            };
            let Some(name) = parts.last() else { continue };
            let place = super::reference::Place { scope, span: mention.span, names: sink.names };
            let found = self.candidates(&[*name], place);
            self.connect_all(found, sink.node, mention.role.within(sink.role), mention.span);
        }
    }
}

/// The last parts of the columns that an expression mentions.
fn column_names(expression: &Expression) -> impl Iterator<Item = Symbol> + '_ {
    expression.mentions.iter().filter_map(|mention| match &mention.what {
        What::Column(parts) => parts.last().map(|name| name.key),
        _ => None,
    })
}
