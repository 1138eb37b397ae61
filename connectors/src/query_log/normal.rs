//! A statement without any of its values: every literal becomes `?`, comments go away, white space becomes one blank.
//!
//! Literals may be secrets, so where it cannot be told for sure what is one, the whole statement is left out: a quote that
//! does not end, a backslash that one setting of the server takes for an escape and another does not.

mod lists;

/// Which quotes mean what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    /// `"` is around names; only `E'…'` has escapes.
    Postgres,
    /// `"` is around texts, `` ` `` around names; every text has escapes.
    MySql,
}

/// What became of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Normal {
    /// Its text without values.
    Statement(String),
    /// It makes this the database of what follows.
    Use(String),
    /// It is of a sort that moves and asks no data of tables, such as `SET`.
    Other,
}

/// The most bytes of a statement that are kept.
const MAX_BYTES: usize = 64 * 1024;
/// The verbs of statements that use tables.
const VERBS: [&str; 12] =
    ["select", "with", "insert", "update", "delete", "merge", "replace", "create", "copy", "table", "truncate", "load"];

/// One piece of a statement: its text, and whether a blank was in front of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    text: String,
    is_apart: bool,
}

/// What stands for a value.
const VALUE: &str = "?";

/// Statements, divided by semicolons, without values; nothing where it cannot be told where values begin and end. `is_cut`
/// says that the end is missing, so that a text that does not end is no surprise.
pub(super) fn normalize(sql: &str, quoting: Quoting, is_cut: bool) -> Option<Vec<Normal>> {
    let mut scan = Scan { sql, at: 0, quoting, pieces: lists::Pieces::default(), is_apart: false, is_cut, bytes: 0 };
    let mut found = Vec::new();
    while scan.at < sql.len() && scan.bytes < MAX_BYTES {
        if sql.as_bytes()[scan.at] == b';' {
            found.push(of_pieces(std::mem::take(&mut scan.pieces).finish()));
            scan.pass(1);
        } else {
            scan.step()?;
        }
    }
    found.push(of_pieces(scan.pieces.finish()));
    Some(found)
}

fn of_pieces(pieces: Vec<Piece>) -> Normal {
    if let [verb, name] = pieces.as_slice()
        && verb.text.eq_ignore_ascii_case("use")
    {
        return Normal::Use(crate::scan::unquoted(&name.text));
    }
    if !uses_tables(&pieces) {
        return Normal::Other;
    }
    let mut text = String::new();
    for piece in pieces {
        if piece.is_apart && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&piece.text);
    }
    Normal::Statement(text)
}

/// Whether a statement is of a sort that reads or writes tables.
fn uses_tables(pieces: &[Piece]) -> bool {
    let mut words = pieces.iter().map(|piece| piece.text.as_str()).skip_while(|text| *text == "(");
    let Some(verb) = words.next().map(str::to_ascii_lowercase) else { return false };
    let is_table = |word: &str| ["table", "materialized"].iter().any(|known| word.eq_ignore_ascii_case(known));
    match verb.as_str() {
        "create" => words.take(5).take_while(|word| *word != "(").any(is_table),
        verb => VERBS.contains(&verb),
    }
}

struct Scan<'a> {
    sql: &'a str,
    at: usize,
    quoting: Quoting,
    pieces: lists::Pieces,
    is_apart: bool,
    is_cut: bool,
    bytes: usize,
}

