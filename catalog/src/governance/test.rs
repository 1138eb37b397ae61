//! A question about an asset that has an answer for every one of them, in bounded time.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use crate::{
    id::{AssetId, SourceId},
    kinds::AssetKind,
};

/// A question about an asset.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Test {
    /// Whether one of these holds; none: never.
    Any(Vec<Test>),
    /// Whether all of these hold; none: always.
    All(Vec<Test>),
    /// Whether this does not hold.
    Not(Box<Test>),
    /// Whether it was crawled from one of these.
    Source(BTreeSet<SourceId>),
    /// Whether it is one of these, or inside of one, and what more is asked there holds.
    Within(BTreeMap<AssetId, Test>),
    /// Whether it is of one of these kinds.
    Kind(BTreeSet<AssetKind>),
    /// Whether it has one of these tags.
    Tag(BTreeSet<String>),
    /// Whether one of these owns it.
    Owner(BTreeSet<String>),
    /// Whether it has one of these tiers.
    Tier(BTreeSet<String>),
    /// Whether it belongs to one of these domains.
    Domain(BTreeSet<String>),
}

impl Test {
    /// Holds for every asset.
    pub const ALWAYS: Self = Self::All(Vec::new());
    /// Holds for none.
    pub const NEVER: Self = Self::Any(Vec::new());

    /// Whether it holds for every asset, whatever that is.
    #[must_use]
    pub fn is_always(&self) -> bool {
        match self {
            Self::All(tests) => tests.iter().all(Self::is_always),
            Self::Any(tests) => tests.iter().any(Self::is_always),
            Self::Not(test) => test.is_never(),
            _ => false,
        }
    }

    /// Whether it holds for no asset, whatever that is.
    #[must_use]
    pub fn is_never(&self) -> bool {
        match self {
            Self::Any(tests) => tests.iter().all(Self::is_never),
            Self::All(tests) => tests.iter().any(Self::is_never),
            Self::Not(test) => test.is_always(),
            Self::Source(set) => set.is_empty(),
            Self::Within(places) => places.values().all(Self::is_never),
            Self::Kind(set) => set.is_empty(),
            Self::Tag(set) | Self::Owner(set) | Self::Tier(set) | Self::Domain(set) => set.is_empty(),
        }
    }

    /// Whether it holds for the asset with these facts.
    #[must_use]
    pub fn holds(&self, facts: &Facts) -> bool {
        let meets = |set: &BTreeSet<String>, own: &BTreeSet<String>| {
            if own.len() < set.len() { own.iter().any(|word| set.contains(word)) } else { !set.is_disjoint(own) }
        };
        match self {
            Self::Any(tests) => tests.iter().any(|test| test.holds(facts)),
            Self::All(tests) => tests.iter().all(|test| test.holds(facts)),
            Self::Not(test) => !test.holds(facts),
            Self::Source(set) => facts.source.is_some_and(|source| set.contains(&source)),
            Self::Within(places) => {
                facts.places().any(|place| places.get(&place).is_some_and(|test| test.holds(facts)))
            }
            Self::Kind(set) => set.contains(&facts.kind),
            Self::Tag(set) => meets(set, &facts.tags),
            Self::Owner(set) => meets(set, &facts.owners),
            Self::Domain(set) => meets(set, &facts.domains),
            Self::Tier(set) => facts.tier.as_ref().is_some_and(|tier| set.contains(tier)),
        }
    }

    /// Whether it asks what is tied to an asset, and not only what it is and where.
    #[must_use]
    pub fn asks_ties(&self) -> bool {
        match self {
            Self::Any(tests) | Self::All(tests) => tests.iter().any(Self::asks_ties),
            Self::Not(test) => test.asks_ties(),
            Self::Within(places) => places.values().any(Self::asks_ties),
            Self::Tag(_) | Self::Owner(_) | Self::Tier(_) | Self::Domain(_) => true,
            Self::Source(_) | Self::Kind(_) => false,
        }
    }

    /// Whether it may answer otherwise for a column than for its table: when it asks for kinds or ties. What is asked of
    /// sources and of places is the same for both, unless a place is a column.
    #[must_use]
    pub fn tells_columns_apart(&self) -> bool {
        match self {
            Self::Any(tests) | Self::All(tests) => tests.iter().any(Self::tells_columns_apart),
            Self::Not(test) => test.tells_columns_apart(),
            Self::Within(places) => places.values().any(Self::tells_columns_apart),
            Self::Source(_) => false,
            Self::Kind(_) => true,
            words => !words.is_never(),
        }
    }

