//! Working off what is noted: what should follow is compared with what is stored, and the difference is written.

use std::collections::{BTreeSet, HashMap, HashSet};

use catalog::{AssetId, DerivedTie, Layer};
use serde_json::json;
use uuid::Uuid;

use super::{
    Propagation, Rule,
    decide::Verdict,
    region::{Extent, Region},
    spread::{Standing, spread},
};
use crate::{
    error::{Error, Result},
    graph::Direction,
    store::propagation::{self as store, Because, Key},
};

/// The most assets of one commit.
const COMMIT: usize = 1_000;
/// How many targets are noted with one transaction.
const TARGETS: usize = 2_000;

/// How a tie of an asset should be; no reason when it should not be.
type Wanted = (AssetId, Option<Because>);

impl Propagation {
    /// Works off everything that is noted, with at most `commits` commits.
    pub(super) async fn settle(&self, mut commits: usize) -> Result<()> {
        while let Some((key, stamp)) = store::next_pending(self.database().read()).await? {
            // What was noted may be about edges that this process does not know of yet.
            let read = store::read(self.database().read()).await?;
            self.lineage.know(read.map(|read| read.relevant)).await?;
            if key.1 == store::ALL {
                self.note_each(&key, stamp).await?;
            } else if !self.settle_one(&key, stamp, &mut commits).await? {
                break;
            }
        }
        Ok(())
    }

    /// Notes, instead of all targets, each that a rule speaks of, or that follows somewhere.
    async fn note_each(&self, all: &Key, stamp: Uuid) -> Result<()> {
        let rules = store::rules(self.database().read()).await?;
        let is_about =
            |target: &str| rules.iter().any(|rule| rule.text.is_enabled && rule.text.is_about(all.0, target));
        let mut after = String::new();
        loop {
            let targets = self.lineage.catalog().targets_after(all.0, &after, TARGETS).await?;
            let write = self.database().write().await?;
            if !store::is_pending(&*write, all, stamp).await? {
                return Ok(());
            }
            let Some((last, _)) = targets.last() else {
                store::settle(&*write, all).await?;
                return Ok(write.commit().await?);
            };
            after.clone_from(last);
            let concerned = targets.into_iter().filter(|(target, follows)| *follows || is_about(target));
            store::mark(&*write, concerned.map(|(target, _)| (all.0, target))).await?;
            write.commit().await?;
        }
    }

    /// Works off one tie; whether it is done, by this process or another.
    async fn settle_one(&self, key: &Key, stamp: Uuid, commits: &mut usize) -> Result<bool> {
        let catalog = self.lineage.catalog();
        let (mut own, mut stored) = (HashSet::new(), HashMap::new());
        for (asset, layer) in catalog.holders(key.0, &key.1).await? {
            match layer {
                Layer::Harvested | Layer::Curated => drop(own.insert(asset)),
                Layer::Propagated | Layer::Suggested => drop(stored.insert(asset, layer)),
            }
        }
        let known = store::because_of_target(self.database().read(), key).await?;
        let wanted = self.follows(key, own).await?;
        let difference = difference(&stored, &known, wanted);
        let mut pieces: Vec<&[Wanted]> = difference.chunks(COMMIT).collect();
        if pieces.is_empty() {
            pieces.push(&[]);
        }
        let names: HashMap<_, String> =
            store::rules(self.database().read()).await?.into_iter().map(|rule| (rule.id, rule.text.name)).collect();
        let last = pieces.len() - 1;
        for (place, piece) in pieces.into_iter().enumerate() {
            if *commits == 0 && !piece.is_empty() {
                return Ok(false);
            }
            *commits = commits.saturating_sub(1);
            let write = self.database().write().await?;
            if !store::is_pending(&*write, key, stamp).await? {
                // Something changed meanwhile, or another process was faster.
                return Ok(true);
            }
            let ties: Vec<DerivedTie> = piece.iter().map(|wanted| derived(wanted, &names)).collect();
            let change = catalog.derive(&write, (key.0, &key.1), &ties).await?;
            let kept: Vec<(AssetId, &Because)> =
                piece.iter().filter_map(|(asset, because)| Some((*asset, because.as_ref()?))).collect();
            let gone: Vec<AssetId> =
                piece.iter().filter(|(_, because)| because.is_none()).map(|(asset, _)| *asset).collect();
            store::keep(&*write, key, &kept).await?;
            store::forget(&*write, key, &gone).await?;
            if place == last {
                store::settle(&*write, key).await?;
            }
            catalog.commit_write(write, change).await?;
        }
        Ok(true)
    }

