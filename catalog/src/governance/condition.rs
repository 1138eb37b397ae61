//! Conditions as people write them, such as `tag:pii and not (owner:me or tier:tier1)`.
//!
//! The language has `and`, `or`, `not`, brackets, and questions `field:value`; several values of a field are written
//! `tag:(pii or secret)` or as alternatives. There is no I/O and no recursion but the depth of brackets, so what a
//! condition costs is bounded by its length.

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{facts::fold, test::Test};
use crate::{
    error::{Error, Result},
    kinds::AssetKind,
};

/// The longest condition, in bytes.
pub const MAX_BYTES: usize = 4096;
/// The deepest brackets.
pub const MAX_DEPTH: usize = 16;

/// A condition that was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Condition {
    text: String,
    test: Test,
}

impl Condition {
    /// The question that it is for someone who goes by `names`: `owner:me` means them.
    #[must_use]
    pub fn test_for(&self, names: &BTreeSet<String>) -> Test {
        with_names(&self.test, names)
    }
}

impl FromStr for Condition {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        if text.len() > MAX_BYTES {
            return Err(bad(format!("has {} bytes; {MAX_BYTES} are allowed", text.len())));
        }
        let tokens = tokens(text)?;
        let mut parser = Parser { tokens: &tokens, at: 0, depth: 0 };
        let test = parser.any()?;
        match parser.peek() {
            None => Ok(Self { text: text.to_owned(), test }),
            Some(token) => Err(bad(format!("`{token}` is not expected here; join questions with `and` or `or`"))),
        }
    }
}

impl TryFrom<String> for Condition {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Condition> for String {
    fn from(condition: Condition) -> Self {
        condition.text
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The word in the place of names until it is known who asks.
const ME: &str = "me";

fn with_names(test: &Test, names: &BTreeSet<String>) -> Test {
    let each = |tests: &[Test]| tests.iter().map(|test| with_names(test, names)).collect();
    match test {
        Test::Any(tests) => Test::Any(each(tests)),
        Test::All(tests) => Test::All(each(tests)),
        Test::Not(test) => Test::Not(Box::new(with_names(test, names))),
        Test::Owner(owners) if owners.contains(ME) => {
            Test::Owner(owners.iter().filter(|owner| *owner != ME).chain(names).cloned().collect())
        }
        other => other.clone(),
    }
}

fn bad(problem: String) -> Error {
    Error::invalid("condition", problem)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    /// `field:`.
    Field(String),
    /// A word or quoted text, and whether it was quoted.
    Word(String, bool),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("("),
            Self::Close => f.write_str(")"),
            Self::Field(name) => write!(f, "{name}:"),
            Self::Word(word, _) => f.write_str(word),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, letter)) = rest.next() {
        match letter {
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            '"' => {
                let Some(length) = text[start + 1..].find('"') else { return Err(bad("has an open quote".into())) };
                tokens.push(Token::Word(text[start + 1..start + 1 + length].to_owned(), true));
                while rest.next_if(|(at, _)| *at <= start + 1 + length).is_some() {}
            }
            letter if letter.is_whitespace() => {}
            _ => {
                let ends = |letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '"' | ':');
                let length = text[start..].find(ends).unwrap_or(text.len() - start);
                let word = &text[start..start + length.max(1)];
                while rest.next_if(|(at, _)| *at < start + length).is_some() {}
                let is_field = rest.next_if(|(_, letter)| *letter == ':').is_some();
                tokens.push(if is_field { Token::Field(fold(word)) } else { Token::Word(word.to_owned(), false) });
            }
        }
    }
    Ok(tokens)
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take_word(&mut self, wanted: &str) -> bool {
        let is_it = matches!(self.peek(), Some(Token::Word(word, false)) if word.eq_ignore_ascii_case(wanted));
        self.at += usize::from(is_it);
        is_it
    }

    fn any(&mut self) -> Result<Test> {
        let mut tests = vec![self.all()?];
        while self.take_word("or") {
            tests.push(self.all()?);
        }
        Ok(if tests.len() == 1 { tests.swap_remove(0) } else { Test::Any(tests) })
    }

    fn all(&mut self) -> Result<Test> {
        let mut tests = vec![self.one()?];
        while self.take_word("and") {
            tests.push(self.one()?);
        }
        Ok(if tests.len() == 1 { tests.swap_remove(0) } else { Test::All(tests) })
    }

    fn one(&mut self) -> Result<Test> {
        let mut is_negated = false;
        while self.take_word("not") {
            is_negated = !is_negated;
        }
        let test = match self.peek().cloned() {
            Some(Token::Open) => self.inner()?,
            Some(Token::Field(field)) => {
                self.at += 1;
                let values = self.values(&field)?;
                question(&field, values)?
            }
            Some(other) => return Err(bad(format!("`{other}` is not a question; write `field:value`"))),
            None => return Err(bad("ends where a question is expected; write `field:value`".into())),
        };
        Ok(if is_negated { Test::Not(Box::new(test)) } else { test })
    }

