//! Events through the catalog and the graph, on SQLite and on PostgreSQL.

mod kept;

use std::collections::BTreeSet;

use catalog::{
    AssetKind, AssetRecord, ChangeNumber, Details, Name, PageRequest, PipelineRun, RunStatus, Viewer, Visibility,
    run::RunFilter,
};
use serde_json::{Value, json};

use super::{OpenLineage, Taken};
use crate::{
    Level,
    store::openlineage as store,
    testing::{World, on_both, table},
};

const NAMESPACE: &str = "postgres://h:5432";

/// An event of a run of `nightly.load`: number, what happened, at which minute, what it reads and writes.
fn event(run: u8, event_type: &str, minute: u8, inputs: &[&str], outputs: &[&str]) -> Value {
    let dataset = |name: &&str| json!({ "namespace": NAMESPACE, "name": format!("shop.public.{name}") });
    json!({ "eventType": event_type, "eventTime": format!("2026-01-01T10:{minute:02}:00Z"),
        "producer": "https://example.org/etl", "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
        "run": { "runId": format!("01a2060d-d77e-7f99-9d21-{run:012}"), "facets": { "parent": {
            "run": { "runId": "01a2060d-d77e-7f99-9d21-999999999999" },
            "job": { "namespace": "etl", "name": "nightly" } } } },
        "job": { "namespace": "etl", "name": "nightly.load" },
        "inputs": inputs.iter().map(dataset).collect::<Vec<_>>(),
        "outputs": outputs.iter().map(dataset).collect::<Vec<_>>() })
}

/// The facet that says that columns go into columns, such as `orders.id > id IDENTITY`.
fn columns(pairs: &[&str]) -> Value {
    let (mut fields, mut whole) = (serde_json::Map::new(), Vec::new());
    for pair in pairs {
        let (from, rest) = pair.split_once(" > ").unwrap();
        let (to, subtype) = rest.split_once(' ').unwrap();
        let (table, column) = from.split_once('.').unwrap();
        let input = json!({ "namespace": NAMESPACE, "name": format!("shop.public.{table}"), "field": column,
            "transformations": [{ "subtype": subtype }] });
        if to.is_empty() {
            whole.push(input);
        } else {
            fields.insert(to.to_owned(), json!({ "inputFields": [input] }));
        }
    }
    json!({ "fields": fields, "dataset": whole })
}

impl World {
    async fn hear(&self, events: Vec<Value>) -> Taken {
        let taken = OpenLineage::new(self.catalog.clone()).take(&Viewer::system(), events).await.unwrap();
        self.follow().await;
        taken
    }

    async fn hear_all(&self, events: Vec<Value>) {
        let count = events.len();
        assert_eq!(self.hear(events).await, Taken { accepted: count, errors: Vec::new() });
    }

    async fn shop(&self) {
        let orders = table("orders", &["id", "amount", "day"]);
        let (sales, users) = (table("sales", &["day", "total"]), table("users", &["id", "name"]));
        self.crawl_and_follow(&[orders, sales, users]).await;
    }

    async fn runs(&self) -> Vec<PipelineRun> {
        let page = PageRequest::first(500);
        let page = self.catalog.pipeline_runs(&Viewer::system(), &RunFilter::default(), &page).await.unwrap();
        page.items.into_iter().map(|(_, run)| run).collect()
    }

    async fn count(&self, kind: AssetKind) -> i64 {
        self.catalog.counts(&Viewer::system()).await.unwrap().unwrap().get(&kind).copied().unwrap_or_default()
    }

    async fn last(&self) -> ChangeNumber {
        self.catalog.last_change().await.unwrap()
    }
}

fn set(edges: &[&str]) -> BTreeSet<String> {
    edges.iter().map(|edge| (*edge).to_owned()).collect()
}

