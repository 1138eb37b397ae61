//! Suggestions from histories made by hand.

use catalog::{DataType, TypeClass};
use serde_json::json;

use super::*;
use crate::{plan::Sampling, profile::Top};

fn column(class: TypeClass) -> Column {
    Column { name: "c".into(), data_type: DataType { class, ..DataType::default() }, is_nullable: true }
}

fn top(values: &[(&str, i64)]) -> Vec<Top> {
    values.iter().map(|(value, count)| Top { value: (*value).into(), count: *count }).collect()
}

fn profile(rows: i64, found: ColumnProfile) -> Profile {
    let found = ColumnProfile { name: "c".into(), ..found };
    Profile { rows, column_count: 1, columns: vec![found], ..Profile::default() }
}

fn numbers(min: f64, max: f64) -> ColumnProfile {
    let (min, max) = (Some(min.to_string()), Some(max.to_string()));
    ColumnProfile { nulls: Some(0), min, max, ..ColumnProfile::default() }
}

/// What is suggested for the column, by type of check, with the settings.
fn found(class: TypeClass, profiles: &[Profile]) -> Vec<(&'static str, serde_json::Value)> {
    let found = suggest(&[column(class)], profiles).into_iter().filter(|one| one.column.is_some());
    found.map(|one| (one.kind, one.settings)).collect()
}

fn kinds(class: TypeClass, profiles: &[Profile]) -> Vec<&'static str> {
    found(class, profiles).into_iter().map(|(kind, _)| kind).collect()
}

fn key(rows: i64, distinct: i64) -> Profile {
    profile(rows, ColumnProfile { nulls: Some(0), distinct: Some(distinct), ..ColumnProfile::default() })
}

#[test]
fn f1_column_that_was_always_unique_and_never_absent_says_so_with_its_evidence() {
    let history = [key(1_200, 1_200), key(1_100, 1_100), key(900, 900)];
    let found = suggest(&[column(TypeClass::Integer)], &history);
    let unique = found.iter().find(|one| one.kind == "unique").unwrap();
    assert_eq!((unique.profiles, unique.rows, unique.column.as_deref()), (3, 1_200, Some("c")));
    assert_eq!(unique.reason.en, "in 3 profiles, this column has always been unique; the newest has 1200 values");
    assert_eq!(unique.reason.zh, "在 3 次分析中该列的值始终唯一；最近一次共 1200 个值");
    assert_eq!(kinds(TypeClass::Integer, &history), ["not_null", "unique"]);
}

#[test]
fn f1_one_repetition_in_any_profile_is_no_uniqueness() {
    assert_eq!(kinds(TypeClass::Integer, &[key(1_200, 1_200), key(1_100, 1_099)]), ["not_null"]);
    let estimate =
        ColumnProfile { nulls: Some(0), distinct: Some(500), distinct_is_estimate: true, ..ColumnProfile::default() };
    assert_eq!(kinds(TypeClass::Text, &[profile(500, estimate)]), ["not_null"], "an estimate is no count");
    let sampled = Profile { sampled: Some(Sampling::Rows(500)), ..key(500, 500) };
    assert_eq!(kinds(TypeClass::Text, &[sampled]), ["not_null"], "nor is a part of the rows");
    assert_eq!(kinds(TypeClass::Float, &[key(500, 500)]), ["not_null"], "amounts differ by accident");
}

#[test]
fn f1_few_rows_say_nothing_about_what_never_happens() {
    assert!(kinds(TypeClass::Integer, &[key(99, 99)]).is_empty());
    assert!(!kinds(TypeClass::Integer, &[key(100, 100)]).is_empty());
    assert!(suggest(&[column(TypeClass::Integer)], &[]).is_empty());
    assert!(suggest(&[column(TypeClass::Integer)], &[key(0, 0)]).is_empty(), "an empty table has no habits");
}

#[test]
fn f1_what_the_source_keeps_itself_is_not_suggested() {
    let kept = Column { is_nullable: false, ..column(TypeClass::Integer) };
    let found = suggest(&[kept], &[key(500, 400)]);
    assert!(found.iter().all(|one| one.kind != "not_null"), "{found:?}");
    let states = ColumnProfile { nulls: Some(0), top: top(&[("a", 100), ("b", 100)]), ..ColumnProfile::default() };
    assert_eq!(kinds(TypeClass::Enumeration, &[profile(200, states)]), ["not_null"]);
}

