//! Events as tools send them, read leniently: what has a place is checked and named when it is wrong, everything else
//! (facets of any name) is kept as it is. The version of the specification is 2-0-2; older ones are parts of it.

use catalog::{Error, Result};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

/// The most bytes of a namespace or name.
const MAX_NAME_BYTES: usize = 1000;
/// The most data sets on one side of an event.
const MAX_DATASETS: usize = 10_000;

/// Facets by name.
pub type Facets = Map<String, Value>;

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Something happened to a run.
    Run(RunEvent),
    /// A job is known, without a run.
    Job(JobEvent),
    /// A data set is known, without a job.
    Dataset(DatasetEvent),
}

/// What happened to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventType {
    /// It began.
    Start,
    /// It goes on.
    Running,
    /// It did its work.
    Complete,
    /// It was stopped.
    Abort,
    /// It gave up.
    Fail,
    /// Something else is to be known of it.
    Other,
}

/// Something happened to a run.
#[derive(Debug, Clone, PartialEq)]
pub struct RunEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub event_type: EventType,
    /// The identifier of the run.
    pub run: String,
    /// What is said of the run.
    pub run_facets: Facets,
    /// What ran.
    pub job: Job,
    /// What it reads.
    pub inputs: Vec<Dataset>,
    /// What it writes.
    pub outputs: Vec<Dataset>,
}

/// A job is known, without a run.
#[derive(Debug, Clone, PartialEq)]
pub struct JobEvent {
    /// Since when.
    pub at: DateTime<Utc>,
    /// The job.
    pub job: Job,
    /// What it reads.
    pub inputs: Vec<Dataset>,
    /// What it writes.
    pub outputs: Vec<Dataset>,
}

/// A data set is known, without a job.
#[derive(Debug, Clone, PartialEq)]
pub struct DatasetEvent {
    /// Since when.
    pub at: DateTime<Utc>,
    /// The data set.
    pub dataset: Dataset,
}

/// A job.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The scheduler or project it belongs to.
    pub namespace: String,
    /// Its name there.
    pub name: String,
    /// What is said of it.
    pub facets: Facets,
}

/// A data set.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// The system it lives in.
    pub namespace: String,
    /// Its name there.
    pub name: String,
    /// What is said of it.
    pub facets: Facets,
    /// What is said of it as it was read or written by this run.
    pub side_facets: Facets,
}

impl EventType {
    /// The specification's word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Start => "START",
            Self::Running => "RUNNING",
            Self::Complete => "COMPLETE",
            Self::Abort => "ABORT",
            Self::Fail => "FAIL",
            Self::Other => "OTHER",
        }
    }
}

impl Event {
    /// Reads an event.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field that is missing or wrong.
    pub fn read(value: Value) -> Result<Self> {
        let Value::Object(mut event) = value else { return Err(Error::invalid("event", "is not an object")) };
        let at = time(&event)?;
        if event.contains_key("dataset") && !event.contains_key("job") {
            let dataset = event.remove("dataset").unwrap_or_default();
            return Ok(Self::Dataset(DatasetEvent { at, dataset: read_dataset(dataset, "dataset")? }));
        }
        let job = read_job(event.remove("job"))?;
        let inputs = datasets(event.remove("inputs"), "inputs")?;
        let outputs = datasets(event.remove("outputs"), "outputs")?;
        let Some(run) = event.remove("run") else {
            return Ok(Self::Job(JobEvent { at, job, inputs, outputs }));
        };
        let event_type = event_type(event.get("eventType"))?;
        let (run, run_facets) = read_run(run)?;
        Ok(Self::Run(RunEvent { at, event_type, run, run_facets, job, inputs, outputs }))
    }
}

