//! The files that dbt leaves behind, as far as they are read: `manifest.json` (versions 9 to 12), `catalog.json`,
//! `run_results.json` and `sources.json`; the semantic layer is in `semantics`.
//!
//! What is not named here is skipped while reading, so that a manifest of hundreds of megabytes costs little more memory
//! than its text.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::{
    contract::{Constraint, ContractConfig},
    semantics::{Metric, SavedQuery, SemanticModel},
};

/// Identifiers of dbt, such as `model.shop.orders`, with what they stand for.
pub(super) type ById<T> = BTreeMap<String, T>;

/// A field that some versions write as null.
pub(super) fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(from)?.unwrap_or_default())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Metadata {
    pub(super) dbt_schema_version: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) dbt_version: String,
    pub(super) generated_at: Option<String>,
    pub(super) invocation_id: Option<String>,
    pub(super) invocation_started_at: Option<String>,
    pub(super) project_name: Option<String>,
    pub(super) adapter_type: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Manifest {
    pub(super) metadata: Metadata,
    #[serde(deserialize_with = "or_default")]
    pub(super) nodes: ById<Node>,
    #[serde(deserialize_with = "or_default")]
    pub(super) sources: ById<Node>,
    #[serde(deserialize_with = "or_default")]
    pub(super) exposures: ById<Node>,
    #[serde(deserialize_with = "or_default")]
    pub(super) groups: ById<Group>,
    #[serde(deserialize_with = "or_default")]
    pub(super) disabled: ById<serde::de::IgnoredAny>,
    /// The semantic layer; old manifests do not have all of it.
    pub(super) semantic_models: Option<ById<SemanticModel>>,
    pub(super) metrics: Option<ById<Metric>>,
    pub(super) saved_queries: Option<ById<SavedQuery>>,
}

/// A node, source or exposure: they share most of their fields.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Node {
    #[serde(deserialize_with = "or_default")]
    pub(super) resource_type: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    pub(super) database: Option<String>,
    pub(super) schema: Option<String>,
    pub(super) alias: Option<String>,
    pub(super) identifier: Option<String>,
    pub(super) relation_name: Option<String>,
    pub(super) language: Option<String>,
    pub(super) compiled_code: Option<String>,
    pub(super) raw_code: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) package_name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) source_name: String,
    pub(super) description: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) columns: BTreeMap<String, Column>,
    #[serde(deserialize_with = "or_default")]
    pub(super) tags: Tags,
    #[serde(deserialize_with = "or_default")]
    pub(super) meta: Meta,
    #[serde(deserialize_with = "or_default")]
    pub(super) config: Config,
    pub(super) group: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) depends_on: DependsOn,
    pub(super) freshness: Option<serde::de::IgnoredAny>,
    pub(super) column_name: Option<String>,
    pub(super) attached_node: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) contract: ContractConfig,
    #[serde(deserialize_with = "or_default")]
    pub(super) constraints: Vec<Constraint>,
    /// Exposures alone.
    #[serde(rename = "type")]
    pub(super) exposure_type: Option<String>,
    pub(super) url: Option<String>,
    pub(super) owner: Option<Owner>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Column {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    pub(super) data_type: Option<String>,
    pub(super) description: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) tags: Tags,
    #[serde(deserialize_with = "or_default")]
    pub(super) constraints: Vec<Constraint>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Config {
    pub(super) materialized: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) meta: Meta,
    #[serde(deserialize_with = "or_default")]
    pub(super) tags: Tags,
    pub(super) enabled: Option<bool>,
    pub(super) group: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) contract: ContractConfig,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Meta {
    #[serde(deserialize_with = "texts")]
    pub(super) owner: Vec<String>,
    #[serde(deserialize_with = "texts")]
    pub(super) unit: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct DependsOn {
    #[serde(deserialize_with = "or_default")]
    pub(super) nodes: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Group {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    pub(super) owner: Option<Owner>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Owner {
    #[serde(deserialize_with = "texts")]
    pub(super) email: Vec<String>,
    #[serde(deserialize_with = "texts")]
    pub(super) name: Vec<String>,
}

impl Owner {
    /// The addresses, else the names.
    pub(super) fn accounts(&self) -> &[String] {
        if self.email.is_empty() { &self.name } else { &self.email }
    }
}

/// Labels; written as one text or as a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Tags(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for Tags {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        texts(from).map(Self)
    }
}

/// One text or a list of them; whatever else stands there says nothing.
fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let value = serde_json::Value::deserialize(from)?;
    let items = match value {
        serde_json::Value::Array(items) => items,
        other => vec![other],
    };
    let texts = items.iter().filter_map(serde_json::Value::as_str).map(str::trim);
    Ok(texts.filter(|text| !text.is_empty() && text.len() <= 200).map(str::to_owned).collect())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Catalog {
    #[serde(deserialize_with = "or_default")]
    pub(super) nodes: ById<CatalogTable>,
    #[serde(deserialize_with = "or_default")]
    pub(super) sources: ById<CatalogTable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CatalogTable {
    pub(super) metadata: CatalogName,
    #[serde(deserialize_with = "or_default")]
    pub(super) columns: BTreeMap<String, CatalogColumn>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CatalogName {
    pub(super) database: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) schema: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CatalogColumn {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    pub(super) index: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Results {
    pub(super) metadata: Metadata,
    #[serde(deserialize_with = "or_default")]
    pub(super) results: Vec<NodeResult>,
    pub(super) elapsed_time: Option<f64>,
    #[serde(deserialize_with = "or_default")]
    pub(super) args: Args,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Args {
    pub(super) which: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NodeResult {
    #[serde(deserialize_with = "or_default")]
    pub(super) unique_id: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) status: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) timing: Vec<Timing>,
    pub(super) message: Option<String>,
    pub(super) error: Option<String>,
    pub(super) failures: Option<i64>,
    pub(super) compiled_code: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) adapter_response: AdapterResponse,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Timing {
    pub(super) started_at: Option<String>,
    pub(super) completed_at: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AdapterResponse {
    pub(super) rows_affected: Option<serde_json::Value>,
}

impl Manifest {
    /// What the project is called; the oldest files tell by its models alone.
    pub(super) fn project(&self) -> Option<String> {
        let models = self.nodes.values().filter(|node| node.resource_type == "model" && !node.package_name.is_empty());
        let mut packages = models.map(|node| node.package_name.as_str());
        let only = packages.next().filter(|first| packages.all(|package| package == *first));
        self.metadata.project_name.clone().or_else(|| only.map(str::to_owned))
    }
}

impl Metadata {
    /// The number of the schema's version, such as 12.
    pub(super) fn version(&self) -> Option<u32> {
        let file = self.dbt_schema_version.rsplit('/').next()?;
        file.strip_prefix('v')?.strip_suffix(".json")?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i3_fields_of_every_form_are_read_and_unknown_ones_skipped() {
        let text = r#"{ "metadata": { "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v9.json", "x": [1] },
            "nodes": { "model.a.b": { "tags": "one", "meta": { "owner": ["a", 5] }, "columns": null, "description": null,
                "depends_on": { "macros": ["m"] }, "config": { "tags": ["x"], "meta": null }, "unknown": {} } },
            "groups": null }"#;
        let manifest: Manifest = serde_json::from_str(text).unwrap();
        assert_eq!(manifest.metadata.version(), Some(9));
        let node = &manifest.nodes["model.a.b"];
        assert_eq!((node.tags.0.len(), node.config.tags.0.len(), &node.meta.owner[..]), (1, 1, &["a".to_owned()][..]));
        assert_eq!(Metadata::default().version(), None);
    }
}
