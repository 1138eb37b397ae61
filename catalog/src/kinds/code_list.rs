//! What only data standards have: the codes that a column may hold, and what is expected of the column itself.

use std::collections::{HashMap, HashSet};

use async_graphql::{ComplexObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::column::ColumnDetails;
use crate::{
    data_type::TypeClass,
    error::{Error, Result},
    page::{PageRequest, decode_cursor, encode_cursor},
    property::expression,
};

/// The most codes of a list.
pub const MAX_CODES: usize = 10_000;
/// The longest code, in characters.
pub const MAX_CODE: usize = 100;
/// The longest meaning, in characters.
const MAX_MEANING: usize = 200;
/// The most other names of a code.
const MAX_NAMES: usize = 20;
/// The most that all codes are together, in bytes: what fits into one question to a source.
const MAX_CODE_BYTES: usize = 400_000;
/// The most that codes, meanings and names are together, in bytes.
const MAX_BYTES: usize = 2 * 1024 * 1024;
/// The greatest length that may be expected, in characters.
const MAX_LENGTH: i32 = 1_000_000;

/// A data standard: which codes a column may hold and what they mean, and what type it is expected to have.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
#[graphql(complex)]
pub struct CodeListDetails {
    /// The document that it is from, such as `GB/T 2261.1-2003`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<String>,
    /// What sort of type its columns are expected to have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_class: Option<TypeClass>,
    /// The greatest length that its columns are expected to have, in characters; no code is longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<i32>,
    /// A regular expression that every code matches as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The codes, in the order in which people wrote them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[graphql(skip)]
    pub codes: Vec<StandardCode>,
}

/// A code of a standard.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct StandardCode {
    /// What a column holds.
    pub code: String,
    /// What it means.
    pub meaning: String,
    /// What else the same is called in data, such as `男` and `M` for `1`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
}

/// Some codes of a standard.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct StandardCodePage {
    /// The codes.
    pub nodes: Vec<StandardCode>,
    /// Whether more follow.
    pub has_next_page: bool,
    /// What to pass as `after` for what follows; null for an empty page.
    pub end_cursor: Option<String>,
}

#[ComplexObject]
impl CodeListDetails {
    /// How many codes it has.
    async fn code_count(&self) -> i32 {
        i32::try_from(self.codes.len()).unwrap_or(i32::MAX)
    }

    /// Its codes, in the order in which people wrote them.
    #[graphql(complexity = "1 + first.max(0) as usize * child_complexity / 10")]
    async fn codes(
        &self,
        #[graphql(default = 100, desc = "1 to 500.")] first: i32,
        after: Option<String>,
        #[graphql(desc = "A text in the code, its meaning or its other names, whatever its case.")] filter: Option<
            String,
        >,
    ) -> async_graphql::Result<StandardCodePage> {
        let page = PageRequest::new(usize::try_from(first).unwrap_or(0), after)?;
        Ok(self.page(&page, filter.as_deref())?)
    }
}

impl CodeListDetails {
    /// A page of the codes in which `filter` occurs. A cursor is the code behind which the page begins.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor of another list.
    pub fn page(&self, page: &PageRequest, filter: Option<&str>) -> Result<StandardCodePage> {
        let start = match &page.after {
            None => 0,
            Some(cursor) => {
                let after = decode_cursor(cursor, 1)?.swap_remove(0);
                let at = self.codes.iter().position(|code| code.code == after);
                1 + at.ok_or_else(|| Error::invalid("after", "is not a cursor of this list, or its code is gone"))?
            }
        };
        let wanted = filter.map(str::trim).unwrap_or_default().to_lowercase();
        let is_in = |text: &String| text.to_lowercase().contains(&wanted);
        let fits = |code: &&StandardCode| {
            wanted.is_empty() || is_in(&code.code) || is_in(&code.meaning) || code.names.iter().any(is_in)
        };
        let mut nodes: Vec<StandardCode> =
            self.codes[start..].iter().filter(fits).take(page.first + 1).cloned().collect();
        let has_next_page = nodes.len() > page.first;
        nodes.truncate(page.first);
        let end_cursor = nodes.last().map(|last| encode_cursor(&[&last.code]));
        Ok(StandardCodePage { nodes, has_next_page, end_cursor })
    }

