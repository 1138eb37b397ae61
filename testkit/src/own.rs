//! Servers of one test's own: a PostgreSQL that the test may hurt (stop it, freeze it, start it again), and a PostgreSQL
//! and a MariaDB that write down every statement.

use std::path::PathBuf;

use crate::server::script;

/// A server that nobody else uses; it goes away when it is dropped, and at the latest with this process.
#[derive(Debug)]
pub struct OwnPostgres {
    directory: PathBuf,
    url: String,
}

/// Starts a PostgreSQL with an empty database.
///
/// # Panics
/// When it cannot be started.
#[must_use]
pub fn own_postgres() -> OwnPostgres {
    let directory = own_directory("postgres");
    let process = std::process::id().to_string();
    let url = script(&["own", "start", &directory.display().to_string(), &process]);
    OwnPostgres { directory, url }
}

/// Starts a PostgreSQL with an empty database that counts every statement (`pg_stat_statements`) and logs it, in CSV and in
/// JSON.
///
/// # Panics
/// When it cannot be started.
#[must_use]
pub fn logging_postgres() -> OwnPostgres {
    let directory = own_directory("postgres");
    let settings = format!(
        "-c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.track=all -c logging_collector=on \
         -c log_destination=csvlog,jsonlog -c log_directory={}/log -c log_min_duration_statement=0 -c log_timezone=UTC",
        directory.display()
    );
    let url = script(&["own", "start", &directory.display().to_string(), &std::process::id().to_string(), &settings]);
    OwnPostgres { directory, url }
}

/// A MariaDB that nobody else uses; it goes away when it is dropped, and at the latest with this process.
#[derive(Debug)]
pub struct OwnMySql {
    directory: PathBuf,
    url: String,
}

/// Starts a MariaDB that counts every statement (the performance schema) and logs it, in a table and in a file.
///
/// # Panics
/// When it cannot be started.
#[must_use]
pub fn logging_mysql() -> OwnMySql {
    let directory = own_directory("mysql");
    let settings = "--performance-schema=ON --general-log=1 --log-output=TABLE,FILE --general-log-file=general.log \
                    --performance-schema-consumer-statements-digest=ON --default-time-zone=+00:00";
    let process = std::process::id().to_string();
    let url = script(&["own", "start_mysql", &directory.display().to_string(), &process, settings]);
    OwnMySql { directory, url }
}

fn own_directory(engine: &str) -> PathBuf {
    std::env::temp_dir().join(format!("cadastre-own-{engine}-{}", std::process::id()))
}

impl OwnMySql {
    /// The address of the administrator's connection to it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder in which it writes `general.log`.
    #[must_use]
    pub fn log_folder(&self) -> PathBuf {
        self.directory.join("data")
    }
}

impl Drop for OwnMySql {
    fn drop(&mut self) {
        script(&["own", "end", &self.directory.display().to_string()]);
    }
}

impl OwnPostgres {
    /// The folder of its log files, where it writes some.
    #[must_use]
    pub fn log_folder(&self) -> PathBuf {
        self.directory.join("log")
    }

    /// The address of the administrator's connection to its database.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops every process of the server where it is: connections stay open and nothing answers.
    pub fn freeze(&self) {
        self.own("freeze");
    }

    /// Lets the processes go on.
    pub fn thaw(&self) {
        self.own("thaw");
    }

    /// Ends the server at once, as a crash does.
    pub fn stop(&self) {
        self.own("stop");
    }

    /// Starts it again at the same address, with what it had.
    pub fn start_again(&self) {
        self.own("again");
    }

    fn own(&self, what: &str) {
        script(&["own", what, &self.directory.display().to_string()]);
    }
}

impl Drop for OwnPostgres {
    fn drop(&mut self) {
        self.own("end");
    }
}
