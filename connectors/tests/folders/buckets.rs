//! Buckets of an object store, which checks who asks: crawled and asked like folders, and refused without a secret in the
//! answer.

use std::sync::Arc;

use catalog::{AssetKind, ErrorKind, Fault};
use connectors::{Connector, Outbound, QueryLimits, build_connector, from_url};
use datafusion::arrow::array::{ArrayRef, Int64Array, StringArray};
use serde_json::{Value, json};
use testkit::{ObjectStore, object_store};

use super::place::Place;
use crate::support::records::crawl;

/// A bucket with partitioned Parquet, CSV (packed and not) and JSON, and names of every sort.
fn lake() -> (Place, ObjectStore) {
    let place = Place::new();
    let ids = |ids: &[i64]| -> ArrayRef { Arc::new(Int64Array::from(ids.to_vec())) };
    let names: ArrayRef = Arc::new(StringArray::from(vec![Some("a"), None]));
    place
        .parquet("sales/dt=2024-01-01/part 0+1.parquet", vec![("id", ids(&[1, 2])), ("name", names)])
        .parquet("sales/dt=2024-01-02/part=x.parquet", vec![("id", ids(&[3]))])
        .write("people/it's é.csv", "id,name\n1,王\n2,\n")
        .write_packed("people/packed.csv.gz", "id,name\n3,c\n")
        .write("events.jsonl", "{\"id\":1}\n{\"id\":2}\n")
        .write("empty.csv", "")
        .write("_SUCCESS", "x");
    let store = object_store(&place.path());
    (place, store)
}

fn config(store: &ObjectStore, path: &str) -> Value {
    json!({ "path": path, "endpoint": store.endpoint(), "access_key": store.access_key(),
        "secret_key": store.secret_key() })
}

fn connector(config: &Value) -> Box<dyn Connector> {
    build_connector("files", config.clone(), Outbound::default()).unwrap()
}

async fn rows(connector: &dyn Connector, sql: &str) -> Value {
    let rows = connector.as_query().unwrap().query(sql, QueryLimits::default()).await;
    json!(rows.unwrap_or_else(|cause| panic!("{sql}: {cause}")).rows)
}

#[tokio::test]
async fn b5_bucket_is_crawled_like_a_folder_and_named_as_openlineage_names_it() {
    let (_place, store) = lake();
    let source = connector(&config(&store, "s3://lake"));
    let checked = source.check().await.unwrap();
    assert_eq!(checked.databases, ["s3://lake"]);
    let assets = crawl(&*source).await;
    let mut tables = Vec::new();
    for record in &assets {
        if let catalog::Record::Asset(asset) = record
            && matches!(asset.harvested.details.kind(), AssetKind::Container | AssetKind::File)
        {
            tables.push(asset.name.to_string());
        }
    }
    tables.sort();
    assert!(tables.iter().all(|table| table.starts_with("s3://lake/")), "{tables:?}");
    let named = |end: &str| tables.iter().any(|table| table.trim_end_matches('"').ends_with(end));
    assert!(named("sales") && named("events.jsonl") && named("people"), "{tables:?}");
    assert!(!named("empty.csv"), "{tables:?}");
    assert_eq!(source.namespace().as_ref(), "s3://lake");
    for record in &assets {
        if let catalog::Record::Asset(asset) = record {
            assert!(source.covers(&asset.name, asset.harvested.details.kind()), "{}", asset.name);
        }
    }
    assert!(!format!("{assets:?}").contains(store.secret_key()));
}

#[tokio::test]
async fn b5_tables_of_a_bucket_answer_questions() {
    let (_place, store) = lake();
    let source = connector(&config(&store, "s3://lake"));
    let count = rows(&*source, "SELECT count(*), sum(id), min(dt) FROM \"sales\"").await;
    assert_eq!(count, json!([[3, 6, "2024-01-01"]]));
    let null = rows(&*source, "SELECT id FROM \"sales\" WHERE name IS NULL ORDER BY id").await;
    assert_eq!(null, json!([[2], [3]]));
    let people = rows(&*source, "SELECT id, name FROM \"people\" ORDER BY id").await;
    assert_eq!(people, json!([[1, "王"], [2, null], [3, "c"]]));
    assert_eq!(rows(&*source, "SELECT sum(id) FROM \"events.jsonl\"").await, json!([[3]]));
    // The part of the bucket below a folder, whose names stay those of the bucket.
    let part = connector(&config(&store, "s3://lake/people/"));
    assert_eq!(rows(&*part, "SELECT count(*) FROM \"people\"").await, json!([[3]]));
    let elsewhere = part.as_query().unwrap().query("SELECT 1 FROM \"sales\"", QueryLimits::default()).await;
    assert_eq!(elsewhere.unwrap_err().kind(), ErrorKind::Invalid);
}

