//! The configuration: defaults, then the file, then the environment, then flags; the last word counts.
//!
//! This is the only place that reads the environment. Every setting is a row of [`SETTINGS`], so the file, the
//! variables and the printed reference cannot disagree. What a setting does is told where it is used.
//!
//! The data directory holds everything an installation owns:
//!
//! | file | what |
//! |---|---|
//! | `cadastre.toml` | the configuration file, when there is one |
//! | `catalog.db` | the store, unless `database` names a PostgreSQL |
//! | `index/` | the search index; can be made again from the store |
//! | `secret.key` | the key that seals passwords of sources; mode 0600, made on the first start |
//! | `lock` | held by the server that runs on this directory |

pub mod identity;
mod kept;

mod layer;
mod network;
mod notify;
mod setting;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use catalog::{ErrorKind, Fault};
use secrecy::SecretString;
use url::Url;

pub use self::{
    kept::{Audit, Events, Pipelines, Quality, Usage},
    network::{Network, TrustedProxies},
    notify::{Notify, Security, Smtp},
    setting::{SETTINGS, Setting},
};
use self::{
    layer::Layer,
    setting::{Origin, Value},
};

/// An error of the configuration.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A setting has a value that cannot be used.
    #[error("`{field}` ({origin}): {problem}")]
    Invalid {
        /// The setting, as the file names it.
        field: String,
        /// Where the value came from.
        origin: String,
        /// What is wrong and what would be right.
        problem: String,
    },
    /// The configuration file was named, or is there, and cannot be read.
    #[error("cannot read the configuration file `{path}`")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// The configuration file is not TOML.
    #[error("the configuration file `{path}` is not TOML: {problem}")]
    NotToml {
        /// The file.
        path: PathBuf,
        /// Where and why; never the text of the line, which may hold a password.
        problem: String,
    },
}

impl Fault for Error {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Invalid
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid { field, .. } => Some(field),
            Self::Unreadable { .. } | Self::NotToml { .. } => Some("config"),
        }
    }
}

/// Everything that can be configured, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data directory.
    pub data: PathBuf,
    /// The store's address when it is not the file in the data directory; it may hold a password.
    pub database: Option<SecretString>,
    /// Whether a demonstration user may sign in without a password; on loopback only.
    pub demo: bool,
    /// The server.
    pub server: Server,
    /// What sources may be.
    pub sources: Sources,
    /// Logs.
    pub log: Log,
    /// Outside pipelines.
    pub pipelines: Pipelines,
    /// Who used what.
    pub usage: Usage,
    /// What checks came to, and profiles.
    pub quality: Quality,
    /// What was done and what went wrong.
    pub audit: Audit,
    /// OpenLineage events.
    pub openlineage: Events,
    /// API tokens.
    pub tokens: Tokens,
    /// Telling people and programs.
    pub notify: Notify,
    /// Systems that know who people are.
    pub identity: Vec<identity::Provider>,
    /// Background work.
    pub jobs: Jobs,
}

/// How the server is reached and how long it works on one request.
#[derive(Debug, Clone)]
pub struct Server {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The address people use, when a proxy stands before the server.
    pub public_url: Option<Url>,
    /// The longest a request may take; streams are not meant.
    pub request_timeout: Duration,
    /// Whether `/metrics` answers callers on this machine without a token.
    pub open_metrics: bool,
    /// Who may say for whom they ask.
    pub trusted_proxies: TrustedProxies,
}

/// What sources may be.
#[derive(Debug, Clone)]
pub struct Sources {
    /// Whether they may be at private and loopback addresses, or files of this machine.
    pub allow_private_addresses: bool,
}

impl Server {
    /// Whether browsers reach the server over https, so that cookies can insist on it.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }

    /// The address to show to people, without a slash at the end.
    #[must_use]
    pub fn address(&self) -> String {
        match &self.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.listen),
        }
    }
}

