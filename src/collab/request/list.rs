//! Lists of requests for access: one's own, those that one may decide, all of them.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use async_graphql::Enum;
use catalog::{
    Action, AssetId, Page, PageRequest, Viewer,
    governance::{Facts, Permission},
    page::filling::Filling,
};

use super::{Request, State, decide::Decider, oldest_open};
use crate::collab::{
    Collab, Result, account_of, cursor,
    store::request::{self, RequestRow, Wanted},
};

/// Whose requests are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(name = "AccessRequestList")]
pub enum Which {
    /// Those that whoever asks has asked.
    Mine,
    /// Those that wait for a decision and that whoever asks may decide.
    ToDecide,
    /// All; for those who may manage policies.
    All,
}

/// Which requests are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filter {
    /// Whose.
    pub which: Which,
    /// In which state; those to decide are pending anyway.
    pub state: Option<State>,
}

impl Collab {
    /// A page of requests, newest first.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for a foreign cursor.
    pub async fn requests(&self, viewer: &Viewer, filter: Filter, page: &PageRequest) -> Result<Page<Request>> {
        viewer.must(Action::RequestAccess)?;
        let user = account_of(viewer)?;
        if filter.which == Which::All {
            viewer.must(Action::ManagePolicies)?;
        }
        if filter.which != Which::Mine {
            self.look_up_left().await?;
        }
        let now = self.now();
        let wanted = Wanted {
            user: (filter.which == Which::Mine).then_some(user.0),
            state: if filter.which == Which::ToDecide { Some(State::Pending) } else { filter.state },
            now: (oldest_open(now).timestamp_micros(), now.timestamp_micros()),
        };
        let decider = self.decider(viewer).await?;
        let mut filling = Filling::begin(page)?;
        while let Some(step) = filling.next()? {
            let rows = request::page(self.database().read(), &wanted, step).await?;
            let read = (rows.len(), rows.last().map(|row| row.id));
            filling.add(step, read, self.shown(viewer, &decider, filter.which, rows).await?);
        }
        Ok(filling.page(|request: &Request| cursor(request.id)))
    }

    /// Those of some requests that are shown in a list.
    async fn shown(
        &self,
        viewer: &Viewer,
        decider: &Decider,
        which: Which,
        rows: Vec<RequestRow>,
    ) -> Result<Vec<Request>> {
        let now = self.now();
        if which == Which::Mine {
            return Ok(rows.into_iter().map(|row| Request::of(row, now)).collect());
        }
        let assets: HashSet<AssetId> = rows.iter().filter_map(|row| row.asset_id.map(AssetId)).collect();
        let facts: HashMap<AssetId, Facts> = self.catalog.facts(&assets.into_iter().collect::<Vec<_>>()).await?;
        let policies: HashSet<_> =
            Arc::clone(&self.access.organisation().await?).policies.iter().map(|p| p.id).collect();
        let shown = rows.into_iter().filter_map(|row| {
            let mut request = Request::of(row, now);
            let facts = request.asset.and_then(|asset| facts.get(&asset));
            request.may_decide = decider.may(&request, facts);
            // Somebody who manages policies may have deleted what was given.
            if request.state == State::Approved && request.policy.is_none_or(|policy| !policies.contains(&policy)) {
                request.state = State::TakenBack;
            }
            let is_seen = facts.is_none_or(|facts| viewer.may_with(Permission::View, facts));
            let is_shown = if which == Which::All { is_seen } else { request.may_decide };
            is_shown.then_some(request)
        });
        Ok(shown.collect())
    }
}
