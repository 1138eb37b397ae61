//! What assets say about others that a viewer may not know of: keys, indexes and partition rules that name a hidden
//! column are left out, and so is SQL that names a hidden table, or a hidden column along with its table.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    asset::Asset,
    catalog::Catalog,
    change::{Change, Commit},
    error::Result,
    id::AssetId,
    kinds::{AssetKind, Details, table::TableDetails},
    page::Page,
    platform::folded,
    store::{ROWS, asset},
    viewer::{Viewer, Visibility},
};

/// The most words of one text that are looked up; SQL with more is not shown where rules decide.
const MOST_WORDS: usize = 5_000;

impl Catalog {
    /// Takes out of `assets` what names others that the viewer may not know of.
    pub(crate) async fn redact(&self, viewer: &Viewer, assets: &mut [Asset]) -> Result<()> {
        let Visibility::Some(sight) = &viewer.sees else { return Ok(()) };
        if sight.tells_columns_apart() {
            let is_table = |asset: &&Asset| asset.kind == AssetKind::Table;
            let tables: Vec<Uuid> = assets.iter().filter(is_table).map(|asset| asset.id.0).collect();
            let hidden = self.hidden_columns(viewer, &tables).await?;
            for asset in assets.iter_mut() {
                if let (Some(names), Details::Table(table)) = (hidden.get(&asset.id), &mut asset.harvested.details) {
                    without(table, names);
                }
            }
        }
        for asset in assets {
            let hides = match sql(&asset.harvested.details) {
                Some(text) => self.names_hidden(viewer, text).await?,
                None => false,
            };
            if hides {
                without_sql(&mut asset.harvested.details);
            }
        }
        Ok(())
    }

    /// Takes SQL out of changes that names what the viewer may not know of.
    pub(crate) async fn redact_changes(&self, viewer: &Viewer, page: &mut Page<(Change, Commit)>) -> Result<()> {
        self.redact_origins(viewer, page.items.iter_mut().map(|(_, (change, _))| change)).await?;
        if !matches!(viewer.sees, Visibility::Some(_)) {
            return Ok(());
        }
        for field in page.items.iter_mut().flat_map(|(_, (change, _))| &mut change.fields) {
            if !field.field.starts_with("details.") {
                continue;
            }
            for value in [&mut field.before, &mut field.after] {
                let is_long =
                    value.is_array() || value.is_object() || value.as_str().is_some_and(|text| text.contains(' '));
                if is_long && self.names_hidden(viewer, &value.to_string()).await? {
                    *value = serde_json::Value::Null;
                }
            }
        }
        Ok(())
    }

    /// Whether a text, such as SQL, has a word that is the name of a table of which the viewer may not know (and of none
    /// of which they may), or of such a column along with the name of its table.
    ///
    /// # Errors
    /// The store's own.
    pub async fn names_hidden(&self, viewer: &Viewer, text: &str) -> Result<bool> {
        if !matches!(viewer.sees, Visibility::Some(_)) {
            return Ok(viewer.sees == Visibility::Nothing);
        }
        let words: BTreeSet<String> = words(text).map(folded).collect();
        if words.len() > MOST_WORDS {
            return Ok(true);
        }
        let words: Vec<String> = words.into_iter().collect();
        let mut tables: Vec<(Uuid, String)> = Vec::new();
        for chunk in words.chunks(ROWS) {
            tables.extend(self.named_like(chunk, None).await?);
        }
        let ids: Vec<AssetId> = tables.iter().map(|(id, _)| AssetId(*id)).collect();
        let seen = self.visible(viewer, &ids).await?;
        let seen_names: HashSet<&str> =
            tables.iter().filter(|(id, _)| seen.contains(&AssetId(*id))).map(|(_, name)| name.as_str()).collect();
        if tables.iter().any(|(_, name)| !seen_names.contains(name.as_str())) {
            return Ok(true);
        }
        let tables: Vec<Uuid> = seen.iter().map(|id| id.0).collect();
        for chunk in words.chunks(ROWS) {
            for tables in tables.chunks(ROWS) {
                let columns = self.named_like(chunk, Some(tables)).await?;
                let ids: Vec<AssetId> = columns.iter().map(|(id, _)| AssetId(*id)).collect();
                if self.visible(viewer, &ids).await?.len() < ids.len() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// What has one of these names: columns of some tables, or everything else that could stand in SQL.
    async fn named_like(&self, names: &[String], within: Option<&[Uuid]>) -> Result<Vec<(Uuid, String)>> {
        use asset::Column::{Folded, Id, Kind, ParentId};
        let query = asset::Entity::find()
            .select_only()
            .columns([Id, Folded])
            .filter(Folded.is_in(names.iter().map(String::as_str)));
        let query = match within {
            Some(tables) => query.filter(ParentId.is_in(tables.iter().copied())),
            None => query.filter(Kind.is_in([AssetKind::Table.number(), AssetKind::Topic.number()])),
        };
        Ok(query.into_tuple().all(self.database().read()).await?)
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

/// The SQL that an asset is made of, where it is of a kind that can have some.
fn sql(details: &Details) -> Option<&str> {
    match details {
        Details::Table(table) => table.definition.as_deref(),
        Details::Procedure(procedure) => procedure.definition.as_deref(),
        Details::Task(task) => task.definition.as_deref(),
        Details::Chart(chart) => chart.definition.as_deref(),
        Details::BiDataset(dataset) => dataset.definition.as_deref(),
        Details::Query(query) => Some(&query.definition),
        _ => None,
    }
}

fn without_sql(details: &mut Details) {
    match details {
        Details::Table(table) => table.definition = None,
        Details::Procedure(procedure) => procedure.definition = None,
        Details::Task(task) => task.definition = None,
        Details::Chart(chart) => chart.definition = None,
        Details::BiDataset(dataset) => dataset.definition = None,
        Details::Query(query) => query.definition.clear(),
        _ => {}
    }
}

fn without(table: &mut TableDetails, hidden: &HashSet<String>) {
    let says =
        |text: &str| hidden.contains(&text.to_lowercase()) || words(text).any(|w| hidden.contains(&w.to_lowercase()));
    let lists = |texts: &[String]| texts.iter().any(|text| says(text));
    let text_says = |text: &Option<String>| text.as_deref().is_some_and(says);
    table.constraints.retain(|key| !lists(&key.columns) && !text_says(&key.expression));
    table.indexes.retain(|index| !lists(&index.columns) && !text_says(&index.predicate));
    if let Some(parts) = &mut table.partitioning {
        parts.keys.retain(|key| !says(key));
    }
}

/// The words of SQL: what stands between quotes is one, and so is each run of letters, digits, `_` and `$`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_apart = |letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '$';
    let quoted = text.split(['"', '`', '[', ']']).filter(|part| part.len() <= 256);
    text.split(is_apart).chain(quoted).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d3_words_of_sql_are_found_quoted_or_not() {
        let found: Vec<&str> = words("SELECT lower(Salary), \"two words\", `工资` FROM s.staff").collect();
        for word in ["Salary", "two words", "工资", "staff", "s"] {
            assert!(found.contains(&word), "{word}");
        }
        assert!(!words("salary_band").any(|word| word == "salary"));
    }
}
