//! Ties that follow from those of other assets: the layers *propagated* and *suggested*. This is where they are written;
//! what they follow from, and by which rules, is another crate's to work out.
//!
//! A tie that a source or a person gives stands above one that follows: the asset then has the former alone. Nobody's edit
//! and no revert touches these layers, because what follows is worked out anew whenever something that it follows from
//! changes.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    catalog::Catalog,
    change::{Change, ChangeNumber, FieldChange, Operation, Origin},
    database::Write,
    draft::{Author, Draft, Step},
    edit::retie,
    error::Result,
    id::AssetId,
    ingest::{current_ties, tie_fields},
    relation::{Layer, RelationKind},
    state::StoredTie,
    store::{ROWS, asset, relation},
    viewer::{Viewer, Visibility},
};

/// The name under which changes of such ties stand in the log.
pub const ACTOR: &str = "propagation";
/// The field of a change that says why a tie follows.
pub const FIELD: &str = "propagation";

/// A tie, as it should be.
#[derive(Debug, Clone, PartialEq)]
pub struct DerivedTie {
    /// Whose it is.
    pub asset: AssetId,
    /// In which layer; none to take it away.
    pub layer: Option<Layer>,
    /// Why: goes into the log as it is, with the identifiers of assets in the list `origins`.
    pub evidence: Value,
}

/// Whether a layer is worked out from others.
pub(crate) fn is_derived(tie: &StoredTie) -> bool {
    tie.2 == Layer::Propagated.number() || tie.2 == Layer::Suggested.number()
}

impl Catalog {
    /// Every asset to which a target is tied, and in which layers; removed assets too. For followers: whoever shows it to
    /// somebody asks first whether they may know.
    ///
    /// # Errors
    /// The store's own.
    pub async fn holders(&self, kind: RelationKind, target: &str) -> Result<Vec<(AssetId, Layer)>> {
        use relation::Column;
        let query = relation::Entity::find()
            .select_only()
            .columns([Column::AssetId, Column::Layer])
            .filter(Column::Kind.eq(kind.number()))
            .filter(Column::Target.eq(target))
            .filter(Column::UntilChange.is_null());
        let rows: Vec<(Uuid, i16)> = query.into_tuple().all(self.database().read()).await?;
        let holder = |(asset, layer)| Some((AssetId(asset), Layer::from_number(layer)?));
        Ok(rows.into_iter().filter_map(holder).collect())
    }

    /// What anything is tied to, each once, in order, from behind `after` on, with whether the tie follows from others
    /// somewhere; at most `first`. For followers.
    ///
    /// # Errors
    /// The store's own.
    pub async fn targets_after(&self, kind: RelationKind, after: &str, first: usize) -> Result<Vec<(String, bool)>> {
        use relation::Column;
        let query = relation::Entity::find()
            .select_only()
            .column(Column::Target)
            .column_as(Column::Layer.max(), "highest")
            .filter(Column::Kind.eq(kind.number()))
            .filter(Column::UntilChange.is_null())
            .filter(Column::Target.gt(after))
            .group_by(Column::Target)
            .order_by_asc(Column::Target)
            .limit(first as u64);
        let rows: Vec<(String, i16)> = query.into_tuple().all(self.database().read()).await?;
        // The layers that follow have the highest numbers.
        Ok(rows.into_iter().map(|(target, highest)| (target, highest >= Layer::Propagated.number())).collect())
    }

    /// Which of `ids` were removed, or were never said by a source themselves.
    ///
    /// # Errors
    /// The store's own.
    pub async fn absent(&self, ids: &[AssetId]) -> Result<HashSet<AssetId>> {
        let mut absent = HashSet::new();
        let is_absent =
            Condition::any().add(asset::Column::RemovedChange.is_not_null()).add(asset::Column::IsPlaceholder.eq(true));
        for chunk in ids.chunks(ROWS) {
            let query = asset::Entity::find()
                .select_only()
                .column(asset::Column::Id)
                .filter(asset::Column::Id.is_in(chunk.iter().map(|id| id.0)))
                .filter(is_absent.clone());
            let rows: Vec<Uuid> = query.into_tuple().all(self.database().read()).await?;
            absent.extend(rows.into_iter().map(AssetId));
        }
        Ok(absent)
    }

