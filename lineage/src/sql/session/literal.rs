//! Texts in quotes as texts of their own, each byte of which is known where it stands in the caller's text.

use crate::sql::Dialect;
use crate::sql::statement::Span;
use crate::sql::tokens::{Kind, Token};

/// Where the bytes of a text stand in another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::sql) struct Map {
    /// Ascending; none when the texts are the same.
    places: Vec<Place>,
}

/// A place of a text, and where it stands in the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    inner: usize,
    outer: usize,
    /// Whether what follows stands nowhere, and is told by the one place.
    is_fixed: bool,
}

impl Map {
    /// Whether the text is the caller's own.
    pub(in crate::sql) fn is_identity(&self) -> bool {
        self.places.is_empty()
    }

    /// The place in the caller's text.
    pub(in crate::sql) fn outer(&self, inner: usize) -> usize {
        match self.place(inner) {
            Some(Place { outer, is_fixed: true, .. }) => outer,
            Some(Place { inner: from, outer, .. }) => outer + (inner - from),
            None => inner,
        }
    }

    fn place(&self, inner: usize) -> Option<Place> {
        let at = self.places.partition_point(|place| place.inner <= inner);
        at.checked_sub(1).and_then(|before| self.places.get(before)).copied()
    }

    /// The stretch of the caller's text.
    pub(in crate::sql) fn span(&self, span: Span) -> Span {
        if self.is_identity() || span == Span::default() {
            return span;
        }
        let start = self.outer(span.0);
        // The last byte tells the end, since the next one may stand elsewhere.
        let last = span.1.saturating_sub(1);
        let is_somewhere = span.1 > span.0 && !self.place(last).is_some_and(|place| place.is_fixed);
        let end = if is_somewhere { self.outer(last) + 1 } else { self.outer(last) };
        Span(start, end.max(start))
    }

    fn push(&mut self, inner: usize, outer: usize) {
        let last = self.places.last();
        if last.is_none_or(|last| last.is_fixed) || self.outer(inner) != outer {
            self.places.push(Place { inner, outer, is_fixed: false });
        }
    }
}

/// A text that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) text: String,
    pub(super) map: Map,
}

impl Literal {
    /// A text that stands nowhere in the caller's; `outer` is the place that it is told by.
    pub(super) fn made(text: &str, outer: usize) -> Self {
        Self { text: text.to_owned(), map: Map { places: vec![Place { inner: 0, outer, is_fixed: true }] } }
    }

    /// What a token in quotes of `sql` holds; `map` tells where `sql` itself stands.
    pub(super) fn of(sql: &str, token: Token, dialect: Dialect, map: &Map) -> Self {
        let start = token.start as usize;
        let raw = sql.get(start..token.end as usize).unwrap_or_default();
        let mut literal = Self::made("", map.outer(start));
        if token.kind == Kind::Body {
            let tag = raw[1..].find('$').map_or(1, |end| end + 2).min(raw.len());
            let inner = raw.strip_suffix(&raw[..tag]).filter(|rest| rest.len() >= tag).unwrap_or(raw);
            literal.copy(&inner[tag..], start + tag, map, &Escapes::default());
            return literal;
        }
        let Some(open) = raw.find(['\'', '"']) else {
            literal.copy(raw, start, map, &Escapes::default());
            return literal;
        };
        let prefix = raw[..open].to_ascii_lowercase();
        let quote = &raw[open..=open];
        let triple = quote.repeat(3);
        let length = if raw[open..].starts_with(&triple) && dialect.has_triple_quotes() { 3 } else { 1 };
        let inner = &raw[(open + length).min(raw.len())..];
        let inner = inner.strip_suffix(&quote.repeat(length)).unwrap_or(inner);
        let backslash = !prefix.contains('r') && (dialect.has_backslash() || prefix.contains('e'));
        let doubled = (length == 1).then(|| quote.chars().next()).flatten();
        literal.copy(inner, start + open + length, map, &Escapes { doubled, backslash });
        literal
    }

    fn copy(&mut self, inner: &str, start: usize, map: &Map, escapes: &Escapes) {
        let mut letters = inner.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let place = map.outer(start + at);
            let mut letter = letter;
            if Some(letter) == escapes.doubled {
                letters.next_if(|(_, next)| *next == letter);
            } else if letter == '\\' && escapes.backslash {
                letter = match letters.next() {
                    Some((_, 'n')) => '\n',
                    Some((_, 't')) => '\t',
                    Some((_, 'r')) => '\r',
                    Some((_, other)) => other,
                    None => '\\',
                };
            }
            self.map.push(self.text.len(), place);
            self.text.push(letter);
        }
    }

    /// Puts another text behind this one.
    fn append(&mut self, other: &Self) {
        let length = self.text.len();
        if length == 0 {
            self.map.places.clear();
        }
        self.text.push_str(&other.text);
        let behind = other.map.places.iter().map(|place| Place { inner: place.inner + length, ..*place });
        self.map.places.extend(behind);
    }

    /// A stretch of this text.
    pub(super) fn slice(&self, range: std::ops::Range<usize>) -> Self {
        let mut slice = Self::made("", self.map.outer(range.start));
        for (at, letter) in self.text.get(range.clone()).unwrap_or_default().char_indices() {
            slice.map.push(slice.text.len(), self.map.outer(range.start + at));
            slice.text.push(letter);
        }
        slice
    }

    /// Every text of `first` with every one of `second` behind it, unless these are too many or too long.
    pub(super) fn product(mut first: Vec<Self>, second: &[Self]) -> Option<Vec<Self>> {
        let length: usize = first.iter().chain(second).map(|one| one.text.len()).sum();
        if first.len() * second.len() > TEXTS || length > LONGEST {
            return None;
        }
        if let [only] = second {
            first.iter_mut().for_each(|one| one.append(only));
            return Some(first);
        }
        let joined = |one: &Self, other: &Self| {
            let mut joined = one.clone();
            joined.append(other);
            joined
        };
        Some(first.iter().flat_map(|one| second.iter().map(|other| joined(one, other)).collect::<Vec<_>>()).collect())
    }
}

/// Texts that one variable may hold, one a branch; of more, none is followed.
pub(super) const TEXTS: usize = 4;

/// The longest text that is put together.
pub(super) const LONGEST: usize = 1 << 20;

/// How a text in quotes writes what it could not hold otherwise.
#[derive(Debug, Default)]
struct Escapes {
    /// The quote that stands twice for itself.
    doubled: Option<char>,
    backslash: bool,
}
