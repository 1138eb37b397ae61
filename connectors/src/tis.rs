//! TIS installations: applications with the DataX jobs that TIS made for them, and how they ran.
//!
//! Each application becomes a pipeline with a task for each of its job files below `ap/{application}/dataxCfg`; names are
//! `[application, path of the file]` in the namespace `tis://name`. With an account of TIS's own MySQL database its
//! applications and workflows are pipelines too, with their schedule and who is in charge, and its build history becomes
//! runs. Without one, the files alone are read.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use catalog::{AssetKind, AssetRecord, Details, Name, Record, RelationKind, kinds::pipeline::PipelineDetails};
use futures_util::stream::BoxStream;
use schemars::JsonSchema;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::{
    config::{filter::Filter, folder_fields},
    connector::{Checked, Connector, Define},
    crawl::{self, Sink},
    datax::say_file,
    error::{Error, Result},
    folder::Folder,
    outbound::Outbound,
};

mod history;

use history::{Application, History};

/// The longest list of applications that a check shows.
const MAX_SHOWN: usize = 1_000;

/// What the operator fills in for a TIS installation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TisConfig {
    /// The folder `ap` of TIS, or the one that it is in, on the machine that runs Cadastre.
    #[schemars(
        title = "Folder",
        length(min = 1),
        extend("x-order" = 1, "x-title-zh" = "目录", "x-description-zh" = "TIS 的 `ap` 目录或其上级目录，位于运行 Cadastre 的机器上。")
    )]
    path: String,
    /// What tells this installation from others.
    #[serde(default = "default_name")]
    #[schemars(
        title = "Name",
        length(min = 1),
        extend("x-order" = 2, "x-title-zh" = "名称", "x-description-zh" = "用于区分多个 TIS 实例的名称。")
    )]
    name: String,
    /// The name or address of the server of TIS's database; without one the files alone are read.
    #[serde(default)]
    #[schemars(
        title = "Host of the database",
        extend("x-order" = 3, "x-title-zh" = "数据库主机", "x-description-zh" = "TIS 数据库服务器的名称或地址；为空则只读取文件。")
    )]
    host: Option<String>,
    /// The port of the server.
    #[serde(default = "default_port")]
    #[schemars(
        title = "Port of the database",
        range(min = 1, max = 65_535),
        extend("x-order" = 4, "x-title-zh" = "数据库端口", "x-description-zh" = "数据库服务器监听的端口。")
    )]
    port: u16,
    /// The account to connect as; it needs `SELECT` on the database.
    #[serde(default)]
    #[schemars(
        title = "Account",
        extend("x-order" = 5, "x-title-zh" = "账号", "x-description-zh" = "连接所用的账号，需要对该数据库的 `SELECT` 权限。")
    )]
    user: Option<String>,
    /// The password of the account.
    #[serde(default)]
    #[schemars(
        title = "Password",
        with = "Option<String>",
        extend("x-order" = 6, "writeOnly" = true, "format" = "password", "x-title-zh" = "密码", "x-description-zh" = "该账号的密码。")
    )]
    password: Option<SecretString>,
    /// The database that TIS keeps its records in.
    #[serde(default = "default_database")]
    #[schemars(
        title = "Database",
        length(min = 1),
        extend("x-order" = 7, "x-title-zh" = "数据库", "x-description-zh" = "TIS 保存其记录的数据库。")
    )]
    database: String,
}

fn default_name() -> String {
    "tis".to_owned()
}

fn default_port() -> u16 {
    3306
}

fn default_database() -> String {
    "tis_console".to_owned()
}

/// A TIS installation as a source.
#[derive(Debug)]
pub(crate) struct Tis {
    folder: Folder,
    namespace: Arc<str>,
    history: Option<History>,
}

impl Define for Tis {
    type Config = TisConfig;

