//! What it is worth: what data costs, whether it is used, how well it is looked after, and whether that gets better.
//!
//! The core is pure: [`standing`] is how assets stand on a day, and every number is a fold over it — [`cost`],
//! [`unused`], [`health`], [`insight`] and, over [`definition`]s that people make, KPIs with their [`progress`] and
//! [`forecast`]. Nothing of it reads a clock or a store; [`service`] keeps definitions, prices, plans and
//! what days came to.

pub mod cost;
pub mod coverage;
pub mod definition;
pub mod error;
pub mod filter;
pub mod forecast;
pub mod formula;
pub mod gather;
pub mod health;
pub mod insight;
pub mod metric;
pub mod money;
pub mod price;
pub mod progress;
pub mod results;
pub mod savings;
pub mod service;
pub mod standing;
mod store;
pub mod unused;

pub use coverage::Share;
pub use definition::{Definition, Direction, Kpi};
pub use error::{Error, Result};
pub use metric::{Metric, Unit};
pub use money::Currency;
pub use price::{Price, PriceBook};
pub use service::{Asker, Kpis};
pub use standing::{Standing, Standings};
