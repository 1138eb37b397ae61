//! From what was come to, to what a viewer is told: names, owners, reasons; what they may not know of stays out.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use catalog::{Asset, AssetId, AssetKind, Name, RelationKind, Viewer};

use super::{
    Broken, Change, ChangeKind, Draft, Effect, WhatIf,
    shape::Difference,
    walk::{By, Edges, Found, Overlay, Pending, Seed, Walk},
};
use crate::{
    Lineage,
    error::Result,
    graph::{Graph, reach::Budget},
    store::look,
};

/// The most times that a walk waits to be told who reads tables as wholes; each goes a table further.
const MOST_ROUNDS: usize = 64;

impl Lineage {
    /// Follows changes to everything that breaks.
    pub(super) async fn follow_changes(
        &self,
        differences: &[Difference],
        overlay: Overlay,
        budget: Budget,
    ) -> Result<(Walk, Overlay)> {
        let overlay = Arc::new(overlay);
        let mut walk = Walk::new(&seeds(differences));
        let mut rounds = 0;
        loop {
            let seen = Arc::clone(&overlay);
            let step = move |graph: &Graph| {
                walk.run(graph, &seen, budget);
                walk
            };
            walk = self.in_background(step).await?;
            let pending = std::mem::take(&mut walk.pending);
            if pending.is_empty() {
                break;
            }
            rounds += 1;
            if rounds > MOST_ROUNDS {
                walk.is_complete = false;
                break;
            }
            let admitted = self.that_nobody_tells(pending).await?;
            walk.admit(&admitted);
        }
        let overlay = Arc::into_inner(overlay).unwrap_or_default();
        Ok((walk, overlay))
    }

    /// Those edges between whole assets whose columns nobody tells. SQL that was read tells that it uses none.
    async fn that_nobody_tells(&self, mut pending: Vec<Pending>) -> Result<Vec<Pending>> {
        let edges: Vec<_> = pending.iter().filter_map(|pending| pending.step.edge).collect();
        let said = look::assertions(self.catalog().database().read(), &edges, None).await?;
        pending.retain(|pending| {
            let assertions = pending.step.edge.and_then(|edge| said.get(&edge));
            assertions.is_some_and(|said| said.iter().any(|said| said.why == "declared"))
        });
        Ok(pending)
    }

    /// What the viewer is told.
    pub(super) async fn tell(
        &self,
        viewer: &Viewer,
        (draft, differences): (&Draft, Vec<Difference>),
        (walk, overlay): (Walk, Overlay),
        limit: usize,
    ) -> Result<WhatIf> {
        let items = self.items(&walk, &differences, overlay).await?;
        let ids: Vec<AssetId> = items.iter().map(|item| item.found.asset).collect();
        let visible = self.catalog().visible(viewer, &ids).await?;
        let mut items: Vec<Item> = items.into_iter().filter(|item| visible.contains(&item.found.asset)).collect();
        items.sort_by_key(|item| (item.effect, item.found.distance, item.found.before));
        let listed = &items[..items.len().min(limit)];
        let on_ways: HashSet<AssetId> = listed.iter().flat_map(|item| way(&walk, item)).collect();
        let tables = listed.iter().filter_map(|item| item.found.table);
        let ids: Vec<AssetId> = on_ways.iter().copied().chain(tables).collect();
        let found = self.catalog().assets(viewer, &ids, None).await?;
        let assets: HashMap<AssetId, Asset> = found.into_iter().map(|asset| (asset.id, asset)).collect();
        let told = Told { walk: &walk, differences: &differences, assets: &assets };
        let broken: Vec<Broken> = listed.iter().filter_map(|item| told.broken(item)).collect();
        let hidden = listed.len() - broken.len();
        let changes = differences.iter().map(|difference| Change {
            asset: difference.asset,
            name: difference.name.clone(),
            asset_kind: difference.asset_kind,
            kind: difference.kind,
            before: difference.before.clone(),
            after: difference.after.clone(),
            is_breaking: difference.is_breaking,
        });
        let total = items.len() - hidden;
        let truncated = !walk.is_complete || items.len() > limit;
        let (changes, notes) = (changes.collect(), draft.notes.clone());
        Ok(WhatIf { changes, truncated, broken, total, notes, ..WhatIf::default() })
    }

    /// Everything that was come to and does not change itself, each once, and who writes what demands more.
    async fn items(&self, walk: &Walk, differences: &[Difference], overlay: Overlay) -> Result<Vec<Item>> {
        let changed: HashSet<AssetId> =
            walk.found.iter().filter(|found| found.by == By::Change).map(|found| found.asset).collect();
        let mut places: HashMap<AssetId, usize> = HashMap::new();
        let mut items: Vec<Item> = Vec::new();
        let is_item = |found: &&Found| found.by != By::Whole && !changed.contains(&found.asset);
        for found in walk.found.iter().filter(is_item) {
            let is_sure = !matches!(found.by, By::Unknown);
            let effect = if found.distance == 1 && is_sure { Effect::Breaks } else { Effect::Affected };
            let item = Item { found: *found, effect, is_writer: false };
            match places.entry(found.asset) {
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(items.len());
                    items.push(item);
                }
                std::collections::hash_map::Entry::Occupied(entry) => {
                    let known = &mut items[*entry.get()];
                    if (item.effect, item.found.distance) < (known.effect, known.found.distance) {
                        *known = item;
                    }
                }
            }
        }
        let asked: Vec<(usize, AssetId, Effect)> = demands(differences);
        let find = move |graph: &Graph| {
            let edges = Edges { graph, overlay: &overlay };
            let writers =
                asked.into_iter().map(|(change, asset, effect)| (change, effect, edges.writers(asset).collect()));
            writers.collect::<Vec<(usize, Effect, Vec<AssetId>)>>()
        };
        for (change, effect, writers) in self.in_background(find).await? {
            for asset in writers {
                if places.insert(asset, items.len()).is_none() {
                    items.push(Item { found: Found::writer(asset, change), effect, is_writer: true });
                }
            }
        }
        Ok(items)
    }
}

