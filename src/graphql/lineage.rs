//! Where data comes from and where it goes.

pub mod explore;
pub mod manual;
pub mod texts;

use std::collections::{HashMap, HashSet};

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{AssetId, AssetKind, ChangeNumber, Count};
use lineage::{Direction, Impact, Level, Scene, SceneEdge, Traversal};

use super::{
    app,
    asset::{Asset, AssetRef, loaders},
    catalog::{AsOf, moment},
    understanding::sql_of,
    viewer,
};

pub use explore::ExploreQuery;
pub use manual::ManualLineageMutation;

/// How many tables are directly upstream and downstream of one.
#[derive(Debug, Clone, Copy, Default, SimpleObject)]
pub struct LineageCounts {
    /// Directly upstream.
    pub upstream: i32,
    /// Directly downstream.
    pub downstream: i32,
}

impl LineageCounts {
    /// The counts `(upstream, downstream)`.
    #[must_use]
    pub fn of((upstream, downstream): (usize, usize)) -> Self {
        let count = |count| i32::try_from(count).unwrap_or(i32::MAX);
        Self { upstream: count(upstream), downstream: count(downstream) }
    }
}

/// What to look at.
#[derive(InputObject)]
pub struct LineageInput {
    /// Where to begin.
    focus: AssetId,
    /// Which way.
    #[graphql(default)]
    direction: Direction,
    /// How many edges far.
    #[graphql(default = 1)]
    depth: i32,
    /// At which grain.
    #[graphql(default)]
    level: Level,
    /// Whether a table-level answer also has the columns along which values flow, and the edges between them.
    #[graphql(default)]
    with_columns: bool,
    /// The most nodes of the answer.
    #[graphql(default = 500)]
    limit: i32,
    /// The most new nodes behind one node; the others are counted.
    #[graphql(default = 1000)]
    fan_out: i32,
    /// When; now, when left out.
    as_of: Option<AsOf>,
    /// A change that the answer has to know of, such as one that a mutation answered; it is waited for, a moment at most.
    seen: Option<ChangeNumber>,
}

/// What to follow to its end.
#[derive(InputObject)]
pub struct ImpactInput {
    /// Where to begin.
    focus: AssetId,
    /// Which way; down, when left out.
    direction: Option<Direction>,
    /// How many edges far.
    #[graphql(default = 20)]
    depth: i32,
    /// The most assets of the answer.
    #[graphql(default = 1000)]
    limit: i32,
    /// When; now, when left out.
    as_of: Option<AsOf>,
    /// A change that the answer has to know of, such as one that a mutation answered; it is waited for, a moment at most.
    seen: Option<ChangeNumber>,
}

/// A part of the graph.
#[derive(SimpleObject)]
pub struct LineageScene {
    /// Where it begins.
    focus: AssetId,
    /// Assets, nearest first; the first one is the focus.
    nodes: Vec<LineageNode>,
    /// Edges between them.
    edges: Vec<LineageEdge>,
    /// How many assets are within the depth.
    total_nodes: Count,
    /// How many edges are within the depth.
    total_edges: Count,
    /// Whether something within the depth is left out.
    truncated: bool,
    /// The limit that held.
    limit: i32,
}

/// An asset of the graph.
#[derive(SimpleObject)]
pub struct LineageNode {
    /// What edges call it.
    key: String,
    /// The asset; null when whoever asks may not know of it.
    asset: Option<Asset>,
    /// How many edges away from the focus; negative upstream.
    depth: i32,
    /// How many assets directly upstream are left out.
    hidden_up: Count,
    /// How many assets directly downstream are left out.
    hidden_down: Count,
    /// Its columns along which values flow, where they were asked for.
    columns: Vec<AssetRef>,
}

/// An edge of the graph.
#[derive(SimpleObject)]
pub struct LineageEdge {
    /// Where data comes from: a node's key, or a column's identifier.
    from: String,
    /// Where data goes: a node's key, or a column's identifier.
    to: String,
    /// At which grain.
    level: Level,
    /// `DIRECT` when values flow, `INDIRECT` when they only decide.
    #[graphql(name = "type")]
    flow: &'static str,
    /// `IDENTITY`, `TRANSFORMATION`, `AGGREGATION`, `JOIN`, `GROUP_BY`, `FILTER`, `SORT`, `WINDOW` or `CONDITIONAL`.
    subtype: Option<&'static str>,
    /// Whether values are hidden on the way.
    masking: bool,
    /// The task that moves the data.
    through: Option<AssetRef>,
    /// Who says so; several tools are separated by commas.
    tool: String,
    /// How sure that is, 0 to 1.
    confidence: f64,
    /// The place in `sql` that says so, as `[start, end)` in UTF-16 code units.
    span: Option<Vec<i32>>,
    /// The SQL that says so.
    sql: Option<String>,
    /// The change since which it holds.
    since: ChangeNumber,
}

