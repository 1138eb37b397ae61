//! A question in SQL: which tables it is about, that it only reads, and its answer.

use std::sync::Arc;

use catalog::Name;
use datafusion::{
    catalog::TableProvider,
    common::TableReference,
    error::DataFusionError,
    sql::{
        parser::{DFParserBuilder, Statement},
        resolve::resolve_table_references,
        sqlparser::{
            ast::Statement as Sql,
            dialect::GenericDialect,
            tokenizer::{Token, Tokenizer},
        },
    },
};
use serde_json::Value;

use super::{
    Files, Listed,
    engine::{self, Failure, Named},
    format::Format,
    layout::FoundTable,
    parquet::ParquetTable,
    scan::TextTable,
    table,
};
use crate::{
    connector::{QueryLimits, Rows},
    error::{Error, Result},
    question,
    sample::{MOST_CHARACTERS, SampleColumn},
    scan::quoted,
};

/// The most tables that one question may be about.
const MOST_TABLES: usize = 50;
/// The most operators between two commas: what makes them a chain is walked one inside of the other.
const MOST_OPERATORS: usize = 1_000;
/// How deep parentheses may be inside one another.
const MOST_DEPTH: usize = 100;
/// The most queries and joins that are tied together.
const MOST_TIED: usize = 200;

/// The answer to a statement.
///
/// # Errors
/// As [`Query::query`](crate::Query::query).
pub(super) async fn ask(source: &Files, sql: &str, limits: QueryLimits) -> Result<Rows> {
    let failed = |cause| match cause {
        Failure::TookTooLong => too_long(limits),
        Failure::Broken(reason) => Error::Unreachable { address: source.root.shown(), reason },
        Failure::Engine(cause) => fault(source, &cause),
    };
    let text = sql.to_owned();
    let (statement, named) = engine::compute(move || parsed(&text)).await.map_err(failed)??;
    if named.len() > MOST_TABLES {
        return Err(bad(format!("it is about {} tables; {MOST_TABLES} are allowed", named.len())));
    }
    let started = tokio::time::Instant::now();
    let tables = tokio::time::timeout(limits.timeout, tables(source, named)).await;
    let tables = tables.map_err(|_| too_long(limits))??;
    let left = QueryLimits { timeout: limits.timeout.saturating_sub(started.elapsed()), ..limits };
    engine::answer(tables, statement, left).await.map(|answer| answer.rows).map_err(failed)
}

/// Some rows of a table. What is longer than a sample shows is cut here; of bytes only the number is given.
///
/// # Errors
/// As [`Query::sample`](crate::Query::sample).
pub(super) async fn sample(
    source: &Files,
    table: &Name,
    columns: &[SampleColumn],
    limits: QueryLimits,
) -> Result<Rows> {
    let [path] = table.parts.as_slice() else {
        return Err(Error::invalid("table", format!("`{table}` is no table of this source")));
    };
    if columns.is_empty() || columns.iter().any(|column| column.name.is_empty() || column.name.contains('\0')) {
        return Err(Error::invalid("table", format!("`{table}` has no such columns")));
    }
    let wanted = |(number, column): (usize, &SampleColumn)| format!("{} AS c{number}", quoted(&column.name));
    let wanted: Vec<String> = columns.iter().enumerate().map(wanted).collect();
    let rows = limits.rows.saturating_add(1);
    let sql = format!("SELECT {} FROM {} LIMIT {rows}", wanted.join(", "), quoted(path));
    let mut answer = ask(source, &sql, limits).await?;
    for (value, column) in answer.rows.iter_mut().flat_map(|row| row.iter_mut().zip(columns)) {
        *value = cut(std::mem::take(value), column.is_binary);
    }
    Ok(answer)
}

/// A value as samples have it: text of one character more than is shown, or the number of bytes.
fn cut(value: Value, is_binary: bool) -> Value {
    match value {
        Value::Null => Value::Null,
        // Two digits for each byte follow the mark.
        Value::String(digits) if is_binary => (digits.len().saturating_sub(2) / 2).into(),
        Value::String(mut text) => {
            if let Some((end, _)) = text.char_indices().nth(MOST_CHARACTERS + 1) {
                text.truncate(end);
            }
            text.into()
        }
        other => other.to_string().into(),
    }
}

/// The one statement of a text, when it only reads, and what it reads from.
fn parsed(sql: &str) -> Result<(Statement, Vec<TableReference>)> {
    question::check(sql)?;
    bounded(sql)?;
    let statements = DFParserBuilder::new(sql).build().and_then(|mut parser| parser.parse_statements());
    let mut statements = statements.map_err(bad)?;
    match (statements.pop_front(), statements.is_empty()) {
        (Some(Statement::Statement(statement)), true) if matches!(*statement, Sql::Query(_)) => {
            let statement = Statement::Statement(statement);
            let (named, _) = resolve_table_references(&statement, true).map_err(bad)?;
            Ok((statement, named))
        }
        (_, false) => Err(Error::invalid("sql", "holds more than one statement; ask one")),
        _ => Err(Error::invalid("sql", "only reads are answered; begin with SELECT, WITH or VALUES")),
    }
}

