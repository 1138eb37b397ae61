//! What the SQL of routines, tasks and queries says.

use catalog::{
    AssetRecord, Details, Name, Record, Viewer,
    kinds::{pipeline::TaskDetails, procedure::ProcedureDetails, query::QueryDetails},
};

use super::{orders, set};
use crate::{
    Level, Status,
    testing::{World, on_both, table},
};

fn routine(name: &str, arguments: &str, language: &str, definition: &str) -> Record {
    let is_sql = ["sql", "plpgsql"].contains(&language);
    let details = ProcedureDetails {
        procedure_type: "function".into(),
        language: Some(language.into()),
        arguments: arguments.into(),
        definition: Some(definition.into()),
        dialect: is_sql.then(|| "postgres".into()),
        ..ProcedureDetails::default()
    };
    AssetRecord::new(crate::testing::name(name), Details::Procedure(details)).into()
}

/// The tables that `orders` and the others of these tests are.
async fn with_tables(world: &World) {
    world
        .crawl_and_follow(&[
            orders(),
            table("daily", &["id", "total"]),
            table("log", &["id"]),
            table("temporary", &["x"]),
        ])
        .await;
}

const LOAD: &str = "DECLARE r record;
    BEGIN
      CREATE TEMP TABLE t ON COMMIT DROP AS SELECT id, amount FROM orders WHERE paid;
      INSERT INTO daily (id, total) SELECT id, sum(amount) FROM t GROUP BY id;
      EXECUTE 'INSERT INTO log (id) SELECT id FROM orders';
    END";

#[tokio::test]
async fn c8_body_of_a_routine_becomes_lineage_through_it() {
    on_both(async |world| {
        with_tables(&world).await;
        world.push(routine("load(integer)", "p_id integer", "plpgsql", LOAD)).await;
        let edges = world.edges("daily.total", Level::Column, None).await;
        assert!(edges.contains("orders.amount > daily.total AGGREGATION"), "{edges:?}");
        assert_eq!(world.edges("orders", Level::Table, None).await, set(&["orders > daily", "orders > log"]));
        let scene = world.scene("log", Level::Table, None).await;
        let edge = &scene.edges[0];
        let load = world.find("\"load(integer)\"").await;
        assert_eq!(edge.through, Some(load));
        assert_eq!((edge.assertions[0].tool.as_str(), edge.assertions[0].scope.as_str()), ("sql", &*load.to_string()));
        let readings = world.lineage.readings(&Viewer::system(), load).await.unwrap();
        assert!(readings.iter().all(|reading| reading.status == Status::Complete), "{readings:?}");
    })
    .await;
}

#[tokio::test]
async fn c8_lineage_of_a_routine_changes_with_its_sql_and_ends_with_it() {
    on_both(async |world| {
        with_tables(&world).await;
        let before = world.push(routine("load()", "", "sql", "INSERT INTO daily (id) SELECT id FROM orders")).await;
        assert_eq!(world.edges("daily", Level::Table, None).await, set(&["orders > daily"]));
        world.push(routine("load()", "", "sql", "INSERT INTO log (id) SELECT id FROM orders")).await;
        assert!(world.edges("daily", Level::Table, None).await.is_empty());
        assert_eq!(world.edges("log", Level::Table, None).await, set(&["orders > log"]));
        assert_eq!(world.edges("daily", Level::Table, Some(before)).await, set(&["orders > daily"]));
        let mut everything = crate::testing::records(&[orders(), table("log", &["id"])]);
        everything.insert(2, routine("load()", "", "sql", "INSERT INTO log (id) SELECT id FROM orders"));
        world.crawl_records(world.source, everything).await;
        world.follow().await;
        assert_eq!(world.edges("log", Level::Table, None).await, set(&["orders > log"]));
        world.crawl_and_follow(&[orders(), table("log", &["id"])]).await;
        assert!(world.edges("log", Level::Table, None).await.is_empty(), "the routine is gone");
        assert!(world.lineage.status_counts().await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn c8_task_and_query_tell_where_their_tables_live() {
    on_both(async |world| {
        with_tables(&world).await;
        let (namespace, defaults) =
            (Some("postgres://h:5432".to_owned()), vec!["shop".to_owned(), "public".to_owned()]);
        let task = TaskDetails {
            definition: Some("INSERT INTO daily (id, total) SELECT id, amount FROM orders".into()),
            dialect: Some("postgres".into()),
            namespace: namespace.clone(),
            defaults: defaults.clone(),
            ..TaskDetails::default()
        };
        let name = Name::new("airflow://scheduler", ["nightly", "load"]);
        world
            .push(
                AssetRecord::new(Name::new("airflow://scheduler", ["nightly"]), Details::Pipeline(Default::default()))
                    .into(),
            )
            .await;
        world.push(AssetRecord::new(name, Details::Task(task)).into()).await;
        let edges = world.edges("daily.id", Level::Column, None).await;
        assert!(edges.contains("orders.id > daily.id IDENTITY"), "{edges:?}");
        let query = QueryDetails {
            definition: "SELECT max(total) FROM daily WHERE id > 1".into(),
            dialect: Some("postgres".into()),
            namespace,
            defaults,
            ..QueryDetails::default()
        };
        world.push(AssetRecord::new(crate::testing::name("best"), Details::Query(query)).into()).await;
        assert_eq!(world.edges("best", Level::Table, None).await, set(&["orders > daily", "daily > best"]));
    })
    .await;
}

#[tokio::test]
async fn c8_what_cannot_be_followed_is_counted_with_its_reason() {
    on_both(async |world| {
        with_tables(&world).await;
        world.push(routine("p(text)", "t text", "plpgsql", "BEGIN EXECUTE 'DELETE FROM ' || t; END")).await;
        world.push(routine("q()", "", "plpython3u", "return 1")).await;
        world.push(routine("r()", "", "sql", "FROBNICATE; INSERT INTO log SELECT nothing FROM nowhere")).await;
        let counts = world.lineage.status_counts().await.unwrap();
        assert_eq!(counts, [(Status::Partial, 1), (Status::Opaque, 2), (Status::Failed, 1)].into());
        let q = world.find("\"q()\"").await;
        let readings = world.lineage.readings(&Viewer::system(), q).await.unwrap();
        assert!(readings[0].notes.contains("the body is written in plpython3u"), "{readings:?}");
        world.crawl_and_follow(&[orders(), table("log", &["nothing"]), table("nowhere", &["nothing"])]).await;
        let edges = world.edges("nowhere.nothing", Level::Column, None).await;
        assert!(edges.contains("nowhere.nothing > log.nothing IDENTITY"), "what was missing is there now: {edges:?}");
    })
    .await;
}
