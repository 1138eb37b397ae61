//! What a project says to the catalog: a pipeline, a task for each node, exposures, where data comes from, what people
//! wrote about relations, and the last run.

use std::collections::BTreeMap;

use catalog::{
    AssetKind, AssetRecord, Details, Name, Record, RelationKind,
    kinds::{
        dashboard::DashboardDetails,
        ml_model::{MlModelDetails, NotebookDetails},
        pipeline::{PipelineDetails, TaskDetails},
    },
    record::{DeclaredEdge, DeclaredQuery, LineageRecord},
};

use super::{TOOL, artifacts::Node, contract, metric, project::Project, results, saved_query, semantic_model, ties};
use crate::crawl::Sink;

/// Says everything.
pub(super) async fn say(project: &Project, sink: &Sink) {
    let pipeline = AssetRecord::new(
        project.pipeline.clone(),
        Details::Pipeline(PipelineDetails {
            tool: Some(format!("dbt {}", project.manifest.metadata.dbt_version).trim_end().to_owned()),
            ..PipelineDetails::default()
        }),
    );
    let name = project.manifest.metadata.project_name.as_ref();
    sink.say(pipeline.described(name.map(|name| format!("dbt project `{name}`")))).await;
    let mut texts = Texts::new();
    say_tasks(project, sink, &mut texts).await;
    say_semantics(project, sink).await;
    for (id, node) in &project.manifest.exposures {
        say_exposure(project, id, node, sink).await;
    }
    for (id, node) in &project.manifest.sources {
        say_relation(project, id, node, sink, &mut texts).await;
        if project.freshness.results.iter().any(|result| result.unique_id == *id) {
            let details = TaskDetails { task_type: Some("dbt source freshness".to_owned()), ..TaskDetails::default() };
            sink.say(AssetRecord::new(project.pipeline.child(id), Details::Task(details))).await;
        }
    }
    for ((name, kind), text) in texts {
        let by = format!("{TOOL}:{}", project.pipeline.last());
        sink.say(Record::Description { name, kind, by, text }).await;
    }
    for run in results::runs(project) {
        sink.say(Record::Run(Box::new(run))).await;
    }
    match project.dangling() {
        0 => sink.scope_read(project.pipeline.clone()).await,
        missing => {
            let message =
                format!("the manifest is only a part of one: it refers to {missing} nodes that it does not have");
            sink.scope_unread(project.pipeline.clone(), message).await;
        }
    }
}

/// The semantic layer: whatever is referred to comes before what refers to it.
async fn say_semantics(project: &Project, sink: &Sink) {
    let all = &project.semantics;
    for (id, model) in &all.models {
        semantic_model::say(project, (id, model), sink).await;
    }
    for (id, metric) in &all.metrics {
        metric::say(project, (id, metric), sink).await;
    }
    for (id, metric) in &all.metrics {
        metric::say_lineage(project, (id, metric), sink).await;
    }
    for (id, query) in &all.saved_queries {
        saved_query::say(project, (id, query), sink).await;
    }
    if all.strangers > 0 {
        let message = format!(
            "`semantic_manifest.json` has {} models, metrics or queries that the manifest does not have; the manifest counts",
            all.strangers
        );
        sink.note(project.pipeline.clone(), message, true).await;
    }
}

async fn say_tasks(project: &Project, sink: &Sink, texts: &mut Texts) {
    let sql = project.sql();
    let mut waiting = project.waiting();
    for (id, node) in project.tasks() {
        let name = project.pipeline.child(id);
        let code = sql.get(id);
        let details = details(project, node, code, waiting.remove(id).unwrap_or_default());
        sink.say(AssetRecord::new(name.clone(), Details::Task(details)).described(description(node))).await;
        ties::say(project, (&name, AssetKind::Task), node.into(), sink).await;
        if let Some(relation) = project.relation(id) {
            say_relation(project, id, node, sink, texts).await;
            sink.say(lineage(project, (id, node), relation, code)).await;
        }
    }
}

fn details(project: &Project, node: &Node, sql: Option<&String>, next_tasks: Vec<String>) -> TaskDetails {
    let materialized = node.config.materialized.as_deref().filter(|_| node.resource_type == "model");
    let how = materialized.map_or_else(String::new, |how| format!(" ({how})"));
    let is_readable = ["seed", "test"].contains(&&*node.resource_type) || sql.is_some();
    let is_sql = node.language.as_deref().is_none_or(|language| language == "sql");
    let missing = match (is_readable, is_sql) {
        (true, _) => None,
        (false, true) => Some("its SQL is not compiled, so that no column is connected; run `dbt compile`"),
        (false, false) => Some("it is not written in SQL, so that no column is connected"),
    };
    // What has a relation says where its rows come from with the edges; what only reads is followed by its own SQL.
    let reads = ["test", "analysis"].contains(&&*node.resource_type);
    TaskDetails {
        task_type: Some(format!("dbt {}{how}", node.resource_type)),
        definition: sql.cloned(),
        dialect: sql.and(project.warehouse.dialect()).map(str::to_owned),
        namespace: reads.then(|| project.warehouse.namespace.clone()),
        defaults: if reads { project.warehouse.defaults(node) } else { Vec::new() },
        tables: Vec::new(),
        next_tasks,
        problems: missing.map(str::to_owned).into_iter().collect(),
        contract: contract::of(node).filter(|_| node.resource_type == "model"),
    }
}