#[test]
fn f1_share_of_absent_values_leaves_room_for_chance() {
    let nulls = |rows, nulls| profile(rows, ColumnProfile { nulls: Some(nulls), ..ColumnProfile::default() });
    // 2 % of 1,000: the standard error is 0.443 %, three of them above 2 % are 3.33 %, and the next percent is 4 %.
    let history = [nulls(1_000, 10), nulls(1_000, 20), nulls(1_000, 15)];
    assert_eq!(found(TypeClass::Boolean, &history), [("null_share", json!({ "max": 0.04 }))]);
    assert!(kinds(TypeClass::Boolean, &history[..2]).is_empty(), "two profiles are too few");
    let many = [nulls(1_000, 300), nulls(1_000, 300), nulls(1_000, 300)];
    assert!(kinds(TypeClass::Boolean, &many).is_empty(), "where much is absent, that is how it is");
}

#[test]
fn f1_few_values_are_a_list_when_none_is_rare_and_none_is_new() {
    let states = |values: &[(&str, i64)]| {
        let rows = values.iter().map(|(_, count)| count).sum::<i64>() + 3;
        profile(rows, ColumnProfile { nulls: Some(3), top: top(values), ..ColumnProfile::default() })
    };
    let two = states(&[("paid", 150), ("new", 50)]);
    let three = states(&[("paid", 150), ("new", 50), ("lost", 2)]);
    assert_eq!(found(TypeClass::Text, &[two.clone()]), [("in_set", json!({ "values": ["new", "paid"] }))]);
    let lists = found(TypeClass::Text, &[two.clone(), three.clone()]);
    assert_eq!(lists, [("in_set", json!({ "values": ["lost", "new", "paid"] }))], "what was there may come again");
    assert!(kinds(TypeClass::Text, &[three, two.clone()]).is_empty(), "the newest brought something new");
    assert!(kinds(TypeClass::Text, &[states(&[("paid", 150), ("new", 1)])]).is_empty(), "one value is there once");
    let mut more = two;
    more.rows += 10;
    assert!(kinds(TypeClass::Text, &[more]).is_empty(), "some values are not among the most frequent");
    assert_eq!(
        found(TypeClass::Integer, &[states(&[("1", 90), ("2", 90)])]),
        [("in_set", json!({ "values": [1, 2] }))]
    );
}

#[test]
fn f1_range_goes_beyond_what_was_seen_and_not_where_the_end_moves() {
    let of = |ends: &[(f64, f64)]| -> Vec<Profile> {
        ends.iter().map(|(min, max)| profile(1_000, numbers(*min, *max))).collect()
    };
    let range = |class, ends: &[(f64, f64)]| {
        found(class, &of(ends)).into_iter().find(|(kind, _)| *kind == "between").map(|(_, settings)| settings)
    };
    assert_eq!(range(TypeClass::Integer, &[(3.0, 40.0)]), Some(json!({ "min": 0 })), "never negative");
    assert_eq!(range(TypeClass::Decimal, &[(0.1, 0.9)]), Some(json!({ "min": 0, "max": 1 })), "a share");
    assert_eq!(range(TypeClass::Integer, &[(-5.0, 5.0)]), None, "one profile tells no limit");
    let steady = [(-10.0, 90.0), (-8.0, 90.0), (-10.0, 85.0)];
    assert_eq!(range(TypeClass::Integer, &steady), Some(json!({ "min": -60, "max": 140 })));
    let growing = [(0.0, 300.0), (0.0, 200.0), (0.0, 100.0)];
    assert_eq!(range(TypeClass::Integer, &growing), Some(json!({ "min": 0 })));
    assert_eq!(range(TypeClass::Float, &[(f64::NEG_INFINITY, f64::NAN); 3]), None, "what is no number tells nothing");
    assert_eq!(range(TypeClass::Float, &[(f64::MIN, f64::MAX); 3]), None, "nor does a span that no number holds");
}

