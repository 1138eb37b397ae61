//! `cadastre sources`: what is crawled, and how it went.

use std::process::ExitCode;

use catalog::{PageRequest, SourceId};
use clap::Args;
use serde_json::{Value, json};

use super::{Common, Output, failure::Failure, open};
use crate::jobs::Status;

/// Lists sources.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cadastre sources\n  cadastre sources --json")]
pub(super) struct Sources {}

/// What the last run of a source may have come to.
const ENDED: [Status; 4] = [Status::Succeeded, Status::Partial, Status::Failed, Status::Lost];

impl Sources {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = open::for_reading(common).await?;
        let viewer = open::operator();
        let now = app.clock().now();
        let mut all = Vec::new();
        let mut page = PageRequest::first(500);
        loop {
            let found = app.sources().list(&viewer, &page).await?;
            let next = found.next().map(str::to_owned);
            let ids: Vec<SourceId> = found.items.iter().map(|(_, source)| source.id).collect();
            let mut last = app.jobs().newest(&viewer, &ids, &ENDED).await?;
            all.extend(found.items.into_iter().map(|(_, source)| (last.remove(&source.id), source)));
            match next {
                Some(cursor) => page.after = Some(cursor),
                None => break,
            }
        }
        let value: Vec<Value> = all
            .iter()
            .map(|(last, source)| {
                json!({
                    "id": source.id,
                    "name": source.name,
                    "connector": source.connector,
                    "config": source.shown_config(),
                    "schedule": source.schedule,
                    "paused": source.is_paused,
                    "next_run_at": source.next_run_at(now),
                    "last_run": last.as_ref().map(|run| json!({
                        "run": run.id, "status": run.status, "ended_at": run.ended_at, "message": run.message,
                    })),
                })
            })
            .collect();
        output.answer(&Value::Array(value), || {
            let rows = all.iter().map(|(last, source)| {
                vec![
                    source.name.clone(),
                    source.connector.clone(),
                    source.schedule.as_ref().map_or("by hand".into(), |schedule| schedule.cron.clone()),
                    last.as_ref().map_or("never crawled".into(), |run| run.status.code().to_owned()),
                    last.as_ref().and_then(|run| run.message.clone()).unwrap_or_default(),
                ]
            });
            output.table(&["name", "connector", "schedule", "last run", "message"], rows)
        });
        Ok(ExitCode::SUCCESS)
    }
}
