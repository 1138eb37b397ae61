//! Measuring: documents a second and the latency of a fixed mix of questions, next to what bare tantivy does in the
//! same run with the same words. The assets are made from a seed, so two runs ask the same things of the same index.
//!
//! Counts are forgotten between questions, so that each one pays for its facets.

mod follow;
mod generate;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use catalog::{
    Asset, ChangeNumber, Viewer,
    governance::{DomainNames, Facts},
};
use serde::Serialize;
use tantivy::{
    Term,
    collector::TopDocs,
    doc,
    query::TermQuery,
    schema::{IndexRecordOption, STRING, Schema, TEXT},
};

pub use follow::follow;
pub use generate::generate;

use crate::{
    document::Material,
    error::Result,
    index::Index,
    load::{Around, facts_of},
    search::{SearchRequest, Sort},
};

/// One thing that was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// The number of documents.
    pub size: u64,
    /// The unit of all numbers below.
    pub unit: &'static str,
    /// The median, of latencies.
    pub p50: Option<f64>,
    /// The 95th percentile, of latencies.
    pub p95: Option<f64>,
    /// The 99th percentile, of latencies.
    pub p99: Option<f64>,
    /// The one number, where there is one.
    pub value: Option<f64>,
    /// The same of bare tantivy (the 95th percentile, or the one number).
    pub yardstick: Option<f64>,
    /// Ours divided by the yardstick.
    pub ratio: Option<f64>,
}

/// A question of the mix: its name, its text for each round, and how it is asked.
struct Case {
    name: &'static str,
    queries: Vec<String>,
    sort: Sort,
}

/// How often each question of a case is asked.
const ROUNDS: usize = 20;

/// Makes an index of about `size` documents in the empty directory `path`, and measures.
///
/// # Errors
/// [`Error`](crate::Error) when the index cannot be written or read.
pub async fn run(path: &Path, size: usize) -> Result<Vec<Figure>> {
    measure(path, size, ROUNDS).await
}

async fn measure(path: &Path, size: usize, rounds: usize) -> Result<Vec<Figure>> {
    let assets = generate(size);
    let index = Index::open(&path.join("index"))?;
    let mut figures = vec![fill(&index, &path.join("bare"), &assets).await?];
    let yardstick = bare_latency(&index, rounds)?;
    figures.push(figure("term in bare tantivy", &index, &yardstick, None));
    let base = percentile(&yardstick, 0.95);
    let (everybody, half) = (Viewer::system(), generate::who_sees_half());
    let ruled = generate::whom_rules_limit(&assets);
    let (mut all, mut some, mut by_rules) = (Vec::new(), Vec::new(), Vec::new());
    for case in cases() {
        let taken = ask(&index, &everybody, &case, rounds)?;
        figures.push(figure(case.name, &index, &taken, Some(base)));
        all.extend(taken);
        some.extend(ask(&index, &half, &case, rounds)?);
        by_rules.extend(ask(&index, &ruled, &case, rounds)?);
    }
    let taken = suggest(&index)?;
    figures.push(figure("suggest", &index, &taken, Some(base)));
    figures.push(figure("all questions with facets", &index, &all, Some(base)));
    let base = percentile(&all, 0.95);
    figures.push(figure("the same for who sees half (beside who sees all)", &index, &some, Some(base)));
    let name = "the same for whom 1,000 rules limit (beside who sees all)";
    figures.push(figure(name, &index, &by_rules, Some(base)));
    figures.push(update(&index, &assets, rounds).await?);
    Ok(figures)
}

/// Documents a second, ours and tantivy's own with five plain fields.
async fn fill(index: &Index, bare: &Path, assets: &[Asset]) -> Result<Figure> {
    let begin = Instant::now();
    put(index, assets).await?;
    let ours = begin.elapsed();
    let begin = Instant::now();
    fill_bare(bare, assets)?;
    let theirs = begin.elapsed();
    let rate = |taken: Duration| assets.len() as f64 / taken.as_secs_f64().max(f64::MIN_POSITIVE);
    Ok(Figure {
        name: "index".into(),
        size: assets.len() as u64,
        unit: "documents/s",
        p50: None,
        p95: None,
        p99: None,
        value: Some(rate(ours)),
        yardstick: Some(rate(theirs)),
        ratio: Some(rate(ours) / rate(theirs)),
    })
}

async fn put(index: &Index, assets: &[Asset]) -> Result<()> {
    let mut batch = index.batch().await?;
    let mut at = 0;
    while at < assets.len() {
        let children = assets[at + 1..].iter().take_while(|other| other.parent == Some(assets[at].id)).count();
        let columns: Vec<&Asset> = assets[at + 1..=at + children].iter().collect();
        let facts = facts_of(&assets[at], &Around::default());
        let (asset, columns) = (&assets[at], &columns[..]);
        let domains = std::collections::BTreeSet::new();
        batch.put(&Material { asset, columns, statistics: None, facts: &facts, called: &[], domains: &domains })?;
        for column in columns {
            let path = facts.places().collect();
            let mut facts = Facts::bare(column.id, column.kind, column.source, path);
            facts.tie(assets[at].relations.iter().chain(&column.relations), &DomainNames::new());
            batch.put(&Material {
                asset: column,
                columns: &[],
                statistics: None,
                facts: &facts,
                called: &[],
                domains: &domains,
            })?;
        }
        at += 1 + children;
    }
    batch.commit(ChangeNumber(1))
}

