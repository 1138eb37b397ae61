//! Why single ties follow, by asset and by target, and what was decided about them.

use std::collections::HashMap;

use catalog::{AssetId, Layer, PropagationRuleId, RelationKind};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use uuid::Uuid;

use super::{
    Key, PIECE, ROWS,
    tables::{decision, tie},
};
use crate::error::Result;

/// Why a tie follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Because {
    /// Whether it holds or is suggested.
    pub(crate) layer: Layer,
    /// By which rule.
    pub(crate) rule: PropagationRuleId,
    /// How many steps it is away from the nearest origin.
    pub(crate) steps: u32,
    /// The nearest assets that have it of their own, nearest first.
    pub(crate) origins: Vec<AssetId>,
}

/// The same with the asset whose tie it is, and the tie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) asset: AssetId,
    pub(crate) key: Key,
    pub(crate) because: Because,
}

fn kept(row: tie::Model) -> Option<Kept> {
    let origins = row.origins.chunks_exact(16).filter_map(|bytes| Uuid::from_slice(bytes).ok().map(AssetId)).collect();
    let because = Because {
        layer: Layer::from_number(row.layer)?,
        rule: PropagationRuleId(row.rule),
        steps: u32::try_from(row.steps).ok()?,
        origins,
    };
    Some(Kept { asset: AssetId(row.asset), key: (RelationKind::from_number(row.sort)?, row.target), because })
}

/// Why the ties of assets follow, in the order of assets and targets.
pub(crate) async fn kept_of(db: &impl ConnectionTrait, assets: &[AssetId]) -> Result<Vec<Kept>> {
    let mut found = Vec::new();
    for piece in assets.chunks(PIECE) {
        let query = tie::Entity::find().filter(tie::Column::Asset.is_in(piece.iter().map(|asset| asset.0)));
        found.extend(query.all(db).await?.into_iter().filter_map(kept));
    }
    found.sort_by(|a, b| (a.asset, &a.key).cmp(&(b.asset, &b.key)));
    Ok(found)
}

/// Why one tie of an asset follows.
pub(crate) async fn because_of(db: &impl ConnectionTrait, asset: AssetId, key: &Key) -> Result<Option<Because>> {
    let row = tie::Entity::find_by_id((asset.0, key.0.number(), key.1.clone())).one(db).await?;
    Ok(row.and_then(kept).map(|kept| kept.because))
}

/// Why a tie follows, of all assets that have it so.
pub(crate) async fn because_of_target(
    db: &impl ConnectionTrait,
    (sort, target): &Key,
) -> Result<HashMap<AssetId, Because>> {
    let query = tie::Entity::find().filter(tie::Column::Sort.eq(sort.number())).filter(tie::Column::Target.eq(target));
    let rows = query.all(db).await?.into_iter().filter_map(kept);
    Ok(rows.map(|kept| (kept.asset, kept.because)).collect())
}

/// Keeps why a tie follows, over what was kept.
pub(crate) async fn keep(db: &impl ConnectionTrait, key: &Key, ties: &[(AssetId, &Because)]) -> Result<()> {
    use tie::Column;
    for piece in ties.chunks(ROWS) {
        let rows = piece.iter().map(|(asset, because)| tie::ActiveModel {
            asset: Set(asset.0),
            sort: Set(key.0.number()),
            target: Set(key.1.clone()),
            layer: Set(because.layer.number()),
            rule: Set(because.rule.0),
            steps: Set(i32::try_from(because.steps).unwrap_or(i32::MAX)),
            origins: Set(because.origins.iter().flat_map(|origin| origin.0.into_bytes()).collect()),
        });
        let conflict = OnConflict::columns([Column::Asset, Column::Sort, Column::Target])
            .update_columns([Column::Layer, Column::Rule, Column::Steps, Column::Origins])
            .to_owned();
        tie::Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Forgets why a tie of assets followed.
pub(crate) async fn forget(db: &impl ConnectionTrait, (sort, target): &Key, assets: &[AssetId]) -> Result<()> {
    for piece in assets.chunks(PIECE) {
        let gone = tie::Entity::delete_many()
            .filter(tie::Column::Asset.is_in(piece.iter().map(|asset| asset.0)))
            .filter(tie::Column::Sort.eq(sort.number()))
            .filter(tie::Column::Target.eq(target));
        gone.exec(db).await?;
    }
    Ok(())
}

/// A decision as it is stored: whose tie, which, the verdict, by whom, when.
pub(crate) type Decided = (AssetId, Key, i16, String, DateTime<Utc>);

/// What was decided about ties of assets, in the order of assets and targets.
pub(crate) async fn decisions_of(db: &impl ConnectionTrait, assets: &[AssetId]) -> Result<Vec<Decided>> {
    let mut found: Vec<Decided> = Vec::new();
    for piece in assets.chunks(PIECE) {
        let query = decision::Entity::find().filter(decision::Column::Asset.is_in(piece.iter().map(|asset| asset.0)));
        found.extend(query.all(db).await?.into_iter().filter_map(|row| {
            let at = DateTime::from_timestamp_micros(row.decided_at).unwrap_or_default();
            let key = (RelationKind::from_number(row.sort)?, row.target);
            Some((AssetId(row.asset), key, row.verdict, row.decided_by, at))
        }));
    }
    found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    Ok(found)
}
