//! The list of connectors as data: [`Definition`], looked up by name or by an address.

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

use crate::{
    CONNECTORS, config,
    connector::{Connector, Define},
    error::{Error, Result},
    outbound::Outbound,
};

/// One kind of connector: what it is called, how it is configured, how it is built.
pub struct Definition {
    /// The name in configurations, such as `postgres`.
    pub name: &'static str,
    /// The name that people read, in English and in Chinese.
    pub title: [&'static str; 2],
    /// The schemes of addresses it reads.
    pub schemes: &'static [&'static str],
    /// The JSON Schema of its configuration. Fields have `x-order`, `x-title-zh` and `x-description-zh`; secret ones are
    /// `writeOnly` with format `password`.
    pub schema: fn() -> Value,
    /// Checks a configuration and builds the connector.
    pub build: fn(Value, Outbound) -> Result<Box<dyn Connector>>,
    config_of_url: fn(&Url) -> Result<Value>,
}

impl Definition {
    /// The definition of connector `C`.
    pub(crate) const fn of<C: Define>(name: &'static str, title: [&'static str; 2]) -> Self {
        Self {
            name,
            title,
            schemes: C::SCHEMES,
            schema: config::schema_of::<C::Config>,
            build: build::<C>,
            config_of_url: C::config_of_url,
        }
    }

    /// The names of the fields that hold secrets.
    #[must_use]
    pub fn secret_fields(&self) -> Vec<String> {
        config::secret_fields(&(self.schema)())
    }
}

impl std::fmt::Debug for Definition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Definition").field("name", &self.name).finish_non_exhaustive()
    }
}

fn build<C: Define>(config: Value, outbound: Outbound) -> Result<Box<dyn Connector>> {
    Ok(Box::new(C::new(config::read(config)?, outbound)?))
}

/// The connector with this name.
///
/// # Errors
/// [`Error::UnknownConnector`], which lists the known ones.
pub fn definition(name: &str) -> Result<&'static Definition> {
    CONNECTORS.iter().find(|definition| definition.name == name).ok_or_else(|| Error::UnknownConnector {
        name: name.to_owned(),
        known: CONNECTORS.iter().map(|definition| definition.name).collect::<Vec<_>>().join(", "),
    })
}

/// Checks a configuration and builds the connector of this name, which may connect where `outbound` allows.
///
/// # Errors
/// `Invalid` for an unknown name, an unknown field, or a wrong value, naming it.
pub fn build_connector(name: &str, config: Value, outbound: Outbound) -> Result<Box<dyn Connector>> {
    (definition(name)?.build)(config, outbound)
}

/// The connector that reads an address, and the configuration that the address stands for.
///
/// A password in the address becomes the field `password`; `password`, when given, replaces it, or becomes the one secret
/// that the connector has.
///
/// # Errors
/// [`Error::UnknownScheme`], or `Invalid` for an address that cannot be read. Neither repeats the address, which may hold
/// a password.
pub fn from_url(url: &str, password: Option<&SecretString>) -> Result<(&'static Definition, Value)> {
    // A path on its own is that of a folder.
    let path = url.starts_with('/').then(|| Url::from_file_path(url).ok()).flatten();
    let url = path.map_or_else(|| Url::parse(url), Ok).map_err(|problem| {
        Error::invalid("url", format!("is not an address ({problem}); write `postgres://account@host:5432/database`"))
    })?;
    let definition =
        CONNECTORS.iter().find(|definition| definition.schemes.contains(&url.scheme())).ok_or_else(|| {
            let known = CONNECTORS.iter().flat_map(|definition| definition.schemes).copied().collect::<Vec<_>>();
            Error::UnknownScheme { scheme: url.scheme().to_owned(), known: known.join(", ") }
        })?;
    let mut config = (definition.config_of_url)(&url)?;
    if let Some(password) = password {
        // A connector with one secret under another name means that one.
        let secrets = definition.secret_fields();
        let field = match secrets.as_slice() {
            [only] => Some(only.as_str()),
            several => several.iter().map(String::as_str).find(|field| *field == "password"),
        };
        let field =
            field.ok_or_else(|| Error::invalid("password", format!("`{}` takes no password", definition.name)))?;
        config[field] = Value::from(password.expose_secret());
    }
    Ok((definition, config))
}

