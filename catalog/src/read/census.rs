//! A census: every data asset at the end of a day with what is counted of it, in a number of statements that does not
//! depend on how many there are.
//!
//! States and ties are those of the change log; sizes and use are what was measured and told until then. A viewer's census
//! has what they may know of *now*, as everything does that tells of the past.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    asset::Statistics,
    catalog::Catalog,
    change::ChangeNumber,
    clock::from_micros,
    error::Result,
    id::{AssetId, SourceId},
    kinds::AssetKind,
    name::MAX_PARTS,
    relation::RelationKind,
    state,
    store::{
        ROWS, asset,
        census::{self as rows, UseRow},
    },
    usage::day_number,
    viewer::{Action, Viewer, Visibility},
};

/// The days of queries whose time is told.
const QUERY_DAYS: i32 = 30;

/// An asset with what is counted of it.
#[derive(Debug, Clone, PartialEq)]
pub struct CensusAsset {
    /// Its identifier.
    pub id: AssetId,
    /// What it is.
    pub kind: AssetKind,
    /// The innermost part of its name.
    pub name: String,
    /// What it is directly inside of.
    pub parent: Option<AssetId>,
    /// The source it was crawled from.
    pub source: Option<SourceId>,
    /// The storage engine of a table.
    pub storage: Option<String>,
    /// Whether it has a description of its own.
    pub is_described: bool,
    /// Its columns, at any depth.
    pub columns: i64,
    /// Those with a description.
    pub columns_described: i64,
    /// Those with a tag.
    pub columns_tagged: i64,
    /// What is tied to it; without what is merely suggested.
    pub ties: Vec<(RelationKind, String)>,
    /// Its bytes, as last measured by then.
    pub bytes: Option<i64>,
    /// Its rows, where they were not measured again since.
    pub rows: Option<i64>,
    /// When it was last read by then.
    pub read_at: Option<DateTime<Utc>>,
    /// When it was last written by then.
    pub written_at: Option<DateTime<Utc>>,
    /// Microseconds that queries spent on it in the 30 days that end with the day.
    pub query_micros: i64,
}

/// Every data asset at the end of a day.
#[derive(Debug, Clone)]
pub struct Census {
    /// The day, in UTC.
    pub day: NaiveDate,
    /// The last change that counts.
    pub as_of: ChangeNumber,
    /// The assets; columns, placeholders, what is removed, and what people make to sort others are not among them.
    pub assets: Vec<CensusAsset>,
    /// The names of the domains that assets are tied to: each with those of the domains around it, innermost first.
    pub domains: HashMap<AssetId, Vec<String>>,
}

impl Catalog {
    /// The census of a day: of its end, or of now while it is today.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`]; the store's own.
    pub async fn census(&self, viewer: &Viewer, day: NaiveDate) -> Result<Census> {
        viewer.must(Action::ReadCatalog)?;
        let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
        let end = next.and_time(NaiveTime::MIN).and_utc();
        let last = self.last_change().await?;
        let as_of = self.change_at(end - chrono::TimeDelta::microseconds(1)).await?;
        if as_of == ChangeNumber(0) {
            // Before the first change there was nothing; looking for that would cost a pass over everything since.
            return Ok(Census { day, as_of, assets: Vec::new(), domains: HashMap::new() });
        }
        // What holds now needs no look at the past.
        let past = (as_of < last).then_some(as_of.0);
        let mut assets = self.counted(past).await?;
        self.count_columns(&mut assets, past).await?;
        self.tie(&mut assets, past).await?;
        self.measure(&mut assets, (day, end)).await?;
        let mut assets: Vec<CensusAsset> = assets.into_values().collect();
        if viewer.sees != Visibility::Everything {
            let ids: Vec<AssetId> = assets.iter().map(|asset| asset.id).collect();
            let seen = self.visible(viewer, &ids).await?;
            assets.retain(|asset| seen.contains(&asset.id));
        }
        assets.sort_unstable_by_key(|asset| asset.id);
        let domains = self.census_domains(&assets, past).await?;
        Ok(Census { day, as_of, assets, domains })
    }

