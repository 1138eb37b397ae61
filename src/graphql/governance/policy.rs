//! Policies over assets.

use std::collections::BTreeSet;

use async_graphql::{ComplexObject, Context, Enum, InputObject, Object, Result, SimpleObject};
use catalog::{
    AssetId, AssetKind, PolicyId, SourceId,
    governance::{self, Condition, Effect, Permission, Subject, Target},
};
use chrono::{DateTime, Utc};

use crate::graphql::{
    app,
    asset::{Asset, SourceRef, loaders},
    loaders::SourceKey,
    viewer,
};

/// Whom a policy can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(name = "PolicySubjectKind")]
pub enum SubjectKind {
    /// Everybody who is signed in.
    Everyone,
    /// An account.
    User,
    /// A team, with everybody in it.
    Team,
    /// A department, with everybody in it and in those below it.
    Department,
    /// A role, with everybody who has it.
    Role,
}

/// Whom a policy is about.
#[derive(SimpleObject)]
pub struct PolicySubject {
    /// What they are.
    kind: SubjectKind,
    /// What they are called, in lower case; null for everyone.
    name: Option<String>,
}

/// Whom a policy is about.
#[derive(InputObject)]
pub struct PolicySubjectInput {
    /// What they are.
    kind: SubjectKind,
    /// What they are called; left out for everyone.
    name: Option<String>,
}

/// Who may, or may not, do what with which assets.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Policy {
    /// Its identifier.
    id: PolicyId,
    /// What people call it.
    name: String,
    /// What it is for, in Markdown.
    description: String,
    /// Whether it gives or takes.
    effect: Effect,
    /// What it gives or takes.
    permissions: Vec<Permission>,
    /// Whom it is about.
    subjects: Vec<PolicySubject>,
    /// The condition that assets meet, such as `tag:pii and not owner:me`.
    condition: Option<String>,
    /// The kinds of assets; any when empty.
    kinds: Vec<AssetKind>,
    /// When it ends by itself.
    until: Option<DateTime<Utc>>,
    /// Whether it counts at present.
    is_enabled: bool,
    #[graphql(skip)]
    target: Target,
}

#[ComplexObject]
impl Policy {
    /// The identifiers of all assets it names, those that are not there any more among them. Whoever saves a policy again
    /// gives these: without any it would be about every asset.
    async fn asset_ids(&self) -> Vec<AssetId> {
        self.target.assets.iter().copied().collect()
    }

    /// The identifiers of all sources it names, those that are not there any more among them.
    async fn source_ids(&self) -> Vec<SourceId> {
        self.target.sources.iter().copied().collect()
    }

    /// The assets it is about, each with everything in it; any when empty. What is not there any more is left out.
    #[graphql(complexity = "10 + child_complexity")]
    async fn assets(&self, ctx: &Context<'_>) -> Result<Vec<Asset>> {
        let ids: Vec<AssetId> = self.target.assets.iter().copied().collect();
        let found = loaders(ctx).many(ids.iter().map(|id| (*id, None))).await?;
        Ok(ids.iter().filter_map(|id| found.get(&(*id, None)).cloned()).map(|asset| Asset::new(asset, None)).collect())
    }

    /// The sources it is about; any when empty.
    #[graphql(complexity = "5 + child_complexity")]
    async fn sources(&self, ctx: &Context<'_>) -> Result<Vec<SourceRef>> {
        let found = loaders(ctx).many(self.target.sources.iter().copied().map(SourceKey)).await?;
        let named = found.into_iter();
        Ok(named.map(|(key, known)| SourceRef { id: key.0, name: known.name, connector: known.connector }).collect())
    }
}

impl From<governance::Policy> for Policy {
    fn from(policy: governance::Policy) -> Self {
        let subject = |subject: &Subject| match subject {
            Subject::Everyone => PolicySubject { kind: SubjectKind::Everyone, name: None },
            Subject::User(name) => PolicySubject { kind: SubjectKind::User, name: Some(name.clone()) },
            Subject::Team(name) => PolicySubject { kind: SubjectKind::Team, name: Some(name.clone()) },
            Subject::Department(name) => PolicySubject { kind: SubjectKind::Department, name: Some(name.clone()) },
            Subject::Role(name) => PolicySubject { kind: SubjectKind::Role, name: Some(name.clone()) },
        };
        Self {
            id: policy.id,
            subjects: policy.subjects.iter().map(subject).collect(),
            name: policy.name,
            description: policy.description,
            effect: policy.effect,
            permissions: policy.permissions.into_iter().collect(),
            condition: policy.target.condition.as_ref().map(ToString::to_string),
            kinds: policy.target.kinds.iter().copied().collect(),
            until: policy.until,
            is_enabled: policy.is_enabled,
            target: policy.target,
        }
    }
}

