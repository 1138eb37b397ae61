//! One line of an export.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a line of an export says. Fields may be added, never renamed or given another meaning.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    /// The first line: the format's version.
    Cadastre { format: u32 },
    /// A namespace by its number.
    Namespace { id: i32, name: String },
    /// Another name of a namespace.
    Alias {
        alias: String,
        namespace: i32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<i64>,
    },
    /// A custom property, as its definition says in JSON.
    Property { name: String, definition: String, changed_at: i64, changed_by: String },
    /// A commit; its changes follow.
    Commit {
        id: Uuid,
        first: i64,
        last: i64,
        at: i64,
        actor: String,
        origin: i16,
        source: Option<Uuid>,
        run: Option<Uuid>,
        reverts: Option<String>,
        summary: String,
    },
    /// A change.
    Change {
        number: i64,
        asset: Uuid,
        kind: i16,
        operation: i16,
        major: i32,
        minor: i32,
        is_breaking: bool,
        payload: String,
    },
    /// What was measured of an asset.
    Statistics { asset: Uuid, measured_at: i64, value: String },
    /// When a source was last read completely.
    Scope { source: Uuid, started_at: i64, complete_at: i64 },
    /// Removals that wait, or waited.
    Hold {
        id: Uuid,
        source: Option<Uuid>,
        run: Option<Uuid>,
        at: i64,
        status: i16,
        decided_by: Option<String>,
        decided_at: Option<i64>,
        assets: Vec<Uuid>,
    },
}

/// The format that is written; older ones are read.
pub(super) const FORMAT: u32 = 1;
