//! GraphQL over POST: reads the request, settles which document runs, and answers.
//!
//! The same rule holds for sockets: a browser's session runs documents of the list; who may use GraphiQL, and programs
//! with a token, write their own.

use async_graphql::{Request as Query, Response as Answer, Variables};
use axum::{
    Extension, Json,
    extract::{Request, State},
    response::{IntoResponse as _, Response},
};
use catalog::Action;
use serde::Deserialize;

use super::{LARGE_BODY, error::Problem, persisted};
use crate::{
    access::Caller,
    audit::Footprint,
    graphql::{Schema, limits},
};

/// A request as it comes in.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    /// The document's text.
    pub query: Option<String>,
    /// The hash of a document of the list.
    pub document_id: Option<String>,
    /// Which operation of the document.
    pub operation_name: Option<String>,
    /// The variables.
    #[serde(default)]
    pub variables: Option<serde_json::Map<String, serde_json::Value>>,
}

/// Answers one request.
///
/// # Errors
/// What [`settle`] refuses, a body that is no request, and one that is too large. Errors of the document are in the answer.
pub async fn answer(
    State(schema): State<Schema>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    request: Request,
) -> Result<Response, Problem> {
    let body = super::read_body(request, LARGE_BODY).await?;
    let asked = read(&body)?;
    let query = settle(&caller, asked)?.data(footprint);
    let answer: Answer = schema.execute(query).await;
    Ok(Json(answer).into_response())
}

fn read(body: &[u8]) -> Result<Asked, Problem> {
    if body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        return Err(Problem::invalid("body", "is a list; send one request at a time"));
    }
    serde_json::from_slice(body)
        .map_err(|error| Problem::invalid("body", format!("is not a GraphQL request in JSON: {error}")))
}

/// The request that runs for `caller`, with who they are.
///
/// # Errors
/// 400 for a document that is missing or too large, 403 for one that this caller may not run.
pub fn settle(caller: &Caller, asked: Asked) -> Result<Query, Problem> {
    let may_write = !caller.is_browser() || caller.viewer.may(Action::UseGraphiql);
    let listed = asked.document_id.as_deref().and_then(persisted::find);
    let text = match (listed, asked.query) {
        (Some(text), _) => text.to_owned(),
        (None, Some(text)) if may_write || persisted::is_listed(&text) => text,
        (None, Some(_)) => {
            let detail =
                "a browser session runs the documents of the user interface only; make an API token for your own";
            return Err(Problem::forbidden(detail));
        }
        (None, None) if asked.document_id.is_some() => {
            return Err(Problem::invalid("documentId", "is no document of this version; reload the page"));
        }
        (None, None) => return Err(Problem::invalid("query", "is missing")),
    };
    limits::check_text(&text).map_err(|problem| Problem::invalid("query", problem))?;
    let variables = asked.variables.map(serde_json::Value::Object).unwrap_or_default();
    let mut query = Query::new(text).variables(Variables::from_json(variables));
    if let Some(name) = asked.operation_name {
        query = query.operation_name(name);
    }
    if !may_write {
        query = query.disable_introspection();
    }
    Ok(query.data(caller.viewer.clone()).data(caller.clone()))
}