#[tokio::test]
async fn b5_object_that_comes_or_goes_between_questions_is_seen() {
    let (place, mut store) = lake();
    let source = connector(&config(&store, "s3://lake"));
    place.write("more.csv", "id\n7\n");
    store.put("more.csv", &place.path().join("more.csv"));
    assert_eq!(rows(&*source, "SELECT id FROM \"more.csv\"").await, json!([[7]]));
    store.delete("more.csv");
    let gone = source.as_query().unwrap().query("SELECT id FROM \"more.csv\"", QueryLimits::default()).await;
    assert_eq!(gone.unwrap_err().kind(), ErrorKind::Invalid);
}

#[tokio::test]
async fn threat_12_refusals_name_the_field_and_no_secret() {
    let (_place, store) = lake();
    let fault = async |change: Value| {
        let mut config = config(&store, "s3://lake");
        config.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let source = connector(&config);
        let cause = source.check().await.unwrap_err();
        let said = format!("{cause} {cause:?}");
        assert!(!said.contains(store.secret_key()) && !said.contains("canary"), "{said}");
        (cause.kind(), cause.field().map(str::to_owned))
    };
    assert_eq!(fault(json!({ "secret_key": "canary" })).await, (ErrorKind::Forbidden, None));
    assert_eq!(fault(json!({ "access_key": null, "secret_key": null })).await, (ErrorKind::Forbidden, None));
    assert_eq!(fault(json!({ "path": "s3://nothing" })).await, (ErrorKind::Invalid, Some("path".into())));
    assert_eq!(fault(json!({ "region": "eu-west-1" })).await, (ErrorKind::Invalid, Some("region".into())));
    assert_eq!(fault(json!({ "endpoint": "http://127.0.0.1:1" })).await, (ErrorKind::Unavailable, None));
}

#[tokio::test]
async fn threat_18_bucket_is_asked_only_where_connections_may_go() {
    let (_place, store) = lake();
    let strict = build_connector("files", config(&store, "s3://lake"), Outbound::new(false)).unwrap();
    assert_eq!(strict.check().await.unwrap_err().field(), Some("endpoint"));
}

#[test]
fn b5_address_of_a_bucket_is_a_configuration_without_a_secret() {
    let (definition, config) = from_url("s3://lake/a%20b?endpoint=http://h:9000&region=r&access_key=k", None).unwrap();
    assert_eq!(definition.name, "files");
    let expected = json!({ "path": "s3://lake/a b", "endpoint": "http://h:9000", "region": "r", "access_key": "k" });
    assert_eq!(config, expected);
    let error = from_url("s3://key:canary@lake/a", None).unwrap_err();
    assert!(error.field() == Some("path") && !error.to_string().contains("canary"), "{error}");
    let fault = |config: Value| {
        let Err(error) = build_connector("files", config, Outbound::default()) else { panic!("it was taken") };
        error.field().unwrap().to_owned()
    };
    assert_eq!(fault(json!({ "path": "s3://lake", "access_key": "k" })), "secret_key");
    assert_eq!(fault(json!({ "path": "s3://lake", "secret_key": "k" })), "access_key");
    assert_eq!(fault(json!({ "path": "s3://x" })), "path");
    assert_eq!(fault(json!({ "path": "/data", "secret_key": "k" })), "secret_key");
    let secret = secrecy::SecretString::from("word");
    let (_, config) = from_url("s3://lake?access_key=k", Some(&secret)).unwrap();
    assert_eq!(config["secret_key"], "word", "the password of a command line");
}
