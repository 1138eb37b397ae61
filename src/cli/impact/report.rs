//! What breaks, as it is printed: one JSON value, a table, or Markdown for a pull request.

use std::collections::{BTreeMap, BTreeSet};

use lineage::whatif::{BrokenContract, WhatIf};
use serde_json::{Value, json};

use crate::cli::Output;

/// The question to a server.
pub(super) const QUERY: &str = "query($input: WhatIfInput!) { whatIf(input: $input) { total truncated notes
    changes { name kind change before after isBreaking }
    broken { name kind effect distance subtype owners path why }
    contractsTotal contracts { name effect owners breaches { column why } } } }";

/// The most lines of a list in Markdown; a comment on a pull request has a limit.
const MOST_LINES: usize = 200;

/// What breaks.
#[derive(Debug, Default)]
pub(super) struct Report {
    changes: Vec<Value>,
    broken: Vec<Value>,
    total: u64,
    truncated: bool,
    contracts: Vec<Value>,
    contracts_total: u64,
    notes: Vec<String>,
}

impl From<WhatIf> for Report {
    fn from(answer: WhatIf) -> Self {
        let changes = answer.changes.into_iter().map(|change| {
            json!({ "name": change.name.to_string(), "kind": change.asset_kind, "change": change.kind,
                "before": change.before, "after": change.after, "breaking": change.is_breaking })
        });
        let broken = answer.broken.into_iter().map(|broken| {
            let path: Vec<Option<String>> =
                broken.path.into_iter().map(|name| name.map(|name| name.to_string())).collect();
            json!({ "name": broken.asset.name.to_string(), "kind": broken.asset.kind, "why": broken.why,
                "owners": broken.owners, "path": path, "effect": broken.effect, "distance": broken.distance,
                "subtype": broken.reference })
        });
        Self {
            changes: changes.collect(),
            broken: broken.collect(),
            total: answer.total as u64,
            truncated: answer.truncated,
            contracts: answer.contracts.into_iter().map(contract).collect(),
            contracts_total: answer.contracts_total as u64,
            notes: answer.notes,
        }
    }
}

fn contract(broken: BrokenContract) -> Value {
    json!({ "name": broken.table.name.to_string(), "effect": broken.effect, "owners": broken.owners,
        "breaches": broken.breaches })
}

impl Report {
    /// The answer of a server.
    pub(super) fn of_server(answer: &Value) -> Self {
        let list = |name: &str| answer[name].as_array().cloned().unwrap_or_default();
        let word = |value: &Value| Value::from(value.as_str().unwrap_or_default().to_ascii_lowercase());
        let changes = list("changes").into_iter().map(|change| {
            json!({ "name": change["name"], "kind": word(&change["kind"]), "change": word(&change["change"]),
                "before": change["before"], "after": change["after"], "breaking": change["isBreaking"] })
        });
        let broken = list("broken").into_iter().map(|broken| {
            json!({ "name": broken["name"], "kind": word(&broken["kind"]), "why": broken["why"],
                "owners": broken["owners"], "path": broken["path"], "effect": word(&broken["effect"]),
                "distance": broken["distance"], "subtype": broken["subtype"] })
        });
        let contracts = list("contracts").into_iter().map(|mut contract| {
            contract["effect"] = word(&contract["effect"]);
            contract
        });
        let notes = list("notes");
        Self {
            changes: changes.collect(),
            broken: broken.collect(),
            total: answer["total"].as_u64().unwrap_or_default(),
            truncated: answer["truncated"].as_bool().unwrap_or_default(),
            contracts: contracts.collect(),
            contracts_total: answer["contractsTotal"].as_u64().unwrap_or_default(),
            notes: notes.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        }
    }

    /// Whether nothing breaks.
    pub(super) fn is_empty(&self) -> bool {
        self.total == 0 && self.broken.is_empty() && self.contracts.is_empty()
    }

    /// What could not be read or found.
    pub(super) fn notes(&self) -> &[String] {
        &self.notes
    }

    pub(super) fn value(&self) -> Value {
        json!({ "broken": self.broken, "total": self.total, "truncated": self.truncated, "changes": self.changes,
            "contracts": self.contracts, "contracts_total": self.contracts_total, "notes": self.notes })
    }

