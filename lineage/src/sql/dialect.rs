//! The dialects, and the switches by which their reading differs.
//!
//! Stages ask for a switch, not for a dialect, where several dialects share a
//! rule; what only one of them has is asked for by its name.

/// Which SQL is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// What the standard says, with whatever else cannot be misread.
    Ansi,
    /// PostgreSQL and what speaks like it.
    Postgres,
    /// Amazon Redshift.
    Redshift,
    /// MySQL and MariaDB.
    MySql,
    /// StarRocks and Apache Doris.
    StarRocks,
    /// SQLite.
    Sqlite,
    /// DuckDB.
    DuckDb,
    /// Snowflake.
    Snowflake,
    /// Google BigQuery.
    BigQuery,
    /// Apache Spark.
    Spark,
    /// Databricks.
    Databricks,
    /// Apache Hive and Apache Impala.
    Hive,
    /// Trino, Presto and Amazon Athena.
    Trino,
    /// Microsoft SQL Server, Azure Synapse and Fabric.
    SqlServer,
    /// Oracle Database.
    Oracle,
    /// ClickHouse.
    ClickHouse,
    /// Apache Flink.
    Flink,
    /// Teradata.
    Teradata,
    /// Vertica.
    Vertica,
}

/// Every dialect, in the order of their declaration.
pub const DIALECTS: [Dialect; 19] = [
    Dialect::Ansi,
    Dialect::Postgres,
    Dialect::Redshift,
    Dialect::MySql,
    Dialect::StarRocks,
    Dialect::Sqlite,
    Dialect::DuckDb,
    Dialect::Snowflake,
    Dialect::BigQuery,
    Dialect::Spark,
    Dialect::Databricks,
    Dialect::Hive,
    Dialect::Trino,
    Dialect::SqlServer,
    Dialect::Oracle,
    Dialect::ClickHouse,
    Dialect::Flink,
    Dialect::Teradata,
    Dialect::Vertica,
];

/// How unquoted names are written in the platform's own catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folding {
    Lower,
    Upper,
    /// As they were written.
    Kept,
}

impl Dialect {
    /// Whether the name of a table has a database in front of its schema.
    #[must_use]
    pub const fn has_databases(self) -> bool {
        !matches!(self, Self::MySql | Self::Sqlite | Self::Hive | Self::Spark | Self::ClickHouse | Self::StarRocks)
    }

