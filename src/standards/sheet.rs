//! Codes of a standard, and what values of a column mean, as tables: written for spreadsheets and read back with everything
//! that would change counted before it is done.
//!
//! Several names of a code are parted by `;`. What a spreadsheet would take for a formula gets an apostrophe, which
//! reading takes off again.

use std::collections::{BTreeMap, HashMap};

use catalog::{
    AssetId, AssetKind, Details, Error as CatalogError, Fault as _, Viewer, kinds::code_list::StandardCode,
    vocabulary::Entry,
};
use serde::Serialize;

use super::{Error, MAX_MAPPINGS, Meaning, Result, Standards, bound::details};
use crate::sheet::{CellError, as_meant, join, line, split};

/// The longest table that is read, in bytes.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
/// The most lines of a table.
const MOST_LINES: usize = 20_000;
/// The most errors that are told; all are counted.
const MOST_ERRORS: usize = 100;

const CODES: [&str; 3] = ["code", "meaning", "names"];
const MAPPING: [&str; 4] = ["value", "rows", "code", "meaning"];

/// What a table changes, or changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Outcome {
    /// How many lines it has.
    pub lines: usize,
    /// How many codes, or mapped values, are new.
    pub added: usize,
    /// How many are there and become others.
    pub changed: usize,
    /// How many go.
    pub removed: usize,
    /// How many lines are wrong; nothing is written unless there are none.
    pub wrong: usize,
    /// The first of them.
    pub errors: Vec<CellError>,
    /// Whether it was written.
    pub written: bool,
}

/// A table as it stands there: each line with its number, as many cells as `head` has columns.
struct Table {
    lines: Vec<(u64, Vec<String>)>,
}

impl Standards {
    /// The codes of a standard as a table.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` for what is no standard.
    pub async fn codes_table(&self, viewer: &Viewer, list: AssetId) -> Result<Vec<u8>> {
        let list = self.catalog.asset(viewer, list, None).await?;
        let standard = details(&list).ok_or_else(|| Error::invalid("list", "is no data standard"))?;
        let mut table = head(&CODES);
        for code in &standard.codes {
            let names = join(code.names.iter().map(String::as_str));
            table.extend(line([code.code.clone(), code.meaning.clone(), names].into_iter()));
        }
        Ok(table)
    }

    /// Puts the codes of a table in the place of those that a standard has; a trial writes nothing.
    ///
    /// # Errors
    /// `NotFound`; `Forbidden`; `Invalid` for what is no such table.
    pub async fn read_codes(&self, viewer: &Viewer, list: AssetId, bytes: &[u8], is_trial: bool) -> Result<Outcome> {
        viewer.must(catalog::Action::ManageGovernance)?;
        let before = self.catalog.asset(viewer, list, None).await?;
        let mut standard = details(&before).ok_or_else(|| Error::invalid("list", "is no data standard"))?.clone();
        let table = Table::read(bytes, &CODES)?;
        let code = |(_, cells): &(u64, Vec<String>)| StandardCode {
            code: cells[0].clone(),
            meaning: cells[1].clone(),
            names: split(&cells[2]),
        };
        let old: HashMap<String, StandardCode> =
            std::mem::take(&mut standard.codes).into_iter().map(|code| (code.code.clone(), code)).collect();
        standard.codes = table.lines.iter().map(code).collect();
        let mut outcome = Outcome { lines: table.lines.len(), ..Outcome::default() };
        if let Err(error) = standard.check() {
            outcome.wrong_at(&table, &error, "codes")?;
            return Ok(outcome);
        }
        for code in &standard.codes {
            match old.get(&code.code) {
                None => outcome.added += 1,
                Some(known) if known != code => outcome.changed += 1,
                Some(_) => {}
            }
        }
        outcome.removed = old.len() + outcome.added - standard.codes.len();
        if is_trial {
            return Ok(outcome);
        }
        let entry = Entry { expected_version: Some(before.version), ..Entry::new(AssetKind::CodeList, Some(list)) };
        let amend = |details: &mut Details| {
            if let Details::CodeList(list) = details {
                list.codes = standard.codes;
            }
        };
        self.catalog.save_entry(viewer, entry, amend).await?;
        outcome.written = true;
        Ok(outcome)
    }

    /// The values of a column with what they mean as a table, those included that people spoke of and that are gone.
    ///
    /// # Errors
    /// As [`Standards::values`].
    pub async fn mapping_table(&self, viewer: &Viewer, column: AssetId) -> Result<Vec<u8>> {
        let bound = self.sampled(viewer, column).await?;
        let codes = bound.standard().by_code();
        let mut said = self.said(column).await?;
        let mut table = head(&MAPPING);
        let mut write = |value: String, rows: String, code: Option<String>| {
            let meaning = code.as_deref().and_then(|code| codes.get(code)).map_or("", |code| &code.meaning).to_owned();
            table.extend(line([value, rows, code.unwrap_or_default(), meaning].into_iter()));
        };
        for value in self.values(viewer, column).await? {
            said.remove(&value.value);
            write(value.value, value.rows.to_string(), value.code);
        }
        said.into_iter().for_each(|(value, code)| write(value, "0".into(), Some(code)));
        Ok(table)
    }

