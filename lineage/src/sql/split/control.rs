//! Blocks, branches and loops: what stands around statements and decides which of them run.

use super::{Block, Part, Splitter};
use crate::sql::Dialect;
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

/// What behind `BEGIN` tells that a transaction begins, and no block.
const TRANSACTIONS: &[&str] = &[
    "transaction",
    "tran",
    "work",
    "isolation",
    "read",
    "deferred",
    "immediate",
    "exclusive",
    "distributed",
    "concurrent",
    "dialog",
    "conversation",
];

impl Splitter<'_> {
    /// Reads a word of control; false, and nothing is read, when there is none.
    pub(super) fn control(&mut self) -> bool {
        let at = self.at;
        let word = self.text(at).to_ascii_lowercase();
        let is_inside = !self.blocks.is_empty();
        match word.as_str() {
            "begin" => return self.begin(),
            "end" | "endif" => self.end(),
            _ if self.ends_with_delimiter(at) && word.starts_with("end") => self.at += 1,
            "if" => self.branch(true),
            "elseif" | "elsif" | "elif" => self.branch(false),
            "else" => {
                self.at += 1;
                self.is_next_conditional = self.has_bare_branches();
            }
            "while" => self.branch(true),
            "loop" | "repeat" if self.kind(at + 1) != Kind::Mark(b'(') => {
                self.open(Block::Branch);
                self.at += 1;
            }
            "until" if is_inside => self.until(),
            "for" | "foreach" | "forall" => return self.each(&word),
            "case" => self.case(),
            "when" if is_inside => self.when(),
            "exception" if is_inside => self.exception(),
            "declare" => return self.declare(),
            "do" if self.is(at + 1, "begin") => self.at += 1,
            "then" => self.at += 1,
            _ => return self.labelled(),
        }
        true
    }

    /// Whether a branch is one statement rather than all up to its `END IF`.
    fn has_bare_branches(&self) -> bool {
        self.dialect == Dialect::SqlServer
    }

    fn labelled(&mut self) -> bool {
        let is_colon =
            matches!(self.kind(self.at + 1), Kind::Mark(b':') | Kind::Operator) && self.text(self.at + 1) == ":";
        let is_label = is_colon && self.is_any(self.at + 2, &["begin", "loop", "while", "repeat", "for"]);
        if is_label {
            self.at += 2;
        }
        is_label
    }

    /// Reads `BEGIN` of a block; false when it begins a transaction.
    fn begin(&mut self) -> bool {
        let next = self.at + 1;
        let is_alone = matches!(self.kind(next), Kind::Mark(b';')) && !self.is_body && self.blocks.is_empty();
        if is_alone && !self.is_declaring && self.pieces.last().is_none_or(|piece| piece.part != Part::Routine)
            || self.is_any(next, TRANSACTIONS)
        {
            return false;
        }
        self.is_declaring = false;
        let block = if self.is(next, "catch") { Block::Branch } else { Block::Plain };
        self.open(block);
        self.at = next;
        if self.is_any(next, &["try", "catch", "atomic"]) {
            self.at += 1;
        } else if self.is(next, "not") && self.is(next + 1, "atomic")
            || self.is(next, "statement") && self.is(next + 1, "set")
        {
            self.at += 2;
        }
        true
    }

    /// Reads `END`, and the words and the label that tell what ends.
    fn end(&mut self) {
        self.close();
        self.is_next_conditional = false;
        self.at += 1;
        let words: &[&str] = if self.has_bare_branches() {
            &["try", "catch", "conversation"]
        } else {
            &["if", "loop", "while", "case", "repeat", "for", "try", "catch"]
        };
        if self.is_any(self.at, words) {
            self.at += 1;
        }
        let is_name = matches!(self.kind(self.at), Kind::Word(_) | Kind::Quoted);
        if is_name && (self.kind(self.at + 1) == Kind::Mark(b';') || self.delimiter_at(self.at + 1).is_some()) {
            self.at += 1;
        }
    }

    /// Reads `IF`, `ELSIF` or `WHILE` with its condition.
    fn branch(&mut self, opens: bool) {
        let from = self.at + 1;
        let close = self.condition_end(from);
        let end = close.unwrap_or_else(|| self.bare_condition_end(from));
        self.keep(from..end, Part::Condition);
        match close {
            Some(_) => {
                if opens {
                    self.open(Block::Branch);
                }
                self.at = end + 1;
            }
            None => {
                self.is_next_conditional = true;
                self.at = end.max(from);
            }
        }
    }

    /// The word behind the condition that begins at `from`; what was looked for in vain is not looked for again.
    fn condition_end(&mut self, from: usize) -> Option<usize> {
        if self.has_bare_branches() || from < self.conditions_until {
            return None;
        }
        let found = self.find(from, &["then", "do", "loop"]);
        if found.is_none() {
            self.conditions_until = self.semicolon(from);
        }
        found
    }

    /// The first of `words` behind `from` that stands in neither parentheses nor a `CASE`, before a semicolon.
    pub(super) fn find(&self, from: usize, words: &[&str]) -> Option<usize> {
        let (mut depth, mut cases) = (0_usize, 0_usize);
        for at in from..self.tokens.len() {
            match self.kind(at) {
                Kind::Mark(b';') => return None,
                Kind::Mark(b'(') => depth += 1,
                Kind::Mark(b')') => depth = depth.saturating_sub(1),
                Kind::Word(Word::Case) => cases += 1,
                Kind::Word(Word::End) if cases > 0 => cases -= 1,
                Kind::Word(_) if depth == 0 && cases == 0 && self.is_any(at, words) => return Some(at),
                _ => {}
            }
        }
        None
    }

    fn until(&mut self) {
        let from = self.at + 1;
        let end = self.find(from, &["end"]).unwrap_or_else(|| self.semicolon(from));
        self.keep(from..end, Part::Condition);
        self.at = end;
    }

    /// Reads `FOR r IN … LOOP` and its relatives; false when it is no loop.
    fn each(&mut self, word: &str) -> bool {
        let from = self.at + 1;
        if word == "forall" {
            let verbs = &["insert", "update", "delete", "merge", "execute", "save"];
            self.at = self.find(from, verbs).unwrap_or_else(|| self.semicolon(from));
            self.is_next_conditional = true;
            return true;
        }
        let Some(end) = self.find(from, &["loop", "do"]) else { return false };
        self.open(Block::Branch);
        self.keep(from..end, Part::Loop);
        self.at = end + 1;
        true
    }

    /// Reads `CASE` of control: what it compares, up to the first `WHEN`.
    fn case(&mut self) {
        let from = self.at + 1;
        let end = self.find(from, &["when"]).unwrap_or_else(|| self.semicolon(from));
        self.open(Block::Branch);
        self.keep(from..end, Part::Condition);
        self.at = end.max(from);
    }

    fn when(&mut self) {
        let from = self.at + 1;
        let end = self.find(from, &["then"]);
        if self.blocks.last() != Some(&Block::Handler) {
            self.keep(from..end.unwrap_or_else(|| self.semicolon(from)), Part::Condition);
        }
        self.at = end.map_or_else(|| self.semicolon(from).max(from), |end| end + 1);
    }

    /// Reads `EXCEPTION`, behind which a block tells what runs after failures.
    fn exception(&mut self) {
        self.close();
        self.is_next_conditional = false;
        self.open(Block::Handler);
        self.at += 1;
    }

    /// Reads `DECLARE` as the beginning of declarations or as one; false when a statement of SQL begins with it.
    fn declare(&mut self) -> bool {
        let has_section = match self.dialect {
            Dialect::Oracle | Dialect::Snowflake | Dialect::Vertica => true,
            Dialect::Postgres | Dialect::Redshift | Dialect::Ansi => self.is_body,
            _ => false,
        };
        if has_section {
            self.is_declaring = true;
            self.at += 1;
            return true;
        }
        if self.is_any(self.at + 1, &["continue", "exit", "undo"]) && self.is(self.at + 2, "handler") {
            return self.handler();
        }
        let end = self.statement_end(self.at);
        self.keep(self.at + 1..end, Part::Declaration);
        self.at = end.max(self.at + 1) + usize::from(self.kind(end) == Kind::Mark(b';'));
        true
    }

    /// Reads `DECLARE … HANDLER FOR …`, behind which a statement or a block stands.
    fn handler(&mut self) -> bool {
        let mut at = self.at + 3;
        let conditions = &["for", "not", "found", "sqlexception", "sqlwarning", "sqlstate", "value"];
        while self.is_any(at, conditions) || matches!(self.kind(at), Kind::Text | Kind::Number | Kind::Mark(b',')) {
            at += 1;
        }
        self.at = at;
        self.is_next_conditional = true;
        true
    }
}
