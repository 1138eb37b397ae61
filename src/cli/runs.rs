//! `cadastre runs`: the history of background work, and the log of one run.

use std::process::ExitCode;

use catalog::{PageRequest, RunId};
use clap::Args;
use serde_json::{Value, json};

use super::{Common, Output, failure::Failure, open};
use crate::{
    app::App,
    jobs::{Filter, Level, Run, Status},
};

/// Lists runs, newest first.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cadastre runs --source warehouse --status failed\n  cadastre runs --log 0192…")]
pub(super) struct Runs {
    /// Only those of this source.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Only those with this status.
    #[arg(long, value_name = "STATUS")]
    status: Vec<Status>,
    /// How many at most, 1 to 500.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// The log of this run instead.
    #[arg(long, value_name = "RUN")]
    log: Option<RunId>,
}

impl Runs {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = open::for_reading(common).await?;
        if let Some(run) = self.log {
            return print_log(&app, run, output).await;
        }
        let viewer = open::operator();
        let source = match &self.source {
            Some(name) => Some(app.sources().get_by_name(&viewer, name).await?.id),
            None => None,
        };
        let filter = Filter { source, statuses: self.status.clone(), from: None, to: None };
        let page = PageRequest::new(self.limit, None)?;
        let runs: Vec<Run> =
            app.jobs().list(&viewer, &filter, &page).await?.items.into_iter().map(|(_, run)| run).collect();
        let now = app.clock().now();
        let value: Vec<Value> = runs.iter().map(|run| shown(run, now)).collect();
        output.answer(&Value::Array(value), || {
            let rows = runs.iter().map(|run| {
                vec![
                    run.id.to_string(),
                    run.source_name.clone().unwrap_or_else(|| run.job.clone()),
                    run.status.code().to_owned(),
                    run.queued_at.format("%Y-%m-%d %H:%M:%S").to_string(),
                    format!("{:.1} s", seconds(run.duration_ms(now))),
                    run.message.clone().unwrap_or_default(),
                ]
            });
            output.table(&["run", "of", "status", "made (UTC)", "took", "message"], rows)
        });
        Ok(ExitCode::SUCCESS)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a duration for reading")]
fn seconds(milliseconds: i64) -> f64 {
    milliseconds as f64 / 1000.0
}

fn shown(run: &Run, now: chrono::DateTime<chrono::Utc>) -> Value {
    json!({
        "run": run.id,
        "job": run.job,
        "source": run.source_name,
        "status": run.status,
        "trigger": run.trigger,
        "actor": run.actor,
        "queued_at": run.queued_at,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "attempt": run.attempt,
        "seen": run.counts.seen,
        "added": run.counts.added,
        "changed": run.counts.changed,
        "removed": run.counts.removed,
        "held": run.counts.held,
        "errors": run.problems,
        "message": run.message,
        "duration_ms": run.duration_ms(now),
    })
}

async fn print_log(app: &App, run: RunId, output: &Output) -> Result<ExitCode, Failure> {
    let mut page = PageRequest::first(500);
    let mut lines = Vec::new();
    loop {
        let found = app.jobs().log(&open::operator(), run, Level::Debug, &page).await?;
        let next = found.next().map(str::to_owned);
        lines.extend(found.items.into_iter().map(|(_, line)| line));
        match next {
            Some(cursor) => page.after = Some(cursor),
            None => break,
        }
    }
    let value: Vec<Value> = lines
        .iter()
        .map(|line| json!({ "number": line.number, "at": line.at, "level": line.level, "message": line.message }))
        .collect();
    output.answer(&Value::Array(value), || {
        let level = |level: Level| format!("{level:?}").to_lowercase();
        let rows = lines
            .iter()
            .map(|line| format!("{} {:5} {}", line.at.format("%H:%M:%S%.3f"), level(line.level), line.message));
        rows.collect::<Vec<_>>().join("\n")
    });
    Ok(ExitCode::SUCCESS)
}
