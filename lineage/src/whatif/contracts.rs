//! Contracts that a proposal breaks: what a task promises of the table that it fills, held against what becomes of it.
//!
//! The contract that counts is the one of the project as it is, where the proposal tells, else the one that the catalog has.
//! It breaks when a promised column goes, is called otherwise, gets another type or loses its value, when it cannot be
//! computed any more, and when the proposal takes the promise back.

use std::collections::{BTreeMap, HashMap, HashSet};

use async_graphql::{Enum, SimpleObject};
use catalog::{
    Asset, AssetId, AssetKind, Details, RelationKind, Viewer,
    kinds::pipeline::{PromisedColumn, TableContract},
    platform::folded,
};
use serde::Serialize;

use super::{
    ChangeKind, Draft, Effect, MAX_ITEMS,
    answer::cause,
    narrow,
    shape::Difference,
    walk::{By, Edges, Overlay, Walk},
};
use crate::{Lineage, error::Result, graph::Graph};

/// A contract that no longer holds.
#[derive(Debug, Clone)]
pub struct BrokenContract {
    /// The table of which it is.
    pub table: Asset,
    /// Whether it surely breaks.
    pub effect: Effect,
    /// Whose the table is.
    pub owners: Vec<String>,
    /// What of it does not hold.
    pub breaches: Vec<Breach>,
}

/// In which way a promise is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "WhatIfBreachKind")]
pub enum BreachKind {
    /// The table or the column itself changes.
    Changed,
    /// The column is computed from what changes.
    Computed,
    /// The statement that fills the table refers to what changes.
    Failing,
    /// The proposal no longer keeps to the contract.
    Withdrawn,
    /// The proposed contract no longer has the column.
    NotPromised,
    /// The proposed contract no longer promises a value.
    NotRequired,
    /// The proposed contract promises another type.
    OtherType,
    /// The proposed SQL does not yield the column.
    NotYielded,
}

/// A promise that is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, SimpleObject)]
#[graphql(name = "WhatIfBreach")]
pub struct Breach {
    /// In which way.
    pub kind: BreachKind,
    /// The column; none where it is the whole table.
    pub column: Option<String>,
    /// The change behind it, by its place in the list of changes.
    pub change: Option<u32>,
    /// The type that was promised.
    pub before: Option<String>,
    /// The type that is promised then.
    pub after: Option<String>,
    /// Why, in English.
    pub why: String,
}

impl Breach {
    fn new(kind: BreachKind, column: Option<&str>, why: String) -> Self {
        Self { kind, column: column.map(str::to_owned), change: None, before: None, after: None, why }
    }

    fn by(self, change: usize) -> Self {
        Self { change: u32::try_from(change).ok(), ..self }
    }
}

/// What a proposal says of a table's contract.
#[derive(Debug, Clone, Default)]
pub(super) struct Proposed {
    /// The contract of the project as it is; none where the proposal does not tell.
    pub(super) before: Option<Option<TableContract>>,
    /// The contract then.
    pub(super) after: Option<TableContract>,
    /// Promised columns that the proposed SQL does not yield.
    pub(super) unyielded: Vec<String>,
}

/// What becomes of a table with a contract.
#[derive(Default)]
struct Fate<'a> {
    /// What changes of it and of its columns, by the place of the change.
    differences: Vec<(usize, &'a Difference)>,
    /// Its columns that are affected, by folded name: whether surely, over which change, and why.
    affected: HashMap<String, (Effect, usize, String)>,
    /// Over which change and why the statement that fills it fails, if it does.
    failing: Option<(usize, String)>,
    proposed: Option<&'a Proposed>,
}

