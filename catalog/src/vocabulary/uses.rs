//! What is tied to a term, tag, domain or data product.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _, Query, SelectStatement},
};
use uuid::Uuid;

use super::word;
use crate::{
    asset::Asset,
    catalog::Catalog,
    error::{Error, Result},
    id::AssetId,
    kinds::AssetKind,
    page::{Page, PageRequest, decode_cursor, encode_cursor},
    read::trim::Fetched,
    relation::{Layer, RelationKind},
    store::{ROWS, asset, relation},
    viewer::{Viewer, Visibility},
};

/// The most ties that are counted where rules decide asset by asset.
const MOST_COUNTED: u64 = 10_000;

/// By what sort of tie, and with which target, assets have something.
fn tie_of(asset: &Asset) -> Option<(RelationKind, String)> {
    match asset.kind {
        AssetKind::Term => Some((RelationKind::Term, asset.id.to_string())),
        AssetKind::Domain => Some((RelationKind::Domain, asset.id.to_string())),
        AssetKind::DataProduct => Some((RelationKind::Product, asset.id.to_string())),
        AssetKind::CodeList => Some((RelationKind::CodeList, asset.id.to_string())),
        AssetKind::Tag => {
            let (tag, classification) = (asset.name.last(), asset.name.parts.iter().rev().nth(1)?);
            Some((RelationKind::Tag, word(classification, tag)))
        }
        _ => None,
    }
}

fn tied((sort, target): (RelationKind, String)) -> SelectStatement {
    use relation::Column::{AssetId, Kind, Layer as Said, Target, UntilChange};
    Query::select()
        .column(AssetId)
        .from(relation::Entity)
        .and_where(Kind.eq(sort.number()))
        .and_where(Target.eq(target))
        .and_where(Said.ne(Layer::Suggested.number()))
        .and_where(UntilChange.is_null())
        .to_owned()
}

impl Catalog {
    /// The assets that have a term, tag, domain or data product themselves, in the order of identifiers.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Invalid`] for a cursor of another list.
    pub async fn assigned(&self, viewer: &Viewer, id: AssetId, page: &PageRequest) -> Result<Page<Asset>> {
        let Some(tie) = tie_of(&self.asset(viewer, id, None).await?) else { return Ok(Page::empty()) };
        let condition = assigned_to(viewer, tie);
        let fetch = |page| -> Fetched<'_, _> { Box::pin(self.assigned_rows(condition.clone(), page)) };
        let page = self.trimmed(viewer, page, |row: &asset::Model| AssetId(row.id), fetch).await?;
        let (cursors, rows): (Vec<String>, Vec<asset::Model>) = page.items.into_iter().unzip();
        let mut assets = self.assemble(rows, None).await?;
        self.redact(viewer, &mut assets).await?;
        Ok(Page { items: cursors.into_iter().zip(assets).collect(), has_more: page.has_more, total: None })
    }

    async fn assigned_rows(&self, mut condition: Condition, page: PageRequest) -> Result<Page<asset::Model>> {
        if let Some(after) = &page.after {
            let after = decode_cursor(after, 1)?.swap_remove(0);
            let after = Uuid::parse_str(&after).map_err(|_| Error::invalid("after", "is not a cursor of this list"))?;
            condition = condition.add(asset::Column::Id.gt(after));
        }
        let rows = asset::Entity::find().filter(condition).order_by_asc(asset::Column::Id).limit(page.first as u64 + 1);
        let rows = rows.all(self.database().read()).await?;
        Ok(Page::cut(rows, page.first, |row| encode_cursor(&[&row.id.to_string()])))
    }

