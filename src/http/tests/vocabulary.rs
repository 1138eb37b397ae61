//! Glossaries, classifications, domains and data products through the router: who may make them, that a term is reviewed
//! by somebody else, and that assets are found, counted and hidden by them.

use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::support::{Client, World, code};

const NAMESPACE: &str = "postgres://h:5432";

async fn ask(who: &Client, query: &str, variables: Value) -> Value {
    who.post("/graphql", &json!({ "query": query, "variables": variables })).await.json()
}

async fn save(who: &Client, mutation: &str, sort: &str, input: Value) -> Value {
    let query = format!("mutation($input: {sort}!) {{ {mutation}(input: $input) {{ id fullName }} }}");
    ask(who, &query, json!({ "input": input })).await
}

async fn must_save(who: &Client, mutation: &str, sort: &str, input: Value) -> String {
    let answer = save(who, mutation, sort, input).await;
    answer["data"][mutation]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

async fn id_of(who: &Client, name: &str) -> String {
    let answer = ask(who, "query($name: String!) { asset(name: $name) { id } }", json!({ "name": name })).await;
    answer["data"]["asset"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

async fn edit(world: &World, who: &Client, name: &str, input: Value) -> Value {
    let query = "mutation($id: AssetId!, $input: EditAssetInput!) { editAsset(id: $id, input: $input) { id } }";
    let answer = ask(who, query, json!({ "id": id_of(who, name).await, "input": input })).await;
    world.app.catch_up().await.unwrap();
    answer
}

async fn found(who: &Client, query: &str) -> Vec<String> {
    let ask_for = "query($q: String!) { search(input: { query: $q, first: 100 }) { hits { asset { name } } } }";
    let answer = ask(who, ask_for, json!({ "q": query })).await;
    let hits = answer["data"]["search"]["hits"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let mut names: Vec<String> = hits.iter().map(|hit| hit["asset"]["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// Two databases of one table with one column each, an editor and somebody who reads.
async fn world() -> (World, Client, Client) {
    let world = World::new().await;
    world.user("ana", Role::Editor).await;
    world.user("vera", Role::Viewer).await;
    let ana = world.program("ana", &[Scope::Admin]).await;
    let vera = world.program("vera", &[Scope::Admin]).await;
    let mut assets = Vec::new();
    for parts in [["sales", "orders"], ["people", "staff"]] {
        assets.push(json!({ "namespace": NAMESPACE, "parts": parts, "kind": "TABLE" }));
        let column = [parts[0], parts[1], &format!("{}_mail", parts[1])];
        let details = json!({ "data_type": { "text": "text", "class": "text" }, "position": 1 });
        assets.push(json!({ "namespace": NAMESPACE, "parts": column, "kind": "COLUMN", "details": details }));
    }
    let report = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    let answer = ask(&ana, report, json!({ "input": { "assets": assets } })).await;
    assert_eq!(answer["data"]["report"]["errors"], json!([]), "{answer}");
    world.app.catch_up().await.unwrap();
    (world, ana, vera)
}

#[tokio::test]
async fn glossary_is_written_by_editors_and_its_terms_are_approved_by_others() {
    let (_world, ana, vera) = world().await;
    let refused = save(&vera, "saveGlossary", "GlossaryInput", json!({ "name": "Sales" })).await;
    assert_eq!(code(&refused), "FORBIDDEN", "{refused}");
    let input = json!({ "name": "Sales", "description": "Words of trade.", "reviewers": ["vera"] });
    let glossary = must_save(&ana, "saveGlossary", "GlossaryInput", input).await;
    let hostile = json!({ "name": "Order", "parent": glossary,
        "references": [{ "title": "x", "url": "javascript:alert(1)" }] });
    let refused = save(&ana, "saveTerm", "TermInput", hostile).await;
    assert_eq!(
        (code(&refused), &refused["errors"][0]["extensions"]["field"]),
        ("INVALID", &json!("references[0].url"))
    );
    let input = json!({ "name": "Order", "parent": glossary, "synonyms": ["订货单"],
        "references": [{ "title": "Wiki", "url": "https://example.org/order" }] });
    let term = must_save(&ana, "saveTerm", "TermInput", input).await;
    let review = "mutation($id: AssetId!) { reviewTerm(id: $id, decision: ACCEPT, note: \"good\") {
        version { minor } details { ... on TermDetails { status reviewedBy reviewNote authors } } } }";
    let submit = "mutation($id: AssetId!) { submitTerm(id: $id) { details { ... on TermDetails { status } } } }";
    let id = json!({ "id": term });
    assert_eq!(code(&ask(&vera, submit, id.clone()).await), "FORBIDDEN");
    let handed_in = ask(&ana, submit, id.clone()).await;
    assert_eq!(handed_in["data"]["submitTerm"]["details"]["status"], "IN_REVIEW", "{handed_in}");
    assert_eq!(code(&ask(&ana, review, id.clone()).await), "FORBIDDEN", "nobody approves what they wrote");
    let who_may = "query($id: AssetId!) { asset(id: $id) { mayEdit governance { mayReview } } }";
    let mine = ask(&ana, who_may, id.clone()).await["data"]["asset"].clone();
    let theirs = ask(&vera, who_may, id.clone()).await["data"]["asset"].clone();
    assert_eq!(mine, json!({ "mayEdit": true, "governance": { "mayReview": false } }));
    assert_eq!(theirs, json!({ "mayEdit": false, "governance": { "mayReview": true } }));
    let accepted = ask(&vera, review, id).await;
    let details = &accepted["data"]["reviewTerm"]["details"];
    assert_eq!(
        details,
        &json!({ "status": "APPROVED", "reviewedBy": "vera", "reviewNote": "good", "authors": [] }),
        "{accepted}"
    );
    let tree = "{ governance(kind: GLOSSARY) { nodes { name childCounts { kind count }
        children(kind: TERM) { nodes { name governance { assignedCount } } } } } }";
    assert_eq!(
        ask(&vera, tree, json!({})).await["data"]["governance"]["nodes"],
        json!([{ "name": "Sales", "childCounts": [{ "kind": "TERM", "count": 1 }],
            "children": { "nodes": [{ "name": "Order", "governance": { "assignedCount": 0 } }] } }])
    );
    assert_eq!(code(&ask(&vera, "{ governance(kind: TABLE) { nodes { id } } }", json!({})).await), "INVALID");
}

#[tokio::test]
async fn assets_are_found_by_terms_synonyms_and_domains_as_they_are_called_now() {
    let (world, ana, vera) = world().await;
    let glossary = must_save(&ana, "saveGlossary", "GlossaryInput", json!({ "name": "Words" })).await;
    let input = json!({ "name": "Purchase", "parent": glossary, "synonyms": ["采购单", "Acquisition"] });
    let term = must_save(&ana, "saveTerm", "TermInput", input).await;
    let outer = must_save(&ana, "saveDomain", "DomainInput", json!({ "name": "Commerce" })).await;
    let inner = must_save(&ana, "saveDomain", "DomainInput", json!({ "name": "Online", "parent": outer })).await;
    edit(&world, &ana, "sales.orders", json!({ "terms": [term] })).await;
    edit(&world, &ana, "sales", json!({ "domain": inner })).await;
    for query in ["purchase", "采购单", "acquisition", "term:采购单", "term:purchase"] {
        assert!(found(&vera, query).await.contains(&"orders".to_owned()), "{query}");
        assert!(!found(&vera, query).await.contains(&"staff".to_owned()), "{query}");
    }
    assert!(found(&vera, "acquisition kind:term").await.contains(&"Purchase".to_owned()));
    assert_eq!(found(&vera, "domain:commerce kind:table").await, ["orders"], "with the database it is inside of");
    assert_eq!(found(&vera, "业务域:online kind:column").await, ["orders_mail"]);
    let input = json!({ "id": inner, "name": "Web", "displayName": "Web shop" });
    must_save(&ana, "saveDomain", "DomainInput", input).await;
    let input = json!({ "id": term, "synonyms": ["Sourcing"] });
    must_save(&ana, "saveTerm", "TermInput", input).await;
    world.app.catch_up().await.unwrap();
    assert_eq!(found(&vera, "domain:web kind:column").await, ["orders_mail"]);
    assert_eq!(found(&vera, "domain:online").await, Vec::<String>::new());
    assert_eq!(found(&vera, "term:sourcing").await, ["orders"]);
    assert_eq!(found(&vera, "term:acquisition").await, Vec::<String>::new());
    let shown = "query($id: AssetId!) { asset(id: $id) { governance {
        terms { asset { name } layer } domain { asset { displayName } inheritedFrom { name } } products { layer } } } }";
    let shown = ask(&vera, shown, json!({ "id": id_of(&vera, "sales.orders").await })).await;
    assert_eq!(
        shown["data"]["asset"]["governance"],
        json!({ "terms": [{ "asset": { "name": "Purchase" }, "layer": "CURATED" }],
            "domain": { "asset": { "displayName": "Web shop" }, "inheritedFrom": { "name": "sales" } },
            "products": [] })
    );
    let doctor = search::SearchFollower::new(world.app.catalog().clone(), world.app.index().clone());
    assert_eq!(doctor.compare(10).await.unwrap().differences, [], "the index is what the store says");
}

