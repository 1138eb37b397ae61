//! Taking down what checks came to: the newest of each check, one result more, and what it means for incidents.

use catalog::{AssetId, CheckId, IncidentId, RunId, SuiteId, Write, governance::Permission};
use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::Quality;
use crate::{
    error::Result,
    incident::{self, Entry, Incident, Reason, State},
    outcome::{Dimension, Finding, Outcome},
    store::{self, check::CheckRow, result::ResultRow},
    suite::Severity,
};

/// The tool whose checks are ours.
pub const OURS: &str = "cadastre";

/// A check that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// What it is to the tool that makes it; the same every time.
    pub key: String,
    /// The item of the suite it comes from.
    pub item: Option<Uuid>,
    /// The type of check.
    pub kind: String,
    /// The column, with its name.
    pub column: Option<(Option<AssetId>, String)>,
    /// What people call it.
    pub title: Option<String>,
    /// Which side of quality it looks at.
    pub dimension: Dimension,
    /// How bad it is when it fails.
    pub severity: Severity,
    /// What it was asked with.
    pub settings: Value,
    /// What it came to.
    pub finding: Finding,
    /// Whether its incident is resolved when it passes.
    pub is_resolved_by_passing: bool,
}

/// What hangs on a table, as far as incidents ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Impact {
    /// Its tier.
    pub tier: Option<i16>,
    /// How many assets are downstream of it.
    pub downstream: usize,
}

/// The checks of a table that were made together.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// The table.
    pub table: AssetId,
    /// Who judges: [`OURS`], or the name of a tool.
    pub tool: String,
    /// The suite they come from.
    pub suite: Option<SuiteId>,
    /// When they were made.
    pub at: DateTime<Utc>,
    /// By which run.
    pub run: Option<RunId>,
    /// The checks.
    pub made: Vec<Made>,
    /// Whether these are all checks that the suite has on the table, so that others are put away.
    pub is_complete: bool,
    /// What hangs on the table.
    pub impact: Impact,
}

/// What became of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It began.
    Opened,
    /// It began anew.
    Reopened,
    /// The check passes again.
    Passed,
}

/// Something that people should be told.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// What became of it.
    pub stage: Stage,
    /// The incident.
    pub incident: Incident,
    /// The check's type.
    pub kind: String,
    /// What people call the check.
    pub title: Option<String>,
    /// The column it is about.
    pub column: Option<String>,
}

impl Quality {
    /// Takes down what checks came to, in the caller's transaction. Returns what people should be told when that is
    /// committed.
    ///
    /// # Errors
    /// The store's own.
    pub async fn record(&self, write: &Write, batch: Batch) -> Result<Vec<News>> {
        let keys: Vec<String> = batch.made.iter().map(|made| made.key.clone()).collect();
        let mut known = store::check::by_keys(&**write, &batch.tool, &keys).await?;
        let (mut added, mut results, mut judged) = (Vec::new(), Vec::new(), Vec::new());
        for made in &batch.made {
            let before = known.remove(&made.key);
            let is_new = before.is_none();
            let row = row_of(&batch, made, before);
            results.push(result_of(&batch, &row, made));
            judged.push((row.id, made));
            if is_new {
                added.push(row);
            } else {
                store::check::update(write, &row).await?;
            }
        }
        store::check::insert(write, &added).await?;
        store::result::insert(write, &results).await?;
        if let (true, Some(suite)) = (batch.is_complete, batch.suite) {
            let gone = store::check::others_of(&**write, suite, batch.table, &keys).await?;
            self.retire(write, gone).await?;
        }
        self.follow_incidents(write, &batch, &judged).await
    }

    /// Puts away the checks of a suite on tables that it selects no more.
    ///
    /// # Errors
    /// The store's own.
    pub async fn leave_tables(&self, write: &Write, suite: SuiteId, selected: &[AssetId]) -> Result<()> {
        let selected: std::collections::HashSet<Uuid> = selected.iter().map(|table| table.0).collect();
        for table in store::check::tables_of(&**write, suite).await? {
            if !selected.contains(&table) {
                let gone = store::check::others_of(&**write, suite, AssetId(table), &[]).await?;
                self.retire(write, gone).await?;
            }
        }
        Ok(())
    }

    async fn follow_incidents(&self, write: &Write, batch: &Batch, judged: &[(Uuid, &Made)]) -> Result<Vec<News>> {
        let ids: Vec<Uuid> = judged.iter().map(|(id, _)| *id).collect();
        let newest = store::incident::newest_of(&**write, &ids).await?;
        let mut news = Vec::new();
        for (id, made) in judged {
            let before = newest.get(id).cloned();
            let happened = match made.finding.outcome {
                Outcome::Fail | Outcome::Error if made.severity != Severity::Notice => {
                    self.fail(write, batch, CheckId(*id), made, before).await?
                }
                Outcome::Pass => self.pass(write, made, before).await?,
                _ => None,
            };
            news.extend(happened.map(|(stage, incident)| News {
                stage,
                incident,
                kind: made.kind.clone(),
                title: made.title.clone(),
                column: made.column.as_ref().map(|(_, name)| name.clone()),
            }));
        }
        Ok(news)
    }

