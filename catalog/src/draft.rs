//! A commit being written: changes are numbered, states replaced, what held before is kept.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use crate::{
    asset::Version,
    change::{ChangeNumber, FieldChange, Operation, Origin},
    clock::Clock,
    database::Write,
    error::{Error, Result},
    id::{CommitId, RunId, SourceId},
    state::{self, StoredTie},
    store::{asset, asset_past, change, commit, insert_all, relation, sequence},
};

/// Who writes a commit, and why.
#[derive(Debug, Clone)]
pub(crate) struct Author {
    pub(crate) actor: String,
    pub(crate) origin: Origin,
    pub(crate) source: Option<SourceId>,
    pub(crate) run: Option<RunId>,
    pub(crate) reverts: Option<String>,
}

/// A commit being written.
pub(crate) struct Draft<'a> {
    write: &'a Write,
    author: &'a Author,
    id: CommitId,
    base: i64,
    at: i64,
    changes: Vec<change::ActiveModel>,
    created: Vec<asset::ActiveModel>,
    updated: Vec<asset::ActiveModel>,
    /// Assets whose place in the index of identities moves.
    moved: Vec<Uuid>,
    past: Vec<asset_past::ActiveModel>,
    opened: Vec<relation::ActiveModel>,
    closed: Vec<(Uuid, StoredTie, i64)>,
    counts: Counts,
}

/// How many assets a commit touched.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) created: i64,
    pub(crate) updated: i64,
    pub(crate) removed: i64,
    pub(crate) restored: i64,
}

/// What a commit was given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written {
    pub(crate) id: CommitId,
    pub(crate) last: ChangeNumber,
    pub(crate) counts: Counts,
}

/// One change of one existing asset.
pub(crate) struct Step {
    pub(crate) operation: Operation,
    pub(crate) before: asset::Model,
    pub(crate) after: asset::Model,
    pub(crate) fields: Vec<FieldChange>,
    /// All its ties afterwards, when ties changed.
    pub(crate) relations: Option<Vec<StoredTie>>,
}

impl<'a> Draft<'a> {
    /// Begins a commit in `write`.
    pub(crate) async fn begin(write: &'a Write, author: &'a Author, clock: &Clock) -> Result<Self> {
        let last = sequence::Entity::find_by_id(1)
            .one(&**write)
            .await?
            .ok_or_else(|| Error::conflict("the store has no tables yet; run `cadastre migrate`"))?;
        Ok(Self {
            write,
            author,
            id: CommitId::new(),
            base: last.value,
            at: clock.now().timestamp_micros().max(last.at),
            changes: Vec::new(),
            created: Vec::new(),
            updated: Vec::new(),
            moved: Vec::new(),
            past: Vec::new(),
            opened: Vec::new(),
            closed: Vec::new(),
            counts: Counts::default(),
        })
    }

    /// The number that the next change will get.
    pub(crate) fn next(&self) -> i64 {
        self.base + i64::try_from(self.changes.len()).unwrap_or(i64::MAX) + 1
    }

    /// The commit's time.
    pub(crate) fn at(&self) -> DateTime<Utc> {
        crate::clock::from_micros(self.at)
    }

    /// Adds a new asset; its numbers are given here.
    pub(crate) fn create(&mut self, row: asset::Model) {
        self.create_tied(row, Vec::new());
    }

    /// Adds a new asset with ties.
    pub(crate) fn create_tied(&mut self, mut row: asset::Model, ties: Vec<StoredTie>) {
        let number = self.next();
        row.created_change = number;
        row.from_change = number;
        (row.major, row.minor) = (Version::FIRST.major, Version::FIRST.minor);
        let payload = state::payload(&row, &[], (!ties.is_empty()).then_some(&ties));
        for tie in ties {
            self.open_tie(row.id, tie);
        }
        self.log(&row, Operation::Created, false, payload);
        self.counts.created += 1;
        self.created.push(row.into_row());
    }

    /// Replaces the state of an asset that exists.
    pub(crate) fn step(&mut self, step: Step) {
        let number = self.next();
        let Step { operation, before, mut after, fields, relations } = step;
        let is_breaking = operation == Operation::Removed || fields.iter().any(|field| field.is_breaking);
        let version = state::version(&before).next(is_breaking);
        (after.major, after.minor) = (version.major, version.minor);
        after.from_change = number;
        after.removed_change = match operation {
            Operation::Removed => Some(number),
            Operation::Restored => None,
            _ => before.removed_change,
        };
        match operation {
            Operation::Removed => self.counts.removed += 1,
            Operation::Restored => self.counts.restored += 1,
            _ => self.counts.updated += 1,
        }
        let payload = state::payload(&after, &fields, relations.as_deref());
        self.log(&after, operation, is_breaking, payload);
        if (before.parent_id, &before.identity_key) != (after.parent_id, &after.identity_key) {
            self.moved.push(after.id);
        }
        self.past.push(asset_past::ActiveModel::ended(before, number));
        self.updated.push(after.into_row());
    }

    /// Writes a change that leaves the asset's state alone, with a payload of its own.
    pub(crate) fn note(&mut self, row: &asset::Model, operation: Operation, payload: String) {
        self.log(row, operation, false, payload);
        self.counts.updated += 1;
    }

