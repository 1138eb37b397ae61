//! `cadastre bench`: figures, each beside what the raw engine reaches in the same run, so that the machine's mood
//! cancels out. It works in a temporary directory and touches no data.

mod graph;
mod kpi;
mod quality;
mod sql;

use std::{collections::BTreeMap, path::Path, process::ExitCode, time::Instant};

use catalog::{
    Catalog, Clock, Database, Origin, RunContext, RunId, SourceId,
    bench::{Figure, cpu_time, peak_memory},
};
use clap::{Args, Subcommand};
use connectors::{Connector, Outbound};
use futures_util::StreamExt as _;
use serde_json::{Value, json};

use super::{Common, Output, failure::Failure, scratch::Scratch};
use crate::{
    app::{App, Purpose},
    config::Config,
};

/// Prints figures beside their yardsticks; use a release build.
#[derive(Debug, Subcommand)]
pub(super) enum Bench {
    /// Ingest of made-up assets, beside bare upserts into the same engine.
    Ingest(Sizes),
    /// Questions to an index of made-up documents, beside bare tantivy.
    Search(Sizes),
    /// Loading, walking and keeping a made-up graph of column edges, beside recursive queries of SQLite and PostgreSQL.
    Lineage(graph::Graph),
    /// Statements of SQL read on one thread, beside cutting the same text into tokens.
    Sql,
    /// Whether somebody may see an asset, at 10 to 10,000 policies, beside asking each policy by itself.
    Policies,
    /// All KPIs and insights of a day over made-up assets, and the numbers behind the pages, beside a bare count.
    Kpi(Sizes),
    /// Eight checks of one table and its profile, beside the same checks in Soda, Great Expectations and dbt.
    Quality(quality::Scans),
    /// A crawl with history, search and lineage, first and unchanged, beside reading the source alone.
    Crawl(Crawl),
}

/// With how much data.
#[derive(Debug, Args)]
pub(super) struct Sizes {
    /// How many; several sizes show how cost grows.
    #[arg(long, value_delimiter = ',', default_values_t = [10_000_u64, 100_000])]
    size: Vec<u64>,
}

/// What to crawl.
#[derive(Debug, Args)]
pub(super) struct Crawl {
    /// The source; a made-up SQLite file of 2,000 tables and 200 views when left out.
    url: Option<String>,
}

impl Bench {
    pub(super) async fn run(&self, _: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let files = Scratch::new()?;
        let mut figures: Vec<Value> = Vec::new();
        match self {
            Self::Ingest(sizes) => {
                for size in &sizes.size {
                    figures.extend(ingest(&files, *size).await?.iter().map(plain));
                }
            }
            Self::Search(sizes) => {
                for size in &sizes.size {
                    let documents = usize::try_from(*size).unwrap_or(usize::MAX);
                    figures.extend(search::bench::run(&files.fresh()?, documents).await?.iter().map(plain));
                    let catalog = Catalog::new(files.store().await?, Clock::System);
                    figures.push(plain(&search::bench::follow(&catalog, &files.fresh()?, *size).await?));
                }
            }
            Self::Lineage(graph) => figures.extend(graph.measure(&files, output).await?.iter().map(plain)),
            Self::Policies => {
                figures.extend(
                    [10, 1_000, 10_000].into_iter().flat_map(catalog::bench::rules).map(|figure| plain(&figure)),
                );
            }
            Self::Sql => figures.extend(lineage::bench::statements(&sql::texts()).iter().map(plain)),
            Self::Kpi(sizes) => {
                for size in &sizes.size {
                    figures.extend(kpi::measure(&files, *size).await?.iter().map(plain));
                }
            }
            Self::Quality(scans) => figures.extend(scans.measure(&files, output).await?.iter().map(plain)),
            Self::Crawl(crawl) => figures.extend(crawl.measure(&files).await?.iter().map(plain)),
        }
        let memory = Figure {
            name: "peak memory of the process".into(),
            unit: "MB",
            #[expect(clippy::cast_precision_loss, reason = "megabytes")]
            value: (peak_memory() / 1_000_000) as f64,
            ..Figure::default()
        };
        figures.push(plain(&memory));
        let answer = json!({ "machine": machine(), "figures": figures });
        output.answer(&answer, || table(output, &figures));
        Ok(ExitCode::SUCCESS)
    }
}

fn plain<T: serde::Serialize>(figure: &T) -> Value {
    serde_json::to_value(figure).unwrap_or_default()
}

