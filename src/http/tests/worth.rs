//! What data is worth, through the router: KPIs, costs, health, insights and plans, on both databases.

use catalog::{
    AssetKind, AssetRecord, Details, Name, Origin, Record, Role, RunContext, RunId, Scope, SourceId, Statistics, Viewer,
};
use chrono::Duration;
use serde_json::{Value, json};

use super::support::{Client, World, code};
use crate::sources::NewSource;

/// An application with ten tables of ten gibibytes each, of a source.
struct House {
    world: World,
    admin: Client,
    reader: Client,
    source: SourceId,
    _database: Option<testkit::TestDatabase>,
}

fn table(at: usize) -> Name {
    Name::new("postgres://h:5432", ["shop", "public", &format!("t{at}")])
}

impl House {
    async fn on_both() -> [Self; 2] {
        let database = testkit::postgres_database().await;
        let on_server = World::with(|config| config.database = Some(database.url().into())).await;
        [Self::of(World::new().await, None).await, Self::of(on_server, Some(database)).await]
    }

    async fn of(world: World, database: Option<testkit::TestDatabase>) -> Self {
        let config = json!({ "path": "/nowhere.db" });
        let new = NewSource { name: "shop".into(), connector: "sqlite".into(), config, schedule: None };
        let source = world.app.sources().create(&Viewer::system(), new).await.unwrap().id;
        world.user("ada", Role::Admin).await;
        world.user("vera", Role::Viewer).await;
        let admin = world.program("ada", &[Scope::Admin]).await;
        let reader = world.program("vera", &[Scope::Admin]).await;
        let house = Self { world, admin, reader, source, _database: database };
        house.crawl(10).await;
        house
    }

    /// A crawl that finds the first so many tables.
    async fn crawl(&self, tables: usize) {
        let context = RunContext::new("crawler", Origin::Crawl, self.world.clock.now());
        let context = context.of_source(self.source, RunId::new());
        let mut ingest = self.world.app.catalog().begin(context).await.unwrap();
        let root = Name::new("postgres://h:5432", ["shop"]);
        ingest.push(AssetRecord::new(root.clone(), Details::Database(Default::default())).into()).await.unwrap();
        ingest.push(AssetRecord::new(root.child("public"), Details::Schema(Default::default())).into()).await.unwrap();
        for at in 0..tables {
            let name = table(at);
            ingest.push(AssetRecord::new(name.clone(), Details::Table(Default::default())).into()).await.unwrap();
            let statistics = Statistics { size_bytes: Some(10 << 30), row_count: Some(7), ..Statistics::default() };
            ingest.push(Record::Statistics { name, kind: AssetKind::Table, statistics }).await.unwrap();
        }
        ingest.push(Record::ScopeRead { root }).await.unwrap();
        ingest.finish().await.unwrap();
        self.world.app.catch_up().await.unwrap();
    }

    async fn ask(&self, client: &Client, query: &str, variables: Value) -> Value {
        client.post("/graphql", &json!({ "query": query, "variables": variables })).await.json()
    }

    /// The data of an answer without errors.
    async fn data(&self, query: &str, variables: Value) -> Value {
        let answer = self.ask(&self.admin, query, variables).await;
        assert!(answer["errors"].is_null(), "{answer}");
        answer["data"].clone()
    }

    async fn price(&self) {
        let query = "mutation($prices: [PriceInput!]!) { setPriceBook(version: 0, prices: $prices) { version } }";
        let price = json!({ "currency": "USD", "gibMonth": "3000", "from": "2025-01-01" });
        self.data(query, json!({ "prices": [price] })).await;
    }

    fn today(&self) -> String {
        self.world.clock.now().date_naive().to_string()
    }

    /// A KPI that is to bring the cost of 300,000 USD to the half within ninety days.
    fn halved(&self) -> Value {
        let until = (self.world.clock.now() + Duration::days(90)).date_naive().to_string();
        json!({
            "name": "Half the cost", "description": "Data costs too much.", "metric": "COST", "unit": "PERCENTAGE",
            "direction": "DECREASE", "baselineCost": "300000", "currency": "USD", "target": "50",
            "from": self.today(), "until": until
        })
    }
}

const SAVE: &str = "mutation($input: KpiInput!) { saveKpi(input: $input) { id version } }";
const KPI: &str = "query($id: ID!) { kpi(id: $id) { latest { day value isMet } daysLeft standing feedback isGlobal
    progress { raw bar isMet reduction saved savedAtTarget } recent { day value } forecast { metOn } } }";

