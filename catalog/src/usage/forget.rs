//! What stops to count: queries that were not seen for long declare nothing, and old days are forgotten.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{QUERY_LOG, day_number};
use crate::{
    catalog::Catalog,
    change::Operation,
    database::Write,
    declare,
    draft::Draft,
    error::Result,
    store::{
        ROWS, asset,
        usage::{self, join, query, query_asset},
    },
};

/// Takes back the lineage of the queries of `teller` that were last seen before a moment.
pub(crate) async fn end_unseen(
    write: &Write,
    draft: &mut Draft<'_>,
    teller: &str,
    before: DateTime<Utc>,
) -> Result<()> {
    loop {
        let unseen: Vec<String> = query::Entity::find()
            .select_only()
            .column(query::Column::Fingerprint)
            .filter(query::Column::Teller.eq(teller))
            .filter(query::Column::LastSeen.lt(before.timestamp_micros()))
            .filter(query::Column::Declares.eq(true))
            .limit(ROWS as u64)
            .into_tuple()
            .all(&**write)
            .await?;
        if unseen.is_empty() {
            return Ok(());
        }
        for fingerprint in &unseen {
            end(write, draft, fingerprint).await?;
        }
        query::Entity::update_many()
            .col_expr(query::Column::Declares, Expr::value(false))
            .filter(query::Column::Teller.eq(teller))
            .filter(query::Column::Fingerprint.is_in(unseen))
            .exec(&**write)
            .await?;
    }
}

async fn end(write: &Write, draft: &mut Draft<'_>, fingerprint: &str) -> Result<()> {
    let Some(current) = declare::current(write, (QUERY_LOG, fingerprint)).await? else { return Ok(()) };
    let Some(row) = asset::Entity::find_by_id(current.asset_id).one(&**write).await? else { return Ok(()) };
    let number = draft.next();
    draft.note(&row, Operation::LineageDeclared, declare::payload(Some(&current.declared), None));
    let place = (QUERY_LOG.to_owned(), fingerprint.to_owned());
    declare::replace(write, place, current.asset_id, None, number).await
}

impl Catalog {
    /// Forgets use of days before `day`, and queries that were last seen before it and declare no lineage. When something
    /// was last used is kept. A few days or queries a transaction, so that writers in between need not wait long.
    ///
    /// # Errors
    /// The store's own.
    pub async fn forget_usage(&self, day: NaiveDate) -> Result<u64> {
        let number = day_number(day);
        let before = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros();
        let mut total = 0;
        loop {
            let write = self.database().write().await?;
            let oldest: Option<i32> = usage::Entity::find()
                .select_only()
                .column(usage::Column::Day)
                .filter(usage::Column::Day.lt(number))
                .order_by_asc(usage::Column::Day)
                .limit(1)
                .into_tuple()
                .one(&*write)
                .await?;
            let until = oldest.map_or(number, |oldest| oldest.saturating_add(1));
            let done = usage::Entity::delete_many().filter(usage::Column::Day.lt(until)).exec(&*write).await?;
            total += done.rows_affected;
            join::Entity::delete_many().filter(join::Column::Day.lt(until)).exec(&*write).await?;
            write.commit().await?;
            if oldest.is_none() {
                break;
            }
        }
        loop {
            let write = self.database().write().await?;
            let done = forget_queries(&write, before).await?;
            write.commit().await?;
            total += done;
            if done < ROWS as u64 {
                return Ok(total);
            }
        }
    }
}

async fn forget_queries(write: &Write, before: i64) -> Result<u64> {
    let old: Vec<(String, String)> = query::Entity::find()
        .select_only()
        .columns([query::Column::Teller, query::Column::Fingerprint])
        .filter(query::Column::LastSeen.lt(before))
        .filter(query::Column::Declares.eq(false))
        .limit(ROWS as u64)
        .into_tuple()
        .all(&**write)
        .await?;
    for (teller, fingerprint) in &old {
        query_asset::Entity::delete_many()
            .filter(query_asset::Column::Teller.eq(teller))
            .filter(query_asset::Column::Fingerprint.eq(fingerprint))
            .exec(&**write)
            .await?;
        query::Entity::delete_by_id((teller.clone(), fingerprint.clone())).exec(&**write).await?;
    }
    Ok(old.len() as u64)
}
