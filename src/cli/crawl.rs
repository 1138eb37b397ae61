//! `cadastre crawl`: one source, now; straight into the data directory, or by asking a server.

use std::{path::PathBuf, process::ExitCode};

use catalog::{PageRequest, Viewer};
use clap::Args;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{Common, Output, failure::Failure, open, remote::Remote};
use crate::{
    app::App,
    audit::Target,
    jobs::{Level, Run, Status, Workers},
    sources::{self, NewSource, Source, SourceUpdate},
};

/// Crawls a source now: an address, or a source by name.
#[derive(Debug, Args)]
#[command(
    after_help = "An address makes a source of that name the first time. Its password is better given by --password-file or in\nCADASTRE_PASSWORD than in the address, where other users of the machine can see it.\n\nExamples:\n  cadastre crawl sqlite:///data/shop.db\n  cadastre crawl file:///data/lake\n  cadastre crawl postgres://reader@db.example:5432/shop --password-file pw --json\n  cadastre crawl warehouse --server http://127.0.0.1:7878 --token-file token"
)]
pub(super) struct Crawl {
    /// An address such as postgres://reader@host:5432/shop, or the name of a source.
    #[arg(value_name = "URL|SOURCE")]
    source: String,
    /// The file whose first line is the source's password [default: the variable CADASTRE_PASSWORD].
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// What to call the source that an address makes [default: the address].
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    remote: Remote,
}

