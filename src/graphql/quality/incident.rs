//! Incidents: what fails, who works on it, where it may come from and what it spoils.

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use catalog::{AssetId, CheckId, Count, IncidentId, Page};
use chrono::{DateTime, Utc};
use quality::{
    incident::{self, Act, Reason, State},
    service::IncidentFilter,
};

use super::{check::Check, loaders::CheckKey, summary::QualityTally};
use crate::graphql::{
    app,
    asset::{Asset, loaders},
    connection::{PageInfo, page},
    viewer,
};

/// How many suspects and assets at risk are shown.
const SHOWN: usize = 50;

/// A failing thing that people work on.
pub struct Incident(incident::Incident);

/// A line of an incident's story.
#[derive(SimpleObject)]
pub struct IncidentEntry {
    /// When.
    at: DateTime<Utc>,
    /// Who: an account, or `system`.
    actor: String,
    /// What was done: `opened`, `acknowledged`, `assigned`, `resolved`, `reopened` or `noted`.
    what: String,
    /// What was said; of an assignment to whom, of an end why.
    note: Option<String>,
}

/// An upstream table that does not pass its checks either.
#[derive(SimpleObject)]
pub struct Suspect {
    /// The table.
    asset: Asset,
    /// How many edges upstream.
    depth: u32,
    /// What its checks came to.
    tally: QualityTally,
}

/// An asset downstream of something that fails.
#[derive(SimpleObject)]
pub struct AssetAtRisk {
    /// The asset.
    asset: Asset,
    /// How many edges downstream.
    depth: u32,
}

/// What is downstream of something that fails.
#[derive(SimpleObject)]
pub struct AtRisk {
    /// The nearest ones.
    assets: Vec<AssetAtRisk>,
    /// How many there are, those that whoever asks may not know of included.
    total: Count,
}

/// A failing thing that people work on.
#[Object]
impl Incident {
    /// Its identifier.
    async fn id(&self) -> IncidentId {
        self.0.id
    }

    /// The table.
    async fn asset(&self, ctx: &Context<'_>) -> Result<Option<Asset>> {
        Ok(loaders(ctx).one((self.0.asset, None)).await?.map(|asset| Asset::new(asset, None)))
    }

    /// The check that fails.
    async fn check(&self, ctx: &Context<'_>) -> Result<Option<Check>> {
        Ok(loaders(ctx).one(CheckKey(self.0.check)).await?.map(Check))
    }

    /// How far people are with it.
    async fn state(&self) -> State {
        self.0.state
    }

    /// How bad it is: 1 (worst) to 5.
    async fn severity(&self) -> i32 {
        self.0.severity.into()
    }

    /// When it began.
    async fn opened_at(&self) -> DateTime<Utc> {
        self.0.opened_at
    }

    /// When the check failed last.
    async fn last_at(&self) -> DateTime<Utc> {
        self.0.last_at
    }

    /// How often the check has failed since it began.
    async fn failures(&self) -> Count {
        Count(self.0.failures)
    }

    /// Whom it is given to: an account, or `team:` and a name.
    async fn assignee(&self) -> Option<&str> {
        self.0.assignee.as_deref()
    }

    /// Why it is over.
    async fn reason(&self) -> Option<Reason> {
        self.0.reason
    }

    /// Since when it is over.
    async fn resolved_at(&self) -> Option<DateTime<Utc>> {
        self.0.resolved_at
    }

    /// Its story, oldest first.
    async fn entries(&self, ctx: &Context<'_>) -> Result<Vec<IncidentEntry>> {
        let entries = app(ctx).checking().quality().incident_entries(viewer(ctx), self.0.id).await?;
        let entry = |entry: incident::Entry| IncidentEntry {
            at: entry.at,
            actor: entry.actor,
            what: entry.what,
            note: entry.note,
        };
        Ok(entries.into_iter().map(entry).collect())
    }

    /// Upstream tables that do not pass their checks either, nearest first: the first is the likeliest cause.
    #[graphql(complexity = "100 + 5 * child_complexity")]
    async fn suspects(&self, ctx: &Context<'_>) -> Result<Vec<Suspect>> {
        let found = app(ctx).checking().suspects(viewer(ctx), self.0.asset, SHOWN).await?;
        let assets = loaders(ctx).many(found.iter().map(|suspect| (suspect.asset, None))).await?;
        let suspect = |suspect: crate::checking::Suspect| {
            let asset = assets.get(&(suspect.asset, None))?.clone();
            let tally = QualityTally::of(suspect.tally.tally);
            Some(Suspect { asset: Asset::new(asset, None), depth: suspect.depth, tally })
        };
        Ok(found.into_iter().filter_map(suspect).collect())
    }

