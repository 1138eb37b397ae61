//! Every check on real PostgreSQL, MariaDB and SQLite, by one table of cases whose results were worked out by hand.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "tests state facts in their names, and may fail"
)]

mod support;

use quality::{Asked, Engine, Outcome, checks::CHECKS, validate};
use serde_json::{Value, json};
use support::{Found, ORDERS, Source, asked, find, sources};

/// One check and what it must find.
struct Case {
    kind: &'static str,
    column: Option<&'static str>,
    settings: Value,
    outcome: Outcome,
    /// Errors and total, for checks that count rows.
    counts: Option<(i64, i64)>,
}

fn case(
    kind: &'static str,
    column: impl Into<Option<&'static str>>,
    settings: Value,
    outcome: Outcome,
    counts: impl Into<Option<(i64, i64)>>,
) -> Case {
    Case { kind, column: column.into(), settings, outcome, counts: counts.into() }
}

fn cases() -> Vec<Case> {
    use Outcome::{Fail, NoData, Pass};

    vec![
        case("not_null", "id", json!({}), Pass, (0, 10)),
        case("not_null", "email", json!({}), Fail, (1, 10)),
        case("unique", "id", json!({}), Pass, (0, 10)),
        case("unique", "email", json!({}), Fail, (1, 9)),
        case("unique", "email", json!({ "absent_is_error": true }), Fail, (2, 10)),
        case("in_set", "status", json!({ "values": ["new", "paid", "sent"] }), Fail, (1, 10)),
        case("in_set", "status", json!({ "values": ["new", "paid", "sent", "lost"] }), Pass, (0, 10)),
        case("in_set", "id", json!({ "values": [1, 2, 3] }), Fail, (7, 10)),
        case("consistent", "status", json!({ "codes": ["new", "paid", "sent"] }), Fail, (1, 10)),
        case("consistent", "status", json!({ "codes": ["NEW", "paid", "sent", "lost "] }), Fail, (4, 10)),
        case("consistent", "id", json!({ "codes": ["1", "2", "10"] }), Fail, (7, 10)),
        case("not_in_set", "status", json!({ "values": ["lost", "it's"] }), Fail, (1, 10)),
        case("not_in_set", "status", json!({ "values": ["gone\\"] }), Pass, (0, 10)),
        case("matches", "email", json!({ "pattern": "^[a-z]+@example\\.com$" }), Fail, (3, 9)),
        case("matches", "status", json!({ "pattern": "^[A-Z]+$" }), Fail, (9, 9)),
        case("matches", "email", json!({ "pattern": "^.@example" }), Fail, (8, 9)),
        case("not_matches", "email", json!({ "pattern": "@example$" }), Fail, (1, 9)),
        case("between", "amount", json!({ "min": 0, "max": 70 }), Fail, (1, 9)),
        case("between", "amount", json!({ "min": -5, "max": 70 }), Pass, (0, 9)),
        case("between", "amount", json!({ "max": 69.5 }), Fail, (1, 9)),
        case("between", "paid", json!({ "min": "2026-01-02" }), Fail, (1, 9)),
        case("between", "created", json!({ "max": "2026-01-09 08:00:00" }), Fail, (1, 10)),
        case("length_between", "email", json!({ "min": 1 }), Fail, (1, 9)),
        case("length_between", "email", json!({ "max": 13, "of_all_rows": true }), Fail, (6, 10)),
        case("not_blank", "email", json!({}), Fail, (2, 10)),
        case("missing_count", "status", json!({ "markers": ["lost"], "min": 2, "max": 2 }), Pass, (2, 10)),
        case("missing_count", "status", json!({}), Fail, (1, 10)),
        case("null_share", "email", json!({ "max": 0.1 }), Pass, (1, 10)),
        case("null_share", "email", json!({ "max": 0.05 }), Fail, (1, 10)),
        case("duplicate_share", "email", json!({ "max": 0.2 }), Pass, (1, 9)),
        case("duplicate_share", "email", json!({ "max": 0.1 }), Fail, (1, 9)),
        case("unique_combination", None, json!({ "columns": ["status", "paid"] }), Fail, (1, 8)),
        case("email", "email", json!({}), Fail, (3, 9)),
        case("compare_columns", "id", json!({ "operator": "lt", "other": "score" }), Pass, (0, 10)),
        case("compare_columns", "amount", json!({ "operator": "gte", "other": "id" }), Fail, (2, 9)),
        case("monotonic", "amount", json!({ "order_by": "id" }), Fail, (2, 8)),
        case("monotonic", "id", json!({ "order_by": "id", "is_strict": true }), Pass, (0, 9)),
        case("gap_free", "id", json!({}), Pass, (0, 10)),
        case("gap_free", "paid", json!({}), Fail, (3, 11)),
        case("recent", "created", json!({ "days": 10 }), Fail, (1, 10)),
        case("recent", "created", json!({ "days": 11 }), Pass, (0, 10)),
        case("recent", "paid", json!({ "days": 11 }), Pass, (0, 10)),
        case("max_between", "amount", json!({ "max": 70 }), Pass, None),
        case("max_between", "amount", json!({ "max": 69 }), Fail, None),
        case("min_between", "amount", json!({ "min": -5, "max": -5 }), Pass, None),
        // 275 / 9 = 30.56.
        case("mean_between", "amount", json!({ "min": 30.5, "max": 30.6 }), Pass, None),
        case("median_between", "amount", json!({ "min": 30, "max": 30 }), Pass, None),
        case("median_between", "id", json!({ "min": 5.5, "max": 5.5 }), Pass, None),
        // The root of 14025 / 9 - (275 / 9)², 24.994.
        case("stddev_between", "amount", json!({ "min": 24.99, "max": 25 }), Pass, None),
        case("sum_between", "amount", json!({ "min": 275, "max": 275 }), Pass, None),
        case("sum_between", "amount", json!({ "max": 274 }), Fail, None),
        case("metric", "email", json!({ "metric": "blank", "operator": "eq", "threshold": 2 }), Pass, None),
        case("metric", "email", json!({ "metric": "distinct", "operator": "eq", "threshold": 8 }), Pass, None),
        case("metric", "email", json!({ "metric": "unique", "operator": "eq", "threshold": 7 }), Pass, None),
        case("metric", "email", json!({ "metric": "duplicate", "operator": "eq", "threshold": 1 }), Pass, None),
        case("metric", "email", json!({ "metric": "null", "operator": "eq", "threshold": 1 }), Pass, None),
        case("metric", "status", json!({ "metric": "min_length", "operator": "eq", "threshold": 3 }), Pass, None),
        case("metric", "status", json!({ "metric": "max_length", "operator": "eq", "threshold": 4 }), Pass, None),
        case("metric", "status", json!({ "metric": "avg_length", "operator": "lt", "threshold": 3.67 }), Pass, None),
        case("metric", "score", json!({ "metric": "variance", "operator": "eq", "threshold": 8.25 }), Pass, None),
        case("metric", "created", json!({ "metric": "age", "operator": "eq", "threshold": 86_400 }), Pass, None),
        case(
            "metric",
            "email",
            json!({ "metric": "not_null", "formula": "percentage", "expected": "table_rows", "operator": "gte", "threshold": 90 }),
            Pass,
            None,
        ),
        case(
            "metric",
            None,
            json!({ "metric": "row_count", "formula": "absolute_difference", "expected": "other_table_rows",
                    "other_table": ["statuses"], "operator": "lte", "threshold": 5 }),
            Fail,
            None,
        ),
        case(
            "metric",
            "amount",
            json!({ "metric": "sum", "formula": "percentage", "expected": "fixed", "value": 0, "operator": "gte", "threshold": 0 }),
            NoData,
            None,
        ),
        case(
            "metric",
            "amount",
            json!({ "metric": "sum", "formula": "difference", "expected": "last_7_days", "operator": "gte", "threshold": 0 }),
            NoData,
            None,
        ),
        case("metric_anomaly", "amount", json!({ "metric": "avg" }), NoData, None),
        case("volume_anomaly", None, json!({}), NoData, None),
        case(
            "distribution_shift",
            "amount",
            json!({ "edges": [0, 30], "expected": [0.1111, 0.3333, 0.5556] }),
            Pass,
            None,
        ),
        case("distribution_shift", "amount", json!({ "edges": [0, 30], "expected": [0.8, 0.1, 0.1] }), Fail, None),
        case("distribution_shift", "status", json!({ "values": ["new", "paid"] }), NoData, None),
        case("exists_in", "status", json!({ "other_table": ["statuses"], "other_column": "name" }), Fail, (1, 9)),
        case(
            "exists_in",
            "status",
            json!({ "other_table": ["statuses"], "other_column": "name", "absent_is_error": true }),
            Fail,
            (2, 10),
        ),
        case(
            "table_diff",
            None,
            json!({ "other_table": ["copied"], "keys": ["id"], "columns": ["amount", "status"] }),
            Fail,
            (3, 11),
        ),
        case("custom_sql", None, json!({ "sql": "SELECT id FROM orders WHERE amount < 0;" }), Fail, None),
        case("custom_sql", None, json!({ "sql": "SELECT id FROM orders WHERE amount < 0", "max": 1 }), Pass, None),
        case(
            "custom_sql",
            None,
            json!({ "sql": "SELECT sum(amount) FROM orders", "strategy": "value", "min": 275, "max": 275 }),
            Pass,
            None,
        ),
        case(
            "inserted_rows",
            None,
            json!({ "column": "created", "unit": "day", "interval": 3, "min": 3, "max": 3 }),
            Pass,
            None,
        ),
        case(
            "inserted_rows",
            None,
            json!({ "column": "created", "unit": "month", "interval": 1, "min": 11 }),
            Fail,
            None,
        ),
        case("freshness", "created", json!({ "hours": 24 }), Pass, None),
        case("freshness", "created", json!({ "hours": 23.9 }), Fail, None),
        case("freshness", None, json!({ "hours": 1 }), NoData, None),
        case("column_count", None, json!({ "min": 7, "max": 7 }), Pass, None),
        case("column_exists", None, json!({ "column": "paid" }), Pass, None),
        case("column_exists", None, json!({ "column": "Paid" }), Fail, None),
        case(
            "columns_match",
            None,
            json!({ "columns": ["email", "id", "status", "amount", "created", "paid", "score"] }),
            Pass,
            None,
        ),
        case(
            "columns_match",
            None,
            json!({ "is_ordered": true, "columns": ["email", "id", "status", "amount", "created", "paid", "score"] }),
            Fail,
            None,
        ),
        case("promised_columns", None, json!({ "columns": [{ "name": "id" }, { "name": "amount" }] }), Pass, None),
        case("promised_columns", None, json!({ "columns": [{ "name": "id" }, { "name": "gone" }] }), Fail, None),
        case("schema_drift", None, json!({}), NoData, None),
        case("row_count", None, json!({ "min": 10, "max": 10 }), Pass, None),
        case("row_count", None, json!({ "min": 11 }), Fail, None),
    ]
}