fn description(node: &Node) -> Option<String> {
    let own = node.description.clone().filter(|text| !text.trim().is_empty());
    own.or_else(|| {
        // A test of a column says at least which one.
        let (attached, column) = (node.attached_node.as_ref()?, node.column_name.as_ref()?);
        Some(format!("`{column}` of `{attached}`"))
    })
}

/// What people wrote about relations and their columns; a relation that is a seed here and a source there has one text.
type Texts = BTreeMap<(Name, AssetKind), String>;

/// Takes what people wrote about the relation of a node or source, and says its tags and owners.
async fn say_relation(project: &Project, id: &str, node: &Node, sink: &Sink, texts: &mut Texts) {
    let Some(table) = project.relation(id) else { return };
    let mut describe = |name: &Name, kind: AssetKind, text: Option<&String>| {
        let text = text.map(|text| text.trim()).unwrap_or_default();
        let known = texts.entry((name.clone(), kind)).or_default();
        if known.is_empty() {
            text.clone_into(known);
        }
    };
    describe(&table, AssetKind::Table, node.description.as_ref());
    ties::say(project, (&table, AssetKind::Table), node.into(), sink).await;
    for column in node.columns.values().filter(|column| !column.name.is_empty() && !column.name.contains('\0')) {
        let name = table.child(project.warehouse.column(&column.name, project.told(id)));
        describe(&name, AssetKind::Column, column.description.as_ref());
        for tag in &column.tags.0 {
            let (name, target) = (name.clone(), tag.clone());
            sink.say(Record::Relation { name, kind: AssetKind::Column, relation: RelationKind::Tag, target }).await;
        }
    }
}

/// Where the data of a node's relation comes from: tables by what dbt says, columns by its SQL.
fn lineage(project: &Project, (id, node): (&str, &Node), relation: Name, sql: Option<&String>) -> Record {
    let task = project.pipeline.child(id);
    let edge = |(upstream, upstream_kind): (Name, AssetKind)| DeclaredEdge {
        upstream,
        upstream_kind,
        downstream: relation.clone(),
        downstream_kind: AssetKind::Table,
        columns: Vec::new(),
    };
    let edges = project.upstream(node).into_iter().map(edge).collect();
    let query = sql.zip(project.warehouse.dialect()).map(|(sql, dialect)| DeclaredQuery {
        sql: sql.trim().trim_end_matches(';').to_owned(),
        dialect: Some(dialect.to_owned()),
        namespace: project.warehouse.namespace.clone(),
        defaults: project.warehouse.defaults(node),
        downstream: relation.clone(),
        downstream_kind: AssetKind::Table,
        columns: project.columns(id),
        by_name: true,
        changed: Vec::new(),
        masked: Vec::new(),
    });
    let scope = task.parts.join("/");
    Record::Lineage(LineageRecord {
        tool: TOOL.to_owned(),
        scope,
        through: Some(task),
        edges,
        queries: query.into_iter().collect(),
        statements: Vec::new(),
        by_hand: None,
    })
}

async fn say_exposure(project: &Project, id: &str, node: &Node, sink: &Sink) {
    let name = project.pipeline.child(id);
    let details = match node.exposure_type.as_deref() {
        Some("notebook") => Details::Notebook(NotebookDetails::default()),
        Some("ml") => Details::MlModel(MlModelDetails::default()),
        _ => Details::Dashboard(DashboardDetails { workspace: None, url: node.url.clone() }),
    };
    let kind = details.kind();
    sink.say(AssetRecord::new(name.clone(), details).described(description(node))).await;
    ties::say(project, (&name, kind), node.into(), sink).await;
    let edge = |(upstream, upstream_kind): (Name, AssetKind)| DeclaredEdge {
        upstream,
        upstream_kind,
        downstream: name.clone(),
        downstream_kind: kind,
        columns: Vec::new(),
    };
    let edges = project.upstream(node).into_iter().map(edge).collect();
    let (tool, scope) = (TOOL.to_owned(), name.parts.join("/"));
    sink.say(Record::Lineage(LineageRecord {
        tool,
        scope,
        through: None,
        edges,
        queries: Vec::new(),
        statements: Vec::new(),
        by_hand: None,
    }))
    .await;
}
