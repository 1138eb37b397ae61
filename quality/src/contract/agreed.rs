//! What a contract promises: tables, columns, rules, service levels.

use serde::{Deserialize, Serialize};

use super::node::Node;

/// What can be held to.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreed {
    /// The version of the standard, such as `v3.1.0`.
    pub api_version: String,
    /// What identifies the contract through its versions.
    pub id: String,
    /// What people call it.
    pub name: Option<String>,
    /// Its own version.
    pub version: String,
    /// Where it is in its life.
    pub status: Status,
    /// The domain it belongs to, by name.
    pub domain: Option<String>,
    /// The data product it belongs to, by name.
    pub data_product: Option<String>,
    /// The tables, in the order of the document.
    pub tables: Vec<AgreedTable>,
    /// The service levels.
    pub services: Vec<Service>,
}

/// Where a contract is in its life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Somebody would like it.
    Proposed,
    /// It is being written; nobody may rely on it.
    Draft,
    /// It holds.
    Active,
    /// It holds, and will end.
    Deprecated,
    /// It holds no more.
    Retired,
    /// A word of the company's own.
    Other(String),
}

/// A table, or another thing with columns.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreedTable {
    /// Where the document says it: `schema[0]`.
    pub path: String,
    /// Stays the same when it is renamed.
    pub id: Option<String>,
    /// Its name in the contract.
    pub name: String,
    /// Its name in the source, when that is another.
    pub physical_name: Option<String>,
    /// Its columns.
    pub columns: Vec<AgreedColumn>,
    /// The rules about the whole of it.
    pub rules: Vec<Rule>,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreedColumn {
    /// Where the document says it: `schema[0].properties[1]`.
    pub path: String,
    /// Stays the same when it is renamed.
    pub id: Option<String>,
    /// Its name in the contract; empty for the items of a list.
    pub name: String,
    /// Its name in the source, when that is another.
    pub physical_name: Option<String>,
    /// What it holds, whatever holds it.
    pub logical_type: Option<LogicalType>,
    /// The type in the source, as it spells it.
    pub physical_type: Option<String>,
    /// Whether every row has a value.
    pub required: bool,
    /// Whether no value is there twice.
    pub unique: bool,
    /// Its place in the primary key, from 1; none when it is not part of it.
    pub key_position: Option<i64>,
    /// The only values it may have, as texts and numbers; none for any.
    pub values: Option<Vec<Node>>,
    /// `logicalTypeOptions`: lengths, limits and patterns by the standard's names.
    pub options: Vec<(String, Node)>,
    /// The rules about it.
    pub rules: Vec<Rule>,
    /// Its own columns, when it is an object, or the one item of a list.
    pub columns: Vec<AgreedColumn>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogicalType {
    /// Text.
    String,
    /// A day.
    Date,
    /// A day with a time.
    Timestamp,
    /// A time of day.
    Time,
    /// Any number.
    Number,
    /// Whole numbers.
    Integer,
    /// Named fields.
    Object,
    /// Values of one type.
    Array,
    /// Names with values.
    Map,
    /// True or false.
    Boolean,
}

/// One rule of quality.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Where the document says it: `schema[0].quality[2]`.
    pub path: String,
    /// What identifies it: its `id`, else its `name`.
    pub id: Option<String>,
    /// What it asks for.
    pub kind: RuleKind,
    /// What the answer has to be.
    pub bound: Option<Bound>,
    /// Whether the answer is a share in percent rather than a number of rows.
    pub is_percent: bool,
    /// How bad it is, in the contract's words.
    pub severity: Option<String>,
    /// What it is about, in the contract's words.
    pub description: Option<String>,
}

/// What a rule asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum RuleKind {
    /// Words for people.
    Text,
    /// A metric that the standard knows.
    Metric {
        /// Its name, such as `nullValues`.
        metric: String,
        /// What it is asked with.
        arguments: Node,
    },
    /// A statement that gives one number.
    Sql {
        /// The statement; `{object}` and `{property}` stand for table and column.
        query: String,
    },
    /// What another tool runs.
    Custom {
        /// The tool.
        engine: String,
        /// What it is told.
        implementation: Node,
    },
}

/// What a number has to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// Just this.
    Is(Node),
    /// Anything else.
    IsNot(Node),
    /// In a range; each end with whether it is part of it.
    In {
        /// From here.
        least: Option<(f64, bool)>,
        /// To here.
        most: Option<(f64, bool)>,
    },
    /// Not between these, the ends included.
    NotIn(f64, f64),
}

/// One promise of a service level.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// Where the document says it: `slaProperties[0]`.
    pub path: String,
    /// Its name in small letters, with the short names of the standard spelled out.
    pub property: String,
    /// What is promised.
    pub value: Node,
    /// The unit, in the contract's words.
    pub unit: Option<String>,
    /// What it is about, `table.column`.
    pub element: Option<String>,
    /// For whom, such as `regulatory`.
    pub driver: Option<String>,
}

impl AgreedTable {
    /// Its name in the source.
    #[must_use]
    pub fn source_name(&self) -> &str {
        self.physical_name.as_deref().unwrap_or(&self.name)
    }
}

impl AgreedColumn {
    /// Its name in the source.
    #[must_use]
    pub fn source_name(&self) -> &str {
        self.physical_name.as_deref().unwrap_or(&self.name)
    }

    /// An option of its logical type.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&Node> {
        self.options.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }
}
