//! Configurations: their JSON Schema, reading one with errors that name the field, and the parts that connectors share.
//!
//! A configuration is a flat object, so that a form can show it. It is checked against its own schema before serde reads
//! it: serde's errors repeat the offending value, which may be a password.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::error::{Error, Result};

pub(crate) mod check;
pub(crate) mod dialect;
pub(crate) mod filter;
pub(crate) mod protection;
pub(crate) mod task_folder;

/// How a connection is protected on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    /// Never encrypted.
    #[schemars(title = "Off", extend("x-title-zh" = "不加密"))]
    Disable,
    /// Encrypted if the server offers it; the certificate is not verified.
    #[default]
    #[schemars(title = "If offered", extend("x-title-zh" = "优先加密"))]
    Prefer,
    /// Always encrypted; the certificate is not verified.
    #[schemars(title = "Required", extend("x-title-zh" = "必须加密"))]
    Require,
    /// Always encrypted; the certificate must be signed by a known authority for this host.
    #[schemars(title = "Required and verified", extend("x-title-zh" = "必须加密并验证证书"))]
    VerifyFull,
}

impl Tls {
    /// Its name in configurations.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Prefer => "prefer",
            Self::Require => "require",
            Self::VerifyFull => "verify_full",
        }
    }
}

/// The JSON Schema of a configuration, with everything in one piece.
#[must_use]
pub fn schema_of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

/// The fields of a schema that hold secrets.
#[must_use]
pub(crate) fn secret_fields(schema: &Value) -> Vec<String> {
    let properties = schema["properties"].as_object().cloned().unwrap_or_default();
    properties.into_iter().filter(|(_, property)| property["writeOnly"] == true).map(|(field, _)| field).collect()
}

/// Reads a configuration.
///
/// # Errors
/// `Invalid` naming the unknown, missing or wrong field; the value of a secret is never repeated.
pub fn read<T: DeserializeOwned + JsonSchema>(config: Value) -> Result<T> {
    let Value::Object(mut fields) = config else {
        return Err(Error::invalid("config", "is not an object of fields and values"));
    };
    // A form sends what was left empty as null.
    fields.retain(|_, value| !value.is_null());
    check::check(&fields, &schema_of::<T>())?;
    serde_json::from_value(Value::Object(fields))
        .map_err(|_| Error::invalid("config", "does not fit its schema; see the schema for the fields and their types"))
}

/// What an address says, as fields of a configuration: host, port, account, password and the options behind `?`.
///
/// # Errors
/// `Invalid` naming what cannot be read; the address itself is not repeated.
pub(crate) fn fields_of_url(url: &url::Url, options: &[&str]) -> Result<Map<String, Value>> {
    let mut fields = Map::new();
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| {
        Error::invalid("host", format!("is missing; write `{}://account@host/database`", url.scheme()))
    })?;
    fields.insert("host".to_owned(), decoded("host", host)?.into());
    if let Some(port) = url.port() {
        fields.insert("port".to_owned(), port.into());
    }
    if !url.username().is_empty() {
        fields.insert("user".to_owned(), decoded("user", url.username())?.into());
    }
    if let Some(password) = url.password() {
        fields.insert("password".to_owned(), decoded("password", password)?.into());
    }
    options_of(url, options, &mut fields)?;
    Ok(fields)
}

/// What the address of a folder says: its path, and the options behind `?`.
///
/// # Errors
/// `Invalid` for a path that is not absolute or an unknown option.
pub(crate) fn folder_fields(url: &url::Url, options: &[&str]) -> Result<Map<String, Value>> {
    if url.host_str().is_some_and(|host| !host.is_empty()) || url.path().len() < 2 {
        let example = format!("is not absolute; write `{}:///path/of/the/folder`", url.scheme());
        return Err(Error::invalid("path", example));
    }
    let mut fields = Map::new();
    fields.insert("path".to_owned(), decoded("path", url.path())?.into());
    options_of(url, options, &mut fields)?;
    Ok(fields)
}

