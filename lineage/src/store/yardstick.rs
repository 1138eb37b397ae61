//! For the figures: a generated graph put into the tables, and the same questions asked of the raw engine.

use catalog::AssetId;
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, QuerySelect, Statement};

use super::{
    numbering::insert_all,
    tables::{edge, node},
};
use crate::{
    bench::{SINCE, TRANSFORMATION, columns_of, table_of},
    error::Result,
    graph::Node,
};

/// Stores tables, their columns and edges between columns; with the index that a recursive query needs.
pub(crate) async fn fill(db: &impl ConnectionTrait, tables: usize, edges: &[(Node, Node)]) -> Result<()> {
    let parent = |id: usize| (id >= tables).then(|| stored(table_of(u32::try_from(id).unwrap_or(u32::MAX), tables)));
    let asset =
        |id: usize| AssetId(uuid::Uuid::from_u128((id as u128) << 64 | 0x7000_8000_0000_0000_0000 | id as u128));
    let count = tables + columns_of(tables);
    for from in (0..count).step_by(CHUNK) {
        let ids = from..count.min(from + CHUNK);
        let row = |id: usize| node::Model { id: stored(id), asset: asset(id).0, parent: parent(id) };
        insert_all(db, ids.map(row).collect()).await?;
    }
    for (place, chunk) in edges.chunks(CHUNK).enumerate() {
        let row = |(offset, (upstream, downstream)): (usize, &(Node, Node))| edge::Model {
            id: stored(place * CHUNK + offset),
            upstream: i64::from(*upstream),
            downstream: i64::from(*downstream),
            pair: i64::from(*downstream) << 32 | i64::from(*upstream),
            transformation: i16::from(TRANSFORMATION.number()),
            masking: false,
            through: None,
            from_change: SINCE.0,
            until_change: None,
        };
        insert_all(db, chunk.iter().enumerate().map(row).collect()).await?;
    }
    db.execute_unprepared("CREATE INDEX bench_upstream ON lineage_edge (upstream, downstream)").await?;
    Ok(())
}

/// How many rows are prepared at once.
const CHUNK: usize = 50_000;

fn stored(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
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

/// How many nodes are downstream within `hops`, by a recursive query.
pub(crate) async fn recursive(db: &impl ConnectionTrait, start: Node, hops: u32) -> Result<i64> {
    const QUERY: &str = "WITH RECURSIVE reached (node, depth) AS (
            SELECT CAST($1 AS bigint), 0
            UNION
            SELECT edge.downstream, reached.depth + 1
            FROM reached JOIN lineage_edge edge ON edge.upstream = reached.node
            WHERE reached.depth < $2 AND edge.until_change IS NULL
        )
        SELECT count(DISTINCT node) AS count FROM reached";
    let values = [i64::from(start).into(), i64::from(hops).into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), QUERY, values);
    let row = db.query_one_raw(statement).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("", "count"))?)
}
