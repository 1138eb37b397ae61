//! Data standards at work, through the router: columns of real databases keep a code list, their values are read, mapped
//! and compared, and who may not see values sees none.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use catalog::{Role, Scope, Viewer};
use serde_json::{Value, json};
use testkit::TestDatabase;

use super::support::{Client, World, code};
use crate::sources::NewSource;

async fn ask(client: &Client, query: &str, variables: Value) -> Value {
    client.post("/graphql", &json!({ "query": query, "variables": variables })).await.json()
}

/// The one field that somebody is told, which is not refused.
async fn done(client: &Client, query: &str, variables: Value) -> Value {
    let answer = ask(client, query, variables).await;
    assert!(answer["errors"].is_null(), "{answer}");
    answer["data"].as_object().unwrap().values().next().unwrap().clone()
}

/// A world that has crawled a database, with its administrator and somebody who may not see samples.
struct Stage {
    world: World,
    ana: Client,
    vera: Client,
    sex: String,
    _store: Option<TestDatabase>,
}

const SAVE: &str = "mutation($input: CodeListInput!) { saveCodeList(input: $input) { id } }";
const COLUMN: &str = "query($column: AssetId!) { standardColumn(column: $column) {
    standard { name } mayRead mayMap differences
    contrast { rows nulls outside distinct mapped ratio isPartial readBy } } }";
const VALUES: &str = "query($column: AssetId!, $open: Boolean! = false, $after: String, $first: Int! = 100) {
    standardColumn(column: $column) { values(onlyOpen: $open, first: $first, after: $after) {
        nodes { value rows code isSaid suggestion { code why } } pageInfo { hasNextPage endCursor } } } }";
const READ: &str =
    "mutation($column: AssetId!) { readStandardColumn(column: $column) { contrast { distinct mapped } } }";
const MAP: &str = "mutation($column: AssetId!, $meanings: [StandardMeaningInput!]!) {
    mapStandardValues(column: $column, meanings: $meanings) { contrast { ratio } } }";
const CONSISTENCY: &str = "query($column: AssetId!, $first: Int! = 20) { standardColumn(column: $column) {
    consistency(first: $first) { total errors columns { name } rows hasMoreRows } } }";
const RATIOS: &str = "query($by: StandardGrouping!) { standardRatios(by: $by) {
    nodes { group { name } columns distinct mapped ratio rows outside } isPartial } }";

impl Stage {
    async fn of(url: &str, is_on_server: bool) -> Self {
        let store = if is_on_server { Some(testkit::postgres_database().await) } else { None };
        let world = match &store {
            Some(database) => World::with(|config| config.database = Some(database.url().into())).await,
            None => World::new().await,
        };
        let (connector, config) = connectors::from_url(url, None).unwrap();
        let new = NewSource { name: "shop".into(), connector: connector.name.into(), config, schedule: None };
        let source = world.app.sources().create(&Viewer::system(), new).await.unwrap();
        let run = world.app.jobs().start_crawl(&Viewer::system(), source.id).await.unwrap();
        world.app.jobs().work_off().await.unwrap();
        let run = world.app.jobs().get(&Viewer::system(), run.id).await.unwrap();
        assert_eq!(run.code, None, "{:?}", run.message);
        world.app.catch_up().await.unwrap();
        world.user("ana", Role::Admin).await;
        world.user("vera", Role::Viewer).await;
        let ana = world.program("ana", &[Scope::Admin]).await;
        let vera = world.program("vera", &[Scope::Admin]).await;
        let codes = json!([{ "code": "0", "meaning": "未知的性别" }, { "code": "1", "meaning": "男性", "names": ["M"] },
            { "code": "2", "meaning": "女性", "names": ["F"] }, { "code": "9", "meaning": "未说明的性别" }]);
        let input = json!({ "name": "Sex", "standard": "GB/T 2261.1-2003", "expectedClass": "TEXT", "maxLength": 1,
            "codes": codes });
        let sex = done(&ana, SAVE, json!({ "input": input })).await["id"].as_str().unwrap().to_owned();
        Self { world, ana, vera, sex, _store: store }
    }

