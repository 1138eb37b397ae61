//! A walk through what is inside of an asset, in the order in which pages show it: a container before its contents.

use std::collections::{HashMap, VecDeque};

use catalog::{Asset, AssetId, AssetKind, Catalog, ChildFilter, PageRequest, Result, Viewer};

use super::Entry;

/// How many things are read at a time.
const PAGE: usize = 200;
/// About how many columns are held at a time; a table with more is held whole.
const COLUMNS: i64 = 5_000;

/// What is known of a thing before its turn.
#[derive(Debug)]
struct Waiting {
    asset: Asset,
    column_count: i64,
    has_inside: bool,
    columns: Option<Vec<Asset>>,
}

/// A container that is being gone through.
#[derive(Debug)]
struct Level {
    parent: AssetId,
    depth: usize,
    waiting: VecDeque<Waiting>,
    /// What to ask for next; none at the end.
    page: Option<PageRequest>,
}

/// Where the walk is. It holds one page of each container on the way down, and names have a bounded number of parts.
#[derive(Debug)]
pub(super) struct Walk {
    catalog: Catalog,
    viewer: Viewer,
    levels: Vec<Level>,
}

impl Walk {
    /// Begins with `root` itself.
    pub(super) fn from(catalog: Catalog, viewer: Viewer, root: Asset) -> Self {
        let parent = root.parent.unwrap_or(root.id);
        // Whether anything is inside is asked with the first step.
        let waiting = Waiting { asset: root, column_count: -1, has_inside: true, columns: None };
        let first = Level { parent, depth: 0, waiting: [waiting].into(), page: None };
        Self { catalog, viewer, levels: vec![first] }
    }

    /// The next things; none at the end.
    pub(super) async fn next(&mut self) -> Result<Vec<Entry>> {
        let mut entries = Vec::new();
        let mut columns = 0;
        while entries.len() < PAGE && columns < COLUMNS {
            let Some(entry) = self.step().await? else { break };
            columns += i64::try_from(entry.columns.len()).unwrap_or(i64::MAX);
            entries.push(entry);
        }
        Ok(entries)
    }

    async fn step(&mut self) -> Result<Option<Entry>> {
        loop {
            let Some(level) = self.levels.last_mut() else { return Ok(None) };
            if level.waiting.is_empty() {
                let Some(page) = level.page.take() else {
                    self.levels.pop();
                    continue;
                };
                let parent = level.parent;
                let (waiting, next) = self.read(parent, &page).await?;
                if let Some(level) = self.levels.last_mut() {
                    level.waiting = waiting;
                    level.page = next;
                }
                continue;
            }
            self.fill().await?;
            return Ok(self.take());
        }
    }

    /// A page of what is inside `parent`, columns left out.
    async fn read(&self, parent: AssetId, page: &PageRequest) -> Result<(VecDeque<Waiting>, Option<PageRequest>)> {
        let found = self.catalog.children(&self.viewer, Some(parent), ChildFilter::default(), None, page).await?;
        let next = found.next().map(|after| PageRequest { first: PAGE, after: Some(after.to_owned()) });
        let others = found.items.into_iter().map(|(_, asset)| asset).filter(|asset| asset.kind != AssetKind::Column);
        let assets: Vec<Asset> = others.collect();
        let ids: Vec<AssetId> = assets.iter().map(|asset| asset.id).collect();
        let counts = self.catalog.child_counts(&self.viewer, &ids, None).await?;
        let waiting = assets.into_iter().map(|asset| {
            let inside = counts.get(&asset.id);
            let column_count = inside.and_then(|inside| inside.get(&AssetKind::Column)).copied().unwrap_or(0);
            let has_inside = inside.is_some_and(|inside| inside.keys().any(|kind| *kind != AssetKind::Column));
            Waiting { asset, column_count, has_inside, columns: None }
        });
        Ok((waiting.collect(), next))
    }

    /// Reads the columns of the thing whose turn it is, and of those behind it as long as they are few.
    async fn fill(&mut self) -> Result<()> {
        let Some(level) = self.levels.last_mut() else { return Ok(()) };
        if level.waiting.front().is_none_or(|first| first.columns.is_some()) {
            return Ok(());
        }
        let mut sum = 0;
        let mut taken = 0;
        for waiting in &level.waiting {
            sum += waiting.column_count.abs();
            if taken > 0 && sum > COLUMNS {
                break;
            }
            taken += 1;
        }
        let together = level.waiting.iter().take(taken).filter(|waiting| waiting.column_count != 0);
        let ids: Vec<AssetId> = together.map(|waiting| waiting.asset.id).collect();
        let mut columns = columns_of(&self.catalog, &self.viewer, &ids).await?;
        let Some(level) = self.levels.last_mut() else { return Ok(()) };
        for waiting in level.waiting.iter_mut().take(taken) {
            waiting.columns = Some(columns.remove(&waiting.asset.id).unwrap_or_default());
        }
        Ok(())
    }

    /// Takes the thing whose turn it is, and goes into it next.
    fn take(&mut self) -> Option<Entry> {
        let level = self.levels.last_mut()?;
        let waiting = level.waiting.pop_front()?;
        let depth = level.depth;
        if waiting.has_inside {
            let page = Some(PageRequest::first(PAGE));
            self.levels.push(Level { parent: waiting.asset.id, depth: depth + 1, waiting: VecDeque::new(), page });
        }
        Some(Entry { asset: waiting.asset, depth, columns: waiting.columns.unwrap_or_default() })
    }
}

/// The columns of each of `tables` that are there now, nested ones behind the one they are in.
async fn columns_of(catalog: &Catalog, viewer: &Viewer, tables: &[AssetId]) -> Result<HashMap<AssetId, Vec<Asset>>> {
    let mut inside: HashMap<AssetId, Vec<Asset>> = HashMap::new();
    let mut parents = tables.to_vec();
    while !parents.is_empty() {
        let found = catalog.inside(viewer, &parents, Some(AssetKind::Column)).await?;
        parents.clear();
        for column in found.into_iter().filter(|column| column.removed.is_none()) {
            parents.push(column.id);
            if let Some(parent) = column.parent {
                inside.entry(parent).or_default().push(column);
            }
        }
    }
    let mut columns = HashMap::new();
    for table in tables {
        let mut flat = Vec::new();
        let mut stack: Vec<Asset> = inside.remove(table).unwrap_or_default().into_iter().rev().collect();
        while let Some(column) = stack.pop() {
            stack.extend(inside.remove(&column.id).unwrap_or_default().into_iter().rev());
            flat.push(column);
        }
        columns.insert(*table, flat);
    }
    Ok(columns)
}
