//! Profiles of tables.

use async_graphql::{Context, Json, Object, Result, SimpleObject};
use catalog::{AssetId, Count, Page, RunId};
use chrono::{DateTime, Utc};
use quality::service::KeptProfile;
use serde_json::Value;

use crate::graphql::{
    app,
    connection::{PageInfo, page},
    runs::Run,
    viewer,
};

/// What was measured of a table.
#[derive(SimpleObject)]
pub struct TableProfile {
    /// When.
    at: DateTime<Utc>,
    /// How many rows it had.
    rows: Count,
    /// Each column: how many values are absent and different, smallest and greatest, mean and quartiles, a histogram, the
    /// most frequent values. Of columns whose samples whoever asks may not see, only counts.
    columns: Json<Value>,
    /// By which run.
    run_id: Option<RunId>,
}

/// A page of profiles, newest first.
#[derive(SimpleObject)]
pub struct ProfileConnection {
    /// The profiles.
    nodes: Vec<TableProfile>,
    /// Where the page ends.
    page_info: PageInfo,
}

impl ProfileConnection {
    fn of(page: Page<KeptProfile>) -> Self {
        let page_info = PageInfo::of(&page);
        let profile = |kept: KeptProfile| TableProfile {
            at: kept.at,
            rows: Count(kept.profile.rows),
            columns: Json(serde_json::json!(kept.profile.columns)),
            run_id: kept.run,
        };
        Self { nodes: page.items.into_iter().map(|(_, kept)| profile(kept)).collect(), page_info }
    }
}

/// Questions about profiles.
#[derive(Default)]
pub struct ProfileQuery;

#[Object]
impl ProfileQuery {
    /// The profiles of a table, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 5")]
    async fn profiles(
        &self,
        ctx: &Context<'_>,
        asset: AssetId,
        #[graphql(default = 10)] first: i32,
        after: Option<String>,
    ) -> Result<ProfileConnection> {
        let found = app(ctx).checking().quality().profiles(viewer(ctx), asset, &page(first, after)?).await?;
        Ok(ProfileConnection::of(found))
    }
}

/// Making profiles.
#[derive(Default)]
pub struct ProfileMutation;

#[Object]
impl ProfileMutation {
    /// Measures a table now.
    async fn profile_table(&self, ctx: &Context<'_>, asset: AssetId) -> Result<Run> {
        let (app, viewer) = (app(ctx), viewer(ctx));
        app.checking().quality().must_check(viewer, &[asset]).await?;
        let table = app.catalog().asset(viewer, asset, None).await?;
        Ok(Run(app.jobs().start_profile(viewer, asset, &table.name.to_string()).await?))
    }
}
