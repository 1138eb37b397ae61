//! What is said about assets besides that they are there: measurements, ties, and where data comes from.

use std::collections::{BTreeMap, HashMap};

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use uuid::Uuid;

use super::Ingest;
use crate::{
    asset::Statistics,
    change::{FieldChange, Operation},
    clock::from_micros,
    database::Write,
    declare,
    draft::{Draft, Step},
    error::Result,
    kinds::AssetKind,
    name::Name,
    record::{LineageRecord, Record},
    relation::{Layer, RelationKind},
    run::{self, RunRecord},
    state::{self, StoredTie},
    store::{ROWS, asset, relation, size, statistics},
    usage::day_number,
};

/// The names that a record speaks of.
pub(super) fn names_in(record: &Record) -> Vec<&Name> {
    match record {
        Record::Asset(asset) => vec![&asset.name],
        Record::Statistics { name, .. }
        | Record::Relation { name, .. }
        | Record::Mention { name, .. }
        | Record::Description { name, .. } => {
            vec![name]
        }
        Record::Lineage(lineage) => {
            let ends = lineage.edges.iter().flat_map(|edge| [&edge.upstream, &edge.downstream]);
            let targets = lineage.queries.iter().map(|query| &query.downstream);
            ends.chain(targets).chain(&lineage.through).collect()
        }
        Record::Run(run) => vec![&run.name],
        Record::ScopeRead { root } | Record::ScopeFailed { root, .. } => vec![root],
        Record::Note { .. } | Record::Queries(_) => Vec::new(),
    }
}

/// What `records` speak of.
fn spoken_of(records: &[Record]) -> Vec<(Name, AssetKind)> {
    let mut wanted: Vec<(Name, AssetKind)> = Vec::new();
    for record in records {
        match record {
            Record::Statistics { name, kind, .. }
            | Record::Relation { name, kind, .. }
            | Record::Mention { name, kind, .. } => {
                wanted.push((name.clone(), *kind));
            }
            Record::Run(run) => wanted.push((run.name.clone(), run.kind)),
            Record::Lineage(lineage) => {
                wanted.extend(lineage.through.iter().map(|name| (name.clone(), AssetKind::Task)));
                for edge in &lineage.edges {
                    wanted.push((edge.upstream.clone(), edge.upstream_kind));
                    wanted.push((edge.downstream.clone(), edge.downstream_kind));
                }
                let targets = lineage.queries.iter();
                wanted.extend(targets.map(|query| (query.downstream.clone(), query.downstream_kind)));
            }
            _ => {}
        }
    }
    wanted
}

impl Ingest {
    /// Applies records that are not assets themselves.
    pub(super) async fn apply_extras(
        &mut self,
        write: &Write,
        draft: &mut Draft<'_>,
        records: Vec<Record>,
        ids: &HashMap<(Name, AssetKind), Uuid>,
    ) -> Result<()> {
        let mut measured: BTreeMap<Uuid, Statistics> = BTreeMap::new();
        let mut ties: BTreeMap<Uuid, Vec<StoredTie>> = BTreeMap::new();
        let mut declared: Vec<LineageRecord> = Vec::new();
        let mut runs: Vec<RunRecord> = Vec::new();
        for record in records {
            match record {
                Record::Statistics { name, kind, statistics } => {
                    if let Some(id) = ids.get(&(name, kind)) {
                        measured.insert(*id, statistics);
                    }
                }
                Record::Relation { name, kind, relation, target } => {
                    if let Some(id) = ids.get(&(name, kind)) {
                        ties.entry(*id).or_default().push((relation.number(), target, Layer::Harvested.number()));
                    }
                }
                Record::Lineage(lineage) => declared.push(lineage),
                Record::Run(run) => runs.push(*run),
                Record::Asset(_)
                | Record::Mention { .. }
                | Record::Description { .. }
                | Record::ScopeRead { .. }
                | Record::ScopeFailed { .. }
                | Record::Queries(_)
                | Record::Note { .. } => {}
            }
        }
        self.apply_ties(write, draft, ties).await?;
        for lineage in declared {
            self.declare(write, draft, lineage, ids).await?;
        }
        let at = draft.at().timestamp_micros();
        run::apply(write, runs, ids, (&self.author.actor, at)).await?;
        apply_statistics(write, measured, at).await
    }

    /// The assets that `records` speak of; tables, topics and tasks that nobody has said yet become placeholders.
    pub(super) async fn ids_of(
        &mut self,
        write: &Write,
        draft: &mut Draft<'_>,
        records: &[Record],
    ) -> Result<HashMap<(Name, AssetKind), Uuid>> {
        let others: Vec<_> = spoken_of(records).into_iter().filter(|(_, kind)| *kind != AssetKind::Column).collect();
        let mut ids = HashMap::new();
        let others = self.told_by_kind(write, others).await?;
        self.ensure_known(write, draft, others.clone()).await?;
        self.ensure_columns(write, draft, records).await?;
        for (name, kind) in others {
            if let Some(id) = self.names.get(&name) {
                ids.insert((name, kind), *id);
            }
        }
        Ok(ids)
    }

