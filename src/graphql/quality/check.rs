//! Checks, what they came to, and trying some out.

use async_graphql::{Context, InputObject, Json, Object, Result, SimpleObject};
use catalog::{AssetId, CheckId, Count, Page, SuiteId};
use chrono::{DateTime, Utc};
use quality::{
    Dimension, Outcome,
    service::{self, CheckFilter},
    suite::Severity,
};
use serde_json::Value;

use super::{
    Sentence,
    loaders::StripKey,
    result::{OutcomeOfCheck, ResultConnection},
    suite::SuiteItemInput,
};
use crate::graphql::{
    app,
    asset::{Asset, loaders},
    connection::{PageInfo, page},
    runs::Run,
    viewer,
};

/// One check of one table or column.
pub struct Check(pub(super) service::Check);

/// What a check came to at a moment.
#[derive(SimpleObject)]
pub struct CheckMoment {
    /// When.
    at: DateTime<Utc>,
    /// How it ended.
    outcome: Outcome,
}

/// What a check came to last.
#[derive(SimpleObject)]
pub struct CheckLast {
    /// How it ended.
    outcome: Outcome,
    /// When.
    at: DateTime<Utc>,
    /// Since when it has ended like this.
    since: DateTime<Utc>,
    /// How many rows were wrong, where rows are counted.
    errors: Option<Count>,
    /// Of how many.
    total: Option<Count>,
    /// What it says; without values for who may not see samples.
    message: Sentence,
}

/// One check of one table or column.
#[Object]
impl Check {
    /// Its identifier.
    async fn id(&self) -> CheckId {
        self.0.id
    }

    /// Who judges: `cadastre`, or the name of a tool.
    async fn tool(&self) -> &str {
        &self.0.tool
    }

    /// The suite it is of.
    async fn suite_id(&self) -> Option<SuiteId> {
        self.0.suite
    }

    /// The table.
    async fn asset(&self, ctx: &Context<'_>) -> Result<Option<Asset>> {
        Ok(loaders(ctx).one((self.0.asset, None)).await?.map(|asset| Asset::new(asset, None)))
    }

    /// The name of the column; null for a check of the table.
    async fn column(&self) -> Option<&str> {
        self.0.column_name.as_deref()
    }

    /// The type of check.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// What people call it.
    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// Which side of quality it looks at.
    async fn dimension(&self) -> Dimension {
        self.0.dimension
    }

    /// How bad it is when it fails.
    async fn severity(&self) -> Severity {
        self.0.severity
    }

    /// What it was asked with.
    async fn settings(&self) -> Json<Value> {
        Json(self.0.settings.clone())
    }

    /// Whether it is still made.
    async fn is_active(&self) -> bool {
        self.0.is_active
    }

    /// What it came to last.
    async fn last(&self) -> Option<CheckLast> {
        let last = self.0.last.as_ref()?;
        Some(CheckLast {
            outcome: last.outcome,
            at: last.at,
            since: last.since,
            errors: last.errors.map(Count),
            total: last.total.map(Count),
            message: Sentence::from(&last.message),
        })
    }

    /// How it ended the last 30 times within 90 days, oldest first.
    #[graphql(complexity = "10 + child_complexity")]
    async fn strip(&self, ctx: &Context<'_>) -> Result<Vec<CheckMoment>> {
        let moments = loaders(ctx).one(StripKey(self.0.id)).await?.unwrap_or_default();
        Ok(moments.into_iter().map(|(at, outcome)| CheckMoment { at, outcome }).collect())
    }

    /// What it came to, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn results(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<ResultConnection> {
        let found = app(ctx).checking().quality().results(viewer(ctx), self.0.id, &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        let nodes = found.items.into_iter().map(|(_, result)| OutcomeOfCheck::of(result)).collect();
        Ok(ResultConnection { nodes, page_info })
    }
}

/// A page of checks.
#[derive(SimpleObject)]
pub struct CheckConnection {
    /// The checks.
    nodes: Vec<Check>,
    /// Where the page ends.
    page_info: PageInfo,
}

impl CheckConnection {
    pub(super) fn of(page: Page<service::Check>) -> Self {
        let page_info = PageInfo::of(&page);
        Self { nodes: page.items.into_iter().map(|(_, check)| Check(check)).collect(), page_info }
    }
}

/// Which checks are wanted.
#[derive(InputObject, Default)]
pub struct ChecksInput {
    /// Of this table.
    asset: Option<AssetId>,
    /// Of this suite.
    suite: Option<SuiteId>,
    /// That ended like this.
    outcome: Option<Outcome>,
    /// On this side of quality.
    dimension: Option<Dimension>,
    /// Of this tool: `cadastre`, `dbt`, ….
    tool: Option<String>,
    /// Those that nobody makes any more, too.
    #[graphql(default)]
    with_inactive: bool,
}

