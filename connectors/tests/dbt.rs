//! dbt projects, crawled from files that dbt wrote (dbt-core 1.5 to 1.11 with dbt-duckdb; `scripts/dbt-artifacts.sh` remakes
//! them), and from what it might have written.

#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

mod support {
    pub(crate) mod records;
}

mod projects {
    mod semantics;
    mod versions;
    mod web;
}

use std::path::Path;

use catalog::{
    AssetKind, Details, ErrorKind, Fault, Name, Record, RelationKind, RunStatus, kinds::pipeline::TaskDetails,
    record::LineageRecord,
};
use connectors::{Connector, Outbound, build_connector};
use serde_json::{Value, json};
use support::records::{Assets, crawl, crawl_until_failure};

const FILES: [&str; 5] =
    ["manifest.json", "catalog.json", "run_results.json", "sources.json", "semantic_manifest.json"];
const WAREHOUSE: &str = "duckdb:shop";

/// The files of the newest version.
fn fixtures() -> String {
    files_of("v12")
}

fn files_of(version: &str) -> String {
    format!("{}/tests/fixtures/dbt/{version}", env!("CARGO_MANIFEST_DIR"))
}

fn source(location: &str) -> Box<dyn Connector> {
    let config = json!({ "location": location, "namespace": WAREHOUSE, "name": "shop" });
    build_connector("dbt", config, Outbound::default()).unwrap()
}

async fn fixture() -> Vec<Record> {
    crawl(&*source(&fixtures())).await
}

/// A copy of the project whose manifest was changed.
fn changed(change: impl FnOnce(&mut Value)) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in FILES {
        std::fs::copy(Path::new(&fixtures()).join(file), folder.path().join(file)).unwrap();
    }
    let path = folder.path().join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    change(&mut manifest);
    std::fs::write(path, manifest.to_string()).unwrap();
    folder
}

async fn crawl_changed(change: impl FnOnce(&mut Value)) -> Vec<Record> {
    let folder = changed(change);
    crawl(&*source(folder.path().to_str().unwrap())).await
}

fn task(records: &[Record], id: &str) -> TaskDetails {
    match &Assets::of(records).get(AssetKind::Task, &[id]).harvested.details {
        Details::Task(task) => task.clone(),
        other => panic!("{other:?}"),
    }
}

