//! What a renamed or deleted thing means for the assets that are tied to it: their ties change in the same commit.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::MAX_CARRIED;
use crate::{
    change::Operation,
    database::Write,
    draft::{Draft, Step},
    edit::retie,
    error::{Error, Result},
    ingest::{current_ties, tie_fields},
    relation::{Layer, RelationKind},
    state::StoredTie,
    store::{ROWS, asset, relation},
};

/// What becomes of ties: by sort and target the target that takes its place, or none when the tie ends.
#[derive(Debug, Default)]
pub(super) struct Carry(BTreeMap<(i16, String), Option<String>>);

impl Carry {
    /// Ties to `target` end.
    pub(super) fn end(&mut self, sort: RelationKind, target: String) {
        self.0.insert((sort.number(), target), None);
    }

    /// Ties to `from` become ties to `to`.
    pub(super) fn turn(&mut self, sort: RelationKind, from: String, to: String) {
        self.0.insert((sort.number(), from), Some(to));
    }

    /// The ties afterwards. What a source says itself stays: the next crawl would bring it back.
    pub(super) fn ties(&self, before: &[StoredTie]) -> Vec<StoredTie> {
        let after = before.iter().filter_map(|tie| match self.0.get(&(tie.0, tie.1.clone())) {
            Some(to) if tie.2 != Layer::Harvested.number() => to.clone().map(|to| (tie.0, to, tie.2)),
            _ => Some(tie.clone()),
        });
        after.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Writes it for every asset that has such a tie but those of `done`; gives how many there were.
    ///
    /// # Errors
    /// [`Error::Conflict`] when there are more than [`MAX_CARRIED`]; nothing is written then.
    pub(super) async fn write(&self, write: &Write, draft: &mut Draft<'_>, done: &HashSet<Uuid>) -> Result<usize> {
        let mut ids = self.users(write).await?;
        ids.retain(|id| !done.contains(id));
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let mut count = 0;
        for chunk in ids.chunks(ROWS) {
            let rows = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied()));
            let mut ties: HashMap<Uuid, Vec<StoredTie>> = current_ties(&**write, chunk).await?;
            for row in rows.order_by_asc(asset::Column::Id).all(&**write).await? {
                let before = ties.remove(&row.id).unwrap_or_default();
                let after = self.ties(&before);
                let fields = tie_fields(&before, &after);
                if fields.is_empty() {
                    continue;
                }
                retie(draft, row.id, &before, &after);
                count += 1;
                let (operation, after_row) = (Operation::Updated, row.clone());
                draft.step(Step { operation, before: row, after: after_row, fields, relations: Some(after) });
            }
        }
        Ok(count)
    }

    async fn users(&self, write: &Write) -> Result<BTreeSet<Uuid>> {
        use relation::Column::{AssetId, Kind, Layer as Said, Target, UntilChange};
        let mut users = BTreeSet::new();
        let mut by_sort: BTreeMap<i16, Vec<&str>> = BTreeMap::new();
        for (sort, target) in self.0.keys() {
            by_sort.entry(*sort).or_default().push(target);
        }
        for (sort, targets) in by_sort {
            for chunk in targets.chunks(ROWS) {
                let ids: Vec<Uuid> = relation::Entity::find()
                    .select_only()
                    .column(AssetId)
                    .filter(Kind.eq(sort))
                    .filter(Target.is_in(chunk.iter().copied()))
                    .filter(Said.ne(Layer::Harvested.number()))
                    .filter(UntilChange.is_null())
                    .into_tuple()
                    .all(&**write)
                    .await?;
                users.extend(ids);
            }
        }
        if users.len() > MAX_CARRIED {
            return Err(Error::conflict(format!(
                "{} assets are tied to it and would have to be changed with it; at most {MAX_CARRIED} can be at once: \
                 take it off some of them first",
                users.len()
            )));
        }
        Ok(users)
    }
}
