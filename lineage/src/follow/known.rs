//! What names mean for one commit: resolved in sets beforehand, looked up without a store afterwards.

use std::collections::{BTreeSet, HashMap};

use catalog::{AssetId, AssetKind, Catalog, ChangeNumber, Name, Viewer, read::ColumnOutline};

use crate::{declare::End, error::Result};

/// Assets by name, and the columns of tables.
#[derive(Debug, Default)]
pub(crate) struct Known {
    assets: HashMap<(Name, AssetKind), AssetId>,
    columns: HashMap<AssetId, Vec<ColumnOutline>>,
    tables: HashMap<AssetId, AssetId>,
    /// What is spoken of by identifier, and whether it is there.
    ends: HashMap<AssetId, (End, bool)>,
}

impl Known {
    /// Looks up names and the columns of what they mean, and of `more`, as of a change.
    pub(crate) async fn look_up(
        catalog: &Catalog,
        names: BTreeSet<(Name, AssetKind)>,
        more: &[AssetId],
        at: ChangeNumber,
    ) -> Result<Self> {
        let names: Vec<(Name, AssetKind)> = names.into_iter().collect();
        let ids = catalog.resolve_at(&names, at).await?;
        let found = std::iter::zip(&names, &ids).filter_map(|((_, kind), id)| Some((*kind, (*id)?)));
        let (columns, mut holders): (Vec<_>, Vec<_>) = found.partition(|(kind, _)| *kind == AssetKind::Column);
        let columns: Vec<AssetId> = columns.into_iter().map(|(_, id)| id).collect();
        let tables = catalog.parents(&columns).await?;
        holders.extend(more.iter().map(|id| (AssetKind::Table, *id)));
        let holders: BTreeSet<AssetId> = holders.into_iter().map(|(_, id)| id).collect();
        let columns = catalog.columns_at(&holders.into_iter().collect::<Vec<_>>(), at).await?;
        let assets = std::iter::zip(names, ids).filter_map(|(name, id)| Some((name, id?))).collect();
        Ok(Self { assets, columns, tables, ends: HashMap::new() })
    }

    /// Looks up what is spoken of by identifier, too.
    pub(crate) async fn with_ends(
        mut self,
        catalog: &Catalog,
        ids: BTreeSet<AssetId>,
        at: ChangeNumber,
    ) -> Result<Self> {
        let ids: Vec<AssetId> = ids.into_iter().collect();
        for asset in catalog.assets(&Viewer::system(), &ids, Some(at)).await? {
            let table = asset.parent.filter(|_| asset.kind == AssetKind::Column);
            self.ends.insert(asset.id, (End { asset: asset.id, table }, asset.removed.is_none()));
        }
        Ok(self)
    }

    /// The asset with an identifier, as an end, and whether it is there; none for what never was.
    pub(crate) fn end(&self, id: AssetId) -> Option<(End, bool)> {
        self.ends.get(&id).copied()
    }

    /// The asset with a name.
    pub(crate) fn asset(&self, name: &Name, kind: AssetKind) -> Option<AssetId> {
        self.assets.get(&(name.clone(), kind)).copied()
    }

    /// The columns of a table, in order; none when it has none.
    pub(crate) fn columns(&self, table: AssetId) -> Option<&[ColumnOutline]> {
        self.columns.get(&table).map(Vec::as_slice)
    }

    /// The column of a table that a spelling means where `name` lives.
    pub(crate) fn column(&self, table: AssetId, name: &Name, spelling: &str) -> Option<AssetId> {
        let key = |spelling: &str| name.platform().identity_key(AssetKind::Column, spelling);
        let columns = self.columns(table)?;
        let exact = columns.iter().find(|column| column.name == spelling);
        let found = exact.or_else(|| columns.iter().find(|column| key(&column.name) == key(spelling)))?;
        Some(found.id)
    }

    /// The table of a column that was found by name.
    pub(crate) fn table(&self, column: AssetId) -> Option<AssetId> {
        self.tables.get(&column).copied()
    }
}
