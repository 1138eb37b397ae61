//! Text made to exhaust: each shape must be answered on a small stack, in steps that grow no faster than it does.

use lineage::sql::{DIALECTS, Dialect, Script, Status};

use crate::support::analyze_blind;

/// The stack of a thread that nobody configured.
const STACK_BYTES: usize = 2 << 20;

/// Analyses on a small stack, so that an overflow would abort the test.
fn on_small_stack(sql: String, dialect: Dialect) -> Script {
    let analysis = move || analyze_blind(&sql, dialect);
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(analysis).expect("a thread can start");
    thread.join().expect("the analysis did not panic")
}

/// A shape that nests or repeats `n` times.
type Shape = fn(usize) -> String;

const SHAPES: &[(&str, Shape)] = &[
    ("parentheses", |n| format!("SELECT {}1{}", "(".repeat(n), ")".repeat(n))),
    ("unbalanced parentheses", |n| format!("SELECT {}", "(".repeat(n))),
    ("closing parentheses", |n| format!("SELECT a{} FROM t", ")".repeat(n))),
    ("brackets", |n| format!("SELECT {}1{}", "[".repeat(n), "]".repeat(n))),
    ("unbalanced brackets", |n| format!("SELECT {}", "[".repeat(n))),
    ("parentheses around a query", |n| format!("{}SELECT a FROM t{}", "(".repeat(n), ")".repeat(n))),
    ("derived tables", |n| format!("SELECT a FROM {}t{}", "(SELECT a FROM ".repeat(n), ") x".repeat(n))),
    ("scalar subqueries", |n| format!("SELECT {}1{}", "(SELECT ".repeat(n), ")".repeat(n))),
    ("sum", |n| format!("SELECT {} AS s FROM t", vec!["a"; n].join("+"))),
    ("conjunction", |n| format!("SELECT a FROM t WHERE {}", vec!["b = 1"; n].join(" AND "))),
    ("negations", |n| format!("SELECT {}a FROM t", "NOT ".repeat(n))),
    ("cases", |n| format!("SELECT {}b{} FROM t", "CASE WHEN a THEN ".repeat(n), " END".repeat(n))),
    ("cases in a parenthesis", |n| format!("SELECT ({}b) FROM t", "CASE WHEN a THEN ".repeat(n))),
    ("calls", |n| format!("SELECT {}a{} FROM t", "f(".repeat(n), ")".repeat(n))),
    ("unions", |n| vec!["SELECT a FROM t"; n].join(" UNION ALL ")),
    ("unions of stars", |n| {
        let term = |i: usize| format!("SELECT * FROM t{i}");
        (0..n).map(term).collect::<Vec<_>>().join(" UNION ALL ")
    }),
    ("unions of other names", |n| {
        let term = |i: usize| format!(" UNION SELECT c{i} FROM t");
        format!("SELECT * FROM t{}", (0..n).map(term).collect::<String>())
    }),
    ("nested unions", |n| format!("{}SELECT a FROM t{}", "(".repeat(n), " UNION ALL SELECT a FROM t)".repeat(n))),
    ("joins", |n| {
        let join = |i: usize| format!(" JOIN t t{i} ON t{i}.a = t{}.a", i - 1);
        format!("SELECT t0.a FROM t t0{}", (1..n).map(join).collect::<String>())
    }),
    ("joins without conditions", |n| format!("SELECT * FROM t{}", " JOIN t".repeat(n))),
    ("names over many relations", |n| {
        format!("SELECT a FROM t{} WHERE {}", " JOIN t".repeat(n), vec!["b = 1"; n].join(" AND "))
    }),
    ("qualifiers that mean nothing", |n| {
        format!("SELECT 1 FROM s.t{} WHERE {}", " JOIN s.t".repeat(n), vec!["z.t.a = 1"; n].join(" AND "))
    }),
    ("joins in parentheses", |n| format!("SELECT a FROM {}t{}", "(".repeat(n), " JOIN t USING (a))".repeat(n))),
    ("conditions", |n| format!("SELECT a FROM t JOIN u{}", " ON a = b".repeat(n))),
    ("chain of named queries", |n| {
        let next = |i: usize| format!(", c{i} AS (SELECT a FROM c{})", i - 1);
        format!("WITH c0 AS (SELECT a FROM t){} SELECT a FROM c{}", (1..n).map(next).collect::<String>(), n - 1)
    }),
    ("fan-out of named queries", |n| {
        let next = |i: usize| format!(", c{i} AS (SELECT x.a + y.a AS a FROM c{0} x JOIN c{0} y ON x.a = y.a)", i - 1);
        format!("WITH c0 AS (SELECT a FROM t){} SELECT a FROM c{}", (1..n).map(next).collect::<String>(), n - 1)
    }),
    ("nested named queries", |n| format!("{}SELECT 1 AS a{}", "WITH c AS (".repeat(n), ") SELECT a FROM c".repeat(n))),
    ("recursive named queries", |n| {
        let next = |i: usize| format!("c{i} AS (SELECT a FROM t UNION ALL SELECT a FROM c{i})");
        format!("WITH RECURSIVE {} SELECT a FROM c0", (0..n).map(next).collect::<Vec<_>>().join(", "))
    }),
    ("list of values", |n| format!("SELECT a FROM t WHERE a IN ({})", vec!["1"; n].join(","))),
    ("nested existence", |n| {
        format!("SELECT a FROM t WHERE {}1=1{}", "EXISTS (SELECT 1 FROM t WHERE ".repeat(n), ")".repeat(n))
    }),
    ("dots", |n| format!("SELECT a{} FROM t", ".b".repeat(n))),
    ("dots of a table", |n| format!("SELECT a FROM t{}", ".b".repeat(n))),
    ("wide list", |n| format!("SELECT {} FROM t", (0..n).map(|i| format!("c{i}")).collect::<Vec<_>>().join(", "))),
    ("aliases that build on each other", |n| {
        let next = |i: usize| format!("w{i} AS (w{} ORDER BY b)", i.saturating_sub(1));
        format!("SELECT sum(a) OVER w0 FROM t WINDOW {}", (0..n).map(next).collect::<Vec<_>>().join(", "))
    }),
    ("comments", |n| format!("{}{} SELECT 1", "/*".repeat(n), "*/".repeat(n))),
    ("templates", |n| format!("SELECT {}", "{{".repeat(n))),
    ("dollar signs", |n| format!("SELECT {}", "$a$b".repeat(n))),
    ("ends", |n| format!("SELECT {}", "END ".repeat(n))),
    ("casts", |n| format!("SELECT a{} FROM t", "::int".repeat(n))),
    ("intervals", |n| format!("SELECT {}'1' DAY", "INTERVAL ".repeat(n))),
    ("rows of values", |n| format!("INSERT INTO t VALUES {}", vec!["(1, a)"; n].join(", "))),
    ("statements", |n| "INSERT INTO t SELECT a FROM u;".repeat(n)),
    ("semicolons", |n| ";".repeat(n)),
    ("commas", |n| format!("SELECT {} FROM t", ",".repeat(n))),
    ("nested columns of a function", |n| {
        let nested = "NESTED PATH '$' COLUMNS (".repeat(n);
        format!("SELECT * FROM JSON_TABLE(d, '$' COLUMNS ({nested}a INT PATH '$'{})) AS j", ")".repeat(n))
    }),
    ("blocks", |n| format!("CREATE PROCEDURE p() {}SELECT a FROM t;{}", "BEGIN ".repeat(n), " END;".repeat(n))),
    ("branches", |n| format!("{}SELECT a FROM t;{}", "IF a = 1 THEN ".repeat(n), " END IF;".repeat(n))),
    ("branches without an end", |n| "IF a ".repeat(n)),
    ("branches in parentheses", |n| "IF (a ".repeat(n)),
    ("loops", |n| format!("{}SELECT a;{}", "FOR r IN SELECT a FROM t LOOP ".repeat(n), " END LOOP;".repeat(n))),
    ("loops without an end", |n| "FOR r IN (SELECT a FROM t) ".repeat(n)),
    ("cases of control", |n| format!("BEGIN {}", "CASE a WHEN 1 THEN ".repeat(n))),
    ("heads of routines", |n| "CREATE FUNCTION f(x int) RETURNS int AS ".repeat(n)),
    ("routines", |n| "CREATE FUNCTION f(x int) RETURNS int AS $$ SELECT a FROM t $$ LANGUAGE sql;".repeat(n)),
    ("declarations", |n| {
        let declare = |i: usize| format!("DECLARE v{i} INT DEFAULT (SELECT max(a) FROM t);");
        (0..n).map(declare).collect::<String>()
    }),
    ("assignments", |n| "SET @v = @v + 1;".repeat(n)),
    ("texts that grow", |n| {
        format!("SET @q = 'SELECT a';{}PREPARE s FROM @q; EXECUTE s", "SET @q = CONCAT(@q, ' ');".repeat(n))
    }),
    ("texts of many pieces", |n| format!("EXECUTE IMMEDIATE {}", vec!["'SELECT a '"; n].join(" || "))),
    ("texts that are run", |n| "EXECUTE IMMEDIATE 'INSERT INTO t SELECT a FROM u';".repeat(n)),
    ("temporary tables that build on each other", |n| {
        let next = |i: usize| format!("CREATE TEMP TABLE x{i} AS SELECT a FROM x{};", i - 1);
        let made = (1..n).map(next).collect::<String>();
        format!("CREATE TEMP TABLE x0 AS SELECT a FROM t;{made}INSERT INTO u SELECT a FROM x{}", n - 1)
    }),
    ("versions of a temporary table", |n| {
        let version = "CREATE TEMP TABLE x AS SELECT a FROM t; INSERT INTO u SELECT a FROM x; DROP TABLE x;";
        version.repeat(n)
    }),
    ("renames", |n| {
        let next = |i: usize| format!("ALTER TABLE x{} RENAME TO x{i};", i - 1);
        format!("CREATE TABLE x0 AS SELECT a FROM t;{}", (1..n).map(next).collect::<String>())
    }),
    ("swaps", |n| "ALTER TABLE a SWAP WITH b;".repeat(n)),
    ("tables that are dropped together", |n| {
        format!(
            "CREATE TEMP TABLE x AS SELECT 1; DROP TABLE {}",
            (0..n).map(|i| format!("t{i}")).collect::<Vec<_>>().join(", ")
        )
    }),
    ("inserts without rows on lines of their own", |n| "INSERT INTO t\n".repeat(n)),
    ("labels", |n| "<<a>> ".repeat(n)),
];

