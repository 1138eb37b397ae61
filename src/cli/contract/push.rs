//! `cadastre contract push`: saves a version of a contract, on a server or in a data directory.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use quality::contract::Consumer;
use serde_json::{Value, json};

use super::super::{Common, Output, failure::Failure, open, remote::Remote};
use crate::checking::Brought;

const SAVE: &str = "mutation($input: ContractInput!) { saveContract(input: $input) { isNew contract { id name isInForce
    tables { name asset { id } } } version { version state isInForce isBreaking } changes { isBreaking differences {
    path what isBreaking why { en } } } } }";

/// A version of a contract, to be kept.
#[derive(Debug, Args)]
pub(in crate::cli) struct Push {
    /// The contract: YAML of ODCS 3.x.
    file: PathBuf,
    /// Who answers for it: an account or `team:` and a name.
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// An account or team that relies on it; may be given often.
    #[arg(long, value_name = "NAME")]
    consumer: Vec<String>,
    /// Say that it is known that it breaks who relies on the version in force.
    #[arg(long)]
    breaking_is_known: bool,
    #[command(flatten)]
    remote: Remote,
}

impl Push {
    pub(in crate::cli) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        // Read here first: what is no contract is said with the place in the file, and goes nowhere.
        let text = super::text(&self.file)?;
        quality::contract::Contract::read(&text)?;
        let answer = match self.remote.connect()? {
            Some(server) => shown(&server.query(SAVE, &self.variables(&text)).await?["saveContract"]),
            None => self.keep(common, text).await?,
        };
        output.answer(&answer, || {
            let word = if answer["new"] == true { "saved" } else { "was there already as" };
            let force = if answer["inForce"] == true { ", in force" } else { "" };
            format!(
                "{} {word} {} ({}{force})",
                text_of(&answer, "name"),
                text_of(&answer, "version"),
                text_of(&answer, "state")
            )
        });
        Ok(ExitCode::SUCCESS)
    }

    fn variables(&self, text: &str) -> Value {
        let mut input = json!({ "text": text, "owner": self.owner, "isBreakingKnown": self.breaking_is_known });
        if !self.consumer.is_empty() {
            input["consumers"] = json!({ "names": self.consumer });
        }
        json!({ "input": input })
    }

    async fn keep(&self, common: &Common, text: String) -> Result<Value, Failure> {
        let app = open::for_writing(common).await?;
        let consumers: Vec<Consumer> = self.consumer.iter().cloned().map(Consumer::Party).collect();
        let brought = Brought {
            text,
            owner: self.owner.clone(),
            consumers: (!consumers.is_empty()).then_some(consumers),
            is_breaking_known: self.breaking_is_known,
            ..Brought::default()
        };
        let saved = app.checking().save_contract(&open::operator(), brought).await?;
        Ok(json!({
            "id": saved.kept.id,
            "name": saved.kept.name,
            "version": saved.version.word,
            "state": saved.version.state,
            "new": saved.is_new,
            "inForce": saved.kept.in_force == Some(saved.version.number),
            "breaking": saved.differences.iter().any(|difference| difference.breaking),
            "differences": saved.differences,
        }))
    }
}

fn text_of<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer[name].as_str().unwrap_or_default()
}

/// The answer of a server in the shape that a data directory gives.
fn shown(saved: &Value) -> Value {
    json!({
        "id": saved["contract"]["id"],
        "name": saved["contract"]["name"],
        "version": saved["version"]["version"],
        "state": saved["version"]["state"].as_str().unwrap_or_default().to_ascii_lowercase(),
        "new": saved["isNew"],
        "inForce": saved["version"]["isInForce"],
        "breaking": saved["changes"]["isBreaking"],
        "differences": saved["changes"]["differences"],
    })
}
