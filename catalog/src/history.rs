//! History: the log as people read it, newest first, and the difference of two moments.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
    sea_query::Query,
};

use crate::{
    asset::Version,
    catalog::Catalog,
    change::{Change, ChangeNumber, Commit, FieldChange, Operation, Origin, diff},
    clock::from_micros,
    error::{Error, Result},
    id::{AssetId, CommitId, RunId, SourceId},
    ingest::tie_fields,
    kinds::AssetKind,
    page::{Page, PageRequest, decode_cursor, encode_cursor},
    read::trim::Fetched,
    state,
    store::{ROWS, asset, asset_past, change, commit},
    viewer::{Action, Viewer},
};

/// Which changes are wanted; what is absent does not narrow.
#[derive(Debug, Clone, Default)]
pub struct ChangeFilter {
    /// Of these assets.
    pub assets: Option<Vec<AssetId>>,
    /// Of this asset and everything directly inside it, and once more inside that.
    pub under: Option<AssetId>,
    /// Of these kinds.
    pub kinds: Vec<AssetKind>,
    /// Of these sorts.
    pub operations: Vec<Operation>,
    /// Of assets of this source.
    pub source: Option<SourceId>,
    /// Of this run.
    pub run: Option<RunId>,
    /// Of this commit.
    pub commit: Option<CommitId>,
    /// That came from there.
    pub origin: Option<Origin>,
    /// By this account.
    pub actor: Option<String>,
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub to: Option<DateTime<Utc>>,
    /// Only what may break a reader.
    pub breaking_only: bool,
}

impl Catalog {
    /// The changes of an asset (and of what is directly inside it, such as columns), newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Invalid`] for a cursor of another list.
    pub async fn history(
        &self,
        viewer: &Viewer,
        asset: AssetId,
        with_children: bool,
        page: &PageRequest,
    ) -> Result<Page<(Change, Commit)>> {
        self.asset(viewer, asset, None).await?;
        let filter = if with_children {
            ChangeFilter { under: Some(asset), ..ChangeFilter::default() }
        } else {
            ChangeFilter { assets: Some(vec![asset]), ..ChangeFilter::default() }
        };
        self.changes(viewer, &filter, page).await
    }

    /// Changes that pass `filter`, newest first.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor of another list; [`Error::Forbidden`].
    pub async fn changes(
        &self,
        viewer: &Viewer,
        filter: &ChangeFilter,
        page: &PageRequest,
    ) -> Result<Page<(Change, Commit)>> {
        viewer.must(Action::ReadCatalog)?;
        let wanted = self.condition(viewer, filter);
        let fetch = |page| -> Fetched<'_, _> { Box::pin(self.changes_of(wanted.clone(), page)) };
        let mut found = self.trimmed(viewer, page, |(change, _): &(Change, Commit)| change.asset, fetch).await?;
        self.redact_changes(viewer, &mut found).await?;
        Ok(found)
    }

    async fn changes_of(&self, wanted: Condition, page: PageRequest) -> Result<Page<(Change, Commit)>> {
        let mut query = change::Entity::find()
            .find_also_related(commit::Entity)
            .filter(wanted)
            .order_by_desc(change::Column::Number);
        if let Some(after) = &page.after {
            let number: i64 =
                decode_cursor(after, 1)?[0].parse().map_err(|_| Error::invalid("after", "is not a cursor"))?;
            query = query.filter(change::Column::Number.lt(number));
        }
        let rows = query.limit(page.first as u64 + 1).all(self.database().read()).await?;
        let mut changes = Vec::with_capacity(rows.len());
        for (row, commit) in rows {
            let Some(commit) = commit else { continue };
            changes.push((state::change(row)?, shape(commit)));
        }
        Ok(Page::cut(changes, page.first, |(change, _)| encode_cursor(&[&change.number.to_string()])))
    }

