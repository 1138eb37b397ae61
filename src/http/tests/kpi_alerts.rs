//! What people are told of KPIs: who answers for one, once each time that it turns for the worse.

use catalog::Role;
use chrono::Duration;
use serde_json::{Value, json};

use super::{
    support::Client,
    webhooks::{Post, somebody},
};

async fn inbox(who: &Client) -> Vec<Value> {
    let answer = who.run("{ inbox { nodes { kind reason title(locale: EN) lines(locale: EN) path } } }").await;
    answer["data"]["inbox"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
}

async fn evaluate(post: &Post) {
    let answer = post.admin.run("mutation { evaluateKpis }").await;
    assert!(answer["errors"].is_null(), "{answer}");
    post.tell().await;
}

#[tokio::test]
async fn f8_owner_of_a_kpi_is_told_once_that_it_is_at_risk_and_once_that_it_was_missed() {
    for post in [Post::on_sqlite().await, Post::on_postgres().await] {
        let olga = somebody(&post.world, "olga", Role::Viewer).await;
        let vera = somebody(&post.world, "vera", Role::Viewer).await;
        post.asset("orders").await;
        let begin = post.world.clock.now().date_naive();
        let input = json!({ "name": "Described", "description": "People find things.", "metric": "DESCRIBED", "unit": "PERCENTAGE", "direction": "INCREASE",
            "scope": "", "owner": "olga", "target": "80", "from": begin.to_string(),
            "until": (begin + Duration::days(20)).to_string() });
        let save = json!({ "query": "mutation($input: KpiInput!) { saveKpi(input: $input) { id } }",
            "variables": { "input": input } });
        let saved = post.admin.post("/graphql", &save).await.json();
        let id = saved["data"]["saveKpi"]["id"].as_str().unwrap_or_else(|| panic!("{saved}")).to_owned();
        evaluate(&post).await;
        assert_eq!(inbox(&olga).await, Vec::<Value>::new(), "one day is too little to say anything");

        post.world.clock.advance(Duration::days(9));
        evaluate(&post).await;
        evaluate(&post).await;
        let end = begin + Duration::days(20);
        let told = inbox(&olga).await;
        assert_eq!(told.len(), 1, "{told:?}");
        let expected = json!({ "kind": "KPI_AT_RISK", "reason": "ADDRESSED", "title": "KPI at risk: Described",
            "path": format!("/kpis/{id}"),
            "lines": [format!("Now 0; going on like this 0 on {end}. Target: 80."), "By system"] });
        assert_eq!(told[0], expected);

        post.world.clock.advance(Duration::days(20));
        evaluate(&post).await;
        evaluate(&post).await;
        let told = inbox(&olga).await;
        let kinds: Vec<&Value> = told.iter().map(|one| &one["kind"]).collect();
        assert_eq!(kinds, ["KPI_MISSED", "KPI_AT_RISK"]);
        assert_eq!(told[0]["lines"][0], format!("It ended on {end} with 0. Target: 80."));
        assert_eq!(inbox(&vera).await, Vec::<Value>::new(), "it is not hers");
    }
}
