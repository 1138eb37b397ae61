//! HTTP: which address leads where, and who may go there. What is answered is decided behind it.
//!
//! [`ROUTES`] is the whole table; everything else is the user interface's or nothing.

pub mod cookie;
pub mod error;
pub mod events;
pub mod graphiql;
pub mod graphql;
pub mod guard;
pub mod persisted;
pub mod request;
pub mod session;
pub mod sign_in;
pub mod socket;
pub mod stream;
pub mod ui;

#[cfg(test)]
mod tests;

use std::net::SocketAddr;

use axum::{
    Router,
    body::Bytes,
    extract::Request,
    http::StatusCode,
    middleware::from_fn_with_state,
    response::IntoResponse as _,
    routing::{MethodRouter, get, post, put},
};
use catalog::Action;
use tokio::net::TcpListener;
use tower_http::{compression::CompressionLayer, decompression::RequestDecompressionLayer};

use self::{
    error::Problem,
    guard::{Audience, Gate, Length, gate},
    stream::Streams,
};
use crate::{
    app::App,
    graphql::Schema,
    rest::{self, audit, contracts, documentation, governance, marquez, openlineage, scim, standards, worth},
};

/// The most bytes of a small body: names, passwords.
pub(crate) const SMALL_BODY: usize = 64 * 1024;
/// The most bytes of a GraphQL request; a description may have ten million characters.
pub(crate) const LARGE_BODY: usize = 12 * 1024 * 1024;

/// What the handlers share.
#[derive(Clone, axum::extract::FromRef)]
pub struct Shared {
    /// The application.
    pub app: App,
    /// The API.
    pub schema: Schema,
    /// What is open.
    pub streams: Streams,
}

/// One address.
pub struct Route {
    /// Its path, exactly.
    pub path: &'static str,
    /// Who may call it.
    pub audience: Audience,
    /// How long it may work.
    pub length: Length,
    /// What answers.
    methods: fn() -> MethodRouter<Shared>,
}

const fn route(path: &'static str, audience: Audience, methods: fn() -> MethodRouter<Shared>) -> Route {
    Route { path, audience, length: Length::Request, methods }
}

const fn stream(path: &'static str, audience: Audience, methods: fn() -> MethodRouter<Shared>) -> Route {
    Route { path, audience, length: Length::Stream, methods }
}

/// Those who may read the catalog.
const READERS: Audience = Audience::May(Action::ReadCatalog);
/// Those who may edit it.
const EDITORS: Audience = Audience::May(Action::EditCatalog);

/// Those who may keep accounts and groups from outside.
const PROVISIONERS: Audience = Audience::May(Action::Provision);

