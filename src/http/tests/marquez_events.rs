//! Events as they came, and figures of them, through the router.

use axum::http::StatusCode;
use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::{
    marquez::{get, world},
    openlineage::{event, send},
};

fn kinds(answer: &Value) -> Vec<&str> {
    answer["events"].as_array().unwrap().iter().map(|event| event["eventType"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn i1_events_come_back_as_they_came() {
    let (_world, module, reader) = world().await;
    let mut said = event(2, "FAIL", &["orders"], &[]);
    said["run"]["facets"] = json!({ "nobody_knows": { "deep": [1, { "x": null }] } });
    said["mine"] = json!("kept");
    for _ in 0..2 {
        assert_eq!(send(&module, "/api/v1/lineage", said.to_string()).await.status, StatusCode::CREATED);
    }
    let all = get(&reader, "/api/v1/events/lineage").await;
    assert_eq!((kinds(&all), &all["totalCount"]), (vec!["COMPLETE", "FAIL", "START"], &json!(3)));
    assert_eq!(all["events"][1], said);
    let asked = async |query: &str| kinds(&get(&reader, &format!("/api/v1/events/lineage?{query}")).await).join(" ");
    assert_eq!(asked("sortDirection=asc&limit=2").await, "START FAIL");
    assert_eq!(asked("limit=1&offset=1").await, "FAIL");
    assert_eq!(asked("after=2025-10-09T08:02:00Z&before=2025-10-09T08:03:00%2B00:00").await, "FAIL");
    assert_eq!(asked("after=&before=2025-10-09T08:02:00+00:00").await, "START");
    assert_eq!(kinds(&get(&reader, "/api/v1/events?limit=1").await), ["COMPLETE"]);
    assert_eq!(kinds(&get(&reader, "/api/v1/events/etl").await).len(), 3);
    assert_eq!(get(&reader, "/api/v1/events/other").await, json!({ "events": [], "totalCount": 0 }));
}

#[tokio::test]
async fn i1_run_has_the_events_that_told_of_it() {
    let (_world, _, reader) = world().await;
    let runs = reader.run("{ pipelineRuns { nodes { id } } }").await;
    let id = runs["data"]["pipelineRuns"]["nodes"][0]["id"].as_str().unwrap().to_owned();
    let query = |first: u8, after: &str| {
        format!(
            "{{ pipelineRunEvents(run: \"{id}\", first: {first}{after}) \
             {{ nodes {{ at body }} pageInfo {{ hasNextPage endCursor }} }} }}"
        )
    };
    let page = reader.run(&query(1, "")).await["data"]["pipelineRunEvents"].clone();
    assert_eq!(
        (&page["nodes"][0]["body"]["eventType"], &page["pageInfo"]["hasNextPage"]),
        (&json!("START"), &json!(true))
    );
    let after = format!(", after: {}", page["pageInfo"]["endCursor"]);
    let page = reader.run(&query(100, &after)).await["data"]["pipelineRunEvents"].clone();
    let expected = json!({ "at": "2025-10-09T08:03:00+00:00", "body": page["nodes"][0]["body"] });
    assert_eq!((&page["nodes"], &page["nodes"][0]["body"]["eventType"]), (&json!([expected]), &json!("COMPLETE")));
    assert_eq!(super::support::code(&reader.run(&query(101, "")).await), "INVALID");
}

#[tokio::test]
async fn i1_figures_of_the_last_day_and_week_are_those_of_the_events() {
    let (world, _, reader) = world().await;
    let day = get(&reader, "/api/v1/stats/lineage-events?period=DAY&timezone=Europe/Paris").await;
    let expected = json!({ "startInterval": "2025-10-09T08:00:00.000000Z", "endInterval": "2025-10-09T09:00:00.000000Z",
        "fail": 0, "start": 1, "complete": 1, "abort": 0 });
    assert_eq!((day.as_array().unwrap().len(), &day[23]), (24, &expected));
    let week = get(&reader, "/api/v1/stats/lineage-events?period=WEEK&timezone=Asia/Kathmandu").await;
    let expected = json!({ "startInterval": "2025-10-08T18:15:00.000000Z", "endInterval": "2025-10-09T18:15:00.000000Z",
        "fail": 0, "start": 1, "complete": 1, "abort": 0 });
    assert_eq!((week.as_array().unwrap().len(), &week[6]), (7, &expected));
    world.clock.advance(chrono::Duration::days(1));
    for (what, count) in [("jobs", 1), ("datasets", 2), ("sources", 1)] {
        let figures = get(&reader, &format!("/api/v1/stats/{what}?period=WEEK&timezone=UTC")).await;
        let before = if what == "sources" { 1 } else { 0 };
        let counts = json!([&figures[4]["count"], &figures[5]["count"], &figures[6]["count"]]);
        assert_eq!(counts, json!([before, count, count]), "{what}");
    }
}

#[tokio::test]
async fn i1_wrong_question_about_events_names_the_parameter() {
    let (_world, _, reader) = world().await;
    for (path, field) in [
        ("/api/v1/events/lineage?limit=101", "limit"),
        ("/api/v1/events/lineage?before=yesterday", "before"),
        ("/api/v1/events/lineage?after=2025-13-01", "after"),
        ("/api/v1/events/lineage?sortDirection=up", "sortDirection"),
        ("/api/v1/events/lineage?offset=10001", "offset"),
        ("/api/v1/stats/jobs?period=YEAR", "period"),
        ("/api/v1/stats/jobs?period=WEEK&timezone=Mars/One", "timezone"),
        ("/api/v1/jobs?lastRunStates=DONE", "lastRunStates"),
    ] {
        let reply = reader.get(path).await;
        assert_eq!((reply.status, &reply.json()["field"]), (StatusCode::BAD_REQUEST, &json!(field)), "{path}");
    }
}

#[tokio::test]
async fn threat_10_events_and_figures_are_not_for_modules_strangers_and_limited_tokens() {
    let (world, module, _) = world().await;
    let paths = [
        "/api/v1/events/lineage",
        "/api/v1/events",
        "/api/v1/events/etl",
        "/api/v1/stats/lineage-events?period=DAY",
        "/api/v1/stats/jobs?period=DAY",
        "/api/v1/stats/sources?period=DAY",
        "/api/v1/sources",
        "/api/v1/tags",
    ];
    for path in paths {
        assert_eq!(module.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(world.anonymous().get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    world.user("sam", Role::Viewer).await;
    let limited = world.program_of_sources("sam", &[Scope::Read], &[catalog::SourceId::new()]).await;
    let nothing = json!({ "events": [], "totalCount": 0 });
    assert_eq!(get(&limited, "/api/v1/events/lineage").await, nothing);
    assert_eq!(get(&limited, "/api/v1/sources").await, json!({ "sources": [], "totalCount": 0 }));
    let day = get(&limited, "/api/v1/stats/lineage-events?period=DAY").await;
    assert_eq!((&day[23]["start"], &day[23]["complete"]), (&json!(0), &json!(0)));
    assert_eq!(get(&limited, "/api/v1/stats/datasets?period=DAY").await[23]["count"], 0);
}