/// Checks that neither chains of operators are so long, nor parentheses so deep in one another, that walking them would end
/// the process.
fn bounded(sql: &str) -> Result<()> {
    let tokens = Tokenizer::new(&GenericDialect {}, sql).tokenize().map_err(bad)?;
    let (mut chains, mut tied) = (vec![0_usize], 0_usize);
    for token in &tokens {
        match token {
            Token::LParen | Token::LBracket => chains.push(0),
            Token::RParen | Token::RBracket if chains.len() > 1 => drop(chains.pop()),
            Token::Comma => *chains.last_mut().expect("the outermost chain stays") = 0,
            Token::Word(word) if word.quote_style.is_none() => match word.value.to_ascii_uppercase().as_str() {
                "UNION" | "INTERSECT" | "EXCEPT" | "JOIN" => tied += 1,
                "AND" | "OR" | "NOT" | "IS" | "LIKE" | "BETWEEN" | "IN" => {
                    *chains.last_mut().expect("the outermost chain stays") += 1;
                }
                _ => {}
            },
            Token::Word(_) | Token::Number(..) | Token::SingleQuotedString(_) | Token::Whitespace(_) => {}
            _ => *chains.last_mut().expect("the outermost chain stays") += 1,
        }
        if tied > MOST_TIED {
            return Err(bad(format!("it ties more than {MOST_TIED} queries or tables together")));
        }
        if chains.len() > MOST_DEPTH {
            return Err(bad(format!("it has parentheses more than {MOST_DEPTH} deep")));
        }
        if chains.last().is_some_and(|chain| *chain > MOST_OPERATORS) {
            return Err(bad(format!("it has a chain of more than {MOST_OPERATORS} operators")));
        }
    }
    Ok(())
}

/// The tables that a statement names, read.
async fn tables(source: &Files, named: Vec<TableReference>) -> Result<Vec<Named>> {
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let listed = source.list().await?;
    let mut tables = Vec::with_capacity(named.len());
    for reference in named {
        let found = find(source, &listed, &reference)?.clone();
        let (store, header, place) = (listed.store.clone(), source.header, found.place.clone());
        let read = tokio::task::spawn_blocking(move || table::read(&store, found, header)).await;
        let table = read.map_err(|cause| unreadable(source, &place, &cause))?;
        // A part of the rows is not the answer: what a crawl may leave out is an error here.
        if let Some(problem) = table.unread.first() {
            return Err(unreadable(source, &place, problem));
        }
        let provider: Arc<dyn TableProvider> = match table.found.format {
            Format::Parquet => Arc::new(ParquetTable::new(table)),
            Format::Csv | Format::Json => Arc::new(TextTable::new(table)),
        };
        tables.push((reference, provider));
    }
    Ok(tables)
}

/// The table that a name in SQL means: its absolute path, or its path from the folder.
fn find<'a>(source: &Files, listed: &'a Listed, reference: &TableReference) -> Result<&'a FoundTable> {
    let name = reference.table();
    let place = source.place_of(name).unwrap_or(name);
    let is_bare = matches!(reference, TableReference::Bare { .. });
    let found = listed.tables.iter().find(|table| table.place == place).filter(|_| is_bare);
    found.ok_or_else(|| bad(format!("there is no table {reference}; name one by its path, in one pair of quotes")))
}

fn unreadable(source: &Files, place: &str, cause: &dyn std::fmt::Display) -> Error {
    Error::Unreachable { address: source.name_of(place).last().to_owned(), reason: cause.to_string() }
}

fn too_long(limits: QueryLimits) -> Error {
    Error::TimedOut { action: "the query".to_owned(), seconds: limits.timeout.as_secs() }
}

#[allow(clippy::needless_pass_by_value, reason = "it ends the error it is given")]
fn bad(cause: impl ToString) -> Error {
    Error::BadQuery { answer: cause.to_string() }
}

/// An error of the engine: about the question, or about files that are not what they were.
fn fault(source: &Files, cause: &DataFusionError) -> Error {
    match cause.find_root() {
        DataFusionError::ParquetError(_)
        | DataFusionError::ObjectStore(_)
        | DataFusionError::IoError(_)
        | DataFusionError::External(_)
        | DataFusionError::ExecutionJoin(_) => {
            Error::Unreachable { address: source.root.shown(), reason: cause.strip_backtrace() }
        }
        _ => bad(cause.strip_backtrace()),
    }
}
