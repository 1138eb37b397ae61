//! Lineage step by step through the router: pages of neighbours, what is said about an edge, moments of change.

use catalog::{
    AssetKind, Name, Origin, Record, Role, RunContext, Scope, Viewer,
    record::{DeclaredEdge, LineageRecord},
};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use super::support::{Client, World};
use crate::{access::NewToken, sources::NewSource};

const NAMESPACE: &str = "postgres://h:5432";

impl Client {
    async fn explore(&self, query: &str, variables: Value) -> Value {
        self.post("/graphql", &json!({ "query": query, "variables": variables })).await.json()
    }

    async fn named(&self, name: &str) -> String {
        let answer = self.explore("query($name: String!) { asset(name: $name) { id } }", json!({ "name": name })).await;
        answer["data"]["asset"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    async fn declare(&self, input: Value) {
        let query = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
        let answer = self.explore(query, json!({ "input": input })).await;
        assert_eq!(answer["data"]["report"]["errors"], json!([]), "{answer}");
    }
}

fn place(table: &str) -> Value {
    json!({ "namespace": NAMESPACE, "parts": ["shop", "public", table], "kind": "TABLE" })
}

/// What the loader says: `hub` feeds as many tables as `count` says.
fn fed(count: usize) -> Value {
    let edge = |n: usize| json!({ "upstream": place("hub"), "downstream": place(&format!("mart_{n:03}")) });
    json!([{ "tool": "loader", "scope": "nightly", "edges": (0..count).map(edge).collect::<Vec<_>>() }])
}

/// A world in which `hub` feeds sixty tables, and a program that may do everything.
async fn world() -> (World, Client) {
    let world = World::new().await;
    world.user("ana", Role::Admin).await;
    let program = world.program("ana", &[Scope::Admin]).await;
    let tables = (0..60).map(|n| place(&format!("mart_{n:03}"))).chain([place("hub")]);
    program.declare(json!({ "assets": tables.collect::<Vec<_>>(), "lineage": fed(60) })).await;
    world.app.catch_up().await.unwrap();
    (world, program)
}

const NEIGHBOURS: &str = "query($input: LineageNeighboursInput!) { lineageNeighbours(input: $input) { total
    pageInfo { hasNextPage endCursor }
    scene { nodes { key hiddenDown asset { name } } edges { from to } } } }";

/// Names of the neighbours of one page.
fn names(page: &Value) -> Vec<String> {
    let nodes = page["scene"]["nodes"].as_array().unwrap();
    nodes.iter().skip(1).map(|node| node["asset"]["name"].as_str().unwrap_or("hidden").to_owned()).collect()
}

