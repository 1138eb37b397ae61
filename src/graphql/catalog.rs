//! Questions about what exists, now and in the past.

use std::collections::BTreeMap;

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{
    Action, AssetId, AssetKind, ChangeNumber, ChildFilter, CommitId, Count, Error, ErrorKind, Fault, NameQuery,
};
use chrono::{DateTime, Utc};

use crate::counted;

use super::{
    app,
    asset::{Asset, AssetConnection, KindCount, kind_counts},
    change::{ChangeConnection, ChangeFilterInput, Commit, CommitConnection},
    connection::page,
    markdown, viewer,
};

/// How many assets of each kind the viewer may know of.
async fn seen_counts(ctx: &Context<'_>) -> Result<BTreeMap<AssetKind, i64>> {
    Ok(match app(ctx).catalog().counts(viewer(ctx)).await? {
        Some(counts) => counts,
        None => counted::counts(app(ctx), viewer(ctx))?,
    })
}

/// The most assets that one question may name.
const MOST_IDS: usize = 200;

/// A moment in the past: a change, or a time; exactly one of the two.
#[derive(InputObject)]
pub struct AsOf {
    /// Behind this change.
    change: Option<ChangeNumber>,
    /// At this time.
    time: Option<DateTime<Utc>>,
}

/// The change that `as_of` means; none for now.
pub(super) async fn moment(ctx: &Context<'_>, as_of: Option<AsOf>) -> Result<Option<ChangeNumber>> {
    match as_of {
        None => Ok(None),
        Some(AsOf { change: Some(change), time: None }) => Ok(Some(change)),
        Some(AsOf { change: None, time: Some(time) }) => Ok(Some(app(ctx).catalog().change_at(time).await?)),
        Some(_) => Err(Error::invalid("asOf", "needs either `change` or `time`"))?,
    }
}

/// How much there is, and how well it is looked after.
#[derive(SimpleObject)]
pub struct CatalogStats {
    /// How many assets of each kind.
    counts: Vec<KindCount>,
    /// How well tables and columns are looked after.
    coverage: Coverage,
    /// The last change.
    last_change: ChangeNumber,
    /// When it was; null before the first.
    last_change_at: Option<DateTime<Utc>>,
    /// How far the followers are.
    followers: Vec<FollowerState>,
    /// Removals that wait for a person.
    open_holds: Count,
}

/// How well tables and columns are looked after.
#[derive(SimpleObject)]
pub struct Coverage {
    /// Tables and views.
    tables: Count,
    /// Those with a description.
    tables_described: Count,
    /// Those with an owner.
    tables_owned: Count,
    /// Columns.
    columns: Count,
    /// Those with a description.
    columns_described: Count,
    /// The share of tables and columns together that has a description, from 0 to 1; null where there are none.
    described_ratio: Option<f64>,
    /// The share of tables that has an owner, from 0 to 1; null where there are none.
    owned_ratio: Option<f64>,
}

/// How far a follower of the change log is.
#[derive(SimpleObject)]
pub struct FollowerState {
    /// Its name.
    name: String,
    /// The last change that it has.
    position: ChangeNumber,
    /// How many changes it has not.
    behind: Count,
    /// Whether what it answers is not complete at the moment.
    degraded: bool,
}

/// A kind of assets.
#[derive(SimpleObject)]
pub struct KindInfo {
    /// The kind.
    kind: AssetKind,
    /// The word for it in queries.
    code: &'static str,
    /// The word for it in English.
    title_en: &'static str,
    /// The word for it in Chinese.
    title_zh: &'static str,
    /// How many there are.
    count: Count,
}

/// Questions about what exists.
#[derive(Default)]
pub struct CatalogQuery;

#[Object]
impl CatalogQuery {
    /// The asset with this identifier, or this name (`namespace/a.b.c`, or the last parts where only one fits); null
    /// when there is none.
    async fn asset(
        &self,
        ctx: &Context<'_>,
        id: Option<AssetId>,
        name: Option<String>,
        as_of: Option<AsOf>,
    ) -> Result<Option<Asset>> {
        let as_of = moment(ctx, as_of).await?;
        let catalog = app(ctx).catalog();
        let found = match (id, name) {
            (Some(id), None) => catalog.asset(viewer(ctx), id, as_of).await,
            (None, Some(name)) => catalog.find(viewer(ctx), &name.parse::<NameQuery>()?, as_of).await,
            _ => Err(Error::invalid("id", "needs either `id` or `name`")),
        };
        match found {
            Ok(asset) => Ok(Some(Asset::new(asset, as_of))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error)?,
        }
    }

    /// The assets with these identifiers (at most 200), in the order asked; what does not exist is left out.
    #[graphql(complexity = "10 + ids.len() * child_complexity / 4")]
    async fn assets(&self, ctx: &Context<'_>, ids: Vec<AssetId>, as_of: Option<AsOf>) -> Result<Vec<Asset>> {
        if ids.len() > MOST_IDS {
            Err(Error::invalid("ids", format!("has {}; {MOST_IDS} are allowed", ids.len())))?;
        }
        let as_of = moment(ctx, as_of).await?;
        let mut found = app(ctx).catalog().assets(viewer(ctx), &ids, as_of).await?;
        found.sort_by_key(|asset| ids.iter().position(|id| *id == asset.id));
        Ok(found.into_iter().map(|asset| Asset::new(asset, as_of)).collect())
    }

