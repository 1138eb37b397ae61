//! Fetching some rows that a check objects to, after it has failed.
//!
//! Columns are named one by one, the checked one first; values come as text that the source has cut, and of binary ones
//! only the length. Whoever shows them asks first who may see which column.

use catalog::TypeClass;
use connectors::{Query, QueryLimits, sample::MOST_CHARACTERS};
use futures_util::{StreamExt, stream};

use crate::{
    execute::Limits,
    outcome::{FailingRows, Finding, Outcome},
    plan::{Plan, Prepared},
    table::Column,
};

/// The most rows that are kept.
pub const MOST_ROWS: usize = 50;
/// The most columns that are kept.
pub const MOST_COLUMNS: usize = 20;

/// The question that shows what a check objects to; none for checks that are not about single rows.
#[must_use]
pub fn question(plan: &Plan, key: &str) -> Option<FailingRows> {
    let check = plan.checks.iter().find(|check| check.key == key)?;
    let prepared = check.asked.as_ref().ok()?;
    let predicate = prepared.wrong.as_ref()?;
    let columns = columns(plan, prepared);
    let dialect = plan.table.engine.dialect();
    let mut wanted = Vec::with_capacity(columns.len());
    for (place, column) in columns.iter().enumerate() {
        let name = dialect.name("column", &column.name).ok()?;
        let cut = match column.class() {
            TypeClass::Binary => format!("octet_length({name})"),
            _ => dialect.piece(&dialect.as_text(&name), 1, MOST_CHARACTERS + 1),
        };
        wanted.push(format!("{cut} AS c{place}"));
    }
    let table = dialect.table("table", &plan.table.name).ok()?;
    let sql =
        format!("SELECT {}\nFROM {table}\nWHERE {predicate}\nLIMIT {}", wanted.join(", "), MOST_ROWS.saturating_add(1));
    let columns = columns.into_iter().map(|column| column.name.clone()).collect();
    Some(FailingRows { columns, rows: Vec::new(), is_truncated: false, sql })
}

fn columns<'a>(plan: &'a Plan, prepared: &Prepared) -> Vec<&'a Column> {
    let is_first = |column: &&Column| prepared.column.as_deref() == Some(column.name.as_str());
    let first = plan.table.columns.iter().filter(is_first);
    let others = plan.table.columns.iter().filter(|column| !is_first(column));
    first.chain(others).take(MOST_COLUMNS).collect()
}

/// Adds some wrong rows to each finding that has failed; where they cannot be fetched, only the question is added.
pub async fn fetch(source: &dyn Query, plan: &Plan, findings: &mut [(String, Finding)], limits: Limits) {
    let failed: Vec<(usize, FailingRows)> = findings
        .iter()
        .enumerate()
        .filter(|(_, (_, finding))| finding.outcome == Outcome::Fail)
        .filter_map(|(place, (key, _))| Some((place, question(plan, key)?)))
        .collect();
    let ask = |(place, mut failing): (usize, FailingRows)| async move {
        let limits = QueryLimits { rows: MOST_ROWS, timeout: limits.timeout };
        if let Ok(rows) = source.query_at(&plan.table.name, &failing.sql, limits).await {
            failing.rows = rows.rows;
            failing.is_truncated = rows.is_truncated;
        }
        (place, failing)
    };
    let mut running = stream::iter(failed).map(ask).buffer_unordered(limits.at_once.max(1));
    while let Some((place, failing)) = running.next().await {
        findings[place].1.failing = Some(failing);
    }
}
