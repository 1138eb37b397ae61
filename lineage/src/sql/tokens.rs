//! Stage one: text to tokens, with the byte range of each.
//!
//! Nothing is ever refused: a text or comment that does not end runs to the end
//! of the input, an unknown character is an operator. White space and comments
//! are left out; their place is known from the spans of their neighbours.

mod names;
mod quotes;

use super::Dialect;
use super::words::Word;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An unquoted word; [`Word::Other`] when it means nothing to the parser.
    Word(Word),
    /// A quoted identifier.
    Quoted,
    /// A character string.
    Text,
    /// A number.
    Number,
    /// A placeholder or variable: `$1`, `:x`, `@x`, `?`.
    Parameter,
    /// A dollar-quoted text.
    Body,
    /// A template's `{{ … }}` or `{% … %}`.
    Template,
    /// One of `( ) [ ] { } , ; . : * =`.
    Mark(u8),
    /// `::`
    Cast,
    /// `=>` or `:=`, which follow the name of an argument.
    Named,
    /// Any other operator character.
    Operator,
}

/// One token; `start..end` is its half-open byte range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// The tokens of a text.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) list: Vec<Token>,
    /// Where a quote or comment was opened and never closed.
    pub(super) unterminated: Option<(u32, u32)>,
    /// Whether reading stopped at the limit on tokens.
    pub(super) is_cut: bool,
}

/// Reads at most `limit` tokens of `sql`, which must be shorter than 4 GiB.
pub(super) fn read(sql: &str, dialect: Dialect, limit: usize) -> Tokens {
    read_from(sql, 0, dialect, limit)
}

/// Reads what the quoted `token` of `sql` holds; quotes that are doubled in it quote texts.
pub(super) fn read_quoted(sql: &str, token: Token, dialect: Dialect) -> Vec<Token> {
    let text = sql.get(token.start as usize..token.end as usize).unwrap_or_default();
    let open = text.find('\'').map_or(0, |at| at + 1);
    let (open, close) = if token.kind == Kind::Body {
        let delimiter = text[1..].find('$').map_or(0, |at| at + 2);
        (delimiter, delimiter)
    } else {
        (open, 1)
    };
    let from = token.start as usize + open;
    let to = (token.end as usize).saturating_sub(close).max(from);
    let Some(inside) = sql.get(..to) else { return Vec::new() };
    let mut list = read_from(inside, from, dialect, text.len()).list;
    join_doubled(sql, &mut list);
    list
}

/// Makes one text of what stands between two empty ones, which are doubled quotes.
fn join_doubled(sql: &str, list: &mut Vec<Token>) {
    let is_doubled = |token: &Token| token.kind == Kind::Text && &sql[token.start as usize..token.end as usize] == "''";
    let mut joined: Vec<Token> = Vec::with_capacity(list.len());
    let mut open = false;
    for token in list.drain(..) {
        match joined.last_mut() {
            Some(last) if open => {
                last.end = token.end;
                open = !is_doubled(&token);
            }
            _ => {
                open = is_doubled(&token);
                joined.push(token);
            }
        }
    }
    *list = joined;
}

fn read_from(sql: &str, at: usize, dialect: Dialect, limit: usize) -> Tokens {
    let mut reader = Reader { bytes: sql.as_bytes(), sql, dialect, at, absent: Vec::new(), tokens: Tokens::default() };
    while reader.at < reader.bytes.len() {
        if reader.tokens.list.len() >= limit {
            reader.tokens.is_cut = true;
            break;
        }
        reader.step();
    }
    reader.tokens
}

struct Reader<'a> {
    bytes: &'a [u8],
    sql: &'a str,
    dialect: Dialect,
    at: usize,
    /// Closing marks of templates that the rest of the text is known not to have.
    absent: Vec<&'static str>,
    tokens: Tokens,
}

