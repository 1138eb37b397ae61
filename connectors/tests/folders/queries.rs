//! Questions in SQL over folders of files.

use std::{sync::Arc, time::Duration};

use catalog::{ErrorKind, Fault, Name};
use connectors::{QueryLimits, SampleColumn};
use datafusion::arrow::array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array, StringArray,
};
use serde_json::{Value, json};

use crate::folders::place::Place;

/// Orders in two partitions, of which one has no value for its last e-mail address.
fn shop() -> Place {
    let place = Place::new();
    for (day, first) in [("2024-01-01", 0), ("2024-01-02", 100)] {
        let ids: Vec<i64> = (first..first + 100).collect();
        let emails = ids.iter().map(|id| (id % 100 != 99).then(|| format!("u{}@example.org", id % 50)));
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("id", Arc::new(Int64Array::from(ids.clone()))),
            ("email", Arc::new(StringArray::from(emails.collect::<Vec<_>>()))),
            ("amount", Arc::new(Float64Array::from(ids.iter().map(|id| *id as f64 / 2.0).collect::<Vec<_>>()))),
            ("is_paid", Arc::new(BooleanArray::from(ids.iter().map(|id| id % 2 == 0).collect::<Vec<_>>()))),
        ];
        place.parquet(&format!("orders/dt={day}/part-0.parquet"), columns);
    }
    place
}

#[tokio::test]
async fn b5_table_is_asked_by_its_name_and_by_its_path_in_the_folder() {
    let place = shop();
    for table in [place.name("orders"), "orders".to_owned()] {
        assert_eq!(place.rows(&format!("SELECT count(*) FROM \"{table}\"")).await, json!([[200]]));
    }
    let by_day = "SELECT dt, count(*) FROM orders WHERE id >= 90 GROUP BY dt ORDER BY dt";
    assert_eq!(place.rows(by_day).await, json!([["2024-01-01", 10], ["2024-01-02", 100]]));
    assert_eq!(place.rows("SELECT id FROM orders WHERE dt = '2024-01-02' ORDER BY id LIMIT 1").await, json!([[100]]));
}

#[tokio::test]
async fn b5_functions_that_checks_need_are_there() {
    let place = shop();
    let sql = "SELECT count(*) - count(email), count(DISTINCT email), min(amount), max(amount), sum(amount), \
        median(amount), stddev_pop(amount), approx_percentile_cont(0.5) WITHIN GROUP (ORDER BY amount), \
        approx_distinct(CAST(amount AS VARCHAR)) > 190, sum(CASE WHEN regexp_like(email, '^u[0-9]+@') THEN 1 ELSE 0 END), \
        count(*) FILTER (WHERE character_length(email) > 14), min(btrim(lower(email))), \
        count(CASE WHEN TRY_CAST(email AS DOUBLE) IS NOT NULL THEN 1 END), max(date_trunc('month', dt)) FROM orders";
    let rows = place.rows(sql).await;
    let row = rows[0].as_array().unwrap();
    assert_eq!(row[..6], [json!(2), json!(50), json!(0.0), json!(99.5), json!(9_950.0), json!(49.75)]);
    assert!((row[6].as_f64().unwrap() - 28.867_152_6).abs() < 1e-6, "{row:?}");
    assert!((row[7].as_f64().unwrap() - 49.75).abs() < 1.0, "{row:?}");
    assert_eq!(row[8..13], [json!(true), json!(198), json!(158), json!("u0@example.org"), json!(0)]);
    assert_eq!(place.rows("SELECT count(*) FROM orders HAVING stddev(amount) > 0").await, json!([[200]]));
}

#[tokio::test]
async fn b5_values_come_as_those_of_other_sources() {
    let place = Place::new();
    let decimals = Decimal128Array::from(vec![12_345]).with_precision_and_scale(10, 2).unwrap();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("big", Arc::new(Int64Array::from(vec![i64::MAX]))),
        ("price", Arc::new(decimals)),
        ("day", Arc::new(Date32Array::from(vec![19_723]))),
        ("bytes", Arc::new(BinaryArray::from(vec![&b"\x00\xff"[..]]))),
        ("odd", Arc::new(Float64Array::from(vec![f64::NAN]))),
        ("none", Arc::new(StringArray::from(vec![None::<&str>]))),
    ];
    place.parquet("v.parquet", columns);
    let rows = place.rows("SELECT *, TIMESTAMP '2024-01-02 03:04:05.25' FROM \"v.parquet\"").await;
    let expected =
        json!([["9223372036854775807", "123.45", "2024-01-01", "\\x00ff", "NaN", null, "2024-01-02 03:04:05.250"]]);
    assert_eq!(rows, expected);
}

#[tokio::test]
async fn b5_rows_beyond_the_limit_are_told_and_not_given() {
    let place = shop();
    let source = place.connector(json!({}));
    let limits = QueryLimits { rows: 7, ..QueryLimits::default() };
    let answer = source.as_query().unwrap().query("SELECT id FROM orders", limits).await.unwrap();
    assert_eq!((answer.rows.len(), answer.is_truncated, answer.columns), (7, true, vec!["id".to_owned()]));
    let sql = "SELECT id FROM orders ORDER BY id LIMIT 7";
    assert!(!source.as_query().unwrap().query(sql, limits).await.unwrap().is_truncated);
}

