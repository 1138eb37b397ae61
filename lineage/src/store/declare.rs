//! Stores declarations: numbers what they speak of, compares them with what holds, writes the difference.
//!
//! The number of statements depends on how much differs and not on how many declarations there are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{
    PIECE,
    nodes::{Numbers, number},
    numbering::{insert_all, next_id},
    reconcile::{Difference, Inserts, NewSet, NumberedKey, compare},
    tables::{assertion, edge, reference, scope, statement},
};
use crate::{
    declare::{Declaration, scope_key},
    error::Result,
};

/// Stores declarations, at most one a scope. What a scope said before and no longer says is closed.
pub(crate) async fn declare(db: &impl ConnectionTrait, mut declarations: Vec<Declaration>) -> Result<()> {
    if declarations.is_empty() {
        return Ok(());
    }
    declarations.sort_by(|a, b| (a.at, &a.tool, &a.scope).cmp(&(b.at, &b.tool, &b.scope)));
    let scopes = store_scopes(db, &mut declarations).await?;
    store_references(db, &declarations, &scopes).await?;
    store_readings(db, &declarations, &scopes).await?;
    let numbers = number(db, &declarations).await?;
    store_edges(db, &declarations, &scopes, &numbers).await
}

/// Finds or makes the scopes of declarations; gives their identifiers in the same order. A scope that says nothing and
/// never said anything is left out of the declarations.
async fn store_scopes(db: &impl ConnectionTrait, declarations: &mut Vec<Declaration>) -> Result<Vec<i64>> {
    let known = known_scopes(db, declarations).await?;
    let is_known = |set: &Declaration| known.contains_key(&(set.tool.clone(), set.scope.clone()));
    declarations.retain(|set| !set.says_nothing() || is_known(set));
    let mut next = next_id::<scope::Entity>(db, scope::Column::Id).await?;
    let (mut ids, mut rows, mut outdated) = (Vec::new(), Vec::new(), Vec::new());
    for set in declarations {
        let scope_key = scope_key(&set.tool, &set.scope);
        let found = known.get(&(set.tool.clone(), set.scope.clone()));
        let id = found.map_or(next, |row| row.id);
        ids.push(id);
        if found.is_some_and(|row| row.owner == set.owner.0 && row.declared == set.declared) {
            continue;
        }
        match found {
            Some(_) => outdated.push(id),
            None => next += 1,
        }
        let (tool, scope, declared) = (set.tool.clone(), set.scope.clone(), set.declared.clone());
        rows.push(scope::Model { id, scope_key, tool, scope, owner: set.owner.0, declared });
    }
    for piece in outdated.chunks(PIECE) {
        let old = scope::Column::Id.is_in(piece.iter().copied());
        scope::Entity::delete_many().filter(old).exec(db).await?;
    }
    insert_all(db, rows).await?;
    Ok(ids)
}

async fn known_scopes(
    db: &impl ConnectionTrait,
    declarations: &[Declaration],
) -> Result<HashMap<(String, String), scope::Model>> {
    let keys: Vec<i64> = declarations.iter().map(|set| scope_key(&set.tool, &set.scope)).collect();
    let mut known = HashMap::new();
    for piece in keys.chunks(PIECE) {
        let query = scope::Entity::find().filter(scope::Column::ScopeKey.is_in(piece.iter().copied()));
        known.extend(query.all(db).await?.into_iter().map(|row| ((row.tool.clone(), row.scope.clone()), row)));
    }
    Ok(known)
}

