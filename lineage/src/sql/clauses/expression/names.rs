//! Names in an expression: columns, whole rows, calls and words that only look like columns.

use super::Scan;
use crate::sql::Dialect;
use crate::sql::clauses::cursor::Parser;
use crate::sql::clauses::frames::Opening;
use crate::sql::clauses::functions::{self, Shape};
use crate::sql::names::Ident;
use crate::sql::syntax::{Label, Role, What};
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads a name where an operand may stand, or leaves it as the expression's alias.
    pub(super) fn scan_name(&mut self, scan: &mut Scan) {
        if scan.has_operand {
            if scan.frames.is_empty() {
                scan.is_done = true;
            } else {
                // Two operands in a row: the second is syntax that is not known here, such as a unit.
                self.advance(1);
            }
            return;
        }
        if self.is_field_name(scan) {
            self.name_field(scan);
            return self.advance(2);
        }
        if self.scan_prefix(scan) || self.scan_lambda(scan) {
            return;
        }
        let from = self.at;
        let parts = self.name_chain();
        let Some(last) = parts.last().copied() else { return self.skip(1, "skipped_text", "a name was expected") };
        if self.is_mark(0, b'.') && self.is_mark(1, b'*') {
            self.advance(2);
            scan.operand(Label::Unnamed);
            scan.is_computed = true;
            let span = self.span_from(from);
            return scan.mention(What::Row(parts), scan.frames.role(), span);
        }
        match self.kind(0) {
            _ if self.is_parameter(scan, parts[0]) && !self.is_mark(0, b'(') => self.scan_parameter(scan),
            Kind::Mark(b'(') if !self.is_annotation() => self.scan_call(scan, last),
            Kind::Named => {
                self.rewind(self.at - 1);
                self.name_field(scan);
                self.advance(2);
            }
            _ if self.is_no_column(scan, &parts) => {
                scan.is_computed = true;
                scan.operand(Label::Call(last));
            }
            _ => {
                scan.operand(Label::Column(last));
                let span = self.span_from(from);
                scan.mention(What::Column(parts), scan.frames.role(), span);
                if self.is_annotation() {
                    self.pass_enclosed();
                }
            }
        }
    }

    /// Reads the parts of a name; the first may be a word that is reserved in front of no parenthesis only.
    fn name_chain(&mut self) -> Vec<Ident> {
        let mut parts = Vec::new();
        let Some(first) = self.ident_at(0, true) else { return parts };
        parts.push(first);
        self.advance(1);
        while self.is_mark(0, b'.') {
            let Some(part) = self.ident_at(1, true) else { break };
            parts.push(part);
            self.advance(2);
        }
        parts
    }

    /// Whether a parenthesis behind a column says something about it: Oracle's `(+)`, Teradata's `(TITLE 'a')`.
    fn is_annotation(&self) -> bool {
        if !self.is_mark(0, b'(') {
            return false;
        }
        let is_outer = self.spelling(1) == "+" && self.is_mark(2, b')');
        let words = ["title", "format", "named", "casespecific", "uppercase"];
        let is_attribute =
            self.dialect() == Dialect::Teradata && words.iter().any(|word| self.spelling(1).eq_ignore_ascii_case(word));
        is_outer || is_attribute
    }

    /// Whether the current token is a column of staged files, such as `$1`.
    pub(super) fn is_position(&self) -> bool {
        let digits = self.spelling(0).strip_prefix('$');
        self.dialect() == Dialect::Snowflake
            && digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// Passes over a type in front of a text, as in `DATE '2024-01-01'`.
    fn scan_prefix(&mut self, scan: &mut Scan) -> bool {
        if matches!(self.kind(0), Kind::Quoted) {
            return false;
        }
        let is_zoned = matches!(self.word(0), Word::Time | Word::Timestamp)
            && matches!(self.word(1), Word::With | Word::Without)
            && self.word(2) == Word::Time;
        let ahead = if is_zoned { 4 } else { 1 };
        if self.kind(ahead) != Kind::Text {
            return false;
        }
        // MySQL puts the character set of a text in front of it, after an underscore.
        let is_charset = self.dialect() == Dialect::MySql && self.spelling(0).starts_with('_');
        let is_type = is_charset
            || self.dialect().has_typed_texts()
            || functions::is_literal_type(&self.spelling(0).to_ascii_lowercase());
        if is_type {
            scan.is_computed = true;
            self.advance(ahead);
        }
        is_type
    }

    /// Opens the call of `name` whose parenthesis comes next.
    pub(super) fn scan_call(&mut self, scan: &mut Scan, name: Ident) {
        scan.operand(Label::Call(name));
        scan.is_computed = true;
        let function = functions::find(&self.names.text(name.name).to_ascii_lowercase());
        if self.holds_query(self.at) {
            let role = Role::computed().within(scan.frames.role());
            return self.scan_query(scan, role, What::Query);
        }
        if self.is_week(scan, name) {
            return self.pass_enclosed();
        }
        let close = self.partner(self.at);
        scan.frames.open_call(function, close);
        scan.has_operand = false;
        self.advance(1);
        self.begin_structure(scan, name);
        self.scan_lookup(scan, name);
    }

    /// Whether a bare name at this place is a unit, a window or a value without a column.
    fn is_no_column(&mut self, scan: &mut Scan, parts: &[Ident]) -> bool {
        let [name] = parts else { return self.is_sequence(parts) };
        if name.is_quoted {
            return false;
        }
        let text = self.names.text(name.key);
        if functions::is_niladic(text, self.dialect()) {
            return true;
        }
        let is_bigquery = self.dialect() == Dialect::BigQuery;
        match scan.frames.call() {
            Some((Shape::Unit, 0)) if !is_bigquery => self.is_mark(0, b',') && is_unit(text),
            Some((Shape::Unit, place)) if place > 0 => self.at == scan.frames.close() && is_unit(text),
            Some((Shape::Extract, 0)) => self.word(0) == Word::From,
            _ => false,
        }
    }

    /// Whether `WEEK (MONDAY)` is a unit here.
    fn is_week(&self, scan: &Scan, name: Ident) -> bool {
        let is_unit = matches!(scan.frames.call(), Some((Shape::Unit, _)) | Some((Shape::Extract, 0)));
        is_unit && self.names.text(name.key) == "week" && matches!(self.kind(1), Kind::Word(_)) && self.is_mark(2, b')')
    }

    /// Whether a name stands for the next number of a sequence.
    fn is_sequence(&self, parts: &[Ident]) -> bool {
        let has_sequences = matches!(self.dialect(), Dialect::Snowflake | Dialect::Oracle | Dialect::Ansi);
        let last = parts.last().map_or("", |last| self.names.text(last.key));
        has_sequences && matches!(last, "nextval" | "currval")
    }

    /// Whether the current word ends an interval: a unit, or in MySQL two joined by an underscore.
    pub(super) fn is_interval_unit(&self) -> bool {
        let name = self.spelling(0).to_ascii_lowercase();
        name.split('_').all(is_unit)
    }

    /// Reads the window that `OVER` names or spells out; it comes next.
    pub(super) fn scan_window(&mut self, scan: &mut Scan) {
        let from = self.at;
        if self.is_mark(0, b'(') {
            self.open_special(scan, Opening::Window, super::WINDOW);
            let is_base =
                matches!(self.word(1), Word::Partition | Word::Order | Word::Rows | Word::Range | Word::Groups)
                    || self.at + 1 == scan.frames.close();
            if !is_base || is_frame_word(self.word(0)) || self.word(0) == Word::Order {
                return;
            }
        }
        if let Some(window) = self.ident() {
            let role = super::WINDOW.within(scan.frames.role());
            let span = self.span_from(from);
            scan.mention(What::Window(window), role, span);
        }
    }
}

