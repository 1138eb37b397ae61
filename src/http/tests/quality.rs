//! Checks of real databases through the router: suites, runs, results, incidents, and who may not.

use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::{
    crawled::{Crawled, ask, crawl, done},
    support::{Client, World, code},
};

const SAVE: &str = "mutation($id: SuiteId, $input: SuiteInput!) { saveSuite(id: $id, input: $input) { id version } }";
const CHECKS: &str = "query($asset: AssetId) { checks(filter: { asset: $asset }) { nodes { id kind column isActive
    last { outcome errors total message { en zh } } strip { outcome }
    results { nodes { outcome errors total failing { columns rows sql } } } } } }";
const INCIDENTS: &str = "{ incidents { nodes { id state severity failures assignee reason check { kind column }
    entries { what actor note } } } }";
const ACT: &str = "mutation($id: IncidentId!, $action: IncidentAction!, $assignee: String, $reason: IncidentReason,
    $note: String) { workOnIncident(id: $id, action: $action, assignee: $assignee, reason: $reason, note: $note) {
    state } }";
const TRY: &str = "mutation($asset: AssetId!, $items: [SuiteItemInput!]!) {
    tryChecks(asset: $asset, items: $items) { kind column result { outcome errors total } } }";

const ORDERS: &str = "CREATE TABLE orders (id int, status varchar(20), phone varchar(20));
    INSERT INTO orders VALUES (1, 'paid', '13812345678'), (2, 'new', '13912345678'), (2, NULL, 'canary'),
        (4, 'lost', NULL)";
const MENDED: &str = "UPDATE orders SET status = 'new'";

fn input(orders: &str) -> Value {
    json!({ "name": "Orders", "assets": [orders], "items": [
        { "kind": "not_null", "columns": "status" },
        { "kind": "in_set", "columns": "status", "settings": { "values": ["new", "paid"] }, "severity": "CRITICAL" },
        { "kind": "row_count", "settings": { "min": 1 } },
        { "kind": "unique", "columns": "id", "severity": "NOTICE" } ] })
}

/// A world with the table and a suite on it.
async fn stage() -> (testkit::TestDatabase, Crawled, String) {
    let database = testkit::postgres_database().await;
    database.run(ORDERS).await;
    let stage = Crawled::of(&database.url()).await;
    let orders = stage.id("orders").await;
    (database, stage, orders)
}

pub(super) async fn save(stage: &Crawled, input: Value) -> Value {
    done(&stage.ana, SAVE, json!({ "input": input })).await["id"].clone()
}

/// Makes the checks of a suite and waits for them.
pub(super) async fn run(stage: &Crawled, suite: &Value) -> Value {
    let started =
        done(&stage.ana, "mutation($id: SuiteId!) { runSuite(id: $id) { id } }", json!({ "id": suite })).await;
    stage.world.clock.advance(chrono::Duration::seconds(1));
    stage.world.app.jobs().work_off().await.unwrap();
    let query = "query($id: RunId!) { run(id: $id) { status message } }";
    done(&stage.ana, query, json!({ "id": started["id"] })).await
}

pub(super) async fn checks(client: &Client, orders: &str) -> Vec<Value> {
    let mut found = done(client, CHECKS, json!({ "asset": orders })).await["nodes"].as_array().unwrap().clone();
    found.sort_by_key(|check| check["kind"].to_string());
    found
}

/// What each check came to, by type: outcome, errors, total.
pub(super) async fn outcomes(client: &Client, orders: &str) -> Vec<Value> {
    let row = |check: &Value| {
        let last = &check["last"];
        json!([check["kind"], last["outcome"], last["errors"], last["total"]])
    };
    checks(client, orders).await.iter().map(row).collect()
}

pub(super) async fn incidents(client: &Client) -> Vec<Value> {
    done(client, INCIDENTS, json!({})).await["nodes"].as_array().unwrap().clone()
}

