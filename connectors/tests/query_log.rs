//! Query logs: files of every sort and in every state, and real servers that count and log what runs.

#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

mod support {
    pub(crate) mod records;
}

use std::{collections::BTreeMap, io::Write as _, path::Path};

use catalog::{
    ErrorKind, Fault, Record,
    record::{ObservedQuery, QueryBatch},
};
use connectors::{Connector, Outbound, build_connector};
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, MySqlConnection, PgConnection};

const CANARY: &str = "canary-in-the-mine";

/// What a crawl from a position says.
struct Said {
    batches: Vec<QueryBatch>,
    notes: Vec<String>,
}

impl Said {
    async fn by(source: &dyn Connector, position: Option<&str>) -> Self {
        let records: Vec<Record> = source.crawl_from(position.map(str::to_owned)).try_collect().await.unwrap();
        assert!(!format!("{records:?}").contains("canary"), "a value came out");
        assert!(matches!(records.last(), Some(Record::ScopeRead { .. })));
        let (mut batches, mut notes) = (Vec::new(), Vec::new());
        for record in records {
            match record {
                Record::Queries(batch) => batches.push(*batch),
                Record::Note { message, .. } => notes.push(message),
                _ => {}
            }
        }
        Self { batches, notes }
    }

    fn position(&self) -> &str {
        self.batches.iter().rev().find_map(|batch| batch.position.as_deref()).unwrap()
    }

    fn queries(&self) -> Vec<&ObservedQuery> {
        self.batches.iter().flat_map(|batch| &batch.queries).collect()
    }

    /// How often each statement ran.
    fn counts(&self) -> BTreeMap<&str, i64> {
        let mut counts = BTreeMap::new();
        for query in self.queries() {
            *counts.entry(query.sql.as_str()).or_default() += query.count;
        }
        counts
    }

    fn find(&self, sql: &str) -> &ObservedQuery {
        let queries = self.queries();
        let found = queries.iter().find(|query| query.sql == sql);
        found.unwrap_or_else(|| panic!("no `{sql}` among {:#?}", self.counts()))
    }
}

fn source(config: Value) -> Box<dyn Connector> {
    build_connector("query_log", config, Outbound::default()).unwrap()
}

fn files(log: &str, folder: &Path) -> Box<dyn Connector> {
    source(json!({ "log": log, "path": folder, "namespace": "postgres://h:5432", "include_files": ["*"] }))
}

/// A line of a CSV log.
fn line(message: &str, detail: &str) -> String {
    let quoted = |text: &str| text.replace('"', "\"\"");
    format!(
        "2026-11-23 10:00:00.123 UTC,\"ana\",\"shop\",1,\"h:1\",x,1,\"SELECT\",2026-11-23 10:00:00 UTC,2/0,0,LOG,00000,\"{}\",\"{}\",,,,,,,,\"psql\",\"client backend\",,0\n",
        quoted(message),
        quoted(detail)
    )
}

fn statement(sql: &str) -> String {
    line(&format!("duration: 1.500 ms  statement: {sql}"), "")
}

