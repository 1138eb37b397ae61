//! Events that are kept: once, without secrets, for those who may know of what they name, for a while.

use std::collections::BTreeSet;

use catalog::{PageRequest, Role, SourceId, Viewer, Visibility};
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::{NAMESPACE, event};
use crate::{
    openlineage::{
        OpenLineage,
        kept::{EventFilter, KeptEvent},
    },
    testing::{World, on_both, table},
};

impl World {
    fn openlineage(&self) -> OpenLineage {
        OpenLineage::new(self.catalog.clone())
    }

    async fn kept(&self, viewer: &Viewer, filter: &EventFilter) -> Vec<KeptEvent> {
        let page = self.openlineage().events(viewer, filter, 0, &PageRequest::first(100)).await.unwrap();
        assert_eq!(self.openlineage().count_events(viewer, filter).await.unwrap(), page.items.len() as u64);
        page.items.into_iter().map(|(_, event)| event).collect()
    }

    async fn all_kept(&self) -> Vec<KeptEvent> {
        self.kept(&Viewer::system(), &EventFilter::default()).await
    }
}

fn minutes(events: &[KeptEvent]) -> Vec<String> {
    events.iter().map(|event| event.at.format("%M").to_string()).collect()
}

fn at(minute: u8) -> Option<DateTime<Utc>> {
    Some(format!("2026-01-01T10:{minute:02}:00Z").parse().unwrap())
}

/// An event of a data set by itself.
fn of_dataset(name: &str, minute: u8) -> Value {
    json!({ "eventTime": at(minute).unwrap(), "dataset": { "namespace": NAMESPACE, "name": format!("shop.public.{name}"),
        "facets": { "mine": { "x": 1 } } } })
}

#[tokio::test]
async fn i1_event_is_kept_once_and_a_bad_one_not_at_all() {
    on_both(async |world| {
        let mut start = event(1, "START", 0, &["orders"], &[]);
        start["run"]["facets"]["conn"] = json!({ "url": "postgres://u:canary-1@h/d", "password": "canary-1" });
        let mut bad = event(2, "START", 1, &[], &[]);
        bad["run"]["runId"] = json!("two");
        let mut deep = event(3, "START", 2, &["a"], &["b"]);
        deep["inputs"][0]["name"] = json!(["x"; 100].join("."));
        let taken = world.hear(vec![start.clone(), bad, start.clone(), deep]).await;
        let refused: Vec<usize> = taken.errors.iter().map(|(index, _)| *index).collect();
        world.hear(vec![start.clone()]).await;
        let kept = world.all_kept().await;
        assert_eq!((refused, kept.len()), (vec![1, 3], 1), "{kept:#?}");
        start["run"]["facets"]["conn"] = json!({ "url": "postgres://u:***@h/d", "password": "***" });
        assert_eq!(kept[0].body, start);
    })
    .await;
}

#[tokio::test]
async fn i1_events_are_listed_by_time_namespace_and_run() {
    on_both(async |world| {
        let mut other = event(2, "START", 2, &[], &["b"]);
        other["job"]["namespace"] = json!("other");
        let of = |run, kind, minute| event(run, kind, minute, &["a"], &["b"]);
        world.hear_all(vec![of(1, "COMPLETE", 3), of(1, "START", 1), other, of_dataset("b", 4)]).await;
        let list = async |filter: EventFilter| minutes(&world.kept(&Viewer::system(), &filter).await);
        let all = EventFilter::default;
        assert_eq!(list(all()).await, ["04", "03", "02", "01"]);
        assert_eq!(list(EventFilter { is_oldest_first: true, ..all() }).await, ["01", "02", "03", "04"]);
        assert_eq!(list(EventFilter { from: at(2), to: at(4), ..all() }).await, ["03", "02"]);
        assert_eq!(list(EventFilter { namespace: Some("other".into()), ..all() }).await, ["02"]);

        let openlineage = world.openlineage();
        let tally = openlineage.tally_events(&Viewer::system(), &all()).await.unwrap();
        let tally: Vec<_> = tally.into_iter().map(|((at, event_type), count)| (at, event_type, count)).collect();
        let ten = at(0).unwrap();
        assert_eq!(tally, [(ten, "COMPLETE".to_owned(), 1), (ten, "START".to_owned(), 2)]);
        let page = openlineage.events(&Viewer::system(), &all(), 1, &PageRequest::first(2)).await.unwrap();
        assert!(page.has_more);
        let next = PageRequest { first: 2, after: page.next().map(str::to_owned) };
        let next = openlineage.events(&Viewer::system(), &all(), 0, &next).await.unwrap();
        let both = [page, next].map(|page| page.items.into_iter().map(|(_, event)| event).collect::<Vec<_>>());
        assert_eq!(both.map(|events| minutes(&events)), [vec!["03", "02"], vec!["01"]]);

        let run = EventFilter { run: Some("01a2060d-d77e-7f99-9d21-000000000001".into()), ..EventFilter::default() };
        assert_eq!(minutes(&world.kept(&Viewer::system(), &run).await), ["03", "01"]);
    })
    .await;
}

