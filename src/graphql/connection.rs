//! Lists in pages: the part that all of them share.

use async_graphql::SimpleObject;
use catalog::{Page, PageRequest};

/// Where a page ends, and whether more follows.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct PageInfo {
    /// Whether more follows.
    pub has_next_page: bool,
    /// What to pass as `after` for what follows; null for an empty page.
    pub end_cursor: Option<String>,
}

impl PageInfo {
    /// That of `page`.
    #[must_use]
    pub fn of<T>(page: &Page<T>) -> Self {
        Self { has_next_page: page.has_more, end_cursor: page.items.last().map(|(cursor, _)| cursor.clone()) }
    }
}

/// The page that `first` and `after` ask for.
///
/// # Errors
/// `Invalid` for `first` when it is not from 1 to 500.
pub fn page(first: i32, after: Option<String>) -> catalog::Result<PageRequest> {
    PageRequest::new(usize::try_from(first).unwrap_or(0), after)
}
