//! Deleting: the thing and everything inside of it, with every tie to any of it, in one commit that can be taken back.

use std::collections::{BTreeMap, HashSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{MAX_DELETED, MAX_DEPTH, carry::Carry, word};
use crate::{
    catalog::Catalog,
    change::{Operation, Origin},
    database::Write,
    draft::{Author, Draft, Step},
    error::{Error, Result},
    governance::Permission,
    id::{AssetId, CommitId},
    kinds::AssetKind,
    relation::RelationKind,
    state,
    store::{ROWS, asset},
    viewer::{Action, Viewer},
};

/// What was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deleted {
    /// The commit; taking it back brings everything back.
    pub commit: CommitId,
    /// How many things: itself and what was inside of it.
    pub deleted: usize,
    /// How many assets were tied to one of them and are no longer.
    pub untied: usize,
}

impl Catalog {
    /// Deletes a glossary, term, classification, tag, domain or data product.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] for an asset of another kind; [`Error::Conflict`] when
    /// it is deleted already, or too much is inside of it or tied to it.
    pub async fn delete_entry(&self, viewer: &Viewer, id: AssetId) -> Result<Deleted> {
        viewer.must(Action::ManageGovernance)?;
        self.must_with(viewer, Permission::Edit, &[id]).await?;
        let author =
            Author { actor: viewer.name.clone(), origin: Origin::Person, source: None, run: None, reverts: None };
        let write = self.database().write().await?;
        let row = asset::Entity::find_by_id(id.0).one(&*write).await?.ok_or_else(|| Error::not_found("asset", id))?;
        if !state::kind(row.kind).is_governance() {
            return Err(Error::invalid(
                "id",
                format!("is a {}, which only its source can remove", state::kind(row.kind)),
            ));
        }
        if row.removed_change.is_some() {
            return Err(Error::conflict("it is deleted already"));
        }
        let (_, inner) = inside(&write, id.0).await?;
        let ids: Vec<AssetId> = inner.iter().map(|row| AssetId(row.id)).collect();
        self.must_with(viewer, Permission::Edit, &ids).await?;
        let mut draft = Draft::begin(&write, &author, self.clock()).await?;
        let all: Vec<asset::Model> = std::iter::once(row).chain(inner).collect();
        let carry = carry(&write, &all).await?;
        let done: HashSet<Uuid> = all.iter().map(|row| row.id).collect();
        let deleted = all.len();
        for row in all {
            let (operation, after) = (Operation::Removed, row.clone());
            draft.step(Step { operation, before: row, after, fields: Vec::new(), relations: None });
        }
        let untied = carry.write(&write, &mut draft, &done).await?;
        let written = draft.finish().await?.ok_or_else(|| Error::conflict("nothing is left to delete"))?;
        self.commit_write(write, Some(written.last)).await?;
        Ok(Deleted { commit: written.id, deleted, untied })
    }
}

/// How many levels there are below `id`, itself counted, and everything in them, without what was removed.
pub(super) async fn inside(write: &Write, id: Uuid) -> Result<(usize, Vec<asset::Model>)> {
    let (mut found, mut levels, mut level) = (Vec::new(), 1, vec![id]);
    // What is there is never deeper than allowed, unless it was allowed to be deeper once.
    for _ in 0..2 * MAX_DEPTH {
        let mut next: Vec<asset::Model> = Vec::new();
        for chunk in level.chunks(ROWS) {
            let rows = asset::Entity::find()
                .filter(asset::Column::ParentId.is_in(chunk.iter().copied()))
                .filter(asset::Column::RemovedChange.is_null())
                .order_by_asc(asset::Column::Id);
            next.extend(rows.all(&**write).await?);
            if found.len() + next.len() > MAX_DELETED {
                let problem = format!("has more than {MAX_DELETED} things inside of it; do it part by part");
                return Err(Error::conflict(format!("it {problem}")));
            }
        }
        if next.is_empty() {
            break;
        }
        levels += 1;
        level = next.iter().map(|row| row.id).collect();
        found.extend(next);
    }
    Ok((levels, found))
}

/// The ties that end when all of `rows` go.
async fn carry(write: &Write, rows: &[asset::Model]) -> Result<Carry> {
    let mut names: BTreeMap<Uuid, String> = rows.iter().map(|row| (row.id, row.name.clone())).collect();
    if let [tag] = rows
        && tag.kind == AssetKind::Tag.number()
        && let Some(classification) = asset::Entity::find_by_id(tag.parent_id).one(&**write).await?
    {
        names.insert(classification.id, classification.name);
    }
    let mut carry = Carry::default();
    for row in rows {
        match state::kind(row.kind) {
            AssetKind::Term => carry.end(RelationKind::Term, row.id.to_string()),
            AssetKind::Domain => carry.end(RelationKind::Domain, row.id.to_string()),
            AssetKind::DataProduct => carry.end(RelationKind::Product, row.id.to_string()),
            AssetKind::CodeList => carry.end(RelationKind::CodeList, row.id.to_string()),
            AssetKind::Tag => {
                let classification = names.get(&row.parent_id).map_or("", String::as_str);
                carry.end(RelationKind::Tag, word(classification, &row.name));
            }
            _ => {}
        }
    }
    Ok(carry)
}
