//! The made-up company's data lake, which is what costs money: a source that a module reads, whose largest tables go one
//! after the other.

use catalog::{
    AssetKind, AssetRecord, Catalog, DataType, Details, Name, Origin, Record, Result, RunContext, RunId, SourceId,
    Statistics, TypeClass, kinds::column::ColumnDetails,
};

use super::days::Days;

/// What the lake's tables are named under.
const NAMESPACE: &str = "postgres://lake.example:5432";
/// A gibibyte.
const GIB: i64 = 1 << 30;
/// The columns that each table has.
const COLUMNS: [(&str, &str, TypeClass); 4] = [
    ("event_id", "bigint", TypeClass::Integer),
    ("happened_at", "timestamp", TypeClass::Timestamp),
    ("source_system", "text", TypeClass::Text),
    ("payload", "jsonb", TypeClass::Document),
];

/// A table of the lake.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// How large it is, in gibibytes; all together have 600,000.
    gib: i64,
    /// What its source says of it.
    about: &'static str,
    /// The day on which it goes.
    gone_on: Option<i64>,
    /// Until which day somebody reads it; none: nobody ever did.
    pub(super) read_until: Option<i64>,
}

const fn table(
    name: &'static str,
    gib: i64,
    (gone_on, read_until): (Option<i64>, Option<i64>),
    about: &'static str,
) -> Table {
    Table { name, gib, about, gone_on, read_until }
}

/// The tables; 180,000 of 600,000 gibibytes go.
pub(super) const TABLES: [Table; 12] = [
    table("clickstream", 110_000, (None, Some(i64::MAX)), "Clicks of this year, one row each"),
    table("clickstream_2024", 90_000, (None, Some(72)), "Clicks of 2024"),
    table("clickstream_2023", 70_000, (None, Some(20)), "Clicks of 2023"),
    table("clickstream_2022", 60_000, (Some(30), Some(8)), ""),
    table("app_logs_2022", 36_000, (Some(45), Some(3)), ""),
    table("ab_test_dumps", 24_000, (Some(60), None), ""),
    table("crawler_snapshots", 60_000, (Some(78), Some(11)), "Pages of competitors"),
    table("search_logs", 40_000, (None, Some(44)), "What people looked for in the shop"),
    table("cdn_logs", 35_000, (None, None), ""),
    table("orders_history", 30_000, (None, Some(i64::MAX)), "Orders of before 2025"),
    table("recommendation_features", 25_000, (None, Some(i64::MAX)), "What the recommendations learn from"),
    table("training_sets", 20_000, (None, Some(81)), "Examples for models"),
];

/// The days on which tables go, in order.
pub(super) fn days_of_removal() -> impl Iterator<Item = i64> {
    TABLES.iter().filter_map(|table| table.gone_on)
}

/// What a table of the lake is called.
pub(super) fn name(table: &str) -> Name {
    Name::new(NAMESPACE, ["lake", "raw", table])
}

/// Reads the lake as it is on a day.
///
/// # Errors
/// The catalog's own.
pub(super) async fn read(catalog: &Catalog, source: SourceId, days: &Days, day: i64) -> Result<()> {
    let context = RunContext::new("lake-reader", Origin::Crawl, days.clock().now()).of_source(source, RunId::new());
    let mut ingest = catalog.begin(context).await?;
    let root = Name::new(NAMESPACE, ["lake"]);
    ingest.push(AssetRecord::new(root.clone(), Details::empty(AssetKind::Database)).into()).await?;
    ingest.push(AssetRecord::new(root.child("raw"), Details::empty(AssetKind::Schema)).into()).await?;
    for table in TABLES.iter().filter(|table| table.gone_on.is_none_or(|gone_on| day < gone_on)) {
        let name = name(table.name);
        let record = AssetRecord::new(name.clone(), Details::empty(AssetKind::Table));
        ingest.push(record.described(Some(table.about.to_owned())).into()).await?;
        for (position, (column, data_type, class)) in (1..).zip(COLUMNS) {
            let details =
                ColumnDetails { position, data_type: DataType::new(data_type, class), ..ColumnDetails::default() };
            ingest.push(AssetRecord::new(name.child(column), Details::Column(details)).into()).await?;
        }
        let statistics = Statistics { size_bytes: Some(table.gib * GIB), ..Statistics::default() };
        ingest.push(Record::Statistics { name, kind: AssetKind::Table, statistics }).await?;
    }
    ingest.push(Record::ScopeRead { root }).await?;
    ingest.finish().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f11_of_600_000_gibibytes_three_tenths_go() {
        let sum = |is_meant: fn(&&Table) -> bool| TABLES.iter().filter(is_meant).map(|table| table.gib).sum::<i64>();
        assert_eq!(sum(|_| true), 600_000);
        assert_eq!(sum(|table| table.gone_on.is_some()), 180_000);
        assert!(days_of_removal().is_sorted());
    }
}
