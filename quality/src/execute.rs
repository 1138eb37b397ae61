//! Asking the statements of a plan, several at a time, and finding the guilty question when a merged one fails.
//!
//! Dropping the future cancels what is still asked.

use std::time::Duration;

use catalog::Fault;
use connectors::{Query, QueryLimits, Rows};
use futures_util::{StreamExt, stream};
use serde_json::Value;

use crate::{
    judge::{Counts, Trouble},
    plan::{Piece, Plan},
    words::Words,
};

/// How many more statements may be asked to find what a failing one fails of.
const MOST_SPLITS: usize = 200;

/// How much asking may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest one statement may take.
    pub timeout: Duration,
    /// How many statements may run at the same time.
    pub at_once: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(300), at_once: 2 }
    }
}

/// What a source answered to the statements of a plan.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// By the number of the question.
    by_question: Vec<Option<Result<Answer, Words>>>,
    /// How many statements were sent; more than the plan has when one had to be split.
    pub sent: usize,
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// An aggregate.
    One(Value),
    /// An aggregate for each group.
    ByGroup(Vec<(Value, Value)>),
    /// Groups of equal values.
    Counts(Counts),
    /// The rows of a statement of its own.
    Rows(Rows),
}

/// Asks everything that a plan asks. A question that cannot be answered has its reason in the answers; others have theirs.
pub async fn execute(source: &dyn Query, plan: &Plan, limits: Limits) -> Answers {
    let answers = ask(source, plan, plan.pieces(), limits, Answers::default()).await;
    let left = plan.pieces_left(&answers);
    ask(source, plan, left, limits, answers).await
}

/// The same for some statements alone, adding to earlier answers.
pub(crate) async fn ask(
    source: &dyn Query,
    plan: &Plan,
    pieces: Vec<Piece>,
    limits: Limits,
    earlier: Answers,
) -> Answers {
    let mut answers = earlier;
    let mut running = stream::iter(pieces)
        .map(|piece| ask_piece(source, plan, piece, limits))
        .buffer_unordered(limits.at_once.max(1));
    while let Some(found) = running.next().await {
        answers.sent += found.sent;
        for (question, answer) in found.by_question {
            answers.set(question, answer);
        }
    }
    answers
}

/// What one statement, and the pieces it was split into, gave.
#[derive(Default)]
struct Found {
    by_question: Vec<(usize, Result<Answer, Words>)>,
    sent: usize,
}

/// Asks one statement; when the engine refuses it, its halves, down to the question that it refuses.
async fn ask_piece(source: &dyn Query, plan: &Plan, piece: Piece, limits: Limits) -> Found {
    let mut found = Found::default();
    let mut open = vec![piece];
    while let Some(piece) = open.pop() {
        found.sent += 1;
        let limits = QueryLimits { rows: piece.rows, timeout: limits.timeout };
        match source.query_at(&plan.table.name, &piece.sql, limits).await {
            Ok(rows) => found.by_question.extend(piece.read(rows)),
            Err(error) => match piece.halves(plan).filter(|_| is_of_the_statement(&error)) {
                Some([first, second]) if found.sent < MOST_SPLITS => open.extend([second, first]),
                _ => {
                    let message = words_of(&error);
                    found.by_question.extend(piece.questions.iter().map(|number| (*number, Err(message.clone()))));
                }
            },
        }
    }
    found
}

/// Whether asking less may help: not when nothing answers, and not when the time is over.
fn is_of_the_statement(error: &connectors::Error) -> bool {
    error.kind() != catalog::ErrorKind::Unavailable
}

/// What the engine said, without the values of rows that it may repeat behind a colon.
fn words_of(error: &connectors::Error) -> Words {
    use std::error::Error as _;

    match error {
        connectors::Error::TimedOut { seconds, .. } => Words::new(
            format!("the question took longer than {seconds} s and was stopped"),
            format!("查询超过 {seconds} 秒，已停止"),
        ),
        connectors::Error::BadQuery { answer } => {
            let answer = without_values(answer);
            Words::new(format!("the engine refuses the question: {answer}"), format!("数据库拒绝了该查询：{answer}"))
        }
        _ => {
            let cause = error.source().map_or_else(String::new, |cause| format!(" ({cause})"));
            let text = without_values(&format!("{error}{cause}"));
            Words::new(format!("the question failed: {text}"), format!("查询失败：{text}"))
        }
    }
}

/// `invalid input syntax for type integer: "ana"` without `"ana"`; engines quote names otherwise.
fn without_values(answer: &str) -> String {
    let value = [": \"", ": '"].iter().filter_map(|mark| answer.find(mark)).min();
    answer[..value.unwrap_or(answer.len())].chars().take(500).collect()
}

impl Answers {
    fn set(&mut self, question: usize, answer: Result<Answer, Words>) {
        if self.by_question.len() <= question {
            self.by_question.resize(question + 1, None);
        }
        self.by_question[question] = Some(answer);
    }

    pub(crate) fn of(&self, question: usize) -> Result<&Answer, Trouble> {
        match self.by_question.get(question) {
            Some(Some(Ok(answer))) => Ok(answer),
            Some(Some(Err(message))) => Err(Trouble(message.clone())),
            _ => Err(Trouble(Words::new("the question was not asked", "该问题没有被查询"))),
        }
    }

    /// Whether the engine answered that it gave up.
    pub(crate) fn is_given_up(&self, question: usize) -> bool {
        matches!(self.of(question), Ok(Answer::One(Value::Null)))
    }

    /// The groups that the first of these questions was answered for.
    pub(crate) fn groups_of(&self, questions: &[usize]) -> Result<Vec<&Value>, Trouble> {
        let Some(first) = questions.first() else { return Ok(Vec::new()) };
        match self.of(*first)? {
            Answer::ByGroup(values) => Ok(values.iter().map(|(label, _)| label).collect()),
            _ => Ok(Vec::new()),
        }
    }
}