    async fn id(&self, name: &str) -> String {
        let query = "query($name: String!) { asset(name: $name) { id } }";
        done(&self.ana, query, json!({ "name": name })).await["id"].as_str().unwrap().to_owned()
    }

    async fn edit(&self, name: &str, input: Value) -> Value {
        let edit = "mutation($id: AssetId!, $input: EditAssetInput!) { editAsset(id: $id, input: $input) { id } }";
        ask(&self.ana, edit, json!({ "id": self.id(name).await, "input": input })).await
    }

    /// Lets a column keep the standard and reads its values.
    async fn bind(&self, column: &str) -> String {
        let answer = self.edit(column, json!({ "codeList": self.sex })).await;
        assert!(answer["errors"].is_null(), "{answer}");
        let id = self.id(column).await;
        done(&self.ana, READ, json!({ "column": id })).await;
        id
    }

    async fn contrast(&self, column: &str) -> Value {
        done(&self.ana, COLUMN, json!({ "column": column })).await["contrast"].clone()
    }

    async fn values(&self, column: &str) -> Vec<(String, i64, Value)> {
        let found = done(&self.ana, VALUES, json!({ "column": column })).await["values"]["nodes"].clone();
        let values = found.as_array().unwrap().iter();
        let value = |value: &Value| {
            (value["value"].as_str().unwrap().to_owned(), value["rows"].as_i64().unwrap(), value["code"].clone())
        };
        values.map(value).collect()
    }

    async fn ratios(&self, client: &Client, by: &str) -> Vec<(Value, Value)> {
        let found = done(client, RATIOS, json!({ "by": by })).await;
        assert_eq!(found["isPartial"], json!(false));
        let nodes = found["nodes"].as_array().unwrap().iter();
        nodes.map(|ratio| (ratio["group"]["name"].clone(), ratio["ratio"].clone())).collect()
    }

    async fn deny(&self, permission: &str, asset: &str, user: &str) {
        let input = json!({ "name": format!("{permission} {user}"), "effect": "DENY", "permissions": [permission],
            "assets": [asset], "subjects": [{ "kind": "USER", "name": user }] });
        let save = "mutation($input: PolicyInput!) { savePolicy(input: $input) { id } }";
        done(&self.ana, save, json!({ "input": input })).await;
    }

    async fn send(&self, client: &Client, path: &str, table: &str) -> (StatusCode, Value) {
        let reply = client.send(Method::POST, path, Body::from(table.to_owned())).await;
        (reply.status, reply.json())
    }
}

fn meaning(value: &str, code: impl Into<Value>) -> Value {
    json!({ "value": value, "code": code.into() })
}

const PEOPLE: &str = "CREATE TABLE people (id int, sex varchar(20), gender varchar(20), secret varchar(20));
    INSERT INTO people (id, sex, gender, secret) VALUES (1, '男', '1', 'canary'), (2, '男', '2', 'canary'),
        (3, '男', '2 ', 'canary'), (4, '女', '5', 'canary'), (5, '女', 'x', 'canary'), (6, '未知', NULL, 'canary'),
        (7, 'x', '', 'canary'), (8, NULL, '0', 'canary')";