    /// Opens a tie with the number of the change that comes next.
    pub(crate) fn open_tie(&mut self, asset: Uuid, (kind, target, layer): StoredTie) {
        self.opened.push(relation::ActiveModel {
            asset_id: Set(asset),
            kind: Set(kind),
            target: Set(target),
            layer: Set(layer),
            from_change: Set(self.next()),
            until_change: Set(None),
        });
    }

    /// Ends a tie with the number of the change that comes next.
    pub(crate) fn close_tie(&mut self, asset: Uuid, tie: StoredTie) {
        let number = self.next();
        self.closed.push((asset, tie, number));
    }

    fn log(&mut self, row: &asset::Model, operation: Operation, is_breaking: bool, payload: String) {
        self.changes.push(change::ActiveModel {
            number: Set(self.next()),
            commit_id: Set(self.id.0),
            asset_id: Set(row.id),
            kind: Set(row.kind),
            operation: Set(operation.number()),
            major: Set(row.major),
            minor: Set(row.minor),
            is_breaking: Set(is_breaking),
            payload: Set(payload),
        });
    }

    /// Writes everything into the transaction; nothing when nothing changed.
    pub(crate) async fn finish(self) -> Result<Option<Written>> {
        if self.changes.is_empty() {
            return Ok(None);
        }
        let last = self.next() - 1;
        let transaction = &**self.write;
        commit::Entity::insert(self.commit_row(last)).exec_without_returning(transaction).await?;
        insert_all(transaction, self.changes).await?;
        insert_all(transaction, self.past).await?;
        for id in self.moved {
            asset::Entity::update_many()
                .col_expr(asset::Column::IdentityKey, Expr::value(format!("\u{1}{id}")))
                .filter(asset::Column::Id.eq(id))
                .exec(transaction)
                .await?;
        }
        replace(transaction, self.updated).await?;
        insert_all(transaction, self.created).await?;
        close_ties(transaction, self.closed).await?;
        insert_all(transaction, self.opened).await?;
        sequence::Entity::update_many()
            .col_expr(sequence::Column::Value, Expr::value(last))
            .col_expr(sequence::Column::At, Expr::value(self.at))
            .filter(sequence::Column::Id.eq(1))
            .exec(transaction)
            .await?;
        Ok(Some(Written { id: self.id, last: ChangeNumber(last), counts: self.counts }))
    }

    fn commit_row(&self, last: i64) -> commit::ActiveModel {
        commit::ActiveModel {
            id: Set(self.id.0),
            first_change: Set(self.base + 1),
            last_change: Set(last),
            at: Set(self.at),
            actor: Set(self.author.actor.clone()),
            origin: Set(self.author.origin.number()),
            source_id: Set(self.author.source.map(|id| id.0)),
            run_id: Set(self.author.run.map(|id| id.0)),
            reverts: Set(self.author.reverts.clone()),
            summary: Set(self.counts.to_string()),
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words = [
            (self.created, "added"),
            (self.updated, "changed"),
            (self.removed, "removed"),
            (self.restored, "restored"),
        ];
        let said: Vec<String> =
            words.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        f.write_str(&said.join(", "))
    }
}

/// Ends ties, each at a change of its own, in two statements for many.
async fn close_ties<C: sea_orm::ConnectionTrait>(connection: &C, closed: Vec<(Uuid, StoredTie, i64)>) -> Result<()> {
    use relation::Column;
    for chunk in closed.chunks(crate::store::ROWS) {
        let until: HashMap<(Uuid, &StoredTie), i64> =
            chunk.iter().map(|(asset, tie, number)| ((*asset, tie), *number)).collect();
        let open = relation::Entity::find()
            .filter(Column::AssetId.is_in(chunk.iter().map(|(asset, ..)| *asset)))
            .filter(Column::UntilChange.is_null());
        let ended = open.all(connection).await?.into_iter().filter_map(|row| {
            let tie = (row.kind, row.target.clone(), row.layer);
            let until = *until.get(&(row.asset_id, &tie))?;
            Some(relation::ActiveModel { until_change: Set(Some(until)), ..row.into_active_model().reset_all() })
        });
        let ended: Vec<relation::ActiveModel> = ended.collect();
        if ended.is_empty() {
            continue;
        }
        let key = [Column::AssetId, Column::Kind, Column::Target, Column::Layer, Column::FromChange];
        let conflict = OnConflict::columns(key).update_column(Column::UntilChange).to_owned();
        relation::Entity::insert_many(ended).on_conflict(conflict).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Replaces whole rows by their identifier.
async fn replace<C: sea_orm::ConnectionTrait>(connection: &C, rows: Vec<asset::ActiveModel>) -> Result<()> {
    use asset::Column;
    let replaced = [
        Column::NamespaceId,
        Column::ParentId,
        Column::Name,
        Column::IdentityKey,
        Column::Folded,
        Column::Ordinal,
        Column::SourceId,
        Column::ObjectId,
        Column::Harvested,
        Column::Curated,
        Column::Hash,
        Column::Major,
        Column::Minor,
        Column::FromChange,
        Column::RemovedChange,
        Column::IsPlaceholder,
    ];
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<_> = rows.by_ref().take(crate::store::ROWS).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        let conflict = OnConflict::column(Column::Id).update_columns(replaced).to_owned();
        asset::Entity::insert_many(chunk).on_conflict(conflict).exec_without_returning(connection).await?;
    }
}
