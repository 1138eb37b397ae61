//! The newest runs of many pipelines and tasks at once.

use std::collections::HashMap;

use sea_orm::{
    ConnectionTrait as _, FromQueryResult as _, Iterable as _,
    sea_query::{Alias, Expr, ExprTrait as _, Order, Query},
};

use super::{PipelineRun, read::of_row};
use crate::{
    catalog::Catalog,
    error::Result,
    id::AssetId,
    store::{ROWS, asset, run},
    viewer::{Action, Viewer},
};

impl Catalog {
    /// The newest runs of each of some pipelines or tasks, newest first, at most `each` of one; those without any are
    /// absent. One statement for up to 500, which looks at no more runs than it answers.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`]; the store's own.
    pub async fn newest_runs(
        &self,
        viewer: &Viewer,
        assets: &[AssetId],
        each: u64,
    ) -> Result<HashMap<AssetId, Vec<PipelineRun>>> {
        viewer.must(Action::ReadCatalog)?;
        let seen: Vec<AssetId> = self.visible(viewer, assets).await?.into_iter().collect();
        let own = Alias::new("own");
        let newest = Query::select()
            .column((own.clone(), run::Column::Id))
            .from_as(run::Entity, own.clone())
            .and_where(Expr::col((own.clone(), run::Column::AssetId)).equals((asset::Entity, asset::Column::Id)))
            .order_by((own.clone(), run::Column::At), Order::Desc)
            .order_by((own, run::Column::Id), Order::Desc)
            .limit(each)
            .to_owned();
        let mut runs: HashMap<AssetId, Vec<PipelineRun>> = HashMap::new();
        for chunk in seen.chunks(ROWS) {
            let of = Expr::col((asset::Entity, asset::Column::Id)).is_in(chunk.iter().map(|id| id.0));
            let query = Query::select()
                .columns(run::Column::iter().map(|column| (run::Entity, column)))
                .from(asset::Entity)
                .from(run::Entity)
                .and_where(of)
                .and_where(Expr::col((run::Entity, run::Column::Id)).in_subquery(newest.clone()))
                .order_by((run::Entity, run::Column::At), Order::Desc)
                .order_by((run::Entity, run::Column::Id), Order::Desc)
                .to_owned();
            for row in self.database().read().query_all(&query).await? {
                let run = of_row(run::Model::from_query_result(&row, "")?);
                runs.entry(run.asset).or_default().push(run);
            }
        }
        Ok(runs)
    }
}