#[tokio::test]
async fn b5_samples_are_cut_and_bytes_counted() {
    let place = Place::new();
    let long = "长".repeat(2_000);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("text", Arc::new(StringArray::from(vec![long.as_str(), "b"]))),
        ("bytes", Arc::new(BinaryArray::from(vec![&b"12345"[..], b""]))),
        ("n", Arc::new(Int64Array::from(vec![1, 2]))),
    ];
    place.parquet("s.parquet", columns);
    let column = |name: &str, is_binary| SampleColumn { name: name.to_owned(), is_binary };
    let columns = [column("text", false), column("bytes", true), column("n", false)];
    let source = place.connector(json!({}));
    let table = Name::new("file", [place.name("s.parquet")]);
    let limits = QueryLimits { rows: 1, ..QueryLimits::default() };
    let sample = source.as_query().unwrap().sample(&table, &columns, limits).await.unwrap();
    assert!(sample.is_truncated);
    let Value::String(text) = &sample.rows[0][0] else { panic!("{sample:?}") };
    assert_eq!(text.chars().count(), 501);
    assert_eq!(sample.rows[0][1..], [json!(5), json!("1")]);
    let elsewhere = Name::new("file", ["/etc/passwd"]);
    assert!(source.as_query().unwrap().sample(&elsewhere, &columns, limits).await.is_err());
}

#[tokio::test]
async fn threat_16_nothing_but_one_question_about_the_folder_is_answered() {
    let place = shop();
    let out = place.name("out.csv");
    for sql in [
        format!("COPY orders TO '{out}'"),
        format!("CREATE EXTERNAL TABLE x STORED AS CSV LOCATION '{out}'"),
        "CREATE TABLE x AS SELECT 1".to_owned(),
        "INSERT INTO orders SELECT * FROM orders".to_owned(),
        "SELECT 1; SELECT 2".to_owned(),
        "WITH x AS (SELECT 1) INSERT INTO orders SELECT * FROM x".to_owned(),
        "EXPLAIN ANALYZE SELECT 1".to_owned(),
        "SHOW TABLES".to_owned(),
        "SET datafusion.execution.batch_size = 1".to_owned(),
        "SELECT * FROM information_schema.tables".to_owned(),
        "SELECT * FROM '/etc/passwd'".to_owned(),
        "SELECT * FROM \"/etc/passwd\"".to_owned(),
        format!("SELECT * FROM \"{}/../x.csv\"", place.name("")),
        "SELECT * FROM a.b.\"orders\"".to_owned(),
        "SELECT nothing FROM orders".to_owned(),
        "SELECT repeat('x', 4000000000)".to_owned(),
        "SELECT".to_owned(),
        format!("SELECT 1{}", "+1".repeat(100_000)),
        format!("SELECT {}1{}", "(".repeat(50_000), ")".repeat(50_000)),
        format!("SELECT 1 {}", "UNION SELECT 1 ".repeat(10_000)),
    ] {
        let refused = place.ask(&sql).await.expect_err(&sql[..sql.len().min(60)]);
        assert_eq!((refused.kind(), refused.field()), (ErrorKind::Invalid, Some("sql")), "{refused}");
    }
    assert!(!place.path().join("out.csv").exists());
    let longest = format!("SELECT 1{}", "+1".repeat(900));
    assert_eq!(place.rows(&longest).await, json!([[901]]), "chains within the limit are walked");
}

#[tokio::test]
async fn threat_20_question_that_would_go_on_is_ended_in_time_and_memory() {
    let place = shop();
    let source = place.connector(json!({}));
    let limits = QueryLimits { timeout: Duration::from_millis(300), ..QueryLimits::default() };
    let join =
        "SELECT count(*) FROM orders a, orders b, orders c, orders d, orders e WHERE a.id + b.id + c.id + d.id < e.id";
    let refused = source.as_query().unwrap().query(join, limits).await.unwrap_err();
    assert!(refused.to_string().contains("took longer than"), "{refused}");
    place.parquet("big.parquet", vec![("text", Arc::new(StringArray::from(vec!["x".repeat(1 << 20)])) as ArrayRef)]);
    let hungry = "SELECT array_agg(text || id) FROM \"big.parquet\", orders, (VALUES (1), (2)) AS twice";
    let refused = place.ask(hungry).await.unwrap_err();
    assert!(refused.to_string().contains("a value has more than 16 MB"), "{refused}");
    let hungry = hungry.replace("array_agg(text || id)", "string_agg(text || id, ',')");
    let refused = place.ask(&hungry).await.unwrap_err();
    assert_eq!((refused.kind(), refused.field()), (ErrorKind::Invalid, Some("sql")), "{refused}");
    assert!(refused.to_string().contains("Resources exhausted"), "{refused}");
    assert_eq!(place.rows("SELECT 1").await, json!([[1]]), "the next one is answered");
}

#[tokio::test]
async fn b5_value_that_does_not_fit_the_type_of_the_sample_is_an_error_with_its_place() {
    let place = Place::new();
    let rows: String = (0..3_000).map(|number| format!("{number}\n")).collect();
    place.write("n.csv", format!("id\n{rows}many\n"));
    let refused = place.ask("SELECT sum(id) FROM \"n.csv\"").await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Unavailable);
    assert!(refused.to_string().contains("n.csv") && refused.to_string().contains("many"), "{refused}");
}
