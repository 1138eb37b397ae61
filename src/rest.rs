//! The addresses that machines ask: is it alive, is it ready, what are its figures.

pub mod audit;
pub mod contracts;
pub mod documentation;
pub mod governance;
pub mod marquez;
pub mod openlineage;
pub mod scim;
pub mod standards;
pub mod worth;

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
    // Only whether the configuration can be used: providers are not asked each time, and why not is for administrators.
    let providers: Vec<Value> = app
        .access()
        .choices()
        .into_iter()
        .map(|choice| json!({ "name": choice.name, "usable": choice.problem.is_none() }))
        .collect();
    let body = json!({ "store": states.is_some(), "followers": followers, "identity": providers });
    (status, Json(body)).into_response()
}

fn describe(state: &FollowerState) -> Value {
    json!({ "name": state.name, "behind": state.behind, "degraded": state.is_degraded })
}

/// Answers the figures in Prometheus' text form; where the followers are is measured now.
pub async fn figures(State(app): State<App>) -> Response {
    if let Ok(states) = app.follower_states().await {
        for state in states {
            measure(&state);
        }
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], telemetry::figures().render())
        .into_response()
}

#[expect(clippy::cast_precision_loss, reason = "figures are floating-point; a follower is not 2^52 changes behind")]
fn measure(state: &FollowerState) {
    metrics::gauge!("cadastre_follower_behind", "follower" => state.name).set(state.behind as f64);
    metrics::gauge!("cadastre_follower_degraded", "follower" => state.name).set(f64::from(u8::from(state.is_degraded)));
}
