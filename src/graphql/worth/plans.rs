//! Savings plans: what removing or moving assets would save, and what it did.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use catalog::{Action, AssetId, Count};
use chrono::{DateTime, Utc};
use kpi::{
    money::rounded,
    savings::{Picked, Remedy, Saving, Wish},
    service::PlanDraft,
    unused::{self, Blocker},
};

use super::{kpis::id_of, worth};
use crate::graphql::{
    connection::{PageInfo, page},
    viewer,
};

/// The days without a read that make something unused, where plans judge.
const DAYS: u32 = 30;

/// What can be asked of savings plans.
#[derive(Default)]
pub struct SavingsQuery;

/// What can be changed of savings plans.
#[derive(Default)]
pub struct SavingsMutation;

/// What is to happen to an asset.
#[derive(InputObject)]
pub struct SavingInput {
    /// The asset.
    asset: AssetId,
    /// How it is to be stored; left out, it is to be removed.
    storage: Option<String>,
}

/// An asset of a plan.
#[derive(SimpleObject)]
pub struct PlannedSaving {
    /// The asset.
    asset: AssetId,
    /// Its name when it was picked.
    name: String,
    /// Who owned it then: the first owner.
    owner: Option<String>,
    /// How it is to be stored; null when it is to be removed.
    storage: Option<String>,
    /// Its bytes when it was picked.
    bytes: Count,
    /// What the plan saves a month, to two places.
    projected: String,
    /// What came of it by now.
    actual: String,
    /// Whether it is gone.
    is_gone: bool,
    /// Assets that directly come from it now.
    live_downstream: Count,
    /// Why it should not simply be removed, in English and in Chinese; null when it is safe: unused for 30 days, and
    /// nothing comes from it.
    warning: Option<[String; 2]>,
}

/// A savings plan.
#[derive(SimpleObject)]
pub struct SavingsPlan {
    /// Its identifier.
    id: ID,
    /// What people call it.
    name: String,
    /// The currency of its amounts.
    currency: String,
    /// Who made it.
    made_by: String,
    /// When it was last changed.
    changed_at: DateTime<Utc>,
    /// What it saves a month, to two places.
    projected: String,
    /// What came of it by now; below 0 it costs more than before.
    actual: String,
    /// Its assets, of those that the viewer may know of.
    assets: Vec<PlannedSaving>,
}

/// A page of savings plans.
#[derive(SimpleObject)]
pub struct SavingsPlanConnection {
    /// The plans.
    nodes: Vec<SavingsPlan>,
    /// Where the page ends.
    page_info: PageInfo,
}

fn warning(blocker: Blocker) -> [String; 2] {
    let said = match blocker {
        Blocker::Used => ["it is in use", "仍在使用"],
        Blocker::UseUnknown => ["nobody knows whether it is used", "不清楚是否有人使用"],
        Blocker::Downstream => ["other assets come from it", "有下游资产依赖它"],
        Blocker::DownstreamUnknown => ["nobody knows what comes from it", "不清楚它的下游"],
    };
    said.map(str::to_owned)
}

/// A plan as it stands with these assets.
fn shown(
    plan: kpi::savings::Plan,
    worth: &crate::worth::Worth,
    standings: &kpi::Standings,
    book: &kpi::PriceBook,
) -> SavingsPlan {
    let (each, total) = plan.savings(standings, book);
    let asset = |(picked, saving): (&Picked, Saving)| {
        let now = standings.assets.binary_search_by_key(&picked.asset, |asset| asset.id).ok();
        let now = now.map(|place| &standings.assets[place]);
        let downstream = worth.live_downstream(picked.asset);
        let blocker = now.and_then(|asset| unused::blocker(asset, (standings.day, DAYS), Some(downstream)));
        PlannedSaving {
            asset: picked.asset,
            name: picked.name.clone(),
            owner: picked.owner.clone(),
            storage: match &picked.remedy {
                Remedy::Remove => None,
                Remedy::Store { storage } => Some(storage.clone()),
            },
            bytes: Count(picked.bytes),
            projected: rounded(saving.projected).to_string(),
            actual: rounded(saving.actual).to_string(),
            is_gone: now.is_none(),
            live_downstream: Count::from(downstream),
            warning: blocker.filter(|_| picked.remedy == Remedy::Remove).map(warning),
        }
    };
    SavingsPlan {
        id: plan.id.into(),
        assets: std::iter::zip(&plan.picked, each).map(asset).collect(),
        name: plan.name,
        currency: plan.currency.to_string(),
        made_by: plan.made_by,
        changed_at: plan.changed_at,
        projected: rounded(total.projected).to_string(),
        actual: rounded(total.actual).to_string(),
    }
}

#[Object]
impl SavingsQuery {
    /// Savings plans, by name, with what they saved by now.
    #[graphql(complexity = "200 + first.max(0) as usize * child_complexity")]
    async fn savings_plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<SavingsPlanConnection> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        let found = worth.kpis().plans(viewer, &page(first, after)?).await?;
        let standings = worth.standings(viewer).await?;
        let (_, book) = worth.kpis().prices(viewer).await?;
        let page_info = PageInfo::of(&found);
        let nodes = found.items.into_iter().map(|(_, plan)| shown(plan, worth, &standings, &book)).collect();
        Ok(SavingsPlanConnection { nodes, page_info })
    }

    /// One savings plan, with what it saved by now.
    #[graphql(complexity = "200 + child_complexity")]
    async fn savings_plan(&self, ctx: &Context<'_>, id: ID) -> Result<SavingsPlan> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        let plan = worth.kpis().plan(viewer, id_of("id", &id)?).await?;
        let (_, book) = worth.kpis().prices(viewer).await?;
        Ok(shown(plan, worth, &*worth.standings(viewer).await?, &book))
    }
}

#[Object]
impl SavingsMutation {
    /// Makes a savings plan, or replaces the one with `id`; assets that it had before keep what they cost then. For who may
    /// manage KPIs.
    async fn save_savings_plan(
        &self,
        ctx: &Context<'_>,
        id: Option<ID>,
        name: String,
        currency: String,
        assets: Vec<SavingInput>,
    ) -> Result<SavingsPlan> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        viewer.must(Action::ManageKpis)?;
        let wish = |input: SavingInput| {
            let storage = input.storage.filter(|storage| !storage.trim().is_empty());
            let remedy = storage.map_or(Remedy::Remove, |storage| Remedy::Store { storage });
            Wish { asset: input.asset, remedy }
        };
        let draft = PlanDraft { name, currency: currency.parse()?, wishes: assets.into_iter().map(wish).collect() };
        let standings = worth.standings(viewer).await?;
        let id = id.as_ref().map(|id| id_of("id", id)).transpose()?;
        let plan = worth.kpis().save_plan(viewer, id, draft, &standings).await?;
        let (_, book) = worth.kpis().prices(viewer).await?;
        Ok(shown(plan, worth, &standings, &book))
    }

    /// Deletes a savings plan. For who may manage KPIs.
    async fn delete_savings_plan(&self, ctx: &Context<'_>, id: ID) -> Result<bool> {
        viewer(ctx).must(Action::ManageKpis)?;
        worth(ctx).kpis().delete_plan(viewer(ctx), id_of("id", &id)?).await?;
        Ok(true)
    }
}
