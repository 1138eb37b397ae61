//! What a rule would reach, before it is written.

use std::collections::{BTreeMap, HashMap, HashSet};

use catalog::{Action, AssetId, Layer, PropagationRuleId, Viewer};

use super::{Propagation, Rule, RuleText, spread::spread};
use crate::{error::Result, store::propagation as store};

/// The most targets that are looked at.
const MOST_TARGETS: usize = 100;
/// The most columns that are counted.
const MOST_COLUMNS: usize = 20_000;
/// How many columns are shown.
const SHOWN: usize = 20;
/// How many targets are read at once.
const PAGE: usize = 1_000;
/// The most targets among which those of the rule are looked for.
const MOST_READ: usize = 20_000;

/// What a rule would reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// How many ties of columns that the viewer may know of.
    pub total: usize,
    /// Whether everything was counted.
    pub is_exact: bool,
    /// The first of them, nearest first.
    pub first: Vec<Previewed>,
}

/// A tie that would follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previewed {
    /// The column.
    pub asset: AssetId,
    /// To what it would be tied.
    pub target: String,
    /// How many steps it is away from the nearest origin.
    pub steps: u32,
}

impl Propagation {
    /// What a rule would reach if it were in force, alone.
    ///
    /// # Errors
    /// [`catalog::Error::Forbidden`]; [`crate::Error::Invalid`] naming the field.
    pub async fn preview(&self, viewer: &Viewer, text: RuleText) -> Result<Preview> {
        viewer.must(Action::ManageGovernance)?;
        let text = text.checked()?;
        let (targets, mut is_exact) = self.targets_of(&text).await?;
        let mut reached: Vec<Previewed> = Vec::new();
        for target in targets {
            if reached.len() >= MOST_COLUMNS {
                is_exact = false;
                break;
            }
            reached.extend(self.reached(&text, target).await?);
        }
        is_exact &= reached.len() <= MOST_COLUMNS;
        reached.sort_by(|a, b| (a.steps, &a.target, a.asset).cmp(&(b.steps, &b.target, b.asset)));
        reached.truncate(MOST_COLUMNS);
        let assets: HashSet<AssetId> = reached.iter().map(|one| one.asset).collect();
        let seen = self.lineage.catalog().visible(viewer, &assets.into_iter().collect::<Vec<_>>()).await?;
        reached.retain(|one| seen.contains(&one.asset));
        let total = reached.len();
        reached.truncate(SHOWN);
        Ok(Preview { total, is_exact, first: reached })
    }

    /// The targets that a rule speaks of, and whether these are all.
    async fn targets_of(&self, text: &RuleText) -> Result<(Vec<String>, bool)> {
        let (mut found, mut after) = (Vec::new(), String::new());
        for _ in 0..MOST_READ / PAGE {
            let page = self.lineage.catalog().targets_after(text.sort, &after, PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok((found, true)) };
            after.clone_from(last);
            found.extend(page.into_iter().map(|(target, _)| target).filter(|target| text.is_about(text.sort, target)));
            if found.len() > MOST_TARGETS {
                found.truncate(MOST_TARGETS);
                break;
            }
        }
        Ok((found, false))
    }

    async fn reached(&self, text: &RuleText, target: String) -> Result<Vec<Previewed>> {
        let holders = self.lineage.catalog().holders(text.sort, &target).await?;
        let is_own = |(_, layer): &(AssetId, Layer)| matches!(layer, Layer::Harvested | Layer::Curated);
        let own: HashSet<AssetId> = holders.into_iter().filter(is_own).map(|(asset, _)| asset).collect();
        let key = (text.sort, target);
        let verdicts: HashMap<AssetId, i16> = store::verdicts(self.database().read(), &key).await?;
        let at = self.lineage.catalog().clock().now();
        let rule = Rule { id: PropagationRuleId::new(), text: text.clone(), by: String::new(), at };
        let (region, standings) = self.standings(&[rule], &own, &verdicts).await?;
        let text = text.clone();
        let work = move || {
            let arrivals = spread(&region, &standings, &text);
            let there = region.assets().iter().zip(arrivals).filter(|(_, arrival)| arrival.is_there());
            let steps: BTreeMap<AssetId, u32> = there.map(|(asset, arrival)| (*asset, arrival.steps)).collect();
            steps
        };
        let steps = tokio::task::spawn_blocking(work).await.map_err(crate::Error::CutOff)?;
        Ok(steps.into_iter().map(|(asset, steps)| Previewed { asset, target: key.1.clone(), steps }).collect())
    }
}
