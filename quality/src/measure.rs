//! Numbers that can be measured of a table or a column: the metrics of DataVines by our names. Checks with bounds,
//! anomalies and comparisons all ask for them here.

use async_graphql::Enum;
use catalog::TypeClass;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    judge::{Seen, Trouble, number_of},
    plan::Asking,
    settings::{NUMBERS, ORDERED},
};

mod band;
mod bounded;

pub(crate) use band::{judge_band, rule_of};
pub(crate) use bounded::{json, judge_between, nothing_there, shown};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "CheckMetric")]
pub enum Metric {
    /// Rows.
    RowCount,
    /// Rows with a value.
    NotNull,
    /// Rows without a value.
    Null,
    /// Rows whose value is absent or nothing but white space.
    Blank,
    /// Different values.
    Distinct,
    /// Values that are there once.
    Unique,
    /// Values that are there more than once.
    Duplicate,
    /// The least number.
    Min,
    /// The greatest number.
    Max,
    /// The mean of the numbers.
    Avg,
    /// Their sum.
    Sum,
    /// The number in their middle.
    Median,
    /// Their standard deviation, as a population.
    StdDev,
    /// The square of it.
    Variance,
    /// The fewest characters.
    MinLength,
    /// The most characters.
    MaxLength,
    /// The mean number of characters.
    AvgLength,
    /// The age of the newest time, in seconds.
    Age,
}

/// Reads the number out of the answers; none when there were no values.
pub(crate) type Measured = Box<dyn Fn(&Seen<'_>) -> Result<Option<f64>, Trouble> + Send + Sync>;

impl Metric {
    /// What it is called in messages.
    pub(crate) fn words(self) -> [&'static str; 2] {
        match self {
            Self::RowCount => ["number of rows", "行数"],
            Self::NotNull => ["number of values", "非空行数"],
            Self::Null => ["number of absent values", "空值数"],
            Self::Blank => ["number of blank values", "空白值数"],
            Self::Distinct => ["number of different values", "不同值个数"],
            Self::Unique => ["number of values that are there once", "仅出现一次的值个数"],
            Self::Duplicate => ["number of values that are there more than once", "重复值个数"],
            Self::Min => ["minimum", "最小值"],
            Self::Max => ["maximum", "最大值"],
            Self::Avg => ["mean", "平均值"],
            Self::Sum => ["sum", "合计"],
            Self::Median => ["median", "中位数"],
            Self::StdDev => ["standard deviation", "标准差"],
            Self::Variance => ["variance", "方差"],
            Self::MinLength => ["least length", "最短长度"],
            Self::MaxLength => ["greatest length", "最长长度"],
            Self::AvgLength => ["mean length", "平均长度"],
            Self::Age => ["age of the newest row in seconds", "最新数据距今秒数"],
        }
    }

    /// Whether an absent answer means that nothing was there to measure; counts of nothing are 0.
    fn fits(self) -> Option<&'static [TypeClass]> {
        match self {
            Self::Min | Self::Max | Self::Avg | Self::Sum | Self::Median | Self::StdDev | Self::Variance => {
                Some(NUMBERS)
            }
            Self::Age => Some(ORDERED),
            _ => None,
        }
    }

    /// Asks for it.
    ///
    /// # Errors
    /// `Invalid` for `column` when one is missing or of a sort that this cannot be measured of.
    pub(crate) fn ask(self, asking: &mut Asking<'_>) -> Result<Measured> {
        if self == Self::RowCount {
            asking.all_rows();
            let rows = asking.rows();
            return Ok(count(rows));
        }
        let column = asking.column()?;
        if let Some(fits) = self.fits()
            && column.class() != TypeClass::Other
            && !fits.contains(&column.class())
            && !(self == Self::Age && column.class() == TypeClass::Text)
        {
            let problem =
                format!("`{}` cannot be measured of columns of type `{}`", self.words()[0], column.data_type.text);
            return Err(Error::invalid("column", problem));
        }
        match self {
            Self::Distinct | Self::Unique | Self::Duplicate => self.ask_groups(asking),
            Self::NotNull | Self::Null | Self::Blank => self.ask_count(asking),
            Self::MinLength | Self::MaxLength | Self::AvgLength => {
                let length = asking.dialect.length(&asking.text()?);
                let function = match self {
                    Self::MinLength => "min",
                    Self::MaxLength => "max",
                    _ => "avg",
                };
                Ok(number(asking.aggregate(&length, |length| format!("{function}({length})"))))
            }
            Self::Age => ask_age(asking),
            _ => self.ask_number(asking),
        }
    }

    fn ask_count(self, asking: &mut Asking<'_>) -> Result<Measured> {
        let name = asking.name()?;
        let predicate = match self {
            Self::NotNull => format!("{name} IS NOT NULL"),
            Self::Null => format!("{name} IS NULL"),
            _ => blank(asking)?,
        };
        Ok(count(asking.count(&predicate)))
    }

    fn ask_groups(self, asking: &mut Asking<'_>) -> Result<Measured> {
        asking.all_rows();
        let groups = asking.groups(vec![asking.name()?])?;
        Ok(Box::new(move |seen: &Seen<'_>| {
            let counts = seen.counts(groups)?;
            #[expect(clippy::cast_precision_loss, reason = "exact to 2^53 values")]
            Ok(Some(match self {
                Self::Distinct => counts.distinct as f64,
                Self::Unique => counts.once as f64,
                _ => (counts.distinct - counts.once) as f64,
            }))
        }))
    }

    fn ask_number(self, asking: &mut Asking<'_>) -> Result<Measured> {
        let (value, dialect) = (asking.number()?, asking.dialect);
        let question = match self {
            Self::Min => asking.aggregate(&value, |value| format!("min({value})")),
            Self::Max => asking.aggregate(&value, |value| format!("max({value})")),
            Self::Avg => asking.aggregate(&value, |value| dialect.mean(value)),
            Self::Sum => asking.aggregate(&value, |value| dialect.sum(value)),
            Self::StdDev | Self::Variance => {
                let source = asking.source()?;
                let question = asking.aggregate(&value, |value| dialect.variance(value, &source));
                let is_root = self == Self::StdDev;
                return Ok(Box::new(move |seen: &Seen<'_>| {
                    Ok(seen.number(question)?.map(|variance| if is_root { variance.sqrt() } else { variance }))
                }));
            }
            _ => return ask_median(asking),
        };
        Ok(number(question))
    }
}

