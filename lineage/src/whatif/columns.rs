//! A list of columns and what becomes of each.

use std::collections::HashMap;

use catalog::{Asset, AssetId, AssetKind, Viewer};

use super::{
    ColumnChange, ColumnProposal, Draft, MAX_TABLES, narrow,
    shape::{Table, columns},
};
use crate::{
    Lineage,
    error::{Error, Result},
};

impl Lineage {
    /// The tables of the columns, and what is to become of them.
    pub(super) async fn read_columns(&self, viewer: &Viewer, listed: &[ColumnProposal]) -> Result<Draft> {
        if listed.is_empty() || listed.len() > MAX_TABLES {
            return Err(Error::invalid("columns", format!("has {}; 1 to {MAX_TABLES} are allowed", listed.len())));
        }
        let mut found: Vec<(Asset, &ColumnChange)> = Vec::with_capacity(listed.len());
        for ColumnProposal { column, change } in listed {
            let asset = self.catalog().find(viewer, column, None).await?;
            if asset.kind != AssetKind::Column || asset.removed.is_some() {
                let problem = format!("`{}` is no column of the catalog; write table.column", asset.name);
                return Err(Error::invalid("columns", problem));
            }
            found.push((asset, change));
        }
        let ids: Vec<AssetId> = found.iter().filter_map(|(column, _)| column.parent).collect();
        let mut draft = Draft::default();
        let places = self.load(viewer, &mut draft, &ids).await?;
        for (column, change) in found {
            let Some(table) = column.parent.and_then(|table| places.get(&table)) else { continue };
            let table = &mut draft.shapes.tables[*table];
            let Some(after) = &mut table.after else { continue };
            match change {
                ColumnChange::Dropped => after.retain(|known| known.asset != Some(column.id)),
                ColumnChange::Renamed(to) => after
                    .iter_mut()
                    .filter(|known| known.asset == Some(column.id))
                    .for_each(|known| known.name.clone_from(to)),
                ColumnChange::Retyped(to) => after
                    .iter_mut()
                    .filter(|known| known.asset == Some(column.id))
                    .for_each(|known| known.data_type = Some(narrow::read(to))),
            }
        }
        Ok(draft)
    }

    /// Puts tables with their columns into a draft; tells the place of each.
    pub(super) async fn load(
        &self,
        viewer: &Viewer,
        draft: &mut Draft,
        ids: &[AssetId],
    ) -> Result<HashMap<AssetId, usize>> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let tables = self.catalog().assets(viewer, &ids, None).await?;
        let mut inside: HashMap<AssetId, Vec<Asset>> = HashMap::new();
        for column in self.catalog().inside(viewer, &ids, Some(AssetKind::Column)).await? {
            if let Some(table) = column.parent {
                inside.entry(table).or_default().push(column);
            }
        }
        let mut places = HashMap::new();
        for table in tables.into_iter().filter(|table| table.removed.is_none()) {
            let own = inside.remove(&table.id).unwrap_or_default();
            places.insert(table.id, draft.shapes.tables.len());
            draft.shapes.tables.push(Table::known(table, columns(&own)));
        }
        Ok(places)
    }
}