    pub(super) fn for_people(&self, output: &Output) -> String {
        let changes = self.changes.iter().filter(|change| change["breaking"] == true).count();
        let other = self.changes.len() - changes;
        let head = format!("{changes} breaking changes, {other} others");
        if self.is_empty() {
            return format!("{head}\nnothing breaks");
        }
        let rows = self.broken.iter().map(|broken| {
            let cell = |name: &str| broken[name].as_str().unwrap_or_default().to_owned();
            vec![cell("effect"), cell("kind"), cell("name"), owners(broken).join(", "), cell("why")]
        });
        let table = output.table(&["effect", "kind", "name", "owners", "why"], rows);
        let mut text = format!("{head}\n{table}\n{}", self.count());
        if !self.contracts.is_empty() {
            let rows = self.contracts.iter().flat_map(|contract| {
                let cells = |breach: &Value| {
                    let cell = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                    let owners = owners(contract).join(", ");
                    vec![
                        cell(&contract["effect"]),
                        cell(&contract["name"]),
                        cell(&breach["column"]),
                        owners,
                        cell(&breach["why"]),
                    ]
                };
                breaches(contract).iter().map(cells)
            });
            let table = output.table(&["effect", "contract of", "column", "owners", "why"], rows.collect::<Vec<_>>());
            text += &format!("\n\n{table}\n{} contracts in all", self.contracts_total);
        }
        text
    }

    /// How many of each kind break, such as `2 metrics, 1 dashboard`.
    fn kinds(&self) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for broken in &self.broken {
            *counts.entry(broken["kind"].as_str().unwrap_or_default()).or_default() += 1;
        }
        let words = counts.into_iter().map(|(kind, count)| {
            let word = kind.replace('_', " ");
            if count == 1 { format!("1 {word}") } else { format!("{count} {}", plural(&word)) }
        });
        words.collect::<Vec<_>>().join(", ")
    }

    fn count(&self) -> String {
        let shown = self.broken.len();
        match (self.truncated, self.total) {
            (true, total) => format!("at least {total} in all, {shown} of them shown"),
            (false, total) => format!("{total} in all"),
        }
    }

    /// Markdown: a line that says it all, the owners, and what breaks behind a fold.
    pub(super) fn markdown(&self) -> String {
        let breaking: Vec<&Value> = self.changes.iter().filter(|change| change["breaking"] == true).collect();
        let mut text = match self.is_empty() {
            true => "### ✅ Nothing breaks\n\n".to_owned(),
            false => format!("### ⚠️ {} assets break or are affected\n\n", self.total),
        };
        if !self.broken.is_empty() {
            text += &format!("{}{}.\n\n", if self.truncated { "Among them " } else { "" }, self.kinds());
        }
        let mut owned: BTreeSet<String> = BTreeSet::new();
        self.broken.iter().chain(&self.contracts).for_each(|broken| owned.extend(owners(broken)));
        if !owned.is_empty() {
            let mentioned: Vec<String> = owned.iter().map(|owner| mention(owner)).collect();
            text += &format!("Owners: {}\n\n", mentioned.join(", "));
        }
        text += &folded(&format!("Breaking changes ({})", breaking.len()), breaking.into_iter().map(change_line));
        text += &folded(
            &format!("Broken contracts ({})", self.contracts_total),
            self.contracts.iter().flat_map(contract_lines).collect::<Vec<_>>().into_iter(),
        );
        for (effect, title) in [("breaks", "Breaks"), ("affected", "Affected")] {
            let hit: Vec<&Value> = self.broken.iter().filter(|broken| broken["effect"] == effect).collect();
            text += &folded(&format!("{title} ({})", hit.len()), hit.into_iter().map(broken_line));
        }
        if self.truncated {
            text += &format!("{}.\n\n", self.count());
        }
        text += &folded(&format!("Notes ({})", self.notes.len()), self.notes.iter().map(|note| escaped(note)));
        text
    }
}

