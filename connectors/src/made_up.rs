//! A made-up table of orders in a Parquet file, of any number of rows, for measurements: the same bytes every time, and
//! never more in memory than one group of rows.

use std::{fs::File, path::Path, sync::Arc};

use datafusion::{
    arrow::{
        array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray},
        datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit},
        error::ArrowError,
    },
    parquet::{
        arrow::ArrowWriter,
        basic::Compression,
        errors::{ParquetError, Result},
        file::properties::WriterProperties,
    },
};

/// How many rows are made at once.
const BATCH: u64 = 65_536;
/// How many rows lie together in the file.
const GROUP: usize = 524_288;
/// 2024-01-01 in microseconds.
const BEGIN: i64 = 1_704_067_200_000_000;
/// A year in seconds.
const YEAR: u64 = 365 * 24 * 60 * 60;
const STATUS: [&str; 5] = ["new", "paid", "sent", "returned", "cancelled"];

/// Writes a file with `rows` orders: `id` counts from 0; `email` is missing in one of a hundred and of one in ten thousand
/// no address; `amount` has two digits behind the point and is negative in one of a thousand; `status` is one of five
/// words; `created` is a second of 2024. Gives the size of the file in bytes.
///
/// # Errors
/// When the file cannot be written.
pub fn write_orders(path: &Path, rows: u64) -> Result<u64> {
    let schema = schema();
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(GROUP))
        .build();
    let mut writer = ArrowWriter::try_new(File::create(path)?, Arc::clone(&schema), Some(properties))?;
    let mut first = 0;
    while first < rows {
        let behind = rows.min(first + BATCH);
        writer.write(&batch(&schema, first, behind)?)?;
        first = behind;
    }
    writer.close()?;
    Ok(std::fs::metadata(path).map_err(ParquetError::from)?.len())
}

fn schema() -> SchemaRef {
    let field = |name: &str, data_type, is_nullable| Field::new(name, data_type, is_nullable);
    Arc::new(Schema::new(vec![
        field("id", DataType::Int64, false),
        field("email", DataType::Utf8, true),
        field("amount", DataType::Float64, false),
        field("status", DataType::Utf8, false),
        field("created", DataType::Timestamp(TimeUnit::Microsecond, None), false),
    ]))
}

fn batch(schema: &SchemaRef, first: u64, behind: u64) -> Result<RecordBatch, ArrowError> {
    let ids = || first..behind;
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let email = |id: u64| match mixed(id, 1) {
        dice if dice % 100 == 0 => None,
        dice if dice % 10_000 == 1 => Some("nobody".to_owned()),
        dice => Some(format!("user{}@example.org", dice % 1_000_000)),
    };
    let amount = |id: u64| {
        let dice = mixed(id, 2);
        let cents = whole(dice % 1_000_000);
        (if dice % 1_000 == 7 { -cents } else { cents }) as f64 / 100.0
    };
    let status = |id: u64| STATUS[usize::try_from(mixed(id, 3) % 5).unwrap_or(0)];
    let created = |id: u64| BEGIN + whole(mixed(id, 4) % YEAR) * 1_000_000;
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from_iter_values(ids().map(whole))),
        Arc::new(ids().map(email).collect::<StringArray>()),
        Arc::new(Float64Array::from_iter_values(ids().map(amount))),
        Arc::new(StringArray::from_iter_values(ids().map(status))),
        Arc::new(TimestampMicrosecondArray::from_iter_values(ids().map(created))),
    ];
    RecordBatch::try_new(Arc::clone(schema), columns)
}

/// A number that looks like chance and is the same every time.
const fn mixed(id: u64, column: u64) -> u64 {
    let mut number = id.wrapping_mul(8).wrapping_add(column).wrapping_add(0x9e37_79b9_7f4a_7c15);
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_the_same_every_time_and_have_what_is_promised() {
        let place = tempfile::tempdir().unwrap();
        let (one, two) = (place.path().join("1.parquet"), place.path().join("2.parquet"));
        assert_eq!(write_orders(&one, 100_000).unwrap(), write_orders(&two, 100_000).unwrap());
        assert!(std::fs::read(one).unwrap() == std::fs::read(two).unwrap());
        let orders = batch(&schema(), 0, 10_000).unwrap();
        assert!((50..200).contains(&orders.column(1).null_count()));
        assert_eq!(orders.num_columns(), 5);
    }
}
