//! Reading an export into an empty store: the log is replayed, commit by commit.

use std::{
    collections::{BTreeMap, HashMap},
    io::BufRead,
};

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use serde::Serialize;
use uuid::Uuid;

use super::line::{FORMAT, Line};
use crate::{
    catalog::Catalog,
    change::{ChangeNumber, Operation},
    database::Write,
    declare,
    error::{Error, Result},
    ingest::current_ties,
    record::LineageRecord,
    state::{self, Payload, StoredTie},
    store::{
        ROWS, asset, asset_past, change, commit, hold, insert_all, namespace, property, relation, scope, sequence,
        statistics,
    },
};

/// The longest line that is read, in bytes; a change carries at most two texts of the largest size.
const MAX_LINE: usize = 64 * 1024 * 1024;
/// About how many changes one transaction replays.
const BATCH: usize = 2_000;

/// What an import read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Commits.
    pub commits: i64,
    /// Changes.
    pub changes: i64,
    /// A fingerprint of all lines; equal to the export's.
    pub digest: String,
}

/// What is read but not written yet.
#[derive(Default)]
struct Pending {
    commits: Vec<commit::Model>,
    changes: Vec<change::Model>,
}

impl Catalog {
    /// Replays an export into this store, which must be empty. Killed in between, it leaves whole commits; empty the
    /// store and start again.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the store is not empty; [`Error::Invalid`] naming the line that is not an export's.
    pub async fn import(&self, lines: &mut (dyn BufRead + Send)) -> Result<Imported> {
        if self.last_change().await?.0 != 0 || namespace::Entity::find().count(self.database().read()).await? != 0 {
            return Err(Error::conflict("an import needs an empty store; give another --data or --database"));
        }
        let mut imported = Imported::default();
        let mut hasher = blake3::Hasher::new();
        let mut pending = Pending::default();
        let mut number = 0;
        while let Some(text) = next_line(lines, number + 1)? {
            number += 1;
            hasher.update(text.as_bytes());
            let line: Line = serde_json::from_str(&text)
                .map_err(|cause| Error::invalid(format!("line {number}"), format!("is not of an export: {cause}")))?;
            self.take(line, number, &mut pending, &mut imported).await?;
        }
        if number == 0 {
            return Err(Error::invalid("line 1", "is missing; this is not an export"));
        }
        self.flush_replay(&mut pending).await?;
        imported.digest = hasher.finalize().to_hex().to_string();
        self.last_change().await?;
        Ok(imported)
    }

    async fn take(&self, line: Line, number: usize, pending: &mut Pending, imported: &mut Imported) -> Result<()> {
        match line {
            Line::Cadastre { format } if number == 1 && format <= FORMAT => return Ok(()),
            Line::Cadastre { .. } => {
                let problem = format!("format is newer than {FORMAT} or in the wrong place; use a newer cadastre");
                return Err(Error::invalid(format!("line {number}"), problem));
            }
            _ if number == 1 => return Err(Error::invalid("line 1", "is not the head of an export")),
            Line::Commit { id, first, last, at, actor, origin, source, run, reverts, summary } => {
                imported.commits += 1;
                if pending.changes.len() >= BATCH {
                    self.flush_replay(pending).await?;
                }
                pending.commits.push(commit::Model {
                    id,
                    first_change: first,
                    last_change: last,
                    at,
                    actor,
                    origin,
                    source_id: source,
                    run_id: run,
                    reverts,
                    summary,
                });
            }
            Line::Change { number: change, asset, kind, operation, major, minor, is_breaking, payload } => {
                imported.changes += 1;
                let Some(commit) = pending.commits.last().filter(|commit| commit.last_change >= change) else {
                    return Err(Error::invalid(format!("line {number}"), "is a change outside of its commit"));
                };
                pending.changes.push(change::Model {
                    number: change,
                    commit_id: commit.id,
                    asset_id: asset,
                    kind,
                    operation,
                    major,
                    minor,
                    is_breaking,
                    payload,
                });
            }
            other => {
                self.flush_replay(pending).await?;
                self.take_row(other).await?;
            }
        }
        Ok(())
    }

