//! What tools said word for word, where spans of their assertions point into it.

use std::collections::{BTreeSet, HashMap};

use catalog::{
    Viewer,
    record::{DeclaredQuery, DeclaredStatement, LineageRecord},
};

use super::Lineage;
use crate::{error::Result, store::look};

/// The most scopes of one question, as an edge has a few.
const MOST_SCOPES: usize = 100;

/// The SQL that a tool declares for a scope.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeclaredSql {
    /// Queries whose rows go somewhere.
    pub queries: Vec<DeclaredQuery>,
    /// Statements that move data themselves.
    pub statements: Vec<DeclaredStatement>,
}

impl Lineage {
    /// The SQL that scopes, given as tool and scope, declare now; those of owners that the viewer may not know of
    /// are left out, as are scopes beyond the first 100.
    ///
    /// # Errors
    /// The store's own.
    pub async fn declared_sql(
        &self,
        viewer: &Viewer,
        scopes: &BTreeSet<(String, String)>,
    ) -> Result<HashMap<(String, String), DeclaredSql>> {
        let scopes: BTreeSet<_> = scopes.iter().take(MOST_SCOPES).cloned().collect();
        let found = look::scopes_named(self.catalog.database().read(), &scopes).await?;
        let visible = self.visible(viewer, found.iter().map(|scope| scope.owner).collect(), None).await?;
        let queries = found.into_iter().filter(|scope| visible.contains(&scope.owner)).filter_map(|scope| {
            // What is stored was written by us; what an older version wrote and we cannot read has no words to show.
            let record: LineageRecord = serde_json::from_str(&scope.declared?).ok()?;
            let LineageRecord { queries, statements, .. } = record;
            Some(((scope.tool, scope.scope), DeclaredSql { queries, statements }))
        });
        let mut queries: HashMap<(String, String), DeclaredSql> = queries.collect();
        for said in queries.values_mut() {
            let DeclaredSql { queries, statements } = said;
            for at in (0..queries.len()).rev() {
                if self.catalog.names_hidden(viewer, &queries[at].sql).await? {
                    queries.remove(at);
                }
            }
            for at in (0..statements.len()).rev() {
                if self.catalog.names_hidden(viewer, &statements[at].sql).await? {
                    statements.remove(at);
                }
            }
        }
        Ok(queries)
    }
}
