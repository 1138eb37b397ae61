//! Signing in with another system: the way there and the way back, as the browser goes them. Whatever goes wrong, they
//! come back to the sign-in page with a word for it; no token and no secret is ever in an address of ours.

use axum::{
    Extension, Json,
    extract::{Path, Query, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{cookie, error::Problem, guard, session::Attempt, ui};
use crate::{
    access::{self, Caller, Client, Returned, SignedIn},
    app::App,
};

/// The longest of anything that comes back in an address.
const MOST_TEXT: usize = 4 * 1024;

/// Where somebody wants to go.
#[derive(Deserialize)]
pub struct Wanted {
    next: Option<String>,
}

/// What comes back from a provider.
#[derive(Deserialize)]
pub struct CameBack {
    state: Option<String>,
    code: Option<String>,
    iss: Option<String>,
}

/// Answers which systems people may sign in with.
pub async fn list(State(app): State<App>) -> Json<Value> {
    let choices = app.access().choices().into_iter().map(|choice| {
        let kind = if choice.goes_there { "redirect" } else { "password" };
        json!({ "name": choice.name, "title": choice.title, "kind": kind, "isUsable": choice.problem.is_none() })
    });
    Json(json!({ "providers": choices.collect::<Vec<_>>() }))
}

/// Sends the browser to a provider.
pub async fn depart(
    State(app): State<App>,
    Path(provider): Path<String>,
    Query(wanted): Query<Wanted>,
    request: Request,
) -> Response {
    let (next, client) = (local(wanted.next.as_deref()), guard::client(&app, &request));
    drop(request);
    match app.access().depart(&provider, next, &client).await {
        Ok(departure) => {
            let kept = cookie::departing(app.config(), &departure.browser);
            let Ok(address) = HeaderValue::try_from(departure.address.as_str()) else { return failed("unavailable") };
            (StatusCode::SEE_OTHER, [(header::SET_COOKIE, kept), (header::LOCATION, address)]).into_response()
        }
        Err(error) => failed(word(&error)),
    }
}

/// Lets somebody in who comes back from a provider.
///
/// # Errors
/// None that is not an answer: they are sent back to the sign-in page.
pub async fn arrive(
    State(app): State<App>,
    Extension(_): Extension<Caller>,
    Path(provider): Path<String>,
    came: Result<Query<CameBack>, axum::extract::rejection::QueryRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let attempt = Attempt::begin("signIn", &app, &request);
    let jar = CookieJar::from_headers(request.headers());
    let client = guard::client(&app, &request);
    drop(request);
    let browser = jar.get(cookie::departed(app.config())).map(|kept| kept.value().to_owned()).unwrap_or_default();
    let outcome = match came {
        Ok(Query(came)) => enter(&app, &provider, &browser, came, client).await,
        Err(_) => Err(access::Error::SignInOver),
    };
    let (mut response, next) = match outcome {
        Ok((signed_in, next)) => (attempt.end(&app, None, Ok(signed_in)).await?, next),
        Err(error) => {
            let word = word(&error);
            // Written down as every failed sign-in; what is answered is the way back.
            let _written = attempt.end(&app, None, Err(Problem::from(error))).await;
            return Ok(with_cookie(failed(word), cookie::arrived(app.config())));
        }
    };
    let session = response.headers_mut().remove(header::SET_COOKIE);
    let Ok(address) = HeaderValue::try_from(next) else { return Ok(failed("over")) };
    let mut answer = (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response();
    if let Some(session) = session {
        answer.headers_mut().append(header::SET_COOKIE, session);
    }
    Ok(with_cookie(answer, cookie::arrived(app.config())))
}

async fn enter(
    app: &App,
    provider: &str,
    browser: &str,
    came: CameBack,
    client: Client,
) -> access::Result<(SignedIn, String)> {
    let is_short = |text: &String| text.len() <= MOST_TEXT;
    let state = came.state.filter(is_short).ok_or(access::Error::SignInOver)?;
    let returned = came.code.filter(is_short).map(|code| Returned { code, issuer: came.iss.filter(is_short) });
    app.access().arrive(provider, &state, browser, returned.as_ref(), client).await
}

fn with_cookie(mut response: Response, cookie: HeaderValue) -> Response {
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// A page of our own interface, or its first one: nothing else is ever gone to.
fn local(next: Option<&str>) -> &str {
    let is_ours = |path: &&str| {
        let plain = path.split(['?', '#']).next().unwrap_or_default();
        let is_clean = path.len() <= 1024 && path.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'\\');
        is_clean && plain.strip_prefix('/').is_some_and(|plain| ui::is_page(plain) && !plain.starts_with("login"))
    };
    next.filter(is_ours).unwrap_or("/")
}

fn failed(word: &str) -> Response {
    let address = HeaderValue::try_from(format!("/login?failed={word}"));
    let address = address.unwrap_or(HeaderValue::from_static("/login"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

/// The sign-in page's word for what went wrong.
fn word(error: &access::Error) -> &'static str {
    match error {
        access::Error::NoAccount => "account",
        access::Error::SignInOver => "over",
        access::Error::NotProven { .. } => "proof",
        access::Error::Throttled { .. } => "throttled",
        _ => "unavailable",
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn threat_06_only_pages_of_our_own_are_gone_to() {
        for path in ["/", "/search?q=orders", "/a/0190-ab?tab=columns", "/lineage#x"] {
            assert_eq!(local(Some(path)), path);
        }
        for path in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/%2f/evil.example",
            "\\\\evil.example",
            "javascript:alert(1)",
            "/api/session",
            "/graphql",
            "/login?failed=x",
            "/search\r\nSet-Cookie: x=y",
            "evil",
            "",
        ] {
            assert_eq!(local(Some(path)), "/", "{path:?}");
        }
    }
}
