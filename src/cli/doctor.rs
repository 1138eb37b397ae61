//! `cadastre doctor`: the store against its log, the search index against the store, and lineage against what the log
//! gives when it is followed anew into an empty store beside.

use std::process::ExitCode;

use clap::Args;
use search::SearchFollower;
use serde_json::{Value, json};

use super::{Common, Output, failure::Failure, open, scratch::Scratch};
use crate::{app::App, audit::Target};

/// How many differences of a follower are told one by one; the others are counted.
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
        let (app, caught_up) = if self.repair {
            (open::for_writing(common).await?, Ok(()))
        } else {
            open::for_examination(common).await?
        };
        let bar = output.spinner("examining");
        if self.repair {
            bar.set_message("making index and lineage anew");
            let work = async { Ok(app.rebuild_followers().await?) };
            open::audited(&app, "doctor --repair", Target::new("store", "followers"), work).await?;
        }
        let mut report = Report::default();
        report.add_store(&app).await?;
        report.add_search(&app).await?;
        report.add_lineage(&app).await?;
        report.add_followers(&app).await?;
        report.add_identity(&app).await;
        if let (Err(error), 0) = (caught_up, report.count) {
            return Err(error.into());
        }
        bar.finish_and_clear();
        let answer = report.answer();
        output.answer(&answer, || for_people(&answer));
        if report.count == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        output.note("help: `cadastre doctor --repair` makes index and lineage anew");
        Ok(ExitCode::from(1))
    }
}

/// What was examined, and what is not as it must be.
#[derive(Default)]
struct Report {
    assets: i64,
    edges: u64,
    documents: u64,
    /// How many differences there are, the unnamed ones included.
    count: u64,
    details: Vec<Value>,
}

impl Report {
    fn note(&mut self, place: &str, message: &str) {
        self.count += 1;
        self.details.push(json!({ "in": place, "message": message }));
    }

    /// The store against the log.
    async fn add_store(&mut self, app: &App) -> Result<(), Failure> {
        let findings =
            still(app, async || Ok(app.catalog().examine().await?), |found| found.differences.is_empty()).await?;
        self.assets = findings.assets;
        findings.differences.iter().for_each(|text| self.note("store", text));
        Ok(())
    }

    /// The index against the store.
    async fn add_search(&mut self, app: &App) -> Result<(), Failure> {
        let follower = SearchFollower::new(app.catalog().clone(), app.index().clone());
        let compare = async || Ok(follower.compare(MOST).await?);
        let comparison = still(app, compare, |found| found.total == 0 && found.damaged_files.is_empty()).await?;
        self.documents = comparison.documents;
        for difference in &comparison.differences {
            let message = format!("the document of {} is {:?}", difference.asset, difference.differs).to_lowercase();
            self.note("search", &message);
        }
        for file in &comparison.damaged_files {
            self.note("search", &format!("the file `{file}` is damaged"));
        }
        self.count += comparison.total - comparison.differences.len() as u64;
        Ok(())
    }

    /// Lineage against what the log gives when it is followed anew.
    async fn add_lineage(&mut self, app: &App) -> Result<(), Failure> {
        let files = Scratch::new()?;
        let scratch = files.store().await?;
        let found = app.lineage().examine(&scratch, MOST).await?;
        scratch.close().await?;
        self.edges = found.edges;
        found.differences.iter().for_each(|text| self.note("lineage", text));
        self.count += found.total - found.differences.len() as u64;
        Ok(())
    }

    /// Whether the followers keep up.
    async fn add_followers(&mut self, app: &App) -> Result<(), Failure> {
        let last = app.catalog().last_change().await?;
        for state in app.follower_states().await? {
            if state.is_degraded {
                self.note(state.name, &format!("it stands at change {} of {last}", state.position));
            }
        }
        Ok(())
    }

    /// Whether the systems that sign people in can be used.
    async fn add_identity(&mut self, app: &App) {
        for provider in app.access().examine_providers().await {
            if let Some(problem) = provider.problem {
                self.note(&format!("identity.{}", provider.name), &format!("it signs nobody in: {problem}"));
            }
        }
    }

    fn answer(&self) -> Value {
        let checked = json!({ "assets": self.assets, "edges": self.edges, "documents": self.documents });
        json!({ "differences": self.count, "checked": checked, "details": self.details })
    }
}

/// What `examine` finds while nobody writes. Beside a running server it may look at a change half-way, so what is found
/// while the log grew is looked for again, a few times.
async fn still<T>(
    app: &App,
    examine: impl AsyncFn() -> Result<T, Failure>,
    is_well: impl Fn(&T) -> bool,
) -> Result<T, Failure> {
    const TRIES: usize = 5;
    for _ in 1..TRIES {
        let before = app.catalog().last_change().await?;
        let found = examine().await?;
        if is_well(&found) || app.catalog().last_change().await? == before {
            return Ok(found);
        }
    }
    examine().await
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
