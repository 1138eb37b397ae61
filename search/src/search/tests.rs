//! What is found, in which order, how often, and by whom.

mod facets;
mod language;
mod paging;
mod visibility;

use catalog::{ChangeNumber, RelationKind};

use super::*;
use crate::{
    highlight::HighlightField,
    testing::{Described, Shelf, asset, column, table},
};

#[tokio::test]
async fn e1_identifiers_of_every_style_find_each_other() {
    let table = table("t");
    let names = ["user_name", "userName", "UserName2", "USER-NAME", "username", "last_user_name", "User Name"];
    let columns: Vec<_> = names.iter().map(|name| column(&table, name)).collect();
    let shelf = Shelf::of(&columns).await;
    for name in names.iter().filter(|name| **name != "last_user_name") {
        assert_eq!(shelf.answer(name).total, 7, "{name}: {:?}", shelf.found(name));
        assert_eq!(shelf.found(name)[0], format!("public.t.{name}"), "exact spelling first");
    }
    assert_eq!(shelf.found("last_user_name"), ["public.t.last_user_name"]);
}

#[tokio::test]
async fn e1_chinese_is_found_by_every_part() {
    let described = table("dws_visits").described("用户每日访问次数统计");
    let named = table("访问次数");
    let other = table("orders").described("订单明细");
    let shelf = Shelf::of(&[described, named, other]).await;
    for query in ["访问次数", "访问", "次数", "访", "问次", "问次数"] {
        assert_eq!(shelf.found(query), ["public.访问次数", "public.dws_visits"], "{query}");
    }
    assert_eq!(shelf.found("访问统计"), ["public.dws_visits"], "words that stand apart");
    assert_eq!(shelf.found("次访"), [""; 0], "not in this order");
    assert_eq!(shelf.found("\"每日访问\""), ["public.dws_visits"]);
}

#[tokio::test]
async fn e1_exact_table_name_ranks_first_always() {
    let exact = table("orders");
    let mut assets = vec![exact.clone()];
    for number in 0..40 {
        let rival = table(&format!("orders_{number}")).described("orders orders orders");
        let rival = rival.tied(RelationKind::Tier, "tier1").tied(RelationKind::Owner, "orders");
        let inner = column(&rival, "orders").described("orders").tied(RelationKind::Tier, "tier1");
        assets.extend([rival, inner]);
    }
    assets.push(asset(AssetKind::Dashboard, &["bi", "orders"]).tied(RelationKind::Tier, "tier1"));
    let mut other_schema = table("orders").tied(RelationKind::Tier, "tier1");
    other_schema.name.parts[1] = "archive".into();
    assets.push(other_schema.clone());
    let shelf = Shelf::of(&assets).await;
    for query in ["orders", "ORDERS", "\"orders\"", "orders -deleted", "name:orders"] {
        let answer = shelf.answer(query);
        assert_eq!(answer.hits[0].asset, other_schema.id, "{query}: the more important of two");
        assert_eq!(answer.hits[1].asset, exact.id, "{query}");
    }
    for query in ["public.orders", "shop.public.orders", "postgres://db.example:5432/shop.public.orders"] {
        assert_eq!(shelf.answer(query).hits[0].asset, exact.id, "{query}");
    }
}

#[tokio::test]
async fn e1_same_words_in_another_spelling_come_next() {
    let shelf = Shelf::of(&[table("order_items_archive"), table("OrderItems"), table("order_items")]).await;
    assert_eq!(shelf.found("order_items"), ["public.order_items", "public.OrderItems", "public.order_items_archive"]);
}

#[tokio::test]
async fn e1_one_typing_error_is_forgiven() {
    let shelf = Shelf::of(&[table("customers"), table("orders"), table("date_dim"), table("data_files")]).await;
    for query in ["custmers", "custoemrs", "custoners", "customerss", "ccustomers"] {
        assert_eq!(shelf.found(query), ["public.customers"], "{query}");
    }
    assert_eq!(shelf.found("ordrs"), ["public.orders"]);
    assert_eq!(shelf.found("cstmers"), [""; 0], "two errors are too many");
    assert_eq!(shelf.found("date"), ["public.date_dim"], "short words are taken as they are");
}

#[tokio::test]
async fn e1_words_are_found_in_any_order_and_form() {
    let shelf = Shelf::of(&[table("dwd_sales_order_di").described("One row for every paid order"), table("x")]).await;
    for query in ["order sales", "paid orders", "sale orders", "the orders of dwd", "sal ord", "postgres shop order"] {
        assert_eq!(shelf.found(query), ["public.dwd_sales_order_di"], "{query}");
    }
    assert_eq!(shelf.found("order refund"), [""; 0]);
}

