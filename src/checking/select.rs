//! Which tables a suite is about, and which of its columns an item names.

use catalog::{AssetId, AssetKind, Viewer};
use quality::{
    Error, Result,
    suite::{MOST_TABLES, Selection, Suite},
};
use search::{Filters, SearchRequest};

use super::{Checking, table::is_asked};

/// How many hits one step of a search reads.
const STEP: usize = 100;

impl Checking {
    /// The tables of a selection that are there, as the service sees them: those that are named first, then those that
    /// the search finds.
    ///
    /// # Errors
    /// `Invalid` for the search, or when it finds more than [`MOST_TABLES`] tables.
    pub async fn selected(&self, selection: &Selection) -> Result<Vec<AssetId>> {
        let system = Viewer::system();
        let named = self.catalog.assets(&system, &selection.assets, None).await?;
        let there = named.iter().filter(|asset| is_asked(asset.kind) && asset.removed.is_none());
        let mut tables: Vec<AssetId> = there.map(|asset| asset.id).collect();
        if let Some(query) = &selection.query {
            for found in self.searched(query).await? {
                if !tables.contains(&found) {
                    tables.push(found);
                }
            }
        }
        if tables.len() > MOST_TABLES {
            let problem = format!("is about {} tables; at most {MOST_TABLES} are checked together", tables.len());
            return Err(catalog::Error::invalid("selection.query", problem).into());
        }
        Ok(tables)
    }

    async fn searched(&self, query: &str) -> Result<Vec<AssetId>> {
        let filters =
            Filters { kinds: vec![AssetKind::Table, AssetKind::Container, AssetKind::File], ..Filters::default() };
        let mut request = SearchRequest { filters, first: STEP, ..SearchRequest::new(query) };
        let mut found = Vec::new();
        loop {
            let (index, asked) = (self.index.clone(), request.clone());
            let answer = tokio::task::spawn_blocking(move || index.search(&Viewer::system(), &asked)).await;
            let answer = answer.map_err(|cause| catalog::Error::conflict(format!("the search broke off: {cause}")))?;
            let answer = answer.map_err(|cause| catalog::Error::invalid("selection.query", cause.to_string()))?;
            found.extend(answer.hits.iter().filter(|hit| !hit.is_removed).map(|hit| hit.asset));
            if found.len() > MOST_TABLES {
                let problem = format!("finds more than {MOST_TABLES} tables; narrow it");
                return Err(Error::from(catalog::Error::invalid("selection.query", problem)));
            }
            match answer.next {
                Some(next) => request.after = Some(next),
                None => return Ok(found),
            }
        }
    }

    /// The suites that are about a table.
    ///
    /// # Errors
    /// The store's own; a suite whose search cannot be answered is left out.
    pub async fn suites_of(&self, table: AssetId) -> Result<Vec<Suite>> {
        let system = Viewer::system();
        let mut page = catalog::PageRequest::first(catalog::page::MAX_PAGE);
        let mut about = Vec::new();
        loop {
            let suites = self.quality.suites(&system, &page).await?;
            for (cursor, suite) in suites.items {
                page.after = Some(cursor);
                let is_about = match self.selected(&suite.draft.selection).await {
                    Ok(tables) => tables.contains(&table),
                    Err(cause) => {
                        tracing::warn!(suite.id = %suite.id, "a suite selects nothing: {cause}");
                        false
                    }
                };
                if is_about {
                    about.push(suite);
                }
            }
            if !suites.has_more {
                return Ok(about);
            }
        }
    }
}
