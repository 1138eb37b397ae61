//! Facts of results from elsewhere: what the tools wrote is read as they meant it, and never as a pass they did not give.

use catalog::Fault;
use serde_json::json;

use super::*;

const GX_1: &str = include_str!("../../tests/data/results/great_expectations_1.json");
const GX_0: &str = include_str!("../../tests/data/results/great_expectations_0.18.json");
const SODA: &str = include_str!("../../tests/data/results/soda.json");
const SODA_BROKEN: &str = include_str!("../../tests/data/results/soda_broken.json");
const EVENT: &str = include_str!("../../tests/data/results/openlineage.json");

fn dbt_of(version: &str) -> Vec<Imported> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../connectors/tests/fixtures/dbt");
    let file = |name: &str| std::fs::read_to_string(format!("{root}/{version}/{name}")).unwrap();
    dbt(&file("run_results.json"), Some(&file("manifest.json"))).unwrap()
}

/// Kind, column, outcome, errors, total.
type Told<'a> = (&'a str, Option<&'a str>, Outcome, Option<i64>, Option<i64>);

fn told(results: &[Imported]) -> Vec<Told<'_>> {
    let mut told: Vec<_> = results
        .iter()
        .map(|found| (found.kind.as_str(), found.column.as_deref(), found.outcome, found.errors, found.total))
        .collect();
    told.sort_unstable();
    told
}

