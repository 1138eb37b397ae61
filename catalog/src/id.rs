//! Identifiers: one type for each sort of thing, so that a user's cannot be passed where an asset's is meant.
//!
//! They are version 7 UUIDs: their order is the order of making, which keeps the store's indexes append-only. This is
//! the only place that draws random numbers for identity.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
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

        async_graphql::scalar!($name);
    )*};
}

ids! {
    /// An asset's identifier; it outlives renames.
    AssetId,
    /// A commit's identifier.
    CommitId,
    /// A source's identifier.
    SourceId,
    /// The identifier of one run of a job.
    RunId,
    /// A user's identifier.
    UserId,
    /// The identifier of a set of removals that wait for a person.
    HoldId,
    /// An API token's identifier.
    TokenId,
    /// The identifier of one request, which its log lines and errors carry.
    RequestId,
}
