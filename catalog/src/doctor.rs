//! The store examined: every state must be the one that the log's last change of the asset gives, and the log whole.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    catalog::Catalog,
    change::Operation,
    error::Result,
    ingest::current_ties,
    state::{self, Payload, StoredTie},
    store::{asset, change, commit},
};

/// How many differences are told; there are more when there are so many.
const MOST: usize = 1_000;
/// How many assets are compared at once.
const PAGE: u64 = 500;

/// What an examination found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// Assets that were compared.
    pub assets: i64,
    /// Changes that the log has.
    pub changes: i64,
    /// What is not as it must be, in words; none normally.
    pub differences: Vec<String>,
}

impl Findings {
    fn note(&mut self, difference: String) {
        if self.differences.len() < MOST {
            self.differences.push(difference);
        }
    }
}

impl Catalog {
    /// Compares every state with the log, and the log with its numbers.
    ///
    /// # Errors
    /// The store's own.
    pub async fn examine(&self) -> Result<Findings> {
        let mut findings = Findings::default();
        self.examine_log(&mut findings).await?;
        let mut after = Uuid::nil();
        loop {
            let rows = asset::Entity::find()
                .filter(asset::Column::Id.gt(after))
                .order_by_asc(asset::Column::Id)
                .limit(PAGE)
                .all(self.database().read())
                .await?;
            let Some(last) = rows.last() else { return Ok(findings) };
            after = last.id;
            self.examine_states(&rows, &mut findings).await?;
        }
    }

    async fn examine_log(&self, findings: &mut Findings) -> Result<()> {
        let count = change::Entity::find().count(self.database().read()).await?;
        findings.changes = i64::try_from(count).unwrap_or(i64::MAX);
        let last = self.last_change().await?.0;
        if last != findings.changes {
            findings.note(format!("the log has {} changes and its last number is {last}", findings.changes));
        }
        let mut reached = 0;
        loop {
            let commits: Vec<(i64, i64)> = commit::Entity::find()
                .select_only()
                .columns([commit::Column::FirstChange, commit::Column::LastChange])
                .filter(commit::Column::FirstChange.gt(reached))
                .order_by_asc(commit::Column::FirstChange)
                .limit(5_000)
                .into_tuple()
                .all(self.database().read())
                .await?;
            if commits.is_empty() {
                break;
            }
            for (first, last) in commits {
                if first != reached + 1 {
                    findings.note(format!("no commit has the changes {} to {}", reached + 1, first - 1));
                }
                reached = last;
            }
        }
        if reached != last {
            findings.note(format!("the last commit ends at change {reached}, the log at {last}"));
        }
        Ok(())
    }

    async fn examine_states(&self, rows: &[asset::Model], findings: &mut Findings) -> Result<()> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let changes = change::Entity::find()
            .filter(change::Column::Number.is_in(rows.iter().map(|row| row.from_change)))
            .all(self.database().read())
            .await?;
        let changes: HashMap<i64, change::Model> = changes.into_iter().map(|row| (row.number, row)).collect();
        let latest: Vec<(Uuid, i64)> = change::Entity::find()
            .select_only()
            .column(change::Column::AssetId)
            .column_as(change::Column::Number.max(), "last")
            .filter(change::Column::AssetId.is_in(ids.iter().copied()))
            .filter(change::Column::Operation.ne(Operation::LineageDeclared.number()))
            .group_by(change::Column::AssetId)
            .into_tuple()
            .all(self.database().read())
            .await?;
        let latest: HashMap<Uuid, i64> = latest.into_iter().collect();
        let ties = current_ties(self.database().read(), &ids).await?;
        for row in rows {
            findings.assets += 1;
            if latest.get(&row.id) != Some(&row.from_change) {
                findings.note(format!("asset {} is not as of its last change", row.id));
                continue;
            }
            let Some(change) = changes.get(&row.from_change) else {
                findings.note(format!("asset {} has no change {}", row.id, row.from_change));
                continue;
            };
            let held = ties.get(&row.id).map_or(&[][..], Vec::as_slice);
            if let Some(difference) = self.difference(row, change, held).await? {
                findings.note(difference);
            }
        }
        Ok(())
    }

    async fn difference(
        &self,
        row: &asset::Model,
        change: &change::Model,
        held: &[StoredTie],
    ) -> Result<Option<String>> {
        let payload: Payload =
            serde_json::from_str(&change.payload).map_err(|cause| state::corrupt("change", row.id, cause))?;
        let Some(stored) = payload.state else {
            return Ok(Some(format!("change {} has no state", change.number)));
        };
        let ties = stored.relations.clone();
        let namespace = self.namespace_name(row.namespace_id).await?;
        let mut expected = state::replayed(change, stored, Some(row), &namespace)?;
        // Which change removed it is known by that change only.
        if change.operation == Operation::Updated.number() {
            expected.removed_change = row.removed_change;
        }
        if expected != *row {
            return Ok(Some(format!("asset {} differs from change {}", row.id, change.number)));
        }
        if ties.is_some_and(|ties| ties != held) {
            return Ok(Some(format!("the ties of asset {} differ from change {}", row.id, change.number)));
        }
        Ok(None)
    }
}
