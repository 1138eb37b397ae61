//! Facts about the skeleton of statements.

use super::*;
use crate::sql::statement::Kind;
use crate::sql::syntax::{Action, Condition, Item, JoinKind, Query, Relation, Select, Term};
use crate::sql::{Dialect, tokens};

fn reading(sql: &str, dialect: Dialect) -> Reading {
    let tokens = tokens::read(sql, dialect, 10_000).list;
    read(Text { sql, tokens: &tokens }, &mut Names::new(dialect), &Limits::default())
}

fn postgres(sql: &str) -> Reading {
    reading(sql, Dialect::Postgres)
}

fn query_of(reading: &Reading) -> &Query {
    match &reading.parsed.action {
        Action::Query(query) => query,
        Action::Write(write) => &write.query,
        _ => panic!("no query was read"),
    }
}

fn select_of(reading: &Reading) -> &Select {
    match &query_of(reading).first {
        Term::Select(select) => select,
        _ => panic!("no select was read"),
    }
}

#[test]
fn kind_is_told_by_the_first_words() {
    for (sql, kind) in [
        ("SELECT 1", Kind::Select),
        ("WITH a AS (SELECT 1) SELECT * FROM a", Kind::Select),
        ("((SELECT 1))", Kind::Select),
        ("VALUES (1)", Kind::Select),
        ("CREATE OR REPLACE RECURSIVE VIEW v (a) AS SELECT 1", Kind::CreateView),
        ("CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT 1 WITH NO DATA", Kind::CreateView),
        ("CREATE TEMP TABLE t ON COMMIT DROP AS SELECT 1", Kind::CreateTableAs),
        ("CREATE TABLE t (a int, b text DEFAULT 'x')", Kind::CreateTable),
        ("CREATE TABLE t (LIKE u INCLUDING ALL)", Kind::Like),
        ("WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a", Kind::Insert),
        ("UPDATE t SET a = 1", Kind::Update),
        ("DELETE FROM t", Kind::Delete),
        ("MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE", Kind::Merge),
        ("DROP VIEW IF EXISTS a, b", Kind::Drop),
        ("GRANT SELECT ON t TO public", Kind::Set),
        ("ALTER TABLE t ADD COLUMN a int", Kind::Set),
        ("CREATE FUNCTION f() RETURNS int AS $$ SELECT 1 $$", Kind::Opaque),
    ] {
        let reading = postgres(sql);
        assert_eq!(reading.parsed.kind, kind, "{sql}");
        assert!(reading.skipped == 0 || kind == Kind::Opaque, "{sql}: {:?}", reading.notes);
    }
}

#[test]
fn header_of_a_view_is_passed_in_every_dialect() {
    let mysql = "CREATE ALGORITHM=MERGE DEFINER=`a`@`%` SQL SECURITY DEFINER VIEW `s`.`v` (`x`) \
                 AS (select 1) WITH CASCADED CHECK OPTION";
    let postgres = "CREATE VIEW s.v (x) WITH (security_barrier = true) AS SELECT 1 WITH LOCAL CHECK OPTION";
    let sqlite = "CREATE TEMPORARY VIEW IF NOT EXISTS [s].v(x) AS SELECT 1";
    for (sql, dialect) in [(mysql, Dialect::MySql), (postgres, Dialect::Postgres), (sqlite, Dialect::Sqlite)] {
        let reading = reading(sql, dialect);
        let Action::Write(write) = &reading.parsed.action else { panic!("{sql}") };
        assert_eq!((write.target.parts.len(), write.columns.len(), reading.skipped), (2, 1, 0), "{sql}");
    }
}

#[test]
fn what_is_not_understood_is_skipped_up_to_the_next_clause() {
    let sql = "SELECT a FROM t GROMBLE x y (z, w) WHERE b = 1";
    let reading = postgres(sql);
    assert!(reading.skipped > 0);
    assert_eq!(reading.notes.len(), 1, "one note for one stretch");
    assert_eq!(&sql[reading.notes[0].span.0..reading.notes[0].span.1], "x y (z, w)");
    assert_eq!(select_of(&reading).clauses.len(), 1);
}

