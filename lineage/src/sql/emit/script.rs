//! The statements of a text together: how well each was understood, and what the script does as a whole.

use std::collections::HashSet;

use super::Resolved;
use crate::sql::Limits;
use crate::sql::clauses::Reading;
use crate::sql::statement::{Defines, Kind, Note, Script, Span, Statement, Status, Summary};
use crate::sql::tokens::Tokens;

/// Collects the statements of a script.
#[derive(Debug, Default)]
pub(in crate::sql) struct ScriptBuilder {
    statements: Vec<Statement>,
    summary: Summary,
    inputs: HashSet<Vec<String>>,
    outputs: HashSet<Vec<String>>,
}

impl ScriptBuilder {
    /// Adds what was read and resolved of the next statement.
    pub(in crate::sql) fn add(&mut self, reading: Reading, resolved: Resolved) {
        let status = status_of(&reading, &resolved);
        match status {
            Status::Complete => self.summary.complete += 1,
            Status::Partial => self.summary.partial += 1,
            Status::Opaque => self.summary.opaque += 1,
            Status::Failed => self.summary.failed += 1,
        }
        self.summary.steps += reading.steps + resolved.steps + reading.tokens as u64;
        for read in &resolved.reads {
            if self.inputs.insert(read.name.clone()) {
                self.summary.inputs.push(read.name.clone());
            }
        }
        for write in &resolved.writes {
            if self.outputs.insert(write.name.clone()) {
                self.summary.outputs.push(write.name.clone());
            }
        }
        let mut notes = reading.notes;
        notes.extend(resolved.notes);
        self.statements.push(Statement {
            index: self.statements.len(),
            span: reading.span,
            coverage: share(reading.tokens.saturating_sub(reading.skipped), reading.tokens),
            kind: resolved.kind,
            status,
            notes,
            reads: resolved.reads,
            writes: resolved.writes,
            columns: resolved.columns,
            indirect: resolved.indirect,
            defines: resolved.defines,
        });
    }

    /// The script, with what reading its tokens had to say added to the statement concerned.
    pub(in crate::sql) fn finish(mut self, tokens: &Tokens) -> Script {
        if let Some((start, end)) = tokens.unterminated {
            let span = Span(start as usize, end as usize);
            self.mark_last(span, "unterminated", "a quote or comment that starts here does not end");
        }
        if tokens.is_cut {
            let end = tokens.list.last().map_or(0, |token| token.end as usize);
            self.mark_last(Span(end, end), "too_many_tokens", "the limit on tokens was reached; the rest was not read");
        }
        Script { statements: self.statements, summary: self.summary }
    }

    /// Notes a gap in the last statement, which is not complete then.
    fn mark_last(&mut self, span: Span, code: &'static str, message: &str) {
        let Some(statement) = self.statements.last_mut() else { return };
        statement.notes.push(Note { span, code, message: message.to_owned() });
        if statement.status == Status::Complete {
            statement.status = Status::Partial;
            self.summary.complete -= 1;
            self.summary.partial += 1;
        }
    }
}

/// The answer to a text that is longer than `limits` allow.
pub(in crate::sql) fn refused(sql: &str, limits: &Limits) -> Script {
    let span = Span(0, sql.len());
    let message = format!("the text has {} bytes; at most {} are read", sql.len(), limits.bytes);
    let statement = Statement {
        index: 0,
        span,
        coverage: 0.0,
        kind: Kind::Opaque,
        status: Status::Failed,
        notes: vec![Note { span, code: "too_long", message }],
        reads: Vec::new(),
        writes: Vec::new(),
        columns: Vec::new(),
        indirect: Vec::new(),
        defines: Defines::default(),
    };
    Script { statements: vec![statement], summary: Summary { failed: 1, steps: 1, ..Summary::default() } }
}

fn status_of(reading: &Reading, resolved: &Resolved) -> Status {
    let is_unread = reading.skipped >= reading.tokens;
    let is_unknown = reading.notes.iter().any(|note| note.code == "unknown_statement");
    if is_unknown {
        return Status::Failed;
    }
    if is_unread || reading.notes.iter().any(|note| note.code == "not_followed") {
        return Status::Opaque;
    }
    if !reading.notes.is_empty() || resolved.is_cut || resolved.notes.iter().any(|note| note.code.starts_with("too_")) {
        return Status::Partial;
    }
    Status::Complete
}

/// `part` of `whole`, 0 to 1.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more digits than a float has")]
    let share = part as f64 / whole as f64;
    share
}