fn fill_bare(path: &Path, assets: &[Asset]) -> Result<()> {
    let mut schema = Schema::builder();
    let [id, kind] = ["id", "kind"].map(|name| schema.add_text_field(name, STRING));
    let [name, path_text, description] = ["name", "path", "description"].map(|name| schema.add_text_field(name, TEXT));
    std::fs::create_dir_all(path)
        .map_err(|cause| crate::Error::Directory { path: path.display().to_string(), cause })?;
    let index = tantivy::Index::create_in_dir(path, schema.build())?;
    let mut writer = crate::index::bare_writer(&index, path)?;
    for asset in assets {
        writer.add_document(doc!(
            id => asset.id.to_string(),
            kind => asset.kind.code(),
            name => asset.name.last(),
            path_text => asset.name.path(),
            description => asset.description().unwrap_or_default(),
        ))?;
    }
    writer.commit()?;
    Ok(())
}

/// The time of one term's best twenty, asked of the same index without anything of ours.
fn bare_latency(index: &Index, rounds: usize) -> Result<Vec<f64>> {
    let searcher = index.searcher();
    let mut taken = Vec::new();
    for word in generate::WORDS.iter().cycle().take(rounds * generate::WORDS.len()) {
        let query = TermQuery::new(Term::from_field_text(index.fields().name, word), IndexRecordOption::WithFreqs);
        let begin = Instant::now();
        searcher.search(&query, &TopDocs::with_limit(20).order_by_score())?;
        taken.push(milliseconds(begin));
    }
    Ok(taken)
}

fn cases() -> Vec<Case> {
    let words = generate::WORDS;
    let each = |make: &dyn Fn(usize, &str) -> String| -> Vec<String> {
        words.iter().enumerate().map(|(at, word)| make(at, word)).collect()
    };
    let next = |at: usize| words[(at + 7) % words.len()];
    let case = |name, queries| Case { name, queries, sort: Sort::Relevance };
    vec![
        case("one word", each(&|_, word| word.to_owned())),
        case("two words", each(&|at, word| format!("{word} {}", next(at)))),
        case("start of a word", each(&|_, word| word[..3.min(word.len())].to_owned())),
        case("typing error", each(&|_, word| format!("{}{}", &word[..1], &word[2..]))),
        case("name of a table", each(&|at, word| format!("dwd_{word}_{}_di", next(at)))),
        case("phrase", each(&|at, word| format!("\"{word} {}\"", next(at)))),
        case("fields", each(&|at, word| format!("kind:table tag:pii {word} -{}", next(at)))),
        case("chinese", ["订单", "访问次数", "用户", "金额"].map(str::to_owned).to_vec()),
        Case { name: "by time of change", queries: each(&|_, word| word.to_owned()), sort: Sort::Updated },
    ]
}

fn ask(index: &Index, viewer: &Viewer, case: &Case, rounds: usize) -> Result<Vec<f64>> {
    let mut taken = Vec::new();
    for round in 0..rounds {
        for query in &case.queries {
            index.counted().forget_counts();
            let request = SearchRequest { facets: true, sort: case.sort, ..SearchRequest::new(query.clone()) };
            let begin = Instant::now();
            index.search(viewer, &request)?;
            // The first round warms what stays warm: pages of the index and the numbering of values.
            if round > 0 {
                taken.push(milliseconds(begin));
            }
        }
    }
    Ok(taken)
}

fn suggest(index: &Index) -> Result<Vec<f64>> {
    let viewer = Viewer::system();
    let mut taken = Vec::new();
    for word in generate::WORDS {
        for length in 1..=word.len() {
            let begin = Instant::now();
            index.suggest(&viewer, &word[..length], 10)?;
            taken.push(milliseconds(begin));
        }
    }
    Ok(taken)
}

/// From a hundred changed assets to finding them.
async fn update(index: &Index, assets: &[Asset], rounds: usize) -> Result<Figure> {
    let mut taken = Vec::new();
    for round in 0..rounds {
        let part: Vec<Asset> = assets.iter().cycle().skip(round * 100).take(100.min(assets.len())).cloned().collect();
        let begin = Instant::now();
        put(index, &part).await?;
        taken.push(milliseconds(begin));
    }
    Ok(figure("100 changes searchable", index, &taken, None))
}

fn figure(name: &str, index: &Index, taken: &[f64], yardstick: Option<f64>) -> Figure {
    let p95 = percentile(taken, 0.95);
    Figure {
        name: name.to_owned(),
        size: index.status().documents,
        unit: "ms",
        p50: Some(percentile(taken, 0.5)),
        p95: Some(p95),
        p99: Some(percentile(taken, 0.99)),
        value: None,
        yardstick,
        ratio: yardstick.map(|yardstick| p95 / yardstick.max(f64::MIN_POSITIVE)),
    }
}

fn milliseconds(begin: Instant) -> f64 {
    begin.elapsed().as_secs_f64() * 1000.0
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the place is within the list")]
fn percentile(taken: &[f64], share: f64) -> f64 {
    let mut sorted = taken.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(place.saturating_sub(1)).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentile_is_the_value_that_so_many_do_not_exceed() {
        let taken: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!((percentile(&taken, 0.5), percentile(&taken, 0.95)), (50.0, 95.0));
        assert_eq!(percentile(&[], 0.5), 0.0);
    }

    #[tokio::test]
    async fn every_figure_is_measured() {
        let directory = tempfile::tempdir().unwrap();
        let figures = measure(directory.path(), 400, 2).await.unwrap();
        assert!(figures.iter().all(|figure| figure.size >= 400));
        assert!(figures.iter().all(|figure| figure.value.or(figure.p95).is_some_and(|number| number > 0.0)));
        assert!(figures[0].yardstick.is_some());
    }
}
