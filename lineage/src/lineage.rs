//! The handle by which lineage is asked: traversals, ways, impact, and what is said about an edge.
//!
//! Answers come from the graph in memory; then what the viewer may not see is taken out of them, and only then are
//! assertions read. A node that must not be known stays as a place without a name, so that the flow through it shows.

mod explore;
pub(crate) mod said;
mod sketch;
mod written;

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
    time::Duration,
};

use catalog::{AssetId, Catalog, ChangeNumber, Viewer};

use crate::{
    declare::Status,
    edge::Edge,
    error::{Error, Result},
    follow::LineageFollower,
    graph::{
        self, EdgeIndex, Graph,
        path::{Found, shortest_path},
        reach::{Budget, reach},
        view::{Filter, Level, View},
    },
    lineage::sketch::Sketch,
    memory::Memory,
    scene::{
        Direction, Impact, Impacted, MAX_DEPTH, MAX_NODES, Route, RouteAnswer, Scene, StatementReading, Traversal,
    },
    store::look,
};

/// How long an answer waits for a change that it has to know of.
const PATIENCE: Duration = Duration::from_secs(10);

/// Lineage; cheap to clone.
#[derive(Debug, Clone)]
pub struct Lineage {
    catalog: Catalog,
    memory: Arc<Memory>,
}

impl Lineage {
    /// Lineage of a catalog whose store is up to date. Reads every edge into memory. Rows that contradict each other
    /// make an empty graph, whose follower fails until it is reset: whoever mends the store must be able to open it.
    ///
    /// # Errors
    /// The store's own.
    pub async fn open(catalog: Catalog) -> Result<Self> {
        let memory = match Memory::load(catalog.database().read()).await {
            Err(damage @ Error::Damaged { .. }) => {
                tracing::error!("{damage}");
                Memory::default()
            }
            other => other?,
        };
        Ok(Self { catalog, memory: Arc::new(memory) })
    }

    /// The follower that keeps it up to date.
    #[must_use]
    pub fn follower(&self) -> LineageFollower {
        LineageFollower::new(self.catalog.clone(), self.catalog.database().clone(), Arc::clone(&self.memory))
    }

    /// The change up to which the graph in memory is complete.
    #[must_use]
    pub fn position(&self) -> ChangeNumber {
        self.memory.read().position()
    }

    pub(crate) fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    pub(crate) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Waits until the graph is complete up to a change, so that an answer does not leave out what its asker knows of. A
    /// change that is still to come is not waited for.
    pub(crate) async fn know(&self, change: Option<ChangeNumber>) -> Result<()> {
        self.know_within(PATIENCE, change).await
    }

    async fn know_within(&self, patience: Duration, change: Option<ChangeNumber>) -> Result<()> {
        let Some(change) = change.filter(|change| *change > self.position()) else { return Ok(()) };
        // Asking for the last change also wakes the follower when another process made it.
        let wanted = change.min(self.catalog.last_change().await?);
        let waited = tokio::time::timeout(patience, self.memory.wait_for(wanted)).await;
        waited.map_err(|_| Error::Behind { position: self.position(), wanted })
    }

    /// What is around an asset.
    ///
    /// # Errors
    /// [`catalog::Error::NotFound`] when the viewer may not know of the focus; [`Error::Invalid`] for a limit or depth
    /// out of range; [`Error::Behind`] when the graph does not reach a change in time that the answer has to know of.
    pub async fn traverse(&self, viewer: &Viewer, request: &Traversal) -> Result<Scene> {
        check(request)?;
        self.know(request.as_of.max(request.seen)).await?;
        self.catalog.asset(viewer, request.focus, request.as_of).await?;
        let asked = request.clone();
        let sketch = self.in_background(move |graph| Sketch::of(graph, &asked)).await?;
        self.show(viewer, sketch, (request.as_of, request.limit)).await
    }

