//! What one may, and why.

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use catalog::{
    Action, AssetId, Count, PolicyId,
    governance::{Permission, Reason},
};
use search::SearchRequest;

use crate::{
    graphql::{app, viewer},
    menus,
};

/// An entry of the menu.
#[derive(SimpleObject)]
pub struct MenuItem {
    /// What programs call it.
    code: &'static str,
    /// Where it leads.
    path: &'static str,
    /// What people read, in English.
    title_en: &'static str,
    /// What people read, in Chinese.
    title_zh: &'static str,
    /// What it takes to open it.
    needs: Action,
    /// What can be done there.
    buttons: Vec<MenuButton>,
}

/// Something that can be done on a page.
#[derive(SimpleObject)]
pub struct MenuButton {
    /// What programs call it.
    code: &'static str,
    /// What people read, in English.
    title_en: &'static str,
    /// What people read, in Chinese.
    title_zh: &'static str,
    /// What it takes.
    needs: Action,
}

fn item(menu: &'static menus::Menu, buttons: Vec<&'static menus::Button>) -> MenuItem {
    let [title_en, title_zh] = menu.title;
    let button = |button: &menus::Button| {
        let [title_en, title_zh] = button.title;
        MenuButton { code: button.code, title_en, title_zh, needs: button.needs }
    };
    let buttons = buttons.into_iter().map(button).collect();
    MenuItem { code: menu.code, path: menu.path, title_en, title_zh, needs: menu.needs, buttons }
}

/// What a decision can be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum AccessReasonKind {
    /// A policy gives or takes it.
    Policy,
    /// The data scope of a role covers it.
    Scope,
    /// It leads to something that is given.
    Way,
    /// No role of theirs may read the catalog.
    NoRole,
    /// Nothing gives it.
    Nothing,
}

/// One reason for a decision.
#[derive(SimpleObject)]
pub struct AccessReason {
    /// What it is.
    kind: AccessReasonKind,
    /// The name of the policy or role.
    name: Option<String>,
    /// The policy.
    policy: Option<PolicyId>,
}

impl From<Reason> for AccessReason {
    fn from(reason: Reason) -> Self {
        let (kind, name, policy) = match reason {
            Reason::Policy(id, name) => (AccessReasonKind::Policy, Some(name), Some(id)),
            Reason::Scope(role) => (AccessReasonKind::Scope, Some(role), None),
            Reason::Way => (AccessReasonKind::Way, None, None),
            Reason::NoRole => (AccessReasonKind::NoRole, None, None),
            Reason::Nothing => (AccessReasonKind::Nothing, None, None),
        };
        Self { kind, name, policy }
    }
}

/// Whether somebody may do something with an asset, and why.
#[derive(SimpleObject)]
pub struct AccessVerdict {
    /// Whether they may.
    may: bool,
    /// What decides it first, then what else applies. A policy that takes it comes before all that give it.
    reasons: Vec<AccessReason>,
}

/// What somebody would find.
#[derive(SimpleObject)]
pub struct TriedSearch {
    /// How many they would find.
    total: Count,
    /// How many whoever asks finds.
    of: Count,
    /// The names of the first of them.
    names: Vec<String>,
}

/// Questions about rights.
#[derive(Default)]
pub struct RightsQuery;

#[Object]
impl RightsQuery {
    /// The menus that whoever asks may open, with the buttons they may press.
    async fn my_menus(&self, ctx: &Context<'_>) -> Vec<MenuItem> {
        menus::of(viewer(ctx)).into_iter().map(|(menu, buttons)| item(menu, buttons)).collect()
    }

    /// Every menu and button, to put roles together from.
    async fn menus(&self, ctx: &Context<'_>) -> Result<Vec<MenuItem>> {
        viewer(ctx).must(Action::ReadOrganisation)?;
        Ok(menus::MENUS.iter().map(|menu| item(menu, menu.buttons.iter().collect())).collect())
    }

    /// Why somebody may or may not do something with an asset; about others for those who manage policies.
    #[graphql(complexity = "20 + child_complexity")]
    async fn explain_access(
        &self,
        ctx: &Context<'_>,
        asset: AssetId,
        #[graphql(desc = "The account; left out: whoever asks.")] user: Option<String>,
        #[graphql(default_with = "Permission::View")] permission: Permission,
    ) -> Result<AccessVerdict> {
        let verdict = app(ctx).access().explain(viewer(ctx), user.as_deref(), asset, permission).await?;
        let reasons = verdict.reasons.into_iter().map(AccessReason::from).collect();
        Ok(AccessVerdict { may: verdict.may, reasons })
    }

    /// What somebody else would find for a question, of what whoever asks finds; for those who manage policies.
    #[graphql(complexity = "50 + child_complexity")]
    async fn try_as(&self, ctx: &Context<'_>, user: String, #[graphql(default)] query: String) -> Result<TriedSearch> {
        let them = app(ctx).access().try_as(viewer(ctx), &user).await?;
        let index = app(ctx).index();
        let request = SearchRequest { first: 20, ..SearchRequest::new(query) };
        let (theirs, mine) = (index.search(&them, &request)?, index.search(viewer(ctx), &request)?);
        let ids: Vec<AssetId> = theirs.hits.iter().map(|hit| hit.asset).collect();
        let seen = app(ctx).catalog().visible(viewer(ctx), &ids).await?;
        let names = theirs.hits.into_iter().filter(|hit| seen.contains(&hit.asset)).map(|hit| hit.name.to_string());
        let count = |total: u64| Count(i64::try_from(total).unwrap_or(i64::MAX));
        Ok(TriedSearch { total: count(theirs.total), of: count(mine.total), names: names.collect() })
    }
}
