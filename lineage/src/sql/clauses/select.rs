//! One `SELECT`: its list, and the clauses that decide about its rows.

mod items;

use super::cursor::Parser;
use crate::sql::Dialect;
use crate::sql::statement::IndirectSubtype;
use crate::sql::syntax::{Clause, ClauseNames, FromTree, Item, Select, Star};
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

/// Words between `SELECT` and its list that change nothing about lineage.
const MODIFIERS: &[Word] = &[
    Word::All,
    Word::Distinct,
    Word::Distinctrow,
    Word::HighPriority,
    Word::SqlBigResult,
    Word::SqlBufferResult,
    Word::SqlCache,
    Word::SqlCalcFoundRows,
    Word::SqlNoCache,
    Word::SqlSmallResult,
    Word::StraightJoin,
];

impl Parser<'_> {
    pub(super) fn select(&mut self) -> Select {
        let mut select = Select::default();
        if self.word(0) == Word::Table {
            self.select_table(&mut select);
            return select;
        }
        if self.word(0) == Word::From {
            self.advance(1);
            select.from.extend(self.relations());
        }
        let from = self.at;
        if self.eat(Word::Select) {
            self.select_modifiers(&mut select);
            select.items = self.items();
        } else {
            // `FROM t` alone reads every column.
            let span = self.span_from(from);
            select.items.push(Item::Star(Star { span, ..Star::default() }));
        }
        while self.select_clause(&mut select) {}
        select
    }

    /// Reads `TABLE t`, which is short for `SELECT * FROM t`.
    fn select_table(&mut self, select: &mut Select) {
        let from = self.at;
        self.advance(1);
        let source = self.source();
        let span = self.span_from(from);
        select.items.push(Item::Star(Star { span, ..Star::default() }));
        select.from.push(FromTree { first: source, joins: Vec::new() });
    }

    pub(super) fn select_modifiers(&mut self, select: &mut Select) {
        loop {
            match self.kind(0) {
                Kind::Word(Word::Distinct) => self.distinct(select),
                Kind::Word(word) if MODIFIERS.contains(&word) => self.advance(1),
                Kind::Word(Word::Top) if self.starts_top() => self.pass_top(),
                Kind::Word(Word::As) if matches!(self.word(1), Word::Struct | Word::Value) => {
                    select.is_struct = self.word(1) == Word::Struct;
                    select.is_value = !select.is_struct;
                    self.advance(2);
                }
                Kind::Word(Word::Into) if self.dialect().names_by_function() => self.write_target(select),
                // BigQuery's options for privacy stand in front of the list.
                Kind::Word(Word::With) if self.is_mark(3, b'(') => {
                    self.advance(3);
                    self.pass_enclosed();
                }
                _ => return,
            }
        }
    }

    fn distinct(&mut self, select: &mut Select) {
        self.advance(1);
        if self.word(0) == Word::On && self.is_mark(1, b'(') {
            self.advance(1);
            let keys = self.enclosed(Self::expressions);
            select.clauses.extend(keys.into_iter().map(|expression| Clause {
                subtype: IndirectSubtype::GroupBy,
                expression,
                names: ClauseNames::ColumnsThenResult,
            }));
        }
    }

    /// Whether `TOP` limits rows here and names no column.
    fn starts_top(&self) -> bool {
        match self.kind(1) {
            Kind::Number | Kind::Parameter => true,
            Kind::Mark(b'(') => matches!(self.dialect(), Dialect::SqlServer | Dialect::Teradata),
            _ => false,
        }
    }

    /// Passes over `TOP (n) PERCENT WITH TIES`.
    fn pass_top(&mut self) {
        self.advance(1);
        if self.is_mark(0, b'(') {
            self.pass_enclosed()
        } else {
            self.advance(1)
        }
        self.eat(Word::Percent);
        self.eat_all(&[Word::With, Word::Ties]);
    }

    /// Reads the next clause of a select; false when what comes next is none.
    pub(super) fn select_clause(&mut self, select: &mut Select) -> bool {
        if self.is_at_end() {
            return false;
        }
        match self.word(0) {
            Word::From => {
                self.advance(1);
                select.from.extend(self.relations());
            }
            Word::Where => self.row_clause(select, IndirectSubtype::Filter, ClauseNames::Columns),
            Word::Having | Word::Qualify => {
                self.row_clause(select, IndirectSubtype::Filter, ClauseNames::ColumnsThenResult)
            }
            Word::Group if self.word(1) == Word::By => self.group_by(select),
            Word::Window => self.windows(select),
            Word::Into => self.write_target(select),
            Word::With if self.passes_totals() => {}
            Word::Prewhere => self.row_clause(select, IndirectSubtype::Filter, ClauseNames::Columns),
            Word::Cluster | Word::Distribute | Word::Sort if self.word(1) == Word::By => self.sorted_by(select),
            Word::Partition if self.word(1) == Word::By => self.sorted_by(select),
            Word::Connect if self.word(1) == Word::By => self.hierarchy(select),
            Word::Start if self.word(1) == Word::With => self.hierarchy(select),
            // The script that rows go through has no lineage of its own.
            Word::Using if self.kind(1) == Kind::Text => self.transformed(select),
            Word::Other if self.passes_own_clause() => {}
            Word::Settings if self.dialect() == Dialect::ClickHouse => self.pass_settings(),
            Word::Format if self.dialect() == Dialect::ClickHouse => self.advance(2),
            Word::Option if self.is_mark(1, b'(') => {
                self.advance(1);
                self.pass_enclosed();
            }
            Word::Emit => self.advance(2),
            _ if self.is_pipe() || self.starts_combination() => return false,
            word if ends_select(word) => return false,
            _ => {
                let is_bracket = self.is_mark(0, b'(') || self.is_mark(0, b'[');
                let next = if is_bracket { self.partner(self.at) + 1 } else { self.at + 1 };
                self.skip(next - self.at, "skipped_text", "not a clause of a query that is known here");
            }
        }
        true
    }

    fn row_clause(&mut self, select: &mut Select, subtype: IndirectSubtype, names: ClauseNames) {
        self.advance(1);
        let from = self.at;
        let expression = self.expression();
        if self.at == from {
            self.note(from, "missing_condition", "a condition was expected");
        }
        // SQLite lets every clause name columns of the result.
        let names = if self.dialect().filters_by_result() { ClauseNames::ColumnsThenResult } else { names };
        select.clauses.push(Clause { subtype, expression, names });
    }

    /// Passes over `WITH TOTALS`, `WITH ROLLUP` and `WITH CUBE` after the keys of groups.
    fn passes_totals(&mut self) -> bool {
        let is_there = matches!(self.word(1), Word::Rollup | Word::Totals | Word::Cube);
        if is_there {
            self.advance(2);
        }
        is_there
    }

    /// Reads `CLUSTER BY`, `DISTRIBUTE BY` and `SORT BY`, which spread and order rows.
    fn sorted_by(&mut self, select: &mut Select) {
        self.advance(2);
        let keys = self.sort_keys();
        select.clauses.extend(keys.into_iter().map(|expression| Clause {
            subtype: IndirectSubtype::Sort,
            expression,
            names: ClauseNames::ColumnsThenResult,
        }));
    }

    /// Reads `START WITH …` and `CONNECT BY [NOCYCLE] …`.
    fn hierarchy(&mut self, select: &mut Select) {
        self.advance(1);
        let is_option = self.spelling(1).eq_ignore_ascii_case("nocycle");
        self.advance(usize::from(is_option));
        self.row_clause(select, IndirectSubtype::Filter, ClauseNames::Columns);
    }

    /// Reads `USING 'script' AS (a, b)` after `TRANSFORM (…)`: every column comes from all that goes in.
    fn transformed(&mut self, select: &mut Select) {
        self.advance(2);
        if !self.eat(Word::As) {
            return;
        }
        let names = if self.is_mark(0, b'(') { self.name_list() } else { self.bare_names() };
        if let Some(Item::Value { alias, more, .. }) = select.items.last_mut() {
            let mut names = names.into_iter();
            *alias = names.next();
            more.extend(names);
        }
    }

    /// Passes over clauses that only one dialect has: Vertica's `TIMESERIES` and `SEGMENTED BY`.
    fn passes_own_clause(&mut self) -> bool {
        let is_there = self.dialect() == Dialect::Vertica && self.ends_operand();
        while is_there && !self.is_at_end() && !self.word(0).starts_clause() && !ends_select(self.word(0)) {
            self.advance(1);
            self.pass_enclosed();
        }
        is_there
    }

    pub(super) fn pass_settings(&mut self) {
        self.advance(1);
        loop {
            self.expression();
            if !self.eat_mark(b',') {
                return;
            }
        }
    }

    fn group_by(&mut self, select: &mut Select) {
        self.advance(2);
        if self.eat_any(&[Word::All, Word::Distinct])
            && (self.is_at_end() || self.ends_operand() || self.is_mark(0, b';'))
        {
            return;
        }
        let keys = self.sort_keys();
        select.clauses.extend(keys.into_iter().map(|expression| Clause {
            subtype: IndirectSubtype::GroupBy,
            expression,
            names: ClauseNames::ColumnsThenResult,
        }));
    }

    /// Reads `WINDOW name AS (…), …`.
    fn windows(&mut self, select: &mut Select) {
        self.advance(1);
        while let Some(name) = self.ident() {
            self.eat(Word::As);
            let keys = self.window_keys();
            select.windows.push((name, keys));
            if !self.eat_mark(b',') {
                break;
            }
        }
    }

    /// Reads `INTO t`, or passes over the file or variable it names.
    fn write_target(&mut self, select: &mut Select) {
        self.advance(1);
        if self.eat_any(&[Word::Outfile, Word::Dumpfile]) {
            select.into = self.table_name();
            return;
        }
        select.variables = self.variables_behind_into();
        if !select.variables.is_empty() {
            return;
        }
        let is_temporary = self.says(0, &["temp", "temporary", "local", "global"]);
        self.eat_any(&[Word::Temp, Word::Temporary, Word::Unlogged, Word::Table, Word::Local, Word::Global]);
        if self.dialect().selects_into_tables() {
            select.into = self.table_name();
            self.acts.extend(select.into.clone().map(|name| self.made_by_select(name, is_temporary)));
            return;
        }
        while !self.is_at_end() && !self.word(0).starts_clause() && !ends_select(self.word(0)) {
            self.advance(1);
        }
    }
}

/// Whether `word` belongs to what encloses or follows a select.
pub(super) fn ends_select(word: Word) -> bool {
    matches!(
        word,
        Word::Union | Word::Intersect | Word::Except | Word::Minus | Word::Order | Word::Limit | Word::Offset
    ) || matches!(
        word,
        Word::Fetch | Word::For | Word::Lock | Word::Procedure | Word::With | Word::On | Word::Returning | Word::Insert
    )
}
