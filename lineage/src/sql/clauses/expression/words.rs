//! Words in an expression: operators, `CASE`, and what may follow or precede an operand.

use super::{CONDITIONAL, FILTER, Scan};
use crate::sql::Dialect;
use crate::sql::clauses::cursor::Parser;
use crate::sql::clauses::frames::{OPEN, Opening};
use crate::sql::clauses::functions::Shape;
use crate::sql::statement::{IndirectSubtype, Subtype};
use crate::sql::syntax::{Label, Query, Role, What};
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

impl Parser<'_> {
    pub(super) fn scan_word(&mut self, scan: &mut Scan, word: Word) {
        if self.scan_case(scan, word) || self.scan_frame_word(scan, word) {
            return;
        }
        if scan.has_operand { self.scan_after_operand(scan, word) } else { self.scan_before_operand(scan, word) }
    }

    /// Reads the words of `CASE`.
    fn scan_case(&mut self, scan: &mut Scan, word: Word) -> bool {
        let is_inside = scan.frames.opening() == Some(Opening::Case);
        match word {
            Word::Case if !scan.has_operand => {
                scan.operand(Label::Case);
                scan.is_computed = true;
                scan.frames.open_case();
                scan.has_operand = false;
            }
            Word::When if is_inside => self.turn(scan, Role::Indirect(IndirectSubtype::Conditional)),
            Word::Then | Word::Else if is_inside => self.turn(scan, Role::computed()),
            Word::End if is_inside => {
                scan.frames.pop();
                scan.has_operand = true;
            }
            _ => return false,
        }
        self.advance(1);
        true
    }

    fn turn(&mut self, scan: &mut Scan, role: Role) {
        scan.frames.turn(role);
        scan.has_operand = false;
    }

    /// Passes over the words that frame a window.
    fn scan_frame_word(&mut self, scan: &mut Scan, word: Word) -> bool {
        let is_inside = scan.frames.opening() == Some(Opening::Window);
        let is_syntax = is_inside && (super::names::is_frame_word(word) || word == Word::Order);
        if is_syntax {
            scan.has_operand = false;
            self.advance(1);
        }
        is_syntax
    }

    fn scan_after_operand(&mut self, scan: &mut Scan, word: Word) {
        match word {
            Word::Other if scan.awaits_unit && self.is_interval_unit() => {
                scan.awaits_unit = false;
                self.advance(1);
                if self.word(0) == Word::To {
                    self.advance(2);
                }
            }
            Word::Over => {
                self.advance(1);
                self.scan_window(scan);
            }
            Word::Filter if self.is_mark(1, b'(') => {
                self.advance(1);
                self.open_special(scan, Opening::Special, CONDITIONAL);
                self.eat(Word::Where);
            }
            Word::Within if self.word(1) == Word::Group && self.kind(2) == Kind::Mark(b'(') => {
                self.advance(2);
                let role = Role::Value { subtype: Subtype::Aggregation, masking: false };
                self.open_special(scan, Opening::Special, role);
                self.eat_all(&[Word::Order, Word::By]);
            }
            Word::Ignore | Word::Respect if self.word(1) == Word::Nulls => self.advance(2),
            // Oracle's `KEEP (DENSE_RANK FIRST ORDER BY a)` chooses the rows that an aggregate sees.
            Word::Other if self.spelling(0).eq_ignore_ascii_case("keep") && self.is_mark(1, b'(') => {
                self.advance(1);
                self.open_special(scan, Opening::Window, super::WINDOW);
                self.advance(2);
            }
            Word::Collate => {
                self.advance(1);
                self.dotted();
            }
            // The text that is searched for is a constant.
            Word::Against if self.is_mark(1, b'(') => {
                self.advance(1);
                self.pass_enclosed();
            }
            Word::Operator if self.is_mark(1, b'(') => {
                scan.operator();
                self.advance(1);
                self.pass_enclosed();
            }
            _ if word.is_infix() => self.scan_infix(scan, word),
            _ if scan.frames.is_empty() => scan.is_done = true,
            _ if scan.frames.close() == OPEN && word.starts_clause() => scan.is_done = true,
            _ => self.scan_inside(scan, word),
        }
    }

    /// Reads an operator that is a word.
    fn scan_infix(&mut self, scan: &mut Scan, word: Word) {
        scan.operator();
        scan.has_operand = matches!(word, Word::Not | Word::Isnull | Word::Notnull);
        self.advance(1);
        match word {
            Word::In if self.holds_query(self.at) => scan.next_query = Some(FILTER),
            Word::Is => self.scan_is(),
            Word::At => {
                self.eat_any(&[Word::Time, Word::Zone, Word::Local]);
            }
            Word::Similar => {
                self.eat_any(&[Word::To]);
            }
            Word::Sounds => {
                self.eat_any(&[Word::Like]);
            }
            Word::Member => {
                self.eat_any(&[Word::Of]);
            }
            Word::Between => {
                self.eat_any(&[Word::Symmetric]);
            }
            _ => {}
        }
    }

    /// Reads what stands between `IS` and its operand.
    fn scan_is(&mut self) {
        self.eat(Word::Not);
        if self.eat_all(&[Word::Distinct, Word::From]) {
            return;
        }
        let spelling = self.spelling(0).to_ascii_lowercase();
        if matches!(spelling.as_str(), "unknown" | "document" | "normalized" | "json") {
            self.advance(1);
        }
    }

    /// Reads a word after an operand inside a bracket.
    fn scan_inside(&mut self, scan: &mut Scan, word: Word) {
        let shape = scan.frames.call().map(|call| call.0);
        match (word, shape) {
            (Word::As, Some(Shape::Cast)) | (Word::Using, Some(Shape::Convert)) => {
                self.at = scan.frames.close();
                return;
            }
            (Word::As, _) => {
                self.name_field(scan);
                self.advance(1);
            }
            (Word::Order, _) if self.word(1) == Word::By => {
                scan.frames.turn(Role::Indirect(IndirectSubtype::Sort));
                scan.has_operand = false;
                self.advance(1);
            }
            (Word::From | Word::For | Word::Using | Word::Like | Word::Separator | Word::By | Word::Value, _) => {
                scan.has_operand = false
            }
            // BigQuery's `ANY_VALUE(a HAVING MAX b)` chooses the row.
            (Word::Having, Some(Shape::Aggregate | Shape::Plain)) if scan.frames.close() != OPEN => {
                scan.frames.turn(CONDITIONAL);
                scan.has_operand = false;
                self.advance(1);
            }
            (Word::Group | Word::Having | Word::Where | Word::Select | Word::Join | Word::On, _) => {
                scan.has_operand = false;
                return self.skip(1, "skipped_text", "a clause where an expression was expected");
            }
            _ => {}
        }
        self.advance(1);
    }

    fn scan_before_operand(&mut self, scan: &mut Scan, word: Word) {
        match word {
            Word::Exists if self.is_mark(1, b'(') => self.scan_quantified(scan, What::Existence),
            Word::Any | Word::Some | Word::All if self.is_mark(1, b'(') => self.scan_quantified(scan, What::Query),
            Word::Array if self.is_mark(1, b'(') || self.is_mark(1, b'[') => self.scan_constructor(scan),
            Word::Row if self.is_mark(1, b'(') => self.scan_constructor(scan),
            Word::Not | Word::Interval | Word::Variadic if !self.is_mark(1, b'.') => {
                scan.operator();
                scan.awaits_unit = word == Word::Interval;
                self.advance(1);
            }
            Word::Values if self.dialect().has_exact_tables() && self.is_mark(1, b'(') => self.scan_proposed(scan),
            Word::Other if self.is_binary_operator() => {
                scan.operator();
                self.advance(1);
            }
            Word::Distinct | Word::All | Word::By | Word::Separator => self.advance(1),
            Word::Prior if self.dialect() == Dialect::Oracle => self.advance(1),
            Word::Other if self.is_hierarchy_operator() => {
                scan.is_computed = true;
                self.advance(1);
            }
            Word::Array | Word::Row | Word::Struct | Word::Other | Word::Map if self.has_angles() => {
                self.scan_typed(scan)
            }
            Word::Array | Word::Struct if self.is_mark(1, b'{') => self.advance(1),
            Word::Null | Word::True | Word::False | Word::Default => {
                scan.is_computed = true;
                scan.operand(Label::Unnamed);
                self.advance(1);
            }
            _ if word.is_reserved() && !self.names_a_function(word) => self.scan_misplaced(scan, word),
            _ => self.scan_name(scan),
        }
    }

    /// Reads `STRUCT<a INT64>(…)` and `ARRAY<INT64>[…]`.
    fn scan_typed(&mut self, scan: &mut Scan) {
        let name = self.names.bare(self.spelling(0));
        self.advance(1);
        self.pass_angles();
        if self.is_mark(0, b'(') {
            self.scan_call(scan, name);
        }
    }

    /// Reads MySQL's `VALUES(a)`, the value that an insert proposed for a column.
    fn scan_proposed(&mut self, scan: &mut Scan) {
        let from = self.at;
        self.advance(1);
        let mut parts = vec![self.names.bare("excluded")];
        parts.extend(self.name_list());
        scan.operand(Label::Unnamed);
        scan.is_computed |= parts.len() != 2;
        let span = self.span_from(from);
        if parts.len() == 2 {
            scan.mention(What::Column(parts), scan.frames.role(), span);
        }
    }

    /// Whether the current word stands before a column of a hierarchy.
    fn is_hierarchy_operator(&self) -> bool {
        let is_word = self.spelling(0).eq_ignore_ascii_case("connect_by_root");
        is_word && matches!(self.kind(1), Kind::Word(_) | Kind::Quoted)
    }

    /// Whether the current word is MySQL's `BINARY` in front of an operand.
    fn is_binary_operator(&self) -> bool {
        self.dialect() == Dialect::MySql
            && self.spelling(0).eq_ignore_ascii_case("binary")
            && matches!(self.kind(1), Kind::Word(Word::Other) | Kind::Quoted | Kind::Text | Kind::Mark(b'('))
    }

    /// Whether a reserved word is the name of a call here.
    fn names_a_function(&self, word: Word) -> bool {
        self.is_mark(1, b'(') && matches!(word, Word::Left | Word::Right | Word::Values | Word::Set | Word::Like)
    }

    /// Reads a word that cannot stand here: it ends the expression or is passed over.
    fn scan_misplaced(&mut self, scan: &mut Scan, word: Word) {
        if scan.frames.close() == OPEN && (scan.frames.is_empty() || word.starts_clause()) {
            scan.is_done = true;
            return;
        }
        let is_clause = word.starts_clause() && word != Word::From && word != Word::Order;
        if is_clause {
            return self.skip(1, "skipped_text", "a clause where an expression was expected");
        }
        if word == Word::Order {
            scan.frames.turn(Role::Indirect(IndirectSubtype::Sort));
        }
        self.advance(1);
    }

    /// Reads `EXISTS (…)`, `ANY (…)` and the like, whose query only decides.
    fn scan_quantified(&mut self, scan: &mut Scan, what: fn(Box<Query>) -> What) {
        let name = self.spelling(0);
        self.advance(1);
        scan.is_computed = true;
        if self.holds_query(self.at) {
            let role = FILTER.within(scan.frames.role());
            let label = self.names.bare(name);
            self.scan_query(scan, role, what);
            if scan.label == Label::Subquery {
                scan.label = Label::Call(label);
            }
        } else {
            self.open_special(scan, Opening::Special, Role::computed());
        }
    }

    /// Reads `ARRAY[…]`, `ARRAY(…)` and `ROW(…)`.
    fn scan_constructor(&mut self, scan: &mut Scan) {
        let spelling = self.spelling(0);
        let name = self.names.bare(spelling);
        self.advance(1);
        if self.is_mark(0, b'(') {
            self.scan_call(scan, name);
        } else {
            scan.is_computed = true;
            scan.operand(Label::Call(name));
            self.open_special(scan, Opening::Subscript, Role::computed());
        }
    }
}
