//! The filter language of SCIM: comparisons of attributes, joined with `and`, `or`, `not` and brackets. What is not
//! understood is refused and never taken for everything.

use serde_json::{Map, Value};

use super::{Refusal, get};

/// The most bytes of a filter.
const MOST_BYTES: usize = 4 * 1024;
/// How deep brackets may nest.
const MOST_DEPTH: usize = 16;

/// A filter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Filter {
    /// An attribute compares to a value.
    Compare(String, Comparison, Value),
    /// An attribute has a value.
    Present(String),
    /// Both.
    And(Box<Filter>, Box<Filter>),
    /// Either.
    Or(Box<Filter>, Box<Filter>),
    /// Not.
    Not(Box<Filter>),
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Contains,
    StartsWith,
    EndsWith,
}

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// `invalidFilter` saying what is not understood.
    pub(super) fn parse(text: &str) -> Result<Self, Refusal> {
        if text.len() > MOST_BYTES {
            return Err(wrong(format!("is longer than {MOST_BYTES} bytes")));
        }
        let words = words(text)?;
        let mut reader = Reader { words: &words, at: 0 };
        let filter = reader.either(0)?;
        match reader.peek() {
            None => Ok(filter),
            Some(word) => Err(wrong(format!("has `{}` where it should end", word.shown()))),
        }
    }

    /// The value that an attribute has to equal, when that is all the filter says.
    pub(super) fn equals(&self) -> Option<(&str, &str)> {
        match self {
            Self::Compare(attribute, Comparison::Equal, Value::String(value)) => Some((attribute, value)),
            _ => None,
        }
    }

    /// Whether an object is admitted. Texts compare in any case.
    pub(super) fn admits(&self, object: &Map<String, Value>) -> bool {
        match self {
            Self::Compare(attribute, how, wanted) => {
                let found = values(object, attribute);
                let holds = found.iter().any(|value| compares(value, *how, wanted));
                if *how == Comparison::NotEqual { found.is_empty() || holds } else { holds }
            }
            Self::Present(attribute) => !values(object, attribute).is_empty(),
            Self::And(one, other) => one.admits(object) && other.admits(object),
            Self::Or(one, other) => one.admits(object) || other.admits(object),
            Self::Not(inner) => !inner.admits(object),
        }
    }
}

/// The values that a path of names leads to; lists are looked through.
fn values<'a>(object: &'a Map<String, Value>, path: &str) -> Vec<&'a Value> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let Some(value) = get(object, name) else { return Vec::new() };
    let items: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    };
    match rest {
        None => items
            .into_iter()
            .filter_map(|item| match item {
                // The value of a list of objects is what each has as `value`.
                Value::Object(members) => get(members, "value"),
                plain => Some(plain),
            })
            .collect(),
        Some(rest) => items.into_iter().filter_map(Value::as_object).flat_map(|item| values(item, rest)).collect(),
    }
}

fn compares(found: &Value, how: Comparison, wanted: &Value) -> bool {
    let (Value::String(found), Value::String(wanted)) = (found, wanted) else {
        return match how {
            Comparison::Equal => found == wanted,
            Comparison::NotEqual => found != wanted,
            _ => false,
        };
    };
    let (found, wanted) = (found.to_lowercase(), wanted.to_lowercase());
    match how {
        Comparison::Equal => found == wanted,
        Comparison::NotEqual => found != wanted,
        Comparison::Contains => found.contains(&wanted),
        Comparison::StartsWith => found.starts_with(&wanted),
        Comparison::EndsWith => found.ends_with(&wanted),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Word {
    Open,
    Close,
    Name(String),
    Value(Value),
}

impl Word {
    fn shown(&self) -> String {
        match self {
            Self::Open => "(".into(),
            Self::Close => ")".into(),
            Self::Name(name) => name.chars().take(32).collect(),
            Self::Value(_) => "a value".into(),
        }
    }
}

fn words(text: &str) -> Result<Vec<Word>, Refusal> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' | ')' => {
                words.push(if first == '(' { Word::Open } else { Word::Close });
                1
            }
            '"' => {
                let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<String>();
                let value = stream.next().and_then(Result::ok).ok_or_else(|| wrong("has a text without an end"))?;
                words.push(Word::Value(Value::String(value)));
                stream.byte_offset()
            }
            _ => {
                let is_part = |found: char| found.is_alphanumeric() || "._-:$".contains(found);
                let length = rest.find(|found| !is_part(found)).unwrap_or(rest.len());
                let word = &rest[..length];
                if word.is_empty() {
                    return Err(wrong(format!("has {first:?}, which no filter has")));
                }
                words.push(match serde_json::from_str::<Value>(word) {
                    Ok(value) => Word::Value(value),
                    Err(_) => Word::Name(word.to_owned()),
                });
                length
            }
        };
        rest = rest[length..].trim_start();
    }
    Ok(words)
}

