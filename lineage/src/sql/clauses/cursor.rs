//! Walking over the tokens of a statement, within bounds that parentheses set.
//!
//! Entering a parenthesis moves the end of the walk to its partner, so that no
//! reading can run out of it and whatever is left inside is skipped at once.

use super::Text;
use super::brackets::{find_partners, find_queries};
use crate::sql::act::Act;
use crate::sql::names::{self, Ident, Names};
use crate::sql::session::Locals;
use crate::sql::statement::{Note, Span};
use crate::sql::syntax::TableName;
use crate::sql::tokens::{Kind, Token};
use crate::sql::words::Word;
use crate::sql::{Dialect, Limits};

/// Notes of one statement; a statement that is odd everywhere is not told more often.
const NOTES: usize = 32;

/// The state of reading one statement.
pub(super) struct Parser<'a> {
    pub(super) text: Text<'a>,
    pub(super) names: &'a mut Names,
    pub(super) at: usize,
    /// Where reading has to stop.
    pub(super) end: usize,
    /// For each opening bracket the place of its partner, or the end of the statement.
    partners: Vec<u32>,
    /// For each opening parenthesis, whether it holds a query.
    holds_query: Vec<bool>,
    pub(super) depth: usize,
    pub(super) limits: Limits,
    pub(super) skipped: usize,
    /// The token after what was skipped last.
    skipped_to: usize,
    pub(super) steps: u64,
    pub(super) notes: Vec<Note>,
    /// What the statement does to its session.
    pub(super) acts: Vec<Act>,
    /// What the script knows before the statement.
    pub(super) locals: Option<&'a Locals>,
    /// Whether what is assigned is put behind what the variable holds.
    pub(super) adds: bool,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: Text<'a>, names: &'a mut Names, limits: &Limits) -> Self {
        let partners = find_partners(text.tokens);
        let holds_query = find_queries(text.tokens, &partners);
        let end = text.tokens.len();
        let limits = *limits;
        let notes = Vec::new();
        Self {
            text,
            names,
            at: 0,
            end,
            partners,
            holds_query,
            depth: 0,
            limits,
            skipped: 0,
            skipped_to: 0,
            steps: 0,
            notes,
            acts: Vec::new(),
            locals: None,
            adds: false,
        }
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.names.dialect()
    }

    pub(super) fn token(&self, at: usize) -> Option<Token> {
        if at < self.end { self.text.tokens.get(at).copied() } else { None }
    }

    /// The kind of the token `ahead` of the current one, or that of a final semicolon.
    pub(super) fn kind(&self, ahead: usize) -> Kind {
        self.token(self.at + ahead).map_or(Kind::Mark(b';'), |token| token.kind)
    }

    pub(super) fn word(&self, ahead: usize) -> Word {
        match self.kind(ahead) {
            Kind::Word(word) => word,
            _ => Word::Other,
        }
    }

    pub(super) fn is_mark(&self, ahead: usize, mark: u8) -> bool {
        self.kind(ahead) == Kind::Mark(mark)
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.end
    }

    pub(super) fn advance(&mut self, count: usize) {
        self.steps += 1;
        self.at = (self.at + count).min(self.end);
    }

    /// Goes back to a token that was read before.
    pub(super) fn rewind(&mut self, to: usize) {
        self.steps += 1;
        self.at = to;
    }

    pub(super) fn eat(&mut self, word: Word) -> bool {
        let is_there = self.kind(0) == Kind::Word(word);
        if is_there {
            self.advance(1);
        }
        is_there
    }

    /// Eats `words` when all of them follow in this order.
    pub(super) fn eat_all(&mut self, words: &[Word]) -> bool {
        let are_there = words.iter().enumerate().all(|(ahead, word)| self.kind(ahead) == Kind::Word(*word));
        if are_there {
            self.advance(words.len());
        }
        are_there
    }

    /// Eats every following word that is one of `words`, and tells whether there was any.
    pub(super) fn eat_any(&mut self, words: &[Word]) -> bool {
        let from = self.at;
        while matches!(self.kind(0), Kind::Word(word) if words.contains(&word)) {
            self.advance(1);
        }
        self.at > from
    }

    pub(super) fn eat_mark(&mut self, mark: u8) -> bool {
        let is_there = self.is_mark(0, mark);
        if is_there {
            self.advance(1);
        }
        is_there
    }

    pub(super) fn text_of(&self, token: Token) -> &'a str {
        self.text.sql.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    /// The text of the token `ahead`, empty at the end.
    pub(super) fn spelling(&self, ahead: usize) -> &'a str {
        self.token(self.at + ahead).map_or("", |token| self.text_of(token))
    }

    /// Where the partner of the bracket at `at` stands, or the end of the bounds.
    pub(super) fn partner(&self, at: usize) -> usize {
        self.partners.get(at).map_or(self.end, |partner| *partner as usize).min(self.end)
    }

    /// Whether the token at `at` is a parenthesis around a query.
    pub(super) fn holds_query(&self, at: usize) -> bool {
        at < self.end && self.holds_query.get(at).copied().unwrap_or(false)
    }

    /// The range of text from the token at `from` up to the last one that was read.
    pub(super) fn span_from(&self, from: usize) -> Span {
        let beyond = self.text.tokens.last().map_or(0, |token| token.end as usize);
        let start = self.text.tokens.get(from).map_or(beyond, |token| token.start as usize);
        let last = self.at.max(from + 1) - 1;
        let end = self.text.tokens.get(last).map_or(start, |token| token.end as usize);
        Span(start, end.max(start))
    }

    pub(super) fn note(&mut self, from: usize, code: &'static str, message: &str) {
        if self.notes.len() < NOTES {
            self.notes.push(Note { span: self.span_from(from), code, message: message.to_owned() });
        }
    }

    /// Passes over `count` tokens that nothing is made of.
    pub(super) fn skip(&mut self, count: usize, code: &'static str, message: &str) {
        let from = self.at;
        self.advance(count);
        self.skipped += self.at - from;
        let goes_on = from > 0 && std::mem::replace(&mut self.skipped_to, self.at) == from;
        let end = self.span_from(from).1;
        match self.notes.last_mut() {
            Some(last) if goes_on && last.code == code => last.span.1 = end,
            _ => self.note(from, code, message),
        }
    }

    /// Reads what the bracket at the current token encloses with `read`, and leaves it behind.
    pub(super) fn enclosed<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let close = self.partner(self.at);
        let outer_end = std::mem::replace(&mut self.end, close);
        self.advance(1);
        let result = read(self);
        if self.at < close {
            self.skip(close - self.at, "skipped_text", "the end of a parenthesis was not understood");
        }
        self.end = outer_end;
        self.at = close;
        self.advance(1);
        result
    }

    /// Leaves a parenthesis at the current token behind without a look into it.
    pub(super) fn pass_enclosed(&mut self) {
        if self.is_mark(0, b'(') {
            self.at = self.partner(self.at);
            self.advance(1);
        }
    }

    /// Reads with `read` one level deeper, or not at all when that is too deep.
    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= self.limits.depth {
            let rest = self.end.saturating_sub(self.at);
            self.skip(rest, "too_deep", "nested deeper than the limit; the inside was not read");
            return None;
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        Some(result)
    }

    /// The identifier at the current token plus `ahead`, when it can be one.
    ///
    /// A reserved word is none, unless a dot stands before it.
    pub(super) fn ident_at(&mut self, ahead: usize, allows_reserved: bool) -> Option<Ident> {
        let token = self.token(self.at + ahead)?;
        match token.kind {
            Kind::Quoted => {
                let name = names::unquote(self.text_of(token));
                Some(self.names.exact(&name))
            }
            Kind::Word(word) if allows_reserved || !word.is_reserved() => Some(self.names.bare(self.text_of(token))),
            // Columns of staged files are numbered.
            Kind::Parameter if allows_reserved && self.dialect() == Dialect::Snowflake => {
                let text = self.text_of(token);
                text.starts_with('$').then(|| self.names.bare(text))
            }
            _ => None,
        }
    }

    /// Whether `|>` stands here, which hands a query's rows on to the next step.
    pub(super) fn is_pipe(&self) -> bool {
        self.is_pipe_at(self.at)
    }

    /// Whether `|>` stands at the token `at`.
    pub(super) fn is_pipe_at(&self, at: usize) -> bool {
        let (Some(one), Some(other)) = (self.token(at), self.token(at + 1)) else { return false };
        one.end == other.start && self.text_of(one) == "|" && self.text_of(other) == ">"
    }

    /// Reads an identifier.
    pub(super) fn ident(&mut self) -> Option<Ident> {
        let ident = self.ident_at(0, false)?;
        self.advance(1);
        Some(ident)
    }

    /// Reads an identifier or a text that stands for one, as MySQL and SQLite allow for aliases.
    pub(super) fn label(&mut self, allows_reserved: bool) -> Option<Ident> {
        if self.kind(0) == Kind::Text && self.dialect().has_text_aliases() {
            let name = names::unquote(self.spelling(0));
            self.advance(1);
            return Some(self.names.exact(&name));
        }
        let ident = self.ident_at(0, allows_reserved)?;
        self.advance(1);
        Some(ident)
    }

    /// Reads identifiers separated by dots; after a dot any word is one.
    pub(super) fn dotted(&mut self) -> Vec<Ident> {
        let mut parts = Vec::new();
        let Some(first) = self.ident() else { return parts };
        parts.push(first);
        while self.is_mark(0, b'.') {
            let Some(part) = self.ident_at(1, true) else { break };
            parts.push(part);
            self.advance(2);
        }
        parts
    }

    /// Reads the name of an object, or of a file that is read like one.
    pub(super) fn table_name(&mut self) -> Option<TableName> {
        let from = self.at;
        if let Some(place) = self.file_place() {
            let parts = vec![self.names.exact(&place)];
            return Some(TableName { parts, is_file: true, span: self.span_from(from) });
        }
        let parts = self.object_parts();
        if parts.is_empty() {
            return None;
        }
        Some(TableName { parts, is_file: false, span: self.span_from(from) })
    }

    /// Reads a parenthesis with names, of which the first identifier of each entry counts.
    pub(super) fn name_list(&mut self) -> Vec<Ident> {
        if !self.is_mark(0, b'(') {
            return Vec::new();
        }
        self.enclosed(|parser| {
            let mut list = Vec::new();
            while !parser.is_at_end() {
                let parts = parser.dotted();
                let text = if parts.is_empty() { parser.label(true) } else { None };
                list.extend(parts.last().copied().or(text));
                parser.pass_to_comma();
            }
            list
        })
    }

    /// Passes over the rest of a list's entry and the comma after it.
    pub(super) fn pass_to_comma(&mut self) {
        while !self.is_at_end() {
            match self.kind(0) {
                Kind::Mark(b',') => return self.advance(1),
                Kind::Mark(b'(' | b'[' | b'{') => {
                    self.at = self.partner(self.at);
                    self.advance(1);
                }
                _ => self.advance(1),
            }
        }
    }
}
