//! Stage two: tokens to statements.
//!
//! A semicolon ends a statement even inside parentheses, so that a broken one
//! costs only itself; bodies of routines between `BEGIN` and `END` are kept
//! whole, and so is everything up to what `DELIMITER` names.

use std::ops::Range;

use super::Dialect;
use super::tokens::{Kind, Token};
use super::words::Word;

/// One statement, as a range of tokens; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) tokens: Range<usize>,
}

/// How many tokens of `CREATE …` may come before the word that tells what is created.
const HEADER_TOKENS: usize = 16;

/// Splits `tokens` of `sql` into statements.
pub(super) fn statements(sql: &str, tokens: &[Token], dialect: Dialect) -> Vec<Piece> {
    let mut splitter = Splitter { sql, tokens, delimiter: None, pieces: Vec::new() };
    let mut at = 0;
    while at < tokens.len() {
        at = if dialect == Dialect::MySql && tokens[at].kind == Kind::Word(Word::Delimiter) {
            splitter.read_delimiter(at)
        } else {
            splitter.read_statement(at)
        };
    }
    splitter.pieces
}

struct Splitter<'a> {
    sql: &'a str,
    tokens: &'a [Token],
    /// What ends statements instead of a semicolon.
    delimiter: Option<&'a str>,
    pieces: Vec<Piece>,
}

impl Splitter<'_> {
    /// Reads `DELIMITER …`, which holds up to the end of its line, and tells the token after it.
    fn read_delimiter(&mut self, at: usize) -> usize {
        let after_word = self.tokens[at].end as usize;
        let line = self.sql[after_word..].lines().next().unwrap_or_default();
        let delimiter = line.trim();
        self.delimiter = (!delimiter.is_empty() && delimiter != ";").then_some(delimiter);
        let line_end = after_word + line.len();
        let rest = &self.tokens[at + 1..];
        at + 1 + rest.iter().take_while(|token| (token.start as usize) < line_end).count()
    }

    /// Reads one statement and tells the token after what ends it.
    fn read_statement(&mut self, from: usize) -> usize {
        let mut blocks = is_routine(&self.tokens[from..]).then_some(0_usize);
        let mut at = from;
        while at < self.tokens.len() {
            if let Some(length) = self.delimiter_at(at, blocks.unwrap_or(0)) {
                self.keep(from..at);
                return at + length;
            }
            if let Some(depth) = &mut blocks {
                *depth = depth_after(&self.tokens[from..], at - from, *depth);
            }
            at += 1;
        }
        self.keep(from..at);
        at
    }

    fn keep(&mut self, tokens: Range<usize>) {
        if !tokens.is_empty() {
            self.pieces.push(Piece { tokens });
        }
    }

    /// How many tokens the end of a statement at `at` takes, when it is one.
    fn delimiter_at(&self, at: usize, blocks: usize) -> Option<usize> {
        let token = self.tokens[at];
        let Some(delimiter) = self.delimiter else {
            return (token.kind == Kind::Mark(b';') && blocks == 0).then_some(1);
        };
        let start = token.start as usize;
        self.sql[start..].starts_with(delimiter).then(|| {
            let end = start + delimiter.len();
            self.tokens[at..].iter().take_while(|token| (token.start as usize) < end).count().max(1)
        })
    }
}

/// Whether a statement creates a routine, whose body may hold semicolons.
fn is_routine(tokens: &[Token]) -> bool {
    if tokens.first().is_none_or(|token| token.kind != Kind::Word(Word::Create)) {
        return false;
    }
    let header = tokens.iter().take(HEADER_TOKENS).filter_map(|token| match token.kind {
        Kind::Word(word) => Some(word),
        _ => None,
    });
    for word in header {
        match word {
            Word::Procedure | Word::Function | Word::Trigger | Word::Event => return true,
            Word::Table | Word::View | Word::Index | Word::As => return false,
            _ => {}
        }
    }
    false
}

/// How many blocks are open after the token at `at`.
fn depth_after(tokens: &[Token], at: usize, depth: usize) -> usize {
    let word_at = |at: usize| match tokens.get(at).map(|token| token.kind) {
        Some(Kind::Word(word)) => word,
        _ => Word::Other,
    };
    let follows_end = at > 0 && word_at(at - 1) == Word::End;
    match word_at(at) {
        Word::Begin | Word::Case if !follows_end => depth + 1,
        Word::End if !matches!(word_at(at + 1), Word::If | Word::Loop | Word::While | Word::Repeat) => {
            depth.saturating_sub(1)
        }
        _ => depth,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::tokens;

    fn split(sql: &str, dialect: Dialect) -> Vec<&str> {
        let tokens = tokens::read(sql, dialect, 1000).list;
        let text = |piece: &Piece| {
            let tokens = &tokens[piece.tokens.clone()];
            &sql[tokens[0].start as usize..tokens[tokens.len() - 1].end as usize]
        };
        statements(sql, &tokens, dialect).iter().map(text).collect()
    }

    #[test]
    fn semicolons_separate_and_empty_statements_vanish() {
        assert_eq!(split("a;; b ;--c\n", Dialect::Postgres), ["a", "b"]);
    }

    #[test]
    fn semicolon_ends_a_statement_whose_parenthesis_stayed_open() {
        assert_eq!(split("select ((; select 1", Dialect::MySql), ["select ((", "select 1"]);
    }

    #[test]
    fn body_of_a_routine_is_kept_whole() {
        let sql =
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; SELECT 1; END; SELECT 2";
        assert_eq!(split(sql, Dialect::Sqlite).len(), 2);
    }

    #[test]
    fn begin_of_a_transaction_opens_no_block() {
        assert_eq!(split("BEGIN; SELECT 1; COMMIT", Dialect::Postgres), ["BEGIN", "SELECT 1", "COMMIT"]);
    }

    #[test]
    fn delimiter_of_mysql_replaces_the_semicolon() {
        let sql = "DELIMITER //\nCREATE PROCEDURE p() a; b //\nDELIMITER ;\nSELECT 1; SELECT 2";
        assert_eq!(split(sql, Dialect::MySql), ["CREATE PROCEDURE p() a; b", "SELECT 1", "SELECT 2"]);
    }
}
