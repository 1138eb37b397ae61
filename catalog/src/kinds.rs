//! The list of asset kinds: one line each. A new kind is one file in `kinds/` and one line here.

use async_graphql::{Enum, Union};
use serde::{Deserialize, Serialize};

pub mod api;
pub mod classification;
pub mod code_list;
pub mod column;
pub mod container;
pub mod dashboard;
pub mod database;
pub mod domain;
pub mod glossary;
pub mod metric;
pub mod ml_model;
pub mod pipeline;
pub mod procedure;
pub mod query;
pub mod schema;
pub mod semantic_model;
pub mod table;
pub mod topic;
pub mod user_type;

/// From the list: the kind, the details of each kind as one enum, and how both are written and read.
///
/// A line is `Variant = number "code" => module::Details, "English", "Chinese";`. The number is what the store keeps
/// and must never be given to another kind.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $number:literal $code:literal => $details:path, $english:literal, $chinese:literal;)*) => {
        /// What an asset is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
        #[serde(rename_all = "snake_case")]
        pub enum AssetKind { $($(#[$doc])* $kind = $number,)* }

        impl AssetKind {
            /// Every kind, in the order of the list.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// The word for it in queries, files and URLs, such as `ml_model`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$kind => $code,)* }
            }

            /// The word for it in English and in Chinese, as search knows it.
            #[must_use]
            pub const fn words(self) -> [&'static str; 2] {
                match self { $(Self::$kind => [$english, $chinese],)* }
            }

            /// The kind with this stored number.
            #[must_use]
            pub const fn from_number(number: i16) -> Option<Self> {
                match number { $($number => Some(Self::$kind),)* _ => None }
            }
        }

        /// The facts that only one kind has.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Union)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        #[graphql(name = "AssetDetails")]
        pub enum Details { $($(#[$doc])* $kind($details),)* }

        impl Details {
            /// The kind that these facts are about.
            #[must_use]
            pub const fn kind(&self) -> AssetKind {
                match self { $(Self::$kind(_) => AssetKind::$kind,)* }
            }

            /// The facts of a kind of which nothing is known yet.
            #[must_use]
            pub fn empty(kind: AssetKind) -> Self {
                match kind { $(AssetKind::$kind => Self::$kind(Default::default()),)* }
            }
        }
    };
}

kinds! {
    /// A database of a server.
    Database = 1 "database" => database::DatabaseDetails, "database", "数据库";
    /// A schema of a database.
    Schema = 2 "schema" => schema::SchemaDetails, "schema", "模式";
    /// A table; views and external tables are tables with a type.
    Table = 3 "table" => table::TableDetails, "table", "表";
    /// A column of a table, a field of a topic or of a file.
    Column = 4 "column" => column::ColumnDetails, "column", "字段";
    /// A stored procedure or function.
    Procedure = 5 "procedure" => procedure::ProcedureDetails, "procedure", "存储过程";
    /// An enumeration, composite type or domain that a database defines.
    UserType = 6 "user_type" => user_type::UserTypeDetails, "type", "类型";
    /// A saved or observed query.
    Query = 7 "query" => query::QueryDetails, "query", "查询";
    /// A topic of a message queue.
    Topic = 8 "topic" => topic::TopicDetails, "topic", "主题";
    /// A bucket or folder.
    Container = 9 "container" => container::ContainerDetails, "container", "容器";
    /// A file.
    File = 10 "file" => container::FileDetails, "file", "文件";
    /// A dashboard or report.
    Dashboard = 11 "dashboard" => dashboard::DashboardDetails, "dashboard", "仪表板";
    /// A chart of a dashboard.
    Chart = 12 "chart" => dashboard::ChartDetails, "chart", "图表";
    /// A data set of a BI tool.
    BiDataset = 13 "bi_dataset" => dashboard::BiDatasetDetails, "dataset", "数据集";
    /// A pipeline: tasks that run together.
    Pipeline = 14 "pipeline" => pipeline::PipelineDetails, "pipeline", "流水线";
    /// A task of a pipeline, or a job on its own.
    Task = 15 "task" => pipeline::TaskDetails, "task", "任务";
    /// A machine-learning model.
    MlModel = 16 "ml_model" => ml_model::MlModelDetails, "model", "模型";
    /// A notebook.
    Notebook = 17 "notebook" => ml_model::NotebookDetails, "notebook", "笔记本";
    /// A collection of API endpoints.
    ApiCollection = 18 "api_collection" => api::ApiCollectionDetails, "api", "接口集";
    /// An endpoint of an API.
    ApiEndpoint = 19 "api_endpoint" => api::ApiEndpointDetails, "endpoint", "接口";
    /// A figure of the business, computed from measures or other metrics.
    Metric = 20 "metric" => metric::MetricDetails, "metric", "指标";
    /// The business meaning of a table's columns: entities, dimensions and measures.
    SemanticModel = 21 "semantic_model" => semantic_model::SemanticModelDetails, "semantic model", "语义模型";
    /// A part of the business that data belongs to; inside of another one, or on its own.
    Domain = 30 "domain" => domain::DomainDetails, "domain", "业务域";
    /// Data that somebody offers to others as a whole.
    DataProduct = 31 "data_product" => domain::DataProductDetails, "data product", "数据产品";
    /// The words of a trade, with what they mean.
    Glossary = 32 "glossary" => glossary::GlossaryDetails, "glossary", "术语表";
    /// A word with what it means; inside of a glossary, or below a wider word.
    Term = 33 "term" => glossary::TermDetails, "term", "术语";
    /// A way to sort data, such as by how secret they are.
    Classification = 34 "classification" => classification::ClassificationDetails, "classification", "分类";
    /// One of the labels of a classification.
    Tag = 35 "tag" => classification::TagDetails, "tag", "标签";
    /// A data standard: the codes that columns may hold, with what they mean.
    CodeList = 36 "code_list" => code_list::CodeListDetails, "data standard", "数据标准";
}

impl AssetKind {
    /// The number that the store keeps.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// Whether people make it, to describe and sort what sources have; no source has it.
    #[must_use]
    pub const fn is_governance(self) -> bool {
        self.number() >= Self::Domain.number()
    }
}

impl std::str::FromStr for AssetKind {
    type Err = crate::error::Error;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code).ok_or_else(|| {
            let known = Self::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(", ");
            crate::error::Error::invalid("kind", format!("`{code}` is not a kind; known: {known}"))
        })
    }
}

impl std::fmt::Display for AssetKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_that_were_stored_before_a_field_existed_are_read() {
        let task: Details = serde_json::from_str(r#"{"kind":"task","definition":"SELECT 1","next_tasks":[]}"#).unwrap();
        let Details::Task(task) = task else { panic!("a task is {task:?}") };
        assert_eq!((task.namespace, task.defaults), (None, Vec::new()));
        let query: Details = serde_json::from_str(r#"{"kind":"query","definition":"SELECT 1"}"#).unwrap();
        assert_eq!(query.kind(), AssetKind::Query);
        let procedure: Details = serde_json::from_str(r#"{"kind":"procedure","definition":"BEGIN END"}"#).unwrap();
        assert_eq!(procedure.kind(), AssetKind::Procedure);
    }

    #[test]
    fn fields_that_say_nothing_are_not_stored() {
        for kind in [AssetKind::Task, AssetKind::Query, AssetKind::Procedure] {
            let stored = serde_json::to_value(Details::empty(kind)).unwrap();
            assert!(stored.get("defaults").is_none() && stored.get("namespace").is_none(), "{stored}");
        }
    }
}
