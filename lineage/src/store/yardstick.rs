//! For the figures: a generated graph put into the tables, and the same questions asked of the raw engine.

use std::fmt::Write as _;

use catalog::{ChangeNumber, Database, Engine};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, QuerySelect, Statement, Value};

use super::{cursor, tables::edge};
use crate::{
    bench::generate::{COLUMNS, EDGES_PER_CHANGE, Generated, TRANSFORMATION, asset},
    error::Result,
    graph::Node,
};

/// How many rows one statement makes.
const CHUNK: usize = 50_000;

/// Takes away what would be slow to keep in order while a graph is filled in.
const WITHOUT_INDEXES: [&str; 2] = ["DROP INDEX lineage_edge_pair", "DROP INDEX lineage_edge_until_change"];

/// Puts it back, with what a recursive query needs and what the engine wants to know of so many rows.
const WITH_INDEXES: [&str; 4] = [
    "CREATE INDEX lineage_edge_pair ON lineage_edge (pair)",
    "CREATE INDEX lineage_edge_until_change ON lineage_edge (until_change)",
    "CREATE INDEX bench_upstream ON lineage_edge (upstream, downstream)",
    "ANALYZE",
];

/// Stores tables, their columns and edges between columns in an empty store with tables.
pub(crate) async fn fill(store: &Database, graph: &Generated) -> Result<()> {
    let db = store.for_migrations();
    let (nodes, edges) = (into_nodes(store.engine()), into_edges(store.engine()));
    for statement in WITHOUT_INDEXES {
        db.execute_unprepared(statement).await?;
    }
    for start in (0..graph.nodes()).step_by(CHUNK) {
        let ids = start..graph.nodes().min(start + CHUNK);
        let list = json(ids.map(|id| format!("\"{:032x}\"", asset(id).0.as_u128())));
        let values = [list.into(), number(start), number(graph.tables), number(COLUMNS)];
        run(db, &nodes, values).await?;
    }
    for (place, chunk) in graph.edges.chunks(CHUNK).enumerate() {
        let list = json(chunk.iter().map(|(from, to)| i64::from(*to) << 32 | i64::from(*from)));
        let transformation = i16::from(TRANSFORMATION.number()).into();
        let values = [list.into(), number(place * CHUNK), transformation, number(EDGES_PER_CHANGE)];
        run(db, &edges, values).await?;
    }
    for statement in WITH_INDEXES {
        db.execute_unprepared(statement).await?;
    }
    let write = store.write().await?;
    cursor::advance(&*write, ChangeNumber(0), graph.position()).await?;
    Ok(write.commit().await?)
}

fn number(number: usize) -> Value {
    i64::try_from(number).unwrap_or(i64::MAX).into()
}

/// A JSON list, which is what both engines turn into rows fastest.
fn json(items: impl Iterator<Item = impl std::fmt::Display>) -> String {
    let mut list = String::from("[");
    for item in items {
        if list.len() > 1 {
            list.push(',');
        }
        // Writing to a string does not fail.
        let _ = write!(list, "{item}");
    }
    list.push(']');
    list
}

/// The items of the JSON list `$1` with their places, from 0.
fn items(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "(SELECT key AS place, value FROM json_each($1)) AS list",
        Engine::Postgres => {
            "(SELECT place - 1 AS place, value FROM json_array_elements_text($1::json) WITH ORDINALITY AS list (value, \
             place)) AS list"
        }
    }
}

fn into_nodes(engine: Engine) -> String {
    let asset = match engine {
        Engine::Sqlite => "unhex(value)",
        Engine::Postgres => "value::uuid",
    };
    let parent = "CASE WHEN $2 + place >= $3 THEN ($2 + place - $3) / $4 END";
    format!("INSERT INTO lineage_node (id, asset, parent) SELECT $2 + place, {asset}, {parent} FROM {}", items(engine))
}

fn into_edges(engine: Engine) -> String {
    format!(
        "INSERT INTO lineage_edge (id, upstream, downstream, pair, transformation, masking, from_change)
        SELECT $2 + place, pair & 4294967295, pair >> 32, pair, $3, false, 1 + ($2 + place) / $4
        FROM (SELECT place, CAST(value AS bigint) AS pair FROM {}) AS pairs",
        items(engine)
    )
}

async fn run(db: &impl ConnectionTrait, query: &str, values: [Value; 4]) -> Result<()> {
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), query, values)).await?;
    Ok(())
}

/// Reads every edge once, inside the engine.
pub(crate) async fn scan(db: &impl ConnectionTrait) -> Result<()> {
    use sea_orm::ColumnTrait;
    let query = edge::Entity::find()
        .select_only()
        .column_as(edge::Column::Upstream.sum(), "upstream")
        .column_as(edge::Column::Downstream.sum(), "downstream")
        .column_as(edge::Column::FromChange.max(), "from_change");
    query.into_model::<Sums>().one(db).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Sums {
    #[expect(dead_code, reason = "only read so that the engine has to compute it")]
    from_change: Option<i64>,
}

/// How many nodes are downstream within `hops`, by a recursive query that ends when it has found so many.
pub(crate) async fn recursive(db: &impl ConnectionTrait, start: Node, hops: u32, nodes: usize) -> Result<i64> {
    const QUERY: &str = "WITH RECURSIVE reached (node, depth) AS (
            SELECT CAST($1 AS bigint), CAST(0 AS bigint)
            UNION
            SELECT edge.downstream, reached.depth + 1
            FROM reached JOIN lineage_edge edge ON edge.upstream = reached.node
            WHERE reached.depth < $2 AND edge.until_change IS NULL
        )
        SELECT count(DISTINCT node) AS count FROM (SELECT node FROM reached LIMIT $3) AS found";
    let values = [i64::from(start).into(), i64::from(hops).into(), number(nodes)];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), QUERY, values);
    let row = db.query_one_raw(statement).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("", "count"))?)
}
