//! What only pipelines and their tasks have.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

/// A pipeline: tasks that run together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct PipelineDetails {
    /// The tool that runs it.
    pub tool: Option<String>,
    /// When it runs, as the tool writes it.
    pub schedule: Option<String>,
    /// Where it can be opened.
    pub url: Option<String>,
}

/// A task of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct TaskDetails {
    /// What it does, as the tool calls it.
    pub task_type: Option<String>,
    /// The SQL it runs.
    pub definition: Option<String>,
    /// The dialect of the SQL.
    pub dialect: Option<String>,
    /// The names of tasks that wait for this one.
    pub next_tasks: Vec<String>,
}
