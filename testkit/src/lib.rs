//! Real database servers for the tests of every crate: a fresh, empty database of a PostgreSQL or a MariaDB.
//!
//! One server of each sort is shared by all test processes of a checkout. `scripts/test-servers.sh` starts it when the
//! first process asks, and stops it when no process has held the lock on its `users` file for a minute; the kernel lets
//! go of that lock however a process ends. With `CADASTRE_TEST_POSTGRES` or `CADASTRE_TEST_MYSQL` set (the address of an
//! administrator's connection), that server is used instead and nothing is started.
//!
//! Systems that sign people in, mail servers and object stores are each of one test's own (`identity`, `mail`, `objects`).
//!
//! A test that stops or freezes its server takes one of its own.
//!
//! Left out: SQLite, which needs no server, and anything that a product would use.

mod database;
mod identity;
mod mail;
mod objects;
mod own;
mod server;

pub use database::{TestDatabase, mysql_database, postgres_database, postgres_tls_database};
pub use identity::{Directory, OidcProvider, directory, oidc_provider};
pub use mail::{MailServer, mail_server};
pub use objects::{ObjectStore, object_store};
pub use own::{OwnMySql, OwnPostgres, logging_mysql, logging_postgres, own_postgres};
