//! Checks with what they came to, as far as whoever asks may know.
//!
//! What was measured, and the sentence that says it, can repeat values of the data; they are for who may see samples of
//! the column. Everybody else reads how many rows were wrong.

use std::collections::{BTreeMap, HashMap, HashSet};

use catalog::{
    Action, AssetId, AssetKind, CheckId, ChildFilter, Page, PageRequest, RunId, Sampling, SuiteId, Viewer,
    clock::from_micros,
    governance::Permission,
    page::{decode_cursor, filling::Filling},
};
use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::{
    Quality,
    record::{outcome_number, outcome_of},
};
use crate::{
    error::{Error, Result},
    judge::Point,
    mask::{MaskKey, mask_values},
    outcome::{Dimension, FailingRows, Finding, Outcome},
    store::{self, check::CheckRow, result::ResultRow},
    suite::Severity,
    words::Words,
};

/// The most earlier results that a judgement sees.
const MOST_HISTORY: usize = 400;

/// What a check came to last.
#[derive(Debug, Clone, PartialEq)]
pub struct Last {
    /// How it ended.
    pub outcome: Outcome,
    /// When.
    pub at: DateTime<Utc>,
    /// Since when it has ended like this.
    pub since: DateTime<Utc>,
    /// How many rows were wrong, where rows are counted.
    pub errors: Option<i64>,
    /// Of how many.
    pub total: Option<i64>,
    /// What it says.
    pub message: Words,
}

/// One check of one table or column.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Its identifier.
    pub id: CheckId,
    /// Who judges: `cadastre`, or the name of a tool.
    pub tool: String,
    /// The suite it is of.
    pub suite: Option<SuiteId>,
    /// The table.
    pub asset: AssetId,
    /// The column as an asset, where it is known.
    pub column: Option<AssetId>,
    /// The name of the column.
    pub column_name: Option<String>,
    /// The type of check.
    pub kind: String,
    /// What people call it.
    pub title: Option<String>,
    /// Which side of quality it looks at.
    pub dimension: Dimension,
    /// How bad it is when it fails.
    pub severity: Severity,
    /// What it was asked with.
    pub settings: Value,
    /// Whether it is still made.
    pub is_active: bool,
    /// What it came to last.
    pub last: Option<Last>,
}

/// One result of a check.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckResult {
    /// When.
    pub at: DateTime<Utc>,
    /// What it came to, less what whoever asks may not see.
    pub finding: Finding,
    /// What was measured, as a number, for a line over time.
    pub value: Option<f64>,
    /// By which run.
    pub run: Option<RunId>,
}

/// Which checks are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct CheckFilter<'a> {
    /// Of this table.
    pub asset: Option<AssetId>,
    /// Of this suite.
    pub suite: Option<SuiteId>,
    /// That ended like this.
    pub outcome: Option<Outcome>,
    /// On this side of quality.
    pub dimension: Option<Dimension>,
    /// Of this tool.
    pub tool: Option<&'a str>,
    /// Those that nobody makes any more, too.
    pub with_inactive: bool,
}

impl Quality {
    /// A page of checks, newest first.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` for a table that the viewer may not know of; `Invalid` for a foreign cursor.
    pub async fn checks(&self, viewer: &Viewer, filter: CheckFilter<'_>, page: &PageRequest) -> Result<Page<Check>> {
        viewer.must(Action::ReadCatalog)?;
        if let Some(asset) = filter.asset {
            self.catalog.must_with(viewer, Permission::View, &[asset]).await?;
        }
        let wanted = store::check::Wanted {
            asset: filter.asset.map(|asset| asset.0),
            suite: filter.suite.map(|suite| suite.0),
            outcome: filter.outcome.map(outcome_number),
            dimension: filter.dimension.map(dimension_code),
            tool: filter.tool.map(ToOwned::to_owned),
            with_inactive: filter.with_inactive,
        };
        let mut filling = Filling::begin(page)?;
        while let Some(step) = filling.next()? {
            let rows = store::check::page(self.database().read(), &wanted, step).await?;
            let read = (rows.len(), rows.last().map(|row| row.id));
            filling.add(step, read, self.shown(viewer, rows).await?);
        }
        Ok(filling.page(|check: &Check| catalog::page::encode_cursor(&[&check.id.to_string()])))
    }

