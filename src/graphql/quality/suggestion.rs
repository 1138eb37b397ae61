//! Checks that would fit a table.

use async_graphql::{Context, Json, Object, Result, SimpleObject};
use catalog::{AssetId, Count};
use quality::{Dimension, checks, suggest::Suggestion};
use serde_json::Value;

use super::Sentence;
use crate::graphql::{app, viewer};

/// A check that would fit a table, by what its profiles have measured.
#[derive(SimpleObject)]
pub struct SuggestedCheck {
    /// The type of check, such as `unique`.
    kind: &'static str,
    /// The column; null for a check of the whole table.
    column: Option<String>,
    /// Settings of that type of check.
    settings: Json<Value>,
    /// Which side of quality it looks at.
    dimension: Dimension,
    /// What was seen that speaks for it.
    reason: Sentence,
    /// On how many profiles it rests, at most 10.
    profiles: i32,
    /// On how many rows or values of the newest of them.
    rows: Count,
}

impl From<Suggestion> for SuggestedCheck {
    fn from(found: Suggestion) -> Self {
        Self {
            kind: found.kind,
            column: found.column,
            settings: Json(found.settings),
            dimension: checks::find(found.kind).map_or(Dimension::Validity, |kind| kind.dimension()),
            reason: Sentence::from(&found.reason),
            profiles: i32::try_from(found.profiles).unwrap_or(i32::MAX),
            rows: Count(found.rows),
        }
    }
}

/// Questions about checks that would fit.
#[derive(Default)]
pub struct SuggestionQuery;

#[Object]
impl SuggestionQuery {
    /// Checks that would fit a table, by its last 10 profiles: what has always held, on the safe side. Those that are made
    /// already are left out, and those that would repeat values which whoever asks may not see. At most 500, those of the
    /// table first, then column by column; none before a table was profiled.
    #[graphql(complexity = "200 + 50 * child_complexity")]
    async fn suggested_checks(&self, ctx: &Context<'_>, asset: AssetId) -> Result<Vec<SuggestedCheck>> {
        let found = app(ctx).checking().suggestions(viewer(ctx), asset).await?;
        Ok(found.into_iter().map(SuggestedCheck::from).collect())
    }
}