    const SCHEMES: &'static [&'static str] = &["tis"];

    fn config_of_url(url: &Url) -> Result<Value> {
        let mut fields = folder_fields(url, &["name", "host", "port", "user", "database"])?;
        if let Some(port) = fields.get("port").and_then(|port| port.as_str()?.parse::<u16>().ok()) {
            fields.insert("port".to_owned(), port.into());
        }
        Ok(Value::Object(fields))
    }

    fn new(config: TisConfig, outbound: Outbound) -> Result<Self> {
        let everything = Filter::new(("path", &[]), ("path", &[]))?;
        let outer = Folder::new(&config.path, everything, outbound)?;
        let folder = outer.inner("ap").unwrap_or(outer);
        let namespace = format!("tis://{}", config.name.trim());
        let history = match config.host.filter(|host| !host.trim().is_empty()) {
            None => None,
            Some(host) => {
                let user = config.user.ok_or_else(|| Error::invalid("user", "is missing beside `host`"))?;
                let place = (host.as_str(), config.port, config.database.as_str());
                Some(History::new(place, &user, config.password.as_ref(), outbound)?)
            }
        };
        Ok(Self { folder, namespace: namespace.into(), history })
    }
}

#[async_trait]
impl Connector for Tis {
    fn namespace(&self) -> Arc<str> {
        Arc::clone(&self.namespace)
    }

    async fn check(&self) -> Result<Checked> {
        let listing = self.folder.list().await?;
        let mut version = "files".to_owned();
        if let Some(history) = &self.history {
            version = history.version().await?;
        }
        let mut databases: Vec<String> = by_application(&listing.files).into_keys().map(str::to_owned).collect();
        databases.truncate(MAX_SHOWN);
        Ok(Checked { engine: "tis".to_owned(), version, databases })
    }

    fn crawl(&self) -> BoxStream<'_, Result<Record>> {
        crawl::stream(|sink| self.read(sink))
    }

    fn covers(&self, _name: &Name, _kind: AssetKind) -> bool {
        true
    }
}

/// Files by the application that they are of.
fn by_application(files: &[String]) -> BTreeMap<&str, Vec<&str>> {
    let mut applications: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (application, file) in files.iter().filter_map(|file| file.split_once('/')) {
        applications.entry(application).or_default().push(file);
    }
    applications
}

impl Tis {
    async fn read(&self, sink: Sink) -> Result<()> {
        let listing = self.folder.list().await?;
        let mut known: BTreeMap<String, Application> = match &self.history {
            Some(history) => history.applications().await?,
            None => BTreeMap::new(),
        };
        for (application, files) in by_application(&listing.files) {
            self.say_pipeline(&sink, application, known.remove(application).unwrap_or_default()).await;
            for file in files {
                self.say_job(&sink, application, file).await;
            }
        }
        // What has no files: workflows, and applications that another machine keeps.
        for (application, facts) in known {
            self.say_pipeline(&sink, &application, facts).await;
        }
        if let Some(history) = &self.history {
            for run in history.runs(&self.namespace).await? {
                sink.say(Record::Run(Box::new(run))).await;
            }
        }
        let everything = Name { namespace: self.namespace(), parts: Vec::new() };
        self.folder.say_end(&sink, &everything, listing.unread).await;
        Ok(())
    }

    async fn say_pipeline(&self, sink: &Sink, application: &str, facts: Application) {
        let name = Name::new(self.namespace(), [application]);
        let details =
            PipelineDetails { tool: Some("TIS".to_owned()), schedule: facts.schedule, ..PipelineDetails::default() };
        sink.say(AssetRecord::new(name.clone(), Details::Pipeline(details))).await;
        for target in facts.owners {
            let relation = RelationKind::Owner;
            sink.say(Record::Relation { name: name.clone(), kind: AssetKind::Pipeline, relation, target }).await;
        }
    }

    /// Says a job file; what else TIS keeps for an application is not looked at.
    async fn say_job(&self, sink: &Sink, application: &str, file: &str) {
        let Some(job) = file.strip_prefix("dataxCfg/").filter(|job| job.ends_with(".json")) else { return };
        let task = Name::new(self.namespace(), [application, job]);
        match self.folder.read(&format!("{application}/{file}")).await {
            Ok(text) => say_file(sink, &task, &text).await,
            Err(problem) => sink.scope_unread(task, problem).await,
        }
    }
}
