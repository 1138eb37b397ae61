//! Checks and profiles over folders of files where they are odd: empty, without a column, with names and numbers of every
//! sort, very wide.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests state facts in their names, and may fail")]

mod support;

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Float64Array, Int32Array, Int64Array, StringArray};
use quality::{Finding, Limits, Outcome, Profile, ProfileWish, Wish, execute, failing, judge, plan, profile::profile};
use serde_json::{Value, json};
use support::{Found, Source, asked, files, find, find_in, now};

fn of<'a>(found: &'a Found, key: &str) -> &'a Finding {
    found.findings.iter().find(|(known, _)| known == key).map(|(_, finding)| finding).unwrap()
}

#[tokio::test]
async fn f1_empty_file_is_no_data_and_its_rows_are_counted() {
    let (source, path) = files();
    support::folder::orders(&path.join("orders.parquet"), 0);
    std::fs::write(path.join("people.csv"), "id,name\n").unwrap();
    for (table, column) in [("orders.parquet", "email"), ("people.csv", "name")] {
        let checks = [
            asked("rows", "row_count", None, json!({ "min": 1 })),
            asked("none", "not_null", Some(column), json!({})),
            asked("set", "in_set", Some(column), json!({ "values": ["a"] })),
            asked("unique", "unique", Some("id"), json!({})),
            asked("max", "max_between", Some("id"), json!({ "max": 1 })),
        ];
        let found = find(&source, table, &checks).await;
        assert_eq!(of(&found, "rows").outcome, Outcome::Fail, "{table}: 0 rows are fewer than 1");
        for key in ["none", "set", "unique"] {
            assert_eq!(of(&found, key).outcome, Outcome::NoData, "{table} {key}: {:?}", of(&found, key));
        }
        assert_ne!(of(&found, "max").outcome, Outcome::Pass, "{table}: {:?}", of(&found, "max"));
    }
}

#[tokio::test]
async fn f1_repeated_numbers_are_found_however_far_apart_they_lie() {
    let (source, path) = files();
    // What is too far apart for sets of bits is grouped by a statement of its own.
    for (table, shift, statements) in [("near.parquet", 0, 1), ("far.parquet", 33, 2)] {
        let numbers = (0..250_000_i64).chain([7, 8]).map(|number| number << shift);
        let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(numbers));
        support::folder::parquet(&path.join(table), vec![("id", numbers)]);
        let checks = [
            asked("unique", "unique", Some("id"), json!({})),
            asked("share", "duplicate_share", Some("id"), json!({ "max": 0.5 })),
        ];
        let found = find(&source, table, &checks).await;
        assert_eq!((of(&found, "unique").errors, of(&found, "unique").total), (Some(2), Some(250_002)), "{table}");
        assert_eq!((of(&found, "share").outcome, of(&found, "share").errors), (Outcome::Pass, Some(2)), "{table}");
        assert_eq!(found.sent, statements, "{table}");
    }
}

#[tokio::test]
async fn f1_not_a_number_and_infinite_of_files_are_in_no_range() {
    let (source, path) = files();
    let scores: ArrayRef = Arc::new(Float64Array::from(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 5.0]));
    support::folder::parquet(&path.join("m.parquet"), vec![("score", scores)]);
    std::fs::write(path.join("m.csv"), "score\nNaN\ninf\n-inf\n5.0\n").unwrap();
    for table in ["m.parquet", "m.csv"] {
        let checks = [
            asked("range", "between", Some("score"), json!({ "min": 0, "max": 10 })),
            asked("low", "between", Some("score"), json!({ "min": 0 })),
            asked("mean", "mean_between", Some("score"), json!({ "min": 0, "max": 10 })),
            asked("max", "max_between", Some("score"), json!({ "min": 0 })),
            asked("sum", "sum_between", Some("score"), json!({ "min": 0 })),
        ];
        let found = find(&source, table, &checks).await;
        let counts = |key| (of(&found, key).errors, of(&found, key).total);
        assert_eq!(counts("range"), (Some(3), Some(4)), "{table}");
        assert_eq!(counts("low"), (Some(2), Some(4)), "{table}: infinite is more than 0, NaN is not");
        for key in ["mean", "max", "sum"] {
            assert_ne!(of(&found, key).outcome, Outcome::Pass, "{table} {key}: {:?}", of(&found, key));
        }
    }
}

