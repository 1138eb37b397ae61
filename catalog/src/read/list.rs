//! Lists of assets: children in their order, and names by their beginning; now or as of a change.

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LikeExpr},
};
use uuid::Uuid;

use super::past::held_at;
use super::trim::Fetched;
use crate::{
    asset::Asset,
    catalog::Catalog,
    change::ChangeNumber,
    error::{Error, Result},
    id::AssetId,
    kinds::AssetKind,
    page::{Page, PageRequest, decode_cursor, encode_cursor},
    platform::folded,
    store::{asset, asset_past},
    viewer::Viewer,
};

/// Which assets a list has.
#[derive(Debug, Clone, Default)]
struct Listed {
    parent: Option<Uuid>,
    kind: Option<AssetKind>,
    /// A text anywhere in the name.
    contains: Option<String>,
    /// A text that the name begins with.
    prefix: Option<String>,
    sources: Option<Vec<Uuid>>,
    after: Option<(i32, String, Uuid)>,
}

/// The columns that both the current and the past rows have.
struct Columns<C> {
    id: C,
    parent: C,
    kind: C,
    folded: C,
    ordinal: C,
    source: C,
    removed: C,
}

impl Listed {
    fn condition<C: ColumnTrait>(&self, columns: &Columns<C>) -> Condition {
        let mut condition = Condition::all().add(columns.removed.is_null());
        if let Some(parent) = self.parent {
            condition = condition.add(columns.parent.eq(parent));
        }
        if let Some(kind) = self.kind {
            condition = condition.add(columns.kind.eq(kind.number()));
        }
        if let Some(text) = &self.contains {
            condition = condition.add(like(columns.folded, &format!("%{}%", escaped(text))));
        }
        if let Some(text) = &self.prefix {
            condition =
                condition.add(columns.folded.gte(text.clone())).add(columns.folded.lt(format!("{text}\u{10FFFF}")));
        }
        if let Some(sources) = &self.sources {
            condition = condition.add(columns.source.is_in(sources.iter().copied()));
        }
        if let Some((ordinal, name, id)) = &self.after {
            let same_ordinal = columns.ordinal.eq(*ordinal);
            let later_name = columns.folded.gt(name.clone());
            let later_id = Condition::all().add(columns.folded.eq(name.clone())).add(columns.id.gt(*id));
            condition = condition.add(
                Condition::any()
                    .add(columns.ordinal.gt(*ordinal))
                    .add(Condition::all().add(same_ordinal).add(Condition::any().add(later_name).add(later_id))),
            );
        }
        condition
    }
}

impl Catalog {
    /// What is directly inside `parent` (none: the outermost), columns by position and others by name; of one kind and
    /// with a text in the name, where wanted.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor of another list.
    pub async fn children(
        &self,
        viewer: &Viewer,
        parent: Option<AssetId>,
        wanted: ChildFilter<'_>,
        as_of: Option<ChangeNumber>,
        page: &PageRequest,
    ) -> Result<Page<Asset>> {
        let listed = Listed {
            parent: Some(parent.map_or(Uuid::nil(), |id| id.0)),
            kind: wanted.kind,
            contains: wanted.text.map(folded).filter(|text| !text.is_empty()),
            ..Listed::default()
        };
        self.list(viewer, listed, as_of, page).await
    }

    /// Assets whose name begins with `text`, by name; works in the past, where the search index does not reach.
    ///
    /// # Errors
    /// [`Error::Invalid`] when `text` is empty or the cursor is of another list.
    pub async fn search_names(
        &self,
        viewer: &Viewer,
        text: &str,
        as_of: Option<ChangeNumber>,
        page: &PageRequest,
    ) -> Result<Page<Asset>> {
        let prefix = folded(text);
        if prefix.is_empty() {
            return Err(Error::invalid("text", "is empty; give the beginning of a name"));
        }
        self.list(viewer, Listed { prefix: Some(prefix), ..Listed::default() }, as_of, page).await
    }