/// A policy as it shall be.
#[derive(InputObject)]
pub struct PolicyInput {
    /// Which one; left out for a new one.
    id: Option<PolicyId>,
    /// What people call it.
    name: String,
    /// What it is for, in Markdown.
    #[graphql(default)]
    description: String,
    /// Whether it gives or takes.
    effect: Effect,
    /// What it gives or takes; at least one.
    permissions: Vec<Permission>,
    /// Whom it is about; at least one.
    subjects: Vec<PolicySubjectInput>,
    /// Assets, each with everything in it; any when left out.
    #[graphql(default)]
    assets: Vec<AssetId>,
    /// Sources; any when left out.
    #[graphql(default)]
    sources: Vec<SourceId>,
    /// Kinds of assets; any when left out.
    #[graphql(default)]
    kinds: Vec<AssetKind>,
    /// A condition that assets meet: `tag:`, `owner:`, `tier:`, `domain:`, `kind:` with `and`, `or`, `not` and brackets.
    condition: Option<String>,
    /// When it ends by itself.
    until: Option<DateTime<Utc>>,
    /// Whether it counts at present.
    #[graphql(default = true)]
    is_enabled: bool,
}

impl PolicyInput {
    fn policy(self) -> Result<governance::Policy> {
        let condition = self.condition.filter(|text| !text.trim().is_empty());
        let condition = condition.map(|text| text.parse::<Condition>()).transpose()?;
        let subjects: Result<BTreeSet<Subject>> = self.subjects.into_iter().map(subject).collect();
        Ok(governance::Policy {
            id: self.id.unwrap_or_else(PolicyId::new),
            name: self.name,
            description: self.description,
            effect: self.effect,
            permissions: self.permissions.into_iter().collect(),
            subjects: subjects?,
            target: Target {
                sources: self.sources.into_iter().collect(),
                assets: self.assets.into_iter().collect(),
                kinds: self.kinds.into_iter().collect(),
                condition,
            },
            until: self.until,
            is_enabled: self.is_enabled,
        })
    }
}

fn subject(input: PolicySubjectInput) -> Result<Subject> {
    let named = |name: Option<String>| {
        let name = name.filter(|name| !name.trim().is_empty());
        name.ok_or_else(|| catalog::Error::invalid("subjects", "needs a name for each but everyone"))
    };
    Ok(match input.kind {
        SubjectKind::Everyone => Subject::Everyone,
        SubjectKind::User => Subject::User(named(input.name)?),
        SubjectKind::Team => Subject::Team(named(input.name)?),
        SubjectKind::Department => Subject::Department(named(input.name)?),
        SubjectKind::Role => Subject::Role(named(input.name)?),
    })
}

/// Questions about policies.
#[derive(Default)]
pub struct PolicyQuery;

#[Object]
impl PolicyQuery {
    /// The policies by name; for those who may manage them.
    #[graphql(complexity = "20 + 10 * child_complexity")]
    async fn policies(&self, ctx: &Context<'_>) -> Result<Vec<Policy>> {
        let policies = app(ctx).access().policies(viewer(ctx)).await?;
        Ok(policies.into_iter().map(Policy::from).collect())
    }
}

/// Changes of policies.
#[derive(Default)]
pub struct PolicyMutation;

#[Object]
impl PolicyMutation {
    /// Makes a policy, or puts it in the place of the one with its identifier. It counts from everybody's next request on.
    async fn save_policy(&self, ctx: &Context<'_>, input: PolicyInput) -> Result<Policy> {
        viewer(ctx).must(catalog::Action::ManagePolicies)?;
        Ok(app(ctx).access().save_policy(viewer(ctx), input.policy()?).await?.into())
    }

    /// Deletes a policy.
    async fn delete_policy(&self, ctx: &Context<'_>, id: PolicyId) -> Result<bool> {
        app(ctx).access().delete_policy(viewer(ctx), id).await?;
        Ok(true)
    }
}
