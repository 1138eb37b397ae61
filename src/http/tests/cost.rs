//! What answers cost: statements to the store, and that nobody works for a client that has gone.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{
    extract::Request,
    middleware::{Next, from_fn},
};
use catalog::{
    AssetId, AssetRecord, DataType, Details, Edit, Name, NameQuery, Origin, Patch, Role, RunContext, RunId, TypeClass,
    Viewer,
    kinds::{column::ColumnDetails, table::TableDetails},
};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement, TransactionTrait as _};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

use super::support::{Client, World};
use crate::{
    http::persisted,
    sources::{NewSource, Source},
};

/// The document of the user interface with this name.
fn document(name: &str) -> &'static str {
    let head = format!("query {name}(");
    persisted::all().find(|(_, text)| text.starts_with(&head)).expect("the user interface asks it").0
}

async fn source(world: &World) -> Source {
    let config = json!({ "path": "/nowhere.db" });
    let new = NewSource { name: "shop".into(), connector: "sqlite".into(), config, schedule: None };
    world.app.sources().create(&Viewer::system(), new).await.unwrap()
}

/// A table deep in a database with this many columns, crawled from a source, with owners, tags and a description.
async fn wide_table(world: &World, source: &Source, name: &str, columns: u32) -> AssetId {
    let context = RunContext::new("crawler", Origin::Crawl, world.clock.now()).of_source(source.id, RunId::new());
    let mut ingest = world.app.catalog().begin(context).await.unwrap();
    let table = Name::new("postgres://h:5432", ["shop", "public", name]);
    ingest.push(AssetRecord::new(table.clone(), Details::Table(TableDetails::default())).into()).await.unwrap();
    for position in 1..=columns {
        let data_type = DataType::new("text", TypeClass::Text);
        let details = ColumnDetails { data_type, position, ..ColumnDetails::default() };
        let column = table.child(format!("c{position}"));
        ingest.push(AssetRecord::new(column, Details::Column(details)).into()).await.unwrap();
    }
    ingest.stop().await.unwrap();
    let query: NameQuery = name.parse().unwrap();
    let id = world.app.catalog().find(&Viewer::system(), &query, None).await.unwrap().id;
    let edit = Edit {
        description: Patch::Set("Words".into()),
        owners: Patch::Set(vec!["ada".into(), "nobody".into()]),
        tags: Patch::Set(vec!["core".into(), "pii".into()]),
        ..Edit::default()
    };
    world.app.catalog().edit(&Viewer::system(), id, edit).await.unwrap();
    id
}

/// How many statements an answer takes, from the session to the last field.
async fn cost(world: &World, client: &Client, name: &str, variables: Value) -> (u64, Value) {
    let before = world.app.database().statements();
    let asked = json!({ "documentId": document(name), "variables": variables });
    let answer = client.post("/graphql", &asked).await.json();
    assert!(answer["errors"].is_null() && answer["data"]["asset"]["id"].is_string(), "{name}: {answer}");
    (world.app.database().statements() - before, answer)
}

#[tokio::test]
async fn asset_page_takes_at_most_twelve_statements_whatever_the_number_of_columns() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    let source = source(&world).await;
    let few = wide_table(&world, &source, "few", 5).await;
    let many = wide_table(&world, &source, "many", 500).await;
    world.app.catch_up().await.unwrap();
    let now = world.app.catalog().last_change().await.unwrap();
    wide_table(&world, &source, "later", 5).await;
    for as_of in [Value::Null, json!({ "change": now })] {
        let mut costs = Vec::new();
        for table in [few, many] {
            let (head, answer) = cost(&world, &ada, "Asset", json!({ "id": table, "asOf": as_of })).await;
            assert_eq!(answer["data"]["asset"]["owners"][0]["name"], "ada");
            let variables = json!({ "id": table, "asOf": as_of, "first": 500 });
            let (columns, answer) = cost(&world, &ada, "Columns", variables).await;
            let count = answer["data"]["asset"]["columns"]["nodes"].as_array().unwrap().len();
            assert_eq!(count, if table == few { 5 } else { 500 });
            costs.push((head, columns));
        }
        assert_eq!(costs[0], costs[1], "as of {as_of}");
        assert!(costs[0].0 <= 12 && costs[0].1 <= 12, "as of {as_of}: {costs:?}");
    }
}

/// Says when the work on a request ends before its answer is there.
struct Guard {
    cut_off: Arc<Notify>,
    is_done: AtomicBool,
}

impl Drop for Guard {
    fn drop(&mut self) {
        if !self.is_done.load(Ordering::SeqCst) {
            self.cut_off.notify_one();
        }
    }
}

/// A server whose work on a request is watched.
async fn watched(world: &World) -> (SocketAddr, Arc<Notify>) {
    let cut_off = Arc::new(Notify::new());
    let watch = Arc::clone(&cut_off);
    let router = crate::http::router(world.app.clone()).layer(from_fn(move |request: Request, next: Next| {
        let guard = Guard { cut_off: Arc::clone(&watch), is_done: AtomicBool::new(false) };
        async move {
            let answer = next.run(request).await;
            guard.is_done.store(true, Ordering::SeqCst);
            answer
        }
    }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    (address, cut_off)
}

#[tokio::test]
async fn threat_11_work_stops_when_the_client_goes_away() {
    let database = testkit::postgres_database().await;
    let world = World::with(|config| config.database = Some(database.url().into())).await;
    let cookie = world.browser("ada", Role::Admin).await.header("cookie");
    let source = source(&world).await;
    let table = wide_table(&world, &source, "orders", 5).await;
    let (address, cut_off) = watched(&world).await;
    let query = format!(
        "{{ asset(id: \"{table}\") {{ path {{ id }} childCounts {{ kind }} columns {{ nodes {{ name }} }} }} }}"
    );
    let body = json!({ "query": query }).to_string();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nX-Cadastre-Csrf: 1\r\nCookie: {cookie}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    // Asks and waits; answers what it cost.
    let ask = async || {
        let before = world.app.database().statements();
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"c5\""), "{answer}");
        world.app.database().statements() - before
    };
    let whole = ask().await;

    // Assets cannot be read: the answer hangs in the middle, and its client gives up.
    let other = catalog::Database::open(&database.url()).await.unwrap();
    let lock = other.for_migrations().begin().await.unwrap();
    lock.execute_unprepared("LOCK TABLE catalog_asset IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let before = world.app.database().statements();
    let mut client = TcpStream::connect(address).await.unwrap();
    client.write_all(request.as_bytes()).await.unwrap();
    let waits = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'catalog_asset'::regclass";
    let waits = Statement::from_string(DbBackend::Postgres, waits);
    while other.read().query_one_raw(waits.clone()).await.unwrap().is_none() {
        tokio::task::yield_now().await;
    }
    drop(client);
    cut_off.notified().await;
    lock.rollback().await.unwrap();
    let spent = world.app.database().statements() - before;
    assert!(spent + 3 < whole, "{spent} of {whole} statements were sent");
    // Nobody goes on with it, and the next one who asks finds everything in order.
    assert_eq!(ask().await, whole);
}
