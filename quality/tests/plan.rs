//! Plans on real servers: how many statements, what happens when one fails, and that merging changes no answer.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "tests state facts in their names, and may fail"
)]

mod support;

use std::time::Duration;

use connectors::{Outbound, build_connector, from_url};
use proptest::prelude::*;
use quality::{Asked, Engine, History, Limits, Outcome, Sampling, Wish, execute, failing, judge, plan, plan::Purpose};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, postgres::PgQueryResult};
use support::{Found, ORDERS, Source, asked, find, find_in, now, sources, sqlite};

fn eight() -> Vec<Asked> {
    vec![
        asked("rows", "row_count", None, json!({ "min": 1 })),
        asked("id", "not_null", Some("id"), json!({})),
        asked("email", "not_null", Some("email"), json!({})),
        asked("set", "in_set", Some("status"), json!({ "values": ["new", "paid", "sent"] })),
        asked("range", "between", Some("amount"), json!({ "min": 0 })),
        asked("mean", "mean_between", Some("amount"), json!({ "min": 0, "max": 100 })),
        asked("pattern", "matches", Some("email"), json!({ "pattern": "@" })),
        asked("length", "length_between", Some("email"), json!({ "max": 40 })),
    ]
}

#[tokio::test]
async fn f1_eight_checks_are_one_scan() {
    let server = testkit::logging_postgres();
    let (definition, config) = from_url(server.url(), None).unwrap();
    let connector = build_connector(definition.name, config, Outbound::default()).unwrap();
    let mut connection = PgConnection::connect(server.url()).await.unwrap();
    let _: PgQueryResult = connection.execute(sqlx::raw_sql(AssertSqlSafe(ORDERS.join(";\n")))).await.unwrap();
    let source = Source::of(Engine::Postgres, connector);
    let table = source.table("orders").await;
    let mut checks = eight();
    let found = find_in(&source, &table, &checks).await;
    assert!(found.findings.iter().all(|(_, finding)| finding.outcome != Outcome::Error), "{:?}", found.findings);
    checks.push(asked("unique", "unique", Some("id"), json!({})));
    checks.push(asked("unique email", "unique", Some("email"), json!({})));
    find_in(&source, &table, &checks).await;

    // What the server itself wrote down: cursors over the table, one of the first plan, two of the second: the
    // number's uniqueness is counted in the scan, the text's takes a grouped statement.
    let _: PgQueryResult = connection.execute(sqlx::query("SELECT 'the end of orders'")).await.unwrap();
    let deadline = std::time::Instant::now() + Duration::from_secs(30);
    while logged(&server, "the end of", "orders").is_empty() && std::time::Instant::now() < deadline {
        // The server writes its log a moment after it has answered, in order.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let questions = logged(&server, "DECLARE question", "orders");
    assert_eq!(questions.len(), 3, "{questions:#?}");
    assert_eq!(questions.iter().filter(|sql| sql.contains("GROUP BY")).count(), 1, "{questions:#?}");
}

/// The statements in the server's log that hold these words.
fn logged(server: &testkit::OwnPostgres, first: &str, second: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(server.log_folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
            let message = line["message"].as_str().unwrap_or_default();
            // A statement of the extended protocol is parsed, bound and executed; only the last is the question.
            if message.contains("execute") && message.contains(first) && message.contains(second) {
                found.push(message.to_owned());
            }
        }
    }
    found
}

