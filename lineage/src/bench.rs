//! Figures: how fast the graph is loaded and kept, how much memory an edge takes, and how long questions take, beside
//! the raw engine's answer to the same questions in the same run; and how fast SQL is read.

mod figures;
pub(crate) mod generate;
mod questions;
mod statements;
mod updates;

use catalog::{Database, bench::cpu_time};
pub use figures::Figure;
use figures::{millis, per_second, rate, resident_bytes, single, spread, timed};
use generate::Generated;
use questions::{FAR, NODES};
pub use statements::{SqlText, statements};

use crate::{error::Result, memory::Memory, store::yardstick};

/// The most questions that are put to a raw engine.
const RAW_QUESTIONS: usize = 40;

/// Measures with a generated graph of `edges` edges in `store`, an empty SQLite store with tables; and how long an empty
/// PostgreSQL store with tables takes over the same, where there is one.
///
/// # Errors
/// The stores' own.
pub async fn measure(store: &Database, postgres: Option<&Database>, edges: usize) -> Result<Vec<Figure>> {
    let generated = Generated::new(edges);
    yardstick::fill(store, &generated).await?;
    let before = resident_bytes();
    let mut figures = Vec::new();
    let memory = load(store, "SQLite", &generated, &mut figures).await?;
    let raw = recursive(store, &generated).await?;
    figures.extend(questions::figures(&memory.read(), &generated, &raw));
    // Now that the heap has given back what loading needed.
    let resident = resident_bytes().saturating_sub(before);
    let per_edge = |bytes: usize| (bytes as f64 / edges as f64, "bytes/edge");
    figures.push(single("memory, counted", edges, per_edge(memory.read().size_bytes()), None));
    figures.push(single("memory, grown by", edges, per_edge(resident), None));
    figures.push(spread("the same impact in SQLite", edges, (&raw, "ms"), None));
    figures.extend(updates::figures(store, &memory, &generated).await?);
    drop(memory);
    if let Some(postgres) = postgres {
        yardstick::fill(postgres, &generated).await?;
        load(postgres, "PostgreSQL", &generated, &mut figures).await?;
        let raw = recursive(postgres, &generated).await?;
        figures.push(spread("the same impact in PostgreSQL", edges, (&raw, "ms"), None));
    }
    Ok(figures)
}

/// Loads the graph, beside reading every edge inside the engine.
async fn load(store: &Database, engine: &str, generated: &Generated, figures: &mut Vec<Figure>) -> Result<Memory> {
    let edges = generated.edges.len();
    let before = cpu_time();
    let (memory, took) = timed(Memory::load(store.read())).await;
    let cpu = (cpu_time() - before).as_secs_f64();
    let (scanned, scan) = timed(yardstick::scan(store.read())).await;
    scanned?;
    let (loaded, scanned) = (per_second(edges, took), per_second(edges, scan));
    figures.push(rate(&format!("load from {engine} (reading alone)"), edges, (loaded, "edges/s"), scanned));
    figures.push(single(&format!("load from {engine}"), edges, (took.as_secs_f64(), "s"), None));
    figures.push(single(&format!("load from {engine}: CPU of this process"), edges, (cpu, "s"), None));
    memory
}

/// Milliseconds that a recursive query takes over the impact of some of the starts.
async fn recursive(store: &Database, generated: &Generated) -> Result<Vec<f64>> {
    let mut times = Vec::new();
    for start in questions::starts(generated).into_iter().take(RAW_QUESTIONS) {
        let (answer, took) = timed(yardstick::recursive(store.read(), start, FAR, NODES)).await;
        answer?;
        times.push(millis(took));
    }
    Ok(times)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{sqlite, store};

    #[tokio::test]
    async fn j5_figures_of_a_small_graph_are_complete() {
        let files = tempfile::tempdir().unwrap();
        let postgres = testkit::postgres_database().await;
        let (own, other) = (store(&sqlite(&files)).await, store(&postgres.url()).await);
        let figures = measure(&own, Some(&other), 20_000).await.unwrap();
        let figure = |name: &str| figures.iter().find(|figure| figure.name.starts_with(name)).unwrap();
        let impact = figure("impact of 5 hops, up to 10,000 nodes (");
        assert!(impact.yardstick.is_some() && impact.p99 >= impact.p50, "{impact:?}");
        assert!(figure("memory, counted").value.unwrap() <= 64.0);
        assert!(figure("all that a hub feeds: size").p50.unwrap() >= 1_000.0);
        assert!(figure("edges that cease to hold").value.unwrap() > 0.0);
        assert!(figure("load from PostgreSQL (").ratio.is_some() && figure("the same impact in Postgre").p50.is_some());
    }
}
