//! Samples of data, from real databases.

use serde_json::{Value, json};

use super::{ask, done};
use crate::http::tests::{
    crawled::Crawled,
    support::{Client, code},
};

const SAMPLE: &str = "query($id: AssetId!, $first: Int!) { asset(id: $id) { maySeeSamples
    sample(first: $first) { columns { name } rows hasMoreRows } } }";

impl Crawled {
    async fn sample(&self, client: &Client, table: &str, first: usize) -> Value {
        ask(client, SAMPLE, json!({ "id": self.id(table).await, "first": first })).await
    }

    async fn rows(&self, table: &str) -> Value {
        let answer = self.sample(&self.ana, table, 100).await;
        assert!(answer["errors"].is_null(), "{answer}");
        answer["data"]["asset"]["sample"].clone()
    }
}

const HOSTILE: &str = "a\"; DROP TABLE keep; --";

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn b10_sample_of_postgresql_has_rows_without_hidden_columns_after_an_approved_request_only() {
    let database = testkit::postgres_database().await;
    database
        .run(
            "CREATE TABLE orders (id bigint, amount numeric(10,2), note text, photo bytea, secret text, tags text[]);
             INSERT INTO orders SELECT n, n * 1.5, CASE WHEN n = 1 THEN repeat('四', 600) END, '\\x010203', 'canary', '{a,b}'
                FROM generate_series(1, 7) n;
             CREATE TABLE keep (id int); CREATE TABLE \"a\"\"; DROP TABLE keep; --\" (\"x\"\"y; --\" int);
             INSERT INTO \"a\"\"; DROP TABLE keep; --\" VALUES (4711);",
        )
        .await;
    let stage = Crawled::of(&database.url()).await;
    let whole = stage.rows("orders").await;
    let names: Vec<&str> =
        whole["columns"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["id", "amount", "note", "photo", "secret", "tags"]);
    assert_eq!(whole["rows"].as_array().unwrap().len(), 7);
    let long = format!("{}…", "四".repeat(500));
    assert_eq!(whole["rows"][0], json!(["1", "1.50", long, { "bytes": 3 }, "canary", "{a,b}"]));
    assert_eq!(whole["rows"][1][2], Value::Null);
    let hostile = stage.rows(HOSTILE).await;
    assert_eq!(hostile["rows"], json!([["4711"]]), "threat 16: names of a hostile source stay names");
    assert_eq!(stage.rows("keep").await["rows"], json!([]));
    // Without the right: refused, asked, rejected, still refused; approved: rows, without what is hidden.
    let refused = stage.sample(&stage.vera, "orders", 5).await;
    assert_eq!((code(&refused), &refused["data"]["asset"]["maySeeSamples"]), ("FORBIDDEN", &json!(false)), "{refused}");
    let request = "mutation($input: AccessRequestInput!) { requestAccess(input: $input) { id } }";
    let orders = stage.id("orders").await;
    let input = json!({ "input": { "asset": orders, "wants": "SAMPLE", "reason": "a look" } });
    let id = done(&stage.vera, request, input.clone()).await["id"].clone();
    let reject = "mutation($id: CollabId!) { rejectAccess(id: $id, note: \"no\") { state } }";
    done(&stage.ana, reject, json!({ "id": id })).await;
    assert_eq!(code(&stage.sample(&stage.vera, "orders", 5).await), "FORBIDDEN", "rejected: still cannot");
    stage.policy("DENY", "VIEW", &stage.id("secret").await, "vera").await;
    let id = done(&stage.vera, request, input).await["id"].clone();
    let approve = "mutation($id: CollabId!) { approveAccess(id: $id) { hindrance } }";
    assert_eq!(done(&stage.ana, approve, json!({ "id": id })).await["hindrance"], Value::Null);
    let answer = stage.sample(&stage.vera, "orders", 5).await;
    assert!(answer["errors"].is_null(), "{answer}");
    let sample = &answer["data"]["asset"]["sample"];
    assert_eq!((sample["rows"].as_array().unwrap().len(), &sample["hasMoreRows"]), (5, &json!(true)));
    let text = answer.to_string();
    assert!(!text.contains("canary") && !text.contains("secret"), "{text}");
    stage.policy("DENY", "SAMPLE", &stage.id("amount").await, "vera").await;
    let answer = stage.sample(&stage.vera, "orders", 5).await.to_string();
    assert!(
        answer.contains("photo") && !answer.contains("amount"),
        "a column may be seen and its samples not: {answer}"
    );
    assert_eq!(code(&stage.sample(&stage.ana, "orders", 101).await), "INVALID");
    let log = "{ auditLog(filter: { operation: \"sample\", user: \"vera\" }) { nodes { result target } } }";
    let log = done(&stage.ana, log, json!({})).await;
    let results: Vec<&str> =
        log["nodes"].as_array().unwrap().iter().map(|row| row["result"].as_str().unwrap()).collect();
    assert_eq!(results, ["OK", "OK", "FORBIDDEN", "FORBIDDEN"]);
    assert_eq!(log["nodes"][0]["target"], json!(orders));
}

#[tokio::test]
async fn b10_sample_of_mariadb_has_rows_and_hostile_names_stay_names() {
    let database = testkit::mysql_database().await;
    database
        .run(
            "CREATE TABLE orders (id bigint, amount decimal(10,2), note text, photo varbinary(10), doc json);
             INSERT INTO orders VALUES (1, 1.5, repeat('四', 600), x'0102', '{\"a\": 1}'), (2, NULL, 'it''s', NULL, NULL);
             CREATE TABLE `a``; DROP TABLE orders; --` (`x``y` int); INSERT INTO `a``; DROP TABLE orders; --` VALUES (7)",
        )
        .await;
    let stage = Crawled::of(&database.url()).await;
    assert_eq!(stage.rows("a`; DROP TABLE orders; --").await["rows"], json!([["7"]]));
    let whole = stage.rows("orders").await;
    let long = format!("{}…", "四".repeat(500));
    assert_eq!(whole["rows"][0], json!(["1", "1.50", long, { "bytes": 2 }, "{\"a\": 1}"]));
    assert_eq!(whole["rows"][1], json!(["2", null, "it's", null, null]));
    assert_eq!(code(&stage.sample(&stage.vera, "orders", 5).await), "FORBIDDEN");
}

#[tokio::test]
async fn b10_sample_of_sqlite_has_rows_and_a_file_that_is_gone_is_said_so() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let mut connection: sqlx::SqliteConnection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    let rows = "CREATE TABLE orders (id integer, any); INSERT INTO orders VALUES (1, x'010203'), (2, 'text'), (3, 1.5);
        CREATE TABLE \"a\"\"; DROP TABLE keep; --\" (\"x\"\"y\"); INSERT INTO \"a\"\"; DROP TABLE keep; --\" VALUES ('v');";
    sqlx::raw_sql(rows).execute(&mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
    let stage = Crawled::of(&format!("sqlite://{}", path.display())).await;
    let whole = stage.rows("orders").await;
    assert_eq!(whole["rows"], json!([["1", { "bytes": 3 }], ["2", "text"], ["3", "1.5"]]));
    assert_eq!(stage.rows(HOSTILE).await["rows"], json!([["v"]]));
    std::fs::remove_file(&path).unwrap();
    let answer = stage.sample(&stage.ana, "orders", 5).await;
    assert!(["INVALID", "UNAVAILABLE"].contains(&code(&answer)), "{answer}");
    assert!(stage.world.app.is_store_ready().await);
}
