//! Relevance: what makes one hit better than another.
//!
//! A hit's score is a whole number: points for where the words of the question were found, plus the *standing* of the
//! asset (kind, tier, use, description, owner, freshness). Both depend on the question and on this one document only —
//! never on how many other documents there are — so the score of a document stays the same while others come and go,
//! and a cursor made of score and id always means the same place. That is why frequencies (BM25) are not used.

use catalog::{Asset, AssetKind, Layer, RelationKind, Statistics, relation::TIERS};

use crate::words;

/// Points for the places where a word of the question was found.
pub(crate) mod points {
    /// The question is the name of a table, in this spelling.
    pub(crate) const EXACT_TABLE: u32 = 1_048_576;
    /// The question is the name, in this spelling.
    pub(crate) const EXACT: u32 = 1_048_576;
    /// The question is the name of a table, but for case and punctuation.
    pub(crate) const SAME_WORDS_TABLE: u32 = 131_072;
    /// The question is the name, but for case and punctuation.
    pub(crate) const SAME_WORDS: u32 = 262_144;
    /// A word of the name.
    pub(crate) const NAME: u32 = 100;
    /// Two words of the name that the question runs together, or the other way round.
    pub(crate) const NAME_PAIR: u32 = 90;
    /// The start of a word of the name.
    pub(crate) const PREFIX: u32 = 60;
    /// A phrase, wherever it stands.
    pub(crate) const PHRASE: u32 = 80;
    /// The description.
    pub(crate) const DESCRIPTION: u32 = 30;
    /// The name or description of a column of the table.
    pub(crate) const COLUMNS: u32 = 25;
    /// What surrounds the asset: path, tags, owners, kind, data type.
    pub(crate) const CONTEXT: u32 = 15;
    /// A word of the name, with one typing error.
    pub(crate) const TYPO: u32 = 5;
}

/// What is known of a document without reading more than one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts(pub(crate) u64);

impl Facts {
    const REMOVED: u64 = 1 << 24;

    /// The facts of an asset.
    pub(crate) fn new(asset: &Asset, statistics: Option<&Statistics>) -> Self {
        let kind = u64::from(asset.kind.number().unsigned_abs());
        let removed = if asset.removed.is_some() { Self::REMOVED } else { 0 };
        Self(kind | u64::from(tier(asset)) << 16 | removed | u64::from(standing(asset, statistics)) << 32)
    }

    /// The number of the kind.
    pub(crate) fn kind_number(self) -> usize {
        (self.0 & 0xFFFF) as usize
    }

    /// The tier, 1 to 5; 0 when it has none.
    pub(crate) fn tier(self) -> usize {
        (self.0 >> 16 & 0xFF) as usize
    }

    /// Whether its source no longer has it.
    pub(crate) fn is_removed(self) -> bool {
        self.0 & Self::REMOVED != 0
    }

    /// All of them but the standing.
    pub(crate) fn without_standing(self) -> u32 {
        (self.0 & 0xFFFF_FFFF) as u32
    }

    /// The points it has whatever is asked.
    pub(crate) fn standing(self) -> u64 {
        self.0 >> 32
    }
}

/// The targets of the ties that count; suggestions wait for a person and do not.
pub(crate) fn targets(asset: &Asset, sort: RelationKind) -> impl Iterator<Item = &str> {
    asset
        .relations
        .iter()
        .filter(move |relation| relation.kind == sort && relation.layer != Layer::Suggested)
        .map(|relation| relation.target.as_str())
}

/// The tier of an asset, 1 to 5; 0 when it has none.
pub(crate) fn tier(asset: &Asset) -> u8 {
    let place = targets(asset, RelationKind::Tier).find_map(|tier| TIERS.iter().position(|known| *known == tier));
    place.and_then(|place| u8::try_from(place + 1).ok()).unwrap_or(0)
}

