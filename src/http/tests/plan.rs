//! Governance from files, on SQLite and on PostgreSQL.

use catalog::{Role, Scope};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::support::{Client, World, code};

const NAMESPACE: &str = "postgres://h:5432";

const FILE: &str = r#"
departments:
  - name: Company
  - {name: Sales, parent: Company, members: [vera]}
teams:
  - {name: Orders, department: Sales, description: Owns what is sold, members: [Vera, bo]}
roles:
  - name: Steward
    level: 20
    permits: [read_catalog, edit_catalog]
    scope: chosen
    departments: [Sales]
    members: [bo]
policies:
  - name: No phones
    effect: deny
    permissions: [view]
    subjects: [{team: Orders}]
    assets: [shop.public.customer.phone]
---
assets:
  - name: shop.public.orders
    description: One row an order
    owners: ["team:Orders", vera]
    tags: [finance, 订单]
    tier: tier1
"#;

async fn fill(world: &World) -> Client {
    for name in ["vera", "bo"] {
        world.user(name, Role::Member).await;
    }
    world.user("ana", Role::Admin).await;
    let ana = world.program("ana", &[Scope::Admin]).await;
    let table = |name: &str| json!({ "namespace": NAMESPACE, "parts": ["shop", "public", name], "kind": "TABLE" });
    let phone = json!({ "namespace": NAMESPACE, "parts": ["shop", "public", "customer", "phone"], "kind": "COLUMN" });
    let report = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    let assets = json!([table("orders"), table("customer"), phone]);
    let answer = ask(&ana, report, json!({ "input": { "assets": assets } })).await;
    assert_eq!(answer["data"]["report"]["errors"], json!([]), "{answer}");
    ana
}

async fn ask(client: &Client, query: &str, variables: Value) -> Value {
    client.post("/graphql", &json!({ "query": query, "variables": variables })).await.json()
}

const PLAN: &str = "digest unchanged steps { section name kind isDrift file fields { field before after } }";

fn input(text: &str) -> Value {
    json!({ "input": { "files": [{ "path": "all.yaml", "text": text }] } })
}

async fn plan(client: &Client, text: &str) -> Value {
    let query = format!("query($input: GovernanceInput!) {{ planGovernance(input: $input) {{ {PLAN} }} }}");
    ask(client, &query, input(text)).await
}

async fn apply(client: &Client, text: &str) -> Value {
    let query = format!("mutation($input: GovernanceInput!) {{ applyGovernance(input: $input) {{ {PLAN} }} }}");
    ask(client, &query, input(text)).await
}

/// The steps as `kind section/name`.
fn steps(plan: &Value, field: &str) -> Vec<String> {
    let steps = plan["data"][field]["steps"].as_array().unwrap_or_else(|| panic!("{plan}"));
    let word = |step: &Value, name: &str| step[name].as_str().unwrap().to_owned();
    let drift = |step: &Value| if step["isDrift"] == true { " by hand" } else { "" };
    steps
        .iter()
        .map(|it| format!("{} {}/{}{}", word(it, "kind"), word(it, "section"), word(it, "name"), drift(it)))
        .collect()
}

const MAKES: [&str; 6] = [
    "CREATE departments/Company",
    "CREATE departments/Sales",
    "CREATE teams/Orders",
    "CREATE roles/Steward",
    "CREATE policies/No phones",
    "CHANGE assets/postgres://h:5432/shop.public.orders",
];

async fn j11_plan_shows_what_apply_does_and_twice_changes_nothing(world: World) {
    let ana = fill(&world).await;
    let planned = plan(&ana, FILE).await;
    assert_eq!(steps(&planned, "planGovernance"), MAKES);
    assert_eq!(code(&ana.run("{ organisation { teams { name } } }").await), "", "a plan is only read");
    let done = apply(&ana, FILE).await;
    assert_eq!(done["data"]["applyGovernance"], planned["data"]["planGovernance"], "{done}");
    let again = apply(&ana, FILE).await;
    assert_eq!(again["data"]["applyGovernance"]["steps"], json!([]), "{again}");
    assert_eq!(again["data"]["applyGovernance"]["unchanged"], 6);
    let there = ana.run("{ organisation { departments { name } teams { name } } policies { name effect } }").await;
    assert_eq!(there["data"]["policies"], json!([{ "name": "No phones", "effect": "DENY" }]), "{there}");
    let query = "{ asset(name: \"shop.public.orders\") { description tier owners { name } tags { name } } }";
    let orders = ana.run(query).await;
    assert_eq!(orders["data"]["asset"]["tier"], "tier1", "{orders}");
    assert_eq!(orders["data"]["asset"]["owners"].as_array().map(Vec::len), Some(2));
}

