//! The library of metrics: what a KPI can be about, and how it is measured from how assets stand.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    cost,
    coverage::Share,
    money::Currency,
    price::PriceBook,
    standing::{Checked, Standing, Standings},
    unused::{self, Use, holds_data},
};

/// From the list: the metrics, the words for them and what they are in both languages.
macro_rules! metrics {
    ($($(#[$doc:meta])* $metric:ident = $code:literal, $english:literal, $chinese:literal;)*) => {
        /// What a KPI is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, async_graphql::Enum)]
        #[serde(rename_all = "snake_case")]
        #[graphql(name = "KpiMetric")]
        pub enum Metric { $($(#[$doc])* $metric,)* }

        impl Metric {
            /// Every metric, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$metric,)*];

            /// The word for it in files and on the command line.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$metric => $code,)* }
            }

            /// What it is, in English and in Chinese.
            #[must_use]
            pub const fn words(self) -> [&'static str; 2] {
                match self { $(Self::$metric => [$english, $chinese],)* }
            }
        }
    };
}

metrics! {
    /// Assets with a description; of a table every column has to have one too.
    Described = "described", "assets with a description", "有描述的资产";
    /// Assets with an owner.
    Owned = "owned", "assets with an owner", "有负责人的资产";
    /// Assets with a tier.
    Tiered = "tiered", "assets with a tier", "有等级的资产";
    /// Assets that belong to a domain.
    InDomain = "in_domain", "assets in a domain", "属于业务域的资产";
    /// Assets of which something is tagged.
    Classified = "classified", "assets that are classified", "已分类的资产";
    /// Assets with lineage.
    WithLineage = "with_lineage", "assets with lineage", "有血缘的资产";
    /// Assets whose shape a contract promises.
    WithContract = "with_contract", "assets with a contract", "有契约的资产";
    /// Assets that are checked.
    WithChecks = "with_checks", "assets with checks", "有质量检查的资产";
    /// Latest results of checks that passed.
    PassRate = "pass_rate", "checks that pass", "通过的质量检查";
    /// Assets whose data came on time, of those where somebody said when it should.
    Fresh = "fresh", "assets that are fresh", "数据及时的资产";
    /// Incidents that are open.
    OpenIncidents = "open_incidents", "open incidents", "未关闭的事件";
    /// Hours that incidents of the last 30 days were open, on average.
    HoursToResolve = "hours_to_resolve", "hours to resolve an incident", "事件平均解决小时数";
    /// Assets that were read lately, of those that ever were.
    Used = "used", "assets in use", "使用中的资产";
    /// Assets that were read, and not lately.
    Unused = "unused", "unused assets", "闲置资产";
    /// Bytes of assets that were read, and not lately.
    UnusedBytes = "unused_bytes", "unused size", "闲置数据量";
    /// Assets.
    Assets = "assets", "assets", "资产";
    /// What data costs a month.
    Cost = "cost", "cost a month", "每月成本";
    /// A formula of counts.
    Formula = "formula", "a formula of counts", "计数公式";
}

impl std::str::FromStr for Metric {
    type Err = crate::error::Error;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|metric| metric.code() == code).ok_or_else(|| {
            let known = Self::ALL.iter().map(|metric| metric.code()).collect::<Vec<_>>().join(", ");
            crate::error::Error::invalid("metric", format!("`{code}` is not a metric; known: {known}"))
        })
    }
}

/// In what a KPI is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, async_graphql::Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "KpiUnit")]
pub enum Unit {
    /// How many.
    Number,
    /// Which part, from 0 to 100; of a cost, which part of the baseline, which may be more.
    Percentage,
    /// How much money a month.
    Money,
}

impl Metric {
    /// The units in which it can be measured.
    #[must_use]
    pub const fn units(self) -> &'static [Unit] {
        match self {
            Self::Cost => &[Unit::Money, Unit::Percentage],
            Self::OpenIncidents | Self::HoursToResolve | Self::Assets => &[Unit::Number],
            Self::PassRate | Self::Fresh | Self::Formula => &[Unit::Percentage, Unit::Number],
            _ => &[Unit::Percentage, Unit::Number],
        }
    }

    /// Whether how long ago something was read matters to it.
    #[must_use]
    pub const fn asks_for_days(self) -> bool {
        matches!(self, Self::Used | Self::Unused | Self::UnusedBytes)
    }

    /// Whether it is about checks, of which only the latest results are known: a day that has ended without being measured
    /// stays without data.
    #[must_use]
    pub const fn is_of_checks(self) -> bool {
        matches!(
            self,
            Self::WithContract
                | Self::WithChecks
                | Self::PassRate
                | Self::Fresh
                | Self::OpenIncidents
                | Self::HoursToResolve
        )
    }

    /// Whether an asset counts for the part, and whether for the whole; none for metrics that are no shares of assets.
    fn counts(self, asset: &Standing, (today, days): (chrono::NaiveDate, u32)) -> Option<(i64, i64)> {
        let all = |has: bool| Some((i64::from(has), 1));
        let checked = asset.checked.unwrap_or_default();
        let known_checks = asset.checked.is_some();
        let read = unused::use_of(asset, today, days);
        match self {
            Self::Described => all(asset.is_described()),
            Self::Owned => all(asset.is_owned()),
            Self::Tiered => all(asset.tier.is_some()),
            Self::InDomain => all(asset.domain.is_some()),
            Self::Classified => all(asset.is_classified()),
            Self::WithLineage => asset.has_lineage.map(|has| (i64::from(has), 1)),
            Self::WithContract => checked.has_contract.map(|has| (i64::from(has), 1)),
            Self::WithChecks => known_checks.then_some((i64::from(checked.results > 0), 1)),
            Self::PassRate => Some((checked.passed, checked.results)),
            Self::Fresh => checked.is_fresh.map(|is_fresh| (i64::from(is_fresh), 1)),
            Self::Used => (read != Use::NeverRead).then_some((i64::from(read == Use::Used), 1)),
            Self::Unused => (read != Use::NeverRead).then_some((i64::from(read == Use::Unused), 1)),
            Self::UnusedBytes => {
                let bytes = asset.bytes.filter(|_| holds_data(asset.kind) && read != Use::NeverRead)?;
                Some((if read == Use::Unused { bytes } else { 0 }, bytes))
            }
            Self::Assets => Some((1, 1)),
            Self::OpenIncidents | Self::HoursToResolve | Self::Cost | Self::Formula => None,
        }
    }

    /// Whether an asset is among those that the number of this metric counts: the list behind it. The part, or with
    /// `missing` the rest of the whole.
    #[must_use]
    pub fn has(self, asset: &Standing, when: (chrono::NaiveDate, u32), missing: bool) -> bool {
        match self {
            Self::OpenIncidents => asset.checked.is_some_and(|checked| checked.open_incidents > 0) != missing,
            Self::HoursToResolve => asset.checked.is_some_and(|checked| checked.resolved.0 > 0) != missing,
            Self::Cost => asset.bytes.is_some() != missing,
            Self::Formula => !missing,
            _ => self.counts(asset, when).is_some_and(|(part, whole)| if missing { part < whole } else { part > 0 }),
        }
    }

    /// The part and the whole over `assets`; none where there is nothing of which it could be a part.
    pub fn share<'a>(
        self,
        assets: impl IntoIterator<Item = &'a Standing>,
        when: (chrono::NaiveDate, u32),
    ) -> Option<Share> {
        let add = |sum: Share, (part, whole): (i64, i64)| sum.and(Share::new(part, whole));
        let share = assets.into_iter().filter_map(|asset| self.counts(asset, when)).fold(Share::default(), add);
        (share.whole > 0).then_some(share)
    }
}

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// The value in its unit.
    pub value: Decimal,
    /// The part and the whole it comes from, where it is a share.
    pub share: Option<Share>,
}

