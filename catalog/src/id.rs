//! Identifiers: one type for each sort of thing, so that a user's cannot be passed where an asset's is meant.
//!
//! They are version 7 UUIDs: their order is the order of making, which keeps the store's indexes append-only. This is
//! the only place that draws random numbers for identity.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($name:ident $graphql:literal $says:literal),* $(,)?) => {$(
        #[doc = $says]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Makes a new one; later ones sort after earlier ones.
            #[must_use]
            #[allow(clippy::new_without_default, reason = "an identifier has no default")]
            #[expect(clippy::disallowed_methods, reason = "identifiers are made here and nowhere else")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        async_graphql::scalar!($name, $graphql, $says);
    )*};
}

ids! {
    AssetId "AssetId" "An asset's identifier; it outlives renames.",
    CommitId "CommitId" "A commit's identifier.",
    SourceId "SourceId" "A source's identifier.",
    RunId "RunId" "The identifier of one run of a job.",
    PipelineRunId "PipelineRunId" "The identifier of one run of an outside pipeline or task.",
    UserId "UserId" "A user's identifier.",
    HoldId "HoldId" "The identifier of a set of removals that wait for a person.",
    TokenId "TokenId" "An API token's identifier.",
    PolicyId "PolicyId" "The identifier of a policy.",
    EventId "EventId" "The identifier of something that people or programs are told; the same whenever it is told again.",
    SubscriptionId "SubscriptionId" "The identifier of what somebody wants to hear of.",
    EndpointId "EndpointId" "The identifier of a webhook or of a chat that is told of events.",
    PropagationRuleId "PropagationRuleId" "The identifier of a rule by which ties follow lineage.",
    CollabId "CollabId" "The identifier of something that people write about assets: a request for access, a task, a comment.",
    SuiteId "SuiteId" "The identifier of a suite of checks.",
    CheckId "CheckId" "The identifier of one check of one table or column.",
    DetectionId "DetectionId" "The identifier of one suggestion of what a column may hold.",
    IncidentId "IncidentId" "The identifier of a failing thing that people work on.",
    ContractId "ContractId" "The identifier of a data contract that is kept here; its document has one of its own.",
    RequestId "RequestId" "The identifier of one request, which its log lines and errors carry.",
}