    /// Writes what is not part of the log.
    async fn take_row(&self, line: Line) -> Result<()> {
        let write = self.database().write().await?;
        match line {
            Line::Namespace { id, name } => {
                let row = namespace::ActiveModel { id: Set(id), name: Set(name) };
                namespace::Entity::insert(row).exec_without_returning(&*write).await?;
            }
            Line::Alias { alias, namespace, by, at } => {
                let row = namespace::alias::Model { alias, namespace_id: namespace, added_by: by, added_at: at };
                let row = all_set(sea_orm::IntoActiveModel::into_active_model(row));
                namespace::alias::Entity::insert(row).exec_without_returning(&*write).await?;
            }
            Line::Property { name, definition, changed_at, changed_by } => {
                let row = property::Model { name, definition, changed_at, changed_by };
                let row = all_set(sea_orm::IntoActiveModel::into_active_model(row));
                property::Entity::insert(row).exec_without_returning(&*write).await?;
            }
            Line::Statistics { asset, measured_at, value } => {
                let row =
                    statistics::ActiveModel { asset_id: Set(asset), measured_at: Set(measured_at), value: Set(value) };
                statistics::Entity::insert(row).exec_without_returning(&*write).await?;
            }
            Line::Scope { source, started_at, complete_at } => {
                let row = scope::ActiveModel {
                    source_id: Set(source),
                    last_started_at: Set(started_at),
                    last_complete_at: Set(complete_at),
                };
                scope::Entity::insert(row).exec_without_returning(&*write).await?;
            }
            Line::Hold { id, source, run, at, status, decided_by, decided_at, assets } => {
                let row = hold::ActiveModel {
                    id: Set(id),
                    source_id: Set(source),
                    run_id: Set(run),
                    at: Set(at),
                    status: Set(status),
                    decided_by: Set(decided_by),
                    decided_at: Set(decided_at),
                };
                hold::Entity::insert(row).exec_without_returning(&*write).await?;
                let items =
                    assets.into_iter().map(|asset| hold::item::ActiveModel { hold_id: Set(id), asset_id: Set(asset) });
                insert_all(&*write, items.collect()).await?;
            }
            Line::Cadastre { .. } | Line::Commit { .. } | Line::Change { .. } => {}
        }
        write.commit().await
    }

    /// Replays what is pending in one transaction.
    async fn flush_replay(&self, pending: &mut Pending) -> Result<()> {
        let Pending { commits, changes } = std::mem::take(pending);
        let (Some(last), Some(at)) = (commits.last().map(|c| c.last_change), commits.last().map(|c| c.at)) else {
            return Ok(());
        };
        let write = self.database().write().await?;
        let mut states = States::load(&write, &changes).await?;
        for row in &changes {
            let payload: Payload =
                serde_json::from_str(&row.payload).map_err(|cause| state::corrupt("change", row.asset_id, cause))?;
            if row.operation == Operation::LineageDeclared.number() {
                declare(&write, row, &payload).await?;
            } else if let Some(stored) = payload.state {
                let namespace = self.namespace_name(stored.namespace.unwrap_or_default()).await?;
                states.apply(row, stored, &namespace)?;
            }
        }
        states.write(&write).await?;
        insert_all(
            &*write,
            commits.into_iter().map(sea_orm::IntoActiveModel::into_active_model).map(all_set).collect(),
        )
        .await?;
        insert_all(
            &*write,
            changes.into_iter().map(sea_orm::IntoActiveModel::into_active_model).map(all_set).collect(),
        )
        .await?;
        sequence::Entity::update_many()
            .col_expr(sequence::Column::Value, Expr::value(last))
            .col_expr(sequence::Column::At, Expr::value(at))
            .filter(sequence::Column::Id.eq(1))
            .exec(&*write)
            .await?;
        self.commit_write(write, Some(ChangeNumber(last))).await
    }
}

/// Marks every value to be written: a row that was read counts as unchanged otherwise.
fn all_set<A: sea_orm::ActiveModelTrait>(row: A) -> A {
    row.reset_all()
}

/// Reads one line with its end; none at the end of the input.
fn next_line(lines: &mut (dyn BufRead + Send), number: usize) -> Result<Option<String>> {
    use std::io::Read as _;
    let mut text = String::new();
    let read = lines
        .take(MAX_LINE as u64 + 1)
        .read_line(&mut text)
        .map_err(|cause| Error::invalid(format!("line {number}"), format!("cannot be read: {cause}")))?;
    if read > MAX_LINE {
        return Err(Error::invalid(format!("line {number}"), format!("is longer than {MAX_LINE} bytes")));
    }
    Ok((read > 0).then_some(text))
}

