//! Suites of checks: what they are, making and running them.

use async_graphql::{Context, InputObject, Json, Object, Result, SimpleObject};
use catalog::{AssetId, Page, SuiteId};
use chrono::{DateTime, Utc};
use quality::{
    Tolerance,
    service::{CheckFilter, Summary, TableTally},
    suite::{self, Draft, Item, Selection, Severity, Timing},
};
use serde_json::Value;
use uuid::Uuid;

use super::{check::CheckConnection, summary::QualityTally};
use crate::{
    graphql::{
        app,
        asset::Asset,
        connection::{PageInfo, page},
        markdown,
        runs::Run,
        viewer,
    },
    jobs::cron::Cron,
};

/// The longest list of tables that a suite shows.
const SHOWN_TABLES: usize = quality::suite::MOST_NAMED;

/// A template of checks.
#[derive(SimpleObject)]
#[graphql(name = "SuiteItem")]
pub struct SuiteItem {
    /// Its identifier, which stays when it changes.
    id: Uuid,
    /// The type of check.
    kind: String,
    /// For which columns, as a name or a glob; null for a check of the whole table.
    columns: Option<String>,
    /// What the type of check asks for.
    settings: Json<Value>,
    /// Only for rows for which this holds, in the SQL of the source.
    condition: Option<String>,
    /// For each value of this column by itself.
    group_by: Option<String>,
    /// How many rows may be wrong.
    tolerated_errors: Option<i64>,
    /// Which share of rows may be wrong, 0 to 1.
    tolerated_share: Option<f64>,
    /// How bad it is when it fails.
    severity: Severity,
    /// What people call it.
    title: Option<String>,
    /// Whether an incident is resolved when the check passes again.
    is_resolved_by_passing: bool,
}

impl From<&Item> for SuiteItem {
    fn from(item: &Item) -> Self {
        Self {
            id: item.id,
            kind: item.kind.clone(),
            columns: item.columns.clone(),
            settings: Json(item.settings.clone()),
            condition: item.condition.clone(),
            group_by: item.group_by.clone(),
            tolerated_errors: item.tolerance.errors,
            tolerated_share: item.tolerance.share,
            severity: item.severity,
            title: item.title.clone(),
            is_resolved_by_passing: item.is_resolved_by_passing,
        }
    }
}

/// A template of checks.
#[derive(InputObject)]
pub struct SuiteItemInput {
    /// Its identifier, when it is there already; results go on under it.
    id: Option<Uuid>,
    /// The type of check.
    kind: String,
    /// For which columns, as a name or a glob such as `*_id`; left out for a check of the whole table.
    columns: Option<String>,
    /// What the type of check asks for.
    #[graphql(default)]
    settings: Json<Value>,
    /// Only for rows for which this holds, in the SQL of the source; takes the right to manage sources.
    condition: Option<String>,
    /// For each value of this column by itself.
    group_by: Option<String>,
    /// How many rows may be wrong.
    tolerated_errors: Option<i64>,
    /// Which share of rows may be wrong, 0 to 1.
    tolerated_share: Option<f64>,
    /// How bad it is when it fails.
    #[graphql(default)]
    severity: Severity,
    /// What people call it.
    title: Option<String>,
    /// Whether an incident is resolved when the check passes again.
    #[graphql(default = true)]
    is_resolved_by_passing: bool,
}

impl From<SuiteItemInput> for Item {
    fn from(input: SuiteItemInput) -> Self {
        let blank = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        Self {
            id: input.id.unwrap_or_else(|| catalog::CheckId::new().0),
            kind: input.kind,
            table: None,
            columns: blank(input.columns),
            settings: input.settings.0,
            condition: blank(input.condition),
            group_by: blank(input.group_by),
            groups: None,
            tolerance: Tolerance { errors: input.tolerated_errors, share: input.tolerated_share },
            severity: input.severity,
            title: blank(input.title),
            is_resolved_by_passing: input.is_resolved_by_passing,
        }
    }
}

/// A suite of checks.
#[derive(InputObject)]
pub struct SuiteInput {
    /// What people call it; no two have the same name.
    name: String,
    /// What it is for, in Markdown.
    #[graphql(default)]
    description: String,
    /// These tables, at most 500.
    #[graphql(default)]
    assets: Vec<AssetId>,
    /// Every table that this search finds, such as `tag:pii`; at most 5,000 tables.
    query: Option<String>,
    /// Its checks, at most 500.
    items: Vec<SuiteItemInput>,
    /// When it runs, as a cron expression of five or six fields; left out: when somebody says so.
    cron: Option<String>,
    /// The IANA name of the time zone of `cron`.
    #[graphql(default_with = "String::from(\"UTC\")")]
    timezone: String,
    /// Whether it also runs on the tables of a source that was crawled.
    #[graphql(default)]
    is_after_crawl: bool,
    /// Whether it also runs on those of its tables that a pipeline or task wrote, by lineage, soon after a run of it has
    /// succeeded.
    #[graphql(default)]
    is_after_run: bool,
    /// Whether it runs by itself at all.
    #[graphql(default = true)]
    is_enabled: bool,
}

impl SuiteInput {
    fn draft(self) -> catalog::Result<Draft> {
        let cron = self.cron.filter(|cron| !cron.trim().is_empty());
        if let Some(cron) = &cron {
            Cron::parse(cron, &self.timezone)?;
        }
        Ok(Draft {
            name: self.name,
            description: self.description,
            selection: Selection { assets: self.assets, query: self.query },
            items: self.items.into_iter().map(Item::from).collect(),
            timing: Timing {
                cron: cron.map(|cron| (cron, self.timezone)),
                is_after_crawl: self.is_after_crawl,
                is_after_run: self.is_after_run,
            },
            is_enabled: self.is_enabled,
        })
    }
}

