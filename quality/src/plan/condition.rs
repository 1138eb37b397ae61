//! Looks at SQL that people write, before it becomes a part of a statement that answers other checks too.
//!
//! It may be wrong, and then its own check fails; it may not end the parenthesis it is put into, comment out what
//! follows, or begin another statement.

use crate::{
    dialect::Dialect,
    error::{Error, Result},
};

/// The longest condition or query, in bytes.
const MOST_BYTES: usize = 64 * 1024;

/// An expression in parentheses of its own.
///
/// # Errors
/// `Invalid` for `field` when it is not one whole expression.
pub(super) fn checked(field: &str, sql: &str, dialect: &dyn Dialect) -> Result<String> {
    whole(field, sql, dialect.has_backslash_escapes())?;
    Ok(format!("({sql}\n)"))
}

/// A whole question, without the semicolon at its end.
///
/// # Errors
/// `Invalid` for `field` when it is none, or more than one.
pub(crate) fn whole_statement(field: &str, sql: &str, dialect: &dyn Dialect) -> Result<String> {
    let sql = sql.trim().trim_end_matches(';').trim_end();
    whole(field, sql, dialect.has_backslash_escapes())?;
    let word: String = sql.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    if !["select", "with", "values"].contains(&word.as_str()) {
        return Err(Error::invalid(field, "begins with SELECT, WITH or VALUES"));
    }
    Ok(sql.to_owned())
}

/// Checks that parentheses and quotes are closed, and that nothing is commented out or follows.
///
/// # Errors
/// `Invalid` for `field`.
fn whole(field: &str, sql: &str, escapes: bool) -> Result<()> {
    let refuse = |problem: &str| Err(Error::invalid(field, problem));
    if sql.len() > MOST_BYTES {
        return refuse("is longer than 64 KiB");
    }
    let (bytes, mut at, mut open) = (sql.as_bytes(), 0, Vec::new());
    while at < bytes.len() {
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        match (bytes[at], next) {
            (0, _) => return refuse("contains a NUL character"),
            (b'\'' | b'"' | b'`', _) => match end_of_quoted(bytes, at, escapes) {
                Some(end) => at = end,
                None => return refuse("has a quote that is not closed"),
            },
            (b'-', b'-') | (b'/', b'*') | (b'#', _) => return refuse("contains a comment; leave comments out"),
            (b'$', _) if next == b'$' || next.is_ascii_alphabetic() || next == b'_' => {
                return refuse("contains a dollar sign outside quotes; write texts in single quotes");
            }
            (b';', _) => return refuse("contains a semicolon; write one expression"),
            (mark @ (b'(' | b'['), _) => open.push(mark),
            (mark @ (b')' | b']'), _) => {
                let opened = if mark == b')' { b'(' } else { b'[' };
                let closed = open.pop();
                if closed != Some(opened) {
                    return refuse("closes a parenthesis that it did not open");
                }
            }
            _ => {}
        }
        at += 1;
    }
    if open.is_empty() { Ok(()) } else { refuse("has a parenthesis that is not closed") }
}

/// Where a quoted text ends; a doubled quote inside closes and opens again, which comes to the same.
fn end_of_quoted(bytes: &[u8], from: usize, escapes: bool) -> Option<usize> {
    let quote = bytes[from];
    // PostgreSQL's E'' texts have escapes wherever they are.
    let is_escape_text = from > 0
        && matches!(bytes[from - 1], b'e' | b'E')
        && (from < 2 || !(bytes[from - 2].is_ascii_alphanumeric() || bytes[from - 2] == b'_'));
    let has_escapes = quote != b'`' && (escapes || (quote == b'\'' && is_escape_text));
    let mut at = from + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if has_escapes => at += 1,
            here if here == quote => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Engine;

    #[test]
    fn conditions_pass() {
        for sql in
            ["a > 1", "status = 'it''s (' AND (b IN (1, 2))", "a = '--;'", "\"x;y\" = 1", "a[1] = 2", "E'\\'' = a"]
        {
            assert!(checked("condition", sql, Engine::Postgres.dialect()).is_ok(), "{sql}");
        }
        assert!(checked("condition", "a = '\\''", Engine::MySql.dialect()).is_ok());
    }

    #[test]
    fn threat_16_condition_cannot_leave_its_parentheses() {
        for sql in [
            "1=1) THEN 1 END) AS q0 FROM x --",
            "1=1)",
            "(1=1",
            "a = 1 /* x",
            "a = 1; DROP TABLE b",
            "a = 'x",
            "a = $$)$$",
            "a # b",
            "a)(",
            "(a]",
            "a\0",
            "e'\\' OR 1=1",
        ] {
            let error = checked("condition", sql, Engine::Postgres.dialect()).unwrap_err();
            assert!(error.to_string().starts_with("`condition`: "), "{sql}: {error}");
        }
        assert!(checked("condition", "a = '\\' OR (", Engine::MySql.dialect()).is_err());
    }
}
