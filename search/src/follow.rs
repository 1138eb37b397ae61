//! The follower: from the change log to the index.
//!
//! A batch of changes says which assets are different; their documents are made from what the catalog says *now*.
//! That may be newer than the changes, which does no harm: the newer changes follow, and making a document twice gives
//! the same document. Besides the changed assets themselves, a changed column refreshes its table's document, and a
//! container that was renamed, or to which something was tied, refreshes everything in it. Assets are read hundreds at a time, never one by one.

use std::collections::HashSet;

use catalog::{
    Asset, AssetId, AssetKind, Catalog, Change, ChangeNumber, Fault, Follower, Operation, RelationKind, Viewer,
    change::follow::FollowError,
};

use crate::{
    error::{Error, Result},
    index::{Batch, Index},
    load::{Family, Load},
};

/// About how many assets are in memory at once.
const ASSETS: usize = 1_000;

/// Keeps an [`Index`] in step with a [`Catalog`].
#[derive(Clone)]
pub struct SearchFollower {
    catalog: Catalog,
    index: Index,
}

/// What a batch of changes is about.
#[derive(Debug, Default)]
struct Affected {
    /// Changed assets that are not columns.
    holders: Vec<AssetId>,
    /// Changed columns.
    columns: HashSet<AssetId>,
    /// Those of `holders` of which something changed that everything in them has from them: the name, which is in their
    /// paths, or what is tied to it, which rules ask.
    outer: HashSet<AssetId>,
    /// Terms, domains and data products that are called otherwise now: what is tied to them is found by their names.
    called: HashSet<(RelationKind, AssetId)>,
}

/// By which ties assets are found by how something of this kind is called.
fn tie_to(kind: AssetKind) -> Option<RelationKind> {
    RelationKind::ALL.iter().copied().find(|sort| sort.target_kind() == Some(kind))
}

impl Affected {
    fn by(changes: &[Change]) -> Self {
        let mut affected = Self::default();
        let mut known = HashSet::new();
        for change in changes {
            if change.kind == AssetKind::Column {
                affected.columns.insert(change.asset);
                continue;
            }
            if known.insert(change.asset) {
                affected.holders.push(change.asset);
            }
            let reaches_inside = |field: &str| {
                matches!(field, "name" | "parent") || RelationKind::ALL.iter().any(|k| k.field() == field)
            };
            if change.operation != Operation::Created && change.fields.iter().any(|f| reaches_inside(&f.field)) {
                affected.outer.insert(change.asset);
            }
            let renames = ["name", "parent", "curated.display_name", "details.synonyms"];
            if let Some(sort) = tie_to(change.kind)
                && change.fields.iter().any(|field| renames.contains(&field.field.as_str()))
                && change.operation == Operation::Updated
            {
                affected.called.insert((sort, change.asset));
            }
        }
        affected
    }
}

impl SearchFollower {
    /// The follower that keeps `index` in step with `catalog`. There is one for each index.
    #[must_use]
    pub fn new(catalog: Catalog, index: Index) -> Self {
        Self { catalog, index }
    }

    /// The index that is kept.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    pub(crate) fn load(&self) -> Load<'_> {
        Load { catalog: &self.catalog, viewer: Viewer::system() }
    }

    pub(crate) fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    async fn follow(&self, changes: &[Change]) -> Result<()> {
        let Some(last) = changes.last() else { return Ok(()) };
        let batch = Some(self.index.batch().await?);
        let mut work = Work { load: self.load(), batch, done: HashSet::new() };
        work.refresh(Affected::by(changes)).await?;
        let batch = work.batch.take().ok_or(Error::Stopped)?;
        let position = last.number;
        blocking(move || batch.commit(position)).await?;
        self.note_arrival(position).await
    }

    /// Says that nothing is missing any more, once that is so.
    async fn note_arrival(&self, position: ChangeNumber) -> Result<()> {
        if self.index.status().degraded.is_some() && self.catalog.last_change().await? <= position {
            self.index.caught_up();
        }
        Ok(())
    }

    async fn clear(&self, reason: &str) -> Result<()> {
        let mut batch = self.index.batch().await?;
        batch.degrade(reason);
        batch.clear()?;
        blocking(move || batch.commit(ChangeNumber(0))).await
    }

    /// Where the index is. One that is ahead of the store, because an older store was put in its place, begins anew.
    async fn find_position(&self) -> Result<ChangeNumber> {
        let position = self.index.position();
        if position > self.catalog.last_change().await? {
            self.clear("the index was ahead of the store").await?;
            return Ok(ChangeNumber(0));
        }
        self.note_arrival(position).await?;
        Ok(position)
    }
}

#[async_trait::async_trait]
impl Follower for SearchFollower {
    fn name(&self) -> &'static str {
        "search"
    }

    async fn position(&self) -> Result<ChangeNumber, FollowError> {
        self.find_position().await.map_err(boxed)
    }

    async fn apply(&self, changes: &[Change]) -> Result<(), FollowError> {
        self.follow(changes).await.map_err(boxed)
    }

    async fn reset(&self) -> Result<(), FollowError> {
        self.clear("it was asked for").await.map_err(boxed)
    }
}

fn boxed(error: Error) -> Box<dyn Fault> {
    Box::new(error)
}

/// Runs what computes or waits for the disk where it holds nobody up.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Stopped)?
}

