//! What should not be used any more, as its owners hear of it, and as a warning to whoever owns what is made from it.
//!
//! The warning is an event about what is downstream, because that is what its owners have to move, and may know of. What it
//! is made from is told by identifier: whoever may not know of that reads only that there is something.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalog::{Asset, AssetId, AssetKind, Change, ChangeNumber, CommitId, Viewer, change::Commit};
use lineage::{Direction, Level, Traversal};
use serde_json::{Value, json};

use super::NewsFollower;
use crate::notify::{
    event::{Event, EventKind},
    news::UPSTREAM,
};

/// How many edges far owners are warned, as far as the page of a deprecation looks.
const FAR: u32 = 10;
/// The most assets that are warned about because of one; the nearest.
const MOST_BELOW_ONE: usize = 200;
/// The most assets that are warned about at once.
const MOST_BELOW: usize = 2_000;
/// The most deprecated assets of one commit whose lineage is looked at.
const MOST_DEPRECATED: usize = 200;
/// The most deprecated assets that one warning names, nearest first; it counts the rest.
const MOST_NAMED: usize = 20;
/// The most characters that are told of why.
const MOST_NOTE: usize = 300;

/// Something downstream, and what it is made from that goes.
#[derive(Default)]
struct Below {
    /// How many edges away, and which.
    from: BTreeSet<(u32, AssetId)>,
    last: ChangeNumber,
}

impl NewsFollower {
    /// The events of what was deprecated, or is so for another reason now, each with its change.
    pub(super) async fn deprecated(
        &self,
        changes: &[Change],
        commits: &HashMap<CommitId, Commit>,
    ) -> catalog::Result<Vec<(ChangeNumber, Event)>> {
        let says = |change: &&Change| change.fields.iter().any(|field| field.field.starts_with("curated.deprecation"));
        let mut places: BTreeMap<CommitId, BTreeMap<AssetId, ChangeNumber>> = BTreeMap::new();
        for change in changes.iter().filter(says).filter(|change| commits.contains_key(&change.commit)) {
            places.entry(change.commit).or_default().insert(change.asset, change.number);
        }
        let mut events = Vec::new();
        for (commit, told) in places {
            let ids: Vec<AssetId> = told.keys().copied().collect();
            let mut assets = self.catalog.assets(&Viewer::system(), &ids, None).await?;
            // Whoever takes it back warns of nothing.
            assets.retain(|asset| asset.curated.deprecation.is_some() && asset.removed.is_none());
            for asset in &assets {
                let number = told[&asset.id];
                events.push((number, of(asset, &commits[&commit], number)));
            }
            let below = self.below(&assets, &told).await;
            events.extend(
                below.into_iter().map(|(id, below)| (below.last, below.warning(id, &assets, &commits[&commit]))),
            );
        }
        Ok(events)
    }

    /// What is made from any of `assets`, nearest first where there is too much.
    async fn below(&self, assets: &[Asset], told: &BTreeMap<AssetId, ChangeNumber>) -> BTreeMap<AssetId, Below> {
        let mut found: BTreeMap<AssetId, Below> = BTreeMap::new();
        for asset in assets.iter().take(MOST_DEPRECATED) {
            let number = told[&asset.id];
            let is_column = asset.kind == AssetKind::Column;
            let request = Traversal {
                direction: Direction::Down,
                depth: FAR,
                level: if is_column { Level::Column } else { Level::Table },
                limit: MOST_BELOW_ONE,
                seen: Some(number),
                ..Traversal::around(asset.id)
            };
            for (id, depth) in self.reached(&request).await {
                if found.len() >= MOST_BELOW && !found.contains_key(&id) {
                    tracing::warn!(
                        most = MOST_BELOW,
                        "not everything downstream of what was deprecated is warned about"
                    );
                    break;
                }
                let below = found.entry(id).or_default();
                below.from.insert((depth, asset.id));
                below.last = below.last.max(number);
            }
        }
        found
    }

    /// What a traversal reaches. Lineage that is late is asked for what it knows, and damaged lineage for nothing: a warning
    /// less is better than no news at all.
    async fn reached(&self, request: &Traversal) -> Vec<(AssetId, u32)> {
        let viewer = Viewer::system();
        let mut impact = self.lineage.impact(&viewer, request).await;
        if matches!(impact, Err(lineage::Error::Behind { .. })) {
            tracing::warn!("lineage is behind; owners are warned of a deprecation by what it knows");
            impact = self.lineage.impact(&viewer, &Traversal { seen: None, ..request.clone() }).await;
        }
        match impact {
            Ok(impact) => impact.items.into_iter().map(|item| (item.asset, item.depth)).collect(),
            Err(cause) => {
                tracing::warn!(error = crate::telemetry::chain(&cause), "owners are not warned of a deprecation");
                Vec::new()
            }
        }
    }
}

fn event(kind: EventKind, commit: &Commit, number: ChangeNumber) -> Event {
    let event = Event::new(kind, commit.actor.clone(), commit.at);
    event.with("change", number.0).with("commit", commit.id.to_string())
}

/// What is told of a deprecation itself.
fn of(asset: &Asset, commit: &Commit, number: ChangeNumber) -> Event {
    let told = event(EventKind::AssetDeprecated, commit, number).about(asset.id);
    reason(asset).into_iter().fold(told, |told, (name, value)| told.with(name, value))
}

/// Why, and when it goes.
fn reason(asset: &Asset) -> Vec<(&'static str, Value)> {
    let Some(said) = &asset.curated.deprecation else { return Vec::new() };
    let note: String = said.note.chars().take(MOST_NOTE).collect();
    let sunset = said.sunset.map(|day| ("sunset", json!(day.to_string())));
    [("note", json!(note))].into_iter().chain(sunset).collect()
}

impl Below {
    /// What owners of `id` are warned with.
    fn warning(&self, id: AssetId, assets: &[Asset], commit: &Commit) -> Event {
        let named = self.from.iter().take(MOST_NAMED).map(|(depth, from)| {
            let mut one = json!({ "id": from, "depth": depth });
            let asset = assets.iter().find(|asset| asset.id == *from);
            for (name, value) in asset.map(reason).unwrap_or_default() {
                one[name] = value;
            }
            one
        });
        let named: Vec<Value> = named.collect();
        let more = self.from.len() - named.len();
        event(EventKind::AssetUpstreamDeprecated, commit, self.last)
            .about(id)
            .with(UPSTREAM, named)
            .with("moreUpstream", more)
    }
}
