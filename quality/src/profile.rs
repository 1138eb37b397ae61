//! Profiles: what the values of a table look like, in numbers.
//!
//! [`ask`] adds a profile's questions to those of the checks, so that both share one scan; [`profile`] reads the answers
//! and asks what needs them (bins between the least and the greatest value). What an engine cannot measure is absent.

use std::collections::BTreeMap;

use connectors::Query;
use serde::{Deserialize, Serialize};

use crate::{
    check,
    error::Result,
    execute::{Answers, Limits},
    measure::{Measured, Metric},
    plan::{Asking, PROFILE, Plan, Questions, Sampling, Wish},
    settings::{NUMBERS, SCALARS, TEXTS},
    table::{Column, Table},
    words::Words,
};

mod diff;
mod histogram;
mod pattern;
mod quartiles;
mod read;
mod top;

pub use diff::Difference;

/// Under which number the profile asks, beside the numbers of checks.
const ASKER: usize = usize::MAX;
/// The most columns that are profiled.
const MOST_COLUMNS: usize = 2_000;
/// The most columns whose values are counted one by one.
const MOST_COUNTED: usize = 200;

/// What a profile is to hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProfileWish {
    /// The columns; all when none is named.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Leaves out what costs more than one scan: different values, top values, quartiles, histograms.
    #[serde(default)]
    pub is_brief: bool,
}

/// What was measured of a table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// The rows that were looked at.
    pub rows: i64,
    /// The columns that the table has.
    pub column_count: usize,
    /// The columns that were looked at, in the table's order.
    pub columns: Vec<ColumnProfile>,
    /// Which part of the rows was looked at; none when all were. Counts are those of the part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampled: Option<Sampling>,
    /// How many statements were asked, those of the checks included that shared them.
    pub statements: usize,
}

/// What was measured of a column. Values are cut after 200 characters; whoever shows them asks first who may see them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnProfile {
    /// Its name.
    pub name: String,
    /// Rows without a value.
    pub nulls: Option<i64>,
    /// Different values.
    pub distinct: Option<i64>,
    /// Whether the engine only estimates that.
    pub distinct_is_estimate: bool,
    /// Values that are there once.
    pub once: Option<i64>,
    /// The least value, as text.
    pub min: Option<String>,
    /// The greatest value, as text.
    pub max: Option<String>,
    /// The mean of numbers.
    pub mean: Option<f64>,
    /// Their sum.
    pub sum: Option<f64>,
    /// Their standard deviation, as a population.
    pub stddev: Option<f64>,
    /// The first quartile, the median and the third quartile of numbers, between neighbours in proportion.
    pub quartiles: Option<[f64; 3]>,
    /// At most 20 bins of equal width from the least number to the greatest.
    pub histogram: Vec<Bin>,
    /// At most 10 values that are there most often.
    pub top: Vec<Top>,
    /// The fewest characters of texts.
    pub min_length: Option<i64>,
    /// The most.
    pub max_length: Option<i64>,
    /// Their mean.
    pub mean_length: Option<f64>,
    /// The shapes of texts, such as `A{2}-9{4}`, the most frequent first, at most 10.
    pub patterns: Vec<Top>,
    /// In how many values the shapes were counted.
    pub patterns_of: i64,
    /// Why something of it could not be measured.
    pub trouble: Option<Words>,
}

impl ColumnProfile {
    /// Takes away what is infinite or no number: JSON has no such numbers, and what is kept could not be read again.
    fn drop_odd_numbers(&mut self) {
        self.quartiles = self.quartiles.filter(|quartiles| quartiles.iter().all(|one| one.is_finite()));
        if !self.histogram.iter().all(|bin| bin.from.is_finite() && bin.to.is_finite()) {
            self.histogram.clear();
        }
        for number in [&mut self.mean, &mut self.sum, &mut self.stddev, &mut self.mean_length] {
            *number = number.filter(|number| number.is_finite());
        }
    }

    /// Takes away everything that repeats values of the data; what is left are counts.
    pub fn hide_values(&mut self) {
        let kept = Self {
            name: std::mem::take(&mut self.name),
            nulls: self.nulls,
            distinct: self.distinct,
            distinct_is_estimate: self.distinct_is_estimate,
            ..Self::default()
        };
        *self = kept;
    }
}

/// How many numbers are from here to there.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// The least number of it.
    pub from: f64,
    /// Where the next begins; the end of the last is part of it.
    pub to: f64,
    /// The numbers in it.
    pub count: i64,
}

/// A value, or a shape of values, and how often it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Top {
    /// The value as text, cut.
    pub value: String,
    /// How often.
    pub count: i64,
}

