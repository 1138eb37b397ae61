//! Tags that follow columns, through the router: rules, decisions, the way a tag came, and what nobody learns who may not.

use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::support::{Client, World, code};

const NAMESPACE: &str = "postgres://h:5432";

impl Client {
    async fn question_of_tags(&self, query: &str, variables: Value) -> Value {
        self.post("/graphql", &json!({ "query": query, "variables": variables })).await.json()
    }

    async fn told_of_tags(&self, query: &str, variables: Value) -> Value {
        let answer = self.question_of_tags(query, variables).await;
        assert!(answer["errors"].is_null(), "{answer}");
        answer["data"].clone()
    }

    async fn column_id(&self, name: &str) -> String {
        let answer =
            self.told_of_tags("query($name: String!) { asset(name: $name) { id } }", json!({ "name": name })).await;
        answer["asset"]["id"].as_str().unwrap_or_else(|| panic!("{name}: {answer}")).to_owned()
    }
}

const TAGS: &str = "query($id: AssetId!) { asset(id: $id) { tags { name layer } refusedTags { tag by }
    propagatedTags { tag layer rule steps } suggestedTags { tag rule steps hiddenOrigins origins { fullName } } } }";
const SAVE: &str = "mutation($id: PropagationRuleId, $input: PropagationRuleInput!) {
    savePropagationRule(id: $id, input: $input) { id name confirms maxSteps changedBy } }";
const EXPLAIN: &str = "query($id: AssetId!, $tag: String!) { explainTag(asset: $id, tag: $tag) { layer rule steps
    way { from { fullName } to { fullName } subtype masking tool sql span } } }";

fn asset(kind: &str, parts: &[&str], details: Value) -> Value {
    json!({ "namespace": NAMESPACE, "parts": parts, "kind": kind, "details": details })
}

fn column(parts: &[&str]) -> Value {
    asset("COLUMN", parts, json!({ "data_type": { "text": "text", "class": "text" }, "position": 1 }))
}

/// `orders.phone`, shown by the view `shown` as `shown.number`, shown by `last` as `last.contact`; a rule for `pii`.
async fn world() -> (World, Client) {
    let world = World::new().await;
    world.user("ana", Role::Admin).await;
    let ana = world.program("ana", &[Scope::Admin]).await;
    let view = |name: &str, sql: &str| {
        let details = json!({ "table_type": "view", "definition": sql, "dialect": "postgres" });
        asset("TABLE", &["shop", "public", name], details)
    };
    let assets = json!([
        asset("TABLE", &["shop", "public", "orders"], json!({})),
        column(&["shop", "public", "orders", "phone"]),
        view("shown", "SELECT phone AS number FROM public.orders"),
        column(&["shop", "public", "shown", "number"]),
        view("last", "SELECT '+' || number AS contact FROM public.shown"),
        column(&["shop", "public", "last", "contact"]),
    ]);
    let report = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    let answer = ana.told_of_tags(report, json!({ "input": { "assets": assets } })).await;
    assert_eq!(answer["report"]["errors"], json!([]), "{answer}");
    world.app.catch_up().await.unwrap();
    tag(&world, &ana, "orders.phone", &["pii"]).await;
    let saved = ana.told_of_tags(SAVE, json!({ "input": { "name": "Personal data", "pattern": "pii" } })).await;
    assert_eq!(saved["savePropagationRule"]["changedBy"], "token:ana/ci", "{saved}");
    (world, ana)
}

async fn tag(world: &World, ana: &Client, name: &str, tags: &[&str]) {
    let edit = "mutation($id: AssetId!, $input: EditAssetInput!) { editAsset(id: $id, input: $input) { id } }";
    let id = ana.column_id(name).await;
    ana.told_of_tags(edit, json!({ "id": id, "input": { "tags": tags } })).await;
    world.app.catch_up().await.unwrap();
}

