//! `UPDATE`, `DELETE` and `MERGE`: which relations change, and what their columns get.

use std::rc::Rc;

use super::Resolver;
use super::mention::Sink;
use super::scope::{Bound, Columns, ScopeId};
use super::shape::{Output, Shape};
use crate::sql::Dialect;
use crate::sql::emit::{Effect, Landing};
use crate::sql::flow::{How, NodeId, TableId};
use crate::sql::names::Ident;
use crate::sql::statement::{Mode, Span, Why};
use crate::sql::syntax::{ClauseNames, Expression, FromTree, Modify, Relation, Role, Set, TableName, What};

/// The changed relations, each with what its columns get.
type Changes = Vec<(TableId, Vec<Landing>)>;

/// What a statement changes rows in.
#[derive(Debug, Clone, Copy)]
struct Around {
    scope: ScopeId,
    /// What decides about the rows.
    rows: NodeId,
    /// The place of the relation that changes unless another is named.
    first: Option<usize>,
}

impl Resolver<'_> {
    /// A change of rows; what its `RETURNING` yields.
    pub(super) fn modify(&mut self, modify: &Modify) -> Rc<Shape> {
        let defined = self.define(&modify.with, None);
        let scope = self.open_scope(None);
        let rows = self.flow.node();
        let first = self.bind_targets(modify, scope, rows);
        for clause in &modify.clauses {
            let sink = Sink { node: rows, role: Role::Indirect(clause.subtype), names: clause.names };
            self.expression(&clause.expression, sink, scope);
        }
        let around = Around { scope, rows, first };
        let mut changes = self.changed(modify, around);
        for set in &modify.sets {
            self.set(set, &mut changes, around);
        }
        // Whatever a merge sets or does not, it is its target that changes.
        let target = around.first.and_then(|place| self.table_at(place, scope));
        if let (Some(table), true) = (target, changes.is_empty()) {
            changes.push((table, Vec::new()));
        }
        // A relation that changes is read only when others get its values.
        if changes.len() == 1 && modify.returning.is_empty() {
            self.tables.unread(changes[0].0);
        }
        for (table, landings) in changes {
            let rows = Some(rows);
            self.effects.push(Effect { target: Some(table), mode: Some(modify.mode), landings, rows, defines: false });
        }
        if self.names.dialect() == Dialect::SqlServer {
            self.name_versions(scope, first);
        }
        let outputs = self.items(&modify.returning, scope);
        if let Some((name, columns)) = &modify.returned_to {
            self.pass_on(name, columns, &outputs);
        }
        self.forget(&defined);
        let yielded = self.flow.node();
        self.flow.link(yielded, rows, How::Rows, Span::default());
        Shape::new(outputs, yielded)
    }

    /// SQL Server calls the changed row by what it was and what it is.
    fn name_versions(&mut self, scope: ScopeId, first: Option<usize>) {
        let Some(bound) = first.and_then(|place| self.scope(scope).relations.get(place)).cloned() else { return };
        for version in ["inserted", "deleted"] {
            let name = self.names.bare(version);
            let copy = Bound { path: Vec::new(), columns: bound.columns.clone() };
            self.scope_mut(scope).bind(Some(name.key), copy);
        }
    }

    /// Writes what a change of rows returns to another table.
    pub(super) fn pass_on(&mut self, name: &TableName, columns: &[Ident], outputs: &[Output]) {
        let table = self.tables.find(name, self.names, self.options);
        let landing = |(place, output): (usize, &Output)| {
            let name = columns.get(place).copied().unwrap_or(output.name);
            Landing { name, node: output.node, why: Why::Resolved }
        };
        let landings = outputs.iter().enumerate().map(landing).collect();
        self.effects.push(Effect {
            target: Some(table),
            mode: Some(Mode::Append),
            landings,
            rows: None,
            defines: false,
        });
    }

    /// Brings the relations into scope and tells the place of the one that changes first.
    fn bind_targets(&mut self, modify: &Modify, scope: ScopeId, rows: NodeId) -> Option<usize> {
        let alias = modify.targets.first().and_then(bare_name).filter(|name| has_alias(&modify.from, *name));
        for tree in modify.targets.iter().skip(usize::from(alias.is_some())).chain(&modify.from) {
            self.bind_tree(tree, scope, rows);
        }
        match alias {
            Some(alias) => self.scope(scope).aliased(alias.key),
            None => (!self.scope(scope).relations.is_empty()).then_some(0),
        }
    }

    /// The relations that change whatever is set: those that are named, or the first when nothing is set.
    fn changed(&self, modify: &Modify, around: Around) -> Changes {
        let Around { scope, first, .. } = around;
        let mut changes = Changes::new();
        let named = modify.named.iter().filter_map(|name| self.scope(scope).relation(&name.parts));
        let places = if modify.named.is_empty() && modify.sets.is_empty() {
            first.into_iter().collect()
        } else {
            named.collect::<Vec<_>>()
        };
        for place in places {
            if let Columns::Stored(table) = self.scope(scope).relations[place].columns {
                changes.push((table, Vec::new()));
            }
        }
        changes
    }

    fn set(&mut self, set: &Set, changes: &mut Changes, around: Around) {
        let Around { scope, first, .. } = around;
        match set {
            Set::Star(span) => self.set_all(*span, changes, around),
            Set::Row(span) => self.set_row(*span, changes, around),
            Set::Columns { columns, values, is_inserted } => {
                let nodes = if *is_inserted {
                    let scope = self.source_scope(around);
                    self.values_of(values, columns.len(), Around { scope, ..around })
                } else {
                    self.values_of(values, columns.len(), around)
                };
                let columns = self.set_columns(columns, nodes.len(), around);
                for (column, node) in columns.into_iter().zip(nodes) {
                    let (qualifier, name) = column;
                    let place = qualifier
                        .and_then(|place| self.table_at(place, scope))
                        .or_else(|| self.table_at(first?, scope));
                    if let Some(table) = place {
                        land(changes, table, Landing { name, node, why: Why::Resolved });
                    }
                }
            }
        }
    }

    /// Each column with the place of the relation that qualifies it; all of the first relation when none is listed.
    fn set_columns(&self, columns: &[Vec<Ident>], count: usize, around: Around) -> Vec<(Option<usize>, Ident)> {
        let Around { scope, first, .. } = around;
        if columns.is_empty() {
            let table = first.and_then(|place| self.table_at(place, scope));
            let known = table.and_then(|table| self.tables.get(table).columns.clone()).unwrap_or_default();
            return known.into_iter().take(count).map(|name| (None, name)).collect();
        }
        let split = columns.iter().filter_map(|parts| parts.split_last());
        split.map(|(name, qualifier)| (self.scope(scope).relation(qualifier), *name)).collect()
    }

    fn table_at(&self, place: usize, scope: ScopeId) -> Option<TableId> {
        match self.scope(scope).relations.get(place)?.columns {
            Columns::Stored(table) => Some(table),
            Columns::Derived(_) | Columns::Any { .. } => None,
        }
    }

    /// The scope in which only the source of a merge can be named.
    fn source_scope(&mut self, around: Around) -> ScopeId {
        let scope = self.open_scope(None);
        let copy = self.scope(around.scope).relations_but(around.first);
        self.flow.step(copy.relations.len());
        self.scopes[scope.0] = copy;
        scope
    }

    /// A node for each value; one query may supply several.
    fn values_of(&mut self, values: &[Expression], count: usize, around: Around) -> Vec<NodeId> {
        if let ([Expression { mentions, .. }], true) = (values, count > 1)
            && let [mention] = mentions.as_slice()
            && let What::Query(query) = &mention.what
        {
            let shape = self.query(query, Some(around.scope));
            self.flow.link(around.rows, shape.rows, How::Rows, query.span);
            return shape.outputs.iter().map(|output| self.copy_of(output.node, query.span)).collect();
        }
        let node_of = |value: &Expression| {
            let node = self.flow.node();
            self.expression(value, Sink { node, role: Role::COPY, names: ClauseNames::Columns }, around.scope);
            node
        };
        values.iter().map(node_of).collect()
    }

    /// Every column of the source reaches the one in the same place, or of the same name when places are not known.
    fn set_row(&mut self, span: Span, changes: &mut Changes, around: Around) {
        let Around { scope, first, .. } = around;
        let Some(table) = first.and_then(|place| self.table_at(place, scope)) else { return };
        let source = self.scope(scope).relations.iter().enumerate().find(|(place, _)| Some(*place) != first);
        let Some(columns) = source.map(|(_, bound)| bound.columns.clone()) else { return };
        let outputs = self.outputs_of(&columns, span);
        let known = self.tables.get(table).columns.clone();
        let is_told = known.is_some() && !outputs.iter().any(super::shape::Output::is_star);
        let names = known.unwrap_or_default();
        for (position, output) in outputs.into_iter().enumerate() {
            let name = match (is_told, names.get(position)) {
                (true, Some(name)) => *name,
                (true, None) => break,
                (false, _) => output.name,
            };
            let why = if is_told { Why::Positional } else { Why::ByName };
            land(changes, table, Landing { name, node: output.node, why });
        }
    }

    /// Every column of the source reaches the one of the same name.
    fn set_all(&mut self, span: Span, changes: &mut Changes, around: Around) {
        let Around { scope, first, .. } = around;
        let Some(table) = first.and_then(|place| self.table_at(place, scope)) else { return };
        let source = self.scope(scope).relations.iter().enumerate().find(|(place, _)| Some(*place) != first);
        let Some(columns) = source.map(|(_, bound)| bound.columns.clone()) else { return };
        for output in self.outputs_of(&columns, span) {
            let is_target =
                self.tables.get(table).columns.is_none() || self.tables.get(table).column(output.name.key).is_some();
            if is_target {
                land(changes, table, Landing { name: output.name, node: output.node, why: Why::ByName });
            }
        }
    }
}

fn land(changes: &mut Changes, table: TableId, landing: Landing) {
    match changes.iter_mut().find(|(known, _)| *known == table) {
        Some((_, landings)) => landings.push(landing),
        None => changes.push((table, vec![landing])),
    }
}

/// The name of a relation that has neither qualifier nor alias nor company.
fn bare_name(tree: &FromTree) -> Option<Ident> {
    match (&tree.first.relation, tree.first.alias, tree.joins.is_empty()) {
        (Relation::Table(name), None, true) => match name.parts.as_slice() {
            [only] => Some(*only),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a relation of `trees` goes by the alias `name`, which then means that relation.
fn has_alias(trees: &[FromTree], name: Ident) -> bool {
    let sources =
        trees.iter().flat_map(|tree| std::iter::once(&tree.first).chain(tree.joins.iter().map(|join| &join.source)));
    sources.into_iter().any(|source| source.alias.is_some_and(|alias| alias.key == name.key))
}
