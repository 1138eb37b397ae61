//! From rows to assets: names from their ancestors, ties from their table, each in as few statements as there are levels.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    asset::Asset,
    catalog::Catalog,
    change::ChangeNumber,
    error::Result,
    id::{AssetId, SourceId},
    name::{MAX_PARTS, Name},
    relation::{Layer, Relation, RelationKind},
    state,
    store::{ROWS, asset, relation},
};

/// What naming needs of an ancestor.
struct Ancestor {
    parent: Uuid,
    name: String,
}

impl Catalog {
    /// The assets that `rows` are.
    pub(crate) async fn assemble(&self, rows: Vec<asset::Model>, as_of: Option<ChangeNumber>) -> Result<Vec<Asset>> {
        let ancestors = self.ancestors(&rows, as_of).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut relations = self.relations(&ids, as_of).await?;
        let mut assets = Vec::with_capacity(rows.len());
        for row in rows {
            let namespace = self.namespace_name(row.namespace_id).await?;
            let name = Name { namespace, parts: parts(&row, &ancestors) };
            assets.push(Asset {
                id: AssetId(row.id),
                kind: state::kind(row.kind),
                name,
                parent: (!row.parent_id.is_nil()).then_some(AssetId(row.parent_id)),
                source: row.source_id.map(SourceId),
                harvested: state::harvested(&row)?,
                curated: state::curated(&row)?,
                relations: relations.remove(&row.id).unwrap_or_default(),
                version: state::version(&row),
                created: ChangeNumber(row.created_change),
                changed: ChangeNumber(row.from_change),
                removed: row.removed_change.map(ChangeNumber),
                is_placeholder: row.is_placeholder,
            });
        }
        Ok(assets)
    }

    /// Everything that `rows` are inside of, level by level.
    async fn ancestors(&self, rows: &[asset::Model], as_of: Option<ChangeNumber>) -> Result<HashMap<Uuid, Ancestor>> {
        let mut known: HashMap<Uuid, Ancestor> =
            rows.iter().map(|row| (row.id, Ancestor { parent: row.parent_id, name: row.name.clone() })).collect();
        for _ in 0..MAX_PARTS {
            let missing: HashSet<Uuid> = known
                .values()
                .map(|ancestor| ancestor.parent)
                .filter(|parent| !parent.is_nil() && !known.contains_key(parent))
                .collect();
            if missing.is_empty() {
                break;
            }
            let missing: Vec<Uuid> = missing.into_iter().collect();
            for (id, parent, name) in self.outlines(&missing, as_of).await? {
                known.insert(id, Ancestor { parent, name });
            }
        }
        Ok(known)
    }

    async fn outlines(&self, ids: &[Uuid], as_of: Option<ChangeNumber>) -> Result<Vec<(Uuid, Uuid, String)>> {
        if as_of.is_some() {
            let states = self.states(ids, as_of).await?;
            return Ok(states.into_iter().map(|row| (row.id, row.parent_id, row.name)).collect());
        }
        let mut outlines = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(ROWS) {
            let rows: Vec<(Uuid, Uuid, String)> = asset::Entity::find()
                .select_only()
                .columns([asset::Column::Id, asset::Column::ParentId, asset::Column::Name])
                .filter(asset::Column::Id.is_in(chunk.iter().copied()))
                .into_tuple()
                .all(self.database().read())
                .await?;
            outlines.extend(rows);
        }
        Ok(outlines)
    }

    /// The ties of `ids` that hold, or held at a change, in a steady order.
    async fn relations(&self, ids: &[Uuid], as_of: Option<ChangeNumber>) -> Result<HashMap<Uuid, Vec<Relation>>> {
        let mut relations: HashMap<Uuid, Vec<Relation>> = HashMap::new();
        for chunk in ids.chunks(ROWS) {
            let holds = match as_of {
                None => Condition::all().add(relation::Column::UntilChange.is_null()),
                Some(number) => Condition::all().add(relation::Column::FromChange.lte(number.0)).add(
                    Condition::any()
                        .add(relation::Column::UntilChange.is_null())
                        .add(relation::Column::UntilChange.gt(number.0)),
                ),
            };
            let rows = relation::Entity::find()
                .filter(relation::Column::AssetId.is_in(chunk.iter().copied()))
                .filter(holds)
                .all(self.database().read())
                .await?;
            for row in rows {
                let (Some(kind), Some(layer)) = (RelationKind::from_number(row.kind), Layer::from_number(row.layer))
                else {
                    continue;
                };
                let since = ChangeNumber(row.from_change);
                relations.entry(row.asset_id).or_default().push(Relation { kind, target: row.target, layer, since });
            }
        }
        for relations in relations.values_mut() {
            relations.sort();
        }
        Ok(relations)
    }
}

/// The path of a row's name, outermost first.
fn parts(row: &asset::Model, ancestors: &HashMap<Uuid, Ancestor>) -> Vec<String> {
    let mut parts = vec![row.name.clone()];
    let mut at = row.parent_id;
    while let Some(ancestor) = ancestors.get(&at).filter(|_| parts.len() < MAX_PARTS) {
        parts.push(ancestor.name.clone());
        at = ancestor.parent;
    }
    parts.reverse();
    parts
}
