//! What there is, for a viewer for whom rules decide asset by asset: counted by the search index, because the store could
//! only count by looking at every asset. It is as new as the index.

use std::collections::BTreeMap;

use catalog::{AssetKind, Coverage, SourceId, Viewer};
use search::{Facet, Filters, SearchRequest};

use crate::app::App;

/// How many assets of each kind the viewer may know of.
///
/// # Errors
/// When the index cannot be read.
pub fn counts(app: &App, viewer: &Viewer) -> search::Result<BTreeMap<AssetKind, i64>> {
    counts_among(app, viewer, Filters::default())
}

/// How many assets of each kind of one source the viewer may know of.
///
/// # Errors
/// When the index cannot be read.
pub fn counts_of(app: &App, viewer: &Viewer, source: SourceId) -> search::Result<BTreeMap<AssetKind, i64>> {
    counts_among(app, viewer, Filters { sources: vec![source], ..Filters::default() })
}

fn counts_among(app: &App, viewer: &Viewer, filters: Filters) -> search::Result<BTreeMap<AssetKind, i64>> {
    let request = SearchRequest { facets: true, first: 1, filters, ..SearchRequest::new("") };
    let answer = app.index().search(viewer, &request)?;
    let kinds = answer.facets.into_iter().find(|facet| facet.facet == Facet::Kind);
    let count = |value: search::FacetValue| Some((value.value.parse().ok()?, signed(value.count)));
    Ok(kinds.into_iter().flat_map(|facet| facet.values).filter_map(count).collect())
}

/// How well the tables and columns that the viewer may know of are looked after.
///
/// # Errors
/// When the index cannot be read.
pub fn coverage(app: &App, viewer: &Viewer) -> search::Result<Coverage> {
    let count = |query: &str| -> search::Result<i64> {
        let request = SearchRequest { first: 1, ..SearchRequest::new(format!("{query} -is:placeholder")) };
        Ok(signed(app.index().search(viewer, &request)?.total))
    };
    Ok(Coverage {
        tables: count("kind:table")?,
        tables_described: count("kind:table has:description")?,
        tables_owned: count("kind:table has:owner")?,
        columns: count("kind:column")?,
        columns_described: count("kind:column has:description")?,
    })
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
