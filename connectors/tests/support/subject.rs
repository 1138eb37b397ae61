//! A real source of each connector for the conformance suite: an account of its own with a canary for a password, and a
//! few tables.

use connectors::{Connector, Definition, Outbound};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use testkit::{TestDatabase, mysql_database, postgres_database};

use super::folder;

/// What must never come out.
pub(crate) const CANARY: &str = "canary-in-the-mine";

const TABLES: &str = "
    CREATE TABLE first_one (id integer NOT NULL PRIMARY KEY, name varchar(20));
    CREATE TABLE second_one (x integer);
    CREATE VIEW a_view AS SELECT id, name FROM first_one;";

/// A source, and what holds it.
pub(crate) struct Subject {
    definition: &'static Definition,
    holder: Holder,
    account: String,
}

enum Holder {
    Postgres(TestDatabase),
    MySql(TestDatabase),
    Sqlite(TempDir),
    Folder(TempDir),
}

impl Subject {
    /// A source with two tables and a view.
    pub(crate) async fn of(definition: &'static Definition) -> Self {
        let subject = Self::empty(definition).await;
        match &subject.holder {
            Holder::Folder(place) => folder::fill(definition.name, place.path()),
            _ => subject.run(TABLES).await,
        }
        subject
    }

    /// A source with nothing in it.
    pub(crate) async fn empty(definition: &'static Definition) -> Self {
        let holder = match definition.name {
            "postgres" => Holder::Postgres(postgres_database().await),
            "mysql" => Holder::MySql(mysql_database().await),
            "sqlite" => Holder::Sqlite(tempfile::tempdir().unwrap()),
            name if folder::is_one(name) => Holder::Folder(folder::empty(name)),
            other => panic!("`{other}` has no source here; add one, so that it keeps the promises"),
        };
        let account = match &holder {
            Holder::Postgres(database) => database.create_account(CANARY).await,
            Holder::MySql(database) => {
                let account = database.create_account(CANARY).await;
                database.run(&format!("GRANT ALL ON {}.* TO {account}@'%'", database.name())).await;
                account
            }
            Holder::Sqlite(_) | Holder::Folder(_) => String::new(),
        };
        let subject = Self { definition, holder, account };
        if matches!(subject.holder, Holder::Sqlite(_)) {
            subject.run("PRAGMA user_version = 1").await;
        }
        subject
    }

