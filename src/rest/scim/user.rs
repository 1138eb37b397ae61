//! Accounts as SCIM has them.

use axum::{
    Extension,
    extract::{Path, Query, Request, State},
    http::StatusCode,
    response::Response,
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Answer, Refusal, Wanted, answer, filter::Filter, get, identifier, page, patch, read, row, text, truth};
use crate::{
    access::{
        Caller,
        provision::{Equals, Provisioned, ProvisionedState},
    },
    app::App,
    audit::{Footprint, Target},
};

/// The attributes that a path of a partial change may name.
const KNOWN: [&str; 6] = ["active", "displayName", "emails", "externalId", "name", "userName"];
/// How many accounts a filter that is no plain comparison is tried on.
const MOST_SCANNED: u64 = 10_000;

/// Answers a page of accounts.
///
/// # Errors
/// `invalidFilter` for a filter that is not understood, `tooMany` where it would have to be tried on too many.
pub async fn list(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let (start, count) = wanted.part();
    let Some(filter) = wanted.filter.as_deref().map(Filter::parse).transpose()? else {
        let (found, total) = app.access().provisioned(&caller.viewer, None, start, count).await?;
        return Ok(page(found.iter().map(|user| shown(&app, user)).collect(), total, start));
    };
    if let Some(equals) = filter.equals().and_then(|(attribute, value)| plain(attribute, value)) {
        let (found, total) = app.access().provisioned(&caller.viewer, Some(&equals), start, count).await?;
        return Ok(page(found.iter().map(|user| shown(&app, user)).collect(), total, start));
    }
    let (all, total) = app.access().provisioned(&caller.viewer, None, 0, MOST_SCANNED).await?;
    if u64::try_from(total).unwrap_or(u64::MAX) > MOST_SCANNED {
        let problem =
            format!("would be tried on more than {MOST_SCANNED} accounts; compare userName, externalId or emails");
        return Err(Refusal::invalid("tooMany", "filter", problem));
    }
    let shown = all.iter().map(|user| shown(&app, user));
    let admitted: Vec<Value> = shown.filter(|user| user.as_object().is_some_and(|user| filter.admits(user))).collect();
    let total = i64::try_from(admitted.len()).unwrap_or(i64::MAX);
    let wanted = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    Ok(page(admitted.into_iter().skip(wanted(start)).take(wanted(count)).collect(), total, start))
}

fn plain(attribute: &str, value: &str) -> Option<Equals> {
    match attribute.to_ascii_lowercase().as_str() {
        "id" => Some(Equals::Id(value.parse().unwrap_or(Uuid::nil()))),
        "username" => Some(Equals::Name(value.to_owned())),
        "externalid" => Some(Equals::ExternalId(value.to_owned())),
        "emails" | "emails.value" => Some(Equals::Email(value.to_owned())),
        _ => None,
    }
}

/// Answers one account.
///
/// # Errors
/// 404 for accounts that the caller does not keep.
pub async fn show(State(app): State<App>, Extension(caller): Extension<Caller>, Path(id): Path<String>) -> Answer {
    let user = find(&app, &caller, identifier(&id, "User")?).await?;
    Ok(answer(StatusCode::OK, &shown(&app, &user)))
}

/// Makes an account.
///
/// # Errors
/// 409 when its name or address is taken, 400 naming the attribute that is wrong.
pub async fn create(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    request: Request,
) -> Answer {
    let state = state(&read(request).await?)?;
    let target = Target::new("user", state.name.clone());
    let outcome = app.access().provision(&caller.viewer, state).await.map_err(Refusal::from);
    app.audit().write(vec![row(&caller, &footprint, "scimCreateUser", target, outcome.as_ref().err())]).await;
    Ok(answer(StatusCode::CREATED, &shown(&app, &outcome?)))
}

/// Makes an account what the body says.
///
/// # Errors
/// As [`create`]; 404.
pub async fn replace(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    Path(id): Path<String>,
    request: Request,
) -> Answer {
    let id = identifier(&id, "User")?;
    let state = state(&read(request).await?)?;
    store(&app, &caller, &footprint, id, state).await
}

