//! The SQL dialects that an operator chooses from, by the names that lineage knows them by.

use schemars::JsonSchema;
use serde::Deserialize;

/// From a list `Variant "code" "name that people read"`: the choice and its codes.
macro_rules! dialects {
    ($($variant:ident $code:literal $title:literal,)*) => {
        /// A dialect of SQL.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
        pub(crate) enum SqlDialect {
            $(
                #[serde(rename = $code)]
                #[schemars(title = $title, extend("x-title-zh" = $title))]
                #[doc = $title]
                $variant,
            )*
        }

        impl SqlDialect {
            /// Its name in details.
            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }
    };
}

dialects! {
    Postgres "postgres" "PostgreSQL",
    MySql "mysql" "MySQL, MariaDB",
    Sqlite "sqlite" "SQLite",
    Snowflake "snowflake" "Snowflake",
    BigQuery "bigquery" "BigQuery",
    Redshift "redshift" "Redshift",
    Databricks "databricks" "Databricks",
    Spark "spark" "Spark",
    Hive "hive" "Hive",
    Trino "trino" "Trino, Presto",
    DuckDb "duckdb" "DuckDB",
    SqlServer "tsql" "SQL Server",
    Oracle "oracle" "Oracle",
    ClickHouse "clickhouse" "ClickHouse",
    StarRocks "starrocks" "StarRocks, Doris",
    Flink "flink" "Flink",
    Teradata "teradata" "Teradata",
    Vertica "vertica" "Vertica",
    Ansi "ansi" "ANSI",
}

impl SqlDialect {
    /// Whether schemas are inside databases.
    pub(crate) const fn has_databases(self) -> bool {
        !matches!(self, Self::MySql | Self::Sqlite | Self::Hive | Self::Spark | Self::ClickHouse | Self::StarRocks)
    }
}
