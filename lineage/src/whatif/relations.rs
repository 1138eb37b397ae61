//! Another state of a project of models: which columns its relations have then, by their SQL and by what it says of them.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    panic::{AssertUnwindSafe, catch_unwind},
};

use catalog::{
    AssetId, AssetKind, Name, Viewer, kinds::pipeline::TableContract, platform::folded, record::DeclaredQuery,
};

use super::{
    Draft, MAX_TABLES, Relation, RelationsProposal,
    anew::Statement,
    contracts::Proposed,
    narrow,
    shape::{Column, Table},
};
use crate::{
    Lineage,
    error::{Error, Result},
    sql::{self, Dialect, Limits, Options, Schema},
};

/// The columns of relations, by their paths.
#[derive(Debug, Default)]
struct Columns(HashMap<Vec<String>, Vec<Column>>);

impl Schema for Columns {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        let columns = self.0.get(&key(table))?;
        Some(columns.iter().map(|column| column.name.clone()).collect())
    }
}

impl Lineage {
    /// The relations that a project knows, as they are in its proposed state.
    pub(super) async fn read_relations(&self, viewer: &Viewer, proposal: &RelationsProposal) -> Result<Draft> {
        let all = proposal.after.iter().chain(proposal.before.iter().flatten());
        let names: BTreeSet<(&Name, AssetKind)> =
            all.filter_map(|relation| Some((relation.name.as_ref()?, relation.kind()))).collect();
        if names.len() > MAX_TABLES {
            let problem = format!("speaks of {} relations; {MAX_TABLES} are allowed", names.len());
            return Err(Error::invalid("manifest", problem));
        }
        let names: Vec<(Name, AssetKind)> = names.into_iter().map(|(name, kind)| (name.clone(), kind)).collect();
        let found = self.catalog().resolve(viewer, &names).await?;
        let mut ids: Vec<AssetId> = found.iter().copied().flatten().collect();
        ids.extend(&proposal.gone);
        let mut draft = Draft::default();
        let places = self.load(viewer, &mut draft, &ids).await?;
        let place = |id: &Option<AssetId>| id.and_then(|id| places.get(&id).copied());
        let known: HashMap<Name, usize> =
            std::iter::zip(names, &found).filter_map(|((name, _), id)| Some((name, place(id)?))).collect();
        for table in proposal.gone.iter().filter_map(|id| places.get(id)) {
            draft.shapes.tables[*table].is_gone = true;
        }
        let proposal = proposal.clone();
        let play = move || {
            play(&mut draft, &proposal, &known);
            draft
        };
        tokio::task::spawn_blocking(play).await.map_err(Error::CutOff)
    }
}

