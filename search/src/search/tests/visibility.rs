//! Nobody learns of what they may not see: not by hits, totals, facets, suggestions, completions or columns.

use std::collections::HashSet;

use catalog::{
    Action, Asset, AssetKind, RelationKind, Visibility,
    governance::{Sight, Test},
};
use proptest::{prelude::*, test_runner::TestRunner};

use super::*;
use crate::testing::{facts_among, viewer_of};

const WORDS: [&str; 6] = ["order", "user", "orders", "visit", "访问次数", "secret"];
const QUERIES: [&str; 12] = [
    "",
    "order",
    "ordr",
    "oders",
    "user -secret",
    "访问",
    "tag:secret",
    "kind:table order",
    "owner:me",
    "\"order user\"",
    "order OR visit",
    "has:tag sec",
];

#[test]
fn j8_what_a_viewer_finds_is_what_an_admin_finds_and_they_may_see() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = ProptestConfig { cases: 12, ..ProptestConfig::default() };
    let recipe = (0..WORDS.len(), 0..WORDS.len(), 0..4_usize, prop::option::of(0..WORDS.len()));
    let seen = prop::sample::subsequence(vec![0_usize, 1, 2], 0..=3);
    let input = (prop::collection::vec(recipe, 0..40), seen, prop::bool::ANY);
    TestRunner::new(config)
        .run(&input, |(recipes, seen, has_role)| {
            let sources = [SourceId::new(), SourceId::new(), SourceId::new()];
            let make = |(first, second, source, tag): &(usize, usize, usize, Option<usize>)| {
                let mut made = table(&format!("{}_{}", WORDS[*first], WORDS[*second]));
                made.source = sources.get(*source).copied();
                tag.iter().fold(made, |made, tag| made.tied(RelationKind::Tag, WORDS[*tag]))
            };
            let mut assets: Vec<Asset> = recipes.iter().map(make).collect();
            for at in 0..assets.len() {
                // Some columns belong to another source than their table.
                let mut inner = column(&assets[at], WORDS[at % WORDS.len()]);
                inner.source = sources.get(at % 4).copied();
                assets.push(inner);
            }
            let shelf = runtime.block_on(Shelf::of(&assets));
            let seen: Vec<SourceId> = seen.into_iter().map(|at| sources[at]).collect();
            let mut viewer = viewer_of(&seen);
            if !has_role {
                viewer.role = None;
            }
            for query in QUERIES {
                check(&shelf, &assets, &viewer, query)?;
            }
            Ok(())
        })
        .unwrap();
}

/// Rules as policies make them: over places, kinds, tags and owners, the first asset's table among the places.
fn rules() -> impl Strategy<Value = (Test, Test, bool)> {
    let word = || prop::collection::btree_set(prop::sample::select(WORDS.to_vec()).prop_map(String::from), 1..3);
    let test = || {
        let leaf = prop_oneof![
            word().prop_map(Test::Tag),
            word().prop_map(Test::Owner),
            Just(Test::Kind([AssetKind::Table].into())),
            Just(Test::ALWAYS),
            (0..12_u128).prop_map(|at| Test::Within([(AssetId(uuid::Uuid::from_u128(at)), Test::ALWAYS)].into())),
        ];
        leaf.prop_recursive(2, 8, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..3).prop_map(Test::any),
                prop::collection::vec(inner.clone(), 1..3).prop_map(Test::all),
                inner.prop_map(|test| Test::Not(Box::new(test))),
            ]
        })
    };
    (test(), prop_oneof![Just(Test::NEVER), test()], prop::bool::ANY)
}

#[test]
fn j8_what_rules_let_a_viewer_find_is_what_they_may_see() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = ProptestConfig { cases: 24, ..ProptestConfig::default() };
    let recipe = (0..WORDS.len(), 0..WORDS.len(), prop::option::of(0..WORDS.len()), prop::option::of(0..WORDS.len()));
    let input = (prop::collection::vec(recipe, 0..12), prop::collection::vec(rules(), 1..4));
    TestRunner::new(config)
        .run(&input, |(recipes, rules)| {
            let mut assets: Vec<Asset> = Vec::new();
            for (at, (first, second, tag, owner)) in (0_u128..).zip(&recipes) {
                let mut made = table(&format!("{}_{}", WORDS[*first], WORDS[*second]));
                made.id = AssetId(uuid::Uuid::from_u128(at));
                made = tag.iter().fold(made, |made, tag| made.tied(RelationKind::Tag, WORDS[*tag]));
                let mut inner = column(&made, WORDS[*second]);
                inner.id = AssetId(uuid::Uuid::from_u128(100 + at));
                inner = owner.iter().fold(inner, |inner, owner| inner.tied(RelationKind::Owner, WORDS[*owner]));
                assets.extend([made, inner]);
            }
            let shelf = runtime.block_on(Shelf::of(&assets));
            for (given, taken, is_on_the_way) in rules {
                let ways = is_on_the_way.then_some(AssetId(uuid::Uuid::from_u128(1))).into_iter().collect();
                let viewer = Viewer { sees: Visibility::of(Sight::new(given, taken, ways, true)), ..Viewer::system() };
                for query in QUERIES {
                    check(&shelf, &assets, &viewer, query)?;
                }
            }
            Ok(())
        })
        .unwrap();
}

