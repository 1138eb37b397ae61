//! Data health at a glance: how well assets are looked after, as one score with its parts.
//!
//! The score is the mean of the parts there are, each by its weight. A part of which nothing is known is left out and
//! listed; it is not 0. A group's parts are sums over its assets — so many of so many — never means of means, and its
//! score is made from these, so that everybody can reckon it again from what is shown.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    cost::GroupBy,
    coverage::Share,
    definition::DEFAULT_DAYS,
    error::{Error, Result},
    standing::{Standing, Standings},
    unused::{self, Use},
};

/// From the list: the parts, their words and their weights where nobody set others.
macro_rules! parts {
    ($($(#[$doc:meta])* $part:ident = $code:literal, $weight:literal, $english:literal, $chinese:literal;)*) => {
        /// A part of the score.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, async_graphql::Enum)]
        #[serde(rename_all = "snake_case")]
        #[graphql(name = "HealthPart")]
        pub enum Part { $($(#[$doc])* $part,)* }

        impl Part {
            /// Every part, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$part,)*];

            /// The word for it in settings.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$part => $code,)* }
            }

            /// Its weight where nobody set another.
            #[must_use]
            pub const fn default_weight(self) -> u32 {
                match self { $(Self::$part => $weight,)* }
            }

            /// What it says, in English and in Chinese.
            #[must_use]
            pub const fn words(self) -> [&'static str; 2] {
                match self { $(Self::$part => [$english, $chinese],)* }
            }
        }
    };
}

parts! {
    /// Descriptions of assets and of their columns.
    Described = "described", 20, "described", "有描述";
    /// Owners.
    Owned = "owned", 20, "owned", "有负责人";
    /// Tiers.
    Tiered = "tiered", 10, "tiered", "有等级";
    /// Whether something is tagged.
    Classified = "classified", 10, "classified", "已分类";
    /// Latest results of checks that passed; assets without checks have no such part.
    Quality = "quality", 20, "checks pass", "质量检查通过";
    /// Whether data came on time, where somebody said when it should.
    Fresh = "fresh", 10, "on time", "数据及时";
    /// Whether it was read in the last 30 days; of what nobody knows any read of there is no such part.
    Used = "used", 5, "in use", "使用中";
    /// Whether no incident is open.
    Calm = "calm", 5, "no open incident", "无未关闭事件";
}

/// The most that a weight may be.
const MAX_WEIGHT: u32 = 1_000;

/// How much each part counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weights(BTreeMap<Part, u32>);

impl Default for Weights {
    fn default() -> Self {
        Self(Part::ALL.iter().map(|part| (*part, part.default_weight())).collect())
    }
}

impl Weights {
    /// The weights with some of them set; 0 leaves a part out.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `weights` beyond 1,000, or all 0.
    pub fn with(&self, set: impl IntoIterator<Item = (Part, u32)>) -> Result<Self> {
        let mut weights = self.clone();
        for (part, weight) in set {
            if weight > MAX_WEIGHT {
                let problem = format!("`{}` is {weight}; at most {MAX_WEIGHT} are allowed", part.code());
                return Err(Error::invalid("weights", problem));
            }
            weights.0.insert(part, weight);
        }
        if weights.0.values().all(|weight| *weight == 0) {
            return Err(Error::invalid("weights", "are all 0; something has to count"));
        }
        Ok(weights)
    }

    /// The weight of a part.
    #[must_use]
    pub fn of(&self, part: Part) -> u32 {
        self.0.get(&part).copied().unwrap_or_else(|| part.default_weight())
    }
}

/// The share of a part in one asset; none where nothing is known of it.
#[must_use]
pub fn part_of(part: Part, asset: &Standing, today: chrono::NaiveDate) -> Option<Share> {
    let all = |has: bool| Some(Share::new(i64::from(has), 1));
    match part {
        Part::Described => Some(asset.described()),
        Part::Owned => all(asset.is_owned()),
        Part::Tiered => all(asset.tier.is_some()),
        Part::Classified => all(asset.is_classified()),
        Part::Quality => asset.checked.filter(|it| it.results > 0).map(|it| Share::new(it.passed, it.results)),
        Part::Fresh => asset.checked.and_then(|it| it.is_fresh).and_then(all),
        Part::Used => match unused::use_of(asset, today, DEFAULT_DAYS) {
            Use::NeverRead => None,
            other => all(other == Use::Used),
        },
        Part::Calm => asset.checked.and_then(|it| all(it.open_incidents == 0)),
    }
}

/// How healthy a group of assets is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// The assets.
    pub assets: i64,
    /// Those without any check, which count as neither good nor bad.
    pub without_checks: i64,
    /// The parts of which something is known.
    pub parts: BTreeMap<Part, Share>,
}

impl Health {
    /// Adds an asset.
    pub fn add(&mut self, asset: &Standing, today: chrono::NaiveDate) {
        self.assets += 1;
        self.without_checks += i64::from(asset.checked.is_none_or(|checked| checked.results == 0));
        for part in Part::ALL {
            if let Some(share) = part_of(*part, asset, today) {
                let sum = self.parts.entry(*part).or_default();
                *sum = sum.and(share);
            }
        }
    }

    /// The score from 0 to 1 by `weights`; none where no part that counts is known.
    #[must_use]
    pub fn score(&self, weights: &Weights) -> Option<f64> {
        let known = self.parts.iter().filter_map(|(part, share)| Some((f64::from(weights.of(*part)), share.ratio()?)));
        let (sum, weight) = known.fold((0.0, 0.0), |(sum, all), (weight, ratio)| (sum + weight * ratio, all + weight));
        (weight > 0.0).then(|| sum / weight)
    }

    /// The parts that count and of which nothing is known.
    #[must_use]
    pub fn missing(&self, weights: &Weights) -> Vec<Part> {
        Part::ALL.iter().copied().filter(|part| weights.of(*part) > 0 && !self.parts.contains_key(part)).collect()
    }
}

/// How healthy one asset is.
#[must_use]
pub fn of(asset: &Standing, today: chrono::NaiveDate) -> Health {
    let mut health = Health::default();
    health.add(asset, today);
    health
}

impl Standings {
    /// How healthy all assets are.
    #[must_use]
    pub fn health(&self) -> Health {
        let mut health = Health::default();
        self.assets.iter().for_each(|asset| health.add(asset, self.day));
        health
    }

    /// How healthy groups of assets are; those without a group are under none.
    #[must_use]
    pub fn health_by(&self, by: GroupBy) -> BTreeMap<Option<Arc<str>>, Health> {
        let mut groups: BTreeMap<Option<Arc<str>>, Health> = BTreeMap::new();
        for asset in &self.assets {
            groups.entry(by.of(asset)).or_default().add(asset, self.day);
        }
        groups
    }

    /// The assets behind the number of a part: those that have all of it, or with `missing` those that lack some.
    pub fn behind_health(&self, part: Part, missing: bool) -> impl Iterator<Item = &Standing> {
        let has = move |asset: &&Standing| {
            part_of(part, asset, self.day).is_some_and(|share| (share.part == share.whole) != missing)
        };
        self.assets.iter().filter(has)
    }
}

#[cfg(test)]
mod tests {
    use catalog::{AssetId, AssetKind};

    use super::*;
    use crate::standing::Checked;

    fn table(schema: &str) -> Standing {
        Standing { schema: Some(schema.into()), ..Standing::bare(AssetId::new(), AssetKind::Table, "t") }
    }

    fn day() -> chrono::NaiveDate {
        "2026-03-31".parse().unwrap()
    }

    #[test]
    fn f3_what_is_not_known_is_left_out_and_listed() {
        let asset = Standing { has_description: true, owners: vec!["ana".into()], ..table("a") };
        let health = of(&asset, day());
        assert_eq!(health.missing(&Weights::default()), [Part::Quality, Part::Fresh, Part::Used, Part::Calm]);
        let expected = (20.0 + 20.0) / (20.0 + 20.0 + 10.0 + 10.0);
        assert!((health.score(&Weights::default()).unwrap() - expected).abs() < 1e-9);
        assert_eq!(Health::default().score(&Weights::default()), None);
    }

    #[test]
    fn f3_the_score_is_reckoned_again_from_what_is_shown() {
        let mut assets = vec![table("a"), table("a"), table("b")];
        assets[0].checked = Some(Checked { results: 4, passed: 3, is_fresh: Some(true), ..Checked::default() });
        assets[1].owners = vec!["ana".into()];
        assets[1].checked = Some(Checked { results: 1, passed: 1, open_incidents: 1, ..Checked::default() });
        assets[2].read_at = Some("2026-03-30T00:00:00Z".parse().unwrap());
        let standings = Standings { day: day(), assets };
        let weights = Weights::default().with([(Part::Quality, 50)]).unwrap();
        for (_, health) in standings.health_by(GroupBy::Schema) {
            let (mut sum, mut all) = (0.0, 0.0);
            for (part, share) in &health.parts {
                let shown = (share.ratio().unwrap() * 10_000.0).round() / 10_000.0;
                sum += shown * f64::from(weights.of(*part));
                all += f64::from(weights.of(*part));
            }
            assert!((health.score(&weights).unwrap() - sum / all).abs() < 0.01);
        }
    }

    #[test]
    fn f3_groups_are_sums_and_not_means_of_means() {
        let mut assets: Vec<Standing> = (0..9).map(|_| table("large")).collect();
        assets.push(Standing { owners: vec!["ana".into()], ..table("small") });
        let standings = Standings { day: day(), assets };
        assert_eq!(standings.health().parts[&Part::Owned].ratio(), Some(0.1));
        let groups = standings.health_by(GroupBy::Schema);
        let sum = groups.values().fold(Share::default(), |sum, health| sum.and(health.parts[&Part::Owned]));
        assert_eq!(sum, standings.health().parts[&Part::Owned]);
    }

    #[test]
    fn f3_assets_without_checks_are_shown_apart_and_lists_have_the_same_count() {
        let mut assets = vec![table("a"), table("a"), table("a")];
        assets[0].checked = Some(Checked { results: 2, passed: 2, ..Checked::default() });
        assets[1].checked = Some(Checked { results: 2, passed: 1, ..Checked::default() });
        let standings = Standings { day: day(), assets };
        assert_eq!(standings.health().without_checks, 1);
        assert_eq!(standings.behind_health(Part::Quality, false).count(), 1);
        assert_eq!(standings.behind_health(Part::Quality, true).count(), 1);
        assert_eq!(standings.behind_health(Part::Owned, true).count(), 3);
    }

    #[test]
    fn f3_weights_that_make_no_sense_are_refused() {
        let weights = Weights::default();
        assert!(weights.with([(Part::Owned, 1_001)]).is_err());
        assert!(weights.with(Part::ALL.iter().map(|part| (*part, 0))).is_err());
        assert_eq!(weights.with([(Part::Owned, 0)]).unwrap().of(Part::Owned), 0);
    }
}
