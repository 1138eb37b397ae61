//! How long what happened is kept.

/// What is expected and kept of outside pipelines.
#[derive(Debug, Clone)]
pub struct Pipelines {
    /// How long their runs are kept.
    pub keep_runs: chrono::Duration,
    /// How long behind its schedule one that has not run counts as late.
    pub late_after: chrono::Duration,
}

/// What is kept of what checks came to.
#[derive(Debug, Clone)]
pub struct Quality {
    /// How long results and profiles are kept; what a check came to last is kept in any case.
    pub keep: chrono::Duration,
}

/// What is kept of who used what.
#[derive(Debug, Clone)]
pub struct Usage {
    /// How long days are kept; when something was used last is kept in any case.
    pub keep: chrono::Duration,
}

/// What is kept of what was done and what went wrong.
#[derive(Debug, Clone)]
pub struct Audit {
    /// How long it is kept who did what.
    pub keep: chrono::Duration,
    /// How long it is kept what went wrong.
    pub keep_exceptions: chrono::Duration,
}

/// What is kept of OpenLineage events.
#[derive(Debug, Clone)]
pub struct Events {
    /// How long they are kept as they came.
    pub keep_events: chrono::Duration,
    /// The most bytes that they have together, packed.
    pub keep_events_bytes: i64,
}