#[tokio::test]
async fn f1_bad_check_spoils_no_other() {
    for source in sources().await {
        source.run(&ORDERS).await;
        let mut table = source.table("orders").await;
        // The catalog still has a column that is gone from the source.
        let mut gone = table.columns[0].clone();
        gone.name = "gone".into();
        table.columns.push(gone);
        let mut checks = eight();
        checks.push(asked("gone", "not_null", Some("gone"), json!({})));
        checks.push(asked("unknown", "not_null", Some("never"), json!({})));
        checks.push(asked("settings", "between", Some("amount"), json!({ "mni": 1 })));
        checks.push(asked("kind", "no_such_check", None, json!({})));
        checks.push(asked("pattern?", "matches", Some("email"), json!({ "pattern": "(" })));
        checks
            .push(Asked { condition: Some("nowhere = 1".into()), ..asked("where", "not_null", Some("id"), json!({})) });
        checks.push(Asked { condition: Some("1=1) --".into()), ..asked("escape", "not_null", Some("id"), json!({})) });
        let Found { findings, sent, .. } = find_in(&source, &table, &checks).await;
        let alone = find(&source, "orders", &eight()).await;
        assert_eq!(findings[..8], alone.findings[..], "{:?}", source.engine);
        for (key, finding) in &findings[8..] {
            assert_eq!(finding.outcome, Outcome::Error, "{:?} {key}: {finding:?}", source.engine);
        }
        assert!(sent < 40, "{:?}: {sent} statements", source.engine);
        let message = |key: &str| &findings.iter().find(|(other, _)| other == key).unwrap().1.message.en;
        assert_eq!(message("unknown"), "`column`: `orders` has no column `never`");
        assert!(message("settings").contains("`settings.mni`"), "{}", message("settings"));
        assert!(message("gone").contains("gone"), "{}", message("gone"));
    }
}

#[tokio::test]
async fn f1_merged_answers_are_those_of_each_check_alone() {
    for source in sources().await {
        source.run(&ORDERS).await;
        let mut checks = eight();
        checks.push(asked("unique", "unique", Some("email"), json!({})));
        checks.push(asked("median", "median_between", Some("amount"), json!({ "min": 30, "max": 30 })));
        let some =
            Asked { condition: Some("status = 'new'".into()), ..asked("new", "not_null", Some("email"), json!({})) };
        checks.push(some);
        let table = source.table("orders").await;
        let together = find_in(&source, &table, &checks).await;
        for (check, (_, finding)) in checks.iter().zip(&together.findings) {
            let alone = find_in(&source, &table, std::slice::from_ref(check)).await;
            assert_eq!(alone.findings[0].1, *finding, "{:?} {}", source.engine, check.key);
        }
        let new = &together.findings.last().unwrap().1;
        assert_eq!((new.errors, new.total), (Some(0), Some(3)), "{:?}", source.engine);
    }
}

#[tokio::test]
async fn f1_results_are_told_apart_by_group() {
    for source in sources().await {
        source.run(&ORDERS).await;
        let check =
            Asked { group_by: Some("status".into()), ..asked("range", "between", Some("amount"), json!({ "min": 0 })) };
        let found = find(&source, "orders", &[check]).await;
        let (_, finding) = &found.findings[0];
        let groups: Vec<_> = finding
            .groups
            .iter()
            .map(|group| (group.value.as_deref(), group.outcome, group.errors, group.total))
            .collect();
        let expected = [
            (Some("new"), Outcome::Fail, Some(1), Some(3)),
            (Some("paid"), Outcome::Pass, Some(0), Some(2)),
            (Some("sent"), Outcome::Pass, Some(0), Some(2)),
        ];
        assert_eq!(groups[..3], expected, "{:?}", source.engine);
        assert_eq!((groups.len(), found.plan.statements.len()), (5, 2));
        let unique = Asked { group_by: Some("status".into()), ..asked("u", "unique", Some("id"), json!({})) };
        let refused = find(&source, "orders", &[unique]).await;
        assert_eq!(refused.findings[0].1.outcome, Outcome::Error);
        assert!(refused.findings[0].1.message.en.starts_with("`group_by`"), "{:?}", refused.findings);
    }
}

#[tokio::test]
async fn f1_failing_rows_are_few_cut_and_come_with_their_question() {
    for source in sources().await {
        source.run(&ORDERS).await;
        let many: Vec<String> =
            (100..220).map(|id| format!("INSERT INTO orders (id, status) VALUES ({id}, 'x')")).collect();
        source.run(&many).await;
        let checks = [
            asked("set", "in_set", Some("status"), json!({ "values": ["new", "paid", "sent"] })),
            asked("twice", "unique", Some("email"), json!({})),
            asked("fine", "not_null", Some("id"), json!({})),
            asked("sum", "sum_between", Some("amount"), json!({ "max": 1 })),
        ];
        let table = source.table("orders").await;
        let mut found = find_in(&source, &table, &checks).await;
        let query = source.connector.as_query().unwrap();
        failing::fetch(query, &found.plan, &mut found.findings, Limits::default()).await;
        let failing = |place: usize| found.findings[place].1.failing.as_ref();
        let set = failing(0).unwrap();
        assert_eq!((set.columns[0].as_str(), set.rows.len(), set.is_truncated), ("status", 50, true), "{set:?}");
        let twice = failing(1).unwrap();
        assert_eq!(twice.rows.len(), 2, "{:?} {twice:?}", source.engine);
        assert_eq!(twice.rows[0][0], "ana@example.com");
        assert!(failing(2).is_none() && failing(3).is_none());
    }
}

