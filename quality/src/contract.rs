//! Data contracts: documents of the Open Data Contract Standard 3.x, in and out without loss, and what they promise.
//!
//! The document is the truth: it is kept whole with every key, known or not. [`Contract`] is a view of the parts that can
//! be held to: tables, columns, rules and service levels. Two documents say the same when their canonical forms are equal:
//! aliases resolved, comments and quotes gone, the keys of the standard in its order, others behind them by the alphabet, lists
//! as they are. Pure; reading is bounded in bytes, depth and values.

mod agreed;
mod compare;
mod difference;
mod enforce;
mod kept;
mod node;
mod order;
mod physical;
pub(crate) mod read;
mod service;
mod table;

#[cfg(test)]
mod tests;

pub use self::{
    agreed::{Agreed, AgreedColumn, AgreedTable, Bound, LogicalType, Rule, RuleKind, Service, Status},
    compare::compare,
    difference::{Change, Difference},
    enforce::{Enforced, NotEnforced, checks},
    kept::{Consumer, Draft, Kept, KeptTable, MOST_CONSUMERS, MOST_PROMISES, State, Version, is_higher_major},
    node::{MOST_BYTES, Node},
    table::{Breach, Held, Promised, compare_columns_with_table, compare_with_table},
};
use crate::error::Result;

/// A contract: its document and what it promises.
#[derive(Debug, Clone, PartialEq)]
pub struct Contract {
    /// Everything that it says.
    pub document: Node,
    /// What can be held to.
    pub agreed: Agreed,
}

impl Contract {
    /// Reads a document of ODCS 3.x.
    ///
    /// # Errors
    /// `Invalid` naming the key (`schema[0].properties[2].name`), for what is no YAML, is too large or deep, or is not what
    /// the standard asks for.
    pub fn read(text: &str) -> Result<Self> {
        let document = Node::read(text)?;
        // In canonical order, so that what is written in another order is not another thing.
        let agreed = read::agreed(&document.canonical())?;
        Ok(Self { document, agreed })
    }

    /// The document in its canonical form, as YAML.
    #[must_use]
    pub fn canonical(&self) -> String {
        self.document.canonical().write()
    }
}
