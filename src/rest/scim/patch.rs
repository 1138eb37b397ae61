//! Partial changes (RFC 7644, 3.5.2): operations with paths, applied one after the other to the resource as JSON. The
//! outcome is then taken as if the whole had been sent, so both ways have the same checks.

use serde_json::{Map, Value};

use super::{Refusal, filter::Filter, get};

/// The most operations of one request.
const MOST: usize = 1_000;

/// A path: an attribute, which of its items, and what of them.
#[derive(Debug)]
struct Path {
    attribute: String,
    filter: Option<Filter>,
    part: Option<String>,
}

/// Applies the operations of a request; `known` are the attributes that a path may name.
///
/// # Errors
/// `invalidSyntax`, `invalidPath`, `invalidFilter`, `noTarget`, as RFC 7644 has them; then nothing is changed.
pub(super) fn apply(
    resource: &mut Map<String, Value>,
    request: &Map<String, Value>,
    known: &[&str],
) -> Result<(), Refusal> {
    let Some(Value::Array(operations)) = get(request, "Operations") else {
        return Err(Refusal::invalid("invalidSyntax", "Operations", "is missing, or no list"));
    };
    if operations.len() > MOST {
        return Err(Refusal::invalid("tooMany", "Operations", format!("has more than {MOST} operations")));
    }
    for operation in operations {
        let Value::Object(operation) = operation else {
            return Err(Refusal::invalid("invalidSyntax", "Operations", "has an item that is no object"));
        };
        let verb = super::text(operation, "op")?.unwrap_or_default().to_ascii_lowercase();
        let path = super::text(operation, "path")?;
        let value = get(operation, "value");
        match (verb.as_str(), path, value) {
            ("add" | "replace", Some(path), Some(value)) => set(resource, &parse(&path, known)?, value, verb == "add")?,
            ("add" | "replace", None, Some(Value::Object(members))) => {
                for (name, value) in members {
                    set(resource, &parse(name, known)?, value, verb == "add")?;
                }
            }
            ("remove", Some(path), value) => remove(resource, &parse(&path, known)?, value),
            ("remove", None, _) => return Err(Refusal::invalid("noTarget", "path", "is missing")),
            ("add" | "replace", ..) => {
                return Err(Refusal::invalid("invalidValue", "value", "is missing, or no object"));
            }
            _ => return Err(Refusal::invalid("invalidSyntax", "op", "is none of add, replace and remove")),
        }
    }
    Ok(())
}

fn parse(text: &str, known: &[&str]) -> Result<Path, Refusal> {
    let wrong = |problem: &str| Refusal::invalid("invalidPath", "path", problem.to_owned());
    // The schema before an attribute says what is known already.
    let schemas = ["urn:ietf:params:scim:schemas:core:2.0:User:", "urn:ietf:params:scim:schemas:core:2.0:Group:"];
    let bare = |schema: &&str| {
        text.get(..schema.len()).filter(|start| start.eq_ignore_ascii_case(schema)).map(|_| &text[schema.len()..])
    };
    let text = schemas.iter().find_map(bare).unwrap_or(text);
    let (head, filter, part) = match text.split_once('[') {
        Some((head, rest)) => {
            let (filter, part) = rest.rsplit_once(']').ok_or_else(|| wrong("has a bracket without an end"))?;
            let part = match part.strip_prefix('.') {
                Some(part) => Some(part),
                None if part.is_empty() => None,
                None => return Err(wrong("goes on strangely behind its brackets")),
            };
            (head, Some(Filter::parse(filter)?), part)
        }
        None => match text.split_once('.') {
            Some((head, part)) => (head, None, Some(part)),
            None => (text, None, None),
        },
    };
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|found| found.is_ascii_alphanumeric() || found == '$');
    let attribute = known.iter().find(|attribute| attribute.eq_ignore_ascii_case(head));
    match attribute {
        Some(attribute) if part.is_none_or(is_name) => {
            Ok(Path { attribute: (*attribute).to_owned(), filter, part: part.map(str::to_owned) })
        }
        Some(_) => Err(wrong("names a part that is none")),
        None => Err(wrong(&format!("names no attribute that is kept here; known: {}", known.join(", ")))),
    }
}

