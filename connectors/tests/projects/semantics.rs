//! The semantic layer of projects: semantic models, metrics and saved queries, and where their values come from.

use catalog::{
    AssetKind, Details, Name, Record, RelationKind,
    kinds::metric::{MetricDetails, MetricInputRole, MetricType},
    record::DeclaredEdge,
};
use serde_json::json;

use crate::{
    changed, crawl_changed, files_of, lineage, source,
    support::records::{Assets, crawl},
    table,
};

async fn of_version(version: &str) -> Vec<Record> {
    crawl(&*source(&files_of(version))).await
}

fn metric(records: &[Record], name: &str) -> MetricDetails {
    match &Assets::of(records).get(AssetKind::Metric, &[&format!("metric.shop.{name}")]).harvested.details {
        Details::Metric(metric) => metric.clone(),
        other => panic!("{other:?}"),
    }
}

fn named(id: &str) -> Name {
    Name::new("dbt", ["shop", id])
}

const AVERAGE: [&str; 2] = [
    "metric.shop.order_count.order_count TRANSFORMATION average_order",
    "metric.shop.revenue.revenue TRANSFORMATION average_order",
];

/// The edges of something, such as `semantic_model.shop.orders.revenue IDENTITY`.
fn edges(records: &[Record], id: &str) -> Vec<String> {
    let of = |edge: &DeclaredEdge| {
        let from = edge.upstream.parts[1..].join(".");
        let columns = edge.columns.iter().map(|column| {
            let to = if column.downstream.is_empty() { String::new() } else { format!(" {}", column.downstream) };
            format!("{from}.{} {}{to}", column.upstream, column.subtype)
        });
        if edge.columns.is_empty() { vec![from.clone()] } else { columns.collect() }
    };
    let mut all: Vec<String> = lineage(records, id).edges.iter().flat_map(of).collect();
    all.sort();
    all
}

#[tokio::test]
async fn i3_semantic_model_has_its_parts_as_columns_that_come_from_the_model() {
    for version in ["v10", "v11", "v12"] {
        let records = of_version(version).await;
        let assets = Assets::of(&records);
        let model = assets.get(AssetKind::SemanticModel, &["semantic_model.shop.orders"]);
        assert_eq!(model.harvested.description.as_deref(), Some("Orders, for metrics"), "{version}");
        let Details::SemanticModel(details) = &model.harvested.details else { panic!("{model:?}") };
        assert_eq!((details.model.as_deref(), details.parts.len()), (Some("shop.main.orders"), 9), "{version}");
        let column = |name: &str| assets.column(&["semantic_model.shop.orders", name]).data_type.text.clone();
        let types = ["order", "customer", "ordered_at", "revenue", "buyers"].map(column);
        let expected =
            ["entity (primary)", "entity (foreign)", "dimension (time)", "measure (sum)", "measure (count_distinct)"];
        assert_eq!(types, expected, "{version}");
        assert_eq!(
            assets.description(AssetKind::Column, &["semantic_model.shop.orders", "status"]),
            Some("Where the order stands")
        );
        let expected = [
            "main.orders.amount AGGREGATION revenue",
            "main.orders.customer AGGREGATION buyers",
            "main.orders.customer IDENTITY customer",
            "main.orders.order_id IDENTITY order",
            "main.orders.ordered_at IDENTITY ordered_at",
            "main.orders.status IDENTITY status",
        ];
        assert_eq!(edges(&records, "semantic_model.shop.orders"), expected, "{version}");
        let queries = lineage(&records, "semantic_model.shop.orders").queries;
        let told: Vec<_> = queries.iter().map(|query| (query.sql.as_str(), query.columns[0].as_str())).collect();
        let from = "FROM \"shop\".\"main\".\"orders\"";
        let (large, net, count) = (
            format!("SELECT amount > 100 {from}"),
            format!("SELECT SUM(amount - discount) {from}"),
            format!("SELECT SUM(1) {from}"),
        );
        assert_eq!(told, [(large.as_str(), "is_large"), (&net, "net"), (&count, "order_count")], "{version}");
    }
}

