//! Telling people and programs: inboxes, what somebody follows, webhooks and chats.

pub mod deliveries;
pub mod inbox;
pub mod subscriptions;
pub mod webhooks;

pub use inbox::{InboxMutation, InboxQuery};
pub use subscriptions::{SubscriptionMutation, SubscriptionQuery};
pub use webhooks::{WebhookMutation, WebhookQuery};
