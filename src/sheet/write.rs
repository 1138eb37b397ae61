//! Assets as lines.

use std::collections::HashMap;

use catalog::{Asset, AssetId, Layer, PageRequest, RelationKind, Viewer, property};

use super::{COLUMNS, PROPERTY, join};
use crate::{app::App, audit::csv::harmless};

/// Writes tables.
pub struct Writer {
    /// The custom properties, each of which has a column.
    properties: Vec<String>,
}

impl Writer {
    /// A writer with a column for every custom property.
    ///
    /// # Errors
    /// For who may not read the catalog.
    pub async fn new(app: &App, viewer: &Viewer) -> catalog::Result<Self> {
        let all = app.catalog().properties(viewer).await?;
        Ok(Self { properties: all.into_iter().map(|property| property.name).collect() })
    }

    /// The head of a table.
    #[must_use]
    pub fn head(&self) -> Vec<u8> {
        let properties = self.properties.iter().map(|name| format!("{PROPERTY}{name}"));
        line(COLUMNS.iter().map(|column| (*column).to_owned()).chain(properties))
    }

    /// Assets as lines: what people decided about them, not what sources say.
    ///
    /// # Errors
    /// The store's own.
    pub async fn lines(&self, app: &App, viewer: &Viewer, assets: &[Asset]) -> catalog::Result<Vec<u8>> {
        let targets = assets.iter().flat_map(|asset| &asset.relations).filter_map(catalog::Relation::target_id);
        let targets: std::collections::HashSet<AssetId> = targets.collect();
        let known = app.catalog().assets(viewer, &targets.into_iter().collect::<Vec<_>>(), None).await?;
        let names: HashMap<AssetId, String> = known.into_iter().map(|asset| (asset.id, asset.name.path())).collect();
        let mut lines = Vec::new();
        for asset in assets {
            lines.extend(line(self.cells(asset, &names)));
        }
        Ok(lines)
    }

    fn cells<'a>(&'a self, asset: &'a Asset, names: &'a HashMap<AssetId, String>) -> impl Iterator<Item = String> + 'a {
        let decided = |sort: RelationKind| {
            asset.relations.iter().filter(move |tie| tie.kind == sort && tie.layer == Layer::Curated)
        };
        let words = |sort| join(decided(sort).map(|tie| tie.target.as_str()));
        let things = |sort| join(decided(sort).filter_map(|tie| names.get(&tie.target_id()?).map(String::as_str)));
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let cells = [
            asset.name.to_string(),
            asset.kind.code().to_owned(),
            text(&asset.curated.display_name),
            text(&asset.curated.description),
            words(RelationKind::Owner),
            words(RelationKind::Tag),
            words(RelationKind::Tier),
            things(RelationKind::Term),
            things(RelationKind::Domain),
            things(RelationKind::Product),
        ];
        let value = |name: &String| asset.curated.properties.get(name).map(property::shown).unwrap_or_default();
        cells.into_iter().chain(self.properties.iter().map(value))
    }
}

pub(crate) fn line(cells: impl Iterator<Item = String>) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(cells.map(harmless).collect::<Vec<_>>()).expect("a vector takes every line");
    writer.into_inner().expect("a vector can be flushed")
}

/// The page that is read at a time.
#[must_use]
pub(crate) fn page(after: Option<String>) -> PageRequest {
    PageRequest { first: catalog::page::MAX_PAGE, after }
}
