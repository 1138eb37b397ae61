//! What KPIs came to, day by day.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::coverage::Share;

/// What a KPI came to on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayResult {
    /// The day, in UTC.
    pub day: NaiveDate,
    /// The value in the KPI's unit.
    pub value: Decimal,
    /// The part and the whole it comes from, where it is a share.
    pub share: Option<Share>,
    /// When it was worked out.
    pub at: DateTime<Utc>,
}
