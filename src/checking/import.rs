//! What other tools' checks came to, taken as outcomes of checks of theirs, on the same pages and with the same incidents.

use std::collections::BTreeMap;

use catalog::{Action, AssetId, AssetKind, ChildFilter, NameQuery, PageRequest, Viewer};
use quality::{
    Dimension, Error, Finding, Result, Words,
    import::{Imported, Tool},
    service::{Batch, Made},
    suite::Severity,
};

use super::Checking;

/// A result whose table nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untaken {
    /// What the tool calls the check.
    pub name: String,
    /// Why it was not taken.
    pub problem: String,
}

/// What became of results.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// How many were taken.
    pub taken: i64,
    /// Those that were not.
    pub untaken: Vec<Untaken>,
}

impl Checking {
    /// Takes results of another tool: each as one more outcome of the check that it has on a table of the catalog.
    ///
    /// # Errors
    /// `Forbidden`; the store's own. A result about a table that is not known is told, and the others are taken.
    pub async fn take(&self, viewer: &Viewer, results: Vec<Imported>) -> Result<Taken> {
        viewer.must(Action::Report)?;
        let mut taken = Taken::default();
        let mut known: BTreeMap<String, Option<AssetId>> = BTreeMap::new();
        let mut by_table: BTreeMap<(AssetId, &'static str), Vec<Imported>> = BTreeMap::new();
        for result in results {
            let mut refuse = |problem: String| taken.untaken.push(Untaken { name: result.name.clone(), problem });
            let Some(name) = &result.table else {
                refuse("is about no one table".into());
                continue;
            };
            let asked = match &result.namespace {
                Some(namespace) if namespace.contains(':') => format!("{namespace}/{name}"),
                _ => name.clone(),
            };
            let found = match known.get(&asked) {
                Some(found) => *found,
                None => {
                    let found = self.table_called(viewer, &asked, name).await?;
                    known.insert(asked, found);
                    found
                }
            };
            match found {
                Some(table) => by_table.entry((table, code(result.tool))).or_default().push(result),
                None => refuse(format!("no one table is called `{name}`")),
            }
        }
        for ((table, tool), results) in by_table {
            taken.taken += i64::try_from(results.len()).unwrap_or(i64::MAX);
            self.take_table(table, tool, results).await?;
        }
        Ok(taken)
    }

    /// The one table of this name: by the name with its namespace, else by its last parts.
    async fn table_called(&self, viewer: &Viewer, whole: &str, tail: &str) -> Result<Option<AssetId>> {
        for name in [whole, tail] {
            let Ok(query) = name.parse::<NameQuery>() else { continue };
            match self.catalog.find(viewer, &query, None).await {
                Ok(asset) if super::table::is_asked(asset.kind) => return Ok(Some(asset.id)),
                Ok(_) | Err(catalog::Error::NotFound { .. } | catalog::Error::Ambiguous { .. }) => {}
                Err(cause) => return Err(Error::from(cause)),
            }
        }
        Ok(None)
    }

    async fn take_table(&self, table: AssetId, tool: &'static str, results: Vec<Imported>) -> Result<()> {
        let columns = self.columns_by_name(table).await?;
        let now = self.catalog.clock().now();
        // Results of one moment are one batch; a file may hold several runs.
        let mut by_time: BTreeMap<_, Vec<Made>> = BTreeMap::new();
        for result in results {
            let at = result.at.filter(|at| *at <= now).unwrap_or(now);
            by_time.entry(at).or_default().push(made(table, result, &columns));
        }
        for (at, made) in by_time {
            let impact = self.impact_of(table).await?;
            let batch =
                Batch { table, tool: tool.into(), suite: None, at, run: None, made, is_complete: false, impact };
            self.store(batch).await?;
        }
        Ok(())
    }

    async fn columns_by_name(&self, table: AssetId) -> Result<BTreeMap<String, AssetId>> {
        let mut columns = BTreeMap::new();
        let mut page = PageRequest::first(catalog::page::MAX_PAGE);
        loop {
            let wanted = ChildFilter::of(AssetKind::Column);
            let found = self.catalog.children(&Viewer::system(), Some(table), wanted, None, &page).await?;
            for (cursor, column) in found.items {
                page.after = Some(cursor);
                columns.insert(column.name.last().to_lowercase(), column.id);
            }
            if !found.has_more {
                return Ok(columns);
            }
        }
    }
}

/// The word for a tool.
const fn code(tool: Tool) -> &'static str {
    match tool {
        Tool::Dbt => "dbt",
        Tool::GreatExpectations => "great_expectations",
        Tool::Soda => "soda",
        Tool::OpenLineage => "openlineage",
    }
}

fn made(table: AssetId, result: Imported, columns: &BTreeMap<String, AssetId>) -> Made {
    let message = result.message.map_or_else(Words::default, Words::same);
    let column = result.column.map(|name| (columns.get(&name.to_lowercase()).copied(), name));
    Made {
        // One tool may check tables of the same name in two places.
        key: format!("{table}/{}", result.key),
        item: None,
        dimension: dimension(&result.kind),
        kind: result.kind,
        column,
        title: Some(result.name),
        severity: if result.is_warning { Severity::Notice } else { Severity::Warning },
        settings: serde_json::json!({}),
        finding: Finding {
            errors: result.errors,
            total: result.total,
            measured: result.measured,
            ..Finding::new(result.outcome, message)
        },
        is_resolved_by_passing: true,
    }
}

/// The side of quality that a check of another tool looks at, by the words in its name.
fn dimension(kind: &str) -> Dimension {
    let kind = kind.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    if has(&["null", "missing", "blank", "complete"]) {
        Dimension::Completeness
    } else if has(&["unique", "duplicate", "distinct"]) {
        Dimension::Uniqueness
    } else if has(&["relationship", "reference", "foreign", "equal_rowcount", "pair"]) {
        Dimension::Consistency
    } else if has(&["fresh", "recency", "recent"]) {
        Dimension::Freshness
    } else if has(&["row_count", "rowcount", "volume"]) {
        Dimension::Volume
    } else if has(&["schema", "column_count", "columns_to", "column_to_exist"]) {
        Dimension::Schema
    } else if has(&["mean", "avg", "median", "sum", "stdev", "stddev", "quantile"]) {
        Dimension::Accuracy
    } else {
        Dimension::Validity
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_tools_tell_the_side_of_quality() {
        assert_eq!(dimension("expect_column_values_to_not_be_null"), Dimension::Completeness);
        assert_eq!(dimension("unique"), Dimension::Uniqueness);
        assert_eq!(dimension("relationships"), Dimension::Consistency);
        assert_eq!(dimension("accepted_values"), Dimension::Validity);
        assert_eq!(dimension("expect_table_row_count_to_be_between"), Dimension::Volume);
    }
}
