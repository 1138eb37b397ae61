//! Words: how a name or a text falls apart, the same way for documents, questions and highlights.
//!
//! Identifiers are split where people see words: at punctuation, at a change of case, between letters and digits, so
//! that `user_name`, `userName` and `user name` are the same two words. Chinese, Japanese and Korean have no blanks;
//! their characters are pieces of their own, and [`chinese`] adds the dictionary's words. Nothing here knows the index.

pub(crate) mod chinese;

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

/// The longest word that is indexed or looked for, in bytes; what is longer is cut, on both sides alike.
pub(crate) const MAX_WORD_BYTES: usize = 96;

/// A piece of a text: a word, or a run of characters that are written without blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece<'t> {
    /// As it stands in the text.
    pub(crate) text: &'t str,
    /// Where it starts, in bytes.
    pub(crate) start: usize,
    /// What it consists of.
    pub(crate) class: Class,
    /// Whether it follows the piece before it without anything between them.
    pub(crate) is_glued: bool,
}

/// What a piece consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Letters of an alphabet.
    Letters,
    /// Digits.
    Digits,
    /// Chinese characters, kana or hangul.
    Ideographs,
}

/// Splits a text into its pieces, from left to right.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut at = 0;
    let mut previous_end = usize::MAX;
    std::iter::from_fn(move || {
        let skipped = text[at..].find(|c: char| class_of(c).is_some())?;
        let start = at + skipped;
        let class = text[start..].chars().next().and_then(class_of)?;
        let end = start + piece_length(&text[start..], class);
        let is_glued = start == previous_end;
        (at, previous_end) = (end, end);
        Some(Piece { text: &text[start..end], start, class, is_glued })
    })
}

fn class_of(c: char) -> Option<Class> {
    if c.is_ascii() {
        return match c {
            'a'..='z' | 'A'..='Z' => Some(Class::Letters),
            '0'..='9' => Some(Class::Digits),
            _ => None,
        };
    }
    if is_ideograph(c) {
        Some(Class::Ideographs)
    } else if c.is_alphabetic() {
        Some(Class::Letters)
    } else if c.is_numeric() {
        Some(Class::Digits)
    } else {
        None
    }
}

/// Whether a character belongs to a script that is written without blanks between words.
pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c),
        0x3005..=0x3007 | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF
        | 0x2_0000..=0x3_FFFF)
}

/// The bytes of the piece of `class` at the start of `text`; letters also end where the case says so.
fn piece_length(text: &str, class: Class) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut before: Option<char> = None;
    while let Some((at, c)) = chars.next() {
        if class_of(c) != Some(class) {
            return at;
        }
        if class == Class::Letters
            && let Some(before) = before
            && c.is_uppercase()
        {
            let next_is_lower = chars.peek().is_some_and(|(_, next)| next.is_lowercase());
            if before.is_lowercase() || (before.is_uppercase() && next_is_lower) {
                return at;
            }
        }
        before = Some(c);
    }
    text.len()
}

/// A word as the index has it: lower case, wide letters narrowed, cut to [`MAX_WORD_BYTES`].
pub(crate) fn fold(word: &str) -> Cow<'_, str> {
    let word = cut(word, MAX_WORD_BYTES);
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    Cow::Owned(word.chars().map(narrow).flat_map(char::to_lowercase).collect())
}

/// The ordinary form of the wide letters and digits that Chinese keyboards write.
fn narrow(c: char) -> char {
    match u32::from(c) {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// The longest start of `text` with at most `bytes` bytes.
pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// All pieces of a name run together in lower case: what `user_name`, `userName` and `user name` share.
pub(crate) fn squash(text: &str) -> String {
    let mut squashed = String::with_capacity(text.len());
    for piece in pieces(text) {
        squashed.push_str(&fold(piece.text));
    }
    squashed
}

/// The stem of a folded English word; other words are their own stems.
pub(crate) fn stem(word: &str) -> Cow<'_, str> {
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    Stemmer::new(Algorithm::English).stem(word)
}

/// Whether a word says so little that a question with other words does without it.
pub(crate) fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "the" | "of" | "in" | "on" | "for" | "to" | "and" | "or" | "by" | "with" | "is" | "are" | "的"
    )
}

/// Whether two folded words differ by at most one insertion, deletion, replacement, or swap of neighbours.
pub(crate) fn is_within_one_edit(left: &str, right: &str) -> bool {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let (short, long) = if left.len() <= right.len() { (&left, &right) } else { (&right, &left) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let start = short.iter().zip(long.iter()).take_while(|(a, b)| a == b).count();
    if start == short.len() {
        return true;
    }
    if short.len() < long.len() {
        return short[start..] == long[start + 1..];
    }
    let is_swap = start + 1 < short.len() && short[start] == long[start + 1] && short[start + 1] == long[start];
    short[start + 1..] == long[start + 1..] || (is_swap && short[start + 2..] == long[start + 2..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<String> {
        pieces(text).map(|piece| fold(piece.text).into_owned()).collect()
    }

    #[test]
    fn identifiers_of_every_style_are_the_same_words() {
        for text in ["user_name", "userName", "user name", "UserName", "USER_NAME", "user-name", "User.Name"] {
            assert_eq!(split(text), ["user", "name"], "{text}");
            assert_eq!(squash(text), "username", "{text}");
        }
    }

    #[test]
    fn acronyms_and_digits_are_words() {
        assert_eq!(split("HTTPServer2Log"), ["http", "server", "2", "log"]);
        assert_eq!(split("dwd_sales_order_di"), ["dwd", "sales", "order", "di"]);
    }

    #[test]
    fn chinese_is_a_piece_of_its_own() {
        assert_eq!(split("user访问次数2"), ["user", "访问次数", "2"]);
    }

    #[test]
    fn wide_letters_are_narrowed() {
        assert_eq!(squash("ＯＲＤＥＲ"), "order");
    }

    #[test]
    fn plural_and_singular_share_a_stem() {
        assert_eq!(stem("orders"), stem("order"));
        assert_eq!(stem("订单"), "订单");
    }

    #[test]
    fn one_edit_is_one_of_four_kinds() {
        for (left, right) in [("order", "orders"), ("order", "oder"), ("order", "ordar"), ("order", "odrer")] {
            assert!(is_within_one_edit(left, right) && is_within_one_edit(right, left), "{left} {right}");
        }
        for (left, right) in [("order", "odrar"), ("order", "or"), ("order", "redor")] {
            assert!(!is_within_one_edit(left, right), "{left} {right}");
        }
    }

    proptest! {
        #[test]
        fn pieces_lie_in_the_text_in_order(text in "\\PC{0,60}") {
            let mut end = 0;
            for piece in pieces(&text) {
                prop_assert!(piece.start >= end && !piece.text.is_empty());
                end = piece.start + piece.text.len();
                prop_assert_eq!(&text[piece.start..end], piece.text);
            }
        }
    }
}
