//! Facets of the search by what people tie to assets: counted as a brute force over the store counts, for each viewer by
//! what they may know of, the names of domains and terms included.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalog::{Asset, AssetId, AssetKind, Edit, Name, Patch, RelationKind, Role, Scope, Viewer, vocabulary::NAMESPACE};
use serde_json::{Value, json};

use super::{
    crawled::{ask, done},
    support::{Client, World},
};

type Counts = BTreeMap<(String, String), u64>;

const FACETS: &str = "query($input: SearchInput!) { search(input: $input) { total facets { name values { value label count selected } } } }";

async fn entry(world: &World, who: &Client, mutation: &str, sort: &str, input: Value) -> AssetId {
    let query = format!("mutation($input: {sort}!) {{ {mutation}(input: $input) {{ id }} }}");
    let made = done(who, &query, json!({ "input": input })).await;
    world.app.catch_up().await.unwrap();
    made["id"].as_str().unwrap().parse().unwrap()
}

async fn edit(world: &World, name: &[&str], kind: AssetKind, edit: Edit) -> AssetId {
    let name = Name::new("postgres://h:5432", name.iter().copied());
    let found = world.app.catalog().resolve(&Viewer::system(), &[(name, kind)]).await.unwrap();
    let id = found[0].unwrap();
    world.app.catalog().edit(&Viewer::system(), id, edit).await.unwrap();
    id
}

fn targets<'a>(everything: &'a HashMap<AssetId, Asset>, asset: &Asset, kind: RelationKind) -> Vec<&'a Asset> {
    let ties = asset.relations.iter().filter(|tie| tie.kind == kind).filter_map(|tie| tie.target_id());
    ties.map(|id| &everything[&id]).collect()
}

/// What the store has, counted one by one as `viewer`.
async fn by_hand(world: &World, viewer: &Viewer) -> Counts {
    let everything = world.app.catalog().assets_after(&Viewer::system(), None, 1_000).await.unwrap().0;
    let everything: HashMap<AssetId, Asset> = everything.into_iter().map(|asset| (asset.id, asset)).collect();
    let seen = world.app.catalog().assets_after(viewer, None, 1_000).await.unwrap().0;
    let may_name: BTreeSet<String> =
        seen.iter().filter(|asset| *asset.name.namespace == *NAMESPACE).map(|asset| asset.name.path()).collect();
    let mut counts = Counts::new();
    for asset in seen.iter().filter(|asset| asset.removed.is_none()) {
        let targets = |asset, kind| targets(&everything, asset, kind);
        let places = asset.ancestors.iter().map(|ancestor| &everything[&ancestor.id]).chain([asset]);
        let mut inside: Vec<&Asset> = places.flat_map(|place| targets(place, RelationKind::Domain)).collect();
        inside.extend((asset.kind == AssetKind::Domain).then_some(asset));
        let mut has: BTreeSet<(&str, String)> = BTreeSet::new();
        for domain in inside {
            let parts = &domain.name.parts;
            let prefixes = (1..=parts.len()).map(|count| Name::new(NAMESPACE, parts[..count].to_vec()).path());
            has.extend(prefixes.map(|path| ("domain", path)));
        }
        has.extend(targets(asset, RelationKind::Term).iter().map(|term| ("term", term.name.path())));
        has.retain(|(_, path)| may_name.contains(path));
        let said = asset.curated.properties.iter();
        has.extend(said.map(|(name, value)| ("property", format!("{name}={}", value.as_str().unwrap()))));
        for (facet, value) in has {
            *counts.entry((facet.to_owned(), value)).or_default() += 1;
        }
    }
    counts
}

async fn told(who: &Client, input: Value) -> (u64, Counts) {
    let answer = done(who, FACETS, json!({ "input": input })).await;
    let mut counts = Counts::new();
    for facet in answer["facets"].as_array().unwrap() {
        let name = facet["name"].as_str().unwrap();
        for value in facet["values"].as_array().unwrap() {
            if ["domain", "term", "property"].contains(&name) {
                let value_text = value["value"].as_str().unwrap().to_owned();
                counts.insert((name.to_owned(), value_text), value["count"].as_u64().unwrap());
            }
        }
    }
    (answer["total"].as_u64().unwrap(), counts)
}