#[tokio::test]
async fn i1_events_land_on_crawled_columns() {
    on_both(async |world| {
        world.shop().await;
        let mut end = event(1, "COMPLETE", 5, &[], &["sales"]);
        end["outputs"][0]["facets"] = json!({ "columnLineage": columns(&[
            "orders.amount > total AGGREGATION", "orders.day > day IDENTITY", "orders.id >  FILTER"]) });
        world.hear_all(vec![event(1, "START", 0, &["orders"], &[]), end]).await;
        let edges = world.edges("sales", Level::Column, None).await;
        assert_eq!(
            edges,
            set(&[
                "orders.amount > sales.total AGGREGATION",
                "orders.day > sales.day IDENTITY",
                "orders.id > sales FILTER",
            ])
        );
        assert_eq!(world.edges("sales", Level::Table, None).await, set(&["orders > sales"]));
        assert_eq!((world.count(AssetKind::Table).await, world.count(AssetKind::Column).await), (3, 7));
        let task = world.asset("nightly.\"nightly.load\"").await;
        assert_eq!((task.kind, task.is_placeholder), (AssetKind::Task, false));
        let pipeline = world.asset("nightly").await;
        assert_eq!((pipeline.kind, pipeline.is_placeholder), (AssetKind::Pipeline, false));
        let runs = world.runs().await;
        assert_eq!((runs.len(), runs[0].status, runs[0].asset), (1, RunStatus::Succeeded, task.id));
        assert_eq!(runs[0].duration(runs[0].at).map(|took| took.num_minutes()), Some(5));
        let scene = world.scene("sales", Level::Table, None).await;
        assert_eq!(scene.edges[0].through, Some(task.id));
    })
    .await;
}

#[tokio::test]
async fn threat_36_any_order_and_repetition_come_to_the_same() {
    on_both(async |world| {
        world.shop().await;
        let start = event(1, "START", 0, &["orders"], &[]);
        let end = event(1, "COMPLETE", 5, &[], &["sales"]);
        world.hear_all(vec![end.clone()]).await;
        world.hear_all(vec![start.clone()]).await;
        assert_eq!(world.edges("sales", Level::Table, None).await, set(&["orders > sales"]));
        let runs = world.runs().await;
        assert_eq!((runs.len(), runs[0].status), (1, RunStatus::Succeeded));
        let before = world.last().await;
        world.hear_all(vec![start.clone(), end.clone(), start, end]).await;
        assert_eq!((world.last().await, world.runs().await), (before, runs));
    })
    .await;
}

#[tokio::test]
async fn threat_36_bad_event_of_a_batch_is_answered_alone() {
    on_both(async |world| {
        world.shop().await;
        let mut bad = event(2, "START", 1, &["users"], &[]);
        bad["job"] = json!({ "namespace": "etl" });
        let events = vec![event(1, "START", 0, &["orders"], &["sales"]), bad, json!(7), event(3, "FAIL", 2, &[], &[])];
        let taken = world.hear(events).await;
        assert_eq!(taken.accepted, 2);
        let errors: Vec<(usize, &str)> = taken.errors.iter().map(|(at, error)| (*at, error.message.as_str())).collect();
        assert_eq!(errors, [(1, "`job.name`: is missing or no text"), (2, "`event`: is not an object")]);
        assert_eq!(world.runs().await.len(), 2);
        assert_eq!(world.edges("sales", Level::Table, None).await, set(&["orders > sales"]));
    })
    .await;
}

#[tokio::test]
async fn j4_edge_that_the_next_run_does_not_have_ends_unless_another_tool_says_it() {
    on_both(async |world| {
        world.shop().await;
        world.hear_all(vec![event(1, "COMPLETE", 0, &["orders", "users"], &["sales"])]).await;
        world.declare("manual", "x", &["users > sales"]).await;
        world.hear_all(vec![event(2, "START", 10, &["orders"], &["sales"])]).await;
        assert_eq!(world.edges("sales", Level::Table, None).await, set(&["orders > sales", "users > sales"]));
        let then = world.last().await;
        world.hear_all(vec![event(2, "COMPLETE", 12, &[], &[])]).await;
        assert_eq!(world.edges("sales", Level::Table, None).await, set(&["orders > sales", "users > sales"]));
        world.declare("manual", "x", &[]).await;
        assert_eq!(world.edges("sales", Level::Table, None).await, set(&["orders > sales"]));
        assert_eq!(world.edges("sales", Level::Table, Some(then)).await, set(&["orders > sales", "users > sales"]));
        // News of the first run come late; it is not the last one any more.
        world.hear_all(vec![event(1, "RUNNING", 1, &["users"], &["sales"])]).await;
        assert_eq!(world.edges("sales", Level::Table, None).await, set(&["orders > sales"]));
    })
    .await;
}

