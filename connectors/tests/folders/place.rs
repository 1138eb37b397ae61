//! A folder that a test fills with real files.

use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use catalog::{AssetKind, Details, Name, Record, kinds::column::ColumnDetails};
use connectors::{Connector, Outbound, QueryLimits, Rows, build_connector};
use datafusion::{
    arrow::{
        array::{ArrayRef, RecordBatch},
        datatypes::Schema,
    },
    parquet::arrow::ArrowWriter,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::records::{Assets, crawl};

/// A folder of files.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().canonicalize().unwrap()
    }

    /// The absolute path of a table, which is its name.
    pub(crate) fn name(&self, place: &str) -> String {
        let path = self.path();
        if place.is_empty() { path.display().to_string() } else { path.join(place).display().to_string() }
    }

    pub(crate) fn write(&self, file: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    pub(crate) fn write_packed(&self, file: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes.as_ref()).unwrap();
        self.write(file, packer.finish().unwrap())
    }

    /// Writes a Parquet file with these columns.
    pub(crate) fn parquet(&self, file: &str, columns: Vec<(&str, ArrayRef)>) -> &Self {
        self.write(file, parquet_bytes(&RecordBatch::try_from_iter(columns).unwrap()))
    }

    pub(crate) fn connector(&self, more: Value) -> Box<dyn Connector> {
        let mut config = json!({ "path": self.path() });
        config.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        build_connector("files", config, Outbound::default()).unwrap()
    }

    pub(crate) async fn crawl(&self) -> Crawled {
        self.crawl_with(json!({})).await
    }

    pub(crate) async fn crawl_with(&self, more: Value) -> Crawled {
        Crawled::new(crawl(&*self.connector(more)).await)
    }

    /// The answer to a question.
    pub(crate) async fn ask(&self, sql: &str) -> Result<Rows, connectors::Error> {
        self.connector(json!({})).as_query().unwrap().query(sql, QueryLimits::default()).await
    }

    /// The rows of an answer.
    pub(crate) async fn rows(&self, sql: &str) -> Value {
        json!(self.ask(sql).await.unwrap_or_else(|cause| panic!("{sql}: {cause}")).rows)
    }
}

/// A Parquet file in memory.
pub(crate) fn parquet_bytes(batch: &RecordBatch) -> Vec<u8> {
    let schema: Arc<Schema> = batch.schema();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, None).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

/// What a crawl said.
pub(crate) struct Crawled {
    pub(crate) records: Vec<Record>,
    pub(crate) assets: Assets,
}

impl Crawled {
    fn new(records: Vec<Record>) -> Self {
        let assets = Assets::of(&records);
        Self { records, assets }
    }

    /// The names of tables and of the folder itself.
    pub(crate) fn tables(&self) -> Vec<&str> {
        let tables = self.assets.0.iter().filter(|asset| asset.name.parts.len() == 1);
        tables.map(|asset| asset.name.last()).collect()
    }

    /// The columns of a table: name, type, whether it may be absent, and `partition`.
    pub(crate) fn columns(&self, table: &str) -> Vec<(&str, &str, bool, bool)> {
        let inside = self.assets.0.iter().filter(|asset| asset.name.parts.len() == 2 && asset.name.parts[0] == table);
        let shown = inside.map(|asset| match &asset.harvested.details {
            Details::Column(ColumnDetails { data_type, is_nullable, generation, .. }) => {
                (asset.name.last(), data_type.text.as_str(), *is_nullable, generation.as_deref() == Some("partition"))
            }
            other => panic!("{other:?}"),
        });
        shown.collect()
    }

    pub(crate) fn details(&self, kind: AssetKind, table: &str) -> &Details {
        &self.assets.get(kind, &[table]).harvested.details
    }

    /// What is said to be known about a table.
    pub(crate) fn notes(&self, table: &str) -> Vec<&str> {
        let notes = self.records.iter().filter_map(|record| match record {
            Record::Note { about, message, .. } if about.last() == table => Some(message.as_str()),
            _ => None,
        });
        notes.collect()
    }

    /// What is said not to be read, by scope.
    pub(crate) fn failures(&self) -> Vec<(&Name, &str)> {
        let failures = self.records.iter().filter_map(|record| match record {
            Record::ScopeFailed { root, message } => Some((root, message.as_str())),
            _ => None,
        });
        failures.collect()
    }

    pub(crate) fn is_complete(&self) -> bool {
        matches!(self.records.last(), Some(Record::ScopeRead { root }) if root.parts.is_empty())
    }
}

/// Whether a path is inside of a folder.
pub(crate) fn link(from: &Path, to: &Path) {
    std::os::unix::fs::symlink(to, from).unwrap();
}