pub(super) fn of_kind<'a>(nodes: &'a [Value], kind: &str) -> &'a Value {
    let found = nodes.iter().find(|one| one["kind"] == kind || one["check"]["kind"] == kind);
    found.unwrap_or_else(|| panic!("no `{kind}` in {nodes:?}"))
}

fn words<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|one| one[field].as_str().unwrap()).collect()
}

/// The story of one suite, from the first failure to the end of its incidents.
async fn f2_story(stage: &Crawled, mend: impl AsyncFn()) {
    let orders = stage.id("orders").await;
    let suite = save(stage, input(&orders)).await;
    let ended = run(stage, &suite).await;
    assert_eq!(ended["status"], "SUCCEEDED", "{ended}");
    let expected = [
        json!(["in_set", "FAIL", 1, 4]),
        json!(["not_null", "FAIL", 1, 4]),
        json!(["row_count", "PASS", null, null]),
        json!(["unique", "FAIL", 1, 4]),
    ];
    assert_eq!(outcomes(&stage.ana, &orders).await, expected);
    let open = incidents(&stage.ana).await;
    assert_eq!(open.len(), 2, "a notice opens none: {open:?}");
    assert!(open.iter().all(|one| one["state"] == "NEW" && one["failures"] == 1));
    let severity = |kind: &str| of_kind(&open, kind)["severity"].as_i64().unwrap();
    assert_eq!((severity("in_set"), severity("not_null")), (3, 4), "a critical check is one worse");
    run(stage, &suite).await;
    let open = incidents(&stage.ana).await;
    assert_eq!(open.len(), 2, "failing again is counted, not opened again");
    assert!(open.iter().all(|one| one["failures"] == 2));
    let id = of_kind(&open, "in_set")["id"].clone();
    let state = done(&stage.ana, ACT, json!({ "id": id, "action": "ACKNOWLEDGE" })).await["state"].clone();
    assert_eq!(state, "ACKNOWLEDGED");
    done(&stage.ana, ACT, json!({ "id": id, "action": "ASSIGN", "assignee": "ana", "note": "please" })).await;
    let refused = ask(&stage.ana, ACT, json!({ "id": id, "action": "RESOLVE" })).await;
    assert_eq!((code(&refused), &refused["errors"][0]["extensions"]["field"]), ("INVALID", &json!("reason")));
    assert_eq!(code(&ask(&stage.vera, ACT, json!({ "id": id, "action": "REOPEN" })).await), "FORBIDDEN");
    mend().await;
    run(stage, &suite).await;
    let over = incidents(&stage.ana).await;
    assert!(over.iter().all(|one| one["state"] == "RESOLVED" && one["reason"] == "PASSING"), "{over:?}");
    let story = words(&of_kind(&over, "in_set")["entries"], "what");
    assert_eq!(story, ["opened", "acknowledged", "assigned", "resolved"]);
    let found = checks(&stage.ana, &orders).await;
    assert_eq!(words(&of_kind(&found, "not_null")["strip"], "outcome"), ["FAIL", "FAIL", "PASS"]);
}

#[tokio::test]
async fn f2_failing_check_of_postgresql_opens_one_incident_that_passing_resolves_on_both_stores() {
    let store = testkit::postgres_database().await;
    let worlds = [World::new().await, World::with(|config| config.database = Some(store.url().into())).await];
    for world in worlds {
        let database = testkit::postgres_database().await;
        database.run(ORDERS).await;
        let stage = Crawled::on(world, &database.url()).await;
        f2_story(&stage, async || database.run(MENDED).await).await;
    }
}

#[tokio::test]
async fn f2_failing_check_of_mariadb_opens_one_incident_that_passing_resolves() {
    let database = testkit::mysql_database().await;
    database.run(ORDERS).await;
    let stage = Crawled::of(&database.url()).await;
    f2_story(&stage, async || database.run(MENDED).await).await;
}

