//! The three ways in which a field's text becomes terms of the index.
//!
//! * [`TEXT`]: every word and its stem, every ideograph, and the dictionary's Chinese words. Places are counted in
//!   words and ideographs, so a phrase of ideographs is a part of the text.
//! * [`NAME`]: the same, and each two neighbouring words run together, so that `username` finds `last_user_name`.
//! * [`PREFIX`]: the starts of each word and of the whole name run together, for finding as one types.

use frostem::{Algorithm, Stemmer};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::words::{self, Class, chinese};

/// The analyzer of descriptions and surroundings.
pub(crate) const TEXT: &str = "cadastre_text";
/// The analyzer of names.
pub(crate) const NAME: &str = "cadastre_name";
/// The analyzer that makes starts of names.
pub(crate) const PREFIX: &str = "cadastre_prefix";

/// The longest start of a word that is a term, in characters.
pub(crate) const MAX_PREFIX_CHARS: usize = 16;

/// The most bytes of one value that are read; the rest of a longer text is not searchable.
pub(crate) const MAX_TEXT_BYTES: usize = 64 * 1024;

/// Makes the analyzers known to an index.
pub(crate) fn register(tokenizers: &TokenizerManager) {
    for (name, style) in [(TEXT, Style::Text), (NAME, Style::Name), (PREFIX, Style::Prefix)] {
        tokenizers.register(name, TextAnalyzer::from(Analyzer::new(style)));
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Text,
    Name,
    Prefix,
}

/// A term to be: where its text lies in the buffer, where it came from, and its place.
#[derive(Debug, Clone, Copy)]
struct Slot {
    text: (u32, u32),
    origin: (u32, u32),
    place: u32,
}

/// One of the ways. It keeps its buffers from one value to the next.
#[derive(Clone)]
struct Analyzer {
    style: Style,
    stemmer: Stemmer,
    buffer: String,
    slots: Vec<Slot>,
    next: usize,
    token: Token,
}

impl Analyzer {
    fn new(style: Style) -> Self {
        Self {
            style,
            stemmer: Stemmer::new(Algorithm::English),
            buffer: String::new(),
            slots: Vec::new(),
            next: 0,
            token: Token::default(),
        }
    }

    fn analyze(&mut self, text: &str) {
        self.buffer.clear();
        self.slots.clear();
        self.next = 0;
        let text = words::cut(text, MAX_TEXT_BYTES);
        match self.style {
            Style::Text => self.add_words(text, false),
            Style::Name => self.add_words(text, true),
            Style::Prefix => self.add_prefixes(text),
        }
    }

    fn push(&mut self, text: &str, origin: (usize, usize), place: usize) {
        let start = self.buffer.len();
        self.buffer.push_str(text);
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.slots.push(Slot {
            text: (narrow(start), narrow(self.buffer.len())),
            origin: (narrow(origin.0), narrow(origin.1)),
            place: narrow(place),
        });
    }

    fn add_words(&mut self, text: &str, with_pairs: bool) {
        let mut place = 0;
        let mut before: Option<(String, usize)> = None;
        for piece in words::pieces(text) {
            let origin = (piece.start, piece.start + piece.text.len());
            if piece.class == Class::Ideographs {
                place += self.add_ideographs(piece.text, piece.start, place);
                before = None;
                continue;
            }
            let word = words::fold(piece.text);
            if let Some((left, start)) = before.take().filter(|_| with_pairs) {
                let pair = format!("{left}{word}");
                self.push_stem(words::cut(&pair, words::MAX_WORD_BYTES), (start, origin.1), place - 1);
            }
            self.push(&word, origin, place);
            if piece.class == Class::Letters && word.len() > 2 {
                self.push_other_stem(&word, origin, place);
            }
            if with_pairs {
                before = Some((word.into_owned(), piece.start));
            }
            place += 1;
        }
    }

    fn push_stem(&mut self, word: &str, origin: (usize, usize), place: usize) {
        if is_english(word) {
            let stem = self.stemmer.stem(word).into_owned();
            self.push(&stem, origin, place);
        } else {
            self.push(word, origin, place);
        }
    }

    fn push_other_stem(&mut self, word: &str, origin: (usize, usize), place: usize) {
        if !is_english(word) {
            return;
        }
        let stem = self.stemmer.stem(word);
        if stem != word {
            let stem = stem.into_owned();
            self.push(&stem, origin, place);
        }
    }

    /// Adds each character and the dictionary's words; gives the number of characters.
    fn add_ideographs(&mut self, run: &str, start: usize, place: usize) -> usize {
        let dictionary_words = chinese::words(run);
        let mut next_word = 0;
        let mut count = 0;
        for (at, c) in run.char_indices() {
            let from = start + at;
            self.push(&run[at..at + c.len_utf8()], (from, from + c.len_utf8()), place + count);
            while let Some(word) = dictionary_words.get(next_word).filter(|word| word.place == count) {
                self.push(word.text, (from, from + word.text.len()), place + count);
                next_word += 1;
            }
            count += 1;
        }
        count
    }

    fn add_prefixes(&mut self, text: &str) {
        let mut joined = String::new();
        let mut first_length = 0;
        let mut place = 0;
        for piece in words::pieces(text).filter(|piece| piece.class != Class::Ideographs) {
            let word = words::fold(piece.text).into_owned();
            let origin = (piece.start, piece.start + piece.text.len());
            self.push_prefixes(&word, 0, origin, place);
            if place == 0 {
                first_length = word.chars().count();
            }
            if joined.len() < words::MAX_WORD_BYTES {
                joined.push_str(&word);
            }
            place += 1;
        }
        if place > 1 {
            self.push_prefixes(&joined, first_length, (0, text.len()), place);
        }
    }

    /// Adds the starts of `word` that are longer than `shorter` characters.
    fn push_prefixes(&mut self, word: &str, shorter: usize, origin: (usize, usize), place: usize) {
        for (at, c) in word.char_indices().take(MAX_PREFIX_CHARS).skip(shorter) {
            self.push(&word[..at + c.len_utf8()], origin, place);
        }
    }
}

fn is_english(word: &str) -> bool {
    word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

impl Tokenizer for Analyzer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.analyze(text);
        Stream(self)
    }
}

