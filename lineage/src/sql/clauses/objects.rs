//! Names of stored objects, with what dialects allow in them beyond identifiers and dots.

use super::cursor::Parser;
use crate::sql::Dialect;
use crate::sql::names::{self, Ident};
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

/// What Spark and Hive name before a path in quotes.
const FILE_FORMATS: &[&str] = &["avro", "binaryfile", "csv", "delta", "iceberg", "json", "orc", "parquet", "text"];

impl Parser<'_> {
    /// Reads the parts of an object's name.
    pub(super) fn object_parts(&mut self) -> Vec<Ident> {
        if let Some(parts) = self.template_parts() {
            return parts;
        }
        let mut parts = self.first_part();
        while !parts.is_empty() && self.is_mark(0, b'.') {
            // SQL Server and Snowflake leave out a schema as in `db..t`.
            let skipped = usize::from(self.is_mark(1, b'.'));
            let Some(part) = self.ident_at(1 + skipped, true) else { break };
            let is_split = self.is_split(1 + skipped);
            self.advance(2 + skipped);
            if is_split { self.push_split(part, &mut parts) } else { parts.push(part) }
        }
        // Oracle names the database that a table is in behind it.
        if self.kind(0) == Kind::Parameter && self.dialect() == Dialect::Oracle && self.spelling(0).starts_with('@') {
            self.advance(1);
        }
        parts
    }

    fn first_part(&mut self) -> Vec<Ident> {
        let mut parts = Vec::new();
        if self.kind(0) == Kind::Cast && self.dialect() == Dialect::SqlServer {
            // An old way to call functions of the system.
            self.advance(1);
        }
        let is_variable = self.dialect() == Dialect::Snowflake && self.spelling(0).starts_with('$');
        if self.kind(0) == Kind::Parameter && (self.dialect() == Dialect::SqlServer || is_variable) {
            parts.push(self.names.bare(self.spelling(0)));
            self.advance(1);
            return parts;
        }
        let named = self.identifier_call();
        if !named.is_empty() {
            return named;
        }
        let is_split = self.is_split(0);
        let Some(part) = self.ident() else { return parts };
        if is_split {
            self.push_split(part, &mut parts);
        } else {
            parts.push(part);
        }
        parts
    }

    /// Whether the quoted token `ahead` may hold several parts, as BigQuery allows.
    fn is_split(&self, ahead: usize) -> bool {
        self.dialect() == Dialect::BigQuery && self.kind(ahead) == Kind::Quoted && self.spelling(ahead).contains('.')
    }

    fn push_split(&mut self, part: Ident, parts: &mut Vec<Ident>) {
        let text = self.names.text(part.name).to_owned();
        parts.extend(text.split('.').map(|piece| self.names.exact(piece)));
    }

    /// Reads `IDENTIFIER('name')` and `TABLE('name')` around a constant.
    fn identifier_call(&mut self) -> Vec<Ident> {
        let is_call = self.spelling(0).eq_ignore_ascii_case("identifier") && self.is_mark(1, b'(');
        if !is_call || self.kind(2) != Kind::Text || !self.is_mark(3, b')') {
            return Vec::new();
        }
        let text = names::unquote(self.spelling(2));
        self.advance(4);
        text.split('.').map(|part| self.names.bare(part)).collect()
    }

    /// Reads the place of files that stand where a table could.
    pub(super) fn file_place(&mut self) -> Option<String> {
        match self.kind(0) {
            Kind::Text => {
                let text = names::unquote(self.spelling(0));
                self.advance(1);
                Some(text)
            }
            Kind::Parameter if self.dialect() == Dialect::Snowflake && self.spelling(0).starts_with('@') => {
                let text = self.spelling(0).to_owned();
                self.advance(1);
                Some(text)
            }
            Kind::Word(_) if self.is_mark(1, b'.') && self.kind(2) == Kind::Quoted => {
                let format = self.spelling(0).to_ascii_lowercase();
                let is_path = FILE_FORMATS.contains(&format.as_str()) && self.spelling(2).contains(['/', ':']);
                let text = names::unquote(self.spelling(2));
                is_path.then(|| {
                    self.advance(3);
                    text
                })
            }
            _ => None,
        }
    }

    /// Reads `{{ ref('a') }}`, `{{ source('a', 'b') }}` or `{{ this }}`, which name a table for who renders the template.
    fn template_parts(&mut self) -> Option<Vec<Ident>> {
        if self.kind(0) != Kind::Template {
            return None;
        }
        let inner = self.spelling(0).trim_start_matches(['{', '-']).trim_end_matches(['}', '-']).trim().to_owned();
        let (call, rest) = inner.split_once('(').unwrap_or((inner.as_str(), ""));
        let texts = quoted_texts(rest);
        let parts: Vec<&str> = match (call.trim(), texts.as_slice()) {
            ("this", _) => vec!["this"],
            ("ref", [.., name]) => vec![name],
            ("source", [source, name]) => vec![source, name],
            _ => Vec::new(),
        };
        if parts.is_empty() {
            self.note(self.at, "template", "what this template stands for is not known");
            let whole = inner.as_str();
            let ident = self.names.exact(whole);
            self.advance(1);
            return Some(vec![ident]);
        }
        let parts = parts.into_iter().map(|part| self.names.exact(part)).collect();
        self.advance(1);
        Some(parts)
    }

    /// Passes over words between a verb and the name of its object.
    pub(super) fn pass_existence(&mut self) {
        self.eat_any(&[Word::If, Word::Not, Word::Exists]);
    }
}

/// The texts in quotes, up to an argument that has a name.
fn quoted_texts(arguments: &str) -> Vec<&str> {
    let mut texts = Vec::new();
    for argument in arguments.split(',') {
        let argument = argument.trim().trim_end_matches(')').trim();
        let inner = argument.strip_prefix(['\'', '"']).and_then(|rest| rest.strip_suffix(['\'', '"']));
        texts.extend(inner);
    }
    texts
}