/// The questions of a profile.
pub(crate) struct Asked {
    rows: Option<usize>,
    columns: Vec<AskedColumn>,
    is_brief: bool,
}

/// The questions about a column.
struct AskedColumn {
    column: Column,
    values: usize,
    /// Questions whose answer is a text.
    ends: Option<[usize; 2]>,
    numbers: BTreeMap<&'static str, Measured>,
    groups: Option<usize>,
    estimate: Option<usize>,
}

/// Adds the questions of a profile to those of the checks.
pub(crate) fn ask(table: &Table, wished: &ProfileWish, wish: &Wish, questions: &mut Questions) -> Asked {
    let mut asked = Asked { rows: None, columns: Vec::new(), is_brief: wished.is_brief };
    let is_wanted = |column: &&Column| wished.columns.is_empty() || wished.columns.contains(&column.name);
    let whole = check::Asked { key: PROFILE.to_owned(), ..check::Asked::default() };
    let Ok(mut asking) = Asking::new(&whole, table, wish, ASKER, questions) else { return asked };
    asked.rows = Some(asking.rows());
    for (number, column) in table.columns.iter().filter(is_wanted).take(MOST_COLUMNS).enumerate() {
        let about = check::Asked { column: Some(column.name.clone()), ..whole.clone() };
        let before = questions.mark();
        let is_counted = !wished.is_brief && number < MOST_COUNTED;
        let found = Asking::new(&about, table, wish, ASKER, questions)
            .and_then(|mut asking| ask_column(column, is_counted, &mut asking));
        match found {
            Ok(found) => asked.columns.push(found),
            // A name that no engine can have; nothing can be asked about it.
            Err(_) => questions.forget_from(before, ASKER),
        }
    }
    asked
}

fn ask_column(column: &Column, is_counted: bool, asking: &mut Asking<'_>) -> Result<AskedColumn> {
    let (name, dialect, class) = (asking.name()?, asking.dialect, column.class());
    let mut asked = AskedColumn {
        column: column.clone(),
        values: asking.count(&format!("{name} IS NOT NULL")),
        ends: None,
        numbers: BTreeMap::new(),
        groups: None,
        estimate: None,
    };
    if !SCALARS.contains(&class) {
        return Ok(asked);
    }
    if NUMBERS.contains(&class) {
        for (field, metric) in [
            ("min", Metric::Min),
            ("max", Metric::Max),
            ("mean", Metric::Avg),
            ("sum", Metric::Sum),
            ("stddev", Metric::StdDev),
        ] {
            asked.numbers.insert(field, metric.ask(asking)?);
        }
        if is_counted {
            quartiles::ask(&mut asked, asking)?;
        }
    } else {
        let value = if class.keeps_order() { name.clone() } else { asking.text()? };
        let cut = |value: &str| dialect.piece(&dialect.as_text(value), 1, top::MOST_CHARACTERS);
        asked.ends = Some(["min", "max"].map(|end| asking.aggregate(&value, |value| cut(&format!("{end}({value})")))));
    }
    if TEXTS.contains(&class) {
        for (field, metric) in
            [("min_length", Metric::MinLength), ("max_length", Metric::MaxLength), ("mean_length", Metric::AvgLength)]
        {
            asked.numbers.insert(field, metric.ask(asking)?);
        }
    }
    if let Some(estimate) = dialect.approximate_distinct(&name, class) {
        asked.estimate = Some(asking.aggregate(&estimate, str::to_owned));
    } else if is_counted {
        asked.groups = Some(asking.groups(vec![name])?);
    }
    Ok(asked)
}

/// Classes whose own order is the one that people mean, and of which every engine has a least value.
trait KeepsOrder {
    fn keeps_order(self) -> bool;
}

impl KeepsOrder for catalog::TypeClass {
    fn keeps_order(self) -> bool {
        matches!(self, Self::Date | Self::Time | Self::Timestamp)
    }
}

/// The profile that a plan asked for, out of its answers and a few more statements; none when none was wished for.
pub async fn profile(source: &dyn Query, plan: &Plan, answers: &Answers, limits: Limits) -> Option<Profile> {
    let asked = plan.profile.as_ref()?;
    let mut profile = read::read(plan, asked, answers);
    if !asked.is_brief {
        histogram::add(source, plan, &mut profile, limits).await;
        quartiles::add(source, plan, &mut profile, limits).await;
        top::add(source, plan, &mut profile, limits).await;
        pattern::add(source, plan, &mut profile, limits).await;
    }
    profile.columns.iter_mut().for_each(ColumnProfile::drop_odd_numbers);
    Some(profile)
}
