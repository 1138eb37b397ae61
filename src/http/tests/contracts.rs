//! Contracts that are kept here, through the router on real PostgreSQL: versions, what breaks, one incident, who is told.

use axum::http::StatusCode;
use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::{
    crawled::{Crawled, ask, crawl, done},
    support::{Client, World, code},
};

const SAVE: &str = "mutation($input: ContractInput!) { saveContract(input: $input) { isNew contract { id isInForce
    suiteId tables { name asset { name } } } version { number version state isInForce isBreaking acknowledgedBy }
    changes { isBreaking differences { path what isBreaking } } } }";
const STATE: &str = "mutation($id: ContractId!, $state: ContractState!, $known: Boolean!) {
    setContractState(id: $id, state: $state, isBreakingKnown: $known) { isInForce version { version state } } }";
const SHOW: &str = "query($id: ContractId!) { contract(id: $id) { name health isInForce standing { made failed passed }
    version { version state notEnforced { path } } consumers { name asset { id } } checks { nodes { kind column
    last { outcome } } } incidents { nodes { state failures asset { name } entries { what note } } } } }";
const TEST: &str = "mutation($id: ContractId!) { testContract(id: $id) { id } }";
const LIST: &str = "{ contracts { nodes { id name health version { version } } } }";

const ORDERS: &str = "CREATE TABLE orders (id int, status varchar(20), placed_at timestamp);
    INSERT INTO orders VALUES (1, 'paid', now()), (2, 'new', now())";

/// A contract of the table that has this version and status, with these columns besides `id`.
fn text(version: &str, status: &str, columns: &str) -> String {
    format!(
        "apiVersion: v3.1.0\nkind: DataContract\nid: orders-of-the-shop\nname: Orders\nversion: \"{version}\"\n\
         status: {status}\nschema:\n  - name: orders\n    properties:\n      \
         - {{name: id, logicalType: integer, required: true, unique: true}}\n{columns}"
    )
}

const STATUS: &str =
    "      - {name: status, logicalType: string, physicalType: varchar(20), required: true, enum: [new, paid]}
      - {name: placed_at, logicalType: timestamp}
    quality:
      - {id: enough, metric: rowCount, mustBeGreaterThan: 1}
      - {type: text, description: Amounts are in euros}
slaProperties:
  - {property: latency, value: 4, unit: h, element: orders.placed_at}
";

async fn stage() -> (testkit::TestDatabase, Crawled) {
    let database = testkit::postgres_database().await;
    database.run(ORDERS).await;
    let stage = Crawled::of(&database.url()).await;
    (database, stage)
}

async fn save(client: &Client, text: &str, more: Value) -> Value {
    let mut input = json!({ "text": text });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    ask(client, SAVE, json!({ "input": input })).await
}

async fn saved(client: &Client, text: &str, more: Value) -> Value {
    let answer = save(client, text, more).await;
    assert!(answer["errors"].is_null(), "{answer}");
    answer["data"]["saveContract"].clone()
}

/// Makes the checks of a contract and waits for them.
async fn test(stage: &Crawled, id: &Value) {
    done(&stage.ana, TEST, json!({ "id": id })).await;
    stage.world.clock.advance(chrono::Duration::seconds(1));
    stage.world.app.jobs().work_off().await.unwrap();
}

async fn show(client: &Client, id: &Value) -> Value {
    done(client, SHOW, json!({ "id": id })).await
}

fn field(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["field"].as_str().unwrap_or_default()
}