    /// The columns that `records` speak of, as far as they are known once what the records bring along is written.
    pub(super) async fn columns_of(
        &self,
        write: &Write,
        records: &[Record],
    ) -> Result<HashMap<(Name, AssetKind), Uuid>> {
        let columns: Vec<_> = spoken_of(records).into_iter().filter(|(_, kind)| *kind == AssetKind::Column).collect();
        self.catalog.resolve_all(&**write, &columns, false).await
    }

    /// The names, where what is said to run through a task is known as a pipeline under that name.
    async fn told_by_kind(&mut self, write: &Write, wanted: Vec<(Name, AssetKind)>) -> Result<Vec<(Name, AssetKind)>> {
        let is_open = |(name, kind): &&(Name, AssetKind)| *kind == AssetKind::Task && !self.names.contains_key(name);
        let tasks: Vec<(Name, AssetKind)> = wanted.iter().filter(is_open).cloned().collect();
        if tasks.is_empty() {
            return Ok(wanted);
        }
        let found = self.catalog.resolve_all(&**write, &tasks, false).await?;
        let unknown = tasks.into_iter().filter(|task| !found.contains_key(task));
        let pipelines: Vec<(Name, AssetKind)> = unknown.map(|(name, _)| (name, AssetKind::Pipeline)).collect();
        for ((name, _), id) in self.catalog.resolve_all(&**write, &pipelines, false).await? {
            self.names.insert(name, id);
        }
        Ok(wanted)
    }

    /// Adds ties that the source says; those it said before and no longer does stay until the asset goes.
    async fn apply_ties(
        &self,
        write: &Write,
        draft: &mut Draft<'_>,
        said: BTreeMap<Uuid, Vec<StoredTie>>,
    ) -> Result<()> {
        let ids: Vec<Uuid> = said.keys().copied().collect();
        let mut current = current_ties(&**write, &ids).await?;
        for chunk in ids.chunks(ROWS) {
            let rows =
                asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied())).all(&**write).await?;
            for row in rows {
                let mut all = current.remove(&row.id).unwrap_or_default();
                let before = all.clone();
                let new: Vec<StoredTie> = said[&row.id].iter().filter(|tie| !before.contains(tie)).cloned().collect();
                if new.is_empty() {
                    continue;
                }
                for tie in new {
                    if !all.contains(&tie) {
                        draft.open_tie(row.id, tie.clone());
                        all.push(tie);
                    }
                }
                all.sort();
                let fields = tie_fields(&before, &all);
                let (before, after) = (row.clone(), row);
                draft.step(Step { operation: Operation::Updated, before, after, fields, relations: Some(all) });
            }
        }
        Ok(())
    }

    /// Replaces what a tool declared for a scope.
    async fn declare(
        &mut self,
        write: &Write,
        draft: &mut Draft<'_>,
        mut lineage: LineageRecord,
        ids: &HashMap<(Name, AssetKind), Uuid>,
    ) -> Result<()> {
        let carrier = carrier(&lineage, ids);
        let current = declare::current(write, (&lineage.tool, &lineage.scope)).await?;
        self.without_aliases(&mut lineage).await?;
        let declared = state::json(&lineage);
        if current.as_ref().is_some_and(|row| row.declared == declared) {
            return Ok(());
        }
        let Some(carrier) = carrier.or_else(|| current.as_ref().map(|row| row.asset_id)) else {
            return Ok(());
        };
        let Some(row) = asset::Entity::find_by_id(carrier).one(&**write).await? else { return Ok(()) };
        let number = draft.next();
        let before = current.as_ref().map(|row| row.declared.as_str());
        draft.note(&row, Operation::LineageDeclared, declare::payload(before, Some(&declared)));
        declare::replace(write, (lineage.tool, lineage.scope), carrier, Some(declared), number).await
    }
}

impl Ingest {
    /// Lets a set name namespaces by their own names, as everything in the log does.
    async fn without_aliases(&self, lineage: &mut LineageRecord) -> Result<()> {
        let LineageRecord { through, edges, queries, statements, .. } = lineage;
        for edge in edges {
            self.catalog.without_alias(&mut edge.upstream).await?;
            self.catalog.without_alias(&mut edge.downstream).await?;
        }
        for query in queries {
            self.catalog.without_alias(&mut query.downstream).await?;
            let mut source = Name { namespace: query.namespace.as_str().into(), parts: Vec::new() };
            self.catalog.without_alias(&mut source).await?;
            query.namespace = source.namespace.to_string();
        }
        for statement in statements {
            let mut place = Name { namespace: statement.namespace.as_str().into(), parts: Vec::new() };
            self.catalog.without_alias(&mut place).await?;
            statement.namespace = place.namespace.to_string();
        }
        match through {
            Some(through) => self.catalog.without_alias(through).await,
            None => Ok(()),
        }
    }
}

