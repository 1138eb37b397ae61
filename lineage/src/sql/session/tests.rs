//! Facts about scripts.

use std::collections::BTreeSet;

use crate::sql::{Dialect, Limits, Options, Schema, Script, Status, analyze};

struct Tables(Vec<(&'static str, Vec<&'static str>)>);

impl Schema for Tables {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        let name = table.join(".").to_lowercase();
        let (_, columns) = self.0.iter().find(|(known, _)| *known == name)?;
        Some(columns.iter().map(|column| (*column).to_owned()).collect())
    }
}

fn run(sql: &str, dialect: Dialect) -> Script {
    let schema = Tables(vec![("src", vec!["id", "a", "b"]), ("tgt", vec!["id", "x"])]);
    let options = Options { dialect, schema: &schema, default_path: &[], search_path: &[], limits: Limits::default() };
    analyze(sql, &options)
}

fn names(list: &[Vec<String>]) -> Vec<String> {
    list.iter().map(|name| name.join(".").to_lowercase()).collect()
}

fn edges(script: &Script) -> Vec<String> {
    let edges = script.statements.iter().flat_map(|statement| &statement.columns).map(|edge| {
        let target = edge.target.table.clone().unwrap_or_default().join(".");
        let column = edge.target.column.clone().unwrap_or_default().join(".");
        format!("{}.{} -> {target}.{column}", edge.source.table.join("."), edge.source.column.join(".")).to_lowercase()
    });
    edges.collect::<BTreeSet<_>>().into_iter().collect()
}

fn indirect(script: &Script) -> Vec<String> {
    let edges = script.statements.iter().flat_map(|statement| &statement.indirect).map(|edge| {
        let target = edge.target.table.clone().unwrap_or_default().join(".");
        let column = edge.target.column.clone().unwrap_or_default().join(".");
        let source = format!("{}.{}", edge.source.table.join("."), edge.source.column.join("."));
        format!("{source} {:?} {target}.{column}", edge.subtype).to_lowercase()
    });
    edges.collect::<BTreeSet<_>>().into_iter().collect()
}

#[test]
fn temporary_tables_are_resolved_away() {
    let script = run(
        "CREATE TEMP TABLE t AS SELECT id, a + b AS s FROM src WHERE b > 0;
         INSERT INTO tgt (id, x) SELECT id, sum(s) FROM t GROUP BY id;",
        Dialect::Postgres,
    );
    assert_eq!(edges(&script), ["src.a -> tgt.x", "src.b -> tgt.x", "src.id -> tgt.id"]);
    assert_eq!(indirect(&script), ["src.b filter tgt.", "src.id groupby tgt."]);
    assert_eq!(names(&script.summary.inputs), ["src"]);
    assert_eq!(names(&script.summary.outputs), ["tgt"]);
    assert_eq!(script.statements[0].temporary, [["t"]]);
    assert_eq!(script.summary.complete, 2);
}

#[test]
fn temporary_table_hides_the_stored_one_that_it_is_made_of() {
    let sql = "CREATE TEMP TABLE src AS SELECT a FROM src; INSERT INTO tgt (x) SELECT a FROM src";
    let script = run(sql, Dialect::Postgres);
    assert_eq!(edges(&script), ["src.a -> tgt.x"]);
    assert_eq!(names(&script.summary.inputs), ["src"]);
}

#[test]
fn versions_of_a_temporary_table_do_not_mix() {
    let sql = "CREATE TEMP TABLE t AS SELECT a AS x FROM src; CREATE OR REPLACE TEMP TABLE t AS SELECT x AS y FROM t;
               CREATE TABLE u AS SELECT y FROM t; DROP TABLE t; CREATE TEMP TABLE t AS SELECT b AS y FROM src;
               CREATE TABLE v AS SELECT y FROM t";
    assert_eq!(edges(&run(sql, Dialect::Snowflake)), ["src.a -> u.y", "src.b -> v.y"]);
}

#[test]
fn table_that_a_script_makes_and_drops_is_resolved_away() {
    let sql = "CREATE TABLE w AS SELECT id, a FROM src; INSERT INTO tgt SELECT id, a FROM w; DROP TABLE w";
    let script = run(sql, Dialect::MySql);
    assert_eq!(edges(&script), ["src.a -> tgt.x", "src.id -> tgt.id"]);
    assert_eq!(
        (names(&script.summary.inputs), names(&script.summary.outputs)),
        (vec!["src".into()], vec!["tgt".into()])
    );
}

