//! "Test connection": whether a configuration works, without storing it.

use std::time::{Duration, Instant};

use catalog::{Action, ErrorKind, Fault as _, SourceId, Viewer};
use serde_json::{Map, Value};

use super::{Result, Sources, config};

/// The longest a test may take.
const LIMIT: Duration = Duration::from_secs(30);

/// A configuration to try.
#[derive(Debug, Clone)]
pub struct Probe {
    /// The stored source whose secrets stand in for those left out.
    pub id: Option<SourceId>,
    /// The connector.
    pub connector: String,
    /// The configuration.
    pub config: Value,
}

/// How it went. That a source does not answer is a verdict and no error.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Whether a crawl would get in.
    pub is_ok: bool,
    /// What was found, or what went wrong; never a secret.
    pub message: String,
    /// What can be done about it.
    pub code: Option<ErrorKind>,
    /// The field that has to change.
    pub field: Option<String>,
    /// Engine, version and databases.
    pub details: Option<Value>,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
}

impl Sources {
    /// Tries a configuration.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` for an unknown source. Everything else is part of the verdict.
    pub async fn test(&self, viewer: &Viewer, probe: Probe) -> Result<Verdict> {
        viewer.must(Action::ManageSources)?;
        let kept = match probe.id {
            Some(id) => {
                let source = self.get(viewer, id).await?;
                if source.connector != probe.connector {
                    let problem = format!("source `{}` is read by `{}`", source.name, source.connector);
                    return Err(catalog::Error::invalid("connector", problem).into());
                }
                self.secrets_for(&source, &probe.config)?
            }
            None => Map::new(),
        };
        let began = Instant::now();
        let outcome = tokio::time::timeout(LIMIT, self.try_out(&probe, &kept)).await;
        let duration_ms = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
        let mut verdict = outcome.unwrap_or_else(|_| Verdict {
            is_ok: false,
            message: format!("no answer within {} s", LIMIT.as_secs()),
            code: Some(ErrorKind::Unavailable),
            field: None,
            details: None,
            duration_ms: 0,
        });
        verdict.duration_ms = duration_ms;
        verdict.message = hide(
            &verdict.message,
            kept.values().chain(probe.config.as_object().into_iter().flat_map(|fields| {
                fields.iter().filter(|(name, _)| self.is_secret(&probe.connector, name)).map(|(_, value)| value)
            })),
        );
        Ok(verdict)
    }

    /// The stored secrets that may be sent where `config` points: only to where they are sent anyway, so that nobody
    /// who may test has them sent to a machine of their own.
    pub(super) fn secrets_for(&self, source: &super::Source, probed: &Value) -> Result<Map<String, Value>> {
        let goes_elsewhere = ["host", "port", "path"]
            .iter()
            .any(|field| probed.get(*field).filter(|value| !value.is_null()) != source.config.get(*field));
        if goes_elsewhere {
            return Ok(Map::new());
        }
        config::open(&self.sealer, source.id, source.sealed.as_deref())
    }

    fn is_secret(&self, connector: &str, field: &str) -> bool {
        connectors::definition(connector).is_ok_and(|known| known.secret_fields().iter().any(|name| name == field))
    }

    async fn try_out(&self, probe: &Probe, kept: &Map<String, Value>) -> Verdict {
        match self.ask(probe, kept).await {
            Ok(checked) => Verdict {
                is_ok: true,
                message: format!("connected to {} {}", checked.engine, checked.version),
                code: None,
                field: None,
                details: serde_json::to_value(&checked).ok(),
                duration_ms: 0,
            },
            Err(cause) => Verdict {
                is_ok: false,
                message: cause.to_string(),
                code: Some(cause.kind()),
                field: cause.field().map(ToOwned::to_owned),
                details: None,
                duration_ms: 0,
            },
        }
    }

    async fn ask(&self, probe: &Probe, kept: &Map<String, Value>) -> Result<connectors::Checked> {
        let checked = config::check(&probe.connector, probe.config.clone(), kept, self.outbound)?;
        let whole: Map<String, Value> = checked.open.into_iter().chain(checked.secrets).collect();
        let connector = connectors::build_connector(&probe.connector, Value::Object(whole), self.outbound)?;
        Ok(connector.check().await?)
    }
}

/// The text with every secret blotted out, should an engine's answer repeat one.
fn hide<'a>(text: &str, secrets: impl Iterator<Item = &'a Value>) -> String {
    let words = secrets.filter_map(Value::as_str).filter(|word| word.chars().count() >= 3);
    words.fold(text.to_owned(), |text, word| text.replace(word, "•••"))
}
