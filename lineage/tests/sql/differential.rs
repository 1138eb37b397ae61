//! An independent opinion: a full-grammar parser must find the same tables in what it understands.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use lineage::sql::{Dialect, Status};
use proptest::prelude::*;
use sqlparser::ast::visit_relations;
use sqlparser::dialect::{Dialect as Grammar, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;

use crate::support::analyze_blind;

const DIALECTS: [Dialect; 3] = [Dialect::Postgres, Dialect::MySql, Dialect::Sqlite];

fn grammar(dialect: Dialect) -> Box<dyn Grammar> {
    match dialect {
        Dialect::Postgres => Box::new(PostgreSqlDialect {}),
        Dialect::MySql => Box::new(MySqlDialect {}),
        _ => Box::new(SQLiteDialect {}),
    }
}

/// The tables that the other parser finds, named queries apart, which are called `c…` here.
fn tables_by_grammar(sql: &str, dialect: Dialect) -> Option<BTreeSet<String>> {
    let statements = Parser::parse_sql(grammar(dialect).as_ref(), sql).ok()?;
    let mut tables = BTreeSet::new();
    let _ = visit_relations(&statements, |relation| {
        let name = relation.to_string().replace(['"', '`'], "");
        if !name.starts_with('c') {
            tables.insert(name);
        }
        ControlFlow::<()>::Continue(())
    });
    Some(tables)
}

/// A name of one of a few tables.
fn table() -> impl Strategy<Value = String> {
    prop_oneof![(0..9).prop_map(|i| format!("t{i}")), (0..5).prop_map(|i| format!("s.u{i}"))]
}

fn column() -> impl Strategy<Value = String> {
    prop_oneof![Just("a"), Just("b"), Just("x.a"), Just("y.b"), Just("1"), Just("'it''s from w'"), Just("NULL")]
        .prop_map(str::to_owned)
}

/// An expression in which `query` may be nested.
fn expression(query: impl Strategy<Value = String> + Clone + 'static) -> BoxedStrategy<String> {
    let leaf = column();
    leaf.prop_recursive(3, 12, 3, move |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} + {b}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("coalesce({a}, upper({b}))")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("CASE WHEN {a} = {b} THEN {c} ELSE 1 END")),
            inner.clone().prop_map(|a| format!("sum({a}) OVER (PARTITION BY {a} ORDER BY b DESC)")),
            inner.clone().prop_map(|a| format!("CAST({a} AS CHAR(3))")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) BETWEEN {b} AND 9")),
            inner.prop_map(|a| format!("({a}) IS NOT NULL")),
            query.clone().prop_map(|query| format!("({query})")),
            (column(), query.clone()).prop_map(|(a, query)| format!("{a} IN ({query})")),
            query.clone().prop_map(|query| format!("NOT EXISTS ({query})")),
        ]
    })
    .boxed()
}

fn relation(query: impl Strategy<Value = String> + Clone + 'static) -> BoxedStrategy<String> {
    prop_oneof![
        3 => table(),
        2 => table().prop_map(|table| format!("{table} AS x")),
        1 => table().prop_map(|table| format!("{table} y")),
        1 => query.prop_map(|query| format!("({query}) q")),
        1 => (table(), table()).prop_map(|(a, b)| format!("({a} JOIN {b} ON a = b)")),
        1 => (0..3).prop_map(|i| format!("c{i}")),
    ]
    .boxed()
}

/// A select that nests the queries of `inner`.
fn select(inner: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let items = prop::collection::vec(expression(inner.clone()), 1..4).prop_map(|items| {
        items.iter().enumerate().map(|(i, item)| format!("{item} AS i{i}")).collect::<Vec<_>>().join(", ")
    });
    let joins = prop_oneof![Just(", "), Just(" CROSS JOIN "), Just(" LEFT JOIN "), Just(" JOIN ")];
    let from = (relation(inner.clone()), prop::collection::vec((joins, relation(inner.clone())), 0..3)).prop_map(
        |(first, rest)| {
            rest.iter().fold(first, |from, (join, relation)| {
                let condition = if matches!(*join, " LEFT JOIN " | " JOIN ") { " ON a = b" } else { "" };
                format!("{from}{join}{relation}{condition}")
            })
        },
    );
    let filter = prop::option::of(expression(inner))
        .prop_map(|filter| filter.map_or_else(String::new, |e| format!(" WHERE {e}")));
    let tail = prop_oneof![Just(""), Just(" GROUP BY a, b HAVING count(*) > 1"), Just(" ORDER BY 1 LIMIT 3")];
    (items, from, filter, tail)
        .prop_map(|(items, from, filter, tail)| format!("SELECT {items} FROM {from}{filter}{tail}"))
        .boxed()
}

/// A query with subqueries, named queries and set operations.
fn query() -> BoxedStrategy<String> {
    let leaf = table().prop_map(|table| format!("SELECT a FROM {table}")).boxed();
    leaf.prop_recursive(3, 20, 3, |inner| {
        let union = (inner.clone(), inner.clone())
            .prop_map(|(a, b)| format!("SELECT * FROM ({a}) q UNION ALL SELECT * FROM ({b}) r"));
        let with = (inner.clone(), inner.clone())
            .prop_map(|(a, b)| format!("WITH c0 AS ({a}), c1 (z) AS ({b}) SELECT * FROM c0, c1"));
        prop_oneof![3 => select(inner.clone()), 1 => union, 1 => with].boxed()
    })
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn same_tables_are_read(query in query(), place in 0_usize..3) {
        let dialect = DIALECTS[place];
        let expected = tables_by_grammar(&query, dialect);
        prop_assume!(expected.is_some());
        let script = analyze_blind(&query, dialect);
        let statement = &script.statements[0];
        let read: BTreeSet<String> = statement.reads.iter().map(|read| read.name.join(".")).filter(|name| !name.starts_with('c')).collect();
        prop_assert_eq!(Some(read), expected, "{}", query);
        prop_assert_eq!(statement.status, Status::Complete, "{}\n{:?}", query, statement.notes);
    }
}
