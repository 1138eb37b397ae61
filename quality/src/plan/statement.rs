//! From questions to statements: which go together, what the SQL is, and how the rows are read again.

use std::collections::BTreeMap;

use connectors::Rows;
use serde_json::Value;

use super::{Plan, Purpose, Question, Sampling, Scope, Statement};
use crate::{
    execute::Answer,
    judge::{Counts, number_of},
    words::Words,
};

/// The longest merged statement, in bytes; connectors take one of a mebibyte.
const MOST_BYTES: usize = 400 * 1024;
/// The most groupings of one statement.
const MOST_GROUPINGS: usize = 30;

/// One statement with the questions it answers.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) sql: String,
    pub(crate) questions: Vec<usize>,
    pub(crate) rows: usize,
    shape: Shape,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    Scan(Scope),
    Groups(bool),
    Own,
}

/// The statements of a plan: scans first, then uniqueness, then the rest.
pub(super) fn pieces(plan: &Plan) -> Vec<Piece> {
    let mut merged: BTreeMap<Shape, Vec<usize>> = BTreeMap::new();
    let mut own = Vec::new();
    for (number, question) in plan.questions.iter() {
        match question {
            Question::Aggregate { scope, .. } => merged.entry(Shape::Scan(scope.clone())).or_default().push(number),
            Question::Groups { unless: Some(_), .. } => {}
            Question::Groups { is_sampled, .. } => merged.entry(Shape::Groups(*is_sampled)).or_default().push(number),
            Question::Own { .. } => own.push(number),
        }
    }
    let mut pieces: Vec<Piece> =
        merged.into_iter().flat_map(|(shape, questions)| of_shape(plan, &shape, questions)).collect();
    pieces.extend(own.into_iter().map(|number| Piece::new(plan, Shape::Own, vec![number])));
    pieces
}

/// The statements for what the first ones left open: groups whose count in the scan was given up.
pub(super) fn pieces_left(plan: &Plan, is_given_up: impl Fn(usize) -> bool) -> Vec<Piece> {
    let left = |(number, question): (usize, &Question)| match question {
        Question::Groups { unless: Some(other), .. } if is_given_up(*other) => Some(number),
        _ => None,
    };
    of_shape(plan, &Shape::Groups(false), plan.questions.iter().filter_map(left).collect())
}

fn of_shape(plan: &Plan, shape: &Shape, questions: Vec<usize>) -> Vec<Piece> {
    chunks(plan, shape, questions).into_iter().map(|some| Piece::new(plan, shape.clone(), some)).collect()
}

/// As many questions together as one statement may hold.
fn chunks(plan: &Plan, shape: &Shape, questions: Vec<usize>) -> Vec<Vec<usize>> {
    let most = match shape {
        Shape::Scan(_) => plan.table.engine.dialect().most_expressions(),
        Shape::Groups(_) => MOST_GROUPINGS,
        Shape::Own => 1,
    };
    let mut chunks: Vec<Vec<usize>> = Vec::new();
    let mut bytes = 0;
    for number in questions {
        let length = match plan.questions.get(number) {
            Question::Aggregate { sql, .. } => sql.len(),
            Question::Groups { condition, .. } => 200 + condition.as_ref().map_or(0, String::len),
            Question::Own { sql, .. } => sql.len(),
        };
        bytes += length;
        match chunks.last_mut() {
            Some(last) if last.len() < most && bytes <= MOST_BYTES => last.push(number),
            _ => {
                bytes = length;
                chunks.push(vec![number]);
            }
        }
    }
    chunks
}

impl Piece {
    fn new(plan: &Plan, shape: Shape, questions: Vec<usize>) -> Self {
        let (sql, rows) = match &shape {
            Shape::Scan(scope) => {
                (scan(plan, scope, &questions), scope.group.as_ref().map_or(1, |(_, most)| (*most).into()))
            }
            Shape::Groups(is_sampled) => (groups(plan, *is_sampled, &questions), questions.len()),
            Shape::Own => match plan.questions.get(questions[0]) {
                Question::Own { sql, rows } => (sql.clone(), *rows),
                _ => (String::new(), 0),
            },
        };
        Self { sql, questions, rows, shape }
    }

    /// As people read it.
    pub(super) fn statement(&self, plan: &Plan) -> Statement {
        let mut askers: Vec<usize> =
            self.questions.iter().flat_map(|number| plan.questions.askers(*number)).copied().collect();
        askers.sort_unstable();
        askers.dedup();
        let answers = askers.iter().map(|asker| plan.key_of(*asker).to_owned()).collect();
        let purpose = match &self.shape {
            Shape::Scan(Scope { group: Some(_), .. }) => Purpose::ByGroup,
            Shape::Scan(_) => Purpose::Scan,
            Shape::Groups(_) => Purpose::Uniqueness,
            Shape::Own => Purpose::Own,
        };
        Statement { sql: self.sql.clone(), answers, purpose }
    }

