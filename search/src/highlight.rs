//! Why something was found: the parts of its texts that match, as plain text with marked spans.
//!
//! Texts are looked through for the words of the question in the way the index does it. There is no HTML here: whoever
//! shows a fragment marks the spans.

use serde::Serialize;

use crate::{
    document::Stored,
    query::needle::Needle,
    words::{self, Class},
};

/// The longest fragment of a text, in characters.
const FRAGMENT_CHARS: usize = 160;
/// The most spans of one fragment.
const MAX_SPANS: usize = 32;
/// The most columns that are named.
pub const MAX_MATCHED_COLUMNS: usize = 5;

/// The text that matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HighlightField {
    /// The innermost part of the name.
    Name,
    /// The decided name.
    DisplayName,
    /// The outer parts of the name.
    Path,
    /// The description.
    Description,
    /// A tag.
    Tag,
    /// An owner.
    Owner,
    /// The data type.
    DataType,
}

/// A part of a text from `start` to before `end`, in UTF-16 units as JavaScript counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// A fragment of a text, and what of it matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Highlight {
    /// Which text it is from.
    pub field: HighlightField,
    /// The fragment. It is plain text and has to be escaped like any other.
    pub text: String,
    /// What matched, in order, without overlaps.
    pub spans: Vec<Span>,
}

/// A column of a table that matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatchedColumn {
    /// Its name.
    pub name: String,
    /// What of its name matched.
    pub spans: Vec<Span>,
    /// The fragment of its description that matched, where one did.
    pub description: Option<Fragment>,
}

/// A fragment of some text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fragment {
    /// The fragment. It is plain text and has to be escaped like any other.
    pub text: String,
    /// What matched, in order, without overlaps.
    pub spans: Vec<Span>,
}

/// The columns of a table that matched.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct MatchedColumns {
    /// The first [`MAX_MATCHED_COLUMNS`] of them.
    pub columns: Vec<MatchedColumn>,
    /// How many there are.
    pub total: usize,
}

/// The fragments of a document's texts that match.
pub(crate) fn of(stored: &Stored<'_>, needles: &[Needle]) -> Vec<Highlight> {
    use HighlightField::{DataType, Description, DisplayName, Name, Owner, Path, Tag};
    if needles.is_empty() {
        return Vec::new();
    }
    let (last, outer) = stored.parts.split_last().map_or((None, &[][..]), |(last, outer)| (Some(last), outer));
    let path = outer.join(".");
    let texts = last
        .map(|last| (Name, &**last))
        .into_iter()
        .chain(stored.display_name.iter().map(|text| (DisplayName, &**text)))
        .chain((!path.is_empty()).then_some((Path, path.as_str())))
        .chain(stored.description.iter().map(|text| (Description, &**text)))
        .chain(stored.tags.iter().map(|text| (Tag, &**text)))
        .chain(stored.owners.iter().map(|text| (Owner, &**text)))
        .chain(stored.data_type.iter().map(|text| (DataType, &**text)));
    let marked = |(field, text): (HighlightField, &str)| {
        let may_have_typo = matches!(field, Name | DisplayName);
        let fragment = fragment(text, needles, may_have_typo)?;
        Some(Highlight { field, text: fragment.text, spans: fragment.spans })
    };
    texts.filter_map(marked).collect()
}

/// The columns of a document that match.
pub(crate) fn columns(stored: &Stored<'_>, needles: &[Needle]) -> MatchedColumns {
    let mut matched = MatchedColumns::default();
    if needles.is_empty() {
        return matched;
    }
    for (name, description) in &stored.columns {
        let in_name = spans(name, needles, false);
        let is_in_description = !description.is_empty() && !spans(description, needles, false).is_empty();
        if in_name.is_empty() && !is_in_description {
            continue;
        }
        matched.total += 1;
        if matched.columns.len() < MAX_MATCHED_COLUMNS {
            matched.columns.push(MatchedColumn {
                name: name.clone().into_owned(),
                spans: in_utf16(name, &in_name),
                description: if is_in_description { fragment(description, needles, false) } else { None },
            });
        }
    }
    matched
}

/// The part of a text around its first match.
fn fragment(text: &str, needles: &[Needle], may_have_typo: bool) -> Option<Fragment> {
    let found = spans(text, needles, may_have_typo);
    let first = found.first()?.0;
    let (start, end) = window(text, first);
    let inside: Vec<(usize, usize)> = found
        .into_iter()
        .filter(|(from, to)| *from >= start && *to <= end)
        .take(MAX_SPANS)
        .map(|(from, to)| (from - start, to - start))
        .collect();
    let text = &text[start..end];
    Some(Fragment { spans: in_utf16(text, &inside), text: text.to_owned() })
}