#[tokio::test]
async fn j10_suggested_tag_is_apart_until_somebody_confirms_it_and_goes_with_its_origin() {
    let (world, ana) = world().await;
    let contact = ana.column_id("last.contact").await;
    let told = ana.told_of_tags(TAGS, json!({ "id": contact })).await["asset"].clone();
    assert_eq!((&told["tags"], &told["propagatedTags"]), (&json!([]), &json!([])), "{told}");
    let suggested = json!([{ "tag": "pii", "rule": "Personal data", "steps": 2, "hiddenOrigins": 0,
        "origins": [{ "fullName": "postgres://h:5432/shop.public.orders.phone" }] }]);
    assert_eq!(told["suggestedTags"], suggested);
    let confirm = "mutation($ids: [AssetId!]!) { confirmTag(assets: $ids, tag: \"pii\") { tags { name layer } } }";
    let confirmed = ana.told_of_tags(confirm, json!({ "ids": [contact] })).await;
    assert_eq!(confirmed["confirmTag"][0]["tags"], json!([{ "name": "pii", "layer": "PROPAGATED" }]), "{confirmed}");
    let found = |answer: &Value| answer["search"]["total"].clone();
    world.app.catch_up().await.unwrap();
    let search = "query { search(input: { query: \"tag:pii kind:column\" }) { total } }";
    assert_eq!(found(&ana.told_of_tags(search, json!({})).await), 2, "the origin and what was confirmed");
    let refuse = "mutation($ids: [AssetId!]!) { refuseTag(assets: $ids, tag: \"pii\") { refusedTags { tag by } } }";
    let number = ana.column_id("shown.number").await;
    let refused = ana.told_of_tags(refuse, json!({ "ids": [number] })).await;
    assert_eq!(refused["refuseTag"][0]["refusedTags"], json!([{ "tag": "pii", "by": "token:ana/ci" }]));
    let told = ana.told_of_tags(TAGS, json!({ "id": contact })).await["asset"].clone();
    assert_eq!((&told["tags"], &told["suggestedTags"]), (&json!([]), &json!([])), "{told}");
    let reopen = "mutation($ids: [AssetId!]!) { reopenTag(assets: $ids, tag: \"pii\") { suggestedTags { tag } } }";
    let reopened = ana.told_of_tags(reopen, json!({ "ids": [number] })).await;
    assert_eq!(reopened["reopenTag"][0]["suggestedTags"], json!([{ "tag": "pii" }]));
    tag(&world, &ana, "orders.phone", &[]).await;
    let told = ana.told_of_tags(TAGS, json!({ "id": contact })).await["asset"].clone();
    assert_eq!((&told["tags"], &told["suggestedTags"]), (&json!([]), &json!([])), "{told}");
}

