//! Some rows of a table.

use async_graphql::{Context, Json, Result, SimpleObject};
use catalog::{ErrorKind, Fault as _, governance::Masking};
use serde_json::Value;

use crate::{
    audit::{Entry, Footprint, Target},
    graphql::{
        app,
        asset::{Asset, AssetRef, loaders},
        viewer,
    },
    http::error::code,
};

/// Some rows of a table, as its source has them now.
#[derive(SimpleObject)]
pub struct TableSample {
    /// The columns that are shown: those that whoever asks may see samples of.
    columns: Vec<AssetRef>,
    /// How the values of each of these columns are hidden; null where they are shown as they are.
    masked: Vec<Option<Masking>>,
    /// The values of each row in the order of the columns: null, a text of at most 500 characters (with `…` at the end of
    /// what is longer), or `{"bytes": 7}` for what is no text.
    rows: Vec<Vec<Json<Value>>>,
    /// Whether there are more rows.
    has_more_rows: bool,
    /// Whether columns are left out because there are more than 200.
    has_more_columns: bool,
}

impl TableSample {
    /// Reads it; that somebody did, and of which table, is written down.
    pub(in crate::graphql) async fn load(ctx: &Context<'_>, table: &Asset, first: i32) -> Result<Self> {
        let id = table.asset.id;
        let began = std::time::Instant::now();
        let found = app(ctx).collab().sample(viewer(ctx), id, usize::try_from(first).unwrap_or(0)).await;
        let footprint = ctx.data_opt::<Footprint>().cloned().unwrap_or_default();
        let result = found.as_ref().err().map_or("OK", |error| code(error.kind()));
        let entry = Entry::new(viewer(ctx), &footprint, "sample").on(Target::new("asset", id.to_string()));
        let entry = entry.taking(began.elapsed()).ending(result);
        if found.as_ref().is_err_and(|error| error.kind() != ErrorKind::Unavailable) {
            app(ctx).audit().note(vec![entry]).await;
        } else {
            app(ctx).audit().write(vec![entry]).await;
        }
        let found = found?;
        let known = loaders(ctx).many(found.columns.iter().map(|id| (*id, None))).await?;
        let columns = found.columns.iter().filter_map(|id| known.get(&(*id, None)));
        Ok(Self {
            columns: columns.map(|column| AssetRef::from(column.as_ref())).collect(),
            masked: found.masked,
            rows: found.rows.into_iter().map(|row| row.into_iter().map(Json).collect()).collect(),
            has_more_rows: found.has_more_rows,
            has_more_columns: found.has_more_columns,
        })
    }
}
