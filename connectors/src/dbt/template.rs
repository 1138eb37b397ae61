//! The SQL of a model that dbt has not compiled, where it has no templating but references: they are filled in.
//!
//! Anything else in braces makes it unreadable without dbt, and nothing is said of it.

use std::collections::HashMap;

/// Which relation a reference means, by `name`, `package.name` or `source.name`.
pub(super) struct References<'a> {
    pub(super) models: HashMap<&'a str, Option<&'a str>>,
    pub(super) sources: HashMap<(&'a str, &'a str), Option<&'a str>>,
}

/// The SQL with `{{ ref(…) }}`, `{{ source(…) }}` and `{{ this }}` filled in and `{{ config(…) }}` left out; nothing when
/// there is more to it.
pub(super) fn filled(raw: &str, this: Option<&str>, known: &References<'_>) -> Option<String> {
    let mut sql = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['{']) {
        let (before, tag) = rest.split_at(at);
        sql.push_str(before);
        if let Some(comment) = tag.strip_prefix("{#") {
            rest = &comment[comment.find("#}")? + 2..];
            continue;
        }
        let Some(inner) = tag.strip_prefix("{{") else {
            if tag.starts_with("{%") {
                return None;
            }
            sql.push('{');
            rest = &tag[1..];
            continue;
        };
        let end = inner.find("}}")?;
        let expression = inner[..end].trim_matches(|letter: char| letter == '-' || letter.is_whitespace());
        sql.push_str(&meaning(expression, this, known)?);
        rest = &inner[end + 2..];
    }
    sql.push_str(rest);
    Some(sql)
}

fn meaning(expression: &str, this: Option<&str>, known: &References<'_>) -> Option<String> {
    if expression == "this" {
        return this.map(str::to_owned);
    }
    let (function, arguments) = expression.strip_suffix(')')?.split_once('(')?;
    if function.trim() == "config" {
        return Some(String::new());
    }
    let arguments: Vec<&str> = arguments.split(',').map(literal).collect::<Option<_>>()?;
    let found = match (function.trim(), arguments.as_slice()) {
        ("ref", [.., name]) => known.models.get(name),
        ("source", [source, name]) => known.sources.get(&(*source, *name)),
        _ => None,
    };
    (*found?).map(str::to_owned)
}

/// A quoted text.
fn literal(text: &str) -> Option<&str> {
    let text = text.trim();
    let inner = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('\'').or_else(|| inner('"')).filter(|inner| !inner.contains(['\'', '"']))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn known() -> References<'static> {
        References {
            models: HashMap::from([("orders", Some("m.orders")), ("gone", None)]),
            sources: HashMap::from([(("raw", "o"), Some("r.o"))]),
        }
    }

    #[test]
    fn i3_references_are_filled_in() {
        let raw = "{{ config(materialized='table') }}{# {{ x }} #}\nselect * from {{ ref('orders') }} join {{- source(\"raw\", 'o') -}} join {{this}} where a = '{'";
        let sql = filled(raw, Some("m.self"), &known()).unwrap();
        assert_eq!(sql, "\nselect * from m.orders join r.o join m.self where a = '{'");
        assert_eq!(filled("{{ ref('pkg', 'orders') }}", None, &known()).as_deref(), Some("m.orders"));
    }

    #[test]
    fn i3_whatever_else_is_templated_is_left_to_dbt() {
        for raw in
            ["{% if x %}a{% endif %}", "{{ var('x') }}", "{{ ref(x) }}", "{{ ref('gone') }}", "{{ this }}", "{{ ref('o"]
        {
            assert_eq!(filled(raw, None, &known()), None, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(raw in "[{}%#'a-z() ,é]{0,60}") {
            filled(&raw, Some("t"), &known());
        }
    }
}
