//! The graph against shapes that have brought graphs down, and against a brute-force search.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{
    cycle::cycles,
    ever::ever,
    path::{Found, Path, shortest_path},
    reach::Budget,
    view::{Filter, Influence, Level, View},
    window::{Request, Window, beside, window},
    *,
};
use crate::edge::Subtype;

mod ten_thousand;

/// The asset with number `n`.
pub(crate) fn asset(n: u32) -> AssetId {
    AssetId(uuid::Uuid::from_u128((0x0190_0000_0000_7000_8000_0000_0000_0000_u128) + u128::from(n)))
}

/// A graph of `count` tables with these edges, all since change 1.
fn tables(count: u32, edges: impl IntoIterator<Item = (u32, u32)>) -> Graph {
    let nodes = Nodes::build((0..count).map(|node| (asset(node), None)).collect());
    let slots = edges.into_iter().map(|(up, down)| edge(up, down)).collect();
    Graph::build(nodes, slots, ChangeNumber(1)).unwrap()
}

fn edge(up: u32, down: u32) -> Slot {
    Slot::new(up, down, Transformation::UNSPECIFIED, ChangeNumber(1))
}

fn now(graph: &Graph) -> View<'_> {
    View { graph, filter: Filter::default() }
}

fn ask(view: View<'_>, focus: Node, directions: &[Direction], depth: u32) -> Window {
    let request = Request {
        starts: view.starts(focus),
        directions: directions.to_vec(),
        depth,
        limit: usize::MAX,
        fan_out: usize::MAX,
    };
    window(view, &request, Budget::QUESTION)
}

fn node_set(window: &Window) -> BTreeSet<Node> {
    window.nodes.iter().map(|shown| shown.node).collect()
}

#[test]
fn threat_38_self_loop_is_one_node_with_one_edge() {
    let graph = tables(1, [(0, 0)]);
    let answer = ask(now(&graph), 0, &[Direction::Up, Direction::Down], 100);
    assert_eq!((answer.nodes.len(), answer.edges.len(), answer.total_edges), (1, 1, 1));
    assert_eq!(cycles(now(&graph)), [vec![0]]);
}

#[test]
fn threat_38_cycle_of_two_is_walked_once() {
    let graph = tables(2, [(0, 1), (1, 0)]);
    let answer = ask(now(&graph), 0, &[Direction::Down], 100);
    assert_eq!((answer.nodes.len(), answer.edges.len(), answer.total_edges), (2, 2, 2));
}

#[test]
fn threat_38_cycle_of_fifty_ends() {
    let graph = tables(50, (0..50).map(|node| (node, (node + 1) % 50)));
    let answer = ask(now(&graph), 7, &[Direction::Up, Direction::Down], u32::MAX);
    assert_eq!((answer.nodes.len(), answer.edges.len(), answer.total_edges), (50, 50, 50));
    assert_eq!(cycles(now(&graph)), [(0..50).collect::<Vec<_>>()]);
}

#[test]
fn threat_38_hub_of_a_million_edges_shows_a_window_and_counts_the_rest() {
    let graph = tables(1_000_001, (1..=1_000_000).map(|leaf| (0, leaf)));
    let request = Request { starts: vec![0], directions: vec![Direction::Down], depth: 5, limit: 1000, fan_out: 100 };
    let answer = window(now(&graph), &request, Budget { nodes: 2_000_000, steps: 2_000_000 });
    assert_eq!(answer.nodes.len(), 101);
    assert_eq!(answer.nodes[0].hidden_down, 999_900);
    assert_eq!((answer.total_nodes, answer.total_edges, answer.is_total_exact), (1_000_001, 1_000_000, true));
}

#[test]
fn threat_38_hub_of_a_million_edges_is_answered_completely_when_asked() {
    let graph = tables(1_000_001, (1..=1_000_000).map(|leaf| (0, leaf)));
    assert_eq!(ask(now(&graph), 0, &[Direction::Down], 1).nodes.len(), 1_000_001);
}

