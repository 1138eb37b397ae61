//! The names that are in scope at a place of a query.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::shape::Shape;
use crate::sql::flow::{NodeId, TableId};
use crate::sql::names::{Ident, Symbol};

/// A scope of the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ScopeId(pub(super) usize);

/// Where a relation's columns are known from.
#[derive(Debug, Clone)]
pub(super) enum Columns {
    Stored(TableId),
    Derived(Rc<Shape>),
    /// A function: any name is a part of what it yields.
    Any {
        node: NodeId,
        shape: Rc<Shape>,
    },
}

/// A relation with the name it goes by.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    /// The keys of its stored name, by which it may be called with more parts.
    pub(super) path: Vec<Symbol>,
    pub(super) columns: Columns,
}

/// One entry of what an unqualified star lists.
#[derive(Debug, Clone, Copy)]
pub(super) enum Visible {
    /// The columns of a relation that no join merged.
    Relation(usize),
    /// A column that a join merged.
    Merged(Ident, NodeId),
}

/// The relations of one select and what else can be named there.
#[derive(Debug, Default)]
pub(super) struct Scope {
    pub(super) parent: Option<ScopeId>,
    pub(super) relations: Vec<Bound>,
    aliases: HashMap<Symbol, usize>,
    tables: HashMap<Symbol, Vec<usize>>,
    /// Columns that joins merged.
    pub(super) merged: HashMap<Symbol, NodeId>,
    /// Columns of relations that are visible merged only.
    pub(super) hidden: HashSet<(usize, Symbol)>,
    /// What a star lists, in order.
    pub(super) visible: Vec<Visible>,
    /// Columns of the result.
    pub(super) results: HashMap<Symbol, NodeId>,
    pub(super) windows: HashMap<Symbol, NodeId>,
}

impl Scope {
    pub(super) fn new(parent: Option<ScopeId>) -> Self {
        Self { parent, ..Self::default() }
    }

    /// Adds a relation and tells its place.
    pub(super) fn bind(&mut self, alias: Option<Symbol>, bound: Bound) -> usize {
        let place = self.relations.len();
        let name = bound.path.last().copied();
        if let Some(alias) = alias.or(name) {
            self.aliases.entry(alias).or_insert(place);
        }
        if let Some(name) = name {
            self.tables.entry(name).or_default().push(place);
        }
        self.relations.push(bound);
        place
    }

    /// The relation that goes by exactly this alias.
    pub(super) fn aliased(&self, alias: Symbol) -> Option<usize> {
        self.aliases.get(&alias).copied()
    }

    /// The relation that `qualifier` means.
    pub(super) fn relation(&self, qualifier: &[Ident]) -> Option<usize> {
        let last = qualifier.last()?.key;
        if qualifier.len() == 1
            && let Some(place) = self.aliased(last)
        {
            return Some(place);
        }
        let places = self.tables.get(&last)?;
        places.iter().copied().find(|place| {
            let path = &self.relations[*place].path;
            path.len() >= qualifier.len()
                && path.iter().rev().zip(qualifier.iter().rev()).all(|(part, asked)| *part == asked.key)
        })
    }
}