/// What is logged and how.
#[derive(Debug, Clone)]
pub struct Log {
    /// Which events: a level, or `target=level` pairs with commas between.
    pub filter: String,
    /// The form of a line.
    pub format: LogFormat,
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

/// What API tokens may be.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// How long they may live; for ever when absent.
    pub longest: Option<chrono::Duration>,
}

/// How much background work runs at a time.
#[derive(Debug, Clone)]
pub struct Jobs {
    /// How many runs at a time.
    pub workers: usize,
}

impl Config {
    /// Composes the configuration from file, environment and `flags` (pairs of a setting's key and its value).
    ///
    /// # Errors
    /// [`Error`] naming the setting, where its value came from, and the fix.
    pub fn load(flags: impl IntoIterator<Item = (&'static str, String)>) -> Result<Self, Error> {
        let flags = Layer::of_flags(flags)?;
        let environment = Layer::of_environment(variable);
        let early = Layer::defaults().under(environment.clone()).under(flags.clone());
        let (file, identity) = read_file(&early)?;
        let config = Self::from_layer(&Layer::defaults().under(file).under(environment).under(flags))?;
        Ok(Self { identity, ..config })
    }

    /// The configuration of a data directory with nothing else set; for tests and tools.
    ///
    /// # Panics
    /// Never: the defaults are checked by a test.
    #[must_use]
    pub fn for_directory(data: impl Into<PathBuf>) -> Self {
        let mut config = Self::from_layer(&Layer::defaults()).expect("a test checks the defaults");
        config.data = data.into();
        config
    }

    /// The store's address: the configured one, or the file in the data directory.
    #[must_use]
    pub fn database_url(&self) -> SecretString {
        self.database
            .clone()
            .unwrap_or_else(|| SecretString::from(format!("sqlite://{}", self.data.join("catalog.db").display())))
    }

    /// Where the search index is.
    #[must_use]
    pub fn index_directory(&self) -> PathBuf {
        self.data.join("index")
    }

    fn from_layer(layer: &Layer) -> Result<Self, Error> {
        let config = Self {
            data: PathBuf::from(&layer.get("data").text),
            database: database(layer.get("database"))?,
            demo: layer.get("demo").boolean()?,
            server: Server {
                listen: layer
                    .get("server.listen")
                    .parse("is not an address; write HOST:PORT, such as 127.0.0.1:7878")?,
                public_url: public_url(layer.get("server.public_url"))?,
                request_timeout: Duration::from_secs(
                    layer.get("server.request_timeout_seconds").number(1..=600)?.unsigned_abs(),
                ),
                open_metrics: layer.get("server.open_metrics").boolean()?,
                trusted_proxies: TrustedProxies(
                    layer
                        .get("server.trusted_proxies")
                        .list("is no address and no network; write 10.0.0.7 or 10.0.0.0/8")?,
                ),
            },
            sources: Sources { allow_private_addresses: layer.get("sources.allow_private_addresses").boolean()? },
            log: Log { filter: log_filter(layer.get("log.filter"))?, format: log_format(layer.get("log.format"))? },
            pipelines: Pipelines {
                keep_runs: chrono::Duration::days(layer.get("pipelines.keep_runs_days").number(1..=10_000)?),
                late_after: chrono::Duration::minutes(layer.get("pipelines.late_after_minutes").number(0..=10_080)?),
            },
            usage: Usage { keep: chrono::Duration::days(layer.get("usage.keep_days").number(1..=10_000)?) },
            quality: Quality { keep: chrono::Duration::days(layer.get("quality.keep_days").number(1..=10_000)?) },
            audit: Audit {
                keep: chrono::Duration::days(layer.get("audit.keep_days").number(1..=10_000)?),
                keep_exceptions: chrono::Duration::days(layer.get("audit.keep_exceptions_days").number(1..=10_000)?),
            },
            openlineage: Events {
                keep_events: chrono::Duration::days(layer.get("openlineage.keep_events_days").number(1..=10_000)?),
                keep_events_bytes: layer.get("openlineage.keep_events_mib").number(0..=1_048_576)? << 20,
            },
            tokens: tokens(layer.get("tokens.longest_days"))?,
            notify: notify::of(layer)?,
            identity: Vec::new(),
            jobs: Jobs { workers: usize::try_from(layer.get("jobs.workers").number(1..=64)?).unwrap_or(1) },
        };
        if config.demo && !config.server.listen.ip().is_loopback() {
            return Err(layer.get("demo").refuse(format!(
                "the demonstration signs in without a password and may listen on loopback only, not on {}; \
                 set `server.listen` to 127.0.0.1:PORT or switch `demo` off",
                config.server.listen
            )));
        }
        Ok(config)
    }
}

/// Reads a variable of the environment; absent when it is not set or not text.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the environment is read here and nowhere else")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn read_file(early: &Layer) -> Result<(Layer, Vec<identity::Provider>), Error> {
    let named = early.get("config");
    let is_named = !named.text.is_empty();
    let path =
        if is_named { PathBuf::from(&named.text) } else { Path::new(&early.get("data").text).join("cadastre.toml") };
    match std::fs::read_to_string(&path) {
        Ok(text) => Layer::of_file(&path, &text),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound && !is_named => Ok(Default::default()),
        Err(cause) => Err(Error::Unreadable { path, cause }),
    }
}

