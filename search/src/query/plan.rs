//! From an [`Expression`] to tantivy's query, every clause with a constant number of points.

mod words;

use catalog::{AssetKind, SourceId, Viewer, Visibility};
use tantivy::{
    Term,
    query::{
        AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, Query, TermQuery, TermSetQuery,
    },
    schema::{Field as TantivyField, IndexRecordOption},
};

use super::{
    Expression, Field, Value,
    needle::{Needle, needles},
};
use crate::{
    rank::points,
    schema::{Fields, key, key::Sort},
};

/// Up to this many sources are looked up one by one as hits are found; more are gathered first.
const FEW_SOURCES: usize = 16;

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

/// Only what the viewer may know of; `None` where that is everything.
///
/// This is [`Viewer::sees`] as a query; a test holds the two against each other.
pub(crate) fn visible(fields: &Fields, viewer: &Viewer) -> Option<Box<dyn Query>> {
    if !viewer.may(catalog::Action::ReadCatalog) {
        return Some(Box::new(EmptyQuery));
    }
    let sources = match &viewer.sees {
        Visibility::Everything => return None,
        Visibility::Nothing => return Some(Box::new(EmptyQuery)),
        Visibility::Sources(sources) if sources.is_empty() => return Some(Box::new(EmptyQuery)),
        Visibility::Sources(sources) => sources,
    };
    let terms = sources.iter().map(|source| key_term(fields, Sort::Source, &source.to_string()));
    if sources.len() > FEW_SOURCES {
        return Some(constant(Box::new(TermSetQuery::new(terms)), 0.0));
    }
    let terms = terms.map(|term| constant(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 0.0));
    Some(union(terms.collect()))
}

