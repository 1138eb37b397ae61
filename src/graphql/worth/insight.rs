//! Insights: charts over days, and who looks at what.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{AssetId, AssetKind, Count, Visibility};
use chrono::{DateTime, NaiveDate, Utc};
use kpi::insight::{Chart, Only};

use super::worth;
use crate::graphql::{
    asset::{Asset, loaders},
    viewer,
};

/// What can be asked of insights.
#[derive(Default)]
pub struct InsightQuery;

/// What can be told for insights.
#[derive(Default)]
pub struct InsightMutation;

/// Of which assets a chart is.
#[derive(InputObject, Default)]
pub struct InsightFilter {
    /// Of this team.
    team: Option<String>,
    /// Of this domain.
    domain: Option<String>,
    /// Of this tier.
    tier: Option<String>,
    /// Of this kind.
    kind: Option<AssetKind>,
    /// Of this source.
    source: Option<String>,
}

/// A point of a line.
#[derive(SimpleObject)]
pub struct InsightPoint {
    /// The day, in UTC.
    day: NaiveDate,
    /// How many, or how many bytes.
    part: Count,
    /// Of how many; the same as `part` in charts that are no shares.
    whole: Count,
    /// The ratio of both; null where there is nothing.
    ratio: Option<f64>,
}

/// A line of a chart.
#[derive(SimpleObject)]
pub struct InsightLine {
    /// What it is of; null for all together, in charts of shares.
    name: Option<String>,
    /// Its points, oldest first.
    points: Vec<InsightPoint>,
}

/// A chart over days.
#[derive(SimpleObject)]
pub struct InsightLines {
    /// Whether its values are parts of a whole, rather than counts.
    is_share: bool,
    /// Whether it counts assets that the viewer may not know of, too.
    is_global: bool,
    /// Its lines, by name.
    lines: Vec<InsightLine>,
}

/// How often assets of a kind were looked at.
#[derive(SimpleObject)]
pub struct ViewsOfKind {
    /// The kind.
    kind: AssetKind,
    /// How often.
    views: Count,
}

/// How often an asset was looked at.
pub struct ViewsOfAsset {
    id: AssetId,
    views: i64,
}

/// How active somebody was.
#[derive(SimpleObject)]
pub struct UserActivity {
    /// The account.
    user: String,
    /// Sittings.
    sessions: Count,
    /// Pages.
    views: Count,
    /// Seconds from the first to the last page of each sitting, all together.
    seconds: Count,
    /// When they last looked at something.
    last_at: DateTime<Utc>,
}

/// How many different people looked at something on a day.
#[derive(SimpleObject)]
pub struct DailyUsers {
    /// The day, in UTC.
    day: NaiveDate,
    /// How many.
    users: Count,
}

/// Who looked at what.
#[derive(SimpleObject)]
pub struct Activity {
    /// Views by kind of asset.
    by_kind: Vec<ViewsOfKind>,
    /// The assets that were looked at most, at most 50.
    most_viewed: Vec<ViewsOfAsset>,
    /// The people who looked at most, at most 50.
    most_active: Vec<UserActivity>,
    /// How many different people there were each day.
    users_by_day: Vec<DailyUsers>,
}

/// How often an asset was looked at.
#[Object]
impl ViewsOfAsset {
    /// The asset; null when it is no more.
    async fn asset(&self, ctx: &Context<'_>) -> Result<Option<Asset>> {
        Ok(loaders(ctx).one((self.id, None)).await?.map(|asset| Asset::new(asset, None)))
    }

    /// How often.
    async fn views(&self) -> Count {
        Count(self.views)
    }
}

#[Object]
impl InsightQuery {
    /// A chart over the days from one to another.
    #[graphql(complexity = "200 + child_complexity")]
    async fn insights(
        &self,
        ctx: &Context<'_>,
        chart: Chart,
        from: NaiveDate,
        to: NaiveDate,
        #[graphql(default)] filter: InsightFilter,
    ) -> Result<InsightLines> {
        let InsightFilter { team, domain, tier, kind, source } = filter;
        let only = Only { team, domain, tier, kind, source };
        let lines = worth(ctx).kpis().chart(viewer(ctx), chart, (from, to), &only).await?;
        let lines = lines.into_iter().map(|(name, points)| {
            let points = points.into_iter().map(|(day, share)| InsightPoint {
                day,
                part: Count(share.part),
                whole: Count(share.whole),
                ratio: share.ratio(),
            });
            let is_all = name.is_empty() && chart.is_share();
            InsightLine { name: (!is_all).then(|| name.to_string()), points: points.collect() }
        });
        let is_global = viewer(ctx).sees != Visibility::Everything;
        Ok(InsightLines { is_share: chart.is_share(), is_global, lines: lines.collect() })
    }

    /// Who looked at what on the days from one to another; of assets that the viewer may know of.
    #[graphql(complexity = "200 + 50 * child_complexity")]
    async fn activity(&self, ctx: &Context<'_>, from: NaiveDate, to: NaiveDate) -> Result<Activity> {
        let views = worth(ctx).kpis().views(viewer(ctx), (from, to)).await?;
        let user = |it: kpi::insight::Activity| UserActivity {
            user: it.user.to_string(),
            sessions: Count(it.sessions),
            views: Count(it.views),
            seconds: Count(it.seconds),
            last_at: it.last_at,
        };
        let day = |(day, users): (NaiveDate, i64)| DailyUsers { day, users: Count(users) };
        let by_kind = views.by_kind.into_iter().map(|(kind, views)| ViewsOfKind { kind, views: Count(views) });
        Ok(Activity {
            by_kind: by_kind.collect(),
            most_viewed: views.most_viewed.into_iter().map(|(id, views)| ViewsOfAsset { id, views }).collect(),
            most_active: views.most_active.into_iter().map(user).collect(),
            users_by_day: views.users_by_day.into_iter().map(day).collect(),
        })
    }
}

#[Object]
impl InsightMutation {
    /// Tells that the viewer looks at an asset, or at another page, in a sitting of the browser: what activity counts.
    async fn record_view(&self, ctx: &Context<'_>, session: String, asset: Option<AssetId>) -> Result<bool> {
        worth(ctx).kpis().saw(viewer(ctx), &session, asset).await?;
        Ok(true)
    }
}