#[test]
fn f1_texts_of_one_shape_or_one_length() {
    let shaped = |shape: &str, length: i64| {
        let found = ColumnProfile {
            nulls: Some(0),
            min_length: Some(length),
            max_length: Some(length),
            patterns: top(&[(shape, 200)]),
            patterns_of: 200,
            ..ColumnProfile::default()
        };
        profile(200, found)
    };
    let form = |history: &[Profile]| {
        found(TypeClass::Text, history).into_iter().filter(|(kind, _)| *kind != "not_null").collect::<Vec<_>>()
    };
    let codes = [shaped("A{2}-9{4}", 7), shaped("A{2}-9{4}", 7)];
    assert_eq!(form(&codes), [("matches", json!({ "pattern": "^[A-Z]{2}[-][0-9]{4}$" }))]);
    let expected = vec![("length_between", json!({ "min": 7, "max": 7 }))];
    assert_eq!(form(&[shaped("A{2}-9{4}", 7), shaped("9{7}", 7)]), expected, "two shapes, one length");
    assert_eq!(form(&[shaped("文{2}", 2)]), [("length_between", json!({ "min": 2, "max": 2 }))]);
    assert!(form(&[shaped("-{7}", 1)]).is_empty(), "marks alone are no form");
    assert_eq!(
        form(&[shaped("9[9]", 4)]),
        [("length_between", json!({ "min": 4, "max": 4 }))],
        "a mark that is syntax"
    );
}

#[test]
fn f1_number_of_rows_leaves_room_and_has_no_upper_limit_while_it_grows() {
    let counts = |rows: &[i64]| {
        let history: Vec<Profile> = rows.iter().map(|rows| key(*rows, *rows)).collect();
        suggest(&[], &history).pop().map(|one| (one.settings, one.profiles))
    };
    assert_eq!(counts(&[10]), Some((json!({ "min": 1 }), 1)));
    assert_eq!(counts(&[1_000, 950, 1_010]), Some((json!({ "min": 475, "max": 2_020 }), 3)));
    assert_eq!(counts(&[3_000, 2_000, 1_000]), Some((json!({ "min": 500 }), 3)));
    assert_eq!(counts(&[1_000, 0, 1_000]), None, "a table that may be empty");
}

#[test]
fn f1_values_that_are_hidden_lead_to_no_suggestion_that_repeats_them() {
    let mut hidden = key(500, 500);
    hidden.columns[0].min = Some("7".into());
    hidden.columns[0].top = top(&[("7", 250), ("8", 250)]);
    hidden.columns[0].hide_values();
    assert_eq!(kinds(TypeClass::Integer, &[hidden]), ["not_null", "unique"]);
}

#[test]
fn f1_every_suggestion_is_a_check_that_can_be_asked() {
    use crate::{Asked, Engine, Table, Wish};
    let shaped = ColumnProfile {
        nulls: Some(0),
        distinct: Some(300),
        patterns: top(&[("A{2}9{4}", 300)]),
        patterns_of: 300,
        ..ColumnProfile::default()
    };
    let listed = ColumnProfile { nulls: Some(0), top: top(&[("it's", 200), ("b", 100)]), ..ColumnProfile::default() };
    let some = ColumnProfile { nulls: Some(3), ..ColumnProfile::default() };
    for (class, found) in [
        (TypeClass::Text, shaped),
        (TypeClass::Text, listed),
        (TypeClass::Integer, numbers(-3.0, 80.0)),
        (TypeClass::Float, numbers(0.0, 0.5)),
        (TypeClass::Boolean, some),
    ] {
        let history: Vec<Profile> = (0..3).map(|_| profile(300, found.clone())).collect();
        let columns = vec![column(class)];
        let suggested = suggest(&columns, &history);
        assert!(suggested.len() > 1, "{suggested:?}");
        for engine in [Engine::Postgres, Engine::MySql, Engine::Sqlite, Engine::DataFusion] {
            let parts = ["db", "public", "t"];
            let name = match engine {
                Engine::Postgres => catalog::Name::new("postgres://h", parts),
                Engine::MySql => catalog::Name::new("mysql://h", ["db", "t"]),
                _ => catalog::Name::new("file", ["/t"]),
            };
            let table = Table { name, columns: columns.clone(), engine, is_view: false, written_at: None };
            let asked: Vec<Asked> = suggested
                .iter()
                .map(|one| Asked {
                    key: one.kind.into(),
                    kind: one.kind.into(),
                    column: one.column.clone(),
                    settings: one.settings.clone(),
                    ..Asked::default()
                })
                .collect();
            let plan = crate::plan(&table, &asked, &Wish::default());
            assert!(plan.refused().is_empty(), "{engine:?}: {:?}", plan.refused());
        }
    }
}
