//! Words and phrases of a question: where each is looked for, and what finding it there is worth.

use catalog::{AssetKind, NameQuery};
use tantivy::{
    Term,
    query::{FuzzyTermQuery, PhraseQuery, RegexQuery},
    schema::Field as TantivyField,
};

use super::Planner;
use crate::{
    analyzer::MAX_PREFIX_CHARS,
    clause::Clause,
    query::needle::{Needle, Typo, needles},
    rank::points,
    schema::key::Sort,
    words::{self, Class},
};

impl Planner<'_> {
    /// Words that stand side by side: each has to be found somewhere, unless together they are a name.
    pub(super) fn words(&self, typed: &[&str]) -> Clause {
        let text = typed.join(" ");
        let needles = needles(&text);
        let mut alternatives = self.exact(&text);
        if !needles.is_empty() {
            let (mut must, mut may) = (Vec::with_capacity(needles.len()), Vec::new());
            for place in 0..needles.len() {
                let clause = self.anywhere(&needles, place);
                if needles[place].is_optional { may.push(clause) } else { must.push(clause) }
            }
            alternatives.push(Clause::conditions(must, may, Vec::new()));
        }
        Clause::any(alternatives)
    }

    /// Names with words that start as those of a text. Chinese is also found in descriptions, which in practice are the
    /// names that people know.
    pub(crate) fn starts(&self, text: &str) -> Clause {
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
                return Clause::any(vec![self.in_text(self.fields.name, needle, points::NAME), described]);
            }
            let mut queries = vec![
                self.start(self.fields.prefix, &needle.text, points::PREFIX),
                self.in_name(&needles, place, false),
            ];
            queries.extend(self.with_typo(needle));
            Clause::any(queries)
        };
        if !needles.is_empty() {
            let all = (0..needles.len()).map(clause).collect();
            alternatives.push(Clause::all(all));
        }
        Clause::any(alternatives)
    }

    /// Words that have to be absent.
    pub(super) fn strict_words(&self, text: &str) -> Clause {
        let needles = needles(text);
        if needles.is_empty() {
            return Clause::any(self.exact(text));
        }
        let fields = [self.fields.name, self.fields.description, self.fields.context];
        let clause =
            |needle: &Needle| Clause::any(fields.iter().map(|field| self.in_text(*field, needle, 0)).collect());
        let required = needles.iter().filter(|needle| !needle.is_optional).map(clause);
        Clause::all(required.collect())
    }

    /// Words next to each other, in this order and spelling.
    pub(in crate::query) fn phrase(&self, text: &str) -> Clause {
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
            let fields = [self.fields.name, self.fields.description, self.fields.context];
            alternatives
                .extend(fields.iter().chain(&self.columns()).map(|field| in_a_row(*field, &terms, points::PHRASE)));
        }
        Clause::any(alternatives)
    }

    /// The asset whose name or path this text is, tables before all others.
    pub(super) fn exact(&self, text: &str) -> Vec<Clause> {
        let mut queries = Vec::new();
        let mut paths = vec![text.to_owned()];
        match text.parse::<NameQuery>() {
            Ok(NameQuery::Tail(parts)) => paths.push(parts.join(".")),
            Ok(NameQuery::Full(name)) => {
                let path = self.scored_key(Sort::Path, &name.parts.join("."), points::EXACT);
                let namespace = self.scored_key(Sort::Namespace, &name.namespace, points::EXACT);
                queries.push(Clause::all(vec![path, namespace]));
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

    fn also_as_table(&self, sort: Sort, text: &str, plain: u32, table: u32) -> [Clause; 2] {
        let is_table = self.scored_key(Sort::Kind, AssetKind::Table.code(), 0);
        let of_table = Clause::all(vec![self.scored_key(sort, text, table), is_table]);
        [self.scored_key(sort, text, plain), of_table]
    }

    /// A word in any field.
    fn anywhere(&self, needles: &[Needle], place: usize) -> Clause {
        let needle = &needles[place];
        let mut queries = vec![
            self.in_name(needles, place, false),
            self.in_text(self.fields.description, needle, points::DESCRIPTION),
            self.in_text(self.fields.context, needle, points::CONTEXT),
        ];
        if needle.class != Class::Ideographs {
            queries.push(self.start(self.fields.prefix, &needle.text, points::PREFIX));
        }
        queries.extend(self.columns().map(|columns| self.in_text(columns, needle, points::COLUMNS)));
        queries.extend(self.with_typo(needle));
        Clause::any(queries)
    }

    /// A word in the name; `is_start` takes it for the start of one.
    pub(super) fn in_name(&self, needles: &[Needle], place: usize, is_start: bool) -> Clause {
        let needle = &needles[place];
        if is_start && needle.class != Class::Ideographs {
            return self.start(self.fields.prefix, &needle.text, points::PREFIX);
        }
        let mut queries = vec![self.in_text(self.fields.name, needle, points::NAME)];
        if needle.class == Class::Ideographs {
            return Clause::any(queries);
        }
        let joins = [place.checked_sub(1).map(|left| (left, place)), Some((place, place + 1))];
        for (left, right) in joins.into_iter().flatten() {
            let (Some(left), Some(right)) = (needles.get(left), needles.get(right)) else { continue };
            if left.class != Class::Ideographs && right.class != Class::Ideographs {
                let joined = format!("{}{}", left.text, right.text);
                let joined = words::cut(&joined, words::MAX_WORD_BYTES);
                queries.push(term(self.fields.name, &words::stem(joined), points::NAME_PAIR));
            }
        }
        Clause::any(queries)
    }

    /// A word in one field. Ideographs are found as a part of the text, as a whole or cut into the dictionary's words.
    pub(super) fn in_text(&self, field: TantivyField, needle: &Needle, score: u32) -> Clause {
        if needle.class != Class::Ideographs {
            return term(field, &needle.stem, score);
        }
        let characters = |text: &str| -> Vec<String> { text.chars().take(64).map(String::from).collect() };
        let whole = |score: u32| in_a_row(field, &characters(&needle.text), score);
        let mut parts = words::chinese::segments(&needle.text);
        // Single characters are in so many words that they say nothing when they stand apart.
        parts.retain(|part| part.chars().nth(1).is_some());
        parts.truncate(16);
        if parts.len() < 2 {
            return whole(score);
        }
        // Two words that stand apart in the text are worth less than the same ones in a row.
        let apart = parts.iter().enumerate().map(|(place, part)| {
            let score = if place == 0 { score / 2 } else { 0 };
            in_a_row(field, &characters(part), score)
        });
        Clause::any(vec![whole(score - score / 2), Clause::all(apart.collect())])
    }

    /// The start of a word.
    pub(super) fn start(&self, field: TantivyField, text: &str, score: u32) -> Clause {
        if text.chars().count() <= MAX_PREFIX_CHARS {
            return term(field, text, score);
        }
        let whole = Term::from_field_text(self.fields.name, words::cut(text, words::MAX_WORD_BYTES));
        Clause::query(FuzzyTermQuery::new_prefix(whole, 0, true), score)
    }

    /// A word of the name that differs by one typing error.
    fn with_typo(&self, needle: &Needle) -> Option<Clause> {
        let field = self.fields.name;
        let term = || Term::from_field_text(field, &needle.text);
        match needle.typo() {
            Typo::None => None,
            Typo::Any => Some(Clause::query(FuzzyTermQuery::new(term(), 1, true), points::TYPO)),
            Typo::Missing => {
                let query = RegexQuery::from_pattern(&one_letter_more(&needle.text), field).ok()?;
                Some(Clause::query(query, points::TYPO))
            }
        }
    }
}

/// The pattern of every word that has one letter more. The word consists of letters, which mean themselves.
fn one_letter_more(word: &str) -> String {
    let places = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    places.map(|at| format!("{}.{}", &word[..at], &word[at..])).collect::<Vec<_>>().join("|")
}

fn term(field: TantivyField, text: &str, score: u32) -> Clause {
    Clause::term(Term::from_field_text(field, text), score)
}

/// Terms at places that follow each other.
fn in_a_row(field: TantivyField, terms: &[String], score: u32) -> Clause {
    match terms {
        [only] => term(field, only, score),
        terms => {
            let terms = terms.iter().map(|text| Term::from_field_text(field, text)).collect();
            Clause::query(PhraseQuery::new(terms), score)
        }
    }
}
