//! Lineage step by step: a page of an asset's neighbours, everything that is said about one edge, and the moments at
//! which something around an asset changed.

use std::collections::{BTreeSet, HashMap};

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use catalog::{AssetId, AssetKind, ChangeNumber, Count, usage::QUERY_LOG};
use chrono::{DateTime, Utc};
use lineage::{Beside, Direction, Level, Traversal};

use super::{
    LineageScene, add_columns, count,
    manual::{ManualStatement, by_hand},
    shape,
    texts::{LineageSql, Texts},
    unsigned,
};
use crate::graphql::{
    app,
    asset::{AssetRef, loaders},
    catalog::{AsOf, moment},
    connection::PageInfo,
    viewer,
};

/// One of the two sides of an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum LineageSide {
    /// Where data comes from.
    Up,
    /// Where data goes.
    Down,
}

/// Which neighbours are wanted.
#[derive(InputObject)]
pub struct LineageNeighboursInput {
    /// Whose.
    focus: AssetId,
    /// On which side.
    side: LineageSide,
    /// What their names have in them, in any case. At most 5,000 names are looked at before a page ends, full or not.
    text: Option<String>,
    /// Where the page before it ended.
    after: Option<String>,
    /// The most neighbours of the page, 1 to 500.
    #[graphql(default = 25)]
    first: i32,
    /// Whether the columns along which values flow, and the edges between them, are wanted too.
    #[graphql(default)]
    with_columns: bool,
    /// When; now, when left out.
    as_of: Option<AsOf>,
}

/// A page of what is directly beside an asset.
#[derive(SimpleObject)]
pub struct LineageNeighbours {
    /// The asset, the neighbours of the page, and the edges between them and it.
    scene: LineageScene,
    /// How many neighbours there are on that side, whatever their names.
    total: Count,
    /// Where the page ends.
    page_info: PageInfo,
}

/// Everything that is said about the edges between two assets.
#[derive(SimpleObject)]
pub struct LineageEdgeDetails {
    /// The edge between the assets themselves and those between their columns, at most 1,000.
    edges: Vec<LineageEdgeDetail>,
    /// Whether there are more.
    truncated: bool,
    /// The first of `texts`; null when there is none.
    sql: Option<String>,
    /// The SQL that says the edges: of views, routines, tasks and queries, and what tools run.
    texts: Vec<LineageSql>,
}

/// An edge with everything that is said about it.
#[derive(SimpleObject)]
pub struct LineageEdgeDetail {
    /// Where data comes from.
    from: AssetRef,
    /// Where data goes.
    to: AssetRef,
    /// At which grain.
    level: Level,
    /// `DIRECT` when values flow, `INDIRECT` when they only decide.
    #[graphql(name = "type")]
    flow: &'static str,
    /// As that of `LineageEdge`.
    subtype: Option<&'static str>,
    /// Whether values are hidden on the way.
    masking: bool,
    /// The task that moves the data.
    through: Option<AssetRef>,
    /// The change since which it holds.
    since: ChangeNumber,
    /// When that was.
    since_time: Option<DateTime<Utc>>,
    /// Who says so.
    assertions: Vec<LineageAssertion>,
}

/// What one tool says about an edge.
#[derive(SimpleObject)]
pub struct LineageAssertion {
    /// Who says so, such as `view`, `airflow` or `manual`.
    tool: String,
    /// For what, in the tool's own words.
    scope: String,
    /// By which rule, such as `resolved` or `by_name`.
    why: String,
    /// How sure it is, 0 to 1.
    confidence: f64,
    /// Which of `texts` says so, from 0; null where it is not in SQL.
    text: Option<i32>,
    /// The place in that text, as `[start, end)` in UTF-16 code units.
    span: Option<Vec<i32>>,
    /// The change since which it is said.
    since: ChangeNumber,
    /// When that was.
    since_time: Option<DateTime<Utc>>,
    /// What a person wrote; null for what tools say.
    by_hand: Option<ManualStatement>,
    /// How often a query log has seen the statement that says so; null for what others say.
    seen: Option<LineageSighting>,
}