#[test]
fn written_table_is_the_one_that_the_name_means_in_the_end() {
    let mysql = "CREATE TABLE n AS SELECT a FROM src; RENAME TABLE k TO k_old, n TO k; DROP TABLE k_old";
    let script = run(mysql, Dialect::MySql);
    assert_eq!(edges(&script), ["src.a -> k.a"]);
    assert_eq!(names(&script.summary.outputs), ["k"]);
    let snowflake = "CREATE TABLE n AS SELECT a FROM src; ALTER TABLE k SWAP WITH n;";
    let script = run(snowflake, Dialect::Snowflake);
    assert_eq!(edges(&script), ["src.a -> k.a"]);
    assert_eq!(script.summary.swaps.len(), 1);
    let server = "SELECT a INTO dbo.n FROM src; EXEC sp_rename 'dbo.k', 'k_old'; EXEC sp_rename 'dbo.n', 'k';";
    assert_eq!(edges(&run(server, Dialect::SqlServer)), ["src.a -> dbo.k.a"]);
}

#[test]
fn rename_alone_moves_no_data() {
    let script = run("ALTER TABLE a RENAME TO b", Dialect::Postgres);
    assert!(script.summary.outputs.is_empty());
    assert_eq!(script.summary.renames, [(vec!["a".to_owned()], vec!["b".to_owned()])]);
    let column = run("ALTER TABLE a RENAME COLUMN b TO c", Dialect::Postgres);
    assert!(column.summary.renames.is_empty());
}

#[test]
fn renamed_table_keeps_its_columns() {
    let sql = "ALTER TABLE src RENAME TO s2; CREATE TABLE t AS SELECT * FROM s2";
    assert_eq!(edges(&run(sql, Dialect::Postgres)), ["src.a -> t.a", "src.b -> t.b", "src.id -> t.id"]);
}

#[test]
fn use_and_search_path_complete_names() {
    let of = |sql: &str, dialect| names(&run(sql, dialect).summary.inputs);
    assert_eq!(of("USE db1; SELECT * FROM s.t", Dialect::Snowflake), ["db1.s.t"]);
    assert_eq!(of("USE db1.s1; SELECT * FROM t", Dialect::Snowflake), ["db1.s1.t"]);
    assert_eq!(of("USE SCHEMA s1; SELECT * FROM t", Dialect::Snowflake), ["s1.t"]);
    assert_eq!(of("USE shop; SELECT * FROM t; USE other; SELECT * FROM t", Dialect::MySql), ["shop.t", "other.t"]);
    assert_eq!(of("USE default; SELECT * FROM t", Dialect::Hive), ["t"]);
    assert_eq!(of("SET search_path TO mart, public; SELECT * FROM t", Dialect::Postgres), ["mart.t"]);
    assert_eq!(of("ALTER SESSION SET CURRENT_SCHEMA = hr; SELECT * FROM t", Dialect::Oracle), ["hr.t"]);
}

#[test]
fn variables_carry_values() {
    let server = "DECLARE @m int; SELECT @m = MAX(a) FROM src WHERE b = 1; INSERT INTO tgt (id, x) SELECT 1, @m";
    let script = run(server, Dialect::SqlServer);
    assert_eq!(edges(&script), ["src.a -> tgt.x"]);
    assert_eq!(indirect(&script), ["src.b filter tgt.x"]);
    let mysql = "SET @m := (SELECT max(a) FROM src); UPDATE tgt SET x = @m";
    assert_eq!(edges(&run(mysql, Dialect::MySql)), ["src.a -> tgt.x"]);
    let postgres = "DO $$ DECLARE m int; BEGIN SELECT max(a) INTO m FROM src; UPDATE tgt SET x = m; END $$";
    assert_eq!(edges(&run(postgres, Dialect::Postgres)), ["src.a -> tgt.x"]);
    let bigquery = "DECLARE m INT64 DEFAULT (SELECT MAX(a) FROM src); INSERT INTO tgt (x) SELECT m";
    assert_eq!(edges(&run(bigquery, Dialect::BigQuery)), ["src.a -> tgt.x"]);
}

