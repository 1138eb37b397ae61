//! Files as a source from end to end: a folder and a bucket are crawled, checked and profiled through the router, and the
//! bucket's secret is nowhere.

use serde_json::{Value, json};

use super::{
    crawled::{Crawled, ask, crawl, done},
    quality::{checks, run, save},
    support::World,
};

const ORDERS: &str = "id,email,amount\n1,ana@example.com,10\n2,,20\n3,ana@example.com,-5\n4,bob@example.com,inf\n";
const PROFILES: &str = "query($id: AssetId!) { profiles(asset: $id) { nodes { rows columns } } }";

fn items() -> Value {
    json!([{ "kind": "row_count", "settings": { "min": 4, "max": 4 } }, { "kind": "not_null", "columns": "email" },
        { "kind": "unique", "columns": "email" }, { "kind": "between", "columns": "amount", "settings": { "min": 0, "max": 100 } },
        { "kind": "in_set", "columns": "gone", "settings": { "values": ["x"] } }])
}

/// The one file of the source, by the end of its path.
async fn table(stage: &Crawled, file: &str) -> String {
    let query = "query($query: String!) { search(input: { query: $query }) { hits { asset { id name kind } } } }";
    let hits = done(&stage.ana, query, json!({ "query": "orders" })).await["hits"].clone();
    let is_file = |hit: &&Value| hit["asset"]["name"].as_str().unwrap().ends_with(file);
    hits.as_array().unwrap().iter().find(is_file).unwrap_or_else(|| panic!("{hits}"))["asset"]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// What the checks of the four orders come to, worked out by hand, and what is seen of them.
async fn holds(stage: &Crawled, orders: &str) {
    let suite = save(stage, json!({ "name": "Orders", "assets": [orders], "items": items() })).await;
    let ended = run(stage, &suite).await;
    assert!(
        ended["message"].as_str().unwrap().starts_with("5 checks of 1 tables: 1 passed, 3 failed, 1 could"),
        "{ended}"
    );
    let found = checks(&stage.ana, orders).await;
    let of = |kind: &str| found.iter().find(|check| check["kind"] == kind).unwrap();
    let last = |kind: &str| {
        (of(kind)["last"]["outcome"].clone(), of(kind)["last"]["errors"].clone(), of(kind)["last"]["total"].clone())
    };
    let counted = |outcome: &str, errors: i64, total: i64| (json!(outcome), json!(errors), json!(total));
    assert_eq!(last("row_count").0, "PASS");
    assert_eq!(last("not_null"), counted("FAIL", 1, 4));
    assert_eq!(last("unique"), counted("FAIL", 1, 3));
    assert_eq!(last("between"), counted("FAIL", 2, 4), "-5 and what is infinite");
    assert_eq!(last("in_set").0, "ERROR", "there is no such column");
    let failing = &of("not_null")["results"]["nodes"][0]["failing"];
    assert_eq!(failing["rows"].as_array().unwrap().len(), 1, "{failing}");
    assert!(checks(&stage.vera, orders).await.iter().all(|check| check["results"]["nodes"][0]["failing"].is_null()));
    done(&stage.ana, "mutation($id: AssetId!) { profileTable(asset: $id) { id } }", json!({ "id": orders })).await;
    stage.world.app.jobs().work_off().await.unwrap();
    let profile = done(&stage.ana, PROFILES, json!({ "id": orders })).await["nodes"][0].clone();
    assert_eq!(profile["rows"], 4, "{profile}");
    let email = profile["columns"].as_array().unwrap().iter().find(|column| column["name"] == "email").unwrap();
    assert_eq!((&email["nulls"], &email["min"]), (&json!(1), &json!("ana@example.com")), "{email}");
}

#[tokio::test]
async fn f1_folder_of_files_is_crawled_checked_and_profiled_from_end_to_end() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("orders.csv"), ORDERS).unwrap();
    let stage = Crawled::of(folder.path().canonicalize().unwrap().to_str().unwrap()).await;
    let orders = table(&stage, "orders.csv").await;
    holds(&stage, &orders).await;
    // Emptied, then gone: no data and errors, and never a pass that nobody looked at.
    std::fs::write(folder.path().join("orders.csv"), "id,email,amount\n").unwrap();
    let suites = done(&stage.ana, "{ suites { nodes { id } } }", json!({})).await;
    let suite = suites["nodes"][0]["id"].clone();
    run(&stage, &suite).await;
    for check in checks(&stage.ana, &orders).await {
        assert_ne!(check["last"]["outcome"], "PASS", "{check}");
    }
    std::fs::remove_file(folder.path().join("orders.csv")).unwrap();
    run(&stage, &suite).await;
    for check in checks(&stage.ana, &orders).await {
        assert_eq!(check["last"]["outcome"], "ERROR", "{check}");
    }
}

#[tokio::test]
async fn f1_bucket_is_crawled_checked_and_profiled_and_its_secret_is_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("sales")).unwrap();
    std::fs::write(folder.path().join("sales/orders.csv"), ORDERS).unwrap();
    let store = testkit::object_store(folder.path());
    let config = json!({ "path": "s3://lake/sales", "endpoint": store.endpoint(), "access_key": store.access_key(),
        "secret_key": store.secret_key() });
    let stage = Crawled::with(World::new().await, "files", config.clone()).await;
    let orders = table(&stage, "orders.csv").await;
    holds(&stage, &orders).await;
    let shown = ask(&stage.ana, "{ sources { nodes { id name config } } runs { nodes { message } } }", json!({})).await;
    assert!(shown["errors"].is_null() && shown.to_string().contains(store.access_key()), "{shown}");
    assert!(!shown.to_string().contains(store.secret_key()), "{shown}");
    // A wrong key is said when the source is tried, without the key.
    let mut wrong = config;
    wrong["secret_key"] = json!("canary-key");
    let test = "mutation($input: TestSourceInput!) { testSource(input: $input) { ok code field message details } }";
    let input = json!({ "connector": "files", "config": wrong });
    let refused = done(&stage.ana, test, json!({ "input": input })).await;
    assert_eq!((&refused["ok"], &refused["code"]), (&json!(false), &json!("FORBIDDEN")), "{refused}");
    assert!(!refused.to_string().contains("canary"), "{refused}");
    crawl(&stage.world, stage.source).await;
}