/// What holds whatever the engine: three of four are 75 %, and exactly the rows that are no code are errors.
async fn holds(stage: &Stage) {
    let sex = stage.bind("people.sex").await;
    let column = done(&stage.ana, COLUMN, json!({ "column": sex })).await;
    assert_eq!(
        (&column["standard"]["name"], &column["mayRead"], &column["mayMap"]),
        (&json!("Sex"), &json!(true), &json!(true))
    );
    let contrast = json!({ "rows": 8, "nulls": 1, "outside": 7, "distinct": 4, "mapped": 0, "ratio": 0.0,
        "isPartial": false, "readBy": "token:ana/ci" });
    assert_eq!(column["contrast"], contrast);
    let values = done(&stage.ana, VALUES, json!({ "column": sex, "open": true })).await["values"]["nodes"].clone();
    let suggested: Vec<(&str, &Value)> = values
        .as_array()
        .unwrap()
        .iter()
        .map(|value| (value["value"].as_str().unwrap(), &value["suggestion"]["code"]))
        .collect();
    assert_eq!(suggested[..2], [("男", &json!("1")), ("女", &json!("2"))], "most frequent first");
    assert!(suggested.contains(&("未知", &json!("0"))) && suggested.contains(&("x", &Value::Null)), "{suggested:?}");
    let meanings = json!([meaning("男", "1"), meaning("女", "2"), meaning("未知", "0")]);
    let mapped = done(&stage.ana, MAP, json!({ "column": sex, "meanings": meanings })).await;
    assert_eq!(mapped["contrast"]["ratio"], json!(0.75), "three of four");
    let gender = stage.bind("people.gender").await;
    let contrast = stage.contrast(&gender).await;
    assert_eq!((&contrast["nulls"], &contrast["distinct"], &contrast["mapped"]), (&json!(1), &json!(7), &json!(3)));
    let found = done(&stage.ana, CONSISTENCY, json!({ "column": gender })).await["consistency"].clone();
    assert_eq!((&found["total"], &found["errors"]), (&json!(7), &json!(4)), "NULL is no error: {found}");
    let names: Vec<&str> =
        found["columns"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    let at = names.iter().position(|name| *name == "id").unwrap();
    let mut rows: Vec<&str> = found["rows"].as_array().unwrap().iter().map(|row| row[at].as_str().unwrap()).collect();
    rows.sort_unstable();
    assert_eq!(rows, ["3", "4", "5", "7"], "exactly the rows that are no code, whatever blanks at the end mean");
    let some = done(&stage.ana, CONSISTENCY, json!({ "column": gender, "first": 1 })).await["consistency"].clone();
    assert_eq!((some["rows"].as_array().unwrap().len(), &some["hasMoreRows"]), (1, &json!(true)));
}

#[tokio::test]
async fn b12_three_of_four_values_mapped_are_75_percent_of_postgresql() {
    let database = testkit::postgres_database().await;
    database.run(PEOPLE).await;
    let stage = Stage::of(&database.url(), true).await;
    holds(&stage).await;
    grouped(&stage).await;
}

#[tokio::test]
async fn b12_three_of_four_values_mapped_are_75_percent_of_mariadb() {
    let database = testkit::mysql_database().await;
    database.run(&PEOPLE.replace("varchar(20)", "varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci")).await;
    let stage = Stage::of(&database.url(), false).await;
    holds(&stage).await;
    grouped(&stage).await;
}

#[tokio::test]
async fn b12_three_of_four_values_mapped_are_75_percent_of_sqlite() {
    let directory = tempfile::tempdir().unwrap();
    let stage = of_file(&directory, PEOPLE, false).await;
    holds(&stage).await;
    grouped(&stage).await;
}

async fn of_file(directory: &tempfile::TempDir, script: &str, is_on_server: bool) -> Stage {
    let path = directory.path().join("shop.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let mut connection: sqlx::SqliteConnection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(script.to_owned())).execute(&mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
    Stage::of(&format!("sqlite://{}", path.display()), is_on_server).await
}

/// Ratios of tables, standards and domains; a domain counts what is inside of what belongs to it.
async fn grouped(stage: &Stage) {
    let all = 6.0 / 11.0;
    assert_eq!(stage.ratios(&stage.ana, "STANDARD").await, [(json!("Sex"), json!(all))]);
    assert_eq!(stage.ratios(&stage.ana, "TABLE").await, [(json!("people"), json!(all))]);
    assert_eq!(stage.ratios(&stage.ana, "DOMAIN").await, [(Value::Null, json!(all))]);
    let domain = "mutation { saveDomain(input: { name: \"People\" }) { id } }";
    let domain = done(&stage.ana, domain, json!({})).await["id"].clone();
    let table = done(
        &stage.ana,
        "query($name: String!) { asset(name: $name) { path { id kind } } }",
        json!({ "name": "people.sex" }),
    )
    .await;
    let table = table["path"].as_array().unwrap().last().unwrap()["id"].clone();
    let edit = "mutation($id: AssetId!, $input: EditAssetInput!) { editAsset(id: $id, input: $input) { id } }";
    done(&stage.ana, edit, json!({ "id": table, "input": { "domain": domain } })).await;
    assert_eq!(stage.ratios(&stage.ana, "DOMAIN").await, [(json!("People"), json!(all))]);
    // Who may see the columns and not their values sees ratios alone; who may not see a column, nothing of it.
    assert_eq!(stage.ratios(&stage.vera, "TABLE").await, [(json!("people"), json!(all))]);
    stage.deny("VIEW", &stage.id("people.gender").await, "vera").await;
    assert_eq!(stage.ratios(&stage.vera, "TABLE").await, [(json!("people"), json!(0.75))]);
    let columns = "query($standard: AssetId!) { standardColumns(standard: $standard) { nodes { column { name }
        contrast { ratio } differences } } }";
    let found = done(&stage.vera, columns, json!({ "standard": stage.sex })).await;
    assert_eq!(
        found["nodes"],
        json!([{ "column": { "name": "sex" }, "contrast": { "ratio": 0.75 }, "differences": ["LENGTH"] }])
    );
}

