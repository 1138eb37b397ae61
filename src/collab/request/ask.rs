//! Asking for access, and no longer asking.

use catalog::{Action, AssetId, CollabId, NameQuery, Viewer};

use super::{MOST_PENDING, MOST_REASON, MOST_TYPED, Request, State, Stored, Wish, check_days, oldest_open};
use crate::collab::{
    Collab, Error, Result, account_of,
    store::{
        Kept as _,
        request::{self, RequestRow},
    },
    text,
};

/// How many requests are looked up at once, when some were left.
const MOST_LOOKED_UP: u64 = 200;

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// A name or an identifier, as they typed it.
    pub asset: String,
    /// What they ask to be allowed.
    pub wants: Wish,
    /// Why.
    pub reason: String,
    /// For how many days.
    pub days: u32,
}

impl Collab {
    /// Asks for access. The answer does not depend on whether there is such an asset.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` naming the field; `Conflict` for what they have asked already, or when too much of theirs
    /// is pending.
    pub async fn ask(&self, viewer: &Viewer, new: NewRequest) -> Result<Request> {
        viewer.must(Action::RequestAccess)?;
        let (user, user_name) = self.author(viewer).await?;
        let typed = text::line("asset", &new.asset, MOST_TYPED)?;
        if typed.parse::<AssetId>().is_err() {
            typed.parse::<NameQuery>().map_err(|_| Error::invalid("asset", "is no name and no identifier"))?;
        }
        let reason = text::body("reason", &new.reason, 1, MOST_REASON)?;
        check_days(new.days)?;
        let now = self.now();
        let row = RequestRow {
            id: CollabId::new().0,
            at: now.timestamp_micros(),
            user_id: user.0,
            user_name,
            typed_key: typed.to_lowercase(),
            typed,
            asset_id: None,
            is_looked_up: false,
            wants: new.wants.number(),
            reason,
            days: i32::try_from(new.days).unwrap_or(i32::MAX),
            state: Stored::Pending.number(),
            decided_at: None,
            decided_by: None,
            note: None,
            until_at: None,
            policy_id: None,
        };
        self.keep(&row).await?;
        let behind = (self.clone(), viewer.clone(), row.clone());
        tokio::spawn(async move {
            let (collab, viewer, row) = behind;
            if let Err(error) = collab.look_up(&viewer, &row).await {
                tracing::warn!(error = crate::telemetry::chain(&error), "a request for access is looked up later");
            }
        });
        Ok(Request::of(row, now))
    }

    async fn keep(&self, row: &RequestRow) -> Result<()> {
        let write = self.database().write().await?;
        let open = oldest_open(self.now()).timestamp_micros();
        let pending = request::pending_of(&*write, row.user_id, open, MOST_PENDING as u64).await?;
        if pending.iter().any(|other| (&other.typed_key, other.wants) == (&row.typed_key, row.wants)) {
            return Err(Error::conflict("you have asked for this already; it waits for a decision"));
        }
        if pending.len() >= MOST_PENDING {
            let problem = format!("{MOST_PENDING} of your requests wait already; withdraw one first");
            return Err(Error::conflict(problem));
        }
        row.insert(&*write).await?;
        Ok(write.commit().await?)
    }

    /// Looks up what was asked for: first among what whoever asked may know of, then among all there is.
    async fn look_up(&self, requester: &Viewer, row: &RequestRow) -> Result<()> {
        let mut found = None;
        for viewer in [requester, &Viewer::system()] {
            found = found.or(self.meant(viewer, &row.typed).await?);
        }
        let facts = self.catalog.facts(&found.into_iter().collect::<Vec<_>>()).await?;
        let write = self.database().write().await?;
        let is_first = request::looked_up(&*write, row.id, found.map(|id| id.0)).await?;
        let is_open = is_first && row.state == Stored::Pending.number();
        if let Some(facts) = found.filter(|_| is_open).and_then(|id| facts.get(&id)) {
            let request = Request::of(row.clone(), self.now());
            self.tell_owners_of_request(&write, &request, facts).await?;
        }
        Ok(write.commit().await?)
    }

    /// The one asset that a text means to somebody; a name that fits several means none.
    async fn meant(&self, viewer: &Viewer, typed: &str) -> Result<Option<AssetId>> {
        use catalog::{ErrorKind, Fault as _};
        let found = match typed.parse::<AssetId>() {
            Ok(id) => self.catalog.asset(viewer, id, None).await,
            Err(_) => match typed.parse::<NameQuery>() {
                Ok(query) => self.catalog.find(viewer, &query, None).await,
                Err(error) => Err(error),
            },
        };
        match found {
            Ok(asset) => Ok(Some(asset.id)),
            Err(error) if error.kind() == ErrorKind::Internal || error.kind() == ErrorKind::Unavailable => {
                Err(error.into())
            }
            Err(_) => Ok(None),
        }
    }

    /// Looks up what was left when a process ended between the answer and looking up; normally nothing.
    pub(super) async fn look_up_left(&self) -> Result<()> {
        for row in request::not_looked_up(self.database().read(), MOST_LOOKED_UP).await? {
            let requester = self.access.account(catalog::UserId(row.user_id)).await?;
            let requester = requester.map_or_else(Viewer::anonymous, |account| account.viewer);
            self.look_up(&requester, &row).await?;
        }
        Ok(())
    }

    /// No longer asks.
    ///
    /// # Errors
    /// `NotFound` for what is not one's own; `Conflict` when it is decided.
    pub async fn withdraw(&self, viewer: &Viewer, id: CollabId) -> Result<Request> {
        viewer.must(Action::RequestAccess)?;
        let user = account_of(viewer)?;
        let now = self.now();
        let write = self.database().write().await?;
        let row = RequestRow::find(&*write, id.0).await?.filter(|row| row.user_id == user.0);
        let row = row.ok_or_else(|| Error::not_found("request", id))?;
        super::decide::must_be(&Request::of(row.clone(), now), State::Pending)?;
        let row = RequestRow {
            state: Stored::Withdrawn.number(),
            decided_at: Some(now.timestamp_micros()),
            decided_by: Some(row.user_name.clone()),
            ..row
        };
        request::decide(&*write, &row).await?;
        write.commit().await?;
        Ok(Request::of(row, now))
    }
}
