//! Walking over the tokens of a statement that changes a shape: words, names, types, lists in parentheses.

use super::{DdlChange, DdlName};
use crate::sql::{
    Dialect,
    names::{self, Names},
    tokens::{Kind, Token},
};

/// Words behind the type of a column, which tell something else of it.
const BEHIND_TYPES: &[&str] = &[
    "not",
    "null",
    "default",
    "primary",
    "unique",
    "references",
    "check",
    "constraint",
    "collate",
    "comment",
    "generated",
    "identity",
    "auto_increment",
    "autoincrement",
    "encode",
    "first",
    "after",
    "using",
    "as",
    "invisible",
    "visible",
    "on",
    "storage",
    "compression",
    "options",
    "masking",
    "tag",
    "with",
    "key",
    "distkey",
    "sortkey",
    "policy",
    "virtual",
    "persisted",
    "sparse",
    "materialized",
    "alias",
    "codec",
    "ttl",
    "title",
    "format",
    "compress",
    "cascade",
    "restrict",
    "enable",
    "disable",
    "ephemeral",
    "metadata",
];

/// The state of reading one statement.
pub(super) struct Reader<'a> {
    sql: &'a str,
    tokens: &'a [Token],
    pub(super) dialect: Dialect,
    names: Names,
    pub(super) at: usize,
    pub(super) changes: Vec<DdlChange>,
    /// What is not understood, should the statement change a shape.
    pub(super) problem: Option<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(sql: &'a str, tokens: &'a [Token], dialect: Dialect) -> Self {
        Self { sql, tokens, dialect, names: Names::new(dialect), at: 0, changes: Vec::new(), problem: None }
    }

    /// Reads the statement; false when it changes a shape in a way that is not understood.
    pub(super) fn statement(&mut self) -> bool {
        let is_understood = match self.word(0).as_str() {
            "alter" => self.alter(),
            "drop" => self.drop(),
            "create" | "replace" => self.create(),
            "rename" => self.rename(),
            "exec" | "execute" => self.execute(),
            "sp_rename" => self.stored_rename(),
            _ => true,
        };
        if !is_understood {
            let words: Vec<&str> = self.tokens.iter().take(2).map(|token| self.text(*token)).collect();
            let near = match self.spelling(0) {
                "" => "at its end".to_owned(),
                place => format!("near `{place}`"),
            };
            self.problem = Some(format!("`{}` is not understood {near}", words.join(" ").to_uppercase()));
        }
        is_understood
    }

    fn text(&self, token: Token) -> &'a str {
        self.sql.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    fn token(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.at + ahead).copied()
    }

    pub(super) fn spelling(&self, ahead: usize) -> &'a str {
        self.token(ahead).map_or("", |token| self.text(token))
    }

    /// The word `ahead` in lower case; empty for anything but an unquoted word.
    pub(super) fn word(&self, ahead: usize) -> String {
        match self.token(ahead) {
            Some(token) if matches!(token.kind, Kind::Word(_)) => self.text(token).to_ascii_lowercase(),
            _ => String::new(),
        }
    }

    pub(super) fn is(&self, ahead: usize, words: &[&str]) -> bool {
        let word = self.word(ahead);
        words.contains(&word.as_str())
    }

    pub(super) fn is_mark(&self, mark: u8) -> bool {
        self.token(0).is_some_and(|token| token.kind == Kind::Mark(mark))
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.token(0).is_none_or(|token| token.kind == Kind::Mark(b';'))
    }

    /// Eats `words` where they follow one another.
    pub(super) fn eat(&mut self, words: &[&str]) -> bool {
        let is_there = words.iter().enumerate().all(|(ahead, word)| self.is(ahead, &[word]));
        self.at += if is_there { words.len() } else { 0 };
        is_there
    }

    /// Eats whichever of `words` follow.
    pub(super) fn pass(&mut self, words: &[&str]) {
        while self.is(0, words) {
            self.at += 1;
        }
    }

    pub(super) fn eat_mark(&mut self, mark: u8) -> bool {
        let is_there = self.is_mark(mark);
        self.at += usize::from(is_there);
        is_there
    }

    /// Reads one identifier.
    pub(super) fn name(&mut self) -> Option<String> {
        let token = self.token(0)?;
        let text = self.text(token);
        let ident = match token.kind {
            Kind::Word(_) => self.names.bare(text),
            Kind::Quoted => self.names.exact(&names::unquote(text)),
            _ => return None,
        };
        self.at += 1;
        Some(self.names.text(ident.name).to_owned())
    }

    /// Reads a dotted name.
    pub(super) fn path(&mut self) -> Option<DdlName> {
        let is_split = self.dialect == Dialect::BigQuery && self.spelling(0).starts_with('`');
        let mut parts = vec![self.name()?];
        if is_split && parts[0].contains('.') {
            parts = parts[0].split('.').map(str::to_owned).collect();
        }
        while self.is_mark(b'.') {
            self.at += 1;
            // SQL Server leaves out a schema as in `db..t`.
            self.eat_mark(b'.');
            parts.push(self.name()?);
        }
        Some(parts)
    }

    /// Passes over what parentheses enclose, if one opens here.
    pub(super) fn pass_enclosed(&mut self) {
        if !self.is_mark(b'(') {
            return;
        }
        let mut depth = 0_usize;
        while let Some(token) = self.token(0) {
            self.at += 1;
            match token.kind {
                Kind::Mark(b'(') => depth += 1,
                Kind::Mark(b')') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// Passes on to the next comma, or the end of the list or statement.
    pub(super) fn pass_item(&mut self) {
        while !self.is_at_end() && !self.is_mark(b',') && !self.is_mark(b')') {
            if self.is_mark(b'(') { self.pass_enclosed() } else { self.at += 1 }
        }
    }

    /// Reads a type, up to what tells something else of the column.
    pub(super) fn data_type(&mut self) -> String {
        let from = self.token(0).map_or(0, |token| token.start as usize);
        let mut to = from;
        let mut angles = 0_usize;
        while let Some(token) = self.token(0) {
            match self.text(token) {
                "<" => angles += 1,
                ">" => angles = angles.saturating_sub(1),
                _ => {}
            }
            let ends = matches!(token.kind, Kind::Mark(b',' | b')' | b'='));
            let is_zone = self.is(0, &["with"]) && self.is(1, &["time", "local"]);
            let is_over = angles == 0 && (ends || (self.is(0, BEHIND_TYPES) && !is_zone));
            if is_over || token.kind == Kind::Mark(b';') {
                break;
            }
            if self.is_mark(b'(') {
                self.pass_enclosed();
            } else {
                self.at += 1;
            }
            to = self.spelled_to(from);
        }
        self.sql.get(from..to).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Where the token before this one ends.
    fn spelled_to(&self, from: usize) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(from, |token| token.end as usize)
    }

    /// The text of a character string here.
    pub(super) fn string(&mut self) -> Option<String> {
        let token = self.token(0).filter(|token| token.kind == Kind::Text)?;
        self.at += 1;
        Some(names::unquote(self.text(token).trim_start_matches(['N', 'n'])))
    }
}
