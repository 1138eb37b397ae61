//! The list of a select: values with their aliases, and stars with what is different.

use super::ends_select;
use crate::sql::Dialect;
use crate::sql::clauses::cursor::Parser;
use crate::sql::names::Ident;
use crate::sql::syntax::{Expression, Item, Star, What};
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads a select list, or the list of `RETURNING`.
    pub(in crate::sql::clauses) fn items(&mut self) -> Vec<Item> {
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
        if self.word(0) == Word::Columns && self.is_mark(1, b'(') && self.dialect() == Dialect::DuckDb {
            return Some(self.columns_star(from));
        }
        let assigned = self.assigned_item();
        let before = if assigned.is_some() { assigned } else { self.alias_before() };
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
        let (after, more) = self.item_alias();
        Some(Item::Value { expression, alias: before.or(after), more })
    }

    /// Reads an alias in front: SQL Server's `a = x`, DuckDB's `a: x`, or the variable that gets the value.
    fn alias_before(&mut self) -> Option<Ident> {
        let is_assigned = match self.kind(1) {
            Kind::Named => matches!(self.kind(0), Kind::Parameter),
            Kind::Mark(b'=') => self.dialect() == Dialect::SqlServer,
            Kind::Mark(b':') => self.dialect() == Dialect::DuckDb,
            _ => false,
        };
        if !is_assigned {
            return None;
        }
        if self.kind(0) == Kind::Parameter {
            self.advance(2);
            return None;
        }
        let alias = self.label(false)?;
        self.advance(1);
        Some(alias)
    }

    /// Reads an alias behind, and those of a generator's further columns.
    fn item_alias(&mut self) -> (Option<Ident>, Vec<Ident>) {
        if self.eat(Word::As) {
            if !self.is_mark(0, b'(') {
                return (self.label(true), Vec::new());
            }
            let mut names = self.name_list().into_iter();
            return (names.next(), names.collect());
        }
        let alias = if self.ends_operand() { None } else { self.label(false) };
        (alias, Vec::new())
    }

    /// Reads DuckDB's `COLUMNS (…)`, which stands for some of the columns.
    fn columns_star(&mut self, from: usize) -> Item {
        self.advance(1);
        let inner = self.enclosed(|parser| {
            let star = if parser.eat_mark(b'*') { Some(parser.star(Vec::new(), from)) } else { None };
            parser.at = parser.end;
            star
        });
        inner.unwrap_or_else(|| {
            let span = self.span_from(from);
            Item::Star(Star { span, ..Star::default() })
        })
    }

    /// Reads what is different from every column, after a star.
    fn star(&mut self, qualifier: Vec<Ident>, from: usize) -> Item {
        let mut star = Star { qualifier, span: self.span_from(from), ..Star::default() };
        loop {
            match self.word(0) {
                Word::Except | Word::Exclude if self.is_mark(1, b'(') && !self.holds_query(self.at + 1) => {
                    self.advance(1);
                    star.without.extend(self.enclosed(Self::qualified_names));
                }
                Word::Exclude | Word::Except if self.starts_exclusion() => {
                    self.advance(1);
                    let name = self.dotted();
                    star.without.push(name);
                }
                Word::Replace if self.is_mark(1, b'(') => {
                    self.advance(1);
                    star.replaced.extend(self.enclosed(Self::replacements));
                }
                Word::Replace if self.ident_at(1, false).is_some() => {
                    self.advance(1);
                    let expression = self.expression();
                    self.eat(Word::As);
                    star.replaced.extend(self.ident().map(|name| (expression, name)));
                }
                Word::Rename if self.is_mark(1, b'(') => {
                    self.advance(1);
                    star.renamed.extend(self.enclosed(Self::renamings));
                }
                Word::Rename if self.word(2) == Word::As => {
                    self.advance(1);
                    let old = self.ident();
                    self.advance(1);
                    star.renamed.extend(old.zip(self.ident()));
                }
                // Which columns a pattern chooses is not worked out: all are told.
                Word::Ilike | Word::Like if self.kind(1) == Kind::Text => self.advance(2),
                Word::Apply if self.is_mark(1, b'(') => {
                    self.advance(1);
                    self.pass_enclosed();
                }
                _ => return Item::Star(star),
            }
        }
    }

    /// Whether one column without parentheses is left out here.
    fn starts_exclusion(&mut self) -> bool {
        let may = self.word(0) == Word::Exclude || self.dialect() == Dialect::ClickHouse;
        may && self.ident_at(1, false).is_some() && !matches!(self.word(1), Word::Distinct | Word::All)
    }

    pub(in crate::sql::clauses) fn qualified_names(&mut self) -> Vec<Vec<Ident>> {
        let mut list = Vec::new();
        while !self.is_at_end() {
            let mut name = self.dotted();
            if name.is_empty() {
                name.extend(self.label(true));
            }
            if !name.is_empty() {
                list.push(name);
            }
            self.pass_to_comma();
        }
        list
    }

    pub(in crate::sql::clauses) fn replacements(&mut self) -> Vec<(Expression, Ident)> {
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

    pub(in crate::sql::clauses) fn renamings(&mut self) -> Vec<(Ident, Ident)> {
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
                Kind::Operator if self.is_pipe_at(at) => break,
                Kind::Mark(b'(' | b'[' | b'{') => at = self.partner(at),
                Kind::Word(word) if word.starts_clause() || ends_select(word) || word == Word::Using => break,
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
}
