//! `cadastre profile`: measures a table now, on a data directory that no server holds.

use std::process::ExitCode;

use clap::Args;
use quality::ColumnProfile;
use serde_json::json;

use super::{Common, Output, failure::Failure, open};

/// Measures a table now: rows, absent and different values, ranges, the most frequent values.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cadastre profile public.orders\n  cadastre profile orders --json")]
pub(super) struct Profile {
    /// The name of a table, or the last parts of it.
    name: String,
}

impl Profile {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = open::for_writing(common).await?;
        app.catch_up().await?;
        let table = open::find(&app, &self.name, None).await?;
        let kept = app.checking().profile(table.id, None).await?;
        let profile = &kept.profile;
        let answer = json!({
            "table": table.name.to_string(), "at": kept.at, "rows": profile.rows, "columns": profile.columns,
        });
        output.answer(&answer, || {
            let columns = output.table(
                &["column", "absent", "different", "least", "greatest", "mean", "most frequent"],
                profile.columns.iter().map(row),
            );
            format!("{columns}\n{} rows, {} columns", profile.rows, profile.columns.len())
        });
        Ok(ExitCode::SUCCESS)
    }
}

fn row(column: &ColumnProfile) -> Vec<String> {
    let count = |count: Option<i64>| count.map(|count| count.to_string()).unwrap_or_default();
    let top = column.top.first().map(|top| top.value.clone()).unwrap_or_default();
    let about = if column.distinct_is_estimate { "~" } else { "" };
    vec![
        column.name.clone(),
        count(column.nulls),
        format!("{about}{}", count(column.distinct)),
        column.min.clone().unwrap_or_default(),
        column.max.clone().unwrap_or_default(),
        column.mean.map(|mean| format!("{mean:.3}")).unwrap_or_default(),
        top,
    ]
}
