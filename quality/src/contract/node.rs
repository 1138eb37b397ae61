//! A YAML document as it is: every key, known or not, in the order it came, with numbers, texts and truth told apart.

use std::{cmp::Ordering, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error as _, MapAccess, SeqAccess, Visitor},
    ser::{SerializeMap, SerializeSeq},
};

use super::order::rank;
use crate::error::{Error, Result};

/// The most bytes of a document.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
/// How deep a document may be.
const MOST_DEPTH: usize = 32;
/// The most values of a document, those that aliases repeat among them.
const MOST_NODES: usize = 200_000;

/// One value of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Node {
    /// Nothing.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Whole(i64),
    /// Any other number; finite.
    Number(f64),
    /// A text.
    Text(String),
    /// Values in order.
    List(Vec<Node>),
    /// Names with values; no name is there twice.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// Reads one YAML document. Aliases are put in place of what they stand for; comments are not kept.
    ///
    /// # Errors
    /// `Invalid` naming the place, for what is no YAML, has a key twice, or is too large, too deep or too repetitive.
    pub fn read(text: &str) -> Result<Self> {
        if text.len() > MOST_BYTES {
            let problem = format!("has {} bytes; {MOST_BYTES} are allowed", text.len());
            return Err(Error::invalid("document", problem));
        }
        let options = serde_saphyr::options! {
            budget: serde_saphyr::budget! {
                max_depth: MOST_DEPTH,
                flow_nesting_limit: MOST_DEPTH,
                max_nodes: MOST_NODES,
                max_documents: 1,
                max_aliases: 1_000,
            },
            alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MOST_NODES },
            // What people write must come out again: `007` and `1_000` are texts, and so is `yes`.
            leading_zero_numbers_as_strings: true,
            underscored_numbers_as_strings: true,
            strict_booleans: true,
            with_snippet: false,
        };
        serde_saphyr::from_str_with_options(text, options)
            .map_err(|cause| Error::invalid("document", cause.to_string()))
    }

    /// The document as YAML.
    ///
    /// # Panics
    /// Never: every value can be written.
    #[must_use]
    pub fn write(&self) -> String {
        serde_saphyr::to_string(self).expect("values of a document can be written")
    }

    /// The same document in its canonical order: the keys of the standard as the standard names them, others behind them by
    /// the alphabet. Lists stay as they are.
    #[must_use]
    pub fn canonical(&self) -> Self {
        match self {
            Self::List(items) => Self::List(items.iter().map(Self::canonical).collect()),
            Self::Map(fields) => {
                let mut fields: Vec<(String, Self)> =
                    fields.iter().map(|(name, value)| (name.clone(), value.canonical())).collect();
                fields.sort_by(|(a, _), (b, _)| compare_keys(a, b));
                Self::Map(fields)
            }
            other => other.clone(),
        }
    }

    /// The value of a key; none when there is none, or it is null.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(fields) => fields
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value)
                .filter(|value| **value != Self::Null),
            _ => None,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "limits of contracts are compared, not counted")]
            Self::Whole(number) => Some(*number as f64),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The items, if it is a list; else none.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The fields, if it has any.
    #[must_use]
    pub fn fields(&self) -> &[(String, Self)] {
        match self {
            Self::Map(fields) => fields,
            _ => &[],
        }
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Bool(truth) => (*truth).into(),
            Self::Whole(number) => (*number).into(),
            Self::Number(number) => (*number).into(),
            Self::Text(text) => text.as_str().into(),
            Self::List(items) => items.iter().map(Self::json).collect(),
            Self::Map(fields) => {
                serde_json::Value::Object(fields.iter().map(|(name, value)| (name.clone(), value.json())).collect())
            }
        }
    }
}

fn compare_keys(a: &str, b: &str) -> Ordering {
    rank(a).cmp(&rank(b)).then_with(|| a.cmp(b))
}

impl fmt::Display for Node {
    /// Short, for sentences.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(text),
            other => write!(formatter, "{}", other.json()),
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(truth) => serializer.serialize_bool(*truth),
            Self::Whole(number) => serializer.serialize_i64(*number),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| list.serialize_element(item))?;
                list.end()
            }
            Self::Map(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                fields.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Node, E> {
        Ok(Node::Bool(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Whole(number))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Node, E> {
        let problem = "is a number beyond 64 bits; put it in quotes";
        i64::try_from(number).map(Node::Whole).map_err(|_| E::custom(format!("{number} {problem}")))
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Node, E> {
        if number.is_finite() { Ok(Node::Number(number)) } else { Err(E::custom("a number is not finite")) }
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut fields: Vec<(String, Node)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        while let Some(name) = map.next_key::<Node>()? {
            // A key that looks like a number or a truth is a name all the same.
            let name = match name {
                Node::List(_) | Node::Map(_) | Node::Null => return Err(A::Error::custom("a key is no text")),
                name => name.to_string(),
            };
            if !seen.insert(name.clone()) {
                return Err(A::Error::custom(format!("the key `{name}` is there twice")));
            }
            fields.push((name, map.next_value()?));
        }
        Ok(Node::Map(fields))
    }
}
