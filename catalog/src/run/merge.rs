//! What several news of one run add up to. The result does not depend on their order, and news that were heard before
//! change nothing: a start that arrives behind the end does not reopen the run. Pure.

use super::{MAX_FACETS_BYTES, MAX_REASON_BYTES, RunRecord, RunStatus, log::cut};
use crate::{scrub::scrubbed, store::run};

/// The row of a run of which nothing else was heard.
pub(super) fn first(news: &RunRecord, keys: Keys<'_>) -> run::Model {
    let mut row = run::Model {
        id: keys.id,
        asset_id: keys.asset,
        pipeline_id: keys.pipeline,
        external_id: news.external_id.clone(),
        parent_external_id: news.parent_external_id.clone(),
        triggered_by: news.trigger.map(|trigger| trigger.number()),
        status: news.status.number(),
        status_at: news.said_at.timestamp_micros(),
        with_errors: news.with_errors,
        scheduled_at: news.scheduled_at.map(|at| at.timestamp_micros()),
        started_at: news.started_at.map(|at| at.timestamp_micros()),
        ended_at: None,
        at: 0,
        attempt: news.attempt,
        records_read: news.counts.records_read,
        records_written: news.counts.records_written,
        records_failed: news.counts.records_failed,
        bytes: news.counts.bytes,
        records_per_second: news.counts.records_per_second,
        bytes_per_second: news.counts.bytes_per_second,
        error_reason: news.error_reason.as_deref().map(|text| scrubbed(cut(text, MAX_REASON_BYTES))),
        reporter: keys.reporter.to_owned(),
        reported_at: keys.reported_at,
    };
    match news.status {
        RunStatus::Queued => {}
        RunStatus::Running => row.started_at = row.started_at.or(Some(row.status_at)),
        _ => row.ended_at = news.ended_at.map(|at| at.timestamp_micros()).or(Some(row.status_at)),
    }
    row.at = moment(&row);
    row
}

/// Whose run it is, and who says so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys<'a> {
    pub(super) id: uuid::Uuid,
    pub(super) asset: uuid::Uuid,
    pub(super) pipeline: uuid::Uuid,
    pub(super) reporter: &'a str,
    pub(super) reported_at: i64,
}

/// `known` with what `news` adds; both are of one run.
pub(super) fn merged(known: run::Model, news: run::Model) -> run::Model {
    let (late, early) = if rank(&news) > rank(&known) { (&news, &known) } else { (&known, &news) };
    let mut row = run::Model {
        status: late.status,
        status_at: late.status_at,
        ended_at: if rank(late).0 == 2 { late.ended_at } else { late.ended_at.max(early.ended_at) },
        with_errors: known.with_errors || news.with_errors,
        parent_external_id: known.parent_external_id.clone().max(news.parent_external_id.clone()),
        triggered_by: known.triggered_by.max(news.triggered_by),
        scheduled_at: least(known.scheduled_at, news.scheduled_at),
        started_at: least(known.started_at, news.started_at),
        attempt: known.attempt.max(news.attempt),
        records_read: known.records_read.max(news.records_read),
        records_written: known.records_written.max(news.records_written),
        records_failed: known.records_failed.max(news.records_failed),
        bytes: known.bytes.max(news.bytes),
        records_per_second: greatest(known.records_per_second, news.records_per_second),
        bytes_per_second: greatest(known.bytes_per_second, news.bytes_per_second),
        error_reason: longer(known.error_reason.clone(), news.error_reason.clone()),
        ..known.clone()
    };
    row.at = moment(&row);
    row
}

/// What decides which status counts: an end over everything else, of ends the later.
fn rank(row: &run::Model) -> (u8, i64, i16, Option<i64>) {
    match RunStatus::from_number(row.status) {
        RunStatus::Queued => (0, row.status_at, row.status, None),
        RunStatus::Running => (1, row.status_at, row.status, None),
        _ => (2, row.status_at, row.status, row.ended_at),
    }
}

/// When a run counts as having happened.
fn moment(row: &run::Model) -> i64 {
    row.started_at.or(row.scheduled_at).or(row.ended_at).unwrap_or(row.reported_at)
}

fn least(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn greatest(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    }
}

fn longer(a: Option<String>, b: Option<String>) -> Option<String> {
    let size = |text: &Option<String>| text.as_ref().map(|text| (text.len(), text.clone()));
    if size(&b) > size(&a) { b } else { a }
}