    async fn list(
        &self,
        viewer: &Viewer,
        mut listed: Listed,
        as_of: Option<ChangeNumber>,
        page: &PageRequest,
    ) -> Result<Page<Asset>> {
        viewer.must(crate::viewer::Action::ReadCatalog)?;
        listed.sources = viewer.sees.sources().map(|sources| sources.iter().map(|id| id.0).collect());
        let fetch = |page| -> Fetched<'_, _> { Box::pin(self.rows(&listed, as_of, page)) };
        let page = self.trimmed(viewer, page, |row: &asset::Model| AssetId(row.id), fetch).await?;
        let (cursors, rows): (Vec<String>, Vec<asset::Model>) = page.items.into_iter().unzip();
        let mut assets = self.assemble(rows, as_of).await?;
        self.redact(viewer, &mut assets).await?;
        Ok(Page { items: cursors.into_iter().zip(assets).collect(), has_more: page.has_more, total: None })
    }

    /// The rows of what is directly inside of something, whoever may know of it.
    pub(super) async fn child_rows(
        &self,
        parent: Uuid,
        as_of: Option<ChangeNumber>,
        page: PageRequest,
    ) -> Result<Page<asset::Model>> {
        self.rows(&Listed { parent: Some(parent), ..Listed::default() }, as_of, page).await
    }

    async fn rows(
        &self,
        listed: &Listed,
        as_of: Option<ChangeNumber>,
        page: PageRequest,
    ) -> Result<Page<asset::Model>> {
        let mut listed = listed.clone();
        if let Some(after) = &page.after {
            let bad = || Error::invalid("after", "is not a cursor of this list");
            let parts = decode_cursor(after, 3)?;
            let ordinal = parts[0].parse().map_err(|_| bad())?;
            listed.after = Some((ordinal, parts[1].clone(), Uuid::parse_str(&parts[2]).map_err(|_| bad())?));
        }
        let most = page.first as u64 + 1;
        let mut rows = self.current_rows(&listed, as_of, most).await?;
        if let Some(number) = as_of {
            rows.extend(self.past_rows(&listed, number, most).await?);
            rows.sort_by(|a, b| (a.ordinal, &a.folded, a.id).cmp(&(b.ordinal, &b.folded, b.id)));
        }
        let cursor = |row: &asset::Model| encode_cursor(&[&row.ordinal.to_string(), &row.folded, &row.id.to_string()]);
        Ok(Page::cut(rows, page.first, cursor))
    }

    async fn current_rows(&self, listed: &Listed, as_of: Option<ChangeNumber>, most: u64) -> Result<Vec<asset::Model>> {
        use asset::Column;
        let columns = Columns {
            id: Column::Id,
            parent: Column::ParentId,
            kind: Column::Kind,
            folded: Column::Folded,
            ordinal: Column::Ordinal,
            source: Column::SourceId,
            removed: Column::RemovedChange,
        };
        let mut query = asset::Entity::find().filter(listed.condition(&columns));
        if let Some(number) = as_of {
            query = query.filter(held_at(number).current);
        }
        let query = query.order_by_asc(Column::Ordinal).order_by_asc(Column::Folded).order_by_asc(Column::Id);
        Ok(query.limit(most).all(self.database().read()).await?)
    }

    async fn past_rows(&self, listed: &Listed, number: ChangeNumber, most: u64) -> Result<Vec<asset::Model>> {
        use asset_past::Column;
        let columns = Columns {
            id: Column::Id,
            parent: Column::ParentId,
            kind: Column::Kind,
            folded: Column::Folded,
            ordinal: Column::Ordinal,
            source: Column::SourceId,
            removed: Column::RemovedChange,
        };
        let query = asset_past::Entity::find().filter(listed.condition(&columns)).filter(held_at(number).past);
        let query = query.order_by_asc(Column::Ordinal).order_by_asc(Column::Folded).order_by_asc(Column::Id);
        let rows = query.limit(most).all(self.database().read()).await?;
        Ok(rows.into_iter().map(asset_past::Model::into_state).collect())
    }
}

/// Which children are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct ChildFilter<'a> {
    /// Only of this kind.
    pub kind: Option<AssetKind>,
    /// Only with this text in their name, whatever its case.
    pub text: Option<&'a str>,
}

impl ChildFilter<'_> {
    /// Children of one kind.
    #[must_use]
    pub fn of(kind: AssetKind) -> Self {
        Self { kind: Some(kind), text: None }
    }
}

fn like<C: ColumnTrait>(column: C, pattern: &str) -> Expr {
    column.like(LikeExpr::new(pattern).escape('\\'))
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
