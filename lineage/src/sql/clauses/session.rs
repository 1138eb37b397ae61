//! Statements that change what names mean: creating, renaming, swapping and dropping objects, and choosing schemas.

use super::cursor::Parser;
use crate::sql::Dialect;
use crate::sql::act::{Act, Level};
use crate::sql::names::{self, Ident};
use crate::sql::statement::{Kind, Mode};
use crate::sql::syntax::{Action, Parsed, TableName};
use crate::sql::tokens;
use crate::sql::words::Word;

/// How many tokens may stand between `CREATE` and what is created.
const HEADER_TOKENS: usize = 24;

/// With what entries of a table's definition begin that are no columns.
const NO_COLUMNS: &[&str] =
    &["constraint", "primary", "unique", "foreign", "check", "exclude", "like", "fulltext", "spatial", "projection"];

impl Parser<'_> {
    /// Whether the word `ahead` is one of `words`, which are in lower case.
    pub(super) fn says(&self, ahead: usize, words: &[&str]) -> bool {
        matches!(self.kind(ahead), tokens::Kind::Word(_)) && {
            let text = self.spelling(ahead);
            words.iter().any(|word| text.eq_ignore_ascii_case(word))
        }
    }

    pub(super) fn nothing(&mut self, kind: Kind) -> Parsed {
        self.at = self.end;
        Parsed { kind, action: Action::Nothing }
    }

    /// Reads `CREATE …`, and what the script knows of the object from then on.
    pub(super) fn create_object(&mut self) -> Parsed {
        let from = self.at;
        let is_temporary = self.creates_temporary();
        let parsed = self.create();
        let target = match &parsed.action {
            Action::Write(write) => Some(write.target.clone()),
            Action::Touch { writes, .. } => writes.first().map(|(name, _)| name.clone()),
            _ => None,
        };
        let is_wrapped = matches!(parsed.kind, Kind::Insert | Kind::Update | Kind::Delete | Kind::Merge | Kind::Copy);
        let Some(name) = target.filter(|_| !is_wrapped) else { return parsed };
        let model = match &parsed.action {
            Action::Touch { reads, .. } if parsed.kind == Kind::Like => reads.first().cloned(),
            _ => None,
        };
        let (at, skipped, notes) = (self.at, self.skipped, self.notes.len());
        self.at = from;
        let (keeps, columns) = self.definition(parsed.kind == Kind::CreateTable || self.appends_columns());
        (self.at, self.skipped) = (at, skipped);
        self.notes.truncate(notes);
        let is_temporary = match self.dialect() {
            // A table of Flink stands for something elsewhere, temporary or not; a view is a part of the script.
            Dialect::Flink => parsed.kind == Kind::CreateView,
            _ => is_temporary || name.parts.first().is_some_and(|part| self.is_temporary_name(*part)),
        };
        self.acts.push(Act::Create { name, columns, model, is_temporary, keeps });
        parsed
    }

    /// The table that `SELECT … INTO` makes.
    pub(super) fn made_by_select(&self, name: TableName, is_temporary: bool) -> Act {
        let is_temporary = is_temporary || name.parts.first().is_some_and(|part| self.is_temporary_name(*part));
        Act::Create { name, columns: Vec::new(), model: None, is_temporary, keeps: false }
    }

    /// Whether a query adds its columns to those that are listed; elsewhere it fills them.
    fn appends_columns(&self) -> bool {
        matches!(self.dialect(), Dialect::MySql | Dialect::StarRocks)
    }

    /// Whether a name alone tells that the table goes away with the session.
    fn is_temporary_name(&self, name: Ident) -> bool {
        self.names.text(name.name).starts_with(['#', '@'])
    }

    fn creates_temporary(&self) -> bool {
        for ahead in 1..HEADER_TOKENS {
            match self.kind(ahead) {
                tokens::Kind::Word(Word::Table | Word::View | Word::As) | tokens::Kind::Mark(_) => return false,
                _ if self.says(ahead, &["temp", "temporary", "volatile"]) => return true,
                _ => {}
            }
        }
        false
    }

    /// Reads up to the listed columns: whether one that exists is kept, and the columns.
    fn definition(&mut self, lists_columns: bool) -> (bool, Vec<Ident>) {
        while !self.is_at_end() && !matches!(self.word(0), Word::Table | Word::View) {
            self.advance(1);
        }
        self.advance(1);
        let keeps = self.word(0) == Word::If;
        self.eat_any(&[Word::If, Word::Not, Word::Exists]);
        self.table_name();
        let has_list = lists_columns && self.is_mark(0, b'(') && !self.holds_query(self.at);
        (keeps, if has_list { self.column_definitions() } else { Vec::new() })
    }

    /// Reads the parenthesis of a table's definition, for the names of columns.
    pub(super) fn column_definitions(&mut self) -> Vec<Ident> {
        self.enclosed(|parser| {
            let mut columns = Vec::new();
            while !parser.is_at_end() {
                let is_index = parser.says(0, &["index", "key", "period"])
                    && (parser.is_mark(1, b'(') || parser.is_mark(2, b'(') && !parser.says(1, SIZED_TYPES));
                if !parser.says(0, NO_COLUMNS) && !is_index {
                    columns.extend(parser.ident_at(0, true));
                }
                parser.pass_to_comma();
            }
            columns
        })
    }

    /// Reads `ALTER`, of which names and moved rows matter.
    pub(super) fn alter(&mut self) -> Parsed {
        self.advance(1);
        if self.says(0, &["session"]) && self.says(2, &["current_schema"]) {
            self.advance(3);
            self.eat_mark(b'=');
            return self.use_name(Level::Schema);
        }
        if self.says(0, &["schema"]) && self.says(2, &["transfer"]) {
            return self.transfer();
        }
        self.eat_any(&[Word::Foreign, Word::Materialized]);
        if !(self.eat(Word::Table) || self.eat(Word::View)) {
            return self.nothing(Kind::Set);
        }
        self.eat_any(&[Word::If, Word::Exists, Word::Only]);
        let Some(name) = self.table_name() else { return self.opaque(Kind::Set) };
        let first = self.spelling(0).to_ascii_lowercase();
        match first.as_str() {
            "rename" if self.renames_table() => self.rename_to(name),
            "swap" if self.word(1) == Word::With => {
                self.advance(2);
                self.swap_with(name)
            }
            "exchange" => self.exchange(name),
            "switch" => self.switch(name),
            "set" if self.says(1, &["schema"]) => {
                self.advance(2);
                let last = name.parts.last().copied();
                let Some(mut to) = self.table_name() else { return self.nothing(Kind::Rename) };
                to.parts.extend(last);
                self.renamed(vec![(name, to)])
            }
            _ => {
                self.at = self.end;
                Parsed {
                    kind: Kind::Set,
                    action: Action::Touch { reads: Vec::new(), writes: vec![(name, Mode::Update)] },
                }
            }
        }
    }

    /// Whether `RENAME` here is about the table and not about a column.
    fn renames_table(&self) -> bool {
        let is_part = self.says(1, &["column", "constraint", "index", "key", "partition", "attribute"]);
        let is_column = !self.says(1, &["to", "as"]) && self.says(2, &["to"]);
        !is_part && !is_column
    }

    fn rename_to(&mut self, from: TableName) -> Parsed {
        self.advance(1);
        self.eat_any(&[Word::To, Word::As]);
        match self.table_name() {
            Some(to) => {
                let to = self.beside(&from, to);
                self.renamed(vec![(from, to)])
            }
            None => self.nothing(Kind::Rename),
        }
    }

    /// A new name without a schema stays in the schema of the old one, but in MySQL in the current one.
    fn beside(&self, from: &TableName, mut to: TableName) -> TableName {
        if self.dialect() != Dialect::MySql && to.parts.len() < from.parts.len() {
            let missing = from.parts.len() - to.parts.len();
            let mut parts = from.parts[..missing].to_vec();
            parts.append(&mut to.parts);
            to.parts = parts;
        }
        to
    }

    fn renamed(&mut self, pairs: Vec<(TableName, TableName)>) -> Parsed {
        self.acts.extend(pairs.into_iter().map(|(from, to)| Act::Rename { from, to }));
        self.nothing(Kind::Rename)
    }

    /// Reads `RENAME [TABLE] a TO b, c TO d`.
    pub(super) fn rename(&mut self) -> Parsed {
        self.advance(1);
        self.eat_any(&[Word::Table, Word::View]);
        let mut pairs = Vec::new();
        while let Some(from) = self.table_name() {
            if !(self.eat(Word::To) || self.eat(Word::As)) {
                break;
            }
            let Some(to) = self.table_name() else { break };
            pairs.push((from, to));
            if !self.eat_mark(b',') {
                break;
            }
        }
        if pairs.is_empty() {
            return self.opaque(Kind::Rename);
        }
        self.renamed(pairs)
    }

    /// Reads ClickHouse's `EXCHANGE TABLES a AND b`.
    pub(super) fn exchange_tables(&mut self) -> Parsed {
        self.advance(2);
        let Some(one) = self.table_name() else { return self.opaque(Kind::Swap) };
        self.eat(Word::And);
        self.swap_with(one)
    }

    fn swap_with(&mut self, one: TableName) -> Parsed {
        let Some(other) = self.table_name() else { return self.opaque(Kind::Swap) };
        self.acts.push(Act::Swap(one.clone(), other.clone()));
        self.at = self.end;
        let writes = vec![(one, Mode::Swap), (other, Mode::Swap)];
        Parsed { kind: Kind::Swap, action: Action::Touch { reads: Vec::new(), writes } }
    }

    /// Reads `EXCHANGE PARTITION … WITH TABLE t`: Hive moves the partition out of `t`, others swap the two.
    fn exchange(&mut self, name: TableName) -> Parsed {
        while !self.is_at_end() && self.word(0) != Word::With {
            self.advance(1);
        }
        self.advance(1);
        self.eat(Word::Table);
        let Some(other) = self.table_name() else { return self.opaque(Kind::Swap) };
        self.at = self.end;
        let action = if matches!(self.dialect(), Dialect::MySql | Dialect::Oracle | Dialect::StarRocks) {
            Action::Touch { reads: Vec::new(), writes: vec![(name, Mode::Swap), (other, Mode::Swap)] }
        } else {
            Action::Touch { reads: vec![other], writes: vec![(name, Mode::Swap)] }
        };
        Parsed { kind: Kind::Swap, action }
    }

    /// Reads SQL Server's `SWITCH [PARTITION n] TO t`, which moves rows.
    fn switch(&mut self, name: TableName) -> Parsed {
        while !self.is_at_end() && self.word(0) != Word::To {
            self.advance(1);
        }
        self.advance(1);
        let Some(other) = self.table_name() else { return self.opaque(Kind::Swap) };
        self.at = self.end;
        let (reads, writes) = (vec![name], vec![(other, Mode::Append)]);
        Parsed { kind: Kind::Swap, action: Action::Touch { reads, writes } }
    }

    /// Reads SQL Server's `ALTER SCHEMA s TRANSFER t`.
    fn transfer(&mut self) -> Parsed {
        self.advance(1);
        let Some(mut to) = self.table_name() else { return self.nothing(Kind::Rename) };
        self.advance(1);
        let Some(from) = self.table_name() else { return self.nothing(Kind::Rename) };
        to.parts.extend(from.parts.last());
        self.renamed(vec![(from, to)])
    }

    /// Reads `EXEC sp_rename 'a', 'b'`, behind the procedure's name.
    pub(super) fn procedure_renames(&mut self) -> Parsed {
        let mut texts = Vec::new();
        while !self.is_at_end() {
            if self.kind(0) == tokens::Kind::Text {
                let text = names::unquote(self.spelling(0).trim_start_matches(['N', 'n']));
                let parts = text.split('.').map(|part| self.names.exact(part.trim_matches(['[', ']']))).collect();
                texts.push(TableName { parts, ..self.here() });
            }
            self.advance(1);
        }
        let of_table = texts.len() == 2;
        let mut texts = texts.into_iter();
        match (texts.next(), texts.next()) {
            (Some(from), Some(to)) if of_table => {
                let to = self.beside(&from, to);
                self.renamed(vec![(from, to)])
            }
            _ => self.nothing(Kind::Set),
        }
    }

    /// An empty name where the walk stands.
    pub(super) fn here(&self) -> TableName {
        TableName { parts: Vec::new(), is_file: false, span: self.span_from(self.at.min(self.end.saturating_sub(1))) }
    }
}

/// Types with a size, before whose parenthesis an ordinary column may be called `key` or `index`.
const SIZED_TYPES: &[&str] = &[
    "int",
    "integer",
    "bigint",
    "smallint",
    "char",
    "varchar",
    "nvarchar",
    "nchar",
    "varchar2",
    "decimal",
    "numeric",
    "number",
    "float",
    "binary",
    "varbinary",
    "time",
    "timestamp",
    "datetime2",
    "string",
    "character",
];