#[tokio::test]
async fn f11_f13_removing_thirty_percent_of_the_priced_bytes_shows_90_000_everywhere() {
    for house in House::on_both().await {
        house.price().await;
        let id = house.data(SAVE, json!({ "input": house.halved() })).await["saveKpi"]["id"].clone();
        house.data("mutation { evaluateKpis }", json!({})).await;
        let before = house.data(KPI, json!({ "id": id })).await["kpi"].clone();
        assert_eq!((&before["latest"]["value"], &before["progress"]["saved"]), (&json!("100"), &json!("0.00")));
        assert_eq!(before["progress"]["raw"], "0");
        house.world.clock.advance(Duration::days(10));
        house.crawl(7).await;
        house.data("mutation { evaluateKpis }", json!({})).await;
        let now = house.data(KPI, json!({ "id": id })).await["kpi"].clone();
        assert_eq!(now["latest"]["value"], "70", "{now}");
        let progress = json!({ "raw": "0.6", "bar": 0.6, "isMet": false, "reduction": "30", "saved": "90000.00", "savedAtTarget": "150000.00" });
        assert_eq!(now["progress"], progress);
        assert_eq!((now["standing"].as_str(), now["isGlobal"].as_bool()), (Some("IN_PROGRESS"), Some(false)));
        assert_eq!(now["feedback"][0], format!("{} days left", now["daysLeft"]));
        assert_eq!(now["recent"].as_array().unwrap().len(), 11, "the days between are worked out from the log");
        let summary = "{ costSummary(by: SOURCE) { total { costs { amount currency } } groups { name bytes } } }";
        let cost = house.data(summary, json!({})).await["costSummary"].clone();
        assert_eq!(cost["total"]["costs"], json!([{ "amount": "210000.00", "currency": "USD" }]));
        assert_eq!(cost["groups"][0]["name"], "shop");
        let csv = house.admin.get("/api/cost.csv?by=source").await.text();
        assert!(csv.contains("shop,210000.00,USD,"), "{csv}");
        let report = house.admin.get("/api/report.html").await.text();
        let told = ["Half the cost", "90000.00", "210000.00", "<td>70</td>"];
        assert!(told.iter().all(|number| report.contains(number)), "the same numbers: {report}");
        let csv = house.admin.get("/api/kpis.csv").await.text();
        assert!(csv.contains("Half the cost") && csv.contains("90000.00"), "{csv}");
    }
}

#[tokio::test]
async fn f4_a_kpi_that_makes_no_sense_is_refused_by_field_and_others_may_not_make_one() {
    let house = House::of(World::new().await, None).await;
    let mut wrong = house.halved();
    wrong["until"] = json!("2000-01-01");
    let answer = house.ask(&house.admin, SAVE, json!({ "input": wrong })).await;
    assert_eq!((code(&answer), &answer["errors"][0]["extensions"]["field"]), ("INVALID", &json!("until")));
    let answer = house.ask(&house.reader, SAVE, json!({ "input": house.halved() })).await;
    assert_eq!(code(&answer), "FORBIDDEN");
    for query in [
        "mutation { evaluateKpis }",
        "mutation { setPriceBook(version: 0, prices: []) { version } }",
        "mutation { setHealthWeights(version: 0, weights: []) { version } }",
        "mutation { saveSavingsPlan(name: \"x\", currency: \"USD\", assets: []) { id } }",
    ] {
        assert_eq!(code(&house.ask(&house.reader, query, json!({})).await), "FORBIDDEN", "{query}");
    }
    let id = house.data(SAVE, json!({ "input": house.halved() })).await["saveKpi"]["id"].clone();
    let again = "mutation($id: ID!, $input: KpiInput!) { saveKpi(id: $id, version: 7, input: $input) { id } }";
    let answer = house.ask(&house.admin, again, json!({ "id": id, "input": house.halved() })).await;
    assert_eq!(code(&answer), "CONFLICT");
    let versions = "query($id: ID!) { kpiVersions(id: $id) { nodes { version } } }";
    let versions = house.data(versions, json!({ "id": id })).await;
    assert_eq!(versions["kpiVersions"]["nodes"], json!([{ "version": 1 }]));
}

#[tokio::test]
async fn f7_a_kpi_of_a_team_is_for_its_members_and_says_that_it_is_global() {
    let house = House::of(World::new().await, None).await;
    let mut of_team = house.halved();
    of_team["team"] = json!("sales");
    let id = house.data(SAVE, json!({ "input": of_team })).await["saveKpi"]["id"].clone();
    let listed = "{ kpis { nodes { name isGlobal } } }";
    assert_eq!(house.ask(&house.reader, listed, json!({})).await["data"]["kpis"]["nodes"], json!([]));
    assert_eq!(code(&house.ask(&house.reader, KPI, json!({ "id": id })).await), "NOT_FOUND");
    let anonymous = house.world.anonymous();
    assert!(house.ask(&anonymous, listed, json!({})).await["data"]["kpis"].is_null());
}

