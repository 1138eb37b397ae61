//! Reading use: by day, by who, what is joined; for assets that the viewer may know of.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Alias, Expr, ExprTrait as _},
};
use uuid::Uuid;

use super::{ColumnOf, UseCounts, day_number, day_of};
use crate::{
    catalog::Catalog,
    clock::from_micros,
    error::{Error, Result},
    id::{AssetId, SourceId},
    page::{Page, PageRequest, decode_cursor, encode_cursor},
    store::{
        ROWS,
        usage::{self, join, last, position},
    },
    viewer::{Action, Viewer},
};

/// The most days that are counted at once.
pub const MAX_USAGE_DAYS: i64 = 400;
/// The most users, joins or queries of one list, the most frequent first.
pub const MAX_LISTED: usize = 100;
/// How many are looked at for those that a viewer may know of.
pub(super) const LOOKED_AT: u64 = 400;

/// Days from one to another, both included, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Period {
    /// The `days` days that end with `today`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for none, or more than [`MAX_USAGE_DAYS`].
    pub fn last(days: i64, today: NaiveDate) -> Result<Self> {
        if !(1..=MAX_USAGE_DAYS).contains(&days) {
            return Err(Error::invalid("days", format!("is {days}; 1 to {MAX_USAGE_DAYS} are allowed")));
        }
        let from = today.checked_sub_signed(chrono::Duration::days(days - 1)).unwrap_or(today);
        Ok(Self { from, to: today })
    }

    fn numbers(self) -> (i32, i32) {
        (day_number(self.from), day_number(self.to))
    }
}

/// How an asset was used on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsageDay {
    /// The day, in UTC.
    pub day: NaiveDate,
    /// How often.
    pub counts: UseCounts,
    /// By how many different people and processes; those that nobody names are not counted.
    pub users: i64,
}

/// When an asset was last used, whenever that was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastUse {
    /// When it was last read.
    pub read_at: Option<DateTime<Utc>>,
    /// By whom.
    pub read_by: Option<String>,
    /// When it was last written.
    pub write_at: Option<DateTime<Utc>>,
    /// By whom.
    pub write_by: Option<String>,
}

/// How an asset was used in a period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Usage {
    /// The days on which it was used, oldest first.
    pub days: Vec<UsageDay>,
    /// All of them together.
    pub total: UseCounts,
    /// By how many different people and processes in all; those that nobody names are not counted.
    pub users: i64,
    /// When it was last used, in the period or before.
    pub last: LastUse,
}

/// How somebody used an asset in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserUsage {
    /// The account or process; none for all that nobody names.
    pub actor: Option<String>,
    /// How often.
    pub counts: UseCounts,
    /// When they last did.
    pub last_at: Option<DateTime<Utc>>,
}

/// Two columns that queries compare to join their tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JoinedColumns {
    /// The column of the asset that was asked about.
    pub own: ColumnOf,
    /// The other column.
    pub other: ColumnOf,
    /// How many queries of the period did.
    pub queries: i64,
    /// The last day on which one did.
    pub last_day: NaiveDate,
}

#[derive(FromQueryResult)]
struct Counted {
    asset_id: Uuid,
    day: i32,
    queries: i64,
    reads: i64,
    writes: i64,
    total_micros: Option<i64>,
    users: i64,
}

#[derive(FromQueryResult)]
struct CountedUser {
    actor: String,
    queries: i64,
    reads: i64,
    writes: i64,
    total_micros: Option<i64>,
    last_read: Option<i64>,
    last_write: Option<i64>,
}

#[derive(FromQueryResult)]
struct CountedJoin {
    left_id: Uuid,
    right_id: Uuid,
    left_table_id: Uuid,
    right_table_id: Uuid,
    queries: i64,
    last_day: i32,
}

/// The sum of a column; engines would give it other types.
fn total(column: &str) -> Expr {
    Expr::cust(format!("CAST(SUM(\"{column}\") AS bigint)"))
}

/// How many people and processes with a name.
fn people() -> Expr {
    Expr::cust("COUNT(DISTINCT NULLIF(\"actor\", ''))")
}

/// The sums that every count of use has.
fn sums(select: Select<usage::Entity>) -> Select<usage::Entity> {
    ["queries", "reads", "writes", "total_micros"]
        .into_iter()
        .fold(select, |select, column| select.column_as(total(column), column))
}

fn within(period: Period) -> Condition {
    let (from, to) = period.numbers();
    Condition::all().add(usage::Column::Day.gte(from)).add(usage::Column::Day.lte(to))
}