#[tokio::test]
async fn f1_not_a_number_and_infinite_are_in_no_range() {
    for source in sources().await {
        source.run(&["CREATE TABLE m (x double precision, big integer)"]).await;
        let rows: &[&str] = match source.engine {
            Engine::Postgres => &["INSERT INTO m VALUES ('NaN', 1), ('Infinity', 2), (5, 3)"],
            Engine::Sqlite => &["INSERT INTO m VALUES (9e999, 1), ('abc', 2), (5, 3)"],
            _ => &["INSERT INTO m VALUES (1e308, 1), (1e308, 2), (5, 3)"],
        };
        source.run(rows).await;
        let checks = [
            asked("min", "between", Some("x"), json!({ "min": 0 })),
            asked("max", "max_between", Some("x"), json!({ "min": 0 })),
            asked("sum", "sum_between", Some("x"), json!({ "min": 0 })),
            asked("mean", "mean_between", Some("x"), json!({ "min": 0 })),
        ];
        let found = find(&source, "m", &checks).await;
        let what = format!("{:?}: {:#?}", source.engine, found.findings);
        let outcomes: Vec<Outcome> = found.findings.iter().map(|(_, finding)| finding.outcome).collect();
        if source.engine == Engine::MySql {
            // It has neither, and gives 0 as the sum of what goes beyond the greatest number.
            assert_eq!(outcomes, [Outcome::Pass, Outcome::Pass, Outcome::Error, Outcome::Error], "{what}");
        } else {
            assert_eq!(outcomes, [Outcome::Fail; 4], "{what}");
            assert_eq!(found.findings[0].1.errors, Some(1), "{what}");
        }
    }
}

