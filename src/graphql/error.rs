//! Turns the errors of resolvers into GraphQL errors with `extensions.code`, `field` and `requestId`.
//!
//! Resolvers only use `?`: async-graphql keeps the error itself beside its text, and [`Codes`] looks at it when the
//! answer is whole. What is not one of our errors is a fault of ours: the client gets a request id, the log the text.

use std::{any::Any, sync::Arc};

use async_graphql::{
    PathSegment, Response, ServerError,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextRequest, NextSubscribe},
    futures_util::stream::BoxStream,
};
use catalog::{ErrorKind, Fault};
use futures_util::StreamExt as _;

use crate::{
    access, app, collab,
    http::error::{INTERNAL, code},
    sources, telemetry,
};

/// Gives every error its code.
pub struct Codes;

impl ExtensionFactory for Codes {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for Codes {
    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        dress_all(next.run(ctx).await)
    }

    fn subscribe<'s>(
        &self,
        ctx: &ExtensionContext<'_>,
        stream: BoxStream<'s, Response>,
        next: NextSubscribe<'_>,
    ) -> BoxStream<'s, Response> {
        next.run(ctx, stream).map(dress_all).boxed()
    }
}

fn dress_all(mut response: Response) -> Response {
    response.errors.iter_mut().for_each(dress);
    response
}

fn dress(error: &mut ServerError) {
    let source = error.source.take();
    let fault = source.as_deref().and_then(fault_of);
    let (kind, word) = match (fault, &source) {
        (Some(fault), Some(source)) => (fault.kind(), word(fault, source.as_ref())),
        // Refused by async-graphql itself: what was sent is wrong, except when our own wiring is.
        (None, None) if !error.message.starts_with("Data `") => (ErrorKind::Invalid, code(ErrorKind::Invalid)),
        _ => (ErrorKind::Internal, code(ErrorKind::Internal)),
    };
    if kind == ErrorKind::Internal {
        let text = fault.map_or_else(|| error.message.clone(), |fault| telemetry::chain(fault));
        telemetry::fault(Some(place(error)), text);
        INTERNAL.clone_into(&mut error.message);
    }
    let field = fault.and_then(Fault::field).map(str::to_owned);
    let values = error.extensions.get_or_insert_default();
    values.set("code", word);
    if let Some(field) = field {
        values.set("field", field);
    }
    if let Some(id) = telemetry::request_id() {
        values.set("requestId", id);
    }
}

/// Where it happened: the names of the fields that lead there.
fn place(error: &ServerError) -> String {
    let names = error.path.iter().filter_map(|step| match step {
        PathSegment::Field(name) => Some(name.as_str()),
        PathSegment::Index(_) => None,
    });
    format!("GraphQL {}", names.collect::<Vec<_>>().join("."))
}

fn word(fault: &dyn Fault, source: &(dyn Any + Send + Sync)) -> &'static str {
    match source.downcast_ref::<access::Error>() {
        Some(access::Error::NotSignedIn | access::Error::WrongCredentials) => "UNAUTHENTICATED",
        _ => code(fault.kind()),
    }
}

/// The error as one of ours, whichever crate it is from.
fn fault_of(source: &(dyn Any + Send + Sync)) -> Option<&dyn Fault> {
    fn is<E: Fault>(source: &(dyn Any + Send + Sync)) -> Option<&dyn Fault> {
        source.downcast_ref::<E>().map(|error| error as &dyn Fault)
    }
    let crates = [
        is::<catalog::Error>,
        is::<access::Error>,
        is::<app::Error>,
        is::<connectors::Error>,
        is::<lineage::Error>,
        is::<quality::Error>,
        is::<search::Error>,
        is::<sources::Error>,
        is::<collab::Error>,
        is::<crate::notify::Error>,
        is::<crate::standards::Error>,
        is::<crate::whatif::Error>,
        is::<kpi::Error>,
        is::<crate::worth::Error>,
    ];
    let boxed = || source.downcast_ref::<Box<dyn Fault>>().map(AsRef::as_ref);
    crates.iter().find_map(|is| is(source)).or_else(boxed)
}

#[cfg(test)]
mod tests {
    use async_graphql::{EmptyMutation, EmptySubscription, Object, Result, Schema, Value};

    use super::*;

    struct Query;

    #[Object]
    impl Query {
        async fn wrong(&self) -> Result<bool> {
            Err(catalog::Error::invalid("first", "is 0"))?
        }

        async fn hidden(&self) -> Result<bool> {
            Err(catalog::Error::not_found("asset", "x"))?
        }

        async fn broken(&self) -> Result<bool> {
            Err(catalog::Error::Store(sea_orm::DbErr::Custom("canary-4711".into())))?
        }

        async fn strange(&self) -> Result<bool> {
            Err(std::io::Error::other("canary-4711"))?
        }

        async fn boxed(&self) -> Result<bool> {
            let fault: Box<dyn Fault> = Box::new(catalog::Error::conflict("not now"));
            Err(fault)?
        }
    }

    async fn first_error(query: &str) -> ServerError {
        let schema = Schema::build(Query, EmptyMutation, EmptySubscription).extension(Codes).finish();
        let work = async { schema.execute(query).await };
        telemetry::within_request("r1".into(), work).await.errors.remove(0)
    }

    fn value(error: &ServerError, name: &str) -> Option<Value> {
        error.extensions.as_ref().and_then(|values| values.get(name)).cloned()
    }

    #[tokio::test]
    async fn error_of_ours_has_code_field_and_request() {
        let error = first_error("{ wrong }").await;
        assert_eq!(error.message, "`first`: is 0");
        assert_eq!(value(&error, "code"), Some("INVALID".into()));
        assert_eq!(value(&error, "field"), Some("first".into()));
        assert_eq!(value(&error, "requestId"), Some("r1".into()));
        assert_eq!(value(&first_error("{ hidden }").await, "code"), Some("NOT_FOUND".into()));
        assert_eq!(value(&first_error("{ boxed }").await, "code"), Some("CONFLICT".into()));
    }

    #[tokio::test]
    async fn fault_of_ours_tells_the_client_nothing() {
        for query in ["{ broken }", "{ strange }"] {
            let error = first_error(query).await;
            assert_eq!(error.message, INTERNAL);
            assert_eq!(value(&error, "code"), Some("INTERNAL".into()));
            assert!(!format!("{error:?}").contains("canary"));
        }
    }

    #[tokio::test]
    async fn malformed_document_is_invalid() {
        for query in ["{ nothing }", "{", "{ wrong(x: 1) }"] {
            assert_eq!(value(&first_error(query).await, "code"), Some("INVALID".into()), "{query}");
        }
    }
}
