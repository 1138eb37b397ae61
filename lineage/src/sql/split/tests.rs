//! What is one statement, in the ways of the dialects.

use super::*;
use crate::sql::tokens;

fn split(sql: &str, dialect: Dialect) -> Vec<String> {
    let tokens = tokens::read(sql, dialect, 10_000).list;
    let text = |piece: &Piece| {
        let tokens = &tokens[piece.tokens.clone()];
        let text = &sql[tokens[0].start as usize..tokens[tokens.len() - 1].end as usize];
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mark = if piece.is_conditional { "?" } else { "" };
        match piece.part {
            Part::Statement => format!("{mark}{text}"),
            part => format!("{mark}{part:?}: {text}"),
        }
    };
    pieces(sql, &tokens, dialect, false).iter().map(text).collect()
}

#[test]
fn line_for_the_client_of_oracle_is_no_statement() {
    let sql =
        "prompt Creating t ...\nCREATE TABLE t (a int);\nrem done\n@@next.sql\ncolumn a format a10\nSELECT a FROM t;";
    assert_eq!(split(sql, Dialect::Oracle), ["CREATE TABLE t (a int)", "SELECT a FROM t"]);
}

#[test]
fn semicolons_separate_and_empty_statements_vanish() {
    assert_eq!(split("a;; b ;--c\n", Dialect::Postgres), ["a", "b"]);
}

#[test]
fn semicolon_ends_a_statement_whose_parenthesis_stayed_open() {
    assert_eq!(split("select ((; select 1", Dialect::MySql), ["select ((", "select 1"]);
}

#[test]
fn body_of_a_trigger_is_taken_apart() {
    let sql =
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; SELECT 1; END; SELECT 2";
    let pieces = split(sql, Dialect::Sqlite);
    let expected = [
        "Routine: CREATE TRIGGER t AFTER INSERT ON a",
        "UPDATE b SET c = CASE WHEN 1 THEN 2 END",
        "SELECT 1",
        "SELECT 2",
    ];
    assert_eq!(pieces, expected);
}

#[test]
fn begin_of_a_transaction_opens_no_block() {
    assert_eq!(split("BEGIN; SELECT 1; COMMIT", Dialect::Postgres), ["BEGIN", "SELECT 1", "COMMIT"]);
    assert_eq!(split("BEGIN TRAN SELECT 1 COMMIT TRAN", Dialect::SqlServer), ["BEGIN TRAN", "SELECT 1", "COMMIT TRAN"]);
}

#[test]
fn delimiter_of_mysql_ends_a_routine() {
    let sql = "DELIMITER //\nCREATE PROCEDURE p() BEGIN a; b; END //\nDELIMITER ;\nSELECT 1; SELECT 2";
    let expected = ["Routine: CREATE PROCEDURE p()", "a", "b", "SELECT 1", "SELECT 2"];
    assert_eq!(split(sql, Dialect::MySql), expected);
    assert_eq!(split("DELIMITER $$\nCREATE PROCEDURE p() BEGIN a; END$$\nDELIMITER ;\nb", Dialect::MySql).len(), 3);
}

#[test]
fn body_of_mysql_may_be_one_statement() {
    let sql = "CREATE DEFINER=`a`@`b` PROCEDURE p(IN x INT) MODIFIES SQL DATA INSERT INTO t SELECT x; SELECT 2";
    let pieces = split(sql, Dialect::MySql);
    assert_eq!(pieces[1..], ["INSERT INTO t SELECT x", "SELECT 2"]);
    let sql = "CREATE TRIGGER t AFTER UPDATE ON a FOR EACH ROW INSERT INTO b VALUES (NEW.x)";
    assert_eq!(split(sql, Dialect::MySql)[1..], ["INSERT INTO b VALUES (NEW.x)"]);
}

#[test]
fn branches_and_loops_are_taken_apart() {
    let sql =
        "CREATE PROCEDURE p() BEGIN DECLARE x INT DEFAULT 0; IF x > 1 THEN a; ELSEIF x = 2 THEN b; ELSE c; END IF;
               WHILE x < 3 DO d; END WHILE; l: LOOP e; LEAVE l; END LOOP l; REPEAT f; UNTIL x END REPEAT; g; END";
    let expected = [
        "Routine: CREATE PROCEDURE p()",
        "Declaration: x INT DEFAULT 0",
        "Condition: x > 1",
        "?a",
        "?Condition: x = 2",
        "?b",
        "?c",
        "Condition: x < 3",
        "?d",
        "?e",
        "?LEAVE l",
        "?f",
        "?Condition: x",
        "g",
    ];
    assert_eq!(split(sql, Dialect::MySql), expected);
}

