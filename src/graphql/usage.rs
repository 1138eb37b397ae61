//! How assets are used: by day, by who, with what else, by which queries.

use async_graphql::{Context, Object, Result, SimpleObject};
use catalog::{
    AssetId, Count, PageRequest,
    usage::{JoinedColumns, Period, SeenQuery, Usage, UseCounts, UserUsage},
};
use chrono::{DateTime, NaiveDate, Utc};

use super::{
    app,
    asset::{AssetRef, loaders},
    connection::PageInfo,
    loaders::UsageKey,
    viewer,
};

/// How an asset was used on the last days.
pub struct AssetUsage {
    asset: AssetId,
    period: Period,
    usage: Usage,
}

/// How an asset was used on a day.
#[derive(SimpleObject)]
pub struct UsageDay {
    /// The day, in UTC.
    day: NaiveDate,
    /// Queries that name it.
    queries: Count,
    /// Those of them that read it.
    reads: Count,
    /// Those of them that write it.
    writes: Count,
    /// How many different people and processes; those that nobody names are not counted.
    users: Count,
    /// How long the queries took together, in milliseconds; null when nobody tells.
    total_time_ms: Option<f64>,
}

/// How somebody used an asset.
#[derive(SimpleObject)]
pub struct UsageUser {
    /// The account or process; null for all that nobody names.
    name: Option<String>,
    /// Their queries that name it.
    queries: Count,
    /// Those of them that read it.
    reads: Count,
    /// Those of them that write it.
    writes: Count,
    /// How long the queries took together, in milliseconds; null when nobody tells.
    total_time_ms: Option<f64>,
    /// When they last did.
    last_at: Option<DateTime<Utc>>,
}

/// A query that uses an asset, without any value that was in it.
#[derive(SimpleObject)]
pub struct UsageQuery {
    /// What tells it from others; the scope of lineage that is declared because of it.
    fingerprint: String,
    /// Its SQL, with `?` for each value.
    sql: String,
    /// Its dialect.
    dialect: Option<String>,
    /// Whether it writes the asset.
    is_write: bool,
    /// How often it ran since it was first seen.
    queries: Count,
    /// How many rows it gave or changed; null when nobody tells.
    rows: Option<Count>,
    /// How long it took in all, in milliseconds; null when nobody tells.
    total_time_ms: Option<f64>,
    /// When it was first seen.
    first_seen_at: DateTime<Utc>,
    /// When it was last seen.
    last_seen_at: DateTime<Utc>,
}

/// A page of those who used an asset.
#[derive(SimpleObject)]
pub struct UsageUserConnection {
    /// The people and processes.
    nodes: Vec<UsageUser>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// A page of queries that use an asset.
#[derive(SimpleObject)]
pub struct UsageQueryConnection {
    /// The queries.
    nodes: Vec<UsageQuery>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// A page of what an asset is joined with.
#[derive(SimpleObject)]
pub struct JoinConnection {
    /// The pairs of columns.
    nodes: Vec<Join>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// Two columns that queries compare to join their tables.
#[derive(SimpleObject)]
pub struct Join {
    /// The column of the asset that was asked about, or that asset.
    column: AssetRef,
    /// The other column.
    other_column: AssetRef,
    /// The table of the other column.
    other_table: AssetRef,
    /// How many queries did.
    queries: Count,
    /// The last day on which one did, in UTC.
    last_day: NaiveDate,
}

impl AssetUsage {
    /// The use of an asset on the last `days` days.
    ///
    /// # Errors
    /// `Invalid` for too many days.
    pub(super) async fn load(ctx: &Context<'_>, asset: AssetId, days: i32) -> Result<Self> {
        let period = period(ctx, days)?;
        let usage = loaders(ctx).one(UsageKey(asset, period)).await?.unwrap_or_default();
        Ok(Self { asset, period, usage })
    }
}

fn period(ctx: &Context<'_>, days: i32) -> Result<Period> {
    Ok(Period::last(days.into(), app(ctx).clock().now().date_naive())?)
}

fn first_of(first: i32) -> PageRequest {
    PageRequest { first: usize::try_from(first).unwrap_or(0), after: None }
}

#[expect(clippy::cast_precision_loss, reason = "a chart needs no more than 2⁵³ microseconds")]
fn milliseconds(micros: Option<i64>) -> Option<f64> {
    micros.map(|micros| micros as f64 / 1000.0)
}

/// How an asset was used.
#[Object]
impl AssetUsage {
    /// The first day.
    async fn from(&self) -> NaiveDate {
        self.period.from
    }

