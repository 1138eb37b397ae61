//! From the command line to an open application.

use std::{path::PathBuf, time::Instant};

use catalog::{Fault as _, NameQuery, Viewer};
use chrono::{DateTime, Utc};
use secrecy::SecretString;

use super::{Common, failure::Failure};
use crate::{
    app::{self, App, Purpose},
    audit::{Entry, Footprint, Target, entry},
    config::{self, Config},
    http::error::code,
    telemetry,
};

/// Whoever may run commands on a data directory may everything there.
pub(super) fn operator() -> Viewer {
    Viewer::system()
}

/// The configuration that the command line, the environment and the file make together.
pub(super) fn configuration(
    common: &Common,
    more: impl IntoIterator<Item = (&'static str, String)>,
) -> Result<Config, Failure> {
    let mut flags: Vec<(&'static str, String)> = more.into_iter().collect();
    let path = |path: &PathBuf| path.display().to_string();
    flags.extend(common.data.as_ref().map(|data| ("data", path(data))));
    flags.extend(common.config.as_ref().map(|file| ("config", path(file))));
    flags.extend(common.database.clone().map(|url| ("database", url)));
    match common.verbose {
        0 => {}
        1 => flags.push(("log.filter", "info,cadastre=debug".into())),
        _ => flags.push(("log.filter", "debug".into())),
    }
    Ok(Config::load(flags)?)
}

/// Opens for a command that writes, while no server holds the data directory.
pub(super) async fn for_writing(common: &Common) -> Result<App, Failure> {
    let config = quiet(common)?;
    App::open(config, Purpose::Command).await.map_err(advise)
}

/// Opens for a command that reads; beside a running server, or alone and then with everything caught up.
pub(super) async fn for_reading(common: &Common) -> Result<App, Failure> {
    let (app, caught_up) = for_examination(common).await?;
    caught_up?;
    Ok(app)
}

/// The same, with how catching up ended: whoever examines the store does so above all when a follower fails.
pub(super) async fn for_examination(common: &Common) -> Result<(App, app::Result<()>), Failure> {
    let config = quiet(common)?;
    let has_store = config.database.is_some() || config.data.join("catalog.db").exists();
    if !has_store {
        let message = format!("`data`: there is no Cadastre in `{}`", config.data.display());
        let failure = Failure::invalid("data", message);
        return Err(failure.helped("name the directory with --data DIR, or begin with `cadastre crawl URL`"));
    }
    match App::open(config.clone(), Purpose::Command).await {
        Ok(app) => {
            let caught_up = app.catch_up().await;
            Ok((app, caught_up))
        }
        Err(app::Error::InUse { .. }) => Ok((App::open(config, Purpose::Look).await?, Ok(()))),
        Err(other) => Err(other.into()),
    }
}

/// The configuration of a command: its log is for errors unless more was asked for.
fn quiet(common: &Common) -> Result<Config, Failure> {
    let is_chosen = common.verbose > 0 || config::variable("CADASTRE_LOG").is_some();
    let less = (!is_chosen).then(|| ("log.filter", "error".to_owned()));
    let config = configuration(common, less)?;
    telemetry::start(&config.log);
    Ok(config)
}

fn advise(error: app::Error) -> Failure {
    let is_in_use = matches!(error, app::Error::InUse { .. });
    let failure = Failure::from(error);
    if is_in_use {
        return failure.helped("stop that server, or send the command to it with --server URL and a token");
    }
    failure
}

/// Does what a command is for and writes down that it was done, and how it ended.
pub(super) async fn audited<T>(
    app: &App,
    operation: &str,
    target: Target,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let began = Instant::now();
    let outcome = work.await;
    let entry = Entry::new(&operator(), &Footprint::default(), operation).on(target).taking(began.elapsed());
    let result = outcome.as_ref().err().map_or(entry::OK, |failure| code(failure.kind));
    app.audit().write(vec![entry.ending(result)]).await;
    outcome
}

/// The password from a file (its first line) or from the environment; none when neither is there.
pub(super) fn password(file: Option<&PathBuf>) -> Result<Option<SecretString>, Failure> {
    if let Some(path) = file {
        let text = std::fs::read_to_string(path).map_err(|cause| {
            Failure::invalid("password-file", format!("`password-file`: cannot read `{}`: {cause}", path.display()))
        })?;
        return Ok(Some(SecretString::from(text.lines().next().unwrap_or_default().to_owned())));
    }
    Ok(config::variable("CADASTRE_PASSWORD").map(SecretString::from))
}

/// The change that a moment of the past, or a change number, stands for.
pub(super) async fn as_of(app: &App, text: Option<&str>) -> Result<Option<catalog::ChangeNumber>, Failure> {
    let Some(text) = text else { return Ok(None) };
    if let Ok(number) = text.parse::<i64>() {
        return Ok(Some(catalog::ChangeNumber(number)));
    }
    let day = || chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0).map(|at| at.and_utc());
    let time: Option<DateTime<Utc>> = text.parse().ok().or_else(day);
    let time = time.ok_or_else(|| {
        let problem =
            format!("`as-of`: `{text}` is no time; write 2026-05-01, 2026-05-01T12:00:00Z or a change number");
        Failure::invalid("as-of", problem)
    })?;
    Ok(Some(app.catalog().change_at(time).await?))
}

/// The asset that a name on the command line means.
pub(super) async fn find(
    app: &App,
    name: &str,
    as_of: Option<catalog::ChangeNumber>,
) -> Result<catalog::Asset, Failure> {
    let query: NameQuery = name.parse()?;
    app.catalog().find(&operator(), &query, as_of).await.map_err(|error| {
        let field = error.field().map(str::to_owned);
        let mut failure = Failure::from(error);
        failure.field = field.or_else(|| Some("name".into()));
        failure
    })
}