    pub(crate) fn definition(&self) -> &'static Definition {
        self.definition
    }

    pub(crate) fn name(&self) -> &'static str {
        self.definition.name
    }

    /// The database, as the catalog calls it.
    pub(crate) fn database(&self) -> String {
        match &self.holder {
            Holder::Postgres(database) | Holder::MySql(database) => database.name().to_owned(),
            Holder::Sqlite(_) => self.file(),
            Holder::Folder(place) => folder::database(self.name(), place.path()),
        }
    }

    /// Whether it is a server with accounts and a port.
    pub(crate) fn is_server(&self) -> bool {
        !matches!(self.holder, Holder::Sqlite(_) | Holder::Folder(_))
    }

    /// Whether it is a folder of files about tables that are elsewhere.
    pub(crate) fn is_folder(&self) -> bool {
        matches!(self.holder, Holder::Folder(_))
    }

    /// Adds, removes and changes something; gives the innermost names that appeared and that are gone.
    pub(crate) async fn change(&self) -> (Vec<String>, Vec<String>) {
        if let Holder::Folder(place) = &self.holder {
            return folder::change(self.name(), place.path());
        }
        let add = "CREATE TABLE third_one (a integer); ALTER TABLE first_one ADD COLUMN more integer";
        self.run(&format!("DROP TABLE second_one; {add}")).await;
        (["a", "more", "third_one"].map(str::to_owned).to_vec(), ["second_one", "x"].map(str::to_owned).to_vec())
    }

    pub(crate) fn connector(&self) -> Box<dyn Connector> {
        self.connector_with(json!({}))
    }

    pub(crate) fn connector_with(&self, more: Value) -> Box<dyn Connector> {
        (self.definition.build)(self.config_with(more), Outbound::default()).unwrap()
    }

    pub(crate) fn config_with(&self, more: Value) -> Value {
        let mut config = match &self.holder {
            Holder::Postgres(database) => {
                let (host, port) = database.address();
                json!({ "host": host, "port": port, "user": self.account, "password": CANARY, "database": database.name() })
            }
            Holder::MySql(database) => {
                let (host, port) = database.address();
                json!({ "host": host, "port": port, "user": self.account, "password": CANARY, "databases": [database.name()] })
            }
            Holder::Sqlite(_) => json!({ "path": self.file() }),
            Holder::Folder(place) => folder::config(self.name(), place.path()),
        };
        for (field, value) in more.as_object().unwrap() {
            config[field] = value.clone();
        }
        config
    }

    fn file(&self) -> String {
        let Holder::Sqlite(directory) = &self.holder else { panic!("not a file") };
        directory.path().canonicalize().unwrap().join("source.db").to_str().unwrap().to_owned()
    }

    /// Runs SQL as the administrator.
    pub(crate) async fn run(&self, sql: &str) {
        match &self.holder {
            Holder::Postgres(database) | Holder::MySql(database) => database.run(sql).await,
            Holder::Sqlite(_) => {
                let options = SqliteConnectOptions::new().filename(self.file()).create_if_missing(true);
                let mut connection = options.connect().await.unwrap();
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
            Holder::Folder(_) => panic!("a folder runs no SQL"),
        }
    }

    /// Makes tables with one column each, called like their table, and gives their names.
    pub(crate) async fn create_hostile_tables(&self) -> Vec<String> {
        let mut names = vec![
            "a.b".to_owned(),
            "quote\"d".to_owned(),
            "tick`ed".to_owned(),
            "it's".to_owned(),
            "x; DROP TABLE first_one; --".to_owned(),
            "slash/back\\slash".to_owned(),
            " blank before".to_owned(),
            "表名".to_owned(),
            "%_*?[a]{b}".to_owned(),
            "$1 $$ :name ?".to_owned(),
            "é".to_owned(),
            "e\u{301}".to_owned(),
        ];
        // MySQL takes neither trailing blanks nor what lies beyond the basic plane.
        if self.name() != "mysql" {
            names.extend(["blank behind ".to_owned(), "😀".to_owned(), "n".repeat(63)]);
        }
        // SQLite ignores case; on the others these are two tables.
        if self.name() != "sqlite" {
            names.extend(["Twin".to_owned(), "twin".to_owned(), "n".repeat(60)]);
        }
        if let Holder::Folder(place) = &self.holder {
            return folder::create_hostile_files(self.name(), place.path());
        }
        let quote = if self.name() == "mysql" { '`' } else { '"' };
        let mut sql = String::new();
        for name in &names {
            let quoted = name.replace(quote, &format!("{quote}{quote}"));
            sql.push_str(&format!("CREATE TABLE {quote}{quoted}{quote} ({quote}{quoted}{quote} integer);\n"));
        }
        self.run(&sql).await;
        names
    }

    /// Makes more columns than a crawl says before anybody reads on.
    pub(crate) async fn create_many_columns(&self) {
        for table in ["wide_one", "wide_two", "wide_three"] {
            let columns: Vec<String> = (0..800).map(|number| format!("c{number} integer")).collect();
            self.run(&format!("CREATE TABLE {table} ({})", columns.join(", "))).await;
        }
    }

    /// How many connections the connector's account has.
    pub(crate) async fn connections(&self) -> i64 {
        let (url, statement) = match &self.holder {
            Holder::Postgres(database) => (database.url(), "SELECT count(*) FROM pg_stat_activity WHERE usename = $1"),
            Holder::MySql(database) => {
                (database.url(), "SELECT CAST(count(*) AS SIGNED) FROM information_schema.PROCESSLIST WHERE USER = ?")
            }
            Holder::Sqlite(_) | Holder::Folder(_) => return 0,
        };
        if self.name() == "postgres" {
            let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
            sqlx::query_scalar(statement).bind(&self.account).fetch_one(&mut connection).await.unwrap()
        } else {
            let mut connection = sqlx::MySqlConnection::connect(&url).await.unwrap();
            sqlx::query_scalar(statement).bind(&self.account).fetch_one(&mut connection).await.unwrap()
        }
    }

    /// Ends the connections of the connector's account from the server's side.
    pub(crate) async fn kill_connections(&self) {
        match &self.holder {
            Holder::Postgres(database) => {
                let account = &self.account;
                let sql = format!(
                    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = '{account}'"
                );
                database.run(&sql).await;
            }
            Holder::MySql(database) => database.run(&format!("KILL CONNECTION USER '{}'", self.account)).await,
            Holder::Sqlite(_) | Holder::Folder(_) => {}
        }
    }
}