#[tokio::test]
async fn csv_log_tells_who_ran_what_how_often_and_how_long() {
    let folder = tempfile::tempdir().unwrap();
    let select = format!("SELECT \"a\",\n  b FROM t WHERE c = '{CANARY}' AND d IN (1, 2)");
    let text = [
        statement(&select),
        statement(&select.replace("1, 2", "3")),
        line("execute <unnamed>: DELETE FROM t WHERE a = $1", &format!("parameters: $1 = '{CANARY}'")),
        statement("BEGIN"),
        statement(&format!("ALTER ROLE ana PASSWORD '{CANARY}'")),
        statement(&format!("SELECT 'never ends {CANARY} FROM t")),
    ];
    std::fs::write(folder.path().join("a.csv"), text.concat()).unwrap();
    let said = Said::by(&*files("postgres_csvlog", folder.path()), None).await;
    let found = said.find("SELECT \"a\", b FROM t WHERE c = ? AND d IN (?)");
    assert_eq!((found.count, found.total_micros, found.actor.as_deref()), (2, Some(3000), Some("ana")));
    assert_eq!(found.defaults, ["shop", "public"]);
    assert_eq!(found.last_seen, "2026-11-23T10:00:00.123Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap());
    assert_eq!(said.find("DELETE FROM t WHERE a = ?").total_micros, None);
    assert_eq!(said.counts().len(), 2);
    assert!(said.notes[0].starts_with("1 statements are left out"), "{:?}", said.notes);
    let keep = said.batches.last().unwrap().keep.unwrap();
    assert_eq!((keep.num_days(), said.batches[0].dialect.as_str()), (30, "postgres"));
}

#[tokio::test]
async fn each_entry_counts_once_however_files_grow_turn_and_shrink() {
    let folder = tempfile::tempdir().unwrap();
    let (log, turned) = (folder.path().join("x.csv"), folder.path().join("x.csv.1"));
    let log_source = files("postgres_csvlog", folder.path());
    let (first, torn) = (statement("SELECT a FROM one"), statement("SELECT a\nFROM two"));
    std::fs::write(&log, format!("{first}{}", &torn[..torn.len() - 60])).unwrap();
    let said = Said::by(&*log_source, None).await;
    assert_eq!(said.counts(), [("SELECT a FROM one", 1)].into(), "a torn record waits");
    let position = said.position().to_owned();
    assert!(Said::by(&*log_source, Some(&position)).await.queries().is_empty(), "nothing is new");

    // It is completed, and then its name turns to another file.
    std::fs::write(&log, format!("{first}{torn}")).unwrap();
    std::fs::rename(&log, &turned).unwrap();
    std::fs::write(&log, statement("SELECT a FROM three").replace("10:00:00.123", "11:00:00.123")).unwrap();
    let said = Said::by(&*log_source, Some(&position)).await;
    assert_eq!(said.counts(), [("SELECT a FROM two", 1), ("SELECT a FROM three", 1)].into());
    let position = said.position().to_owned();

    // It is emptied and written anew.
    std::fs::write(&log, statement("SELECT a FROM four").replace("10:00:00.123", "12:00:00.123")).unwrap();
    let said = Said::by(&*log_source, Some(&position)).await;
    assert_eq!(said.counts(), [("SELECT a FROM four", 1)].into());
    let again = Said::by(&*log_source, Some("nonsense")).await;
    assert_eq!(again.counts().len(), 3, "a position that cannot be read is none");
}

#[tokio::test]
async fn crawl_reads_no_more_than_its_limit_and_the_next_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let filling = "x".repeat(2000);
    let text: String =
        (0..1000).map(|number| statement(&format!("SELECT a FROM t{number} WHERE b = '{filling}'"))).collect();
    std::fs::write(folder.path().join("big.csv"), &text).unwrap();
    let config = json!({ "log": "postgres_csvlog", "path": folder.path(), "namespace": "n", "max_megabytes": 1 });
    let log = source(config);
    let (mut seen, mut position, mut crawls) = (0, None, 0);
    loop {
        let said = Said::by(&*log, position.as_deref()).await;
        position = Some(said.position().to_owned());
        if said.queries().is_empty() {
            break;
        }
        (seen, crawls) = (seen + said.queries().len(), crawls + 1);
        assert!(
            crawls > 2 || said.notes.iter().any(|note| note.contains("as many as one crawl may")),
            "{:?}",
            said.notes
        );
    }
    assert_eq!((seen, crawls), (1000, 3), "{} bytes", text.len());
}

