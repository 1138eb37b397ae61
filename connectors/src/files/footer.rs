//! The end of a Parquet file, which tells its columns, its rows and where they lie; nothing else of the file is read.

use std::panic::{AssertUnwindSafe, catch_unwind};

use datafusion::{
    arrow::datatypes::Schema,
    parquet::{
        arrow::parquet_to_arrow_schema,
        file::metadata::{FooterTail, ParquetMetaData, ParquetMetaDataReader},
    },
};

use super::{
    MOST_COLUMNS,
    store::{Opened, Place},
};

/// The longest end of a file that is read, in bytes.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// How long the very end is, which tells how long the rest of it is.
const TAIL: usize = 8;

/// What the end of a file tells.
pub(super) struct Footer {
    pub(super) schema: Schema,
    pub(super) rows: i64,
}

/// Reads the end of a file.
///
/// # Errors
/// Why it is no Parquet file that can be read, for people.
pub(super) fn read(place: &Place) -> Result<Footer, String> {
    let file = place.open().map_err(|cause| cause.to_string())?;
    // The reader is made for files that mean well; one that does not may make it lose its footing.
    let found = catch_unwind(AssertUnwindSafe(|| {
        let metadata = metadata(&file)?;
        let of_file = metadata.file_metadata();
        let columns = of_file.schema_descr().num_columns();
        if columns > MOST_COLUMNS {
            return Err(format!("it has {columns} columns; {MOST_COLUMNS} are read"));
        }
        let schema = parquet_to_arrow_schema(of_file.schema_descr(), of_file.key_value_metadata())
            .map_err(|cause| format!("its columns cannot be read: {cause}"))?;
        let rows = of_file.num_rows();
        if rows < 0 {
            return Err("its end is damaged: it has less than no rows".to_owned());
        }
        Ok(Footer { schema, rows })
    }));
    let footer = found.unwrap_or_else(|_| Err("its end is damaged".to_owned()))?;
    let mut names = std::collections::HashSet::new();
    match footer.schema.fields().iter().find(|field| !names.insert(field.name())) {
        Some(twice) => Err(format!("it has two columns `{}`", twice.name())),
        None => Ok(footer),
    }
}

/// The metadata at the end of a file.
///
/// # Errors
/// Why it cannot be read, for people.
pub(super) fn metadata(file: &Opened) -> Result<ParquetMetaData, String> {
    let size = file.size_bytes().map_err(|cause| cause.to_string())?;
    let Some(before_tail) = size.checked_sub(TAIL as u64).filter(|before| *before >= 4) else {
        return Err(format!("it is no Parquet file: it has {size} bytes"));
    };
    let mut tail = [0; TAIL];
    file.read_exact_at(&mut tail, before_tail).map_err(|cause| cause.to_string())?;
    let tail = FooterTail::try_new(&tail)
        .map_err(|_| "it does not end as Parquet files do; it is cut off, or no Parquet file".to_owned())?;
    if tail.is_encrypted_footer() {
        return Err("it is encrypted".to_owned());
    }
    let length = tail.metadata_length();
    if length > MOST_BYTES {
        return Err(format!("its end is {length} bytes long; {MOST_BYTES} are read"));
    }
    let Some(start) = before_tail.checked_sub(length as u64) else {
        return Err("its end is damaged: it says to be longer than the file".to_owned());
    };
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, start).map_err(|cause| cause.to_string())?;
    ParquetMetaDataReader::decode_metadata(&bytes).map_err(|cause| format!("its end is damaged: {cause}"))
}
