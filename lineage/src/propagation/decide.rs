//! What people decide about single ties that follow: confirmed ones hold, refused ones go and go no further.

use std::collections::{BTreeMap, HashMap, HashSet};

use async_graphql::Enum;
use catalog::{AssetId, Layer, PropagationRuleId, RelationKind, Viewer, governance::Permission};
use chrono::{DateTime, Utc};

use super::Propagation;
use crate::{
    error::{Error, Result},
    store::propagation::{self as store, Because},
};

/// The most assets that are decided about at once.
const MOST: usize = 500;

/// What somebody decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Enum)]
#[graphql(name = "PropagationVerdict")]
pub enum Verdict {
    /// It holds, as long as what it follows from does.
    Confirmed,
    /// It does not hold there, and goes no further from there.
    Refused,
}

impl Verdict {
    pub(crate) const fn number(self) -> i16 {
        match self {
            Self::Confirmed => 1,
            Self::Refused => 2,
        }
    }

    const fn from_number(number: i16) -> Self {
        match number {
            1 => Self::Confirmed,
            _ => Self::Refused,
        }
    }
}

/// What was decided about a tie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What sort of tie.
    pub sort: RelationKind,
    /// To what.
    pub target: String,
    /// What was decided.
    pub verdict: Verdict,
    /// By whom.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A tie that follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// What sort of tie.
    pub sort: RelationKind,
    /// To what.
    pub target: String,
    /// Whether it holds or is suggested.
    pub layer: Layer,
    /// By which rule.
    pub rule: PropagationRuleId,
    /// What people call the rule; none when it was taken away and what follows by it soon is.
    pub rule_name: Option<String>,
    /// How many steps it is away from the nearest origin.
    pub steps: u32,
    /// The nearest columns that have it of their own and that the viewer may know of, nearest first; at most three.
    pub origins: Vec<AssetId>,
    /// How many of the nearest the viewer may not know of.
    pub hidden_origins: usize,
    /// What somebody decided about it.
    pub decision: Option<Decision>,
}

/// What follows on an asset, and what does not because somebody refused it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TiesOfAsset {
    /// What follows, by sort and target.
    pub followed: Vec<Followed>,
    /// What somebody refused, by sort and target.
    pub refused: Vec<Decision>,
}

impl Propagation {
    /// Confirms or refuses a tie on assets where it follows; none takes back what was decided. At most 500 at once.
    ///
    /// # Errors
    /// [`catalog::Error::NotFound`] and [`catalog::Error::Forbidden`], for whoever may not edit one of them;
    /// [`Error::Invalid`] where it neither follows nor was refused.
    pub async fn decide(
        &self,
        viewer: &Viewer,
        assets: &[AssetId],
        (sort, target): (RelationKind, &str),
        verdict: Option<Verdict>,
    ) -> Result<()> {
        if assets.is_empty() || assets.len() > MOST {
            return Err(Error::invalid("assets", format!("has {}; 1 to {MOST} are allowed", assets.len())));
        }
        let mut once = HashSet::new();
        let assets: Vec<AssetId> = assets.iter().copied().filter(|asset| once.insert(*asset)).collect();
        self.lineage.catalog().must_with(viewer, Permission::Edit, &assets).await?;
        let key = (sort, target.trim().to_owned());
        let write = self.database().write().await?;
        let followed = store::kept_of(&*write, &assets).await?.into_iter().map(|kept| (kept.asset, kept.key));
        let decided =
            store::decisions_of(&*write, &assets).await?.into_iter().map(|(asset, decided, ..)| (asset, decided));
        let known: HashSet<AssetId> =
            followed.chain(decided).filter(|(_, known)| *known == key).map(|(asset, _)| asset).collect();
        if let Some(other) = assets.iter().find(|asset| !known.contains(asset)) {
            let problem = format!("`{}` does not follow from lineage on `{other}`; edit what it has instead", key.1);
            return Err(Error::invalid("assets", problem));
        }
        let at = self.lineage.catalog().clock().now().timestamp_micros();
        let decided = verdict.map(|verdict| (verdict.number(), viewer.name.as_str(), at));
        store::decide(&*write, &assets, &key, decided).await?;
        store::mark(&*write, [key]).await?;
        Ok(write.commit().await?)
    }

    /// What follows on assets; those that the viewer may not know of, and those on which nothing does, are absent.
    ///
    /// # Errors
    /// The store's own.
    pub async fn ties(&self, viewer: &Viewer, assets: &[AssetId]) -> Result<HashMap<AssetId, TiesOfAsset>> {
        let catalog = self.lineage.catalog();
        let seen = catalog.visible(viewer, assets).await?;
        let assets: Vec<AssetId> = assets.iter().copied().filter(|asset| seen.contains(asset)).collect();
        let read = self.database().read();
        let mut decisions: BTreeMap<(AssetId, store::Key), Decision> = BTreeMap::new();
        for (asset, key, verdict, by, at) in store::decisions_of(read, &assets).await? {
            let (sort, target) = key.clone();
            let verdict = Verdict::from_number(verdict);
            decisions.insert((asset, key), Decision { sort, target, verdict, by, at });
        }
        let kept = store::kept_of(read, &assets).await?;
        let rules = if kept.is_empty() { Vec::new() } else { store::rules(read).await? };
        let names: HashMap<PropagationRuleId, String> =
            rules.into_iter().map(|rule| (rule.id, rule.text.name)).collect();
        let origins: HashSet<AssetId> = kept.iter().flat_map(|kept| kept.because.origins.iter().copied()).collect();
        let visible = catalog.visible(viewer, &origins.into_iter().collect::<Vec<_>>()).await?;
        let mut found: HashMap<AssetId, TiesOfAsset> = HashMap::new();
        for store::Kept { asset, key, because } in kept {
            let decision = decisions.remove(&(asset, key.clone()));
            let Because { layer, rule, steps, origins } = because;
            let all = origins.len();
            let origins: Vec<AssetId> = origins.into_iter().filter(|origin| visible.contains(origin)).collect();
            let hidden_origins = all - origins.len();
            let (sort, target) = key;
            let rule_name = names.get(&rule).cloned();
            let followed = Followed { sort, target, layer, rule, rule_name, steps, origins, hidden_origins, decision };
            found.entry(asset).or_default().followed.push(followed);
        }
        for ((asset, _), decision) in decisions {
            if decision.verdict == Verdict::Refused {
                found.entry(asset).or_default().refused.push(decision);
            }
        }
        Ok(found)
    }
}
