//! A saved query as an asset: the metrics that it asks for, what they are divided by, and which rows count.

use std::collections::HashSet;

use catalog::{AssetKind, AssetRecord, Details, kinds::query::QueryDetails, record::LineageRecord};

use super::{
    declared::{Edges, value},
    project::Project,
    semantics::SavedQuery,
    ties,
};
use crate::crawl::Sink;

/// Says a saved query and where its figures come from; all metrics have been said.
pub(super) async fn say(project: &Project, (id, query): (&str, &SavedQuery), sink: &Sink) {
    let name = project.pipeline.child(id);
    let params = &query.query_params;
    let details = QueryDetails {
        metrics: params.metrics.clone(),
        group_by: params.group_by.clone(),
        filters: params.filter.0.clone(),
        ..QueryDetails::default()
    };
    let record = AssetRecord::new(name.clone(), Details::Query(details));
    sink.say(record.described(query.description.clone())).await;
    for (place, metric) in metrics(query).enumerate() {
        sink.say(value(&name, metric, ("metric".to_owned(), place + 1))).await;
    }
    ties::say(project, (&name, AssetKind::Query), query.into(), sink).await;
    sink.say(lineage(project, (id, query))).await;
}

/// The metrics that a saved query asks for, each once.
pub(super) fn metrics(query: &SavedQuery) -> impl Iterator<Item = &String> {
    let mut seen = HashSet::new();
    let all = query.query_params.metrics.iter().filter(|name| !name.is_empty() && !name.contains('\0'));
    all.filter(move |name| seen.insert(name.as_str()))
}

/// Where the figures of a saved query come from.
pub(super) fn lineage(project: &Project, (id, query): (&str, &SavedQuery)) -> LineageRecord {
    let params = &query.query_params;
    let mut edges = Edges::new(project, project.pipeline.child(id), AssetKind::Query);
    metrics(query).for_each(|metric| edges.metric(metric, (metric, "IDENTITY")));
    params.group_by.iter().for_each(|grouping| edges.decides(grouping, "GROUP_BY"));
    params.filter.0.iter().for_each(|filter| edges.decides(filter, "FILTER"));
    edges.into_record(None)
}
