//! Use of tables through the router: what query logs of real servers tell, and what modules report.

use catalog::{Clock, Role, Scope, SourceId, Viewer};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, MySqlConnection, PgConnection};

use super::support::{Client, World, code};
use crate::{access::NewToken, sources::NewSource};

const CANARY: &str = "canary-in-the-mine";

const USAGE: &str = "query($name: String!) { asset(name: $name) {
    usage(days: 2) { queries reads writes users totalTimeMs lastReadAt lastReadBy lastWrittenAt from to
        days { day queries users }
        topUsers { name queries } topQueries { sql isWrite queries fingerprint } }
    joins { column { name } otherColumn { name } otherTable { name } queries } } }";

impl Client {
    async fn usage(&self, name: &str) -> Value {
        let answer = self.post("/graphql", &json!({ "query": USAGE, "variables": { "name": name } })).await.json();
        assert!(!answer.to_string().contains("canary"), "{answer}");
        assert!(answer["errors"].is_null(), "{answer}");
        answer["data"]["asset"].clone()
    }

    /// What is said about the edges between two tables.
    async fn said_of(&self, from: &str, to: &str) -> Value {
        let mut ids = Vec::new();
        for name in [from, to] {
            let asset = "query($name: String!) { asset(name: $name) { id } }";
            let answer = self.post("/graphql", &json!({ "query": asset, "variables": { "name": name } })).await.json();
            ids.push(answer["data"]["asset"]["id"].clone());
        }
        let query = "query($from: AssetId!, $to: AssetId!) { lineageEdge(from: $from, to: $to) {
            edges { level assertions { tool scope seen { queries lastSeenAt } } } texts { text } } }";
        let variables = json!({ "from": ids[0], "to": ids[1] });
        let answer = self.post("/graphql", &json!({ "query": query, "variables": variables })).await.json();
        assert!(answer["errors"].is_null(), "{answer}");
        answer["data"]["lineageEdge"].clone()
    }

    /// The edges that lead to a table, as text such as `orders > totals through log`.
    async fn sources_of(&self, name: &str) -> Vec<String> {
        let asset = "query($name: String!) { asset(name: $name) { id } }";
        let answer = self.post("/graphql", &json!({ "query": asset, "variables": { "name": name } })).await.json();
        let query = "query($focus: AssetId!) { lineage(input: { focus: $focus, direction: UP }) {
            nodes { key asset { name } } edges { from to sql through { name } } } }";
        let variables = json!({ "focus": answer["data"]["asset"]["id"] });
        let answer = self.post("/graphql", &json!({ "query": query, "variables": variables })).await.json();
        assert!(!answer.to_string().contains("canary"), "{answer}");
        let scene = &answer["data"]["lineage"];
        let nodes = scene["nodes"].as_array().unwrap_or_else(|| panic!("{answer}"));
        let name =
            |key: &Value| nodes.iter().find(|node| node["key"] == *key).unwrap()["asset"]["name"].as_str().unwrap();
        let edges = scene["edges"].as_array().unwrap().iter();
        let mut edges: Vec<String> = edges
            .map(|edge| {
                let through = edge["through"]["name"].as_str().unwrap_or("nothing");
                format!("{} > {} through {through}", name(&edge["from"]), name(&edge["to"]))
            })
            .collect();
        edges.sort();
        edges.dedup();
        edges
    }
}

impl World {
    /// Crawls a source, made the first time.
    async fn crawl(&self, name: &str, connector: &str, config: &Value) -> SourceId {
        let viewer = Viewer::system();
        let source = match self.app.sources().get_by_name(&viewer, name).await {
            Ok(source) => source,
            Err(_) => {
                let config = config.clone();
                let new = NewSource { name: name.into(), connector: connector.into(), config, schedule: None };
                self.app.sources().create(&viewer, new).await.unwrap()
            }
        };
        let run = self.app.jobs().start_crawl(&viewer, source.id).await.unwrap();
        self.app.jobs().work_off().await.unwrap();
        let run = self.app.jobs().get(&viewer, run.id).await.unwrap();
        assert_eq!(run.code, None, "{:?}", run.message);
        self.app.catch_up().await.unwrap();
        source.id
    }

