//! Checks that look at what was before, on a real table and a history that the test writes.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "tests state facts in their names, and may fail"
)]

mod support;

use std::collections::BTreeMap;

use chrono::Duration;
use quality::{Asked, Finding, History, Limits, Outcome, Point, Table, Wish, execute, judge, plan};
use serde_json::{Value, json};
use support::{ORDERS, Source, asked, now, sqlite};

/// One earlier result so many days ago.
fn point(days: i64, name: &str, value: Value) -> Point {
    let measured = BTreeMap::from([(name.to_owned(), value)]);
    Point { at: now() - Duration::days(days), outcome: Outcome::Pass, measured }
}

async fn judged(source: &Source, table: &Table, check: Asked, past: Vec<Point>) -> Finding {
    let plan = plan(table, std::slice::from_ref(&check), &Wish { now: now(), ..Wish::default() });
    let answers = execute(source.connector.as_query().unwrap(), &plan, Limits::default()).await;
    let history = History { now: now(), past: BTreeMap::from([(check.key.clone(), past)]) };
    judge(&plan, &answers, &history).remove(0).1
}

async fn orders() -> (Source, Table) {
    let source = sqlite().await;
    source.run(&ORDERS).await;
    let table = source.table("orders").await;
    (source, table)
}

#[tokio::test]
async fn e7_volume_is_judged_by_the_band_of_its_history() {
    let (source, table) = orders().await;
    let check = || asked("v", "volume_anomaly", None, json!({ "any_weekday": true }));
    let history = |values: &[i64]| -> Vec<Point> {
        values.iter().zip((1..).map(|day| 20 - day)).map(|(value, day)| point(day, "actual", json!(value))).collect()
    };
    let usual = judged(&source, &table, check(), history(&[9, 10, 11, 10, 9, 11, 10])).await;
    // Median 10, distances 1 0 1 0 1 1 0, their median 1: 10 ± 4.4478.
    assert_eq!((usual.outcome, &usual.measured["actual"]), (Outcome::Pass, &json!(10.0)), "{usual:?}");
    assert!((usual.measured["low"].as_f64().unwrap() - 5.5522).abs() < 1e-9, "{usual:?}");
    let fallen = judged(&source, &table, check(), history(&[90, 100, 110, 100, 90, 110, 100])).await;
    assert_eq!(fallen.outcome, Outcome::Fail, "{fallen:?}");
    let young = judged(&source, &table, check(), history(&[10, 10, 10])).await;
    assert_eq!(young.outcome, Outcome::NoData, "{young:?}");
    let of_mean = asked("m", "metric_anomaly", Some("amount"), json!({ "metric": "avg", "least_history": 3 }));
    let past =
        (1..6).map(|day| point(day, "actual", json!(30.0 + f64::from(i32::try_from(day).unwrap()) / 2.0))).collect();
    assert_eq!(judged(&source, &table, of_mean, past).await.outcome, Outcome::Pass);
}

#[tokio::test]
async fn f1_expected_means_are_of_their_days() {
    let (source, table) = orders().await;
    // Now is Sunday, 11 January: the week began on the 5th, the month on the 1st.
    let past = || {
        [(0, 5.0), (3, 10.0), (9, 30.0), (20, 100.0), (40, 1_000.0)].map(|(days, value)| {
            let mut point = point(days, "actual", json!(value));
            if days == 0 {
                point.at -= Duration::hours(2);
            }
            point
        })
    };
    for (expected, mean) in
        [("day", 5.0), ("week", 7.5), ("last_7_days", 7.5), ("month", 15.0), ("last_30_days", 36.25)]
    {
        let settings = json!({ "metric": "row_count", "formula": "difference", "operator": "eq",
            "threshold": 10.0 - mean, "expected": expected });
        let mut past = past().to_vec();
        past.reverse();
        let found = judged(&source, &table, asked("m", "metric", None, settings), past).await;
        assert_eq!(
            (found.outcome, &found.measured["expected"]),
            (Outcome::Pass, &json!(mean)),
            "{expected}: {found:?}"
        );
    }
}