fn standing(asset: &Asset, statistics: Option<&Statistics>) -> u16 {
    if asset.is_placeholder {
        return 0;
    }
    let tier = match tier(asset) {
        0 => 0,
        tier => 60 - 10 * u16::from(tier),
    };
    let described = if asset.description().is_some_and(|text| !text.trim().is_empty()) { 10 } else { 0 };
    let owned = if targets(asset, RelationKind::Owner).next().is_some() { 5 } else { 0 };
    let whole = kind_weight(asset.kind) + tier + described + owned + brevity(asset) + statistics.map_or(0, measured);
    // What should not be used any more is found, behind what may be.
    if asset.curated.deprecation.is_some() { whole / 4 } else { whole }
}

const fn kind_weight(kind: AssetKind) -> u16 {
    match kind {
        AssetKind::Table
        | AssetKind::Topic
        | AssetKind::Dashboard
        | AssetKind::BiDataset
        | AssetKind::Pipeline
        | AssetKind::Metric
        | AssetKind::MlModel => 80,
        AssetKind::Database | AssetKind::Schema | AssetKind::ApiCollection | AssetKind::Container => 60,
        AssetKind::Column => 20,
        _ => 50,
    }
}

/// Short names first: of all names with the word, the one with nothing else is meant most often.
fn brevity(asset: &Asset) -> u16 {
    let count = words::pieces(asset.name.last()).take(8).count();
    16 - 2 * u16::try_from(count).unwrap_or(8)
}

/// Large, busy and recently written things first. Ages are counted from a fixed day, so that they need no clock and
/// two documents keep their order as time passes.
fn measured(statistics: &Statistics) -> u16 {
    let rows = statistics.row_count.unwrap_or(0).max(statistics.rows_written.unwrap_or(0)).max(0).unsigned_abs();
    let size = u16::try_from((64 - rows.leading_zeros()) / 2).unwrap_or(0).min(20);
    let half_years = statistics.written_at.map_or(0, |at| (at.timestamp() - 1_577_836_800) / 15_768_000);
    size + u16::try_from(half_years.clamp(0, 24)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use catalog::{ChangeNumber, Relation};

    use super::*;
    use crate::testing::{column, table};

    #[test]
    fn facts_read_back() {
        let mut asset = table("orders");
        asset.relations.push(Relation {
            kind: RelationKind::Tier,
            target: "tier2".into(),
            layer: Layer::Curated,
            since: ChangeNumber(1),
        });
        asset.removed = Some(ChangeNumber(7));
        let facts = Facts::new(&asset, None);
        assert_eq!(facts.kind_number(), AssetKind::Table.number() as usize);
        assert_eq!(facts.tier(), 2);
        assert!(facts.is_removed());
        assert!(facts.standing() > 0);
    }

    #[test]
    fn suggested_tier_does_not_count() {
        let mut asset = table("orders");
        asset.relations.push(Relation {
            kind: RelationKind::Tier,
            target: "tier1".into(),
            layer: Layer::Suggested,
            since: ChangeNumber(1),
        });
        assert_eq!(Facts::new(&asset, None).tier(), 0);
    }

    #[test]
    fn b10_deprecated_table_stands_below_its_twin() {
        let twin = table("orders");
        let mut old = twin.clone();
        let note = "moved".into();
        old.curated.deprecation = Some(catalog::Deprecation { note, replaced_by: Some(twin.id), sunset: None });
        assert!(Facts::new(&old, None).standing() < Facts::new(&twin, None).standing());
    }

    #[test]
    fn table_stands_above_column() {
        let (table, column) = (table("orders"), column(&table("orders"), "id"));
        assert!(Facts::new(&table, None).standing() > Facts::new(&column, None).standing());
    }

    #[test]
    fn busier_table_stands_higher() {
        let table = table("orders");
        let busy = Statistics { row_count: Some(1_000_000), ..Statistics::default() };
        assert!(Facts::new(&table, Some(&busy)).standing() > Facts::new(&table, None).standing());
    }

    #[test]
    fn points_of_the_longest_question_are_numbers() {
        let most = points::EXACT_TABLE + points::EXACT + points::SAME_WORDS + points::SAME_WORDS_TABLE;
        let conditions = u32::try_from(crate::query::MAX_CONDITIONS).unwrap();
        assert!(most.checked_mul(2 * conditions).is_some());
    }
}
