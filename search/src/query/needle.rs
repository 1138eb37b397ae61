//! Needles: the words of a question, ready to be looked for in an index or in a text.

use super::Expression;
use crate::words::{self, Class};

/// A word to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Needle {
    /// The word in lower case; for ideographs the whole run.
    pub(crate) text: String,
    /// Its stem.
    pub(crate) stem: String,
    /// What it consists of.
    pub(crate) class: Class,
    /// Whether a hit may do without it: digits right behind a word, and fillers beside other words.
    pub(crate) is_optional: bool,
}

/// The most needles of one question.
const MAX_NEEDLES: usize = 48;

/// The needles of a text, in its order.
pub(crate) fn needles(text: &str) -> Vec<Needle> {
    let mut needles: Vec<Needle> = words::pieces(text)
        .take(MAX_NEEDLES)
        .map(|piece| {
            let text = words::fold(piece.text).into_owned();
            let stem = words::stem(&text).into_owned();
            let is_optional = piece.class == Class::Digits && piece.is_glued;
            Needle { text, stem, class: piece.class, is_optional }
        })
        .collect();
    if needles.iter().any(|needle| !needle.is_optional && !words::is_filler(&needle.text)) {
        for needle in &mut needles {
            needle.is_optional |= words::is_filler(&needle.text);
        }
    }
    needles
}

impl Needle {
    /// Whether a word of a text in lower case is what is looked for, or starts with it.
    pub(crate) fn finds(&self, word: &str) -> bool {
        self.finds_exactly(word) || (self.class != Class::Ideographs && word.starts_with(&self.text))
    }

    /// Whether a word of a text in lower case is what is looked for, in any of its forms.
    pub(crate) fn finds_exactly(&self, word: &str) -> bool {
        // A word and its stem begin alike, so that most words need no stem.
        let may_share_stem = self.class == Class::Letters && word.as_bytes().first() == self.stem.as_bytes().first();
        word == self.text || (may_share_stem && *words::stem(word) == self.stem)
    }

    /// Whether a word of a text in lower case is what is looked for but for one typing error.
    pub(crate) fn nearly_finds(&self, word: &str) -> bool {
        match self.typo() {
            Typo::None => false,
            Typo::Missing => {
                let count = |word: &str| word.chars().count();
                count(word) == count(&self.text) + 1 && words::is_within_one_edit(&self.text, word)
            }
            Typo::Any => words::is_within_one_edit(&self.text, word),
        }
    }

    /// Which typing errors are thought possible. Short words are too near to each other (`date`, `data`): of four
    /// letters one may be missing, of five and more any one may be wrong.
    pub(crate) fn typo(&self) -> Typo {
        if self.class != Class::Letters {
            return Typo::None;
        }
        match self.text.chars().count() {
            0..=3 => Typo::None,
            4 => Typo::Missing,
            _ => Typo::Any,
        }
    }
}

/// Which typing errors are thought possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typo {
    /// None.
    None,
    /// A letter is missing.
    Missing,
    /// A letter is missing, wrong, too many, or two are swapped.
    Any,
}

/// The needles of everything in a question that a hit may show: what is excluded is left out.
pub(crate) fn shown(expression: &Expression) -> Vec<Needle> {
    let mut found = Vec::new();
    collect(expression, &mut found);
    found.truncate(MAX_NEEDLES);
    found
}

fn collect(expression: &Expression, found: &mut Vec<Needle>) {
    match expression {
        Expression::All(parts) | Expression::Any(parts) => parts.iter().for_each(|part| collect(part, found)),
        Expression::Word(text) | Expression::Phrase(text) => found.extend(needles(text)),
        Expression::Field(field, values) => {
            use super::Field::{Column, Description, Name, Owner, Tag};
            if matches!(field, Name | Description | Column | Tag | Owner) {
                values.iter().for_each(|value| found.extend(needles(&value.text)));
            }
        }
        Expression::Not(_) | Expression::Property(..) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_behind_a_word_are_optional() {
        let optional: Vec<bool> = needles("UserName2 order_2023").iter().map(|needle| needle.is_optional).collect();
        assert_eq!(optional, [false, false, true, false, false]);
    }

    #[test]
    fn filler_is_optional_only_beside_other_words() {
        assert!(needles("date of birth")[1].is_optional);
        assert!(!needles("of")[0].is_optional);
    }

    #[test]
    fn four_letters_forgive_only_a_missing_one() {
        let needle = &needles("ordr")[0];
        assert!(needle.nearly_finds("order"));
        assert!(!needles("date")[0].nearly_finds("data"));
        assert!(needles("oders")[0].nearly_finds("orders"));
    }
}
