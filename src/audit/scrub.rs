//! What of the arguments of a change may be written down: names of arguments always, values only of those on a list.
//!
//! A secret may stand in any text that people type, so a text, a number or a list is kept only under a name that says
//! what it is, such as `id`, `role` or `schedule`; everything else is there as `…`. What connectors and custom fields
//! take is not looked into at all.

use serde_json::{Map, Value};

use super::Target;

/// Arguments whose values are kept.
pub const SHOWN: &[&str] = &[
    "action",
    "actions",
    "addProducts",
    "addTerms",
    "after",
    "asset",
    "assets",
    "column",
    "columns",
    "commit",
    "connector",
    "days",
    "decision",
    "department",
    "departments",
    "domain",
    "domains",
    "downstream",
    "effect",
    "enabled",
    "everybody",
    "expiresAt",
    "first",
    "group",
    "groups",
    "id",
    "ids",
    "isDisabled",
    "job",
    "kind",
    "kinds",
    "layer",
    "lead",
    "level",
    "name",
    "namespace",
    "owner",
    "owners",
    "parent",
    "paused",
    "permissions",
    "policy",
    "product",
    "products",
    "removeProducts",
    "removeTerms",
    "role",
    "roles",
    "run",
    "schedule",
    "scopes",
    "source",
    "sources",
    "status",
    "steward",
    "tags",
    "team",
    "teams",
    "term",
    "terms",
    "tier",
    "timeZone",
    "upstream",
    "user",
    "userName",
    "users",
    "wants",
];
/// Arguments that are not looked into: they hold what a connector or a person made up.
const CLOSED: &[&str] =
    &["config", "custom", "details", "extension", "facets", "fields", "options", "properties", "settings"];
/// What stands for a value that is not kept.
const HIDDEN: &str = "…";
/// The most items of a list and members of an object that are kept.
const MOST: usize = 20;
/// The most characters of a value.
const MOST_TEXT: usize = 200;
/// How deep arguments are looked into.
const MOST_DEPTH: usize = 6;

/// The arguments with every value hidden that is not on the list.
#[must_use]
pub fn arguments(given: &Map<String, Value>) -> Value {
    members(given, MOST_DEPTH)
}

fn members(given: &Map<String, Value>, depth: usize) -> Value {
    let kept = given.iter().take(MOST).map(|(name, value)| {
        let is_closed = CLOSED.contains(&name.as_str());
        let value = if is_closed { HIDDEN.into() } else { one(value, SHOWN.contains(&name.as_str()), depth) };
        (name.chars().take(64).collect(), value)
    });
    Value::Object(kept.collect())
}

fn one(value: &Value, is_shown: bool, depth: usize) -> Value {
    match value {
        Value::Null | Value::Bool(_) => value.clone(),
        _ if depth == 0 => HIDDEN.into(),
        Value::Object(given) => members(given, depth - 1),
        Value::Array(items) => {
            let mut kept: Vec<Value> = items.iter().take(MOST).map(|item| one(item, is_shown, depth - 1)).collect();
            if items.len() > MOST {
                kept.push(format!("… {} in all", items.len()).into());
            }
            Value::Array(kept)
        }
        Value::Number(_) if is_shown => value.clone(),
        Value::String(text) if is_shown => text.chars().take(MOST_TEXT).collect::<String>().into(),
        Value::Number(_) | Value::String(_) => HIDDEN.into(),
    }
}

/// Where the target of a change is named, in the order of preference.
const NAMES: [&str; 11] =
    ["id", "source", "user", "asset", "ids", "run", "commit", "policy", "term", "userName", "name"];

/// What a change was done to, as its operation and its scrubbed arguments tell: `deleteSource(id)` is about a source.
#[must_use]
pub fn target(operation: &str, scrubbed: &Value) -> Option<Target> {
    let within = |value: &Value| NAMES.iter().find_map(|name| value.get(name).and_then(text));
    let name = within(scrubbed).or_else(|| within(scrubbed.get("input")?))?;
    Some(Target { kind: kind(operation), name })
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => {
            let first = items.first()?.as_str()?;
            Some(if items.len() > 1 { format!("{first} +{}", items.len() - 1) } else { first.to_owned() })
        }
        _ => None,
    }
}

/// The sort of thing that an operation is about: what follows its verb, in small letters.
fn kind(operation: &str) -> String {
    let noun = operation.find(|found: char| found.is_ascii_uppercase()).map_or("", |at| &operation[at..]);
    let mut kind = String::with_capacity(noun.len() + 2);
    for found in noun.chars() {
        if found.is_ascii_uppercase() && !kind.is_empty() {
            kind.push('_');
        }
        kind.push(found.to_ascii_lowercase());
    }
    kind
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn scrubbed(given: Value) -> Value {
        arguments(given.as_object().unwrap())
    }

    #[test]
    fn threat_12_only_listed_arguments_keep_their_values() {
        let given = json!({
            "id": "7", "input": { "name": "ada", "password": "canary", "role": "ADMIN", "note": ["canary", 4711] },
            "config": { "name": "canary", "port": 4711 }, "url": "postgres://u:canary@h/d",
        });
        let kept = scrubbed(given);
        assert!(!kept.to_string().contains("canary") && !kept.to_string().contains("4711"), "{kept}");
        let input = json!({ "name": "ada", "password": "…", "role": "ADMIN", "note": ["…", "…"] });
        assert_eq!(kept, json!({ "id": "7", "input": input, "config": "…", "url": "…" }));
    }

    #[test]
    fn huge_and_deep_arguments_are_cut() {
        let mut deep = json!("x");
        for _ in 0..1_000 {
            deep = json!({ "input": deep });
        }
        let many: Vec<u32> = (0..100_000).collect();
        let kept = scrubbed(json!({ "deep": deep, "ids": many, "name": "n".repeat(1_000_000) }));
        assert!(kept.to_string().len() < 1_000, "{}", kept.to_string().len());
    }

    #[test]
    fn d7_target_is_told_from_operation_and_arguments() {
        let about = |operation: &str, given: Value| target(operation, &scrubbed(given));
        assert_eq!(about("deleteSource", json!({ "id": "7" })), Some(Target::new("source", "7")));
        assert_eq!(about("createUser", json!({ "input": { "name": "ada" } })), Some(Target::new("user", "ada")));
        assert_eq!(about("editAssets", json!({ "ids": ["1", "2", "3"] })), Some(Target::new("assets", "1 +2")));
        assert_eq!(about("endSessions", json!({})), None);
    }
}