    /// Two statements with half of the questions each; none for a single question.
    pub(crate) fn halves(&self, plan: &Plan) -> Option<[Self; 2]> {
        if self.questions.len() < 2 {
            return None;
        }
        let (first, second) = self.questions.split_at(self.questions.len() / 2);
        Some([first, second].map(|half| Self::new(plan, self.shape.clone(), half.to_vec())))
    }

    /// The answer to each question, out of the rows of the statement.
    pub(crate) fn read(&self, rows: Rows) -> Vec<(usize, Result<Answer, Words>)> {
        match &self.shape {
            Shape::Own => vec![(self.questions[0], Ok(Answer::Rows(rows)))],
            Shape::Groups(_) => self.read_groups(&rows),
            Shape::Scan(scope) => {
                let is_grouped = scope.group.is_some();
                let read = |(place, number): (usize, &usize)| (*number, read_scan(&rows, place, is_grouped));
                self.questions.iter().enumerate().map(read).collect()
            }
        }
    }

    fn read_groups(&self, rows: &Rows) -> Vec<(usize, Result<Answer, Words>)> {
        let mut found = Vec::with_capacity(self.questions.len());
        for (place, number) in self.questions.iter().enumerate() {
            let row = rows.rows.iter().find(|row| whole(row, 0) == i64::try_from(place).unwrap_or(i64::MAX));
            // A grouping of no rows has no row in the answer where the engine makes all of them at once.
            let counts = row.map_or(Counts { distinct: 0, once: 0, rows: 0 }, |row| Counts {
                distinct: whole(row, 1),
                once: whole(row, 2),
                rows: whole(row, 3),
            });
            found.push((*number, Ok(Answer::Counts(counts))));
        }
        found
    }
}

fn read_scan(rows: &Rows, place: usize, is_grouped: bool) -> Result<Answer, Words> {
    if is_grouped {
        let value = |row: &Vec<Value>| Some((row.first()?.clone(), row.get(place + 1)?.clone()));
        return Ok(Answer::ByGroup(rows.rows.iter().filter_map(value).collect()));
    }
    let value = rows.rows.first().and_then(|row| row.get(place));
    value.cloned().map(Answer::One).ok_or_else(|| Words::new("the engine gave no answer", "数据库没有返回结果"))
}

#[expect(clippy::cast_possible_truncation, reason = "counts that engines give as decimals are whole")]
fn whole(row: &[Value], place: usize) -> i64 {
    row.get(place)
        .and_then(|value| value.as_i64().or_else(|| number_of(value).map(|number| number as i64)))
        .unwrap_or(0)
}

fn scan(plan: &Plan, scope: &Scope, questions: &[usize]) -> String {
    let mut wanted = Vec::with_capacity(questions.len());
    for (place, number) in questions.iter().enumerate() {
        if let Question::Aggregate { sql, .. } = plan.questions.get(*number) {
            wanted.push(format!("{sql} AS q{place}"));
        }
    }
    let (source, wanted) = (source(plan, scope.is_sampled), wanted.join(",\n  "));
    let Some((column, most)) = &scope.group else {
        return format!("SELECT\n  {wanted}\nFROM {source}");
    };
    let dialect = plan.table.engine.dialect();
    // Checked when the check was asked for.
    let name = dialect.name("group_by", column).unwrap_or_default();
    let label = dialect.piece(&dialect.as_text(&name), 1, 200);
    format!(
        "SELECT {label} AS grouped_by,\n  {wanted}\nFROM {source}\nGROUP BY {label}\nORDER BY count(*) DESC, 1\nLIMIT {most}"
    )
}

/// Every grouping as a row: its place, different values, values that are there once, rows.
fn groups(plan: &Plan, is_sampled: bool, questions: &[usize]) -> String {
    let source = source(plan, is_sampled);
    let mut parts = Vec::with_capacity(questions.len());
    for (place, number) in questions.iter().enumerate() {
        let Question::Groups { columns, condition, .. } = plan.questions.get(*number) else { continue };
        let present = columns.iter().map(|column| format!("{column} IS NOT NULL")).collect::<Vec<_>>().join(" AND ");
        let filter = condition.as_ref().map_or(present.clone(), |condition| format!("{condition} AND {present}"));
        parts.push(format!(
            "SELECT {place} AS grouping_number, count(*) AS different, \
             count(CASE WHEN n = 1 THEN 1 END) AS once, COALESCE(sum(n), 0) AS present\n\
             FROM (SELECT count(*) AS n FROM {source} WHERE {filter} GROUP BY {}) AS grouped",
            columns.join(", ")
        ));
    }
    parts.join("\nUNION ALL\n")
}

pub(super) fn source(plan: &Plan, is_sampled: bool) -> String {
    let dialect = plan.table.engine.dialect();
    // A table whose name no engine can have is refused for every check, and never asked about.
    let table = dialect.table("table", &plan.table.name).unwrap_or_default();
    dialect.source(&table, plan.table.is_view, if is_sampled { plan.sampling() } else { Sampling::All })
}
