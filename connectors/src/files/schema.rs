//! One schema out of those of many files: columns by name, types wide enough for all, and what differs between files.

use std::collections::HashMap;

use datafusion::arrow::datatypes::{DataType, Field, Fields, Schema};

use super::{MOST_COLUMNS, data_type};

/// The most digits that a decimal number of 128 bits has.
const MOST_DIGITS: u8 = 38;
/// How many types of one column are told apart.
const MOST_TYPES: usize = 4;

/// A column while files are gathered.
struct Gathered {
    name: String,
    data_type: DataType,
    is_nullable: bool,
    /// How many files have it.
    files: usize,
    /// The types that files have for it: each with the first file, and how many have it.
    types: Vec<(DataType, String, usize)>,
    /// Whether no type but text takes all of its values.
    is_torn: bool,
}

/// Columns of files, one file after another.
#[derive(Default)]
pub(super) struct Gathering {
    columns: Vec<Gathered>,
    places: HashMap<String, usize>,
    files: usize,
}

impl Gathering {
    /// Takes the columns of a file.
    ///
    /// # Errors
    /// That the table gets too many columns by it; nothing of the file is taken then.
    pub(super) fn take(&mut self, file: &str, schema: &Schema) -> Result<(), String> {
        let new = schema.fields().iter().filter(|field| !self.places.contains_key(field.name())).count();
        if self.columns.len() + new > MOST_COLUMNS {
            return Err(format!("with it the table would have more than {MOST_COLUMNS} columns"));
        }
        self.files += 1;
        for field in schema.fields() {
            let found = normal(field.data_type());
            match self.places.get(field.name()) {
                Some(place) => self.columns[*place].meet(file, found, field.is_nullable()),
                None => {
                    self.places.insert(field.name().clone(), self.columns.len());
                    self.columns.push(Gathered {
                        name: field.name().clone(),
                        data_type: found.clone(),
                        is_nullable: field.is_nullable(),
                        files: 1,
                        types: vec![(found, file.to_owned(), 1)],
                        is_torn: false,
                    });
                }
            }
        }
        Ok(())
    }

    /// The columns that all files together have, and for people what differs between files. `is_sampled` says that types
    /// were told by samples, of which one may have seen fewer sorts of values than another.
    pub(super) fn end(self, is_sampled: bool) -> (Vec<Field>, Vec<String>) {
        let files = self.files;
        let mut differences = Vec::new();
        let mut fields = Vec::with_capacity(self.columns.len());
        for column in self.columns {
            differences.extend(column.difference(is_sampled));
            if column.files < files {
                let missing = files - column.files;
                differences.push(format!("column `{}` is missing in {missing} of {files} files", column.name));
            }
            let data_type = known(&column.data_type);
            fields.push(Field::new(column.name, data_type, column.is_nullable || column.files < files));
        }
        (fields, differences)
    }
}

impl Gathered {
    fn meet(&mut self, file: &str, found: DataType, is_nullable: bool) {
        self.files += 1;
        self.is_nullable |= is_nullable;
        if let Some(known) = self.types.iter_mut().find(|(of, ..)| *of == found) {
            known.2 += 1;
        } else if self.types.len() < MOST_TYPES {
            self.types.push((found.clone(), file.to_owned(), 1));
        }
        if self.data_type != found {
            let wide = if self.is_torn { Some(DataType::Utf8) } else { widened(&self.data_type, &found) };
            self.is_torn |= wide.is_none();
            self.data_type = wide.unwrap_or(DataType::Utf8);
        }
    }

    fn difference(&self, is_sampled: bool) -> Option<String> {
        let types: Vec<_> = self.types.iter().filter(|(of, ..)| !of.is_null()).collect();
        if types.len() < 2 || (is_sampled && !self.is_torn) {
            return None;
        }
        let each = types.iter().map(|(of, file, count)| {
            let more = if *count > 1 { format!(" and {} more", count - 1) } else { String::new() };
            format!("{} in `{file}`{more}", data_type::spelled(of))
        });
        let each = each.collect::<Vec<_>>().join(", ");
        Some(format!("column `{}` is {each}; it is read as {}", self.name, data_type::spelled(&self.data_type)))
    }
}

