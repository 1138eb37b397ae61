//! Values that somebody sees only masked: in samples, failing rows and profiles of a real database.

use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::{
    crawled::{Crawled, ask, done},
    support::{Client, code},
};

const SAMPLE: &str =
    "query($id: AssetId!) { asset(id: $id) { maySeeSamples sample(first: 10) { columns { name } masked rows } } }";
const SAVE: &str = "mutation($input: PolicyInput!) { savePolicy(input: $input) { id } }";
const FAILING: &str =
    "query($asset: AssetId) { checks(filter: { asset: $asset }) { nodes { last { message { en } errors }
    results { nodes { value failing { columns rows } } } } } }";

/// People with their telephone numbers; one is none, and no check may tell it to who sees them masked.
async fn stage() -> (testkit::TestDatabase, Crawled, String, Client) {
    let database = testkit::postgres_database().await;
    database
        .run(
            "CREATE TABLE people (id int, phone varchar(20), city varchar(20));
             INSERT INTO people VALUES (1, '13812345678', '上海'), (2, '13912345678', '北京'), (3, NULL, '上海'),
                (4, 'canary4711', '广州')",
        )
        .await;
    let stage = Crawled::of(&database.url()).await;
    stage.world.user("eddy", Role::Editor).await;
    let eddy = stage.world.program("eddy", &[Scope::Admin]).await;
    let people = stage.id("people").await;
    (database, stage, people, eddy)
}

async fn mask(stage: &Crawled, effect: &str, asset: &str) {
    let input = json!({ "name": effect, "effect": effect, "permissions": ["SAMPLE"], "assets": [asset],
        "subjects": [{ "kind": "ROLE", "name": "editor" }] });
    done(&stage.ana, SAVE, json!({ "input": input })).await;
}

async fn sample(client: &Client, table: &str) -> Value {
    done(client, SAMPLE, json!({ "id": table })).await["sample"].clone()
}

#[tokio::test]
async fn d5_sample_is_masked_for_the_analyst_and_not_for_the_steward() {
    let (_database, stage, people, eddy) = stage().await;
    let phone = stage.id("phone").await;
    mask(&stage, "MASK_PART", &phone).await;
    let seen = sample(&eddy, &people).await;
    assert_eq!(seen["masked"], json!([null, "PARTIAL", null]));
    assert_eq!(seen["rows"][0], json!(["1", "138****5678", "上海"]));
    assert_eq!(seen["rows"][2], json!(["3", null, "上海"]), "what is absent stays absent");
    assert!(!seen.to_string().contains("canary4711") && !seen.to_string().contains("13912345678"), "{seen}");
    let whole = sample(&stage.ana, &people).await;
    assert_eq!((&whole["rows"][0][1], &whole["masked"][1]), (&json!("13812345678"), &Value::Null));
    // Of several ways the strictest: a stand-in, which is the same for the same value, and then nothing.
    mask(&stage, "MASK_HASH", &phone).await;
    let (first, again) = (sample(&eddy, &people).await, sample(&eddy, &people).await);
    assert_eq!((first["masked"][1].clone(), first["rows"][0][1].as_str().unwrap().len()), (json!("HASH"), 32));
    assert_eq!(first, again);
    mask(&stage, "MASK_NULL", &people).await;
    let seen = sample(&eddy, &people).await;
    assert_eq!(seen["masked"], json!(["NULL", "NULL", "NULL"]), "what is masked of a table is of each column");
    assert!(seen["rows"].as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap()).all(Value::is_null));
    // It gives nobody anything, and what takes counts all the same.
    assert_eq!(code(&ask(&stage.vera, SAMPLE, json!({ "id": people })).await), "FORBIDDEN");
    stage.policy("DENY", "SAMPLE", &people, "eddy").await;
    assert_eq!(code(&ask(&eddy, SAMPLE, json!({ "id": people })).await), "FORBIDDEN");
}

#[tokio::test]
async fn d5_failing_rows_and_profiles_are_masked_and_what_cannot_be_is_refused() {
    let (_database, stage, people, eddy) = stage().await;
    mask(&stage, "MASK_PART", &stage.id("phone").await).await;
    let input = json!({ "name": "People", "assets": [people],
        "items": [{ "kind": "phone", "columns": "phone" }, { "kind": "not_null", "columns": "phone" }] });
    let save = "mutation($input: SuiteInput!) { saveSuite(input: $input) { id } }";
    let suite = done(&stage.ana, save, json!({ "input": input })).await["id"].clone();
    done(&stage.ana, "mutation($id: SuiteId!) { runSuite(id: $id) { id } }", json!({ "id": suite })).await;
    let profile = "mutation($asset: AssetId!) { profileTable(asset: $asset) { id } }";
    done(&stage.ana, profile, json!({ "asset": people })).await;
    stage.world.app.jobs().work_off().await.unwrap();
    let whole = done(&stage.ana, FAILING, json!({ "asset": people })).await.to_string();
    assert!(whole.contains("canary4711"), "who may see them sees them: {whole}");
    let seen = done(&eddy, FAILING, json!({ "asset": people })).await;
    let failing = &seen["nodes"].as_array().unwrap().iter().find(|check| check["last"]["errors"] == 1).unwrap();
    assert!(!seen.to_string().contains("canary4711"), "{seen}");
    assert!(seen.to_string().contains("c****1"), "a part is shown: {failing}");
    let profiles = "query($asset: AssetId!) { profiles(asset: $asset) { nodes { rows columns } } }";
    let (plain, masked) = (
        done(&stage.ana, profiles, json!({ "asset": people })).await,
        done(&eddy, profiles, json!({ "asset": people })).await,
    );
    assert!(plain.to_string().contains("13812345678"), "{plain}");
    assert!(!masked.to_string().contains("13812345678") && masked.to_string().contains("上海"), "{masked}");
    assert_eq!(masked["nodes"][0]["columns"][1]["nulls"], 1, "counts stay");
    // Trying a check out answers with what it finds, which cannot be masked.
    let tried =
        "mutation($asset: AssetId!, $items: [SuiteItemInput!]!) { tryChecks(asset: $asset, items: $items) { kind } }";
    let asked = json!({ "asset": people, "items": [{ "kind": "phone", "columns": "phone" }] });
    assert_eq!(code(&ask(&eddy, tried, asked).await), "FORBIDDEN");
}

#[tokio::test]
async fn d5_policy_that_masks_is_about_samples_alone() {
    let (_database, stage, people, eddy) = stage().await;
    let input = json!({ "name": "mask", "effect": "MASK_PART", "permissions": ["VIEW", "SAMPLE"], "assets": [people],
        "subjects": [{ "kind": "EVERYONE" }] });
    let refused = ask(&stage.ana, SAVE, json!({ "input": input })).await;
    assert_eq!(code(&refused), "INVALID");
    assert_eq!(refused["errors"][0]["extensions"]["field"], "permissions", "{refused}");
    assert_eq!(code(&ask(&eddy, SAVE, json!({ "input": input })).await), "FORBIDDEN");
}
