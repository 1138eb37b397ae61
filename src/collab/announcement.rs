//! Announcements: what people should know about an asset for a time, or everybody about everything.
//!
//! One that warns is shown further downstream too, because data that is wrong here is wrong there; still only to those
//! who may know of the asset that it is about.

use async_graphql::Enum;
use catalog::{
    Action, AssetId, CollabId, Page, PageRequest, Viewer,
    clock::from_micros,
    governance::{Facts, Permission},
    page::filling::Filling,
};
use chrono::{DateTime, Utc};

use super::{
    Collab, Error, Result, account_of, cursor,
    store::{
        Kept as _,
        announcement::{self, AnnouncementRow},
    },
    text,
};

/// The longest title, in characters.
const MOST_TITLE: usize = 200;
/// The longest text, in characters.
const MOST_BODY: usize = 10_000;
/// How many that are not over one asset may have, and how many there may be for everybody.
const MOST_OPEN: usize = 50;

/// How much an announcement matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Enum)]
#[graphql(name = "AnnouncementLevel")]
pub enum Level {
    /// Good to know.
    Info,
    /// To be careful with.
    Warning,
    /// Wrong, or not there.
    Incident,
}

impl Level {
    const ALL: [Self; 3] = [Self::Info, Self::Warning, Self::Incident];

    /// Its number in the store; never change one.
    const fn number(self) -> i16 {
        match self {
            Self::Info => 0,
            Self::Warning => 1,
            Self::Incident => 2,
        }
    }
}

/// Something that people should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Its identifier.
    pub id: CollabId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Who wrote it.
    pub author: String,
    /// The asset it is about; none when it is for everybody.
    pub asset: Option<AssetId>,
    /// How much it matters.
    pub level: Level,
    /// What it is about, in a line.
    pub title: String,
    /// What there is to know, in Markdown.
    pub body: String,
    /// From when on.
    pub from: DateTime<Utc>,
    /// Until when, that moment not included.
    pub until: Option<DateTime<Utc>>,
}

/// An announcement as it shall be.
#[derive(Debug, Clone)]
pub struct AnnouncementChange {
    /// Which one; none for a new one.
    pub id: Option<CollabId>,
    /// The asset it is about, which stays; none when it is for everybody.
    pub asset: Option<AssetId>,
    /// How much it matters.
    pub level: Level,
    /// What it is about, in a line.
    pub title: String,
    /// What there is to know, in Markdown.
    pub body: String,
    /// From when on; now, when there is none.
    pub from: Option<DateTime<Utc>>,
    /// Until when; for ever, when there is none.
    pub until: Option<DateTime<Utc>>,
}

impl From<AnnouncementRow> for Announcement {
    fn from(row: AnnouncementRow) -> Self {
        Self {
            id: CollabId(row.id),
            at: from_micros(row.at),
            author: row.author,
            asset: row.asset_id.map(AssetId),
            level: Level::ALL.into_iter().find(|level| level.number() == row.level).unwrap_or(Level::Warning),
            title: row.title,
            body: row.body,
            from: from_micros(row.from_at),
            until: row.until_at.map(from_micros),
        }
    }
}

impl Collab {
    /// Makes or changes an announcement: about an asset for who may edit that, for everybody for who may manage the
    /// organisation.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Invalid` naming the field; `Conflict` when there are too many.
    pub async fn announce(&self, viewer: &Viewer, change: AnnouncementChange) -> Result<Announcement> {
        let old = match change.id {
            Some(id) => Some(self.announcement(viewer, id).await?),
            None => None,
        };
        let asset = old.as_ref().map_or(change.asset, |old| old.asset_id.map(AssetId));
        self.must_announce(viewer, asset).await?;
        let author = self.author(viewer).await?.1;
        let (now, from) = (self.now(), change.from.unwrap_or_else(|| self.now()));
        if change.until.is_some_and(|until| until <= from) {
            return Err(Error::invalid("until", "is not behind `from`; give a later time, or none"));
        }
        let row = AnnouncementRow {
            id: change.id.unwrap_or_else(CollabId::new).0,
            at: old.as_ref().map_or(now.timestamp_micros(), |old| old.at),
            author: old.as_ref().map_or(author, |old| old.author.clone()),
            asset_id: asset.map(|asset| asset.0),
            level: change.level.number(),
            title: text::line("title", &change.title, MOST_TITLE)?,
            body: text::body("body", &change.body, 0, MOST_BODY)?,
            from_at: from.timestamp_micros(),
            until_at: change.until.map(|until| until.timestamp_micros()),
        };
        let write = self.database().write().await?;
        if old.is_some() {
            announcement::update(&*write, &row).await?;
        } else {
            let open = announcement::count_open(&*write, row.asset_id, now.timestamp_micros(), MOST_OPEN as u64);
            if open.await? >= MOST_OPEN {
                return Err(Error::conflict(format!(
                    "there are {MOST_OPEN} already that are not over; delete one first"
                )));
            }
            row.insert(&*write).await?;
            self.tell_of_announcement(&write, &row.clone().into()).await?;
        }
        write.commit().await?;
        Ok(row.into())
    }

