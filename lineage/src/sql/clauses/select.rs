//! One `SELECT`: its list, and the clauses that decide about its rows.

use super::cursor::Parser;
use crate::sql::names::Ident;
use crate::sql::statement::IndirectSubtype;
use crate::sql::syntax::{Clause, ClauseNames, Expression, FromTree, Item, Select, Star, What};
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

/// Words between `SELECT` and its list that change nothing about lineage.
const MODIFIERS: &[Word] = &[
    Word::All,
    Word::Distinct,
    Word::Distinctrow,
    Word::HighPriority,
    Word::SqlBigResult,
    Word::SqlBufferResult,
    Word::SqlCache,
    Word::SqlCalcFoundRows,
    Word::SqlNoCache,
    Word::SqlSmallResult,
    Word::StraightJoin,
];

impl Parser<'_> {
    pub(super) fn select(&mut self) -> Select {
        let mut select = Select::default();
        if self.word(0) == Word::Table {
            self.select_table(&mut select);
            return select;
        }
        if self.eat(Word::Select) {
            self.select_modifiers(&mut select);
            select.items = self.items();
        } else {
            // `FROM t` alone reads every column, as some shells allow.
            let span = self.span_from(self.at);
            select.items.push(Item::Star(Star { span, ..Star::default() }));
        }
        while self.select_clause(&mut select) {}
        select
    }

    /// Reads `TABLE t`, which is short for `SELECT * FROM t`.
    fn select_table(&mut self, select: &mut Select) {
        let from = self.at;
        self.advance(1);
        let source = self.source();
        let span = self.span_from(from);
        select.items.push(Item::Star(Star { span, ..Star::default() }));
        select.from.push(FromTree { first: source, joins: Vec::new() });
    }

    fn select_modifiers(&mut self, select: &mut Select) {
        while matches!(self.kind(0), Kind::Word(word) if MODIFIERS.contains(&word)) {
            let is_distinct = self.word(0) == Word::Distinct;
            self.advance(1);
            if is_distinct && self.word(0) == Word::On && self.is_mark(1, b'(') {
                self.advance(1);
                let keys = self.enclosed(Self::expressions);
                select.clauses.extend(keys.into_iter().map(|expression| Clause {
                    subtype: IndirectSubtype::GroupBy,
                    expression,
                    names: ClauseNames::ColumnsThenResult,
                }));
            }
        }
    }

    /// Reads a select list, or the list of `RETURNING`.
    pub(super) fn items(&mut self) -> Vec<Item> {
        let mut items = Vec::new();
        while !self.is_at_end() {
            let from = self.at;
            items.extend(self.item());
            self.skip_to_item_end();
            if !self.eat_mark(b',') {
                break;
            }
            debug_assert!(self.at > from, "a comma was read");
        }
        items
    }

    fn item(&mut self) -> Option<Item> {
        let from = self.at;
        if self.is_mark(0, b'*') {
            self.advance(1);
            return Some(self.star(Vec::new(), from));
        }
        if matches!(self.kind(0), Kind::Parameter) && self.kind(1) == Kind::Named {
            self.advance(2);
        }
        let mut expression = self.expression();
        if self.at == from {
            return None;
        }
        let is_row = match expression.mentions.as_slice() {
            [only] => matches!(only.what, What::Row(_)) && only.span == expression.span,
            _ => false,
        };
        if is_row && let Some(What::Row(qualifier)) = expression.mentions.pop().map(|mention| mention.what) {
            return Some(self.star(qualifier, from));
        }
        let alias = if self.eat(Word::As) {
            self.label(true)
        } else if self.ends_operand() {
            None
        } else {
            self.label(false)
        };
        Some(Item::Value { expression, alias })
    }

    /// Reads what is different from every column, after a star.
    fn star(&mut self, qualifier: Vec<Ident>, from: usize) -> Item {
        let mut star = Star { qualifier, span: self.span_from(from), ..Star::default() };
        loop {
            match self.word(0) {
                Word::Except | Word::Exclude if self.is_mark(1, b'(') && !self.holds_query(self.at + 1) => {
                    self.advance(1);
                    star.without.extend(self.name_list());
                }
                Word::Exclude if self.ident_at(1, false).is_some() => {
                    self.advance(1);
                    star.without.extend(self.ident());
                }
                Word::Replace if self.is_mark(1, b'(') => {
                    self.advance(1);
                    star.replaced.extend(self.enclosed(Self::replacements));
                }
                Word::Rename if self.is_mark(1, b'(') => {
                    self.advance(1);
                    star.renamed.extend(self.enclosed(Self::renamings));
                }
                _ => return Item::Star(star),
            }
        }
    }

    fn replacements(&mut self) -> Vec<(Expression, Ident)> {
        let mut list = Vec::new();
        while !self.is_at_end() {
            let expression = self.expression();
            self.eat(Word::As);
            if let Some(name) = self.ident() {
                list.push((expression, name));
            }
            self.pass_to_comma();
        }
        list
    }

    fn renamings(&mut self) -> Vec<(Ident, Ident)> {
        let mut list = Vec::new();
        while !self.is_at_end() {
            let old = self.dotted().pop();
            self.eat(Word::As);
            list.extend(old.zip(self.ident()));
            self.pass_to_comma();
        }
        list
    }

    /// Passes over what is left of a list's entry.
    fn skip_to_item_end(&mut self) {
        let from = self.at;
        let mut at = self.at;
        while at < self.end {
            match self.text.tokens[at].kind {
                Kind::Mark(b',' | b';') => break,
                Kind::Mark(b'(' | b'[' | b'{') => at = self.partner(at),
                Kind::Word(word) if word.starts_clause() || ends_select(word) => break,
                _ => {}
            }
            at += 1;
        }
        if at > from {
            self.skip(
                at - from,
                "skipped_text",
                "an entry of the select list goes on in a way that was not understood",
            );
        }
    }

    /// Reads the next clause of a select; false when what comes next is none.
    fn select_clause(&mut self, select: &mut Select) -> bool {
        if self.is_at_end() {
            return false;
        }
        match self.word(0) {
            Word::From => {
                self.advance(1);
                select.from.extend(self.relations());
            }
            Word::Where => self.row_clause(select, IndirectSubtype::Filter, ClauseNames::Columns),
            Word::Having | Word::Qualify => {
                self.row_clause(select, IndirectSubtype::Filter, ClauseNames::ColumnsThenResult)
            }
            Word::Group if self.word(1) == Word::By => self.group_by(select),
            Word::Window => self.windows(select),
            Word::Into => self.write_target(select),
            Word::With if self.word(1) == Word::Rollup => self.advance(2),
            word if ends_select(word) => return false,
            _ => {
                let is_bracket = self.is_mark(0, b'(') || self.is_mark(0, b'[');
                let next = if is_bracket { self.partner(self.at) + 1 } else { self.at + 1 };
                self.skip(next - self.at, "skipped_text", "not a clause of a query that is known here");
            }
        }
        true
    }

    fn row_clause(&mut self, select: &mut Select, subtype: IndirectSubtype, names: ClauseNames) {
        self.advance(1);
        let from = self.at;
        let expression = self.expression();
        if self.at == from {
            self.note(from, "missing_condition", "a condition was expected");
        }
        // SQLite lets every clause name columns of the result.
        let names = if self.dialect().filters_by_result() { ClauseNames::ColumnsThenResult } else { names };
        select.clauses.push(Clause { subtype, expression, names });
    }

    fn group_by(&mut self, select: &mut Select) {
        self.advance(2);
        self.eat_any(&[Word::All, Word::Distinct]);
        let keys = self.sort_keys();
        select.clauses.extend(keys.into_iter().map(|expression| Clause {
            subtype: IndirectSubtype::GroupBy,
            expression,
            names: ClauseNames::ColumnsThenResult,
        }));
    }

    /// Reads `WINDOW name AS (…), …`.
    fn windows(&mut self, select: &mut Select) {
        self.advance(1);
        while let Some(name) = self.ident() {
            self.eat(Word::As);
            let keys = self.window_keys();
            select.windows.push((name, keys));
            if !self.eat_mark(b',') {
                break;
            }
        }
    }

    /// Reads `INTO t`, or passes over the file or variable it names.
    fn write_target(&mut self, select: &mut Select) {
        self.advance(1);
        self.eat_any(&[Word::Temp, Word::Temporary, Word::Unlogged, Word::Table]);
        if self.dialect().selects_into_tables() {
            select.into = self.table_name();
            return;
        }
        while !self.is_at_end() && !self.word(0).starts_clause() && !ends_select(self.word(0)) {
            self.advance(1);
        }
    }
}

/// Whether `word` belongs to what encloses or follows a select.
fn ends_select(word: Word) -> bool {
    matches!(
        word,
        Word::Union | Word::Intersect | Word::Except | Word::Minus | Word::Order | Word::Limit | Word::Offset
    ) || matches!(
        word,
        Word::Fetch | Word::For | Word::Lock | Word::Procedure | Word::With | Word::On | Word::Returning
    )
}