#[tokio::test]
async fn f3_each_number_of_health_opens_a_list_with_the_same_count() {
    for house in House::on_both().await {
        let query = "{ health(by: SCHEMA) { total { assets score missing parts { part has of ratio weight } }
            groups { name } } }";
        let health = house.data(query, json!({})).await["health"].clone();
        assert_eq!(health["total"]["assets"], 12);
        let (mut sum, mut all) = (0.0, 0.0);
        for part in health["total"]["parts"].as_array().unwrap() {
            sum += part["ratio"].as_f64().unwrap() * part["weight"].as_f64().unwrap();
            all += part["weight"].as_f64().unwrap();
            let list = "query($part: HealthPart!, $missing: Boolean!) {
                healthAssets(part: $part, missing: $missing, first: 5) { total nodes { name } } }";
            let has = house.data(list, json!({ "part": part["part"], "missing": false })).await;
            let lacks = house.data(list, json!({ "part": part["part"], "missing": true })).await;
            assert_eq!(has["healthAssets"]["total"], part["has"]);
            let both =
                has["healthAssets"]["total"].as_i64().unwrap() + lacks["healthAssets"]["total"].as_i64().unwrap();
            assert_eq!(both, part["of"].as_i64().unwrap());
        }
        assert!((health["total"]["score"].as_f64().unwrap() - sum / all).abs() < 0.01);
    }
}

#[tokio::test]
async fn f9_unused_assets_are_paged_by_size_and_plans_warn_of_what_is_not_safe() {
    let house = House::of(World::new().await, None).await;
    house.price().await;
    let list = "query($after: String) { unusedAssets(class: NEVER_READ, first: 4, after: $after) {
        total nodes { id name monthlyCost } pageInfo { hasNextPage endCursor } } }";
    let (mut names, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = house.data(list, json!({ "after": after })).await["unusedAssets"].clone();
        assert_eq!(page["total"], 10);
        names.extend(page["nodes"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    let expected: Vec<String> = (0..10).map(|at| format!("shop.public.t{at}")).collect();
    assert_eq!(names, expected);
    let asset = house.data(list, json!({})).await["unusedAssets"]["nodes"][0]["id"].clone();
    let save = "mutation($asset: AssetId!) { saveSavingsPlan(name: \"Clean\", currency: \"USD\", assets: [{ asset: $asset }]) {
        id projected actual assets { warning isGone } } }";
    let plan = house.data(save, json!({ "asset": asset })).await["saveSavingsPlan"].clone();
    assert_eq!((&plan["projected"], &plan["actual"]), (&json!("30000.00"), &json!("0.00")));
    assert_eq!(plan["assets"][0]["warning"][0], "nobody knows whether it is used");
    let report = house
        .data("{ useReport(by: SOURCE) { name total { count } neverRead { count } buckets { days } } }", json!({}))
        .await;
    assert_eq!(report["useReport"][0]["neverRead"]["count"], 10);
    let copies = house.data("{ duplicateCandidates { name } }", json!({})).await;
    assert_eq!(copies["duplicateCandidates"], json!([]), "tables without columns have no shape");
}

#[tokio::test]
async fn f12_views_and_insights_are_told_to_those_who_may_read() {
    for house in House::on_both().await {
        house.data("mutation { evaluateKpis }", json!({})).await;
        let days = json!({ "from": house.today(), "to": house.today() });
        let chart =
            "query($from: NaiveDate!, $to: NaiveDate!) { insights(chart: ASSETS_BY_KIND, from: $from, to: $to) {
            isGlobal lines { name points { part } } } }";
        let lines = house.data(chart, days.clone()).await["insights"]["lines"].clone();
        let tables = lines.as_array().unwrap().iter().find(|line| line["name"] == "table").unwrap();
        assert_eq!(tables["points"], json!([{ "part": 10 }]));
        let saw = "mutation { recordView(session: \"s1\") }";
        assert!(house.ask(&house.reader, saw, json!({})).await["errors"].is_null());
        let activity = "query($from: NaiveDate!, $to: NaiveDate!) { activity(from: $from, to: $to) {
            mostActive { views } usersByDay { users } } }";
        let activity = house.data(activity, days).await["activity"].clone();
        assert_eq!(activity["mostActive"], json!([{ "views": 1 }]));
        assert!(house.ask(&house.world.anonymous(), saw, json!({})).await["data"]["recordView"].is_null());
    }
}
