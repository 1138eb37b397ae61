//! Random graphs and edits: what is stored is what the definition says.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::testing::sqlite;

const COLUMNS: [&str; 6] = ["a.v", "b.v", "c.v", "d.v", "e.v", "f.v"];
const TAGS: [&str; 2] = ["x", "y.z"];

/// What everything is, as somebody who reads the definition would note it.
#[derive(Default)]
struct Model {
    own: BTreeSet<(usize, usize)>,
    edges: BTreeMap<usize, Vec<(usize, usize, bool)>>,
    removed: BTreeSet<usize>,
    verdicts: BTreeMap<(usize, usize), Verdict>,
    rules: Vec<RuleText>,
}

impl Model {
    /// What follows, by going over all edges until nothing changes.
    fn follows(&self) -> BTreeMap<(usize, usize), Layer> {
        let mut found = BTreeMap::new();
        for (tag, text) in TAGS.iter().enumerate() {
            for rule in self.rules.iter().filter(|rule| rule.is_enabled && rule.is_about(TAG, text)) {
                for column in self.reached(tag, rule) {
                    let sure = rule.confirms || self.verdicts.get(&(column, tag)) == Some(&Verdict::Confirmed);
                    let layer = if sure { Layer::Propagated } else { Layer::Suggested };
                    let known = found.entry((column, tag)).or_insert(layer);
                    *known = layer.min(*known);
                }
            }
        }
        found
    }

    fn reached(&self, tag: usize, rule: &RuleText) -> BTreeSet<usize> {
        let is_there = |column: usize| !self.removed.contains(&column);
        let is_own = |column: usize| self.own.contains(&(column, tag));
        let mut reached = BTreeSet::new();
        for _ in 0..rule.max_steps {
            let before = reached.clone();
            for (from, to, masking) in self.edges.values().flatten() {
                let has = is_there(*from) && (is_own(*from) || before.contains(from));
                let refused = self.verdicts.get(&(*to, tag)) == Some(&Verdict::Refused);
                if has && is_there(*to) && !is_own(*to) && !refused && !(*masking && rule.stops_at_masking) {
                    reached.insert(*to);
                }
            }
        }
        reached
    }
}

/// One thing that somebody does.
#[derive(Debug, Clone)]
enum Act {
    Tag { column: usize, tags: u8 },
    Flow { scope: usize, edges: Vec<(usize, usize, bool)> },
    Crawl { removed: Vec<usize> },
    Decide { column: usize, tag: usize, verdict: Option<Verdict> },
    Rules { first: Option<(u8, u32, bool)>, second: bool },
    Follow,
}

fn act() -> impl Strategy<Value = Act> {
    let column = 0..COLUMNS.len();
    let edges = prop::collection::vec((column.clone(), column.clone(), prop::bool::weighted(0.2)), 0..6);
    let verdict = prop_oneof![Just(None), Just(Some(Verdict::Confirmed)), Just(Some(Verdict::Refused))];
    prop_oneof![
        3 => (column.clone(), 0_u8..4).prop_map(|(column, tags)| Act::Tag { column, tags }),
        3 => (0_usize..2, edges).prop_map(|(scope, edges)| Act::Flow { scope, edges }),
        1 => prop::collection::vec(column.clone(), 0..3).prop_map(|removed| Act::Crawl { removed }),
        2 => (column, 0..TAGS.len(), verdict).prop_map(|(column, tag, verdict)| Act::Decide { column, tag, verdict }),
        1 => (prop::option::of((0_u8..3, 1_u32..4, any::<bool>())), any::<bool>())
            .prop_map(|(first, second)| Act::Rules { first, second }),
        2 => Just(Act::Follow),
    ]
}

