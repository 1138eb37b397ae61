//! Statements that write: which column of the target each column of the query reaches.

use std::rc::Rc;

use super::Resolver;
use super::mention::Sink;
use super::scope::{Bound, Columns, ScopeId};
use super::shape::{Output, Shape};
use crate::sql::Dialect;
use crate::sql::emit::{Effect, Landing};
use crate::sql::flow::{How, TableId};
use crate::sql::names::Ident;
use crate::sql::statement::{IndirectSubtype, Kind, Mode, Span, Why};
use crate::sql::syntax::{ClauseNames, Conflict, Fan, Query, Role, TableName, Term, Write};

impl Resolver<'_> {
    /// A query alone, or `SELECT … INTO`.
    pub(super) fn select_statement(&mut self, query: &Query, kind: Kind) -> Kind {
        let shape = self.query(query, None);
        let into: Option<&TableName> = match &query.first {
            Term::Select(select) => select.into.as_ref(),
            _ => None,
        };
        let landings = landings_of(&shape, Why::Resolved);
        let Some(name) = into else {
            self.effects.push(Effect { target: None, mode: None, landings, rows: Some(shape.rows), defines: true });
            return kind;
        };
        let table = self.tables.find(name, self.names, self.options);
        self.effects.push(Effect {
            target: Some(table),
            mode: Some(Mode::Create),
            landings,
            rows: Some(shape.rows),
            defines: true,
        });
        Kind::CreateTableAs
    }

    /// Several writes of the same relations, which are brought into scope once.
    pub(super) fn fan(&mut self, fan: &Fan) {
        let defined = self.define(&fan.with, None);
        let scope = self.open_scope(None);
        let rows = self.flow.node();
        for tree in &fan.from {
            self.bind_tree(tree, scope, rows);
        }
        self.shared = Some((scope, rows));
        for write in &fan.writes {
            self.write(write);
        }
        self.shared = None;
        self.forget(&defined);
    }

    /// A statement that writes; what its `RETURNING` yields.
    pub(super) fn write(&mut self, write: &Write) -> Rc<Shape> {
        let defined = self.define(&write.with, None);
        let shape = self.query(&write.query, None);
        let table = self.tables.find(&write.target, self.names, self.options);
        let landings = self.landings(write, table, &shape);
        let written = written_shape(&landings, &shape);
        self.effects.push(Effect {
            target: Some(table),
            mode: Some(write.mode),
            landings,
            rows: Some(shape.rows),
            defines: true,
        });
        if let Some(view) = &write.through {
            let view = self.tables.find(view, self.names, self.options);
            self.effects.push(Effect::touching(view, Mode::Create));
        }
        if let Some(conflict) = &write.conflict {
            self.conflict(write, conflict, table, &written);
        }
        self.forget(&defined);
        self.returning(write, &written)
    }

    /// Where each column of the query arrives.
    fn landings(&mut self, write: &Write, table: TableId, shape: &Shape) -> Vec<Landing> {
        let is_positional = write.is_existing && !write.by_name && shape.stars.is_empty();
        let is_fixed = |name: &Ident| write.fixed.iter().any(|fixed| fixed.key == name.key);
        let (names, why): (Vec<Ident>, Why) = if !write.columns.is_empty() && !write.by_name {
            (write.columns.clone(), Why::Resolved)
        } else if let (true, Some(known)) = (is_positional, &self.tables.get(table).columns) {
            (known.iter().filter(|name| !is_fixed(name)).copied().collect(), Why::Positional)
        } else {
            let why = if write.is_existing { Why::ByName } else { Why::Resolved };
            return landings_of(shape, why);
        };
        let is_positional = shape.stars.first().copied().unwrap_or(shape.outputs.len());
        let mut landings: Vec<Landing> = Vec::new();
        for (output, name) in shape.outputs.iter().zip(&names).take(is_positional) {
            landings.push(Landing { name: *name, node: output.node, why });
        }
        for output in shape.outputs.iter().skip(is_positional) {
            landings.push(Landing { name: output.name, node: output.node, why: Why::InferredFromStar });
        }
        landings
    }

    /// `ON CONFLICT … DO UPDATE`: the proposed row goes by a name of its own.
    fn conflict(&mut self, write: &Write, conflict: &Conflict, table: TableId, written: &Rc<Shape>) {
        let scope = self.conflict_scope(write, table, written);
        let rows = self.flow.node();
        for key in &conflict.keys {
            let sink = Sink { node: rows, role: Role::Indirect(IndirectSubtype::Join), names: ClauseNames::Columns };
            self.expression(key, sink, scope);
        }
        if let Some(filter) = &conflict.filter {
            let sink = Sink { node: rows, role: Role::Indirect(IndirectSubtype::Filter), names: ClauseNames::Columns };
            self.expression(filter, sink, scope);
        }
        let mut landings = Vec::new();
        for assignment in &conflict.assignments {
            let node = self.flow.node();
            self.expression(&assignment.value, Sink { node, role: Role::COPY, names: ClauseNames::Columns }, scope);
            landings.push(Landing { name: assignment.column, node, why: Why::Resolved });
        }
        self.effects.push(Effect { target: Some(table), mode: None, landings, rows: Some(rows), defines: false });
    }

    /// The scope of `DO UPDATE`: the target's row comes before the proposed one.
    fn conflict_scope(&mut self, write: &Write, table: TableId, written: &Rc<Shape>) -> ScopeId {
        let outer = self.open_scope(None);
        let (alias, columns) = &write.proposed;
        let excluded = self.names.bare("excluded");
        for (name, shape) in [(Some(excluded), Rc::clone(written)), (*alias, written.renamed(columns))] {
            if let Some(name) = name {
                let proposed = Bound { path: Vec::new(), columns: Columns::Derived(shape) };
                self.scope_mut(outer).bind(Some(name.key), proposed);
            }
        }
        let scope = self.open_scope(Some(outer));
        let path = self.tables.get(table).keys.clone();
        let target = Bound { path, columns: Columns::Stored(table) };
        self.scope_mut(scope).bind(write.alias.map(|alias| alias.key), target);
        scope
    }

    /// What `RETURNING` yields: the written row.
    fn returning(&mut self, write: &Write, written: &Rc<Shape>) -> Rc<Shape> {
        let scope = self.open_scope(None);
        let path = write.target.parts.iter().map(|part| part.key).collect();
        let bound = Bound { path, columns: Columns::Derived(Rc::clone(written)) };
        let place = self.scope_mut(scope).bind(write.alias.map(|alias| alias.key), bound);
        self.scope_mut(scope).visible.push(super::scope::Visible::Relation(place));
        if self.names.dialect() == Dialect::SqlServer {
            let name = self.names.bare("inserted");
            let inserted = Bound { path: Vec::new(), columns: Columns::Derived(Rc::clone(written)) };
            self.scope_mut(scope).bind(Some(name.key), inserted);
        }
        let outputs = self.items(&write.returning, scope);
        if let Some((name, columns)) = &write.returned_to {
            self.pass_on(name, columns, &outputs);
        }
        let rows = self.flow.node();
        self.flow.link(rows, written.rows, How::Rows, Span::default());
        Shape::new(outputs, rows)
    }
}

/// Columns that keep their names.
fn landings_of(shape: &Shape, why: Why) -> Vec<Landing> {
    let landing = |output: &Output| Landing { name: output.name, node: output.node, why };
    shape.outputs.iter().map(landing).collect()
}

/// The written row, by the names of the target.
fn written_shape(landings: &[Landing], shape: &Shape) -> Rc<Shape> {
    let outputs =
        landings.iter().zip(&shape.outputs).map(|(landing, output)| Output { name: landing.name, ..output.clone() });
    Shape::new(outputs.collect(), shape.rows)
}