/// The story of a contract, from its first version to the end of its incident.
async fn i5_story(stage: &Crawled, database: &testkit::TestDatabase) {
    stage.world.user("bob", Role::Viewer).await;
    let bob = stage.world.program("bob", &[Scope::Admin]).await;
    let first = saved(&stage.ana, &text("1.0.0", "active", STATUS), json!({ "consumers": { "names": ["bob"] } })).await;
    let id = first["contract"]["id"].clone();
    assert_eq!((&first["isNew"], &first["contract"]["isInForce"]), (&json!(true), &json!(true)), "{first}");
    assert!(first["contract"]["tables"][0]["asset"]["name"].as_str().unwrap().ends_with("orders"), "{first}");
    test(stage, &id).await;
    let kept = show(&stage.ana, &id).await;
    let kinds: Vec<&str> =
        kept["checks"]["nodes"].as_array().unwrap().iter().map(|check| check["kind"].as_str().unwrap()).collect();
    for kind in ["promised_columns", "not_null", "unique", "in_set", "row_count", "freshness"] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
    assert_eq!(kept["version"]["notEnforced"].as_array().unwrap().len(), 1, "words are no check: {kept}");
    assert_eq!(kept["health"], "KEPT", "{kept}");
    assert_eq!(kept["incidents"]["nodes"], json!([]));
    // Two promises are broken, and it is one incident.
    database.run("INSERT INTO orders VALUES (2, 'lost', '2025-10-09 08:00'), (NULL, 'new', NULL)").await;
    test(stage, &id).await;
    test(stage, &id).await;
    let broken = show(&stage.ana, &id).await;
    assert_eq!((&broken["health"], &broken["standing"]["failed"]), (&json!("BROKEN"), &json!(3)), "{broken}");
    let incidents = broken["incidents"]["nodes"].as_array().unwrap();
    assert_eq!(incidents.len(), 1, "{incidents:?}");
    assert_eq!((&incidents[0]["failures"], &incidents[0]["state"]), (&json!(2), &json!("NEW")));
    let story = incidents[0]["entries"].to_string();
    assert!(story.contains("relying on it: bob"), "{story}");
    let all = done(&stage.ana, "{ incidents { nodes { id } } }", json!({})).await;
    assert_eq!(all["nodes"].as_array().unwrap().len(), 1, "the single promises open none");
    stage.world.app.catch_up().await.unwrap();
    stage.world.app.notify().work_off().await.unwrap();
    let told = done(&bob, "{ inbox(first: 50) { nodes { kind } } }", json!({})).await.to_string();
    assert_eq!(told.matches("INCIDENT_OPENED").count(), 1, "who relies on it is told once: {told}");
    let told = done(&stage.vera, "{ inbox(first: 50) { nodes { kind } } }", json!({})).await;
    assert_eq!(told["nodes"], json!([]), "and others are not");
    // Mended, and a column is gone by the next crawl.
    database.run("DELETE FROM orders WHERE id IS NULL OR status = 'lost'").await;
    test(stage, &id).await;
    let mended = show(&stage.ana, &id).await;
    assert_eq!(mended["incidents"]["nodes"][0]["state"], "RESOLVED", "{mended}");
    database.run("ALTER TABLE orders DROP COLUMN placed_at").await;
    crawl(&stage.world, stage.source).await;
    stage.world.app.jobs().work_off().await.unwrap();
    let drifted = show(&stage.ana, &id).await;
    assert_eq!((&drifted["health"], &drifted["incidents"]["nodes"][0]["state"]), (&json!("BROKEN"), &json!("NEW")));
    let nodes = drifted["checks"]["nodes"].as_array().unwrap();
    let shape = nodes.iter().find(|check| check["kind"] == "promised_columns").unwrap();
    assert_eq!(shape["last"]["outcome"], "FAIL", "a crawl compares the columns: {drifted}");
    // What is no longer promised is no longer held to.
    done(&stage.ana, STATE, json!({ "id": id, "state": "RETIRED", "known": false })).await;
    let over = show(&stage.ana, &id).await;
    assert_eq!(
        (&over["isInForce"], &over["health"], &over["checks"]),
        (&json!(false), &json!("UNCHECKED"), &Value::Null)
    );
    assert_eq!(over["incidents"]["nodes"][0]["state"], "RESOLVED", "{over}");
}

#[tokio::test]
async fn i5_broken_contract_opens_one_incident_that_names_consumers_on_both_stores() {
    let store = testkit::postgres_database().await;
    let worlds = [World::new().await, World::with(|config| config.database = Some(store.url().into())).await];
    for world in worlds {
        let database = testkit::postgres_database().await;
        database.run(ORDERS).await;
        let stage = Crawled::on(world, &database.url()).await;
        // The world's clock stands still: what is placed is to be an hour old.
        database.run("UPDATE orders SET placed_at = '2025-10-09 08:00:00'").await;
        i5_story(&stage, &database).await;
    }
}

