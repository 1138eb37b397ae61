//! Profiles that were taken of tables.

use catalog::{
    Action, AssetId, Page, PageRequest, RunId, Sampling, Viewer, Write, clock::from_micros, governance::Permission,
    page::decode_cursor,
};
use chrono::{DateTime, Utc};

use super::Quality;
use crate::{
    error::{Error, Result},
    profile::Profile,
    store::{self, profile::ProfileRow},
};

/// A profile with its moment.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptProfile {
    /// When it was taken.
    pub at: DateTime<Utc>,
    /// By which run.
    pub run: Option<RunId>,
    /// What was measured, less values that whoever asks may not see.
    pub profile: Profile,
}

impl Quality {
    /// Keeps a profile, in the caller's transaction.
    ///
    /// # Errors
    /// The store's own.
    pub async fn keep_profile(&self, write: &Write, table: AssetId, kept: &KeptProfile) -> Result<()> {
        let row = ProfileRow {
            asset_id: table.0,
            at: kept.at.timestamp_micros(),
            row_count: Some(kept.profile.rows),
            profile: serde_json::json!(kept.profile).to_string(),
            run: kept.run.map(|run| run.0),
        };
        store::profile::insert(write, row).await
    }

    /// A page of a table's profiles, newest first. Of columns whose samples the viewer may not see, only counts.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Invalid` for a foreign cursor.
    pub async fn profiles(&self, viewer: &Viewer, table: AssetId, page: &PageRequest) -> Result<Page<KeptProfile>> {
        viewer.must(Action::ReadCatalog)?;
        self.catalog.must_with(viewer, Permission::View, &[table]).await?;
        let before = page.after.as_deref().map(|cursor| decode_cursor(cursor, 1)).transpose()?;
        let before = before.map(|parts| parts.concat().parse::<i64>()).transpose();
        let before = before.map_err(|_| Error::invalid("after", "is not a cursor of this list"))?;
        let rows = store::profile::page(self.database().read(), table.0, before, page.first as u64 + 1).await?;
        let (known, sampled) = self.known_columns(viewer, table).await?;
        let kept = rows.into_iter().map(|row| {
            let profile = serde_json::from_str(&row.profile);
            // What an older version has written may lack what this one asks for.
            let mut profile: Profile =
                profile.unwrap_or_else(|_| Profile { rows: row.row_count.unwrap_or(0), ..Profile::default() });
            profile.columns.retain(|column| known.contains(&column.name));
            for column in &mut profile.columns {
                if sampled.get(&column.name) != Some(&Sampling::Plain) {
                    column.hide_values();
                }
            }
            KeptProfile { at: from_micros(row.at), run: row.run.map(RunId), profile }
        });
        Ok(Page::cut(kept.collect(), page.first, |kept: &KeptProfile| {
            catalog::page::encode_cursor(&[&kept.at.timestamp_micros().to_string()])
        }))
    }
}
