//! KPIs of what checks and contracts say, on a real PostgreSQL: they count what was checked, and nothing before it was.

use serde_json::{Value, json};

use super::crawled::{Crawled, done};

const CONTRACT: &str = "apiVersion: v3.1.0
kind: DataContract
id: orders-of-the-shop
name: Orders
version: \"1.0.0\"
status: active
schema:
  - name: orders
    properties:
      - {name: id, logicalType: integer, required: true}
      - {name: placed_at, logicalType: timestamp}
slaProperties:
  - {property: latency, value: 4, unit: h, element: orders.placed_at}
";

async fn kpi(stage: &Crawled, metric: &str) -> Value {
    let today = stage.world.clock.now().date_naive();
    let input = json!({ "name": metric, "description": "All of it.", "metric": metric, "unit": "PERCENTAGE",
        "direction": "INCREASE", "target": "100", "from": today.to_string(),
        "until": (today + chrono::Duration::days(30)).to_string() });
    let query = "mutation($input: KpiInput!) { saveKpi(input: $input) { id } }";
    done(&stage.ana, query, json!({ "input": input })).await["id"].clone()
}

/// What a KPI comes to now.
async fn value(stage: &Crawled, id: &Value) -> Value {
    let answer = stage.ana.run("mutation { evaluateKpis }").await;
    assert!(answer["errors"].is_null(), "{answer}");
    let query = "query($id: ID!) { kpi(id: $id) { latest { value } } }";
    done(&stage.ana, query, json!({ "id": id })).await["latest"]["value"].clone()
}

#[tokio::test]
async fn f5_fresh_and_promised_tables_are_those_that_checks_and_contracts_say() {
    let database = testkit::postgres_database().await;
    // The world's clock stands still: what was placed is an hour old.
    database.run("CREATE TABLE orders (id int, placed_at timestamp); CREATE TABLE people (id int)").await;
    database.run("INSERT INTO orders VALUES (1, '2025-10-09 08:00:00')").await;
    let stage = Crawled::of(&database.url()).await;
    let (fresh, promised) = (kpi(&stage, "FRESH").await, kpi(&stage, "WITH_CONTRACT").await);
    assert_eq!(value(&stage, &fresh).await, Value::Null, "nobody said when data is to come");
    assert_eq!(value(&stage, &promised).await, "0");

    let save = "mutation($input: ContractInput!) { saveContract(input: $input) { contract { id } } }";
    let saved = done(&stage.ana, save, json!({ "input": { "text": CONTRACT } })).await;
    let id = saved["contract"]["id"].clone();
    let test = async || {
        done(&stage.ana, "mutation($id: ContractId!) { testContract(id: $id) { id } }", json!({ "id": id })).await;
        stage.world.clock.advance(chrono::Duration::seconds(1));
        stage.world.app.jobs().work_off().await.unwrap();
    };
    test().await;
    assert_eq!(value(&stage, &promised).await, "50", "one of two tables");
    assert_eq!(value(&stage, &fresh).await, "100", "of those that have a promise");
    database.run("UPDATE orders SET placed_at = '2025-10-01 08:00:00'").await;
    test().await;
    assert_eq!(value(&stage, &fresh).await, "0");

    let state = "mutation($id: ContractId!) { setContractState(id: $id, state: RETIRED, isBreakingKnown: false) {
        isInForce } }";
    done(&stage.ana, state, json!({ "id": id })).await;
    assert_eq!(value(&stage, &promised).await, "0", "what is retired promises nothing");
}