impl Crawl {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        if let Some(server) = self.remote.connect()? {
            let answer = server.crawl(&self.source).await?;
            return Ok(finish(output, &answer));
        }
        let wanted = self.wanted()?;
        let app = open::for_writing(common).await?;
        output.note(&format!("data directory: {}", app.config().data.display()));
        let workers = if app.config().database.is_some() { Workers::Among } else { Workers::Alone };
        app.jobs().recover(workers).await?;
        let viewer = open::operator();
        let about = wanted.as_ref().map_or_else(|| self.source.clone(), |wanted| wanted.name.clone());
        let work = async {
            let source = self.source(&app, &viewer, wanted).await?;
            let run = app.jobs().hasten_crawl(&viewer, source.id).await?;
            Ok((source, run))
        };
        let (source, run) = open::audited(&app, "crawl", Target::new("source", about), work).await?;
        let run = attend(&app, run, output).await?;
        let caught_up = app.catch_up().await;
        print_problems(&app, &run, output).await?;
        if run.status != Status::Failed {
            // Otherwise why the crawl failed is what to tell.
            caught_up?;
        }
        Ok(finish(output, &answer_of(&run, &source.name, app.clock().now())))
    }

    /// What an address says; none for the name of a source.
    fn wanted(&self) -> Result<Option<Wanted>, Failure> {
        if !self.source.contains("://") && !self.source.starts_with('/') {
            return Ok(None);
        }
        let password = open::password(self.password_file.as_ref())?;
        let password: Option<&SecretString> = password.as_ref();
        let (definition, config) = connectors::from_url(&self.source, password)?;
        let name = self.name.clone().unwrap_or_else(|| address_without_secrets(&self.source));
        Ok(Some(Wanted { name, connector: definition.name.to_owned(), config }))
    }

    /// The source to crawl; made, or brought in line with the address, where one was given.
    async fn source(&self, app: &App, viewer: &Viewer, wanted: Option<Wanted>) -> Result<Source, Failure> {
        let Some(wanted) = wanted else {
            let found = app.sources().get_by_name(viewer, &self.source).await;
            return found.map_err(|error| {
                Failure::from(error).helped("`cadastre sources` lists sources; an address has `://` in it")
            });
        };
        match app.sources().get_by_name(viewer, &wanted.name).await {
            Ok(known) if known.connector == wanted.connector => {
                let update = SourceUpdate { config: Some(wanted.config), ..SourceUpdate::default() };
                Ok(app.sources().update(viewer, known.id, update).await?)
            }
            Err(sources::Error::Catalog(catalog::Error::NotFound { .. })) => {
                let Wanted { name, connector, config } = wanted;
                let new = NewSource { name, connector, config, schedule: None };
                Ok(app.sources().create(viewer, new).await?)
            }
            Ok(other) => {
                let message = format!("`name`: the source `{}` is read by `{}`", other.name, other.connector);
                Err(Failure::invalid("name", message).helped("choose another with --name"))
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// What an address on the command line stands for.
struct Wanted {
    name: String,
    connector: String,
    config: Value,
}

/// The address without account, password and options; what cannot be read is left as it is, since it was refused before.
fn address_without_secrets(address: &str) -> String {
    let Ok(mut url) = url::Url::parse(address) else { return "source".into() };
    let _without = (url.set_password(None), url.set_username(""));
    url.set_query(None);
    url.to_string()
}

/// Works the queue off until `run` is over, and shows meanwhile how far it is.
async fn attend(app: &App, run: Run, output: &Output) -> Result<Run, Failure> {
    let viewer = open::operator();
    let bar = output.spinner(&format!("crawling {}", run.source_name.as_deref().unwrap_or_default()));
    let jobs = app.jobs().clone();
    let work = tokio::spawn(async move { jobs.work_off().await });
    let interrupted = tokio::signal::ctrl_c();
    tokio::pin!(interrupted);
    let mut tick = tokio::time::interval(std::time::Duration::from_millis(250));
    let mut is_cancelled = false;
    let mut live = None;
    while !work.is_finished() {
        tokio::select! {
            _ = tick.tick() => {
                live = app.jobs().progress(run.id).or(live);
                if let Some(live) = &live {
                    bar.set_message(progress_of(&live.borrow()));
                }
            }
            _ = &mut interrupted, if !is_cancelled => {
                is_cancelled = true;
                app.jobs().cancel(&viewer, run.id).await?;
            }
        }
    }
    bar.finish_and_clear();
    work.await.map_err(|cause| Failure::internal(format!("the crawl broke off: {cause}")))??;
    let mut stored = app.jobs().get(&viewer, run.id).await?;
    if live.is_none() && stored.status == Status::Running {
        // A server at the same store was quicker to take it.
        stored = app.jobs().wait(&viewer, run.id).await?;
    }
    // A store that could not take the crawl may not have taken how it ended either.
    let ended = live.map(|live| live.borrow().clone()).filter(|run| run.status.is_over() && !stored.status.is_over());
    Ok(ended.unwrap_or(stored))
}

fn progress_of(run: &Run) -> String {
    let counts = run.counts;
    format!(
        "{}: {} seen, {} new, {} changed",
        run.phase.as_deref().unwrap_or("waiting"),
        counts.seen.0,
        counts.added.0,
        counts.changed.0
    )
}

/// Warnings and errors of the log, for a person who was not there.
async fn print_problems(app: &App, run: &Run, output: &Output) -> Result<(), Failure> {
    let page = PageRequest::first(20);
    let lines = app.jobs().log(&open::operator(), run.id, Level::Warn, &page).await?;
    for (_, line) in lines.items {
        output.note(&line.message);
    }
    Ok(())
}

fn answer_of(run: &Run, source: &str, now: chrono::DateTime<chrono::Utc>) -> Value {
    let status = match run.status {
        // A run that has ended is one of the four that scripts know.
        Status::Lost | Status::Queued | Status::Running => Status::Failed,
        other => other,
    };
    let mut errors = run.problems.iter().map(|problem| json!({ "scope": problem.scope, "message": problem.message }));
    let mut errors: Vec<Value> = errors.by_ref().collect();
    if let (Status::Failed, Some(message)) = (status, &run.message) {
        errors.insert(0, json!({ "scope": source, "message": message }));
    }
    json!({
        "run": run.id,
        "source": source,
        "status": status.code(),
        "seen": run.counts.seen,
        "added": run.counts.added,
        "changed": run.counts.changed,
        "removed": run.counts.removed,
        "held": run.counts.held,
        "errors": errors,
        "duration_ms": run.duration_ms(now),
        "code": run.code,
    })
}

/// Prints the answer; the exit code is that of the error that the crawl failed with.
fn finish(output: &Output, answer: &Value) -> ExitCode {
    output.answer(answer, || {
        let count = |name: &str| answer[name].as_i64().unwrap_or(0);
        format!(
            "{}: {} ({} seen, {} new, {} changed, {} removed, {} held) in {:.1} s",
            answer["source"].as_str().unwrap_or_default(),
            answer["status"].as_str().unwrap_or_default(),
            count("seen"),
            count("added"),
            count("changed"),
            count("removed"),
            count("held"),
            answer["duration_ms"].as_f64().unwrap_or(0.0) / 1000.0
        )
    });
    match answer["status"].as_str() {
        Some("succeeded" | "partial") => ExitCode::SUCCESS,
        Some("cancelled") => ExitCode::from(1),
        _ => {
            let message = answer["errors"][0]["message"].as_str().unwrap_or("the crawl failed");
            eprintln!("error: {message}");
            let code = answer["code"].as_str().unwrap_or_default().to_ascii_lowercase();
            eprintln!("help: {}", advice(&code));
            ExitCode::from(super::failure::exit_code(kind_of(&code)))
        }
    }
}

fn kind_of(code: &str) -> catalog::ErrorKind {
    use catalog::ErrorKind;
    match code {
        "invalid" => ErrorKind::Invalid,
        "not_found" => ErrorKind::NotFound,
        "conflict" => ErrorKind::Conflict,
        "forbidden" => ErrorKind::Forbidden,
        "unavailable" => ErrorKind::Unavailable,
        _ => ErrorKind::Internal,
    }
}

fn advice(code: &str) -> &'static str {
    match code {
        "forbidden" => "check account and password (--password-file, CADASTRE_PASSWORD) and what the account may read",
        "unavailable" => {
            "see that the source runs and can be reached, and that the store has room; nothing was removed, so try again"
        }
        "invalid" | "not_found" => "correct the address or the source's configuration",
        _ => "`cadastre runs --log RUN` shows what it did",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_of_a_source_has_neither_account_nor_password() {
        assert_eq!(address_without_secrets("postgres://ana:pw@h:5432/shop?sslmode=require"), "postgres://h:5432/shop");
        assert_eq!(address_without_secrets("sqlite:///data/shop.db"), "sqlite:///data/shop.db");
    }
}
