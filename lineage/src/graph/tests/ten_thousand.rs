//! A random graph of ten thousand columns, with hubs and many circles: what is asked of it against a search that knows
//! nothing but the list of edges.

use std::collections::BTreeSet;

use super::*;

/// How many columns there are, in tables of ten.
const COLUMNS: usize = 10_000;
const TABLES: usize = COLUMNS / 10;
const EDGES: usize = 30_000;

/// The numbers of Lehmer's generator, for a graph that is the same in every run.
fn numbers() -> impl FnMut(usize) -> usize {
    let mut state = 42_u64;
    move |bound| {
        state = state * 48_271 % 0x7fff_ffff;
        usize::try_from(state).unwrap() % bound
    }
}

/// Pairs of columns, counted from 0: every twentieth edge begins or ends at one of five hubs.
fn pairs() -> Vec<(usize, usize)> {
    let mut number = numbers();
    let pair = |place: usize| {
        let (from, to) = (number(COLUMNS), number(COLUMNS));
        match place % 40 {
            0 => (place % 5, to),
            1 => (from, place % 5),
            _ => (from, to),
        }
    };
    (0..EDGES).map(pair).collect()
}

fn node_of(column: usize) -> Node {
    u32::try_from(TABLES + column).unwrap()
}

fn graph_of_pairs(pairs: &[(usize, usize)]) -> Graph {
    let number = |number: usize| u32::try_from(number).unwrap();
    let tables = (0..TABLES).map(|table| (asset(number(table)), None));
    let columns = (0..COLUMNS).map(|column| (asset(node_of(column)), Some(number(column / 10))));
    let slot = |&(from, to): &(usize, usize)| {
        Slot::new(node_of(from), node_of(to), Transformation::of(Subtype::Identity), ChangeNumber(1))
    };
    let nodes = Nodes::build(tables.chain(columns).collect());
    Graph::build(nodes, pairs.iter().map(slot).collect(), ChangeNumber(1)).unwrap()
}

/// What is within `depth` edges of a column: the distance of each column, and the numbers of the edges on the way. The
/// whole list of edges is looked through once for every step.
fn look_through(
    pairs: &[(usize, usize)],
    start: usize,
    is_upstream: bool,
    depth: u32,
) -> (BTreeMap<usize, u32>, BTreeSet<usize>) {
    let (mut distances, mut on_the_way) = (BTreeMap::from([(start, 0)]), BTreeSet::new());
    for step in 1..=depth {
        let known = distances.clone();
        for (number, &(from, to)) in pairs.iter().enumerate() {
            let (near, far) = if is_upstream { (to, from) } else { (from, to) };
            if known.contains_key(&near) {
                on_the_way.insert(number);
                distances.entry(far).or_insert(step);
            }
        }
        if known.len() == distances.len() {
            break;
        }
    }
    (distances, on_the_way)
}

/// The same as the graph says it.
fn ask_graph(graph: &Graph, start: usize, direction: Direction, depth: u32) -> (BTreeMap<usize, u32>, BTreeSet<usize>) {
    let view = columns(graph, Influence::Values);
    let answer = ask(view, node_of(start), &[direction], depth);
    assert!(answer.is_total_exact);
    assert_eq!((answer.total_nodes, answer.total_edges), (answer.nodes.len(), answer.edges.len()));
    let place = |shown: &super::super::window::Shown| (shown.node as usize - TABLES, shown.distance.unsigned_abs());
    (answer.nodes.iter().map(place).collect(), answer.edges.iter().map(|edge| *edge as usize).collect())
}

#[test]
fn c7_every_depth_of_a_random_graph_of_ten_thousand_columns_is_what_the_list_of_edges_says() {
    let pairs = pairs();
    let graph = graph_of_pairs(&pairs);
    let mut number = numbers();
    let starts: Vec<usize> = (0..3).chain((0..6).map(|_| number(COLUMNS))).collect();
    for start in starts {
        for (direction, is_upstream) in [(Direction::Down, false), (Direction::Up, true)] {
            for depth in [0, 1, 2, 3, 5, 8] {
                let expected = look_through(&pairs, start, is_upstream, depth);
                let answer = ask_graph(&graph, start, direction, depth);
                assert_eq!(answer, expected, "{direction:?} of column {start}, {depth} edges far");
            }
        }
    }
}

#[test]
fn c7_circles_do_not_keep_a_question_without_limit_from_ending() {
    let pairs = pairs();
    let graph = graph_of_pairs(&pairs);
    assert!(!cycles(columns(&graph, Influence::Values)).is_empty());
    for direction in [Direction::Down, Direction::Up] {
        let expected = look_through(&pairs, 0, direction == Direction::Up, u32::MAX);
        assert_eq!(ask_graph(&graph, 0, direction, u32::MAX), expected);
    }
}

#[test]
fn c7_edges_that_are_closed_are_left_out_of_a_random_graph_and_its_past_keeps_them() {
    let pairs = pairs();
    let mut graph = graph_of_pairs(&pairs);
    let is_closed = |number: &usize| number.is_multiple_of(3);
    for edge in (0..EDGES).filter(is_closed) {
        graph.close(u32::try_from(edge).unwrap(), ChangeNumber(2)).unwrap();
    }
    // A closed edge leads from a column that is not there, so that the others keep their numbers.
    let open: Vec<(usize, usize)> = pairs
        .iter()
        .enumerate()
        .map(|(number, pair)| if is_closed(&number) { (COLUMNS, COLUMNS) } else { *pair })
        .collect();
    for start in [0, 1, 77, 4_242] {
        assert_eq!(ask_graph(&graph, start, Direction::Down, 4), look_through(&open, start, false, 4));
        let past = Filter { at: Some(ChangeNumber(1)), ..columns(&graph, Influence::Values).filter };
        let view = View { graph: &graph, filter: past };
        let before = ask(view, node_of(start), &[Direction::Down], 4);
        assert_eq!(before.nodes.len(), look_through(&pairs, start, false, 4).0.len());
    }
}