impl Town {
    async fn act(&self, model: &mut Model, act: Act) {
        match act {
            Act::Tag { column, .. } if model.removed.contains(&column) => {}
            Act::Tag { column, tags } => {
                // A list that names what follows there would not make it somebody's own.
                self.settle().await;
                let follows = model.follows();
                let chosen: Vec<usize> = (0..TAGS.len()).filter(|tag| tags & (1 << tag) != 0).collect();
                let said: Vec<&str> = chosen.iter().map(|tag| TAGS[*tag]).collect();
                self.tag(COLUMNS[column], &said).await;
                for tag in 0..TAGS.len() {
                    let stays_derived = follows.get(&(column, tag)) == Some(&Layer::Propagated);
                    if !chosen.contains(&tag) {
                        model.own.remove(&(column, tag));
                    } else if !stays_derived {
                        model.own.insert((column, tag));
                    }
                }
            }
            Act::Flow { scope, edges } => self.declare(model, scope, edges).await,
            Act::Crawl { removed } => {
                model.removed = removed.into_iter().collect();
                let there = six().into_iter().enumerate().filter(|(place, _)| !model.removed.contains(place));
                self.world.crawl(&there.map(|(_, table)| table).collect::<Vec<_>>()).await;
            }
            Act::Decide { column, tag, verdict } => {
                self.settle().await;
                let key = (column, tag);
                if model.follows().contains_key(&key) || model.verdicts.contains_key(&key) {
                    self.decide(COLUMNS[column], TAGS[tag], verdict).await;
                    match verdict {
                        Some(verdict) => drop(model.verdicts.insert(key, verdict)),
                        None => drop(model.verdicts.remove(&key)),
                    }
                }
            }
            Act::Rules { first, second } => self.write_rules(model, first, second).await,
            Act::Follow => self.settle().await,
        }
    }

    async fn declare(&self, model: &mut Model, scope: usize, edges: Vec<(usize, usize, bool)>) {
        let edges: Vec<_> = edges.into_iter().filter(|(from, to, _)| from != to).collect();
        let mut once = BTreeSet::new();
        let edges: Vec<_> = edges.into_iter().filter(|(from, to, _)| once.insert((*from, *to))).collect();
        let said: Vec<String> = edges
            .iter()
            .map(|(from, to, masking)| {
                format!("{} > {}{}", COLUMNS[*from], COLUMNS[*to], if *masking { "!" } else { "" })
            })
            .collect();
        self.flow(&format!("job{scope}"), &said.iter().map(String::as_str).collect::<Vec<_>>()).await;
        // A declaration about something that is gone would bring back a placeholder.
        model.edges.insert(scope, edges);
    }

    async fn write_rules(&self, model: &mut Model, first: Option<(u8, u32, bool)>, second: bool) {
        let system = Viewer::system();
        for rule in self.propagation.rules(&system).await.unwrap() {
            self.propagation.delete_rule(&system, rule.id).await.unwrap();
        }
        let first = first.map(|(pattern, max_steps, stops_at_masking)| RuleText {
            max_steps,
            stops_at_masking,
            ..RuleText::of("first", ["x", "y.*", "*"][usize::from(pattern)])
        });
        let second = second.then(|| RuleText { confirms: true, max_steps: 2, ..RuleText::of("second", "*") });
        model.rules = first.into_iter().chain(second).collect();
        for rule in model.rules.clone() {
            self.rule(rule).await;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn j10_what_is_stored_is_the_least_fixpoint_whatever_was_done(acts in prop::collection::vec(act(), 1..30)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let files = tempfile::tempdir().unwrap();
            let town = Town::new(World::open(&sqlite(&files)).await, &six()).await;
            let mut model = Model::default();
            town.write_rules(&mut model, Some((2, 3, true)), false).await;
            for act in acts {
                town.act(&mut model, act).await;
            }
            let wanted: BTreeSet<String> = model
                .follows()
                .into_iter()
                .map(|((column, tag), layer)| format!("{} {} {layer:?}", COLUMNS[column], TAGS[tag]).to_lowercase())
                .collect();
            assert_eq!(town.follows().await, wanted);
        });
    }
}
