//! JSON: objects one behind another (with or without lines), or in one list; their fields are columns.

use std::{
    collections::HashMap,
    io::{self, Read},
};

use datafusion::arrow::datatypes::{DataType, Field, Schema};
use serde_json::{Map, Value};

use super::{MOST_COLUMNS, schema::widened, text::Head};

/// The columns of a file, by its beginning of which `rows` objects are looked at.
///
/// # Errors
/// Why it is no table, for people.
pub(super) fn look(head: &Head, rows: usize) -> Result<Schema, String> {
    let mut bytes = Vec::with_capacity(head.text.len());
    Unlisted::new(head.text.as_bytes()).read_to_end(&mut bytes).map_err(|cause| cause.to_string())?;
    let mut columns = Columns::default();
    let mut objects = serde_json::Deserializer::from_slice(&bytes).into_iter::<Value>();
    let mut seen = 0;
    while seen < rows {
        match objects.next() {
            None => break,
            Some(Ok(Value::Object(object))) => columns.take(&object)?,
            Some(Ok(_)) => return Err("its values are no objects with named fields".to_owned()),
            // The last object of a beginning is cut.
            Some(Err(cause)) if cause.is_eof() && !head.is_whole => break,
            Some(Err(cause)) => return Err(format!("object {} is no JSON: {cause}", seen + 1)),
        }
        seen += 1;
    }
    match seen {
        0 if head.is_whole => Err("it has no objects".to_owned()),
        0 => Err("its first object is too long to be a row".to_owned()),
        _ if columns.fields.is_empty() => Err("its objects have no fields".to_owned()),
        _ => Ok(columns.schema()),
    }
}

/// Columns in the order in which they are met.
#[derive(Default)]
struct Columns {
    fields: Vec<(String, DataType)>,
    places: HashMap<String, usize>,
}

impl Columns {
    fn take(&mut self, object: &Map<String, Value>) -> Result<(), String> {
        for (name, value) in object {
            let found = type_of(value);
            match self.places.get(name) {
                Some(place) => {
                    let known = &mut self.fields[*place].1;
                    *known = widened(known, &found).unwrap_or(DataType::Utf8);
                }
                None if self.fields.len() == MOST_COLUMNS => {
                    return Err(format!("its objects have more than {MOST_COLUMNS} different fields"));
                }
                None => {
                    self.places.insert(name.clone(), self.fields.len());
                    self.fields.push((name.clone(), found));
                }
            }
        }
        Ok(())
    }

    fn schema(self) -> Schema {
        Schema::new(self.fields.into_iter().map(|(name, of)| Field::new(name, of, true)).collect::<Vec<_>>())
    }
}

/// The type of a value; the parser lets nothing be more than 128 levels deep.
fn type_of(value: &Value) -> DataType {
    match value {
        Value::Null => DataType::Null,
        Value::Bool(_) => DataType::Boolean,
        Value::Number(number) if number.is_i64() => DataType::Int64,
        Value::Number(_) => DataType::Float64,
        Value::String(_) => DataType::Utf8,
        Value::Array(items) => {
            let element = items
                .iter()
                .fold(DataType::Null, |known, item| widened(&known, &type_of(item)).unwrap_or(DataType::Utf8));
            DataType::List(Field::new("item", element, true).into())
        }
        Value::Object(fields) => {
            let fields = fields.iter().take(MOST_COLUMNS);
            DataType::Struct(fields.map(|(name, value)| Field::new(name, type_of(value), true)).collect())
        }
    }
}

/// The objects of a list as objects one behind another: what makes them a list becomes blanks.
pub(super) struct Unlisted<R> {
    inner: R,
    has_begun: bool,
    is_list: bool,
    depth: usize,
    is_text: bool,
    is_escaped: bool,
}

impl<R: Read> Unlisted<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, has_begun: false, is_list: false, depth: 0, is_text: false, is_escaped: false }
    }

    /// The byte that stands for this one.
    fn passed(&mut self, byte: u8) -> u8 {
        if self.is_text {
            (self.is_text, self.is_escaped) = (self.is_escaped || byte != b'"', !self.is_escaped && byte == b'\\');
            return byte;
        }
        if !self.has_begun && !byte.is_ascii_whitespace() {
            self.has_begun = true;
            self.is_list = byte == b'[';
            if self.is_list {
                return b' ';
            }
        }
        match byte {
            b'"' => self.is_text = true,
            b',' | b']' if self.is_list && self.depth == 0 => return b'\n',
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        byte
    }
}

impl<R: Read> Read for Unlisted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        for byte in &mut out[..count] {
            *byte = self.passed(*byte);
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::data_type::spelled;

    fn looked_at(text: &str) -> Result<Schema, String> {
        look(&Head { text: text.to_owned(), encoding: encoding_rs::UTF_8, is_whole: true }, 100)
    }

    #[test]
    fn b5_lines_and_lists_of_objects_have_the_same_columns() {
        let (one, two) =
            (r#"{"id": 1, "a": {"b": "x],["}, "l": [1, 2.5]}"#, r#"{"id": 2.5, "new": null, "a": {"c": "\"},"}}"#);
        let lines = looked_at(&format!("{one}\n{two}\n")).unwrap();
        assert_eq!(looked_at(&format!(" [ {one} ,\n{two}]\n")).unwrap(), lines);
        for (name, text) in
            [("a", "struct<b: string, c: string>"), ("id", "double"), ("l", "array<double>"), ("new", "unknown")]
        {
            assert_eq!(spelled(lines.field_with_name(name).unwrap().data_type()), text);
        }
    }

    #[test]
    fn b5_what_is_no_object_is_said() {
        assert!(looked_at("[1, 2]").unwrap_err().contains("no objects"));
        assert!(looked_at("{\"a\": 1}\n{\"a\": ").unwrap_err().contains("object 2 is no JSON"));
        assert!(looked_at(" ").unwrap_err().contains("no objects"));
        let cut = Head { text: "{\"a\": 1}\n{\"a\": ".to_owned(), encoding: encoding_rs::UTF_8, is_whole: false };
        assert_eq!(look(&cut, 10).unwrap().fields().len(), 1);
        assert!(looked_at(&format!("{{\"a\": {}{}}}", "[".repeat(5_000), "]".repeat(5_000))).is_err(), "too deep");
    }
}