    /// Lets assets have one tie as it follows, in the caller's transaction and in one commit; what is so already makes no
    /// change. Gives the number of the last change, with which the transaction is to be [committed](Catalog::commit_write).
    ///
    /// # Errors
    /// The store's own.
    pub async fn derive(
        &self,
        write: &Write,
        (kind, target): (RelationKind, &str),
        wanted: &[DerivedTie],
    ) -> Result<Option<ChangeNumber>> {
        let origin = Origin::Propagation;
        let author = Author { actor: ACTOR.to_owned(), origin, source: None, run: None, reverts: None };
        let mut draft = Draft::begin(write, &author, self.clock()).await?;
        for chunk in wanted.chunks(ROWS) {
            let ids: Vec<Uuid> = chunk.iter().map(|wanted| wanted.asset.0).collect();
            let rows = asset::Entity::find().filter(asset::Column::Id.is_in(ids.iter().copied()));
            let rows = rows.all(&**write).await?.into_iter().map(|row| (row.id, row));
            let mut rows: HashMap<Uuid, asset::Model> = rows.collect();
            let mut ties = current_ties(&**write, &ids).await?;
            for wanted in chunk {
                let before = ties.remove(&wanted.asset.0).unwrap_or_default();
                if let Some(row) = rows.remove(&wanted.asset.0) {
                    derive_one(&mut draft, row, before, ((kind.number(), target), wanted));
                }
            }
        }
        Ok(draft.finish().await?.map(|written| written.last))
    }

    /// Takes out of changes from which assets a tie follows, where the viewer may not know of these.
    ///
    /// # Errors
    /// The store's own.
    pub async fn redact_origins<'c>(
        &self,
        viewer: &Viewer,
        changes: impl IntoIterator<Item = &'c mut Change>,
    ) -> Result<()> {
        if viewer.sees == Visibility::Everything {
            return Ok(());
        }
        let fields = changes.into_iter().flat_map(|change| &mut change.fields);
        let mut fields: Vec<&mut FieldChange> = fields.filter(|field| field.field == FIELD).collect();
        let values = fields.iter().flat_map(|field| [&field.before, &field.after]);
        let named: BTreeSet<AssetId> = values.flat_map(origins).collect();
        let visible = self.visible(viewer, &named.into_iter().collect::<Vec<_>>()).await?;
        for value in fields.iter_mut().flat_map(|field| [&mut field.before, &mut field.after]) {
            let seen: Vec<Value> =
                origins(value).into_iter().filter(|id| visible.contains(id)).map(|id| id.to_string().into()).collect();
            if let Some(list) = value.get_mut("origins") {
                *list = seen.into();
            }
        }
        Ok(())
    }
}

/// The assets that evidence names.
fn origins(evidence: &Value) -> Vec<AssetId> {
    let listed = evidence.get("origins").and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(|id| id.as_str()?.parse().ok()).collect()
}

fn derive_one(
    draft: &mut Draft<'_>,
    row: asset::Model,
    before: Vec<StoredTie>,
    ((kind, target), wanted): ((i16, &str), &DerivedTie),
) {
    let is_meant = |tie: &StoredTie| tie.0 == kind && tie.1 == target;
    let has_own = before.iter().any(|tie| is_meant(tie) && !is_derived(tie));
    let layer = wanted.layer.filter(|_| !has_own);
    let mut after: Vec<StoredTie> = before.iter().filter(|tie| !is_meant(tie) || !is_derived(tie)).cloned().collect();
    after.extend(layer.map(|layer| (kind, target.to_owned(), layer.number())));
    after.sort();
    if after == before {
        return;
    }
    let mut fields = tie_fields(&before, &after);
    let old = before.iter().find(|tie| is_meant(tie) && is_derived(tie)).and_then(|tie| Layer::from_number(tie.2));
    let said = |layer: Layer| json!({ "target": target, "layer": layer });
    let new = layer.map(|layer| {
        let mut value = said(layer);
        if let (Some(value), Some(evidence)) = (value.as_object_mut(), wanted.evidence.as_object()) {
            value.extend(evidence.clone());
        }
        value
    });
    let (old, new) = (old.map_or(Value::Null, said), new.unwrap_or(Value::Null));
    fields.push(FieldChange { field: FIELD.to_owned(), before: old, after: new, is_breaking: false });
    retie(draft, row.id, &before, &after);
    let after_row = row.clone();
    draft.step(Step { operation: Operation::Updated, before: row, after: after_row, fields, relations: Some(after) });
}