/// What gzip makes of a text.
fn packed(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn packed_logs_are_read_once_and_not_again_when_they_were_read_before() {
    let folder = tempfile::tempdir().unwrap();
    let config = json!({ "log": "postgres_csvlog", "path": folder.path(), "namespace": "postgres://h:5432" });
    let log = source(config);
    let (one, two) = (statement("SELECT a FROM one"), statement("SELECT a FROM two"));
    std::fs::write(folder.path().join("monday.csv"), &one).unwrap();
    let said = Said::by(&*log, None).await;
    assert_eq!(said.counts(), [("SELECT a FROM one", 1)].into());
    let position = said.position().to_owned();

    // It goes on, and is packed: both forms lie there for a while.
    std::fs::write(folder.path().join("monday.csv"), format!("{one}{two}")).unwrap();
    std::fs::write(folder.path().join("monday.csv.gz"), packed(&format!("{one}{two}"))).unwrap();
    let said = Said::by(&*log, Some(&position)).await;
    assert_eq!(said.counts(), [("SELECT a FROM two", 1)].into(), "each counts once");
    let position = said.position().to_owned();
    std::fs::remove_file(folder.path().join("monday.csv")).unwrap();
    let older = statement("SELECT a FROM three").replace("2026-11-23 10", "2026-11-22 10");
    std::fs::write(folder.path().join("sunday.csv.gz"), packed(&older)).unwrap();
    std::fs::write(folder.path().join("odd.csv.gz"), "no gzip").unwrap();
    let said = Said::by(&*log, Some(&position)).await;
    assert_eq!(said.counts(), [("SELECT a FROM three", 1)].into());
    assert!(said.notes.iter().any(|note| note.contains("`odd.csv.gz` cannot be read")), "{:?}", said.notes);
    let position = said.position().to_owned();
    assert!(Said::by(&*log, Some(&position)).await.queries().is_empty(), "all of it was read");
}

#[tokio::test]
async fn threat_20_packed_log_of_nothing_costs_no_more_than_a_crawl_may_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..64 {
        encoder.write_all(&vec![b'x'; 1 << 20]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 1 << 20);
    std::fs::write(folder.path().join("bomb.csv.gz"), bomb).unwrap();
    let config = json!({ "log": "postgres_csvlog", "path": folder.path(), "namespace": "n", "max_megabytes": 2 });
    let said = Said::by(&*source(config), None).await;
    assert!(
        said.notes.iter().any(|note| note.contains("2 MB were read, as many as one crawl may")),
        "{:?}",
        said.notes
    );
}

#[tokio::test]
async fn log_in_another_language_is_read_and_one_without_statements_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let text = [
        line("执行时间: 1.500 ms 语句: SELECT a FROM one", "").replace(",LOG,", ",日志,"),
        line("Dauer: 1.500 ms  Anweisung: SELECT a FROM two", ""),
    ];
    std::fs::write(folder.path().join("a.csv"), text.concat()).unwrap();
    let said = Said::by(&*files("postgres_csvlog", folder.path()), None).await;
    assert_eq!(said.counts(), [("SELECT a FROM one", 1), ("SELECT a FROM two", 1)].into());
    assert_eq!(said.find("SELECT a FROM one").total_micros, Some(1500));
    std::fs::write(folder.path().join("a.csv"), line("connection authorized: user=ana", "")).unwrap();
    let said = Said::by(&*files("postgres_csvlog", folder.path()), None).await;
    assert!(said.notes[0].starts_with("none of 1 entries tells of a statement: `log_statement`"), "{:?}", said.notes);
}

#[tokio::test]
async fn json_log_is_read_and_what_is_none_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let entry = |message: &str| {
        json!({ "timestamp": "2026-11-23 10:00:00.123 UTC", "user": "ana", "dbname": "shop", "error_severity": "LOG",
            "message": message, "detail": format!("parameters: $1 = '{CANARY}'") })
    };
    let select = format!("duration: 2.0 ms  execute s: SELECT a FROM t WHERE b = '{CANARY}'");
    let text = format!("{}\nnot json {CANARY}\n{}\n{}", entry(&select), entry("checkpoint"), entry(&select));
    std::fs::write(folder.path().join("x.json"), text).unwrap();
    let said = Said::by(&*files("postgres_jsonlog", folder.path()), None).await;
    assert_eq!(said.counts(), [("SELECT a FROM t WHERE b = ?", 1)].into(), "the last line has no end yet");
    assert_eq!(said.notes, ["1 entries are left out: they are no entries of this sort of log"]);
}

