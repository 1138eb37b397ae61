//! What is asked of the store between changes: which scopes a change concerns, and what is said about edges.

pub(crate) mod gaps;
pub(crate) mod written;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalog::{AssetId, ChangeNumber};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    PIECE,
    tables::{assertion, reference, scope, statement},
};
use crate::{
    declare::{Status, scope_key},
    edge::{Assertion, Span},
    error::Result,
    graph::EdgeIndex,
};

/// A scope as it was declared last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) id: i64,
    pub(crate) tool: String,
    pub(crate) scope: String,
    pub(crate) owner: AssetId,
    pub(crate) declared: Option<String>,
}

impl From<scope::Model> for Scope {
    fn from(row: scope::Model) -> Self {
        let scope::Model { id, tool, scope, owner, declared, .. } = row;
        Self { id, tool, scope, owner: AssetId(owner), declared }
    }
}

/// Which scopes speak of each of these assets.
pub(crate) async fn scopes_of_assets(
    db: &impl ConnectionTrait,
    assets: &BTreeSet<AssetId>,
) -> Result<Vec<(i64, AssetId)>> {
    let assets: Vec<AssetId> = assets.iter().copied().collect();
    let mut found = Vec::new();
    for piece in assets.chunks(PIECE) {
        let query = reference::Entity::find()
            .select_only()
            .columns([reference::Column::Scope, reference::Column::Asset])
            .filter(reference::Column::Asset.is_in(piece.iter().map(|asset| asset.0)));
        let rows: Vec<(i64, uuid::Uuid)> = query.into_tuple().all(db).await?;
        found.extend(rows.into_iter().map(|(scope, asset)| (scope, AssetId(asset))));
    }
    Ok(found)
}

/// Which scopes speak of something with each of these names.
pub(crate) async fn scopes_of_names(db: &impl ConnectionTrait, names: &BTreeSet<i64>) -> Result<Vec<(i64, i64)>> {
    let names: Vec<i64> = names.iter().copied().collect();
    let mut found = Vec::new();
    for piece in names.chunks(PIECE) {
        let query = reference::Entity::find()
            .select_only()
            .columns([reference::Column::Scope, reference::Column::NameKey])
            .filter(reference::Column::NameKey.is_in(piece.iter().copied()));
        found.extend(query.into_tuple::<(i64, i64)>().all(db).await?);
    }
    Ok(found)
}

/// Scopes by their identifiers.
pub(crate) async fn scopes(db: &impl ConnectionTrait, ids: &BTreeSet<i64>) -> Result<Vec<Scope>> {
    let ids: Vec<i64> = ids.iter().copied().collect();
    let mut found = Vec::new();
    for piece in ids.chunks(PIECE) {
        let query = scope::Entity::find().filter(scope::Column::Id.is_in(piece.iter().copied()));
        found.extend(query.all(db).await?.into_iter().map(Scope::from));
    }
    Ok(found)
}

/// The scopes of these tools and words.
pub(crate) async fn scopes_named(db: &impl ConnectionTrait, named: &BTreeSet<(String, String)>) -> Result<Vec<Scope>> {
    let keys: Vec<i64> = named.iter().map(|(tool, scope)| scope_key(tool, scope)).collect();
    let mut found = Vec::new();
    for piece in keys.chunks(PIECE) {
        let query = scope::Entity::find().filter(scope::Column::ScopeKey.is_in(piece.iter().copied()));
        found.extend(query.all(db).await?.into_iter().map(Scope::from));
    }
    // Two of them may have one hash.
    found.retain(|scope| named.contains(&(scope.tool.clone(), scope.scope.clone())));
    Ok(found)
}

/// Whether anything was ever declared.
pub(crate) async fn has_scopes(db: &impl ConnectionTrait) -> Result<bool> {
    let first: Option<i64> =
        scope::Entity::find().select_only().column(scope::Column::Id).limit(1).into_tuple().one(db).await?;
    Ok(first.is_some())
}

/// What is said about edges, behind change `at` or now; in the order of tool and scope.
pub(crate) async fn assertions(
    db: &impl ConnectionTrait,
    edges: &[EdgeIndex],
    at: Option<ChangeNumber>,
) -> Result<HashMap<EdgeIndex, Vec<Assertion>>> {
    let mut rows = Vec::new();
    for piece in edges.chunks(PIECE) {
        let query = assertion::Entity::find()
            .filter(assertion::Column::Edge.is_in(piece.iter().map(|edge| i64::from(*edge))))
            .filter(holds(at));
        rows.extend(query.all(db).await?);
    }
    let ids = rows.iter().map(|row| row.scope).collect();
    let scopes: HashMap<i64, Scope> = scopes(db, &ids).await?.into_iter().map(|scope| (scope.id, scope)).collect();
    let mut found: HashMap<EdgeIndex, Vec<Assertion>> = HashMap::new();
    for row in rows {
        let (Ok(edge), Some(scope)) = (EdgeIndex::try_from(row.edge), scopes.get(&row.scope)) else { continue };
        found.entry(edge).or_default().push(spoken(row, scope));
    }
    for list in found.values_mut() {
        list.sort_by(|a, b| (&a.tool, &a.scope, a.from).cmp(&(&b.tool, &b.scope, b.from)));
    }
    Ok(found)
}

fn holds(at: Option<ChangeNumber>) -> Condition {
    match at {
        None => Condition::all().add(assertion::Column::UntilChange.is_null()),
        Some(at) => Condition::all().add(assertion::Column::FromChange.lte(at.0)).add(
            Condition::any().add(assertion::Column::UntilChange.is_null()).add(assertion::Column::UntilChange.gt(at.0)),
        ),
    }
}

fn spoken(row: assertion::Model, scope: &Scope) -> Assertion {
    Assertion {
        tool: scope.tool.clone(),
        scope: scope.scope.clone(),
        span: row.span_start.zip(row.span_end).map(|(start, end)| Span { start, end }),
        confidence_permille: row.confidence,
        why: row.why,
        from: ChangeNumber(row.from_change),
        until: row.until_change.map(ChangeNumber),
    }
}

/// How many statements that are now in force have each status.
pub(crate) async fn status_counts(db: &impl ConnectionTrait) -> Result<BTreeMap<Status, i64>> {
    let query = statement::Entity::find()
        .select_only()
        .column(statement::Column::Status)
        .column_as(statement::Column::Id.count(), "count")
        .filter(statement::Column::UntilChange.is_null())
        .group_by(statement::Column::Status);
    let rows: Vec<(i16, i64)> = query.into_tuple().all(db).await?;
    Ok(rows.into_iter().filter_map(|(status, count)| Some((Status::from_number(status)?, count))).collect())
}

/// The statements in force of the scopes of an asset, in order.
pub(crate) async fn statements(db: &impl ConnectionTrait, owner: AssetId) -> Result<Vec<statement::Model>> {
    let ids: Vec<i64> = scope::Entity::find()
        .select_only()
        .column(scope::Column::Id)
        .filter(scope::Column::Owner.eq(owner.0))
        .order_by_asc(scope::Column::Id)
        .limit(PIECE as u64)
        .into_tuple()
        .all(db)
        .await?;
    let query = statement::Entity::find()
        .filter(statement::Column::Scope.is_in(ids))
        .filter(statement::Column::UntilChange.is_null())
        .order_by_asc(statement::Column::Scope)
        .order_by_asc(statement::Column::Position)
        .limit(PIECE as u64);
    Ok(query.all(db).await?)
}