/// The terms of one value.
struct Stream<'a>(&'a mut Analyzer);

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let analyzer = &mut *self.0;
        let Some(slot) = analyzer.slots.get(analyzer.next) else { return false };
        analyzer.next += 1;
        analyzer.token.text.clear();
        analyzer.token.text.push_str(&analyzer.buffer[slot.text.0 as usize..slot.text.1 as usize]);
        analyzer.token.offset_from = slot.origin.0 as usize;
        analyzer.token.offset_to = slot.origin.1 as usize;
        analyzer.token.position = slot.place as usize;
        analyzer.token.position_length = 1;
        true
    }

    fn token(&self) -> &Token {
        &self.0.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.0.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(style: Style, text: &str) -> Vec<(String, usize)> {
        let mut analyzer = Analyzer::new(style);
        let mut stream = analyzer.token_stream(text);
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push((stream.token().text.clone(), stream.token().position));
        }
        terms
    }

    fn owned(terms: &[(&str, usize)]) -> Vec<(String, usize)> {
        terms.iter().map(|(text, place)| ((*text).to_owned(), *place)).collect()
    }

    #[test]
    fn text_has_words_and_stems_in_one_place() {
        assert_eq!(terms(Style::Text, "Paid orders"), owned(&[("paid", 0), ("orders", 1), ("order", 1)]));
    }

    #[test]
    fn name_has_neighbours_run_together() {
        assert_eq!(
            terms(Style::Name, "lastUser_id"),
            owned(&[("last", 0), ("lastus", 0), ("user", 1), ("userid", 1), ("id", 2)])
        );
    }

    #[test]
    fn every_ideograph_has_its_own_place() {
        let terms = terms(Style::Text, "访问次数 count");
        for expected in [("访", 0), ("访问", 0), ("问", 1), ("次", 2), ("次数", 2), ("数", 3), ("count", 4)] {
            assert!(terms.contains(&(expected.0.to_owned(), expected.1)), "{expected:?} in {terms:?}");
        }
    }

    #[test]
    fn prefixes_are_of_words_and_of_the_whole() {
        let terms: Vec<String> = terms(Style::Prefix, "ab_cd").into_iter().map(|(text, _)| text).collect();
        assert_eq!(terms, ["a", "ab", "c", "cd", "abc", "abcd"]);
    }

    #[test]
    fn endless_word_is_bounded() {
        let long = "x".repeat(1_000_000);
        assert_eq!(terms(Style::Prefix, &long).len(), MAX_PREFIX_CHARS);
        assert!(terms(Style::Text, &long)[0].0.len() <= words::MAX_WORD_BYTES);
    }
}