async fn hold(source: &Source, table: &str, cases: &[Case]) {
    let checks: Vec<_> = cases
        .iter()
        .enumerate()
        .map(|(number, case)| asked(&number.to_string(), case.kind, case.column, case.settings.clone()))
        .collect();
    let Found { findings, .. } = find(source, table, &checks).await;
    for (case, (_, finding)) in cases.iter().zip(&findings) {
        let what = format!("{:?}: {} {:?} {}: {finding:?}", source.engine, case.kind, case.column, case.settings);
        assert_eq!(finding.outcome, case.outcome, "{what}");
        if let Some((errors, total)) = case.counts {
            assert_eq!((finding.errors, finding.total), (Some(errors), Some(total)), "{what}");
        }
        for text in [&finding.message.en, &finding.message.zh] {
            assert!(!text.is_empty(), "{what}");
        }
    }
}

/// What `exists_in` and `table_diff` look at: the copy lacks order 10, has 11, and another amount for order 1.
const BESIDE: [&str; 7] = [
    "CREATE TABLE statuses (name varchar(20))",
    "INSERT INTO statuses VALUES ('new'), ('paid'), ('sent'), (NULL)",
    "CREATE TABLE copied (id integer, status varchar(20), amount decimal(10,2))",
    "INSERT INTO copied SELECT id, status, amount FROM orders WHERE id < 10",
    "UPDATE copied SET amount = 11 WHERE id = 1",
    "INSERT INTO copied VALUES (11, 'new', 1)",
    "ANALYZE",
];

