//! People working together, through the router: each fact on both stores, and who may not.

mod announcements;
mod discussions;
mod requests;
mod samples;
mod tasks;

use catalog::{Role, Scope};
use serde_json::{Value, json};
use testkit::TestDatabase;

use super::{
    crawled::{ask, done, id_of},
    support::{Client, World},
};

const NAMESPACE: &str = "postgres://h:5432";

/// A world on one of the two stores, with two tables that have two columns each, and its administrator.
struct Stage {
    world: World,
    ana: Client,
    _database: Option<TestDatabase>,
}

impl Stage {
    /// The same on SQLite and on PostgreSQL.
    async fn both() -> [Self; 2] {
        let database = testkit::postgres_database().await;
        let on_server = World::with(|config| config.database = Some(database.url().into())).await;
        [Self::of(World::new().await, None).await, Self::of(on_server, Some(database)).await]
    }

    async fn of(world: World, database: Option<TestDatabase>) -> Self {
        world.user("ana", Role::Admin).await;
        let ana = world.program("ana", &[Scope::Admin]).await;
        let mut assets = Vec::new();
        for table in ["orders", "staff"] {
            assets.push(json!({ "namespace": NAMESPACE, "parts": ["shop", "public", table], "kind": "TABLE" }));
            for (position, column) in (1..).zip(["id", "secret"]) {
                let details = json!({ "data_type": { "text": "bigint", "class": "integer" }, "position": position });
                let parts = ["shop", "public", table, column];
                assets.push(json!({ "namespace": NAMESPACE, "parts": parts, "kind": "COLUMN", "details": details }));
            }
        }
        let report = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
        let answer = ask(&ana, report, json!({ "input": { "assets": assets } })).await;
        assert_eq!(answer["data"]["report"]["errors"], json!([]), "{answer}");
        world.app.catch_up().await.unwrap();
        Self { world, ana, _database: database }
    }

    /// Somebody with a built-in role, through a token for everything they may.
    async fn somebody(&self, name: &str, role: Role) -> Client {
        self.world.user(name, role).await;
        self.world.program(name, &[Scope::Admin]).await
    }

    /// Somebody who may read, and sees nothing but what policies give.
    async fn analyst(&self, name: &str) -> Client {
        let id = self.world.user(name, Role::Member).await.id.to_string();
        let role = json!({ "name": format!("reader {name}"), "level": 1, "scope": "NOTHING", "members": [id],
            "permits": ["READ_CATALOG", "DISCUSS"] });
        let save = "mutation($input: RoleInput!) { saveRole(input: $input) { id } }";
        done(&self.ana, save, json!({ "input": role })).await;
        self.world.program(name, &[Scope::Admin]).await
    }

    async fn user(&self, name: &str) -> String {
        let found = self.world.app.access().user_named(&catalog::Viewer::system(), name).await.unwrap();
        found.id.to_string()
    }

    async fn execute(&self, statement: &str) {
        let database = self.world.app.database().for_migrations();
        sea_orm::ConnectionTrait::execute_unprepared(database, statement).await.unwrap();
    }

    /// Lets the store refuse to write to a table; gives the statements that end it.
    async fn fault(&self, event: &str, table: &str) -> &'static [&'static str] {
        if self._database.is_none() {
            let trigger = format!(
                "CREATE TRIGGER fault BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, 'the disk is gone'); END"
            );
            self.execute(&trigger).await;
            return &["DROP TRIGGER fault"];
        }
        let function = "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is gone'; END $$";
        self.execute(function).await;
        self.execute(&format!("CREATE TRIGGER fault BEFORE {event} ON {table} EXECUTE FUNCTION fault()")).await;
        &["DROP FUNCTION fault CASCADE"]
    }

    /// Lets everything be told that happened.
    async fn tell(&self) {
        self.world.app.catch_up().await.unwrap();
        self.world.app.notify().work_off().await.unwrap();
    }

    async fn own(&self, table: &str, owners: Value) {
        let id = self.id(table).await;
        let edit = "mutation($id: AssetId!, $input: EditAssetInput!) { editAsset(id: $id, input: $input) { id } }";
        done(&self.ana, edit, json!({ "id": id, "input": { "owners": owners } })).await;
    }

    /// A policy over what is named, about one account.
    async fn policy(&self, effect: &str, permission: &str, user: &str, asset: &str) {
        let input = json!({ "name": format!("{effect} {permission} {user} {asset}").replace('.', " "),
            "effect": effect, "permissions": [permission], "assets": [self.id(asset).await],
            "subjects": [{ "kind": "USER", "name": user }] });
        done(
            &self.ana,
            "mutation($input: PolicyInput!) { savePolicy(input: $input) { id } }",
            json!({ "input": input }),
        )
        .await;
    }

    async fn id(&self, name: &str) -> String {
        id_of(&self.ana, name).await.unwrap_or_else(|| panic!("no `{name}`"))
    }
}
