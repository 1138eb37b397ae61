//! Working out days: which are due, and what everything came to on one.
//!
//! The result of a day is of its end. A day that has ended is worked out from the change log and is final; today is worked
//! out from what there is now, and again until it has ended. Working a day out late, or twice, gives the same: a daily run
//! *is* a backfill, of one day.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::Kpis;
use crate::{
    definition::Kpi,
    error::Result,
    metric::Measured,
    standing::Standings,
    store::{definition as store, result, setting, snapshot, view},
};

/// The name under which is kept through which day snapshots are final.
const THROUGH: &str = "through";
/// The most days that are worked out at once.
const MAX_DAYS: u64 = 400;
/// How many days of snapshots are made where there are none.
const FIRST_DAYS: u64 = 90;

/// What is due on some days.
#[derive(Debug, Clone, Default)]
pub struct Due {
    /// The KPIs whose result is due, day by day, oldest first.
    pub days: BTreeMap<NaiveDate, Vec<Kpi>>,
    /// The days whose snapshot is due.
    pub snapshots: std::collections::BTreeSet<NaiveDate>,
}

impl Due {
    /// The days on which anything is due, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<NaiveDate> {
        self.days
            .keys()
            .chain(&self.snapshots)
            .copied()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect()
    }
}

/// What working out a day came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evaluated {
    /// KPIs with a value.
    pub values: usize,
    /// KPIs without data.
    pub without_data: usize,
}

impl Kpis {
    /// What is due up to `today`. For the service itself.
    ///
    /// # Errors
    /// The store's own.
    pub async fn due(&self, today: NaiveDate) -> Result<Due> {
        let db = self.catalog.database().read();
        let earliest = before(today, MAX_DAYS - 1);
        let mut due = Due::default();
        for (kpi, through) in store::through(db).await? {
            let from =
                through.map_or(kpi.definition.from, |day| day + Days::new(1)).max(earliest).max(kpi.definition.from);
            for day in days(from, kpi.definition.until.min(today)) {
                due.days.entry(day).or_default().push(kpi.clone());
            }
        }
        let through: Option<(i32, NaiveDate)> = setting::find(db, THROUGH).await?;
        let from = through.map_or_else(|| before(today, FIRST_DAYS - 1), |(_, day)| day + Days::new(1)).max(earliest);
        due.snapshots.extend(days(from, today));
        Ok(due)
    }

    /// Works out what is due on the day of `standings`. For the service itself.
    ///
    /// # Errors
    /// The store's own.
    pub async fn evaluate(&self, due: &Due, standings: &Standings, today: NaiveDate) -> Result<Evaluated> {
        let day = standings.day;
        let (_, book) = self.prices(&catalog::Viewer::system()).await?;
        let mut measured: Vec<(Uuid, Option<Measured>)> = Vec::new();
        let kpis = due.days.get(&day).map(Vec::as_slice).unwrap_or_default();
        // What checks said on a day that has ended is what was measured on it, and not looked for again.
        for kpi in kpis.iter().filter(|kpi| day >= today || !kpi.definition.metric.is_of_checks()) {
            measured.push((kpi.id, kpi.definition.gauge()?.measure(standings, &book)));
        }
        let snapshot = due.snapshots.contains(&day).then(|| standings.snapshot());
        let write = self.catalog.database().write().await?;
        let mut known = std::collections::HashSet::new();
        for kpi in kpis {
            // Of one that was changed or deleted meanwhile nothing is written.
            let through = if day < today { day } else { before(day, 1) };
            if store::advance(&*write, kpi, through).await? {
                known.insert(kpi.id);
            }
        }
        measured.retain(|(id, _)| known.contains(id));
        result::write(&*write, (day, self.now()), &measured).await?;
        if let Some(snapshot) = snapshot {
            snapshot::write(&*write, day, &snapshot).await?;
            let version = setting::find::<NaiveDate>(&*write, THROUGH).await?.map_or(0, |(version, _)| version);
            if day < today {
                setting::set(&*write, (THROUGH, version), &day, ("system", self.now())).await?;
            }
        }
        write.commit().await?;
        let values = measured.iter().filter(|(_, value)| value.is_some()).count();
        Ok(Evaluated { values, without_data: measured.len() - values })
    }

    /// Forgets snapshots, views and sizes of before a day, and results of before another. For the service itself.
    ///
    /// # Errors
    /// The store's own.
    pub async fn forget(&self, before: NaiveDate, results: NaiveDate) -> Result<u64> {
        let write = self.catalog.database().write().await?;
        let mut rows = snapshot::forget_before(&*write, before).await?;
        rows += view::forget_before(&*write, before).await?;
        result::forget_before(&*write, results).await?;
        write.commit().await?;
        Ok(rows)
    }
}

fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

fn days(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |day| *day <= to)
}
