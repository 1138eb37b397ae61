//! Values of custom properties: read as their definition says, and put into what people decided.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use serde_json::Value;

use super::{Property, PropertyType};
use crate::{
    asset::Curated,
    catalog::Catalog,
    edit::targets,
    error::{Error, Result},
    id::AssetId,
    kinds::AssetKind,
    viewer::Viewer,
};

/// The longest text, in characters.
const MAX_TEXT: usize = 2_000;
/// The most digits of a decimal number.
const MAX_DIGITS: usize = 28;

/// A definition that values are read by.
#[derive(Debug)]
pub struct Checked {
    property: Property,
    expression: Option<regex::Regex>,
}

impl Checked {
    /// The same, made ready.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a pattern that is none.
    pub fn new(property: Property) -> Result<Self> {
        let expression = property.expression()?;
        Ok(Self { property, expression })
    }

    /// A value as it is kept; none for one that says nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the property.
    pub fn value(&self, given: &Value) -> Result<Option<Value>> {
        let text = given.as_str().map(str::trim);
        if given.is_null() || text == Some("") || given.as_array().is_some_and(Vec::is_empty) {
            return Ok(None);
        }
        let kept = match self.property.property_type {
            PropertyType::Text => {
                text.filter(|text| text.chars().count() <= MAX_TEXT && !text.contains('\0')).map(Value::from)
            }
            PropertyType::Integer => {
                given.as_i64().or_else(|| text.and_then(|text| text.parse().ok())).map(Value::from)
            }
            PropertyType::Decimal => match given {
                Value::Number(number) => decimal(&number.to_string()),
                _ => text.and_then(decimal),
            },
            PropertyType::Boolean => given.as_bool().or_else(|| text.and_then(yes_or_no)).map(Value::from),
            PropertyType::Date => text.and_then(date),
            PropertyType::Choice => text.and_then(|text| self.choice(text)).map(Value::from),
            PropertyType::Choices => self.choices(given),
            PropertyType::Asset => text.and_then(|text| text.parse::<AssetId>().ok()).map(|id| id.to_string().into()),
            PropertyType::Person => text
                .and_then(|text| targets("person", vec![text.to_owned()]).ok())
                .map(|mut names| names.swap_remove(0).into()),
        };
        let kept = kept.ok_or_else(|| self.bad(self.wanted()))?;
        if let (Some(expression), Some(text)) = (&self.expression, kept.as_str())
            && !expression.is_match(text)
        {
            let pattern = self.property.pattern.as_deref().unwrap_or_default();
            return Err(self.bad(format!("must match `{pattern}`")));
        }
        Ok(Some(kept))
    }

    /// Whether its values are assets.
    fn takes_assets(&self) -> bool {
        self.property.property_type == PropertyType::Asset
    }

    fn bad(&self, problem: String) -> Error {
        Error::invalid(format!("properties.{}", self.property.name), problem)
    }

    fn wanted(&self) -> String {
        match self.property.property_type {
            PropertyType::Text => format!("must be a text of at most {MAX_TEXT} characters"),
            PropertyType::Integer => "must be a whole number".into(),
            PropertyType::Decimal => {
                format!("must be a decimal number of at most {MAX_DIGITS} digits, such as `12.50`")
            }
            PropertyType::Boolean => "must be true or false".into(),
            PropertyType::Date => "must be a day such as `2026-03-10`".into(),
            PropertyType::Choice => format!("must be one of: {}", self.property.choices.join(", ")),
            PropertyType::Choices => format!("must be a list of some of: {}", self.property.choices.join(", ")),
            PropertyType::Asset => "must be the identifier of an asset".into(),
            PropertyType::Person => "must be the name of an account".into(),
        }
    }

    fn choice(&self, text: &str) -> Option<&str> {
        let known = self.property.choices.iter().map(String::as_str);
        known
            .clone()
            .find(|known| *known == text)
            .or_else(|| known.clone().find(|known| known.to_lowercase() == text.to_lowercase()))
    }

    /// Some choices in their order; a text has them parted by commas, as tables do.
    fn choices(&self, given: &Value) -> Option<Value> {
        let texts: Option<Vec<&str>> = match given {
            Value::Array(items) => items.iter().map(|item| item.as_str().map(str::trim)).collect(),
            Value::String(text) => {
                Some(text.split([',', '，']).map(str::trim).filter(|text| !text.is_empty()).collect())
            }
            _ => None,
        };
        let chosen: Option<Vec<&str>> = texts?.into_iter().map(|text| self.choice(text)).collect();
        let chosen = chosen?;
        let ordered = self.property.choices.iter().filter(|choice| chosen.contains(&choice.as_str()));
        Some(ordered.cloned().map(Value::from).collect())
    }
}

/// A decimal number as it is written, without what says nothing: no sign of plus, no zeros in front.
fn decimal(text: &str) -> Option<Value> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = !whole.is_empty() && is_number(whole) && is_number(part) && !digits.ends_with('.');
    if !is_whole || whole.len() + part.len() > MAX_DIGITS {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }.into())
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "1" | "是" => Some(true),
        "false" | "no" | "0" | "否" => Some(false),
        _ => None,
    }
}

fn date(text: &str) -> Option<Value> {
    let day = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    Some(day.format("%Y-%m-%d").to_string().into())
}

/// A value as text, as tables and search have it.
#[must_use]
pub fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// What an edit does to custom properties.
#[derive(Debug, Default)]
pub(crate) struct PropertyChanges(Vec<(Arc<Checked>, Option<Value>)>);