    /// One check.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn check(&self, viewer: &Viewer, id: CheckId) -> Result<Check> {
        viewer.must(Action::ReadCatalog)?;
        let row = store::check::find(self.database().read(), id.0).await?;
        let shown = self.shown(viewer, row.into_iter().collect()).await?.pop();
        shown.ok_or_else(|| Error::not_found("check", id))
    }

    /// Those of some checks that the viewer may know of.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn checks_by_id(&self, viewer: &Viewer, ids: &[CheckId]) -> Result<Vec<Check>> {
        viewer.must(Action::ReadCatalog)?;
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let rows = store::check::find_many(self.database().read(), &ids).await?;
        self.shown(viewer, rows).await
    }

    /// What the viewer may know of some checks: nothing of those about what they may not know of, and no sentence that
    /// could repeat values that they may not see.
    async fn shown(&self, viewer: &Viewer, rows: Vec<CheckRow>) -> Result<Vec<Check>> {
        let about: Vec<AssetId> = rows.iter().map(about_of).collect();
        let facts = self.catalog.facts(&about).await?;
        let may = |row: &CheckRow, permission: Permission| {
            facts.get(&about_of(row)).is_some_and(|facts| viewer.may_with(permission, facts))
        };
        let seen = rows.into_iter().filter(|row| may(row, Permission::View));
        Ok(seen
            .map(|row| {
                let may_sample = may(&row, Permission::Sample);
                read(row, may_sample)
            })
            .collect())
    }

    /// A page of a check's results, newest first.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Invalid` for a foreign cursor.
    pub async fn results(&self, viewer: &Viewer, id: CheckId, page: &PageRequest) -> Result<Page<CheckResult>> {
        let check = self.check(viewer, id).await?;
        let before = page.after.as_deref().map(|cursor| decode_cursor(cursor, 1)).transpose()?;
        let before = before.map(|parts| parts.concat().parse::<i64>()).transpose();
        let before = before.map_err(|_| Error::invalid("after", "is not a cursor of this list"))?;
        let rows = store::result::page(self.database().read(), id.0, before, page.first as u64 + 1).await?;
        let about = check.column.unwrap_or(check.asset);
        let may_sample = self.may_sample(viewer, &[about]).await?.contains(&about);
        let mut shown = Vec::with_capacity(rows.len());
        let (_, columns) = self.known_columns(viewer, check.asset).await?;
        for row in rows {
            shown.push(self.result(row, may_sample, &columns));
        }
        Ok(Page::cut(shown, page.first, |result: &CheckResult| {
            catalog::page::encode_cursor(&[&result.at.timestamp_micros().to_string()])
        }))
    }

    /// The results of some checks since a moment, oldest first: for strips of history.
    ///
    /// # Errors
    /// The store's own.
    pub async fn strips(
        &self,
        ids: &[CheckId],
        since: DateTime<Utc>,
        most: usize,
    ) -> Result<HashMap<CheckId, Vec<(DateTime<Utc>, Outcome)>>> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let found = store::result::since(self.database().read(), &ids, since.timestamp_micros(), most).await?;
        let strip = |rows: Vec<ResultRow>| {
            rows.into_iter().map(|row| (from_micros(row.at), outcome_of(row.outcome))).collect::<Vec<_>>()
        };
        Ok(found.into_iter().map(|(id, rows)| (CheckId(id), strip(rows))).collect())
    }

    /// What the checks with these keys came to since a moment, oldest first, as judgements ask for it.
    ///
    /// # Errors
    /// The store's own.
    pub async fn history(
        &self,
        tool: &str,
        keys: &[String],
        since: DateTime<Utc>,
    ) -> Result<BTreeMap<String, Vec<Point>>> {
        let checks = store::check::by_keys(self.database().read(), tool, keys).await?;
        let ids: Vec<Uuid> = checks.values().map(|check| check.id).collect();
        let since = since.timestamp_micros();
        let mut results = store::result::since(self.database().read(), &ids, since, MOST_HISTORY).await?;
        let mut past = BTreeMap::new();
        for (key, check) in checks {
            let points = results.remove(&check.id).unwrap_or_default().into_iter().map(point).collect();
            past.insert(key, points);
        }
        Ok(past)
    }

    /// Of which of `ids` the viewer may see samples.
    pub(super) async fn may_sample(&self, viewer: &Viewer, ids: &[AssetId]) -> Result<HashSet<AssetId>> {
        let facts = self.catalog.facts(ids).await?;
        let may = |id: &&AssetId| facts.get(id).is_some_and(|facts| viewer.may_with(Permission::Sample, facts));
        Ok(ids.iter().filter(may).copied().collect())
    }

    /// The names of the columns of a table that the viewer may know of, and of those the ones of which they may see
    /// samples, with how. What is said of the table holds for each of its columns.
    pub(super) async fn known_columns(
        &self,
        viewer: &Viewer,
        table: AssetId,
    ) -> Result<(HashSet<String>, HashMap<String, Sampling>)> {
        let wanted = ChildFilter { kind: Some(AssetKind::Column), text: None };
        let (mut ids, mut names) = (Vec::new(), HashMap::new());
        let mut page = PageRequest::first(catalog::page::MAX_PAGE);
        loop {
            let found = self.catalog.children(viewer, Some(table), wanted, None, &page).await?;
            for (cursor, column) in &found.items {
                page.after = Some(cursor.clone());
                ids.push(column.id);
                names.insert(column.id, column.name.last().to_owned());
            }
            if !found.has_more {
                break;
            }
        }
        let whole = self.catalog.facts(&[table]).await?;
        let whole = whole.get(&table).and_then(|facts| viewer.masking(facts)).map(Sampling::Masked);
        let facts = self.catalog.facts(&ids).await?;
        let sampling = |id| Some(viewer.sampling(facts.get(id)?)?.max(whole.unwrap_or(Sampling::Plain)));
        let sampled = names.iter().filter_map(|(id, name)| Some((name.clone(), sampling(id)?))).collect();
        Ok((names.into_values().collect(), sampled))
    }
}