impl Planner<'_> {
    /// The whole question, for what this viewer may know of.
    pub(crate) fn plan(&self, expression: &Expression) -> Box<dyn Query> {
        let question = self.lenient(expression);
        match visible(self.fields, self.viewer) {
            None => question,
            Some(visible) => Box::new(BooleanQuery::intersection(vec![question, visible])),
        }
    }

    /// Names with words that start as those of a text, for what this viewer may know of. Chinese is also found in
    /// descriptions, which in practice are the names that people know.
    pub(crate) fn starts(&self, text: &str) -> Box<dyn Query> {
        let named = self.words_that_start(text);
        match visible(self.fields, self.viewer) {
            None => named,
            Some(visible) => Box::new(BooleanQuery::intersection(vec![named, visible])),
        }
    }

    /// As people search: starts of words, columns and typing errors count.
    fn lenient(&self, expression: &Expression) -> Box<dyn Query> {
        match expression {
            Expression::All(parts) => self.all(parts),
            Expression::Any(parts) => union(parts.iter().map(|part| self.lenient(part)).collect()),
            Expression::Not(_) | Expression::Word(_) => self.all(std::slice::from_ref(expression)),
            Expression::Phrase(text) => self.phrase(text),
            Expression::Field(field, values) => self.field(*field, values),
        }
    }

    fn all(&self, parts: &[Expression]) -> Box<dyn Query> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(parts.len() + 1);
        let mut typed: Vec<&str> = Vec::new();
        for part in parts {
            match part {
                Expression::Word(text) => typed.push(text),
                Expression::Not(inner) => clauses.push((Occur::MustNot, self.strict(inner))),
                other => clauses.push((Occur::Must, self.lenient(other))),
            }
        }
        if !typed.is_empty() {
            clauses.push((Occur::Must, self.words(&typed)));
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, constant(Box::new(AllQuery), 0.0)));
        }
        if clauses.len() == 1 { clauses.remove(0).1 } else { Box::new(BooleanQuery::new(clauses)) }
    }

    /// What is excluded: whole words of name, description and surroundings. A table is not excluded for a column that
    /// happens to be called `is_deleted`.
    fn strict(&self, expression: &Expression) -> Box<dyn Query> {
        match expression {
            Expression::All(parts) => {
                Box::new(BooleanQuery::intersection(parts.iter().map(|part| self.strict(part)).collect()))
            }
            Expression::Any(parts) => union(parts.iter().map(|part| self.strict(part)).collect()),
            Expression::Not(inner) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, constant(Box::new(AllQuery), 0.0)),
                (Occur::MustNot, self.strict(inner)),
            ])),
            Expression::Word(text) => self.strict_words(text),
            Expression::Phrase(text) => self.phrase(text),
            Expression::Field(field, values) => self.field(*field, values),
        }
    }

    fn field(&self, field: Field, values: &[Value]) -> Box<dyn Query> {
        union(values.iter().flat_map(|value| self.field_value(field, value)).collect())
    }

    fn field_value(&self, field: Field, value: &Value) -> Vec<Box<dyn Query>> {
        let keyed = |sort: Sort, text: &str| vec![self.keyed(sort, text, value.is_prefix)];
        match field {
            Field::Kind => match kind_of_word(&value.text).filter(|_| !value.is_prefix) {
                Some(kind) => vec![self.keyed(Sort::Kind, kind.code(), false)],
                None => keyed(Sort::Kind, &value.text),
            },
            Field::Owner if value.text == "me" => keyed(Sort::Owner, &self.viewer.name),
            Field::Owner => keyed(Sort::Owner, &value.text),
            Field::Tag => keyed(Sort::Tag, &value.text),
            Field::Tier => keyed(Sort::Tier, &value.text),
            Field::Schema => keyed(Sort::Schema, &value.text),
            Field::Type => keyed(Sort::Type, value.text.split('(').next().unwrap_or_default().trim()),
            Field::Has => keyed(Sort::Has, &value.text),
            Field::Is => keyed(Sort::Is, &value.text),
            Field::Source => self.source(value),
            Field::Name => vec![self.named(value)],
            Field::Description => vec![self.worded(self.fields.description, points::DESCRIPTION, value)],
            Field::Column => vec![self.worded(self.fields.columns, points::COLUMNS, value)],
        }
    }

    /// A source by its name, its id, or the server it stands for.
    fn source(&self, value: &Value) -> Vec<Box<dyn Query>> {
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

    fn keyed(&self, sort: Sort, text: &str, is_prefix: bool) -> Box<dyn Query> {
        let term = key_term(self.fields, sort, text);
        if is_prefix {
            return constant(Box::new(FuzzyTermQuery::new_prefix(term, 0, true)), 0.0);
        }
        constant(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 0.0)
    }

    /// `name:`: every word in the name; with a star the last one is a start.
    fn named(&self, value: &Value) -> Box<dyn Query> {
        let needles = needles(&value.text);
        let count = needles.len();
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(count);
        for (place, needle) in needles.iter().enumerate() {
            let is_start = value.is_prefix && place + 1 == count;
            let query = self.in_name(&needles, place, is_start);
            clauses.push((if needle.is_optional { Occur::Should } else { Occur::Must }, query));
        }
        let mut alternatives = self.exact(&value.text);
        if value.is_prefix && count > 1 {
            let squashed = crate::words::squash(&value.text);
            alternatives.push(self.start(self.fields.prefix, &squashed, points::PREFIX));
        }
        if !clauses.is_empty() {
            alternatives.push(Box::new(BooleanQuery::new(clauses)));
        }
        union(alternatives)
    }

    /// Every word in one field; with a star the last one is a start.
    fn worded(&self, field: TantivyField, score: f32, value: &Value) -> Box<dyn Query> {
        let needles = needles(&value.text);
        let count = needles.len();
        let clause = |(place, needle): (usize, &Needle)| -> Box<dyn Query> {
            if value.is_prefix && place + 1 == count {
                let term = Term::from_field_text(field, &needle.text);
                return constant(Box::new(FuzzyTermQuery::new_prefix(term, 0, true)), score);
            }
            self.in_text(field, needle, score)
        };
        let required = needles.iter().enumerate().filter(|(_, needle)| !needle.is_optional).map(clause);
        Box::new(BooleanQuery::intersection(required.collect()))
    }

    fn scored_key(&self, sort: Sort, text: &str, score: f32) -> Box<dyn Query> {
        constant(Box::new(TermQuery::new(key_term(self.fields, sort, text), IndexRecordOption::Basic)), score)
    }
}

/// The kind that a word means: its code, or its name in one of the languages.
pub(crate) fn kind_of_word(word: &str) -> Option<AssetKind> {
    let word = word.to_lowercase();
    AssetKind::ALL.iter().copied().find(|kind| kind.code() == word || kind.words().contains(&word.as_str()))
}

fn key_term(fields: &Fields, sort: Sort, text: &str) -> Term {
    Term::from_field_text(fields.key, &key::term(sort, text))
}

pub(crate) fn constant(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}

pub(crate) fn union(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    if queries.len() == 1 { queries.remove(0) } else { Box::new(BooleanQuery::union(queries)) }
}