/// Everything that depends on an asset.
#[derive(SimpleObject)]
pub struct ImpactResult {
    /// Nearest first.
    items: Vec<ImpactItem>,
    /// How many there are.
    total: Count,
    /// Whether there are more than the limit.
    truncated: bool,
}

/// Something that depends on an asset.
#[derive(SimpleObject)]
pub struct ImpactItem {
    /// The asset.
    asset: Option<Asset>,
    /// How many edges away.
    depth: i32,
    /// What it is reached through, from the focus on.
    via: Vec<AssetRef>,
}

fn unsigned(field: &'static str, value: i32) -> Result<u32> {
    Ok(u32::try_from(value).map_err(|_| catalog::Error::invalid(field, "is negative"))?)
}

fn count(count: usize) -> Count {
    Count::from(count)
}

/// Where data comes from and where it goes.
#[derive(Default)]
pub struct LineageQuery;

#[Object]
impl LineageQuery {
    /// What is around an asset.
    #[graphql(complexity = "50 + input.limit.max(0) as usize * child_complexity / 20")]
    async fn lineage(&self, ctx: &Context<'_>, input: LineageInput) -> Result<LineageScene> {
        let as_of = moment(ctx, input.as_of).await?;
        let limit = unsigned("limit", input.limit)? as usize;
        let request = Traversal {
            direction: input.direction,
            depth: unsigned("depth", input.depth)?,
            level: input.level,
            as_of,
            seen: input.seen,
            limit,
            fan_out: unsigned("fanOut", input.fan_out)? as usize,
            ..Traversal::around(input.focus)
        };
        let scene = app(ctx).lineage().traverse(viewer(ctx), &request).await?;
        let mut answer = shape(ctx, input.focus, &scene, (input.level, as_of)).await?;
        if input.with_columns && input.level == Level::Table {
            let request = Traversal { level: Level::Column, limit: limit.saturating_mul(20).min(20_000), ..request };
            let columns = app(ctx).lineage().traverse(viewer(ctx), &request).await?;
            add_columns(ctx, &mut answer, &columns, as_of).await?;
        }
        Ok(answer)
    }

    /// Everything that depends on an asset (or that it depends on), as a list.
    #[graphql(complexity = "50 + input.limit.max(0) as usize * child_complexity / 20")]
    async fn impact(&self, ctx: &Context<'_>, input: ImpactInput) -> Result<ImpactResult> {
        let as_of = moment(ctx, input.as_of).await?;
        let request = Traversal {
            direction: input.direction.unwrap_or(Direction::Down),
            depth: unsigned("depth", input.depth)?,
            as_of,
            seen: input.seen,
            limit: unsigned("limit", input.limit)? as usize,
            ..Traversal::around(input.focus)
        };
        let impact = app(ctx).lineage().impact(viewer(ctx), &request).await?;
        shape_impact(ctx, input.focus, impact, as_of).await
    }
}

/// A node's key: its asset, or its place when the asset must not be known.
fn keys(scene: &Scene) -> Vec<String> {
    let key = |(place, node): (usize, &lineage::Node)| {
        node.asset.map_or_else(|| format!("hidden-{place}"), |asset| asset.to_string())
    };
    scene.nodes.iter().enumerate().map(key).collect()
}

async fn shape(
    ctx: &Context<'_>,
    focus: AssetId,
    scene: &Scene,
    (level, as_of): (Level, Option<ChangeNumber>),
) -> Result<LineageScene> {
    let keys = keys(scene);
    let through = scene.edges.iter().filter_map(|edge| edge.through);
    let wanted: HashSet<AssetId> = scene.nodes.iter().filter_map(|node| node.asset).chain(through).collect();
    let assets = loaders(ctx).many(wanted.into_iter().map(|id| (id, as_of))).await?;
    let node = |(place, node): (usize, &lineage::Node)| LineageNode {
        key: keys[place].clone(),
        asset: node.asset.and_then(|id| assets.get(&(id, as_of))).map(|asset| Asset::new(asset.clone(), as_of)),
        depth: node.depth,
        hidden_up: count(node.hidden_up),
        hidden_down: count(node.hidden_down),
        columns: Vec::new(),
    };
    let edge = |edge: &SceneEdge| {
        let of = |id: Option<AssetId>| id.and_then(|id| assets.get(&(id, as_of))).map(std::convert::AsRef::as_ref);
        let ends = (keys[edge.from].clone(), keys[edge.to].clone());
        shape_edge(edge, ends, level, (of(scene.nodes[edge.to].asset), of(edge.through)))
    };
    Ok(LineageScene {
        focus,
        nodes: scene.nodes.iter().enumerate().map(node).collect(),
        edges: scene.edges.iter().map(edge).collect(),
        total_nodes: count(scene.total_nodes),
        total_edges: count(scene.total_edges),
        truncated: scene.truncated,
        limit: i32::try_from(scene.limit).unwrap_or(i32::MAX),
    })
}

