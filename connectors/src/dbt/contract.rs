//! Contracts of models: the columns and types that dbt sees to before it builds one.

use catalog::kinds::pipeline::{PromisedColumn, TableContract};
use serde::Deserialize;

use super::artifacts::{Node, or_default};

/// Whether a contract is seen to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ContractConfig {
    #[serde(deserialize_with = "or_default")]
    enforced: bool,
}

/// A constraint of a model or of one of its columns.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Constraint {
    #[serde(rename = "type", deserialize_with = "or_default")]
    sort: String,
    #[serde(deserialize_with = "or_default")]
    columns: Vec<String>,
}

impl Constraint {
    fn demands_a_value(&self) -> bool {
        ["not_null", "primary_key"].contains(&self.sort.as_str())
    }
}

/// What a model promises, where dbt sees to it.
pub(super) fn of(node: &Node) -> Option<TableContract> {
    if !node.contract.enforced && !node.config.contract.enforced {
        return None;
    }
    let of_model = |name: &str| {
        let demanding = node.constraints.iter().filter(|constraint| constraint.demands_a_value());
        demanding.flat_map(|constraint| &constraint.columns).any(|column| column == name)
    };
    let columns = node.columns.values().filter(|column| !column.name.is_empty() && !column.name.contains('\0'));
    let columns = columns.map(|column| PromisedColumn {
        name: column.name.clone(),
        data_type: column.data_type.clone().filter(|data_type| !data_type.contains('\0')),
        is_required: column.constraints.iter().any(Constraint::demands_a_value) || of_model(&column.name),
    });
    Some(TableContract { columns: columns.collect() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn i3_contract_counts_when_it_is_enforced() {
        let node = |enforced: bool| -> Node {
            let columns = json!({ "id": { "name": "id", "data_type": "int" },
                "note": { "name": "note", "data_type": "text", "constraints": [{ "type": "check" }] } });
            serde_json::from_value(json!({ "config": { "contract": { "enforced": enforced } }, "columns": columns,
                "constraints": [{ "type": "primary_key", "columns": ["id"] }] }))
            .unwrap()
        };
        assert_eq!(of(&node(false)), None);
        let columns = of(&node(true)).unwrap().columns;
        let told: Vec<_> = columns.iter().map(|column| (column.name.as_str(), column.is_required)).collect();
        assert_eq!(told, [("id", true), ("note", false)]);
    }
}
