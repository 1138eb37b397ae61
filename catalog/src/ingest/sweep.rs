//! The end of a complete crawl: what its scopes no longer have is marked as removed, or held for a person when it is
//! suspiciously much.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{Guard, Ingest};
use crate::{
    catalog::Catalog,
    change::{ChangeNumber, Operation},
    database::Write,
    draft::{Author, Draft, Step},
    error::{Error, Result},
    id::{HoldId, SourceId},
    kinds::AssetKind,
    name::Name,
    state,
    store::{ROWS, asset, hold, insert_all, scope},
};

/// An asset of a source, as far as removing needs it.
struct Mark {
    parent: Uuid,
    kind: i16,
    name: String,
    namespace: i32,
}

/// Refuses a run that began before the last complete one: it would bring back what was.
pub(super) async fn refuse_late(catalog: &Catalog, source: SourceId, started_at: DateTime<Utc>) -> Result<()> {
    let last = scope::Entity::find_by_id(source.0).one(catalog.database().read()).await?;
    // A run that began in the future says that the clock was set back since, not that this one is late.
    let now = catalog.clock().now().timestamp_micros();
    match last {
        Some(last) if (started_at.timestamp_micros() + 1..=now).contains(&last.last_started_at) => Err(
            Error::conflict("a run of this source that began later is already in the catalog; start a new run instead"),
        ),
        _ => Ok(()),
    }
}

impl Ingest {
    /// Marks what complete scopes no longer have.
    pub(super) async fn sweep(&mut self) -> Result<()> {
        let Some(source) = self.context.source else { return Ok(()) };
        if self.complete.is_empty() {
            return Ok(());
        }
        let marks = self.marks_of(source).await?;
        let unseen = self.unseen(&marks).await?;
        let (removed, held) = judge(&marks, &unseen, self.context.guard);
        let catalog = self.catalog.clone();
        let (written, count) = remove(&catalog, &self.author, &removed).await?;
        self.summary.removed += count;
        if let Some(last) = written {
            self.summary.last_change = last;
        }
        if !held.is_empty() {
            self.summary.held = i64::try_from(held.len()).unwrap_or(i64::MAX);
            self.summary.hold = Some(self.hold(held).await?);
        }
        if self.failed.is_empty() {
            self.remember_complete(source).await?;
        }
        Ok(())
    }

    async fn marks_of(&self, source: SourceId) -> Result<HashMap<Uuid, Mark>> {
        use asset::Column;
        let mut marks = HashMap::new();
        let mut after = Uuid::nil();
        loop {
            let rows: Vec<(Uuid, Uuid, i16, String, i32)> = asset::Entity::find()
                .select_only()
                .columns([Column::Id, Column::ParentId, Column::Kind, Column::Name, Column::NamespaceId])
                .filter(Column::SourceId.eq(source.0))
                .filter(Column::RemovedChange.is_null())
                .filter(Column::Id.gt(after))
                .order_by_asc(Column::Id)
                .limit(2_000)
                .into_tuple()
                .all(self.catalog.database().read())
                .await?;
            let Some(last) = rows.last() else { return Ok(marks) };
            after = last.0;
            for (id, parent, kind, name, namespace) in rows {
                // The name is needed only to ask the filter, and only of what was not seen.
                let name =
                    if self.seen.contains(&id) && kind == AssetKind::Column.number() { String::new() } else { name };
                marks.insert(id, Mark { parent, kind, name, namespace });
            }
        }
    }

    /// What is inside a complete scope, passes the filter, and was not said.
    async fn unseen(&self, marks: &HashMap<Uuid, Mark>) -> Result<HashSet<Uuid>> {
        let complete: HashSet<&Name> = self.complete.iter().collect();
        let failed: HashSet<&Name> = self.failed.iter().collect();
        let mut unseen = HashSet::new();
        for (id, mark) in marks.iter().filter(|(id, _)| !self.seen.contains(id)) {
            let Some(name) = self.name_of(*id, marks).await? else { continue };
            let mut around = vec![name.clone()];
            while let Some(parent) = around.last().and_then(Name::parent) {
                around.push(parent);
            }
            // A scope without parts is everything in its namespace.
            around.push(Name { namespace: name.namespace.clone(), parts: Vec::new() });
            let is_inside = around.iter().any(|name| complete.contains(name));
            let is_doubtful = around.iter().any(|name| failed.contains(name));
            if is_inside && !is_doubtful && (self.context.covers)(&name, state::kind(mark.kind)) {
                unseen.insert(*id);
            }
        }
        Ok(unseen)
    }

    async fn name_of(&self, id: Uuid, marks: &HashMap<Uuid, Mark>) -> Result<Option<Name>> {
        let mut parts = Vec::new();
        let mut at = id;
        let mut namespace = None;
        while let Some(mark) = marks.get(&at) {
            parts.push(mark.name.clone());
            namespace = Some(mark.namespace);
            at = mark.parent;
        }
        let Some(namespace) = namespace.filter(|_| at.is_nil()) else { return Ok(None) };
        parts.reverse();
        Ok(Some(Name { namespace: self.catalog.namespace_name(namespace).await?, parts }))
    }

    async fn hold(&self, held: Vec<Uuid>) -> Result<HoldId> {
        let id = HoldId::new();
        let write = self.catalog.database().write().await?;
        let row = hold::ActiveModel {
            id: Set(id.0),
            source_id: Set(self.context.source.map(|id| id.0)),
            run_id: Set(self.context.run.map(|id| id.0)),
            at: Set(self.catalog.clock().now().timestamp_micros()),
            status: Set(0),
            decided_by: Set(None),
            decided_at: Set(None),
        };
        // A newer crawl's finding replaces what waited from the one before.
        hold::Entity::update_many()
            .col_expr(hold::Column::Status, Expr::value(3))
            .filter(hold::Column::SourceId.eq(self.context.source.map(|id| id.0)))
            .filter(hold::Column::Status.eq(0))
            .exec(&*write)
            .await?;
        hold::Entity::insert(row).exec_without_returning(&*write).await?;
        let items = held.into_iter().map(|asset| hold::item::ActiveModel { hold_id: Set(id.0), asset_id: Set(asset) });
        insert_all(&*write, items.collect()).await?;
        write.commit().await?;
        Ok(id)
    }