#[tokio::test]
async fn f2_owner_is_told_once_and_others_are_not() {
    let (_database, stage, orders) = stage().await;
    stage.world.user("olga", Role::Viewer).await;
    let olga = stage.world.program("olga", &[Scope::Admin]).await;
    let edit = "mutation($id: AssetId!) { editAsset(id: $id, input: { owners: [\"olga\"] }) { id } }";
    done(&stage.ana, edit, json!({ "id": orders })).await;
    let suite = save(&stage, input(&orders)).await;
    run(&stage, &suite).await;
    run(&stage, &suite).await;
    stage.world.app.catch_up().await.unwrap();
    stage.world.app.notify().work_off().await.unwrap();
    let inbox = "{ inbox(first: 50) { nodes { kind } } }";
    let told = async |client: &Client| {
        let nodes = done(client, inbox, json!({})).await["nodes"].clone();
        words(&nodes, "kind").into_iter().filter(|kind| *kind == "INCIDENT_OPENED").count()
    };
    assert_eq!(told(&olga).await, 2, "one for each incident, not for each run");
    assert_eq!(told(&stage.vera).await, 0);
}

#[tokio::test]
async fn d5_who_may_not_see_samples_reads_counts_and_no_value_of_a_failing_row() {
    let (_database, stage, orders) = stage().await;
    let mut wanted = input(&orders);
    wanted["items"] = json!([{ "kind": "not_null", "columns": "status" }, { "kind": "phone", "columns": "phone" }]);
    let suite = save(&stage, wanted).await;
    run(&stage, &suite).await;
    let whole = json!(checks(&stage.ana, &orders).await).to_string();
    assert!(whole.contains("canary"), "an administrator sees the rows: {whole}");
    let found = checks(&stage.vera, &orders).await;
    assert!(!json!(found).to_string().contains("canary"), "{found:?}");
    let phone = of_kind(&found, "phone");
    let total = phone["last"]["total"].as_i64().unwrap();
    assert_eq!(phone["last"]["message"]["en"], format!("1 of {total} rows are wrong"), "{phone}");
    assert_eq!(phone["results"]["nodes"][0]["failing"], Value::Null);
    // Who may see samples of some columns sees those; what is about a hidden column is not known at all.
    stage.policy("ALLOW", "SAMPLE", &stage.id("status").await, "vera").await;
    stage.policy("DENY", "VIEW", &stage.id("phone").await, "vera").await;
    let found = checks(&stage.vera, &orders).await;
    assert_eq!(words(&json!(found), "kind"), ["not_null"]);
    let failing = &found[0]["results"]["nodes"][0]["failing"];
    assert_eq!((&failing["columns"], &failing["rows"]), (&json!(["status"]), &json!([[null]])), "{found:?}");
    assert_eq!(incidents(&stage.vera).await.len(), 1, "nor is its incident");
}

#[tokio::test]
async fn f1_check_that_cannot_be_judged_is_an_error_and_never_a_pass() {
    let (database, stage, orders) = stage().await;
    let suite = save(&stage, input(&orders)).await;
    database.run("ALTER TABLE orders DROP COLUMN status").await;
    run(&stage, &suite).await;
    let found = checks(&stage.ana, &orders).await;
    assert_eq!(of_kind(&found, "in_set")["last"]["outcome"], "ERROR", "gone, and the catalog does not know yet");
    assert_eq!(of_kind(&found, "row_count")["last"]["outcome"], "PASS", "others are judged all the same");
    crawl(&stage.world, stage.source).await;
    run(&stage, &suite).await;
    let found = checks(&stage.ana, &orders).await;
    assert_eq!(of_kind(&found, "in_set")["last"]["outcome"], "ERROR", "and now it knows");
    database.run("DELETE FROM orders").await;
    run(&stage, &suite).await;
    let found = checks(&stage.ana, &orders).await;
    assert_eq!(of_kind(&found, "unique")["last"]["outcome"], "NO_DATA", "nothing is unique in an empty table");
    assert_eq!(of_kind(&found, "row_count")["last"]["outcome"], "FAIL", "0 rows are fewer than 1");
    database.run("DROP TABLE orders").await;
    run(&stage, &suite).await;
    let found = checks(&stage.ana, &orders).await;
    assert!(found.iter().all(|check| check["last"]["outcome"] == "ERROR"), "{found:?}");
}

