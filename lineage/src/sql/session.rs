//! Stage five: what statements of one script mean to one another.
//!
//! A script makes temporary tables and variables, renames and swaps, says where
//! names are looked for, and runs texts that it puts together. What it knows at
//! a place stands in [`Locals`] for the stages before; what became of objects in
//! the end is worked out in `trace`, when the whole script was read.

mod constant;
mod literal;
mod locals;
mod remember;
#[cfg(test)]
mod tests;
mod trace;

pub(super) use literal::Map;
pub(super) use locals::{Context, Known, Locals};

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::act::{Act, Routine};
use super::clauses::{self, Reading, Text};
use super::emit::{Resolved, ScriptBuilder};
use super::names::{Ident, Names, Symbol};
use super::split::{self, Piece};
use super::statement::{Note, Script, Span};
use super::syntax::TableName;
use super::tokens::{self, Kind, Token};
use super::{Dialect, Options, resolve};
use literal::Literal;
use trace::Trace;

/// Texts run by texts run by texts.
const DEPTH: usize = 8;

/// What stands before the names of things that only the session knows; no text can hold it as a name.
const MARK: &str = "\u{1}";

/// The table whose columns are the variables.
pub(super) fn variables(names: &mut Names) -> TableName {
    local(names, "variables", None)
}

/// The table that is the row or cursor `name`.
pub(super) fn record(names: &mut Names, name: Ident) -> TableName {
    local(names, "record", Some(name))
}

fn local(names: &mut Names, what: &str, name: Option<Ident>) -> TableName {
    let parts = [names.exact(MARK), names.exact(what)].into_iter().chain(name).collect();
    TableName { parts, is_file: false, span: Span::default() }
}

/// Reads a whole script, or the body of a routine with these parameters.
pub(super) fn read(sql: &str, parameters: Option<&str>, options: &Options<'_>) -> Script {
    let tokens = tokens::read(sql, options.dialect, options.limits.tokens);
    let mut session = Session {
        options,
        names: Names::new(options.dialect),
        locals: Locals::default(),
        constants: HashMap::new(),
        prepared: HashMap::new(),
        routines: HashSet::new(),
        trace: Trace::default(),
        script: ScriptBuilder::default(),
        budget: (sql.len() * 4).max(1 << 16),
        evaluated: (sql.len() * 16).max(1 << 20),
    };
    if let Some(parameters) = parameters {
        session.enter_body(parameters);
    }
    let is_body = parameters.is_some();
    session.run(&Source { sql, tokens: &tokens.list, map: &Map::default(), is_body, depth: 0 });
    let Session { trace, mut script, names, .. } = session;
    trace.apply(&mut script, &names, options.limits.steps);
    script.finish(&tokens)
}

/// A text that is read: the caller's, or one that stands in quotes inside it.
struct Source<'a> {
    sql: &'a str,
    tokens: &'a [Token],
    /// Where its bytes stand in the caller's text.
    map: &'a Map,
    is_body: bool,
    depth: usize,
}

/// What is known while the statements of a script are read one after the other.
struct Session<'a> {
    options: &'a Options<'a>,
    names: Names,
    locals: Locals,
    /// The texts that variables can hold; `None` when they can hold others.
    constants: HashMap<Symbol, Option<Vec<Literal>>>,
    prepared: HashMap<Symbol, Option<Vec<Literal>>>,
    routines: HashSet<Symbol>,
    trace: Trace,
    script: ScriptBuilder,
    /// How many bytes of text that is put together may still be read.
    budget: usize,
    /// How many bytes of text may still be put together.
    evaluated: usize,
}

/// A text inside a text that is read next.
struct Inner {
    text: Literal,
    is_body: bool,
}

