//! Facts about what is told.

use crate::sql::{Dialect, Limits, Options, Schema, Script, Subtype, analyze};

struct Nothing;

impl Schema for Nothing {
    fn columns(&self, _: &[String]) -> Option<Vec<String>> {
        None
    }
}

fn script(sql: &str) -> Script {
    let options = Options {
        dialect: Dialect::Postgres,
        schema: &Nothing,
        default_path: &[],
        search_path: &[],
        limits: Limits::default(),
    };
    analyze(sql, &options)
}

#[test]
fn json_has_the_names_and_words_of_the_contract() {
    let script = script("INSERT INTO mart.daily (amount) SELECT sum(o.amount) FROM orders o WHERE o.paid_at > now()");
    let json = serde_json::to_value(&script.statements[0]).unwrap();
    let expected = serde_json::json!({
        "index": 0, "span": [0, 90], "coverage": 1.0, "kind": "insert", "status": "complete", "notes": [],
        "reads": [{"name": ["orders"], "spans": [[58, 64]]}],
        "writes": [{"name": ["mart", "daily"], "mode": "append"}],
        "columns": [{
            "target": {"table": ["mart", "daily"], "column": ["amount"]},
            "source": {"table": ["orders"], "column": ["amount"]},
            "type": "DIRECT", "subtype": "AGGREGATION", "masking": false,
            "span": [43, 51], "confidence": 1.0, "why": "resolved",
        }],
        "indirect": [{
            "target": {"table": ["mart", "daily"], "column": null},
            "source": {"table": ["orders"], "column": ["paid_at"]},
            "subtype": "FILTER", "span": [73, 82],
        }],
        "defines": {"columns": [{"name": "amount", "type": null}]},
    });
    assert_eq!(json, expected);
}

#[test]
fn strongest_way_to_a_source_is_told_once() {
    let script = script("SELECT a + max(a) OVER () AS x FROM t");
    assert_eq!(script.statements[0].columns.len(), 1);
    assert_eq!(script.statements[0].columns[0].subtype, Subtype::Aggregation);
}

#[test]
fn one_way_without_masking_reveals_the_value() {
    let masked = script("SELECT md5(a) AS x FROM t");
    assert!(masked.statements[0].columns[0].masking);
    let revealed = script("SELECT md5(a) || a AS x FROM t");
    assert!(!revealed.statements[0].columns[0].masking);
}

#[test]
fn summary_tells_inputs_outputs_and_how_many_were_understood() {
    let summary = script("CREATE VIEW v AS SELECT 1 FROM t; FROBNICATE; SELECT 1 FROM t, u; CALL p()").summary;
    assert_eq!(summary.inputs, [["t"], ["u"]]);
    assert_eq!(summary.outputs, [["v"]]);
    assert_eq!((summary.complete, summary.partial, summary.opaque, summary.failed), (2, 0, 1, 1));
}

#[test]
fn empty_text_has_no_statements() {
    assert!(script(" ; -- nothing\n").statements.is_empty());
}