#[test]
fn threat_38_every_edge_of_a_hub_can_be_closed() {
    let mut graph = tables(100_001, (1..=100_000).map(|leaf| (0, leaf)));
    for edge in 0..100_000 {
        graph.close(edge, ChangeNumber(2)).unwrap();
    }
    assert_eq!(ask(now(&graph), 0, &[Direction::Down], 1).nodes.len(), 1);
}

#[test]
fn threat_38_chain_of_a_hundred_thousand_is_walked_to_its_end() {
    let graph = tables(100_000, (0..99_999).map(|node| (node, node + 1)));
    let answer = ask(now(&graph), 0, &[Direction::Down], u32::MAX);
    assert_eq!(answer.nodes.last().unwrap().distance, 99_999);
    assert!(cycles(now(&graph)).is_empty());
    let Found::Path(path) = shortest_path(now(&graph), &[0], 99_999, u32::MAX, Budget::QUESTION) else {
        panic!("no path");
    };
    assert_eq!(path.edges.len(), 99_999);
}

#[test]
fn spent_budget_is_said() {
    let graph = tables(1000, (0..999).map(|node| (node, node + 1)));
    let request = Request { starts: vec![0], directions: vec![Direction::Down], depth: 999, limit: 10, fan_out: 10 };
    let answer = window(now(&graph), &request, Budget { nodes: 100, steps: 1000 });
    assert!(!answer.is_total_exact);
    assert_eq!(answer.nodes.len(), 10);
    let found = shortest_path(now(&graph), &[0], 999, 999, Budget { nodes: 100, steps: 1000 });
    assert_eq!(found, Found::GaveUp);
}

#[test]
fn threat_38_edge_to_an_unknown_node_is_refused() {
    let mut graph = tables(1, []);
    assert!(graph.add_edge(edge(0, 1)).is_err());
    assert!(graph.close(0, ChangeNumber(2)).is_err());
    assert!(Graph::build(Nodes::default(), vec![edge(0, 0)], ChangeNumber(1)).is_err());
    assert!(graph.edges().is_empty());
}

#[test]
fn removal_inside_a_path_cuts_it_now_and_not_in_the_past() {
    let mut graph = tables(3, [(0, 1), (1, 2)]);
    graph.close(1, ChangeNumber(5)).unwrap();
    assert_eq!(node_set(&ask(now(&graph), 0, &[Direction::Down], 9)), [0, 1].into());
    let past = View { graph: &graph, filter: Filter { at: Some(ChangeNumber(4)), ..Filter::default() } };
    assert_eq!(node_set(&ask(past, 0, &[Direction::Down], 9)), [0, 1, 2].into());
    let before = View { graph: &graph, filter: Filter { at: Some(ChangeNumber(0)), ..Filter::default() } };
    assert_eq!(node_set(&ask(before, 0, &[Direction::Down], 9)), [0].into());
}

#[test]
fn limit_cuts_off_what_is_farthest() {
    let graph = tables(7, [(0, 1), (1, 2), (2, 3), (4, 0), (5, 4), (6, 5)]);
    let request =
        Request { starts: vec![0], directions: vec![Direction::Up, Direction::Down], depth: 3, limit: 5, fan_out: 9 };
    let answer = window(now(&graph), &request, Budget::QUESTION);
    assert_eq!(node_set(&answer), [0, 1, 2, 4, 5].into());
    let distance: BTreeMap<Node, i32> = answer.nodes.iter().map(|shown| (shown.node, shown.distance)).collect();
    assert_eq!((distance[&2], distance[&5]), (2, -2));
    let hidden: usize = answer.nodes.iter().map(|shown| shown.hidden_up + shown.hidden_down).sum();
    assert_eq!((hidden, answer.total_nodes, answer.total_edges), (2, 7, 6));
}

