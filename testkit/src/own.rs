//! A PostgreSQL of one test's own, which the test may hurt: stop it, freeze it, start it again.

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
    let name = format!("cadastre-own-postgres-{}", std::process::id());
    let directory = std::env::temp_dir().join(name);
    let process = std::process::id().to_string();
    let url = script(&["own", "start", &directory.display().to_string(), &process]);
    OwnPostgres { directory, url }
}

impl OwnPostgres {
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