#[tokio::test]
async fn f1_schema_drift_tells_what_went_came_and_changed() {
    let (source, mut table) = orders().await;
    let check = |settings| asked("s", "schema_drift", None, settings);
    let first = judged(&source, &table, check(json!({})), vec![]).await;
    assert_eq!(first.outcome, Outcome::NoData);
    let past = || vec![point(1, "columns", first.measured["columns"].clone())];
    assert_eq!(
        judged(&source, &table, check(json!({ "no_new": true, "is_ordered": true })), past()).await.outcome,
        Outcome::Pass
    );
    table.columns.swap(0, 1);
    assert_eq!(judged(&source, &table, check(json!({})), past()).await.outcome, Outcome::Pass);
    assert_eq!(judged(&source, &table, check(json!({ "is_ordered": true })), past()).await.outcome, Outcome::Fail);
    let mut new = table.columns[0].clone();
    new.name = "new".into();
    table.columns.push(new);
    assert_eq!(judged(&source, &table, check(json!({})), past()).await.outcome, Outcome::Pass);
    assert_eq!(judged(&source, &table, check(json!({ "no_new": true })), past()).await.outcome, Outcome::Fail);
    table.columns[1].data_type.text = "text".into();
    let narrowed = judged(&source, &table, check(json!({})), past()).await;
    assert_eq!(narrowed.outcome, Outcome::Fail);
    assert!(narrowed.message.en.starts_with("0 columns are gone, 1 have another type, 1 are new"), "{narrowed:?}");
    table.columns.remove(2);
    assert_eq!(judged(&source, &table, check(json!({})), past()).await.outcome, Outcome::Fail);
}

#[tokio::test]
async fn f1_distribution_is_compared_with_the_first_result() {
    let (source, table) = orders().await;
    let check = || asked("d", "distribution_shift", Some("status"), json!({ "values": ["new", "paid"] }));
    let same =
        vec![point(9, "shares", json!([1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0])), point(1, "shares", json!([1.0, 0.0, 0.0]))];
    assert_eq!(judged(&source, &table, check(), same).await.outcome, Outcome::Pass);
    // Shares are 1/3 each: (1/3 - 0.8) ln(1/2.4) + 2 (1/3 - 0.1) ln(1/0.3) = 0.4085 + 0.5619.
    let shifted = judged(&source, &table, check(), vec![point(9, "shares", json!([0.8, 0.1, 0.1]))]).await;
    assert_eq!(shifted.outcome, Outcome::Fail);
    assert!((shifted.measured["actual"].as_f64().unwrap() - 0.9704).abs() < 1e-3, "{shifted:?}");
}

#[tokio::test]
async fn e7_freshness_reads_clocks_of_other_zones_and_what_the_source_tells() {
    let (source, mut table) = orders().await;
    // The newest is 10 January, 08:00; in Shanghai that is midnight in UTC, so it is 32 hours old.
    let in_shanghai =
        |hours: f64| asked("f", "freshness", Some("created"), json!({ "hours": hours, "time_zone": "Asia/Shanghai" }));
    assert_eq!(judged(&source, &table, in_shanghai(32.0), vec![]).await.outcome, Outcome::Pass);
    assert_eq!(judged(&source, &table, in_shanghai(31.9), vec![]).await.outcome, Outcome::Fail);
    table.written_at = Some(now() - Duration::hours(5));
    let told = |hours: i64| asked("f", "freshness", None, json!({ "hours": hours }));
    assert_eq!(judged(&source, &table, told(5), vec![]).await.outcome, Outcome::Pass);
    assert_eq!(judged(&source, &table, told(4), vec![]).await.outcome, Outcome::Fail);
    let nowhere = asked("f", "freshness", Some("created"), json!({ "hours": 1, "time_zone": "Mars/Olympus" }));
    assert_eq!(judged(&source, &table, nowhere, vec![]).await.outcome, Outcome::Error);
}
