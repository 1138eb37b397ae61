//! The addresses that machines ask: is it alive, is it ready, what are its figures.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};

use crate::{
    app::{App, FollowerState},
    telemetry,
};

/// Answers that the process runs.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// Answers whether the store answers and where the followers are. One that is behind or failed makes answers older, not
/// wrong, so only the store decides.
pub async fn ready(State(app): State<App>) -> Response {
    let states = if app.is_store_ready().await { app.follower_states().await.ok() } else { None };
    let status = if states.is_some() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let followers: Vec<Value> = states.iter().flatten().map(describe).collect();
    (status, Json(json!({ "store": states.is_some(), "followers": followers }))).into_response()
}

fn describe(state: &FollowerState) -> Value {
    json!({ "name": state.name, "behind": state.behind, "degraded": state.is_degraded })
}

/// Answers the figures in Prometheus' text form.
pub async fn figures() -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], telemetry::figures().render())
        .into_response()
}
