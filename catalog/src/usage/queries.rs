//! Reading the queries that use an asset, as far as the viewer may know of everything in them.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait as _, EntityTrait, Order, QueryFilter,
    sea_query::{Expr, ExprTrait as _, Query},
};
use uuid::Uuid;

use super::read::{LOOKED_AT, Period, check_first};
use crate::{
    catalog::Catalog,
    clock::from_micros,
    error::{Error, Result},
    id::{AssetId, SourceId},
    page::{Page, PageRequest, decode_cursor, encode_cursor},
    store::{
        ROWS,
        usage::{query, query_asset},
    },
    viewer::{Action, Viewer, Visibility},
};

/// A query that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenQuery {
    /// What tells it from others.
    pub fingerprint: String,
    /// Its SQL, without any value.
    pub sql: String,
    /// Its dialect.
    pub dialect: Option<String>,
    /// Whether it writes the asset that was asked about.
    pub writes: bool,
    /// How often it ran since it was first seen.
    pub queries: i64,
    /// How many rows it gave or changed, where that is known.
    pub rows: Option<i64>,
    /// How long it took in all, in microseconds, where that is known.
    pub total_micros: Option<i64>,
    /// When it was first seen.
    pub first_seen: DateTime<Utc>,
    /// When it was last seen.
    pub last_seen: DateTime<Utc>,
}

impl Catalog {
    /// Queries that use an asset and were seen in a period, the most frequent first. Only those that name nothing that the
    /// viewer may not know of, as far as that is known; behind a cursor, 400 are looked at.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for a page of not 1 to `MAX_LISTED`, or a cursor of another list.
    pub async fn queries_of(
        &self,
        viewer: &Viewer,
        id: AssetId,
        period: Period,
        page: &PageRequest,
    ) -> Result<Page<SeenQuery>> {
        viewer.must(Action::ReadCatalog)?;
        check_first(page.first)?;
        let behind = page.after.as_deref().map(place).transpose()?;
        if self.visible(viewer, &[id]).await?.is_empty() {
            return Ok(Page::empty());
        }
        let start = period.from.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros();
        let of_asset = self.queries_with(id, start, behind).await?;
        let readable = self.readable(viewer, of_asset).await?;
        let mut found = self.queries_by(&readable).await?;
        let key = |(teller, query): &(String, SeenQuery)| {
            (std::cmp::Reverse(query.queries), query.fingerprint.clone(), teller.clone())
        };
        found.sort_by_key(key);
        let cursor = |(teller, query): &(String, SeenQuery)| {
            encode_cursor(&[&query.queries.to_string(), &query.fingerprint, teller])
        };
        Ok(Page::cut(found, page.first, cursor).map(|(_, query)| query))
    }