impl Quality {
    /// A result as it may be shown.
    fn result(&self, row: ResultRow, may_sample: bool, columns: &HashMap<String, Sampling>) -> CheckResult {
        let outcome = outcome_of(row.outcome);
        let finding = serde_json::from_str(&row.finding);
        let mut finding: Finding = finding.unwrap_or_else(|_| Finding::new(outcome, Words::default()));
        finding.failing = finding.failing.and_then(|failing| narrowed(failing, columns, &self.masks));
        if !may_sample {
            finding.message = counted(outcome, row.errors, row.total);
            finding.measured = BTreeMap::new();
            finding.groups = Vec::new();
        }
        let value = row.value.filter(|_| may_sample);
        CheckResult { at: from_micros(row.at), value, finding, run: row.run.map(RunId) }
    }
}

/// What a check is about: its column where that is known, else its table.
fn about_of(row: &CheckRow) -> AssetId {
    AssetId(row.column_id.unwrap_or(row.asset_id))
}

/// The word for a side of quality in the store.
pub(super) fn dimension_code(dimension: Dimension) -> String {
    serde_json::to_value(dimension).ok().and_then(|code| code.as_str().map(ToOwned::to_owned)).unwrap_or_default()
}

pub(super) fn dimension_of(code: &str) -> Dimension {
    serde_json::from_value(Value::from(code)).unwrap_or(Dimension::Validity)
}

fn read(row: CheckRow, may_sample: bool) -> Check {
    let last = row.outcome.zip(row.at).map(|(outcome, at)| {
        let outcome = outcome_of(outcome);
        let told = row.message.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        Last {
            outcome,
            at: from_micros(at),
            since: from_micros(row.since.unwrap_or(at)),
            errors: row.errors,
            total: row.total,
            message: if may_sample { told } else { counted(outcome, row.errors, row.total) },
        }
    });
    Check {
        id: CheckId(row.id),
        tool: row.tool,
        suite: row.suite.map(SuiteId),
        asset: AssetId(row.asset_id),
        column: row.column_id.map(AssetId),
        column_name: row.column_name,
        kind: row.kind,
        title: row.title,
        dimension: dimension_of(&row.dimension),
        severity: Severity::from_number(row.severity),
        settings: serde_json::from_str(&row.settings).unwrap_or_default(),
        is_active: row.is_active,
        last,
    }
}

fn point(row: ResultRow) -> Point {
    let finding: Option<Finding> = serde_json::from_str(&row.finding).ok();
    Point {
        at: from_micros(row.at),
        outcome: outcome_of(row.outcome),
        measured: finding.map(|finding| finding.measured).unwrap_or_default(),
    }
}

