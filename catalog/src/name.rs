//! Names as OpenLineage has them: a namespace and a list of parts.
//!
//! A name is stored and passed as a list. The dotted text is for reading and typing only; a part with a dot, a quote,
//! a slash or white space at its ends is written in double quotes, with quotes doubled inside.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    platform::Platform,
};

/// The longest part that is stored, in bytes; sources have been seen with 4 KB names.
pub const MAX_PART_BYTES: usize = 8 * 1024;
/// The most parts that a name may have.
pub const MAX_PARTS: usize = 32;

/// What an asset is called: where it lives, and its path there, outermost first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Name {
    /// The system it lives in, such as `postgres://db.example:5432`, `sqlite` or `file`.
    pub namespace: Arc<str>,
    /// The path in it, such as `["shop", "public", "orders", "id"]`.
    pub parts: Vec<String>,
}

impl Name {
    /// A name of `parts` in `namespace`.
    pub fn new<P: Into<String>>(namespace: impl Into<Arc<str>>, parts: impl IntoIterator<Item = P>) -> Self {
        Self { namespace: namespace.into(), parts: parts.into_iter().map(Into::into).collect() }
    }

    /// The name of something directly inside this one.
    #[must_use]
    pub fn child(&self, part: impl Into<String>) -> Self {
        let mut parts = Vec::with_capacity(self.parts.len() + 1);
        parts.extend_from_slice(&self.parts);
        parts.push(part.into());
        Self { namespace: Arc::clone(&self.namespace), parts }
    }

    /// The name of what this one is directly inside of; none for the outermost.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (_, rest) = self.parts.split_last()?;
        (!rest.is_empty()).then(|| Self { namespace: Arc::clone(&self.namespace), parts: rest.to_vec() })
    }

    /// The innermost part.
    #[must_use]
    pub fn last(&self) -> &str {
        self.parts.last().map_or("", String::as_str)
    }

    /// The rule that tells names apart here.
    #[must_use]
    pub fn platform(&self) -> Platform {
        Platform::of_namespace(&self.namespace)
    }

    /// Checks what no store can keep or nobody can ever type.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field: an empty namespace or part, too many or too long parts, a NUL character.
    pub fn validate(&self) -> Result<()> {
        if self.namespace.trim().is_empty() {
            return Err(Error::invalid("namespace", "is empty; name the system, such as `postgres://host:5432`"));
        }
        if self.parts.is_empty() || self.parts.len() > MAX_PARTS {
            return Err(Error::invalid(
                "parts",
                format!("has {} parts; 1 to {MAX_PARTS} are allowed", self.parts.len()),
            ));
        }
        if self.namespace.contains('\0') {
            return Err(Error::invalid("namespace", "contains a NUL character"));
        }
        for (index, part) in self.parts.iter().enumerate() {
            let field = || format!("parts[{index}]");
            if part.is_empty() {
                return Err(Error::invalid(field(), "is empty"));
            }
            if part.contains('\0') {
                return Err(Error::invalid(field(), "contains a NUL character"));
            }
            if part.len() > MAX_PART_BYTES {
                return Err(Error::invalid(field(), format!("has {} bytes; {MAX_PART_BYTES} are allowed", part.len())));
            }
        }
        Ok(())
    }

    /// The parts as dotted text, without the namespace.
    #[must_use]
    pub fn path(&self) -> String {
        let mut text = String::new();
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                text.push('.');
            }
            push_part(&mut text, part);
        }
        text
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.namespace, self.path())
    }
}

/// A name as a person types it: with its namespace, or only the innermost parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameQuery {
    /// The whole name.
    Full(Name),
    /// The last parts of a name.
    Tail(Vec<String>),
}

impl FromStr for NameQuery {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let Some((namespace, path)) = split_namespace(text) else {
            return Ok(Self::Tail(parse_path(text)?));
        };
        let name = Name::new(namespace, parse_path(path)?);
        name.validate()?;
        Ok(Self::Full(name))
    }
}

