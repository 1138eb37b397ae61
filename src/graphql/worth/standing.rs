//! An asset behind a number, and what numbers are summed up by.

use std::cmp::Ordering;

use async_graphql::{Enum, SimpleObject};
use catalog::{
    AssetId, AssetKind, Count, Page, PageRequest,
    page::{decode_cursor, encode_cursor},
};
use chrono::{DateTime, Utc};
use kpi::{Standing, cost::GroupBy, money::rounded, price::DayPrices};

use crate::graphql::connection::PageInfo;

/// What numbers are summed up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(name = "WorthGroup")]
pub enum AssetGroup {
    /// Each asset on its own.
    Asset,
    /// The schema or database.
    Schema,
    /// The source.
    Source,
    /// The domain.
    Domain,
    /// The first team of the owners.
    Team,
    /// The tier.
    Tier,
    /// The kind.
    Kind,
}

impl From<AssetGroup> for GroupBy {
    fn from(group: AssetGroup) -> Self {
        match group {
            AssetGroup::Asset => Self::Asset,
            AssetGroup::Schema => Self::Schema,
            AssetGroup::Source => Self::Source,
            AssetGroup::Domain => Self::Domain,
            AssetGroup::Team => Self::Team,
            AssetGroup::Tier => Self::Tier,
            AssetGroup::Kind => Self::Kind,
        }
    }
}

/// An asset behind a number.
#[derive(SimpleObject)]
pub struct AssetWorth {
    /// Its identifier.
    pub id: AssetId,
    /// What it is.
    pub kind: AssetKind,
    /// What it is inside of, joined by dots, then its own name.
    pub name: String,
    /// The source, by name.
    pub source: Option<String>,
    /// Its owners.
    pub owners: Vec<String>,
    /// Its tier.
    pub tier: Option<String>,
    /// The domain it belongs to, by itself or by what it is inside of.
    pub domain: Option<String>,
    /// Its bytes; null where nobody measured them.
    pub bytes: Option<Count>,
    /// What it costs a month, to two places; null without a size or price.
    pub monthly_cost: Option<String>,
    /// The currency of that.
    pub currency: Option<String>,
    /// When it was last read.
    pub last_read_at: Option<DateTime<Utc>>,
    /// When it was last written.
    pub last_written_at: Option<DateTime<Utc>>,
}

/// A page of assets behind a number.
#[derive(SimpleObject)]
pub struct AssetWorthConnection {
    /// The assets.
    pub nodes: Vec<AssetWorth>,
    /// Where the page ends.
    pub page_info: PageInfo,
    /// How many there are in all: the number they are behind.
    pub total: Count,
}

impl AssetWorth {
    /// An asset at the prices of a day.
    #[must_use]
    pub fn new(asset: &Standing, prices: &DayPrices<'_>) -> Self {
        let cost = kpi::cost::of(asset, prices);
        Self {
            id: asset.id,
            kind: asset.kind,
            name: asset.name.to_string(),
            source: asset.source.as_ref().map(ToString::to_string),
            owners: asset.owners.iter().map(ToString::to_string).collect(),
            tier: asset.tier.as_ref().map(ToString::to_string),
            domain: asset.domain.as_ref().map(ToString::to_string),
            bytes: asset.bytes.map(Count),
            monthly_cost: cost.map(|cost| rounded(cost.amount).to_string()),
            currency: cost.map(|cost| cost.currency.to_string()),
            last_read_at: asset.read_at,
            last_written_at: asset.written_at,
        }
    }
}

/// The place of an asset in a list by size, the largest first, then by name.
type Place = (i64, String, String);

fn place(asset: &Standing) -> Place {
    (asset.bytes.unwrap_or(-1), asset.name.to_string(), asset.id.to_string())
}

fn order(one: &Place, other: &Place) -> Ordering {
    other.0.cmp(&one.0).then_with(|| (&one.1, &one.2).cmp(&(&other.1, &other.2)))
}

/// A page of `assets`, the largest first.
///
/// # Errors
/// `Invalid` for a cursor of another list.
pub(super) fn listed(
    mut assets: Vec<&Standing>,
    page: &PageRequest,
    prices: &DayPrices<'_>,
) -> catalog::Result<AssetWorthConnection> {
    let total = Count::from(assets.len());
    assets.sort_by_cached_key(|asset| {
        let (bytes, name, id) = place(asset);
        (std::cmp::Reverse(bytes), name, id)
    });
    let mut from = 0;
    if let Some(after) = &page.after {
        let bad = |_| catalog::Error::invalid("after", "is not a cursor of this list");
        let parts = decode_cursor(after, 3)?;
        let key: Place = (parts[0].parse().map_err(bad)?, parts[1].clone(), parts[2].clone());
        from = assets.partition_point(|asset| order(&place(asset), &key) != Ordering::Greater);
    }
    let rest: Vec<&Standing> = assets[from..].iter().take(page.first + 1).copied().collect();
    let page = Page::cut(rest, page.first, |asset| {
        let (bytes, name, id) = place(asset);
        encode_cursor(&[&bytes.to_string(), &name, &id])
    });
    let page_info = PageInfo::of(&page);
    let nodes = page.items.iter().map(|(_, asset)| AssetWorth::new(asset, prices)).collect();
    Ok(AssetWorthConnection { nodes, page_info, total })
}
