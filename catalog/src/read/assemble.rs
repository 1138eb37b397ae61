//! From rows to assets: names from their ancestors, ties from their table, each in as few statements as there are levels.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    asset::{Ancestor, Asset, Curated},
    catalog::Catalog,
    change::ChangeNumber,
    error::Result,
    id::{AssetId, SourceId},
    name::{MAX_PARTS, Name},
    relation::{Layer, Relation, RelationKind},
    state,
    store::{ROWS, asset, relation},
};

/// An ancestor with what it is inside of itself.
struct Step {
    parent: Uuid,
    ancestor: Ancestor,
}

/// What naming and linking need of a row: identifier, parent, kind, name, source, what people decided.
type Outline = (Uuid, Uuid, i16, String, Option<Uuid>, Option<String>);

impl Catalog {
    /// The assets that `rows` are.
    pub(crate) async fn assemble(&self, rows: Vec<asset::Model>, as_of: Option<ChangeNumber>) -> Result<Vec<Asset>> {
        let steps = self.ancestors(&rows, as_of).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut relations = self.relations(&ids, as_of).await?;
        let mut paths: HashMap<Uuid, Arc<[Ancestor]>> = HashMap::new();
        let mut assets = Vec::with_capacity(rows.len());
        for row in rows {
            let namespace = self.namespace_name(row.namespace_id).await?;
            let ancestors = Arc::clone(paths.entry(row.parent_id).or_insert_with(|| path(row.parent_id, &steps)));
            let parts = ancestors.iter().map(|ancestor| &ancestor.name).chain([&row.name]).cloned().collect();
            assets.push(Asset {
                id: AssetId(row.id),
                kind: state::kind(row.kind),
                name: Name { namespace, parts },
                parent: (!row.parent_id.is_nil()).then_some(AssetId(row.parent_id)),
                ancestors,
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
    async fn ancestors(&self, rows: &[asset::Model], as_of: Option<ChangeNumber>) -> Result<HashMap<Uuid, Step>> {
        let mut known: HashMap<Uuid, Step> = HashMap::new();
        let mut wanted: HashSet<Uuid> = rows.iter().map(|row| row.parent_id).collect();
        for _ in 0..MAX_PARTS {
            wanted.retain(|id| !id.is_nil() && !known.contains_key(id));
            if wanted.is_empty() {
                break;
            }
            let ids: Vec<Uuid> = wanted.drain().collect();
            for outline in self.outlines(&ids, as_of).await? {
                let (id, parent) = (outline.0, outline.1);
                wanted.insert(parent);
                known.insert(id, Step { parent, ancestor: ancestor(outline)? });
            }
        }
        Ok(known)
    }

    async fn outlines(&self, ids: &[Uuid], as_of: Option<ChangeNumber>) -> Result<Vec<Outline>> {
        use asset::Column::{Curated, Id, Kind, Name, ParentId, SourceId};
        if as_of.is_some() {
            let states = self.states(ids, as_of).await?;
            let outline = |row: asset::Model| (row.id, row.parent_id, row.kind, row.name, row.source_id, row.curated);
            return Ok(states.into_iter().map(outline).collect());
        }
        let mut outlines = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(ROWS) {
            let rows: Vec<Outline> = asset::Entity::find()
                .select_only()
                .columns([Id, ParentId, Kind, Name, SourceId, Curated])
                .filter(Id.is_in(chunk.iter().copied()))
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

fn ancestor((id, _, kind, name, source, curated): Outline) -> Result<Ancestor> {
    let curated: Option<Curated> = match curated {
        Some(text) => Some(serde_json::from_str(&text).map_err(|cause| state::corrupt("curated", id, cause))?),
        None => None,
    };
    let display_name = curated.and_then(|curated| curated.display_name).unwrap_or_else(|| name.clone());
    Ok(Ancestor { id: AssetId(id), kind: state::kind(kind), name, display_name, source: source.map(SourceId) })
}

/// What something below `at` is inside of, outermost first.
fn path(mut at: Uuid, steps: &HashMap<Uuid, Step>) -> Arc<[Ancestor]> {
    let mut path = Vec::new();
    while let Some(step) = steps.get(&at).filter(|_| path.len() + 1 < MAX_PARTS) {
        path.push(step.ancestor.clone());
        at = step.parent;
    }
    path.reverse();
    path.into()
}