/// Changes parts of an account.
///
/// # Errors
/// As [`replace`]; for paths and filters that are not understood.
pub async fn patch(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    Path(id): Path<String>,
    request: Request,
) -> Answer {
    let user = find(&app, &caller, identifier(&id, "User")?).await?;
    let request = read(request).await?;
    let Value::Object(mut resource) = shown(&app, &user) else { return Err(super::Problem::internal().into()) };
    patch::apply(&mut resource, &request, &KNOWN)?;
    let mut state = state(&resource)?;
    // The names of its parts are not kept, so what is called changes only when somebody says so.
    if get(&resource, "displayName") == Some(&Value::String(user.display_name.clone()))
        && let Some(formatted) = formatted(&resource)
        && formatted != user.display_name
    {
        state.display_name = formatted;
    }
    store(&app, &caller, &footprint, user.id, state).await
}

/// Ends an account.
///
/// # Errors
/// 404.
pub async fn delete(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    Path(id): Path<String>,
) -> Answer {
    let user = find(&app, &caller, identifier(&id, "User")?).await?;
    let outcome = app.access().deprovision(&caller.viewer, user.id).await.map_err(Refusal::from);
    let target = Target::new("user", user.name);
    app.audit().write(vec![row(&caller, &footprint, "scimDeleteUser", target, outcome.as_ref().err())]).await;
    outcome?;
    Ok(nothing())
}

pub(super) fn nothing() -> Response {
    axum::response::IntoResponse::into_response(StatusCode::NO_CONTENT)
}

async fn store(app: &App, caller: &Caller, footprint: &Footprint, id: Uuid, state: ProvisionedState) -> Answer {
    let target = Target::new("user", state.name.clone());
    let outcome = app.access().reprovision(&caller.viewer, id, state).await.map_err(Refusal::from);
    app.audit().write(vec![row(caller, footprint, "scimUpdateUser", target, outcome.as_ref().err())]).await;
    Ok(answer(StatusCode::OK, &shown(app, &outcome?)))
}

async fn find(app: &App, caller: &Caller, id: Uuid) -> Result<Provisioned, Refusal> {
    let (found, _) = app.access().provisioned(&caller.viewer, Some(&Equals::Id(id)), 0, 1).await?;
    found.into_iter().next().ok_or_else(|| catalog::Error::not_found("User", id).into())
}

/// What a representation says of an account.
fn state(members: &Map<String, Value>) -> Result<ProvisionedState, Refusal> {
    let name = text(members, "userName")?;
    let name = name.ok_or_else(|| Refusal::invalid("invalidValue", "userName", "is missing"))?;
    Ok(ProvisionedState {
        display_name: text(members, "displayName")?.or_else(|| formatted(members)).unwrap_or_default(),
        email: email(members)?,
        external_id: text(members, "externalId")?,
        is_active: truth(members, "active")?.unwrap_or(true),
        name,
    })
}

fn formatted(members: &Map<String, Value>) -> Option<String> {
    let name = get(members, "name")?.as_object()?;
    let part = |part: &str| get(name, part).and_then(Value::as_str).filter(|text| !text.is_empty());
    let joined = || {
        let parts: Vec<&str> = [part("givenName"), part("familyName")].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    part("formatted").map(str::to_owned).or_else(joined)
}

/// The primary address, else the first.
fn email(members: &Map<String, Value>) -> Result<Option<String>, Refusal> {
    let items = match get(members, "emails") {
        None => return Ok(None),
        Some(Value::Array(items)) => items,
        Some(_) => return Err(Refusal::invalid("invalidValue", "emails", "is no list")),
    };
    let objects: Vec<&Map<String, Value>> = items.iter().filter_map(Value::as_object).collect();
    let is_primary = |item: &&&Map<String, Value>| matches!(truth(item, "primary"), Ok(Some(true)));
    let chosen = objects.iter().find(is_primary).or(objects.first());
    chosen.map_or(Ok(None), |item| text(item, "value"))
}

fn shown(app: &App, user: &Provisioned) -> Value {
    let emails: Vec<Value> =
        user.email.iter().map(|email| json!({ "value": email, "type": "work", "primary": true })).collect();
    let mut resource = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": user.id,
        "userName": user.name,
        "displayName": user.display_name,
        "name": { "formatted": user.display_name },
        "emails": emails,
        "active": user.is_active,
        "meta": {
            "resourceType": "User",
            "created": user.created_at,
            "location": format!("{}/scim/v2/Users/{}", app.config().server.address(), user.id),
        },
    });
    if let Some(id) = &user.external_id {
        resource["externalId"] = id.as_str().into();
    }
    resource
}
