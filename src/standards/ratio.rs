//! The contrast ratio of tables, standards and domains: of all columns in them of which values were read.

use std::collections::{BTreeMap, HashMap, HashSet};

use async_graphql::Enum;
use catalog::{Asset, AssetId, Layer, Relation, Viewer};

use super::{Bound, Contrast, Result, Standards, store};

/// The most columns that are looked at.
const MOST_COLUMNS: usize = 5_000;
/// How many columns are looked at in one step.
const STEP: u64 = 500;

/// By what columns are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "StandardGrouping")]
pub enum Grouping {
    /// By the standard that they keep.
    Standard,
    /// By the table that they are in.
    Table,
    /// By the nearest domain that they, or what they are inside of, belong to.
    Domain,
}

/// What is known of several columns together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    /// The standard, table or domain; none for columns that belong to no domain.
    pub group: Option<AssetId>,
    /// How many columns of which values were read.
    pub columns: i64,
    /// Their values.
    pub contrast: Contrast,
    /// How many rows have a value.
    pub rows: i64,
    /// How many of those have one that is no code.
    pub outside: i64,
}

impl Standards {
    /// The ratios of all groups in which the viewer may know of a column, the lowest first; whether there are more columns
    /// than were looked at.
    ///
    /// # Errors
    /// `Forbidden` for who may not read the catalog; the store's own.
    pub async fn ratios(&self, viewer: &Viewer, by: Grouping) -> Result<(Vec<Ratio>, bool)> {
        viewer.must(catalog::Action::ReadCatalog)?;
        let mut groups: BTreeMap<Option<AssetId>, Ratio> = BTreeMap::new();
        let (mut after, mut looked_at) = (None, 0);
        loop {
            let ids = store::read_columns(self.database().read(), after, STEP).await?;
            let is_end = (ids.len() as u64) < STEP;
            after = ids.last().copied();
            looked_at += ids.len();
            self.add(viewer, by, ids.into_iter().map(AssetId).collect(), &mut groups).await?;
            if is_end || looked_at >= MOST_COLUMNS {
                let mut ratios: Vec<Ratio> = groups.into_values().collect();
                let share = |ratio: &Ratio| ratio.contrast.ratio().unwrap_or(1.0);
                ratios.sort_by(|one, other| share(one).total_cmp(&share(other)));
                return Ok((ratios, !is_end));
            }
        }
    }

    /// Adds what is known of columns to their groups.
    async fn add(
        &self,
        viewer: &Viewer,
        by: Grouping,
        ids: Vec<AssetId>,
        groups: &mut BTreeMap<Option<AssetId>, Ratio>,
    ) -> Result<()> {
        let columns = self.catalog.assets(viewer, &ids, None).await?;
        let bound = self.with_lists(viewer, columns).await?;
        let contrasts = self.contrasts(&bound).await?;
        let domains = if by == Grouping::Domain { self.domains(viewer, &bound).await? } else { HashMap::new() };
        for one in &bound {
            let Some((measured, contrast)) = contrasts.get(&one.column.id) else { continue };
            let group = match by {
                Grouping::Standard => Some(one.list.id),
                Grouping::Table => one.column.parent,
                Grouping::Domain => domains.get(&one.column.id).copied(),
            };
            let nothing = Ratio { group, columns: 0, contrast: Contrast::default(), rows: 0, outside: 0 };
            let ratio = groups.entry(group).or_insert(nothing);
            ratio.columns += 1;
            ratio.contrast.add(*contrast);
            ratio.rows += measured.rows - measured.nulls;
            ratio.outside += measured.outside;
        }
        Ok(())
    }

    /// The nearest domain of each column that the viewer may know of.
    async fn domains(&self, viewer: &Viewer, bound: &[Bound]) -> Result<HashMap<AssetId, AssetId>> {
        let above: HashSet<AssetId> = bound.iter().flat_map(|one| one.column.ancestors.iter().map(|a| a.id)).collect();
        let ties = self.catalog.ties(&above.into_iter().collect::<Vec<_>>()).await?;
        let domain_of =
            |ties: &[Relation]| ties.iter().filter(|tie| tie.layer != Layer::Suggested).find_map(Relation::domain);
        let nearest = |column: &Asset| {
            let around = column.ancestors.iter().rev().filter_map(|above| ties.get(&above.id));
            domain_of(&column.relations).or_else(|| around.filter_map(|ties| domain_of(ties)).next())
        };
        let found: HashMap<AssetId, AssetId> =
            bound.iter().filter_map(|one| Some((one.column.id, nearest(&one.column)?))).collect();
        let ids: HashSet<AssetId> = found.values().copied().collect();
        let seen = self.catalog.visible(viewer, &ids.into_iter().collect::<Vec<_>>()).await?;
        Ok(found.into_iter().filter(|(_, domain)| seen.contains(domain)).collect())
    }
}
