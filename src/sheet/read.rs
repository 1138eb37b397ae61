//! A table read back: line by line what it would change, or which cell is wrong; then all of it in one commit.

use std::collections::{BTreeMap, HashSet};

use catalog::{AssetId, AssetKind, CommitId, Edit, Error, Fault as _, FieldChange, Name, Patch, Viewer};
use serde::Serialize;
use serde_json::Value;

use super::{
    COLUMNS, MOST_BYTES, MOST_LINES, PROPERTY, as_meant,
    meaning::{self, Meanings, Spoken},
    split,
};
use crate::app::App;

/// The most changed lines, and the most errors, that a preview shows; all are counted.
const MOST_SHOWN: usize = 500;

/// A cell that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellError {
    /// The line in the file, the head being line 1.
    pub line: u64,
    /// The column's head; none where the whole line is meant.
    pub column: Option<String>,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// A line that changes something.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PreviewedChange {
    /// The line in the file.
    pub line: u64,
    /// The asset.
    pub asset: AssetId,
    /// Its name, as the file has it.
    pub name: String,
    /// What changes.
    pub fields: Vec<FieldChange>,
}

/// What a table would change, or changed.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Preview {
    /// How many lines it has.
    pub lines: usize,
    /// How many of them change something.
    pub changed: usize,
    /// How many cells are wrong; nothing is written unless there are none.
    pub wrong: usize,
    /// The first lines that change something.
    pub changes: Vec<PreviewedChange>,
    /// The first cells that are wrong.
    pub errors: Vec<CellError>,
    /// The commit with all changes; none when nothing was written.
    pub commit: Option<CommitId>,
}

/// A line as it stands there.
struct Line {
    number: u64,
    cells: Vec<String>,
}

/// A table as it stands there.
struct Table {
    columns: Vec<String>,
    lines: Vec<Line>,
}

/// What a table would change.
///
/// # Errors
/// [`Error::Invalid`] for what is no such table; the store's own.
pub async fn preview(app: &App, viewer: &Viewer, bytes: &[u8]) -> catalog::Result<Preview> {
    run(app, viewer, bytes, true).await
}

/// Writes what a table changes in one commit, or, when one cell is wrong, nothing. The same table twice changes nothing
/// the second time.
///
/// # Errors
/// As [`preview`].
pub async fn apply(app: &App, viewer: &Viewer, bytes: &[u8]) -> catalog::Result<Preview> {
    run(app, viewer, bytes, false).await
}

async fn run(app: &App, viewer: &Viewer, bytes: &[u8], is_trial: bool) -> catalog::Result<Preview> {
    let table = table(bytes)?;
    let mut preview = Preview { lines: table.lines.len(), ..Preview::default() };
    let meanings = Meanings::of(app.catalog(), viewer, table.spoken()).await?;
    let mut edits: Vec<(AssetId, Edit)> = Vec::new();
    let mut places: Vec<(u64, String)> = Vec::new();
    for line in &table.lines {
        match table.edit(line, &meanings) {
            Ok((id, name, edit)) => {
                edits.push((id, edit));
                places.push((line.number, name));
            }
            Err((column, message)) => {
                preview.wrong(CellError { line: line.number, column: Some(column), message });
            }
        }
    }
    let ids: Vec<AssetId> = edits.iter().map(|(id, _)| *id).collect();
    let is_trial = is_trial || preview.wrong > 0;
    let answer = app.catalog().edit_each(viewer, edits, is_trial).await?;
    preview.commit = answer.commit;
    for (((line, name), asset), result) in places.into_iter().zip(ids).zip(answer.results) {
        match result {
            Ok(fields) if fields.is_empty() => {}
            Ok(fields) => {
                preview.changed += 1;
                if preview.changes.len() < MOST_SHOWN {
                    preview.changes.push(PreviewedChange { line, asset, name, fields });
                }
            }
            Err(error) => preview.wrong(CellError { line, column: column_of(&error), message: error.to_string() }),
        }
    }
    preview.errors.sort_by_key(|error| error.line);
    Ok(preview)
}

impl Preview {
    fn wrong(&mut self, error: CellError) {
        self.wrong += 1;
        if self.errors.len() < MOST_SHOWN {
            self.errors.push(error);
        }
    }
}

/// The column that an error of the catalog is about.
fn column_of(error: &Error) -> Option<String> {
    let field = error.field()?;
    Some(match field.strip_prefix("properties.") {
        Some(name) => format!("{PROPERTY}{name}"),
        None => field.to_owned(),
    })
}

