//! Documentation as a table: one row for each thing and each column, with the same cells for all.

use catalog::{Asset, RelationKind, Result};
use chrono::SecondsFormat;

use super::{Entry, Head, Totals, Write, facts};
use crate::audit::csv::harmless;

/// The head of the table.
const HEAD: [&str; 17] = [
    "kind",
    "namespace",
    "parent",
    "name",
    "full_name",
    "display_name",
    "position",
    "data_type",
    "nullable",
    "default",
    "key",
    "description",
    "owners",
    "tags",
    "tier",
    "exported_by",
    "exported_at",
];

#[derive(Debug)]
pub(super) struct Csv;

impl Write for Csv {
    fn begin(&mut self, _head: &Head, out: &mut Vec<u8>) {
        // Without it, spreadsheets take Chinese for something else.
        out.extend_from_slice("\u{FEFF}".as_bytes());
        write(out, HEAD.map(str::to_owned));
    }

    fn entry(&mut self, head: &Head, entry: &Entry, out: &mut Vec<u8>) -> Result<()> {
        write(out, row(head, &entry.asset, None));
        for column in &entry.columns {
            write(out, row(head, column, Some(&entry.asset)));
        }
        Ok(())
    }

    fn end(&mut self, _head: &Head, _totals: Totals, _out: &mut Vec<u8>) -> Result<()> {
        Ok(())
    }
}

fn row(head: &Head, asset: &Asset, table: Option<&Asset>) -> [String; 17] {
    let details = facts::column(asset);
    let own = asset.curated.display_name.clone().unwrap_or_default();
    let parent = asset.name.parent().map(|parent| parent.parts.join(".")).unwrap_or_default();
    [
        asset.kind.code().to_owned(),
        asset.name.namespace.to_string(),
        parent,
        asset.name.last().to_owned(),
        asset.name.to_string(),
        own,
        details.map(|column| column.position.to_string()).unwrap_or_default(),
        details.map(|column| column.data_type.text.clone()).unwrap_or_default(),
        details.map(|column| column.is_nullable.to_string()).unwrap_or_default(),
        details.and_then(|column| column.default_value.clone()).unwrap_or_default(),
        table.map(|table| facts::keys(table, asset)).unwrap_or_default(),
        facts::description(asset).to_owned(),
        facts::targets(asset, RelationKind::Owner),
        facts::targets(asset, RelationKind::Tag),
        facts::targets(asset, RelationKind::Tier),
        head.exporter.clone(),
        head.at.to_rfc3339_opts(SecondsFormat::Secs, true),
    ]
}

fn write(out: &mut Vec<u8>, cells: [String; 17]) {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
    writer.write_record(cells.map(harmless)).expect("a vector takes every line, and all have as many cells");
    writer.flush().expect("a vector can be flushed");
}
