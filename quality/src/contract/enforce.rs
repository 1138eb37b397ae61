//! What a contract promises of a table, as checks that can be run.

use serde_json::{Map, Value, json};

use super::{
    agreed::{AgreedColumn, AgreedTable, Bound, Rule, RuleKind, Service},
    node::Node,
    service,
};
use crate::{check::Asked, words::Words};

/// A check that a contract asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Enforced {
    /// Where the contract says it.
    pub path: String,
    /// The check. Its key stays the same while the contract says the same at the same place.
    pub asked: Asked,
    /// How bad it is, in the contract's words.
    pub severity: Option<String>,
}

/// A promise that no check can hold anybody to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotEnforced {
    /// Where the contract says it.
    pub path: String,
    /// Why it is not checked.
    pub why: Words,
}

/// The checks of a table: what columns promise, the rules, and those service levels that name a column of it. `place` is how
/// the SQL of the source names the table; it stands for `{object}` in statements.
#[must_use]
pub fn checks(table: &AgreedTable, services: &[Service], place: &str) -> (Vec<Enforced>, Vec<NotEnforced>) {
    let mut made = Made { table, place, checks: Vec::new(), left: Vec::new() };
    for column in &table.columns {
        made.column(column);
    }
    made.key();
    for rule in &table.rules {
        made.rule(rule, None);
    }
    for service in services {
        made.service(service);
    }
    (made.checks, made.left)
}

struct Made<'a> {
    table: &'a AgreedTable,
    place: &'a str,
    checks: Vec<Enforced>,
    left: Vec<NotEnforced>,
}