impl Reader<'_> {
    /// Reads one token or skips one stretch of white space; always advances.
    fn step(&mut self) {
        let byte = self.bytes[self.at];
        match byte {
            0..=b' ' => self.at += 1,
            b'-' if self.starts_dash_comment() => self.skip_line(),
            b'#' if self.dialect.has_hash_comments() => self.skip_line(),
            b'#' if self.dialect.has_hash_names() && self.starts_hash_name() => self.read_hash_name(),
            b'/' if self.peek(1) == Some(b'/') && self.dialect.has_slash_comments() => self.skip_line(),
            b'/' if self.peek(1) == Some(b'*') => self.skip_block_comment(),
            b'*' if self.peek(1) == Some(b'/') && self.dialect == Dialect::MySql => self.at += 2,
            b'$' if quotes::variable(self.bytes, self.at).is_some() => self.read_word(),
            b'\'' | b'"' | b'`' | b'$' | b'[' => self.read_quoted(byte),
            b'{' if matches!(self.peek(1), Some(b'{' | b'%' | b'#')) => self.read_template(),
            b'0'..=b'9' => self.read_number(),
            b'.' if self.peek(1).is_some_and(|next| next.is_ascii_digit()) && !self.follows_name() => {
                self.read_number()
            }
            b'@' | b'?' | b':' | b'=' => self.read_sign(byte),
            b'(' | b')' | b']' | b'{' | b'}' | b',' | b';' | b'.' | b'*' => self.push(Kind::Mark(byte), 1),
            _ if is_name_start(byte) => self.read_word(),
            _ => self.push(Kind::Operator, 1),
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let start = self.at;
        self.at = (self.at + length).min(self.bytes.len());
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.tokens.list.push(Token { kind, start: offset(start), end: offset(self.at) });
    }

    fn push_to(&mut self, kind: Kind, end: usize) {
        self.push(kind, end.saturating_sub(self.at));
    }

    /// Whether the character before is part of a name, so that a dot separates parts of it.
    fn follows_name(&self) -> bool {
        self.tokens.list.last().is_some_and(|token| {
            token.end as usize == self.at
                && matches!(token.kind, Kind::Word(_) | Kind::Quoted | Kind::Mark(b')' | b']'))
        })
    }

    /// MySQL asks for a blank after `--`, since `a--1` subtracts there.
    fn starts_dash_comment(&self) -> bool {
        self.peek(1) == Some(b'-') && (self.dialect != Dialect::MySql || self.peek(2).is_none_or(|next| next <= b' '))
    }

    fn skip_line(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    }

    /// Skips `/* … */`; comments nest in PostgreSQL, and MySQL runs what `/*! … */` holds.
    fn skip_block_comment(&mut self) {
        let start = self.at;
        if self.dialect == Dialect::MySql && self.peek(2) == Some(b'!') {
            self.at += 3;
            while self.peek(0).is_some_and(|byte| byte.is_ascii_digit()) {
                self.at += 1;
            }
            return;
        }
        let mut depth = 1;
        self.at += 2;
        while depth > 0 {
            match (self.peek(0), self.peek(1)) {
                (Some(b'*'), Some(b'/')) => {
                    depth -= 1;
                    self.at += 2;
                }
                (Some(b'/'), Some(b'*')) if self.dialect.nests_comments() => {
                    depth += 1;
                    self.at += 2;
                }
                (Some(_), _) => self.at += 1,
                (None, _) => return self.note_unterminated(start),
            }
        }
    }

    fn note_unterminated(&mut self, start: usize) {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.tokens.unterminated.get_or_insert((offset(start), offset(self.bytes.len())));
    }

    fn read_quoted(&mut self, open: u8) {
        let quote = quotes::find(self.sql, self.at, open, self.dialect);
        if !quote.is_closed {
            self.note_unterminated(self.at);
        }
        self.push_to(quote.kind, quote.end);
    }

    /// Whether `[` here would subscript what comes before it.
    fn follows_operand(&self) -> bool {
        self.tokens.list.last().is_some_and(|token| {
            matches!(token.kind, Kind::Word(Word::Other | Word::Array) | Kind::Quoted | Kind::Mark(b')' | b']'))
        })
    }

    /// Reads `{{ … }}`, and passes over the `{% … %}` and `{# … #}` of a template, which yield no text.
    fn read_template(&mut self) {
        let close = match self.peek(1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            _ => "#}",
        };
        if !self.absent.contains(&close) {
            if let Some(length) = self.sql[self.at..].find(close) {
                if close == "}}" {
                    return self.push(Kind::Template, length + close.len());
                }
                self.at += length + close.len();
                return;
            }
            self.absent.push(close);
        }
        self.push(Kind::Mark(b'{'), 1);
    }

    fn starts_hash_name(&self) -> bool {
        let skip = if self.peek(1) == Some(b'#') { 2 } else { 1 };
        self.peek(skip).is_some_and(is_name_start)
    }

    /// Reads the name of a temporary table, such as `#t` or `##t`.
    fn read_hash_name(&mut self) {
        let skip = if self.peek(1) == Some(b'#') { 2 } else { 1 };
        let length = skip + name_length(&self.sql[self.at + skip..]);
        self.push(Kind::Word(Word::Other), length);
    }

    fn read_number(&mut self) {
        let mut end = self.at;
        let mut previous = b'0';
        let is_hexadecimal = self.bytes[end] == b'0' && matches!(self.peek(1), Some(b'x' | b'X'));
        while let Some(byte) = self.bytes.get(end).copied() {
            let is_exponent_sign = matches!(byte, b'+' | b'-') && matches!(previous, b'e' | b'E') && !is_hexadecimal;
            let is_exponent_sign = is_exponent_sign && self.bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
            if !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') || is_exponent_sign) {
                break;
            }
            previous = byte;
            end += 1;
        }
        self.push_to(Kind::Number, end);
    }

    fn read_sign(&mut self, byte: u8) {
        let name_after = |skip: usize| {
            let rest = self.bytes.get(self.at + skip..).unwrap_or_default();
            rest.iter().take_while(|byte| is_name_part(**byte)).count()
        };
        match (byte, self.peek(1)) {
            (b':', Some(b':')) => self.push(Kind::Cast, 2),
            (b':', Some(b'=')) | (b'=', Some(b'>')) => self.push(Kind::Named, 2),
            (b'=', _) => self.push(Kind::Mark(b'='), 1),
            (b'@', Some(next)) if self.dialect == Dialect::Snowflake && is_stage_part(next) => self.read_stage(),
            (b'@', Some(b'@')) if self.dialect != Dialect::Postgres => self.push(Kind::Parameter, 2 + name_after(2)),
            (b'@', _) if name_after(1) > 0 => self.push(Kind::Parameter, 1 + name_after(1)),
            (b':', Some(next)) if is_name_start(next) && !self.follows_operand() && !self.continues_path() => {
                self.push(Kind::Parameter, 1 + name_after(1));
            }
            (b':', _) => self.push(Kind::Mark(b':'), 1),
            (b'?', _) if !self.dialect.names_by_function() => self.push(Kind::Parameter, 1 + name_after(1)),
            _ => self.push(Kind::Operator, 1),
        }
    }

    /// Whether a colon right behind what comes before it selects in that.
    fn continues_path(&self) -> bool {
        self.dialect.has_colon_paths() && self.follows_name()
    }
}

/// Whether `byte` may stand in the place of staged files.
fn is_stage_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.' | b'/' | b'~' | b'%' | b'-' | b'=' | b'"')
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_name_part(byte: u8) -> bool {
    is_name_start(byte) || byte.is_ascii_digit() || byte == b'$'
}

/// How many bytes of `text` belong to the name at its start; none when it starts with a blank beyond ASCII.
fn name_length(text: &str) -> usize {
    let is_blank = |letter: char| letter.is_whitespace() || matches!(letter, '\u{feff}' | '\u{200b}');
    let is_part = |letter: char| match u8::try_from(letter) {
        Ok(byte) if byte.is_ascii() => is_name_part(byte),
        _ => !is_blank(letter),
    };
    text.find(|letter| !is_part(letter)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests;
