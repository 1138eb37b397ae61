//! `cadastre kpi` and `cadastre cost`: how far KPIs have come, and what data costs.

use std::process::ExitCode;

use clap::Args;
use serde_json::{Map, Value};

use super::{Common, Output, failure::Failure, open};
use crate::worth::table::{Table, grouping};

/// Shows KPIs with how far they have come.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cadastre kpi\n  cadastre kpi --evaluate\n  cadastre kpi --health schema --csv > health.csv\n  cadastre kpi --report week.html"
)]
pub(super) struct Kpi {
    /// Work out what is due first; not while a server holds the data directory.
    #[arg(long)]
    evaluate: bool,
    /// How healthy data is instead: by schema, source, domain, team, tier, kind or asset.
    #[arg(long, value_name = "BY")]
    health: Option<String>,
    /// Write a table for spreadsheets.
    #[arg(long)]
    csv: bool,
    /// Write the report on KPIs, cost, use and health into this file, as HTML.
    #[arg(long, value_name = "FILE")]
    report: Option<std::path::PathBuf>,
}

/// Shows what data costs a month.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cadastre cost\n  cadastre cost --by team\n  cadastre cost --unused 90 --csv > unused.csv"
)]
pub(super) struct Cost {
    /// By schema, source, domain, team, tier, kind or asset.
    #[arg(long, value_name = "BY", default_value = "source")]
    by: String,
    /// The assets instead that nobody read for so many days, the largest first.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=730))]
    unused: Option<u32>,
    /// Write a table for spreadsheets.
    #[arg(long)]
    csv: bool,
}

impl Kpi {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = if self.evaluate { open::for_writing(common).await? } else { open::for_reading(common).await? };
        if self.evaluate {
            app.catch_up().await?;
            let (days, _) = app.worth().work_off().await?;
            output.note(&format!("worked out {days} days"));
        }
        let viewer = open::operator();
        if let Some(path) = &self.report {
            let page = app.worth().report(&viewer).await?;
            let told = path.display().to_string();
            std::fs::write(path, page)
                .map_err(|cause| Failure::unavailable(format!("cannot write `{told}`: {cause}")))?;
            output.answer(&serde_json::json!({ "report": told }), || format!("wrote the report to `{told}`"));
            return Ok(ExitCode::SUCCESS);
        }
        let table = match &self.health {
            Some(by) => app.worth().health_table(&viewer, grouping(by)?).await?,
            None => app.worth().kpi_table(&viewer).await?,
        };
        print(output, &table, self.csv);
        Ok(ExitCode::SUCCESS)
    }
}

impl Cost {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = open::for_reading(common).await?;
        let viewer = open::operator();
        let table = match self.unused {
            Some(days) => app.worth().unused_table(&viewer, days).await?,
            None => app.worth().cost_table(&viewer, grouping(&self.by)?).await?,
        };
        print(output, &table, self.csv);
        Ok(ExitCode::SUCCESS)
    }
}

fn print(output: &Output, table: &Table, as_csv: bool) {
    if as_csv {
        output.text(&String::from_utf8_lossy(&table.csv()));
        return;
    }
    let object = |row: &Vec<String>| {
        let cells = std::iter::zip(&table.head, row);
        Value::Object(cells.map(|(name, cell)| ((*name).to_owned(), cell.as_str().into())).collect::<Map<_, _>>())
    };
    let value = Value::Array(table.rows.iter().map(object).collect());
    output.answer(&value, || output.table(&table.head, table.rows.iter().cloned()));
}
