//! The OpenLineage events that told of a run, as they came.

use async_graphql::{Context, Json, Object, Result, SimpleObject};
use catalog::PipelineRunId;
use chrono::{DateTime, Utc};
use lineage::openlineage::kept::{EventFilter, KeptEvent};

use super::{
    app,
    connection::{PageInfo, page},
    viewer,
};

/// The most events of one page; each may have 256 KiB.
const MOST: i32 = 100;

/// An OpenLineage event as it came, without secrets.
#[derive(SimpleObject)]
pub struct PipelineRunEvent {
    /// Its own time.
    at: DateTime<Utc>,
    /// When it came.
    received_at: DateTime<Utc>,
    /// What it says; an object. Of a very large event, the largest facets are left out.
    body: Json<serde_json::Value>,
}

impl From<KeptEvent> for PipelineRunEvent {
    fn from(event: KeptEvent) -> Self {
        Self { at: event.at, received_at: event.received_at, body: Json(event.body) }
    }
}

/// A page of events, oldest first.
#[derive(SimpleObject)]
pub struct PipelineRunEventConnection {
    /// The events.
    nodes: Vec<PipelineRunEvent>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// Questions about events.
#[derive(Default)]
pub struct RunEventQuery;

#[Object]
impl RunEventQuery {
    /// The OpenLineage events that told of a run, oldest first, at most 100 a page. None where another interface told
    /// of it, of those that are too old to be kept, and of those that name something the viewer must not know of.
    #[graphql(complexity = "20 + first.max(0) as usize * child_complexity")]
    async fn pipeline_run_events(
        &self,
        ctx: &Context<'_>,
        run: PipelineRunId,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<PipelineRunEventConnection> {
        let request = page(first, after)?;
        if first > MOST {
            return Err(catalog::Error::invalid("first", format!("is {first}; 1 to {MOST} are allowed")).into());
        }
        let run = app(ctx).catalog().pipeline_run(viewer(ctx), run).await?;
        let filter = EventFilter { run: Some(run.external_id), is_oldest_first: true, ..EventFilter::default() };
        let found = app(ctx).openlineage().events(viewer(ctx), &filter, 0, &request).await?;
        let page_info = PageInfo::of(&found);
        let nodes = found.items.into_iter().map(|(_, event)| event.into()).collect();
        Ok(PipelineRunEventConnection { nodes, page_info })
    }
}