#[test]
fn shortest_path_takes_the_short_cut() {
    let graph = tables(4, [(0, 1), (1, 2), (2, 3), (0, 2)]);
    let found = shortest_path(now(&graph), &[0], 3, 9, Budget::QUESTION);
    assert_eq!(found, Found::Path(Path { nodes: vec![0, 2, 3], edges: vec![Some(3), Some(2)] }));
    assert_eq!(shortest_path(now(&graph), &[3], 0, 9, Budget::QUESTION), Found::Nothing);
    assert_eq!(shortest_path(now(&graph), &[0], 3, 1, Budget::QUESTION), Found::Nothing);
}

/// Two tables of two columns: `0 {1, 2} → 3 {4, 5}`, where 1 flows into 4 and 2 filters all of 3.
fn filtered() -> Graph {
    let mut graph = Graph::default();
    for table in [0, 3] {
        let table = graph.add_node(asset(table), None);
        graph.add_node(asset(table + 1), Some(table));
        graph.add_node(asset(table + 2), Some(table));
    }
    for (up, down, subtype) in [(1, 4, Subtype::Identity), (2, 3, Subtype::Filter)] {
        graph.add_edge(Slot::new(up, down, Transformation::of(subtype), ChangeNumber(1))).unwrap();
    }
    graph.add_edge(edge(0, 3)).unwrap();
    graph
}

fn columns(graph: &Graph, influence: Influence) -> View<'_> {
    View { graph, filter: Filter { level: Level::Column, influence, at: None } }
}

#[test]
fn values_do_not_follow_a_filter() {
    let graph = filtered();
    let view = columns(&graph, Influence::Values);
    assert_eq!(node_set(&ask(view, 2, &[Direction::Down], 3)), [2].into());
    assert_eq!(node_set(&ask(view, 1, &[Direction::Down], 3)), [1, 4].into());
}

#[test]
fn column_that_filters_a_table_decides_about_all_of_its_columns() {
    let graph = filtered();
    let view = columns(&graph, Influence::Everything);
    assert_eq!(node_set(&ask(view, 2, &[Direction::Down], 1)), [2, 3, 4, 5].into());
    assert_eq!(node_set(&ask(view, 5, &[Direction::Up], 1)), [2, 3, 5].into());
}

#[test]
fn table_level_knows_no_columns() {
    let graph = filtered();
    assert_eq!(node_set(&ask(now(&graph), 2, &[Direction::Down], 3)), [0, 3].into());
}

#[test]
fn focus_on_a_table_at_column_level_begins_with_its_columns() {
    let graph = filtered();
    let view = columns(&graph, Influence::Values);
    assert_eq!(node_set(&ask(view, 0, &[Direction::Down], 1)), [0, 1, 2, 4].into());
}

/// A small random graph: five tables of up to three columns, and edges of every sort with intervals.
#[derive(Debug, Clone)]
struct Case {
    edges: Vec<(u32, u32, u8, i64, Option<i64>)>,
    filter: Filter,
    directions: Vec<Direction>,
    focus: u32,
    depth: u32,
    limit: usize,
    built_at_once: usize,
}

const TABLES: u32 = 5;
const NODES: u32 = 20;

fn parent(node: u32) -> Option<u32> {
    (node >= TABLES).then_some(node % TABLES)
}

prop_compose! {
    fn cases()(
        edges in prop::collection::vec((0..NODES, 0..NODES, 0_u8..11, 1_i64..9, prop::option::of(1_i64..5)), 0..60),
        level in prop_oneof![Just(Level::Table), Just(Level::Column)],
        influence in prop_oneof![Just(Influence::Values), Just(Influence::Everything)],
        at in prop::option::of(0_i64..12),
        directions in prop_oneof![
            Just(vec![Direction::Up]), Just(vec![Direction::Down]), Just(vec![Direction::Up, Direction::Down])],
        focus in 0..NODES,
        depth in 0_u32..6,
        limit in 1_usize..25,
        built_at_once in 0_usize..60,
    ) -> Case {
        let at = at.map(ChangeNumber);
        let edges = edges.into_iter().map(|(up, down, kind, from, held)| (up, down, kind, from, held.map(|held| from + held)));
        Case { edges: edges.collect(), filter: Filter { level, influence, at }, directions, focus, depth, limit, built_at_once }
    }
}

