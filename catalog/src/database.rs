//! The store's connections: one writer at a time, many readers, on SQLite or PostgreSQL.
//!
//! Writers queue, in this process on a lock and between processes on the engine's own: on SQLite a write transaction
//! is begun `IMMEDIATE`, on PostgreSQL it first locks the row that holds the last change number. Changes are therefore
//! numbered in the order in which they become visible.

pub mod rows;

use std::{
    ops::Deref,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, RuntimeErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::error::{Error, Result};

/// Which engine keeps the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, embedded.
    Sqlite,
    /// A server.
    Postgres,
}

/// How long a server may take to give a connection or to begin a transaction before it counts as gone.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the transaction of another process may keep writers waiting.
const LONGEST_TURN: Duration = Duration::from_secs(60);

/// The store's connections; cheap to clone.
#[derive(Debug, Clone)]
pub struct Database {
    read: DatabaseConnection,
    write: DatabaseConnection,
    turn: Arc<Mutex<()>>,
    engine: Engine,
    statements: Arc<AtomicU64>,
}

impl Database {
    fn new(read: DatabaseConnection, write: DatabaseConnection, engine: Engine) -> Self {
        let statements: Arc<AtomicU64> = Arc::default();
        let [read, write] = [read, write].map(|mut connection| {
            let statements = Arc::clone(&statements);
            connection.set_metric_callback(move |_| {
                statements.fetch_add(1, Ordering::Relaxed);
            });
            connection
        });
        Self { read, write, turn: Arc::default(), engine, statements }
    }

    /// Opens the store at `url`: `sqlite:///path/to/file.db` (made when missing) or `postgres://user:pw@host:port/db`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for another scheme; [`Error::StoreUnavailable`] when it cannot be reached.
    pub async fn open(url: &str) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            return Self::open_sqlite(Path::new(path)).await;
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::open_postgres(url).await;
        }
        let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
        Err(Error::invalid("database", format!("scheme `{scheme}` is not known; use sqlite:///path or postgres://…")))
    }

    async fn open_sqlite(path: &Path) -> Result<Self> {
        let write = connect_sqlite(path, 1, 16 * 1024).await?;
        let read = connect_sqlite(path, 6, 2 * 1024).await?;
        Ok(Self::new(read, write, Engine::Sqlite))
    }

    async fn open_postgres(url: &str) -> Result<Self> {
        let connect = |most: u32| {
            let mut options = ConnectOptions::new(url);
            options.max_connections(most).sqlx_logging(false).acquire_timeout(PATIENCE);
            options.set_application_name("cadastre");
            sea_orm::Database::connect(options)
        };
        let (read, write) = (connect(12).await?, connect(3).await?);
        Ok(Self::new(read, write, Engine::Postgres))
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// How many statements were sent since it was opened: what an answer costs is the difference.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// The connections for reading.
    #[must_use]
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// The connection for migrations, which make their own transactions.
    #[must_use]
    pub fn for_migrations(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Writes a copy of an embedded store, as it is at one moment, into the new file `path`; others may go on writing.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a store that is a server's; the engine's own.
    pub async fn copy_to(&self, path: &Path) -> Result<()> {
        if self.engine != Engine::Sqlite {
            return Err(Error::invalid("database", "is a server's; copy it with the server's own tools"));
        }
        let path = path.display().to_string();
        let copy = sea_orm::Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [path.into()]);
        self.read.execute_raw(copy).await?;
        Ok(())
    }

    /// Closes every connection, for a store that is not needed any more.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn close(self) -> Result<()> {
        self.read.close().await?;
        Ok(self.write.close().await?)
    }

    /// Begins a write transaction, when it is this one's turn.
    ///
    /// # Errors
    /// [`Error::StoreUnavailable`] when the engine does not answer in time; also while another writer still waits for a
    /// server that is gone.
    pub async fn write(&self) -> Result<Write> {
        let turn = tokio::select! {
            biased;
            turn = Arc::clone(&self.turn).lock_owned() => turn,
            error = self.gone() => return Err(error),
        };
        let options = TransactionOptions {
            sqlite_transaction_mode: (self.engine == Engine::Sqlite).then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let begin = self.write.begin_with_options(options);
        if self.engine == Engine::Sqlite {
            return Ok(Write { transaction: begin.await?, _turn: turn });
        }
        let transaction = within(PATIENCE, begin).await?;
        within(
            LONGEST_TURN,
            transaction.execute_unprepared("SELECT value FROM catalog_sequence WHERE id = 1 FOR UPDATE"),
        )
        .await?;
        Ok(Write { transaction, _turn: turn })
    }

    /// Answers when a server does not answer any more; never for an embedded store, which cannot go away.
    async fn gone(&self) -> Error {
        if self.engine == Engine::Sqlite {
            return std::future::pending().await;
        }
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if let Err(error) = within(PATIENCE, self.write.execute_unprepared("SELECT 1")).await {
                return error;
            }
        }
    }
}

/// What the server answers, if it does in time.
async fn within<T>(patience: Duration, answer: impl Future<Output = Result<T, DbErr>>) -> Result<T> {
    match tokio::time::timeout(patience, answer).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(Error::StoreUnavailable(DbErr::Conn(RuntimeErr::Internal(format!("no answer in {patience:?}"))))),
    }
}

/// A write transaction. Dropped without [`Write::commit`], it has not happened.
#[derive(Debug)]
pub struct Write {
    transaction: DatabaseTransaction,
    _turn: OwnedMutexGuard<()>,
}

impl Write {
    /// Makes it happen.
    ///
    /// # Errors
    /// The engine's own; then nothing has happened.
    pub async fn commit(self) -> Result<()> {
        Ok(self.transaction.commit().await?)
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.transaction.get_database_backend() {
            DbBackend::Postgres => Engine::Postgres,
            _ => Engine::Sqlite,
        }
    }
}

impl Deref for Write {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &Self::Target {
        &self.transaction
    }
}

/// Connects to the file at `path`; `cache_kib` bounds the memory of each connection.
async fn connect_sqlite(path: &Path, connections: u32, cache_kib: i64) -> Result<DatabaseConnection> {
    let file = path.to_path_buf();
    let mut options = ConnectOptions::new("sqlite::memory:");
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(30))
        .map_sqlx_sqlite_opts(move |sqlite| {
            use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
            sqlite
                .filename(&file)
                .in_memory(false)
                .shared_cache(false)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Normal)
                .busy_timeout(Duration::from_secs(30))
                .foreign_keys(true)
                .statement_cache_capacity(64)
                .pragma("cache_size", (-cache_kib).to_string())
                .pragma("temp_store", "MEMORY")
                .pragma("mmap_size", "0")
        });
    Ok(sea_orm::Database::connect(options).await?)
}
