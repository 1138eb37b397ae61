//! Why a tie follows: a shortest way from a column that has it of its own, step by step.

use std::collections::{HashMap, HashSet};

use catalog::{AssetId, ChangeNumber, Layer, RelationKind, Viewer};

use super::{
    Propagation, RuleText,
    decide::Verdict,
    region::{Extent, Region, Step},
};
use crate::{
    edge::{Assertion, Transformation},
    error::Result,
    graph::{Direction, EdgeIndex, Graph},
    store::{look, propagation as store},
};

/// The most columns that are looked at for one way.
const MOST_COLUMNS: usize = 20_000;

/// Why a tie follows, as far as the viewer may know.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Whether it holds or is suggested.
    pub layer: Layer,
    /// The name of the rule; none when it was taken away and what follows by it soon is.
    pub rule: Option<String>,
    /// How many steps it is away from the nearest origin.
    pub steps: u32,
    /// A shortest way, from the origin to the asset; empty when there are too many columns to look at.
    pub way: Vec<WayStep>,
}

/// A step of a way.
#[derive(Debug, Clone, PartialEq)]
pub struct WayStep {
    /// Where it begins; none when the viewer may not know of it.
    pub from: Option<AssetId>,
    /// Where it ends; none when the viewer may not know of it.
    pub to: Option<AssetId>,
    /// What happens to values on the way.
    pub transformation: Transformation,
    /// Whether values are hidden on the way.
    pub masking: bool,
    /// The task or pipeline that moves the data, when the viewer may know of it.
    pub through: Option<AssetId>,
    /// The change since which the edge holds.
    pub since: ChangeNumber,
    /// Who says so, where the viewer may know both ends.
    pub assertions: Vec<Assertion>,
}

/// A step before it is trimmed.
struct Found {
    from: AssetId,
    to: AssetId,
    edge: EdgeIndex,
    step: Step,
    through: Option<AssetId>,
    since: ChangeNumber,
}

impl Propagation {
    /// Why a tie follows on an asset; none when it does not.
    ///
    /// # Errors
    /// [`catalog::Error::NotFound`] when the viewer may not know of the asset.
    pub async fn explain(
        &self,
        viewer: &Viewer,
        asset: AssetId,
        (sort, target): (RelationKind, &str),
    ) -> Result<Option<Explanation>> {
        self.lineage.catalog().asset(viewer, asset, None).await?;
        let key = (sort, target.trim().to_owned());
        let Some(because) = store::because_of(self.database().read(), asset, &key).await? else { return Ok(None) };
        let rules = store::rules(self.database().read()).await?;
        let Some(rule) = rules.into_iter().find(|rule| rule.id == because.rule) else {
            let (layer, steps) = (because.layer, because.steps);
            return Ok(Some(Explanation { layer, rule: None, steps, way: Vec::new() }));
        };
        let found = self.way(&key, asset, &because, &rule.text).await?;
        let way = self.shown(viewer, found).await?;
        Ok(Some(Explanation { layer: because.layer, rule: Some(rule.text.name), steps: because.steps, way }))
    }

    /// A shortest way to `asset` from an origin of it.
    async fn way(
        &self,
        key: &store::Key,
        asset: AssetId,
        because: &store::Because,
        rule: &RuleText,
    ) -> Result<Vec<Found>> {
        let extent = Extent { direction: Direction::Up, depth: because.steps, columns: MOST_COLUMNS };
        let text = rule.clone();
        let ask = move |graph: &Graph| {
            Region::around(graph, &[asset], extent, |transformation, masking| text.passes(transformation, masking))
        };
        let region = self.lineage.in_background(ask).await?;
        let verdicts = store::verdicts(self.database().read(), key).await?;
        let mut barred = self.lineage.catalog().absent(region.assets()).await?;
        barred
            .extend(verdicts.into_iter().filter(|(_, verdict)| *verdict == Verdict::Refused.number()).map(|one| one.0));
        let origins: HashSet<AssetId> = because.origins.iter().copied().collect();
        let Some(way) = shortest(&region, &origins, &barred) else { return Ok(Vec::new()) };
        let ask = move |graph: &Graph| {
            let found = way.iter().map(|(from, step)| {
                let slot = graph.edge(step.edge);
                let nodes = graph.nodes();
                // The region was walked against the flow of data.
                Found {
                    from: region.assets()[step.to as usize],
                    to: region.assets()[*from as usize],
                    edge: step.edge,
                    step: *step,
                    through: nodes.has(slot.through).then(|| nodes.asset(slot.through)),
                    since: ChangeNumber(slot.from),
                }
            });
            found.collect()
        };
        self.lineage.in_background(ask).await
    }

    async fn shown(&self, viewer: &Viewer, found: Vec<Found>) -> Result<Vec<WayStep>> {
        let named: HashSet<AssetId> =
            found.iter().flat_map(|step| [Some(step.from), Some(step.to), step.through]).flatten().collect();
        let visible = self.lineage.visible(viewer, named, None).await?;
        let seen: Vec<EdgeIndex> = found
            .iter()
            .filter(|step| visible.contains(&step.from) && visible.contains(&step.to))
            .map(|step| step.edge)
            .collect();
        let mut said = look::assertions(self.database().read(), &seen, None).await?;
        let known = |asset: AssetId| Some(asset).filter(|asset| visible.contains(asset));
        let shown = found.into_iter().map(|step| WayStep {
            from: known(step.from),
            to: known(step.to),
            transformation: step.step.transformation(),
            masking: step.step.masking,
            through: step.through.and_then(known),
            since: step.since,
            assertions: said.remove(&step.edge).unwrap_or_default(),
        });
        Ok(shown.collect())
    }
}

/// A shortest way from the first column of a region to one of `origins`, as the columns where steps begin and the steps; the
/// last one first, which is the order of the flow of data when the region was walked against it.
fn shortest(region: &Region, origins: &HashSet<AssetId>, barred: &HashSet<AssetId>) -> Option<Vec<(u32, Step)>> {
    let mut before: HashMap<u32, (u32, Step)> = HashMap::new();
    let mut queue = std::collections::VecDeque::from([0_u32]);
    while let Some(at) = queue.pop_front() {
        for step in region.steps(at) {
            let asset = region.assets()[step.to as usize];
            if step.to == 0 || before.contains_key(&step.to) || barred.contains(&asset) {
                continue;
            }
            before.insert(step.to, (at, *step));
            if origins.contains(&asset) {
                let way = std::iter::successors(before.get(&step.to).copied(), |(from, _)| before.get(from).copied());
                return Some(way.collect());
            }
            queue.push_back(step.to);
        }
    }
    None
}