#[tokio::test]
async fn i1_symlinks_and_aliases_of_namespaces_lead_to_the_crawled_table() {
    on_both(async |world| {
        world.shop().await;
        let mut said = event(1, "COMPLETE", 0, &["orders"], &[]);
        said["outputs"] = json!([{ "namespace": "s3://lake", "name": "/warehouse/sales", "facets": { "symlinks": {
            "identifiers": [{ "namespace": NAMESPACE, "name": "shop.public.sales", "type": "TABLE" }] } } }]);
        world.hear_all(vec![said.clone()]).await;
        assert_eq!(world.edges("sales", Level::Table, None).await, set(&["orders > sales"]));
        // The next event spells it by its place only, and the other side by another name of the host.
        world.catalog.add_namespace_alias(&Viewer::system(), NAMESPACE, "postgres://db.internal:5432").await.unwrap();
        said["run"]["runId"] = json!("01a2060d-d77e-7f99-9d21-000000000002");
        said["eventTime"] = json!("2026-01-01T11:00:00Z");
        said["outputs"][0]["facets"] = json!({});
        said["inputs"][0] = json!({ "namespace": "postgresql://DB.internal", "name": "shop.public.users" });
        world.hear_all(vec![said]).await;
        assert_eq!(world.edges("sales", Level::Table, None).await, set(&["users > sales"]));
        assert_eq!((world.count(AssetKind::Table).await, world.count(AssetKind::Container).await), (3, 0));
    })
    .await;
}