fn time(event: &Map<String, Value>) -> Result<DateTime<Utc>> {
    let Some(text) = event.get("eventTime").and_then(Value::as_str) else {
        return Err(Error::invalid("eventTime", "is missing; give a time such as `2026-01-31T12:00:00Z`"));
    };
    let zoned = DateTime::parse_from_rfc3339(text).map(|at| at.with_timezone(&Utc));
    // Some clients leave the zone out; then they mean UTC.
    let at = zoned.or_else(|_| text.parse::<chrono::NaiveDateTime>().map(|at| at.and_utc()));
    match at {
        // Beyond these, microseconds would not fit into what the store keeps, and no run happened then.
        Ok(at) if (0..7_258_118_400).contains(&at.timestamp()) => Ok(at),
        Ok(_) => Err(Error::invalid("eventTime", "is not between the years 1970 and 2200")),
        Err(_) => Err(Error::invalid("eventTime", "is no time; give one such as `2026-01-31T12:00:00Z`")),
    }
}

fn event_type(value: Option<&Value>) -> Result<EventType> {
    let Some(value) = value.filter(|value| !value.is_null()) else { return Ok(EventType::Other) };
    Ok(match value.as_str().unwrap_or_default().to_ascii_uppercase().as_str() {
        "START" => EventType::Start,
        "RUNNING" => EventType::Running,
        "COMPLETE" => EventType::Complete,
        "ABORT" => EventType::Abort,
        "FAIL" => EventType::Fail,
        "OTHER" => EventType::Other,
        _ => {
            return Err(Error::invalid("eventType", "is not one of START, RUNNING, COMPLETE, ABORT, FAIL, OTHER"));
        }
    })
}

fn read_run(value: Value) -> Result<(String, Facets)> {
    let mut run = object(value, "run")?;
    let id = run.get("runId").and_then(Value::as_str).unwrap_or_default();
    // One spelling of an identifier, so that one run stays one.
    let Ok(id) = uuid::Uuid::parse_str(id) else { return Err(Error::invalid("run.runId", "is missing or no UUID")) };
    Ok((id.to_string(), facets(run.remove("facets"), "run.facets")?))
}

fn read_job(value: Option<Value>) -> Result<Job> {
    let Some(value) = value else {
        return Err(Error::invalid("job", "is missing, and so is `dataset`; an event is about one of the two"));
    };
    let mut job = object(value, "job")?;
    let facets = facets(job.remove("facets"), "job.facets")?;
    Ok(Job { namespace: text(&job, "job", "namespace")?, name: text(&job, "job", "name")?, facets })
}

fn datasets(value: Option<Value>, field: &str) -> Result<Vec<Dataset>> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(all)) if all.len() > MAX_DATASETS => {
            Err(Error::invalid(field, format!("has {}; {MAX_DATASETS} are allowed", all.len())))
        }
        Some(Value::Array(all)) => {
            let read = |(index, value)| read_dataset(value, &format!("{field}[{index}]"));
            all.into_iter().enumerate().map(read).collect()
        }
        Some(_) => Err(Error::invalid(field, "is not a list")),
    }
}

fn read_dataset(value: Value, field: &str) -> Result<Dataset> {
    let mut dataset = object(value, field)?;
    let mut side_facets = facets(dataset.remove("inputFacets"), &format!("{field}.inputFacets"))?;
    side_facets.extend(facets(dataset.remove("outputFacets"), &format!("{field}.outputFacets"))?);
    let facets = facets(dataset.remove("facets"), &format!("{field}.facets"))?;
    let (namespace, name) = (text(&dataset, field, "namespace")?, text(&dataset, field, "name")?);
    Ok(Dataset { namespace, name, facets, side_facets })
}

fn facets(value: Option<Value>, field: &str) -> Result<Facets> {
    match value {
        None | Some(Value::Null) => Ok(Facets::new()),
        Some(value) => object(value, field),
    }
}

fn object(value: Value, field: &str) -> Result<Map<String, Value>> {
    match value {
        Value::Object(members) => Ok(members),
        _ => Err(Error::invalid(field, "is not an object")),
    }
}

