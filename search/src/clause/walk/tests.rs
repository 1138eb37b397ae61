//! Walking against asking each document.

use proptest::{prelude::*, test_runner::TestRunner};
use tantivy::{
    Index, Term, doc,
    query::{EnableScoring, TermQuery},
    schema::{Field, STRING, Schema},
};

use super::*;

/// More than two windows, and a part of one.
const DOCUMENTS: u32 = 10_000;
/// A document has the term `m` for each of these that divides its number.
const DIVISORS: [u32; 8] = [1, 2, 3, 64, 100, 999, 4095, 5000];

#[derive(Debug, Clone)]
enum Recipe {
    Everything,
    Divided { by: u32, points: u32, as_query: bool },
    Any(Vec<Recipe>),
    All { must: Vec<Recipe>, may: Vec<Recipe>, not: Vec<Recipe> },
}

impl Recipe {
    fn clause(&self, field: Field) -> Clause {
        let each = |recipes: &[Self]| recipes.iter().map(|recipe| recipe.clause(field)).collect();
        match self {
            Self::Everything => Clause::Everything,
            Self::Divided { by, points, as_query } => {
                let term = Term::from_field_text(field, &format!("m{by}"));
                if *as_query {
                    Clause::query(TermQuery::new(term, IndexRecordOption::Basic), *points)
                } else {
                    Clause::term(term, *points)
                }
            }
            Self::Any(recipes) => Clause::any(each(recipes)),
            Self::All { must, may, not } => Clause::conditions(each(must), each(may), each(not)),
        }
    }

    /// The points of a document, if it holds for it.
    fn points(&self, document: u32) -> Option<u32> {
        let sum = |recipes: &[Self]| {
            let points: Vec<u32> = recipes.iter().filter_map(|recipe| recipe.points(document)).collect();
            (!points.is_empty()).then(|| points.iter().sum::<u32>())
        };
        match self {
            Self::Everything => Some(0),
            Self::Divided { by, points, .. } => {
                (DIVISORS.contains(by) && document.is_multiple_of(*by)).then_some(*points)
            }
            Self::Any(recipes) => sum(recipes),
            Self::All { must, may, not } => {
                let holds = must.iter().all(|recipe| recipe.points(document).is_some())
                    && not.iter().all(|recipe| recipe.points(document).is_none())
                    && (!must.is_empty() || sum(may).is_some());
                holds.then(|| sum(must).unwrap_or(0) + sum(may).unwrap_or(0))
            }
        }
    }
}

fn recipe() -> impl Strategy<Value = Recipe> {
    let by = prop_oneof![9 => prop::sample::select(&DIVISORS[..]), 1 => Just(7)];
    let divided = (by, 0..50_u32, prop::bool::ANY);
    let leaf = prop_oneof![
        1 => Just(Recipe::Everything),
        8 => divided.prop_map(|(by, points, as_query)| Recipe::Divided { by, points, as_query }),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let some = |most: usize| prop::collection::vec(inner.clone(), 0..=most);
        prop_oneof![
            some(4).prop_map(Recipe::Any),
            (some(3), some(2), some(2)).prop_map(|(must, may, not)| Recipe::All { must, may, not }),
        ]
    })
}

fn index() -> (Index, Field) {
    let mut schema = Schema::builder();
    let field = schema.add_text_field("term", STRING);
    let index = Index::create_in_ram(schema.build());
    let mut writer = index.writer_with_num_threads(1, 50_000_000).unwrap();
    for number in 0..DOCUMENTS {
        let mut document = doc!();
        for by in DIVISORS.iter().filter(|by| number.is_multiple_of(**by)) {
            document.add_text(field, format!("m{by}"));
        }
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    (index, field)
}

#[test]
fn e1_walking_finds_what_asking_each_document_finds() {
    let (index, field) = index();
    let searcher = index.reader().unwrap().searcher();
    assert_eq!(searcher.segment_readers().len(), 1, "documents are numbered in their order");
    TestRunner::new(ProptestConfig { cases: 200, ..ProptestConfig::default() })
        .run(&recipe(), |recipe| {
            let clause = recipe.clause(field).prepare(EnableScoring::disabled_from_searcher(&searcher)).unwrap();
            let mut walk = Walk::begin(&clause, searcher.segment_reader(0)).unwrap();
            let mut found = Vec::new();
            while let Some(window) = walk.next() {
                window.each(|document, points| found.push((document, points)));
            }
            let expected: Vec<(u32, u32)> =
                (0..DOCUMENTS).filter_map(|document| Some((document, recipe.points(document)?))).collect();
            prop_assert_eq!(found, expected);
            Ok(())
        })
        .unwrap();
}
