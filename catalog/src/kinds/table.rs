//! What only a table has: its type, keys, indexes, partitioning and, for a view, its SQL.

use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

/// How a table comes by its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum TableType {
    /// Stores its rows.
    #[default]
    Regular,
    /// Computes its rows when asked.
    View,
    /// Stores the rows that a query gave.
    MaterializedView,
    /// Reads rows that are kept elsewhere.
    External,
    /// Divides its rows among partitions.
    Partitioned,
    /// Holds one part of a partitioned table.
    Partition,
    /// Rows come from a module of the engine.
    Virtual,
}

/// A table, as its database describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct TableDetails {
    /// How it comes by its rows.
    pub table_type: TableType,
    /// The SQL of a view, as the database gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// The dialect of `definition`: `postgres`, `mysql` or `sqlite`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// Keys and conditions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<Constraint>,
    /// Indexes, keys' own included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Index>,
    /// How rows are divided, or which part of which table this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partitioning: Option<Partitioning>,
    /// Where an external table's rows are: server and options without secrets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The storage engine or access method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage: Option<String>,
    /// The account that the server says owns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_account: Option<String>,
}

/// What a constraint demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintType {
    /// The columns name a row.
    PrimaryKey,
    /// No two rows have the same values.
    Unique,
    /// The values are those of a row elsewhere.
    ForeignKey,
    /// A condition holds.
    Check,
    /// No two rows conflict by operators.
    Exclusion,
}

/// A key or a condition of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject)]
pub struct Constraint {
    /// Its name; some engines give none.
    pub name: Option<String>,
    /// What it demands.
    pub constraint_type: ConstraintType,
    /// The columns, in the key's order.
    pub columns: Vec<String>,
    /// The parts of the name of the table that a foreign key points at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub referenced_table: Vec<String>,
    /// The columns there, in the key's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub referenced_columns: Vec<String>,
    /// The condition of a check, or the rules of a foreign key, in SQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
}

/// An index of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Columns or expressions, in order.
    pub columns: Vec<String>,
    /// Whether it keeps values unique.
    pub is_unique: bool,
    /// The access method, such as `btree`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The condition of a partial index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<String>,
}

/// How a table's rows are divided.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct Partitioning {
    /// The rule: `range`, `list`, `hash` or `key`.
    pub strategy: Option<String>,
    /// The columns or expressions that decide.
    pub keys: Vec<String>,
    /// The parts of the name of the table that this is a part of.
    pub partition_of: Vec<String>,
    /// Which rows this part holds, in SQL.
    pub bound: Option<String>,
    /// Names of partitions that are not tables themselves (MySQL), in order.
    pub partitions: Vec<String>,
}
