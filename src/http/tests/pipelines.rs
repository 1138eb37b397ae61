//! Runs of outside pipelines through the router: a module reports, people read.

use axum::http::StatusCode;
use catalog::{Role, Scope};
use chrono::{DateTime, Duration};
use serde_json::{Value, json};

use super::support::{Client, World, code};

const NAMESPACE: &str = "airflow://etl.example";

impl Client {
    async fn asks(&self, query: &str, variables: Value) -> Value {
        self.post("/graphql", &json!({ "query": query, "variables": variables })).await.json()
    }

    async fn reports(&self, input: Value) -> Value {
        let query = "mutation($input: ReportInput!) { report(input: $input) {
            accepted replayed errors { list index field message } } }";
        self.asks(query, json!({ "input": input })).await["data"]["report"].clone()
    }
}

/// A module that may report and nothing else, and somebody who may read and nothing else.
async fn world() -> (World, Client, Client) {
    let world = World::new().await;
    world.user("loader", Role::Editor).await;
    world.user("vera", Role::Viewer).await;
    let module = world.program("loader", &[Scope::Report]).await;
    let reader = world.program("vera", &[Scope::Read]).await;
    (world, module, reader)
}

fn run(number: usize, status: &str, at: DateTime<chrono::Utc>) -> Value {
    json!({ "namespace": NAMESPACE, "parts": ["nightly"], "kind": "PIPELINE", "externalRunId": format!("r{number}"),
        "status": status, "startedAt": at, "trigger": "CRON", "recordsRead": 10_000_000_000_i64 })
}

const LIST: &str = "query($filter: PipelineRunFilter) { pipelineRuns(filter: $filter, first: 500) {
    nodes { id externalRunId status at asset { name kind } pipeline { name } reporter recordsRead durationSeconds } } }";

