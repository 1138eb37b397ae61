//! The gate before every route: who calls, whether the browser was tricked into calling, whether they may call this.
//!
//! Nothing of the body is read before the gate is passed.

use std::{
    net::{IpAddr, SocketAddr},
    time::Instant,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use axum_extra::extract::CookieJar;
use catalog::Action;

use super::{cookie, error::Problem};
use crate::{
    access::{Caller, Client},
    app::App,
    audit::{Entry, Footprint},
    telemetry,
};

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody, signed in or not.
    Anyone,
    /// Whoever is signed in or comes with a token; what they may is decided by what they ask for.
    SignedIn,
    /// Those who may do this.
    May(Action),
    /// Those who may do the first to read, and the second to send.
    ReadOrSend(Action, Action),
    /// Those who may do this, and callers on this machine when the configuration says so.
    MayOrOpenLoopback(Action),
}

/// How long a route may work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// As long as the configuration allows a request.
    Request,
    /// Until the caller goes, is no longer allowed, or the server stops.
    Stream,
}

/// What the gate needs to know of a route.
#[derive(Clone)]
pub struct Gate {
    /// The application.
    pub app: App,
    /// The route.
    pub path: &'static str,
    /// Who may call.
    pub audience: Audience,
    /// How long it may work.
    pub length: Length,
}

/// On an answer: what it refuses is written down already.
#[derive(Debug, Clone, Copy)]
pub struct IsRecorded;

/// Lets a request through to its route, or answers why not. Refusals are written down.
pub async fn gate(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let (began, operation) = (Instant::now(), format!("{} {}", request.method(), gate.path));
    let footprint = Footprint::of(client(&gate.app, &request));
    let caller = match authenticate(&gate.app, request.headers()).await {
        Ok(caller) => caller,
        Err(problem) => {
            if problem.is_unauthenticated() {
                let refused = Entry::denied(&Caller::anonymous(), &footprint, operation).ending("UNAUTHENTICATED");
                gate.app.audit().note_of_stranger(refused.taking(began.elapsed())).await;
            }
            return problem.into_response();
        }
    };
    if let (Some(trace), true) = (telemetry::trace(), caller.is_known()) {
        trace.is_for(&caller.viewer.name);
    }
    let is_local = is_local(request.headers(), footprint.client.address);
    let response = match admit(&gate, &request, &caller, is_local) {
        Ok(()) => {
            request.extensions_mut().insert(caller.clone());
            request.extensions_mut().insert(footprint.clone());
            answer(&gate, request, next).await
        }
        Err(problem) => problem.into_response(),
    };
    let is_recorded = response.extensions().get::<IsRecorded>().is_some();
    if response.status() == StatusCode::FORBIDDEN && caller.is_known() && !is_recorded {
        let refused = Entry::denied(&caller, &footprint, operation).taking(began.elapsed());
        gate.app.audit().note(vec![refused]).await;
    }
    response
}

/// Lets the route answer, as long as it may take.
async fn answer(gate: &Gate, request: Request, next: Next) -> Response {
    if gate.length == Length::Stream {
        return next.run(request).await;
    }
    let limit = gate.app.config().server.request_timeout;
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let detail = format!("this took longer than {} s and was stopped; ask for less", limit.as_secs());
            Problem::unavailable(detail).into_response()
        }
    }
}

fn admit(gate: &Gate, request: &Request, caller: &Caller, is_local: bool) -> Result<(), Problem> {
    let (method, headers) = (request.method(), request.headers());
    if changes_something(method) && (caller.is_browser() || gate.audience == Audience::Anyone) {
        refuse_foreign_page(&gate.app, headers)?;
    }
    let audience = match gate.audience {
        Audience::ReadOrSend(_, send) if changes_something(method) => Audience::May(send),
        Audience::ReadOrSend(read, _) => Audience::May(read),
        other => other,
    };
    let is_allowed = match audience {
        Audience::Anyone => true,
        Audience::SignedIn => caller.is_known(),
        Audience::May(action) | Audience::ReadOrSend(action, _) => caller.viewer.may(action),
        Audience::MayOrOpenLoopback(action) => {
            (gate.app.config().server.open_metrics && is_local) || caller.viewer.may(action)
        }
    };
    match (is_allowed, caller.is_known(), audience) {
        (true, ..) => Ok(()),
        (false, false, _) => Err(Problem::not_signed_in()),
        (false, true, Audience::May(action) | Audience::MayOrOpenLoopback(action)) => {
            Err(catalog::Error::Forbidden { action: action.phrase().into() }.into())
        }
        (false, true, _) => Err(Problem::forbidden("not allowed")),
    }
}