impl Scan<'_> {
    /// Takes the next piece; nothing when it cannot be told where it ends.
    fn step(&mut self) -> Option<()> {
        let rest = &self.sql[self.at..];
        let bytes = rest.as_bytes();
        let is_mysql = self.quoting == Quoting::MySql;
        let next = bytes.get(1).copied();
        match bytes[0] {
            byte if byte.is_ascii_whitespace() || byte == 0 => self.pass(1),
            b'-' if next == Some(b'-') && self.is_line_comment(bytes.get(2).copied()) => self.pass(line(rest)),
            b'#' if is_mysql => self.pass(line(rest)),
            b'/' if next == Some(b'*') => {
                let length = self.comment(rest)?;
                self.pass(length);
            }
            b'\'' => self.text(b'\'')?,
            b'"' if is_mysql => self.text(b'"')?,
            quote @ (b'"' | b'`') => self.name(quote)?,
            b'$' => self.dollar(rest)?,
            b'.' if rest.starts_with("...") => self.value(3),
            b'.' if next.is_some_and(|byte| byte.is_ascii_digit()) && (self.is_apart || !self.pieces.ends_a_name()) => {
                self.value(number(rest));
            }
            byte if byte.is_ascii_digit() => self.value(number(rest)),
            _ => {
                let word = rest.find(|sign: char| !is_of_word(sign)).unwrap_or(rest.len());
                let length = if word > 0 { word } else { rest.chars().next().map_or(1, char::len_utf8) };
                self.push(&rest[..length]);
                self.at += length;
            }
        }
        Some(())
    }

    fn is_line_comment(&self, behind: Option<u8>) -> bool {
        // MySQL takes `5--1` for a difference.
        self.quoting == Quoting::Postgres || behind.is_none_or(|byte| byte <= b' ')
    }

    fn pass(&mut self, length: usize) {
        self.is_apart = true;
        self.at += length;
    }

    fn push(&mut self, text: &str) {
        self.bytes += text.len() + 1;
        self.pieces.push(Piece { text: text.to_owned(), is_apart: std::mem::take(&mut self.is_apart) });
    }

    /// Takes a value of `length` bytes.
    fn value(&mut self, length: usize) {
        self.at += length;
        // Texts behind one another are one.
        if self.pieces.ends_with_value() {
            self.is_apart = false;
            return;
        }
        self.push(VALUE);
    }

    /// The length of the comment that begins here.
    fn comment(&self, rest: &str) -> Option<usize> {
        let mut depth = 0_usize;
        let mut at = 0;
        let bytes = rest.as_bytes();
        while at + 1 < bytes.len() {
            match (bytes[at], bytes[at + 1]) {
                (b'/', b'*') if depth == 0 || self.quoting == Quoting::Postgres => (depth, at) = (depth + 1, at + 2),
                (b'*', b'/') => (depth, at) = (depth - 1, at + 2),
                _ => at += 1,
            }
            if depth == 0 {
                return Some(at);
            }
        }
        self.is_cut.then_some(rest.len())
    }

    /// Takes a text, with whatever says how it is written in front of it.
    fn text(&mut self, quote: u8) -> Option<()> {
        let prefix = if self.is_apart { None } else { self.pieces.take_prefix() };
        let escapes = match self.quoting {
            Quoting::MySql => true,
            Quoting::Postgres => prefix.as_ref().is_some_and(|piece| piece.text.eq_ignore_ascii_case("e")),
        };
        if let Some(prefix) = prefix {
            self.is_apart = prefix.is_apart;
        }
        let rest = &self.sql[self.at..];
        let inside = match end_of_text(rest.as_bytes(), quote, escapes) {
            Some(length) => &rest[1..length - 1],
            None if self.is_cut => return self.end_cut(),
            None => return None,
        };
        // Servers can be set to take a backslash for an escape here too, and then the text ends elsewhere.
        let is_escape = !escapes && inside.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        if is_escape && !(inside == "\\" && self.pieces.ends_with_word("escape")) {
            return None;
        }
        self.value(inside.len() + 2);
        Some(())
    }

    /// Takes a value that is the last thing there is.
    fn end_cut(&mut self) -> Option<()> {
        self.value(self.sql.len() - self.at);
        Some(())
    }

    /// Takes a quoted name.
    fn name(&mut self, quote: u8) -> Option<()> {
        let rest = &self.sql[self.at..];
        let length = end_of_text(rest.as_bytes(), quote, false)?;
        self.push(&rest[..length]);
        self.at += length;
        Some(())
    }

    /// Takes a parameter, or a text between dollars.
    fn dollar(&mut self, rest: &str) -> Option<()> {
        let tag = rest[1..].find(|sign: char| !(sign.is_alphanumeric() || sign == '_')).map(|end| end + 1);
        let is_parameter = rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        if is_parameter {
            let digits = rest[1..].find(|sign: char| !sign.is_ascii_digit()).map_or(rest.len(), |end| end + 1);
            self.value(digits);
            return Some(());
        }
        match tag {
            Some(end) if rest.as_bytes()[end] == b'$' && self.quoting == Quoting::Postgres => {
                let tag = &rest[..=end];
                match rest[end + 1..].find(tag) {
                    Some(found) => self.value(end + 1 + found + tag.len()),
                    None if self.is_cut => return self.end_cut(),
                    None => return None,
                }
            }
            _ => {
                self.push("$");
                self.at += 1;
            }
        }
        Some(())
    }
}

