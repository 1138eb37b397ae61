//! What only the assets of BI tools have.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

/// A dashboard or report.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct DashboardDetails {
    /// The workspace or project it belongs to.
    pub workspace: Option<String>,
    /// Where it can be opened.
    pub url: Option<String>,
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct ChartDetails {
    /// What it draws: `line`, `bar`, `pie`, `table`, …
    pub chart_type: Option<String>,
    /// Where it can be opened.
    pub url: Option<String>,
    /// The query behind it.
    pub definition: Option<String>,
}

/// A data set of a BI tool.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct BiDatasetDetails {
    /// The query behind it, where it is one.
    pub definition: Option<String>,
    /// The dialect of the query.
    pub dialect: Option<String>,
}
