//! Sources: what is crawled, how it is configured, and when.

use std::collections::{BTreeMap, HashMap};

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject, dataloader::Loader};
use catalog::{Action, AssetKind, Count, SourceId, Visibility};
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    app,
    asset::{KindCount, kind_counts, loaders},
    connection::{PageInfo, page},
    loaders::{Reader, Shared, share},
    runs::{LastRunsKey, Run, RunConnection},
    viewer,
};
use crate::{
    counted,
    http::error::code,
    jobs::{Filter, Status, cron::Cron},
    sources::{self, MissedRuns, NewSource, Overlap, Probe, Removal, Schedule, SourceUpdate},
};

/// How many times a preview of a schedule shows.
const PREVIEWED: usize = 5;

/// A kind of source that can be crawled.
#[derive(SimpleObject)]
pub struct Connector {
    /// Its name in configurations.
    name: String,
    /// What people call it, in English.
    title_en: String,
    /// What people call it, in Chinese.
    title_zh: String,
    /// The JSON Schema of its configuration, of which forms are made.
    config_schema: Value,
}

/// How a source is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum SourceHealth {
    /// It was never crawled.
    NeverRun,
    /// The last crawl read everything.
    Healthy,
    /// The last crawl left something out.
    Partial,
    /// The last crawl failed or was lost.
    Failing,
    /// It is being crawled.
    Running,
    /// Its schedule rests.
    Paused,
}

/// An outside system that is crawled.
pub struct Source(sources::Source);

/// A page of sources, by name.
#[derive(SimpleObject)]
pub struct SourceConnection {
    /// The sources.
    nodes: Vec<Source>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// An outside system that is crawled.
#[Object]
impl Source {
    /// Its identifier.
    async fn id(&self) -> SourceId {
        self.0.id
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The connector that reads it.
    async fn connector(&self) -> &str {
        &self.0.connector
    }

    /// Its configuration, with `{"set": true}` in place of each secret.
    async fn config(&self) -> Value {
        self.0.shown_config()
    }

    /// When it is crawled; null when only by hand.
    async fn schedule(&self) -> Option<Schedule> {
        self.0.schedule.clone()
    }

    /// How it is doing.
    async fn health(&self, ctx: &Context<'_>) -> Result<SourceHealth> {
        let runs = loaders(ctx).one(LastRunsKey(self.0.id)).await?.unwrap_or_default();
        if runs.newest.is_some_and(|run| run.status == Status::Running) {
            return Ok(SourceHealth::Running);
        }
        if self.0.is_paused {
            return Ok(SourceHealth::Paused);
        }
        Ok(match runs.ended.map(|run| run.status) {
            None => SourceHealth::NeverRun,
            Some(Status::Succeeded) => SourceHealth::Healthy,
            Some(Status::Partial) => SourceHealth::Partial,
            Some(_) => SourceHealth::Failing,
        })
    }

    /// The newest run; null when there is none.
    async fn last_run(&self, ctx: &Context<'_>) -> Result<Option<Run>> {
        let runs = loaders(ctx).one(LastRunsKey(self.0.id)).await?.unwrap_or_default();
        Ok(runs.newest.map(Run))
    }

    /// When it is crawled next by itself; null when it is not.
    async fn next_run_at(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        self.0.next_run_at(app(ctx).clock().now())
    }

    /// How many assets of each kind were crawled from it.
    async fn asset_counts(&self, ctx: &Context<'_>) -> Result<Vec<KindCount>> {
        let counts = loaders(ctx).one(SourceCountsKey(self.0.id)).await?.unwrap_or_default();
        Ok(kind_counts(counts))
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }

    /// Whether its schedule rests.
    async fn is_paused(&self) -> bool {
        self.0.is_paused
    }

    /// Its runs, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<RunConnection> {
        let filter = Filter { source: Some(self.0.id), ..Filter::default() };
        Ok(RunConnection::of(app(ctx).jobs().list(viewer(ctx), &filter, &page(first, after)?).await?))
    }
}

/// How many assets of each kind were crawled from a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SourceCountsKey(pub SourceId);

impl Loader<SourceCountsKey> for Reader {
    type Value = BTreeMap<AssetKind, i64>;
    type Error = Shared;