    fn inner(&mut self) -> Result<Test> {
        self.at += 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(bad(format!("has brackets more than {MAX_DEPTH} deep")));
        }
        let test = self.any()?;
        self.close()?;
        self.depth -= 1;
        Ok(test)
    }

    fn close(&mut self) -> Result<()> {
        if self.peek() != Some(&Token::Close) {
            return Err(bad("lacks a closing bracket".into()));
        }
        self.at += 1;
        Ok(())
    }

    /// One value, or several in brackets.
    fn values(&mut self, field: &str) -> Result<BTreeSet<String>> {
        let is_list = self.peek() == Some(&Token::Open);
        self.at += usize::from(is_list);
        let mut values = BTreeSet::new();
        loop {
            let Some(Token::Word(word, _)) = self.peek() else {
                return Err(bad(format!("`{field}:` needs a value")));
            };
            values.insert(fold(word));
            self.at += 1;
            if !is_list || !self.take_word("or") {
                break;
            }
        }
        if is_list {
            self.close()?;
        }
        Ok(values)
    }
}

/// The fields that can be asked.
const FIELDS: [&str; 5] = ["tag", "owner", "tier", "domain", "kind"];

fn question(field: &str, values: BTreeSet<String>) -> Result<Test> {
    Ok(match field {
        "tag" => Test::Tag(values),
        "owner" => Test::Owner(values),
        "tier" => Test::Tier(values),
        "domain" => Test::Domain(values),
        "kind" => {
            let kind = |value: &String| value.parse::<AssetKind>().map_err(|cause| bad(cause.to_string()));
            Test::Kind(values.iter().map(kind).collect::<Result<_>>()?)
        }
        other => return Err(bad(format!("`{other}` cannot be asked; known: {}", FIELDS.join(", ")))),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{governance::Facts, id::AssetId, relation::RelationKind};

    fn facts(tags: &[&str], owners: &[&str]) -> Facts {
        let mut facts = Facts::bare(AssetId::new(), AssetKind::Table, None, Vec::new());
        tags.iter().for_each(|tag| facts.add(RelationKind::Tag, tag));
        owners.iter().for_each(|owner| facts.add(RelationKind::Owner, owner));
        facts
    }

    fn holds(condition: &str, facts: &Facts) -> bool {
        let condition: Condition = condition.parse().unwrap();
        condition.test_for(&["ana".to_owned()].into()).holds(facts)
    }

    #[test]
    fn d3_condition_asks_tags_owners_and_kinds_whatever_their_case() {
        let mine = facts(&["PII"], &["Ana"]);
        assert!(holds("tag:pii", &mine));
        assert!(holds("tag:pii AND owner:me and kind:table", &mine));
        assert!(!holds("tag:pii and not (owner:me or tier:tier1)", &mine));
        assert!(holds("tag:(secret or pii)", &mine));
        assert!(holds("not tag:secret", &mine));
        assert!(holds("tag:\"two words\" or kind:(column or table)", &mine));
        assert!(!holds("owner:bo", &mine));
        assert!(holds("tag:个人信息", &facts(&["个人信息"], &[])));
    }

    #[test]
    fn d3_condition_that_cannot_be_understood_says_what_is_wrong() {
        let problem = |text: &str| text.parse::<Condition>().unwrap_err().to_string();
        assert!(problem("colour:red").contains("known: tag, owner, tier, domain, kind"));
        assert!(problem("kind:tabel").contains("`tabel` is not a kind"));
        assert!(problem("tag:").contains("`tag:` needs a value"));
        assert!(problem("tag:a tag:b").contains("join questions with `and`"));
        assert!(problem("(tag:a").contains("lacks a closing bracket"));
        assert!(problem("tag:\"a").contains("open quote"));
        assert!(problem("").contains("ends where a question is expected"));
        assert!(problem(&"(".repeat(1000)).contains("more than 16 deep"));
        assert!(problem(&"x".repeat(5000)).contains("5000 bytes"));
    }

    proptest! {
        #[test]
        fn threat_14_any_text_is_understood_or_refused(text in "[a-z:()\" ]{0,60}|\\PC{0,60}|(tag:[a-c]|and|or|not|[()]| ){0,20}") {
            if let Ok(condition) = text.parse::<Condition>() {
                let again: Condition = condition.to_string().parse().unwrap();
                prop_assert_eq!(&again, &condition);
                let answer = condition.test_for(&BTreeSet::new()).holds(&facts(&["a"], &["b"]));
                prop_assert_eq!(answer, again.test_for(&BTreeSet::new()).holds(&facts(&["a"], &["b"])));
            }
        }
    }
}
