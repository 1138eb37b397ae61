//! Stage three: one statement's tokens to a small tree of its clauses.
//!
//! Recursive descent over the skeleton that all dialects share. What does not
//! fit is skipped up to the next comma, clause or closing parenthesis, counted
//! and noted; what names mean is not asked here.

mod assign;
mod brackets;
mod create;
mod cursor;
mod declare;
mod expression;
mod fan;
mod files;
mod frames;
mod from;
mod functions;
mod insert;
mod modify;
mod objects;
mod paths;
mod pipe;
mod procedural;
mod query;
mod routine;
mod run;
mod select;
mod session;
mod statement;

use super::Limits;
use super::act::Act;
use super::names::{Ident, Names};
use super::session::Locals;
use super::split::Part;
use super::statement::{Note, Span};
use super::syntax::Parsed;
use super::tokens::Token;
use super::words::Word;

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
    /// What the statement does to its session.
    pub(super) acts: Vec<Act>,
}

/// Reads one piece of a script that knows `locals`.
pub(super) fn read_part<'a>(
    text: Text<'a>,
    part: Part,
    names: &'a mut Names,
    limits: &Limits,
    locals: &'a Locals,
) -> Reading {
    let mut parser = cursor::Parser::new(text, names, limits);
    parser.locals = Some(locals);
    let parsed = match part {
        Part::Statement => parser.statement(),
        Part::Routine => parser.routine_piece(),
        Part::Condition => parser.condition_piece(),
        Part::Loop => parser.loop_piece(),
        Part::Declaration => parser.declaration(),
    };
    finish(parser, parsed)
}

/// Reads the names of the parameters that a parenthesis declares.
pub(super) fn parameters(text: Text<'_>, names: &mut Names, limits: &Limits) -> Vec<Ident> {
    cursor::Parser::new(text, names, limits).declared_parameters()
}

/// The reading, with what is left of the text counted.
fn finish(mut parser: cursor::Parser<'_>, parsed: Parsed) -> Reading {
    let text = parser.text;
    // What a write returns goes to variables.
    if parser.word(0) == Word::Into && parser.locals.is_some_and(Locals::has_variables) {
        parser.at = parser.end;
    }
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
        acts: parser.acts,
    }
}

/// Reads one statement that stands alone.
#[cfg(test)]
pub(super) fn read(text: Text<'_>, names: &mut Names, limits: &Limits) -> Reading {
    let mut parser = cursor::Parser::new(text, names, limits);
    let parsed = parser.statement();
    finish(parser, parsed)
}

#[cfg(test)]
mod tests;
