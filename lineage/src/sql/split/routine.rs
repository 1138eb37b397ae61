//! The heads of routines: where the body begins that stands in no quotes.

use super::{Part, Splitter};
use crate::sql::Dialect;
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

/// How many tokens of `CREATE …` may come before the word that tells what is created.
const HEADER_TOKENS: usize = 24;

/// With what the body of a routine of MySQL may begin.
const VERBS: &[&str] = &[
    "begin", "select", "insert", "update", "delete", "set", "call", "if", "while", "loop", "repeat", "return",
    "declare", "replace", "truncate", "create", "drop", "with", "merge", "prepare", "execute", "signal", "case", "for",
];

impl Splitter<'_> {
    /// Whether a routine is created here, whose body holds statements.
    pub(super) fn is_routine(&self) -> bool {
        // In packages and declarations no `CREATE` stands before.
        let is_named = matches!(self.kind(self.at + 1), Kind::Word(_) | Kind::Quoted);
        if self.is_any(self.at, &["procedure", "function"]) && is_named {
            return true;
        }
        if !self.is_any(self.at, &["create", "alter"]) {
            return false;
        }
        let is_alter = self.kind(self.at) == Kind::Word(Word::Alter);
        if is_alter && self.dialect != Dialect::SqlServer {
            return false;
        }
        for at in self.at + 1..self.tokens.len().min(self.at + HEADER_TOKENS) {
            match self.kind(at) {
                Kind::Word(Word::Table) if self.is(at + 1, "function") => return true,
                Kind::Word(Word::Table | Word::View | Word::Index | Word::As) | Kind::Mark(b';') => return false,
                Kind::Word(_) if self.is_any(at, &["schema", "database", "type", "role", "user"]) => return false,
                Kind::Word(_)
                    if self.is_any(at, &["procedure", "proc", "function", "trigger", "event", "package", "task"]) =>
                {
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    /// Reads the head of a routine, up to the body.
    pub(super) fn routine(&mut self) {
        let from = self.at;
        if !self.is_declaring {
            self.close_all();
        }
        let body = self.body(from);
        self.keep(from..body.from.min(self.tokens.len()).max(from + 1), Part::Routine);
        self.at = body.from.max(from + 1);
        self.is_declaring = body.is_declaring;
        if body.is_value {
            let end = self.semicolon(self.at);
            self.keep(self.at..end, Part::Condition);
            self.at = end.max(self.at);
        }
    }

    /// Where the body of the routine begins.
    fn body(&self, from: usize) -> Body {
        let at_end = |at: usize| Body { from: at, is_declaring: false, is_value: false };
        let mut depth = 0_usize;
        let mut has_arguments = false;
        let is_event = (from..self.tokens.len().min(from + HEADER_TOKENS)).any(|at| self.is(at, "event"));
        let is_trigger = (from..self.tokens.len().min(from + HEADER_TOKENS)).any(|at| self.is(at, "trigger"));
        for at in from + 1..self.tokens.len() {
            if self.delimiter_at(at).is_some() {
                return at_end(at);
            }
            match self.kind(at) {
                Kind::Mark(b';') => return at_end(at),
                Kind::Mark(b'(') => depth += 1,
                Kind::Mark(b')') => {
                    depth = depth.saturating_sub(1);
                    has_arguments |= depth == 0;
                }
                Kind::Word(_) if depth == 0 => {
                    if self.is(at, "begin") && !self.is(at - 1, "language") {
                        return at_end(at);
                    }
                    if self.is_any(at, &["as", "is"]) && self.is_body_mark(at) {
                        return self.body_behind(at);
                    }
                    if self.is(at, "return") && !self.is_any(at + 1, &["next"]) && self.dialect != Dialect::Oracle {
                        return at_end(at);
                    }
                    let is_due = match (is_trigger, is_event) {
                        (true, _) => self.is(at - 1, "row"),
                        (_, true) => self.is(at - 1, "do"),
                        _ => has_arguments,
                    };
                    if self.dialect == Dialect::MySql && is_due && self.is_any(at, VERBS) {
                        return at_end(at);
                    }
                }
                _ => {}
            }
        }
        at_end(self.tokens.len())
    }

    /// Whether `AS` or `IS` at `at` stands before a body rather than a type or an account.
    fn is_body_mark(&self, at: usize) -> bool {
        let follows_parameter = matches!(self.kind(at - 1), Kind::Parameter);
        !follows_parameter && !self.is_any(at - 1, &["execute", "exec", "security"])
    }

    /// The body behind `AS` or `IS` at `at`.
    fn body_behind(&self, at: usize) -> Body {
        let next = at + 1;
        match self.kind(next) {
            // A quoted body belongs to the head, with the options behind it.
            Kind::Body | Kind::Text => Body { from: self.semicolon(next), is_declaring: false, is_value: false },
            Kind::Mark(b'(') => Body { from: next, is_declaring: false, is_value: true },
            Kind::Word(_) => {
                let is_declaring = matches!(self.dialect, Dialect::Oracle | Dialect::Ansi | Dialect::Vertica)
                    && !self.is_any(next, VERBS);
                Body { from: next, is_declaring, is_value: false }
            }
            _ => Body { from: next, is_declaring: false, is_value: false },
        }
    }
}

/// A body without quotes.
struct Body {
    /// Its first token.
    from: usize,
    /// Whether it begins with declarations that no word announces.
    is_declaring: bool,
    /// Whether it is one expression.
    is_value: bool,
}
