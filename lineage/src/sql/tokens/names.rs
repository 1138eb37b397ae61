//! Words and names, with what dialects allow in them: variables, hyphens, places of staged files.

use super::{Kind, Reader, is_stage_part, name_length, quotes};
use crate::sql::Dialect;
use crate::sql::words::Word;

impl Reader<'_> {
    /// Reads the place of staged files, such as `@stage/path` or `@%table`.
    pub(super) fn read_stage(&mut self) {
        let mut end = self.at + 1;
        while let Some(byte) = self.bytes.get(end).copied() {
            if byte == b'"' {
                let quote = quotes::find(self.sql, end, byte, self.dialect);
                end = quote.end;
            } else if is_stage_part(byte) {
                end += 1;
            } else {
                break;
            }
        }
        self.push_to(Kind::Parameter, end);
    }

    /// How many bytes belong to the word here, with the variables that are part of it.
    pub(super) fn word_length(&self) -> usize {
        let mut end = self.at;
        loop {
            end += name_length(&self.sql[end..]);
            let is_dollar = end > self.at && self.bytes[end - 1] == b'$';
            let start = if is_dollar { end - 1 } else { end };
            match quotes::variable(self.bytes, start) {
                Some(after) => end = after,
                None => return self.with_hyphens(end) - self.at,
            }
        }
    }

    /// Where a name ends that may have hyphens, as BigQuery allows for projects.
    pub(super) fn with_hyphens(&self, mut end: usize) -> usize {
        let names_project = self.dialect == Dialect::BigQuery
            && self
                .tokens
                .list
                .last()
                .is_some_and(|token| matches!(token.kind, Kind::Word(word) if word.precedes_table()));
        let start = end;
        while names_project && self.bytes.get(end) == Some(&b'-') {
            let rest = &self.bytes[end + 1..];
            let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
            if length == 0 {
                return start;
            }
            end += 1 + length;
        }
        if self.bytes.get(end) == Some(&b'.') { end } else { start }
    }

    /// Reads a word, or a text that begins with letters such as `E'…'`.
    pub(super) fn read_word(&mut self) {
        let length = self.word_length();
        if length == 0 {
            self.at += self.sql[self.at..].chars().next().map_or(1, char::len_utf8);
            return;
        }
        if let Some(quote) = quotes::find_prefixed(self.sql, self.at, length, self.dialect) {
            if !quote.is_closed {
                self.note_unterminated(self.at);
            }
            return self.push_to(quote.kind, quote.end);
        }
        let word = Word::of(&self.sql[self.at..self.at + length]);
        self.push(Kind::Word(self.unabbreviated(word)), length);
    }

    /// Teradata's verbs may be cut short.
    pub(super) fn unabbreviated(&self, word: Word) -> Word {
        match word {
            _ if self.dialect != Dialect::Teradata => word,
            Word::Sel => Word::Select,
            Word::Ins => Word::Insert,
            Word::Upd => Word::Update,
            Word::Del => Word::Delete,
            other => other,
        }
    }
}
