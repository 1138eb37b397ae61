//! `cadastre check`: the checks of a table or a suite, on a data directory that no server holds.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use catalog::{AssetId, Fault as _, PageRequest};
use clap::Args;
use quality::{
    Outcome, junit,
    service::{self, CheckFilter},
    suite::{Severity, Suite},
};
use serde_json::{Value, json};

use super::{Common, Output, failure::Failure, open};
use crate::{app::App, checking::Scope};

/// Makes the checks of a table or of a suite now.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code 1 when a check fails or cannot be judged.\n\nExamples:\n  cadastre check public.orders\n  cadastre check 'Orders every hour' --junit results.xml --json"
)]
pub(super) struct Check {
    /// The name of a table, the last parts of it, or the name of a suite.
    name: String,
    /// Write the outcomes into this file, as JUnit XML.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

/// The suites to run, and of which tables the checks are wanted.
struct Wanted {
    suites: Vec<Suite>,
    table: Option<AssetId>,
}

impl Check {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = open::for_writing(common).await?;
        app.catch_up().await?;
        let wanted = self.wanted(&app).await?;
        let mut checks = Vec::new();
        for suite in &wanted.suites {
            let scope = Scope { tables: wanted.table.map(|table| vec![table]), ..Scope::default() };
            app.checking().run_suite(suite, &scope, |line| output.note(line)).await?;
            checks.extend(of_suite(&app, suite, wanted.table).await?);
        }
        if let Some(path) = &self.junit {
            let suite = junit::Suite { name: self.name.clone(), at: None, cases: checks.iter().map(case).collect() };
            write_junit(path, suite)?;
        }
        let is_bad = checks.iter().any(is_bad);
        let answer: Vec<Value> = checks.iter().map(shown).collect();
        output.answer(&json!({ "checks": answer, "passed": !is_bad }), || for_people(&checks, output));
        Ok(if is_bad { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }

    async fn wanted(&self, app: &App) -> Result<Wanted, Failure> {
        match app.checking().quality().suite_by_name(&open::operator(), &self.name).await {
            Ok(suite) => return Ok(Wanted { suites: vec![suite], table: None }),
            Err(cause) if cause.kind() == catalog::ErrorKind::NotFound => {}
            Err(cause) => return Err(cause.into()),
        }
        let table = open::find(app, &self.name, None).await?.id;
        let suites = app.checking().suites_of(table).await?;
        if suites.is_empty() {
            let help = "make a suite that is about it, in the interface or with `saveSuite`";
            return Err(Failure::invalid("name", format!("no suite is about `{}`", self.name)).helped(help));
        }
        Ok(Wanted { suites, table: Some(table) })
    }
}

async fn of_suite(app: &App, suite: &Suite, table: Option<AssetId>) -> Result<Vec<service::Check>, Failure> {
    let filter = CheckFilter { suite: Some(suite.id), asset: table, ..CheckFilter::default() };
    let mut page = PageRequest::first(catalog::page::MAX_PAGE);
    let mut checks = Vec::new();
    loop {
        let found = app.checking().quality().checks(&open::operator(), filter, &page).await?;
        let next = found.next().map(str::to_owned);
        checks.extend(found.items.into_iter().map(|(_, check)| check));
        match next {
            Some(cursor) => page.after = Some(cursor),
            None => return Ok(checks),
        }
    }
}

/// Writes outcomes for a build to read.
pub(super) fn write_junit(path: &Path, suite: junit::Suite) -> Result<(), Failure> {
    let problem = |cause| Failure::unavailable(format!("cannot write `{}`: {cause}", path.display()));
    std::fs::write(path, junit::junit(&[suite])).map_err(problem)
}

fn case(check: &service::Check) -> junit::Case {
    let name = check.title.clone().unwrap_or_else(|| match &check.column_name {
        Some(column) => format!("{} of {column}", check.kind),
        None => check.kind.clone(),
    });
    junit::Case {
        name,
        kind: check.kind.clone(),
        outcome: outcome(check),
        is_warning: check.severity == Severity::Notice,
        message: check.last.as_ref().map(|last| last.message.en.clone()).unwrap_or_default(),
        details: None,
        seconds: None,
    }
}

fn outcome(check: &service::Check) -> Outcome {
    check.last.as_ref().map_or(Outcome::NoData, |last| last.outcome)
}

fn is_bad(check: &service::Check) -> bool {
    matches!(outcome(check), Outcome::Fail | Outcome::Error)
}

fn shown(check: &service::Check) -> Value {
    let last = check.last.as_ref();
    json!({
        "id": check.id,
        "kind": check.kind,
        "asset": check.asset,
        "column": check.column_name,
        "title": check.title,
        "outcome": outcome(check),
        "errors": last.and_then(|last| last.errors),
        "total": last.and_then(|last| last.total),
        "message": last.map(|last| last.message.en.clone()),
    })
}

fn for_people(checks: &[service::Check], output: &Output) -> String {
    let rows = checks.iter().map(|check| {
        let word = json!(outcome(check)).as_str().unwrap_or_default().to_owned();
        let message = check.last.as_ref().map(|last| last.message.en.clone()).unwrap_or_default();
        vec![word, check.kind.clone(), check.column_name.clone().unwrap_or_default(), message]
    });
    output.table(&["outcome", "check", "column", "message"], rows)
}
