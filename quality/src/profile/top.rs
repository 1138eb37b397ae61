//! The values that are there most often, several columns in a statement.

use connectors::{Query, QueryLimits};
use serde_json::Value;

use super::{MOST_COUNTED, Profile, Top};
use crate::{execute::Limits, judge::number_of, plan::Plan, settings::SCALARS};

/// The most values of a column.
const MOST_VALUES: usize = 10;
/// The most columns of one statement.
const AT_ONCE: usize = 20;
/// The most characters of a value.
pub(super) const MOST_CHARACTERS: usize = 200;

/// Adds the most frequent values, where one is there more than once.
pub(super) async fn add(source: &dyn Query, plan: &Plan, profile: &mut Profile, limits: Limits) {
    let dialect = plan.table.engine.dialect();
    let mut parts = Vec::new();
    for (place, found) in profile.columns.iter().enumerate().take(MOST_COUNTED) {
        let Some(column) = plan.table.column(&found.name).filter(|column| SCALARS.contains(&column.class())) else {
            continue;
        };
        // Where every value is there once, none is frequent.
        let is_key = found.once.is_some() && found.once == found.distinct;
        let (false, Ok(name)) = (is_key, dialect.name("column", &column.name)) else { continue };
        let value = dialect.piece(&dialect.as_text(&name), 1, MOST_CHARACTERS);
        parts.push(format!(
            "SELECT {place} AS place, n, {value} AS v FROM (SELECT {name}, count(*) AS n FROM {} WHERE {name} IS NOT NULL \
             GROUP BY {name} ORDER BY n DESC, {name} LIMIT {MOST_VALUES}) AS top{place}",
            plan.source()
        ));
    }
    for some in parts.chunks(AT_ONCE) {
        profile.statements += 1;
        let limits = QueryLimits { rows: MOST_VALUES * AT_ONCE, timeout: limits.timeout };
        let Ok(rows) = source.query_at(&plan.table.name, &some.join("\nUNION ALL\n"), limits).await else { continue };
        for row in &rows.rows {
            let [place, count, value] = row.as_slice() else { continue };
            let (Some(place), Some(count)) = (number_of(place), number_of(count)) else { continue };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and not negative")]
            let (place, count) = (place as usize, count as i64);
            let value = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            if let Some(column) = profile.columns.get_mut(place) {
                column.top.push(Top { value, count });
            }
        }
    }
    for column in &mut profile.columns {
        column.top.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    }
}