fn table(bytes: &[u8]) -> catalog::Result<Table> {
    let bad = |line: u64, problem: String| Error::invalid(format!("line {line}"), problem);
    if bytes.len() > MOST_BYTES {
        return Err(Error::invalid("body", format!("has {} bytes; {MOST_BYTES} are allowed", bytes.len())));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|_| Error::invalid("body", "is not UTF-8; save the table as CSV UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|cause| bad(1, cause.to_string()))?;
    let columns: Vec<String> = head.iter().map(|cell| cell.trim().to_owned()).collect();
    check_columns(&columns)?;
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|cause| {
            let line = cause.position().map_or(0, ::csv::Position::line);
            bad(line, "cannot be read as CSV".to_owned())
        })?;
        let number = record.position().map_or(0, ::csv::Position::line);
        if record.len() != columns.len() {
            return Err(bad(number, format!("has {} cells and the head {}", record.len(), columns.len())));
        }
        if lines.len() >= MOST_LINES {
            return Err(bad(number, format!("is one too many; {MOST_LINES} are allowed")));
        }
        lines.push(Line { number, cells: record.iter().map(|cell| as_meant(cell).to_owned()).collect() });
    }
    Ok(Table { columns, lines })
}

fn check_columns(columns: &[String]) -> catalog::Result<()> {
    let mut once = HashSet::new();
    for column in columns {
        let is_known = COLUMNS.contains(&column.as_str()) || column.starts_with(PROPERTY);
        if !is_known {
            let column: String = column.chars().take(60).collect();
            let problem = format!("`{column}` is no column; known: {}, {PROPERTY}<name>", COLUMNS.join(", "));
            return Err(Error::invalid("line 1", problem));
        }
        if !once.insert(column) {
            return Err(Error::invalid("line 1", format!("has the column `{column}` twice")));
        }
    }
    for needed in ["name", "kind"] {
        if !columns.iter().any(|column| column == needed) {
            return Err(Error::invalid("line 1", format!("lacks the column `{needed}`")));
        }
    }
    Ok(())
}

/// The kind of what a column names.
fn thing_of(column: &str) -> Option<AssetKind> {
    match column {
        "terms" => Some(AssetKind::Term),
        "domain" => Some(AssetKind::Domain),
        "products" => Some(AssetKind::DataProduct),
        _ => None,
    }
}

/// Why a line cannot be: the column and what is wrong there.
type Wrong = (String, String);

impl Table {
    fn cell<'a>(&self, line: &'a Line, column: &str) -> &'a str {
        let at = self.columns.iter().position(|known| known == column);
        at.and_then(|at| line.cells.get(at)).map_or("", String::as_str)
    }

    fn named(&self, line: &Line) -> Result<(Name, AssetKind), Wrong> {
        meaning::asset(self.cell(line, "name"), self.cell(line, "kind"))
            .map_err(|(column, problem)| (column.to_owned(), problem))
    }

    /// Everything that the table speaks of.
    fn spoken(&self) -> Spoken {
        let mut spoken = Spoken::default();
        for line in &self.lines {
            spoken.assets.extend(self.named(line));
            for (column, cell) in self.columns.iter().zip(&line.cells) {
                if let Some(kind) = thing_of(column) {
                    spoken.things.extend(split(cell).into_iter().map(|typed| (kind, typed)));
                }
            }
        }
        spoken
    }

    /// What a line asks for.
    fn edit(&self, line: &Line, meanings: &Meanings) -> Result<(AssetId, String, Edit), Wrong> {
        let named = self.named(line)?;
        let id = meanings.asset(&named);
        let id = id.ok_or_else(|| ("name".to_owned(), format!("there is no {} of this name", named.1.words()[0])))?;
        let mut edit = Edit::default();
        for (column, cell) in self.columns.iter().zip(&line.cells) {
            put(&mut edit, column, cell, meanings).map_err(|problem| (column.clone(), problem))?;
        }
        Ok((id, named.0.to_string(), edit))
    }
}

/// Puts what a cell says into an edit.
fn put(edit: &mut Edit, column: &str, cell: &str, meanings: &Meanings) -> Result<(), String> {
    let text = || if cell.trim().is_empty() { Patch::Clear } else { Patch::Set(cell.to_owned()) };
    let things = |kind: AssetKind| meanings.things(kind, split(cell));
    match column {
        "displayName" => edit.display_name = text(),
        "description" => edit.description = text(),
        "owners" => edit.owners = Patch::Set(split(cell)),
        "tags" => edit.tags = Patch::Set(split(cell)),
        "tier" => edit.tier = if cell.trim().is_empty() { Patch::Clear } else { Patch::Set(cell.trim().to_owned()) },
        "terms" => edit.terms = Patch::Set(things(AssetKind::Term)?),
        "products" => edit.products = Patch::Set(things(AssetKind::DataProduct)?),
        "domain" => {
            let mut domains = things(AssetKind::Domain)?;
            if domains.len() > 1 {
                return Err("an asset belongs to one domain".to_owned());
            }
            edit.domain = domains.pop().map_or(Patch::Clear, Patch::Set);
        }
        _ => {
            if let Some(name) = column.strip_prefix(PROPERTY) {
                let value = Some(Value::from(cell)).filter(|_| !cell.trim().is_empty());
                let asked: &mut BTreeMap<String, Option<Value>> = &mut edit.properties;
                asked.insert(name.to_owned(), value);
            }
        }
    }
    Ok(())
}