#[test]
fn entry_that_goes_on_oddly_does_not_cost_the_next_one() {
    let reading = postgres("SELECT a b c d, e FROM t");
    assert_eq!(select_of(&reading).items.len(), 2);
    assert_eq!(reading.skipped, 2);
}

#[test]
fn joins_are_told_apart() {
    let sql =
        "SELECT * FROM a LEFT OUTER JOIN b USING (x) NATURAL FULL JOIN c RIGHT JOIN d ON d.x = a.x CROSS JOIN e, f";
    let reading = postgres(sql);
    let from = &select_of(&reading).from;
    assert_eq!(from.len(), 2);
    let joins: Vec<_> = from[0].joins.iter().map(|join| (join.kind, std::mem::discriminant(&join.condition))).collect();
    let of = |condition: Condition| std::mem::discriminant(&condition);
    let expected = [
        (JoinKind::Left, of(Condition::Using(Vec::new(), Span::default()))),
        (JoinKind::Full, of(Condition::Natural(Span::default()))),
        (JoinKind::Right, of(Condition::On(crate::sql::syntax::Expression::default()))),
        (JoinKind::Inner, of(Condition::None)),
    ];
    assert_eq!(joins, expected);
}

#[test]
fn options_of_a_table_are_no_aliases() {
    for (sql, dialect) in [
        ("SELECT * FROM t PARTITION (p0) USE INDEX FOR JOIN (i) JOIN u", Dialect::MySql),
        ("SELECT * FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '2024-01-01' WHERE a", Dialect::MySql),
        ("SELECT * FROM ONLY t TABLESAMPLE SYSTEM (1) REPEATABLE (2) LIMIT 1", Dialect::Postgres),
        ("SELECT * FROM t INDEXED BY i WHERE a", Dialect::Sqlite),
        ("SELECT * FROM t FOR UPDATE OF t SKIP LOCKED", Dialect::Postgres),
        ("SELECT * FROM t ORDER BY a LIMIT 1, 2 LOCK IN SHARE MODE", Dialect::MySql),
        ("SELECT * FROM t FETCH FIRST 3 ROWS WITH TIES", Dialect::Postgres),
    ] {
        let reading = reading(sql, dialect);
        assert_eq!(reading.skipped, 0, "{sql}: {:?}", reading.notes);
        assert!(select_of(&reading).from[0].first.alias.is_none(), "{sql}");
    }
}

#[test]
fn parenthesis_in_from_holds_a_query_or_joins() {
    let reading = postgres("SELECT * FROM ((SELECT 1) UNION (SELECT 2)) a, ((b JOIN c ON x) JOIN d ON y) e");
    let from = &select_of(&reading).from;
    assert!(matches!(from[0].first.relation, Relation::Query { is_lateral: false, .. }));
    assert!(matches!(from[1].first.relation, Relation::Tree(_)));
    assert_eq!(reading.skipped, 0);
}

#[test]
fn rows_of_values_are_merged_by_column() {
    let reading = postgres("INSERT INTO t VALUES (1, (SELECT a FROM u)), (2, (SELECT b FROM u))");
    let Term::Values(columns) = &query_of(&reading).first else { panic!("values were read") };
    assert_eq!(columns.iter().map(|column| column.mentions.len()).collect::<Vec<_>>(), [0, 2]);
}

#[test]
fn star_tells_what_is_different() {
    let reading = postgres("SELECT t.* EXCEPT (a, b) REPLACE (c + 1 AS c) RENAME (d AS e) FROM t");
    let [Item::Star(star)] = select_of(&reading).items.as_slice() else { panic!("one star was read") };
    assert_eq!((star.without.len(), star.replaced.len(), star.renamed.len()), (2, 1, 1));
}
