//! Folders of Parquet, CSV and JSON files as tables, crawled and asked through an embedded engine.
//!
//! Names are `[absolute path]` in the namespace `file`, as OpenLineage has them, and `[absolute path, column]`. A folder of
//! files that are parts of one table is a container, a file on its own is a file; [`layout`] decides. Columns are those of
//! all files, and those that folders named `key=value` stand for. Links are not followed, and what is broken is said and
//! left out while the rest is read.

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use catalog::{AssetKind, Name, Record};
use futures_util::stream::BoxStream;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use self::{
    csv::Header,
    layout::{FoundFile, FoundTable, Layout},
};
use crate::{
    config::{filter::Filter, folder_fields},
    connector::{Checked, Connector, Define, Query, QueryLimits, Rows},
    crawl,
    error::{Error, Result},
    folder::Folder,
    outbound::Outbound,
    sample::SampleColumn,
};

mod answer;
mod csv;
mod data_type;
mod engine;
mod footer;
mod format;
mod json;
mod layout;
mod parquet;
mod partition;
mod question;
mod read;
mod scan;
mod schema;
mod table;
mod text;

/// The namespace of every file on this machine.
const NAMESPACE: &str = "file";
/// The most columns of a table.
const MOST_COLUMNS: usize = 10_000;
/// The most tables of a folder.
const MOST_TABLES: usize = 20_000;

/// What the operator fills in for a folder of files.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilesConfig {
    /// The folder with the files, on the machine that runs Cadastre; folders in it are read too.
    #[schemars(
        title = "Folder",
        length(min = 1),
        extend("x-order" = 1, "x-title-zh" = "目录", "x-description-zh" = "文件所在的目录，位于运行 Cadastre 的机器上；包括其子目录。")
    )]
    path: String,
    /// What becomes a table: a folder, a file, or whichever the names and columns of the files suggest.
    #[serde(default)]
    #[schemars(
        title = "Tables",
        extend("x-order" = 2, "x-title-zh" = "表的划分", "x-description-zh" = "什么算作一张表：一个目录、一个文件，或根据文件名和字段自动判断。")
    )]
    layout: Layout,
    /// Whether the first row of a CSV file has the names of its columns.
    #[serde(default)]
    #[schemars(
        title = "First row of CSV",
        extend("x-order" = 3, "x-title-zh" = "CSV 首行", "x-description-zh" = "CSV 文件的首行是否为列名。")
    )]
    header: Header,
    /// Which tables to read, as patterns over their path in the folder, such as `sales/*`; none means all.
    #[serde(default)]
    #[schemars(
        title = "Include tables",
        extend("x-order" = 4, "x-title-zh" = "包含的表", "x-description-zh" = "要读取的表在目录中的路径的匹配模式，例如 `sales/*`；为空表示全部。")
    )]
    include_tables: Vec<String>,
    /// Which tables to leave out, as patterns; this wins over including.
    #[serde(default)]
    #[schemars(
        title = "Exclude tables",
        extend("x-order" = 5, "x-title-zh" = "排除的表", "x-description-zh" = "不读取的表的匹配模式；优先于包含。")
    )]
    exclude_tables: Vec<String>,
}

/// A folder of files as a source.
#[derive(Debug)]
pub(crate) struct Files {
    folder: Folder,
    path: Arc<Path>,
    layout: Layout,
    header: Header,
    tables: Filter,
}

/// The tables of a folder, and what of it was not looked at.
struct Listed {
    tables: Vec<FoundTable>,
    unread: Vec<(String, String)>,
}

impl Define for Files {
    type Config = FilesConfig;

    const SCHEMES: &'static [&'static str] = &["file"];

    fn config_of_url(url: &Url) -> Result<Value> {
        folder_fields(url, &["layout", "header", "include_tables", "exclude_tables"]).map(Value::Object)
    }

    fn new(config: FilesConfig, outbound: Outbound) -> Result<Self> {
        let include = ("include_tables", config.include_tables.as_slice());
        let tables = Filter::new(include, ("exclude_tables", &config.exclude_tables))?;
        let everything = Filter::new(("include_tables", &[]), ("exclude_tables", &[]))?;
        let folder = Folder::new(&config.path, everything, outbound)?;
        let path = Arc::from(folder.file(""));
        Ok(Self { folder, path, layout: config.layout, header: config.header, tables })
    }
}

