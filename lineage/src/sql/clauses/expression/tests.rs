//! Facts about what an expression mentions.

use crate::sql::clauses::{self, Text};
use crate::sql::names::Names;
use crate::sql::syntax::{Action, Item, Mention, Role, Term, What};
use crate::sql::{Dialect, Limits, split, tokens};

/// The first item of `SELECT {expression} FROM t`: its mentions in words, and its alias.
fn scan(expression: &str, dialect: Dialect) -> (Vec<String>, Option<String>) {
    let sql = format!("SELECT {expression} FROM t");
    let tokens = tokens::read(&sql, dialect, 1000).list;
    assert_eq!(split::pieces(&sql, &tokens, dialect, false).len(), 1);
    let mut names = Names::new(dialect);
    let reading = clauses::read(Text { sql: &sql, tokens: &tokens }, &mut names, &Limits::default());
    assert_eq!(reading.skipped, 0, "{:?}", reading.notes);
    let Action::Query(query) = &reading.parsed.action else { panic!("a select is a query") };
    let Term::Select(select) = &query.first else { panic!("a select is one term") };
    assert_eq!((select.items.len(), select.from.len()), (1, 1));
    let Item::Value { expression, alias, .. } = &select.items[0] else { panic!("not a star") };
    let mentions = expression.mentions.iter().map(|mention| describe(mention, &names)).collect();
    (mentions, alias.map(|alias| names.text(alias.name).to_owned()))
}

fn mentions(expression: &str) -> Vec<String> {
    scan(expression, Dialect::Postgres).0
}

fn describe(mention: &Mention, names: &Names) -> String {
    let spell = |parts: &[crate::sql::names::Ident]| {
        parts.iter().map(|part| names.text(part.name)).collect::<Vec<_>>().join(".")
    };
    let what = match &mention.what {
        What::Column(parts) => spell(parts),
        What::Row(parts) => format!("{}.*", spell(parts)),
        What::Lookup(name, _) => format!("lookup {}", spell(&name.parts)),
        What::Query(_) => "query".to_owned(),
        What::Existence(_) => "existence".to_owned(),
        What::Variable(name) | What::Window(name) => format!("window {}", names.text(name.name)),
    };
    let role = match mention.role {
        Role::Value { subtype, masking } => format!("{subtype:?}{}", if masking { " masking" } else { "" }),
        Role::Indirect(subtype) => format!("{subtype:?}"),
    };
    format!("{what} {role}")
}

#[test]
fn column_alone_is_copied_whatever_its_parentheses() {
    for expression in ["a", "((a))", "a AS b", "a b"] {
        assert_eq!(mentions(expression), ["a Identity"], "{expression}");
    }
}

#[test]
fn operators_and_calls_transform() {
    for expression in
        ["a + 1", "-a", "upper(a)", "a || 'x'", "a IS NULL", "a::text", "CAST(a AS text)", "a[1]", "coalesce(a)"]
    {
        assert_eq!(mentions(expression), ["a Transformation"], "{expression}");
    }
}

#[test]
fn strongest_enclosing_call_counts() {
    assert_eq!(mentions("upper(sum(a + b))"), ["a Aggregation", "b Aggregation"]);
    assert_eq!(mentions("md5(max(a))"), ["a Aggregation masking"]);
    assert_eq!(mentions("count(a)"), ["a Aggregation masking"]);
    assert_eq!(mentions("count(*)"), Vec::<String>::new());
}

#[test]
fn conditions_of_a_case_choose_and_its_branches_are_values() {
    let expected = ["a Conditional", "b Conditional", "c Transformation", "d Transformation"];
    assert_eq!(mentions("CASE a WHEN b THEN c ELSE d END"), expected);
    let nested = ["a Conditional", "b Conditional", "c Conditional", "d Transformation"];
    assert_eq!(mentions("CASE WHEN CASE WHEN a THEN b ELSE c END THEN d END"), nested);
}

#[test]
fn first_argument_of_a_choice_chooses() {
    let (mentions, _) = scan("if(a > b, c, d)", Dialect::MySql);
    assert_eq!(mentions, ["a Conditional", "b Conditional", "c Transformation", "d Transformation"]);
}

