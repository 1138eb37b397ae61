//! Scanning an expression for what it mentions, without a grammar of expressions.
//!
//! The scan tells operands from operators only as far as it must: to see where
//! the expression ends, to tell an alias from a column, and to give each
//! mention its role.

mod fields;
mod lambdas;
mod lookups;
mod names;
mod paths;
mod words;

use super::cursor::Parser;
use super::frames::{Frames, Opening};
use super::functions::Shape;
use crate::sql::Dialect;
use crate::sql::statement::{IndirectSubtype, Span, Subtype};
use crate::sql::syntax::{Expression, Field, Label, Mention, Query, Role, What};
use crate::sql::tokens::Kind;

/// The state of scanning one expression.
#[derive(Debug, Default)]
pub(super) struct Scan {
    mentions: Vec<Mention>,
    label: Label,
    fields: Vec<Field>,
    pub(super) frames: Frames,
    /// Whether the token before ended an operand.
    has_operand: bool,
    /// Whether there is more than one mention in parentheses.
    is_computed: bool,
    /// Whether the word after the next operand is a unit of time.
    awaits_unit: bool,
    /// The role of a query that follows at once, as after `EXISTS`.
    next_query: Option<Role>,
    /// Whether scanning is over.
    is_done: bool,
    /// The structure whose fields are being read.
    building: Option<fields::Building>,
    /// The parameters of functions written in place.
    parameters: Vec<lambdas::Parameter>,
}

impl Scan {
    /// Notes that an operand was read, and what it would be called by.
    fn operand(&mut self, label: Label) {
        self.has_operand = true;
        if self.frames.only_groups() {
            self.label = if self.label == Label::Empty { label } else { Label::Unnamed };
        }
    }

    /// Notes that what puts a value together begins here.
    fn operand_of_constructor(&mut self) {
        self.is_computed = true;
        self.operand(Label::Unnamed);
    }

    /// Notes that something is done to the operand before.
    fn derive(&mut self) {
        self.is_computed = true;
        if let (Label::Column(name), true) = (self.label, self.frames.only_groups()) {
            self.label = Label::Derived(name);
        }
    }

    /// Notes an operator, after which an operand is due.
    fn operator(&mut self) {
        self.is_computed = true;
        self.has_operand = false;
        if self.frames.only_groups() {
            self.label = Label::Unnamed;
        }
    }

    fn mention(&mut self, what: What, role: Role, span: Span) {
        self.mentions.push(Mention { what, role, span });
    }
}

