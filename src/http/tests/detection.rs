//! What columns may hold: suggested when a table is measured, confirmed or refused by people.

use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::{
    crawled::{Crawled, ask, crawl, done, id_of},
    support::{Client, World, code},
};

const WAITING: &str =
    "query($table: AssetId, $state: DetectionState) { detections(table: $table, state: $state) { nodes { id
    column { name } table { name } semantic tag confidence evidence { en zh } state actor } } }";
const CONFIRM: &str = "mutation($ids: [DetectionId!]!) { confirmDetections(ids: $ids) }";
const REFUSE: &str = "mutation($ids: [DetectionId!]!) { refuseDetections(ids: $ids) }";
const TAGS: &str = "query($id: AssetId!) { asset(id: $id) { tags { name } } }";

const PEOPLE: &str =
    "CREATE TABLE people (id int, phone varchar(20), id_card varchar(20), wrong_card varchar(20), amount numeric);
    INSERT INTO people VALUES (1, '13812345678', '11010519491231002X', '110105194912310021', 1.5),
        (2, '13912345678', '440524188001010014', '440524188001010015', 2.5);
    CREATE VIEW callers AS SELECT id, phone FROM people;";

async fn measure(stage: &Crawled, table: &str) {
    let profile = "mutation($asset: AssetId!) { profileTable(asset: $asset) { id } }";
    done(&stage.ana, profile, json!({ "asset": table })).await;
    stage.world.clock.advance(chrono::Duration::seconds(1));
    stage.world.app.jobs().work_off().await.unwrap();
}

async fn waiting(client: &Client, table: &str, state: &str) -> Vec<Value> {
    let found = done(client, WAITING, json!({ "table": table, "state": state })).await;
    found["nodes"].as_array().unwrap().clone()
}

/// The identifier of the one asset whose name ends like this.
async fn called(stage: &Crawled, name: &str) -> String {
    id_of(&stage.ana, name).await.unwrap_or_else(|| panic!("no `{name}`"))
}

fn of_column<'a>(found: &'a [Value], column: &str) -> &'a Value {
    found.iter().find(|one| one["column"]["name"] == column).unwrap_or_else(|| panic!("no `{column}` in {found:?}"))
}

async fn tags(client: &Client, id: &str) -> Vec<String> {
    let found = done(client, TAGS, json!({ "id": id })).await;
    found["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap().to_owned()).collect()
}

/// One story: what is suggested, who may decide, and what comes of it.
async fn d4_story(stage: &Crawled) {
    let people = stage.id("people").await;
    assert!(waiting(&stage.ana, &people, "SUGGESTED").await.is_empty(), "nothing was measured yet");
    measure(stage, &people).await;
    let found = waiting(&stage.ana, &people, "SUGGESTED").await;
    let phone = of_column(&found, "phone");
    assert_eq!((&phone["semantic"], &phone["tag"]), (&json!("mobile"), &json!("PII.Sensitive")), "{phone}");
    assert_eq!((&phone["state"], &phone["actor"]), (&json!("SUGGESTED"), &json!("detection")));
    assert_eq!(of_column(&found, "id_card")["semantic"], "id_card");
    assert!(!json!(found).to_string().contains("13812345678"), "evidence counts values and repeats none: {found:?}");
    let wrong = found.iter().find(|one| one["column"]["name"] == "wrong_card");
    assert!(wrong.is_none_or(|one| one["semantic"] != "id_card"), "numbers that fail their checksum: {wrong:?}");
    let column = called(stage, "people.phone").await;
    assert!(tags(&stage.ana, &column).await.is_empty(), "suggested is not tagged");
    let id = phone["id"].clone();
    assert_eq!(code(&ask(&stage.vera, CONFIRM, json!({ "ids": [id] })).await), "FORBIDDEN");
    assert_eq!(
        waiting(&stage.vera, &people, "SUGGESTED").await.len(),
        found.len(),
        "who sees a column sees what it may hold"
    );
    done(&stage.ana, CONFIRM, json!({ "ids": [id] })).await;
    assert_eq!(tags(&stage.ana, &column).await, ["PII.Sensitive"]);
    assert_eq!(waiting(&stage.ana, &people, "CONFIRMED").await[0]["actor"], "token:ana/ci");
    let card = of_column(&found, "id_card")["id"].clone();
    done(&stage.ana, REFUSE, json!({ "ids": [card] })).await;
    measure(stage, &people).await;
    let again = waiting(&stage.ana, &people, "SUGGESTED").await;
    let names: Vec<&str> = again.iter().map(|one| one["column"]["name"].as_str().unwrap()).collect();
    assert!(!names.contains(&"phone") && !names.contains(&"id_card"), "what was decided is not asked again: {names:?}");
    let unknown = ask(&stage.ana, CONFIRM, json!({ "ids": ["00000000-0000-7000-8000-000000000000"] })).await;
    assert_eq!(code(&unknown), "NOT_FOUND");
}

#[tokio::test]
async fn d4_detected_tag_is_suggested_until_somebody_confirms_it_and_follows_lineage_then() {
    let database = testkit::postgres_database().await;
    database.run(PEOPLE).await;
    let stage = Crawled::of(&database.url()).await;
    let rule = "mutation { savePropagationRule(input: { name: \"PII\", pattern: \"PII.*\", confirms: true }) { id } }";
    done(&stage.ana, rule, json!({})).await;
    d4_story(&stage).await;
    stage.world.app.catch_up().await.unwrap();
    assert_eq!(
        tags(&stage.ana, &called(&stage, "callers.phone").await).await,
        ["PII.Sensitive"],
        "the view's column too"
    );
    stage.policy("DENY", "VIEW", &called(&stage, "people.phone").await, "vera").await;
    let people = stage.id("people").await;
    let seen = json!(waiting(&stage.vera, &people, "CONFIRMED").await).to_string();
    assert!(!seen.contains("phone") && !seen.contains("mobile"), "of a hidden column nothing is told: {seen}");
}

#[tokio::test]
async fn d4_detection_is_kept_on_postgresql_too() {
    let (database, store) = (testkit::postgres_database().await, testkit::postgres_database().await);
    database.run(PEOPLE).await;
    let stage =
        Crawled::on(World::with(|config| config.database = Some(store.url().into())).await, &database.url()).await;
    d4_story(&stage).await;
    crawl(&stage.world, stage.source).await;
    stage.world.user("eddy", Role::Editor).await;
    let eddy = stage.world.program("eddy", &[Scope::Admin]).await;
    let people = stage.id("people").await;
    assert!(!waiting(&eddy, &people, "CONFIRMED").await.is_empty());
}
