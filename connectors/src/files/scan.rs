//! Text files as a table that the engine reads: a stream of rows for each share of the files.
//!
//! Rows come a bounded number of bytes at a time, so that neither a line of gigabytes nor a quote that is never closed
//! takes more memory than that.

use std::{io::Read, sync::Arc};

use async_trait::async_trait;
use datafusion::{
    arrow::{
        array::{ArrayRef, RecordBatch, RecordBatchOptions, new_null_array},
        csv,
        datatypes::{Schema, SchemaRef},
        error::ArrowError,
        json,
    },
    catalog::{Session, TableProvider},
    error::{DataFusionError, Result},
    execution::{SendableRecordBatchStream, TaskContext},
    logical_expr::{Expr, TableType},
    physical_plan::{
        ExecutionPlan,
        stream::RecordBatchReceiverStreamBuilder,
        streaming::{PartitionStream, StreamingTableExec},
    },
};

use super::{
    json::Unlisted,
    table::{ReadFile, Shape, Table},
    text,
};

/// How many bytes are handed to a parser at once.
const CHUNK: usize = 64 * 1024;
/// How many rows a parser gathers.
const ROWS: usize = 512;
/// How many bytes a parser may gather before its rows are complete.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// A table of text files.
#[derive(Debug)]
pub(super) struct TextTable {
    schema: SchemaRef,
    files: Arc<[Arc<ReadFile>]>,
    keys: usize,
}

impl TextTable {
    pub(super) fn new(table: Table) -> Self {
        let (schema, keys) = (table.schema(), table.keys.len());
        Self { schema, keys, files: table.files.into_iter().map(Arc::new).collect() }
    }
}

#[async_trait]
impl TableProvider for TextTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let wanted: Vec<usize> = projection.cloned().unwrap_or_else(|| (0..self.schema.fields().len()).collect());
        let schema = Arc::new(self.schema.project(&wanted)?);
        let columns = self.schema.fields().len() - self.keys;
        let of_table = Arc::new(Schema::new(self.schema.fields()[..columns].to_vec()));
        let shares = state.config().target_partitions().clamp(1, self.files.len().max(1));
        let share = |number: usize| -> Arc<dyn PartitionStream> {
            let files = self.files.iter().skip(number).step_by(shares).cloned().collect();
            let (schema, of_table) = (Arc::clone(&schema), Arc::clone(&of_table));
            Arc::new(Share { schema, of_table, wanted: wanted.clone(), files })
        };
        let shares = (0..shares).map(share).collect();
        Ok(Arc::new(StreamingTableExec::try_new(Arc::clone(&schema), shares, None, [], false, limit)?))
    }
}

/// Some of the files, read one behind another.
#[derive(Debug, Clone)]
struct Share {
    /// What is asked for.
    schema: SchemaRef,
    /// The columns of the table that are in files.
    of_table: SchemaRef,
    /// The places in the table of what is asked for.
    wanted: Vec<usize>,
    files: Vec<Arc<ReadFile>>,
}

impl PartitionStream for Share {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut stream = RecordBatchReceiverStreamBuilder::new(Arc::clone(&self.schema), 2);
        let (rows, share) = (stream.tx(), self.clone());
        stream.spawn_blocking(move || {
            for file in &share.files {
                // Whoever asked may have enough by now, or have gone.
                let read = share.read(file, &|batch| match batch {
                    Some(batch) => rows.blocking_send(Ok(batch)).is_ok(),
                    None => !rows.is_closed(),
                });
                read.map_err(|cause| {
                    DataFusionError::External(format!("`{}` cannot be read: {cause}", file.place).into())
                })?;
                if rows.is_closed() {
                    break;
                }
            }
            Ok(())
        });
        stream.build()
    }
}

/// Whoever takes rows; see [`Share::read`].
type Take<'a> = dyn Fn(Option<RecordBatch>) -> bool + 'a;

/// Where a column that is asked for comes from.
enum From {
    /// The column of this place among those that are parsed.
    File(usize),
    /// The key of this place.
    Key(usize),
    Nowhere,
}

impl Share {
    /// Reads a file. `take` is handed rows, or nothing when there are none yet, and says whether more are wanted.
    fn read(&self, file: &ReadFile, take: &Take) -> Result<(), ArrowError> {
        match file.shape {
            Shape::Csv(shape) => {
                let (schema, places) = self.parsed(file);
                let parser = csv::ReaderBuilder::new(schema)
                    .with_header(shape.has_header)
                    .with_delimiter(shape.separator)
                    .with_truncated_rows(true)
                    .with_batch_size(ROWS)
                    .with_projection(places.clone())
                    .build_decoder();
                let source = text::open(&file.place, file.is_packed, shape.encoding)?;
                self.parse(file, &places, source, Parser::Csv(Box::new(parser)), take)
            }
            Shape::Json(encoding) => {
                let (schema, mut places) = self.parsed(file);
                if places.is_empty() {
                    // Rows without any column could not be counted.
                    places.push(0);
                }
                let schema = Arc::new(schema.project(&places)?);
                let parser = json::ReaderBuilder::new(schema)
                    .with_batch_size(ROWS)
                    .with_coerce_primitive(true)
                    .build_decoder()?;
                let source = Unlisted::new(text::open(&file.place, file.is_packed, encoding)?);
                self.parse(file, &places, source, Parser::Json(Box::new(parser)), take)
            }
            Shape::Parquet { .. } => Ok(()),
        }
    }