fn has_distinct_keys(results: &[Imported]) -> bool {
    let mut keys: Vec<&str> = results.iter().map(|found| found.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.len() == results.len() && keys.iter().all(|key| !key.is_empty())
}

#[test]
fn f1_great_expectations_results_of_both_shapes_are_read() {
    let new = any(GX_1).unwrap();
    assert_eq!(
        told(&new),
        [
            ("expect_column_mean_to_be_between", Some("amount"), Outcome::Fail, None, None),
            ("expect_column_values_to_be_between", Some("amount"), Outcome::Pass, Some(1), Some(5)),
            ("expect_column_values_to_be_in_set", Some("status"), Outcome::Fail, Some(1), Some(5)),
            ("expect_column_values_to_be_unique", Some("id"), Outcome::Fail, Some(2), Some(5)),
            ("expect_column_values_to_not_be_null", Some("gone"), Outcome::Error, None, None),
            ("expect_column_values_to_not_be_null", Some("id"), Outcome::Pass, Some(0), Some(5)),
            ("expect_table_row_count_to_be_between", None, Outcome::Pass, None, None),
        ]
    );
    let gone = new.iter().find(|found| found.outcome == Outcome::Error).unwrap();
    assert_eq!(gone.message.as_deref(), Some("Error: The column \"gone\" in BatchData does not exist."));
    assert_eq!((gone.namespace.as_deref(), gone.table.as_deref()), (Some("shop"), Some("orders")));
    let old = any(GX_0).unwrap();
    assert_eq!(told(&old)[0], ("expect_column_mean_to_be_between", Some("amount"), Outcome::Fail, None, None));
    assert_eq!(old[0].at.unwrap().to_rfc3339(), "2026-11-23T20:30:51.848902+00:00");
    let keys = |results: &[Imported]| results.iter().map(|found| found.key.clone()).collect::<Vec<_>>();
    assert!(keys(&old).iter().all(|key| keys(&new).contains(key)), "the same checks under both versions");
    assert!(has_distinct_keys(&new) && has_distinct_keys(&old));
}

#[test]
fn f1_soda_results_are_read_and_a_broken_scan_is_an_error() {
    let found = any(SODA).unwrap();
    assert_eq!(
        told(&found),
        [
            ("avg", Some("amount"), Outcome::Fail, None, None),
            ("duplicate_count", Some("id"), Outcome::Fail, Some(1), None),
            ("invalid_count", Some("status"), Outcome::Pass, Some(0), None),
            ("missing_count", Some("status"), Outcome::Fail, Some(1), None),
            ("row_count", None, Outcome::Pass, None, None),
            ("schema", None, Outcome::Fail, None, None),
        ]
    );
    let warned: Vec<&str> = found.iter().filter(|found| found.is_warning).map(|found| found.kind.as_str()).collect();
    assert_eq!(warned, ["avg"]);
    assert!(found.iter().all(|found| found.table.as_deref() == Some("orders")) && has_distinct_keys(&found));
    let broken = any(SODA_BROKEN).unwrap();
    assert_eq!(told(&broken), [("scan", None, Outcome::Error, None, None)]);
    assert!(broken[0].message.as_ref().unwrap().contains("Referenced column \"gone\" not found"));
}

#[test]
fn f1_assertions_and_metrics_of_events_are_read_once() {
    let found = any(EVENT).unwrap();
    assert_eq!(
        told(&found),
        [
            ("forgot_to_say", None, Outcome::Error, None, None),
            ("metrics", None, Outcome::NoData, None, Some(5)),
            ("metrics", Some("amount"), Outcome::NoData, None, None),
            ("not_null", Some("id"), Outcome::Pass, Some(0), None),
            ("row_count_is_positive", None, Outcome::Pass, None, None),
            ("unique", Some("id"), Outcome::Fail, Some(2), None),
        ]
    );
    let unique = found.iter().find(|found| found.kind == "unique").unwrap();
    assert!(unique.is_warning && unique.name == "orders_id_once");
    assert_eq!(unique.namespace.as_deref(), Some("postgres://db.example.com:5432"));
    assert_eq!(unique.at.unwrap().to_rfc3339(), "2026-01-05T07:00:00.500+00:00");
    let metrics = found.iter().find(|found| found.kind == "metrics" && found.column.is_some()).unwrap();
    assert_eq!((metrics.measured["sum"].clone(), metrics.measured["quantile 0.5"].clone()), (json!(52.5), json!(5)));
    assert!(has_distinct_keys(&found));
}

#[test]
fn f1_dbt_tests_of_every_version_name_their_table_and_column() {
    for version in ["v9", "v10", "v11", "v12"] {
        let found = dbt_of(version);
        assert!(found.len() >= 5 && has_distinct_keys(&found), "{version}: {}", found.len());
        let not_null = found.iter().find(|found| found.name == "not_null_stg_orders_order_id").unwrap();
        assert_eq!((not_null.kind.as_str(), not_null.column.as_deref()), ("not_null", Some("order_id")), "{version}");
        assert!(not_null.table.as_ref().unwrap().ends_with(".stg_orders"), "{version}: {:?}", not_null.table);
        assert_eq!((not_null.outcome, not_null.errors), (Outcome::Pass, Some(0)), "{version}");
        assert!(not_null.at.is_some(), "{version}");
        let failed = found.iter().find(|found| found.outcome == Outcome::Fail).unwrap();
        assert!(failed.errors.unwrap() > 0 && failed.message.is_some(), "{version}");
    }
}

#[test]
fn f1_nothing_that_a_tool_did_not_say_is_a_pass() {
    let run = |status: serde_json::Value| {
        let text = json!({"results": [{"unique_id": "test.shop.a.b", "status": status, "failures": null}]}).to_string();
        dbt(&text, None).unwrap()[0].outcome
    };
    assert_eq!(run(json!("pass")), Outcome::Pass);
    assert_eq!(run(json!("PASS?")), Outcome::Error);
    assert_eq!(run(json!(null)), Outcome::Error);
    assert_eq!(run(json!("skipped")), Outcome::NoData);
    let expectation =
        |result: serde_json::Value| great_expectations(&json!({"results": [result]}).to_string()).unwrap()[0].outcome;
    assert_eq!(expectation(json!({"success": null})), Outcome::Error);
    assert_eq!(expectation(json!({})), Outcome::Error);
    assert_eq!(expectation(json!({"success": true, "result": {"element_count": 0}})), Outcome::NoData);
    assert_eq!(expectation(json!({"success": true, "exception_info": {"raised_exception": true}})), Outcome::Error);
    let check =
        |outcome: serde_json::Value| soda(&json!({"checks": [{"outcome": outcome}]}).to_string()).unwrap()[0].outcome;
    assert_eq!(check(json!(null)), Outcome::Error);
    assert_eq!(check(json!("passed")), Outcome::Error);
    let event = json!({"inputs": [{"facets": {"dataQualityAssertions": {"assertions": [{"success": "true"}]}}}]});
    assert_eq!(openlineage(&event).unwrap()[0].outcome, Outcome::Error);
}

#[test]
fn f1_keys_stay_while_results_change() {
    let first = any(GX_1).unwrap();
    let later = any(&GX_1.replace("shop-orders\"", "shop-orders-2027\"").replace("2026-11-23", "2027-01-01")).unwrap();
    let keys = |results: &[Imported]| results.iter().map(|found| found.key.clone()).collect::<Vec<_>>();
    assert_eq!(keys(&first), keys(&later));
}

#[test]
fn f1_values_of_the_data_are_passed_over() {
    let found = serde_json::to_string(&any(GX_1).unwrap()).unwrap();
    assert!(!found.contains("lost"), "an unexpected value of the table: {found}");
}

#[test]
fn threat_20_hostile_results_are_refused_or_bounded() {
    for text in [
        "",
        "[",
        "null",
        "{}",
        "[1,2]",
        "\"x\"",
        &"[".repeat(1_000_000),
        "{\"results\": 1}",
        "{\"run_results\": {\"a\": 1}}",
    ] {
        let error = any(text).unwrap_err();
        assert_eq!(error.field(), Some("results"), "{error}");
    }
    let many = format!("{{\"checks\": [{}{{}}]}}", "{},".repeat(MOST_RESULTS));
    assert_eq!(soda(&many).unwrap_err().field(), Some("checks"));
    let long = json!({"checks": [{"name": "n".repeat(100_000), "table": "t".repeat(100_000), "outcome": "x".repeat(100_000)}]});
    let found = soda(&long.to_string()).unwrap();
    assert!(serde_json::to_string(&found).unwrap().len() < 10_000);
    assert!(dbt("{\"results\": [{\"unique_id\": 3}]}", None).unwrap_err().to_string().contains("another shape"));
    for pointless in [
        json!({"results": [1, null, "x", []]}),
        json!({"results": [{"expectation_config": 3, "result": [], "exception_info": [1]}]}),
    ] {
        let found = great_expectations(&pointless.to_string()).unwrap();
        assert!(found.iter().all(|found| found.outcome == Outcome::Error));
    }
}
