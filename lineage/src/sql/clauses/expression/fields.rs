//! Structures that an expression puts together, and which mentions each field has.
//!
//! Only the outermost structure is looked into; arrays around it are passed
//! through, since an element has the fields of every structure in the array.

use super::Scan;
use crate::sql::clauses::cursor::Parser;
use crate::sql::clauses::frames::Opening;
use crate::sql::names::{self, Ident};
use crate::sql::statement::Span;
use crate::sql::syntax::{Field, What};
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

/// A structure whose fields are being read.
#[derive(Debug)]
pub(super) struct Building {
    /// How many frames enclose a field.
    depth: usize,
    /// The first mention of the field that is being read.
    from: usize,
    name: Option<Ident>,
    /// Whether names and values take turns, as in `named_struct('a', b)`.
    alternates: bool,
    arguments: usize,
}

/// Functions that make a structure of values that may have names.
const STRUCTURES: &[&str] = &["row", "struct", "struct_pack", "tuple"];

/// Functions that make a structure of names and values in turn.
const PAIRS: &[&str] =
    &["json_build_object", "json_object", "jsonb_build_object", "map", "named_struct", "object_construct"];

impl Parser<'_> {
    /// Notes that the call of `name` was opened, which may make a structure.
    pub(super) fn begin_structure(&mut self, scan: &mut Scan, name: Ident) {
        let text = self.names.text(name.key);
        let alternates = PAIRS.contains(&text);
        if alternates || STRUCTURES.contains(&text) {
            self.begin_fields(scan, alternates);
        }
    }

    /// Notes that a bracket was opened whose entries are fields.
    pub(super) fn begin_fields(&mut self, scan: &mut Scan, alternates: bool) {
        if scan.building.is_some() || !scan.frames.is_within_arrays() {
            return;
        }
        let depth = scan.frames.depth();
        scan.building = Some(Building { depth, from: scan.mentions.len(), name: None, alternates, arguments: 0 });
    }

    /// Notes that an argument ends here, by a comma or with its bracket.
    pub(super) fn end_field(&mut self, scan: &mut Scan, is_last: bool) {
        let Some(building) = &mut scan.building else { return };
        if scan.frames.depth() != building.depth {
            return;
        }
        building.arguments += 1;
        let is_name = building.alternates && building.arguments % 2 == 1;
        if !is_name {
            let mentions = building.from..scan.mentions.len();
            let own = match scan.mentions.get(mentions.clone()).unwrap_or_default() {
                [only] => match &only.what {
                    What::Column(parts) => parts.last().copied(),
                    _ => None,
                },
                _ => None,
            };
            let name_span = scan.mentions.get(mentions.start).map_or(Span::default(), |mention| mention.span);
            if let Some(name) = building.name.take().or(own) {
                scan.fields.push(Field { name, name_span, mentions });
            }
            building.from = scan.mentions.len();
        }
        if is_last {
            scan.building = None;
        }
    }

    /// Reads the name of a field: after `AS`, before a colon, or as a text before its value.
    pub(super) fn name_field(&mut self, scan: &mut Scan) {
        let Some(building) = &scan.building else { return };
        if scan.frames.depth() != building.depth {
            return;
        }
        let is_pair = building.alternates && building.arguments % 2 == 0;
        let name = match self.kind(0) {
            Kind::Word(Word::As) => self.ident_at(1, true),
            Kind::Text if is_pair || matches!(self.kind(1), Kind::Mark(b':')) => {
                let text = names::unquote(self.spelling(0));
                Some(self.names.exact(&text))
            }
            Kind::Word(_) | Kind::Quoted if matches!(self.kind(1), Kind::Mark(b':') | Kind::Named) => {
                self.ident_at(0, true)
            }
            _ => None,
        };
        if let (Some(name), Some(building)) = (name, &mut scan.building) {
            building.name = Some(name);
        }
    }

    /// Reads the `{` of a structure such as `{'a': b}`.
    pub(super) fn scan_brace(&mut self, scan: &mut Scan) {
        scan.operand_of_constructor();
        self.open_special(scan, Opening::Special, crate::sql::syntax::Role::computed());
        self.begin_fields(scan, false);
    }

    /// Whether the current token is the name of a field before a colon, inside braces.
    pub(super) fn is_field_name(&self, scan: &Scan) -> bool {
        scan.frames.opening() == Some(Opening::Special) && self.is_mark(1, b':') && !scan.has_operand
    }
}
