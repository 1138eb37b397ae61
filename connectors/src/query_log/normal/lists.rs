//! Lists of values, which are as long as somebody's data: `IN (?, ?, ?)` becomes `IN (?)`, and rows behind `VALUES` that
//! look the same become one.

use super::{Piece, VALUE};

/// A group that is not closed yet.
#[derive(Debug)]
struct Open {
    /// Where it begins.
    start: usize,
    /// Whether it is a list of values, or one row of several.
    is_list: bool,
    /// The group that was closed before it.
    before: Option<Closed>,
}

/// A group that was closed: where it begins and ends, and whether it is a list of values, or one row of several.
#[derive(Debug, Clone, Copy)]
struct Closed {
    start: usize,
    end: usize,
    is_list: bool,
}

/// The pieces of a statement so far.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    list: Vec<Piece>,
    /// Groups that are not closed yet.
    open: Vec<Open>,
    /// The group that was closed last where the next piece stands.
    closed: Option<Closed>,
}

impl Pieces {
    pub(super) fn push(&mut self, piece: Piece) {
        match piece.text.as_str() {
            "(" => {
                let is_list = self.begins_list();
                self.open.push(Open { start: self.list.len(), is_list, before: self.closed.take() });
                self.list.push(piece);
            }
            ")" => {
                self.list.push(piece);
                if let Some(open) = self.open.pop() {
                    self.close(&open);
                }
            }
            _ => self.list.push(piece),
        }
    }

    pub(super) fn finish(self) -> Vec<Piece> {
        self.list
    }

    /// Whether the next group is a list of values, or a further row of one.
    fn begins_list(&self) -> bool {
        match self.list.last() {
            Some(last) if is_word(last, &["in", "values", "value"]) => true,
            Some(last) if last.text == "," => {
                self.closed.is_some_and(|row| row.is_list && row.end + 1 == self.list.len())
            }
            // `IN ((?, ?), (?, ?))`
            Some(last) if last.text == "(" => self.open.last().is_some_and(|open| open.is_list),
            _ => false,
        }
    }

    fn close(&mut self, open: &Open) {
        let Open { start, is_list, before } = *open;
        let inside = &self.list[start + 1..self.list.len() - 1];
        let is_plain = inside.len() > 1 && inside.iter().all(|piece| piece.text == VALUE || piece.text == ",");
        if is_list && is_plain {
            self.list.truncate(start + 1);
            self.list.push(Piece { text: VALUE.to_owned(), is_apart: false });
            self.list.push(Piece { text: ")".to_owned(), is_apart: false });
        }
        let end = self.list.len();
        if let Some(row) = before.filter(|row| is_list && row.is_list && row.end + 1 == start)
            && is_same(&self.list[row.start..row.end], &self.list[start..end])
        {
            self.list.truncate(row.end);
            self.closed = before;
            return;
        }
        self.closed = Some(Closed { start, end, is_list });
    }

    /// Whether the last piece is a value.
    pub(super) fn ends_with_value(&self) -> bool {
        self.list.last().is_some_and(|piece| piece.text == VALUE)
    }

    /// Whether the last piece is this word.
    pub(super) fn ends_with_word(&self, word: &str) -> bool {
        self.list.last().is_some_and(|piece| is_word(piece, &[word]))
    }

    /// Whether the last piece can be a name, behind which a dot qualifies.
    pub(super) fn ends_a_name(&self) -> bool {
        let last = self.list.last().and_then(|piece| piece.text.chars().last());
        last.is_some_and(|sign| super::is_of_word(sign) || matches!(sign, '"' | '`' | ']' | ')'))
    }

    /// Takes off what says how a text is written: `E`, `N`, `B`, `X`, or a character set such as `_utf8`.
    pub(super) fn take_prefix(&mut self) -> Option<Piece> {
        let last = self.list.last()?;
        let is_prefix = is_word(last, &["e", "n", "b", "x"]) || last.text.starts_with('_');
        if is_prefix { self.list.pop() } else { None }
    }
}

fn is_word(piece: &Piece, words: &[&str]) -> bool {
    words.iter().any(|word| piece.text.eq_ignore_ascii_case(word))
}

/// Whether two groups say the same, but for blanks.
fn is_same(one: &[Piece], other: &[Piece]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.text == other.text)
}