    /// Deletes an announcement; for who may make one like it.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn unannounce(&self, viewer: &Viewer, id: CollabId) -> Result<()> {
        let row = self.announcement(viewer, id).await?;
        self.must_announce(viewer, row.asset_id.map(AssetId)).await?;
        account_of(viewer)?;
        let write = self.database().write().await?;
        announcement::delete(&*write, id.0).await?;
        Ok(write.commit().await?)
    }

    /// A page of all announcements that the viewer may know of, over ones and future ones included; newest first.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for a foreign cursor.
    pub async fn announcements(&self, viewer: &Viewer, page: &PageRequest) -> Result<Page<Announcement>> {
        viewer.must(Action::ReadCatalog)?;
        let mut filling = Filling::begin(page)?;
        while let Some(step) = filling.next()? {
            let rows = announcement::page(self.database().read(), step).await?;
            let read = (rows.len(), rows.last().map(|row| row.id));
            filling.add(step, read, self.seen_announcements(viewer, rows).await?);
        }
        Ok(filling.page(|one: &Announcement| cursor(one.id)))
    }

    /// What holds now and is for everybody; newest first.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn announcements_for_everybody(&self, viewer: &Viewer) -> Result<Vec<Announcement>> {
        viewer.must(Action::ReadCatalog)?;
        let now = self.now().timestamp_micros();
        let rows = announcement::for_everybody(self.database().read(), now, MOST_OPEN as u64).await?;
        Ok(rows.into_iter().map(Announcement::from).collect())
    }

    /// What holds now about an asset and what it is inside of, and what warns of something among `upstream`; the ones
    /// that matter most first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn announcements_at(
        &self,
        viewer: &Viewer,
        asset: AssetId,
        upstream: &[AssetId],
    ) -> Result<Vec<Announcement>> {
        let Some(facts) = self.catalog.facts(&[asset]).await?.remove(&asset) else { return Ok(Vec::new()) };
        let here: Vec<_> = facts.places().map(|place| place.0).collect();
        let above: Vec<_> = upstream.iter().map(|asset| asset.0).filter(|id| !here.contains(id)).collect();
        let (db, now, limit) = (self.database().read(), self.now().timestamp_micros(), MOST_OPEN as u64);
        let mut rows = announcement::current(db, &here, (Level::Info.number(), now), limit).await?;
        rows.extend(announcement::current(db, &above, (Level::Warning.number(), now), limit).await?);
        let mut seen = self.seen_announcements(viewer, rows).await?;
        seen.sort_by_key(|one| (std::cmp::Reverse(one.level), std::cmp::Reverse(one.id)));
        seen.truncate(MOST_OPEN);
        Ok(seen)
    }

    /// Whether anything warns of an asset now, so that looking upstream is worth it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn warns_of_any(&self) -> Result<bool> {
        let now = self.now().timestamp_micros();
        announcement::is_any(self.database().read(), (Level::Warning.number(), now)).await
    }

    async fn seen_announcements(&self, viewer: &Viewer, rows: Vec<AnnouncementRow>) -> Result<Vec<Announcement>> {
        let assets: Vec<AssetId> = rows.iter().filter_map(|row| row.asset_id.map(AssetId)).collect();
        let seen = self.catalog.visible(viewer, &assets).await?;
        let rows = rows.into_iter().map(Announcement::from);
        Ok(rows.filter(|one| one.asset.is_none_or(|asset| seen.contains(&asset))).collect())
    }

    async fn announcement(&self, viewer: &Viewer, id: CollabId) -> Result<AnnouncementRow> {
        let row = AnnouncementRow::find(self.database().read(), id.0).await?;
        let row = row.ok_or_else(|| Error::not_found("announcement", id))?;
        if let Some(asset) = row.asset_id {
            let seen = self.catalog.must_with(viewer, Permission::View, &[AssetId(asset)]).await;
            seen.map_err(|_| Error::not_found("announcement", id))?;
        }
        Ok(row)
    }

    async fn must_announce(&self, viewer: &Viewer, asset: Option<AssetId>) -> Result<()> {
        match asset {
            Some(asset) => Ok(self.catalog.must_with(viewer, Permission::Edit, &[asset]).await?),
            None => Ok(viewer.must(Action::ManageOrganisation)?),
        }
    }

    /// Whether somebody may change an announcement about the asset with these facts, or one for everybody.
    #[must_use]
    pub fn may_announce(viewer: &Viewer, facts: Option<&Facts>) -> bool {
        let for_everybody = || viewer.may(Action::ManageOrganisation);
        facts.map_or_else(for_everybody, |facts| viewer.may_with(Permission::Edit, facts))
    }
}