impl Files {
    /// What a place in the folder is called.
    fn name_of(&self, place: &str) -> Name {
        let root = self.folder.path();
        let path = match (place, root.as_str()) {
            ("", root) => root.to_owned(),
            (place, "/") => format!("/{place}"),
            (place, root) => format!("{root}/{place}"),
        };
        Name::new(NAMESPACE, [path])
    }

    /// The place in the folder that a path names; none for what is elsewhere.
    fn place_of<'a>(&self, path: &'a str) -> Option<&'a str> {
        let rest = path.strip_prefix(self.folder.path().trim_end_matches('/'))?;
        if rest.is_empty() { Some("") } else { rest.strip_prefix('/') }
    }

    /// The scope of everything that this source says; removals inside of it are still bounded by what it covers.
    fn everything() -> Name {
        Name { namespace: NAMESPACE.into(), parts: Vec::new() }
    }

    /// Whether a table passes the patterns.
    fn wants(&self, place: &str) -> bool {
        let last = place.rsplit('/').next().unwrap_or(place);
        self.tables.passes(&[place, last])
    }

    /// The wanted tables, by their files' names and places.
    async fn list(&self) -> Result<Listed> {
        let crate::folder::Listing { files, mut unread } = self.folder.list().await?;
        let (folder, layout, header) = (Arc::clone(&self.path), self.layout, self.header);
        let found = tokio::task::spawn_blocking(move || {
            let files = files.iter().filter_map(|path| found(&folder, path)).collect();
            layout::tables(files, layout, |files| table::are_alike(&folder, files, header))
        });
        let found = found.await;
        let mut tables =
            found.map_err(|cause| Error::Unreachable { address: self.folder.path(), reason: cause.to_string() })?;
        tables.retain(|table| self.wants(&table.place));
        if tables.len() > MOST_TABLES {
            let problem = format!("the folder has {} tables; the first {MOST_TABLES} are read", tables.len());
            unread.push((String::new(), problem));
            tables.truncate(MOST_TABLES);
        }
        Ok(Listed { tables, unread })
    }
}

/// A file of the folder, when it holds rows.
fn found(folder: &Path, path: &str) -> Option<FoundFile> {
    if format::is_passed_over(path) {
        return None;
    }
    let (format, is_packed) = format::of(folder, path)?;
    let facts = folder.join(path).symlink_metadata().ok()?;
    let written = facts.modified().ok();
    // What engines leave where there were no rows is no file of a table.
    (facts.len() > 0).then(|| FoundFile { path: path.to_owned(), format, is_packed, size_bytes: facts.len(), written })
}

#[async_trait]
impl Connector for Files {
    fn namespace(&self) -> Arc<str> {
        Arc::from(NAMESPACE)
    }

    async fn check(&self) -> Result<Checked> {
        self.folder.check().await?;
        let version = format!("DataFusion {}", datafusion::DATAFUSION_VERSION);
        Ok(Checked { engine: "files".to_owned(), version, databases: vec![self.folder.path()] })
    }

    fn crawl(&self) -> BoxStream<'_, Result<Record>> {
        crawl::stream(|sink| read::read(self, sink))
    }

    fn covers(&self, name: &Name, kind: AssetKind) -> bool {
        let [path, inside @ ..] = name.parts.as_slice() else { return true };
        let is_ours = if inside.is_empty() { read::is_table(kind) } else { kind == AssetKind::Column };
        is_ours && self.place_of(path).is_some_and(|place| place.is_empty() || self.wants(place))
    }

    fn as_query(&self) -> Option<&dyn Query> {
        Some(self)
    }
}

#[async_trait]
impl Query for Files {
    async fn query(&self, sql: &str, limits: QueryLimits) -> Result<Rows> {
        question::ask(self, sql, limits).await
    }

    async fn sample(&self, table: &Name, columns: &[SampleColumn], limits: QueryLimits) -> Result<Rows> {
        question::sample(self, table, columns, limits).await
    }
}
