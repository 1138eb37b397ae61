//! Folders of Parquet, CSV and JSON files as tables, on this machine or in a bucket of an object store, crawled and asked
//! through an embedded engine.
//!
//! Names are `[absolute path]` in the namespace `file`, as OpenLineage has them, and `[absolute path, column]`; of a bucket
//! `[key]` in the namespace `s3://bucket`. A folder of
//! files that are parts of one table is a container, a file on its own is a file; [`layout`] decides. Columns are those of
//! all files, and those that folders named `key=value` stand for. Links are not followed, and what is broken is said and
//! left out while the rest is read.

use std::sync::Arc;

use async_trait::async_trait;
use catalog::{AssetKind, Name, Record};
use futures_util::stream::BoxStream;
use schemars::JsonSchema;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use self::{
    csv::Header,
    layout::{FoundFile, FoundTable, Layout},
    store::{
        Entry, Root, Store,
        bucket::{Access, Bucket},
        signature::Signer,
    },
};
use crate::{
    config::{filter::Filter, folder_fields, options_of},
    connector::{Checked, Connector, Define, Query, QueryLimits, Rows},
    crawl,
    error::{Error, Result},
    outbound::Outbound,
    sample::SampleColumn,
};

mod answer;
mod csv;
mod data_type;
mod distinct;
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
mod store;
mod table;
mod text;

/// The most columns of a table.
const MOST_COLUMNS: usize = 10_000;
/// The most tables of a folder.
const MOST_TABLES: usize = 20_000;

/// What the operator fills in for a folder of files.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilesConfig {
    /// The folder with the files, on the machine that runs Cadastre, or `s3://bucket/folder`; folders in it are read too.
    #[schemars(
        title = "Folder",
        length(min = 1),
        extend("x-order" = 1, "x-title-zh" = "目录", "x-description-zh" = "文件所在的目录：运行 Cadastre 的机器上的路径，或 `s3://桶/目录`；包括其子目录。")
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
    /// For a bucket: the address of a server that speaks like S3, such as `https://minio.example:9000`; AWS when left out.
    #[serde(default)]
    #[schemars(
        title = "Endpoint of the bucket",
        extend("x-order" = 6, "x-title-zh" = "桶的服务地址", "x-description-zh" = "桶所在的兼容 S3 的服务地址，例如 `https://minio.example:9000`；为空表示 AWS。")
    )]
    endpoint: Option<String>,
    /// For a bucket: its region; `us-east-1` when left out, which most servers other than AWS take.
    #[serde(default = "default_region")]
    #[schemars(
        title = "Region of the bucket",
        extend("x-order" = 7, "x-title-zh" = "桶的区域", "x-description-zh" = "桶所在的区域，默认 `us-east-1`，AWS 以外的服务大多接受该值。")
    )]
    region: String,
    /// For a bucket: the name of the key of an account that may list and read it; none for a bucket that is open to all.
    #[serde(default)]
    #[schemars(
        title = "Access key",
        extend("x-order" = 8, "x-title-zh" = "访问密钥 ID", "x-description-zh" = "可列出并读取该桶的账号的访问密钥 ID；公开的桶可留空。")
    )]
    access_key: Option<String>,
    /// For a bucket: the key itself.
    #[serde(default)]
    #[schemars(
        title = "Secret key",
        with = "Option<String>",
        extend("x-order" = 9, "writeOnly" = true, "format" = "password", "x-title-zh" = "访问密钥", "x-description-zh" = "与访问密钥 ID 对应的密钥。")
    )]
    secret_key: Option<SecretString>,
    /// For a bucket: whether its name is a part of the host, as Alibaba Cloud OSS wants it, and not of the path.
    #[serde(default)]
    #[schemars(
        title = "Bucket in the host",
        extend("x-order" = 10, "x-title-zh" = "桶名在主机名中", "x-description-zh" = "桶名是否作为主机名的一部分（如阿里云 OSS 的要求），而不是路径的一部分。")
    )]
    bucket_in_host: bool,
}

fn default_region() -> String {
    "us-east-1".to_owned()
}

/// A folder of files as a source.
#[derive(Debug)]
pub(crate) struct Files {
    root: Root,
    layout: Layout,
    header: Header,
    tables: Filter,
}

/// The tables of a folder, and what of it was not looked at.
struct Listed {
    store: Store,
    tables: Vec<FoundTable>,
    unread: Vec<(String, String)>,
}

impl Define for Files {
    type Config = FilesConfig;

