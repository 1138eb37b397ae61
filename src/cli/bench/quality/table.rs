//! A made-up table of orders in PostgreSQL or in a file, and a data directory that knows it and holds eight checks of it.

use std::path::PathBuf;

use catalog::{Database, Engine, NameQuery, RunId};
use quality::{
    check::Tolerance,
    suite::{Draft, Item, Selection, Timing},
};
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};

use super::process::{Program, Server, parent};
use crate::{
    app::{App, Purpose},
    cli::{failure::Failure, open, scratch::Scratch},
    config::Config,
};

/// What an address of e-mail looks like, to every one of the programs.
const PATTERN: &str = "^[^@ ]+@[^@ ]+[.][a-z]+$";
const SUITE: &str = "Eight checks of orders";

/// Where a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Postgres,
    File,
}

impl Kind {
    /// What the programs measured beside this one call it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::File => "parquet",
        }
    }

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::File => "Parquet",
        }
    }
}

/// A table with the data directory that knows it.
pub(super) struct Held {
    pub(super) kind: Kind,
    pub(super) rows: u64,
    pub(super) server: Option<Server>,
    data: PathBuf,
    place: Place,
}

enum Place {
    File { path: PathBuf },
    Schema { url: String, name: String, server: Database },
}

impl Held {
    /// In a Parquet file.
    pub(super) async fn in_file(files: &Scratch, rows: u64) -> Result<Self, Failure> {
        let folder = files.fresh()?;
        let path = folder.join("orders.parquet");
        let written = tokio::task::spawn_blocking({
            let path = path.clone();
            move || connectors::made_up::write_orders(&path, rows)
        });
        let problem =
            |cause: &dyn std::fmt::Display| Failure::unavailable(format!("the file cannot be written: {cause}"));
        written.await.map_err(|cause| problem(&cause))?.map_err(|cause| problem(&cause))?;
        let data = files.fresh()?;
        let held = Self { kind: Kind::File, rows, server: None, data, place: Place::File { path } };
        held.know(&format!("file://{}", folder.display()), files).await?;
        Ok(held)
    }

    /// In a schema of its own of a server on this machine.
    pub(super) async fn in_postgres(files: &Scratch, url: &str, rows: u64) -> Result<Self, Failure> {
        let server = Database::open(url).await?;
        if server.engine() != Engine::Postgres {
            return Err(Failure::invalid("postgres", "is not the address of a PostgreSQL; write postgres://…"));
        }
        let name = format!("cadastre_{}", RunId::new().to_string().replace('-', ""));
        run(&server, &format!("CREATE SCHEMA {name}")).await?;
        let first = first_process(&server).await?;
        let place = Place::Schema { url: url.to_owned(), name: name.clone(), server: server.clone() };
        let held = Self { kind: Kind::Postgres, rows, server: first, data: files.fresh()?, place };
        let made = async {
            run(&server, &statement(&name, rows)).await?;
            run(&server, &format!("VACUUM (ANALYZE) {name}.orders")).await?;
            held.know(url, files).await
        };
        if let Err(failure) = made.await {
            held.remove().await?;
            return Err(failure);
        }
        Ok(held)
    }

    /// Crawls the table and writes down the checks.
    async fn know(&self, url: &str, files: &Scratch) -> Result<(), Failure> {
        self.this(files, &["crawl", url, "--name", "bench"])?.run(None).await?;
        let app = App::open(Config::for_directory(&self.data), Purpose::Command).await?;
        let query: NameQuery = self.table().parse()?;
        let table = app.catalog().find(&open::operator(), &query, None).await?.id;
        let draft = Draft {
            name: SUITE.into(),
            description: String::new(),
            selection: Selection { assets: vec![table], query: None },
            items: items(),
            timing: Timing { cron: None, is_after_crawl: false, is_after_run: false },
            is_enabled: true,
        };
        app.checking().quality().save_suite(&open::operator(), None, draft).await?;
        Ok(())
    }

    /// This program, making the checks of the table (`check`) or measuring it (`profile`).
    pub(super) fn program(&self, command: &str, files: &Scratch) -> Result<Program, Failure> {
        let table = self.table();
        self.this(files, &[command, if command == "check" { SUITE } else { &table }])
    }