/// Stores what scopes speak of, where that has changed.
async fn store_references(db: &impl ConnectionTrait, declarations: &[Declaration], scopes: &[i64]) -> Result<()> {
    let mut known: HashMap<i64, BTreeMap<i64, Option<uuid::Uuid>>> = HashMap::new();
    for piece in scopes.chunks(PIECE) {
        let query = reference::Entity::find().filter(reference::Column::Scope.is_in(piece.iter().copied()));
        for row in query.all(db).await? {
            known.entry(row.scope).or_default().insert(row.name_key, row.asset);
        }
    }
    let (mut outdated, mut rows) = (Vec::new(), Vec::new());
    for (&scope, set) in std::iter::zip(scopes, declarations) {
        let wanted: BTreeMap<i64, Option<uuid::Uuid>> =
            set.references.iter().map(|(key, asset)| (*key, asset.map(|asset| asset.0))).collect();
        let found = known.remove(&scope).unwrap_or_default();
        if found == wanted {
            continue;
        }
        if !found.is_empty() {
            outdated.push(scope);
        }
        rows.extend(wanted.into_iter().map(|(name_key, asset)| reference::Model { scope, name_key, asset }));
    }
    for piece in outdated.chunks(PIECE) {
        let old = reference::Column::Scope.is_in(piece.iter().copied());
        reference::Entity::delete_many().filter(old).exec(db).await?;
    }
    insert_all(db, rows).await
}

/// Stores how much of the scopes' SQL was understood, where that has changed.
async fn store_readings(db: &impl ConnectionTrait, declarations: &[Declaration], scopes: &[i64]) -> Result<()> {
    let mut known: HashMap<i64, Vec<statement::Model>> = HashMap::new();
    for piece in scopes.chunks(PIECE) {
        let query = statement::Entity::find()
            .filter(statement::Column::Scope.is_in(piece.iter().copied()))
            .filter(statement::Column::UntilChange.is_null())
            .order_by_asc(statement::Column::Position);
        for row in query.all(db).await? {
            known.entry(row.scope).or_default().push(row);
        }
    }
    let mut next = next_id::<statement::Entity>(db, statement::Column::Id).await?;
    let (mut closing, mut rows): (BTreeMap<i64, Vec<i64>>, _) = (BTreeMap::new(), Vec::new());
    for (&scope, set) in std::iter::zip(scopes, declarations) {
        let old = known.remove(&scope).unwrap_or_default();
        let new: Vec<statement::Model> = reading_rows(set, scope, next);
        let is_same = old.len() == new.len() && std::iter::zip(&old, &new).all(|(old, new)| reads_alike(old, new));
        if is_same {
            continue;
        }
        closing.entry(set.at.0).or_default().extend(old.iter().map(|row| row.id));
        next += i64::try_from(new.len()).unwrap_or(0);
        rows.extend(new);
    }
    for (at, ids) in closing {
        for piece in ids.chunks(PIECE) {
            statement::Entity::update_many()
                .col_expr(statement::Column::UntilChange, Expr::value(at))
                .filter(statement::Column::Id.is_in(piece.iter().copied()))
                .exec(db)
                .await?;
        }
    }
    insert_all(db, rows).await
}

fn reading_rows(set: &Declaration, scope: i64, first_id: i64) -> Vec<statement::Model> {
    let row = |(position, (id, reading)): (usize, (i64, &crate::declare::Reading))| statement::Model {
        id,
        scope,
        position: i32::try_from(position).unwrap_or(i32::MAX),
        status: reading.status.number(),
        coverage: reading.coverage_permille,
        dialect: reading.dialect.clone(),
        notes: reading.notes.clone(),
        from_change: set.at.0,
        until_change: None,
    };
    (first_id..).zip(&set.readings).enumerate().map(row).collect()
}

fn reads_alike(old: &statement::Model, new: &statement::Model) -> bool {
    (old.position, old.status, old.coverage, &old.dialect, &old.notes)
        == (new.position, new.status, new.coverage, &new.dialect, &new.notes)
}

/// Ends, begins, opens and closes.
async fn store_edges(
    db: &impl ConnectionTrait,
    declarations: &[Declaration],
    scopes: &[i64],
    numbers: &Numbers,
) -> Result<()> {
    let open = open_assertions(db, scopes).await?;
    let edges = edge_keys(db, open.iter().map(|row| row.edge).collect()).await?;
    let sets = std::iter::zip(declarations, scopes)
        .map(|(set, scope)| NewSet::of(set, *scope, numbers))
        .collect::<Result<Vec<_>>>()?;
    let difference = compare(sets, &open, &edges);
    let inserts = begin(db, &difference).await?;
    end(db, &difference, &inserts).await?;
    insert_all(db, inserts.edges).await?;
    insert_all(db, inserts.assertions).await
}

