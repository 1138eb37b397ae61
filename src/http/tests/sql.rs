//! What the SQL of real databases says, through the router: routines of PostgreSQL and MariaDB, and what is not understood.

use catalog::{Role, Scope, Viewer};
use serde_json::{Value, json};

use super::support::{Client, World};
use crate::sources::NewSource;

impl Client {
    async fn told(&self, query: &str, variables: Value) -> Value {
        let answer = self.post("/graphql", &json!({ "query": query, "variables": variables })).await.json();
        assert!(answer["errors"].is_null(), "{answer}");
        answer["data"].clone()
    }

    async fn table(&self, name: &str) -> Value {
        let query = "query($name: String!) { asset(name: $name) { id } }";
        self.told(query, json!({ "name": name })).await["asset"]["id"].clone()
    }

    /// What flows into a table, as text such as `orders.amount > totals.total AGGREGATION through refill(date) through refill()`.
    async fn upstream(&self, table: &str) -> Vec<String> {
        let query = "query($focus: AssetId!) { lineage(input: { focus: $focus, direction: UP, withColumns: true }) {
            nodes { key asset { name } columns { id name } }
            edges { from to level type subtype span sql through { name } } } }";
        let scene = self.told(query, json!({ "focus": self.table(table).await })).await["lineage"].clone();
        let mut names = std::collections::HashMap::new();
        for node in scene["nodes"].as_array().unwrap() {
            let table = node["asset"]["name"].as_str().unwrap();
            names.insert(node["key"].as_str().unwrap().to_owned(), table.to_owned());
            for column in node["columns"].as_array().unwrap() {
                let path = format!("{table}.{}", column["name"].as_str().unwrap());
                names.insert(column["id"].as_str().unwrap().to_owned(), path);
            }
        }
        let edges = scene["edges"].as_array().unwrap().iter().map(|edge| {
            let name = |end: &str| names[edge[end].as_str().unwrap()].clone();
            let subtype = edge["subtype"].as_str().map(|word| format!(" {word}")).unwrap_or_default();
            let through = edge["through"]["name"].as_str().map(|name| format!(" through {name}")).unwrap_or_default();
            format!("{} > {}{subtype}{through}", name("from"), name("to"))
        });
        let mut edges: Vec<String> = edges.collect();
        edges.sort();
        edges
    }
}

/// Crawls what stands at an address, as source `shop`.
async fn crawled(world: &World, url: &str) {
    let (connector, config) = connectors::from_url(url, None).unwrap();
    let new = NewSource { name: "shop".into(), connector: connector.name.into(), config, schedule: None };
    let source = world.app.sources().create(&Viewer::system(), new).await.unwrap();
    let run = world.app.jobs().start_crawl(&Viewer::system(), source.id).await.unwrap();
    world.app.jobs().work_off().await.unwrap();
    let run = world.app.jobs().get(&Viewer::system(), run.id).await.unwrap();
    assert_eq!(run.code, None, "{:?}", run.message);
    world.app.catch_up().await.unwrap();
}

async fn reader(world: &World) -> Client {
    world.user("vera", Role::Viewer).await;
    world.program("vera", &[Scope::Read]).await
}

const COVERAGE: &str = "{ sqlCoverage { source { name } complete partial opaque failed reasons { code count } } }";