/// Checks that are made together.
pub struct Suite(suite::Suite);

/// Checks that are made together.
#[Object]
impl Suite {
    /// Its identifier.
    async fn id(&self) -> SuiteId {
        self.0.id
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.draft.name
    }

    /// What it is for, in Markdown.
    async fn description(&self) -> &str {
        &self.0.draft.description
    }

    /// The same as safe HTML.
    #[graphql(complexity = 5)]
    async fn description_html(&self) -> String {
        markdown::to_html(&self.0.draft.description)
    }

    /// The tables that it names, as far as whoever asks may know of them.
    #[graphql(complexity = "10 + 20 * child_complexity")]
    async fn assets(&self, ctx: &Context<'_>) -> Result<Vec<Asset>> {
        let named = &self.0.draft.selection.assets;
        let found = app(ctx).catalog().assets(viewer(ctx), &named[..named.len().min(SHOWN_TABLES)], None).await?;
        Ok(found.into_iter().map(|asset| Asset::new(asset, None)).collect())
    }

    /// The search whose tables it is about, too.
    async fn query(&self) -> Option<&str> {
        self.0.draft.selection.query.as_deref()
    }

    /// Its templates of checks.
    async fn items(&self) -> Vec<SuiteItem> {
        self.0.draft.items.iter().map(SuiteItem::from).collect()
    }

    /// When it runs by itself.
    async fn cron(&self) -> Option<&str> {
        self.0.draft.timing.cron.as_ref().map(|(cron, _)| cron.as_str())
    }

    /// The IANA name of the time zone of `cron`.
    async fn timezone(&self) -> Option<&str> {
        self.0.draft.timing.cron.as_ref().map(|(_, timezone)| timezone.as_str())
    }

    /// When it runs next; null when it does not by itself.
    async fn next_at(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        let (cron, timezone) = self.0.draft.timing.cron.as_ref().filter(|_| self.0.draft.is_enabled)?;
        Cron::parse(cron, timezone).ok()?.next_after(app(ctx).clock().now())
    }

    /// Whether it also runs on the tables of a source that was crawled.
    async fn is_after_crawl(&self) -> bool {
        self.0.draft.timing.is_after_crawl
    }

    /// Whether it also runs on those of its tables that a pipeline or task wrote, soon after a run of it has succeeded.
    async fn is_after_run(&self) -> bool {
        self.0.draft.timing.is_after_run
    }

    /// Whether it runs by itself at all.
    async fn is_enabled(&self) -> bool {
        self.0.draft.is_enabled
    }

    /// How often it was changed, the making included.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Who changed it last.
    async fn updated_by(&self) -> &str {
        &self.0.updated_by
    }

    /// When.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }

    /// What its checks came to last, of tables that whoever asks may know of.
    #[graphql(complexity = "50 + child_complexity")]
    async fn tally(&self, ctx: &Context<'_>) -> Result<QualityTally> {
        let tables: Vec<TableTally> = app(ctx).checking().quality().tallies_of_suite(viewer(ctx), self.0.id).await?;
        Ok(QualityTally::of(Summary::of(&tables).tally))
    }

    /// Its checks, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn checks(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<CheckConnection> {
        let filter = CheckFilter { suite: Some(self.0.id), ..CheckFilter::default() };
        let found = app(ctx).checking().quality().checks(viewer(ctx), filter, &page(first, after)?).await?;
        Ok(CheckConnection::of(found))
    }
}

/// A page of suites, by name.
#[derive(SimpleObject)]
pub struct SuiteConnection {
    /// The suites.
    nodes: Vec<Suite>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// Questions about suites.
#[derive(Default)]
pub struct SuiteQuery;

#[Object]
impl SuiteQuery {
    /// The suites, by name.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn suites(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<SuiteConnection> {
        let found: Page<_> = app(ctx).checking().quality().suites(viewer(ctx), &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        Ok(SuiteConnection { nodes: found.items.into_iter().map(|(_, suite)| Suite(suite)).collect(), page_info })
    }

    /// One suite.
    async fn suite(&self, ctx: &Context<'_>, id: SuiteId) -> Result<Suite> {
        Ok(Suite(app(ctx).checking().quality().suite(viewer(ctx), id).await?))
    }
}

/// Changes of suites.
#[derive(Default)]
pub struct SuiteMutation;

#[Object]
impl SuiteMutation {
    /// Makes a suite, or changes the one with `id`.
    async fn save_suite(&self, ctx: &Context<'_>, id: Option<SuiteId>, input: SuiteInput) -> Result<Suite> {
        let (viewer, draft) = (viewer(ctx), input.draft()?);
        viewer.must(catalog::Action::ManageQuality)?;
        app(ctx).checking().selected(&draft.selection).await?;
        Ok(Suite(app(ctx).checking().quality().save_suite(viewer, id, draft).await?))
    }

    /// Deletes a suite; what its checks came to stays.
    async fn delete_suite(&self, ctx: &Context<'_>, id: SuiteId) -> Result<bool> {
        app(ctx).checking().quality().delete_suite(viewer(ctx), id).await?;
        Ok(true)
    }

    /// Makes the checks of a suite now.
    async fn run_suite(&self, ctx: &Context<'_>, id: SuiteId) -> Result<Run> {
        let suite = app(ctx).checking().quality().suite(viewer(ctx), id).await?;
        Ok(Run(app(ctx).jobs().start_suite(viewer(ctx), &suite).await?))
    }
}