#[tokio::test]
async fn f1_column_that_is_gone_from_a_file_is_an_error_and_others_are_judged() {
    let (source, path) = files();
    support::folder::orders(&path.join("orders.parquet"), 10);
    let table = source.table("orders.parquet").await;
    let ids: ArrayRef = Arc::new((1..=3).collect::<Int32Array>());
    support::folder::parquet(&path.join("orders.parquet"), vec![("id", ids)]);
    let checks = [
        asked("gone", "not_null", Some("email"), json!({})),
        asked("id", "unique", Some("id"), json!({})),
        asked("rows", "row_count", None, json!({ "min": 3, "max": 3 })),
    ];
    let found = find_in(&source, &table, &checks).await;
    assert_eq!(of(&found, "gone").outcome, Outcome::Error);
    assert_eq!((of(&found, "id").outcome, of(&found, "rows").outcome), (Outcome::Pass, Outcome::Pass));
    std::fs::write(path.join("orders.parquet"), "PAR1 is what it was").unwrap();
    let found = find_in(&source, &table, &checks).await;
    assert!(found.findings.iter().all(|(_, finding)| finding.outcome == Outcome::Error), "{:?}", found.findings);
    std::fs::remove_file(path.join("orders.parquet")).unwrap();
    let found = find_in(&source, &table, &checks).await;
    assert!(found.findings.iter().all(|(_, finding)| finding.outcome == Outcome::Error), "{:?}", found.findings);
}

#[tokio::test]
async fn threat_16_hostile_names_of_files_and_columns_ask_only_their_table() {
    let (source, path) = files();
    let names = ["quote\"d", "it's", "x; DROP TABLE y; --", "a.b", "表名", "UPPER", "$1 ?", "tick`ed"];
    let column = |_: &&str| -> ArrayRef { Arc::new(StringArray::from(vec![Some("a"), None])) };
    let columns: Vec<(&str, ArrayRef)> = names.iter().map(|name| (*name, column(name))).collect();
    let file = "it's \"; DROP; --.parquet";
    support::folder::parquet(&path.join(file), columns);
    let checks: Vec<_> = names.iter().map(|name| asked(name, "not_null", Some(name), json!({}))).collect();
    let found = find(&source, file, &checks).await;
    assert_eq!(found.findings.len(), names.len());
    for (name, finding) in &found.findings {
        assert_eq!((finding.errors, finding.total), (Some(1), Some(2)), "{name}: {finding:?}");
    }
}

