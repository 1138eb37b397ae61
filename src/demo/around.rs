//! What the made-up company has around its databases, as modules report it: queues, pipelines with their runs, dashboards
//! and models, tied together by lineage.

use catalog::{
    AssetKind, AssetRecord, Catalog, Details, Name, Record, RelationKind, Result, RunRecord, RunStatus, RunTrigger,
    Viewer,
    kinds::{dashboard::DashboardDetails, ml_model::MlModelDetails, pipeline::PipelineDetails, topic::TopicDetails},
    record::{DeclaredEdge, LineageRecord},
    report::{Report, ReportItem},
};

use super::{days::Days, lake};

const BROKER: &str = "kafka://broker.example:9092";
const SCHEDULER: &str = "airflow://etl.example";
const BOARDS: &str = "superset://bi.example";
const MODELS: &str = "mlflow://models.example";

/// The topics, with what they are for.
const TOPICS: [(&str, &str); 4] = [
    ("shop.clicks", "Clicks of the shop, as they happen"),
    ("shop.orders", "Orders, as they are placed"),
    ("shop.stock", ""),
    ("ops.alerts", ""),
];

/// A pipeline, and when it runs and fails.
struct Pipeline {
    name: &'static str,
    schedule: &'static str,
    /// Minutes after midnight.
    begins: i64,
    takes: i64,
    /// The remainder of the day's number, by 19, on which it fails.
    fails_on: i64,
}

const PIPELINES: [Pipeline; 3] = [
    Pipeline { name: "nightly_load", schedule: "0 2 * * *", begins: 120, takes: 34, fails_on: 4 },
    Pipeline { name: "clicks_to_lake", schedule: "30 1 * * *", begins: 90, takes: 55, fails_on: 11 },
    Pipeline { name: "recommendation_features", schedule: "0 4 * * *", begins: 240, takes: 71, fails_on: 13 },
];

/// The dashboards, each with the table of the warehouse that it shows, what it is for and who owns it.
pub(super) const DASHBOARDS: [(&str, &str, &str, &str); 4] = [
    ("Executive overview", "ads_executive_summary", "Turnover, margin and orders of yesterday", "ana.garcia"),
    ("Sales by channel", "ads_sales_overview", "How channels sell against their targets", "ana.garcia"),
    ("Customer value", "ads_customer_segments", "", "lin.wei"),
    ("Stock watch", "ads_stock_risk", "", ""),
];

/// The models, with what they learn from in the lake, how, and who owns them.
const MODELS_KNOWN: [(&str, &str, &str, &str); 2] = [
    ("product_recommendation", "recommendation_features", "matrix factorisation", "chen.jie"),
    ("churn", "training_sets", "gradient boosting", ""),
];

/// The name of a topic.
pub(super) fn topic(name: &str) -> Name {
    Name::new(BROKER, [name])
}

/// The name of a dashboard.
pub(super) fn dashboard(name: &str) -> Name {
    Name::new(BOARDS, [name])
}

/// Reports all of it once; `shop` and `warehouse` are what their tables are inside of.
///
/// # Errors
/// The catalog's own.
pub(super) async fn report(catalog: &Catalog, shop: &Name, warehouse: &Name) -> Result<()> {
    let mut records = Vec::new();
    for (name, about) in TOPICS {
        let details = TopicDetails { partitions: Some(12), replication: Some(3), ..TopicDetails::default() };
        records.push(asset(topic(name), Details::Topic(details), about));
    }
    for pipeline in &PIPELINES {
        let schedule = Some(pipeline.schedule.to_owned());
        let tool = Some("airflow".to_owned());
        let details = PipelineDetails { tool, schedule, ..PipelineDetails::default() };
        records.push(asset(Name::new(SCHEDULER, [pipeline.name]), Details::Pipeline(details), ""));
    }
    records.push(edges("nightly_load", &[((shop.child("orders"), TABLE), (warehouse.child("ods_orders"), TABLE))]));
    records.push(edges(
        "clicks_to_lake",
        &[((topic("shop.clicks"), AssetKind::Topic), (lake::name("clickstream"), TABLE))],
    ));
    let features = (lake::name("recommendation_features"), TABLE);
    records.push(edges("recommendation_features", &[((lake::name("clickstream"), TABLE), features)]));
    for (name, table, about, owner) in DASHBOARDS {
        let details = DashboardDetails { workspace: Some("Retail".into()), url: None };
        records.push(asset(dashboard(name), Details::Dashboard(details), about));
        let board = (dashboard(name), AssetKind::Dashboard);
        owned(&mut records, &board, owner);
        records.push(shown(name, (warehouse.child(table), TABLE), board));
    }
    for (name, table, algorithm, owner) in MODELS_KNOWN {
        let details = MlModelDetails { algorithm: Some(algorithm.into()), ..MlModelDetails::default() };
        let model = (Name::new(MODELS, [name]), AssetKind::MlModel);
        records.push(asset(model.0.clone(), Details::MlModel(details), ""));
        owned(&mut records, &model, owner);
        records.push(shown(name, (lake::name(table), TABLE), model));
    }
    send(catalog, records).await
}

