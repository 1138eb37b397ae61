//! What an asset can be, besides its kind.

use catalog::{Asset, Details, kinds::table::TableType};

/// What `is:` can ask of an asset.
pub(crate) const STATES: &[&str] = &["removed", "placeholder", "view", "partition", "external", "nullable", "key"];

/// Which of them hold.
pub(super) fn states(asset: &Asset) -> Vec<&'static str> {
    let mut states = Vec::new();
    if asset.removed.is_some() {
        states.push("removed");
    }
    if asset.is_placeholder {
        states.push("placeholder");
    }
    match &asset.harvested.details {
        Details::Table(table) => match table.table_type {
            TableType::View | TableType::MaterializedView => states.push("view"),
            TableType::Partition => states.push("partition"),
            TableType::External => states.push("external"),
            _ => {}
        },
        Details::Column(column) => {
            if column.is_nullable {
                states.push("nullable");
            }
            if column.primary_key_position.is_some() {
                states.push("key");
            }
        }
        _ => {}
    }
    states
}
