//! Rules of two versions: those that are gone, and those that ask for less.

use super::super::{
    agreed::{Bound, Rule, RuleKind},
    difference::{Change, Difference},
};

/// Compares the rules of a table or column. Rules are the same by their identifier, else by what they ask for.
pub(super) fn compare_rules(path: &str, old: &[Rule], new: &[Rule], found: &mut Vec<Difference>) {
    let mut taken = vec![false; new.len()];
    for before in old {
        let named = |rule: &Rule| before.id.is_some() && rule.id == before.id;
        let is_free = |at: &usize| !taken[*at];
        let candidates: Vec<usize> = (0..new.len()).filter(is_free).collect();
        let place = candidates
            .iter()
            .find(|at| named(&new[**at]))
            .or_else(|| candidates.iter().find(|at| subject(&new[**at]) == subject(before)))
            .copied();
        let Some(at) = place else {
            let name = told(before);
            let (en, zh) = (format!("the rule {name} is gone"), format!("规则 {name} 已删除"));
            found.push(Difference::new(path, Change::RuleDropped, en, zh));
            continue;
        };
        taken[at] = true;
        found.extend(compare_rule(path, before, &new[at]));
    }
    for rule in new.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(rule, _)| rule) {
        let name = told(rule);
        let (en, zh) = (format!("the rule {name} is new"), format!("新增规则 {name}"));
        found.push(Difference::new(path, Change::RuleAdded, en, zh));
    }
}

/// What makes two rules without identifiers the same: all but what the answer has to be.
fn subject(rule: &Rule) -> (&RuleKind, bool, Option<&str>) {
    let words = matches!(rule.kind, RuleKind::Text).then_some(rule.description.as_deref()).flatten();
    (&rule.kind, rule.is_percent, words)
}

fn told(rule: &Rule) -> String {
    let name = rule.id.clone().unwrap_or_else(|| match &rule.kind {
        RuleKind::Text => rule.description.clone().unwrap_or_else(|| "text".to_owned()),
        RuleKind::Metric { metric, .. } => metric.clone(),
        RuleKind::Sql { .. } => "sql".to_owned(),
        RuleKind::Custom { engine, .. } => engine.clone(),
    });
    format!("`{}`", name.chars().take(80).collect::<String>())
}

fn compare_rule(path: &str, before: &Rule, after: &Rule) -> Option<Difference> {
    let name = told(before);
    if subject(before) != subject(after) {
        let (en, zh) = (format!("the rule {name} asks for something else"), format!("规则 {name} 的内容有变化"));
        return Some(Difference::new(path, Change::RuleChanged, en, zh));
    }
    if before.bound == after.bound {
        return None;
    }
    let (what, en, zh) = match (range(before), range(after)) {
        (Some(old), Some(new)) if holds(old, new) && holds(new, old) => return None,
        (Some(old), Some(new)) if holds(old, new) => (Change::RuleTightened, "asks for more", "更严格"),
        (Some(old), Some(new)) if holds(new, old) => (Change::RuleLoosened, "asks for less", "更宽松"),
        _ => (Change::RuleChanged, "asks for something else", "的要求有变化"),
    };
    Some(Difference::new(path, what, format!("the rule {name} {en}"), format!("规则 {name} {zh}")))
}

/// The numbers that are fine; each end with whether it is one of them. None where they are no single range.
type Range = (Option<(f64, bool)>, Option<(f64, bool)>);

fn range(rule: &Rule) -> Option<Range> {
    let (least, most) = match rule.bound.as_ref()? {
        Bound::Is(value) => {
            let end = value.number().map(|number| (number, true))?;
            (Some(end), Some(end))
        }
        Bound::In { least, most } => (*least, *most),
        Bound::IsNot(_) | Bound::NotIn(..) => return None,
    };
    // What is counted or shared is never below nothing, so `less than 5` and `from 0, less than 5` are one.
    let is_counted = matches!(rule.kind, RuleKind::Metric { .. });
    let says_something = |(end, is_part): &(f64, bool)| !is_counted || *end > 0.0 || (*end == 0.0 && !is_part);
    Some((least.filter(says_something), most))
}

/// Whether the outer range has every number of the inner one.
fn holds(outer: Range, inner: Range) -> bool {
    let least = match (outer.0, inner.0) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((a, a_in)), Some((b, b_in))) => a < b || (a == b && (a_in || !b_in)),
    };
    let most = match (outer.1, inner.1) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((a, a_in)), Some((b, b_in))) => a > b || (a == b && (a_in || !b_in)),
    };
    least && most
}
