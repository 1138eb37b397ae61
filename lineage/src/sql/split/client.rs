//! Lines for the client and not for the server: commands of Oracle's SQL*Plus, which end with their line.

use super::Splitter;
use crate::sql::Dialect;
use crate::sql::tokens::Kind;

/// Commands whose first word begins no statement.
const COMMANDS: &[&str] = &[
    "accept",
    "btitle",
    "clear",
    "col",
    "column",
    "conn",
    "connect",
    "def",
    "define",
    "disconnect",
    "exit",
    "host",
    "pause",
    "pro",
    "prompt",
    "quit",
    "rem",
    "remark",
    "spool",
    "timing",
    "ttitle",
    "undefine",
    "var",
    "variable",
    "whenever",
];

impl Splitter<'_> {
    /// Passes over a line for the client; false when none begins here.
    pub(super) fn client_line(&mut self) -> bool {
        if self.dialect != Dialect::Oracle || !self.blocks.is_empty() || !self.begins_line(self.at) {
            return false;
        }
        let runs_file = self.kind(self.at) == Kind::Parameter && self.text(self.at).starts_with('@');
        // A word that is assigned to or called is a name.
        let is_name = matches!(self.kind(self.at + 1), Kind::Named | Kind::Mark(b'.' | b'('));
        if !runs_file && (is_name || !self.is_any(self.at, COMMANDS)) {
            return false;
        }
        self.at += 1;
        while self.at < self.tokens.len() && !self.begins_line(self.at) {
            self.at += 1;
        }
        true
    }
}
