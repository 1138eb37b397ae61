//! What variables get: `SET`, `:=`, `SELECT … INTO` and their relatives, each a write of columns.

use super::cursor::Parser;
use crate::sql::Dialect;
use crate::sql::act::{Act, Declared};
use crate::sql::names::Ident;
use crate::sql::session;
use crate::sql::statement::{Kind, Mode};
use crate::sql::syntax::{Action, Expression, Item, Parsed, Query, TableName, Term, Write};
use crate::sql::tokens;

impl Parser<'_> {
    /// Reads what `variable` gets.
    pub(super) fn assigned(&mut self, variable: Ident) -> Expression {
        let from = self.at;
        let value = self.expression();
        self.acts.push(Act::Assign { variable, value: from..self.at, adds: self.adds });
        value
    }

    /// A write of `values` into variables.
    pub(super) fn assignment_of(&mut self, variables: Vec<Ident>, values: Vec<Expression>) -> Parsed {
        let query = Query { first: Term::Values(values), ..Query::default() };
        self.fill_variables(variables, query)
    }

    /// A write of the rows of `query` into the row or cursor `name`.
    pub(super) fn fill_record(&mut self, name: Ident, columns: Vec<Ident>, query: Query) -> Parsed {
        let target = session::record(self.names, name);
        self.fill(target, columns, query)
    }

    /// A write of the columns of `query` into variables.
    pub(super) fn fill_variables(&mut self, variables: Vec<Ident>, query: Query) -> Parsed {
        let target = session::variables(self.names);
        self.fill(target, variables, query)
    }

    /// A write of the rows of `query` into something that only the session knows.
    pub(super) fn fill(&mut self, mut target: TableName, columns: Vec<Ident>, query: Query) -> Parsed {
        target.span = query.span;
        let is_existing = !columns.is_empty();
        let write = Write { is_existing, ..Write::defining(target, Mode::Append, columns, query) };
        write.into_parsed(Kind::Set)
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
    pub(super) fn declare_if_new(&mut self, name: Ident) {
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
    pub(super) fn fill_selected(&mut self, query: Query) -> Result<Parsed, Box<Query>> {
        let Term::Select(select) = &query.first else { return Err(Box::new(query)) };
        let mut variables: Vec<Ident> = select.variables.clone();
        if variables.is_empty() && !select.items.is_empty() {
            let assigned = select.items.iter().filter_map(|item| match item {
                Item::Value { alias: Some(alias), .. } => Some(*alias),
                _ => None,
            });
            variables = assigned.filter(|alias| self.names.text(alias.name).starts_with('@')).collect();
            if variables.len() != select.items.len() {
                return Err(Box::new(query));
            }
        }
        if variables.is_empty() {
            return Err(Box::new(query));
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
    pub(super) fn variables_behind_into(&mut self) -> Vec<Ident> {
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
}
