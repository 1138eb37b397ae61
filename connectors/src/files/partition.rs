//! Folders named `key=value`: which columns they are, what values, and of which type.

use datafusion::{arrow::datatypes::DataType, common::ScalarValue};

/// How Hive and its descendants name the folder of rows without a value.
const NOTHING: &str = "__HIVE_DEFAULT_PARTITION__";
/// The most keys of one table.
pub(super) const MOST_KEYS: usize = 16;

/// The keys and values that the innermost folders of a path are named by, outermost first, and the folder around them.
/// The path is that of a file from the folder.
pub(super) fn split(file: &str) -> (&str, Vec<(String, Option<String>)>) {
    let mut base = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut found = Vec::new();
    while !base.is_empty() && found.len() < MOST_KEYS {
        let (around, last) = base.rsplit_once('/').unwrap_or(("", base));
        let Some((key, value)) = last.split_once('=').filter(|(key, _)| !key.is_empty()) else { break };
        let value = (value != NOTHING).then(|| unescaped(value));
        found.push((unescaped(key), value));
        base = around;
    }
    found.reverse();
    (base, found)
}

/// A folder's name with its `%` escapes resolved, where they spell text.
fn unescaped(text: &str) -> String {
    crate::config::decoded("path", text).unwrap_or_else(|_| text.to_owned())
}

/// The type of a key by all of its values: whole numbers, days, else text.
pub(super) fn type_of<'a>(values: impl Iterator<Item = &'a str> + Clone) -> DataType {
    let is_whole = |text: &str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_plain = digits == "0" || !digits.starts_with('0');
        is_plain && digits.len() <= 18 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut some = values.clone().peekable();
    if some.peek().is_none() {
        DataType::Utf8
    } else if values.clone().all(is_whole) {
        DataType::Int64
    } else if values.clone().all(is_day) {
        DataType::Date32
    } else {
        DataType::Utf8
    }
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

/// A value of a key as the engine has it.
pub(super) fn scalar(value: Option<&str>, data_type: &DataType) -> ScalarValue {
    let nothing = || ScalarValue::try_from(data_type).unwrap_or(ScalarValue::Null);
    value.map_or_else(nothing, |text| {
        ScalarValue::try_from_string(text.to_owned(), data_type).unwrap_or_else(|_| nothing())
    })
}

#[cfg(test)]
mod tests {
    use datafusion::common::cast::as_date32_array;

    use super::*;

    #[test]
    fn b5_innermost_folders_are_keys_outermost_first() {
        let (base, keys) = split("lake/sales/region=eu%2Fde/dt=__HIVE_DEFAULT_PARTITION__/a.parquet");
        assert_eq!(base, "lake/sales");
        assert_eq!(keys, [("region".to_owned(), Some("eu/de".to_owned())), ("dt".to_owned(), None)]);
        assert_eq!(split("a.csv"), ("", Vec::new()));
        assert_eq!(split("x=1/plain/a.csv").1.len(), 0, "a folder around a plain one is no partition");
    }

    #[test]
    fn b5_types_of_keys_follow_from_all_values() {
        for (values, expected) in [
            (vec!["1", "-20"], DataType::Int64),
            (vec!["01", "2"], DataType::Utf8),
            (vec!["2024-01-01", "2024-02-29"], DataType::Date32),
            (vec!["2024-02-30"], DataType::Utf8),
            (vec![], DataType::Utf8),
        ] {
            assert_eq!(type_of(values.iter().copied()), expected, "{values:?}");
        }
        let day = scalar(Some("2024-01-02"), &DataType::Date32);
        let array = day.to_array().unwrap();
        assert_eq!(as_date32_array(&array).unwrap().value(0), 19_724);
        assert!(scalar(None, &DataType::Int64).is_null());
    }
}
