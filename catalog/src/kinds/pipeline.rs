//! What only pipelines and their tasks have.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::AssetKind;

/// A pipeline: tasks that run together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct PipelineDetails {
    /// The tool that runs it.
    pub tool: Option<String>,
    /// When it runs, as the tool writes it; a cron expression where it has one.
    pub schedule: Option<String>,
    /// The IANA name of the time zone in which the schedule is meant; UTC when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Where it can be opened.
    pub url: Option<String>,
}

/// A table of a task's SQL that stands for something elsewhere, such as a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject)]
pub struct TaskTable {
    /// What the SQL calls it, its parts outermost first.
    pub name: Vec<String>,
    /// The system in which it is, such as `kafka://broker.example:9092`.
    pub namespace: String,
    /// The parts of its name there, outermost first.
    pub parts: Vec<String>,
    /// What it is there.
    pub kind: AssetKind,
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
    /// The platform namespace in which the tables that the SQL names live, such as `postgres://shop.example:5432`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The leading parts, outermost first, that complete a shorter name in the SQL, such as database and schema.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub defaults: Vec<String>,
    /// What tables that the SQL makes stand for, where that is something elsewhere, as in Flink.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TaskTable>,
    /// The names of tasks that wait for this one.
    pub next_tasks: Vec<String>,
    /// What of it is missing, was left open, or was not understood, for people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
    /// What it promises of the table that it fills, where its tool sees to that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract: Option<TableContract>,
}

/// What a task promises of the table that it fills: these columns, with these types.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct TableContract {
    /// The columns.
    pub columns: Vec<PromisedColumn>,
}

/// A column of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct PromisedColumn {
    /// Its name.
    pub name: String,
    /// Its type, as the contract writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
    /// Whether every row has a value there.
    pub is_required: bool,
}
