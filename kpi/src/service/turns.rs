//! KPIs that took a turn for the worse, so that who answers for one is told once and not every day.

use std::collections::BTreeMap;

use catalog::Write;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Kpis;
use crate::{
    definition::{Definition, Kpi},
    error::Result,
    forecast::{MOST_RESULTS, forecast},
    store::{definition as store, result, setting},
};

/// The name under which is kept what was told last.
const TOLD: &str = "told";

/// Whether a target will be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outlook {
    /// It is met at the end of the period, if it goes on like this.
    OnTrack,
    /// It is not met at the end of the period, if it goes on like this.
    AtRisk,
    /// The period has ended without it being met.
    Missed,
}

/// A KPI whose outlook turned for the worse.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// The KPI.
    pub kpi: Kpi,
    /// At risk or missed.
    pub outlook: Outlook,
    /// The last value.
    pub value: Decimal,
    /// The value at the end of the period by the forecast; none where there is none, and after the period.
    pub at_end: Option<Decimal>,
}

impl Definition {
    /// Whether the target will be met, and the forecast that says so; none without results, and during the period without
    /// as many as a forecast takes. `results` are oldest first, and `today` counts as part of the period up to and with
    /// its last day.
    #[must_use]
    pub fn outlook(&self, results: &[(NaiveDate, Decimal)], today: NaiveDate) -> Option<(Outlook, Option<Decimal>)> {
        let (_, last) = *results.last()?;
        if today > self.until {
            return Some((if self.is_met_by(last) { Outlook::OnTrack } else { Outlook::Missed }, None));
        }
        let forecast = forecast(self, results)?;
        let outlook = if forecast.is_met_at_end { Outlook::OnTrack } else { Outlook::AtRisk };
        Some((outlook, Some(forecast.at_end)))
    }
}

impl Kpis {
    /// The KPIs that turned for the worse since this was asked last. That they are told of is remembered when `write` is
    /// committed, so that the same transaction tells. One that is on track again can turn again. For the service itself.
    ///
    /// # Errors
    /// The store's own.
    pub async fn turned(&self, write: &Write, today: NaiveDate) -> Result<Vec<Turn>> {
        let kpis: Vec<Kpi> = store::through(&**write).await?.into_iter().map(|(kpi, _)| kpi).collect();
        let ids: Vec<Uuid> = kpis.iter().map(|kpi| kpi.id).collect();
        let most = i32::try_from(MOST_RESULTS).unwrap_or(i32::MAX);
        let results = result::last(&**write, &ids, most).await?;
        let (version, told): (i32, BTreeMap<Uuid, Outlook>) = setting::find(&**write, TOLD).await?.unwrap_or_default();
        let (mut now, mut turns) = (BTreeMap::new(), Vec::new());
        for kpi in kpis {
            let days = results.get(&kpi.id).map(Vec::as_slice).unwrap_or_default();
            let days: Vec<(NaiveDate, Decimal)> = days.iter().map(|day| (day.day, day.value)).collect();
            let before = told.get(&kpi.id).copied();
            let found = kpi.definition.outlook(&days, today).zip(days.last().copied());
            let Some(((outlook, at_end), (_, value))) = found else {
                // Nothing can be said today; what was told stays told.
                now.extend(before.map(|before| (kpi.id, before)));
                continue;
            };
            now.insert(kpi.id, outlook);
            if outlook != Outlook::OnTrack && before != Some(outlook) {
                turns.push(Turn { kpi, outlook, value, at_end });
            }
        }
        if now != told {
            setting::set(&**write, (TOLD, version), &now, ("system", self.now())).await?;
        }
        Ok(turns)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;
    use crate::definition::tests::described;

    fn results(from: NaiveDate, values: &[i64]) -> Vec<(NaiveDate, Decimal)> {
        (0..).zip(values).map(|(at, value)| (from + Days::new(at), Decimal::from(*value))).collect()
    }

    #[test]
    fn f8_outlook_is_that_of_the_forecast_and_after_the_period_that_of_the_last_value() {
        let kpi = described();
        let of = |values: &[i64], today| kpi.outlook(&results(kpi.from, values), today);
        let outlook = |values: &[i64], today| of(values, today).map(|(outlook, _)| outlook);
        assert_eq!(of(&[], kpi.until), None, "nothing is known");
        assert_eq!(of(&[1, 2, 3, 4, 5, 6], kpi.until), None, "too few for a forecast");
        assert_eq!(outlook(&[1; 7], kpi.until), Some(Outlook::AtRisk), "the last day is part of the period");
        assert_eq!(outlook(&[100; 7], kpi.from), Some(Outlook::OnTrack));
        let after = kpi.until + Days::new(1);
        assert_eq!(of(&[1; 7], after), Some((Outlook::Missed, None)));
        assert_eq!(of(&[1, 100], after), Some((Outlook::OnTrack, None)));
    }
}
