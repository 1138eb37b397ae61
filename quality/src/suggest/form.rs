//! Texts that all have one shape, or at least one length.

use serde_json::json;

use super::{Evidence, LEAST_ROWS, Suggestion};
use crate::{settings::TEXTS, words::Words};

/// Marks between letters and digits that mean themselves in every engine's patterns when they stand in brackets.
const MARKS: &str = " -_/:.,+@#()";
/// The longest shape, in characters; profiles look no further.
const MOST_CHARACTERS: usize = 59;

/// `matches` where every text that was looked at has the same shape, else `length_between` where all have one length.
pub(super) fn suggest(evidence: &Evidence<'_>) -> Option<Suggestion> {
    if !TEXTS.contains(&evidence.column.class()) {
        return None;
    }
    shape(evidence).or_else(|| length(evidence))
}

fn shape(evidence: &Evidence<'_>) -> Option<Suggestion> {
    let shapes = evidence.each(|seen| {
        let only = seen.found.patterns.first().filter(|first| first.count == seen.found.patterns_of)?;
        Some((only.value.as_str(), only.count))
    })?;
    let (newest, rows) = *shapes.first()?;
    if rows < LEAST_ROWS || shapes.iter().any(|(shape, _)| *shape != newest) {
        return None;
    }
    let pattern = pattern(newest)?;
    let (en, zh) = evidence.times();
    let reason = Words::new(
        format!("{en}, all of the {rows} texts that were looked at had the shape {newest}"),
        format!("{zh}所查看的 {rows} 个文本都符合 {newest} 的形式"),
    );
    Some(evidence.suggestion("matches", json!({ "pattern": pattern }), rows, reason))
}

/// The regular expression of a shape; none for one with letters or marks that engines read in different ways.
fn pattern(shape: &str) -> Option<String> {
    let (mut pattern, mut characters, mut length, mut has_digit_or_letter) =
        ("^".to_owned(), shape.chars().peekable(), 0, false);
    while let Some(sort) = characters.next() {
        match sort {
            '9' => pattern.push_str("[0-9]"),
            'A' => pattern.push_str("[A-Z]"),
            'a' => pattern.push_str("[a-z]"),
            mark if MARKS.contains(mark) => pattern.push_str(&format!("[{mark}]")),
            _ => return None,
        }
        has_digit_or_letter |= matches!(sort, '9' | 'A' | 'a');
        let mut times = 1;
        if characters.next_if_eq(&'{').is_some() {
            let digits: String = std::iter::from_fn(|| characters.next_if(char::is_ascii_digit)).collect();
            characters.next_if_eq(&'}')?;
            times = digits.parse().ok()?;
            pattern.push_str(&format!("{{{times}}}"));
        }
        length += times;
    }
    pattern.push('$');
    (has_digit_or_letter && length <= MOST_CHARACTERS).then_some(pattern)
}

fn length(evidence: &Evidence<'_>) -> Option<Suggestion> {
    let rows = evidence.enough()?;
    let lengths = evidence.each(|seen| seen.found.min_length.zip(seen.found.max_length))?;
    let (length, _) = *lengths.first()?;
    if length < 2 || lengths.iter().any(|ends| *ends != (length, length)) {
        return None;
    }
    let (en, zh) = evidence.times();
    let reason = Words::new(
        format!("{en}, all of {rows} texts had {length} characters"),
        format!("{zh}全部 {rows} 个文本的长度都是 {length} 个字符"),
    );
    Some(evidence.suggestion("length_between", json!({ "min": length, "max": length }), rows, reason))
}