/// The promises of a contract that are not kept, and whether surely.
fn breaches(contract: &TableContract, fate: &Fate<'_>) -> Option<(Effect, Vec<Breach>)> {
    let is_whole = |kind: ChangeKind| [ChangeKind::Dropped, ChangeKind::Renamed].contains(&kind);
    let gone = fate.differences.iter().find(|(_, difference)| difference.table.is_none() && is_whole(difference.kind));
    if let Some((place, difference)) = gone {
        return Some((Effect::Breaks, vec![Breach::new(BreachKind::Changed, None, cause(difference)).by(*place)]));
    }
    let mut found: Vec<(Effect, Breach)> =
        contract.columns.iter().filter_map(|promised| of_column(promised, fate)).collect();
    if let Some(proposed) = fate.proposed {
        let known: HashSet<String> =
            found.iter().filter_map(|(_, breach)| breach.column.as_deref().map(folded)).collect();
        let more = not_kept(contract, proposed).into_iter();
        let is_new = |breach: &Breach| breach.column.as_ref().is_none_or(|column| !known.contains(&folded(column)));
        found.extend(more.filter(is_new).map(|breach| (Effect::Breaks, breach)));
    }
    if let Some((place, why)) = fate.failing.as_ref().filter(|_| found.is_empty()) {
        found.push((Effect::Breaks, Breach::new(BreachKind::Failing, None, why.clone()).by(*place)));
    }
    let effect = found.iter().map(|(effect, _)| *effect).min()?;
    Some((effect, found.into_iter().map(|(_, breach)| breach).collect()))
}

/// What becomes of a promised column.
fn of_column(promised: &PromisedColumn, fate: &Fate<'_>) -> Option<(Effect, Breach)> {
    let (key, column) = (folded(&promised.name), Some(promised.name.as_str()));
    let own = fate.differences.iter().filter(|(_, difference)| difference.table.is_some());
    let mut own = own.filter(|(_, difference)| folded(difference.name.last()) == key);
    let broken = own.find(|(_, difference)| match difference.kind {
        ChangeKind::Dropped | ChangeKind::Renamed => true,
        ChangeKind::Retyped => {
            difference.is_breaking || is_other_type(difference.before.as_deref(), difference.after.as_deref())
        }
        ChangeKind::Freed => promised.is_required,
        ChangeKind::Demanded | ChangeKind::Added | ChangeKind::Redefined => false,
    });
    if let Some((place, difference)) = broken {
        return Some((Effect::Breaks, Breach::new(BreachKind::Changed, column, cause(difference)).by(*place)));
    }
    let (effect, place, why) = fate.affected.get(&key)?;
    Some((*effect, Breach::new(BreachKind::Computed, column, why.clone()).by(*place)))
}

/// What a proposal itself takes back of a contract, or does not keep of its own.
fn not_kept(contract: &TableContract, proposed: &Proposed) -> Vec<Breach> {
    let Some(after) = &proposed.after else {
        let why = "the proposal no longer keeps to the contract".to_owned();
        return vec![Breach::new(BreachKind::Withdrawn, None, why)];
    };
    let taken = contract.columns.iter().filter_map(|promised| taken_back(promised, after));
    let missing = proposed.unyielded.iter().map(|name| {
        let why = format!("the contract promises `{name}`, and the proposed SQL does not yield it");
        Breach::new(BreachKind::NotYielded, Some(name), why)
    });
    taken.chain(missing).collect()
}

/// What of a promise a later contract no longer has.
fn taken_back(promised: &PromisedColumn, after: &TableContract) -> Option<Breach> {
    let name = &promised.name;
    let now = after.columns.iter().find(|column| folded(&column.name) == folded(name));
    let of = |kind: BreachKind, why: String| Some(Breach::new(kind, Some(name), why));
    let Some(now) = now else {
        return of(BreachKind::NotPromised, format!("the proposed contract no longer promises `{name}`"));
    };
    if promised.is_required && !now.is_required {
        return of(BreachKind::NotRequired, format!("the proposed contract no longer promises a value in `{name}`"));
    }
    if !is_other_type(promised.data_type.as_deref(), now.data_type.as_deref()) {
        return None;
    }
    let text = |data_type: &Option<String>| data_type.clone().unwrap_or_else(|| "no type".to_owned());
    let why =
        format!("`{name}` is promised as `{}`, no longer as `{}`", text(&now.data_type), text(&promised.data_type));
    let (before, after) = (promised.data_type.clone(), now.data_type.clone());
    Some(Breach { before, after, ..Breach::new(BreachKind::OtherType, Some(name), why) })
}

