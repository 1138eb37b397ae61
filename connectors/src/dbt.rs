//! dbt projects, by the files that dbt leaves behind: models, seeds, snapshots, tests and exposures, semantic models, metrics
//! and saved queries, what depends on what, column by column where the SQL is there, what people wrote about relations, and how the last run went.
//!
//! The project becomes a pipeline with a task for each node; names are `[place of the files or chosen name, dbt's own
//! identifier]` in the namespace `dbt`. Relations are said in the namespace of the warehouse, which the operator names,
//! so that they meet what was crawled there. A manifest that refers to what it does not have is taken for a part of one,
//! and nothing is judged missing because of it.

use std::sync::Arc;

use async_trait::async_trait;
use catalog::{AssetKind, Name, Record};
use futures_util::stream::BoxStream;
use schemars::JsonSchema;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use crate::{
    config::{decoded, options_of},
    connector::{Checked, Connector, Define},
    crawl::{self, Sink},
    error::{Error, Result},
    outbound::Outbound,
    web::Web,
};

mod artifacts;
mod contract;
mod declared;
mod dimensions;
mod location;
mod metric;
mod project;
mod relation;
mod results;
mod saved_query;
mod say;
mod semantic_model;
mod semantics;
pub mod state;
mod template;
mod ties;

use artifacts::Manifest;
use location::Location;
use project::Project;
use relation::Warehouse;
use semantics::Semantics;

/// The tool whose word the edges are.
const TOOL: &str = "dbt";
/// The namespace of every project.
const NAMESPACE: &str = "dbt";
/// The oldest and the newest version of manifests that is known.
const VERSIONS: (u32, u32) = (9, 12);

/// What the operator fills in for a dbt project.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DbtConfig {
    /// Where `manifest.json` and the other files are: a folder on the machine that runs Cadastre, or an `https://` address.
    #[schemars(
        title = "Place of the files",
        length(min = 1),
        extend("x-order" = 1, "x-title-zh" = "文件位置", "x-description-zh" = "`manifest.json` 等文件所在的位置：运行 Cadastre 的机器上的目录，或 `https://` 地址。")
    )]
    location: String,
    /// The namespace of the warehouse in the catalog, such as `postgres://db.example:5432`.
    #[schemars(
        title = "Namespace of the warehouse",
        length(min = 1),
        extend("x-order" = 2, "x-title-zh" = "数据仓库的命名空间", "x-description-zh" = "数据仓库在目录中的命名空间，例如 `postgres://db.example:5432`。")
    )]
    namespace: String,
    /// What the catalog calls the database, where dbt calls it otherwise.
    #[serde(default)]
    #[schemars(
        title = "Database",
        extend("x-order" = 3, "x-title-zh" = "数据库", "x-description-zh" = "数据库在目录中的名称（与 dbt 中的名称不同时填写）。")
    )]
    database: Option<String>,
    /// The name of the dbt project; files of another project are refused.
    #[serde(default)]
    #[schemars(
        title = "Project",
        extend("x-order" = 4, "x-title-zh" = "项目", "x-description-zh" = "dbt 项目的名称；其他项目的文件会被拒绝。")
    )]
    project: Option<String>,
    /// What to call the pipeline; the place of the files if nothing is given.
    #[serde(default)]
    #[schemars(
        title = "Name",
        extend("x-order" = 5, "x-title-zh" = "名称", "x-description-zh" = "流水线的名称；为空则使用文件位置。")
    )]
    name: Option<String>,
    /// A token that is sent as `Authorization: Bearer`, for an address that needs one.
    #[serde(default)]
    #[schemars(
        title = "Token",
        with = "Option<String>",
        extend("x-order" = 6, "writeOnly" = true, "format" = "password", "x-title-zh" = "令牌", "x-description-zh" = "访问该地址所需的令牌，以 `Authorization: Bearer` 发送。")
    )]
    token: Option<SecretString>,
    /// The file with the certificates of the authorities to trust for an `https://` address, on the machine that runs
    /// Cadastre; those that browsers trust if nothing is given.
    #[serde(default)]
    #[schemars(
        title = "Authorities",
        extend("x-order" = 7, "x-title-zh" = "证书颁发机构", "x-description-zh" = "访问 `https://` 地址时信任的证书颁发机构的证书文件，位于运行 Cadastre 的机器上；为空则信任浏览器所信任的机构。")
    )]
    ca_file: Option<String>,
}

/// A dbt project as a source.
#[derive(Debug)]
pub(crate) struct Dbt {
    location: Location,
    namespace: String,
    database: Option<String>,
    project: Option<String>,
    pipeline: Name,
}

