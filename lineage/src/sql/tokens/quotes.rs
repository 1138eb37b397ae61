//! Where quoted things end, by dialect.
//!
//! Each finder looks at every byte once and says whether the closing quote is there.

use super::Kind;
use crate::sql::Dialect;

/// The end of something quoted.
pub(super) struct Quote {
    pub(super) kind: Kind,
    pub(super) end: usize,
    pub(super) is_closed: bool,
}

/// The quoted thing that starts at `at` with the byte `open`, or the lone mark that it is.
pub(super) fn find(sql: &str, at: usize, open: u8, dialect: Dialect, follows_operand: bool) -> Quote {
    let bytes = sql.as_bytes();
    match open {
        b'\'' => closing(bytes, at + 1, b'\'', dialect == Dialect::MySql, Kind::Text),
        b'"' if dialect == Dialect::MySql => closing(bytes, at + 1, b'"', true, Kind::Text),
        b'"' => closing(bytes, at + 1, b'"', false, Kind::Quoted),
        b'`' if dialect != Dialect::Postgres => closing(bytes, at + 1, b'`', false, Kind::Quoted),
        b'[' if dialect == Dialect::Sqlite && !follows_operand => bracketed(bytes, at),
        b'[' => lone(at, Kind::Mark(b'[')),
        b'$' if dialect == Dialect::Postgres => dollar(sql, at),
        b'$' => parameter(bytes, at),
        _ => lone(at, Kind::Operator),
    }
}

/// The text behind a word of `length` bytes at `at`, when the word is a prefix such as in `E'…'`.
pub(super) fn find_prefixed(sql: &str, at: usize, length: usize, dialect: Dialect) -> Option<Quote> {
    let bytes = sql.as_bytes();
    let prefix = sql.get(at..at + length)?;
    let after = at + length;
    if dialect == Dialect::Postgres && prefix.eq_ignore_ascii_case("u") && bytes.get(after) == Some(&b'&') {
        return match bytes.get(after + 1)? {
            b'\'' => Some(closing(bytes, after + 2, b'\'', false, Kind::Text)),
            _ => None,
        };
    }
    if bytes.get(after) != Some(&b'\'') {
        return None;
    }
    let escapes = match prefix.to_ascii_lowercase().as_str() {
        "e" => true,
        "b" | "n" | "x" => dialect == Dialect::MySql,
        _ if prefix.starts_with('_') && dialect == Dialect::MySql => true,
        _ => return None,
    };
    Some(closing(bytes, after + 1, b'\'', escapes, Kind::Text))
}

fn lone(at: usize, kind: Kind) -> Quote {
    Quote { kind, end: at + 1, is_closed: true }
}

/// Reads up to a `quote` that is not doubled, nor escaped where a backslash escapes.
fn closing(bytes: &[u8], from: usize, quote: u8, escapes: bool, kind: Kind) -> Quote {
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'\\' && escapes {
            at += 2;
        } else if *byte != quote {
            at += 1;
        } else if bytes.get(at + 1) == Some(&quote) {
            at += 2;
        } else {
            return Quote { kind, end: at + 1, is_closed: true };
        }
    }
    Quote { kind, end: bytes.len(), is_closed: false }
}

/// A name in brackets; an opening bracket that no closing one follows on its line is a mark.
///
/// The search also ends at the next opening bracket, so that a run of them is read in linear time.
fn bracketed(bytes: &[u8], at: usize) -> Quote {
    let rest = &bytes[at + 1..];
    let line = rest.iter().position(|byte| matches!(byte, b']' | b'[' | b'\n'));
    match line {
        Some(length) if rest[length] == b']' => Quote { kind: Kind::Quoted, end: at + length + 2, is_closed: true },
        _ => lone(at, Kind::Mark(b'[')),
    }
}

/// A dollar-quoted body, or a numbered parameter.
fn dollar(sql: &str, at: usize) -> Quote {
    let bytes = sql.as_bytes();
    let rest = &bytes[at + 1..];
    let tag = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_' || **byte >= 0x80).count();
    if rest.first().is_some_and(u8::is_ascii_digit) || rest.get(tag) != Some(&b'$') {
        return parameter(bytes, at);
    }
    let open = at + tag + 2;
    let delimiter = &sql[at..open];
    match sql[open..].find(delimiter) {
        Some(length) => Quote { kind: Kind::Body, end: open + length + delimiter.len(), is_closed: true },
        None => Quote { kind: Kind::Body, end: bytes.len(), is_closed: false },
    }
}

fn parameter(bytes: &[u8], at: usize) -> Quote {
    let length = bytes[at + 1..].iter().take_while(|byte| super::is_name_part(**byte)).count();
    Quote { kind: if length > 0 { Kind::Parameter } else { Kind::Operator }, end: at + 1 + length, is_closed: true }
}
