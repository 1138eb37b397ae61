//! Any bytes as a script, in any dialect: an answer in bounded steps whose places are places of the text.
//!
//! The engine needs nothing but itself, so its files are compiled here alone: see the links beside this file.
#![no_main]
#![allow(dead_code, unused_imports, missing_docs)]

mod sql;

use libfuzzer_sys::fuzz_target;
use sql::{DIALECTS, Limits, Options, Schema, Script};

/// Steps allowed for each byte, and for the columns that stars expand to.
const STEPS_PER_BYTE: u64 = 200;

/// Some tables; the others are not known.
struct Tables;

impl Schema for Tables {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        let list: &[&str] = match table.last()?.to_ascii_lowercase().as_str() {
            "t" => &["a", "b", "c"],
            "u" => &["a", "d"],
            "orders" => &["id", "total", "buyer"],
            _ => return None,
        };
        Some(list.iter().map(|column| (*column).to_owned()).collect())
    }
}

fuzz_target!(|data: &[u8]| {
    let [dialect, mode, text @ ..] = data else { return };
    let dialect = DIALECTS[usize::from(*dialect) % DIALECTS.len()];
    let text = String::from_utf8_lossy(text);
    let path = ["shop".to_owned(), "public".to_owned()];
    let limits = Limits::default();
    let default_path = &path[..usize::from(*mode / 2) % 3];
    let options = Options { dialect, schema: &Tables, default_path, search_path: &[], limits };
    let script = if mode % 2 == 0 {
        sql::analyze(&text, &options)
    } else {
        sql::analyze_body(&text, "IN x int, y text", &options)
    };
    check(&text, &script);
});

fn check(text: &str, script: &Script) {
    // A text may run itself in part, but not without end.
    let limit = STEPS_PER_BYTE * (text.len() as u64 * 8 + 1000);
    assert!(script.summary.steps <= limit, "{} steps for {} bytes", script.summary.steps, text.len());
    for (place, statement) in script.statements.iter().enumerate() {
        assert_eq!(statement.index, place);
        assert!((0.0..=1.0).contains(&statement.coverage));
        let reads = statement.reads.iter().flat_map(|read| &read.spans);
        let columns = statement.columns.iter().map(|edge| &edge.span);
        let indirect = statement.indirect.iter().map(|edge| &edge.span);
        let notes = statement.notes.iter().map(|note| &note.span);
        for span in reads.chain(columns).chain(indirect).chain(notes).chain([&statement.span]) {
            assert!(text.get(span.0..span.1).is_some(), "{span:?} is no stretch of the text");
        }
        let names =
            statement.reads.iter().map(|read| &read.name).chain(statement.writes.iter().map(|write| &write.name));
        for name in names {
            assert!(
                !name.iter().any(|part| part == "\u{1}") || text.contains('\u{1}'),
                "{name:?} is the session's own"
            );
        }
        for edge in &statement.columns {
            assert!(edge.confidence > 0.0 && edge.confidence <= 1.0, "{}", edge.confidence);
        }
    }
}