impl Made<'_> {
    fn add(&mut self, path: &str, kind: &str, column: Option<&str>, settings: Value) -> &mut Asked {
        let key = format!("{}/{path}/{kind}", self.table.name);
        let (kind, column) = (kind.to_owned(), column.map(str::to_owned));
        let asked = Asked { key, kind, column, settings, ..Asked::default() };
        self.checks.push(Enforced { path: path.to_owned(), asked, severity: None });
        &mut self.checks.last_mut().expect("it was just put there").asked
    }

    fn leave(&mut self, path: &str, en: impl Into<String>, zh: impl Into<String>) {
        self.left.push(NotEnforced { path: path.to_owned(), why: Words::new(en, zh) });
    }

    fn column(&mut self, column: &AgreedColumn) {
        let (name, path) = (Some(column.source_name()), column.path.as_str());
        if column.required || column.key_position.is_some() {
            self.add(path, "not_null", name, json!({}));
        }
        if column.unique {
            self.add(path, "unique", name, json!({}));
        }
        if let Some(values) = &column.values {
            let values: Value = values.iter().map(Node::json).collect();
            self.add(path, "in_set", name, json!({ "values": values }));
        }
        let range = |least: &str, most: &str| {
            let ends = [("min", column.option(least)), ("max", column.option(most))];
            let ends: Map<String, Value> =
                ends.into_iter().filter_map(|(end, value)| Some((end.to_owned(), value?.json()))).collect();
            (!ends.is_empty()).then_some(Value::Object(ends))
        };
        if let Some(settings) = range("minLength", "maxLength") {
            self.add(path, "length_between", name, settings);
        }
        if let Some(settings) = range("minimum", "maximum") {
            self.add(path, "between", name, settings);
        }
        if let Some(pattern) = column.option("pattern").and_then(Node::text) {
            self.add(path, "matches", name, json!({ "pattern": pattern }));
        }
        for limit in ["exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"] {
            if column.option(limit).is_some() {
                self.leave(&format!("{path}.logicalTypeOptions.{limit}"), "no check asks for this", "没有对应的检查");
            }
        }
        for rule in &column.rules {
            self.rule(rule, Some(column));
        }
    }

    /// The primary key of the table: one column that is unique, or columns that are together.
    fn key(&mut self) {
        let mut keys: Vec<&AgreedColumn> =
            self.table.columns.iter().filter(|column| column.key_position.is_some()).collect();
        keys.sort_by_key(|column| column.key_position);
        let names: Vec<&str> = keys.iter().map(|column| column.source_name()).collect();
        match names.as_slice() {
            [] => {}
            [_] if keys[0].unique => {}
            [one] => {
                self.add(&keys[0].path, "unique", Some(one), json!({}));
            }
            many => {
                self.add(&self.table.path, "unique_combination", None, json!({ "columns": many }));
            }
        }
    }

    fn rule(&mut self, rule: &Rule, column: Option<&AgreedColumn>) {
        let before = self.checks.len();
        match &rule.kind {
            RuleKind::Text => self.leave(&rule.path, "it is words for people", "仅为文字说明"),
            RuleKind::Custom { engine, .. } => {
                self.leave(
                    &rule.path,
                    format!("`{engine}` runs it; import its results"),
                    format!("由 `{engine}` 执行，请导入其结果"),
                );
            }
            RuleKind::Sql { query } => self.sql(rule, column, query),
            RuleKind::Metric { metric, arguments } => self.metric(rule, column, (metric, arguments)),
        }
        for check in &mut self.checks[before..] {
            check.severity.clone_from(&rule.severity);
        }
    }

    fn sql(&mut self, rule: &Rule, column: Option<&AgreedColumn>, query: &str) {
        let Some((least, most)) = rule.bound.as_ref().and_then(ends) else {
            return self.leave(&rule.path, "what its number has to be is no single range", "其结果要求不是单一区间");
        };
        let name = column.map(AgreedColumn::source_name).unwrap_or_default();
        let table = self.place;
        let sql = [
            ("${object}", table),
            ("${table}", table),
            ("{object}", table),
            ("${property}", name),
            ("${column}", name),
            ("{property}", name),
        ]
        .into_iter()
        .fold(query.to_owned(), |sql, (placeholder, name)| sql.replace(placeholder, name));
        let mut settings = json!({ "sql": sql, "strategy": "value" });
        add_ends(&mut settings, least, most);
        self.add(&rule.path, "custom_sql", None, settings);
    }

    fn metric(&mut self, rule: &Rule, column: Option<&AgreedColumn>, asked: (&str, &Node)) {
        let (metric, arguments) = asked;
        let name = column.map(AgreedColumn::source_name);
        let path = rule.path.as_str();
        match metric {
            "rowCount" | "countCheck" => match rule.bound.as_ref().and_then(whole_ends) {
                Some((least, most)) if !rule.is_percent => {
                    let mut settings = json!({});
                    add_ends(&mut settings, least, most);
                    self.add(path, "row_count", None, settings);
                }
                _ => self.leave(path, "what its number has to be is no single range", "其结果要求不是单一区间"),
            },
            "nullValues" | "nullCheck" => self.tolerated(rule, "not_null", name, json!({})),
            "duplicateValues" | "duplicateCount" | "uniqueCheck" => {
                let columns: Vec<&str> = arguments
                    .get("properties")
                    .map(Node::items)
                    .unwrap_or_default()
                    .iter()
                    .filter_map(Node::text)
                    .collect();
                if column.is_some() {
                    self.tolerated(rule, "unique", name, json!({}));
                } else if columns.is_empty() {
                    self.leave(
                        path,
                        "it names no columns in `arguments.properties`",
                        "未在 `arguments.properties` 中指明字段",
                    );
                } else {
                    let columns: Vec<&str> = columns.into_iter().map(|column| self.in_source(column)).collect();
                    self.tolerated(rule, "unique_combination", None, json!({ "columns": columns }));
                }
            }
            "invalidValues" => self.invalid(rule, name, arguments),
            "missingValues" => self.missing(rule, name, arguments),
            other => {
                self.leave(path, format!("`{other}` is no metric that is known here"), format!("未知的指标 `{other}`"))
            }
        }
    }

    fn invalid(&mut self, rule: &Rule, column: Option<&str>, arguments: &Node) {
        let values =
            arguments.get("validValues").map(|values| values.items().iter().map(Node::json).collect::<Value>());
        let pattern = arguments.get("pattern").and_then(Node::text);
        if values.is_none() && pattern.is_none() || column.is_none() {
            return self.leave(
                &rule.path,
                "it says neither values nor a pattern of a column",
                "未给出字段的有效取值或模式",
            );
        }
        if let Some(values) = values {
            self.tolerated(rule, "in_set", column, json!({ "values": values }));
        }
        if let Some(pattern) = pattern {
            self.tolerated(rule, "matches", column, json!({ "pattern": pattern }));
        }
    }

    fn missing(&mut self, rule: &Rule, column: Option<&str>, arguments: &Node) {
        let markers: Vec<Value> = arguments
            .get("missingValues")
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .filter(|value| **value != Node::Null)
            .map(Node::json)
            .collect();
        match rule.bound.as_ref().and_then(whole_ends) {
            Some((least, most)) if !rule.is_percent && column.is_some() => {
                let mut settings = json!({ "markers": markers });
                add_ends(&mut settings, least, most);
                self.add(&rule.path, "missing_count", column, settings);
            }
            _ if markers.is_empty() => self.tolerated(rule, "not_null", column, json!({})),
            _ => self.leave(
                &rule.path,
                "a share of missing values with markers is not checked",
                "带标记值的缺失占比不做检查",
            ),
        }
    }

    /// A check that counts wrong rows, with as many of them as the rule lets pass.
    fn tolerated(&mut self, rule: &Rule, kind: &str, column: Option<&str>, settings: Value) {
        let most =
            match rule.bound.as_ref().and_then(|bound| if rule.is_percent { ends(bound) } else { whole_ends(bound) }) {
                Some((least, Some(most))) if least.is_none_or(|least| least <= 0.0) && most >= 0.0 => most,
                _ => {
                    let (en, zh) = ("it does not say how many may be wrong at most", "未说明最多允许多少错误");
                    return self.leave(&rule.path, en, zh);
                }
            };
        let is_percent = rule.is_percent;
        let tolerance = &mut self.add(&rule.path, kind, column, settings).tolerance;
        if is_percent {
            tolerance.share = Some((most / 100.0).min(1.0)).filter(|share| *share > 0.0);
        } else {
            #[expect(clippy::cast_possible_truncation, reason = "what is not saturates")]
            let errors = most as i64;
            tolerance.errors = Some(errors).filter(|errors| *errors > 0);
        }
    }

    fn service(&mut self, promise: &Service) {
        let Some(element) = promise.element.as_deref() else { return };
        let Some((table, column)) = element.trim().rsplit_once('.') else { return };
        let is_ours = table == self.table.name || table == self.table.source_name();
        if !is_ours || !matches!(promise.property.as_str(), "latency" | "freshness" | "frequency") {
            return;
        }
        match service::age_seconds(promise) {
            Some(seconds) => {
                let column = self.in_source(column).to_owned();
                self.add(&promise.path, "freshness", Some(&column), json!({ "hours": seconds / 3_600.0 }));
            }
            None => self.leave(&promise.path, "its value and unit are no length of time", "其取值和单位不是时长"),
        }
    }

    /// The name in the source of a column that the contract names.
    fn in_source<'b>(&'b self, name: &'b str) -> &'b str {
        self.table.columns.iter().find(|column| column.name == name).map_or(name, AgreedColumn::source_name)
    }
}

