//! Every check on real PostgreSQL, MariaDB and SQLite, by one table of cases whose results were worked out by hand.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests state facts in their names, and may fail")]

mod support;

use quality::Outcome;
use serde_json::{Value, json};
use support::{Found, Source, asked, find, sources};

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

/// The table that most cases are about: ten orders.
///
/// id 1-10; email: 7 different, one twice, one absent, one empty; amount -5, 0, 10, 20 … 70, one absent.
const ORDERS: [&str; 11] = [
    "CREATE TABLE orders (id integer NOT NULL, email varchar(60), status varchar(20), amount decimal(10,2), \
     created timestamp NULL, paid date, score double precision)",
    "INSERT INTO orders VALUES (1, 'ana@example.com', 'new', 10, '2026-01-01 08:00:00', '2026-01-02', 1.5)",
    "INSERT INTO orders VALUES (2, 'bob@example.com', 'paid', 20, '2026-01-02 08:00:00', '2026-01-03', 2.5)",
    "INSERT INTO orders VALUES (3, 'ana@example.com', 'paid', 30, '2026-01-03 08:00:00', '2026-01-03', 3.5)",
    "INSERT INTO orders VALUES (4, 'cara@example', 'sent', 40, '2026-01-04 08:00:00', '2026-01-05', 4.5)",
    "INSERT INTO orders VALUES (5, '', 'sent', 50, '2026-01-05 08:00:00', NULL, 5.5)",
    "INSERT INTO orders VALUES (6, NULL, 'lost', 60, '2026-01-06 08:00:00', '2026-01-01', 6.5)",
    "INSERT INTO orders VALUES (7, 'dan@example.com', NULL, 70, '2026-01-07 08:00:00', '2026-01-08', 7.5)",
    "INSERT INTO orders VALUES (8, '王@example.com', 'new', 0, '2026-01-08 08:00:00', '2026-01-09', 8.5)",
    "INSERT INTO orders VALUES (9, 'eve@example.com', 'new', -5, '2026-01-09 08:00:00', '2026-01-10', 9.5)",
    "INSERT INTO orders VALUES (10, 'fay@example.com', 'paid', NULL, '2026-01-10 08:00:00', '2026-01-11', 10.5)",
];

fn cases() -> Vec<Case> {
    use Outcome::{Fail, Pass};

    vec![
        case("not_null", "id", json!({}), Pass, (0, 10)),
        case("not_null", "email", json!({}), Fail, (1, 10)),
        case("unique", "id", json!({}), Pass, (0, 10)),
        case("unique", "email", json!({}), Fail, (1, 9)),
        case("unique", "email", json!({ "absent_is_error": true }), Fail, (2, 10)),
        case("in_set", "status", json!({ "values": ["new", "paid", "sent"] }), Fail, (1, 10)),
        case("in_set", "status", json!({ "values": ["new", "paid", "sent", "lost"] }), Pass, (0, 10)),
        case("in_set", "id", json!({ "values": [1, 2, 3] }), Fail, (7, 10)),
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

#[tokio::test]
async fn f1_every_check_finds_what_was_worked_out_by_hand() {
    for source in sources().await {
        source.run(&ORDERS).await;
        hold(&source, "orders", &cases()).await;
    }
}