    /// A sketch as the viewer may see it.
    async fn show(
        &self,
        viewer: &Viewer,
        sketch: Sketch,
        (as_of, limit): (Option<ChangeNumber>, usize),
    ) -> Result<Scene> {
        let visible = self.visible(viewer, sketch.assets(), as_of).await?;
        let seen: Vec<EdgeIndex> =
            sketch.edges.iter().filter(|edge| edge.is_seen(&sketch, &visible)).map(|edge| edge.index).collect();
        let said = look::assertions(self.catalog.database().read(), &seen, as_of).await?;
        Ok(sketch.trimmed(&visible, said, limit))
    }

    /// How many assets are directly upstream and downstream of one at table level, those included that a viewer may not
    /// know. Looks at memory only.
    #[must_use]
    pub fn neighbours(&self, asset: AssetId, as_of: Option<ChangeNumber>) -> (usize, usize) {
        let graph = self.memory.read();
        let Some(node) = graph.nodes().find(asset) else { return (0, 0) };
        let view = View { graph: &graph, filter: Filter { at: as_of, ..Filter::default() } };
        let count = |direction| {
            let around: HashSet<graph::Node> = view.steps(node, direction).map(|(other, _)| other).collect();
            around.iter().filter(|other| **other != node).count()
        };
        (count(graph::Direction::Up), count(graph::Direction::Down))
    }

    /// Everything downstream of an asset, nearest first; upstream when the request says up.
    ///
    /// # Errors
    /// As [`Lineage::traverse`].
    pub async fn impact(&self, viewer: &Viewer, request: &Traversal) -> Result<Impact> {
        check(request)?;
        self.know(request.as_of.max(request.seen)).await?;
        self.catalog.asset(viewer, request.focus, request.as_of).await?;
        let asked = request.clone();
        let (reached, total, is_total_exact) = self.in_background(move |graph| dependents(graph, &asked)).await?;
        let assets = reached.iter().flat_map(|(asset, _, before)| [*asset, *before]).collect();
        let visible = self.visible(viewer, assets, request.as_of).await?;
        let shown = reached.iter().filter(|(asset, ..)| visible.contains(asset));
        let items: Vec<Impacted> = shown
            .map(|&(asset, depth, before)| Impacted { asset, depth, before: visible.get(&before).copied() })
            .collect();
        let hidden = reached.len() - items.len();
        Ok(Impact { truncated: total > reached.len(), items, total, is_total_exact, hidden })
    }

    /// A shortest way of data from the focus of `request` to another asset, downstream.
    ///
    /// # Errors
    /// As [`Lineage::traverse`], for either end.
    pub async fn route(&self, viewer: &Viewer, request: &Traversal, goal: AssetId) -> Result<RouteAnswer> {
        check(request)?;
        self.know(request.as_of.max(request.seen)).await?;
        self.catalog.asset(viewer, request.focus, request.as_of).await?;
        self.catalog.asset(viewer, goal, request.as_of).await?;
        let asked = request.clone();
        let found = self.in_background(move |graph| route(graph, &asked, goal)).await?;
        let RouteAnswer::Found(mut way) = found else { return Ok(found) };
        let assets = way.nodes.iter().flatten().copied().collect();
        let visible = self.visible(viewer, assets, request.as_of).await?;
        for node in &mut way.nodes {
            *node = node.filter(|asset| visible.contains(asset));
        }
        Ok(RouteAnswer::Found(way))
    }

