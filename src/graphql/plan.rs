//! Governance from files, for those who keep it under version control.

use async_graphql::{Context, InputObject, Json, Object, Result, SimpleObject};
use catalog::{Count, Error};
use serde_json::Value;

use super::{app, viewer};
use crate::plan::{self, StepKind, files, ledger};

/// A file.
#[derive(SimpleObject, InputObject)]
#[graphql(input_name = "GovernanceFileInput")]
pub struct GovernanceFile {
    /// Its place below the directory, with slashes.
    path: String,
    /// What is in it: YAML.
    text: String,
}

/// What files say.
#[derive(InputObject)]
pub struct GovernanceInput {
    /// The files, at most 2,000 with 8 MiB together.
    files: Vec<GovernanceFile>,
    /// The name of this set of files. What a set said before and says no more is taken back; other sets are left alone.
    #[graphql(default_with = "String::from(\"default\")")]
    set: String,
    /// The digest of the plan that was read: another plan is refused.
    digest: Option<String>,
}

/// What would be done, or was.
#[derive(SimpleObject)]
pub struct GovernancePlan {
    /// The steps, in their order.
    steps: Vec<GovernanceStep>,
    /// How many objects are as the files say.
    unchanged: Count,
    /// A fingerprint of the steps.
    digest: String,
}

/// One step.
#[derive(SimpleObject)]
pub struct GovernanceStep {
    /// Which sort of object, as files call it.
    section: String,
    /// The object's name.
    name: String,
    /// What is done.
    kind: StepKind,
    /// Which fields differ.
    fields: Vec<GovernanceField>,
    /// Whether somebody changed by hand what was applied before.
    is_drift: bool,
    /// The file that says so; null for what no file names any more.
    file: Option<String>,
}

/// One field of a step.
#[derive(SimpleObject)]
pub struct GovernanceField {
    /// What it is called in files.
    field: String,
    /// What is there.
    before: Json<Value>,
    /// What is there afterwards.
    after: Json<Value>,
}

impl From<plan::Plan> for GovernancePlan {
    fn from(plan: plan::Plan) -> Self {
        let field =
            |it: plan::Field| GovernanceField { field: it.field, before: Json(it.before), after: Json(it.after) };
        let step = |it: plan::Step| GovernanceStep {
            section: it.section.to_owned(),
            name: it.name,
            kind: it.kind,
            fields: it.fields.into_iter().map(field).collect(),
            is_drift: it.is_drift,
            file: it.file,
        };
        Self {
            steps: plan.steps.into_iter().map(step).collect(),
            unchanged: Count(i64::try_from(plan.unchanged).unwrap_or(i64::MAX)),
            digest: plan.digest,
        }
    }
}

fn read(input: GovernanceInput) -> Result<(plan::Declared, String, Option<String>)> {
    let set = input.set.trim().to_owned();
    if set.is_empty() || set.chars().count() > ledger::MAX_SET || set.chars().any(char::is_control) {
        let problem = format!("must be one line of 1 to {} characters", ledger::MAX_SET);
        return Err(Error::invalid("set", problem).into());
    }
    let files = input.files.into_iter().map(|file| files::File { path: file.path, text: file.text });
    let files: Vec<files::File> = files.collect();
    Ok((files::read(&files)?, set, input.digest))
}

/// Questions about governance from files.
#[derive(Default)]
pub struct PlanQuery;

#[Object]
impl PlanQuery {
    /// What applying files would do. Nothing is changed.
    async fn plan_governance(&self, ctx: &Context<'_>, input: GovernanceInput) -> Result<GovernancePlan> {
        let (declared, set, _) = read(input)?;
        Ok(plan::plan(app(ctx), viewer(ctx), &set, &declared).await?.into())
    }

    /// What is there, as files: where governance by files begins.
    async fn governance_files(&self, ctx: &Context<'_>) -> Result<Vec<GovernanceFile>> {
        let files = plan::pull(app(ctx), viewer(ctx)).await?;
        Ok(files.into_iter().map(|file| GovernanceFile { path: file.path, text: file.text }).collect())
    }
}

/// Changes to governance from files.
#[derive(Default)]
pub struct PlanMutation;

#[Object]
impl PlanMutation {
    /// Does what the plan of these files says, and answers with it.
    async fn apply_governance(&self, ctx: &Context<'_>, input: GovernanceInput) -> Result<GovernancePlan> {
        let (declared, set, digest) = read(input)?;
        Ok(plan::apply(app(ctx), viewer(ctx), &set, &declared, digest.as_deref()).await?.into())
    }
}
