//! Who may what, through the router: departments and data scopes, roles with menus and buttons, policies over assets, and
//! that no read path tells what one may not know.

use std::collections::{BTreeSet, HashMap};

use catalog::{Role, Scope};
use proptest::{
    prelude::*,
    test_runner::{TestError, TestRunner},
};
use serde_json::{Value, json};

use super::support::{Client, World, code};

const NAMESPACE: &str = "postgres://h:5432";

impl Client {
    async fn put(&self, mutation: &str, sort: &str, input: Value) -> Value {
        let query = format!("mutation($input: {sort}!) {{ {mutation}(input: $input) {{ id name }} }}");
        self.post("/graphql", &json!({ "query": query, "variables": { "input": input } })).await.json()
    }

    /// The identifier of what was put.
    async fn must_put(&self, mutation: &str, sort: &str, input: Value) -> String {
        let answer = self.put(mutation, sort, input).await;
        answer["data"][mutation]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    async fn with_variables(&self, query: &str, variables: Value) -> Value {
        self.post("/graphql", &json!({ "query": query, "variables": variables })).await.json()
    }

    async fn id_of(&self, name: &str) -> Option<String> {
        let query = "query($name: String!) { asset(name: $name) { id } }";
        self.with_variables(query, json!({ "name": name })).await["data"]["asset"]["id"].as_str().map(str::to_owned)
    }

    async fn found(&self, query: &str) -> (i64, BTreeSet<String>) {
        let ask =
            "query($q: String!) { search(input: { query: $q, first: 100 }) { total hits { asset { fullName } } } }";
        let answer = self.with_variables(ask, json!({ "q": query })).await;
        let hits = answer["data"]["search"]["hits"].as_array().unwrap_or_else(|| panic!("{answer}")).iter();
        let names = hits.map(|hit| hit["asset"]["fullName"].as_str().unwrap().to_owned()).collect();
        (answer["data"]["search"]["total"].as_i64().unwrap(), names)
    }
}

fn asset(kind: &str, parts: &[&str]) -> Value {
    json!({ "namespace": NAMESPACE, "parts": parts, "kind": kind })
}

fn column(parts: &[&str], position: u32) -> Value {
    let details = json!({ "data_type": { "text": "bigint", "class": "integer" }, "position": position });
    json!({ "namespace": NAMESPACE, "parts": parts, "kind": "COLUMN", "details": details })
}

/// Two databases with two tables each and two columns in each table; a view over one of them.
const TABLES: [[&str; 3]; 4] = [
    ["sales", "public", "orders"],
    ["sales", "public", "refunds"],
    ["people", "public", "staff"],
    ["people", "public", "payroll"],
];
const COLUMNS: [[&str; 2]; 4] =
    [["order_id", "order_sum"], ["refund_id", "refund_sum"], ["staff_id", "phone"], ["pay_id", "salary"]];

/// A new account, and a program of theirs that may do whatever they may.
async fn somebody(world: &World, name: &str, role: Role) -> Client {
    world.user(name, role).await;
    world.program(name, &[Scope::Admin]).await
}

/// A world with all of it, and its administrator.
async fn world() -> (World, Client) {
    let world = World::new().await;
    let ana = somebody(&world, "ana", Role::Admin).await;
    let mut assets = Vec::new();
    for (table, columns) in TABLES.iter().zip(COLUMNS) {
        assets.push(asset("TABLE", table));
        for (position, name) in (1..).zip(columns) {
            assets.push(column(&[table[0], table[1], table[2], name], position));
        }
    }
    let sql = "SELECT order_id AS shown_id, order_sum AS shown_sum FROM sales.public.orders";
    assets.push(json!({ "namespace": NAMESPACE, "parts": ["sales", "public", "shown"], "kind": "TABLE",
        "details": { "table_type": "view", "definition": sql, "dialect": "postgres" } }));
    assets.extend([
        column(&["sales", "public", "shown", "shown_id"], 1),
        column(&["sales", "public", "shown", "shown_sum"], 2),
    ]);
    let report = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    let answer = ana.with_variables(report, json!({ "input": { "assets": assets } })).await;
    assert_eq!(answer["data"]["report"]["errors"], json!([]), "{answer}");
    world.app.catch_up().await.unwrap();
    (world, ana)
}

async fn edit(world: &World, ana: &Client, name: &str, input: Value) {
    let id = ana.id_of(name).await.unwrap();
    let query = "mutation($id: AssetId!, $input: EditAssetInput!) { editAsset(id: $id, input: $input) { id } }";
    let answer = ana.with_variables(query, json!({ "id": id, "input": input })).await;
    assert!(answer["errors"].is_null(), "{answer}");
    world.app.catch_up().await.unwrap();
}

fn everyone(effect: &str, name: &str, more: Value) -> Value {
    let mut input =
        json!({ "name": name, "effect": effect, "permissions": ["VIEW"], "subjects": [{ "kind": "EVERYONE" }] });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

#[tokio::test]
async fn d1_scope_of_a_department_covers_what_its_people_and_teams_own() {
    let (world, ana) = world().await;
    let [vera, bo, cy] = [
        world.user("vera", Role::Member).await,
        world.user("bo", Role::Member).await,
        world.user("cy", Role::Member).await,
    ];
    let ids = [vera.id.to_string(), bo.id.to_string(), cy.id.to_string()];
    let sales =
        ana.must_put("saveDepartment", "DepartmentInput", json!({ "name": "Sales", "members": [ids[0]] })).await;
    let inside = json!({ "name": "Inside sales", "parent": sales, "members": [ids[1]] });
    let inside = ana.must_put("saveDepartment", "DepartmentInput", inside).await;
    ana.must_put("saveTeam", "TeamInput", json!({ "name": "Payroll", "members": [ids[2]] })).await;
    edit(&world, &ana, "sales.public.orders", json!({ "owners": ["vera"] })).await;
    edit(&world, &ana, "sales.public.refunds", json!({ "owners": ["bo"] })).await;
    edit(&world, &ana, "people.public.payroll", json!({ "owners": ["team:Payroll"] })).await;
    let role = |name: &str, scope: &str, more: Value, members: Value| {
        let mut input =
            json!({ "name": name, "level": 5, "permits": ["READ_CATALOG"], "scope": scope, "members": members });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let own = ana.must_put("saveRole", "RoleInput", role("clerk", "DEPARTMENT", json!({}), json!([ids[0]]))).await;
    let vera = world.program("vera", &[Scope::Admin]).await;
    let tables = async |who: &Client| -> Vec<String> {
        let names = who.found("kind:table").await.1;
        names.into_iter().map(|name| name.rsplit('.').next().unwrap().to_owned()).collect()
    };
    assert_eq!(tables(&vera).await, ["orders"], "own department only");
    assert_eq!(vera.found("kind:column").await.0, 2, "columns are owned with their table");
    let change = |scope: &str, more: Value| {
        let mut input = role("clerk", scope, more, json!([ids[0]]));
        input["id"] = json!(own);
        input
    };
    ana.must_put("saveRole", "RoleInput", change("DEPARTMENT_AND_BELOW", json!({}))).await;
    assert_eq!(tables(&vera).await, ["orders", "refunds"], "and what is below, from the next request on");
    ana.must_put("saveRole", "RoleInput", change("CHOSEN", json!({ "departments": [inside] }))).await;
    assert_eq!(tables(&vera).await, ["refunds"]);
    ana.must_put("saveRole", "RoleInput", change("ALL", json!({}))).await;
    assert_eq!(tables(&vera).await.len(), 5);
    ana.must_put("saveRole", "RoleInput", change("NOTHING", json!({}))).await;
    assert!(tables(&vera).await.is_empty());
    ana.must_put("saveRole", "RoleInput", role("worker", "OWN", json!({}), json!([ids[2]]))).await;
    let cy = world.program("cy", &[Scope::Admin]).await;
    assert_eq!(tables(&cy).await, ["payroll"], "a team's are one's own");
    let bo = world.program("bo", &[Scope::Admin]).await;
    let answer = bo.run("{ search(input: { query: \"\" }) { total } }").await;
    assert_eq!(code(&answer), "FORBIDDEN", "a member without a role may not even read: {answer}");
}

#[tokio::test]
async fn threat_40_department_is_never_below_itself() {
    let (_world, ana) = world().await;
    let a = ana.must_put("saveDepartment", "DepartmentInput", json!({ "name": "a" })).await;
    let b = ana.must_put("saveDepartment", "DepartmentInput", json!({ "name": "b", "parent": a })).await;
    for parent in [&a, &b] {
        let answer =
            ana.put("saveDepartment", "DepartmentInput", json!({ "id": a, "name": "a", "parent": parent })).await;
        assert_eq!((code(&answer), answer["errors"][0]["extensions"]["field"].as_str()), ("INVALID", Some("parent")));
    }
    let c = ana.must_put("saveDepartment", "DepartmentInput", json!({ "name": "c" })).await;
    let under = |id: &str, name: &str, parent: &str| json!({ "id": id, "name": name, "parent": parent });
    let (left, right) = tokio::join!(
        ana.put("saveDepartment", "DepartmentInput", under(&b, "b", &c)),
        ana.put("saveDepartment", "DepartmentInput", under(&c, "c", &b)),
    );
    let refused = [&left, &right].iter().filter(|answer| code(answer) == "INVALID").count();
    assert_eq!(refused, 1, "of two moves that make a circle together one is refused: {left} {right}");
}

#[tokio::test]
async fn d1_lower_role_neither_gives_nor_touches_a_higher_one() {
    let (world, ana) = world().await;
    let max = world.user("max", Role::Member).await;
    let role = |name: &str, level: u32, permits: Value, members: Value| json!({ "name": name, "level": level, "permits": permits, "scope": "ALL", "members": members });
    let all = json!(["READ_CATALOG", "READ_ORGANISATION", "MANAGE_ROLES", "MANAGE_USERS"]);
    ana.must_put("saveRole", "RoleInput", role("chief", 40, all, json!([max.id.to_string()]))).await;
    let high = ana.must_put("saveRole", "RoleInput", role("high", 60, json!(["READ_CATALOG"]), json!([]))).await;
    let max = world.program("max", &[Scope::Admin]).await;
    let low = role("low", 30, json!(["READ_CATALOG"]), json!([]));
    max.must_put("saveRole", "RoleInput", low).await;
    for (name, level, permits) in [("peer", 40, "READ_CATALOG"), ("above", 70, "READ_CATALOG"), ("more", 30, "OPERATE")]
    {
        let answer = max.put("saveRole", "RoleInput", role(name, level, json!([permits]), json!([]))).await;
        assert_eq!(code(&answer), "FORBIDDEN", "{name}: {answer}");
    }
    let mut lowered = role("high", 10, json!([]), json!([]));
    lowered["id"] = json!(high);
    assert_eq!(code(&max.put("saveRole", "RoleInput", lowered).await), "FORBIDDEN");
    let answer = max.with_variables("mutation($id: String!) { deleteRole(id: $id) }", json!({ "id": high })).await;
    assert_eq!(code(&answer), "FORBIDDEN");
    let eve = json!({ "name": "eve", "password": "correct horse battery", "role": "ADMIN" });
    assert_eq!(code(&max.put("createUser", "CreateUserInput", eve).await), "FORBIDDEN");
    let ana_id = ana.run("{ users { nodes { id name } } }").await["data"]["users"]["nodes"][0]["id"].clone();
    let update = "mutation($id: UserId!) { updateUser(id: $id, input: { role: MEMBER }) { id } }";
    assert_eq!(code(&max.with_variables(update, json!({ "id": ana_id })).await), "FORBIDDEN");
}

#[tokio::test]
async fn d2_button_that_a_role_lacks_is_not_in_the_menu_and_refused_until_it_is_given() {
    let (world, ana) = world().await;
    let ed = world.user("ed", Role::Member).await.id.to_string();
    let permits = |more: &[&str]| {
        let all: Vec<&str> = ["READ_CATALOG", "READ_SOURCES", "MANAGE_SOURCES"].iter().chain(more).copied().collect();
        json!({ "name": "keeper", "level": 20, "permits": all, "scope": "ALL", "members": [ed] })
    };
    let role = ana.must_put("saveRole", "RoleInput", permits(&[])).await;
    let ed = world.program("ed", &[Scope::Admin]).await;
    let source = json!({ "name": "files", "connector": "sqlite", "config": { "path": "/nowhere.db" } });
    let source = ed.must_put("createSource", "CreateSourceInput", source).await;
    let buttons = async || -> BTreeSet<String> {
        let answer = ed.run("{ myMenus { code buttons { code } } }").await;
        let menus = answer["data"]["myMenus"].as_array().unwrap().iter();
        menus
            .flat_map(|menu| menu["buttons"].as_array().unwrap())
            .map(|b| b["code"].as_str().unwrap().to_owned())
            .collect()
    };
    let delete = "mutation($id: SourceId!) { deleteSource(id: $id) }";
    assert!(!buttons().await.contains("sources:delete"));
    let answer = ed.with_variables(delete, json!({ "id": source })).await;
    assert_eq!(code(&answer), "FORBIDDEN", "{answer}");
    let mut more = permits(&["DELETE_SOURCES"]);
    more["id"] = json!(role);
    ana.must_put("saveRole", "RoleInput", more).await;
    assert!(buttons().await.contains("sources:delete"), "from the next request on");
    let answer = ed.with_variables(delete, json!({ "id": source })).await;
    assert!(answer["errors"].is_null(), "{answer}");
}

#[tokio::test]
async fn d3_grant_on_a_database_shows_its_tables_and_deny_on_a_column_hides_it_everywhere() {
    let (world, ana) = world().await;
    let vera = world.user("vera", Role::Member).await;
    let reader = json!({ "name": "reader", "level": 1, "permits": ["READ_CATALOG"], "scope": "NOTHING", "members": [vera.id.to_string()] });
    ana.must_put("saveRole", "RoleInput", reader).await;
    let vera = world.program("vera", &[Scope::Admin]).await;
    assert_eq!(vera.found("").await.0, 0);
    let people = ana.id_of("people").await.unwrap();
    let grant =
        ana.must_put("savePolicy", "PolicyInput", everyone("ALLOW", "people", json!({ "assets": [people] }))).await;
    assert_eq!(vera.found("kind:table").await.0, 2);
    assert_eq!(vera.found("").await.0, 8, "a database, a schema, two tables, four columns");
    let salary = ana.id_of("payroll.salary").await.unwrap();
    ana.must_put("savePolicy", "PolicyInput", everyone("DENY", "pay", json!({ "assets": [salary] }))).await;
    assert_eq!(vera.found("").await.0, 7);
    assert_eq!(vera.found("salary").await.0, 0);
    assert_eq!(vera.id_of("payroll.salary").await, None);
    let details =
        "query($name: String!) { asset(name: $name) { columns { nodes { name } } childCounts { kind count } } }";
    let answer = vera.with_variables(details, json!({ "name": "people.public.payroll" })).await;
    assert!(!answer.to_string().contains("salary"), "{answer}");
    assert_eq!(answer["data"]["asset"]["childCounts"][0]["count"], 1, "{answer}");
    let why = "query($asset: AssetId!) { explainAccess(asset: $asset, user: \"vera\") { may reasons { kind name } } }";
    let answer = ana.with_variables(why, json!({ "asset": people })).await;
    assert_eq!(
        answer["data"]["explainAccess"],
        json!({ "may": true, "reasons": [{ "kind": "POLICY", "name": "people" }] })
    );
    let answer = ana.run("{ tryAs(user: \"vera\") { total } }").await;
    assert_eq!(answer["data"]["tryAs"]["total"], 7, "{answer}");
    let answer = vera.run("{ tryAs(user: \"ana\") { total } }").await;
    assert_eq!(code(&answer), "FORBIDDEN");
    ana.with_variables("mutation($id: PolicyId!) { deletePolicy(id: $id) }", json!({ "id": grant })).await;
    assert_eq!(vera.found("").await.0, 0, "taken back from the next request on");
}

#[tokio::test]
async fn d3_grant_on_a_table_shows_the_way_to_it_and_nothing_beside_it() {
    let (world, ana) = world().await;
    let vera = world.user("vera", Role::Member).await;
    let reader = json!({ "name": "reader", "level": 1, "permits": ["READ_CATALOG"], "scope": "NOTHING", "members": [vera.id.to_string()] });
    ana.must_put("saveRole", "RoleInput", reader).await;
    let staff = ana.id_of("people.public.staff").await.unwrap();
    ana.must_put("savePolicy", "PolicyInput", everyone("ALLOW", "staff", json!({ "assets": [staff] }))).await;
    let vera = world.program("vera", &[Scope::Admin]).await;
    let roots = vera.run("{ roots { nodes { name children { nodes { name children { nodes { name } } } } } } }").await;
    let nodes = roots["data"]["roots"]["nodes"].to_string();
    assert_eq!(
        nodes,
        r#"[{"children":{"nodes":[{"children":{"nodes":[{"name":"staff"}]},"name":"public"}]},"name":"people"}]"#
    );
}

#[tokio::test]
async fn d3_policy_for_editing_lets_owners_edit_and_nobody_else() {
    let (world, ana) = world().await;
    let vera = somebody(&world, "vera", Role::Viewer).await;
    let owners = json!({ "name": "owners", "effect": "ALLOW", "permissions": ["EDIT"], "subjects": [{ "kind": "EVERYONE" }], "condition": "owner:me" });
    ana.must_put("savePolicy", "PolicyInput", owners).await;
    edit(&world, &ana, "sales.public.orders", json!({ "owners": ["vera"] })).await;
    let (orders, staff) =
        (ana.id_of("sales.public.orders").await.unwrap(), ana.id_of("people.public.staff").await.unwrap());
    let query =
        "mutation($id: AssetId!) { editAsset(id: $id, input: { description: \"mine\" }) { description mayEdit } }";
    let answer = vera.with_variables(query, json!({ "id": orders })).await;
    assert_eq!(answer["data"]["editAsset"], json!({ "description": "mine", "mayEdit": true }), "{answer}");
    let answer = vera.with_variables(query, json!({ "id": staff })).await;
    assert_eq!(code(&answer), "FORBIDDEN", "{answer}");
}

#[tokio::test]
async fn threat_09_condition_of_who_may_not_is_never_read() {
    let (world, _) = world().await;
    let vera = somebody(&world, "vera", Role::Viewer).await;
    let broken = everyone("DENY", "x", json!({ "condition": "tag:(" }));
    assert_eq!(code(&vera.put("savePolicy", "PolicyInput", broken).await), "FORBIDDEN");
}

/// What somebody is told on every path that reads, as one text, and the assets by path.
struct Told {
    text: String,
    sets: HashMap<&'static str, BTreeSet<String>>,
    counts: HashMap<String, i64>,
}

const PATHS: &str = "query($focus: AssetId!, $at: ChangeNumber!) {
    search(input: { query: \"\", first: 100 }) { total hits { asset { fullName } highlights { text } matchedColumns { name } }
        facets { name values { value count } } }
    byName: assetsByName(text: \"s\", first: 100) { nodes { fullName } }
    past: assetsByName(text: \"s\", first: 100, asOf: { change: $at }) { nodes { fullName } }
    roots { nodes { fullName children { nodes { fullName columns { nodes { fullName } }
        children { nodes { fullName path { name } childCounts { kind count } columns { nodes { fullName } } } } } } } }
    changes(first: 200) { nodes { asset { fullName } fields { field before after } } }
    catalogStats { counts { kind count } }
    suggestions: suggest(text: \"s\", first: 20) { fullName }
    lineage(input: { focus: $focus, depth: 3, withColumns: true }) { nodes { asset { fullName } columns { name } } }
}";

async fn told(client: &Client, focus: &str, at: i64) -> Told {
    let answer = client.with_variables(PATHS, json!({ "focus": focus, "at": at })).await;
    let mut sets: HashMap<&'static str, BTreeSet<String>> = HashMap::new();
    for part in ["search", "byName", "past", "roots", "changes", "suggestions", "lineage"] {
        let mut names = BTreeSet::new();
        gather(&answer["data"][part], &mut names);
        sets.insert(part, names);
    }
    let kinds = answer["data"]["catalogStats"]["counts"].as_array().cloned().unwrap_or_default();
    let mut counts: HashMap<String, i64> =
        kinds.iter().map(|one| (one["kind"].to_string(), one["count"].as_i64().unwrap())).collect();
    counts.insert("total".into(), answer["data"]["search"]["total"].as_i64().unwrap_or(0));
    Told { text: answer.to_string(), sets, counts }
}

/// Every `fullName` in an answer.
fn gather(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, names)),
        Value::Object(fields) => {
            names.extend(fields.get("fullName").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|field| gather(field, names));
        }
        _ => {}
    }
}

/// A policy over some of the world's assets: by place or by tag.
fn policies() -> impl Strategy<Value = Vec<(bool, Option<usize>, bool)>> {
    prop::collection::vec((prop::bool::ANY, prop::option::of(0..12_usize), prop::bool::ANY), 1..4)
}

#[test]
fn j8_every_read_path_tells_what_an_admin_is_told_and_one_may_see() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (world, ana) = runtime.block_on(world());
    let (focus, names, ids, at) = runtime.block_on(prepare(&world, &ana));
    let vera = runtime.block_on(world.program("vera", &[Scope::Admin]));
    let admin = runtime.block_on(told(&ana, &focus, at));
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    let outcome = TestRunner::new(config).run(&policies(), |chosen| {
        runtime.block_on(async {
            let mut made = Vec::new();
            for (number, (gives, place, by_tag)) in chosen.iter().enumerate() {
                let more = match (by_tag, place) {
                    (true, _) => json!({ "condition": "tag:secret" }),
                    (false, Some(place)) => json!({ "assets": [ids[*place % ids.len()]] }),
                    (false, None) => json!({}),
                };
                let effect = if *gives { "ALLOW" } else { "DENY" };
                let mut input = everyone(effect, &format!("p{number}"), more);
                input["subjects"] = json!([{ "kind": "USER", "name": "vera" }]);
                made.push(ana.must_put("savePolicy", "PolicyInput", input).await);
            }
            let outcome = compare(&ana, &vera, (&focus, at), &names, &admin).await;
            for id in made {
                ana.with_variables("mutation($id: PolicyId!) { deletePolicy(id: $id) }", json!({ "id": id })).await;
            }
            outcome
        })
    });
    if let Err(TestError::Fail(why, policies)) = outcome {
        panic!("{why}\nfor {policies:?}");
    }
    outcome.unwrap();
}

/// Tags, owners, somebody whom policies are about; gives what to focus on, all assets by name, and places for policies.
async fn prepare(world: &World, ana: &Client) -> (String, HashMap<String, String>, Vec<String>, i64) {
    edit(world, ana, "people.public.staff", json!({ "tags": ["secret"] })).await;
    edit(world, ana, "orders.order_sum", json!({ "tags": ["secret"] })).await;
    let vera = world.user("vera", Role::Member).await;
    let reader = json!({ "name": "reader", "level": 1, "permits": ["READ_CATALOG"], "scope": "NOTHING", "members": [vera.id.to_string()] });
    ana.must_put("saveRole", "RoleInput", reader).await;
    let answer =
        ana.run("{ search(input: { query: \"\", first: 100 }) { hits { asset { id fullName } } } lastChange }").await;
    let hits = answer["data"]["search"]["hits"].as_array().unwrap().iter().map(|hit| &hit["asset"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let names: HashMap<String, String> = hits.map(|asset| (text(&asset["fullName"]), text(&asset["id"]))).collect();
    let mut ids: Vec<String> = names.values().cloned().collect();
    ids.sort();
    let focus = ana.id_of("sales.public.orders").await.unwrap();
    (focus, names, ids, answer["data"]["lastChange"].as_i64().unwrap())
}

async fn compare(
    ana: &Client,
    vera: &Client,
    (focus, at): (&str, i64),
    names: &HashMap<String, String>,
    admin: &Told,
) -> Result<(), TestCaseError> {
    let mut may = BTreeSet::new();
    let why = "query($asset: AssetId!) { explainAccess(asset: $asset, user: \"vera\") { may } }";
    for (name, id) in names {
        let answer = ana.with_variables(why, json!({ "asset": id })).await;
        if answer["data"]["explainAccess"]["may"].as_bool().unwrap() {
            may.insert(name.clone());
        }
    }
    let hers = told(vera, focus, at).await;
    for (part, found) in &hers.sets {
        prop_assert!(found.is_subset(&may), "{} tells of {:?}", part, found.difference(&may).collect::<Vec<_>>());
        // What is deep inside of something hidden is not browsed to; lineage of a hidden focus is not there at all.
        if !matches!(*part, "roots" | "lineage") {
            let expected: BTreeSet<String> = admin.sets[part].intersection(&may).cloned().collect();
            prop_assert_eq!(found, &expected, "{}", part);
        }
    }
    prop_assert_eq!(hers.counts["total"], i64::try_from(may.len()).unwrap());
    let of_kinds: i64 = hers.counts.iter().filter(|(kind, _)| *kind != "total").map(|(_, count)| count).sum();
    prop_assert_eq!(of_kinds, hers.counts["total"]);
    for name in names.keys().filter(|name| !may.contains(*name)) {
        let last = name.rsplit('.').next().unwrap();
        let is_in_a_seen_name = may.iter().any(|seen| seen.contains(last));
        prop_assert!(is_in_a_seen_name || !hers.text.contains(last), "`{}` is told somewhere: {}", last, hers.text);
    }
    Ok(())
}

#[tokio::test]
async fn d2_session_tells_what_one_may_in_the_words_of_the_api() {
    let (world, ana) = world().await;
    let vera = world.browser("vera", Role::Viewer).await;
    let may = async || vera.get("/api/session").await.json()["permissions"].clone();
    let told =
        json!(["READ_CATALOG", "REQUEST_ACCESS", "DISCUSS", "READ_SOURCES", "READ_ORGANISATION", "MANAGE_OWN_TOKENS"]);
    assert_eq!(may().await, told);
    let id = ana.run("{ people(text: \"vera\") { id } }").await["data"]["people"][0]["id"].clone();
    let crawler =
        json!({ "name": "crawler", "level": 5, "permits": ["RUN_CRAWLS"], "scope": "NOTHING", "members": [id] });
    ana.must_put("saveRole", "RoleInput", crawler).await;
    let told: BTreeSet<String> = serde_json::from_value(may().await).unwrap();
    assert!(told.contains("RUN_CRAWLS") && !told.contains("MANAGE_SOURCES"), "from the next request on: {told:?}");
    let roles = ana.run("{ organisation { roles { name people } } }").await["data"]["organisation"]["roles"].clone();
    let people =
        |name: &str| roles.as_array().unwrap().iter().find(|role| role["name"] == name).unwrap()["people"].clone();
    assert_eq!(
        (people("admin"), people("viewer"), people("editor"), people("crawler")),
        (json!(1), json!(1), json!(0), json!(1))
    );
}