#[tokio::test]
async fn b12_who_may_not_see_samples_sees_ratios_and_no_value() {
    let directory = tempfile::tempdir().unwrap();
    let stage = of_file(&directory, PEOPLE, false).await;
    let sex = stage.bind("people.sex").await;
    let here = json!({ "column": sex });
    let seen = done(&stage.vera, COLUMN, here.clone()).await;
    assert_eq!(
        (&seen["mayRead"], &seen["mayMap"], &seen["contrast"]["distinct"]),
        (&json!(false), &json!(false), &json!(4))
    );
    let map = json!({ "column": sex, "meanings": [meaning("男", "1")] });
    for (query, variables) in
        [(READ, here.clone()), (VALUES, here.clone()), (CONSISTENCY, here.clone()), (MAP, map.clone())]
    {
        let answer = ask(&stage.vera, query, variables).await;
        assert_eq!(code(&answer), "FORBIDDEN", "{answer}");
        assert!(!answer.to_string().contains('男'), "{answer}");
    }
    let mapping = format!("/api/standards/columns/{sex}/mapping.csv");
    assert_eq!(stage.vera.get(&mapping).await.status, StatusCode::FORBIDDEN);
    let (status, _) = stage.send(&stage.vera, &mapping, "value,code\n男,1\n").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let refused = ask(&stage.vera, SAVE, json!({ "input": { "name": "Mine" } })).await;
    assert_eq!(code(&refused), "FORBIDDEN");
    let codes = format!("/api/standards/{}/codes.csv", stage.sex);
    assert_eq!(stage.send(&stage.vera, &codes, "code,meaning\n1,x\n").await.0, StatusCode::FORBIDDEN);
    assert_eq!(stage.vera.get(&codes).await.status, StatusCode::OK, "what codes mean is for everybody");
    // A column of whose values somebody may see nothing is in no row that they are shown.
    stage.deny("SAMPLE", &stage.id("people.secret").await, "ana").await;
    let found = done(&stage.ana, CONSISTENCY, here).await;
    assert!(!found.to_string().contains("canary") && found["consistency"]["errors"] == json!(7), "{found}");
    stage.deny("VIEW", &sex, "vera").await;
    assert_eq!(code(&ask(&stage.vera, COLUMN, json!({ "column": sex })).await), "NOT_FOUND");
}

