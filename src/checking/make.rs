//! The checks of one table: planned together, asked, judged.

use std::collections::BTreeMap;

use catalog::{AssetId, SuiteId, Viewer};
use chrono::Duration;
use globset::GlobBuilder;
use quality::{
    Asked, Finding, History, Limits, Outcome, Sampling, Wish, Words, checks,
    plan::Statement,
    service::{Made, OURS},
    suite::{Item, Suite, check_items},
};

use super::{
    Checking,
    table::{Open, Ready},
};
use crate::{sources, standards};

/// The type of check that compares with the data standard of its column.
const STANDARD: &str = "consistent";
/// How far back judgements look.
const LOOK_BACK: Duration = Duration::days(100);

/// What would be asked of a table, without asking it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The statements, in the order in which they are asked.
    pub statements: Vec<Statement>,
    /// The checks by their keys.
    pub checks: BTreeMap<String, PlannedCheck>,
    /// Those that cannot be asked, and why.
    pub refused: Vec<(String, String)>,
}

/// A check that would be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCheck {
    /// Which of the templates gives it, from 0.
    pub item: usize,
    /// The type of check.
    pub kind: String,
    /// The column.
    pub column: Option<String>,
}

/// What a check came to that nobody has stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Dry {
    /// Which of the templates gives it, from 0.
    pub item: usize,
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
        let asked = self.asked(&Viewer::system(), &ready, &targets).await?;
        let keys: Vec<String> = targets.iter().map(|target| target.key.clone()).collect();
        let now = self.catalog.clock().now();
        let past = self.quality.history(OURS, &keys, now - LOOK_BACK).await.map_err(of_quality)?;
        let plan = quality::plan(&ready.table, &asked, &Wish { now, sampling: Sampling::All, ..Wish::default() });
        let (findings, sent) = ask(&ready, &plan, &History { now, past }).await;
        let made = targets.iter().zip(findings).map(|(target, (_, finding))| made(target, &ready, finding));
        Ok((made.collect(), sent))
    }

    /// What is asked of a table: the settings of the templates, and where one leaves it to the data standard of its column,
    /// the codes of that, as far as the viewer may know of it.
    async fn asked(&self, viewer: &Viewer, ready: &Ready, targets: &[Target<'_>]) -> sources::Result<Vec<Asked>> {
        let asked = |target: &Target<'_>| target.item.asked(target.key.clone(), target.column.as_deref());
        let mut asked: Vec<Asked> = targets.iter().map(asked).collect();
        let is_left =
            |asked: &&mut Asked| asked.kind == STANDARD && asked.settings["codes"].as_array().is_none_or(Vec::is_empty);
        let mut left: Vec<(&mut Asked, AssetId)> = asked
            .iter_mut()
            .filter(is_left)
            .filter_map(|asked| {
                let column = *ready.columns.get(asked.column.as_deref()?)?;
                Some((asked, column))
            })
            .collect();
        let columns: Vec<AssetId> = left.iter().map(|(_, column)| *column).collect();
        let codes = standards::codes_kept(&self.catalog, viewer, &columns).await?;
        for (asked, column) in &mut left {
            if let Some(codes) = codes.get(column) {
                asked.settings = serde_json::json!({ "codes": codes });
            }
        }
        Ok(asked)
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

    /// What would be asked of a table. A column that the viewer may not know of is one that is not there.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Conflict` when nothing can be asked for it; `Invalid` naming the template by its place.
    pub async fn explain(&self, viewer: &Viewer, table: AssetId, items: &[Item]) -> sources::Result<Planned> {
        self.quality.must_check(viewer, &[table]).await.map_err(of_quality)?;
        check_items("items", items).map_err(of_quality)?;
        let mut ready = self.ready(table, &mut Open::default()).await?;
        self.leave_hidden(viewer, &mut ready).await?;
        let targets = targets(SuiteId(uuid::Uuid::nil()), items, &ready);
        let asked = self.asked(viewer, &ready, &targets).await?;
        let plan = quality::plan(&ready.table, &asked, &Wish { now: self.catalog.clock().now(), ..Wish::default() });
        let checks = targets.iter().map(|target| {
            let (kind, column) = (target.item.kind.clone(), target.column.clone());
            (target.key.clone(), PlannedCheck { item: place(items, target.item), kind, column })
        });
        let refused = plan.refused().into_iter().collect();
        Ok(Planned { checks: checks.collect(), refused, statements: plan.statements })
    }

    /// Makes checks of a table without storing what they come to.
    ///
    /// # Errors
    /// As [`Checking::explain`]; `Forbidden` for who may not see samples of the table, since results tell of its data.
    pub async fn try_out(&self, viewer: &Viewer, table: AssetId, items: &[Item]) -> sources::Result<Vec<Dry>> {
        self.quality.must_check(viewer, &[table]).await.map_err(of_quality)?;
        check_items("items", items).map_err(of_quality)?;
        let ready = self.ready(table, &mut Open::default()).await?;
        let mut seen: Vec<AssetId> = ready.columns.values().copied().collect();
        seen.push(table);
        self.catalog.must_with(viewer, catalog::governance::Permission::Sample, &seen).await?;
        if items.iter().any(Item::has_sql) {
            viewer.must(catalog::Action::ManageSources)?;
        }
        let targets = targets(SuiteId(uuid::Uuid::nil()), items, &ready);
        let asked = self.asked(viewer, &ready, &targets).await?;
        let now = self.catalog.clock().now();
        let plan = quality::plan(&ready.table, &asked, &Wish { now, sampling: Sampling::All, ..Wish::default() });
        let (findings, _) = ask(&ready, &plan, &History { now, past: BTreeMap::new() }).await;
        let dry = targets.into_iter().zip(findings).map(|(target, (_, finding))| Dry {
            item: place(items, target.item),
            kind: target.item.kind.clone(),
            column: target.column,
            finding,
        });
        Ok(dry.collect())
    }
}

/// The place of a template among all of them.
fn place(items: &[Item], item: &Item) -> usize {
    items.iter().position(|one| one.id == item.id).unwrap_or_default()
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