impl Session<'_> {
    fn run(&mut self, source: &Source<'_>) {
        for piece in split::pieces(source.sql, source.tokens, self.options.dialect, source.is_body) {
            self.piece(source, &piece);
        }
    }

    fn piece(&mut self, source: &Source<'_>, piece: &Piece) {
        let text = Text { sql: source.sql, tokens: &source.tokens[piece.tokens.clone()] };
        self.locals.is_body = source.is_body;
        let mut reading = clauses::read_part(text, piece.part, &mut self.names, &self.options.limits, &self.locals);
        let acts = std::mem::take(&mut reading.acts);
        self.prepare(&acts, &mut reading);
        let inner = self.inner(&acts, text, source, piece, &mut reading);
        let resolved = self.resolve(&reading, source.sql);
        self.remember(&acts, &resolved, piece.is_conditional);
        self.script.add(reading, resolved, source.map);
        for Inner { text, is_body } in inner {
            self.read_inner(&text, is_body, source.depth + 1);
        }
    }

    fn resolve(&mut self, reading: &Reading, sql: &str) -> Resolved {
        let mut options = *self.options;
        if let Some(path) = &self.locals.path {
            options.default_path = path;
        }
        if let Some(search) = &self.locals.search {
            options.search_path = search;
        }
        let context = Context { options, locals: &self.locals };
        resolve::resolve(&reading.parsed, sql, &mut self.names, &context)
    }

    /// Takes note of what holds in the statement itself already.
    fn prepare(&mut self, acts: &[Act], reading: &mut Reading) {
        for act in acts {
            match act {
                Act::Create { is_temporary: true, .. } => self.locals.make_local(&mut reading.parsed, &mut self.names),
                Act::Declare { name, shape } => self.declare(*name, shape),
                Act::Routine(routine) => self.enter(routine),
                _ => {}
            }
        }
    }

    /// The texts that a statement runs, or a note when they cannot be known.
    fn inner(
        &mut self,
        acts: &[Act],
        text: Text<'_>,
        source: &Source<'_>,
        piece: &Piece,
        reading: &mut Reading,
    ) -> Vec<Inner> {
        let mut inner = Vec::new();
        for act in acts {
            let found = match act {
                Act::Run(range) => self.evaluate(text, range.clone(), source.map),
                Act::RunPrepared(name) => match self.prepared.get(&name.key) {
                    Some(texts) => texts.clone(),
                    None => None,
                },
                Act::Assign { variable, value, adds } => {
                    let texts = self.evaluate(text, value.clone(), source.map);
                    self.assign(*variable, texts, *adds, piece.is_conditional);
                    continue;
                }
                Act::Prepare { name, text: prepared } => {
                    // A statement that is prepared as it stands is read where it stands.
                    let texts =
                        prepared.clone().map_or(Some(Vec::new()), |range| self.evaluate(text, range, source.map));
                    self.prepared.insert(name.key, texts);
                    continue;
                }
                Act::Call(name) => {
                    if !name.parts.last().is_some_and(|part| self.routines.contains(&part.key)) {
                        not_followed(reading, "what the routine does is not in this text");
                    }
                    continue;
                }
                Act::Routine(routine) => {
                    inner.extend(self.body(routine, text, source.map, reading));
                    continue;
                }
                _ => continue,
            };
            match found {
                Some(texts) if source.depth < DEPTH => {
                    inner.extend(texts.into_iter().map(|text| Inner { text, is_body: false }));
                }
                _ => not_followed(reading, "the text that is run is known only when it runs"),
            }
        }
        inner
    }

    /// The quoted body of a routine, when it is SQL.
    fn body(&mut self, routine: &Routine, text: Text<'_>, map: &Map, reading: &mut Reading) -> Option<Inner> {
        let token = text.tokens.get(routine.body?)?;
        let language = routine.language.as_deref();
        let is_sql = match language {
            Some(language) => matches!(language, "sql" | "plpgsql" | "plvsql" | "plpgsql " | "plsql"),
            // Elsewhere a text names a class or a file.
            None => {
                token.kind == Kind::Body
                    || matches!(self.options.dialect, Dialect::Postgres | Dialect::Redshift | Dialect::Snowflake)
            }
        };
        if !is_sql {
            let language = language.unwrap_or("another language");
            not_followed(reading, &format!("the body is written in {language}"));
            return None;
        }
        Some(Inner { text: Literal::of(text.sql, *token, self.options.dialect, map), is_body: true })
    }

    /// Reads a text that stands in quotes, or was put together, as part of the script.
    fn read_inner(&mut self, text: &Literal, is_body: bool, depth: usize) {
        let length = text.text.len();
        if depth > DEPTH || length > self.budget {
            return self
                .script
                .note_last("too_long", "the texts that are run are longer than the limit; the rest was not read");
        }
        self.budget -= length;
        let tokens = tokens::read(&text.text, self.options.dialect, self.options.limits.tokens);
        self.run(&Source { sql: &text.text, tokens: &tokens.list, map: &text.map, is_body, depth });
        if is_body {
            self.leave();
        }
    }

    /// The texts that some tokens of a statement can make; `None` when they are not known.
    fn evaluate(&mut self, text: Text<'_>, range: Range<usize>, map: &Map) -> Option<Vec<Literal>> {
        let mut evaluator = constant::Evaluator {
            text,
            map,
            dialect: self.options.dialect,
            names: &mut self.names,
            constants: &self.constants,
        };
        let texts = evaluator.texts(range)?;
        let length: usize = texts.iter().map(|text| text.text.len()).sum();
        self.evaluated = self.evaluated.checked_sub(length)?;
        Some(texts)
    }
}

fn not_followed(reading: &mut Reading, message: &str) {
    reading.notes.push(Note { span: reading.span, code: "not_followed", message: message.to_owned() });
}
