//! Everything of some kinds, wherever it is: pipelines and tasks, the data sets of one system.

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _, Query},
};
use uuid::Uuid;

use crate::{
    asset::Asset,
    catalog::Catalog,
    error::{Error, Result},
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
        use asset::Column::{Folded, Id, NamespaceId};
        let Some(mut wanted) = self.wanted(viewer, listing).await? else { return Ok(Page::empty()) };
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
        let page = Page::cut(rows, page.first, cursor);
        let (cursors, rows): (Vec<String>, Vec<asset::Model>) = page.items.into_iter().unzip();
        let assets = self.assemble(rows, None).await?;
        Ok(Page { items: cursors.into_iter().zip(assets).collect(), has_more: page.has_more, total: None })
    }

    /// How many assets [`Self::listed`] has in all its pages.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn count_listed(&self, viewer: &Viewer, listing: &Listing<'_>) -> Result<u64> {
        let Some(wanted) = self.wanted(viewer, listing).await? else { return Ok(0) };
        Ok(asset::Entity::find().filter(wanted).count(self.database().read()).await?)
    }

    /// The systems in which the viewer may know of something, by name; at most 10,000.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn namespaces(&self, viewer: &Viewer) -> Result<Vec<String>> {
        viewer.must(Action::ReadCatalog)?;
        let seen = match &viewer.sees {
            Visibility::Everything => Condition::all(),
            Visibility::Nothing => return Ok(Vec::new()),
            Visibility::Sources(sources) => {
                let with_assets = Query::select()
                    .distinct()
                    .column(asset::Column::NamespaceId)
                    .from(asset::Entity)
                    .and_where(asset::Column::SourceId.is_in(sources.iter().map(|source| source.0)))
                    .to_owned();
                Condition::all().add(namespace::Column::Id.in_subquery(with_assets))
            }
        };
        let rows = namespace::Entity::find().filter(seen).order_by_asc(namespace::Column::Name).limit(10_000);
        Ok(rows.all(self.database().read()).await?.into_iter().map(|row| row.name).collect())
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
        Ok(match &viewer.sees {
            Visibility::Everything => Some(wanted),
            Visibility::Sources(sources) => Some(wanted.add(SourceId.is_in(sources.iter().map(|source| source.0)))),
            Visibility::Nothing => None,
        })
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