    /// The last day.
    async fn to(&self) -> NaiveDate {
        self.period.to
    }

    /// Every day, oldest first; those without use have zeros.
    #[graphql(complexity = "10 + child_complexity")]
    async fn days(&self) -> Vec<UsageDay> {
        let mut used = self.usage.days.iter().peekable();
        let days = self.period.from.iter_days().take_while(|day| *day <= self.period.to);
        let count = |day| {
            let (counts, users) = match used.next_if(|used| used.day == day) {
                Some(used) => (used.counts, used.users),
                None => (UseCounts::default(), 0),
            };
            UsageDay {
                day,
                queries: Count(counts.queries),
                reads: Count(counts.reads),
                writes: Count(counts.writes),
                users: Count(users),
                total_time_ms: milliseconds(counts.total_micros),
            }
        };
        days.map(count).collect()
    }

    /// Queries that name it.
    async fn queries(&self) -> Count {
        Count(self.usage.total.queries)
    }

    /// Those of them that read it.
    async fn reads(&self) -> Count {
        Count(self.usage.total.reads)
    }

    /// Those of them that write it.
    async fn writes(&self) -> Count {
        Count(self.usage.total.writes)
    }

    /// How many different people and processes; those that nobody names are not counted.
    async fn users(&self) -> Count {
        Count(self.usage.users)
    }

    /// How long the queries took together, in milliseconds; null when nobody tells.
    async fn total_time_ms(&self) -> Option<f64> {
        milliseconds(self.usage.total.total_micros)
    }

    /// When it was last read, in these days or before.
    async fn last_read_at(&self) -> Option<DateTime<Utc>> {
        self.usage.last.read_at
    }

    /// Who read it last.
    async fn last_read_by(&self) -> Option<&str> {
        self.usage.last.read_by.as_deref()
    }

    /// When it was last written, in these days or before.
    async fn last_written_at(&self) -> Option<DateTime<Utc>> {
        self.usage.last.write_at
    }

    /// Who wrote it last.
    async fn last_written_by(&self) -> Option<&str> {
        self.usage.last.write_by.as_deref()
    }

    /// Who used it most.
    #[graphql(complexity = "20 + first.max(0) as usize * child_complexity / 10")]
    async fn top_users(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 10, desc = "How many at most, 1 to 100.")] first: i32,
    ) -> Result<Vec<UsageUser>> {
        let users = app(ctx).catalog().users_of(viewer(ctx), self.asset, self.period, &first_of(first)).await?;
        Ok(users.items.into_iter().map(|(_, user)| user.into()).collect())
    }