    async fn load(&self, keys: &[SourceCountsKey]) -> Result<HashMap<SourceCountsKey, Self::Value>, Shared> {
        self.viewer.must(Action::ReadCatalog).map_err(share)?;
        let seen: Vec<SourceId> =
            keys.iter().map(|key| key.0).filter(|id| self.viewer.sees_source(Some(*id))).collect();
        if matches!(self.viewer.sees, Visibility::Some(_)) {
            let counts = |id: SourceId| -> Result<_, Shared> {
                Ok((SourceCountsKey(id), counted::counts_of(&self.app, &self.viewer, id).map_err(share)?))
            };
            return seen.into_iter().map(counts).collect();
        }
        let counts = self.app.catalog().source_counts(&seen).await.map_err(share)?;
        Ok(counts.into_iter().map(|(id, counts)| (SourceCountsKey(id), counts)).collect())
    }
}

/// The next times of a schedule, or what is wrong with it.
#[derive(SimpleObject)]
pub struct CronPreview {
    /// Whether it can be used.
    valid: bool,
    /// What is wrong with it; null when nothing is.
    problem: Option<String>,
    /// The next times it is due.
    next: Vec<DateTime<Utc>>,
}

/// How a test of a configuration went.
#[derive(SimpleObject)]
pub struct TestResult {
    /// Whether a crawl would get in.
    ok: bool,
    /// What was found, or what went wrong.
    message: String,
    /// What can be done about it, such as `UNAVAILABLE`; null when it went well.
    code: Option<String>,
    /// The field that has to change; null when none is to blame.
    field: Option<String>,
    /// Engine, version and databases; null when it did not get in.
    details: Option<Value>,
    /// How long it took, in milliseconds.
    duration_ms: Count,
}

/// When a source is to be crawled.
#[derive(InputObject)]
pub struct ScheduleInput {
    /// The cron expression, of five or six fields.
    cron: String,
    /// The IANA name of the time zone it is meant in.
    #[graphql(default_with = "String::from(\"UTC\")")]
    timezone: String,
    /// What to do when it is due while a crawl is at work.
    #[graphql(default_with = "Overlap::Skip")]
    overlap: Overlap,
    /// What to do about times that passed while no server ran.
    #[graphql(default_with = "MissedRuns::RunOnce")]
    missed: MissedRuns,
    /// How often an unreachable source is tried again, 0 to 10.
    #[graphql(default = 2)]
    retries: i32,
}

impl From<ScheduleInput> for Schedule {
    fn from(input: ScheduleInput) -> Self {
        let ScheduleInput { cron, timezone, overlap, missed, retries } = input;
        Self { cron, timezone, overlap, missed, retries }
    }
}

/// What a new source needs.
#[derive(InputObject)]
pub struct CreateSourceInput {
    /// What people will call it.
    name: String,
    /// The connector that reads it.
    connector: String,
    /// Its configuration, secrets included; they cannot be read back.
    #[graphql(secret)]
    config: Value,
    /// When it is crawled; only by hand without.
    schedule: Option<ScheduleInput>,
}

/// What changes of a source; what is left out stays.
#[derive(InputObject)]
pub struct UpdateSourceInput {
    /// Another name.
    name: Option<String>,
    /// The whole configuration anew; secrets that are left out keep their value.
    #[graphql(secret)]
    config: Option<Value>,
    /// Another schedule.
    schedule: Option<ScheduleInput>,
    /// Whether to crawl only by hand from now on.
    clear_schedule: Option<bool>,
}

/// A configuration to try.
#[derive(InputObject)]
pub struct TestSourceInput {
    /// The stored source whose secrets stand in for those left out.
    id: Option<SourceId>,
    /// The connector.
    connector: String,
    /// The configuration.
    #[graphql(secret)]
    config: Value,
}

/// Questions about sources.
#[derive(Default)]
pub struct SourceQuery;

#[Object]
impl SourceQuery {
    /// The kinds of sources that can be crawled.
    async fn connectors(&self, ctx: &Context<'_>) -> Result<Vec<Connector>> {
        viewer(ctx).must(Action::ReadSources)?;
        let connector = |known: &connectors::Definition| Connector {
            name: known.name.to_owned(),
            title_en: known.title[0].to_owned(),
            title_zh: known.title[1].to_owned(),
            config_schema: (known.schema)(),
        };
        Ok(connectors::CONNECTORS.iter().map(connector).collect())
    }

