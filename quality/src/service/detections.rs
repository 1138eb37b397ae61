//! What columns may hold: suggested by detection, confirmed or refused by people.

use std::collections::{BTreeMap, HashMap, HashSet};

use async_graphql::Enum;
use catalog::{
    Action, AssetId, BulkEdit, DetectionId, Page, PageRequest, Viewer, Write, clock::from_micros,
    governance::Permission, page::filling::Filling,
};
use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::Quality;
use crate::{
    detect::{SemanticType, Suggestion},
    error::{Error, Result},
    store::{self, detection::DetectionRow},
    words::Words,
};

/// The most that are decided about at once.
const MOST: usize = 500;
/// Who suggests.
const DETECTION: &str = "detection";

/// Where a suggestion stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "DetectionState")]
pub enum Standing {
    /// Detection suggests it; nobody has said anything.
    Suggested,
    /// Somebody confirmed it; the column has the tag.
    Confirmed,
    /// Somebody refused it; it is not suggested again.
    Refused,
}

impl Standing {
    const fn number(self) -> i16 {
        match self {
            Self::Suggested => 0,
            Self::Confirmed => 1,
            Self::Refused => 2,
        }
    }

    const fn of(number: i16) -> Self {
        match number {
            1 => Self::Confirmed,
            2 => Self::Refused,
            _ => Self::Suggested,
        }
    }
}

/// What a column may hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Detection {
    /// Its identifier.
    pub id: DetectionId,
    /// The table.
    pub table: AssetId,
    /// The column.
    pub column: AssetId,
    /// What its values mean; none for a sort of data that is not known any more.
    pub semantic: Option<SemanticType>,
    /// The tag that goes with it; none for what is nobody's personal data.
    pub tag: Option<String>,
    /// From 0 to 1.
    pub confidence: f64,
    /// Why, in sentences without values.
    pub evidence: Vec<Words>,
    /// Where it stands.
    pub standing: Standing,
    /// Who said so last.
    pub actor: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Quality {
    /// Keeps what detection suggests for the columns of a table in the place of what it suggested before, in the caller's
    /// transaction. What people decided stays, and what a column is tagged with already is not suggested. Returns how
    /// many suggestions wait.
    ///
    /// # Errors
    /// The store's own.
    pub async fn keep_detections(
        &self,
        write: &Write,
        table: AssetId,
        found: &[(AssetId, Vec<Suggestion>)],
    ) -> Result<usize> {
        let decided = store::detection::of_table(&**write, table.0).await?.into_iter();
        let decided: HashSet<(Uuid, String)> = decided
            .filter(|row| Standing::of(row.state) != Standing::Suggested)
            .map(|row| (row.column_id, row.semantic))
            .collect();
        let columns: Vec<AssetId> = found.iter().map(|(column, _)| *column).collect();
        let facts = self.catalog.facts(&columns).await?;
        let at = self.now().timestamp_micros();
        let mut rows = Vec::new();
        for (column, suggestions) in found {
            let tags = facts.get(column).map(|facts| &facts.tags);
            for suggestion in suggestions {
                let semantic = code(suggestion.semantic);
                let is_tagged = suggestion
                    .tag
                    .as_ref()
                    .is_some_and(|tag| tags.is_some_and(|tags| tags.contains(&catalog::governance::facts::fold(tag))));
                if is_tagged || decided.contains(&(column.0, semantic.clone())) {
                    continue;
                }
                rows.push(row(table, *column, suggestion, semantic, at));
            }
        }
        store::detection::replace(write, table.0, Standing::Suggested.number(), &rows).await?;
        Ok(rows.len())
    }

    /// A page of what columns that the viewer may know of may hold, newest first.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` for a table that the viewer may not know of; `Invalid` for a foreign cursor.
    pub async fn detections(
        &self,
        viewer: &Viewer,
        (table, standing): (Option<AssetId>, Standing),
        page: &PageRequest,
    ) -> Result<Page<Detection>> {
        viewer.must(Action::ReadCatalog)?;
        if let Some(table) = table {
            self.catalog.must_with(viewer, Permission::View, &[table]).await?;
        }
        let mut filling = Filling::begin(page)?;
        while let Some(step) = filling.next()? {
            let table = table.map(|table| table.0);
            let rows = store::detection::page(self.database().read(), table, standing.number(), step).await?;
            let read = (rows.len(), rows.last().map(|row| row.id));
            let columns: Vec<AssetId> = rows.iter().map(|row| AssetId(row.column_id)).collect();
            let seen = self.catalog.visible(viewer, &columns).await?;
            let kept = rows.into_iter().filter(|row| seen.contains(&AssetId(row.column_id))).map(detection);
            filling.add(step, read, kept.collect());
        }
        Ok(filling.page(|detection: &Detection| catalog::page::encode_cursor(&[&detection.id.to_string()])))
    }

    /// Confirms or refuses suggestions: at most 500. A confirmed one gives its column the tag, as an edit of whoever
    /// confirms, so that history has it and it follows lineage; refusing one that was confirmed leaves the tag.
    ///
    /// # Errors
    /// `Forbidden` for who may not edit one of the columns; `NotFound`; `Invalid` for more, and for confirming what has no
    /// tag. Then nothing was written.
    pub async fn decide(&self, viewer: &Viewer, ids: &[DetectionId], standing: Standing) -> Result<()> {
        if ids.is_empty() || ids.len() > MOST {
            return Err(Error::invalid("ids", format!("has {}; 1 to {MOST} are allowed", ids.len())));
        }
        let keys: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let rows = store::detection::find(self.database().read(), &keys).await?;
        let columns: HashMap<Uuid, AssetId> = rows.iter().map(|row| (row.id, AssetId(row.column_id))).collect();
        if let Some(unknown) = ids.iter().find(|id| !columns.contains_key(&id.0)) {
            return Err(Error::not_found("detection", unknown));
        }
        let all: Vec<AssetId> = columns.values().copied().collect();
        self.catalog.must_with(viewer, Permission::Edit, &all).await?;
        if standing == Standing::Confirmed {
            self.tag(viewer, &rows).await?;
        }
        let write = self.database().write().await?;
        let said = (standing.number(), viewer.name.as_str(), self.now().timestamp_micros());
        store::detection::decide(&write, &keys, said).await?;
        Ok(write.commit().await?)
    }

    /// Gives columns their tags. Should the process end before the decision is written, confirming again does no harm.
    async fn tag(&self, viewer: &Viewer, rows: &[DetectionRow]) -> Result<()> {
        let mut columns: BTreeMap<&str, Vec<AssetId>> = BTreeMap::new();
        for row in rows {
            let Some(tag) = &row.tag else {
                let problem = format!("`{}` has no tag to give; refuse it, or tag the column", row.semantic);
                return Err(Error::invalid("ids", problem));
            };
            columns.entry(tag).or_default().push(AssetId(row.column_id));
        }
        for (tag, columns) in columns {
            let edit = BulkEdit { add_tags: vec![tag.to_owned()], ..BulkEdit::default() };
            self.catalog.edit_all(viewer, &columns, edit).await?;
        }
        Ok(())
    }
}