#[tokio::test]
async fn b12_codes_and_mappings_go_out_and_come_in_as_tables_or_not_at_all() {
    let directory = tempfile::tempdir().unwrap();
    let stage = of_file(&directory, PEOPLE, true).await;
    let sex = stage.bind("people.sex").await;
    let (codes, mapping) =
        (format!("/api/standards/{}/codes.csv", stage.sex), format!("/api/standards/columns/{sex}/mapping.csv"));
    let table = stage.ana.get(&codes).await.text();
    assert!(table.starts_with("\u{feff}code,meaning,names\r\n0,未知的性别,\r\n1,男性,M\r\n"), "{table}");
    let (_, same) = stage.send(&stage.ana, &codes, &table).await;
    assert_eq!((&same["added"], &same["changed"], &same["removed"]), (&json!(0), &json!(0), &json!(0)), "{same}");
    let changed = "code,meaning,names\n0,未知的性别\n1,男性,M; 男\n2,女性,F\n3,其他,\n";
    let preview = format!("{codes}/preview");
    let (_, shown) = stage.send(&stage.ana, &preview, changed).await;
    let counts =
        json!({ "lines": 4, "added": 1, "changed": 1, "removed": 1, "wrong": 0, "errors": [], "written": false });
    assert_eq!(shown, counts);
    assert_eq!(stage.ana.get(&codes).await.text(), table, "a preview writes nothing");
    let (_, wrong) = stage.send(&stage.ana, &codes, "code,meaning\n1,a\n1,b\n").await;
    assert_eq!((&wrong["errors"][0]["line"], &wrong["errors"][0]["column"]), (&json!(3), &json!("code")), "{wrong}");
    assert_eq!((&wrong["written"], &stage.ana.get(&codes).await.text()), (&json!(false), &table));
    let (status, _) = stage.send(&stage.ana, &codes, "colour\nred\n").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (_, written) = stage.send(&stage.ana, &codes, changed).await;
    assert_eq!(written["written"], json!(true));
    assert!(stage.ana.get(&codes).await.text().contains("1,男性,M; 男\r\n"));

    let (_, wrong) = stage.send(&stage.ana, &mapping, "value,code\n男,1\n女,7\n").await;
    assert_eq!((&wrong["wrong"], &wrong["errors"][0]["line"]), (&json!(1), &json!(3)), "{wrong}");
    assert_eq!(stage.contrast(&sex).await["mapped"], json!(0));
    let said = "value,rows,code,meaning\n男,3,1,\n女,2,2,\n未知,1,0,\nx,1,,\ngone,0,3,\n";
    let (_, shown) = stage.send(&stage.ana, &format!("{mapping}/preview"), said).await;
    assert_eq!((&shown["added"], &shown["written"]), (&json!(4), &json!(false)), "{shown}");
    stage.send(&stage.ana, &mapping, said).await;
    assert_eq!(stage.contrast(&sex).await["ratio"], json!(0.75));
    let table = stage.ana.get(&mapping).await.text();
    assert!(table.contains("男,3,1,男性\r\n") && table.contains("gone,0,3,其他\r\n"), "{table}");
    let (_, again) = stage.send(&stage.ana, &mapping, &table).await;
    assert_eq!((&again["added"], &again["changed"], &again["removed"]), (&json!(0), &json!(0), &json!(0)), "{again}");
    let (_, taken) = stage.send(&stage.ana, &mapping, "value,code\n男,\n").await;
    assert_eq!(taken["removed"], json!(1));
    assert_eq!(stage.contrast(&sex).await["ratio"], json!(0.5));
}

