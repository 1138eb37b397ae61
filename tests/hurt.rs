//! The real binary on a disk that is full or must not be written: a clear refusal, nothing half-written, and once there is
//! room it goes on.
#![allow(missing_docs, reason = "tests state facts in their names")]

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

/// What a command of the script said.
struct Said {
    code: i32,
    answer: Value,
    err: String,
}

/// A directory with two sources, in which a script runs commands of the binary.
struct House {
    directory: tempfile::TempDir,
}

impl House {
    async fn new() -> Self {
        let house = Self { directory: tempfile::tempdir().expect("a directory is made") };
        make_source(&house.path("small.db"), 5).await;
        make_source(&house.path("big.db"), 400).await;
        house
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Runs a script that knows `$HOUSE` and `cadastre NAME ARGUMENT…`, which keeps what the command says under a name.
    fn run(&self, around: &[&str], script: &str) {
        let head = r#"
            set -u
            cadastre() {
                name=$1; shift
                "$BINARY" --data "$HOUSE/disk/data" --json "$@" >"$HOUSE/$name.out" 2>"$HOUSE/$name.err"
                echo $? >"$HOUSE/$name.code"
            }
        "#;
        let mut words = around.iter().copied().chain(["sh", "-c"]);
        let output = Command::new(words.next().expect("sh at least"))
            .args(words)
            .arg(format!("{head}{script}"))
            .env("BINARY", env!("CARGO_BIN_EXE_cadastre"))
            .env("HOUSE", self.directory.path())
            .output()
            .expect("a shell runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn said(&self, name: &str) -> Said {
        let read = |end: &str| std::fs::read_to_string(self.path(&format!("{name}.{end}"))).expect("it was run");
        let (code, out, err) = (read("code"), read("out"), read("err"));
        let answer = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{name} answered {out:?} and said {err}"));
        Said { code: code.trim().parse().expect("a number"), answer, err }
    }

    /// Whether what was cut off is told so, nothing of it is half there, and the next crawl has everything.
    fn check(&self, cut_off: &[&str]) {
        for name in cut_off {
            let said = self.said(name);
            assert_eq!(said.code, 5, "{name}: {}", said.err);
            assert!(
                said.err.contains("there is no room left") && said.err.contains("make room"),
                "{name}: {}",
                said.err
            );
        }
        let before = self.said("before");
        assert_eq!((before.code, &before.answer["differences"]), (0, &Value::from(0)), "{}", before.answer);
        let (again, fresh) = (self.said("again"), self.said("fresh"));
        assert_eq!(again.answer["status"], "succeeded", "{}", again.err);
        assert_eq!(again.answer["seen"], fresh.answer["seen"]);
        let after = self.said("after");
        assert_eq!((after.code, &after.answer["differences"]), (0, &Value::from(0)), "{}", after.answer);
        // 400 tables and 5, each with 11 columns, and the two files they are in.
        assert_eq!(after.answer["checked"]["assets"], 405 * 12 + 2, "{}", after.answer);
    }
}

async fn make_source(path: &Path, tables: u32) {
    let mut connection =
        SqliteConnection::connect(&format!("sqlite://{}?mode=rwc", path.display())).await.expect("the source opens");
    let columns: String = (0..10).map(|column| format!(", c{column} TEXT")).collect();
    let sql: String =
        (0..tables).map(|table| format!("CREATE TABLE t{table} (id INTEGER PRIMARY KEY{columns});")).collect();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("the tables are made");
    connection.close().await.expect("the source closes");
}

/// What comes behind having room again.
const AFTERWARDS: &str = r#"
    cadastre before doctor
    cadastre again crawl "sqlite://$HOUSE/big.db"
    cadastre after doctor
    "$BINARY" --data "$HOUSE/fresh" --json crawl "sqlite://$HOUSE/big.db" >"$HOUSE/fresh.out" 2>"$HOUSE/fresh.err"
    echo $? >"$HOUSE/fresh.code"
"#;

#[tokio::test]
async fn threat_24_crawl_beyond_a_limit_of_file_sizes_leaves_whole_batches_and_goes_on_later() {
    let house = House::new().await;
    let script = r#"
        mkdir "$HOUSE/disk"
        cadastre first crawl "sqlite://$HOUSE/small.db"
        # Without this the kernel would end the process, which other tests do.
        trap '' XFSZ
        (ulimit -f 1400; cadastre beyond crawl "sqlite://$HOUSE/big.db")
    "#;
    house.run(&[], &format!("{script}{AFTERWARDS}"));
    house.check(&["beyond"]);
    let beyond = house.said("beyond").answer;
    // Where not even the start of the run could be written, there is nothing to count.
    assert!(beyond["added"].as_i64().is_none_or(|added| added < 400 * 12), "{beyond}");
}

#[tokio::test]
async fn threat_24_crawl_on_a_full_disk_leaves_whole_batches_and_goes_on_when_there_is_room() {
    let house = House::new().await;
    // A disk of its own, which other processes do not see and which goes away with the script.
    let around = ["unshare", "--user", "--map-root-user", "--mount"];
    let has_room =
        Command::new(around[0]).args(&around[1..]).arg("true").output().is_ok_and(|out| out.status.success());
    assert!(
        has_room,
        "this needs `unshare --user --mount`, which this machine refuses (sysctl kernel.unprivileged_userns_clone)"
    );
    let script = r#"
        mkdir "$HOUSE/disk" && mount -t tmpfs -o size=24m tmpfs "$HOUSE/disk"
        cadastre first crawl "sqlite://$HOUSE/small.db"
        free() { df -k --output=avail "$HOUSE/disk" | tail -1; }
        # Full in the middle of the crawl, then before its first word.
        dd if=/dev/zero of="$HOUSE/disk/most" bs=1k count=$(($(free) - 1500)) 2>/dev/null
        cadastre middle crawl "sqlite://$HOUSE/big.db"
        dd if=/dev/zero of="$HOUSE/disk/rest" bs=1k 2>/dev/null
        cadastre full crawl "sqlite://$HOUSE/big.db"
        rm "$HOUSE/disk/most" "$HOUSE/disk/rest"
    "#;
    house.run(&around, &format!("{script}{AFTERWARDS}"));
    house.check(&["middle", "full"]);
}

#[tokio::test]
async fn threat_24_store_that_must_not_be_written_is_refused_with_what_to_do() {
    let house = House::new().await;
    let script = r#"
        # Somebody who may not everything.
        somebody=
        if [ "$(id -u)" -eq 0 ]; then
            somebody="runuser -u nobody --"
            # Where the binary is may be out of reach for others.
            cp "$BINARY" "$HOUSE/cadastre"
            BINARY=$HOUSE/cadastre
            chmod 755 "$HOUSE" "$BINARY"
            chmod 644 "$HOUSE"/*.db
        fi
        own() { [ -z "$somebody" ] || chown -R "$1" "$HOUSE/disk"; }
        as() {
            name=$1; shift
            $somebody "$BINARY" --data "$HOUSE/disk/data" --json "$@" >"$HOUSE/$name.out" 2>"$HOUSE/$name.err"
            echo $? >"$HOUSE/$name.code"
        }
        mkdir -p "$HOUSE/disk/data"
        own nobody
        as first crawl "sqlite://$HOUSE/small.db"
        # The directory, then the file in it.
        chmod 555 "$HOUSE/disk/data"
        chmod 444 "$HOUSE"/disk/data/*.db "$HOUSE"/disk/data/lock
        as directory crawl "sqlite://$HOUSE/big.db"
        chmod 644 "$HOUSE"/disk/data/lock
        as file crawl "sqlite://$HOUSE/big.db"
        chmod 755 "$HOUSE/disk/data"
        chmod 644 "$HOUSE"/disk/data/*.db
        as before doctor
        as again crawl "sqlite://$HOUSE/big.db"
        as after doctor
    "#;
    house.run(&[], script);
    assert_eq!(house.said("first").answer["status"], "succeeded", "{}", house.said("first").err);
    for (name, told) in [("directory", "cannot be used"), ("file", "the store is read-only for this account")] {
        let said = house.said(name);
        assert_eq!(said.code, 5, "{name}: {}", said.err);
        assert!(said.err.contains(told) && said.err.contains("help: "), "{name}: {}", said.err);
    }
    assert_eq!(house.said("before").answer["differences"], 0);
    assert_eq!(house.said("again").answer["status"], "succeeded", "{}", house.said("again").err);
    assert_eq!(house.said("after").answer["differences"], 0);
}