/// Who calls: by token where one is shown, else by cookie. Nothing else in a request says who somebody is.
///
/// # Errors
/// 401 for a token that is not good: a program should hear of it instead of going on as nobody.
pub async fn authenticate(app: &App, headers: &HeaderMap) -> Result<Caller, Problem> {
    let mut shown = headers.get_all(header::AUTHORIZATION).iter();
    if let Some(value) = shown.next() {
        let text = value.to_str().unwrap_or_default();
        let token = text.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let found = match (token, shown.next()) {
            (Some((_, token)), None) => app.access().token(token.trim()).await?,
            _ => None,
        };
        return found.ok_or_else(Problem::not_signed_in);
    }
    let jar = CookieJar::from_headers(headers);
    let Some(cookie) = jar.get(cookie::name(app.config())) else { return Ok(Caller::anonymous()) };
    Ok(app.access().session(cookie.value()).await?.unwrap_or_else(Caller::anonymous))
}

fn changes_something(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Refuses what a page of somebody else's could make a browser send: a change has to carry our header, which a foreign
/// page cannot set, and has to come from our own origin.
fn refuse_foreign_page(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    if headers.get("x-cadastre-csrf").is_none_or(|value| value != "1") {
        return Err(Problem::forbidden("a change from a browser needs the header `X-Cadastre-Csrf: 1`"));
    }
    if is_same_origin(app, headers) {
        Ok(())
    } else {
        Err(Problem::forbidden("this comes from another site; open Cadastre at its own address"))
    }
}

/// Whether the headers say that a page of our own origin sends this. A client that is no browser and sends neither
/// header has to set `Origin`.
#[must_use]
pub fn is_same_origin(app: &App, headers: &HeaderMap) -> bool {
    let fetched_by = headers.get("sec-fetch-site").map(|value| value.as_bytes() == b"same-origin");
    let origin =
        headers.get(header::ORIGIN).map(|value| is_our_origin(app, headers, value.to_str().unwrap_or_default()));
    match (fetched_by, origin) {
        (None, None) => false,
        (fetched_by, origin) => fetched_by.unwrap_or(true) && origin.unwrap_or(true),
    }
}

fn is_our_origin(app: &App, headers: &HeaderMap, origin: &str) -> bool {
    if let Some(url) = &app.config().server.public_url
        && url.origin().ascii_serialization() == origin
    {
        return true;
    }
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    !host.is_empty() && origin.strip_prefix("http://").is_some_and(|authority| authority.eq_ignore_ascii_case(host))
}

/// The address of the client: that of the connection, which no header can change, unless it is a proxy's that the
/// configuration trusts.
#[must_use]
pub fn address(app: &App, request: &Request) -> Option<IpAddr> {
    let connection = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0.ip();
    let lines = request.headers().get_all("x-forwarded-for");
    // A line that is no text ends what can be believed.
    let said: Vec<&str> = lines.iter().map(|line| line.to_str().unwrap_or_default()).collect();
    Some(app.config().server.trusted_proxies.client(connection, &said))
}

/// Where a request comes from, as far as that may be shown.
#[must_use]
pub fn client(app: &App, request: &Request) -> Client {
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    Client { address: address(app, request), agent }
}

/// Whether the caller is on this machine and says so in `Host` too, so that a foreign name that leads here does not count.
#[must_use]
pub fn is_local(headers: &HeaderMap, address: Option<IpAddr>) -> bool {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')).map_or(host, |(name, _)| name);
    let is_local_name = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    is_local_name && address.is_some_and(|address| address.is_loopback())
}