#[test]
fn sql_server_asks_for_no_semicolons() {
    let sql = "SET NOCOUNT ON DECLARE @x int = 1 SELECT a INTO #t FROM s WITH (NOLOCK) WHERE b IN (SELECT 1)
               INSERT INTO u (a) SELECT a FROM #t UNION ALL SELECT 2 UPDATE u SET a = 1 FROM u
               ;WITH q AS (SELECT 1 AS a) INSERT INTO v SELECT a FROM q DELETE FROM #t EXEC p DROP TABLE IF EXISTS #t
               CREATE TABLE #u (id int) INSERT INTO #u SELECT 1
               GO 2
               CREATE VIEW w AS WITH q AS (SELECT 1 AS a) SELECT a FROM q";
    let pieces = split(sql, Dialect::SqlServer);
    let expected = [
        "SET NOCOUNT ON",
        "Declaration: @x int = 1",
        "SELECT a INTO #t FROM s WITH (NOLOCK) WHERE b IN (SELECT 1)",
        "INSERT INTO u (a) SELECT a FROM #t UNION ALL SELECT 2",
        "UPDATE u SET a = 1 FROM u",
        "WITH q AS (SELECT 1 AS a) INSERT INTO v SELECT a FROM q",
        "DELETE FROM #t",
        "EXEC p",
        "DROP TABLE IF EXISTS #t",
        "CREATE TABLE #u (id int)",
        "INSERT INTO #u SELECT 1",
        "CREATE VIEW w AS WITH q AS (SELECT 1 AS a) SELECT a FROM q",
    ];
    assert_eq!(pieces, expected);
}

#[test]
fn branches_of_sql_server_are_one_statement_or_a_block() {
    let sql =
        "CREATE OR ALTER PROCEDURE p @d date AS BEGIN TRY IF EXISTS (SELECT 1 FROM a) INSERT INTO b SELECT 1 ELSE BEGIN
               DELETE FROM c; SELECT 2 END SELECT 4 END TRY BEGIN CATCH INSERT INTO e VALUES (1) END CATCH";
    let expected = [
        "Routine: CREATE OR ALTER PROCEDURE p @d date AS",
        "Condition: EXISTS (SELECT 1 FROM a)",
        "?INSERT INTO b SELECT 1",
        "?DELETE FROM c",
        "?SELECT 2",
        "SELECT 4",
        "?INSERT INTO e VALUES (1)",
    ];
    assert_eq!(split(sql, Dialect::SqlServer), expected);
}

#[test]
fn declarations_of_oracle_stand_between_is_and_begin() {
    let sql = "CREATE OR REPLACE PROCEDURE p (d DATE) IS v NUMBER := 0; CURSOR c IS SELECT a FROM t; BEGIN
               FOR r IN c LOOP INSERT INTO u VALUES (r.a); END LOOP; EXCEPTION WHEN OTHERS THEN ROLLBACK; END p;\n/\nSELECT 1";
    let expected = [
        "Routine: CREATE OR REPLACE PROCEDURE p (d DATE) IS",
        "Declaration: v NUMBER := 0",
        "Declaration: CURSOR c IS SELECT a FROM t",
        "?Loop: r IN c",
        "?INSERT INTO u VALUES (r.a)",
        "?ROLLBACK",
        "SELECT 1",
    ];
    assert_eq!(split(sql, Dialect::Oracle), expected);
}

#[test]
fn quoted_body_belongs_to_the_head() {
    let sql = "CREATE FUNCTION f() RETURNS void AS $$ BEGIN a; END $$ LANGUAGE plpgsql; SELECT 1";
    assert_eq!(split(sql, Dialect::Postgres).len(), 2);
}

#[test]
fn statement_on_a_line_of_its_own_needs_no_semicolon_before() {
    let sql = "CREATE TABLE a AS SELECT 1\nINSERT INTO b\nSELECT 2\nINSERT INTO c SELECT 3";
    assert_eq!(
        split(sql, Dialect::Ansi),
        ["CREATE TABLE a AS SELECT 1", "INSERT INTO b SELECT 2", "INSERT INTO c SELECT 3"]
    );
    let hive = "FROM a\nINSERT INTO b SELECT 1\nINSERT INTO c SELECT 2";
    assert_eq!(split(hive, Dialect::Hive).len(), 1);
    let merge =
        "MERGE INTO a USING b ON x\nWHEN MATCHED THEN\nUPDATE SET c = 1\nWHEN NOT MATCHED THEN\nINSERT (c) VALUES (1)";
    assert_eq!(split(merge, Dialect::Ansi).len(), 1);
}

#[test]
fn routines_of_a_package_are_taken_apart() {
    let sql = "CREATE PACKAGE BODY k AS PROCEDURE a IS BEGIN x; END a; FUNCTION b RETURN NUMBER IS v NUMBER; BEGIN y; END; END k;";
    let expected = [
        "Routine: CREATE PACKAGE BODY k AS",
        "Routine: PROCEDURE a IS",
        "x",
        "Routine: FUNCTION b RETURN NUMBER IS",
        "Declaration: v NUMBER",
        "y",
    ];
    assert_eq!(split(sql, Dialect::Oracle), expected);
}
