//! Documentation in Markdown: a heading for each thing, a table for its columns. Descriptions are shown as text, so that
//! none of them can make headings, links or HTML of its own.

use std::fmt::Write as _;

use catalog::{Asset, RelationKind, Result};

use super::{Entry, Head, Totals, Write, facts};

#[derive(Debug)]
pub(super) struct Markdown;

impl Write for Markdown {
    fn begin(&mut self, _head: &Head, _out: &mut Vec<u8>) {}

    fn entry(&mut self, head: &Head, entry: &Entry, out: &mut Vec<u8>) -> Result<()> {
        let mut text = String::new();
        describe(head, entry, &mut text);
        if !entry.columns.is_empty() {
            columns(head, entry, &mut text);
        }
        out.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn end(&mut self, head: &Head, totals: Totals, out: &mut Vec<u8>) -> Result<()> {
        let words = head.words;
        let line = format!(
            "---\n\n{}: {} · {}: {} · {}: {}\n",
            words.tables, totals.tables, words.columns, totals.columns, words.others, totals.others
        );
        out.extend_from_slice(line.as_bytes());
        Ok(())
    }
}

fn describe(head: &Head, entry: &Entry, text: &mut String) {
    let (asset, words) = (&entry.asset, head.words);
    let level = "#".repeat((entry.depth + 1).min(6));
    let _ = writeln!(text, "{level} {} ({})\n", plain(asset.display_name()), words.kind(asset.kind));
    let _ = writeln!(text, "{}\n", code(&asset.name.to_string()));
    if entry.depth == 0 {
        let at = head.at.format("%Y-%m-%d %H:%M UTC");
        let _ = writeln!(text, "{}: {} · {} {at}\n", words.exported_by, plain(&head.exporter), words.at);
    }
    let lines: Vec<String> = facts::description(asset).lines().map(plain).collect();
    if !lines.is_empty() {
        let _ = writeln!(text, "{}\n", lines.join("  \n"));
    }
    let ties = ties(head, asset);
    if !ties.is_empty() {
        let _ = writeln!(text, "{}\n", ties.join(" · "));
    }
}

fn ties(head: &Head, asset: &Asset) -> Vec<String> {
    let words = head.words;
    let sorts =
        [(words.owners, RelationKind::Owner), (words.tags, RelationKind::Tag), (words.tier, RelationKind::Tier)];
    let told = sorts.map(|(word, kind)| (word, facts::targets(asset, kind)));
    told.into_iter().filter(|(_, it)| !it.is_empty()).map(|(word, it)| format!("{word}: {}", plain(&it))).collect()
}

fn columns(head: &Head, entry: &Entry, text: &mut String) {
    let words = head.words;
    let titles =
        [words.column, words.data_type, words.nullable, words.default, words.key, words.description, words.tags];
    let _ = writeln!(text, "| {} |\n|{}", titles.join(" | "), " --- |".repeat(titles.len()));
    for column in &entry.columns {
        let details = facts::column(column);
        let yes_or_no = |is: bool| if is { words.yes } else { words.no };
        let cells = [
            plain(&facts::column_name(&entry.asset, column)),
            plain(details.map_or("", |it| &it.data_type.text)),
            details.map_or("", |it| yes_or_no(it.is_nullable)).to_owned(),
            plain(details.and_then(|it| it.default_value.as_deref()).unwrap_or_default()),
            plain(&facts::keys(&entry.asset, column)),
            plain(facts::description(column)),
            plain(&facts::targets(column, RelationKind::Tag)),
        ];
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text.push('\n');
}

/// Text in which no sign means anything but itself; lines become one.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for sign in text.trim().chars() {
        match sign {
            '\n' | '\r' | '\t' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '!' | '|' | '>' | '~' | '-'
            | '=' => {
                out.push('\\');
                out.push(sign);
            }
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

/// A name as code, whatever backticks are in it.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    let longest = text.split(|sign| sign != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest == 0 { format!("`{text}`") } else { format!("{fence} {text} {fence}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threat_19_nothing_in_a_comment_is_markup() {
        assert_eq!(plain("<b>| x | [a](javascript:1)\n# h"), "&lt;b\\>\\| x \\| \\[a\\]\\(javascript:1\\) \\# h");
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
    }
}
