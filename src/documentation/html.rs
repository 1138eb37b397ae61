//! Documentation as one page that needs nothing beside it: it can be mailed, printed and kept. Everything that people or
//! sources wrote is text in it, never markup.

use catalog::{Asset, RelationKind, Result};

use super::{Entry, Head, Totals, Write, facts};

/// The looks. Light and dark follow the reader's system; on paper it is always light.
const STYLE: &str = include_str!("style.css");

/// The page, with the names for its table of contents.
#[derive(Debug, Default)]
pub(super) struct Html {
    contents: Vec<(usize, String)>,
}

impl Write for Html {
    fn begin(&mut self, head: &Head, out: &mut Vec<u8>) {
        let title = escaped(head.root.display_name());
        let page = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
            head.words.code
        );
        out.extend_from_slice(page.as_bytes());
    }

    fn entry(&mut self, head: &Head, entry: &Entry, out: &mut Vec<u8>) -> Result<()> {
        let asset = &entry.asset;
        let mut text = section(head, entry, self.contents.len());
        if entry.depth == 0 {
            let at = head.at.format("%Y-%m-%d %H:%M UTC");
            let words = head.words;
            text.push_str(&format!(
                "<p class=\"by\">{}: {} · {} <time datetime=\"{}\">{at}</time></p>\n",
                words.exported_by,
                escaped(&head.exporter),
                words.at,
                head.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
            ));
        }
        text.push_str(&about(head, asset));
        if !entry.columns.is_empty() {
            text.push_str(&columns(head, entry));
        }
        text.push_str("</section>\n");
        self.contents.push((entry.depth, asset.display_name().to_owned()));
        out.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn end(&mut self, head: &Head, totals: Totals, out: &mut Vec<u8>) -> Result<()> {
        let words = head.words;
        let mut text = format!(
            "<footer>{}: {} · {}: {} · {}: {}</footer>\n</main>\n<nav aria-label=\"{}\"><h2>{}</h2><ol>\n",
            words.tables,
            totals.tables,
            words.columns,
            totals.columns,
            words.others,
            totals.others,
            words.contents,
            words.contents
        );
        for (number, (depth, name)) in self.contents.iter().enumerate() {
            let depth = (*depth).min(6);
            text.push_str(&format!("<li class=\"d{depth}\"><a href=\"#a{number}\">{}</a></li>\n", escaped(name)));
        }
        text.push_str("</ol></nav>\n</body>\n</html>\n");
        out.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

fn section(head: &Head, entry: &Entry, number: usize) -> String {
    let level = (entry.depth + 1).min(6);
    format!(
        "<section>\n<h{level} id=\"a{number}\">{} <small>{}</small></h{level}>\n<p><code>{}</code></p>\n",
        escaped(entry.asset.display_name()),
        head.words.kind(entry.asset.kind),
        escaped(&entry.asset.name.to_string())
    )
}

fn about(head: &Head, asset: &Asset) -> String {
    let mut text = String::new();
    let description = facts::description(asset);
    if !description.is_empty() {
        text.push_str(&format!("<p class=\"text\">{}</p>\n", escaped(description)));
    }
    let words = head.words;
    let sorts =
        [(words.owners, RelationKind::Owner), (words.tags, RelationKind::Tag), (words.tier, RelationKind::Tier)];
    let told = sorts.map(|(word, kind)| (word, facts::targets(asset, kind)));
    let told: Vec<_> = told.iter().filter(|(_, targets)| !targets.is_empty()).collect();
    if !told.is_empty() {
        text.push_str("<dl>");
        for (word, targets) in told {
            text.push_str(&format!("<dt>{word}</dt><dd>{}</dd>", escaped(targets)));
        }
        text.push_str("</dl>\n");
    }
    text
}

fn columns(head: &Head, entry: &Entry) -> String {
    let words = head.words;
    let titles =
        [words.column, words.data_type, words.nullable, words.default, words.key, words.description, words.tags];
    let head_cells: String = titles.iter().map(|title| format!("<th scope=\"col\">{title}</th>")).collect();
    let mut text = format!("<div class=\"wide\"><table>\n<thead><tr>{head_cells}</tr></thead>\n<tbody>\n");
    for column in &entry.columns {
        let details = facts::column(column);
        let yes_or_no = |is: bool| if is { words.yes } else { words.no };
        text.push_str(&format!(
            "<tr><th scope=\"row\"><code>{}</code></th><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td>\
             <td class=\"text\">{}</td><td>{}</td></tr>\n",
            escaped(&facts::column_name(&entry.asset, column)),
            escaped(details.map_or("", |it| &it.data_type.text)),
            details.map_or("", |it| yes_or_no(it.is_nullable)),
            escaped(details.and_then(|it| it.default_value.as_deref()).unwrap_or_default()),
            escaped(&facts::keys(&entry.asset, column)),
            escaped(facts::description(column)),
            escaped(&facts::targets(column, RelationKind::Tag)),
        ));
    }
    text.push_str("</tbody></table></div>\n");
    text
}

/// Text as HTML shows it, in elements and in attributes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(sign),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}
