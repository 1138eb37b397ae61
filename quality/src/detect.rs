//! What a column holds, suggested from its name, its comment and a sample of its values.
//!
//! Nothing here decides: a [`Suggestion`] waits until a person confirms it. Each sort of data is one [`Detector`] in a file of
//! its own; where the data carries a checksum, values that fail it are no evidence, whatever the column is called. Evidence
//! counts values and never repeats one. Pure and bounded: at most [`MOST_VALUES`] values are looked at, none beyond
//! [`LONGEST_VALUE`] characters, and every pattern runs in linear time.

mod detector;
mod detectors;
mod judge;
mod name;
mod report;
mod sample;
mod semantic;

use catalog::TypeClass;
use serde::{Deserialize, Serialize};

use self::{detector::Detector, detectors::DETECTORS, name::Name, sample::Sample};
pub use self::{
    detectors::{bank_card, credit_card, iban, id_card, uscc},
    report::{Measured, Mistake, Part, Report, report, report_of},
    semantic::SemanticType,
};
use crate::words::Words;

/// The most values of a column that are looked at.
pub const MOST_VALUES: usize = 1_000;
/// The longest value that is looked at, in bytes; longer ones count as no fit.
pub const LONGEST_VALUE: usize = 2_048;

/// A column as detection sees it.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// Its name, as the source spells it.
    pub name: &'a str,
    /// What the source says of it.
    pub comment: Option<&'a str>,
    /// What sort of type it has.
    pub class: TypeClass,
    /// Some of its values as text, those that are absent left out; may be empty.
    pub values: &'a [&'a str],
}

/// What a column may hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What its values mean.
    pub semantic: SemanticType,
    /// The tag that goes with it, such as `PII.Sensitive`; none for what is nobody's personal data.
    pub tag: Option<String>,
    /// From 0 to 1; 0.5 is the least that is suggested.
    pub confidence: f64,
    /// Why, in sentences without values.
    pub evidence: Vec<Words>,
}

/// What the column may hold, the likeliest first; empty when nothing speaks for anything. At most three.
#[must_use]
pub fn suggest(column: &Column<'_>) -> Vec<Suggestion> {
    let sample = Sample::of(column.values);
    let name = Name::of(column.name, column.comment);
    let mut found: Vec<(Suggestion, usize)> =
        DETECTORS.iter().filter_map(|detector| consider(detector, column.class, &name, &sample)).collect();
    found.sort_by(|(a, a_length), (b, b_length)| {
        b.confidence.total_cmp(&a.confidence).then_with(|| b_length.cmp(a_length))
    });
    found.into_iter().map(|(suggestion, _)| suggestion).take(3).collect()
}

/// What one detector says, with the length of what it knows of the name: the longer, the more exact.
fn consider(detector: &Detector, class: TypeClass, name: &Name, sample: &Sample<'_>) -> Option<(Suggestion, usize)> {
    if !detector.classes.contains(&class) {
        return None;
    }
    let found = name.find(&detector.names);
    let (confidence, evidence) = judge::judge(detector, &found, sample)?;
    let semantic = detector.semantic;
    let tag = semantic.tag().map(str::to_owned);
    Some((Suggestion { semantic, tag, confidence, evidence }, found.length))
}

#[cfg(test)]
mod tests;
