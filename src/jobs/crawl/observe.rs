//! What a query log says, made of use and lineage: what each query means is worked out here, because connectors know no
//! catalog and ingest knows no SQL.

use std::collections::{BTreeMap, HashMap, HashSet};

use catalog::{
    AssetId, Catalog, Ingest, Record,
    record::{DeclaredStatement, LineageRecord, ObservedQuery, QueryBatch},
    usage::{JoinUse, Observed, QUERY_LOG, QueryUse, Use, UseCounts, fingerprint},
};
use chrono::NaiveDate;
use lineage::{Meaning, Touched};

use crate::jobs::job::Failure;

/// How many queries are remembered as declared in this crawl; declaring one twice changes nothing.
const REMEMBERED: usize = 100_000;

/// Takes the batches of one crawl.
pub(super) struct Observer {
    catalog: Catalog,
    declared: HashSet<String>,
    /// Queries that were taken, however often each ran.
    queries: usize,
    /// Those of them that name a table that is not in the catalog.
    unknown: usize,
}

/// What a batch comes to.
#[derive(Default)]
struct Sum {
    uses: BTreeMap<(AssetId, NaiveDate, Option<String>), Use>,
    joins: BTreeMap<([catalog::usage::ColumnOf; 2], NaiveDate), i64>,
    queries: BTreeMap<String, QueryUse>,
}

impl Observer {
    pub(super) fn new(catalog: Catalog) -> Self {
        Self { catalog, declared: HashSet::new(), queries: 0, unknown: 0 }
    }

    /// Whether there was anything, and what, in a line.
    pub(super) fn summary(&self) -> Option<String> {
        let Self { queries, unknown, .. } = self;
        (*queries > 0)
            .then(|| format!("{queries} different queries, {unknown} of them with tables that are not in the catalog"))
    }

    /// Counts a batch and declares what its queries move.
    pub(super) async fn take(&mut self, batch: QueryBatch, ingest: &mut Ingest) -> Result<(), Failure> {
        let (statements, places) = distinct(&batch);
        let meanings =
            lineage::meanings(&self.catalog, statements.clone()).await.map_err(|cause| Failure::of(&cause))?;
        self.queries += meanings.len();
        self.unknown += meanings.iter().filter(|meaning| meaning.unknown > 0).count();
        let mut sum = Sum::default();
        for (query, place) in batch.queries.iter().zip(places) {
            let (Some(meaning), Some(statement)) = (meanings.get(place), statements.get(place)) else { continue };
            let fingerprint = fingerprint(&batch.log.to_string(), &query.defaults, &query.sql);
            if meaning.moves_data {
                self.declare(&batch, &fingerprint, statement, ingest).await?;
            }
            sum.add(query, meaning, fingerprint, &batch.dialect);
        }
        let forget_before = batch.keep.map(|keep| self.catalog.clock().now() - keep);
        let observed = Observed { position: batch.position, forget_before, ..sum.observed() };
        Ok(ingest.observe(observed).await?)
    }

    async fn declare(
        &mut self,
        batch: &QueryBatch,
        fingerprint: &str,
        statement: &DeclaredStatement,
        ingest: &mut Ingest,
    ) -> Result<(), Failure> {
        if self.declared.contains(fingerprint) {
            return Ok(());
        }
        if self.declared.len() < REMEMBERED {
            self.declared.insert(fingerprint.to_owned());
        }
        let record = LineageRecord {
            tool: QUERY_LOG.to_owned(),
            scope: fingerprint.to_owned(),
            through: Some(batch.log.clone()),
            edges: Vec::new(),
            queries: Vec::new(),
            statements: vec![statement.clone()],
            by_hand: None,
        };
        Ok(ingest.push(Record::Lineage(record)).await?)
    }
}

/// The different statements of a batch, and the place of each query's among them.
fn distinct(batch: &QueryBatch) -> (Vec<DeclaredStatement>, Vec<usize>) {
    let mut known: HashMap<(&str, &[String]), usize> = HashMap::new();
    let mut statements = Vec::new();
    let mut places = Vec::with_capacity(batch.queries.len());
    for query in &batch.queries {
        let place = *known.entry((&query.sql, &query.defaults)).or_insert_with(|| {
            statements.push(DeclaredStatement {
                sql: query.sql.clone(),
                dialect: Some(batch.dialect.clone()),
                namespace: batch.namespace.clone(),
                defaults: query.defaults.clone(),
            });
            statements.len() - 1
        });
        places.push(place);
    }
    (statements, places)
}

impl Sum {
    fn add(&mut self, query: &ObservedQuery, meaning: &Meaning, fingerprint: String, dialect: &str) {
        if meaning.tables.is_empty() && !meaning.moves_data {
            return;
        }
        let day = query.last_seen.date_naive();
        // Nobody knows when a query ran that is only known to exist.
        if query.count > 0 {
            for (asset, touched) in &meaning.tables {
                self.use_of(*asset, *touched, query, query.total_micros);
            }
            for (asset, touched) in &meaning.columns {
                self.use_of(*asset, *touched, query, None);
            }
            for pair in &meaning.joins {
                let count = self.joins.entry((*pair, day)).or_default();
                *count = count.saturating_add(query.count);
            }
        }
        let news = QueryUse {
            fingerprint: fingerprint.clone(),
            sql: query.sql.clone(),
            dialect: Some(dialect.to_owned()),
            first_seen: query.first_seen,
            last_seen: query.last_seen,
            queries: query.count,
            rows: query.rows,
            total_micros: query.total_micros,
            assets: meaning.tables.iter().map(|(asset, touched)| (*asset, touched.is_written)).collect(),
            declares: meaning.moves_data,
        };
        match self.queries.get_mut(&fingerprint) {
            Some(known) => add_query(known, &news),
            None => drop(self.queries.insert(fingerprint, news)),
        }
    }

    fn use_of(&mut self, asset: AssetId, touched: Touched, query: &ObservedQuery, total_micros: Option<i64>) {
        let day = query.last_seen.date_naive();
        let counted = |is: bool| if is { query.count } else { 0 };
        let counts = UseCounts {
            queries: query.count,
            reads: counted(touched.is_read),
            writes: counted(touched.is_written),
            total_micros,
        };
        let last_read = touched.is_read.then_some(query.last_seen);
        let last_write = touched.is_written.then_some(query.last_seen);
        let key = (asset, day, query.actor.clone());
        let empty =
            || Use { asset, day, actor: query.actor.clone(), counts: UseCounts::default(), last_read, last_write };
        let sum = self.uses.entry(key).or_insert_with(empty);
        sum.counts = sum.counts.and(counts);
        sum.last_read = sum.last_read.max(last_read);
        sum.last_write = sum.last_write.max(last_write);
    }

    fn observed(self) -> Observed {
        let join = |((columns, day), queries)| JoinUse { columns, day, queries };
        Observed {
            uses: self.uses.into_values().collect(),
            joins: self.joins.into_iter().map(join).collect(),
            queries: self.queries.into_values().collect(),
            position: None,
            forget_before: None,
        }
    }
}

/// Adds what another account, or another day, did with the same query.
fn add_query(known: &mut QueryUse, news: &QueryUse) {
    let sum =
        |one: Option<i64>, other: Option<i64>| one.map_or(other, |one| Some(one.saturating_add(other.unwrap_or(0))));
    known.first_seen = known.first_seen.min(news.first_seen);
    known.last_seen = known.last_seen.max(news.last_seen);
    known.queries = known.queries.saturating_add(news.queries);
    known.rows = sum(known.rows, news.rows);
    known.total_micros = sum(known.total_micros, news.total_micros);
}