fn shape_edge(
    edge: &SceneEdge,
    (from, to): (String, String),
    level: Level,
    (downstream, through): (Option<&catalog::Asset>, Option<&catalog::Asset>),
) -> LineageEdge {
    let mut tools: Vec<&str> = edge.assertions.iter().map(|assertion| assertion.tool.as_str()).collect();
    tools.sort_unstable();
    tools.dedup();
    // A view says it in its own SQL, a procedure or a task in that of what moves the data.
    let carrier = through.filter(|through| sql_of(through).is_some()).or(downstream);
    let sql = carrier.and_then(sql_of).map(str::to_owned);
    // Another's span is of another text.
    let is_of_it = |said: &&lineage::Assertion| said.carrier().is_none_or(|id| carrier.is_some_and(|of| of.id == id));
    let span = edge.assertions.iter().filter(is_of_it).find_map(|assertion| assertion.span);
    let span = sql.as_ref().zip(span).map(|(sql, span)| utf16(sql, [span.start, span.end]));
    let confidence = edge.assertions.iter().map(|assertion| assertion.confidence_permille).max().unwrap_or(1000);
    LineageEdge {
        from,
        to,
        level,
        flow: match edge.transformation.flow {
            lineage::Flow::Direct => "DIRECT",
            lineage::Flow::Indirect => "INDIRECT",
        },
        subtype: edge.transformation.word(),
        masking: edge.masking,
        through: through.map(AssetRef::from),
        tool: tools.join(", "),
        confidence: f64::from(confidence) / 1000.0,
        span,
        sql,
        since: edge.since,
    }
}

/// A byte span of `text` in UTF-16 code units, which is how browsers count.
pub(super) fn utf16(text: &str, span: [i32; 2]) -> Vec<i32> {
    let at = |byte: i32| {
        let before = usize::try_from(byte).ok().and_then(|byte| text.get(..byte)).unwrap_or("");
        i32::try_from(before.encode_utf16().count()).unwrap_or(i32::MAX)
    };
    span.map(at).to_vec()
}

/// Adds the columns along which values flow between the tables of `answer`.
async fn add_columns(
    ctx: &Context<'_>,
    answer: &mut LineageScene,
    columns: &Scene,
    as_of: Option<ChangeNumber>,
) -> Result<()> {
    let places: HashMap<String, usize> =
        answer.nodes.iter().enumerate().map(|(place, node)| (node.key.clone(), place)).collect();
    let table_of = |place: usize| columns.nodes[place].table.and_then(|id| places.get(&id.to_string()).copied());
    let through = columns.edges.iter().filter_map(|edge| edge.through);
    let wanted: HashSet<AssetId> = columns.nodes.iter().filter_map(|node| node.asset).chain(through).collect();
    let assets = loaders(ctx).many(wanted.into_iter().map(|id| (id, as_of))).await?;
    for (place, node) in columns.nodes.iter().enumerate() {
        let asset = node.asset.and_then(|id| assets.get(&(id, as_of)));
        if let (Some(table), Some(asset)) = (table_of(place), asset.filter(|asset| asset.kind == AssetKind::Column)) {
            answer.nodes[table].columns.push(AssetRef::from(&**asset));
        }
    }
    let keys = keys(columns);
    for edge in &columns.edges {
        let (Some(from), Some(to)) = (table_of(edge.from), table_of(edge.to)) else { continue };
        if from != to {
            let ends = (keys[edge.from].clone(), keys[edge.to].clone());
            let downstream = answer.nodes[to].asset.as_ref().map(|asset| std::sync::Arc::clone(&asset.asset));
            let through = edge.through.and_then(|id| assets.get(&(id, as_of))).map(std::convert::AsRef::as_ref);
            answer.edges.push(shape_edge(edge, ends, Level::Column, (downstream.as_deref(), through)));
        }
    }
    Ok(())
}

async fn shape_impact(
    ctx: &Context<'_>,
    focus: AssetId,
    impact: Impact,
    as_of: Option<ChangeNumber>,
) -> Result<ImpactResult> {
    let before: HashMap<AssetId, Option<AssetId>> = impact.items.iter().map(|item| (item.asset, item.before)).collect();
    let assets = loaders(ctx).many(impact.items.iter().map(|item| (item.asset, as_of))).await?;
    let via = |id: AssetId| {
        let mut via = Vec::new();
        let mut at = before.get(&id).copied().flatten();
        // Long ways are shown by their end.
        while let Some(id) = at.filter(|id| *id != focus && via.len() < 20) {
            via.extend(assets.get(&(id, as_of)).map(|asset| AssetRef::from(&**asset)));
            at = before.get(&id).copied().flatten();
        }
        via.reverse();
        via
    };
    let items = impact.items.iter().map(|item| ImpactItem {
        asset: assets.get(&(item.asset, as_of)).map(|asset| Asset::new(asset.clone(), as_of)),
        depth: i32::try_from(item.depth).unwrap_or(i32::MAX),
        via: via(item.asset),
    });
    Ok(ImpactResult { items: items.collect(), total: count(impact.total), truncated: impact.truncated })
}
