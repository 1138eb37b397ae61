//! Words of the Chinese dictionary.
//!
//! The dictionary takes tens of megabytes and some tenths of a second, so it is loaded with the first Chinese text and
//! not before. Words only make good hits better: every single character is indexed with its place, so any part of a
//! text is found as a phrase of characters even where the dictionary cuts differently.

use std::sync::OnceLock;

use tantivy_jieba::jieba_rs::{Jieba, TokenizeMode};

/// A word of two or more characters: its first character's place in the run, and its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'t> {
    /// The place of its first character, from 0.
    pub(crate) place: usize,
    /// The word.
    pub(crate) text: &'t str,
}

/// The dictionary's words in a run of characters, shorter ones inside longer ones included, ordered by place.
pub(crate) fn words(run: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    if run.chars().nth(1).is_none() || !run.chars().any(is_han) {
        return found;
    }
    for token in dictionary().tokenize(run, TokenizeMode::Search, false) {
        if token.end - token.start > 1 {
            found.push(Word { place: token.start, text: token.word });
        }
    }
    found.sort_by_key(|word| (word.place, word.text.len()));
    found
}

/// A run cut into the dictionary's words, one behind the other, characters that belong to none on their own.
pub(crate) fn segments(run: &str) -> Vec<&str> {
    if !run.chars().any(is_han) {
        return vec![run];
    }
    dictionary().tokenize(run, TokenizeMode::Default, false).into_iter().map(|token| token.word).collect()
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF)
}

fn dictionary() -> &'static Jieba {
    static DICTIONARY: OnceLock<Jieba> = OnceLock::new();
    DICTIONARY.get_or_init(Jieba::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_word_gives_its_parts_too() {
        let texts: Vec<&str> = words("访问次数").iter().map(|word| word.text).collect();
        assert!(texts.contains(&"访问") && texts.contains(&"次数"), "{texts:?}");
    }

    #[test]
    fn single_character_is_no_word() {
        assert_eq!(words("访"), []);
    }

    #[test]
    fn kana_needs_no_dictionary() {
        assert_eq!(words("カナ"), []);
    }
}
