//! The store is a server, and the server goes away: frozen, crashed, and back again.

use axum::http::StatusCode;
use catalog::{
    AssetRecord, Details, ErrorKind, Fault as _, Ingest, Name, Origin, Role, RunContext, kinds::table::TableDetails,
};
use serde_json::json;
use testkit::OwnPostgres;

use super::support::{Client, World, code};

struct Outage {
    server: OwnPostgres,
    world: World,
    ada: Client,
}

impl Outage {
    async fn new() -> Self {
        let server = testkit::own_postgres();
        let world = World::with(|config| config.database = Some(server.url().into())).await;
        let ada = world.browser("ada", Role::Admin).await;
        world.change("before").await;
        Self { server, world, ada }
    }

    async fn begin(&self) -> Ingest {
        let context = RunContext::new("crawler", Origin::Crawl, self.world.clock.now());
        self.world.app.catalog().begin(context).await.unwrap()
    }

    /// What writes, reads and machines are told, all at once: the store does not answer. Nobody waits for long, neither
    /// for the server nor behind another who does.
    async fn everybody_is_told(&self) {
        let (machine, database) = (self.world.anonymous(), self.world.app.database());
        let (ready, alive, (), (), one, other) = tokio::join!(
            machine.get("/readyz"),
            machine.get("/healthz"),
            self.is_told("{ catalogStats { counts { count } } }"),
            self.is_told("mutation { createToken(input: { name: \"t\", scopes: [READ] }) { secret } }"),
            database.write(),
            database.write(),
        );
        assert_eq!((ready.status, alive.status), (StatusCode::SERVICE_UNAVAILABLE, StatusCode::OK));
        assert_eq!(ready.json()["store"], false);
        assert_eq!(one.unwrap_err().kind(), ErrorKind::Unavailable);
        assert_eq!(other.unwrap_err().kind(), ErrorKind::Unavailable);
    }

    async fn is_told(&self, query: &str) {
        let body = self.ada.post("/graphql", &json!({ "query": query })).await.json();
        let word = body["code"].as_str().unwrap_or_else(|| code(&body)).to_owned();
        assert_eq!(word, "UNAVAILABLE", "{body}");
        assert!(body.to_string().contains("the store does not answer"), "{body}");
    }

    /// Everything works again, by itself, and nothing is half-written.
    async fn everything_works(&self, name: &str) {
        assert_eq!(self.world.anonymous().get("/readyz").await.status, StatusCode::OK);
        self.world.change(name).await;
        self.world.app.catch_up().await.unwrap();
        let found = self.world.app.catalog().examine().await.unwrap();
        assert_eq!(found.differences, [""; 0]);
        let answer = self
            .ada
            .run(&format!("{{ search(input: {{ query: \"{name}\" }}) {{ hits {{ asset {{ name }} }} }} }}"))
            .await;
        assert_eq!(answer["data"]["search"]["hits"][0]["asset"]["name"], name, "{answer}");
    }

    /// How many tables there are.
    async fn tables(&self) -> usize {
        let counts = self.world.app.catalog().counts(&catalog::Viewer::system()).await.unwrap().unwrap();
        usize::try_from(counts.get(&catalog::AssetKind::Table).copied().unwrap_or_default()).unwrap()
    }
}

fn table(number: usize) -> catalog::Record {
    let name = Name::new("postgres://h:5432", ["shop", "public", &format!("t{number}")]);
    AssetRecord::new(name, Details::Table(TableDetails::default())).into()
}

async fn push(ingest: &mut Ingest, tables: std::ops::Range<usize>) {
    for number in tables {
        ingest.push(table(number)).await.unwrap();
    }
}

#[tokio::test]
async fn threat_26_frozen_store_is_refused_quickly_and_works_again() {
    let outage = Outage::new().await;
    let mut ingest = outage.begin().await;
    push(&mut ingest, 0..100).await;
    ingest.flush().await.unwrap();
    push(&mut ingest, 100..200).await;
    outage.server.freeze();
    assert_eq!(ingest.flush().await.unwrap_err().kind(), ErrorKind::Unavailable);
    outage.everybody_is_told().await;
    outage.server.thaw();
    outage.everything_works("thawed").await;
    assert_eq!(outage.tables().await, 100, "the first batch and nothing of the second");
}

#[tokio::test]
async fn threat_26_store_that_crashed_in_the_middle_of_a_batch_has_none_of_it() {
    let outage = Outage::new().await;
    let mut ingest = outage.begin().await;
    push(&mut ingest, 0..100).await;
    ingest.flush().await.unwrap();
    // Somebody else's lock lets the batch hang in its middle.
    let other = catalog::Database::open(outage.server.url()).await.unwrap();
    let lock = sea_orm::TransactionTrait::begin(other.for_migrations()).await.unwrap();
    sea_orm::ConnectionTrait::execute_unprepared(&lock, "LOCK TABLE catalog_asset IN EXCLUSIVE MODE").await.unwrap();
    push(&mut ingest, 100..200).await;
    let batch = tokio::spawn(async move { ingest.flush().await });
    let waits = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'catalog_asset'::regclass";
    let waits = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, waits);
    while sea_orm::ConnectionTrait::query_one_raw(other.read(), waits.clone()).await.unwrap().is_none() {
        tokio::task::yield_now().await;
    }
    outage.server.stop();
    assert_eq!(batch.await.unwrap().unwrap_err().kind(), ErrorKind::Unavailable);
    outage.everybody_is_told().await;
    outage.server.start_again();
    outage.everything_works("started").await;
    assert_eq!(outage.tables().await, 100);
    let mut again = outage.begin().await;
    push(&mut again, 0..200).await;
    again.stop().await.unwrap();
    assert_eq!(outage.tables().await, 200);
}