#[tokio::test]
async fn b12_what_cannot_be_asked_says_why_and_another_standard_forgets_what_was_read() {
    let directory = tempfile::tempdir().unwrap();
    let script = "CREATE TABLE \"a\"\"; DROP TABLE keep; --\" (\"x'y\" text, many text);
        INSERT INTO \"a\"\"; DROP TABLE keep; --\" VALUES ('it''s', NULL), (x'ff', NULL);
        CREATE TABLE keep (id int, many text);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
        INSERT INTO keep SELECT i, 'v' || (i % 1200) FROM n;";
    let stage = of_file(&directory, script, false).await;
    let hostile =
        done(&stage.ana, "{ search(input: { query: \"kind:column x\" }) { hits { asset { id name } } } }", json!({}))
            .await;
    let hostile =
        hostile["hits"].as_array().unwrap().iter().find(|hit| hit["asset"]["name"] == "x'y").unwrap()["asset"]["id"]
            .clone();
    let bind = "mutation($ids: [AssetId!]!, $input: BulkEditInput!) { editAssets(ids: $ids, input: $input) { id } }";
    done(&stage.ana, bind, json!({ "ids": [hostile], "input": { "codeList": stage.sex } })).await;
    done(&stage.ana, READ, json!({ "column": hostile })).await;
    let mut values = stage.values(hostile.as_str().unwrap()).await;
    values.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(values, [("it's".into(), 1, Value::Null), ("\u{fffd}".into(), 1, Value::Null)]);
    let many = stage.bind("keep.many").await;
    let contrast = stage.contrast(&many).await;
    assert_eq!(
        (&contrast["distinct"], &contrast["isPartial"], &contrast["outside"]),
        (&json!(1000), &json!(true), &json!(1500))
    );
    let first = done(&stage.ana, VALUES, json!({ "column": many, "first": 400 })).await["values"].clone();
    assert_eq!((first["nodes"].as_array().unwrap().len(), &first["nodes"][0]["rows"]), (400, &json!(2)));
    let rest = json!({ "column": many, "first": 500, "after": first["pageInfo"]["endCursor"] });
    let rest = done(&stage.ana, VALUES, rest).await["values"].clone();
    assert_eq!(rest["pageInfo"]["hasNextPage"], json!(true));
    let wrong = json!({ "column": many, "meanings": [meaning("v1", "7")] });
    let refused = ask(&stage.ana, MAP, wrong).await;
    assert_eq!((code(&refused), &refused["errors"][0]["extensions"]["field"]), ("INVALID", &json!("meanings[0].code")));
    let empty = done(&stage.ana, SAVE, json!({ "input": { "name": "Empty" } })).await["id"].clone();
    stage.edit("keep.many", json!({ "codeList": empty })).await;
    assert_eq!(stage.contrast(&many).await, Value::Null, "what was read was of another standard");
    assert_eq!(code(&ask(&stage.ana, READ, json!({ "column": many })).await), "CONFLICT", "no codes");
    stage.edit("keep.many", json!({ "codeList": null })).await;
    assert_eq!(code(&ask(&stage.ana, READ, json!({ "column": many })).await), "CONFLICT", "no standard");
    stage.edit("keep.many", json!({ "codeList": stage.sex })).await;
    assert_eq!(code(&ask(&stage.ana, CONSISTENCY, json!({ "column": many, "first": 101 })).await), "INVALID");
    std::fs::remove_file(directory.path().join("shop.db")).unwrap();
    let answer = ask(&stage.ana, READ, json!({ "column": many })).await;
    assert!(["INVALID", "UNAVAILABLE"].contains(&code(&answer)), "{answer}");
    assert!(stage.world.app.is_store_ready().await);
    // It is found by its words and by what keeps it.
    stage.world.app.catch_up().await.unwrap();
    let search = "query($q: String!) { search(input: { query: $q }) { hits { asset { name } } } }";
    for (query, name) in
        [("男性", "Sex"), ("GB/T 2261.1-2003", "Sex"), ("standard:sex", "many"), ("has:standard", "many")]
    {
        let found = done(&stage.ana, search, json!({ "q": query })).await.to_string();
        assert!(found.contains(&format!("\"{name}\"")), "{query}: {found}");
    }
}
