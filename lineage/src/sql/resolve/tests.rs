//! Facts about what names mean.

use std::collections::HashMap;

use crate::sql::{Dialect, Limits, Options, Schema, Statement, Status, Why, analyze};

/// Tables that are known.
struct Known(HashMap<Vec<String>, Vec<String>>);

impl Schema for Known {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        self.0.get(table).cloned()
    }
}

/// Knows `t(id, a)`, `u(id, b)` and `s.w(id, c)`.
fn known() -> Known {
    let table = |name: &str, columns: &[&str]| {
        let name = name.split('.').map(str::to_owned).collect::<Vec<_>>();
        (name, columns.iter().map(|column| (*column).to_owned()).collect::<Vec<_>>())
    };
    Known(HashMap::from([table("t", &["id", "a"]), table("u", &["id", "b"]), table("s.w", &["id", "c"])]))
}

fn analyze_one(sql: &str, limits: Limits) -> Statement {
    let schema = known();
    let search_path = [vec!["s".to_owned()]];
    let options =
        Options { dialect: Dialect::Postgres, schema: &schema, default_path: &[], search_path: &search_path, limits };
    analyze(sql, &options).statements.remove(0)
}

fn edges(sql: &str) -> Vec<String> {
    let statement = analyze_one(sql, Limits::default());
    let name = |parts: &[String]| parts.join(".");
    let edge = |edge: &crate::sql::ColumnEdge| {
        let target = edge.target.column.as_deref().map(name).unwrap_or_default();
        format!("{}.{} -> {target}", name(&edge.source.table), name(&edge.source.column))
    };
    statement.columns.iter().map(edge).collect()
}

#[test]
fn unqualified_column_belongs_to_the_relation_that_has_it() {
    assert_eq!(edges("SELECT a, b FROM t, u"), ["t.a -> a", "u.b -> b"]);
}

#[test]
fn name_that_several_known_relations_have_leads_to_each() {
    let statement = analyze_one("SELECT id FROM t, u", Limits::default());
    assert_eq!(statement.columns.len(), 2);
    assert!(statement.columns.iter().all(|edge| (edge.confidence - 0.5).abs() < 1e-9));
}

#[test]
fn column_that_no_known_relation_has_belongs_to_the_unknown_one() {
    let statement = analyze_one("SELECT z FROM t JOIN x ON true", Limits::default());
    assert_eq!(statement.columns[0].source.table, ["x"]);
    assert_eq!(statement.columns[0].why, Why::AssumedSingleTable);
}

#[test]
fn too_many_candidates_are_given_up_with_a_note() {
    let sql = format!("SELECT z FROM x0{}", (1..20).map(|i| format!(", x{i}")).collect::<String>());
    let statement = analyze_one(&sql, Limits::default());
    assert!(statement.columns.is_empty());
    assert_eq!(statement.notes[0].code, "ambiguous_column");
}

#[test]
fn table_is_looked_for_along_the_search_path() {
    assert_eq!(edges("SELECT c FROM w"), ["s.w.c -> c"]);
}

#[test]
fn derived_table_does_not_see_its_neighbours_unless_it_is_lateral() {
    assert_eq!(edges("SELECT q.x FROM t, (SELECT t.a AS x) q"), Vec::<String>::new());
    assert_eq!(edges("SELECT q.x FROM t, LATERAL (SELECT t.a AS x) q"), ["t.a -> x"]);
}

#[test]
fn subquery_sees_what_encloses_it_and_its_own_names_first() {
    assert_eq!(edges("SELECT (SELECT a) AS x FROM t"), ["t.a -> x"]);
    assert_eq!(edges("SELECT (SELECT max(id) FROM u) AS x FROM t"), ["u.id -> x"]);
}

#[test]
fn named_query_hides_a_table_only_where_it_is_in_scope() {
    assert_eq!(edges("WITH t AS (SELECT a AS b FROM t) SELECT b FROM t"), ["t.a -> b"]);
    assert_eq!(
        edges("SELECT q.b, t.a FROM (WITH t AS (SELECT b FROM u) SELECT b FROM t) q, t"),
        ["u.b -> b", "t.a -> a"]
    );
}

#[test]
fn qualifier_of_several_parts_finds_the_stored_name() {
    assert_eq!(edges("SELECT s.w.c FROM s.w"), ["s.w.c -> c"]);
    assert_eq!(edges("SELECT x.c FROM s.w"), Vec::<String>::new());
}

#[test]
fn alias_of_a_join_hides_the_names_inside() {
    assert_eq!(edges("SELECT j.b FROM (t JOIN u USING (id)) j"), ["u.b -> b"]);
    assert_eq!(edges("SELECT * FROM (t JOIN u USING (id)) j"), ["t.id -> id", "u.id -> id", "t.a -> a", "u.b -> b"]);
}

#[test]
fn column_that_the_schema_lacks_is_doubted_and_noted() {
    let statement = analyze_one("SELECT t.new_one FROM t", Limits::default());
    assert_eq!(statement.notes[0].code, "unknown_column");
    assert!(statement.columns[0].confidence < 1.0);
}

#[test]
fn columns_of_the_system_are_no_columns() {
    let statement = analyze_one("SELECT t.ctid, xmin FROM t", Limits::default());
    assert!(statement.columns.is_empty() && statement.notes.is_empty());
}

#[test]
fn star_beyond_the_limit_on_columns_is_not_expanded() {
    let statement = analyze_one("SELECT t.*, u.* FROM t, u", Limits { columns: 3, ..Limits::default() });
    assert_eq!(statement.columns.len(), 2);
    assert_eq!(statement.status, Status::Partial);
    assert!(statement.notes.iter().any(|note| note.code == "too_many_columns"));
}

#[test]
fn steps_beyond_the_limit_leave_a_partial_answer() {
    let statement = analyze_one("SELECT a, a + 1, a + 2, a + 3 FROM t", Limits { steps: 12, ..Limits::default() });
    assert_eq!(statement.status, Status::Partial);
    assert_eq!(statement.reads.len(), 1);
}

#[test]
fn terms_of_different_width_match_as_far_as_both_go() {
    assert_eq!(edges("SELECT id, a FROM t UNION SELECT b FROM u"), ["t.id -> id", "u.b -> id", "t.a -> a"]);
}

#[test]
fn star_that_cannot_be_expanded_is_an_edge_of_its_own() {
    assert_eq!(edges("SELECT * FROM x"), ["x.* -> *"]);
    assert_eq!(edges("SELECT c FROM (SELECT * FROM x) q"), ["x.c -> c"]);
    assert_eq!(edges("SELECT c FROM (SELECT * FROM x UNION ALL SELECT * FROM y) q"), ["x.c -> c", "y.c -> c"]);
}
