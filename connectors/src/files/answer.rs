//! Rows of the engine as JSON, the same as those of other sources: numbers that stay exact, else text.

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, RecordBatch},
        datatypes::{
            DataType, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, Schema,
            UInt8Type, UInt16Type, UInt32Type, UInt64Type,
        },
        util::display::{ArrayFormatter, FormatOptions},
    },
    error::{DataFusionError, Result},
};
use serde_json::Value;

use crate::{connector::Rows, question};

/// How many bytes of texts an answer may have.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// How many bytes one value may have as text.
const MOST_OF_VALUE: usize = 16 * 1024 * 1024;

/// An answer while it is gathered.
pub(super) struct Answer {
    pub(super) rows: Rows,
    most_rows: usize,
    bytes: usize,
}

impl Answer {
    pub(super) fn new(schema: &Schema, most_rows: usize) -> Self {
        let columns = schema.fields().iter().map(|field| field.name().clone()).collect();
        Self { rows: Rows { columns, ..Rows::default() }, most_rows, bytes: 0 }
    }

    /// Takes rows; whether more are wanted.
    ///
    /// # Errors
    /// What the engine says about a value that cannot be shown.
    pub(super) fn take(&mut self, batch: &RecordBatch) -> Result<bool> {
        let options = formats();
        let columns = batch.columns().iter().map(|array| Shown::new(array, &options)).collect::<Result<Vec<_>>>()?;
        for row in 0..batch.num_rows() {
            if self.rows.rows.len() >= self.most_rows || self.bytes > MOST_BYTES {
                self.rows.is_truncated = true;
                return Ok(false);
            }
            let values = columns.iter().map(|column| column.value(row)).collect::<Result<Vec<_>>>()?;
            self.bytes += values.iter().map(|value| value.as_str().map_or(8, str::len)).sum::<usize>();
            self.rows.rows.push(values);
        }
        Ok(true)
    }
}

fn formats() -> FormatOptions<'static> {
    FormatOptions::default()
        .with_timestamp_format(Some("%Y-%m-%d %H:%M:%S%.f"))
        .with_timestamp_tz_format(Some("%Y-%m-%d %H:%M:%S%.f%:z"))
        .with_datetime_format(Some("%Y-%m-%d"))
}

/// A column, ready to be shown.
struct Shown<'a> {
    array: &'a ArrayRef,
    text: ArrayFormatter<'a>,
}

impl<'a> Shown<'a> {
    fn new(array: &'a ArrayRef, options: &FormatOptions<'a>) -> Result<Self> {
        Ok(Self { array, text: ArrayFormatter::try_new(array.as_ref(), options)? })
    }

    fn value(&self, row: usize) -> Result<Value> {
        let array = self.array;
        if array.is_null(row) {
            return Ok(Value::Null);
        }
        Ok(match array.data_type() {
            DataType::Null => Value::Null,
            DataType::Boolean => array.as_boolean().value(row).into(),
            DataType::Int8 => question::whole(array.as_primitive::<Int8Type>().value(row).into()),
            DataType::Int16 => question::whole(array.as_primitive::<Int16Type>().value(row).into()),
            DataType::Int32 => question::whole(array.as_primitive::<Int32Type>().value(row).into()),
            DataType::Int64 => question::whole(array.as_primitive::<Int64Type>().value(row)),
            DataType::UInt8 => question::whole(array.as_primitive::<UInt8Type>().value(row).into()),
            DataType::UInt16 => question::whole(array.as_primitive::<UInt16Type>().value(row).into()),
            DataType::UInt32 => question::whole(array.as_primitive::<UInt32Type>().value(row).into()),
            DataType::UInt64 => {
                let number = array.as_primitive::<UInt64Type>().value(row);
                i64::try_from(number).map_or_else(|_| number.to_string().into(), question::whole)
            }
            DataType::Float16 => question::float(array.as_primitive::<Float16Type>().value(row).into()),
            // The shortest text of a small number is what was meant by it.
            DataType::Float32 => {
                let number = array.as_primitive::<Float32Type>().value(row);
                question::float(number.to_string().parse().unwrap_or_else(|_| number.into()))
            }
            DataType::Float64 => question::float(array.as_primitive::<Float64Type>().value(row)),
            DataType::Binary => bytes(array.as_binary::<i32>().value(row))?,
            DataType::BinaryView => bytes(array.as_binary_view().value(row))?,
            DataType::FixedSizeBinary(_) => bytes(array.as_fixed_size_binary().value(row))?,
            _ => {
                let mut text = Bounded(String::new());
                match self.text.value(row).write(&mut text) {
                    Ok(()) => text.0.into(),
                    Err(_) if text.0.len() > MOST_OF_VALUE => return Err(too_long()),
                    Err(cause) => return Err(cause.into()),
                }
            }
        })
    }
}

fn bytes(bytes: &[u8]) -> Result<Value> {
    if bytes.len() > MOST_OF_VALUE / 2 { Err(too_long()) } else { Ok(question::bytes(bytes)) }
}

fn too_long() -> DataFusionError {
    DataFusionError::ResourcesExhausted(format!("a value has more than {} MB", MOST_OF_VALUE / 1024 / 1024))
}

/// A text that ends growing when it is too long.
struct Bounded(String);

impl std::fmt::Write for Bounded {
    fn write_str(&mut self, more: &str) -> std::fmt::Result {
        // A single piece may be too long already; only what tells that is kept of it.
        let room = (MOST_OF_VALUE + 1).saturating_sub(self.0.len());
        if more.len() >= room {
            self.0.extend(std::iter::repeat_n(' ', room));
            return Err(std::fmt::Error);
        }
        self.0.push_str(more);
        Ok(())
    }
}
