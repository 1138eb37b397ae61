//! `cadastre impact`: what breaks if a script, a dbt project or a list of columns comes about. For pull requests: exit
//! code 1 when something breaks.

mod report;

use std::{io::Read as _, path::PathBuf, process::ExitCode};

use catalog::NameQuery;
use clap::Args;
use lineage::whatif::{ColumnChange, ColumnProposal, Proposal, ScriptProposal};
use serde_json::{Value, json};

use self::report::Report;
use super::{Common, Output, failure::Failure, open, remote::Remote};
use crate::{
    app::App,
    whatif::{Manifests, of_manifests, what_if},
};

/// The exit code when something breaks.
const BREAKS: u8 = 1;
/// The longest file that is read, in bytes.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Shows what breaks if something changes: views, tables, dashboards, and whose they are.
#[derive(Debug, Args)]
#[command(
    after_help = "The exit code is 1 when something breaks, 0 when nothing does.\n\nExamples:\n  cadastre impact --ddl migration.sql --dialect postgres --default-schema shop.public\n  cadastre impact --manifest target/manifest.json --base main/manifest.json --markdown\n  cadastre impact --columns orders.amount,users.email --json\n  cadastre impact --column orders.amount:bigint --column users.email:dropped\n  cadastre impact --ddl migration.sql --dialect mysql --server https://catalog.example"
)]
pub(super) struct Impact {
    /// A script that alters tables; `-` for standard input.
    #[arg(long, value_name = "FILE", requires = "dialect")]
    ddl: Option<PathBuf>,
    /// The script's dialect, such as postgres, mysql, snowflake or tsql.
    #[arg(long, value_name = "D")]
    dialect: Option<String>,
    /// What completes shorter names in the script from the left, such as shop.public.
    #[arg(long, value_name = "S")]
    default_schema: Option<String>,
    /// The namespace of the tables, such as postgres://db.example:5432.
    #[arg(long, value_name = "NS")]
    namespace: Option<String>,
    /// The manifest.json of a dbt project as proposed.
    #[arg(long, value_name = "FILE", conflicts_with = "ddl")]
    manifest: Option<PathBuf>,
    /// The manifest.json as it is; the catalog tells without it.
    #[arg(long, value_name = "FILE", requires = "manifest")]
    base: Option<PathBuf>,
    /// What the catalog calls the database, where dbt calls it otherwise.
    #[arg(long, value_name = "NAME", requires = "manifest")]
    project_database: Option<String>,
    /// Columns that are dropped, separated by commas.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', conflicts_with_all = ["ddl", "manifest"])]
    columns: Vec<String>,
    /// A column and what becomes of it: NAME:TYPE, NAME:dropped or NAME>NEW.
    #[arg(long, value_name = "CHANGE", conflicts_with_all = ["ddl", "manifest"])]
    column: Vec<String>,
    /// The most items that are listed, 1 to 10,000.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    limit: usize,
    /// Write Markdown for a pull request.
    #[arg(long)]
    markdown: bool,
    #[command(flatten)]
    remote: Remote,
}

/// What a column is to become, as it is typed.
struct Wanted {
    name: String,
    change: ColumnChange,
}