async fn open_assertions(db: &impl ConnectionTrait, scopes: &[i64]) -> Result<Vec<assertion::Model>> {
    let mut open = Vec::new();
    for piece in scopes.chunks(PIECE) {
        let query = assertion::Entity::find()
            .filter(assertion::Column::Scope.is_in(piece.iter().copied()))
            .filter(assertion::Column::UntilChange.is_null())
            .order_by_asc(assertion::Column::Id);
        open.extend(query.all(db).await?);
    }
    Ok(open)
}

async fn edge_keys(db: &impl ConnectionTrait, ids: BTreeSet<i64>) -> Result<HashMap<i64, NumberedKey>> {
    let ids: Vec<i64> = ids.into_iter().collect();
    let mut keys = HashMap::with_capacity(ids.len());
    for piece in ids.chunks(PIECE) {
        let query = edge::Entity::find().filter(edge::Column::Id.is_in(piece.iter().copied()));
        keys.extend(query.all(db).await?.iter().map(|row| (row.id, NumberedKey::of_row(row))));
    }
    Ok(keys)
}

/// The rows of what begins, on edges that are open where there are any.
async fn begin(db: &impl ConnectionTrait, difference: &Difference<'_>) -> Result<Inserts> {
    if difference.begins.is_empty() {
        return Ok(Inserts::default());
    }
    let pairs: BTreeSet<i64> = difference.begins.iter().map(|begin| begin.key.pair()).collect();
    let pairs: Vec<i64> = pairs.into_iter().collect();
    let mut open = HashMap::new();
    for piece in pairs.chunks(PIECE) {
        let query = edge::Entity::find()
            .filter(edge::Column::Pair.is_in(piece.iter().copied()))
            .filter(edge::Column::UntilChange.is_null());
        open.extend(query.all(db).await?.iter().map(|row| (NumberedKey::of_row(row), row.id)));
    }
    let next_edge = next_id::<edge::Entity>(db, edge::Column::Id).await?;
    let next_assertion = next_id::<assertion::Entity>(db, assertion::Column::Id).await?;
    Ok(difference.inserts(&open, next_edge, next_assertion))
}

/// Ends assertions, and closes the edges that nobody asserts any more.
async fn end(db: &impl ConnectionTrait, difference: &Difference<'_>, inserts: &Inserts) -> Result<()> {
    let losing: BTreeSet<i64> = difference.ends.iter().map(|(_, edge, _)| *edge).collect();
    let losing: Vec<i64> = losing.into_iter().collect();
    let mut kept: Vec<(i64, i64)> = Vec::new();
    for piece in losing.chunks(PIECE) {
        let query = assertion::Entity::find()
            .select_only()
            .columns([assertion::Column::Id, assertion::Column::Edge])
            .filter(assertion::Column::Edge.is_in(piece.iter().copied()))
            .filter(assertion::Column::UntilChange.is_null());
        kept.extend(query.into_tuple::<(i64, i64)>().all(db).await?);
    }
    for (at, edges) in difference.closing(&kept, inserts) {
        let edges: Vec<i64> = edges.into_iter().collect();
        for piece in edges.chunks(PIECE) {
            edge::Entity::update_many()
                .col_expr(edge::Column::UntilChange, Expr::value(at))
                .filter(edge::Column::Id.is_in(piece.iter().copied()))
                .exec(db)
                .await?;
        }
    }
    let mut ending: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (id, _, at) in &difference.ends {
        ending.entry(*at).or_default().push(*id);
    }
    for (at, ids) in ending {
        for piece in ids.chunks(PIECE) {
            assertion::Entity::update_many()
                .col_expr(assertion::Column::UntilChange, Expr::value(at))
                .filter(assertion::Column::Id.is_in(piece.iter().copied()))
                .exec(db)
                .await?;
        }
    }
    Ok(())
}
