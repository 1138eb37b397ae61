//! The names that are in scope at a place of a query.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::reference::Candidates;
use super::shape::Shape;
use crate::sql::flow::{NodeId, TableId};
use crate::sql::names::{Ident, Symbol};

/// How many relations of the same name a qualifier is compared with.
const SAME_NAMES: usize = 64;

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
    /// A relation whose columns are found with its name only.
    pub(super) unseen: Option<usize>,
    /// What unqualified names were found to mean, with the number of relations they were looked for in.
    answers: HashMap<(Symbol, Certainty), (usize, Candidates)>,
}

/// How a name was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Certainty {
    /// In relations whose columns are known.
    Known,
    /// In the others.
    Guessed,
}

impl Scope {
    pub(super) fn new(parent: Option<ScopeId>) -> Self {
        Self { parent, ..Self::default() }
    }

    /// The same relations, before anything is selected from them.
    pub(super) fn relations_alone(&self) -> Self {
        Self {
            parent: self.parent,
            relations: self.relations.clone(),
            aliases: self.aliases.clone(),
            tables: self.tables.clone(),
            merged: self.merged.clone(),
            hidden: self.hidden.clone(),
            visible: self.visible.clone(),
            ..Self::default()
        }
    }

    /// The same relations, of which the columns of one cannot be found by their names alone.
    pub(super) fn relations_but(&self, hidden: Option<usize>) -> Self {
        let mut scope = self.relations_alone();
        scope.unseen = hidden;
        scope
    }

    /// What was found for a name, while no relation has come since.
    pub(super) fn answer(&self, name: Symbol, certainty: Certainty) -> Option<Candidates> {
        let (relations, found) = self.answers.get(&(name, certainty))?;
        (*relations == self.relations.len()).then(|| found.clone())
    }

    /// Keeps what was found for a name.
    pub(super) fn keep(&mut self, name: Symbol, certainty: Certainty, found: &Candidates) {
        self.answers.insert((name, certainty), (self.relations.len(), found.clone()));
    }

    /// Forgets what names were found to mean.
    pub(super) fn forget_answers(&mut self) {
        self.answers.clear();
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
        places.iter().copied().take(SAME_NAMES).find(|place| {
            let path = &self.relations[*place].path;
            path.len() >= qualifier.len()
                && path.iter().rev().zip(qualifier.iter().rev()).all(|(part, asked)| *part == asked.key)
        })
    }
}
