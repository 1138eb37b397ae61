//! What a query yields: named columns in order, some of them stars that cannot be expanded yet.

use std::collections::HashMap;
use std::rc::Rc;

use crate::sql::flow::{NodeId, TableId};
use crate::sql::names::{Ident, Symbol};

/// One column of a result.
#[derive(Debug, Clone)]
pub(super) struct Output {
    pub(super) name: Ident,
    pub(super) node: NodeId,
    /// The tables whose unknown columns stand here; empty for an ordinary column.
    pub(super) stars: Vec<TableId>,
}

impl Output {
    pub(super) fn is_star(&self) -> bool {
        !self.stars.is_empty()
    }
}

/// The result of a query.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) outputs: Vec<Output>,
    positions: HashMap<Symbol, usize>,
    /// Where the stars are.
    pub(super) stars: Vec<usize>,
    /// What decides about its rows.
    pub(super) rows: NodeId,
}

impl Shape {
    pub(super) fn new(outputs: Vec<Output>, rows: NodeId) -> Rc<Self> {
        let named = outputs.iter().enumerate().rev().filter(|(_, output)| !output.is_star());
        let positions = named.map(|(position, output)| (output.name.key, position)).collect();
        let stars =
            outputs.iter().enumerate().filter(|(_, output)| output.is_star()).map(|(position, _)| position).collect();
        Rc::new(Self { outputs, positions, stars, rows })
    }

    /// The column of this name.
    pub(super) fn column(&self, key: Symbol) -> Option<&Output> {
        self.outputs.get(*self.positions.get(&key)?)
    }

    /// The same result under other names; columns beyond the list keep theirs.
    pub(super) fn renamed(self: &Rc<Self>, names: &[Ident]) -> Rc<Self> {
        if names.is_empty() {
            return Rc::clone(self);
        }
        let mut outputs = self.outputs.clone();
        if self.stars.is_empty() {
            for (output, name) in outputs.iter_mut().zip(names) {
                output.name = *name;
            }
        } else {
            outputs = self.spread(names);
        }
        Self::new(outputs, self.rows)
    }

    /// Names for a result of unknown width: each could be any column of the stars.
    fn spread(&self, names: &[Ident]) -> Vec<Output> {
        let before = self.stars.first().copied().unwrap_or(0);
        let star = self.stars.first().and_then(|star| self.outputs.get(*star));
        let outputs = names.iter().enumerate().filter_map(|(position, name)| {
            let source = if position < before { self.outputs.get(position) } else { star };
            source.map(|output| Output { name: *name, node: output.node, stars: Vec::new() })
        });
        outputs.collect()
    }
}