/// How often a statement was seen to run.
#[derive(Clone, SimpleObject)]
pub struct LineageSighting {
    /// How often, since it was first seen.
    queries: Count,
    /// When it was last seen.
    last_seen_at: DateTime<Utc>,
}

/// The moments at which something around an asset changed.
#[derive(SimpleObject)]
pub struct LineageMoments {
    /// Newest first, at most 200.
    moments: Vec<LineageMoment>,
    /// Whether every edge around was looked at.
    complete: bool,
}

/// A change at which edges around an asset began or ceased to hold.
#[derive(SimpleObject)]
pub struct LineageMoment {
    /// The change.
    change: ChangeNumber,
    /// When it was.
    time: Option<DateTime<Utc>>,
    /// How many edges began to hold.
    appeared: Count,
    /// How many ceased to.
    vanished: Count,
}

/// Lineage step by step.
#[derive(Default)]
pub struct ExploreQuery;

#[Object]
impl ExploreQuery {
    /// One page of what is directly beside an asset.
    #[graphql(complexity = "50 + input.first.max(0) as usize * child_complexity / 20")]
    async fn lineage_neighbours(&self, ctx: &Context<'_>, input: LineageNeighboursInput) -> Result<LineageNeighbours> {
        let as_of = moment(ctx, input.as_of).await?;
        let after = input.after.map(|after| after.parse());
        let asked = Beside {
            focus: input.focus,
            direction: match input.side {
                LineageSide::Up => Direction::Up,
                LineageSide::Down => Direction::Down,
            },
            as_of,
            after: after.transpose().map_err(|_| catalog::Error::invalid("after", "is no cursor of this list"))?,
            first: unsigned("first", input.first)? as usize,
            text: input.text,
            with_columns: input.with_columns,
        };
        let page = app(ctx).lineage().beside(viewer(ctx), &asked).await?;
        let mut scene = shape(ctx, input.focus, &page.scene, (Level::Table, as_of)).await?;
        if let Some(columns) = &page.columns {
            add_columns(ctx, &mut scene, columns, as_of).await?;
        }
        let page_info = PageInfo { has_next_page: page.end.is_some(), end_cursor: page.end.map(|end| end.to_string()) };
        Ok(LineageNeighbours { scene, total: count(page.total), page_info })
    }

    /// Everything that is said about the edges between two assets and their columns.
    #[graphql(complexity = "50 + child_complexity * 50")]
    async fn lineage_edge(
        &self,
        ctx: &Context<'_>,
        from: AssetId,
        to: AssetId,
        as_of: Option<AsOf>,
    ) -> Result<LineageEdgeDetails> {
        let as_of = moment(ctx, as_of).await?;
        let edges = app(ctx).lineage().edges_between(viewer(ctx), (from, to), as_of).await?;
        details(ctx, to, edges, as_of).await
    }

    /// When edges around an asset began or ceased to hold.
    #[graphql(complexity = "50 + child_complexity * 20")]
    async fn lineage_moments(
        &self,
        ctx: &Context<'_>,
        focus: AssetId,
        #[graphql(default)] direction: Direction,
        #[graphql(default = 1)] depth: i32,
    ) -> Result<LineageMoments> {
        let request = Traversal { direction, depth: unsigned("depth", depth)?, ..Traversal::around(focus) };
        let (moments, complete) = app(ctx).lineage().moments(viewer(ctx), &request).await?;
        let numbers: Vec<ChangeNumber> = moments.iter().map(|moment| moment.at).collect();
        let times = app(ctx).catalog().times_of(&numbers).await?;
        let moments = std::iter::zip(moments, times).map(|(moment, time)| LineageMoment {
            change: moment.at,
            time,
            appeared: count(moment.appeared),
            vanished: count(moment.vanished),
        });
        Ok(LineageMoments { moments: moments.collect(), complete })
    }
}

/// The most edges of an answer; as many as lineage gives.
const MOST_EDGES: usize = 1000;