    async fn counted(&self, past: Option<i64>) -> Result<HashMap<Uuid, CensusAsset>> {
        let found = rows::assets(self.database().read(), past).await?;
        let mut assets = HashMap::with_capacity(found.len());
        for row in found {
            let asset = CensusAsset {
                id: AssetId(row.id),
                kind: state::kind(row.kind),
                name: row.name,
                parent: (!row.parent_id.is_nil()).then_some(AssetId(row.parent_id)),
                source: row.source_id.map(SourceId),
                storage: row.storage,
                is_described: row.described != 0,
                columns: 0,
                columns_described: 0,
                columns_tagged: 0,
                ties: Vec::new(),
                bytes: None,
                rows: None,
                read_at: None,
                written_at: None,
                query_micros: 0,
            };
            assets.insert(row.id, asset);
        }
        Ok(assets)
    }

    /// Adds the columns; those inside of other columns count for what these are inside of.
    async fn count_columns(&self, assets: &mut HashMap<Uuid, CensusAsset>, past: Option<i64>) -> Result<()> {
        let found = rows::columns(self.database().read(), past).await?;
        let unknown = found.iter().map(|row| row.parent_id).filter(|parent| !assets.contains_key(parent)).collect();
        let holders = self.table_around(unknown, assets, past).await?;
        for row in found {
            let holder = holders.get(&row.parent_id).copied().unwrap_or(row.parent_id);
            if let Some(asset) = assets.get_mut(&holder) {
                asset.columns += row.columns;
                asset.columns_described += row.described;
            }
        }
        Ok(())
    }

    /// For columns, the asset of `assets` that they are in.
    async fn table_around(
        &self,
        columns: HashSet<Uuid>,
        assets: &HashMap<Uuid, CensusAsset>,
        past: Option<i64>,
    ) -> Result<HashMap<Uuid, Uuid>> {
        let mut parents: HashMap<Uuid, Uuid> = HashMap::new();
        let mut wanted: Vec<Uuid> = columns.iter().copied().collect();
        for _ in 0..MAX_PARTS {
            if wanted.is_empty() {
                break;
            }
            let found = rows::places(self.database().read(), &wanted, past).await?;
            wanted.clear();
            for row in found.into_iter().filter(|row| row.kind == AssetKind::Column.number()) {
                if !assets.contains_key(&row.parent_id) && !parents.contains_key(&row.parent_id) {
                    wanted.push(row.parent_id);
                }
                parents.insert(row.id, row.parent_id);
            }
        }
        let holder = |column: Uuid| {
            let mut at = column;
            for _ in 0..MAX_PARTS {
                at = *parents.get(&at)?;
                if assets.contains_key(&at) {
                    return Some((column, at));
                }
            }
            None
        };
        Ok(columns.into_iter().filter_map(holder).collect())
    }

    async fn tie(&self, assets: &mut HashMap<Uuid, CensusAsset>, past: Option<i64>) -> Result<()> {
        let mut tagged: HashSet<Uuid> = HashSet::new();
        let mut merged: Vec<Uuid> = Vec::new();
        for row in rows::ties(self.database().read(), past).await? {
            let Some(kind) = RelationKind::from_number(row.kind) else { continue };
            match assets.get_mut(&row.asset_id) {
                Some(_) if kind == RelationKind::MergedInto => merged.push(row.asset_id),
                Some(asset) => asset.ties.push((kind, row.target)),
                None if kind == RelationKind::Tag => {
                    tagged.insert(row.asset_id);
                }
                None => {}
            }
        }
        for column in self.table_around(tagged, assets, past).await?.into_values() {
            if let Some(asset) = assets.get_mut(&column) {
                asset.columns_tagged += 1;
            }
        }
        // What was found to be the same as something else is on no list.
        merged.iter().for_each(|id| {
            assets.remove(id);
        });
        for asset in assets.values_mut() {
            asset.ties.sort();
            asset.ties.dedup();
        }
        Ok(())
    }