#[tokio::test]
async fn d3_rule_asks_for_a_domain_by_name_and_hides_what_is_in_it_with_its_terms() {
    let (world, ana, vera) = world().await;
    let domain = must_save(&ana, "saveDomain", "DomainInput", json!({ "name": "Human Resources" })).await;
    let product = must_save(&ana, "saveProduct", "DataProductInput", json!({ "name": "Directory" })).await;
    edit(&world, &ana, "people.staff", json!({ "domain": domain, "products": [product] })).await;
    edit(&world, &ana, "sales.orders", json!({ "products": [product] })).await;
    let assigned =
        "query($id: AssetId!) { asset(id: $id) { governance { assignedCount assigned { nodes { name } } } } }";
    let both = ask(&vera, assigned, json!({ "id": product })).await;
    assert_eq!(both["data"]["asset"]["governance"]["assignedCount"], 2, "{both}");
    world.user("root", Role::Admin).await;
    let root = world.program("root", &[Scope::Admin]).await;
    let policy = json!({ "name": "no people", "effect": "DENY", "permissions": ["VIEW"],
        "subjects": [{ "kind": "USER", "name": "vera" }], "condition": "domain:\"human resources\"" });
    let query = "mutation($input: PolicyInput!) { savePolicy(input: $input) { id } }";
    let answer = ask(&root, query, json!({ "input": policy })).await;
    assert!(answer["errors"].is_null(), "{answer}");
    assert_eq!(found(&vera, "staff").await, Vec::<String>::new());
    assert_eq!(found(&vera, "kind:domain").await, Vec::<String>::new(), "a domain is in itself");
    let one = ask(&vera, assigned, json!({ "id": product })).await;
    assert_eq!(
        one["data"]["asset"]["governance"],
        json!({ "assignedCount": 1, "assigned": { "nodes": [{ "name": "orders" }] } })
    );
    let hidden = ask(&vera, "query($id: AssetId!) { asset(id: $id) { id } }", json!({ "id": domain })).await;
    assert_eq!(hidden["data"]["asset"], Value::Null);
    assert_eq!(found(&ana, "domain:\"human resources\" kind:table").await, ["staff"]);
}