async fn list(reader: &Client, filter: Value) -> Vec<Value> {
    let answer = reader.asks(LIST, json!({ "filter": filter })).await;
    answer["data"]["pipelineRuns"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
}

#[tokio::test]
async fn c5_module_reports_a_run_and_its_lineage_and_all_see_it() {
    let (world, module, reader) = world().await;
    let table =
        |name: &str| json!({ "namespace": "postgres://h:5432", "parts": ["shop", "public", name], "kind": "TABLE" });
    let task = json!({ "namespace": NAMESPACE, "parts": ["nightly", "load"], "kind": "TASK" });
    let lineage = json!({ "tool": "loader", "scope": "nightly.load", "through": task,
        "edges": [{ "upstream": table("orders"), "downstream": table("totals") }] });
    let answer = module
        .asks(
            "mutation($lineage: ReportedLineage!) { reportLineage(lineage: $lineage) { accepted errors { message } } }",
            json!({ "lineage": lineage }),
        )
        .await;
    assert_eq!(answer["data"]["reportLineage"], json!({ "accepted": 1, "errors": [] }), "{answer}");
    let mut said = run(1, "FAILED", world.clock.now() - Duration::minutes(5));
    said["parts"] = json!(["nightly", "load"]);
    said["kind"] = json!("TASK");
    said["endedAt"] = json!(world.clock.now() - Duration::minutes(3));
    said["log"] = json!("opening\njdbc:mysql://h/d?password=canary-7\ngave up");
    said["errorReason"] = json!("table is locked");
    let report = "mutation($run: ReportedRun!) { reportRun(run: $run) { accepted errors { message } } }";
    let answer = module.asks(report, json!({ "run": said })).await;
    assert_eq!(answer["data"]["reportRun"], json!({ "accepted": 1, "errors": [] }), "{answer}");
    world.app.catch_up().await.unwrap();

    let runs = list(&reader, json!({ "statuses": ["FAILED"] })).await;
    assert_eq!(runs.len(), 1);
    assert_eq!(
        (&runs[0]["asset"], &runs[0]["pipeline"]["name"]),
        (&json!({ "name": "load", "kind": "TASK" }), &json!("nightly"))
    );
    assert_eq!(
        (runs[0]["durationSeconds"].as_f64(), &runs[0]["recordsRead"]),
        (Some(120.0), &json!(10_000_000_000_i64))
    );
    assert_eq!(runs[0]["reporter"], "token:loader/ci");
    let detail =
        "query($id: PipelineRunId!) { pipelineRun(id: $id) { log { head tail omittedLines } errorReason facets } }";
    let answer = reader.asks(detail, json!({ "id": runs[0]["id"] })).await;
    let detail = &answer["data"]["pipelineRun"];
    assert!(detail["log"]["head"].as_str().unwrap().ends_with("gave up"), "{answer}");
    assert!(!answer.to_string().contains("canary"), "{answer}");
    assert_eq!((&detail["errorReason"], &detail["facets"]), (&json!("table is locked"), &json!({})));

    let found = reader.asks("{ search(input: { query: \"totals\" }) { hits { asset { id name } } } }", json!({})).await;
    let id = &found["data"]["search"]["hits"][0]["asset"]["id"];
    let scene = "query($id: AssetId!) { lineage(input: { focus: $id, direction: UP }) { nodes { asset { name } } edges { through { name } } } }";
    let answer = reader.asks(scene, json!({ "id": id })).await;
    let scene = &answer["data"]["lineage"];
    assert_eq!(scene["nodes"][1]["asset"]["name"], "orders", "{answer}");
    assert_eq!(scene["edges"][0]["through"]["name"], "load", "{answer}");
}

#[tokio::test]
async fn c6_list_filters_and_day_chart_agree() {
    let (world, module, reader) = world().await;
    let statuses = ["RUNNING", "SUCCEEDED", "FAILED"];
    let at = |hour: i64| world.clock.now() - Duration::hours(hour * 5);
    let runs: Vec<Value> =
        (0..60_i32).map(|n| run(usize::try_from(n).unwrap(), statuses[(n % 3) as usize], at(n.into()))).collect();
    for _ in 0..2 {
        let answer = module.reports(json!({ "runs": runs })).await;
        assert_eq!(answer["errors"], json!([]));
    }
    let all = list(&reader, json!({})).await;
    assert_eq!(all.len(), 60);
    assert!(all.is_sorted_by(|a, b| a["at"].as_str() > b["at"].as_str()));
    assert_eq!(list(&reader, json!({ "statuses": ["SUCCEEDED"] })).await.len(), 20);
    let recent = json!({ "from": at(10), "to": at(0) });
    assert_eq!(list(&reader, recent.clone()).await.len(), 10);
    let query = "query($filter: PipelineRunFilter) { pipelineRunDays(filter: $filter, timezone: \"Asia/Shanghai\") {
        day running succeeded failed total } }";
    for filter in [json!({}), recent, json!({ "statuses": ["FAILED"] })] {
        let answer = reader.asks(query, json!({ "filter": filter })).await;
        let mut charted = 0;
        for day in answer["data"]["pipelineRunDays"].as_array().unwrap_or_else(|| panic!("{answer}")) {
            let of_day = |run: &&Value| {
                let at: DateTime<chrono::Utc> = run["at"].as_str().unwrap().parse().unwrap();
                let local = at.with_timezone(&chrono_tz::Asia::Shanghai).date_naive();
                day["day"] == local.to_string()
            };
            let listed = list(&reader, filter.clone()).await;
            let listed: Vec<&Value> = listed.iter().filter(of_day).collect();
            for (status, field) in [("RUNNING", "running"), ("SUCCEEDED", "succeeded"), ("FAILED", "failed")] {
                assert_eq!(day[field], listed.iter().filter(|run| run["status"] == status).count(), "{day}");
            }
            charted += day["total"].as_i64().unwrap();
        }
        assert_eq!(charted, i64::try_from(list(&reader, filter).await.len()).unwrap());
    }
}

