//! Pieces that reading results of every tool has in common: bounds, times, numbers, keys.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::Value;

use crate::error::{Error, Result};

/// The most bytes of a file of results; manifests of dbt are the large ones.
pub const MOST_BYTES: usize = 128 * 1024 * 1024;
/// The most results of one file.
pub const MOST_RESULTS: usize = 100_000;
/// The most characters of what a tool says.
const MOST_CHARACTERS: usize = 1_000;

/// Reads JSON; a deep document is refused by the reader.
pub(super) fn json(field: &str, text: &str) -> Result<Value> {
    bounded(field, text)?;
    serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|cause| unreadable(field, &cause))
}

/// Refuses a file that is too large.
pub(super) fn bounded(field: &str, text: &str) -> Result<()> {
    if text.len() > MOST_BYTES {
        return Err(Error::invalid(field, format!("has {} bytes; {MOST_BYTES} are allowed", text.len())));
    }
    Ok(())
}

/// An error that tells the place and repeats nothing of the file, which may hold values of data.
pub(super) fn unreadable(field: &str, cause: &serde_json::Error) -> Error {
    let what = match cause.classify() {
        serde_json::error::Category::Eof => "ends too early",
        serde_json::error::Category::Data => "has a field of another shape than the tool writes",
        _ => "is no JSON, or nested too deeply",
    };
    Error::invalid(field, format!("{what} (line {}, column {})", cause.line(), cause.column()))
}

/// Refuses a list with too many results.
pub(super) fn counted(field: &str, results: usize) -> Result<()> {
    if results > MOST_RESULTS {
        return Err(Error::invalid(field, format!("has {results} results; {MOST_RESULTS} are allowed")));
    }
    Ok(())
}

/// The first characters.
pub(super) fn cut(text: &str) -> String {
    text.chars().take(MOST_CHARACTERS).collect()
}

/// A text of a document.
pub(super) fn text<'a>(document: &'a Value, pointer: &str) -> Option<&'a str> {
    document.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// A count, also where it is written as a text or with decimals.
pub(super) fn count(value: &Value) -> Option<i64> {
    let whole = |number: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
        (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
    };
    value
        .as_i64()
        .or_else(|| whole(value.as_f64()?))
        .or_else(|| value.as_str()?.trim().parse().ok())
        .filter(|count| *count >= 0)
}

/// A moment in the forms that tools write; without a zone it is UTC.
pub(super) fn moment(text: &str) -> Option<DateTime<Utc>> {
    let zoned = DateTime::parse_from_rfc3339(text).ok().map(|time| time.with_timezone(&Utc));
    let bare = || {
        let forms = ["%Y%m%dT%H%M%S%.fZ", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
        forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok()).map(|time| time.and_utc())
    };
    zoned.or_else(bare)
}

/// A key of bounded length: readable parts, and a digest of what sets checks apart that are called the same.
pub(super) fn key(parts: &[&str], settings: &Value) -> String {
    let readable: Vec<String> =
        parts.iter().filter(|part| !part.is_empty()).map(|part| part.chars().take(120).collect()).collect();
    let mut digest = blake3::Hasher::new();
    for part in parts {
        digest.update(part.as_bytes());
        digest.update(&[0]);
    }
    hash(settings, &mut digest);
    format!("{}#{}", readable.join("/"), &digest.finalize().to_hex()[..12])
}

/// Takes a value into a digest, whatever the order of its keys.
fn hash(value: &Value, digest: &mut blake3::Hasher) {
    match value {
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort_unstable();
            digest.update(b"{");
            for name in names {
                digest.update(name.as_bytes());
                digest.update(&[0]);
                hash(&fields[name], digest);
            }
            digest.update(b"}");
        }
        Value::Array(items) => {
            digest.update(b"[");
            items.iter().for_each(|item| hash(item, digest));
            digest.update(b"]");
        }
        Value::Number(number) => {
            // 50 and 50.0 are one setting, written by two versions of a tool.
            digest.update(&number.as_f64().unwrap_or_default().to_le_bytes());
        }
        leaf => {
            digest.update(leaf.to_string().as_bytes());
            digest.update(&[0]);
        }
    }
}