    async fn reader(&self) -> Client {
        self.user("vera", Role::Viewer).await;
        self.program("vera", &[Scope::Read]).await
    }

    /// Somebody who may know of some sources only.
    async fn narrow_reader(&self, name: &str, sources: &[SourceId]) -> Client {
        let new = NewToken {
            name: name.into(),
            scopes: [Scope::Read].into(),
            sources: Some(sources.iter().copied().collect()),
            expires_at: None,
        };
        let secret = self.app.access().create_token_for(&Viewer::system(), "vera", new).await.unwrap().1;
        self.anonymous().with("authorization", &format!("Bearer {}", secret.expose_secret()))
    }

    /// Whether a text is anywhere in the files of the application.
    fn holds(&self, text: &str) -> bool {
        let mut open = vec![self.app.config().data.clone()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else if std::fs::read(&path).unwrap().windows(text.len()).any(|bytes| bytes == text.as_bytes()) {
                    return true;
                }
            }
        }
        false
    }
}

fn place(url: &str) -> (String, u16) {
    let authority = url.split('/').nth(2).unwrap().rsplit('@').next().unwrap();
    let (host, port) = authority.rsplit_once(':').unwrap();
    (host.to_owned(), port.parse().unwrap())
}

/// An application whose clock shows what the servers' clocks show: real logs have real times.
async fn world_of_today() -> World {
    let world = World::new().await;
    world.clock.advance(Clock::System.now() - world.clock.now());
    world
}

/// A real PostgreSQL on which something ran, crawled with its counters.
struct Shop {
    world: World,
    reader: Client,
    /// The address of the server, as the catalog calls it.
    address: String,
    shop: SourceId,
    log: SourceId,
    config: Value,
    _server: testkit::OwnPostgres,
}

async fn shop() -> Shop {
    let world = world_of_today().await;
    let reader = world.reader().await;
    let server = testkit::logging_postgres();
    let (host, port) = place(server.url());
    let mut connection = PgConnection::connect(server.url()).await.unwrap();
    let setup = "CREATE EXTENSION pg_stat_statements;
        CREATE TABLE orders (id int, user_id int, amount int, note text);
        CREATE TABLE users (id int, name text); CREATE TABLE totals (name text, total int)";
    sqlx::raw_sql(setup).execute(&mut connection).await.unwrap();
    let move_rows = format!(
        "INSERT INTO totals SELECT u.name, sum(o.amount) FROM orders o JOIN users u ON o.user_id = u.id
         WHERE o.note = '{CANARY}' GROUP BY u.name"
    );
    sqlx::raw_sql(AssertSqlSafe(move_rows)).execute(&mut connection).await.unwrap();
    for _ in 0..3 {
        let read = "SELECT amount FROM orders WHERE note = $1";
        sqlx::query(read).bind(CANARY).fetch_all(&mut connection).await.unwrap();
    }
    let account = json!({ "host": host, "port": port, "user": "cadastre", "database": "postgres" });
    let shop = world.crawl("shop", "postgres", &account).await;
    let mut config = account.clone();
    config["log"] = "pg_stat_statements".into();
    let log = world.crawl("log", "query_log", &config).await;

    connection.close().await.unwrap();
    let address = format!("postgres://{host}:{port}");
    Shop { world, reader, address, shop, log, config, _server: server }
}

