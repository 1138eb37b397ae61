//! `cadastre contract`: whether tables keep what a contract of the Open Data Contract Standard promises, and whether a new version
//! of one breaks what the old one promised. For builds.

mod push;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand};
use quality::{
    Outcome,
    contract::{self, Difference},
    junit,
};
use serde_json::json;

use super::{Common, Output, check::write_junit, failure::Failure, open};

/// Holds tables to data contracts.
#[derive(Debug, Subcommand)]
pub(super) enum Contract {
    /// Asks the sources whether the tables are what a contract says. Exit code 1 when one is not.
    #[command(after_help = "Example:\n  cadastre contract test contracts/orders.odcs.yaml --junit results.xml")]
    Test(Test),
    /// Shows what a new version changes. Exit code 1 when something breaks who relies on the old one.
    #[command(after_help = "Example:\n  cadastre contract diff main/orders.odcs.yaml orders.odcs.yaml --json")]
    Diff(Diff),
    /// Saves a version of a contract; tables are held to it from then on when it is active. A version is never overwritten.
    #[command(
        after_help = "Examples:\n  cadastre contract push contracts/orders.odcs.yaml --server https://catalog.example\n  cadastre contract push orders.odcs.yaml --consumer team:bi"
    )]
    Push(push::Push),
}

/// A contract, tested.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// The contract: YAML of ODCS 3.x.
    file: PathBuf,
    /// Write the outcomes into this file, as JUnit XML.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

/// Two versions, compared.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The old version.
    old: PathBuf,
    /// The new version.
    new: PathBuf,
}

impl Contract {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        match self {
            Self::Test(test) => test.run(common, output).await,
            Self::Diff(diff) => diff.run(output),
            Self::Push(push) => push.run(common, output).await,
        }
    }
}

fn read(path: &Path) -> Result<contract::Contract, Failure> {
    Ok(contract::Contract::read(&text(path)?)?)
}

/// The text of a file that is no longer than a contract may be.
fn text(path: &Path) -> Result<String, Failure> {
    let problem = |cause| Failure::invalid("file", format!("cannot read `{}`: {cause}", path.display()));
    let size = std::fs::metadata(path).map_err(problem)?.len();
    if size > contract::MOST_BYTES as u64 {
        let most = contract::MOST_BYTES;
        return Err(Failure::invalid(
            "file",
            format!("`{}` has {size} bytes; at most {most} are read", path.display()),
        ));
    }
    std::fs::read_to_string(path).map_err(problem)
}

impl Test {
    async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let contract = read(&self.file)?;
        let app = open::for_reading(common).await?;
        let kept = app.checking().hold(&open::operator(), &contract).await?;
        let name = contract.agreed.name.clone().unwrap_or_else(|| contract.agreed.id.clone());
        if let Some(path) = &self.junit {
            let cases = kept.findings.iter().map(|found| junit::Case {
                name: found.path.clone(),
                kind: found.kind.clone(),
                outcome: found.outcome,
                is_warning: false,
                message: found.message.en.clone(),
                details: None,
                seconds: None,
            });
            write_junit(path, junit::Suite { name: name.clone(), at: None, cases: cases.collect() })?;
        }
        let is_kept = kept.is_kept();
        let answer = json!({
            "contract": contract.agreed.id,
            "version": contract.agreed.version,
            "kept": is_kept,
            "findings": kept.findings.iter().map(|found| json!({
                "path": found.path, "table": found.table, "column": found.column, "kind": found.kind,
                "outcome": found.outcome, "message": found.message.en,
            })).collect::<Vec<_>>(),
            "notEnforced": kept.left.iter().map(|left| json!({ "path": left.path, "why": left.why.en })).collect::<Vec<_>>(),
        });
        output.answer(&answer, || {
            let bad = kept.findings.iter().filter(|found| found.outcome != Outcome::Pass);
            let rows = bad.map(|found| {
                let word = json!(found.outcome).as_str().unwrap_or_default().to_owned();
                vec![word, found.table.clone(), found.column.clone().unwrap_or_default(), found.message.en.clone()]
            });
            let table = output.table(&["outcome", "table", "column", "message"], rows);
            let word = if is_kept { "keeps" } else { "breaks" };
            format!("{table}\n{} findings; the data {word} `{name}`", kept.findings.len())
        });
        Ok(if is_kept { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

impl Diff {
    fn run(&self, output: &Output) -> Result<ExitCode, Failure> {
        let differences: Vec<Difference> = contract::compare(&read(&self.old)?, &read(&self.new)?);
        let is_breaking = differences.iter().any(|difference| difference.breaking);
        output.answer(&json!({ "breaking": is_breaking, "differences": differences }), || {
            let rows = differences.iter().map(|difference| {
                let word = if difference.breaking { "breaking" } else { "" };
                vec![word.to_owned(), difference.path.clone(), difference.why.en.clone()]
            });
            output.table(&["", "path", "what"], rows)
        });
        Ok(if is_breaking { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }
}
