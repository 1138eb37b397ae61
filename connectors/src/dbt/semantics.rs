//! The semantic layer of a project, as its files write it: semantic models, metrics and saved queries, in the manifest
//! itself and in `semantic_manifest.json` beside it. Of what both say, the manifest's word counts.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::artifacts::{ById, Config, DependsOn, Manifest, Meta, Tags, or_default};

/// The longest text that is taken over, in bytes.
const MAX_TEXT: usize = 64 * 1024;

/// `semantic_manifest.json`, which calls things by name alone.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SemanticManifest {
    #[serde(deserialize_with = "or_default")]
    semantic_models: Vec<SemanticModel>,
    #[serde(deserialize_with = "or_default")]
    metrics: Vec<Metric>,
    #[serde(deserialize_with = "or_default")]
    saved_queries: Vec<SavedQuery>,
}

/// Everything that is known of the semantic layer, by dbt's identifiers.
#[derive(Debug, Default)]
pub(super) struct Semantics {
    pub(super) models: ById<SemanticModel>,
    pub(super) metrics: ById<Metric>,
    pub(super) saved_queries: ById<SavedQuery>,
    /// How many things the file beside the manifest has that the manifest does not have.
    pub(super) strangers: usize,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SemanticModel {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    pub(super) description: Option<String>,
    /// `ref('orders')`, as it was written.
    pub(super) model: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) node_relation: NodeRelation,
    #[serde(deserialize_with = "or_default")]
    pub(super) defaults: Defaults,
    #[serde(deserialize_with = "or_default")]
    pub(super) entities: Vec<Part>,
    #[serde(deserialize_with = "or_default")]
    pub(super) dimensions: Vec<Part>,
    #[serde(deserialize_with = "or_default")]
    pub(super) measures: Vec<Part>,
    pub(super) primary_entity: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) depends_on: DependsOn,
    #[serde(deserialize_with = "or_default")]
    pub(super) config: Config,
    pub(super) group: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct NodeRelation {
    pub(super) relation_name: Option<String>,
    pub(super) database: Option<String>,
    pub(super) schema_name: Option<String>,
    pub(super) alias: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Defaults {
    pub(super) agg_time_dimension: Option<String>,
}

/// An entity, dimension or measure.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Part {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) sort: Option<String>,
    pub(super) agg: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(super) expr: Option<String>,
    pub(super) description: Option<String>,
    pub(super) agg_time_dimension: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) type_params: PartParams,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PartParams {
    pub(super) time_granularity: Option<String>,
}

/// A metric, in the language of dbt 1.6 and later or in that of 1.5.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Metric {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    pub(super) label: Option<String>,
    pub(super) description: Option<String>,
    #[serde(rename = "type")]
    pub(super) sort: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) type_params: MetricParams,
    pub(super) filter: Conditions,
    #[serde(deserialize_with = "or_default")]
    pub(super) tags: Tags,
    #[serde(deserialize_with = "or_default")]
    pub(super) meta: Meta,
    #[serde(deserialize_with = "or_default")]
    pub(super) config: Config,
    pub(super) group: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) depends_on: DependsOn,
    /// From here on: 1.5 alone.
    pub(super) calculation_method: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(super) expression: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) filters: Vec<OldFilter>,
    pub(super) timestamp: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) dimensions: Vec<String>,
    #[serde(deserialize_with = "span")]
    pub(super) window: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct OldFilter {
    #[serde(deserialize_with = "or_default")]
    pub(super) field: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) operator: String,
    #[serde(deserialize_with = "text")]
    pub(super) value: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct MetricParams {
    pub(super) measure: Option<Input>,
    #[serde(deserialize_with = "or_default")]
    pub(super) input_measures: Vec<Input>,
    pub(super) numerator: Option<Input>,
    pub(super) denominator: Option<Input>,
    #[serde(deserialize_with = "text")]
    pub(super) expr: Option<String>,
    #[serde(deserialize_with = "span")]
    pub(super) window: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(super) grain_to_date: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) metrics: Vec<Input>,
    #[serde(deserialize_with = "or_default")]
    pub(super) conversion_type_params: ConversionParams,
    #[serde(deserialize_with = "or_default")]
    pub(super) cumulative_type_params: CumulativeParams,
    #[serde(deserialize_with = "or_default")]
    pub(super) metric_aggregation_params: AggregationParams,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ConversionParams {
    pub(super) base_measure: Option<Input>,
    pub(super) conversion_measure: Option<Input>,
    pub(super) base_metric: Option<Input>,
    pub(super) conversion_metric: Option<Input>,
    #[serde(deserialize_with = "span")]
    pub(super) window: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct CumulativeParams {
    #[serde(deserialize_with = "span")]
    pub(super) window: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(super) grain_to_date: Option<String>,
    pub(super) metric: Option<Input>,
}

/// How a metric without a measure aggregates the rows of a semantic model.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AggregationParams {
    pub(super) semantic_model: Option<String>,
    pub(super) agg: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(super) expr: Option<String>,
    pub(super) agg_time_dimension: Option<String>,
}