#[tokio::test]
async fn j10_way_of_a_tag_tells_each_step_with_its_sql_and_names_nothing_hidden() {
    let (world, ana) = world().await;
    let contact = ana.column_id("last.contact").await;
    let why = ana.told_of_tags(EXPLAIN, json!({ "id": contact, "tag": "pii" })).await["explainTag"].clone();
    assert_eq!((&why["layer"], &why["steps"]), (&json!("SUGGESTED"), &json!(2)), "{why}");
    let (first, second) = (&why["way"][0], &why["way"][1]);
    assert_eq!(
        (&first["from"]["fullName"], &first["subtype"]),
        (&json!("postgres://h:5432/shop.public.orders.phone"), &json!("IDENTITY"))
    );
    assert_eq!((&second["tool"], &second["subtype"]), (&json!("view"), &json!("TRANSFORMATION")), "{why}");
    let (sql, span) = (second["sql"].as_str().unwrap(), second["span"].as_array().unwrap());
    let place = span[0].as_u64().unwrap() as usize..span[1].as_u64().unwrap() as usize;
    assert!(sql[place].contains("number"), "{why}");
    assert_eq!(ana.told_of_tags(EXPLAIN, json!({ "id": contact, "tag": "x" })).await["explainTag"], Value::Null);
    // Whoever may not know of `orders` learns neither its name nor that of its column.
    let policy = "mutation($input: PolicyInput!) { savePolicy(input: $input) { id } }";
    let orders = ana.column_id("public.orders").await;
    world.user("vera", Role::Viewer).await;
    let given =
        json!({ "name": "all", "effect": "ALLOW", "permissions": ["VIEW"], "subjects": [{ "kind": "EVERYONE" }] });
    let mut taken = given.clone();
    (taken["name"], taken["effect"], taken["assets"]) = (json!("no orders"), json!("DENY"), json!([orders]));
    taken["subjects"] = json!([{ "kind": "USER", "name": "vera" }]);
    ana.told_of_tags(policy, json!({ "input": given })).await;
    ana.told_of_tags(policy, json!({ "input": taken })).await;
    let vera = world.program("vera", &[Scope::Read]).await;
    let why = vera.told_of_tags(EXPLAIN, json!({ "id": contact, "tag": "pii" })).await;
    let told = vera.told_of_tags(TAGS, json!({ "id": contact })).await;
    assert_eq!(why["explainTag"]["way"][0]["from"], Value::Null, "{why}");
    assert_eq!(told["asset"]["suggestedTags"][0]["hiddenOrigins"], 1, "{told}");
    let history = "query($id: AssetId!) { asset(id: $id) { history { nodes { fields { field after } } } } }";
    let history = vera.told_of_tags(history, json!({ "id": contact })).await;
    assert!(history.to_string().contains("Personal data"), "{history}");
    for answer in [why, told, history] {
        let text = answer.to_string();
        assert!(!text.contains("orders") && !text.contains("phone"), "{text}");
        assert!(!text.contains(&orders) && !text.contains(&ana.column_id("orders.phone").await), "{text}");
    }
}

#[tokio::test]
async fn j10_rules_and_decisions_are_for_those_who_may_and_bad_ones_name_the_field() {
    let (world, ana) = world().await;
    world.user("vera", Role::Viewer).await;
    let vera = world.program("vera", &[Scope::Admin]).await;
    let contact = ana.column_id("last.contact").await;
    let preview = "query($input: PropagationRuleInput!) { previewPropagationRule(input: $input) {
        total isExact first { tag steps asset { fullName } } } }";
    let input = json!({ "name": "r", "pattern": "*", "maxSteps": 1 });
    let told = ana.told_of_tags(preview, json!({ "input": input })).await["previewPropagationRule"].clone();
    let first =
        json!([{ "tag": "pii", "steps": 1, "asset": { "fullName": "postgres://h:5432/shop.public.shown.number" } }]);
    assert_eq!((&told["total"], &told["first"]), (&json!(1), &first), "{told}");
    let refuse = "mutation($ids: [AssetId!]!) { refuseTag(assets: $ids, tag: \"pii\") { id } }";
    for (query, variables) in
        [(SAVE, json!({ "input": input })), (preview, json!({ "input": input })), (refuse, json!({ "ids": [contact] }))]
    {
        assert_eq!(code(&vera.question_of_tags(query, variables).await), "FORBIDDEN", "{query}");
    }
    let rules =
        vera.told_of_tags("{ propagationRules { id name pattern } }", json!({})).await["propagationRules"].clone();
    assert_eq!(rules[0]["name"], "Personal data");
    let delete = "mutation($id: PropagationRuleId!) { deletePropagationRule(id: $id) }";
    assert_eq!(code(&vera.question_of_tags(delete, json!({ "id": rules[0]["id"] })).await), "FORBIDDEN");
    for (field, value) in
        [("maxSteps", json!(0)), ("maxSteps", json!(-3)), ("pattern", json!("a*b")), ("name", json!(""))]
    {
        let mut input = input.clone();
        input[field] = value;
        let answer = ana.question_of_tags(SAVE, json!({ "input": input })).await;
        assert_eq!(
            (code(&answer), &answer["errors"][0]["extensions"]["field"]),
            ("INVALID", &json!(field)),
            "{answer}"
        );
    }
    ana.told_of_tags(delete, json!({ "id": rules[0]["id"] })).await;
    let told = ana.told_of_tags(TAGS, json!({ "id": contact })).await;
    assert_eq!(told["asset"]["suggestedTags"], json!([]), "{told}");
}