/// Whether two types differ by more than their arguments; a length may change, a contract does not speak of it.
fn is_other_type(before: Option<&str>, after: Option<&str>) -> bool {
    let (was, is) = (without_arguments(before), without_arguments(after));
    was != is && {
        // Two spellings of one type are the same sort, and neither is narrower.
        let (before, after) = (narrow::read(&was), narrow::read(&is));
        before.class != after.class || narrow::narrows(&before, &after) || narrow::narrows(&after, &before)
    }
}

/// A type without what stands in brackets, such as a length.
fn without_arguments(data_type: Option<&str>) -> String {
    let text = data_type.unwrap_or_default();
    match text.split_once('(') {
        Some((name, rest)) => folded(&format!("{name}{}", rest.split_once(')').map_or("", |(_, behind)| behind))),
        None => folded(text),
    }
}

impl Lineage {
    /// The contracts that break, as far as the viewer may know of their tables.
    pub(super) async fn broken_contracts(
        &self,
        viewer: &Viewer,
        draft: &Draft,
        differences: &[Difference],
        walk: &Walk,
    ) -> Result<Vec<BrokenContract>> {
        let proposed: HashMap<AssetId, &Proposed> = draft
            .contracts
            .iter()
            .filter_map(|(place, proposed)| Some((draft.shapes.tables.get(*place)?.asset.as_ref()?.id, proposed)))
            .collect();
        let mut touched: Vec<AssetId> = proposed.keys().copied().collect();
        touched.extend(differences.iter().map(|difference| difference.table.unwrap_or(difference.asset)));
        touched.extend(walk.found.iter().map(|found| found.table.unwrap_or(found.asset)));
        let mut seen = HashSet::new();
        touched.retain(|table| seen.insert(*table));
        let mut contracts = self.stored_contracts(viewer, touched).await?;
        for (table, proposed) in &proposed {
            match &proposed.before {
                Some(Some(before)) => drop(contracts.insert(*table, before.clone())),
                Some(None) => drop(contracts.remove(table)),
                None => {}
            }
        }
        let ids: Vec<AssetId> = contracts.keys().copied().collect();
        let columns = self.catalog().inside(viewer, &ids, Some(AssetKind::Column)).await?;
        let names: HashMap<AssetId, String> =
            columns.into_iter().map(|column| (column.id, folded(column.name.last()))).collect();
        let mut fates = fates(&contracts, differences, walk, &names);
        let mut broken = Vec::new();
        for table in self.catalog().assets(viewer, &ids, None).await? {
            let Some(fate) = fates.remove(&table.id) else { continue };
            let fate = Fate { proposed: proposed.get(&table.id).copied(), ..fate };
            if let Some((effect, breaches)) = breaches(&contracts[&table.id], &fate) {
                let owners = table.related(RelationKind::Owner).map(str::to_owned).collect();
                broken.push(BrokenContract { table, effect, owners, breaches });
            }
        }
        broken.sort_by(|a, b| (a.effect, &a.table.name).cmp(&(b.effect, &b.table.name)));
        Ok(broken)
    }

    /// The contracts of the tasks that fill tables.
    async fn stored_contracts(
        &self,
        viewer: &Viewer,
        tables: Vec<AssetId>,
    ) -> Result<BTreeMap<AssetId, TableContract>> {
        let find = move |graph: &Graph| {
            let overlay = Overlay::default();
            let edges = Edges { graph, overlay: &overlay };
            let mut filled: BTreeMap<AssetId, Vec<AssetId>> = BTreeMap::new();
            for table in tables {
                let tasks: HashSet<AssetId> = edges.writers(table).collect();
                tasks.into_iter().for_each(|task| filled.entry(task).or_default().push(table));
                if filled.len() >= MAX_ITEMS {
                    break;
                }
            }
            filled
        };
        let filled = self.in_background(find).await?;
        let tasks: Vec<AssetId> = filled.keys().copied().collect();
        let mut contracts = BTreeMap::new();
        for task in self.catalog().assets(viewer, &tasks, None).await? {
            let Details::Task(details) = &task.harvested.details else { continue };
            if let Some(contract) = details.contract.as_ref().filter(|_| task.removed.is_none()) {
                contracts.extend(filled[&task.id].iter().map(|table| (*table, contract.clone())));
            }
        }
        Ok(contracts)
    }
}

