//! What only the text of a `CREATE` statement says in SQLite: checks, generated columns' expressions, names of
//! constraints, expressions and conditions of indexes.
//!
//! The text is SQLite's own record of a statement that it accepted, so it is read tolerantly: what is not understood is
//! skipped.

use crate::scan::{Piece, items, pieces, unquoted};

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