/// Of failing rows the columns that may be seen, values hidden where they are masked; nothing when there is none. The
/// question that shows them names columns and settings, which is no secret to who may see one of them.
fn narrowed(failing: FailingRows, seen: &HashMap<String, Sampling>, key: &MaskKey) -> Option<FailingRows> {
    let kept: Vec<(usize, &Sampling)> =
        failing.columns.iter().enumerate().filter_map(|(index, name)| Some((index, seen.get(name)?))).collect();
    if kept.is_empty() {
        return None;
    }
    let pick = |row: Vec<Value>| kept.iter().map(|(index, _)| row.get(*index).cloned().unwrap_or_default()).collect();
    let mut rows: Vec<Vec<Value>> = failing.rows.into_iter().map(pick).collect();
    let columns: Vec<String> = kept.iter().map(|(index, _)| failing.columns[*index].clone()).collect();
    for (place, (_, sampling)) in kept.iter().enumerate() {
        if let Sampling::Masked(masking) = sampling {
            mask_values(&columns[place], rows.iter_mut().map(|row| &mut row[place]), *masking, key);
        }
    }
    Some(FailingRows { columns, rows, is_truncated: failing.is_truncated, sql: failing.sql })
}

/// What an outcome says without a value of the data.
fn counted(outcome: Outcome, errors: Option<i64>, total: Option<i64>) -> Words {
    match (outcome, errors, total) {
        (Outcome::Pass | Outcome::Fail, Some(errors), Some(total)) => {
            Words::new(format!("{errors} of {total} rows are wrong"), format!("{total} 行中有 {errors} 行不合格"))
        }
        (Outcome::Pass, ..) => Words::new("what was expected holds", "符合预期"),
        (Outcome::Fail, ..) => Words::new("what was expected does not hold", "不符合预期"),
        (Outcome::Error, ..) => Words::new("it could not be judged", "无法判定"),
        (Outcome::NoData, ..) => Words::new("there was nothing to judge", "没有可判定的数据"),
    }
}

#[cfg(test)]
mod tests {
    use catalog::governance::Masking;
    use serde_json::json;

    use super::*;

    #[test]
    fn d5_failing_rows_show_only_columns_that_may_be_seen() {
        let failing = FailingRows {
            columns: vec!["id".into(), "phone".into()],
            rows: vec![vec![json!("1"), json!("13812345678")]],
            is_truncated: false,
            sql: "SELECT".into(),
        };
        let key = MaskKey::derive(b"any");
        let id = ("id".to_owned(), Sampling::Plain);
        let shown = narrowed(failing.clone(), &HashMap::from([id.clone()]), &key).unwrap();
        assert_eq!((shown.columns, shown.rows), (vec!["id".to_owned()], vec![vec![json!("1")]]));
        assert_eq!(narrowed(failing.clone(), &HashMap::new(), &key), None);
        let phone = |masking| ("phone".to_owned(), Sampling::Masked(masking));
        let masked = |masking| narrowed(failing.clone(), &HashMap::from([id.clone(), phone(masking)]), &key).unwrap();
        assert_eq!(masked(Masking::Partial).rows, [[json!("1"), json!("138****5678")]]);
        assert_eq!(masked(Masking::Null).rows, [[json!("1"), Value::Null]]);
        let hashed = masked(Masking::Hash);
        assert_eq!(hashed.rows[0][1].as_str().map(str::len), Some(32), "{hashed:?}");
    }

    #[test]
    fn d5_sentence_without_the_right_to_samples_has_counts_alone() {
        let words = counted(Outcome::Fail, Some(3), Some(10));
        assert_eq!((words.en.as_str(), words.zh.as_str()), ("3 of 10 rows are wrong", "10 行中有 3 行不合格"));
        assert_eq!(counted(Outcome::Fail, None, None).en, "what was expected does not hold");
    }

    #[test]
    fn outcomes_and_dimensions_read_back() {
        for outcome in [Outcome::Pass, Outcome::Fail, Outcome::Error, Outcome::NoData] {
            assert_eq!(outcome_of(outcome_number(outcome)), outcome);
        }
        assert_eq!(dimension_of(&dimension_code(Dimension::Freshness)), Dimension::Freshness);
    }
}