/// The log and facets of a run with what news add.
pub(super) fn merged_log(known: Option<run::log::Model>, id: uuid::Uuid, news: &RunRecord) -> Option<run::log::Model> {
    if news.log.is_none() && news.facets.is_empty() {
        return known;
    }
    let before = known.unwrap_or(run::log::Model {
        run_id: id,
        head: String::new(),
        tail: String::new(),
        omitted: 0,
        facets: None,
    });
    let log = super::LogExcerpt { omitted: before.omitted, head: before.head, tail: before.tail };
    let log = log.longer(news.log.clone().unwrap_or_default());
    let facets = merged_facets(before.facets, &news.facets);
    Some(run::log::Model { run_id: id, head: log.head, tail: log.tail, omitted: log.omitted, facets })
}

/// Facets by name; of two of one name the greater text, so that the order of news does not matter.
fn merged_facets(known: Option<String>, news: &serde_json::Map<String, serde_json::Value>) -> Option<String> {
    let mut all: serde_json::Map<String, serde_json::Value> =
        known.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    for (name, value) in news {
        let text = value.to_string();
        let is_less = all.get(name).is_none_or(|known| {
            let known = known.to_string();
            (known.len(), &known) < (text.len(), &text)
        });
        if is_less {
            all.insert(name.clone(), value.clone());
        }
    }
    let text = (!all.is_empty()).then(|| serde_json::Value::Object(all).to_string());
    text.filter(|text| text.len() <= MAX_FACETS_BYTES).or(known)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{AssetKind, Name, run::RunTrigger};

    fn news(status: RunStatus, second: i64) -> RunRecord {
        let at = DateTime::from_timestamp(1_760_000_000 + second, 0).unwrap();
        RunRecord::new((Name::new("etl", ["load"]), AssetKind::Pipeline), "1", status, at)
    }

    fn row(news: &RunRecord) -> run::Model {
        let nil = Uuid::nil();
        first(news, Keys { id: nil, asset: nil, pipeline: nil, reporter: "etl", reported_at: 1_760_000_000_000_000 })
    }

    #[test]
    fn threat_36_late_start_does_not_reopen_a_run() {
        let done = row(&news(RunStatus::Succeeded, 10));
        let both = merged(done, row(&news(RunStatus::Running, 0)));
        assert_eq!(both.status, RunStatus::Succeeded.number());
        assert_eq!((both.ended_at.unwrap() - both.started_at.unwrap()) / 1_000_000, 10);
    }

    #[test]
    fn later_end_counts() {
        let failed = row(&news(RunStatus::Failed, 5));
        let both = merged(row(&news(RunStatus::Succeeded, 9)), failed);
        assert_eq!(both.status, RunStatus::Succeeded.number());
    }

    fn some_news() -> impl Strategy<Value = RunRecord> {
        let times = (prop::option::of(0..50_i64), prop::option::of(0..50_i64), 0..50_i64);
        let rest = (prop::option::of(0..9_i64), prop::option::of(0..3_usize), any::<bool>(), "[a-c]{0,3}");
        (0..6_usize, times, rest).prop_map(|(status, (started, ended, said), (count, trigger, errors, text))| {
            let at = |second| DateTime::from_timestamp(1_760_000_000 + second, 0);
            let mut news = news(RunStatus::ALL[status], said);
            news.started_at = started.and_then(at);
            news.ended_at = ended.and_then(at);
            news.counts.records_read = count;
            news.trigger = trigger.map(|at| [RunTrigger::Api, RunTrigger::Manual, RunTrigger::Cron][at]);
            news.with_errors = errors;
            news.error_reason = (!text.is_empty()).then(|| text.clone());
            news.log = Some(crate::run::LogExcerpt::of(&text));
            news.facets.insert("said".into(), text.into());
            news
        })
    }

    fn all(news: &[RunRecord]) -> (run::Model, Option<run::log::Model>) {
        let rows = news.iter().map(row).reduce(merged).unwrap();
        (rows, news.iter().fold(None, |log, news| merged_log(log, Uuid::nil(), news)))
    }

    proptest! {
        #[test]
        fn threat_36_order_and_repetition_of_news_change_nothing(
            (heard, order) in prop::collection::vec(some_news(), 1..6)
                .prop_flat_map(|heard| (Just(heard.clone()), Just([heard.clone(), heard].concat()).prop_shuffle()))
        ) {
            prop_assert_eq!(all(&heard), all(&order));
        }
    }
}
