//! What every connector can do ([`Connector`], [`Query`]) and how one is made ([`Define`]).
//!
//! A connector yields records and writes nothing, neither to the source nor to the catalog.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use catalog::{AssetKind, Name, Record};
use futures_util::stream::BoxStream;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use url::Url;

use crate::{
    codes::Codes,
    error::{Error, Result},
    outbound::Outbound,
    sample::SampleColumn,
};

/// A source that can describe itself.
#[async_trait]
pub trait Connector: Send + Sync {
    /// The namespace of every name it says, such as `postgres://db.example:5432`.
    fn namespace(&self) -> Arc<str>;

    /// Opens a connection, so that a wrong host or password is found before a crawl.
    ///
    /// # Errors
    /// `Forbidden` for a refused account, `Unavailable` when nothing answers, `Invalid` for what the configuration has to
    /// change.
    async fn check(&self) -> Result<Checked>;

    /// Everything the source says about itself: parents before children, the columns of a table right behind it, and a
    /// [`Record::ScopeRead`] behind each scope that was read completely.
    ///
    /// The stream ends after its first error. Dropping it stops the crawl and closes its connections.
    fn crawl(&self) -> BoxStream<'_, Result<Record>>;

    /// The same from where the last crawl stopped, for a source that can go on from there: `position` is what that crawl
    /// said last ([`catalog::record::QueryBatch::position`]), and nothing for the first. One that it cannot use counts as
    /// nothing.
    fn crawl_from(&self, position: Option<String>) -> BoxStream<'_, Result<Record>> {
        drop(position);
        self.crawl()
    }

    /// Whether the current include and exclude patterns let this asset through.
    ///
    /// What they do not let through is not judged missing when a crawl leaves it out.
    fn covers(&self, name: &Name, kind: AssetKind) -> bool;

    /// The same source as something that can be asked SQL, when it can.
    fn as_query(&self) -> Option<&dyn Query> {
        None
    }
}

/// What a successful check found, for the answer of "test connection".
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Checked {
    /// The engine: `postgres`, `mysql`, `mariadb` or `sqlite`.
    pub engine: String,
    /// The version as the engine states it.
    pub version: String,
    /// The databases that a crawl would read, at most 1,000.
    pub databases: Vec<String>,
}

/// A source that answers SQL, without ever being changed by it.
#[async_trait]
pub trait Query: Send + Sync {
    /// Asks one statement; the engine itself refuses to write.
    ///
    /// # Errors
    /// `Invalid` for a statement that the engine refuses, `Forbidden` for what the account may not read, `Unavailable`
    /// past the time limit or when nothing answers.
    async fn query(&self, sql: &str, limits: QueryLimits) -> Result<Rows>;

    /// The same where a table is: in its database, on an engine whose connections see one database alone.
    ///
    /// # Errors
    /// As [`Query::query`].
    async fn query_at(&self, table: &Name, sql: &str, limits: QueryLimits) -> Result<Rows> {
        // Most engines reach every table from every connection.
        let _ = table;
        self.query(sql, limits).await
    }

    /// Asks for some rows of a table, of chosen columns alone. Values are text of one character more than
    /// [`MOST_CHARACTERS`](crate::sample::MOST_CHARACTERS) at most; a number is the length of a binary value in bytes.
    ///
    /// # Errors
    /// As [`Query::query`]; `Invalid` for what is no table of this source.
    async fn sample(&self, table: &Name, columns: &[SampleColumn], limits: QueryLimits) -> Result<Rows>;

    /// Asks about the values of a column, named with all its parts.
    ///
    /// # Errors
    /// As [`Query::query`]; `Invalid` for what is no column of this source, and from sources that cannot be asked this.
    async fn codes(&self, column: &Name, asked: Codes<'_>, limits: QueryLimits) -> Result<Rows> {
        let _ = (asked, limits);
        Err(Error::invalid("column", format!("`{column}`: its source cannot be asked for values")))
    }
}

/// How much a question may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueryLimits {
    /// The most rows that are given back.
    pub rows: usize,
    /// The longest it may take.
    pub timeout: Duration,
}

impl Default for QueryLimits {
    fn default() -> Self {
        Self { rows: 1_000, timeout: Duration::from_secs(30) }
    }
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct Rows {
    /// The names of the columns, in order; SQL allows the same one twice.
    pub columns: Vec<String>,
    /// The values of each row, in the order of the columns. Numbers beyond 2⁵³ and decimals are text.
    pub rows: Vec<Vec<serde_json::Value>>,
    /// Whether more rows were there than the limit allowed.
    pub is_truncated: bool,
}

/// How one kind of connector is configured and built.
pub trait Define: Connector + Sized + 'static {
    /// What the operator fills in; its JSON Schema is the form that the user interface shows.
    type Config: DeserializeOwned + JsonSchema;

    /// The schemes of addresses it reads, such as `postgres`.
    const SCHEMES: &'static [&'static str];

    /// The configuration that an address stands for, a password in it included.
    ///
    /// # Errors
    /// `Invalid` naming the part of the address that is wrong or missing.
    fn config_of_url(url: &Url) -> Result<serde_json::Value>;

    /// A connector with this configuration, which may connect where `outbound` allows.
    ///
    /// # Errors
    /// `Invalid` naming the field that is wrong.
    fn new(config: Self::Config, outbound: Outbound) -> Result<Self>;
}
