//! What is selected inside a value: fields after dots and colons, elements in brackets.

use super::Scan;
use crate::sql::clauses::cursor::Parser;
use crate::sql::names;
use crate::sql::syntax::{Label, What};
use crate::sql::tokens::Kind;

impl Parser<'_> {
    /// Reads the field that a dot selects in what a bracket ended.
    pub(super) fn scan_field(&mut self, scan: &mut Scan) {
        let is_group = matches!(scan.label, Label::Column(_)) && scan.mentions.len() == 1;
        if let (Some(field), true) = (self.ident_at(1, true), scan.frames.only_groups()) {
            match scan.mentions.last_mut().map(|mention| &mut mention.what) {
                // `(a).b` selects in a column or in the row of a relation.
                Some(What::Column(parts)) if is_group => {
                    parts.push(field);
                    scan.label = Label::Column(field);
                    return self.advance(2);
                }
                _ => scan.label = Label::Derived(field),
            }
        }
        scan.is_computed = true;
        self.advance(2);
        // What follows a dot may be called, as in `xml.value(…)`.
        if self.is_mark(0, b'(') {
            self.open_special(
                scan,
                crate::sql::clauses::frames::Opening::Special,
                crate::sql::syntax::Role::computed(),
            );
        }
    }

    /// Reads a colon: a path inside a value, or what separates a field's name from its value.
    pub(super) fn scan_colon(&mut self, scan: &mut Scan) {
        if !(scan.has_operand && self.dialect().has_colon_paths()) {
            scan.operator();
            return self.advance(1);
        }
        let end = self.token(self.at - 1).map_or(0, |token| token.end as usize);
        let mut path = Vec::new();
        loop {
            let steps = match self.kind(0) {
                Kind::Mark(b':' | b'.') if self.ident_at(1, true).is_some() => {
                    path.extend(self.ident_at(1, true));
                    2
                }
                Kind::Mark(b':' | b'.') if matches!(self.kind(1), Kind::Text | Kind::Mark(b'*')) => 2,
                Kind::Mark(b':') if self.is_mark(1, b'[') => 1,
                Kind::Mark(b'[') if matches!(self.kind(1), Kind::Text | Kind::Number) => {
                    if self.kind(1) == Kind::Text {
                        let name = names::unquote(self.spelling(1));
                        path.push(self.names.exact(&name));
                    }
                    self.partner(self.at) + 1 - self.at
                }
                _ => break,
            };
            self.advance(steps);
        }
        if path.is_empty() {
            scan.operator();
            return self.advance(1);
        }
        let last = path[path.len() - 1];
        if let Some(mention) = scan.mentions.last_mut()
            && mention.span.1 == end
            && let What::Column(parts) = &mut mention.what
        {
            parts.extend(path);
        }
        scan.derive();
        if scan.frames.only_groups() {
            scan.label = Label::Derived(last);
        }
    }
}
