//! Results of other tools' checks.

use async_graphql::{Context, Object, Result, SimpleObject};
use catalog::Count;
use quality::import;

use crate::graphql::{app, viewer};

/// A result that was not taken.
#[derive(SimpleObject)]
pub struct UntakenResult {
    /// What the tool calls the check.
    name: String,
    /// Why.
    problem: String,
}

/// What became of results.
#[derive(SimpleObject)]
pub struct TakenResults {
    /// How many were taken.
    taken: Count,
    /// Those that were not, at most 100.
    untaken: Vec<UntakenResult>,
}

/// Taking results of other tools.
#[derive(Default)]
pub struct ImportMutation;

#[Object]
impl ImportMutation {
    /// Takes results of another tool's checks: a validation result of Great Expectations, scan results of Soda, an
    /// OpenLineage event with data quality facets, or dbt's `run_results.json` with its `manifest.json`. They become
    /// outcomes of checks of that tool on the tables of the catalog.
    #[graphql(complexity = "500 + child_complexity")]
    async fn report_check_results(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file, as the tool wrote it.")] results: String,
        #[graphql(desc = "Of dbt alone: the manifest that says which test is about what.")] manifest: Option<String>,
    ) -> Result<TakenResults> {
        viewer(ctx).must(catalog::Action::Report)?;
        let read = match &manifest {
            Some(manifest) => import::dbt(&results, Some(manifest))?,
            None => import::any(&results)?,
        };
        let taken = app(ctx).checking().take(viewer(ctx), read).await?;
        let untaken = taken.untaken.into_iter().take(100);
        Ok(TakenResults {
            taken: Count(taken.taken),
            untaken: untaken.map(|one| UntakenResult { name: one.name, problem: one.problem }).collect(),
        })
    }
}