#[tokio::test]
async fn threat_10_event_is_for_those_who_may_know_of_all_that_it_names() {
    on_both(async |world| {
        world.crawl_and_follow(&[table("orders", &["id"])]).await;
        world.crawl_as(SourceId::new(), &[table("salaries", &["id"])]).await;
        let mut both = of_dataset("orders", 3);
        both["dataset"]["facets"]["columnLineage"] = json!({ "fields": { "id": { "inputFields": [
            { "namespace": NAMESPACE, "name": "shop.public.salaries", "field": "id" }] } } });
        let job = event(1, "START", 4, &["orders"], &[]);
        world.hear_all(vec![of_dataset("orders", 1), of_dataset("salaries", 2), both, job]).await;
        let sees = Visibility::Sources(BTreeSet::from([world.source]));
        let limited = Viewer { role: Some(Role::Viewer), sees, ..Viewer::system() };
        assert_eq!(minutes(&world.kept(&limited, &EventFilter::default()).await), ["01"]);
        let (nobody, first) = (Viewer::anonymous(), PageRequest::first(1));
        let error = world.openlineage().events(&nobody, &EventFilter::default(), 0, &first).await.unwrap_err();
        assert_eq!(error.to_string(), "not allowed to read the catalog");
        let tally = world.openlineage().tally_events(&limited, &EventFilter::default()).await.unwrap();
        assert!(tally.is_empty(), "{tally:?}");
        let run = EventFilter { run: Some("01a2060d-d77e-7f99-9d21-000000000001".into()), ..EventFilter::default() };
        assert_eq!(world.kept(&limited, &run).await, []);
    })
    .await;
}

#[tokio::test]
async fn events_are_forgotten_by_age_and_by_size() {
    on_both(async |world| {
        let hear = async |minute: u8| world.hear_all(vec![of_dataset("orders", minute)]).await;
        hear(1).await;
        world.catalog.clock().advance(Duration::days(2));
        for minute in 2..6 {
            hear(minute).await;
            world.catalog.clock().advance(Duration::minutes(1));
        }
        let openlineage = world.openlineage();
        let yesterday = world.catalog.clock().now() - Duration::days(1);
        assert_eq!(openlineage.forget_events(yesterday, i64::MAX).await.unwrap(), 1);
        assert_eq!(minutes(&world.all_kept().await), ["05", "04", "03", "02"]);
        let one = i64::try_from(crate::openlineage::raw::Raw::of(&of_dataset("orders", 5)).body.len()).unwrap();
        assert_eq!(openlineage.forget_events(yesterday, 2 * one + one / 2).await.unwrap(), 2);
        assert_eq!(minutes(&world.all_kept().await), ["05", "04"]);
        assert_eq!(openlineage.forget_events(yesterday, 0).await.unwrap(), 2);
        assert_eq!(world.all_kept().await, []);
    })
    .await;
}