/// States and ties of the assets that a batch touches.
struct States {
    rows: BTreeMap<Uuid, asset::Model>,
    is_new: HashMap<Uuid, bool>,
    past: Vec<asset::Model>,
    ended: Vec<i64>,
    ties: HashMap<Uuid, Vec<StoredTie>>,
    tie_rows: Vec<(Uuid, StoredTie, i64, bool)>,
}

impl States {
    async fn load(write: &Write, changes: &[change::Model]) -> Result<Self> {
        let mut ids: Vec<Uuid> = changes.iter().map(|row| row.asset_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut rows = BTreeMap::new();
        for chunk in ids.chunks(ROWS) {
            let found = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied()));
            rows.extend(found.all(&**write).await?.into_iter().map(|row| (row.id, row)));
        }
        let is_new = ids.iter().map(|id| (*id, !rows.contains_key(id))).collect();
        let ties = current_ties(&**write, &ids).await?;
        Ok(Self { rows, is_new, past: Vec::new(), ended: Vec::new(), ties, tie_rows: Vec::new() })
    }

    fn apply(&mut self, row: &change::Model, mut stored: state::StoredState, namespace: &str) -> Result<()> {
        if let Some(relations) = stored.relations.take() {
            let held = self.ties.entry(row.asset_id).or_default();
            for tie in held.iter().filter(|tie| !relations.contains(tie)) {
                self.tie_rows.push((row.asset_id, tie.clone(), row.number, false));
            }
            for tie in relations.iter().filter(|tie| !held.contains(tie)) {
                self.tie_rows.push((row.asset_id, tie.clone(), row.number, true));
            }
            *held = relations;
        }
        let after = state::replayed(row, stored, self.rows.get(&row.asset_id), namespace)?;
        if let Some(before) = self.rows.insert(row.asset_id, after) {
            self.past.push(before);
            self.ended.push(row.number);
        }
        Ok(())
    }

    async fn write(self, write: &Write) -> Result<()> {
        let past = self.past.into_iter().zip(self.ended).map(|(row, until)| asset_past::ActiveModel::ended(row, until));
        insert_all(&**write, past.collect()).await?;
        let (new, old): (Vec<_>, Vec<_>) = self.rows.into_values().partition(|row| self.is_new[&row.id]);
        let ids: Vec<Uuid> = old.iter().map(|row| row.id).collect();
        for chunk in ids.chunks(ROWS) {
            asset::Entity::delete_many().filter(asset::Column::Id.is_in(chunk.iter().copied())).exec(&**write).await?;
        }
        insert_all(&**write, old.into_iter().chain(new).map(asset::Model::into_row).collect()).await?;
        for (asset, (kind, target, layer), number, opens) in self.tie_rows {
            if opens {
                let row = relation::ActiveModel {
                    asset_id: Set(asset),
                    kind: Set(kind),
                    target: Set(target),
                    layer: Set(layer),
                    from_change: Set(number),
                    until_change: Set(None),
                };
                relation::Entity::insert(row).exec_without_returning(&**write).await?;
                continue;
            }
            relation::Entity::update_many()
                .col_expr(relation::Column::UntilChange, Expr::value(number))
                .filter(relation::Column::AssetId.eq(asset))
                .filter(relation::Column::Kind.eq(kind))
                .filter(relation::Column::Target.eq(target))
                .filter(relation::Column::Layer.eq(layer))
                .filter(relation::Column::UntilChange.is_null())
                .exec(&**write)
                .await?;
        }
        Ok(())
    }
}

/// Replays what a tool declared, or that what it had declared was taken back.
async fn declare(write: &Write, row: &change::Model, payload: &Payload) -> Result<()> {
    let Some(field) = payload.fields.iter().find(|field| field.field == "lineage") else { return Ok(()) };
    let read = |value: &serde_json::Value| {
        serde_json::from_value::<Option<LineageRecord>>(value.clone())
            .map_err(|cause| state::corrupt("lineage", row.asset_id, cause))
    };
    let after = read(&field.after)?;
    let declared = after.as_ref().map(state::json);
    let Some(record) = after.or(read(&field.before)?) else { return Ok(()) };
    declare::replace(write, (record.tool, record.scope), row.asset_id, declared, row.number).await
}
