//! The real binary is killed at random points of crawls, again and again; whatever it leaves is consistent, and the next
//! crawl converges.
#![allow(missing_docs, reason = "tests state facts in their names")]

use std::{
    path::Path,
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

const KILLS: u32 = 50;
const TABLES: u32 = 150;

fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cadastre"));
    command.arg("--data").arg(data).arg("--json").args(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn answer(data: &Path, arguments: &[&str]) -> Value {
    let Output { stdout, stderr, .. } = command(data, arguments).output().expect("the binary starts");
    let text = String::from_utf8(stdout).expect("it writes UTF-8");
    serde_json::from_str(&text)
        .unwrap_or_else(|_| panic!("{arguments:?} answered {text:?} and said {}", String::from_utf8_lossy(&stderr)))
}

/// Something else every time: a table more, a table less, a column more in every tenth table, views over tables that
/// change.
async fn change(source: &Path, round: u32) {
    let url = format!("sqlite://{}?mode=rwc", source.display());
    let mut connection = SqliteConnection::connect(&url).await.expect("the source opens");
    let mut sql = String::from("BEGIN;");
    if round == 0 {
        for table in 0..TABLES {
            sql.push_str(&format!(
                "CREATE TABLE t{table} (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c INTEGER, d TEXT);"
            ));
        }
    } else {
        sql.push_str(&format!("CREATE TABLE new{round} (id INTEGER PRIMARY KEY, v TEXT);"));
        sql.push_str(&format!("DROP TABLE IF EXISTS new{};", round.saturating_sub(4)));
        for table in (round % 10..TABLES).step_by(10) {
            sql.push_str(&format!("ALTER TABLE t{table} ADD COLUMN r{round} TEXT;"));
        }
    }
    let (view, table) = (round % 7, round * 3 % TABLES);
    sql.push_str(&format!("DROP VIEW IF EXISTS v{view}; DROP VIEW IF EXISTS w{view};"));
    sql.push_str(&format!("CREATE VIEW v{view} AS SELECT * FROM t{table} WHERE c > {round};"));
    sql.push_str(&format!("CREATE VIEW w{view} AS SELECT a, count(*) AS n FROM v{view} GROUP BY a;"));
    sql.push_str("COMMIT;");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("the source changes");
    connection.close().await.expect("the source closes");
}

/// Kills a crawl at a point that `part` (0 to 1) of its usual time leads to. A crawl that was quicker than that ended by
/// itself: `usual` then shrinks and another one is killed, because how fast this machine is at this moment is not known.
fn kill_at_work(mut crawl: Command, usual: &mut Duration, part: f64) -> bool {
    for _ in 0..10 {
        let mut child = crawl.spawn().expect("the binary starts");
        // No event says "now": the point is meant to be any point.
        std::thread::sleep(usual.mul_f64(part));
        let was_at_work = child.try_wait().expect("a child of ours").is_none();
        child.kill().expect("it may be killed");
        child.wait().expect("it ends");
        if was_at_work {
            return true;
        }
        *usual = usual.mul_f64(0.7);
    }
    false
}

#[tokio::test]
async fn b3_threat_23_fifty_kills_at_random_points_leave_no_difference() {
    let directory = tempfile::tempdir().unwrap();
    let (data, source) = (directory.path().join("data"), directory.path().join("source.db"));
    let url = format!("sqlite://{}", source.display());
    change(&source, 0).await;
    let began = Instant::now();
    assert_eq!(answer(&data, &["crawl", &url])["status"], "succeeded");
    let mut usual = began.elapsed();

    let mut random = 0x9e37_79b9_u64;
    for round in 1..=KILLS {
        change(&source, round).await;
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let part = f64::from(u32::try_from(random >> 40).unwrap()) / f64::from(1_u32 << 24);
        assert!(kill_at_work(command(&data, &["crawl", &url]), &mut usual, part), "kill {round} met no crawl at work");
        if round % 10 == 0 {
            let examined = answer(&data, &["doctor"]);
            assert_eq!(examined["differences"], 0, "after kill {round}: {examined}");
        }
    }

    let last = answer(&data, &["crawl", &url]);
    assert_eq!(last["status"], "succeeded", "{last}");
    let again = answer(&data, &["crawl", &url]);
    let figures = |of: &Value| ["added", "changed", "removed"].map(|name| of[name].clone());
    assert_eq!(figures(&again), [0, 0, 0].map(Value::from), "the crawl behind the last kill had converged");
    let fresh = answer(&directory.path().join("fresh"), &["crawl", &url]);
    assert_eq!(again["seen"], fresh["seen"]);
    let examined = answer(&data, &["doctor"]);
    assert_eq!(examined["differences"], 0, "{examined}");
    assert!(examined["checked"]["edges"].as_i64().is_some_and(|edges| edges > 100), "{examined}");
    let runs = answer(&data, &["runs", "--limit", "500"]);
    let statuses: Vec<&str> = runs.as_array().unwrap().iter().map(|run| run["status"].as_str().unwrap()).collect();
    assert!(!statuses.contains(&"running"));
    assert!(statuses.contains(&"lost"), "{statuses:?}");
}
