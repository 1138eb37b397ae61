//! A column with the standard that it keeps.

use std::{collections::HashMap, sync::Arc};

use catalog::{
    Asset, AssetId, Catalog, Details, Layer, Page, PageRequest, RelationKind, Viewer,
    kinds::code_list::{CodeListDetails, Expectation},
};

use super::{Error, Result, Standards};

/// A column with the standard that it keeps.
#[derive(Debug, Clone)]
pub struct Bound {
    /// The column.
    pub column: Asset,
    /// The standard.
    pub list: Arc<Asset>,
}

/// The standard that a column keeps, by its identifier.
fn list_of(column: &Asset) -> Option<AssetId> {
    let tie =
        column.relations.iter().find(|tie| tie.kind == RelationKind::CodeList && tie.layer != Layer::Suggested)?;
    tie.target_id()
}

/// The facts of a code list; none for other assets.
pub(super) fn details(list: &Asset) -> Option<&CodeListDetails> {
    match &list.harvested.details {
        Details::CodeList(details) => Some(details),
        _ => None,
    }
}

impl Bound {
    /// What the standard says.
    #[must_use]
    pub fn standard(&self) -> &CodeListDetails {
        details(&self.list).expect("only code lists are looked up")
    }

    /// In what the column differs from what the standard expects of it, as its source declares it.
    #[must_use]
    pub fn differences(&self) -> Vec<Expectation> {
        match &self.column.harvested.details {
            Details::Column(column) => self.standard().differences(column),
            _ => Vec::new(),
        }
    }

    /// All codes, of which there is at least one.
    ///
    /// # Errors
    /// `Conflict` when the standard has none.
    pub(super) fn codes(&self) -> Result<Vec<String>> {
        let codes: Vec<String> = self.standard().codes.iter().map(|code| code.code.clone()).collect();
        if codes.is_empty() {
            let list = self.list.display_name();
            return Err(Error::conflict(format!("the standard `{list}` has no codes to compare with; add some first")));
        }
        Ok(codes)
    }
}

/// The codes of the standards that columns keep; none of a column that keeps no standard which the viewer may know of.
///
/// # Errors
/// `Forbidden`; the store's own.
pub async fn codes_kept(
    catalog: &Catalog,
    viewer: &Viewer,
    columns: &[AssetId],
) -> catalog::Result<HashMap<AssetId, Vec<String>>> {
    let columns = catalog.assets(viewer, columns, None).await?;
    let bound = with_lists(catalog, viewer, columns).await?.into_iter().map(|bound| {
        let codes = bound.standard().codes.iter().map(|code| code.code.clone()).collect();
        (bound.column.id, codes)
    });
    Ok(bound.collect())
}

async fn with_lists(catalog: &Catalog, viewer: &Viewer, columns: Vec<Asset>) -> catalog::Result<Vec<Bound>> {
    let ids: std::collections::HashSet<AssetId> = columns.iter().filter_map(list_of).collect();
    let lists = catalog.assets(viewer, &ids.into_iter().collect::<Vec<_>>(), None).await?;
    let lists = lists.into_iter().filter(|list| list.removed.is_none() && details(list).is_some());
    let lists: HashMap<AssetId, Arc<Asset>> = lists.map(|list| (list.id, Arc::new(list))).collect();
    let bound = columns.into_iter().filter(|column| column.removed.is_none()).filter_map(|column| {
        let list = Arc::clone(lists.get(&list_of(&column)?)?);
        Some(Bound { column, list })
    });
    Ok(bound.collect())
}

impl Standards {
    /// Those of `columns` that keep a standard which the viewer may know of, with it.
    pub(super) async fn with_lists(&self, viewer: &Viewer, columns: Vec<Asset>) -> Result<Vec<Bound>> {
        Ok(with_lists(&self.catalog, viewer, columns).await?)
    }

    /// A column with the standard that it keeps; none where it keeps none, or none that the viewer may know of.
    ///
    /// # Errors
    /// `NotFound`; `Forbidden`.
    pub async fn find(&self, viewer: &Viewer, column: AssetId) -> Result<Option<Bound>> {
        let column = self.catalog.asset(viewer, column, None).await?;
        Ok(self.with_lists(viewer, vec![column]).await?.pop())
    }

    /// The same where there has to be one.
    pub(super) async fn get(&self, viewer: &Viewer, column: AssetId) -> Result<Bound> {
        let found = self.find(viewer, column).await?;
        found.ok_or_else(|| Error::conflict("it keeps no data standard; choose one for it first"))
    }

    /// A page of the columns that keep a standard.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` for what is no standard, and for a foreign cursor.
    pub async fn columns_of(&self, viewer: &Viewer, list: AssetId, page: &PageRequest) -> Result<Page<Bound>> {
        let list = Arc::new(self.catalog.asset(viewer, list, None).await?);
        if details(&list).is_none() {
            return Err(Error::invalid("list", "is no data standard"));
        }
        let found = self.catalog.assigned(viewer, list.id, page).await?;
        let bound = |(cursor, column)| (cursor, Bound { column, list: Arc::clone(&list) });
        Ok(Page { items: found.items.into_iter().map(bound).collect(), has_more: found.has_more, total: None })
    }
}
