//! The single questions that checks ask of a table; equal ones are one.

use std::collections::HashMap;

/// Over which rows an aggregate goes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(crate) struct Scope {
    /// Whether the sample of the plan is enough.
    pub(crate) is_sampled: bool,
    /// The grouping column and the most groups.
    pub(crate) group: Option<(String, u16)>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Question {
    /// An aggregate expression.
    Aggregate {
        /// Over which rows.
        scope: Scope,
        /// The expression.
        sql: String,
    },
    /// How often each combination of values of some columns is there; rows with an absent one do not count.
    Groups {
        /// Whether the sample of the plan is enough.
        is_sampled: bool,
        /// The columns, quoted.
        columns: Vec<String>,
        /// Which rows count.
        condition: Option<String>,
        /// The number of a question that makes this one needless, unless its answer is null.
        unless: Option<usize>,
    },
    /// A statement of its own.
    Own {
        /// The whole statement.
        sql: String,
        /// The most rows of the answer.
        rows: usize,
    },
}

/// Questions by number, and who asks them.
#[derive(Debug, Default)]
pub(crate) struct Questions {
    list: Vec<(Question, Vec<usize>)>,
    known: HashMap<Question, usize>,
}

impl Questions {
    /// The number of a question that this check asks.
    pub(crate) fn ask(&mut self, question: Question, check: usize) -> usize {
        let number = *self.known.entry(question.clone()).or_insert(self.list.len());
        if number == self.list.len() {
            self.list.push((question, Vec::new()));
        }
        let askers = &mut self.list[number].1;
        if !askers.contains(&check) {
            askers.push(check);
        }
        number
    }

    pub(crate) fn mark(&self) -> usize {
        self.list.len()
    }

    /// Takes back what a check asked since a mark; those that others had asked before stay.
    pub(crate) fn forget_from(&mut self, mark: usize, check: usize) {
        for (question, _) in self.list.drain(mark..) {
            self.known.remove(&question);
        }
        for (_, askers) in &mut self.list {
            askers.retain(|asker| *asker != check);
        }
    }

    pub(crate) fn get(&self, number: usize) -> &Question {
        &self.list[number].0
    }

    /// Who asks this.
    pub(crate) fn askers(&self, number: usize) -> &[usize] {
        &self.list[number].1
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &Question)> {
        self.list.iter().enumerate().map(|(number, (question, _))| (number, question))
    }
}
