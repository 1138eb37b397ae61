//! Data standards as checks: exactly the rows whose value is no code, on every engine, and by the standard as it is now.

use serde_json::{Value, json};

use super::{
    crawled::{Crawled, done},
    quality::{run, save},
};

const SAVE: &str = "mutation($input: CodeListInput!) { saveCodeList(input: $input) { id } }";
const BIND: &str = "mutation($id: AssetId!, $input: EditAssetInput!) { editAsset(id: $id, input: $input) { id } }";
const LAST: &str = "query($id: AssetId) { checks(filter: { asset: $id }) { nodes { column dimension settings
    last { outcome errors total message { en } } results { nodes { failing { columns rows } } } } } }";

const PEOPLE: &str = "CREATE TABLE people (id int, gender varchar(20), free varchar(20));
    INSERT INTO people VALUES (1, '1', 'x'), (2, '2', 'x'), (3, '2 ', 'x'), (4, '5', 'x'), (5, 'x', 'x'),
        (6, NULL, 'x'), (7, '', 'x'), (8, '0', 'x')";

fn list(codes: &[&str]) -> Value {
    let codes: Vec<Value> = codes.iter().map(|code| json!({ "code": code, "meaning": format!("c{code}") })).collect();
    json!({ "name": "Sex", "standard": "GB/T 2261.1-2003", "codes": codes })
}

async fn of_column(stage: &Crawled, table: &str, column: &str) -> Value {
    let nodes = done(&stage.ana, LAST, json!({ "id": table })).await["nodes"].clone();
    nodes.as_array().unwrap().iter().find(|check| check["column"] == column).unwrap().clone()
}

async fn holds(url: &str) {
    let stage = Crawled::of(url).await;
    let people = stage.id("people").await;
    let sex = done(&stage.ana, SAVE, json!({ "input": list(&["0", "1", "2", "9"]) })).await["id"].clone();
    let gender = stage.id("gender").await;
    done(&stage.ana, BIND, json!({ "id": gender, "input": { "codeList": sex } })).await;
    let items = json!([{ "kind": "consistent", "columns": "gender" }, { "kind": "consistent", "columns": "free" }]);
    let suite = save(&stage, json!({ "name": "Standards", "assets": [people], "items": items })).await;
    run(&stage, &suite).await;
    let check = of_column(&stage, &people, "gender").await;
    let last = &check["last"];
    assert_eq!((&last["outcome"], &last["errors"], &last["total"]), (&json!("FAIL"), &json!(4), &json!(8)), "{check}");
    assert_eq!((&check["dimension"], &check["settings"]), (&json!("CONSISTENCY"), &json!({})));
    let failing = &check["results"]["nodes"][0]["failing"];
    let at = failing["columns"].as_array().unwrap().iter().position(|name| name == "id").unwrap();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut rows: Vec<String> = failing["rows"].as_array().unwrap().iter().map(|row| text(&row[at])).collect();
    rows.sort_unstable();
    assert_eq!(rows, ["3", "4", "5", "7"], "blanks at the end count, and NULL is no error: {failing}");
    let free = of_column(&stage, &people, "free").await;
    assert_eq!(free["last"]["outcome"], "ERROR", "never a silent pass: {free}");
    assert!(free["last"]["message"]["en"].as_str().unwrap().contains("keeps no data standard"), "{free}");
    // The standard as it is when the check is made.
    let mut longer = list(&["0", "1", "2", "5", "x"]);
    longer["id"] = sex;
    done(&stage.ana, SAVE, json!({ "input": longer })).await;
    run(&stage, &suite).await;
    assert_eq!(of_column(&stage, &people, "gender").await["last"]["errors"], 2);
}

#[tokio::test]
async fn b12_check_consistent_finds_exactly_the_rows_that_are_no_code_of_postgresql() {
    let database = testkit::postgres_database().await;
    database.run(PEOPLE).await;
    holds(&database.url()).await;
}

#[tokio::test]
async fn b12_check_consistent_finds_exactly_the_rows_that_are_no_code_of_mariadb() {
    let database = testkit::mysql_database().await;
    database.run(PEOPLE).await;
    holds(&database.url()).await;
}
