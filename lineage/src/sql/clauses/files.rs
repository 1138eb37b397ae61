//! Rows that go to files or come from them: `COPY`, `UNLOAD`, `EXPORT DATA` and `LOAD DATA`.

use super::Text;
use super::cursor::Parser;
use crate::sql::names;
use crate::sql::statement::{Kind, Mode};
use crate::sql::syntax::{Action, Parsed, Query, TableName, Write};
use crate::sql::tokens;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads `COPY`, in either direction.
    pub(super) fn copy(&mut self) -> Parsed {
        self.advance(1);
        let is_into = self.eat(Word::Into);
        if self.holds_query(self.at) {
            let query = self.parenthesised();
            return self.copy_out(query);
        }
        let Some(object) = self.table_name() else { return self.opaque(Kind::Copy) };
        let columns = if self.is_mark(0, b'(') && !self.holds_query(self.at) { self.name_list() } else { Vec::new() };
        if self.eat(Word::To) {
            let place = self.place();
            return self.moved(vec![object], place);
        }
        if !self.eat(Word::From) {
            return self.opaque(Kind::Copy);
        }
        if self.holds_query(self.at) {
            let query = self.parenthesised();
            self.at = self.end;
            let mode = if object.is_file { Mode::Replace } else { Mode::Append };
            let is_existing = is_into && !object.is_file;
            let mut write = Write::defining(object, mode, columns, query);
            write.is_existing = is_existing;
            return write.into_parsed(Kind::Copy);
        }
        let mut reads = Vec::new();
        self.eat(Word::Local);
        while let Some(name) = self.table_name() {
            reads.push(name);
            if !self.eat_mark(b',') {
                break;
            }
        }
        // What comes from the client or from a program is no object.
        reads.retain(|name| name.is_file || is_into && object.is_file);
        self.moved(reads, Some(object))
    }

    /// Reads where the rows of a query go.
    fn copy_out(&mut self, query: Query) -> Parsed {
        if !self.eat(Word::To) {
            return self.opaque(Kind::Copy);
        }
        match self.place() {
            Some(place) => {
                self.at = self.end;
                Write::defining(place, Mode::Replace, Vec::new(), query).into_parsed(Kind::Copy)
            }
            None => {
                self.at = self.end;
                Parsed { kind: Kind::Copy, action: Action::Query(query) }
            }
        }
    }

    fn parenthesised(&mut self) -> Query {
        self.enclosed(|parser| parser.nested(Parser::query)).unwrap_or_default()
    }

    /// Reads the place of files, if one is named here.
    fn place(&mut self) -> Option<TableName> {
        let from = self.at;
        let place = self.file_place()?;
        let parts = vec![self.names.exact(&place)];
        Some(TableName { parts, is_file: true, span: self.span_from(from) })
    }

    /// Rows that move as they are.
    fn moved(&mut self, reads: Vec<TableName>, target: Option<TableName>) -> Parsed {
        self.at = self.end;
        let mode = if target.as_ref().is_some_and(|name| name.is_file) { Mode::Replace } else { Mode::Append };
        let writes = target.into_iter().map(|name| (name, mode)).collect();
        Parsed { kind: Kind::Copy, action: Action::Touch { reads, writes } }
    }

    /// Reads `UNLOAD ('query') TO 'place'`, or Athena's `UNLOAD (query) TO 'place'`.
    pub(super) fn unload(&mut self) -> Parsed {
        self.advance(1);
        if !self.is_mark(0, b'(') {
            return self.opaque(Kind::Copy);
        }
        let query = if self.holds_query(self.at) {
            self.parenthesised()
        } else {
            let inner = self.token(self.at + 1);
            let quoted = inner.filter(|token| matches!(token.kind, tokens::Kind::Text | tokens::Kind::Body));
            self.pass_enclosed();
            let Some(token) = quoted else { return self.opaque(Kind::Copy) };
            self.quoted_query(token)
        };
        self.copy_out(query)
    }

    /// Reads the query in a text.
    fn quoted_query(&mut self, token: tokens::Token) -> Query {
        let list = tokens::read_quoted(self.text.sql, token, self.dialect());
        if list.is_empty() {
            return Query::default();
        }
        let text = Text { sql: self.text.sql, tokens: &list };
        let mut parser = Parser::new(text, self.names, &self.limits);
        parser.depth = self.depth;
        let query = parser.query();
        let rest = parser.end - parser.at;
        if rest > 0 && !parser.is_mark(0, b';') {
            parser.skip(rest, "skipped_text", "the end of a query was not understood");
        }
        let (skipped, steps, notes) = (parser.skipped, parser.steps, std::mem::take(&mut parser.notes));
        self.skipped += skipped;
        self.steps += steps + list.len() as u64;
        self.notes.extend(notes);
        query
    }

    /// Reads BigQuery's `EXPORT DATA OPTIONS (uri = 'place') AS query`.
    pub(super) fn export(&mut self) -> Parsed {
        let mut place = None;
        while !(self.is_at_end() || self.word(0) == Word::As && self.starts_query(1)) {
            let is_place = self.spelling(0).eq_ignore_ascii_case("uri") && self.is_mark(1, b'=');
            if is_place && self.kind(2) == tokens::Kind::Text {
                self.advance(2);
                place = self.place();
            } else {
                self.advance(1);
            }
        }
        self.advance(1);
        let query = self.query();
        match place {
            Some(place) => Write::defining(place, Mode::Replace, Vec::new(), query).into_parsed(Kind::Copy),
            None => Parsed { kind: Kind::Copy, action: Action::Query(query) },
        }
    }

    /// Reads `LOAD DATA … INPATH 'place' INTO TABLE t` and BigQuery's `LOAD DATA INTO t FROM FILES (…)`.
    pub(super) fn load(&mut self) -> Parsed {
        let mut reads = Vec::new();
        let mut target = None;
        let mut mode = Mode::Append;
        while !self.is_at_end() {
            match self.kind(0) {
                tokens::Kind::Text if self.names_file() => reads.extend(self.place()),
                tokens::Kind::Word(Word::Overwrite) => {
                    mode = Mode::Replace;
                    self.advance(1);
                    if self.word(0) != Word::Into {
                        self.eat(Word::Table);
                        target = self.table_name();
                    }
                }
                tokens::Kind::Word(Word::Into) if target.is_none() => {
                    self.advance(1);
                    self.eat(Word::Table);
                    target = self.table_name();
                }
                _ => self.advance(1),
            }
        }
        let writes = target.into_iter().map(|name| (name, mode)).collect();
        Parsed { kind: Kind::Copy, action: Action::Touch { reads, writes } }
    }

    /// Whether the text here is a place and not a separator or a value.
    fn names_file(&self) -> bool {
        let text = names::unquote(self.spelling(0));
        let before = self.token(self.at.wrapping_sub(1)).map(|token| self.text_of(token));
        let is_argument =
            before.is_some_and(|word| word.eq_ignore_ascii_case("inpath") || word.eq_ignore_ascii_case("infile"));
        is_argument || text.contains("://")
    }

    /// Reads `CACHE [LAZY] TABLE t [OPTIONS (…)] [AS] query`.
    pub(super) fn cache(&mut self) -> Parsed {
        while !self.is_at_end() && self.word(0) != Word::Table {
            self.advance(1);
        }
        self.advance(1);
        let Some(target) = self.table_name() else { return self.opaque(Kind::Set) };
        self.pass_to_query();
        if self.is_at_end() {
            return Parsed { kind: Kind::Set, action: Action::Nothing };
        }
        let query = self.query();
        Write::defining(target, Mode::Create, Vec::new(), query).into_parsed(Kind::CreateTableAs)
    }
}
