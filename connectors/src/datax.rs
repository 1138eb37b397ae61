//! Folders of DataX jobs: what moves where, table by table and column by column.
//!
//! The folder becomes a pipeline with a task for each file that is a job. Names are `[folder or chosen name, path of the
//! file]` in the namespace `datax`. Where data comes from and goes to is said in the namespaces of the systems that the
//! jobs' addresses name, so that it meets what was crawled there. Accounts, passwords and keys of the jobs are not kept.

use std::{fmt::Write as _, sync::Arc};

use async_trait::async_trait;
use catalog::{
    AssetKind, AssetRecord, Details, Name, Record,
    kinds::pipeline::{PipelineDetails, TaskDetails},
    record::LineageRecord,
};
use futures_util::stream::BoxStream;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::{
    config::{
        folder_fields,
        task_folder::{TaskFolder, TaskFolderConfig},
    },
    connector::{Checked, Connector, Define},
    crawl::{self, Sink},
    error::Result,
    outbound::Outbound,
};

mod columns;
mod flow;
mod job;
pub mod log;
mod sides;
mod systems;
mod tables;

use flow::Flow;
use job::{Content, Job};

/// The namespace of every folder of jobs.
const NAMESPACE: &str = "datax";
/// The tool whose word the edges are.
const TOOL: &str = "datax";

/// What the operator fills in for a folder of jobs.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DataxConfig {
    #[serde(flatten)]
    folder: TaskFolderConfig,
}

/// A folder of jobs as a source.
#[derive(Debug)]
pub(crate) struct Datax(TaskFolder);

impl Define for Datax {
    type Config = DataxConfig;

    const SCHEMES: &'static [&'static str] = &["datax"];

    fn config_of_url(url: &Url) -> Result<Value> {
        folder_fields(url, &TaskFolder::OPTIONS).map(Value::Object)
    }

    fn new(config: DataxConfig, outbound: Outbound) -> Result<Self> {
        TaskFolder::new(config.folder, NAMESPACE, "*.json", outbound).map(Self)
    }
}

#[async_trait]
impl Connector for Datax {
    fn namespace(&self) -> Arc<str> {
        Arc::from(NAMESPACE)
    }

    async fn check(&self) -> Result<Checked> {
        self.0.folder.check().await?;
        let databases = vec![self.0.pipeline.last().to_owned()];
        Ok(Checked { engine: TOOL.to_owned(), version: "job files".to_owned(), databases })
    }

    fn crawl(&self) -> BoxStream<'_, Result<Record>> {
        crawl::stream(|sink| self.read(sink))
    }

    fn covers(&self, name: &Name, _kind: AssetKind) -> bool {
        self.0.covers(name)
    }
}

impl Datax {
    async fn read(&self, sink: Sink) -> Result<()> {
        let listing = self.0.folder.list().await?;
        let details = PipelineDetails { tool: Some("DataX".to_owned()), ..PipelineDetails::default() };
        sink.say(AssetRecord::new(self.0.pipeline.clone(), Details::Pipeline(details))).await;
        for file in &listing.files {
            let task = self.0.pipeline.child(file.as_str());
            match self.0.folder.read(file).await {
                Ok(text) => say_file(&sink, &task, &text).await,
                Err(problem) => sink.scope_unread(task, problem).await,
            }
        }
        self.0.folder.say_end(&sink, &self.0.pipeline, listing.unread).await;
        Ok(())
    }
}

/// Says what a file is: a job as a task, anything else as a note.
pub(crate) async fn say_file(sink: &Sink, task: &Name, text: &str) {
    match job::read(task.last(), text) {
        Content::Job(job) => say_job(sink, task, &job).await,
        Content::Other(reason) => sink.note(task.clone(), format!("left out: {reason}"), false).await,
        Content::Broken(problem) => {
            sink.scope_unread(task.clone(), format!("it looks like a job and cannot be read: {problem}")).await;
        }
    }
}

/// Says a job as a task, and where its data comes from and goes to.
async fn say_job(sink: &Sink, task: &Name, job: &Job) {
    let flow = flow::flow(job);
    sink.say(AssetRecord::new(task.clone(), Details::Task(details(job, &flow)))).await;
    for problem in &flow.problems {
        sink.note(task.clone(), problem.clone(), true).await;
    }
    let scope = format!("{}/{}", task.namespace, task.parts.join("/"));
    let Flow { edges, queries, .. } = flow;
    sink.say(Record::Lineage(LineageRecord {
        tool: TOOL.to_owned(),
        scope,
        through: Some(task.clone()),
        edges,
        queries,
        statements: Vec::new(),
        by_hand: None,
    }))
    .await;
}

fn details(job: &Job, flow: &Flow) -> TaskDetails {
    let name = |plug_in: &Option<job::PlugIn>| plug_in.as_ref().map_or("?", |plug_in| plug_in.name.as_str()).to_owned();
    let mut task_type = name(&job.reader);
    for step in &job.transformers {
        // A formatted write into a text cannot fail.
        let _ = write!(task_type, " → {}", step.name);
    }
    let _ = write!(task_type, " → {}", name(&job.writer));
    let sql: Vec<&str> = flow.written.iter().map(|query| query.sql.as_str()).collect();
    let first = flow.written.first();
    TaskDetails {
        task_type: Some(task_type),
        definition: (!sql.is_empty()).then(|| sql.join(";\n")),
        dialect: first.and_then(|query| query.dialect.clone()),
        problems: flow.problems.clone(),
        ..TaskDetails::default()
    }
}
