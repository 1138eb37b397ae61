//! Profiles of real PostgreSQL, MariaDB and SQLite, against numbers that were worked out by hand.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "tests state facts in their names, and may fail"
)]

mod support;

use quality::{ColumnProfile, Limits, Profile, ProfileWish, Sampling, Wish, execute, plan, profile};
use support::{ORDERS, Source, asked, now, sources};

async fn profiled(source: &Source, table: &str, wish: ProfileWish, sampling: Sampling) -> Profile {
    let table = source.table(table).await;
    let query = source.connector.as_query().unwrap();
    let plan = plan(&table, &[], &Wish { now: now(), sampling, profile: Some(wish) });
    let answers = execute(query, &plan, Limits::default()).await;
    profile(query, &plan, &answers, Limits::default()).await.unwrap()
}

fn column<'a>(profile: &'a Profile, name: &str) -> &'a ColumnProfile {
    profile.columns.iter().find(|column| column.name == name).unwrap()
}

fn tops(column: &ColumnProfile) -> Vec<(&str, i64)> {
    column.top.iter().map(|top| (top.value.as_str(), top.count)).collect()
}

#[tokio::test]
async fn f1_profile_is_as_worked_out_by_hand_on_every_engine() {
    for source in sources().await {
        source.run(&ORDERS).await;
        let found = profiled(&source, "orders", ProfileWish::default(), Sampling::All).await;
        assert_eq!((found.rows, found.column_count, found.sampled), (10, 7, None));
        for column in &found.columns {
            assert_eq!(column.trouble, None, "{:?} {}", source.engine, column.name);
        }

        let amount = column(&found, "amount");
        let what = format!("{:?}: {amount:?}", source.engine);
        assert_eq!((amount.nulls, amount.distinct, amount.once), (Some(1), Some(9), Some(9)), "{what}");
        // -5 0 10 20 30 40 50 60 70: sum 275, mean 30.5556, quartiles 10, 30, 50.
        assert_eq!((amount.min.as_deref(), amount.max.as_deref(), amount.sum), (Some("-5"), Some("70"), Some(275.0)));
        assert!((amount.mean.unwrap() - 275.0 / 9.0).abs() < 1e-3, "{what}");
        // Squares sum up to 14,025: the variance is 14025/9 - (275/9)² = 624.6914.
        assert!((amount.stddev.unwrap() - 624.691_358_f64.sqrt()).abs() < 1e-3, "{what}");
        assert_eq!(amount.quartiles, Some([10.0, 30.0, 50.0]), "{what}");
        assert_eq!(amount.histogram.len(), 20, "{what}");
        assert_eq!(amount.histogram.iter().map(|bin| bin.count).sum::<i64>(), 9, "{what}");
        // -5 and nothing else from -5 to -1.25; 70 in the last.
        assert_eq!((amount.histogram[0].count, amount.histogram[1].count, amount.histogram[19].count), (1, 1, 1));

        let id = column(&found, "id");
        assert_eq!(id.histogram.len(), 10);
        assert!(id.histogram.iter().all(|bin| bin.count == 1), "{id:?}");
        assert_eq!((id.quartiles, id.top.len()), (Some([3.25, 5.5, 7.75]), 0), "{id:?}");

        let status = column(&found, "status");
        assert_eq!((status.nulls, status.distinct, status.once), (Some(1), Some(4), Some(1)));
        assert_eq!(tops(status), [("new", 3), ("paid", 3), ("sent", 2), ("lost", 1)], "{:?}", source.engine);
        assert_eq!((status.min.as_deref(), status.max.as_deref()), (Some("lost"), Some("sent")));
        assert_eq!((status.min_length, status.max_length), (Some(3), Some(4)));
        assert!((status.mean_length.unwrap() - 33.0 / 9.0).abs() < 1e-3);
        assert_eq!(status.patterns[0].value, "a{4}");
        assert_eq!((status.patterns[0].count, status.patterns_of), (6, 9));

        let paid = column(&found, "paid");
        assert_eq!((paid.min.as_deref(), paid.max.as_deref()), (Some("2026-01-01"), Some("2026-01-11")));
        assert!(paid.histogram.is_empty());
        let most = if source.engine == quality::Engine::Postgres { 5 } else { 6 };
        assert_eq!(found.statements, most, "{:?}", source.engine);
    }
}

#[tokio::test]
async fn f1_profile_of_an_empty_table_has_no_values_and_no_trouble() {
    for source in sources().await {
        source.run(&ORDERS[..1]).await;
        let found = profiled(&source, "orders", ProfileWish::default(), Sampling::All).await;
        assert_eq!(found.rows, 0);
        for column in &found.columns {
            let what = format!("{:?} {column:?}", source.engine);
            assert_eq!((column.nulls, column.distinct, &column.trouble), (Some(0), Some(0), &None), "{what}");
            assert!(column.min.is_none() && column.mean.is_none() && column.histogram.is_empty(), "{what}");
        }
    }
}

#[tokio::test]
async fn f1_profile_and_checks_share_one_scan() {
    for source in sources().await {
        source.run(&ORDERS).await;
        let checks = [asked("a", "not_null", Some("email"), serde_json::json!({}))];
        let wish = ProfileWish { is_brief: true, ..ProfileWish::default() };
        let table = source.table("orders").await;
        let plan = plan(&table, &checks, &Wish { now: now(), profile: Some(wish), ..Wish::default() });
        assert_eq!(plan.statements.len(), 1, "{:?}", plan.statements);
        assert_eq!(plan.statements[0].answers, ["a", "profile"]);
    }
}

#[tokio::test]
async fn f1_sampled_profile_says_so() {
    for source in sources().await {
        source.run(&ORDERS).await;
        let wish = ProfileWish { columns: vec!["id".into()], is_brief: true };
        let found = profiled(&source, "orders", wish, Sampling::Rows(4)).await;
        assert_eq!((found.rows, found.sampled, found.columns.len()), (4, Some(Sampling::Rows(4)), 1));
        let some = profiled(&source, "orders", ProfileWish::default(), Sampling::Percent(100.0)).await;
        assert_eq!((some.rows, some.sampled), (10, Some(Sampling::Percent(100.0))), "{:?}", source.engine);
    }
}

#[tokio::test]
async fn f1_two_profiles_are_compared_field_by_field() {
    let source = support::sqlite().await;
    source.run(&ORDERS).await;
    let before = profiled(&source, "orders", ProfileWish::default(), Sampling::All).await;
    assert_eq!(before.diff(&before), []);
    source.run(&["DELETE FROM orders WHERE id = 6", "ALTER TABLE orders ADD COLUMN note text"]).await;
    let after = profiled(&source, "orders", ProfileWish::default(), Sampling::All).await;
    let found = before.diff(&after);
    let has = |column: Option<&str>, field: &str| {
        found.iter().find(|one| one.column.as_deref() == column && one.field == field).unwrap()
    };
    assert_eq!((&has(None, "rows").before, &has(None, "rows").after), (&10.into(), &9.into()));
    assert_eq!(has(Some("email"), "nulls").after, 0);
    assert_eq!(has(Some("note"), "column").after, "note");
}