fn check(shelf: &Shelf, assets: &[Asset], viewer: &Viewer, query: &str) -> Result<(), TestCaseError> {
    let request = SearchRequest { first: 500, facets: true, ..SearchRequest::new(query) };
    // Who may know of tables without some of their columns finds no table through its columns; neither does this admin.
    let without_columns = || {
        let nothing_has_it = Test::Tag(["no such tag".to_owned()].into());
        Visibility::of(Sight::new(Test::Not(Box::new(nothing_has_it)), Test::NEVER, HashSet::new(), true))
    };
    let sees = if matches!(viewer.sees, Visibility::Some(_)) { without_columns() } else { Visibility::Everything };
    let all = shelf.index.search(&Viewer { name: viewer.name.clone(), sees, ..Viewer::system() }, &request).unwrap();
    let sees = |asset: &&Asset| viewer.may(Action::ReadCatalog) && viewer.sees.has(&facts_among(asset, assets));
    let may: HashSet<AssetId> = assets.iter().filter(sees).map(|asset| asset.id).collect();
    let theirs = shelf.index.search(viewer, &request).unwrap();
    let expected: Vec<(AssetId, u64)> =
        all.hits.iter().filter(|hit| may.contains(&hit.asset)).map(|hit| (hit.asset, hit.score)).collect();
    let found: Vec<(AssetId, u64)> = theirs.hits.iter().map(|hit| (hit.asset, hit.score)).collect();
    prop_assert_eq!(&found, &expected, "{}", query);
    prop_assert_eq!(theirs.total as usize, expected.len());
    for facet in &theirs.facets {
        let kinds: u64 = facet.values.iter().map(|value| value.count).sum();
        prop_assert!(facet.facet != Facet::Kind || kinds == theirs.total);
        for value in facet.values.iter().filter(|_| facet.facet == Facet::Tag) {
            let tagged = |hit: &&Hit| hit.tags.contains(&value.value);
            prop_assert_eq!(value.count as usize, theirs.hits.iter().filter(tagged).count());
        }
    }
    let suggestions = |viewer: &Viewer| shelf.index.suggest(viewer, query, 50).unwrap();
    let expected: Vec<_> = suggestions(&Viewer::system()).into_iter().filter(|s| may.contains(&s.asset)).collect();
    let theirs = suggestions(viewer);
    prop_assert_eq!(&theirs[..expected.len()], &expected[..]);
    prop_assert!(theirs.iter().all(|suggestion| may.contains(&suggestion.asset)));
    Ok(())
}

#[tokio::test]
async fn column_of_another_source_says_nothing_through_its_table() {
    let (open, hidden) = (SourceId::new(), SourceId::new());
    let orders = table("orders").of_source(open);
    let mut secret = column(&orders, "salary").described("confidential");
    secret.source = Some(hidden);
    let shelf = Shelf::of(&[orders, secret]).await;
    let found = |query: &str| shelf.index.search(&viewer_of(&[open]), &SearchRequest::new(query)).unwrap().total;
    assert_eq!((found("salary"), found("confidential"), found("orders")), (0, 0, 1));
}

#[tokio::test]
async fn completion_knows_only_visible_values() {
    let (open, hidden) = (SourceId::new(), SourceId::new());
    let assets = [
        table("a").of_source(open).tied(RelationKind::Tag, "public-tag"),
        table("b").of_source(hidden).tied(RelationKind::Tag, "private-tag"),
    ];
    let shelf = Shelf::of(&assets).await;
    let complete = |viewer: &Viewer| -> Vec<String> {
        shelf.index.complete(viewer, "tag:p", &[]).unwrap().into_iter().map(|c| c.insert).collect()
    };
    assert_eq!(complete(&Viewer::system()), ["private-tag", "public-tag"]);
    assert_eq!(complete(&viewer_of(&[open])), ["public-tag"]);
    assert_eq!(complete(&Viewer::anonymous()), [""; 0]);
}

#[tokio::test]
async fn many_sources_are_seen_like_few() {
    let sources: Vec<SourceId> = (0..40).map(|_| SourceId::new()).collect();
    let assets: Vec<Asset> = sources.iter().map(|source| table("orders").of_source(*source)).collect();
    let shelf = Shelf::of(&assets).await;
    for count in [1, 16, 17, 39] {
        let answer = shelf.index.search(&viewer_of(&sources[..count]), &SearchRequest::new("orders")).unwrap();
        assert_eq!(answer.total as usize, count);
    }
}

#[tokio::test]
async fn who_sees_nothing_finds_nothing() {
    let shelf = Shelf::of(&[table("orders")]).await;
    let nothing = Viewer { sees: Visibility::Nothing, ..Viewer::system() };
    let reporter = Viewer { scopes: Some([catalog::Scope::Report].into()), ..Viewer::system() };
    for viewer in [nothing, reporter, Viewer::anonymous(), viewer_of(&[])] {
        let request = SearchRequest { facets: true, ..SearchRequest::new("") };
        let answer = shelf.index.search(&viewer, &request).unwrap();
        assert_eq!((answer.total, answer.hits.len()), (0, 0));
        assert!(answer.facets.iter().all(|facet| facet.values.is_empty()));
        assert_eq!(shelf.index.suggest(&viewer, "orders", 10).unwrap(), []);
    }
}
