//! The SQL of a job that yields rows for its only output without saying where they go, as dbt's does: a query whose
//! columns become the output's. Statements that name their own target are read from the task. Pure.

use catalog::record::DeclaredQuery;
use serde::{Deserialize, Serialize};

use super::{
    columns,
    event::{Dataset, Job, text_in},
    io::Place,
    known::Known,
};
use crate::sql::Dialect;

/// The most bytes of SQL that are kept for it.
const MAX_SQL_BYTES: usize = 1 << 20;

/// A query and where its rows go.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Query {
    sql: String,
    dialect: Option<String>,
    pub(super) to: Place,
}

impl Query {
    /// The query as it is declared: names in it are meant where its output is.
    pub(super) fn declared(&self) -> DeclaredQuery {
        let (name, kind) = &self.to;
        DeclaredQuery {
            sql: self.sql.clone(),
            dialect: self.dialect.clone(),
            namespace: name.namespace.to_string(),
            defaults: name.parts[..name.parts.len() - 1].to_vec(),
            downstream: name.clone(),
            downstream_kind: *kind,
            columns: Vec::new(),
            changed: Vec::new(),
            masked: Vec::new(),
            by_name: false,
        }
    }
}

/// The query of a job, when its columns are not told otherwise, or by a parser that took names of its own (of a `WITH`,
/// say) for data sets. None in place of a query says that there is none; nothing at all, that the event does not tell.
pub(super) fn of(job: &Job, (inputs, outputs): (&[Dataset], &[Dataset]), known: &Known) -> Option<Option<Query>> {
    let [output] = outputs else { return (!outputs.is_empty()).then_some(None) };
    let is_input = |spelled: &columns::Spelled| {
        inputs.iter().any(|input| (&input.namespace, &input.name) == (&spelled.0, &spelled.1))
    };
    let told = columns::sources(output);
    if !told.is_empty() && told.iter().all(is_input) {
        return Some(None);
    }
    Some(read(job, output, known))
}

fn read(job: &Job, output: &Dataset, known: &Known) -> Option<Query> {
    let sql = text_in(&job.facets, &["sql", "query"]).filter(|sql| sql.len() <= MAX_SQL_BYTES && is_query(sql))?;
    let to = known.dataset(&output.namespace, &output.name);
    let said = text_in(&job.facets, &["sql", "dialect"]).map(str::to_ascii_lowercase);
    let scheme = output.namespace.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let dialect = said.or_else(|| Dialect::from_name(&scheme).map(|_| scheme.clone()));
    Some(Query { sql: sql.to_owned(), dialect, to })
}

/// Whether SQL is one query, by its words: it begins like one and has no verb that writes.
fn is_query(sql: &str) -> bool {
    let mut words = sql
        .split(|sign: char| !(sign.is_alphanumeric() || sign == '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase);
    let begins = words.next().is_some_and(|word| word == "select" || word == "with");
    begins && !words.any(|word| ["insert", "into", "merge", "delete", "create"].contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_query_counts_as_one() {
        assert!(is_query("SELECT a FROM t"));
        assert!(is_query("with x as (select 1) select * from x"));
        assert!(!is_query("with x as (select 1) insert into t select * from x"));
        assert!(!is_query("INSERT INTO t SELECT 1"));
        assert!(!is_query(""));
    }
}