#[tokio::test]
async fn i1_path_of_a_crawled_file_means_the_file_and_no_folder() {
    on_both(async |world| {
        world.shop().await;
        let file = AssetRecord::new(Name::new("file", ["/lake/orders.csv"]), Details::empty(AssetKind::File));
        world.push(file.into()).await;
        let mut said = event(1, "COMPLETE", 0, &[], &["sales"]);
        said["inputs"] =
            json!([{ "namespace": "file", "name": "/lake/orders.csv" }, { "namespace": "file", "name": "/lake/raw" }]);
        world.hear_all(vec![said]).await;
        assert_eq!((world.count(AssetKind::File).await, world.count(AssetKind::Container).await), (1, 1));
        assert_eq!(world.scene("sales", Level::Table, None).await.edges.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn i1_query_of_a_job_tells_columns_when_nothing_else_does() {
    on_both(async |world| {
        world.shop().await;
        let mut said = event(1, "COMPLETE", 0, &["orders"], &["sales"]);
        let sql = "select day, sum(amount) as total from shop.public.orders group by day";
        said["job"]["facets"] = json!({ "sql": { "query": sql } });
        world.hear_all(vec![said]).await;
        let task = world.asset("nightly.\"nightly.load\"").await;
        let Details::Task(details) = &task.harvested.details else { panic!("it is a task") };
        assert_eq!((details.definition.as_deref(), details.dialect.as_deref()), (Some(sql), Some("postgres")));
        let declared = world.catalog.history(&Viewer::system(), task.id, false, &PageRequest::first(1)).await.unwrap();
        let said = declared.items[0].1.0.fields[0].after["queries"].clone();
        assert_eq!((said[0]["sql"].as_str(), said[0]["downstream"]["parts"][2].as_str()), (Some(sql), Some("sales")));
    })
    .await;
}

#[tokio::test]
async fn i1_query_counts_when_the_clients_parser_took_a_name_of_its_own_for_a_data_set() {
    on_both(async |world| {
        world.shop().await;
        let mut said = event(1, "COMPLETE", 0, &["orders"], &["sales"]);
        let sql = "with paid as (select * from orders) select day, sum(amount) as total from paid group by day";
        said["job"]["facets"] = json!({ "sql": { "query": sql, "dialect": "postgres" } });
        let found = json!({ "columnLineage": columns(&["paid.amount > total AGGREGATION"]) });
        said["outputs"][0]["facets"] = found;
        world.hear_all(vec![said]).await;
        let edges = world.edges("sales", Level::Column, None).await;
        assert!(edges.contains("orders.amount > sales.total AGGREGATION"), "{edges:?}");
        assert_eq!(world.count(AssetKind::Table).await, 3);
    })
    .await;
}

#[tokio::test]
async fn i1_unknown_data_sets_get_their_columns_and_merge_when_crawled() {
    on_both(async |world| {
        let mut said = event(1, "COMPLETE", 0, &["orders"], &["sales"]);
        let field = |name: &str, of: &str| json!({ "name": name, "type": of });
        said["inputs"][0]["facets"] = json!({ "schema": { "fields": [field("id", "int8"), field("day", "date")] } });
        said["outputs"][0]["facets"] = json!({ "columnLineage": columns(&["orders.day > day IDENTITY"]),
            "documentation": { "description": "Sales of a day" },
            "ownership": { "owners": [{ "name": "team:sales" }] },
            "nobody_knows": { "x": 1 } });
        world.hear_all(vec![said.clone()]).await;
        let edges = set(&["orders.day > sales.day IDENTITY"]);
        assert_eq!(world.edges("sales", Level::Column, None).await, edges);
        let sales = world.asset("sales").await;
        assert_eq!(sales.description(), Some("Sales of a day"));
        assert_eq!(sales.related(catalog::RelationKind::Owner).collect::<Vec<_>>(), ["team:sales"]);
        let facets = store::facets(world.catalog.database().read(), &[sales.id]).await.unwrap();
        assert_eq!(facets[&sales.id]["nobody_knows"].1, "{\"x\":1}");
        world.shop().await;
        assert_eq!(world.asset("sales").await.id, sales.id);
        assert_eq!(world.edges("sales", Level::Column, None).await, edges);
        let before = world.asset("orders").await;
        world.hear_all(vec![said]).await;
        assert_eq!(world.asset("orders").await, before);
    })
    .await;
}

#[tokio::test]
async fn i1_data_set_and_job_without_a_run_are_taken() {
    on_both(async |world| {
        world.shop().await;
        let dataset = json!({ "eventTime": "2026-01-01T10:00:00Z", "dataset": { "namespace": NAMESPACE,
            "name": "shop.public.sales", "facets": { "columnLineage": columns(&["orders.day > day IDENTITY"]) } } });
        let mut job = event(1, "START", 5, &["users"], &["sales"]);
        job.as_object_mut().unwrap().remove("run");
        world.hear_all(vec![dataset, job]).await;
        assert_eq!(world.edges("sales", Level::Column, None).await, set(&["orders.day > sales.day IDENTITY"]));
        assert_eq!(world.edges("sales", Level::Table, None).await, set(&["orders > sales", "users > sales"]));
        assert_eq!(world.runs().await, []);
    })
    .await;
}

#[tokio::test]
async fn c9_whoever_may_not_report_is_refused_before_anything_is_read() {
    on_both(async |world| {
        let reader = Viewer { role: Some(catalog::Role::Viewer), sees: Visibility::Everything, ..Viewer::system() };
        let open_lineage = OpenLineage::new(world.catalog.clone());
        let error = open_lineage.take(&reader, vec![event(1, "START", 0, &["a"], &["b"])]).await.unwrap_err();
        assert_eq!(error.to_string(), "not allowed to report to the catalog");
        assert_eq!(world.last().await, ChangeNumber(0));
    })
    .await;
}

#[tokio::test]
async fn j4_two_processes_that_hear_of_one_job_agree_in_the_end() {
    on_both(async |world| {
        world.shop().await;
        let hear = async |number: u8, input: &'static str| {
            let said = event(number, "COMPLETE", number, &[input], &["sales"]);
            // A handle of its own does not wait for the others' turn, as another process does not.
            OpenLineage::new(world.catalog.clone()).take(&Viewer::system(), vec![said]).await.unwrap()
        };
        tokio::join!(hear(1, "users"), hear(3, "orders"), hear(2, "users"));
        world.follow().await;
        assert_eq!(world.edges("sales", Level::Table, None).await, set(&["orders > sales"]));
    })
    .await;
}

/// Events as Airflow's provider sends them for one run of a DAG in which a task fails.
fn airflow() -> Vec<Value> {
    serde_json::from_str(include_str!("fixtures/airflow.json")).unwrap()
}

#[tokio::test]
async fn i1_run_of_an_airflow_dag_is_a_pipeline_with_tasks_and_runs() {
    on_both(async |world| {
        world.shop().await;
        world.hear_all(airflow()).await;
        let dag = world.asset("bake_daily").await;
        let Details::Pipeline(details) = &dag.harvested.details else { panic!("it is a pipeline") };
        let said = [&details.tool, &details.schedule, &details.timezone].map(Option::as_deref);
        assert_eq!(said, [Some("airflow"), Some("30 4 * * *"), Some("Europe/Vienna")]);
        assert_eq!(dag.related(catalog::RelationKind::Owner).collect::<Vec<_>>(), ["bakers"]);
        assert_eq!(dag.related(catalog::RelationKind::Tag).collect::<Vec<_>>(), ["bread"]);
        let tasks = world.catalog.inside(&Viewer::system(), &[dag.id], Some(AssetKind::Task)).await.unwrap();
        let names: Vec<&str> = tasks.iter().map(|task| task.name.last()).collect();
        assert_eq!(names, ["bake_daily.add_up", "bake_daily.deliver", "bake_daily.deliver.query.1"]);
        let Details::Task(task) = &tasks[0].harvested.details else { panic!("it is a task") };
        assert_eq!(task.next_tasks, ["bake_daily.deliver", "bake_daily.greet"]);
        assert_eq!(task.task_type.as_deref(), Some("SQLExecuteQueryOperator"));

        let runs = world.runs().await;
        assert_eq!(runs.len(), 4);
        let run = |asset| runs.iter().find(|run| run.asset == asset).unwrap();
        let own = run(dag.id);
        assert_eq!((own.status, own.trigger), (RunStatus::Failed, Some(catalog::RunTrigger::Cron)));
        assert!(runs.iter().all(|run| run.pipeline == dag.id));
        let failed = run(tasks[1].id);
        assert_eq!((failed.status, failed.attempt), (RunStatus::Failed, Some(2)));
        assert_eq!(failed.error_reason.as_deref(), Some("the van has no fuel"));
        assert_eq!(failed.parent_external_id.as_deref(), Some(own.external_id.as_str()));

        // The provider's parser has no name for the sum; the task's own SQL does.
        let edges = world.edges("sales", Level::Column, None).await;
        assert!(edges.contains("orders.day > sales.day TRANSFORMATION"), "{edges:?}");
        assert!(edges.contains("orders.amount > sales.total AGGREGATION"), "{edges:?}");
    })
    .await;
}

#[tokio::test]
async fn threat_36_airflow_run_heard_backwards_and_one_by_one_is_the_same() {
    on_both(async |world| {
        world.shop().await;
        for event in airflow().into_iter().rev() {
            world.hear_all(vec![event]).await;
        }
        let before = (world.runs().await, world.edges("sales", Level::Column, None).await, world.last().await);
        assert_eq!((before.0.len(), before.1.is_empty()), (4, false));
        world.hear_all(airflow()).await;
        let after = (world.runs().await, world.edges("sales", Level::Column, None).await, world.last().await);
        assert_eq!(after, before);
    })
    .await;
}