    fn this(&self, files: &Scratch, args: &[&str]) -> Result<Program, Failure> {
        let problem = |cause| Failure::unavailable(format!("where this program is cannot be told: {cause}"));
        let path = std::env::current_exe().map_err(problem)?;
        let data = self.data.display().to_string();
        Ok(Program::new(&path, files.fresh()?).args(["--data", &data]).args(args.iter().copied()))
    }

    fn table(&self) -> String {
        match &self.place {
            Place::File { path } => format!("\"{}\"", path.display()),
            Place::Schema { name, .. } => format!("{name}.orders"),
        }
    }

    /// What the other programs read in their environment.
    pub(super) fn told(&self) -> Vec<(&'static str, String)> {
        let mut variables = vec![("BENCH_PATTERN", PATTERN.to_owned())];
        match &self.place {
            Place::File { path } => variables.push(("BENCH_FILE", path.display().to_string())),
            Place::Schema { url, name, .. } => {
                variables.extend([("BENCH_URL", url.clone()), ("BENCH_SCHEMA", name.clone())]);
            }
        }
        variables
    }

    /// Removes what lies outside of temporary directories.
    pub(super) async fn remove(self) -> Result<(), Failure> {
        if let Place::Schema { name, server, .. } = self.place {
            run(&server, &format!("DROP SCHEMA {name} CASCADE")).await?;
            server.close().await?;
        }
        Ok(())
    }
}

async fn run(server: &Database, statement: &str) -> Result<(), Failure> {
    server.for_migrations().execute_unprepared(statement).await.map_err(catalog::Error::from)?;
    Ok(())
}

/// The first process of a server on this machine; none when it runs elsewhere.
async fn first_process(server: &Database) -> Result<Option<Server>, Failure> {
    let asked = Statement::from_string(sea_orm::DbBackend::Postgres, "SELECT pg_backend_pid() AS number");
    let row = server.for_migrations().query_one_raw(asked).await.map_err(catalog::Error::from)?;
    let number =
        row.and_then(|row| row.try_get::<i32>("", "number").ok()).and_then(|number| u32::try_from(number).ok());
    let name = |number: u32| std::fs::read_to_string(format!("/proc/{number}/comm")).unwrap_or_default();
    Ok(number.filter(|number| name(*number).starts_with("postgres")).and_then(parent))
}

/// The same table as that of the file, but for how chance is made.
fn statement(schema: &str, rows: u64) -> String {
    format!(
        "CREATE TABLE {schema}.orders AS SELECT n AS id, \
         CASE WHEN n % 100 = 0 THEN NULL WHEN n % 10000 = 1 THEN 'nobody' \
         ELSE 'user' || (n * 7919 % 1000000) || '@example.org' END AS email, \
         ((n * 104729 % 1000000) * CASE WHEN n % 1000 = 7 THEN -1 ELSE 1 END / 100.0)::double precision AS amount, \
         (ARRAY['new', 'paid', 'sent', 'returned', 'cancelled'])[1 + n * 31 % 5] AS status, \
         timestamp '2024-01-01' + (n * 104729 % 31536000) * interval '1 second' AS created \
         FROM generate_series(0::bigint, {}::bigint) AS n",
        i128::from(rows) - 1
    )
}

/// The eight checks, which all hold.
fn items() -> Vec<Item> {
    let item = |kind: &str, column: Option<&str>, settings: Value, share: Option<f64>| Item {
        kind: kind.to_owned(),
        columns: column.map(str::to_owned),
        settings,
        tolerance: Tolerance { errors: None, share },
        ..Item::new()
    };
    vec![
        item("row_count", None, json!({ "min": 1 }), None),
        item("not_null", Some("id"), json!({}), None),
        item("unique", Some("id"), json!({}), None),
        item("not_null", Some("email"), json!({}), Some(0.02)),
        item("matches", Some("email"), json!({ "pattern": PATTERN }), Some(0.01)),
        item("between", Some("amount"), json!({ "min": -10_000, "max": 10_000 }), None),
        item("mean_between", Some("amount"), json!({ "min": 0, "max": 10_000 }), None),
        item("in_set", Some("status"), json!({ "values": ["new", "paid", "sent", "returned", "cancelled"] }), None),
    ]
}