/// A statement that would be sent to a source.
#[derive(SimpleObject)]
pub struct PlannedStatement {
    /// In the SQL of the source.
    sql: String,
    /// What it is for.
    purpose: quality::plan::Purpose,
    /// The checks it answers.
    answers: Vec<PlannedCheck>,
}

/// A check that would be made.
#[derive(SimpleObject, Clone, Default)]
pub struct PlannedCheck {
    /// Which of the templates that were sent gives it, from 0.
    item: usize,
    /// The type of check.
    kind: String,
    /// The column.
    column: Option<String>,
}

/// A check that cannot be made.
#[derive(SimpleObject)]
pub struct RefusedCheck {
    /// The check.
    check: PlannedCheck,
    /// Why.
    problem: String,
}

/// What would be asked of a table.
#[derive(SimpleObject)]
pub struct CheckPlan {
    /// The statements, in the order in which they are asked.
    statements: Vec<PlannedStatement>,
    /// Checks that cannot be made.
    refused: Vec<RefusedCheck>,
}

/// What a check came to that was only tried out.
#[derive(SimpleObject)]
pub struct TriedCheck {
    /// Which of the templates that were sent gives it, from 0.
    item: usize,
    /// The type of check.
    kind: String,
    /// The column.
    column: Option<String>,
    /// What it came to.
    result: OutcomeOfCheck,
}

/// Questions about checks.
#[derive(Default)]
pub struct CheckQuery;

#[Object]
impl CheckQuery {
    /// Checks of what whoever asks may know of, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn checks(
        &self,
        ctx: &Context<'_>,
        #[graphql(default)] filter: ChecksInput,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<CheckConnection> {
        let wanted = CheckFilter {
            asset: filter.asset,
            suite: filter.suite,
            outcome: filter.outcome,
            dimension: filter.dimension,
            tool: filter.tool.as_deref(),
            with_inactive: filter.with_inactive,
        };
        Ok(CheckConnection::of(app(ctx).checking().quality().checks(viewer(ctx), wanted, &page(first, after)?).await?))
    }

    /// One check.
    async fn check(&self, ctx: &Context<'_>, id: CheckId) -> Result<Check> {
        Ok(Check(app(ctx).checking().quality().check(viewer(ctx), id).await?))
    }

    /// Which statements would be sent to a table's source for these checks. Those that cannot be made are told with the place
    /// of their template; a column that whoever asks may not know of is one that is not there.
    #[graphql(complexity = "100 + child_complexity")]
    async fn explain_checks(&self, ctx: &Context<'_>, asset: AssetId, items: Vec<SuiteItemInput>) -> Result<CheckPlan> {
        let items: Vec<_> = items.into_iter().map(Into::into).collect();
        let plan = app(ctx).checking().explain(viewer(ctx), asset, &items).await?;
        let check = |key: &String| {
            let found = plan.checks.get(key).cloned();
            found.map_or_else(PlannedCheck::default, |check| PlannedCheck {
                item: check.item,
                kind: check.kind,
                column: check.column,
            })
        };
        let statements = plan.statements.iter().map(|statement| PlannedStatement {
            sql: statement.sql.clone(),
            purpose: statement.purpose,
            answers: statement.answers.iter().map(check).collect(),
        });
        let refused =
            plan.refused.iter().map(|(key, problem)| RefusedCheck { check: check(key), problem: problem.clone() });
        Ok(CheckPlan { statements: statements.collect(), refused: refused.collect() })
    }
}

/// Making checks.
#[derive(Default)]
pub struct CheckMutation;

#[Object]
impl CheckMutation {
    /// Makes all checks of a table now.
    async fn run_checks(&self, ctx: &Context<'_>, asset: AssetId) -> Result<Run> {
        let (app, viewer) = (app(ctx), viewer(ctx));
        app.checking().quality().must_check(viewer, &[asset]).await?;
        let table = app.catalog().asset(viewer, asset, None).await?;
        Ok(Run(app.jobs().start_checks(viewer, asset, &table.name.to_string()).await?))
    }

    /// Makes checks of a table while one waits, at most a minute, and keeps nothing of what they come to. Takes the right
    /// to see samples of the whole table.
    #[graphql(complexity = "500 + child_complexity")]
    async fn try_checks(
        &self,
        ctx: &Context<'_>,
        asset: AssetId,
        items: Vec<SuiteItemInput>,
    ) -> Result<Vec<TriedCheck>> {
        let items: Vec<_> = items.into_iter().map(Into::into).collect();
        let tried = app(ctx).checking().try_out(viewer(ctx), asset, &items).await?;
        let tried = tried.into_iter().map(|dry| TriedCheck {
            item: dry.item,
            kind: dry.kind,
            column: dry.column,
            result: OutcomeOfCheck::found(dry.finding),
        });
        Ok(tried.collect())
    }
}