    /// Finds a dialect by the name people give it, whatever its case.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "ansi" | "generic" | "standard" | "db2" | "exasol" | "dremio" | "drill" | "h2" | "hana" => Self::Ansi,
            "postgres" | "postgresql" | "greenplum" | "materialize" | "risingwave" | "cockroachdb" | "netezza" => {
                Self::Postgres
            }
            "redshift" => Self::Redshift,
            "mysql" | "mariadb" | "tidb" | "singlestore" => Self::MySql,
            "starrocks" | "doris" => Self::StarRocks,
            "sqlite" | "sqlite3" => Self::Sqlite,
            "duckdb" => Self::DuckDb,
            "snowflake" => Self::Snowflake,
            "bigquery" => Self::BigQuery,
            "spark" | "sparksql" | "spark2" | "spark3" => Self::Spark,
            "databricks" => Self::Databricks,
            "hive" | "impala" => Self::Hive,
            "trino" | "presto" | "athena" => Self::Trino,
            "sqlserver" | "mssql" | "tsql" | "t-sql" | "synapse" | "fabric" => Self::SqlServer,
            "oracle" | "plsql" => Self::Oracle,
            "clickhouse" => Self::ClickHouse,
            "flink" | "flinksql" => Self::Flink,
            "teradata" => Self::Teradata,
            "vertica" => Self::Vertica,
            _ => return None,
        })
    }

    /// How unquoted names are folded.
    pub(super) fn folding(self) -> Folding {
        match self {
            Self::Postgres | Self::Redshift => Folding::Lower,
            Self::Snowflake | Self::Oracle => Folding::Upper,
            _ => Folding::Kept,
        }
    }

    /// Whether quoted names that differ in case only name different things.
    ///
    /// Snowflake and Oracle tell such names apart too, but their catalogs seldom
    /// hold twins and their SQL is often kept in another case than it was written in.
    pub(super) fn is_case_exact(self) -> bool {
        self == Self::Postgres
    }

    /// Whether a table's name, unlike that of a column, counts with its case.
    pub(super) fn has_exact_tables(self) -> bool {
        matches!(self, Self::MySql | Self::StarRocks)
    }

    /// Whether the platform calls an unnamed column by its function rather than by its text.
    pub(super) fn names_by_function(self) -> bool {
        matches!(self, Self::Postgres | Self::Redshift)
    }

    /// Whether `"…"` is a text and no name.
    pub(super) fn quotes_text_twice(self) -> bool {
        matches!(self, Self::MySql | Self::StarRocks | Self::BigQuery | Self::Spark | Self::Databricks | Self::Hive)
    }

    /// Whether a backslash escapes inside a text.
    pub(super) fn has_backslash(self) -> bool {
        self.quotes_text_twice() || matches!(self, Self::Snowflake | Self::ClickHouse)
    }

    /// Whether `'''…'''` and `r'…'` are texts.
    pub(super) fn has_triple_quotes(self) -> bool {
        self == Self::BigQuery
    }

    /// Whether `r'…'` is a text in which a backslash means itself.
    pub(super) fn has_raw_texts(self) -> bool {
        matches!(self, Self::BigQuery | Self::Spark | Self::Databricks)
    }

    /// Whether `[…]` quotes a name where no operand stands before it.
    pub(super) fn quotes_in_brackets(self) -> bool {
        matches!(self, Self::Sqlite | Self::SqlServer)
    }

    /// Whether `$tag$ … $tag$` is a text.
    pub(super) fn has_dollar_quotes(self) -> bool {
        matches!(
            self,
            Self::Ansi
                | Self::Postgres
                | Self::Redshift
                | Self::DuckDb
                | Self::Snowflake
                | Self::Spark
                | Self::Databricks
                | Self::Vertica
                | Self::Trino
        )
    }

    /// Whether `#` starts a comment.
    pub(super) fn has_hash_comments(self) -> bool {
        matches!(self, Self::MySql | Self::StarRocks | Self::BigQuery)
    }

    /// Whether a name may begin with `#`.
    pub(super) fn has_hash_names(self) -> bool {
        matches!(self, Self::SqlServer | Self::Redshift | Self::Ansi)
    }

    /// Whether `//` starts a comment.
    pub(super) fn has_slash_comments(self) -> bool {
        self == Self::Snowflake
    }

    /// Whether block comments nest.
    pub(super) fn nests_comments(self) -> bool {
        matches!(
            self,
            Self::Postgres | Self::Redshift | Self::DuckDb | Self::SqlServer | Self::ClickHouse | Self::Vertica
        )
    }

    /// Whether `a:b.c` and `a:b[0]` select inside a value.
    pub(super) fn has_colon_paths(self) -> bool {
        matches!(self, Self::Snowflake | Self::Databricks)
    }

    /// Whether `x -> …` is a function in the arguments of a call.
    pub(super) fn has_lambdas(self) -> bool {
        !matches!(self, Self::Postgres | Self::Redshift | Self::MySql | Self::Sqlite | Self::SqlServer)
    }

    /// Whether an alias may be written as a text.
    pub(super) fn has_text_aliases(self) -> bool {
        !matches!(self, Self::Postgres | Self::Trino)
    }

    /// Whether any word directly before a text tells the text's type.
    pub(super) fn has_typed_texts(self) -> bool {
        matches!(self, Self::Postgres | Self::Redshift | Self::Trino)
    }

    /// Whether a column may name another of the same select list, from left to right.
    pub(super) fn has_lateral_aliases(self) -> bool {
        matches!(
            self,
            Self::Redshift
                | Self::Snowflake
                | Self::Databricks
                | Self::Spark
                | Self::DuckDb
                | Self::ClickHouse
                | Self::Teradata
                | Self::Vertica
        )
    }

    /// Whether names that a select list defines may stand in its `WHERE`.
    pub(super) fn filters_by_result(self) -> bool {
        matches!(
            self,
            Self::Sqlite | Self::Snowflake | Self::ClickHouse | Self::Teradata | Self::DuckDb | Self::Databricks
        )
    }

    /// Whether `SELECT … INTO t` makes a table.
    pub(super) fn selects_into_tables(self) -> bool {
        matches!(self, Self::Ansi | Self::Postgres | Self::Redshift | Self::SqlServer | Self::Vertica)
    }

    /// Whether `a.b` may select a field of a column.
    pub(super) fn has_dotted_fields(self) -> bool {
        !matches!(
            self,
            Self::Postgres
                | Self::MySql
                | Self::StarRocks
                | Self::Sqlite
                | Self::SqlServer
                | Self::Snowflake
                | Self::Teradata
        )
    }

    /// Whether a named query may read itself without the word that says so.
    pub(super) fn recurs_unasked(self) -> bool {
        matches!(self, Self::Sqlite | Self::SqlServer | Self::Oracle | Self::Snowflake)
    }

    /// Whether the name of a relation stands for its whole row.
    pub(super) fn has_row_names(self) -> bool {
        matches!(self, Self::Postgres | Self::BigQuery | Self::DuckDb)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialect_is_found_by_its_own_name() {
        for dialect in DIALECTS {
            assert_eq!(Dialect::from_name(&format!("{dialect:?}")), Some(dialect));
        }
        assert_eq!(Dialect::from_name("esperanto"), None);
    }
}
