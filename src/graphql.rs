//! The GraphQL schema: one file a subject, joined here.
//!
//! Leaf values come from the crates; what has an edge to something else is made here. Every resolver takes the viewer
//! from [`viewer`] and hands it on; errors go up with `?` (see [`error`]).

pub mod access;
pub mod asset;
pub mod audit;
pub mod catalog;
pub mod change;
pub mod collab;
pub mod connection;
pub mod curate;
pub mod error;
pub mod governance;
pub mod identities;
pub mod limits;
pub mod lineage;
pub mod live;
pub mod loaders;
pub mod markdown;
pub mod merging;
pub mod notify;
pub mod pipelines;
pub mod plan;
pub mod propagation;
pub mod quality;
pub mod report;
pub mod run_events;
pub mod runs;
pub mod search;
pub mod sessions;
pub mod sources;
pub mod standards;
pub mod understanding;
pub mod usage;
pub mod what_if;
pub mod worth;

use ::catalog::Viewer;
use async_graphql::{Context, MergedObject, MergedSubscription, SchemaBuilder};

use crate::{access::Caller, app::App};

/// What can be asked.
// Pieces are put together in groups: each piece behind another costs a frame of the stack, and stacks are small.
#[derive(MergedObject, Default)]
pub struct Query(CatalogQueries, LineageQueries, WorkQueries, AccessQueries, CollabQueries, QualityQueries);

/// Questions about what exists.
#[derive(MergedObject, Default)]
pub struct CatalogQueries(
    catalog::CatalogQuery,
    curate::CurateQuery,
    search::SearchQuery,
    understanding::UnderstandingQuery,
    standards::StandardQuery,
    merging::MergingQuery,
);

/// Questions about where data comes from.
#[derive(MergedObject, Default)]
pub struct LineageQueries(
    lineage::LineageQuery,
    lineage::ExploreQuery,
    what_if::WhatIfQuery,
    propagation::PropagationQuery,
);

/// Questions about sources, runs and what modules say.
#[derive(MergedObject, Default)]
pub struct WorkQueries(
    sources::SourceQuery,
    runs::RunQuery,
    pipelines::PipelineQuery,
    run_events::RunEventQuery,
    plan::PlanQuery,
);

/// Questions about who may what.
#[derive(MergedObject, Default)]
pub struct AccessQueries(
    access::AccessQuery,
    sessions::SessionQuery,
    governance::OrganisationQuery,
    governance::PolicyQuery,
    governance::RightsQuery,
    governance::VocabularyQuery,
    governance::PropertyQuery,
    audit::log::AuditQuery,
    identities::IdentityQuery,
);

/// Questions about people working together.
#[derive(MergedObject, Default)]
pub struct CollabQueries(
    collab::RequestQuery,
    collab::AnnouncementQuery,
    collab::DeprecationQuery,
    collab::TaskQuery,
    collab::DiscussionQuery,
    notify::InboxQuery,
    notify::SubscriptionQuery,
    notify::WebhookQuery,
);

/// Questions about how good data is, and what it is worth.
#[derive(MergedObject, Default)]
pub struct QualityQueries(
    quality::CheckTypeQuery,
    quality::SuiteQuery,
    quality::CheckQuery,
    quality::IncidentQuery,
    quality::DetectionQuery,
    quality::ProfileQuery,
    quality::ContractQuery,
    HealthQueries,
    worth::WorthQuery,
);

/// Questions about how good data is as a whole, and what would make it better.
#[derive(MergedObject, Default)]
pub struct HealthQueries(quality::QualityQuery, quality::TrendQuery, quality::SuggestionQuery);

/// What can be changed.
#[derive(MergedObject, Default)]
pub struct Mutation(
    CatalogMutations,
    LineageMutations,
    WorkMutations,
    AccessMutations,
    CollabMutations,
    QualityMutations,
);

/// Changes about what exists.
#[derive(MergedObject, Default)]
pub struct CatalogMutations(curate::CurateMutation, standards::StandardMutation, merging::MergingMutation);

/// Changes about where data comes from.
#[derive(MergedObject, Default)]
pub struct LineageMutations(lineage::ManualLineageMutation, propagation::PropagationMutation);

/// Changes about sources, runs and what modules say.
#[derive(MergedObject, Default)]
pub struct WorkMutations(report::ReportMutation, sources::SourceMutation, runs::RunMutation, plan::PlanMutation);

/// Changes about who may what.
#[derive(MergedObject, Default)]
pub struct AccessMutations(
    access::AccessMutation,
    sessions::SessionMutation,
    governance::OrganisationMutation,
    governance::PolicyMutation,
    governance::VocabularyMutation,
    governance::PropertyMutation,
    audit::log::AuditMutation,
    identities::IdentityMutation,
);

/// Changes about people working together.
#[derive(MergedObject, Default)]
pub struct CollabMutations(
    collab::RequestMutation,
    collab::AnnouncementMutation,
    collab::TaskMutation,
    collab::DiscussionMutation,
    notify::InboxMutation,
    notify::SubscriptionMutation,
    notify::WebhookMutation,
);

/// Changes about how good data is, and what it is worth.
#[derive(MergedObject, Default)]
pub struct QualityMutations(
    quality::SuiteMutation,
    quality::CheckMutation,
    quality::IncidentMutation,
    quality::DetectionMutation,
    quality::ProfileMutation,
    quality::ImportMutation,
    quality::ContractMutation,
    worth::WorthMutation,
);

/// What can be listened to.
#[derive(MergedSubscription, Default)]
pub struct Subscription(live::ChangeSubscription, runs::RunSubscription);

/// The schema.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// The schema over `app`.
#[must_use]
pub fn schema(app: App) -> Schema {
    builder().data(app).finish()
}

/// The schema as text, as `schema.graphql` holds it.
#[must_use]
pub fn text() -> String {
    let options = async_graphql::SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    builder().finish().sdl_with_options(options.include_specified_by())
}

fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    let builder = Schema::build(Query::default(), Mutation::default(), Subscription::default());
    limits::limits(builder).extension(audit::Recorder).extension(error::Codes).extension(loaders::PerRequest)
}

/// The application.
#[must_use]
pub fn app<'a>(ctx: &Context<'a>) -> &'a App {
    ctx.data_unchecked::<App>()
}

/// Who is asking.
#[must_use]
pub fn viewer<'a>(ctx: &Context<'a>) -> &'a Viewer {
    ctx.data_unchecked::<Viewer>()
}

/// Who is asking, and what they came with.
#[must_use]
pub fn caller<'a>(ctx: &Context<'a>) -> &'a Caller {
    ctx.data_unchecked::<Caller>()
}
