//! Calls that read a stored object which they name by a text, such as ClickHouse's `dictGet`.

use super::Scan;
use crate::sql::Dialect;
use crate::sql::clauses::cursor::Parser;
use crate::sql::names::{self, Ident};
use crate::sql::syntax::{TableName, What};
use crate::sql::tokens::Kind;

impl Parser<'_> {
    /// Notes the dictionary and the attributes that the call of `name`, just opened, reads.
    pub(super) fn scan_lookup(&mut self, scan: &mut Scan, name: Ident) {
        let call = self.names.text(name.key);
        let reads = call.starts_with("dictget") || call == "joinget" || call == "joingetornull";
        if self.dialect() != Dialect::ClickHouse || !reads {
            return;
        }
        let from = self.at;
        let table = if self.kind(0) == Kind::Text {
            let text = names::unquote(self.spelling(0));
            self.advance(1);
            let parts = text.split('.').map(|part| self.names.exact(part)).collect();
            Some(TableName { parts, is_file: false, span: self.span_from(from) })
        } else {
            self.table_name()
        };
        let Some(table) = table else { return };
        if !self.eat_mark(b',') {
            return;
        }
        let columns = self.attributes();
        let span = self.span_from(from);
        scan.mention(What::Lookup(table, columns), scan.frames.role(), span);
    }

    /// Reads one attribute, or several in parentheses.
    fn attributes(&mut self) -> Vec<Ident> {
        if self.is_mark(0, b'(') {
            return self.enclosed(|parser| {
                let mut list = Vec::new();
                while !parser.is_at_end() {
                    list.extend(parser.attribute());
                    parser.pass_to_comma();
                }
                list
            });
        }
        self.attribute().into_iter().collect()
    }

    fn attribute(&mut self) -> Option<Ident> {
        if self.kind(0) != Kind::Text {
            return None;
        }
        let text = names::unquote(self.spelling(0));
        self.advance(1);
        Some(self.names.exact(&text))
    }
}