    /// The places that are named where it asks for places.
    pub fn places(&self) -> Vec<AssetId> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(test) = open.pop() {
            match test {
                Self::Any(tests) | Self::All(tests) => open.extend(tests),
                Self::Not(test) => open.push(test),
                Self::Within(places) => {
                    found.extend(places.keys().copied());
                    open.extend(places.values());
                }
                _ => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether one of `tests` holds, asked at once: places, sources, kinds and words of many become one set each, so that
    /// the answer costs as much as an asset has facts and not as much as there are rules.
    #[must_use]
    pub fn any(tests: impl IntoIterator<Item = Self>) -> Self {
        let mut merged = Merged::default();
        let mut open: Vec<Self> = tests.into_iter().collect();
        open.reverse();
        while let Some(test) = open.pop() {
            match test {
                test if test.is_never() => {}
                test if test.is_always() => return Self::ALWAYS,
                Self::Any(inner) => open.extend(inner.into_iter().rev()),
                test => merged.add(test),
            }
        }
        merged.into_test()
    }

    /// Whether all of `tests` hold; a question for places is asked first, because it is answered soonest.
    #[must_use]
    pub fn all(tests: impl IntoIterator<Item = Self>) -> Self {
        let mut all: Vec<Self> = Vec::new();
        for test in tests {
            match test {
                test if test.is_always() => {}
                test if test.is_never() => return Self::NEVER,
                Self::All(inner) => all.extend(inner),
                test => all.push(test),
            }
        }
        let at = all.iter().position(|test| matches!(test, Self::Within(_)));
        match (at, all.len()) {
            (_, 1) => all.swap_remove(0),
            (Some(at), _) => {
                let Self::Within(places) = all.swap_remove(at) else { return Self::All(all) };
                let more = |test: Self| Self::all(std::iter::once(test).chain(all.iter().cloned()));
                Self::Within(places.into_iter().map(|(place, test)| (place, more(test))).collect())
            }
            (None, _) => Self::All(all),
        }
    }
}

/// Alternatives, those of one sort in one set.
#[derive(Default)]
struct Merged {
    sources: BTreeSet<SourceId>,
    places: BTreeMap<AssetId, Vec<Test>>,
    kinds: BTreeSet<AssetKind>,
    words: [BTreeSet<String>; 4],
    others: Vec<Test>,
}

impl Merged {
    fn add(&mut self, test: Test) {
        match test {
            Test::Source(set) => self.sources.extend(set),
            Test::Kind(set) => self.kinds.extend(set),
            Test::Tag(set) => self.words[0].extend(set),
            Test::Owner(set) => self.words[1].extend(set),
            Test::Tier(set) => self.words[2].extend(set),
            Test::Domain(set) => self.words[3].extend(set),
            Test::Within(places) => {
                for (place, test) in places {
                    self.places.entry(place).or_default().push(test);
                }
            }
            other => self.others.push(other),
        }
    }

    fn into_test(self) -> Test {
        let Self { sources, places, kinds, words: [tags, owners, tiers, domains], others } = self;
        let places = places.into_iter().map(|(place, tests)| (place, Test::any(tests))).collect();
        let sets = [
            Test::Source(sources),
            Test::Within(places),
            Test::Kind(kinds),
            Test::Tag(tags),
            Test::Owner(owners),
            Test::Tier(tiers),
            Test::Domain(domains),
        ];
        let mut any: Vec<Test> = sets.into_iter().filter(|test| !test.is_never()).chain(others).collect();
        if any.len() == 1 { any.swap_remove(0) } else { Test::Any(any) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(number: u128) -> AssetId {
        AssetId(uuid::Uuid::from_u128(number + 1))
    }

    fn tests() -> impl Strategy<Value = Test> {
        let word = || prop::collection::btree_set("[ab]", 0..3);
        let leaf = prop_oneof![
            prop::collection::btree_set((0..3_u128).prop_map(|n| SourceId(uuid::Uuid::from_u128(n))), 0..3)
                .prop_map(Test::Source),
            prop::collection::btree_set((0..4_u128).prop_map(place), 0..3)
                .prop_map(|places| Test::Within(places.into_iter().map(|place| (place, Test::ALWAYS)).collect())),
            prop::sample::subsequence(vec![AssetKind::Table, AssetKind::Column], 0..3)
                .prop_map(|kinds| Test::Kind(kinds.into_iter().collect())),
            word().prop_map(Test::Tag),
            word().prop_map(Test::Owner),
            word().prop_map(Test::Domain),
            word().prop_map(Test::Tier),
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Test::Any),
                prop::collection::vec(inner.clone(), 0..4).prop_map(Test::All),
                inner.prop_map(|test| Test::Not(Box::new(test))),
            ]
        })
    }

    fn facts() -> impl Strategy<Value = Facts> {
        let word = || prop::collection::btree_set("[ab]", 0..3);
        let place = || (0..4_u128).prop_map(place);
        let head = (place(), prop::collection::vec(place(), 0..3), prop::option::of(0..3_u128), prop::bool::ANY);
        (head, word(), word(), word(), prop::option::of("[ab]")).prop_map(
            |((asset, path, source, is_table), tags, owners, domains, tier)| Facts {
                asset,
                path,
                source: source.map(|n| SourceId(uuid::Uuid::from_u128(n))),
                kind: if is_table { AssetKind::Table } else { AssetKind::Column },
                tags,
                owners,
                domains,
                tier,
            },
        )
    }

    proptest! {
        #[test]
        fn d3_merged_alternatives_answer_as_each_alone(all in prop::collection::vec(tests(), 0..5), facts in facts()) {
            let any = Test::any(all.clone());
            prop_assert_eq!(any.holds(&facts), all.iter().any(|test| test.holds(&facts)), "{:?}", any);
            let every = Test::all(all.clone());
            prop_assert_eq!(every.holds(&facts), all.iter().all(|test| test.holds(&facts)), "{:?}", every);
            prop_assert!(!any.is_always() || any.holds(&facts));
            prop_assert!(!any.is_never() || !any.holds(&facts));
        }
    }
}
