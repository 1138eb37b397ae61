//! One `SELECT`: its list, and the clauses that decide about its rows.

use super::cursor::Parser;
use crate::sql::Dialect;
use crate::sql::names::Ident;
use crate::sql::statement::IndirectSubtype;
use crate::sql::syntax::{Clause, ClauseNames, Expression, FromTree, Item, Select, Star, What};
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
                    self.advance(2);
                }
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

    /// Reads a select list, or the list of `RETURNING`.
    pub(super) fn items(&mut self) -> Vec<Item> {
        let mut items = Vec::new();
        while !self.is_at_end() {
            let from = self.at;
            items.extend(self.item());
            self.skip_to_item_end();
            if !self.eat_mark(b',') {
                break;
            }
            debug_assert!(self.at > from, "a comma was read");
        }
        items
    }

    fn item(&mut self) -> Option<Item> {
        let from = self.at;
        if self.is_mark(0, b'*') {
            self.advance(1);
            return Some(self.star(Vec::new(), from));
        }
        if self.word(0) == Word::Columns && self.is_mark(1, b'(') && self.dialect() == Dialect::DuckDb {
            return Some(self.columns_star(from));
        }
        let assigned = self.assigned_item();
        let before = if assigned.is_some() { assigned } else { self.alias_before() };
        let mut expression = self.expression();
        if self.at == from {
            return None;
        }
        let is_row = match expression.mentions.as_slice() {
            [only] => matches!(only.what, What::Row(_)) && only.span == expression.span,
            _ => false,
        };
        if is_row && let Some(What::Row(qualifier)) = expression.mentions.pop().map(|mention| mention.what) {
            return Some(self.star(qualifier, from));
        }
        let (after, more) = self.item_alias();
        Some(Item::Value { expression, alias: before.or(after), more })
    }

    /// Reads an alias in front: SQL Server's `a = x`, DuckDB's `a: x`, or the variable that gets the value.
    fn alias_before(&mut self) -> Option<Ident> {
        let is_assigned = match self.kind(1) {
            Kind::Named => matches!(self.kind(0), Kind::Parameter),
            Kind::Mark(b'=') => self.dialect() == Dialect::SqlServer,
            Kind::Mark(b':') => self.dialect() == Dialect::DuckDb,
            _ => false,
        };
        if !is_assigned {
            return None;
        }
        if self.kind(0) == Kind::Parameter {
            self.advance(2);
            return None;
        }
        let alias = self.label(false)?;
        self.advance(1);
        Some(alias)
    }

    /// Reads an alias behind, and those of a generator's further columns.
    fn item_alias(&mut self) -> (Option<Ident>, Vec<Ident>) {
        if self.eat(Word::As) {
            if !self.is_mark(0, b'(') {
                return (self.label(true), Vec::new());
            }
            let mut names = self.name_list().into_iter();
            return (names.next(), names.collect());
        }
        let alias = if self.ends_operand() { None } else { self.label(false) };
        (alias, Vec::new())
    }

    /// Reads DuckDB's `COLUMNS (…)`, which stands for some of the columns.
    fn columns_star(&mut self, from: usize) -> Item {
        self.advance(1);
        let inner = self.enclosed(|parser| {
            let star = if parser.eat_mark(b'*') { Some(parser.star(Vec::new(), from)) } else { None };
            parser.at = parser.end;
            star
        });
        inner.unwrap_or_else(|| {
            let span = self.span_from(from);
            Item::Star(Star { span, ..Star::default() })
        })
    }

    /// Reads what is different from every column, after a star.
    fn star(&mut self, qualifier: Vec<Ident>, from: usize) -> Item {
        let mut star = Star { qualifier, span: self.span_from(from), ..Star::default() };
        loop {
            match self.word(0) {
                Word::Except | Word::Exclude if self.is_mark(1, b'(') && !self.holds_query(self.at + 1) => {
                    self.advance(1);
                    star.without.extend(self.enclosed(Self::qualified_names));
                }
                Word::Exclude | Word::Except if self.starts_exclusion() => {
                    self.advance(1);
                    let name = self.dotted();
                    star.without.push(name);
                }
                Word::Replace if self.is_mark(1, b'(') => {
                    self.advance(1);
                    star.replaced.extend(self.enclosed(Self::replacements));
                }
                Word::Replace if self.ident_at(1, false).is_some() => {
                    self.advance(1);
                    let expression = self.expression();
                    self.eat(Word::As);
                    star.replaced.extend(self.ident().map(|name| (expression, name)));
                }
                Word::Rename if self.is_mark(1, b'(') => {
                    self.advance(1);
                    star.renamed.extend(self.enclosed(Self::renamings));
                }
                Word::Rename if self.word(2) == Word::As => {
                    self.advance(1);
                    let old = self.ident();
                    self.advance(1);
                    star.renamed.extend(old.zip(self.ident()));
                }
                // Which columns a pattern chooses is not worked out: all are told.
                Word::Ilike | Word::Like if self.kind(1) == Kind::Text => self.advance(2),
                Word::Apply if self.is_mark(1, b'(') => {
                    self.advance(1);
                    self.pass_enclosed();
                }
                _ => return Item::Star(star),
            }
        }
    }

    /// Whether one column without parentheses is left out here.
    fn starts_exclusion(&mut self) -> bool {
        let may = self.word(0) == Word::Exclude || self.dialect() == Dialect::ClickHouse;
        may && self.ident_at(1, false).is_some() && !matches!(self.word(1), Word::Distinct | Word::All)
    }

    pub(super) fn qualified_names(&mut self) -> Vec<Vec<Ident>> {
        let mut list = Vec::new();
        while !self.is_at_end() {
            let mut name = self.dotted();
            if name.is_empty() {
                name.extend(self.label(true));
            }
            if !name.is_empty() {
                list.push(name);
            }
            self.pass_to_comma();
        }
        list
    }

    pub(super) fn replacements(&mut self) -> Vec<(Expression, Ident)> {
        let mut list = Vec::new();
        while !self.is_at_end() {
            let expression = self.expression();
            self.eat(Word::As);
            if let Some(name) = self.ident() {
                list.push((expression, name));
            }
            self.pass_to_comma();
        }
        list
    }

    pub(super) fn renamings(&mut self) -> Vec<(Ident, Ident)> {
        let mut list = Vec::new();
        while !self.is_at_end() {
            let old = self.dotted().pop();
            self.eat(Word::As);
            list.extend(old.zip(self.ident()));
            self.pass_to_comma();
        }
        list
    }

    /// Passes over what is left of a list's entry.
    fn skip_to_item_end(&mut self) {
        let from = self.at;
        let mut at = self.at;
        while at < self.end {
            match self.text.tokens[at].kind {
                Kind::Mark(b',' | b';') => break,
                Kind::Mark(b'(' | b'[' | b'{') => at = self.partner(at),
                Kind::Word(word) if word.starts_clause() || ends_select(word) => break,
                _ => {}
            }
            at += 1;
        }
        if at > from {
            self.skip(
                at - from,
                "skipped_text",
                "an entry of the select list goes on in a way that was not understood",
            );
        }
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
            Word::Connect | Word::Start => self.hierarchy(select),
            Word::Settings if self.dialect() == Dialect::ClickHouse => self.pass_settings(),
            Word::Format if self.dialect() == Dialect::ClickHouse => self.advance(2),
            Word::Option if self.is_mark(1, b'(') => {
                self.advance(1);
                self.pass_enclosed();
            }
            Word::Emit => self.advance(2),
            _ if self.is_pipe() => return false,
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
        self.row_clause(select, IndirectSubtype::Filter, ClauseNames::Columns);
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
        select.variables = self.into_variables();
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
fn ends_select(word: Word) -> bool {
    matches!(
        word,
        Word::Union | Word::Intersect | Word::Except | Word::Minus | Word::Order | Word::Limit | Word::Offset
    ) || matches!(
        word,
        Word::Fetch | Word::For | Word::Lock | Word::Procedure | Word::With | Word::On | Word::Returning | Word::Insert
    )
}
