//! Columns of two versions: what is gone, what is narrower, what may come that never came.

use super::{
    super::{
        agreed::{AgreedColumn, LogicalType},
        difference::{Change, Difference},
        node::Node,
        physical,
    },
    pairs,
    rules::compare_rules,
};

/// Options that are limits: whether the limit is an upper one.
const LIMITS: &[(&str, bool)] = &[
    ("maxLength", true),
    ("minLength", false),
    ("maximum", true),
    ("minimum", false),
    ("exclusiveMaximum", true),
    ("exclusiveMinimum", false),
    ("maxItems", true),
    ("minItems", false),
    ("maxProperties", true),
    ("minProperties", false),
];

/// Compares the columns of a table, or those inside of one.
pub(super) fn compare_columns(path: &str, old: &[AgreedColumn], new: &[AgreedColumn], found: &mut Vec<Difference>) {
    for (before, after) in pairs(old, new, |column| (column.id.as_deref(), &column.name)) {
        match (before, after) {
            (Some(column), None) => {
                let (en, zh) =
                    (format!("the column `{}` is gone", column.name), format!("字段 `{}` 已删除", column.name));
                found.push(Difference::new(inside(path, &column.name), Change::ColumnRemoved, en, zh));
            }
            (None, Some(column)) => {
                let (en, zh) = (format!("the column `{}` is new", column.name), format!("新增字段 `{}`", column.name));
                found.push(Difference::new(inside(path, &column.name), Change::ColumnAdded, en, zh));
            }
            (Some(before), Some(after)) => compare_column(&inside(path, &before.name), before, after, found),
            (None, None) => {}
        }
    }
}

fn inside(path: &str, name: &str) -> String {
    if name.is_empty() { format!("{path}[]") } else { format!("{path}.{name}") }
}

fn compare_column(path: &str, before: &AgreedColumn, after: &AgreedColumn, found: &mut Vec<Difference>) {
    if before.source_name() != after.source_name() {
        let (old, new) = (before.source_name(), after.source_name());
        let (en, zh) = (format!("`{old}` is called `{new}`"), format!("`{old}` 改名为 `{new}`"));
        found.push(Difference::new(path, Change::ColumnRenamed, en, zh));
    }
    found.extend(of_types(path, before, after));
    let flag = |was: bool, is: bool, lost: (Change, &str, &str), won: (Change, &str, &str)| {
        let (what, en, zh) = match (was, is) {
            (true, false) => lost,
            (false, true) => won,
            _ => return None,
        };
        Some(Difference::new(path, what, en, zh))
    };
    found.extend(flag(
        before.required,
        after.required,
        (Change::NotRequired, "values may be absent from now on", "今后可能为空"),
        (Change::Required, "values are always there from now on", "今后必有值"),
    ));
    found.extend(flag(
        before.unique,
        after.unique,
        (Change::NotUnique, "values may repeat from now on", "今后可能重复"),
        (Change::Unique, "values are unique from now on", "今后唯一"),
    ));
    if before.key_position != after.key_position {
        let (en, zh) = ("the primary key is made of other columns", "主键的组成有变化");
        found.push(Difference::new(path, Change::KeyChanged, en, zh));
    }
    compare_values(path, before.values.as_deref(), after.values.as_deref(), found);
    compare_options(path, before, after, found);
    compare_rules(path, &before.rules, &after.rules, found);
    compare_columns(path, &before.columns, &after.columns, found);
}

fn of_types(path: &str, before: &AgreedColumn, after: &AgreedColumn) -> Option<Difference> {
    let told = |was: String, is: String, what| {
        Some(Difference::new(path, what, format!("the type was {was}, is {is}"), format!("类型由 {was} 变为 {is}")))
    };
    if before.logical_type != after.logical_type {
        let word = |logical: Option<LogicalType>| {
            logical.map_or("-".to_owned(), |logical| format!("{logical:?}").to_lowercase())
        };
        let what = match (before.logical_type, after.logical_type) {
            (Some(LogicalType::Integer), Some(LogicalType::Number)) => Change::TypeWidened,
            (Some(LogicalType::Number), Some(LogicalType::Integer)) => Change::TypeNarrowed,
            // Said at last, or no more: the physical type tells whether anything is different.
            (None, _) | (_, None) => return of_physical(before, after).and_then(|(was, is, what)| told(was, is, what)),
            _ => Change::TypeChanged,
        };
        return told(word(before.logical_type), word(after.logical_type), what);
    }
    of_physical(before, after).and_then(|(was, is, what)| told(was, is, what))
}

fn of_physical(before: &AgreedColumn, after: &AgreedColumn) -> Option<(String, String, Change)> {
    let (was, is) = (before.physical_type.as_deref()?, after.physical_type.as_deref()?);
    if physical::is_same(was, is) {
        return None;
    }
    let what = if physical::fits_in(was, is) {
        Change::TypeWidened
    } else if physical::fits_in(is, was) {
        Change::TypeNarrowed
    } else {
        Change::TypeChanged
    };
    Some((was.to_owned(), is.to_owned(), what))
}

fn compare_values(path: &str, before: Option<&[Node]>, after: Option<&[Node]>, found: &mut Vec<Difference>) {
    let (gone, come) = match (before, after) {
        (None, None) => (false, false),
        (None, Some(_)) => {
            let (en, zh) = ("only listed values come from now on", "今后只出现列出的取值");
            found.push(Difference::new(path, Change::LimitTightened, en, zh));
            return;
        }
        (Some(_), None) => (false, true),
        (Some(before), Some(after)) => {
            (before.iter().any(|value| !after.contains(value)), after.iter().any(|value| !before.contains(value)))
        }
    };
    if gone {
        let (en, zh) = ("a value that was allowed comes no more", "有原先允许的取值不再出现");
        found.push(Difference::new(path, Change::ValuesNarrowed, en, zh));
    }
    if come {
        let (en, zh) = ("a value may come that was not allowed", "可能出现原先不允许的取值");
        found.push(Difference::new(path, Change::ValuesWidened, en, zh));
    }
}

fn compare_options(path: &str, before: &AgreedColumn, after: &AgreedColumn, found: &mut Vec<Difference>) {
    let mut names: Vec<&str> = before.options.iter().chain(&after.options).map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let (was, is) = (before.option(name), after.option(name));
        if was == is {
            continue;
        }
        let upper = LIMITS.iter().find(|(limit, _)| *limit == name).map(|(_, is_upper)| *is_upper);
        let what = match (upper, was.map(Node::number), is.map(Node::number)) {
            (_, None, Some(_)) => Change::LimitTightened,
            (_, Some(_), None) => Change::LimitLoosened,
            (Some(is_upper), Some(Some(was)), Some(Some(is))) => {
                if (is > was) == is_upper {
                    Change::LimitLoosened
                } else {
                    Change::LimitTightened
                }
            }
            _ => Change::LimitChanged,
        };
        let said = |value: Option<&Node>| value.map_or("-".to_owned(), ToString::to_string);
        let (was, is) = (said(was), said(is));
        let (en, zh) = (format!("`{name}` was {was}, is {is}"), format!("`{name}` 由 {was} 变为 {is}"));
        found.push(Difference::new(path, what, en, zh));
    }
}