/// The asset that carries a set: the task through which data flows, else where the first of it goes.
fn carrier(lineage: &LineageRecord, ids: &HashMap<(Name, AssetKind), Uuid>) -> Option<Uuid> {
    let id = |name: &Name, kind: AssetKind| ids.get(&(name.clone(), kind)).copied();
    let edges = lineage.edges.iter().map(|edge| (&edge.downstream, edge.downstream_kind));
    let queries = lineage.queries.iter().map(|query| (&query.downstream, query.downstream_kind));
    let through = lineage.through.as_ref().and_then(|name| id(name, AssetKind::Task));
    through.or_else(|| edges.chain(queries).next().and_then(|(name, kind)| id(name, kind)))
}

/// The ties of `ids` that hold.
pub(crate) async fn current_ties<C: sea_orm::ConnectionTrait>(
    connection: &C,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<StoredTie>>> {
    let mut ties: HashMap<Uuid, Vec<StoredTie>> = HashMap::new();
    for chunk in ids.chunks(ROWS) {
        let rows = relation::Entity::find()
            .filter(relation::Column::AssetId.is_in(chunk.iter().copied()))
            .filter(relation::Column::UntilChange.is_null())
            .all(connection)
            .await?;
        for row in rows {
            ties.entry(row.asset_id).or_default().push((row.kind, row.target, row.layer));
        }
    }
    for ties in ties.values_mut() {
        ties.sort();
    }
    Ok(ties)
}

/// The difference of two sets of ties, as fields named after their sorts.
pub(crate) fn tie_fields(before: &[StoredTie], after: &[StoredTie]) -> Vec<FieldChange> {
    let targets = |ties: &[StoredTie], kind: RelationKind| -> Vec<String> {
        ties.iter().filter(|(number, _, _)| *number == kind.number()).map(|(_, target, _)| target.clone()).collect()
    };
    let mut fields = Vec::new();
    for kind in RelationKind::ALL.iter().copied() {
        let (old, new) = (targets(before, kind), targets(after, kind));
        if old != new {
            fields.push(FieldChange {
                field: kind.field().to_owned(),
                before: old.into(),
                after: new.into(),
                is_breaking: false,
            });
        }
    }
    fields
}

/// Keeps what was measured, where it differs from what is kept. Measurements make no change rows.
async fn apply_statistics(write: &Write, measured: BTreeMap<Uuid, Statistics>, at: i64) -> Result<()> {
    let ids: Vec<Uuid> = measured.keys().copied().collect();
    let mut kept: HashMap<Uuid, String> = HashMap::new();
    for chunk in ids.chunks(ROWS) {
        let rows = statistics::Entity::find().filter(statistics::Column::AssetId.is_in(chunk.iter().copied()));
        kept.extend(rows.all(&**write).await?.into_iter().map(|row| (row.asset_id, row.value)));
    }
    let day = day_number(from_micros(at).date_naive());
    let (mut rows, mut sizes) = (Vec::new(), Vec::new());
    for (id, statistics) in measured {
        let value = state::json(&statistics);
        if kept.get(&id) == Some(&value) {
            continue;
        }
        rows.push(statistics::ActiveModel { asset_id: Set(id), measured_at: Set(at), value: Set(value) });
        if let Some(bytes) = statistics.size_bytes {
            sizes.push(size::ActiveModel { asset_id: Set(id), day: Set(day), bytes: Set(bytes) });
        }
    }
    keep_sizes(write, sizes).await?;
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<_> = rows.by_ref().take(ROWS).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        let conflict = OnConflict::column(statistics::Column::AssetId)
            .update_columns([statistics::Column::MeasuredAt, statistics::Column::Value])
            .to_owned();
        statistics::Entity::insert_many(chunk).on_conflict(conflict).exec_without_returning(&**write).await?;
    }
}

/// Keeps how large assets are on a day; the last measurement of a day counts.
async fn keep_sizes(write: &Write, sizes: Vec<size::ActiveModel>) -> Result<()> {
    let mut sizes = sizes.into_iter();
    loop {
        let chunk: Vec<_> = sizes.by_ref().take(ROWS).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        let conflict = OnConflict::columns([size::Column::AssetId, size::Column::Day])
            .update_column(size::Column::Bytes)
            .to_owned();
        size::Entity::insert_many(chunk).on_conflict(conflict).exec_without_returning(&**write).await?;
    }
}
