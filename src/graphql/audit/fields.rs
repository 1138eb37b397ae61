//! Which fields of a mutation will run, and with which arguments.

use std::convert::Infallible;

use async_graphql::{
    Name, Value, Variables,
    parser::types::{
        Directive, ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
    },
};

use crate::audit::scrub;

/// How deep fragments are followed; limits have refused deeper ones already.
const MOST_DEPTH: usize = 32;

/// What an operation asks for at its top.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Whether it changes something.
    pub(crate) is_mutation: bool,
    /// Its fields; none of a question.
    pub(crate) asked: Vec<Asked>,
}

/// One field of a mutation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Under which name it is answered.
    pub(crate) key: String,
    /// Its name.
    pub(crate) name: String,
    /// Its arguments, without what may not be written down.
    pub(crate) arguments: serde_json::Value,
}

/// Whether any operation of a document changes something.
pub(crate) fn has_mutation(document: &ExecutableDocument) -> bool {
    document.operations.iter().any(|(_, operation)| operation.node.ty == OperationType::Mutation)
}

impl Plan {
    /// That of the operation of `document` that runs.
    pub(crate) fn of(document: &ExecutableDocument, name: Option<&str>, variables: &Variables) -> Self {
        let mut operations = document.operations.iter();
        let found = operations.find(|(own, _)| name.is_none() || own.map(Name::as_str) == name);
        let Some((_, operation)) = found.filter(|(_, operation)| operation.node.ty == OperationType::Mutation) else {
            return Self::default();
        };
        let mut walk = Walk { document, operation: &operation.node, variables, asked: Vec::new() };
        walk.set(&operation.node.selection_set.node, MOST_DEPTH);
        Self { is_mutation: true, asked: walk.asked }
    }
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    asked: Vec<Asked>,
}

impl Walk<'_> {
    fn set(&mut self, set: &SelectionSet, depth: usize) {
        if depth == 0 {
            return;
        }
        for selection in &set.items {
            let directives = selection.node.directives();
            if directives.iter().any(|directive| self.leaves_out(&directive.node)) {
                continue;
            }
            match &selection.node {
                Selection::Field(field) => self.field(&field.node),
                Selection::InlineFragment(inline) => self.set(&inline.node.selection_set.node, depth - 1),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) {
                        self.set(&fragment.node.selection_set.node, depth - 1);
                    }
                }
            }
        }
    }

    fn leaves_out(&self, directive: &Directive) -> bool {
        let is_set = |wanted: bool| {
            let value = directive.get_argument("if").map(|value| value.node.clone());
            let value = value.map(|value| json(value.into_const_with(|name| self.variable(&name))));
            value == Some(serde_json::Value::Bool(wanted))
        };
        match directive.name.node.as_str() {
            "skip" => is_set(true),
            "include" => is_set(false),
            _ => false,
        }
    }

    fn field(&mut self, field: &Field) {
        let name = field.name.node.as_str();
        if name.starts_with("__") {
            return;
        }
        let given = field.arguments.iter().map(|(name, value)| {
            let value = value.node.clone().into_const_with(|name| self.variable(&name));
            (name.node.to_string(), json(value))
        });
        let arguments = scrub::arguments(&given.collect());
        self.asked.push(Asked { key: field.response_key().node.to_string(), name: name.to_owned(), arguments });
    }

    /// The value of a variable; null when it has none.
    fn variable(&self, name: &Name) -> Result<Value, Infallible> {
        if let Some(value) = self.variables.get(name) {
            return Ok(value.clone());
        }
        let mut definitions = self.operation.variable_definitions.iter();
        let definition = definitions.find(|definition| definition.node.name.node == *name);
        let default = definition.and_then(|found| found.node.default_value.as_ref());
        Ok(default.map_or(Value::Null, |value| value.node.clone()))
    }
}

fn json(filled: Result<Value, Infallible>) -> serde_json::Value {
    let Ok(value) = filled;
    value.into_json().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn plan(text: &str, variables: serde_json::Value) -> Plan {
        let document = async_graphql::parser::parse_query(text).unwrap();
        Plan::of(&document, None, &Variables::from_json(variables))
    }

    #[test]
    fn d7_each_field_is_found_wherever_it_stands() {
        let text =
            "mutation($id: ID = \"7\", $no: Boolean!) { a: one(id: $id) ...F ... on Mutation { three(name: $name) }
            left: four @include(if: $no) __typename } fragment F on Mutation { two(password: \"canary\") }";
        let asked = plan(text, json!({ "no": false, "name": "n" })).asked;
        let told: Vec<_> = asked.iter().map(|asked| (asked.key.as_str(), asked.name.as_str())).collect();
        assert_eq!(told, [("a", "one"), ("two", "two"), ("three", "three")]);
        assert_eq!(asked[0].arguments, json!({ "id": "7" }));
        assert_eq!(asked[1].arguments, json!({ "password": "…" }));
        assert_eq!(asked[2].arguments, json!({ "name": "n" }));
    }

    #[test]
    fn question_has_no_fields_to_write_down() {
        assert!(!plan("{ me { name } }", json!({})).is_mutation);
    }
}