fn lineage(records: &[Record], id: &str) -> LineageRecord {
    let found = records.iter().find_map(|record| match record {
        Record::Lineage(lineage) if lineage.scope == format!("shop/{id}") => Some(lineage.clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("`{id}` says nothing of lineage"))
}

fn table(name: &str) -> Name {
    Name::new(WAREHOUSE, ["shop", "main", name])
}

#[tokio::test]
async fn i3_nodes_become_tasks_and_exposures_dashboards() {
    let records = fixture().await;
    let assets = Assets::of(&records);
    let tasks = [
        "analysis.shop.largest",
        "model.shop.customer_totals",
        "model.shop.int_amounts",
        "model.shop.metricflow_time_spine",
        "model.shop.orders",
        "model.shop.stg_orders",
        "seed.shop.raw_orders",
        "snapshot.shop.orders_snapshot",
        "test.shop.accepted_values_customer_totals_customer__ADA.cd5c619302",
        "test.shop.not_null_customer_totals_total.6234d01e84",
        "test.shop.not_null_orders_amount.106140f9fd",
        "test.shop.not_null_stg_orders_order_id.81cfe2fe64",
        "test.shop.unique_stg_orders_order_id.e3b841c71a",
        "source.shop.raw.raw_orders",
    ];
    assert_eq!(assets.names(AssetKind::Task), tasks);
    assert_eq!(assets.names(AssetKind::Dashboard), ["exposure.shop.sales"]);
    let orders = task(&records, "model.shop.stg_orders");
    assert_eq!((orders.task_type.as_deref(), orders.dialect.as_deref()), (Some("dbt model (table)"), Some("duckdb")));
    assert!(orders.definition.unwrap().contains("upper(customer) as customer"));
    assert!(orders.next_tasks.contains(&"model.shop.int_amounts".to_owned()), "{:?}", orders.next_tasks);
    assert_eq!(assets.description(AssetKind::Task, &["model.shop.stg_orders"]), Some("Orders, cleaned"));
    assert_eq!(records.last(), Some(&Record::ScopeRead { root: Name::new("dbt", ["shop"]) }));
}

#[tokio::test]
async fn i3_tables_come_from_what_dbt_says_and_columns_from_its_sql() {
    let records = fixture().await;
    let lineage = lineage(&records, "model.shop.customer_totals");
    // The ephemeral model between the two has no relation.
    let ends: Vec<(Name, Name)> = lineage.edges.into_iter().map(|edge| (edge.upstream, edge.downstream)).collect();
    assert_eq!(ends, [(table("stg_orders"), table("customer_totals"))]);
    assert_eq!(lineage.through.unwrap().last(), "model.shop.customer_totals");
    let query = &lineage.queries[0];
    assert!(query.by_name && query.sql.contains("sum(amount) as total"));
    assert_eq!(
        (query.downstream.clone(), &query.columns[..]),
        (table("customer_totals"), &["total".into(), "customer".into()][..])
    );
    assert_eq!((query.namespace.as_str(), &query.defaults[..]), (WAREHOUSE, &["shop".into(), "main".into()][..]));
    let raw = Name::new(WAREHOUSE, ["shop", "main_raw", "raw_orders"]);
    let upstream: Vec<Name> =
        self::lineage(&records, "model.shop.stg_orders").edges.into_iter().map(|edge| edge.upstream).collect();
    assert_eq!(upstream, [raw]);
    let exposure = self::lineage(&records, "exposure.shop.sales");
    let upstream: Vec<Name> = exposure.edges.iter().map(|edge| edge.upstream.clone()).collect();
    assert_eq!(upstream, [Name::new("dbt", ["shop", "metric.shop.revenue"]), table("customer_totals")]);
    assert!(exposure.edges.iter().all(|edge| edge.downstream_kind == AssetKind::Dashboard));
}

#[tokio::test]
async fn i3_what_people_wrote_arrives_as_harvested() {
    let records = fixture().await;
    let described = |name: &Name| {
        records.iter().find_map(|record| match record {
            Record::Description { name: about, by, text, .. } if about == name => Some((by.clone(), text.clone())),
            _ => None,
        })
    };
    let said = |text: &str| Some(("dbt:shop".to_owned(), text.to_owned()));
    assert_eq!(described(&table("stg_orders")), said("Orders, cleaned"));
    assert_eq!(described(&table("stg_orders").child("order_id")), said("The number of the order"));
    assert_eq!(described(&table("customer_totals")), said(""));
    let raw = Name::new(WAREHOUSE, ["shop", "main_raw", "raw_orders"]);
    assert_eq!(described(&raw), said("Orders as they arrive"));
    let tied = |name: &Name, kind: RelationKind| -> Vec<&str> {
        let target = |record| match record {
            &Record::Relation { name: ref about, relation, ref target, .. } if about == name && relation == kind => {
                Some(target.as_str())
            }
            _ => None,
        };
        records.iter().filter_map(target).collect()
    };
    assert_eq!(tied(&table("stg_orders"), RelationKind::Tag), ["staging"]);
    assert_eq!(tied(&table("stg_orders"), RelationKind::Owner), ["data@example.com"]);
    assert_eq!(tied(&table("stg_orders").child("order_id"), RelationKind::Tag), ["key"]);
    assert_eq!(tied(&raw, RelationKind::Owner), ["ingest@example.com"]);
    assert_eq!(tied(&Name::new("dbt", ["shop", "exposure.shop.sales"]), RelationKind::Owner), ["sales@example.com"]);
}

#[tokio::test]
async fn i3_results_become_runs() {
    let runs: Vec<_> = fixture()
        .await
        .into_iter()
        .filter_map(|record| match record {
            Record::Run(run) => Some(*run),
            _ => None,
        })
        .collect();
    let run = |id: &str| runs.iter().find(|run| run.name.last() == id).unwrap();
    let whole = run("shop");
    assert_eq!((whole.kind, whole.status), (AssetKind::Pipeline, RunStatus::Failed));
    assert!(whole.started_at.unwrap() < whole.ended_at.unwrap());
    let seed = run("seed.shop.raw_orders");
    assert_eq!((seed.status, seed.counts.records_written), (RunStatus::Succeeded, Some(2)));
    assert_eq!(seed.parent_external_id.as_ref(), Some(&whole.external_id));
    let failed = run("test.shop.accepted_values_customer_totals_customer__ADA.cd5c619302");
    assert_eq!((failed.status, failed.counts.records_failed), (RunStatus::Failed, Some(1)));
    assert_eq!(failed.error_reason.as_deref(), Some("Got 1 result, configured to fail if != 0"));
    let stale = run("source.shop.raw.raw_orders");
    assert_eq!((stale.status, stale.with_errors), (RunStatus::Succeeded, true));
    assert!(runs.iter().all(|run| run.validate().is_ok()));
}

#[tokio::test]
async fn i3_model_that_is_not_compiled_is_read_where_it_is_plain_and_else_says_so() {
    let records = crawl_changed(|manifest| {
        for id in ["model.shop.stg_orders", "model.shop.customer_totals"] {
            manifest["nodes"][id]["compiled_code"] = Value::Null;
        }
    })
    .await;
    // The last run compiled them too, so nothing is missing.
    assert_eq!(task(&records, "model.shop.customer_totals").problems.len(), 0);
    let folder = changed(|manifest| {
        for id in ["model.shop.stg_orders", "model.shop.customer_totals"] {
            manifest["nodes"][id]["compiled_code"] = Value::Null;
        }
    });
    std::fs::remove_file(folder.path().join("run_results.json")).unwrap();
    let records = crawl(&*source(folder.path().to_str().unwrap())).await;
    let plain = task(&records, "model.shop.stg_orders");
    assert!(plain.definition.unwrap().contains("from \"shop\".\"main_raw\".\"raw_orders\""));
    let templated = task(&records, "model.shop.customer_totals");
    assert_eq!(templated.definition, None);
    assert!(templated.problems[0].starts_with("its SQL is not compiled"), "{:?}", templated.problems);
    assert_eq!(lineage(&records, "model.shop.customer_totals").edges.len(), 1);
}

#[tokio::test]
async fn threat_37_part_of_a_manifest_lets_nothing_go_missing() {
    let records = crawl_changed(|manifest| {
        manifest["nodes"].as_object_mut().unwrap().remove("model.shop.stg_orders");
    })
    .await;
    let failed: Vec<&Record> = records.iter().filter(|record| matches!(record, Record::ScopeFailed { .. })).collect();
    assert_eq!(failed.len(), 1);
    assert!(!records.iter().any(|record| matches!(record, Record::ScopeRead { .. })));
}

#[tokio::test]
async fn threat_37_model_that_is_gone_from_a_whole_manifest_is_missing() {
    let records = crawl_changed(|manifest| {
        let nodes = manifest["nodes"].as_object_mut().unwrap();
        nodes.retain(|id, _| !id.contains("customer_totals"));
        manifest["exposures"] = json!({});
    })
    .await;
    assert!(!Assets::of(&records).names(AssetKind::Task).iter().any(|task| task.contains("customer_totals")));
    assert!(matches!(records.last(), Some(Record::ScopeRead { .. })));
}

#[tokio::test]
async fn threat_37_same_names_of_another_project_and_target_stay_apart() {
    let there = changed(|manifest| {
        for node in manifest["nodes"].as_object_mut().unwrap().values_mut() {
            if let Some(relation) = node["relation_name"].as_str() {
                node["relation_name"] = relation.replace("\"main\"", "\"dev\"").into();
            }
        }
    });
    std::fs::remove_file(there.path().join("catalog.json")).unwrap();
    let crawl_at = async |location: &str| {
        let config = json!({ "location": location, "namespace": WAREHOUSE });
        crawl(&*build_connector("dbt", config, Outbound::default()).unwrap()).await
    };
    let (here, there) = (crawl_at(&fixtures()).await, crawl_at(there.path().to_str().unwrap()).await);
    let names = |records: &[Record]| -> std::collections::BTreeSet<Name> {
        Assets::of(records).0.into_iter().map(|asset| asset.name).collect()
    };
    assert!(names(&here).is_disjoint(&names(&there)));
    let scopes = |records: &[Record]| -> std::collections::BTreeSet<String> {
        let scope = |record: &Record| match record {
            Record::Lineage(lineage) => Some(lineage.scope.clone()),
            _ => None,
        };
        records.iter().filter_map(scope).collect()
    };
    assert!(scopes(&here).is_disjoint(&scopes(&there)));
    let config = json!({ "location": fixtures(), "namespace": WAREHOUSE, "project": "other" });
    let error = build_connector("dbt", config, Outbound::default()).unwrap().check().await.unwrap_err();
    assert_eq!(error.to_string(), "`project`: is `other`, and the files are of `shop`");
}

#[tokio::test]
async fn threat_20_what_is_no_manifest_is_refused_without_repeating_it() {
    let folder = tempfile::tempdir().unwrap();
    let location = folder.path().to_str().unwrap();
    let error = source(location).check().await.unwrap_err();
    assert!(error.to_string().ends_with("has no `manifest.json`; run `dbt docs generate`"), "{error}");
    let deep = format!("{{\"nodes\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for text in ["", "canary", "{\"nodes\": \"canary\"}", "{\"nodes\": {\"a\": {\"columns\": 5}}}", &deep] {
        std::fs::write(folder.path().join("manifest.json"), text).unwrap();
        let (_, failure) = crawl_until_failure(&*source(location)).await;
        let error = failure.unwrap();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("location")));
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    }
}