/// A type without parts of which nothing is known, which become text.
fn known(data_type: &DataType) -> DataType {
    let inner = |field: &Field| Field::new(field.name(), known(field.data_type()), field.is_nullable());
    match data_type {
        DataType::Null => DataType::Utf8,
        DataType::List(of) => DataType::List(inner(of).into()),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(|field| inner(field)).collect()),
        other => other.clone(),
    }
}

/// A type without what only concerns how values lie in memory.
fn normal(data_type: &DataType) -> DataType {
    let inner = |field: &Field| Field::new(field.name(), normal(field.data_type()), field.is_nullable());
    match data_type {
        DataType::Dictionary(_, values) => normal(values),
        DataType::RunEndEncoded(_, values) => normal(values.data_type()),
        DataType::LargeUtf8 | DataType::Utf8View => DataType::Utf8,
        DataType::LargeBinary | DataType::BinaryView => DataType::Binary,
        DataType::List(of) | DataType::LargeList(of) | DataType::ListView(of) | DataType::LargeListView(of) => {
            DataType::List(inner(of).into())
        }
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(|field| inner(field)).collect()),
        other => other.clone(),
    }
}

/// The narrowest type that takes the values of both; none where only text does.
pub(super) fn widened(left: &DataType, right: &DataType) -> Option<DataType> {
    use DataType::{Binary, Date32, Date64, FixedSizeBinary, List, Null, Struct, Timestamp};

    if left == right {
        return Some(left.clone());
    }
    if left.is_numeric() && right.is_numeric() {
        return number(left, right);
    }
    match (left, right) {
        (Null, other) | (other, Null) => Some(other.clone()),
        (Date32 | Date64, Timestamp(unit, None)) | (Timestamp(unit, None), Date32 | Date64) => {
            Some(Timestamp(*unit, None))
        }
        (Date32, Date64) | (Date64, Date32) => Some(Date64),
        (Timestamp(one, zone), Timestamp(other, same)) if zone == same => {
            Some(Timestamp(*one.max(other), zone.clone()))
        }
        (FixedSizeBinary(_), FixedSizeBinary(_) | Binary) | (Binary, FixedSizeBinary(_)) => Some(Binary),
        (List(one), List(other)) => {
            let element = widened(one.data_type(), other.data_type())?;
            Some(List(Field::new(one.name(), element, one.is_nullable() || other.is_nullable()).into()))
        }
        (Struct(one), Struct(other)) => fields(one, other).map(Struct),
        _ => None,
    }
}

/// The fields of two structs; those that only one has may be absent.
fn fields(left: &Fields, right: &Fields) -> Option<Fields> {
    let places: HashMap<&str, &Field> = right.iter().map(|field| (field.name().as_str(), &**field)).collect();
    let known: HashMap<&str, ()> = left.iter().map(|field| (field.name().as_str(), ())).collect();
    let mut all = Vec::with_capacity(left.len());
    for field in left {
        let other = places.get(field.name().as_str());
        let data_type = match other {
            Some(other) => widened(field.data_type(), other.data_type())?,
            None => field.data_type().clone(),
        };
        let is_nullable = other.is_none_or(|other| field.is_nullable() || other.is_nullable());
        all.push(Field::new(field.name(), data_type, is_nullable));
    }
    let more = right.iter().filter(|field| !known.contains_key(field.name().as_str()));
    all.extend(more.map(|field| field.as_ref().clone().with_nullable(true)));
    (all.len() <= MOST_COLUMNS).then(|| all.into())
}

/// The digits before and behind the point that a whole or decimal number needs.
fn digits(data_type: &DataType) -> Option<(u8, i8)> {
    Some(match data_type {
        DataType::Int8 | DataType::UInt8 => (3, 0),
        DataType::Int16 | DataType::UInt16 => (5, 0),
        DataType::Int32 | DataType::UInt32 => (10, 0),
        DataType::Int64 => (19, 0),
        DataType::UInt64 => (20, 0),
        DataType::Decimal32(precision, scale)
        | DataType::Decimal64(precision, scale)
        | DataType::Decimal128(precision, scale)
        | DataType::Decimal256(precision, scale) => (precision.saturating_sub_signed(*scale), *scale),
        _ => return None,
    })
}

