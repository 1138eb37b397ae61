//! Text with separated values: which separator, whether the first row has names, and the types of columns by a sample.

use datafusion::arrow::{
    compute::kernels::cast_utils::string_to_datetime,
    datatypes::{DataType, Field, Schema, TimeUnit},
};
use encoding_rs::Encoding;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{MOST_COLUMNS, schema::widened, text::Head};

/// Whether the first row of a file has the names of its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Header {
    /// It does unless a value in it looks like a number, a date or nothing.
    #[default]
    #[schemars(title = "As the first row looks", extend("x-title-zh" = "按首行判断"))]
    Auto,
    /// It does.
    #[schemars(title = "The first row has names", extend("x-title-zh" = "首行是列名"))]
    Yes,
    /// It does not; columns are called `column_1` and so on.
    #[schemars(title = "There are only values", extend("x-title-zh" = "没有列名行"))]
    No,
}

/// How a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CsvShape {
    pub(super) encoding: &'static Encoding,
    pub(super) separator: u8,
    pub(super) has_header: bool,
}

const SEPARATORS: [char; 4] = [',', '\t', ';', '|'];
/// How many rows tell the separator.
const ROWS_FOR_SEPARATOR: usize = 50;

/// The shape of a file and its columns, by its beginning of which `rows` rows are looked at.
///
/// # Errors
/// Why it is no table, for people.
pub(super) fn look(head: &Head, header: Header, rows: usize) -> Result<(CsvShape, Schema), String> {
    let separator = separator(head);
    let rows = records(head, separator, rows.saturating_add(1));
    let Some(first) = rows.first() else {
        return Err(if head.is_whole { "it has no rows" } else { "its first row is too long to be one" }.to_owned());
    };
    if first.len() > MOST_COLUMNS {
        return Err(format!("its first row has {} values; {MOST_COLUMNS} columns are read", first.len()));
    }
    let has_header = match header {
        Header::Yes => true,
        Header::No => false,
        Header::Auto => is_header(first),
    };
    let names = names(if has_header { first } else { &[] }, first.len());
    let mut types = vec![DataType::Null; names.len()];
    for row in &rows[usize::from(has_header)..] {
        for (found, value) in types.iter_mut().zip(row) {
            *found = widened(found, &type_of(value)).unwrap_or(DataType::Utf8);
        }
    }
    let fields: Vec<Field> = names.into_iter().zip(types).map(|(name, of)| Field::new(name, of, true)).collect();
    Ok((CsvShape { encoding: head.encoding, separator: separator as u8, has_header }, Schema::new(fields)))
}

/// The separator by which the rows have the same number of values, and the most.
fn separator(head: &Head) -> char {
    let score = |separator: &char| {
        let rows = records(head, *separator, ROWS_FOR_SEPARATOR);
        let count = rows.first().map_or(0, Vec::len);
        let same = rows.iter().filter(|row| row.len() == count).count();
        // Four of five rows: one may be broken, and separators inside of texts differ from row to row.
        if count > 1 && same * 5 >= rows.len() * 4 { (same * 100 / rows.len(), count) } else { (0, 0) }
    };
    let best = SEPARATORS.iter().rev().max_by_key(|separator| score(separator));
    best.copied().filter(|separator| score(separator).0 > 0).unwrap_or(',')
}

/// Up to `most` rows of the beginning of a file; a row that is cut at its end is left out.
fn records(head: &Head, separator: char, most: usize) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut value) = (Vec::new(), Vec::new(), String::new());
    let (mut is_quoted, mut is_empty) = (false, true);
    let mut characters = head.text.chars().peekable();
    while let Some(character) = characters.next() {
        if rows.len() == most {
            return rows;
        }
        match character {
            '"' if is_quoted && characters.peek() == Some(&'"') => {
                characters.next();
                value.push('"');
            }
            '"' if is_quoted => is_quoted = false,
            '"' if value.is_empty() => (is_quoted, is_empty) = (true, false),
            '\n' | '\r' if !is_quoted => {
                // An empty line is no row.
                if !is_empty {
                    row.push(std::mem::take(&mut value));
                    rows.push(std::mem::take(&mut row));
                }
                is_empty = true;
            }
            other if other == separator && !is_quoted => {
                row.push(std::mem::take(&mut value));
                is_empty = false;
            }
            other => {
                value.push(other);
                is_empty = false;
            }
        }
    }
    if head.is_whole && !is_empty && rows.len() < most {
        row.push(value);
        rows.push(row);
    }
    rows
}

/// Whether a row looks like names: none is empty, said twice, or a value of a type that tells itself.
fn is_header(row: &[String]) -> bool {
    let is_name = |(place, value): (usize, &String)| {
        type_of(value) == DataType::Utf8 && !value.trim().is_empty() && !row[..place].contains(value)
    };
    // The first thousand tell; comparing each with all would take its time on wide files.
    row.iter().enumerate().take(1_000).all(is_name)
}

/// The names of `count` columns: those that are given, each once, and their places for the others.
fn names(given: &[String], count: usize) -> Vec<String> {
    let mut taken = std::collections::HashSet::new();
    let mut names = Vec::with_capacity(count);
    for place in 0..count {
        let spelled = given.get(place).map_or("", |name| name.trim());
        let wanted = if spelled.is_empty() { format!("column_{}", place + 1) } else { spelled.replace('\0', "") };
        let mut name = wanted.clone();
        let mut number = place + 1;
        while !taken.insert(name.clone()) {
            name = format!("{wanted}_{number}");
            number += count;
        }
        names.push(name);
    }
    names
}

