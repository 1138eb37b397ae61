//! Documentation as a Word document: headings that the navigation pane shows, a table for each table's columns.

use std::io::Cursor;

use catalog::{Error, RelationKind, Result};
use docx_rs::{
    BreakType, Docx, Paragraph, Run, RunFonts, Shading, Style, StyleType, Table, TableCell, TableRow, WidthType,
};

use super::{Entry, Head, Totals, Write, facts};

/// The most rows: it is packed as a whole, and word processors hold it as a whole, too.
pub(super) const MOST_ROWS: usize = 20_000;

/// The widths of a table's columns, in fiftieths of a per cent.
const WIDTHS: [usize; 6] = [950, 750, 350, 700, 1500, 750];

/// The document so far.
#[derive(Debug, Default)]
pub(super) struct Word {
    document: Docx,
    rows: usize,
}

impl Write for Word {
    fn begin(&mut self, _head: &Head, _out: &mut Vec<u8>) {
        let fonts = RunFonts::new().ascii("Calibri").hi_ansi("Calibri").east_asia("Microsoft YaHei");
        let mut document = Docx::new().default_fonts(fonts).default_size(20);
        for (level, size) in [(1, 40), (2, 32), (3, 26), (4, 24), (5, 22), (6, 22)] {
            let style = Style::new(heading(level), StyleType::Paragraph).name(format!("heading {level}"));
            document = document.add_style(style.size(size).bold().outline_lvl(level - 1));
        }
        self.document = document;
    }

    fn entry(&mut self, head: &Head, entry: &Entry, _out: &mut Vec<u8>) -> Result<()> {
        self.rows += 1 + entry.columns.len();
        if self.rows > MOST_ROWS {
            let problem = format!(
                "`docx` holds at most {MOST_ROWS} rows and there are more; document a part of it, or take html, md or csv"
            );
            return Err(Error::invalid("format", problem));
        }
        let mut document = std::mem::take(&mut self.document);
        for paragraph in paragraphs(head, entry) {
            document = document.add_paragraph(paragraph);
        }
        if !entry.columns.is_empty() {
            document = document.add_table(columns(head, entry)).add_paragraph(Paragraph::new());
        }
        self.document = document;
        Ok(())
    }

    fn end(&mut self, head: &Head, totals: Totals, out: &mut Vec<u8>) -> Result<()> {
        let words = head.words;
        let line = format!(
            "{}: {} · {}: {} · {}: {}",
            words.tables, totals.tables, words.columns, totals.columns, words.others, totals.others
        );
        let document = std::mem::take(&mut self.document).add_paragraph(paragraph(&line));
        let mut file = Cursor::new(Vec::new());
        document.build().pack(&mut file).expect("a vector takes every byte");
        out.append(&mut file.into_inner());
        Ok(())
    }
}

fn heading(level: usize) -> String {
    format!("Heading{level}")
}

fn paragraphs(head: &Head, entry: &Entry) -> Vec<Paragraph> {
    let (asset, words) = (&entry.asset, head.words);
    let level = (entry.depth + 1).min(6);
    let title = format!("{} ({})", asset.display_name(), words.kind(asset.kind));
    let mut paragraphs = vec![
        Paragraph::new().style(&heading(level)).add_run(run(&title)),
        Paragraph::new().add_run(run(&asset.name.to_string()).color("57606C")),
    ];
    if entry.depth == 0 {
        let at = head.at.format("%Y-%m-%d %H:%M UTC");
        paragraphs.push(paragraph(&format!("{}: {} · {} {at}", words.exported_by, head.exporter, words.at)));
    }
    let description = facts::description(asset);
    if !description.is_empty() {
        paragraphs.push(paragraph(description));
    }
    let sorts =
        [(words.owners, RelationKind::Owner), (words.tags, RelationKind::Tag), (words.tier, RelationKind::Tier)];
    for (word, kind) in sorts {
        let targets = facts::targets(asset, kind);
        if !targets.is_empty() {
            paragraphs.push(paragraph(&format!("{word}: {targets}")));
        }
    }
    paragraphs
}

fn columns(head: &Head, entry: &Entry) -> Table {
    let words = head.words;
    let titles = [words.column, words.data_type, words.nullable, words.key, words.description, words.tags];
    let shaded = |cell: TableCell| cell.shading(Shading::new().fill("E8ECF1"));
    let title = |(title, width): (&str, usize)| {
        let text = Paragraph::new().add_run(run(title).bold());
        shaded(TableCell::new().width(width, WidthType::Pct)).add_paragraph(text)
    };
    let mut rows = vec![TableRow::new(titles.into_iter().zip(WIDTHS).map(title).collect())];
    for column in &entry.columns {
        let details = facts::column(column);
        let yes_or_no = |is: bool| if is { words.yes } else { words.no };
        let cells = [
            facts::column_name(&entry.asset, column),
            details.map(|it| it.data_type.text.clone()).unwrap_or_default(),
            details.map_or("", |it| yes_or_no(it.is_nullable)).to_owned(),
            facts::keys(&entry.asset, column),
            facts::description(column).to_owned(),
            facts::targets(column, RelationKind::Tag),
        ];
        let cell = |(text, width): (String, usize)| {
            TableCell::new().width(width, WidthType::Pct).add_paragraph(paragraph(&text))
        };
        rows.push(TableRow::new(cells.into_iter().zip(WIDTHS).map(cell).collect()).cant_split());
    }
    Table::new(rows).width(5_000, WidthType::Pct)
}

fn paragraph(text: &str) -> Paragraph {
    Paragraph::new().add_run(run(text))
}

/// Text with its lines. What XML cannot hold is left out.
fn run(text: &str) -> Run {
    let mut run = Run::new();
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        let holds = |sign: &char| !sign.is_control() && !matches!(sign, '\u{FFFE}' | '\u{FFFF}');
        run = run.add_text(line.chars().filter(holds).collect::<String>());
    }
    run
}
