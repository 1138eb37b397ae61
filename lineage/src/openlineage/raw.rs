//! An event as it is kept: as it came, facets that nobody knows included, but without secrets and bounded in size. Pure.

use std::io::{Read as _, Write as _};

use catalog::scrub::{may_hold_secret, scrub};
use chrono::{DateTime, Utc};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::event::{Event, EventType};

/// The most bytes of an event's text that are kept; of what is larger, the largest facets are left out.
const MOST_BYTES: usize = 256 * 1024;
/// A facet of fewer bytes is never left out alone.
const SMALL_FACET: usize = 256;

/// An event, ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Raw {
    /// Follows from the text: the same event has the same.
    pub(super) id: Uuid,
    /// Its text, deflated.
    pub(super) body: Vec<u8>,
}

/// What stands in the store besides the text: time, namespace of the job or data set, run and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) at: DateTime<Utc>,
    pub(super) namespace: String,
    pub(super) run: Option<(String, EventType)>,
}

impl Label {
    pub(super) fn of(event: &Event) -> Self {
        let (at, namespace, run) = match event {
            Event::Run(event) => (event.at, &event.job.namespace, Some((event.run.clone(), event.event_type))),
            Event::Job(event) => (event.at, &event.job.namespace, None),
            Event::Dataset(event) => (event.at, &event.dataset.namespace, None),
        };
        Self { at, namespace: namespace.clone(), run }
    }
}

impl Raw {
    /// An event to be kept.
    pub(super) fn of(event: &Value) -> Self {
        let mut text = event.to_string();
        // Most events are small and have no secret; then they are written once and not copied.
        if text.len() > MOST_BYTES || may_hold_secret(&text) {
            let mut kept = event.clone();
            fit(&mut kept, MOST_BYTES);
            scrub(&mut kept);
            text = kept.to_string();
        }
        let hash = blake3::hash(text.as_bytes());
        let mut id = [0; 16];
        id.copy_from_slice(&hash.as_bytes()[..16]);
        let mut packed = DeflateEncoder::new(Vec::with_capacity(text.len() / 4), Compression::fast());
        let body = packed.write_all(text.as_bytes()).and_then(|()| packed.finish());
        Self { id: Uuid::from_bytes(id), body: body.expect("writing into memory does not fail") }
    }
}

