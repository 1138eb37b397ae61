//! A metric as an asset, and where its value comes from: measures of semantic models, other metrics, or, in the language of
//! dbt 1.5, columns of a relation; conditions and the time of rows decide.

use catalog::{
    AssetKind, AssetRecord, Details,
    kinds::metric::{MetricDetails, MetricInput, MetricInputRole, MetricType},
    record::{DeclaredQuery, LineageRecord},
};

use super::{
    declared::{Edges, value},
    project::Project,
    semantic_model::{Rows, is_column},
    semantics::{Input, Metric},
    ties,
};
use crate::crawl::Sink;

/// Says a metric.
pub(super) async fn say(project: &Project, (id, metric): (&str, &Metric), sink: &Sink) {
    let name = project.pipeline.child(id);
    let record = AssetRecord::new(name.clone(), Details::Metric(details(metric)));
    sink.say(record.described(metric.description.clone())).await;
    if let Some(column) = column(metric) {
        let sort = metric.sort.as_deref().unwrap_or("simple");
        sink.say(value(&name, column, (format!("metric ({sort})"), 1))).await;
    }
    ties::say(project, (&name, AssetKind::Metric), metric.into(), sink).await;
}

/// The column in which questions have the value of a metric: it is called like the metric.
pub(super) fn column(metric: &Metric) -> Option<&str> {
    Some(metric.name.as_str()).filter(|name| !name.is_empty() && !name.contains('\0'))
}

/// Says where the value of a metric comes from; all metrics have been said.
pub(super) async fn say_lineage(project: &Project, told: (&str, &Metric), sink: &Sink) {
    sink.say(lineage(project, told)).await;
}

/// Where the value of a metric comes from.
pub(super) fn lineage(project: &Project, (id, metric): (&str, &Metric)) -> LineageRecord {
    let mut edges = Edges::new(project, project.pipeline.child(id), AssetKind::Metric);
    let subtype = if metric_type(metric) == MetricType::Simple { "IDENTITY" } else { "TRANSFORMATION" };
    let value = (column(metric).unwrap_or_default(), subtype);
    for (input, filters) in inputs(metric) {
        if input.is_metric {
            edges.metric(&input.name, value);
        } else {
            edges.measure(&input.name, value);
        }
        filters.iter().for_each(|filter| edges.decides(filter, "FILTER"));
    }
    metric.filter.0.iter().for_each(|filter| edges.decides(filter, "FILTER"));
    let query = of_rows(project, metric, &mut edges);
    edges.into_record(query)
}

fn metric_type(metric: &Metric) -> MetricType {
    match metric.sort.as_deref().or(metric.calculation_method.as_deref()) {
        Some("ratio") => MetricType::Ratio,
        Some("derived") => MetricType::Derived,
        Some("cumulative") => MetricType::Cumulative,
        Some("conversion") => MetricType::Conversion,
        _ => MetricType::Simple,
    }
}

fn details(metric: &Metric) -> MetricDetails {
    let params = &metric.type_params;
    let window = [&params.window, &params.cumulative_type_params.window, &params.conversion_type_params.window];
    let of_rows = &params.metric_aggregation_params;
    let method = metric.calculation_method.clone().filter(|method| method != "derived");
    let unit = metric.meta.unit.first().or_else(|| metric.config.meta.unit.first());
    MetricDetails {
        metric_type: metric_type(metric),
        label: metric.label.clone().filter(|label| !label.trim().is_empty()),
        expression: params.expr.clone().or_else(|| of_rows.expr.clone()).or_else(|| metric.expression.clone()),
        aggregation: of_rows.agg.clone().or(method),
        inputs: inputs(metric).into_iter().map(|(input, _)| input).collect(),
        filter: joined(&metric.filter.0).or_else(|| old_condition(metric)),
        unit: unit.cloned(),
        window: window.into_iter().flatten().next().or(metric.window.as_ref()).cloned(),
        grain_to_date: params.grain_to_date.clone().or_else(|| params.cumulative_type_params.grain_to_date.clone()),
        time_dimension: metric.timestamp.clone().or_else(|| of_rows.agg_time_dimension.clone()),
        dimensions: metric.dimensions.clone(),
    }
}