#[test]
fn threat_22_every_shape_is_answered_on_a_small_stack() {
    for (name, shape) in SHAPES {
        // Long pieces are repeated less often, so that each text has about the same length.
        let size = (300_000 / shape(10).len() * 10).clamp(4_000, 20_000);
        let others = DIALECTS.into_iter().filter(|dialect| *dialect != Dialect::Postgres).map(|dialect| (dialect, 100));
        for (dialect, size) in std::iter::once((Dialect::Postgres, size)).chain(others) {
            let script = on_small_stack(shape(size), dialect);
            assert!(
                script.statements.iter().all(|statement| (0.0..=1.0).contains(&statement.coverage)),
                "{name} in {dialect:?}"
            );
        }
    }
}

#[test]
fn threat_22_steps_grow_no_faster_than_the_text() {
    for (name, shape) in SHAPES {
        let few = on_small_stack(shape(1_000), Dialect::Postgres).summary.steps;
        let many = on_small_stack(shape(4_000), Dialect::Postgres).summary.steps;
        assert!(many <= few * 5, "{name}: {few} steps became {many} for four times the text");
    }
}

#[test]
fn threat_22_five_thousand_parentheses_lose_nothing() {
    let script =
        on_small_stack(format!("SELECT {}a{} AS b FROM t", "(".repeat(5000), ")".repeat(5000)), Dialect::Postgres);
    assert_eq!(script.statements[0].status, Status::Complete);
    assert_eq!(script.statements[0].columns.len(), 1);
}

