//! Signing in and out, and the first start, as the browser does it.

use axum::{
    Json,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{cookie, error::Problem, guard};
use crate::{
    access::{Caller, Client, LEAST_PASSWORD, NewUser, SignedIn},
    app::App,
};

/// What somebody signs in with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    name: Option<String>,
    password: Option<SecretString>,
    #[serde(default)]
    demo: bool,
}

/// What the first administrator is made of.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SetUp {
    token: SecretString,
    name: String,
    password: SecretString,
    #[serde(default)]
    display_name: String,
}

/// Answers who is signed in; to nobody, whether the first administrator or the demonstration waits.
///
/// # Errors
/// When the store fails; nobody signed in is an answer with status 401.
pub async fn show(State(app): State<App>, caller: axum::Extension<Caller>) -> Result<Response, Problem> {
    if caller.is_known() {
        return Ok(Json(describe(&app, &caller)).into_response());
    }
    let problem = Problem::not_signed_in();
    let mut body = problem.body();
    body.insert("setup".into(), app.access().needs_setup().await?.into());
    body.insert("demo".into(), app.access().is_demo().into());
    body.insert("leastPassword".into(), LEAST_PASSWORD.into());
    Ok(problem.with_body(body))
}

/// Begins a session.
///
/// # Errors
/// 401 for a wrong name or password, 403 for the demonstration elsewhere, 429 after too many attempts, 400 for a bad body.
pub async fn begin(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let (client, is_local, body) = take_apart(&app, request).await?;
    let input: SignIn = read(&body)?;
    let signed_in = if input.demo {
        if !is_local {
            return Err(Problem::forbidden("the demonstration is for this machine only; open it at http://127.0.0.1"));
        }
        app.access().sign_in_demo(client).await?
    } else {
        let name = input.name.ok_or_else(|| Problem::invalid("name", "is missing"))?;
        let password = input.password.ok_or_else(|| Problem::invalid("password", "is missing"))?;
        app.access().sign_in(&name, password, client).await?
    };
    Ok(welcome(&app, &signed_in))
}

/// Ends the session.
///
/// # Errors
/// When the store fails.
pub async fn end(State(app): State<App>, caller: axum::Extension<Caller>) -> Result<Response, Problem> {
    app.access().sign_out(&caller).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie::gone(app.config()))]).into_response())
}

/// Answers whether the first administrator has yet to be made.
///
/// # Errors
/// When the store fails.
pub async fn show_setup(State(app): State<App>) -> Result<Json<Value>, Problem> {
    Ok(Json(json!({ "needed": app.access().needs_setup().await? })))
}

/// Makes the first administrator for whoever holds the one-time link.
///
/// # Errors
/// 403 for a link that is used up, 400 naming the field that is wrong.
pub async fn set_up(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let (client, _, body) = take_apart(&app, request).await?;
    let input: SetUp = read(&body)?;
    let new = NewUser {
        name: input.name,
        display_name: input.display_name,
        password: input.password,
        role: catalog::Role::Admin,
    };
    let signed_in = app.access().set_up(&input.token, new, client).await?;
    Ok(welcome(&app, &signed_in))
}

fn welcome(app: &App, signed_in: &SignedIn) -> Response {
    let cookie = cookie::holding(app.config(), &signed_in.secret);
    debug_assert!(!signed_in.secret.expose_secret().is_empty());
    ([(header::SET_COOKIE, cookie)], Json(describe(app, &signed_in.caller))).into_response()
}

fn describe(app: &App, caller: &Caller) -> Value {
    json!({
        "user": {
            "id": caller.viewer.user,
            "name": caller.viewer.name,
            "displayName": caller.display_name,
            "role": caller.viewer.role.map(|role| role.code().to_uppercase()),
        },
        "isDemoUser": caller.is_demo,
        "demo": app.access().is_demo(),
        "setup": false,
        "leastPassword": LEAST_PASSWORD,
    })
}

async fn take_apart(app: &App, request: Request) -> Result<(Client, bool, Bytes), Problem> {
    let address = guard::address(app, &request);
    let headers: &HeaderMap = request.headers();
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let is_local = guard::is_local(headers, address);
    let body = super::read_body(request, super::SMALL_BODY).await?;
    Ok((Client { address, agent }, is_local, body))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    // serde's message names fields and places; of values it would repeat only those of a wrong type.
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => Problem::invalid("body", without_values(&error.to_string())),
        _ => Problem::invalid("body", "is not JSON; send an object with `Content-Type: application/json`"),
    })
}

/// What serde says of a body, without what it quotes: a value or a name may be a password in the wrong place.
fn without_values(message: &str) -> String {
    if message.contains("invalid type") {
        return "has a field of a wrong type; names, passwords and tokens are text".into();
    }
    match (message.split_once("unknown field"), message.split_once("expected ")) {
        (Some(_), Some((_, known))) => format!("has an unknown field; known: {known}"),
        _ => message.to_owned(),
    }
}