#[tokio::test]
async fn query_log_of_a_real_postgresql_tells_use_joins_and_lineage() {
    let Shop { reader, address, .. } = &shop().await;
    let orders = reader.usage("postgres.public.orders").await;
    let usage = &orders["usage"];
    assert_eq!(
        (&usage["queries"], &usage["reads"], &usage["writes"], &usage["users"]),
        (&json!(4), &json!(4), &json!(0), &json!(1)),
        "{orders}"
    );
    assert_eq!(usage["topUsers"], json!([{ "name": "cadastre", "queries": 4 }]));
    assert_eq!((usage["days"].as_array().unwrap().len(), &usage["days"][1]["queries"]), (2, &json!(4)));
    assert!(usage["totalTimeMs"].as_f64().unwrap() > 0.0 && usage["lastReadBy"] == "cadastre");
    assert_eq!(usage["topQueries"][0]["sql"], "SELECT amount FROM orders WHERE note = ?");
    let join = json!([{ "column": { "name": "user_id" }, "otherColumn": { "name": "id" }, "otherTable": { "name": "users" }, "queries": 1 }]);
    assert_eq!(orders["joins"], join);
    let column = reader.usage("postgres.public.orders.amount").await;
    assert_eq!((&column["usage"]["reads"], &column["usage"]["writes"]), (&json!(4), &json!(0)));
    let totals = reader.usage("postgres.public.totals").await;
    assert_eq!((&totals["usage"]["writes"], &totals["usage"]["reads"]), (&json!(1), &json!(0)));
    let edges = [format!("orders > totals through {address}"), format!("users > totals through {address}")];
    assert_eq!(reader.sources_of("postgres.public.totals").await, edges);
    let said = reader.said_of("postgres.public.orders", "postgres.public.totals").await;
    let assertion = &said["edges"][0]["assertions"][0];
    assert_eq!((&assertion["tool"], &assertion["seen"]["queries"]), (&json!("query_log"), &json!(1)), "{said}");
    assert!(said["texts"][0]["text"].as_str().unwrap().ends_with("WHERE o.note = ? GROUP BY u.name"), "{said}");
}

#[tokio::test]
async fn j4_query_counts_once_is_seen_by_who_may_and_is_forgotten() {
    let Shop { world, reader, shop, log, config, .. } = &shop().await;
    // Nothing ran again: nothing counts again.
    world.crawl("log", "query_log", config).await;
    assert_eq!(reader.usage("postgres.public.orders").await["usage"]["queries"], 4);
    assert!(!world.holds(CANARY), "a value is in the store");

    // Who may know of the tables alone sees how they are used, and no text of a log.
    let narrow = world.narrow_reader("tables", &[*shop]).await;
    let seen = narrow.usage("postgres.public.orders").await;
    assert_eq!((&seen["usage"]["queries"], &seen["usage"]["topQueries"]), (&json!(4), &json!([])));
    assert!(narrow.sources_of("postgres.public.totals").await.iter().all(|edge| edge.ends_with("through nothing")));
    let stranger = world.narrow_reader("strange", &[*log]).await;
    assert!(stranger.usage("postgres.public.orders").await.is_null());

    // A month later its lineage is no longer asserted, and what it was used for is remembered.
    world.clock.advance(chrono::Duration::days(31));
    world.crawl("log", "query_log", config).await;
    assert!(reader.sources_of("postgres.public.totals").await.is_empty());
    let later = reader.usage("postgres.public.orders").await;
    assert_eq!((&later["usage"]["queries"], later["usage"]["lastReadAt"].is_null()), (&json!(0), false));
}

#[tokio::test]
async fn general_log_of_a_real_mariadb_tells_use_and_lineage() {
    let world = world_of_today().await;
    let reader = world.reader().await;
    let server = testkit::logging_mysql();
    let (host, port) = place(server.url());
    let mut connection = MySqlConnection::connect(server.url()).await.unwrap();
    let setup =
        "CREATE DATABASE shop; USE shop; CREATE TABLE orders (id int, note varchar(40)); CREATE TABLE copies (id int)";
    sqlx::raw_sql(setup).execute(&mut connection).await.unwrap();
    let copy = format!("INSERT INTO copies SELECT id FROM orders WHERE note = \"{CANARY}\"");
    sqlx::raw_sql(AssertSqlSafe(copy)).execute(&mut connection).await.unwrap();
    let mut config = json!({ "host": host, "port": port, "user": "cadastre", "databases": ["shop"] });
    world.crawl("shop", "mysql", &config).await;
    config.as_object_mut().unwrap().remove("databases");
    config["log"] = "mysql_general_table".into();
    world.crawl("log", "query_log", &config).await;
    let orders = reader.usage("shop.orders").await;
    assert_eq!(
        (&orders["usage"]["reads"], &orders["usage"]["topUsers"][0]["name"]),
        (&json!(1), &json!("cadastre")),
        "{orders}"
    );
    let through = format!("orders > copies through mysql://{host}:{port}");
    assert_eq!(reader.sources_of("shop.copies").await, [through]);
    assert!(!world.holds(CANARY), "a value is in the store");
    connection.close().await.unwrap();
}