/// The bytes of the fragment in which `at` lies, a little in front of it included.
fn window(text: &str, at: usize) -> (usize, usize) {
    let lead = text[..at].char_indices().rev().nth(FRAGMENT_CHARS / 4).map_or(0, |(start, _)| start);
    // A fragment that would start in the middle of a word starts behind the next blank.
    let start = if lead == 0 { 0 } else { text[lead..at].find(' ').map_or(lead, |blank| lead + blank + 1) };
    let end = text[start..].char_indices().nth(FRAGMENT_CHARS).map_or(text.len(), |(end, _)| start + end);
    (start, end.max(at))
}

/// Where needles are found, in bytes, in order and without overlaps.
fn spans(text: &str, needles: &[Needle], may_have_typo: bool) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut before: Option<(String, usize)> = None;
    for piece in words::pieces(text) {
        if piece.class == Class::Ideographs {
            find_ideographs(piece.text, piece.start, needles, &mut found);
            before = None;
            continue;
        }
        let word = words::fold(piece.text).into_owned();
        let end = piece.start + piece.text.len();
        let is_found = |needle: &Needle| needle.finds(&word) || (may_have_typo && needle.nearly_finds(&word));
        if needles.iter().any(is_found) || is_joined(&word, needles) {
            found.push((piece.start, end));
        } else if let Some((left, start)) = &before {
            let pair = format!("{left}{word}");
            if needles.iter().any(|needle| needle.finds_exactly(&pair)) {
                found.push((*start, end));
            }
        }
        before = Some((word, piece.start));
    }
    merge(found)
}

/// Whether a word is two neighbouring needles run together.
fn is_joined(word: &str, needles: &[Needle]) -> bool {
    needles.windows(2).any(|pair| word.strip_prefix(pair[0].text.as_str()) == Some(pair[1].text.as_str()))
}

fn find_ideographs(run: &str, start: usize, needles: &[Needle], found: &mut Vec<(usize, usize)>) {
    for needle in needles.iter().filter(|needle| needle.class == Class::Ideographs) {
        let whole: Vec<(usize, usize)> =
            run.match_indices(&needle.text).map(|(at, part)| (start + at, start + at + part.len())).collect();
        if !whole.is_empty() {
            found.extend(whole);
            continue;
        }
        for part in words::chinese::segments(&needle.text).into_iter().filter(|part| part.chars().nth(1).is_some()) {
            found.extend(run.match_indices(part).map(|(at, part)| (start + at, start + at + part.len())));
        }
    }
}

fn merge(mut spans: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    spans.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::with_capacity(spans.len());
    for (start, end) in spans {
        match merged.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// The same spans in UTF-16 units.
fn in_utf16(text: &str, spans: &[(usize, usize)]) -> Vec<Span> {
    let mut units = 0;
    let mut at = 0;
    let mut to = |byte: usize| {
        units += text[at..byte].chars().map(char::len_utf16).sum::<usize>();
        at = byte;
        units
    };
    spans.iter().map(|(start, end)| Span { start: to(*start), end: to(*end) }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::needle::needles;

    fn marked(text: &str, question: &str) -> Vec<String> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let Some(fragment) = fragment(text, &needles(question), true) else { return Vec::new() };
        assert_eq!(fragment.text, text);
        fragment.spans.iter().map(|span| String::from_utf16(&units[span.start..span.end]).unwrap()).collect()
    }

    #[test]
    fn e1_every_form_of_a_word_is_marked() {
        assert_eq!(marked("user_orders", "order"), ["orders"]);
        assert_eq!(marked("Paid orders of a user", "ordered paid"), ["Paid", "orders"]);
        assert_eq!(marked("last_user_name", "username"), ["user_name"]);
        assert_eq!(marked("username", "user name"), ["username"]);
        assert_eq!(marked("orders", "oders"), ["orders"]);
    }

    #[test]
    fn e1_part_of_chinese_is_marked() {
        assert_eq!(marked("用户😀访问次数", "访问"), ["访问"]);
        assert_eq!(marked("每日访问的总次数", "访问次数"), ["访问", "次数"]);
    }

    #[test]
    fn long_text_is_cut_around_the_match() {
        let text = format!("{} needle {}", "hay ".repeat(200), "hay ".repeat(200));
        let fragment = fragment(&text, &needles("needle"), false).unwrap();
        assert!(fragment.text.chars().count() <= FRAGMENT_CHARS);
        let span = fragment.spans[0];
        assert_eq!(&fragment.text[span.start..span.end], "needle");
    }

    #[test]
    fn nothing_is_marked_where_nothing_matches() {
        assert_eq!(fragment("orders", &needles("customer"), true), None);
    }

    proptest! {
        #[test]
        fn spans_are_ordered_and_inside(text in "[a-cA-C _访问次数😀]{0,80}", question in "[a-c访问 ]{0,8}") {
            if let Some(fragment) = fragment(&text, &needles(&question), true) {
                let length = fragment.text.encode_utf16().count();
                let mut end = 0;
                for span in fragment.spans {
                    prop_assert!(span.start >= end && span.start < span.end && span.end <= length);
                    end = span.end;
                }
            }
        }
    }
}