#[tokio::test]
async fn i3_metrics_of_every_type_have_their_definition() {
    for version in ["v10", "v11", "v12"] {
        let records = of_version(version).await;
        let revenue = metric(&records, "revenue");
        assert_eq!((revenue.metric_type, revenue.label.as_deref()), (MetricType::Simple, Some("Revenue")), "{version}");
        assert_eq!((revenue.inputs[0].name.as_str(), revenue.inputs[0].is_metric), ("revenue", false), "{version}");
        let paid = metric(&records, "paid_revenue");
        assert_eq!(paid.filter.as_deref(), Some("{{ Dimension('order__status') }} = 'paid'"), "{version}");
        assert_eq!(paid.inputs[0].filter.as_deref(), Some("{{ Dimension('order__is_large') }}"), "{version}");
        let average = metric(&records, "average_order");
        let inputs: Vec<_> =
            average.inputs.iter().map(|input| (input.name.as_str(), input.role, input.is_metric)).collect();
        let expected =
            [("revenue", MetricInputRole::Numerator, true), ("order_count", MetricInputRole::Denominator, true)];
        assert_eq!(
            (average.metric_type, &inputs[..], average.unit.as_deref()),
            (MetricType::Ratio, &expected[..], Some("EUR")),
            "{version}"
        );
        let growth = metric(&records, "revenue_growth");
        assert_eq!(
            (growth.metric_type, growth.expression.as_deref()),
            (MetricType::Derived, Some("revenue - revenue_before"))
        );
        assert_eq!(
            (growth.inputs[1].alias.as_deref(), growth.inputs[1].offset.as_deref()),
            (Some("revenue_before"), Some("1 month"))
        );
        assert_eq!(metric(&records, "revenue_to_date").metric_type, MetricType::Cumulative, "{version}");
        if version != "v10" {
            let conversion = metric(&records, "buyers_of_orders");
            let roles: Vec<_> = conversion.inputs.iter().map(|input| (input.name.as_str(), input.role)).collect();
            assert_eq!(
                roles,
                [("order_count", MetricInputRole::Base), ("buyers", MetricInputRole::Conversion)],
                "{version}"
            );
            assert_eq!(
                (conversion.metric_type, conversion.window.as_deref()),
                (MetricType::Conversion, Some("7 day")),
                "{version}"
            );
        }
    }
}

#[tokio::test]
async fn i3_metrics_come_from_measures_and_metrics_and_are_decided_by_dimensions() {
    for version in ["v10", "v11", "v12"] {
        let records = of_version(version).await;
        let model = "semantic_model.shop.orders";
        let time = format!("{model}.ordered_at GROUP_BY");
        assert_eq!(
            edges(&records, "metric.shop.revenue"),
            [time.clone(), format!("{model}.revenue IDENTITY revenue")],
            "{version}"
        );
        let expected = [
            format!("{model}.is_large FILTER"),
            format!("{model}.net IDENTITY paid_revenue"),
            time.clone(),
            format!("{model}.status FILTER"),
        ];
        assert_eq!(edges(&records, "metric.shop.paid_revenue"), expected, "{version}");
        assert_eq!(edges(&records, "metric.shop.average_order"), AVERAGE, "{version}");
        assert_eq!(
            edges(&records, "metric.shop.revenue_growth"),
            ["metric.shop.revenue.revenue TRANSFORMATION revenue_growth"],
            "{version}"
        );
        assert_eq!(
            edges(&records, "metric.shop.revenue_to_date"),
            [time.clone(), format!("{model}.revenue TRANSFORMATION revenue_to_date")],
            "{version}"
        );
        assert_eq!(edges(&records, "exposure.shop.sales")[1], "metric.shop.revenue", "{version}");
        if version != "v10" {
            let expected = [
                "metric.shop.average_order.average_order IDENTITY average_order",
                "metric.shop.revenue.revenue IDENTITY revenue",
                "semantic_model.shop.orders.is_large FILTER",
                "semantic_model.shop.orders.ordered_at GROUP_BY",
                "semantic_model.shop.orders.status GROUP_BY",
            ];
            assert_eq!(edges(&records, "saved_query.shop.weekly_revenue"), expected, "{version}");
            let assets = Assets::of(&records);
            let Details::Query(query) =
                &assets.get(AssetKind::Query, &["saved_query.shop.weekly_revenue"]).harvested.details
            else {
                panic!("it is a query")
            };
            assert_eq!((query.metrics.len(), query.group_by.len(), query.filters.len()), (2, 2, 1), "{version}");
        }
    }
}

#[tokio::test]
async fn i3_metrics_of_the_ninth_version_come_from_columns() {
    let records = of_version("v9").await;
    let revenue = metric(&records, "revenue");
    assert_eq!((revenue.aggregation.as_deref(), revenue.expression.as_deref()), (Some("sum"), Some("amount")));
    assert_eq!(
        (revenue.time_dimension.as_deref(), &revenue.dimensions[..]),
        (Some("ordered_at"), &["status".to_owned()][..])
    );
    assert_eq!(
        edges(&records, "metric.shop.revenue"),
        ["main.orders.amount AGGREGATION revenue", "main.orders.ordered_at GROUP_BY"]
    );
    assert_eq!(metric(&records, "paid_revenue").filter.as_deref(), Some("status = 'paid'"));
    assert_eq!(
        edges(&records, "metric.shop.paid_revenue"),
        ["main.orders.ordered_at GROUP_BY", "main.orders.status FILTER"]
    );
    let query = &lineage(&records, "metric.shop.paid_revenue").queries[0];
    assert_eq!(
        (query.sql.as_str(), query.downstream_kind),
        ("SELECT SUM(amount - discount) FROM \"shop\".\"main\".\"orders\"", AssetKind::Metric)
    );
    assert_eq!(metric(&records, "average_order").metric_type, MetricType::Derived);
    assert_eq!(edges(&records, "metric.shop.average_order"), AVERAGE);
    assert_eq!(edges(&records, "exposure.shop.sales")[1], "metric.shop.revenue");
}