    /// Puts the standard into order: texts without blanks around them, what is empty left out.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field.
    pub fn check(&mut self) -> Result<()> {
        self.standard = self.standard.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if let Some(standard) = &self.standard {
            line("standard", standard, MAX_MEANING)?;
        }
        if let Some(most) = self.max_length.filter(|most| !(1..=MAX_LENGTH).contains(most)) {
            return Err(Error::invalid("maxLength", format!("is {most}; 1 to {MAX_LENGTH} are allowed")));
        }
        self.pattern = self.pattern.take().filter(|pattern| !pattern.is_empty());
        let pattern = self.pattern.as_deref().map(expression).transpose()?;
        if self.codes.len() > MAX_CODES {
            return Err(Error::invalid("codes", format!("has {}; {MAX_CODES} are allowed", self.codes.len())));
        }
        let mut once: HashSet<String> = HashSet::new();
        let (mut code_bytes, mut bytes) = (0, 0);
        for (at, code) in self.codes.iter_mut().enumerate() {
            code.check(at)?;
            let field = || format!("codes[{at}].code");
            if let Some(most) = self.max_length.filter(|most| code.code.chars().count() > *most as usize) {
                return Err(Error::invalid(field(), format!("is longer than {most}, the length of the standard")));
            }
            if pattern.as_ref().is_some_and(|pattern| !pattern.is_match(&code.code)) {
                return Err(Error::invalid(field(), format!("`{}` does not match the pattern", code.code)));
            }
            if !once.insert(code.code.clone()) {
                return Err(Error::invalid(field(), format!("`{}` is there twice", code.code)));
            }
            code_bytes += code.code.len();
            bytes += code.code.len() + code.meaning.len() + code.names.iter().map(String::len).sum::<usize>();
        }
        for (is, most, of) in [(code_bytes, MAX_CODE_BYTES, "codes"), (bytes, MAX_BYTES, "codes with their meanings")] {
            if is > most {
                return Err(Error::invalid("codes", format!("{of} have {is} bytes together; {most} are allowed")));
            }
        }
        Ok(())
    }

    /// The codes by what they are.
    #[must_use]
    pub fn by_code(&self) -> HashMap<&str, &StandardCode> {
        self.codes.iter().map(|code| (code.code.as_str(), code)).collect()
    }

    /// In what a column differs from what is expected of it, as its source declares it.
    #[must_use]
    pub fn differences(&self, column: &ColumnDetails) -> Vec<Expectation> {
        let (class, length) = (column.data_type.class, column.data_type.length);
        let mut differences = Vec::new();
        if self.expected_class.is_some_and(|expected| expected != class) {
            differences.push(Expectation::Class);
        }
        let most = self.max_length.and_then(|most| u32::try_from(most).ok());
        if class == TypeClass::Text && most.is_some_and(|most| length.is_none_or(|length| length > most)) {
            differences.push(Expectation::Length);
        }
        differences
    }
}

/// What is expected of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, async_graphql::Enum)]
#[graphql(name = "StandardExpectation")]
pub enum Expectation {
    /// The sort of its type.
    Class,
    /// Its greatest length.
    Length,
}

impl StandardCode {
    fn check(&mut self, at: usize) -> Result<()> {
        self.code = self.code.trim().to_owned();
        line(&format!("codes[{at}].code"), &self.code, MAX_CODE)?;
        self.meaning = self.meaning.trim().to_owned();
        line(&format!("codes[{at}].meaning"), &self.meaning, MAX_MEANING)?;
        if self.names.len() > MAX_NAMES {
            let problem = format!("has {}; {MAX_NAMES} are allowed", self.names.len());
            return Err(Error::invalid(format!("codes[{at}].names"), problem));
        }
        let mut once = HashSet::new();
        let names = self.names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        self.names = names.filter(|name| once.insert(name.clone())).collect();
        self.names.iter().try_for_each(|name| line(&format!("codes[{at}].names"), name, MAX_CODE))
    }
}

