//! What a statement begins with, and so which reading it gets.

use super::cursor::Parser;
use crate::sql::Dialect;
use crate::sql::act::Act;
use crate::sql::statement::{Kind, Mode};
use crate::sql::syntax::{Action, Parsed, Query, TableName, With};
use crate::sql::tokens;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads the statement as far as it is understood.
    pub(super) fn statement(&mut self) -> Parsed {
        // A template that stands before a statement configures it.
        while self.kind(0) == tokens::Kind::Template && !self.is_at_end() {
            self.advance(1);
        }
        // Flink gathers inserts that run together.
        if self.word(0) == Word::Execute
            && self.spelling(1).eq_ignore_ascii_case("statement")
            && self.word(3) == Word::Begin
        {
            self.advance(4);
            if self.is_at_end() {
                return Parsed { kind: Kind::Set, action: Action::Nothing };
            }
        }
        match self.kind(0) {
            tokens::Kind::Mark(b'(') if self.holds_query(self.at) => self.select_statement(),
            tokens::Kind::Word(word) => self.statement_of(word),
            _ => self.unknown(),
        }
    }

    fn statement_of(&mut self, word: Word) -> Parsed {
        match word {
            Word::Select | Word::Values | Word::Table | Word::Pivot | Word::Unpivot => self.select_statement(),
            Word::From => self.statement_of_relations(With::default()),
            Word::Insert if self.starts_fan() => self.insert_all(With::default()),
            Word::With => self.with_statement(),
            Word::Create => self.create_object(),
            Word::Update | Word::Delete | Word::Merge => self.modify_statement(With::default()),
            Word::Replace if self.replaces_object() => self.create_object(),
            Word::Insert | Word::Replace => match self.write(With::default()) {
                Some(write) => write.into(),
                None => self.unknown(),
            },
            Word::Drop | Word::Truncate => self.drop(),
            Word::Alter => self.alter(),
            Word::Rename => self.rename(),
            Word::Call => self.call(),
            Word::Exec | Word::Execute => self.execute(),
            Word::Use => self.use_statement(),
            Word::Set => self.set_statement(),
            Word::Fetch => self.fetch(),
            Word::Copy => self.copy(),
            Word::Load => self.load(),
            Word::Unload => self.unload(),
            Word::Cache => self.cache(),
            Word::Other if self.spelling(0).eq_ignore_ascii_case("export") => self.export(),
            Word::Do => self.do_statement(),
            Word::Declare => {
                self.advance(1);
                self.declaration()
            }
            _ if self.is_assignment() => self.assignment(),
            _ if moves_nothing(word) => {
                self.at = self.end;
                Parsed { kind: Kind::Set, action: Action::Nothing }
            }
            _ => self.named_statement(),
        }
    }

    /// Reads a statement whose first word has a meaning nowhere else.
    fn named_statement(&mut self) -> Parsed {
        let word = self.spelling(0).to_ascii_lowercase();
        match word.as_str() {
            "return" => self.return_statement(),
            "perform" => {
                self.advance(1);
                self.condition_piece()
            }
            "let" => self.let_statement(),
            "open" => self.open_cursor(),
            "prepare" => self.prepare(),
            "exchange" if self.says(1, &["tables"]) => self.exchange_tables(),
            _ if CONTROLS.contains(&word.as_str()) => self.nothing(Kind::Set),
            _ if self.is_lone_call() => self.opaque(Kind::Call),
            _ => self.unknown(),
        }
    }

    /// Whether all of the statement is the call of a routine, as bodies of Oracle's routines write it.
    fn is_lone_call(&mut self) -> bool {
        let from = self.at;
        let has_name = !self.dotted().is_empty();
        let is_parenthesised = self.is_mark(0, b'(') && self.partner(self.at) + 1 >= self.end && self.at + 1 < self.end;
        let is_alone = self.is_at_end() && self.dialect() == Dialect::Oracle;
        self.rewind(from);
        has_name && (is_parenthesised || is_alone)
    }

    /// Whether `REPLACE` begins Teradata's way to write `CREATE OR REPLACE`.
    fn replaces_object(&self) -> bool {
        matches!(self.word(1), Word::View | Word::Procedure | Word::Function | Word::Table | Word::Recursive)
            && self.dialect() == Dialect::Teradata
    }

    fn select_statement(&mut self) -> Parsed {
        let query = self.query();
        self.selected(query)
    }

    fn selected(&mut self, query: Query) -> Parsed {
        match self.fill_selected(query) {
            Ok(parsed) => parsed,
            Err(query) => Parsed { kind: Kind::Select, action: Action::Query(*query) },
        }
    }

    /// Reads a statement that begins with named queries.
    fn with_statement(&mut self) -> Parsed {
        let with = self.with();
        match self.word(0) {
            Word::From => self.statement_of_relations(with),
            Word::Insert if self.starts_fan() => self.insert_all(with),
            Word::Insert | Word::Replace => match self.write(with) {
                Some(write) => write.into(),
                None => self.unknown(),
            },
            Word::Update | Word::Delete | Word::Merge => self.modify_statement(with),
            _ => {
                let query = self.query_after(with);
                self.selected(query)
            }
        }
    }

    fn modify_statement(&mut self, with: With) -> Parsed {
        match self.modify(with) {
            Some(modify) => Parsed { kind: modify.kind, action: Action::Modify(Box::new(modify)) },
            None => self.unknown(),
        }
    }

    /// Reads `DROP` or `TRUNCATE` of tables and views.
    fn drop(&mut self) -> Parsed {
        let is_truncate = self.word(0) == Word::Truncate;
        self.advance(1);
        self.eat_any(&[Word::Temporary, Word::Materialized, Word::Foreign]);
        if !(self.eat(Word::Table) || self.eat(Word::View) || is_truncate) {
            self.at = self.end;
            return Parsed { kind: Kind::Set, action: Action::Nothing };
        }
        self.eat_any(&[Word::If, Word::Exists, Word::Only]);
        let mut writes: Vec<(TableName, Mode)> = Vec::new();
        while let Some(name) = self.table_name() {
            writes.push((name, Mode::Delete));
            if !self.eat_mark(b',') {
                break;
            }
        }
        if !is_truncate {
            self.acts.push(Act::Drop(writes.iter().map(|(name, _)| name.clone()).collect()));
        }
        self.at = self.end;
        let kind = if is_truncate { Kind::Delete } else { Kind::Drop };
        Parsed { kind, action: Action::Touch { reads: Vec::new(), writes } }
    }

    /// Leaves a statement unread whose lineage this engine does not follow.
    pub(super) fn opaque(&mut self, kind: Kind) -> Parsed {
        let rest = self.end - self.at;
        self.skip(rest, "not_followed", "statements of this kind are not followed");
        Parsed { kind, action: Action::Nothing }
    }

    fn unknown(&mut self) -> Parsed {
        let rest = self.end - self.at;
        self.skip(rest, "unknown_statement", "not a statement that is known here");
        Parsed { kind: Kind::Opaque, action: Action::Nothing }
    }
}

