//! `table_diff`: two tables of the same source have the same rows: by key columns, rows that are missing on either side and rows with
//! another value. An absent key matches nothing; absent values equal each other. Keys must be unique.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    error::{Error, Result},
    judge::{Judge, Seen},
    outcome::Dimension,
    plan::{Asking, verdict},
    settings::other_table,
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The other table of the same source, by the last parts of its name.
    #[schemars(
        title = "Other table",
        extend("x-order" = 1, "x-title-zh" = "另一张表", "x-description-zh" = "同一数据源中的另一张表，写其名称的最后几部分。")
    )]
    other_table: Vec<String>,
    /// The columns that tell rows apart.
    #[schemars(
        title = "Key columns",
        extend("x-order" = 2, "x-title-zh" = "键列", "x-description-zh" = "区分行的列。")
    )]
    keys: Vec<String>,
    /// What they are called in the other table, when otherwise.
    #[serde(default)]
    #[schemars(
        title = "Its key columns",
        extend("x-order" = 3, "x-title-zh" = "其键列", "x-description-zh" = "另一张表中对应的键列，名称不同时填写。")
    )]
    other_keys: Vec<String>,
    /// The columns whose values are compared.
    #[serde(default)]
    #[schemars(
        title = "Compared columns",
        extend("x-order" = 4, "x-title-zh" = "比较的列", "x-description-zh" = "比较取值的列。")
    )]
    columns: Vec<String>,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "table_diff",
    level: Level::Table,
    dimension: Dimension::Consistency,
    title: ["The same rows as another table", "两表一致"],
    description: [
        "Counts rows that have no partner by their key on either side, and partners with another value in a compared column, out of the rows here and those missing here. An absent key matches nothing; two absent values are equal. Keys must be unique. All rows are looked at, in a statement of its own. Two empty tables are no data.",
        "按键列比较两表，统计任一侧缺失的行及比较列取值不同的行，占本表行数加缺失行数。键为 NULL 不匹配；两个 NULL 视为相等。键须唯一。始终检查全部行，单独一条语句。两张空表记为无数据。",
    ],
    fits: &[],
    aliases: &["tableDiff"],
    examples: &["{\"other_table\": [\"orders_copy\"], \"keys\": [\"id\"], \"columns\": [\"amount\"]}"],
    ask,
};

/// The columns of a side under names of ours, so that no name means two things.
fn side(asking: &Asking<'_>, table: &str, (keys, columns): (&[String], &[String]), filter: &str) -> Result<String> {
    let mut wanted = Vec::with_capacity(keys.len() + columns.len());
    for (place, name) in keys.iter().enumerate() {
        wanted.push(format!("{} AS k{place}", asking.dialect.name("settings.keys", name)?));
    }
    for (place, name) in columns.iter().enumerate() {
        wanted.push(format!("{} AS c{place}", asking.dialect.name("settings.columns", name)?));
    }
    Ok(format!("(SELECT {} FROM {table}{filter})", wanted.join(", ")))
}

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    if settings.keys.is_empty() || settings.keys.len() > 16 || settings.columns.len() > 200 {
        return Err(Error::invalid("settings.keys", "names 1 to 16 key columns, and at most 200 are compared"));
    }
    let other_keys = if settings.other_keys.is_empty() { &settings.keys } else { &settings.other_keys };
    if other_keys.len() != settings.keys.len() {
        return Err(Error::invalid("settings.other_keys", "has another number of columns than `keys`"));
    }
    for name in settings.keys.iter().chain(&settings.columns) {
        asking.other("settings.columns", name)?;
    }
    asking.all_rows();
    let other = other_table(asking, "settings.other_table", &settings.other_table)?;
    let here = side(asking, &asking.source()?, (&settings.keys, &settings.columns), &asking.filter(None))?;
    let there = side(asking, &other, (other_keys, &settings.columns), "")?;
    let list =
        |count: usize, join: &str, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().join(join);
    let keys = list(settings.keys.len(), " AND ", &|k| format!("a.k{k} = b.k{k}"));
    let differs = match settings.columns.len() {
        0 => "1 = 0".to_owned(),
        count => list(count, " OR ", &|c| {
            format!(
                "a.c{c} <> b.c{c} OR (a.c{c} IS NULL AND b.c{c} IS NOT NULL) OR (a.c{c} IS NOT NULL AND b.c{c} IS NULL)"
            )
        }),
    };
    let sql = format!(
        "SELECT (SELECT count(*) FROM {here} AS a WHERE NOT EXISTS (SELECT 1 FROM {there} AS b WHERE {keys})) AS only_here,\n\
         (SELECT count(*) FROM {there} AS b WHERE NOT EXISTS (SELECT 1 FROM {here} AS a WHERE {keys})) AS only_there,\n\
         (SELECT count(*) FROM {here} AS a JOIN {there} AS b ON {keys} WHERE {differs}) AS different"
    );
    let (own, rows, tolerance) = (asking.own(sql, 1)?, asking.rows(), asking.tolerance);
    Ok(Box::new(move |seen: &Seen<'_>| {
        let [only_here, only_there, different] = seen.whole_row(own)?;
        let says = Words::new("rows differ between the tables", "行在两表间不一致");
        let finding = verdict(only_here + only_there + different, seen.int(rows)? + only_there, tolerance, &says);
        Ok(finding
            .measuring("only_here", only_here)
            .measuring("only_there", only_there)
            .measuring("different", different))
    }))
}
