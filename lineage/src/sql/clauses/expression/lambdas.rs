//! Functions written in place, as in `transform(a, x -> x + 1)`: their parameters are no columns.

use super::Scan;
use crate::sql::clauses::cursor::Parser;
use crate::sql::clauses::frames::Opening;
use crate::sql::names::{Ident, Symbol};
use crate::sql::syntax::Label;
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

/// The parameters of a function, known up to the end of the argument that it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parameter {
    name: Symbol,
    /// How many frames enclose the argument.
    depth: usize,
}

impl Parser<'_> {
    /// Reads the parameters of a function and its arrow; false, and nothing is read, when none begins here.
    pub(super) fn scan_lambda(&mut self, scan: &mut Scan) -> bool {
        let is_argument = matches!(scan.frames.opening(), Some(Opening::Call(_) | Opening::Special));
        if !is_argument || scan.has_operand || !self.dialect().has_lambdas() {
            return false;
        }
        if self.spelling(0).eq_ignore_ascii_case("lambda") && matches!(self.kind(1), Kind::Word(_)) {
            self.advance(1);
            let names = self.bare_names();
            let is_function = self.eat_mark(b':');
            self.add_parameters(scan, &names);
            return is_function;
        }
        if self.is_mark(0, b'(') {
            let after = self.partner(self.at) + 1 - self.at;
            if !self.is_arrow(after) {
                return false;
            }
            let names = self.name_list();
            self.add_parameters(scan, &names);
        } else {
            if !self.is_arrow(1) {
                return false;
            }
            let Some(name) = self.ident_at(0, true) else { return false };
            self.advance(1);
            self.add_parameters(scan, &[name]);
        }
        self.advance(2);
        true
    }

    /// Whether `->` stands at the token `ahead` and a text or number does not follow, as it does where JSON is read.
    fn is_arrow(&self, ahead: usize) -> bool {
        let is_arrow = self.spelling(ahead) == "-" && self.spelling(ahead + 1) == ">";
        is_arrow && !matches!(self.kind(ahead + 2), Kind::Text | Kind::Number) && self.spelling(ahead + 2) != ">"
    }

    fn add_parameters(&mut self, scan: &mut Scan, names: &[Ident]) {
        let depth = scan.frames.depth();
        scan.parameters.extend(names.iter().map(|name| Parameter { name: name.key, depth }));
    }

    /// Whether `name` is a parameter here.
    pub(super) fn is_parameter(&self, scan: &Scan, name: Ident) -> bool {
        scan.parameters.iter().any(|parameter| parameter.name == name.key)
    }

    /// Forgets the parameters of functions whose argument ends here.
    pub(super) fn end_lambdas(&mut self, scan: &mut Scan) {
        let depth = scan.frames.depth();
        while scan.parameters.last().is_some_and(|parameter| parameter.depth >= depth) {
            scan.parameters.pop();
        }
    }

    /// Passes over a parameter and what is selected in it.
    pub(super) fn scan_parameter(&mut self, scan: &mut Scan) {
        scan.is_computed = true;
        scan.operand(Label::Unnamed);
    }

    /// Passes over the types between angle brackets behind a word such as `STRUCT`.
    pub(in crate::sql::clauses) fn pass_angles(&mut self) {
        if self.spelling(0) != "<" {
            return;
        }
        let mut depth = 0_usize;
        while !self.is_at_end() {
            match self.spelling(0) {
                "<" => depth += 1,
                ">" => depth = depth.saturating_sub(1),
                ";" => return,
                _ => {}
            }
            self.advance(1);
            if depth == 0 {
                return;
            }
        }
    }

    /// Whether types in angle brackets follow the current word, as in `ARRAY<INT64>[…]`.
    pub(super) fn has_angles(&self) -> bool {
        let is_type =
            ["array", "struct", "map", "row", "range"].iter().any(|word| self.spelling(0).eq_ignore_ascii_case(word));
        let is_typed = self.spelling(1) == "<" && matches!(self.kind(2), Kind::Word(_) | Kind::Quoted);
        let word_after = !matches!(self.kind(3), Kind::Mark(b'.') | Kind::Mark(b')'));
        is_type && is_typed && word_after && self.word(0) != Word::Range
    }
}
