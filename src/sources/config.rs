//! Configurations on their way in: checked by the connector, and divided into what may be shown and what is sealed.

use catalog::{Error as Refusal, SourceId};
use connectors::Outbound;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value};

use super::Result;
use crate::access::Sealer;

/// The longest name of a source, in characters.
const MAX_NAME: usize = 200;
/// The largest configuration, in bytes of JSON.
const MAX_CONFIG: usize = 256 * 1024;

/// A configuration that its connector accepts.
#[derive(Debug)]
pub(super) struct Checked {
    /// What may be shown.
    pub(super) open: Map<String, Value>,
    /// The secret fields.
    pub(super) secrets: Map<String, Value>,
}

/// Checks a configuration as people send it: a secret field that is left out, or sent as it is shown, keeps its value
/// of `kept`; one that is null or empty loses it.
///
/// # Errors
/// `Invalid` naming the field.
pub(super) fn check(connector: &str, config: Value, kept: &Map<String, Value>, outbound: Outbound) -> Result<Checked> {
    let definition = connectors::definition(connector)?;
    let Value::Object(mut open) = config else {
        return Err(Refusal::invalid("config", "is not an object of fields and values").into());
    };
    let mut secrets = Map::new();
    for field in definition.secret_fields() {
        let value = match open.remove(&field) {
            None => kept.get(&field).cloned(),
            Some(shown) if is_shown(&shown) => kept.get(&field).cloned(),
            Some(Value::Null) => None,
            Some(Value::String(empty)) if empty.is_empty() => None,
            Some(value) => Some(value),
        };
        if let Some(value) = value {
            secrets.insert(field, value);
        }
    }
    let whole: Map<String, Value> = open.clone().into_iter().chain(secrets.clone()).collect();
    let whole = Value::Object(whole);
    if whole.to_string().len() > MAX_CONFIG {
        return Err(Refusal::invalid("config", format!("is longer than {MAX_CONFIG} bytes")).into());
    }
    connectors::build_connector(connector, whole, outbound)?;
    open.retain(|_, value| !value.is_null());
    Ok(Checked { open, secrets })
}

/// Whether this is what a secret is shown as.
fn is_shown(value: &Value) -> bool {
    value.as_object().is_some_and(|fields| fields.len() == 1 && fields.contains_key("set"))
}

/// Checks a source's name; blanks around it do not count.
///
/// # Errors
/// `Invalid` for `name`.
pub(super) fn check_name(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    let length = name.chars().count();
    if length == 0 || length > MAX_NAME {
        return Err(Refusal::invalid("name", format!("has {length} characters; 1 to {MAX_NAME} are allowed")));
    }
    if name.chars().any(char::is_control) {
        return Err(Refusal::invalid("name", "contains a control character"));
    }
    Ok(name.to_owned())
}

fn place(source: SourceId) -> String {
    format!("source:{source}/secrets")
}

/// Seals the secrets of a source; none when it has none.
pub(super) fn seal(sealer: &Sealer, source: SourceId, secrets: &Map<String, Value>) -> Result<Option<String>> {
    if secrets.is_empty() {
        return Ok(None);
    }
    let plain = SecretString::from(Value::Object(secrets.clone()).to_string());
    Ok(Some(sealer.seal(&plain, &place(source))?))
}

/// Opens the secrets of a source.
pub(super) fn open(sealer: &Sealer, source: SourceId, sealed: Option<&str>) -> Result<Map<String, Value>> {
    let Some(sealed) = sealed else { return Ok(Map::new()) };
    let plain = sealer.open(sealed, &place(source))?;
    // What the seal vouches for was written by `seal`.
    Ok(serde_json::from_str(plain.expose_secret()).unwrap_or_default())
}
