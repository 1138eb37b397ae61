//! The made-up company's databases: two SQLite files with tables, views and rows enough to look real.

use std::{fmt::Write as _, path::Path};

use chrono::{Duration, NaiveDate};
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection, sqlite::SqliteConnectOptions};

use super::{
    random::Random,
    script::{self, Table},
    words,
};

/// What decides every value.
const SEED: u64 = 20_260_501;
/// How many rows one statement inserts.
const CHUNK: u64 = 200;

/// How many rows the tables have; the others have 40.
const ROWS: &[(&str, u64)] = &[
    ("countries", 8),
    ("regions", 12),
    ("customers", 400),
    ("customer_addresses", 500),
    ("customer_consents", 600),
    ("products", 120),
    ("product_variants", 300),
    ("product_prices", 240),
    ("product_reviews", 350),
    ("warehouses", 4),
    ("inventory", 600),
    ("inventory_movements", 800),
    ("purchase_order_lines", 200),
    ("orders", 1500),
    ("order_lines", 3200),
    ("payments", 1450),
    ("refunds", 90),
    ("shipments", 1200),
    ("page_views", 4000),
    ("support_tickets", 260),
    ("exchange_rates", 2180),
];

/// Writes the operational database into a new file.
pub(super) async fn write_shop(path: &Path) -> Result<(), sqlx::Error> {
    let mut shop = open(path).await?;
    run(&mut shop, script::SHOP).await?;
    let mut random = Random::seeded(SEED);
    for table in script::tables(script::SHOP).iter().filter(|table| !table.columns.is_empty()) {
        fill(&mut shop, table, &mut random).await?;
    }
    shop.close().await
}

/// Writes the warehouse into a new file, loaded from the shop.
pub(super) async fn write_warehouse(path: &Path, shop: &Path) -> Result<(), sqlx::Error> {
    let mut warehouse = open(path).await?;
    for layer in script::WAREHOUSE {
        run(&mut warehouse, layer).await?;
    }
    sqlx::query("ATTACH ? AS shop").bind(shop.display().to_string()).execute(&mut warehouse).await?;
    let mut load = String::from("BEGIN;\n");
    for table in script::tables(script::WAREHOUSE[0]) {
        let from = table.name.trim_start_matches("ods_");
        // Writing into a string does not fail.
        let _infallible = writeln!(
            load,
            "INSERT INTO {} SELECT s.*, 'load-2026-06-30', '2026-06-30 01:00:00' FROM shop.{from} AS s;",
            table.name
        );
    }
    load.push_str(CALENDAR);
    load.push_str("COMMIT;");
    run(&mut warehouse, &load).await?;
    run(&mut warehouse, "DETACH shop").await?;
    warehouse.close().await
}

/// Days and targets, which come from nowhere else.
const CALENDAR: &str = "
INSERT INTO dwd_dim_date
WITH RECURSIVE day (at) AS (SELECT '2025-01-01' UNION ALL SELECT date(at, '+1 day') FROM day WHERE at < '2026-12-31')
SELECT CAST(strftime('%Y%m%d', at) AS INTEGER), at, CAST(strftime('%Y', at) AS INTEGER),
       (CAST(strftime('%m', at) AS INTEGER) + 2) / 3, CAST(strftime('%m', at) AS INTEGER),
       CAST(strftime('%W', at) AS INTEGER), (CAST(strftime('%w', at) AS INTEGER) + 6) % 7 + 1,
       strftime('%m-%d', at) IN ('01-01', '05-01', '10-01')
FROM day;
INSERT INTO dws_sales_target
SELECT DISTINCT d.year, d.month, c.channel, 20000 + 1000 * d.month, 'controlling'
FROM dwd_dim_date AS d, (SELECT 'web' AS channel UNION SELECT 'app' UNION SELECT 'shop' UNION SELECT 'phone') AS c;
";

/// Lets happen to the shop what happens between the two crawls.
pub(super) async fn change_shop(path: &Path) -> Result<(), sqlx::Error> {
    let mut shop = open(path).await?;
    run(&mut shop, script::CHANGE).await?;
    shop.close().await
}

/// Lets somebody mend what a check found: all orders of the shop are in one currency.
pub(super) async fn mend_shop(path: &Path) -> Result<(), sqlx::Error> {
    let mut shop = open(path).await?;
    run(&mut shop, "UPDATE orders SET currency = 'CNY' WHERE currency <> 'CNY'").await?;
    shop.close().await
}

async fn open(path: &Path) -> Result<SqliteConnection, sqlx::Error> {
    // Tables are filled in the order of the script, which is not always the order of their keys.
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true).foreign_keys(false);
    SqliteConnection::connect_with(&options).await
}

async fn run(connection: &mut SqliteConnection, sql: &str) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await?;
    Ok(())
}

/// A column as filling it needs to know it.
struct Column {
    name: String,
    sort: Sort,
}

