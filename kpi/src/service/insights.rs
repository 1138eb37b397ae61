//! Charts over the days that are kept, and who looked at what.

use std::{collections::BTreeMap, sync::Arc};

use catalog::{Action, AssetId, AssetKind, Viewer};
use chrono::NaiveDate;

use super::{Kpis, definitions::check_days};
use crate::{
    coverage::Share,
    error::{Error, Result},
    insight::{self, Chart, Only, View, Views},
    store::{snapshot, view},
};

/// The most rows of views that are summed up at once.
const MAX_VIEWS: u64 = 200_000;
/// The most assets and people of a list of the most viewed or most active.
const MOST: usize = 50;

impl Kpis {
    /// The lines of a chart on the days from one to another. Of the whole catalog, whoever asks.
    ///
    /// # Errors
    /// `Forbidden`; [`Error::Invalid`] for the days.
    pub async fn chart(
        &self,
        viewer: &Viewer,
        chart: Chart,
        (from, to): (NaiveDate, NaiveDate),
        only: &Only,
    ) -> Result<BTreeMap<Arc<str>, BTreeMap<NaiveDate, Share>>> {
        viewer.must(Action::ReadCatalog)?;
        check_days(from, to)?;
        let rows = snapshot::between(self.catalog.database().read(), (from, to)).await?;
        Ok(chart.lines(rows.iter().map(|(day, group, counts)| (*day, group, *counts)), only))
    }

    /// The last day of which a snapshot is kept.
    ///
    /// # Errors
    /// The store's own.
    pub async fn last_snapshot(&self) -> Result<Option<NaiveDate>> {
        snapshot::last(self.catalog.database().read()).await
    }

    /// Who looked at what on the days from one to another. Of assets that the viewer may not know of nothing is told.
    ///
    /// # Errors
    /// `Forbidden`; [`Error::Invalid`] for the days.
    pub async fn views(&self, viewer: &Viewer, (from, to): (NaiveDate, NaiveDate)) -> Result<Views> {
        viewer.must(Action::ReadCatalog)?;
        check_days(from, to)?;
        let mut log = view::between(self.catalog.database().read(), (from, to), MAX_VIEWS).await?;
        if viewer.sees != catalog::Visibility::Everything {
            let assets: std::collections::BTreeSet<AssetId> = log.iter().filter_map(|view| view.asset).collect();
            let seen = self.catalog.visible(viewer, &assets.into_iter().collect::<Vec<_>>()).await?;
            log.retain(|view| view.asset.is_none_or(|asset| seen.contains(&asset)));
        }
        Ok(insight::views(&log, MOST))
    }

    /// Remembers that a viewer looks at an asset, or at another page, in a sitting.
    ///
    /// # Errors
    /// `Forbidden` for who has no account; `NotFound` for an asset they may not know of; [`Error::Invalid`] for `session`.
    pub async fn saw(&self, viewer: &Viewer, session: &str, asset: Option<AssetId>) -> Result<()> {
        viewer.must(Action::ReadCatalog)?;
        if session.is_empty() || session.len() > 64 || !session.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::invalid("session", "has to be 1 to 64 letters and digits"));
        }
        let kind: Option<AssetKind> = match asset {
            None => None,
            Some(id) => Some(self.catalog.asset(viewer, id, None).await?.kind),
        };
        let now = self.catalog.clock().now();
        let (user, session) = (viewer.name.as_str().into(), session.into());
        let seen = View { user, session, asset, kind, count: 1, first_at: now, last_at: now };
        let write = self.catalog.database().write().await?;
        view::add(&*write, &seen).await?;
        Ok(write.commit().await?)
    }
}
