//! Sources over a real store: what may be shown, what stays sealed.

use catalog::{Database, Role};
use serde_json::json;

use super::*;

const CANARY: &str = "canary-4711";

struct House {
    _directory: tempfile::TempDir,
    sources: Sources,
}

impl House {
    async fn new() -> Self {
        Self::with(Outbound::default()).await
    }

    async fn with(outbound: Outbound) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", directory.path().join("catalog.db").display());
        let database = Database::open(&url).await.unwrap();
        migrations::up(database.for_migrations()).await.unwrap();
        let sealer = Sealer::of_directory(directory.path()).unwrap();
        let sources = Sources::new(Catalog::new(database, Clock::System), sealer, outbound);
        Self { _directory: directory, sources }
    }

    async fn create(&self, name: &str) -> Result<Source> {
        let new = NewSource { name: name.into(), connector: "postgres".into(), config: config(), schedule: None };
        self.sources.create(&Viewer::system(), new).await
    }

    fn password(&self, source: &Source) -> Value {
        config::open(&self.sources.sealer, source.id, source.sealed.as_deref()).unwrap()["password"].clone()
    }
}

fn config() -> Value {
    json!({ "host": "127.0.0.1", "port": 1, "user": "ana", "password": CANARY, "database": "shop" })
}

#[tokio::test]
async fn d6_password_goes_in_and_never_comes_out() {
    let house = House::new().await;
    let source = house.create("shop").await.unwrap();
    let read = house.sources.get(&Viewer::system(), source.id).await.unwrap();
    assert_eq!(read.shown_config()["password"], json!({ "set": true }));
    assert!(!format!("{read:?}").contains(CANARY));
    assert_eq!(house.password(&read), CANARY);
}

#[tokio::test]
async fn password_that_is_left_out_or_sent_as_shown_keeps_its_value() {
    let house = House::new().await;
    let source = house.create("shop").await.unwrap();
    for kept in [Value::Null, json!({ "set": true })] {
        let mut config = config();
        config.as_object_mut().unwrap().remove("password");
        if !kept.is_null() {
            config["password"] = kept;
        }
        let update = SourceUpdate { config: Some(config), ..SourceUpdate::default() };
        let source = house.sources.update(&Viewer::system(), source.id, update).await.unwrap();
        assert_eq!(house.password(&source), CANARY);
    }
}

#[tokio::test]
async fn unknown_field_taken_name_and_bad_schedule_are_refused_by_field() {
    let house = House::new().await;
    house.create("shop").await.unwrap();
    assert_eq!(house.create("shop").await.unwrap_err().kind(), ErrorKind::Conflict);
    let mut wrong = config();
    wrong["hots"] = "x".into();
    let new = |config, schedule| NewSource { name: "other".into(), connector: "postgres".into(), config, schedule };
    let error = house.sources.create(&Viewer::system(), new(wrong, None)).await.unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("hots")));
    let schedule = Some(Schedule::new("0 0 L * *", "UTC"));
    let error = house.sources.create(&Viewer::system(), new(config(), schedule)).await.unwrap_err();
    assert_eq!(error.field(), Some("cron"));
    assert!(!error.to_string().contains(CANARY));
}

#[tokio::test]
async fn threat_12_test_of_a_connection_repeats_no_secret() {
    let house = House::new().await;
    let probe = Probe { id: None, connector: "postgres".into(), config: config() };
    let verdict = house.sources.test(&Viewer::system(), probe).await.unwrap();
    assert!(!verdict.is_ok && verdict.code == Some(ErrorKind::Unavailable), "{verdict:?}");
    assert!(!format!("{verdict:?}").contains(CANARY));
}

#[tokio::test]
async fn threat_18_metadata_service_is_not_connected_to() {
    let house = House::new().await;
    let mut config = config();
    config["host"] = "169.254.169.254".into();
    let probe = Probe { id: None, connector: "postgres".into(), config };
    let verdict = house.sources.test(&Viewer::system(), probe).await.unwrap();
    assert_eq!((verdict.code, verdict.field.as_deref()), (Some(ErrorKind::Invalid), Some("host")));
}

#[tokio::test]
async fn threat_18_private_addresses_and_local_files_are_refused_where_they_are_switched_off() {
    let house = House::with(Outbound::new(false)).await;
    for host in ["127.0.0.1", "10.1.2.3", "192.168.0.1", "localhost", "[::1]", "::ffff:10.0.0.1", "169.254.169.254"] {
        let mut config = config();
        config["host"] = host.into();
        let probe = Probe { id: None, connector: "postgres".into(), config };
        let verdict = house.sources.test(&Viewer::system(), probe).await.unwrap();
        assert_eq!((verdict.code, verdict.field.as_deref()), (Some(ErrorKind::Invalid), Some("host")), "{host}");
    }
    let file = json!({ "path": "/etc/passwd" });
    let new = NewSource { name: "file".into(), connector: "sqlite".into(), config: file, schedule: None };
    let error = house.sources.create(&Viewer::system(), new).await.unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("path")));
}

#[tokio::test]
async fn stored_password_is_not_sent_to_another_host_by_a_test() {
    let house = House::new().await;
    let source = house.create("shop").await.unwrap();
    let elsewhere = json!({ "host": "localhost", "port": 1, "user": "ana", "database": "shop" });
    assert!(house.sources.secrets_for(&source, &elsewhere).unwrap().is_empty());
    let mut same = config();
    same.as_object_mut().unwrap().remove("password");
    assert_eq!(house.sources.secrets_for(&source, &same).unwrap()["password"], CANARY);
}

#[tokio::test]
async fn viewer_may_neither_make_nor_test_sources() {
    let house = House::new().await;
    let viewer = Viewer { role: Some(Role::Viewer), ..Viewer::system() };
    let probe = Probe { id: None, connector: "postgres".into(), config: config() };
    assert_eq!(house.sources.test(&viewer, probe).await.unwrap_err().kind(), ErrorKind::Forbidden);
}