/// Gives every relation its columns.
fn play(draft: &mut Draft, proposal: &RelationsProposal, known: &HashMap<Name, usize>) {
    let stored: HashMap<Vec<String>, Vec<Column>> = known
        .iter()
        .filter_map(|(name, place)| Some((key(&name.parts), draft.shapes.tables[*place].after.clone()?)))
        .collect();
    let after = derived(&proposal.after, &stored, draft);
    let base = proposal.before.as_ref().map(|before| (before, derived(before, &stored, &mut Draft::default())));
    let was: HashMap<&str, &Relation> =
        proposal.before.iter().flatten().map(|relation| (relation.key.as_str(), relation)).collect();
    let mut unknown = 0;
    for relation in &proposal.after {
        let before = was.get(relation.key.as_str()).copied();
        let old_name = before.and_then(|before| before.name.as_ref()).or(relation.name.as_ref());
        let (Some(name), Some(place)) = (old_name, old_name.and_then(|name| known.get(name))) else {
            unknown += usize::from(relation.sql.is_some());
            continue;
        };
        let table = &mut draft.shapes.tables[*place];
        if let Some(now) = relation.name.as_ref().filter(|now| *now != name) {
            table.renamed = Some(now.parts.clone());
        }
        let now = relation.name.as_ref().and_then(|name| columns_of(&after, name));
        match &base {
            // What is other than in the base changes, whatever the catalog has seen of it.
            Some((_, base)) => lose(table, (columns_of(base, name).as_deref(), now.as_deref())),
            None => now.clone().into_iter().filter(|now| !now.is_empty()).for_each(|now| table.set_columns(now)),
        }
        let known = base.is_some().then(|| before.and_then(|before| before.contract.clone()));
        let promised = relation.is_made().then(|| proposed(relation, known, now.as_deref()));
        draft.contracts.extend(promised.map(|promised| (*place, promised)));
        write(draft, *place, (relation, before));
    }
    let kept: HashSet<&str> = proposal.after.iter().map(|relation| relation.key.as_str()).collect();
    for relation in proposal.before.iter().flatten().filter(|relation| !kept.contains(relation.key.as_str())) {
        let place = relation.name.as_ref().and_then(|name| known.get(name));
        if let Some(place) = place.filter(|_| relation.is_made()) {
            draft.shapes.tables[*place].is_gone = true;
        }
    }
    if unknown > 0 {
        let note = format!("{unknown} models are not in the catalog yet; nothing is known to depend on them");
        draft.note(note);
    }
}

/// The columns that were derived for a relation.
fn columns_of(columns: &HashMap<Vec<String>, Option<Vec<Column>>>, name: &Name) -> Option<Vec<Column>> {
    columns.get(&key(&name.parts)).cloned().flatten()
}

/// What the proposal says of a relation's contract, given the one before and the columns that its SQL yields then.
fn proposed(relation: &Relation, before: Option<Option<TableContract>>, now: Option<&[Column]>) -> Proposed {
    let after = relation.contract.clone();
    let promised = after.iter().flat_map(|contract| &contract.columns).map(|column| column.name.clone());
    let is_there = |name: &String| now.is_none_or(|now| now.iter().any(|column| folded(&column.name) == folded(name)));
    Proposed { before, unyielded: promised.filter(|name| !is_there(name)).collect(), after }
}

/// Lets what a relation is made by count in place of what the catalog has, where it is another.
fn write(draft: &mut Draft, place: usize, (relation, before): (&Relation, Option<&Relation>)) {
    let is_same = |before: &Relation| before.sql == relation.sql && before.declared == relation.declared;
    let table = &mut draft.shapes.tables[place];
    let Some(asset) = table.asset.clone().filter(|_| !before.is_some_and(is_same)) else { return };
    let statement = match (&relation.sql, &relation.declared) {
        (Some(sql), _) => Statement::query(place, &asset, declared(relation, sql, &asset.name)),
        (None, Some((_, record))) => Statement::declared(place, &asset, record.clone()),
        (None, None) => return,
    };
    table.is_redefined = before.is_some();
    draft.statements.push(statement);
}

/// Takes from a table the columns that the base has and the proposal has not, and gives those it keeps their new types.
fn lose(table: &mut Table, (before, now): (Option<&[Column]>, Option<&[Column]>)) {
    let (Some(before), Some(now), Some(after)) = (before, now, &mut table.after) else { return };
    let find =
        |columns: &[Column], name: &str| columns.iter().find(|column| folded(&column.name) == folded(name)).cloned();
    after.retain(|column| find(before, &column.name).is_none() || find(now, &column.name).is_some());
    for column in after {
        let types = find(before, &column.name)
            .and_then(|was| was.data_type)
            .zip(find(now, &column.name).and_then(|now| now.data_type));
        if let Some((was, is)) = types
            && was.text != is.text
        {
            column.data_type = Some(is);
        }
    }
}