#[test]
fn threat_22_ten_megabytes_are_read_or_refused_with_a_reason() {
    let row = format!("INSERT INTO t SELECT a, '{}' AS b FROM u WHERE id = 42;\n", "some text ".repeat(200));
    let script = on_small_stack(row.repeat(10 * 1024 * 1024 / row.len()), Dialect::MySql);
    assert_eq!(script.summary.complete, script.statements.len());
    let script = on_small_stack("x".repeat(65 << 20), Dialect::MySql);
    assert_eq!(script.statements[0].status, Status::Failed);
    assert_eq!(script.statements[0].notes[0].code, "too_long");
}

#[test]
fn threat_22_unterminated_text_and_comment_are_noted() {
    for sql in [
        "SELECT a FROM t WHERE b = 'oops",
        "SELECT a FROM t /* oops",
        "SELECT a FROM \"oops",
        "SELECT a FROM t; $$ oops",
    ] {
        let script = on_small_stack(sql.to_owned(), Dialect::Postgres);
        let codes = script.statements.iter().flat_map(|statement| &statement.notes).map(|note| note.code);
        assert!(codes.collect::<Vec<_>>().contains(&"unterminated"), "{sql}");
    }
}

#[test]
fn what_nests_too_deep_is_noted_and_its_surroundings_are_kept() {
    let sql = format!("SELECT a, (SELECT {}1{}) AS b FROM t", "(SELECT ".repeat(500), ")".repeat(500));
    let script = on_small_stack(sql, Dialect::Postgres);
    let statement = &script.statements[0];
    assert_eq!(statement.status, Status::Partial);
    assert!(statement.notes.iter().any(|note| note.code == "too_deep"));
    assert_eq!(statement.columns[0].source.column, ["a"]);
}