/// Every address that is not the user interface's.
pub static ROUTES: &[Route] = &[
    route("/healthz", Audience::Anyone, || get(rest::alive)),
    route("/readyz", Audience::Anyone, || get(rest::ready)),
    route("/metrics", Audience::MayOrOpenLoopback(Action::ReadCatalog), || get(rest::figures)),
    route("/api/session", Audience::Anyone, || get(session::show).post(session::begin).delete(session::end)),
    route("/api/setup", Audience::Anyone, || get(session::show_setup).post(session::set_up)),
    route("/api/sign-in", Audience::Anyone, || get(sign_in::list)),
    route("/api/sign-in/{provider}", Audience::Anyone, || get(sign_in::depart)),
    route("/api/sign-in/{provider}/callback", Audience::Anyone, || get(sign_in::arrive)),
    stream("/api/events", Audience::SignedIn, || get(events::open)),
    route("/graphql", Audience::SignedIn, || post(graphql::answer)),
    stream("/graphql/ws", Audience::SignedIn, || get(socket::open)),
    route("/api/v1/lineage", Audience::ReadOrSend(Action::ReadCatalog, Action::Report), || {
        post(openlineage::take).layer(RequestDecompressionLayer::new()).get(marquez::graph::show)
    }),
    route("/api/v1/lineage/batch", Audience::May(Action::Report), || {
        post(openlineage::take_batch).layer(RequestDecompressionLayer::new())
    }),
    route("/api/v1/column-lineage", READERS, || get(marquez::columns::show)),
    route("/api/v1/search", READERS, || get(marquez::search::search)),
    route("/api/v1/jobs", READERS, || get(marquez::jobs::list_all)),
    route("/api/v1/jobs/runs/{run}", READERS, || get(marquez::runs::show)),
    route("/api/v1/jobs/runs/{run}/facets", READERS, || get(marquez::runs::show_facets)),
    route("/api/v1/namespaces", READERS, || get(marquez::namespaces::list)),
    route("/api/v1/namespaces/{namespace}", READERS, || get(marquez::namespaces::show)),
    route("/api/v1/namespaces/{namespace}/jobs", READERS, || get(marquez::jobs::list)),
    route("/api/v1/namespaces/{namespace}/jobs/{job}", READERS, || get(marquez::jobs::show)),
    route("/api/v1/namespaces/{namespace}/jobs/{job}/runs", READERS, || get(marquez::runs::list)),
    route("/api/v1/namespaces/{namespace}/jobs/{job}/versions", READERS, || get(marquez::job_versions::list)),
    route("/api/v1/namespaces/{namespace}/jobs/{job}/versions/{version}", READERS, || get(marquez::job_versions::show)),
    route("/api/v1/namespaces/{namespace}/jobs/{job}/tags/{tag}", EDITORS, || {
        post(marquez::tags::tag_job).delete(marquez::tags::untag_job)
    }),
    route("/api/v1/namespaces/{namespace}/datasets", READERS, || get(marquez::datasets::list)),
    route("/api/v1/namespaces/{namespace}/datasets/{dataset}", READERS, || get(marquez::datasets::show)),
    route("/api/v1/namespaces/{namespace}/datasets/{dataset}/versions", READERS, || {
        get(marquez::dataset_versions::list)
    }),
    route("/api/v1/namespaces/{namespace}/datasets/{dataset}/versions/{version}", READERS, || {
        get(marquez::dataset_versions::show)
    }),
    route("/api/v1/namespaces/{namespace}/datasets/{dataset}/tags/{tag}", EDITORS, || {
        post(marquez::tags::tag_dataset).delete(marquez::tags::untag_dataset)
    }),
    route("/api/v1/namespaces/{namespace}/datasets/{dataset}/fields/{field}/tags/{tag}", EDITORS, || {
        post(marquez::tags::tag_field).delete(marquez::tags::untag_field)
    }),
    route("/api/v1/tags", READERS, || get(marquez::tags::list)),
    route("/api/v1/tags/{tag}", EDITORS, || put(marquez::tags::make)),
    route("/api/v1/sources", READERS, || get(marquez::sources::list)),
    route("/api/v1/sources/{source}", READERS, || get(marquez::sources::show)),
    route("/api/v1/events", READERS, || get(marquez::events::list)),
    route("/api/v1/events/lineage", READERS, || get(marquez::events::list)),
    route("/api/v1/events/{namespace}", READERS, || get(marquez::events::list_of_namespace)),
    route("/api/v1/stats/lineage-events", READERS, || get(marquez::stats::events)),
    route("/api/v1/stats/jobs", READERS, || get(marquez::stats::jobs)),
    route("/api/v1/stats/datasets", READERS, || get(marquez::stats::datasets)),
    route("/api/v1/stats/sources", READERS, || get(marquez::stats::sources)),
    route("/scim/v2/ServiceProviderConfig", PROVISIONERS, || get(scim::provider)),
    route("/scim/v2/ResourceTypes", PROVISIONERS, || get(scim::resource_types)),
    route("/scim/v2/Schemas", PROVISIONERS, || get(scim::schemas)),
    route("/scim/v2/Users", PROVISIONERS, || get(scim::list_users).post(scim::create_user)),
    route("/scim/v2/Users/{id}", PROVISIONERS, || {
        get(scim::show_user).put(scim::replace_user).patch(scim::patch_user).delete(scim::delete_user)
    }),
    route("/scim/v2/Groups", PROVISIONERS, || get(scim::list_groups).post(scim::create_group)),
    route("/scim/v2/Groups/{id}", PROVISIONERS, || {
        get(scim::show_group).put(scim::replace_group).patch(scim::patch_group).delete(scim::delete_group)
    }),
    stream("/api/governance.csv", Audience::ReadOrSend(Action::ReadCatalog, Action::EditCatalog), || {
        get(governance::table).post(governance::write)
    }),
    stream("/api/governance.csv/preview", EDITORS, || post(governance::preview)),
    route(
        "/api/standards/{standard}/codes.csv",
        Audience::ReadOrSend(Action::ReadCatalog, Action::ManageGovernance),
        || get(standards::codes).post(standards::write_codes),
    ),
    route("/api/standards/{standard}/codes.csv/preview", Audience::May(Action::ManageGovernance), || {
        post(standards::preview_codes)
    }),
    route(
        "/api/standards/columns/{column}/mapping.csv",
        Audience::ReadOrSend(Action::ReadCatalog, Action::EditCatalog),
        || get(standards::mapping).post(standards::write_mapping),
    ),
    route("/api/standards/columns/{column}/mapping.csv/preview", EDITORS, || post(standards::preview_mapping)),
    stream("/api/assets/{asset}/documentation/{format}", READERS, || get(documentation::file)),
    route("/api/contracts/{file}", READERS, || get(contracts::file)),
    route("/api/kpis.csv", READERS, || get(worth::kpis)),
    route("/api/report.html", READERS, || get(worth::report)),
    route("/api/cost.csv", READERS, || get(worth::cost)),
    route("/api/unused.csv", READERS, || get(worth::unused)),
    route("/api/health.csv", READERS, || get(worth::health)),
    stream("/api/audit.csv", Audience::May(Action::ReadAudit), || get(audit::table)),
    route("/graphiql", Audience::May(Action::UseGraphiql), || get(graphiql::page)),
];

/// The whole application behind HTTP.
pub fn router(app: App) -> Router {
    let shared = Shared { schema: crate::graphql::schema(app.clone()), app: app.clone(), streams: Streams::default() };
    let mut router = Router::new();
    for route in ROUTES {
        let gate_of_route = Gate { app: app.clone(), path: route.path, audience: route.audience, length: route.length };
        let methods = (route.methods)().fallback(wrong_method);
        router = router.route(route.path, methods.layer(from_fn_with_state(gate_of_route, gate)));
    }
    router
        .fallback(ui::serve)
        .with_state(shared)
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app, request::around))
}

/// Answers requests until the application stops; streams are ended first, so that it can.
///
/// # Errors
/// When the listener fails.
pub async fn serve(app: App, listener: TcpListener) -> std::io::Result<()> {
    let stopping = app.stopping();
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(async move { stopping.cancelled().await }).await
}

async fn wrong_method() -> axum::response::Response {
    let detail = "this address does not know the method";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "INVALID", detail).into_response()
}

/// Reads a body of at most `most` bytes.
pub(crate) async fn read_body(request: Request, most: usize) -> Result<Bytes, Problem> {
    axum::body::to_bytes(request.into_body(), most).await.map_err(|_| {
        let detail = format!("the body is longer than {most} bytes, or did not arrive");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "INVALID", detail)
    })
}
