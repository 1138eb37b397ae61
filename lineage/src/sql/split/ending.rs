//! Where a statement ends that no semicolon ends.

use super::Splitter;
use crate::sql::Dialect;
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

/// What has been read of a statement so far.
#[derive(Debug, Clone, Copy, Default)]
struct Progress {
    depth: usize,
    cases: usize,
    /// Verbs that still belong to the statement.
    awaits_query: bool,
    awaits_set: bool,
    /// Whether anything may follow but a semicolon, as in `MERGE`.
    is_closed: bool,
    /// Whether an insert has got its rows already.
    has_rows: bool,
}

impl Splitter<'_> {
    /// The token behind the statement that begins at `from`.
    pub(super) fn statement_end(&self, from: usize) -> usize {
        let mut progress = self.beginning(from);
        let has_bare_ends = self.dialect == Dialect::SqlServer;
        let mut at = from;
        while at < self.tokens.len() {
            if self.delimiter_at(at).is_some() {
                return at;
            }
            match self.kind(at) {
                Kind::Mark(b';') => return at,
                Kind::Mark(b'(') => progress.depth += 1,
                Kind::Mark(b')') => progress.depth = progress.depth.saturating_sub(1),
                Kind::Word(Word::Case) => progress.cases += 1,
                Kind::Word(Word::End) if progress.cases > 0 => progress.cases -= 1,
                Kind::Word(word) if at > from && progress.depth == 0 && progress.cases == 0 => {
                    let is_end = if has_bare_ends {
                        self.begins_bare(at, word, &mut progress)
                    } else {
                        self.begins_anew((from, at), word, progress.has_rows)
                    };
                    if is_end {
                        return at;
                    }
                    progress.has_rows |= matches!(word, Word::Select | Word::Values);
                }
                _ => {}
            }
            at += 1;
        }
        at
    }

    fn beginning(&self, from: usize) -> Progress {
        let awaits_query = self.is_any(from, &["insert", "with", "explain", "copy"]) || self.is(from, "return");
        let is_closed = self.is_any(from, &["merge", "grant", "revoke", "deny"]);
        Progress { awaits_query, awaits_set: self.is_any(from, &["update", "alter"]), is_closed, ..Progress::default() }
    }

    /// Whether a word that begins its line begins a statement that nothing separates from the one before.
    fn begins_anew(&self, (from, at): (usize, usize), word: Word, has_rows: bool) -> bool {
        if word == Word::End && !self.blocks.is_empty() {
            return true;
        }
        let next = |words: &[&str]| self.is_any(at + 1, words);
        let is_verb = match word {
            Word::Insert => next(&["into", "overwrite"]),
            Word::Create => {
                next(&["table", "view", "or", "temp", "temporary", "materialized", "external", "procedure"])
            }
            Word::Drop => next(&["table", "view", "procedure"]),
            Word::Delete => next(&["from"]),
            Word::Merge => next(&["into"]),
            Word::Truncate | Word::Alter => next(&["table"]),
            Word::Update => self.is(at + 2, "set"),
            Word::Select => false,
            _ if self.is_batch_end(at) => return true,
            _ => false,
        };
        if !is_verb || !self.begins_line(at) {
            return false;
        }
        // Words that hold whole statements, or go on with one.
        let is_open =
            self.is_any(from, &["from", "with", "explain", "merge", "alter", "grant", "revoke", "insert", "copy"]);
        let is_insert_over = self.is(from, "insert") && self.is_any(at, &["create", "drop", "truncate", "insert"]);
        let is_open = is_open && !(is_insert_over && has_rows);
        let goes_on = self.is_any(
            at - 1,
            &["as", "then", "on", "do", "or", "also", "instead", "for", "after", "before", "explain", "of"],
        );
        !is_open && !goes_on && self.kind(at - 1) != Kind::Mark(b',')
    }

    /// Where the condition of an `IF` without `THEN` ends: before the statement it decides about.
    pub(super) fn bare_condition_end(&self, from: usize) -> usize {
        let mut progress = Progress::default();
        for at in from..self.tokens.len() {
            match self.kind(at) {
                Kind::Mark(b';') => return at,
                Kind::Mark(b'(') => progress.depth += 1,
                Kind::Mark(b')') => progress.depth = progress.depth.saturating_sub(1),
                Kind::Word(Word::Case) => progress.cases += 1,
                Kind::Word(Word::End) if progress.cases > 0 => progress.cases -= 1,
                Kind::Word(word) if progress.depth == 0 && progress.cases == 0 => {
                    let is_function = matches!(word, Word::Update | Word::Left | Word::Right)
                        && self.kind(at + 1) == Kind::Mark(b'(');
                    if !is_function && self.begins_bare(at, word, &mut progress) {
                        return at;
                    }
                }
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// Whether a statement of SQL Server, which asks for no semicolons, begins at `at`.
    fn begins_bare(&self, at: usize, word: Word, progress: &mut Progress) -> bool {
        let before = |words: &[&str]| at > 0 && self.is_any(at - 1, words);
        if progress.is_closed {
            return self.is_batch_end(at);
        }
        match word {
            Word::Select => {
                let goes_on =
                    before(&["union", "all", "except", "intersect", "as", "for", "return", "in", "any", "exists"]);
                !goes_on && !std::mem::take(&mut progress.awaits_query)
            }
            Word::Insert | Word::Update | Word::Delete | Word::Merge => {
                if before(&["on", "for", "after", "instead", "of", "then", "current"]) {
                    return false;
                }
                if std::mem::take(&mut progress.awaits_query) {
                    progress.awaits_query = word == Word::Insert;
                    progress.awaits_set = word == Word::Update;
                    progress.is_closed = word == Word::Merge;
                    return false;
                }
                true
            }
            Word::With => {
                let is_named = matches!(self.kind(at + 1), Kind::Word(_) | Kind::Quoted);
                let is_query = is_named && (self.is(at + 2, "as") || self.kind(at + 2) == Kind::Mark(b'('));
                let goes_on =
                    before(&["as", "for", "return"]) || self.is_any(at + 1, &["execute", "schemabinding", "recompile"]);
                if is_query && (goes_on || progress.awaits_query) {
                    // The verb behind the named queries belongs to the same statement.
                    progress.awaits_query = true;
                    return false;
                }
                is_query
            }
            Word::Set => !std::mem::take(&mut progress.awaits_set) && !before(&["update"]),
            Word::Exec | Word::Execute => !before(&["with", "as"]) && !std::mem::take(&mut progress.awaits_query),
            Word::If => {
                !self.is(at + 1, "exists")
                    || !before(&["table", "view", "procedure", "index", "function", "schema", "column"])
            }
            Word::Begin | Word::End | Word::Else | Word::While | Word::Declare | Word::Use => true,
            Word::Create | Word::Truncate => true,
            Word::Drop | Word::Alter => !before(&["table"]) && !progress.awaits_set,
            Word::Fetch => !before(&["row", "rows"]),
            Word::Close | Word::Deallocate | Word::Commit | Word::Rollback => true,
            _ => self.is_any(at, BARE_WORDS) || self.is_batch_end(at),
        }
    }
}

/// Further words with which a statement of SQL Server begins.
const BARE_WORDS: &[&str] = &["print", "return", "raiserror", "throw", "goto", "waitfor", "break", "continue"];
