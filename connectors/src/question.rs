//! What may be asked of a source in SQL: one statement that only reads.
//!
//! Also how values become JSON, the same for every engine.
//!
//! The engines are told to refuse writing; this refuses beforehand what a read-only session would still let through,
//! such as attaching another file or writing rows into one.

use serde_json::Value;

use crate::error::{Error, Result};

/// The longest statement, in bytes.
const MAX_BYTES: usize = 1024 * 1024;

/// The first words of statements that only read.
const READING: [&str; 6] = ["select", "with", "values", "table", "show", "explain"];

/// Checks that `sql` is one statement that begins like a question.
///
/// # Errors
/// `Invalid` for `sql` when it is too long, begins otherwise, holds more than one statement, or names a file to write.
pub(crate) fn check(sql: &str) -> Result<()> {
    let refuse = |problem: &str| Err(Error::invalid("sql", problem));
    if sql.len() > MAX_BYTES {
        return refuse("is longer than 1 MiB");
    }
    if sql.contains('\0') {
        return refuse("contains a NUL character");
    }
    let Some(start) = skip_blank(sql) else {
        return refuse("begins with a comment that a server would run; remove it");
    };
    let start = start.trim_start_matches(['(', ' ', '\t', '\r', '\n']);
    let word: String = start.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    if !READING.contains(&word.as_str()) {
        return refuse("only reads are answered; begin with SELECT, WITH or VALUES");
    }
    if names_an_output_file(sql) {
        return refuse("may not write its rows into a file");
    }
    Ok(())
}

/// Checks, by SQLite's rules for quotes and comments, that nothing follows the first statement.
///
/// # Errors
/// `Invalid` for `sql` when more follows.
pub(crate) fn check_single_for_sqlite(sql: &str) -> Result<()> {
    let mut rest = sql;
    while let Some(at) = rest.find(['\'', '"', '`', '[', '-', '/', ';']) {
        let (here, after) = (rest.as_bytes()[at], &rest[at + 1..]);
        let skipped = match here {
            b'[' => after.find(']').map(|end| &after[end + 1..]),
            b'-' if after.starts_with('-') => after.find('\n').map(|end| &after[end + 1..]),
            b'/' if after.starts_with('*') => after[1..].find("*/").map(|end| &after[end + 3..]),
            b'-' | b'/' => Some(after),
            b';' => {
                if skip_blank(after).is_some_and(|more| more.is_empty() || more == ";") {
                    return Ok(());
                }
                return Err(Error::invalid("sql", "holds more than one statement; ask one"));
            }
            // A doubled quote inside closes and opens again, which comes to the same.
            quote => after.find(char::from(quote)).map(|end| &after[end + 1..]),
        };
        // What is never closed reaches to the end of the text.
        let Some(more) = skipped else { return Ok(()) };
        rest = more;
    }
    Ok(())
}

/// A whole number; text beyond what a JSON reader with floating-point numbers keeps exactly.
pub(crate) fn whole(number: i64) -> Value {
    const EXACT: u64 = 1 << 53;
    if number.unsigned_abs() <= EXACT { number.into() } else { number.to_string().into() }
}

/// A floating-point number; text for what JSON has no number for.
pub(crate) fn float(number: f64) -> Value {
    serde_json::Number::from_f64(number).map_or_else(|| number.to_string().into(), Value::Number)
}

/// Bytes as `\x` and hexadecimal digits.
pub(crate) fn bytes(bytes: &[u8]) -> Value {
    use std::fmt::Write;

    let mut text = String::with_capacity(2 + 2 * bytes.len());
    text.push_str("\\x");
    for byte in bytes {
        // Writing into a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.into()
}

/// What follows white space and comments; none when a comment is one that MySQL runs.
fn skip_blank(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        if rest.starts_with("--") || rest.starts_with('#') {
            rest = rest.find('\n').map_or("", |end| &rest[end + 1..]);
        } else if let Some(comment) = rest.strip_prefix("/*") {
            if comment.starts_with(['!', 'M']) {
                return None;
            }
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
        } else {
            return Some(rest);
        }
        rest = rest.trim_start();
    }
}

/// Whether the words of MySQL's `INTO OUTFILE` occur anywhere, in a text too: a needless refusal is the lesser evil.
fn names_an_output_file(sql: &str) -> bool {
    let words = || sql.split(|character: char| !character.is_ascii_alphanumeric() && character != '_');
    words().any(|word| word.eq_ignore_ascii_case("into"))
        && words().any(|word| word.eq_ignore_ascii_case("outfile") || word.eq_ignore_ascii_case("dumpfile"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_pass() {
        for sql in [
            "SELECT 1",
            "-- why\n select 1;",
            "/* a; b */ WITH a AS (SELECT 1) SELECT * FROM a ; ",
            "(SELECT 1) UNION (SELECT ';')",
            "SELECT [a;b], `c;d`, \"e;f\", 'it''s;' -- ;",
        ] {
            assert!(check(sql).is_ok() && check_single_for_sqlite(sql).is_ok(), "{sql}");
        }
    }

    #[test]
    fn anything_but_a_question_is_refused() {
        for sql in [
            "",
            "ATTACH 'x' AS y",
            "PRAGMA query_only = off",
            "/*! DROP TABLE t */",
            "/*M! DROP TABLE t */ SELECT 1",
            "; SELECT 1",
            "SELECT 1 INTO OUTFILE '/tmp/x'",
            "SELECT 1 INTO/**/dumpfile '/tmp/x'",
            "COPY t TO PROGRAM 'x'",
            "SELECT '\0'",
        ] {
            assert!(check(sql).is_err(), "{sql}");
        }
        assert!(check(&format!("SELECT '{}'", "x".repeat(MAX_BYTES))).is_err());
    }

    #[test]
    fn second_statement_for_sqlite_is_refused_however_it_hides() {
        for sql in [
            "SELECT 1; ATTACH 'x' AS y",
            "SELECT ''';'; ATTACH 'x' AS y",
            "SELECT 1 /* ; */ ; -- x\n ATTACH 'x' AS y",
            "SELECT 1 - 1 / 1; DELETE FROM t",
        ] {
            assert!(check_single_for_sqlite(sql).is_err(), "{sql}");
        }
    }
}
