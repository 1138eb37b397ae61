//! A saved query as an asset: the metrics that it asks for, what they are divided by, and which rows count.

use catalog::{AssetKind, AssetRecord, Details, kinds::query::QueryDetails, record::LineageRecord};

use super::{declared::Edges, project::Project, semantics::SavedQuery, ties};
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
    ties::say(project, (&name, AssetKind::Query), query.into(), sink).await;
    sink.say(lineage(project, (id, query))).await;
}

/// Where the figures of a saved query come from.
pub(super) fn lineage(project: &Project, (id, query): (&str, &SavedQuery)) -> LineageRecord {
    let params = &query.query_params;
    let mut edges = Edges::new(project, project.pipeline.child(id), AssetKind::Query);
    params.metrics.iter().for_each(|metric| edges.metric(metric));
    params.group_by.iter().for_each(|grouping| edges.decides(grouping, "GROUP_BY"));
    params.filter.0.iter().for_each(|filter| edges.decides(filter, "FILTER"));
    edges.into_record(None)
}