#[tokio::test]
async fn f1_question_that_takes_too_long_is_an_error() {
    for source in sources().await {
        source.run(&ORDERS).await;
        let sleep = match source.engine {
            Engine::Postgres => "SELECT 1 FROM pg_sleep(600)",
            Engine::MySql => "SELECT SLEEP(600)",
            _ => "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        };
        let checks = [
            asked("slow", "custom_sql", None, json!({ "sql": sleep, "strategy": "value" })),
            asked("fast", "not_null", Some("id"), json!({})),
        ];
        let table = source.table("orders").await;
        let plan = plan(&table, &checks, &Wish { now: now(), ..Wish::default() });
        let limits = Limits { timeout: Duration::from_secs(2), at_once: 2 };
        let answers = execute(source.connector.as_query().unwrap(), &plan, limits).await;
        let findings = judge(&plan, &answers, &History::default());
        assert_eq!(findings[0].1.outcome, Outcome::Error, "{:?} {findings:?}", source.engine);
        assert!(findings[0].1.message.en.contains("longer than 2 s"), "{:?} {findings:?}", source.engine);
        assert_eq!(findings[1].1.outcome, Outcome::Pass);
    }
}

#[tokio::test]
async fn f1_table_of_very_many_columns_is_asked_in_pieces() {
    let mut servers = sources().await;
    let (mariadb, postgresql) = (servers.remove(1), servers.remove(0));
    for (source, count) in [(sqlite().await, 1_900), (postgresql, 1_500), (mariadb, 1_000)] {
        let columns: Vec<String> = (0..count).map(|number| format!("c{number} integer")).collect();
        source
            .run(&[format!("CREATE TABLE wide ({})", columns.join(", ")), "INSERT INTO wide (c0) VALUES (1)".into()])
            .await;
        let checks: Vec<Asked> = (0..count)
            .map(|number| asked(&number.to_string(), "not_null", Some(&format!("c{number}")), json!({})))
            .collect();
        let found = find(&source, "wide", &checks).await;
        assert!(found.plan.statements.len() <= 3, "{}", found.plan.statements.len());
        let failed = found.findings.iter().filter(|(_, finding)| finding.outcome == Outcome::Fail).count();
        assert_eq!(failed, count - 1, "{:?}: {:?}", source.engine, found.findings[1]);
    }
}

#[tokio::test]
async fn threat_16_checks_of_hostile_names_ask_only_their_table() {
    for source in sources().await {
        let quote = if source.engine == Engine::MySql { '`' } else { '"' };
        let names = ["a\"b", "a`b", "x'); DROP TABLE t; --", "列 名", "select", "a\\b", "%s {0}"];
        let quoted = |name: &str| format!("{quote}{}{quote}", name.replace(quote, &format!("{quote}{quote}")));
        let table_name = "t'; \"`--";
        let columns: Vec<String> = names.iter().map(|name| format!("{} varchar(20)", quoted(name))).collect();
        let insert = format!("INSERT INTO {} ({}) VALUES ('v')", quoted(table_name), quoted(names[0]));
        source.run(&[format!("CREATE TABLE {} ({})", quoted(table_name), columns.join(", ")), insert]).await;
        let mut checks = Vec::new();
        for name in names {
            let one = |kind: &str, settings| asked(&format!("{kind} {name}"), kind, Some(name), settings);
            checks.push(one("not_null", json!({})));
            checks.push(one("unique", json!({})));
            checks.push(one("in_set", json!({ "values": ["'; --", "\\", "v"] })));
            checks.push(one("matches", json!({ "pattern": "^v$|'|\\\\" })));
            checks.push(Asked { group_by: Some(name.into()), ..one("length_between", json!({ "max": 3 })) });
        }
        let found = find(&source, table_name, &checks).await;
        for (key, finding) in &found.findings {
            let is_first = key.ends_with(names[0]);
            let expected = match key.split(' ').next().unwrap() {
                "not_null" if !is_first => Outcome::Fail,
                "in_set" => Outcome::Pass,
                _ if is_first => Outcome::Pass,
                _ => Outcome::NoData,
            };
            assert_eq!(finding.outcome, expected, "{:?} {key}: {finding:?}", source.engine);
        }
    }
}

#[tokio::test]
async fn f1_sample_is_stated_and_whole_questions_stay_whole() {
    for source in sources().await {
        source.run(&ORDERS).await;
        let table = source.table("orders").await;
        let checks = [
            asked("null", "not_null", Some("id"), json!({})),
            asked("rows", "row_count", None, json!({ "min": 10, "max": 10 })),
            asked("unique", "unique", Some("id"), json!({})),
        ];
        let wish = Wish { now: now(), sampling: Sampling::Rows(3), ..Wish::default() };
        let plan = plan(&table, &checks, &wish);
        let answers = execute(source.connector.as_query().unwrap(), &plan, Limits::default()).await;
        let findings = judge(&plan, &answers, &History::default());
        assert_eq!((findings[0].1.total, findings[0].1.sampled), (Some(3), Some(Sampling::Rows(3))));
        assert_eq!((findings[1].1.outcome, findings[1].1.sampled), (Outcome::Pass, None));
        assert_eq!((findings[2].1.total, findings[2].1.sampled), (Some(10), None));
        let purposes: Vec<Purpose> = plan.statements.iter().map(|statement| statement.purpose).collect();
        // Of two engines the scan of all rows counts different numbers too.
        let is_in_scan = matches!(source.engine, Engine::Postgres | Engine::DataFusion);
        let expected = [Purpose::Scan, Purpose::Scan, Purpose::Uniqueness];
        assert_eq!(purposes, expected[..if is_in_scan { 2 } else { 3 }], "{:?}", source.engine);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Whatever a value is, in the list of values it equals itself and nothing else.
    #[test]
    fn threat_16_values_of_settings_stay_values(value in "[^\\x00]{0,12}") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let source = sqlite().await;
            source.run(&["CREATE TABLE t (x text)", "INSERT INTO t VALUES ('other')"]).await;
            let checks = [
                asked("set", "in_set", Some("x"), json!({ "values": [value] })),
                asked("rows", "row_count", None, json!({ "min": 1, "max": 1 })),
            ];
            let found = find(&source, "t", &checks).await;
            let expected = if value == "other" { Outcome::Pass } else { Outcome::Fail };
            assert_eq!(found.findings[0].1.outcome, expected, "{:?}", found.findings);
            assert_eq!(found.findings[1].1.outcome, Outcome::Pass);
        });
    }
}