fn text(object: &Map<String, Value>, field: &str, member: &str) -> Result<String> {
    let invalid = |problem: &str| Err(Error::invalid(format!("{field}.{member}"), problem));
    match object.get(member).and_then(Value::as_str) {
        None => invalid("is missing or no text"),
        Some(text) if text.trim().is_empty() => invalid("is empty"),
        Some(text) if text.len() > MAX_NAME_BYTES => invalid("is longer than 1000 bytes"),
        Some(text) if text.contains('\0') => invalid("contains a NUL character"),
        Some(text) => Ok(text.to_owned()),
    }
}

/// A text inside a facet, by its path.
pub(crate) fn text_in<'a>(facets: &'a Facets, path: &[&str]) -> Option<&'a str> {
    let (first, rest) = path.split_first()?;
    let value = rest.iter().try_fold(facets.get(*first)?, |value, member| value.get(member))?;
    value.as_str().filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn run_event() -> Value {
        json!({ "eventType": "START", "eventTime": "2026-01-31T12:00:00.5+01:00", "producer": "https://example.org",
            "run": { "runId": "01A2060D-D77E-7F99-9D21-8882F4F4620E", "facets": { "mine": { "x": 1 } } },
            "job": { "namespace": "etl", "name": "load" },
            "inputs": [{ "namespace": "file", "name": "/a.csv", "inputFacets": { "n": {} } }] })
    }

    fn problem(event: Value) -> String {
        Event::read(event).unwrap_err().to_string()
    }

    #[test]
    fn run_event_is_read_with_facets_that_nobody_knows() {
        let Event::Run(event) = Event::read(run_event()).unwrap() else { panic!("it is a run event") };
        assert_eq!(event.run, "01a2060d-d77e-7f99-9d21-8882f4f4620e");
        assert_eq!(event.run_facets["mine"]["x"], 1);
        assert_eq!(event.at.to_rfc3339(), "2026-01-31T11:00:00.500+00:00");
        assert!(event.inputs[0].side_facets.contains_key("n"));
    }

    #[test]
    fn job_and_dataset_events_are_told_by_what_they_have() {
        let mut event = run_event();
        event.as_object_mut().unwrap().remove("run");
        assert!(matches!(Event::read(event), Ok(Event::Job(_))));
        let event = json!({ "eventTime": "2026-01-31T12:00:00", "dataset": { "namespace": "file", "name": "a" } });
        assert!(matches!(Event::read(event), Ok(Event::Dataset(_))));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let with = |path: &str, value: Value| {
            let mut event = run_event();
            *event.pointer_mut(path).unwrap() = value;
            problem(event)
        };
        assert_eq!(with("/run/runId", json!("r1")), "`run.runId`: is missing or no UUID");
        assert_eq!(with("/job/name", json!("")), "`job.name`: is empty");
        assert_eq!(with("/inputs/0/namespace", json!(7)), "`inputs[0].namespace`: is missing or no text");
        assert_eq!(with("/inputs", json!({})), "`inputs`: is not a list");
        assert!(with("/eventTime", json!("yesterday")).starts_with("`eventTime`: is no time"));
        assert!(with("/eventTime", json!("9999-01-01T00:00:00Z")).starts_with("`eventTime`: is not between"));
        assert!(with("/eventType", json!("DONE")).starts_with("`eventType`: is not one of"));
        assert!(problem(json!({ "eventTime": "2026-01-31T12:00:00Z" })).starts_with("`job`: is missing"));
        assert_eq!(problem(json!([])), "`event`: is not an object");
    }

    proptest! {
        #[test]
        fn any_json_is_answered(text in r#"\{("(run|job|dataset|inputs|eventTime)":("x"|\{\}|\[1\]|null|7),?){0,4}\}"#) {
            if let Ok(value) = serde_json::from_str(&text) {
                let _ = Event::read(value);
            }
        }
    }
}
