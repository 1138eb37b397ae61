//! Runs as rows and back.

use catalog::{AssetId, Count, HoldId, RunId, SourceId};
use sea_orm::ActiveValue::Set;

use super::{
    super::run::{Counts, Problem, Run, Status, Trigger},
    MAX_PROBLEMS, run_row as row,
};

/// What changes while a run works.
pub(super) fn progress_of(run: &Run) -> row::ActiveModel {
    row::ActiveModel {
        id: Set(run.id.0),
        phase: Set(run.phase.clone()),
        progress: Set(run.progress),
        seen: Set(run.counts.seen.0),
        added: Set(run.counts.added.0),
        changed: Set(run.counts.changed.0),
        removed: Set(run.counts.removed.0),
        held: Set(run.counts.held.0),
        failed: Set(run.counts.failed.0),
        errors: Set(errors_of(run)),
        ..Default::default()
    }
}

pub(super) fn errors_of(run: &Run) -> String {
    let kept = &run.problems[..run.problems.len().min(MAX_PROBLEMS)];
    serde_json::to_string(kept).unwrap_or_else(|_| "[]".into())
}

/// Tables as they are stored.
pub(super) fn tables_of(tables: &[AssetId]) -> String {
    serde_json::to_string(tables).expect("identifiers are JSON")
}

pub(super) fn to_row(run: &Run) -> row::Model {
    row::Model {
        id: run.id.0,
        job: run.job.clone(),
        source: run.source.map(|source| source.0),
        source_name: run.source_name.clone(),
        connector: run.connector.clone(),
        subject: run.subject,
        within: run.within.map(|source| source.0),
        tables: run.tables.as_deref().map(tables_of),
        status: run.status.number(),
        started_by: run.trigger.number(),
        actor: run.actor.clone(),
        slot: None,
        queued_at: run.queued_at.timestamp_micros(),
        not_before: run.not_before.timestamp_micros(),
        started_at: run.started_at.map(|at| at.timestamp_micros()),
        ended_at: run.ended_at.map(|at| at.timestamp_micros()),
        attempt: run.attempt,
        attempts: run.attempts,
        holder: None,
        lease_until: None,
        is_cancelling: false,
        phase: run.phase.clone(),
        progress: run.progress,
        seen: run.counts.seen.0,
        added: run.counts.added.0,
        changed: run.counts.changed.0,
        removed: run.counts.removed.0,
        held: run.counts.held.0,
        failed: run.counts.failed.0,
        breaking: run.drift.breaking,
        additive: run.drift.additive,
        other: run.drift.other,
        hold: run.hold.map(|hold| hold.0),
        message: run.message.clone(),
        code: run.code.clone(),
        errors: errors_of(run),
    }
}

pub(super) fn from_row(row: row::Model) -> Run {
    let time = catalog::clock::from_micros;
    Run {
        id: RunId(row.id),
        job: row.job,
        source: row.source.map(SourceId),
        source_name: row.source_name,
        connector: row.connector,
        subject: row.subject,
        within: row.within.map(SourceId),
        tables: row.tables.and_then(|tables| serde_json::from_str(&tables).ok()),
        status: Status::from_number(row.status),
        trigger: Trigger::from_number(row.started_by),
        actor: row.actor,
        queued_at: time(row.queued_at),
        not_before: time(row.not_before),
        started_at: row.started_at.map(time),
        ended_at: row.ended_at.map(time),
        attempt: row.attempt,
        attempts: row.attempts,
        phase: row.phase,
        progress: row.progress,
        counts: Counts {
            seen: Count(row.seen),
            added: Count(row.added),
            changed: Count(row.changed),
            removed: Count(row.removed),
            held: Count(row.held),
            failed: Count(row.failed),
        },
        drift: quality::drift::Summary { breaking: row.breaking, additive: row.additive, other: row.other },
        hold: row.hold.map(HoldId),
        message: row.message,
        code: row.code,
        problems: serde_json::from_str::<Vec<Problem>>(&row.errors).unwrap_or_default(),
    }
}