    fn condition(&self, viewer: &Viewer, filter: &ChangeFilter) -> Condition {
        use change::Column;
        let mut condition = Condition::all()
            .add_option(filter.commit.map(|id| Column::CommitId.eq(id.0)))
            .add_option(filter.assets.as_ref().map(|ids| Column::AssetId.is_in(ids.iter().map(|id| id.0))))
            .add_option(filter.breaking_only.then(|| Column::IsBreaking.eq(true)))
            .add_option(filter.run.map(|id| commit::Column::RunId.eq(id.0)))
            .add_option(filter.origin.map(|origin| commit::Column::Origin.eq(origin.number())))
            .add_option(filter.actor.as_ref().map(|actor| commit::Column::Actor.eq(actor)))
            .add_option(filter.from.map(|at| commit::Column::At.gte(at.timestamp_micros())))
            .add_option(filter.to.map(|at| commit::Column::At.lt(at.timestamp_micros())));
        if !filter.kinds.is_empty() {
            condition = condition.add(Column::Kind.is_in(filter.kinds.iter().map(|kind| kind.number())));
        }
        if !filter.operations.is_empty() {
            condition = condition.add(Column::Operation.is_in(filter.operations.iter().map(|op| op.number())));
        }
        let assets =
            |of: Condition| Query::select().column(asset::Column::Id).from(asset::Entity).cond_where(of).to_owned();
        if let Some(source) = filter.source {
            let of = Condition::all().add(asset::Column::SourceId.eq(source.0));
            condition = condition.add(Column::AssetId.in_subquery(assets(of)));
        }
        if let Some(under) = filter.under {
            let children = assets(Condition::all().add(asset::Column::ParentId.eq(under.0)));
            let below = assets(Condition::all().add(asset::Column::ParentId.in_subquery(children.clone())));
            condition = condition.add(
                Condition::any()
                    .add(Column::AssetId.eq(under.0))
                    .add(Column::AssetId.in_subquery(children))
                    .add(Column::AssetId.in_subquery(below)),
            );
        }
        match viewer.sees.sources() {
            None => condition,
            Some(sources) => {
                let of = Condition::all().add(asset::Column::SourceId.is_in(sources.iter().map(|id| id.0)));
                condition.add(Column::AssetId.in_subquery(assets(of)))
            }
        }
    }