impl PropertyChanges {
    /// Puts it into what people decided about an asset of a kind.
    pub(crate) fn apply(&self, kind: AssetKind, curated: &mut Curated) -> Result<()> {
        for (checked, value) in &self.0 {
            let property = &checked.property;
            match value {
                None => {
                    curated.properties.remove(&property.name);
                }
                Some(_) if !property.kinds.contains(&kind) => {
                    let kinds: Vec<&str> = property.kinds.iter().map(|kind| kind.words()[0]).collect();
                    return Err(checked.bad(format!("is for: {}; this is a {}", kinds.join(", "), kind.words()[0])));
                }
                Some(value) => {
                    curated.properties.insert(property.name.clone(), value.clone());
                }
            }
        }
        Ok(())
    }
}

/// Values of custom properties as somebody asks for them.
pub(crate) type AskedProperties = BTreeMap<String, Option<Value>>;

/// Reads what is asked for custom properties.
#[derive(Debug, Default)]
pub(crate) struct PropertyReader {
    known: HashMap<String, Arc<Checked>>,
    /// Those of the assets that are asked for which are there for whoever asks.
    assets: HashSet<String>,
}

impl PropertyReader {
    /// What an edit does to custom properties.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the property.
    pub(crate) fn read(&self, asked: &AskedProperties) -> Result<PropertyChanges> {
        let mut changes = Vec::with_capacity(asked.len());
        for (name, given) in asked {
            let Some(checked) = self.known.get(name) else {
                let name: String = name.chars().take(64).collect();
                return Err(Error::invalid(format!("properties.{name}"), "is no custom property"));
            };
            let value = given.as_ref().map(|given| checked.value(given)).transpose()?.flatten();
            let asset = value.as_ref().and_then(Value::as_str).filter(|_| checked.takes_assets());
            if let Some(id) = asset.filter(|id| !self.assets.contains(*id)) {
                return Err(checked.bad(format!("there is no asset `{id}`")));
            }
            changes.push((Arc::clone(checked), value));
        }
        Ok(PropertyChanges(changes))
    }
}

impl Catalog {
    /// Reads what is asked for custom properties.
    pub(crate) async fn property_changes(&self, viewer: &Viewer, asked: &AskedProperties) -> Result<PropertyChanges> {
        self.property_reader(viewer, std::iter::once(asked)).await?.read(asked)
    }

    /// What reads all that is asked for custom properties.
    pub(crate) async fn property_reader<'a>(
        &self,
        viewer: &Viewer,
        asked: impl Iterator<Item = &'a AskedProperties> + Clone,
    ) -> Result<PropertyReader> {
        if asked.clone().all(BTreeMap::is_empty) {
            return Ok(PropertyReader::default());
        }
        let mut reader = PropertyReader::default();
        for property in self.all_properties().await? {
            reader.known.insert(property.name.clone(), Arc::new(Checked::new(property)?));
        }
        let takes_assets = |name: &String| reader.known.get(name).is_some_and(|checked| checked.takes_assets());
        let given = asked.flatten().filter(|(name, _)| takes_assets(name));
        let ids: HashSet<AssetId> =
            given.filter_map(|(_, given)| given.as_ref()?.as_str()?.trim().parse().ok()).collect();
        let seen = self.visible_and_there(viewer, &ids.into_iter().collect::<Vec<_>>()).await?;
        reader.assets = seen.iter().map(AssetId::to_string).collect();
        Ok(reader)
    }

    async fn visible_and_there(&self, viewer: &Viewer, ids: &[AssetId]) -> Result<Vec<AssetId>> {
        Ok(self.assets(viewer, ids, None).await?.into_iter().map(|asset| asset.id).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(property_type: PropertyType, choices: &[&str], pattern: Option<&str>) -> Checked {
        Checked::new(Property {
            name: "p".into(),
            title_en: String::new(),
            title_zh: String::new(),
            description: String::new(),
            kinds: [AssetKind::Table].into(),
            property_type,
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
            pattern: pattern.map(str::to_owned),
            is_required: false,
        })
        .unwrap()
    }

    #[test]
    fn a6_values_are_read_as_their_type_says() {
        use PropertyType::{Boolean, Choices, Date, Decimal, Integer, Text};
        let read = |one: PropertyType, given: Value| of(one, &[], None).value(&given).unwrap();
        assert_eq!(read(Integer, json!(" 42 ")), Some(json!(42)));
        assert_eq!(read(Decimal, json!("007.50")), Some(json!("7.50")), "decimals are kept exactly");
        assert_eq!(read(Decimal, json!(1.25)), Some(json!("1.25")));
        assert_eq!(read(Boolean, json!("是")), Some(json!(true)));
        assert_eq!(read(Date, json!("2026-02-28")), Some(json!("2026-02-28")));
        assert_eq!(read(Text, json!("  ")), None, "nothing takes the value away");
        let some = of(Choices, &["Red", "Green"], None);
        assert_eq!(some.value(&json!("green, red")).unwrap(), Some(json!(["Red", "Green"])));
        for (one, given) in [
            (Integer, json!(1.5)),
            (Integer, json!("x")),
            (Decimal, json!("1e5")),
            (Decimal, json!("1.")),
            (Decimal, json!("1".repeat(29))),
            (Boolean, json!("maybe")),
            (Date, json!("2026-02-30")),
            (Text, json!(["a"])),
            (Text, json!("x".repeat(2_001))),
        ] {
            assert!(of(one, &[], None).value(&given).is_err(), "{one:?} {given}");
        }
        assert!(some.value(&json!(["Blue"])).is_err());
        let pattern = of(Text, &[], Some("[0-9]{4}|x"));
        assert_eq!(pattern.value(&json!("4711")).unwrap(), Some(json!("4711")));
        assert_eq!(pattern.value(&json!("47110")).unwrap_err().to_string(), "`properties.p`: must match `[0-9]{4}|x`");
    }
}