    async fn fail(
        &self,
        write: &Write,
        batch: &Batch,
        check: CheckId,
        made: &Made,
        before: Option<Incident>,
    ) -> Result<Option<(Stage, Incident)>> {
        let is_critical = made.severity == Severity::Critical;
        let severity = incident::severity(batch.impact.tier, is_critical, batch.impact.downstream);
        match before {
            Some(open) if open.state.is_open() => {
                let counted = Incident {
                    failures: open.failures + 1,
                    last_at: batch.at.max(open.last_at),
                    severity: severity.min(open.severity),
                    ..open
                };
                store::incident::update(write, &counted, batch.at).await?;
                Ok(None)
            }
            Some(over) if over.is_reopened_at(batch.at) => {
                let state = if over.assignee.is_some() { State::Assigned } else { State::New };
                let again = Incident {
                    state,
                    severity,
                    failures: over.failures + 1,
                    last_at: batch.at,
                    reason: None,
                    resolved_at: None,
                    ..over
                };
                store::incident::update(write, &again, batch.at).await?;
                self.say(write, again.id, batch.at, "reopened", None).await?;
                Ok(Some((Stage::Reopened, again)))
            }
            // People have decided that it is no matter, or that the check is wrong: it takes a pass in between.
            Some(over) if is_decided(&over) => Ok(None),
            _ => {
                let opened = Incident {
                    id: IncidentId::new(),
                    check,
                    asset: batch.table,
                    state: State::New,
                    severity,
                    opened_at: batch.at,
                    last_at: batch.at,
                    failures: 1,
                    assignee: None,
                    reason: None,
                    resolved_at: None,
                };
                store::incident::insert(write, &opened, batch.at).await?;
                self.say(write, opened.id, batch.at, "opened", None).await?;
                Ok(Some((Stage::Opened, opened)))
            }
        }
    }

    async fn pass(&self, write: &Write, made: &Made, before: Option<Incident>) -> Result<Option<(Stage, Incident)>> {
        match before {
            Some(open) if open.state.is_open() && made.is_resolved_by_passing => {
                let over = self.end_incident(write, open, Reason::Passing).await?;
                Ok(Some((Stage::Passed, over)))
            }
            Some(over) if is_decided(&over) => {
                // What fails after this is another story.
                let over = Incident { reason: Some(Reason::Passing), ..over };
                store::incident::update(write, &over, self.now()).await?;
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    pub(super) async fn end_incident(&self, write: &Write, open: Incident, reason: Reason) -> Result<Incident> {
        let now = self.now();
        let over = open.after(&incident::Act::Resolve(reason), now)?;
        store::incident::update(write, &over, now).await?;
        self.say(write, over.id, now, "resolved", Some(reason.code())).await?;
        Ok(over)
    }

    async fn say(
        &self,
        write: &Write,
        incident: IncidentId,
        at: DateTime<Utc>,
        what: &str,
        note: Option<&str>,
    ) -> Result<()> {
        let (what, note) = (what.to_owned(), note.map(ToOwned::to_owned));
        store::incident::add_entry(write, incident, &Entry { at, actor: "system".into(), what, note }).await
    }

    /// Refuses unless the viewer may run checks on these tables.
    ///
    /// # Errors
    /// `NotFound`; `Forbidden`.
    pub async fn must_check(&self, viewer: &catalog::Viewer, tables: &[AssetId]) -> Result<()> {
        viewer.must(catalog::Action::ManageQuality)?;
        Ok(self.catalog.must_with(viewer, Permission::Edit, tables).await?)
    }
}

/// Whether people have said that this failing is no matter.
fn is_decided(over: &Incident) -> bool {
    matches!(over.reason, Some(Reason::FalsePositive | Reason::Accepted))
}

/// The number of an outcome in the store; never change one.
pub(super) const fn outcome_number(outcome: Outcome) -> i16 {
    match outcome {
        Outcome::Pass => 1,
        Outcome::Fail => 2,
        Outcome::Error => 3,
        Outcome::NoData => 4,
    }
}

/// The outcome with this number; an error for any other.
pub(super) fn outcome_of(number: i16) -> Outcome {
    match number {
        1 => Outcome::Pass,
        2 => Outcome::Fail,
        4 => Outcome::NoData,
        _ => Outcome::Error,
    }
}

fn row_of(batch: &Batch, made: &Made, before: Option<CheckRow>) -> CheckRow {
    let outcome = outcome_number(made.finding.outcome);
    let at = batch.at.timestamp_micros();
    let (column_id, column_name) = made.column.clone().unzip();
    let last = before.as_ref();
    let since = last.filter(|last| last.outcome == Some(outcome)).and_then(|last| last.since).unwrap_or(at);
    CheckRow {
        id: last.map_or_else(|| CheckId::new().0, |last| last.id),
        tool: batch.tool.clone(),
        name_key: made.key.clone(),
        suite: batch.suite.map(|suite| suite.0),
        item: made.item,
        asset_id: batch.table.0,
        column_id: column_id.flatten().map(|id| id.0),
        column_name,
        kind: made.kind.clone(),
        title: made.title.clone(),
        dimension: super::checks::dimension_code(made.dimension),
        severity: made.severity.number(),
        settings: made.settings.to_string(),
        is_active: true,
        outcome: Some(outcome),
        at: Some(at),
        since: Some(since),
        errors: made.finding.errors,
        total: made.finding.total,
        message: Some(serde_json::json!(made.finding.message).to_string()),
    }
}

fn result_of(batch: &Batch, check: &CheckRow, made: &Made) -> ResultRow {
    let value = made.finding.measured.get("actual").and_then(|value| match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    });
    ResultRow {
        check_id: check.id,
        at: batch.at.timestamp_micros(),
        outcome: outcome_number(made.finding.outcome),
        errors: made.finding.errors,
        total: made.finding.total,
        value: value.filter(|value: &f64| value.is_finite()),
        message: serde_json::json!(made.finding.message).to_string(),
        finding: serde_json::json!(made.finding).to_string(),
        run: batch.run.map(|run| run.0),
    }
}
