//! Stage three: one statement's tokens to a small tree of its clauses.
//!
//! Recursive descent over the skeleton that all dialects share. What does not
//! fit is skipped up to the next comma, clause or closing parenthesis, counted
//! and noted; what names mean is not asked here.

mod create;
mod cursor;
mod expression;
mod fan;
mod files;
mod frames;
mod from;
mod functions;
mod insert;
mod modify;
mod objects;
mod pipe;
mod query;
mod select;
mod statement;

use super::Limits;
use super::names::Names;
use super::statement::{Note, Span};
use super::syntax::Parsed;
use super::tokens::Token;

/// The text of one statement.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    /// The text that the tokens' ranges refer to.
    pub(super) sql: &'a str,
    /// The statement's tokens; not empty.
    pub(super) tokens: &'a [Token],
}

/// What was read of one statement.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) parsed: Parsed,
    pub(super) span: Span,
    pub(super) tokens: usize,
    /// Tokens that nothing was made of.
    pub(super) skipped: usize,
    /// Steps taken.
    pub(super) steps: u64,
    pub(super) notes: Vec<Note>,
}

/// Reads one statement.
pub(super) fn read(text: Text<'_>, names: &mut Names, limits: &Limits) -> Reading {
    let mut parser = cursor::Parser::new(text, names, limits);
    let parsed = parser.statement();
    let rest = parser.end - parser.at;
    if rest > 0 {
        parser.skip(rest, "trailing_text", "the end of the statement was not understood");
    }
    let last = text.tokens.len() - 1;
    let span = Span(text.tokens[0].start as usize, text.tokens[last].end as usize);
    Reading {
        parsed,
        span,
        tokens: text.tokens.len(),
        skipped: parser.skipped,
        steps: parser.steps,
        notes: parser.notes,
    }
}

#[cfg(test)]
mod tests;