/// Texts with a form; each row has right and wrong ones.
const PEOPLE: [&str; 6] = [
    "CREATE TABLE people (card varchar(30), born varchar(30), phone varchar(30), ip varchar(60), uid varchar(60), \
     place varchar(20), lon double precision, lat double precision)",
    "INSERT INTO people VALUES ('11010519491231002X', '2024-02-29', '13800138000', '10.0.0.1', \
     '123e4567-e89b-12d3-a456-426614174000', 'Paris', 2.30, 48.85)",
    "INSERT INTO people VALUES ('110105194912310021', '2023-02-29', '12345', '::1', '123e4567', 'Paris', 3.35, 48.86)",
    "INSERT INTO people VALUES ('440524188001010014', '2024-13-01', '+8613800138000', '256.1.1.1', NULL, 'Rome', 12.5, 41.9)",
    "INSERT INTO people VALUES ('110105194913310020', '2024-12-31', NULL, '2001:db8::ff00:42:8329', '', 'Oslo', NULL, 59.9)",
    "INSERT INTO people VALUES (NULL, '2024-1-1', '+1 555', '1::2::3', '123E4567-E89B-12D3-A456-426614174000', 'Bern', 7.4, 46.9)",
];

fn cases_of_people() -> Vec<Case> {
    use Outcome::Fail;

    let places = json!([["Paris", 2.35, 48.86], ["Rome", 12.48, 41.89]]);
    vec![
        case("id_card", "card", json!({}), Fail, (2, 4)),
        case("date_format", "born", json!({}), Fail, (3, 5)),
        case("date_format", "born", json!({ "format": "DD.MM.YYYY" }), Fail, (5, 5)),
        case("phone", "phone", json!({}), Fail, (2, 4)),
        case("phone", "phone", json!({ "form": "international" }), Fail, (3, 4)),
        case("phone", "phone", json!({ "form": "cn_mobile" }), Fail, (2, 4)),
        case("ip", "ip", json!({}), Fail, (2, 5)),
        case("ip", "ip", json!({ "version": "v4" }), Fail, (4, 5)),
        case("ip", "ip", json!({ "version": "v6" }), Fail, (3, 5)),
        case("uuid", "uid", json!({}), Fail, (2, 4)),
        case(
            "location",
            "place",
            json!({ "longitude": "lon", "latitude": "lat", "radius": 20, "places": places }),
            Fail,
            (1, 3),
        ),
    ]
}