#[tokio::test]
async fn c8_routines_of_a_crawled_postgresql_become_lineage() {
    let database = testkit::postgres_database().await;
    database
        .run(
            "CREATE TABLE orders (id int, customer int, amount numeric, paid boolean);
             CREATE TABLE totals (customer int, total numeric);
             CREATE TABLE audit (at timestamptz, customer int);
             CREATE FUNCTION refill(since date) RETURNS void LANGUAGE plpgsql AS $$
             DECLARE r record;
             BEGIN
               CREATE TEMP TABLE paid ON COMMIT DROP AS SELECT customer, amount FROM orders WHERE orders.paid;
               FOR r IN SELECT customer, sum(amount) AS s FROM paid GROUP BY customer LOOP
                 UPDATE totals SET total = r.s WHERE totals.customer = r.customer;
               END LOOP;
               EXECUTE 'INSERT INTO audit (customer) SELECT customer FROM totals';
             END $$;
             CREATE PROCEDURE wipe(what text) LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM ' || what; END $$;
             CREATE FUNCTION best() RETURNS numeric LANGUAGE sql BEGIN ATOMIC SELECT max(total) FROM totals; END;",
        )
        .await;
    let world = World::new().await;
    crawled(&world, &database.url()).await;
    let reader = reader(&world).await;
    let edges = reader.upstream("totals").await;
    assert!(edges.contains(&"orders > totals through refill(date)".to_owned()), "{edges:?}");
    assert!(edges.contains(&"orders.amount > totals.total AGGREGATION through refill(date)".to_owned()), "{edges:?}");
    let audit = reader.upstream("audit").await;
    assert!(audit.contains(&"totals > audit through refill(date)".to_owned()), "{audit:?}");
    let coverage = reader.told(COVERAGE, json!({})).await["sqlCoverage"][0].clone();
    assert_eq!((&coverage["source"]["name"], &coverage["opaque"]), (&json!("shop"), &json!(1)), "{coverage}");
    assert!(coverage["complete"].as_i64().unwrap() >= 4, "{coverage}");
    let gaps = "{ sqlGaps(status: OPAQUE) { nodes { asset { name } status notes { code message span } } } }";
    let gaps = reader.told(gaps, json!({})).await["sqlGaps"]["nodes"].clone();
    assert_eq!(gaps[0]["asset"]["name"], "wipe(text)", "{gaps}");
    assert_eq!(gaps[0]["notes"][0]["code"], "not_followed", "{gaps}");
    assert!(gaps[0]["notes"][0]["span"].is_array(), "{gaps}");
}

#[tokio::test]
async fn c8_routines_of_a_crawled_mariadb_become_lineage() {
    let database = testkit::mysql_database().await;
    database
        .run(
            "CREATE TABLE orders (id int, customer int, amount decimal(10,2));
             CREATE TABLE totals (customer int, total decimal(10,2));
             CREATE TABLE log (id int)",
        )
        .await;
    database
        .run(
            "CREATE PROCEDURE refill(IN p_customer INT)
             BEGIN
               DECLARE v_sum DECIMAL(10,2) DEFAULT 0;
               DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN INSERT INTO log (id) VALUES (1); END;
               IF p_customer > 0 THEN
                 SELECT SUM(amount) INTO v_sum FROM orders WHERE customer = p_customer;
                 INSERT INTO totals (customer, total) VALUES (p_customer, v_sum);
               END IF;
               SET @q = CONCAT('INSERT INTO log (id) ', 'SELECT id FROM orders');
               PREPARE s FROM @q; EXECUTE s; DEALLOCATE PREPARE s;
             END",
        )
        .await;
    let world = World::new().await;
    crawled(&world, &database.url()).await;
    let reader = reader(&world).await;
    let edges = reader.upstream("totals").await;
    assert!(edges.contains(&"orders > totals through refill(int(11))".to_owned()), "{edges:?}");
    assert!(
        edges.contains(&"orders.amount > totals.total AGGREGATION through refill(int(11))".to_owned()),
        "{edges:?}"
    );
    assert!(reader.upstream("log").await.contains(&"orders.id > log.id IDENTITY through refill(int(11))".to_owned()));
    let coverage = reader.told(COVERAGE, json!({})).await["sqlCoverage"][0].clone();
    assert_eq!((&coverage["opaque"], &coverage["failed"]), (&json!(0), &json!(0)), "{coverage}");
}

