//! Which assets a number is about: `kind:table tier:tier1 team:sales -is:unused (has:owner OR has:domain)`.
//!
//! It is the language of search with the fields that hold on any day, now or in the past, and `team`. What stands side by
//! side has to hold together; `OR` binds weaker, `-` or `NOT` turns around; a value in quotes may have spaces, values
//! joined by commas are alternatives, and a star at the end asks for the start. A word without a field is part of the
//! name. Unlike search, which answers what is half typed, everything that is not understood is refused.

mod parse;

use catalog::AssetKind;

use crate::{error::Result, standing::Standing};

/// The longest filter, in bytes.
pub const MAX_FILTER_BYTES: usize = 4096;
/// The most conditions of one filter.
pub const MAX_CONDITIONS: usize = 64;
/// The deepest nesting.
pub const MAX_DEPTH: usize = 16;

/// What an asset can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Field {
    Kind,
    Owner,
    Team,
    Tag,
    Tier,
    Domain,
    Source,
    Schema,
    Name,
    Has,
}

/// The words for fields, in English and Chinese.
const FIELDS: [(Field, &str, &str); 10] = [
    (Field::Kind, "kind", "类型"),
    (Field::Owner, "owner", "负责人"),
    (Field::Team, "team", "团队"),
    (Field::Tag, "tag", "标签"),
    (Field::Tier, "tier", "等级"),
    (Field::Domain, "domain", "业务域"),
    (Field::Source, "source", "来源"),
    (Field::Schema, "schema", "模式"),
    (Field::Name, "name", "名称"),
    (Field::Has, "has", "有"),
];

/// What `has:` can ask for.
const HAVINGS: [&str; 9] = ["description", "owner", "tag", "tier", "domain", "term", "product", "lineage", "contract"];

/// A value as it is compared: in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    text: String,
    is_prefix: bool,
}

impl Wanted {
    fn is(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        if self.is_prefix { text.starts_with(&self.text) } else { text == self.text }
    }
}

/// A filter, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Expression {
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
    Field(Field, Vec<Wanted>),
}

/// Which assets a number is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    expression: Expression,
}

impl Filter {
    /// Every asset.
    #[must_use]
    pub fn everything() -> Self {
        Self { expression: Expression::All(Vec::new()) }
    }

    /// Reads a filter; `field` names the input that it stands in.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for `field`: too long, too many conditions, too deep, an unknown field or value, an open
    /// quote or parenthesis.
    pub fn parse(field: &str, text: &str) -> Result<Self> {
        parse::parse(field, text).map(|expression| Self { expression })
    }

    /// Whether an asset is meant.
    #[must_use]
    pub fn has(&self, asset: &Standing) -> bool {
        self.expression.holds(asset)
    }

    /// The assets that are meant.
    pub fn of<'a>(&self, assets: &'a [Standing]) -> impl Iterator<Item = &'a Standing> + use<'a, '_> {
        assets.iter().filter(|asset| self.has(asset))
    }
}

impl Expression {
    fn holds(&self, asset: &Standing) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(asset)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(asset)),
            Self::Not(part) => !part.holds(asset),
            Self::Field(field, values) => values.iter().any(|value| field.is(asset, value)),
        }
    }
}

impl Field {
    fn is(self, asset: &Standing, value: &Wanted) -> bool {
        let any = |texts: &[std::sync::Arc<str>]| texts.iter().any(|text| value.is(text));
        let one = |text: &Option<std::sync::Arc<str>>| text.as_deref().is_some_and(|text| value.is(text));
        match self {
            Self::Kind => value.is(asset.kind.code()),
            Self::Owner => any(&asset.owners),
            Self::Team => any(&asset.teams),
            Self::Tag => any(&asset.tags),
            Self::Tier => one(&asset.tier),
            Self::Domain => any(&asset.domains),
            Self::Source => one(&asset.source),
            Self::Schema => asset.schema.as_deref().is_some_and(|schema| {
                value.is(schema) || schema.rsplit_once('.').is_some_and(|(_, last)| value.is(last))
            }),
            Self::Name => asset.name.to_lowercase().contains(&value.text),
            Self::Has => asset.has(&value.text),
        }
    }
}

impl Standing {
    fn has(&self, what: &str) -> bool {
        match what {
            "description" => self.has_description,
            "owner" => self.is_owned(),
            "tag" => !self.tags.is_empty(),
            "tier" => self.tier.is_some(),
            "domain" => self.domain.is_some(),
            "term" => self.has_term,
            "product" => self.has_product,
            "lineage" => self.has_lineage == Some(true),
            "contract" => self.checked.is_some_and(|checked| checked.has_contract == Some(true)),
            _ => false,
        }
    }
}

/// What is wrong with a value of a field, where that can be told.
fn wrong_value(field: Field, value: &Wanted) -> Option<String> {
    let text = &value.text;
    match field {
        Field::Kind if !value.is_prefix && text.parse::<AssetKind>().is_err() => {
            let known: Vec<&str> = AssetKind::ALL.iter().map(|kind| kind.code()).collect();
            Some(format!("`{text}` is not a kind; known: {}", known.join(", ")))
        }
        Field::Has if !HAVINGS.contains(&text.as_str()) => {
            Some(format!("`has:{text}` is not known; known: {}", HAVINGS.join(", ")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use catalog::AssetId;

    use super::*;

    fn topic() -> Standing {
        Standing {
            teams: vec!["A".into()],
            tier: Some("tier1".into()),
            domains: vec!["retail".into(), "company".into()],
            schema: Some("shop.public".into()),
            owners: vec!["team:A".into()],
            ..Standing::bare(AssetId::new(), AssetKind::Topic, "shop.public.Orders")
        }
    }

    #[test]
    fn f7_conditions_hold_together_and_turn_around() {
        let asset = topic();
        let is = |text: &str| Filter::parse("filter", text).unwrap().has(&asset);
        for yes in [
            "",
            "team:a tier:tier1 kind:topic",
            "kind:table,topic",
            "-kind:table",
            "NOT kind:table",
            "kind:table OR team:A",
            "domain:company",
            "schema:public",
            "schema:shop.public",
            "orders",
            "name:ORD",
            "owner:\"team:a\"",
            "tier:tier*",
            "has:owner -has:description",
            "(kind:table OR kind:topic) tier:tier1",
            "类型:topic",
            "-(kind:table has:owner)",
        ] {
            assert!(is(yes), "{yes}");
        }
        for no in
            ["kind:table", "team:b", "-team:a", "kind:table OR tier:tier2", "schema:shop", "has:lineage", "-orders"]
        {
            assert!(!is(no), "{no}");
        }
    }

    #[test]
    fn f7_what_is_not_understood_is_refused_with_its_field() {
        let deep = format!("{}kind:table{}", "(".repeat(40), ")".repeat(40));
        let many = "kind:table ".repeat(65);
        let long = "x".repeat(5000);
        for bad in [
            "kind:banana",
            "colour:red",
            "has:fun",
            "(kind:table",
            "kind:table)",
            "kind:",
            "name:\"open",
            "OR",
            "-",
            "kind:table OR",
            &deep,
            &many,
            &long,
        ] {
            let error = Filter::parse("scope", bad).unwrap_err();
            assert_eq!(error.problems()[0].field, "scope", "{bad}");
        }
        let error = Filter::parse("scope", "colour:red").unwrap_err().to_string();
        assert!(error.contains("known: kind, owner, team"), "{error}");
    }
}
