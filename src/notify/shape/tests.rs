//! Every shape as it is sent, and what in a message cannot become anything but text.

use catalog::{AssetId, AssetKind};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::notify::{
    event::{Event, EventKind},
    news::Brief,
};

fn news() -> News {
    let asset = AssetId(Uuid::from_u128(7));
    let now = catalog::clock::from_micros(1_700_000_000_123_456);
    let mut event = Event::new(EventKind::AssetSchemaChanged, "ada", now).about(asset);
    event.id = catalog::EventId(Uuid::from_u128(42));
    let columns = json!([
        { "id": AssetId(Uuid::from_u128(8)), "name": "amount", "operations": ["removed"], "breaking": true },
        { "id": AssetId(Uuid::from_u128(9)), "name": "sum", "operations": ["created", "removed"], "breaking": true },
    ]);
    let event = event.with("fields", json!([])).with("breaking", true).with("columns", columns).with("change", 4711);
    let asset = Brief { id: asset, kind: AssetKind::Table, name: "postgres://h:5432/shop.public.orders".into() };
    News { number: 12, event, asset: Some(asset) }
}

fn target(shape: Shape, locale: Locale) -> Target {
    let secret = if shape.has_own_secret() { "whsec_plJ3nmyCDGBKInavdOK15jsl" } else { "SEC000" };
    Target { shape, url: "https://hooks.example.com/in?key=1".into(), secrets: vec![secret.into()], locale }
}

fn sent(target: &Target, news: &News) -> Value {
    let now = catalog::clock::from_micros(1_700_000_001_000_000);
    let sender = Sender { address: "https://data.example.com".into(), now };
    let request = request(target, news, &sender).unwrap();
    let headers: serde_json::Map<String, Value> =
        request.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().into())).collect();
    let body: Value = serde_json::from_slice(request.body()).unwrap();
    json!({ "uri": request.uri().to_string(), "headers": headers, "body": body })
}

#[test]
fn i10_shapes_are_what_their_makers_document() {
    for shape in Shape::ALL {
        for locale in [Locale::En, Locale::Zh] {
            let name = format!("{}_{}", shape.code(), locale.code());
            insta::assert_json_snapshot!(name, sent(&target(shape, locale), &news()));
        }
    }
}

#[test]
fn threat_15_what_people_wrote_stays_text() {
    let mut hostile = news();
    let text = "<at user_id=\"all\">all</at> [x](https://evil.example) **b** <!channel> @all {{7*7}} \u{0} \r\nBcc: x";
    hostile.event.data.insert("message".into(), text.into());
    hostile.asset.as_mut().unwrap().name = text.into();
    for shape in Shape::ALL.into_iter().filter(|shape| *shape != Shape::CloudEvents) {
        let body = sent(&target(shape, Locale::En), &hostile)["body"].to_string();
        assert!(!body.contains("49"), "{body}");
        assert!(!body.contains("\\r") && !body.contains("\\u0000"), "{body}");
        let is_markup = match shape {
            Shape::DingTalk | Shape::WeCom => {
                body.contains("](https://evil") || body.contains("<at") || body.contains("@all")
            }
            Shape::Slack => body.contains("\"mrkdwn\"") || body.contains("\"text\":\"<"),
            Shape::Teams => body.contains("\"TextBlock\""),
            _ => body.contains("\"tag\":\"at\""),
        };
        assert!(!is_markup, "{shape:?}: {body}");
    }
}

#[test]
fn refusal_inside_of_an_answer_is_one() {
    let refused = |shape: Shape, status: u16, body: &str| objection(shape, status, body.as_bytes());
    assert_eq!(refused(Shape::CloudEvents, 204, ""), None);
    assert_eq!(refused(Shape::Slack, 200, "ok"), None);
    assert_eq!(refused(Shape::Feishu, 200, "{\"StatusCode\":0,\"StatusMessage\":\"success\"}"), None);
    assert_eq!(refused(Shape::WeCom, 200, "{\"errcode\":0}"), None);
    assert!(refused(Shape::Feishu, 200, "{\"code\":19021,\"msg\":\"sign match fail\"}").unwrap().contains("19021"));
    assert!(refused(Shape::WeCom, 200, "<html>").is_some());
    assert!(refused(Shape::Teams, 302, "").is_some());
}
