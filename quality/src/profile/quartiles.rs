//! Quartiles: inside the scan where the engine has them, else the values around the quarter marks of the sorted rows,
//! several columns in a statement.

use connectors::{Query, QueryLimits};

use super::{AskedColumn, Profile};
use crate::{
    error::Result,
    execute::Limits,
    judge::{Seen, number_of},
    plan::{Asking, Plan},
    settings::NUMBERS,
};

/// The most columns of one statement.
const AT_ONCE: usize = 20;
const SHARES: [(&str, f64); 3] = [("q0", 0.25), ("q1", 0.5), ("q2", 0.75)];

/// Asks inside the scan, where the engine can.
pub(super) fn ask(asked: &mut AskedColumn, asking: &mut Asking<'_>) -> Result<()> {
    let (value, dialect) = (asking.number()?, asking.dialect);
    for (field, share) in SHARES {
        if dialect.quantile(&value, share).is_some() {
            let question = asking.aggregate(&value, |value| dialect.quantile(value, share).unwrap_or_default());
            asked.numbers.insert(field, Box::new(move |seen: &Seen<'_>| seen.number(question)));
        }
    }
    Ok(())
}

/// Adds them where the scan had none.
pub(super) async fn add(source: &dyn Query, plan: &Plan, profile: &mut Profile, limits: Limits) {
    let dialect = plan.table.engine.dialect();
    if dialect.quantile("1", 0.5).is_some() {
        return;
    }
    let mut parts = Vec::new();
    for (place, found) in profile.columns.iter().enumerate() {
        let Some(column) = plan.table.column(&found.name) else { continue };
        let (true, Ok(name)) = (NUMBERS.contains(&column.class()), dialect.name("column", &column.name)) else {
            continue;
        };
        let value = dialect.number(&name, column);
        let from = plan.source();
        // 4 r is at most 4 away from 4 + (c - 1) k for the two rows around the k-th quarter mark.
        let near = [1, 2, 3].map(|quarter| format!("abs(4 * r - 4 - (c - 1) * {quarter}) < 4")).join(" OR ");
        parts.push((
            place,
            format!(
                "SELECT {place} AS place, r, c, v FROM (SELECT {value} AS v, CAST(row_number() OVER (ORDER BY {value}) AS {signed}) AS r, \
                 CAST(count(*) OVER () AS {signed}) AS c FROM {from} WHERE {value} IS NOT NULL) AS sorted{place} WHERE {near}",
                signed = dialect.whole_type(),
            ),
        ));
    }
    for some in parts.chunks(AT_ONCE) {
        let sql = some.iter().map(|(_, sql)| sql.as_str()).collect::<Vec<_>>().join("\nUNION ALL\n");
        profile.statements += 1;
        let limits = QueryLimits { rows: 6 * AT_ONCE, timeout: limits.timeout };
        let Ok(rows) = source.query_at(&plan.table.name, &sql, limits).await else { continue };
        for (place, _) in some {
            let number = |row: &[serde_json::Value], at: usize| row.get(at).and_then(number_of);
            #[expect(clippy::cast_precision_loss, reason = "a place in a short list")]
            let own: Vec<_> = rows.rows.iter().filter(|row| number(row, 0) == Some(*place as f64)).collect();
            let sorted: Vec<(f64, f64, f64)> =
                own.iter().filter_map(|row| Some((number(row, 1)?, number(row, 2)?, number(row, 3)?))).collect();
            profile.columns[*place].quartiles = quartiles(&sorted);
        }
    }
}

/// From rows of place, number of rows and value.
fn quartiles(near: &[(f64, f64, f64)]) -> Option<[f64; 3]> {
    let count = near.first()?.1;
    let mut found = [0.0; 3];
    for (slot, (_, share)) in found.iter_mut().zip(SHARES) {
        let at = 1.0 + (count - 1.0) * share;
        let value_at = |place: f64| near.iter().find(|(row, ..)| (row - place).abs() < 0.5).map(|(.., value)| *value);
        let (low, high) = (value_at(at.floor())?, value_at(at.ceil())?);
        *slot = low + (high - low) * at.fract();
    }
    Some(found).filter(|found| found.iter().all(|number| number.is_finite()))
}
