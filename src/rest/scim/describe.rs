//! What SCIM can do here, in its own words.

use axum::{http::StatusCode, response::Response};
use serde_json::{Value, json};

use super::{MOST_COUNT, answer};

/// Answers what is supported.
pub async fn provider() -> Response {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": MOST_COUNT },
        "changePassword": { "supported": false },
        "sort": { "supported": false },
        "etag": { "supported": false },
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "API token",
            "description": "an API token with the scope PROVISION",
            "primary": true,
        }],
    });
    answer(StatusCode::OK, &body)
}

/// Answers the sorts of resources.
pub async fn resource_types() -> Response {
    let one = |name: &str, endpoint: &str| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
            "id": name,
            "name": name,
            "endpoint": endpoint,
            "schema": format!("urn:ietf:params:scim:schemas:core:2.0:{name}"),
        })
    };
    list(vec![one("User", "/Users"), one("Group", "/Groups")])
}

/// Answers the attributes that are kept.
pub async fn schemas() -> Response {
    let user = [
        attribute("userName", "string", true),
        attribute("displayName", "string", false),
        attribute("externalId", "string", false),
        attribute("active", "boolean", false),
        with_parts("name", false, &["formatted"]),
        with_parts("emails", true, &["value", "type", "primary"]),
    ];
    let group = [
        attribute("displayName", "string", true),
        attribute("externalId", "string", false),
        with_parts("members", true, &["value", "display"]),
    ];
    let one = |name: &str, attributes: &[Value]| json!({ "id": format!("urn:ietf:params:scim:schemas:core:2.0:{name}"), "name": name, "attributes": attributes });
    list(vec![one("User", &user), one("Group", &group)])
}

fn attribute(name: &str, kind: &str, is_required: bool) -> Value {
    json!({
        "name": name,
        "type": kind,
        "multiValued": false,
        "required": is_required,
        "caseExact": name == "externalId",
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": if is_required { "server" } else { "none" },
    })
}

fn with_parts(name: &str, is_list: bool, parts: &[&str]) -> Value {
    let parts: Vec<Value> = parts.iter().map(|part| attribute(part, "string", false)).collect();
    json!({
        "name": name,
        "type": "complex",
        "multiValued": is_list,
        "required": false,
        "mutability": "readWrite",
        "returned": "default",
        "subAttributes": parts,
    })
}

fn list(resources: Vec<Value>) -> Response {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": resources.len(),
        "startIndex": 1,
        "itemsPerPage": resources.len(),
        "Resources": resources,
    });
    answer(StatusCode::OK, &body)
}
