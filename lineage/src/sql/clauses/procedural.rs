//! What stands in bodies of routines: declarations, assignments, cursors, loops and text that is run.
//!
//! Variables are columns of one table that only the session knows, and rows
//! and cursors are such tables themselves: what an assignment does is a write.

use std::ops::Range;

use super::cursor::Parser;
use crate::sql::Dialect;
use crate::sql::act::{Act, Declared};
use crate::sql::names::Ident;
use crate::sql::session;
use crate::sql::statement::{IndirectSubtype, Kind, Mode, Span};
use crate::sql::syntax::{
    Action, Clause, ClauseNames, Expression, FromTree, Item, Parsed, Query, Relation, Select, Source, Star, TableName,
    Term, Write,
};
use crate::sql::tokens;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads what decides about statements: it only reads.
    pub(super) fn condition_piece(&mut self) -> Parsed {
        let mut select = Select::default();
        while !self.is_at_end() {
            let expression = self.expression();
            if expression.span == Span::default() {
                self.advance(1);
                continue;
            }
            let names = ClauseNames::Columns;
            select.clauses.push(Clause { subtype: IndirectSubtype::Filter, expression, names });
        }
        let query = Query { first: Term::Select(Box::new(select)), ..Query::default() };
        Parsed { kind: Kind::Set, action: Action::Query(query) }
    }

    /// Reads `RETURN`, which may yield rows.
    pub(super) fn return_statement(&mut self) -> Parsed {
        self.advance(1);
        if self.says(0, &["query"]) {
            self.advance(1);
            if self.eat(Word::Execute) {
                return self.run();
            }
        }
        if self.is_query(0) {
            let query = self.query();
            return Parsed { kind: Kind::Select, action: Action::Query(query) };
        }
        self.condition_piece()
    }

    /// Whether a query begins at the token `ahead`.
    fn is_query(&self, ahead: usize) -> bool {
        match self.kind(ahead) {
            tokens::Kind::Word(Word::Select | Word::With | Word::Values) => true,
            tokens::Kind::Mark(b'(') => self.holds_query(self.at + ahead),
            _ => false,
        }
    }

    /// Reads one declaration.
    pub(super) fn declaration(&mut self) -> Parsed {
        if self.says(0, &["cursor"]) {
            self.advance(1);
            let Some(name) = self.variable() else { return self.nothing(Kind::Set) };
            return self.cursor_declaration(name);
        }
        if self.says(0, &["type", "subtype", "pragma"]) {
            return self.nothing(Kind::Set);
        }
        let mut targets: Vec<Ident> = Vec::new();
        let mut values: Vec<Expression> = Vec::new();
        while let Some(name) = self.variable() {
            let mut names = vec![name];
            while self.dialect() != Dialect::SqlServer && self.eat_mark(b',') {
                names.extend(self.variable());
            }
            if self.names_cursor() {
                return self.cursor_declaration(name);
            }
            let shape = self.declared_type();
            self.acts.extend(names.iter().map(|name| Act::Declare { name: *name, shape: shape.clone() }));
            if self.pass_to_default() {
                if shape == Declared::Record && self.is_query(0) {
                    let query = self.query();
                    return self.fill_record(name, Vec::new(), query);
                }
                let value = self.assigned(name);
                targets.push(name);
                values.push(value);
            }
            if !self.eat_mark(b',') {
                break;
            }
        }
        self.at = self.end;
        if targets.is_empty() {
            return self.nothing(Kind::Set);
        }
        self.assignment_of(targets, values)
    }

    /// Reads the name of a variable.
    fn variable(&mut self) -> Option<Ident> {
        if self.kind(0) == tokens::Kind::Parameter {
            let text = self.spelling(0).trim_start_matches(':');
            let name = self.names.bare(text);
            self.advance(1);
            return Some(name);
        }
        let colon = usize::from(self.is_mark(0, b':'));
        let name = self.ident_at(colon, false)?;
        self.advance(1 + colon);
        Some(name)
    }

    fn names_cursor(&self) -> bool {
        (0..4).any(|ahead| self.says(ahead, &["cursor"])) && !self.says(0, &["table"])
    }

    fn cursor_declaration(&mut self, name: Ident) -> Parsed {
        self.acts.push(Act::Declare { name, shape: Declared::Record });
        while !self.is_at_end() && !(self.says(0, &["for", "is"]) && self.is_query(1)) {
            if self.is_mark(0, b'(') { self.pass_enclosed() } else { self.advance(1) }
        }
        if self.is_at_end() {
            return self.nothing(Kind::Set);
        }
        self.advance(1);
        let query = self.query();
        // `FOR UPDATE OF …` and the like.
        self.at = self.end;
        self.fill_record(name, Vec::new(), query)
    }

    /// Looks at the type of a declaration, and leaves it unread.
    fn declared_type(&mut self) -> Declared {
        let from = self.at;
        self.eat(Word::As);
        if self.word(0) == Word::Table && self.is_mark(1, b'(') {
            self.advance(1);
            let columns = self.column_definitions();
            return Declared::Table(columns);
        }
        let is_record = self.says(0, &["record", "resultset", "refcursor", "sys_refcursor", "cursor"])
            || (0..8)
                .take_while(|ahead| !matches!(self.kind(*ahead), tokens::Kind::Mark(b';' | b',')))
                .any(|ahead| self.says(ahead, &["rowtype"]));
        self.rewind(from);
        if is_record { Declared::Record } else { Declared::Value }
    }

    /// Passes over a type up to what the variable begins with; false when there is nothing such.
    fn pass_to_default(&mut self) -> bool {
        while !self.is_at_end() {
            match self.kind(0) {
                tokens::Kind::Mark(b',') => return false,
                tokens::Kind::Named | tokens::Kind::Mark(b'=') => {
                    self.advance(1);
                    return true;
                }
                tokens::Kind::Word(Word::Default) => {
                    self.advance(1);
                    return true;
                }
                tokens::Kind::Mark(b'(') => self.pass_enclosed(),
                _ => self.advance(1),
            }
        }
        false
    }

    /// Reads what `variable` gets.
    fn assigned(&mut self, variable: Ident) -> Expression {
        let from = self.at;
        let value = self.expression();
        self.acts.push(Act::Assign { variable, value: from..self.at, adds: self.adds });
        value
    }

    /// A write of `values` into variables.
    fn assignment_of(&mut self, variables: Vec<Ident>, values: Vec<Expression>) -> Parsed {
        let query = Query { first: Term::Values(values), ..Query::default() };
        self.fill_variables(variables, query)
    }

    /// A write of the rows of `query` into the row or cursor `name`.
    fn fill_record(&mut self, name: Ident, columns: Vec<Ident>, query: Query) -> Parsed {
        let target = session::record(self.names, name);
        self.fill(target, columns, query)
    }

    /// A write of the columns of `query` into variables.
    fn fill_variables(&mut self, variables: Vec<Ident>, query: Query) -> Parsed {
        let target = session::variables(self.names);
        self.fill(target, variables, query)
    }

    /// A write of the rows of `query` into something that only the session knows.
    fn fill(&mut self, mut target: TableName, columns: Vec<Ident>, query: Query) -> Parsed {
        target.span = query.span;
        let is_existing = !columns.is_empty();
        let write = Write { is_existing, ..Write::defining(target, Mode::Append, columns, query) };
        write.into_parsed(Kind::Set)
    }

    /// Whether a name is one that the script declared.
    fn is_declared(&self, name: Ident) -> bool {
        self.locals.is_some_and(|locals| locals.is_variable(name.key) || locals.is_record(name.key))
    }

    /// Whether `x :=`, `r.f :=` or, where `x` is declared, `x =` stands here.
    pub(super) fn is_assignment(&mut self) -> bool {
        let Some(name) = self.ident_at(0, false) else { return self.kind(1) == tokens::Kind::Named };
        let mut ahead = 1;
        while self.is_mark(ahead, b'.') {
            ahead += 2;
        }
        match self.kind(ahead) {
            tokens::Kind::Named => true,
            tokens::Kind::Mark(b'=') => self.is_declared(name),
            tokens::Kind::Mark(b'[') => self.is_declared(name),
            _ => false,
        }
    }

    /// Reads `x := …` or `r.f := …`.
    pub(super) fn assignment(&mut self) -> Parsed {
        let Some(name) = self.variable() else { return self.nothing(Kind::Set) };
        let mut field = None;
        while self.is_mark(0, b'.') {
            field = self.ident_at(1, true);
            self.advance(2);
        }
        if self.is_mark(0, b'[') {
            self.at = self.partner(self.at);
            self.advance(1);
        }
        self.advance(1);
        if let Some(field) = field {
            let value = self.expression();
            let query = Query { first: Term::Values(vec![value]), ..Query::default() };
            return self.fill_record(name, vec![field], query);
        }
        if self.locals.is_some_and(|locals| locals.is_record(name.key)) && self.is_query(0) {
            let query = self.query();
            return self.fill_record(name, Vec::new(), query);
        }
        self.declare_if_new(name);
        let value = self.assigned(name);
        self.assignment_of(vec![name], vec![value])
    }

    /// Session variables come into being by being set.
    fn declare_if_new(&mut self, name: Ident) {
        if !self.is_declared(name) {
            self.acts.push(Act::Declare { name, shape: Declared::Value });
        }
    }

    /// Reads Snowflake's `LET x [type] := …`.
    pub(super) fn let_statement(&mut self) -> Parsed {
        self.advance(1);
        self.declaration()
    }

    /// Reads `SET x = …, y = …` where variables are set.
    pub(super) fn set_statement(&mut self) -> Parsed {
        if self.set_path() {
            return Parsed { kind: Kind::Set, action: Action::Nothing };
        }
        self.advance(1);
        if self.is_mark(0, b'(') {
            return self.set_several();
        }
        let (mut variables, mut values) = (Vec::new(), Vec::new());
        while self.sets_variable() {
            let Some(name) = self.variable() else { break };
            let is_dollar = self.dialect() == Dialect::Snowflake && !self.is_declared(name);
            let name = if is_dollar { self.dollar(name) } else { name };
            if let Some(field) = self.ident_at(1, true).filter(|_| self.is_mark(0, b'.')) {
                self.advance(3);
                let value = self.expression();
                let query = Query { first: Term::Values(vec![value]), ..Query::default() };
                return self.fill_record(name, vec![field], query);
            }
            self.adds = self.spelling(0) == "+";
            while !self.is_at_end() && matches!(self.kind(0), tokens::Kind::Operator) {
                self.advance(1);
            }
            self.advance(1);
            self.declare_if_new(name);
            let value = self.assigned(name);
            self.adds = false;
            variables.push(name);
            values.push(value);
            if !self.eat_mark(b',') {
                break;
            }
        }
        self.at = self.end;
        if variables.is_empty() {
            return Parsed { kind: Kind::Set, action: Action::Nothing };
        }
        self.assignment_of(variables, values)
    }

    fn sets_variable(&mut self) -> bool {
        let is_set = (1..3).any(|ahead| matches!(self.kind(ahead), tokens::Kind::Named | tokens::Kind::Mark(b'=')))
            || self.is_mark(1, b'.') && self.is_mark(3, b'=');
        if !is_set {
            return false;
        }
        match self.kind(0) {
            tokens::Kind::Parameter => !self.spelling(0).starts_with("@@"),
            _ => {
                let by_name = matches!(self.dialect(), Dialect::Snowflake | Dialect::BigQuery);
                self.ident_at(0, false).is_some_and(|name| by_name || self.is_declared(name))
            }
        }
    }

    /// The name by which Snowflake reads a variable of the session.
    fn dollar(&mut self, name: Ident) -> Ident {
        let text = format!("${}", self.names.text(name.name));
        self.names.bare(&text)
    }

    /// Reads BigQuery's `SET (x, y) = …`.
    fn set_several(&mut self) -> Parsed {
        let variables = self.enclosed(|parser| {
            let mut variables = Vec::new();
            while !parser.is_at_end() {
                variables.extend(parser.variable());
                parser.pass_to_comma();
            }
            variables
        });
        self.eat_mark(b'=');
        for name in &variables {
            self.declare_if_new(*name);
        }
        let query = if self.is_query(0) {
            self.query()
        } else if self.is_mark(0, b'(') {
            let values = self.enclosed(Self::expressions);
            Query { first: Term::Values(values), ..Query::default() }
        } else {
            Query { first: Term::Values(vec![self.expression()]), ..Query::default() }
        };
        self.fill_variables(variables, query)
    }

    /// What `SELECT … INTO x, y` or `SELECT @x = …` does: the variables get the columns.
    pub(super) fn selected_into(&mut self, query: Query) -> Result<Parsed, Query> {
        let Term::Select(select) = &query.first else { return Err(query) };
        let mut variables: Vec<Ident> = select.variables.clone();
        if variables.is_empty() && !select.items.is_empty() {
            let assigned = select.items.iter().filter_map(|item| match item {
                Item::Value { alias: Some(alias), .. } => Some(*alias),
                _ => None,
            });
            variables = assigned.filter(|alias| self.names.text(alias.name).starts_with('@')).collect();
            if variables.len() != select.items.len() {
                return Err(query);
            }
        }
        if variables.is_empty() {
            return Err(query);
        }
        if let ([only], Some(locals)) = (variables.as_slice(), self.locals)
            && locals.is_record(only.key)
        {
            let target = session::record(self.names, *only);
            return Ok(self.fill(target, Vec::new(), query));
        }
        for name in &variables {
            self.declare_if_new(*name);
        }
        Ok(self.fill_variables(variables, query))
    }

    /// Reads the variable that an entry of a select list is assigned to.
    pub(super) fn assigned_item(&mut self) -> Option<Ident> {
        let is_parameter = self.kind(0) == tokens::Kind::Parameter;
        let is_assigned =
            self.kind(1) == tokens::Kind::Named || self.is_mark(1, b'=') && self.dialect() == Dialect::SqlServer;
        if !is_parameter || !is_assigned {
            return None;
        }
        let name = self.variable();
        self.advance(1);
        // What MySQL assigns in passing is a result all the same.
        name.filter(|_| self.dialect() == Dialect::SqlServer || self.is_body())
    }

    /// Reads the variables behind `INTO`; none, and nothing is read, when a table stands there.
    pub(super) fn into_variables(&mut self) -> Vec<Ident> {
        let from = self.at;
        let mut variables = Vec::new();
        if self.says(0, &["strict"]) {
            self.advance(1);
        }
        loop {
            let is_parameter = self.kind(0) == tokens::Kind::Parameter;
            let is_declared = self.ident_at(0, false).is_some_and(|name| self.is_declared(name));
            let is_sure = is_parameter || is_declared || !self.dialect().selects_into_tables();
            if !is_sure || self.says(0, &["outfile", "dumpfile"]) {
                break;
            }
            let Some(name) = self.variable() else { break };
            variables.push(name);
            while self.is_mark(0, b'.') {
                self.advance(2);
            }
            if !self.eat_mark(b',') {
                return variables;
            }
        }
        self.rewind(from);
        Vec::new()
    }

    /// Reads what `FOR` goes through.
    pub(super) fn loop_piece(&mut self) -> Parsed {
        let mut names = Vec::new();
        while let Some(name) = self.variable() {
            names.push(name);
            while self.is_mark(0, b'.') {
                self.advance(2);
            }
            if !self.eat_mark(b',') {
                break;
            }
        }
        while !self.is_at_end() && !self.eat(Word::In) {
            self.advance(1);
        }
        if self.says(0, &["reverse", "array"]) {
            self.advance(1);
        }
        let Some(first) = names.first().copied() else { return self.condition_piece() };
        if self.is_query(0) || self.eat(Word::Execute) {
            return self.each_row(names);
        }
        let cursor =
            self.ident_at(0, false).filter(|name| self.locals.is_some_and(|locals| locals.is_record(name.key)));
        if let Some(cursor) = cursor {
            let query = self.rows_of(cursor);
            self.at = self.end;
            self.acts.push(Act::Declare { name: first, shape: Declared::Record });
            return self.fill_record(first, Vec::new(), query);
        }
        self.acts.push(Act::Declare { name: first, shape: Declared::Value });
        let value = self.expression();
        self.at = self.end;
        self.assignment_of(vec![first], vec![value])
    }

    fn each_row(&mut self, names: Vec<Ident>) -> Parsed {
        let is_text = self.at > 0 && !self.is_query(0);
        let are_variables = names.iter().all(|name| self.locals.is_some_and(|locals| locals.is_variable(name.key)));
        if !are_variables {
            self.acts.extend(names.iter().map(|name| Act::Declare { name: *name, shape: Declared::Record }));
        }
        if is_text {
            return self.run();
        }
        let query = self.query();
        self.at = self.end;
        if are_variables {
            return self.fill_variables(names, query);
        }
        let target = session::record(self.names, names[0]);
        self.fill(target, Vec::new(), query)
    }

    /// `SELECT * FROM cursor`
    fn rows_of(&mut self, cursor: Ident) -> Query {
        let span = self.span_from(self.at);
        let mut name = session::record(self.names, cursor);
        name.span = span;
        let tree = FromTree { first: Source::of(Relation::Table(name)), joins: Vec::new() };
        let select =
            Select { items: vec![Item::Star(Star { span, ..Star::default() })], from: vec![tree], ..Select::default() };
        Query { first: Term::Select(Box::new(select)), span, ..Query::default() }
    }

    /// Reads `FETCH … c INTO x, y`.
    pub(super) fn fetch(&mut self) -> Parsed {
        let mut cursor = None;
        while !self.is_at_end() && !self.eat(Word::Into) {
            cursor = self.ident_at(0, false).or(cursor);
            self.advance(1);
        }
        let (Some(cursor), false) = (cursor, self.is_at_end()) else { return self.nothing(Kind::Set) };
        let query = self.rows_of(cursor);
        let mut variables = Vec::new();
        while let Some(name) = self.variable() {
            variables.push(name);
            if !self.eat_mark(b',') {
                break;
            }
        }
        self.at = self.end;
        if let ([only], Some(locals)) = (variables.as_slice(), self.locals)
            && locals.is_record(only.key)
        {
            return self.fill_record(*only, Vec::new(), query);
        }
        self.fill_variables(variables, query)
    }

    /// Reads `OPEN c FOR …`.
    pub(super) fn open_cursor(&mut self) -> Parsed {
        self.advance(1);
        let Some(name) = self.variable() else { return self.nothing(Kind::Set) };
        while !self.is_at_end() && !self.eat(Word::For) {
            self.advance(1);
        }
        if self.is_query(0) {
            let query = self.query();
            self.at = self.end;
            self.acts.push(Act::Declare { name, shape: Declared::Record });
            return self.fill_record(name, Vec::new(), query);
        }
        if self.is_at_end() {
            return self.nothing(Kind::Set);
        }
        self.eat(Word::Execute);
        self.run()
    }

    /// Reads a text that is run, up to what it is given and where its result goes.
    pub(super) fn run(&mut self) -> Parsed {
        let range = self.text_range();
        self.acts.push(Act::Run(range));
        self.nothing(Kind::Call)
    }

    fn text_range(&mut self) -> Range<usize> {
        let from = self.at;
        while !self.is_at_end() && !self.says(0, &["using", "into", "bulk", "returning", "at"]) {
            if matches!(self.kind(0), tokens::Kind::Mark(b',')) {
                break;
            }
            if self.is_mark(0, b'(') { self.pass_enclosed() } else { self.advance(1) }
        }
        from..self.at
    }

    /// Reads `EXECUTE` and `EXEC`, which run a text, a prepared statement or a procedure.
    pub(super) fn execute(&mut self) -> Parsed {
        self.advance(1);
        if self.says(0, &["immediate"]) {
            self.advance(1);
            return self.run();
        }
        // `EXEC @status = p …`
        if self.kind(0) == tokens::Kind::Parameter && self.is_mark(1, b'=') {
            self.advance(2);
        }
        if self.dialect() == Dialect::SqlServer {
            return self.execute_procedure();
        }
        let is_name = self.ident_at(0, false).is_some_and(|name| !self.is_declared(name));
        let is_alone = matches!(self.kind(1), tokens::Kind::Mark(b';')) || self.says(1, &["using"]);
        let is_call = self.is_mark(1, b'(') && self.partner(self.at + 1) + 1 >= self.end && !self.is_body();
        if let (Some(name), true) = (self.ident_at(0, false), is_name && (is_alone || is_call)) {
            self.acts.push(Act::RunPrepared(name));
            return self.nothing(Kind::Call);
        }
        self.run()
    }

    fn is_body(&self) -> bool {
        self.locals.is_some_and(|locals| locals.is_body())
    }

    fn execute_procedure(&mut self) -> Parsed {
        if self.is_mark(0, b'(') {
            return self.run();
        }
        let Some(name) = self.table_name() else { return self.run() };
        let last = name.parts.last().map(|part| self.names.text(part.name).to_ascii_lowercase()).unwrap_or_default();
        match last.as_str() {
            "sp_executesql" => {
                if self.kind(0) == tokens::Kind::Parameter && self.is_mark(1, b'=') {
                    self.advance(2);
                }
                self.run()
            }
            "sp_rename" => self.procedure_renames(),
            _ => {
                self.acts.push(Act::Call(name));
                self.nothing(Kind::Call)
            }
        }
    }

    /// Reads `CALL p(…)`.
    pub(super) fn call(&mut self) -> Parsed {
        self.advance(1);
        match self.table_name() {
            Some(name) => {
                self.acts.push(Act::Call(name));
                self.nothing(Kind::Call)
            }
            None => self.opaque(Kind::Call),
        }
    }

    /// Reads `PREPARE name AS …` or `PREPARE name FROM text`.
    pub(super) fn prepare(&mut self) -> Parsed {
        self.advance(1);
        let Some(name) = self.variable() else { return self.nothing(Kind::Set) };
        self.pass_enclosed();
        if self.eat(Word::From) {
            let text = Some(self.text_range());
            self.acts.push(Act::Prepare { name, text });
            return self.nothing(Kind::Set);
        }
        self.eat(Word::As);
        self.acts.push(Act::Prepare { name, text: None });
        if self.is_at_end() { self.nothing(Kind::Set) } else { self.statement() }
    }
}
