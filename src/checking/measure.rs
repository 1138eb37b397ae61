//! Profiles of tables, and the checks that they suggest.

use catalog::{AssetId, RunId, Viewer, governance::Permission};
use quality::{Limits, ProfileWish, Wish, service::KeptProfile, suggest::Suggestion};

use super::{Checking, make::of_quality, table::Open};
use crate::sources;

impl Checking {
    /// Measures a table and keeps what was measured.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` when nothing can be asked for it; what its source says; the store's own.
    pub async fn profile(&self, table: AssetId, run: Option<RunId>) -> sources::Result<KeptProfile> {
        let ready = self.ready(table, &mut Open::default()).await?;
        let none = || catalog::Error::conflict("its source answers no questions");
        let source = ready.connector.as_query().ok_or_else(none)?;
        let now = self.catalog.clock().now();
        let wish = Wish { now, profile: Some(ProfileWish::default()), ..Wish::default() };
        let plan = quality::plan(&ready.table, &[], &wish);
        let limits = Limits::default();
        let answers = quality::execute(source, &plan, limits).await;
        let profile = quality::profile::profile(source, &plan, &answers, limits).await;
        let profile = profile.ok_or_else(|| catalog::Error::conflict("its source did not answer what was asked"))?;
        let kept = KeptProfile { at: now, run, profile };
        let write = self.catalog.database().write().await?;
        self.quality.keep_profile(&write, table, &kept).await.map_err(of_quality)?;
        write.commit().await?;
        self.detect(table, &ready).await?;
        Ok(kept)
    }

    /// Checks that would fit a table, by its profiles.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn suggestions(&self, viewer: &Viewer, table: AssetId) -> sources::Result<Vec<Suggestion>> {
        self.catalog.must_with(viewer, Permission::View, &[table]).await?;
        let (columns, _) = self.columns(table).await?;
        self.quality.suggestions(viewer, table, &columns).await.map_err(of_quality)
    }
}
