//! From the text of a filter to what it means, with bounds on size and depth.

use std::{iter::Peekable, str::CharIndices};

use super::{Expression, FIELDS, Field, MAX_CONDITIONS, MAX_DEPTH, MAX_FILTER_BYTES, Wanted, wrong_value};
use crate::error::{Error, Result};

#[derive(Debug, PartialEq)]
enum Token {
    Open,
    Close,
    Or,
    Not,
    Condition(Field, Vec<Wanted>),
}

/// Reads the filter that stands in the input `field`.
pub(super) fn parse(field: &str, text: &str) -> Result<Expression> {
    let refuse = |problem: String| Error::invalid(field, problem);
    if text.len() > MAX_FILTER_BYTES {
        return Err(refuse(format!("has {} bytes; {MAX_FILTER_BYTES} are allowed", text.len())));
    }
    let tokens = tokens(text).map_err(refuse)?;
    let conditions: usize =
        tokens.iter().map(|token| if let Token::Condition(_, values) = token { values.len() } else { 0 }).sum();
    if conditions > MAX_CONDITIONS {
        return Err(refuse(format!("has {conditions} conditions; {MAX_CONDITIONS} are allowed")));
    }
    if tokens.is_empty() {
        return Ok(Expression::All(Vec::new()));
    }
    let mut parser = Parser { tokens: tokens.into_iter().peekable() };
    let expression = parser.any(0).map_err(refuse)?;
    match parser.tokens.next() {
        None => Ok(expression),
        Some(_) => Err(refuse("has a `)` that nothing opened".into())),
    }
}

struct Parser {
    tokens: Peekable<std::vec::IntoIter<Token>>,
}

impl Parser {
    fn any(&mut self, depth: usize) -> Result<Expression, String> {
        let mut parts = vec![self.all(depth)?];
        while self.tokens.next_if_eq(&Token::Or).is_some() {
            parts.push(self.all(depth)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::Any(parts) })
    }

    fn all(&mut self, depth: usize) -> Result<Expression, String> {
        let mut parts = Vec::new();
        while self.tokens.peek().is_some_and(|token| !matches!(token, Token::Or | Token::Close)) {
            parts.push(self.one(depth)?);
        }
        match parts.len() {
            0 => Err("has a condition missing beside `OR` or in parentheses".into()),
            1 => Ok(parts.remove(0)),
            _ => Ok(Expression::All(parts)),
        }
    }

    fn one(&mut self, depth: usize) -> Result<Expression, String> {
        if depth >= MAX_DEPTH {
            return Err(format!("is nested deeper than {MAX_DEPTH} levels"));
        }
        match self.tokens.next() {
            Some(Token::Not) => Ok(Expression::Not(Box::new(self.one(depth + 1)?))),
            Some(Token::Open) => {
                let inner = self.any(depth + 1)?;
                match self.tokens.next() {
                    Some(Token::Close) => Ok(inner),
                    _ => Err("has a `(` that nothing closes".into()),
                }
            }
            Some(Token::Condition(field, values)) => Ok(Expression::Field(field, values)),
            _ => Err("ends with `-` or `NOT`; say what should not hold".into()),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut found = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.peek().copied() {
        let simple = match letter {
            letter if letter.is_whitespace() => {
                letters.next();
                continue;
            }
            '(' => Some(Token::Open),
            ')' => Some(Token::Close),
            '-' => Some(Token::Not),
            _ => None,
        };
        if let Some(token) = simple {
            letters.next();
            found.push(token);
            continue;
        }
        found.push(condition(text, at, &mut letters)?);
    }
    Ok(found)
}

/// A word, or a field with its values.
fn condition(text: &str, at: usize, letters: &mut Peekable<CharIndices<'_>>) -> Result<Token, String> {
    let is_name = |letter: char| !letter.is_whitespace() && !matches!(letter, '(' | ')' | ':' | '"');
    let mut end = at;
    while let Some((place, letter)) = letters.next_if(|(_, letter)| is_name(*letter)) {
        end = place + letter.len_utf8();
    }
    let word = &text[at..end];
    if letters.next_if(|(_, letter)| *letter == ':').is_none() {
        let quoted = if word.is_empty() { Some(values(text, letters)?) } else { None };
        return Ok(match (word, quoted) {
            ("OR", _) => Token::Or,
            ("NOT", _) => Token::Not,
            (_, Some(values)) => Token::Condition(Field::Name, values),
            (word, None) => Token::Condition(Field::Name, vec![wanted(word)]),
        });
    }
    let known = FIELDS.iter().find(|(_, english, chinese)| english.eq_ignore_ascii_case(word) || *chinese == word);
    let Some((field, ..)) = known else {
        let known: Vec<&str> = FIELDS.iter().map(|(_, english, _)| *english).collect();
        return Err(format!("`{word}` is not a field; known: {}", known.join(", ")));
    };
    let values = values(text, letters)?;
    match values.iter().find_map(|value| wrong_value(*field, value)) {
        Some(problem) => Err(problem),
        None if values.is_empty() => Err(format!("`{word}:` has no value")),
        None => Ok(Token::Condition(*field, values)),
    }
}

/// Values joined by commas, each perhaps in quotes.
fn values(text: &str, letters: &mut Peekable<CharIndices<'_>>) -> Result<Vec<Wanted>, String> {
    let is_plain = |letter: char| !letter.is_whitespace() && !matches!(letter, '(' | ')' | ',' | '"');
    let mut found = Vec::new();
    loop {
        if let Some((open, _)) = letters.next_if(|(_, letter)| *letter == '"') {
            let close = letters.by_ref().find(|(_, letter)| *letter == '"');
            let Some((close, _)) = close else { return Err("has a quote that nothing closes".into()) };
            found.push(Wanted { text: text[open + 1..close].to_lowercase(), is_prefix: false });
        } else {
            let from = letters.peek().map_or(text.len(), |(at, _)| *at);
            let mut to = from;
            while let Some((at, letter)) = letters.next_if(|(_, letter)| is_plain(*letter)) {
                to = at + letter.len_utf8();
            }
            if to > from {
                found.push(wanted(&text[from..to]));
            }
        }
        if letters.next_if(|(_, letter)| *letter == ',').is_none() {
            return Ok(found);
        }
    }
}

fn wanted(text: &str) -> Wanted {
    match text.strip_suffix('*') {
        Some(start) => Wanted { text: start.to_lowercase(), is_prefix: true },
        None => Wanted { text: text.to_lowercase(), is_prefix: false },
    }
}