impl Catalog {
    /// How assets were used in a period; those that never were, or that the viewer may not know of, are absent. A few
    /// statements whatever their number.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn usage(&self, viewer: &Viewer, ids: &[AssetId], period: Period) -> Result<HashMap<AssetId, Usage>> {
        viewer.must(Action::ReadCatalog)?;
        let seen = self.visible(viewer, ids).await?;
        let ids: Vec<Uuid> = seen.into_iter().map(|id| id.0).collect();
        let mut found: HashMap<AssetId, Usage> = HashMap::new();
        for chunk in ids.chunks(ROWS) {
            let wanted = || within(period).add(usage::Column::AssetId.is_in(chunk.iter().copied()));
            let rows: Vec<Counted> = sums(usage::Entity::find().select_only())
                .columns([usage::Column::AssetId, usage::Column::Day])
                .column_as(people(), "users")
                .filter(wanted())
                .group_by(usage::Column::AssetId)
                .group_by(usage::Column::Day)
                .order_by_asc(usage::Column::Day)
                .into_model()
                .all(self.database().read())
                .await?;
            for row in rows {
                found.entry(AssetId(row.asset_id)).or_default().add(&row);
            }
            let users: Vec<(Uuid, i64)> = usage::Entity::find()
                .select_only()
                .column(usage::Column::AssetId)
                .column_as(people(), "users")
                .filter(wanted())
                .group_by(usage::Column::AssetId)
                .into_tuple()
                .all(self.database().read())
                .await?;
            for (id, users) in users {
                found.entry(AssetId(id)).or_default().users = users;
            }
        }
        for (id, last) in self.last_use_of(&ids).await? {
            found.entry(id).or_default().last = last;
        }
        Ok(found)
    }

    /// When assets were last used; those that never were, or that the viewer may not know of, are absent.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn last_use(&self, viewer: &Viewer, ids: &[AssetId]) -> Result<HashMap<AssetId, LastUse>> {
        viewer.must(Action::ReadCatalog)?;
        let ids: Vec<Uuid> = self.visible(viewer, ids).await?.into_iter().map(|id| id.0).collect();
        self.last_use_of(&ids).await
    }

    async fn last_use_of(&self, ids: &[Uuid]) -> Result<HashMap<AssetId, LastUse>> {
        let mut found = HashMap::new();
        for chunk in ids.chunks(ROWS) {
            let rows = last::Entity::find().filter(last::Column::AssetId.is_in(chunk.iter().copied()));
            for row in rows.all(self.database().read()).await? {
                let last = LastUse {
                    read_at: row.read_at.map(from_micros),
                    read_by: row.read_by,
                    write_at: row.write_at.map(from_micros),
                    write_by: row.write_by,
                };
                found.insert(AssetId(row.asset_id), last);
            }
        }
        Ok(found)
    }

    /// Who used an asset in a period, the most frequent first.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for a page of not 1 to [`MAX_LISTED`], or a cursor of another list.
    pub async fn users_of(
        &self,
        viewer: &Viewer,
        id: AssetId,
        period: Period,
        page: &PageRequest,
    ) -> Result<Page<UserUsage>> {
        viewer.must(Action::ReadCatalog)?;
        check_first(page.first)?;
        let behind = page.after.as_deref().map(|after| behind(after, ["actor"])).transpose()?;
        if self.visible(viewer, &[id]).await?.is_empty() {
            return Ok(Page::empty());
        }
        let rows: Vec<CountedUser> = sums(usage::Entity::find().select_only())
            .column(usage::Column::Actor)
            .column_as(usage::Column::LastRead.max(), "last_read")
            .column_as(usage::Column::LastWrite.max(), "last_write")
            .filter(within(period).add(usage::Column::AssetId.eq(id.0)))
            .group_by(usage::Column::Actor)
            .having(Condition::all().add_option(behind))
            .order_by_desc(total("queries"))
            .order_by_asc(usage::Column::Actor)
            .limit(page.first as u64 + 1)
            .into_model()
            .all(self.database().read())
            .await?;
        let place = |row: &CountedUser| encode_cursor(&[&row.queries.to_string(), &row.actor]);
        let user = |row: CountedUser| UserUsage {
            actor: Some(row.actor).filter(|actor| !actor.is_empty()),
            counts: UseCounts {
                queries: row.queries,
                reads: row.reads,
                writes: row.writes,
                total_micros: row.total_micros,
            },
            last_at: Ord::max(row.last_read, row.last_write).map(from_micros),
        };
        Ok(Page::cut(rows, page.first, place).map(user))
    }

    /// What an asset (a column, or a table by its columns) is joined with, the most frequent first. Other tables that the
    /// viewer may not know of are left out; behind a cursor, 400 pairs are looked at.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for a page of not 1 to [`MAX_LISTED`], or a cursor of another list.
    pub async fn joins_of(
        &self,
        viewer: &Viewer,
        id: AssetId,
        period: Period,
        page: &PageRequest,
    ) -> Result<Page<JoinedColumns>> {
        use join::Column::{Day, LeftId, LeftTableId, RightId, RightTableId};
        viewer.must(Action::ReadCatalog)?;
        check_first(page.first)?;
        let behind = page.after.as_deref().map(|after| behind(after, ["left_id", "right_id"])).transpose()?;
        let (from, to) = period.numbers();
        let is_own = [LeftId, RightId, LeftTableId, RightTableId]
            .into_iter()
            .fold(Condition::any(), |any, column| any.add(column.eq(id.0)));
        let rows: Vec<CountedJoin> = join::Entity::find()
            .select_only()
            .columns([LeftId, RightId, LeftTableId, RightTableId])
            .column_as(total("queries"), "queries")
            .column_as(Day.max(), "last_day")
            .filter(is_own.clone())
            .filter(Day.gte(from))
            .filter(Day.lte(to))
            .group_by(LeftId)
            .group_by(RightId)
            .group_by(LeftTableId)
            .group_by(RightTableId)
            .having(Condition::all().add_option(behind))
            .order_by_desc(total("queries"))
            .order_by_asc(LeftId)
            .order_by_asc(RightId)
            .limit(LOOKED_AT)
            .into_model()
            .all(self.database().read())
            .await?;
        let place = |row: &CountedJoin| {
            encode_cursor(&[&row.queries.to_string(), &row.left_id.to_string(), &row.right_id.to_string()])
        };
        let joined: Vec<(String, JoinedColumns)> =
            rows.into_iter().map(|row| (place(&row), row.seen_from(id))).collect();
        let ends = joined.iter().flat_map(|(_, join)| [join.own, join.other]).flat_map(|end| [end.column, end.table]);
        let ends: Vec<AssetId> = ends.collect::<HashSet<_>>().into_iter().collect();
        let seen = self.visible(viewer, &ends).await?;
        let is_seen = |end: &ColumnOf| seen.contains(&end.column) && seen.contains(&end.table);
        let mut items: Vec<(String, JoinedColumns)> =
            joined.into_iter().filter(|(_, join)| is_seen(&join.own) && is_seen(&join.other)).collect();
        let has_more = items.len() > page.first;
        items.truncate(page.first);
        Ok(Page { items, has_more, total: None })
    }

    /// How far a source was read, in its connector's own words; none when it never said so.
    ///
    /// # Errors
    /// The store's own.
    pub async fn position_of(&self, source: SourceId) -> Result<Option<String>> {
        let row = position::Entity::find_by_id(source.0).one(self.database().read()).await?;
        Ok(row.map(|row| row.position))
    }
}

