//! What only the text of a `CREATE` statement says in SQLite: checks, generated columns' expressions, names of
//! constraints, expressions and conditions of indexes.
//!
//! The text is SQLite's own record of a statement that it accepted, so it is read tolerantly: quotes, comments and
//! parentheses are followed, and what is not understood is skipped. Nesting is counted, never recursed into.

/// A piece of SQL: a word, a quoted name, a parenthesised group (with its parentheses), or a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
}

impl<'a> Piece<'a> {
    fn is(self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// The inside of a parenthesised group.
    pub(crate) fn group(self) -> Option<&'a str> {
        self.text.strip_prefix('(').map(|inside| inside.strip_suffix(')').unwrap_or(inside))
    }
}

/// What the definition of one table says beyond the engine's own lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TableText {
    /// Conditions with their constraints' names.
    pub(crate) checks: Vec<(Option<String>, String)>,
    /// Names of constraints by what they are on: `primary key`, `unique` or `foreign key`, and the columns.
    pub(crate) named: Vec<Named>,
    /// Columns with the expression that makes their values.
    pub(crate) generated: Vec<(String, String)>,
    /// Columns with their order of text.
    pub(crate) collations: Vec<(String, String)>,
    /// The column that counts up without ever using a number twice.
    pub(crate) autoincrement: Option<String>,
}

/// A constraint that was given a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) sort: &'static str,
    pub(crate) columns: Vec<String>,
    pub(crate) name: String,
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

/// Reads a `CREATE TABLE` statement.
pub(crate) fn table_text(sql: &str) -> TableText {
    let mut table = TableText::default();
    let Some(body) = pieces(sql).into_iter().find_map(Piece::group) else { return table };
    for item in items(body) {
        read_item(&pieces(item), &mut table);
    }
    table
}

/// Reads a column or a constraint of a table.
fn read_item(item: &[Piece<'_>], table: &mut TableText) {
    const CONSTRAINTS: [&str; 5] = ["constraint", "primary", "unique", "check", "foreign"];
    let Some(first) = item.first() else { return };
    let is_constraint = CONSTRAINTS.iter().any(|word| first.is(word));
    let column = (!is_constraint).then(|| unquoted(first.text));
    let mut name = None;
    for (at, piece) in item.iter().enumerate().skip(usize::from(!is_constraint)) {
        let next = item.get(at + 1).copied();
        let group = next.and_then(Piece::group);
        if piece.is("constraint") {
            name = next.map(|next| unquoted(next.text));
        } else if let (true, Some(condition)) = (piece.is("check"), group) {
            table.checks.push((name.take(), condition.trim().to_owned()));
        } else if let (true, Some(expression), Some(column)) = (piece.is("as"), group, &column) {
            table.generated.push((column.clone(), expression.trim().to_owned()));
        } else if let (true, Some(next), Some(column)) = (piece.is("collate"), next, &column) {
            table.collations.push((column.clone(), unquoted(next.text)));
        } else if piece.is("autoincrement") {
            table.autoincrement.clone_from(&column);
        } else if let (Some(sort), Some(known)) = (sort_of(*piece, column.is_some()), name.clone()) {
            let columns = column.clone().map_or_else(|| columns_behind(&item[at..]), |column| vec![column]);
            table.named.push(Named { sort, columns, name: known });
            name = None;
        }
    }
}

/// What a constraint is on, by its first word; `references` counts only on a column, where nothing else says it.
fn sort_of(piece: Piece<'_>, on_column: bool) -> Option<&'static str> {
    match () {
        () if piece.is("primary") => Some("primary key"),
        () if piece.is("unique") => Some("unique"),
        () if piece.is("foreign") || (on_column && piece.is("references")) => Some("foreign key"),
        () => None,
    }
}

/// The columns in the first group.
fn columns_behind(item: &[Piece<'_>]) -> Vec<String> {
    let group = item.iter().find_map(|piece| piece.group()).unwrap_or_default();
    let first = |column: &str| pieces(column).first().map(|piece| unquoted(piece.text));
    items(group).into_iter().filter_map(first).collect()
}

/// Reads a `CREATE INDEX` statement: its columns or expressions, and its condition.
pub(crate) fn index_text(sql: &str) -> (Vec<String>, Option<String>) {
    let pieces = pieces(sql);
    let columns = pieces.iter().find_map(|piece| piece.group()).map(items).unwrap_or_default();
    let condition = pieces.iter().position(|piece| piece.is("where")).and_then(|at| pieces.get(at + 1)).map(|first| {
        let offset = first.text.as_ptr() as usize - sql.as_ptr() as usize;
        sql[offset..].trim().to_owned()
    });
    (columns.into_iter().map(str::to_owned).collect(), condition)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn table_text_gives_what_the_engine_does_not_list() {
        let table = table_text(
            "CREATE TABLE \"a(b\" ( -- CHECK (no)\n id INTEGER PRIMARY KEY AUTOINCREMENT, \
             [na,me] TEXT COLLATE NOCASE CONSTRAINT short CHECK (length(\"na,me\") < 5 /* ) */), \
             total AS (id * 2) STORED, day TEXT DEFAULT (')'), \
             CONSTRAINT pair UNIQUE (id, [na,me] DESC), CHECK (id > 0), \
             CONSTRAINT owner FOREIGN KEY (id) REFERENCES o(id))",
        );
        assert_eq!(
            table.checks,
            [(Some("short".into()), "length(\"na,me\") < 5 /* ) */".into()), (None, "id > 0".into())]
        );
        assert_eq!(table.generated, [("total".into(), "id * 2".into())]);
        assert_eq!(table.collations, [("na,me".into(), "NOCASE".into())]);
        assert_eq!(table.autoincrement.as_deref(), Some("id"));
        assert_eq!(
            table.named,
            [
                Named { sort: "unique", columns: vec!["id".into(), "na,me".into()], name: "pair".into() },
                Named { sort: "foreign key", columns: vec!["id".into()], name: "owner".into() },
            ]
        );
    }

    #[test]
    fn index_text_gives_expressions_and_condition() {
        assert_eq!(
            index_text("CREATE UNIQUE INDEX i ON t (lower(name), day DESC) WHERE name IS NOT NULL"),
            (vec!["lower(name)".into(), "day DESC".into()], Some("name IS NOT NULL".into()))
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_failing(sql in "[a-z(),'\"`\\[\\]\\-/* \n😀]{0,200}") {
            table_text(&sql);
            index_text(&sql);
        }
    }

    #[test]
    fn deep_nesting_takes_no_stack() {
        let sql = format!("CREATE TABLE t (a CHECK {}{})", "(".repeat(200_000), ")".repeat(200_000));
        assert_eq!(table_text(&sql).checks.len(), 1);
    }
}
