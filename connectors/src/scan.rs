//! Splits SQL that an engine wrote or accepted into pieces, without understanding it.
//!
//! Quotes, comments and parentheses are followed; nesting is counted, never recursed into.

/// A piece of SQL: a word, a quoted name, a parenthesised group (with its parentheses), or a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
}

impl<'a> Piece<'a> {
    pub(crate) fn is(self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// The inside of a parenthesised group.
    pub(crate) fn group(self) -> Option<&'a str> {
        self.text.strip_prefix('(').map(|inside| inside.strip_suffix(')').unwrap_or(inside))
    }
}

/// Splits SQL into pieces; comments and white space are left out.
pub(crate) fn pieces(sql: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < sql.len() {
        let end = end_of_piece(sql, at);
        let text = &sql[at..end];
        if !text.trim().is_empty() && !text.starts_with("--") && !text.starts_with("/*") {
            pieces.push(Piece { text });
        }
        at = end;
    }
    pieces
}

/// Where the piece that begins at `at` ends; a group ends behind its closing parenthesis.
fn end_of_piece(sql: &str, at: usize) -> usize {
    if sql.as_bytes()[at] != b'(' {
        return end_of_mark(sql, at);
    }
    let (mut depth, mut here) = (1_usize, at + 1);
    while depth > 0 && here < sql.len() {
        match sql.as_bytes()[here] {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {
                here = end_of_mark(sql, here);
                continue;
            }
        }
        here += 1;
    }
    here
}

/// Where the quoted text, comment, word or mark that begins at `at` ends.
fn end_of_mark(sql: &str, at: usize) -> usize {
    let rest = &sql[at..];
    let closed_by =
        |close: &str, from: usize| rest[from..].find(close).map_or(rest.len(), |end| from + end + close.len());
    let length = match rest.as_bytes()[0] {
        quote @ (b'\'' | b'"' | b'`') => end_of_quoted(rest, char::from(quote)),
        b'[' => closed_by("]", 1),
        b'-' if rest.starts_with("--") => closed_by("\n", 2),
        b'/' if rest.starts_with("/*") => closed_by("*/", 2),
        _ => {
            let word = rest.find(|character: char| !is_word(character)).unwrap_or(rest.len());
            if word > 0 { word } else { rest.chars().next().map_or(1, char::len_utf8) }
        }
    };
    at + length
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$'
}

/// The length of quoted text, in which a doubled quote is a quote.
fn end_of_quoted(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(found) = text[at..].find(quote) {
        at += found + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// A name without its quotes.
pub(crate) fn unquoted(text: &str) -> String {
    let inside = |open: char, close: char| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    if let Some(name) = inside('[', ']') {
        return name.to_owned();
    }
    for quote in ['"', '`', '\''] {
        if let Some(name) = inside(quote, quote) {
            return name.replace(&format!("{quote}{quote}"), &quote.to_string());
        }
    }
    text.to_owned()
}

/// A name in the quotes of standard SQL.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The items of a list that commas separate at the outermost level.
pub(crate) fn items(list: &str) -> Vec<&str> {
    let (mut found, mut start, mut at) = (Vec::new(), 0, 0);
    while at < list.len() {
        let end = end_of_piece(list, at);
        if &list[at..end] == "," {
            found.push(list[start..at].trim());
            start = end;
        }
        at = end;
    }
    found.push(list[start..].trim());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_inside_quotes_and_parentheses_separate_nothing() {
        assert_eq!(items("a, f(b, c), ',' , \"d,e\""), ["a", "f(b, c)", "','", "\"d,e\""]);
    }

    #[test]
    fn quotes_of_every_sort_come_off() {
        for text in ["\"a\"\"b\"", "`a\"b`", "[a\"b]", "'a\"b'"] {
            assert_eq!(unquoted(text), "a\"b");
        }
    }
}