#[tokio::test]
async fn a6_custom_property_is_set_searched_and_shown_and_refuses_what_it_does_not_take() {
    let (world, ana, vera) = world().await;
    let input = json!({ "name": "costCenter", "titleEn": "Cost center", "titleZh": "成本中心", "kinds": ["TABLE"],
        "propertyType": "TEXT", "pattern": "[0-9]{4}" });
    let save = "mutation($input: CustomPropertyInput!) { saveProperty(input: $input) { name titleZh } }";
    assert_eq!(code(&ask(&vera, save, json!({ "input": input })).await), "FORBIDDEN");
    let saved = ask(&ana, save, json!({ "input": input })).await;
    assert_eq!(saved["data"]["saveProperty"], json!({ "name": "costCenter", "titleZh": "成本中心" }), "{saved}");
    let taken = json!({ "name": "owner", "kinds": ["TABLE"], "propertyType": "TEXT" });
    assert_eq!(ask(&ana, save, json!({ "input": taken })).await["errors"][0]["extensions"]["field"], "name");
    let set = edit(&world, &ana, "sales.orders", json!({ "properties": { "costCenter": "4711" } })).await;
    assert!(set["errors"].is_null(), "{set}");
    for (name, properties) in [
        ("sales.orders", json!({ "costCenter": "47" })),
        ("sales.orders.orders_mail", json!({ "costCenter": "4711" })),
        ("sales.orders", json!({ "nothing": 1 })),
    ] {
        let refused = edit(&world, &ana, name, json!({ "properties": properties })).await;
        assert_eq!(code(&refused), "INVALID", "{refused}");
    }
    for query in ["costCenter:4711", "COSTCENTER:47*", "4711"] {
        assert_eq!(found(&vera, query).await, ["orders"], "{query}");
    }
    assert_eq!(found(&vera, "costCenter:4712").await, Vec::<String>::new());
    let shown = "query($id: AssetId!) { asset(id: $id) { governance { properties { name titleEn value text } } } }";
    let shown = ask(&vera, shown, json!({ "id": id_of(&vera, "sales.orders").await })).await;
    assert_eq!(
        shown["data"]["asset"]["governance"]["properties"],
        json!([{ "name": "costCenter", "titleEn": "Cost center", "value": "4711", "text": "4711" }])
    );
    let delete = "mutation($force: Boolean!) { deleteProperty(name: \"costCenter\", force: $force) }";
    assert_eq!(code(&ask(&ana, delete, json!({ "force": false })).await), "CONFLICT");
    assert_eq!(ask(&ana, delete, json!({ "force": true })).await["data"]["deleteProperty"], 1);
    world.app.catch_up().await.unwrap();
    let gone = ask(&vera, "{ search(input: { query: \"costCenter:4711\" }) { total } }", json!({})).await;
    assert_eq!(code(&gone), "INVALID", "{gone}");
}
