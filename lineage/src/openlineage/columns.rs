//! Which columns go into which: the columnLineage facet (1-2-0 and what was before it).

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    event::{Dataset, Facets, text_in},
    io::ColumnPair,
};
use crate::edge::Transformation;

/// The most pairs of columns that one data set's facet yields.
const MOST_PAIRS: usize = 20_000;

/// A data set by the spelling of an event.
pub(super) type Spelled = (String, String);

/// A pair of columns whose data sets are spelled as the event does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SpelledPair {
    pub(super) from: Spelled,
    pub(super) from_column: String,
    /// Empty for the whole data set.
    pub(super) to_column: String,
    pub(super) subtype: String,
    pub(super) masking: bool,
}

impl SpelledPair {
    /// The pair with its data sets resolved.
    pub(super) fn between(self, from: catalog::Name, to: catalog::Name) -> ColumnPair {
        ColumnPair {
            from,
            to,
            from_column: self.from_column,
            to_column: self.to_column,
            subtype: self.subtype,
            masking: self.masking,
        }
    }
}

/// The pairs that go into a data set. What has no column or data set is left out, and so are the columns `_0`, `_1`, …
/// by which parsers call what has no name, unless the data set has them.
pub(super) fn pairs(dataset: &Dataset) -> BTreeSet<SpelledPair> {
    let mut found = BTreeSet::new();
    let Some(facet) = dataset.facets.get("columnLineage") else { return found };
    let known = all_names(&dataset.facets);
    let fields = facet.get("fields").and_then(Value::as_object).into_iter().flatten();
    for (column, field) in fields {
        let is_known = known.as_ref().is_none_or(|known| known.contains(&column.to_lowercase()));
        if !is_known || (known.is_none() && is_made_up(column)) || column.is_empty() {
            continue;
        }
        let legacy = field.as_object();
        for input in list(field.get("inputFields")) {
            add(&mut found, input, column, legacy);
        }
    }
    for input in list(facet.get("dataset")) {
        add(&mut found, input, "", None);
    }
    found
}

/// The columns that others go into, as fields of a schema; none where the event says all columns anyway.
pub(super) fn named(facets: &Facets) -> Vec<Facets> {
    if all_names(facets).is_some() {
        return Vec::new();
    }
    let fields = facets.get("columnLineage").and_then(|facet| facet.get("fields")).and_then(Value::as_object);
    let names = fields.into_iter().flat_map(|fields| fields.keys()).filter(|name| !is_made_up(name));
    names.map(|name| Facets::from_iter([("name".to_owned(), name.as_str().into())])).collect()
}