/// A measure or metric that a metric is made from; some files write its name alone.
#[derive(Debug, Clone, Default)]
pub(super) struct Input {
    pub(super) name: String,
    pub(super) alias: Option<String>,
    pub(super) filter: Vec<String>,
    pub(super) offset: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SavedQuery {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    pub(super) description: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) query_params: QueryParams,
    #[serde(deserialize_with = "or_default")]
    pub(super) tags: Tags,
    #[serde(deserialize_with = "or_default")]
    pub(super) config: Config,
    pub(super) group: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) depends_on: DependsOn,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct QueryParams {
    #[serde(deserialize_with = "or_default")]
    pub(super) metrics: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) group_by: Vec<String>,
    #[serde(rename = "where")]
    pub(super) filter: Conditions,
}

/// Conditions on rows: one text, several, or either wrapped up as some versions do.
#[derive(Debug, Clone, Default)]
pub(super) struct Conditions(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for Conditions {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Value::deserialize(from).map(|value| Self(conditions(&value)))
    }
}

impl<'de> Deserialize<'de> for Input {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(from)?;
        let named = |field: &str| value.get(field).and_then(plain);
        let offset = value.get("offset_window").and_then(spelled_span).or_else(|| named("offset_to_grain"));
        let name = named("name").or_else(|| plain(&value)).unwrap_or_default();
        let filter = value.get("filter").map(conditions).unwrap_or_default();
        Ok(Self { name, alias: named("alias"), filter, offset })
    }
}

impl Semantics {
    /// What the manifest says, and of kinds of things that it does not list at all, what the file beside it says.
    pub(super) fn new(manifest: &mut Manifest, beside: SemanticManifest) -> Self {
        let project = manifest.project().unwrap_or_else(|| "project".to_owned());
        let mut strangers = 0;
        let models = reconciled(
            manifest.semantic_models.take(),
            named("semantic_model", &project, beside.semantic_models, |model| &model.name),
            &mut strangers,
        );
        let metrics = reconciled(
            manifest.metrics.take(),
            named("metric", &project, beside.metrics, |metric| &metric.name),
            &mut strangers,
        );
        let queries = named("saved_query", &project, beside.saved_queries, |query| &query.name);
        let saved_queries = reconciled(manifest.saved_queries.take(), queries, &mut strangers);
        let mut all = Self { models, metrics, saved_queries, strangers };
        all.models.retain(|_, model| model.config.enabled != Some(false));
        all.metrics.retain(|_, metric| metric.config.enabled != Some(false));
        all.saved_queries.retain(|_, query| query.config.enabled != Some(false));
        all
    }

    /// What everything of it depends on.
    pub(super) fn needs(&self) -> impl Iterator<Item = &String> {
        let models = self.models.values().map(|model| &model.depends_on);
        let metrics = self.metrics.values().map(|metric| &metric.depends_on);
        let queries = self.saved_queries.values().map(|query| &query.depends_on);
        models.chain(metrics).chain(queries).flat_map(|needs| &needs.nodes)
    }

    /// The identifiers of everything.
    pub(super) fn ids(&self) -> impl Iterator<Item = &String> {
        self.models.keys().chain(self.metrics.keys()).chain(self.saved_queries.keys())
    }

    /// Whether it has something with this identifier.
    pub(super) fn has(&self, id: &str) -> bool {
        self.models.contains_key(id) || self.metrics.contains_key(id) || self.saved_queries.contains_key(id)
    }

    /// The metric with a name.
    pub(super) fn metric(&self, name: &str) -> Option<&str> {
        find(&self.metrics, "metric", name, |metric| &metric.name)
    }

    /// The semantic model that has a measure.
    pub(super) fn model_of_measure(&self, measure: &str) -> Option<(&str, &SemanticModel)> {
        let has = |model: &&SemanticModel| model.measures.iter().any(|part| part.name == measure);
        self.models.iter().find(|(_, model)| has(model)).map(|(id, model)| (id.as_str(), model))
    }

    /// The semantic model with a name.
    pub(super) fn model(&self, name: &str) -> Option<(&str, &SemanticModel)> {
        let id = find(&self.models, "semantic_model", name, |model| &model.name)?;
        self.models.get_key_value(id).map(|(id, model)| (id.as_str(), model))
    }
}

