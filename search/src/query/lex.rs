//! From text to tokens. Anything is some list of tokens; nothing here fails but an unknown field.

use super::{Field, Value};
use crate::error::{Error, Result};

/// A token of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    Not,
    Or,
    Word(String),
    Phrase(String),
    Field(Field, Vec<Value>),
    Property(String, Vec<Value>),
}

/// What stands before a colon.
enum Asked {
    Field(Field),
    Property(String),
}

/// Splits a question into tokens; besides fields, `properties` can be asked for.
pub(super) fn tokens(text: &str, properties: &[String]) -> Result<Vec<Token>> {
    let mut lexer = Lexer { rest: text, properties };
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next()? {
        tokens.extend(token);
    }
    Ok(tokens)
}

struct Lexer<'t> {
    rest: &'t str,
    properties: &'t [String],
}

impl Lexer<'_> {
    /// The next token; `Some(None)` where the text says nothing, `None` at its end.
    fn next(&mut self) -> Result<Option<Option<Token>>> {
        self.rest = self.rest.trim_start();
        let Some(first) = self.rest.chars().next() else { return Ok(None) };
        let token = match first {
            '(' | '（' => self.take(first, Some(Token::Open)),
            ')' | '）' => self.take(first, Some(Token::Close)),
            '"' | '“' | '”' => Some(Token::Phrase(self.quoted())).filter(|token| !is_blank(token)),
            '-' => {
                let follows = self.rest[1..].chars().next();
                let negates = follows.is_some_and(|c| !c.is_whitespace() && c != '-' && !is_close(c));
                self.take(first, negates.then_some(Token::Not))
            }
            _ => self.word()?,
        };
        Ok(Some(token))
    }

    fn take(&mut self, first: char, token: Option<Token>) -> Option<Token> {
        self.rest = &self.rest[first.len_utf8()..];
        token
    }

    /// The text up to the closing quote, or to the end.
    fn quoted(&mut self) -> String {
        let mut chars = self.rest.chars();
        chars.next();
        let inner = chars.as_str();
        let end = inner.find(['"', '“', '”']).unwrap_or(inner.len());
        let mut after = inner[end..].chars();
        after.next();
        self.rest = after.as_str();
        inner[..end].trim().to_owned()
    }

    /// The text up to white space or a parenthesis.
    fn bare(&mut self, also_ends: &[char]) -> String {
        // Names such as `add_order(integer)` keep a parenthesis that directly follows a letter and is closed.
        let mut depth = 0_usize;
        let mut end = self.rest.len();
        for (at, c) in self.rest.char_indices() {
            let opens_inside = c == '(' && at > 0 && self.rest[at..].contains(')');
            match c {
                _ if c.is_whitespace() && depth == 0 => end = at,
                '(' if opens_inside => {
                    depth += 1;
                    continue;
                }
                ')' if depth > 0 => {
                    depth -= 1;
                    continue;
                }
                '(' | ')' | '（' | '）' if depth == 0 => end = at,
                '"' | '“' | '”' if depth == 0 => end = at,
                _ if also_ends.contains(&c) && depth == 0 => end = at,
                _ => continue,
            }
            break;
        }
        let word = self.rest[..end].to_owned();
        self.rest = &self.rest[end..];
        word
    }

    fn word(&mut self) -> Result<Option<Token>> {
        if let Some((asked, length)) = self.field()? {
            self.rest = &self.rest[length..];
            let values = self.values();
            return Ok((!values.is_empty()).then_some(match asked {
                Asked::Field(field) => Token::Field(field, values),
                Asked::Property(name) => Token::Property(name, values),
            }));
        }
        let word = self.bare(&[]);
        Ok(match word.as_str() {
            "OR" | "||" | "|" => Some(Token::Or),
            "AND" | "&&" | "&" => None,
            "NOT" => Some(Token::Not),
            _ => {
                let word = word.trim_matches('*');
                (!word.is_empty()).then(|| Token::Word(word.to_owned()))
            }
        })
    }

    /// The field that the text starts with, and its length with the colon.
    fn field(&self) -> Result<Option<(Asked, usize)>> {
        let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (name, behind) = self.rest.split_at(end);
        let Some(colon) = behind.chars().next().filter(|c| *c == ':' || *c == '：') else { return Ok(None) };
        if let Some(field) = Field::find(name) {
            return Ok(Some((Asked::Field(field), end + colon.len_utf8())));
        }
        if let Some(property) = self.properties.iter().find(|property| property.eq_ignore_ascii_case(name)) {
            return Ok(Some((Asked::Property(property.clone()), end + colon.len_utf8())));
        }
        let looks_like_a_field =
            colon == ':' && name.starts_with(|c: char| c.is_ascii_alphabetic()) && !behind.starts_with(":/");
        if looks_like_a_field {
            let fields = Field::ALL.iter().map(|field| field.code());
            let known = fields.chain(self.properties.iter().map(String::as_str)).collect::<Vec<_>>().join(", ");
            let name: String = name.chars().take(40).collect();
            return Err(Error::query(format!(
                "`{name}` is not a field; known: {known} (put the text in double quotes to find it as it stands)"
            )));
        }
        Ok(None)
    }

    /// The values of a field, parted by commas.
    fn values(&mut self) -> Vec<Value> {
        let mut values = Vec::new();
        loop {
            let value = if self.rest.starts_with(['"', '“', '”']) {
                Value { text: self.quoted(), is_prefix: false }
            } else {
                let word = self.bare(&[',', '，']);
                let text = word.trim_matches('*').to_owned();
                Value { is_prefix: word.ends_with('*'), text }
            };
            if !value.text.is_empty() {
                values.push(value);
            }
            match self.rest.chars().next().filter(|c| matches!(c, ',' | '，')) {
                Some(comma) => self.rest = &self.rest[comma.len_utf8()..],
                None => return values,
            }
        }
    }
}

fn is_close(c: char) -> bool {
    matches!(c, ')' | '）')
}

fn is_blank(token: &Token) -> bool {
    matches!(token, Token::Phrase(text) if text.is_empty())
}
