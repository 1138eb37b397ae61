//! A migration that is cut off at any point: the store has the whole of it or nothing, and goes on from there.
#![allow(missing_docs, reason = "tests state facts in their names")]

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, DbBackend, SqlxSqliteConnector, Statement,
    sqlx::{
        Pool, Sqlite,
        pool::PoolOptions,
        sqlite::{SqliteConnectOptions, SqliteJournalMode},
    },
};

/// Everything that a store's schema is, in words, without what remembers which migrations ran.
async fn schema(store: &DatabaseConnection) -> Vec<String> {
    let sql = match store.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT line FROM (
                SELECT 'column ' || table_name || ' ' || ordinal_position || ' ' || column_name || ' ' || data_type || ' '
                    || is_nullable || ' ' || coalesce(collation_name, '') AS line
                FROM information_schema.columns WHERE table_schema = 'public'
                UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
                UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
                FROM pg_constraint WHERE connamespace = 'public'::regnamespace
             ) all_lines WHERE line NOT LIKE '%seaql_migrations%' ORDER BY line"
        }
        _ => {
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS line FROM sqlite_master
             WHERE tbl_name <> 'seaql_migrations' ORDER BY line"
        }
    };
    lines(store, sql).await
}

async fn lines(store: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = store
        .query_all_raw(Statement::from_string(store.get_database_backend(), sql))
        .await
        .expect("the store answers");
    rows.iter().map(|row| row.try_get("", "line").expect("a line of text")).collect()
}

/// How many migrations the store says it has.
async fn applied(store: &DatabaseConnection) -> usize {
    let sql = match store.get_database_backend() {
        DbBackend::Postgres => "SELECT tablename AS line FROM pg_tables WHERE tablename = 'seaql_migrations'",
        _ => "SELECT name AS line FROM sqlite_master WHERE name = 'seaql_migrations'",
    };
    match lines(store, sql).await.is_empty() {
        true => 0,
        false => lines(store, "SELECT version AS line FROM seaql_migrations").await.len(),
    }
}

/// The schema behind each number of migrations, from 0 to all of them.
async fn steps(fresh: &DatabaseConnection) -> Vec<Vec<String>> {
    use sea_orm_migration::MigratorTrait as _;
    let mut steps = vec![schema(fresh).await];
    for _ in migrations::Migrator::migrations() {
        migrations::Migrator::up(fresh, Some(1)).await.expect("one migration is done");
        steps.push(schema(fresh).await);
    }
    steps
}

/// Checks that a store has whole migrations only, and that the others can be added.
async fn check(store: &DatabaseConnection, steps: &[Vec<String>], point: u64) {
    assert_eq!(schema(store).await, steps[applied(store).await], "cut off at {point}");
    migrations::up(store).await.expect("the others are added");
    assert_eq!(schema(store).await, steps[steps.len() - 1], "finished after being cut off at {point}");
    let rows = lines(store, "SELECT cast(value AS varchar(20)) AS line FROM catalog_sequence").await;
    assert_eq!(rows, ["0"], "the only row that migrations write is there once");
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(file).create_if_missing(true).journal_mode(SqliteJournalMode::Wal)
}

async fn sqlite(file: &Path) -> DatabaseConnection {
    let pool =
        PoolOptions::<Sqlite>::new().max_connections(1).connect_with(options(file)).await.expect("the file opens");
    SqlxSqliteConnector::from_sqlx_sqlite_pool(pool)
}

/// After so many steps of SQLite's machine it is asked whether to go on; a statement takes more.
const STEPS: i32 = 20;

/// A store of which the engine, every [`STEPS`], does what `at` says; it is told how many times it was asked before.
async fn watched(file: &Path, at: impl Fn(u64) -> bool + Clone + Send + Sync + 'static) -> Pool<Sqlite> {
    let count = Arc::new(AtomicU64::new(0));
    let pool = PoolOptions::<Sqlite>::new().max_connections(1).after_connect(move |connection, _| {
        let (count, at) = (Arc::clone(&count), at.clone());
        Box::pin(async move {
            let mut handle = connection.lock_handle().await?;
            handle.set_progress_handler(STEPS, move || at(count.fetch_add(1, Ordering::SeqCst)));
            Ok(())
        })
    });
    pool.connect_with(options(file)).await.expect("the file opens")
}