    /// One commit.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn commit(&self, viewer: &Viewer, id: CommitId) -> Result<Commit> {
        viewer.must(Action::ReadCatalog)?;
        let row = commit::Entity::find_by_id(id.0).one(self.database().read()).await?;
        row.map(shape).ok_or_else(|| Error::not_found("commit", id))
    }

    /// Those of `ids` that there are, in a statement for hundreds. For followers.
    ///
    /// # Errors
    /// The store's own.
    pub async fn commits_by_id(&self, ids: &[CommitId]) -> Result<HashMap<CommitId, Commit>> {
        let mut commits = HashMap::with_capacity(ids.len());
        for chunk in ids.chunks(ROWS) {
            let query = commit::Entity::find().filter(commit::Column::Id.is_in(chunk.iter().map(|id| id.0)));
            let rows = query.all(self.database().read()).await?;
            commits.extend(rows.into_iter().map(shape).map(|commit| (commit.id, commit)));
        }
        Ok(commits)
    }

    /// Commits, newest first; of one run, where wanted.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor of another list.
    pub async fn commits(&self, viewer: &Viewer, run: Option<RunId>, page: &PageRequest) -> Result<Page<Commit>> {
        viewer.must(Action::ReadCatalog)?;
        let mut query = commit::Entity::find().order_by_desc(commit::Column::FirstChange);
        if let Some(run) = run {
            query = query.filter(commit::Column::RunId.eq(run.0));
        }
        if let Some(after) = &page.after {
            let first: i64 =
                decode_cursor(after, 1)?[0].parse().map_err(|_| Error::invalid("after", "is not a cursor"))?;
            query = query.filter(commit::Column::FirstChange.lt(first));
        }
        let rows = query.limit(page.first as u64 + 1).all(self.database().read()).await?;
        let commits = rows.into_iter().map(shape).collect();
        Ok(Page::cut(commits, page.first, |commit: &Commit| encode_cursor(&[&commit.first.to_string()])))
    }

    /// The last change at or before `time`; 0 before everything.
    ///
    /// # Errors
    /// The store's own.
    pub async fn change_at(&self, time: DateTime<Utc>) -> Result<ChangeNumber> {
        let last: Option<Option<i64>> = commit::Entity::find()
            .select_only()
            .column_as(commit::Column::LastChange.max(), "last")
            .filter(commit::Column::At.lte(time.timestamp_micros()))
            .into_tuple()
            .one(self.database().read())
            .await?;
        Ok(ChangeNumber(last.flatten().unwrap_or(0)))
    }

    /// The times of changes, in the order asked; none for numbers that were never given.
    ///
    /// # Errors
    /// The store's own.
    pub async fn times_of(&self, numbers: &[ChangeNumber]) -> Result<Vec<Option<DateTime<Utc>>>> {
        let mut wanted: Vec<i64> = numbers.iter().map(|number| number.0).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut times = std::collections::HashMap::new();
        for chunk in wanted.chunks(crate::store::ROWS) {
            let rows: Vec<(i64, i64)> = change::Entity::find()
                .select_only()
                .column(change::Column::Number)
                .column(commit::Column::At)
                .join(JoinType::InnerJoin, change::Relation::Commit.def())
                .filter(change::Column::Number.is_in(chunk.iter().copied()))
                .into_tuple()
                .all(self.database().read())
                .await?;
            times.extend(rows);
        }
        Ok(numbers.iter().map(|number| times.get(&number.0).map(|at| from_micros(*at))).collect())
    }

    /// The versions that assets had right before changes of theirs; creations and numbers that were never given are absent.
    /// A change that touches no state, such as declared lineage, leaves the version as it was and is absent too.
    ///
    /// # Errors
    /// The store's own.
    pub async fn versions_before(
        &self,
        changes: &[(AssetId, ChangeNumber)],
    ) -> Result<std::collections::HashMap<ChangeNumber, Version>> {
        let mut versions = std::collections::HashMap::new();
        for chunk in changes.chunks(crate::store::ROWS / 2) {
            let rows: Vec<(i64, i32, i32)> = asset_past::Entity::find()
                .select_only()
                .columns([asset_past::Column::UntilChange, asset_past::Column::Major, asset_past::Column::Minor])
                .filter(asset_past::Column::Id.is_in(chunk.iter().map(|(asset, _)| asset.0)))
                .filter(asset_past::Column::UntilChange.is_in(chunk.iter().map(|(_, number)| number.0)))
                .into_tuple()
                .all(self.database().read())
                .await?;
            let version = |(number, major, minor)| (ChangeNumber(number), Version { major, minor });
            versions.extend(rows.into_iter().map(version));
        }
        Ok(versions)
    }

    /// What changed about an asset between two moments, ties included.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it did not exist at one of them.
    pub async fn diff(
        &self,
        viewer: &Viewer,
        id: AssetId,
        from: ChangeNumber,
        to: Option<ChangeNumber>,
    ) -> Result<Vec<FieldChange>> {
        let before = self.asset(viewer, id, Some(from)).await?;
        let after = self.asset(viewer, id, to).await?;
        let comparable = |asset: &'_ crate::asset::Asset| -> (String, Vec<state::StoredTie>) {
            let tie = |tie: &crate::relation::Relation| (tie.kind.number(), tie.target.clone(), tie.layer.number());
            (asset.name.last().to_owned(), asset.relations.iter().map(tie).collect())
        };
        let ((old_name, old_ties), (new_name, new_ties)) = (comparable(&before), comparable(&after));
        let mut fields = diff::diff(
            &diff::Comparable { name: &old_name, harvested: &before.harvested, curated: &before.curated },
            &diff::Comparable { name: &new_name, harvested: &after.harvested, curated: &after.curated },
        );
        fields.extend(tie_fields(&old_ties, &new_ties));
        Ok(fields)
    }
}

/// The commit that a row is.
pub(crate) fn shape(row: commit::Model) -> Commit {
    Commit {
        id: CommitId(row.id),
        first: ChangeNumber(row.first_change),
        last: ChangeNumber(row.last_change),
        at: from_micros(row.at),
        actor: row.actor,
        origin: Origin::from_number(row.origin).unwrap_or(Origin::Import),
        run: row.run_id.map(RunId),
        reverts: row.reverts,
        summary: row.summary,
    }
}
