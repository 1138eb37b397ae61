//! `cadastre bench kpi`: every KPI and insight of a day over a made-up catalog with owners, tiers, sizes and use, and the
//! numbers behind the pages, beside one bare count of the engine over the same rows.

use std::{collections::BTreeSet, time::Instant};

use catalog::{
    AssetKind, Name, Origin, Record, RelationKind, RunContext, RunId, SourceId, Statistics, Viewer,
    bench::{Figure, count, records},
    usage::{ReportedUse, UseCounts},
};
use chrono::{Duration, NaiveDate};
use kpi::{Asker, Definition, Direction, Metric, Price, Unit, cost::GroupBy, insight::Chart, insight::Only};
use rust_decimal::Decimal;

use crate::{
    app::{App, Purpose},
    cli::{failure::Failure, scratch::Scratch},
    config::Config,
};

/// How often each page's numbers are asked for.
const ROUNDS: usize = 40;
/// How many uses one report tells.
const USES: usize = 5_000;
/// A gibibyte.
const GIB: i64 = 1 << 30;

/// Measures with about `size` assets.
pub(super) async fn measure(files: &Scratch, size: u64) -> Result<Vec<Figure>, Failure> {
    let app = App::open(Config::for_directory(&files.fresh()?), Purpose::Command).await?;
    let today = app.worth().today();
    fill(&app, size, today).await?;
    aim(&app, today).await?;
    // The first run also works out the three months before; what is asked is what a day costs.
    let begin = Instant::now();
    let (days, _) = app.worth().work_off().await?;
    let first = begin.elapsed().as_secs_f64();
    let (bare, all) = count(app.database()).await?;
    let begin = Instant::now();
    let (_, came_to) = app.worth().work_off().await?;
    let day = begin.elapsed().as_secs_f64();
    let figure = |name: String, value: f64, yardstick: Option<f64>| Figure {
        name,
        size: all,
        unit: "s",
        value,
        yardstick,
        ratio: yardstick.filter(|bare| *bare > 0.0).map(|bare| value / bare),
        ..Figure::default()
    };
    let kpis = came_to.values + came_to.without_data;
    let mut figures = vec![
        figure(format!("{kpis} KPIs and all insights of a day (a bare count)"), day, Some(bare)),
        figure(format!("the same of {days} days at once, the first time"), first, None),
    ];
    figures.extend(pages(&app, today, (all, bare)).await?);
    Ok(figures)
}

/// Ingests assets; of the tables two of three have an owner, one of two a tier, and each a size.
async fn fill(app: &App, size: u64, today: NaiveDate) -> Result<(), Failure> {
    let source = SourceId::new();
    let context = RunContext::new("bench", Origin::Crawl, app.clock().now()).of_source(source, RunId::new());
    let mut ingest = app.catalog().begin(context).await?;
    let mut tables: Vec<Name> = Vec::new();
    for record in records(size) {
        let table = match &record {
            Record::Asset(asset) if asset.harvested.details.kind() == AssetKind::Table => Some(asset.name.clone()),
            _ => None,
        };
        ingest.push(record).await?;
        if let Some(name) = table {
            for record in about(&name, tables.len()) {
                ingest.push(record).await?;
            }
            tables.push(name);
        }
    }
    ingest.finish().await?;
    for chunk in tables.chunks(USES) {
        let uses = chunk.iter().enumerate().filter(|(at, _)| at % 3 > 0).map(|(at, name)| used(name, at, today));
        app.catalog().report_usage(&Viewer::system(), uses.collect()).await?;
    }
    Ok(())
}

fn about(name: &Name, at: usize) -> Vec<Record> {
    let kind = AssetKind::Table;
    let tie = |relation: RelationKind, target: String| Record::Relation { name: name.clone(), kind, relation, target };
    let gib = i64::try_from(at % 50 + 1).unwrap_or(1);
    let statistics = Statistics { size_bytes: Some(gib * GIB), ..Statistics::default() };
    let mut records = vec![Record::Statistics { name: name.clone(), kind, statistics }];
    if !at.is_multiple_of(3) {
        records.push(tie(RelationKind::Owner, format!("owner{}", at % 200)));
    }
    if at.is_multiple_of(2) {
        records.push(tie(RelationKind::Tier, format!("tier{}", at % 5 + 1)));
    }
    records
}