    /// The edges between two assets, or between their columns, with everything that is said about them; at most 1,000.
    ///
    /// # Errors
    /// [`catalog::Error::NotFound`] when the viewer may not know of an end.
    pub async fn edges_between(
        &self,
        viewer: &Viewer,
        (upstream, downstream): (AssetId, AssetId),
        as_of: Option<ChangeNumber>,
    ) -> Result<Vec<Edge>> {
        self.know(as_of).await?;
        self.catalog.asset(viewer, upstream, as_of).await?;
        self.catalog.asset(viewer, downstream, as_of).await?;
        let found = self.in_background(move |graph| between(graph, upstream, downstream, as_of)).await?;
        let indexes: Vec<EdgeIndex> = found.iter().map(|(index, _)| *index).collect();
        let mut said = look::assertions(self.catalog.database().read(), &indexes, as_of).await?;
        let through = found.iter().filter_map(|(_, edge)| edge.through).collect();
        let visible = self.visible(viewer, through, as_of).await?;
        let edges = found.into_iter().map(|(index, edge)| Edge {
            assertions: said.remove(&index).unwrap_or_default(),
            through: edge.through.filter(|through| visible.contains(through)),
            ..edge
        });
        Ok(edges.collect())
    }

    /// How much of the statements behind a view or a task was understood.
    ///
    /// # Errors
    /// [`catalog::Error::NotFound`] when the viewer may not know of it.
    pub async fn readings(&self, viewer: &Viewer, owner: AssetId) -> Result<Vec<StatementReading>> {
        self.catalog.asset(viewer, owner, None).await?;
        let rows = look::statements(self.catalog.database().read(), owner).await?;
        Ok(rows.into_iter().map(look::gaps::reading).collect())
    }

    /// How many statements in force were understood completely, partly, or not.
    ///
    /// # Errors
    /// The store's own.
    pub async fn status_counts(&self) -> Result<BTreeMap<Status, i64>> {
        look::status_counts(self.catalog.database().read()).await
    }

    /// The number of edges that hold now, and of all that ever did.
    #[must_use]
    pub fn edge_counts(&self) -> (usize, usize) {
        let graph = self.memory.read();
        let open = graph.edges().iter().filter(|edge| edge.closed_at().is_none()).count();
        (open, graph.edges().len())
    }

    pub(crate) async fn visible(
        &self,
        viewer: &Viewer,
        assets: HashSet<AssetId>,
        as_of: Option<ChangeNumber>,
    ) -> Result<HashSet<AssetId>> {
        let assets: Vec<AssetId> = assets.into_iter().collect();
        let seen = self.catalog.assets(viewer, &assets, as_of).await?;
        Ok(seen.into_iter().map(|asset| asset.id).collect())
    }

    /// Asks the graph on a thread that may take its time.
    pub(crate) async fn in_background<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Graph) -> T + Send + 'static,
    ) -> Result<T> {
        let memory = Arc::clone(&self.memory);
        tokio::task::spawn_blocking(move || ask(&memory.read())).await.map_err(Error::CutOff)
    }
}

fn check(request: &Traversal) -> Result<()> {
    if request.limit == 0 || request.limit > MAX_NODES {
        return Err(Error::invalid("limit", format!("is {}; 1 to {MAX_NODES} are allowed", request.limit)));
    }
    if request.depth > MAX_DEPTH {
        return Err(Error::invalid("depth", format!("is {}; 0 to {MAX_DEPTH} are allowed", request.depth)));
    }
    if request.fan_out == 0 {
        return Err(Error::invalid("fanOut", "is 0; at least 1 is needed"));
    }
    Ok(())
}

fn filter(request: &Traversal) -> Filter {
    Filter { level: request.level, influence: request.influence, at: request.as_of }
}

/// What is on one side, up to the limit: asset, distance, and what it is reached from; how many there are; whether that
/// is exact.
pub(crate) fn dependents(graph: &Graph, request: &Traversal) -> (Vec<(AssetId, u32, AssetId)>, usize, bool) {
    let Some(focus) = graph.nodes().find(request.focus) else { return (Vec::new(), 0, true) };
    let view = View { graph, filter: filter(request) };
    let starts = view.starts(focus);
    let direction = if request.direction == Direction::Up { graph::Direction::Up } else { graph::Direction::Down };
    let reach = reach(view, &starts, (direction, request.depth), None, Budget::QUESTION);
    let asset = |node: graph::Node| graph.nodes().asset(node);
    let begin = reach.nodes.iter().take_while(|reached| reached.distance == 0).count();
    let found = reach.nodes[begin..].iter().take(request.limit);
    let items = found
        .map(|reached| (asset(reached.node), reached.distance, asset(reach.nodes[reached.before as usize].node)))
        .collect();
    (items, reach.nodes.len() - begin, reach.is_complete)
}