/// From the list: one [`Definition`] for each line `"name" Type, "English", "Chinese";`.
macro_rules! connectors {
    ($($(#[$meta:meta])* $name:literal $connector:ty, $english:literal, $chinese:literal;)*) => {
        /// Every connector, in the order in which people are offered them.
        pub static CONNECTORS: &[Definition] =
            &[$($(#[$meta])* Definition::of::<$connector>($name, [$english, $chinese]),)*];
    };
}
pub(crate) use connectors;

#[cfg(test)]
mod tests {
    use catalog::{ErrorKind, Fault};

    use super::*;

    #[test]
    fn unknown_connector_names_the_known_ones() {
        let error = definition("oracle").unwrap_err();
        assert!(error.to_string().starts_with("unknown connector `oracle`; known: postgres, mysql, sqlite"), "{error}");
        assert_eq!(error.kind(), ErrorKind::Invalid);
    }

    #[test]
    fn unknown_scheme_names_the_known_ones_and_not_the_password() {
        let error = from_url("oracle://ana:canary@h/x", None).unwrap_err();
        assert_eq!(error.field(), Some("url"));
        assert!(error.to_string().contains("no connector reads `oracle` addresses; known: postgres"), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }

    #[test]
    fn address_that_is_none_says_how_one_looks() {
        let error = from_url("warehouse", None).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("url")));
        assert!(error.to_string().contains("postgres://account@host:5432/database"));
    }

    #[cfg(feature = "files")]
    #[test]
    fn path_on_its_own_is_that_of_a_folder() {
        for address in ["/data/my lake", "file:///data/my%20lake"] {
            let (definition, config) = from_url(address, None).unwrap();
            assert_eq!((definition.name, &config["path"]), ("files", &Value::from("/data/my lake")));
        }
        let (_, config) = from_url("file:///data?layout=files&include_tables=a,b", None).unwrap();
        assert_eq!(config["include_tables"], serde_json::json!(["a", "b"]));
    }

    #[test]
    fn separate_password_replaces_the_one_in_the_address() {
        let (definition, config) =
            from_url("postgres://ana:old@db.example/shop", Some(&SecretString::from("new"))).unwrap();
        assert_eq!(definition.name, "postgres");
        assert_eq!(config["password"], "new");
        assert_eq!(config["host"], "db.example");
        assert_eq!(config["database"], "shop");
    }

    #[test]
    fn password_for_a_file_is_refused() {
        let error = from_url("sqlite:///tmp/a.db", Some(&SecretString::from("x"))).unwrap_err();
        assert_eq!(error.to_string(), "`password`: `sqlite` takes no password");
    }

    #[test]
    fn every_field_of_every_form_has_both_languages_and_a_place() {
        for definition in CONNECTORS {
            let schema = (definition.schema)();
            assert_eq!(schema["additionalProperties"], false, "{definition:?}");
            for (field, property) in schema["properties"].as_object().unwrap() {
                for key in ["title", "description", "x-title-zh", "x-description-zh"] {
                    let text = property[key].as_str().unwrap_or_default();
                    assert!(!text.is_empty(), "{definition:?} {field} has no {key}");
                }
                assert!(property["x-order"].is_u64(), "{definition:?} {field} has no place");
            }
        }
    }

    #[test]
    fn unknown_field_is_refused_by_every_connector() {
        for definition in CONNECTORS {
            let Err(error) = (definition.build)(serde_json::json!({ "hots": "x" }), Outbound::default()) else {
                panic!("{definition:?} took an unknown field");
            };
            assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("hots")));
        }
    }
}