fn named<T>(kind: &str, project: &str, items: Vec<T>, name: impl Fn(&T) -> &String) -> ById<T> {
    items.into_iter().map(|item| (format!("{kind}.{project}.{}", name(&item)), item)).collect()
}

/// The manifest's own list, where it has one.
fn reconciled<T>(own: Option<ById<T>>, beside: ById<T>, strangers: &mut usize) -> ById<T> {
    let Some(own) = own else { return beside };
    let tail = |id: &str| id.rsplit('.').next().unwrap_or_default().to_owned();
    let known: std::collections::HashSet<String> = own.keys().map(|id| tail(id)).collect();
    *strangers += beside.keys().filter(|id| !known.contains(&tail(id))).count();
    own
}

/// What has a name: mostly what its identifier ends with.
fn find<'a, T>(all: &'a ById<T>, kind: &str, name: &str, called: impl Fn(&T) -> &String) -> Option<&'a str> {
    let first = all.keys().next()?;
    let project = first.strip_prefix(kind)?.strip_prefix('.')?.split('.').next()?;
    let guess = format!("{kind}.{project}.{name}");
    let exact = all.get_key_value(&guess).filter(|(_, item)| called(item) == name);
    let found = exact.or_else(|| all.iter().find(|(_, item)| called(item) == name));
    found.map(|(id, _)| id.as_str())
}

/// A text, number or truth value as text; an empty one is none, and so is what no store takes.
fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => return None,
    };
    (!text.is_empty() && text.len() <= MAX_TEXT && !text.contains('\0')).then_some(text)
}

fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Value::deserialize(from).map(|value| plain(&value))
}

/// A length of time, such as `7 day`, however it is written.
fn spelled_span(value: &Value) -> Option<String> {
    let grain = value.get("granularity").or_else(|| value.get("period")).and_then(plain);
    match (value.get("count").and_then(plain), grain) {
        (Some(count), Some(grain)) => Some(format!("{count} {grain}")),
        _ => plain(value),
    }
}

fn span<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Value::deserialize(from).map(|value| spelled_span(&value))
}

fn conditions(value: &Value) -> Vec<String> {
    let one = |value: &Value| value.get("where_sql_template").and_then(plain).or_else(|| plain(value));
    let list = value.get("where_filters").unwrap_or(value);
    match list {
        Value::Array(items) => items.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn i3_forms_of_one_thing_in_all_versions_read_alike() {
        let filter = |value: Value| serde_json::from_value::<Conditions>(value).unwrap().0;
        let wrapped = json!({ "where_filters": [{ "where_sql_template": "a" }, { "where_sql_template": "b" }] });
        assert_eq!(filter(wrapped), ["a", "b"]);
        assert_eq!(filter(json!({ "where_sql_template": "a" })), ["a"]);
        assert_eq!(filter(json!(["a"])), ["a"]);
        assert_eq!(filter(json!("a")), ["a"]);
        assert_eq!(filter(Value::Null), Vec::<String>::new());
        let input = |value: Value| serde_json::from_value::<Input>(value).unwrap();
        assert_eq!(input(json!("revenue")).name, "revenue");
        let late = input(json!({ "name": "revenue", "offset_window": { "count": 1, "granularity": "month" } }));
        assert_eq!((late.name.as_str(), late.offset.as_deref()), ("revenue", Some("1 month")));
        let part: Part = serde_json::from_value(json!({ "name": "n", "expr": 1, "type_params": null })).unwrap();
        assert_eq!(part.expr.as_deref(), Some("1"));
    }

    #[test]
    fn i3_what_both_files_say_is_one_thing_and_the_manifest_tells_what_there_is() {
        let beside = || -> SemanticManifest {
            serde_json::from_value(json!({ "metrics": [{ "name": "a" }, { "name": "gone" }],
                "semantic_models": [{ "name": "orders", "measures": [{ "name": "m" }] }] }))
            .unwrap()
        };
        let mut manifest: Manifest = serde_json::from_value(json!({ "metadata": { "project_name": "shop" },
            "metrics": { "metric.shop.a": { "name": "a", "label": "A" } } }))
        .unwrap();
        let all = Semantics::new(&mut manifest, beside());
        assert_eq!(all.metrics.keys().collect::<Vec<_>>(), ["metric.shop.a"]);
        assert_eq!(all.models.keys().collect::<Vec<_>>(), ["semantic_model.shop.orders"]);
        assert_eq!((all.strangers, all.metric("a")), (1, Some("metric.shop.a")));
        assert_eq!(all.model_of_measure("m").unwrap().0, "semantic_model.shop.orders");
    }
}