    const SCHEMES: &'static [&'static str] = &["file", "s3"];

    fn config_of_url(url: &Url) -> Result<Value> {
        const OPTIONS: [&str; 4] = ["layout", "header", "include_tables", "exclude_tables"];
        if url.scheme() != "s3" {
            return folder_fields(url, &OPTIONS).map(Value::Object);
        }
        let mut fields = serde_json::Map::new();
        let options: Vec<&str> =
            OPTIONS.into_iter().chain(["endpoint", "region", "access_key", "bucket_in_host"]).collect();
        options_of(url, &options, &mut fields)?;
        if let Some(flag) = fields.get("bucket_in_host").and_then(|flag| flag.as_str()?.parse::<bool>().ok()) {
            fields.insert("bucket_in_host".to_owned(), flag.into());
        }
        // A secret in an address ends up in lists of commands; the form and the file of sources have a field for it.
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::invalid("path", "holds an account; give `access_key` and `secret_key`"));
        }
        let path =
            url::form_urlencoded::parse(format!("p={}", url.path().replace('+', "%2B").replace('&', "%26")).as_bytes())
                .next()
                .map(|(_, path)| path.into_owned())
                .unwrap_or_default();
        fields.insert("path".to_owned(), format!("s3://{}{path}", url.host_str().unwrap_or_default()).into());
        Ok(Value::Object(fields))
    }

    fn new(config: FilesConfig, outbound: Outbound) -> Result<Self> {
        let include = ("include_tables", config.include_tables.as_slice());
        let tables = Filter::new(include, ("exclude_tables", &config.exclude_tables))?;
        let root = if config.path.starts_with("s3://") {
            Root::Bucket(bucket(&config, outbound)?)
        } else {
            must_have_no_bucket(&config)?;
            Root::folder(&config.path, outbound)?
        };
        Ok(Self { root, layout: config.layout, header: config.header, tables })
    }
}

/// Refuses what only buckets have beside a folder of this machine: somebody has mistaken one for the other.
fn must_have_no_bucket(config: &FilesConfig) -> Result<()> {
    let is_filled = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    let said = [
        ("endpoint", is_filled(&config.endpoint)),
        ("access_key", is_filled(&config.access_key)),
        ("secret_key", config.secret_key.is_some()),
    ];
    match said.into_iter().find(|(_, is_said)| *is_said) {
        Some((field, _)) => Err(Error::invalid(field, "is for buckets; begin `path` with `s3://`, or leave it out")),
        None => Ok(()),
    }
}

/// The bucket that a configuration tells of.
fn bucket(config: &FilesConfig, outbound: Outbound) -> Result<Bucket> {
    let filled =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let region = config.region.trim();
    let signer = match (filled(&config.access_key), config.secret_key.clone()) {
        (Some(access_key), Some(secret_key)) => Some(Signer { access_key, secret_key, region: region.to_owned() }),
        (None, None) => None,
        (Some(_), None) => return Err(Error::invalid("secret_key", "is missing beside `access_key`")),
        (None, Some(_)) => return Err(Error::invalid("access_key", "is missing beside `secret_key`")),
    };
    let endpoint = filled(&config.endpoint);
    let access = Access { endpoint: endpoint.as_deref(), is_in_path: !config.bucket_in_host, region, signer };
    Bucket::new(&config.path, access, outbound)
}

impl Files {
    /// What a place in the folder is called.
    fn name_of(&self, place: &str) -> Name {
        Name::new(self.root.namespace(), [self.root.path_of(place)])
    }

    /// The place in the folder that a path names; none for what is elsewhere.
    fn place_of<'a>(&self, path: &'a str) -> Option<&'a str> {
        self.root.place_of(path)
    }

    /// The scope of everything that this source says; removals inside of it are still bounded by what it covers.
    fn everything(&self) -> Name {
        Name { namespace: self.root.namespace().into(), parts: Vec::new() }
    }

    /// Whether a table passes the patterns.
    fn wants(&self, place: &str) -> bool {
        let last = place.rsplit('/').next().unwrap_or(place);
        self.tables.passes(&[place, last])
    }

    /// The wanted tables, by their files' names and places.
    async fn list(&self) -> Result<Listed> {
        let store::Entries { store, files, mut unread } = self.root.list().await?;
        let (opened, layout, header) = (store.clone(), self.layout, self.header);
        let found = tokio::task::spawn_blocking(move || {
            let files = files.into_iter().filter_map(|entry| found(&opened, entry)).collect();
            layout::tables(files, layout, |files| table::are_alike(&opened, files, header))
        });
        let mut tables = found.await.map_err(|cause| self.root.unreachable(&cause))?;
        tables.retain(|table| self.wants(&table.place));
        if tables.len() > MOST_TABLES {
            let problem = format!("the folder has {} tables; the first {MOST_TABLES} are read", tables.len());
            unread.push((String::new(), problem));
            tables.truncate(MOST_TABLES);
        }
        Ok(Listed { store, tables, unread })
    }
}

/// A file of the folder, when it holds rows.
fn found(store: &Store, entry: Entry) -> Option<FoundFile> {
    let (format, is_packed) = format::of(store, &entry)?;
    let Entry { path, size_bytes, written } = entry;
    Some(FoundFile { path, format, is_packed, size_bytes, written })
}

#[async_trait]
impl Connector for Files {
    fn namespace(&self) -> Arc<str> {
        self.root.namespace().into()
    }

    async fn check(&self) -> Result<Checked> {
        self.root.check().await?;
        let version = format!("DataFusion {}", datafusion::DATAFUSION_VERSION);
        Ok(Checked { engine: "files".to_owned(), version, databases: vec![self.root.shown()] })
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
