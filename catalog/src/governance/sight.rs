//! What one viewer may do with assets: all rules that concern them, made into two questions.

use std::{
    collections::{BTreeSet, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use super::{facts::Facts, policy::PolicyId, test::Test};
use crate::id::{AssetId, SourceId};

/// The assets that a viewer may do something with: those that something gives and nothing takes.
///
/// What gives access to a place deep inside of containers also shows the containers, and nothing else in them, so that
/// one can get there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    bound: Option<BTreeSet<SourceId>>,
    given: Test,
    taken: Test,
    ways: HashSet<AssetId>,
    columns: bool,
    fingerprint: u64,
}

impl Sight {
    /// What `given` holds for and `taken` does not; `ways` are the containers on the way to what is given, and `columns`
    /// tells whether one of the places in question may be a column.
    #[must_use]
    pub fn new(given: Test, taken: Test, ways: HashSet<AssetId>, columns: bool) -> Self {
        let mut sight = Self { bound: None, given, taken, ways, columns, fingerprint: 0 };
        sight.sign();
        sight
    }

    /// Of the same assets only those of some sources, as a token may be bound to them.
    #[must_use]
    pub fn bound_to(mut self, sources: Option<BTreeSet<SourceId>>) -> Self {
        self.bound = sources;
        self.sign();
        self
    }

    fn sign(&mut self) {
        let mut hasher = DefaultHasher::new();
        let ways: BTreeSet<&AssetId> = self.ways.iter().collect();
        (&self.bound, &self.given, &self.taken, ways).hash(&mut hasher);
        self.fingerprint = hasher.finish();
    }

    /// A number that tells sights apart, for what is kept between questions. Equal sights have equal numbers in one
    /// process; whoever keeps something compares the sights as well.
    #[must_use]
    pub const fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Whether it has the asset with these facts.
    #[must_use]
    pub fn has(&self, facts: &Facts) -> bool {
        self.is_bound_to(facts.source)
            && (self.given.holds(facts) || self.ways.contains(&facts.asset))
            && !self.taken.holds(facts)
    }

    /// Whether everything is in it.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.bound.is_none() && self.given.is_always() && self.taken.is_never()
    }

    /// Whether nothing can be in it.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        (self.given.is_never() && self.ways.is_empty()) || self.taken.is_always()
    }

    /// Whether something of a source could be in it.
    #[must_use]
    pub fn is_bound_to(&self, source: Option<SourceId>) -> bool {
        self.bound.as_ref().is_none_or(|bound| source.is_some_and(|source| bound.contains(&source)))
    }

    /// Whether a source may be known of: a source that is taken as a whole may not.
    #[must_use]
    pub fn has_source(&self, source: Option<SourceId>) -> bool {
        self.is_bound_to(source) && !takes_source(&self.taken, source)
    }

    /// What it is bound to, what gives, what takes, and the ways to what is given.
    #[must_use]
    pub fn parts(&self) -> (Option<&BTreeSet<SourceId>>, &Test, &Test, &HashSet<AssetId>) {
        (self.bound.as_ref(), &self.given, &self.taken, &self.ways)
    }

    /// Whether it may have a table without one of its columns.
    #[must_use]
    pub fn tells_columns_apart(&self) -> bool {
        self.columns || self.given.tells_columns_apart() || self.taken.tells_columns_apart()
    }

    /// Whether what is tied to assets has to be known to tell.
    #[must_use]
    pub fn asks_ties(&self) -> bool {
        self.given.asks_ties() || self.taken.asks_ties()
    }
}

fn takes_source(taken: &Test, source: Option<SourceId>) -> bool {
    match taken {
        Test::Any(tests) => tests.iter().any(|test| takes_source(test, source)),
        Test::Source(sources) => source.is_some_and(|source| sources.contains(&source)),
        other => other.is_always(),
    }
}

/// Why someone may or may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether they may.
    pub may: bool,
    /// What decided it, the deciding one first; then what else applies.
    pub reasons: Vec<Reason>,
}

/// One reason for or against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// No role of theirs may read the catalog.
    NoRole,
    /// A policy gives or takes.
    Policy(PolicyId, String),
    /// The data scope of a role covers it, or does not.
    Scope(String),
    /// It is on the way to something that is given.
    Way,
    /// Nothing gives it.
    Nothing,
}
