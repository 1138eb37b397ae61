//! What only a metric has: from which measures or other metrics its value comes, and what counts for it.

use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

/// How a metric comes by its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum MetricType {
    /// One measure, or one expression over rows.
    #[default]
    Simple,
    /// One value divided by another.
    Ratio,
    /// An expression over other metrics.
    Derived,
    /// One measure, summed up over time.
    Cumulative,
    /// How many of one event are followed by another.
    Conversion,
}

/// What a metric does with something that its value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum MetricInputRole {
    /// Its value counts.
    #[default]
    Value,
    /// It is what is divided.
    Numerator,
    /// It is what is divided by.
    Denominator,
    /// It is the event that may be followed by another.
    Base,
    /// It is the event that follows.
    Conversion,
}

/// A measure or metric that the value of a metric comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct MetricInput {
    /// What it is called.
    pub name: String,
    /// Whether it is a metric, not a measure.
    pub is_metric: bool,
    /// What it is for.
    pub role: MetricInputRole,
    /// What the expression calls it, where that is another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Which rows alone count here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// By how much earlier its value is taken, such as `1 month`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
}

/// A metric.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct MetricDetails {
    /// How it comes by its value.
    pub metric_type: MetricType,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What its value is computed by: over columns when it is simple, over its inputs when it is derived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
    /// How the values of rows become one, such as `sum`; none where its measures tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aggregation: Option<String>,
    /// What its value comes from, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<MetricInput>,
    /// Which rows alone count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// What it is counted in, such as `EUR`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How much time it looks back over, such as `7 days`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<String>,
    /// What it begins anew with, such as `month`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grain_to_date: Option<String>,
    /// The column or dimension that tells the time of a row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_dimension: Option<String>,
    /// What it may be divided by, as far as it says so itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<String>,
}
