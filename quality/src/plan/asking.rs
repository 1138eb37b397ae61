//! What a check asks through: it knows the table, the column, the condition and the engine's SQL, and collects
//! questions.

use chrono::{DateTime, Utc};

use super::{Question, Questions, Sampling, Scope, Wish, condition};
use crate::{
    check::{Asked, Tolerance},
    dialect::Dialect,
    error::{Error, Result},
    judge::{Judge, Seen},
    outcome::{Finding, Outcome},
    table::{Column, Table},
    words::Words,
};

/// One check asking.
pub struct Asking<'a> {
    pub(crate) table: &'a Table,
    pub(crate) dialect: &'static dyn Dialect,
    pub(crate) now: DateTime<Utc>,
    pub(crate) tolerance: Tolerance,
    column: Option<&'a Column>,
    condition: Option<String>,
    check: usize,
    scope: Scope,
    sampling: Sampling,
    questions: &'a mut Questions,
    asked: Vec<usize>,
    wrong: Option<String>,
}

/// Out of which rows wrong ones are counted.
pub(crate) enum Total {
    /// All rows that the condition lets through.
    Rows,
    /// Those of which this holds.
    Where(String),
}

/// The questions about how many different values there are.
pub(crate) struct Distinct {
    /// How many values and how many different ones, as aggregates.
    pub(crate) in_scan: Option<[usize; 2]>,
    /// The same by groups, which are only asked for when there are no aggregates or they were given up.
    pub(crate) groups: usize,
}

/// Rows that are wrong, and out of which: the shape of most checks.
pub(crate) struct Wrong {
    /// What holds for wrong rows; rows for which it is unknown are not wrong.
    pub(crate) predicate: String,
    /// Out of which.
    pub(crate) total: Total,
    /// What is said of wrong rows: `have no value`, `没有值`.
    pub(crate) says: Words,
}