fn is_of_word(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_' || sign == '$'
}

/// The length of a line, without its end.
fn line(rest: &str) -> usize {
    rest.find(['\n', '\r']).unwrap_or(rest.len())
}

/// The length of a quoted text with its quotes; nothing when it does not end.
fn end_of_text(bytes: &[u8], quote: u8, escapes: bool) -> Option<usize> {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match *byte {
            b'\\' if escapes => at += 2,
            byte if byte == quote && bytes.get(at + 1) == Some(&quote) => at += 2,
            byte if byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

/// The length of a number, in whatever way it is written; what follows it without a blank belongs to it.
fn number(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let is_sign = matches!(byte, b'+' | b'-');
        let is_exponent = at > 0 && matches!(bytes[at - 1], b'e' | b'E') && !rest.starts_with("0x");
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') || (is_sign && is_exponent) {
            at += 1;
        } else {
            break;
        }
    }
    at.max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(sql: &str, quoting: Quoting) -> String {
        match normalize(sql, quoting, false).as_deref() {
            Some([Normal::Statement(text), rest @ ..]) if rest.iter().all(|rest| *rest == Normal::Other) => {
                text.clone()
            }
            other => format!("{other:?}"),
        }
    }

    fn postgres(sql: &str) -> String {
        of(sql, Quoting::Postgres)
    }

    fn mysql(sql: &str) -> String {
        of(sql, Quoting::MySql)
    }

    #[test]
    fn threat_12_values_of_every_sort_become_marks() {
        for (sql, expected) in [
            ("SELECT a FROM t WHERE b = 'canary' AND c=-1.5e-3", "SELECT a FROM t WHERE b = ? AND c=-?"),
            ("select E'it\\'s canary', N'canary', B'01', X'1F', U&'\\0041' from t", "select ?, ?, ?, ?, U&? from t"),
            ("SELECT $1, $tag$canary 'x' $$ $tag$, $$canary$$ FROM t", "SELECT ?, ?, ? FROM t"),
            ("SELECT 'a''canary' 'more'\n'still' FROM t", "SELECT ? FROM t"),
            ("SELECT .5, 1.e5, 0xCAFE, 1_000, a1, b$2 FROM t2", "SELECT ?, ?, ?, ?, a1, b$2 FROM t2"),
            ("SELECT x -- canary\nFROM /* canary /* nested */ */ t;", "SELECT x FROM t"),
            ("SELECT \"odd 'name'\" FROM \"a\"\"b\".t LIMIT 10", "SELECT \"odd 'name'\" FROM \"a\"\"b\".t LIMIT ?"),
            ("SELECT a FROM t WHERE b LIKE 'x' ESCAPE '\\'", "SELECT a FROM t WHERE b LIKE ? ESCAPE ?"),
        ] {
            assert_eq!(postgres(sql), expected);
        }
        for (sql, expected) in [
            (
                "SELECT `a` FROM t WHERE b = \"canary\" AND c = 'it\\'s canary'",
                "SELECT `a` FROM t WHERE b = ? AND c = ?",
            ),
            ("SELECT 5--1 FROM t # canary\n", "SELECT ?--? FROM t"),
            ("SELECT _utf8'canary', x'4D', @v := 5 FROM t /*! canary */", "SELECT ?, ?, @v := ? FROM t"),
            ("SELECT * FROM `t` WHERE `id` IN (...) ", "SELECT * FROM `t` WHERE `id` IN (?)"),
        ] {
            assert_eq!(mysql(sql), expected);
        }
    }

    #[test]
    fn lists_of_values_are_one_whatever_their_length() {
        assert_eq!(postgres("SELECT a FROM t WHERE b IN (1, 2,3)"), "SELECT a FROM t WHERE b IN (?)");
        assert_eq!(postgres("INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y')"), "INSERT INTO t (a, b) VALUES (?)");
        assert_eq!(mysql("INSERT INTO `t` VALUES (...) /* , ... */"), "INSERT INTO `t` VALUES (?)");
        // The places of columns count.
        assert_eq!(postgres("INSERT INTO t SELECT 1, 2, x FROM s"), "INSERT INTO t SELECT ?, ?, x FROM s");
        assert_eq!(postgres("INSERT INTO t VALUES (1, now()), (2, now())"), "INSERT INTO t VALUES (?, now())");
    }

    #[test]
    fn threat_12_what_is_unclear_is_left_out() {
        for sql in [
            "SELECT 'canary FROM t",
            "SELECT $$canary FROM t",
            "SELECT a FROM t /* canary",
            "SELECT \"canary FROM t",
            "SELECT a FROM t WHERE b = 'x\\'canary\\'y'",
        ] {
            assert_eq!(normalize(sql, Quoting::Postgres, false), None, "{sql}");
        }
        let cut = normalize("SELECT a FROM t WHERE b = 'can", Quoting::Postgres, true);
        assert_eq!(cut, Some(vec![Normal::Statement("SELECT a FROM t WHERE b = ?".into())]));
    }

    #[test]
    fn statements_that_use_no_tables_are_passed_over() {
        for sql in [
            "SET password = 'canary'",
            "ALTER ROLE a PASSWORD 'canary'",
            "CREATE USER a IDENTIFIED BY 'canary'",
            "BEGIN",
            "",
            "CREATE INDEX i ON t (a)",
        ] {
            assert_eq!(normalize(sql, Quoting::Postgres, false), Some(vec![Normal::Other]), "{sql}");
        }
        assert_eq!(
            postgres("CREATE UNLOGGED TABLE a AS SELECT 1 AS x FROM b"),
            "CREATE UNLOGGED TABLE a AS SELECT ? AS x FROM b"
        );
        assert_eq!(postgres("(SELECT a FROM t)"), "(SELECT a FROM t)");
    }

    #[test]
    fn statements_of_one_text_are_divided() {
        let sql = "BEGIN; USE `shop`; INSERT INTO t SELECT a FROM u WHERE b = ';canary;'; COMMIT";
        let insert = Normal::Statement("INSERT INTO t SELECT a FROM u WHERE b = ?".to_owned());
        let expected = vec![Normal::Other, Normal::Use("shop".to_owned()), insert, Normal::Other];
        assert_eq!(normalize(sql, Quoting::MySql, false), Some(expected));
    }

    #[test]
    fn long_statement_is_cut_at_a_piece() {
        let sql = format!("SELECT {} FROM t", "a, ".repeat(200_000));
        let text = postgres(&sql);
        assert!(text.len() <= MAX_BYTES && text.len() > MAX_BYTES / 4);
    }

    proptest! {
        #[test]
        fn threat_12_quoted_canary_never_survives(before in "[ a-z=,(]{0,20}", inside in "[a-z '\\\\\"$-]{0,20}", mysql in any::<bool>()) {
            let quoting = if mysql { Quoting::MySql } else { Quoting::Postgres };
            let escaped = if mysql { inside.replace('\\', "\\\\") } else { inside }.replace('\'', "''");
            let sql = format!("SELECT {before} 'CANARY{escaped}CANARY' FROM t");
            let normal = format!("{:?}", normalize(&sql, quoting, false));
            prop_assert!(!normal.contains("CANARY"), "{}", normal);
        }
    }
}
