//! Savings plans as they are kept: for those who manage KPIs and those who made them.

use catalog::{
    Action, Page, PageRequest, Viewer,
    page::{decode_cursor, encode_cursor},
};
use uuid::Uuid;

use super::Kpis;
use crate::{
    error::{Error, Result},
    money::Currency,
    savings::{self, Plan, Wish},
    standing::Standings,
    store::{definition::key, plan as store},
};

/// The most plans of an installation.
const MAX_PLANS: u64 = 500;

/// What a plan is to be.
#[derive(Debug, Clone)]
pub struct PlanDraft {
    /// What people call it; no two have the same name.
    pub name: String,
    /// The currency of its amounts.
    pub currency: Currency,
    /// What is to happen to which assets.
    pub wishes: Vec<Wish>,
}

impl Kpis {
    /// A page of plans by name. Of assets that the viewer may not know of plans tell nothing.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for a cursor of another list.
    pub async fn plans(&self, viewer: &Viewer, page: &PageRequest) -> Result<Page<Plan>> {
        viewer.must(Action::ReadCatalog)?;
        let after = page.after.as_deref().map(|after| decode_cursor(after, 1)).transpose()?;
        let after = after.as_ref().map(|key| key[0].as_str());
        let most = u64::try_from(page.first).unwrap_or(u64::MAX).saturating_add(1);
        let mut plans = store::list(self.catalog.database().read(), after, most).await?;
        for plan in &mut plans {
            self.show(viewer, plan).await?;
        }
        Ok(Page::cut(plans, page.first, |plan| encode_cursor(&[&key(&plan.name)])))
    }

    /// The plan with this identifier, without the assets that the viewer may not know of.
    ///
    /// # Errors
    /// `Forbidden`; [`Error::NotFound`].
    pub async fn plan(&self, viewer: &Viewer, id: Uuid) -> Result<Plan> {
        viewer.must(Action::ReadCatalog)?;
        let mut plan = store::find(self.catalog.database().read(), id).await?.ok_or_else(|| not_found(id))?;
        self.show(viewer, &mut plan).await?;
        Ok(plan)
    }

    async fn show(&self, viewer: &Viewer, plan: &mut Plan) -> Result<()> {
        if viewer.sees != catalog::Visibility::Everything {
            let ids: Vec<_> = plan.picked.iter().map(|picked| picked.asset).collect();
            let seen = self.catalog.visible(viewer, &ids).await?;
            plan.picked.retain(|picked| seen.contains(&picked.asset));
        }
        Ok(())
    }

    /// Makes a plan of assets as they stand in `standings`, which has what the viewer may know of; or replaces one. Assets
    /// that were picked before keep what they cost then.
    ///
    /// # Errors
    /// `Forbidden`; [`Error::Invalid`] for `name` or `assets`; [`Error::NotFound`]; [`Error::Conflict`] when there are too
    /// many.
    pub async fn save_plan(
        &self,
        viewer: &Viewer,
        id: Option<Uuid>,
        draft: PlanDraft,
        standings: &Standings,
    ) -> Result<Plan> {
        viewer.must(Action::ManageKpis)?;
        let name = draft.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 128 || name.chars().any(char::is_control) {
            return Err(Error::invalid("name", "has to be 1 to 128 letters without line breaks"));
        }
        let (_, book) = self.prices(viewer).await?;
        let before = match id {
            Some(id) => Some(store::find(self.catalog.database().read(), id).await?.ok_or_else(|| not_found(id))?),
            None => None,
        };
        let kept = before.iter().filter(|plan| plan.currency == draft.currency).flat_map(|plan| &plan.picked);
        let kept: Vec<_> = kept
            .filter(|picked| draft.wishes.iter().any(|it| it.asset == picked.asset && it.remedy == picked.remedy))
            .cloned()
            .collect();
        let fresh = draft.wishes.into_iter().filter(|wish| kept.iter().all(|picked| picked.asset != wish.asset));
        let fresh: Vec<Wish> = fresh.collect();
        let mut picked = kept;
        if !fresh.is_empty() || picked.is_empty() {
            picked.extend(savings::pick(fresh, standings, &book, draft.currency)?);
        }
        let id = id.unwrap_or_else(|| catalog::EventId::new().0);
        let made_by = before.map_or_else(|| viewer.name.clone(), |plan| plan.made_by);
        let plan = Plan { id, name, currency: draft.currency, picked, made_by, changed_at: self.clock_now() };
        let write = self.catalog.database().write().await?;
        if store::is_taken(&*write, &plan.name, id).await? {
            return Err(Error::invalid("name", format!("`{}` is another plan's; give it one of its own", plan.name)));
        }
        if store::count(&*write).await? >= MAX_PLANS {
            return Err(Error::Conflict { problem: format!("there are {MAX_PLANS} plans; delete some first") });
        }
        store::save(&*write, &plan).await?;
        write.commit().await?;
        Ok(plan)
    }

    /// Deletes a plan.
    ///
    /// # Errors
    /// `Forbidden`; [`Error::NotFound`].
    pub async fn delete_plan(&self, viewer: &Viewer, id: Uuid) -> Result<()> {
        viewer.must(Action::ManageKpis)?;
        let write = self.catalog.database().write().await?;
        store::find(&*write, id).await?.ok_or_else(|| not_found(id))?;
        store::delete(&*write, id).await?;
        Ok(write.commit().await?)
    }
}

fn not_found(id: Uuid) -> Error {
    Error::NotFound { what: "savings plan", name: id.to_string() }
}
