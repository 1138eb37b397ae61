//! What a check is ([`Definition`]) and how one is asked for ([`Asked`]).
//!
//! A definition reads its settings, asks its questions of a table, and gives back how to judge the answers. It neither
//! knows which statement will answer, nor when.

use async_graphql::Enum;
use catalog::TypeClass;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    checks::find,
    error::{Error, Result},
    judge::Judge,
    outcome::Dimension,
    plan::{Asking, Wish, prepare},
    table::Table,
    words::Words,
};

/// What a check is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "CheckLevel")]
pub enum Level {
    /// A table; no column is named.
    Table,
    /// One column.
    Column,
    /// A table, or one column of it.
    Either,
}

/// One kind of check, as data.
pub trait Definition: Sync {
    /// Its name in configurations, such as `not_null`.
    fn name(&self) -> &'static str;
    /// What it is about.
    fn level(&self) -> Level;
    /// Which side of quality it looks at.
    fn dimension(&self) -> Dimension;
    /// What people read in a list.
    fn title(&self) -> Words;
    /// What it does, and what it makes of absent and empty values and of empty tables.
    fn description(&self) -> Words;
    /// The sorts of columns it fits; every one when empty. Columns of unknown sort always may be asked.
    fn fits(&self) -> &'static [TypeClass];
    /// What other tools call it: OpenMetadata's, AllData's and DataVines' names.
    fn aliases(&self) -> &'static [&'static str];
    /// The JSON Schema of its settings; fields have `x-order`, `x-title-zh` and `x-description-zh`.
    fn schema(&self) -> Value;
    /// Settings that work, the usual ones first.
    fn examples(&self) -> Vec<Value>;
    /// Reads the settings, asks the questions, and says how to judge.
    #[doc(hidden)]
    fn ask(&self, settings: &Value, asking: &mut Asking<'_>) -> Result<Judge>;
}

/// A definition whose settings are `S`; one `static` of each file of [`crate::checks`].
pub(crate) struct Check<S: 'static> {
    pub(crate) name: &'static str,
    pub(crate) level: Level,
    pub(crate) dimension: Dimension,
    /// English and Chinese.
    pub(crate) title: [&'static str; 2],
    pub(crate) description: [&'static str; 2],
    pub(crate) fits: &'static [TypeClass],
    pub(crate) aliases: &'static [&'static str],
    /// JSON texts.
    pub(crate) examples: &'static [&'static str],
    pub(crate) ask: fn(S, &mut Asking<'_>) -> Result<Judge>,
}

impl<S: DeserializeOwned + JsonSchema> Definition for Check<S> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn level(&self) -> Level {
        self.level
    }

    fn dimension(&self) -> Dimension {
        self.dimension
    }

    fn title(&self) -> Words {
        Words::new(self.title[0], self.title[1])
    }

    fn description(&self) -> Words {
        Words::new(self.description[0], self.description[1])
    }

    fn fits(&self) -> &'static [TypeClass] {
        self.fits
    }

    fn aliases(&self) -> &'static [&'static str] {
        self.aliases
    }

    fn schema(&self) -> Value {
        connectors::schema_of::<S>()
    }

    fn examples(&self) -> Vec<Value> {
        self.examples.iter().map(|text| serde_json::from_str(text).expect("an example is JSON")).collect()
    }

    fn ask(&self, settings: &Value, asking: &mut Asking<'_>) -> Result<Judge> {
        let settings = if settings.is_null() { Value::Object(serde_json::Map::new()) } else { settings.clone() };
        let read = connectors::read_config::<S>(settings).map_err(|error| match error {
            connectors::Error::Invalid { field, problem } if field == "config" => Error::invalid("settings", problem),
            connectors::Error::Invalid { field, problem } => Error::invalid(format!("settings.{field}"), problem),
            other => Error::invalid("settings", other.to_string()),
        })?;
        (self.ask)(read, asking)
    }
}

/// How much may be wrong before a check that counts rows fails; nothing by default.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tolerance {
    /// So many rows may be wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors: Option<i64>,
    /// Such a share of the rows may be wrong, between 0 and 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
}

impl Tolerance {
    /// Whether so many wrong ones are still fine; bounds are part of what is allowed.
    #[must_use]
    pub fn allows(self, errors: i64, total: i64) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 53 bits")]
        let share = if total > 0 { errors as f64 / total as f64 } else { 0.0 };
        errors <= self.errors.unwrap_or(0) || self.share.is_some_and(|most| share <= most)
    }
}

/// One check as somebody wants it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The caller's own name for it; findings come back under it.
    pub key: String,
    /// Which definition.
    pub kind: String,
    /// The column, for checks of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The settings, by the definition's schema.
    #[serde(default)]
    pub settings: Value,
    /// Which rows count: a condition in the SQL of the source, as behind `WHERE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// A column by whose values results are told apart too; the check fails when a group fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_by: Option<String>,
    /// At most so many groups, those with the most rows; 20 when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<u16>,
    /// How much may be wrong.
    #[serde(default)]
    pub tolerance: Tolerance,
}

/// Checks that this can be asked of this table.
///
/// # Errors
/// `Invalid` naming the field: an unknown check, a column that is not there or of a sort that does not fit, settings that
/// are wrong, a condition that is no condition.
pub fn validate(asked: &Asked, table: &Table) -> Result<()> {
    prepare(asked, table, &Wish::default()).map(|_| ())
}

/// The definition that is asked for, and the fields that every check has checked.
pub(crate) fn definition_of(asked: &Asked, table: &Table) -> Result<&'static dyn Definition> {
    let definition = find(&asked.kind)
        .ok_or_else(|| Error::invalid("kind", format!("`{}` is no check; see the list of checks", asked.kind)))?;
    match (definition.level(), asked.column.as_deref()) {
        (Level::Table, Some(_)) => {
            return Err(Error::invalid("column", format!("`{}` is about the table; name no column", asked.kind)));
        }
        (Level::Column, None) => {
            return Err(Error::invalid("column", format!("`{}` is about a column; name one", asked.kind)));
        }
        _ => {}
    }
    if let Some(name) = &asked.column {
        let column = table
            .column(name)
            .ok_or_else(|| Error::invalid("column", format!("`{}` has no column `{name}`", table.name.last())))?;
        let (fits, class) = (definition.fits(), column.class());
        if !fits.is_empty() && class != TypeClass::Other && !fits.contains(&class) {
            let problem = format!("`{}` does not fit columns of type `{}`", asked.kind, column.data_type.text);
            return Err(Error::invalid("column", problem));
        }
    }
    let shares = asked.tolerance.share.is_none_or(|share| (0.0..=1.0).contains(&share));
    if !shares || asked.tolerance.errors.is_some_and(|errors| errors < 0) {
        return Err(Error::invalid("tolerance", "is a number of rows from 0, or a share between 0 and 1"));
    }
    if asked.groups.is_some_and(|groups| groups == 0 || groups > 100) {
        return Err(Error::invalid("groups", "is a number from 1 to 100"));
    }
    Ok(definition)
}