impl Parser<'_> {
    /// Scans one expression, up to a comma, an alias or a word of another clause.
    pub(super) fn expression(&mut self) -> Expression {
        let from = self.at;
        let mut scan = Scan::default();
        while !self.is_at_end() && !scan.is_done {
            self.scan_token(&mut scan);
        }
        let span = if self.at > from { self.span_from(from) } else { Span::default() };
        let mut mentions = scan.mentions;
        if scan.is_computed {
            for mention in &mut mentions {
                if let Role::Value { subtype, .. } = &mut mention.role {
                    *subtype = (*subtype).max(Subtype::Transformation);
                }
            }
        }
        Expression { mentions, fields: scan.fields, label: scan.label, span }
    }

    fn scan_token(&mut self, scan: &mut Scan) {
        if self.at == scan.frames.close() {
            scan.frames.pop_cases();
            self.end_field(scan, true);
            self.end_lambdas(scan);
            scan.frames.pop_bracket();
            scan.has_operand = true;
            return self.advance(1);
        }
        match self.kind(0) {
            Kind::Mark(b',') => self.scan_comma(scan),
            Kind::Mark(b'(') => self.scan_parenthesis(scan),
            Kind::Mark(b'[') => self.scan_bracket(scan),
            Kind::Mark(b'{') => self.scan_brace(scan),
            Kind::Mark(b'.') => self.scan_field(scan),
            Kind::Mark(b':') => self.scan_colon(scan),
            Kind::Operator if scan.frames.is_empty() && self.is_pipe() => scan.is_done = true,
            Kind::Mark(b'*') if !scan.has_operand => {
                scan.is_computed = true;
                scan.operand(Label::Unnamed);
                self.advance(1);
            }
            Kind::Mark(b';') => scan.is_done = true,
            Kind::Mark(b')' | b']' | b'}') => self.skip(1, "stray_bracket", "a bracket closes what was never opened"),
            Kind::Mark(_) | Kind::Operator | Kind::Named => {
                scan.operator();
                self.advance(1);
            }
            Kind::Cast => {
                scan.derive();
                self.advance(1);
                self.type_name();
            }
            Kind::Quoted => self.scan_name(scan),
            Kind::Word(word) => self.scan_word(scan, word),
            Kind::Parameter if self.is_position() => self.scan_name(scan),
            Kind::Text | Kind::Number | Kind::Parameter | Kind::Body | Kind::Template => self.scan_literal(scan),
        }
    }

    fn scan_comma(&mut self, scan: &mut Scan) {
        if scan.frames.close() == super::frames::OPEN {
            scan.is_done = true;
            return;
        }
        if let (Some((Shape::Convert, 0)), Dialect::MySql) = (scan.frames.call(), self.dialect()) {
            self.at = scan.frames.close();
            return;
        }
        scan.frames.pop_cases();
        self.end_field(scan, false);
        self.end_lambdas(scan);
        scan.frames.next_argument();
        scan.has_operand = false;
        if scan.frames.only_groups() {
            scan.operator();
        }
        self.advance(1);
    }

    fn scan_literal(&mut self, scan: &mut Scan) {
        self.name_field(scan);
        let kind = self.kind(0);
        let may_be_alias = kind == Kind::Text && self.dialect().has_text_aliases();
        if scan.has_operand && scan.frames.is_empty() && may_be_alias {
            scan.is_done = true;
            return;
        }
        if !scan.has_operand {
            let position = if kind == Kind::Number { self.spelling(0).parse().ok() } else { None };
            let is_alone = scan.frames.is_empty() && !scan.is_computed;
            scan.operand(position.filter(|_| is_alone).map_or(Label::Unnamed, Label::Number));
        }
        if kind == Kind::Parameter && self.locals.is_some_and(crate::sql::session::Locals::has_variables) {
            let name = self.names.bare(self.spelling(0).trim_start_matches(':'));
            let span = self.span_from(self.at);
            let role = scan.frames.role();
            if let (true, Some(field)) = (self.is_mark(1, b'.'), self.ident_at(2, true)) {
                scan.mention(What::Column(vec![name, field]), role, span);
                return self.advance(3);
            }
            scan.mention(What::Variable(name), role, span);
            return self.advance(1);
        }
        scan.is_computed = true;
        self.advance(1);
    }

    /// Reads a parenthesis that no function name precedes.
    fn scan_parenthesis(&mut self, scan: &mut Scan) {
        let next_query = scan.next_query.take();
        if self.holds_query(self.at) {
            let role = next_query.unwrap_or(Role::COPY).within(scan.frames.role());
            return self.scan_query(scan, role, What::Query);
        }
        if self.scan_lambda(scan) {
            return;
        }
        scan.has_operand = false;
        let close = self.partner(self.at);
        scan.frames.open(Opening::Group, close, Role::COPY);
        self.advance(1);
    }

    /// Reads the query in a parenthesis.
    pub(super) fn scan_query(&mut self, scan: &mut Scan, role: Role, what: fn(Box<Query>) -> What) {
        let from = self.at;
        let query = self.enclosed(|parser| parser.nested(Parser::query));
        scan.operand(Label::Subquery);
        if let Some(query) = query {
            let span = self.span_from(from);
            scan.mention(what(Box::new(query)), role, span);
        }
    }

    fn scan_bracket(&mut self, scan: &mut Scan) {
        if scan.has_operand {
            scan.derive();
        } else {
            scan.is_computed = true;
            let array = self.names.bare("array");
            scan.operand(Label::Call(array));
        }
        let close = self.partner(self.at);
        scan.frames.open(Opening::Subscript, close, Role::computed());
        scan.has_operand = false;
        self.advance(1);
    }

    /// Passes over the name of a data type.
    pub(super) fn type_name(&mut self) {
        use crate::sql::words::Word;
        if self.dotted().is_empty() {
            // Types such as `array` or `set` are words of clauses elsewhere.
            self.advance(usize::from(matches!(self.kind(0), Kind::Word(_))));
        }
        loop {
            self.pass_angles();
            match self.kind(0) {
                Kind::Word(Word::Precision | Word::Varying | Word::Array) => self.advance(1),
                Kind::Word(Word::With | Word::Without) if self.word(1) == Word::Time => self.advance(3),
                Kind::Mark(b'(') => self.pass_enclosed(),
                Kind::Mark(b'[') => {
                    self.at = self.partner(self.at);
                    self.advance(1);
                }
                _ => break,
            }
        }
    }

    /// Reads the parenthesis of a window that has a name of its own.
    pub(super) fn window_keys(&mut self) -> Expression {
        let from = self.at;
        let mut scan = Scan::default();
        self.scan_window(&mut scan);
        while !self.is_at_end() && !scan.frames.is_empty() {
            self.scan_token(&mut scan);
        }
        Expression { mentions: scan.mentions, fields: Vec::new(), label: Label::Unnamed, span: self.span_from(from) }
    }

    /// Opens a parenthesis at the current token whose inside has a role of its own.
    pub(super) fn open_special(&mut self, scan: &mut Scan, opening: Opening, role: Role) {
        let close = self.partner(self.at);
        scan.frames.open(opening, close, role);
        scan.has_operand = false;
        self.advance(1);
    }
}

/// The role of what decides whether a row counts in one value.
const CONDITIONAL: Role = Role::Indirect(IndirectSubtype::Conditional);

/// The role of what only decides whether a row counts.
const FILTER: Role = Role::Indirect(IndirectSubtype::Filter);

/// The role of what divides and orders a window.
const WINDOW: Role = Role::Indirect(IndirectSubtype::Window);

#[cfg(test)]
mod tests;