/// Reports the runs of a day.
///
/// # Errors
/// The catalog's own.
pub(super) async fn run(catalog: &Catalog, days: &Days, day: i64) -> Result<()> {
    let runs = PIPELINES.iter().map(|pipeline| {
        let fails = day % 19 == pipeline.fails_on;
        let (begins, ends) = (days.at(day, pipeline.begins), days.at(day, pipeline.begins + pipeline.takes));
        let status = if fails { RunStatus::Failed } else { RunStatus::Succeeded };
        let id = format!("scheduled__{}", days.date(day));
        let place = (Name::new(SCHEDULER, [pipeline.name]), AssetKind::Pipeline);
        Record::from(RunRecord {
            trigger: Some(RunTrigger::Cron),
            started_at: Some(begins),
            ended_at: Some(ends),
            error_reason: fails.then(|| "the source did not answer in time".to_owned()),
            ..RunRecord::new(place, id, status, ends)
        })
    });
    send(catalog, runs.collect()).await
}

const TABLE: AssetKind = AssetKind::Table;

fn asset(name: Name, details: Details, about: &str) -> Record {
    AssetRecord::new(name, details).described(Some(about.to_owned())).into()
}

fn owned(records: &mut Vec<Record>, (name, kind): &(Name, AssetKind), owner: &str) {
    if !owner.is_empty() {
        let (name, kind, target) = (name.clone(), *kind, owner.to_owned());
        records.push(Record::Relation { name, kind, relation: RelationKind::Owner, target });
    }
}

type End = (Name, AssetKind);

/// What flows through a pipeline.
fn edges(pipeline: &str, ends: &[(End, End)]) -> Record {
    let through = Some(Name::new(SCHEDULER, [pipeline]));
    declared("airflow", pipeline, through, ends)
}

/// What is shown, or learnt from, where.
fn shown(scope: &str, upstream: End, downstream: End) -> Record {
    declared("retail-modules", scope, None, &[(upstream, downstream)])
}

fn declared(tool: &str, scope: &str, through: Option<Name>, ends: &[(End, End)]) -> Record {
    let edges = ends.iter().cloned().map(|((upstream, upstream_kind), (downstream, downstream_kind))| DeclaredEdge {
        upstream,
        upstream_kind,
        downstream,
        downstream_kind,
        columns: Vec::new(),
    });
    Record::Lineage(LineageRecord {
        tool: tool.to_owned(),
        scope: scope.to_owned(),
        through,
        edges: edges.collect(),
        queries: Vec::new(),
        statements: Vec::new(),
        by_hand: None,
    })
}

async fn send(catalog: &Catalog, records: Vec<Record>) -> Result<()> {
    let items = records.into_iter().enumerate().map(|(index, record)| ReportItem {
        list: "demo".into(),
        index,
        record: Ok(record),
    });
    let outcome = catalog.report(&Viewer::system(), Report { idempotency_key: None, items: items.collect() }).await?;
    for (_, index, refused) in outcome.errors {
        tracing::warn!("the demonstration's item {index} was refused: {}", refused.message);
    }
    Ok(())
}