fn set(resource: &mut Map<String, Value>, path: &Path, value: &Value, is_add: bool) -> Result<(), Refusal> {
    let slot = resource.entry(path.attribute.clone()).or_insert(Value::Null);
    match (&path.filter, &path.part) {
        (None, None) if is_add && slot.is_array() => {
            let items = match value {
                Value::Array(items) => items.clone(),
                one => vec![one.clone()],
            };
            if let Value::Array(known) = slot {
                known.extend(items);
            }
        }
        (None, None) => *slot = value.clone(),
        (None, Some(part)) => {
            if !slot.is_object() {
                *slot = Value::Object(Map::new());
            }
            if let Value::Object(members) = slot {
                members.insert(part.clone(), value.clone());
            }
        }
        (Some(filter), part) => {
            let Value::Array(items) = slot else { return Err(no_target()) };
            let mut is_met = false;
            for item in items.iter_mut() {
                let Value::Object(members) = item else { continue };
                if !filter.admits(members) {
                    continue;
                }
                is_met = true;
                match (part, value) {
                    (Some(part), value) => drop(members.insert(part.clone(), value.clone())),
                    (None, Value::Object(more)) => members.extend(more.clone()),
                    (None, _) => return Err(Refusal::invalid("invalidValue", "value", "is no object")),
                }
            }
            if !is_met {
                // A provider that sets the address of somebody who has none names it by its sort.
                let (Filter::Compare(name, _, wanted), Some(part)) = (filter, part) else { return Err(no_target()) };
                let made = [(name.clone(), wanted.clone()), (part.clone(), value.clone())];
                items.push(Value::Object(made.into_iter().collect()));
            }
        }
    }
    Ok(())
}

fn remove(resource: &mut Map<String, Value>, path: &Path, value: Option<&Value>) {
    let Some(slot) = resource.get_mut(&path.attribute) else { return };
    match (slot, &path.filter, &path.part) {
        (Value::Array(items), Some(filter), None) => {
            items.retain(|item| !item.as_object().is_some_and(|item| filter.admits(item)))
        }
        (Value::Array(items), Some(filter), Some(part)) => {
            for item in items.iter_mut().filter_map(Value::as_object_mut) {
                if filter.admits(item) {
                    item.remove(part);
                }
            }
        }
        // Some providers name the items to remove in the value.
        (Value::Array(items), None, None) if value.is_some_and(Value::is_array) => {
            let gone: Vec<&Value> =
                value.and_then(Value::as_array).into_iter().flatten().map(|item| &item["value"]).collect();
            items.retain(|item| !gone.contains(&&item["value"]));
        }
        (Value::Object(members), None, Some(part)) => drop(members.remove(part)),
        (slot, None, None) => *slot = Value::Null,
        _ => {}
    }
}

fn no_target() -> Refusal {
    Refusal::invalid("noTarget", "path", "leads to nothing here")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const KNOWN: [&str; 4] = ["active", "emails", "members", "name"];

    fn patched(resource: Value, operations: Value) -> Result<Value, Refusal> {
        let Value::Object(mut resource) = resource else { panic!() };
        let request = json!({ "Operations": operations });
        apply(&mut resource, request.as_object().unwrap(), &KNOWN)?;
        Ok(Value::Object(resource))
    }

    #[test]
    fn threat_08_patch_with_a_filter_changes_what_it_admits_and_nothing_else() {
        let user = json!({ "emails": [{ "type": "work", "value": "a" }, { "type": "home", "value": "b" }] });
        let after =
            patched(user.clone(), json!([{ "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "c" }]));
        assert_eq!(
            after.unwrap(),
            json!({ "emails": [{ "type": "work", "value": "c" }, { "type": "home", "value": "b" }] })
        );
        let after = patched(user.clone(), json!([{ "op": "remove", "path": "emails[type eq \"home\"]" }]));
        assert_eq!(after.unwrap(), json!({ "emails": [{ "type": "work", "value": "a" }] }));
        for path in [
            "emails[type]",
            "emails[",
            "emails[type eq \"work\"",
            "emails[type eq \"work\"]value",
            "password",
            "emails.a.b",
        ] {
            let outcome = patched(user.clone(), json!([{ "op": "remove", "path": path }]));
            assert!(outcome.is_err(), "{path}");
        }
    }

    #[test]
    fn i10_members_come_and_go_one_by_one() {
        let group = json!({ "members": [{ "value": "1" }, { "value": "2" }] });
        let operations = json!([
            { "op": "add", "path": "members", "value": [{ "value": "3" }] },
            { "op": "remove", "path": "members[value eq \"1\"]" },
            { "op": "remove", "path": "members", "value": [{ "value": "2" }] },
        ]);
        assert_eq!(patched(group, operations).unwrap(), json!({ "members": [{ "value": "3" }] }));
    }

    #[test]
    fn i10_value_without_a_path_sets_what_it_names() {
        let operations = json!([{ "op": "replace", "value": { "active": "False", "name.formatted": "A" } }]);
        let after = patched(json!({ "active": true }), operations).unwrap();
        assert_eq!(after, json!({ "active": "False", "name": { "formatted": "A" } }));
    }
}