#[tokio::test]
async fn e1_table_is_found_through_its_columns_and_says_so() {
    let orders = table("orders");
    let amount = column(&orders, "total_amount").described("What was paid");
    let shelf = Shelf::of(&[orders.clone(), column(&orders, "id"), amount]).await;
    let answer = shelf.answer("paid amount kind:table");
    assert_eq!(answer.total, 1);
    let matched = &answer.hits[0].matched_columns;
    assert_eq!((matched.total, matched.columns[0].name.as_str()), (1, "total_amount"));
    assert_eq!(matched.columns[0].spans, [crate::Span { start: 6, end: 12 }]);
    assert_eq!(matched.columns[0].description.as_ref().unwrap().text, "What was paid");
}

#[tokio::test]
async fn e1_highlights_say_why() {
    let orders = table("user_orders").described("All orders <b>").tied(RelationKind::Tag, "orders-team");
    let shelf = Shelf::of(&[orders]).await;
    let hit = shelf.answer("order").hits.remove(0);
    let shown: Vec<(HighlightField, &str, usize)> =
        hit.highlights.iter().map(|h| (h.field, h.text.as_str(), h.spans[0].start)).collect();
    assert_eq!(
        shown,
        [
            (HighlightField::Name, "user_orders", 5),
            (HighlightField::Description, "All orders <b>", 4),
            (HighlightField::Tag, "orders-team", 0),
        ]
    );
}

#[tokio::test]
async fn e1_suggestions_come_as_one_types() {
    let orders = table("dwd_sales_orders");
    let assets =
        [column(&orders, "order_id"), orders, table("order"), table("users"), table("t").described("订单明细表")];
    let shelf = Shelf::of(&assets).await;
    let suggest = |text: &str| -> Vec<String> {
        let suggestions = shelf.index.suggest(&Viewer::system(), text, 10).unwrap();
        suggestions.into_iter().map(|suggestion| suggestion.name.parts[1..].join(".")).collect()
    };
    assert_eq!(suggest("o"), ["public.order", "public.dwd_sales_orders", "public.dwd_sales_orders.order_id"]);
    assert_eq!(suggest("ord sal"), ["public.dwd_sales_orders"]);
    assert_eq!(suggest("dwdsal"), ["public.dwd_sales_orders"]);
    assert_eq!(suggest("usres"), ["public.users"]);
    assert_eq!(suggest("订单"), ["public.t"]);
    assert_eq!(suggest("  "), [""; 0]);
    assert_eq!(suggest("kind:\"((("), [""; 0]);
    assert_eq!(shelf.index.suggest(&Viewer::system(), "o", 1).unwrap().len(), 1);
}

#[tokio::test]
async fn e1_removed_assets_are_found_only_when_asked_for() {
    let mut gone = table("old_orders");
    gone.removed = Some(ChangeNumber(9));
    let shelf = Shelf::of(&[table("orders"), gone]).await;
    assert_eq!(shelf.found("orders"), ["public.orders"]);
    assert_eq!(shelf.answer("").total, 1);
    assert_eq!(shelf.found("orders is:removed"), ["public.old_orders"]);
    assert_eq!(shelf.found("-is:removed"), ["public.orders"]);
    assert_eq!(shelf.index.suggest(&Viewer::system(), "old", 10).unwrap(), []);
}

#[tokio::test]
async fn score_of_a_document_does_not_depend_on_others() {
    let orders = table("orders").described("Every order");
    let shelf = Shelf::of(std::slice::from_ref(&orders)).await;
    let queries = ["orders", "order every", "ord", "oders", "\"every order\"", "postgres"];
    let scores =
        || queries.map(|query| shelf.answer(query).hits.iter().find(|hit| hit.asset == orders.id).unwrap().score);
    let before = scores();
    let others: Vec<_> =
        (0..300).map(|n| table(&format!("order_{n}")).described("every order of every kind")).collect();
    shelf.put(&others).await;
    shelf.remove(&others[..100].iter().map(|asset| asset.id).collect::<Vec<_>>()).await;
    assert_eq!(scores(), before);
}

#[tokio::test]
async fn e1_huge_texts_are_bounded() {
    let long_name = "n".repeat(8 * 1024);
    let huge = table(&long_name).described(&"word ".repeat(2_000_000));
    let shelf = Shelf::of(&[huge]).await;
    assert_eq!(shelf.answer("word").total, 1);
    assert_eq!(shelf.answer(&"n".repeat(100)).total, 1);
    assert!(shelf.answer("word").hits[0].highlights[0].text.len() <= 200);
}
