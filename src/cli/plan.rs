//! `cadastre plan`, `apply` and `pull`: governance from files under version control.

use std::{fmt::Write as _, path::PathBuf, process::ExitCode};

use clap::Args;
use serde_json::{Value, json};

use super::{Common, Output, failure::Failure, open, remote::Remote};
use crate::{
    audit::Target,
    plan::{self, files},
};

/// Which files, and where they count.
#[derive(Debug, Args)]
struct Files {
    /// The directory; every .yaml and .yml file below it is read.
    directory: PathBuf,
    /// The name of this set of files; what it says no more is taken back, other sets are left alone.
    #[arg(long, default_value = "default", value_name = "NAME")]
    set: String,
    #[command(flatten)]
    remote: Remote,
}

/// Shows what applying the files of a directory would do; changes nothing.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code 1 when something would change, so that a build notices drift.\n\nExamples:\n  cadastre plan governance/\n  cadastre plan governance/ --server https://catalog.example --json"
)]
pub(super) struct Plan {
    #[command(flatten)]
    files: Files,
}

/// Does what the plan says. Applied again, it changes nothing.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cadastre apply governance/ --digest 4f1c… --server https://catalog.example")]
pub(super) struct Apply {
    #[command(flatten)]
    files: Files,
    /// Refuse when the plan is another than the one with this digest.
    #[arg(long, value_name = "DIGEST")]
    digest: Option<String>,
}

/// Writes what is there into files of a directory: departments, teams, roles, policies, and what people said of assets.
#[derive(Debug, Args)]
#[command(after_help = "Files of other names stay. Example:\n  cadastre pull governance/")]
pub(super) struct Pull {
    /// The directory; it is made when it is not there.
    directory: PathBuf,
    #[command(flatten)]
    remote: Remote,
}

const PLAN: &str = "steps { section name kind fields { field before after } isDrift file } unchanged digest";

impl Plan {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let found = files::below(&self.files.directory)?;
        let plan = match self.files.remote.connect()? {
            Some(server) => {
                let query = format!("query($input: GovernanceInput!) {{ planGovernance(input: $input) {{ {PLAN} }} }}");
                let answer = server.query(&query, &input(&found, &self.files.set, None)).await?;
                from_server(&answer["planGovernance"])
            }
            None => {
                let app = open::for_reading(common).await?;
                let declared = files::read(&found)?;
                json!(plan::plan(&app, &open::operator(), &self.files.set, &declared).await?)
            }
        };
        output.answer(&plan, || shown(&plan, "would be done"));
        let is_same = plan["steps"].as_array().is_none_or(Vec::is_empty);
        Ok(if is_same { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

impl Apply {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let found = files::below(&self.files.directory)?;
        let plan = match self.files.remote.connect()? {
            Some(server) => {
                let query =
                    format!("mutation($input: GovernanceInput!) {{ applyGovernance(input: $input) {{ {PLAN} }} }}");
                let variables = input(&found, &self.files.set, self.digest.as_deref());
                from_server(&server.query(&query, &variables).await?["applyGovernance"])
            }
            None => {
                let app = open::for_writing(common).await?;
                let declared = files::read(&found)?;
                let viewer = open::operator();
                let work = async {
                    let done = plan::apply(&app, &viewer, &self.files.set, &declared, self.digest.as_deref()).await?;
                    Ok(json!(done))
                };
                open::audited(&app, "applyGovernance", Target::new("set", self.files.set.clone()), work).await?
            }
        };
        output.answer(&plan, || shown(&plan, "done"));
        Ok(ExitCode::SUCCESS)
    }
}

impl Pull {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let files = match self.remote.connect()? {
            Some(server) => {
                let answer = server.query("{ governanceFiles { path text } }", &Value::Null).await?;
                let text = |file: &Value, field: &str| file[field].as_str().unwrap_or_default().to_owned();
                let files = answer["governanceFiles"].as_array().cloned().unwrap_or_default();
                files.iter().map(|file| files::File { path: text(file, "path"), text: text(file, "text") }).collect()
            }
            None => plan::pull(&open::for_reading(common).await?, &open::operator()).await?,
        };
        let unusable = |cause: std::io::Error| {
            let problem = format!("`directory`: cannot write into `{}`: {cause}", self.directory.display());
            Failure::invalid("directory", problem)
        };
        std::fs::create_dir_all(&self.directory).map_err(unusable)?;
        for file in &files {
            // A server names files; it does not choose where they go.
            let name = file.path.rsplit(['/', '\\']).next().unwrap_or_default();
            if !name.ends_with(".yaml") || name.starts_with('.') {
                return Err(Failure::internal(format!("the server sent a file called `{name}`")));
            }
            std::fs::write(self.directory.join(name), &file.text).map_err(unusable)?;
        }
        let names: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        output.answer(&json!({ "files": names }), || {
            format!("wrote {} files into `{}`", names.len(), self.directory.display())
        });
        Ok(ExitCode::SUCCESS)
    }
}

fn input(files: &[files::File], set: &str, digest: Option<&str>) -> Value {
    let files: Vec<Value> = files.iter().map(|file| json!({ "path": file.path, "text": file.text })).collect();
    json!({ "input": { "files": files, "set": set, "digest": digest } })
}

/// A server's plan in the words of the command line.
fn from_server(plan: &Value) -> Value {
    let steps = plan["steps"].as_array().cloned().unwrap_or_default().into_iter().map(|step| {
        json!({ "section": step["section"], "name": step["name"], "fields": step["fields"], "file": step["file"],
            "kind": step["kind"].as_str().unwrap_or_default().to_lowercase(), "is_drift": step["isDrift"] })
    });
    json!({ "steps": steps.collect::<Vec<_>>(), "unchanged": plan["unchanged"], "digest": plan["digest"] })
}

fn shown(plan: &Value, doing: &str) -> String {
    let steps = plan["steps"].as_array().cloned().unwrap_or_default();
    let mut text = String::new();
    for step in &steps {
        let sign = match step["kind"].as_str() {
            Some("create") => '+',
            Some("remove") => '-',
            _ => '~',
        };
        let word = |field: &str| step[field].as_str().unwrap_or_default().to_owned();
        let drift = if step["is_drift"] == true { "  (changed by hand)" } else { "" };
        let _ = writeln!(text, "{sign} {} {}{drift}", word("section"), word("name"));
        for field in step["fields"].as_array().map(Vec::as_slice).unwrap_or_default() {
            let name = field["field"].as_str().unwrap_or_default();
            let _ = writeln!(text, "    {name}: {} -> {}", field["before"], field["after"]);
        }
    }
    let count = steps.len();
    let _ = write!(text, "{count} steps {doing}, {} objects are as the files say", plan["unchanged"]);
    let _ = write!(text, "; digest {}", plan["digest"].as_str().unwrap_or_default());
    text
}
