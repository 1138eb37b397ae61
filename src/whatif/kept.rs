//! The contracts kept here that a proposal breaks: what they promise of tables and columns that change.

use std::collections::{BTreeMap, HashMap};

use catalog::{Asset, AssetId, AssetKind, Viewer};
use lineage::whatif::{Breach, BreachKind, BrokenContract, Change, ChangeKind, Effect, Proposal, WhatIf};
use quality::contract::{AgreedColumn, Contract, Kept};

use super::Error;
use crate::app::App;

/// What breaks, with the contracts in force among it.
///
/// # Errors
/// What lineage says of the proposal; the store's own.
pub async fn what_if(app: &App, viewer: &Viewer, proposal: &Proposal, limit: usize) -> Result<WhatIf, Error> {
    let mut answer = app.lineage().what_if(viewer, proposal, limit).await?;
    let broken = of_changes(app, viewer, &answer.changes).await?;
    answer.contracts_total += broken.len();
    answer.contracts.extend(broken);
    answer.contracts.truncate(limit);
    Ok(answer)
}

async fn of_changes(app: &App, viewer: &Viewer, changes: &[Change]) -> Result<Vec<BrokenContract>, Error> {
    let ids: Vec<AssetId> = changes.iter().map(|change| change.asset).collect();
    let changing = app.catalog().assets(viewer, &ids, None).await?;
    let parents: HashMap<AssetId, Option<AssetId>> = changing.iter().map(|asset| (asset.id, asset.parent)).collect();
    let mut by_table: BTreeMap<AssetId, Vec<(usize, &Change)>> = BTreeMap::new();
    for (place, change) in changes.iter().enumerate() {
        let table = match change.asset_kind {
            AssetKind::Column => parents.get(&change.asset).copied().flatten(),
            _ => Some(change.asset),
        };
        if let Some(table) = table {
            by_table.entry(table).or_default().push((place, change));
        }
    }
    let tables: Vec<AssetId> = by_table.keys().copied().collect();
    let quality = app.checking().quality();
    let kept = quality.contracts_of(viewer, &tables).await.map_err(of_quality)?;
    let known = app.catalog().assets(viewer, &kept.keys().copied().collect::<Vec<_>>(), None).await?;
    let in_force = kept.values().flatten().filter_map(|kept| Some((kept.id, kept.in_force?)));
    let versions = quality.current_versions(&in_force.collect::<Vec<_>>()).await.map_err(of_quality)?;
    let mut broken = Vec::new();
    for table in known {
        for contract in kept.get(&table.id).into_iter().flatten() {
            let Some(version) = versions.get(&contract.id) else { continue };
            let said = version.contract().map_err(of_quality)?;
            let breaches = breaches(contract, (&version.word, &said), &table, &by_table[&table.id]);
            if !breaches.is_empty() {
                let mut owners: Vec<String> = table.related(catalog::RelationKind::Owner).map(str::to_owned).collect();
                owners.extend(contract.owner.clone().filter(|owner| !owners.contains(owner)));
                broken.push(BrokenContract { table: table.clone(), effect: Effect::Breaks, owners, breaches });
            }
        }
    }
    Ok(broken)
}

/// What a contract promises of a table that does not hold after some changes.
fn breaches(
    kept: &Kept,
    (version, said): (&str, &Contract),
    table: &Asset,
    changes: &[(usize, &Change)],
) -> Vec<Breach> {
    let named = kept.tables.iter().zip(&said.agreed.tables);
    let agreed: Vec<_> = named.filter(|(kept, _)| kept.asset == Some(table.id)).map(|(_, agreed)| agreed).collect();
    let mut breaches = Vec::new();
    for (place, change) in changes {
        let mut add = |column: Option<&str>, what: &str| {
            breaches.push(Breach {
                kind: BreachKind::Changed,
                column: column.map(str::to_owned),
                change: u32::try_from(*place).ok(),
                before: change.before.clone(),
                after: change.after.clone(),
                why: format!("the contract {} {version} promises {what}", kept.name),
            });
        };
        let is_gone = matches!(change.kind, ChangeKind::Dropped | ChangeKind::Renamed);
        if change.asset_kind != AssetKind::Column {
            if is_gone {
                add(None, "this table");
            }
            continue;
        }
        let name = change.name.last();
        let is_it = |column: &&AgreedColumn| column.source_name().eq_ignore_ascii_case(name);
        let Some(column) = agreed.iter().flat_map(|table| &table.columns).find(is_it) else { continue };
        let is_typed = column.logical_type.is_some() || column.physical_type.is_some();
        match change.kind {
            ChangeKind::Dropped | ChangeKind::Renamed => add(Some(name), "this column"),
            ChangeKind::Retyped if change.is_breaking && is_typed => add(Some(name), "another type"),
            ChangeKind::Freed if column.required || column.key_position.is_some() => add(Some(name), "a value"),
            _ => {}
        }
    }
    breaches
}

fn of_quality(cause: quality::Error) -> Error {
    match cause {
        quality::Error::Catalog(cause) => cause.into(),
        quality::Error::Connector(cause) => cause.into(),
        other => catalog::Error::conflict(other.to_string()).into(),
    }
}