#[tokio::test]
async fn f1_every_check_finds_what_was_worked_out_by_hand() {
    for source in sources().await {
        source.run(&ORDERS).await;
        let most = if source.engine == Engine::MySql { 6 } else { 7 };
        source.run(&BESIDE[..most]).await;
        source.run(&PEOPLE).await;
        hold(&source, "orders", &cases()).await;
        hold(&source, "people", &cases_of_people()).await;
    }
}

#[test]
fn f1_every_check_has_a_case_and_words_in_both_languages() {
    let tried: Vec<&str> = cases().iter().chain(&cases_of_people()).map(|case| case.kind).collect();
    for check in CHECKS {
        assert!(tried.contains(&check.name()), "`{}` has no case", check.name());
        for words in [check.title(), check.description()] {
            let is_chinese = words.zh.chars().any(|character| ('\u{4e00}'..'\u{9fff}').contains(&character));
            assert!(!words.en.is_empty() && (is_chinese || words.zh == "UUID"), "{}: {words:?}", check.name());
        }
        assert!(!check.examples().is_empty(), "{}", check.name());
        let schema = check.schema();
        assert_eq!(schema["additionalProperties"], false, "{}", check.name());
        for (field, property) in schema["properties"].as_object().into_iter().flatten() {
            for key in ["title", "description", "x-title-zh", "x-description-zh"] {
                assert!(property[key].as_str().is_some_and(|text| !text.is_empty()), "{} {field} {key}", check.name());
            }
            assert!(property["x-order"].is_u64(), "{} {field}", check.name());
        }
    }
    let mut names: Vec<&str> =
        CHECKS.iter().flat_map(|check| check.aliases().iter().copied().chain([check.name()])).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "two checks have the same name");
}

