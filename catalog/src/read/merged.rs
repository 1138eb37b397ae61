//! What assets were merged into: the ties that make one asset of two.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    change::ChangeNumber,
    error::Result,
    relation::RelationKind,
    store::{ROWS, relation},
};

/// The longest chain of merges that is followed. What was merged into can be merged in its turn, but only what is there
/// can be merged into, so chains end.
const MOST_STEPS: usize = 16;

/// What each of `ids` was merged into in the end, now or right behind a change; those that were not are absent.
pub(crate) async fn merged_into<C: ConnectionTrait>(
    connection: &C,
    ids: &[Uuid],
    at: Option<ChangeNumber>,
) -> Result<HashMap<Uuid, Uuid>> {
    let mut steps: HashMap<Uuid, Uuid> = HashMap::new();
    let mut ends = ids.to_vec();
    for _ in 0..MOST_STEPS {
        let next = ties(connection, &ends, at).await?;
        if next.is_empty() {
            break;
        }
        ends = next.values().copied().filter(|id| !steps.contains_key(id)).collect();
        steps.extend(next);
    }
    let last = |id: &Uuid| {
        let mut at = *steps.get(id)?;
        for _ in 0..MOST_STEPS {
            let Some(next) = steps.get(&at) else { break };
            at = *next;
        }
        Some(at)
    };
    Ok(ids.iter().filter_map(|id| Some((*id, last(id)?))).collect())
}

async fn ties<C: ConnectionTrait>(
    connection: &C,
    ids: &[Uuid],
    at: Option<ChangeNumber>,
) -> Result<HashMap<Uuid, Uuid>> {
    use relation::Column::{AssetId, FromChange, Kind, UntilChange};
    let held = match at {
        None => Condition::all().add(UntilChange.is_null()),
        Some(at) => Condition::all()
            .add(FromChange.lte(at.0))
            .add(Condition::any().add(UntilChange.is_null()).add(UntilChange.gt(at.0))),
    };
    let mut found = HashMap::new();
    for chunk in ids.chunks(ROWS) {
        let rows = relation::Entity::find()
            .filter(AssetId.is_in(chunk.iter().copied()))
            .filter(Kind.eq(RelationKind::MergedInto.number()))
            .filter(held.clone())
            .all(connection)
            .await?;
        found.extend(rows.into_iter().filter_map(|row| Some((row.asset_id, row.target.parse().ok()?))));
    }
    Ok(found)
}