#[tokio::test]
async fn f1_file_of_ten_thousand_columns_is_asked_in_pieces_and_in_bounded_time() {
    let (source, path) = files();
    let names: Vec<String> = (0..10_000).map(|number| format!("c{number}")).collect();
    let row = |value: &str| vec![value; names.len()].join(",");
    std::fs::write(path.join("wide.csv"), format!("{}\n{}\n{}\n", names.join(","), row("1"), row("2"))).unwrap();
    let checks = [0_usize, 4_999, 9_999].map(|number| {
        let column = names[number].as_str();
        asked(column, "between", Some(column), json!({ "min": 2 }))
    });
    let found = find(&source, "wide.csv", &checks).await;
    for (name, finding) in &found.findings {
        assert_eq!((finding.errors, finding.total), (Some(1), Some(2)), "{name}: {finding:?}");
    }
    let some = names.iter().step_by(5);
    let all: Vec<_> = some.map(|name| asked(name, "not_null", Some(name), json!({}))).collect();
    let found = find(&source, "wide.csv", &all).await;
    let wrong: Vec<_> = found.findings.iter().filter(|(_, finding)| finding.outcome != Outcome::Pass).take(3).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[tokio::test]
async fn f2_failing_rows_of_files_are_few_and_come_with_their_question() {
    let (source, path) = files();
    support::folder::orders(&path.join("orders.parquet"), 10);
    let table = source.table("orders.parquet").await;
    let checks = [asked("email", "not_null", Some("email"), json!({}))];
    let plan = plan(&table, &checks, &Wish { now: now(), ..Wish::default() });
    let query = source.connector.as_query().unwrap();
    let answers = execute(query, &plan, Limits::default()).await;
    let mut findings = judge(&plan, &answers, &quality::History { now: now(), ..quality::History::default() });
    failing::fetch(query, &plan, &mut findings, Limits::default()).await;
    let rows = findings[0].1.failing.as_ref().unwrap();
    assert_eq!((rows.rows.len(), rows.is_truncated), (1, false), "{rows:?}");
    let place = |name: &str| rows.columns.iter().position(|column| column == name).unwrap();
    assert_eq!((&rows.rows[0][place("email")], rows.rows[0][place("status")].as_str()), (&Value::Null, Some("lost")));
    assert!(rows.sql.contains("orders.parquet"), "{}", rows.sql);
}

async fn profiled(source: &Source, table: &str) -> Profile {
    let table = source.table(table).await;
    let plan = plan(&table, &[], &Wish { now: now(), profile: Some(ProfileWish::default()), ..Wish::default() });
    let query = source.connector.as_query().unwrap();
    let answers = execute(query, &plan, Limits::default()).await;
    profile(query, &plan, &answers, Limits::default()).await.unwrap()
}

#[tokio::test]
async fn f1_profile_of_files_is_as_worked_out_by_hand() {
    let (source, path) = files();
    support::folder::orders(&path.join("orders.parquet"), 10);
    let found = profiled(&source, "orders.parquet").await;
    assert_eq!((found.rows, found.column_count), (10, 7));
    let column = |name: &str| found.columns.iter().find(|column| column.name == name).unwrap();
    let amount = column("amount");
    assert_eq!((amount.nulls, amount.min.as_deref(), amount.max.as_deref()), (Some(1), Some("-5"), Some("70")));
    assert_eq!((amount.sum, amount.quartiles.map(|quartiles| quartiles[1])), (Some(275.0), Some(30.0)));
    assert_eq!(amount.histogram.iter().map(|bin| bin.count).sum::<i64>(), 9);
    let status = column("status");
    assert_eq!((status.nulls, status.min_length, status.max_length), (Some(1), Some(3), Some(4)));
    let top: Vec<_> = status.top.iter().map(|top| (top.value.as_str(), top.count)).collect();
    assert_eq!(top, [("new", 3), ("paid", 3), ("sent", 2), ("lost", 1)]);
    let trouble: Vec<_> = found.columns.iter().filter_map(|column| column.trouble.as_ref()).collect();
    assert!(trouble.is_empty(), "{trouble:?}");
}

#[tokio::test]
async fn f1_profile_of_an_empty_file_has_no_values_and_no_trouble() {
    let (source, path) = files();
    support::folder::orders(&path.join("orders.parquet"), 0);
    let found = profiled(&source, "orders.parquet").await;
    assert_eq!((found.rows, found.columns.len()), (0, 7));
    for column in &found.columns {
        assert_eq!((column.nulls, &column.min, &column.trouble), (Some(0), &None, &None), "{column:?}");
    }
}

#[tokio::test]
async fn f1_profile_with_infinite_values_can_be_kept_and_read_again() {
    let (source, path) = files();
    std::fs::write(path.join("m.csv"), "score,name\nNaN,a\ninf,b\n-inf,c\n5.0,d\n").unwrap();
    let found = profiled(&source, "m.csv").await;
    let kept = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<Profile>(&kept).unwrap(), found, "{kept}");
    assert_eq!((found.rows, found.columns.len()), (4, 2));
}
