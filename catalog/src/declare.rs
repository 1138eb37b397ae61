//! What tools declare: one current set of edges for each tool and scope, and the sets before it.
//!
//! What a set *means* is worked out elsewhere, by who follows the log.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use crate::{
    change::Operation,
    database::Write,
    draft::Draft,
    error::{Error, Result},
    store::{
        ROWS, asset,
        declaration::{ActiveModel, Column, Entity, Model},
    },
};

/// A tool and the scope in its own words.
pub(crate) type Place = (String, String);

/// The set of a place as some commits left it: by which of their changes first and last, on which asset.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declared {
    pub(crate) asset: Uuid,
    pub(crate) first: i64,
    pub(crate) last: i64,
}

/// The set of a place that holds.
pub(crate) async fn current(write: &Write, (tool, scope): (&str, &str)) -> Result<Option<Model>> {
    let query = Entity::find()
        .filter(Column::Tool.eq(tool))
        .filter(Column::Scope.eq(scope))
        .filter(Column::UntilChange.is_null());
    Ok(query.one(&**write).await?)
}

/// Ends the set of a place at change `number`, and begins another one unless it is none.
pub(crate) async fn replace(
    write: &Write,
    (tool, scope): Place,
    asset_id: Uuid,
    declared: Option<String>,
    number: i64,
) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::UntilChange, Expr::value(number))
        .filter(Column::Tool.eq(&tool))
        .filter(Column::Scope.eq(&scope))
        .filter(Column::UntilChange.is_null())
        .exec(&**write)
        .await?;
    let Some(declared) = declared else { return Ok(()) };
    let row = ActiveModel {
        tool: Set(tool),
        scope: Set(scope),
        asset_id: Set(asset_id),
        declared: Set(declared),
        from_change: Set(number),
        until_change: Set(None),
    };
    Entity::insert(row).exec_without_returning(&**write).await?;
    Ok(())
}

/// The payload of the change from one set to another; both are JSON.
pub(crate) fn payload(before: Option<&str>, after: Option<&str>) -> String {
    let [before, after] = [before, after].map(|declared| declared.unwrap_or("null"));
    format!("{{\"fields\":[{{\"field\":\"lineage\",\"before\":{before},\"after\":{after}}}]}}")
}

/// Brings back what places said before `sets`.
///
/// # Errors
/// [`Error::Conflict`] when a tool declared something else for a place since.
pub(crate) async fn take_back(write: &Write, draft: &mut Draft<'_>, sets: &BTreeMap<Place, Declared>) -> Result<()> {
    let mut rows = rows_since(write, sets).await?;
    let holders = holders(write, sets, &rows).await?;
    for ((tool, scope), set) in sets {
        let own = rows.remove(&(tool.clone(), scope.clone())).unwrap_or_default();
        let is_later = |number: i64| number > set.last;
        if own.iter().any(|row| is_later(row.from_change) || row.until_change.is_some_and(is_later)) {
            let problem = format!("`{tool}` declared lineage for `{scope}` again since; take that back first");
            return Err(Error::conflict(problem));
        }
        let now = own.iter().find(|row| row.until_change.is_none());
        let before = own.iter().find(|row| row.until_change == Some(set.first));
        let [now_said, said] = [now, before].map(|row| row.map(|row| row.declared.clone()));
        let Some(holder) = holders.get(&before.map_or(set.asset, |row| row.asset_id)) else { continue };
        if now_said == said {
            continue;
        }
        let number = draft.next();
        draft.note(holder, Operation::LineageDeclared, payload(now_said.as_deref(), said.as_deref()));
        replace(write, (tool.clone(), scope.clone()), holder.id, said, number).await?;
    }
    Ok(())
}

/// The rows of places that hold or ended with `sets` or later.
async fn rows_since(write: &Write, sets: &BTreeMap<Place, Declared>) -> Result<BTreeMap<Place, Vec<Model>>> {
    let places: Vec<&Place> = sets.keys().collect();
    let first = sets.values().map(|set| set.first).min().unwrap_or_default();
    let mut rows: BTreeMap<Place, Vec<Model>> = BTreeMap::new();
    for chunk in places.chunks(ROWS) {
        let tools: BTreeSet<&str> = chunk.iter().map(|place| place.0.as_str()).collect();
        let since = Condition::any().add(Column::UntilChange.is_null()).add(Column::UntilChange.gte(first));
        let found = Entity::find()
            .filter(Column::Tool.is_in(tools))
            .filter(Column::Scope.is_in(chunk.iter().map(|place| place.1.as_str())))
            .filter(since);
        for row in found.all(&**write).await? {
            rows.entry((row.tool.clone(), row.scope.clone())).or_default().push(row);
        }
    }
    Ok(rows)
}

/// The assets that carry sets, or carried them before.
async fn holders(
    write: &Write,
    sets: &BTreeMap<Place, Declared>,
    rows: &BTreeMap<Place, Vec<Model>>,
) -> Result<BTreeMap<Uuid, asset::Model>> {
    let ids: BTreeSet<Uuid> =
        sets.values().map(|set| set.asset).chain(rows.values().flatten().map(|row| row.asset_id)).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let mut found = BTreeMap::new();
    for chunk in ids.chunks(ROWS) {
        let query = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied()));
        found.extend(query.all(&**write).await?.into_iter().map(|row| (row.id, row)));
    }
    Ok(found)
}