    /// The outermost assets by name.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn roots(
        &self,
        ctx: &Context<'_>,
        as_of: Option<AsOf>,
        #[graphql(default = 100)] first: i32,
        after: Option<String>,
    ) -> Result<AssetConnection> {
        let as_of = moment(ctx, as_of).await?;
        let page = page(first, after)?;
        let found = app(ctx).catalog().children(viewer(ctx), None, ChildFilter::default(), as_of, &page).await?;
        Ok(AssetConnection::of(found, as_of))
    }

    /// Assets whose name begins with `text`; works in the past too.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn assets_by_name(
        &self,
        ctx: &Context<'_>,
        text: String,
        as_of: Option<AsOf>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<AssetConnection> {
        let as_of = moment(ctx, as_of).await?;
        let found = app(ctx).catalog().search_names(viewer(ctx), &text, as_of, &page(first, after)?).await?;
        Ok(AssetConnection::of(found, as_of))
    }

    /// How much there is, and how well it is looked after.
    #[graphql(complexity = "50 + child_complexity")]
    async fn catalog_stats(&self, ctx: &Context<'_>) -> Result<CatalogStats> {
        let catalog = app(ctx).catalog();
        let viewer = viewer(ctx);
        viewer.must(Action::ReadCatalog)?;
        let coverage = match catalog.coverage(viewer).await? {
            Some(coverage) => coverage,
            None => counted::coverage(app(ctx), viewer)?,
        };
        let counts = seen_counts(ctx).await?;
        let last_change = catalog.last_change().await?;
        let at = catalog.times_of(&[last_change]).await?;
        let followers = app(ctx).follower_states().await?.into_iter().map(|state| FollowerState {
            name: state.name.to_owned(),
            position: state.position,
            behind: Count(state.behind),
            degraded: state.is_degraded,
        });
        Ok(CatalogStats {
            counts: kind_counts(counts),
            coverage: Coverage {
                tables: Count(coverage.tables),
                tables_described: Count(coverage.tables_described),
                tables_owned: Count(coverage.tables_owned),
                columns: Count(coverage.columns),
                columns_described: Count(coverage.columns_described),
                described_ratio: kpi::coverage::described(&coverage).ratio(),
                owned_ratio: kpi::coverage::tables_owned(&coverage).ratio(),
            },
            last_change,
            last_change_at: at.into_iter().next().flatten(),
            followers: followers.collect(),
            open_holds: Count(if viewer.may(Action::ReadSources) { catalog.open_holds().await? } else { 0 }),
        })
    }

    /// Changes, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn changes(
        &self,
        ctx: &Context<'_>,
        filter: Option<ChangeFilterInput>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<ChangeConnection> {
        let filter = filter.map(catalog::ChangeFilter::from).unwrap_or_default();
        let page = page(first, after)?;
        Ok(ChangeConnection::of(app(ctx).catalog().changes(viewer(ctx), &filter, &page).await?))
    }

    /// One commit; null when there is none.
    async fn commit(&self, ctx: &Context<'_>, id: CommitId) -> Result<Option<Commit>> {
        match app(ctx).catalog().commit(viewer(ctx), id).await {
            Ok(commit) => Ok(Some(Commit(commit))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error)?,
        }
    }

    /// Commits, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn commits(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<CommitConnection> {
        let page = page(first, after)?;
        Ok(CommitConnection::of(app(ctx).catalog().commits(viewer(ctx), None, &page).await?))
    }

    /// The last change at or before a time; 0 before everything.
    async fn change_at(&self, ctx: &Context<'_>, time: DateTime<Utc>) -> Result<ChangeNumber> {
        viewer(ctx).must(Action::ReadCatalog)?;
        Ok(app(ctx).catalog().change_at(time).await?)
    }

    /// The last change.
    async fn last_change(&self, ctx: &Context<'_>) -> Result<ChangeNumber> {
        viewer(ctx).must(Action::ReadCatalog)?;
        Ok(app(ctx).catalog().last_change().await?)
    }

    /// The kinds of assets, with how many there are.
    #[graphql(complexity = "20 + child_complexity")]
    async fn kinds(&self, ctx: &Context<'_>) -> Result<Vec<KindInfo>> {
        viewer(ctx).must(Action::ReadCatalog)?;
        let counts = seen_counts(ctx).await?;
        let info = |kind: &AssetKind| {
            let [title_en, title_zh] = kind.words();
            let count = Count(counts.get(kind).copied().unwrap_or(0));
            KindInfo { kind: *kind, code: kind.code(), title_en, title_zh, count }
        };
        Ok(AssetKind::ALL.iter().map(info).collect())
    }

    /// Markdown as safe HTML, as descriptions are shown.
    async fn render_markdown(&self, ctx: &Context<'_>, text: String) -> Result<String> {
        viewer(ctx).must(Action::ReadCatalog)?;
        if text.len() > catalog::edit::MAX_DESCRIPTION {
            let problem = format!("has {} bytes; {} are allowed", text.len(), catalog::edit::MAX_DESCRIPTION);
            Err(Error::invalid("text", problem))?;
        }
        Ok(markdown::to_html(&text))
    }

    /// The version of the service.
    async fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}