/// What a metric is made from, as its type uses it, with the conditions on each.
fn inputs(metric: &Metric) -> Vec<(MetricInput, Vec<String>)> {
    let params = &metric.type_params;
    let conversion = &params.conversion_type_params;
    let (value, numerator, denominator) =
        (MetricInputRole::Value, MetricInputRole::Numerator, MetricInputRole::Denominator);
    let (base, converted) = (MetricInputRole::Base, MetricInputRole::Conversion);
    let single = [
        (&params.measure, value, false),
        (&params.numerator, numerator, true),
        (&params.denominator, denominator, true),
        (&conversion.base_measure, base, false),
        (&conversion.conversion_measure, converted, false),
        (&conversion.base_metric, base, true),
        (&conversion.conversion_metric, converted, true),
        (&params.cumulative_type_params.metric, value, true),
    ];
    let single = single.into_iter().filter_map(|(input, role, is_metric)| Some((input.as_ref()?, role, is_metric)));
    let listed = params.metrics.iter().map(|input| (input, value, true));
    let all = single.chain(listed).filter(|(input, ..)| !input.name.is_empty());
    let mut found: Vec<_> = all.map(|(input, role, is_metric)| told(input, role, is_metric)).collect();
    if found.is_empty() {
        // Older files list the measures only here, and metrics only with what is depended on.
        found.extend(params.input_measures.iter().map(|input| told(input, value, false)));
        let needs = metric.depends_on.nodes.iter().filter(|id| id.starts_with("metric."));
        let name = |id: &String| id.rsplit('.').next().unwrap_or_default().to_owned();
        found.extend(needs.map(|id| told(&Input { name: name(id), ..Input::default() }, value, true)));
    }
    found
}

fn told(input: &Input, role: MetricInputRole, is_metric: bool) -> (MetricInput, Vec<String>) {
    let (name, alias, offset) = (input.name.clone(), input.alias.clone(), input.offset.clone());
    (MetricInput { name, is_metric, role, alias, filter: joined(&input.filter), offset }, input.filter.clone())
}

fn joined(conditions: &[String]) -> Option<String> {
    (!conditions.is_empty()).then(|| conditions.join(" AND "))
}

/// The condition of a metric of dbt 1.5.
fn old_condition(metric: &Metric) -> Option<String> {
    let conditions: Vec<String> = metric
        .filters
        .iter()
        .map(|filter| format!("{} {} {}", filter.field, filter.operator, filter.value.as_deref().unwrap_or_default()))
        .collect();
    joined(&conditions)
}

/// What a metric aggregates itself: the columns of the relation that it names, or of that behind its semantic model.
fn of_rows(project: &Project, metric: &Metric, edges: &mut Edges<'_>) -> Option<DeclaredQuery> {
    let params = &metric.type_params.metric_aggregation_params;
    let (expression, aggregation, time) = match &params.semantic_model {
        Some(_) => (params.expr.as_ref()?, params.agg.as_ref()?, params.agg_time_dimension.as_ref()),
        None => (metric.expression.as_ref()?, metric.calculation_method.as_ref()?, metric.timestamp.as_ref()),
    };
    if aggregation == "derived" {
        return None;
    }
    let needs = match &params.semantic_model {
        Some(model) => &project.semantics.model(model)?.1.depends_on,
        None => &metric.depends_on,
    };
    let (id, relation) = needs.nodes.iter().find_map(|id| Some((id, project.relation(id)?)))?;
    let spelled = |name: &str| project.warehouse.column(name, project.told(id));
    let fields = metric.filters.iter().map(|filter| (filter.field.as_str(), "FILTER"));
    let decide = fields.chain(time.map(|time| (time.as_str(), "GROUP_BY")));
    for (name, subtype) in decide.filter(|(name, _)| is_column(name)) {
        edges.column(&relation, spelled(name), ("", subtype));
    }
    let value = column(metric)?;
    if is_column(expression) {
        edges.column(&relation, spelled(expression), (value, "AGGREGATION"));
        return None;
    }
    edges.whole(&relation, AssetKind::Table);
    let rows = Rows { expression, aggregation: Some(aggregation) };
    let relation = project.node(id).and_then(|node| node.relation_name.as_deref());
    rows.query(project, relation, (edges.target(), AssetKind::Metric, vec![value.to_owned()]))
}
