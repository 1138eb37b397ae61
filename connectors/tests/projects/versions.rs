//! The same project, built by each version of dbt whose manifest is read: 1.5 (v9), 1.6 (v10), 1.7 (v11) and 1.11 (v12).

use catalog::{AssetKind, ErrorKind, Fault, Name, Record, RelationKind, RunStatus};
use serde_json::Value;

use crate::{
    WAREHOUSE, changed, crawl_changed, files_of, lineage, source,
    support::records::{Assets, crawl},
    table, task,
};

const VERSIONS: [(&str, &str); 4] = [("v9", "1.5.12"), ("v10", "1.6.19"), ("v11", "1.7.20"), ("v12", "1.11.16")];
const FAILING: &str = "test.shop.accepted_values_customer_totals_customer__ADA.cd5c619302";

async fn of_version(version: &str) -> Vec<Record> {
    crawl(&*source(&files_of(version))).await
}

#[tokio::test]
async fn i3_models_docs_and_exposures_of_every_version_arrive() {
    for (version, dbt) in VERSIONS {
        assert_eq!(source(&files_of(version)).check().await.unwrap().version, dbt);
        let records = of_version(version).await;
        let assets = Assets::of(&records);
        let tasks = assets.names(AssetKind::Task);
        let of = |kind: &str| tasks.iter().filter(|id| id.starts_with(kind)).count();
        let counts = ["model.", "seed.", "snapshot.", "test.", "analysis.", "source."].map(of);
        assert_eq!(counts, [5, 1, 1, 5, 1, 1], "{version}: {tasks:?}");
        assert_eq!(assets.names(AssetKind::Dashboard), ["exposure.shop.sales"], "{version}");
        let described = |name: &Name, wanted: &str| {
            let says = |record: &Record| matches!(record, Record::Description { name: about, text, .. } if about == name && text == wanted);
            assert!(records.iter().any(says), "{version}: {name} {wanted}");
        };
        described(&table("stg_orders"), "Orders, cleaned");
        described(&table("orders").child("amount"), "What was asked for");
        described(&Name::new(WAREHOUSE, ["shop", "main_raw", "raw_orders"]), "Orders as they arrive");
        let owner = |record: &Record| {
            matches!(record, Record::Relation { name, relation: RelationKind::Owner, target, .. }
            if *name == table("orders") && target == "sales@example.com")
        };
        assert!(records.iter().any(owner), "{version}: the owner of the group");
        assert_eq!(records.last(), Some(&Record::ScopeRead { root: Name::new("dbt", ["shop"]) }), "{version}");
        let notes: Vec<_> = records.iter().filter(|record| matches!(record, Record::Note { .. })).collect();
        assert!(notes.is_empty(), "{version}: {notes:?}");
    }
}

#[tokio::test]
async fn i3_tests_of_every_version_are_checks_with_results() {
    for (version, _) in VERSIONS {
        let records = of_version(version).await;
        let run = |id: &str| {
            let found = records.iter().find_map(|record| match record {
                Record::Run(run) if run.name.last() == id => Some((**run).clone()),
                _ => None,
            });
            found.unwrap_or_else(|| panic!("{version}: {id} did not run"))
        };
        let failed = run(FAILING);
        assert_eq!((failed.status, failed.counts.records_failed), (RunStatus::Failed, Some(1)), "{version}");
        assert_eq!(failed.error_reason.as_deref(), Some("Got 1 result, configured to fail if != 0"), "{version}");
        let passed = run("test.shop.not_null_orders_amount.106140f9fd");
        assert_eq!((passed.status, passed.counts.records_failed), (RunStatus::Succeeded, Some(0)), "{version}");
        let stale = run("source.shop.raw.raw_orders");
        assert_eq!((stale.status, stale.with_errors), (RunStatus::Succeeded, true), "{version}");
        let whole = run("shop");
        assert_eq!((whole.kind, whole.status), (AssetKind::Pipeline, RunStatus::Failed), "{version}");
        assert!(whole.started_at.unwrap() < whole.ended_at.unwrap(), "{version}");
    }
}

#[tokio::test]
async fn i3_compiled_sql_of_every_version_tells_columns() {
    for (version, _) in VERSIONS {
        let records = of_version(version).await;
        let totals = lineage(&records, "model.shop.customer_totals");
        assert_eq!(totals.edges.len(), 1, "{version}");
        assert_eq!(
            (&totals.edges[0].upstream, totals.edges[0].upstream_kind),
            (&table("stg_orders"), AssetKind::Table)
        );
        let query = &totals.queries[0];
        assert!(query.sql.contains("sum(amount) as total") && query.by_name, "{version}: {}", query.sql);
        assert_eq!(query.columns, ["total", "customer"], "{version}");
        let snapshot = lineage(&records, "snapshot.shop.orders_snapshot");
        assert!(snapshot.queries[0].sql.contains("\"stg_orders\""), "{version}: {:?}", snapshot.queries);
        let orders = task(&records, "model.shop.orders");
        assert_eq!(orders.problems, Vec::<String>::new(), "{version}");
        let promised = orders.contract.unwrap_or_else(|| panic!("{version}: `orders` has a contract")).columns;
        let told: Vec<_> = promised.iter().map(|column| (column.name.as_str(), column.is_required)).collect();
        let optional = ["amount", "customer", "discount", "ordered_at", "status"];
        assert!(told.contains(&("order_id", true)), "{version}: {told:?}");
        assert!(optional.iter().all(|name| told.contains(&(name, false))), "{version}: {told:?}");
        assert_eq!(task(&records, "model.shop.stg_orders").contract, None, "{version}");
    }
}

#[tokio::test]
async fn i3_versions_before_the_ninth_are_refused_and_later_ones_read_with_a_warning() {
    let version = |number: u32| {
        move |manifest: &mut Value| {
            let schema = format!("https://schemas.getdbt.com/dbt/manifest/v{number}.json");
            manifest["metadata"]["dbt_schema_version"] = schema.into();
        }
    };
    let records = crawl_changed(version(13)).await;
    assert!(records.iter().any(|record| matches!(record, Record::Note { is_warning: true, .. })));
    let folder = changed(version(8));
    let error = source(folder.path().to_str().unwrap()).check().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::Invalid, "`location`: the manifest has version 8; 9 to 12 are read")
    );
}