/// Whether statements that begin with `word` move no data between tables.
fn moves_nothing(word: Word) -> bool {
    matches!(word, Word::Show | Word::Grant | Word::Revoke | Word::Comment | Word::Begin | Word::Commit)
        || matches!(word, Word::Rollback | Word::Savepoint | Word::Start | Word::End | Word::Abort | Word::Analyze)
        || matches!(word, Word::Analyse | Word::Vacuum | Word::Pragma | Word::Attach | Word::Reset | Word::Lock)
        || matches!(word, Word::Refresh | Word::Explain | Word::Describe | Word::Desc | Word::Close)
        || matches!(word, Word::Deallocate | Word::Optimize | Word::Uncache | Word::Msck | Word::Kill | Word::Undrop)
        || matches!(word, Word::Put | Word::List | Word::Remove | Word::Install)
}

/// Further first words of statements that move no data.
const CONTROLS: &[&str] = &[
    "audit",
    "backup",
    "noaudit",
    "print",
    "raise",
    "reconfigure",
    "restore",
    "leave",
    "iterate",
    "exit",
    "continue",
    "break",
    "null",
    "goto",
    "signal",
    "resignal",
    "throw",
    "raiserror",
    "waitfor",
    "kill",
    "checkpoint",
    "dbcc",
    "discard",
    "listen",
    "notify",
    "unlisten",
    "flush",
    "optimize",
    "purge",
    "undrop",
    "unset",
    "whenever",
    "prompt",
    "spool",
    "detach",
    "install",
    "cache",
    "uncache",
    "msck",
    "assert",
    "get",
    "put",
    "remove",
    "list",
    "add",
    "delist",
    "pragma",
    "checksum",
    "deny",
];