#[test]
fn parameter_of_a_routine_is_no_column() {
    let sql = "CREATE PROCEDURE p(IN p_id INT) BEGIN INSERT INTO t (x) SELECT p_id FROM unknown; END";
    let script = run(sql, Dialect::MySql);
    assert!(edges(&script).is_empty(), "{:?}", edges(&script));
    assert_eq!(names(&script.summary.inputs), ["unknown"]);
}

#[test]
fn cursors_feed_what_is_written_in_their_loop() {
    let oracle = "CREATE PROCEDURE p IS CURSOR c IS SELECT a, b FROM src; BEGIN FOR r IN c LOOP
                  INSERT INTO tgt (id, x) VALUES (r.a, r.b); END LOOP; END;";
    assert_eq!(edges(&run(oracle, Dialect::Oracle)), ["src.a -> tgt.id", "src.b -> tgt.x"]);
    let mysql = "CREATE PROCEDURE p() BEGIN DECLARE v, w INT; DECLARE c CURSOR FOR SELECT a, b FROM src; OPEN c;
                 l: LOOP FETCH c INTO v, w; INSERT INTO tgt VALUES (v, w); END LOOP; CLOSE c; END";
    assert_eq!(edges(&run(mysql, Dialect::MySql)), ["src.a -> tgt.id", "src.b -> tgt.x"]);
    let server = "DECLARE @v int; DECLARE c CURSOR FOR SELECT a FROM src; OPEN c FETCH NEXT FROM c INTO @v
                  WHILE @@FETCH_STATUS = 0 BEGIN INSERT INTO tgt (x) VALUES (@v) FETCH NEXT FROM c INTO @v END";
    assert_eq!(edges(&run(server, Dialect::SqlServer)), ["src.a -> tgt.x"]);
    let snowflake = "DECLARE c CURSOR FOR SELECT a, b FROM src; BEGIN FOR r IN c DO
                     INSERT INTO tgt (id, x) VALUES (:r.a, :r.b); END FOR; END";
    assert_eq!(edges(&run(snowflake, Dialect::Snowflake)), ["src.a -> tgt.id", "src.b -> tgt.x"]);
}

#[test]
fn variables_of_a_routine_hide_nothing_behind_it() {
    let sql = "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN FOR src, tgt IN SELECT 1, 2 LOOP END LOOP;
               INSERT INTO log (id) VALUES (NEW.id) RETURNING id INTO found; RETURN NEW; END $$ LANGUAGE plpgsql;
               INSERT INTO tgt (x) SELECT a FROM src";
    let script = run(sql, Dialect::Postgres);
    assert_eq!(edges(&script), ["src.a -> tgt.x"]);
    assert_eq!(script.summary.complete, script.statements.len(), "{:?}", script.statements);
}

#[test]
fn texts_that_are_constant_are_run() {
    let server = "DECLARE @q nvarchar(max) = N'INSERT INTO tgt (x) '; SET @q = @q + N'SELECT a FROM src'; EXEC(@q)";
    assert_eq!(edges(&run(server, Dialect::SqlServer)), ["src.a -> tgt.x"]);
    let executed = "EXEC sp_executesql N'INSERT INTO tgt (x) SELECT a FROM src'";
    assert_eq!(edges(&run(executed, Dialect::SqlServer)), ["src.a -> tgt.x"]);
    let mysql = "SET @q = CONCAT('INSERT INTO tgt (x) ', 'SELECT a FROM src'); PREPARE s FROM @q; EXECUTE s";
    assert_eq!(edges(&run(mysql, Dialect::MySql)), ["src.a -> tgt.x"]);
    let postgres = "DO $$ BEGIN EXECUTE format('INSERT INTO %I (x) SELECT a FROM src', 'tgt'); END $$";
    assert_eq!(edges(&run(postgres, Dialect::Postgres)), ["src.a -> tgt.x"]);
}

