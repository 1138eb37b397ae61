//! What statements of every dialect do to shapes, in short: `-t.c` drops a column, `t.c>d` renames one, `t.c:type`
//! retypes one, `t.c!` demands a value, `+t.c type` adds one.

use proptest::prelude::*;

use super::*;

fn short(change: &DdlChange) -> String {
    let name = |table: &DdlName| table.join(".");
    let mark = |column: &DdlColumn| match (column.is_nullable, column.has_default) {
        (true, false) => "",
        (true, true) => "=",
        (false, true) => "!=",
        (false, false) => "!",
    };
    let shown = |column: &DdlColumn| format!("{} {}{}", column.name, column.data_type, mark(column));
    match change {
        DdlChange::DropSchema { schema } => format!("--{}", name(schema)),
        DdlChange::DropTable { table } => format!("-{}", name(table)),
        DdlChange::RenameTable { table, to } => format!("{}>{}", name(table), name(to)),
        DdlChange::MoveTable { table, schema } => format!("{}>>{schema}", name(table)),
        DdlChange::DropColumn { table, column } => format!("-{}.{column}", name(table)),
        DdlChange::RenameColumn { table, column, to } => format!("{}.{column}>{to}", name(table)),
        DdlChange::Retype { table, column, data_type } => format!("{}.{column}:{data_type}", name(table)),
        DdlChange::Demand { table, column, is_nullable } => {
            format!("{}.{column}{}", name(table), if *is_nullable { "?" } else { "!" })
        }
        DdlChange::AddColumn { table, column } => format!("+{}.{}", name(table), shown(column)),
        DdlChange::CreateTable { table, columns, is_kept } => {
            let columns: Vec<String> = columns.iter().map(shown).collect();
            format!("{}{}({})", if *is_kept { "~" } else { "=" }, name(table), columns.join(", "))
        }
        DdlChange::Define { table, columns, .. } => format!("@{}({})", name(table), columns.join(", ")),
    }
}

fn read(dialect: Dialect, sql: &str) -> Vec<String> {
    let ddl = ddl(sql, dialect, &Limits::default());
    let notes = ddl.notes.iter().map(|note| format!("note: {}", note.message));
    ddl.steps.iter().map(|step| short(&step.change)).chain(notes).collect()
}

