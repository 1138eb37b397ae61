//! The checks of one table: planned together, asked, judged.

use std::collections::BTreeMap;

use catalog::{AssetId, SuiteId, Viewer};
use chrono::Duration;
use globset::GlobBuilder;
use quality::{
    Asked, Finding, History, Limits, Outcome, Sampling, Wish, Words, checks,
    plan::Statement,
    service::{Made, OURS},
    suite::{Item, Suite},
};

use super::{
    Checking,
    table::{Open, Ready},
};
use crate::sources;

/// How far back judgements look.
const LOOK_BACK: Duration = Duration::days(100);

/// What would be asked of a table, without asking it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The statements, in the order in which they are asked.
    pub statements: Vec<Statement>,
    /// The checks by their keys: what they are, and on which column.
    pub checks: BTreeMap<String, (String, Option<String>)>,
    /// Those that cannot be asked, and why.
    pub refused: Vec<(String, String)>,
}

/// What a check came to that nobody has stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Dry {
    /// The type of check.
    pub kind: String,
    /// The column.
    pub column: Option<String>,
    /// What it came to.
    pub finding: Finding,
}

/// An item on one column, or on the table.
pub(super) struct Target<'a> {
    pub(super) item: &'a Item,
    pub(super) key: String,
    pub(super) column: Option<String>,
}

/// The checks that the items of a suite give for a table.
pub(super) fn targets<'a>(suite: SuiteId, items: &'a [Item], ready: &Ready) -> Vec<Target<'a>> {
    let mut targets = Vec::new();
    for item in items.iter().filter(|item| item.is_about(ready.asset.id)) {
        let key = |column: &str| format!("{suite}/{}/{}/{column}", item.id, ready.asset.id);
        match item.columns.as_deref() {
            None => targets.push(Target { item, key: key(""), column: None }),
            Some(pattern) => {
                let named = columns(pattern, ready);
                // A name that no column has is asked all the same: it says that the column is gone.
                let is_name = !pattern.contains(['*', '?', '[', '{']);
                if named.is_empty() && is_name {
                    targets.push(Target { item, key: key(pattern), column: Some(pattern.to_owned()) });
                }
                for column in named {
                    targets.push(Target { item, key: key(&column), column: Some(column) });
                }
            }
        }
    }
    targets
}

/// The columns that a name or a glob means; a column of exactly that name comes before the glob.
fn columns(pattern: &str, ready: &Ready) -> Vec<String> {
    if ready.table.column(pattern).is_some() {
        return vec![pattern.to_owned()];
    }
    let Ok(glob) = GlobBuilder::new(pattern).case_insensitive(true).build() else { return Vec::new() };
    let matcher = glob.compile_matcher();
    let names = ready.table.columns.iter().map(|column| &column.name);
    names.filter(|name| matcher.is_match(name.as_str())).cloned().collect()
}

impl Checking {
    /// Makes the checks of a table. Returns them with how many statements were sent; a source that does not answer is
    /// an error of every check.
    pub(super) async fn make(
        &self,
        suite: &Suite,
        table: AssetId,
        open: &mut Open,
    ) -> sources::Result<(Vec<Made>, usize)> {
        let ready = self.ready(table, open).await?;
        let targets = targets(suite.id, &suite.draft.items, &ready);
        let asked: Vec<Asked> =
            targets.iter().map(|target| target.item.asked(target.key.clone(), target.column.as_deref())).collect();
        let keys: Vec<String> = targets.iter().map(|target| target.key.clone()).collect();
        let now = self.catalog.clock().now();
        let past = self.quality.history(OURS, &keys, now - LOOK_BACK).await.map_err(of_quality)?;
        let plan = quality::plan(&ready.table, &asked, &Wish { now, sampling: Sampling::All, ..Wish::default() });
        let (findings, sent) = ask(&ready, &plan, &History { now, past }).await;
        let made = targets.iter().zip(findings).map(|(target, (_, finding))| made(target, &ready, finding));
        Ok((made.collect(), sent))
    }

    /// Every check of a suite on a table that could not be asked at all, with the reason.
    pub(super) fn unasked(suite: &Suite, table: AssetId, why: &str) -> Vec<Made> {
        let words = Words::new(format!("the table could not be asked: {why}"), format!("无法查询该表：{why}"));
        let items = suite.draft.items.iter().filter(|item| item.is_about(table)).filter(|item| {
            // Without its columns nobody knows what a glob means.
            item.columns.as_deref().is_none_or(|pattern| !pattern.contains(['*', '?', '[', '{']))
        });
        let made = |item: &Item| Made {
            key: format!("{}/{}/{table}/{}", suite.id, item.id, item.columns.as_deref().unwrap_or_default()),
            item: Some(item.id),
            kind: item.kind.clone(),
            column: item.columns.clone().map(|name| (None, name)),
            title: item.title.clone(),
            dimension: checks::find(&item.kind).map_or(quality::Dimension::Validity, |found| found.dimension()),
            severity: item.severity,
            settings: settings_of(item),
            finding: Finding::new(Outcome::Error, words.clone()),
            is_resolved_by_passing: item.is_resolved_by_passing,
        };
        items.map(made).collect()
    }

