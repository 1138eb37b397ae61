//! Stage two: tokens to pieces: statements, and what controls which of them run.
//!
//! A semicolon ends a statement even inside parentheses, so that a broken one
//! costs only itself. Bodies of routines, blocks and branches are taken apart
//! into the statements in them, whichever of them would run; bodies that stand
//! in quotes are left to the session, which reads them as texts of their own.

mod client;
mod control;
mod ending;
mod routine;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::Dialect;
use super::tokens::{Kind, Token};
use super::words::Word;

/// What a piece of a script is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A statement.
    Statement,
    /// The head of a routine, with its body when that is quoted.
    Routine,
    /// What `IF`, `WHILE`, `RETURN` and the like decide by or yield.
    Condition,
    /// What `FOR` goes through: `r IN …`.
    Loop,
    /// One entry of the declarations before a block.
    Declaration,
}

/// One piece, as a range of tokens; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) tokens: Range<usize>,
    pub(super) part: Part,
    /// Whether it may not run, or run again.
    pub(super) is_conditional: bool,
}

/// Splits `tokens` of `sql`; `is_body` tells that they are the body of a routine.
pub(super) fn pieces(sql: &str, tokens: &[Token], dialect: Dialect, is_body: bool) -> Vec<Piece> {
    let mut splitter = Splitter {
        sql,
        tokens,
        dialect,
        is_body,
        at: 0,
        pieces: Vec::new(),
        delimiter: None,
        blocks: Vec::new(),
        branches: 0,
        is_next_conditional: false,
        is_declaring: false,
        conditions_until: 0,
    };
    while splitter.at < tokens.len() {
        let from = splitter.at;
        splitter.step();
        debug_assert!(splitter.at > from, "every step reads a token");
        splitter.at = splitter.at.max(from + 1);
    }
    splitter.pieces
}

/// What is open until its `END`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    /// Runs from top to bottom.
    Plain,
    /// May not run, or run again.
    Branch,
    /// Runs when something failed.
    Handler,
}

struct Splitter<'a> {
    sql: &'a str,
    tokens: &'a [Token],
    dialect: Dialect,
    is_body: bool,
    at: usize,
    pieces: Vec<Piece>,
    /// What ends statements besides a semicolon.
    delimiter: Option<&'a str>,
    blocks: Vec<Block>,
    /// How many of the blocks may not run.
    branches: usize,
    /// Whether an `IF` without a block stands before.
    is_next_conditional: bool,
    /// Whether declarations are read.
    is_declaring: bool,
    /// Up to where the words that end a condition are known to be missing.
    conditions_until: usize,
}

/// Blocks inside one another; what is deeper is taken for flat.
const BLOCKS: usize = 10_000;

impl<'a> Splitter<'a> {
    fn kind(&self, at: usize) -> Kind {
        self.tokens.get(at).map_or(Kind::Mark(b';'), |token| token.kind)
    }