    /// Says what values mean as a table says it; lines without a code take back what was said. A value that is itself the
    /// code needs no line. A trial writes nothing.
    ///
    /// # Errors
    /// As [`Standards::map`]; `Invalid` for what is no such table.
    pub async fn read_mapping(
        &self,
        viewer: &Viewer,
        column: AssetId,
        bytes: &[u8],
        is_trial: bool,
    ) -> Result<Outcome> {
        let bound = self.sampled(viewer, column).await?;
        let codes = bound.standard().by_code();
        let table = Table::read(bytes, &MAPPING)?;
        let before: BTreeMap<String, String> = self.said(column).await?;
        let mut outcome = Outcome { lines: table.lines.len(), ..Outcome::default() };
        let (mut meanings, mut places) = (Vec::new(), Vec::new());
        for (number, cells) in &table.lines {
            let code = Some(cells[2].trim().to_owned()).filter(|code| !code.is_empty());
            let (value, said) = (cells[0].clone(), before.get(&cells[0]));
            match (&code, said) {
                // What means itself is not said anew.
                (Some(code), None) if *code == value => continue,
                (Some(code), _) if !codes.contains_key(code.as_str()) => {
                    let message = format!("`{code}` is no code of `{}`", bound.list.display_name());
                    outcome.wrong(CellError { line: *number, column: Some("code".into()), message });
                }
                (Some(_), None) => outcome.added += 1,
                (Some(code), Some(said)) if code != said => outcome.changed += 1,
                (None, Some(_)) => outcome.removed += 1,
                (Some(_), Some(_)) | (None, None) => continue,
            }
            places.push(*number);
            meanings.push(Meaning { value, code });
        }
        if is_trial || outcome.wrong > 0 {
            return Ok(outcome);
        }
        if meanings.len() > MAX_MAPPINGS {
            return Err(Error::invalid("body", format!("maps {} values; {MAX_MAPPINGS} are allowed", meanings.len())));
        }
        self.map(viewer, column, meanings).await?;
        outcome.written = true;
        Ok(outcome)
    }
}

impl Outcome {
    fn wrong(&mut self, error: CellError) {
        self.wrong += 1;
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(error);
        }
    }

    /// An error of the catalog about `list[n].column`, at the line that it is about; others go on as they are.
    fn wrong_at(&mut self, table: &Table, error: &CatalogError, list: &str) -> Result<()> {
        let field = error.field().unwrap_or_default();
        let place = field.strip_prefix(list).and_then(|rest| rest.strip_prefix('[')).and_then(|rest| {
            let (number, column) = rest.split_once("].")?;
            Some((table.lines.get(number.parse::<usize>().ok()?)?.0, column.to_owned()))
        });
        let CatalogError::Invalid { problem, .. } = error else { return Err(Error::invalid(field, error.to_string())) };
        let (line, column) = place.map_or((1, None), |(line, column)| (line, Some(column)));
        self.wrong(CellError { line, column, message: problem.clone() });
        Ok(())
    }
}

impl Table {
    fn read(bytes: &[u8], columns: &[&str]) -> Result<Self> {
        let bad = |line: u64, problem: String| Error::invalid(format!("line {line}"), problem);
        if bytes.len() > MOST_BYTES {
            return Err(Error::invalid("body", format!("has {} bytes; {MOST_BYTES} are allowed", bytes.len())));
        }
        let text = std::str::from_utf8(bytes);
        let text = text.map_err(|_| Error::invalid("body", "is not UTF-8; save the table as CSV UTF-8"))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let head = reader.headers().map_err(|cause| bad(1, cause.to_string()))?;
        let places: Vec<Option<usize>> = columns
            .iter()
            .map(|column| head.iter().position(|cell| cell.trim().eq_ignore_ascii_case(column)))
            .collect();
        // The first column is what a line is about, and the one before the last of a mapping what it says.
        for needed in [0, usize::from(columns.len() == CODES.len()) + 2 * usize::from(columns.len() == MAPPING.len())] {
            if places[needed].is_none() {
                let problem = format!("lacks the column `{}`; known: {}", columns[needed], columns.join(", "));
                return Err(bad(1, problem));
            }
        }
        let mut lines = Vec::new();
        for record in reader.records() {
            let record =
                record.map_err(|cause| bad(cause.position().map_or(0, ::csv::Position::line), cause.to_string()))?;
            let number = record.position().map_or(0, ::csv::Position::line);
            if lines.len() >= MOST_LINES {
                return Err(bad(number, format!("is one too many; {MOST_LINES} are allowed")));
            }
            let cell = |place: &Option<usize>| place.and_then(|at| record.get(at)).map_or("", as_meant).to_owned();
            let cells: Vec<String> = places.iter().map(cell).collect();
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                lines.push((number, cells));
            }
        }
        Ok(Self { lines })
    }
}

/// The head of a table, with the mark by which spreadsheets know UTF-8.
fn head(columns: &[&str]) -> Vec<u8> {
    let mut table = b"\xef\xbb\xbf".to_vec();
    table.extend(line(columns.iter().map(|column| (*column).to_owned())));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b12_table_without_its_columns_is_refused_and_blank_lines_are_none() {
        let problem = |text: &str, columns: &[&str]| Table::read(text.as_bytes(), columns).err().unwrap().to_string();
        assert!(problem("code,name\n1,x\n", &CODES).contains("`meaning`"));
        assert!(problem("value,rows\n1,2\n", &MAPPING).contains("`code`"));
        assert!(Table::read(b"\xff", &CODES).is_err());
        let table = Table::read("\u{feff}Meaning, CODE \n男性,1\n,\n'=x,2\n".as_bytes(), &CODES).unwrap();
        let lines: Vec<(u64, &str, &str)> =
            table.lines.iter().map(|(line, cells)| (*line, cells[0].as_str(), cells[1].as_str())).collect();
        assert_eq!(lines, [(2, "1", "男性"), (4, "2", "=x")]);
    }
}