    /// What would be asked of a table.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Conflict` when nothing can be asked for it.
    pub async fn explain(&self, viewer: &Viewer, table: AssetId, items: &[Item]) -> sources::Result<Planned> {
        self.quality.must_check(viewer, &[table]).await.map_err(of_quality)?;
        let ready = self.ready(table, &mut Open::default()).await?;
        let targets = targets(SuiteId(uuid::Uuid::nil()), items, &ready);
        let asked: Vec<Asked> =
            targets.iter().map(|target| target.item.asked(target.key.clone(), target.column.as_deref())).collect();
        let plan = quality::plan(&ready.table, &asked, &Wish { now: self.catalog.clock().now(), ..Wish::default() });
        let checks =
            targets.iter().map(|target| (target.key.clone(), (target.item.kind.clone(), target.column.clone())));
        let refused = plan.refused().into_iter().collect();
        Ok(Planned { checks: checks.collect(), refused, statements: plan.statements })
    }

    /// Makes checks of a table without storing what they come to.
    ///
    /// # Errors
    /// As [`Checking::explain`]; `Forbidden` for who may not see samples of the table, since results tell of its data.
    pub async fn try_out(&self, viewer: &Viewer, table: AssetId, items: &[Item]) -> sources::Result<Vec<Dry>> {
        self.quality.must_check(viewer, &[table]).await.map_err(of_quality)?;
        let ready = self.ready(table, &mut Open::default()).await?;
        let mut seen: Vec<AssetId> = ready.columns.values().copied().collect();
        seen.push(table);
        self.catalog.must_with(viewer, catalog::governance::Permission::Sample, &seen).await?;
        if items.iter().any(Item::has_sql) {
            viewer.must(catalog::Action::ManageSources)?;
        }
        let targets = targets(SuiteId(uuid::Uuid::nil()), items, &ready);
        let asked: Vec<Asked> =
            targets.iter().map(|target| target.item.asked(target.key.clone(), target.column.as_deref())).collect();
        let now = self.catalog.clock().now();
        let plan = quality::plan(&ready.table, &asked, &Wish { now, sampling: Sampling::All, ..Wish::default() });
        let (findings, _) = ask(&ready, &plan, &History { now, past: BTreeMap::new() }).await;
        let dry = targets.into_iter().zip(findings).map(|(target, (_, finding))| Dry {
            kind: target.item.kind.clone(),
            column: target.column,
            finding,
        });
        Ok(dry.collect())
    }
}

pub(super) async fn ask(ready: &Ready, plan: &quality::Plan, history: &History) -> (Vec<(String, Finding)>, usize) {
    let Some(source) = ready.connector.as_query() else {
        let words = Words::new("its source answers no questions", "该数据源不支持查询");
        let refused = |(key, _): (String, Finding)| (key, Finding::new(Outcome::Error, words.clone()));
        let none = quality::judge(plan, &quality::Answers::default(), history);
        return (none.into_iter().map(refused).collect(), 0);
    };
    let limits = Limits::default();
    let answers = quality::execute(source, plan, limits).await;
    let mut findings = quality::judge(plan, &answers, history);
    quality::failing::fetch(source, plan, &mut findings, limits).await;
    (findings, answers.sent)
}

fn made(target: &Target<'_>, ready: &Ready, finding: Finding) -> Made {
    let item = target.item;
    Made {
        key: target.key.clone(),
        item: Some(item.id),
        kind: item.kind.clone(),
        column: target.column.clone().map(|name| (ready.columns.get(&name).copied(), name)),
        title: item.title.clone(),
        dimension: checks::find(&item.kind).map_or(quality::Dimension::Validity, |found| found.dimension()),
        severity: item.severity,
        settings: settings_of(item),
        finding,
        is_resolved_by_passing: item.is_resolved_by_passing,
    }
}

/// What a check was asked with, as pages show it.
fn settings_of(item: &Item) -> serde_json::Value {
    let mut settings = match &item.settings {
        serde_json::Value::Object(fields) => fields.clone(),
        _ => serde_json::Map::new(),
    };
    for (name, text) in [("condition", &item.condition), ("group_by", &item.group_by)] {
        if let Some(text) = text {
            settings.insert(name.to_owned(), text.clone().into());
        }
    }
    settings.into()
}

pub(super) fn of_quality(cause: quality::Error) -> sources::Error {
    match cause {
        quality::Error::Catalog(cause) => cause.into(),
        quality::Error::Connector(cause) => cause.into(),
        other => catalog::Error::conflict(other.to_string()).into(),
    }
}