#[tokio::test]
async fn c9_bad_run_is_answered_alone() {
    let (world, module, reader) = world().await;
    let mut runs: Vec<Value> = (0..5).map(|n| run(n, "RUNNING", world.clock.now())).collect();
    runs[2]["externalRunId"] = json!("");
    runs[3]["kind"] = json!("TABLE");
    runs[4]["recordsRead"] = json!(-1);
    let answer = module.reports(json!({ "runs": runs, "idempotencyKey": "k" })).await;
    assert_eq!(answer["accepted"], 2);
    let errors: Vec<_> =
        answer["errors"].as_array().unwrap().iter().map(|error| (&error["index"], &error["field"])).collect();
    let expected = json!([[2, "externalRunId"], [3, "kind"], [4, "recordsRead"]]);
    assert_eq!(json!(errors), expected);
    assert_eq!(module.reports(json!({ "runs": runs, "idempotencyKey": "k" })).await["replayed"], true);
    assert_eq!(list(&reader, json!({})).await.len(), 2);
}

#[tokio::test]
async fn threat_13_reader_may_not_report_and_module_may_not_read_runs() {
    let (world, module, reader) = world().await;
    let report = "mutation($run: ReportedRun!) { reportRun(run: $run) { accepted } }";
    let said = run(1, "RUNNING", world.clock.now());
    assert_eq!(code(&reader.asks(report, json!({ "run": said })).await), "FORBIDDEN");
    let lineage = "mutation { reportLineage(lineage: {tool: \"x\", scope: \"y\", edges: []}) { accepted } }";
    assert_eq!(code(&reader.asks(lineage, json!({})).await), "FORBIDDEN");
    for query in [
        "{ pipelineRuns { nodes { id } } }",
        "{ pipelineRunDays { day } }",
        "{ latePipelines { nodes { schedule } } }",
        "{ pipelineRun(id: \"00000000-0000-0000-0000-000000000000\") { id } }",
    ] {
        assert_eq!(code(&module.asks(query, json!({})).await), "FORBIDDEN", "{query}");
    }
    let nobody = world.anonymous().post("/graphql", &json!({ "query": "{ pipelineRuns { nodes { id } } }" })).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn c6_pipeline_that_did_not_run_when_due_is_late() {
    let (world, module, reader) = world().await;
    let pipeline = |name: &str, schedule: &str| {
        json!({ "namespace": NAMESPACE, "parts": [name], "kind": "PIPELINE",
            "details": { "schedule": schedule, "timezone": "Asia/Shanghai" } })
    };
    let assets =
        json!([pipeline("nightly", "0 0 2 * * ?"), pipeline("hourly", "@hourly"), pipeline("whenever", "@once")]);
    assert_eq!(module.reports(json!({ "assets": assets })).await["accepted"], 3);
    let late = async || {
        let query = "{ latePipelines { nodes { pipeline { name } schedule timezone expectedAt lastRunAt } pageInfo { hasNextPage } } }";
        reader.asks(query, json!({})).await["data"]["latePipelines"].clone()
    };
    assert_eq!(late().await["nodes"], json!([]));
    // From 16:53 to 17:53 in Shanghai: one hour was due, no night.
    world.clock.advance(Duration::minutes(60));
    let answer = late().await;
    let names: Vec<&Value> = answer["nodes"].as_array().unwrap().iter().map(|node| &node["pipeline"]["name"]).collect();
    assert_eq!(names, ["hourly"], "{answer}");
    let mut said = run(1, "RUNNING", world.clock.now());
    said["parts"] = json!(["hourly"]);
    module.reports(json!({ "runs": [said] })).await;
    assert_eq!(late().await["nodes"], json!([]));
    world.clock.advance(Duration::hours(12));
    let answer = late().await;
    let nightly =
        answer["nodes"].as_array().unwrap().iter().find(|node| node["pipeline"]["name"] == "nightly").unwrap();
    let expected: DateTime<chrono::Utc> = nightly["expectedAt"].as_str().unwrap().parse().unwrap();
    assert_eq!(expected.with_timezone(&chrono_tz::Asia::Shanghai).time().to_string(), "02:00:00", "{answer}");
    assert_eq!((&nightly["lastRunAt"], &nightly["timezone"]), (&json!(null), &json!("Asia/Shanghai")));
    assert_eq!(answer["pageInfo"]["hasNextPage"], false);
}
