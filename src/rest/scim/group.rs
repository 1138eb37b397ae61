//! Groups as SCIM has them.

use axum::{
    Extension,
    extract::{Path, Query, Request, State},
    http::StatusCode,
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    Answer, Refusal, Wanted, answer, filter::Filter, get, identifier, page, patch, read, row, text, user::nothing,
};
use crate::{
    access::{
        Caller,
        provision::{Group, GroupState},
    },
    app::App,
    audit::{Footprint, Target},
};

/// The attributes that a path of a partial change may name.
const KNOWN: [&str; 3] = ["displayName", "externalId", "members"];

/// Answers a page of groups.
///
/// # Errors
/// `invalidFilter` for a filter that is not `displayName eq "…"`.
pub async fn list(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let (start, count) = wanted.part();
    let filter = wanted.filter.as_deref().map(Filter::parse).transpose()?;
    let name = match filter.as_ref().map(Filter::equals) {
        None => None,
        Some(Some((attribute, name))) if attribute.eq_ignore_ascii_case("displayName") => Some(name),
        Some(_) => {
            return Err(Refusal::invalid("invalidFilter", "filter", "of groups has to be `displayName eq \"…\"`"));
        }
    };
    let (groups, total) = app.access().groups(&caller.viewer, name, start, count).await?;
    Ok(page(groups.iter().map(|group| shown(&app, group)).collect(), total, start))
}

/// Answers one group.
///
/// # Errors
/// 404.
pub async fn show(State(app): State<App>, Extension(caller): Extension<Caller>, Path(id): Path<String>) -> Answer {
    let group = app.access().group(&caller.viewer, identifier(&id, "Group")?).await?;
    Ok(answer(StatusCode::OK, &shown(&app, &group)))
}

/// Makes a group.
///
/// # Errors
/// 409 when its name is taken, 400 for members that the caller does not keep.
pub async fn create(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    request: Request,
) -> Answer {
    let state = state(&read(request).await?)?;
    let group = store(&app, &caller, &footprint, None, state).await?;
    Ok(answer(StatusCode::CREATED, &shown(&app, &group)))
}

/// Makes a group what the body says.
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
    let id = identifier(&id, "Group")?;
    let state = state(&read(request).await?)?;
    let group = store(&app, &caller, &footprint, Some(id), state).await?;
    Ok(answer(StatusCode::OK, &shown(&app, &group)))
}

/// Changes parts of a group.
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
    let group = app.access().group(&caller.viewer, identifier(&id, "Group")?).await?;
    let request = read(request).await?;
    let Value::Object(mut resource) = shown(&app, &group) else { return Err(super::Problem::internal().into()) };
    patch::apply(&mut resource, &request, &KNOWN)?;
    let group = store(&app, &caller, &footprint, Some(group.id), state(&resource)?).await?;
    Ok(answer(StatusCode::OK, &shown(&app, &group)))
}

/// Deletes a group.
///
/// # Errors
/// 404.
pub async fn delete(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    Path(id): Path<String>,
) -> Answer {
    let id = identifier(&id, "Group")?;
    let outcome = app.access().delete_group(&caller.viewer, id).await.map_err(Refusal::from);
    let target = Target::new("group", id.to_string());
    app.audit().write(vec![row(&caller, &footprint, "scimDeleteGroup", target, outcome.as_ref().err())]).await;
    outcome?;
    Ok(nothing())
}

async fn store(
    app: &App,
    caller: &Caller,
    footprint: &Footprint,
    id: Option<Uuid>,
    state: GroupState,
) -> Result<Group, Refusal> {
    let target = Target::new("group", state.name.clone());
    let operation = if id.is_some() { "scimUpdateGroup" } else { "scimCreateGroup" };
    let outcome = app.access().set_group(&caller.viewer, id, state).await.map_err(Refusal::from);
    app.audit().write(vec![row(caller, footprint, operation, target, outcome.as_ref().err())]).await;
    outcome
}

fn state(members: &Map<String, Value>) -> Result<GroupState, Refusal> {
    let name = text(members, "displayName")?;
    let name = name.ok_or_else(|| Refusal::invalid("invalidValue", "displayName", "is missing"))?;
    let items = match get(members, "members") {
        None => Vec::new(),
        Some(Value::Array(items)) => items.clone(),
        Some(_) => return Err(Refusal::invalid("invalidValue", "members", "is no list")),
    };
    let mut ids = Vec::with_capacity(items.len());
    for item in &items {
        let id = item.as_object().and_then(|item| get(item, "value")).and_then(Value::as_str);
        let id: Option<Uuid> = id.and_then(|id| id.parse().ok());
        ids.push(
            id.ok_or_else(|| Refusal::invalid("invalidValue", "members", "has an item without a `value` of ours"))?,
        );
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(GroupState { name, external_id: text(members, "externalId")?, members: ids })
}

fn shown(app: &App, group: &Group) -> Value {
    let members: Vec<Value> =
        group.members.iter().map(|(id, name)| json!({ "value": id, "display": name, "type": "User" })).collect();
    let mut resource = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "id": group.id,
        "displayName": group.name,
        "members": members,
        "meta": {
            "resourceType": "Group",
            "created": group.created_at,
            "lastModified": group.updated_at,
            "location": format!("{}/scim/v2/Groups/{}", app.config().server.address(), group.id),
        },
    });
    if let Some(id) = &group.external_id {
        resource["externalId"] = id.as_str().into();
    }
    resource
}