const CASES: &[(Dialect, &str, &[&str])] = &[
    (
        Dialect::Postgres,
        "ALTER TABLE IF EXISTS ONLY Shop.\"Orders\" DROP COLUMN IF EXISTS a CASCADE, DROP b",
        &["-shop.Orders.a", "-shop.Orders.b"],
    ),
    (
        Dialect::Postgres,
        "ALTER TABLE t RENAME COLUMN a TO b; ALTER TABLE t RENAME c TO d; ALTER TABLE t RENAME TO u",
        &["t.a>b", "t.c>d", "t>u"],
    ),
    (
        Dialect::Postgres,
        "ALTER TABLE t ALTER a TYPE numeric(10, 2) USING a::numeric, ALTER COLUMN b SET NOT NULL, ALTER c DROP NOT NULL, ALTER d SET DEFAULT (1, 2)",
        &["t.a:numeric(10, 2)", "t.b!", "t.c?"],
    ),
    (
        Dialect::Postgres,
        "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES u (a, b), ADD COLUMN z timestamp with time zone NOT NULL, DROP CONSTRAINT x",
        &["+t.z timestamp with time zone!"],
    ),
    (Dialect::Postgres, "ALTER TABLE t SET SCHEMA archive", &["t>>archive"]),
    (
        Dialect::Postgres,
        "CREATE TABLE IF NOT EXISTS t (id bigserial PRIMARY KEY, a varchar(20) NOT NULL DEFAULT 'x,y', key text, CHECK (a > ''), UNIQUE (a))",
        &["~t(id bigserial!=, a varchar(20)!=, key text)"],
    ),
    (
        Dialect::Postgres,
        "DROP TABLE IF EXISTS a.b, c CASCADE; DROP MATERIALIZED VIEW v; DROP INDEX i; DROP FUNCTION f",
        &["-a.b", "-c", "-v"],
    ),
    (
        Dialect::Postgres,
        "CREATE OR REPLACE VIEW v (x, y) AS SELECT a, b FROM t; CREATE MATERIALIZED VIEW m AS SELECT 1; CREATE TABLE c AS SELECT 1 AS z",
        &["@v(x, y)", "@m()", "@c()"],
    ),
    (
        Dialect::Postgres,
        "CREATE TEMP TABLE x (a int); CREATE INDEX i ON t (a); INSERT INTO t VALUES (1); GRANT SELECT ON t TO u",
        &[],
    ),
    (
        Dialect::MySql,
        "ALTER TABLE `t` MODIFY COLUMN a varchar(10) NOT NULL AFTER b, CHANGE c d int unsigned, DROP PRIMARY KEY, ADD KEY k (a), ENGINE=InnoDB",
        &["t.a:varchar(10)", "t.a!", "t.c>d", "t.d:int unsigned"],
    ),
    (Dialect::MySql, "RENAME TABLE a TO b, shop.c TO shop.d", &["a>b", "shop.c>shop.d"]),
    (
        Dialect::SqlServer,
        "ALTER TABLE dbo.t ALTER COLUMN a varchar(50) NOT NULL;\nGO\nALTER TABLE dbo.t DROP COLUMN b, c\nGO\nEXEC sp_rename 'dbo.t.[d]', 'e', 'COLUMN';",
        &["dbo.t.a:varchar(50)", "dbo.t.a!", "-dbo.t.b", "-dbo.t.c", "dbo.t.d>e"],
    ),
    (Dialect::SqlServer, "ALTER TABLE t ADD a int NOT NULL, b int NULL DEFAULT 0", &["+t.a int!", "+t.b int="]),
    (
        Dialect::Oracle,
        "ALTER TABLE t MODIFY (a VARCHAR2(10), b NUMBER NOT NULL); ALTER TABLE t DROP (c, d); ALTER TABLE t ADD (e DATE)",
        &["T.A:VARCHAR2(10)", "T.B:NUMBER", "T.B!", "-T.C", "-T.D", "+T.E DATE"],
    ),
    (
        Dialect::Snowflake,
        "alter table db.s.t drop column a, b; alter table t alter column c set data type varchar(5)",
        &["-DB.S.T.A", "-DB.S.T.B", "T.C:varchar(5)"],
    ),
    (
        Dialect::BigQuery,
        "ALTER TABLE `p.d.t` DROP COLUMN a, DROP COLUMN IF EXISTS b; CREATE OR REPLACE TABLE d.t (x INT64, y STRUCT<a STRING, b INT64>)",
        &["-p.d.t.a", "-p.d.t.b", "=d.t(x INT64, y STRUCT<a STRING, b INT64>)"],
    ),
    (
        Dialect::Redshift,
        "ALTER TABLE t ALTER DISTKEY a; ALTER TABLE t ALTER COLUMN a TYPE varchar(300)",
        &["t.a:varchar(300)"],
    ),
    (Dialect::Spark, "ALTER TABLE t REPLACE COLUMNS (a INT, b STRING COMMENT 'c')", &["=t(a INT, b STRING)"]),
    (
        Dialect::Databricks,
        "ALTER TABLE t DROP COLUMNS (a, b); ALTER TABLE t ALTER COLUMN c COMMENT 'x'",
        &["-t.a", "-t.b"],
    ),
    (Dialect::Sqlite, "ALTER TABLE Orders DROP COLUMN Amount; ALTER TABLE t RENAME TO u", &["-Orders.Amount", "t>u"]),
];

#[test]
fn j9_ddl_of_every_dialect_says_what_happens_to_columns() {
    for (dialect, sql, expected) in CASES {
        let expected: Vec<String> = expected.iter().map(|said| (*said).to_owned()).collect();
        assert_eq!(read(*dialect, sql), expected, "{sql}");
    }
}

#[test]
fn j9_ddl_that_is_not_understood_is_told_and_the_rest_is_read() {
    let said = read(
        Dialect::Postgres,
        "ALTER TABLE t FROBNICATE a; DROP SCHEMA s, db.u CASCADE; ALTER TABLE; ALTER TABLE t DROP b",
    );
    assert_eq!(
        said,
        [
            "--s",
            "--db.u",
            "-t.b",
            "note: `ALTER TABLE` is not understood near `FROBNICATE`",
            "note: `ALTER TABLE` is not understood at its end",
        ]
    );
}

#[test]
fn threat_22_hostile_ddl_ends_soon() {
    let deep = format!("ALTER TABLE t ADD a {}", "(".repeat(200_000));
    let wide = format!("CREATE TABLE t ({})", "a int,".repeat(200_000));
    let long = "ALTER TABLE t DROP a;".repeat(50_000);
    for sql in [&deep, &wide, &long] {
        read(Dialect::Postgres, sql);
    }
    let limits = Limits { bytes: 10, ..Limits::default() };
    assert_eq!(ddl("ALTER TABLE t DROP a", Dialect::Postgres, &limits).notes[0].code, "too_long");
}

proptest! {
    #[test]
    fn any_words_are_answered(words in proptest::collection::vec("alter|table|drop|column|a|t|\\(|\\)|,|;|add|rename|to|not|null|create|view|as|select|modify|change|'x'|\"|\\.|if|exists|replace|columns|type|exec|sp_rename", 0..24)) {
        for dialect in [Dialect::Postgres, Dialect::MySql, Dialect::SqlServer, Dialect::Oracle, Dialect::BigQuery] {
            read(dialect, &words.join(" "));
        }
    }
}