async fn details(
    ctx: &Context<'_>,
    downstream: AssetId,
    edges: Vec<lineage::Edge>,
    as_of: Option<ChangeNumber>,
) -> Result<LineageEdgeDetails> {
    let ids = edges.iter().flat_map(|edge| [Some(edge.upstream), Some(edge.downstream), edge.through]).flatten();
    let ids: BTreeSet<AssetId> = ids.chain([downstream]).collect();
    let assets = loaders(ctx).many(ids.into_iter().map(|id| (id, as_of))).await?;
    let numbers: BTreeSet<ChangeNumber> =
        edges.iter().flat_map(|edge| edge.assertions.iter().map(|said| said.from).chain([edge.from])).collect();
    let numbers: Vec<ChangeNumber> = numbers.into_iter().collect();
    let times = app(ctx).catalog().times_of(&numbers).await?;
    let times: HashMap<ChangeNumber, Option<DateTime<Utc>>> = std::iter::zip(numbers, times).collect();
    let hands = by_hand(ctx, &edges, as_of).await?;
    let seen = sightings(ctx, &edges).await?;
    let mut texts = Texts::behind(ctx, &edges, as_of).await?;
    let time = |change: ChangeNumber| times.get(&change).copied().flatten();
    let mut said = |edge: &lineage::Edge, said: &lineage::Assertion| LineageAssertion {
        seen: seen.get(&said.scope).filter(|_| said.tool == QUERY_LOG).cloned(),
        by_hand: hands.get(&said.scope).filter(|_| said.tool == catalog::by_hand::TOOL).cloned(),
        ..assertion(said, texts.place(edge, said), time(said.from))
    };
    let shaped = edges.iter().filter_map(|edge| {
        let (from, to) = (assets.get(&(edge.upstream, as_of))?, assets.get(&(edge.downstream, as_of))?);
        let is_column = from.kind == AssetKind::Column || to.kind == AssetKind::Column;
        Some(LineageEdgeDetail {
            from: AssetRef::from(&**from),
            to: AssetRef::from(&**to),
            level: if is_column { Level::Column } else { Level::Table },
            flow: match edge.transformation.flow {
                lineage::Flow::Direct => "DIRECT",
                lineage::Flow::Indirect => "INDIRECT",
            },
            subtype: edge.transformation.word(),
            masking: edge.masking,
            through: edge.through.and_then(|id| assets.get(&(id, as_of))).map(|asset| AssetRef::from(&**asset)),
            since: edge.from,
            since_time: time(edge.from),
            assertions: edge.assertions.iter().map(|one| said(edge, one)).collect(),
        })
    });
    let shaped: Vec<LineageEdgeDetail> = shaped.collect();
    texts.or_own(downstream);
    let sql = texts.list.first().map(|first| first.text.clone());
    Ok(LineageEdgeDetails { truncated: edges.len() >= MOST_EDGES, edges: shaped, sql, texts: texts.list })
}

/// How often query logs have seen the statements that say edges, by scope.
async fn sightings(ctx: &Context<'_>, edges: &[lineage::Edge]) -> Result<HashMap<String, LineageSighting>> {
    let said = edges.iter().flat_map(|edge| &edge.assertions).filter(|said| said.tool == QUERY_LOG);
    let scopes: BTreeSet<String> = said.map(|said| said.scope.clone()).collect();
    let scopes: Vec<String> = scopes.into_iter().collect();
    let found = app(ctx).catalog().sightings(viewer(ctx), &scopes).await?;
    let shape = |(queries, last_seen_at)| LineageSighting { queries: Count(queries), last_seen_at };
    Ok(found.into_iter().map(|(scope, seen)| (scope, shape(seen))).collect())
}

fn assertion(
    said: &lineage::Assertion,
    place: Option<(i32, Option<Vec<i32>>)>,
    time: Option<DateTime<Utc>>,
) -> LineageAssertion {
    let (text, span) = place.map_or((None, None), |(text, span)| (Some(text), span));
    LineageAssertion {
        tool: said.tool.clone(),
        scope: said.scope.clone(),
        why: said.why.clone(),
        confidence: f64::from(said.confidence_permille) / 1000.0,
        text,
        span,
        since: said.from,
        since_time: time,
        by_hand: None,
        seen: None,
    }
}
