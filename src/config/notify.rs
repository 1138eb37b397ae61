//! Settings of telling people and programs.

use connectors::Names;
use secrecy::SecretString;

use super::{Error, layer::Layer, setting::Value};

/// Telling people and programs.
#[derive(Debug, Clone)]
pub struct Notify {
    /// Whether webhooks may be at private and loopback addresses, and without encryption.
    pub allow_private_addresses: bool,
    /// Who says which addresses the names of webhooks stand for; the operating system, but in tests.
    pub names: Names,
    /// Certificates to trust instead of the usual ones, as PEM.
    pub authorities: Option<Vec<u8>>,
    /// How long events are kept.
    pub keep: chrono::Duration,
    /// How many of them at most.
    pub keep_events: i64,
    /// The server that sends mail; none is sent without.
    pub smtp: Option<Smtp>,
}

/// A server that sends mail.
#[derive(Debug, Clone)]
pub struct Smtp {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub security: Security,
    /// Who we are there.
    pub credentials: Option<(String, SecretString)>,
    /// Whom mail is from.
    pub from: String,
    /// Certificates to trust beside the usual ones, as PEM.
    pub authorities: Vec<Vec<u8>>,
}

/// How a connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// From the beginning.
    Tls,
    /// Once it is open, or not used.
    StartTls,
    /// Not at all.
    None,
}

pub(super) fn of(layer: &Layer) -> Result<Notify, Error> {
    let authorities = file(layer.get("notify.ca_file"))?;
    Ok(Notify {
        allow_private_addresses: layer.get("notify.allow_private_addresses").boolean()?,
        names: Names::System,
        authorities,
        keep: chrono::Duration::days(layer.get("notify.keep_days").number(1..=10_000)?),
        keep_events: layer.get("notify.keep_events").number(1_000..=100_000_000)?,
        smtp: smtp(layer)?,
    })
}

/// What stands in the file that a setting names.
fn file(setting: &Value) -> Result<Option<Vec<u8>>, Error> {
    match setting.text.as_str() {
        "" => Ok(None),
        path => {
            let read = std::fs::read(path);
            read.map(Some).map_err(|cause| setting.refuse(format!("`{path}` cannot be read: {cause}")))
        }
    }
}

fn smtp(layer: &Layer) -> Result<Option<Smtp>, Error> {
    let host = layer.get("smtp.host");
    if host.text.is_empty() {
        return Ok(None);
    }
    let security = layer.get("smtp.security");
    let (security, usual) = match security.text.as_str() {
        "tls" => (Security::Tls, 465),
        "starttls" => (Security::StartTls, 587),
        "none" => (Security::None, 25),
        other => return Err(security.refuse(format!("is `{other}`; write `starttls`, `tls` or `none`"))),
    };
    let port = layer.get("smtp.port").number(0..=65_535)?;
    let from = layer.get("smtp.from");
    if !from.text.contains('@') {
        return Err(from.refuse("is no address; write Name <name@host>"));
    }
    let (user, password) = (layer.get("smtp.user"), layer.get("smtp.password"));
    if !user.text.is_empty() && security == Security::None {
        return Err(user.refuse("would be sent in the open; set `smtp.security` to `starttls` or `tls`"));
    }
    let credentials = (!user.text.is_empty()).then(|| (user.text.clone(), SecretString::from(password.text.clone())));
    Ok(Some(Smtp {
        host: host.text.clone(),
        port: if port == 0 { usual } else { u16::try_from(port).unwrap_or(usual) },
        security,
        credentials,
        from: from.text.clone(),
        authorities: file(layer.get("smtp.ca_file"))?.into_iter().collect(),
    }))
}
