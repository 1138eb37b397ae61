//! Nobody learns of what they may not see: not by hits, totals, facets, suggestions, completions or columns.

use std::collections::HashSet;

use catalog::{Asset, RelationKind, Visibility};
use proptest::{prelude::*, test_runner::TestRunner};

use super::*;
use crate::testing::viewer_of;

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

fn check(shelf: &Shelf, assets: &[Asset], viewer: &Viewer, query: &str) -> Result<(), TestCaseError> {
    let request = SearchRequest { first: 500, facets: true, ..SearchRequest::new(query) };
    let all = shelf.index.search(&Viewer { name: viewer.name.clone(), ..Viewer::system() }, &request).unwrap();
    let may: HashSet<AssetId> = assets.iter().filter(|asset| viewer.sees(asset.source)).map(|asset| asset.id).collect();
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