    async fn measure(
        &self,
        assets: &mut HashMap<Uuid, CensusAsset>,
        (day, end): (NaiveDate, DateTime<Utc>),
    ) -> Result<()> {
        let number = day_number(day);
        for row in rows::sizes(self.database().read(), number).await? {
            if let Some(asset) = assets.get_mut(&row.asset_id) {
                asset.bytes = Some(row.bytes);
            }
        }
        let until = end.timestamp_micros();
        for row in rows::statistics(self.database().read(), until).await? {
            let Some(asset) = assets.get_mut(&row.asset_id) else { continue };
            let measured: Statistics =
                serde_json::from_str(&row.value).map_err(|cause| state::corrupt("statistics", row.asset_id, cause))?;
            asset.bytes = asset.bytes.or(measured.size_bytes);
            asset.rows = measured.row_count;
            asset.written_at = measured.written_at.filter(|at| *at < end);
        }
        for UseRow { asset_id, read_at, written_at, micros } in
            rows::uses(self.database().read(), (number, QUERY_DAYS, until)).await?
        {
            if let Some(asset) = assets.get_mut(&asset_id) {
                asset.read_at = asset.read_at.max(read_at.map(from_micros));
                asset.written_at = asset.written_at.max(written_at.map(from_micros));
                asset.query_micros += micros.unwrap_or(0);
            }
        }
        Ok(())
    }

    /// The names of the domains in `assets`, with those around them, as they were then.
    async fn census_domains(&self, assets: &[CensusAsset], past: Option<i64>) -> Result<HashMap<AssetId, Vec<String>>> {
        let ties = assets.iter().flat_map(|asset| &asset.ties);
        let tied: HashSet<Uuid> = ties
            .filter(|(kind, _)| *kind == RelationKind::Domain)
            .filter_map(|(_, target)| Uuid::parse_str(target).ok())
            .collect();
        let mut rows: HashMap<Uuid, asset::Model> = HashMap::new();
        let mut wanted: HashSet<Uuid> = tied.clone();
        for _ in 0..MAX_PARTS {
            wanted.retain(|id| !id.is_nil() && !rows.contains_key(id));
            if wanted.is_empty() {
                break;
            }
            let level: Vec<Uuid> = wanted.drain().collect();
            for row in self.states(&level, past.map(ChangeNumber)).await? {
                wanted.insert(row.parent_id);
                rows.insert(row.id, row);
            }
        }
        let path = |id: &Uuid| {
            let mut names = Vec::new();
            let mut at = *id;
            while let Some(row) = rows.get(&at).filter(|_| names.len() < MAX_PARTS) {
                names.push(row.name.clone());
                at = row.parent_id;
            }
            (AssetId(*id), names)
        };
        Ok(tied.iter().filter(|id| rows.contains_key(id)).map(path).collect())
    }

    /// A digest of the columns of tables — their names, order and types, and what their source says of them — by which two
    /// tables can be told to look alike; tables without columns are absent.
    ///
    /// # Errors
    /// The store's own.
    pub async fn shapes(&self, tables: &[AssetId]) -> Result<HashMap<AssetId, u128>> {
        use sea_orm::{QueryOrder, QuerySelect};
        let mut hashers: HashMap<AssetId, blake3::Hasher> = HashMap::new();
        let ids: Vec<Uuid> = tables.iter().map(|id| id.0).collect();
        for chunk in ids.chunks(ROWS) {
            let columns: Vec<(Uuid, Uuid)> = asset::Entity::find()
                .select_only()
                .columns([asset::Column::ParentId, asset::Column::Hash])
                .filter(asset::Column::ParentId.is_in(chunk.iter().copied()))
                .filter(asset::Column::Kind.eq(AssetKind::Column.number()))
                .filter(asset::Column::RemovedChange.is_null())
                .order_by_asc(asset::Column::Ordinal)
                .order_by_asc(asset::Column::IdentityKey)
                .into_tuple()
                .all(self.database().read())
                .await?;
            for (table, hash) in columns {
                hashers.entry(AssetId(table)).or_default().update(hash.as_bytes());
            }
        }
        let digest = |hasher: blake3::Hasher| {
            let mut bytes = [0; 16];
            bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
            u128::from_le_bytes(bytes)
        };
        Ok(hashers.into_iter().map(|(table, hasher)| (table, digest(hasher))).collect())
    }
}
