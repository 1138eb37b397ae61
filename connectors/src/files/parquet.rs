//! Parquet files as a table that the engine reads: only the columns that are asked for, and not the parts that a condition
//! leaves out.

use std::{fs::File, ops::Range, os::unix::fs::FileExt, path::PathBuf, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;
use datafusion::{
    arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef},
    catalog::{Session, TableProvider},
    common::{DFSchema, Statistics, stats::Precision},
    datasource::{
        listing::PartitionedFile,
        physical_plan::{FileGroup, FileScanConfigBuilder, ParquetFileReaderFactory, ParquetSource},
        source::DataSourceExec,
        table_schema::TableSchema,
    },
    error::{DataFusionError, Result},
    execution::object_store::ObjectStoreUrl,
    logical_expr::{Expr, TableProviderFilterPushDown, TableType, utils::conjunction},
    parquet::{
        arrow::{arrow_reader::ArrowReaderOptions, async_reader::AsyncFileReader},
        errors::ParquetError,
        file::metadata::ParquetMetaData,
    },
    physical_plan::{ExecutionPlan, metrics::ExecutionPlanMetricsSet},
};
use futures_util::{FutureExt, future::BoxFuture};

use super::{footer, table::Table};

/// The most bytes that are read at once.
const MOST_BYTES: u64 = 1 << 30;

/// A table of Parquet files.
#[derive(Debug)]
pub(super) struct ParquetTable {
    columns: TableSchema,
    files: Vec<PartitionedFile>,
    rows: Option<usize>,
}

/// Where a file really is; the engine's own paths cannot spell every name.
#[derive(Debug)]
struct Place(PathBuf);

impl ParquetTable {
    pub(super) fn new(table: Table) -> Self {
        let rows = table.rows().and_then(|rows| usize::try_from(rows).ok());
        let columns: Vec<Field> = table.columns.iter().map(viewed).collect();
        let keys: Vec<FieldRef> = table.keys.iter().cloned().map(Arc::new).collect();
        let files = table.files.into_iter().enumerate().map(|(number, file)| {
            PartitionedFile::new(format!("{number}.parquet"), file.size_bytes)
                .with_partition_values(file.keys)
                .with_extension(Place(file.path))
        });
        let files = files.collect();
        let columns = TableSchema::builder(Arc::new(Schema::new(columns))).with_table_partition_cols(keys).build();
        Self { columns, files, rows }
    }
}

/// Texts are read as views into their pages, which copies nothing.
fn viewed(field: &Field) -> Field {
    let data_type = match field.data_type() {
        DataType::Utf8 => DataType::Utf8View,
        DataType::Binary => DataType::BinaryView,
        other => other.clone(),
    };
    field.clone().with_data_type(data_type)
}

#[async_trait]
impl TableProvider for ParquetTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(self.columns.table_schema())
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let mut source =
            ParquetSource::new(self.columns.clone()).with_parquet_file_reader_factory(Arc::new(LocalFiles));
        if let Some(condition) = conjunction(filters.iter().cloned()) {
            let schema = DFSchema::try_from(self.schema())?;
            source = source.with_predicate(state.create_physical_expr(condition, &schema)?);
        }
        let mut statistics = Statistics::new_unknown(&self.schema());
        if let Some(rows) = self.rows {
            statistics.num_rows = Precision::Exact(rows);
        }
        let shares = state.config().target_partitions().clamp(1, self.files.len().max(1));
        let share = |number: usize| FileGroup::new(self.files.iter().skip(number).step_by(shares).cloned().collect());
        let config = FileScanConfigBuilder::new(ObjectStoreUrl::local_filesystem(), Arc::new(source))
            .with_file_groups((0..shares).map(share).collect())
            .with_statistics(statistics)
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .build();
        Ok(DataSourceExec::from_data_source(config))
    }
}

/// Opens the files that tables are made of, and no others.
#[derive(Debug)]
struct LocalFiles;

impl ParquetFileReaderFactory for LocalFiles {
    fn create_reader(
        &self,
        _: usize,
        file: PartitionedFile,
        _: Option<usize>,
        _: &ExecutionPlanMetricsSet,
    ) -> Result<Box<dyn AsyncFileReader + Send>> {
        let Some(Place(path)) = file.extension::<Place>() else {
            return Err(DataFusionError::Internal("a file without a place was asked for".to_owned()));
        };
        let opened = footer::open(path).map_err(|cause| {
            DataFusionError::External(format!("`{}` cannot be read: {cause}", path.display()).into())
        })?;
        Ok(Box::new(LocalFile { file: Arc::new(opened), path: path.clone() }))
    }
}

/// A file that is read in pieces, away from the threads on which the engine computes.
struct LocalFile {
    file: Arc<File>,
    path: PathBuf,
}

impl LocalFile {
    fn fault(path: &std::path::Path, problem: impl std::fmt::Display) -> ParquetError {
        ParquetError::General(format!("`{}` cannot be read: {problem}", path.display()))
    }
}

impl AsyncFileReader for LocalFile {
    fn get_bytes(&mut self, range: Range<u64>) -> BoxFuture<'_, Result<Bytes, ParquetError>> {
        let (file, path) = (Arc::clone(&self.file), self.path.clone());
        let read = tokio::task::spawn_blocking(move || {
            let size = file.metadata().map_err(|cause| Self::fault(&path, cause))?.len();
            // A damaged end of a file may speak of any place.
            let length = range.end.checked_sub(range.start).filter(|length| *length <= MOST_BYTES && range.end <= size);
            let length = length.and_then(|length| usize::try_from(length).ok());
            let length = length.ok_or_else(|| Self::fault(&path, "its end speaks of bytes that it does not have"))?;
            let mut bytes = vec![0; length];
            file.read_exact_at(&mut bytes, range.start).map_err(|cause| Self::fault(&path, cause))?;
            Ok(bytes.into())
        });
        read.map(|bytes| bytes.unwrap_or_else(|cause| Err(ParquetError::External(cause.into())))).boxed()
    }

    fn get_metadata<'a>(
        &'a mut self,
        _: Option<&'a ArrowReaderOptions>,
    ) -> BoxFuture<'a, Result<Arc<ParquetMetaData>, ParquetError>> {
        let (file, path) = (Arc::clone(&self.file), self.path.clone());
        let read = tokio::task::spawn_blocking(move || {
            footer::metadata(&file).map(Arc::new).map_err(|cause| Self::fault(&path, cause))
        });
        read.map(|metadata| metadata.unwrap_or_else(|cause| Err(ParquetError::External(cause.into())))).boxed()
    }
}
