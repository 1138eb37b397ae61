//! Facet counts against counting by hand.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Asset, RelationKind};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::json;

use super::*;

/// What a test chooses an asset's facets from.
const TAGS: [&str; 4] = ["pii", "core", "Finance", "订单"];
const OWNERS: [&str; 3] = ["ana", "ben", "team-data"];
const TIERS: [&str; 2] = ["tier1", "tier3"];
const SCHEMAS: [&str; 3] = ["public", "ods", "dwd"];
const DOMAINS: [&str; 3] = ["Commerce", "Commerce.Orders", "人事"];
const TERMS: [&str; 3] = ["Finance.Revenue", "Finance.Revenue.Net", "Finance.Cost"];
const LEVELS: [&str; 2] = ["gold", "silver"];
const KINDS: [AssetKind; 3] = [AssetKind::Table, AssetKind::Topic, AssetKind::Column];

/// The numbers that an asset is made from.
type Recipe = (usize, usize, usize, Vec<usize>, Vec<usize>, Option<usize>, Said);
/// Its domain, its terms, and the values of its custom properties.
type Said = (Option<usize>, Vec<usize>, (Vec<usize>, Option<bool>));

fn recipe() -> impl Strategy<Value = Recipe> {
    let some = |count: usize| prop::collection::vec(0..count, 0..3);
    (
        0..KINDS.len(),
        0..SCHEMAS.len(),
        0..3_usize,
        some(TAGS.len()),
        some(OWNERS.len()),
        prop::option::of(0..TIERS.len()),
        (
            prop::option::of(0..DOMAINS.len()),
            some(TERMS.len()),
            (some(LEVELS.len()), prop::option::of(prop::bool::ANY)),
        ),
    )
}

fn make(recipe: &Recipe, number: usize, sources: &[SourceId]) -> Asset {
    let (kind, schema, source, tags, owners, tier, (domain, terms, (levels, is_public))) = recipe;
    let name = format!("order_{number}");
    let mut made = match KINDS[*kind] {
        AssetKind::Column => asset(AssetKind::Column, &["shop", SCHEMAS[*schema], "t", &name]),
        kind => asset(kind, &["shop", SCHEMAS[*schema], &name]),
    };
    made.source = sources.get(*source).copied();
    let mut tags = tags.clone();
    tags.sort_unstable();
    tags.dedup();
    let mut owners = owners.clone();
    owners.sort_unstable();
    owners.dedup();
    for tag in tags {
        made = made.tied(RelationKind::Tag, TAGS[tag]);
    }
    for owner in owners {
        made = made.tied(RelationKind::Owner, OWNERS[owner]);
    }
    if let Some(tier) = tier {
        made = made.tied(RelationKind::Tier, TIERS[*tier]);
    }
    if let Some(domain) = domain {
        made = made.tied(RelationKind::Domain, DOMAINS[*domain]);
    }
    for term in terms.iter().copied().collect::<BTreeSet<_>>() {
        made = made.tied(RelationKind::Term, TERMS[term]);
    }
    let levels: BTreeSet<&str> = levels.iter().map(|level| LEVELS[*level]).collect();
    if !levels.is_empty() {
        made.curated.properties.insert("levels".to_owned(), json!(levels));
    }
    if let Some(is_public) = is_public {
        made.curated.properties.insert("isPublic".to_owned(), json!(is_public));
    }
    made.curated.properties.insert("prose".to_owned(), json!("x".repeat(101)));
    made
}

fn values(asset: &Asset, facet: Facet) -> Vec<String> {
    let related = |kind| asset.related(kind).map(str::to_owned).collect();
    match facet {
        Facet::Kind => vec![asset.kind.code().to_owned()],
        Facet::Source => asset.source.iter().map(ToString::to_string).collect(),
        Facet::Schema => vec![asset.name.parts[..2].join(".")],
        Facet::Tag => related(RelationKind::Tag),
        Facet::Owner => related(RelationKind::Owner),
        Facet::Tier => related(RelationKind::Tier),
        Facet::Domain => {
            let own: Vec<String> = related(RelationKind::Domain);
            let around = own.iter().filter_map(|path| Some(path.split_once('.')?.0.to_owned())).collect::<Vec<_>>();
            own.into_iter().chain(around).collect()
        }
        Facet::Term => related(RelationKind::Term),
        Facet::Property => {
            let levels = asset.curated.properties.get("levels").and_then(|levels| levels.as_array());
            let levels = levels.into_iter().flatten().map(|level| format!("levels={}", level.as_str().unwrap()));
            let is_public = asset.curated.properties.get("isPublic");
            levels.chain(is_public.map(|is_public| format!("isPublic={is_public}"))).collect()
        }
    }
}

