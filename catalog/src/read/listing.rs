//! Everything of some kinds, wherever it is: pipelines and tasks, the data sets of one system.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _, Query},
};
use uuid::Uuid;

use super::trim::Fetched;
use crate::{
    asset::Asset,
    catalog::Catalog,
    error::{Error, Result},
    id::AssetId,
    kinds::AssetKind,
    page::{Page, PageRequest, decode_cursor, encode_cursor},
    platform::folded,
    store::{asset, namespace},
    viewer::{Action, Viewer, Visibility},
};

/// What is listed.
#[derive(Debug, Clone, Default)]
pub struct Listing<'a> {
    /// Of these kinds.
    pub kinds: &'a [AssetKind],
    /// In the system of this name, or of one of its aliases; none for any.
    pub namespace: Option<&'a str>,
    /// With exactly this innermost part of the name, whatever its case.
    pub name: Option<&'a str>,
}

impl Catalog {
    /// Assets that are there and of some kinds, by system, name and identifier.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for a cursor of another list.
    pub async fn listed(&self, viewer: &Viewer, listing: &Listing<'_>, page: &PageRequest) -> Result<Page<Asset>> {
        let Some(wanted) = self.wanted(viewer, listing).await? else { return Ok(Page::empty()) };
        let fetch = |page| -> Fetched<'_, _> { Box::pin(self.listed_rows(wanted.clone(), page)) };
        let page = self.trimmed(viewer, page, |row: &asset::Model| AssetId(row.id), fetch).await?;
        let (cursors, rows): (Vec<String>, Vec<asset::Model>) = page.items.into_iter().unzip();
        let mut assets = self.assemble(rows, None).await?;
        self.redact(viewer, &mut assets).await?;
        Ok(Page { items: cursors.into_iter().zip(assets).collect(), has_more: page.has_more, total: None })
    }

    async fn listed_rows(&self, mut wanted: Condition, page: PageRequest) -> Result<Page<asset::Model>> {
        use asset::Column::{Folded, Id, NamespaceId};
        if let Some(after) = &page.after {
            wanted = wanted.add(behind(after)?);
        }
        let rows = asset::Entity::find()
            .filter(wanted)
            .order_by_asc(NamespaceId)
            .order_by_asc(Folded)
            .order_by_asc(Id)
            .limit(page.first as u64 + 1)
            .all(self.database().read())
            .await?;
        let cursor =
            |row: &asset::Model| encode_cursor(&[&row.namespace_id.to_string(), &row.folded, &row.id.to_string()]);
        Ok(Page::cut(rows, page.first, cursor))
    }

    /// How many assets [`Self::listed`] has in all its pages.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn count_listed(&self, viewer: &Viewer, listing: &Listing<'_>) -> Result<u64> {
        let Some(wanted) = self.wanted(viewer, listing).await? else { return Ok(0) };
        let listed = asset::Entity::find().filter(wanted);
        if !matches!(viewer.sees, Visibility::Some(_)) {
            return Ok(listed.count(self.database().read()).await?);
        }
        let ids = listed.select_only().column(asset::Column::Id).into_tuple().all(self.database().read()).await?;
        let ids: Vec<AssetId> = ids.into_iter().map(AssetId).collect();
        Ok(self.visible(viewer, &ids).await?.len() as u64)
    }

    /// The systems in which the viewer may know of something, by name; at most 10,000.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn namespaces(&self, viewer: &Viewer) -> Result<Vec<String>> {
        viewer.must(Action::ReadCatalog)?;
        let mut seen = Condition::all();
        if let Some(sources) = viewer.sees.sources() {
            let with_assets = Query::select()
                .distinct()
                .column(asset::Column::NamespaceId)
                .from(asset::Entity)
                .and_where(asset::Column::SourceId.is_in(sources.iter().map(|source| source.0)))
                .to_owned();
            seen = seen.add(namespace::Column::Id.in_subquery(with_assets));
        }
        if matches!(viewer.sees, Visibility::Some(_)) {
            seen = seen.add(namespace::Column::Id.is_in(self.seen_namespaces(viewer).await?));
        }
        let rows = namespace::Entity::find().filter(seen).order_by_asc(namespace::Column::Name).limit(10_000);
        Ok(rows.all(self.database().read()).await?.into_iter().map(|row| row.name).collect())
    }

    /// The systems of which the viewer may know one of the outermost assets.
    pub(super) async fn seen_namespaces(&self, viewer: &Viewer) -> Result<Vec<i32>> {
        let rows: Vec<(Uuid, i32)> = asset::Entity::find()
            .select_only()
            .columns([asset::Column::Id, asset::Column::NamespaceId])
            .filter(asset::Column::ParentId.eq(Uuid::nil()))
            .filter(asset::Column::RemovedChange.is_null())
            .into_tuple()
            .all(self.database().read())
            .await?;
        let ids: Vec<AssetId> = rows.iter().map(|(id, _)| AssetId(*id)).collect();
        let seen = self.visible(viewer, &ids).await?;
        let seen = rows.into_iter().filter(|(id, _)| seen.contains(&AssetId(*id))).map(|(_, namespace)| namespace);
        Ok(seen.collect::<BTreeSet<i32>>().into_iter().collect())
    }

    /// What a listing has; none when that is nothing at all.
    async fn wanted(&self, viewer: &Viewer, listing: &Listing<'_>) -> Result<Option<Condition>> {
        use asset::Column::{Folded, Kind, NamespaceId, RemovedChange, SourceId};
        viewer.must(Action::ReadCatalog)?;
        let kinds: Vec<i16> = listing.kinds.iter().map(|kind| kind.number()).collect();
        let mut wanted = Condition::all().add(RemovedChange.is_null()).add(Kind.is_in(kinds.iter().copied()));
        let work = [AssetKind::Pipeline.number(), AssetKind::Task.number()];
        if kinds.iter().all(|kind| work.contains(kind)) {
            // Said as the index for them says it, so that the engine sees that it may be used.
            let bounds = [format!("kind >= {}", work[0]), format!("kind <= {}", work[1])];
            wanted = bounds.into_iter().fold(wanted, |wanted, bound| wanted.add(Expr::cust(bound)));
        }
        if let Some(namespace) = listing.namespace {
            let Some(id) = self.find_namespace(namespace).await? else { return Ok(None) };
            wanted = wanted.add(NamespaceId.eq(id));
        }
        if let Some(name) = listing.name {
            wanted = wanted.add(Folded.eq(folded(name)));
        }
        if let Some(sources) = viewer.sees.sources() {
            wanted = wanted.add(SourceId.is_in(sources.iter().map(|source| source.0)));
        }
        Ok(Some(wanted))
    }
}

/// What stands behind a cursor.
fn behind(after: &str) -> Result<Condition> {
    use asset::Column::{Folded, Id, NamespaceId};
    let bad = || Error::invalid("after", "is not a cursor of this list");
    let parts = decode_cursor(after, 3)?;
    let namespace: i32 = parts[0].parse().map_err(|_| bad())?;
    let id = Uuid::parse_str(&parts[2]).map_err(|_| bad())?;
    let key = Expr::tuple([Expr::col(NamespaceId), Expr::col(Folded), Expr::col(Id)]);
    Ok(Condition::all().add(key.gt(Expr::tuple([Expr::val(namespace), Expr::val(parts[1].clone()), Expr::val(id)]))))
}
