//! Search among jobs and data sets.

use axum::{
    Extension, Json,
    extract::{Query, State},
};
use catalog::{Asset, AssetId};
use lineage::openlineage::{
    identity::spell,
    read::{DATASETS, JOBS},
};
use search::{Filters, SearchRequest, Sort};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Times, Window, job_name};
use crate::{access::Caller, app::App, http::error::Problem};

/// What is looked for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    q: String,
    filter: Option<String>,
    sort: Option<String>,
    limit: Option<usize>,
}

/// What fits a text.
///
/// # Errors
/// 400 naming the parameter.
pub async fn search(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Problem> {
    let (limit, _) = Window { limit: asked.limit.or(Some(10)), offset: None }.checked()?;
    let kinds = match asked.filter.as_deref().map(str::to_ascii_uppercase).as_deref() {
        None => [&DATASETS[..], &JOBS[..]].concat(),
        Some("DATASET") => DATASETS.to_vec(),
        Some("JOB") => JOBS.to_vec(),
        Some(_) => return Err(Problem::invalid("filter", "is neither `DATASET` nor `JOB`")),
    };
    let sort = match asked.sort.as_deref().map(str::to_ascii_uppercase).as_deref() {
        Some("UPDATE_AT") => Sort::Updated,
        Some("NAME") => Sort::Name,
        _ => Sort::Relevance,
    };
    let request = SearchRequest {
        filters: Filters { kinds, ..Filters::default() },
        first: limit,
        sort,
        ..SearchRequest::new(asked.q)
    };
    let (index, viewer) = (app.index().clone(), caller.viewer.clone());
    let found = tokio::task::spawn_blocking(move || index.search(&viewer, &request)).await;
    let answer = found.map_err(|cause| Problem::broken(&cause))??;
    let ids: Vec<AssetId> = answer.hits.iter().map(|hit| hit.asset).collect();
    let mut assets = app.catalog().assets(&caller.viewer, &ids, None).await?;
    assets.sort_by_key(|asset| ids.iter().position(|id| *id == asset.id));
    let times = Times::of(app.catalog(), &assets).await?;
    let results: Vec<Value> = assets.iter().map(|asset| result(asset, &times)).collect();
    Ok(Json(json!({ "totalCount": answer.total, "results": results })))
}

fn result(asset: &Asset, times: &Times) -> Value {
    let is_job = JOBS.contains(&asset.kind);
    let (namespace, name) = if is_job { job_name(asset) } else { spell(&asset.name) };
    json!({
        "type": if is_job { "JOB" } else { "DATASET" },
        "nodeId": format!("{}:{namespace}:{name}", if is_job { "job" } else { "dataset" }),
        "namespace": namespace,
        "name": name,
        "updatedAt": times.at(asset.changed),
    })
}