struct Reader<'a> {
    words: &'a [Word],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Word> {
        self.words.get(self.at)
    }

    fn is_word(&mut self, wanted: &str) -> bool {
        let is_it = matches!(self.peek(), Some(Word::Name(name)) if name.eq_ignore_ascii_case(wanted));
        self.at += usize::from(is_it);
        is_it
    }

    fn either(&mut self, depth: usize) -> Result<Filter, Refusal> {
        let mut filter = self.both(depth)?;
        while self.is_word("or") {
            filter = Filter::Or(Box::new(filter), Box::new(self.both(depth)?));
        }
        Ok(filter)
    }

    fn both(&mut self, depth: usize) -> Result<Filter, Refusal> {
        let mut filter = self.one(depth)?;
        while self.is_word("and") {
            filter = Filter::And(Box::new(filter), Box::new(self.one(depth)?));
        }
        Ok(filter)
    }

    fn one(&mut self, depth: usize) -> Result<Filter, Refusal> {
        if depth > MOST_DEPTH {
            return Err(wrong(format!("nests brackets deeper than {MOST_DEPTH}")));
        }
        if self.is_word("not") {
            return Ok(Filter::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.peek() == Some(&Word::Open) {
            self.at += 1;
            let filter = self.either(depth + 1)?;
            if self.peek() != Some(&Word::Close) {
                return Err(wrong("has a bracket without an end"));
            }
            self.at += 1;
            return Ok(filter);
        }
        let Some(Word::Name(attribute)) = self.peek().cloned() else { return Err(wrong("misses an attribute")) };
        self.at += 1;
        let how = match self.peek().cloned() {
            Some(Word::Name(how)) => how.to_ascii_lowercase(),
            _ => {
                return Err(wrong(format!(
                    "does not say how `{}` compares",
                    attribute.chars().take(32).collect::<String>()
                )));
            }
        };
        self.at += 1;
        let how = match how.as_str() {
            "pr" => return Ok(Filter::Present(attribute)),
            "eq" => Comparison::Equal,
            "ne" => Comparison::NotEqual,
            "co" => Comparison::Contains,
            "sw" => Comparison::StartsWith,
            "ew" => Comparison::EndsWith,
            _ => return Err(wrong("knows eq, ne, co, sw, ew and pr only")),
        };
        let Some(Word::Value(value)) = self.peek().cloned() else { return Err(wrong("misses a value")) };
        self.at += 1;
        Ok(Filter::Compare(attribute, how, value))
    }
}

fn wrong(problem: impl Into<String>) -> Refusal {
    Refusal::invalid("invalidFilter", "filter", problem)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn admits(filter: &str, object: &Value) -> bool {
        Filter::parse(filter).unwrap().admits(object.as_object().unwrap())
    }

    #[test]
    fn i10_filters_mean_what_rfc_7644_says() {
        let user = json!({ "userName": "Ada", "active": true, "name": { "familyName": "Lovelace" },
            "emails": [{ "value": "ada@example.com", "type": "work" }, { "value": "a@home.example", "type": "home" }] });
        for filter in [
            "userName eq \"ada\"",
            "USERNAME Eq \"ADA\"",
            "active eq true",
            "name.familyName co \"LOVE\"",
            "emails sw \"ada@\"",
            "emails.type eq \"home\" and not (userName eq \"bob\")",
            "userName eq \"bob\" or userName sw \"a\"",
            "emails pr",
            "nickName ne \"x\"",
        ] {
            assert!(admits(filter, &user), "{filter}");
        }
        for filter in
            ["userName eq \"bob\"", "active eq false", "nickName pr", "not (active eq true)", "active eq \"true\""]
        {
            assert!(!admits(filter, &user), "{filter}");
        }
    }

    #[test]
    fn threat_08_what_is_not_understood_is_refused() {
        for filter in [
            "",
            "userName",
            "userName eq",
            "userName is \"x\"",
            "userName eq \"x",
            "userName eq \"x\" extra",
            "(userName eq \"x\"",
            "userName eq x",
            "userName gt \"x\"",
            "* eq \"x\"",
            "userName eq \"x\"; drop table",
        ] {
            assert!(Filter::parse(filter).is_err(), "{filter}");
        }
        assert!(Filter::parse(&"(".repeat(100_000)).is_err());
        assert!(Filter::parse(&format!("{}a pr", "not ".repeat(900))).is_err());
    }
}
