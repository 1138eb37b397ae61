//! How fast the graph takes up what the log says: declarations become rows and then edges in memory, as the follower
//! does it, and are taken back again. What reading SQL costs is left out.

use std::time::{Duration, Instant};

use catalog::{ChangeNumber, Database};

use super::{
    figures::{Figure, millis, per_second, single, spread},
    generate::{COLUMNS, Generated, TRANSFORMATION, asset},
};
use crate::{
    declare::{Declaration, End, Evidence},
    error::Result,
    memory::Memory,
    store::{cursor, declare::declare},
};

/// How many commits there are, of how many scopes each.
const COMMITS: usize = 20;
const SCOPES: usize = 50;
/// How many edges between columns a scope has at most; fewer in a small graph.
const EDGES: usize = 100;

/// Declares edges that are new, and then that there are none.
pub(super) async fn figures(store: &Database, memory: &Memory, generated: &Generated) -> Result<Vec<Figure>> {
    let mut follower = Follower { store, memory, generated, visible: Vec::new() };
    let before = memory.read().edges().len();
    let opening = follower.follow((generated.edges.len() / 10_000).clamp(1, EDGES)).await?;
    let opened = memory.read().edges().len() - before;
    let closing = follower.follow(0).await?;
    let open = memory.read().edges()[before..].iter().filter(|edge| edge.closed_at().is_none()).count();
    let size = generated.edges.len();
    Ok(vec![
        single("edges that begin to hold", size, (per_second(opened, opening), "edges/s"), None),
        single("edges that cease to hold", size, (per_second(opened - open, closing), "edges/s"), None),
        spread("from a commit's rows to the graph", size, (&follower.visible, "ms"), None),
    ])
}

struct Follower<'a> {
    store: &'a Database,
    memory: &'a Memory,
    generated: &'a Generated,
    /// Milliseconds from the end of each commit until the graph knew of it.
    visible: Vec<f64>,
}

impl Follower<'_> {
    /// Lets every scope declare so many edges.
    async fn follow(&mut self, edges: usize) -> Result<Duration> {
        let mut took = Duration::ZERO;
        for commit in 0..COMMITS {
            let position = self.memory.read().position();
            let at = ChangeNumber(position.0 + 1);
            let scopes = commit * SCOPES..(commit + 1) * SCOPES;
            let declarations = scopes.map(|scope| self.declaration(scope, edges, at)).collect();
            let began = Instant::now();
            let write = self.store.write().await?;
            cursor::advance(&*write, position, at).await?;
            declare(&*write, declarations).await?;
            write.commit().await?;
            let committed = Instant::now();
            self.memory.refresh(self.store.read()).await?;
            self.visible.push(millis(committed.elapsed()));
            took += began.elapsed();
        }
        Ok(took)
    }

    /// What a scope says: that columns of one table feed those of others, far apart.
    fn declaration(&self, scope: usize, edges: usize, at: ChangeNumber) -> Declaration {
        let Generated { tables, .. } = *self.generated;
        let end =
            |table: usize, column: usize| End::column(asset(tables + table * COLUMNS + column % COLUMNS), asset(table));
        let owner = asset(scope % tables);
        let mut declaration = Declaration::new("bench", &scope.to_string(), owner, at);
        declaration.declared = Some("{}".to_owned());
        for edge in 0..edges {
            let upstream = end((scope * 7 + edge / COLUMNS) % tables, edge);
            let downstream = end((tables / 2 + scope) % tables, edge);
            declaration.claim((upstream, downstream), (TRANSFORMATION, true), None, Evidence::declared());
        }
        declaration
    }
}
