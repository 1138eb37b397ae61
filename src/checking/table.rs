//! A table as checks need it: its columns as the catalog has them, and the connection to its source.

use std::{collections::HashMap, sync::Arc};

use catalog::{
    Asset, AssetId, AssetKind, ChildFilter, Details, PageRequest, SourceId, Viewer, kinds::table::TableType,
};
use connectors::Connector;
use quality::{Column, Engine, Table};

use super::Checking;
use crate::sources::Result;

/// The most columns that are checked.
const MOST_COLUMNS: usize = 20_000;

/// Connections to sources, made once for many tables.
#[derive(Default)]
pub(super) struct Open(HashMap<SourceId, (Arc<dyn Connector>, Engine)>);

/// Whether assets of this kind have rows in columns: tables, files, and folders of files.
pub(super) const fn is_asked(kind: AssetKind) -> bool {
    matches!(kind, AssetKind::Table | AssetKind::Container | AssetKind::File)
}

/// A table that can be asked.
pub(super) struct Ready {
    pub(super) asset: Asset,
    pub(super) table: Table,
    /// The columns as assets, by name.
    pub(super) columns: HashMap<String, AssetId>,
    pub(super) connector: Arc<dyn Connector>,
}

impl Checking {
    /// A table with its columns and the connection to its source.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` when nothing can be asked for it; what keeps its source from being connected to.
    pub(super) async fn ready(&self, id: AssetId, open: &mut Open) -> Result<Ready> {
        let asset = self.catalog.asset(&Viewer::system(), id, None).await?;
        let conflict = |problem: &str| catalog::Error::conflict(format!("`{}` {problem}", asset.name));
        if !is_asked(asset.kind) || asset.removed.is_some() {
            return Err(conflict("is no table that is there").into());
        }
        let source = asset.source.ok_or_else(|| conflict("is crawled by nobody, so nothing can be asked for it"))?;
        let known = open.0.get(&source).cloned();
        let (connector, engine) = match known {
            Some(known) => known,
            None => {
                let found = self.sources.get(&Viewer::system(), source).await?;
                let engine = Engine::of_connector(&found.connector)
                    .ok_or_else(|| conflict("has a source that answers no questions"))?;
                open.0.entry(source).or_insert((self.sources.connect(&found)?.connector, engine)).clone()
            }
        };
        if !connector.covers(&asset.name, asset.kind) {
            return Err(conflict("has a source that is configured for something else by now; crawl it again").into());
        }
        let (columns, ids) = self.columns(id).await?;
        let is_view = matches!(
            &asset.harvested.details,
            Details::Table(details) if details.table_type == TableType::View
        );
        let measured = self.catalog.statistics(&Viewer::system(), &[id]).await?;
        let written_at = measured.into_iter().next().and_then(|(_, statistics)| statistics.written_at);
        let table = Table { name: asset.name.clone(), columns, engine, is_view, written_at };
        Ok(Ready { asset, table, columns: ids, connector })
    }

    /// Leaves of a table's columns those that somebody may know of.
    ///
    /// # Errors
    /// The store's own.
    pub(super) async fn leave_hidden(&self, viewer: &Viewer, ready: &mut Ready) -> Result<()> {
        let ids: Vec<AssetId> = ready.columns.values().copied().collect();
        let seen = self.catalog.visible(viewer, &ids).await?;
        ready.columns.retain(|_, id| seen.contains(id));
        let known = &ready.columns;
        ready.table.columns.retain(|column| known.contains_key(&column.name));
        Ok(())
    }

    pub(super) async fn columns(&self, table: AssetId) -> Result<(Vec<Column>, HashMap<String, AssetId>)> {
        let wanted = ChildFilter { kind: Some(AssetKind::Column), text: None };
        let (mut columns, mut ids) = (Vec::new(), HashMap::new());
        let mut page = PageRequest::first(catalog::page::MAX_PAGE);
        loop {
            let found = self.catalog.children(&Viewer::system(), Some(table), wanted, None, &page).await?;
            for (cursor, column) in found.items {
                page.after = Some(cursor);
                let Details::Column(details) = &column.harvested.details else { continue };
                if column.removed.is_some() {
                    continue;
                }
                let name = column.name.last().to_owned();
                ids.insert(name.clone(), column.id);
                let (data_type, is_nullable) = (details.data_type.clone(), details.is_nullable);
                columns.push(Column { name, data_type, is_nullable });
            }
            if !found.has_more || columns.len() >= MOST_COLUMNS {
                return Ok((columns, ids));
            }
        }
    }
}
