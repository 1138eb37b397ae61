//! The query language, asked of an index.

use catalog::{Fault, RelationKind};
use proptest::prelude::*;

use super::*;

async fn shelf() -> Shelf {
    let mut view = table("order_report").described("Orders by day").tied(RelationKind::Owner, "ben");
    view.harvested.details = catalog::Details::Table(catalog::kinds::table::TableDetails {
        table_type: catalog::kinds::table::TableType::View,
        ..Default::default()
    });
    let orders = table("orders").tied(RelationKind::Owner, "ana").tied(RelationKind::Tag, "PII");
    let mut id = column(&orders, "order_id");
    id.harvested.details = catalog::Details::Column(catalog::kinds::column::ColumnDetails {
        data_type: catalog::DataType::new("varchar(20)", catalog::TypeClass::Text),
        ..Default::default()
    });
    let deleted = column(&orders, "is_deleted");
    let mut archived = table("deleted_orders").tied(RelationKind::Tier, "tier5");
    archived.name.parts[1] = "archive".into();
    Shelf::of(&[view, orders, id, deleted, archived, asset(AssetKind::Topic, &["kafka", "clicks"])]).await
}

#[tokio::test]
async fn e1_every_field_can_be_asked_for() {
    let shelf = shelf().await;
    for (query, expected) in [
        ("kind:topic", vec!["clicks"]),
        ("类型：表 owner:ana", vec!["public.orders"]),
        ("owner:a*", vec!["public.orders"]),
        ("owner:ana,ben kind:table", vec!["public.order_report", "public.orders"]),
        ("tag:pii", vec!["public.orders"]),
        ("tier:tier5", vec!["archive.deleted_orders"]),
        ("schema:archive", vec!["archive.deleted_orders"]),
        ("schema:SHOP.archive", vec!["archive.deleted_orders"]),
        ("type:varchar", vec!["public.orders.order_id"]),
        ("column:order_id", vec!["public.orders"]),
        ("column:delet* kind:table", vec!["public.orders"]),
        ("has:description", vec!["public.order_report"]),
        ("description:da*", vec!["public.order_report"]),
        ("is:view", vec!["public.order_report"]),
        ("name:rep*", vec!["public.order_report"]),
        ("name:orderRep*", vec!["public.order_report"]),
        ("\"orders by day\"", vec!["public.order_report"]),
        ("\"day orders\"", vec![]),
        ("orders kind:table -deleted", vec!["public.orders", "public.order_report"]),
        ("orders -(deleted OR is:view) kind:table", vec!["public.orders"]),
        ("(tag:pii OR tier:tier5) kind:table", vec!["archive.deleted_orders", "public.orders"]),
        ("-kind:column -kind:table", vec!["clicks"]),
        ("source:postgres tag:pii", vec!["public.orders"]),
        ("source:mysql", vec![]),
    ] {
        assert_eq!(shelf.found(query), expected, "{query}");
    }
}

#[tokio::test]
async fn source_is_asked_for_by_name_and_owner_by_me() {
    let source = SourceId::new();
    let mine = table("mine").of_source(source).tied(RelationKind::Owner, "ana");
    let shelf = Shelf::of(&[mine.clone(), table("other")]).await;
    let ana = Viewer { name: "ana".into(), ..Viewer::system() };
    for query in ["source:Warehouse", "source:ware*", "owner:me"] {
        let request = SearchRequest {
            source_names: vec![(source, "warehouse".into())],
            facets: true,
            ..SearchRequest::new(query)
        };
        let answer = shelf.index.search(&ana, &request).unwrap();
        assert_eq!(answer.hits.iter().map(|hit| hit.asset).collect::<Vec<_>>(), [mine.id], "{query}");
        let sources = answer.facets.iter().find(|facet| facet.facet == Facet::Source).unwrap();
        assert_eq!(sources.values[0].label.as_deref(), Some("warehouse"));
    }
}

