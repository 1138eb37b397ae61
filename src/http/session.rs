//! Signing in and out, and the first start, as the browser does it.

use std::time::Instant;

use async_graphql::resolver_utils::EnumType;
use axum::{
    Json,
    body::Bytes,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use catalog::{Action, Viewer};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{cookie, error::Problem, guard};
use crate::{
    access::{Caller, Client, LEAST_PASSWORD, NewUser, SignedIn},
    app::App,
    audit::{Entry, Footprint, Target},
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
    let attempt = Attempt::begin("signIn", &app, &request);
    let (client, is_local, body) = take_apart(&app, request).await?;
    let input: SignIn = read(&body)?;
    let name = input.name.clone();
    let outcome = sign_in(&app, input, client, is_local).await;
    attempt.end(&app, name.as_deref(), outcome).await
}

async fn sign_in(app: &App, input: SignIn, client: Client, is_local: bool) -> Result<SignedIn, Problem> {
    if input.demo {
        if !is_local {
            return Err(Problem::forbidden("the demonstration is for this machine only; open it at http://127.0.0.1"));
        }
        return Ok(app.access().sign_in_demo(client).await?);
    }
    let name = input.name.ok_or_else(|| Problem::invalid("name", "is missing"))?;
    let password = input.password.ok_or_else(|| Problem::invalid("password", "is missing"))?;
    Ok(app.access().sign_in(&name, password, client).await?)
}

/// Ends the session.
///
/// # Errors
/// When the store fails.
pub async fn end(
    State(app): State<App>,
    caller: axum::Extension<Caller>,
    footprint: axum::Extension<Footprint>,
) -> Result<Response, Problem> {
    app.access().sign_out(&caller).await?;
    if caller.is_browser() {
        app.audit().write(vec![Entry::new(&caller.viewer, &footprint, "signOut")]).await;
    }
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
    let attempt = Attempt::begin("setUp", &app, &request);
    let (client, _, body) = take_apart(&app, request).await?;
    let input: SetUp = read(&body)?;
    let new = NewUser {
        name: input.name,
        display_name: input.display_name,
        password: input.password,
        role: catalog::Role::Admin,
    };
    let outcome = app.access().set_up(&input.token, new, client).await;
    attempt.end(&app, None, outcome.map_err(Problem::from)).await
}

/// Somebody who wants to be let in: whatever comes of it is written down.
pub(super) struct Attempt {
    operation: &'static str,
    footprint: Footprint,
    began: Instant,
}

impl Attempt {
    pub(super) fn begin(operation: &'static str, app: &App, request: &Request) -> Self {
        Self { operation, footprint: Footprint::of(guard::client(app, request)), began: Instant::now() }
    }

    /// Answers, after what came of it is written down. `name` is what they called themselves.
    pub(super) async fn end(
        self,
        app: &App,
        name: Option<&str>,
        outcome: Result<SignedIn, Problem>,
    ) -> Result<Response, Problem> {
        let problem = match outcome {
            Ok(signed_in) => {
                let entry = Entry::new(&signed_in.caller.viewer, &self.footprint, self.operation);
                app.audit().write(vec![entry.taking(self.began.elapsed())]).await;
                return Ok(welcome(app, &signed_in));
            }
            Err(problem) => problem,
        };
        if problem.code() == "INVALID" {
            // Nobody was asked for: the form is sent again.
            return Err(problem);
        }
        // What was typed for a name may be a password; only the name of an account that is there is written down.
        let account = match name {
            Some(name) => app.access().user_named(&Viewer::system(), name.trim()).await.ok(),
            None => None,
        };
        let is_throttled = problem.is_throttled();
        let entry = Entry::new(&Viewer::anonymous(), &self.footprint, self.operation)
            .on(account.map(|account| Target::new("user", account.name)))
            .taking(self.began.elapsed())
            .ending(if is_throttled { "THROTTLED" } else { problem.code() });
        if is_throttled {
            app.audit().note_of_stranger(entry).await;
        } else {
            app.audit().note(vec![entry]).await;
        }
        let mut response = problem.into_response();
        response.extensions_mut().insert(guard::IsRecorded);
        Ok(response)
    }
}

fn welcome(app: &App, signed_in: &SignedIn) -> Response {
    let cookie = cookie::holding(app.config(), &signed_in.secret);
    debug_assert!(!signed_in.secret.expose_secret().is_empty());
    ([(header::SET_COOKIE, cookie)], Json(describe(app, &signed_in.caller))).into_response()
}

/// What somebody may, in the words of the API; an interface hides by it what would be refused.
fn permitted(viewer: &Viewer) -> Vec<&'static str> {
    let actions = <Action as EnumType>::items().iter();
    actions.filter(|item| viewer.may(item.value)).map(|item| item.name).collect()
}

fn describe(app: &App, caller: &Caller) -> Value {
    json!({
        "user": {
            "id": caller.viewer.user,
            "name": caller.viewer.name,
            "displayName": caller.display_name,
            "role": caller.viewer.role.map(|role| role.code().to_uppercase()),
        },
        "permissions": permitted(&caller.viewer),
        "isDemoUser": caller.is_demo,
        "demo": app.access().is_demo(),
        "setup": false,
        "leastPassword": LEAST_PASSWORD,
    })
}

async fn take_apart(app: &App, request: Request) -> Result<(Client, bool, Bytes), Problem> {
    let client = guard::client(app, &request);
    let is_local = guard::is_local(request.headers(), client.address);
    let body = super::read_body(request, super::SMALL_BODY).await?;
    Ok((client, is_local, body))
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