#[tokio::test]
async fn general_log_of_both_servers_is_read_across_crawls() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("general.log");
    let log = source(json!({ "log": "mysql_general_log", "path": folder.path(), "namespace": "mysql://h:3306",
        "timezone": "Asia/Shanghai" }));
    let mut text = format!(
        "/usr/sbin/mariadbd, Version: 10.11 (x). started with:\nTcp port: 1  Unix socket: s\nTime\t\t    Id Command\tArgument\n\
         261123 10:00:00\t     5 Connect\tana@10.0.0.1 on shop using TCP/IP\n\
         \t\t     5 Query\tSELECT a\nFROM t WHERE b = \"{CANARY}\"\n\
         \t\t     5 Init DB\tother\n"
    );
    std::fs::write(&path, &text).unwrap();
    let said = Said::by(&*log, None).await;
    let found = said.find("SELECT a FROM t WHERE b = ?");
    assert_eq!((found.actor.as_deref(), &found.defaults[..]), (Some("ana"), &["shop".to_owned()][..]));
    assert_eq!(found.last_seen.to_rfc3339(), "2026-11-23T02:00:00+00:00");
    let position = said.position().to_owned();
    // The rest of another encoding cannot be told apart.
    text.push_str("\t\t     5 Query\tDELETE FROM u WHERE c = 1\n");
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(b"\t\t     5 Query\tSELECT '\xe8\\' FROM t\n2026-11-23T03:00:00.000000Z\t   6 Quit\t\n");
    std::fs::write(&path, bytes).unwrap();
    let said = Said::by(&*log, Some(&position)).await;
    let found = said.find("DELETE FROM u WHERE c = ?");
    assert_eq!((found.actor.as_deref(), &found.defaults[..]), (Some("ana"), &["other".to_owned()][..]));
    assert!(said.notes[0].starts_with("1 statements are left out"), "{:?}", said.notes);
}

#[tokio::test]
async fn threat_20_hostile_files_cost_neither_memory_nor_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let huge = statement(&format!("SELECT a FROM t WHERE b = '{}'", "x".repeat(3 * 1024 * 1024)));
    let odd: Vec<u8> = (0..200_000_u32).map(|number| (number * 31 % 251) as u8).collect();
    std::fs::write(folder.path().join("a.csv"), [huge, statement("SELECT a FROM after")].concat()).unwrap();
    std::fs::write(folder.path().join("b.csv"), odd).unwrap();
    std::fs::write(folder.path().join("c.csv"), "").unwrap();
    let said = Said::by(&*files("postgres_csvlog", folder.path()), None).await;
    assert_eq!(said.counts(), [("SELECT a FROM t WHERE b = ?", 1), ("SELECT a FROM after", 1)].into());
    assert!(said.position().len() < 2000, "{}", said.position());
}

#[tokio::test]
async fn what_is_missing_in_a_configuration_is_named() {
    for (config, field) in [
        (json!({ "log": "postgres_csvlog", "namespace": "n" }), "path"),
        (json!({ "log": "postgres_csvlog", "path": "/tmp" }), "namespace"),
        (json!({ "log": "pg_stat_statements", "user": "x" }), "host"),
        (json!({ "log": "mysql_digests", "host": "h" }), "user"),
        (json!({ "log": "access_log" }), "log"),
        (json!({ "log": "postgres_csvlog", "path": "/tmp", "namespace": "n", "timezone": "Mars" }), "timezone"),
    ] {
        let Err(error) = build_connector("query_log", config, Outbound::default()) else {
            panic!("{field} is missing")
        };
        assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some(field)), "{error}");
    }
}

fn place(url: &str) -> (String, u16) {
    let authority = url.split('/').nth(2).unwrap().rsplit('@').next().unwrap();
    let (host, port) = authority.rsplit_once(':').unwrap();
    (host.to_owned(), port.parse().unwrap())
}