impl Define for Dbt {
    type Config = DbtConfig;

    const SCHEMES: &'static [&'static str] = &["dbt", "dbt+https", "dbt+http"];

    fn config_of_url(url: &Url) -> Result<Value> {
        let location = match url.scheme().strip_prefix("dbt+") {
            Some(scheme) => {
                let host = url.host_str().unwrap_or_default();
                let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
                format!("{scheme}://{host}{port}{}", url.path())
            }
            None if url.host_str().is_some_and(|host| !host.is_empty()) || url.path().len() < 2 => {
                let problem = "is not absolute; write `dbt:///path/of/target?namespace=postgres://host:5432`";
                return Err(Error::invalid("location", problem));
            }
            None => decoded("location", url.path())?,
        };
        let mut fields = Map::new();
        fields.insert("location".to_owned(), location.into());
        options_of(url, &["namespace", "database", "project", "name", "ca_file"], &mut fields)?;
        if let Some(token) = url.password() {
            fields.insert("token".to_owned(), decoded("token", token)?.into());
        }
        Ok(Value::Object(fields))
    }

    fn new(config: DbtConfig, outbound: Outbound) -> Result<Self> {
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let (token, ca_file) = (config.token, given(config.ca_file));
        let location = Location::new(&config.location, Web { token, ca_file, outbound, field: "location" })?;
        let pipeline = Name::new(NAMESPACE, [given(config.name).unwrap_or_else(|| location.shown())]);
        let (database, project) = (given(config.database), given(config.project));
        Ok(Self { location, namespace: config.namespace, database, project, pipeline })
    }
}

#[async_trait]
impl Connector for Dbt {
    fn namespace(&self) -> Arc<str> {
        Arc::from(NAMESPACE)
    }

    async fn check(&self) -> Result<Checked> {
        let manifest = self.manifest().await?;
        let databases = vec![self.pipeline.last().to_owned()];
        Ok(Checked { engine: "dbt".to_owned(), version: manifest.metadata.dbt_version, databases })
    }

    fn crawl(&self) -> BoxStream<'_, Result<Record>> {
        crawl::stream(|sink| self.read(sink))
    }

    fn covers(&self, name: &Name, _kind: AssetKind) -> bool {
        name.parts.first().is_none_or(|pipeline| pipeline == self.pipeline.last())
    }
}

impl Dbt {
    /// The manifest, when it is one that can be read and of the project that is expected.
    async fn manifest(&self) -> Result<Manifest> {
        let manifest: Option<Manifest> = self.location.read("manifest.json").await?;
        let Some(manifest) = manifest else {
            let shown = self.location.shown();
            return Err(Error::invalid(
                "location",
                format!("`{shown}` has no `manifest.json`; run `dbt docs generate`"),
            ));
        };
        let version = manifest.metadata.version().unwrap_or(0);
        if version < VERSIONS.0 {
            let (oldest, newest) = VERSIONS;
            let problem = format!("the manifest has version {version}; {oldest} to {newest} are read");
            return Err(Error::invalid("location", problem));
        }
        let found = manifest.metadata.project_name.as_deref();
        if let (Some(wanted), Some(found)) = (&self.project, found)
            && wanted != found
        {
            return Err(Error::invalid("project", format!("is `{wanted}`, and the files are of `{found}`")));
        }
        Ok(manifest)
    }

    async fn read(&self, sink: Sink) -> Result<()> {
        let mut manifest = self.manifest().await?;
        let newest = VERSIONS.1;
        if let Some(version) = manifest.metadata.version().filter(|version| *version > newest) {
            let message = format!("the manifest has version {version}; what is new since {newest} is not read");
            sink.note(self.pipeline.clone(), message, true).await;
        }
        let beside = self.location.read("semantic_manifest.json").await?.unwrap_or_default();
        let semantics = Semantics::new(&mut manifest, beside);
        let project = Project {
            pipeline: self.pipeline.clone(),
            warehouse: Warehouse {
                namespace: self.namespace.clone(),
                database: self.database.clone(),
                adapter: manifest.metadata.adapter_type.clone().unwrap_or_default().to_ascii_lowercase(),
            },
            catalog: self.location.read("catalog.json").await?.unwrap_or_default(),
            results: self.location.read("run_results.json").await?.unwrap_or_default(),
            freshness: self.location.read("sources.json").await?.unwrap_or_default(),
            manifest,
            semantics,
        };
        say::say(&project, &sink).await;
        Ok(())
    }
}
