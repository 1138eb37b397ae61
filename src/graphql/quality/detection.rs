//! What columns may hold, as detection suggests it.

use async_graphql::{Context, Object, Result, SimpleObject};
use catalog::{AssetId, DetectionId, Page};
use chrono::{DateTime, Utc};
use quality::service::{Detection, Standing};

use super::Sentence;
use crate::graphql::{
    app,
    asset::{AssetRef, loaders},
    connection::{PageInfo, page},
    viewer,
};

/// A suggestion with its resolvers.
pub struct ColumnDetection(Detection);

/// What a column may hold, suggested from its name and some of its values.
#[Object]
impl ColumnDetection {
    /// Its identifier.
    async fn id(&self) -> DetectionId {
        self.0.id
    }

    /// The table.
    #[graphql(complexity = "5 + child_complexity")]
    async fn table(&self, ctx: &Context<'_>) -> Result<Option<AssetRef>> {
        reference(ctx, self.0.table).await
    }

    /// The column.
    #[graphql(complexity = "5 + child_complexity")]
    async fn column(&self, ctx: &Context<'_>) -> Result<Option<AssetRef>> {
        reference(ctx, self.0.column).await
    }

    /// The sort of data, such as `mobile`; null for one that is not known any more.
    async fn semantic(&self) -> Option<&'static str> {
        self.0.semantic.map(quality::detect::SemanticType::name)
    }

    /// What its values are called, in the plural.
    async fn title(&self) -> Option<Sentence> {
        self.0.semantic.map(|semantic| Sentence::from(&semantic.words()))
    }

    /// The tag that goes with it; null for what is nobody's personal data.
    async fn tag(&self) -> Option<&str> {
        self.0.tag.as_deref()
    }

    /// From 0.5 to 1.
    async fn confidence(&self) -> f64 {
        self.0.confidence
    }

    /// Why: what its name says and how many of its values fit; never a value.
    async fn evidence(&self) -> Vec<Sentence> {
        self.0.evidence.iter().map(Sentence::from).collect()
    }

    /// Where it stands.
    async fn state(&self) -> Standing {
        self.0.standing
    }

    /// Who said so last: `detection`, or an account.
    async fn actor(&self) -> &str {
        &self.0.actor
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }
}

async fn reference(ctx: &Context<'_>, id: AssetId) -> Result<Option<AssetRef>> {
    Ok(loaders(ctx).one((id, None)).await?.map(|asset| AssetRef::from(asset.as_ref())))
}

/// A page of what columns may hold, newest first.
#[derive(SimpleObject)]
pub struct DetectionConnection {
    /// What they may hold.
    nodes: Vec<ColumnDetection>,
    /// Where the page ends.
    page_info: PageInfo,
}

impl DetectionConnection {
    fn of(page: Page<Detection>) -> Self {
        let page_info = PageInfo::of(&page);
        Self { nodes: page.items.into_iter().map(|(_, found)| ColumnDetection(found)).collect(), page_info }
    }
}

/// Questions about what columns may hold.
#[derive(Default)]
pub struct DetectionQuery;

#[Object]
impl DetectionQuery {
    /// What columns may hold, as was detected when their tables were measured: of one table, or of all that whoever asks
    /// may know of.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 5")]
    async fn detections(
        &self,
        ctx: &Context<'_>,
        table: Option<AssetId>,
        #[graphql(default_with = "Standing::Suggested")] state: Standing,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<DetectionConnection> {
        let quality = app(ctx).checking().quality();
        let found = quality.detections(viewer(ctx), (table, state), &page(first, after)?).await?;
        Ok(DetectionConnection::of(found))
    }
}

/// Deciding about what columns may hold.
#[derive(Default)]
pub struct DetectionMutation;

#[Object]
impl DetectionMutation {
    /// Confirms up to 500 suggestions: each column gets the tag, which then follows its lineage. Returns how many.
    async fn confirm_detections(&self, ctx: &Context<'_>, ids: Vec<DetectionId>) -> Result<usize> {
        app(ctx).checking().quality().decide(viewer(ctx), &ids, Standing::Confirmed).await?;
        Ok(ids.len())
    }

    /// Refuses up to 500 suggestions: they are not made again. A tag that a column has stays. Returns how many.
    async fn refuse_detections(&self, ctx: &Context<'_>, ids: Vec<DetectionId>) -> Result<usize> {
        app(ctx).checking().quality().decide(viewer(ctx), &ids, Standing::Refused).await?;
        Ok(ids.len())
    }
}