/// The graph of a case, some edges built at once and the others added one by one.
fn graph_of(case: &Case) -> Graph {
    let nodes = Nodes::build((0..NODES).map(|node| (asset(node), parent(node))).collect());
    let slot = |&(up, down, kind, from, until): &(u32, u32, u8, i64, Option<i64>)| {
        let slot = Slot::new(up, down, Transformation::from_number(kind).unwrap(), ChangeNumber(from));
        (slot, until.map(ChangeNumber))
    };
    let (first, rest) = case.edges.split_at(case.built_at_once.min(case.edges.len()));
    let first = first.iter().map(slot).map(|(slot, until)| slot.until(until)).collect();
    let mut graph = Graph::build(nodes, first, ChangeNumber(1)).unwrap();
    for (slot, until) in rest.iter().map(slot) {
        let edge = graph.add_edge(slot).unwrap();
        if let Some(until) = until {
            graph.close(edge, until).unwrap();
        }
    }
    graph
}

/// Pairs of nodes with their edge, and pairs that come along without one.
type Relation = (Vec<(u32, u32, u32)>, Vec<(u32, u32)>);

/// The relation of a case as pairs, straight from the meaning: (from, to, edge), and what comes along without an edge.
fn relation(case: &Case, direction: Direction) -> Relation {
    let Filter { level, influence, at } = case.filter;
    let holds = |from: i64, until: Option<i64>| match at {
        None => until.is_none(),
        Some(at) => from <= at.0 && until.is_none_or(|until| at.0 < until),
    };
    let mut pairs = Vec::new();
    for (index, &(up, down, kind, from, until)) in case.edges.iter().enumerate() {
        let is_direct = Transformation::from_number(kind).unwrap().flow == crate::edge::Flow::Direct;
        let columns = [up, down].into_iter().filter(|node| parent(*node).is_some()).count();
        let counts = match (level, influence) {
            (Level::Table, _) => columns == 0,
            (Level::Column, Influence::Values) => columns == 2 && is_direct,
            (Level::Column, Influence::Everything) => columns > 0,
        };
        if counts && holds(from, until) {
            let (a, b) = if direction == Direction::Down { (up, down) } else { (down, up) };
            pairs.push((a, b, u32::try_from(index).unwrap()));
        }
    }
    let mut along = Vec::new();
    if level == Level::Column && influence == Influence::Everything {
        for column in TABLES..NODES {
            let table = parent(column).unwrap();
            match direction {
                Direction::Down => along.push((table, column)),
                Direction::Up if pairs.iter().any(|(from, ..)| *from == table) => along.push((column, table)),
                Direction::Up => {}
            }
        }
    }
    (pairs, along)
}

/// Nodes and edges within the depth, by repeated passes over all pairs.
fn brute_force(case: &Case, starts: &[u32]) -> (BTreeSet<u32>, BTreeSet<u32>) {
    let (mut nodes, mut edges) = (BTreeSet::new(), BTreeSet::new());
    for direction in &case.directions {
        let (pairs, along) = relation(case, *direction);
        let mut reached: BTreeSet<u32> = starts.iter().copied().collect();
        let close = |reached: &mut BTreeSet<u32>| {
            let more: Vec<u32> = along.iter().filter(|(from, _)| reached.contains(from)).map(|pair| pair.1).collect();
            reached.extend(more);
        };
        close(&mut reached);
        for _ in 0..case.depth {
            let steps: Vec<_> = pairs.iter().filter(|(from, ..)| reached.contains(from)).collect();
            edges.extend(steps.iter().map(|step| step.2));
            reached.extend(steps.iter().map(|step| step.1));
            close(&mut reached);
        }
        nodes.extend(reached);
    }
    (nodes, edges)
}