/// Something that has happened, or will in a moment.
async fn until(what: &str, mut has_happened: impl AsyncFnMut() -> bool) {
    let happens = async {
        while !has_happened().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), happens).await.unwrap_or_else(|_| panic!("{what}"));
}

async fn run(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.unwrap();
}

#[tokio::test]
async fn real_postgresql_is_read_by_its_counters_and_by_its_logs() {
    let server = testkit::logging_postgres();
    let (host, port) = place(server.url());
    let mut connection = PgConnection::connect(server.url()).await.unwrap();
    let counters = source(
        json!({ "log": "pg_stat_statements", "host": host, "port": port, "user": "cadastre", "database": "postgres" }),
    );
    let error = counters.check().await.unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("database")), "{error}");
    run(&mut connection, "CREATE EXTENSION pg_stat_statements; CREATE TABLE t (a int, b text); CREATE TABLE u (a int)")
        .await;
    counters.check().await.unwrap();
    run(&mut connection, &format!("INSERT INTO u SELECT a FROM t WHERE b = '{CANARY}'")).await;
    for _ in 0..3 {
        sqlx::query("SELECT a FROM t WHERE b = $1").bind(CANARY).fetch_all(&mut connection).await.unwrap();
    }
    let first = Said::by(&*counters, None).await;
    assert_eq!(first.counts()["SELECT a FROM t WHERE b = ?"], 3, "the counters are of today");
    let insert = first.find("INSERT INTO u SELECT a FROM t WHERE b = ?");
    assert_eq!((insert.count, insert.actor.as_deref()), (1, Some("cadastre")));
    assert_eq!(insert.defaults, ["postgres", "public"]);
    assert!(insert.total_micros.is_some_and(|micros| micros > 0));
    sqlx::query("SELECT a FROM t WHERE b = $1").bind("x").fetch_all(&mut connection).await.unwrap();
    let second = Said::by(&*counters, Some(first.position())).await;
    assert_eq!(second.counts()["SELECT a FROM t WHERE b = ?"], 1);
    assert!(!second.counts().contains_key("INSERT INTO u SELECT a FROM t WHERE b = ?"), "it did not run again");
    run(&mut connection, "SELECT pg_stat_statements_reset(); INSERT INTO u SELECT a FROM t WHERE b = 'y'").await;
    let third = Said::by(&*counters, Some(second.position())).await;
    assert_eq!(third.counts()["INSERT INTO u SELECT a FROM t WHERE b = ?"], 1);
    assert!(third.notes.iter().any(|note| note.contains("began anew")), "{:?}", third.notes);

    // Who may not see what others run is told so.
    run(&mut connection, "CREATE ROLE blind LOGIN PASSWORD 'pw'").await;
    let blind = source(
        json!({ "log": "pg_stat_statements", "host": host, "port": port, "user": "blind", "password": "pw", "database": "postgres" }),
    );
    let said = Said::by(&*blind, None).await;
    assert!(said.notes.iter().any(|note| note.contains("pg_read_all_stats")), "{:?}", said.notes);

    connection.close().await.unwrap();
}