/// What a process that is killed now leaves of a store.
fn image(file: &Path, to: &Path) -> PathBuf {
    let target = to.join("image.db");
    for end in ["", "-wal", "-shm"] {
        let name = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
        drop(std::fs::remove_file(name(&target)));
        // The index of the log is there only while somebody has the store open.
        drop(std::fs::copy(name(file), name(&target)));
    }
    target
}

#[tokio::test]
async fn threat_28_migration_cut_off_at_any_point_on_sqlite_is_whole_or_absent() {
    let files = tempfile::tempdir().unwrap();
    let steps = steps(&sqlite(&files.path().join("fresh.db")).await).await;
    let ticks = Arc::new(AtomicU64::new(0));
    let counting = Arc::clone(&ticks);
    let count = move |_| {
        counting.fetch_add(1, Ordering::SeqCst);
        true
    };
    let whole = watched(&files.path().join("whole.db"), count).await;
    migrations::up(&SqlxSqliteConnector::from_sqlx_sqlite_pool(whole)).await.unwrap();
    let ticks = ticks.load(Ordering::SeqCst);
    assert!(ticks > 150, "the migrations take {ticks} times {STEPS} steps");
    let mut cut_off = 0;
    for point in (0..ticks).step_by(2) {
        let directory = tempfile::tempdir_in(files.path()).unwrap();
        let file = directory.path().join("store.db");
        let (from, to) = (file.clone(), directory.path().to_owned());
        let pool = watched(&file, move |tick| {
            if tick == point {
                image(&from, &to);
            }
            tick < point
        });
        let pool = pool.await;
        let outcome = migrations::up(&SqlxSqliteConnector::from_sqlx_sqlite_pool(pool.clone())).await;
        pool.close().await;
        cut_off += u32::from(outcome.is_err());
        // What a killed process leaves, and what one leaves whose statement failed.
        check(&sqlite(&directory.path().join("image.db")).await, &steps, point).await;
        check(&sqlite(&file).await, &steps, point).await;
    }
    assert!(cut_off > 80, "{cut_off} were cut off");
}

/// Lets the server end the connection that runs the definition with the number in `victim`.
const KILLER: &str = "
    CREATE SCHEMA killer;
    CREATE SEQUENCE killer.counter;
    CREATE TABLE killer.victim (number bigint);
    CREATE FUNCTION killer.strike() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF nextval('killer.counter') = (SELECT number FROM killer.victim) THEN
            PERFORM pg_terminate_backend(pg_backend_pid());
        END IF;
    END $$;";

/// An empty store again, in which a definition is to be the last of its connection.
fn prepare(victim: u64) -> String {
    format!(
        "DROP EVENT TRIGGER IF EXISTS killer; DROP SCHEMA public CASCADE; CREATE SCHEMA public;
         TRUNCATE killer.victim; INSERT INTO killer.victim VALUES ({victim});
         SELECT setval('killer.counter', 1, false);
         CREATE EVENT TRIGGER killer ON ddl_command_end EXECUTE FUNCTION killer.strike();"
    )
}

#[tokio::test]
async fn threat_28_migration_killed_at_each_definition_on_postgres_is_whole_or_absent() {
    let fresh = testkit::postgres_database().await;
    let steps = steps(&Database::connect(fresh.url()).await.unwrap()).await;
    let database = testkit::postgres_database().await;
    database.run(KILLER).await;
    database.run(&prepare(0)).await;
    migrations::up(&Database::connect(database.url()).await.unwrap()).await.unwrap();
    let store = Database::connect(database.url()).await.unwrap();
    let counted = lines(&store, "SELECT last_value::text AS line FROM killer.counter").await;
    let definitions: u64 = counted[0].parse().unwrap();
    assert!(definitions > 40, "{definitions} tables and indexes are defined");
    for victim in 1..=definitions {
        database.run(&prepare(victim)).await;
        let outcome = migrations::up(&Database::connect(database.url()).await.unwrap()).await;
        assert!(outcome.is_err(), "the connection was ended at definition {victim}");
        database.run("DROP EVENT TRIGGER killer").await;
        check(&store, &steps, victim).await;
    }
}