#[test]
fn texts_of_both_branches_are_run() {
    let sql = "CREATE PROCEDURE p(IN f INT) BEGIN SET @q = 'INSERT INTO tgt (x) SELECT a FROM src';
               IF f > 1 THEN SET @q = 'INSERT INTO tgt (x) SELECT b FROM src'; END IF; PREPARE s FROM @q; EXECUTE s; END";
    assert_eq!(edges(&run(sql, Dialect::MySql)), ["src.a -> tgt.x", "src.b -> tgt.x"]);
}

#[test]
fn texts_that_are_not_known_are_told_as_opaque() {
    let sql =
        "CREATE PROCEDURE p(IN t TEXT) BEGIN SET @q = CONCAT('DELETE FROM ', t); PREPARE s FROM @q; EXECUTE s; END";
    let script = run(sql, Dialect::MySql);
    let last = script.statements.last().expect("the text is run");
    assert_eq!((last.status, last.notes[0].code), (Status::Opaque, "not_followed"));
    assert_eq!(script.summary.opaque, 1);
    let call = run("CALL elsewhere(1)", Dialect::Postgres);
    assert_eq!(call.summary.opaque, 1);
    let python = run("CREATE FUNCTION f() RETURNS int AS 'return 1' LANGUAGE plpython3u", Dialect::Postgres);
    assert_eq!(python.summary.opaque, 1);
}

#[test]
fn spans_of_quoted_bodies_are_places_of_the_whole_text() {
    let sql = "CREATE FUNCTION f() RETURNS void AS 'INSERT INTO tgt (x) SELECT ''é'' || a FROM src' LANGUAGE sql";
    let script = run(sql, Dialect::Postgres);
    let inner = &script.statements[1];
    assert_eq!(&sql[inner.span.0..inner.span.1], "INSERT INTO tgt (x) SELECT ''é'' || a FROM src");
    let read = inner.reads[0].spans[0];
    assert_eq!(&sql[read.0..read.1], "src");
    let edge = inner.columns[0].span;
    assert_eq!(&sql[edge.0..edge.1], "a");
}

#[test]
fn trigger_reads_the_row_that_changed() {
    let sql = "CREATE TRIGGER t AFTER INSERT ON src FOR EACH ROW INSERT INTO tgt (id, x) VALUES (NEW.id, NEW.a + 1)";
    assert_eq!(edges(&run(sql, Dialect::MySql)), ["src.a -> tgt.x", "src.id -> tgt.id"]);
    let sqlite = "CREATE TRIGGER t AFTER UPDATE ON src BEGIN UPDATE tgt SET x = NEW.a WHERE id = OLD.id; END";
    assert_eq!(edges(&run(sqlite, Dialect::Sqlite)), ["src.a -> tgt.x"]);
    let server = "CREATE TRIGGER t ON src AFTER INSERT AS INSERT INTO tgt (id) SELECT i.id FROM inserted i";
    assert_eq!(edges(&run(server, Dialect::SqlServer)), ["src.id -> tgt.id"]);
}

#[test]
fn text_that_doubles_itself_is_bounded() {
    let mut sql = String::from("DECLARE @q nvarchar(max) = N'SELECT 1 ';");
    sql.push_str(&"SET @q = @q + @q; EXEC(@q);".repeat(200));
    let script = run(&sql, Dialect::SqlServer);
    assert!(script.statements.len() < 100_000);
    assert!(script.summary.opaque > 0, "what is too long is told");
}

#[test]
fn text_that_runs_itself_is_bounded() {
    let mut sql = "SELECT 1".to_owned();
    for _ in 0..12 {
        sql = format!("EXEC('{}')", sql.replace('\'', "''"));
    }
    let script = run(&sql, Dialect::SqlServer);
    assert!(script.statements.len() < 20);
    assert_eq!(script.summary.opaque, 1);
}

#[test]
fn temporary_table_that_nobody_reads_is_told() {
    let script = run("CREATE TEMP TABLE t AS SELECT a FROM src", Dialect::Postgres);
    assert_eq!(edges(&script), ["src.a -> t.a"]);
    assert_eq!(names(&script.summary.outputs), ["t"]);
    let unknown = run("INSERT INTO tgt (x) SELECT a FROM #elsewhere", Dialect::SqlServer);
    assert_eq!(names(&unknown.summary.inputs), ["#elsewhere"]);
}
