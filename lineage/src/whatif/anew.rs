//! Where the rows of statements come from that a proposal writes anew: the edges that take the place of the graph's.

use std::collections::{BTreeSet, HashSet};

use catalog::{
    Asset, AssetId, AssetKind, Name,
    record::{DeclaredQuery, LineageRecord},
};

use super::{
    Draft,
    walk::{Edges, Overlay, Step},
};
use crate::{
    Lineage,
    declare::{BODY_TOOL, Declaration, VIEW_TOOL},
    error::{Error, Result},
    follow::{known::Known, query, speech, tool::ToolSet, view::ViewSet},
    graph::{EdgeIndex, Graph},
    store::look,
};

/// The most edges that are looked at for who says them.
const MOST_LOOKED_AT: usize = 200_000;

/// A statement that the proposal writes.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    /// The table that it fills, by its place among the shapes.
    table: usize,
    said: Said,
}

#[derive(Debug, Clone)]
enum Said {
    View(ViewSet),
    Query(AssetId, Box<DeclaredQuery>),
    Declared(AssetId, Box<ToolSet>),
}

impl Statement {
    /// The statement that defines a view, or creates a table from a query.
    pub(super) fn view(table: usize, asset: &Asset, sql: &str, dialect: &str) -> Self {
        let (at, dialect) = (asset.changed, Some(dialect.to_owned()));
        let view = ViewSet { at, view: asset.id, name: asset.name.clone(), sql: sql.to_owned(), dialect };
        Self { table, said: Said::View(view) }
    }

    /// A query whose rows a tool puts into a table.
    pub(super) fn query(table: usize, asset: &Asset, query: DeclaredQuery) -> Self {
        Self { table, said: Said::Query(asset.id, Box::new(query)) }
    }

    /// What a tool declares of something.
    pub(super) fn declared(table: usize, asset: &Asset, record: LineageRecord) -> Self {
        let set = ToolSet { at: asset.changed, owner: asset.id, record, declared: String::new() };
        Self { table, said: Said::Declared(asset.id, Box::new(set)) }
    }

    /// The table that it fills, by its place.
    pub(super) fn table(&self) -> usize {
        self.table
    }

    fn target(&self) -> AssetId {
        match &self.said {
            Said::View(view) => view.view,
            Said::Query(target, _) | Said::Declared(target, _) => *target,
        }
    }

    fn names(&self) -> BTreeSet<(Name, AssetKind)> {
        match &self.said {
            Said::View(view) => speech::names(view),
            Said::Query(_, query) => query::names(query),
            Said::Declared(_, set) => set.names(),
        }
    }

    fn declare(&self, known: &Known) -> Declaration {
        match &self.said {
            Said::View(view) => view.declare(known),
            Said::Query(target, query) => {
                let mut set = Declaration::new("proposal", "", *target, catalog::ChangeNumber(0));
                query::declare(&mut set, query, None, known);
                set
            }
            Said::Declared(_, set) => set.declare(known),
        }
    }
}

impl Lineage {
    /// The edges of the statements that a draft writes anew.
    pub(super) async fn write_anew(&self, draft: &Draft) -> Result<Overlay> {
        let mut overlay = Overlay::default();
        // What fills a table that is gone breaks nobody.
        let gone = draft.shapes.tables.iter().filter(|table| table.is_gone);
        overlay.redefined.extend(gone.filter_map(|table| table.asset.as_ref()).map(|asset| asset.id));
        if draft.statements.is_empty() {
            return Ok(overlay);
        }
        let statements = draft.statements.clone();
        let read = move || {
            let names: BTreeSet<(Name, AssetKind)> = statements.iter().flat_map(Statement::names).collect();
            (statements, names)
        };
        let (statements, names) = tokio::task::spawn_blocking(read).await.map_err(Error::CutOff)?;
        let targets: Vec<AssetId> = statements.iter().map(Statement::target).collect();
        let at = self.catalog().last_change().await?;
        let known = Known::look_up(self.catalog(), names, &targets, at).await?;
        let declare = move || statements.iter().map(|said| (said.table, said.declare(&known))).collect::<Vec<_>>();
        let declared = tokio::task::spawn_blocking(declare).await.map_err(Error::CutOff)?;
        for (place, set) in declared {
            let table = &draft.shapes.tables[place];
            let kept: Option<HashSet<AssetId>> =
                table.after.as_ref().map(|columns| columns.iter().filter_map(|column| column.asset).collect());
            overlay.redefined.extend(table.asset.as_ref().map(|asset| asset.id));
            add(&mut overlay, &set, kept.as_ref());
        }
        overlay.kept = self.said_by_others(targets).await?;
        Ok(overlay)
    }

    /// The edges into what is written anew that others say than the SQL which is replaced: people, and outside tools.
    async fn said_by_others(&self, targets: Vec<AssetId>) -> Result<HashSet<EdgeIndex>> {
        let find = move |graph: &Graph| {
            let overlay = Overlay::default();
            let edges = Edges { graph, overlay: &overlay };
            targets.into_iter().flat_map(|target| edges.into(target)).take(MOST_LOOKED_AT).collect::<Vec<EdgeIndex>>()
        };
        let edges = self.in_background(find).await?;
        let said = look::assertions(self.catalog().database().read(), &edges, None).await?;
        let is_other = |tool: &str| ![VIEW_TOOL, BODY_TOOL, "dbt"].contains(&tool);
        let kept = said.into_iter().filter(|(_, said)| said.iter().any(|said| is_other(&said.tool)));
        Ok(kept.map(|(edge, _)| edge).collect())
    }
}

/// Adds the edges of a declaration, but for those to columns that are not there any more: a star brings them along.
fn add(overlay: &mut Overlay, set: &Declaration, kept: Option<&HashSet<AssetId>>) {
    for (column, table) in &set.tables {
        overlay.columns.entry(*table).or_default().insert(*column);
    }
    for key in set.edges.keys() {
        let table = set.tables.get(&key.downstream).copied();
        if table.is_some() && kept.is_some_and(|kept| !kept.contains(&key.downstream)) {
            continue;
        }
        let step = Step { to: key.downstream, table, how: key.transformation, through: key.through, edge: None };
        overlay.down.entry(key.upstream).or_default().push(step);
    }
}
