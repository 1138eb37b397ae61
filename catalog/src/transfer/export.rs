//! Writing the catalog as canonical lines.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;

use super::{
    PAGE,
    line::{FORMAT, Line},
};
use crate::{
    catalog::Catalog,
    error::{Error, Result},
    store::{change, commit, hold, namespace, property, scope, statistics},
};

/// What an export wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// Commits.
    pub commits: i64,
    /// Changes.
    pub changes: i64,
    /// A fingerprint of all lines.
    pub digest: String,
}

/// Where lines go, and their fingerprint.
struct Lines<'a> {
    out: &'a mut (dyn std::io::Write + Send),
    hasher: blake3::Hasher,
}

impl Lines<'_> {
    fn write(&mut self, line: &Line) -> Result<()> {
        let mut text = crate::state::json(line);
        text.push('\n');
        self.hasher.update(text.as_bytes());
        self.out
            .write_all(text.as_bytes())
            .map_err(|cause| Error::conflict(format!("the export cannot be written: {cause}")))
    }
}

impl Catalog {
    /// Writes the catalog up to the last commit at the time of the call, one JSON value a line. The store may be
    /// written to meanwhile. The same catalog gives the same lines on either engine.
    ///
    /// # Errors
    /// The store's own; [`Error::Conflict`] when `out` cannot be written.
    pub async fn export(&self, out: &mut (dyn std::io::Write + Send)) -> Result<Exported> {
        let last = self.last_change().await?.0;
        let mut lines = Lines { out: &mut std::io::BufWriter::new(out), hasher: blake3::Hasher::new() };
        let mut exported = Exported::default();
        lines.write(&Line::Cadastre { format: FORMAT })?;
        self.export_namespaces(&mut lines).await?;
        let mut position = 0;
        while position < last {
            let commits = commit::Entity::find()
                .filter(commit::Column::FirstChange.gt(position))
                .filter(commit::Column::LastChange.lte(last))
                .order_by_asc(commit::Column::FirstChange)
                .limit(100)
                .all(self.database().read())
                .await?;
            let Some(reached) = commits.last().map(|commit| commit.last_change) else { break };
            for commit in commits {
                exported.commits += 1;
                exported.changes += self.export_commit(&mut lines, commit).await?;
            }
            position = reached;
        }
        self.export_rest(&mut lines).await?;
        lines.out.flush().map_err(|cause| Error::conflict(format!("the export cannot be written: {cause}")))?;
        exported.digest = lines.hasher.finalize().to_hex().to_string();
        Ok(exported)
    }

    async fn export_namespaces(&self, lines: &mut Lines<'_>) -> Result<()> {
        let rows = namespace::Entity::find().order_by_asc(namespace::Column::Id).all(self.database().read()).await?;
        for row in rows {
            lines.write(&Line::Namespace { id: row.id, name: row.name })?;
        }
        let aliases = namespace::alias::Entity::find().order_by_asc(namespace::alias::Column::Alias);
        for row in aliases.all(self.database().read()).await? {
            let (by, at) = (row.added_by, row.added_at);
            lines.write(&Line::Alias { alias: row.alias, namespace: row.namespace_id, by, at })?;
        }
        let properties = property::Entity::find().order_by_asc(property::Column::Name);
        for row in properties.all(self.database().read()).await? {
            let property::Model { name, definition, changed_at, changed_by } = row;
            lines.write(&Line::Property { name, definition, changed_at, changed_by })?;
        }
        Ok(())
    }

    async fn export_commit(&self, lines: &mut Lines<'_>, commit: commit::Model) -> Result<i64> {
        let (first, last) = (commit.first_change, commit.last_change);
        lines.write(&Line::Commit {
            id: commit.id,
            first,
            last,
            at: commit.at,
            actor: commit.actor,
            origin: commit.origin,
            source: commit.source_id,
            run: commit.run_id,
            reverts: commit.reverts,
            summary: commit.summary,
        })?;
        let mut position = first - 1;
        while position < last {
            let rows = change::Entity::find()
                .filter(change::Column::Number.gt(position))
                .filter(change::Column::Number.lte(last))
                .order_by_asc(change::Column::Number)
                .limit(PAGE)
                .all(self.database().read())
                .await?;
            let Some(reached) = rows.last().map(|row| row.number) else { break };
            for row in rows {
                lines.write(&Line::Change {
                    number: row.number,
                    asset: row.asset_id,
                    kind: row.kind,
                    operation: row.operation,
                    major: row.major,
                    minor: row.minor,
                    is_breaking: row.is_breaking,
                    payload: row.payload,
                })?;
            }
            position = reached;
        }
        Ok(last - first + 1)
    }

    async fn export_rest(&self, lines: &mut Lines<'_>) -> Result<()> {
        let mut after = uuid::Uuid::nil();
        loop {
            let rows = statistics::Entity::find()
                .filter(statistics::Column::AssetId.gt(after))
                .order_by_asc(statistics::Column::AssetId)
                .limit(PAGE)
                .all(self.database().read())
                .await?;
            let Some(last) = rows.last() else { break };
            after = last.asset_id;
            for row in rows {
                let line = Line::Statistics { asset: row.asset_id, measured_at: row.measured_at, value: row.value };
                lines.write(&line)?;
            }
        }
        for row in scope::Entity::find().order_by_asc(scope::Column::SourceId).all(self.database().read()).await? {
            let (started_at, complete_at) = (row.last_started_at, row.last_complete_at);
            lines.write(&Line::Scope { source: row.source_id, started_at, complete_at })?;
        }
        let holds = hold::Entity::find().order_by_asc(hold::Column::Id);
        for row in holds.all(self.database().read()).await? {
            let items = hold::item::Entity::find()
                .filter(hold::item::Column::HoldId.eq(row.id))
                .order_by_asc(hold::item::Column::AssetId)
                .all(self.database().read())
                .await?;
            lines.write(&Line::Hold {
                id: row.id,
                source: row.source_id,
                run: row.run_id,
                at: row.at,
                status: row.status,
                decided_by: row.decided_by,
                decided_at: row.decided_at,
                assets: items.into_iter().map(|item| item.asset_id).collect(),
            })?;
        }
        Ok(())
    }
}