#[tokio::test]
async fn i5_breaking_version_takes_a_higher_major_number_or_somebody_who_knows() {
    let (_database, stage) = stage().await;
    saved(&stage.ana, &text("1.0.0", "active", STATUS), json!({})).await;
    let less = STATUS.replace("      - {name: placed_at, logicalType: timestamp}\n", "");
    let less = less.split("slaProperties").next().unwrap().to_owned();
    let refused = save(&stage.ana, &text("1.1.0", "active", &less), json!({})).await;
    assert_eq!((code(&refused), field(&refused)), ("INVALID", "version"), "{refused}");
    assert!(refused["errors"][0]["message"].as_str().unwrap().contains("placed_at"), "{refused}");
    let refused = save(&stage.ana, &text("1.0.0", "active", &less), json!({})).await;
    assert_eq!(field(&refused), "version", "a version is never overwritten: {refused}");
    let draft = save(&stage.ana, &text("1.1.0", "draft", &less), json!({ "isBreakingKnown": true })).await;
    let draft = &draft["data"]["saveContract"];
    assert_eq!(draft["version"]["acknowledgedBy"], "token:ana/ci");
    assert_eq!((&draft["version"]["isBreaking"], &draft["version"]["isInForce"]), (&json!(true), &json!(false)));
    let shown = show(&stage.ana, &draft["contract"]["id"]).await;
    assert_eq!(shown["version"]["version"], "1.0.0", "a draft replaces nothing: {shown}");
    let major = saved(&stage.ana, &text("2.0.0", "active", &less), json!({})).await;
    assert_eq!((&major["changes"]["isBreaking"], &major["version"]["isInForce"]), (&json!(true), &json!(true)));
    let gone = major["changes"]["differences"].as_array().unwrap();
    assert!(gone.iter().any(|one| one["what"] == "column_removed" && one["isBreaking"] == true), "{gone:?}");
    // The same again changes nothing, so a build may push whatever it has.
    let again = saved(&stage.ana, &text("2.0.0", "active", &less), json!({})).await;
    assert_eq!((&again["isNew"], &again["version"]["number"]), (&json!(false), &json!(3)));
    let old = saved(&stage.ana, &text("1.0.0", "active", STATUS), json!({})).await;
    assert_eq!(old["version"]["isInForce"], false, "an old build does not bring an old version back: {old}");
    let id = &major["contract"]["id"];
    let versions =
        "query($id: ContractId!) { contractVersions(id: $id, first: 2) { nodes { version changes { isBreaking } }
        pageInfo { hasNextPage endCursor } } }";
    let page = done(&stage.vera, versions, json!({ "id": id })).await;
    assert_eq!(page["nodes"][0]["version"], "2.0.0", "{page}");
    assert_eq!((page["nodes"].as_array().unwrap().len(), &page["pageInfo"]["hasNextPage"]), (2, &json!(true)));
    let diff =
        "query($id: ContractId!) { contractVersionDiff(id: $id, old: \"1.0.0\", new: \"2.0.0\") { isBreaking } }";
    assert_eq!(done(&stage.vera, diff, json!({ "id": id })).await["isBreaking"], true);
    let diff = "query($old: String!, $new: String!) { contractDiff(old: $old, new: $new) { isBreaking } }";
    let texts = json!({ "old": text("1", "active", &less), "new": text("2", "active", STATUS) });
    assert_eq!(done(&stage.vera, diff, texts).await["isBreaking"], false, "more is promised");
    let wrong = ask(&stage.vera, diff, json!({ "old": "x: 1", "new": "y" })).await;
    assert_eq!((code(&wrong), field(&wrong)), ("INVALID", "old"));
}

