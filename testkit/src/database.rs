//! A database of a test's own, which goes away with it.

use std::{
    path::PathBuf,
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use sqlx::{AssertSqlSafe, Connection, MySqlConnection, PgConnection};

use crate::server::{Engine, admin_url, authority_file};

/// A fresh, empty database; dropping it removes the database and the accounts that were made for it.
#[derive(Debug)]
pub struct TestDatabase {
    engine: Engine,
    name: String,
    accounts: Mutex<Vec<String>>,
}

/// A fresh database of the shared PostgreSQL.
///
/// # Panics
/// When the server cannot be started or refuses.
pub async fn postgres_database() -> TestDatabase {
    TestDatabase::create(Engine::Postgres).await
}

/// A fresh database of a PostgreSQL that offers encryption, as `localhost`, and the file with the authority's
/// certificate.
///
/// # Panics
/// When the server cannot be started or refuses.
pub async fn postgres_tls_database() -> (TestDatabase, PathBuf) {
    (TestDatabase::create(Engine::PostgresTls).await, authority_file())
}

/// A fresh database of the shared MariaDB.
///
/// # Panics
/// When the server cannot be started or refuses.
pub async fn mysql_database() -> TestDatabase {
    TestDatabase::create(Engine::MySql).await
}

impl TestDatabase {
    async fn create(engine: Engine) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("t{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let database = Self { engine, name, accounts: Mutex::default() };
        database.administer(&database.statements_to_create()).await;
        database
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address of the administrator's connection to it, without a password on the shared servers.
    #[must_use]
    pub fn url(&self) -> String {
        let admin = admin_url(self.engine);
        let (server, _) = admin.rsplit_once('/').expect("an administrator's address names a database");
        format!("{server}/{}", self.name)
    }

    /// The host and the port of its server.
    ///
    /// # Panics
    /// When the address in the environment names no port.
    #[must_use]
    pub fn address(&self) -> (String, u16) {
        let url = self.url();
        let authority = url.split('/').nth(2).unwrap_or_default().rsplit('@').next().unwrap_or_default().to_owned();
        let (host, port) = authority.rsplit_once(':').expect("an administrator's address names a port");
        (host.to_owned(), port.parse().expect("a port is a number"))
    }

    /// Makes an account that may connect with `password` and nothing else, and gives its name.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn create_account(&self, password: &str) -> String {
        let mut account = format!("u_{}", self.name);
        {
            let mut accounts = self.accounts.lock().expect("nobody panicked with the list");
            account.push_str(&format!("_{}", accounts.len()));
            accounts.push(account.clone());
        }
        let quoted = password.replace('\'', "''");
        let statement = match self.engine {
            Engine::Postgres | Engine::PostgresTls => format!("CREATE ROLE {account} LOGIN PASSWORD '{quoted}'"),
            Engine::MySql => format!("CREATE USER {account}@'%' IDENTIFIED BY '{quoted}'"),
        };
        self.administer(&[statement]).await;
        account
    }

    /// Runs SQL, which may be several statements, as the administrator in this database.
    ///
    /// # Panics
    /// When the server refuses a statement.
    pub async fn run(&self, sql: &str) {
        self.run_at(&self.url(), sql).await;
    }

    async fn run_at(&self, url: &str, sql: &str) {
        let answer = match self.engine {
            Engine::Postgres | Engine::PostgresTls => match PgConnection::connect(url).await {
                Ok(mut connection) => sqlx::raw_sql(AssertSqlSafe(sql))
                    .execute(&mut connection)
                    .await
                    .map(|_| ())
                    .and(connection.close().await),
                Err(cause) => Err(cause),
            },
            Engine::MySql => match MySqlConnection::connect(url).await {
                Ok(mut connection) => sqlx::raw_sql(AssertSqlSafe(sql))
                    .execute(&mut connection)
                    .await
                    .map(|_| ())
                    .and(connection.close().await),
                Err(cause) => Err(cause),
            },
        };
        if let Err(cause) = answer {
            panic!("{cause}\nin: {}", sql.chars().take(300).collect::<String>());
        }
    }

    async fn administer(&self, statements: &[String]) {
        for statement in statements {
            self.run_at(admin_url(self.engine), statement).await;
        }
    }

    fn statements_to_create(&self) -> Vec<String> {
        let name = &self.name;
        match self.engine {
            // The first: a process of an earlier run may have had the same number and been killed. Nobody can be
            // connected to template0, so that many databases can be made at once.
            Engine::Postgres | Engine::PostgresTls => {
                vec![
                    format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
                    format!("CREATE DATABASE {name} TEMPLATE template0"),
                ]
            }
            Engine::MySql => {
                vec![format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")]
            }
        }
    }

    fn statements_to_drop(&self) -> Vec<String> {
        let name = &self.name;
        let accounts = self.accounts.lock().map(|accounts| accounts.clone()).unwrap_or_default();
        let mut statements = match self.engine {
            Engine::Postgres | Engine::PostgresTls => vec![format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")],
            Engine::MySql => vec![format!("DROP DATABASE IF EXISTS {name}")],
        };
        statements.extend(accounts.iter().map(|account| match self.engine {
            Engine::Postgres | Engine::PostgresTls => format!("DROP ROLE IF EXISTS {account}"),
            Engine::MySql => format!("DROP USER IF EXISTS {account}@'%'"),
        }));
        statements
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let statements = self.statements_to_drop();
        let admin = admin_url(self.engine);
        let work = async {
            for statement in statements {
                self.run_at(admin, &statement).await;
            }
        };
        // The test's own runtime cannot be waited on from here, and may be the one that is ending.
        std::thread::scope(|scope| {
            let dropped = scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                if let Ok(runtime) = runtime {
                    runtime.block_on(work);
                }
            });
            // A test that failed has more to say than a database that stays behind.
            drop(dropped.join());
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn postgres_database_is_fresh_and_takes_statements() {
        let database = postgres_database().await;
        database.run("CREATE TABLE t (id integer); INSERT INTO t VALUES (1)").await;
        let mut connection = PgConnection::connect(&database.url()).await.unwrap();
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM t").fetch_one(&mut connection).await.unwrap();
        assert_eq!(count, 1);
    }

    #[tokio::test]
    async fn mysql_database_is_fresh_and_takes_statements() {
        let database = mysql_database().await;
        database.run("CREATE TABLE t (id integer); INSERT INTO t VALUES (1)").await;
        let mut connection = MySqlConnection::connect(&database.url()).await.unwrap();
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM t").fetch_one(&mut connection).await.unwrap();
        assert_eq!(count, 1);
    }

    #[tokio::test]
    async fn account_needs_its_password() {
        for database in [postgres_database().await, mysql_database().await] {
            let account = database.create_account("right").await;
            let (host, port) = database.address();
            let name = database.name();
            let scheme = if database.engine == Engine::Postgres { "postgres" } else { "mysql" };
            let url = |password: &str| format!("{scheme}://{account}:{password}@{host}:{port}/{name}");
            match database.engine {
                Engine::Postgres | Engine::PostgresTls => {
                    assert!(PgConnection::connect(&url("right")).await.is_ok());
                    assert!(PgConnection::connect(&url("wrong")).await.is_err());
                }
                Engine::MySql => {
                    let grant = format!("GRANT SELECT ON {name}.* TO {account}@'%'");
                    database.run(&grant).await;
                    assert!(MySqlConnection::connect(&url("right")).await.is_ok());
                    assert!(MySqlConnection::connect(&url("wrong")).await.is_err());
                }
            }
        }
    }

    #[tokio::test]
    async fn database_goes_away_with_its_value() {
        let database = postgres_database().await;
        let (name, admin) = (database.name().to_owned(), admin_url(Engine::Postgres));
        drop(database);
        let mut connection = PgConnection::connect(admin).await.unwrap();
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_database WHERE datname = $1")
            .bind(name)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(count, 0);
    }
}
