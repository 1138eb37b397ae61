//! A message for a program: CloudEvents 1.0 in JSON, structured mode.

use serde_json::{Value, json};

use super::Sender;
use crate::notify::news::{self, News};

/// The event as one JSON object. `sequence` is its place among all events, in twenty digits, so that it sorts as text.
pub(super) fn body(news: &News, sender: &Sender) -> Value {
    let event = &news.event;
    let mut data = json!({ "actor": event.actor, "details": news::outside(&event.data) });
    if let Some(asset) = &news.asset {
        data["asset"] = json!({
            "id": asset.id,
            "kind": asset.kind.code(),
            "name": asset.name,
            "url": format!("{}/a/{}", sender.address, asset.id),
        });
    }
    json!({
        "specversion": "1.0",
        "id": event.id,
        "source": sender.address,
        "type": format!("cadastre.{}", event.kind.code()),
        "subject": event.subject(),
        "time": event.at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        "datacontenttype": "application/json",
        "sequence": format!("{:020}", news.number),
        "data": data,
    })
}