impl<'a> Asking<'a> {
    pub(crate) fn new(
        asked: &Asked,
        table: &'a Table,
        wish: &Wish,
        check: usize,
        questions: &'a mut Questions,
    ) -> Result<Self> {
        let dialect = table.engine.dialect();
        dialect.table("table", &table.name)?;
        let condition = match asked.condition.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => Some(condition::checked("condition", text, dialect)?),
            None => None,
        };
        Ok(Self {
            table,
            dialect,
            now: wish.now,
            tolerance: asked.tolerance,
            column: asked.column.as_deref().and_then(|name| table.column(name)),
            condition,
            check,
            scope: Scope { is_sampled: wish.sampling != Sampling::All, group: None },
            sampling: wish.sampling,
            questions,
            asked: Vec::new(),
            wrong: None,
        })
    }

    /// Asks by the values of a column from now on.
    pub(crate) fn by_group(&mut self, column: &str, most: u16) {
        self.scope.group = Some((column.to_owned(), most));
    }

    /// Asks of all rows from now on, even where a sample is looked at.
    pub(crate) fn all_rows(&mut self) {
        self.scope.is_sampled = false;
    }

    pub(crate) fn is_sampled(&self) -> bool {
        self.scope.is_sampled
    }

    pub(crate) fn asked(&self) -> Vec<usize> {
        self.asked.clone()
    }

    pub(crate) fn wrong(&self) -> Option<String> {
        self.wrong.clone()
    }

    /// The column the check is about.
    ///
    /// # Errors
    /// `Invalid` for `column` when none was named.
    pub(crate) fn column(&self) -> Result<&'a Column> {
        self.column.ok_or_else(|| Error::invalid("column", "is missing; name the column to look at"))
    }

    /// Its name, quoted.
    pub(crate) fn name(&self) -> Result<String> {
        self.dialect.name("column", &self.column()?.name)
    }

    /// Its value as text.
    pub(crate) fn text(&self) -> Result<String> {
        Ok(self.dialect.as_text(&self.name()?))
    }

    /// Its value as a number to calculate with.
    pub(crate) fn number(&self) -> Result<String> {
        Ok(self.dialect.number(&self.name()?, self.column()?))
    }

    /// A column that the settings name, quoted.
    pub(crate) fn other(&self, field: &str, name: &str) -> Result<(String, &'a Column)> {
        let column = self
            .table
            .column(name)
            .ok_or_else(|| Error::invalid(field, format!("`{}` has no column `{name}`", self.table.name.last())))?;
        Ok((self.dialect.name(field, name)?, column))
    }

    /// What is selected from: the table or the sample of it.
    pub(crate) fn source(&self) -> Result<String> {
        let sampling = if self.scope.is_sampled { self.sampling } else { Sampling::All };
        let table = self.dialect.table("table", &self.table.name)?;
        Ok(self.dialect.source(&table, self.table.is_view, sampling))
    }

    /// `WHERE` with the condition of the check and one more, as far as there are any.
    pub(crate) fn filter(&self, more: Option<&str>) -> String {
        let parts: Vec<&str> = self.condition.as_deref().into_iter().chain(more).collect();
        if parts.is_empty() { String::new() } else { format!(" WHERE ({})", parts.join(") AND (")) }
    }

    fn ask(&mut self, question: Question) -> usize {
        let number = self.questions.ask(question, self.check);
        self.asked.push(number);
        number
    }

    /// The number of rows.
    pub(crate) fn rows(&mut self) -> usize {
        let sql = match &self.condition {
            Some(condition) => format!("count(CASE WHEN {condition} THEN 1 END)"),
            None => "count(*)".to_owned(),
        };
        self.ask(Question::Aggregate { scope: self.scope.clone(), sql })
    }

    /// The number of rows of which a predicate holds.
    pub(crate) fn count(&mut self, predicate: &str) -> usize {
        // Nested, so that what the condition keeps away is never calculated.
        let sql = match &self.condition {
            Some(condition) => format!("count(CASE WHEN {condition} THEN CASE WHEN {predicate} THEN 1 END END)"),
            None => format!("count(CASE WHEN {predicate} THEN 1 END)"),
        };
        self.ask(Question::Aggregate { scope: self.scope.clone(), sql })
    }

    /// An aggregate of an expression, over the rows of the condition.
    pub(crate) fn aggregate(&mut self, expression: &str, of: impl Fn(&str) -> String) -> usize {
        let sql = match &self.condition {
            Some(condition) => of(&format!("CASE WHEN {condition} THEN {expression} END")),
            None => of(expression),
        };
        self.ask(Question::Aggregate { scope: self.scope.clone(), sql })
    }

    /// How often each combination of values is there; columns are quoted.
    ///
    /// # Errors
    /// `Invalid` for `group_by`: this is a grouping of its own.
    pub(crate) fn groups(&mut self, columns: Vec<String>) -> Result<usize> {
        self.refuse_groups()?;
        let question = Question::Groups {
            is_sampled: self.scope.is_sampled,
            columns,
            condition: self.condition.clone(),
            unless: None,
        };
        Ok(self.ask(question))
    }

    /// How many values the column has, and how many different ones: in the scan where the engine does that well.
    ///
    /// # Errors
    /// `Invalid` for `group_by`: this may be a grouping of its own.
    pub(crate) fn distinct(&mut self) -> Result<Distinct> {
        let (name, class) = (self.name()?, self.column()?.class());
        if self.scope.is_sampled || self.dialect.distinct(&name, class).is_none() {
            return Ok(Distinct { in_scan: None, groups: self.groups(vec![name])? });
        }
        self.refuse_groups()?;
        let dialect = self.dialect;
        let rows = self.aggregate(&name, |name| format!("count({name})"));
        let different = self.aggregate(&name, |name| dialect.distinct(name, class).unwrap_or_default());
        let question = Question::Groups {
            is_sampled: false,
            columns: vec![name],
            condition: self.condition.clone(),
            unless: Some(different),
        };
        Ok(Distinct { in_scan: Some([rows, different]), groups: self.ask(question) })
    }

    /// A statement of its own.
    ///
    /// # Errors
    /// `Invalid` for `group_by`: such a statement is not told apart.
    pub(crate) fn own(&mut self, sql: String, rows: usize) -> Result<usize> {
        self.refuse_groups()?;
        Ok(self.ask(Question::Own { sql, rows }))
    }

    fn refuse_groups(&self) -> Result<()> {
        match self.scope.group {
            Some(_) => Err(Error::invalid("group_by", "this check cannot be told apart by group; leave it empty")),
            None => Ok(()),
        }
    }

    /// Says which rows are wrong, so that some of them can be shown.
    pub(crate) fn wrong_where(&mut self, predicate: &str) {
        self.wrong = Some(match &self.condition {
            Some(condition) => format!("CASE WHEN {condition} THEN CASE WHEN {predicate} THEN 1 END END = 1"),
            None => predicate.to_owned(),
        });
    }

    /// Asks for wrong rows and judges them by the tolerance.
    pub(crate) fn judge_wrong(&mut self, wrong: Wrong) -> Judge {
        let errors = self.count(&wrong.predicate);
        let total = match &wrong.total {
            Total::Rows => self.rows(),
            Total::Where(predicate) => self.count(predicate),
        };
        self.wrong_where(&wrong.predicate);
        let (tolerance, says) = (self.tolerance, wrong.says);
        Box::new(move |seen: &Seen<'_>| Ok(verdict(seen.int(errors)?, seen.int(total)?, tolerance, &says)))
    }
}

/// So many wrong ones out of so many: none to judge is no data.
pub(crate) fn verdict(errors: i64, total: i64, tolerance: Tolerance, says: &Words) -> Finding {
    let outcome = match total {
        0 => Outcome::NoData,
        _ if tolerance.allows(errors, total) => Outcome::Pass,
        _ => Outcome::Fail,
    };
    let message = match outcome {
        Outcome::NoData => Words::new("there is nothing to judge", "没有可判断的数据"),
        _ => Words::new(
            format!("{errors} of {total} {}", says.en),
            format!("共 {total} 个，其中 {errors} 个{}", says.zh),
        ),
    };
    let mut finding = Finding::new(outcome, message);
    (finding.errors, finding.total) = (Some(errors), Some(total));
    finding
}