/// A share in a unit.
#[must_use]
pub fn in_unit(share: Share, unit: Unit) -> Decimal {
    match unit {
        Unit::Percentage => Decimal::from(share.part) / Decimal::from(share.whole.max(1)) * Decimal::ONE_HUNDRED,
        Unit::Number | Unit::Money => Decimal::from(share.part),
    }
}

/// The cost of `assets` in one currency; none while the book has no price in it.
pub fn cost_in<'a>(
    assets: impl IntoIterator<Item = &'a Standing>,
    (book, day): (&PriceBook, chrono::NaiveDate),
    currency: Currency,
) -> Option<Decimal> {
    book.prices().iter().find(|price| price.currency == currency && price.holds_on(day))?;
    Some(cost::total(assets, &book.on(day)).in_currency(currency))
}

/// Incidents: how many are open, or how long they took.
pub(crate) fn incidents<'a>(assets: impl IntoIterator<Item = &'a Standing>, metric: Metric) -> Option<Decimal> {
    let known: Vec<Checked> = assets.into_iter().filter_map(|asset| asset.checked).collect();
    if known.is_empty() {
        return None;
    }
    if metric == Metric::OpenIncidents {
        return Some(known.iter().map(|checked| checked.open_incidents).sum::<i64>().into());
    }
    let (ended, hours) = known.iter().fold((0, 0), |sum, each| (sum.0 + each.resolved.0, sum.1 + each.resolved.1));
    Decimal::from(hours).checked_div(Decimal::from(ended))
}