fn database(value: &Value) -> Result<Option<SecretString>, Error> {
    let known = ["sqlite://", "postgres://", "postgresql://"];
    match value.text.as_str() {
        "" => Ok(None),
        text if known.iter().any(|scheme| text.starts_with(scheme)) => Ok(Some(SecretString::from(text))),
        // The value may hold a password, so the message does not repeat it.
        _ => Err(value.refuse(
            "starts with no known scheme; write sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE",
        )),
    }
}

fn tokens(longest_days: &Value) -> Result<Tokens, Error> {
    let days = longest_days.number(0..=10_000)?;
    Ok(Tokens { longest: (days > 0).then(|| chrono::Duration::days(days)) })
}

fn public_url(value: &Value) -> Result<Option<Url>, Error> {
    if value.text.is_empty() {
        return Ok(None);
    }
    let url: Url = value.parse("is not an address; write https://HOST")?;
    let is_plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if matches!(url.scheme(), "http" | "https") && url.has_host() && is_plain {
        Ok(Some(url))
    } else {
        Err(value.refuse("has to be http://HOST or https://HOST, with a port where needed and nothing behind"))
    }
}

fn log_filter(value: &Value) -> Result<String, Error> {
    match value.text.parse::<tracing_subscriber::EnvFilter>() {
        Ok(_) => Ok(value.text.clone()),
        Err(cause) => Err(value.refuse(format!("is not a log filter ({cause}); write a level such as `info`"))),
    }
}

