//! Parquet files as a table that the engine reads: only the columns that are asked for, and not the parts that a condition
//! leaves out.

use std::{ops::Range, sync::Arc};

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

use super::{
    footer,
    store::{Opened, Place},
    table::Table,
};

/// The most bytes that are read at once.
const MOST_BYTES: u64 = 1 << 30;

/// A table of Parquet files.
#[derive(Debug)]
pub(super) struct ParquetTable {
    columns: TableSchema,
    files: Vec<PartitionedFile>,
    rows: Option<usize>,
}

impl ParquetTable {
    pub(super) fn new(table: Table) -> Self {
        let rows = table.rows().and_then(|rows| usize::try_from(rows).ok());
        let columns: Vec<Field> = table.columns.iter().map(viewed).collect();
        let keys: Vec<FieldRef> = table.keys.iter().cloned().map(Arc::new).collect();
        let files = table.files.into_iter().enumerate().map(|(number, file)| {
            PartitionedFile::new(format!("{number}.parquet"), file.size_bytes)
                .with_partition_values(file.keys)
                .with_extension(file.place)
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
        let mut source = ParquetSource::new(self.columns.clone()).with_parquet_file_reader_factory(Arc::new(OwnFiles));
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
struct OwnFiles;

impl ParquetFileReaderFactory for OwnFiles {
    fn create_reader(
        &self,
        _: usize,
        file: PartitionedFile,
        _: Option<usize>,
        _: &ExecutionPlanMetricsSet,
    ) -> Result<Box<dyn AsyncFileReader + Send>> {
        // The engine's own paths cannot spell every name.
        let Some(place) = file.extension::<Place>() else {
            return Err(DataFusionError::Internal("a file without a place was asked for".to_owned()));
        };
        let opened = place
            .open()
            .map_err(|cause| DataFusionError::External(format!("`{place}` cannot be read: {cause}").into()))?;
        Ok(Box::new(OwnFile { file: Arc::new(opened), place: place.clone() }))
    }
}

/// A file that is read in pieces, away from the threads on which the engine computes.
struct OwnFile {
    file: Arc<Opened>,
    place: Place,
}

impl OwnFile {
    fn fault(place: &Place, problem: impl std::fmt::Display) -> ParquetError {
        ParquetError::General(format!("`{place}` cannot be read: {problem}"))
    }
}

impl AsyncFileReader for OwnFile {
    fn get_bytes(&mut self, range: Range<u64>) -> BoxFuture<'_, Result<Bytes, ParquetError>> {
        let (file, place) = (Arc::clone(&self.file), self.place.clone());
        let read = tokio::task::spawn_blocking(move || {
            let size = file.size_bytes().map_err(|cause| Self::fault(&place, cause))?;
            // A damaged end of a file may speak of any place.
            let length = range.end.checked_sub(range.start).filter(|length| *length <= MOST_BYTES && range.end <= size);
            let length = length.and_then(|length| usize::try_from(length).ok());
            let length = length.ok_or_else(|| Self::fault(&place, "its end speaks of bytes that it does not have"))?;
            let mut bytes = vec![0; length];
            file.read_exact_at(&mut bytes, range.start).map_err(|cause| Self::fault(&place, cause))?;
            Ok(bytes.into())
        });
        read.map(|bytes| bytes.unwrap_or_else(|cause| Err(ParquetError::External(cause.into())))).boxed()
    }

    fn get_metadata<'a>(
        &'a mut self,
        _: Option<&'a ArrowReaderOptions>,
    ) -> BoxFuture<'a, Result<Arc<ParquetMetaData>, ParquetError>> {
        let (file, place) = (Arc::clone(&self.file), self.place.clone());
        let read = tokio::task::spawn_blocking(move || {
            footer::metadata(&file).map(Arc::new).map_err(|cause| Self::fault(&place, cause))
        });
        read.map(|metadata| metadata.unwrap_or_else(|cause| Err(ParquetError::External(cause.into())))).boxed()
    }
}
