//! Where names are looked for from here on: `USE`, `SET SCHEMA`, `SET search_path`.

use super::cursor::Parser;
use crate::sql::act::{Act, Level};
use crate::sql::names::{self, Ident};
use crate::sql::statement::Kind;
use crate::sql::syntax::Parsed;
use crate::sql::tokens;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads `USE [CATALOG | DATABASE | SCHEMA] name`.
    pub(super) fn use_statement(&mut self) -> Parsed {
        self.advance(1);
        let level = self.spelling(0).to_ascii_lowercase();
        let is_named = matches!(self.kind(1), tokens::Kind::Word(_) | tokens::Kind::Quoted);
        match level.as_str() {
            "catalog" | "database" | "schema" if is_named => {
                self.advance(1);
                self.use_name(if level == "schema" { Level::Schema } else { Level::Database })
            }
            "role" | "warehouse" | "secondary" if is_named => self.nothing(Kind::Set),
            _ => self.use_name(Level::Any),
        }
    }

    pub(super) fn use_name(&mut self, level: Level) -> Parsed {
        let parts = match self.kind(0) {
            tokens::Kind::Text => {
                let name = names::unquote(self.spelling(0));
                vec![self.names.exact(&name)]
            }
            _ => self.table_name().map(|name| name.parts).unwrap_or_default(),
        };
        if !parts.is_empty() {
            self.acts.push(Act::Use { level, parts });
        }
        self.nothing(Kind::Set)
    }

    /// Reads what `SET` says about where names are looked for; false, and nothing is read, when it says nothing.
    pub(super) fn set_path(&mut self) -> bool {
        let from = self.at;
        self.advance(1);
        if self.says(0, &["session", "local", "current"]) {
            self.advance(1);
        }
        let what = self.spelling(0).to_ascii_lowercase();
        let level = match what.as_str() {
            "search_path" => {
                self.advance(2);
                let path = self.search_path();
                self.acts.push(Act::SearchPath(path));
                self.at = self.end;
                return true;
            }
            "schema" | "current_schema" | "sqlid" => Level::Schema,
            "catalog" | "database" => Level::Database,
            _ => {
                self.rewind(from);
                return false;
            }
        };
        self.advance(1);
        if !self.eat_mark(b'=') {
            self.eat(Word::To);
        }
        self.use_name(level);
        true
    }

    fn search_path(&mut self) -> Vec<Ident> {
        let mut path = Vec::new();
        while !self.is_at_end() {
            let name = match self.kind(0) {
                tokens::Kind::Text => {
                    let name = names::unquote(self.spelling(0));
                    Some(self.names.exact(&name))
                }
                _ => self.ident_at(0, true),
            };
            // `"$user"` stands for a schema that is seldom there.
            path.extend(name.filter(|name| !self.names.text(name.name).starts_with('$')));
            self.pass_to_comma();
        }
        path
    }
}