/// What becomes of tables with contracts.
fn fates<'a>(
    contracts: &BTreeMap<AssetId, TableContract>,
    differences: &'a [Difference],
    walk: &Walk,
    names: &HashMap<AssetId, String>,
) -> BTreeMap<AssetId, Fate<'a>> {
    let mut fates: BTreeMap<AssetId, Fate<'a>> = contracts.keys().map(|table| (*table, Fate::default())).collect();
    for (place, difference) in differences.iter().enumerate() {
        if let Some(fate) = fates.get_mut(&difference.table.unwrap_or(difference.asset)) {
            fate.differences.push((place, difference));
        }
    }
    for found in walk.found.iter().filter(|found| found.distance > 0) {
        let Some(fate) = fates.get_mut(&found.table.unwrap_or(found.asset)) else { continue };
        let cause = cause(&differences[found.change]);
        match (found.table, found.by) {
            (Some(_), By::Edge(_)) => {
                let Some(name) = names.get(&found.asset) else { continue };
                let effect = if found.distance == 1 { Effect::Breaks } else { Effect::Affected };
                let why = format!("{cause}, and `{name}` is computed from it");
                fate.affected.entry(name.clone()).or_insert((effect, found.change, why));
            }
            (None, By::Statement | By::Edge(_)) if found.distance == 1 => {
                let why = format!("{cause}, and the statement that fills the table refers to it");
                fate.failing.get_or_insert((found.change, why));
            }
            _ => {}
        }
    }
    fates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract(columns: &[(&str, &str, bool)]) -> TableContract {
        let column = |(name, data_type, is_required): &(&str, &str, bool)| PromisedColumn {
            name: (*name).to_owned(),
            data_type: Some((*data_type).to_owned()),
            is_required: *is_required,
        };
        TableContract { columns: columns.iter().map(column).collect() }
    }

    fn taken(before: &[(&str, &str, bool)], after: Option<&[(&str, &str, bool)]>) -> Vec<String> {
        let proposed = Proposed { before: None, after: after.map(contract), unyielded: vec!["b".into()] };
        let fate = Fate { differences: Vec::new(), affected: HashMap::new(), failing: None, proposed: Some(&proposed) };
        breaches(&contract(before), &fate)
            .map_or_else(Vec::new, |(_, found)| found.into_iter().map(|b| b.why).collect())
    }

    #[test]
    fn j9_promise_that_is_taken_back_breaks_the_contract() {
        let before = [("id", "int", true), ("note", "varchar(10)", false)];
        assert_eq!(taken(&before, None), ["the proposal no longer keeps to the contract"]);
        let after = [("id", "bigint", false)];
        assert_eq!(
            taken(&before, Some(&after)),
            [
                "the proposed contract no longer promises a value in `id`",
                "the proposed contract no longer promises `note`",
                "the contract promises `b`, and the proposed SQL does not yield it"
            ]
        );
        let after = [("id", "bigint", true), ("note", "varchar(20)", true)];
        assert_eq!(taken(&before, Some(&after))[0], "`id` is promised as `bigint`, no longer as `int`");
        assert_eq!(taken(&before, Some(&after)).len(), 2, "a length is not promised");
    }

    #[test]
    fn j9_two_spellings_of_a_promised_type_are_one_and_a_time_zone_is_not() {
        let is_other = |a: &str, b: &str| is_other_type(Some(a), Some(b));
        assert!(!is_other("character varying(10)", "VARCHAR") && !is_other("int", "integer"));
        assert!(!is_other("decimal(10,2)", "numeric(12,4)"));
        assert!(is_other("int", "bigint") && is_other("text", "date"));
        assert!(is_other("timestamp(3)", "timestamp(3) with time zone"));
    }
}
