//! Checks that profiles suggest, and how quality went, through the router: what they say, and who may not see it.

use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::{
    crawled::{Crawled, ask, done},
    quality::{run, save},
    support::{World, code},
};

const SUGGESTED: &str = "query($asset: AssetId!) { suggestedChecks(asset: $asset) {
    kind column settings dimension profiles rows reason { en zh } } }";
const TREND: &str = "query($days: Int!, $filter: QualityTrendInput) { qualityTrend(days: $days, filter: $filter) {
    day tally { passed failed total passRate } byDimension { dimension tally { failed } } } }";

const ORDERS: &str = "CREATE TABLE orders (id int NOT NULL, code varchar(9), state varchar(9), amount int, note text);
    INSERT INTO orders SELECT n, 'AB-' || (1000 + n), CASE WHEN n % 3 = 0 THEN 'new' ELSE 'paid' END, n % 50,
        CASE WHEN n % 2 = 0 THEN 'x' || n END FROM generate_series(1, 300) AS n";

async fn profile(stage: &Crawled, table: &str) {
    let start = "mutation($id: AssetId!) { profileTable(asset: $id) { id } }";
    done(&stage.ana, start, json!({ "id": table })).await;
    stage.world.clock.advance(chrono::Duration::hours(1));
    stage.world.app.jobs().work_off().await.unwrap();
}

/// The suggestions as type of check, column and settings.
fn shown(suggested: &Value) -> Vec<Value> {
    let rows = suggested.as_array().unwrap().iter();
    rows.map(|one| json!([one["kind"], one["column"], one["settings"]])).collect()
}

async fn stage(world: World) -> (testkit::TestDatabase, Crawled, String) {
    let database = testkit::postgres_database().await;
    database.run(ORDERS).await;
    let stage = Crawled::on(world, &database.url()).await;
    let orders = stage.id("orders").await;
    (database, stage, orders)
}

#[tokio::test]
async fn f1_profiles_suggest_what_has_always_held_on_both_stores() {
    let store = testkit::postgres_database().await;
    for world in [World::new().await, World::with(|config| config.database = Some(store.url().into())).await] {
        let (_database, stage, orders) = stage(world).await;
        let of = json!({ "asset": orders });
        assert_eq!(done(&stage.ana, SUGGESTED, of.clone()).await, json!([]), "nothing was measured yet");
        for _ in 0..3 {
            profile(&stage, &orders).await;
        }
        let suggested = done(&stage.ana, SUGGESTED, of.clone()).await;
        let expected = [
            json!(["row_count", null, { "min": 150, "max": 600 }]),
            json!(["unique", "id", {}]),
            json!(["not_null", "code", {}]),
            json!(["matches", "code", { "pattern": "^[A-Z]{2}[-][0-9]{4}$" }]),
            json!(["unique", "code", {}]),
            json!(["not_null", "state", {}]),
            json!(["in_set", "state", { "values": ["new", "paid"] }]),
            json!(["not_null", "amount", {}]),
            json!(["between", "amount", { "min": 0, "max": 74 }]),
            json!(["unique", "note", {}]),
        ];
        assert_eq!(shown(&suggested), expected, "{suggested}");
        let unique = &suggested[1];
        assert_eq!((unique["profiles"].as_i64(), unique["rows"].as_i64()), (Some(3), Some(300)));
        assert_eq!(
            unique["reason"]["en"],
            "in 3 profiles, this column has always been unique; the newest has 300 values"
        );
        // What is suggested can be made as it is, passes, and is then suggested no more.
        let items: Vec<Value> = suggested
            .as_array()
            .unwrap()
            .iter()
            .map(|one| json!({ "kind": one["kind"], "columns": one["column"], "settings": one["settings"] }))
            .collect();
        let suite = save(&stage, json!({ "name": "Suggested", "assets": [orders], "items": items })).await;
        run(&stage, &suite).await;
        let last = "query($id: AssetId) { checks(filter: { asset: $id }) { nodes { kind column last { outcome } } } }";
        let made = done(&stage.ana, last, json!({ "id": orders })).await["nodes"].clone();
        assert!(made.as_array().unwrap().iter().all(|check| check["last"]["outcome"] == "PASS"), "{made}");
        assert_eq!(made.as_array().unwrap().len(), expected.len());
        assert_eq!(done(&stage.ana, SUGGESTED, of).await, json!([]));
    }
}

