//! Lineage that people write: single edges between columns or whole assets, with a note.

use std::collections::HashMap;

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{AssetId, ChangeNumber, CommitId, Count, HandEdge, by_hand::TOOL};
use chrono::{DateTime, Utc};
use lineage::{Subtype, Transformation};

use crate::graphql::{app, viewer};

/// An edge as a person writes it.
#[derive(InputObject)]
pub struct ManualLineageInput {
    /// Where data comes from: a column, or anything else as a whole.
    upstream: AssetId,
    /// Where data goes: a column when the upstream end is one, or anything else as a whole.
    downstream: AssetId,
    /// How the upstream column counts: `IDENTITY` when left out; for edges from columns only.
    subtype: Option<Subtype>,
    /// Whether values are hidden on the way; for edges from columns only.
    #[graphql(default)]
    masking: bool,
    /// Why it is there, in Markdown; at most 4,000 bytes. It replaces the note that was there.
    note: Option<String>,
}

/// Two ends.
#[derive(InputObject)]
pub struct ManualLineageEnds {
    /// Where data comes from.
    upstream: AssetId,
    /// Where data goes.
    downstream: AssetId,
}

/// What became of edges that were written or removed.
#[derive(SimpleObject)]
pub struct ManualLineageResult {
    /// The commit, which `revertCommit` takes back; null when everything was so already.
    commit: Option<CommitId>,
    /// How many edges are other than before.
    edges: Count,
}

/// What a person wrote about an edge.
#[derive(Debug, Clone, SimpleObject)]
pub struct ManualStatement {
    /// Why the edge is there, in Markdown.
    note: Option<String>,
    /// Who wrote it like this.
    actor: String,
    /// When.
    at: DateTime<Utc>,
}

/// Lineage that people write.
#[derive(Default)]
pub struct ManualLineageMutation;

#[Object]
impl ManualLineageMutation {
    /// Adds edges by hand (at most 500), or replaces what was written by hand about the same ends. No crawl touches
    /// them, and no rename of an end loses them.
    async fn set_manual_lineage(
        &self,
        ctx: &Context<'_>,
        edges: Vec<ManualLineageInput>,
    ) -> Result<ManualLineageResult> {
        let edges = edges.into_iter().map(|edge| HandEdge {
            upstream: edge.upstream,
            downstream: edge.downstream,
            subtype: edge.subtype.and_then(|subtype| Transformation::of(subtype).word()).map(str::to_owned),
            masking: edge.masking,
            note: edge.note,
        });
        finished(ctx, app(ctx).catalog().write_lineage(viewer(ctx), edges.collect()).await?).await
    }

    /// Takes back what was written by hand about pairs of ends (at most 500); what tools say about them stays. A pair of
    /// whole assets stands for everything written about the two and about their columns.
    async fn remove_manual_lineage(
        &self,
        ctx: &Context<'_>,
        edges: Vec<ManualLineageEnds>,
    ) -> Result<ManualLineageResult> {
        let pairs: Vec<(AssetId, AssetId)> = edges.iter().map(|ends| (ends.upstream, ends.downstream)).collect();
        finished(ctx, app(ctx).catalog().remove_lineage(viewer(ctx), &pairs).await?).await
    }
}

/// Answers once questions about lineage know of it.
async fn finished(ctx: &Context<'_>, rewritten: catalog::Rewritten) -> Result<ManualLineageResult> {
    app(ctx).settle("lineage").await;
    Ok(ManualLineageResult { commit: rewritten.commit, edges: rewritten.edges.into() })
}

/// What people wrote about edges, by scope.
pub(super) async fn by_hand(
    ctx: &Context<'_>,
    edges: &[lineage::Edge],
    as_of: Option<ChangeNumber>,
) -> Result<HashMap<String, ManualStatement>> {
    let said = edges.iter().flat_map(|edge| &edge.assertions).filter(|said| said.tool == TOOL);
    let scopes: Vec<String> = said.map(|said| said.scope.clone()).collect();
    let found = app(ctx).catalog().by_hand(viewer(ctx), &scopes, as_of).await?;
    let shape = |hand: catalog::record::ByHand| ManualStatement { note: hand.note, actor: hand.by, at: hand.at };
    Ok(found.into_iter().map(|(scope, hand)| (scope, shape(hand))).collect())
}
