//! The types of checks there are.

use async_graphql::{Context, Json, Object, Result, SimpleObject};
use catalog::{Action, TypeClass};
use quality::{Dimension, Level, checks::CHECKS};
use serde_json::Value;

use super::Sentence;
use crate::graphql::viewer;

/// A type of check, with what its form is made from.
#[derive(SimpleObject)]
pub struct CheckType {
    /// Its name in suites, such as `not_null`.
    name: &'static str,
    /// Whether it is about a table or a column.
    level: Level,
    /// Which side of quality it looks at.
    dimension: Dimension,
    /// What people call it.
    title: Sentence,
    /// What it does, and what it makes of absent and empty values and of empty tables.
    description: Sentence,
    /// The sorts of columns it fits; every one when empty.
    fits: Vec<TypeClass>,
    /// What other tools call it.
    aliases: Vec<&'static str>,
    /// The JSON Schema of its settings.
    schema: Json<Value>,
    /// Settings that work.
    examples: Vec<Json<Value>>,
}

/// Questions about types of checks.
#[derive(Default)]
pub struct CheckTypeQuery;

#[Object]
impl CheckTypeQuery {
    /// Every type of check.
    async fn check_types(&self, ctx: &Context<'_>) -> Result<Vec<CheckType>> {
        viewer(ctx).must(Action::ReadCatalog)?;
        let types = CHECKS.iter().map(|found| CheckType {
            name: found.name(),
            level: found.level(),
            dimension: found.dimension(),
            title: Sentence::from(&found.title()),
            description: Sentence::from(&found.description()),
            fits: found.fits().to_vec(),
            aliases: found.aliases().to_vec(),
            schema: Json(found.schema()),
            examples: found.examples().into_iter().map(Json).collect(),
        });
        Ok(types.collect())
    }
}
