//! Completion of a question while it is typed: fields, and the values that the viewer's assets have.

use std::ops::Range;

use catalog::{AssetKind, SourceId, Viewer, relation::TIERS};

use super::{Field, HAVINGS};
use crate::{
    count::{Facet, FacetValue},
    document::STATES,
    error::Result,
    index::Index,
    search::SearchRequest,
};

/// The most completions of one answer.
pub const MAX_COMPLETIONS: usize = 20;

/// A way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the question that it takes the place of.
    pub replaces: Range<usize>,
    /// What is put there.
    pub insert: String,
    /// What people read: what a field is for, or the name of a value.
    pub label: String,
    /// How many assets have the value; none for fields and fixed values.
    pub count: Option<u64>,
}

impl Index {
    /// Ways to go on with a question whose last word is being typed. Values come from what `viewer` may know of.
    ///
    /// # Errors
    /// [`Error::Index`](crate::Error::Index) when the index cannot be read.
    pub fn complete(
        &self,
        viewer: &Viewer,
        text: &str,
        source_names: &[(SourceId, String)],
    ) -> Result<Vec<Completion>> {
        let start = text
            .rfind(|c: char| c.is_whitespace() || c == '(')
            .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        let word = &text[start..];
        let start = start + usize::from(word.starts_with('-'));
        let word = word.strip_prefix('-').unwrap_or(word);
        if word.len() > 256 {
            return Ok(Vec::new());
        }
        let Some(colon) = word.find([':', '：']) else { return Ok(fields(start..text.len(), word)) };
        let Some(field) = Field::find(&word[..colon]) else { return Ok(Vec::new()) };
        let behind = word[colon..].chars().next().map_or(1, char::len_utf8) + colon;
        let behind = word
            .rfind([',', '，'])
            .map_or(behind, |comma| comma + word[comma..].chars().next().map_or(1, char::len_utf8));
        let typed = word[behind..].trim_matches('"').to_lowercase();
        let values = self.values_of(viewer, field, source_names)?;
        let fits = |value: &&FacetValue| {
            let label = value.label.as_deref().unwrap_or_default().to_lowercase();
            value.value.to_lowercase().starts_with(&typed) || (!label.is_empty() && label.starts_with(&typed))
        };
        let completion = |value: &FacetValue| Completion {
            replaces: start + behind..text.len(),
            insert: quoted(value.label.as_deref().filter(|_| field == Field::Source).unwrap_or(&value.value)),
            label: value.label.clone().unwrap_or_else(|| value.value.clone()),
            count: (value.count > 0).then_some(value.count),
        };
        Ok(values.iter().filter(fits).take(MAX_COMPLETIONS).map(completion).collect())
    }

    fn values_of(&self, viewer: &Viewer, field: Field, source_names: &[(SourceId, String)]) -> Result<Vec<FacetValue>> {
        let facet = match field {
            Field::Kind => Facet::Kind,
            Field::Owner => Facet::Owner,
            Field::Tag => Facet::Tag,
            Field::Tier => Facet::Tier,
            Field::Source => Facet::Source,
            Field::Schema => Facet::Schema,
            Field::Has => return Ok(fixed(HAVINGS)),
            Field::Is => return Ok(fixed(STATES)),
            Field::Domain
            | Field::Term
            | Field::Product
            | Field::Standard
            | Field::Name
            | Field::Description
            | Field::Column
            | Field::Type => return Ok(Vec::new()),
        };
        let request =
            SearchRequest { facets: true, first: 1, source_names: source_names.to_vec(), ..SearchRequest::default() };
        let answer = self.search(viewer, &request)?;
        let mut values =
            answer.facets.into_iter().find(|counts| counts.facet == facet).map_or_else(Vec::new, |f| f.values);
        let others: Vec<&str> = match field {
            Field::Kind => AssetKind::ALL.iter().map(|kind| kind.code()).collect(),
            Field::Tier => TIERS.to_vec(),
            _ => Vec::new(),
        };
        for other in fixed(&others) {
            if values.iter().all(|value| value.value != other.value) {
                values.push(other);
            }
        }
        Ok(values)
    }
}

fn fixed(values: &[&str]) -> Vec<FacetValue> {
    values.iter().map(|value| FacetValue { value: (*value).to_owned(), label: None, count: 0 }).collect()
}

fn fields(replaces: Range<usize>, typed: &str) -> Vec<Completion> {
    let typed = typed.to_lowercase();
    let fits = |field: &&Field| field.code().starts_with(&typed) || field.chinese().starts_with(&typed);
    let completion = |field: &Field| Completion {
        replaces: replaces.clone(),
        insert: format!("{}:", field.code()),
        label: field.help().to_owned(),
        count: None,
    };
    Field::ALL.iter().filter(fits).map(completion).collect()
}

/// A value as the language reads it back.
fn quoted(value: &str) -> String {
    let is_plain =
        !value.contains(|c: char| c.is_whitespace() || "()（）\",，*“”".contains(c)) && !value.starts_with('-');
    if is_plain { value.to_owned() } else { format!("\"{}\"", value.replace(['"', '“', '”'], " ")) }
}