fn log_format(value: &Value) -> Result<LogFormat, Error> {
    match value.text.as_str() {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        other => Err(value.refuse(format!("is `{other}`; write `text` or `json`"))),
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "in `{}`", path.display()),
            Self::Environment(name) => write!(f, "variable {name}"),
            Self::Flag => f.write_str("flag"),
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    fn compose(file: &str, environment: &[(&str, &str)], flags: &[(&'static str, &str)]) -> Result<Config, Error> {
        let environment = Layer::of_environment(|name| {
            environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        });
        let flags = Layer::of_flags(flags.iter().map(|(key, value)| (*key, (*value).to_owned())))?;
        let (file, _) = Layer::of_file(Path::new("cadastre.toml"), file)?;
        Config::from_layer(&Layer::defaults().under(file).under(environment).under(flags))
    }

    #[test]
    fn defaults_are_usable() {
        let config = Config::for_directory("/tmp/x");
        assert!(config.server.listen.ip().is_loopback());
        assert_eq!(config.database_url().expose_secret(), "sqlite:///tmp/x/catalog.db");
        assert!(!config.demo);
    }

    #[test]
    fn flag_wins_over_environment_over_file_over_default() {
        let file = "[server]\nlisten = \"127.0.0.1:1\"\n";
        let variable = [("CADASTRE_LISTEN", "127.0.0.1:2")];
        assert_eq!(compose("", &[], &[]).unwrap().server.listen.port(), 7878);
        assert_eq!(compose(file, &[], &[]).unwrap().server.listen.port(), 1);
        assert_eq!(compose(file, &variable, &[]).unwrap().server.listen.port(), 2);
        let flags = [("server.listen", "127.0.0.1:3")];
        assert_eq!(compose(file, &variable, &flags).unwrap().server.listen.port(), 3);
    }

    #[test]
    fn wrong_value_names_field_origin_and_fix() {
        let error = compose("", &[("CADASTRE_LISTEN", "here")], &[]).unwrap_err();
        assert_eq!(error.field(), Some("server.listen"));
        assert_eq!(
            error.to_string(),
            "`server.listen` (variable CADASTRE_LISTEN): `here` is not an address; write HOST:PORT, such as 127.0.0.1:7878"
        );
    }

    #[test]
    fn proxies_are_a_list_in_the_file_and_text_with_commas_elsewhere() {
        let file = "[server]\ntrusted_proxies = [\"10.0.0.0/8\", \"::1\"]\n";
        let in_file = compose(file, &[], &[]).unwrap().server.trusted_proxies;
        let variable = [("CADASTRE_TRUSTED_PROXIES", "10.0.0.0/8, ::1")];
        assert_eq!(in_file, compose("", &variable, &[]).unwrap().server.trusted_proxies);
        assert_eq!(in_file.0.len(), 2);
        assert!(compose("", &[], &[]).unwrap().server.trusted_proxies.0.is_empty());
        let error = compose("", &[("CADASTRE_TRUSTED_PROXIES", "10.0.0.0/8,proxy")], &[]).unwrap_err();
        assert_eq!(error.field(), Some("server.trusted_proxies"));
        assert!(error.to_string().contains("`proxy` is no address"), "{error}");
    }

    #[test]
    fn unknown_key_of_the_file_is_refused() {
        let error = compose("[server]\nlisen = \"127.0.0.1:1\"\n", &[], &[]).unwrap_err();
        assert!(
            error.to_string().starts_with("`server.lisen` (in `cadastre.toml`): is no setting; known: "),
            "{error}"
        );
    }

    #[test]
    fn threat_03_demo_on_an_open_address_is_refused() {
        let error = compose("demo = true\n[server]\nlisten = \"0.0.0.0:7878\"\n", &[], &[]).unwrap_err();
        assert_eq!(error.field(), Some("demo"));
        assert!(compose("demo = true\n", &[], &[]).unwrap().demo);
    }

    #[test]
    fn threat_12_password_of_the_store_is_in_no_error_and_no_debug_output() {
        let error = compose("database = \"oracle://u:canary-4711@h/d\"", &[], &[]).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary-4711"));
        let error = compose("database = \"postgres://u:canary-4711@h/d", &[], &[]).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary-4711"));
        let config = compose("database = \"postgres://u:canary-4711@h/d\"", &[], &[]).unwrap();
        assert!(!format!("{config:?}").contains("canary-4711"));
    }

    #[test]
    fn public_address_with_a_path_is_refused() {
        let error = compose("", &[("CADASTRE_PUBLIC_URL", "https://example.org/x?y")], &[]).unwrap_err();
        assert_eq!(error.field(), Some("server.public_url"));
        assert!(compose("", &[("CADASTRE_PUBLIC_URL", "https://example.org")], &[]).unwrap().server.is_https());
    }
}
