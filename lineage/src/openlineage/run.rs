//! What happened to a run: events as news of runs. Pure.

use catalog::{LogExcerpt, RunRecord, RunStatus, RunTrigger, run::MAX_FACETS_BYTES};
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    event::{Dataset, EventType, Facets, RunEvent, text_in},
    io::Place,
};

/// The news that an event is, of a run of `place`.
pub(super) fn news(event: &RunEvent, place: Place) -> RunRecord {
    let facets = &event.run_facets;
    let mut news = RunRecord::new(place, event.run.clone(), status(event.event_type), event.at);
    news.started_at = (event.event_type == EventType::Start).then_some(event.at);
    news.parent_external_id = text_in(facets, &["parent", "run", "runId"]).map(str::to_owned);
    news.parent_external_id = news.parent_external_id.filter(|id| id.len() <= catalog::run::MAX_EXTERNAL_ID_BYTES);
    news.scheduled_at = text_in(facets, &["nominalTime", "nominalStartTime"]).and_then(time);
    news.trigger = trigger(facets);
    news.attempt = attempt(facets);
    news.error_reason = text_in(facets, &["errorMessage", "message"]).map(str::to_owned);
    news.log = text_in(facets, &["errorMessage", "stackTrace"]).map(LogExcerpt::of);
    news.counts.records_read = total(&event.inputs, "inputStatistics", "rowCount");
    news.counts.records_written = total(&event.outputs, "outputStatistics", "rowCount");
    news.counts.bytes = total(&event.outputs, "outputStatistics", "size");
    news.facets = kept(facets);
    news
}

fn status(event_type: EventType) -> RunStatus {
    match event_type {
        EventType::Start | EventType::Running => RunStatus::Running,
        EventType::Complete => RunStatus::Succeeded,
        EventType::Abort => RunStatus::Cancelled,
        EventType::Fail => RunStatus::Failed,
        // Says nothing of how far the run is, and may come before its start or behind its end.
        EventType::Other => RunStatus::Queued,
    }
}

fn time(text: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc);
    (0..7_258_118_400).contains(&at.timestamp()).then_some(at)
}

/// What made a run begin, as Airflow says.
fn trigger(facets: &Facets) -> Option<RunTrigger> {
    let said = ["airflowDagRun", "airflow"].iter().find_map(|facet| text_in(facets, &[facet, "dagRun", "run_type"]))?;
    Some(match said {
        "scheduled" => RunTrigger::Cron,
        "manual" => RunTrigger::Manual,
        _ => RunTrigger::Api,
    })
}

fn attempt(facets: &Facets) -> Option<i32> {
    let tried = facets.get("airflow")?.get("taskInstance")?.get("try_number")?.as_i64()?;
    i32::try_from(tried).ok().filter(|attempt| *attempt > 0)
}

/// The sum of a figure over data sets; none where none has it.
fn total(datasets: &[Dataset], facet: &str, member: &str) -> Option<i64> {
    let figure = |dataset: &Dataset| -> Option<i64> {
        let facet = dataset.side_facets.get(facet).or_else(|| dataset.facets.get(facet))?;
        facet.get(member)?.as_i64().filter(|count| *count >= 0)
    };
    datasets.iter().filter_map(figure).reduce(i64::saturating_add)
}

/// The facets that are kept with the run: all that fit, small ones first.
fn kept(facets: &Facets) -> Facets {
    let mut sizes: Vec<(usize, &String, &Value)> =
        facets.iter().map(|(name, value)| (value.to_string().len() + name.len(), name, value)).collect();
    sizes.sort_unstable_by_key(|(size, name, _)| (*size, *name));
    let mut left = MAX_FACETS_BYTES / 2;
    let mut kept = Facets::new();
    for (size, name, value) in sizes {
        let Some(rest) = left.checked_sub(size) else { break };
        left = rest;
        kept.insert(name.clone(), value.clone());
    }
    kept
}

#[cfg(test)]
mod tests {
    use catalog::{AssetKind, Name};
    use serde_json::json;

    use super::*;
    use crate::openlineage::event::Event;

    fn read(event_type: &str, facets: Value) -> RunRecord {
        let statistics = |facet: &str, rows: i64| {
            json!({ "namespace": "file", "name": "a", facet: {
            format!("{}Statistics", facet.trim_end_matches("Facets")): { "rowCount": rows, "size": 10 } } })
        };
        let event = json!({ "eventType": event_type, "eventTime": "2026-01-31T12:00:00Z",
            "run": { "runId": "01a2060d-d77e-7f99-9d21-8882f4f4620e", "facets": facets },
            "job": { "namespace": "etl", "name": "load" },
            "inputs": [statistics("inputFacets", 5)],
            "outputs": [statistics("outputFacets", 3), statistics("outputFacets", 4)] });
        let Ok(Event::Run(event)) = Event::read(event) else { panic!("it is a run event") };
        news(&event, (Name::new("etl", ["load"]), AssetKind::Pipeline))
    }

    #[test]
    fn i1_event_is_news_of_a_run() {
        let facets = json!({
            "nominalTime": { "nominalStartTime": "2026-01-31T00:00:00Z" },
            "airflow": { "dagRun": { "run_type": "scheduled" }, "taskInstance": { "try_number": 2 } },
            "parent": { "run": { "runId": "p" } },
            "errorMessage": { "message": "no such table", "stackTrace": "Traceback\n  at x" },
            "nobody_knows": { "x": [1] } });
        let news = read("FAIL", facets);
        assert_eq!((news.status, news.trigger, news.attempt), (RunStatus::Failed, Some(RunTrigger::Cron), Some(2)));
        assert_eq!(news.error_reason.as_deref(), Some("no such table"));
        assert_eq!(news.log.unwrap().head, "Traceback\n  at x");
        let counts = (news.counts.records_read, news.counts.records_written, news.counts.bytes);
        assert_eq!(counts, (Some(5), Some(7), Some(20)));
        assert_eq!(news.facets["nobody_knows"]["x"][0], 1);
        assert_eq!(news.parent_external_id.as_deref(), Some("p"));
        assert!(news.scheduled_at.is_some() && news.started_at.is_none());
    }

    #[test]
    fn threat_36_huge_facets_are_left_out_and_small_ones_kept() {
        let news = read("START", json!({ "huge": { "text": "x".repeat(1 << 20) }, "small": { "x": 1 } }));
        assert_eq!(news.facets.keys().collect::<Vec<_>>(), ["small"]);
        assert!(news.started_at.is_some());
    }
}