fn chosen(filters: &Filters, facet: Facet) -> Vec<String> {
    match facet {
        Facet::Kind => filters.kinds.iter().map(|kind| kind.code().to_owned()).collect(),
        Facet::Source => filters.sources.iter().map(ToString::to_string).collect(),
        Facet::Schema => filters.schemas.clone(),
        Facet::Tag => filters.tags.clone(),
        Facet::Owner => filters.owners.clone(),
        Facet::Tier => filters.tiers.clone(),
        Facet::Domain => filters.domains.clone(),
        Facet::Term => filters.terms.clone(),
        Facet::Property => filters.properties.clone(),
    }
}

/// Whether an asset has one of the chosen values of every facet but one.
fn passes(asset: &Asset, filters: &Filters, except: Option<Facet>) -> bool {
    Facet::ALL.into_iter().filter(|facet| Some(*facet) != except).all(|facet| {
        let chosen = chosen(filters, facet);
        chosen.is_empty() || values(asset, facet).iter().any(|value| chosen.contains(value))
    })
}

fn by_hand(assets: &[Asset], filters: &Filters, facet: Facet) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for asset in assets.iter().filter(|asset| passes(asset, filters, Some(facet))) {
        for value in values(asset, facet) {
            *counts.entry(value).or_default() += 1;
        }
    }
    counts
}

#[test]
fn e1_facets_equal_counting_by_hand() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = ProptestConfig { cases: 12, ..ProptestConfig::default() };
    let some = |values: &'static [&'static str]| prop::sample::subsequence(values, 0..=values.len().min(2));
    let said = (some(&DOMAINS), some(&TERMS), some(&["levels=gold", "isPublic=true", "levels=none"]));
    let chosen = (some(&TAGS), some(&OWNERS), some(&TIERS), 0..4_usize, prop::bool::ANY, said);
    let input = (prop::collection::vec(recipe(), 1..60), chosen, 1..4_usize);
    TestRunner::new(config)
        .run(&input, |(recipes, (tags, owners, tiers, source, only_tables, (domains, terms, properties)), commits)| {
            let sources = [SourceId::new(), SourceId::new()];
            let assets: Vec<Asset> =
                recipes.iter().enumerate().map(|(number, recipe)| make(recipe, number, &sources)).collect();
            let shelf = runtime.block_on(async {
                let shelf = Shelf::of(&[]).await;
                for part in assets.chunks(assets.len().div_ceil(commits)) {
                    shelf.put(part).await;
                }
                shelf
            });
            let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
            let filters = Filters {
                kinds: only_tables.then_some(AssetKind::Table).into_iter().collect(),
                sources: sources.get(source).copied().into_iter().collect(),
                schemas: Vec::new(),
                tags: owned(&tags),
                owners: owned(&owners),
                tiers: owned(&tiers),
                domains: owned(&domains),
                terms: owned(&terms),
                properties: owned(&properties),
            };
            for query in ["", "order"] {
                let request =
                    SearchRequest { first: 500, facets: true, filters: filters.clone(), ..SearchRequest::new(query) };
                let answer = shelf.index.search(&Viewer::system(), &request).unwrap();
                let expected = assets.iter().filter(|asset| passes(asset, &filters, None)).count();
                prop_assert_eq!(answer.total as usize, expected);
                prop_assert_eq!(answer.hits.len(), expected);
                for facet in answer.facets {
                    let counts: BTreeMap<String, u64> =
                        facet.values.iter().map(|value| (value.value.clone(), value.count)).collect();
                    prop_assert_eq!(counts, by_hand(&assets, &filters, facet.facet), "{:?}", facet.facet);
                    prop_assert!(facet.values.is_sorted_by_key(|value| std::cmp::Reverse(value.count)));
                }
            }
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn suggested_tags_are_not_counted() {
    let mut orders = table("orders").tied(RelationKind::Tag, "pii");
    orders.relations[0].layer = catalog::Layer::Suggested;
    let shelf = Shelf::of(&[orders]).await;
    assert_eq!(shelf.answer("tag:pii").total, 0);
    assert!(shelf.answer("").facets.iter().all(|facet| facet.facet != Facet::Tag || facet.values.is_empty()));
}

#[tokio::test]
async fn counts_follow_every_commit() {
    let shelf = Shelf::of(&[table("a")]).await;
    assert_eq!(shelf.answer("").total, 1);
    shelf.put(&[table("b")]).await;
    assert_eq!(shelf.answer("").total, 2);
    assert_eq!(shelf.answer("").facets[0].values[0].count, 2);
}