/// Adds the options behind `?`.
///
/// # Errors
/// `Invalid` for an option that is not one.
pub(crate) fn options_of(url: &url::Url, options: &[&str], fields: &mut Map<String, Value>) -> Result<()> {
    for (key, value) in url.query_pairs() {
        let field = match key.as_ref() {
            "sslmode" | "ssl-mode" => "tls",
            "sslrootcert" | "ssl-ca" => "ca_file",
            other => other,
        };
        if !options.contains(&field) {
            let known = options.join(", ");
            return Err(Error::invalid(key, format!("is not an option of this address; known: {known}")));
        }
        fields.insert(field.to_owned(), option_value(field, &value));
    }
    Ok(())
}

/// A host with its port; an IPv6 address is bracketed.
pub(crate) fn authority(host: &str, port: u16) -> String {
    if host.contains(':') && !host.starts_with('[') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

/// The namespace of a server; host names ignore case.
pub(crate) fn namespace(scheme: &str, host: &str, port: u16) -> String {
    format!("{scheme}://{}", authority(&host.to_ascii_lowercase(), port))
}

/// An error of a connection that is a refusal of the server's certificate.
pub(crate) fn tls_fault(cause: &std::io::Error) -> Option<Error> {
    // Encryption reports what it cannot accept as data that makes no sense.
    let is_refusal = cause.kind() == std::io::ErrorKind::InvalidData;
    is_refusal.then(|| Error::invalid("tls", format!("the encrypted connection was not made: {cause}")))
}

/// Checks that the file of authorities, if one is named, can be read.
///
/// # Errors
/// `Invalid` for `ca_file`.
pub(crate) async fn check_ca_file(file: Option<&str>) -> Result<()> {
    let Some(file) = file else { return Ok(()) };
    match tokio::fs::File::open(file).await {
        Ok(_) => Ok(()),
        Err(cause) => Err(Error::invalid("ca_file", format!("`{file}` cannot be read: {cause}"))),
    }
}

/// An option as its field's type; TLS modes are also known by the names other tools use.
fn option_value(field: &str, text: &str) -> Value {
    match field {
        "tls" => match text.to_ascii_lowercase().replace('-', "_").as_str() {
            "disabled" => "disable".into(),
            "preferred" | "allow" => "prefer".into(),
            "required" => "require".into(),
            "verify_ca" | "verify_identity" => "verify_full".into(),
            other => other.into(),
        },
        "databases" | "include_schemas" | "exclude_schemas" | "include_tables" | "exclude_tables"
        | "include_databases" | "exclude_databases" | "include_files" | "exclude_files" => {
            text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect()
        }
        "timeout_seconds" => text.parse::<u64>().map_or_else(|_| text.into(), Value::from),
        _ => text.into(),
    }
}

/// A part of an address with its `%` escapes resolved.
///
/// # Errors
/// `Invalid` when they do not spell UTF-8 text.
pub(crate) fn decoded(field: &str, text: &str) -> Result<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escape = (first == b'%').then(|| after.get(..2)).flatten();
        let value =
            escape.and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match value {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).map_err(|_| Error::invalid(field, "has `%` escapes that are not UTF-8 text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(url: &str) -> Result<Map<String, Value>> {
        fields_of_url(&url.parse().unwrap(), &["tls", "ca_file", "timeout_seconds", "databases"])
    }

    #[test]
    fn address_gives_account_password_and_options() {
        let fields =
            fields("postgres://an%40a:p%2Fw@h:6000/x?sslmode=verify-full&timeout_seconds=5&databases=a,b").unwrap();
        assert_eq!(
            Value::Object(fields),
            serde_json::json!({
                "host": "h", "port": 6000, "user": "an@a", "password": "p/w",
                "tls": "verify_full", "timeout_seconds": 5, "databases": ["a", "b"],
            })
        );
    }

    #[test]
    fn unknown_option_of_an_address_is_named() {
        let error = fields("postgres://h/x?ssl=yes").unwrap_err();
        assert!(error.to_string().starts_with("`ssl`: is not an option of this address; known: tls"), "{error}");
    }

    #[test]
    fn escape_that_is_not_text_is_refused_without_repeating_it() {
        let error = fields("postgres://a:%ffcanary@h/x").unwrap_err();
        assert_eq!(error.to_string(), "`password`: has `%` escapes that are not UTF-8 text");
    }
}