#[tokio::test]
async fn f2_suite_runs_by_schedule_once_and_after_a_crawl() {
    let (_database, stage, orders) = stage().await;
    let mut wanted = input(&orders);
    wanted["cron"] = json!("0 * * * *");
    wanted["isAfterCrawl"] = json!(true);
    wanted["assets"] = json!([]);
    wanted["query"] = json!("orders");
    let id = save(&stage, wanted).await;
    let jobs = stage.world.app.jobs().clone();
    let made = async || {
        jobs.work_off().await.unwrap();
        checks(&stage.ana, &orders).await.first().map_or(0, |check| check["strip"].as_array().unwrap().len())
    };
    jobs.fire_due().await.unwrap();
    assert_eq!(made().await, 0, "what passed before it was made is not owed");
    stage.world.clock.advance(chrono::Duration::hours(3));
    jobs.fire_due().await.unwrap();
    jobs.fire_due().await.unwrap();
    assert_eq!(made().await, 1, "three hours passed, and it is made once");
    stage.world.clock.advance(chrono::Duration::minutes(1));
    crawl(&stage.world, stage.source).await;
    assert_eq!(made().await, 2, "a crawl of its table");
    let bad = json!({ "id": id, "input": { "name": "Orders", "query": "x", "items": [], "cron": "often" } });
    let refused = ask(&stage.ana, SAVE, bad).await;
    assert_eq!((code(&refused), &refused["errors"][0]["extensions"]["field"]), ("INVALID", &json!("cron")));
}

#[tokio::test]
async fn threat_16_suite_is_for_who_may_and_sql_for_who_manages_sources() {
    let (_database, stage, orders) = stage().await;
    stage.world.user("eddy", Role::Editor).await;
    let eddy = stage.world.program("eddy", &[Scope::Admin]).await;
    assert_eq!(code(&ask(&stage.vera, SAVE, json!({ "input": input(&orders) })).await), "FORBIDDEN");
    let mut sql = input(&orders);
    sql["items"][0]["condition"] = json!("id > 1");
    assert_eq!(code(&ask(&eddy, SAVE, json!({ "input": sql.clone() })).await), "FORBIDDEN");
    done(&eddy, SAVE, json!({ "input": input(&orders) })).await;
    assert_eq!(code(&ask(&stage.ana, SAVE, json!({ "input": input(&orders) })).await), "CONFLICT");
    sql["name"] = json!("With SQL");
    let suite = save(&stage, sql).await;
    let refused = ask(&eddy, "mutation($id: SuiteId!) { deleteSuite(id: $id) }", json!({ "id": suite })).await;
    assert_eq!(code(&refused), "FORBIDDEN", "what one may not write one may not take away");
    let mut wrong = input(&orders);
    wrong["name"] = json!("Wrong");
    wrong["items"][2]["kind"] = json!("nonsense");
    let refused = ask(&stage.ana, SAVE, json!({ "input": wrong })).await;
    assert_eq!(refused["errors"][0]["extensions"]["field"], "checks.2.kind", "{refused}");
}

#[tokio::test]
async fn d5_trying_out_takes_the_right_to_samples_of_the_whole_table() {
    let (_database, stage, orders) = stage().await;
    let asked = json!({ "asset": orders, "items": input(&orders)["items"] });
    let tried = done(&stage.ana, TRY, asked.clone()).await;
    assert_eq!(tried[0]["result"], json!({ "outcome": "FAIL", "errors": 1, "total": 4 }));
    assert_eq!(code(&ask(&stage.vera, TRY, asked.clone()).await), "FORBIDDEN");
    stage.world.user("eddy", Role::Editor).await;
    let eddy = stage.world.program("eddy", &[Scope::Admin]).await;
    done(&eddy, TRY, asked.clone()).await;
    stage.policy("DENY", "SAMPLE", &stage.id("phone").await, "eddy").await;
    assert_eq!(code(&ask(&eddy, TRY, asked).await), "FORBIDDEN", "of one column they may not");
    assert!(checks(&stage.ana, &orders).await.is_empty(), "nothing is kept");
}