impl Standings {
    /// The part and the whole of a metric among all assets.
    #[must_use]
    pub fn share(&self, metric: Metric, days: u32) -> Option<Share> {
        metric.share(&self.assets, (self.day, days))
    }
}

#[cfg(test)]
mod tests {
    use catalog::{AssetId, AssetKind};

    use super::*;

    /// `completed` of `total` assets of a kind, as `done` completes them.
    fn kinds(counts: &[(AssetKind, usize, usize)], done: impl Fn(&mut Standing)) -> Standings {
        let mut assets = Vec::new();
        for (kind, completed, total) in counts {
            for n in 0..*total {
                let mut asset = Standing::bare(AssetId::new(), *kind, "x");
                if n < *completed {
                    done(&mut asset);
                }
                assets.push(asset);
            }
        }
        Standings { day: "2026-03-31".parse().unwrap(), assets }
    }

    /// The catalogued kinds; two of the other product have none here and stand as others with as many assets.
    const DESCRIBED: [(AssetKind, usize, usize); 10] = [
        (AssetKind::Notebook, 0, 11),
        (AssetKind::Chart, 12, 12),
        (AssetKind::Dashboard, 12, 12),
        (AssetKind::Database, 1, 1),
        (AssetKind::Schema, 1, 1),
        (AssetKind::MlModel, 3, 3),
        (AssetKind::Pipeline, 8, 8),
        (AssetKind::Table, 11, 18),
        (AssetKind::Query, 3, 3),
        (AssetKind::Topic, 6, 6),
    ];

    #[test]
    fn f5_fifty_seven_of_seventy_five_described_is_0_76() {
        let standings = kinds(&DESCRIBED, |asset| asset.has_description = true);
        let share = standings.share(Metric::Described, 30).unwrap();
        assert_eq!((share, share.ratio()), (Share::new(57, 75), Some(0.76)));
        assert_eq!(in_unit(share, Unit::Percentage), Decimal::from(76));
        assert_eq!(in_unit(share, Unit::Number), Decimal::from(57));
    }

    #[test]
    fn f5_thirty_five_of_seventy_six_owned_is_0_4605263157894737() {
        let owned = [
            (AssetKind::Notebook, 12, 12),
            (AssetKind::Chart, 0, 12),
            (AssetKind::Dashboard, 12, 12),
            (AssetKind::Database, 0, 1),
            (AssetKind::Schema, 1, 1),
            (AssetKind::MlModel, 0, 3),
            (AssetKind::Pipeline, 0, 8),
            (AssetKind::Table, 10, 18),
            (AssetKind::Query, 0, 3),
            (AssetKind::Topic, 0, 6),
        ];
        let standings = kinds(&owned, |asset| asset.owners = vec!["ana".into()]);
        let share = standings.share(Metric::Owned, 30).unwrap();
        assert_eq!((share.part, share.whole, share.ratio()), (35, 76, Some(0.460_526_315_789_473_7)));
        assert!(in_unit(share, Unit::Percentage) >= Decimal::from(46));
    }

    #[test]
    fn f5_no_assets_are_no_data_and_not_zero() {
        let nothing = kinds(&[], |_| {});
        for metric in Metric::ALL.iter().filter(|metric| **metric != Metric::Assets) {
            assert_eq!(nothing.share(*metric, 30), None, "{}", metric.code());
        }
    }

    #[test]
    fn what_nobody_looked_for_is_no_data() {
        let standings = kinds(&[(AssetKind::Table, 1, 3)], |asset| asset.has_lineage = Some(true));
        assert_eq!(standings.share(Metric::WithLineage, 30), Some(Share::new(1, 1)));
        assert_eq!(standings.share(Metric::WithChecks, 30), None);
        assert_eq!(incidents(&standings.assets, Metric::OpenIncidents), None);
    }

    #[test]
    fn the_list_behind_a_number_has_as_many_assets() {
        let standings = kinds(&DESCRIBED, |asset| asset.has_description = true);
        let listed = |missing| {
            let when = (standings.day, 30);
            standings.assets.iter().filter(|asset| Metric::Described.has(asset, when, missing)).count()
        };
        assert_eq!((listed(false), listed(true)), (57, 18));
    }

    #[test]
    fn incidents_are_counted_and_their_hours_averaged_over_incidents() {
        let mut standings = kinds(&[(AssetKind::Table, 0, 2)], |_| {});
        standings.assets[0].checked = Some(Checked { open_incidents: 2, resolved: (1, 10), ..Checked::default() });
        standings.assets[1].checked = Some(Checked { open_incidents: 1, resolved: (3, 2), ..Checked::default() });
        assert_eq!(incidents(&standings.assets, Metric::OpenIncidents), Some(3.into()));
        assert_eq!(incidents(&standings.assets, Metric::HoursToResolve), Some(3.into()));
    }
}