#[tokio::test]
async fn i3_metrics_have_owners_and_tags() {
    for version in ["v9", "v10", "v11", "v12"] {
        let records = of_version(version).await;
        let tied = |wanted: RelationKind| {
            let target = |record: &Record| match record {
                Record::Relation { name, kind: AssetKind::Metric, relation, target }
                    if *name == named("metric.shop.revenue") && *relation == wanted =>
                {
                    Some(target.clone())
                }
                _ => None,
            };
            records.iter().filter_map(target).collect::<Vec<String>>()
        };
        assert_eq!(tied(RelationKind::Owner), ["sales@example.com"], "{version}");
        assert_eq!(tied(RelationKind::Tag), ["finance"], "{version}");
        let described = Assets::of(&records);
        assert_eq!(
            described.description(AssetKind::Metric, &["metric.shop.revenue"]),
            Some("What customers were asked for")
        );
    }
}

#[tokio::test]
async fn i3_metric_that_is_gone_from_a_whole_manifest_is_missing_whatever_lies_beside() {
    let records = crawl_changed(|manifest| {
        manifest["metrics"].as_object_mut().unwrap().remove("metric.shop.revenue_growth");
    })
    .await;
    assert!(!Assets::of(&records).names(AssetKind::Metric).contains(&"metric.shop.revenue_growth"));
    assert!(matches!(records.last(), Some(Record::ScopeRead { .. })));
    let warned = |record: &Record| matches!(record, Record::Note { message, is_warning: true, .. } if message.contains("has 1 models, metrics"));
    assert!(records.iter().any(warned));
}

#[tokio::test]
async fn threat_37_part_of_a_semantic_layer_lets_nothing_go_missing() {
    let records = crawl_changed(|manifest| {
        manifest["metrics"].as_object_mut().unwrap().remove("metric.shop.revenue");
    })
    .await;
    assert!(records.iter().any(|record| matches!(record, Record::ScopeFailed { .. })));
    assert!(!records.iter().any(|record| matches!(record, Record::ScopeRead { .. })));
}

#[tokio::test]
async fn i3_semantic_manifest_alone_tells_what_an_older_manifest_does_not_list() {
    let folder = changed(|manifest| {
        let manifest = manifest.as_object_mut().unwrap();
        for section in ["semantic_models", "metrics", "saved_queries"] {
            manifest.remove(section);
        }
    });
    let beside = crawl(&*source(folder.path().to_str().unwrap())).await;
    let whole = of_version("v12").await;
    for kind in [AssetKind::Metric, AssetKind::SemanticModel, AssetKind::Query] {
        assert_eq!(Assets::of(&beside).names(kind), Assets::of(&whole).names(kind), "{kind}");
    }
    assert_eq!(edges(&beside, "semantic_model.shop.orders"), edges(&whole, "semantic_model.shop.orders"));
    assert_eq!(lineage(&beside, "semantic_model.shop.orders").edges[0].upstream, table("orders"));
    std::fs::remove_file(folder.path().join("semantic_manifest.json")).unwrap();
    let neither = crawl(&*source(folder.path().to_str().unwrap())).await;
    assert_eq!(Assets::of(&neither).names(AssetKind::Metric), Vec::<&str>::new());
}

#[tokio::test]
async fn threat_20_hostile_semantic_layer_is_read_within_bounds() {
    let records = crawl_changed(|manifest| {
        let model = &mut manifest["semantic_models"]["semantic_model.shop.orders"];
        model["measures"][0]["expr"] = "amount) FROM x; DROP TABLE y; --\u{0}".into();
        model["dimensions"][0]["name"] = "order".into();
        let own = json!({ "name": "loop", "type": "derived", "type_params": { "expr": "loop",
            "metrics": [{ "name": "loop" }, { "name": "nowhere" }, 5, null, "revenue"] }, "filter": { "where_filters": [[[5]]] } });
        manifest["metrics"]["metric.shop.loop"] = own;
    })
    .await;
    assert!(matches!(records.last(), Some(Record::ScopeRead { .. })));
    assert_eq!(edges(&records, "metric.shop.loop"), ["metric.shop.revenue.revenue TRANSFORMATION loop"]);
    let twice = Assets::of(&records).0.iter().filter(|asset| asset.name.last() == "order").count();
    assert_eq!(twice, 1, "a name is one part");
}