    /// The sources by name.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn sources(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 100)] first: i32,
        after: Option<String>,
    ) -> Result<SourceConnection> {
        let found = app(ctx).sources().list(viewer(ctx), &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        Ok(SourceConnection { nodes: found.items.into_iter().map(|(_, source)| Source(source)).collect(), page_info })
    }

    /// One source; null when there is none.
    async fn source(&self, ctx: &Context<'_>, id: SourceId) -> Result<Option<Source>> {
        let found = app(ctx).sources().get_many(viewer(ctx), &[id]).await?;
        Ok(found.into_iter().next().map(Source))
    }

    /// The next times of a schedule, or what is wrong with it.
    async fn cron_preview(
        &self,
        ctx: &Context<'_>,
        cron: String,
        #[graphql(default_with = "String::from(\"UTC\")")] timezone: String,
    ) -> Result<CronPreview> {
        viewer(ctx).must(Action::ReadSources)?;
        Ok(match Cron::parse(&cron, &timezone) {
            Ok(parsed) => {
                let now = app(ctx).clock().now();
                let next = std::iter::successors(parsed.next_after(now), |due| parsed.next_after(*due));
                CronPreview { valid: true, problem: None, next: next.take(PREVIEWED).collect() }
            }
            Err(problem) => CronPreview { valid: false, problem: Some(problem.to_string()), next: Vec::new() },
        })
    }
}

/// Changes of sources.
#[derive(Default)]
pub struct SourceMutation;

#[Object]
impl SourceMutation {
    /// Makes a source.
    async fn create_source(&self, ctx: &Context<'_>, input: CreateSourceInput) -> Result<Source> {
        let new = NewSource {
            name: input.name,
            connector: input.connector,
            config: input.config,
            schedule: input.schedule.map(Schedule::from),
        };
        Ok(Source(app(ctx).sources().create(viewer(ctx), new).await?))
    }

    /// Changes a source.
    async fn update_source(&self, ctx: &Context<'_>, id: SourceId, input: UpdateSourceInput) -> Result<Source> {
        let is_cleared = input.clear_schedule.unwrap_or(false);
        if is_cleared && input.schedule.is_some() {
            Err(catalog::Error::invalid("clearSchedule", "contradicts `schedule`; give one of the two"))?;
        }
        let schedule = if is_cleared { Some(None) } else { input.schedule.map(|schedule| Some(schedule.into())) };
        let update = SourceUpdate { name: input.name, config: input.config, schedule };
        Ok(Source(app(ctx).sources().update(viewer(ctx), id, update).await?))
    }

    /// Deletes a source; what was crawled from it stays unless `removeAssets`, which marks it as removed.
    async fn delete_source(
        &self,
        ctx: &Context<'_>,
        id: SourceId,
        #[graphql(default = false)] remove_assets: bool,
    ) -> Result<bool> {
        let removal = if remove_assets { Removal::WithAssets } else { Removal::KeepAssets };
        app(ctx).sources().delete(viewer(ctx), id, removal).await?;
        Ok(true)
    }

    /// Tries a configuration without storing it.
    async fn test_source(&self, ctx: &Context<'_>, input: TestSourceInput) -> Result<TestResult> {
        let probe = Probe { id: input.id, connector: input.connector, config: input.config };
        let verdict = app(ctx).sources().test(viewer(ctx), probe).await?;
        Ok(TestResult {
            ok: verdict.is_ok,
            message: verdict.message,
            code: verdict.code.map(|kind| code(kind).to_owned()),
            field: verdict.field,
            details: verdict.details,
            duration_ms: Count(verdict.duration_ms),
        })
    }

    /// Lets a source's schedule rest, or wakes it.
    async fn pause_source(&self, ctx: &Context<'_>, id: SourceId, paused: bool) -> Result<Source> {
        Ok(Source(app(ctx).sources().pause(viewer(ctx), id, paused).await?))
    }
}
