//! Where answers go: one JSON value for programs, tables and colour for people at a terminal, plain columns for pipes.

use std::{
    io::{IsTerminal as _, Write as _},
    process::ExitCode,
    time::Duration,
};

use comfy_table::{Cell, Color, ContentArrangement, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::failure::Failure;
use crate::{config, jobs::job::code};

/// How a command answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output {
    is_json: bool,
    is_terminal: bool,
    has_colour: bool,
}

impl Output {
    pub(super) fn new(is_json: bool) -> Self {
        let is_terminal = std::io::stdout().is_terminal();
        let is_plain = config::variable("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { is_json, is_terminal, has_colour: is_terminal && !is_plain }
    }

    /// Answers: `value` for programs, else what `text` writes for people.
    pub(super) fn answer(&self, value: &Value, text: impl FnOnce() -> String) {
        if self.is_json { self.text(&value.to_string()) } else { self.text(&text()) }
    }

    /// Writes lines to standard output. A reader that has gone is no error of ours.
    pub(super) fn text(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        drop(out.write_all(text.trim_end_matches('\n').as_bytes()).and_then(|()| out.write_all(b"\n")));
    }

    /// Says on standard error what is going on, when somebody reads.
    pub(super) fn note(&self, text: &str) {
        if !self.is_json {
            eprintln!("{text}");
        }
    }

    /// A table: framed at a terminal, plain columns otherwise.
    pub(super) fn table(&self, head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
        let mut table = Table::new();
        table.load_style(if self.is_terminal { presets::UTF8_FULL_CONDENSED } else { presets::NOTHING });
        table.set_content_arrangement(if self.is_terminal {
            ContentArrangement::Dynamic
        } else {
            ContentArrangement::Disabled
        });
        if !self.has_colour {
            table.force_no_tty();
        }
        let cells = head.iter().map(|title| Cell::new(title).fg(Color::Cyan));
        table.set_header(cells);
        for row in rows {
            table.add_row(row.into_iter().map(|text| self.cell(text)));
        }
        let text = table.to_string();
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    fn cell(&self, text: String) -> Cell {
        let colour = match text.as_str() {
            "succeeded" | "healthy" => Some(Color::Green),
            "partial" | "held" | "paused" | "queued" => Some(Color::Yellow),
            "failed" | "failing" | "lost" => Some(Color::Red),
            _ => None,
        };
        match colour.filter(|_| self.has_colour) {
            Some(colour) => Cell::new(text).fg(colour),
            None => Cell::new(text),
        }
    }

    /// A progress line on standard error, when somebody watches it.
    pub(super) fn spinner(&self, text: &str) -> ProgressBar {
        if self.is_json || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}");
        let bar = ProgressBar::new_spinner().with_message(text.to_owned());
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.enable_steady_tick(Duration::from_millis(120));
        bar
    }

    /// Tells why the command failed, and gives the exit code.
    pub(super) fn fail(&self, failure: &Failure) -> ExitCode {
        if self.is_json {
            let error = json!({
                "code": code(failure.kind),
                "field": failure.field,
                "message": failure.message,
                "help": failure.help,
            });
            self.text(&json!({ "error": error }).to_string());
        }
        eprintln!("error: {}", failure.message);
        if let Some(help) = &failure.help {
            eprintln!("help: {help}");
        }
        ExitCode::from(failure.exit_code())
    }
}