/// What values a column takes.
enum Sort {
    /// The row's own number.
    Number,
    /// The number of a row of a table with so many.
    Reference(u64),
    Boolean,
    Date,
    Timestamp,
    Decimal,
    Integer,
    Text,
}

async fn fill(connection: &mut SqliteConnection, table: &Table, random: &mut Random) -> Result<(), sqlx::Error> {
    let columns = columns(connection, table).await?;
    let names = columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
    let count = rows(&table.name);
    let mut first = 1;
    while first <= count {
        let last = count.min(first + CHUNK - 1);
        let values: Vec<String> = (first..=last)
            .map(|row| {
                let values = columns.iter().map(|column| value(&table.name, column, row, random));
                format!("({})", values.collect::<Vec<_>>().join(", "))
            })
            .collect();
        run(connection, &format!("INSERT INTO {} ({names}) VALUES\n{}", table.name, values.join(",\n"))).await?;
        first = last + 1;
    }
    Ok(())
}

fn rows(table: &str) -> u64 {
    ROWS.iter().find(|(name, _)| *name == table).map_or(40, |(_, rows)| *rows)
}

/// The columns that are stored (a generated one is not), with what their declarations say.
async fn columns(connection: &mut SqliteConnection, table: &Table) -> Result<Vec<Column>, sqlx::Error> {
    let keys = sqlx::query("SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?)").bind(&table.name);
    let keys: Vec<(String, String)> =
        keys.fetch_all(&mut *connection).await?.iter().map(|row| (row.get(0), row.get(1))).collect();
    let found = sqlx::query("SELECT name, type FROM pragma_table_info(?)").bind(&table.name);
    let found = found.fetch_all(connection).await?;
    Ok(found
        .iter()
        .map(|row| {
            let (name, declared): (String, String) = (row.get(0), row.get(1));
            let parent = keys.iter().find(|(from, _)| *from == name).map(|(_, parent)| parent.as_str());
            let sort = match (name.as_str(), parent, declared.as_str()) {
                ("id", ..) => Sort::Number,
                (_, Some(parent), "INTEGER") => Sort::Reference(rows(parent)),
                (_, _, "BOOLEAN") => Sort::Boolean,
                (_, _, "DATE") => Sort::Date,
                (_, _, "TIMESTAMP") => Sort::Timestamp,
                (_, _, "INTEGER") => Sort::Integer,
                (_, _, declared) if declared.starts_with("NUMERIC") => Sort::Decimal,
                _ => Sort::Text,
            };
            Column { name, sort }
        })
        .collect())
}

/// A value as SQL.
fn value(table: &str, column: &Column, row: u64, random: &mut Random) -> String {
    match (table, column.name.as_str(), &column.sort) {
        ("inventory", "warehouse_id", _) => (row % rows("warehouses") + 1).to_string(),
        ("inventory", "variant_id", _) => (row / rows("warehouses") + 1).to_string(),
        ("exchange_rates", "rate_date", _) => format!("'{}'", day(row / 4)),
        ("exchange_rates", "rate", _) => format!("{}.{:04}", random.below(8), random.below(10_000)),
        // A tree: the first few have nothing above them.
        (_, "parent_id", Sort::Reference(_)) if row <= 5 => "NULL".into(),
        (_, "parent_id", Sort::Reference(_)) => (1 + random.below(row - 1)).to_string(),
        (_, "promotion_id" | "customer_id", Sort::Reference(_)) if table != "orders" && random.chance(20) => {
            nullable(table, random, column)
        }
        (_, "stars" | "satisfaction" | "priority", _) => (1 + random.below(5)).to_string(),
        (_, "quantity", _) => (1 + random.below(5)).to_string(),
        (_, _, Sort::Number) => row.to_string(),
        (_, _, Sort::Reference(parents)) => (1 + random.below(*parents)).to_string(),
        (_, name, Sort::Boolean) => u8::from(random.chance(if name == "is_active" { 95 } else { 12 })).to_string(),
        (_, _, Sort::Date) => format!("'{}'", day(random.below(540))),
        (_, _, Sort::Timestamp) => {
            let (hour, minute, second) = (random.below(24), random.below(60), random.below(60));
            format!("'{} {hour:02}:{minute:02}:{second:02}'", day(random.below(540)))
        }
        (_, _, Sort::Decimal) => format!("{}.{:02}", 1 + random.below(480), random.below(100)),
        (_, _, Sort::Integer) => (1 + random.below(200)).to_string(),
        (_, name, Sort::Text) => format!("'{}'", words::text(table, name, row, random).replace('\'', "''")),
    }
}

/// No reference where a table allows that; visitors of pages need not be customers.
fn nullable(table: &str, random: &mut Random, column: &Column) -> String {
    match (table, &column.sort) {
        ("page_views" | "carts", _) => "NULL".into(),
        (_, Sort::Reference(parents)) => (1 + random.below(*parents)).to_string(),
        _ => "NULL".into(),
    }
}

/// The day so many days into the company's history.
fn day(days: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap_or_default();
    first + Duration::days(i64::try_from(days).unwrap_or(0))
}