type Ends = (Option<f64>, Option<f64>);

/// The ends of a range, both part of it; none where they cannot be: shares may be less than 5 without a greatest one.
fn ends(bound: &Bound) -> Option<Ends> {
    match bound {
        Bound::Is(value) => value.number().map(|number| (Some(number), Some(number))),
        Bound::In { least, most } => {
            // Of shares the end counts as part: a table whose share is just that is rare, and nothing less can be said.
            Some((least.map(|(end, _)| end), most.map(|(end, _)| end)))
        }
        Bound::IsNot(_) | Bound::NotIn(..) => None,
    }
}

/// The same for whole numbers, where "less than 5" is "at most 4".
fn whole_ends(bound: &Bound) -> Option<Ends> {
    match bound {
        Bound::In { least, most } => {
            let least = least.map(|(end, is_part)| if is_part { end.ceil() } else { end.floor() + 1.0 });
            let most = most.map(|(end, is_part)| if is_part { end.floor() } else { end.ceil() - 1.0 });
            Some((least, most))
        }
        other => ends(other),
    }
}

fn add_ends(settings: &mut Value, least: Option<f64>, most: Option<f64>) {
    for (name, end) in [("min", least), ("max", most)] {
        if let Some(end) = end {
            let is_whole = end.fract() == 0.0 && end.abs() < 9e15;
            #[expect(clippy::cast_possible_truncation, reason = "only whole numbers that are exact are cast")]
            let number = if is_whole { json!(end as i64) } else { json!(end) };
            settings[name] = number;
        }
    }
}
