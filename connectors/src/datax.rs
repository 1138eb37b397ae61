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
    config::{filter::Filter, folder_fields},
    connector::{Checked, Connector, Define},
    crawl::{self, Sink},
    error::{Error, Result},
    files::Folder,
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
    /// The folder with the job files, on the machine that runs Cadastre; folders in it are read too.
    #[schemars(
        title = "Folder",
        length(min = 1),
        extend("x-order" = 1, "x-title-zh" = "目录", "x-description-zh" = "作业文件所在的目录，位于运行 Cadastre 的机器上；包括其子目录。")
    )]
    path: String,
    /// What to call the pipeline; the path of the folder if nothing is given.
    #[serde(default)]
    #[schemars(
        title = "Name",
        extend("x-order" = 2, "x-title-zh" = "名称", "x-description-zh" = "流水线的名称；为空则使用目录的路径。")
    )]
    name: Option<String>,
    /// Which files to read, as patterns such as `*.json` or `daily/*`; none means `*.json`.
    #[serde(default)]
    #[schemars(
        title = "Include files",
        extend("x-order" = 3, "x-title-zh" = "包含的文件", "x-description-zh" = "要读取的文件的匹配模式，例如 `*.json` 或 `daily/*`；为空表示 `*.json`。")
    )]
    include_files: Vec<String>,
    /// Which files to leave out, as patterns; this wins over including.
    #[serde(default)]
    #[schemars(
        title = "Exclude files",
        extend("x-order" = 4, "x-title-zh" = "排除的文件", "x-description-zh" = "不读取的文件的匹配模式；优先于包含。")
    )]
    exclude_files: Vec<String>,
}

/// A folder of jobs as a source.
#[derive(Debug)]
pub(crate) struct Datax {
    folder: Folder,
    pipeline: Name,
}

impl Define for Datax {
    type Config = DataxConfig;

    const SCHEMES: &'static [&'static str] = &["datax"];

    fn config_of_url(url: &Url) -> Result<Value> {
        folder_fields(url, &["name", "include_files", "exclude_files"]).map(Value::Object)
    }

    fn new(config: DataxConfig, outbound: Outbound) -> Result<Self> {
        let usual = ["*.json".to_owned()];
        let include = if config.include_files.is_empty() { &usual[..] } else { &config.include_files };
        let files = Filter::new(("include_files", include), ("exclude_files", &config.exclude_files))?;
        let folder = Folder::new(&config.path, files, outbound)?;
        let pipeline = Name::new(NAMESPACE, [config.name.unwrap_or_else(|| folder.path())]);
        pipeline.validate().map_err(|problem| Error::invalid("name", problem.to_string()))?;
        Ok(Self { folder, pipeline })
    }
}

#[async_trait]
impl Connector for Datax {
    fn namespace(&self) -> Arc<str> {
        Arc::from(NAMESPACE)
    }

    async fn check(&self) -> Result<Checked> {
        self.folder.check().await?;
        let databases = vec![self.pipeline.last().to_owned()];
        Ok(Checked { engine: TOOL.to_owned(), version: "job files".to_owned(), databases })
    }

    fn crawl(&self) -> BoxStream<'_, Result<Record>> {
        crawl::stream(|sink| self.read(sink))
    }

    fn covers(&self, name: &Name, _kind: AssetKind) -> bool {
        match name.parts.as_slice() {
            [pipeline, file, ..] => pipeline == self.pipeline.last() && self.folder.wants(file),
            [pipeline] => pipeline == self.pipeline.last(),
            [] => true,
        }
    }
}

impl Datax {
    async fn read(&self, sink: Sink) -> Result<()> {
        let listing = self.folder.list().await?;
        let details = PipelineDetails { tool: Some("DataX".to_owned()), ..PipelineDetails::default() };
        sink.say(AssetRecord::new(self.pipeline.clone(), Details::Pipeline(details))).await;
        for file in &listing.files {
            let task = self.pipeline.child(file.as_str());
            match self.folder.read(file).await {
                Ok(text) => say_file(&sink, &task, &text).await,
                Err(problem) => sink.scope_unread(task, problem).await,
            }
        }
        self.folder.say_end(&sink, &self.pipeline, listing.unread).await;
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