fn number(left: &DataType, right: &DataType) -> Option<DataType> {
    let (Some((one, behind)), Some((other, more))) = (digits(left), digits(right)) else {
        // A floating-point number is among them.
        let is_small =
            |of: &DataType| matches!(of, DataType::Float16 | DataType::Float32 | DataType::Int8 | DataType::Int16);
        return Some(if is_small(left) && is_small(right) { DataType::Float32 } else { DataType::Float64 });
    };
    if left.is_integer() && right.is_integer() {
        let signed = |of: &DataType| match of {
            DataType::Int8 => 8,
            DataType::Int16 | DataType::UInt8 => 16,
            DataType::Int32 | DataType::UInt16 => 32,
            DataType::Int64 | DataType::UInt32 => 64,
            _ => 128,
        };
        let is_unsigned = left.is_unsigned_integer() && right.is_unsigned_integer();
        return Some(match signed(left).max(signed(right)) {
            _ if is_unsigned => {
                if one > other {
                    left.clone()
                } else {
                    right.clone()
                }
            }
            16 => DataType::Int16,
            32 => DataType::Int32,
            64 => DataType::Int64,
            _ => DataType::Decimal128(20, 0),
        });
    }
    let (before, behind) = (one.max(other), behind.max(more));
    let precision = before.saturating_add_signed(behind);
    Some(if precision <= MOST_DIGITS { DataType::Decimal128(precision, behind) } else { DataType::Float64 })
}

#[cfg(test)]
mod tests {
    use datafusion::arrow::datatypes::TimeUnit;

    use super::*;

    fn schema(fields: &[(&str, DataType, bool)]) -> Schema {
        Schema::new(fields.iter().map(|(name, of, null)| Field::new(*name, of.clone(), *null)).collect::<Vec<_>>())
    }

    #[test]
    fn b5_types_are_widened_so_that_every_value_fits() {
        use DataType::{
            Date32, Decimal128, Float32, Float64, Int8, Int16, Int32, Int64, Timestamp, UInt8, UInt64, Utf8,
        };

        let seconds = Timestamp(TimeUnit::Second, None);
        for (left, right, wide) in [
            (Int32, Int64, Some(Int64)),
            (UInt8, Int8, Some(Int16)),
            (UInt64, Int8, Some(Decimal128(20, 0))),
            (Float32, Int64, Some(Float64)),
            (Decimal128(10, 2), Decimal128(8, 4), Some(Decimal128(12, 4))),
            (Int32, Decimal128(5, 2), Some(Decimal128(12, 2))),
            (Decimal128(38, 0), Decimal128(38, 10), Some(Float64)),
            (Date32, seconds.clone(), Some(seconds.clone())),
            (seconds, Timestamp(TimeUnit::Nanosecond, None), Some(Timestamp(TimeUnit::Nanosecond, None))),
            (Int64, Utf8, None),
            (DataType::Boolean, Int64, None),
            (DataType::Null, Utf8, Some(Utf8)),
        ] {
            assert_eq!(widened(&left, &right), wide, "{left} and {right}");
            assert_eq!(widened(&right, &left), wide, "{right} and {left}");
        }
    }

    #[test]
    fn b5_fields_of_structs_are_gathered_like_columns() {
        let of = |fields: Vec<Field>| DataType::Struct(fields.into());
        let one = of(vec![Field::new("a", DataType::Int32, false)]);
        let other = of(vec![Field::new("a", DataType::Int64, false), Field::new("b", DataType::Utf8, false)]);
        let wide = of(vec![Field::new("a", DataType::Int64, false), Field::new("b", DataType::Utf8, true)]);
        assert_eq!(widened(&one, &other), Some(wide));
    }

    #[test]
    fn b5_differences_between_files_are_told_by_column() {
        let mut gathering = Gathering::default();
        gathering.take("a", &schema(&[("id", DataType::Int32, false), ("x", DataType::Utf8, false)])).unwrap();
        gathering.take("b", &schema(&[("id", DataType::Int64, false)])).unwrap();
        gathering.take("c", &schema(&[("id", DataType::Utf8, false)])).unwrap();
        let (fields, differences) = gathering.end(false);
        assert_eq!(fields[0], Field::new("id", DataType::Utf8, false));
        assert_eq!(fields[1], Field::new("x", DataType::Utf8, true), "what is missing in a file may be absent");
        assert_eq!(
            differences,
            [
                "column `id` is integer in `a`, bigint in `b`, string in `c`; it is read as string",
                "column `x` is missing in 2 of 3 files"
            ]
        );
    }
}
