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
pub(super) fn find(sql: &str, at: usize, open: u8, dialect: Dialect) -> Quote {
    let bytes = sql.as_bytes();
    let escapes = dialect.has_backslash();
    match open {
        b'\'' | b'"' if dialect.has_triple_quotes() && bytes[at..].starts_with(&[open; 3]) => {
            triple(bytes, at + 3, open)
        }
        b'\'' => closing(bytes, at + 1, b'\'', escapes, Kind::Text),
        b'"' if dialect.quotes_text_twice() => closing(bytes, at + 1, b'"', true, Kind::Text),
        b'"' => closing(bytes, at + 1, b'"', false, Kind::Quoted),
        b'`' if dialect != Dialect::Postgres => closing(bytes, at + 1, b'`', false, Kind::Quoted),
        b'[' if dialect.quotes_in_brackets() => bracketed(bytes, at),
        b'[' => lone(at, Kind::Mark(b'[')),
        b'$' if dialect.has_dollar_quotes() => dollar(sql, at),
        b'$' => parameter(bytes, at),
        _ => lone(at, Kind::Operator),
    }
}

/// The text behind a word of `length` bytes at `at`, when the word is a prefix such as in `E'…'`.
pub(super) fn find_prefixed(sql: &str, at: usize, length: usize, dialect: Dialect) -> Option<Quote> {
    let bytes = sql.as_bytes();
    let prefix = sql.get(at..at + length)?.to_ascii_lowercase();
    let after = at + length;
    let open = *bytes.get(after)?;
    if prefix == "u" && open == b'&' && !dialect.quotes_text_twice() {
        return match bytes.get(after + 1)? {
            b'\'' => Some(closing(bytes, after + 2, b'\'', false, Kind::Text)),
            _ => None,
        };
    }
    if !(open == b'\'' || open == b'"' && dialect.quotes_text_twice()) {
        return None;
    }
    if matches!(prefix.as_str(), "q" | "nq") && dialect == Dialect::Oracle {
        return alternative(bytes, after);
    }
    if matches!(prefix.as_str(), "r" | "rb" | "br") && dialect.has_raw_texts() {
        let is_triple = dialect.has_triple_quotes() && bytes[after..].starts_with(&[open; 3]);
        return Some(if is_triple { triple(bytes, after + 3, open) } else { raw(bytes, after + 1, open) });
    }
    let escapes = match prefix.as_str() {
        "e" => true,
        "b" | "n" | "x" => dialect.has_backslash(),
        _ if prefix.starts_with('_') && dialect == Dialect::MySql => true,
        _ => return None,
    };
    if dialect.has_triple_quotes() && bytes[after..].starts_with(&[open; 3]) {
        return Some(triple(bytes, after + 3, open));
    }
    Some(closing(bytes, after + 1, open, escapes, Kind::Text))
}

/// Oracle's `q'[…]'`, in which the character after the quote says what ends the text.
fn alternative(bytes: &[u8], quote: usize) -> Option<Quote> {
    let close = match *bytes.get(quote + 1)? {
        b'[' => b']',
        b'(' => b')',
        b'{' => b'}',
        b'<' => b'>',
        other if other.is_ascii() && !other.is_ascii_whitespace() => other,
        _ => return None,
    };
    let from = quote + 2;
    let length = bytes.get(from..)?.windows(2).position(|pair| pair == [close, b'\'']);
    Some(match length {
        Some(length) => Quote { kind: Kind::Text, end: from + length + 2, is_closed: true },
        None => Quote { kind: Kind::Text, end: bytes.len(), is_closed: false },
    })
}

/// A text up to three quotes in a row.
fn triple(bytes: &[u8], from: usize, quote: u8) -> Quote {
    let mut at = from;
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at..].starts_with(&[quote; 3]) {
            return Quote { kind: Kind::Text, end: at + 3, is_closed: true };
        } else {
            at += 1;
        }
    }
    Quote { kind: Kind::Text, end: bytes.len(), is_closed: false }
}

/// A text in which a backslash keeps the quote after it and means itself.
fn raw(bytes: &[u8], from: usize, quote: u8) -> Quote {
    closing(bytes, from, quote, true, Kind::Text)
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

/// Where a variable's name such as `${name}` ends when it starts at `at`; it must end on its line.
pub(super) fn variable(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?.strip_prefix(b"${")?;
    let length = rest.iter().position(|byte| matches!(byte, b'}' | b'\n' | b'{'))?;
    (rest[length] == b'}').then_some(at + length + 3)
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
