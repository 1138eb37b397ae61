//! The addresses that OpenLineage clients post events to, as the specification 2-0-2 and Marquez have them.

use axum::{
    Extension, Json,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use catalog::RefusedItem;
use lineage::openlineage::Taken;
use serde_json::{Value, json};

use crate::{
    access::Caller,
    app::App,
    http::{error::Problem, read_body},
};

/// The most bytes of a request once unpacked; single events of 20 MB have been seen.
const MOST_BYTES: usize = 24 * 1024 * 1024;
/// The most events of a batch.
const MOST_EVENTS: usize = 10_000;

/// Takes one event.
///
/// # Errors
/// 400 naming what is wrong with it, 403 for those who may not report, 413 for one that is too large.
pub async fn take(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Response, Problem> {
    let event = read(request).await?;
    let taken = app.openlineage().take(&caller.viewer, vec![event]).await?;
    match taken.errors.into_iter().next() {
        None => Ok((StatusCode::CREATED, Json(json!({}))).into_response()),
        Some((_, refused)) => Err(refusal(refused)),
    }
}

/// Takes a list of events, each alone: a bad one does not keep the others out.
///
/// # Errors
/// 400 for what is no list, 403, 413; when no event at all was good, 400 with the same body as for some.
pub async fn take_batch(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Response, Problem> {
    let Value::Array(events) = read(request).await? else {
        return Err(Problem::invalid("body", "is not a list of events"));
    };
    if events.len() > MOST_EVENTS {
        let problem = format!("has {} events; {MOST_EVENTS} are allowed", events.len());
        return Err(Problem::invalid("body", problem));
    }
    let received = events.len();
    let taken = app.openlineage().take(&caller.viewer, events).await?;
    let is_lost = taken.accepted == 0 && received > 0;
    let status = if is_lost { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    Ok((status, Json(summary(received, &taken))).into_response())
}

fn summary(received: usize, taken: &Taken) -> Value {
    let failed: Vec<Value> = taken
        .errors
        .iter()
        .map(|(index, refused)| json!({ "index": index, "reason": refused.message, "retriable": false }))
        .collect();
    let status = match (failed.len(), taken.accepted) {
        (0, _) => "success",
        (_, 0) => "failure",
        _ => "partial_success",
    };
    json!({
        "status": status,
        "summary": {
            "received": received,
            "successful": taken.accepted,
            "failed": failed.len(),
            "retriable": 0,
            "non_retriable": failed.len(),
        },
        "failed_events": failed,
    })
}

fn refusal(refused: RefusedItem) -> Problem {
    let field = refused.field.unwrap_or_else(|| "event".to_owned());
    let problem = refused.message.strip_prefix(&format!("`{field}`: ")).unwrap_or(&refused.message);
    Problem::invalid(&field, problem)
}

/// Reads a body of JSON, beside the asynchronous work: a large one takes a while.
async fn read(request: Request) -> Result<Value, Problem> {
    let body = read_body(request, MOST_BYTES).await?;
    let read = tokio::task::spawn_blocking(move || serde_json::from_slice::<Value>(&body));
    match read.await {
        Ok(Ok(value)) => Ok(value),
        // What it says has the place of the fault and none of the text.
        Ok(Err(cause)) => Err(Problem::invalid("body", format!("is not JSON: {cause}"))),
        Err(cause) => Err(Problem::broken(&cause)),
    }
}