    async fn remember_complete(&self, source: SourceId) -> Result<()> {
        let write = self.catalog.database().write().await?;
        let row = scope::ActiveModel {
            source_id: Set(source.0),
            last_started_at: Set(self.context.started_at.timestamp_micros()),
            last_complete_at: Set(self.catalog.clock().now().timestamp_micros()),
        };
        let conflict = OnConflict::column(scope::Column::SourceId)
            .update_columns([scope::Column::LastStartedAt, scope::Column::LastCompleteAt])
            .to_owned();
        scope::Entity::insert(row).on_conflict(conflict).exec_without_returning(&*write).await?;
        write.commit().await
    }
}

/// Which of `unseen` may go and which wait: a whole group waits when too great a share of it is gone. Groups are what
/// is directly inside one parent, and the source as a whole; columns go with their table.
fn judge(marks: &HashMap<Uuid, Mark>, unseen: &HashSet<Uuid>, guard: Guard) -> (Vec<Uuid>, Vec<Uuid>) {
    let is_counted = |mark: &Mark| mark.kind != AssetKind::Column.number();
    let mut totals: HashMap<Uuid, (usize, usize)> = HashMap::new();
    for (id, mark) in marks.iter().filter(|(_, mark)| is_counted(mark)) {
        let is_gone = usize::from(unseen.contains(id));
        for group in [mark.parent, Uuid::max()] {
            let entry = totals.entry(group).or_default();
            entry.0 += 1;
            entry.1 += is_gone;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a share of counts far below 2^52")]
    let is_suspicious = |group: &Uuid| {
        totals.get(group).is_some_and(|(all, gone)| *gone >= guard.least && *gone as f64 > guard.share * *all as f64)
    };
    let is_everything_held = is_suspicious(&Uuid::max());
    let (mut removed, mut held) = (Vec::new(), Vec::new());
    for id in unseen {
        let mut at = *id;
        let mut waits = is_everything_held;
        while let (false, Some(mark)) = (waits, marks.get(&at)) {
            // The share within a table is no sign of anything: dropping columns is ordinary.
            waits = is_counted(mark) && is_suspicious(&mark.parent) && unseen.contains(&at);
            at = mark.parent;
        }
        if waits { held.push(*id) } else { removed.push(*id) }
    }
    removed.sort_unstable();
    held.sort_unstable();
    (removed, held)
}

/// Marks `ids` as removed, in commits of bounded size; gives the last change and how many there were.
pub(crate) async fn remove(catalog: &Catalog, author: &Author, ids: &[Uuid]) -> Result<(Option<ChangeNumber>, i64)> {
    let (mut last, mut count) = (None, 0);
    for chunk in ids.chunks(10 * ROWS) {
        let write = catalog.database().write().await?;
        let mut draft = Draft::begin(&write, author, catalog.clock()).await?;
        remove_in(&write, &mut draft, chunk).await?;
        let written = draft.finish().await?;
        count += written.map_or(0, |written| written.counts.removed);
        last = written.map(|written| written.last).or(last);
        catalog.commit_write(write, last).await?;
    }
    Ok((last, count))
}

/// Adds the removal of `ids` to a commit.
async fn remove_in(write: &Write, draft: &mut Draft<'_>, ids: &[Uuid]) -> Result<()> {
    for chunk in ids.chunks(ROWS) {
        let rows = asset::Entity::find()
            .filter(asset::Column::Id.is_in(chunk.iter().copied()))
            .filter(asset::Column::RemovedChange.is_null())
            .order_by_asc(asset::Column::Id)
            .all(&**write)
            .await?;
        for row in rows {
            let (before, after) = (row.clone(), row);
            draft.step(Step { operation: Operation::Removed, before, after, fields: Vec::new(), relations: None });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(tables: u128) -> (HashMap<Uuid, Mark>, Vec<Uuid>) {
        let schema = Uuid::from_u128(1);
        let mark = |parent, kind: AssetKind| Mark { parent, kind: kind.number(), name: "x".into(), namespace: 1 };
        let mut marks = HashMap::from([(schema, mark(Uuid::nil(), AssetKind::Schema))]);
        let ids: Vec<Uuid> = (0..tables).map(|n| Uuid::from_u128(100 + n)).collect();
        for id in &ids {
            marks.insert(*id, mark(schema, AssetKind::Table));
        }
        (marks, ids)
    }

    #[test]
    fn a_few_lost_tables_go() {
        let (marks, ids) = marks(100);
        let (removed, held) = judge(&marks, &ids[..9].iter().copied().collect(), Guard::default());
        assert_eq!((removed.len(), held.len()), (9, 0));
    }

    #[test]
    fn a_source_that_lost_half_of_its_tables_is_held() {
        let (marks, ids) = marks(100);
        let (removed, held) = judge(&marks, &ids[..50].iter().copied().collect(), Guard::default());
        assert_eq!((removed.len(), held.len()), (0, 50));
    }

    #[test]
    fn thirty_of_a_hundred_is_not_more_than_the_share() {
        let (marks, ids) = marks(100);
        let (removed, held) = judge(&marks, &ids[..30].iter().copied().collect(), Guard::default());
        assert_eq!((removed.len(), held.len()), (30, 0));
    }
}