    /// How many assets have each of `ids` themselves, as far as the viewer may know; up to 10,000 where rules decide asset
    /// by asset. What nothing can be tied to is absent.
    ///
    /// # Errors
    /// The store's own.
    pub async fn assigned_counts(&self, viewer: &Viewer, ids: &[AssetId]) -> Result<HashMap<AssetId, i64>> {
        let assets = self.assets(viewer, ids, None).await?;
        let ties: HashMap<(i16, String), AssetId> = assets
            .iter()
            .filter_map(|asset| tie_of(asset).map(|(sort, target)| ((sort.number(), target), asset.id)))
            .collect();
        let mut counts: HashMap<AssetId, i64> = ties.values().map(|id| (*id, 0)).collect();
        if matches!(viewer.sees, Visibility::Some(_)) {
            for ((sort, target), id) in ties {
                let Some(sort) = RelationKind::from_number(sort) else { continue };
                let found = asset::Entity::find().filter(assigned_to(viewer, (sort, target)));
                let found = found.select_only().column(asset::Column::Id).limit(MOST_COUNTED);
                let found: Vec<Uuid> = found.into_tuple().all(self.database().read()).await?;
                let found: Vec<AssetId> = found.into_iter().map(AssetId).collect();
                counts.insert(id, i64::try_from(self.visible(viewer, &found).await?.len()).unwrap_or(i64::MAX));
            }
            return Ok(counts);
        }
        let targets: Vec<&(i16, String)> = ties.keys().collect();
        for chunk in targets.chunks(ROWS) {
            for (sort, target, count) in self.count_tied(viewer, chunk).await? {
                if let Some(id) = ties.get(&(sort, target)) {
                    counts.insert(*id, count);
                }
            }
        }
        Ok(counts)
    }

    /// How many assets have each of these ties, in one statement.
    async fn count_tied(&self, viewer: &Viewer, ties: &[&(i16, String)]) -> Result<Vec<(i16, String, i64)>> {
        use relation::Column::{AssetId, Kind, Layer as Said, Target, UntilChange};
        let mut present = Query::select()
            .column(asset::Column::Id)
            .from(asset::Entity)
            .and_where(asset::Column::RemovedChange.is_null())
            .to_owned();
        if let Some(sources) = viewer.sees.sources() {
            present.and_where(asset::Column::SourceId.is_in(sources.iter().map(|source| source.0)));
        }
        Ok(relation::Entity::find()
            .select_only()
            .columns([Kind, Target])
            .column_as(Expr::col(AssetId).count_distinct(), "count")
            .filter(Kind.is_in(ties.iter().map(|tie| tie.0)))
            .filter(Target.is_in(ties.iter().map(|tie| tie.1.as_str())))
            .filter(Said.ne(Layer::Suggested.number()))
            .filter(UntilChange.is_null())
            .filter(AssetId.in_subquery(present))
            .group_by(Kind)
            .group_by(Target)
            .into_tuple()
            .all(self.database().read())
            .await?)
    }

    /// Up to `count` assets behind `after` that have a term or data product themselves, or are in a domain, whoever may
    /// know of them; in the order of identifiers. For followers.
    ///
    /// # Errors
    /// The store's own.
    pub async fn tied_to(
        &self,
        (sort, target): (RelationKind, AssetId),
        after: Option<AssetId>,
        count: u64,
    ) -> Result<Vec<AssetId>> {
        let ids: Vec<Uuid> = asset::Entity::find()
            .select_only()
            .column(asset::Column::Id)
            .filter(asset::Column::Id.in_subquery(tied((sort, target.to_string()))))
            .filter(asset::Column::Id.gt(after.map_or(Uuid::nil(), |id| id.0)))
            .order_by_asc(asset::Column::Id)
            .limit(count)
            .into_tuple()
            .all(self.database().read())
            .await?;
        Ok(ids.into_iter().map(AssetId).collect())
    }
}

fn assigned_to(viewer: &Viewer, tie: (RelationKind, String)) -> Condition {
    let assigned =
        Condition::all().add(asset::Column::Id.in_subquery(tied(tie))).add(asset::Column::RemovedChange.is_null());
    match viewer.sees.sources() {
        None => assigned,
        Some(sources) => assigned.add(asset::Column::SourceId.is_in(sources.iter().map(|source| source.0))),
    }
}
