//! What somebody has been told and may have read: trimmed by what they may know of when they read.

use std::collections::HashMap;

use catalog::{
    Page, PageRequest, Viewer,
    page::{decode_cursor, encode_cursor},
};
use chrono::{DateTime, Utc};

use super::{
    Notify,
    audience::Reason,
    error::{Error, Result},
    event::Told,
    news::{self, News},
    store::{
        event,
        inbox::{self as store, InboxRow},
    },
    subscription::own,
};

/// How many unread ones are counted at most.
pub const MOST_COUNTED: usize = 100;
/// How many rows are read in one step, and how many steps for one page at most.
const STEP: usize = 200;
const STEPS: usize = 20;
/// The most that are marked in one call.
const MOST_MARKED: usize = 500;

/// Something in an inbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What happened, as this viewer may know it.
    pub news: News,
    /// Why they are told.
    pub reason: Reason,
    /// When they read it.
    pub read_at: Option<DateTime<Utc>>,
}

impl Notify {
    /// A page of the viewer's inbox, newest first; without what they may not know of any more.
    ///
    /// # Errors
    /// `Forbidden` without an account; `Invalid` for a foreign cursor.
    pub async fn inbox(&self, viewer: &Viewer, unread_only: bool, page: &PageRequest) -> Result<Page<Item>> {
        let user = own(viewer)?.0;
        let bad = || Error::invalid("after", "is not a cursor of this list");
        let mut below: Option<i64> = match &page.after {
            Some(cursor) => Some(decode_cursor(cursor, 1)?.concat().parse().map_err(|_| bad())?),
            None => None,
        };
        let mut items: Vec<Item> = Vec::new();
        for _ in 0..STEPS {
            let step = STEP.min(page.first + 1);
            let rows = store::page(self.database().read(), user, unread_only, below, step as u64).await?;
            let is_last = rows.len() < step;
            below = rows.last().map(|row| row.number).or(below);
            items.extend(self.items(viewer, rows).await?);
            if is_last || items.len() > page.first {
                break;
            }
        }
        Ok(Page::cut(items, page.first, |item| encode_cursor(&[&item.news.number.to_string()])))
    }

    /// How many unread ones there are, [`MOST_COUNTED`] at most.
    ///
    /// # Errors
    /// `Forbidden` without an account.
    pub async fn unread(&self, viewer: &Viewer) -> Result<usize> {
        let rows = store::page(self.database().read(), own(viewer)?.0, true, None, MOST_COUNTED as u64).await?;
        let numbers: Vec<i64> = rows.iter().map(|row| row.number).collect();
        let told: Vec<Told> =
            event::numbered(self.database().read(), &numbers).await?.into_iter().filter_map(Told::read).collect();
        Ok(news::heard(self.catalog(), viewer, &told.iter().collect::<Vec<_>>()).await?.len())
    }

    /// Marks these as read, or as unread; answers how many changed.
    ///
    /// # Errors
    /// `Forbidden` without an account; `Invalid` for too many.
    pub async fn mark(&self, viewer: &Viewer, numbers: &[i64], is_read: bool) -> Result<u64> {
        let user = own(viewer)?.0;
        if numbers.len() > MOST_MARKED {
            return Err(Error::invalid("numbers", format!("has more than {MOST_MARKED} items")));
        }
        let write = self.database().write().await?;
        let changed = store::mark(&write, user, numbers, is_read.then(|| self.now_micros())).await?;
        write.commit().await?;
        Ok(changed)
    }

    /// Marks everything up to a number as read; answers how many changed.
    ///
    /// # Errors
    /// `Forbidden` without an account.
    pub async fn mark_all(&self, viewer: &Viewer, until: i64) -> Result<u64> {
        let user = own(viewer)?.0;
        let write = self.database().write().await?;
        let changed = store::mark_until(&write, user, until, self.now_micros()).await?;
        write.commit().await?;
        Ok(changed)
    }

    async fn items(&self, viewer: &Viewer, rows: Vec<InboxRow>) -> Result<Vec<Item>> {
        let numbers: Vec<i64> = rows.iter().map(|row| row.number).collect();
        let told = event::numbered(self.database().read(), &numbers).await?;
        let news = news::of(self.catalog(), viewer, told.into_iter().filter_map(Told::read).collect()).await?;
        let mut news: HashMap<i64, News> = news.into_iter().map(|news| (news.number, news)).collect();
        let item = |row: InboxRow| {
            Some(Item {
                news: news.remove(&row.number)?,
                reason: Reason::of(&row.reason),
                read_at: row.read_at.map(catalog::clock::from_micros),
            })
        };
        Ok(rows.into_iter().filter_map(item).collect())
    }
}