fn owners(broken: &Value) -> Vec<String> {
    let owners = broken["owners"].as_array().map(Vec::as_slice).unwrap_or_default();
    owners.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn breaches(contract: &Value) -> &[Value] {
    contract["breaches"].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn plural(word: &str) -> String {
    word.strip_suffix('y').map_or_else(|| format!("{word}s"), |stem| format!("{stem}ies"))
}

/// A fold with a list; nothing for an empty one.
fn folded(title: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return String::new();
    }
    let shown: Vec<String> = lines.iter().take(MOST_LINES).map(|line| format!("- {line}")).collect();
    let more = match lines.len().saturating_sub(MOST_LINES) {
        0 => String::new(),
        more => format!("\n- … and {more} more"),
    };
    format!("<details><summary>{title}</summary>\n\n{}{more}\n\n</details>\n\n", shown.join("\n"))
}

fn change_line(change: &Value) -> String {
    let text = |name: &str| change[name].as_str().unwrap_or_default();
    let how = match (text("before"), text("after")) {
        ("", "") => String::new(),
        ("", after) => format!(": {}", code(after)),
        (before, after) => format!(": {} → {}", code(before), code(after)),
    };
    format!("{} {} {}{how}", text("change"), text("kind"), code(text("name")))
}

fn broken_line(broken: &Value) -> String {
    let text = |name: &str| broken[name].as_str().unwrap_or_default();
    let owners: Vec<String> = owners(broken).iter().map(|owner| mention(owner)).collect();
    let whose = if owners.is_empty() { String::new() } else { format!(" — {}", owners.join(", ")) };
    format!("{} {}{whose}: {}", text("kind"), code(text("name")), why(text("why")))
}

fn contract_lines(contract: &Value) -> impl Iterator<Item = String> {
    let owners: Vec<String> = owners(contract).iter().map(|owner| mention(owner)).collect();
    let whose = if owners.is_empty() { String::new() } else { format!(" — {}", owners.join(", ")) };
    let name = code(contract["name"].as_str().unwrap_or_default());
    breaches(contract)
        .iter()
        .map(move |breach| format!("{name}{whose}: {}", why(breach["why"].as_str().unwrap_or_default())))
}

/// The reason, in which names stand in backquotes already.
fn why(text: &str) -> String {
    text.replace(['\n', '\r', '<', '>'], " ")
}

/// A name as code; no name ends it.
fn code(text: &str) -> String {
    format!("`{}`", text.replace(['`', '\n', '\r'], " "))
}

/// A person or team, mentioned where that is a name that can be.
fn mention(owner: &str) -> String {
    let is_handle = |letter: char| letter.is_ascii_alphanumeric() || ['-', '_', '/', '.'].contains(&letter);
    if !owner.is_empty() && owner.chars().all(is_handle) { format!("@{owner}") } else { escaped(owner) }
}

/// Text that Markdown takes for nothing else.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => safe.push(' '),
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '@' | '!' => {
                safe.push('\\');
                safe.push(letter);
            }
            _ => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(name: &str, owner: &str) -> Report {
        Report {
            changes: vec![json!({ "name": "pg://h/a.b", "kind": "column", "change": "dropped", "breaking": true })],
            broken: vec![json!({ "name": name, "kind": "table", "why": "`a.b` is dropped", "owners": [owner],
                "path": ["pg://h/a.b", name], "effect": "breaks", "distance": 1 })],
            total: 1,
            truncated: false,
            contracts: vec![json!({ "name": name, "effect": "breaks", "owners": [owner],
                "breaches": [{ "column": "b", "why": "`a.b` is dropped" }] })],
            contracts_total: 1,
            notes: vec!["line 1: <b>odd</b>".to_owned()],
        }
    }

    #[test]
    fn j9_markdown_folds_what_breaks_and_mentions_owners() {
        let text = report("pg://h/v", "data-team").markdown();
        assert!(
            text.starts_with("### ⚠️ 1 assets break or are affected\n\n1 table.\n\nOwners: @data-team\n"),
            "{text}"
        );
        let contracts =
            "<details><summary>Broken contracts (1)</summary>\n\n- `pg://h/v` — @data-team: `a.b` is dropped";
        assert!(text.contains(contracts), "{text}");
        assert!(
            text.contains(
                "<details><summary>Breaks (1)</summary>\n\n- table `pg://h/v` — @data-team: `a.b` is dropped"
            )
        );
        assert!(text.contains("- dropped column `pg://h/a.b`"));
        assert!(Report::default().markdown().starts_with("### ✅ Nothing breaks"));
    }

    #[test]
    fn threat_19_markdown_of_hostile_names_stays_text() {
        let text = report("x` <script>\n# y", "<img src=x> @all").markdown();
        assert!(
            !text.contains("- <img") && !text.contains(" <img") && text.contains("\\<img src=x\\> \\@all"),
            "{text}"
        );
        assert!(text.contains("`x  <script> # y`") && text.contains("\\<b\\>odd"), "{text}");
    }
}
