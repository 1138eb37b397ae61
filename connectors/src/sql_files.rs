//! Folders of SQL scripts: what each reads and writes, as far as its text tells.
//!
//! The folder becomes a pipeline with a task for each script. Names are `[folder or chosen name, path of the file]` in the
//! namespace `sql`. The text travels with its dialect and with the place that completes the names in it; lineage is worked
//! out from it together with what is known of the tables.

use std::sync::Arc;

use async_trait::async_trait;
use catalog::{
    AssetKind, AssetRecord, Details, Name, Record,
    kinds::pipeline::{PipelineDetails, TaskDetails},
};
use futures_util::stream::BoxStream;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::{
    config::{
        dialect::SqlDialect,
        folder_fields,
        task_folder::{TaskFolder, TaskFolderConfig},
    },
    connector::{Checked, Connector, Define},
    crawl::{self, Sink},
    error::{Error, Result},
    outbound::Outbound,
};

mod flink;

/// The namespace of every folder of scripts.
const NAMESPACE: &str = "sql";

/// What the operator fills in for a folder of scripts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SqlFilesConfig {
    #[serde(flatten)]
    folder: TaskFolderConfig,
    /// The SQL that the scripts are written in.
    #[schemars(
        title = "Dialect",
        extend("x-order" = 2, "x-title-zh" = "方言", "x-description-zh" = "脚本所用的 SQL 方言。")
    )]
    dialect: SqlDialect,
    /// The namespace of the tables that the scripts name, such as `postgres://db.example:5432`.
    #[schemars(
        title = "Namespace of the tables",
        length(min = 1),
        extend("x-order" = 3, "x-title-zh" = "表的命名空间", "x-description-zh" = "脚本中的表所在的命名空间，例如 `postgres://db.example:5432`。")
    )]
    namespace: String,
    /// The database of tables that a script names without one.
    #[serde(default)]
    #[schemars(
        title = "Database",
        extend("x-order" = 4, "x-title-zh" = "数据库", "x-description-zh" = "脚本中未写数据库的表所属的数据库。")
    )]
    database: Option<String>,
    /// The schema of tables that a script names without one.
    #[serde(default)]
    #[schemars(
        title = "Schema",
        extend("x-order" = 5, "x-title-zh" = "模式", "x-description-zh" = "脚本中未写模式的表所属的模式。")
    )]
    schema: Option<String>,
}

/// A folder of scripts as a source.
#[derive(Debug)]
pub(crate) struct SqlFiles {
    of: TaskFolder,
    dialect: SqlDialect,
    namespace: String,
    defaults: Vec<String>,
}

impl Define for SqlFiles {
    type Config = SqlFilesConfig;

    const SCHEMES: &'static [&'static str] = &["sql-files"];

    fn config_of_url(url: &Url) -> Result<Value> {
        let options = [&["dialect", "namespace", "database", "schema"][..], &TaskFolder::OPTIONS].concat();
        folder_fields(url, &options).map(Value::Object)
    }

    fn new(config: SqlFilesConfig, outbound: Outbound) -> Result<Self> {
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let (database, schema) = (given(config.database), given(config.schema));
        if let (None, Some(_), true) = (&database, &schema, config.dialect.has_databases()) {
            return Err(Error::invalid("database", "is missing beside `schema`; name the database of the schema"));
        }
        let of = TaskFolder::new(config.folder, NAMESPACE, "*.sql", outbound)?;
        let defaults = database.into_iter().chain(schema).collect();
        Ok(Self { of, dialect: config.dialect, namespace: config.namespace, defaults })
    }
}

#[async_trait]
impl Connector for SqlFiles {
    fn namespace(&self) -> Arc<str> {
        Arc::from(NAMESPACE)
    }

    async fn check(&self) -> Result<Checked> {
        self.of.folder.check().await?;
        let databases = vec![self.of.pipeline.last().to_owned()];
        Ok(Checked { engine: "sql files".to_owned(), version: self.dialect.code().to_owned(), databases })
    }

    fn crawl(&self) -> BoxStream<'_, Result<Record>> {
        crawl::stream(|sink| self.read(sink))
    }

    fn covers(&self, name: &Name, _kind: AssetKind) -> bool {
        self.of.covers(name)
    }
}

impl SqlFiles {
    async fn read(&self, sink: Sink) -> Result<()> {
        let listing = self.of.folder.list().await?;
        let details = PipelineDetails { tool: Some("SQL scripts".to_owned()), ..PipelineDetails::default() };
        sink.say(AssetRecord::new(self.of.pipeline.clone(), Details::Pipeline(details))).await;
        for file in &listing.files {
            let task = self.of.pipeline.child(file.as_str());
            match self.of.folder.read(file).await {
                Ok(text) if text.contains('\0') => {
                    sink.note(task, "left out: it is not text".to_owned(), false).await;
                }
                Ok(text) => {
                    let is_flink = self.dialect == SqlDialect::Flink;
                    let found = if is_flink { flink::tables(&text) } else { Vec::new() };
                    let text = if is_flink { flink::without_secrets(&text) } else { text };
                    for table in &found {
                        sink.say(table.mention()).await;
                    }
                    let tables = found.into_iter().map(|table| table.means).collect();
                    let details = TaskDetails { tables, ..self.details(text) };
                    sink.say(AssetRecord::new(task, Details::Task(details))).await;
                }
                Err(problem) => sink.scope_unread(task, problem).await,
            }
        }
        self.of.folder.say_end(&sink, &self.of.pipeline, listing.unread).await;
        Ok(())
    }

    fn details(&self, text: String) -> TaskDetails {
        TaskDetails {
            task_type: Some("SQL".to_owned()),
            definition: Some(text),
            dialect: Some(self.dialect.code().to_owned()),
            namespace: Some(self.namespace.clone()),
            defaults: self.defaults.clone(),
            ..TaskDetails::default()
        }
    }
}