fn route(graph: &Graph, request: &Traversal, goal: AssetId) -> RouteAnswer {
    let nodes = graph.nodes();
    let (Some(focus), Some(goal)) = (nodes.find(request.focus), nodes.find(goal)) else { return RouteAnswer::None };
    let view = View { graph, filter: filter(request) };
    let goal = if request.level == Level::Table { nodes.parent(goal).unwrap_or(goal) } else { goal };
    match shortest_path(view, &view.starts(focus), goal, request.depth, Budget::QUESTION) {
        Found::Nothing => RouteAnswer::None,
        Found::GaveUp => RouteAnswer::GaveUp,
        Found::Path(path) => RouteAnswer::Found(Route {
            nodes: path.nodes.iter().map(|node| Some(nodes.asset(*node))).collect(),
            steps: path.edges.iter().map(|edge| edge.map(|edge| graph.edge(edge).transformation())).collect(),
        }),
    }
}

/// The most edges that are listed between two assets.
const MOST_BETWEEN: usize = 1000;

fn between(
    graph: &Graph,
    upstream: AssetId,
    downstream: AssetId,
    as_of: Option<ChangeNumber>,
) -> Vec<(EdgeIndex, Edge)> {
    let nodes = graph.nodes();
    let (Some(from), Some(to)) = (nodes.find(upstream), nodes.find(downstream)) else { return Vec::new() };
    let holds = |slot: &graph::Slot| as_of.map_or(slot.closed_at().is_none(), |at| slot.holds_at(at));
    let is_end = |node: graph::Node| node == from || nodes.parent(node) == Some(from);
    let mut found = Vec::new();
    for end in std::iter::once(to).chain(nodes.columns(to)) {
        for entry in graph.entries(end, graph::Direction::Up).filter(|entry| is_end(entry.other())) {
            let slot = graph.edge(entry.edge());
            if holds(slot) && found.len() < MOST_BETWEEN {
                found.push((entry.edge(), edge_of(graph, slot)));
            }
        }
    }
    found
}

fn edge_of(graph: &Graph, slot: &graph::Slot) -> Edge {
    let nodes = graph.nodes();
    Edge {
        upstream: nodes.asset(slot.upstream),
        downstream: nodes.asset(slot.downstream),
        transformation: slot.transformation(),
        masking: slot.is_masking(),
        through: nodes.has(slot.through).then(|| nodes.asset(slot.through)),
        from: ChangeNumber(slot.from),
        until: slot.closed_at(),
        assertions: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use catalog::Fault as _;

    use super::*;
    use crate::testing::{World, sqlite, table};

    #[tokio::test]
    async fn j5_answer_that_has_to_know_of_a_change_waits_for_it_and_not_for_ever() {
        let files = tempfile::tempdir().unwrap();
        let world = World::open(&sqlite(&files)).await;
        world.crawl(&[table("orders", &["id"])]).await;
        let last = world.catalog.last_change().await.unwrap();
        let wanted = Some(ChangeNumber(last.0 + 1_000));
        let behind = world.lineage.know_within(Duration::ZERO, wanted).await.unwrap_err();
        assert_eq!(behind.kind(), catalog::ErrorKind::Unavailable);
        assert!(behind.to_string().contains(&format!("not yet of {last}")), "{behind}");
        let (known, followed) = tokio::join!(world.lineage.know(wanted), world.follow());
        known.unwrap();
        assert_eq!((followed, world.lineage.position()), (last, last));
    }
}
