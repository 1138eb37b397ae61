//! From an [`Expression`] to a [`Clause`]: where each word is looked for, and what finding it there is worth.

mod words;

use catalog::{AssetKind, SourceId, Viewer, Visibility};
use tantivy::{Term, query::FuzzyTermQuery, schema::Field as TantivyField};

use super::{
    Expression, Field, Value,
    needle::{Needle, needles},
};
use crate::{
    clause::Clause,
    rank::points,
    schema::{Fields, key, key::Sort},
};

/// What a plan needs to know besides the question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Planner<'a> {
    /// The index's fields.
    pub(crate) fields: &'a Fields,
    /// Who asks; `owner:me` means them.
    pub(crate) viewer: &'a Viewer,
    /// Names of sources that the viewer knows.
    pub(crate) sources: &'a [(SourceId, String)],
}

impl Planner<'_> {
    /// The whole question, as people search: starts of words, columns and typing errors count.
    pub(crate) fn plan(&self, expression: &Expression) -> Clause {
        match expression {
            Expression::All(parts) => self.all(parts),
            Expression::Any(parts) => Clause::any(parts.iter().map(|part| self.plan(part)).collect()),
            Expression::Not(_) | Expression::Word(_) => self.all(std::slice::from_ref(expression)),
            Expression::Phrase(text) => self.phrase(text),
            Expression::Field(field, values) => self.field(*field, values),
            Expression::Property(name, values) => {
                let value =
                    |value: &Value| self.keyed(Sort::Property, &format!("{name}={}", value.text), value.is_prefix);
                Clause::any(values.iter().map(value).collect())
            }
        }
    }

    /// The columns of tables, to find tables through them; none for a viewer who may not know all columns of a table that
    /// they know of. They find columns as such.
    fn columns(&self) -> Option<TantivyField> {
        (!is_blind_to_columns(self.viewer)).then_some(self.fields.columns)
    }

    fn all(&self, parts: &[Expression]) -> Clause {
        let (mut must, mut not) = (Vec::with_capacity(parts.len()), Vec::new());
        let mut typed: Vec<&str> = Vec::new();
        for part in parts {
            match part {
                Expression::Word(text) => typed.push(text),
                Expression::Not(inner) => not.push(self.strict(inner)),
                other => must.push(self.plan(other)),
            }
        }
        if !typed.is_empty() {
            must.push(self.words(&typed));
        }
        if must.is_empty() {
            must.push(Clause::Everything);
        }
        Clause::conditions(must, Vec::new(), not)
    }

    /// What is excluded: whole words of name, description and surroundings. A table is not excluded for a column that
    /// happens to be called `is_deleted`.
    fn strict(&self, expression: &Expression) -> Clause {
        match expression {
            Expression::All(parts) => Clause::all(parts.iter().map(|part| self.strict(part)).collect()),
            Expression::Any(parts) => Clause::any(parts.iter().map(|part| self.strict(part)).collect()),
            Expression::Not(inner) => {
                Clause::conditions(vec![Clause::Everything], Vec::new(), vec![self.strict(inner)])
            }
            Expression::Word(text) => self.strict_words(text),
            Expression::Phrase(text) => self.phrase(text),
            Expression::Field(field, values) => self.field(*field, values),
            Expression::Property(name, values) => {
                let value =
                    |value: &Value| self.keyed(Sort::Property, &format!("{name}={}", value.text), value.is_prefix);
                Clause::any(values.iter().map(value).collect())
            }
        }
    }

    fn field(&self, field: Field, values: &[Value]) -> Clause {
        Clause::any(values.iter().flat_map(|value| self.field_value(field, value)).collect())
    }

    fn field_value(&self, field: Field, value: &Value) -> Vec<Clause> {
        let keyed = |sort: Sort, text: &str| vec![self.keyed(sort, text, value.is_prefix)];
        match field {
            Field::Kind => match kind_of_word(&value.text).filter(|_| !value.is_prefix) {
                Some(kind) => vec![self.keyed(Sort::Kind, kind.code(), false)],
                None => keyed(Sort::Kind, &value.text),
            },
            Field::Owner if value.text == "me" => keyed(Sort::Owner, &self.viewer.name),
            Field::Owner => keyed(Sort::Owner, &value.text),
            Field::Tag => keyed(Sort::Tag, &value.text),
            Field::Domain => keyed(Sort::RuledDomain, &value.text),
            Field::Term => keyed(Sort::Term, &value.text),
            Field::Product => keyed(Sort::Product, &value.text),
            Field::Standard => keyed(Sort::Standard, &value.text),
            Field::Tier => keyed(Sort::Tier, &value.text),
            Field::Schema => keyed(Sort::Schema, &value.text),
            Field::Type => keyed(Sort::Type, value.text.split('(').next().unwrap_or_default().trim()),
            Field::Has => keyed(Sort::Has, &value.text),
            Field::Is => keyed(Sort::Is, &value.text),
            Field::Source => self.source(value),
            Field::Name => vec![self.named(value)],
            Field::Description => vec![self.worded(self.fields.description, points::DESCRIPTION, value)],
            Field::Column => {
                self.columns().into_iter().map(|columns| self.worded(columns, points::COLUMNS, value)).collect()
            }
        }
    }

    /// A source by its name, its id, or the server it stands for.
    fn source(&self, value: &Value) -> Vec<Clause> {
        let text = value.text.to_lowercase();
        let is_meant = |name: &str| {
            let name = name.to_lowercase();
            name == text || (value.is_prefix && name.starts_with(&text))
        };
        let by_name = self.sources.iter().filter(|(_, name)| is_meant(name));
        let mut queries: Vec<_> =
            by_name.map(|(source, _)| self.keyed(Sort::Source, &source.to_string(), false)).collect();
        queries.push(self.keyed(Sort::Source, &value.text, false));
        queries.push(self.keyed(Sort::Namespace, &value.text, value.is_prefix));
        queries
    }

    fn keyed(&self, sort: Sort, text: &str, is_prefix: bool) -> Clause {
        let term = key_term(self.fields, sort, text);
        if is_prefix {
            return Clause::query(FuzzyTermQuery::new_prefix(term, 0, true), 0);
        }
        Clause::term(term, 0)
    }

    /// `name:`: every word in the name; with a star the last one is a start.
    fn named(&self, value: &Value) -> Clause {
        let needles = needles(&value.text);
        let count = needles.len();
        let (mut must, mut may) = (Vec::with_capacity(count), Vec::new());
        for (place, needle) in needles.iter().enumerate() {
            let is_start = value.is_prefix && place + 1 == count;
            let clause = self.in_name(&needles, place, is_start);
            if needle.is_optional { may.push(clause) } else { must.push(clause) }
        }
        let mut alternatives = self.exact(&value.text);
        if value.is_prefix && count > 1 {
            let squashed = crate::words::squash(&value.text);
            alternatives.push(self.start(self.fields.prefix, &squashed, points::PREFIX));
        }
        alternatives.push(Clause::conditions(must, may, Vec::new()));
        Clause::any(alternatives)
    }

    /// Every word in one field; with a star the last one is a start.
    fn worded(&self, field: TantivyField, score: u32, value: &Value) -> Clause {
        let needles = needles(&value.text);
        let count = needles.len();
        let clause = |(place, needle): (usize, &Needle)| -> Clause {
            if value.is_prefix && place + 1 == count {
                let term = Term::from_field_text(field, &needle.text);
                return Clause::query(FuzzyTermQuery::new_prefix(term, 0, true), score);
            }
            self.in_text(field, needle, score)
        };
        let required = needles.iter().enumerate().filter(|(_, needle)| !needle.is_optional).map(clause);
        Clause::all(required.collect())
    }

    fn scored_key(&self, sort: Sort, text: &str, score: u32) -> Clause {
        Clause::term(key_term(self.fields, sort, text), score)
    }
}

/// Whether the viewer may know of a table without one of its columns.
pub(crate) fn is_blind_to_columns(viewer: &Viewer) -> bool {
    matches!(&viewer.sees, Visibility::Some(sight) if sight.tells_columns_apart())
}

/// The kind that a word means: its code, or its name in one of the languages.
pub(crate) fn kind_of_word(word: &str) -> Option<AssetKind> {
    let word = word.to_lowercase();
    AssetKind::ALL.iter().copied().find(|kind| kind.code() == word || kind.words().contains(&word.as_str()))
}

fn key_term(fields: &Fields, sort: Sort, text: &str) -> Term {
    Term::from_field_text(fields.key, &key::term(sort, text))
}