    fn text(&self, at: usize) -> &'a str {
        let token = self.tokens.get(at).copied();
        token.and_then(|token| self.sql.get(token.start as usize..token.end as usize)).unwrap_or_default()
    }

    /// Whether the token is one of `words`, which are in lower case.
    fn is_any(&self, at: usize, words: &[&str]) -> bool {
        matches!(self.kind(at), Kind::Word(_)) && {
            let text = self.text(at);
            words.iter().any(|word| text.eq_ignore_ascii_case(word))
        }
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.is_any(at, &[word])
    }

    /// Whether a token begins its line.
    fn begins_line(&self, at: usize) -> bool {
        let Some(previous) = at.checked_sub(1).and_then(|before| self.tokens.get(before)) else { return true };
        let start = self.tokens.get(at).map_or(self.sql.len(), |token| token.start as usize);
        self.sql.as_bytes().get(previous.end as usize..start).is_none_or(|gap| gap.contains(&b'\n'))
    }

    fn keep(&mut self, tokens: Range<usize>, part: Part) {
        if tokens.is_empty() {
            return;
        }
        let is_conditional = self.branches > 0 || self.is_next_conditional;
        self.pieces.push(Piece { tokens, part, is_conditional });
    }

    fn open(&mut self, block: Block) {
        let block = if self.is_next_conditional && block == Block::Plain { Block::Branch } else { block };
        self.is_next_conditional = false;
        if self.blocks.len() < BLOCKS {
            self.branches += usize::from(block != Block::Plain);
            self.blocks.push(block);
        }
    }

    fn close(&mut self) {
        if let Some(block) = self.blocks.pop() {
            self.branches -= usize::from(block != Block::Plain);
        }
    }

    fn close_all(&mut self) {
        self.blocks.clear();
        self.branches = 0;
        self.is_next_conditional = false;
        self.is_declaring = false;
    }

    /// Reads one piece, or what stands between pieces.
    fn step(&mut self) {
        if let Some(length) = self.delimiter_at(self.at) {
            self.close_all();
            self.at += length;
            return;
        }
        if self.client_line() {
            return;
        }
        match self.kind(self.at) {
            Kind::Mark(b';') => self.at += 1,
            Kind::Operator if self.text(self.at) == "/" && self.begins_line(self.at) => self.at += 1,
            Kind::Operator if self.is_label() => self.at += 5,
            Kind::Word(word) => self.step_at_word(word),
            _ => self.statement(),
        }
    }

    /// Whether `<<name>>` stands here.
    fn is_label(&self) -> bool {
        let is = |ahead: usize, text: &str| self.text(self.at + ahead) == text;
        is(0, "<") && is(1, "<") && is(3, ">") && is(4, ">")
    }

    fn step_at_word(&mut self, word: Word) {
        if word == Word::Delimiter && self.dialect == Dialect::MySql {
            return self.read_delimiter();
        }
        if self.is_batch_end(self.at) {
            self.close_all();
            self.at += if matches!(self.kind(self.at + 1), Kind::Number) { 2 } else { 1 };
            return;
        }
        if self.is_routine() {
            return self.routine();
        }
        if !self.control() {
            if self.is_declaring {
                return self.declaration();
            }
            self.statement();
        }
    }

    /// Whether `GO` stands alone on its line.
    fn is_batch_end(&self, at: usize) -> bool {
        if !matches!(self.dialect, Dialect::SqlServer | Dialect::Ansi) || !self.is(at, "go") {
            return false;
        }
        let next = at + 1 + usize::from(matches!(self.kind(at + 1), Kind::Number));
        self.begins_line(at) && (next >= self.tokens.len() || self.begins_line(next))
    }

    /// Reads `DELIMITER …`, which holds up to the end of its line.
    fn read_delimiter(&mut self) {
        let after_word = self.tokens[self.at].end as usize;
        let line = self.sql[after_word..].lines().next().unwrap_or_default();
        let delimiter = line.trim();
        self.delimiter = (!delimiter.is_empty() && delimiter != ";").then_some(delimiter);
        let line_end = after_word + line.len();
        let rest = &self.tokens[self.at + 1..];
        self.at += 1 + rest.iter().take_while(|token| (token.start as usize) < line_end).count();
    }

    /// How many tokens the delimiter at `at` takes, when one is there.
    fn delimiter_at(&self, at: usize) -> Option<usize> {
        let delimiter = self.delimiter?;
        let start = self.tokens.get(at)?.start as usize;
        self.sql[start..].starts_with(delimiter).then(|| {
            let end = start + delimiter.len();
            self.tokens[at..].iter().take_while(|token| (token.start as usize) < end).count().max(1)
        })
    }

    /// Whether the client's delimiter is the end of the word at `at`, as in `END$$`.
    fn ends_with_delimiter(&self, at: usize) -> bool {
        self.delimiter.is_some_and(|delimiter| self.text(at).ends_with(delimiter))
    }

    /// Reads one declaration.
    fn declaration(&mut self) {
        let end = self.semicolon(self.at);
        self.keep(self.at..end, Part::Declaration);
        self.at = end + 1;
    }

    /// The next semicolon or delimiter, or the end.
    fn semicolon(&self, from: usize) -> usize {
        let ends = |at: &usize| self.kind(*at) == Kind::Mark(b';') || self.delimiter_at(*at).is_some();
        (from..self.tokens.len()).find(ends).unwrap_or(self.tokens.len())
    }

    /// Reads one statement, and the semicolon behind it.
    fn statement(&mut self) {
        let end = self.statement_end(self.at);
        self.keep(self.at..end, Part::Statement);
        self.is_next_conditional = false;
        self.at = end + usize::from(self.kind(end) == Kind::Mark(b';'));
    }
}