#[tokio::test]
async fn i5_contract_is_for_who_may_know_its_tables_and_its_suite_for_nobody_by_hand() {
    let (_database, stage) = stage().await;
    let refused = save(&stage.vera, &text("1.0.0", "active", STATUS), json!({})).await;
    assert_eq!(code(&refused), "FORBIDDEN");
    stage.world.user("eddy", Role::Editor).await;
    let eddy = stage.world.program("eddy", &[Scope::Admin]).await;
    let sql = STATUS
        .replace("metric: rowCount, mustBeGreaterThan: 1", "type: sql, query: 'SELECT 1 FROM {object}', mustBe: 1");
    assert_eq!(code(&save(&eddy, &text("1.0.0", "active", &sql), json!({})).await), "FORBIDDEN", "SQL reads anything");
    let first = saved(&eddy, &text("1.0.0", "active", STATUS), json!({})).await;
    let (id, suite) = (first["contract"]["id"].clone(), first["contract"]["suiteId"].clone());
    assert_eq!(code(&ask(&stage.vera, TEST, json!({ "id": id })).await), "FORBIDDEN");
    let state = json!({ "id": id, "state": "RETIRED", "known": true });
    assert_eq!(code(&ask(&stage.vera, STATE, state).await), "FORBIDDEN");
    let delete = "mutation($id: SuiteId!) { deleteSuite(id: $id) }";
    assert_eq!(code(&ask(&stage.ana, delete, json!({ "id": suite })).await), "CONFLICT");
    let input = json!({ "name": "Mine", "assets": [stage.id("orders").await], "items": [] });
    let change = "mutation($id: SuiteId, $input: SuiteInput!) { saveSuite(id: $id, input: $input) { id } }";
    assert_eq!(code(&ask(&stage.ana, change, json!({ "id": suite, "input": input })).await), "CONFLICT");
    let of_asset = "query($id: AssetId!) { asset(id: $id) { contracts { name version { version } } } }";
    let orders = stage.id("orders").await;
    let found = done(&stage.vera, of_asset, json!({ "id": orders })).await;
    assert_eq!(found["contracts"], json!([{ "name": "Orders", "version": { "version": "1.0.0" } }]));
    let path = format!("/api/contracts/{}.yaml", id.as_str().unwrap());
    let file = stage.vera.get(&path).await;
    assert_eq!(file.status, StatusCode::OK);
    let read = quality::contract::Contract::read(&file.text()).unwrap();
    let given = quality::contract::Contract::read(&text("1.0.0", "active", STATUS)).unwrap();
    assert_eq!(read.canonical(), given.canonical(), "it comes out as it went in");
    stage.policy("DENY", "VIEW", &orders, "vera").await;
    assert_eq!(done(&stage.vera, LIST, json!({})).await["nodes"], json!([]), "of a table that is hidden");
    assert_eq!(stage.vera.get(&path).await.status, StatusCode::NOT_FOUND);
    let remove = "mutation($id: ContractId!) { deleteContract(id: $id) }";
    assert_eq!(code(&ask(&stage.vera, remove, json!({ "id": id })).await), "FORBIDDEN");
    done(&stage.ana, remove, json!({ "id": id })).await;
    assert_eq!(done(&stage.ana, LIST, json!({})).await["nodes"], json!([]));
    let suites = done(&stage.ana, "{ suites { nodes { id } } }", json!({})).await;
    assert_eq!(suites["nodes"], json!([]), "its suite went with it");
}

#[tokio::test]
async fn i5_contract_finds_its_table_when_a_crawl_does() {
    let (database, stage) = stage().await;
    let later = text("1.0.0", "active", STATUS).replace("- name: orders", "- name: later");
    let first = saved(&stage.ana, &later, json!({})).await;
    let id = first["contract"]["id"].clone();
    assert_eq!((&first["contract"]["tables"][0]["asset"], &first["contract"]["suiteId"]), (&Value::Null, &Value::Null));
    database.run("CREATE TABLE later (id int)").await;
    crawl(&stage.world, stage.source).await;
    stage.world.app.jobs().work_off().await.unwrap();
    let found = show(&stage.ana, &id).await;
    assert_eq!(found["health"], "BROKEN", "its columns are not there: {found}");
}