/// Whether `word` is syntax wherever it stands in a window.
pub(super) fn is_frame_word(word: Word) -> bool {
    matches!(
        word,
        Word::Partition | Word::By | Word::Rows | Word::Range | Word::Groups | Word::Between | Word::Unbounded
    ) || matches!(
        word,
        Word::Preceding | Word::Following | Word::Current | Word::Row | Word::Exclude | Word::Ties | Word::No
    )
}

/// Whether `name`, in lower case, is a unit of time.
fn is_unit(name: &str) -> bool {
    let singular = name.strip_suffix('s').unwrap_or(name);
    let singular = singular.strip_prefix("sql_tsi_").unwrap_or(singular);
    matches!(
        singular,
        "microsecond"
            | "millisecond"
            | "second"
            | "minute"
            | "hour"
            | "day"
            | "week"
            | "month"
            | "quarter"
            | "year"
            | "decade"
            | "century"
            | "millennium"
            | "epoch"
            | "doy"
            | "dow"
            | "isodow"
            | "isoyear"
            | "nanosecond"
            | "dayofyear"
            | "dayofweek"
            | "isoweek"
            | "dw"
            | "dd"
            | "mm"
            | "yy"
            | "yyyy"
            | "hh"
            | "mi"
            | "ss"
    )
}