fn line(field: &str, text: &str, most: usize) -> Result<()> {
    if text.is_empty() || text.chars().count() > most || text.chars().any(char::is_control) {
        return Err(Error::invalid(field, format!("must be one line of 1 to {most} characters")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_type::DataType;

    fn code(code: &str, meaning: &str) -> StandardCode {
        StandardCode { code: code.into(), meaning: meaning.into(), names: Vec::new() }
    }

    fn field(mut list: CodeListDetails) -> String {
        match list.check() {
            Err(Error::Invalid { field, .. }) => field,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn b12_list_that_makes_no_sense_is_refused_naming_the_code() {
        let of = |codes: Vec<StandardCode>| CodeListDetails { codes, ..CodeListDetails::default() };
        assert_eq!(field(of(vec![code("1", "男性"), code(" 1 ", "again")])), "codes[1].code");
        assert_eq!(field(of(vec![code("", "x")])), "codes[0].code");
        assert_eq!(field(of(vec![code("1", "")])), "codes[0].meaning");
        assert_eq!(field(of((0..=MAX_CODES).map(|n| code(&n.to_string(), "x")).collect())), "codes");
        let long = |n: usize| code(&format!("{n:0>100}"), "x");
        assert_eq!(field(of((0..5_000).map(long).collect())), "codes", "what no question could carry");
        let short = CodeListDetails { max_length: Some(1), ..of(vec![code("1", "x"), code("10", "y")]) };
        assert_eq!(field(short), "codes[1].code");
        let digits = CodeListDetails { pattern: Some("[0-9]".into()), ..of(vec![code("x", "y")]) };
        assert_eq!(field(digits), "codes[0].code");
        assert_eq!(field(CodeListDetails { pattern: Some("(".into()), ..CodeListDetails::default() }), "pattern");
        assert_eq!(field(CodeListDetails { max_length: Some(0), ..CodeListDetails::default() }), "maxLength");
    }

    #[test]
    fn b12_codes_are_paged_and_found_by_meaning_and_name() {
        let mut list = CodeListDetails {
            codes: vec![code("0", "未知"), code("1", "男性"), code("2", "女性")],
            ..Default::default()
        };
        list.codes[1].names = vec!["M".into(), "M".into(), " ".into()];
        list.check().unwrap();
        assert_eq!(list.codes[1].names, ["M"]);
        let page = |first, after: Option<String>, filter| list.page(&PageRequest { first, after }, filter).unwrap();
        let first = page(2, None, None);
        assert_eq!((first.nodes.len(), first.has_next_page), (2, true));
        let rest = page(2, first.end_cursor, None);
        assert_eq!((rest.nodes[0].code.as_str(), rest.has_next_page), ("2", false));
        assert_eq!(page(9, None, Some("性")).nodes.len(), 2);
        assert_eq!(page(9, None, Some("m")).nodes[0].code, "1");
        let foreign = PageRequest { first: 1, after: Some(encode_cursor(&["9"])) };
        assert!(list.page(&foreign, None).is_err());
    }

    #[test]
    fn b12_column_of_another_type_or_longer_than_expected_is_told() {
        let list = CodeListDetails { expected_class: Some(TypeClass::Text), max_length: Some(1), ..Default::default() };
        let column = |class, length| ColumnDetails {
            data_type: DataType { length, ..DataType::new("x", class) },
            ..ColumnDetails::default()
        };
        assert_eq!(list.differences(&column(TypeClass::Text, Some(1))), []);
        assert_eq!(list.differences(&column(TypeClass::Text, None)), [Expectation::Length]);
        assert_eq!(list.differences(&column(TypeClass::Integer, None)), [Expectation::Class]);
    }
}