/// What says the edges from one table to another asset, as `refill: amount`: whose SQL it is, and the words of it.
async fn said(client: &Client, from: &str, to: &str) -> Vec<String> {
    let query =
        "query($from: AssetId!, $to: AssetId!) { lineageEdge(from: $from, to: $to) { sql texts { text asset { name } }
        edges { assertions { text span } } } }";
    let ends = json!({ "from": client.table(from).await, "to": client.table(to).await });
    let found = client.told(query, ends).await["lineageEdge"].clone();
    assert_eq!(found["sql"], found["texts"][0]["text"]);
    let said = found["edges"].as_array().unwrap().iter().flat_map(|edge| edge["assertions"].as_array().unwrap());
    let mut words: Vec<String> = said
        .map(|said| {
            let text = &found["texts"][usize::try_from(said["text"].as_u64().unwrap()).unwrap()];
            let units: Vec<u16> = text["text"].as_str().unwrap().encode_utf16().collect();
            let at = |end: usize| usize::try_from(said["span"][end].as_u64().unwrap()).unwrap();
            let words = String::from_utf16(&units[at(0)..at(1)]).unwrap();
            format!("{}: {words}", text["asset"]["name"].as_str().unwrap())
        })
        .collect();
    words.sort();
    words.dedup();
    words
}

#[tokio::test]
async fn j4_edge_shows_the_words_of_each_routine_task_and_query_that_says_it() {
    const NAMESPACE: &str = "postgres://h:5432";
    let world = World::new().await;
    world.user("ana", Role::Admin).await;
    let program = world.program("ana", &[Scope::Admin]).await;
    let table = |name: &str| json!({ "namespace": NAMESPACE, "parts": ["shop", "public", name], "kind": "TABLE" });
    let carrier = |parts: Value, kind: &str, mut details: Value, sql: &str| {
        details["definition"] = json!(sql);
        details["dialect"] = json!("postgres");
        let namespace = if kind == "TASK" { "airflow://h" } else { NAMESPACE };
        json!({ "namespace": namespace, "parts": parts, "kind": kind, "details": details })
    };
    let lives = json!({ "namespace": NAMESPACE, "defaults": ["shop", "public"] });
    let assets = json!([
        table("orders"),
        table("totals"),
        json!({ "namespace": "airflow://h", "parts": ["nightly"], "kind": "PIPELINE" }),
        carrier(
            json!(["nightly", "load"]),
            "TASK",
            lives.clone(),
            "/* 每晚😀 */ INSERT INTO totals SELECT * FROM orders"
        ),
        carrier(
            json!(["shop", "public", "refill()"]),
            "PROCEDURE",
            json!({ "procedure_type": "procedure", "language": "sql" }),
            "DELETE FROM totals; INSERT INTO totals SELECT * FROM public.orders",
        ),
        carrier(json!(["shop", "public", "top"]), "QUERY", lives, "SELECT count(*) FROM \"orders\""),
    ]);
    let report = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    let told = program.told(report, json!({ "input": { "assets": assets } })).await;
    assert_eq!(told["report"]["errors"], json!([]));
    world.app.catch_up().await.unwrap();
    let reader = reader(&world).await;
    assert_eq!(said(&reader, "orders", "totals").await, ["load: orders", "refill(): public.orders"]);
    assert_eq!(said(&reader, "orders", "public.top").await, ["top: \"orders\""]);
}

#[tokio::test]
async fn c8_what_sql_was_understood_is_told_to_nobody_without_a_right() {
    let world = World::new().await;
    let reply = world.anonymous().post("/graphql", &json!({ "query": COVERAGE })).await;
    assert!(reply.status.is_client_error() || reply.json()["data"].is_null(), "{}", reply.text());
    world.user("loader", Role::Editor).await;
    let module = world.program("loader", &[Scope::Report]).await;
    let answer = module.post("/graphql", &json!({ "query": COVERAGE })).await.json();
    let told = answer["data"]["sqlCoverage"].as_array().is_some_and(|list| !list.is_empty());
    assert!(!told, "a program that may only report reads nothing: {answer}");
}
