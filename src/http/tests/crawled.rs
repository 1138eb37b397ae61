//! A world that has crawled a real database, for what is asked of its data.

use catalog::{Role, Scope, SourceId, Viewer};
use serde_json::{Value, json};

use super::support::{Client, World};
use crate::sources::NewSource;

/// A world that has crawled what stands at an address, with its administrator and an analyst who may not see samples.
pub(super) struct Crawled {
    pub(super) world: World,
    /// An administrator.
    pub(super) ana: Client,
    /// A viewer.
    pub(super) vera: Client,
    /// The source.
    pub(super) source: SourceId,
}

impl Crawled {
    pub(super) async fn of(url: &str) -> Self {
        Self::on(World::new().await, url).await
    }

    /// The same with the store of `world`.
    pub(super) async fn on(world: World, url: &str) -> Self {
        let (connector, config) = connectors::from_url(url, None).unwrap();
        Self::with(world, connector.name, config).await
    }

    /// The same by a configuration.
    pub(super) async fn with(world: World, connector: &str, config: Value) -> Self {
        let new = NewSource { name: "shop".into(), connector: connector.into(), config, schedule: None };
        let source = world.app.sources().create(&Viewer::system(), new).await.unwrap();
        crawl(&world, source.id).await;
        world.user("ana", Role::Admin).await;
        world.user("vera", Role::Viewer).await;
        let ana = world.program("ana", &[Scope::Admin]).await;
        let vera = world.program("vera", &[Scope::Admin]).await;
        Self { world, ana, vera, source: source.id }
    }

    /// The identifier of the one asset that is called exactly this.
    pub(super) async fn id(&self, name: &str) -> String {
        let quoted = format!("\"{}\"", name.replace('"', "\"\""));
        id_of(&self.ana, &quoted).await.unwrap_or_else(|| panic!("no `{name}`"))
    }

    pub(super) async fn policy(&self, effect: &str, permission: &str, asset: &str, user: &str) {
        let input = json!({ "name": format!("{effect} {permission} {user}"), "effect": effect,
            "permissions": [permission], "assets": [asset], "subjects": [{ "kind": "USER", "name": user }] });
        done(
            &self.ana,
            "mutation($input: PolicyInput!) { savePolicy(input: $input) { id } }",
            json!({ "input": input }),
        )
        .await;
    }
}

/// Crawls a source and lets everything follow.
pub(super) async fn crawl(world: &World, source: SourceId) {
    let run = world.app.jobs().start_crawl(&Viewer::system(), source).await.unwrap();
    world.app.jobs().work_off().await.unwrap();
    let run = world.app.jobs().get(&Viewer::system(), run.id).await.unwrap();
    assert_eq!(run.code, None, "{:?}", run.message);
    world.app.catch_up().await.unwrap();
}

/// What somebody is told.
pub(super) async fn ask(client: &Client, query: &str, variables: Value) -> Value {
    client.post("/graphql", &json!({ "query": query, "variables": variables })).await.json()
}

/// The one field that somebody is told, which is not refused.
pub(super) async fn done(client: &Client, query: &str, variables: Value) -> Value {
    let answer = ask(client, query, variables).await;
    assert!(answer["errors"].is_null(), "{answer}");
    answer["data"].as_object().unwrap().values().next().unwrap().clone()
}

pub(super) async fn id_of(client: &Client, name: &str) -> Option<String> {
    let query = "query($name: String!) { asset(name: $name) { id } }";
    ask(client, query, json!({ "name": name })).await["data"]["asset"]["id"].as_str().map(str::to_owned)
}