#[tokio::test]
async fn f1_plan_says_which_statement_answers_which_check() {
    let (_database, stage, orders) = stage().await;
    let explain = "query($asset: AssetId!, $items: [SuiteItemInput!]!) { explainChecks(asset: $asset, items: $items) {
        statements { sql purpose answers { kind column } } refused { check { kind } problem } } }";
    let mut items = input(&orders)["items"].clone();
    items.as_array_mut().unwrap().push(json!({ "kind": "not_null", "columns": "gone" }));
    let plan = done(&stage.ana, explain, json!({ "asset": orders, "items": items })).await;
    let statements = plan["statements"].as_array().unwrap();
    assert_eq!(statements.len(), 1, "one scan, uniqueness counted in it: {plan}");
    let answered = words(&statements[0]["answers"], "kind");
    assert!(answered.iter().any(|kind| *kind == "unique") && answered.len() > 1, "{answered:?}");
    assert_eq!(plan["refused"][0]["check"]["kind"], "not_null");
    assert!(plan["refused"][0]["problem"].as_str().unwrap().contains("gone"));
    assert_eq!(code(&ask(&stage.vera, explain, json!({ "asset": orders, "items": [] })).await), "FORBIDDEN");
}

#[tokio::test]
async fn e7_table_with_a_promise_of_five_minutes_is_late_after_six_raises_one_alert_and_clears() {
    let database = testkit::postgres_database().await;
    database.run("CREATE TABLE events (id int, at timestamptz)").await;
    let stage = Crawled::of(&database.url()).await;
    let events = stage.id("events").await;
    let arrives = async |id: i32, minutes_ago: i64| {
        let at = stage.world.clock.now() - chrono::Duration::minutes(minutes_ago);
        database.run(&format!("INSERT INTO events VALUES ({id}, '{}')", at.to_rfc3339())).await;
    };
    let edit = "mutation($id: AssetId!) { editAsset(id: $id, input: { owners: [\"vera\"] }) { id } }";
    done(&stage.ana, edit, json!({ "id": events })).await;
    let freshness = json!([{ "kind": "freshness", "columns": "at", "settings": { "hours": 5.0 / 60.0 } }]);
    let suite = save(&stage, json!({ "name": "Events", "assets": [events], "items": freshness })).await;
    let alerts = async || {
        stage.world.app.catch_up().await.unwrap();
        stage.world.app.notify().work_off().await.unwrap();
        let nodes = done(&stage.vera, "{ inbox(first: 50) { nodes { kind } } }", json!({})).await["nodes"].clone();
        words(&nodes, "kind").into_iter().filter(|kind| *kind == "INCIDENT_OPENED").count()
    };
    run(&stage, &suite).await;
    assert_eq!(outcomes(&stage.ana, &events).await[0][1], "NO_DATA", "nothing has come yet");
    arrives(1, 6).await;
    run(&stage, &suite).await;
    run(&stage, &suite).await;
    assert_eq!(outcomes(&stage.ana, &events).await[0][1], "FAIL", "six minutes are late");
    assert_eq!(alerts().await, 1, "one alert, however often it is looked at");
    arrives(2, 4).await;
    run(&stage, &suite).await;
    assert_eq!(outcomes(&stage.ana, &events).await[0][1], "PASS");
    assert_eq!(incidents(&stage.ana).await[0]["state"], "RESOLVED", "the next event clears it");
    assert_eq!(alerts().await, 1);
}