fn machine() -> Value {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    json!({ "cores": cores, "build": build, "version": env!("CARGO_PKG_VERSION"), "os": std::env::consts::OS })
}

fn table(output: &Output, figures: &[Value]) -> String {
    let keys = ["name", "size", "value", "p50", "p95", "p99", "yardstick", "ratio", "unit"];
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_f64().map_or_else(String::new, rounded),
        other => other.to_string(),
    };
    let rows = figures.iter().map(|figure| keys.iter().map(|key| text(&figure[*key])).collect());
    output.table(&keys, rows)
}

fn rounded(number: f64) -> String {
    if number.fract() == 0.0 || number.abs() >= 100.0 { format!("{number:.0}") } else { format!("{number:.3}") }
}

async fn ingest(files: &Scratch, size: u64) -> Result<Vec<Figure>, Failure> {
    let (measured, bare) = (files.store().await?, files.store().await?);
    Ok(catalog::bench::ingest(&Catalog::new(measured, Clock::System), &bare, size).await?)
}

impl Crawl {
    async fn measure(&self, files: &Scratch) -> Result<Vec<Figure>, Failure> {
        let url = match &self.url {
            Some(url) => url.clone(),
            None => make_source(&files.fresh()?).await?,
        };
        let (definition, config) = connectors::from_url(&url, None)?;
        let connector = connectors::build_connector(definition.name, config, Outbound::default())?;
        let app = App::open(Config::for_directory(&files.fresh()?), Purpose::Command).await?;
        let source = SourceId::new();
        let mut figures = Vec::new();
        let bare = cpu_time();
        let records = drain(connector.as_ref()).await?;
        let bare = (cpu_time() - bare).as_secs_f64();
        for name in ["crawl, first time", "crawl, unchanged"] {
            let (cpu, began) = (cpu_time(), Instant::now());
            crawl(&app, connector.as_ref(), source).await?;
            let cpu = (cpu_time() - cpu).as_secs_f64();
            let figure = |what: &str, value: f64| Figure {
                name: format!("{name}: {what}"),
                size: records,
                unit: "s",
                value,
                yardstick: Some(bare),
                ratio: (bare > 0.0).then(|| value / bare),
                ..Figure::default()
            };
            figures.push(figure("CPU (reading alone)", cpu));
            figures.push(Figure { yardstick: None, ratio: None, ..figure("wall", began.elapsed().as_secs_f64()) });
        }
        Ok(figures)
    }
}

/// Reads a source and forgets what it says.
async fn drain(connector: &dyn Connector) -> Result<u64, Failure> {
    let mut records = 0;
    let mut stream = connector.crawl();
    while let Some(record) = stream.next().await {
        record?;
        records += 1;
    }
    Ok(records)
}

async fn crawl(app: &App, connector: &dyn Connector, source: SourceId) -> Result<(), Failure> {
    let context = RunContext::new("bench", Origin::Crawl, app.clock().now()).of_source(source, RunId::new());
    let mut ingest = app.catalog().begin(context).await?;
    let mut stream = connector.crawl();
    while let Some(record) = stream.next().await {
        ingest.push(record?).await?;
    }
    ingest.finish().await?;
    app.catch_up().await?;
    Ok(())
}

/// A SQLite file with 2,000 tables of 15 columns and 200 views.
async fn make_source(directory: &Path) -> Result<String, Failure> {
    let path = directory.join("source.db");
    let url = format!("sqlite://{}", path.display());
    let database = Database::open(&url).await?;
    let write = database.write().await?;
    let columns: BTreeMap<u32, String> = (2..=15).map(|n| (n, format!("attribute_{n:02} TEXT"))).collect();
    let columns: Vec<String> = columns.into_values().collect();
    for number in 0..2_000 {
        let columns = columns.join(", ");
        run(&write, &format!("CREATE TABLE customer_order_{number:04} (id INTEGER PRIMARY KEY, {columns})")).await?;
    }
    for number in 0..200 {
        let other = number + 200;
        let sql = format!(
            "CREATE VIEW order_summary_{number:03} AS SELECT a.id, a.attribute_02 AS name, count(b.attribute_03) AS n \
             FROM customer_order_{number:04} a JOIN customer_order_{other:04} b ON a.id = b.id GROUP BY a.id, name"
        );
        run(&write, &sql).await?;
    }
    write.commit().await?;
    Ok(url)
}

async fn run(write: &catalog::Write, sql: &str) -> Result<(), Failure> {
    use sea_orm::ConnectionTrait as _;
    write.execute_unprepared(sql).await.map_err(catalog::Error::from)?;
    Ok(())
}
