//! One layer of settings (defaults, file, environment or flags), and laying one over another.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{
    Error,
    identity::{self, Provider},
    setting::{Origin, SETTINGS, Setting, Value},
};

/// What one place says; settings it does not mention are absent.
#[derive(Clone, Default)]
pub(super) struct Layer(BTreeMap<&'static str, Value>);

impl Layer {
    pub(super) fn defaults() -> Self {
        Self(SETTINGS.iter().map(|setting| value(setting, setting.default.to_owned(), Origin::Default)).collect())
    }

    pub(super) fn of_environment(read: impl Fn(&str) -> Option<String>) -> Self {
        let set = |setting: &'static Setting| {
            read(setting.variable).map(|text| value(setting, text, Origin::Environment(setting.variable)))
        };
        Self(SETTINGS.iter().filter_map(set).collect())
    }

    pub(super) fn of_flags(flags: impl IntoIterator<Item = (&'static str, String)>) -> Result<Self, Error> {
        let mut layer = Self::default();
        for (key, text) in flags {
            let setting = find(key, &Origin::Flag)?;
            layer.0.insert(setting.key, value(setting, text, Origin::Flag).1);
        }
        Ok(layer)
    }

    /// What the file says, and its systems that know who people are.
    pub(super) fn of_file(path: &Path, text: &str) -> Result<(Self, Vec<Provider>), Error> {
        let mut table: toml::Table = text.parse().map_err(|error: toml::de::Error| not_toml(path, text, &error))?;
        let mut layer = Self::default();
        let identity = table.remove("identity").map(|tables| identity::read(path, tables)).transpose()?;
        layer.add_table(path, "", table)?;
        Ok((layer, identity.unwrap_or_default()))
    }

    fn add_table(&mut self, path: &Path, prefix: &str, table: toml::Table) -> Result<(), Error> {
        for (name, found) in table {
            let key = format!("{prefix}{name}");
            let text = match found {
                toml::Value::Table(inner) if prefix.is_empty() => {
                    self.add_table(path, &format!("{key}."), inner)?;
                    continue;
                }
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(is_set) => is_set.to_string(),
                toml::Value::Array(pieces) if pieces.iter().all(toml::Value::is_str) => {
                    pieces.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(",")
                }
                _ => String::from("(neither text, a list of texts, whole number nor true/false)"),
            };
            let origin = Origin::File(PathBuf::from(path));
            let setting = find(&key, &origin)?;
            self.0.insert(setting.key, value(setting, text, origin).1);
        }
        Ok(())
    }

    /// This layer with `above` laid over it.
    pub(super) fn under(mut self, above: Self) -> Self {
        self.0.extend(above.0);
        self
    }

    /// The value of `key`, which the layer of defaults always has.
    pub(super) fn get(&self, key: &str) -> &Value {
        self.0.get(key).expect("the defaults hold every setting, and keys are written in this module only")
    }
}

fn value(setting: &'static Setting, text: String, origin: Origin) -> (&'static str, Value) {
    (setting.key, Value { key: setting.key, text, origin })
}

fn find(key: &str, origin: &Origin) -> Result<&'static Setting, Error> {
    SETTINGS.iter().find(|setting| setting.key == key).ok_or_else(|| {
        let known: Vec<_> = SETTINGS.iter().map(|setting| setting.key).collect();
        let problem = format!("is no setting; known: {}", known.join(", "));
        Error::Invalid { field: key.to_owned(), origin: origin.to_string(), problem }
    })
}

fn not_toml(path: &Path, text: &str, error: &toml::de::Error) -> Error {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    Error::NotToml { path: path.to_owned(), problem: format!("line {line}: {}", error.message()) }
}
