//! Pages of lists of which a viewer may know a part: read on until a page is full of what they may know.

use std::{collections::HashSet, pin::Pin};

use crate::{
    catalog::Catalog,
    error::{Error, Result},
    id::AssetId,
    page::{Page, PageRequest},
    viewer::{Viewer, Visibility},
};

/// A page that is being read.
pub(crate) type Fetched<'f, T> = Pin<Box<dyn Future<Output = Result<Page<T>>> + Send + 'f>>;

/// How many are looked at with one step, once the first step did not fill the page.
const STEP: usize = 2_000;
/// How many are looked at for one page at most.
const MOST_LOOKED_AT: usize = 200_000;

impl Catalog {
    /// A page of `fetch`'s list without what is about assets that the viewer may not know of. `fetch` itself keeps to the
    /// sources that they are bound to.
    ///
    /// # Errors
    /// [`Error::Invalid`] when hundreds of thousands lie before the next one that they may know of.
    pub(crate) async fn trimmed<'f, T>(
        &self,
        viewer: &Viewer,
        page: &PageRequest,
        asset: impl Fn(&T) -> AssetId,
        fetch: impl Fn(PageRequest) -> Fetched<'f, T>,
    ) -> Result<Page<T>> {
        if !matches!(viewer.sees, Visibility::Some(_)) {
            return fetch(page.clone()).await;
        }
        let mut kept: Vec<(String, T)> = Vec::new();
        let (mut step, mut looked_at) = (page.clone(), 0);
        loop {
            let found = fetch(step).await?;
            let next = found.next().map(str::to_owned);
            looked_at += found.items.len();
            let ids: HashSet<AssetId> = found.items.iter().map(|(_, item)| asset(item)).collect();
            let seen = self.visible(viewer, &ids.into_iter().collect::<Vec<_>>()).await?;
            kept.extend(found.items.into_iter().filter(|(_, item)| seen.contains(&asset(item))));
            if kept.len() > page.first {
                kept.truncate(page.first);
                return Ok(Page { items: kept, has_more: true, total: None });
            }
            let Some(next) = next else { return Ok(Page { items: kept, has_more: false, total: None }) };
            if looked_at > MOST_LOOKED_AT {
                let problem = "has too much before it that you may not know of; narrow the list, or search";
                return Err(Error::invalid("after", problem));
            }
            step = PageRequest { first: STEP, after: Some(next) };
        }
    }
}
