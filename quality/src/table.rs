//! A table as the planner needs to know it: its name, its columns, and the engine that holds it.

use std::collections::BTreeMap;

use catalog::{DataType, Name, TypeClass};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::error::Result;

/// A table that checks are about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Its name as the catalog has it.
    pub name: Name,
    /// Its columns, in the order of the source.
    pub columns: Vec<Column>,
    /// What its SQL looks like.
    pub engine: Engine,
    /// Whether it is a view, which not every engine can take a sample of.
    #[serde(default)]
    pub is_view: bool,
    /// When rows were written last, where the source itself tells.
    #[serde(default)]
    pub written_at: Option<DateTime<Utc>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its name as the source spells it.
    pub name: String,
    /// Its type.
    pub data_type: DataType,
    /// Whether the source lets it be absent.
    pub is_nullable: bool,
}

/// The engine whose SQL is written. A new one is one file of `dialect` and a line here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    MySql,
    /// SQLite.
    Sqlite,
    /// Files, asked through DataFusion.
    DataFusion,
}

impl Engine {
    /// The engine behind a connector of this name; none for one that cannot be asked SQL.
    #[must_use]
    pub fn of_connector(connector: &str) -> Option<Self> {
        match connector {
            "postgres" => Some(Self::Postgres),
            "mysql" => Some(Self::MySql),
            "sqlite" => Some(Self::Sqlite),
            "files" => Some(Self::DataFusion),
            _ => None,
        }
    }
}

impl Table {
    /// The column of this name, as the source spells it.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// How the SQL of its engine names it.
    ///
    /// # Errors
    /// `Invalid` for `table` when its name has too few parts, or one that no engine can have.
    pub fn place(&self) -> Result<String> {
        self.engine.dialect().table("table", &self.name)
    }

    /// The columns as names with the spelling of their types, in order; what [`schema_drift`](crate::checks) compares.
    #[must_use]
    pub fn shape(&self) -> Vec<BTreeMap<String, String>> {
        let entry = |column: &Column| {
            BTreeMap::from([
                ("name".to_owned(), column.name.clone()),
                ("type".to_owned(), column.data_type.text.clone()),
            ])
        };
        self.columns.iter().map(entry).collect()
    }
}

impl Column {
    /// What sort of values it holds.
    #[must_use]
    pub fn class(&self) -> TypeClass {
        self.data_type.class
    }
}