#[tokio::test]
async fn j1_neighbours_of_a_hub_come_in_pages_that_leave_none_out_and_repeat_none() {
    let (_world, program) = world().await;
    let hub = program.named("public.hub").await;
    let (mut found, mut after) = (Vec::new(), Value::Null);
    for _ in 0..3 {
        let input = json!({ "focus": hub, "side": "DOWN", "first": 25, "after": after });
        let answer = program.explore(NEIGHBOURS, json!({ "input": input })).await;
        let page = &answer["data"]["lineageNeighbours"];
        assert_eq!(page["total"], 60, "{answer}");
        let shown = names(page);
        assert_eq!(page["scene"]["edges"].as_array().unwrap().len(), shown.len());
        assert_eq!(page["scene"]["nodes"][0]["hiddenDown"], 60 - shown.len());
        found.extend(shown);
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert!(after.is_null());
    found.sort_unstable();
    assert_eq!(found, (0..60).map(|n| format!("mart_{n:03}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn j1_neighbours_are_found_by_a_part_of_their_name() {
    let (_world, program) = world().await;
    let hub = program.named("public.hub").await;
    let input = json!({ "focus": hub, "side": "DOWN", "text": "MART_05" });
    let answer = program.explore(NEIGHBOURS, json!({ "input": input })).await;
    let page = &answer["data"]["lineageNeighbours"];
    assert_eq!(names(page), (50..60).map(|n| format!("mart_{n:03}")).collect::<Vec<_>>());
    assert_eq!((&page["total"], &page["pageInfo"]["hasNextPage"]), (&json!(60), &json!(false)));
}

#[tokio::test]
async fn j1_question_about_neighbours_that_makes_no_sense_names_the_field() {
    let (_world, program) = world().await;
    let hub = program.named("public.hub").await;
    for (field, value) in [("first", json!(0)), ("first", json!(501)), ("first", json!(-1)), ("after", json!("x"))] {
        let mut input = json!({ "focus": hub, "side": "DOWN" });
        input[field] = value;
        let answer = program.explore(NEIGHBOURS, json!({ "input": input })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "INVALID", "{answer}");
        assert_eq!(answer["errors"][0]["extensions"]["field"], field, "{answer}");
    }
}

#[tokio::test]
async fn j1_fan_out_of_a_traversal_leaves_counts_of_what_it_leaves_out() {
    let (_world, program) = world().await;
    let hub = program.named("public.hub").await;
    let query = "query($focus: AssetId!) { lineage(input: { focus: $focus, direction: DOWN, fanOut: 10 }) {
        truncated totalNodes nodes { hiddenDown } } }";
    let answer = program.explore(query, json!({ "focus": hub })).await;
    let scene = &answer["data"]["lineage"];
    assert_eq!((scene["nodes"].as_array().unwrap().len(), &scene["nodes"][0]["hiddenDown"]), (11, &json!(50)));
    assert_eq!((&scene["totalNodes"], &scene["truncated"]), (&json!(61), &json!(true)));
}

#[tokio::test]
async fn j1_neighbours_come_with_the_columns_between_them() {
    let (world, program) = world().await;
    let column = |table: &str, name: &str| {
        json!({ "namespace": NAMESPACE, "parts": ["shop", "public", table, name], "kind": "COLUMN",
            "details": { "data_type": { "text": "bigint", "class": "integer" }, "position": 1 } })
    };
    let sql = "SELECT amount AS total FROM shop.public.hub";
    let view = json!({ "namespace": NAMESPACE, "parts": ["shop", "public", "sums"], "kind": "TABLE",
        "details": { "table_type": "view", "definition": sql, "dialect": "postgres" } });
    let assets = json!([place("hub"), column("hub", "amount"), view, column("sums", "total")]);
    program.declare(json!({ "assets": assets })).await;
    world.app.catch_up().await.unwrap();
    let query = "query($input: LineageNeighboursInput!) { lineageNeighbours(input: $input) {
        scene { nodes { columns { name } asset { name } } edges { level } } } }";
    let hub = program.named("public.hub").await;
    let input = json!({ "focus": hub, "side": "DOWN", "text": "sums", "withColumns": true });
    let answer = program.explore(query, json!({ "input": input })).await;
    let scene = &answer["data"]["lineageNeighbours"]["scene"];
    let columns: Vec<&Value> =
        scene["nodes"].as_array().unwrap().iter().map(|node| &node["columns"][0]["name"]).collect();
    assert_eq!(columns, [&json!("amount"), &json!("total")], "{answer}");
    let levels: Vec<&Value> = scene["edges"].as_array().unwrap().iter().map(|edge| &edge["level"]).collect();
    assert_eq!(levels, [&json!("TABLE"), &json!("COLUMN")]);
}

#[tokio::test]
async fn j4_edge_says_who_said_it_for_what_when_and_how_surely() {
    let (_world, program) = world().await;
    let (hub, mart) = (program.named("public.hub").await, program.named("public.mart_007").await);
    let query = "query($from: AssetId!, $to: AssetId!) { lineageEdge(from: $from, to: $to) { truncated sql edges {
        level type since sinceTime from { name } to { name }
        assertions { tool scope confidence sinceTime } } } }";
    let answer = program.explore(query, json!({ "from": hub, "to": mart })).await;
    let edge = &answer["data"]["lineageEdge"]["edges"][0];
    assert_eq!((&edge["from"]["name"], &edge["to"]["name"]), (&json!("hub"), &json!("mart_007")), "{answer}");
    assert!(edge["sinceTime"].is_string() && edge["since"].is_number(), "{answer}");
    let said = &edge["assertions"][0];
    assert_eq!((&said["tool"], &said["scope"]), (&json!("loader"), &json!("nightly")));
    assert_eq!((&said["confidence"], said["sinceTime"].is_string()), (&json!(1.0), true), "{answer}");
}

#[tokio::test]
async fn j2_moments_tell_when_edges_appeared_and_vanished() {
    let (world, program) = world().await;
    let hub = program.named("public.hub").await;
    program.declare(json!({ "lineage": fed(58) })).await;
    world.app.catch_up().await.unwrap();
    let query = "query($focus: AssetId!) { lineageMoments(focus: $focus) { complete
        moments { change time appeared vanished } } }";
    let answer = program.explore(query, json!({ "focus": hub })).await;
    let moments = answer["data"]["lineageMoments"]["moments"].as_array().unwrap();
    let counts: Vec<(i64, i64)> = moments
        .iter()
        .map(|moment| (moment["appeared"].as_i64().unwrap(), moment["vanished"].as_i64().unwrap()))
        .collect();
    assert_eq!(counts, [(0, 2), (60, 0)], "{answer}");
    assert!(moments.iter().all(|moment| moment["time"].is_string()));
}