#[tokio::test]
async fn threat_10_suggestions_repeat_no_value_that_one_may_not_see_and_no_column_that_one_may_not_know() {
    let (_database, stage, orders) = stage(World::new().await).await;
    profile(&stage, &orders).await;
    let of = json!({ "asset": orders });
    stage.policy("DENY", "VIEW", &stage.id("note").await, "vera").await;
    let suggested = done(&stage.vera, SUGGESTED, of.clone()).await;
    assert!(!suggested.to_string().contains("paid") && !suggested.to_string().contains("note"), "{suggested}");
    let kinds: Vec<Value> = shown(&suggested).into_iter().map(|one| json!([one[0], one[1]])).collect();
    assert!(kinds.contains(&json!(["unique", "id"])), "counts are no values: {kinds:?}");
    assert!(!kinds.contains(&json!(["in_set", "state"])), "{kinds:?}");
    stage.world.user("olga", Role::Viewer).await;
    let olga = stage.world.program("olga", &[Scope::Admin]).await;
    stage.policy("DENY", "VIEW", &orders, "olga").await;
    assert_eq!(code(&ask(&olga, SUGGESTED, of).await), "NOT_FOUND");
}

#[tokio::test]
async fn f3_trend_counts_the_last_result_of_each_day_and_only_what_one_may_know() {
    let store = testkit::postgres_database().await;
    for world in [World::new().await, World::with(|config| config.database = Some(store.url().into())).await] {
        let (database, stage, orders) = stage(world).await;
        stage.world.user("olga", Role::Viewer).await;
        let olga = stage.world.program("olga", &[Scope::Admin]).await;
        let items =
            json!([{ "kind": "row_count", "settings": { "min": 1 } }, { "kind": "not_null", "columns": "note" }]);
        let suite = save(&stage, json!({ "name": "Orders", "assets": [orders], "items": items })).await;
        run(&stage, &suite).await;
        stage.world.clock.advance(chrono::Duration::days(2));
        run(&stage, &suite).await;
        database.run("UPDATE orders SET note = 'x'").await;
        run(&stage, &suite).await;
        let trend = async |client, filter: Value| {
            done(client, TREND, json!({ "days": 4, "filter": filter })).await.as_array().unwrap().clone()
        };
        let counts = |days: &[Value]| -> Vec<(i64, i64)> {
            let count = |day: &Value, name: &str| day["tally"][name].as_i64().unwrap();
            days.iter().map(|day| (count(day, "passed"), count(day, "failed"))).collect()
        };
        let days = trend(&stage.ana, json!({})).await;
        assert_eq!(counts(&days), [(0, 0), (1, 1), (0, 0), (2, 0)], "{days:?}");
        let today = stage.world.clock.now().date_naive().to_string();
        assert_eq!((&days[3]["day"], &days[3]["tally"]["passRate"]), (&json!(today), &json!(1.0)));
        assert_eq!(days[0]["tally"]["passRate"], Value::Null);
        let sides = &days[1]["byDimension"];
        assert_eq!(sides[0], json!({ "dimension": "COMPLETENESS", "tally": { "failed": 1 } }), "{sides}");
        let volume = trend(&stage.ana, json!({ "dimension": "VOLUME" })).await;
        assert_eq!(counts(&volume), [(0, 0), (1, 0), (0, 0), (1, 0)]);
        let mine = trend(&stage.ana, json!({ "asset": orders, "suite": suite })).await;
        assert_eq!(counts(&mine), counts(&days));
        let nobody = json!({ "group": { "by": "OWNER", "name": "olga" } });
        assert_eq!(counts(&trend(&stage.ana, nobody.clone()).await), [(0, 0); 4]);
        let edit = "mutation($id: AssetId!) { editAsset(id: $id, input: { owners: [\"olga\"] }) { id } }";
        done(&stage.ana, edit, json!({ "id": orders })).await;
        assert_eq!(counts(&trend(&stage.ana, nobody).await), counts(&days));
        stage.policy("DENY", "VIEW", &orders, "olga").await;
        assert_eq!(counts(&trend(&olga, json!({})).await), [(0, 0); 4], "of what one may not know");
        assert_eq!(counts(&trend(&olga, json!({ "asset": orders })).await), [(0, 0); 4]);
        let refused = ask(&stage.ana, TREND, json!({ "days": 400 })).await;
        assert_eq!((code(&refused), &refused["errors"][0]["extensions"]["field"]), ("INVALID", &json!("days")));
    }
}