/// Reads a kept event again; none when it is damaged.
pub(super) fn unpack(body: &[u8]) -> Option<Value> {
    let mut text = String::new();
    DeflateDecoder::new(body).take(2 * MOST_BYTES as u64).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

/// The length of a value's text.
fn size(value: &Value) -> usize {
    struct Counter(usize);
    impl std::io::Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut counter = Counter(0);
    serde_json::to_writer(&mut counter, value).expect("counting does not fail");
    counter.0
}

/// Leaves out the largest facets until the rest has at most `most` bytes; where that is not enough, members that are no
/// part of an event, and data sets from the end of the lists.
fn fit(event: &mut Value, most: usize) {
    let mut left = size(event);
    if left <= most {
        return;
    }
    let mut sizes: Vec<usize> = Vec::new();
    each_facet(event, &mut |facet| sizes.push(size(facet)));
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let mut smallest = usize::MAX;
    for size in sizes.into_iter().take_while(|size| *size >= SMALL_FACET) {
        if left <= most {
            break;
        }
        left = left.saturating_sub(size - 60);
        smallest = size;
    }
    each_facet(event, &mut |facet| {
        let size = size(facet);
        if size >= smallest {
            *facet = json!({ "_leftOut": true, "_bytes": size });
        }
    });
    if let Value::Object(members) = event {
        cut(members, most);
    }
}

/// What is no part of an event goes first, then what its run, job and data set are said to be besides their names, then
/// data sets from the end of the lists.
fn cut(event: &mut Map<String, Value>, most: usize) {
    const PARTS: [&str; 5] = ["run", "job", "dataset", "inputs", "outputs"];
    if size_of(event) > most {
        let texts = ["eventTime", "eventType", "producer", "schemaURL"];
        event.retain(|name, member| {
            PARTS.contains(&name.as_str()) || (texts.contains(&name.as_str()) && size(member) < 4096)
        });
    }
    let mut owners = [PARTS[0], PARTS[1], PARTS[2]];
    owners.sort_by_key(|owner| std::cmp::Reverse(event.get(*owner).map_or(0, size)));
    for owner in owners {
        if size_of(event) > most
            && let Some(Value::Object(owner)) = event.get_mut(owner)
        {
            owner.retain(|name, _| ["namespace", "name", "runId"].contains(&name.as_str()));
        }
    }
    for list in [PARTS[3], PARTS[4]] {
        let excess = size_of(event).saturating_sub(most);
        if let Some(Value::Array(items)) = event.get_mut(list) {
            shorten(items, excess);
        }
    }
}

/// Takes items from the end until `excess` bytes are gone.
fn shorten(items: &mut Vec<Value>, mut excess: usize) {
    while excess > 0
        && let Some(item) = items.pop()
    {
        excess = excess.saturating_sub(size(&item) + 1);
    }
}

fn size_of(members: &Map<String, Value>) -> usize {
    members.iter().map(|(name, member)| name.len() + size(member) + 4).sum()
}

/// Visits every facet of the run, the job and the data sets.
fn each_facet(event: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    let Value::Object(members) = event else { return };
    for member in ["run", "job", "dataset", "inputs", "outputs"] {
        match members.get_mut(member) {
            Some(Value::Array(items)) => items.iter_mut().for_each(|item| facets_of(item, visit)),
            Some(owner) => facets_of(owner, visit),
            None => {}
        }
    }
}

fn facets_of(owner: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    for member in ["facets", "inputFacets", "outputFacets"] {
        if let Some(Value::Object(facets)) = owner.get_mut(member) {
            facets.values_mut().for_each(&mut *visit);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event() -> Value {
        json!({ "eventType": "START", "eventTime": "2026-01-31T12:00:00Z", "producer": "https://example.org",
            "run": { "runId": "01a2060d-d77e-7f99-9d21-8882f4f4620e",
                "facets": { "nobody_knows": { "x": 1 }, "conn": { "url": "postgres://u:canary-1@h/d" } } },
            "job": { "namespace": "etl", "name": "load" },
            "inputs": [{ "namespace": "file", "name": "/a.csv", "inputFacets": { "n": {} } }] })
    }

    #[test]
    fn i1_event_is_kept_as_it_came_but_for_secrets() {
        let mut expected = event();
        let kept = unpack(&Raw::of(&expected).body).unwrap();
        expected["run"]["facets"]["conn"]["url"] = json!("postgres://u:***@h/d");
        assert_eq!(kept, expected);
    }

    #[test]
    fn i1_same_event_is_the_same_and_another_is_another() {
        let mut other = event();
        assert_eq!(Raw::of(&event()), Raw::of(&other));
        other["run"]["facets"]["nobody_knows"]["x"] = json!(2);
        assert_ne!(Raw::of(&event()).id, Raw::of(&other).id);
    }

    #[test]
    fn threat_36_of_a_huge_event_the_largest_facets_are_left_out() {
        let mut huge = event();
        huge["run"]["facets"]["huge"] = json!({ "text": "x".repeat(20_000_000) });
        let kept = unpack(&Raw::of(&huge).body).unwrap();
        assert_eq!(kept["run"]["facets"]["huge"], json!({ "_leftOut": true, "_bytes": 20_000_011 }));
        assert_eq!(kept["run"]["facets"]["nobody_knows"], json!({ "x": 1 }));
        assert_eq!(kept["inputs"], huge["inputs"]);
    }

    #[test]
    fn threat_36_event_of_many_data_sets_or_odd_members_is_bounded() {
        let mut many = event();
        let dataset = |n: usize| json!({ "namespace": "file", "name": format!("/{n}/{}", "x".repeat(500)) });
        many["inputs"] = (0..10_000).map(dataset).collect();
        many["outputs"] = (0..10_000).map(dataset).collect();
        many["mine"] = json!("x".repeat(10_000_000));
        many["job"]["mine"] = json!("x".repeat(1_000_000));
        many["job"]["facets"] = (0..100_000).map(|n| (n.to_string(), json!(n))).collect::<Map<_, _>>().into();
        let raw = Raw::of(&many);
        let kept = unpack(&raw.body).unwrap();
        assert!(size(&kept) <= MOST_BYTES && raw.body.len() < MOST_BYTES, "{}", size(&kept));
        assert_eq!((&kept["job"]["name"], &kept["run"]), (&many["job"]["name"], &Raw::read(&many)["run"]));
    }

    impl Raw {
        fn read(event: &Value) -> Value {
            unpack(&Self::of(event).body).unwrap()
        }
    }

    proptest! {
        #[test]
        fn threat_36_whatever_is_kept_is_read_again(facets in prop::collection::vec("\\PC{0,40}", 0..20), most in 200..2000_usize) {
            let mut event = event();
            event["run"]["facets"] = facets.iter().map(|text| (text.clone(), json!(text))).collect::<Map<_, _>>().into();
            prop_assert!(unpack(&Raw::of(&event).body).is_some());
            fit(&mut event, most);
            prop_assert!(event["run"]["runId"].is_string());
        }
    }
}