impl Usage {
    fn add(&mut self, row: &Counted) {
        let counts =
            UseCounts { queries: row.queries, reads: row.reads, writes: row.writes, total_micros: row.total_micros };
        self.total = self.total.and(counts);
        self.days.push(UsageDay { day: day_of(row.day), counts, users: row.users });
    }
}

impl CountedJoin {
    fn seen_from(self, id: AssetId) -> JoinedColumns {
        let left = ColumnOf { column: AssetId(self.left_id), table: AssetId(self.left_table_id) };
        let right = ColumnOf { column: AssetId(self.right_id), table: AssetId(self.right_table_id) };
        let is_left = left.column == id || (left.table == id && right.column != id);
        let (own, other) = if is_left { (left, right) } else { (right, left) };
        JoinedColumns { own, other, queries: self.queries, last_day: day_of(self.last_day) }
    }
}

/// What stands behind a cursor in a list by how often, the most frequent first, and then by other columns: texts, or
/// identifiers where a column's name says so.
fn behind<const N: usize>(after: &str, columns: [&str; N]) -> Result<Condition> {
    let bad = || Error::invalid("after", "is not a cursor of this list");
    let parts = decode_cursor(after, N + 1)?;
    let queries: i64 = parts[0].parse().map_err(|_| bad())?;
    let mut key = Vec::with_capacity(N);
    for (column, part) in std::iter::zip(columns, &parts[1..]) {
        let value = match column.ends_with("_id") {
            true => Expr::val(Uuid::parse_str(part).map_err(|_| bad())?),
            false => Expr::val(part.clone()),
        };
        key.push(value);
    }
    let names = columns.map(|column| Expr::col(Alias::new(column)));
    let same = Condition::all().add(total("queries").eq(queries)).add(Expr::tuple(names).gt(Expr::tuple(key)));
    Ok(Condition::any().add(total("queries").lt(queries)).add(same))
}

pub(super) fn check_first(first: usize) -> Result<()> {
    if first == 0 || first > MAX_LISTED {
        return Err(Error::invalid("first", format!("is {first}; 1 to {MAX_LISTED} are allowed")));
    }
    Ok(())
}
