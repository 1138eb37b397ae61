//! The states that an asset and what is directly inside it went through, each from one change until another: what
//! versions of a table with its columns are made of. A few statements, whatever their number.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait};
use uuid::Uuid;

use crate::{
    asset::{Curated, Harvested, Version},
    catalog::Catalog,
    change::ChangeNumber,
    clock::from_micros,
    error::Result,
    id::{AssetId, CommitId},
    kinds::AssetKind,
    relation::RelationKind,
    state,
    store::{ROWS, asset, asset_past, change, commit, relation},
    viewer::Viewer,
};

/// The most past states that are read; the latest count.
const MOST_STATES: u64 = 5_000;

/// A state of an asset.
#[derive(Debug, Clone, PartialEq)]
pub struct StateSpan {
    /// Whose it is.
    pub id: AssetId,
    /// What that is.
    pub kind: AssetKind,
    /// The innermost part of its name then.
    pub name: String,
    /// Its place among those that are inside the same.
    pub ordinal: i32,
    /// What its source said.
    pub harvested: Harvested,
    /// What people had decided.
    pub curated: Curated,
    /// Its version.
    pub version: Version,
    /// Whether it was removed.
    pub is_removed: bool,
    /// The change since which it was so.
    pub from: ChangeNumber,
    /// The change that ended it; none for what holds.
    pub until: Option<ChangeNumber>,
}

impl StateSpan {
    /// Whether it held right behind a change.
    #[must_use]
    pub fn held_at(&self, number: ChangeNumber) -> bool {
        holds(self.from, self.until, number)
    }
}

/// A tie of an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieSpan {
    /// Whose it is.
    pub id: AssetId,
    /// To what.
    pub target: String,
    /// The change that made it.
    pub from: ChangeNumber,
    /// The change that ended it; none for what holds.
    pub until: Option<ChangeNumber>,
}

impl TieSpan {
    /// Whether it held right behind a change.
    #[must_use]
    pub fn held_at(&self, number: ChangeNumber) -> bool {
        holds(self.from, self.until, number)
    }
}

fn holds(from: ChangeNumber, until: Option<ChangeNumber>, number: ChangeNumber) -> bool {
    from <= number && until.is_none_or(|until| number < until)
}

impl Catalog {
    /// The states of an asset and of what is of a kind and directly inside it; of past ones the latest 5,000.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when the viewer may not know of the asset.
    pub async fn state_spans(&self, viewer: &Viewer, id: AssetId, inside: AssetKind) -> Result<Vec<StateSpan>> {
        self.asset(viewer, id, None).await?;
        let current = {
            use asset::Column::{Id, Kind, ParentId};
            let child = Condition::all().add(ParentId.eq(id.0)).add(Kind.eq(inside.number()));
            asset::Entity::find().filter(Condition::any().add(Id.eq(id.0)).add(child))
        };
        let past = {
            use asset_past::Column::{Id, Kind, ParentId, UntilChange};
            let child = Condition::all().add(ParentId.eq(id.0)).add(Kind.eq(inside.number()));
            let of = Condition::any().add(Id.eq(id.0)).add(child);
            asset_past::Entity::find().filter(of).order_by_desc(UntilChange).limit(MOST_STATES)
        };
        let mut spans = Vec::new();
        for row in current.all(self.database().read()).await? {
            spans.push(span(row, None)?);
        }
        for row in past.all(self.database().read()).await? {
            let until = ChangeNumber(row.until_change);
            spans.push(span(row.into_state(), Some(until))?);
        }
        let ids: HashSet<AssetId> = spans.iter().map(|span| span.id).collect();
        let seen = self.visible(viewer, &ids.into_iter().collect::<Vec<_>>()).await?;
        spans.retain(|span| seen.contains(&span.id));
        Ok(spans)
    }

    /// The ties of one sort that assets have and had.
    ///
    /// # Errors
    /// The store's own.
    pub async fn tie_spans(&self, viewer: &Viewer, ids: &[AssetId], sort: RelationKind) -> Result<Vec<TieSpan>> {
        let seen: Vec<Uuid> = self.visible(viewer, ids).await?.into_iter().map(|id| id.0).collect();
        let mut ties = Vec::new();
        for chunk in seen.chunks(ROWS) {
            let rows = relation::Entity::find()
                .filter(relation::Column::AssetId.is_in(chunk.iter().copied()))
                .filter(relation::Column::Kind.eq(sort.number()));
            ties.extend(rows.all(self.database().read()).await?.into_iter().map(|row| TieSpan {
                id: AssetId(row.asset_id),
                target: row.target,
                from: ChangeNumber(row.from_change),
                until: row.until_change.map(ChangeNumber),
            }));
        }
        Ok(ties)
    }

    /// The number of the latest change of each asset, changes of what it declares included.
    ///
    /// # Errors
    /// The store's own.
    pub async fn latest_changes(&self, viewer: &Viewer, ids: &[AssetId]) -> Result<HashMap<AssetId, ChangeNumber>> {
        let seen: Vec<Uuid> = self.visible(viewer, ids).await?.into_iter().map(|id| id.0).collect();
        let mut latest = HashMap::with_capacity(seen.len());
        for chunk in seen.chunks(ROWS) {
            let rows: Vec<(Uuid, i64)> = change::Entity::find()
                .select_only()
                .column(change::Column::AssetId)
                .column_as(change::Column::Number.max(), "latest")
                .filter(change::Column::AssetId.is_in(chunk.iter().copied()))
                .group_by(change::Column::AssetId)
                .into_tuple()
                .all(self.database().read())
                .await?;
            latest.extend(rows.into_iter().map(|(id, number)| (AssetId(id), ChangeNumber(number))));
        }
        Ok(latest)
    }

    /// The commits that changes were written with, and when; numbers that were never given are absent.
    ///
    /// # Errors
    /// The store's own.
    pub async fn written_with(
        &self,
        numbers: &[ChangeNumber],
    ) -> Result<HashMap<ChangeNumber, (CommitId, DateTime<Utc>)>> {
        let mut commits = HashMap::with_capacity(numbers.len());
        for chunk in numbers.chunks(ROWS) {
            let rows: Vec<(i64, Uuid, i64)> = change::Entity::find()
                .select_only()
                .columns([change::Column::Number, change::Column::CommitId])
                .column(commit::Column::At)
                .join(JoinType::InnerJoin, change::Relation::Commit.def())
                .filter(change::Column::Number.is_in(chunk.iter().map(|number| number.0)))
                .into_tuple()
                .all(self.database().read())
                .await?;
            let commit = |(number, id, at)| (ChangeNumber(number), (CommitId(id), from_micros(at)));
            commits.extend(rows.into_iter().map(commit));
        }
        Ok(commits)
    }
}

fn span(row: asset::Model, until: Option<ChangeNumber>) -> Result<StateSpan> {
    Ok(StateSpan {
        id: AssetId(row.id),
        kind: state::kind(row.kind),
        ordinal: row.ordinal,
        harvested: state::harvested(&row)?,
        curated: state::curated(&row)?,
        version: state::version(&row),
        is_removed: row.removed_change.is_some(),
        from: ChangeNumber(row.from_change),
        until,
        name: row.name,
    })
}