/// What holds for values that are absent or nothing but white space.
///
/// # Errors
/// `Invalid` for `column` when none was named.
pub(crate) fn blank(asking: &Asking<'_>) -> Result<String> {
    let (name, text) = (asking.name()?, asking.text()?);
    Ok(format!("({name} IS NULL OR {} = '')", asking.dialect.trimmed(&text)))
}

fn count(question: usize) -> Measured {
    #[expect(clippy::cast_precision_loss, reason = "exact to 2^53 rows")]
    Box::new(move |seen: &Seen<'_>| Ok(Some(seen.int(question)? as f64)))
}

fn number(question: usize) -> Measured {
    Box::new(move |seen: &Seen<'_>| seen.number(question))
}

/// The median inside the scan where the engine has it, else the middle of the sorted values in a statement of its own.
fn ask_median(asking: &mut Asking<'_>) -> Result<Measured> {
    let (value, dialect) = (asking.number()?, asking.dialect);
    if dialect.median(&value).is_some() {
        let question = asking.aggregate(&value, |value| dialect.median(value).unwrap_or_default());
        return Ok(number(question));
    }
    let (source, filter) = (asking.source()?, asking.filter(Some(&format!("{value} IS NOT NULL"))));
    let sorted = format!(
        "SELECT {value} AS v, row_number() OVER (ORDER BY {value}) AS r, count(*) OVER () AS c FROM {source}{filter}"
    );
    let own = asking.own(format!("SELECT avg(v) FROM ({sorted}) AS sorted WHERE 2 * r BETWEEN c AND c + 2"), 1)?;
    Ok(Box::new(move |seen: &Seen<'_>| {
        let value = seen.rows(own)?.rows.first().and_then(|row| row.first());
        Ok(value.and_then(number_of))
    }))
}

/// How old the newest time is; what keeps no zone counts as UTC.
fn ask_age(asking: &mut Asking<'_>) -> Result<Measured> {
    asking.all_rows();
    let epoch = asking.dialect.epoch(&asking.name()?, asking.column()?);
    let newest = asking.aggregate(&epoch, |epoch| format!("max({epoch})"));
    Ok(Box::new(move |seen: &Seen<'_>| {
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit")]
        let now = seen.now.timestamp() as f64;
        Ok(seen.number(newest)?.map(|newest| now - newest))
    }))
}