/// The type that a value tells.
fn type_of(value: &str) -> DataType {
    let value = value.trim();
    let Some(first) = value.chars().next() else { return DataType::Null };
    if value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false") {
        return DataType::Boolean;
    }
    if value.len() > 40 || !(first.is_ascii_digit() || "-.Nni".contains(first)) {
        return DataType::Utf8;
    }
    number(value).or_else(|| moment(value)).unwrap_or(DataType::Utf8)
}

/// The type of a number. One that begins with a needless zero, or has too many digits, is an identifier and so text.
fn number(value: &str) -> Option<DataType> {
    if matches!(value, "NaN" | "nan" | "inf" | "-inf") {
        return Some(DataType::Float64);
    }
    let plain = value.strip_prefix('-').unwrap_or(value);
    let whole = plain.split(['.', 'e', 'E']).next().unwrap_or_default();
    let is_identifier = whole.len() > 1 && whole.starts_with('0');
    let has_only = |allowed: &str| plain.chars().all(|character| allowed.contains(character));
    if is_identifier || plain.is_empty() || !has_only("0123456789.eE+-") {
        return None;
    }
    if has_only("0123456789") {
        return (plain.len() <= 18).then_some(DataType::Int64);
    }
    value.parse::<f64>().is_ok_and(f64::is_finite).then_some(DataType::Float64)
}

fn moment(value: &str) -> Option<DataType> {
    if value.len() == 10 {
        return chrono::NaiveDate::parse_from_str(value, "%Y-%m-%d").is_ok().then_some(DataType::Date32);
    }
    let is_long = value.len() >= 19 && matches!(value.as_bytes()[10], b' ' | b'T');
    let is_moment = is_long && string_to_datetime(&chrono::Utc, value).is_ok();
    is_moment.then_some(DataType::Timestamp(TimeUnit::Microsecond, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked_at(text: &str, header: Header) -> (char, bool, Vec<(String, DataType)>) {
        let head = Head { text: text.to_owned(), encoding: encoding_rs::UTF_8, is_whole: true };
        let (shape, schema) = look(&head, header, 100).unwrap();
        let fields = schema.fields().iter().map(|field| (field.name().clone(), field.data_type().clone())).collect();
        (char::from(shape.separator), shape.has_header, fields)
    }

    #[test]
    fn b5_separator_is_the_one_that_divides_all_rows_alike() {
        for (text, separator) in [
            ("a,b\n1,2\n", ','),
            ("a;b\n1,5;2,5\n2,5;3\n", ';'),
            ("a\tb\n\"x, y\"\tz\n", '\t'),
            ("a|b|c\n1|2|3", '|'),
            ("alone\nx\n", ','),
            ("n,\"note; of|all\"\n1,\"a;b\nc\"\n2,x\n", ','),
        ] {
            assert_eq!(looked_at(text, Header::Auto).0, separator, "{text:?}");
        }
    }

    #[test]
    fn b5_first_row_is_names_unless_it_has_values() {
        assert!(looked_at("id,name\n1,x\n", Header::Auto).1);
        let (_, has_header, fields) = looked_at("1,x\n2,y\n", Header::Auto);
        assert!(!has_header);
        assert_eq!(fields[0].0, "column_1");
        assert!(!looked_at("id,name\n1,x\n", Header::No).1);
        let names = looked_at("a,a, ,a_2\n1,2,3,4\n", Header::Yes).2;
        let names: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a", "a_2", "column_3", "a_2_4"]);
    }

    #[test]
    fn b5_types_follow_from_the_values() {
        let moment = DataType::Timestamp(TimeUnit::Microsecond, None);
        for (values, expected) in [
            ("1\n-20\n\"\"", DataType::Int64),
            ("1\n2.5\n1e3", DataType::Float64),
            ("007\n8", DataType::Utf8),
            ("1234567890123456789\n1", DataType::Utf8),
            ("true\nFALSE", DataType::Boolean),
            ("2024-02-29\n", DataType::Date32),
            ("2024-02-29\n2024-02-29 10:00:00", moment.clone()),
            ("2024-02-29T10:00:00.123456Z", moment),
            ("2024-02-30", DataType::Utf8),
            ("1\nx", DataType::Utf8),
            ("\"\"\n\"\"", DataType::Null),
            ("-", DataType::Utf8),
            ("nobody", DataType::Utf8),
        ] {
            let found = looked_at(&format!("c\n{values}\n"), Header::Yes).2;
            assert_eq!(found[0].1, expected, "{values:?}");
        }
    }

    #[test]
    fn threat_20_row_without_an_end_and_row_of_too_many_values_are_no_table() {
        let head = |text: String| Head { text, encoding: encoding_rs::UTF_8, is_whole: false };
        assert!(look(&head("x".repeat(100_000)), Header::Auto, 10).unwrap_err().contains("too long"));
        assert!(look(&head(",".repeat(20_000) + "\n"), Header::Auto, 10).unwrap_err().contains("columns are read"));
    }
}
