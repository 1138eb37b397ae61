//! The SQL that says an edge: of views, routines, tasks and queries, and what tools declared that they run.

use std::collections::{BTreeSet, HashMap};

use async_graphql::{Context, Result, SimpleObject};
use catalog::{AssetId, ChangeNumber, record::DeclaredQuery};
use lineage::{Assertion, DeclaredSql, Edge};

use super::{
    super::{
        app,
        asset::{AssetRef, loaders},
        understanding::sql_of,
        viewer,
    },
    utf16,
};

/// SQL that says an edge.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct LineageSql {
    /// Whose it is: a view, a routine, a task or a query.
    asset: AssetRef,
    /// The SQL.
    pub(super) text: String,
}

/// Assets by identifier, as they were at the moment that is asked about.
type Assets = HashMap<AssetId, std::sync::Arc<catalog::Asset>>;

/// The SQL behind some edges, each text once.
#[derive(Default)]
pub(super) struct Texts {
    pub(super) list: Vec<LineageSql>,
    declared: HashMap<(String, String), DeclaredSql>,
    assets: Assets,
}

impl Texts {
    /// What there may be behind `edges`.
    pub(super) async fn behind(ctx: &Context<'_>, edges: &[Edge], as_of: Option<ChangeNumber>) -> Result<Self> {
        let said = || edges.iter().flat_map(|edge| &edge.assertions);
        let ids: BTreeSet<AssetId> = edges
            .iter()
            .flat_map(|edge| [Some(edge.downstream), edge.through])
            .chain(said().map(Assertion::carrier))
            .flatten()
            .collect();
        let found = loaders(ctx).many(ids.into_iter().map(|id| (id, as_of))).await?;
        let assets = found.into_iter().map(|((id, _), asset)| (id, asset)).collect();
        // What a tool declared once and no longer does is not kept, so the past has no words of tools.
        let declared: BTreeSet<(String, String)> = match as_of {
            None => said().filter(|said| said.span.is_some() && said.carrier().is_none()).map(scope_of).collect(),
            Some(_) => BTreeSet::new(),
        };
        let declared = match declared.is_empty() {
            true => HashMap::new(),
            false => app(ctx).lineage().declared_sql(viewer(ctx), &declared).await?,
        };
        Ok(Self { list: Vec::new(), declared, assets })
    }

    /// The place in the list of the text in which an assertion stands, and the stretch of it; the text is added where it
    /// is new.
    pub(super) fn place(&mut self, edge: &Edge, said: &Assertion) -> Option<(i32, Option<Vec<i32>>)> {
        let text = self.text_of(edge, said)?;
        let span = said.span.map(|span| utf16(&text.text, [span.start, span.end]));
        let known = self.list.iter().position(|other| *other == text);
        let place = known.unwrap_or_else(|| {
            self.list.push(text);
            self.list.len() - 1
        });
        Some((i32::try_from(place).ok()?, span))
    }

    /// Where no edge says where it stands, the SQL that the downstream asset has of its own.
    pub(super) fn or_own(&mut self, downstream: AssetId) {
        if !self.list.is_empty() {
            return;
        }
        let asset = self.assets.get(&downstream);
        let own = asset
            .and_then(|asset| Some(LineageSql { asset: AssetRef::from(&**asset), text: sql_of(asset)?.to_owned() }));
        self.list.extend(own);
    }

    fn text_of(&self, edge: &Edge, said: &Assertion) -> Option<LineageSql> {
        if let Some(carrier) = said.carrier() {
            let asset = self.assets.get(&carrier)?;
            return Some(LineageSql { asset: AssetRef::from(&**asset), text: sql_of(asset)?.to_owned() });
        }
        said.span?;
        let downstream = self.assets.get(&edge.downstream)?;
        let DeclaredSql { queries, statements } = self.declared.get(&scope_of(said))?;
        let carrier = edge.through.and_then(|through| self.assets.get(&through)).unwrap_or(downstream);
        if let ([], [statement]) = (queries.as_slice(), statements.as_slice()) {
            return Some(LineageSql { asset: AssetRef::from(&**carrier), text: statement.sql.clone() });
        }
        // A column's edge is said by the query that fills its table.
        let parent = downstream.name.parent();
        let fills =
            |query: &&DeclaredQuery| query.downstream == downstream.name || Some(&query.downstream) == parent.as_ref();
        let mut fitting = queries.iter().filter(fills);
        let query = match (fitting.next(), fitting.next(), queries.as_slice()) {
            (Some(query), None, _) | (None, _, [query]) => query,
            // Of several that fill one place, the store does not tell which one said it.
            _ => return None,
        };
        Some(LineageSql { asset: AssetRef::from(&**carrier), text: query.sql.clone() })
    }
}

fn scope_of(said: &Assertion) -> (String, String) {
    (said.tool.clone(), said.scope.clone())
}