    /// Everybody who used it, the most frequent first.
    #[graphql(complexity = "20 + first.max(0) as usize * child_complexity / 10")]
    async fn users_page(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 10, desc = "How many at most, 1 to 100.")] first: i32,
        after: Option<String>,
    ) -> Result<UsageUserConnection> {
        let request = PageRequest { after, ..first_of(first) };
        let found = app(ctx).catalog().users_of(viewer(ctx), self.asset, self.period, &request).await?;
        let page_info = PageInfo::of(&found);
        Ok(UsageUserConnection { nodes: found.items.into_iter().map(|(_, user)| user.into()).collect(), page_info })
    }

    /// The queries that use it most and were seen in these days. Those that name what whoever asks may not know of are
    /// left out.
    #[graphql(complexity = "20 + first.max(0) as usize * child_complexity / 10")]
    async fn top_queries(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 10, desc = "How many at most, 1 to 100.")] first: i32,
    ) -> Result<Vec<UsageQuery>> {
        let queries = app(ctx).catalog().queries_of(viewer(ctx), self.asset, self.period, &first_of(first)).await?;
        Ok(queries.items.into_iter().map(|(_, query)| query.into()).collect())
    }

    /// All queries that use it and were seen in these days, the most frequent first; left out are the same ones.
    #[graphql(complexity = "20 + first.max(0) as usize * child_complexity / 10")]
    async fn queries_page(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 10, desc = "How many at most, 1 to 100.")] first: i32,
        after: Option<String>,
    ) -> Result<UsageQueryConnection> {
        let request = PageRequest { after, ..first_of(first) };
        let found = app(ctx).catalog().queries_of(viewer(ctx), self.asset, self.period, &request).await?;
        let page_info = PageInfo::of(&found);
        Ok(UsageQueryConnection { nodes: found.items.into_iter().map(|(_, query)| query.into()).collect(), page_info })
    }

    /// Everything that it is joined with, the most frequent first.
    #[graphql(complexity = "20 + first.max(0) as usize * child_complexity / 10")]
    async fn joins_page(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 10, desc = "How many at most, 1 to 100.")] first: i32,
        after: Option<String>,
    ) -> Result<JoinConnection> {
        let request = PageRequest { after, ..first_of(first) };
        let found = app(ctx).catalog().joins_of(viewer(ctx), self.asset, self.period, &request).await?;
        let page_info = PageInfo::of(&found);
        Ok(JoinConnection {
            nodes: named(ctx, found.items.into_iter().map(|(_, join)| join).collect()).await?,
            page_info,
        })
    }
}

impl From<UserUsage> for UsageUser {
    fn from(user: UserUsage) -> Self {
        Self {
            name: user.actor,
            queries: Count(user.counts.queries),
            reads: Count(user.counts.reads),
            writes: Count(user.counts.writes),
            total_time_ms: milliseconds(user.counts.total_micros),
            last_at: user.last_at,
        }
    }
}

impl From<SeenQuery> for UsageQuery {
    fn from(query: SeenQuery) -> Self {
        Self {
            fingerprint: query.fingerprint,
            sql: query.sql,
            dialect: query.dialect,
            is_write: query.writes,
            queries: Count(query.queries),
            rows: query.rows.map(Count),
            total_time_ms: milliseconds(query.total_micros),
            first_seen_at: query.first_seen,
            last_seen_at: query.last_seen,
        }
    }
}

/// What an asset is joined with.
pub(super) async fn joins(ctx: &Context<'_>, asset: AssetId, days: i32, first: i32) -> Result<Vec<Join>> {
    let period = period(ctx, days)?;
    let found = app(ctx).catalog().joins_of(viewer(ctx), asset, period, &first_of(first)).await?;
    named(ctx, found.items.into_iter().map(|(_, join)| join).collect()).await
}

/// Joins with the assets that they are between.
async fn named(ctx: &Context<'_>, found: Vec<JoinedColumns>) -> Result<Vec<Join>> {
    let ends = found.iter().flat_map(|join| [join.own.column, join.other.column, join.other.table]);
    let assets = loaders(ctx).many(ends.map(|id| (id, None)).collect::<Vec<_>>()).await?;
    let end = |id: AssetId| assets.get(&(id, None)).map(|asset| AssetRef::from(asset.as_ref()));
    let shape = |join: JoinedColumns| {
        Some(Join {
            column: end(join.own.column)?,
            other_column: end(join.other.column)?,
            other_table: end(join.other.table)?,
            queries: Count(join.queries),
            last_day: join.last_day,
        })
    };
    Ok(found.into_iter().filter_map(shape).collect())
}
