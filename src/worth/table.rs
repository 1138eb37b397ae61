//! Numbers as tables: what spreadsheets, the command line and the report show, so that all of them show the same.

use catalog::Viewer;
use kpi::{
    cost::{self, GroupBy},
    money::rounded,
    unused,
};
use rust_decimal::Decimal;

use super::{Result, Worth};
use crate::audit::csv::harmless;

/// The most KPIs of a table.
const MOST_KPIS: usize = 500;

/// A table of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What its columns are, as programs call them.
    pub head: Vec<&'static str>,
    /// Its rows; each has as many cells.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The table for spreadsheets. A cell that one would take for a formula is made text; numbers stay.
    #[must_use]
    pub fn csv(&self) -> Vec<u8> {
        let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
        writer.write_record(&self.head).expect("a vector takes every line");
        for row in &self.rows {
            let cells = row.iter().map(|cell| match cell.parse::<Decimal>() {
                Ok(_) => cell.clone(),
                Err(_) => harmless(cell.clone()),
            });
            writer.write_record(cells).expect("a vector takes every line, and all have as many cells");
        }
        writer.into_inner().expect("a vector can be flushed")
    }
}

fn text(value: &Option<impl ToString>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn short(value: Decimal) -> String {
    value.round_dp(4).normalize().to_string()
}

/// The word for a grouping.
///
/// # Errors
/// `Invalid` for `by` when it is none.
pub fn grouping(word: &str) -> catalog::Result<GroupBy> {
    let known = [
        ("asset", GroupBy::Asset),
        ("schema", GroupBy::Schema),
        ("source", GroupBy::Source),
        ("domain", GroupBy::Domain),
        ("team", GroupBy::Team),
        ("tier", GroupBy::Tier),
        ("kind", GroupBy::Kind),
    ];
    let found = known.iter().find(|(name, _)| *name == word).map(|(_, by)| *by);
    found.ok_or_else(|| {
        let known: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        catalog::Error::invalid("by", format!("`{word}` is not known; use {}", known.join(", ")))
    })
}

impl Worth {
    /// The KPIs that the viewer may know of, with how far they have come.
    ///
    /// # Errors
    /// `Forbidden`; the store's own.
    pub async fn kpi_table(&self, viewer: &Viewer) -> Result<Table> {
        let membership = self.membership(viewer).await?;
        let page = catalog::PageRequest::first(MOST_KPIS);
        let kpis = self.kpis().list(membership.of(viewer), &page).await?.items;
        let kpis: Vec<kpi::Kpi> = kpis.into_iter().map(|(_, kpi)| kpi).collect();
        let results = self.kpis().last_results(&kpis).await?;
        let now = self.kpis().clock_now();
        let row = |kpi: &kpi::Kpi| {
            let definition = &kpi.definition;
            let latest = results.get(&kpi.id).and_then(|results| results.last());
            let progress = latest.map(|latest| definition.progress(latest.value));
            let percent = progress.map(|progress| short(progress.raw * Decimal::ONE_HUNDRED));
            vec![
                definition.name.clone(),
                definition.metric.code().to_owned(),
                text(&latest.map(|latest| latest.day)),
                text(&latest.map(|latest| short(latest.value))),
                short(definition.target),
                text(&percent),
                text(&progress.map(|progress| progress.is_met)),
                text(&progress.and_then(|progress| progress.saved)),
                text(&definition.currency),
                definition.until.to_string(),
                definition.days_left(now).to_string(),
                text(&definition.owner),
                definition.feedback(latest.map(|latest| latest.value), now).english(),
            ]
        };
        let head = vec![
            "name",
            "metric",
            "day",
            "value",
            "target",
            "progress_percent",
            "met",
            "saved_month",
            "currency",
            "until",
            "days_left",
            "owner",
            "feedback",
        ];
        Ok(Table { head, rows: kpis.iter().map(row).collect() })
    }

    /// What assets cost a month, of those that the viewer may know of: a row a group and currency, the dearest first.
    ///
    /// # Errors
    /// `Forbidden`; the store's own.
    pub async fn cost_table(&self, viewer: &Viewer, by: GroupBy) -> Result<Table> {
        let standings = self.standings(viewer).await?;
        let (_, book) = self.kpis().prices(viewer).await?;
        let mut lines: Vec<(Decimal, Vec<String>)> = Vec::new();
        for (group, bill) in cost::summary(&standings.assets, &book.on(standings.day), by) {
            let counts = [bill.bytes, bill.sized, bill.unpriced, bill.unsized_assets].map(|count| count.to_string());
            let mut line = |amount: Option<(&kpi::Currency, &Decimal)>| {
                let money = amount.map(|(currency, amount)| [rounded(*amount).to_string(), currency.to_string()]);
                let cells = [text(&group)].into_iter().chain(money.unwrap_or_default()).chain(counts.clone());
                lines.push((amount.map_or(Decimal::NEGATIVE_ONE, |(_, amount)| *amount), cells.collect()));
            };
            match bill.amounts.is_empty() {
                true => line(None),
                false => bill.amounts.iter().for_each(|amount| line(Some(amount))),
            }
        }
        lines.sort_by(|one, other| other.cmp(one));
        let head = vec!["group", "month", "currency", "bytes", "sized", "unpriced", "not_measured"];
        Ok(Table { head, rows: lines.into_iter().map(|(_, cells)| cells).collect() })
    }

    /// Assets that hold data and were not read for `days`, the largest first, of those that the viewer may know of; with
    /// whether they can simply be removed.
    ///
    /// # Errors
    /// `Forbidden`; the store's own.
    pub async fn unused_table(&self, viewer: &Viewer, days: u32) -> Result<Table> {
        let standings = self.standings(viewer).await?;
        let (_, book) = self.kpis().prices(viewer).await?;
        let prices = book.on(standings.day);
        let when = (standings.day, days);
        let data = standings.assets.iter().filter(|asset| unused::holds_data(asset.kind));
        let row = |asset: &kpi::Standing| {
            let cost = cost::of(asset, &prices);
            let downstream = self.live_downstream(asset.id);
            vec![
                asset.name.to_string(),
                text(&asset.source),
                asset.owners.join(" "),
                text(&asset.bytes),
                text(&cost.map(|cost| rounded(cost.amount))),
                text(&cost.map(|cost| cost.currency)),
                text(&asset.read_at.map(|at| at.to_rfc3339())),
                downstream.to_string(),
                unused::blocker(asset, when, Some(downstream)).is_none().to_string(),
            ]
        };
        let head = vec![
            "asset",
            "source",
            "owners",
            "bytes",
            "month",
            "currency",
            "last_read",
            "downstream",
            "safe_to_remove",
        ];
        Ok(Table { head, rows: unused::list(data, when, false).into_iter().map(row).collect() })
    }

    /// How healthy groups of assets are, of those that the viewer may know of.
    ///
    /// # Errors
    /// `Forbidden`; the store's own.
    pub async fn health_table(&self, viewer: &Viewer, by: GroupBy) -> Result<Table> {
        let standings = self.standings(viewer).await?;
        let (_, weights) = self.kpis().weights(viewer).await?;
        let mut head = vec!["group", "assets", "score", "without_checks"];
        head.extend(kpi::health::Part::ALL.iter().map(|part| part.code()));
        let rows = standings.health_by(by).into_iter().map(|(group, health)| {
            let ratio = |ratio: f64| format!("{ratio:.4}");
            let mut cells = vec![
                text(&group),
                health.assets.to_string(),
                health.score(&weights).map(ratio).unwrap_or_default(),
                health.without_checks.to_string(),
            ];
            let part = |part| health.parts.get(part).and_then(|share: &kpi::Share| share.ratio()).map(ratio);
            cells.extend(kpi::health::Part::ALL.iter().map(|it| part(it).unwrap_or_default()));
            cells
        });
        Ok(Table { head, rows: rows.collect() })
    }
}
