//! Lists of values, which are as long as somebody's data: `IN (?, ?, ?)` becomes `IN (?)`, and rows behind `VALUES` that
//! look the same become one.

use super::{Piece, VALUE};

/// The pieces of a statement so far.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    list: Vec<Piece>,
    /// Where groups that are not closed yet begin, and whether each is a list of values or of rows.
    open: Vec<(usize, bool)>,
    /// The group that was closed last: where it begins and ends, and whether it is one row of several.
    closed: Option<(usize, usize, bool)>,
}

impl Pieces {
    pub(super) fn push(&mut self, piece: Piece) {
        match piece.text.as_str() {
            "(" => {
                let is_list = self.begins_list();
                self.open.push((self.list.len(), is_list));
                self.list.push(piece);
            }
            ")" => {
                self.list.push(piece);
                if let Some((start, is_list)) = self.open.pop() {
                    self.close(start, is_list);
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
                self.closed.is_some_and(|(_, end, is_row)| is_row && end + 1 == self.list.len())
            }
            // `IN ((?, ?), (?, ?))`
            Some(last) if last.text == "(" => self.open.last().is_some_and(|(_, is_list)| *is_list),
            _ => false,
        }
    }

    fn close(&mut self, start: usize, is_list: bool) {
        let inside = &self.list[start + 1..self.list.len() - 1];
        let is_plain = inside.len() > 1 && inside.iter().all(|piece| piece.text == VALUE || piece.text == ",");
        if is_list && is_plain {
            self.list.truncate(start + 1);
            self.list.push(Piece { text: VALUE.to_owned(), is_apart: false });
            self.list.push(Piece { text: ")".to_owned(), is_apart: false });
        }
        let end = self.list.len();
        if let (true, Some((first, last, true))) = (is_list, self.closed)
            && last + 1 == start
            && is_same(&self.list[first..last], &self.list[start..end])
        {
            self.list.truncate(last);
            return;
        }
        self.closed = Some((start, end, is_list));
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