    /// Where a tie follows, when `own` have it of their own.
    async fn follows(&self, key: &Key, own: HashSet<AssetId>) -> Result<HashMap<AssetId, Because>> {
        let rules = self.rules_about(key).await?;
        if rules.is_empty() || own.is_empty() {
            return Ok(HashMap::new());
        }
        let verdicts = store::verdicts(self.database().read(), key).await?;
        let (region, standings) = self.standings(&rules, &own, &verdicts).await?;
        let work = move || {
            let mut found: HashMap<AssetId, Because> = HashMap::new();
            for rule in &rules {
                for (place, arrival) in spread(&region, &standings, &rule.text).into_iter().enumerate() {
                    if !arrival.is_there() {
                        continue;
                    }
                    let asset = region.assets()[place];
                    let confirmed = rule.text.confirms || verdicts.get(&asset) == Some(&Verdict::Confirmed.number());
                    let because = Because {
                        layer: if confirmed { Layer::Propagated } else { Layer::Suggested },
                        rule: rule.id,
                        steps: arrival.steps,
                        origins: arrival.origins().map(|origin| region.assets()[origin as usize]).collect(),
                    };
                    let better = |known: &Because| (because.layer, because.steps) < (known.layer, known.steps);
                    if found.get(&asset).is_none_or(better) {
                        found.insert(asset, because);
                    }
                }
            }
            found
        };
        tokio::task::spawn_blocking(work).await.map_err(Error::CutOff)
    }

    /// What rules can reach from assets that have a tie of their own, and what each column there is to it.
    pub(super) async fn standings(
        &self,
        rules: &[Rule],
        own: &HashSet<AssetId>,
        verdicts: &HashMap<AssetId, i16>,
    ) -> Result<(Region, Vec<Standing>)> {
        // In the order of making, so that the answer does not depend on the table of hashes.
        let starts: Vec<AssetId> = own.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let texts: Vec<_> = rules.iter().map(|rule| rule.text.clone()).collect();
        let depth = texts.iter().map(|text| text.max_steps).max().unwrap_or(0);
        let extent = Extent { direction: Direction::Down, depth, columns: usize::MAX };
        let ask = move |graph: &crate::graph::Graph| {
            Region::around(graph, &starts, extent, |transformation, masking| {
                texts.iter().any(|text| text.passes(transformation, masking))
            })
        };
        let region = self.lineage.in_background(ask).await?;
        let absent = self.lineage.catalog().absent(region.assets()).await?;
        let standing = |asset: &AssetId| match () {
            () if absent.contains(asset) => Standing::Barred,
            () if own.contains(asset) => Standing::Origin,
            () if verdicts.get(asset) == Some(&Verdict::Refused.number()) => Standing::Barred,
            () => Standing::Open,
        };
        let standings = region.assets().iter().map(standing).collect();
        Ok((region, standings))
    }
}

/// What has to be written, in the order of assets.
fn difference(
    stored: &HashMap<AssetId, Layer>,
    known: &HashMap<AssetId, Because>,
    wanted: HashMap<AssetId, Because>,
) -> Vec<Wanted> {
    let is_gone = |asset: &&AssetId| !wanted.contains_key(*asset);
    let gone: BTreeSet<AssetId> = stored.keys().chain(known.keys()).filter(is_gone).copied().collect();
    let is_so = |asset: &AssetId, because: &Because| {
        stored.get(asset) == Some(&because.layer) && known.get(asset) == Some(because)
    };
    let new = wanted.into_iter().filter(|(asset, because)| !is_so(asset, because));
    let mut difference: Vec<Wanted> = new.map(|(asset, because)| (asset, Some(because))).collect();
    difference.extend(gone.into_iter().map(|asset| (asset, None)));
    difference.sort_by_key(|(asset, _)| *asset);
    difference
}

fn derived((asset, because): &Wanted, names: &HashMap<catalog::PropagationRuleId, String>) -> DerivedTie {
    let evidence = because
        .as_ref()
        .map(|because| json!({ "rule": names.get(&because.rule), "steps": because.steps, "origins": because.origins }));
    DerivedTie {
        asset: *asset,
        layer: because.as_ref().map(|because| because.layer),
        evidence: evidence.unwrap_or_default(),
    }
}