    /// The most frequent queries that use an asset and were seen since a moment.
    async fn queries_with(&self, id: AssetId, since: i64, behind: Option<Place>) -> Result<Vec<OfAsset>> {
        use query_asset::Column::{AssetId as Asset, Fingerprint, Teller, Writes};
        let own = |column: query_asset::Column| Expr::col((query_asset::Entity, column));
        let of = |column: query::Column| Expr::col((query::Entity, column));
        let is_same = of(query::Column::Teller)
            .equals((query_asset::Entity, Teller))
            .and(of(query::Column::Fingerprint).equals((query_asset::Entity, Fingerprint)));
        let behind = behind.map(|(queries, fingerprint, teller)| {
            let names = Expr::tuple([own(Fingerprint), own(Teller)]);
            let same = names.gt(Expr::tuple([Expr::val(fingerprint), Expr::val(teller)]));
            let same = of(query::Column::Queries).eq(queries).and(same);
            Condition::any().add(of(query::Column::Queries).lt(queries)).add(same)
        });
        let select = Query::select()
            .column((query_asset::Entity, Teller))
            .column((query_asset::Entity, Fingerprint))
            .column((query_asset::Entity, Writes))
            .from(query_asset::Entity)
            .inner_join(query::Entity, is_same)
            .and_where(own(Asset).eq(id.0))
            .and_where(of(query::Column::LastSeen).gte(since))
            .cond_where(Condition::all().add_option(behind))
            .order_by((query::Entity, query::Column::Queries), Order::Desc)
            .order_by((query_asset::Entity, Fingerprint), Order::Asc)
            .order_by((query_asset::Entity, Teller), Order::Asc)
            .limit(LOOKED_AT)
            .to_owned();
        let rows = self.database().read().query_all(&select).await?;
        let read = |row: &sea_orm::QueryResult| {
            Ok(OfAsset {
                teller: row.try_get("", "teller")?,
                fingerprint: row.try_get("", "fingerprint")?,
                writes: row.try_get("", "writes")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Those of `queries` whose log, and every known asset in which, the viewer may know of.
    async fn readable(&self, viewer: &Viewer, queries: Vec<OfAsset>) -> Result<Vec<OfAsset>> {
        if viewer.sees == Visibility::Everything {
            return Ok(queries);
        }
        let is_known = |query: &OfAsset| {
            let source = Uuid::parse_str(&query.teller).ok().map(SourceId);
            source.is_some() && viewer.sees_source(source)
        };
        let queries: Vec<OfAsset> = queries.into_iter().filter(is_known).collect();
        let mut assets: HashMap<(String, String), Vec<AssetId>> = HashMap::new();
        for chunk in queries.chunks(ROWS) {
            let rows = query_asset::Entity::find()
                .filter(query_asset::Column::Teller.is_in(chunk.iter().map(|query| query.teller.as_str())))
                .filter(query_asset::Column::Fingerprint.is_in(chunk.iter().map(|query| query.fingerprint.as_str())));
            for row in rows.all(self.database().read()).await? {
                assets.entry((row.teller, row.fingerprint)).or_default().push(AssetId(row.asset_id));
            }
        }
        let all: Vec<AssetId> = assets.values().flatten().copied().collect::<HashSet<_>>().into_iter().collect();
        let seen = self.visible(viewer, &all).await?;
        let is_readable = |query: &OfAsset| {
            let own = assets.get(&(query.teller.clone(), query.fingerprint.clone()));
            own.is_some_and(|own| own.iter().all(|id| seen.contains(id)))
        };
        Ok(queries.into_iter().filter(is_readable).collect())
    }

    /// The queries with who tells of them.
    async fn queries_by(&self, wanted: &[OfAsset]) -> Result<Vec<(String, SeenQuery)>> {
        let mut found = Vec::new();
        for chunk in wanted.chunks(ROWS / 2) {
            let writes: BTreeMap<(&str, &str), bool> =
                chunk.iter().map(|one| ((one.teller.as_str(), one.fingerprint.as_str()), one.writes)).collect();
            let rows = query::Entity::find()
                .filter(query::Column::Teller.is_in(chunk.iter().map(|one| one.teller.as_str())))
                .filter(query::Column::Fingerprint.is_in(chunk.iter().map(|one| one.fingerprint.as_str())));
            for row in rows.all(self.database().read()).await? {
                let Some(writes) = writes.get(&(row.teller.as_str(), row.fingerprint.as_str())) else { continue };
                found.push((row.teller.clone(), of_row(row.clone(), *writes)));
            }
        }
        Ok(found)
    }

    /// The query behind each of `fingerprints`, as all query logs together have seen it: how often it ran, and when last.
    /// For lineage that is declared because of it; whoever may see that may know this.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn sightings(
        &self,
        viewer: &Viewer,
        fingerprints: &[String],
    ) -> Result<HashMap<String, (i64, DateTime<Utc>)>> {
        viewer.must(Action::ReadCatalog)?;
        let mut found: HashMap<String, (i64, DateTime<Utc>)> = HashMap::new();
        for chunk in fingerprints.chunks(ROWS) {
            let rows = query::Entity::find()
                .filter(query::Column::Fingerprint.is_in(chunk.iter().map(String::as_str)))
                .all(self.database().read())
                .await?;
            for row in rows {
                let last = from_micros(row.last_seen);
                let known = found.entry(row.fingerprint).or_insert((0, last));
                *known = (known.0.saturating_add(row.queries), Ord::max(known.1, last));
            }
        }
        Ok(found)
    }
}

/// Where a query stands in a list: how often it ran, its fingerprint, who tells of it.
type Place = (i64, String, String);

fn place(after: &str) -> Result<Place> {
    let [queries, fingerprint, teller]: [String; 3] =
        decode_cursor(after, 3)?.try_into().map_err(|_| Error::invalid("after", "is not a cursor of this list"))?;
    let queries = queries.parse().map_err(|_| Error::invalid("after", "is not a cursor of this list"))?;
    Ok((queries, fingerprint, teller))
}

/// A query with what it does to the asset that was asked about.
struct OfAsset {
    teller: String,
    fingerprint: String,
    writes: bool,
}

fn of_row(row: query::Model, writes: bool) -> SeenQuery {
    SeenQuery {
        fingerprint: row.fingerprint,
        sql: row.sql,
        dialect: row.dialect,
        writes,
        queries: row.queries,
        rows: row.rows_moved,
        total_micros: row.total_micros,
        first_seen: from_micros(row.first_seen),
        last_seen: from_micros(row.last_seen),
    }
}
