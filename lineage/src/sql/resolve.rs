//! Stage four: what the names of a statement mean, as a graph from results back to stored columns.
//!
//! Scopes are lexical: a named query is resolved once where it is defined, a
//! subquery sees what encloses it, a derived table does not see its
//! neighbours unless it is lateral. Walking the graph is left to `emit`.

mod combine;
mod from;
mod generate;
mod joins;
mod mention;
mod modify;
mod pipe;
mod query;
mod reference;
mod reshape;
mod scope;
mod select;
mod shape;
mod tables;
mod write;

use std::collections::HashMap;
use std::rc::Rc;

use super::emit::{self, Resolved};
use super::flow::{Flow, How, Leaf, NodeId};
use super::names::{Ident, Names, Symbol};
use super::session::{self, Context};
use super::statement::{Note, Span};
use super::syntax::{Action, Parsed, Role};
use scope::{Bound, Columns, Scope, ScopeId};
use shape::Shape;
use tables::Tables;
pub(super) use tables::{full_name, known_columns};

/// Notes of one statement.
const NOTES: usize = 64;

/// Finds out what `parsed`, a statement of `sql`, means.
pub(super) fn resolve(parsed: &Parsed, sql: &str, names: &mut Names, options: &Context<'_>) -> Resolved {
    let mut resolver = Resolver {
        sql,
        names,
        options,
        tables: Tables::default(),
        flow: Flow::new(options.limits.steps),
        scopes: Vec::new(),
        ctes: HashMap::new(),
        values: HashMap::new(),
        piped: None,
        shared: None,
        expanded: 0,
        effects: Vec::new(),
        notes: Vec::new(),
        base: None,
        joins: Vec::new(),
    };
    resolver.open_base();
    let kind = resolver.action(parsed);
    let Resolver { names, tables, flow, effects, notes, joins, .. } = resolver;
    let mut emitter = emit::Emitter::new(names, flow, kind, notes);
    for table in tables.iter() {
        emitter.table(&table.name, table.identity.clone(), &table.reads);
    }
    for effect in &effects {
        emitter.effect(effect);
    }
    emitter.joins(&joins);
    emitter.finish()
}

/// The state of resolving one statement.
struct Resolver<'a> {
    sql: &'a str,
    names: &'a mut Names,
    options: &'a Context<'a>,
    tables: Tables,
    flow: Flow,
    scopes: Vec<Scope>,
    /// For each name the named queries in scope, the innermost last.
    ctes: HashMap<Symbol, Vec<Rc<Shape>>>,
    /// Expressions that `WITH` gives names to.
    values: HashMap<Symbol, NodeId>,
    /// What the step before yields, where rows go through steps.
    piped: Option<Rc<Shape>>,
    /// The scope of the relations that several writes share, and what decides about their rows.
    shared: Option<(ScopeId, NodeId)>,
    /// Columns that stars expanded to.
    expanded: usize,
    effects: Vec<emit::Effect>,
    notes: Vec<Note>,
    /// The scope of what the script declared, if it did.
    base: Option<ScopeId>,
    /// Stored columns that are compared to join rows.
    joins: Vec<(Leaf, Leaf)>,
}

impl Resolver<'_> {
    fn action(&mut self, parsed: &Parsed) -> super::statement::Kind {
        match &parsed.action {
            Action::Query(query) => return self.select_statement(query, parsed.kind),
            Action::Write(write) => {
                self.write(write);
            }
            Action::Fan(fan) => self.fan(fan),
            Action::Modify(modify) => {
                self.modify(modify);
            }
            Action::Touch { reads, writes } => {
                for name in reads {
                    let table = self.tables.find(name, self.names, self.options);
                    self.tables.read(table, name.span);
                }
                for (name, mode) in writes {
                    let table = self.tables.find(name, self.names, self.options);
                    self.effects.push(emit::Effect::touching(table, *mode));
                }
            }
            Action::Nothing => {}
        }
        parsed.kind
    }

    /// Opens the scope of variables and rows that the script declared.
    fn open_base(&mut self) {
        let locals = self.options.locals;
        if !locals.has_variables() {
            return;
        }
        let base = self.open_scope(None);
        let variables = session::variables(self.names);
        let table = self.tables.find(&variables, self.names, self.options);
        self.scope_mut(base).bind(None, Bound { path: Vec::new(), columns: Columns::Stored(table) });
        for record in locals.records() {
            let table = self.tables.find(&record.table, self.names, self.options);
            let bound = Bound { path: Vec::new(), columns: Columns::Stored(table) };
            self.scope_mut(base).bind(Some(record.name.key), bound);
        }
        self.base = Some(base);
    }

    fn open_scope(&mut self, parent: Option<ScopeId>) -> ScopeId {
        self.scopes.push(Scope::new(parent.or(self.base)));
        ScopeId(self.scopes.len() - 1)
    }

    fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0]
    }

    fn scope_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.0]
    }

    fn note(&mut self, span: Span, code: &'static str, message: String) {
        let note = Note { span, code, message };
        if self.notes.len() < NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// A node that copies `node`.
    fn copy_of(&mut self, node: NodeId, span: Span) -> NodeId {
        let copy = self.flow.node();
        self.flow.link(copy, node, How::As(Role::COPY), span);
        copy
    }

    /// The name of an unexpanded star.
    fn star_name(&mut self) -> Ident {
        self.names.exact("*")
    }
}

#[cfg(test)]
mod tests;