#[test]
fn shared_named_queries_are_walked_once() {
    let level = |i: usize| format!(", c{i} AS (SELECT x.a + y.a AS a FROM c{0} x, c{0} y)", i - 1);
    let sql = format!("WITH c0 AS (SELECT a FROM t){} SELECT a FROM c63", (1..64).map(level).collect::<String>());
    let script = on_small_stack(sql, Dialect::Postgres);
    assert_eq!(script.statements[0].columns.len(), 1, "two to the power of 63 ways lead to one source");
    assert!(script.summary.steps < 20_000, "{} steps", script.summary.steps);
}

#[test]
fn threat_22_temporary_tables_that_gather_more_and_more_are_bounded_with_a_reason() {
    let next = |i: usize| format!("CREATE TEMP TABLE x{i} AS SELECT a FROM x{} UNION ALL SELECT a FROM s{i};", i - 1);
    let script = |n: usize| {
        let made = (1..n).map(next).collect::<String>();
        let sql = format!("CREATE TEMP TABLE x0 AS SELECT a FROM s0;{made}INSERT INTO u SELECT a FROM x{}", n - 1);
        on_small_stack(sql, Dialect::Postgres)
    };
    let few = script(200);
    assert_eq!(few.statements.last().unwrap().columns.len(), 200);
    let many = script(5_000);
    let codes = many.statements.iter().flat_map(|statement| &statement.notes).map(|note| note.code);
    assert!(codes.collect::<Vec<_>>().contains(&"too_many_steps"));
}

#[test]
fn threat_22_ten_megabytes_of_noise_are_answered() {
    // A generator that is the same everywhere; no run differs from another.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let noise: String = (0..10 << 20).map(|_| char::from((next() % 95 + 32) as u8)).collect();
    for dialect in [Dialect::Postgres, Dialect::SqlServer] {
        let script = on_small_stack(noise.clone(), dialect);
        assert!(!script.statements.is_empty());
    }
}
