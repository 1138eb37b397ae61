//! Declared sets against a model: whatever tools declare in whatever order, an edge holds exactly as long as somebody
//! says so.

use std::collections::{BTreeMap, BTreeSet};

use catalog::ChangeNumber;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sea_orm::EntityTrait;

use super::{
    declare::declare,
    tables::{assertion, edge},
};
use crate::{
    declare::{Declaration, End, Evidence},
    edge::Transformation,
    graph::tests::asset,
    memory::Memory,
    testing::{World, on_both},
};

/// Declarations one after the other: at which change (several may share one), by which tool, and the pairs of tables.
type Story = Vec<(bool, u8, BTreeSet<(u32, u32)>)>;

fn stories() -> impl Strategy<Value = Story> {
    let pairs = prop::collection::btree_set((0_u32..4, 0_u32..4), 0..6);
    prop::collection::vec((any::<bool>(), 0_u8..3, pairs), 1..12)
}

fn declaration(tool: u8, pairs: &BTreeSet<(u32, u32)>, at: i64) -> Declaration {
    let mut declaration = Declaration::new(&format!("tool{tool}"), "job", asset(100), ChangeNumber(at));
    declaration.declared = Some("{}".to_owned());
    for (from, to) in pairs {
        let ends = (End::whole(asset(*from)), End::whole(asset(*to)));
        declaration.claim(ends, (Transformation::UNSPECIFIED, false), None, Evidence::declared());
    }
    declaration
}

/// The story in commits: each with the last declaration of every tool.
fn commits(story: &Story) -> Vec<BTreeMap<u8, BTreeSet<(u32, u32)>>> {
    let mut commits: Vec<BTreeMap<u8, BTreeSet<(u32, u32)>>> = vec![BTreeMap::new()];
    for (is_same_commit, tool, pairs) in story {
        if !is_same_commit {
            commits.push(BTreeMap::new());
        }
        commits.last_mut().unwrap().insert(*tool, pairs.clone());
    }
    commits
}

async fn tell(world: &World, story: &Story) {
    let write = world.catalog.database().write().await.unwrap();
    super::load::reset(&*write).await.unwrap();
    let mut said: BTreeMap<u8, BTreeSet<(u32, u32)>> = BTreeMap::new();
    let mut history: Vec<BTreeSet<(u32, u32)>> = Vec::new();
    for (at, commit) in (1..).zip(commits(story)) {
        let sets = commit.iter().map(|(tool, pairs)| declaration(*tool, pairs, at)).collect();
        declare(&*write, sets).await.unwrap();
        said.extend(commit);
        history.push(said.values().flatten().copied().collect());
    }
    write.commit().await.unwrap();
    let memory = Memory::load(world.catalog.database().read()).await.unwrap();
    let graph = memory.read();
    for (at, expected) in (1..).zip(&history) {
        let held = graph.edges().iter().filter(|edge| edge.holds_at(ChangeNumber(at)));
        let number = |node| (0..4).find(|number| graph.nodes().asset(node) == asset(*number)).unwrap();
        let held: Vec<(u32, u32)> = held.map(|edge| (number(edge.upstream), number(edge.downstream))).collect();
        assert_eq!(held.len(), expected.len(), "an edge is there twice at change {at}");
        assert_eq!(held.into_iter().collect::<BTreeSet<_>>(), *expected, "at change {at}");
    }
}

/// Every assertion lies within its edge, and an edge is open exactly when one of its assertions is.
async fn check_intervals(world: &World) {
    let read = world.catalog.database().read();
    let assertions = assertion::Entity::find().all(read).await.unwrap();
    for edge in edge::Entity::find().all(read).await.unwrap() {
        let own: Vec<_> = assertions.iter().filter(|assertion| assertion.edge == edge.id).collect();
        assert_eq!(own.iter().map(|assertion| assertion.from_change).min(), Some(edge.from_change));
        let is_open = own.iter().any(|assertion| assertion.until_change.is_none());
        let last = own.iter().filter_map(|assertion| assertion.until_change).max();
        assert_eq!(edge.until_change, if is_open { None } else { last });
    }
}

#[tokio::test]
async fn j4_edge_holds_exactly_as_long_as_somebody_says_so() {
    on_both(async |world| {
        let mut runner = TestRunner::deterministic();
        for _ in 0..40 {
            let story = stories().new_tree(&mut runner).unwrap().current();
            tell(&world, &story).await;
            check_intervals(&world).await;
        }
    })
    .await;
}

#[tokio::test]
async fn declaration_that_is_repeated_writes_nothing() {
    on_both(async |world| {
        let pairs = [(0, 1), (1, 2)].into();
        let write = world.catalog.database().write().await.unwrap();
        declare(&*write, vec![declaration(0, &pairs, 1)]).await.unwrap();
        let rows = async || {
            let edges = edge::Entity::find().all(&*write).await.unwrap();
            (edges, assertion::Entity::find().all(&*write).await.unwrap())
        };
        let before = rows().await;
        declare(&*write, vec![declaration(0, &pairs, 2)]).await.unwrap();
        assert_eq!(rows().await, before);
        assert_eq!(before.1.len(), 2);
    })
    .await;
}
