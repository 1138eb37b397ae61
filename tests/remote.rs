//! Commands with `--server` against a served binary (`crawl`, `contract push`), with the exit codes and texts that scripts
//! rely on.
#![allow(missing_docs, reason = "tests state facts in their names")]

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use sqlx::{Connection as _, SqliteConnection};

/// A served data directory with the source `shop`, and keys to it.
struct Served {
    child: Child,
    address: String,
    directory: tempfile::TempDir,
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn cadastre(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cadastre"));
    command.arg("--data").arg(data).args(arguments).stdin(Stdio::null());
    command.env_remove("CADASTRE_PASSWORD").env_remove("CADASTRE_TOKEN");
    command
}

fn run(mut command: Command) -> Said {
    let output = command.output().expect("the binary starts");
    Said {
        code: output.status.code().expect("no signal ended it"),
        out: String::from_utf8(output.stdout).expect("it writes UTF-8"),
        err: String::from_utf8(output.stderr).expect("it writes UTF-8"),
    }
}

fn done(said: &Said) -> Value {
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("not one JSON value: {:?} {}", said.out, said.err))
}

async fn execute(path: &Path, sql: &'static str) {
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let mut source = SqliteConnection::connect(&url).await.expect("the source opens");
    sqlx::raw_sql(sql).execute(&mut source).await.expect("the statements run");
    source.close().await.expect("the source closes");
}