    /// What is downstream of the table.
    #[graphql(complexity = "100 + 5 * child_complexity")]
    async fn at_risk(&self, ctx: &Context<'_>) -> Result<AtRisk> {
        let found = app(ctx).checking().at_risk(viewer(ctx), self.0.asset, SHOWN).await?;
        let assets = loaders(ctx).many(found.assets.iter().map(|(asset, _)| (*asset, None))).await?;
        let shown = found.assets.iter().filter_map(|(asset, depth)| {
            let asset = assets.get(&(*asset, None))?.clone();
            Some(AssetAtRisk { asset: Asset::new(asset, None), depth: *depth })
        });
        Ok(AtRisk { assets: shown.collect(), total: Count(i64::try_from(found.total).unwrap_or(i64::MAX)) })
    }
}

/// A page of incidents, newest first.
#[derive(SimpleObject)]
pub struct IncidentConnection {
    /// The incidents.
    nodes: Vec<Incident>,
    /// Where the page ends.
    page_info: PageInfo,
}

impl IncidentConnection {
    pub(super) fn of(page: Page<incident::Incident>) -> Self {
        let page_info = PageInfo::of(&page);
        Self { nodes: page.items.into_iter().map(|(_, incident)| Incident(incident)).collect(), page_info }
    }
}

/// Which incidents are wanted.
#[derive(InputObject, Default)]
pub struct IncidentsInput {
    /// About this table.
    asset: Option<AssetId>,
    /// Of this check.
    check: Option<CheckId>,
    /// In one of these states; any when left out.
    #[graphql(default)]
    states: Vec<State>,
    /// Given to this account or team.
    assignee: Option<String>,
}

/// What is done with an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum IncidentAction {
    /// Somebody has seen it.
    Acknowledge,
    /// It is given to `assignee`.
    Assign,
    /// It is over, because of `reason`.
    Resolve,
    /// It is not over after all.
    Reopen,
    /// Something is said about it.
    Note,
}

/// Questions about incidents.
#[derive(Default)]
pub struct IncidentQuery;

#[Object]
impl IncidentQuery {
    /// Incidents about what whoever asks may know of, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn incidents(
        &self,
        ctx: &Context<'_>,
        #[graphql(default)] filter: IncidentsInput,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<IncidentConnection> {
        let IncidentsInput { asset, check, states, assignee } = filter;
        let filter = IncidentFilter { asset, check, states, assignee };
        let found = app(ctx).checking().quality().incidents(viewer(ctx), &filter, &page(first, after)?).await?;
        Ok(IncidentConnection::of(found))
    }

    /// One incident.
    async fn incident(&self, ctx: &Context<'_>, id: IncidentId) -> Result<Incident> {
        Ok(Incident(app(ctx).checking().quality().incident(viewer(ctx), id).await?))
    }
}

/// Work on incidents.
#[derive(Default)]
pub struct IncidentMutation;

#[Object]
impl IncidentMutation {
    /// Does something with an incident.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn work_on_incident(
        &self,
        ctx: &Context<'_>,
        id: IncidentId,
        action: IncidentAction,
        #[graphql(desc = "Whom it is given to: an account, or `team:` and a name.")] assignee: Option<String>,
        #[graphql(desc = "Why it is over.")] reason: Option<Reason>,
        #[graphql(desc = "What there is to say, at most 10,000 characters.")] note: Option<String>,
    ) -> Result<Incident> {
        let missing = |field: &str| catalog::Error::invalid(field, "is missing");
        let act = match action {
            IncidentAction::Acknowledge => Act::Acknowledge,
            IncidentAction::Assign => Act::Assign(assignee.ok_or_else(|| missing("assignee"))?),
            IncidentAction::Resolve => Act::Resolve(reason.ok_or_else(|| missing("reason"))?),
            IncidentAction::Reopen => Act::Reopen,
            IncidentAction::Note => Act::Note,
        };
        Ok(Incident(app(ctx).checking().act(viewer(ctx), id, &act, note.as_deref()).await?))
    }
}