async fn j11_what_was_changed_by_hand_is_drift_and_is_put_right(world: World) {
    let ana = fill(&world).await;
    apply(&ana, FILE).await;
    let id = ana.run("{ asset(name: \"shop.public.orders\") { id } }").await["data"]["asset"]["id"].clone();
    let edit =
        "mutation($id: AssetId!) { editAsset(id: $id, input: { tier: \"tier3\", displayName: \"Orders\" }) { id } }";
    assert!(ask(&ana, edit, json!({ "id": id })).await["errors"].is_null());
    let planned = plan(&ana, FILE).await;
    assert_eq!(steps(&planned, "planGovernance"), ["CHANGE assets/postgres://h:5432/shop.public.orders by hand"]);
    let fields = &planned["data"]["planGovernance"]["steps"][0]["fields"];
    assert_eq!(*fields, json!([{ "field": "tier", "before": "tier3", "after": "tier1" }]));
    apply(&ana, FILE).await;
    let orders = ana.run("{ asset(name: \"shop.public.orders\") { tier displayName } }").await;
    let told = json!({ "tier": "tier1", "displayName": "Orders" });
    assert_eq!(orders["data"]["asset"], told, "what no file names stays a person's");
}

async fn j11_what_files_say_no_more_is_taken_back_in_reverse(world: World) {
    let ana = fill(&world).await;
    apply(&ana, FILE).await;
    let rest = "departments: [{name: Company}]";
    let done = apply(&ana, rest).await;
    assert_eq!(
        steps(&done, "applyGovernance"),
        [
            "REMOVE assets/postgres://h:5432/shop.public.orders",
            "REMOVE policies/No phones",
            "REMOVE roles/Steward",
            "REMOVE teams/Orders",
            "REMOVE departments/Sales",
        ],
        "{done}"
    );
    let there = ana.run("{ organisation { departments { name } teams { name } } policies { name } }").await;
    assert_eq!(there["data"]["organisation"]["departments"], json!([{ "name": "Company" }]), "{there}");
    let orders = ana.run("{ asset(name: \"shop.public.orders\") { description tier owners { name } } }").await;
    assert_eq!(orders["data"]["asset"], json!({ "description": null, "tier": null, "owners": [] }), "{orders}");
    assert_eq!(steps(&apply(&ana, rest).await, "applyGovernance"), Vec::<String>::new());
}

const WORDS: &str = r#"
domains: [{name: Commerce, domain_type: source_aligned}, {name: Commerce.Orders, owners: [vera]}]
data_products: [{name: Daily revenue, stage: production}]
glossaries: [{name: Finance}]
terms: [{name: Finance.Revenue, description: What was paid, synonyms: [turnover, 营业额]}]
classifications: [{name: PII, level: 3}]
tags: [{name: PII.phone, level: 4}]
assets:
  - name: shop.public.orders
    terms: [Finance.Revenue]
    domain: Commerce.Orders
    products: [Daily revenue]
    tags: [PII.phone]
"#;

