//! How well detection does on labelled columns: precision and recall, sort by sort.
//!
//! A column counts as what its first suggestion says. The labelled columns are `quality/tests/data/columns.jsonl`; one part of
//! them was looked at while the detectors were made, the other was held back, and no column name is in both.

use std::{collections::BTreeMap, fmt};

use catalog::TypeClass;
use serde::{Deserialize, Serialize};

use super::{Column, SemanticType, suggest};

/// The labelled columns that the program brings along.
const LABELLED: &str = include_str!("../../tests/data/columns.jsonl");

/// What was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Part by part, in the order of their names: `held`, `tune`.
    pub parts: Vec<Part>,
}

/// What was measured on one part of the columns.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Part {
    /// `held` for columns that nobody looked at while the detectors were made, else `tune`.
    pub name: String,
    /// How many columns there are.
    pub columns: usize,
    /// All sorts together.
    pub all: Measured,
    /// Whether a column was given the right tag of personal data, whatever its sort.
    pub personal: Measured,
    /// Each sort.
    pub sorts: BTreeMap<SemanticType, Measured>,
    /// What went wrong, in the order of the columns.
    pub mistakes: Vec<Mistake>,
}

/// Counts of one sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Measured {
    /// Columns that are of the sort.
    pub labelled: usize,
    /// Columns that were said to be.
    pub suggested: usize,
    /// Columns of which it was said rightly.
    pub right: usize,
}

/// A column that was taken for something else than it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// Its name.
    pub column: String,
    /// What it is; none for nothing known.
    pub label: Option<SemanticType>,
    /// What it was said to be; none when nothing was said.
    pub suggested: Option<SemanticType>,
}

/// One line of the labelled columns.
#[derive(Debug, Deserialize)]
struct Line {
    part: String,
    label: Option<SemanticType>,
    name: String,
    class: TypeClass,
    comment: Option<String>,
    values: Vec<String>,
}

/// Measures detection on the labelled columns that the program brings along.
#[must_use]
pub fn report() -> Report {
    report_of(LABELLED).expect("the labelled columns are read by a test")
}

/// Measures detection on labelled columns, one JSON object a line.
///
/// # Errors
/// What is wrong with a line, which is named.
pub fn report_of(labelled: &str) -> Result<Report, String> {
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    for (number, text) in labelled.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let line: Line = serde_json::from_str(text).map_err(|cause| format!("line {}: {cause}", number + 1))?;
        let values: Vec<&str> = line.values.iter().map(String::as_str).collect();
        let column = Column { name: &line.name, comment: line.comment.as_deref(), class: line.class, values: &values };
        let suggested = suggest(&column).first().map(|suggestion| suggestion.semantic);
        let part = parts.entry(line.part.clone()).or_default();
        part.count(line, suggested);
    }
    let named = parts.into_iter().map(|(name, part)| Part { name, ..part });
    Ok(Report { parts: named.collect() })
}

impl Part {
    fn count(&mut self, line: Line, suggested: Option<SemanticType>) {
        self.columns += 1;
        self.all.count(line.label, suggested);
        self.personal.count(line.label.and_then(SemanticType::tag), suggested.and_then(SemanticType::tag));
        for sort in SemanticType::ALL {
            let is = |other: Option<SemanticType>| other.filter(|other| other == sort);
            self.sorts.entry(*sort).or_default().count(is(line.label), is(suggested));
        }
        if line.label != suggested {
            self.mistakes.push(Mistake { column: line.name, label: line.label, suggested });
        }
    }
}

impl Measured {
    fn count<T: PartialEq>(&mut self, label: Option<T>, suggested: Option<T>) {
        self.labelled += usize::from(label.is_some());
        self.suggested += usize::from(suggested.is_some());
        self.right += usize::from(label.is_some() && label == suggested);
    }

    /// The share of what was said that is right; none when nothing was said.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        (self.suggested > 0).then(|| self.right as f64 / self.suggested as f64)
    }

    /// The share of what is there that was said; none when nothing is there.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        (self.labelled > 0).then(|| self.right as f64 / self.labelled as f64)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            writeln!(formatter, "{} ({} columns)", part.name, part.columns)?;
            writeln!(formatter, "  {:<14} {:>8} {:>9} {:>6}", "", "labelled", "precision", "recall")?;
            let rows = part.sorts.iter().map(|(sort, measured)| (sort.name(), measured));
            for (name, measured) in [("all", &part.all), ("personal data", &part.personal)].into_iter().chain(rows) {
                let share = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"));
                let (precision, recall) = (share(measured.precision()), share(measured.recall()));
                writeln!(formatter, "  {name:<14} {:>8} {precision:>9} {recall:>6}", measured.labelled)?;
            }
        }
        Ok(())
    }
}
