//! `cadastre lineage-sql`: the lineage of SQL text, without a catalog: one JSON line a statement, then one for the whole.

use std::{
    collections::HashMap,
    io::Read as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use lineage::sql::{self, DIALECTS, Dialect, Limits, Options, Schema};

use super::{Output, failure::Failure};

/// Shows the lineage of SQL text, column by column, as JSON lines.
#[derive(Debug, Args)]
#[command(
    after_help = "The file of --schema is a JSON object: {\"shop.orders\": [\"id\", \"amount\"]}.\n\nExamples:\n  cadastre lineage-sql --dialect postgres nightly.sql\n  cadastre lineage-sql --dialect snowflake --schema tables.json --default-schema shop.public < load.sql"
)]
pub(super) struct LineageSql {
    /// Which SQL is spoken, such as postgres, mysql, snowflake or tsql.
    #[arg(long, value_name = "D")]
    dialect: String,
    /// A JSON file with the columns of tables, in order.
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// What completes shorter names from the left, such as shop.public.
    #[arg(long, value_name = "S")]
    default_schema: Option<String>,
    /// The text; standard input without it.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

impl LineageSql {
    pub(super) fn run(&self, output: &Output) -> Result<ExitCode, Failure> {
        let dialect = Dialect::from_name(&self.dialect).ok_or_else(|| unknown_dialect(&self.dialect))?;
        let default_path = match &self.default_schema {
            Some(path) => parts_of(path).ok_or_else(|| {
                Failure::invalid("default-schema", format!("`{path}` is not a name; write schema or database.schema"))
            })?,
            None => Vec::new(),
        };
        let tables = match &self.schema {
            Some(file) => Tables::read(file, &default_path)?,
            None => Tables::default(),
        };
        let text = self.text()?;
        let limits = Limits::default();
        let options = Options { dialect, schema: &tables, default_path: &default_path, search_path: &[], limits };
        let script = sql::analyze(&text, &options);
        for statement in &script.statements {
            output.text(&line(statement)?);
        }
        output.text(&line(&script.summary)?);
        Ok(ExitCode::SUCCESS)
    }

    fn text(&self) -> Result<String, Failure> {
        let most = Limits::default().bytes as u64;
        let mut bytes = Vec::new();
        let (name, read) = match &self.file {
            Some(file) => {
                let opened = std::fs::File::open(file);
                (file.display().to_string(), opened.and_then(|file| file.take(most + 1).read_to_end(&mut bytes)))
            }
            None => {
                let input = std::io::stdin().lock();
                ("standard input".to_owned(), input.take(most + 1).read_to_end(&mut bytes))
            }
        };
        read.map_err(|cause| unreadable("file", &name, &cause))?;
        if bytes.len() as u64 > most {
            return Err(Failure::invalid("file", format!("{name} is longer than {most} bytes; divide it")));
        }
        String::from_utf8(bytes).map_err(|cause| {
            let place = cause.utf8_error().valid_up_to();
            Failure::invalid("file", format!("{name} is not UTF-8 from byte {place} on; convert it first"))
        })
    }
}

fn line(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|cause| Failure::internal(format!("cannot write JSON: {cause}")))
}

fn unknown_dialect(said: &str) -> Failure {
    let known: Vec<String> = DIALECTS.iter().map(|dialect| format!("{dialect:?}").to_lowercase()).collect();
    Failure::invalid("dialect", format!("`{said}` is not a known dialect; known: {}", known.join(", ")))
}

fn unreadable(field: &str, name: &str, cause: &std::io::Error) -> Failure {
    let kind = match cause.kind() {
        std::io::ErrorKind::NotFound => catalog::ErrorKind::NotFound,
        std::io::ErrorKind::PermissionDenied => catalog::ErrorKind::Forbidden,
        _ => catalog::ErrorKind::Unavailable,
    };
    Failure { kind, ..Failure::invalid(field, format!("cannot read {name}: {cause}")) }
}

/// The columns of tables, by the full names of these in lower case.
#[derive(Debug, Default)]
struct Tables {
    columns: HashMap<Vec<String>, Vec<String>>,
}

impl Tables {
    fn read(file: &Path, default_path: &[String]) -> Result<Self, Failure> {
        let name = file.display();
        let text = std::fs::read(file).map_err(|cause| unreadable("schema", &name.to_string(), &cause))?;
        let said: HashMap<String, Vec<String>> = serde_json::from_slice(&text).map_err(|cause| {
            let shape = "it has to be an object such as {\"shop.orders\": [\"id\", \"amount\"]}";
            Failure::invalid("schema", format!("{name} is not understood: {cause}; {shape}"))
        })?;
        let mut columns = HashMap::new();
        for (table, list) in said {
            let parts = parts_of(&table).ok_or_else(|| {
                Failure::invalid("schema", format!("`{table}` in {name} is not a table's name; write schema.table"))
            })?;
            columns.insert(folded(&completed(&parts, default_path)), list);
        }
        Ok(Self { columns })
    }
}

impl Schema for Tables {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        self.columns.get(&folded(table)).cloned()
    }
}

fn folded(parts: &[String]) -> Vec<String> {
    parts.iter().map(|part| part.to_lowercase()).collect()
}

/// Puts in front of `parts` what they lack to be as long as a name in `path`.
fn completed(parts: &[String], path: &[String]) -> Vec<String> {
    let missing = (path.len() + 1).saturating_sub(parts.len());
    path.iter().take(missing).chain(parts).cloned().collect()
}

/// The parts of a dotted name; parts with dots stand in double quotes. Nothing for what is no name.
fn parts_of(name: &str) -> Option<Vec<String>> {
    let mut parts = vec![String::new()];
    let mut is_quoted = false;
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let last = parts.last_mut()?;
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => last.extend(letters.next()),
            '"' => is_quoted = !is_quoted,
            '.' if !is_quoted => parts.push(String::new()),
            _ => last.push(letter),
        }
    }
    (!is_quoted && parts.iter().all(|part| !part.is_empty())).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_separate_parts_unless_they_are_quoted() {
        let parts = |name| parts_of(name).map(|parts| parts.join("|"));
        assert_eq!(parts("shop.public.orders").as_deref(), Some("shop|public|orders"));
        assert_eq!(parts(r#"shop."a.b""#).as_deref(), Some("shop|a.b"));
        assert_eq!(parts(r#""say ""hi""""#).as_deref(), Some(r#"say "hi""#));
        assert_eq!([parts("a..b"), parts(""), parts("\"a")], [None, None, None]);
    }

    #[test]
    fn table_is_found_by_its_completed_name_whatever_its_case() {
        let default_path = ["shop".to_owned(), "public".to_owned()];
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("tables.json");
        std::fs::write(&file, r#"{"Orders": ["id"], "mart.daily": ["day"]}"#).unwrap();
        let tables = Tables::read(&file, &default_path).unwrap();
        let columns = |name: &str| tables.columns(&parts_of(name).unwrap());
        assert_eq!(columns("shop.public.orders"), Some(vec!["id".to_owned()]));
        assert_eq!(columns("shop.mart.daily"), Some(vec!["day".to_owned()]));
        assert_eq!(columns("shop.public.daily"), None);
    }
}
