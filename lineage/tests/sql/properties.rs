//! What holds for any text.

use lineage::sql::{DIALECTS, Dialect, Script};
use proptest::prelude::*;

use crate::support::analyze_blind;

/// Steps allowed for each byte: many words take a step in each of several stages.
const STEPS_PER_BYTE: u64 = 25;

/// Pieces that real statements are made of.
const PIECES: &[&str] = &[
    "SELECT",
    "FROM",
    "WHERE",
    "JOIN",
    "LEFT",
    "ON",
    "USING",
    "NATURAL",
    "GROUP BY",
    "ORDER BY",
    "HAVING",
    "WITH",
    "RECURSIVE",
    "AS",
    "UNION ALL",
    "EXCEPT",
    "INTERSECT",
    "CREATE VIEW",
    "CREATE TABLE",
    "INSERT INTO",
    "VALUES",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "OVER",
    "PARTITION BY",
    "WINDOW",
    "LATERAL",
    "EXISTS",
    "IN",
    "NOT",
    "IS",
    "NULL",
    "DISTINCT",
    "CAST",
    "ARRAY",
    "INTERVAL",
    "LIMIT",
    "FETCH",
    "FOR",
    "SET",
    "UPDATE",
    "BEGIN",
    "DECLARE",
    "IF",
    "ELSE",
    "END IF",
    "WHILE",
    "LOOP",
    "END LOOP",
    "FOR r IN",
    "DO",
    "CREATE PROCEDURE p(x INT)",
    "CREATE TEMP TABLE",
    "EXECUTE",
    "EXEC(",
    "EXECUTE IMMEDIATE",
    "PREPARE s FROM",
    "format(",
    "SET @v =",
    "x :=",
    "INTO",
    "RENAME TO",
    "SWAP WITH",
    "USE",
    "GO",
    "DROP TABLE",
    "'SELECT a FROM t'",
    "$$ SELECT 'é' $$",
    "||",
    "+",
    "DELETE",
    "MERGE",
    "RETURNING",
    "ON CONFLICT",
    "DO UPDATE SET",
    "FILTER",
    "a",
    "b",
    "t",
    "u",
    "t.a",
    "u.*",
    "*",
    "count(*)",
    "sum(a)",
    "f(",
    "(",
    ")",
    "[",
    "]",
    ",",
    ";",
    ".",
    "=",
    "::int",
    "->>",
    "'x'",
    "\"Q\"",
    "`q`",
    "[q]",
    "1",
    "$1",
    "?",
    ":p",
    "@v",
    "$$",
    "--",
    "/*",
    "*/",
    "{{",
    "}}",
    "\n",
    "é",
    "表",
    "😀",
    "\u{0}",
    "\\",
];

fn dialects() -> impl Strategy<Value = Dialect> {
    prop::sample::select(&DIALECTS[..])
}

/// Checks what every answer promises.
fn check(sql: &str, script: &Script) -> Result<(), TestCaseError> {
    let limit = STEPS_PER_BYTE * (sql.len() as u64 + 20);
    prop_assert!(script.summary.steps <= limit, "{} steps for {} bytes", script.summary.steps, sql.len());
    for statement in &script.statements {
        prop_assert!(sql.get(statement.span.0..statement.span.1).is_some(), "a statement is a stretch of the text");
        prop_assert!((0.0..=1.0).contains(&statement.coverage));
        let reads = statement.reads.iter().flat_map(|read| &read.spans);
        let columns = statement.columns.iter().map(|edge| &edge.span);
        let indirect = statement.indirect.iter().map(|edge| &edge.span);
        let notes = statement.notes.iter().map(|note| &note.span);
        for span in reads.chain(columns).chain(indirect).chain(notes) {
            prop_assert!(sql.get(span.0..span.1).is_some(), "{span:?} cuts the text between characters");
        }
        for edge in &statement.columns {
            prop_assert!(edge.confidence > 0.0 && edge.confidence <= 1.0);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn threat_22_any_text_is_answered_in_bounded_steps(sql in "\\PC{0,300}", dialect in dialects()) {
        check(&sql, &analyze_blind(&sql, dialect))?;
    }

    #[test]
    fn threat_22_any_order_of_real_pieces_is_answered_in_bounded_steps(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..120),
        dialect in dialects(),
    ) {
        let sql = pieces.join(" ");
        check(&sql, &analyze_blind(&sql, dialect))?;
    }

    #[test]
    fn threat_22_mutated_cases_are_answered_in_bounded_steps(
        index in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
        length in 0_usize..12,
        insert in prop::sample::select(PIECES),
        dialect in dialects(),
    ) {
        let cases = crate::cases::all();
        let sql = &cases[index.index(cases.len())].sql;
        let marks: Vec<usize> = sql.char_indices().map(|(at, _)| at).chain([sql.len()]).collect();
        let from = cut.index(marks.len());
        let to = (from + length).min(marks.len() - 1);
        let mutated = format!("{}{insert}{}", &sql[..marks[from]], &sql[marks[to]..]);
        check(&mutated, &analyze_blind(&mutated, dialect))?;
    }

    #[test]
    fn text_before_a_semicolon_does_not_change_what_follows(
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..40]), 0..40),
    ) {
        let broken = pieces.join(" ").replace("CREATE", "CREAT");
        let script = analyze_blind(&format!("{broken}; CREATE VIEW v AS SELECT a FROM s"), Dialect::Postgres);
        let last = script.statements.last().unwrap();
        prop_assert_eq!(last.columns.len(), 1);
        prop_assert_eq!(&last.reads[0].name, &["s"]);
    }
}