async fn fill(world: &World, ana: &Client) -> AssetId {
    let mut assets = Vec::new();
    for (schema, table) in [("sales", "orders"), ("sales", "refunds"), ("people", "staff"), ("people", "pay")] {
        let parts = ["shop", schema, table];
        assets.push(json!({ "namespace": "postgres://h:5432", "parts": parts, "kind": "TABLE" }));
        let column = ["shop", schema, table, "id"];
        let details = json!({ "data_type": { "text": "bigint", "class": "integer" }, "position": 1 });
        assets.push(json!({ "namespace": "postgres://h:5432", "parts": column, "kind": "COLUMN", "details": details }));
    }
    let report = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    assert_eq!(done(ana, report, json!({ "input": { "assets": assets } })).await["errors"], json!([]));
    let level = "mutation($input: CustomPropertyInput!) { saveProperty(input: $input) { name } }";
    let input =
        json!({ "name": "level", "kinds": ["TABLE", "COLUMN"], "propertyType": "CHOICE", "choices": ["gold", "银"] });
    done(ana, level, json!({ "input": input })).await;
    let commerce = entry(world, ana, "saveDomain", "DomainInput", json!({ "name": "Commerce" })).await;
    let inner = json!({ "name": "Orders v1.0", "parent": commerce });
    let inner = entry(world, ana, "saveDomain", "DomainInput", inner).await;
    let finance = entry(world, ana, "saveGlossary", "GlossaryInput", json!({ "name": "Finance" })).await;
    let term =
        async |name: &str| entry(world, ana, "saveTerm", "TermInput", json!({ "name": name, "parent": finance })).await;
    let (revenue, cost) = (term("Revenue").await, term("Cost").await);
    let property = |value: &str| [("level".to_owned(), Some(json!(value)))].into_iter().collect();
    let domain = |id| Edit { domain: Patch::Set(id), ..Edit::default() };
    // A schema's domain is that of everything in it; a table's own comes on top.
    edit(world, &["shop", "sales"], AssetKind::Schema, domain(commerce)).await;
    let both = Edit { terms: Patch::Set(vec![revenue, cost]), properties: property("gold"), ..domain(inner) };
    edit(world, &["shop", "sales", "orders"], AssetKind::Table, both).await;
    let one = Edit { terms: Patch::Set(vec![cost]), properties: property("银"), ..Edit::default() };
    edit(world, &["shop", "people", "pay"], AssetKind::Table, one).await;
    let column = Edit { terms: Patch::Set(vec![revenue]), properties: property("gold"), ..Edit::default() };
    edit(world, &["shop", "sales", "orders", "id"], AssetKind::Column, column).await;
    world.app.catch_up().await.unwrap();
    inner
}

#[tokio::test]
async fn e1_facets_of_domains_terms_and_properties_are_those_of_a_brute_force_and_follow_rights() {
    let database = testkit::postgres_database().await;
    let url = database.url().to_owned();
    for world in [World::new().await, World::with(|config| config.database = Some(url.into())).await] {
        world.user("ana", Role::Admin).await;
        let vera_id = world.user("vera", Role::Viewer).await.id;
        let ana = world.program("ana", &[Scope::Admin]).await;
        let vera = world.program("vera", &[Scope::Admin]).await;
        let inner = fill(&world, &ana).await;
        let (_, counted) = told(&ana, json!({ "query": "" })).await;
        assert_eq!(counted, by_hand(&world, &Viewer::system()).await);
        let of = |facet: &str, value: &str| counted.get(&(facet.to_owned(), value.to_owned())).copied().unwrap_or(0);
        assert_eq!((of("term", "Finance.Revenue"), of("property", "level=gold")), (2, 2), "{counted:?}");
        assert_eq!(of("domain", "Commerce.\"Orders v1.0\""), 3, "the table, its column and itself: {counted:?}");

        // What is chosen narrows the other facets, and finds as many as were counted.
        for ((facet, value), count) in &counted {
            let field = if facet == "property" { "properties".to_owned() } else { format!("{facet}s") };
            let (total, under) = told(&ana, json!({ "query": "", field: [value] })).await;
            assert_eq!((total, under[&(facet.clone(), value.clone())]), (*count, *count), "{facet} {value}");
        }

        // Whoever may not know of a table and of a domain is told of neither.
        let table = "{ asset(name: \"shop.people.pay\") { id } }";
        let table = done(&ana, table, json!({})).await["id"].clone();
        let input = json!({ "name": "hide", "effect": "DENY", "permissions": ["VIEW"], "assets": [table, inner],
            "subjects": [{ "kind": "USER", "name": "vera" }] });
        let save = "mutation($input: PolicyInput!) { savePolicy(input: $input) { id } }";
        done(&ana, save, json!({ "input": input })).await;
        let viewer = world.app.access().viewer_as(vera_id).await.unwrap().unwrap();
        let (_, counted) = told(&vera, json!({ "query": "" })).await;
        assert_eq!(counted, by_hand(&world, &viewer).await);
        let names: Vec<&String> = counted.keys().map(|(_, value)| value).collect();
        assert!(!names.iter().any(|name| name.contains("v1.0") || name.contains('银')), "{names:?}");
        let probe = json!({ "query": "", "domains": ["Commerce.\"Orders v1.0\""] });
        assert_eq!(told(&vera, probe.clone()).await.0, 0, "nor may they count what is in it");
        assert_eq!(told(&ana, probe).await.0, 3);
        let many = ask(&ana, FACETS, json!({ "input": { "query": "", "terms": vec!["x"; 300] } })).await;
        assert_eq!(many["errors"][0]["extensions"]["field"], "filters", "{many}");
    }
}
