//! The statements of a text together: how well each was understood, and what the script does as a whole.

use std::collections::HashSet;

use super::Resolved;
use crate::sql::Limits;
use crate::sql::clauses::Reading;
use crate::sql::session::Map;
use crate::sql::statement::{Defines, Kind, Note, Script, Span, Statement, Status, Summary};
use crate::sql::tokens::Tokens;

/// Collects the statements of a script.
#[derive(Debug, Default)]
pub(in crate::sql) struct ScriptBuilder {
    statements: Vec<Statement>,
    summary: Summary,
}

impl ScriptBuilder {
    /// Adds what was read and resolved of the next statement.
    ///
    /// `map` tells where the text that it stands in stands in the caller's.
    pub(in crate::sql) fn add(&mut self, reading: Reading, resolved: Resolved, map: &Map) {
        let status = status_of(&reading, &resolved);
        match status {
            Status::Complete => self.summary.complete += 1,
            Status::Partial => self.summary.partial += 1,
            Status::Opaque => self.summary.opaque += 1,
            Status::Failed => self.summary.failed += 1,
        }
        self.summary.steps += reading.steps + resolved.steps + reading.tokens as u64;
        let mut notes = reading.notes;
        notes.extend(resolved.notes);
        let mut statement = Statement {
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
            joins: resolved.joins,
            temporary: Vec::new(),
        };
        if !map.is_identity() {
            move_spans(&mut statement, map);
        }
        self.statements.push(statement);
    }

    /// What was added, to be told anew.
    pub(in crate::sql) fn statements(&mut self) -> &mut [Statement] {
        &mut self.statements
    }

    /// Takes note of what is called otherwise in the end, and of what was swapped.
    pub(in crate::sql) fn renamed(&mut self, renames: Vec<Pair>, swaps: Vec<Pair>) {
        self.summary.renames = renames;
        self.summary.swaps = swaps;
    }

    /// Notes a gap in what was added last.
    pub(in crate::sql) fn note_last(&mut self, code: &'static str, message: &str) {
        if let Some(span) = self.statements.last().map(|statement| statement.span) {
            self.mark_last(span, code, message);
        }
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
        self.sum_up();
        Script { statements: self.statements, summary: self.summary }
    }

    /// What the script reads and writes as a whole, each once.
    fn sum_up(&mut self) {
        let (mut inputs, mut outputs) = (HashSet::new(), HashSet::new());
        for statement in &self.statements {
            for read in statement.reads.iter().filter(|read| inputs.insert(&read.name)) {
                self.summary.inputs.push(read.name.clone());
            }
            for write in statement.writes.iter().filter(|write| outputs.insert(&write.name)) {
                self.summary.outputs.push(write.name.clone());
            }
        }
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

/// Two names.
type Pair = (Vec<String>, Vec<String>);

/// Tells a statement by places of the caller's text.
fn move_spans(statement: &mut Statement, map: &Map) {
    statement.span = map.span(statement.span);
    let notes = statement.notes.iter_mut().map(|note| &mut note.span);
    let reads = statement.reads.iter_mut().flat_map(|read| &mut read.spans);
    let columns = statement.columns.iter_mut().map(|edge| &mut edge.span);
    let indirect = statement.indirect.iter_mut().map(|edge| &mut edge.span);
    for span in notes.chain(reads).chain(columns).chain(indirect) {
        *span = map.span(*span);
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
        joins: Vec::new(),
        temporary: Vec::new(),
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