#[tokio::test]
async fn threat_10_neighbours_edges_and_moments_are_hidden_from_who_may_not_know_of_them() {
    let (world, program) = world().await;
    let (hub, mart) = (program.named("public.hub").await, program.named("public.mart_001").await);
    let config = json!({ "path": "/nowhere/other.db" });
    let source = NewSource { name: "other".into(), connector: "sqlite".into(), config, schedule: None };
    let source = world.app.sources().create(&Viewer::system(), source).await.unwrap();
    let new = NewToken {
        name: "bound".into(),
        scopes: [Scope::Read].into(),
        sources: Some([source.id].into()),
        expires_at: None,
    };
    let (_, secret) = world.app.access().create_token_for(&Viewer::system(), "ana", new).await.unwrap();
    let bound = world.anonymous().with("authorization", &format!("Bearer {}", secret.expose_secret()));
    let neighbours = json!({ "input": { "focus": hub, "side": "DOWN" } });
    let edge = "query($from: AssetId!, $to: AssetId!) { lineageEdge(from: $from, to: $to) { sql } }";
    let moments = "query($focus: AssetId!) { lineageMoments(focus: $focus) { complete } }";
    let answers = [
        bound.explore(NEIGHBOURS, neighbours).await,
        bound.explore(edge, json!({ "from": hub, "to": mart })).await,
        bound.explore(moments, json!({ "focus": hub })).await,
    ];
    for answer in answers {
        assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND", "{answer}");
    }
}

/// Says that `hub` feeds tables `0..count`, in one declaration; gives the change.
async fn feed(world: &World, count: usize) -> i64 {
    let name = |table: String| Name::new(NAMESPACE, ["shop".to_owned(), "public".to_owned(), table]);
    let edge = |n: usize| DeclaredEdge {
        upstream: name("hub".into()),
        upstream_kind: AssetKind::Table,
        downstream: name(format!("mart_{n:05}")),
        downstream_kind: AssetKind::Table,
        columns: Vec::new(),
    };
    let record = LineageRecord {
        tool: "loader".into(),
        scope: "nightly".into(),
        through: None,
        edges: (0..count).map(edge).collect(),
        queries: Vec::new(),
        statements: Vec::new(),
        by_hand: None,
    };
    let context = RunContext::new("loader", Origin::Report, world.clock.now());
    let mut ingest = world.app.catalog().begin(context).await.unwrap();
    ingest.push(Record::Lineage(record)).await.unwrap();
    ingest.finish().await.unwrap();
    world.app.catalog().last_change().await.unwrap().0
}

const IMPACT: &str = "query($focus: AssetId!, $seen: ChangeNumber, $asOf: AsOf) {
    impact(input: { focus: $focus, limit: 50000, seen: $seen, asOf: $asOf }) { total truncated items { depth } } }";

#[tokio::test]
async fn j5_hub_of_forty_thousand_relations_is_answered_completely() {
    const RELATIONS: usize = 40_000;
    let world = World::new().await;
    world.user("ana", Role::Admin).await;
    let program = world.program("ana", &[Scope::Admin]).await;
    feed(&world, RELATIONS).await;
    world.app.catch_up().await.unwrap();
    let hub = program.named("public.hub").await;
    let answer = program.explore(IMPACT, json!({ "focus": hub })).await;
    let impact = &answer["data"]["impact"];
    assert_eq!((&impact["total"], &impact["truncated"]), (&json!(RELATIONS), &json!(false)), "{}", answer["errors"]);
    assert_eq!(impact["items"].as_array().unwrap().len(), RELATIONS);
}

#[tokio::test]
async fn j5_edge_that_was_taken_back_is_gone_in_the_next_answer_that_carries_the_change_number() {
    let world = World::new().await;
    world.user("ana", Role::Admin).await;
    let program = world.program("ana", &[Scope::Admin]).await;
    feed(&world, 3).await;
    world.app.catch_up().await.unwrap();
    let hub = program.named("public.hub").await;
    let change = feed(&world, 2).await;
    // Nobody has followed yet: who does not say what they know of gets what the graph has.
    let old = program.explore(IMPACT, json!({ "focus": hub })).await;
    assert_eq!(old["data"]["impact"]["total"], 3, "{old}");
    let seen = program.explore(IMPACT, json!({ "focus": hub, "seen": change }));
    let as_of = program.explore(IMPACT, json!({ "focus": hub, "asOf": { "change": change } }));
    let (seen, as_of, followed) = tokio::join!(seen, as_of, world.app.catch_up());
    followed.unwrap();
    assert_eq!(seen["data"]["impact"]["total"], 2, "{seen}");
    assert_eq!(as_of["data"]["impact"]["total"], 2, "{as_of}");
}
