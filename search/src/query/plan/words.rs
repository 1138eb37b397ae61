//! Words and phrases of a question: where each is looked for, and what finding it there is worth.

use catalog::{AssetKind, NameQuery};
use tantivy::{
    Term,
    query::{BooleanQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, RegexQuery, TermQuery},
    schema::{Field as TantivyField, IndexRecordOption},
};

use super::{Planner, constant, union};
use crate::{
    analyzer::MAX_PREFIX_CHARS,
    query::needle::{Needle, Typo, needles},
    rank::points,
    schema::key::Sort,
    words::{self, Class},
};

impl Planner<'_> {
    /// Words that stand side by side: each has to be found somewhere, unless together they are a name.
    pub(super) fn words(&self, typed: &[&str]) -> Box<dyn Query> {
        let text = typed.join(" ");
        let needles = needles(&text);
        let mut alternatives = self.exact(&text);
        if !needles.is_empty() {
            let clauses = (0..needles.len()).map(|place| {
                let occur = if needles[place].is_optional { Occur::Should } else { Occur::Must };
                (occur, self.anywhere(&needles, place))
            });
            alternatives.push(Box::new(BooleanQuery::new(clauses.collect())));
        }
        union(alternatives)
    }

    /// Words that each start a word of a name.
    pub(super) fn words_that_start(&self, text: &str) -> Box<dyn Query> {
        let needles = needles(text);
        let mut alternatives = self.exact(text);
        let count = needles.iter().filter(|needle| needle.class != Class::Ideographs).count();
        if count > 1 && count == needles.len() {
            alternatives.push(self.start(self.fields.prefix, &words::squash(text), points::PREFIX));
        }
        let clause = |place: usize| {
            let needle = &needles[place];
            if needle.class == Class::Ideographs {
                let described = self.in_text(self.fields.description, needle, points::DESCRIPTION);
                return union(vec![self.in_text(self.fields.name, needle, points::NAME), described]);
            }
            let mut queries = vec![
                self.start(self.fields.prefix, &needle.text, points::PREFIX),
                self.in_name(&needles, place, false),
            ];
            queries.extend(self.with_typo(needle));
            union(queries)
        };
        if !needles.is_empty() {
            let all = (0..needles.len()).map(clause).collect();
            alternatives.push(Box::new(BooleanQuery::intersection(all)));
        }
        union(alternatives)
    }

    /// Words that have to be absent.
    pub(super) fn strict_words(&self, text: &str) -> Box<dyn Query> {
        let needles = needles(text);
        if needles.is_empty() {
            return union(self.exact(text));
        }
        let fields = [self.fields.name, self.fields.description, self.fields.context];
        let clause = |needle: &Needle| union(fields.iter().map(|field| self.in_text(*field, needle, 0.0)).collect());
        let required = needles.iter().filter(|needle| !needle.is_optional).map(clause);
        Box::new(BooleanQuery::intersection(required.collect()))
    }

    /// Words next to each other, in this order and spelling.
    pub(in crate::query) fn phrase(&self, text: &str) -> Box<dyn Query> {
        let mut terms: Vec<String> = Vec::new();
        for piece in words::pieces(text).take(64) {
            if piece.class == Class::Ideographs {
                terms.extend(piece.text.chars().take(64).map(String::from));
            } else {
                terms.push(words::fold(piece.text).into_owned());
            }
        }
        let mut alternatives = self.exact(text);
        if !terms.is_empty() {
            let fields = [self.fields.name, self.fields.description, self.fields.columns, self.fields.context];
            alternatives.extend(fields.iter().map(|field| constant(in_a_row(*field, &terms), points::PHRASE)));
        }
        union(alternatives)
    }

    /// The asset whose name or path this text is, tables before all others.
    pub(super) fn exact(&self, text: &str) -> Vec<Box<dyn Query>> {
        let mut queries = Vec::new();
        let mut paths = vec![text.to_owned()];
        match text.parse::<NameQuery>() {
            Ok(NameQuery::Tail(parts)) => paths.push(parts.join(".")),
            Ok(NameQuery::Full(name)) => {
                let path = self.scored_key(Sort::Path, &name.parts.join("."), points::EXACT);
                let namespace = self.scored_key(Sort::Namespace, &name.namespace, points::EXACT);
                queries.push(Box::new(BooleanQuery::intersection(vec![path, namespace])) as Box<dyn Query>);
            }
            Err(_) => {}
        }
        paths.dedup();
        for path in paths {
            queries.extend(self.also_as_table(Sort::Path, &path, points::EXACT, points::EXACT_TABLE));
        }
        let squashed = words::squash(text);
        if !squashed.is_empty() {
            let (plain, table) = (points::SAME_WORDS, points::SAME_WORDS_TABLE);
            queries.extend(self.also_as_table(Sort::Squashed, &squashed, plain, table));
        }
        queries
    }

    fn also_as_table(&self, sort: Sort, text: &str, plain: f32, table: f32) -> [Box<dyn Query>; 2] {
        let is_table = self.scored_key(Sort::Kind, AssetKind::Table.code(), 0.0);
        let of_table = BooleanQuery::intersection(vec![self.scored_key(sort, text, table), is_table]);
        [self.scored_key(sort, text, plain), Box::new(of_table)]
    }

    /// A word in any field.
    fn anywhere(&self, needles: &[Needle], place: usize) -> Box<dyn Query> {
        let needle = &needles[place];
        let mut queries = vec![
            self.in_name(needles, place, false),
            self.in_text(self.fields.description, needle, points::DESCRIPTION),
            self.in_text(self.fields.columns, needle, points::COLUMNS),
            self.in_text(self.fields.context, needle, points::CONTEXT),
        ];
        if needle.class != Class::Ideographs {
            queries.push(self.start(self.fields.prefix, &needle.text, points::PREFIX));
        }
        queries.extend(self.with_typo(needle));
        union(queries)
    }

    /// A word in the name; `is_start` takes it for the start of one.
    pub(super) fn in_name(&self, needles: &[Needle], place: usize, is_start: bool) -> Box<dyn Query> {
        let needle = &needles[place];
        if is_start && needle.class != Class::Ideographs {
            return self.start(self.fields.prefix, &needle.text, points::PREFIX);
        }
        let mut queries = vec![self.in_text(self.fields.name, needle, points::NAME)];
        if needle.class == Class::Ideographs {
            return union(queries);
        }
        let joins = [place.checked_sub(1).map(|left| (left, place)), Some((place, place + 1))];
        for (left, right) in joins.into_iter().flatten() {
            let (Some(left), Some(right)) = (needles.get(left), needles.get(right)) else { continue };
            if left.class != Class::Ideographs && right.class != Class::Ideographs {
                let joined = format!("{}{}", left.text, right.text);
                let joined = words::cut(&joined, words::MAX_WORD_BYTES);
                queries.push(constant(term(self.fields.name, &words::stem(joined)), points::NAME_PAIR));
            }
        }
        union(queries)
    }

    /// A word in one field. Ideographs are found as a part of the text, as a whole or cut into the dictionary's words.
    pub(super) fn in_text(&self, field: TantivyField, needle: &Needle, score: f32) -> Box<dyn Query> {
        if needle.class != Class::Ideographs {
            return constant(term(field, &needle.stem), score);
        }
        let characters = |text: &str| -> Vec<String> { text.chars().take(64).map(String::from).collect() };
        let whole = in_a_row(field, &characters(&needle.text));
        let mut parts = words::chinese::segments(&needle.text);
        // Single characters are in so many words that they say nothing when they stand apart.
        parts.retain(|part| part.chars().nth(1).is_some());
        parts.truncate(16);
        if parts.len() < 2 {
            return constant(whole, score);
        }
        // Two words that stand apart in the text are worth less than the same ones in a row.
        let apart = parts.iter().map(|part| in_a_row(field, &characters(part))).collect();
        let apart = constant(Box::new(BooleanQuery::intersection(apart)), (score / 2.0).floor());
        union(vec![constant(whole, (score / 2.0).ceil()), apart])
    }

    /// The start of a word.
    pub(super) fn start(&self, field: TantivyField, text: &str, score: f32) -> Box<dyn Query> {
        if text.chars().count() <= MAX_PREFIX_CHARS {
            return constant(term(field, text), score);
        }
        let whole = Term::from_field_text(self.fields.name, words::cut(text, words::MAX_WORD_BYTES));
        constant(Box::new(FuzzyTermQuery::new_prefix(whole, 0, true)), score)
    }

    /// A word of the name that differs by one typing error.
    fn with_typo(&self, needle: &Needle) -> Option<Box<dyn Query>> {
        let field = self.fields.name;
        let query: Box<dyn Query> = match needle.typo() {
            Typo::None => return None,
            Typo::Any => Box::new(FuzzyTermQuery::new(Term::from_field_text(field, &needle.text), 1, true)),
            Typo::Missing => Box::new(RegexQuery::from_pattern(&one_letter_more(&needle.text), field).ok()?),
        };
        Some(constant(query, points::TYPO))
    }
}

/// The pattern of every word that has one letter more. The word consists of letters, which mean themselves.
fn one_letter_more(word: &str) -> String {
    let places = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    places.map(|at| format!("{}.{}", &word[..at], &word[at..])).collect::<Vec<_>>().join("|")
}

fn term(field: TantivyField, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

/// Terms at places that follow each other.
fn in_a_row(field: TantivyField, terms: &[String]) -> Box<dyn Query> {
    match terms {
        [only] => term(field, only),
        terms => Box::new(PhraseQuery::new(terms.iter().map(|text| Term::from_field_text(field, text)).collect())),
    }
}
