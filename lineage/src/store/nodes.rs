//! The numbers of assets in the graph.

use std::collections::{BTreeMap, HashMap};

use catalog::AssetId;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{
    PIECE,
    numbering::{insert_all, next_id},
    tables::node,
};
use crate::{
    declare::Declaration,
    error::{Error, Result},
};

/// The numbers of assets.
#[derive(Debug, Default)]
pub(super) struct Numbers(HashMap<AssetId, i64>);

impl Numbers {
    /// The number of an asset.
    ///
    /// # Errors
    /// [`Error::Damaged`] for an asset that was not among those asked for.
    pub(super) fn get(&self, asset: AssetId) -> Result<i64> {
        self.0.get(&asset).copied().ok_or_else(|| Error::damaged(format!("asset {asset} has no number")))
    }
}

/// Numbers everything that the declarations speak of; new assets are numbered in the order in which they are named.
pub(super) async fn number(db: &impl ConnectionTrait, declarations: &[Declaration]) -> Result<Numbers> {
    let (order, tables) = assets_in_order(declarations);
    let mut numbers = Numbers(find(db, &order).await?);
    if numbers.0.len() == order.len() {
        return Ok(numbers);
    }
    let mut next = next_id::<node::Entity>(db, node::Column::Id).await?;
    let mut rows = Vec::new();
    for asset in order {
        if numbers.0.contains_key(&asset) {
            continue;
        }
        let parent = tables.get(&asset).map(|table| numbers.get(*table)).transpose()?;
        rows.push(node::Model { id: next, asset: asset.0, parent });
        numbers.0.insert(asset, next);
        next += 1;
    }
    insert_all(db, rows).await?;
    Ok(numbers)
}

/// Finds the numbers that assets have.
async fn find(db: &impl ConnectionTrait, assets: &[AssetId]) -> Result<HashMap<AssetId, i64>> {
    let mut found = HashMap::with_capacity(assets.len());
    for piece in assets.chunks(PIECE) {
        let known = node::Column::Asset.is_in(piece.iter().map(|asset| asset.0));
        let rows = node::Entity::find().filter(known).all(db).await?;
        found.extend(rows.into_iter().map(|row| (AssetId(row.asset), row.id)));
    }
    Ok(found)
}

/// Every asset once, a table before its columns.
fn assets_in_order(declarations: &[Declaration]) -> (Vec<AssetId>, BTreeMap<AssetId, AssetId>) {
    let mut tables = BTreeMap::new();
    let mut seen = std::collections::HashSet::new();
    let mut order = Vec::new();
    for declaration in declarations {
        tables.extend(declaration.tables.iter().map(|(column, table)| (*column, *table)));
        for key in declaration.edges.keys() {
            for asset in [Some(key.upstream), Some(key.downstream), key.through].into_iter().flatten() {
                let table = declaration.tables.get(&asset).copied();
                order.extend(table.into_iter().chain([asset]).filter(|asset| seen.insert(*asset)));
            }
        }
    }
    (order, tables)
}
