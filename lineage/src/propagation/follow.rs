//! The follower: what has to be worked out because of a change is noted together with the position, and worked off when the
//! end of the log is reached.
//!
//! A change concerns a tie when it gives or takes it, when it removes or brings back a column that has it, or when an edge
//! of such a column begins or ceases to hold. What this follower itself wrote concerns nothing.

use std::collections::{BTreeSet, HashSet};

use catalog::{AssetId, AssetKind, Change, ChangeNumber, Follower, Operation, change::follow::FollowError, derive};

use super::{Propagation, Rule, SORTS, everything};
use crate::{
    error::{Error, Result},
    graph::{Graph, Node},
    store::propagation::{self as store, Key},
};

/// The most ends of edges of which the ties are looked up; beyond, all ties are worked out.
const MOST_ENDS: usize = 50_000;

/// Keeps ties that follow lineage as the rules say.
#[derive(Debug)]
pub struct PropagationFollower {
    propagation: Propagation,
}

impl PropagationFollower {
    pub(super) fn new(propagation: Propagation) -> Self {
        Self { propagation }
    }

    /// Notes what changes up to `last`, which come right behind what was read, concern.
    async fn note(&self, changes: &[Change], before: store::Read, last: ChangeNumber) -> Result<()> {
        let relevant = changes.iter().rev().find(|change| !is_own(change)).map(|change| change.number);
        self.propagation.lineage.know(relevant).await?;
        let concerned = self.concerned(changes, (before.position, last)).await?;
        let write = self.propagation.database().write().await?;
        if store::read(&*write).await?.is_some_and(|read| read.position >= last) {
            // Another process has noted it.
            return Ok(());
        }
        store::mark(&*write, concerned).await?;
        let read = store::Read { position: last, relevant: relevant.unwrap_or(before.relevant) };
        store::advance(&*write, read).await?;
        Ok(write.commit().await?)
    }

    async fn concerned(&self, changes: &[Change], between: (ChangeNumber, ChangeNumber)) -> Result<BTreeSet<Key>> {
        let rules: Vec<Rule> = store::rules(self.propagation.database().read()).await?;
        let rules: Vec<Rule> = rules.into_iter().filter(|rule| rule.text.is_enabled).collect();
        if rules.is_empty() {
            // What follows although there is no rule came with a log from elsewhere.
            let follows = changes.iter().flat_map(|change| &change.fields);
            let has_some = follows.into_iter().any(|field| field.field == derive::FIELD && !field.after.is_null());
            return Ok(if has_some { everything().collect() } else { BTreeSet::new() });
        }
        let mut keys = BTreeSet::new();
        let mut assets = HashSet::new();
        for change in changes.iter().filter(|change| is_concerned(change)) {
            assets.insert(change.asset);
            keys.extend(targets_in(change));
        }
        let Some(ends) = self.ends(between).await? else { return Ok(everything().collect()) };
        assets.extend(ends);
        let assets: Vec<AssetId> = assets.into_iter().collect();
        let ties = self.propagation.lineage.catalog().ties(&assets).await?;
        keys.extend(ties.into_values().flatten().map(|tie| (tie.kind, tie.target)));
        keys.retain(|(sort, target)| rules.iter().any(|rule| rule.text.is_about(*sort, target)));
        Ok(keys)
    }

    /// The columns at the ends of edges that began or ceased to hold; none when there are very many.
    async fn ends(&self, between: (ChangeNumber, ChangeNumber)) -> Result<Option<HashSet<AssetId>>> {
        let closed = store::ends_of_closed(self.propagation.database().read(), between, MOST_ENDS).await?;
        let closed = closed.into_iter().flat_map(|(upstream, downstream)| [upstream, downstream]);
        let closed: HashSet<Node> = closed.filter_map(|node| Node::try_from(node).ok()).collect();
        let ask = move |graph: &Graph| {
            let opened = graph.edges().partition_point(|edge| edge.from <= between.0.0);
            let opened = &graph.edges()[opened..];
            if opened.len() + closed.len() >= MOST_ENDS {
                return None;
            }
            let nodes = graph.nodes();
            let ends = opened.iter().flat_map(|edge| [edge.upstream, edge.downstream]).chain(closed);
            let columns = ends.filter(|node| nodes.has(*node) && nodes.is_column(*node));
            Some(columns.map(|node| nodes.asset(node)).collect())
        };
        self.propagation.lineage.in_background(ask).await
    }

    async fn begin(&self) -> Result<ChangeNumber> {
        let read = self.propagation.database().read();
        let position = match store::read(read).await? {
            Some(read) => read.position,
            None => self.start_anew().await?,
        };
        // Rules and decisions make no changes: what they concern is noted, and worked off here.
        self.propagation.settle(usize::MAX).await?;
        Ok(position)
    }

    async fn start_anew(&self) -> Result<ChangeNumber> {
        let last = self.propagation.lineage.catalog().last_change().await?;
        let write = self.propagation.database().write().await?;
        store::mark(&*write, everything()).await?;
        store::advance(&*write, store::Read { position: last, relevant: last }).await?;
        write.commit().await?;
        Ok(last)
    }

    async fn follow(&self, changes: &[Change]) -> Result<()> {
        let Some(last) = changes.last().map(|change| change.number) else { return Ok(()) };
        let before = store::read(self.propagation.database().read()).await?.unwrap_or_default();
        if before.position < last {
            self.note(changes, before, last).await?;
        }
        // In the middle of a long log, most of what is noted would be worked out again and again.
        if self.propagation.lineage.catalog().last_change().await? <= last {
            self.propagation.settle(usize::MAX).await?;
        }
        Ok(())
    }
}

/// Whether a change may concern a tie of a column.
fn is_concerned(change: &Change) -> bool {
    let is_lasting = !matches!(change.operation, Operation::Created | Operation::LineageDeclared);
    change.kind == AssetKind::Column && is_lasting && !is_own(change)
}

/// Whether a change lets a tie follow, or takes one away that did.
fn is_own(change: &Change) -> bool {
    change.fields.iter().any(|field| field.field == derive::FIELD)
}

/// The ties that a change gives or takes.
fn targets_in(change: &Change) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    for sort in SORTS {
        for field in change.fields.iter().filter(|field| field.field == sort.field()) {
            let listed = [&field.before, &field.after].into_iter().filter_map(serde_json::Value::as_array).flatten();
            keys.extend(listed.filter_map(|target| Some((*sort, target.as_str()?.to_owned()))));
        }
    }
    keys
}

#[async_trait::async_trait]
impl Follower for PropagationFollower {
    fn name(&self) -> &'static str {
        "propagation"
    }

    async fn position(&self) -> Result<ChangeNumber, FollowError> {
        self.begin().await.map_err(fault)
    }

    async fn apply(&self, changes: &[Change]) -> Result<(), FollowError> {
        self.follow(changes).await.map_err(fault)
    }

    async fn reset(&self) -> Result<(), FollowError> {
        self.start_anew().await.map(drop).map_err(fault)
    }
}

fn fault(error: Error) -> FollowError {
    Box::new(error)
}
