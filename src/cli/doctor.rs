//! `cadastre doctor`: the store against its log, and everything that follows the log against the store.

use std::process::ExitCode;

use clap::Args;
use search::SearchFollower;
use serde_json::{Value, json};

use super::{Common, Output, failure::Failure, open};

/// How many differences of a follower are told one by one.
const MOST: usize = 100;

/// Examines the store and everything that follows it.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code 0: no difference; 1: there are some.\n\nExamples:\n  cadastre doctor --json\n  cadastre doctor --repair"
)]
pub(super) struct Doctor {
    /// Make search index and lineage anew from the store; no server may be running.
    #[arg(long)]
    repair: bool,
}

impl Doctor {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = if self.repair { open::for_writing(common).await? } else { open::for_reading(common).await? };
        let bar = output.spinner("examining");
        if self.repair {
            bar.set_message("making index and lineage anew");
            app.rebuild_followers().await?;
        }
        let findings = app.catalog().examine().await?;
        let mut details: Vec<Value> =
            findings.differences.iter().map(|text| json!({ "in": "store", "message": text })).collect();
        let follower = SearchFollower::new(app.catalog().clone(), app.index().clone());
        let comparison = follower.compare(MOST).await?;
        for difference in &comparison.differences {
            let message = format!("the document of {} is {:?}", difference.asset, difference.differs).to_lowercase();
            details.push(json!({ "in": "search", "message": message }));
        }
        for file in &comparison.damaged_files {
            details.push(json!({ "in": "search", "message": format!("the file `{file}` is damaged") }));
        }
        let last = app.catalog().last_change().await?;
        for state in app.follower_states().await? {
            if state.is_degraded {
                let message = format!("it stands at change {} of {last}", state.position);
                details.push(json!({ "in": state.name, "message": message }));
            }
        }
        bar.finish_and_clear();
        let unnamed = i64::try_from(comparison.total).unwrap_or(i64::MAX)
            - i64::try_from(comparison.differences.len()).unwrap_or(0);
        let count = i64::try_from(details.len()).unwrap_or(i64::MAX).saturating_add(unnamed);
        let (edges, _) = app.lineage().edge_counts();
        let checked = json!({ "assets": findings.assets, "edges": edges, "documents": comparison.documents });
        let answer = json!({ "differences": count, "checked": checked, "details": details });
        output.answer(&answer, || for_people(&answer));
        if count == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        output.note("help: `cadastre doctor --repair` makes index and lineage anew");
        Ok(ExitCode::from(1))
    }
}

fn for_people(answer: &Value) -> String {
    let checked = &answer["checked"];
    let mut text = format!(
        "{} assets, {} edges, {} documents examined: {} differences",
        checked["assets"], checked["edges"], checked["documents"], answer["differences"]
    );
    for detail in answer["details"].as_array().into_iter().flatten() {
        let word = |name: &str| detail[name].as_str().unwrap_or_default();
        text.push_str(&format!("\n{}: {}", word("in"), word("message")));
    }
    text
}