/// Splits `namespace/path`: at the first slash behind the authority of `scheme://authority`, else at the first slash
/// outside quotes.
fn split_namespace(text: &str) -> Option<(&str, &str)> {
    let after_scheme = text.find("://").filter(|at| !text[..*at].contains('"')).map_or(0, |at| at + 3);
    let quote = text[after_scheme..].find('"').map_or(text.len(), |at| at + after_scheme);
    let slash = text[after_scheme..quote].find('/')? + after_scheme;
    Some((&text[..slash], &text[slash + 1..]))
}

/// Reads dotted text; a part in double quotes may contain anything, a quote in it is doubled.
///
/// # Errors
/// [`Error::Invalid`] when a part is empty, a quote is not closed, or text follows a closing quote.
pub fn parse_path(text: &str) -> Result<Vec<String>> {
    let invalid = |problem: &str| Error::invalid("name", format!("{problem} in `{text}`"));
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let (part, after) = match rest.strip_prefix('"') {
            Some(quoted) => parse_quoted(quoted).ok_or_else(|| invalid("a double quote is not closed"))?,
            None => {
                let end = rest.find('.').unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        if part.is_empty() {
            return Err(invalid("a part is empty"));
        }
        parts.push(part);
        if after.is_empty() {
            return Ok(parts);
        }
        rest = after.strip_prefix('.').ok_or_else(|| invalid("text follows a closing quote"))?;
    }
}

/// Reads up to the closing quote; gives the text and what follows.
fn parse_quoted(text: &str) -> Option<(String, &str)> {
    let mut part = String::new();
    let mut rest = text;
    loop {
        let at = rest.find('"')?;
        part.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.strip_prefix('"') {
            Some(after) => {
                part.push('"');
                rest = after;
            }
            None => return Some((part, rest)),
        }
    }
}

fn push_part(text: &mut String, part: &str) {
    let plain = !part.contains(['.', '"', '/']) && part.trim() == part && !part.is_empty();
    if plain {
        text.push_str(part);
        return;
    }
    text.push('"');
    text.push_str(&part.replace('"', "\"\""));
    text.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn name_prints_with_dots_and_quotes_what_needs_it() {
        let name = Name::new("postgres://h:5432", ["shop", "public", "my.table", "a\"b"]);
        assert_eq!(name.to_string(), r#"postgres://h:5432/shop.public."my.table"."a""b""#);
    }

    #[test]
    fn typed_tail_has_no_namespace() {
        assert_eq!(
            "public.orders".parse::<NameQuery>().unwrap(),
            NameQuery::Tail(vec!["public".into(), "orders".into()])
        );
    }

    #[test]
    fn namespace_without_scheme_ends_at_the_first_slash() {
        let name = Name::new("sqlite", ["/data/shop.db", "main", "orders"]);
        assert_eq!(name.to_string(), r#"sqlite/"/data/shop.db".main.orders"#);
        assert_eq!(name.to_string().parse::<NameQuery>().unwrap(), NameQuery::Full(name));
    }

    #[test]
    fn open_quote_is_refused_with_the_field() {
        let error = "\"a".parse::<NameQuery>().unwrap_err();
        assert_eq!(error.to_string(), "`name`: a double quote is not closed in `\"a`");
    }

    #[test]
    fn nul_in_a_part_is_refused() {
        let error = Name::new("sqlite", ["a\0b"]).validate().unwrap_err();
        assert_eq!(error.to_string(), "`parts[0]`: contains a NUL character");
    }

    proptest! {
        #[test]
        fn printed_name_reads_back(parts in prop::collection::vec("[^\0]{1,12}", 1..5)) {
            let name = Name::new("postgres://h:5432", parts);
            prop_assert_eq!(name.to_string().parse::<NameQuery>().unwrap(), NameQuery::Full(name));
        }

        #[test]
        fn any_text_is_answered(text in ".{0,80}") {
            let _ = text.parse::<NameQuery>();
        }
    }
}
