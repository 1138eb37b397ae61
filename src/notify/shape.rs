//! What is sent, in the shape that the other side wants, and what its answer means.

mod chat;
mod cloud_event;
#[cfg(test)]
mod tests;

use async_graphql::Enum;
use axum::http::{Method, Request, header};
use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use url::Url;

use super::{
    error::{Error, Result},
    news::News,
    sign,
    words::{self, Locale},
};

/// The shape of what is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum Shape {
    /// A webhook: CloudEvents 1.0 as JSON, signed as Standard Webhooks has it.
    CloudEvents,
    /// A bot of Feishu or Lark.
    Feishu,
    /// A bot of DingTalk.
    DingTalk,
    /// A bot of WeCom.
    WeCom,
    /// An incoming webhook of Slack.
    Slack,
    /// A workflow of Microsoft Teams.
    Teams,
}

impl Shape {
    /// Every shape.
    pub const ALL: [Self; 6] = [Self::CloudEvents, Self::Feishu, Self::DingTalk, Self::WeCom, Self::Slack, Self::Teams];

    /// The word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CloudEvents => "cloud_events",
            Self::Feishu => "feishu",
            Self::DingTalk => "ding_talk",
            Self::WeCom => "we_com",
            Self::Slack => "slack",
            Self::Teams => "teams",
        }
    }

    /// The shape with this word.
    pub(super) fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.code() == code)
    }

    /// Whether we make the secret; that of a chat is its maker's.
    #[must_use]
    pub const fn has_own_secret(self) -> bool {
        matches!(self, Self::CloudEvents)
    }
}

/// Where something is sent, with what signs it.
pub(super) struct Target {
    pub(super) shape: Shape,
    pub(super) url: SecretString,
    /// The newest first.
    pub(super) secrets: Vec<SecretString>,
    pub(super) locale: Locale,
}

/// What of us stands in a message.
pub(super) struct Sender {
    /// The address that people use, without a slash at the end.
    pub(super) address: String,
    /// Now.
    pub(super) now: DateTime<Utc>,
}

/// The request that tells `news`.
///
/// # Errors
/// `Invalid` for an address or a secret that cannot be used.
pub(super) fn request(target: &Target, news: &News, sender: &Sender) -> Result<Request<Vec<u8>>> {
    let mut url: Url =
        target.url.expose_secret().parse().map_err(|_| Error::invalid("url", "is not an address; save it again"))?;
    let mut builder = Request::builder()
        .method(Method::POST)
        .header(header::USER_AGENT, concat!("cadastre/", env!("CARGO_PKG_VERSION")))
        .header(header::ACCEPT, "application/json");
    let body = match target.shape {
        Shape::CloudEvents => {
            let body = cloud_event::body(news, sender).to_string().into_bytes();
            let (id, seconds) = (news.event.id.to_string(), sender.now.timestamp());
            builder = builder
                .header(header::CONTENT_TYPE, "application/cloudevents+json")
                .header("webhook-signature", sign::standard(&target.secrets, &id, seconds, &body)?)
                .header("webhook-id", id)
                .header("webhook-timestamp", seconds);
            body
        }
        chat => {
            let message = words::message(news, target.locale);
            if chat == Shape::DingTalk
                && let Some(secret) = target.secrets.first()
            {
                let at = sender.now.timestamp_millis();
                url.query_pairs_mut()
                    .append_pair("timestamp", &at.to_string())
                    .append_pair("sign", &sign::dingtalk(secret, at));
            }
            builder = builder.header(header::CONTENT_TYPE, "application/json; charset=utf-8");
            chat::body(target, &message, sender).to_string().into_bytes()
        }
    };
    let request = builder.uri(url.as_str()).body(body);
    request.map_err(|_| Error::invalid("url", "cannot be used as an address; save it again"))
}

/// What the answer to a message means: why it was not taken, if it was not. Of the answer itself nothing is told but a
/// code, so that nobody reads through us what only we can reach.
pub(super) fn objection(shape: Shape, status: u16, body: &[u8]) -> Option<String> {
    if !(200..300).contains(&status) {
        return Some(format!("it answers {status}"));
    }
    let field = match shape {
        Shape::Feishu => "code",
        Shape::DingTalk | Shape::WeCom => "errcode",
        Shape::CloudEvents | Shape::Slack | Shape::Teams => return None,
    };
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    match answer.get(field).or_else(|| answer.get("StatusCode")).and_then(Value::as_i64) {
        Some(0) => None,
        Some(code) => Some(format!("it answers {status} with the code {code}")),
        None => Some(format!("it answers {status} and not as a chat of this sort does")),
    }
}
