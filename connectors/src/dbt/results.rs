//! How the last run of a project went, node by node, and how fresh its sources were.

use std::collections::HashSet;

use catalog::{
    AssetKind,
    run::{RunCounts, RunRecord, RunStatus},
};
use chrono::{DateTime, Duration, Utc};

use super::{
    artifacts::{NodeResult, Results},
    project::Project,
};

/// The commands whose results are runs; others write the same file and run nothing.
const RUNS: &[&str] = &["run", "build", "test", "seed", "snapshot", "retry"];

/// News of the last run and of the last look at sources.
pub(super) fn runs(project: &Project) -> Vec<RunRecord> {
    let mut runs = Vec::new();
    if project.results.args.which.as_deref().is_some_and(|which| RUNS.contains(&which)) {
        runs.extend(of_results(project, &project.results, true));
    }
    runs.extend(of_results(project, &project.freshness, false));
    runs
}

/// The runs of nodes, and the run of the whole where the results are those of one.
fn of_results(project: &Project, results: &Results, is_whole: bool) -> Vec<RunRecord> {
    let metadata = &results.metadata;
    let (Some(invocation), Some(ended)) = (&metadata.invocation_id, metadata.generated_at.as_deref().and_then(time))
    else {
        return Vec::new();
    };
    let mut runs = Vec::new();
    let tasks: HashSet<&str> = project.tasks().map(|(id, _)| id).collect();
    for result in &results.results {
        let is_known = tasks.contains(result.unique_id.as_str());
        let is_source = !is_whole && project.manifest.sources.contains_key(&result.unique_id);
        if is_known || is_source {
            let mut run = of_node(project, result, invocation, ended);
            run.parent_external_id = is_whole.then(|| invocation.clone());
            runs.push(run);
        }
    }
    if is_whole && !runs.is_empty() {
        let is_failed = runs.iter().any(|run| run.status == RunStatus::Failed);
        let status = if is_failed { RunStatus::Failed } else { RunStatus::Succeeded };
        let asset = (project.pipeline.clone(), AssetKind::Pipeline);
        let mut whole = RunRecord::new(asset, invocation.clone(), status, ended);
        let elapsed = results.elapsed_time.filter(|seconds| seconds.is_finite() && (0.0..1e9).contains(seconds));
        #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
        let before = elapsed.map(|seconds| ended - Duration::milliseconds((seconds * 1000.0) as i64));
        whole.started_at = metadata.invocation_started_at.as_deref().and_then(time).or(before);
        whole.ended_at = Some(ended);
        whole.with_errors = runs.iter().any(|run| run.with_errors);
        runs.insert(0, whole);
    }
    runs
}

fn of_node(project: &Project, result: &NodeResult, invocation: &str, ended: DateTime<Utc>) -> RunRecord {
    let (status, with_errors) = match result.status.as_str() {
        "success" | "pass" => (RunStatus::Succeeded, false),
        "warn" | "partial success" => (RunStatus::Succeeded, true),
        "skipped" | "no-op" => (RunStatus::Skipped, false),
        _ => (RunStatus::Failed, false),
    };
    let asset = (project.pipeline.child(&result.unique_id), AssetKind::Task);
    let times = |pick: fn(&super::artifacts::Timing) -> Option<&String>| {
        let all: Vec<DateTime<Utc>> = result.timing.iter().filter_map(pick).filter_map(|text| time(text)).collect();
        (all.iter().min().copied(), all.iter().max().copied())
    };
    let (started, _) = times(|timing| timing.started_at.as_ref());
    let (_, completed) = times(|timing| timing.completed_at.as_ref());
    let mut run = RunRecord::new(asset, invocation, status, completed.unwrap_or(ended));
    (run.started_at, run.ended_at, run.with_errors) = (started, completed, with_errors);
    let written = result.adapter_response.rows_affected.as_ref();
    let written = written.and_then(|rows| rows.as_i64().or_else(|| rows.as_str()?.parse().ok()));
    run.counts = RunCounts {
        records_written: written.filter(|rows| *rows >= 0),
        records_failed: result.failures,
        ..RunCounts::default()
    };
    let is_bad = status == RunStatus::Failed || with_errors;
    run.error_reason = result.message.clone().or_else(|| result.error.clone()).filter(|_| is_bad);
    run
}

/// A time as dbt writes it, with or without a zone; without one it is UTC.
fn time(text: &str) -> Option<DateTime<Utc>> {
    let zoned = DateTime::parse_from_rfc3339(text).map(|time| time.with_timezone(&Utc));
    zoned
        .ok()
        .or_else(|| chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok().map(|time| time.and_utc()))
}