    /// The columns of a file with the types of the table, and the places of those that are asked for.
    fn parsed(&self, file: &ReadFile) -> (SchemaRef, Vec<usize>) {
        let typed = |name: &str| self.of_table.column_with_name(name).map(|(_, field)| field.clone());
        let fields = file.schema.fields().iter();
        let fields: Vec<_> =
            fields.map(|field| typed(field.name()).unwrap_or_else(|| (**field).clone()).with_nullable(true)).collect();
        let is_asked = |name: &str| self.schema.column_with_name(name).is_some();
        let places = fields.iter().enumerate().filter(|(_, field)| is_asked(field.name()));
        let places = places.map(|(place, _)| place).collect();
        (Arc::new(Schema::new(fields)), places)
    }

    fn parse(
        &self,
        file: &ReadFile,
        places: &[usize],
        source: impl Read,
        parser: Parser,
        take: &Take,
    ) -> Result<(), ArrowError> {
        let columns = self.origins(file, places);
        feed(source, parser, &|batch| Ok(take(batch.map(|batch| self.placed(file, &columns, &batch)).transpose()?)))
    }

    /// Where each column that is asked for comes from.
    fn origins(&self, file: &ReadFile, places: &[usize]) -> Vec<From> {
        let columns = self.of_table.fields().len();
        let origin = |(asked, field): (&usize, &Arc<datafusion::arrow::datatypes::Field>)| {
            if *asked >= columns {
                return From::Key(asked - columns);
            }
            let place = file.schema.column_with_name(field.name()).map(|(place, _)| place);
            let parsed = place.and_then(|place| places.iter().position(|parsed| *parsed == place));
            parsed.map_or(From::Nowhere, From::File)
        };
        self.wanted.iter().zip(self.schema.fields()).map(origin).collect()
    }

    /// Parsed rows as rows of the table.
    fn placed(&self, file: &ReadFile, columns: &[From], batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let rows = batch.num_rows();
        let array =
            |(origin, field): (&From, &Arc<datafusion::arrow::datatypes::Field>)| -> Result<ArrayRef, ArrowError> {
                Ok(match origin {
                    From::File(place) => Arc::clone(batch.column(*place)),
                    From::Key(place) => file.keys[*place]
                        .to_array_of_size(rows)
                        .map_err(|cause| ArrowError::from_external_error(cause.into()))?,
                    From::Nowhere => new_null_array(field.data_type(), rows),
                })
            };
        let arrays = columns.iter().zip(self.schema.fields()).map(array).collect::<Result<Vec<_>, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(Arc::clone(&self.schema), arrays, &options)
    }
}

/// What makes rows of text.
enum Parser {
    Csv(Box<csv::reader::Decoder>),
    Json(Box<json::reader::Decoder>),
}

impl Parser {
    fn decode(&mut self, bytes: &[u8]) -> Result<usize, ArrowError> {
        match self {
            Self::Csv(parser) => parser.decode(bytes),
            Self::Json(parser) => parser.decode(bytes),
        }
    }

    fn flush(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        match self {
            Self::Csv(parser) => parser.flush(),
            Self::Json(parser) => parser.flush(),
        }
    }
}

/// Feeds a text to a parser, and hands its rows on until nobody wants more.
fn feed(
    mut source: impl Read,
    mut parser: Parser,
    take: &dyn Fn(Option<RecordBatch>) -> Result<bool, ArrowError>,
) -> Result<(), ArrowError> {
    let mut bytes = vec![0; CHUNK];
    let mut gathered = 0;
    loop {
        let count = source.read(&mut bytes)?;
        let mut rest = &bytes[..count];
        loop {
            let used = parser.decode(rest)?;
            rest = &rest[used..];
            gathered += used;
            // Everything taken: the rows may be complete or not, and the next bytes tell.
            if rest.is_empty() && count > 0 {
                break;
            }
            let batch = parser.flush()?;
            if batch.is_none() && used == 0 {
                let problem = || ArrowError::ParseError("its rows cannot be told apart".to_owned());
                return if count == 0 { Ok(()) } else { Err(problem()) };
            }
            gathered = 0;
            if batch.is_some() && !take(batch)? {
                return Ok(());
            }
        }
        if !take(None)? {
            return Ok(());
        }
        if gathered > MOST_BYTES {
            let most = MOST_BYTES / 1024 / 1024;
            let problem = format!("{ROWS} rows have more than {most} MB; a quote may never be closed");
            return Err(ArrowError::ParseError(problem));
        }
    }
}

impl std::fmt::Debug for ReadFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReadFile").field("place", &self.place).finish_non_exhaustive()
    }
}