#[tokio::test]
async fn logs_of_a_real_postgresql_tell_the_same() {
    let server = testkit::logging_postgres();
    let (host, port) = place(server.url());
    let mut connection = PgConnection::connect(server.url()).await.unwrap();
    run(&mut connection, "CREATE TABLE t (a int, b text); CREATE TABLE u (a int)").await;
    run(&mut connection, &format!("INSERT INTO u SELECT a FROM t WHERE b = '{CANARY}'")).await;
    sqlx::query("SELECT a FROM t WHERE b = $1").bind(CANARY).fetch_all(&mut connection).await.unwrap();
    run(&mut connection, "SELECT a FROM t WHERE b = 'the end'").await;
    for (log, ending) in [("postgres_csvlog", "csv"), ("postgres_jsonlog", "json")] {
        let is_written = async || {
            let folder = std::fs::read_dir(server.log_folder()).unwrap();
            let files = folder.map(|entry| entry.unwrap().path());
            let mut files = files.filter(|path| path.extension().is_some_and(|found| found == ending));
            files.any(|path| std::fs::read_to_string(path).unwrap().contains("the end"))
        };
        until("the log is written", is_written).await;
        let namespace = format!("postgres://{host}:{port}");
        let config = json!({ "log": log, "path": server.log_folder(), "namespace": namespace });
        let said = Said::by(&*source(config), None).await;
        let counts = said.counts();
        assert_eq!(
            (counts["SELECT a FROM t WHERE b = ?"], counts["INSERT INTO u SELECT a FROM t WHERE b = ?"]),
            (2, 1)
        );
        assert_eq!(said.find("SELECT a FROM t WHERE b = ?").actor.as_deref(), Some("cadastre"));
    }
    connection.close().await.unwrap();
}

#[tokio::test]
async fn real_mariadb_is_read_by_its_digests_and_by_its_general_log() {
    let server = testkit::logging_mysql();
    let (host, port) = place(server.url());
    let mut connection = MySqlConnection::connect(server.url()).await.unwrap();
    let config = |log: &str| json!({ "log": log, "host": host, "port": port, "user": "cadastre" });
    let (digests, table) = (source(config("mysql_digests")), source(config("mysql_general_table")));
    digests.check().await.unwrap();
    table.check().await.unwrap();
    let setup = "CREATE DATABASE shop; USE shop; CREATE TABLE t (a int, b varchar(40)); CREATE TABLE u (a int)";
    sqlx::raw_sql(setup).execute(&mut connection).await.unwrap();
    let insert = format!("INSERT INTO u SELECT a FROM t WHERE b = '{CANARY}'");
    sqlx::raw_sql(AssertSqlSafe(insert)).execute(&mut connection).await.unwrap();
    for value in [CANARY, "x"] {
        sqlx::query("SELECT a FROM t WHERE b = ?").bind(value).fetch_all(&mut connection).await.unwrap();
    }
    let first = Said::by(&*digests, None).await;
    let insert = first.find("INSERT INTO `u` SELECT `a` FROM `t` WHERE `b` = ?");
    assert_eq!((insert.count, &insert.defaults[..], insert.actor.as_deref()), (1, &["shop".to_owned()][..], None));
    let again = "INSERT INTO u SELECT a FROM t WHERE b = 'y'";
    sqlx::raw_sql(again).execute(&mut connection).await.unwrap();
    let second = Said::by(&*digests, Some(first.position())).await;
    assert_eq!(second.counts()["INSERT INTO `u` SELECT `a` FROM `t` WHERE `b` = ?"], 1);

    let said = Said::by(&*table, None).await;
    let insert = said.find("INSERT INTO u SELECT a FROM t WHERE b = ?");
    assert_eq!(
        (insert.count, insert.actor.as_deref(), &insert.defaults[..]),
        (2, Some("cadastre"), &["shop".to_owned()][..])
    );
    assert_eq!(said.counts()["SELECT a FROM t WHERE b = ?"], 2);
    sqlx::raw_sql(again).execute(&mut connection).await.unwrap();
    let more = Said::by(&*table, Some(said.position())).await;
    assert_eq!(more.counts()["INSERT INTO u SELECT a FROM t WHERE b = ?"], 1);

    let namespace = format!("mysql://{host}:{port}");
    let config = json!({ "log": "mysql_general_log", "path": server.log_folder(), "namespace": namespace,
        "include_files": ["general.log"] });
    let said = Said::by(&*source(config), None).await;
    let insert = said.find("INSERT INTO u SELECT a FROM t WHERE b = ?");
    assert_eq!(
        (insert.count, insert.actor.as_deref(), &insert.defaults[..]),
        (3, Some("cadastre"), &["shop".to_owned()][..])
    );
    connection.close().await.unwrap();
}