/// Whether the facet names inputs of its own, which a data set event may.
pub(super) fn sources(dataset: &Dataset) -> BTreeSet<Spelled> {
    pairs(dataset).into_iter().map(|pair| pair.from).collect()
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn is_made_up(column: &str) -> bool {
    column.strip_prefix('_').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// All columns of the data set, in lower case; none where the event does not say them all. A schema without types is a
/// list of what somebody documented.
fn all_names(facets: &Facets) -> Option<BTreeSet<String>> {
    let fields = facets.get("schema")?.get("fields")?.as_array()?;
    let has_types = fields.iter().any(|field| field.get("type").is_some_and(|text| text != ""));
    let name = |field: &Value| field.get("name")?.as_str().map(str::to_lowercase);
    has_types.then(|| fields.iter().filter_map(name).collect())
}

/// Adds what an input field says: one pair for each of its transformations.
fn add(found: &mut BTreeSet<SpelledPair>, input: &Value, to_column: &str, legacy: Option<&Facets>) {
    let text = |member: &str| input.get(member).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let (Some(namespace), Some(name), Some(field)) = (text("namespace"), text("name"), text("field")) else { return };
    let mut say = |(subtype, masking): (&str, bool)| {
        if found.len() < MOST_PAIRS {
            found.insert(SpelledPair {
                from: (namespace.to_owned(), name.to_owned()),
                from_column: field.to_owned(),
                to_column: to_column.to_owned(),
                subtype: subtype.to_owned(),
                masking,
            });
        }
    };
    let mut is_said = false;
    for transformation in list(input.get("transformations")) {
        say(transformed(transformation, to_column.is_empty()));
        is_said = true;
    }
    if !is_said {
        say(before_1_1(legacy, to_column.is_empty()));
    }
}

/// What a transformation says, in the words of edges.
fn transformed(said: &Value, is_whole: bool) -> (&str, bool) {
    let masking = said.get("masking").and_then(Value::as_bool).unwrap_or(false);
    let subtype = said.get("subtype").and_then(Value::as_str).unwrap_or_default();
    if Transformation::from_word(subtype).is_some() {
        return (subtype, masking);
    }
    let is_indirect = is_whole || said.get("type").and_then(Value::as_str) == Some("INDIRECT");
    (if is_indirect { "CONDITIONAL" } else { "TRANSFORMATION" }, masking)
}

/// What the facet said of a column before its inputs had transformations.
fn before_1_1(legacy: Option<&Facets>, is_whole: bool) -> (&'static str, bool) {
    match legacy.and_then(|field| text_in(field, &["transformationType"])) {
        Some("IDENTITY") => ("IDENTITY", false),
        Some("MASKED") => ("TRANSFORMATION", true),
        _ if is_whole => ("CONDITIONAL", false),
        _ => ("TRANSFORMATION", false),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn dataset(facets: Value) -> Dataset {
        let Value::Object(facets) = facets else { panic!("facets are an object") };
        Dataset { namespace: "n".into(), name: "t".into(), facets, side_facets: Facets::new() }
    }

    fn printed(facets: Value) -> Vec<String> {
        let print = |pair: SpelledPair| {
            let masked = if pair.masking { " masked" } else { "" };
            format!("{}.{} > {} {}{masked}", pair.from.1, pair.from_column, pair.to_column, pair.subtype)
        };
        pairs(&dataset(facets)).into_iter().map(print).collect()
    }

    fn input(field: &str, transformations: Value) -> Value {
        json!({ "namespace": "n", "name": "s", "field": field, "transformations": transformations })
    }

    #[test]
    fn i1_direct_indirect_and_masked_columns_are_told_apart() {
        let facets = json!({ "columnLineage": {
            "fields": { "total": { "inputFields": [
                input("amount", json!([{ "type": "DIRECT", "subtype": "AGGREGATION" },
                                       { "type": "INDIRECT", "subtype": "CONDITIONAL" }])),
                input("mail", json!([{ "type": "DIRECT", "subtype": "TRANSFORMATION", "masking": true }])) ] } },
            "dataset": [input("status", json!([{ "type": "INDIRECT", "subtype": "FILTER" }]))] } });
        let expected = [
            "s.amount > total AGGREGATION",
            "s.amount > total CONDITIONAL",
            "s.mail > total TRANSFORMATION masked",
            "s.status >  FILTER",
        ];
        assert_eq!(printed(facets), expected);
    }

    #[test]
    fn older_facets_are_read() {
        let column = |transformation: &str| {
            let inputs = [json!({ "namespace": "n", "name": "s", "field": "a" })];
            json!({ "columnLineage": { "fields": { "b": { "inputFields": inputs,
                "transformationType": transformation, "transformationDescription": "" } } } })
        };
        assert_eq!(printed(column("IDENTITY")), ["s.a > b IDENTITY"]);
        assert_eq!(printed(column("MASKED")), ["s.a > b TRANSFORMATION masked"]);
        assert_eq!(printed(column("")), ["s.a > b TRANSFORMATION"]);
    }

    #[test]
    fn columns_that_a_parser_made_up_are_left_out() {
        let fields = json!({ "_0": { "inputFields": [input("a", json!([]))] } });
        assert_eq!(printed(json!({ "columnLineage": { "fields": fields } })), [""; 0]);
        let schema = json!({ "fields": [{ "name": "_0", "type": "int8" }] });
        let both = json!({ "columnLineage": { "fields": fields }, "schema": schema });
        assert_eq!(printed(both), ["s.a > _0 TRANSFORMATION"]);
    }

    #[test]
    fn columns_beside_a_whole_schema_are_left_out_and_beside_documented_ones_kept() {
        let fields = json!({ "b": { "inputFields": [input("a", json!([]))] } });
        let with = |field: Value| json!({ "columnLineage": { "fields": fields }, "schema": { "fields": [field] } });
        assert_eq!(printed(with(json!({ "name": "x", "type": "text" }))), [""; 0]);
        assert_eq!(printed(with(json!({ "name": "x", "description": "y" }))), ["s.a > b TRANSFORMATION"]);
    }

    #[test]
    fn facet_of_another_shape_says_nothing() {
        for facet in
            [json!(null), json!([]), json!({ "fields": [] }), json!({ "fields": { "a": { "inputFields": 7 } } })]
        {
            assert_eq!(printed(json!({ "columnLineage": facet })), [""; 0]);
        }
    }
}
