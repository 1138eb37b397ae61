//! KPIs: what they are, how far they have come, what they were.

mod input;
mod shown;

use async_graphql::{Context, ID, Object, Result};
use catalog::Action;
use chrono::NaiveDate;
use uuid::Uuid;

pub use self::{
    input::KpiInput,
    shown::{Kpi, KpiConnection, KpiForecast, KpiProgress, KpiResult, KpiVersion, KpiVersionConnection},
};
use super::{AssetWorthConnection, standing::listed, worth};
use crate::graphql::{
    connection::{PageInfo, page},
    viewer,
};

/// What can be asked of KPIs.
#[derive(Default)]
pub struct KpiQuery;

/// What can be changed of KPIs.
#[derive(Default)]
pub struct KpiMutation;

/// An identifier of a KPI or plan.
pub(super) fn id_of(field: &'static str, id: &ID) -> catalog::Result<Uuid> {
    Uuid::parse_str(id).map_err(|_| catalog::Error::invalid(field, "is not an identifier"))
}

#[Object]
impl KpiQuery {
    /// The KPIs that the viewer may know of, by name.
    #[graphql(complexity = "50 + first.max(0) as usize * child_complexity / 10")]
    async fn kpis(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<KpiConnection> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        let membership = worth.membership(viewer).await?;
        let found = worth.kpis().list(membership.of(viewer), &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        let kpis: Vec<kpi::Kpi> = found.items.into_iter().map(|(_, kpi)| kpi).collect();
        let mut results = worth.kpis().last_results(&kpis).await?;
        let nodes = kpis.into_iter().map(|kpi| {
            let results = results.remove(&kpi.id).unwrap_or_default();
            Kpi::new(kpi, results)
        });
        Ok(KpiConnection { nodes: nodes.collect(), page_info })
    }

    /// One KPI; an error when there is none that the viewer may know of.
    #[graphql(complexity = "20 + child_complexity")]
    async fn kpi(&self, ctx: &Context<'_>, id: ID) -> Result<Kpi> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        let membership = worth.membership(viewer).await?;
        let kpi = worth.kpis().get(membership.of(viewer), id_of("id", &id)?).await?;
        Ok(shown(ctx, kpi).await?)
    }

    /// What a KPI came to on the days from one to another, oldest first; days without data are absent.
    #[graphql(complexity = "100 + child_complexity")]
    async fn kpi_results(&self, ctx: &Context<'_>, id: ID, from: NaiveDate, to: NaiveDate) -> Result<Vec<KpiResult>> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        let membership = worth.membership(viewer).await?;
        let id = id_of("id", &id)?;
        let kpi = worth.kpis().get(membership.of(viewer), id).await?;
        let results = worth.kpis().results(membership.of(viewer), id, (from, to)).await?;
        Ok(results.into_iter().map(|result| KpiResult::new(&kpi.definition, result)).collect())
    }

    /// What a KPI was, newest first; the present one is the first.
    #[graphql(complexity = "20 + first.max(0) as usize * child_complexity / 10")]
    async fn kpi_versions(
        &self,
        ctx: &Context<'_>,
        id: ID,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<KpiVersionConnection> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        let membership = worth.membership(viewer).await?;
        let found = worth.kpis().versions(membership.of(viewer), id_of("id", &id)?, &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        let nodes = found.items.into_iter().map(|(_, kpi)| KpiVersion::new(kpi)).collect();
        Ok(KpiVersionConnection { nodes, page_info })
    }

    /// The assets behind a KPI's number as they stand now, of those that the viewer may know of: those that count for it,
    /// or with `missing` those that should and do not.
    #[graphql(complexity = "200 + first.max(0) as usize * child_complexity / 10")]
    async fn kpi_assets(
        &self,
        ctx: &Context<'_>,
        id: ID,
        #[graphql(default)] missing: bool,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<AssetWorthConnection> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        let membership = worth.membership(viewer).await?;
        let kpi = worth.kpis().get(membership.of(viewer), id_of("id", &id)?).await?;
        let standings = worth.standings(viewer).await?;
        let (_, book) = worth.kpis().prices(viewer).await?;
        let gauge = kpi.definition.gauge()?;
        let assets = gauge.behind(&standings, missing).collect();
        Ok(listed(assets, &page(first, after)?, &book.on(standings.day))?)
    }
}

async fn shown(ctx: &Context<'_>, kpi: kpi::Kpi) -> kpi::Result<Kpi> {
    let mut results = worth(ctx).kpis().last_results(std::slice::from_ref(&kpi)).await?;
    let results = results.remove(&kpi.id).unwrap_or_default();
    Ok(Kpi::new(kpi, results))
}

#[Object]
impl KpiMutation {
    /// Makes a KPI, or changes the one with `id`, of which `version` was seen. For who may manage KPIs.
    async fn save_kpi(&self, ctx: &Context<'_>, id: Option<ID>, version: Option<i32>, input: KpiInput) -> Result<Kpi> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        viewer.must(Action::ManageKpis)?;
        let seen = match (&id, version) {
            (None, _) => None,
            (Some(id), Some(version)) => Some((id_of("id", id)?, version)),
            (Some(_), None) => {
                return Err(kpi::Error::invalid("version", "is missing; say which version was seen").into());
            }
        };
        let membership = worth.membership(viewer).await?;
        let kpi = worth.kpis().save(membership.of(viewer), seen, input.definition()?).await?;
        Ok(shown(ctx, kpi).await?)
    }

    /// Deletes a KPI and its results. For who may manage KPIs.
    async fn delete_kpi(&self, ctx: &Context<'_>, id: ID) -> Result<bool> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        viewer.must(Action::ManageKpis)?;
        let membership = worth.membership(viewer).await?;
        worth.kpis().delete(membership.of(viewer), id_of("id", &id)?).await?;
        Ok(true)
    }

    /// Works out now what is due of KPIs and insights, as the service does every hour; answers how many days that were. For
    /// who may manage KPIs.
    #[graphql(complexity = 1000)]
    async fn evaluate_kpis(&self, ctx: &Context<'_>) -> Result<i32> {
        viewer(ctx).must(Action::ManageKpis)?;
        let (days, _) = worth(ctx).work_off().await?;
        Ok(i32::try_from(days).unwrap_or(i32::MAX))
    }
}
