//! The shapes of texts, from the first thousand rows that the engine gives: `AB-1234` has the shape `A{2}-9{4}`.

use std::collections::HashMap;

use connectors::{Query, QueryLimits};
use serde_json::Value;

use super::{Profile, Top};
use crate::{execute::Limits, plan::Plan, settings::TEXTS};

/// How many rows are looked at.
const ROWS: usize = 1_000;
/// The most columns.
const MOST_COLUMNS: usize = 50;
/// The most shapes of a column.
const MOST_SHAPES: usize = 10;
/// The most characters of a text that are looked at.
const MOST_CHARACTERS: usize = 60;

/// Adds the shapes of the columns of texts.
pub(super) async fn add(source: &dyn Query, plan: &Plan, profile: &mut Profile, limits: Limits) {
    let dialect = plan.table.engine.dialect();
    let mut wanted = Vec::new();
    for (place, found) in profile.columns.iter().enumerate() {
        let is_text = plan.table.column(&found.name).is_some_and(|column| TEXTS.contains(&column.class()));
        let (true, Ok(name)) = (is_text && wanted.len() < MOST_COLUMNS, dialect.name("column", &found.name)) else {
            continue;
        };
        wanted.push((place, dialect.piece(&dialect.as_text(&name), 1, MOST_CHARACTERS)));
    }
    if wanted.is_empty() || profile.rows == 0 {
        return;
    }
    let list = wanted.iter().map(|(place, sql)| format!("{sql} AS c{place}")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT {list} FROM {} LIMIT {ROWS}", plan.source());
    profile.statements += 1;
    let limits = QueryLimits { rows: ROWS, timeout: limits.timeout };
    let Ok(rows) = source.query_at(&plan.table.name, &sql, limits).await else { return };
    for (at, (place, _)) in wanted.iter().enumerate() {
        let mut shapes: HashMap<String, i64> = HashMap::new();
        let texts = rows.rows.iter().filter_map(|row| row.get(at).and_then(Value::as_str));
        texts.for_each(|text| *shapes.entry(shape(text)).or_default() += 1);
        let mut found: Vec<Top> = shapes.into_iter().map(|(value, count)| Top { value, count }).collect();
        found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        let column = &mut profile.columns[*place];
        column.patterns_of = found.iter().map(|shape| shape.count).sum();
        found.truncate(MOST_SHAPES);
        column.patterns = found;
    }
}

/// Capitals as `A`, small letters as `a`, other letters as `文`, digits as `9`, each with how many there are.
fn shape(text: &str) -> String {
    let sort = |character: char| match character {
        '0'..='9' => '9',
        letter if letter.is_lowercase() => 'a',
        letter if letter.is_uppercase() => 'A',
        letter if letter.is_alphabetic() => '文',
        blank if blank.is_whitespace() => ' ',
        mark => mark,
    };
    let (mut shape, mut characters) = (String::new(), text.chars().map(sort).peekable());
    while let Some(first) = characters.next() {
        let mut length = 1;
        while characters.next_if_eq(&first).is_some() {
            length += 1;
        }
        shape.push(first);
        if length > 1 {
            shape.push_str(&format!("{{{length}}}"));
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_tells_what_a_text_is_made_of() {
        for (text, expected) in
            [("AB-1234", "A{2}-9{4}"), ("ana@x.de", "a{3}@a.a{2}"), ("王五 7", "文{2} 9"), ("", ""), ("----", "-{4}")]
        {
            assert_eq!(shape(text), expected);
        }
    }
}
