//! Histograms: equal bins between the least and the greatest number, all columns counted in one scan.

use connectors::{Query, QueryLimits};

use super::{Bin, Profile};
use crate::{execute::Limits, judge::number_of, plan::Plan, settings::NUMBERS, table::Column};

/// The most bins of a column.
const MOST_BINS: u32 = 20;
/// The most columns of one statement.
const AT_ONCE: usize = 40;

/// Adds the bins of all columns of numbers.
pub(super) async fn add(source: &dyn Query, plan: &Plan, profile: &mut Profile, limits: Limits) {
    let mut wanted: Vec<(usize, Vec<Bin>, Vec<String>)> = Vec::new();
    for (place, found) in profile.columns.iter().enumerate() {
        let Some(column) = plan.table.column(&found.name).filter(|column| NUMBERS.contains(&column.class())) else {
            continue;
        };
        let end = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<f64>().ok());
        let (Some(min), Some(max)) = (end(&found.min), end(&found.max)) else { continue };
        let bins = bins(min, max, column);
        if let Some(counts) = counts(plan, column, &bins) {
            wanted.push((place, bins, counts));
        }
    }
    for some in wanted.chunks_mut(AT_ONCE) {
        let all = some.iter().flat_map(|(_, _, counts)| counts.iter());
        let list = all.enumerate().map(|(number, sql)| format!("{sql} AS b{number}")).collect::<Vec<_>>().join(",\n  ");
        let sql = format!("SELECT\n  {list}\nFROM {}", plan.source());
        profile.statements += 1;
        let limits = QueryLimits { rows: 1, timeout: limits.timeout };
        let Ok(rows) = source.query_at(&plan.table.name, &sql, limits).await else { continue };
        let mut numbers = rows.rows.into_iter().next().unwrap_or_default().into_iter();
        for (place, bins, _) in some {
            for bin in bins.iter_mut() {
                #[expect(clippy::cast_possible_truncation, reason = "counts are whole")]
                let count = numbers.next().as_ref().and_then(number_of).unwrap_or_default() as i64;
                bin.count = count;
            }
            profile.columns[*place].histogram = std::mem::take(bins);
        }
    }
}

/// Empty bins; one for each whole number where there are few.
fn bins(min: f64, max: f64, column: &Column) -> Vec<Bin> {
    let width = max - min;
    if !width.is_finite() || !min.is_finite() || width < 0.0 {
        return Vec::new();
    }
    let is_short = column.class() == catalog::TypeClass::Integer && width < f64::from(MOST_BINS);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 20")]
    let count = if width == 0.0 {
        1
    } else if is_short {
        width as u32 + 1
    } else {
        MOST_BINS
    };
    let step = if is_short { 1.0 } else { width / f64::from(count) };
    let edge = |number: u32| min + step * f64::from(number);
    let last = |number: u32| if number + 1 == count { max } else { edge(number + 1) };
    (0..count).map(|number| Bin { from: edge(number), to: last(number), count: 0 }).collect()
}

fn counts(plan: &Plan, column: &Column, bins: &[Bin]) -> Option<Vec<String>> {
    let dialect = plan.table.engine.dialect();
    let name = dialect.name("column", &column.name).ok()?;
    let value = dialect.number(&name, column);
    let last = bins.len().checked_sub(1)?;
    let count = |(number, bin): (usize, &Bin)| {
        let from = if number == 0 { String::new() } else { format!("{value} >= {:?} AND ", bin.from) };
        let to = if number == last { format!("{value} IS NOT NULL") } else { format!("{value} < {:?}", bin.to) };
        format!("count(CASE WHEN {from}{to} THEN 1 END)")
    };
    Some(bins.iter().enumerate().map(count).collect())
}