#[tokio::test]
async fn f1_examples_are_settings_that_work() {
    let source = support::sqlite().await;
    source
        .run(&[
            "CREATE TABLE t (id integer, order_id integer, line integer, ended date, created timestamp, name text, \
                  started date, lon real, lat real, amount integer)",
        ])
        .await;
    let table = source.table("t").await;
    for check in CHECKS {
        for settings in check.examples() {
            let column = |name: &str| Asked {
                key: "x".into(),
                kind: check.name().into(),
                column: (!name.is_empty()).then(|| name.to_owned()),
                settings: settings.clone(),
                ..Asked::default()
            };
            let tried = ["", "id", "name", "started", "created"].map(|name| validate(&column(name), &table).is_ok());
            assert!(tried.contains(&true), "{} {settings}", check.name());
        }
    }
}

#[tokio::test]
async fn f1_empty_table_is_no_data_and_never_a_silent_pass() {
    // What is right about an empty table, and not about its values.
    let of_shape = [
        "row_count",
        "inserted_rows",
        "column_count",
        "column_exists",
        "columns_match",
        "promised_columns",
        "schema_drift",
        "custom_sql",
    ];
    for source in sources().await {
        source.run(&ORDERS[..1]).await;
        let beside = [
            "CREATE TABLE statuses (name varchar(20))",
            "CREATE TABLE copied (id integer, status varchar(20), amount decimal(10,2))",
        ];
        source.run(&beside).await;
        source.run(&PEOPLE[..1]).await;
        for (table, cases) in [("orders", cases()), ("people", cases_of_people())] {
            let counts = |case: &Case| {
                case.settings["metric"].as_str().is_some_and(|metric| {
                    case.settings["formula"].is_null()
                        && ["blank", "distinct", "unique", "duplicate", "null"].contains(&metric)
                })
            };
            let cases: Vec<Case> =
                cases.into_iter().filter(|case| !of_shape.contains(&case.kind) && !counts(case)).collect();
            let checks: Vec<_> = cases
                .iter()
                .enumerate()
                .map(|(number, case)| asked(&number.to_string(), case.kind, case.column, case.settings.clone()))
                .collect();
            let found = find(&source, table, &checks).await;
            for (case, (_, finding)) in cases.iter().zip(&found.findings) {
                let what = format!("{:?} {} {}: {finding:?}", source.engine, case.kind, case.settings);
                assert_eq!(finding.outcome, Outcome::NoData, "{what}");
            }
        }
    }
}

/// The same case about files: other tables are named by their path.
fn of_files(case: Case, folder: &std::path::Path) -> Case {
    let place = |name: &str| folder.join(name).display().to_string();
    let mut settings = case.settings.to_string();
    for (table, file) in [("statuses", "statuses.csv"), ("copied", "copied.json")] {
        settings = settings.replace(&format!("[\"{table}\"]"), &json!([place(file)]).to_string());
    }
    let orders = json!(format!("FROM \"{}\"", place("orders.parquet"))).to_string();
    let orders = &orders[1..orders.len() - 1];
    settings = settings.replace("FROM orders", orders);
    Case { settings: serde_json::from_str(&settings).unwrap(), ..case }
}

#[tokio::test]
async fn f1_every_check_over_files_finds_what_was_worked_out_by_hand() {
    let (source, path) = support::files();
    support::folder::orders(&path.join("orders.parquet"), 10);
    support::folder::beside(&path);
    std::fs::write(path.join("people.csv"), support::folder::PEOPLE).unwrap();
    let cases_of = |cases: Vec<Case>| cases.into_iter().map(|case| of_files(case, &path)).collect::<Vec<_>>();
    // A file tells when it was written, which the promise of an hour is held to.
    let orders = cases_of(cases()).into_iter().filter(|case| case.kind != "freshness" || case.column.is_some());
    hold(&source, "orders.parquet", &orders.collect::<Vec<_>>()).await;
    hold(&source, "people.csv", &cases_of(cases_of_people())).await;
}