async fn j11_words_of_the_business_come_and_go_with_the_files(world: World) {
    let ana = fill(&world).await;
    let done = apply(&ana, WORDS).await;
    assert_eq!(
        steps(&done, "applyGovernance"),
        [
            "CREATE domains/Commerce",
            "CREATE domains/Commerce.Orders",
            "CREATE data_products/Daily revenue",
            "CREATE glossaries/Finance",
            "CREATE terms/Finance.Revenue",
            "CREATE classifications/PII",
            "CREATE tags/PII.phone",
            "CHANGE assets/postgres://h:5432/shop.public.orders",
        ],
        "{done}"
    );
    assert_eq!(steps(&apply(&ana, WORDS).await, "applyGovernance"), Vec::<String>::new());
    let pulled = ana.run("{ governanceFiles { path text } }").await;
    let files = pulled["data"]["governanceFiles"].as_array().unwrap_or_else(|| panic!("{pulled}"));
    let orders = files.iter().find(|file| file["path"] == "assets.yaml").unwrap()["text"].as_str().unwrap();
    assert!(orders.contains("Finance.Revenue") && orders.contains("Commerce.Orders"), "{orders}");
    let changed = apply(&ana, &WORDS.replace("turnover", "sales")).await;
    assert_eq!(steps(&changed, "applyGovernance"), ["CHANGE terms/Finance.Revenue"]);
    let unknown = apply(&ana, "terms: [{name: Finance.X, colour: red}]").await;
    assert_eq!(unknown["errors"][0]["extensions"]["field"], "terms.Finance.X.colour", "{unknown}");
    let gone = apply(&ana, "domains: [{name: Commerce, domain_type: source_aligned}]").await;
    assert_eq!(
        steps(&gone, "applyGovernance"),
        [
            "REMOVE assets/postgres://h:5432/shop.public.orders",
            "REMOVE tags/PII.phone",
            "REMOVE classifications/PII",
            "REMOVE terms/Finance.Revenue",
            "REMOVE glossaries/Finance",
            "REMOVE data_products/Daily revenue",
            "REMOVE domains/Commerce.Orders",
        ],
        "{gone}"
    );
}

async fn j11_pulled_files_have_nothing_to_apply(world: World) {
    let ana = fill(&world).await;
    apply(&ana, FILE).await;
    let pulled = ana.run("{ governanceFiles { path text } }").await;
    let files = pulled["data"]["governanceFiles"].clone();
    assert_eq!(files.as_array().map(Vec::len), Some(5), "one for each sort that is there: {pulled}");
    let query = format!("query($input: GovernanceInput!) {{ planGovernance(input: $input) {{ {PLAN} }} }}");
    let planned = ask(&ana, &query, json!({ "input": { "files": files, "set": "pulled" } })).await;
    assert_eq!(steps(&planned, "planGovernance"), Vec::<String>::new(), "{planned}");
}

const DEFINED: &str = r#"
teams: [{name: Data, fed_by: [" oidc:corp/data ", scim/Data]}]
roles: [{name: Reader, level: 5, scope: all, permits: [read_catalog], fed_by: ["ldap:office/readers"]}]
glossaries: [{name: Finance, reviewers: [ana]}]
terms: [{name: Finance.Revenue, reviewers: [ana, vera]}]
classifications: [{name: PII}]
tags: [{name: PII.phone}]
code_lists:
  - name: Sex
    standard: GB/T 2261.1-2003
    expected_class: text
    max_length: 1
    codes:
      - {code: "0", meaning: 未知的性别}
      - {code: " 1 ", meaning: 男性, names: [男, M, M]}
properties:
  - {name: costCenter, title_en: Cost center, kinds: [table, column], type: text, pattern: "[0-9]{4}"}
  - {name: retention, kinds: [table], type: choice, choices: [" a year ", for ever]}
propagation_rules:
  - {name: Phones, pattern: PII.*, confirms: true}
  - {name: Money, sort: term, pattern: Finance.Revenue, passes: copies, stops_at_aggregation: false, max_steps: 3}
assets:
  - {name: shop.public.customer.phone, code_list: Sex}
  - {name: shop.public.orders, properties: {costCenter: "4711"}}
"#;