/// The most assets of a path.
const MOST_OF_A_WAY: usize = 50;

/// Something that may be told.
#[derive(Debug, Clone, Copy)]
struct Item {
    found: Found,
    effect: Effect,
    /// Whether it writes what changes, rather than reads it.
    is_writer: bool,
}

/// Where the walk begins: with what goes, is called otherwise, or no longer takes what it held.
fn seeds(differences: &[Difference]) -> Vec<Seed> {
    let reaches_readers = |difference: &Difference| {
        let kinds = [ChangeKind::Dropped, ChangeKind::Renamed, ChangeKind::Retyped];
        difference.is_breaking && kinds.contains(&difference.kind)
    };
    let places = differences.iter().enumerate().filter(|(_, difference)| reaches_readers(difference));
    places.map(|(change, difference)| Seed { asset: difference.asset, table: difference.table, change }).collect()
}

/// Columns that demand a value, and tables with new ones that do: who writes them may fail, or fails.
fn demands(differences: &[Difference]) -> Vec<(usize, AssetId, Effect)> {
    let demand = |(place, difference): (usize, &Difference)| match difference.kind {
        ChangeKind::Demanded => Some((place, difference.table?, Effect::Affected)),
        ChangeKind::Added if difference.is_breaking => Some((place, difference.asset, Effect::Breaks)),
        _ => None,
    };
    differences.iter().enumerate().filter_map(demand).collect()
}

/// What is on the way from the change to an item, both included.
fn way(walk: &Walk, item: &Item) -> Vec<AssetId> {
    if item.is_writer {
        return vec![item.found.asset];
    }
    let mut way = vec![item.found.asset];
    let mut at = item.found;
    while at.by != By::Change && way.len() < 1000 {
        at = walk.found[at.before];
        // A column that stands for its whole table says no more than that.
        if at.by != By::Whole {
            way.push(at.asset);
        }
    }
    way.reverse();
    // Of a long way its beginning and its end are told.
    let cut = way.len().saturating_sub(MOST_OF_A_WAY);
    way.drain(1..1 + cut);
    way
}

/// What is needed to tell.
struct Told<'a> {
    walk: &'a Walk,
    differences: &'a [Difference],
    assets: &'a HashMap<AssetId, Asset>,
}

impl Told<'_> {
    /// An item, unless it is removed.
    fn broken(&self, item: &Item) -> Option<Broken> {
        let asset = self.assets.get(&item.found.asset).filter(|asset| asset.removed.is_none())?;
        let path: Vec<Option<Name>> =
            way(self.walk, item).into_iter().map(|id| self.assets.get(&id).map(|asset| asset.name.clone())).collect();
        let reference = match item.found.by {
            By::Edge(how) => how.word(),
            _ => None,
        };
        Some(Broken {
            owners: self.owners(asset),
            why: self.why(item, path.len().checked_sub(2).and_then(|before| path[before].as_ref())),
            asset: asset.clone(),
            effect: item.effect,
            distance: item.found.distance,
            change: item.found.change,
            reference,
            path,
        })
    }

    fn owners(&self, asset: &Asset) -> Vec<String> {
        let own: Vec<String> = asset.related(RelationKind::Owner).map(str::to_owned).collect();
        let table = asset.parent.filter(|_| own.is_empty() && asset.kind == AssetKind::Column);
        let table = table.and_then(|table| self.assets.get(&table));
        let mut owners = table.map_or(own, |table| table.related(RelationKind::Owner).map(str::to_owned).collect());
        owners.dedup();
        owners
    }

    fn why(&self, item: &Item, before: Option<&Name>) -> String {
        let difference = &self.differences[item.found.change];
        let cause = cause(difference);
        let path =
            before.map_or_else(|| "something that you may not see".to_owned(), |name| format!("`{}`", name.path()));
        let used = match item.found.by {
            _ if item.is_writer && item.effect == Effect::Breaks => "it writes that table".to_owned(),
            _ if item.is_writer => "it writes that column, and may write nothing into it".to_owned(),
            By::Edge(how) => match (how.flow, how.word()) {
                (crate::edge::Flow::Direct, Some(word)) => format!("its values come from {path} ({word})"),
                (crate::edge::Flow::Indirect, Some(word)) => format!("its SQL uses {path} ({word})"),
                _ => format!("it reads {path}"),
            },
            By::Statement => format!("the statement behind it refers to {path}"),
            By::Task => format!("it moves the data of {path}"),
            By::Unknown => format!("it reads the table of {path}; which columns, nobody tells"),
            By::Change | By::Whole => format!("it depends on {path}"),
        };
        format!("{cause}, and {used}")
    }
}

/// A change in words.
pub(super) fn cause(difference: &Difference) -> String {
    let name = difference.name.path();
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "another".to_owned());
    match difference.kind {
        ChangeKind::Dropped => format!("`{name}` is dropped"),
        ChangeKind::Renamed => format!("`{name}` is renamed to `{}`", text(&difference.after)),
        ChangeKind::Retyped => {
            format!("`{name}` changes from `{}` to `{}`", text(&difference.before), text(&difference.after))
        }
        ChangeKind::Demanded => format!("`{name}` must have a value"),
        ChangeKind::Freed => format!("`{name}` may be without a value"),
        ChangeKind::Added => format!("`{name}` is new and must have a value"),
        ChangeKind::Redefined => format!("`{name}` is defined anew"),
    }
}