/// One batch being made.
struct Work<'a> {
    load: Load<'a>,
    /// The batch, unless it was lost to an error.
    batch: Option<Batch>,
    /// Assets whose document is made.
    done: HashSet<AssetId>,
}

impl Work<'_> {
    async fn refresh(&mut self, affected: Affected) -> Result<()> {
        let Affected { holders, mut columns, outer, called } = affected;
        for chunk in self.load.chunks(&holders, ASSETS).await? {
            let families = self.load.families(&chunk).await?;
            self.remove_missing(&chunk, families.iter().map(|family| family.holder.id))?;
            for family in &families {
                family.columns.iter().for_each(|column| {
                    columns.remove(&column.id);
                });
            }
            self.put(families, Columns::All).await?;
        }
        let parents = self.put_columns(columns.into_iter().collect()).await?;
        for chunk in self.load.chunks(&parents, ASSETS).await? {
            let families = self.load.families(&chunk).await?;
            self.put(families, Columns::None).await?;
        }
        self.refresh_inside(outer.into_iter().collect()).await?;
        self.refresh_tied(called).await
    }

    /// Makes the documents of everything that is tied to what is called otherwise now, or to something inside of it.
    async fn refresh_tied(&mut self, called: HashSet<(RelationKind, AssetId)>) -> Result<()> {
        let mut level: Vec<(RelationKind, AssetId)> = called.into_iter().collect();
        while let Some((sort, thing)) = level.pop() {
            let inside = self.load.containers_inside(&[thing]).await?;
            level.extend(inside.into_iter().map(|id| (sort, id)));
            let mut after = None;
            loop {
                let users = self.load.tied_to((sort, thing), after, ASSETS).await?;
                let Some(last) = users.last() else { break };
                after = Some(*last);
                for chunk in self.load.chunks(&users, ASSETS).await? {
                    let families = self.load.families(&chunk).await?;
                    self.put(families, Columns::All).await?;
                }
                if sort == RelationKind::Domain {
                    // What is inside of something that is in a domain is in it as well.
                    self.refresh_inside(users).await?;
                }
            }
        }
        Ok(())
    }

    /// Makes the documents of columns whose table did not change; gives those tables.
    async fn put_columns(&mut self, mut columns: Vec<AssetId>) -> Result<Vec<AssetId>> {
        columns.sort_unstable();
        let mut parents = Vec::new();
        for chunk in columns.chunks(ASSETS) {
            let assets = self.load.assets(chunk).await?;
            self.remove_missing(chunk, assets.iter().map(|asset| asset.id))?;
            parents.extend(assets.iter().filter_map(|asset| asset.parent));
            let families = self.load.alone(assets).await?;
            self.put(families, Columns::None).await?;
        }
        parents.sort_unstable();
        parents.dedup();
        parents.retain(|parent| !self.done.contains(parent));
        Ok(parents)
    }

    /// Makes the documents of everything inside `containers`, at any depth.
    async fn refresh_inside(&mut self, containers: Vec<AssetId>) -> Result<()> {
        let mut level = containers;
        while !level.is_empty() {
            let mut next = Vec::new();
            for chunk in level.chunks(catalog::page::MAX_PAGE) {
                next.extend(self.load.containers_inside(chunk).await?);
            }
            for chunk in self.load.chunks(&next, ASSETS).await? {
                let families = self.load.families(&chunk).await?;
                self.put(families, Columns::All).await?;
            }
            level = next;
        }
        Ok(())
    }

    fn remove_missing(&mut self, asked: &[AssetId], found: impl Iterator<Item = AssetId>) -> Result<()> {
        let found: HashSet<AssetId> = found.collect();
        let batch = self.batch.as_mut().ok_or(Error::Stopped)?;
        for missing in asked.iter().filter(|asset| !found.contains(asset)) {
            batch.remove(*missing)?;
        }
        Ok(())
    }

    /// Makes the documents of families that are not made yet.
    async fn put(&mut self, mut families: Vec<Family>, columns: Columns) -> Result<()> {
        let mut wanted: HashSet<AssetId> = HashSet::new();
        for family in &families {
            wanted.insert(family.holder.id);
            if columns == Columns::All {
                wanted.extend(family.columns.iter().map(|column| column.id));
            }
        }
        wanted.retain(|asset| self.done.insert(*asset));
        let statistics = self.load.statistics(&families).await?;
        for family in &mut families {
            family.statistics = statistics.get(&family.holder.id).cloned();
        }
        let mut batch = self.batch.take().ok_or(Error::Stopped)?;
        let batch = blocking(move || {
            batch.put_families(&families, &wanted)?;
            Ok(batch)
        });
        self.batch = Some(batch.await?);
        Ok(())
    }
}

/// Whether columns get documents of their own along with their table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Columns {
    All,
    None,
}

impl Batch {
    fn put_families(&mut self, families: &[Family], wanted: &HashSet<AssetId>) -> Result<()> {
        for family in families {
            let columns: Vec<&Asset> = family.columns.iter().collect();
            if wanted.contains(&family.holder.id) {
                self.put(&family.material(&columns))?;
            }
            for column in family.of_columns().filter(|column| wanted.contains(&column.asset.id)) {
                self.put(&column)?;
            }
        }
        Ok(())
    }
}