#[tokio::test]
async fn f9_module_reports_use_and_who_may_not_is_refused() {
    let world = World::new().await;
    world.change("orders").await;
    let reader = world.reader().await;
    world.user("loader", Role::Editor).await;
    let module = world.program("loader", &[Scope::Report]).await;
    let report =
        "mutation($usage: [ReportedUsage!]!) { reportUsage(usage: $usage) { accepted errors { list index field } } }";
    let today = world.clock.now().date_naive();
    let item = |name: &str| {
        json!({ "namespace": "file", "parts": [name], "kind": "DATABASE", "day": today, "user": "bi",
        "queries": 5, "writes": 1, "totalTimeMs": 7, "lastReadAt": world.clock.now() })
    };
    let body = json!({ "query": report, "variables": { "usage": [item("orders"), item("nothing")] } });
    for _ in 0..2 {
        let answer = module.post("/graphql", &body).await.json();
        let errors = json!([{ "list": "usage", "index": 1, "field": "parts" }]);
        assert_eq!(answer["data"]["reportUsage"], json!({ "accepted": 1, "errors": errors }), "{answer}");
    }
    assert_eq!(code(&reader.post("/graphql", &body).await.json()), "FORBIDDEN");
    let usage = &reader.usage("orders").await["usage"];
    assert_eq!(
        (&usage["queries"], &usage["reads"], &usage["writes"], &usage["totalTimeMs"]),
        (&json!(5), &json!(5), &json!(1), &json!(7.0))
    );
    let wrong = "query { asset(name: \"orders\") { usage(days: 401) { queries } } }";
    let answer = reader.run(wrong).await;
    assert_eq!((code(&answer), &answer["errors"][0]["extensions"]["field"]), ("INVALID", &json!("days")), "{answer}");
    assert!(world.anonymous().run(wrong).await["data"]["asset"].is_null());
}

#[tokio::test]
async fn e6_flink_script_yields_lineage_from_topic_to_table() {
    let world = World::new().await;
    let reader = world.reader().await;
    let folder = tempfile::tempdir().unwrap();
    let script = format!(
        "CREATE TEMPORARY TABLE orders (id BIGINT, amount DECIMAL(10, 2), WATERMARK FOR id AS id) WITH (
             'connector' = 'kafka', 'topic' = 'shop.orders', 'properties.bootstrap.servers' = 'k:9092',
             'properties.sasl.jaas.config' = '{CANARY}');
         CREATE TABLE latest (id BIGINT, amount DECIMAL(10, 2), PRIMARY KEY (id) NOT ENFORCED)
             WITH ('connector' = 'upsert-kafka', 'topic' = 'latest', 'properties.bootstrap.servers' = 'k:9092');
         CREATE TABLE totals (id BIGINT, total DECIMAL(10, 2)) WITH (
             'connector' = 'jdbc', 'url' = 'jdbc:mysql://h:3306/mart', 'table-name' = 'totals', 'password' = 'x');
         CREATE VIEW large AS SELECT * FROM orders WHERE amount > 100;
         EXECUTE STATEMENT SET BEGIN
           INSERT INTO totals SELECT id, sum(amount) FROM large GROUP BY id;
           INSERT INTO latest SELECT id, amount FROM orders;
         END;"
    );
    std::fs::write(folder.path().join("totals.sql"), script).unwrap();
    let config = json!({ "path": folder.path(), "dialect": "flink", "namespace": "flink", "name": "stream" });
    world.crawl("stream", "sql_files", &config).await;
    assert_eq!(reader.sources_of("mart.totals").await, ["shop.orders > totals through totals.sql"]);
    assert_eq!(reader.sources_of("kafka://k:9092/latest").await, ["shop.orders > latest through totals.sql"]);
    let columns = "query($name: String!) { asset(name: $name) { kind isPlaceholder columns { nodes { name } } } }";
    let ask = json!({ "query": columns, "variables": { "name": "kafka://k:9092/\"shop.orders\"" } });
    let answer = reader.post("/graphql", &ask).await.json();
    let expected = json!({ "kind": "TOPIC", "isPlaceholder": true, "columns": { "nodes": [{ "name": "amount" }, { "name": "id" }] } });
    assert_eq!(answer["data"]["asset"], expected, "{answer}");
}