fn declared(relation: &Relation, sql: &str, downstream: &Name) -> DeclaredQuery {
    DeclaredQuery {
        sql: sql.trim().trim_end_matches(';').to_owned(),
        dialect: relation.dialect.clone(),
        namespace: downstream.namespace.to_string(),
        defaults: relation.defaults.clone(),
        downstream: downstream.clone(),
        downstream_kind: AssetKind::Table,
        columns: Vec::new(),
        by_name: true,
        changed: Vec::new(),
        masked: Vec::new(),
    }
}

/// The columns of each relation, by path, as its own SQL and those before it give them; none where that cannot be told.
fn derived(
    relations: &[Relation],
    stored: &HashMap<Vec<String>, Vec<Column>>,
    draft: &mut Draft,
) -> HashMap<Vec<String>, Option<Vec<Column>>> {
    let by_key: HashMap<&str, &Relation> = relations.iter().map(|relation| (relation.key.as_str(), relation)).collect();
    let mut schema = Columns(stored.clone());
    let mut derived = HashMap::new();
    for relation in in_order(relations, &by_key) {
        let Some(name) = &relation.name else { continue };
        let path = key(&name.parts);
        let columns = yielded(relation, &schema);
        if columns.is_none() && relation.sql.is_some() {
            draft.note(format!("which columns `{}` has then cannot be told", relation.key));
        }
        match (&columns, relation.sql.is_some()) {
            (Some(columns), _) => drop(schema.0.insert(path.clone(), columns.clone())),
            // What it had may not be what it has.
            (None, true) => drop(schema.0.remove(&path)),
            (None, false) => {}
        }
        derived.insert(path, columns);
    }
    derived
}

/// Relations behind those that they are made from; cycles end where they begin.
fn in_order<'a>(relations: &'a [Relation], by_key: &HashMap<&'a str, &'a Relation>) -> Vec<&'a Relation> {
    let mut done: HashSet<&str> = HashSet::new();
    let mut ordered = Vec::with_capacity(relations.len());
    for relation in relations {
        let mut open: Vec<(&Relation, usize)> = vec![(relation, 0)];
        if !done.insert(relation.key.as_str()) {
            continue;
        }
        while let Some((relation, next)) = open.pop() {
            let Some(above) = relation.upstream.get(next) else {
                ordered.push(relation);
                continue;
            };
            open.push((relation, next + 1));
            if let Some(above) = by_key.get(above.as_str()).filter(|above| done.insert(above.key.as_str())) {
                open.push((above, 0));
            }
        }
    }
    ordered
}

fn yielded(relation: &Relation, schema: &Columns) -> Option<Vec<Column>> {
    let described = |name: &str| {
        let told = relation.columns.iter().find(|(told, _)| folded(told) == folded(name));
        told.and_then(|(_, data_type)| data_type.as_deref()).map(narrow::read)
    };
    let column = |name: &str, data_type: Option<catalog::DataType>| Column {
        asset: None,
        name: name.to_owned(),
        data_type: described(name).or(data_type),
        is_nullable: None,
        has_default: false,
    };
    if relation.declared.is_some() {
        return Some(relation.columns.iter().map(|(name, _)| column(name, None)).collect());
    }
    let sql = relation.sql.as_deref()?;
    let dialect = Dialect::from_name(relation.dialect.as_deref().unwrap_or("ansi"))?;
    let default_path = &relation.defaults;
    let options = Options { dialect, schema, default_path, search_path: &[], limits: Limits::default() };
    let read = catch_unwind(AssertUnwindSafe(|| sql::analyze(sql, &options))).ok()?;
    let defined = &read.statements.last()?.defines.columns;
    let is_known = !defined.is_empty() && defined.iter().all(|column| column.name != "*");
    is_known.then(|| {
        let typed = |defined: &sql::DefinedColumn| defined.data_type.as_deref().map(narrow::read);
        defined.iter().map(|defined| column(&defined.name, typed(defined))).collect()
    })
}

fn key(path: &[String]) -> Vec<String> {
    path.iter().map(|part| folded(part)).collect()
}