#[test]
fn page_beside_a_hub_of_a_hundred_thousand_shows_its_own_and_counts_the_rest() {
    let graph = tables(100_001, (1..=100_000).map(|other| (0, other)));
    let answer = beside(now(&graph), 0, Direction::Down, (&[7, 99_000], 100_000));
    let shown: Vec<(Node, i32)> = answer.nodes.iter().map(|shown| (shown.node, shown.distance)).collect();
    assert_eq!(shown, [(0, 0), (7, 1), (99_000, 1)]);
    assert_eq!((answer.edges.len(), answer.nodes[0].hidden_down, answer.total_nodes), (2, 99_998, 100_001));
}

#[test]
fn edges_that_no_longer_hold_are_part_of_what_ever_held() {
    let mut graph = tables(4, [(0, 1), (1, 2), (2, 3)]);
    graph.close(1, ChangeNumber(5)).unwrap();
    assert_eq!(ever(&graph, 0, &[Direction::Down], 2), (vec![0, 1], true));
    assert_eq!(ever(&graph, 3, &[Direction::Up, Direction::Down], 1), (vec![2], true));
}

#[test]
fn search_for_what_ever_held_is_bounded_and_says_so() {
    let graph = tables(30_001, (1..=30_000).map(|other| (0, other)));
    let (edges, is_complete) = ever(&graph, 0, &[Direction::Down], 1);
    assert_eq!((edges.len(), is_complete), (20_000, false));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn unlimited_traversal_is_what_brute_force_finds(case in cases()) {
        let graph = graph_of(&case);
        let view = View { graph: &graph, filter: case.filter };
        let answer = ask(view, case.focus, &case.directions, case.depth);
        let (nodes, edges) = brute_force(&case, &view.starts(case.focus));
        prop_assert_eq!(node_set(&answer), nodes.clone());
        prop_assert_eq!(answer.edges.iter().copied().collect::<BTreeSet<_>>(), edges.clone());
        prop_assert_eq!((answer.total_nodes, answer.total_edges), (nodes.len(), edges.len()));
    }

    #[test]
    fn limited_traversal_shows_a_part_and_counts_all(case in cases(), fan_out in 1_usize..4) {
        let graph = graph_of(&case);
        let view = View { graph: &graph, filter: case.filter };
        let request = Request {
            starts: view.starts(case.focus),
            directions: case.directions.clone(),
            depth: case.depth,
            limit: case.limit,
            fan_out,
        };
        let answer = window(view, &request, Budget::QUESTION);
        let (nodes, edges) = brute_force(&case, &request.starts);
        let shown = node_set(&answer);
        prop_assert!(shown.is_subset(&nodes) && shown.len() <= case.limit);
        prop_assert!(answer.edges.iter().all(|edge| edges.contains(edge)));
        prop_assert_eq!((answer.total_nodes, answer.total_edges), (nodes.len(), edges.len()));
        for node in &answer.nodes {
            let around = |direction| view.steps(node.node, direction).map(|(other, _)| other)
                .filter(|other| !shown.contains(other)).collect::<BTreeSet<_>>().len();
            prop_assert_eq!((node.hidden_up, node.hidden_down), (around(Direction::Up), around(Direction::Down)));
        }
    }

    #[test]
    fn shortest_path_is_as_long_as_the_distance(case in cases(), goal in 0..NODES) {
        let graph = graph_of(&case);
        let view = View { graph: &graph, filter: Filter { level: Level::Table, ..case.filter } };
        let (start, goal) = (case.focus % TABLES, goal % TABLES);
        let answer = ask(view, start, &[Direction::Down], case.depth);
        let distance = answer.nodes.iter().find(|shown| shown.node == goal).map(|shown| shown.distance);
        match shortest_path(view, &[start], goal, case.depth, Budget::QUESTION) {
            Found::Path(path) => prop_assert_eq!(i32::try_from(path.edges.len()).ok(), distance),
            Found::Nothing => prop_assert_eq!(distance, None),
            Found::GaveUp => prop_assert!(false, "gave up"),
        }
    }
}
