//! What data is worth: KPIs, cost, use, health and insights.
//!
//! Amounts and values are decimals written as text, digit by digit, so that no client rounds them by accident.

pub mod cost;
pub mod health;
pub mod insight;
pub mod kpis;
pub mod plans;
mod standing;

pub use cost::{CostMutation, CostQuery};
pub use health::{HealthMutation, HealthQuery};
pub use insight::{InsightMutation, InsightQuery};
pub use kpis::{KpiMutation, KpiQuery};
pub use plans::{SavingsMutation, SavingsQuery};
pub use standing::{AssetGroup, AssetWorth, AssetWorthConnection};

use async_graphql::{Context, MergedObject};

use super::app;
use crate::worth::Worth;

/// What can be asked of worth.
#[derive(MergedObject, Default)]
pub struct WorthQuery(KpiQuery, CostQuery, HealthQuery, InsightQuery, SavingsQuery);

/// What can be changed of worth.
#[derive(MergedObject, Default)]
pub struct WorthMutation(KpiMutation, CostMutation, HealthMutation, InsightMutation, SavingsMutation);

/// What the catalog is worth.
fn worth<'a>(ctx: &Context<'a>) -> &'a Worth {
    app(ctx).worth()
}