fn used(name: &Name, at: usize, today: NaiveDate) -> ReportedUse {
    let day = today - Duration::days(i64::try_from(at % 80).unwrap_or(0));
    let moment = day.and_time(chrono::NaiveTime::MIN).and_utc();
    let counts = UseCounts { queries: 3, reads: 3, writes: 0, total_micros: Some(900_000) };
    let actor = Some(format!("reader{}", at % 50));
    ReportedUse {
        name: name.clone(),
        kind: AssetKind::Table,
        day,
        actor,
        counts,
        last_read: Some(moment),
        last_write: None,
    }
}

/// One price, and a KPI of each metric.
async fn aim(app: &App, today: NaiveDate) -> Result<(), Failure> {
    let (viewer, nobody) = (Viewer::system(), BTreeSet::new());
    let usd = "USD".parse()?;
    let price = Price {
        source: None,
        storage: None,
        tier: None,
        currency: usd,
        gib_month: Decimal::new(5, 2),
        query_hour: Decimal::ONE,
        from: today - Duration::days(400),
        until: None,
    };
    let kpis = app.worth().kpis();
    kpis.set_prices(&viewer, vec![price], 0).await?;
    let asker = Asker { viewer: &viewer, names: &nobody, domains: &nobody };
    for metric in Metric::ALL {
        let unit = metric.units()[0];
        let definition = Definition {
            name: metric.code().into(),
            description: metric.words()[0].into(),
            metric: *metric,
            formula: (*metric == Metric::Formula).then(|| "count(has:owner) / count() * 100".into()),
            unit,
            direction: Direction::Increase,
            days: metric.asks_for_days().then_some(30),
            scope: String::new(),
            team: None,
            domain: None,
            baseline: None,
            baseline_cost: None,
            currency: (unit == Unit::Money).then_some(usd),
            target: Decimal::from(50),
            from: today,
            until: today + Duration::days(90),
            owner: None,
        };
        kpis.save(asker, None, definition).await?;
    }
    Ok(())
}

/// The numbers behind each page, again and again; how assets stand is remembered between them, as in a server.
async fn pages(app: &App, today: NaiveDate, (size, bare): (u64, f64)) -> Result<Vec<Figure>, Failure> {
    let (viewer, worth) = (Viewer::system(), app.worth());
    let days = (today - Duration::days(89), today);
    let begin = Instant::now();
    worth.standings(&viewer).await?;
    let cold = Figure {
        name: "how all assets stand, not remembered (a bare count)".into(),
        size,
        unit: "s",
        value: begin.elapsed().as_secs_f64(),
        yardstick: Some(bare),
        ratio: (bare > 0.0).then(|| begin.elapsed().as_secs_f64() / bare),
        ..Figure::default()
    };
    let mut seconds: [Vec<f64>; 5] = Default::default();
    for _ in 0..ROUNDS {
        let mut at = Instant::now();
        let mut lap = |times: &mut Vec<f64>| {
            times.push(at.elapsed().as_secs_f64());
            at = Instant::now();
        };
        worth.kpi_table(&viewer).await?;
        lap(&mut seconds[0]);
        worth.cost_table(&viewer, GroupBy::Source).await?;
        lap(&mut seconds[1]);
        worth.unused_table(&viewer, 30).await?;
        lap(&mut seconds[2]);
        worth.health_table(&viewer, GroupBy::Source).await?;
        lap(&mut seconds[3]);
        for chart in Chart::ALL {
            worth.kpis().chart(&viewer, chart, days, &Only::default()).await?;
        }
        lap(&mut seconds[4]);
    }
    let names = ["KPIs", "cost", "what is unused", "health", "all charts of 90 days"];
    let pages = std::iter::zip(names, seconds).map(|(name, times)| page(name, size, times, bare));
    Ok(std::iter::once(cold).chain(pages).collect())
}

fn page(name: &str, size: u64, mut times: Vec<f64>, bare: f64) -> Figure {
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied();
    let millis = |percent: usize| at(percent).map(|seconds| seconds * 1e3);
    Figure {
        name: format!("page: {name} (a bare count)"),
        size,
        unit: "ms",
        p50: millis(50),
        p95: millis(95),
        p99: millis(99),
        value: millis(50).unwrap_or(0.0),
        yardstick: Some(bare * 1e3),
        ratio: (bare > 0.0).then(|| at(95).unwrap_or(0.0) / bare),
    }
}
