//! What a table says about columns that a viewer may not know of: keys, indexes and partition rules that name one are
//! left out, and so is SQL of the table's own that has the name as a word.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    asset::Asset,
    catalog::Catalog,
    error::Result,
    id::AssetId,
    kinds::{AssetKind, Details, table::TableDetails},
    store::{ROWS, asset},
    viewer::{Viewer, Visibility},
};

impl Catalog {
    /// Takes out of `assets` what names columns that the viewer may not know of.
    pub(crate) async fn redact(&self, viewer: &Viewer, assets: &mut [Asset]) -> Result<()> {
        let Visibility::Some(sight) = &viewer.sees else { return Ok(()) };
        if !sight.tells_columns_apart() {
            return Ok(());
        }
        let tables: Vec<Uuid> =
            assets.iter().filter(|asset| asset.kind == AssetKind::Table).map(|asset| asset.id.0).collect();
        let hidden = self.hidden_columns(viewer, &tables).await?;
        for asset in assets {
            if let (Some(names), Details::Table(table)) = (hidden.get(&asset.id), &mut asset.harvested.details) {
                without(table, names);
            }
        }
        Ok(())
    }

    /// The names of the columns of tables that the viewer may not know of, in lower case.
    async fn hidden_columns(&self, viewer: &Viewer, tables: &[Uuid]) -> Result<HashMap<AssetId, HashSet<String>>> {
        let mut hidden: HashMap<AssetId, HashSet<String>> = HashMap::new();
        for chunk in tables.chunks(ROWS) {
            let rows: Vec<(Uuid, Uuid, String)> = asset::Entity::find()
                .select_only()
                .columns([asset::Column::Id, asset::Column::ParentId, asset::Column::Name])
                .filter(asset::Column::ParentId.is_in(chunk.iter().copied()))
                .filter(asset::Column::Kind.eq(AssetKind::Column.number()))
                .into_tuple()
                .all(self.database().read())
                .await?;
            let ids: Vec<AssetId> = rows.iter().map(|(id, ..)| AssetId(*id)).collect();
            let seen = self.visible(viewer, &ids).await?;
            for (_, table, name) in rows.into_iter().filter(|(id, ..)| !seen.contains(&AssetId(*id))) {
                hidden.entry(AssetId(table)).or_default().insert(name.to_lowercase());
            }
        }
        Ok(hidden)
    }
}

fn without(table: &mut TableDetails, hidden: &HashSet<String>) {
    let says = |text: &str| names(text, hidden);
    let lists = |texts: &[String]| texts.iter().any(|text| says(text));
    let text_says = |text: &Option<String>| text.as_deref().is_some_and(says);
    table.constraints.retain(|key| !lists(&key.columns) && !text_says(&key.expression));
    table.indexes.retain(|index| !lists(&index.columns) && !text_says(&index.predicate));
    if text_says(&table.definition) {
        table.definition = None;
    }
    if let Some(parts) = &mut table.partitioning {
        parts.keys.retain(|key| !says(key));
    }
}

/// Whether one of `hidden` is a word of `text`, or all of it.
fn names(text: &str, hidden: &HashSet<String>) -> bool {
    let text = text.to_lowercase();
    let is_apart = |letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '$';
    hidden.contains(&text)
        || text.split(is_apart).any(|word| hidden.contains(word))
        || hidden.iter().any(|name| name.contains(is_apart) && text.contains(name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d3_hidden_column_is_recognised_as_a_word_of_sql() {
        let hidden: HashSet<String> = ["salary".to_owned(), "two words".to_owned(), "工资".to_owned()].into();
        assert!(names("SELECT id, Salary FROM staff", &hidden));
        assert!(names("lower(\"salary\")", &hidden));
        assert!(names("SELECT `two words`", &hidden));
        assert!(names("工资", &hidden));
        assert!(!names("salary_band", &hidden));
    }
}