fn row(table: AssetId, column: AssetId, suggestion: &Suggestion, semantic: String, at: i64) -> DetectionRow {
    DetectionRow {
        id: DetectionId::new().0,
        column_id: column.0,
        semantic,
        asset_id: table.0,
        tag: suggestion.tag.clone(),
        #[expect(clippy::cast_possible_truncation, reason = "at most 1000")]
        confidence: (suggestion.confidence.clamp(0.0, 1.0) * 1000.0).round() as i32,
        evidence: serde_json::json!(suggestion.evidence).to_string(),
        state: Standing::Suggested.number(),
        actor: DETECTION.to_owned(),
        at,
    }
}

fn detection(row: DetectionRow) -> Detection {
    Detection {
        id: DetectionId(row.id),
        table: AssetId(row.asset_id),
        column: AssetId(row.column_id),
        semantic: serde_json::from_value(Value::from(row.semantic)).ok(),
        tag: row.tag,
        confidence: f64::from(row.confidence) / 1000.0,
        evidence: serde_json::from_str(&row.evidence).unwrap_or_default(),
        standing: Standing::of(row.state),
        actor: row.actor,
        at: from_micros(row.at),
    }
}

fn code(semantic: SemanticType) -> String {
    serde_json::to_value(semantic).ok().and_then(|code| code.as_str().map(ToOwned::to_owned)).unwrap_or_default()
}
