//! A table of files as it is read: its columns over all of its files, what each file is, and what cannot be read.

use std::{sync::Arc, time::SystemTime};

use datafusion::{
    arrow::datatypes::{Field, Schema, SchemaRef},
    common::ScalarValue,
};

use super::{
    csv::{self, CsvShape, Header},
    footer,
    format::Format,
    json,
    layout::{FoundFile, FoundTable},
    partition,
    schema::Gathering,
    store::{Place, Store},
    text,
};

/// How many files of one table are read.
pub(super) const MOST_FILES: usize = 50_000;
/// How many problems and differences of one table are told each.
const MOST_TOLD: usize = 20;
/// How many files are compared to tell whether files are parts of one table.
const COMPARED: usize = 8;

/// A table, as its files say.
pub(super) struct Table {
    pub(super) found: FoundTable,
    /// The columns in files.
    pub(super) columns: Vec<Field>,
    /// The columns that names of folders are.
    pub(super) keys: Vec<Field>,
    pub(super) files: Vec<ReadFile>,
    /// Which files cannot be read, and why.
    pub(super) unread: Vec<String>,
    /// What differs between files.
    pub(super) differences: Vec<String>,
}

/// A file of a table.
pub(super) struct ReadFile {
    pub(super) place: Place,
    pub(super) size_bytes: u64,
    pub(super) is_packed: bool,
    /// Its own columns.
    pub(super) schema: SchemaRef,
    pub(super) shape: Shape,
    /// The values of the keys.
    pub(super) keys: Vec<ScalarValue>,
}

/// How a file is read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    Parquet { rows: i64 },
    Csv(CsvShape),
    Json(&'static encoding_rs::Encoding),
}

/// How much of text files is looked at: a share of what one table may cost.
#[derive(Debug, Clone, Copy)]
struct Sample {
    bytes: usize,
    rows: usize,
}

impl Sample {
    fn of(files: usize) -> Self {
        let share = |whole: usize, least: usize, most: usize| (whole / files.max(1)).clamp(least, most);
        Self { bytes: share(128 << 20, 32 << 10, 1 << 20), rows: share(200_000, 20, 1_000) }
    }
}

impl Table {
    /// The rows of all files, where the files tell.
    pub(super) fn rows(&self) -> Option<i64> {
        self.files.iter().try_fold(0_i64, |sum, file| match file.shape {
            Shape::Parquet { rows } => sum.checked_add(rows),
            _ => None,
        })
    }

    /// When a file was last written.
    pub(super) fn written(&self) -> Option<SystemTime> {
        self.found.files.iter().filter_map(|file| file.written).max()
    }

    /// All columns, those of folders last.
    pub(super) fn schema(&self) -> SchemaRef {
        Arc::new(Schema::new(self.columns.iter().chain(&self.keys).cloned().collect::<Vec<_>>()))
    }
}

/// Reads what the files of a table say of themselves. This takes its time and must not be done where others wait.
pub(super) fn read(store: &Store, found: FoundTable, header: Header) -> Table {
    let mut gathering = Gathering::default();
    let (mut files, mut unread, mut failed) = (Vec::new(), Vec::new(), 0_usize);
    let sample = Sample::of(found.files.len());
    let mut last: Option<SchemaRef> = None;
    let keys = keys(&found);
    for file in found.files.iter().take(MOST_FILES) {
        let looked = look(store, file, header, sample).and_then(|(schema, shape)| {
            let schema = without(schema, &found.keys);
            gathering.take(&file.path, &schema).map(|()| (schema, shape))
        });
        match looked {
            Ok((schema, shape)) => {
                // Files of a table are mostly of one schema, which is then kept once.
                let schema = last.take().filter(|known| **known == schema).unwrap_or_else(|| Arc::new(schema));
                last = Some(Arc::clone(&schema));
                let (place, keys) = (store.place(&file.path, file.size_bytes), values(&file.path, &keys));
                let (size_bytes, is_packed) = (file.size_bytes, file.is_packed);
                files.push(ReadFile { place, size_bytes, is_packed, schema, shape, keys });
            }
            Err(problem) => {
                failed += 1;
                if unread.len() < MOST_TOLD {
                    unread.push(format!("`{}` is left out: {problem}", file.path));
                }
            }
        }
    }
    if failed > unread.len() {
        unread.push(format!("{} more files are left out", failed - unread.len()));
    }
    if found.files.len() > MOST_FILES {
        unread.push(format!("it has {} files; the first {MOST_FILES} are read", found.files.len()));
    }
    let (columns, mut differences) = gathering.end(found.format != Format::Parquet);
    if differences.len() > MOST_TOLD {
        let more = differences.len() - MOST_TOLD;
        differences.truncate(MOST_TOLD);
        differences.push(format!("{more} more columns differ between its files"));
    }
    Table { found, columns, keys, files, unread, differences }
}

/// The columns of a file, and how it is read.
fn look(store: &Store, file: &FoundFile, header: Header, sample: Sample) -> Result<(Schema, Shape), String> {
    let place = store.place(&file.path, file.size_bytes);
    if file.format == Format::Parquet {
        let footer = footer::read(&place)?;
        return Ok((footer.schema, Shape::Parquet { rows: footer.rows }));
    }
    let head = text::head(&place, file.is_packed, sample.bytes).map_err(|cause| cause.to_string())?;
    if file.format == Format::Csv {
        return csv::look(&head, header, sample.rows).map(|(shape, schema)| (schema, Shape::Csv(shape)));
    }
    json::look(&head, sample.rows).map(|schema| (schema, Shape::Json(head.encoding)))
}

/// Whether files have the same columns by and large: of some of them, each has half of the columns of the first.
pub(super) fn are_alike(store: &Store, files: &[FoundFile], header: Header) -> bool {
    let step = files.len().div_ceil(COMPARED).max(1);
    let sample = Sample { bytes: 64 << 10, rows: 20 };
    let mut first: Option<Schema> = None;
    for file in files.iter().step_by(step) {
        let Ok((schema, _)) = look(store, file, header, sample) else { continue };
        let Some(known) = &first else {
            first = Some(schema);
            continue;
        };
        let shared = schema.fields().iter().filter(|field| known.column_with_name(field.name()).is_some()).count();
        if 2 * shared < schema.fields().len().max(known.fields().len()) {
            return false;
        }
    }
    first.is_some()
}

/// The columns that folders are, typed by all of their names.
fn keys(found: &FoundTable) -> Vec<Field> {
    let split: Vec<_> = found.files.iter().map(|file| partition::split(&file.path).1).collect();
    let field = |key: &String| {
        let values = split.iter().flatten().filter(|(name, _)| name == key).filter_map(|(_, value)| value.as_deref());
        Field::new(key, partition::type_of(values), true)
    };
    found.keys.iter().map(field).collect()
}

fn values(file: &str, keys: &[Field]) -> Vec<ScalarValue> {
    let said = if keys.is_empty() { Vec::new() } else { partition::split(file).1 };
    let value = |key: &Field| {
        let value = said.iter().find(|(name, _)| name == key.name()).and_then(|(_, value)| value.as_deref());
        partition::scalar(value, key.data_type())
    };
    keys.iter().map(value).collect()
}

/// The columns of a file without those that folders say: what the folder is called counts.
fn without(schema: Schema, keys: &[String]) -> Schema {
    if !schema.fields().iter().any(|field| keys.contains(field.name())) {
        return schema;
    }
    let kept = schema.fields().iter().filter(|field| !keys.contains(field.name())).cloned();
    Schema::new(kept.collect::<Vec<_>>())
}