#[tokio::test]
async fn completion_offers_fields_and_the_values_there_are() {
    let shelf = shelf().await;
    let complete = |text: &str| -> Vec<(String, Option<u64>)> {
        let completions = shelf.index.complete(&Viewer::system(), text, &[]).unwrap();
        completions.into_iter().map(|c| (format!("{}{}", &text[..c.replaces.start], c.insert), c.count)).collect()
    };
    assert_eq!(complete("orders ta"), [("orders tag:".to_owned(), None)]);
    assert_eq!(complete("orders -own"), [("orders -owner:".to_owned(), None)]);
    assert_eq!(complete("tag:p"), [("tag:PII".to_owned(), Some(1))]);
    assert_eq!(complete("owner:ana,b"), [("owner:ana,ben".to_owned(), Some(1))]);
    assert_eq!(
        complete("kind:ta"),
        ["table", "task", "tag"].map(|kind| (format!("kind:{kind}"), Some(3).filter(|_| kind == "table")))
    );
    assert_eq!(complete("标签：p"), [("标签：PII".to_owned(), Some(1))]);
    assert_eq!(complete("is:rem"), [("is:removed".to_owned(), None)]);
    assert_eq!(complete("colour:r"), []);
}

#[tokio::test]
async fn wrong_requests_name_the_field() {
    let shelf = shelf().await;
    let field = |request: SearchRequest| {
        let error = shelf.index.search(&Viewer::system(), &request).unwrap_err();
        assert_eq!(error.kind(), catalog::ErrorKind::Invalid);
        error.field().unwrap().to_owned()
    };
    assert_eq!(field(SearchRequest::new("x".repeat(1 << 20))), "query");
    assert_eq!(field(SearchRequest { first: 0, ..SearchRequest::default() }), "first");
    assert_eq!(field(SearchRequest { first: 501, ..SearchRequest::default() }), "first");
    assert_eq!(field(SearchRequest { after: Some("zz".into()), ..SearchRequest::default() }), "after");
    let filters = Filters { tags: vec![String::new(); 1000], ..Filters::default() };
    assert_eq!(field(SearchRequest { filters, ..SearchRequest::default() }), "filters");
}

#[tokio::test]
async fn cursor_of_another_question_is_refused() {
    let shelf = shelf().await;
    let cursor = shelf.answer("orders").hits[0].cursor.clone();
    let after = Some(cursor);
    for request in [
        SearchRequest { after: after.clone(), ..SearchRequest::new("clicks") },
        SearchRequest { after, sort: Sort::Name, ..SearchRequest::new("orders") },
    ] {
        let error = shelf.index.search(&Viewer::system(), &request).unwrap_err();
        assert_eq!(error.field(), Some("after"));
    }
}

#[test]
fn e1_any_question_is_answered_or_refused() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let shelf = runtime.block_on(shelf());
    let words = prop::sample::select(vec![
        "order", "-", "\"", "(", ")", "*", "OR", "NOT", "kind:", "tag:", "name:", "访问", "a", "order*", ":", ",",
        "is:", "source:", "2", "😀", "%", "removed", "--", "AND",
    ]);
    let question = prop::collection::vec((words, prop::bool::ANY), 0..24);
    let mut runner = proptest::test_runner::TestRunner::default();
    runner
        .run(&question, |parts| {
            let text: String =
                parts.iter().map(|(word, is_apart)| format!("{word}{}", if *is_apart { " " } else { "" })).collect();
            let answer = shelf.index.search(&Viewer::system(), &SearchRequest::new(&*text));
            prop_assert!(answer.is_ok() || answer.unwrap_err().kind() == catalog::ErrorKind::Invalid);
            shelf.index.suggest(&Viewer::system(), &text, 5).unwrap();
            shelf.index.complete(&Viewer::system(), &text, &[]).unwrap();
            Ok(())
        })
        .unwrap();
}