impl Served {
    async fn new() -> Self {
        let directory = tempfile::tempdir().expect("a directory is made");
        let (data, shop) = (directory.path().join("data"), directory.path().join("shop.db"));
        execute(&shop, "CREATE TABLE orders (id INTEGER PRIMARY KEY, amount NUMERIC(10,2) NOT NULL)").await;
        let url = format!("sqlite://{}", shop.display());
        done(&run(cadastre(&data, &["crawl", &url, "--name", "shop", "--json"])));
        for (user, role, scope) in [("ed", "editor", "crawl"), ("eva", "editor", "edit"), ("vera", "viewer", "read")] {
            let mut create = cadastre(&data, &["user", "create", user, "--role", role]);
            create.env("CADASTRE_PASSWORD", "correct horse battery");
            let made = run(create);
            assert_eq!(made.code, 0, "{}", made.err);
            let mut scopes = vec!["token", "create", "--user", user, "--name", "ci", "--scope", "read", "--json"];
            if scope != "read" {
                scopes.extend(["--scope", scope]);
            }
            let token = done(&run(cadastre(&data, &scopes)));
            let secret = token["secret"].as_str().expect("a token has a secret");
            // Only the first line counts.
            std::fs::write(directory.path().join(user), format!("{secret}\nand what else stands there\n"))
                .expect("the file is written");
        }
        let (child, address) = serve(&data);
        Self { child, address, directory }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// A command as somebody, asking this server.
    fn asked(&self, command: &[&str], user: &str) -> Said {
        let token = self.path(user);
        let token = token.to_str().expect("the path is UTF-8");
        let elsewhere = self.path("not-there");
        let arguments = [command, &["--server", &self.address, "--token-file", token, "--json"]].concat();
        let said = run(cadastre(&elsewhere, &arguments));
        assert!(!elsewhere.exists(), "the data directory is the server's business");
        said
    }

    fn crawl(&self, source: &str, user: &str) -> Said {
        self.asked(&["crawl", source], user)
    }

    /// Brings a version of a contract.
    fn push(&self, version: &str, columns: &str, more: &[&str], user: &str) -> Said {
        let file = self.path("orders.odcs.yaml");
        let text = format!(
            "apiVersion: v3.1.0\nkind: DataContract\nid: orders\nname: Orders\nversion: {version}\nstatus: active\n\
             schema:\n  - name: orders\n    properties:\n      - {{name: id, logicalType: integer}}\n{columns}"
        );
        std::fs::write(&file, text).expect("the file is written");
        let file = file.to_str().expect("the path is UTF-8");
        self.asked(&[&["contract", "push", file], more].concat(), user)
    }
}

fn serve(data: &Path) -> (Child, String) {
    let mut server = cadastre(data, &["serve", "--listen", "127.0.0.1:0"]);
    let mut child = server.stderr(Stdio::piped()).spawn().expect("the binary was built");
    let mut lines = BufReader::new(child.stderr.take().expect("it was piped")).lines().map_while(Result::ok);
    let address = lines.by_ref().find_map(|line| {
        let (_, rest) = line.split_once("ready at ")?;
        rest.split_whitespace().next().map(str::to_owned)
    });
    // A log that nobody reads would stop the server one day.
    std::thread::spawn(move || lines.for_each(drop));
    (child, address.expect("the server says where it is"))
}

/// Whether a command failed with a code, one line that says why, one that helps, and nothing for scripts to misread.
fn failed(said: &Said, code: i32, words: &str) {
    assert_eq!(said.code, code, "{}{}", said.out, said.err);
    assert!(said.err.contains(words), "`{words}` is not in {}", said.err);
    let secrets = ["cdt_", "correct horse"];
    assert!(secrets.iter().all(|secret| !said.err.contains(secret) && !said.out.contains(secret)), "{}", said.err);
}

#[tokio::test]
async fn crawl_of_a_server_answers_as_one_without() {
    let served = Served::new().await;
    execute(
        &served.path("shop.db"),
        "CREATE TABLE items (id INTEGER PRIMARY KEY); ALTER TABLE orders ADD COLUMN note TEXT",
    )
    .await;
    let answer = done(&served.crawl("shop", "ed"));
    assert_eq!((&answer["status"], &answer["source"]), (&"succeeded".into(), &"shop".into()), "{answer}");
    assert_eq!((&answer["seen"], &answer["added"], &answer["removed"]), (&7.into(), &3.into(), &0.into()), "{answer}");
    for key in ["run", "changed", "held", "duration_ms"] {
        assert!(!answer[key].is_null(), "{key} is missing in {answer}");
    }
    assert_eq!(answer["errors"], Value::Array(Vec::new()));
    let again = done(&served.crawl("shop", "ed"));
    assert_eq!((&again["added"], &again["changed"]), (&0.into(), &0.into()), "{again}");
    assert_ne!(again["run"], answer["run"]);

    let data = served.path("data");
    let beside = run(cadastre(&data, &["crawl", "shop"]));
    failed(&beside, 1, "another Cadastre works on");
    assert!(beside.err.contains("--server"), "{}", beside.err);
}

#[tokio::test]
async fn crawl_of_a_server_fails_with_code_and_reason() {
    let mut served = Served::new().await;
    failed(&served.crawl("nothing", "ed"), 3, "the server has no source `nothing`");
    failed(&served.crawl("shop", "vera"), 4, "not allowed to run crawls");
    std::fs::write(served.path("stranger"), "cdt_0000000000000000000000000000000000000000000\n").unwrap();
    failed(&served.crawl("shop", "stranger"), 4, "");
    std::fs::write(served.path("empty"), "\n").unwrap();
    failed(&served.crawl("shop", "empty"), 2, "`token-file`: a server wants a token");
    failed(&served.crawl("shop", "nobody"), 2, "`token-file`: cannot read");

    // What the server could not read is the command's failure, with the server's reason.
    std::fs::rename(served.path("shop.db"), served.path("moved.db")).unwrap();
    let lost = served.crawl("shop", "ed");
    assert_eq!(serde_json::from_str::<Value>(&lost.out).unwrap()["status"], "failed", "{}", lost.out);
    assert!(
        [2, 3, 5].contains(&lost.code) && lost.err.contains("error: ") && lost.err.contains("help: "),
        "{}",
        lost.err
    );
    std::fs::rename(served.path("moved.db"), served.path("shop.db")).unwrap();
    assert_eq!(done(&served.crawl("shop", "ed"))["removed"], 0, "an unreachable source loses nothing");

    drop(served.child.kill());
    drop(served.child.wait());
    failed(&served.crawl("shop", "ed"), 5, "does not answer");
}

#[tokio::test]
async fn i5_contract_push_to_a_server_answers_as_without_one_and_refuses_what_breaks_unsaid() {
    const AMOUNT: &str = "      - {name: amount, logicalType: number}\n";
    let served = Served::new().await;
    let first = done(&served.push("1.0.0", AMOUNT, &["--consumer", "team:bi"], "eva"));
    for key in ["id", "name", "version", "state", "new", "inForce", "breaking", "differences"] {
        assert!(!first[key].is_null(), "{key} is missing in {first}");
    }
    let kept = (&first["name"], &first["version"], &first["state"], &first["new"], &first["inForce"]);
    assert_eq!(kept, (&"Orders".into(), &"1.0.0".into(), &"active".into(), &true.into(), &true.into()));
    let again = done(&served.push("1.0.0", AMOUNT, &[], "eva"));
    assert_eq!((&again["new"], &again["id"]), (&false.into(), &first["id"]), "the same again is nothing new");

    let refused = served.push("1.1.0", "", &[], "eva");
    failed(&refused, 2, "orders.amount");
    let known = done(&served.push("1.1.0", "", &["--breaking-is-known"], "eva"));
    assert_eq!((&known["breaking"], &known["inForce"], &known["new"]), (&true.into(), &true.into(), &true.into()));
    assert_eq!(known["id"], first["id"], "another version of the same contract");

    failed(&served.push("1.2.0", AMOUNT, &[], "vera"), 4, "not allowed");
    failed(&served.push("1.2.0", "    other: [unclosed\n", &[], "eva"), 2, "");
}