impl Impact {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let report = match self.remote.connect()? {
            Some(server) => {
                let variables = json!({ "input": { "proposal": self.for_server()?, "limit": self.limit } });
                Report::of_server(&server.query(report::QUERY, &variables).await?["whatIf"])
            }
            None => {
                let app = open::for_reading(common).await?;
                let proposal = self.proposal(&app).await?;
                let answer = what_if(&app, &open::operator(), &proposal, self.limit).await?;
                Report::from(answer)
            }
        };
        for note in report.notes() {
            eprintln!("note: {note}");
        }
        if self.markdown {
            output.answer(&report.value(), || report.markdown());
        } else {
            output.answer(&report.value(), || report.for_people(output));
        }
        Ok(if report.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(BREAKS) })
    }

    async fn proposal(&self, app: &App) -> Result<Proposal, Failure> {
        if let Some(file) = &self.ddl {
            return Ok(Proposal::Script(ScriptProposal {
                sql: text("ddl", file)?,
                dialect: self.dialect.clone().unwrap_or_default(),
                namespace: self.namespace.clone(),
                defaults: self.default_path()?,
            }));
        }
        if let Some(file) = &self.manifest {
            let after = text("manifest", file)?;
            let before = self.base.as_ref().map(|file| text("base", file)).transpose()?;
            let manifests = Manifests {
                after: after.as_bytes(),
                before: before.as_ref().map(String::as_bytes),
                namespace: self.namespace.as_deref(),
                database: self.project_database.as_deref(),
            };
            return Ok(of_manifests(app, &open::operator(), manifests).await?);
        }
        let columns = self.wanted()?.into_iter().map(|wanted| {
            let column: NameQuery = wanted.name.parse()?;
            Ok(ColumnProposal { column, change: wanted.change })
        });
        Ok(Proposal::Columns(columns.collect::<Result<_, Failure>>()?))
    }

    /// The proposal as a server is asked about it.
    fn for_server(&self) -> Result<Value, Failure> {
        if let Some(file) = &self.ddl {
            return Ok(json!({ "ddl": { "sql": text("ddl", file)?, "dialect": self.dialect,
                "namespace": self.namespace, "defaultPath": self.default_path()? } }));
        }
        if let Some(file) = &self.manifest {
            let base = self.base.as_ref().map(|file| text("base", file)).transpose()?;
            return Ok(json!({ "manifest": { "manifest": text("manifest", file)?, "base": base,
                "namespace": self.namespace, "database": self.project_database } }));
        }
        let column = |wanted: Wanted| match wanted.change {
            ColumnChange::Dropped => json!({ "name": wanted.name }),
            ColumnChange::Renamed(to) => json!({ "name": wanted.name, "renameTo": to }),
            ColumnChange::Retyped(data_type) => json!({ "name": wanted.name, "dataType": data_type }),
        };
        Ok(json!({ "columns": self.wanted()?.into_iter().map(column).collect::<Vec<_>>() }))
    }

    fn default_path(&self) -> Result<Vec<String>, Failure> {
        let Some(path) = &self.default_schema else { return Ok(Vec::new()) };
        match path.parse::<NameQuery>() {
            Ok(NameQuery::Tail(parts)) => Ok(parts),
            Ok(NameQuery::Full(_)) | Err(_) => {
                let problem = format!("`default-schema`: `{path}` is no path; write schema or database.schema");
                Err(Failure::invalid("default-schema", problem))
            }
        }
    }

    fn wanted(&self) -> Result<Vec<Wanted>, Failure> {
        let dropped = self.columns.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
        let mut wanted: Vec<Wanted> =
            dropped.map(|name| Wanted { name: name.to_owned(), change: ColumnChange::Dropped }).collect();
        wanted.extend(self.column.iter().map(|text| changed(text)));
        if wanted.is_empty() {
            let failure = Failure::invalid("ddl", "nothing is proposed");
            return Err(failure.helped("give --ddl FILE, --manifest FILE, --columns NAMES or --column NAME:TYPE"));
        }
        Ok(wanted)
    }
}

/// Reads `NAME`, `NAME:TYPE`, `NAME:dropped` or `NAME>NEW`; a namespace may have colons, a type follows the last part.
fn changed(text: &str) -> Wanted {
    let path_from =
        text.find("://").map_or(0, |at| text[at + 3..].find('/').map_or(text.len(), |slash| at + 3 + slash));
    let (head, path) = text.split_at(path_from);
    let at = path.find([':', '>']);
    let (name, change) = match at.map(|at| (&path[..at], path.as_bytes()[at], path[at + 1..].trim())) {
        None => (path, ColumnChange::Dropped),
        Some((name, b'>', to)) => (name, ColumnChange::Renamed(to.to_owned())),
        Some((name, _, "dropped" | "")) => (name, ColumnChange::Dropped),
        Some((name, _, data_type)) => (name, ColumnChange::Retyped(data_type.to_owned())),
    };
    Wanted { name: format!("{head}{}", name.trim()), change }
}

/// The text of a file.
fn text(field: &str, file: &PathBuf) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|opened| opened.take(MOST_BYTES + 1).read_to_end(&mut bytes))
    };
    let shown = file.display();
    read.map_err(|cause| Failure::invalid(field, format!("`{field}`: cannot read `{shown}`: {cause}")))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Failure::invalid(field, format!("`{field}`: `{shown}` is longer than {MOST_BYTES} bytes")));
    }
    String::from_utf8(bytes).map_err(|_| Failure::invalid(field, format!("`{field}`: `{shown}` is not UTF-8")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn j9_column_is_read_with_what_becomes_of_it() {
        let read = |text: &str| {
            let wanted = changed(text);
            (wanted.name, wanted.change)
        };
        let dropped = |name: &str| (name.to_owned(), ColumnChange::Dropped);
        assert_eq!(read("orders.amount"), dropped("orders.amount"));
        assert_eq!(read("orders.amount:dropped"), dropped("orders.amount"));
        assert_eq!(
            read("postgres://h:5432/shop.public.orders.amount"),
            dropped("postgres://h:5432/shop.public.orders.amount")
        );
        let retyped = ColumnChange::Retyped("numeric(10, 2)".to_owned());
        assert_eq!(read("postgres://h:1/a.b:numeric(10, 2)"), ("postgres://h:1/a.b".to_owned(), retyped));
        assert_eq!(read("a.b > c"), ("a.b".to_owned(), ColumnChange::Renamed("c".to_owned())));
    }
}