async fn j11_standards_properties_rules_and_groups_come_and_go_with_the_files(world: World) {
    let ana = fill(&world).await;
    let planned = plan(&ana, DEFINED).await;
    let done = apply(&ana, DEFINED).await;
    assert_eq!(done["data"]["applyGovernance"], planned["data"]["planGovernance"], "{done}");
    assert_eq!(
        steps(&done, "applyGovernance"),
        [
            "CREATE teams/Data",
            "CREATE roles/Reader",
            "CREATE glossaries/Finance",
            "CREATE terms/Finance.Revenue",
            "CREATE classifications/PII",
            "CREATE tags/PII.phone",
            "CREATE code_lists/Sex",
            "CREATE properties/costCenter",
            "CREATE properties/retention",
            "CREATE propagation_rules/Money",
            "CREATE propagation_rules/Phones",
            "CHANGE assets/postgres://h:5432/shop.public.customer.phone",
            "CHANGE assets/postgres://h:5432/shop.public.orders",
        ],
        "{done}"
    );
    let again = apply(&ana, DEFINED).await;
    assert_eq!(steps(&again, "applyGovernance"), Vec::<String>::new(), "{again}");
    let there = ana
        .run("{ organisation { teams { fedBy } roles { name fedBy } } customProperties { name pattern }
            propagationRules { name sort pattern maxSteps } codeLists: search(input: { query: \"standard:sex\" }) { total } }")
        .await;
    assert_eq!(
        there["data"]["organisation"]["teams"],
        json!([{ "fedBy": ["oidc:corp/data", "scim/Data"] }]),
        "{there}"
    );
    assert_eq!(there["data"]["propagationRules"][0]["maxSteps"], 3, "{there}");
    assert_ne!(there["data"]["propagationRules"][0]["pattern"], "Finance.Revenue", "a term is kept by identifier");
    let pulled = ana.run("{ governanceFiles { path text } }").await["data"]["governanceFiles"].clone();
    let text = |path: &str| {
        let found = pulled.as_array().unwrap().iter().find(|file| file["path"] == path);
        found.unwrap_or_else(|| panic!("{path} in {pulled}"))["text"].as_str().unwrap().to_owned()
    };
    assert!(text("propagation_rules.yaml").contains("Finance.Revenue") && text("assets.yaml").contains("Sex"));
    let query = format!("query($input: GovernanceInput!) {{ planGovernance(input: $input) {{ {PLAN} }} }}");
    let planned = ask(&ana, &query, json!({ "input": { "files": pulled, "set": "pulled" } })).await;
    assert_eq!(steps(&planned, "planGovernance"), Vec::<String>::new(), "what is pulled is what is there: {planned}");

    let saved = "mutation { saveTeam(input: { id: \"ID\", name: \"Data\", fedBy: [] }) { id } }";
    let id = ana.run("{ organisation { teams { id } } }").await["data"]["organisation"]["teams"][0]["id"].clone();
    let saved = ana.run(&saved.replace("ID", id.as_str().unwrap())).await;
    assert!(saved["errors"].is_null(), "{saved}");
    let changed = DEFINED.replace("max_steps: 3", "max_steps: 4").replace("男性", "男");
    let changed = steps(&apply(&ana, &changed).await, "applyGovernance");
    assert_eq!(changed, ["CHANGE teams/Data by hand", "CHANGE code_lists/Sex", "CHANGE propagation_rules/Money"]);
    let gone = apply(&ana, "teams: [{name: Data}]").await;
    assert_eq!(
        steps(&gone, "applyGovernance"),
        [
            "REMOVE assets/postgres://h:5432/shop.public.orders",
            "REMOVE assets/postgres://h:5432/shop.public.customer.phone",
            "REMOVE propagation_rules/Phones",
            "REMOVE propagation_rules/Money",
            "REMOVE properties/retention",
            "REMOVE properties/costCenter",
            "REMOVE code_lists/Sex",
            "REMOVE tags/PII.phone",
            "REMOVE classifications/PII",
            "REMOVE terms/Finance.Revenue",
            "REMOVE glossaries/Finance",
            "REMOVE roles/Reader",
        ],
        "{gone}"
    );
    let left = ana.run("{ customProperties { name } propagationRules { name } }").await;
    assert_eq!(left["data"], json!({ "customProperties": [], "propagationRules": [] }), "{left}");
}

macro_rules! on_both_engines {
    ($($fact:ident)*) => {
        mod sqlite {
            $(#[tokio::test] async fn $fact() { super::$fact(super::World::new().await).await; })*
        }
        mod postgres {
            $(#[tokio::test] async fn $fact() {
                let database = testkit::postgres_database().await;
                let url = super::SecretString::from(database.url());
                super::$fact(super::World::with(|config| config.database = Some(url)).await).await;
            })*
        }
    };
}

on_both_engines! {
    j11_plan_shows_what_apply_does_and_twice_changes_nothing
    j11_what_was_changed_by_hand_is_drift_and_is_put_right
    j11_what_files_say_no_more_is_taken_back_in_reverse
    j11_words_of_the_business_come_and_go_with_the_files
    j11_pulled_files_have_nothing_to_apply
    j11_standards_properties_rules_and_groups_come_and_go_with_the_files
}

#[tokio::test]
async fn j11_another_plan_than_the_one_that_was_read_is_refused() {
    let world = World::new().await;
    let ana = fill(&world).await;
    let digest = plan(&ana, FILE).await["data"]["planGovernance"]["digest"].clone();
    apply(&ana, "departments: [{name: Company}]").await;
    let mut wanted = input(FILE);
    wanted["input"]["digest"] = digest;
    let query = format!("mutation($input: GovernanceInput!) {{ applyGovernance(input: $input) {{ {PLAN} }} }}");
    let refused = ask(&ana, &query, wanted).await;
    assert_eq!(code(&refused), "CONFLICT", "{refused}");
}

#[tokio::test]
async fn j11_what_means_nothing_is_refused_before_anything_is_done() {
    let world = World::new().await;
    let ana = fill(&world).await;
    for (text, field, told) in [
        ("teams: [{name: A, members: [ghost]}]", "teams.A.members", "no account `ghost`"),
        ("teams: [{name: A, department: Nowhere}]", "teams.A.department", "no department `Nowhere`"),
        ("assets: [{name: shop.public.none, tier: tier1}]", "assets", "no asset `shop.public.none`"),
        ("teams: [{name: A, colour: red}]", "all.yaml", "colour"),
        ("roles: [{name: R, level: 5, scope: chosen}]", "roles.R.departments", "at least one"),
        ("teams: [{name: A, fed_by: [data]}]", "teams.A.fed_by", "is no group"),
        (
            "code_lists: [{name: L, codes: [{code: a, meaning: b}, {code: a, meaning: c}]}]",
            "code_lists.L.codes[1].code",
            "twice",
        ),
        ("properties: [{name: p, kinds: [], type: text}]", "properties.p.kinds", "is empty"),
        (
            "propagation_rules: [{name: R, sort: term, pattern: No.Term}]",
            "propagation_rules.R.pattern",
            "no term `No.Term`",
        ),
        ("propagation_rules: [{name: R, pattern: a, max_steps: 0}]", "propagation_rules.R.maxSteps", "1 to 100"),
    ] {
        let both = format!("departments: [{{name: First}}]\n{text}");
        let refused = apply(&ana, &both).await;
        assert_eq!(code(&refused), "INVALID", "{refused}");
        assert_eq!(refused["errors"][0]["extensions"]["field"], field, "{refused}");
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains(told), "{refused}");
    }
    let there = ana.run("{ organisation { departments { name } } }").await;
    assert_eq!(there["data"]["organisation"]["departments"], json!([]), "nothing is half done");
}

#[tokio::test]
async fn j11_who_may_not_change_something_by_hand_may_not_by_files() {
    let world = World::new().await;
    let ana = fill(&world).await;
    world.user("eve", Role::Editor).await;
    let eve = world.program("eve", &[Scope::Admin]).await;
    for text in
        ["policies: [{name: P, effect: allow, permissions: [view], subjects: [everyone]}]", "teams: [{name: T}]"]
    {
        let refused = apply(&eve, text).await;
        assert_eq!(code(&refused), "FORBIDDEN", "{refused}");
    }
    let there = ana.run("{ organisation { teams { name } } policies { name } }").await;
    assert_eq!((&there["data"]["organisation"]["teams"], &there["data"]["policies"]), (&json!([]), &json!([])));
}