#[test]
fn keys_of_a_window_are_no_values() {
    let expected = ["a Aggregation", "b Window", "c Window"];
    assert_eq!(mentions("sum(a) OVER (PARTITION BY b ORDER BY c ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)"), expected);
    assert_eq!(mentions("sum(a) OVER w"), ["a Aggregation", "window w Window"]);
    assert_eq!(mentions("sum(a) OVER (w ORDER BY b)"), ["a Aggregation", "window w Window", "b Window"]);
}

#[test]
fn clauses_of_an_aggregate_have_roles_of_their_own() {
    assert_eq!(mentions("string_agg(a, ',' ORDER BY b)"), ["a Aggregation", "b Sort"]);
    assert_eq!(mentions("sum(a) FILTER (WHERE b)"), ["a Aggregation", "b Conditional"]);
    assert_eq!(mentions("percentile_cont(0.5) WITHIN GROUP (ORDER BY a)"), ["a Aggregation"]);
}

#[test]
fn subqueries_that_only_test_are_filters() {
    assert_eq!(mentions("a IN (SELECT b FROM u)"), ["a Transformation", "query Filter"]);
    assert_eq!(mentions("a = ANY (SELECT b FROM u)"), ["a Transformation", "query Filter"]);
    assert_eq!(mentions("NOT EXISTS (SELECT 1 FROM u)"), ["existence Filter"]);
    assert_eq!(mentions("(SELECT b FROM u)"), ["query Identity"]);
    assert_eq!(mentions("ARRAY(SELECT b FROM u)"), ["query Transformation"]);
}

#[test]
fn types_are_no_columns() {
    for expression in [
        "a::timestamp with time zone AS x",
        "a::double precision",
        "a::numeric(10, 2)[]",
        "CAST(a AS character varying(10))",
        "a::public.\"My Type\"",
        "a > DATE '2024-01-01'",
        "a > TIMESTAMP WITH TIME ZONE '2024-01-01'",
    ] {
        assert_eq!(mentions(expression), ["a Transformation"], "{expression}");
    }
}

#[test]
fn syntax_between_operands_is_no_column() {
    for expression in [
        "a AT TIME ZONE 'utc'",
        "a IS NOT DISTINCT FROM 1",
        "a NOT SIMILAR TO 'x' ESCAPE '#'",
        "substring(a FROM 1 FOR 2)",
        "trim(BOTH ' ' FROM a)",
        "position('x' IN a)",
        "extract(epoch FROM a)",
        "a + INTERVAL '1' DAY",
        "a BETWEEN SYMMETRIC 1 AND 2",
        "a OPERATOR(pg_catalog.+) 1",
        "overlay(a PLACING 'x' FROM 1)",
        "make_interval(days => a)",
        "current_date - a",
    ] {
        assert_eq!(mentions(expression), ["a Transformation"], "{expression}");
    }
}

#[test]
fn syntax_of_mysql_is_no_column() {
    for expression in [
        "a + interval 3 day",
        "date_add(a, INTERVAL 1 DAY_HOUR)",
        "timestampdiff(HOUR, a, now())",
        "cast(a as char charset utf8mb4)",
        "convert(a, decimal(10,2))",
        "convert(a using utf8mb4)",
        "group_concat(DISTINCT a SEPARATOR '; ')",
        "a div 2 mod 3 xor 1",
        "match (a) against ('x' IN BOOLEAN MODE)",
        "a sounds like 'x'",
        "@x := a",
    ] {
        let (mentions, _) = scan(expression, Dialect::MySql);
        assert_eq!(mentions.len(), 1, "{expression}: {mentions:?}");
        assert!(mentions[0].starts_with("a "), "{expression}: {mentions:?}");
    }
}

#[test]
fn name_after_an_operand_is_an_alias() {
    for (expression, alias) in
        [("a + 1 b", "b"), ("f(a) \"B\"", "B"), ("a::int b", "b"), ("CASE WHEN a THEN 1 END b", "b")]
    {
        assert_eq!(scan(expression, Dialect::Postgres).1.as_deref(), Some(alias), "{expression}");
    }
    assert_eq!(scan("a 'b c'", Dialect::MySql).1.as_deref(), Some("b c"));
}

#[test]
fn fields_of_a_group_narrow_what_it_holds() {
    assert_eq!(mentions("(p.home).city"), ["p.home.city Identity"]);
    assert_eq!(mentions("(p).name"), ["p.name Identity"]);
    assert_eq!(mentions("(f(a)).b"), ["a Transformation"]);
    assert_eq!(mentions("row_to_json(t.*)"), ["t.* Transformation"]);
}
